//! Past copies in bulk: rows as they are long after their posts, laid down by SQLite itself.

use std::path::Path;

use anyhow::{Context, Result};
use chrono::TimeDelta;
use loa::channel::{Button, Content, Letter, Target};
use loa::text::Rich;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use uuid::Uuid;

use crate::house::{House, WORDS};
use crate::peer::BUTTON;

/// A connection that only looks, beside the service.
pub async fn readers(folder: &Path) -> Result<SqlitePool> {
    let options = SqliteConnectOptions::new().filename(folder.join("loa.db")).read_only(true);
    Ok(SqlitePoolOptions::new().max_connections(1).connect_with(options).await?)
}

/// Gives the house about so many copies of past posts, in all of its groups. Gives how many.
pub async fn lay_down(house: &House, folder: &Path, copies: u64) -> Result<u64> {
    let post = house.post().await?;
    // Nothing of this has to outlive a power cut.
    let options = SqliteConnectOptions::new()
        .filename(folder.join("loa.db"))
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Off)
        .foreign_keys(false)
        .pragma("cache_size", "-400000");
    let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
    let groups: (i64,) = sqlx::query_as("SELECT COUNT(*) FROM neighbourhood_groups").fetch_one(&pool).await?;
    let groups = u64::try_from(groups.0)?;
    let content = serde_json::to_string(&Content::Message(Letter {
        text: Rich::plain(WORDS),
        buttons: vec![vec![Button {
            label: BUTTON.to_owned(),
            target: Target::Url(format!("https://t.me/loa_phuong_bot?start=c_{}", "0".repeat(48))),
        }]],
        ..Letter::default()
    }))?;
    // Long enough ago that none counts for what a group may get today.
    let last = house.store.clock().now() - TimeDelta::days(2);
    let posts = copies.div_ceil(groups.max(1));
    for n in 0..posts {
        let at = last - TimeDelta::hours(i64::try_from(posts - n)?);
        one_post(&pool, post, n, at, &content).await.with_context(|| format!("past post {n}"))?;
    }
    // The post that gave its message is over as well.
    sqlx::query("UPDATE posts SET state = 'cancelled' WHERE id = $1").bind(post.0).execute(&pool).await?;
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&pool).await?;
    pool.close().await;
    Ok(posts * groups)
}

/// A post like `like` that went to all groups at that time. Ids count up, as in life.
async fn one_post(
    pool: &SqlitePool,
    like: loa::delivery::PostId,
    n: u64,
    at: chrono::DateTime<chrono::Utc>,
    content: &str,
) -> Result<()> {
    let mut tx = pool.begin().await?;
    let millis = u128::try_from(at.timestamp_millis())?;
    let id = Uuid::from_u128((millis << 80) | 0x7000_8000_0000_0000_0000);
    sqlx::query(
        "INSERT INTO posts (id, ward_id, message_id, version, state, due_at, not_after, released_at, created_at)
         SELECT $1, ward_id, message_id, version, 'released', $2, $3, $2, $2 FROM posts WHERE id = $4",
    )
    .bind(id)
    .bind(at)
    .bind(at + TimeDelta::hours(12))
    .bind(like.0)
    .execute(&mut *tx)
    .await?;
    sqlx::query(
        "INSERT INTO outgoing (id, ward_id, bot_id, chat_id, channel, kind, lane, in_doubt, content, post_id,
            group_id, due_at, not_after, state, owner, attempt, repeats, proof, created_at, changed_at)
         SELECT unhex(printf('%012x70008%019x', $1, row_number() OVER ())), g.ward_id, c.bot_id, g.chat_id,
            'telegram', 'post', 3, 'hold', $2, $3, g.id, $4, $5, 'sent', $3, 1, 0,
            '[\"' || $6 || '\"]', $4, $4
         FROM neighbourhood_groups g JOIN chats c ON c.id = g.chat_id",
    )
    .bind(i64::try_from(millis)?)
    .bind(content)
    .bind(id)
    .bind(at)
    .bind(at + TimeDelta::hours(12))
    .bind(i64::try_from(n)?)
    .execute(&mut *tx)
    .await?;
    sqlx::query(
        "INSERT INTO sent_messages (chat_id, platform_message_id, outgoing_id)
         SELECT chat_id, CAST($1 AS TEXT), id FROM outgoing WHERE post_id = $2",
    )
    .bind(i64::try_from(n)?)
    .bind(id)
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(())
}
