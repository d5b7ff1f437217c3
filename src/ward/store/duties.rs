//! Who is on duty: an approver who may release urgent messages alone, where the ward allows it.

use chrono::{DateTime, TimeDelta, Utc};

use super::super::{Person, PersonId, WardId};
use crate::store::{Error, Tx, all, exec, one};

/// A duty that goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    pub person: Person,
    pub since: DateTime<Utc>,
    /// When it ends by itself.
    pub until: DateTime<Utc>,
}

/// A person takes the duty, for `length` at most. `false`: they have it already.
///
/// # Errors
/// If the database refuses.
pub async fn take_duty(
    tx: &mut Tx,
    ward: WardId,
    person: PersonId,
    length: TimeDelta,
) -> Result<bool, Error> {
    let (id, now) = (tx.new_id(), tx.now());
    if was_on_duty(tx, ward, person, now).await? {
        return Ok(false);
    }
    exec!(
        tx,
        "INSERT INTO duties (id, ward_id, person_id, since, until) VALUES ($1, $2, $3, $4, $5)",
        id,
        ward,
        person,
        now,
        now + length
    )?;
    Ok(true)
}

/// A person hands the duty back. `false`: they did not have it.
///
/// # Errors
/// If the database refuses.
pub async fn end_duty(tx: &mut Tx, ward: WardId, person: PersonId) -> Result<bool, Error> {
    let now = tx.now();
    let changed = exec!(
        tx,
        "UPDATE duties SET until = $3 WHERE ward_id = $1 AND person_id = $2 AND until > $3",
        ward,
        person,
        now
    )?;
    Ok(changed > 0)
}

/// Whether a person was on duty at a moment.
///
/// # Errors
/// If the database refuses.
pub async fn was_on_duty(
    tx: &mut Tx,
    ward: WardId,
    person: PersonId,
    at: DateTime<Utc>,
) -> Result<bool, Error> {
    let row = one!(
        tx,
        (i64,),
        "SELECT COUNT(*) FROM duties WHERE ward_id = $1 AND person_id = $2 AND since <= $3 AND until > $3",
        ward,
        person,
        at
    )?;
    Ok(row.is_some_and(|(n,)| n > 0))
}

/// Everybody who is on duty now, longest first.
///
/// # Errors
/// If the database refuses.
pub async fn on_duty(tx: &mut Tx, ward: WardId) -> Result<Vec<Duty>, Error> {
    let now = tx.now();
    let rows = all!(
        tx,
        (PersonId, String, DateTime<Utc>, DateTime<Utc>),
        "SELECT p.id, p.name, d.since, d.until FROM duties d JOIN people p ON p.id = d.person_id
         WHERE d.ward_id = $1 AND d.since <= $2 AND d.until > $2 ORDER BY d.since, d.id",
        ward,
        now
    )?;
    Ok(rows
        .into_iter()
        .map(|(id, name, since, until)| Duty { person: Person { id, name }, since, until })
        .collect())
}
