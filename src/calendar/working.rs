//! Working time: weekly windows, days off and swapped working days, and counting within them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc, Weekday};

use super::{instant, local};

/// Milliseconds in a minute: counting is in milliseconds, budgets are in minutes.
pub const MINUTE_MS: i64 = 60_000;
/// Days to look ahead before a calendar is taken to have no working time left (ten years).
const AHEAD_DAYS: usize = 3_660;

/// Why a calendar cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// No weekday has a window, so that nothing would ever become due.
    #[error("the week has no working time")]
    NoWorkingTime,
    /// A window ends before it begins, or two windows of a day overlap.
    #[error("windows of {0} are not in order")]
    Windows(Weekday),
}

/// Part of a day in which offices are open, local time, `from` included and `to` not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Window {
    /// Opening time.
    pub from: NaiveTime,
    /// Closing time.
    pub to: NaiveTime,
}

/// Why offices are closed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Closed {
    /// Between two windows of a working day.
    Lunch,
    /// Before the first or after the last window of a working day.
    Night,
    /// A day without windows.
    Weekend,
    /// A day off, with the name that its row holds.
    Holiday(String),
}

/// A span of time within one day that is open (`None`) or closed for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Beginning, included.
    pub from: DateTime<Utc>,
    /// End, not included.
    pub to: DateTime<Utc>,
    /// `None` when offices are open.
    pub closed: Option<Closed>,
}

/// When a ward works. A value: weekly windows, rows of days off, rows of swapped working days.
/// A swapped day has the windows of a Monday (of the first working weekday, if Monday has none)
/// and wins over a day off on the same date, because a person entered it for that date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkingTime {
    week: [Vec<Window>; 7],
    holidays: BTreeMap<NaiveDate, String>,
    swapped: BTreeSet<NaiveDate>,
}

impl Default for WorkingTime {
    /// Monday to Friday 08:00-12:00 and 13:00-17:00, no days off.
    fn default() -> Self {
        let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or(NaiveTime::MIN);
        let open = vec![Window { from: at(8), to: at(12) }, Window { from: at(13), to: at(17) }];
        let week = std::array::from_fn(|i| if i < 5 { open.clone() } else { Vec::new() });
        Self { week, holidays: BTreeMap::new(), swapped: BTreeSet::new() }
    }
}

impl WorkingTime {
    /// A calendar from weekly windows (Monday first) and the ward's rows.
    ///
    /// # Errors
    /// [`CalendarError`] if no weekday has a window, or windows of a day are empty or overlap.
    pub fn new(
        week: [Vec<Window>; 7],
        holidays: impl IntoIterator<Item = (NaiveDate, String)>,
        swapped: impl IntoIterator<Item = NaiveDate>,
    ) -> Result<Self, CalendarError> {
        if week.iter().all(Vec::is_empty) {
            return Err(CalendarError::NoWorkingTime);
        }
        let days = [
            Weekday::Mon,
            Weekday::Tue,
            Weekday::Wed,
            Weekday::Thu,
            Weekday::Fri,
            Weekday::Sat,
            Weekday::Sun,
        ];
        for (windows, day) in week.iter().zip(days) {
            let ordered =
                windows.iter().all(|w| w.from < w.to) && windows.windows(2).all(|w| w[0].to <= w[1].from);
            if !ordered {
                return Err(CalendarError::Windows(day));
            }
        }
        Ok(Self { week, holidays: holidays.into_iter().collect(), swapped: swapped.into_iter().collect() })
    }

    /// The default week with the ward's rows of days off and swapped working days.
    #[must_use]
    pub fn with_rows(
        holidays: impl IntoIterator<Item = (NaiveDate, String)>,
        swapped: impl IntoIterator<Item = NaiveDate>,
    ) -> Self {
        let holidays = holidays.into_iter().collect();
        Self { holidays, swapped: swapped.into_iter().collect(), ..Self::default() }
    }

    /// Minutes of a full working day, by which deadlines in days are turned into minutes: the
    /// longest day of the week (480 by default).
    #[must_use]
    pub fn day_minutes(&self) -> i64 {
        let length = |windows: &Vec<Window>| windows.iter().map(|w| (w.to - w.from).num_minutes()).sum();
        self.week.iter().map(length).max().unwrap_or(0)
    }

