//! On which days a rule falls, before anybody left one out and before days off count: found month
//! by month, so that looking far ahead costs little.

use chrono::{Datelike, Days as Count, NaiveDate};

use super::{Days, LunarDay, MonthDay, QuarterWindow, Rule};
use crate::calendar::{LunarDate, WorkingTime};

impl Rule {
    /// The days from `first` to `last`, in order, each once.
    pub(super) fn falls(&self, working: &WorkingTime, first: NaiveDate, last: NaiveDate) -> Vec<NaiveDate> {
        let first = self.from.map_or(first, |from| from.max(first));
        let last = self.until.map_or(last, |until| until.min(last));
        if last < first {
            return Vec::new();
        }
        let mut found = match &self.days {
            Days::Week { on, every } => {
                let anchor = self.from.map_or_else(|| monday(first), monday);
                let is_week = |day: &NaiveDate| {
                    (monday(*day) - anchor).num_weeks().rem_euclid(i64::from((*every).max(1))) == 0
                };
                let days = first.iter_days().take_while(|day| *day <= last);
                days.filter(|day| on.iter().any(|on| on.weekday() == day.weekday())).filter(is_week).collect()
            }
            Days::Month(on) => months(first, last)
                .filter(|month| self.is_month(*month))
                .flat_map(|month| on.iter().filter_map(move |on| on.of_month(working, month)))
                .collect(),
            Days::Lunar(on) => lunar(on, first, last),
            Days::Dates(on) => on.range(first..=last).copied().collect::<Vec<_>>(),
        };
        found.retain(|day| {
            (first..=last).contains(day)
                && self.is_month(*day)
                && self.quarter.as_ref().is_none_or(|window| window.holds(*day))
        });
        found.sort_unstable();
        found.dedup();
        found
    }

    fn is_month(&self, day: NaiveDate) -> bool {
        self.months.is_empty() || self.months.contains(&day.month())
    }
}

fn monday(day: NaiveDate) -> NaiveDate {
    day.checked_sub_days(Count::new(u64::from(day.weekday().num_days_from_monday()))).unwrap_or(day)
}

/// The first days of the months that have a day from `first` to `last`.
fn months(first: NaiveDate, last: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    let begin = first.with_day(1);
    std::iter::successors(begin, |month| month.checked_add_months(chrono::Months::new(1)))
        .take_while(move |month| *month <= last)
}

impl MonthDay {
    /// The day in the month that begins so; `None` if it has none.
    fn of_month(self, working: &WorkingTime, month: NaiveDate) -> Option<NaiveDate> {
        let days = u32::from(month.num_days_in_month());
        let works = |day: &u32| month.with_day(*day).is_some_and(|day| working.is_working_day(day));
        let day = match self {
            Self::Day(day) => day,
            Self::Last => days,
            Self::FirstWorking => (1..=days).find(works)?,
            Self::LastWorking => (1..=days).rev().find(works)?,
            Self::Nth { n, weekday } => {
                let first = month.weekday().num_days_from_monday();
                let first = 1 + (weekday.weekday().num_days_from_monday() + 7 - first) % 7;
                let count = 1 + (days - first) / 7;
                let index =
                    if n > 0 { n.unsigned_abs() } else { (count + 1).checked_sub(n.unsigned_abs())? };
                if index == 0 || index > count {
                    return None;
                }
                first + 7 * (index - 1)
            }
        };
        month.with_day(day)
    }
}

/// Walks through lunar months, which have 29 or 30 days. Nothing outside the years that the
/// lunar calendar knows.
fn lunar(on: &std::collections::BTreeSet<LunarDay>, first: NaiveDate, last: NaiveDate) -> Vec<NaiveDate> {
    let after = |day: NaiveDate, days: u32| day.checked_add_days(Count::new(u64::from(days)));
    let mut found = Vec::new();
    let Some(today) = LunarDate::of(first) else { return found };
    let mut month = first.checked_sub_days(Count::new(u64::from(today.day - 1)));
    while let Some(begin) = month.filter(|begin| *begin <= last) {
        let Some(named) = LunarDate::of(begin) else { break };
        let is_short = after(begin, 29).and_then(LunarDate::of).is_some_and(|next| next.day == 1);
        let days = if is_short { 29 } else { 30 };
        let here = on.iter().filter(|on| on.month.is_none_or(|month| month == named.month && !named.leap));
        found.extend(here.filter_map(|on| after(begin, on.day.min(days) - 1)));
        month = after(begin, days);
    }
    found
}

impl QuarterWindow {
    fn holds(&self, day: NaiveDate) -> bool {
        let quarter = day.month0() / 3;
        if !self.quarters.is_empty() && !self.quarters.contains(&(quarter + 1)) {
            return false;
        }
        let Some(begin) = NaiveDate::from_ymd_opt(day.year(), quarter * 3 + 1, 1) else { return false };
        let Some(end) = begin.checked_add_months(chrono::Months::new(3)) else { return false };
        let (nth, length) = ((day - begin).num_days() + 1, (end - begin).num_days());
        // Counted from the end, -1 is the last day.
        let of = |bound: i32| if bound > 0 { i64::from(bound) } else { length + 1 + i64::from(bound) };
        (of(self.from)..=of(self.to)).contains(&nth)
    }
}
