//! Loa brings a ward's approved messages to its neighbourhood groups, and residents'
//! questions to the unit that can answer. ARCHITECTURE.md draws the house.

pub mod audit;
pub mod calendar;
pub mod channel;
pub mod clock;
pub mod delivery;
pub mod i18n;
pub mod plan;
pub mod sandbox;
pub mod store;
pub mod text;
pub mod ward;
