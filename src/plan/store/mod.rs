//! Plans as rows: those in force, their content groups, what a person decides about them.

mod bodies;
mod groups;
mod proposals;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

pub use bodies::{bodies, confirm_lead, lead, put_body, responsible};
pub use groups::{
    ContentGroup, arrivals, content_group, content_groups, groups_of, is_sensitive, left_behind,
    plan_of_group, set_sensitive, units_of,
};
pub use proposals::{
    Proposal, Said, decide, decisions, drop_proposal, open_proposals, proposal, propose, revise,
    set_replaces, use_proposal,
};

use super::import::{Aim, PlanDocument};
use super::renewal::{Before, Known, Match, heirs, match_of};
use super::{ContentGroupId, PlanId, lead_units};
use crate::audit;
use crate::store::{Error, Tx, all, exactly_one, exec, one};
use crate::ward::store as ward;
use crate::ward::{PersonId, WardId};

/// What an import led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Imported {
    New(PlanId),
    /// The same bytes were imported before; nothing was changed.
    Known(PlanId),
}

/// A plan of a ward.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub id: PlanId,
    pub title: String,
    pub number: Option<String>,
    pub issuer: String,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    /// The name of its file.
    pub source: String,
    /// Whether it is in force no longer, and which version took its place.
    pub is_ended: bool,
    pub replaced_by: Option<PlanId>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: PlanId,
    title: String,
    number: Option<String>,
    issuer: String,
    period_from: Option<String>,
    period_to: Option<String>,
    source: String,
    is_ended: bool,
    replaced_by: Option<PlanId>,
}

impl From<Row> for Plan {
    fn from(row: Row) -> Self {
        let day = |day: Option<String>| day.and_then(|day| day.parse().ok());
        Self {
            id: row.id,
            title: row.title,
            number: row.number,
            issuer: row.issuer,
            from: day(row.period_from),
            to: day(row.period_to),
            source: row.source,
            is_ended: row.is_ended,
            replaced_by: row.replaced_by,
        }
    }
}

/// How the bytes of a plan's file are known again.
pub(super) fn hash_of(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}

/// A file of which a plan is made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source<'a> {
    pub name: &'a str,
    pub hash: &'a [u8],
}

/// The plan that was made of these bytes, in force or not.
///
/// # Errors
/// If the database refuses.
pub async fn plan_of_bytes(tx: &mut Tx, ward: WardId, bytes: &[u8]) -> Result<Option<Plan>, Error> {
    let hash = hash_of(bytes);
    let row = one!(
        tx,
        Row,
        "SELECT id, title, number, issuer, period_from, period_to, source, ended_at IS NOT NULL AS is_ended,
            replaced_by
         FROM plans WHERE ward_id = $1 AND source_hash = $2",
        ward,
        hash
    )?;
    Ok(row.map(Plan::from))
}

/// Puts a plan that was read into force as it is, without asking anybody: in place of the plan of
/// which it surely is a newer version, else beside the others.
///
/// # Errors
/// If the database refuses.
pub async fn import(
    tx: &mut Tx,
    ward: WardId,
    document: &PlanDocument,
    source: &str,
    bytes: &[u8],
    by: Option<PersonId>,
) -> Result<Imported, Error> {
    if let Some(known) = plan_of_bytes(tx, ward, bytes).await? {
        return Ok(Imported::Known(known.id));
    }
    let replaces = match match_of(document, &in_force(tx, ward).await?) {
        Match::Sure(plan) => Some(plan),
        Match::Perhaps(_) | Match::None => None,
    };
    let hash = hash_of(bytes);
    let source = Source { name: source, hash: &hash };
    put(tx, ward, document, source, by, replaces).await.map(Imported::New)
}

