use chrono::{DateTime, TimeDelta, Utc};

use super::super::{
    LINK_DAYS, NeighbourhoodId, PersonId, Purpose, Role, UnitId, WardId, hash_of, new_secret,
};
use crate::store::{Error, Tx, exec, one};

/// Makes a one-time link and gives its secret, which is kept nowhere.
///
/// # Errors
/// If the database refuses.
pub async fn make_link(
    tx: &mut Tx,
    ward: WardId,
    purpose: &Purpose,
    by: Option<PersonId>,
) -> Result<String, Error> {
    let secret = new_secret();
    let (now, hash) = (tx.now(), hash_of(&secret));
    let (mut role, mut unit, mut name): (Option<&str>, Option<UnitId>, &str) = (None, None, "");
    let (mut place, mut person): (Option<NeighbourhoodId>, Option<PersonId>) = (None, None);
    let code = match purpose {
        Purpose::Staff { role: given, unit: of, name: called } => {
            (role, unit, name) = (Some(given.code()), *of, called);
            "staff"
        }
        Purpose::UnitChat { unit: of } => {
            unit = Some(*of);
            "unit_chat"
        }
        Purpose::Head { neighbourhood } => {
            place = Some(*neighbourhood);
            "head"
        }
        Purpose::Group { neighbourhood } => {
            place = Some(*neighbourhood);
            "group"
        }
        Purpose::Deputy { neighbourhood } => {
            place = Some(*neighbourhood);
            "deputy"
        }
        Purpose::Handover { neighbourhood, from } => {
            (place, person) = (Some(*neighbourhood), Some(*from));
            "handover"
        }
        Purpose::Account { person: of } => {
            person = Some(*of);
            "account"
        }
    };
    exec!(
        tx,
        "INSERT INTO links (hash, ward_id, purpose, role, unit_id, neighbourhood_id, name, made_by, made_at,
            expires_at, person_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        hash,
        ward,
        code,
        role,
        unit,
        place,
        name,
        by,
        now,
        now + TimeDelta::days(LINK_DAYS),
        person
    )?;
    Ok(secret)
}

/// A link as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub ward: WardId,
    pub purpose: Purpose,
    pub made_by: Option<PersonId>,
    pub state: LinkState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkState {
    Fresh,
    /// Opened before, by this person.
    Used(PersonId),
    Expired,
}

#[derive(sqlx::FromRow)]
struct LinkRow {
    ward_id: WardId,
    purpose: String,
    role: Option<String>,
    unit_id: Option<UnitId>,
    neighbourhood_id: Option<NeighbourhoodId>,
    person_id: Option<PersonId>,
    name: String,
    made_by: Option<PersonId>,
    expires_at: DateTime<Utc>,
    used_by: Option<PersonId>,
}

/// Looks a link up by its secret.
///
/// # Errors
/// If the database refuses or the stored link is not readable.
pub async fn link(tx: &mut Tx, secret: &str) -> Result<Option<Link>, Error> {
    let now = tx.now();
    let row = one!(
        tx,
        LinkRow,
        "SELECT ward_id, purpose, role, unit_id, neighbourhood_id, person_id, name, made_by, expires_at,
            used_by
         FROM links WHERE hash = $1",
        hash_of(secret)
    )?;
    let Some(row) = row else { return Ok(None) };
    let bad = || Error::corrupt("link", &row.purpose);
    let purpose = match row.purpose.as_str() {
        "staff" => Purpose::Staff {
            role: row.role.as_deref().and_then(Role::from_code).ok_or_else(bad)?,
            unit: row.unit_id,
            name: row.name.clone(),
        },
        "unit_chat" => Purpose::UnitChat { unit: row.unit_id.ok_or_else(bad)? },
        "head" => Purpose::Head { neighbourhood: row.neighbourhood_id.ok_or_else(bad)? },
        "group" => Purpose::Group { neighbourhood: row.neighbourhood_id.ok_or_else(bad)? },
        "deputy" => Purpose::Deputy { neighbourhood: row.neighbourhood_id.ok_or_else(bad)? },
        "handover" => Purpose::Handover {
            neighbourhood: row.neighbourhood_id.ok_or_else(bad)?,
            from: row.person_id.ok_or_else(bad)?,
        },
        "account" => Purpose::Account { person: row.person_id.ok_or_else(bad)? },
        _ => return Err(bad()),
    };
    let state = match row.used_by {
        Some(person) => LinkState::Used(person),
        None if row.expires_at <= now => LinkState::Expired,
        None => LinkState::Fresh,
    };
    Ok(Some(Link { ward: row.ward_id, purpose, made_by: row.made_by, state }))
}

/// Uses a link up. `false` if it was used or expired: then nothing was changed.
///
/// # Errors
/// If the database refuses.
pub async fn use_link(tx: &mut Tx, secret: &str, by: PersonId) -> Result<bool, Error> {
    let now = tx.now();
    let changed = exec!(
        tx,
        "UPDATE links SET used_at = $2, used_by = $3 WHERE hash = $1 AND used_at IS NULL AND expires_at > $2",
        hash_of(secret),
        now,
        by
    )?;
    Ok(changed == 1)
}
