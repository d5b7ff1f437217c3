//! The ward's tables. One file a subject; nobody else touches these tables.

mod calendar;
mod duties;
mod groups;
mod links;
mod people;
mod wards;

pub use calendar::*;
pub use duties::*;
pub use groups::*;
pub use links::*;
pub use people::*;
pub use wards::*;
