//! The ward's tables. One file a subject; nobody else touches these tables.

mod absences;
mod calendar;
mod contacts;
mod duties;
mod groups;
mod helper;
mod links;
mod neighbourhoods;
mod offices;
mod people;
mod registrations;
mod wards;

pub use absences::*;
pub use calendar::*;
pub use contacts::*;
pub use duties::*;
pub use groups::*;
pub use helper::*;
pub use links::*;
pub use neighbourhoods::*;
pub use offices::*;
pub use people::*;
pub use registrations::{Registration, Step as RegistrationStep, note_registration, registration};
pub use wards::*;
