//! The hours of a week, and the short form in which people write them and rows keep them:
//! `T2-T6 08:00-12:00 13:00-17:00; T7 08:00-12:00`.

use std::fmt;
use std::str::FromStr;

use chrono::{NaiveTime, Weekday};

use crate::text::fold;

/// Why hours cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// No weekday has a window, so that nothing would ever become due.
    #[error("the week has no working time")]
    NoWorkingTime,
    /// A window ends before it begins, or two windows of a day overlap.
    #[error("windows of {0} are not in order")]
    Windows(Weekday),
    /// No week in the short form.
    #[error("{0:?} is no working week")]
    Unread(String),
}

/// Part of a day in which offices are open, local time, `from` included and `to` not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Window {
    /// Opening time.
    pub from: NaiveTime,
    /// Closing time.
    pub to: NaiveTime,
}

/// The hours of each weekday, Monday first. At least one day has some.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Week([Vec<Window>; 7]);

/// Days that follow each other and have the same hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run<'a> {
    pub first: Weekday,
    pub last: Weekday,
    pub windows: &'a [Window],
}

const DAYS: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

/// What people call the days, folded, beside the short form; longer words first.
const NAMES: [(&str, &str); 8] = [
    ("chu nhat", "cn"),
    ("thu hai", "t2"),
    ("thu bay", "t7"),
    ("thu ba", "t3"),
    ("thu tu", "t4"),
    ("thu nam", "t5"),
    ("thu sau", "t6"),
    ("thu ", "t"),
];

impl Default for Week {
    /// Monday to Friday 08:00-12:00 and 13:00-17:00.
    fn default() -> Self {
        let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or(NaiveTime::MIN);
        let open = vec![Window { from: at(8), to: at(12) }, Window { from: at(13), to: at(17) }];
        Self(std::array::from_fn(|i| if i < 5 { open.clone() } else { Vec::new() }))
    }
}

impl Week {
    /// The windows of each weekday, Monday first.
    ///
    /// # Errors
    /// If no weekday has a window, or windows of a day are empty or overlap.
    pub fn new(windows: [Vec<Window>; 7]) -> Result<Self, CalendarError> {
        if windows.iter().all(Vec::is_empty) {
            return Err(CalendarError::NoWorkingTime);
        }
        for (windows, day) in windows.iter().zip(DAYS) {
            let ordered =
                windows.iter().all(|w| w.from < w.to) && windows.windows(2).all(|w| w[0].to <= w[1].from);
            if !ordered {
                return Err(CalendarError::Windows(day));
            }
        }
        Ok(Self(windows))
    }

    /// The hours of a weekday; none if nobody works on it.
    #[must_use]
    pub fn windows(&self, day: Weekday) -> &[Window] {
        &self.0[day.num_days_from_monday() as usize]
    }

    /// The hours of a day on which people work though it is free otherwise: those of the first
    /// working day of the week.
    #[must_use]
    pub fn extra_day(&self) -> &[Window] {
        self.0.iter().find(|w| !w.is_empty()).map_or(&[], Vec::as_slice)
    }

    /// Minutes of a full working day: of the longest day of the week.
    #[must_use]
    pub fn day_minutes(&self) -> i64 {
        let length = |windows: &Vec<Window>| windows.iter().map(|w| (w.to - w.from).num_minutes()).sum();
        self.0.iter().map(length).max().unwrap_or(0)
    }

    /// The working days in order, those with the same hours together.
    #[must_use]
    pub fn runs(&self) -> Vec<Run<'_>> {
        let mut runs: Vec<Run<'_>> = Vec::new();
        for day in DAYS {
            let windows = self.windows(day);
            match runs.last_mut() {
                Some(run) if run.last.succ() == day && run.windows == windows => run.last = day,
                _ if windows.is_empty() => {}
                _ => runs.push(Run { first: day, last: day, windows }),
            }
        }
        runs
    }
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.from.format("%H:%M"), self.to.format("%H:%M"))
    }
}

impl fmt::Display for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, run) in self.runs().iter().enumerate() {
            f.write_str(if i == 0 { "" } else { "; " })?;
            f.write_str(code(run.first))?;
            if run.first != run.last {
                write!(f, "-{}", code(run.last))?;
            }
            for window in run.windows {
                write!(f, " {window}")?;
            }
        }
        Ok(())
    }
}

impl FromStr for Week {
    type Err = CalendarError;

