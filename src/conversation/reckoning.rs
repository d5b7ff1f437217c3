//! Deadlines of open questions, computed anew when the calendar of their ward has changed.

use super::Desk;
use crate::calendar::WorkingTime;
use crate::question::deadline::Asked;
use crate::question::store as questions;
use crate::store::{Error, Tx};
use crate::ward::WardId;
use crate::ward::store as ward;

/// Deadlines that are computed at one look at the clock.
const AT_ONCE: i64 = 500;

/// Computes the deadlines of a ward's open questions by its calendar as it is in this
/// transaction, under this number. Gives how many are different.
///
/// The rows are read here and not kept for others: until the commit nobody else may have them.
pub(super) async fn anew(tx: &mut Tx, desk: &Desk, ward_id: WardId, calendar: i64) -> Result<usize, Error> {
    let time = WorkingTime::of(ward::calendar(tx, ward_id).await?);
    let mut changed = 0;
    for question in questions::running(tx, ward_id).await? {
        let asked = Asked::new(question.asked_at, question.kind);
        let due = desk.deadlines.at(question.asked_at).due(&time, asked);
        changed += usize::from(due != question.due_at);
        questions::set_due(tx, &question, due, calendar).await?;
    }
    Ok(changed)
}

/// Computes what was not computed from the calendar as it is now: a question that came in while
/// another instance changed the calendar. Gives whether a deadline is different.
pub(super) async fn catch_up(tx: &mut Tx, desk: &Desk) -> Result<bool, Error> {
    let mut changed = false;
    let mut known: Option<(WardId, i64, Desk)> = None;
    for question in questions::running_late(tx, AT_ONCE).await? {
        let (calendar, desk) = match &known {
            Some((id, calendar, desk)) if *id == question.ward => (*calendar, desk),
            _ => {
                let ward = ward::ward(tx, question.ward).await?;
                let (_, calendar, desk) =
                    known.insert((ward.id, ward.calendar, desk.of_ward(tx, &ward).await?));
                (*calendar, &*desk)
            }
        };
        let due = desk.due(question.asked_at, question.kind);
        changed |= due != question.due_at;
        questions::set_due(tx, &question, due, calendar).await?;
    }
    Ok(changed)
}
