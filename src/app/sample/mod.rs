//! The sample ward that the demo opens: a plan, people, neighbourhoods, messages and questions of
//! two weeks, as files beside this one, and how they come into a ward by the ways that a ward has.

mod fill;
#[cfg(test)]
mod tests;

use anyhow::Context;
use chrono::{DateTime, NaiveDateTime, Utc};
use serde::Deserialize;

use crate::i18n;
use crate::schedule::recurrence::Rule;
use crate::ward::{Reads, Role};

pub(super) use fill::fill;

/// The ward's plan, as its office would send it.
pub(super) const PLAN: &str = include_str!("plan.txt");

/// What the sample's files say.
pub(super) struct Sample {
    ward: WardFile,
    messages: Vec<Message>,
    questions: Vec<Question>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WardFile {
    /// When the first message is written, and when a newcomer finds all of it; Hanoi's clocks.
    begins: NaiveDateTime,
    opens: NaiveDateTime,
    #[serde(rename = "neighbourhood")]
    neighbourhoods: Vec<Place>,
    staff: Vec<Staff>,
    #[serde(rename = "slot")]
    slots: Vec<Slot>,
}

/// A neighbourhood; without a head's name it is one of the play's, or has none.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    code: String,
    area: String,
    tags: Vec<String>,
    #[serde(default = "vietnamese")]
    reads: String,
    head: Option<String>,
    group: Option<String>,
    #[serde(default)]
    members: Vec<String>,
}

fn vietnamese() -> String {
    Reads::Vi.code().to_owned()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Staff {
    name: String,
    role: String,
    unit: Option<String>,
    /// Title of the unit's chat.
    chat: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Slot {
    group: String,
    rule: Rule,
}

/// What had become of a message when the sample opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Fate {
    Posted,
    /// Approved, in the queue of its content group.
    Slot,
    /// Approved, with a time of its own.
    Planned,
    Waiting,
    Returned,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Message {
    at: NaiveDateTime,
    group: String,
    fate: Fate,
    /// With looks, in the platform's HTML.
    text: String,
    english: Option<String>,
    area: Option<String>,
    /// As its author types it.
    post_at: Option<String>,
    /// The version that was returned, and why.
    earlier: Option<String>,
    reason: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    at: NaiveDateTime,
    asker: String,
    /// Code of the neighbourhood in whose group it is asked.
    neighbourhood: String,
    /// Code of the unit that gets it.
    unit: String,
    text: String,
    answered_at: Option<NaiveDateTime>,
    answer: Option<String>,
}

impl Sample {
    /// Reads the files.
    ///
    /// # Errors
    /// If one of them is wrong, which a test rules out.
    pub fn load() -> anyhow::Result<Self> {
        #[derive(Deserialize)]
        struct Messages {
            message: Vec<Message>,
        }
        #[derive(Deserialize)]
        struct Questions {
            question: Vec<Question>,
        }
        let messages: Messages = toml::from_str(include_str!("messages.toml")).context("messages.toml")?;
        let questions: Questions =
            toml::from_str(include_str!("questions.toml")).context("questions.toml")?;
        Ok(Self {
            ward: toml::from_str(include_str!("ward.toml")).context("ward.toml")?,
            messages: messages.message,
            questions: questions.question,
        })
    }

    /// When its story begins.
    pub fn begins(&self) -> DateTime<Utc> {
        i18n::from_hanoi(self.ward.begins)
    }
}

impl Staff {
    fn role(&self) -> anyhow::Result<Role> {
        Role::from_code(&self.role).with_context(|| self.role.clone())
    }
}
