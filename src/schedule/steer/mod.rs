//! What people, or trouble, do with a post on its way: pause it, let it go on, end it. A copy
//! that is being sent at that moment arrives; none is lost and none is sent twice.

mod store;

pub use store::{end, note_steering, pause, resume, steering};

use chrono::{DateTime, Utc};

use super::State;
use crate::ward::PersonId;

/// Who changed the course of a post last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Steering {
    /// Nobody where delivery did it by itself.
    pub by: Option<PersonId>,
    pub at: DateTime<Utc>,
    /// The platform's words where delivery did it by itself.
    pub trouble: Option<String>,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Steered {
    Done,
    /// All copies have ended.
    NothingLeft,
    /// Somebody was first, or the post was never on its way.
    Already(State),
}
