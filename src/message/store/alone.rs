//! The release of an urgent message by the word of one person on duty.

use super::super::{Kind, MessageId, Refusal, Rule, State};
use super::{Message, approval_stands, decide, open_for, set_state, subject, version};
use crate::audit;
use crate::store::{Error, Tx, exec};
use crate::ward::store as ward;
use crate::ward::{PersonId, Role};

/// One person on duty releases an urgent version by their word alone; they may have approved
/// it before. Gives whether it was needed: `false` if with this word all approvals are there.
/// The caller has checked the role in the same transaction.
///
/// # Errors
/// As for [`approve`]; also if it is not urgent, the ward does not allow it, or the person is
/// not on duty.
pub async fn release_alone(
    tx: &mut Tx,
    id: MessageId,
    number: i32,
    by: PersonId,
    rule: Rule,
) -> Result<(Message, bool), Refusal> {
    let message = open_for(tx, id, number, by).await?;
    let version = version(tx, id, number).await?.ok_or(Refusal::Missing)?;
    let now = tx.now();
    let on_duty = ward::was_on_duty(tx, message.ward, by, now).await?;
    if !rule.alone || version.body.kind != Kind::Urgent || !on_duty {
        return Err(Refusal::NotAlone);
    }
    let grants = ward::grants(tx, message.ward, by).await?;
    let grant = grants.into_iter().find(|grant| grant.role == Role::Approver).ok_or(Refusal::NoRole)?;
    let granted = grant.id;
    match decide(tx, &message, by, "approve", grant, "").await {
        Ok(()) | Err(Refusal::Twice) => {}
        Err(refusal) => return Err(refusal),
    }
    let alone = !approval_stands(tx, &message, rule).await?;
    if alone {
        let changed = exec!(
            tx,
            "UPDATE approvals SET alone = TRUE, decided_at = $4, role_id = $5
             WHERE message_id = $1 AND version = $2 AND person_id = $3 AND decision = 'approve'",
            id,
            number,
            by,
            now,
            granted
        )?;
        if changed == 0 {
            // They have agreed with the facts, for a unit: that is no approval.
            return Err(Refusal::Twice);
        }
        if !approval_stands(tx, &message, rule).await? {
            return Err(Error::corrupt("approval", "it does not suffice alone").into());
        }
        audit::append(tx, message.ward, Some(by), "release_alone", &subject(&message), "").await?;
    }
    set_state(tx, &message, State::Approved).await?;
    Ok((Message { state: State::Approved, ..message }, alone))
}
