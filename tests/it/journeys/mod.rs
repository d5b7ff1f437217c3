//! What people do, from the first word to the last, and what must not happen on the way.

mod approval;
mod asking;
mod groups;
mod posting;
mod registering;
mod special;
