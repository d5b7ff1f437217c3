//! Times that come again, as a ward says them: "Tuesdays at eight, every other week", "the first
//! working day of June, September and December", "the full moon". Pure, and the same rule always
//! gives the same times: nothing is counted from when a program began.
//!
//! A day is found in three steps: the days on which the rule falls; those that a person left out
//! or moved; what happens to the rest on days off. All times are Hanoi's.

mod falls;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, Days as Count, NaiveDate, NaiveTime, Timelike, Utc, Weekday};
use serde::{Deserialize, Serialize};

use crate::calendar::{WorkingTime, day, instant};

/// Times of one day, and days that a rule names or treats apart.
pub const TIMES_MAX: usize = 8;
pub const DAYS_MAX: usize = 100;
/// Weeks between two occurrences.
const EVERY_MAX: u32 = 52;
/// Days for which the next working day is looked for.
const SHIFT_DAYS: u64 = 31;
/// Days that are looked through at a time, and how often: a fifth Friday of February comes every
/// 28 years, and what has not come after 30 never does.
const CHUNK_DAYS: u64 = 92;
const CHUNKS: u64 = 120;
/// Longest window of a quarter.
const QUARTER_DAYS: i32 = 92;

/// When something comes again. The JSON of a stored slot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub days: Days,
    /// By Hanoi's clocks, to the minute.
    pub times: BTreeSet<NaiveTime>,
    /// Months of the year, 1 to 12; none named: all.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub months: BTreeSet<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quarter: Option<QuarterWindow>,
    /// First and last day, both included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// Days on which the rule falls and that are left out.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub except: BTreeSet<NaiveDate>,
    /// Days on which the rule falls, each with the day that a person chose instead, which stands
    /// whatever day it is.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub moved: BTreeMap<NaiveDate, NaiveDate>,
    #[serde(default)]
    pub holidays: OnHoliday,
}

/// On which days a rule falls.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Days {
    /// These weekdays, every week or every `every` weeks, counted from the week of [`Rule::from`].
    Week { on: BTreeSet<Day>, every: u32 },
    /// These days of a month.
    Month(BTreeSet<MonthDay>),
    /// These days of the lunar calendar.
    Lunar(BTreeSet<LunarDay>),
    /// These days and no others.
    Dates(BTreeSet<NaiveDate>),
}

/// A weekday, in the order of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Day {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

impl Day {
    pub const ALL: [Self; 7] = [Self::Mon, Self::Tue, Self::Wed, Self::Thu, Self::Fri, Self::Sat, Self::Sun];

