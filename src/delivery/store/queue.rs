//! What may leave now, and the intent to send it.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::super::pacer::Rates;
use super::super::{InDoubt, Kind, Lane, LetterId, OutgoingId, PostId};
use super::Letters;
use crate::channel::{ChatKind, Content};
use crate::store::{Error, Tx, all, all_many, exec, exec_many, one, pieces};
use crate::ward::{BotId, ChatId};

/// A row that may be sent now.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub id: OutgoingId,
    pub chat: ChatId,
    pub platform_chat: String,
    /// The topic of the chat in which new messages stand.
    pub topic: Option<String>,
    pub chat_kind: ChatKind,
    pub kind: Kind,
    pub post: Option<PostId>,
    pub content: Content,
    pub has_fallback: bool,
    pub attempt: i32,
    /// Whether it counts for its chat's pace.
    pub paced: bool,
    /// Whether the chat has got another id since: message ids in the content name nothing.
    pub moved: bool,
    /// Whether the chat is known to be closed to us.
    pub chat_closed: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: OutgoingId,
    chat_id: ChatId,
    platform_id: String,
    topic: Option<String>,
    chat_kind: String,
    kind: String,
    post_id: Option<PostId>,
    content: String,
    letter_id: Option<LetterId>,
    has_fallback: bool,
    attempt: i32,
    paced: bool,
    moved: bool,
    chat_closed: bool,
}

// SQLite plans a statement anew each time where a plain argument is the limit.
macro_rules! due {
    ($locked:literal) => {
        concat!(
            "SELECT o.id, o.chat_id, c.platform_id, c.topic, c.kind AS chat_kind, o.kind, o.post_id, o.content,
            o.letter_id, o.fallback IS NOT NULL AS has_fallback, o.attempt, o.paced,
            (c.moved_at IS NOT NULL AND c.moved_at > o.created_at) AS moved,
            c.state <> 'open' AS chat_closed
         FROM outgoing o JOIN chats c ON c.id = o.chat_id LEFT JOIN chat_paces p ON p.chat_id = o.chat_id
         WHERE o.bot_id = $1 AND o.state = 'waiting' AND o.channel = 'telegram' AND o.lane = $2
           AND o.due_at <= $3 AND (o.not_after IS NULL OR o.not_after > $3)
           AND (o.paced = FALSE OR (
             (p.chat_id IS NULL OR (p.paused_until <= $4
               AND p.full_at <= CASE WHEN c.kind = 'private' THEN $5 ELSE $6 END))
             AND NOT EXISTS (SELECT 1 FROM outgoing s
               WHERE s.chat_id = o.chat_id AND s.state = 'sending' AND s.paced = TRUE)
             AND o.id = (SELECT e.id FROM outgoing e
               WHERE e.chat_id = o.chat_id AND e.state = 'waiting' AND e.channel = 'telegram'
                 AND e.due_at <= $3 AND (e.not_after IS NULL OR e.not_after > $3) AND e.paced = TRUE
               ORDER BY e.lane, e.due_at, e.id LIMIT 1)))
         ORDER BY o.due_at, o.id LIMIT CAST($7 AS BIGINT)",
            $locked
        )
    };
}

const DUE: &str = due!("");
/// A row that somebody is giving other words is passed over, and nobody gives them to one that was
/// read here: what leaves is what the row says.
const DUE_POSTGRES: &str = due!(" FOR UPDATE OF o SKIP LOCKED");

