//! The life of a question: where it stands, and what may happen to it there.
//!
//! ```text
//! held → choosing → open ⇄ waiting → answered → confirmed | closed
//!                     │        │          └→ open again, once
//!                     └────────┴→ referred | joined
//! ```
//! It may be withdrawn by its asker until it is answered. Who works on it, extensions, transfers
//! and additions change no state and are allowed while it is with a unit.

/// Where a question stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Waits for its asker's consent.
    Held,
    /// Waits for its asker to choose a field.
    Choosing,
    /// With a unit.
    Open,
    /// With a unit that has asked back: the asker owes an answer, and the clock stands still.
    Waiting,
    /// Answered; its asker has not said whether that helped.
    Answered,
    /// Its asker said that the answer helped.
    Confirmed,
    /// Answered, and its asker said nothing more for a while.
    Closed,
    /// Not the ward's: the asker was told who answers.
    Referred,
    /// One with another question, whose answer is its own too.
    Joined,
    /// Answered at once by what the law or common sense says; nothing is left to do.
    Told,
    /// Its asker did not agree, or took it back.
    Withdrawn,
}

/// What happens to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Deed {
    /// It is given to its first unit.
    Place,
    /// An officer takes it on.
    Take,
    /// The officer gives it back to the unit.
    HandBack,
    /// It goes to another unit; its clock goes on.
    Transfer,
    /// The one extension of its time.
    Extend,
    /// The unit asks its asker.
    AskBack,
    /// What was asked did not reach its asker.
    Unask,
    /// Its asker adds something.
    Add,
    /// The unit's answer leaves; a later one replaces it.
    Answer,
    /// Somebody outside the ward, or above it, answers instead.
    Refer,
    /// It is one with another question.
    Join,
    /// A part of it becomes a question of its own.
    Split,
    /// The answer helped.
    Confirm,
    /// The answer did not help.
    Reopen,
    /// Nothing more was said about the answer.
    Close,
    /// Its asker takes it back.
    Withdraw,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 11] = [
        Self::Held,
        Self::Choosing,
        Self::Open,
        Self::Waiting,
        Self::Answered,
        Self::Confirmed,
        Self::Closed,
        Self::Referred,
        Self::Joined,
        Self::Told,
        Self::Withdrawn,
    ];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Choosing => "choosing",
            Self::Open => "open",
            Self::Waiting => "waiting",
            Self::Answered => "answered",
            Self::Confirmed => "confirmed",
            Self::Closed => "closed",
            Self::Referred => "referred",
            Self::Joined => "joined",
            Self::Told => "told",
            Self::Withdrawn => "withdrawn",
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether nothing more is owed to the asker.
    #[must_use]
    pub fn is_end(self) -> bool {
        !matches!(self, Self::Held | Self::Choosing) && !self.is_with_unit()
    }

    /// Whether a unit has it and owes the asker something.
    #[must_use]
    pub fn is_with_unit(self) -> bool {
        matches!(self, Self::Open | Self::Waiting)
    }

    /// Where it stands after that; `None`: that cannot happen here.
    #[must_use]
    pub fn after(self, deed: Deed) -> Option<Self> {
        use Deed as D;
        Some(match (self, deed) {
            (Self::Held | Self::Choosing, D::Place) => Self::Open,
            (Self::Open, D::Take | D::HandBack | D::Transfer | D::Extend | D::Split | D::Add) => Self::Open,
            (Self::Waiting, D::Take | D::HandBack | D::Transfer | D::Extend | D::Split) => Self::Waiting,
            (Self::Waiting, D::Add | D::Unask) => Self::Open,
            (Self::Open | Self::Waiting, D::AskBack) => Self::Waiting,
            (Self::Open | Self::Waiting | Self::Answered, D::Answer) => Self::Answered,
            (Self::Answered, D::Add) => Self::Answered,
            (Self::Open | Self::Waiting, D::Refer) => Self::Referred,
            (Self::Open | Self::Waiting, D::Join) => Self::Joined,
            (Self::Answered, D::Confirm) => Self::Confirmed,
            (Self::Answered, D::Reopen) => Self::Open,
            (Self::Answered, D::Close) => Self::Closed,
            (Self::Held | Self::Choosing | Self::Open | Self::Waiting, D::Withdraw) => Self::Withdrawn,
            _ => return None,
        })
    }
}

impl Deed {
    /// What a timeline calls it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Place => "open",
            Self::Take => "taken",
            Self::HandBack => "handed_back",
            Self::Transfer => "transferred",
            Self::Extend => "extended",
            Self::AskBack => "asked_back",
            Self::Unask => "not_asked_back",
            Self::Add => "added",
            Self::Answer => "answered",
            Self::Refer => "referred",
            Self::Join => "joined",
            Self::Split => "split",
            Self::Confirm => "confirmed",
            Self::Reopen => "reopened",
            Self::Close => "closed",
            Self::Withdraw => "withdrawn",
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DEEDS: [Deed; 16] = [
        Deed::Place,
        Deed::Take,
        Deed::HandBack,
        Deed::Transfer,
        Deed::Extend,
        Deed::AskBack,
        Deed::Unask,
        Deed::Add,
        Deed::Answer,
        Deed::Refer,
        Deed::Join,
        Deed::Split,
        Deed::Confirm,
        Deed::Reopen,
        Deed::Close,
        Deed::Withdraw,
    ];

    #[test]
    fn codes_are_read_back() {
        for state in State::ALL {
            assert_eq!(State::from_code(state.code()), Some(state));
        }
    }

    proptest! {
        /// A question ends only by an answer, a referral, joining another, or its asker's wish.
        #[test]
        fn nothing_else_ends_a_question(deeds in proptest::collection::vec(0..DEEDS.len(), 0..40)) {
            let mut state = State::Held;
            for deed in deeds.into_iter().map(|i| DEEDS[i]) {
                let Some(next) = state.after(deed) else { continue };
                if next.is_end() && !state.is_end() {
                    prop_assert!(matches!(deed, Deed::Answer | Deed::Refer | Deed::Join | Deed::Withdraw));
                }
                if state.is_end() && !next.is_end() {
                    prop_assert_eq!((state, deed, next), (State::Answered, Deed::Reopen, State::Open));
                }
                // The unit that owns it is never taken away: before there is one it can only be
                // given to one or be withdrawn.
                if !state.is_end() && !state.is_with_unit() {
                    prop_assert!(matches!(deed, Deed::Place | Deed::Withdraw));
                }
                state = next;
            }
        }
    }

    #[test]
    fn what_has_ended_for_good_stays_so() {
        for state in
            [State::Confirmed, State::Closed, State::Referred, State::Joined, State::Told, State::Withdrawn]
        {
            assert!(DEEDS.iter().all(|deed| state.after(*deed).is_none()), "{state:?}");
        }
    }
}
