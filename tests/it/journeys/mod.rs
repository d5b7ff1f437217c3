//! What people do, from the first word to the last, and what must not happen on the way.

mod access;
mod approval;
mod asking;
mod cap;
mod faults;
mod groups;
mod officers;
mod posting;
mod privacy;
mod registering;
mod retention;
mod special;
mod staff;
mod urgent;
