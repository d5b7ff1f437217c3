//! A post to 900 groups against limits: how long from the first message to the last.

use std::collections::HashSet;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use super::{seconds_between, sqlite, taken};
use crate::Bench;
use crate::fake::Fake;
use crate::figures::{Series, heading, target};
use crate::house::House;
use crate::peer::{Batch, Peer, Who};
use crate::postgres::Postgres;
use crate::service::{AT_ONCE, Settings};

pub const GROUPS: usize = 900;
/// What a second may hold.
const PER_SECOND: f64 = 30.0;
/// A campaign that takes longer has failed.
const WITHIN: Duration = Duration::from_mins(5);

/// One campaign, as the fake saw it.
struct Seen {
    seconds: f64,
    refused: usize,
    most: u64,
    doubles: usize,
}

impl Seen {
    async fn by(fake: &Fake) -> Result<Self> {
        fake.taken(GROUPS, WITHIN).await?;
        // What comes too much comes now.
        tokio::time::sleep(Duration::from_secs(1)).await;
        let calls = fake.calls().await?;
        let taken = taken(&calls);
        let (first, last) = (taken.first().context("no call")?, taken.last().context("no call")?);
        let chats: HashSet<i64> = taken.iter().map(|call| call.chat).collect();
        Ok(Self {
            seconds: seconds_between(first, last),
            refused: calls.iter().filter(|call| call.code == 429).count(),
            most: fake.most_in_a_second().await?,
            doubles: taken.len() - chats.len(),
        })
    }

    fn say(&self, who: &str, run: usize) {
        let Self { seconds, refused, most, doubles } = self;
        let doubles = if *doubles > 0 { format!(", {doubles} DOUBLE") } else { String::new() };
        println!(
            "  run {run}  {who:<24} {seconds:>7.2} s, {refused} × 429, at most {most} in a second{doubles}"
        );
    }
}

pub async fn run(limits: &str, bench: &Bench) -> Result<()> {
    let rule = if limits == "ban" { ", where every excess bans for 5 s" } else { "" };
    heading(limits, &format!("{GROUPS} groups, a strict window of 30 a second{rule}"));
    let mut loa = Series::new("loa", "s", 2);
    let mut throttle = Series::new("teloxide Throttle", "s", 2);
    let mut refused = 0;
    for run in 1..=bench.runs {
        let seen = with_loa(bench, limits, 1, None).await?;
        seen.say("loa", run);
        loa.add(seen.seconds);
        refused += seen.refused;
        let seen = with_throttle(bench, limits).await?;
        seen.say("teloxide Throttle", run);
        throttle.add(seen.seconds);
    }
    loa.say();
    throttle.say();
    println!("  ratio loa / Throttle {:.3}", loa.median() / throttle.median());
    say_floor(bench).await?;
    target("at most 31.2 s and no 429 in every run", loa.worst() <= 31.2 && refused == 0);
    Ok(())
}

/// The same with three services on one PostgreSQL.
pub async fn instances(bench: &Bench) -> Result<()> {
    heading("instances", &format!("{GROUPS} groups, a strict window, three services on PostgreSQL"));
    let Some(mut server) = Postgres::start()? else {
        println!("  left out: PostgreSQL is not installed (Debian's package postgresql)");
        return Ok(());
    };
    let mut loa = Series::new("three times loa run", "s", 2);
    let (mut refused, mut doubles) = (0, 0);
    for run in 1..=bench.runs {
        let seen = with_loa(bench, "window", 3, Some(&server.database().await?)).await?;
        seen.say("three times loa run", run);
        loa.add(seen.seconds);
        refused += seen.refused;
        doubles += seen.doubles;
    }
    loa.say();
    say_floor(bench).await?;
    let is_met = loa.worst() <= 31.5 && refused == 0 && doubles == 0;
    target("at most 31.5 s, no 429 and no double in every run", is_met);
    Ok(())
}

async fn with_loa(bench: &Bench, limits: &str, instances: usize, database: Option<&str>) -> Result<Seen> {
    let fake = Fake::start(&bench.loa, limits).await?;
    let folder = tempfile::tempdir()?;
    let database = database.map_or_else(|| sqlite(folder.path()), str::to_owned);
    let house = House::build(&database, &fake).await?;
    house.confirm(&fake.groups(GROUPS).await?).await?;
    let settings = Settings::write(&bench.loa, folder.path(), &database, &fake, AT_ONCE)?;
    let mut services = Vec::new();
    for _ in 0..instances {
        services.push(settings.start_and_rest().await?);
    }
    let post = house.post().await?;
    let seen = Seen::by(&fake).await?;
    let tally = house.tally(post).await?;
    ensure!(usize::try_from(tally.sent)? == GROUPS, "the rows say otherwise: {tally:?}");
    for service in services {
        service.kill().await?;
    }
    house.store.close().await;
    fake.stop().await?;
    Ok(seen)
}

async fn with_throttle(bench: &Bench, limits: &str) -> Result<Seen> {
    let fake = Fake::start(&bench.loa, limits).await?;
    let groups = fake.groups(GROUPS).await?;
    let peer = Peer::start(Who::Throttle, &fake, vec![Batch::now(&groups)], GROUPS).await?;
    let seen = Seen::by(&fake).await?;
    peer.kill().await?;
    fake.stop().await?;
    Ok(seen)
}

/// What the fake takes for so many calls without any limit, and what the limit alone allows.
pub async fn say_floor(bench: &Bench) -> Result<()> {
    let fake = Fake::start(&bench.loa, "off").await?;
    let groups = fake.groups(GROUPS).await?;
    let report = Peer::start(Who::Bare, &fake, vec![Batch::now(&groups)], 8).await?.report().await?;
    fake.stop().await?;
    println!(
        "  floor: the fake itself takes {} such calls in {:.2} s; the limit alone allows them in {:.1} s",
        report.done,
        report.seconds,
        (GROUPS as f64 / PER_SECOND - 1.0).ceil()
    );
    Ok(())
}
