//! A PostgreSQL server of our own, on a socket in a temporary folder.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use sqlx::{AssertSqlSafe, Connection, PgConnection};

pub struct Postgres {
    bin: PathBuf,
    folder: tempfile::TempDir,
    databases: u32,
}

/// Debian's newest, if there is one.
fn find() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?.filter_map(Result::ok);
    let mut found: Vec<(u32, PathBuf)> = versions
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, bin): &(u32, PathBuf)| bin.join("initdb").is_file())
        .collect();
    found.sort();
    found.pop().map(|(_, bin)| bin)
}

impl Postgres {
    /// Starts one with its ordinary settings. `None`: it is not installed here.
    pub fn start() -> Result<Option<Self>> {
        let Some(bin) = find() else { return Ok(None) };
        let folder = tempfile::tempdir()?;
        if is_root()? {
            // The server refuses to run as root.
            run(Command::new("chown").arg("postgres").arg(folder.path()))?;
        }
        let server = Self { bin, folder, databases: 0 };
        let data = server.data();
        let mut init = server.command("initdb")?;
        init.args(["-U", "loa", "-A", "trust", "-E", "UTF8", "--locale=C", "-D"]).arg(&data);
        run(&mut init)?;
        let socket = server.folder.path().display();
        let options = format!("-c listen_addresses='' -c unix_socket_directories='{socket}'");
        let mut start = server.command("pg_ctl")?;
        start.arg("-D").arg(&data).arg("-l").arg(server.folder.path().join("log"));
        run(start.args(["-w", "-o", &options, "start"]))?;
        Ok(Some(server))
    }

    /// A new, empty database; its address.
    pub async fn database(&mut self) -> Result<String> {
        self.databases += 1;
        let name = format!("run{}", self.databases);
        let mut connection = PgConnection::connect(&self.address("postgres")).await?;
        sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(&mut connection).await?;
        connection.close().await?;
        Ok(self.address(&name))
    }

    fn address(&self, database: &str) -> String {
        format!("postgres://loa@localhost/{database}?host={}", self.folder.path().display())
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn command(&self, program: &str) -> Result<Command> {
        let program = self.bin.join(program);
        let mut command = if is_root()? {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        command.current_dir(self.folder.path());
        Ok(command)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Ok(mut stop) = self.command("pg_ctl") {
            let _ = run(stop.arg("-D").arg(self.data()).args(["-m", "immediate", "-w", "stop"]));
        }
    }
}

fn run(command: &mut Command) -> Result<()> {
    let done = command.stdout(std::process::Stdio::null()).status();
    let status = done.with_context(|| format!("{command:?}"))?;
    ensure!(status.success(), "{command:?}: {status}");
    Ok(())
}

fn is_root() -> Result<bool> {
    use std::os::unix::fs::MetadataExt as _;
    Ok(std::fs::metadata(Path::new("/proc/self"))?.uid() == 0)
}
