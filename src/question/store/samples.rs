//! Answers that help with the next question: those that a unit keeps for it, and those that it
//! gave to questions like it.

use super::super::State;
use super::super::hints::{Hint, hints};
use super::{Answer, AnswerState, Question, alike, answers, question};
use crate::store::{Error, Tx, all, exec, id, one};
use crate::text::Rich;
use crate::ward::{PersonId, UnitId};

id!(
    /// One answer that a unit keeps.
    CannedId
);

/// Questions like the one at hand whose answers are looked at.
const ALIKE_MAX: usize = 30;

/// An answer that a unit keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Canned {
    pub id: CannedId,
    pub unit: UnitId,
    pub title: String,
    pub text: Rich,
}

type Row = (CannedId, UnitId, String, String);

fn canned_from((id, unit, title, text): Row) -> Result<Canned, Error> {
    let text = serde_json::from_str(&text).map_err(|e| Error::corrupt("canned answer", e))?;
    Ok(Canned { id, unit, title, text })
}

/// The answers that a unit keeps, by title.
///
/// # Errors
/// If the database refuses or one is not readable.
pub async fn canned_of(tx: &mut Tx, unit: UnitId) -> Result<Vec<Canned>, Error> {
    all!(
        tx,
        Row,
        "SELECT id, unit_id, title, text FROM canned_answers WHERE unit_id = $1 ORDER BY title, id",
        unit
    )?
    .into_iter()
    .map(canned_from)
    .collect()
}

/// One of them.
///
/// # Errors
/// If the database refuses or it is not readable.
pub async fn canned(tx: &mut Tx, id: CannedId) -> Result<Option<Canned>, Error> {
    one!(tx, Row, "SELECT id, unit_id, title, text FROM canned_answers WHERE id = $1", id)?
        .map(canned_from)
        .transpose()
}

/// Keeps an answer for a unit.
///
/// # Errors
/// If the database refuses.
pub async fn add_canned(
    tx: &mut Tx,
    unit: UnitId,
    title: &str,
    text: &Rich,
    by: PersonId,
) -> Result<CannedId, Error> {
    let (id, now) = (CannedId(tx.new_id()), tx.now());
    let json = serde_json::to_string(text).map_err(|e| Error::corrupt("canned answer", e))?;
    exec!(
        tx,
        "INSERT INTO canned_answers (id, unit_id, title, text, made_by, made_at, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $6)",
        id,
        unit,
        title,
        json,
        by,
        now
    )?;
    Ok(id)
}

/// Calls it something else. `false`: it is gone.
///
/// # Errors
/// If the database refuses.
pub async fn rename_canned(tx: &mut Tx, id: CannedId, title: &str) -> Result<bool, Error> {
    let now = tx.now();
    let changed =
        exec!(tx, "UPDATE canned_answers SET title = $2, changed_at = $3 WHERE id = $1", id, title, now)?;
    Ok(changed == 1)
}

/// `false`: it was gone before.
///
/// # Errors
/// If the database refuses.
pub async fn drop_canned(tx: &mut Tx, id: CannedId) -> Result<bool, Error> {
    Ok(exec!(tx, "DELETE FROM canned_answers WHERE id = $1", id)? == 1)
}

/// What a unit has answered to questions like this one, the most alike first, at most `limit`,
/// and no text twice. Only what its askers were sent and what is still kept.
///
/// # Errors
/// If the database refuses or an answer is not readable.
pub async fn earlier_answers(
    tx: &mut Tx,
    unit: UnitId,
    this: &Question,
    limit: usize,
) -> Result<Vec<Answer>, Error> {
    let mut found: Vec<Answer> = Vec::new();
    for id in alike(tx, unit, this).await?.into_iter().take(ALIKE_MAX) {
        let Some(other) = question(tx, id).await? else { continue };
        // One that is open again, or whose answer never arrived, was not answered well.
        if !matches!(other.state, State::Answered | State::Confirmed | State::Closed) {
            continue;
        }
        for answer in answers(tx, id).await?.into_iter().rev() {
            let says_little = hints(&answer.text.words(), true)
                .iter()
                .any(|hint| matches!(hint, Hint::TooShort | Hint::Evasive));
            let is_good = answer.state == AnswerState::Sent
                && answer.unit == unit
                && !answer.text.is_empty()
                && !says_little;
            if is_good && !found.iter().any(|known| known.text == answer.text) {
                found.push(answer);
            }
        }
        if found.len() >= limit {
            break;
        }
    }
    found.truncate(limit);
    Ok(found)
}
