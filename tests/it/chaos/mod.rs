//! Kill -9 at random moments, trouble at the platform, cuts of the database, halts past the
//! leases: and at the end the rows are compared with what the platform really got.
//!
//! The sandbox lives in the test's process and keeps the truth; `loa run` is a process of its
//! own, or on PostgreSQL three, that are killed and started again at once. Round after round is
//! played, each in a world of its own: a ward's day with people who write, approve, ask and
//! answer ([`ward`]), or plain volume ([`volume`]). Then everything settles, and [`check`] says
//! what is lost, falsely sent, repeated without saying so or out of order.
//!
//! | Variable | |
//! |---|---|
//! | `LOA_KILLS`, `LOA_FAULTS` | play rounds until so many kills and faults are reached, instead of one short round of each kind |
//! | `LOA_SEED` | repeats a run's moments as far as the machine allows; it is printed |
//! | `LOA_CHAOS_STATE` | a file that keeps the totals after every round, and from which a run goes on |
//! | `LOA_BINARY` | a `loa` other than the one built for the tests |

mod bugs;
mod check;
mod cutter;
mod facts;
mod fleet;
pub mod random;
mod read;
mod runner;
mod totals;
mod trouble;
mod volume;
mod ward;

use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

use crate::house::{Database, House};
use check::Report;
use cutter::Cutter;
use facts::{Havoc, Told};
use fleet::{Done, Fleet, Tempo};
use random::{number, say};
use runner::Runner;
use totals::Totals;
use volume::{Size, Volume};

