//! `loa run` as a process, with an ordinary settings file.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Result;
use tokio::process::Command;

use crate::fake::Fake;
use crate::process::Process;

/// After its first word the service still offers its commands; then it is at rest.
const REST: Duration = Duration::from_millis(1_200);

/// A settings file, and the program that reads it.
pub struct Settings {
    loa: PathBuf,
    file: PathBuf,
}

impl Settings {
    /// Writes the file. `more`: further settings, in the form of `loa.toml`.
    pub fn write(loa: &Path, folder: &Path, database: &str, fake: &Fake, more: &str) -> Result<Self> {
        let file = folder.join("loa.toml");
        let text = format!(
            "database_url = \"{database}\"\n{more}\n[telegram]\ntoken = \"{}\"\napi_url = \"{}\"\n",
            fake.token, fake.url
        );
        std::fs::write(&file, text)?;
        Ok(Self { loa: loa.to_owned(), file })
    }

    /// Starts the service; gives it as soon as it says that it runs.
    pub async fn start(&self) -> Result<Process> {
        let mut command = Command::new(&self.loa);
        command.arg("run").env("LOA_CONFIG", &self.file).env("LOA_LANG", "en").env("LOA_LOG", "error");
        let mut process = Process::start("loa run", &mut command)?;
        process.ready().await?;
        Ok(process)
    }

    /// Starts the service and waits until it is at rest.
    pub async fn start_and_rest(&self) -> Result<Process> {
        let process = self.start().await?;
        tokio::time::sleep(REST).await;
        Ok(process)
    }
}

/// No time for second thoughts: the first copy leaves as soon as the post is released.
pub const AT_ONCE: &str = "[rules]\nstop_seconds = 0";

/// Waits until `so` holds, looking every `look`. Gives when it did.
pub async fn until(
    look: Duration,
    within: Duration,
    mut so: impl AsyncFnMut() -> Result<bool>,
) -> Result<Instant> {
    let begun = Instant::now();
    loop {
        if so().await? {
            return Ok(Instant::now());
        }
        anyhow::ensure!(begun.elapsed() < within, "not done after {} s", within.as_secs());
        tokio::time::sleep(look).await;
    }
}
