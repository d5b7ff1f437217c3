//! Slots: when a content group posts, and the queue of its approved messages. Times are computed
//! from the rows at every look; none is stored ahead.
//!
//! Promises: a rule is checked before it is stored; an opening is taken by one post at most; a
//! message that is edited or withdrawn leaves its place, and the next one moves up.

mod store;

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

pub use store::{
    Slot, Wish, drop_wish, end_slot, group_of_post, has_heard, join_queue, loads, plan_in_slot, put_slot,
    queue, queued_wards, set_chosen, set_paused, set_rule, slot, slots, swap_in_queue, taken, wish, wish_of,
};

use super::timetable::{Fate, Loads, Opening, Promise, Waiting, lay_out};
use crate::calendar::{Quiet, WorkingTime};
use crate::message::{self, Kind, Message, MessageId, Rule, State};
use crate::plan::ContentGroupId;
use crate::store::{Error, Tx, id};
use crate::ward::WardId;

id!(SlotId);

/// Slots of one ward, paused ones too.
pub const SLOTS_MAX: usize = 200;
/// How far ahead a place is looked for.
const AHEAD: TimeDelta = TimeDelta::days(400);
/// Openings that are looked at for the places of a queue.
const OPENINGS_MAX: usize = 2_000;

/// How a ward posts.
#[derive(Clone, Debug)]
pub struct Habits {
    pub working: Arc<WorkingTime>,
    pub quiet: Quiet,
    /// Posts that a group gets in a day; 0: no limit.
    pub per_day: i64,
}

/// The openings of these slots from `from` on, before `to`, in order of time. `taken`: those that
/// a group's posts have, by their rule's time.
pub fn openings<'a>(
    slots: &'a [Slot],
    habits: &'a Habits,
    taken: &BTreeSet<(ContentGroupId, DateTime<Utc>)>,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> impl Iterator<Item = Opening> + use<'a> {
    // Two slots of a group that meet are one opening, also where the night brings them together.
    let taken: Arc<BTreeSet<_>> =
        Arc::new(taken.iter().map(|(group, nominal)| (*group, habits.quiet.awake(*nominal))).collect());
    let mut heads: Vec<_> = slots
        .iter()
        .filter(|slot| !slot.is_paused)
        .map(|slot| {
            // The night puts off what lies in it, at most until the next evening.
            let nominal = slot.rule.since(&habits.working, from - TimeDelta::days(1));
            let opening = move |nominal| Opening {
                slot: slot.id,
                group: slot.content_group,
                for_event: !slot.name.is_empty(),
                nominal,
                at: habits.quiet.awake(nominal),
            };
            let taken = Arc::clone(&taken);
            let is_open = move |opening: &Opening| {
                opening.at >= from && opening.at > slot.since && !taken.contains(&(opening.group, opening.at))
            };
            nominal.map(opening).take_while(move |opening| opening.at < to).filter(is_open).peekable()
        })
        .collect();
    std::iter::from_fn(move || {
        let (_, first) = heads
            .iter_mut()
            .enumerate()
            .filter_map(|(index, head)| {
                head.peek().map(|opening| ((opening.at, opening.group, opening.slot), index))
            })
            .min()?;
        heads[first].next()
    })
}

/// Everything that decides about a ward's openings, as it is in one transaction.
#[derive(Clone, Debug)]
pub struct Book {
    pub slots: Vec<Slot>,
    pub waiting: Vec<Waiting>,
    pub loads: Loads,
    pub taken: BTreeSet<(ContentGroupId, DateTime<Utc>)>,
}

impl Book {
    /// What there is from a moment on.
    ///
    /// # Errors
    /// If the database refuses or holds a rule that cannot be read.
    pub async fn open(tx: &mut Tx, ward: WardId, from: DateTime<Utc>) -> Result<Self, Error> {
        let early = from - TimeDelta::days(2);
        Ok(Self {
            slots: slots(tx, ward).await?,
            waiting: queue(tx, ward).await?,
            loads: loads(tx, ward, early).await?,
            taken: taken(tx, ward, early).await?,
        })
    }

