mod alone;
mod cards;
mod find;
mod policies;
mod words;

pub use alone::release_alone;
pub use cards::{
    OwnTerm, asked, card_shown, is_opened, is_shown, last_shown, set_term, term_of, terms_to_look_at,
};
pub use find::{fill_terms, search};
pub use policies::{own_policy, policies, policy_for, policy_of, put_policy};
pub use words::{
    Approved, approval_stands, approve, complete, consent, decisions, lacks, may_say, reopen, send_back,
};
use words::{decide, open_for};

use chrono::{DateTime, Utc};

use super::{Body, MessageId, Refusal, State, hash_of};
use crate::audit;
use crate::plan::ContentGroupId;
use crate::store::{Error, Tx, all, exactly_one, exec, one};
use crate::ward::store as ward;
use crate::ward::{Person, PersonId, Role, WardId};

/// A message as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub id: MessageId,
    pub ward: WardId,
    /// Counts up per ward; what people call it by.
    pub number: i32,
    pub content_group: Option<ContentGroupId>,
    pub author: PersonId,
    pub state: State,
    /// The newest version, the only one that counts.
    pub version: i32,
    /// When to post; `None`: as soon as it is approved.
    pub post_at: Option<DateTime<Utc>>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: MessageId,
    ward_id: WardId,
    number: i32,
    content_group_id: Option<ContentGroupId>,
    author_id: PersonId,
    state: String,
    version: i32,
    post_at: Option<DateTime<Utc>>,
}

impl TryFrom<Row> for Message {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        let state = State::ALL
            .into_iter()
            .find(|s| s.code() == row.state)
            .ok_or_else(|| Error::corrupt("message state", &row.state))?;
        Ok(Self {
            id: row.id,
            ward: row.ward_id,
            number: row.number,
            content_group: row.content_group_id,
            author: row.author_id,
            state,
            version: row.version,
            post_at: row.post_at,
        })
    }
}

/// One exact text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    pub number: i32,
    pub hash: Vec<u8>,
    pub body: Body,
}

/// Stores a new message with its first version and submits it.
///
/// # Errors
/// If the database refuses.
pub async fn create(
    tx: &mut Tx,
    ward: WardId,
    author: PersonId,
    content_group: Option<ContentGroupId>,
    body: &Body,
    post_at: Option<DateTime<Utc>>,
) -> Result<Message, Error> {
    let (id, now) = (MessageId(tx.new_id()), tx.now());
    let row = one!(
        tx,
        (i32,),
        "INSERT INTO messages (id, ward_id, number, content_group_id, author_id, kind, state, version, post_at,
            created_at, changed_at)
         VALUES ($1, $2, (SELECT COALESCE(MAX(m.number), 0) + 1 FROM messages m WHERE m.ward_id = $2),
                 $3, $4, $5, 'submitted', 1, $6, $7, $7)
         RETURNING number",
        id,
        ward,
        content_group,
        author,
        body.kind.code(),
        post_at,
        now
    )?;
    let (number,) = row.ok_or_else(|| Error::corrupt("message", "not stored"))?;
    let message =
        Message { id, ward, number, content_group, author, state: State::Submitted, version: 1, post_at };
    put_version(tx, &message, body).await?;
    audit::append(tx, ward, Some(author), "submit", &subject(&message), "").await?;
    Ok(message)
}

/// The author writes it again: a new version, submitted, with no approvals.
///
/// # Errors
/// If the person is not the author, the message was withdrawn, or the database refuses.
pub async fn write_again(
    tx: &mut Tx,
    id: MessageId,
    author: PersonId,
    body: &Body,
    post_at: Option<DateTime<Utc>>,
) -> Result<Message, Refusal> {
    let before = message(tx, id).await?.ok_or(Refusal::Missing)?;
    if before.author != author {
        return Err(Refusal::NotAuthor);
    }
    if before.state == State::Withdrawn {
        return Err(Refusal::NotOpen(before.state));
    }
    let now = tx.now();
    let after = Message { version: before.version + 1, state: State::Submitted, post_at, ..before };
    let changed = exec!(
        tx,
        "UPDATE messages SET version = $2, state = 'submitted', post_at = $3, changed_at = $4, kind = $5
         WHERE id = $1 AND version = $2 - 1",
        id,
        after.version,
        post_at,
        now,
        body.kind.code()
    )?;
    exactly_one(changed, "message")?;
    put_version(tx, &after, body).await?;
    audit::append(tx, after.ward, Some(author), "edit", &subject(&after), "").await?;
    Ok(after)
}

