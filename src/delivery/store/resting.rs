//! Groups that get no posts for a while, because their head asked for it.

use chrono::{DateTime, Utc};

use super::super::{Lane, PostId, Reason};
use crate::store::{Error, Tx, exec, exec_many, pieces};
use crate::ward::{ChatId, GroupId};

/// What is to leave for a group until a moment waits until then, except what is urgent; what will
/// be worth nothing by then is not sent.
///
/// # Errors
/// If the database refuses.
pub async fn rest(tx: &mut Tx, chat: ChatId, group: GroupId, until: DateTime<Utc>) -> Result<(), Error> {
    let now = tx.now();
    exec!(
        tx,
        "UPDATE outgoing SET state = 'failed', reason = $4, changed_at = $5
         WHERE chat_id = $1 AND group_id = $2 AND kind = 'post' AND channel = 'telegram' AND lane <> $6
           AND state = 'waiting' AND due_at < $3 AND not_after <= $3",
        chat,
        group,
        until,
        Reason::Rest.code(),
        now,
        Lane::Urgent.number()
    )?;
    exec!(
        tx,
        "UPDATE outgoing SET due_at = $3, changed_at = $4
         WHERE chat_id = $1 AND group_id = $2 AND kind = 'post' AND channel = 'telegram' AND lane <> $5
           AND state = 'waiting' AND due_at < $3",
        chat,
        group,
        until,
        now,
        Lane::Urgent.number()
    )?;
    Ok(())
}

/// The same for the new copies of one post, all of them made a moment ago.
///
/// # Errors
/// If the database refuses.
pub async fn rest_in(tx: &mut Tx, post: PostId, groups: &[(GroupId, DateTime<Utc>)]) -> Result<(), Error> {
    let now = tx.now();
    for piece in pieces(groups, 2) {
        let sql = "UPDATE outgoing SET due_at = v.column2, changed_at = $1,
                state = CASE WHEN not_after <= v.column2 THEN 'failed' ELSE state END,
                reason = CASE WHEN not_after <= v.column2 THEN $2 ELSE reason END
             FROM (VALUES {rows}) AS v
             WHERE outgoing.post_id = $3 AND outgoing.group_id = v.column1 AND outgoing.state = 'waiting'
               AND outgoing.channel = 'telegram' AND outgoing.due_at < v.column2";
        exec_many!(tx, sql, [now, Reason::Rest.code(), post], piece, |(group, until)| [*group, *until])?;
    }
    Ok(())
}

/// A group gets its posts again: what waited for `until`, and what was not sent, as far as it is
/// still worth it.
///
/// # Errors
/// If the database refuses.
pub async fn wake(tx: &mut Tx, chat: ChatId, group: GroupId, until: DateTime<Utc>) -> Result<(), Error> {
    let now = tx.now();
    exec!(
        tx,
        "UPDATE outgoing SET state = 'waiting', reason = NULL, due_at = $4, changed_at = $4
         WHERE chat_id = $1 AND group_id = $2 AND kind = 'post' AND channel = 'telegram' AND not_after > $4
           AND ((state = 'waiting' AND due_at = $3) OR (state = 'failed' AND reason = $5))",
        chat,
        group,
        until,
        now,
        Reason::Rest.code()
    )?;
    Ok(())
}
