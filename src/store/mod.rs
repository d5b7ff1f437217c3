//! The two databases behind one face.
//!
//! SQLite in one file by default, PostgreSQL when `LOA_DATABASE_URL` says so; one set of
//! migrations and every query written once. All work happens in a [`Tx`]: a writing one is
//! serialised on SQLite (`BEGIN IMMEDIATE` on its single writer connection), a reading one
//! sees a consistent picture and is thrown away at the end. A [`Tx`] carries one fixed `now`.
//!
//! Nothing outside this room and the rooms' `store.rs` files speaks SQL.

mod backup;
mod gate;
mod id;
mod many;
mod presence;
mod sql;
mod writer;

use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions as _, Connection as _, Postgres, Sqlite, SqliteConnection, Transaction};
use uuid::Uuid;
use uuid::timestamp::Timestamp;
use uuid::timestamp::context::ContextV7;

use crate::clock::Clock;
use gate::{Class, Gate, Pass};

pub use backup::{Copied, Restored, backup, restore};
pub(crate) use id::id;
pub(crate) use many::{all_many, exec_many, pieces, statement};
use presence::{Presence, Sharing};
pub(crate) use sql::{all, exec, one};
use writer::Writing;

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// Readers kept open on a SQLite file; writers are always one.
const SQLITE_READERS: u32 = 4;
/// Rows that SQLite's thread may be ahead of the one who reads them: it never stands still for a
/// whole cycle of sending.
const SQLITE_ROWS_AHEAD: usize = 1_024;
/// Statements that a connection keeps prepared. Taking a question in, sending and looking at the
/// clock use some two hundred in turn; where fewer are kept, each is prepared anew each time.
const STATEMENTS_KEPT: usize = 500;
/// Memory of the writer for pages, in KiB as SQLite wants it said: one cycle of sending at full
/// speed must find the indexes that it changes there.
const SQLITE_WRITER_CACHE: &str = "-16384";
const POSTGRES_CONNECTIONS_MAX: u32 = 10;
/// How long PostgreSQL lets a transaction sit idle before it ends it.
const IDLE_IN_TRANSACTION: &str = "5s";
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a writer waits for SQLite's single one.
const WRITER_TIMEOUT: Duration = Duration::from_secs(30);

/// Why the database could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("database: {0}")]
    Sql(#[from] sqlx::Error),
    #[error("database migration: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// A statement aimed at one row met none or several: somebody else was there first.
    #[error("{what}: changed {changed} rows instead of one")]
    RowCount { what: &'static str, changed: u64 },
    /// A stored value that this version cannot read.
    #[error("stored {what} is not readable: {why}")]
    Corrupt { what: &'static str, why: String },
    #[error("{path} is not writable: {why}")]
    NotWritable { path: PathBuf, why: String },
    #[error("{path} is not readable: {why}")]
    NotReadable { path: PathBuf, why: String },
    /// Another service holds the SQLite file, or a service and a restore exclude each other.
    #[error("another instance is using {0}")]
    InUse(String),
    #[error("there is no database of ours in {0}")]
    NoDatabase(String),
    #[error("{0} is there already")]
    Exists(PathBuf),
    /// No whole copy of a database of ours.
    #[error("{path} is no whole backup: {why}")]
    NotABackup { path: PathBuf, why: String },
    #[error("{0} was made by a later version of this program")]
    BackupNewer(PathBuf),
    #[error("{path} is a backup of {holds} and cannot go back to {here}")]
    BackupOfOther { path: PathBuf, holds: &'static str, here: &'static str },
    #[error("{0:?} is no database address: use sqlite:FILE or postgres://…")]
    Address(String),
}

impl Error {
    /// A stored value that could not be read back.
    pub fn corrupt(what: &'static str, why: impl std::fmt::Display) -> Self {
        Self::Corrupt { what, why: why.to_string() }
    }

    /// Whether the line to the database was lost, so that asking again may help.
    #[must_use]
    pub fn is_hung_up(&self) -> bool {
        let (Self::Sql(e) | Self::Migrate(sqlx::migrate::MigrateError::Execute(e))) = self else {
            return false;
        };
        match e {
            sqlx::Error::Io(_) => true,
            // Class 57P: the server is starting or stopping, or an operator ended the session.
            sqlx::Error::Database(e) => e.code().is_some_and(|code| code.starts_with("57P")),
            _ => false,
        }
    }
}

/// How a store is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// The service: holds the SQLite file alone; on PostgreSQL, keeps a restore away.
    Serve,
    /// A command beside the service: reads and short writes.
    Beside,
}

/// A handle on the database; clones share it.
#[derive(Clone, Debug)]
pub struct Store {
    pools: Pools,
    clock: Clock,
    ids: Arc<Mutex<ContextV7>>,
    /// The service's; ends at the latest when the last clone goes.
    presence: Option<Arc<Presence>>,
}

/// What an address names.
enum Kind<'a> {
    Sqlite(&'a Path),
    Postgres(Box<PgConnectOptions>),
}

fn kind_of(address: &str) -> Result<Kind<'_>, Error> {
    if let Some(file) = address.strip_prefix("sqlite:") {
        Ok(Kind::Sqlite(Path::new(file.trim_start_matches("//"))))
    } else if address.starts_with("postgres://") || address.starts_with("postgresql://") {
        Ok(Kind::Postgres(Box::new(PgConnectOptions::from_str(address)?)))
    } else {
        Err(Error::Address(without_password(address)))
    }
}

