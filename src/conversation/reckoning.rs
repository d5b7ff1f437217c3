//! Deadlines of open questions, computed anew when the calendar of their ward has changed.

use chrono::{DateTime, Utc};

use super::Desk;
use crate::calendar::WorkingTime;
use crate::question::Question;
use crate::question::deadline::{Asked, Pause};
use crate::question::store::{self as questions, Running};
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
        let pauses = questions::pauses(tx, question.id).await?;
        let asked = asked(&question, &pauses);
        let due = desk.deadlines.at(asked.at).due(&time, asked);
        changed += usize::from(due != question.due_at);
        questions::recount(tx, &question, due, calendar).await?;
    }
    Ok(changed)
}

fn asked<'a>(question: &Running, pauses: &'a [Pause]) -> Asked<'a> {
    Asked { at: question.counts_from, kind: question.kind, extended: question.extended, pauses }
}

/// By when a question is answered, with all that has stood in its way. `desk`: its ward's.
pub(super) async fn due_of(tx: &mut Tx, desk: &Desk, question: &Question) -> Result<DateTime<Utc>, Error> {
    let pauses = questions::pauses(tx, question.id).await?;
    let asked = Asked {
        at: question.counts_from.unwrap_or(question.asked_at),
        kind: question.kind,
        extended: question.extended_at.is_some(),
        pauses: &pauses,
    };
    Ok(desk.explain(asked).due)
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
        let pauses = questions::pauses(tx, question.id).await?;
        let due = desk.explain(asked(&question, &pauses)).due;
        changed |= due != question.due_at;
        questions::recount(tx, &question, due, calendar).await?;
    }
    Ok(changed)
}
