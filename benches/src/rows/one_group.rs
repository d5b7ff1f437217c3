//! Sixty messages queued to one group, then one to each of 300 others.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use loa::delivery::Lane;

use super::sqlite;
use crate::Bench;
use crate::fake::{Call, Fake};
use crate::figures::{Series, heading, target};
use crate::house::House;
use crate::peer::{Batch, Peer, Who};
use crate::service::{AT_ONCE, Settings};

const MANY: usize = 60;
const OTHERS: usize = 300;
/// Loa's own pace.
const IDEAL_SECONDS: f64 = OTHERS as f64 / 29.0;
/// Whoever has not reached the others by then is not waited for.
const WITHIN: Duration = Duration::from_secs(70);

pub async fn run(bench: &Bench) -> Result<()> {
    heading(
        "one-group",
        &format!("{MANY} messages to one group, then {OTHERS} other groups; Telegram's limits"),
    );
    let mut loa = Series::new("loa, all of the others after", "s", 2);
    let mut throttle = Series::new("teloxide Throttle, others after 70 s", "", 0);
    for run in 1..=bench.runs {
        let (reached, seconds) = with_loa(bench).await?;
        ensure!(reached == OTHERS, "{reached} of the others after {seconds} s");
        println!("  run {run}  loa                      all {OTHERS} others after {seconds:.2} s");
        loa.add(seconds);
        let (reached, seconds) = with_throttle(bench).await?;
        println!("  run {run}  teloxide Throttle        {reached} of {OTHERS} others after {seconds:.2} s");
        throttle.add(reached as f64);
    }
    loa.say();
    throttle.say();
    println!("  ratio loa / ideal {:.3}", loa.median() / IDEAL_SECONDS);
    println!("  floor: {OTHERS} messages at 29 a second take {IDEAL_SECONDS:.2} s");
    target("within 5 % of the ideal in every run", loa.worst() <= IDEAL_SECONDS * 1.05);
    Ok(())
}

async fn with_loa(bench: &Bench) -> Result<(usize, f64)> {
    let fake = Fake::start(&bench.loa, "telegram").await?;
    let folder = tempfile::tempdir()?;
    let database = sqlite(folder.path());
    let house = House::build(&database, &fake).await?;
    let groups = fake.groups(1 + OTHERS).await?;
    let chats = house.know(&groups).await?;
    let settings = Settings::write(&bench.loa, folder.path(), &database, &fake, AT_ONCE)?;
    let service = settings.start_and_rest().await?;
    house.enqueue(&[chats[0]; MANY], Lane::Scheduled).await?;
    house.enqueue(&chats[1..], Lane::Scheduled).await?;
    let reached = others(&fake, groups[0], Instant::now()).await?;
    service.kill().await?;
    house.store.close().await;
    fake.stop().await?;
    Ok(reached)
}

async fn with_throttle(bench: &Bench) -> Result<(usize, f64)> {
    let fake = Fake::start(&bench.loa, "telegram").await?;
    let groups = fake.groups(1 + OTHERS).await?;
    let others_later = Batch { after_seconds: 0.1, chats: groups[1..].to_vec() };
    let batches = vec![Batch::now(&[groups[0]; MANY]), others_later];
    let mut peer = Peer::start(Who::Throttle, &fake, batches, MANY + OTHERS).await?;
    peer.begins().await?;
    peer.begins().await?;
    let reached = others(&fake, groups[0], Instant::now()).await?;
    peer.kill().await?;
    fake.stop().await?;
    Ok(reached)
}

/// How many other groups were reached, and when the last of them was.
async fn others(fake: &Fake, one: i64, since: Instant) -> Result<(usize, f64)> {
    let is_other = |call: &Call| call.is_taken() && call.chat != one;
    let calls = fake.collect(OTHERS, WITHIN, is_other).await?;
    let others: Vec<&Call> = calls.iter().filter(|call| is_other(call)).collect();
    let last = others.last().map_or(WITHIN, |call| fake.at(call).saturating_duration_since(since));
    Ok((others.len(), last.as_secs_f64()))
}
