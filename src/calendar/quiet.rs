//! Hours of the night in which nobody is woken.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};

use super::{instant, local};

/// Between these two moments of the day, by Hanoi's clocks, it is quiet; twice the same: never.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quiet {
    pub from: NaiveTime,
    pub until: NaiveTime,
}

impl Quiet {
    /// Until when it is quiet; `None`: it is not.
    #[must_use]
    pub fn until(self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let local = local(now);
        let (time, from, until) = (local.time(), self.from, self.until);
        let is_quiet =
            if from <= until { from <= time && time < until } else { time >= from || time < until };
        if !is_quiet {
            return None;
        }
        let day = if time < until { local.date() } else { local.date() + TimeDelta::days(1) };
        Some(instant(day.and_time(until)))
    }

    /// `at` itself where it is not quiet, else the end of the night.
    #[must_use]
    pub fn awake(self, at: DateTime<Utc>) -> DateTime<Utc> {
        self.until(at).unwrap_or(at)
    }
}
