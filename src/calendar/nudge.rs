//! When somebody is reminded of what they were asked to do.

use std::str::FromStr;

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{instant, local};

/// One reminder: `2h` and `30m` after the request, or `08:00` of the next day by Hanoi's clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Nudge {
    /// Minutes.
    After(u32),
    NextDay(NaiveTime),
}

/// A week: whoever has not done it by then will not.
const MINUTES_MAX: u32 = 7 * 24 * 60;

impl Nudge {
    /// Its moment, for what was asked at `asked`.
    #[must_use]
    pub fn at(self, asked: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Self::After(minutes) => asked + TimeDelta::minutes(i64::from(minutes)),
            Self::NextDay(time) => instant((local(asked).date() + TimeDelta::days(1)).and_time(time)),
        }
    }
}

impl FromStr for Nudge {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text} is neither a time such as 2h or 30m nor a time of day such as 08:00");
        let minutes = match (text.strip_suffix('h'), text.strip_suffix('m')) {
            (Some(hours), _) => hours.parse::<u32>().ok().and_then(|hours| hours.checked_mul(60)),
            (_, Some(minutes)) => minutes.parse().ok(),
            _ => {
                return NaiveTime::parse_from_str(text, "%H:%M").map(Self::NextDay).map_err(|_| wrong());
            }
        };
        minutes.filter(|n| (1..=MINUTES_MAX).contains(n)).map(Self::After).ok_or_else(wrong)
    }
}

impl TryFrom<String> for Nudge {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Nudge> for String {
    fn from(nudge: Nudge) -> Self {
        match nudge {
            Nudge::After(minutes) if minutes % 60 == 0 => format!("{}h", minutes / 60),
            Nudge::After(minutes) => format!("{minutes}m"),
            Nudge::NextDay(time) => time.format("%H:%M").to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reminders_are_read_and_written_and_have_their_moments() {
        let asked: DateTime<Utc> = "2026-05-04T13:30:00Z".parse().unwrap();
        for (text, at) in [
            ("2h", "2026-05-04T15:30:00Z"),
            ("15m", "2026-05-04T13:45:00Z"),
            ("08:00", "2026-05-05T01:00:00Z"),
        ] {
            let nudge: Nudge = text.parse().unwrap();
            assert_eq!(nudge.at(asked), at.parse::<DateTime<Utc>>().unwrap(), "{text}");
            assert_eq!(String::from(nudge), text);
        }
        for text in ["", "0h", "2", "25:00", "999999999h", "h", "-1m", "8 giờ"] {
            assert!(text.parse::<Nudge>().is_err(), "{text}");
        }
    }
}
