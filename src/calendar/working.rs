//! Working time: weekly hours, days off and days worked instead, and counting within them.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

use super::holidays;
use super::week::{Week, Window};
use super::{instant, local};

/// Milliseconds in a minute: counting is in milliseconds, budgets are in minutes.
pub const MINUTE_MS: i64 = 60_000;
/// Days to look ahead before a calendar is taken to have no working time left (ten years).
const AHEAD_DAYS: usize = 3_660;

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

/// What a ward says of one day; the text is its name, as "Nghỉ bù".
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Marked {
    /// A day off.
    Off(String),
    /// A day on which people work, though it is a public holiday or has no hours in its week.
    Work(String),
}

/// The rows of a ward's calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// Days that differ from what is computed.
    pub days: BTreeMap<NaiveDate, Marked>,
    /// Weekly hours, each from that day on until the next.
    pub weeks: BTreeMap<NaiveDate, Week>,
}

/// When a ward works: the usual week until its rows say otherwise, public holidays as they are
/// computed, and the ward's rows, which win, because a person entered them for that day.
///
/// A day off that is worked after all has its weekday's hours; a weekend day that is worked has
/// those of the week's first working day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkingTime {
    usual: Week,
    rows: Rows,
    /// Whether public holidays are off; without them only rows are.
    has_holidays: bool,
}

impl WorkingTime {
    /// A ward's: public holidays and its rows.
    #[must_use]
    pub fn of(rows: Rows) -> Self {
        Self { usual: Week::default(), rows, has_holidays: true }
    }

    /// The usual week, with these days off and these worked instead; no public holidays.
    #[must_use]
    pub fn with_rows(
        off: impl IntoIterator<Item = (NaiveDate, String)>,
        worked: impl IntoIterator<Item = NaiveDate>,
    ) -> Self {
        let off = off.into_iter().map(|(date, name)| (date, Marked::Off(name)));
        let worked = worked.into_iter().map(|date| (date, Marked::Work(String::new())));
        let rows = Rows { days: off.chain(worked).collect(), weeks: BTreeMap::new() };
        Self { rows, ..Self::default() }
    }

    /// The rows that it was made of.
    #[must_use]
    pub fn rows(&self) -> &Rows {
        &self.rows
    }

    /// The weekly hours that hold on that day.
    #[must_use]
    pub fn week(&self, date: NaiveDate) -> &Week {
        self.rows.weeks.range(..=date).next_back().map_or(&self.usual, |(_, week)| week)
    }

    /// Why nobody works on a day on which they would: the name of its row, or the code of the
    /// public holiday. None for a day that is worked, and for a weekend.
    #[must_use]
    pub fn day_off(&self, date: NaiveDate) -> Option<&str> {
        match self.rows.days.get(&date) {
            Some(Marked::Off(name)) => Some(name),
            None if self.has_holidays => holidays::on(date).map(|h| h.occasion.code()),
            Some(Marked::Work(_)) | None => None,
        }
    }

    /// Minutes of a full working day in the week of that day, by which deadlines in days are
    /// turned into minutes: of the longest day of the week (480 by default).
    #[must_use]
    pub fn day_minutes(&self, date: NaiveDate) -> i64 {
        self.week(date).day_minutes()
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
    /// ends when ten years hold no working time, which a calendar with finite rows reaches only at
    /// the end of what chrono can hold.
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
        let why = match self.day_off(date) {
            _ if !windows.is_empty() => Closed::Night,
            Some(name) => Closed::Holiday(name.to_owned()),
            None => Closed::Weekend,
        };
        stretches.push((cursor, end, Some(why)));
        stretches.retain(|(from, to, _)| from < to);
        stretches
    }

