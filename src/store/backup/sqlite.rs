//! A SQLite file copied and brought back.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions};
use sqlx::{ConnectOptions as _, Connection as _};

use super::super::presence::Presence;
use super::super::{BUSY_TIMEOUT, Error, Inner, SqliteTx, Tx};
use super::{LOGS, Part, beside, known, mark, not_a_backup, not_readable, not_writable, sync_folder_of};
use crate::clock::Clock;

/// How long a restore waits for a command that is just ending.
const ALONE_WITHIN: Duration = Duration::from_secs(1);

/// Copies what is committed now into the empty file `part`, and checks the copy.
pub(super) async fn copy(migrations: &Migrator, database: &Path, part: &Path) -> Result<(), Error> {
    let nothing = || Error::NoDatabase(database.display().to_string());
    if !database.exists() {
        return Err(nothing());
    }
    // Its own connection, which neither changes the tables nor holds a writer up.
    let options = SqliteConnectOptions::new().filename(database).busy_timeout(BUSY_TIMEOUT);
    let mut from = options.connect().await?;
    if applied(&mut from).await?.is_empty() {
        return Err(nothing());
    }
    let target = std::path::absolute(part).map_err(|e| not_writable(part, &e))?;
    let target = target.to_str().ok_or_else(|| not_writable(part, &"the name is not UTF-8"))?;
    let copied = sqlx::query("VACUUM INTO $1").bind(target).execute(&mut from).await;
    from.close().await?;
    copied?;
    check(migrations, part).await
}

/// Replaces the database file by a copy. Gives where the file from before was kept.
pub(super) async fn restore(
    migrations: &Migrator,
    database: &Path,
    file: &Path,
    clock: &Clock,
) -> Result<Option<PathBuf>, Error> {
    for log in LOGS.map(|ending| beside(file, ending)) {
        if log.metadata().is_ok_and(|log| log.len() > 0) {
            return Err(not_a_backup(file, format!("a part of it is still in {}", log.display())));
        }
    }
    if let Some(folder) = database.parent().filter(|f| !f.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(|e| not_writable(database, &e))?;
    }
    let _alone = Presence::on_file(database)?;
    // Everything is done to a copy of the copy, so that the last step is one rename.
    let coming = Part::new(beside(database, ".restoring"))?;
    let mut source = File::open(file).map_err(|e| not_readable(file, &e))?;
    std::io::copy(&mut source, &mut &coming.file).map_err(|e| not_writable(&coming.path, &e))?;
    check(migrations, &coming.path).await.map_err(|e| match e {
        Error::NotABackup { why, .. } => not_a_backup(file, why),
        Error::BackupNewer(_) => Error::BackupNewer(file.to_owned()),
        other => other,
    })?;
    bring_up_to_date(migrations, &coming.path, clock).await?;
    let kept = if database.exists() { Some(keep(database).await?) } else { None };
    coming.finish(database)?;
    Ok(kept)
}

/// Whether a copy is whole and ours. Leaves no files beside it.
async fn check(migrations: &Migrator, copy: &Path) -> Result<(), Error> {
    let options = SqliteConnectOptions::new().filename(copy).read_only(true).immutable(true);
    let found = async {
        let mut connection = options.connect().await?;
        let found: Vec<(String,)> =
            sqlx::query_as("PRAGMA integrity_check").fetch_all(&mut connection).await?;
        let applied = applied(&mut connection).await?;
        connection.close().await?;
        Ok::<_, sqlx::Error>((found, applied))
    };
    let (found, applied) = found.await.map_err(|e| not_a_backup(copy, e))?;
    if let Some((wrong,)) = found.into_iter().find(|(line,)| line != "ok") {
        return Err(not_a_backup(copy, wrong.lines().next().unwrap_or_default()));
    }
    known(migrations, &applied).map_err(|unknown| unknown.of_copy(copy))?;
    Ok(())
}

