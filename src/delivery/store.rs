use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::{About, InDoubt, Kind, Lane, MessageId, OutgoingId, Parcel, PostId, QuestionId, Reason, State};
use crate::channel::{Channel, ChatKind, Content};
use crate::store::{Error, Tx, all, exactly_one, exec, one};
use crate::ward::{BotId, ChatId, GroupId, WardId};

/// Seconds for which a send belongs to one instance: longer than the send's own timeout.
pub(super) const LEASE_SECONDS: i64 = 90;

/// Stores something to send, in the caller's transaction. A copy that exists already and has
/// not left, waiting or expired, waits again with the new times; otherwise it stays as it is.
///
/// # Errors
/// If the database refuses.
pub async fn enqueue(tx: &mut Tx, parcel: &Parcel) -> Result<OutgoingId, Error> {
    let id = OutgoingId(tx.new_id());
    enqueue_as(tx, id, parcel).await?;
    Ok(id)
}

/// As [`enqueue`], under an id that the content already names.
///
/// # Errors
/// If the database refuses.
pub async fn enqueue_as(tx: &mut Tx, id: OutgoingId, parcel: &Parcel) -> Result<(), Error> {
    let now = tx.now();
    let content =
        serde_json::to_string(&parcel.content).map_err(|e| Error::corrupt("outgoing content", e))?;
    exec!(
        tx,
        "INSERT INTO outgoing (id, ward_id, bot_id, chat_id, channel, kind, lane, in_doubt, content,
            post_id, group_id, message_id, question_id, due_at, not_after,
            state, attempt, repeats, created_at, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 'waiting', 0, 0, $16, $16)
         ON CONFLICT (post_id, group_id) DO UPDATE
         SET state = 'waiting', due_at = excluded.due_at, not_after = excluded.not_after
         WHERE outgoing.state IN ('waiting', 'expired')",
        id,
        parcel.ward,
        parcel.bot,
        parcel.chat,
        parcel.channel.code(),
        parcel.kind.code(),
        parcel.lane.number(),
        parcel.kind.in_doubt().code(),
        content,
        parcel.about.post,
        parcel.about.group,
        parcel.about.message,
        parcel.about.question,
        parcel.due_at.unwrap_or(now),
        parcel.not_after,
        now
    )?;
    Ok(())
}

/// A row that may be sent now.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub id: OutgoingId,
    pub chat: ChatId,
    pub platform_chat: String,
    pub chat_kind: ChatKind,
    pub content: Content,
    pub attempt: i32,
}

#[derive(sqlx::FromRow)]
struct CandidateRow {
    id: OutgoingId,
    chat_id: ChatId,
    platform_id: String,
    kind: String,
    content: String,
    attempt: i32,
}

/// The due rows of one lane, oldest first, at most one a chat, none of a chat in which
/// something is being sent: order within a chat is kept.
pub(super) async fn candidates(
    tx: &mut Tx,
    bot: BotId,
    lane: Lane,
    limit: i64,
) -> Result<Vec<Candidate>, Error> {
    const SELECT: &str = "SELECT o.id, o.chat_id, c.platform_id, c.kind, o.content, o.attempt
         FROM outgoing o JOIN chats c ON c.id = o.chat_id
         WHERE o.bot_id = $1 AND o.state = 'waiting' AND o.channel = 'telegram' AND o.lane = $2
           AND o.due_at <= $3
           AND NOT EXISTS (SELECT 1 FROM outgoing e WHERE e.chat_id = o.chat_id AND e.state = 'sending')
           AND NOT EXISTS (SELECT 1 FROM outgoing e
               WHERE e.chat_id = o.chat_id AND e.state = 'waiting' AND e.channel = 'telegram'
                 AND e.due_at <= $3 AND (e.lane < o.lane OR (e.lane = o.lane AND e.id < o.id)))
         ORDER BY o.id LIMIT $4";
    // The only words that differ between the databases: SQLite has one writer at a time.
    const SELECT_POSTGRES: &str = "SELECT o.id, o.chat_id, c.platform_id, c.kind, o.content, o.attempt
         FROM outgoing o JOIN chats c ON c.id = o.chat_id
         WHERE o.bot_id = $1 AND o.state = 'waiting' AND o.channel = 'telegram' AND o.lane = $2
           AND o.due_at <= $3
           AND NOT EXISTS (SELECT 1 FROM outgoing e WHERE e.chat_id = o.chat_id AND e.state = 'sending')
           AND NOT EXISTS (SELECT 1 FROM outgoing e
               WHERE e.chat_id = o.chat_id AND e.state = 'waiting' AND e.channel = 'telegram'
                 AND e.due_at <= $3 AND (e.lane < o.lane OR (e.lane = o.lane AND e.id < o.id)))
         ORDER BY o.id LIMIT $4 FOR UPDATE OF o SKIP LOCKED";
    let now = tx.now();
    let sql = if tx.is_postgres() { SELECT_POSTGRES } else { SELECT };
    let rows = all!(tx, CandidateRow, sql, bot, lane.number(), now, limit)?;
    rows.into_iter()
        .map(|row| {
            Ok(Candidate {
                id: row.id,
                chat: row.chat_id,
                platform_chat: row.platform_id,
                chat_kind: if row.kind == "private" { ChatKind::Private } else { ChatKind::Group },
                content: serde_json::from_str(&row.content)
                    .map_err(|e| Error::corrupt("outgoing content", e))?,
                attempt: row.attempt,
            })
        })
        .collect()
}

