//! What people were asked to pass on, and what they say came of it.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::super::{OutgoingId, PostId, Reason, State};
use crate::channel::Channel;
use crate::store::{Error, Tx, all, exec, one};
use crate::ward::{BotId, GroupId, WardId};

/// What the responsible person of a relay says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RelayWord {
    Done,
    /// It could not be done, and why.
    Cannot(Reason),
    /// It has not been done yet.
    Later,
}

/// What became of their word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// It holds. `late`: for when it was done, it was said only after its time.
    Noted { late: bool },
    /// The copy was taken back, or its time is long over: nothing is to be done any more.
    Over,
}

/// The responsible person of a relay says what came of a copy. One word may follow another: a mistaken
/// tap can be taken back. Said twice, the first time counts. What has expired is noted until `late`
/// after its time.
///
/// # Errors
/// If the database refuses.
pub async fn record_relay(
    tx: &mut Tx,
    copy: OutgoingId,
    word: RelayWord,
    by: Uuid,
    late: TimeDelta,
) -> Result<Recorded, Error> {
    let now = tx.now();
    let row = one!(
        tx,
        (String, Option<DateTime<Utc>>),
        "SELECT state, not_after FROM outgoing WHERE id = $1 AND channel = 'relay'",
        copy
    )?;
    let Some((before, not_after)) = row else { return Ok(Recorded::Over) };
    let over = not_after.is_some_and(|at| at <= now);
    let (state, reason) = match word {
        RelayWord::Done if before == State::Sent.code() => return Ok(Recorded::Noted { late: false }),
        RelayWord::Done => (State::Sent, None),
        RelayWord::Cannot(reason) => (State::Failed, Some(reason.code())),
        RelayWord::Later if over => return Ok(Recorded::Over),
        RelayWord::Later => (State::Waiting, None),
    };
    let proof = (word != RelayWord::Later).then(|| format!("person:{by}"));
    let changed = exec!(
        tx,
        "UPDATE outgoing SET state = $2, proof = $3, reason = $4, changed_at = $5
         WHERE id = $1 AND channel = 'relay'
           AND (state = 'sent' OR (state IN ('waiting', 'failed', 'expired')
             AND (not_after IS NULL OR not_after > $6)))",
        copy,
        state.code(),
        proof,
        reason,
        now,
        now - late
    )?;
    if changed == 0 {
        return Ok(Recorded::Over);
    }
    Ok(Recorded::Noted { late: over && word == RelayWord::Done })
}

/// A copy that was handed to a person, when it is to be looked at again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelayAsk {
    pub copy: OutgoingId,
    pub ward: WardId,
    pub bot: BotId,
    pub post: PostId,
    pub group: GroupId,
    pub state: State,
    pub asked_at: DateTime<Utc>,
    pub is_urgent: bool,
    /// The moment that has come.
    pub look_at: DateTime<Utc>,
    pub not_after: Option<DateTime<Utc>>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: OutgoingId,
    ward_id: WardId,
    bot_id: BotId,
    post_id: PostId,
    group_id: GroupId,
    state: String,
    asked_at: DateTime<Utc>,
    urgent: bool,
    look_at: DateTime<Utc>,
    not_after: Option<DateTime<Utc>>,
}

/// Notes that a copy was handed over; asked once more, it counts from then on.
///
/// # Errors
/// If the database refuses.
pub async fn put_relay_ask(
    tx: &mut Tx,
    copy: OutgoingId,
    asked_at: DateTime<Utc>,
    is_urgent: bool,
    look_at: Option<DateTime<Utc>>,
) -> Result<(), Error> {
    exec!(
        tx,
        "INSERT INTO relay_asks (outgoing_id, asked_at, urgent, look_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (outgoing_id) DO UPDATE SET asked_at = excluded.asked_at, look_at = excluded.look_at",
        copy,
        asked_at,
        is_urgent,
        look_at
    )?;
    Ok(())
}

/// The copies whose moment has come, the longest waiting first.
///
/// # Errors
/// If the database refuses or holds an unknown state.
pub async fn relays_to_look_at(tx: &mut Tx, limit: i64) -> Result<Vec<RelayAsk>, Error> {
    let now = tx.now();
    all!(
        tx,
        Row,
        "SELECT o.id, o.ward_id, o.bot_id, o.post_id, o.group_id, o.state, a.asked_at, a.urgent, a.look_at,
            o.not_after
         FROM relay_asks a JOIN outgoing o ON o.id = a.outgoing_id
         WHERE a.look_at IS NOT NULL AND a.look_at <= $1 ORDER BY a.look_at, o.id LIMIT $2",
        now,
        limit
    )?
    .into_iter()
    .map(|row| {
        Ok(RelayAsk {
            copy: row.id,
            ward: row.ward_id,
            bot: row.bot_id,
            post: row.post_id,
            group: row.group_id,
            state: State::from_code(&row.state).ok_or_else(|| Error::corrupt("outgoing state", row.state))?,
            asked_at: row.asked_at,
            is_urgent: row.urgent,
            look_at: row.look_at,
            not_after: row.not_after,
        })
    })
    .collect()
}

/// Says when a copy is looked at again; `None`: not any more.
///
/// # Errors
/// If the database refuses.
pub async fn look_at_relay(tx: &mut Tx, copy: OutgoingId, at: Option<DateTime<Utc>>) -> Result<(), Error> {
    exec!(tx, "UPDATE relay_asks SET look_at = $2 WHERE outgoing_id = $1", copy, at)?;
    Ok(())
}

/// Keeps what the platform calls the picture that shows a copy where it was put.
///
/// # Errors
/// If the database refuses.
pub async fn put_relay_photo(tx: &mut Tx, copy: OutgoingId, file_id: &str) -> Result<(), Error> {
    exec!(tx, "UPDATE relay_asks SET photo = $2 WHERE outgoing_id = $1", copy, file_id)?;
    Ok(())
}

/// The pictures of a post's copies: of whose, and what the platform calls them.
///
/// # Errors
/// If the database refuses.
pub async fn relay_photos(tx: &mut Tx, post: PostId) -> Result<Vec<(GroupId, String)>, Error> {
    all!(
        tx,
        (GroupId, String),
        "SELECT o.group_id, a.photo FROM outgoing o JOIN relay_asks a ON a.outgoing_id = o.id
         WHERE o.post_id = $1 AND o.group_id IS NOT NULL AND o.channel = $2 AND a.photo IS NOT NULL
         ORDER BY o.id",
        post,
        Channel::Relay.code()
    )
}
