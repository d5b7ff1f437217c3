//! Everything that leaves. One row per thing to send, stored before anything is sent, with
//! its content already rendered; a **copy** is the row of one post in one group.
//!
//! Promises: the intent to send is committed before the call; a transition counts only while
//! its row is still held by the one who makes it; what was surely not sent is tried again,
//! what may have been sent is repeated only where [`InDoubt`] allows it, and then says so.

mod coverage;
mod engine;
mod history;
mod outcomes;
mod pacer;
mod standing;
mod store;

pub use coverage::{Coverage, CoverageRow, Directory, Summary, coverage};
pub use engine::{Engine, Limits};
pub use history::{How, Seen, history};
pub use pacer::Rates;
pub use standing::{Posted, Relay, Standing, standings};
pub use store::*;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::channel::{Channel, Content, Refusal};
use crate::store::id;
use crate::ward::{BotId, ChatId, GroupId, WardId};

id!(OutgoingId, LetterId, PostId, MessageId, QuestionId);

/// How often something is repeated whose fate stays unknown, before it is given up.
pub const REPEATS_MAX: i32 = 6;
/// Seconds after which an urgent post whose fate is unknown is repeated, once.
pub const ONCE_AFTER_SECONDS: i64 = 60;

/// How many copies each group has.
pub type GroupCopies = HashMap<GroupId, i64>;

/// What a post does in the groups.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PostKind {
    #[default]
    Post,
    /// Puts a new version in place of what was posted.
    Correction,
    /// Takes away what was posted.
    Recall,
}

impl PostKind {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::Correction => "correction",
            Self::Recall => "recall",
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Post, Self::Correction, Self::Recall].into_iter().find(|kind| kind.code() == code)
    }
}

/// What a row is for its receiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    Post,
    Answer,
    Acknowledgement,
    Notice,
    /// A question in the chat of its unit or of one of its officers, kept up to date.
    Card,
    /// What a resident sent with a question, where staff see it; taken away when they may not any more.
    Media,
    Edit,
    /// Puts a post at the head of its group, or takes it from there.
    Pin,
    /// What is shown once and not kept: the row loses its words when they have left. Lists of
    /// residents' questions, which would outlive the questions; links, of which only hashes are kept.
    Extract,
}

impl Kind {
    pub const ALL: [Self; 9] = [
        Self::Post,
        Self::Answer,
        Self::Acknowledgement,
        Self::Notice,
        Self::Card,
        Self::Media,
        Self::Edit,
        Self::Pin,
        Self::Extract,
    ];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::Answer => "answer",
            Self::Acknowledgement => "acknowledgement",
            Self::Notice => "notice",
            Self::Card => "card",
            Self::Media => "media",
            Self::Edit => "edit",
            Self::Pin => "pin",
            Self::Extract => "extract",
        }
    }

    /// The kind behind a stored code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Which queue a row waits in; weights are in [`pacer`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lane {
    Interactive,
    Urgent,
    Answer,
    Scheduled,
}

impl Lane {
    pub const ALL: [Self; 4] = [Self::Interactive, Self::Urgent, Self::Answer, Self::Scheduled];

    #[must_use]
    pub fn number(self) -> i32 {
        match self {
            Self::Interactive => 0,
            Self::Urgent => 1,
            Self::Answer => 2,
            Self::Scheduled => 3,
        }
    }
}

/// What to do when nobody can tell whether a row was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InDoubt {
    /// A person decides.
    Hold,
    /// Sent again once, after [`ONCE_AFTER_SECONDS`]; then a person decides.
    Once,
    /// Sent again, and counted as a repeat.
    Repeat,
}

impl InDoubt {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Hold => "hold",
            Self::Once => "once",
            Self::Repeat => "repeat",
        }
    }

    /// Only a post waits for a person: seeing an answer twice is better than not at all.
    #[must_use]
    pub fn of(parcel: &Parcel) -> Self {
        match parcel.kind {
            Kind::Post => Self::of_copy(&parcel.content, parcel.lane.number()),
            Kind::Answer
            | Kind::Acknowledgement
            | Kind::Notice
            | Kind::Card
            | Kind::Media
            | Kind::Edit
            | Kind::Pin
            | Kind::Extract => Self::Repeat,
        }
    }

    /// The same for a new message in a group.
    pub(crate) fn of_post(lane: i32) -> Self {
        if lane == Lane::Urgent.number() { Self::Once } else { Self::Hold }
    }

    /// The same for a copy: changing a message twice does no harm, posting it twice does.
    pub(crate) fn of_copy(content: &Content, lane: i32) -> Self {
        match content {
            Content::Message(_) => Self::of_post(lane),
            Content::Edit { .. }
            | Content::Delete { .. }
            | Content::Pin { .. }
            | Content::PressAnswer { .. } => Self::Repeat,
        }
    }
}

/// Where a row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Waiting,
    Sending,
    Sent,
    Unknown,
    Failed,
    Expired,
    Cancelled,
}

impl State {
    pub const ALL: [Self; 7] = [
        Self::Waiting,
        Self::Sending,
        Self::Sent,
        Self::Unknown,
        Self::Failed,
        Self::Expired,
        Self::Cancelled,
    ];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Unknown => "unknown",
            Self::Failed => "failed",
            Self::Expired => "expired",
            Self::Cancelled => "cancelled",
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// Why a row failed; [`Reason::GivenUp`] is a person's word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    Refused(Refusal),
    /// The responsible person of a relay could not post.
    NotPosted,
    /// The same, because they cannot get into the group.
    NoAccess,
    /// The same, because the group is not there any more.
    GroupClosed,
    GivenUp,
    /// The group had its posts for the day.
    Cap,
    /// Its head asked for no posts for a while.
    Rest,
}

impl Reason {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.code(),
            Self::NotPosted => "not_posted",
            Self::NoAccess => "no_access",
            Self::GroupClosed => "group_closed",
            Self::GivenUp => "given_up",
            Self::Cap => "cap",
            Self::Rest => "rest",
        }
    }
}

/// Something to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parcel {
    pub ward: WardId,
    pub bot: BotId,
    pub chat: ChatId,
    pub channel: Channel,
    pub kind: Kind,
    pub lane: Lane,
    pub content: Content,
    /// What to do instead, in turn, where the platform refuses to change or take away a message.
    pub fallback: Vec<Content>,
    pub about: About,
    /// `None`: now.
    pub due_at: Option<DateTime<Utc>>,
    /// After this moment it is worth nothing and is not sent.
    pub not_after: Option<DateTime<Utc>>,
}

/// What the copies of one post in the groups have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edition {
    pub ward: WardId,
    pub bot: BotId,
    pub post: PostId,
    pub lane: Lane,
    /// What they say, but for each one's own address.
    pub letter: LetterId,
    pub due_at: DateTime<Utc>,
    /// After this moment they are worth nothing and are not sent.
    pub not_after: DateTime<Utc>,
}

/// What one of them has for itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy {
    pub id: OutgoingId,
    pub group: GroupId,
    pub chat: ChatId,
    pub channel: Channel,
    /// Where its button leads to.
    pub address: String,
}

/// What a row belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct About {
    pub post: Option<PostId>,
    pub group: Option<GroupId>,
    pub message: Option<MessageId>,
    pub question: Option<QuestionId>,
}
