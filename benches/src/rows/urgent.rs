//! Urgent messages in the middle of a campaign.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use loa::delivery::Lane;

use super::campaign::{GROUPS, say_floor};
use super::{sqlite, taken};
use crate::Bench;
use crate::fake::{Call, Fake};
use crate::figures::{Series, heading, target};
use crate::house::House;
use crate::peer::{Batch, Peer, Who};
use crate::service::{AT_ONCE, Settings};

const URGENT: usize = 30;
/// How far into the campaign.
const INTO: Duration = Duration::from_secs(3);
const WITHIN: Duration = Duration::from_mins(2);

pub async fn run(bench: &Bench) -> Result<()> {
    heading(
        "urgent",
        &format!("{URGENT} urgent messages 3 s into a campaign to {GROUPS} groups, a strict window"),
    );
    let mut series = [
        Series::new("loa, first", "s", 3),
        Series::new("loa, last", "s", 3),
        Series::new("teloxide Throttle, first", "s", 3),
        Series::new("teloxide Throttle, last", "s", 3),
    ];
    for run in 1..=bench.runs {
        for (peer, (first, last)) in
            [("loa", with_loa(bench).await?), ("teloxide Throttle", with_throttle(bench).await?)]
        {
            println!("  run {run}  {peer:<24} first after {first:.3} s, last after {last:.3} s");
            let at = if peer == "loa" { 0 } else { 2 };
            series[at].add(first);
            series[at + 1].add(last);
        }
    }
    series.iter().for_each(Series::say);
    println!("  ratio of the last, loa / Throttle {:.3}", series[1].median() / series[3].median());
    say_floor(bench).await?;
    let is_met = series[0].worst() <= 0.1 && series[1].worst() <= 1.2;
    target("first within 0.1 s, last within 1.2 s, in every run", is_met);
    Ok(())
}

async fn with_loa(bench: &Bench) -> Result<(f64, f64)> {
    let fake = Fake::start(&bench.loa, "window").await?;
    let folder = tempfile::tempdir()?;
    let database = sqlite(folder.path());
    let house = House::build(&database, &fake).await?;
    let groups = fake.groups(GROUPS + URGENT).await?;
    let (campaign, urgent) = groups.split_at(GROUPS);
    house.confirm(campaign).await?;
    let chats = house.know(urgent).await?;
    let settings = Settings::write(&bench.loa, folder.path(), &database, &fake, AT_ONCE)?;
    let service = settings.start_and_rest().await?;
    house.post().await?;
    let begun = fake.at(&fake.taken(1, WITHIN).await?[0]);
    tokio::time::sleep_until((begun + INTO).into()).await;
    house.enqueue(&chats, Lane::Urgent).await?;
    let delays = delays(&fake, urgent, Instant::now()).await?;
    service.kill().await?;
    house.store.close().await;
    fake.stop().await?;
    Ok(delays)
}

async fn with_throttle(bench: &Bench) -> Result<(f64, f64)> {
    let fake = Fake::start(&bench.loa, "window").await?;
    let groups = fake.groups(GROUPS + URGENT).await?;
    let (campaign, urgent) = groups.split_at(GROUPS);
    let later = Batch { after_seconds: INTO.as_secs_f64(), chats: urgent.to_vec() };
    let mut peer = Peer::start(Who::Throttle, &fake, vec![Batch::now(campaign), later], GROUPS).await?;
    peer.begins().await?;
    peer.begins().await?;
    let delays = delays(&fake, urgent, Instant::now()).await?;
    peer.kill().await?;
    fake.stop().await?;
    Ok(delays)
}

/// Seconds after which the first and the last message to these chats were taken.
async fn delays(fake: &Fake, chats: &[i64], since: Instant) -> Result<(f64, f64)> {
    let is_theirs = |call: &Call| call.is_taken() && chats.contains(&call.chat);
    let calls = taken(&fake.collect(chats.len(), WITHIN, is_theirs).await?);
    let mut theirs = calls.iter().filter(|call| is_theirs(call)).map(|call| fake.at(call));
    let first = theirs.next().context("no urgent message")?;
    let last = theirs.last().context("only one urgent message")?;
    let after = |at: Instant| at.saturating_duration_since(since).as_secs_f64();
    Ok((after(first), after(last)))
}
