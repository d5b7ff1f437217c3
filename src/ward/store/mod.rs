//! The ward's tables. One file a subject; nobody else touches these tables.

mod absences;
mod calendar;
mod contacts;
mod duties;
mod groups;
mod links;
mod people;
mod relays;
mod wards;

pub use absences::*;
pub use calendar::*;
pub use contacts::*;
pub use duties::*;
pub use groups::*;
pub use links::*;
pub use people::*;
pub use relays::*;
pub use wards::*;
