//! Kinds of messages: how long one is worth posting, and by which rules it travels.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::i18n::day_start;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Worth some hours.
    #[default]
    Notice,
    /// Worth until the end of the day for which it is posted.
    Event,
    /// Worth an hour or two: leaves as soon as it is approved, before everything else.
    Urgent,
}

/// How long messages are worth posting, where that is a length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Worth {
    pub notice: TimeDelta,
    pub urgent: TimeDelta,
}

impl Kind {
    pub const ALL: [Self; 3] = [Self::Notice, Self::Event, Self::Urgent];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Event => "event",
            Self::Urgent => "urgent",
        }
    }

    /// The kind behind a stored code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The first moment at which a message that is posted for `at` is worth nothing any more.
    #[must_use]
    pub fn not_after(self, at: DateTime<Utc>, worth: Worth) -> DateTime<Utc> {
        match self {
            Self::Notice => at + worth.notice,
            Self::Event => day_start(at) + TimeDelta::days(1),
            Self::Urgent => at + worth.urgent,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_worth_what_its_kind_says_around_midnight_in_hanoi() {
        let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap().to_utc();
        let worth = Worth { notice: TimeDelta::hours(12), urgent: TimeDelta::hours(2) };
        for (kind, posted, until) in [
            (Kind::Notice, "2026-05-04T08:00:00+07:00", "2026-05-04T20:00:00+07:00"),
            (Kind::Notice, "2026-05-04T23:59:59+07:00", "2026-05-05T11:59:59+07:00"),
            (Kind::Event, "2026-05-04T00:00:00+07:00", "2026-05-05T00:00:00+07:00"),
            // 06:59 in Hanoi is still the day before in Greenwich.
            (Kind::Event, "2026-05-04T06:59:59+07:00", "2026-05-05T00:00:00+07:00"),
            (Kind::Event, "2026-05-04T07:00:00+07:00", "2026-05-05T00:00:00+07:00"),
            (Kind::Event, "2026-05-04T23:59:59+07:00", "2026-05-05T00:00:00+07:00"),
            (Kind::Event, "2026-05-05T00:00:00+07:00", "2026-05-06T00:00:00+07:00"),
            (Kind::Event, "2026-12-31T23:00:00+07:00", "2027-01-01T00:00:00+07:00"),
            (Kind::Urgent, "2026-05-04T09:00:00+07:00", "2026-05-04T11:00:00+07:00"),
            (Kind::Urgent, "2026-05-04T23:30:00+07:00", "2026-05-05T01:30:00+07:00"),
        ] {
            assert_eq!(kind.not_after(at(posted), worth), at(until), "{kind:?} posted {posted}");
        }
    }

    #[test]
    fn codes_come_back() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_code(kind.code()), Some(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.code());
        }
    }
}
