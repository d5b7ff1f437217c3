//! A PostgreSQL database copied and brought back.

use std::fs::File;
use std::future::poll_fn;
use std::path::Path;

use chrono::{DateTime, Utc};
use sqlx::migrate::{Migrate as _, MigrateError, Migrator};
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _};

use super::super::presence::{Presence, Sharing, is_lock_not_available};
use super::super::{Error, Inner, Tx, without_password};
use super::form::{Header, Piece, Reader, Writer};
use super::schema::{self, Table};
use super::{Unknown, known, mark};
use crate::clock::Clock;

/// How long a restore waits for a command that is just ending.
const ALONE_WITHIN: &str = "SET LOCAL lock_timeout = '5s'";

/// Copies what is committed now: one snapshot for all tables.
pub(super) async fn copy(
    migrations: &Migrator,
    address: &str,
    options: &PgConnectOptions,
    path: &Path,
    file: &File,
    at: DateTime<Utc>,
) -> Result<(), Error> {
    // A restore in between would leave a picture that is half before and half after it.
    let together = Presence::on_server(options, address, Sharing::Together).await?;
    let mut connection = options.connect().await?;
    let mut tx = connection.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
    let applied = applied(&mut tx).await?;
    if applied.is_empty() {
        return Err(Error::NoDatabase(without_password(address)));
    }
    let tables = schema::tables(migrations, version_here(migrations, &applied)?).await?;
    let mut writer = Writer::new(path, file, &Header::new(at, &applied))?;
    for table in &tables {
        writer.table(table)?;
        let mut rows = tx.copy_out_raw(&format!("COPY {} TO STDOUT", table.quoted())).await?;
        while let Some(piece) = poll_fn(|context| rows.as_mut().poll_next(context)).await {
            writer.rows(&piece?)?;
        }
        drop(rows);
        writer.table_end()?;
    }
    writer.finish()?;
    tx.rollback().await?;
    connection.close().await?;
    together.end().await;
    Ok(())
}

/// Replaces all our tables by those of a copy, in one transaction.
pub(super) async fn restore(
    migrations: &Migrator,
    address: &str,
    options: PgConnectOptions,
    file: &Path,
    clock: &Clock,
) -> Result<(), Error> {
    let (mut reader, header) = Reader::open(file)?;
    let version = known(migrations, &header.applied()).map_err(|unknown| unknown.of_copy(file))?;
    let tables = schema::tables(migrations, version).await?;
    reader.expect(tables.clone());
    while reader.next()? != Piece::End {}
    let alone = Presence::on_server(&options, address, Sharing::Alone).await?;
    let pool = PgPoolOptions::new().max_connections(1).connect_with(options).await?;
    let loaded = load(migrations, &pool, file, &tables, version, clock).await;
    pool.close().await;
    alone.end().await;
    loaded.map_err(|e| match e {
        Error::Sql(e) | Error::Migrate(MigrateError::Execute(e)) if is_lock_not_available(&e) => {
            Error::InUse(without_password(address))
        }
        other => other,
    })
}

async fn load(
    migrations: &Migrator,
    pool: &PgPool,
    file: &Path,
    tables: &[Table],
    version: i64,
    clock: &Clock,
) -> Result<(), Error> {
    let mut tx = pool.begin().await?;
    sqlx::query(ALONE_WITHIN).execute(&mut *tx).await?;
    // Before any table: a command that starts now waits here, and not with this lock for a table.
    tx.lock().await?;
    let here = applied(&mut tx).await?;
    if !here.is_empty() {
        let old = schema::tables(migrations, version_here(migrations, &here)?).await?;
        let names: Vec<String> = old.iter().map(|table| format!("\"{}\"", table.name)).collect();
        // Dropped, not emptied: a copy may be of an earlier version, which is made again and
        // then goes the same way as it went when it was young.
        let drop_all = format!("DROP TABLE _sqlx_migrations, {}", names.join(", "));
        sqlx::query(AssertSqlSafe(drop_all)).execute(&mut *tx).await?;
    }
    migrations.run_to(version, &mut *tx).await?;
    let (mut reader, _) = Reader::open(file)?;
    reader.expect(tables.to_vec());
    loop {
        match reader.next()? {
            Piece::Table(index) => load_table(&mut tx, &mut reader, &tables[index]).await?,
            Piece::End => break,
            // A table's rows are taken by its own turn.
            Piece::Rows(_) | Piece::TableEnd => {}
        }
    }
    migrations.run(&mut *tx).await?;
    let mut tx = Tx::over(Inner::Postgres(tx), clock);
    mark(&mut tx).await?;
    tx.commit().await
}

async fn load_table(tx: &mut PgConnection, reader: &mut Reader, table: &Table) -> Result<(), Error> {
    let mut load = tx.copy_in_raw(&format!("COPY {} FROM STDIN", table.quoted())).await?;
    // Dropped on an error, it tells the server to forget what it got.
    while let Piece::Rows(rows) = reader.next()? {
        load.send(rows).await?;
    }
    load.finish().await?;
    Ok(())
}

/// The migrations that a database has; none if it is not ours.
async fn applied(connection: &mut PgConnection) -> Result<Vec<(i64, Vec<u8>)>, Error> {
    let there: (bool,) = sqlx::query_as("SELECT to_regclass('_sqlx_migrations') IS NOT NULL")
        .fetch_one(&mut *connection)
        .await?;
    if !there.0 {
        return Ok(Vec::new());
    }
    let applied = sqlx::query_as("SELECT version, checksum FROM _sqlx_migrations ORDER BY version")
        .fetch_all(connection)
        .await?;
    Ok(applied)
}

/// The version of the tables in the database itself.
fn version_here(migrations: &Migrator, applied: &[(i64, Vec<u8>)]) -> Result<i64, Error> {
    let last = applied.last().map_or(0, |(version, _)| *version);
    known(migrations, applied).map_err(|unknown| {
        Error::Migrate(match unknown {
            Unknown::Newer => MigrateError::VersionMissing(last),
            Unknown::Other => MigrateError::VersionMismatch(last),
        })
    })
}