/// The migrations that a file has; none if it is not ours.
async fn applied(connection: &mut SqliteConnection) -> Result<Vec<(i64, Vec<u8>)>, sqlx::Error> {
    let there: (i64,) = sqlx::query_as("SELECT COUNT(*) FROM sqlite_master WHERE name = '_sqlx_migrations'")
        .fetch_one(&mut *connection)
        .await?;
    if there.0 == 0 {
        return Ok(Vec::new());
    }
    sqlx::query_as("SELECT version, checksum FROM _sqlx_migrations ORDER BY version")
        .fetch_all(connection)
        .await
}

async fn bring_up_to_date(migrations: &Migrator, copy: &Path, clock: &Clock) -> Result<(), Error> {
    let options = SqliteConnectOptions::new()
        .filename(copy)
        // One file and nothing beside it; the service switches to its log again.
        .journal_mode(SqliteJournalMode::Delete)
        .pragma("secure_delete", "ON");
    let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
    migrations.run(&pool).await?;
    let mut tx = Tx::over(Inner::Sqlite(SqliteTx::Pooled(pool.begin().await?)), clock);
    mark(&mut tx).await?;
    tx.commit().await?;
    pool.close().await;
    Ok(())
}

/// Keeps the database from before under a name of its own, with nothing left beside it that
/// SQLite would take for a part of the new one. Its own name still stands for it, too, until
/// the new one takes that.
async fn keep(database: &Path) -> Result<PathBuf, Error> {
    let is_folded = fold(database).await?;
    let kept = free_name(&beside(database, ".before-restore"));
    let done = (|| {
        // A file can have two names, nearly everywhere.
        fs::hard_link(database, &kept).or_else(|_| fs::copy(database, &kept).map(drop))?;
        if !is_folded {
            for ending in LOGS {
                let log = beside(database, ending);
                if log.exists() {
                    fs::rename(log, beside(&kept, ending))?;
                }
            }
            let index = beside(database, "-shm");
            if index.exists() {
                fs::remove_file(index)?;
            }
        }
        sync_folder_of(&kept)
    })();
    done.map_err(|e: std::io::Error| not_writable(&kept, &e))?;
    Ok(kept)
}

/// Folds the write-ahead log into the file, which works only while nobody else has it open.
/// `false`: it is no readable database, and all of it is kept as it lies.
async fn fold(database: &Path) -> Result<bool, Error> {
    // Not to be opened at all: SQLite would take the log beside it away when it closes it again.
    if !begins_as_database(database) {
        return Ok(false);
    }
    let options = SqliteConnectOptions::new().filename(database).busy_timeout(ALONE_WITHIN);
    let folded = async {
        let mut connection = options.connect().await?;
        let folded = sqlx::query("PRAGMA journal_mode = DELETE").execute(&mut connection).await;
        // Closed also where that failed: a connection that is let go closes some time later, and
        // would find other files there.
        connection.close().await?;
        folded.map(|_| ())
    };
    match folded.await {
        Ok(()) => Ok(true),
        Err(sqlx::Error::Database(e)) if e.message().contains("is locked") => {
            Err(Error::InUse(database.display().to_string()))
        }
        Err(_) => Ok(false),
    }
}

/// Whether a file begins as every SQLite file does, or is still empty.
fn begins_as_database(file: &Path) -> bool {
    use std::io::Read as _;
    const MAGIC: &[u8] = b"SQLite format 3\0";
    let mut begin = Vec::new();
    let read = File::open(file).and_then(|file| file.take(16).read_to_end(&mut begin));
    read.is_ok() && (begin.is_empty() || begin == MAGIC)
}

/// The first of `name`, `name.2`, `name.3`, … that is free.
fn free_name(name: &Path) -> PathBuf {
    let numbered = (2_u32..).map(|n| beside(name, &format!(".{n}")));
    std::iter::once(name.to_owned())
        .chain(numbered)
        .find(|free| free.symlink_metadata().is_err())
        .unwrap_or_else(|| name.to_owned())
}