/// The due rows of one lane, oldest first: of each chat only the first, and none of a chat in
/// which something is being sent or which has to rest. So order within a chat is kept. What is worth
/// nothing any more does not leave, also before somebody has looked at the clock. `now`:
/// real time in microseconds, which is what paces count.
///
/// # Errors
/// If the database refuses or a row is not readable.
pub async fn candidates(
    tx: &mut Tx,
    bot: BotId,
    lane: Lane,
    rates: &Rates,
    now: i64,
    limit: i64,
    letters: &mut Letters,
) -> Result<Vec<Candidate>, Error> {
    let due = tx.now();
    let sql = if tx.is_postgres() { DUE_POSTGRES } else { DUE };
    let rows = all!(
        tx,
        Row,
        sql,
        bot,
        lane.number(),
        due,
        now,
        rates.full_by(ChatKind::Private, now),
        rates.full_by(ChatKind::Group, now),
        limit
    )?;
    let mut candidates = Vec::with_capacity(rows.len());
    for row in rows {
        let content = letters.content(tx, &row.content, row.letter_id).await?;
        candidates.push(Candidate {
            id: row.id,
            chat: row.chat_id,
            platform_chat: row.platform_id,
            topic: row.topic,
            chat_kind: if row.chat_kind == "private" { ChatKind::Private } else { ChatKind::Group },
            kind: Kind::from_code(&row.kind).ok_or_else(|| Error::corrupt("outgoing kind", &row.kind))?,
            post: row.post_id,
            content,
            has_fallback: row.has_fallback,
            attempt: row.attempt,
            paced: row.paced,
            moved: row.moved,
            chat_closed: row.chat_closed,
        });
    }
    Ok(candidates)
}

/// Commits the intent to send: from here on a crash leaves the rows in doubt. Gives those that
/// were still there to be taken.
///
/// # Errors
/// If the database refuses.
pub async fn intend(
    tx: &mut Tx,
    ids: &[OutgoingId],
    owner: Uuid,
    lease_until: DateTime<Utc>,
) -> Result<Vec<OutgoingId>, Error> {
    let now = tx.now();
    let mut taken = Vec::with_capacity(ids.len());
    for piece in pieces(ids, 1) {
        let sql =
            "UPDATE outgoing SET state = 'sending', owner = $1, lease_until = $2, attempt = attempt + 1,
                changed_at = $3
             WHERE state = 'waiting' AND id IN (VALUES {rows})";
        let changed = exec_many!(tx, sql, [owner, lease_until, now], piece, |id| [*id])?;
        if usize::try_from(changed) == Ok(piece.len()) {
            taken.extend(piece);
            continue;
        }
        // Rows that come back cost far more than rows that are counted: asked for only where
        // somebody was there first.
        let sql = "SELECT id FROM outgoing WHERE state = 'sending' AND owner = $1 AND lease_until = $2
                AND changed_at = $3 AND id IN (VALUES {rows})";
        let rows = all_many!(tx, (OutgoingId,), sql, [owner, lease_until, now], piece, |id| [*id])?;
        taken.extend(rows.into_iter().map(|(id,)| id));
    }
    Ok(taken)
}

/// Settles what an instance that is gone left in the middle of sending: its lease has lapsed, or
/// `alone` says that no other instance can be alive. `wall`: real time, which leases count.
///
/// # Errors
/// If the database refuses.
pub async fn recover(
    tx: &mut Tx,
    bot: BotId,
    me: Uuid,
    alone: bool,
    wall: DateTime<Utc>,
) -> Result<u64, Error> {
    let now = tx.now();
    let repeated = exec!(
        tx,
        "UPDATE outgoing SET state = 'waiting', owner = NULL, lease_until = NULL, repeats = repeats + 1,
            due_at = CASE WHEN in_doubt = $5 THEN $7 ELSE due_at END, changed_at = $6
         WHERE bot_id = $1 AND state = 'sending' AND owner <> $2 AND ($3 OR lease_until <= $4)
           AND (in_doubt = $8 OR (in_doubt = $5 AND repeats = 0))
           AND NOT EXISTS (SELECT 1 FROM posts p WHERE p.id = outgoing.post_id AND p.state <> 'released')",
        bot,
        me,
        alone,
        wall,
        InDoubt::Once.code(),
        now,
        now + TimeDelta::seconds(super::super::ONCE_AFTER_SECONDS),
        InDoubt::Repeat.code()
    )?;
    let held = exec!(
        tx,
        "UPDATE outgoing SET state = 'unknown', lease_until = NULL, reason = 'cut_off', changed_at = $5
         WHERE bot_id = $1 AND state = 'sending' AND owner <> $2 AND ($3 OR lease_until <= $4)",
        bot,
        me,
        alone,
        wall,
        now
    )?;
    Ok(repeated + held)
}

