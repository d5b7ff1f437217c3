//! Where messages leave and events arrive. The domain speaks the neutral words of this
//! page ([`Event`], [`Content`], [`Outcome`]); only the rooms below know a platform.

mod attachment;
mod made;
pub mod telegram;

pub use attachment::{Attachment, Point};
pub use made::Made;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::text::Rich;

/// The ways to a neighbourhood's residents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    /// The bot posts in the group itself.
    Telegram,
    /// A person posts for us where no bot can, and says so with a button.
    Relay,
}

impl Channel {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Telegram => "telegram",
            Self::Relay => "relay",
        }
    }

    /// The channel behind a stored code; what stands behind a point there tells apart the relays of
    /// one person.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let code = code.split('.').next().unwrap_or_default();
        [Self::Telegram, Self::Relay].into_iter().find(|c| c.code() == code)
    }
}

/// Something that happened on a platform: exactly what is kept of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    pub chat: EventChat,
    /// Nobody when the platform itself speaks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Sender>,
    /// The platform's id of the message that caused it, to reply to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_id: Option<String>,
    /// What the link button of our own message carries that this one answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carried: Option<String>,
    /// The same for all that a person sent at once, each a message of its own to the platform.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub album: Option<String>,
    /// In a private chat, what was sent on from elsewhere: the name of the channel or group, empty
    /// where a person wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forwarded: Option<String>,
    pub what: What,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventChat {
    pub platform_id: String,
    pub kind: ChatKind,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Whether the group has topics, and the one in which this happened; none: the general one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub has_topics: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChatKind {
    Private,
    Group,
}

impl ChatKind {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Group => "group",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sender {
    pub platform_id: String,
    /// Kept only where a person introduces themselves: private chats and opened links.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The language of the person's app, as a tag such as `vi` or `en-GB`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// An administrator who hides behind the group.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub anonymous: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// `/name argument`, addressed to us.
    Command {
        name: String,
        argument: String,
        reply_to: Option<String>,
    },
    /// Words addressed to us.
    Text {
        text: Rich,
        reply_to: Option<String>,
    },
    Photo {
        media: Media,
        caption: Rich,
        reply_to: Option<String>,
    },
    Document {
        file_id: String,
        #[serde(default)]
        unique_id: String,
        name: String,
        bytes: u64,
        /// Shows something, as a photo does.
        #[serde(default)]
        picture: bool,
        #[serde(default)]
        caption: Rich,
        #[serde(default)]
        reply_to: Option<String>,
    },
    Video {
        media: Media,
        caption: Rich,
        reply_to: Option<String>,
    },
    Voice {
        media: Media,
        caption: Rich,
        reply_to: Option<String>,
    },
    Place {
        point: Point,
        reply_to: Option<String>,
    },
    /// A button of ours. `query` is what the press answer must name.
    Press {
        query: String,
        action: String,
    },
    /// The sender changed the words of an earlier message of theirs.
    Edited {
        text: Rich,
    },
    /// Our own standing in the chat changed.
    Standing(Standing),
    /// The group lives on under another id.
    Migrated {
        to: String,
    },
    /// A kind of message that we cannot use (a sticker, a poll, …), in a private chat.
    Other,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    Member,
    Admin,
    /// In the group, but not allowed to write.
    Silenced,
    /// Removed from a group, or blocked by a person.
    Gone,
}

/// What a platform says of a group without anything being posted there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Probe {
    /// Our own standing.
    pub standing: Standing,
    pub may_pin: bool,
    /// How many people are there; `None`: it does not say.
    pub members: Option<i64>,
}

/// A picture or another file that the platform already holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Media {
    /// What to send; of use only to the bot that received it.
    pub file_id: String,
    /// Names the file itself; part of what an approval is bound to.
    pub unique_id: String,
}

impl Media {
    /// Stands for the file that a message has already, in a change of the words below it.
    #[must_use]
    pub fn of_the_message() -> Self {
        Self { file_id: String::new(), unique_id: String::new() }
    }
}

/// What one outgoing row asks of a channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    Message(Letter),
    /// New words and buttons for an earlier message of ours. `target`: the platform's id.
    Edit {
        target: String,
        letter: Letter,
    },
    /// Takes an earlier message of ours away. `target`: the platform's id; `beside`: those of the
    /// other parts of an album.
    Delete {
        target: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        beside: Vec<String>,
    },
    /// Puts a message of ours at the head of its chat, or takes it from there. `copy`: our row by
    /// which it left; `target`: the platform's id, known once that has left.
    Pin {
        copy: Uuid,
        #[serde(default, skip_serializing_if = "String::is_empty")]
        target: String,
        on: bool,
    },
    /// The short answer to a pressed button.
    PressAnswer {
        query: String,
        text: Option<String>,
        /// Shown in a box that the person closes, for what must not be missed.
        alert: bool,
    },
}

