//! The plan that everything hangs on: its content groups, duties, report dates and anniversaries.
//!
//! Promises: a document is read whole or not at all, every finding says from which line it came,
//! and what could not be read with certainty is a doubt that a person decides before the plan is in
//! force ([`doubtful`]). A ward has any number of plans in force side by side; a newer version
//! keeps the content groups of the one that it replaces, and with them all that hangs on them
//! ([`renewal`]). A file is opened in a process of its own (`document::apart`); none ends the
//! service.

mod ahead;
mod bodies;
pub mod document;
pub mod doubtful;
pub mod import;
mod leads;
pub mod renewal;
mod store;

pub use ahead::{Anniversary, anniversaries};
pub use bodies::{lead_of, unit_of};
pub use leads::lead_units;
pub use store::{
    ContentGroup, Imported, Plan, Proposal, Said, aims, arrivals, before, bodies, confirm_lead,
    content_group, content_groups, decide, decisions, drop_proposal, duties, groups_of, import as store_plan,
    in_force, is_sensitive, known_groups, lead, left_behind, open_proposals, plan, plan_of_bytes,
    plan_of_group, proposal, propose, put_body, responsible, revise, set_in_force, set_replaces,
    set_sensitive, units_of, use_proposal,
};

use crate::store::id;

id!(PlanId, ContentGroupId, ProposalId);
