//! The posts of a span of time with what they say, all at once.

use chrono::{DateTime, Utc};

use super::super::PostId;
use crate::message::{Body, MessageId};
use crate::store::{Error, Tx, all};
use crate::ward::WardId;

/// A post that has left.
pub(super) struct Posted {
    pub id: PostId,
    pub message: MessageId,
    pub number: i32,
    pub at: DateTime<Utc>,
    pub is_stopped: bool,
    pub body: Body,
    /// The content group's number and name.
    pub group: String,
    pub group_name: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: PostId,
    message_id: MessageId,
    number: i32,
    released_at: DateTime<Utc>,
    state: String,
    body: String,
    group_number: Option<String>,
    group_name: Option<String>,
}

pub(super) async fn posted(
    tx: &mut Tx,
    ward: WardId,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<Vec<Posted>, Error> {
    all!(
        tx,
        Row,
        "SELECT p.id, p.message_id, m.number, p.released_at, p.state, v.body, c.number AS group_number,
            c.name AS group_name
         FROM posts p JOIN messages m ON m.id = p.message_id
         JOIN versions v ON v.message_id = p.message_id AND v.version = p.version
         LEFT JOIN content_groups c ON c.id = m.content_group_id
         WHERE p.ward_id = $1 AND p.kind = 'post' AND p.state <> 'cancelled'
           AND p.released_at >= $2 AND p.released_at < $3
         ORDER BY p.released_at, p.id",
        ward,
        from,
        to
    )?
    .into_iter()
    .map(|row| {
        Ok(Posted {
            id: row.id,
            message: row.message_id,
            number: row.number,
            at: row.released_at,
            is_stopped: row.state == super::super::State::Stopped.code(),
            body: serde_json::from_str(&row.body).map_err(|e| Error::corrupt("version", e))?,
            group: row.group_number.unwrap_or_default(),
            group_name: row.group_name.unwrap_or_default(),
        })
    })
    .collect()
}

/// A correction that has left.
pub(super) struct Correction {
    pub id: PostId,
    pub message: MessageId,
    pub at: DateTime<Utc>,
}

pub(super) async fn corrections(
    tx: &mut Tx,
    ward: WardId,
    from: DateTime<Utc>,
) -> Result<Vec<Correction>, Error> {
    let rows = all!(
        tx,
        (PostId, MessageId, DateTime<Utc>),
        "SELECT id, message_id, released_at FROM posts
         WHERE ward_id = $1 AND kind = 'correction' AND state <> 'cancelled' AND released_at >= $2
         ORDER BY released_at, id",
        ward,
        from
    )?;
    Ok(rows.into_iter().map(|(id, message, at)| Correction { id, message, at }).collect())
}