impl Content {
    /// Whether platforms count it: the answer to a press is no message.
    #[must_use]
    pub fn is_paced(&self) -> bool {
        !matches!(self, Self::PressAnswer { .. })
    }

    /// As how many messages platforms count it.
    #[must_use]
    pub fn weight(&self) -> usize {
        match self {
            Self::Message(letter) => letter.album.len().max(1),
            _ => 1,
        }
    }

    /// The earlier message of ours that it changes or takes away.
    #[must_use]
    pub fn target(&self) -> Option<&str> {
        match self {
            Self::Edit { target, .. } | Self::Delete { target, .. } => Some(target),
            Self::Pin { target, .. } => Some(target).filter(|target| !target.is_empty()).map(String::as_str),
            Self::Message(_) | Self::PressAnswer { .. } => None,
        }
    }

    /// The same with this address where a copy has its own.
    #[must_use]
    pub fn for_copy(&self, address: &str) -> Self {
        let mut content = self.clone();
        if let Self::Message(letter) | Self::Edit { letter, .. } = &mut content {
            for button in letter.buttons.iter_mut().flatten().filter(|b| b.target == Target::Own) {
                button.target = Target::Url(address.to_owned());
            }
        }
        content
    }
}

/// A text of ours that goes as a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    pub name: String,
    pub text: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    pub text: Rich,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo: Option<Media>,
    /// Instead of a picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attachment: Option<Attachment>,
    /// Instead of either.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<Paper>,
    /// Instead of any of them: a file made here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made: Option<Made>,
    /// Instead of any of them: several pictures and films that arrive as one, the words below the
    /// first. Platforms show no buttons there: those that lead somewhere become links in the words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub album: Vec<Attachment>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<Vec<Button>>,
    /// The platform's id of the message that this answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
    /// Arrives without a sound.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub silent: bool,
}

impl Letter {
    /// The same with nothing, one file, or several as one album above its words.
    #[must_use]
    pub fn with_media(mut self, media: &[Attachment]) -> Self {
        match media {
            [] => {}
            [Attachment::Photo(photo)] => self.photo = Some(photo.clone()),
            [one] => self.attachment = Some(one.clone()),
            several => self.album = several.to_vec(),
        }
        self
    }

    /// What stands above its words.
    #[must_use]
    pub fn media(&self) -> Vec<Attachment> {
        let one = self.photo.clone().map(Attachment::Photo).or_else(|| self.attachment.clone());
        one.into_iter().chain(self.album.iter().cloned()).collect()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    pub label: String,
    pub target: Target,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// Comes back to us as [`What::Press`]; at most 64 bytes.
    Act(String),
    Url(String),
    /// The address of one copy, in what many copies say; filled in before it leaves.
    Own,
}

/// Hours for which platforms let a bot take its own message away.
pub const DELETE_HOURS: i64 = 48;

/// How one attempt to send ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The platform took it; the ids of the messages it became (none for edits and press answers).
    Sent { message_ids: Vec<String> },
    /// Surely not sent; may be tried again, after `seconds` where the platform said so.
    NotSent { wait: Wait, why: String },
    /// The platform will not take it.
    Refused { reason: Refusal, why: String },
    /// Surely not sent: the chat lives on under another id.
    Migrated { to: String },
    /// Nobody can tell.
    Unknown { why: String },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// The platform named this pause, in seconds.
    Told(u64),
    /// The platform could not be reached.
    Unreachable,
    /// It was not tried.
    Nothing,
}

/// Why a platform refuses for good; each is something that a person can act on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    Removed,
    NoRight,
    ChatGone,
    Blocked,
    TopicClosed,
    /// The content itself; it would be refused everywhere.
    Refused,
    /// The message that was to be changed or taken away cannot be, or is not there any more.
    Uneditable,
    /// A reason that we do not know.
    Unclear,
}

impl Refusal {
    /// Whether the chat itself is closed to us, whatever is sent.
    #[must_use]
    pub fn is_of_the_chat(self) -> bool {
        matches!(self, Self::Removed | Self::NoRight | Self::ChatGone | Self::Blocked)
    }

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Removed => "removed",
            Self::NoRight => "no_right",
            Self::ChatGone => "chat_gone",
            Self::Blocked => "blocked",
            Self::TopicClosed => "topic_closed",
            Self::Refused => "refused",
            Self::Uneditable => "uneditable",
            Self::Unclear => "unclear",
        }
    }
}
