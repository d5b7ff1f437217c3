//! One chat is told to wait: how much later the others get theirs than without it.

use std::time::Duration;

use anyhow::Result;
use serde_json::json;

use super::{sqlite, taken};
use crate::Bench;
use crate::fake::{Call, Fake};
use crate::figures::{Series, heading, target};
use crate::house::House;
use crate::peer::{Batch, Peer, Who};
use crate::service::{AT_ONCE, Settings};

const GROUPS: usize = 300;
/// Which of them is told to wait.
const TOLD: usize = 60;
const RETRY_AFTER_SECONDS: u64 = 8;
const WITHIN: Duration = Duration::from_mins(2);

pub async fn run(bench: &Bench) -> Result<()> {
    heading("told", &format!("{GROUPS} groups, one of which answers 429 with {RETRY_AFTER_SECONDS} s"));
    let mut loa = Series::new("loa, others delayed by", "s", 3);
    let mut throttle = Series::new("teloxide Throttle, others delayed by", "s", 3);
    for run in 1..=bench.runs {
        let delay = delay(&with_loa(bench, false).await?, &with_loa(bench, true).await?);
        println!("  run {run}  loa                      others delayed by at most {delay:.3} s");
        loa.add(delay);
        let delay = self::delay(&with_throttle(bench, false).await?, &with_throttle(bench, true).await?);
        println!("  run {run}  teloxide Throttle        others delayed by at most {delay:.3} s");
        throttle.add(delay);
    }
    loa.say();
    throttle.say();
    println!("  ratio loa / Throttle {:.4}", loa.median() / throttle.median());
    println!("  floor: a call that is refused takes one turn of the pace: 0.034 s at 29 a second");
    target("less than 0.05 s in every run", loa.worst() < 0.05);
    Ok(())
}

/// The largest delay, in seconds, of the first, second, … message to the others.
fn delay(without: &[f64], with: &[f64]) -> f64 {
    without.iter().zip(with).map(|(without, with)| with - without).fold(0.0, f64::max)
}

async fn with_loa(bench: &Bench, is_told: bool) -> Result<Vec<f64>> {
    let fake = Fake::start(&bench.loa, "window").await?;
    let folder = tempfile::tempdir()?;
    let database = sqlite(folder.path());
    let house = House::build(&database, &fake).await?;
    let groups = fake.groups(GROUPS).await?;
    house.confirm(&groups).await?;
    order(&fake, groups[TOLD], is_told).await?;
    let settings = Settings::write(&bench.loa, folder.path(), &database, &fake, AT_ONCE)?;
    let service = settings.start_and_rest().await?;
    house.post().await?;
    let times = others(&fake, groups[TOLD]).await?;
    service.kill().await?;
    house.store.close().await;
    fake.stop().await?;
    Ok(times)
}

async fn with_throttle(bench: &Bench, is_told: bool) -> Result<Vec<f64>> {
    let fake = Fake::start(&bench.loa, "window").await?;
    let groups = fake.groups(GROUPS).await?;
    order(&fake, groups[TOLD], is_told).await?;
    let peer = Peer::start(Who::Throttle, &fake, vec![Batch::now(&groups)], GROUPS).await?;
    let times = others(&fake, groups[TOLD]).await?;
    peer.kill().await?;
    fake.stop().await?;
    Ok(times)
}

async fn order(fake: &Fake, chat: i64, is_told: bool) -> Result<()> {
    if is_told {
        let fault = json!({"kind": "429_chat", "chat": chat, "retry_after": RETRY_AFTER_SECONDS});
        fake.control("fault", &fault).await?;
    }
    Ok(())
}

/// When the others got theirs, in seconds after the first, in order.
async fn others(fake: &Fake, told: i64) -> Result<Vec<f64>> {
    let is_other = |call: &Call| call.is_taken() && call.chat != told;
    let calls = taken(&fake.collect(GROUPS - 1, WITHIN, is_other).await?);
    let times: Vec<i64> = calls.iter().filter(|call| is_other(call)).map(|call| call.micros).collect();
    Ok(times.iter().map(|at| (at - times[0]) as f64 / 1e6).collect())
}