/// A short patience with the platform makes short leases: what a killed instance of several held
/// is soon free again.
const SEND_SECONDS: u64 = 2;
/// How often it is looked whether more is to be sent.
const BREATH: Duration = Duration::from_millis(20);
/// Instances on PostgreSQL, where several share the work.
const INSTANCES: usize = 3;
/// In a long run every so many rounds are a ward's day.
const DAY_EVERY: u64 = 10;
/// On SQLite every so many rounds the lock is held for longer than the service waits.
const LONG_LOCK_EVERY: u64 = 6;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite() {
    Box::pin(rounds(Database::Sqlite)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres() {
    Box::pin(rounds(Database::Postgres)).await;
}

/// How much one round of plain volume is to be.
#[derive(Clone, Copy, Debug)]
struct Measure {
    kills: usize,
    faults: usize,
    size: Size,
}

const SHORT_DAY: usize = 2;
const SHORT: Measure = Measure { kills: 3, faults: 100, size: Size { groups: 60, basic: 8, people: 30 } };
const LONG_DAY: usize = 12;
const LONG: Measure = Measure { kills: 40, faults: 400, size: Size { groups: 300, basic: 25, people: 120 } };

async fn rounds(database: Database) {
    let wanted = (number("LOA_KILLS"), number("LOA_FAULTS"));
    let is_long = wanted != (None, None);
    let (kills, faults) = (wanted.0.unwrap_or(0), wanted.1.unwrap_or(0));
    let seed = number("LOA_SEED").unwrap_or_else(|| getrandom::u64().expect("some randomness"));
    let mut totals = totals::load(database);
    let is_enough = |totals: &Totals| {
        let reached = |n: usize, wanted: u64| u64::try_from(n).unwrap_or(u64::MAX) >= wanted;
        reached(totals.kills, kills) && reached(totals.faults, faults) && totals.rounds >= 2
    };
    while !is_enough(&totals) {
        let number = totals.rounds;
        let seed = seed.wrapping_add(number);
        let begun = Instant::now();
        let played = if number.is_multiple_of(DAY_EVERY) {
            Box::pin(day(database, if is_long { LONG_DAY } else { SHORT_DAY }, seed)).await
        } else {
            let long_lock = is_long && number % LONG_LOCK_EVERY == 1;
            let measure = if is_long { LONG } else { SHORT };
            Box::pin(storm(database, measure, long_lock, seed, None)).await
        };
        let Some(round) = played else { return };
        let seconds = begun.elapsed().as_secs();
        say(&format!(
            "chaos on {database:?}: round {}, seed {seed}, {seconds} s: {}",
            number + 1,
            round.totals.say()
        ));
        assert!(round.report.faults.is_empty(), "seed {seed}:\n{}\n{}", round.report.said(), round.log);
        if !is_long {
            for post in &round.report.in_doubt {
                say(&format!("  waits for a person: {post}"));
            }
        }
        totals.add(&round.totals);
        totals::keep(database, &totals);
    }
    say(&format!("chaos on {database:?}: {}", totals.say()));
}

/// What one round came to.
struct Round {
    report: Report,
    totals: Totals,
    /// The end of what the service wrote to standard error.
    log: String,
}

/// A ward's day. `None`: there is no such database here.
async fn day(database: Database, kills: usize, seed: u64) -> Option<Round> {
    let world = World::build(database, trouble::DAY, seed, None).await?;
    let played = async |house: &House, limit: &watch::Sender<usize>, done: &Done| {
        // A third of the kills while staff and groups come in.
        limit.send_replace(kills.div_ceil(3));
        let mut play = ward::Play::begin(house).await?;
        limit.send_replace(kills);
        let mut rounds = 0;
        while done.kills.load(Ordering::Relaxed) < kills || rounds == 0 {
            rounds += 1;
            Box::pin(play.round(rounds)).await?;
        }
        trouble::end(house).await?;
        play.settle(house).await?;
        anyhow::Ok(play.told())
    };
    let told = Box::pin(world.play(Tempo::Day, false, played)).await;
    Some(Box::pin(world.judge(told)).await)
}

/// Plain volume. `None`: there is no such database here.
async fn storm(
    database: Database,
    measure: Measure,
    long_lock: bool,
    seed: u64,
    binary: Option<PathBuf>,
) -> Option<Round> {
    let world = World::build(database, trouble::STORM, seed, binary).await?;
    let played = async |house: &House, limit: &watch::Sender<usize>, done: &Done| {
        let mut volume = Volume::begin(house, measure.size, seed).await?;
        limit.send_replace(measure.kills);
        while done.kills.load(Ordering::Relaxed) < measure.kills
            || trouble::counts(house).await?.0 < measure.faults
        {
            volume.wave_if_little_is_left().await?;
            tokio::time::sleep(BREATH).await;
        }
        trouble::end(house).await?;
        volume.settle(house).await?;
        anyhow::Ok(volume.told().await)
    };
    let told = Box::pin(world.play(Tempo::Storm, long_lock, played)).await;
    Some(Box::pin(world.judge(told)).await)
}

/// A world of its own for one round.
struct World {
    house: House,
    runner: Runner,
    done: Done,
    instances: usize,
    seed: u64,
}

impl World {
    /// `None`: there is no such database here.
    async fn build(
        database: Database,
        shares: trouble::Shares,
        seed: u64,
        binary: Option<PathBuf>,
    ) -> Option<Self> {
        let mut house = House::build(database).await?;
        house.config.delivery.send_seconds = SEND_SECONDS;
        trouble::begin(&house, seed, shares).await;
        let runner = Runner::new(&house, binary);
        let instances = if database == Database::Postgres { INSTANCES } else { 1 };
        Some(Self { house, runner, done: Done::default(), instances, seed })
    }

    /// Plays, while instances are killed, halted and cut off as often as `played` allows.
    async fn play<F>(&self, tempo: Tempo, long_lock: bool, played: F) -> Told
    where
        F: AsyncFnOnce(&House, &watch::Sender<usize>, &Done) -> anyhow::Result<Told>,
    {
        let Self { house, runner, done, instances, seed } = self;
        let cutter = Cutter::new(&house.config.database_url, &runner.name, long_lock).await;
        let (limit, limits) = watch::channel(0);
        let crew = (tempo, *instances);
        let mut fleet =
            Fleet::start(runner, house.sandbox.url(), crew, cutter.expect("a database"), *seed, done);
        tokio::select! {
            played = played(house, &limit, done) => {
                played.unwrap_or_else(|e| panic!("seed {seed}: {e:#}\n{}", runner.log()))
            }
            why = fleet.havoc(limits) => panic!("seed {seed}: {why}\n{}", runner.log()),
        }
    }

    /// Compares everything, and leaves the world.
    async fn judge(self, told: Told) -> Round {
        let Self { house, runner, done, .. } = self;
        let (faults, doubtful) = trouble::counts(&house).await.expect("counts");
        let havoc = Havoc {
            kills: done.kills.load(Ordering::Relaxed),
            halts: done.halts.load(Ordering::Relaxed),
            faults,
            doubtful,
            halted: done.halted.into_inner().expect("a lock"),
        };
        let facts = read::read(&house, told, havoc).await.expect("the rows can be read");
        let report = check::check(&facts);
        let totals = Totals::of(&facts, &report, done.cuts.into_inner());
        runner.audit_is_whole().await;
        let log = runner.log();
        house.close().await;
        Round { report, totals, log }
    }
}
