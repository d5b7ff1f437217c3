//! Deadlines that run: what they are computed from, and when they have to be computed anew.

use chrono::{DateTime, Utc};

use super::super::QuestionId;
use super::super::deadline::Kind;
use crate::store::{Error, Tx, all, exec, one};
use crate::ward::WardId;

/// An open question with a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Running {
    pub id: QuestionId,
    pub ward: WardId,
    pub kind: Kind,
    /// Since when its time counts: its asking, or its being reopened.
    pub counts_from: DateTime<Utc>,
    pub extended: bool,
    pub due_at: DateTime<Utc>,
}

type Row = (QuestionId, WardId, String, DateTime<Utc>, bool, DateTime<Utc>);

fn read(rows: Vec<Row>) -> Result<Vec<Running>, Error> {
    rows.into_iter()
        .map(|(id, ward, kind, counts_from, extended, due_at)| {
            let kind = Kind::from_code(&kind).ok_or_else(|| Error::corrupt("question kind", &kind))?;
            Ok(Running { id, ward, kind, counts_from, extended, due_at })
        })
        .collect()
}

/// The open questions of a ward that have a deadline.
///
/// # Errors
/// If the database refuses.
pub async fn running(tx: &mut Tx, ward: WardId) -> Result<Vec<Running>, Error> {
    read(all!(
        tx,
        Row,
        "SELECT id, ward_id, kind, COALESCE(counts_from, asked_at), extended_at IS NOT NULL, due_at FROM questions
         WHERE ward_id = $1 AND ended_at IS NULL AND due_at IS NOT NULL",
        ward
    )?)
}

/// Open questions, at most so many, of which it is not known that their deadline was computed
/// from their ward's calendar as it is now.
///
/// # Errors
/// If the database refuses.
pub async fn running_late(tx: &mut Tx, most: i64) -> Result<Vec<Running>, Error> {
    read(all!(
        tx,
        Row,
        "SELECT q.id, q.ward_id, q.kind, COALESCE(q.counts_from, q.asked_at), q.extended_at IS NOT NULL, q.due_at
         FROM wards w JOIN questions q ON q.ward_id = w.id AND q.calendar < w.calendar
         WHERE q.ended_at IS NULL AND q.due_at IS NOT NULL LIMIT $1",
        most
    )?)
}

/// Writes down a deadline that was computed from this state of the ward's calendar, and where it
/// moved to another day, that its asker has to be told. Nothing happens, and it will be computed
/// once more, if the question has changed meanwhile.
///
/// # Errors
/// If the database refuses.
pub async fn recount(
    tx: &mut Tx,
    question: &Running,
    due_at: DateTime<Utc>,
    calendar: i64,
) -> Result<(), Error> {
    let changed = exec!(
        tx,
        "UPDATE questions SET due_at = $2, calendar = $3
         WHERE id = $1 AND kind = $4 AND due_at = $5 AND ended_at IS NULL",
        question.id,
        due_at,
        calendar,
        question.kind.code(),
        question.due_at
    )?;
    if changed == 1 && due_at != question.due_at {
        // What was promised first counts, however often the calendar is changed.
        exec!(
            tx,
            "UPDATE questions SET moved_from = CASE WHEN moved_to = $3 THEN moved_from ELSE $3 END, moved_to = $2,
                moved_told = $4
             WHERE id = $1",
            question.id,
            due_at,
            question.due_at,
            false
        )?;
    }
    Ok(())
}

/// The questions, at most so many, whose deadlines a change of the calendar has moved and whose
/// askers have not been told; from now on they have.
///
/// # Errors
/// If the database refuses.
pub async fn take_moved(tx: &mut Tx, most: i64) -> Result<Vec<QuestionId>, Error> {
    let mut rows = all!(
        tx,
        (QuestionId,),
        "UPDATE questions SET moved_told = TRUE
         WHERE id IN (SELECT id FROM questions WHERE NOT moved_told ORDER BY id LIMIT $1) RETURNING id",
        most
    )?;
    rows.sort_unstable();
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// From when a change of the calendar has moved a question's deadline to what it is now.
///
/// # Errors
/// If the database refuses.
pub async fn moved(tx: &mut Tx, id: QuestionId) -> Result<Option<DateTime<Utc>>, Error> {
    let row = one!(
        tx,
        (Option<DateTime<Utc>>,),
        "SELECT moved_from FROM questions WHERE id = $1 AND moved_to = due_at",
        id
    )?;
    Ok(row.and_then(|(from,)| from))
}
