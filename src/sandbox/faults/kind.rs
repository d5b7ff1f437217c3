//! The kinds of trouble, how they are called, and which calls each can meet.

/// A kind of trouble.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// 429 because of the chat.
    TooManyForChat,
    /// 429 because of the bot, whatever the chat.
    TooManyForBot,
    /// 500.
    ServerError,
    /// 502.
    BadGateway,
    /// The call takes effect if it can; the connection closes without an answer.
    DropAnswer,
    /// The call takes effect, but only after a (real) time.
    Delay,
    /// The connection closes before the call takes effect.
    Reset,
    /// The bot is removed from the group at that moment.
    Kicked,
    /// The basic group becomes a supergroup at that moment.
    Migrated,
    /// The call takes effect; the answer gives the message the id 0, as it does for messages that
    /// Telegram sends later.
    MessageIdZero,
    /// The message can be neither edited nor deleted.
    Uneditable,
    /// The updates of one answer, or of one post to a webhook, come twice.
    DuplicateUpdates,
    /// The updates of one answer come backwards.
    ReorderUpdates,
}

/// All kinds with their names.
pub const KINDS: [(Kind, &str); 13] = [
    (Kind::TooManyForChat, "429_chat"),
    (Kind::TooManyForBot, "429_bot"),
    (Kind::ServerError, "500"),
    (Kind::BadGateway, "502"),
    (Kind::DropAnswer, "drop_answer"),
    (Kind::Delay, "delay"),
    (Kind::Reset, "reset"),
    (Kind::Kicked, "kicked"),
    (Kind::Migrated, "migrated"),
    (Kind::MessageIdZero, "message_id_0"),
    (Kind::Uneditable, "uneditable"),
    (Kind::DuplicateUpdates, "duplicate_updates"),
    (Kind::ReorderUpdates, "reorder_updates"),
];

/// A call as far as it matters for trouble.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a> {
    pub method: &'a str,
    pub chat: Option<i64>,
    /// Whether it is for sending messages.
    pub is_send: bool,
    /// Whether the chat is a group in which the bot is.
    pub is_member: bool,
    /// Whether the chat is a group that is no supergroup and has not become one.
    pub is_basic: bool,
}

impl Kind {
    /// The kind with this name.
    ///
    /// # Errors
    /// If there is none.
    pub fn named(name: &str) -> anyhow::Result<Self> {
        let found = KINDS.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind);
        found.ok_or_else(|| {
            let known: Vec<&str> = KINDS.iter().map(|(_, name)| *name).collect();
            anyhow::anyhow!("a fault is 429 or one of {}, not “{name}”", known.join(", "))
        })
    }

    /// Whether it is about updates, not about calls.
    #[must_use]
    pub fn is_of_updates(self) -> bool {
        matches!(self, Self::DuplicateUpdates | Self::ReorderUpdates)
    }

    /// Whether it makes sense for a call.
    #[must_use]
    pub fn fits(self, call: &Target) -> bool {
        match self {
            Self::TooManyForChat => call.chat.is_some(),
            Self::TooManyForBot
            | Self::ServerError
            | Self::BadGateway
            | Self::DropAnswer
            | Self::Delay
            | Self::Reset => true,
            Self::Kicked => call.is_member,
            Self::Migrated => call.is_member && call.is_basic,
            Self::MessageIdZero => call.is_send,
            Self::Uneditable => {
                call.method.starts_with("editMessage") || call.method.starts_with("deleteMessage")
            }
            Self::DuplicateUpdates | Self::ReorderUpdates => false,
        }
    }
}