/// Commits the intent to send: from here on a crash leaves the row in doubt.
pub(super) async fn intend(tx: &mut Tx, id: OutgoingId, owner: Uuid, attempt: i32) -> Result<bool, Error> {
    let now = tx.now();
    let changed = exec!(
        tx,
        "UPDATE outgoing SET state = 'sending', owner = $2, lease_until = $3, attempt = $4, changed_at = $5
         WHERE id = $1 AND state = 'waiting' AND attempt = $4 - 1",
        id,
        owner,
        now + TimeDelta::seconds(LEASE_SECONDS),
        attempt,
        now
    )?;
    Ok(changed == 1)
}

/// A send that came back, as the one who made it knows it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Held {
    pub id: OutgoingId,
    pub owner: Uuid,
    pub attempt: i32,
}

/// The platform took it. `false`: the row is no longer ours, and nothing was changed.
pub(super) async fn sent(tx: &mut Tx, held: Held, chat: ChatId, messages: &[String]) -> Result<bool, Error> {
    let now = tx.now();
    let proof = serde_json::to_string(messages).map_err(|e| Error::corrupt("proof", e))?;
    let changed = exec!(
        tx,
        "UPDATE outgoing SET state = 'sent', proof = $4, reason = NULL, lease_until = NULL, changed_at = $5,
            content = CASE WHEN kind = 'extract' THEN $6 ELSE content END
         WHERE id = $1 AND owner = $2 AND attempt = $3 AND state IN ('sending', 'unknown')",
        held.id,
        held.owner,
        held.attempt,
        proof,
        now,
        BLANK
    )?;
    if changed == 1 {
        for message in messages {
            exec!(
                tx,
                "INSERT INTO sent_messages (chat_id, platform_message_id, outgoing_id) VALUES ($1, $2, $3)
                 ON CONFLICT (chat_id, platform_message_id) DO UPDATE SET outgoing_id = excluded.outgoing_id",
                chat,
                message.as_str(),
                held.id
            )?;
        }
    }
    Ok(changed == 1)
}

/// Surely not sent: back to waiting, to be tried after `pause`. The attempt does not count as doubt.
pub(super) async fn not_sent(tx: &mut Tx, held: Held, pause: TimeDelta) -> Result<bool, Error> {
    let now = tx.now();
    let changed = exec!(
        tx,
        "UPDATE outgoing SET state = 'waiting', owner = NULL, lease_until = NULL, due_at = $4, changed_at = $5
         WHERE id = $1 AND owner = $2 AND attempt = $3 AND state = 'sending'",
        held.id,
        held.owner,
        held.attempt,
        now + pause,
        now
    )?;
    Ok(changed == 1)
}

