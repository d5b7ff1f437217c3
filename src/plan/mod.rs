//! The plan that everything hangs on: its content groups, duties, report dates and anniversaries.
//!
//! Promise so far: a document is read whole or not at all, every finding says from which line it
//! came, and what could not be read with certainty is listed as a doubt instead of being guessed.
//! A file is opened in a process of its own (`document::apart`); none ends the service.

mod ahead;
pub mod document;
pub mod import;
mod leads;
mod store;

pub use ahead::{Anniversary, anniversaries, imported_at};
pub use leads::lead_units;
pub use store::{
    ContentGroup, Imported, content_group, content_groups, import as store_plan, is_sensitive, set_sensitive,
    units_of,
};

use crate::store::id;

id!(PlanId, ContentGroupId);
