//! The ward's tables. One file a subject; nobody else touches these tables.

mod absences;
mod calendar;
mod contacts;
mod duties;
mod groups;
mod health;
mod helper;
mod links;
mod manners;
mod neighbourhoods;
mod offices;
mod people;
mod registrations;
mod relays;
mod topics;
mod wards;

pub use absences::*;
pub use calendar::*;
pub use contacts::*;
pub use duties::*;
pub use groups::*;
pub use health::*;
pub use helper::*;
pub use links::*;
pub use manners::*;
pub use neighbourhoods::*;
pub use offices::*;
pub use people::*;
pub use registrations::{
    Registration, Step as RegistrationStep, note_registration, registration, stuck_registrations,
};
pub use relays::*;
pub use topics::*;
pub use wards::*;
