//! Who answers for a unit: its head, and who stands in for them.

use chrono::NaiveDate;

use super::super::{Person, PersonId, UnitId, WardId};
use crate::store::{Error, Tx, all, exec};

/// What somebody is to a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Contact {
    Head,
    Deputy,
}

impl Contact {
    pub const ALL: [Self; 2] = [Self::Head, Self::Deputy];

    /// The code in rows and buttons.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Deputy => "deputy",
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|contact| contact.code() == code)
    }
}

/// Who answers for a unit, as far as they are still officers of it.
///
/// # Errors
/// If the database refuses.
pub async fn contacts(tx: &mut Tx, unit: UnitId) -> Result<Vec<(Contact, Person)>, Error> {
    let rows = all!(
        tx,
        (String, PersonId, String),
        "SELECT c.place, p.id, p.name FROM unit_contacts c JOIN people p ON p.id = c.person_id
         WHERE c.unit_id = $1 AND EXISTS (SELECT 1 FROM roles r WHERE r.person_id = c.person_id
            AND r.unit_id = c.unit_id AND r.role = 'officer' AND r.ended_at IS NULL)
         ORDER BY c.place DESC",
        unit
    )?;
    rows.into_iter()
        .map(|(code, id, name)| {
            let contact = Contact::from_code(&code).ok_or_else(|| Error::corrupt("contact", &code))?;
            Ok((contact, Person { id, name }))
        })
        .collect()
}

/// Names somebody, in place of whoever was named before.
///
/// # Errors
/// If the database refuses.
pub async fn set_contact(tx: &mut Tx, unit: UnitId, contact: Contact, person: PersonId) -> Result<(), Error> {
    exec!(
        tx,
        "INSERT INTO unit_contacts (unit_id, place, person_id) VALUES ($1, $2, $3)
         ON CONFLICT (unit_id, place) DO UPDATE SET person_id = excluded.person_id",
        unit,
        contact.code(),
        person
    )?;
    Ok(())
}

/// Names nobody any more. `false`: nobody was named.
///
/// # Errors
/// If the database refuses.
pub async fn drop_contact(tx: &mut Tx, unit: UnitId, contact: Contact) -> Result<bool, Error> {
    let changed =
        exec!(tx, "DELETE FROM unit_contacts WHERE unit_id = $1 AND place = $2", unit, contact.code())?;
    Ok(changed == 1)
}

/// Who can be told something on behalf of a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answering {
    pub person: Person,
    /// The head for whom they stand in, who is away.
    pub instead_of: Option<String>,
}

/// The head of a unit, or their deputy where they are away or cannot be written to.
///
/// # Errors
/// If the database refuses.
pub async fn answering(
    tx: &mut Tx,
    ward: WardId,
    unit: UnitId,
    today: NaiveDate,
) -> Result<Option<Answering>, Error> {
    let mut away = None;
    for (contact, person) in contacts(tx, unit).await? {
        let is_there = super::absence_on(tx, ward, person.id, today).await?.is_none()
            && super::mailbox(tx, person.id).await?.is_some();
        match (contact, is_there) {
            (Contact::Head, false) => away = Some(person.name),
            (_, true) => return Ok(Some(Answering { person, instead_of: away })),
            (Contact::Deputy, false) => {}
        }
    }
    Ok(None)
}
