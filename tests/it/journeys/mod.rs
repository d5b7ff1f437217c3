//! What people do, from the first word to the last, and what must not happen on the way.

mod access;
mod approval;
mod asking;
mod calendar;
mod campaign;
mod cap;
mod correcting;
mod erasure;
mod faults;
mod groups;
mod health;
mod instances;
mod media;
mod officers;
mod overview;
pub mod posting;
mod privacy;
mod progress;
mod recalling;
mod registering;
mod retention;
mod samples;
mod special;
mod staff;
mod taking_in;
mod trouble;
mod urgent;
