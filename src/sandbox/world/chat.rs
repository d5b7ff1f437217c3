//! Chats and what stands in them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::sandbox::entities::Entity;

/// Which chat: a person's with a bot, or a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    Private { bot: i64, person: i64 },
    Group(i64),
}

impl Place {
    /// The `chat_id` under which a bot knows it.
    #[must_use]
    pub fn id(self) -> i64 {
        match self {
            Self::Private { person, .. } => person,
            Self::Group(id) => id,
        }
    }
}

/// What sort of chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Private,
    Group,
    Supergroup,
}

impl Kind {
    /// Telegram's word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Group => "group",
            Self::Supergroup => "supergroup",
        }
    }
}

/// What someone is in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Creator,
    Administrator,
    Member,
    /// A member who may not write.
    Restricted,
    Left,
    Kicked,
}

impl Standing {
    /// Whether messages of the group arrive.
    #[must_use]
    pub fn is_in(self) -> bool {
        !matches!(self, Self::Left | Self::Kicked)
    }

    /// Creator or administrator.
    #[must_use]
    pub fn is_admin(self) -> bool {
        matches!(self, Self::Creator | Self::Administrator)
    }
}

/// Who wrote a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Author {
    Person(i64),
    Bot(i64),
    /// An admin hidden behind the group.
    Anonymous,
}

/// What a message carries besides text; the text is then its caption.
#[derive(Clone, Debug, PartialEq)]
pub enum Media {
    /// A file by its number in [`crate::sandbox::files::Files`].
    File(usize),
    Location {
        latitude: f64,
        longitude: f64,
    },
}

/// A message that nobody wrote.
#[derive(Clone, Debug, PartialEq)]
pub enum Service {
    Created,
    Joined(Vec<i64>),
    Gone(i64),
    MigratedTo(i64),
    MigratedFrom(i64),
    Pinned(i64),
    /// A topic begins, under the id of this message.
    Topic(String),
}

/// A message before it has an id.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    pub text: String,
    pub entities: Vec<Entity>,
    pub media: Option<Media>,
    pub reply_to: Option<i64>,
    /// The topic in which it stands.
    pub topic: Option<i64>,
    /// Rows of inline buttons as the bot gave them.
    pub keyboard: Vec<Vec<Value>>,
    /// A request for a reply, or a reply keyboard, as the bot gave it.
    pub markup: Option<Value>,
    pub preview: Option<Value>,
    pub album: Option<String>,
    /// `forward_origin`, if it is a forward.
    pub origin: Option<Value>,
    /// The one person who sees it, in a group.
    pub only_for: Option<i64>,
    pub service: Option<Service>,
}

/// A message in a chat.
#[derive(Clone, Debug)]
pub struct Message {
    pub id: i64,
    pub at: DateTime<Utc>,
    pub edited_at: Option<DateTime<Utc>>,
    pub author: Author,
    pub content: Draft,
    pub deleted: bool,
}

impl Message {
    pub(super) fn new(id: i64, at: DateTime<Utc>, author: Author, content: Draft) -> Self {
        Self { id, at, edited_at: None, author, content, deleted: false }
    }

    /// Whether this person's app shows it.
    #[must_use]
    pub fn is_visible_to(&self, person: i64) -> bool {
        !self.deleted && self.content.only_for.is_none_or(|only| only == person)
    }
}

/// A chat.
#[derive(Debug)]
pub struct Chat {
    pub kind: Kind,
    pub title: String,
    /// People and bots of a group, also those who left.
    pub members: BTreeMap<i64, Standing>,
    pub messages: BTreeMap<i64, Message>,
    pub migrated_to: Option<i64>,
    pub pinned: Vec<i64>,
    /// Topics by their id, in a group that has some; the general one has none.
    pub topics: BTreeMap<i64, String>,
    /// In private: whether the person ever pressed Start.
    pub started: bool,
    /// In private: whether the person blocked the bot.
    pub blocked: bool,
    /// The newest message that each person has looked at.
    pub seen: BTreeMap<i64, i64>,
    /// The world's count of changes when something was last said here.
    pub touched: u64,
    pub(super) last_message_id: i64,
}

impl Chat {
    pub(super) fn new(kind: Kind, title: &str) -> Self {
        Self {
            kind,
            title: title.to_owned(),
            members: BTreeMap::new(),
            messages: BTreeMap::new(),
            migrated_to: None,
            pinned: Vec::new(),
            topics: BTreeMap::new(),
            started: false,
            blocked: false,
            seen: BTreeMap::new(),
            touched: 0,
            last_message_id: 0,
        }
    }

    /// What someone is here; someone never seen has left.
    #[must_use]
    pub fn standing(&self, id: i64) -> Standing {
        self.members.get(&id).copied().unwrap_or(Standing::Left)
    }

    /// How many are in the group.
    #[must_use]
    pub fn members_count(&self) -> usize {
        match self.kind {
            Kind::Private => 2,
            _ => self.members.values().filter(|standing| standing.is_in()).count(),
        }
    }
}
