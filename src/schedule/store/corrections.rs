//! Posts that change others.

use chrono::TimeDelta;

use super::super::{PostId, PostKind};
use super::{Post, post};
use crate::delivery;
use crate::message::MessageId;
use crate::store::{Error, Tx, exec};
use crate::ward::{PersonId, WardId};

/// Plans a correction, by an approved version, of what stands in the groups since `corrects`: due
/// at once.
///
/// # Errors
/// If the database refuses.
pub async fn plan_correction(
    tx: &mut Tx,
    ward: WardId,
    message: MessageId,
    version: i32,
    corrects: PostId,
    worth: TimeDelta,
) -> Result<Post, Error> {
    let (id, now) = (PostId(tx.new_id()), tx.now());
    exec!(
        tx,
        "INSERT INTO posts (id, ward_id, message_id, version, kind, corrects, state, due_at, not_after, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, 'planned', $7, $8, $7)",
        id,
        ward,
        message,
        version,
        PostKind::Correction.code(),
        corrects,
        now,
        now + worth
    )?;
    stored(tx, id).await
}

/// Notes a recall of what stands in the groups since `corrects`: it needs no approval and is
/// released with the transaction.
///
/// # Errors
/// If the database refuses or there is no such post.
pub async fn put_recall(tx: &mut Tx, corrects: PostId, worth: TimeDelta) -> Result<Post, Error> {
    let (id, now) = (PostId(tx.new_id()), tx.now());
    let old = stored(tx, corrects).await?;
    exec!(
        tx,
        "INSERT INTO posts (id, ward_id, message_id, version, kind, corrects, state, due_at, not_after,
            released_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, 'released', $7, $8, $7, $7)",
        id,
        old.ward,
        old.message,
        old.version,
        PostKind::Recall.code(),
        corrects,
        now,
        now + worth
    )?;
    stored(tx, id).await
}

async fn stored(tx: &mut Tx, id: PostId) -> Result<Post, Error> {
    post(tx, id).await?.ok_or_else(|| Error::corrupt("post", "no such row"))
}

/// Takes back a correction that was approved and not released: its text was written again.
///
/// # Errors
/// If the database refuses.
pub async fn cancel_planned(tx: &mut Tx, message: MessageId, by: Option<PersonId>) -> Result<u64, Error> {
    exec!(
        tx,
        "UPDATE posts SET state = 'cancelled', ended_by = $2
         WHERE message_id = $1 AND state IN ('planned', 'held') AND released_at IS NULL",
        message,
        by
    )
}

/// The other posts of a message end: this one takes their place, and what of them waits does not
/// leave.
///
/// # Errors
/// If the database refuses.
pub async fn close_replaced(tx: &mut Tx, by: &Post) -> Result<(), Error> {
    exec!(
        tx,
        "UPDATE posts SET state = 'cancelled' WHERE message_id = $1 AND id <> $2 AND state IN ('planned', 'held')",
        by.message,
        by.id
    )?;
    for link in delivery::chain(tx, by.id).await? {
        if link.post != by.id {
            delivery::supersede(tx, link.post).await?;
        }
    }
    Ok(())
}

/// A post whose approval does not stand ends, and nothing more of it leaves.
///
/// # Errors
/// If the database refuses.
pub async fn refuse(tx: &mut Tx, id: PostId) -> Result<(), Error> {
    exec!(tx, "UPDATE posts SET state = 'cancelled' WHERE id = $1", id)?;
    delivery::supersede(tx, id).await
}
