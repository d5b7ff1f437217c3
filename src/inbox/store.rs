use chrono::TimeDelta;

use super::REMEMBERED_DAYS;
use crate::channel::Event;
use crate::store::{Error, Tx, all, exactly_one, exec, one};
use crate::ward::BotId;

/// Stores an update. One that is known already changes nothing; one without an event is
/// only remembered by its id.
///
/// # Errors
/// If the database refuses.
pub async fn take_in(
    tx: &mut Tx,
    bot: BotId,
    update_id: i64,
    chat: &str,
    event: Option<&Event>,
) -> Result<bool, Error> {
    let now = tx.now();
    let payload = match event {
        Some(event) => serde_json::to_string(event).map_err(|e| Error::corrupt("event", e))?,
        None => String::new(),
    };
    let (handled_at, outcome) = if event.is_some() { (None, None) } else { (Some(now), Some("not for us")) };
    let changed = exec!(
        tx,
        "INSERT INTO inbox (bot_id, update_id, chat, payload, received_at, attempts, handled_at, outcome)
         VALUES ($1, $2, $3, $4, $5, 0, $6, $7)
         ON CONFLICT (bot_id, update_id) DO NOTHING",
        bot,
        update_id,
        chat,
        payload,
        now,
        handled_at,
        outcome
    )?;
    Ok(changed == 1)
}

/// The chats that have something open.
///
/// # Errors
/// If the database refuses.
pub async fn chats(tx: &mut Tx, bot: BotId) -> Result<Vec<String>, Error> {
    let rows =
        all!(tx, (String,), "SELECT DISTINCT chat FROM inbox WHERE bot_id = $1 AND handled_at IS NULL", bot)?;
    Ok(rows.into_iter().map(|(chat,)| chat).collect())
}

/// An update that waits to be handled.
#[derive(Clone, Debug)]
pub struct Open {
    pub update_id: i64,
    pub attempts: i32,
    /// `None`: stored by a version whose events this one cannot read.
    pub event: Option<Event>,
}

/// The first open update of a chat.
///
/// # Errors
/// If the database refuses.
pub async fn first(tx: &mut Tx, bot: BotId, chat: &str) -> Result<Option<Open>, Error> {
    let row = one!(
        tx,
        (i64, i32, String),
        "SELECT update_id, attempts, payload FROM inbox
         WHERE bot_id = $1 AND chat = $2 AND handled_at IS NULL ORDER BY received_at, update_id LIMIT 1",
        bot,
        chat
    )?;
    Ok(row.map(|(update_id, attempts, payload)| Open {
        update_id,
        attempts,
        event: serde_json::from_str(&payload).ok(),
    }))
}

/// Marks an update as handled and blanks what was kept of it. `false`: somebody else was
/// faster, and the caller must undo everything.
///
/// # Errors
/// If the database refuses.
pub async fn handled(tx: &mut Tx, bot: BotId, update_id: i64, outcome: &str) -> Result<bool, Error> {
    let now = tx.now();
    let changed = exec!(
        tx,
        "UPDATE inbox SET handled_at = $3, payload = '', outcome = $4
         WHERE bot_id = $1 AND update_id = $2 AND handled_at IS NULL",
        bot,
        update_id,
        now,
        outcome
    )?;
    Ok(changed == 1)
}

/// Counts a failed attempt.
///
/// # Errors
/// If the database refuses.
pub async fn note_failure(tx: &mut Tx, bot: BotId, update_id: i64) -> Result<(), Error> {
    let changed = exec!(
        tx,
        "UPDATE inbox SET attempts = attempts + 1 WHERE bot_id = $1 AND update_id = $2",
        bot,
        update_id
    )?;
    exactly_one(changed, "inbox")
}

/// Forgets the ids of updates handled long ago.
///
/// # Errors
/// If the database refuses.
pub async fn prune(tx: &mut Tx) -> Result<u64, Error> {
    let before = tx.now() - TimeDelta::days(REMEMBERED_DAYS);
    exec!(tx, "DELETE FROM inbox WHERE handled_at IS NOT NULL AND handled_at < $1", before)
}
