//! How this ward treats relays.

use std::sync::Arc;

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};

use crate::calendar::{Nudge, Quiet};

/// What holds for everything that people pass on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelayRules {
    /// When somebody who has not said anything is reminded.
    pub nudges: Arc<[Nudge]>,
    /// The same for what is urgent: minutes after it was handed over until its person, and until
    /// staff are told.
    pub urgent: [i64; 2],
    /// Characters of one piece to paste.
    pub piece: usize,
    /// Whether a picture is asked for that shows it was posted.
    pub photo: bool,
    /// How long after its time a word still counts, as a late one.
    pub late: TimeDelta,
    /// Words that are read aloud in a minute.
    pub words_a_minute: usize,
}

impl Default for RelayRules {
    fn default() -> Self {
        let morning = NaiveTime::from_hms_opt(8, 0, 0).unwrap_or_default();
        Self {
            nudges: [Nudge::After(120), Nudge::NextDay(morning)].into(),
            urgent: [15, 45],
            piece: 2_000,
            photo: false,
            late: TimeDelta::days(7),
            words_a_minute: 120,
        }
    }
}

impl RelayRules {
    /// The first moment after `after` at which what was handed over at `asked` is looked at again. What
    /// is urgent does not wait for the morning.
    pub(super) fn next(
        &self,
        asked: DateTime<Utc>,
        is_urgent: bool,
        quiet: Quiet,
        after: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        if is_urgent {
            let moments = self.urgent.map(|minutes| asked + TimeDelta::minutes(minutes));
            return moments.into_iter().filter(|at| *at > after).min();
        }
        self.nudges.iter().map(|nudge| quiet.awake(nudge.at(asked))).filter(|at| *at > after).min()
    }

    /// Whether at this moment staff are told of what is urgent, and no more its person.
    pub(super) fn is_for_staff(&self, asked: DateTime<Utc>, look_at: DateTime<Utc>) -> bool {
        look_at - asked >= TimeDelta::minutes(self.urgent[1])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        DateTime::parse_from_rfc3339(text).unwrap().to_utc()
    }

    fn moments(rules: &RelayRules, asked: &str, is_urgent: bool) -> Vec<String> {
        let quiet = Quiet {
            from: NaiveTime::from_hms_opt(21, 0, 0).unwrap(),
            until: NaiveTime::from_hms_opt(6, 30, 0).unwrap(),
        };
        let asked = at(asked);
        let mut moments = Vec::new();
        let mut after = asked;
        while let Some(next) = rules.next(asked, is_urgent, quiet, after) {
            moments.push(crate::calendar::rfc3339(next)[8..16].to_owned());
            after = next;
        }
        moments
    }

    #[test]
    fn nobody_is_reminded_at_night_unless_it_is_urgent() {
        let rules = RelayRules::default();
        assert_eq!(moments(&rules, "2026-05-04T09:00:00+07:00", false), ["04T11:00", "05T08:00"]);
        assert_eq!(moments(&rules, "2026-05-04T20:00:00+07:00", false), ["05T06:30", "05T08:00"]);
        assert_eq!(moments(&rules, "2026-05-04T23:00:00+07:00", true), ["04T23:15", "04T23:45"]);
        let never = RelayRules { nudges: [].into(), ..rules };
        assert!(moments(&never, "2026-05-04T09:00:00+07:00", false).is_empty());
    }
}
