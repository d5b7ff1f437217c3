//! What cuts the service off from its database, as it really happens: PostgreSQL ends a
//! connection, and somebody else holds SQLite's write lock for longer than the service is used to.

use std::collections::BTreeSet;
use std::time::Duration;

use sqlx::postgres::{PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _};
use uuid::Uuid;

use super::random::Random;

/// Longer than the service waits for the lock.
const LONG: Duration = Duration::from_millis(5_600);

pub enum Cutter {
    Postgres {
        pool: PgPool,
        /// What the instances are called there.
        name: String,
    },
    Sqlite {
        file: String,
        /// Whether the next lock is held for longer than the service waits.
        long: bool,
    },
}

impl Cutter {
    pub async fn new(address: &str, name: &str, long: bool) -> anyhow::Result<Self> {
        Ok(match address.strip_prefix("sqlite:") {
            Some(file) => Self::Sqlite { file: file.to_owned(), long },
            None => Self::Postgres {
                pool: PgPoolOptions::new().max_connections(1).connect(address).await?,
                name: name.to_owned(),
            },
        })
    }

    pub async fn cut(&mut self, random: &mut Random) {
        match self {
            Self::Postgres { pool, name } => {
                // Mostly one, now and then all of them.
                let connections: i64 = if random.below(4) == 0 { 1_000 } else { 1 };
                let sql = "SELECT pg_terminate_backend(pid) FROM (SELECT pid FROM pg_stat_activity
                     WHERE application_name = $1 ORDER BY random() LIMIT $2) AS chosen";
                sqlx::query(sql)
                    .bind(name.as_str())
                    .bind(connections)
                    .execute(&*pool)
                    .await
                    .expect("connections are ended");
            }
            Self::Sqlite { file, long } => {
                let time = Duration::from_millis(100 + random.below(900));
                let time = if std::mem::take(long) { LONG } else { time };
                tokio::spawn(hold(file.clone(), time));
            }
        }
    }

    /// The rows that are being sent now; none where one instance is alone.
    pub async fn being_sent(&self) -> BTreeSet<Uuid> {
        let Self::Postgres { pool, .. } = self else { return BTreeSet::new() };
        let rows: Vec<(Uuid,)> = sqlx::query_as("SELECT id FROM outgoing WHERE state = 'sending'")
            .fetch_all(pool)
            .await
            .expect("the rows can be read");
        rows.into_iter().map(|(id,)| id).collect()
    }
}

/// Holds the lock for some time; if it cannot be had, somebody else does.
async fn hold(file: String, time: Duration) -> sqlx::Result<()> {
    let options = SqliteConnectOptions::new().filename(file).busy_timeout(Duration::from_secs(5));
    let mut connection: SqliteConnection = options.connect().await?;
    sqlx::query("BEGIN IMMEDIATE").execute(&mut connection).await?;
    tokio::time::sleep(time).await;
    sqlx::query("ROLLBACK").execute(&mut connection).await?;
    connection.close().await
}
