//! What waits to leave: stored, held, cancelled, counted. A **copy** is the row of one post in
//! one group.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};

use super::super::{Copy, Edition, InDoubt, OutgoingId, Parcel, PostId, QuestionId, Reason, State};
use super::fallback_json;
use crate::channel::{Channel, Refusal};
use crate::store::{Error, Tx, all, exactly_one, exec, exec_many, pieces};
use crate::ward::{ChatId, GroupId};

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
    enqueue_all(tx, std::slice::from_ref(&(id, parcel.clone()))).await
}

/// As [`enqueue_as`], for many at once.
///
/// # Errors
/// If the database refuses.
pub async fn enqueue_all(tx: &mut Tx, parcels: &[(OutgoingId, Parcel)]) -> Result<(), Error> {
    const COLUMNS: usize = 17;
    let now = tx.now();
    let mut rows = Vec::with_capacity(parcels.len());
    for (id, parcel) in parcels {
        let content =
            serde_json::to_string(&parcel.content).map_err(|e| Error::corrupt("outgoing content", e))?;
        rows.push((*id, parcel, content, fallback_json(&parcel.fallback)?));
    }
    for piece in pieces(&rows, COLUMNS) {
        let sql = "INSERT INTO outgoing (state, attempt, repeats, created_at, changed_at, id, ward_id, bot_id,
                chat_id, channel, kind, lane, in_doubt, content, fallback, paced, post_id, group_id, message_id,
                question_id, due_at, not_after)
             VALUES {rows|'waiting', 0, 0, $1, $1}
             ON CONFLICT (post_id, group_id) DO UPDATE
             SET state = 'waiting', due_at = excluded.due_at, not_after = excluded.not_after
             WHERE outgoing.state IN ('waiting', 'expired')";
        exec_many!(tx, sql, [now], piece, |(id, parcel, content, fallback)| [
            *id,
            parcel.ward,
            parcel.bot,
            parcel.chat,
            parcel.channel.code(),
            parcel.kind.code(),
            parcel.lane.number(),
            InDoubt::of(parcel).code(),
            content.as_str(),
            fallback.as_deref(),
            parcel.content.is_paced(),
            parcel.about.post,
            parcel.about.group,
            parcel.about.message,
            parcel.about.question,
            parcel.due_at.unwrap_or(now),
            parcel.not_after,
        ])?;
    }
    Ok(())
}

/// Stores copies of one post. One that exists already is treated as in [`enqueue`].
///
/// # Errors
/// If the database refuses.
pub async fn enqueue_copies(tx: &mut Tx, edition: &Edition, copies: &[Copy]) -> Result<(), Error> {
    let now = tx.now();
    let in_doubt = InDoubt::of_post(edition.lane.number());
    for piece in pieces(copies, 5) {
        let sql =
            "INSERT INTO outgoing (state, kind, attempt, repeats, paced, created_at, changed_at, ward_id,
                bot_id, post_id, lane, in_doubt, letter_id, due_at, not_after, id, group_id, chat_id, channel,
                content)
             VALUES {rows|'waiting', 'post', 0, 0, TRUE, $1, $1, $2, $3, $4, $5, $6, $7, $8, $9}
             ON CONFLICT (post_id, group_id) DO UPDATE
             SET state = 'waiting', due_at = excluded.due_at, not_after = excluded.not_after
             WHERE outgoing.state IN ('waiting', 'expired')";
        exec_many!(
            tx,
            sql,
            [
                now,
                edition.ward,
                edition.bot,
                edition.post,
                edition.lane.number(),
                in_doubt.code(),
                edition.letter,
                edition.due_at,
                edition.not_after
            ],
            piece,
            |copy| [copy.id, copy.group, copy.chat, copy.channel.code(), copy.address.as_str()]
        )?;
    }
    Ok(())
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
        "SELECT post_id FROM outgoing
         WHERE kind = 'post' AND channel = 'telegram' AND state = 'waiting' AND due_at <= $1 AND not_after > $1",
        before
    )?;
    Ok(each_once(rows))
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
        "SELECT post_id FROM outgoing
         WHERE post_id IS NOT NULL AND channel = 'telegram' AND state = 'waiting' AND not_after IS NOT NULL"
    )?;
    Ok(each_once(rows))
}

