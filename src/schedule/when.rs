//! Times as staff type them: "20/5 8h", "08:00 20/05/2026", "8h30". Local time of Hanoi.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Utc};

use crate::i18n::{from_hanoi, hanoi};

/// Days ahead that a time without a year may lie.
const DAYS_AHEAD_MAX: i64 = 366;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WhenError {
    #[error("no time of day found")]
    NoTime,
    #[error("no such date")]
    NoSuchDate,
    #[error("the time lies in the past")]
    Past,
}

/// Reads a moment: a time of day, and a date where it is not the next time that the clock
/// shows this hour.
///
/// # Errors
/// If there is no time of day, the date does not exist, or the moment has passed.
pub fn read_time(text: &str, now: DateTime<Utc>) -> Result<DateTime<Utc>, WhenError> {
    let here = hanoi(now).naive_local();
    let mut time = None;
    let mut date = None;
    for word in text.split(|c: char| c.is_whitespace() || c == ',').filter(|w| !w.is_empty()) {
        if word.contains(['/', '-', '.']) && !word.contains(':') {
            date = Some(read_date(word, here.date()).ok_or(WhenError::NoSuchDate)?);
        } else if let Some(read) = read_clock(word) {
            time = Some(read);
        }
    }
    let time = time.ok_or(WhenError::NoTime)?;
    let local = match date {
        Some(date) => date.and_time(time),
        None if time > here.time() => here.date().and_time(time),
        None => (here.date() + TimeDelta::days(1)).and_time(time),
    };
    let at = from_hanoi(local);
    if at <= now { Err(WhenError::Past) } else { Ok(at) }
}

/// Reads a time of day: "8h30", "17:00"; `None` if it is none.
#[must_use]
pub fn read_clock(word: &str) -> Option<NaiveTime> {
    let word = word.to_lowercase();
    let (hours, minutes) = word.split_once([':', 'h', 'g'])?;
    let minutes = minutes.trim_start_matches("iờ").trim_end_matches("phút").trim_end_matches('p');
    let minutes = if minutes.is_empty() { 0 } else { minutes.parse().ok()? };
    NaiveTime::from_hms_opt(hours.parse().ok()?, minutes, 0)
}

fn read_date(word: &str, today: NaiveDate) -> Option<NaiveDate> {
    let mut parts = word.split(['/', '-', '.']);
    let day = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let year = parts.next().filter(|y| !y.is_empty());
    if parts.next().is_some() {
        return None;
    }
    match year {
        Some(year) => {
            let year: i32 = year.parse().ok()?;
            NaiveDate::from_ymd_opt(if year < 100 { 2000 + year } else { year }, month, day)
        }
        None => {
            let this_year = NaiveDate::from_ymd_opt(today.year(), month, day)?;
            if this_year >= today {
                return Some(this_year);
            }
            NaiveDate::from_ymd_opt(today.year() + 1, month, day)
                .filter(|date| (*date - today).num_days() <= DAYS_AHEAD_MAX)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        DateTime::parse_from_rfc3339(text).unwrap().to_utc()
    }

    #[test]
    fn times_are_read_as_staff_type_them() {
        let now = at("2026-05-04T09:00:00+07:00");
        for (typed, read) in [
            ("8h", "2026-05-05T08:00:00+07:00"),
            ("17h30", "2026-05-04T17:30:00+07:00"),
            ("17:30", "2026-05-04T17:30:00+07:00"),
            ("20/5 8h", "2026-05-20T08:00:00+07:00"),
            ("08:00 20/05/2026", "2026-05-20T08:00:00+07:00"),
            ("8g15, 1/2", "2027-02-01T08:15:00+07:00"),
            ("8 giờ", ""),
            ("mai", ""),
        ] {
            if read.is_empty() {
                assert_eq!(read_time(typed, now), Err(WhenError::NoTime), "{typed}");
            } else {
                assert_eq!(read_time(typed, now), Ok(at(read)), "{typed}");
            }
        }
        assert_eq!(read_time("8h 31/2", now), Err(WhenError::NoSuchDate));
        assert_eq!(read_time("8h 1/1/2020", now), Err(WhenError::Past));
    }

    proptest! {
        #[test]
        fn whatever_is_typed_the_time_lies_ahead(typed in "\\PC{0,20}") {
            let now = at("2026-05-04T09:00:00+07:00");
            if let Ok(read) = read_time(&typed, now) {
                prop_assert!(read > now);
            }
        }
    }
}