    /// Reads the short form, forgiving what people vary: accents, capitals, `thứ hai`, `7h30`,
    /// a comma between hours, a line for each part.
    fn from_str(text: &str) -> Result<Self, CalendarError> {
        let unread = || CalendarError::Unread(text.to_owned());
        let mut words = fold(text).replace(['–', '—'], "-");
        for (name, short) in NAMES {
            words = words.replace(name, short);
        }
        while let Some(at) = words.find(" -").or_else(|| words.find("- ")) {
            words.replace_range(at..at + 2, "-");
        }
        let mut week: [Vec<Window>; 7] = std::array::from_fn(|_| Vec::new());
        for part in words.split([';', '\n']).filter(|part| !part.trim().is_empty()) {
            let (mut days, mut windows) = (Vec::new(), Vec::new());
            for token in part.split([' ', ',', '\t']).map(|t| t.trim_matches(':')).filter(|t| !t.is_empty()) {
                if let Some(window) = window(token) {
                    windows.push(window);
                } else if windows.is_empty() {
                    days.extend(span(token).ok_or_else(unread)?);
                } else {
                    return Err(unread());
                }
            }
            if days.is_empty() || windows.is_empty() || windows.len() > WINDOWS_MAX {
                return Err(unread());
            }
            for day in days {
                if !week[day].is_empty() {
                    return Err(unread());
                }
                week[day].clone_from(&windows);
            }
        }
        Self::new(week)
    }
}

/// Windows of one day; more is a slip of the pen.
const WINDOWS_MAX: usize = 4;

/// `T2` to `T7`, `CN`.
fn code(day: Weekday) -> &'static str {
    ["T2", "T3", "T4", "T5", "T6", "T7", "CN"][day.num_days_from_monday() as usize]
}

/// `t2-t6`, or one day: the places in the week.
fn span(token: &str) -> Option<std::ops::RangeInclusive<usize>> {
    let place = |name: &str| DAYS.iter().position(|day| code(*day).eq_ignore_ascii_case(name));
    let (first, last) = token.split_once('-').unwrap_or((token, token));
    let (first, last) = (place(first)?, place(last)?);
    (first <= last).then_some(first..=last)
}

/// `08:00-12:00`, also `8h-11h30`; whole minutes, in which people count.
fn window(token: &str) -> Option<Window> {
    let (from, to) = token.split_once('-')?;
    Some(Window { from: clock(from)?, to: clock(to)? }).filter(|w| w.from < w.to)
}

fn clock(text: &str) -> Option<NaiveTime> {
    let (hour, minute) = text.split_once([':', 'h']).unwrap_or((text, "0"));
    let minute = if minute.is_empty() { "0" } else { minute };
    let digits = |part: &str| part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(hour) || !digits(minute) {
        return None;
    }
    NaiveTime::from_hms_opt(hour.parse().ok()?, minute.parse().ok()?, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, CalendarError> {
        text.parse().map(|week: Week| week.to_string())
    }

    #[test]
    fn as_people_write_it() {
        let usual = "T2-T6 08:00-12:00 13:00-17:00";
        assert_eq!(Week::default().to_string(), usual);
        for text in [
            usual,
            "t2 - t6: 8h-12h, 13h-17h",
            "Thứ hai – Thứ sáu: 8:00 - 12:00, 13:00 - 17:00",
            "thu 2-thu 6 8h00-12h00 13h00-17h00",
            "T2,T3,T4,T5,T6 8-12 13-17",
        ] {
            assert_eq!(read(text).as_deref(), Ok(usual), "{text}");
        }
        let half = "T2-T6 07:30-11:30 13:00-16:30; T7 07:30-11:30";
        assert_eq!(read("t2-t6 7h30-11h30 13h-16h30\nthứ bảy 7h30-11h30").as_deref(), Ok(half));
        assert_eq!(read("CN 8-12").as_deref(), Ok("CN 08:00-12:00"));
        assert_eq!(half.parse::<Week>().unwrap().day_minutes(), 450);
    }

    #[test]
    fn what_is_no_week_is_refused() {
        for text in [
            "",
            "T2-T6",
            "8:00-12:00",
            "T6-T2 8:00-12:00",
            "T2-T6 12:00-8:00",
            "T2 8:00-12:00 11:00-15:00",
            "T2 8-12; T2 13-17",
            "T8 8-12",
            "T2 8-12 hoặc",
            "T2 8-25",
            "T2 8:60-12",
            "T2 1-2 3-4 5-6 7-8 9-10",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
        let none: [Vec<Window>; 7] = std::array::from_fn(|_| Vec::new());
        assert_eq!(Week::new(none), Err(CalendarError::NoWorkingTime));
    }
}