    /// The openings from `from` on, before `to`, each with what becomes of it.
    #[must_use]
    pub fn timetable(&self, habits: &Habits, from: DateTime<Utc>, to: DateTime<Utc>) -> Vec<(Opening, Fate)> {
        let openings = openings(&self.slots, habits, &self.taken, from, to);
        lay_out(openings, self.waiting.clone(), self.loads.clone(), habits.per_day).collect()
    }

    /// Which opening each waiting message takes after `now`, in order of time. Who finds none
    /// within 400 days is not among them.
    #[must_use]
    pub fn promises(&self, habits: &Habits, now: DateTime<Utc>) -> Vec<Promise> {
        let waiting = self.waiting.len();
        if waiting == 0 {
            return Vec::new();
        }
        let groups: BTreeSet<ContentGroupId> = self.waiting.iter().map(|w| w.group).collect();
        let slots: Vec<Slot> =
            self.slots.iter().filter(|slot| groups.contains(&slot.content_group)).cloned().collect();
        // A moment that is now has been looked at already, or is about to be.
        let openings = openings(&slots, habits, &self.taken, now + TimeDelta::milliseconds(1), now + AHEAD);
        let fates =
            lay_out(openings.take(OPENINGS_MAX), self.waiting.clone(), self.loads.clone(), habits.per_day);
        let taken = fates.filter_map(|(opening, fate)| match fate {
            Fate::Taken(message) => Some(Promise { message, opening }),
            Fate::Empty | Fate::Full => None,
        });
        taken.take(waiting).collect()
    }

    /// Which opening this message takes.
    #[must_use]
    pub fn promise(&self, habits: &Habits, now: DateTime<Utc>, message: MessageId) -> Option<Opening> {
        self.promises(habits, now).into_iter().find(|p| p.message == message).map(|p| p.opening)
    }

    /// Which opening one more message of a group would take; `chosen`: if that were chosen for it.
    #[must_use]
    pub fn next_free(
        &self,
        habits: &Habits,
        now: DateTime<Utc>,
        group: ContentGroupId,
        chosen: Option<DateTime<Utc>>,
    ) -> Option<Opening> {
        // An id that no row has.
        let message = MessageId(uuid::Uuid::nil());
        let mut book = self.clone();
        book.waiting.retain(|w| w.message != message);
        book.waiting.push(Waiting { message, group, since: now, chosen });
        book.promise(habits, now, message)
    }
}

/// Takes the openings that have come since the service last looked, up to now: each by the message
/// whose turn it is, as a post planned for that moment. Gives how many, and the messages that lack
/// a word by now and wait for approval again.
///
/// # Errors
/// If the database refuses or holds a rule that cannot be read.
pub async fn take_due(
    tx: &mut Tx,
    ward: WardId,
    habits: &Habits,
    looked: DateTime<Utc>,
    rule: Rule,
    worth: impl Fn(Kind, DateTime<Utc>) -> TimeDelta,
) -> Result<(usize, Vec<Message>), Error> {
    let now = tx.now();
    let mut fallen = Vec::new();
    let book = Book::open(tx, ward, looked).await?;
    let mut planned = 0;
    for (opening, fate) in book.timetable(habits, looked, now + TimeDelta::milliseconds(1)) {
        let Fate::Taken(id) = fate else { continue };
        let Some((message, version)) = message::lock(tx, id).await? else { continue };
        if !drop_wish(tx, id).await? || message.state != State::Approved {
            continue;
        }
        if !message::approval_stands(tx, &message, rule).await? {
            wish(tx, &message, opening.group, None).await?;
            fallen.push(message::reopen(tx, &message).await?);
            continue;
        }
        let worth = worth(version.body.kind, opening.at);
        plan_in_slot(tx, &message, &opening, worth).await?;
        planned += 1;
    }
    Ok((planned, fallen))
}
