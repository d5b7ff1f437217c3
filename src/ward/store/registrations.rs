//! How far the registration of a neighbourhood is, so that who helps on the phone sees what the
//! head sees.

use std::collections::HashSet;

use chrono::{DateTime, Utc};

use super::super::{NeighbourhoodId, PersonId, WardId};
use crate::store::{Error, Tx, all, exec, one};

/// Where a registration stands, or what it is stuck at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// A link was made, and nobody has opened it.
    Link,
    /// The head is in; the group is not.
    Opened,
    /// Waits for the ward.
    Asked,
    Confirmed,
    Rejected,
    /// Taken off again: it was the wrong one.
    Undone,
    NotAdmin,
    CannotTell,
    Anonymous,
    /// The link was used or is too old.
    Stale,
    OfAnother,
    OfUnit,
    Silenced,
    /// A topic is to be chosen.
    Topic,
}

impl Step {
    const ALL: [Self; 14] = [
        Self::Link,
        Self::Opened,
        Self::Asked,
        Self::Confirmed,
        Self::Rejected,
        Self::Undone,
        Self::NotAdmin,
        Self::CannotTell,
        Self::Anonymous,
        Self::Stale,
        Self::OfAnother,
        Self::OfUnit,
        Self::Silenced,
        Self::Topic,
    ];

    /// Whether the head can get no further by themselves.
    #[must_use]
    pub fn is_stuck(self) -> bool {
        match self {
            Self::NotAdmin
            | Self::CannotTell
            | Self::Anonymous
            | Self::Stale
            | Self::OfAnother
            | Self::OfUnit
            | Self::Silenced => true,
            Self::Link
            | Self::Opened
            | Self::Asked
            | Self::Confirmed
            | Self::Rejected
            | Self::Undone
            | Self::Topic => false,
        }
    }

    fn from_code(code: String) -> Result<Self, Error> {
        let step = Self::ALL.into_iter().find(|step| step.code() == code);
        step.ok_or_else(|| Error::corrupt("registration", code))
    }

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Opened => "opened",
            Self::Asked => "asked",
            Self::Confirmed => "confirmed",
            Self::Rejected => "rejected",
            Self::Undone => "undone",
            Self::NotAdmin => "not_admin",
            Self::CannotTell => "cannot_tell",
            Self::Anonymous => "anonymous",
            Self::Stale => "stale",
            Self::OfAnother => "of_another",
            Self::OfUnit => "of_unit",
            Self::Silenced => "silenced",
            Self::Topic => "topic",
        }
    }
}

/// A step with who took it and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    pub step: Step,
    pub person: Option<PersonId>,
    pub at: DateTime<Utc>,
}

/// Writes down where a registration stands.
///
/// # Errors
/// If the database refuses.
pub async fn note_registration(
    tx: &mut Tx,
    neighbourhood: NeighbourhoodId,
    step: Step,
    person: Option<PersonId>,
) -> Result<(), Error> {
    let now = tx.now();
    exec!(
        tx,
        "INSERT INTO registrations (neighbourhood_id, step, person_id, at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (neighbourhood_id) DO UPDATE
         SET step = excluded.step, person_id = excluded.person_id, at = excluded.at",
        neighbourhood,
        step.code(),
        person,
        now
    )?;
    Ok(())
}

/// Where a registration stands; none: it has not begun.
///
/// # Errors
/// If the database refuses or a stored step is unknown.
pub async fn registration(
    tx: &mut Tx,
    neighbourhood: NeighbourhoodId,
) -> Result<Option<Registration>, Error> {
    let row = one!(
        tx,
        (String, Option<PersonId>, DateTime<Utc>),
        "SELECT step, person_id, at FROM registrations WHERE neighbourhood_id = $1",
        neighbourhood
    )?;
    row.map(|(code, person, at)| Ok(Registration { step: Step::from_code(code)?, person, at })).transpose()
}

/// The neighbourhoods of a ward whose registration is stuck.
///
/// # Errors
/// If the database refuses or a stored step is unknown.
pub async fn stuck_registrations(tx: &mut Tx, ward: WardId) -> Result<HashSet<NeighbourhoodId>, Error> {
    let rows = all!(
        tx,
        (NeighbourhoodId, String),
        "SELECT r.neighbourhood_id, r.step FROM registrations r
         JOIN neighbourhoods n ON n.id = r.neighbourhood_id WHERE n.ward_id = $1",
        ward
    )?;
    let mut stuck = HashSet::new();
    for (id, code) in rows {
        if Step::from_code(code)?.is_stuck() {
            stuck.insert(id);
        }
    }
    Ok(stuck)
}
