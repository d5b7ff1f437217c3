//! What people do, from the first word to the last, and what must not happen on the way.

mod approval;
mod posting;
mod registering;
mod groups;
mod asking;
mod special;
