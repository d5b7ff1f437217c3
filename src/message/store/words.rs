//! What people said about a version, under which role, and what that comes to.

use chrono::{DateTime, Utc};

use super::super::policy::{self, Decision, Lack, Policy, Word};
use super::super::{MessageId, Refusal, Rule, State};
use super::{Message, message, policy_of, set_state, subject, version};
use crate::audit;
use crate::store::{Error, Tx, all, exec};
use crate::ward::store::{self as ward, Grant};
use crate::ward::{PersonId, Role, UnitId};

/// What an approval, or an officer's consent, led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Approved {
    /// The message may leave.
    Complete,
    /// What is still missing.
    Lacks(Vec<Lack>),
}

/// One person approves exactly this version, under the role that its policy wants.
///
/// # Errors
/// If the version is not the newest, the message is not open, the person wrote it, has decided
/// before or holds no such role, or the database refuses.
pub async fn approve(
    tx: &mut Tx,
    id: MessageId,
    number: i32,
    by: PersonId,
    rule: Rule,
) -> Result<(Message, Approved), Refusal> {
    let message = open_for(tx, id, number, by).await?;
    let policy = policy_of(tx, &message, rule).await?;
    let grant = grant_to_approve(tx, &message, by, &policy).await?.ok_or(Refusal::NoRole)?;
    decide(tx, &message, by, "approve", grant, "").await?;
    settle(tx, message, rule).await
}

/// An officer of the unit that the policy names agrees with the facts of exactly this version.
///
/// # Errors
/// As for [`approve`].
pub async fn consent(
    tx: &mut Tx,
    id: MessageId,
    number: i32,
    by: PersonId,
    rule: Rule,
) -> Result<(Message, Approved), Refusal> {
    let message = open_for(tx, id, number, by).await?;
    let policy = policy_of(tx, &message, rule).await?;
    let grant = grant_to_consent(tx, &message, by, &policy).await?.ok_or(Refusal::NoRole)?;
    decide(tx, &message, by, "consent", grant, "").await?;
    settle(tx, message, rule).await
}

/// One person sends this version back with a reason, which the author sees: whoever may approve it
/// or agree with its facts.
///
/// # Errors
/// As for [`approve`].
pub async fn send_back(
    tx: &mut Tx,
    id: MessageId,
    number: i32,
    by: PersonId,
    reason: &str,
    rule: Rule,
) -> Result<Message, Refusal> {
    let message = open_for(tx, id, number, by).await?;
    let policy = policy_of(tx, &message, rule).await?;
    let grant = match grant_to_approve(tx, &message, by, &policy).await? {
        Some(grant) => Some(grant),
        None => grant_to_consent(tx, &message, by, &policy).await?,
    };
    decide(tx, &message, by, "return", grant.ok_or(Refusal::NoRole)?, reason).await?;
    set_state(tx, &message, State::Returned).await?;
    Ok(Message { state: State::Returned, ..message })
}

/// Takes a message whose words suffice for approved.
async fn settle(tx: &mut Tx, message: Message, rule: Rule) -> Result<(Message, Approved), Refusal> {
    let lacks = lacks(tx, &message, rule).await?;
    if !lacks.is_empty() {
        return Ok((message, Approved::Lacks(lacks)));
    }
    set_state(tx, &message, State::Approved).await?;
    Ok((Message { state: State::Approved, ..message }, Approved::Complete))
}

/// Takes a message that waits for approved, where a changed policy asks for no more than is there.
/// `false`: it asks for more.
///
/// # Errors
/// If the database refuses.
pub async fn complete(tx: &mut Tx, message: &Message, rule: Rule) -> Result<bool, Error> {
    if message.state != State::Submitted || !lacks(tx, message, rule).await?.is_empty() {
        return Ok(false);
    }
    set_state(tx, message, State::Approved).await?;
    audit::append(tx, message.ward, None, "complete", &subject(message), "").await?;
    Ok(true)
}

/// A message that was approved waits again: what was enough no longer is.
///
/// # Errors
/// If the database refuses or it is not approved any more.
pub async fn reopen(tx: &mut Tx, message: &Message) -> Result<Message, Error> {
    set_state(tx, message, State::Submitted).await?;
    super::asked(tx, message).await?;
    audit::append(tx, message.ward, None, "void", &subject(message), "").await?;
    Ok(Message { state: State::Submitted, ..message.clone() })
}

/// The roles under which somebody may speak for a policy.
async fn grant_to_approve(
    tx: &mut Tx,
    message: &Message,
    by: PersonId,
    policy: &Policy,
) -> Result<Option<Grant>, Error> {
    let grants = ward::grants(tx, message.ward, by).await?;
    let of = |role: Role| grants.iter().find(|grant| grant.role == role).cloned();
    let may_administer = policy.may_administer && policy.needed > 1;
    Ok(of(Role::Approver).or_else(|| of(Role::Administrator).filter(|_| may_administer)))
}

async fn grant_to_consent(
    tx: &mut Tx,
    message: &Message,
    by: PersonId,
    policy: &Policy,
) -> Result<Option<Grant>, Error> {
    let Some(unit) = policy.consent else { return Ok(None) };
    let grants = ward::grants(tx, message.ward, by).await?;
    Ok(grants.into_iter().find(|grant| grant.role == Role::Officer && grant.unit == Some(unit)))
}

