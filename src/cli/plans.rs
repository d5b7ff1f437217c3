//! `loa plan import`: reads a plan, shows what is in it, stores it.

use std::io::Read;
use std::path::Path;

use loa::config::Config;
use loa::conversation::plan_problem;
use loa::i18n::{Text, count};
use loa::plan::document::{BYTES_MAX, apart};
use loa::plan::import::{Event, Place, PlanDocument};
use loa::plan::{self, Imported};
use loa::text::shorten;

use super::commands::{open, say, the_ward};
use super::output::say;
use super::{Args, Failure, lang};

/// Longest finding on a line of the summary, in characters.
const WORDS_MAX: usize = 160;

pub(super) async fn import(args: &Args, config: &Config) -> Result<(), Failure> {
    let path = args.word(0, "FILE")?;
    let json = args.json()?;
    let bytes = bytes_of(path).map_err(|e| {
        Failure::Work(Text::FileProblem { path: path.to_owned(), why: e.to_string() }.say(lang()))
    })?;
    let document =
        apart::read(&config.program, &bytes).await.map_err(|e| Failure::Work(plan_problem(e).say(lang())))?;
    if json {
        say!("{}", serde_json::to_string_pretty(&document).unwrap_or_default());
    } else {
        summary(&document);
    }
    if args.has("dry-run") {
        if !json {
            say(&Text::PlanDry);
        }
        return Ok(());
    }
    let store = open(config).await?;
    let ward = the_ward(args, &store).await?;
    let mut tx = store.begin().await?;
    let name =
        Path::new(path).file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let imported = plan::store_plan(&mut tx, ward.id, &document, &name, &bytes, None).await?;
    tx.commit().await?;
    store.close().await;
    if !json {
        say(match imported {
            Imported::New(_) => &Text::PlanStored,
            Imported::Known(_) => &Text::PlanKnown,
        });
    }
    Ok(())
}

/// The file's bytes; of a file that is too large only enough to see that it is.
pub(super) fn bytes_of(path: &str) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let bound = u64::try_from(BYTES_MAX).unwrap_or(u64::MAX).saturating_add(1);
    std::fs::File::open(path)?.take(bound).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A plan in words, each finding with its line.
fn summary(document: &PlanDocument) {
    let blank = || Text::PlanBlank.say(lang());
    let day = |date: chrono::NaiveDate| date.format("%d/%m/%Y").to_string();
    let with_line = |text: String, place: Option<Place>| match place {
        Some(Place { line, .. }) => format!("{text} ({line})"),
        None => text,
    };
    let found = &document.found;
    let period = match (document.period.from, document.period.to) {
        (Some(from), Some(to)) => format!("{} – {}", day(from), day(to)),
        _ => blank(),
    };
    say(&Text::PlanSummary {
        title: with_line(document.title.clone(), found.title),
        number: with_line(document.number.clone().unwrap_or_else(blank), found.number),
        issuer: with_line(
            if document.issuer.is_empty() { blank() } else { document.issuer.clone() },
            found.issuer,
        ),
        date: with_line(document.date.map_or_else(blank, day), found.date),
        period: with_line(period, found.period),
    });
    say(&Text::PlanGroupsHeading { n: count(document.content_groups.len()) });
    for group in &document.content_groups {
        say(&Text::PlanGroupLine {
            line: count(group.line),
            number: group.number.clone(),
            name: group.name.clone(),
        });
    }
    say(&Text::PlanReportsHeading { n: count(document.report_dates.len()) });
    for (index, date) in document.report_dates.iter().enumerate() {
        let line = found.report_dates.get(index).map_or_else(blank, |place| place.line.to_string());
        say(&Text::PlanReportLine { line, date: day(*date) });
    }
    others(document);
    say(&Text::PlanDoubtsHeading { n: count(document.doubts.len()) });
    for doubt in &document.doubts {
        let about = serde_json::to_value(doubt.about)
            .ok()
            .and_then(|v| v.as_str().map(str::to_owned))
            .unwrap_or_default();
        say(&Text::PlanDoubtLine { line: count(doubt.line), about });
    }
}

/// What a plan holds beside groups and report dates.
fn others(document: &PlanDocument) {
    let show = |heading: fn(i64) -> Text, rows: Vec<(usize, String)>| {
        if rows.is_empty() {
            return;
        }
        say(&heading(count(rows.len())));
        for (line, what) in rows {
            say(&Text::PlanFindingLine { line: count(line), what: shorten(&what, WORDS_MAX) });
        }
    };
    show(
        |n| Text::PlanDutiesHeading { n },
        document.duties.iter().map(|d| (d.line, d.body.clone())).collect(),
    );
    show(|n| Text::PlanEventsHeading { n }, document.events.iter().map(|e| (e.line, event(e))).collect());
    show(|n| Text::PlanAimsHeading { n }, document.aims.iter().map(|a| (a.line, a.text.clone())).collect());
    let bases = document.legal_bases.iter().map(|b| (b.line, b.text.clone())).collect();
    show(|n| Text::PlanBasesHeading { n }, bases);
    let receivers = document.receivers.iter().map(|r| (r.line, r.name.clone())).collect();
    show(|n| Text::PlanReceiversHeading { n }, receivers);
    show(
        |n| Text::PlanChannelsHeading { n },
        document.channels.iter().map(|c| (c.line, c.name.clone())).collect(),
    );
    show(
        |n| Text::PlanItemsHeading { n },
        document.items.iter().map(|i| (i.line, i.title.clone())).collect(),
    );
}

/// "10/10 (1954): Ngày Giải phóng Thủ đô"
fn event(event: &Event) -> String {
    let origin = event.origin_year.map(|year| format!(" ({year})")).unwrap_or_default();
    format!("{}/{}{origin}: {}", event.day, event.month, event.name)
}
