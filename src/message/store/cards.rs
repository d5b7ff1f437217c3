//! By when a version is to be decided, and who was shown which.

use chrono::{DateTime, Utc};

use super::super::MessageId;
use super::Message;
use crate::store::{Error, Tx, all, exactly_one, exec, one};
use crate::ward::PersonId;

/// A submitted version and what has been said because its time goes by.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct OwnTerm {
    pub message_id: MessageId,
    pub version: i32,
    pub asked_at: DateTime<Utc>,
    /// The time that was chosen for the post when it was submitted.
    pub post_at: Option<DateTime<Utc>>,
    /// When those who had not decided were reminded.
    pub reminded_at: Option<DateTime<Utc>>,
    /// When the deputy was asked.
    pub deputy_at: Option<DateTime<Utc>>,
    /// When it was said that it is late.
    pub late_at: Option<DateTime<Utc>>,
}

/// Lets the time of the newest version begin now.
///
/// # Errors
/// If the database refuses.
pub async fn asked(tx: &mut Tx, message: &Message) -> Result<(), Error> {
    let now = tx.now();
    exec!(
        tx,
        "INSERT INTO approval_terms (message_id, version, asked_at, post_at, look_at)
         VALUES ($1, $2, $3, $4, $3)
         ON CONFLICT (message_id, version) DO UPDATE SET asked_at = excluded.asked_at,
            look_at = excluded.look_at, reminded_at = NULL, deputy_at = NULL, late_at = NULL",
        message.id,
        message.version,
        now,
        message.post_at
    )?;
    Ok(())
}

/// The time of one version, if it was ever submitted.
///
/// # Errors
/// If the database refuses.
pub async fn term_of(tx: &mut Tx, id: MessageId, version: i32) -> Result<Option<OwnTerm>, Error> {
    one!(
        tx,
        OwnTerm,
        "SELECT message_id, version, asked_at, post_at, reminded_at, deputy_at, late_at FROM approval_terms
         WHERE message_id = $1 AND version = $2",
        id,
        version
    )
}

/// The versions of which something is due by now, oldest first.
///
/// # Errors
/// If the database refuses.
pub async fn terms_to_look_at(tx: &mut Tx, limit: i64) -> Result<Vec<OwnTerm>, Error> {
    let now = tx.now();
    all!(
        tx,
        OwnTerm,
        "SELECT message_id, version, asked_at, post_at, reminded_at, deputy_at, late_at FROM approval_terms
         WHERE look_at <= $1 ORDER BY look_at, message_id LIMIT $2",
        now,
        limit
    )
}

/// Keeps what has been said, and when to look again; `None`: never.
///
/// # Errors
/// If the database refuses.
pub async fn set_term(tx: &mut Tx, term: &OwnTerm, look_at: Option<DateTime<Utc>>) -> Result<(), Error> {
    let changed = exec!(
        tx,
        "UPDATE approval_terms SET look_at = $3, reminded_at = $4, deputy_at = $5, late_at = $6
         WHERE message_id = $1 AND version = $2",
        term.message_id,
        term.version,
        look_at,
        term.reminded_at,
        term.deputy_at,
        term.late_at
    )?;
    exactly_one(changed, "term")
}

/// Notes that somebody is shown the newest version. `opened`: because they asked for it.
///
/// # Errors
/// If the database refuses.
pub async fn card_shown(tx: &mut Tx, message: &Message, to: PersonId, opened: bool) -> Result<(), Error> {
    let now = tx.now();
    exec!(
        tx,
        "INSERT INTO approval_cards (message_id, version, person_id, shown_at, opened_at)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (message_id, version, person_id)
            DO UPDATE SET opened_at = COALESCE(approval_cards.opened_at, excluded.opened_at)",
        message.id,
        message.version,
        to,
        now,
        opened.then_some(now)
    )?;
    Ok(())
}

/// The newest version before this one that somebody was shown.
///
/// # Errors
/// If the database refuses.
pub async fn last_shown(tx: &mut Tx, message: &Message, to: PersonId) -> Result<Option<i32>, Error> {
    let row = one!(
        tx,
        (Option<i32>,),
        "SELECT MAX(version) FROM approval_cards WHERE message_id = $1 AND person_id = $2 AND version < $3",
        message.id,
        to,
        message.version
    )?;
    Ok(row.and_then(|(version,)| version))
}

/// Whether somebody has opened the newest version.
///
/// # Errors
/// If the database refuses.
pub async fn is_opened(tx: &mut Tx, message: &Message, by: PersonId) -> Result<bool, Error> {
    let row = one!(
        tx,
        (i32,),
        "SELECT version FROM approval_cards
         WHERE message_id = $1 AND version = $2 AND person_id = $3 AND opened_at IS NOT NULL",
        message.id,
        message.version,
        by
    )?;
    Ok(row.is_some())
}

/// Whether somebody was shown the newest version.
///
/// # Errors
/// If the database refuses.
pub async fn is_shown(tx: &mut Tx, message: &Message, to: PersonId) -> Result<bool, Error> {
    let row = one!(
        tx,
        (i32,),
        "SELECT version FROM approval_cards WHERE message_id = $1 AND version = $2 AND person_id = $3",
        message.id,
        message.version,
        to
    )?;
    Ok(row.is_some())
}
