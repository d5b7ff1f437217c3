//! Who is at work on a database: on SQLite one service or one restore, on PostgreSQL services
//! and backups together or one restore alone. Ends with the process, however that ends.

use std::fs::{File, TryLockError};
use std::path::Path;

use sha2::{Digest as _, Sha256};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions as _, Connection as _};
use tokio::sync::Mutex;

use super::{Error, without_password};

/// How long a restore waits for a service that is just ending.
const WAIT_FOR_ALONE: &str = "SET lock_timeout = '2s'";
/// What PostgreSQL calls a lock that was not to be had in time.
pub(super) const LOCK_NOT_AVAILABLE: &str = "55P03";

/// Held for as long as its holder works.
#[derive(Debug)]
pub(super) enum Presence {
    /// A locked file beside the SQLite file.
    File(#[expect(dead_code, reason = "the lock goes when the file is closed")] File),
    /// A connection with an advisory lock.
    Session(Mutex<Option<PgConnection>>),
}

/// How a PostgreSQL database is shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sharing {
    Together,
    Alone,
}

impl Presence {
    /// Takes a SQLite file for oneself.
    ///
    /// # Errors
    /// If somebody else has it or the lock cannot be written beside it.
    pub fn on_file(file: &Path) -> Result<Self, Error> {
        let not_writable =
            |e: std::io::Error| Error::NotWritable { path: file.to_owned(), why: e.to_string() };
        let mut name = file.as_os_str().to_owned();
        name.push(".lock");
        let lock =
            File::options().create(true).truncate(false).write(true).open(name).map_err(not_writable)?;
        lock.try_lock().map_err(|e| match e {
            TryLockError::WouldBlock => Error::InUse(file.display().to_string()),
            TryLockError::Error(e) => not_writable(e),
        })?;
        Ok(Self::File(lock))
    }

    /// Makes oneself known on a PostgreSQL database: an advisory lock of its schema, held by a
    /// connection that does nothing else.
    ///
    /// # Errors
    /// If the others there and we exclude each other, or the server does not answer.
    pub async fn on_server(
        options: &PgConnectOptions,
        address: &str,
        sharing: Sharing,
    ) -> Result<Self, Error> {
        let mut session = options.connect().await?;
        let schema: (Option<String>,) =
            sqlx::query_as("SELECT CAST(current_schema() AS TEXT)").fetch_one(&mut session).await?;
        let key = key_of(&schema.0.unwrap_or_default());
        let got = match sharing {
            Sharing::Together => {
                let got: (bool,) = sqlx::query_as("SELECT pg_try_advisory_lock_shared($1)")
                    .bind(key)
                    .fetch_one(&mut session)
                    .await?;
                got.0
            }
            Sharing::Alone => {
                sqlx::query(WAIT_FOR_ALONE).execute(&mut session).await?;
                let asked = sqlx::query("SELECT pg_advisory_lock($1)").bind(key).execute(&mut session).await;
                match asked {
                    Ok(_) => true,
                    Err(e) if is_lock_not_available(&e) => false,
                    Err(e) => return Err(e.into()),
                }
            }
        };
        if !got {
            return Err(Error::InUse(without_password(address)));
        }
        Ok(Self::Session(Mutex::new(Some(session))))
    }

    /// Lets go now: a server notices a closed connection only some moments later.
    pub async fn end(&self) {
        let Self::Session(session) = self else { return };
        let Some(mut session) = session.lock().await.take() else { return };
        if sqlx::query("SELECT pg_advisory_unlock_all()").execute(&mut session).await.is_ok() {
            let _ = session.close().await;
        }
    }
}

pub(super) fn is_lock_not_available(e: &sqlx::Error) -> bool {
    matches!(e, sqlx::Error::Database(e) if e.code().as_deref() == Some(LOCK_NOT_AVAILABLE))
}

/// Advisory locks are numbers, the same for a whole database: one of our own for each schema.
fn key_of(schema: &str) -> i64 {
    let hash = Sha256::digest(format!("loa at work in {schema}"));
    hash.iter().take(8).fold(0, |key, byte| (key << 8) | i64::from(*byte))
}
