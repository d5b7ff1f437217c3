//! Which unit a plan's body is, and which unit answers for a content group, once a person has said so.

use std::collections::BTreeMap;

use super::super::import::PlanDocument;
use super::super::{ContentGroupId, PlanId};
use crate::audit;
use crate::store::{Error, Tx, all, exec, one};
use crate::text::folded_words;
use crate::ward::{PersonId, UnitId, WardId};

/// The bodies of a plan of which somebody said which unit they are; `None`: none of the ward's.
///
/// # Errors
/// If the database refuses.
pub async fn bodies(tx: &mut Tx, plan: PlanId) -> Result<BTreeMap<String, Option<UnitId>>, Error> {
    let rows =
        all!(tx, (String, Option<UnitId>), "SELECT body, unit_id FROM plan_bodies WHERE plan_id = $1", plan)?;
    Ok(rows.into_iter().collect())
}

/// Says which unit a body is.
///
/// # Errors
/// If the database refuses.
pub async fn put_body(
    tx: &mut Tx,
    ward: WardId,
    plan: PlanId,
    body: &str,
    unit: Option<UnitId>,
    by: PersonId,
) -> Result<(), Error> {
    exec!(
        tx,
        "INSERT INTO plan_bodies (plan_id, body, unit_id, decided_by) VALUES ($1, $2, $3, $4)
         ON CONFLICT (plan_id, body) DO UPDATE SET unit_id = $3, decided_by = $4",
        plan,
        body,
        unit,
        by
    )?;
    let detail = unit.map(|unit| format!("unit:{unit}")).unwrap_or_default();
    audit::append(tx, ward, Some(by), "plan_body", &format!("plan:{plan}"), &format!("{body} {detail}")).await
}

/// What was said of the bodies of a plan goes on in its newer version.
pub(super) async fn carry_over(
    tx: &mut Tx,
    old: PlanId,
    new: PlanId,
    document: &PlanDocument,
) -> Result<(), Error> {
    let rows = all!(
        tx,
        (String, Option<UnitId>, PersonId),
        "SELECT body, unit_id, decided_by FROM plan_bodies WHERE plan_id = $1",
        old
    )?;
    for (body, unit, by) in rows {
        let same = |duty: &&crate::plan::import::Duty| folded_words(&duty.body) == folded_words(&body);
        let Some(duty) = document.duties.iter().find(same) else { continue };
        exec!(
            tx,
            "INSERT INTO plan_bodies (plan_id, body, unit_id, decided_by) VALUES ($1, $2, $3, $4)
             ON CONFLICT (plan_id, body) DO NOTHING",
            new,
            duty.body.as_str(),
            unit,
            by
        )?;
    }
    Ok(())
}

/// Says which unit answers for a content group: it leads, the others stand behind it.
///
/// # Errors
/// If the database refuses.
pub async fn confirm_lead(
    tx: &mut Tx,
    ward: WardId,
    group: ContentGroupId,
    unit: UnitId,
    by: PersonId,
) -> Result<(), Error> {
    exec!(tx, "DELETE FROM content_group_units WHERE content_group_id = $1 AND unit_id = $2", group, unit)?;
    exec!(
        tx,
        "UPDATE content_group_units SET position = position + 1, confirmed_by = NULL
         WHERE content_group_id = $1",
        group
    )?;
    exec!(
        tx,
        "INSERT INTO content_group_units (content_group_id, unit_id, position, confirmed_by)
         VALUES ($1, $2, 1, $3)",
        group,
        unit,
        by
    )?;
    let detail = format!("unit:{unit}");
    audit::append(tx, ward, Some(by), "responsible", &format!("content_group:{group}"), &detail).await
}

/// The unit that answers for a content group, where somebody said so.
///
/// # Errors
/// If the database refuses.
pub async fn lead(tx: &mut Tx, group: ContentGroupId) -> Result<Option<UnitId>, Error> {
    let row = one!(
        tx,
        (UnitId,),
        "SELECT unit_id FROM content_group_units WHERE content_group_id = $1 AND confirmed_by IS NOT NULL
         ORDER BY position LIMIT 1",
        group
    )?;
    Ok(row.map(|(unit,)| unit))
}

/// The names of the units that answer for a ward's content groups, where somebody said so.
///
/// # Errors
/// If the database refuses.
pub async fn responsible(tx: &mut Tx, ward: WardId) -> Result<BTreeMap<ContentGroupId, String>, Error> {
    let rows = all!(
        tx,
        (ContentGroupId, String),
        "SELECT g.content_group_id, u.name FROM content_group_units g JOIN units u ON u.id = g.unit_id
         WHERE u.ward_id = $1 AND g.confirmed_by IS NOT NULL ORDER BY g.position DESC",
        ward
    )?;
    Ok(rows.into_iter().collect())
}
