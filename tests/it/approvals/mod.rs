//! Random sequences of what people do to one message, against a model that knows nothing of rows:
//! nothing is planned or leaves unless the required different people said yes to exactly it, under
//! roles that they have kept.
//!
//! Some thousand sequences by default; `LOA_CASES=1000000` for many, of which each hundredth also
//! goes through the store.

mod actions;
mod model;
mod rules;
mod store;

use crate::chaos::random::number;

/// Actions of one sequence.
const LONG: usize = 24;

fn cases() -> u64 {
    number("LOA_CASES").unwrap_or(20_000)
}
