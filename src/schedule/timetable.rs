//! Which waiting message takes which opening. Pure: openings in order of time, messages in order
//! of their turn, and how many posts each day has already; the same rows always give the same
//! timetable, so what is promised is what happens unless the rows change.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::slots::{Habits, SlotId};
use crate::calendar::day;
use crate::message::MessageId;
use crate::plan::ContentGroupId;

/// One moment at which a content group may post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opening {
    pub slot: SlotId,
    pub group: ContentGroupId,
    /// Whether the slot is for one event: only a message for which it was chosen takes it.
    pub for_event: bool,
    /// The time by the slot's rule.
    pub nominal: DateTime<Utc>,
    /// The same, or the end of the night in which it lies.
    pub at: DateTime<Utc>,
}

/// An approved message that waits for an opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub message: MessageId,
    pub group: ContentGroupId,
    /// Only what opens later is its own.
    pub since: DateTime<Utc>,
    /// The opening that a person chose for it.
    pub chosen: Option<DateTime<Utc>>,
}

/// Which opening a message takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promise {
    pub message: MessageId,
    pub opening: Opening,
}

/// What becomes of an opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Taken(MessageId),
    /// Nobody waits for it.
    Empty,
    /// The day has as many posts as a group gets.
    Full,
}

/// Posts of each day, by Hanoi's calendar; urgent ones not counted.
pub type Loads = BTreeMap<NaiveDate, i64>;

/// Lays the waiting messages out over openings, which come in order of time. At an opening the
/// message that it was chosen for goes first, then the others by their turn; who has chosen a
/// later one waits. `per_day`: posts of one day; 0: no limit.
pub fn lay_out(
    openings: impl IntoIterator<Item = Opening>,
    mut waiting: Vec<Waiting>,
    mut loads: Loads,
    per_day: i64,
) -> impl Iterator<Item = (Opening, Fate)> {
    let mut last: BTreeMap<ContentGroupId, DateTime<Utc>> = BTreeMap::new();
    openings.into_iter().filter_map(move |opening| {
        // Two slots of one group at the same moment are one opening.
        if last.insert(opening.group, opening.at) == Some(opening.at) {
            return None;
        }
        let load = loads.entry(day(opening.at)).or_default();
        if per_day > 0 && *load >= per_day {
            return Some((opening, Fate::Full));
        }
        let may = |w: &Waiting| w.group == opening.group && w.since < opening.at;
        let chosen = waiting.iter().position(|w| may(w) && w.chosen == Some(opening.at));
        let first = || {
            let is_next = |w: &Waiting| may(w) && w.chosen.is_none_or(|at| at <= opening.at);
            waiting.iter().position(|w| !opening.for_event && is_next(w))
        };
        let Some(index) = chosen.or_else(first) else { return Some((opening, Fate::Empty)) };
        *load += 1;
        Some((opening, Fate::Taken(waiting.remove(index).message)))
    })
}

/// What is to be posted at a moment, of a content group where it has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Planned {
    pub at: DateTime<Utc>,
    pub group: Option<ContentGroupId>,
    /// The message; nobody's for an opening that is still empty.
    pub message: Option<MessageId>,
}

/// Two things at nearly the same time: the later one, and the earlier one that it meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Collision {
    pub earlier: Planned,
    pub later: Planned,
}

/// What meets within an hour, of different content groups, in order. `planned` in order of time.
#[must_use]
pub fn collisions(planned: &[Planned]) -> Vec<Collision> {
    let hour = TimeDelta::hours(1);
    let pairs = planned.iter().enumerate().flat_map(|(i, later)| {
        let before = planned[..i].iter().rev().take_while(move |earlier| later.at - earlier.at < hour);
        let other = before.filter(move |earlier| earlier.group != later.group || earlier.group.is_none());
        other.take(1).map(|earlier| Collision { earlier: *earlier, later: *later })
    });
    pairs.collect()
}

