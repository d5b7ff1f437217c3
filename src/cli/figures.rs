//! Commands that compute and print.

use std::collections::HashMap;
use std::io::Write as _;

use chrono::{DateTime, Utc};
use serde::Serialize;

use loa::app::{self, Problem};
use loa::audit as log;
use loa::config::Config;
use loa::conversation::Desk;
use loa::delivery::{self, PostId};
use loa::i18n::{self, Text};
use loa::question::deadline::{Asked, Kind, Pause, Why};
use loa::question::route::{Router, Verdict};
use loa::schedule;
use loa::store::Store;

use super::commands::{open, the_ward};
use super::output::say;
use super::{Args, Failure, bad, lang};

fn say(text: &Text) {
    say!("{}", text.say(lang()));
}

pub(super) fn route(args: &Args) -> Result<(), Failure> {
    let router = app::shipped_router()?;
    if let Some(path) = args.value("batch") {
        return batch(&router, path);
    }
    let text = args.word(0, "TEXT")?;
    if let Some(at) = args.value("at") {
        // Routing does not depend on the time yet; a wrong time is still a wrong call.
        time("--at", at)?;
    }
    let verdict = router.route(text, None);
    let why = if verdict.why.is_empty() { Text::RouteNothing.say(lang()) } else { verdict.why.join(", ") };
    say(&Text::RouteLine { label: verdict.label.clone(), percent: percent(verdict.confidence), why });
    let near: Vec<String> = verdict
        .ranked
        .iter()
        .skip(1)
        .take(3)
        .map(|r| format!("{} ({} %)", r.label, percent(r.score)))
        .collect();
    if !near.is_empty() {
        say(&Text::RouteNear { near: near.join(", ") });
    }
    Ok(())
}

#[expect(clippy::cast_possible_truncation, reason = "a share between 0 and 1 is a percentage up to 100")]
fn percent(share: f64) -> i64 {
    (share.clamp(0.0, 1.0) * 100.0).round() as i64
}

/// One JSON line a question of a file with the columns `id` and `text`.
fn batch(router: &Router, path: &str) -> Result<(), Failure> {
    let unreadable =
        |why: String| Failure::Work(Text::FileProblem { path: path.to_owned(), why }.say(lang()));
    let file = std::fs::read_to_string(path).map_err(|e| unreadable(e.to_string()))?;
    let mut lines = file.trim_start_matches('\u{feff}').lines();
    let header: Vec<&str> = lines.next().unwrap_or_default().split('\t').map(str::trim).collect();
    let column = |name: &str| {
        header.iter().position(|h| *h == name).ok_or_else(|| unreadable(format!("no column {name}")))
    };
    let (id, text) = (column("id")?, column("text")?);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in lines.filter(|line| !line.trim().is_empty()) {
        let cells: Vec<&str> = line.split('\t').collect();
        let verdict: Verdict = router.route(cells.get(text).copied().unwrap_or_default(), None);
        let row = serde_json::json!({
            "id": cells.get(id).copied().unwrap_or_default(),
            "label": verdict.label,
            "confidence": verdict.confidence,
            "ranked": verdict.ranked,
            "why": verdict.why,
        });
        writeln!(out, "{row}").map_err(|e| Failure::Work(e.to_string()))?;
    }
    out.flush().map_err(|e| Failure::Work(e.to_string()))
}

fn time(option: &str, text: &str) -> Result<DateTime<Utc>, Failure> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Ok(at.to_utc());
    }
    // Without a zone, Hanoi's clocks are meant.
    for form in ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"] {
        if let Ok(local) = chrono::NaiveDateTime::parse_from_str(text, form) {
            return Ok(i18n::from_hanoi(local));
        }
    }
    Err(bad(option, text))
}

pub(super) async fn deadline(args: &Args, config: &Config) -> Result<(), Failure> {
    let at = time("--asked", args.must("asked")?)?;
    let kind = args.must("kind")?;
    let kind = Kind::from_code(kind).ok_or_else(|| bad("--kind", kind))?;
    let mut pauses = Vec::new();
    for paused in args.values("paused") {
        let (from, to) = paused.split_once("..").ok_or_else(|| bad("--paused", paused))?;
        pauses.push(Pause { from: time("--paused", from)?, to: time("--paused", to)? });
    }
    let json = args.json()?;
    let explained = desk_here(config).await?.explain(Asked::new(at, kind).paused(&pauses));
    if json {
        // Codes, which do not change with the language.
        let value = explained.to_json(|why| why.code().to_owned());
        say!("{}", serde_json::to_string_pretty(&value).unwrap_or_default());
        return Ok(());
    }
    say(&Text::DeadlineDue { due: i18n::moment(explained.due, lang()) });
    if args.has("explain") {
        for part in &explained.timeline {
            say(&Text::DeadlinePart {
                from: i18n::moment(part.from, lang()),
                to: i18n::moment(part.to, lang()),
                minutes: part.counted_minutes,
                why: why(&part.why),
            });
        }
    }
    Ok(())
}

/// The desk of the ward whose database is here; with the law's calendar alone where there is none.
async fn desk_here(config: &Config) -> Result<Desk, Failure> {
    let desk = app::desk(config)?;
    if !Store::is_there(&config.database_url) {
        return Ok(desk);
    }
    let store = open(config).await?;
    let mut tx = store.read().await?;
    let ward = loa::ward::store::wards(&mut tx).await?.into_iter().next();
    let desk = match &ward {
        Some(ward) => desk.of_ward(&mut tx, ward).await?,
        None => desk,
    };
    drop(tx);
    store.close().await;
    Ok(desk)
}

