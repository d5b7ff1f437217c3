//! What people read aloud, hang up or paste for us. Pure: a text in, another text or the bytes of a
//! page out.
//!
//! Promises: nothing is cut away: what does not fit is more pieces, sessions or pages; what is to be
//! read aloud holds no digit and no address.

mod page;
mod split;
pub mod spoken;

pub use page::{Page, pdf};
pub use split::pieces;
