use sha2::{Digest, Sha256};

use super::import::PlanDocument;
use super::{ContentGroupId, PlanId, lead_units};
use crate::audit;
use crate::store::{Error, Tx, all, exec, one};
use crate::ward::store as ward;
use crate::ward::{PersonId, UnitId, WardId};

/// A topic under which messages are written.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ContentGroup {
    pub id: ContentGroupId,
    pub number: String,
    pub name: String,
}

/// What an import led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Imported {
    New(PlanId),
    /// The same bytes were imported before; nothing was changed.
    Known(PlanId),
}

/// Stores a plan that was read, with its content groups, the units that lead them, and its
/// report dates.
///
/// # Errors
/// If the database refuses.
pub async fn import(
    tx: &mut Tx,
    ward_id: WardId,
    document: &PlanDocument,
    source: &str,
    bytes: &[u8],
    by: Option<PersonId>,
) -> Result<Imported, Error> {
    let hash = Sha256::digest(bytes).to_vec();
    let known = one!(
        tx,
        (PlanId,),
        "SELECT id FROM plans WHERE ward_id = $1 AND source_hash = $2",
        ward_id,
        hash.clone()
    )?;
    if let Some((id,)) = known {
        return Ok(Imported::Known(id));
    }
    let (id, now) = (PlanId(tx.new_id()), tx.now());
    let json = serde_json::to_string(document).map_err(|e| Error::corrupt("plan", e))?;
    exec!(
        tx,
        "INSERT INTO plans (id, ward_id, title, number, issuer, issued_on, period_from, period_to,
            source, source_hash, document, imported_by, imported_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        id,
        ward_id,
        document.title.as_str(),
        document.number.as_deref(),
        document.issuer.as_str(),
        document.date.map(|d| d.to_string()),
        document.period.from.map(|d| d.to_string()),
        document.period.to.map(|d| d.to_string()),
        source,
        hash,
        json,
        by,
        now
    )?;
    let units = ward::units(tx, ward_id).await?;
    for (position, group) in (1_i32..).zip(&document.content_groups) {
        let group_id = ContentGroupId(tx.new_id());
        exec!(
            tx,
            "INSERT INTO content_groups (id, ward_id, plan_id, number, name, text, line, position)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            group_id,
            ward_id,
            id,
            group.number.as_str(),
            group.name.as_str(),
            group.text.as_str(),
            i32::try_from(group.line).unwrap_or(i32::MAX),
            position
        )?;
        let leads = lead_units(&group.name);
        for (position, code) in (1_i32..).zip(leads) {
            let Some(unit) = units.iter().find(|u| u.code == *code) else { continue };
            exec!(
                tx,
                "INSERT INTO content_group_units (content_group_id, unit_id, position) VALUES ($1, $2, $3)",
                group_id,
                unit.id,
                position
            )?;
        }
    }
    // A topic that was sensitive stays so under its number.
    exec!(
        tx,
        "UPDATE content_groups SET is_sensitive = $3 WHERE plan_id = $1 AND number IN
            (SELECT g.number FROM content_groups g WHERE g.ward_id = $2 AND g.is_sensitive)",
        id,
        ward_id,
        true
    )?;
    for date in &document.report_dates {
        exec!(tx, "INSERT INTO report_dates (plan_id, due_on) VALUES ($1, $2)", id, date.to_string())?;
    }
    audit::append(tx, ward_id, by, "import_plan", &format!("plan:{id}"), source).await?;
    Ok(Imported::New(id))
}

/// The content groups of the newest plan, in the plan's order.
///
/// # Errors
/// If the database refuses.
pub async fn content_groups(tx: &mut Tx, ward: WardId) -> Result<Vec<ContentGroup>, Error> {
    all!(
        tx,
        ContentGroup,
        "SELECT id, number, name FROM content_groups
         WHERE plan_id = (SELECT id FROM plans WHERE ward_id = $1 ORDER BY imported_at DESC, id DESC LIMIT 1)
         ORDER BY position",
        ward
    )
}

/// One content group of a ward.
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

/// Whether an answer to a question about a post of this content group needs a colleague.
///
/// # Errors
/// If the database refuses.
pub async fn is_sensitive(tx: &mut Tx, group: ContentGroupId) -> Result<bool, Error> {
    let row = one!(tx, (bool,), "SELECT is_sensitive FROM content_groups WHERE id = $1", group)?;
    Ok(row.is_some_and(|(is,)| is))
}

/// Says so for the content group of this number in every plan of the ward: posts of an earlier
/// plan are still answered.
///
/// # Errors
/// If the database refuses.
pub async fn set_sensitive(tx: &mut Tx, ward: WardId, number: &str, is: bool) -> Result<(), Error> {
    exec!(
        tx,
        "UPDATE content_groups SET is_sensitive = $3 WHERE ward_id = $1 AND number = $2",
        ward,
        number,
        is
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
