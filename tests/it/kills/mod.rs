//! Kill -9 of the running service at random moments, while a ward goes on with its day.
//!
//! The sandbox lives in the test's process and keeps the truth; `loa run` is a process of its
//! own that is killed and started again at once. People write, return, edit and approve posts,
//! ask and answer, round after round, until the wanted number of kills is reached. Then
//! everything settles, and [`check`] compares the rows with what the platform really got.
//!
//! `LOA_KILLS` is the number of kills (3 if not set), `LOA_SEED` the seed of the moments; the
//! seed is printed and so is what was found.

mod check;
mod check_tests;
mod facts;
mod play;
mod read;

use std::path::PathBuf;
use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, ChildStdout, Command};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::house::{Database, House};

/// Kills of the first run, when staff and groups come in; the rest is for the rounds.
const FIRST_RUN_SHARE: usize = 3;
const FIRST_RUN_KILLS_MAX: usize = 20;
/// A short patience with the platform makes short leases: what a killed instance of several held
/// is soon free again.
const SEND_SECONDS: u64 = 1;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite() {
    Box::pin(nothing_is_lost(Database::Sqlite)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres() {
    Box::pin(nothing_is_lost(Database::Postgres)).await;
}

async fn nothing_is_lost(database: Database) {
    let Some(mut house) = House::build(database).await else { return };
    house.config.delivery.send_seconds = SEND_SECONDS;
    let wanted = number("LOA_KILLS").unwrap_or(3).max(1);
    let seed = number("LOA_SEED").unwrap_or_else(|| getrandom::u64().expect("some randomness"));
    let wanted = usize::try_from(wanted).expect("a number of kills");
    say(&format!("kills on {database:?}: seed {seed}"));
    let runner = Runner::new(&house);
    let (limit, limits) = watch::channel(wanted.div_ceil(FIRST_RUN_SHARE).min(FIRST_RUN_KILLS_MAX));
    let kills = AtomicUsize::new(0);
    let played = async {
        let mut play = play::Play::begin(&house).await?;
        limit.send_replace(wanted);
        let mut rounds = 0;
        while kills.load(Ordering::Relaxed) < wanted || rounds == 0 {
            rounds += 1;
            Box::pin(play.round(rounds)).await?;
        }
        play.settle(&house).await?;
        anyhow::Ok((rounds, play.told()))
    };
    let mut random = Random(seed);
    let (rounds, told) = tokio::select! {
        played = played => played.unwrap_or_else(|e| panic!("seed {seed}: {e:#}\n{}", runner.log())),
        why = runner.kill_again_and_again(&kills, limits, &mut random) => {
            panic!("seed {seed}: {why}\n{}", runner.log())
        }
    };
    let facts = read::read(&house, told).await.expect("the rows can be read");
    let report = check::check(&facts, kills.load(Ordering::Relaxed));
    say(&format!(
        "kills on {database:?}: {}, {rounds} rounds, {}",
        kills.load(Ordering::Relaxed),
        report.tally
    ));
    for copy in &report.in_doubt {
        say(&format!("  waits for a person: {copy}"));
    }
    assert!(
        report.faults.is_empty(),
        "seed {seed}: {} faults:\n{}\n{}",
        report.faults.len(),
        report.faults.join("\n"),
        runner.log()
    );
    runner.audit_is_whole().await;
    house.close().await;
}

/// Starts the real binary against one house.
struct Runner {
    folder: PathBuf,
    environment: Vec<(&'static str, String)>,
    url: String,
}

impl Runner {
    fn new(house: &House) -> Self {
        let folder = house.root().to_owned();
        let settings = toml::to_string(&house.config.delivery).expect("settings");
        std::fs::write(
            folder.join("loa.toml"),
            format!("[rules]\nposts_per_day = 0\n[delivery]\n{settings}"),
        )
        .expect("a file");
        let token = house.config.telegram.token.as_ref().expect("a token").reveal().to_owned();
        let environment = vec![
            ("LOA_CONFIG", folder.join("loa.toml").display().to_string()),
            ("LOA_DATABASE_URL", house.config.database_url.clone()),
            ("LOA_TELEGRAM_TOKEN", token),
            ("LOA_TELEGRAM_API_URL", house.sandbox.url()),
            ("LOA_CLOCK_URL", house.sandbox.url()),
        ];
        Self { folder, environment, url: house.sandbox.url() }
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_loa"));
        command.args(words).envs(self.environment.iter().map(|(k, v)| (*k, v))).current_dir(&self.folder);
        command.kill_on_drop(true);
        command
    }

    fn start(&self) -> Child {
        let log = std::fs::File::options().create(true).append(true).open(self.folder.join("log"));
        self.command(&["run"])
            .stdout(Stdio::piped())
            .stderr(log.expect("a log file"))
            .spawn()
            .expect("the service starts")
    }

    /// Kills the service and starts it again, as often as `limits` allows; then lets it run.
    /// Returns only if the service ends by itself, with a word on how.
    async fn kill_again_and_again(
        &self,
        kills: &AtomicUsize,
        mut limits: watch::Receiver<usize>,
        random: &mut Random,
    ) -> String {
        loop {
            let mut child = self.start();
            let ready = tokio::spawn(ready(child.stdout.take()));
            let moment = async {
                while kills.load(Ordering::Relaxed) >= *limits.borrow_and_update() {
                    let _ = limits.changed().await;
                }
                self.wait_for_a_moment(ready, random).await;
            };
            tokio::select! {
                () = moment => {}
                ended = child.wait() => return format!("the service ended by itself: {ended:?}"),
            }
            child.kill().await.expect("the service is killed");
            kills.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// One kill in six hits the start, two any moment after it, and three the moment just after
    /// some calls took effect, when their rows do not know yet.
    async fn wait_for_a_moment(&self, ready: JoinHandle<()>, random: &mut Random) {
        let kind = random.below(6);
        if kind == 0 {
            tokio::time::sleep(Duration::from_millis(random.below(600))).await;
            return;
        }
        let _ = ready.await;
        if kind < 3 {
            tokio::time::sleep(Duration::from_millis(random.below(800))).await;
            return;
        }
        let calls = 1 + random.below(10);
        let ledger = format!("{}/control/ledger?after", self.url);
        let shown = async { reqwest::get(format!("{ledger}={}", u32::MAX)).await?.json::<Value>().await };
        let after = shown.await.map_or(0, |shown| shown["n"].as_u64().unwrap_or(0)) + calls - 1;
        let _ = reqwest::get(format!("{ledger}={after}&wait=3")).await;
        tokio::time::sleep(Duration::from_micros(random.below(6_000))).await;
    }

    async fn audit_is_whole(&self) {
        let done = self.command(&["audit", "verify"]).output().await.expect("the command runs");
        let words = String::from_utf8_lossy(&done.stdout).into_owned();
        assert!(done.status.success() && words.contains("nguyên vẹn"), "the audit log: {done:?}");
    }

    /// The end of what the service wrote to standard error, for a failed test.
    fn log(&self) -> String {
        let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(40)..].join("\n")
    }
}

/// Waits until the service has said that it runs, or has ended.
async fn ready(said: Option<ChildStdout>) {
    if let Some(said) = said {
        let _ = BufReader::new(said).lines().next_line().await;
    }
}

/// A small generator (`SplitMix64`), so that a seed tells the moments.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % end
    }
}

#[expect(clippy::disallowed_methods, reason = "a test may ask how long it shall run")]
fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("{name} is a number: {text}")))
}

/// Says something past the test runner's capture.
fn say(words: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "{words}");
}
