//! Processes that are measured, and what Linux says of them.

use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

/// Ticks of `/proc/PID/stat` in a second: the same on every Linux machine.
const TICKS_PER_SECOND: f64 = 100.0;
const READY_WITHIN: Duration = Duration::from_mins(1);

/// A running process that speaks in lines; gone when this is dropped.
pub struct Process {
    name: &'static str,
    child: Child,
    pid: u32,
    lines: Lines<BufReader<ChildStdout>>,
    pub input: Option<ChildStdin>,
}

impl Process {
    /// Starts it. What it says on standard error goes to ours.
    pub fn start(name: &'static str, command: &mut Command) -> Result<Self> {
        let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().with_context(|| format!("{name} does not start"))?;
        let pid = child.id().context("no process id")?;
        let stdout = child.stdout.take().context("no standard output")?;
        let input = child.stdin.take();
        Ok(Self { name, child, pid, lines: BufReader::new(stdout).lines(), input })
    }

    /// The next line that it says.
    pub async fn line(&mut self) -> Result<String> {
        match self.lines.next_line().await? {
            Some(line) => Ok(line),
            None => bail!("{} has ended: {}", self.name, self.child.wait().await?),
        }
    }

    /// The first line that tells that it is ready.
    pub async fn ready(&mut self) -> Result<String> {
        let said = tokio::time::timeout(READY_WITHIN, self.line()).await;
        said.with_context(|| format!("{} is not ready", self.name))?
    }

    /// Seconds of CPU that it has used so far.
    pub fn cpu_seconds(&self) -> Result<f64> {
        cpu_seconds(&self.pid.to_string())
    }

    /// Kilobytes of memory: resident now, and the most so far.
    pub fn memory(&self) -> Result<(u64, u64)> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid))?;
        let field = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
            let number = line.and_then(|rest| rest.split_whitespace().next()?.parse().ok());
            number.with_context(|| format!("no {name}"))
        };
        Ok((field("VmRSS")?, field("VmHWM")?))
    }

    /// Waits until it has ended by itself.
    pub async fn ended(mut self) -> Result<()> {
        self.child.wait().await?;
        Ok(())
    }

    /// Ends it as a power cut would.
    pub async fn kill(mut self) -> Result<()> {
        self.child.kill().await?;
        Ok(())
    }
}

/// Seconds of CPU, in user and in system mode, of a process or of `self`.
pub fn cpu_seconds(process: &str) -> Result<f64> {
    Ok(times(process)?[..2].iter().sum::<f64>() / TICKS_PER_SECOND)
}

/// Ticks of a process: in user and in system mode, then those of its children that have ended.
fn times(process: &str) -> Result<[f64; 4]> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    // The name, in brackets, may hold anything.
    let (_, rest) = stat.rsplit_once(')').context("an unknown form of stat")?;
    let fields: Vec<f64> =
        rest.split_whitespace().skip(11).take(4).map(str::parse).collect::<Result<_, _>>()?;
    fields.try_into().map_err(|_| anyhow::anyhow!("a short stat"))
}

/// What the machine does besides, from now on.
pub struct Others {
    begun: Instant,
    busy: f64,
    ours: f64,
}

impl Others {
    pub fn from_now() -> Result<Self> {
        Ok(Self { begun: Instant::now(), busy: busy()?, ours: times("self")?.iter().sum() })
    }

    /// The share of all cores that programs took which are not ours.
    pub fn share(&self) -> Result<f64> {
        let cores = std::thread::available_parallelism()?.get();
        let ours = times("self")?.iter().sum::<f64>() - self.ours;
        let all = self.begun.elapsed().as_secs_f64() * TICKS_PER_SECOND * cores as f64;
        Ok(((busy()? - self.busy - ours) / all).clamp(0.0, 1.0))
    }
}

/// Ticks that all cores together have worked.
fn busy() -> Result<f64> {
    let stat = std::fs::read_to_string("/proc/stat")?;
    let cores = stat.lines().next().and_then(|line| line.strip_prefix("cpu ")).context("no cores")?;
    let ticks: Vec<f64> = cores.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
    // The fourth and fifth are idle and waiting for a disk; guests are counted in the first two.
    let [user, nice, system, _, _, irq, softirq, steal, ..] = ticks[..] else { bail!("a short stat") };
    Ok(user + nice + system + irq + softirq + steal)
}
