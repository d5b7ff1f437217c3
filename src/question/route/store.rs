//! A ward's own routes and the cases that its staff corrected.

use super::Example;
use crate::question::QuestionId;
use crate::store::{Error, Tx, all, exec, one};
use crate::ward::WardId;

/// Corrected cases that a ward's router learns from: the latest ones.
const LEARNED_FROM: i64 = 500;

/// How often a ward's routes and its corrected cases have changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Version {
    /// Of the file.
    pub file: i32,
    /// Of the corrected cases.
    pub learned: i32,
}

/// The routes file of a ward; `None`: the shipped one.
///
/// # Errors
/// If the database refuses.
pub async fn file(tx: &mut Tx, ward: WardId) -> Result<Option<String>, Error> {
    let row = one!(tx, (String,), "SELECT file FROM routes WHERE ward_id = $1", ward)?;
    Ok(row.map(|(file,)| file).filter(|file| !file.is_empty()))
}

/// Gives a ward other routes. They must have been checked.
///
/// # Errors
/// If the database refuses.
pub async fn set_file(tx: &mut Tx, ward: WardId, file: &str) -> Result<(), Error> {
    let now = tx.now();
    exec!(
        tx,
        "INSERT INTO routes (ward_id, file, version, learned, changed_at) VALUES ($1, $2, 1, 0, $3)
         ON CONFLICT (ward_id) DO UPDATE
         SET file = excluded.file, version = routes.version + 1, changed_at = excluded.changed_at",
        ward,
        file,
        now
    )?;
    Ok(())
}

/// The wards that have routes or corrected cases of their own.
///
/// # Errors
/// If the database refuses.
pub async fn versions(tx: &mut Tx) -> Result<Vec<(WardId, Version)>, Error> {
    let rows = all!(tx, (WardId, i32, i32), "SELECT ward_id, version, learned FROM routes")?;
    Ok(rows.into_iter().map(|(ward, file, learned)| (ward, Version { file, learned })).collect())
}

/// Remembers that a question belonged to `label`, a unit's code, so that the next one like it
/// goes there at once. A question that is corrected again is remembered as it was last.
///
/// # Errors
/// If the database refuses.
pub async fn correct(
    tx: &mut Tx,
    ward: WardId,
    question: QuestionId,
    text: &str,
    label: &str,
) -> Result<(), Error> {
    if text.is_empty() {
        return Ok(());
    }
    let now = tx.now();
    exec!(
        tx,
        "INSERT INTO route_examples (question_id, ward_id, text, label, at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (question_id) DO UPDATE
         SET text = excluded.text, label = excluded.label, at = excluded.at",
        question,
        ward,
        text,
        label,
        now
    )?;
    learned(tx, ward).await
}

/// Takes a question's words out of what is learned from.
///
/// # Errors
/// If the database refuses.
pub async fn forget(tx: &mut Tx, question: QuestionId) -> Result<(), Error> {
    let row = one!(tx, (WardId,), "SELECT ward_id FROM route_examples WHERE question_id = $1", question)?;
    let Some((ward,)) = row else { return Ok(()) };
    exec!(tx, "DELETE FROM route_examples WHERE question_id = $1", question)?;
    learned(tx, ward).await
}

/// A ward's corrected cases, the latest first.
///
/// # Errors
/// If the database refuses.
pub async fn corrected(tx: &mut Tx, ward: WardId) -> Result<Vec<Example>, Error> {
    let rows = all!(
        tx,
        (String, String),
        "SELECT text, label FROM route_examples WHERE ward_id = $1 ORDER BY at DESC, question_id LIMIT $2",
        ward,
        LEARNED_FROM
    )?;
    Ok(rows.into_iter().map(|(text, label)| Example { text, label, acceptable: vec![] }).collect())
}

async fn learned(tx: &mut Tx, ward: WardId) -> Result<(), Error> {
    let now = tx.now();
    exec!(
        tx,
        "INSERT INTO routes (ward_id, file, version, learned, changed_at) VALUES ($1, '', 0, 1, $2)
         ON CONFLICT (ward_id) DO UPDATE
         SET learned = routes.learned + 1, changed_at = excluded.changed_at",
        ward,
        now
    )?;
    Ok(())
}