/// Stores a plan that is in force from now on, with its content groups, the units that lead them,
/// and its report dates. Groups of the plan that it replaces go on in it where they are the same.
pub(super) async fn put(
    tx: &mut Tx,
    ward_id: WardId,
    document: &PlanDocument,
    source: Source<'_>,
    by: Option<PersonId>,
    replaces: Option<PlanId>,
) -> Result<PlanId, Error> {
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
        source.name,
        source.hash,
        json,
        by,
        now
    )?;
    let heirs = match replaces {
        Some(old) => heirs(document, &known_groups(tx, ward_id, old).await?),
        None => vec![None; document.content_groups.len()],
    };
    let units = ward::units(tx, ward_id).await?;
    for ((position, group), heir) in (1_i32..).zip(&document.content_groups).zip(heirs) {
        let line = i32::try_from(group.line).unwrap_or(i32::MAX);
        if let Some(heir) = heir {
            let changed = exec!(
                tx,
                "UPDATE content_groups SET plan_id = $2, number = $3, name = $4, text = $5, line = $6,
                    position = $7
                 WHERE id = $1",
                heir,
                id,
                group.number.as_str(),
                group.name.as_str(),
                group.text.as_str(),
                line,
                position
            )?;
            exactly_one(changed, "content group")?;
            continue;
        }
        let group_id = ContentGroupId(tx.new_id());
        exec!(
            tx,
            "INSERT INTO content_groups (id, ward_id, plan_id, number, name, text, line, position, since)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            group_id,
            ward_id,
            id,
            group.number.as_str(),
            group.name.as_str(),
            group.text.as_str(),
            line,
            position,
            now
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
    // A topic that was sensitive stays so under its number and name.
    exec!(
        tx,
        "UPDATE content_groups SET is_sensitive = $3 WHERE plan_id = $1 AND EXISTS
            (SELECT 1 FROM content_groups g WHERE g.ward_id = $2 AND g.is_sensitive
                AND g.number = content_groups.number AND g.name = content_groups.name)",
        id,
        ward_id,
        true
    )?;
    for date in &document.report_dates {
        exec!(tx, "INSERT INTO report_dates (plan_id, due_on) VALUES ($1, $2)", id, date.to_string())?;
    }
    if let Some(old) = replaces {
        replace(tx, old, id, document).await?;
    }
    audit::append(tx, ward_id, by, "import_plan", &format!("plan:{id}"), source.name).await?;
    Ok(id)
}

/// Takes a plan out of force because another one stands in its place.
async fn replace(tx: &mut Tx, old: PlanId, new: PlanId, document: &PlanDocument) -> Result<(), Error> {
    let now = tx.now();
    let changed = exec!(tx, "UPDATE plans SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL", old, now)?;
    exactly_one(changed, "plan")?;
    // Earlier versions are versions of the newest one.
    exec!(tx, "UPDATE plans SET replaced_by = $2 WHERE id = $1 OR replaced_by = $1", old, new)?;
    bodies::carry_over(tx, old, new, document).await
}

/// The plans of a ward that are in force, the oldest first.
///
/// # Errors
/// If the database refuses.
pub async fn in_force(tx: &mut Tx, ward: WardId) -> Result<Vec<Plan>, Error> {
    let rows = all!(
        tx,
        Row,
        "SELECT id, title, number, issuer, period_from, period_to, source, ended_at IS NOT NULL AS is_ended,
            replaced_by
         FROM plans WHERE ward_id = $1 AND ended_at IS NULL ORDER BY imported_at, id",
        ward
    )?;
    Ok(rows.into_iter().map(Plan::from).collect())
}

/// What the newest plan in force wants to reach.
///
/// # Errors
/// If the database refuses.
pub async fn aims(tx: &mut Tx, ward: WardId) -> Result<Vec<Aim>, Error> {
    let row = one!(
        tx,
        (String,),
        "SELECT document FROM plans WHERE ward_id = $1 AND ended_at IS NULL
         ORDER BY imported_at DESC, id DESC LIMIT 1",
        ward
    )?;
    let Some((document,)) = row else { return Ok(Vec::new()) };
    // A plan that an earlier release read may have none yet.
    Ok(serde_json::from_str::<PlanDocument>(&document).map(|document| document.aims).unwrap_or_default())
}

/// One plan of a ward.
///
/// # Errors
/// If the database refuses.
pub async fn plan(tx: &mut Tx, ward: WardId, id: PlanId) -> Result<Option<Plan>, Error> {
    let row = one!(
        tx,
        Row,
        "SELECT id, title, number, issuer, period_from, period_to, source, ended_at IS NOT NULL AS is_ended,
            replaced_by
         FROM plans WHERE ward_id = $1 AND id = $2",
        ward,
        id
    )?;
    Ok(row.map(Plan::from))
}

/// Puts a plan into force again, or out of it. Gives whether that changed anything; a plan of
/// which there is a newer version stays as it is.
///
/// # Errors
/// If the database refuses.
pub async fn set_in_force(
    tx: &mut Tx,
    ward: WardId,
    id: PlanId,
    is: bool,
    by: PersonId,
) -> Result<bool, Error> {
    let now = tx.now();
    let changed = exec!(
        tx,
        "UPDATE plans SET ended_at = $3 WHERE ward_id = $1 AND id = $2 AND replaced_by IS NULL
            AND (ended_at IS NULL) <> $4",
        ward,
        id,
        (!is).then_some(now),
        is
    )?;
    if changed == 0 {
        return Ok(false);
    }
    let act = if is { "plan_resume" } else { "plan_end" };
    audit::append(tx, ward, Some(by), act, &format!("plan:{id}"), "").await?;
    Ok(true)
}

/// The content groups of a plan, and those that earlier versions left behind.
///
/// # Errors
/// If the database refuses.
pub async fn known_groups(tx: &mut Tx, ward: WardId, id: PlanId) -> Result<Vec<Known>, Error> {
    let standing = groups_of(tx, ward, id).await?;
    let known = standing.into_iter().map(|group| Known { group, stands: true });
    let behind = left_behind(tx, ward, id).await?;
    Ok(known.chain(behind.into_iter().map(|group| Known { group, stands: false })).collect())
}

/// What a newer version is compared with.
///
/// # Errors
/// If the database refuses or the stored plan cannot be read.
pub async fn before(tx: &mut Tx, id: PlanId) -> Result<Before, Error> {
    let row = one!(tx, (String,), "SELECT document FROM plans WHERE id = $1", id)?;
    let Some((document,)) = row else { return Ok(Before::default()) };
    serde_json::from_str(&document).map_err(|e| Error::corrupt("plan", e))
}

/// The duties that a plan gives, as it was read.
///
/// # Errors
/// If the database refuses or the stored plan cannot be read.
pub async fn duties(tx: &mut Tx, id: PlanId) -> Result<Vec<super::import::Duty>, Error> {
    #[derive(serde::Deserialize)]
    struct Stored {
        #[serde(default)]
        duties: Vec<super::import::Duty>,
    }
    let row = one!(tx, (String,), "SELECT document FROM plans WHERE id = $1", id)?;
    let Some((document,)) = row else { return Ok(Vec::new()) };
    let stored: Stored = serde_json::from_str(&document).map_err(|e| Error::corrupt("plan", e))?;
    Ok(stored.duties)
}

/// Verdicts by the names of their findings.
pub(super) type Verdicts = BTreeMap<String, super::doubtful::Verdict>;
