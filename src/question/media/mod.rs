//! What residents send with a question beside words. A picture is shown to nobody before its
//! sender has said that no ID card is in it; unanswered, it is dropped after [`ASKED_HOURS`].
//! What is kept goes where its question goes, until the question's words are forgotten.

pub mod store;

/// Hours for which a photo waits for its sender's word.
pub const ASKED_HOURS: i64 = 24;

/// Where something that was sent stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Its sender is asked about it; nobody sees it.
    Asked,
    /// Goes with the question.
    Kept,
    /// The unit has it.
    Passed,
    Dropped,
}

impl State {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Kept => "kept",
            Self::Passed => "passed",
            Self::Dropped => "dropped",
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Asked, Self::Kept, Self::Passed, Self::Dropped].into_iter().find(|state| state.code() == code)
    }
}
