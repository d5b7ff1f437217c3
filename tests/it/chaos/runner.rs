//! Starts the real binary against one house.

use std::path::PathBuf;
use std::process::Stdio;

use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, ChildStdout, Command};
use tokio::task::JoinHandle;

use super::random::setting;
use crate::house::House;

pub struct Runner {
    binary: PathBuf,
    folder: PathBuf,
    environment: Vec<(&'static str, String)>,
    /// What the instances are called at PostgreSQL.
    pub name: String,
}

/// One running service.
pub struct Instance {
    pub child: Child,
    /// Ends when the service has said that it runs, or has ended.
    pub ready: JoinHandle<()>,
}

impl Runner {
    pub fn new(house: &House, binary: Option<PathBuf>) -> Self {
        let folder = house.root().to_owned();
        let settings = toml::to_string(&house.config.delivery).expect("settings");
        // No limits and no night: what is written at any hour and however often is looked for.
        let rules = "posts_per_day = 0\nquestions_ten_minutes = 0\nquestions_per_day = 0\n\
            quiet_from = \"00:00\"\nquiet_until = \"00:00\"";
        let settings = format!("[rules]\n{rules}\n[delivery]\n{settings}");
        std::fs::write(folder.join("loa.toml"), settings).expect("a file");
        let token = house.config.telegram.token.as_ref().expect("a token").reveal().to_owned();
        let name = format!("loa-{}", uuid::Uuid::now_v7().simple());
        let mut address = house.config.database_url.clone();
        if address.starts_with("postgres") {
            let glue = if address.contains('?') { '&' } else { '?' };
            address = format!("{address}{glue}application_name={name}");
        }
        let environment = vec![
            ("LOA_CONFIG", folder.join("loa.toml").display().to_string()),
            ("LOA_DATABASE_URL", address),
            ("LOA_TELEGRAM_TOKEN", token),
            ("LOA_TELEGRAM_API_URL", house.sandbox.url()),
            ("LOA_CLOCK_URL", house.sandbox.url()),
        ];
        let built = || setting("LOA_BINARY").unwrap_or_else(|| env!("CARGO_BIN_EXE_loa").to_owned());
        let binary = binary.unwrap_or_else(|| built().into());
        Self { binary, folder, environment, name }
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        command.args(words).envs(self.environment.iter().map(|(k, v)| (*k, v))).current_dir(&self.folder);
        command.kill_on_drop(true);
        command
    }

    pub fn start(&self) -> Instance {
        let log = std::fs::File::options().create(true).append(true).open(self.folder.join("log"));
        let mut child = self
            .command(&["run"])
            .stdout(Stdio::piped())
            .stderr(log.expect("a log file"))
            .spawn()
            .expect("the service starts");
        let ready = tokio::spawn(ready(child.stdout.take()));
        Instance { child, ready }
    }

    pub async fn audit_is_whole(&self) {
        let done = self.command(&["audit", "verify"]).output().await.expect("the command runs");
        let words = String::from_utf8_lossy(&done.stdout).into_owned();
        assert!(done.status.success() && words.contains("nguyên vẹn"), "the audit log: {done:?}");
    }

    /// The end of what the service wrote to standard error, for a failed test.
    pub fn log(&self) -> String {
        let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(40)..].join("\n")
    }
}

async fn ready(said: Option<ChildStdout>) {
    if let Some(said) = said {
        let _ = BufReader::new(said).lines().next_line().await;
    }
}
