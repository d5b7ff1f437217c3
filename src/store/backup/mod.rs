//! Copies of the whole database, made beside a running service, and the way back.
//!
//! A copy is one file, written under the name `FILE.part` and renamed once it is whole and on
//! the disk; only its owner may read it. On SQLite it is a SQLite file (`VACUUM INTO`), on
//! PostgreSQL a file of our own form ([`form`]). Each goes back only to where it came from.
//!
//! A restore works alone, checks the copy first, and either replaces everything or changes
//! nothing. What waits in a copy may have left long ago. So a restore leaves a mark, and the
//! first look at the clock after it holds every post that could leave; what may be repeated is
//! counted as repeated; and presses of buttons that nobody has handled are forgotten, because
//! one of them may be an approval that was handled after the copy was made.

mod form;
mod postgres;
mod schema;
mod sqlite;

use std::fs::{self, File, Permissions};
use std::io::Read as _;
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use sqlx::migrate::Migrator;
use uuid::Uuid;

use super::{Error, Kind, MIGRATIONS, Tx, all, exec, kind_of};
use crate::clock::Clock;

/// Copies hold residents' words: for their owner's eyes.
const OWNER_ONLY: u32 = 0o600;
/// What every SQLite file begins with.
const SQLITE_BEGINS: &[u8] = b"SQLite format 3\0";
/// What holds, beside a SQLite file, a part of what is in it.
const LOGS: [&str; 2] = ["-wal", "-journal"];

/// A copy that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copied {
    /// Everything committed before this moment is in it.
    pub at: DateTime<Utc>,
    pub bytes: u64,
}

/// A copy that is now the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// Where the database from before was kept, if there was one and it is a file.
    pub kept: Option<PathBuf>,
}

/// Writes a consistent copy of the database at `address` into a new file.
///
/// # Errors
/// If the file is there already or cannot be written, there is no database of ours, or a
/// restore is under way. Then there is no file of this name.
pub async fn backup(address: &str, file: &Path, clock: &Clock) -> Result<Copied, Error> {
    backup_of(&MIGRATIONS, address, file, clock).await
}

async fn backup_of(
    migrations: &Migrator,
    address: &str,
    file: &Path,
    clock: &Clock,
) -> Result<Copied, Error> {
    let kind = kind_of(address)?;
    if file.symlink_metadata().is_ok() {
        return Err(Error::Exists(file.to_owned()));
    }
    let part = Part::new(beside(file, ".part"))?;
    let at = clock.now();
    match kind {
        Kind::Sqlite(database) => sqlite::copy(migrations, database, &part.path).await?,
        Kind::Postgres(options) => {
            postgres::copy(migrations, address, &options, &part.path, &part.file, at).await?;
        }
    }
    Ok(Copied { at, bytes: part.finish(file)? })
}

/// Makes the copy in `file` the database at `address`.
///
/// # Errors
/// If anybody else is at work on the database, or the copy is not whole, newer than this
/// program, or of the other kind of database. Then nothing was changed.
pub async fn restore(address: &str, file: &Path, clock: &Clock) -> Result<Restored, Error> {
    restore_of(&MIGRATIONS, address, file, clock).await
}

async fn restore_of(
    migrations: &Migrator,
    address: &str,
    file: &Path,
    clock: &Clock,
) -> Result<Restored, Error> {
    let kind = kind_of(address)?;
    let holds = is_of_sqlite(file)?;
    let other = |holds, here| Error::BackupOfOther { path: file.to_owned(), holds, here };
    match kind {
        Kind::Sqlite(_) if !holds => Err(other("PostgreSQL", "SQLite")),
        Kind::Postgres(_) if holds => Err(other("SQLite", "PostgreSQL")),
        Kind::Sqlite(database) => {
            Ok(Restored { kept: sqlite::restore(migrations, database, file, clock).await? })
        }
        Kind::Postgres(options) => {
            postgres::restore(migrations, address, *options, file, clock).await?;
            Ok(Restored { kept: None })
        }
    }
}

/// Whether a copy is of SQLite; otherwise it is of PostgreSQL.
fn is_of_sqlite(file: &Path) -> Result<bool, Error> {
    let mut begins = Vec::new();
    let read = File::open(file).and_then(|opened| opened.take(16).read_to_end(&mut begins));
    read.map_err(|e| not_readable(file, &e))?;
    if begins == SQLITE_BEGINS {
        return Ok(true);
    }
    if begins.starts_with(form::BEGINS.as_bytes()) {
        return Ok(false);
    }
    Err(not_a_backup(file, "it does not begin like one"))
}

