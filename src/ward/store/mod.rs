//! The ward's tables. One file a subject; nobody else touches these tables.

mod absences;
mod calendar;
mod contacts;
mod duties;
mod groups;
mod health;
mod links;
mod manners;
mod people;
mod wards;

pub use absences::*;
pub use calendar::*;
pub use contacts::*;
pub use duties::*;
pub use groups::*;
pub use health::*;
pub use links::*;
pub use manners::*;
pub use people::*;
pub use wards::*;
