//! Questions that staff enter for who does not write themselves: by phone, at the counter.

use chrono::{DateTime, Utc};

use super::super::QuestionId;
use super::{Way, happened};
use crate::store::{Error, Tx, all, exec};
use crate::ward::{PersonId, WardId};

/// Whom a question is for and how it came, while it waits for that.
///
/// # Errors
/// If the database refuses.
pub async fn set_asker(tx: &mut Tx, id: QuestionId, asker: &str) -> Result<(), Error> {
    exec!(tx, "UPDATE questions SET asker = $2 WHERE id = $1 AND state = 'held'", id, asker)?;
    Ok(())
}

/// How it came. `false`: it no longer waits for that.
///
/// # Errors
/// If the database refuses.
pub async fn set_way(tx: &mut Tx, id: QuestionId, way: Way) -> Result<bool, Error> {
    let changed =
        exec!(tx, "UPDATE questions SET way = $2 WHERE id = $1 AND state = 'held'", id, way.code())?;
    Ok(changed == 1)
}

/// Somebody has told its asker the answer. `false`: that was done before.
///
/// # Errors
/// If the database refuses.
pub async fn set_told(tx: &mut Tx, id: QuestionId, by: PersonId) -> Result<bool, Error> {
    let now = tx.now();
    let changed = exec!(
        tx,
        "UPDATE questions SET told_at = $2, told_by = $3 WHERE id = $1 AND told_at IS NULL",
        id,
        now,
        by
    )?;
    if changed == 1 {
        happened(tx, id, "asker_told", Some(by), None, "").await?;
    }
    Ok(changed == 1)
}

/// There is a new answer to tell.
///
/// # Errors
/// If the database refuses.
pub async fn set_untold(tx: &mut Tx, id: QuestionId) -> Result<(), Error> {
    exec!(tx, "UPDATE questions SET told_at = NULL, told_by = NULL WHERE id = $1", id)?;
    Ok(())
}

/// An answer that its asker has not been told.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Untold {
    pub id: QuestionId,
    pub code: String,
    pub answered_at: DateTime<Utc>,
}

/// The answers that a person is to tell, oldest first.
///
/// # Errors
/// If the database refuses.
pub async fn untold(tx: &mut Tx, ward: WardId, by: PersonId) -> Result<Vec<Untold>, Error> {
    all!(
        tx,
        Untold,
        "SELECT q.id, q.code, MAX(a.answered_at) AS answered_at
         FROM questions q
         JOIN answers a ON a.question_id = COALESCE(q.joined_to, q.id) AND a.state = 'sent'
         WHERE q.entered_by = $1 AND q.told_at IS NULL AND q.ward_id = $2 AND q.way IN ('phone', 'counter')
            AND q.state IN ('answered', 'closed', 'joined') AND q.text <> ''
         GROUP BY q.id, q.code ORDER BY answered_at, q.id LIMIT 50",
        by,
        ward
    )
}