    /// Whether anyone works on that day.
    #[must_use]
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        !self.windows(date).is_empty()
    }

    /// Whether offices are open at that instant.
    #[must_use]
    pub fn is_working(&self, at: DateTime<Utc>) -> bool {
        let at = local(at);
        self.windows(at.date()).iter().any(|w| (w.from..w.to).contains(&at.time()))
    }

    /// `at` itself when offices are open, else the next opening.
    #[must_use]
    pub fn next_working(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        self.stretches(at).find(|s| s.closed.is_none()).map_or(at, |s| s.from)
    }

    /// The instant at which `minutes` of working time have passed since `at`. A count that ends
    /// with a window ends at its closing, not at the next opening. With no minutes, `at` itself.
    #[must_use]
    pub fn add_minutes(&self, at: DateTime<Utc>, minutes: i64) -> DateTime<Utc> {
        let mut left = minutes.saturating_mul(MINUTE_MS);
        let mut end = at;
        for stretch in self.stretches(at) {
            if left <= 0 {
                break;
            }
            if stretch.closed.is_some() {
                continue;
            }
            let length = (stretch.to - stretch.from).num_milliseconds().min(left);
            left -= length;
            end = stretch.from + TimeDelta::milliseconds(length);
        }
        end
    }

    /// `days` full working days after `at`, counted in minutes: 10:00 on a Tuesday and one day
    /// give 10:00 on Wednesday; outside working time the count starts at the next opening.
    #[must_use]
    pub fn add_days(&self, at: DateTime<Utc>, days: i64) -> DateTime<Utc> {
        self.add_minutes(at, days.saturating_mul(self.day_minutes()))
    }

    /// Whole minutes of working time from `from` to `to`; none if `to` is not later.
    #[must_use]
    pub fn minutes_between(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> i64 {
        let open = self.stretches(from).take_while(|s| s.from < to).filter(|s| s.closed.is_none());
        open.map(|s| (s.to.min(to) - s.from).num_milliseconds()).sum::<i64>() / MINUTE_MS
    }

    /// The closing of the last window of the working day in which `at` lies; of the next working
    /// day if `at` lies outside working days.
    #[must_use]
    pub fn day_end(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        let days = local(at).date().iter_days().take(AHEAD_DAYS);
        let ends = days.filter_map(|date| Some(instant(date.and_time(self.windows(date).last()?.to))));
        ends.into_iter().find(|end| *end >= at).unwrap_or(at)
    }

    /// Time from `at` on, cut wherever offices open or close and at midnight, without gaps. It
    /// ends when ten years hold no working time, which a valid calendar with finite rows reaches
    /// only at the end of what chrono can hold.
    pub fn stretches(&self, at: DateTime<Utc>) -> impl Iterator<Item = Stretch> + '_ {
        let start = local(at);
        let mut idle = 0_usize;
        start
            .date()
            .iter_days()
            .map(move |date| {
                idle = if self.is_working_day(date) { 0 } else { idle + 1 };
                (date, idle)
            })
            .take_while(|(_, idle)| *idle < AHEAD_DAYS)
            .flat_map(|(date, _)| self.stretches_of(date))
            .filter(move |s| s.1 > start)
            .map(move |(from, to, closed)| Stretch {
                from: instant(from.max(start)),
                to: instant(to),
                closed,
            })
    }

    /// One whole day in order.
    fn stretches_of(&self, date: NaiveDate) -> Vec<(NaiveDateTime, NaiveDateTime, Option<Closed>)> {
        let midnight = date.and_time(NaiveTime::MIN);
        let Some(end) = midnight.checked_add_signed(TimeDelta::days(1)) else { return Vec::new() };
        let windows = self.windows(date);
        let mut stretches = Vec::with_capacity(2 * windows.len() + 1);
        let mut cursor = midnight;
        for (i, window) in windows.iter().enumerate() {
            let why = if i == 0 { Closed::Night } else { Closed::Lunch };
            stretches.push((cursor, date.and_time(window.from), Some(why)));
            stretches.push((date.and_time(window.from), date.and_time(window.to), None));
            cursor = date.and_time(window.to);
        }
        let why = match self.holidays.get(&date) {
            _ if !windows.is_empty() => Closed::Night,
            Some(name) => Closed::Holiday(name.clone()),
            None => Closed::Weekend,
        };
        stretches.push((cursor, end, Some(why)));
        stretches.retain(|(from, to, _)| from < to);
        stretches
    }

    fn windows(&self, date: NaiveDate) -> &[Window] {
        if self.swapped.contains(&date) {
            return self.week.iter().find(|w| !w.is_empty()).map_or(&[], Vec::as_slice);
        }
        if self.holidays.contains_key(&date) {
            return &[];
        }
        &self.week[date.weekday().num_days_from_monday() as usize]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::calendar::rfc3339;

    fn at(text: &str) -> DateTime<Utc> {
        format!("{text}:00+07:00").parse().unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn open_and_closed() {
        let time = WorkingTime::default();
        for (moment, open) in [
            ("2026-07-13T07:59", false),
            ("2026-07-13T08:00", true),
            ("2026-07-13T11:59", true),
            ("2026-07-13T12:00", false),
            ("2026-07-13T13:00", true),
            ("2026-07-13T17:00", false),
            ("2026-07-18T09:00", false),
        ] {
            assert_eq!(time.is_working(at(moment)), open, "{moment}");
        }
        assert_eq!(time.next_working(at("2026-07-17T17:00")), at("2026-07-20T08:00"));
        assert_eq!(time.next_working(at("2026-07-17T09:10")), at("2026-07-17T09:10"));
        assert_eq!(time.day_minutes(), 480);
        assert_eq!(time.day_end(at("2026-07-17T17:00")), at("2026-07-17T17:00"));
        assert_eq!(time.day_end(at("2026-07-18T10:00")), at("2026-07-20T17:00"));
    }

    #[test]
    fn counting_skips_lunch_nights_weekends_and_days_off() {
        let time = WorkingTime::with_rows(
            [(day("2026-09-01"), "eve".into()), (day("2026-09-02"), "day".into())],
            [],
        );
        assert_eq!(time.add_minutes(at("2026-07-13T11:30"), 60), at("2026-07-13T13:30"));
        assert_eq!(
            time.add_minutes(at("2026-07-13T11:00"), 60),
            at("2026-07-13T12:00"),
            "ends at the closing"
        );
        assert_eq!(time.add_minutes(at("2026-07-17T16:30"), 60), at("2026-07-20T08:30"));
        assert_eq!(time.add_days(at("2026-08-31T10:00"), 1), at("2026-09-03T10:00"));
        assert_eq!(time.add_days(at("2026-07-18T20:00"), 5), at("2026-07-24T17:00"));
        assert_eq!(time.minutes_between(at("2026-07-17T16:30"), at("2026-07-20T08:30")), 60);
        assert_eq!(time.minutes_between(at("2026-07-20T08:30"), at("2026-07-17T16:30")), 0);
    }

    #[test]
    fn a_swapped_saturday_works_even_if_it_is_also_off() {
        let saturday = day("2026-08-22");
        for holidays in [vec![], vec![(saturday, "Bù".to_owned())]] {
            let time = WorkingTime::with_rows(holidays, [saturday]);
            assert!(time.is_working(at("2026-08-22T09:00")));
            assert_eq!(time.add_days(at("2026-08-21T10:00"), 1), at("2026-08-22T10:00"));
        }
    }

    #[test]
    fn a_calendar_without_work_is_refused() {
        let none: [Vec<Window>; 7] = std::array::from_fn(|_| Vec::new());
        assert_eq!(WorkingTime::new(none.clone(), [], []), Err(CalendarError::NoWorkingTime));
        let mut backwards = none;
        let hour = |h| NaiveTime::from_hms_opt(h, 0, 0).unwrap();
        backwards[2] = vec![Window { from: hour(12), to: hour(8) }];
        assert_eq!(WorkingTime::new(backwards, [], []), Err(CalendarError::Windows(Weekday::Wed)));
    }

    #[test]
    fn the_ends_of_time_do_not_panic() {
        let time = WorkingTime::default();
        for moment in [DateTime::<Utc>::MAX_UTC, DateTime::<Utc>::MIN_UTC] {
            assert!(!time.is_working(moment) || time.next_working(moment) == moment);
            assert!(time.day_end(moment) >= moment);
            assert!(time.add_minutes(moment, 10_000) >= moment);
            assert_eq!(time.add_minutes(moment, -10_000), moment);
        }
    }

    fn moment() -> impl Strategy<Value = DateTime<Utc>> {
        (1_767_225_600_i64..1_830_297_600).prop_map(|s| DateTime::from_timestamp(s - s % 60, 0).unwrap())
    }

    fn calendar() -> impl Strategy<Value = WorkingTime> {
        let days = || proptest::collection::vec(0_u64..730, 0..30);
        (days(), days()).prop_map(|(off, swapped)| {
            let date = |n| day("2026-01-01") + chrono::Days::new(n);
            WorkingTime::with_rows(
                off.into_iter().map(|n| (date(n), n.to_string())),
                swapped.into_iter().map(date),
            )
        })
    }

    proptest! {
        #[test]
        fn adding_and_measuring_agree(time in calendar(), from in moment(), minutes in 1_i64..10_000) {
            let end = time.add_minutes(from, minutes);
            prop_assert_eq!(time.minutes_between(from, end), minutes, "{} to {}", rfc3339(from), rfc3339(end));
            prop_assert!(time.is_working(end - TimeDelta::milliseconds(1)), "{}", rfc3339(end));
            prop_assert!(time.add_minutes(from, minutes + 1) > end);
        }

        #[test]
        fn stretches_join_and_tell_the_truth(time in calendar(), from in moment()) {
            let mut cursor = from;
            for stretch in time.stretches(from).take(40) {
                prop_assert_eq!(stretch.from, cursor);
                prop_assert!(stretch.from < stretch.to);
                prop_assert_eq!(stretch.closed.is_none(), time.is_working(stretch.from));
                cursor = stretch.to;
            }
        }
    }
}
