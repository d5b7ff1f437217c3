//! What people do, from the first word to the last, and what must not happen on the way.

mod access;
mod approval;
mod asking;
mod faults;
mod groups;
mod instances;
mod officers;
pub mod posting;
mod privacy;
mod registering;
mod retention;
mod special;
mod staff;
mod taking_in;
