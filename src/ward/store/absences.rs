//! Days on which members of staff are away.

use chrono::{DateTime, NaiveDate, Utc};

use super::super::{AbsenceId, PersonId, WardId};
use crate::store::{Error, Tx, all, exec};

/// Days on which somebody is away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absence {
    pub id: AbsenceId,
    pub ward: WardId,
    pub person: PersonId,
    pub from: NaiveDate,
    /// The last one.
    pub until: NaiveDate,
    /// Who gets their open questions; `None`: their units.
    pub to: Option<PersonId>,
    /// When these were handed over.
    pub begun_at: Option<DateTime<Utc>>,
}

type Row = (AbsenceId, WardId, PersonId, String, String, Option<PersonId>, Option<DateTime<Utc>>);

fn of_row((id, ward, person, from, until, to, begun_at): Row) -> Result<Absence, Error> {
    let day = |text: &str| text.parse().map_err(|e| Error::corrupt("absence", e));
    Ok(Absence { id, ward, person, from: day(&from)?, until: day(&until)?, to, begun_at })
}

/// The absences of a person that go on or are to come, first first.
///
/// # Errors
/// If the database refuses.
pub async fn absences(
    tx: &mut Tx,
    ward: WardId,
    person: PersonId,
    today: NaiveDate,
) -> Result<Vec<Absence>, Error> {
    all!(
        tx,
        Row,
        "SELECT id, ward_id, person_id, from_day, until_day, to_person, begun_at FROM absences
         WHERE person_id = $1 AND ward_id = $2 AND until_day >= $3 AND ended_at IS NULL ORDER BY from_day",
        person,
        ward,
        today.to_string()
    )?
    .into_iter()
    .map(of_row)
    .collect()
}

/// The absence of a person on a day.
///
/// # Errors
/// If the database refuses.
pub async fn absence_on(
    tx: &mut Tx,
    ward: WardId,
    person: PersonId,
    day: NaiveDate,
) -> Result<Option<Absence>, Error> {
    Ok(absences(tx, ward, person, day).await?.into_iter().find(|absence| absence.from <= day))
}

/// Enters that a person will be away. `None`, and nothing is entered, where that meets days on
/// which they are away already.
///
/// # Errors
/// If the database refuses.
pub async fn enter_absence(
    tx: &mut Tx,
    ward: WardId,
    person: PersonId,
    days: (NaiveDate, NaiveDate),
    to: Option<PersonId>,
) -> Result<Option<AbsenceId>, Error> {
    let (from, until) = days;
    let known = absences(tx, ward, person, from).await?;
    if known.iter().any(|absence| absence.from <= until) {
        return Ok(None);
    }
    let (id, now) = (AbsenceId(tx.new_id()), tx.now());
    exec!(
        tx,
        "INSERT INTO absences (id, ward_id, person_id, from_day, until_day, to_person, entered_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        id,
        ward,
        person,
        from.to_string(),
        until.to_string(),
        to,
        now
    )?;
    Ok(Some(id))
}

/// Ends an absence of a person, also one that is to come. `false`: there is none such any more.
///
/// # Errors
/// If the database refuses.
pub async fn end_absence(tx: &mut Tx, person: PersonId, id: AbsenceId) -> Result<bool, Error> {
    let now = tx.now();
    let changed = exec!(
        tx,
        "UPDATE absences SET ended_at = $3 WHERE id = $1 AND person_id = $2 AND ended_at IS NULL",
        id,
        person,
        now
    )?;
    Ok(changed == 1)
}

/// The absences that go on and whose questions have not been handed over.
///
/// # Errors
/// If the database refuses.
pub async fn absences_to_begin(tx: &mut Tx, today: NaiveDate) -> Result<Vec<Absence>, Error> {
    all!(
        tx,
        Row,
        "SELECT id, ward_id, person_id, from_day, until_day, to_person, begun_at FROM absences
         WHERE from_day <= $1 AND until_day >= $1 AND ended_at IS NULL AND begun_at IS NULL
         ORDER BY from_day, id",
        today.to_string()
    )?
    .into_iter()
    .map(of_row)
    .collect()
}

/// Writes down that they are handed over.
///
/// # Errors
/// If the database refuses.
pub async fn begin_absence(tx: &mut Tx, id: AbsenceId) -> Result<(), Error> {
    let now = tx.now();
    exec!(tx, "UPDATE absences SET begun_at = $2 WHERE id = $1 AND begun_at IS NULL", id, now)?;
    Ok(())
}
