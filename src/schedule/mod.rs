//! When approved messages leave. Due times are computed from rows at every tick; after a gap
//! (downtime, a clock that jumped, a restored backup) what is overdue waits for a person.

mod store;
mod when;

pub use crate::delivery::PostId;
pub use store::{
    Post, Release, beat, cancel_unsent, hold_overdue, hold_restored, last_beat, latest_post, plan_post, post,
    post_again, posts, release_due, stop, take_restored,
};
pub use when::{WhenError, read_time};

/// Where a post stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Waits for its time.
    Planned,
    /// Its copies are on their way or have ended.
    Released,
    /// Overdue: waits for a person.
    Held,
    /// Stopped within the time for second thoughts.
    Stopped,
    /// Its message was edited or withdrawn before it left.
    Cancelled,
}

impl State {
    pub(crate) const ALL: [Self; 5] =
        [Self::Planned, Self::Released, Self::Held, Self::Stopped, Self::Cancelled];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Released => "released",
            Self::Held => "held",
            Self::Stopped => "stopped",
            Self::Cancelled => "cancelled",
        }
    }
}