/// Refused for good.
pub(super) async fn failed(tx: &mut Tx, held: Held, reason: Reason, why: &str) -> Result<bool, Error> {
    let now = tx.now();
    let changed = exec!(
        tx,
        "UPDATE outgoing SET state = 'failed', reason = $4, proof = $5, lease_until = NULL, changed_at = $6,
            content = CASE WHEN kind = 'extract' THEN $7 ELSE content END
         WHERE id = $1 AND owner = $2 AND attempt = $3 AND state = 'sending'",
        held.id,
        held.owner,
        held.attempt,
        reason.code(),
        why,
        now,
        BLANK
    )?;
    Ok(changed == 1)
}

/// Nobody can tell. What may be repeated waits for its next attempt, and the repeat is counted.
pub(super) async fn in_doubt(tx: &mut Tx, held: Held, pause: TimeDelta) -> Result<bool, Error> {
    let now = tx.now();
    let repeated = exec!(
        tx,
        "UPDATE outgoing SET state = 'waiting', owner = NULL, lease_until = NULL, repeats = repeats + 1,
            due_at = $4, changed_at = $5
         WHERE id = $1 AND owner = $2 AND attempt = $3 AND state = 'sending' AND in_doubt = 'repeat'",
        held.id,
        held.owner,
        held.attempt,
        now + pause,
        now
    )?;
    let held_back = exec!(
        tx,
        "UPDATE outgoing SET state = 'unknown', lease_until = NULL, changed_at = $4
         WHERE id = $1 AND owner = $2 AND attempt = $3 AND state = 'sending' AND in_doubt = 'hold'",
        held.id,
        held.owner,
        held.attempt,
        now
    )?;
    Ok(repeated + held_back == 1)
}

/// Settles what a dead instance left in the middle of sending: its lease has lapsed, or
/// `alone` says that no other instance can be alive.
pub(super) async fn recover(tx: &mut Tx, bot: BotId, me: Uuid, alone: bool) -> Result<u64, Error> {
    let now = tx.now();
    let repeated = exec!(
        tx,
        "UPDATE outgoing SET state = 'waiting', owner = NULL, lease_until = NULL, repeats = repeats + 1, changed_at = $4
         WHERE bot_id = $1 AND state = 'sending' AND in_doubt = $5 AND owner <> $2 AND ($3 OR lease_until <= $4)",
        bot,
        me,
        alone,
        now,
        InDoubt::Repeat.code()
    )?;
    let held = exec!(
        tx,
        "UPDATE outgoing SET state = 'unknown', lease_until = NULL, changed_at = $4
         WHERE bot_id = $1 AND state = 'sending' AND in_doubt = $5 AND owner <> $2 AND ($3 OR lease_until <= $4)",
        bot,
        me,
        alone,
        now,
        InDoubt::Hold.code()
    )?;
    Ok(repeated + held)
}

/// Answers that did not reach their asker and of which nobody has been told; from now on
/// somebody has.
///
/// # Errors
/// If the database refuses.
pub async fn take_lost_answers(tx: &mut Tx) -> Result<Vec<QuestionId>, Error> {
    let now = tx.now();
    let rows = all!(
        tx,
        (Option<QuestionId>,),
        "UPDATE outgoing SET told_at = $1
         WHERE kind = 'answer' AND state IN ('failed', 'expired') AND told_at IS NULL RETURNING question_id",
        now
    )?;
    Ok(rows.into_iter().filter_map(|(id,)| id).collect())
}

/// Ends what is worth nothing any more. Gives how many rows.
///
/// # Errors
/// If the database refuses.
pub async fn expire(tx: &mut Tx) -> Result<u64, Error> {
    let now = tx.now();
    exec!(
        tx,
        "UPDATE outgoing SET state = 'expired', changed_at = $1
         WHERE state = 'waiting' AND not_after IS NOT NULL AND not_after <= $1",
        now
    )
}