    fn windows(&self, date: NaiveDate) -> &[Window] {
        let week = self.week(date);
        let own = week.windows(date.weekday());
        match self.rows.days.get(&date) {
            Some(Marked::Work(_)) if own.is_empty() => week.extra_day(),
            Some(Marked::Work(_)) => own,
            _ if self.day_off(date).is_some() => &[],
            _ => own,
        }
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
        assert_eq!(time.day_minutes(day("2026-07-17")), 480);
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
        assert_eq!(time.add_minutes(at("2026-08-31T10:00"), 480), at("2026-09-03T10:00"));
        assert_eq!(time.add_minutes(at("2026-07-18T20:00"), 5 * 480), at("2026-07-24T17:00"));
        assert_eq!(time.minutes_between(at("2026-07-17T16:30"), at("2026-07-20T08:30")), 60);
        assert_eq!(time.minutes_between(at("2026-07-20T08:30"), at("2026-07-17T16:30")), 0);
    }

    fn ward(days: &[(&str, Marked)], weeks: &[(&str, &str)]) -> WorkingTime {
        WorkingTime::of(Rows {
            days: days.iter().map(|(date, marked)| (day(date), marked.clone())).collect(),
            weeks: weeks.iter().map(|(from, week)| (day(from), week.parse().unwrap())).collect(),
        })
    }

    #[test]
    fn a_saturday_that_is_worked_has_the_hours_of_a_monday() {
        let time = ward(&[("2026-08-22", Marked::Work("Làm bù".into()))], &[]);
        assert!(time.is_working(at("2026-08-22T09:00")));
        assert_eq!(time.add_minutes(at("2026-08-21T10:00"), 480), at("2026-08-22T10:00"));
        let fridays_are_short = "T2-T5 8:00-12:00 13:00-17:00; T6 8:00-12:00";
        let time = ward(&[("2026-08-22", Marked::Work(String::new()))], &[("2026-01-01", fridays_are_short)]);
        assert!(time.is_working(at("2026-08-22T14:00")));
    }

    #[test]
    fn public_holidays_are_off_until_the_ward_says_otherwise() {
        let time = ward(&[], &[]);
        for (date, why) in [
            ("2026-02-17", Some("tet")),
            ("2026-04-27", Some("hung_kings")),
            ("2027-02-11", Some("tet")),
            ("2026-11-24", None),
            ("2026-08-22", None),
        ] {
            assert_eq!(time.day_off(day(date)), why, "{date}");
        }
        assert!(time.is_working(at("2026-11-24T09:00")), "not confirmed, so no day off");
        let time = ward(
            &[
                ("2026-11-24", Marked::Off("Ngày Văn hóa Việt Nam".into())),
                // A Friday of Tết that is worked has a Friday's hours.
                ("2026-02-20", Marked::Work(String::new())),
            ],
            &[("2026-01-01", "T2-T5 8:00-12:00 13:00-17:00; T6 8:00-12:00")],
        );
        assert_eq!(time.day_off(day("2026-11-24")), Some("Ngày Văn hóa Việt Nam"));
        assert!(!time.is_working(at("2026-11-24T09:00")));
        assert!(time.is_working(at("2026-02-20T09:00")) && !time.is_working(at("2026-02-20T14:00")));
        assert!(!WorkingTime::default().is_working(at("2026-08-22T09:00")));
    }

    #[test]
    fn hours_hold_from_their_day_on() {
        let time = ward(&[], &[("2026-07-15", "T2-T6 7:30-11:30"), ("2026-07-20", "T2-T7 8:00-12:00")]);
        for (moment, open) in [
            ("2026-07-14T07:45", false),
            ("2026-07-14T16:00", true),
            ("2026-07-15T07:45", true),
            ("2026-07-15T16:00", false),
            ("2026-07-18T09:00", false),
            ("2026-07-25T09:00", true),
        ] {
            assert_eq!(time.is_working(at(moment)), open, "{moment}");
        }
        let lengths = ["2026-07-14", "2026-07-15", "2026-07-20"].map(|date| time.day_minutes(day(date)));
        assert_eq!(lengths, [480, 240, 240]);
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
