//! How much memory the service holds beside a long past, before and after a campaign.

use std::time::{Duration, Instant};

use anyhow::Result;

use super::sqlite;
use crate::Bench;
use crate::fake::Fake;
use crate::figures::{Series, heading, target};
use crate::house::House;
use crate::past;
use crate::service::{AT_ONCE, Settings};

const GROUPS: usize = 5_400;
const PAST: u64 = 1_000_000;
/// After the start, before the first look.
const REST: Duration = Duration::from_secs(5);
/// At 29 a second it takes 187 s.
const WITHIN: Duration = Duration::from_mins(10);

pub async fn run(bench: &Bench) -> Result<()> {
    heading("memory", &format!("resident memory of loa run, {GROUPS} groups, {PAST} past copies"));
    let mut most = Series::new("loa, the most", "MB", 1);
    for run in 1..=bench.runs {
        let fake = Fake::start(&bench.loa, "window").await?;
        let folder = tempfile::tempdir()?;
        let database = sqlite(folder.path());
        let house = House::build(&database, &fake).await?;
        house.confirm(&fake.groups(GROUPS).await?).await?;
        let laid = past::lay_down(&house, folder.path(), PAST).await?;
        let settings = Settings::write(&bench.loa, folder.path(), &database, &fake, AT_ONCE)?;
        let service = settings.start_and_rest().await?;
        tokio::time::sleep(REST).await;
        let (start, start_most) = service.memory()?;
        let begun = Instant::now();
        house.post().await?;
        fake.taken(GROUPS, WITHIN).await?;
        tokio::time::sleep(Duration::from_secs(1)).await;
        let (end, end_most) = service.memory()?;
        println!(
            "  run {run}  beside {laid} past copies: {:.1} MB after the start (at most {:.1}), {:.1} MB after a campaign of {:.0} s (at most {:.1}), CPU {:.1} s",
            megabytes(start),
            megabytes(start_most),
            megabytes(end),
            begun.elapsed().as_secs_f64(),
            megabytes(end_most),
            service.cpu_seconds()?
        );
        most.add(megabytes(end_most));
        service.kill().await?;
        house.store.close().await;
        fake.stop().await?;
    }
    most.say();
    target("at most 64 MB", most.worst() <= 64.0);
    Ok(())
}

fn megabytes(kilobytes: u64) -> f64 {
    kilobytes as f64 / 1024.0
}