/// Leaves the mark and settles what must not leave as if nothing had happened since the copy.
async fn mark(tx: &mut Tx) -> Result<(), Error> {
    let now = tx.now();
    // The platform has forgotten these presses.
    exec!(
        tx,
        "UPDATE outgoing SET state = 'expired', changed_at = $1
         WHERE state = 'waiting' AND content LIKE '{\"press_answer\"%'",
        now
    )?;
    // Whoever held these is not at work here.
    exec!(tx, "DELETE FROM leases")?;
    exec!(tx, "UPDATE outgoing SET repeats = repeats + 1 WHERE state = 'waiting' AND kind <> 'post'")?;
    let open = all!(
        tx,
        (Uuid, i64, String),
        "SELECT bot_id, update_id, payload FROM inbox WHERE handled_at IS NULL"
    )?;
    for (bot, update, payload) in open {
        let event: serde_json::Value = serde_json::from_str(&payload).unwrap_or_default();
        if event.pointer("/what/press").is_some() {
            exec!(
                tx,
                "UPDATE inbox SET handled_at = $3, payload = '', outcome = 'restored'
                 WHERE bot_id = $1 AND update_id = $2",
                bot,
                update,
                now
            )?;
        }
    }
    exec!(
        tx,
        "INSERT INTO heartbeats (name, beat_at) VALUES ('restored', $1)
         ON CONFLICT (name) DO UPDATE SET beat_at = excluded.beat_at",
        now
    )?;
    Ok(())
}

/// Whether these applied migrations are the first ones that this program knows, unchanged.
/// Gives the last one's version.
fn known(migrations: &Migrator, applied: &[(i64, Vec<u8>)]) -> Result<i64, Unknown> {
    let mut ours = migrations.iter().filter(|m| !m.migration_type.is_down_migration());
    let newest = ours.clone().map(|m| m.version).max().unwrap_or_default();
    let mut last = None;
    for (version, checksum) in applied {
        match ours.next() {
            Some(m) if m.version == *version && *m.checksum == **checksum => last = Some(*version),
            _ if *version > newest => return Err(Unknown::Newer),
            _ => return Err(Unknown::Other),
        }
    }
    last.ok_or(Unknown::Other)
}

enum Unknown {
    /// A later version of this program made it.
    Newer,
    Other,
}

impl Unknown {
    fn of_copy(&self, file: &Path) -> Error {
        match self {
            Self::Newer => Error::BackupNewer(file.to_owned()),
            Self::Other => not_a_backup(file, "its tables are not those of this program"),
        }
    }
}

/// A file that is being written and goes again unless it is finished.
#[derive(Debug)]
struct Part {
    path: PathBuf,
    file: File,
    is_finished: bool,
}

impl Part {
    /// Begins an empty file; what a run that was cut off left under this name is written over.
    fn new(path: PathBuf) -> Result<Self, Error> {
        let opened = File::options()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .mode(OWNER_ONLY)
            .open(&path)
            .map_err(|e| not_writable(&path, &e))?;
        // Another run with the same name must not be written over.
        opened.try_lock().map_err(|_| Error::InUse(path.display().to_string()))?;
        let part = Self { path, file: opened, is_finished: false };
        part.remove_logs();
        let emptied =
            part.file.set_len(0).and_then(|()| part.file.set_permissions(Permissions::from_mode(OWNER_ONLY)));
        emptied.map_err(|e| not_writable(&part.path, &e))?;
        Ok(part)
    }

    /// Makes the file last and gives it its name. Gives its size in bytes.
    fn finish(mut self, name: &Path) -> Result<u64, Error> {
        let done = (|| {
            self.file.sync_all()?;
            fs::rename(&self.path, name)?;
            sync_folder_of(name)?;
            Ok(self.file.metadata()?.len())
        })();
        self.is_finished = done.is_ok();
        done.map_err(|e: std::io::Error| not_writable(name, &e))
    }
}

impl Part {
    /// Removes what SQLite leaves beside a file on which its work was cut off, and would take
    /// for a part of the next file of this name.
    fn remove_logs(&self) {
        for ending in LOGS {
            let _ = fs::remove_file(beside(&self.path, ending));
        }
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.is_finished {
            let _ = fs::remove_file(&self.path);
            self.remove_logs();
        }
    }
}

/// Makes names in the folder of `file` last.
fn sync_folder_of(file: &Path) -> std::io::Result<()> {
    let folder = file.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

/// The same path with something behind its name.
fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn not_writable(path: &Path, why: &dyn std::fmt::Display) -> Error {
    Error::NotWritable { path: path.to_owned(), why: why.to_string() }
}

fn not_readable(path: &Path, why: &dyn std::fmt::Display) -> Error {
    Error::NotReadable { path: path.to_owned(), why: why.to_string() }
}

fn not_a_backup(path: &Path, why: impl std::fmt::Display) -> Error {
    Error::NotABackup { path: path.to_owned(), why: why.to_string() }
}

#[cfg(test)]
mod tests;
