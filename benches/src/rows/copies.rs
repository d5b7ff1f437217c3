//! As fast as it goes: 20,000 copies without any limit.

use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use chrono::{DateTime, Utc};
use loa::config::Delivery;

use super::{seconds_between, sqlite, taken};
use crate::Bench;
use crate::fake::Fake;
use crate::figures::{Series, heading, median, target};
use crate::house::House;
use crate::past::readers;
use crate::peer::{Batch, Peer, Report, Who};
use crate::service::{Settings, until};

const COPIES: usize = 20_000;
const PER_SECOND: u32 = 100_000;
const WITHIN: Duration = Duration::from_mins(5);
const SYNCS: usize = 200;

/// What one measurement used.
struct Used {
    per_second: f64,
    cpu_seconds: f64,
    fake_cpu_seconds: f64,
}

impl Used {
    fn say(&self, who: &str, run: usize) {
        let Self { per_second, cpu_seconds, fake_cpu_seconds } = self;
        println!(
            "  run {run}  {who:<24} {per_second:>8.0} a second, CPU {cpu_seconds:.2} s and the fake's {fake_cpu_seconds:.2} s"
        );
    }
}

pub async fn run(bench: &Bench) -> Result<()> {
    heading(
        "copies",
        &format!("{COPIES} copies, no limits, each with its intent and its result committed (SQLite, FULL)"),
    );
    let at_once =
        Delivery { per_second: f64::from(PER_SECOND), ..Delivery::default() }.limits().in_flight_max;
    println!(
        "  in flight at most {at_once}; fdatasync of this disk {:.2} ms (median of {SYNCS})",
        sync_millis()?
    );
    let mut loa = Series::new("loa", "a second", 0);
    let mut teloxide = Series::new("teloxide alone, nothing stored", "a second", 0);
    let mut bare = Series::new("floor: no bot library", "a second", 0);
    for run in 1..=bench.runs {
        let used = with_loa(bench).await?;
        used.say("loa", run);
        loa.add(used.per_second);
        for (who, name, series) in
            [(Who::Teloxide, "teloxide alone", &mut teloxide), (Who::Bare, "no bot library", &mut bare)]
        {
            let used = with_peer(bench, who, at_once).await?;
            used.say(name, run);
            series.add(used.per_second);
        }
    }
    loa.say();
    teloxide.say();
    bare.say();
    let ratio = loa.median() / teloxide.median();
    println!("  ratio loa / teloxide {ratio:.3}; loa / floor {:.3}", loa.median() / bare.median());
    target("at least 0.5 of teloxide alone", ratio >= 0.5);
    Ok(())
}

async fn with_loa(bench: &Bench) -> Result<Used> {
    let fake = Fake::start(&bench.loa, "off").await?;
    let folder = tempfile::tempdir()?;
    let database = sqlite(folder.path());
    let house = House::build(&database, &fake).await?;
    house.confirm(&fake.groups(COPIES).await?).await?;
    let fast = format!(
        "[rules]\nstop_seconds = 0\n[delivery]\nper_second = {PER_SECOND}\nprivate_gap_ms = 0\ngroup_gap_ms = 0"
    );
    let settings = Settings::write(&bench.loa, folder.path(), &database, &fake, &fast)?;
    let service = settings.start_and_rest().await?;
    let resting_cpu = service.cpu_seconds()?;
    let post = house.post().await?;
    until(Duration::from_millis(5), WITHIN, async || house.is_released(post).await).await?;
    let (cpu, fake_cpu) = (service.cpu_seconds()?, fake.cpu_seconds()?);
    let calls = taken(&fake.taken(COPIES, WITHIN).await?);
    let all_sent = async || Ok(usize::try_from(house.tally(post).await?.sent)? == COPIES);
    until(Duration::from_millis(20), WITHIN, all_sent).await?;
    ensure!(calls.len() == COPIES, "{} calls for {COPIES} copies", calls.len());
    // From the first call to the moment that the last result was written with.
    let first = fake.at(calls.first().context("no call")?).elapsed();
    let now = house.store.clock().now();
    let reader = readers(folder.path()).await?;
    let looked = "SELECT MAX(changed_at), COUNT(DISTINCT changed_at) FROM outgoing WHERE state = 'sent'";
    let (last, commits): (DateTime<Utc>, i64) = sqlx::query_as(looked).fetch_one(&reader).await?;
    reader.close().await;
    let seconds = first.as_secs_f64() - (now - last).to_std()?.as_secs_f64();
    let used = Used {
        per_second: COPIES as f64 / seconds,
        cpu_seconds: service.cpu_seconds()? - cpu,
        fake_cpu_seconds: fake.cpu_seconds()? - fake_cpu,
    };
    // Each look of the engine writes the results that are there and the next intents at once.
    println!("         planning took {:.2} s of CPU; results came in {commits} commits", cpu - resting_cpu);
    service.kill().await?;
    house.store.close().await;
    fake.stop().await?;
    Ok(used)
}

async fn with_peer(bench: &Bench, who: Who, at_once: usize) -> Result<Used> {
    let fake = Fake::start(&bench.loa, "off").await?;
    let groups = fake.groups(COPIES).await?;
    let fake_cpu = fake.cpu_seconds()?;
    let peer = Peer::start(who, &fake, vec![Batch::now(&groups)], at_once).await?;
    let Report { done, errors, cpu_seconds, .. } = peer.report().await?;
    ensure!(errors == 0 && usize::try_from(done)? == COPIES, "{done} sent, {errors} errors");
    let fake_cpu_seconds = fake.cpu_seconds()? - fake_cpu;
    // By the fake's clock, as Loa's: opening the connections does not count.
    let calls = taken(&fake.calls().await?);
    let (first, last) = (calls.first().context("no call")?, calls.last().context("no call")?);
    let seconds = seconds_between(first, last);
    fake.stop().await?;
    Ok(Used { per_second: COPIES as f64 / seconds, cpu_seconds, fake_cpu_seconds })
}

/// How long this disk takes to make a small write last, in milliseconds.
fn sync_millis() -> Result<f64> {
    let folder = tempfile::tempdir()?;
    let mut file = std::fs::File::create(Path::join(folder.path(), "sync"))?;
    let mut millis = Vec::with_capacity(SYNCS);
    for _ in 0..SYNCS {
        file.write_all(&[0; 4096])?;
        let begun = Instant::now();
        file.sync_data()?;
        millis.push(begun.elapsed().as_secs_f64() * 1e3);
    }
    Ok(median(&millis))
}