async fn put_version(tx: &mut Tx, message: &Message, body: &Body) -> Result<(), Error> {
    let now = tx.now();
    let json = serde_json::to_string(body).map_err(|e| Error::corrupt("message", e))?;
    exec!(
        tx,
        "INSERT INTO versions (message_id, version, hash, body, author_id, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        message.id,
        message.version,
        hash_of(body),
        json,
        message.author,
        now
    )?;
    find::renew_terms(tx, message, body).await?;
    asked(tx, message).await
}

/// A message by its id.
///
/// # Errors
/// If the database refuses.
pub async fn message(tx: &mut Tx, id: MessageId) -> Result<Option<Message>, Error> {
    one!(
        tx,
        Row,
        "SELECT id, ward_id, number, content_group_id, author_id, state, version, post_at FROM messages
         WHERE id = $1",
        id
    )?
    .map(Message::try_from)
    .transpose()
}

/// One version of a message.
///
/// # Errors
/// If the database refuses or the version is not readable.
pub async fn version(tx: &mut Tx, id: MessageId, number: i32) -> Result<Option<Version>, Error> {
    let row = one!(
        tx,
        (Vec<u8>, String),
        "SELECT hash, body FROM versions WHERE message_id = $1 AND version = $2",
        id,
        number
    )?;
    let Some((hash, body)) = row else { return Ok(None) };
    let body: Body = serde_json::from_str(&body).map_err(|e| Error::corrupt("message", e))?;
    if hash_of(&body) != hash {
        return Err(Error::corrupt("message", "its text no longer matches its hash"));
    }
    Ok(Some(Version { number, hash, body }))
}

/// A message with its newest version.
///
/// # Errors
/// If the database refuses.
pub async fn current(tx: &mut Tx, id: MessageId) -> Result<Option<(Message, Version)>, Error> {
    let Some(message) = message(tx, id).await? else { return Ok(None) };
    let version = version(tx, id, message.version).await?;
    Ok(version.map(|version| (message, version)))
}

/// The same, and nobody else changes the message until the end of this transaction.
///
/// # Errors
/// If the database refuses.
pub async fn lock(tx: &mut Tx, id: MessageId) -> Result<Option<(Message, Version)>, Error> {
    exec!(tx, "UPDATE messages SET version = version WHERE id = $1", id)?;
    current(tx, id).await
}

/// The newest messages of an author.
///
/// # Errors
/// If the database refuses.
pub async fn by_author(tx: &mut Tx, author: PersonId, limit: i64) -> Result<Vec<Message>, Error> {
    all!(
        tx,
        Row,
        "SELECT id, ward_id, number, content_group_id, author_id, state, version, post_at FROM messages
         WHERE author_id = $1 ORDER BY changed_at DESC LIMIT $2",
        author,
        limit
    )?
    .into_iter()
    .map(Message::try_from)
    .collect()
}

/// The messages of a ward that wait for approval, oldest first.
///
/// # Errors
/// If the database refuses.
pub async fn submitted(tx: &mut Tx, ward: WardId) -> Result<Vec<Message>, Error> {
    all!(
        tx,
        Row,
        "SELECT id, ward_id, number, content_group_id, author_id, state, version, post_at FROM messages
         WHERE ward_id = $1 AND state = 'submitted' ORDER BY number",
        ward
    )?
    .into_iter()
    .map(Message::try_from)
    .collect()
}

