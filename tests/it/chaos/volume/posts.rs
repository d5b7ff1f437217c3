//! Posts that are released already: what copies belong to, so that coverage counts them.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::postgres::{PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool, SqlitePoolOptions};
use uuid::Uuid;

use loa::message::{Audience, Body, Kind, hash_of};
use loa::ward::{PersonId, WardId};

pub struct Posts {
    pool: Pool,
    ward: Uuid,
    message: Uuid,
}

enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

const MESSAGE: &str = "INSERT INTO messages
        (id, ward_id, number, author_id, kind, state, version, created_at, changed_at)
     VALUES ($1, $2, 1, $3, 'notice', 'approved', 1, $4, $4)";
const VERSION: &str = "INSERT INTO versions (message_id, version, hash, body, author_id, created_at)
     VALUES ($1, 1, $2, $3, $4, $5)";
const POST: &str = "INSERT INTO posts
        (id, ward_id, message_id, version, state, due_at, not_after, released_at, created_at)
     VALUES ($1, $2, $3, 1, 'released', $4, $5, $4, $4)";

macro_rules! run {
    ($pool:expr, $sql:expr, $($bound:expr),+) => {
        match $pool {
            Pool::Sqlite(pool) => sqlx::query($sql)$(.bind($bound))+.execute(pool).await.map(|_| ()),
            Pool::Postgres(pool) => sqlx::query($sql)$(.bind($bound))+.execute(pool).await.map(|_| ()),
        }
    };
}

impl Posts {
    /// With one message of one version, to which they all belong.
    pub async fn open(
        address: &str,
        ward: WardId,
        author: PersonId,
        now: DateTime<Utc>,
    ) -> sqlx::Result<Self> {
        let pool = match address.strip_prefix("sqlite:") {
            Some(file) => {
                let options = SqliteConnectOptions::new().filename(file).foreign_keys(true);
                Pool::Sqlite(SqlitePoolOptions::new().max_connections(1).connect_with(options).await?)
            }
            None => Pool::Postgres(PgPoolOptions::new().max_connections(1).connect(address).await?),
        };
        let posts = Self { pool, ward: ward.0, message: Uuid::now_v7() };
        run!(&posts.pool, MESSAGE, posts.message, posts.ward, author.0, now)?;
        let (hash, body) = (hash_of(&body()), serde_json::to_string(&body()).expect("a body is text"));
        run!(&posts.pool, VERSION, posts.message, hash, body, author.0, now)?;
        Ok(posts)
    }

    /// Stores one more.
    pub async fn release(&self, now: DateTime<Utc>) -> sqlx::Result<Uuid> {
        let id = Uuid::now_v7();
        run!(&self.pool, POST, id, self.ward, self.message, now, now + TimeDelta::hours(12))?;
        Ok(id)
    }

    pub async fn close(&self) {
        match &self.pool {
            Pool::Sqlite(pool) => pool.close().await,
            Pool::Postgres(pool) => pool.close().await,
        }
    }
}

/// What the service reads of the message to know who is meant.
fn body() -> Body {
    Body {
        vi: "Thông báo.".into(),
        en: None,
        media: Vec::new(),
        issuer: "UBND phường".to_owned(),
        audience: Audience::All,
        kind: Kind::Notice,
        source: None,
    }
}
