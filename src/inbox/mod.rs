//! What came in. An update is stored and committed before it is confirmed to the platform;
//! it is handled once, in order within its chat, and its effects and the mark "handled" are
//! one transaction. What is stored is the neutral event and nothing else of the update; it is
//! blanked once handled.

mod store;

pub use store::{Arrived, Open, chats, first, handled, note_failure, prune, take_in};

/// Attempts after which an event that keeps failing is set aside and reported.
pub const ATTEMPTS_MAX: i32 = 5;
/// Days for which update ids are remembered, so that one that comes twice is known. Telegram
/// keeps updates for one day and may restart its numbering after a quiet week.
pub const REMEMBERED_DAYS: i64 = 3;
