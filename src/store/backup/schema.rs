//! The tables at a version of the migrations, in an order in which their rows can be loaded.
//! One dialect serves both databases, so that an empty SQLite database in memory can tell.

use std::str::FromStr as _;

use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _};

use super::super::Error;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Table {
    pub name: String,
    pub columns: Vec<String>,
}

impl Table {
    /// Name and columns as SQL: `"wards" ("id", "name")`.
    pub fn quoted(&self) -> String {
        let columns: Vec<String> = self.columns.iter().map(|c| format!("\"{c}\"")).collect();
        format!("\"{}\" ({})", self.name, columns.join(", "))
    }
}

/// The tables at this version, each after those that it refers to.
pub(super) async fn tables(migrations: &Migrator, version: i64) -> Result<Vec<Table>, Error> {
    let mut memory = SqliteConnectOptions::from_str("sqlite::memory:")?.connect().await?;
    migrations.run_to(version, &mut memory).await?;
    let names: Vec<(String,)> = sqlx::query_as(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> '_sqlx_migrations'
            AND name NOT LIKE 'sqlite%' ORDER BY name",
    )
    .fetch_all(&mut memory)
    .await?;
    let mut open = Vec::with_capacity(names.len());
    for (name,) in names {
        let refers_to =
            column(&mut memory, "SELECT \"table\" FROM pragma_foreign_key_list($1)", &name).await?;
        let columns =
            column(&mut memory, "SELECT name FROM pragma_table_info($1) ORDER BY cid", &name).await?;
        open.push((Table { name, columns }, refers_to));
    }
    memory.close().await?;
    let mut ordered: Vec<Table> = Vec::with_capacity(open.len());
    while !open.is_empty() {
        let is_free = |(table, refers_to): &(Table, Vec<String>)| {
            refers_to.iter().all(|other| *other == table.name || ordered.iter().any(|t| t.name == *other))
        };
        let next = open
            .iter()
            .position(is_free)
            .ok_or_else(|| Error::corrupt("schema", "tables refer to each other in a circle"))?;
        ordered.push(open.remove(next).0);
    }
    Ok(ordered)
}

async fn column(memory: &mut SqliteConnection, sql: &'static str, table: &str) -> Result<Vec<String>, Error> {
    let rows: Vec<(String,)> = sqlx::query_as(sql).bind(table).fetch_all(memory).await?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}
