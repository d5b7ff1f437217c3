//! Reads a file in a process of its own, so that whatever is in it ends that process at most.
//!
//! Promises:
//! - The child is this program again, without its environment: no secret is within its reach.
//! - It may take [`MEMORY_MAX`] and [`TIME_MAX`]; what wants more is refused, and the child is gone
//!   before the answer is.
//! - Few run at the same time, so that many files take no more of the machine than a few.

use std::io::{Read, Write};
use std::path::Path;
use std::process::{ExitCode, ExitStatus, Stdio};
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::Command;
use tokio::sync::Semaphore;

use super::{BYTES_MAX, ImportError, PlanDocument, Row};

/// The command that makes the program the child; for itself only, so it is in no help.
pub const COMMAND: &str = "read-document";
/// Behind the command: the rows of a table are wanted, and no plan.
const ROWS: &str = "rows";

/// How long a file is read: a plan of a hundred pages takes a fifth of a second.
pub const TIME_MAX: Duration = Duration::from_secs(10);
/// Address space of the child, in bytes.
pub const MEMORY_MAX: u64 = 400_000_000;

const AT_ONCE: usize = 2;
/// What the child may answer, in bytes.
const ANSWER_MAX: u64 = 64_000_000;

static TURNS: Semaphore = Semaphore::const_new(AT_ONCE);

/// A file as it came, and what it was read as.
#[derive(Clone, Debug)]
pub struct Upload {
    pub bytes: Vec<u8>,
    pub plan: Result<PlanDocument, ImportError>,
}

impl Upload {
    /// Reads what came.
    pub async fn read(program: &Path, bytes: Vec<u8>) -> Self {
        let plan = read(program, &bytes).await;
        Self { bytes, plan }
    }
}

/// Reads a plan in a child process of `program`, which is this program's file.
///
/// # Errors
/// As [`super::read`]; [`ImportError::TooMuch`] if the child wanted more than it may take,
/// [`ImportError::NotRead`] if there is no child.
pub async fn read(program: &Path, bytes: &[u8]) -> Result<PlanDocument, ImportError> {
    read_within(TIME_MAX, program, &[], bytes).await
}

/// Reads the rows of a workbook in the same way.
///
/// # Errors
/// As [`super::rows`], and as [`read`].
pub async fn read_rows(program: &Path, bytes: &[u8]) -> Result<Vec<Row>, ImportError> {
    read_within(TIME_MAX, program, &[ROWS], bytes).await
}

async fn read_within<T: DeserializeOwned>(
    time: Duration,
    program: &Path,
    what: &[&str],
    bytes: &[u8],
) -> Result<T, ImportError> {
    if bytes.len() > BYTES_MAX {
        return Err(ImportError::TooLarge { bytes: bytes.len(), bytes_max: BYTES_MAX });
    }
    let _turn = TURNS.acquire().await.map_err(|_| ImportError::NotRead)?;
    let child = Command::new(program)
        .arg(COMMAND)
        .args(what)
        .env_clear()
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn();
    let mut child = child.map_err(|e| {
        tracing::error!("reader of documents: {e}");
        ImportError::NotRead
    })?;
    let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(ImportError::NotRead);
    };
    let talk = async {
        // A child that ends early closes its side; its answer or its status says why.
        let _ = input.write_all(bytes).await;
        drop(input);
        let mut answer = Vec::new();
        let read = output.take(ANSWER_MAX).read_to_end(&mut answer).await;
        (read.map(|_| answer), child.wait().await)
    };
    let Ok((answer, status)) = tokio::time::timeout(time, talk).await else {
        tracing::warn!("reader of documents: stopped after {time:?}");
        return Err(ImportError::TooMuch);
    };
    match (answer.ok().and_then(|answer| serde_json::from_slice::<Answer<T>>(&answer).ok()), status) {
        (Some(Answer(read)), Ok(status)) if status.success() => read,
        (_, Ok(status)) => {
            tracing::warn!("reader of documents: {status}");
            Err(if was_stopped(status) { ImportError::TooMuch } else { ImportError::Broken })
        }
        (_, Err(_)) => Err(ImportError::NotRead),
    }
}

/// Whether a limit ended the child: a signal, sent by the system or by itself when it got no memory.
fn was_stopped(status: ExitStatus) -> bool {
    std::os::unix::process::ExitStatusExt::signal(&status).is_some()
}

#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct Answer<T>(Result<T, ImportError>);

/// The child: reads a file from standard input and writes what it was read as to standard output.
#[must_use]
pub fn serve() -> ExitCode {
    limit();
    let mut bytes = Vec::new();
    let bound = u64::try_from(BYTES_MAX).unwrap_or(u64::MAX).saturating_add(1);
    if std::io::stdin().lock().take(bound).read_to_end(&mut bytes).is_err() {
        return ExitCode::FAILURE;
    }
    let answer = if std::env::args_os().nth(2).is_some_and(|word| word == ROWS) {
        serde_json::to_vec(&Answer(super::rows(&bytes)))
    } else {
        serde_json::to_vec(&Answer(super::read(&bytes)))
    };
    let Ok(answer) = answer else { return ExitCode::FAILURE };
    match std::io::stdout().lock().write_all(&answer) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// Gives up what reading needs not. A system without such a limit leaves the time.
fn limit() {
    use rlimit::Resource;
    let limits = [
        (Resource::AS, MEMORY_MAX),
        (Resource::CPU, TIME_MAX.as_secs()),
        (Resource::CORE, 0),
        (Resource::FSIZE, 0),
    ];
    for (resource, most) in limits {
        let _ = rlimit::setrlimit(resource, most, most);
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::plan::import::NotAPlan;

    /// A program that does this instead of reading.
    fn program(folder: &tempfile::TempDir, script: &str) -> std::path::PathBuf {
        let path = folder.path().join("reader");
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).unwrap();
        path
    }

    #[tokio::test]
    async fn whatever_the_child_does_there_is_one_answer() {
        let folder = tempfile::tempdir().unwrap();
        let answer = r#"{"Err":{"NotAPlan":{"why":"AnotherKind"}}}"#;
        for (script, error) in [
            (
                format!("cat > /dev/null; echo '{answer}'"),
                ImportError::NotAPlan { why: NotAPlan::AnotherKind },
            ),
            // It answers before it has read everything, and without its environment.
            (
                format!("[ -z \"$HOME\" ] && echo '{answer}'"),
                ImportError::NotAPlan { why: NotAPlan::AnotherKind },
            ),
            ("echo something else".to_owned(), ImportError::Broken),
            ("exit 101".to_owned(), ImportError::Broken),
            ("kill -ABRT $$".to_owned(), ImportError::TooMuch),
        ] {
            let program = program(&folder, &script);
            // As long as it takes: only the child decides.
            let told =
                read_within::<PlanDocument>(Duration::from_secs(600), &program, &[], &vec![b'a'; 1_000_000])
                    .await;
            assert_eq!(told, Err(error), "{script}");
        }
        let hangs = program(&folder, "sleep 600");
        let told = read_within::<PlanDocument>(Duration::from_millis(50), &hangs, &[], b"a").await;
        assert_eq!(told, Err(ImportError::TooMuch));
        assert_eq!(read(&folder.path().join("none"), b"a").await, Err(ImportError::NotRead));
    }
}
