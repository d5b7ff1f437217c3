//! What people ask for about their own data: a ticket of its own with the time that the law gives.
//!
//! Promises: every request has a code and a row, which says until when it is owed and when it
//! was done; the row stays after an erasure and holds no words.

pub mod store;

use chrono::{DateTime, TimeDelta, Utc};

use crate::calendar::WorkingTime;

/// Working days for an answer to who wants to see their data.
const SHOW_WORKING_DAYS: i64 = 2;
/// Calendar days until a withdrawal of consent is carried out.
const WITHDRAW_DAYS: i64 = 15;
/// Calendar days until an erasure is carried out.
const ERASE_DAYS: i64 = 20;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    Show,
    Withdraw,
    Erase,
}

impl Kind {
    pub const ALL: [Self; 3] = [Self::Show, Self::Withdraw, Self::Erase];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Show => "show",
            Self::Withdraw => "withdraw",
            Self::Erase => "erase",
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Until when what was asked for at `asked` is owed.
    #[must_use]
    pub fn due(self, asked: DateTime<Utc>, working: &WorkingTime) -> DateTime<Utc> {
        match self {
            Self::Show => {
                let day = working.day_minutes(crate::calendar::local(asked).date());
                working.add_minutes(asked, SHOW_WORKING_DAYS * day)
            }
            Self::Withdraw => asked + TimeDelta::days(WITHDRAW_DAYS),
            Self::Erase => asked + TimeDelta::days(ERASE_DAYS),
        }
    }
}
