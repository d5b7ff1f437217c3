//! kill -9 in the middle: of taking in, and of a campaign.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::campaign::{GROUPS, say_floor};
use super::{sqlite, taken};
use crate::Bench;
use crate::fake::Fake;
use crate::figures::{Series, heading, target};
use crate::house::House;
use crate::past::readers;
use crate::service::{AT_ONCE, Settings, until};

/// Updates at a time, and how often.
const UPDATES_AT_ONCE: u64 = 100;
const EVERY: Duration = Duration::from_millis(100);
const TIMES: u64 = 600;
const WITHIN: Duration = Duration::from_mins(5);
/// How far into the campaign the service is killed.
const INTO: Duration = Duration::from_secs(5);

/// 1,000 updates a second for a minute; after half of it the service is killed and started again.
pub async fn intake(bench: &Bench) -> Result<()> {
    let updates = UPDATES_AT_ONCE * TIMES;
    heading("intake-kill", &format!("{updates} updates, 1,000 a second, kill -9 in the middle"));
    let mut is_met = true;
    for run in 1..=bench.runs {
        let fake = Fake::start(&bench.loa, "off").await?;
        let folder = tempfile::tempdir()?;
        let database = sqlite(folder.path());
        let house = House::build(&database, &fake).await?;
        let settings = Settings::write(&bench.loa, folder.path(), &database, &fake, AT_ONCE)?;
        let reader = readers(folder.path()).await?;
        let mut service = settings.start_and_rest().await?;
        let mut next = tokio::time::interval(EVERY);
        let begun = Instant::now();
        for n in 0..TIMES {
            next.tick().await;
            fake.updates(UPDATES_AT_ONCE, UPDATES_AT_ONCE).await?;
            if n == TIMES / 2 {
                service.kill().await?;
                service = settings.start().await?;
            }
        }
        let sent = begun.elapsed();
        let handled = "SELECT COUNT(*) FROM inbox WHERE handled_at IS NOT NULL AND outcome = 'handled'";
        let count = async |sql: &'static str| -> Result<u64> {
            let (n,): (i64,) = sqlx::query_as(sql).fetch_one(&reader).await?;
            Ok(u64::try_from(n)?)
        };
        let ended = until(EVERY, WITHIN, async || Ok(count(handled).await? >= updates)).await?;
        let all = count("SELECT COUNT(*) FROM inbox").await?;
        // Each update is answered by exactly one row: one handled twice would have two.
        let answers = count("SELECT COUNT(*) FROM outgoing").await?;
        let chats = count("SELECT COUNT(*) FROM (SELECT chat_id FROM outgoing GROUP BY chat_id)").await?;
        println!(
            "  run {run}  sent within {:.1} s, all handled after {:.1} s: {all} in the inbox, {answers} answers in {chats} chats",
            sent.as_secs_f64(),
            ended.saturating_duration_since(begun).as_secs_f64()
        );
        is_met &= all == updates && answers == updates && chats == updates;
        service.kill().await?;
        reader.close().await;
        house.store.close().await;
        fake.stop().await?;
    }
    target("none lost, none handled twice", is_met);
    Ok(())
}

/// Killed in a campaign and started again at once.
pub async fn restart(bench: &Bench) -> Result<()> {
    heading("restart", &format!("kill -9 in a campaign to {GROUPS} groups, started again at once"));
    let mut series = Series::new("loa, first message after the start", "s", 3);
    for run in 1..=bench.runs {
        let fake = Fake::start(&bench.loa, "window").await?;
        let folder = tempfile::tempdir()?;
        let database = sqlite(folder.path());
        let house = House::build(&database, &fake).await?;
        house.confirm(&fake.groups(GROUPS).await?).await?;
        let settings = Settings::write(&bench.loa, folder.path(), &database, &fake, AT_ONCE)?;
        let service = settings.start_and_rest().await?;
        let post = house.post().await?;
        let begun = fake.at(&fake.taken(1, WITHIN).await?[0]);
        tokio::time::sleep_until((begun + INTO).into()).await;
        service.kill().await?;
        let killed = Instant::now();
        let before = taken(&fake.calls().await?).len();
        let started = Instant::now();
        let service = settings.start().await?;
        let calls = taken(&fake.taken(before + 1, WITHIN).await?);
        let first = fake.at(calls.get(before).context("no message after the start")?);
        let after = |moment: Instant| first.saturating_duration_since(moment).as_secs_f64();
        series.add(after(started));
        // Those in doubt wait for a person, all others leave.
        let tally = until_ended(&house, post).await?;
        println!(
            "  run {run}  first message {:.3} s after the start, {:.3} s after the kill; at the end {} sent, {} in doubt",
            after(started),
            after(killed),
            tally.sent,
            tally.unknown
        );
        service.kill().await?;
        house.store.close().await;
        fake.stop().await?;
    }
    series.say();
    say_floor(bench).await?;
    target("within 5 s of the start in every run", series.worst() <= 5.0);
    Ok(())
}

async fn until_ended(house: &House, post: loa::delivery::PostId) -> Result<loa::delivery::Tally> {
    until(EVERY, WITHIN, async || Ok(house.tally(post).await?.left == 0)).await?;
    let tally = house.tally(post).await?;
    if usize::try_from(tally.sent + tally.unknown)? != GROUPS {
        bail!("the rows say otherwise: {tally:?}");
    }
    Ok(tally)
}
