//! Databases of PostgreSQL for tests: each has one of its own, copied from one with all tables in
//! place. A copy is made in a tenth of the time that the migrations take.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use chrono::DateTime;
use loa::clock::Clock;
use loa::store::{Access, Store};
use reqwest::Url;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use tokio::sync::OnceCell;
use uuid::Uuid;

use crate::house::say_left_out;

/// The name of the database that is copied, once it is there.
static TEMPLATE: OnceCell<String> = OnceCell::const_new();

/// A database that one test has to itself.
pub struct Copy {
    server: Url,
    name: String,
}

impl Copy {
    pub fn url(&self) -> String {
        named(&self.server, &self.name)
    }

    /// Removes it, whoever may still be connected.
    pub async fn drop(self) {
        say(&self.server, &format!("DROP DATABASE {} WITH (FORCE)", self.name)).await.expect("dropped");
    }
}

/// `None`, with a word on standard error, if no server was named.
pub async fn copy() -> Option<Copy> {
    #[expect(clippy::disallowed_methods, reason = "a test may ask where its database is")]
    let Ok(server) = std::env::var("TEST_DATABASE_URL") else {
        say_left_out("the journeys on PostgreSQL (TEST_DATABASE_URL is not set)");
        return None;
    };
    let server = Url::parse(&server).expect("TEST_DATABASE_URL is an address");
    let template = TEMPLATE.get_or_init(|| template(&server)).await;
    let name = format!("loa_test_{}", Uuid::now_v7().simple());
    say(&server, &format!("CREATE DATABASE {name} TEMPLATE {template}")).await.expect("a copy");
    Some(Copy { server, name })
}

fn named(server: &Url, database: &str) -> String {
    let mut url = server.clone();
    url.set_path(database);
    url.into()
}

async fn say(server: &Url, statement: &str) -> Result<(), sqlx::Error> {
    let mut connection = PgConnection::connect(server.as_str()).await?;
    sqlx::query(AssertSqlSafe(statement)).execute(&mut connection).await?;
    connection.close().await
}

/// The database with all tables and no rows: kept from run to run, one for each state of the
/// migrations.
async fn template(server: &Url) -> String {
    let name = format!("loa_template_{:016x}", fingerprint());
    let mut connection = PgConnection::connect(server.as_str()).await.expect("TEST_DATABASE_URL answers");
    let known: Option<String> =
        sqlx::query_scalar("SELECT CAST(datname AS TEXT) FROM pg_database WHERE datname = $1")
            .bind(&name)
            .fetch_optional(&mut connection)
            .await
            .expect("the server's databases");
    connection.close().await.expect("closed");
    if known.is_some() {
        return name;
    }
    let making = format!("loa_making_{}", Uuid::now_v7().simple());
    say(server, &format!("CREATE DATABASE {making}")).await.expect("a database");
    let clock = Clock::frozen_at(DateTime::UNIX_EPOCH);
    let store = Store::open(&named(server, &making), Access::Beside, clock).await.expect("the tables");
    store.close().await;
    if say(server, &format!("ALTER DATABASE {making} RENAME TO {name}")).await.is_err() {
        // Another run was quicker.
        say(server, &format!("DROP DATABASE {making} WITH (FORCE)")).await.expect("dropped");
    }
    name
}

fn fingerprint() -> u64 {
    let mut files: Vec<_> = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations"))
        .expect("the migrations")
        .map(|file| file.expect("a file").path())
        .collect();
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        std::fs::read(file).expect("a migration").hash(&mut hasher);
    }
    hasher.finish()
}
