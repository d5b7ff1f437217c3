//! What the API says when it refuses, and from where each sentence is known. Clients match these
//! texts exactly, so none is written anywhere else.

use std::fmt::Display;

use serde_json::{Value, json};

/// Where a description was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// teloxide-core 0.13 matches exactly this text, as this variant of `ApiError`.
    TeloxideCore(&'static str),
    /// A public place that shows the text: mostly the open source of the Bot API server and of
    /// the library under it.
    PublicReport(&'static str),
    /// Nobody has checked it against Telegram; the note says what is known.
    Unverified(&'static str),
}

/// One refusal: status, text (with `{}` where a detail goes) and source.
#[derive(Debug)]
pub struct Description {
    /// Status of the answer and `error_code`.
    pub code: u16,
    /// The text, with at most one `{}`.
    pub text: &'static str,
    /// From where the text is known.
    pub source: Source,
}

/// A refused call, ready to be answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// Status of the answer and `error_code`.
    pub code: u16,
    /// What `description` says.
    pub description: String,
    /// `parameters` of the answer, if any.
    pub parameters: Option<Value>,
}

impl Description {
    /// The refusal itself.
    #[must_use]
    pub fn fail(&self) -> Failure {
        Failure { code: self.code, description: self.text.to_owned(), parameters: None }
    }

    /// The refusal with its detail filled in.
    #[must_use]
    pub fn about(&self, detail: impl Display) -> Failure {
        Failure {
            code: self.code,
            description: self.text.replacen("{}", &detail.to_string(), 1),
            parameters: None,
        }
    }
}

impl Failure {
    /// 429 with the seconds to wait, as Telegram says it.
    #[must_use]
    pub fn too_many_requests(retry_after: u64) -> Self {
        let mut failure = TOO_MANY_REQUESTS.about(retry_after);
        failure.parameters = Some(json!({ "retry_after": retry_after }));
        failure
    }

    /// The group now lives under another id.
    #[must_use]
    pub fn migrated(to: i64) -> Self {
        let mut failure = GROUP_UPGRADED.fail();
        failure.parameters = Some(json!({ "migrate_to_chat_id": to }));
        failure
    }
}

const SERVER: &str = "github.com/tdlib/telegram-bot-api, Client.cpp";
const SERVER_QUERY: &str = "github.com/tdlib/telegram-bot-api, Query.cpp";
const TD_CONTENT: &str = "github.com/tdlib/td, MessageContent.cpp, first letter lowered by the server";
const TD_MESSAGES: &str = "github.com/tdlib/td, MessagesManager.cpp, first letter lowered by the server";
const TD_MARKUP: &str = "github.com/tdlib/td, ReplyMarkup.cpp, first letter lowered by the server";
const TD_ENTITIES: &str = "github.com/tdlib/td, SynchronousRequests.cpp and MessageEntity.cpp";

macro_rules! descriptions {
    ($($name:ident = $code:literal $text:literal, $source:expr;)*) => {
        $(pub const $name: Description = Description { code: $code, text: $text, source: $source };)*
        /// All of them, for the test that lists what is unverified.
        pub const ALL: &[(&str, &Description)] = &[$((stringify!($name), &$name)),*];
    };
}

use Source::{PublicReport, TeloxideCore, Unverified};

descriptions! {
    // The call itself.
    UNAUTHORIZED = 401 "Unauthorized", TeloxideCore("InvalidToken");
    NOT_FOUND = 404 "Not Found", TeloxideCore("InvalidToken");
    ENTITY_TOO_LARGE = 413 "Request Entity Too Large", TeloxideCore("RequestEntityTooLarge");
    TOO_MANY_REQUESTS = 429 "Too Many Requests: retry after {}", PublicReport(SERVER_QUERY);
    SERVER_ERROR = 500 "Internal Server Error", Unverified("only ever said by a fault");
    BAD_GATEWAY = 502 "Bad Gateway", Unverified("only ever said by a fault");
    CUT = 400 "Bad Request: the connection was cut before the call took effect",
        Unverified("never answered; only the list of refused calls has it");
    UNREADABLE = 400 "Bad Request: can't read the request: {}", Unverified("no text seen");
    UNKNOWN_PARAMETER = 400 "Bad Request: unknown parameter \"{}\"",
        Unverified("stricter than Telegram, which ignores what it does not know");
    WRONG_TYPE = 400 "Bad Request: parameter {}", Unverified("Telegram has a text for each type");
    PARAMETER_REQUIRED = 400 "Bad Request: parameter \"{}\" is required", PublicReport(SERVER);
    PARAMETER_TOO_LONG = 400 "Bad Request: parameter \"{}\" is too long", Unverified("no text seen");
    PARAMETER_TOO_SHORT = 400 "Bad Request: parameter \"{}\" is too short", Unverified("no text seen");
    NOT_IN_SANDBOX = 400 "Bad Request: the sandbox does not know {}", Unverified("stricter than Telegram");

    // Chats and rights.
    CHAT_ID_EMPTY = 400 "Bad Request: chat_id is empty", PublicReport(SERVER);
    THREAD_NOT_FOUND = 400 "Bad Request: message thread not found", PublicReport(TD_MESSAGES);
    CHAT_NOT_FOUND = 400 "Bad Request: chat not found", TeloxideCore("ChatNotFound");
    USER_NOT_FOUND = 400 "Bad Request: user not found", TeloxideCore("UserNotFound");
    GROUP_UPGRADED = 400 "Bad Request: group chat was upgraded to a supergroup chat", PublicReport(SERVER);
    CANT_INITIATE = 403 "Forbidden: bot can't initiate conversation with a user",
        PublicReport("github.com/TelegramBotAPI/errors, issue 2");
    BOT_BLOCKED = 403 "Forbidden: bot was blocked by the user", TeloxideCore("BotBlocked");
    KICKED_FROM_GROUP = 403 "Forbidden: bot was kicked from the group chat", PublicReport(SERVER);
    KICKED_FROM_SUPERGROUP = 403 "Forbidden: bot was kicked from the supergroup chat",
        TeloxideCore("BotKickedFromSupergroup");
    NOT_MEMBER_OF_GROUP = 403 "Forbidden: bot is not a member of the group chat", PublicReport(SERVER);
    NOT_MEMBER_OF_SUPERGROUP = 403 "Forbidden: bot is not a member of the supergroup chat",
        PublicReport(SERVER);
    NO_RIGHT_TO_SEND = 400 "Bad Request: not enough rights to send {} to the chat", PublicReport(TD_CONTENT);
    NO_RIGHT_TO_PIN = 400 "Bad Request: not enough rights to manage pinned messages in the chat",
        TeloxideCore("NotEnoughRightsToManagePins");
    NO_ADMINISTRATORS = 400 "Bad Request: there are no administrators in the private chat",
        PublicReport(SERVER);
    CANT_LEAVE_PRIVATE = 400 "Bad Request: chat member status can't be changed in private chats",
        Unverified("no text seen");

    // Text.
    TEXT_EMPTY = 400 "Bad Request: message text is empty", TeloxideCore("MessageTextIsEmpty");
    TEXT_TOO_LONG = 400 "Bad Request: message is too long", TeloxideCore("MessageIsTooLong");
    EDIT_TOO_LONG = 400 "Bad Request: MESSAGE_TOO_LONG", TeloxideCore("EditedMessageIsTooLong");
    CAPTION_TOO_LONG = 400 "Bad Request: message caption is too long", PublicReport(TD_CONTENT);
    CANT_PARSE_ENTITIES = 400 "Bad Request: can't parse entities: {}", PublicReport(TD_ENTITIES);
    BAD_ENTITY = 400 "Bad Request: can't parse MessageEntity: {}", PublicReport(SERVER);
    ENTITY_PAST_END = 400 "Bad Request: entity beginning at UTF-16 offset {}", PublicReport(TD_ENTITIES);
    UNSUPPORTED_PARSE_MODE = 400 "Bad Request: unsupported parse_mode", PublicReport(SERVER);

    // Buttons.
    BAD_REPLY_MARKUP = 400 "Bad Request: object expected as reply markup", PublicReport(SERVER);
    TEXT_BUTTON = 400
        "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        TeloxideCore("TextButtonsAreUnallowed");
    TWO_ACTIONS = 400 "Bad Request: can't parse inline keyboard button: exactly one action is allowed",
        Unverified("stricter than Telegram, which takes the first action it finds");
    BUTTON_WITHOUT_TEXT = 400 "Bad Request: inline keyboard button text must be non-empty",
        PublicReport(TD_MARKUP);
    BUTTON_DATA_INVALID = 400 "Bad Request: BUTTON_DATA_INVALID", TeloxideCore("ButtonDataInvalid");
    BUTTON_URL_INVALID = 400 "Bad Request: BUTTON_URL_INVALID", TeloxideCore("ButtonUrlInvalid");
    MARKUP_TOO_LONG = 400 "Bad Request: reply markup is too long", PublicReport(SERVER);

    // Messages.
    REPLY_NOT_FOUND = 400 "Bad Request: message to be replied not found",
        TeloxideCore("MessageToReplyNotFound");
    EDIT_NOT_FOUND = 400 "Bad Request: message to edit not found", TeloxideCore("MessageToEditNotFound");
    DELETE_NOT_FOUND = 400 "Bad Request: message to delete not found",
        TeloxideCore("MessageToDeleteNotFound");
    COPY_NOT_FOUND = 400 "Bad Request: message to copy not found", TeloxideCore("MessageToCopyNotFound");
    FORWARD_NOT_FOUND = 400 "Bad Request: message to forward not found",
        TeloxideCore("MessageToForwardNotFound");
    PIN_NOT_FOUND = 400 "Bad Request: message to pin not found", PublicReport(SERVER);
    UNPIN_NOT_FOUND = 400 "Bad Request: message to unpin not found", PublicReport(SERVER);
    MESSAGE_ID_MISSING = 400 "Bad Request: message identifier is not specified",
        TeloxideCore("MessageIdentifierNotSpecified");
    MESSAGE_IDS_MISSING = 400 "Bad Request: message identifiers are not specified", PublicReport(SERVER);
    TOO_MANY_MESSAGE_IDS = 400 "Bad Request: too many message identifiers specified", PublicReport(SERVER);
    NOT_MODIFIED = 400 "Bad Request: message is not modified: specified new message content and reply markup \
        are exactly the same as a current content and reply markup of the message",
        TeloxideCore("MessageNotModified");
    CANT_EDIT = 400 "Bad Request: message can't be edited", TeloxideCore("MessageCantBeEdited");
    NO_TEXT_TO_EDIT = 400 "Bad Request: there is no text in the message to edit", PublicReport(TD_MESSAGES);
    NO_CAPTION_TO_EDIT = 400 "Bad Request: there is no caption in the message to edit",
        PublicReport(TD_MESSAGES);
    CANT_DELETE = 400 "Bad Request: message can't be deleted", TeloxideCore("MessageCantBeDeleted");
    CANT_DELETE_FOR_EVERYONE = 400 "Bad Request: message can't be deleted for everyone",
        PublicReport(TD_MESSAGES);
    CANT_COPY = 400 "Bad Request: message can't be copied", Unverified("said for service messages");
    CANT_FORWARD = 400 "Bad Request: message can't be forwarded", Unverified("said for service messages");
    WRONG_ACTION = 400 "Bad Request: wrong parameter action in request", PublicReport(SERVER);
    QUERY_TOO_OLD = 400
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
        PublicReport(SERVER);
    ANSWER_TOO_LONG = 400 "Bad Request: MESSAGE_TOO_LONG",
        Unverified("the text is known from edits; for answerCallbackQuery it is a guess");

    // Albums and files.
    ALBUM_TOO_BIG = 400 "Bad Request: too many messages to send as an album", PublicReport(TD_CONTENT);
    ALBUM_TOO_SMALL = 400 "Bad Request: media group must include 2-10 items",
        Unverified("the documentation asks for two; Telegram is said to take one");
    ALBUM_MIXED = 400 "Bad Request: {} can't be mixed with other media types", PublicReport(TD_CONTENT);
    NO_FILE = 400 "Bad Request: there is no {} in the request", PublicReport(SERVER);
    MEDIA_NOT_FOUND = 400 "Bad Request: can't parse InputMedia: media not found", PublicReport(SERVER);
    FILE_EMPTY = 400 "Bad Request: file must be non-empty",
        PublicReport("github.com/irazasyed/telegram-bot-sdk, issue 1102");
    WRONG_FILE_ID = 400 "Bad Request: wrong file identifier/HTTP URL specified",
        TeloxideCore("WrongFileIdOrUrl");
    NO_URL_CONTENT = 400 "Bad Request: failed to get HTTP URL content", TeloxideCore("FailedToGetUrlContent");
    INVALID_FILE_ID = 400 "Bad Request: invalid file_id", PublicReport(SERVER);
    FILE_TOO_BIG = 400 "Bad Request: file is too big", PublicReport(SERVER);
    PHOTO_TOO_BIG = 400 "Bad Request: file is too big for a photo", Unverified("no text seen");

    // Updates.
    OTHER_GET_UPDATES = 409
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
        TeloxideCore("TerminatedByOtherGetUpdates");
    TERMINATED_BY_WEBHOOK = 409 "Conflict: terminated by setWebhook request", PublicReport(SERVER);
    WEBHOOK_ACTIVE = 409 "Conflict: can't use getUpdates method while webhook is active; \
        use deleteWebhook to delete the webhook first", PublicReport(SERVER);
    WEBHOOK_NEEDS_HTTPS = 400 "Bad Request: bad webhook: HTTPS url must be provided for webhook",
        TeloxideCore("WebhookRequireHttps");
    WEBHOOK_URL_INVALID = 400 "Bad Request: invalid webhook URL specified", PublicReport(SERVER);
    SECRET_TOO_LONG = 400 "Bad Request: secret token is too long", PublicReport(SERVER);
    SECRET_UNALLOWED = 400 "Bad Request: secret token contains unallowed characters", PublicReport(SERVER);

    // The bot's own face.
    COMMAND_INVALID = 400 "Bad Request: BOT_COMMAND_INVALID",
        PublicReport("github.com/tdlib/telegram-bot-api, issue 98");
    TOO_MANY_COMMANDS = 400 "Bad Request: BOT_COMMANDS_TOO_MUCH",
        Unverified("known from chats, no source found");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_begins_with_its_status_and_has_one_gap_at_most() {
        for (name, description) in ALL {
            let prefix = match description.code {
                400 => "Bad Request: ",
                401 => "Unauthorized",
                403 => "Forbidden: ",
                404 => "Not Found",
                409 => "Conflict: ",
                413 => "Request Entity Too Large",
                429 => "Too Many Requests: ",
                500 => "Internal Server Error",
                502 => "Bad Gateway",
                other => panic!("{name}: no prefix is known for {other}"),
            };
            assert!(description.text.starts_with(prefix), "{name}");
            assert!(description.text.matches("{}").count() <= 1, "{name}");
        }
    }

    #[test]
    fn what_is_unverified_is_known_by_name() {
        let unverified: Vec<_> = ALL
            .iter()
            .filter(|(_, description)| matches!(description.source, Source::Unverified(_)))
            .map(|(name, _)| *name)
            .collect();
        assert_eq!(
            unverified,
            [
                "SERVER_ERROR",
                "BAD_GATEWAY",
                "CUT",
                "UNREADABLE",
                "UNKNOWN_PARAMETER",
                "WRONG_TYPE",
                "PARAMETER_TOO_LONG",
                "PARAMETER_TOO_SHORT",
                "NOT_IN_SANDBOX",
                "CANT_LEAVE_PRIVATE",
                "TWO_ACTIONS",
                "CANT_COPY",
                "CANT_FORWARD",
                "ANSWER_TOO_LONG",
                "ALBUM_TOO_SMALL",
                "PHOTO_TOO_BIG",
                "TOO_MANY_COMMANDS",
            ]
        );
    }

    #[test]
    fn what_teloxide_matches_it_recognises() {
        use teloxide::ApiError;
        for (name, description) in ALL {
            if let Source::TeloxideCore(variant) = description.source {
                let error: ApiError = serde_json::from_value(description.text.into()).unwrap();
                assert!(format!("{error:?}").starts_with(variant), "{name} became {error:?}");
            }
        }
    }
}
