//! The pace of bots and chats, and how the platform is doing.

use std::time::Duration;

use chrono::{DateTime, Utc};

use super::super::pacer::{Pace, Rates, micros};
use crate::channel::ChatKind;
use crate::store::{Error, Tx, all, exec, exec_many, one, pieces};
use crate::ward::{BotId, ChatId};

#[derive(sqlx::FromRow)]
struct Row {
    next_slot: i64,
    rate: i64,
    rate_at: i64,
    paused_until: i64,
    refused_chat: Option<ChatId>,
    refused_at: i64,
}

/// The pace of a bot, locked until the end of the transaction: instances share it.
///
/// # Errors
/// If the database refuses.
pub async fn pace(tx: &mut Tx, bot: BotId, rates: &Rates, now: i64) -> Result<Pace, Error> {
    const SELECT: &str = "SELECT next_slot, rate, rate_at, paused_until, refused_chat, refused_at
         FROM paces WHERE bot_id = $1";
    // SQLite has one writer at a time.
    const SELECT_POSTGRES: &str = "SELECT next_slot, rate, rate_at, paused_until, refused_chat, refused_at
         FROM paces WHERE bot_id = $1 FOR UPDATE";
    let sql = if tx.is_postgres() { SELECT_POSTGRES } else { SELECT };
    if let Some(row) = one!(tx, Row, sql, bot)? {
        return Ok(Pace {
            next_slot: row.next_slot,
            rate: row.rate,
            rate_at: row.rate_at,
            paused_until: row.paused_until,
            refused_chat: row.refused_chat,
            refused_at: row.refused_at,
        });
    }
    let new = Pace::new(rates, now);
    exec!(
        tx,
        "INSERT INTO paces (bot_id, next_slot, rate, rate_at, paused_until, refused_at)
         VALUES ($1, $2, $3, $4, 0, 0) ON CONFLICT (bot_id) DO NOTHING",
        bot,
        new.next_slot,
        new.rate,
        new.rate_at
    )?;
    Ok(new)
}

/// Writes the pace back.
///
/// # Errors
/// If the database refuses.
pub async fn put_pace(tx: &mut Tx, bot: BotId, pace: &Pace) -> Result<(), Error> {
    exec!(
        tx,
        "UPDATE paces SET next_slot = $2, rate = $3, rate_at = $4, paused_until = $5, refused_chat = $6,
            refused_at = $7
         WHERE bot_id = $1",
        bot,
        pace.next_slot,
        pace.rate,
        pace.rate_at,
        pace.paused_until,
        pace.refused_chat,
        pace.refused_at
    )?;
    Ok(())
}

/// Notes that so many messages leave for each of these chats: each is given once.
///
/// # Errors
/// If the database refuses.
pub async fn took_chats(
    tx: &mut Tx,
    rates: &Rates,
    chats: &[(ChatId, ChatKind, usize)],
    now: i64,
) -> Result<(), Error> {
    for piece in pieces(chats, 3) {
        let sql = "INSERT INTO chat_paces (chat_id, full_at, paused_until) VALUES {rows}
             ON CONFLICT (chat_id) DO UPDATE SET full_at = excluded.full_at
               + CASE WHEN chat_paces.full_at > $1 THEN chat_paces.full_at - $1 ELSE 0 END";
        exec_many!(tx, sql, [now], piece, |(chat, kind, messages)| [
            *chat,
            now + rates.gap(*kind) * i64::try_from(*messages).unwrap_or(1),
            0_i64
        ])?;
    }
    Ok(())
}

/// A chat rests until this moment.
///
/// # Errors
/// If the database refuses.
pub async fn set_chat_paused(tx: &mut Tx, chat: ChatId, pause: Duration, now: i64) -> Result<(), Error> {
    exec!(
        tx,
        "INSERT INTO chat_paces (chat_id, full_at, paused_until) VALUES ($1, 0, $2)
         ON CONFLICT (chat_id) DO UPDATE SET paused_until = excluded.paused_until",
        chat,
        now.saturating_add(micros(pause))
    )?;
    Ok(())
}