fn why(why: &Why) -> String {
    let text = match why.code() {
        "open" => Text::WhyOpen,
        "extension" => Text::WhyExtension,
        "paused" => Text::WhyPaused,
        "end_of_day" => Text::WhyEndOfDay,
        "lunch" => Text::WhyLunch,
        "weekend" => Text::WhyWeekend,
        "holiday" => {
            let name = loa::conversation::day_off_name(why.holiday().unwrap_or_default(), lang());
            Text::WhyHoliday { name }
        }
        _ => Text::WhyNight,
    };
    text.say(lang())
}

pub(super) async fn coverage(args: &Args, config: &Config) -> Result<(), Failure> {
    if let Some(text) = args.value("week") {
        return coverage_of_week(args, config, text).await;
    }
    let json = args.json()?;
    let store = open(config).await?;
    let ward = the_ward(args, &store).await?;
    let mut tx = store.read().await?;
    let post = match args.value("post") {
        Some(text) => PostId(text.parse().map_err(|_| bad("--post", text))?),
        None => match schedule::posts(&mut tx, ward.id, 1).await?.first() {
            Some(post) => post.id,
            None => return Err(Failure::Work(Text::CoverageNone.say(lang()))),
        },
    };
    if schedule::post(&mut tx, post).await?.is_none_or(|p| p.ward != ward.id) {
        return Err(bad("--post", &post.to_string()));
    }
    let coverage = schedule::coverage(&mut tx, ward.id, post).await?;
    let review = schedule::review(&mut tx, post).await?;
    let history = if args.has("history") { delivery::history(&mut tx, post).await? } else { HashMap::new() };
    drop(tx);
    store.close().await;
    if let Some(path) = args.value("xlsx") {
        return write_table(path, &loa::conversation::coverage_table(&coverage, lang()));
    }
    if json {
        let printed = Printed { coverage: &coverage, review };
        let mut value = serde_json::to_value(&printed).unwrap_or_default();
        if args.has("history") {
            for (row, shown) in coverage.rows.iter().zip(value["rows"].as_array_mut().into_iter().flatten()) {
                let seen = row.group_id.and_then(|group| history.get(&group));
                shown["history"] =
                    serde_json::to_value(seen.map_or(&[][..], Vec::as_slice)).unwrap_or_default();
            }
        }
        say!("{}", serde_json::to_string_pretty(&value).unwrap_or_default());
        return Ok(());
    }
    say!("{}", loa::conversation::coverage_heading(&coverage, lang()));
    if let Some(review) = &review {
        say!("{}", loa::conversation::review_line(review, lang()));
    }
    for row in &coverage.rows {
        say!("{}", loa::conversation::coverage_line(row, lang()));
        for seen in row.group_id.and_then(|group| history.get(&group)).into_iter().flatten() {
            say!("    {}", loa::conversation::history_line(seen, lang()));
        }
    }
    Ok(())
}

/// The week in which a day lies.
async fn coverage_of_week(args: &Args, config: &Config, text: &str) -> Result<(), Failure> {
    let json = args.json()?;
    let day: chrono::NaiveDate = text.parse().map_err(|_| bad("--week", text))?;
    let store = open(config).await?;
    let ward = the_ward(args, &store).await?;
    let mut tx = store.read().await?;
    let monday = loa::conversation::monday_of(day);
    let sheet = schedule::sheet(&mut tx, ward.id, monday, loa::conversation::sunday_of(monday)).await?;
    drop(tx);
    store.close().await;
    if let Some(path) = args.value("xlsx") {
        return write_table(path, &loa::conversation::sheet_table(&sheet, lang()));
    }
    if json {
        let groups = sheet.by_group();
        let value = serde_json::to_string_pretty(&PrintedWeek { sheet: &sheet, groups });
        println!("{}", value.unwrap_or_default());
        return Ok(());
    }
    for line in loa::conversation::sheet_lines(&sheet, lang()) {
        println!("{line}");
    }
    for place in &sheet.places {
        let (all, covered) = place.total();
        println!("    {}: {covered}/{all}", place.neighbourhood);
    }
    Ok(())
}

fn write_table(path: &str, table: &loa::sheet::Sheet) -> Result<(), Failure> {
    let problem = |why: String| Failure::Work(Text::FileProblem { path: path.to_owned(), why }.say(lang()));
    let bytes = loa::sheet::xlsx(table).map_err(|e| problem(e.to_string()))?;
    std::fs::write(path, bytes).map_err(|e| problem(e.to_string()))
}

/// A week as programs read it.
#[derive(Serialize)]
struct PrintedWeek<'a> {
    #[serde(flatten)]
    sheet: &'a schedule::Sheet,
    groups: Vec<schedule::GroupLine>,
}

/// A coverage as programs read it.
#[derive(Serialize)]
struct Printed<'a> {
    #[serde(flatten)]
    coverage: &'a delivery::Coverage,
    /// Nothing unless one person released the post alone.
    review: Option<schedule::Review>,
}

pub(super) async fn audit(config: &Config) -> Result<(), Failure> {
    let store = open(config).await?;
    let mut tx = store.read().await?;
    let wards = loa::ward::store::wards(&mut tx).await?;
    if wards.is_empty() {
        return Err(Problem::NoWard.into());
    }
    for ward in wards {
        let entries = log::entries(&mut tx, ward.id).await?;
        if let Some(n) = log::first_break(&entries) {
            return Err(Failure::Work(Text::AuditBroken { n }.say(lang())));
        }
        say(&Text::AuditWhole { n: i64::try_from(entries.len()).unwrap_or(i64::MAX) });
    }
    drop(tx);
    store.close().await;
    Ok(())
}