#[derive(Clone, Debug)]
enum Pools {
    Sqlite { writer: Arc<Gate<SqliteConnection>>, readers: SqlitePool },
    Postgres(PgPool),
}

/// A transaction on either database. Dropped without [`Tx::commit`], it changes nothing.
#[derive(Debug)]
pub struct Tx {
    inner: Inner,
    now: DateTime<Utc>,
    ids: Arc<Mutex<ContextV7>>,
}

#[derive(Debug)]
pub(crate) enum Inner {
    Sqlite(SqliteTx),
    Postgres(Transaction<'static, Postgres>),
}

/// A transaction on SQLite.
#[derive(Debug)]
pub(crate) enum SqliteTx {
    Writing(Writing),
    Pooled(Transaction<'static, Sqlite>),
}

impl Deref for SqliteTx {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        match self {
            Self::Writing(tx) => tx,
            Self::Pooled(tx) => tx,
        }
    }
}

impl DerefMut for SqliteTx {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        match self {
            Self::Writing(tx) => tx,
            Self::Pooled(tx) => tx,
        }
    }
}

impl Store {
    /// Opens the database at `address` (`sqlite:FILE` or `postgres://…`), creates a missing
    /// SQLite file, and brings the tables up to date.
    ///
    /// # Errors
    /// If the address is neither, the file is not writable or in use, or the server does not answer.
    pub async fn open(address: &str, access: Access, clock: Clock) -> Result<Self, Error> {
        let (pools, presence) = match kind_of(address)? {
            Kind::Sqlite(file) => open_sqlite(file, access).await?,
            Kind::Postgres(options) => {
                // A process that stands still in the middle of a transaction must not hold the others.
                let options = options
                    .options([("idle_in_transaction_session_timeout", IDLE_IN_TRANSACTION)])
                    .statement_cache_capacity(STATEMENTS_KEPT);
                // Before the tables are touched: a restore may be making them anew.
                let presence = match access {
                    Access::Serve => Some(Presence::on_server(&options, address, Sharing::Together).await?),
                    Access::Beside => None,
                };
                let pool = PgPoolOptions::new()
                    .max_connections(POSTGRES_CONNECTIONS_MAX)
                    .acquire_timeout(CONNECT_TIMEOUT)
                    .connect_with(options)
                    .await?;
                MIGRATIONS.run(&pool).await?;
                (Pools::Postgres(pool), presence)
            }
        };
        let ids = Arc::new(Mutex::new(ContextV7::new()));
        Ok(Self { pools, clock, ids, presence: presence.map(Arc::new) })
    }

    /// Whether there is something to open: a file, or any server, which only an opening can ask.
    #[must_use]
    pub fn is_there(address: &str) -> bool {
        !matches!(kind_of(address), Ok(Kind::Sqlite(file)) if !file.exists())
    }

    /// Begins a transaction that may write. On SQLite it waits until the single writer is free
    /// and lets those who asked by [`Store::begin_first`] go before it, up to a bound.
    ///
    /// # Errors
    /// If no connection can be had.
    pub async fn begin(&self) -> Result<Tx, Error> {
        self.write(Class::Plain).await
    }

    /// As [`Store::begin`], before every plain writer that waits: for taking in and for sending,
    /// which few and short transactions carry. On PostgreSQL there is no difference.
    ///
    /// # Errors
    /// If no connection can be had.
    pub async fn begin_first(&self) -> Result<Tx, Error> {
        self.write(Class::First).await
    }

    async fn write(&self, class: Class) -> Result<Tx, Error> {
        match &self.pools {
            Pools::Sqlite { writer, .. } => {
                let pass = tokio::time::timeout(WRITER_TIMEOUT, writer.enter(class))
                    .await
                    .map_err(|_| sqlx::Error::PoolTimedOut)?
                    .ok_or(sqlx::Error::PoolClosed)?;
                Ok(self.tx(Inner::Sqlite(SqliteTx::Writing(Writing::begin(pass).await?))))
            }
            Pools::Postgres(pool) => Ok(self.tx(Inner::Postgres(pool.begin().await?))),
        }
    }

    /// Begins a transaction that only reads and never waits for a writer.
    ///
    /// # Errors
    /// If no connection can be had.
    pub async fn read(&self) -> Result<Tx, Error> {
        let inner = match &self.pools {
            Pools::Sqlite { readers, .. } => Inner::Sqlite(SqliteTx::Pooled(readers.begin().await?)),
            Pools::Postgres(pool) => Inner::Postgres(pool.begin().await?),
        };
        Ok(self.tx(inner))
    }

