//! Who is in office in a neighbourhood, and who was: a period is ended, never taken away.

use chrono::{DateTime, TimeDelta, Utc};

use super::super::{NeighbourhoodId, Office, Person, PersonId};
use crate::store::{Error, Tx, all, exec, one};

/// How long a sign of life is not written down again.
const SEEN_EVERY: TimeDelta = TimeDelta::hours(1);

/// One period of office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    pub neighbourhood: NeighbourhoodId,
    pub person: Person,
    pub office: Office,
    pub since: DateTime<Utc>,
    pub until: Option<DateTime<Utc>>,
}

/// Makes a person a head of a neighbourhood from now on.
///
/// # Errors
/// If the database refuses.
pub async fn make_head(tx: &mut Tx, neighbourhood: NeighbourhoodId, person: PersonId) -> Result<(), Error> {
    take_office(tx, neighbourhood, person, Office::Head).await
}

/// A person takes an office from now on. Who is in office there already has this one from now on,
/// except that a head stays one.
///
/// # Errors
/// If the database refuses.
pub async fn take_office(
    tx: &mut Tx,
    neighbourhood: NeighbourhoodId,
    person: PersonId,
    office: Office,
) -> Result<(), Error> {
    match office_of(tx, neighbourhood, person).await? {
        Some(held) if held == office || held == Office::Head => return Ok(()),
        Some(_) => {
            end_office(tx, neighbourhood, person, None).await?;
        }
        None => {}
    }
    let now = tx.now();
    exec!(
        tx,
        "INSERT INTO offices (neighbourhood_id, person_id, place, since) VALUES ($1, $2, $3, $4)
         ON CONFLICT (neighbourhood_id, person_id, since) DO UPDATE
         SET until = NULL, ended_by = NULL, place = excluded.place",
        neighbourhood,
        person,
        office.code(),
        now
    )?;
    Ok(())
}

/// The office that a person holds now.
///
/// # Errors
/// If the database refuses.
pub async fn office_of(
    tx: &mut Tx,
    neighbourhood: NeighbourhoodId,
    person: PersonId,
) -> Result<Option<Office>, Error> {
    let row = one!(
        tx,
        (String,),
        "SELECT place FROM offices WHERE neighbourhood_id = $1 AND person_id = $2 AND until IS NULL",
        neighbourhood,
        person
    )?;
    row.map(|(code,)| Office::from_code(&code).ok_or_else(|| Error::corrupt("office", code))).transpose()
}

/// Ends a person's period. `false`: they were in no office there.
///
/// # Errors
/// If the database refuses.
pub async fn end_office(
    tx: &mut Tx,
    neighbourhood: NeighbourhoodId,
    person: PersonId,
    by: Option<PersonId>,
) -> Result<bool, Error> {
    let now = tx.now();
    let changed = exec!(
        tx,
        "UPDATE offices SET until = $3, ended_by = $4
         WHERE neighbourhood_id = $1 AND person_id = $2 AND until IS NULL",
        neighbourhood,
        person,
        now,
        by
    )?;
    Ok(changed > 0)
}

/// All periods in a neighbourhood: those that go on first, heads before deputies, then the newest.
///
/// # Errors
/// If the database refuses or a stored office is unknown.
pub async fn terms(tx: &mut Tx, neighbourhood: NeighbourhoodId) -> Result<Vec<Term>, Error> {
    let rows = all!(
        tx,
        (PersonId, String, String, DateTime<Utc>, Option<DateTime<Utc>>),
        "SELECT p.id, p.name, o.place, o.since, o.until FROM offices o JOIN people p ON p.id = o.person_id
         WHERE o.neighbourhood_id = $1
         ORDER BY CASE WHEN o.until IS NULL THEN 0 ELSE 1 END, o.place DESC, o.since DESC, p.id",
        neighbourhood
    )?;
    let mut terms = Vec::with_capacity(rows.len());
    for (id, name, code, since, until) in rows {
        let office = Office::from_code(&code).ok_or_else(|| Error::corrupt("office", code))?;
        terms.push(Term { neighbourhood, person: Person { id, name }, office, since, until });
    }
    terms.sort_by_key(|term| (term.until.is_some(), term.until.map_or(term.office, |_| Office::Head)));
    Ok(terms)
}

/// Who is in office now, heads first.
///
/// # Errors
/// If the database refuses or a stored office is unknown.
pub async fn in_office(tx: &mut Tx, neighbourhood: NeighbourhoodId) -> Result<Vec<Term>, Error> {
    let mut terms = terms(tx, neighbourhood).await?;
    terms.retain(|term| term.until.is_none());
    Ok(terms)
}

/// Who is in office and can be told something about a neighbourhood: all of them, heads first.
///
/// # Errors
/// If the database refuses or a stored office is unknown.
pub async fn heads_of(tx: &mut Tx, neighbourhood: NeighbourhoodId) -> Result<Vec<PersonId>, Error> {
    Ok(in_office(tx, neighbourhood).await?.into_iter().map(|term| term.person.id).collect())
}

/// Whether a person in office is told each week that all was posted.
///
/// # Errors
/// If the database refuses.
pub async fn hears(tx: &mut Tx, neighbourhood: NeighbourhoodId, person: PersonId) -> Result<bool, Error> {
    let row = one!(
        tx,
        (bool,),
        "SELECT hears FROM offices WHERE neighbourhood_id = $1 AND person_id = $2 AND until IS NULL",
        neighbourhood,
        person
    )?;
    Ok(row.is_some_and(|(hears,)| hears))
}

/// Lets a person in office be told each week that all was posted, or not.
///
/// # Errors
/// If the database refuses.
pub async fn set_hears(
    tx: &mut Tx,
    neighbourhood: NeighbourhoodId,
    person: PersonId,
    hears: bool,
) -> Result<(), Error> {
    exec!(
        tx,
        "UPDATE offices SET hears = $3 WHERE neighbourhood_id = $1 AND person_id = $2 AND until IS NULL",
        neighbourhood,
        person,
        hears
    )?;
    Ok(())
}

/// Notes that somebody who is in office wrote or pressed something. Of nobody else is that kept.
///
/// # Errors
/// If the database refuses.
pub async fn head_seen(tx: &mut Tx, person: PersonId) -> Result<(), Error> {
    let now = tx.now();
    let before = now - SEEN_EVERY;
    exec!(
        tx,
        "UPDATE offices SET seen_at = $2
         WHERE person_id = $1 AND until IS NULL AND (seen_at IS NULL OR seen_at <= $3)",
        person,
        now,
        before
    )?;
    Ok(())
}