    #[must_use]
    pub fn weekday(self) -> Weekday {
        match self {
            Self::Mon => Weekday::Mon,
            Self::Tue => Weekday::Tue,
            Self::Wed => Weekday::Wed,
            Self::Thu => Weekday::Thu,
            Self::Fri => Weekday::Fri,
            Self::Sat => Weekday::Sat,
            Self::Sun => Weekday::Sun,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MonthDay {
    /// 1 to 31; a month without it has none.
    Day(u32),
    Last,
    FirstWorking,
    LastWorking,
    /// The first (1) to fifth (5) such weekday, or the last (-1), the last but one (-2), …
    Nth {
        n: i32,
        weekday: Day,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LunarDay {
    /// 1 to 30; 30 is the last day of a month, also of one with 29.
    pub day: u32,
    /// 1 to 12, and then not in the leap month of the same number; `None`: every month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub month: Option<u32>,
}

/// Part of a quarter: the rule falls only within it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuarterWindow {
    /// 1 to 4; none named: all.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub quarters: BTreeSet<u32>,
    /// First and last day of it, both included: 1 is the quarter's first day, -1 its last.
    pub from: i32,
    pub to: i32,
}

/// What becomes of a day that is off: a public holiday, or one that the ward has entered. A
/// weekend is no day off: who says Sunday means it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnHoliday {
    #[default]
    LeaveOut,
    /// The next day on which people work, within a month and not after [`Rule::until`].
    NextWorkingDay,
    Keep,
}

/// Why a rule is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    #[error("it names no day")]
    NoDays,
    #[error("it names no time of day")]
    NoTimes,
    #[error("it names more times or days than {DAYS_MAX} days or {TIMES_MAX} times")]
    TooMany,
    #[error("a number in it is out of range")]
    OutOfRange,
    #[error("it ends before it begins")]
    Order,
    #[error("every so many weeks needs a first day")]
    NoFirstDay,
    #[error("lunar days and months of the year exclude each other")]
    LunarMonths,
    #[error("a day is both left out and moved")]
    LeftOutAndMoved,
    #[error("it is no rule")]
    Unread,
}

impl Rule {
    /// These days at this time, always; holidays are left out.
    #[must_use]
    pub fn new(days: Days, time: NaiveTime) -> Self {
        Self {
            days,
            times: BTreeSet::from([time]),
            months: BTreeSet::new(),
            quarter: None,
            from: None,
            until: None,
            except: BTreeSet::new(),
            moved: BTreeMap::new(),
            holidays: OnHoliday::LeaveOut,
        }
    }

    /// Reads a rule as it is stored or sent; what comes through here keeps all bounds.
    ///
    /// # Errors
    /// If it is no rule, or one that could never come or would take too long to follow.
    pub fn from_json(json: &str) -> Result<Self, Flaw> {
        let rule: Self = serde_json::from_str(json).map_err(|_| Flaw::Unread)?;
        rule.check()?;
        Ok(rule)
    }

    /// The stored form.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Whether a rule keeps all bounds.
    ///
    /// # Errors
    /// The first flaw found.
    pub fn check(&self) -> Result<(), Flaw> {
        let (is_named, fits, count) = match &self.days {
            Days::Week { on, every } => (!on.is_empty(), (1..=EVERY_MAX).contains(every), on.len()),
            Days::Month(on) => (!on.is_empty(), on.iter().all(|day| day.fits()), on.len()),
            Days::Lunar(on) => (!on.is_empty(), on.iter().all(|day| day.fits()), on.len()),
            Days::Dates(on) => (!on.is_empty(), true, on.len()),
        };
        let dates = match &self.days {
            Days::Dates(on) => Some(on),
            _ => None,
        };
        let named = dates.into_iter().flatten().chain(&self.except).chain(self.moved.keys());
        let mut named = named.chain(self.moved.values()).chain(&self.from).chain(&self.until);
        let is_year = |date: &NaiveDate| (1900..2200).contains(&date.year());
        let is_month = |month: &u32| (1..=12).contains(month);
        let is_minute = |time: &NaiveTime| time.second() == 0 && time.nanosecond() == 0;
        if !is_named {
            Err(Flaw::NoDays)
        } else if self.times.is_empty() {
            Err(Flaw::NoTimes)
        } else if self.times.len() > TIMES_MAX
            || [count, self.except.len(), self.moved.len()].iter().any(|n| *n > DAYS_MAX)
        {
            Err(Flaw::TooMany)
        } else if !fits
            || !named.all(is_year)
            || !self.months.iter().all(is_month)
            || !self.times.iter().all(is_minute)
            || !self.quarter.as_ref().is_none_or(QuarterWindow::fits)
        {
            Err(Flaw::OutOfRange)
        } else if self.from.zip(self.until).is_some_and(|(from, until)| until < from) {
            Err(Flaw::Order)
        } else if matches!(self.days, Days::Week { every, .. } if every > 1) && self.from.is_none() {
            Err(Flaw::NoFirstDay)
        } else if matches!(self.days, Days::Lunar(_)) && !self.months.is_empty() {
            Err(Flaw::LunarMonths)
        } else if self.moved.keys().any(|day| self.except.contains(day)) {
            Err(Flaw::LeftOutAndMoved)
        } else {
            Ok(())
        }
    }

    /// The first time at or after `at`; `None` if there is none in the next 30 years.
    #[must_use]
    pub fn next(&self, working: &WorkingTime, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.since(working, at).next()
    }

    /// The times from `from` on, before `to`.
    #[must_use]
    pub fn between(
        &self,
        working: &WorkingTime,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Vec<DateTime<Utc>> {
        self.since(working, from).take_while(|at| *at < to).collect()
    }

    /// The times at or after `at`, in order, for 30 years; found little by little.
    pub fn since<'a>(
        &'a self,
        working: &'a WorkingTime,
        at: DateTime<Utc>,
    ) -> impl Iterator<Item = DateTime<Utc>> + 'a {
        let (begin, end) = (day(at), self.end());
        let chunk = move |n: u64| {
            let first = begin.checked_add_days(Count::new(n * CHUNK_DAYS))?;
            let last = first.checked_add_days(Count::new(CHUNK_DAYS - 1))?;
            (first <= end).then(|| self.days_between(working, first, last))
        };
        (0..CHUNKS)
            .map_while(chunk)
            .flatten()
            .flat_map(|day| self.times.iter().map(move |time| instant(day.and_time(*time))))
            .filter(move |found| *found >= at)
    }

    /// Leaves out a day on which it falls. `false`: it does not, or it has as many as it may have.
    pub fn leave_out(&mut self, working: &WorkingTime, day: NaiveDate) -> bool {
        if self.falls(working, day, day).is_empty() || self.moved.contains_key(&day) {
            return false;
        }
        // What is long past is of no use to anybody.
        let old = day.checked_sub_days(Count::new(366)).unwrap_or(day);
        self.except.retain(|other| *other >= old);
        self.except.len() < DAYS_MAX && self.except.insert(day)
    }

    /// The last day on which it can come.
    fn end(&self) -> NaiveDate {
        let last = match &self.days {
            Days::Dates(on) => on.last().and_then(|last| last.checked_add_days(Count::new(SHIFT_DAYS))),
            _ => None,
        };
        let last = last.into_iter().chain(self.until).min().unwrap_or(NaiveDate::MAX);
        self.moved.values().copied().chain([last]).max().unwrap_or(last)
    }

    /// The days on which it comes, from `first` to `last`, both included.
    fn days_between(&self, working: &WorkingTime, first: NaiveDate, last: NaiveDate) -> BTreeSet<NaiveDate> {
        let within = |day: &NaiveDate| first <= *day && *day <= last;
        // A day that is put off may come from before.
        let early = first.checked_sub_days(Count::new(SHIFT_DAYS)).unwrap_or(first);
        let mut found: BTreeSet<NaiveDate> = self
            .falls(working, early, last)
            .into_iter()
            .filter(|day| !self.except.contains(day) && !self.moved.contains_key(day))
            .filter_map(|day| self.put_off(working, day))
            .filter(within)
            .collect();
        let chosen = self.moved.iter().filter(|(_, to)| within(to));
        found.extend(
            chosen.filter(|(day, _)| !self.falls(working, **day, **day).is_empty()).map(|(_, to)| *to),
        );
        found
    }

    /// What becomes of a day on which it falls.
    fn put_off(&self, working: &WorkingTime, day: NaiveDate) -> Option<NaiveDate> {
        if self.holidays == OnHoliday::Keep || working.day_off(day).is_none() {
            return Some(day);
        }
        if self.holidays == OnHoliday::LeaveOut {
            return None;
        }
        let mut later = (1..=SHIFT_DAYS).map_while(|n| day.checked_add_days(Count::new(n)));
        let next = later.find(|day| working.is_working_day(*day))?;
        self.until.is_none_or(|until| next <= until).then_some(next)
    }
}

impl MonthDay {
    fn fits(self) -> bool {
        match self {
            Self::Day(day) => (1..=31).contains(&day),
            Self::Last | Self::FirstWorking | Self::LastWorking => true,
            Self::Nth { n, .. } => n != 0 && (-5..=5).contains(&n),
        }
    }
}

impl LunarDay {
    fn fits(self) -> bool {
        (1..=30).contains(&self.day) && self.month.is_none_or(|month| (1..=12).contains(&month))
    }
}

impl QuarterWindow {
    fn fits(&self) -> bool {
        let is_day = |day: i32| day != 0 && (-QUARTER_DAYS..=QUARTER_DAYS).contains(&day);
        is_day(self.from) && is_day(self.to) && self.quarters.iter().all(|quarter| (1..=4).contains(quarter))
    }
}