/// The approved messages of a ward of which something is to leave: planned, held, waiting for a
/// slot, or released after `since` and so still held back.
///
/// # Errors
/// If the database refuses.
pub async fn to_leave(tx: &mut Tx, ward: WardId, since: DateTime<Utc>) -> Result<Vec<Message>, Error> {
    all!(
        tx,
        Row,
        "SELECT m.id, m.ward_id, m.number, m.content_group_id, m.author_id, m.state, m.version, m.post_at
         FROM messages m
         WHERE m.ward_id = $1 AND m.state = 'approved'
           AND (EXISTS (SELECT 1 FROM posts p WHERE p.message_id = m.id AND p.version = m.version
                AND (p.state IN ('planned', 'held') OR (p.state = 'released' AND p.released_at > $2)))
             OR EXISTS (SELECT 1 FROM slot_queue q WHERE q.message_id = m.id AND q.place IS NOT NULL))
         ORDER BY m.number",
        ward,
        since
    )?
    .into_iter()
    .map(Message::try_from)
    .collect()
}

/// What the messages of a ward say that wait or are approved and were changed since a moment.
///
/// # Errors
/// If the database refuses.
pub async fn recent_texts(tx: &mut Tx, ward: WardId, since: DateTime<Utc>) -> Result<Vec<String>, Error> {
    let rows = all!(
        tx,
        (String,),
        "SELECT v.body FROM messages m JOIN versions v ON v.message_id = m.id AND v.version = m.version
         WHERE m.ward_id = $1 AND m.state IN ('submitted', 'approved') AND m.changed_at >= $2",
        ward,
        since
    )?;
    // What cannot be read speaks of nothing, and must not keep the rest from being looked at.
    let words = |(body,): (String,)| Some(serde_json::from_str::<Body>(&body).ok()?.vi.words());
    Ok(rows.into_iter().filter_map(words).collect())
}

/// The approvers who may decide on a message: all but its author.
///
/// # Errors
/// If the database refuses.
pub async fn approvers_who_may(tx: &mut Tx, message: &Message) -> Result<Vec<Person>, Error> {
    let mut people = ward::people_with(tx, message.ward, Role::Approver).await?;
    people.retain(|p| p.id != message.author);
    Ok(people)
}

/// The author takes the message back. What was posted stays posted.
///
/// # Errors
/// If the person is not the author, it was withdrawn before, or the database refuses.
pub async fn withdraw(tx: &mut Tx, id: MessageId, by: PersonId) -> Result<Message, Refusal> {
    let message = message(tx, id).await?.ok_or(Refusal::Missing)?;
    if message.author != by {
        return Err(Refusal::NotAuthor);
    }
    if message.state == State::Withdrawn {
        return Err(Refusal::NotOpen(message.state));
    }
    set_state(tx, &message, State::Withdrawn).await?;
    audit::append(tx, message.ward, Some(by), "withdraw", &subject(&message), "").await?;
    Ok(Message { state: State::Withdrawn, ..message })
}

/// The ward takes a posted message back, whoever wrote it. The caller has checked the role in the
/// same transaction and sees to the groups.
///
/// # Errors
/// If it was withdrawn before, or the database refuses.
pub async fn recall(tx: &mut Tx, id: MessageId, by: PersonId) -> Result<Message, Refusal> {
    // Two people who recall at once wait for each other here.
    exec!(tx, "UPDATE messages SET version = version WHERE id = $1", id)?;
    let message = message(tx, id).await?.ok_or(Refusal::Missing)?;
    if message.state == State::Withdrawn {
        return Err(Refusal::NotOpen(message.state));
    }
    set_state(tx, &message, State::Withdrawn).await?;
    audit::append(tx, message.ward, Some(by), "recall", &subject(&message), "").await?;
    Ok(Message { state: State::Withdrawn, ..message })
}

async fn set_state(tx: &mut Tx, message: &Message, state: State) -> Result<(), Error> {
    let now = tx.now();
    let changed = exec!(
        tx,
        "UPDATE messages SET state = $3, changed_at = $4 WHERE id = $1 AND version = $2",
        message.id,
        message.version,
        state.code(),
        now
    )?;
    exactly_one(changed, "message")
}

fn subject(message: &Message) -> String {
    format!("message:{}:{}", message.id, message.version)
}
