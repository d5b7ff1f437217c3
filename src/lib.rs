//! Loa brings a ward's approved messages to its neighbourhood groups, and residents'
//! questions to the unit that can answer. ARCHITECTURE.md draws the house.

pub mod calendar;
pub mod clock;
pub mod question;
pub mod text;
