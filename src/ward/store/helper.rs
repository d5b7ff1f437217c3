//! Who of the ward helps heads that are stuck.

use super::super::{CATCH_ALL, WardId};
use super::contacts::{Contact, contacts};
use crate::store::{Error, Tx, exactly_one, exec, one};

/// Somebody to call. An empty phone: none is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Helper {
    pub name: String,
    pub phone: String,
}

/// Whom the ward named; else the head of its office, without a phone.
///
/// # Errors
/// If the database refuses.
pub async fn helper(tx: &mut Tx, ward: WardId) -> Result<Option<Helper>, Error> {
    let row = one!(tx, (String, String), "SELECT helper, helper_phone FROM wards WHERE id = $1", ward)?;
    if let Some((name, phone)) = row.filter(|(name, _)| !name.is_empty()) {
        return Ok(Some(Helper { name, phone }));
    }
    let Some(office) = super::unit_by_code(tx, ward, CATCH_ALL).await? else { return Ok(None) };
    let all = contacts(tx, office.id).await?;
    let head = all.into_iter().find(|(contact, _)| *contact == Contact::Head);
    Ok(head.map(|(_, person)| Helper { name: person.name, phone: String::new() }))
}

/// Names who helps; an empty name: the head of the ward's office again.
///
/// # Errors
/// If the database refuses or there is no such ward.
pub async fn set_helper(tx: &mut Tx, ward: WardId, name: &str, phone: &str) -> Result<(), Error> {
    let changed =
        exec!(tx, "UPDATE wards SET helper = $2, helper_phone = $3 WHERE id = $1", ward, name, phone)?;
    exactly_one(changed, "ward")
}
