//! Deadlines of open questions, computed anew when the calendar of their ward has changed.

use chrono::{DateTime, Utc};

use super::notice::Notice;
use super::{Desk, status};
use crate::calendar::{self, WorkingTime};
use crate::question::deadline::{Asked, Pause};
use crate::question::store::{self as questions, Running};
use crate::question::{Question, State};
use crate::store::{Error, Tx};
use crate::ward::WardId;
use crate::ward::store as ward;

/// Deadlines that are computed at one look at the clock.
const AT_ONCE: i64 = 500;
/// Askers who are told at one look that theirs moved.
const TOLD_AT_ONCE: i64 = 50;

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

/// Tells the askers whose deadlines the calendar has moved to another day, in the message that
/// says how their question stands. Gives whether there was one.
pub(super) async fn tell_moved(tx: &mut Tx, desk: &Desk) -> Result<bool, Error> {
    let ids = questions::take_moved(tx, TOLD_AT_ONCE).await?;
    for id in &ids {
        let Some(question) = questions::question(tx, *id).await? else { continue };
        // Who owes an answer is told the new day when the clock goes on.
        let Some(due) = question.due_at.filter(|_| question.state == State::Open) else { continue };
        let ward = ward::ward(tx, question.ward).await?;
        let Some(bot) = ward::bot_of_ward(tx, ward.id).await? else { continue };
        let is_another_day =
            questions::moved(tx, *id).await?.is_some_and(|from| calendar::day(from) != calendar::day(due));
        let mut notice = Notice::new(tx, &ward, &bot);
        if is_another_day {
            status::tell_later(&mut notice, desk, *id).await?;
        } else {
            status::renew(&mut notice, *id).await?;
        }
    }
    Ok(!ids.is_empty())
}
