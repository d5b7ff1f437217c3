//! Taking in 60,000 updates that are there already, each committed before it is confirmed.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use sqlx::SqlitePool;

use super::sqlite;
use crate::Bench;
use crate::fake::Fake;
use crate::figures::{Series, heading, target};
use crate::house::House;
use crate::past::readers;
use crate::peer::{Peer, Report, Who};
use crate::service::{AT_ONCE, Settings, until};

const UPDATES: u64 = 60_000;
const PEOPLE: u64 = 500;
const WITHIN: Duration = Duration::from_mins(5);

pub async fn run(bench: &Bench) -> Result<()> {
    heading("intake", &format!("{UPDATES} updates of {PEOPLE} people, taken in as fast as they come"));
    let mut loa = Series::new("loa, committed", "a second", 0);
    let mut teloxide = Series::new("teloxide's dispatcher, nothing stored", "a second", 0);
    let mut bare = Series::new("floor: no bot library", "a second", 0);
    for run in 1..=bench.runs {
        loa.add(with_loa(bench, run).await?);
        for (who, name, series) in
            [(Who::Dispatcher, "dispatcher", &mut teloxide), (Who::BareUpdates, "no bot library", &mut bare)]
        {
            let (report, fake_cpu) = with_peer(bench, who).await?;
            let per_second = UPDATES as f64 / report.seconds;
            println!(
                "  run {run}  {name:<24} {per_second:>8.0} a second, CPU {:.2} s and the fake's {fake_cpu:.2} s",
                report.cpu_seconds
            );
            series.add(per_second);
        }
    }
    loa.say();
    teloxide.say();
    bare.say();
    let ratio = loa.median() / teloxide.median();
    println!("  ratio loa / dispatcher {ratio:.3}; loa / floor {:.3}", loa.median() / bare.median());
    target("at least 3,550 a second", loa.median() >= 3_550.0);
    Ok(())
}

async fn with_loa(bench: &Bench, run: usize) -> Result<f64> {
    let fake = Fake::start(&bench.loa, "off").await?;
    let folder = tempfile::tempdir()?;
    let database = sqlite(folder.path());
    let house = House::build(&database, &fake).await?;
    let settings = Settings::write(&bench.loa, folder.path(), &database, &fake, AT_ONCE)?;
    fake.updates(UPDATES, PEOPLE).await?;
    let reader = readers(folder.path()).await?;
    let fake_cpu = fake.cpu_seconds()?;
    // From the first update in the inbox on: the program's start is not what is measured.
    let service = settings.start().await?;
    let (mut begun, mut before) = (Instant::now(), 0);
    let ended = until(Duration::from_millis(20), WITHIN, async || {
        let stored = stored(&reader).await?;
        if before == 0 {
            (begun, before) = (Instant::now(), stored);
        }
        Ok(stored >= UPDATES)
    })
    .await?;
    let seconds = ended.saturating_duration_since(begun).as_secs_f64();
    let per_second = (UPDATES - before) as f64 / seconds;
    let (cpu, fake_cpu) = (service.cpu_seconds()?, fake.cpu_seconds()? - fake_cpu);
    let (count, handled): (i64, i64) =
        sqlx::query_as("SELECT COUNT(*), COUNT(handled_at) FROM inbox").fetch_one(&reader).await?;
    ensure!(u64::try_from(count)? == UPDATES, "{count} updates in the inbox");
    println!(
        "  run {run}  {:<24} {per_second:>8.0} a second, CPU {cpu:.2} s and the fake's {fake_cpu:.2} s; {handled} were handled meanwhile",
        "loa"
    );
    service.kill().await?;
    reader.close().await;
    house.store.close().await;
    fake.stop().await?;
    Ok(per_second)
}

/// How many updates are in the inbox: none is ever taken out in this time.
async fn stored(reader: &SqlitePool) -> Result<u64> {
    let (last,): (Option<i64>,) = sqlx::query_as("SELECT MAX(rowid) FROM inbox").fetch_one(reader).await?;
    Ok(u64::try_from(last.unwrap_or(0))?)
}

async fn with_peer(bench: &Bench, who: Who) -> Result<(Report, f64)> {
    let fake = Fake::start(&bench.loa, "off").await?;
    fake.updates(UPDATES, PEOPLE).await?;
    let cpu = fake.cpu_seconds()?;
    let peer = Peer::taking(who, &fake, UPDATES).await?;
    let report = tokio::time::timeout(WITHIN, peer.report()).await??;
    ensure!(report.done >= UPDATES, "{} updates", report.done);
    let cpu = fake.cpu_seconds()? - cpu;
    fake.stop().await?;
    Ok((report, cpu))
}