/// The posts with copies that should have left before `before` and have not.
///
/// # Errors
/// If the database refuses.
pub async fn posts_overdue(tx: &mut Tx, before: DateTime<Utc>) -> Result<Vec<PostId>, Error> {
    let rows = all!(
        tx,
        (PostId,),
        "SELECT DISTINCT post_id FROM outgoing
         WHERE kind = 'post' AND channel = 'telegram' AND state = 'waiting' AND due_at <= $1 AND not_after > $1",
        before
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The posts of which anything still waits to leave, due or not: copies, or texts on their way
/// to a head who is to post them.
///
/// # Errors
/// If the database refuses.
pub async fn posts_waiting(tx: &mut Tx) -> Result<Vec<PostId>, Error> {
    let rows = all!(
        tx,
        (PostId,),
        "SELECT DISTINCT post_id FROM outgoing
         WHERE post_id IS NOT NULL AND channel = 'telegram' AND state = 'waiting'"
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Holds back the copies of a post that have not left: they are never due, unless they are
/// enqueued anew. The texts on their way to a head are made anew then, and cancelled now.
///
/// # Errors
/// If the database refuses.
pub async fn hold_post(tx: &mut Tx, post: PostId) -> Result<u64, Error> {
    let now = tx.now();
    exec!(
        tx,
        "UPDATE outgoing SET state = 'cancelled', changed_at = $2
         WHERE post_id = $1 AND group_id IS NULL AND state = 'waiting'",
        post,
        now
    )?;
    // Long after they have expired: at that very moment a send could be quicker.
    exec!(
        tx,
        "UPDATE outgoing SET due_at = $3, changed_at = $2
         WHERE post_id = $1 AND kind = 'post' AND channel = 'telegram' AND state = 'waiting'",
        post,
        now,
        now + TimeDelta::days(3650)
    )
}

/// Cancels the copies of a post that have not left, and with them the relayed texts on their
/// way to a head. Gives how many copies.
///
/// # Errors
/// If the database refuses.
pub async fn cancel_post(tx: &mut Tx, post: PostId) -> Result<u64, Error> {
    let now = tx.now();
    exec!(
        tx,
        "UPDATE outgoing SET state = 'cancelled', changed_at = $2
         WHERE post_id = $1 AND group_id IS NULL AND state = 'waiting'",
        post,
        now
    )?;
    exec!(
        tx,
        "UPDATE outgoing SET state = 'cancelled', changed_at = $2
         WHERE post_id = $1 AND group_id IS NOT NULL AND state = 'waiting'",
        post,
        now
    )
}

/// One copy of a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyRow {
    pub id: OutgoingId,
    pub group: GroupId,
    pub channel: Channel,
    pub state: State,
    pub proof: Option<String>,
    pub reason: Option<String>,
    pub changed_at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct CopyColumns {
    id: OutgoingId,
    group_id: GroupId,
    channel: String,
    state: String,
    proof: Option<String>,
    reason: Option<String>,
    changed_at: DateTime<Utc>,
}

/// All copies of a post.
///
/// # Errors
/// If the database refuses or holds an unknown state.
pub async fn copies(tx: &mut Tx, post: PostId) -> Result<Vec<CopyRow>, Error> {
    all!(
        tx,
        CopyColumns,
        "SELECT id, group_id, channel, state, proof, reason, changed_at FROM outgoing
         WHERE post_id = $1 AND group_id IS NOT NULL ORDER BY id",
        post
    )?
    .into_iter()
    .map(|row| {
        Ok(CopyRow {
            id: row.id,
            group: row.group_id,
            channel: Channel::from_code(&row.channel)
                .ok_or_else(|| Error::corrupt("channel", row.channel))?,
            state: State::from_code(&row.state).ok_or_else(|| Error::corrupt("outgoing state", row.state))?,
            proof: row.proof,
            reason: row.reason,
            changed_at: row.changed_at,
        })
    })
    .collect()
}

/// The responsible person of a relay says whether the copy was posted. `true` may follow
/// `false` and the other way round: a mistaken tap can be taken back. `false` result: the
/// copy is over (expired or cancelled) or not a relay's.
///
/// # Errors
/// If the database refuses.
pub async fn record_relay(tx: &mut Tx, copy: OutgoingId, posted: bool, by: Uuid) -> Result<bool, Error> {
    let now = tx.now();
    let (state, reason) =
        if posted { (State::Sent, None) } else { (State::Failed, Some(Reason::NotPosted.code())) };
    let changed = exec!(
        tx,
        "UPDATE outgoing SET state = $2, proof = $3, reason = $4, changed_at = $5
         WHERE id = $1 AND channel = 'relay' AND state IN ('waiting', 'sent', 'failed')",
        copy,
        state.code(),
        format!("person:{by}"),
        reason,
        now
    )?;
    Ok(changed == 1)
}

/// A row found by the message that it became.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub id: OutgoingId,
    pub ward: WardId,
    pub kind: String,
    pub about: About,
}

#[derive(sqlx::FromRow)]
struct FoundColumns {
    id: OutgoingId,
    ward_id: WardId,
    kind: String,
    post_id: Option<PostId>,
    group_id: Option<GroupId>,
    message_id: Option<MessageId>,
    question_id: Option<QuestionId>,
}

impl From<FoundColumns> for Found {
    fn from(row: FoundColumns) -> Self {
        Self {
            id: row.id,
            ward: row.ward_id,
            kind: row.kind,
            about: About {
                post: row.post_id,
                group: row.group_id,
                message: row.message_id,
                question: row.question_id,
            },
        }
    }
}

/// What one of our messages in a chat came from.
///
/// # Errors
/// If the database refuses.
pub async fn outgoing_by_message(tx: &mut Tx, chat: ChatId, message: &str) -> Result<Option<Found>, Error> {
    let row = one!(
        tx,
        FoundColumns,
        "SELECT o.id, o.ward_id, o.kind, o.post_id, o.group_id, o.message_id, o.question_id
         FROM sent_messages s JOIN outgoing o ON o.id = s.outgoing_id
         WHERE s.chat_id = $1 AND s.platform_message_id = $2",
        chat,
        message
    )?;
    Ok(row.map(Found::from))
}

/// Where the notices about a ward's message stand in chats: chat and platform's message id.
///
/// # Errors
/// If the database refuses.
pub async fn outgoing_of_message(
    tx: &mut Tx,
    message: MessageId,
) -> Result<Vec<(BotId, ChatId, String)>, Error> {
    all!(
        tx,
        (BotId, ChatId, String),
        "SELECT o.bot_id, o.chat_id, s.platform_message_id
         FROM outgoing o JOIN sent_messages s ON s.outgoing_id = o.id
         WHERE o.message_id = $1 AND o.kind = 'notice' AND o.post_id IS NULL ORDER BY o.id",
        message
    )
}

/// Evidence that a copy in doubt did arrive: somebody answered it or pressed its button.
///
/// # Errors
/// If the database refuses.
pub async fn settle_seen(tx: &mut Tx, id: OutgoingId, proof: &str) -> Result<bool, Error> {
    let now = tx.now();
    let changed = exec!(
        tx,
        "UPDATE outgoing SET state = 'sent', proof = $2, changed_at = $3 WHERE id = $1 AND state = 'unknown'",
        id,
        proof,
        now
    )?;
    Ok(changed == 1)
}

/// A person decides that a copy in doubt is to be sent again.
///
/// # Errors
/// If the database refuses or the copy is not in doubt.
pub async fn resend(tx: &mut Tx, id: OutgoingId) -> Result<(), Error> {
    let now = tx.now();
    let changed = exec!(
        tx,
        "UPDATE outgoing SET state = 'waiting', owner = NULL, repeats = repeats + 1, due_at = $2, changed_at = $2
         WHERE id = $1 AND state = 'unknown'",
        id,
        now
    )?;
    exactly_one(changed, "copy in doubt")
}

/// How many rows of a bot still have to leave by now; relays wait for people and do not count.
///
/// # Errors
/// If the database refuses.
pub async fn waiting(tx: &mut Tx, bot: BotId) -> Result<i64, Error> {
    let now = tx.now();
    let row = one!(
        tx,
        (i64,),
        "SELECT COUNT(*) FROM outgoing
         WHERE bot_id = $1 AND channel = 'telegram'
           AND (state = 'sending' OR (state = 'waiting' AND due_at <= $2))",
        bot,
        now
    )?;
    Ok(row.map_or(0, |(n,)| n))
}

/// How many rows there are in each state, by kind.
///
/// # Errors
/// If the database refuses.
pub async fn states(tx: &mut Tx) -> Result<Vec<(String, String, i64)>, Error> {
    all!(
        tx,
        (String, String, i64),
        "SELECT kind, state, COUNT(*) FROM outgoing GROUP BY kind, state ORDER BY kind, state"
    )
}

/// Every row that was repeated after an unknown outcome, with how often: what a checker
/// compares with what a platform really got.
///
/// # Errors
/// If the database refuses.
pub async fn repeats(tx: &mut Tx) -> Result<Vec<(OutgoingId, i32)>, Error> {
    all!(tx, (OutgoingId, i32), "SELECT id, repeats FROM outgoing WHERE repeats > 0 ORDER BY id")
}

impl Kind {
    /// The kind behind a stored code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Post, Self::Answer, Self::Acknowledgement, Self::Notice, Self::Edit, Self::Extract]
            .into_iter()
            .find(|kind| kind.code() == code)
    }
}

#[derive(sqlx::FromRow)]
struct ContentColumn {
    content: String,
}

/// The letter that a row carried, with the edits that followed left out.
///
/// # Errors
/// If the database refuses or the content is not readable.
pub async fn letter_of(tx: &mut Tx, id: OutgoingId) -> Result<Option<crate::channel::Letter>, Error> {
    let row = one!(tx, ContentColumn, "SELECT content FROM outgoing WHERE id = $1", id)?;
    let Some(row) = row else { return Ok(None) };
    let content: Content =
        serde_json::from_str(&row.content).map_err(|e| Error::corrupt("outgoing content", e))?;
    Ok(match content {
        Content::Message(letter) | Content::Edit { letter, .. } => Some(letter),
        Content::PressAnswer { .. } => None,
    })
}

/// A row by its id.
///
/// # Errors
/// If the database refuses.
pub async fn found(tx: &mut Tx, id: OutgoingId) -> Result<Option<Found>, Error> {
    let row = one!(
        tx,
        FoundColumns,
        "SELECT id, ward_id, kind, post_id, group_id, message_id, question_id FROM outgoing WHERE id = $1",
        id
    )?;
    Ok(row.map(Found::from))
}

/// The post that a copy belongs to.
///
/// # Errors
/// If the database refuses.
pub async fn post_of_copy(tx: &mut Tx, id: OutgoingId) -> Result<Option<PostId>, Error> {
    Ok(found(tx, id).await?.and_then(|f| f.about.post))
}

/// The group that a copy is for.
///
/// # Errors
/// If the database refuses.
pub async fn group_of_copy(tx: &mut Tx, id: OutgoingId) -> Result<Option<GroupId>, Error> {
    Ok(found(tx, id).await?.and_then(|f| f.about.group))
}

/// Takes the words out of everything that was sent to a chat; that it was sent stays.
///
/// # Errors
/// If the database refuses.
pub async fn forget_chat(tx: &mut Tx, chat: ChatId) -> Result<u64, Error> {
    exec!(
        tx,
        "UPDATE outgoing SET content = $2 WHERE chat_id = $1 AND post_id IS NULL
            AND state NOT IN ('waiting', 'sending')",
        chat,
        BLANK
    )
}

/// Takes the words out of everything that was sent about a question, and cancels what has
/// not left.
///
/// # Errors
/// If the database refuses.
pub async fn forget_question(tx: &mut Tx, question: QuestionId) -> Result<u64, Error> {
    let now = tx.now();
    exec!(
        tx,
        "UPDATE outgoing SET state = 'cancelled', changed_at = $2 WHERE question_id = $1 AND state = 'waiting'",
        question,
        now
    )?;
    exec!(
        tx,
        "UPDATE outgoing SET content = $2 WHERE question_id = $1 AND state <> 'sending'",
        question,
        BLANK
    )
}

/// A message without words.
const BLANK: &str = r#"{"message":{"text":[]}}"#;

/// Where messages about a question stand: chat and platform's message id.
///
/// # Errors
/// If the database refuses.
pub async fn cards_of_question(tx: &mut Tx, question: QuestionId) -> Result<Vec<(ChatId, String)>, Error> {
    all!(
        tx,
        (ChatId, String),
        "SELECT o.chat_id, s.platform_message_id
         FROM outgoing o JOIN sent_messages s ON s.outgoing_id = o.id
         WHERE o.question_id = $1 AND o.kind = 'notice' ORDER BY o.id",
        question
    )
}
