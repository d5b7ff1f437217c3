//! What the ward promises, and from when on it promises something else.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::Policy;
use crate::calendar;

/// The settings `[deadlines]`: a policy, and under `changes` what is different from a day on.
/// Always at least one, in order of their days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "toml::Table", into = "Stored")]
pub struct Promises {
    first: Policy,
    changes: Vec<(NaiveDate, Policy)>,
}

impl Default for Promises {
    fn default() -> Self {
        Self::from(Policy::default())
    }
}

impl From<Policy> for Promises {
    fn from(first: Policy) -> Self {
        Self { first, changes: Vec::new() }
    }
}

/// The form that is shown: each change as the whole that holds from its day on.
#[derive(Serialize)]
struct Stored {
    #[serde(flatten)]
    first: Policy,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    changes: Vec<StoredChange>,
}

#[derive(Serialize)]
struct StoredChange {
    from: NaiveDate,
    #[serde(flatten)]
    policy: Policy,
}

impl From<Promises> for Stored {
    fn from(promises: Promises) -> Self {
        let changes = promises.changes.into_iter().map(|(from, policy)| StoredChange { from, policy });
        Self { first: promises.first, changes: changes.collect() }
    }
}

/// Longest promise that is taken for meant: a year of working days, or hours.
const MOST: u16 = 366;

impl Promises {
    /// A policy, and others that hold for what is asked from their days on.
    #[must_use]
    pub fn new(first: Policy, changes: impl IntoIterator<Item = (NaiveDate, Policy)>) -> Self {
        let mut changes: Vec<_> = changes.into_iter().collect();
        changes.sort_by_key(|(from, _)| *from);
        Self { first, changes }
    }

    /// What was promised to who asked at that moment.
    #[must_use]
    pub fn at(&self, asked: DateTime<Utc>) -> &Policy {
        let day = calendar::day(asked);
        self.changes.iter().rfind(|(from, _)| *from <= day).map_or(&self.first, |(_, policy)| policy)
    }
}

impl TryFrom<toml::Table> for Promises {
    type Error = String;

    /// A change names only what is different; the rest stays as it was the day before.
    fn try_from(mut table: toml::Table) -> Result<Self, String> {
        let changes = table.remove("changes").unwrap_or_else(|| toml::Value::Array(Vec::new()));
        let changes: Vec<toml::Table> = changes.try_into().map_err(|e| told("changes", &e))?;
        let first = policy(&table)?;
        let mut dated = Vec::with_capacity(changes.len());
        for mut change in changes {
            let from = change.remove("from").map(|from| match from {
                toml::Value::Datetime(date) => date.to_string(),
                other => other.as_str().unwrap_or_default().to_owned(),
            });
            let from = from.and_then(|from| from.parse::<NaiveDate>().ok());
            dated.push((from.ok_or("changes: from is no day, as in from = \"2027-01-01\"")?, change));
        }
        dated.sort_by_key(|(from, _)| *from);
        if dated.windows(2).any(|pair| pair[0].0 == pair[1].0) {
            return Err("changes: two begin on one day".into());
        }
        let mut whole = table;
        let mut changes = Vec::with_capacity(dated.len());
        for (from, change) in dated {
            whole.extend(change);
            changes.push((from, policy(&whole)?));
        }
        Ok(Self { first, changes })
    }
}

fn policy(table: &toml::Table) -> Result<Policy, String> {
    let policy: Policy = table.clone().try_into().map_err(|e| told("deadlines", &e))?;
    let lengths = [
        ("taken_hours", policy.taken_hours),
        ("taken_hours_urgent", policy.taken_hours_urgent),
        ("answer_days", policy.answer_days),
        ("answer_days_urgent", policy.answer_days_urgent),
        ("answer_days_complex", policy.answer_days_complex),
    ];
    if let Some((name, _)) = lengths.iter().find(|(_, length)| !(1..=MOST).contains(length)) {
        return Err(format!("{name} is not between 1 and {MOST}"));
    }
    if policy.extension_days > MOST {
        return Err(format!("extension_days is not between 0 and {MOST}"));
    }
    if policy.reminders_percent.iter().any(|percent| !(1..100).contains(percent)) {
        return Err("reminders_percent are not between 1 and 99".into());
    }
    Ok(policy)
}

/// The reader's words without the place, which is not one of the file.
fn told(what: &str, e: &toml::de::Error) -> String {
    format!("{what}: {}", e.message().lines().next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Promises, String> {
        let table: toml::Table = text.parse().map_err(|e: toml::de::Error| e.to_string())?;
        Promises::try_from(table)
    }

    fn asked(day: &str) -> DateTime<Utc> {
        format!("{day}T00:00:00+07:00").parse().unwrap()
    }

    #[test]
    fn a_change_holds_for_what_is_asked_from_its_day_on() {
        let promises = read(
            "answer_days = 7\ntaken_hours = 6\n[[changes]]\nfrom = \"2027-06-01\"\ntaken_hours = 3\n\
             [[changes]]\nfrom = 2027-01-01\nanswer_days = 4",
        )
        .unwrap();
        for (day, days, hours) in
            [("2026-12-31", 7, 6), ("2027-01-01", 4, 6), ("2027-05-31", 4, 6), ("2027-06-01", 4, 3)]
        {
            let policy = promises.at(asked(day));
            assert_eq!((policy.answer_days, policy.taken_hours), (days, hours), "{day}");
            assert_eq!(policy.answer_days_complex, 10, "what nobody named is the default");
        }
        let shown = toml::to_string(&promises).unwrap();
        assert_eq!(read(&shown).unwrap(), promises, "{shown}");
    }

    #[test]
    fn what_cannot_be_promised_is_refused() {
        for text in [
            "answer_days = 0",
            "taken_hours = 1000",
            "reminders_percent = [100]",
            "answer_weeks = 2",
            "[[changes]]\nanswer_days = 3",
            "[[changes]]\nfrom = \"01/01/2027\"",
            "[[changes]]\nfrom = \"2027-01-01\"\nanswer_weeks = 1",
            "[[changes]]\nfrom = \"2027-01-01\"\n[[changes]]\nfrom = \"2027-01-01\"",
            "changes = 3",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
        assert_eq!(read("").unwrap(), Promises::default());
    }
}