/// The platform does not answer any more, since now if that is news.
///
/// # Errors
/// If the database refuses.
pub async fn set_down(tx: &mut Tx, bot: BotId) -> Result<(), Error> {
    let now = tx.now();
    exec!(
        tx,
        "UPDATE paces SET down_since = CASE WHEN down_since IS NULL OR back_at IS NOT NULL THEN $2
            ELSE down_since END, back_at = NULL, backlog = 0, oldest = NULL WHERE bot_id = $1",
        bot,
        now
    )?;
    Ok(())
}

/// The platform answers again.
///
/// # Errors
/// If the database refuses.
pub async fn set_back(tx: &mut Tx, bot: BotId) -> Result<(), Error> {
    let now = tx.now();
    exec!(
        tx,
        "UPDATE paces SET back_at = $2 WHERE bot_id = $1 AND down_since IS NOT NULL AND back_at IS NULL",
        bot,
        now
    )?;
    Ok(())
}

/// A time in which the platform did not answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outage {
    pub bot: BotId,
    pub since: DateTime<Utc>,
    /// `None`: it goes on.
    pub back_at: Option<DateTime<Utc>>,
    /// What waited while it lasted.
    pub backlog: Backlog,
}

/// The outages that go on or that nobody has been told of.
///
/// # Errors
/// If the database refuses.
pub async fn outages(tx: &mut Tx) -> Result<Vec<Outage>, Error> {
    let rows = all!(
        tx,
        (BotId, DateTime<Utc>, Option<DateTime<Utc>>, i64, Option<DateTime<Utc>>),
        "SELECT bot_id, down_since, back_at, backlog, oldest FROM paces WHERE down_since IS NOT NULL"
    )?;
    let outage = |(bot, since, back_at, rows, oldest)| {
        let backlog = Backlog { rows, oldest };
        Outage { bot, since, back_at, backlog }
    };
    Ok(rows.into_iter().map(outage).collect())
}

/// Notes what waits while an outage goes on: once it is over, it leaves before anybody can count it.
///
/// # Errors
/// If the database refuses.
pub async fn note_backlog(tx: &mut Tx, bot: BotId, backlog: Backlog) -> Result<(), Error> {
    exec!(
        tx,
        "UPDATE paces SET backlog = $2, oldest = $3
         WHERE bot_id = $1 AND down_since IS NOT NULL AND back_at IS NULL AND backlog <> $2",
        bot,
        backlog.rows,
        backlog.oldest
    )?;
    Ok(())
}

/// Forgets an outage that is over, once somebody has been told. `false`: it was forgotten before.
///
/// # Errors
/// If the database refuses.
pub async fn close_outage(tx: &mut Tx, bot: BotId) -> Result<bool, Error> {
    let changed = exec!(
        tx,
        "UPDATE paces SET down_since = NULL, back_at = NULL
         WHERE bot_id = $1 AND down_since IS NOT NULL AND back_at IS NOT NULL",
        bot
    )?;
    Ok(changed == 1)
}

/// Notes that the log speaks of an outage now. `false`: it has spoken since `before`, or it is over.
///
/// # Errors
/// If the database refuses.
pub async fn log_outage(tx: &mut Tx, bot: BotId, before: DateTime<Utc>) -> Result<bool, Error> {
    let now = tx.now();
    let changed = exec!(
        tx,
        "UPDATE paces SET logged_at = $3
         WHERE bot_id = $1 AND down_since IS NOT NULL AND back_at IS NULL
           AND (logged_at IS NULL OR logged_at < down_since OR logged_at <= $2)",
        bot,
        before,
        now
    )?;
    Ok(changed == 1)
}

/// What should have left and has not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backlog {
    pub rows: i64,
    /// When the oldest of them was due.
    pub oldest: Option<DateTime<Utc>>,
}

/// What waits of a bot by now.
///
/// # Errors
/// If the database refuses.
pub async fn backlog(tx: &mut Tx, bot: BotId) -> Result<Backlog, Error> {
    let now = tx.now();
    let row = one!(
        tx,
        (i64, Option<DateTime<Utc>>),
        "SELECT COUNT(*), MIN(due_at) FROM outgoing
         WHERE bot_id = $1 AND state = 'waiting' AND channel = 'telegram' AND due_at <= $2",
        bot,
        now
    )?;
    Ok(row.map(|(rows, oldest)| Backlog { rows, oldest }).unwrap_or_default())
}
