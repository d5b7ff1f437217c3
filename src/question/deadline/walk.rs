//! Walking through time until enough of it has counted.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Asked, Pause, Why};
use crate::calendar::WorkingTime;

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
    pub counted_ms: i64,
    pub why: Why,
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

    /// The spans until `budget_ms` of working time have counted; none for an empty budget.
    pub fn take(&self, budget_ms: i64) -> Vec<Span> {
        let mut left = budget_ms;
        let mut spans = Vec::new();
        for stretch in self.time.stretches(self.at) {
            let mut from = stretch.from;
            while from < stretch.to {
                if left <= 0 {
                    return spans;
                }
                let (paused, until) = self.paused(from);
                let to = stretch.to.min(until);
                let length = (to - from).num_milliseconds();
                let (to, counted_ms, why) = match (&stretch.closed, paused) {
                    (_, true) => (to, 0, Why::Paused),
                    (Some(why), false) => (to, 0, Why::Closed(why.clone())),
                    (None, false) => {
                        let counted = length.min(left);
                        (from + TimeDelta::milliseconds(counted), counted, Why::Open)
                    }
                };
                left -= counted_ms;
                spans.push(Span { from, to, counted_ms, why });
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