/// Whether somebody may approve a message under its policy, and whether they may agree with its
/// facts. Neither for its author.
///
/// # Errors
/// If the database refuses.
pub async fn may_say(
    tx: &mut Tx,
    message: &Message,
    who: PersonId,
    policy: &Policy,
) -> Result<(bool, bool), Error> {
    if who == message.author {
        return Ok((false, false));
    }
    let approve = grant_to_approve(tx, message, who, policy).await?.is_some();
    Ok((approve, grant_to_consent(tx, message, who, policy).await?.is_some()))
}

pub(super) async fn open_for(
    tx: &mut Tx,
    id: MessageId,
    number: i32,
    by: PersonId,
) -> Result<Message, Refusal> {
    // Two people who decide at once wait for each other here, on PostgreSQL too: otherwise both
    // would see an open message and each would plan a post.
    exec!(tx, "UPDATE messages SET version = version WHERE id = $1", id)?;
    let message = message(tx, id).await?.ok_or(Refusal::Missing)?;
    if message.version != number {
        return Err(Refusal::OldVersion { asked: number, current: message.version });
    }
    if message.author == by {
        return Err(Refusal::OwnMessage);
    }
    if message.state != State::Submitted {
        return Err(Refusal::NotOpen(message.state));
    }
    Ok(message)
}

pub(super) async fn decide(
    tx: &mut Tx,
    message: &Message,
    by: PersonId,
    decision: &str,
    grant: Grant,
    reason: &str,
) -> Result<(), Refusal> {
    let version = version(tx, message.id, message.version).await?.ok_or(Refusal::Missing)?;
    // A word that counts no more, because its role has ended, stands in nobody's way; that it was
    // said stays in the log.
    exec!(
        tx,
        "DELETE FROM approvals WHERE message_id = $1 AND version = $2 AND person_id = $3
            AND decision <> 'return' AND (role_id IS NULL OR role_id IN
                (SELECT r.id FROM roles r WHERE r.person_id = $3 AND r.ended_at IS NOT NULL))",
        message.id,
        message.version,
        by
    )?;
    let (id, now) = (tx.new_id(), tx.now());
    let changed = exec!(
        tx,
        "INSERT INTO approvals (id, message_id, version, hash, person_id, decision, reason, decided_at, role_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (message_id, version, person_id) DO NOTHING",
        id,
        message.id,
        message.version,
        version.hash,
        by,
        decision,
        reason,
        now,
        grant.id
    )?;
    if changed == 0 {
        return Err(Refusal::Twice);
    }
    let role = grant.role.code();
    let detail = if reason.is_empty() { role.to_owned() } else { format!("{role}: {reason}") };
    audit::append(tx, message.ward, Some(by), decision, &subject(message), &detail).await?;
    Ok(())
}

type Row =
    (PersonId, Vec<u8>, String, bool, DateTime<Utc>, Option<String>, Option<UnitId>, Option<DateTime<Utc>>);

/// What keeps the newest version from leaving, by the rows as they are now.
///
/// # Errors
/// If the database refuses.
pub async fn lacks(tx: &mut Tx, message: &Message, rule: Rule) -> Result<Vec<Lack>, Error> {
    let Some(version) = version(tx, message.id, message.version).await? else {
        return Err(Error::corrupt("message", "a version is missing"));
    };
    let policy = policy_of(tx, message, rule).await?;
    let decisions = decisions(tx, message).await?;
    Ok(policy::lacks(&version.hash, version.body.kind, message.author, &decisions, &policy))
}

/// Whether the newest version has every word that it needs, by the rows as they are now.
///
/// # Errors
/// If the database refuses.
pub async fn approval_stands(tx: &mut Tx, message: &Message, rule: Rule) -> Result<bool, Error> {
    Ok(lacks(tx, message, rule).await?.is_empty())
}

/// Everything that was said about the newest version.
///
/// # Errors
/// If the database refuses.
pub async fn decisions(tx: &mut Tx, message: &Message) -> Result<Vec<Decision>, Error> {
    let rows = all!(
        tx,
        Row,
        "SELECT a.person_id, a.hash, a.decision, a.alone, a.decided_at, r.role, r.unit_id, r.ended_at
         FROM approvals a LEFT JOIN roles r ON r.id = a.role_id
         WHERE a.message_id = $1 AND a.version = $2 ORDER BY a.decided_at, a.id",
        message.id,
        message.version
    )?;
    let mut decisions = Vec::with_capacity(rows.len());
    for (person, hash, decision, alone, at, role, unit, ended_at) in rows {
        let word = match decision.as_str() {
            "approve" if alone => {
                let on_duty = ward::was_on_duty(tx, message.ward, person, at).await?;
                Word::ApprovesAlone { on_duty }
            }
            "approve" => Word::Approves,
            "consent" => Word::Consents,
            // Whatever else it may be, it lets nothing through.
            _ => Word::Returns,
        };
        let role = role.as_deref().and_then(Role::from_code).map(|role| (role, unit));
        let holds = role.is_some() && ended_at.is_none();
        decisions.push(Decision { person, hash, word, role, holds });
    }
    Ok(decisions)
}
