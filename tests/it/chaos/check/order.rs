//! Within one chat and lane, what the platform got first of each row came in the order in which
//! the rows were due, those due at the same moment in the order in which they were stored.
//!
//! Five exceptions, and no others. What nobody can tell of does not hold its chat up for ever:
//! - an urgent post in doubt is sent again a minute later, once, and others may have left by then;
//! - a row that was being sent when its instance was halted past its lease: what the instance had
//!   begun may reach the platform when it wakes, and what it had not begun leaves then;
//! - a post that was held back after a burst of errors leaves when a person says so;
//! - rows of different lanes: they do not wait for each other's age;
//! - a notice that is worth something only for a while: of two instances whose clocks differ for a
//!   moment one may pass it over as worth nothing, and the other still send it.
//!
//! Judged are the rows that the test stored itself, one after the other: only of those is it
//! known which was there before which.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use loa::channel::Content;
use loa::delivery::Lane;
use uuid::Uuid;

use super::calls::{key, of, sends};
use super::{Kind, Report, words};
use crate::chaos::facts::{Facts, Row};

/// Of each chat and lane, the rows by their due time and age.
type Queues<'a> = BTreeMap<(i64, i32), Vec<(DateTime<Utc>, usize, &'a Row)>>;

pub fn order(facts: &Facts, report: &mut Report) {
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    for (place, call) in sends(facts).enumerate() {
        first.entry(call.key).or_insert(place);
    }
    let rows: BTreeMap<Uuid, &Row> = facts.rows.iter().map(|row| (row.id, row)).collect();
    let mut queues: Queues<'_> = BTreeMap::new();
    for (age, stored) in facts.told.enqueued.iter().enumerate() {
        let Some(row) = rows.get(&stored.id).filter(|row| !is_excepted(facts, row)) else { continue };
        queues.entry((row.chat, row.lane)).or_default().push((stored.due, age, row));
    }
    for ((chat, lane), mut queue) in queues {
        queue.sort_by_key(|(due, age, _)| (*due, *age));
        let mut last: Option<(usize, &Row)> = None;
        for (_, _, row) in queue {
            let Some(place) = first.get(&key(row)).copied() else { continue };
            if let Some((before, earlier)) = last.filter(|(before, _)| *before > place) {
                report.add(
                    Kind::Disorder,
                    format!(
                        "in chat {chat}, lane {lane}, {:?} came as call {place}, before {:?} as call {before}: {}; {}",
                        words(row),
                        words(earlier),
                        history(facts, row),
                        history(facts, earlier)
                    ),
                );
                continue;
            }
            last = Some((place, row));
        }
    }
}

/// What the row says of itself, and when the platform got it.
fn history(facts: &Facts, row: &Row) -> String {
    let due = facts.told.enqueued.iter().find(|stored| stored.id == row.id).map(|stored| stored.due);
    let wanted = key(row);
    let calls = facts.ledger.iter().filter(|call| of(facts, call).is_some_and(|call| call.key == wanted));
    let calls: Vec<&str> = calls.filter_map(|call| call["at"].as_str()).collect();
    format!(
        "{} {}, due {due:?}, {:?}, {} repeats, proof {:?}, calls at {calls:?}",
        row.kind, row.state, row.not_after, row.repeats, row.proof
    )
}

fn is_excepted(facts: &Facts, row: &Row) -> bool {
    let is_post = row.kind == "post" && matches!(row.content, Content::Message(_));
    let comes_again = is_post && row.lane == Lane::Urgent.number() && row.repeats > 0;
    let was_held = row.post.is_some_and(|post| facts.told.resumed.contains(&post));
    // A copy is worth something for hours.
    let is_short = !row.is_copy && row.not_after.is_some();
    comes_again || was_held || is_short || facts.havoc.halted.contains(&row.id)
}
