//! The peers, each as a process of its own: this program started once more, so that the CPU time
//! of each can be told apart. The job comes in on standard input as JSON; what has happened goes
//! out in lines, the last of which is the report.

mod bare;
mod library;

use std::io::{BufRead as _, Write as _};
use std::time::Duration;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;

use crate::fake::Fake;
use crate::process::{Process, cpu_seconds};

/// The word on the command line by which this program plays a peer.
pub const COMMAND: &str = "peer";

/// What the button of each message says.
pub const BUTTON: &str = "Hỏi phường";

/// Who does the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Who {
    /// teloxide's bot, as many calls at once as told.
    Teloxide,
    /// The same behind teloxide's `Throttle` with its own limits, all calls waiting at once.
    Throttle,
    /// No bot library: prepared requests over connections that stay open.
    Bare,
    /// teloxide's dispatcher with handlers that do nothing.
    Dispatcher,
    /// No bot library: asks for updates until it has all.
    BareUpdates,
}

/// Messages to send at the same time.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Batch {
    /// Seconds after the start.
    pub after_seconds: f64,
    pub chats: Vec<i64>,
}

impl Batch {
    pub fn now(chats: &[i64]) -> Self {
        Self { after_seconds: 0.0, chats: chats.to_vec() }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Job {
    pub who: Who,
    pub url: String,
    pub token: String,
    pub batches: Vec<Batch>,
    /// Calls at once, where they are not all at once.
    pub at_once: usize,
    /// Updates to take.
    pub updates: u64,
}

/// What a peer tells at its end.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Report {
    /// Messages or updates.
    pub done: u64,
    pub errors: u64,
    /// Seconds from the first call to the last answer.
    pub seconds: f64,
    pub cpu_seconds: f64,
}

/// A peer at work.
pub struct Peer(Process);

impl Peer {
    pub async fn start(who: Who, fake: &Fake, batches: Vec<Batch>, at_once: usize) -> Result<Self> {
        Self::with(Job {
            who,
            url: fake.url.clone(),
            token: fake.token.clone(),
            batches,
            at_once,
            updates: 0,
        })
        .await
    }

    /// One that takes so many updates.
    pub async fn taking(who: Who, fake: &Fake, updates: u64) -> Result<Self> {
        let (url, token) = (fake.url.clone(), fake.token.clone());
        Self::with(Job { who, url, token, batches: vec![], at_once: 1, updates }).await
    }

    async fn with(job: Job) -> Result<Self> {
        let mut process = Process::start("a peer", Command::new(std::env::current_exe()?).arg(COMMAND))?;
        let mut input = process.input.take().context("no standard input")?;
        input.write_all(&serde_json::to_vec(&job)?).await?;
        input.write_all(b"\n").await?;
        Ok(Self(process))
    }

    /// Waits until it begins with the next batch.
    pub async fn begins(&mut self) -> Result<()> {
        self.0.ready().await.map(|_| ())
    }

    /// Waits for its report.
    pub async fn report(mut self) -> Result<Report> {
        loop {
            if let Ok(report) = serde_json::from_str(&self.0.line().await?) {
                self.0.ended().await?;
                return Ok(report);
            }
        }
    }

    /// Ends it, done or not.
    pub async fn kill(self) -> Result<()> {
        self.0.kill().await
    }
}

/// The other side: does the job that standard input names.
pub async fn play() -> Result<()> {
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    let job: Job = serde_json::from_str(&line)?;
    let mut report = match job.who {
        Who::Teloxide => library::send(&job).await?,
        Who::Throttle => library::send_throttled(&job).await,
        Who::Bare => bare::send(&job).await?,
        Who::Dispatcher => library::dispatch(&job).await,
        Who::BareUpdates => bare::take(&job).await?,
    };
    report.cpu_seconds = cpu_seconds("self")?;
    say(&serde_json::to_string(&report)?);
    Ok(())
}

/// Waits for a batch's time, and tells that it begins.
async fn begin(batch: &Batch, begun: tokio::time::Instant) {
    tokio::time::sleep_until(begun + Duration::from_secs_f64(batch.after_seconds)).await;
    say("begins");
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}");
    let _ = out.flush();
}

/// What each message says, the same as Loa's, and how long its bold head is in UTF-16 units.
fn words() -> (String, usize) {
    let posted = loa::message::as_posted(&crate::house::body());
    let head = posted.spans().first().map_or(0, |span| span.text.encode_utf16().count());
    (posted.to_plain(), head)
}

/// The address behind each message's button: as long as that of a signed copy.
fn button_url() -> String {
    format!("https://t.me/loa_phuong_bot?start=c_{}", "0".repeat(48))
}