/// How many rows of a bot still have to leave by now; relays wait for people and do not count.
///
/// # Errors
/// If the database refuses.
pub async fn waiting(tx: &mut Tx, bot: BotId) -> Result<i64, Error> {
    let now = tx.now();
    let sending =
        one!(tx, (i64,), "SELECT COUNT(*) FROM outgoing WHERE bot_id = $1 AND state = 'sending'", bot)?;
    let waiting = one!(
        tx,
        (i64,),
        "SELECT COUNT(*) FROM outgoing
         WHERE bot_id = $1 AND state = 'waiting' AND channel = 'telegram' AND due_at <= $2",
        bot,
        now
    )?;
    Ok(sending.map_or(0, |(n,)| n) + waiting.map_or(0, |(n,)| n))
}

/// Whether a message is on its way to a chat, or nobody knows yet what became of it.
///
/// # Errors
/// If the database refuses.
pub async fn is_sending(tx: &mut Tx, chat: ChatId) -> Result<bool, Error> {
    let row = one!(
        tx,
        (OutgoingId,),
        "SELECT id FROM outgoing WHERE chat_id = $1 AND state = 'sending' AND paced = TRUE LIMIT 1",
        chat
    )?;
    Ok(row.is_some())
}

/// How many of those rows are in chats that rest beyond this moment of real time, in microseconds.
///
/// # Errors
/// If the database refuses.
pub async fn resting(tx: &mut Tx, bot: BotId, beyond: i64) -> Result<i64, Error> {
    let now = tx.now();
    let row = one!(
        tx,
        (i64,),
        "SELECT COUNT(*) FROM chat_paces p JOIN outgoing o ON o.chat_id = p.chat_id
         WHERE p.paused_until > $3 AND o.bot_id = $1 AND o.state = 'waiting' AND o.channel = 'telegram'
           AND o.due_at <= $2 AND o.paced = TRUE",
        bot,
        now,
        beyond
    )?;
    Ok(row.map_or(0, |(n,)| n))
}

/// In which lanes anything of a bot is due by now, whoever has to rest; in the order of [`Lane::ALL`].
///
/// # Errors
/// If the database refuses.
pub async fn due_lanes(tx: &mut Tx, bot: BotId) -> Result<[bool; 4], Error> {
    let now = tx.now();
    let [first, second, third, fourth] = Lane::ALL.map(Lane::number);
    // One question for all of them: each one costs a change of threads, on SQLite too.
    let row = one!(
        tx,
        (bool, bool, bool, bool),
        "SELECT
            EXISTS (SELECT 1 FROM outgoing WHERE bot_id = $1 AND state = 'waiting' AND channel = 'telegram'
                AND lane = $3 AND due_at <= $2),
            EXISTS (SELECT 1 FROM outgoing WHERE bot_id = $1 AND state = 'waiting' AND channel = 'telegram'
                AND lane = $4 AND due_at <= $2),
            EXISTS (SELECT 1 FROM outgoing WHERE bot_id = $1 AND state = 'waiting' AND channel = 'telegram'
                AND lane = $5 AND due_at <= $2),
            EXISTS (SELECT 1 FROM outgoing WHERE bot_id = $1 AND state = 'waiting' AND channel = 'telegram'
                AND lane = $6 AND due_at <= $2)",
        bot,
        now,
        first,
        second,
        third,
        fourth
    )?;
    let (first, second, third, fourth) = row.unwrap_or_default();
    Ok([first, second, third, fourth])
}
