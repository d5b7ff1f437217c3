//! Working time, public holidays and the Vietnamese lunar calendar. Pure: everything is a
//! value, nothing is read from a clock, a file or a database.
//!
//! Promises:
//! - [`WorkingTime`] counts in minutes between instants; local time is `Asia/Ho_Chi_Minh`, which
//!   has been UTC+7 without summer time since 1975 and is treated as that fixed offset.
//! - [`holidays::of_year`] computes the public holidays; a ward's [`Rows`] win over them.
//! - [`lunar`] converts both ways for the years 1900 to 2199 and says nothing outside them.

pub mod entry;
pub mod holidays;
pub mod lunar;
mod nudge;
pub mod quiet;
pub mod week;
pub mod working;

pub use holidays::{Holiday, HolidayRules, Occasion};
pub use lunar::LunarDate;
pub use nudge::Nudge;
pub use quiet::Quiet;
pub use week::{CalendarError, Run, Week, Window};
pub use working::{Closed, Marked, Rows, Stretch, WorkingTime};

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, TimeDelta, Utc};

/// Seconds by which `Asia/Ho_Chi_Minh` is ahead of UTC.
const OFFSET_SECONDS: i32 = 7 * 3600;

/// The offset +07:00.
#[must_use]
pub fn offset() -> FixedOffset {
    FixedOffset::east_opt(OFFSET_SECONDS).unwrap_or_else(|| chrono::Offset::fix(&Utc))
}

/// Wall-clock time in Vietnam. Saturates at the ends of what chrono can hold.
#[must_use]
pub fn local(at: DateTime<Utc>) -> NaiveDateTime {
    at.naive_utc()
        .checked_add_signed(TimeDelta::seconds(i64::from(OFFSET_SECONDS)))
        .unwrap_or(NaiveDateTime::MAX)
}

/// The instant at which clocks in Vietnam show `at`.
#[must_use]
pub fn instant(at: NaiveDateTime) -> DateTime<Utc> {
    at.checked_sub_signed(TimeDelta::seconds(i64::from(OFFSET_SECONDS)))
        .unwrap_or(NaiveDateTime::MIN)
        .and_utc()
}

/// The calendar day in Vietnam.
#[must_use]
pub fn day(at: DateTime<Utc>) -> NaiveDate {
    local(at).date()
}

/// RFC 3339 with +07:00, to the second: `2026-07-13T08:00:00+07:00`.
#[must_use]
pub fn rfc3339(at: DateTime<Utc>) -> String {
    at.with_timezone(&offset()).to_rfc3339_opts(chrono::SecondsFormat::Secs, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_time_is_seven_hours_ahead_and_survives_the_ends_of_time() {
        let at: DateTime<Utc> = "2026-07-13T01:00:00Z".parse().unwrap();
        assert_eq!(rfc3339(at), "2026-07-13T08:00:00+07:00");
        assert_eq!(instant(local(at)), at);
        assert_eq!(day("2026-07-12T17:00:00Z".parse().unwrap()).to_string(), "2026-07-13");
        assert!(local(DateTime::<Utc>::MAX_UTC) >= local(at));
        assert!(instant(NaiveDateTime::MIN) <= at);
    }
}
