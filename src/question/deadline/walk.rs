//! Walking through time until enough of it has counted.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Asked, Pause, Why};
use crate::calendar::{WorkingTime, day};

/// Pauses end at the latest this long after the asking, so that a nonsensical row cannot make
/// the count walk to the end of time.
const LONGEST_PAUSE: TimeDelta = TimeDelta::days(3_660);

/// Time from the asking on, cut where offices open or close and where a pause begins or ends.
pub(super) struct Walk<'a> {
    time: &'a WorkingTime,
    at: DateTime<Utc>,
    /// In order and apart.
    pauses: Vec<Pause>,
}

/// A part of the walk.
pub(super) struct Span {
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
    pub why: Why,
}

/// How much working time has to pass, in milliseconds.
#[derive(Clone, Copy)]
pub(super) enum Budget {
    /// As it is.
    Hours(i64),
    /// In working days of the length that they have on the day of asking: other hours later on
    /// change the milliseconds and not the days.
    Days(i64),
}

impl<'a> Walk<'a> {
    pub fn new(time: &'a WorkingTime, asked: Asked<'_>) -> Self {
        let latest = asked.at.checked_add_signed(LONGEST_PAUSE).unwrap_or(asked.at);
        let clipped = asked.pauses.iter().map(|p| Pause { from: p.from, to: p.to.min(latest) });
        let mut pauses: Vec<Pause> = clipped.filter(|p| p.from < p.to).collect();
        pauses.sort_by_key(|p| p.from);
        let mut apart: Vec<Pause> = Vec::with_capacity(pauses.len());
        for pause in pauses {
            match apart.last_mut() {
                Some(last) if pause.from <= last.to => last.to = last.to.max(pause.to),
                _ => apart.push(pause),
            }
        }
        Self { time, at: asked.at, pauses: apart }
    }

    /// When the budget is used up; the asking itself for an empty one.
    pub fn end(&self, budget: Budget) -> DateTime<Utc> {
        self.take(budget).last().map_or(self.at, |span| span.to)
    }

    /// The spans until the budget is used up; none for an empty one.
    pub fn take(&self, budget: Budget) -> Vec<Span> {
        let (Budget::Hours(mut left) | Budget::Days(mut left)) = budget;
        let in_days = matches!(budget, Budget::Days(_));
        let mut day_minutes = self.time.day_minutes(day(self.at));
        let mut spans = Vec::new();
        for stretch in self.time.stretches(self.at) {
            let mut from = stretch.from;
            // A stretch lies in one day.
            let minutes = self.time.day_minutes(day(from));
            if in_days && minutes != day_minutes {
                left = carried(left, day_minutes, minutes);
                day_minutes = minutes;
            }
            while from < stretch.to {
                if left <= 0 {
                    return spans;
                }
                let (paused, until) = self.paused(from);
                let to = stretch.to.min(until);
                let length = (to - from).num_milliseconds();
                let (to, why) = match (&stretch.closed, paused) {
                    (_, true) => (to, Why::Paused),
                    (Some(why), false) => (to, Why::Closed(why.clone())),
                    (None, false) => {
                        // Cut only inside: what is less than a millisecond must not stop the walk.
                        let to = if length > left { from + TimeDelta::milliseconds(left) } else { to };
                        left -= length;
                        (to, Why::Open)
                    }
                };
                spans.push(Span { from, to, why });
                from = to;
            }
        }
        spans
    }

    /// Whether the clock stands still at `at`, and until when that stays so.
    fn paused(&self, at: DateTime<Utc>) -> (bool, DateTime<Utc>) {
        match self.pauses.iter().find(|p| p.to > at) {
            Some(pause) if pause.from <= at => (true, pause.to),
            Some(pause) => (false, pause.from),
            None => (false, DateTime::<Utc>::MAX_UTC),
        }
    }
}

/// What is left of a budget in days of one length, in days of another; rounded up.
fn carried(left: i64, from_minutes: i64, to_minutes: i64) -> i64 {
    if from_minutes <= 0 {
        return left;
    }
    let whole = i128::from(left) * i128::from(to_minutes) + i128::from(from_minutes - 1);
    i64::try_from(whole / i128::from(from_minutes)).unwrap_or(left)
}
