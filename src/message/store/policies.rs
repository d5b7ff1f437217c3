//! Policies as rows: of a content group, or of the ward where a group has none of its own.

use super::super::policy::{Policy, Term};
use super::super::{Message, Rule};
use crate::audit;
use crate::plan::ContentGroupId;
use crate::store::{Error, Tx, all, exec, one};
use crate::ward::{PersonId, UnitId, WardId};

type Row = (i32, bool, Option<UnitId>, String, Option<PersonId>);

fn of_row((needed, may_administer, consent, term, deputy): Row, rule: Rule) -> Result<Policy, Error> {
    Ok(Policy {
        needed: usize::try_from(needed).map_err(|e| Error::corrupt("policy", e))?.max(1),
        may_administer,
        consent,
        term: Term::from_code(&term).ok_or_else(|| Error::corrupt("policy", term))?,
        deputy,
        alone: rule.alone,
    })
}

/// What this message needs, as the rows and the settings are now.
///
/// # Errors
/// If the database refuses or a row is not readable.
pub async fn policy_of(tx: &mut Tx, message: &Message, rule: Rule) -> Result<Policy, Error> {
    policy_for(tx, message.ward, message.content_group, rule).await
}

/// What a content group asks for: its own policy, that of the same group in another plan, the
/// ward's, or what the settings say.
///
/// # Errors
/// If the database refuses or a row is not readable.
pub async fn policy_for(
    tx: &mut Tx,
    ward: WardId,
    group: Option<ContentGroupId>,
    rule: Rule,
) -> Result<Policy, Error> {
    if let Some(group) = group
        && let Some(own) = own_policy(tx, ward, group, rule).await?
    {
        return Ok(own);
    }
    let of_ward = one!(
        tx,
        Row,
        "SELECT needed, may_administer, unit_id, term, deputy_id FROM approval_policies
         WHERE ward_id = $1 AND content_group_id IS NULL",
        ward
    )?;
    match of_ward {
        Some(row) => of_row(row, rule),
        None => Ok(Policy {
            needed: rule.needed.max(1),
            may_administer: false,
            consent: None,
            term: Term::default(),
            deputy: None,
            alone: rule.alone,
        }),
    }
}

/// A content group's own policy, or the one that the group of this number and name has in
/// another plan: a plan that is imported anew loosens nothing.
///
/// # Errors
/// If the database refuses or a row is not readable.
pub async fn own_policy(
    tx: &mut Tx,
    ward: WardId,
    group: ContentGroupId,
    rule: Rule,
) -> Result<Option<Policy>, Error> {
    one!(
        tx,
        Row,
        "SELECT p.needed, p.may_administer, p.unit_id, p.term, p.deputy_id
         FROM approval_policies p
         JOIN content_groups g ON g.id = p.content_group_id
         JOIN content_groups o ON o.number = g.number AND o.name = g.name
         WHERE p.ward_id = $1 AND o.id = $2
         ORDER BY CASE WHEN g.id = $2 THEN 0 ELSE 1 END, p.changed_at DESC LIMIT 1",
        ward,
        group
    )?
    .map(|row| of_row(row, rule))
    .transpose()
}

/// Every policy of a ward, to see whose word is ever asked for.
///
/// # Errors
/// If the database refuses or a row is not readable.
pub async fn policies(tx: &mut Tx, ward: WardId, rule: Rule) -> Result<Vec<Policy>, Error> {
    all!(
        tx,
        Row,
        "SELECT needed, may_administer, unit_id, term, deputy_id FROM approval_policies
         WHERE ward_id = $1 ORDER BY id",
        ward
    )?
    .into_iter()
    .map(|row| of_row(row, rule))
    .collect()
}

/// Sets the policy of a content group; `None`: of the ward. What waits is looked at anew. The
/// caller has checked the role in the same transaction.
///
/// # Errors
/// If the database refuses.
pub async fn put_policy(
    tx: &mut Tx,
    ward: WardId,
    group: Option<ContentGroupId>,
    policy: &Policy,
    by: PersonId,
) -> Result<(), Error> {
    let (id, now) = (tx.new_id(), tx.now());
    exec!(
        tx,
        "DELETE FROM approval_policies WHERE ward_id = $1
            AND (content_group_id = $2 OR (content_group_id IS NULL AND $3))",
        ward,
        group,
        group.is_none()
    )?;
    exec!(
        tx,
        "INSERT INTO approval_policies (id, ward_id, content_group_id, needed, may_administer, unit_id, term,
            deputy_id, changed_by, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        id,
        ward,
        group,
        i32::try_from(policy.needed).unwrap_or(i32::MAX),
        policy.may_administer,
        policy.consent,
        policy.term.code(),
        policy.deputy,
        by,
        now
    )?;
    exec!(
        tx,
        "UPDATE approval_terms SET look_at = $2 WHERE EXISTS (SELECT 1 FROM messages m
            WHERE m.id = approval_terms.message_id AND m.version = approval_terms.version AND m.ward_id = $1
              AND m.state = 'submitted')",
        ward,
        now
    )?;
    let subject = group.map_or_else(|| format!("ward:{ward}"), |group| format!("content_group:{group}"));
    let named = |name: &str, id: Option<String>| id.map(|id| format!(" {name}:{id}")).unwrap_or_default();
    let detail = format!(
        "{}{} {}{}{}",
        policy.needed,
        if policy.may_administer { " administrator" } else { "" },
        policy.term.code(),
        named("unit", policy.consent.map(|unit| unit.to_string())),
        named("deputy", policy.deputy.map(|person| person.to_string()))
    );
    audit::append(tx, ward, Some(by), "approval_policy", &subject, &detail).await
}
