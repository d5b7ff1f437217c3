use chrono::TimeDelta;

use super::REMEMBERED_DAYS;
use crate::channel::Event;
use crate::store::{Error, Tx, all, exactly_one, exec, exec_many, one, pieces};
use crate::ward::BotId;

/// An update on its way into the inbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrived {
    pub update_id: i64,
    /// The platform's id of the chat.
    pub chat: String,
    /// `None`: not for us; only its id is remembered.
    pub event: Option<Event>,
}

/// Stores updates, each once: one that is known already changes nothing. Gives how many are new.
///
/// # Errors
/// If the database refuses.
pub async fn take_in(tx: &mut Tx, bot: BotId, arrived: &[Arrived]) -> Result<u64, Error> {
    let now = tx.now();
    let mut rows = Vec::with_capacity(arrived.len());
    for update in arrived {
        let payload = match &update.event {
            Some(event) => serde_json::to_string(event).map_err(|e| Error::corrupt("event", e))?,
            None => String::new(),
        };
        rows.push((update, payload));
    }
    // Two instances that are given the same updates wait for each other's rows in one order.
    rows.sort_by_key(|(update, _)| update.update_id);
    let mut stored = 0;
    for piece in pieces(&rows, 8) {
        let sql = "INSERT INTO inbox
                (bot_id, update_id, chat, payload, received_at, attempts, handled_at, outcome)
             VALUES {rows} ON CONFLICT (bot_id, update_id) DO NOTHING";
        stored += exec_many!(tx, sql, [], piece, |(update, payload)| [
            bot,
            update.update_id,
            update.chat.as_str(),
            payload.as_str(),
            now,
            0_i32,
            update.event.is_none().then_some(now),
            update.event.is_none().then_some("not for us"),
        ])?;
    }
    Ok(stored)
}

/// At most `limit` chats that have something open, in an order of their own, from the first
/// one behind `after` on: who goes on where the last look ended comes to every chat, however
/// much waits in some. Looks at no more rows than it gives.
///
/// # Errors
/// If the database refuses.
pub async fn chats(tx: &mut Tx, bot: BotId, after: &str, limit: usize) -> Result<Vec<String>, Error> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = all!(tx, (String,), OPEN_CHATS, bot, after, limit)?;
    Ok(rows.into_iter().map(|(chat,)| chat).collect())
}

const OPEN_CHATS: &str = "WITH RECURSIVE open (chat) AS (
       SELECT * FROM (SELECT chat FROM inbox
           WHERE bot_id = $1 AND handled_at IS NULL AND chat > $2 ORDER BY chat LIMIT 1) AS beginning
       UNION ALL
       SELECT (SELECT i.chat FROM inbox i
           WHERE i.bot_id = $1 AND i.handled_at IS NULL AND i.chat > open.chat ORDER BY i.chat LIMIT 1)
       FROM open WHERE open.chat IS NOT NULL)
     SELECT chat FROM open WHERE chat IS NOT NULL LIMIT $3";

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
    let row = one!(tx, (i64, i32, String), FIRST, bot, chat)?;
    Ok(row.map(|(update_id, attempts, payload)| Open {
        update_id,
        attempts,
        event: serde_json::from_str(&payload).ok(),
    }))
}

const FIRST: &str = "SELECT update_id, attempts, payload FROM inbox
     WHERE bot_id = $1 AND chat = $2 AND handled_at IS NULL ORDER BY received_at, update_id LIMIT 1";

/// Marks an update as handled and blanks what was kept of it. `false`: somebody else was
/// faster or is just handling it, and the caller must undo everything.
///
/// # Errors
/// If the database refuses.
pub async fn handled(tx: &mut Tx, bot: BotId, update_id: i64, outcome: &str) -> Result<bool, Error> {
    const MARK: &str = "UPDATE inbox SET handled_at = $3, payload = '', outcome = $4
         WHERE bot_id = $1 AND update_id = $2 AND handled_at IS NULL";
    // Another instance may hold the row: whoever came second does not wait for it.
    const MARK_POSTGRES: &str = "UPDATE inbox SET handled_at = $3, payload = '', outcome = $4
         WHERE (bot_id, update_id) IN (SELECT bot_id, update_id FROM inbox
            WHERE bot_id = $1 AND update_id = $2 AND handled_at IS NULL FOR UPDATE SKIP LOCKED)";
    let now = tx.now();
    let sql = if tx.is_postgres() { MARK_POSTGRES } else { MARK };
    let changed = exec!(tx, sql, bot, update_id, now, outcome)?;
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

/// Forgets the ids of at most `limit` updates handled long ago. Gives how many.
///
/// # Errors
/// If the database refuses.
pub async fn prune(tx: &mut Tx, limit: i64) -> Result<u64, Error> {
    let before = tx.now() - TimeDelta::days(REMEMBERED_DAYS);
    exec!(tx, PRUNE, before, limit)
}

const PRUNE: &str = "DELETE FROM inbox WHERE (bot_id, update_id) IN (SELECT bot_id, update_id FROM inbox
        WHERE handled_at IS NOT NULL AND handled_at < $1 ORDER BY handled_at LIMIT $2)";

#[cfg(test)]
mod tests;