/// Asked of the database, this would make it walk through everything that was ever sent.
fn each_once(rows: Vec<(PostId,)>) -> Vec<PostId> {
    rows.into_iter().map(|(id,)| id).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Days after which what is held would be due by itself: long after it has expired. At the very
/// moment at which it expires a send could be quicker.
const HELD_DAYS: i64 = 3_650;

/// Holds back what of a post has not left, relayed texts on their way to a head included: it is
/// never due, unless it is enqueued anew or the post goes on.
///
/// # Errors
/// If the database refuses.
pub async fn hold_post(tx: &mut Tx, post: PostId) -> Result<u64, Error> {
    let now = tx.now();
    exec!(
        tx,
        "UPDATE outgoing SET due_at = $3, changed_at = $2
         WHERE post_id = $1 AND channel = 'telegram' AND state = 'waiting'",
        post,
        now,
        now + TimeDelta::days(HELD_DAYS)
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

impl TryFrom<CopyColumns> for CopyRow {
    type Error = Error;

    fn try_from(row: CopyColumns) -> Result<Self, Error> {
        Ok(Self {
            id: row.id,
            group: row.group_id,
            channel: Channel::from_code(&row.channel)
                .ok_or_else(|| Error::corrupt("channel", row.channel))?,
            state: State::from_code(&row.state).ok_or_else(|| Error::corrupt("outgoing state", row.state))?,
            proof: row.proof,
            reason: row.reason,
            changed_at: row.changed_at,
        })
    }
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
    .map(CopyRow::try_from)
    .collect()
}

/// The copies of a post that are in doubt, and those that were.
///
/// # Errors
/// If the database refuses or holds an unknown state.
pub async fn doubtful(tx: &mut Tx, post: PostId) -> Result<Vec<CopyRow>, Error> {
    all!(
        tx,
        CopyColumns,
        "SELECT id, group_id, channel, state, proof, reason, changed_at FROM outgoing
         WHERE post_id = $1 AND group_id IS NOT NULL
           AND (state = 'unknown' OR reason IN ('no_answer', 'cut_off') OR repeats > 0) ORDER BY id",
        post
    )?
    .into_iter()
    .map(CopyRow::try_from)
    .collect()
}

/// A copy in doubt is known again by what it carries: this message in its chat is it.
///
/// # Errors
/// If the database refuses.
pub async fn know_again(tx: &mut Tx, id: OutgoingId, chat: ChatId, message: &str) -> Result<(), Error> {
    exec!(
        tx,
        "INSERT INTO sent_messages (chat_id, platform_message_id, outgoing_id)
         SELECT chat_id, $3, id FROM outgoing WHERE id = $1 AND chat_id = $2 AND state = 'unknown'
         ON CONFLICT (chat_id, platform_message_id) DO NOTHING",
        id,
        chat,
        message
    )?;
    Ok(())
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
/// If the database refuses, or the copy is not in doubt or worth nothing any more.
pub async fn resend(tx: &mut Tx, id: OutgoingId) -> Result<(), Error> {
    let now = tx.now();
    let changed = exec!(
        tx,
        "UPDATE outgoing SET state = 'waiting', owner = NULL, repeats = repeats + 1, due_at = $2, changed_at = $2
         WHERE id = $1 AND state = 'unknown' AND (not_after IS NULL OR not_after > $2)",
        id,
        now
    )?;
    exactly_one(changed, "copy in doubt")
}

/// Lets the copies of a post that were held back leave from now on.
///
/// # Errors
/// If the database refuses.
pub async fn resume_post(tx: &mut Tx, post: PostId) -> Result<u64, Error> {
    let now = tx.now();
    exec!(
        tx,
        "UPDATE outgoing SET due_at = $2, changed_at = $2
         WHERE post_id = $1 AND channel = 'telegram' AND state = 'waiting' AND due_at > $2",
        post,
        now
    )
}

/// The copies that failed because the chat was closed to us wait again, where they are still
/// worth something and their post goes on or is paused: the bot is back in the chat. Gives their posts.
///
/// # Errors
/// If the database refuses.
pub async fn revive_chat(tx: &mut Tx, chat: ChatId) -> Result<Vec<PostId>, Error> {
    let now = tx.now();
    let rows = all!(
        tx,
        (PostId,),
        "UPDATE outgoing SET state = 'waiting', owner = NULL, reason = NULL, proof = NULL, changed_at = $2,
            due_at = CASE WHEN EXISTS (SELECT 1 FROM posts p WHERE p.id = outgoing.post_id
                AND p.state <> 'released') THEN not_after ELSE due_at END
         WHERE chat_id = $1 AND kind = 'post' AND state = 'failed' AND not_after > $2
           AND reason IN ($3, $4, $5)
           AND EXISTS (SELECT 1 FROM posts p WHERE p.id = outgoing.post_id
               AND p.state IN ('released', 'held', 'paused'))
         RETURNING post_id",
        chat,
        now,
        Refusal::Removed.code(),
        Refusal::NoRight.code(),
        Refusal::ChatGone.code()
    )?;
    Ok(rows.into_iter().map(|(post,)| post).collect())
}

/// How many copies of a post there are in each state; relays are told apart, because they wait
/// for people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Still to leave by themselves, those under way included.
    pub left: i64,
    pub sent: i64,
    pub unknown: i64,
    pub failed: i64,
    /// Not sent, because the group has had its posts of the day.
    pub capped: i64,
    pub expired: i64,
    pub cancelled: i64,
    /// Handed to a person who has not said yet whether it was posted.
    pub relays_open: i64,
}

impl Tally {
    #[must_use]
    pub fn all(&self) -> i64 {
        self.left
            + self.sent
            + self.unknown
            + self.failed
            + self.capped
            + self.expired
            + self.cancelled
            + self.relays_open
    }
}

/// Counts the copies of a post.
///
/// # Errors
/// If the database refuses or holds an unknown state.
pub async fn tally(tx: &mut Tx, post: PostId) -> Result<Tally, Error> {
    let rows = all!(
        tx,
        (String, String, bool, i64),
        "SELECT state, channel, COALESCE(reason = $2, FALSE), COUNT(*) FROM outgoing
         WHERE post_id = $1 AND group_id IS NOT NULL GROUP BY 1, 2, 3",
        post,
        Reason::Cap.code()
    )?;
    let mut tally = Tally::default();
    for (state, channel, is_capped, n) in rows {
        let state = State::from_code(&state).ok_or_else(|| Error::corrupt("outgoing state", state))?;
        let count = match state {
            State::Waiting if channel == Channel::Relay.code() => &mut tally.relays_open,
            State::Waiting | State::Sending => &mut tally.left,
            State::Sent => &mut tally.sent,
            State::Unknown => &mut tally.unknown,
            State::Failed if is_capped => &mut tally.capped,
            State::Failed => &mut tally.failed,
            State::Expired => &mut tally.expired,
            State::Cancelled => &mut tally.cancelled,
        };
        *count += n;
    }
    Ok(tally)
}
