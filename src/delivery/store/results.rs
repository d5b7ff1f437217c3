//! What became of a send. Every change is fenced by owner, attempt and state: whoever lost a row
//! changes nothing.

use chrono::TimeDelta;
use uuid::Uuid;

use super::super::{InDoubt, OutgoingId, REPEATS_MAX, Reason};
use super::BLANK;
use crate::channel::Content;
use crate::store::{Error, Tx, all_many, exec, exec_many, one, pieces};
use crate::ward::ChatId;

/// A send that came back, as the one who made it knows it.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    pub id: OutgoingId,
    pub owner: Uuid,
    pub attempt: i32,
}

/// A send that the platform took.
#[derive(Clone, Debug)]
pub struct Sent {
    pub held: Held,
    pub chat: ChatId,
    /// The platform's ids of what was made or changed.
    pub message_ids: Vec<String>,
    /// Whether these are new messages, to be found again when somebody answers them.
    pub are_new: bool,
}

/// Writes down what one owner has sent. Gives the rows that were still theirs.
///
/// # Errors
/// If the database refuses.
pub async fn sent(tx: &mut Tx, owner: Uuid, done: &[Sent]) -> Result<Vec<OutgoingId>, Error> {
    let now = tx.now();
    let mut kept = Vec::with_capacity(done.len());
    for piece in pieces(done, 3) {
        let sql = "UPDATE outgoing SET state = 'sent', proof = v.column3, reason = NULL, lease_until = NULL,
                changed_at = $2, content = CASE WHEN kind = 'extract' THEN $3 ELSE content END
             FROM (VALUES {rows}) AS v
             WHERE outgoing.id = v.column1 AND outgoing.attempt = v.column2 AND outgoing.owner = $1
               AND outgoing.state IN ('sending', 'unknown')";
        let changed = exec_many!(tx, sql, [owner, now, BLANK], piece, |sent| [
            sent.held.id,
            sent.held.attempt,
            proof(&sent.message_ids),
        ])?;
        if usize::try_from(changed) == Ok(piece.len()) {
            kept.extend(piece.iter().map(|sent| sent.held.id));
            continue;
        }
        // Asked only where somebody was there first.
        let sql = "SELECT o.id FROM outgoing o JOIN (VALUES {rows}) AS v
                ON o.id = v.column1 AND o.attempt = v.column2
             WHERE o.state = 'sent' AND o.owner = $1 AND o.changed_at = $2";
        let rows =
            all_many!(
                tx,
                (OutgoingId,),
                sql,
                [owner, now],
                piece,
                |sent| [sent.held.id, sent.held.attempt,]
            )?;
        kept.extend(rows.into_iter().map(|(id,)| id));
    }
    let new: Vec<(ChatId, &str, OutgoingId)> = done
        .iter()
        .filter(|sent| sent.are_new && kept.contains(&sent.held.id))
        .flat_map(|sent| sent.message_ids.iter().map(|id| (sent.chat, id.as_str(), sent.held.id)))
        // Zero says "some time later": no message is known by it.
        .filter(|(_, id, _)| *id != "0")
        .collect();
    for piece in pieces(&new, 3) {
        let sql = "INSERT INTO sent_messages (chat_id, platform_message_id, outgoing_id) VALUES {rows}
             ON CONFLICT (chat_id, platform_message_id) DO UPDATE SET outgoing_id = excluded.outgoing_id";
        exec_many!(tx, sql, [], piece, |(chat, message, id)| [*chat, *message, *id])?;
    }
    Ok(kept)
}

fn proof(message_ids: &[String]) -> String {
    serde_json::to_string(message_ids).unwrap_or_default()
}

/// Surely not sent: back to waiting, in its old place; a copy of a post that was held or ended
/// meanwhile goes the way of the others. The attempt does not count as doubt.
///
/// # Errors
/// If the database refuses.
pub async fn not_sent(tx: &mut Tx, held: Held) -> Result<bool, Error> {
    let now = tx.now();
    let changed = exec!(
        tx,
        "UPDATE outgoing SET owner = NULL, lease_until = NULL, changed_at = $4,
            state = CASE WHEN EXISTS (SELECT 1 FROM posts p WHERE p.id = outgoing.post_id
                AND p.state IN ('stopped', 'cancelled')) THEN 'cancelled' ELSE 'waiting' END,
            due_at = CASE WHEN EXISTS (SELECT 1 FROM posts p WHERE p.id = outgoing.post_id
                AND p.state IN ('held', 'paused')) THEN COALESCE(not_after, due_at) ELSE due_at END
         WHERE id = $1 AND owner = $2 AND attempt = $3 AND state IN ('sending', 'unknown')",
        held.id,
        held.owner,
        held.attempt,
        now
    )?;
    Ok(changed == 1)
}

