//! What an author may want to look at again before a message is submitted. Pure: a text, the
//! moment at which it is to be posted and what the ward calls its own, and out come findings.
//!
//! Promises: nothing is forbidden here and nothing is changed; nothing is fetched, so that a link
//! that leads nowhere is not noticed; what is read as residents read it gives no finding.

mod dates;
mod links;
mod phones;
mod scan;
mod sources;
mod times;
mod words;

use chrono::{DateTime, NaiveDate, Utc};

use crate::text::Rich;

/// Units of a text from which on people on a phone stop reading.
pub const LENGTH_READ: usize = 1_500;

/// What a text is looked at against.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// When it is to be posted, as far as is known.
    pub at: DateTime<Utc>,
    /// Hosts that are the ward's own, beside those of the State.
    pub official: &'a [String],
}

/// One thing to look at again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub concern: Concern,
    /// The words of the text that it is about; empty where it is about all of it.
    pub words: String,
}

/// What may be wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Concern {
    /// More than people read on a phone.
    Long { length: usize },
    /// No address that an app opens.
    LinkBroken,
    /// `http` without the `s`.
    LinkOpen,
    /// A service that hides where it leads.
    LinkShortened { host: String },
    /// Neither of the State nor the ward's own.
    LinkUnofficial { host: String },
    /// The text shows another address than the one that it leads to.
    LinkOther { host: String },
    /// The weekday is another one; the day as it was understood.
    Weekday { date: NaiveDate },
    /// A day that no calendar has.
    NoSuchDay,
    /// The day has passed when the message is posted.
    DayPast { date: NaiveDate },
    /// A time that no clock shows.
    NoSuchTime,
    /// As many digits as no number in the country has.
    Phone,
    /// A document is named without its number.
    SourceHalf,
    /// A place that was left to be filled in.
    Blank,
    /// Words that few residents use, and what says the same.
    Hard { instead: String },
    /// An abbreviation whose meaning stands nowhere in the text.
    Short { meaning: Option<String> },
}

impl Concern {
    /// Whether it depends on the moment of the post.
    #[must_use]
    pub fn is_of_time(&self) -> bool {
        matches!(self, Self::DayPast { .. })
    }
}

/// Everything in a text that its author may want to look at again, in the order of what matters
/// most; nothing twice.
#[must_use]
pub fn findings(text: &Rich, facts: Facts<'_>) -> Vec<Finding> {
    let words = text.words();
    let scan = scan::Scan::of(&words);
    let mut found = Vec::new();
    dates::look(&scan, facts.at, &mut found);
    times::look(&scan, &mut found);
    links::look(text, &words, facts.official, &mut found);
    phones::look(&scan, &mut found);
    sources::look(&scan, &mut found);
    words::look(&scan, &mut found);
    let length = text.len();
    if length > LENGTH_READ {
        found.push(Finding { concern: Concern::Long { length }, words: String::new() });
    }
    let mut once: Vec<Finding> = Vec::with_capacity(found.len());
    for finding in found {
        if !once.contains(&finding) {
            once.push(finding);
        }
    }
    once
}

#[cfg(test)]
mod tests;
