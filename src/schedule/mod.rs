//! When approved messages leave. Due times are computed from rows at every tick; after a gap
//! (downtime, a clock that jumped, a restored backup) what is overdue waits for a person.

mod coverage;
pub mod gaps;
mod guard;
pub mod recurrence;
pub mod slots;
mod steer;
mod store;
pub mod table;
pub mod timetable;
mod when;

pub use crate::delivery::{PostId, PostKind};
pub use coverage::{GroupLine, Reached, Sheet, SheetPlace, SheetPost, coverage, percent, sheet};
pub use guard::{cleared, complete, void, void_fallen};
pub use steer::{Steered, Steering, end, note_steering, pause, resume, steering};
pub use store::{
    Post, Release, Review, Verdict, beat, cancel_planned, cancel_unsent, close_replaced, heads_hear,
    heads_not_told, hold_overdue, hold_restored, last_beat, latest_post, plan_correction, plan_post,
    planned_between, post, post_again, posts, posts_between, put_recall, put_review, refuse, release_due,
    released_alone, retime, review, reviews_to_ask, stop, take_restored,
};
pub use when::{WhenError, read_clock, read_time};

/// Where a post stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Waits for its time.
    Planned,
    /// Its copies are on their way or have ended.
    Released,
    /// Overdue: waits for a person.
    Held,
    /// Held back by a person, or because something went wrong.
    Paused,
    /// Ended before all of its copies had left.
    Stopped,
    /// Its message was edited or withdrawn before it left.
    Cancelled,
}

impl State {
    pub(crate) const ALL: [Self; 6] =
        [Self::Planned, Self::Released, Self::Held, Self::Paused, Self::Stopped, Self::Cancelled];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Released => "released",
            Self::Held => "held",
            Self::Paused => "paused",
            Self::Stopped => "stopped",
            Self::Cancelled => "cancelled",
        }
    }
}
