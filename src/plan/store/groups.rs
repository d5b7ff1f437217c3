use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::super::{ContentGroupId, PlanId};
use crate::store::{Error, Tx, all, exec, one};
use crate::ward::{UnitId, WardId};

/// A topic under which messages are written.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ContentGroup {
    pub id: ContentGroupId,
    pub number: String,
    pub name: String,
}

/// The content groups of all plans in force: plan by plan, in its order.
///
/// # Errors
/// If the database refuses.
pub async fn content_groups(tx: &mut Tx, ward: WardId) -> Result<Vec<ContentGroup>, Error> {
    all!(
        tx,
        ContentGroup,
        "SELECT g.id, g.number, g.name FROM content_groups g JOIN plans p ON p.id = g.plan_id
         WHERE p.ward_id = $1 AND p.ended_at IS NULL ORDER BY p.imported_at, p.id, g.position",
        ward
    )
}

/// The content groups of one plan, in its order.
///
/// # Errors
/// If the database refuses.
pub async fn groups_of(tx: &mut Tx, ward: WardId, plan: PlanId) -> Result<Vec<ContentGroup>, Error> {
    all!(
        tx,
        ContentGroup,
        "SELECT id, number, name FROM content_groups WHERE ward_id = $1 AND plan_id = $2 ORDER BY position",
        ward,
        plan
    )
}

/// The content groups that earlier versions of a plan had and it has not.
///
/// # Errors
/// If the database refuses.
pub async fn left_behind(tx: &mut Tx, ward: WardId, plan: PlanId) -> Result<Vec<ContentGroup>, Error> {
    all!(
        tx,
        ContentGroup,
        "SELECT g.id, g.number, g.name FROM content_groups g JOIN plans p ON p.id = g.plan_id
         WHERE p.ward_id = $1 AND p.replaced_by = $2 ORDER BY p.imported_at, p.id, g.position",
        ward,
        plan
    )
}

/// One content group of a ward, in force or not.
///
/// # Errors
/// If the database refuses.
pub async fn content_group(
    tx: &mut Tx,
    ward: WardId,
    id: ContentGroupId,
) -> Result<Option<ContentGroup>, Error> {
    one!(
        tx,
        ContentGroup,
        "SELECT id, number, name FROM content_groups WHERE ward_id = $1 AND id = $2",
        ward,
        id
    )
}

/// The plan in which a content group stands.
///
/// # Errors
/// If the database refuses.
pub async fn plan_of_group(tx: &mut Tx, ward: WardId, id: ContentGroupId) -> Result<Option<PlanId>, Error> {
    let row =
        one!(tx, (PlanId,), "SELECT plan_id FROM content_groups WHERE ward_id = $1 AND id = $2", ward, id)?;
    Ok(row.map(|(plan,)| plan))
}

/// When each content group of the plans in force came into them.
///
/// # Errors
/// If the database refuses.
pub async fn arrivals(tx: &mut Tx, ward: WardId) -> Result<BTreeMap<ContentGroupId, DateTime<Utc>>, Error> {
    let rows = all!(
        tx,
        (ContentGroupId, DateTime<Utc>),
        "SELECT g.id, COALESCE(g.since, p.imported_at) FROM content_groups g JOIN plans p ON p.id = g.plan_id
         WHERE p.ward_id = $1 AND p.ended_at IS NULL",
        ward
    )?;
    Ok(rows.into_iter().collect())
}

/// Whether an answer to a question about a post of this content group needs a colleague.
///
/// # Errors
/// If the database refuses.
pub async fn is_sensitive(tx: &mut Tx, group: ContentGroupId) -> Result<bool, Error> {
    let row = one!(tx, (bool,), "SELECT is_sensitive FROM content_groups WHERE id = $1", group)?;
    Ok(row.is_some_and(|(is,)| is))
}

/// Says so for a content group, and for those of its number and name in other plans of the ward:
/// posts of an earlier plan are still answered.
///
/// # Errors
/// If the database refuses.
pub async fn set_sensitive(tx: &mut Tx, ward: WardId, group: &ContentGroup, is: bool) -> Result<(), Error> {
    exec!(
        tx,
        "UPDATE content_groups SET is_sensitive = $4
         WHERE ward_id = $1 AND (id = $5 OR (number = $2 AND name = $3))",
        ward,
        group.number.as_str(),
        group.name.as_str(),
        is,
        group.id
    )?;
    Ok(())
}

/// The codes of the units that answer for a content group, the leading one first.
///
/// # Errors
/// If the database refuses.
pub async fn units_of(tx: &mut Tx, group: ContentGroupId) -> Result<Vec<(UnitId, String)>, Error> {
    all!(
        tx,
        (UnitId, String),
        "SELECT u.id, u.code FROM content_group_units g JOIN units u ON u.id = g.unit_id
         WHERE g.content_group_id = $1 ORDER BY g.position",
        group
    )
}
