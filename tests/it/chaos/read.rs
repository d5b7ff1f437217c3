//! Reads what the checker compares: the rows, whichever database they are in, and the ledger.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use loa::channel::Content;
use sqlx::postgres::{PgPool, PgRow};
use sqlx::sqlite::{SqlitePool, SqliteRow};
use uuid::Uuid;

use super::facts::{Answer, Approval, Facts, Havoc, Post, Question, Row, Told, Update, Version};
use crate::house::House;

enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

impl Pool {
    async fn open(address: &str) -> anyhow::Result<Self> {
        Ok(match address.strip_prefix("sqlite:") {
            Some(file) => Self::Sqlite(SqlitePool::connect(&format!("sqlite://{file}?mode=ro")).await?),
            None => Self::Postgres(PgPool::connect(address).await?),
        })
    }

    async fn all<T>(&self, sql: &'static str) -> sqlx::Result<Vec<T>>
    where
        T: for<'r> sqlx::FromRow<'r, SqliteRow> + for<'r> sqlx::FromRow<'r, PgRow> + Send + Unpin,
    {
        match self {
            Self::Sqlite(pool) => sqlx::query_as(sql).fetch_all(pool).await,
            Self::Postgres(pool) => sqlx::query_as(sql).fetch_all(pool).await,
        }
    }
}

#[derive(sqlx::FromRow)]
struct Columns {
    id: Uuid,
    chat: String,
    channel: String,
    kind: String,
    lane: i32,
    content: String,
    letter: Option<String>,
    post_id: Option<Uuid>,
    group_id: Option<Uuid>,
    question_id: Option<Uuid>,
    not_after: Option<DateTime<Utc>>,
    state: String,
    reason: Option<String>,
    repeats: i32,
    proof: Option<String>,
}

/// Everything that there is to compare.
pub async fn read(house: &House, told: Told, havoc: Havoc) -> anyhow::Result<Facts> {
    let pool = Pool::open(&house.config.database_url).await?;
    let outgoing: Vec<Columns> = pool
        .all(
            "SELECT o.id, c.platform_id AS chat, o.channel, o.kind, o.lane, o.content,
                l.content AS letter, o.post_id, o.group_id,
                o.question_id, o.not_after, o.state, o.reason, o.repeats, o.proof
             FROM outgoing o JOIN chats c ON c.id = o.chat_id LEFT JOIN letters l ON l.id = o.letter_id
             ORDER BY o.id",
        )
        .await?;
    let stored: BTreeMap<Uuid, &Content> =
        told.enqueued.iter().map(|stored| (stored.id, &stored.content)).collect();
    let mut rows = Vec::with_capacity(outgoing.len());
    for row in outgoing {
        let content = match stored.get(&row.id) {
            Some(content) if row.kind == "extract" => (*content).clone(),
            _ => match &row.letter {
                Some(letter) => serde_json::from_str::<Content>(letter)?.for_copy(&row.content),
                None => serde_json::from_str(&row.content)?,
            },
        };
        rows.push(Row {
            id: row.id,
            // A chat that another one took the place of has no id of the platform's any more.
            chat: row.chat.parse().unwrap_or(0),
            is_copy: row.post_id.is_some() && row.group_id.is_some(),
            by_bot: row.channel == "telegram",
            kind: row.kind,
            lane: row.lane,
            content,
            post: row.post_id,
            question: row.question_id,
            not_after: row.not_after,
            state: row.state,
            reason: row.reason,
            repeats: usize::try_from(row.repeats)?,
            proof: row.proof,
        });
    }
    let questions: Vec<(Uuid, String, String, String)> =
        pool.all("SELECT id, code, text, state FROM questions ORDER BY id").await?;
    let answers: Vec<(Uuid, String)> = pool.all("SELECT question_id, text FROM answers ORDER BY id").await?;
    let versions: Vec<(Uuid, i32, String)> = pool
        .all(
            "SELECT m.id, m.number, v.body FROM messages m JOIN versions v ON v.message_id = m.id
             ORDER BY m.number, v.version",
        )
        .await?;
    let approvals: Vec<(Uuid, i32, String)> =
        pool.all("SELECT message_id, version, decision FROM approvals ORDER BY message_id, version").await?;
    let posts: Vec<(Uuid, Uuid)> = pool.all("SELECT id, message_id FROM posts ORDER BY id").await?;
    let updates: Vec<(i64, Option<String>)> =
        pool.all("SELECT update_id, outcome FROM inbox ORDER BY update_id").await?;
    let chats: Vec<(Uuid, String)> = pool.all("SELECT id, platform_id FROM chats").await?;
    let moved: BTreeMap<i64, i64> = chats
        .iter()
        .filter_map(|(id, last)| Some((*told.chats.get(id)?, last.parse().ok()?)))
        .filter(|(first, last)| first != last)
        .collect();
    Ok(Facts {
        told,
        havoc,
        moved,
        now: house.stage.now().await?,
        in_flight_max: house.config.delivery.limits().in_flight_max,
        rows,
        questions: questions
            .into_iter()
            .map(|(id, code, text, state)| Question { id, code, text, state })
            .collect(),
        answers: answers.into_iter().map(|(question, text)| Answer { question, text }).collect(),
        versions: versions
            .into_iter()
            .map(|(message, number, body)| Version { message, number: i64::from(number), body })
            .collect(),
        approvals: approvals
            .into_iter()
            .map(|(message, version, decision)| Approval { message, version, decision })
            .collect(),
        posts: posts.into_iter().map(|(id, message)| Post { id, message }).collect(),
        updates: updates.into_iter().map(|(id, outcome)| Update { id, outcome }).collect(),
        ledger: house.stage.ledger(0).await?,
        refused: house.stage.refused().await?,
    })
}
