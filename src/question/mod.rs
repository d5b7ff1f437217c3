//! Residents' questions.
//!
//! Promises: a question is stored before it is acknowledged and has one owner unit from the
//! moment it is open; it ends only by an answer, a referral or its asker's wish. [`route`]
//! names the unit that should answer and says why; [`deadline`] says by when, and shows how
//! it was computed; both are pure.

pub mod deadline;
pub mod hints;
mod life;
pub mod media;
pub mod reminding;
pub mod route;
mod smalltalk;
pub mod store;
pub mod terms;

pub use crate::delivery::QuestionId;
pub use life::{Deed, State};
pub use smalltalk::SmallTalk;
pub use store::{Happened, Incoming, Placed, Question, Way};

/// Hours for which a question waits for its asker's consent, shown to no unit.
pub const HELD_HOURS: i64 = 24;
/// Hours for which a question waits for its asker to choose a field; then the office has it.
pub const CHOOSING_HOURS: i64 = 24;

/// Six digits that can be read aloud and say nothing about what came before.
///
/// # Panics
/// If the system has no source of randomness.
#[must_use]
pub(crate) fn random_code() -> String {
    let mut bytes = [0_u8; 4];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    (100_000 + u32::from_be_bytes(bytes) % 900_000).to_string()
}

/// A code as people see it: `402 917`.
#[must_use]
pub fn spoken(code: &str) -> String {
    match code.split_at_checked(3) {
        Some((first, last)) => format!("{first} {last}"),
        None => code.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_six_digits_in_two_groups() {
        for _ in 0..100 {
            let code = random_code();
            assert!(code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit()));
            assert_eq!(spoken(&code).len(), 7);
        }
    }
}
