//! The running instances of the service, and what is done to them: killed at random moments and
//! started again at once, cut off from their database, halted past their leases and woken.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::Value;
use tokio::process::Command;
use tokio::sync::watch;
use tokio::time::{Instant, timeout};
use uuid::Uuid;

use super::cutter::Cutter;
use super::random::Random;
use super::runner::{Instance, Runner};

/// Longer than a lease of a send (with [`super::SEND_SECONDS`]) and one of taking in.
const HALT: Duration = Duration::from_millis(5_300);
/// How long a send that is really under way may still take while an instance stands still.
const SETTLED: Duration = Duration::from_millis(300);
/// How long a victim is waited for to be ready: its database may be cut off.
const READY: Duration = Duration::from_secs(3);

/// How the moments come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tempo {
    /// A ward's day: often just after some calls took effect, when their rows do not know yet.
    Day,
    /// One after the other, some tenths of a second apart.
    Storm,
}

/// What was done so far.
#[derive(Debug, Default)]
pub struct Done {
    pub kills: AtomicUsize,
    pub halts: AtomicUsize,
    pub cuts: AtomicUsize,
    /// Instances that gave up at their start because the database was cut off.
    pub ends: AtomicUsize,
    /// Rows that were being sent when an instance was halted.
    pub halted: Mutex<BTreeSet<Uuid>>,
}

pub struct Fleet<'a> {
    runner: &'a Runner,
    url: String,
    tempo: Tempo,
    cutter: Cutter,
    instances: Vec<Instance>,
    asleep: Option<(usize, Instant)>,
    random: Random,
    done: &'a Done,
}

impl<'a> Fleet<'a> {
    /// `size` instances that run.
    pub fn start(
        runner: &'a Runner,
        url: String,
        (tempo, size): (Tempo, usize),
        cutter: Cutter,
        seed: u64,
        done: &'a Done,
    ) -> Self {
        let instances = (0..size).map(|_| runner.start()).collect();
        Self { runner, url, tempo, cutter, instances, asleep: None, random: Random(seed), done }
    }

    /// Goes on until as many instances were killed as `limits` allows, then lets them run.
    /// Returns only if one ends by itself without a reason, with a word on how.
    pub async fn havoc(&mut self, mut limits: watch::Receiver<usize>) -> String {
        loop {
            if let Some(why) = self.start_ended() {
                return why;
            }
            let is_over = self.done.kills.load(Ordering::Relaxed) >= *limits.borrow_and_update();
            if self.asleep.is_some_and(|(_, until)| is_over || until <= Instant::now()) {
                self.wake().await;
            }
            if is_over {
                let _ = timeout(Duration::from_millis(50), limits.changed()).await;
                continue;
            }
            let victim = self.victim();
            self.wait_for_a_moment(victim).await;
            match self.random.below(12) {
                0 if self.instances.len() > 1 && self.asleep.is_none() => self.halt(victim).await,
                1 | 2 => {
                    self.cutter.cut(&mut self.random).await;
                    self.done.cuts.fetch_add(1, Ordering::Relaxed);
                }
                _ => self.kill(victim).await,
            }
        }
    }

    /// Any instance but the one that sleeps.
    fn victim(&mut self) -> usize {
        loop {
            let victim = self.random.place(self.instances.len());
            if self.asleep.is_none_or(|(asleep, _)| asleep != victim) {
                return victim;
            }
        }
    }

    async fn kill(&mut self, victim: usize) {
        self.instances[victim].child.kill().await.expect("the service is killed");
        self.done.kills.fetch_add(1, Ordering::Relaxed);
        self.instances[victim] = self.runner.start();
    }

    /// Starts what ended by itself, as a supervisor would. Without a cut there is no reason to end.
    fn start_ended(&mut self) -> Option<String> {
        for instance in &mut self.instances {
            if let Some(status) = instance.child.try_wait().expect("a child") {
                let ends = self.done.ends.fetch_add(1, Ordering::Relaxed) + 1;
                if ends > self.done.cuts.load(Ordering::Relaxed) {
                    return Some(format!("the service ended by itself: {status}"));
                }
                *instance = self.runner.start();
            }
        }
        None
    }

    async fn halt(&mut self, victim: usize) {
        signal(&self.instances[victim], "-STOP").await;
        let before = self.cutter.being_sent().await;
        tokio::time::sleep(SETTLED).await;
        let after = self.cutter.being_sent().await;
        self.done.halted.lock().expect("a lock").extend(before.intersection(&after));
        self.done.halts.fetch_add(1, Ordering::Relaxed);
        self.asleep = Some((victim, Instant::now() + HALT));
    }

    async fn wake(&mut self) {
        if let Some((asleep, _)) = self.asleep.take() {
            signal(&self.instances[asleep], "-CONT").await;
        }
    }

    async fn wait_for_a_moment(&mut self, victim: usize) {
        let kind = self.random.below(6);
        let ready = &mut self.instances[victim].ready;
        match (self.tempo, kind) {
            // In the middle of the start.
            (_, 0) => tokio::time::sleep(Duration::from_millis(self.random.below(300))).await,
            (Tempo::Storm, _) => {
                if !ready.is_finished() {
                    let _ = timeout(READY, ready).await;
                }
                tokio::time::sleep(Duration::from_millis(150 + self.random.below(250))).await;
            }
            (Tempo::Day, 1 | 2) => {
                if !ready.is_finished() {
                    let _ = timeout(READY, ready).await;
                }
                tokio::time::sleep(Duration::from_millis(self.random.below(800))).await;
            }
            (Tempo::Day, _) => {
                if !ready.is_finished() {
                    let _ = timeout(READY, ready).await;
                }
                self.wait_for_calls().await;
            }
        }
    }

    /// Until some more calls took effect.
    async fn wait_for_calls(&mut self) {
        let calls = 1 + self.random.below(10);
        let ledger = format!("{}/control/ledger?after", self.url);
        let shown = async { reqwest::get(format!("{ledger}={}", u32::MAX)).await?.json::<Value>().await };
        let after = shown.await.map_or(0, |shown| shown["n"].as_u64().unwrap_or(0)) + calls - 1;
        let _ = reqwest::get(format!("{ledger}={after}&wait=3")).await;
        tokio::time::sleep(Duration::from_micros(self.random.below(6_000))).await;
    }
}

/// Sends a signal, through the system's own tool: nothing here is unsafe.
async fn signal(instance: &Instance, name: &str) {
    let Some(id) = instance.child.id() else { return };
    let done = Command::new("kill").args([name, &id.to_string()]).status().await;
    assert!(done.is_ok_and(|status| status.success()), "{name} reaches the service");
}