    fn tx(&self, inner: Inner) -> Tx {
        Tx { inner, now: self.clock.now(), ids: Arc::clone(&self.ids) }
    }

    /// The clock that gives each transaction its `now`.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Which database this is, for people: "SQLite" or "PostgreSQL".
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self.pools {
            Pools::Sqlite { .. } => "SQLite",
            Pools::Postgres(_) => "PostgreSQL",
        }
    }

    /// Whether several instances may use this database at once.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        matches!(self.pools, Pools::Postgres(_))
    }

    /// Asks the database for something, to see whether it answers.
    ///
    /// # Errors
    /// If it does not.
    pub async fn answers(&self) -> Result<(), Error> {
        let mut tx = self.read().await?;
        one!(tx, (Uuid,), "SELECT id FROM wards LIMIT 1")?;
        Ok(())
    }

    /// Closes the connections; on SQLite this also folds the write-ahead log into the file.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { writer, readers, .. } => {
                readers.close().await;
                if let Some(connection) = writer.enter(Class::Plain).await.and_then(Pass::keep)
                    && let Err(e) = connection.close().await
                {
                    tracing::warn!("database: {e}");
                }
            }
            Pools::Postgres(pool) => pool.close().await,
        }
        if let Some(presence) = &self.presence {
            presence.end().await;
        }
    }
}

impl Tx {
    /// A transaction of a restore, which has no store.
    fn over(inner: Inner, clock: &Clock) -> Self {
        Self { inner, now: clock.now(), ids: Arc::new(Mutex::new(ContextV7::new())) }
    }

    /// Makes everything done in this transaction last.
    ///
    /// # Errors
    /// If the database refuses; then nothing was changed.
    pub async fn commit(self) -> Result<(), Error> {
        match self.inner {
            Inner::Sqlite(SqliteTx::Writing(tx)) => tx.commit().await?,
            Inner::Sqlite(SqliteTx::Pooled(tx)) => tx.commit().await?,
            Inner::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }

    /// The one moment at which everything in this transaction happens.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// A new id (UUID version 7): ids made by one process sort in the order they were made.
    #[must_use]
    pub fn new_id(&self) -> Uuid {
        let context = self.ids.lock().unwrap_or_else(PoisonError::into_inner);
        let seconds = u64::try_from(self.now.timestamp()).unwrap_or(0);
        Uuid::new_v7(Timestamp::from_unix(&*context, seconds, self.now.timestamp_subsec_nanos()))
    }

    pub(crate) fn inner(&mut self) -> &mut Inner {
        &mut self.inner
    }

    /// The clause by which two workers never claim one row; SQLite has one writer and needs none.
    pub(crate) fn is_postgres(&self) -> bool {
        matches!(self.inner, Inner::Postgres(_))
    }
}

/// Turns "how many rows changed" into an error unless it was exactly one.
///
/// # Errors
/// If `changed` is not 1.
pub fn exactly_one(changed: u64, what: &'static str) -> Result<(), Error> {
    if changed == 1 { Ok(()) } else { Err(Error::RowCount { what, changed }) }
}

async fn open_sqlite(file: &Path, access: Access) -> Result<(Pools, Option<Presence>), Error> {
    let not_writable =
        |why: &dyn std::fmt::Display| Error::NotWritable { path: file.to_owned(), why: why.to_string() };
    if let Some(folder) = file.parent().filter(|f| !f.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|e| not_writable(&e))?;
    }
    let presence = match access {
        Access::Serve => Some(Presence::on_file(file)?),
        Access::Beside => None,
    };
    // FULL: under NORMAL a power cut can take back a committed intent, and a copy would be sent twice.
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        // What is blanked or deleted is gone from the file too, not only from the rows.
        .pragma("secure_delete", "ON")
        .row_buffer_size(SQLITE_ROWS_AHEAD)
        .statement_cache_capacity(STATEMENTS_KEPT)
        .busy_timeout(BUSY_TIMEOUT);
    let mut writer = options
        .clone()
        .pragma("cache_size", SQLITE_WRITER_CACHE)
        .pragma("temp_store", "MEMORY")
        .connect()
        .await
        .map_err(|e| not_writable(&e))?;
    MIGRATIONS.run(&mut writer).await?;
    // A file that can be read but not written is found here and not at the first resident's question.
    sqlx::query("UPDATE wards SET name = name WHERE 1 = 0")
        .execute(&mut writer)
        .await
        .map_err(|e| not_writable(&e))?;
    let readers = SqlitePoolOptions::new()
        .max_connections(SQLITE_READERS)
        .connect_with(options.pragma("query_only", "ON"))
        .await?;
    Ok((Pools::Sqlite { writer: Arc::new(Gate::new(writer)), readers }, presence))
}

/// A database address fit for an error message.
#[must_use]
pub fn without_password(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else { return address.to_owned() };
    match rest.rsplit_once('@') {
        Some((login, host)) => {
            let user = login.split(':').next().unwrap_or_default();
            format!("{scheme}://{user}:…@{host}")
        }
        None => address.to_owned(),
    }
}

#[cfg(test)]
mod tests;