/// The moment nearest to `at`, whole hours or days away from it, at which nothing else is planned
/// within an hour, nobody is woken, and the day has room; `None`: there is none in two weeks.
#[must_use]
pub fn room(
    at: DateTime<Utc>,
    now: DateTime<Utc>,
    planned: &[Planned],
    loads: &Loads,
    habits: &Habits,
) -> Option<DateTime<Utc>> {
    let hour = TimeDelta::hours(1);
    let has_room =
        |on: &NaiveDate| habits.per_day == 0 || loads.get(on).copied().unwrap_or_default() < habits.per_day;
    let hours = || [0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6].map(TimeDelta::hours);
    (0..14).map(|days| at + TimeDelta::days(days)).filter(|moved| has_room(&day(*moved))).find_map(|moved| {
        hours().map(|by| moved + by).into_iter().find(|new| {
            *new != at
                && *new > now
                && day(*new) == day(moved)
                && habits.quiet.until(*new).is_none()
                && !planned.iter().any(|other| (other.at - *new).abs() < hour)
        })
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn hour(n: i64) -> DateTime<Utc> {
        "2026-05-04T00:00:00+07:00".parse::<DateTime<Utc>>().unwrap() + TimeDelta::hours(n)
    }

    fn group(n: u128) -> ContentGroupId {
        ContentGroupId(Uuid::from_u128(n))
    }

    fn habits(per_day: i64) -> Habits {
        let time = |h, m| chrono::NaiveTime::from_hms_opt(h, m, 0).unwrap();
        let quiet = crate::calendar::Quiet { from: time(21, 0), until: time(6, 30) };
        Habits { working: std::sync::Arc::default(), quiet, per_day }
    }

    fn opening(g: u128, at: i64) -> Opening {
        let slot = SlotId(Uuid::from_u128(g));
        Opening { slot, group: group(g), for_event: false, nominal: hour(at), at: hour(at) }
    }

    fn waiting(n: u128, g: u128, since: i64, chosen: Option<i64>) -> Waiting {
        let message = MessageId(Uuid::from_u128(n));
        Waiting { message, group: group(g), since: hour(since), chosen: chosen.map(hour) }
    }

    fn laid_out(
        openings: &[Opening],
        waiting: &[Waiting],
        loads: Loads,
        per_day: i64,
    ) -> Vec<(i64, Option<u128>)> {
        lay_out(openings.to_vec(), waiting.to_vec(), loads, per_day)
            .map(|(opening, fate)| {
                let message = match fate {
                    Fate::Taken(message) => Some(message.0.as_u128()),
                    Fate::Empty => None,
                    Fate::Full => Some(0),
                };
                ((opening.at - hour(0)).num_hours(), message)
            })
            .collect()
    }

    #[test]
    fn the_first_in_turn_takes_the_next_opening_of_its_group() {
        let openings = [opening(1, 8), opening(2, 9), opening(1, 32), opening(1, 56)];
        let messages = [waiting(11, 1, 0, None), waiting(12, 1, 0, None), waiting(21, 2, 0, None)];
        assert_eq!(
            laid_out(&openings, &messages, Loads::new(), 3),
            [(8, Some(11)), (9, Some(21)), (32, Some(12)), (56, None)]
        );
        // Who is approved when it opens, or later, takes the next one.
        let late = [waiting(11, 1, 8, None)];
        assert_eq!(laid_out(&openings, &late, Loads::new(), 3)[..3], [(8, None), (9, None), (32, Some(11))]);
    }

    #[test]
    fn a_chosen_opening_is_kept_for_whom_it_was_chosen() {
        let openings = [opening(1, 8), opening(1, 32), opening(1, 56)];
        let messages = [waiting(1, 1, 0, Some(32)), waiting(2, 1, 0, None), waiting(3, 1, 0, None)];
        assert_eq!(
            laid_out(&openings, &messages, Loads::new(), 0),
            [(8, Some(2)), (32, Some(1)), (56, Some(3))]
        );
        // Behind another one in turn, it still gets the one that was chosen.
        let messages = [waiting(2, 1, 0, None), waiting(1, 1, 0, Some(8))];
        assert_eq!(laid_out(&openings, &messages, Loads::new(), 0)[..2], [(8, Some(1)), (32, Some(2))]);
        // The chosen one is gone: the next.
        let messages = [waiting(1, 1, 0, Some(20))];
        assert_eq!(laid_out(&openings, &messages, Loads::new(), 0)[..2], [(8, None), (32, Some(1))]);
    }

    #[test]
    fn what_is_for_an_event_waits_for_whom_it_was_chosen() {
        let event = |at| Opening { for_event: true, ..opening(1, at) };
        let openings = [event(8), opening(1, 32), event(56), opening(1, 80)];
        let messages = [waiting(1, 1, 0, None), waiting(2, 1, 0, Some(56))];
        assert_eq!(
            laid_out(&openings, &messages, Loads::new(), 0),
            [(8, None), (32, Some(1)), (56, Some(2)), (80, None)]
        );
    }

    #[test]
    fn a_full_day_is_passed_over() {
        let openings = [opening(1, 8), opening(2, 9), opening(1, 32)];
        let messages = [waiting(1, 1, 0, None), waiting(2, 2, 0, None), waiting(3, 1, 0, None)];
        let loads = Loads::from([(day(hour(0)), 1)]);
        assert_eq!(laid_out(&openings, &messages, loads, 2), [(8, Some(1)), (9, Some(0)), (32, Some(3))]);
    }

    #[test]
    fn what_meets_within_an_hour_is_found_with_room_beside_it() {
        let at = |g: u128, n: i64| Planned { at: hour(n), group: Some(group(g)), message: None };
        let planned = [at(1, 8), at(2, 8), at(1, 9), at(3, 12)];
        let found = collisions(&planned);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].earlier, found[0].later), (planned[0], planned[1]));
        assert_eq!(
            room(hour(8), hour(0), &planned, &Loads::new(), &habits(3)),
            Some(hour(7)),
            "nine is taken"
        );
        let alone = [at(1, 8), at(2, 8)];
        assert_eq!(room(hour(8), hour(0), &alone, &Loads::new(), &habits(3)), Some(hour(9)));
        let late = [at(1, 20), at(2, 20)];
        assert_eq!(room(hour(20), hour(0), &late, &Loads::new(), &habits(3)), Some(hour(19)), "the night");
        assert_eq!(
            room(hour(20), hour(19), &late, &Loads::new(), &habits(3)),
            Some(hour(44)),
            "too late today"
        );
        let full = Loads::from([(day(hour(0)), 3)]);
        assert_eq!(room(hour(8), hour(0), &alone, &full, &habits(3)), Some(hour(32)), "the next day");
        assert_eq!(collisions(&[at(1, 8), at(1, 8)]).len(), 0, "one group");
    }

    proptest! {
        #[test]
        fn nothing_is_promised_twice_or_too_early_and_no_day_gets_too_many(
            openings in prop::collection::vec((0_u128..3, 0_i64..200), 0..40),
            messages in prop::collection::vec((0_u128..3, 0_i64..150, prop::option::of(0_i64..200)), 0..20),
            per_day in 0_i64..4,
        ) {
            let mut openings: Vec<Opening> = openings.into_iter().map(|(g, at)| opening(g, at)).collect();
            openings.sort_unstable_by_key(|o| (o.at, o.group));
            let messages: Vec<Waiting> = (1..).zip(messages)
                .map(|(n, (g, since, chosen))| waiting(n, g, since, chosen)).collect();
            let mut seen = Vec::new();
            let mut loads = Loads::new();
            for (opening, fate) in lay_out(openings, messages.clone(), Loads::new(), per_day) {
                let Fate::Taken(message) = fate else { continue };
                let own = messages.iter().find(|w| w.message == message).unwrap();
                prop_assert!(own.group == opening.group && own.since < opening.at);
                prop_assert!(own.chosen.is_none_or(|at| at <= opening.at));
                prop_assert!(!seen.contains(&message));
                seen.push(message);
                *loads.entry(day(opening.at)).or_default() += 1;
            }
            prop_assert!(per_day == 0 || loads.values().all(|n| *n <= per_day));
        }
    }
}
