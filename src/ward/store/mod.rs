//! The ward's tables. One file a subject; nobody else touches these tables.

mod groups;
mod links;
mod people;
mod wards;

pub use groups::*;
pub use links::*;
pub use people::*;
pub use wards::*;
