//! How a group gets its posts.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::super::{GroupId, Manners, WardId};
use crate::store::{Error, Tx, all, exactly_one, exec, one};

type Row = (bool, i64, Option<DateTime<Utc>>);

fn manners_from((silent, pin_hours, rests_until): Row) -> Manners {
    Manners { silent, pin_hours, rests_until }
}

/// How one group gets its posts; as any other where there is none.
///
/// # Errors
/// If the database refuses.
pub async fn manners(tx: &mut Tx, group: GroupId) -> Result<Manners, Error> {
    let row = one!(
        tx,
        Row,
        "SELECT silent, pin_hours, rests_until FROM neighbourhood_groups WHERE id = $1",
        group
    )?;
    Ok(row.map(manners_from).unwrap_or_default())
}

/// The groups of a ward that get their posts otherwise than most.
///
/// # Errors
/// If the database refuses.
pub async fn manners_of_ward(tx: &mut Tx, ward: WardId) -> Result<HashMap<GroupId, Manners>, Error> {
    let now = tx.now();
    let rows = all!(
        tx,
        (GroupId, bool, i64, Option<DateTime<Utc>>),
        "SELECT id, silent, pin_hours, rests_until FROM neighbourhood_groups
         WHERE ward_id = $1 AND channel = 'telegram' AND (silent = TRUE OR pin_hours > 0 OR rests_until > $2)",
        ward,
        now
    )?;
    Ok(rows
        .into_iter()
        .map(|(id, silent, pin_hours, until)| (id, manners_from((silent, pin_hours, until))))
        .collect())
}

/// Writes down how a group gets its posts from now on.
///
/// # Errors
/// If the database refuses or there is no such group.
pub async fn put_manners(tx: &mut Tx, group: GroupId, manners: &Manners) -> Result<(), Error> {
    let changed = exec!(
        tx,
        "UPDATE neighbourhood_groups SET silent = $2, pin_hours = $3, rests_until = $4 WHERE id = $1",
        group,
        manners.silent,
        manners.pin_hours,
        manners.rests_until
    )?;
    exactly_one(changed, "group")
}
