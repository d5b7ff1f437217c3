//! Planning a post to 100,000 groups, and a look at the clock beside ten million past copies.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use loa::config::{Config, Secret};
use loa::lease::Lease;
use loa::{app, conversation};

use uuid::Uuid;

use super::sqlite;
use crate::Bench;
use crate::fake::Fake;
use crate::figures::{heading, median, target};
use crate::house::House;
use crate::past;
use crate::service::{Settings, until};

const GROUPS: usize = 100_000;
/// The past is one of a large city's deployment.
const PAST_GROUPS: usize = 5_400;
const TICKS: usize = 200;
const WITHIN: Duration = Duration::from_mins(2);
/// Nothing leaves while this is measured.
const LATER: &str = "[rules]\nstop_seconds = 86400";

pub async fn run(bench: &Bench) -> Result<()> {
    heading("plan", &format!("planning a post to {GROUPS} groups; a tick beside {} past copies", bench.past));
    let planned = plan(bench).await?;
    let slowest = tick(bench).await?;
    target("planned within 2 s, a tick within 5 ms", planned <= 2.0 && slowest <= 5.0);
    Ok(())
}

async fn plan(bench: &Bench) -> Result<f64> {
    let fake = Fake::start(&bench.loa, "off").await?;
    let folder = tempfile::tempdir()?;
    let database = sqlite(folder.path());
    let house = House::build(&database, &fake).await?;
    house.confirm(&fake.groups(GROUPS).await?).await?;
    let settings = Settings::write(&bench.loa, folder.path(), &database, &fake, LATER)?;
    let service = settings.start_and_rest().await?;
    let cpu = service.cpu_seconds()?;
    let post = house.post().await?;
    let begun = Instant::now();
    let look = Duration::from_millis(5);
    let released = until(look, WITHIN, async || house.is_released(post).await).await?;
    let seconds = released.saturating_duration_since(begun).as_secs_f64();
    let copies = house.tally(post).await?.left;
    ensure!(usize::try_from(copies)? == GROUPS, "{copies} copies");
    println!(
        "  planning: {copies} copies are rows after {seconds:.2} s, with up to 0.5 s until the clock is looked at; CPU {:.2} s; memory at most {:.0} MB",
        service.cpu_seconds()? - cpu,
        service.memory()?.1 as f64 / 1024.0
    );
    service.kill().await?;
    house.store.close().await;
    fake.stop().await?;
    Ok(seconds)
}

/// Milliseconds that a look at the clock with nothing due takes at most.
async fn tick(bench: &Bench) -> Result<f64> {
    let fake = Fake::start(&bench.loa, "off").await?;
    let folder = tempfile::tempdir()?;
    let database = sqlite(folder.path());
    let house = House::build(&database, &fake).await?;
    house.confirm(&fake.groups(PAST_GROUPS).await?).await?;
    let begun = Instant::now();
    let laid = past::lay_down(&house, folder.path(), bench.past).await?;
    let bytes = std::fs::metadata(folder.path().join("loa.db"))?.len();
    println!(
        "  past: {laid} copies laid down in {:.0} s, {:.1} GB",
        begun.elapsed().as_secs_f64(),
        bytes as f64 / 1e9
    );
    // The same function that the service calls twice a second, in this process.
    let mut config = Config::default();
    config.telegram.token = Some(Secret::new(&fake.token));
    let desk = app::desk(&config).map_err(|_| anyhow::anyhow!("no desk"))?;
    let lease = Lease::new(house.store.clone(), "clock", Uuid::from_u128(1));
    let mut millis = Vec::with_capacity(TICKS);
    for _ in 0..TICKS {
        let begun = Instant::now();
        conversation::tick(&house.store, &desk, &lease, false).await?;
        millis.push(begun.elapsed().as_secs_f64() * 1e3);
    }
    let (first, worst) = (millis[0], millis[1..].iter().copied().fold(0.0, f64::max));
    let typical = median(&millis);
    println!(
        "  tick with nothing due: the first {first:.2} ms, then median {typical:.2} ms, at most {worst:.2} ms of {TICKS}"
    );
    house.store.close().await;
    fake.stop().await?;
    Ok(first.max(worst))
}