/// Refused for good.
///
/// # Errors
/// If the database refuses.
pub async fn failed(tx: &mut Tx, held: Held, reason: Reason, why: &str) -> Result<bool, Error> {
    let now = tx.now();
    let changed = exec!(
        tx,
        "UPDATE outgoing SET state = 'failed', reason = $4, proof = $5, lease_until = NULL, changed_at = $6,
            content = CASE WHEN kind = 'extract' THEN $7 ELSE content END
         WHERE id = $1 AND owner = $2 AND attempt = $3 AND state IN ('sending', 'unknown')",
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

/// What the platform would not do is tried in the next way: a message that cannot be edited is
/// answered. `moved`: the chat has got another id since, and ways that name a message there are
/// none. `false`: there is no other way, or the row is no longer ours.
///
/// # Errors
/// If the database refuses or the other ways are not readable.
pub async fn instead(tx: &mut Tx, held: Held, moved: bool) -> Result<bool, Error> {
    let now = tx.now();
    let row = one!(
        tx,
        (String, i32),
        "SELECT fallback, lane FROM outgoing
         WHERE id = $1 AND owner = $2 AND attempt = $3 AND state = 'sending' AND fallback IS NOT NULL",
        held.id,
        held.owner,
        held.attempt
    )?;
    let Some((ways, lane)) = row else { return Ok(false) };
    let mut ways: Vec<Content> =
        serde_json::from_str(&ways).map_err(|e| Error::corrupt("outgoing fallback", e))?;
    if moved {
        ways.retain(|way| way.target().is_none());
        for way in &mut ways {
            if let Content::Message(letter) = way {
                letter.reply_to = None;
            }
        }
    }
    if ways.is_empty() {
        return Ok(false);
    }
    let next = ways.remove(0);
    let in_doubt = InDoubt::of_copy(&next, lane);
    let content = serde_json::to_string(&next).map_err(|e| Error::corrupt("outgoing content", e))?;
    let rest = if ways.is_empty() { None } else { super::fallback_json(&ways)? };
    let changed = exec!(
        tx,
        "UPDATE outgoing SET state = 'waiting', owner = NULL, lease_until = NULL, content = $4, letter_id = NULL,
            fallback = $5, in_doubt = $6, changed_at = $7
         WHERE id = $1 AND owner = $2 AND attempt = $3 AND state = 'sending'",
        held.id,
        held.owner,
        held.attempt,
        content,
        rest,
        in_doubt.code(),
        now
    )?;
    Ok(changed == 1)
}

/// What nobody can tell led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Waits to be sent again, which is counted.
    Repeats,
    /// A person decides.
    Held,
    /// Was repeated often enough.
    GivenUp,
    /// The row is no longer ours.
    Lost,
}

/// Nobody can tell. What may be repeated waits for its next attempt, and the repeat is counted;
/// of a post that was held or ended meanwhile nothing is repeated.
///
/// # Errors
/// If the database refuses.
pub async fn in_doubt(tx: &mut Tx, held: Held, why: &str) -> Result<Doubt, Error> {
    let now = tx.now();
    let row = one!(
        tx,
        (String, i32, bool),
        "SELECT o.in_doubt, o.repeats, p.id IS NULL OR p.state = 'released'
         FROM outgoing o LEFT JOIN posts p ON p.id = o.post_id
         WHERE o.id = $1 AND o.owner = $2 AND o.attempt = $3 AND o.state = 'sending'",
        held.id,
        held.owner,
        held.attempt
    )?;
    let Some((policy, repeats, goes_on)) = row else { return Ok(Doubt::Lost) };
    let once = policy == InDoubt::Once.code();
    if policy == InDoubt::Repeat.code() && repeats >= REPEATS_MAX {
        let kept = failed(tx, held, Reason::GivenUp, why).await?;
        return Ok(if kept { Doubt::GivenUp } else { Doubt::Lost });
    }
    if goes_on && (policy == InDoubt::Repeat.code() || (once && repeats == 0)) {
        let later =
            if once { TimeDelta::seconds(super::super::ONCE_AFTER_SECONDS) } else { TimeDelta::zero() };
        let changed = exec!(
            tx,
            "UPDATE outgoing SET state = 'waiting', owner = NULL, lease_until = NULL, repeats = repeats + 1,
                due_at = CASE WHEN $4 THEN $5 ELSE due_at END, changed_at = $6
             WHERE id = $1 AND owner = $2 AND attempt = $3 AND state = 'sending'",
            held.id,
            held.owner,
            held.attempt,
            once,
            now + later,
            now
        )?;
        return Ok(if changed == 1 { Doubt::Repeats } else { Doubt::Lost });
    }
    let changed = exec!(
        tx,
        "UPDATE outgoing SET state = 'unknown', lease_until = NULL, reason = 'no_answer', changed_at = $4
         WHERE id = $1 AND owner = $2 AND attempt = $3 AND state = 'sending'",
        held.id,
        held.owner,
        held.attempt,
        now
    )?;
    Ok(if changed == 1 { Doubt::Held } else { Doubt::Lost })
}
