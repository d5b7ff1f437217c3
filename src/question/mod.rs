//! Residents' questions.
//!
//! Promises so far: [`route`] names the unit that should answer and says why; [`deadline`] says
//! by when, and shows how it was computed. Both are pure.

pub mod deadline;
pub mod route;
