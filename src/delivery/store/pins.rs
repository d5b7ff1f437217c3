//! Copies that are pinned in their chats for a while.

use uuid::Uuid;

use super::super::OutgoingId;
use crate::store::{Error, Tx, all, exec, one};
use crate::ward::{ChatId, WardId};

/// The platform's id of a copy's first message; `None`: it was not sent, or nobody knows it.
///
/// # Errors
/// If the database refuses.
pub async fn message_of(tx: &mut Tx, copy: Uuid) -> Result<Option<String>, Error> {
    let row = one!(
        tx,
        (Option<String>,),
        "SELECT proof FROM outgoing WHERE id = $1 AND state = 'sent'",
        OutgoingId(copy)
    )?;
    let ids: Option<Vec<String>> =
        row.and_then(|(proof,)| proof).and_then(|proof| serde_json::from_str(&proof).ok());
    Ok(ids.and_then(|ids| ids.into_iter().find(|id| id != "0")))
}

/// There is nothing to pin: the row is over.
///
/// # Errors
/// If the database refuses.
pub async fn drop_pin(tx: &mut Tx, id: OutgoingId) -> Result<(), Error> {
    let now = tx.now();
    exec!(
        tx,
        "UPDATE outgoing SET state = 'cancelled', changed_at = $2 WHERE id = $1 AND state = 'waiting'",
        id,
        now
    )?;
    Ok(())
}

/// The chats in which a message could not be pinned and whose heads have not been told; from now on
/// they have.
///
/// # Errors
/// If the database refuses.
pub async fn take_refused_pins(tx: &mut Tx) -> Result<Vec<(WardId, ChatId)>, Error> {
    let now = tx.now();
    let mut rows = all!(
        tx,
        (WardId, ChatId),
        "UPDATE outgoing SET told_at = $1
         WHERE kind = 'pin' AND state = 'failed' AND told_at IS NULL RETURNING ward_id, chat_id",
        now
    )?;
    rows.sort_unstable();
    rows.dedup();
    Ok(rows)
}
