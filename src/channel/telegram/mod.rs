//! Telegram. The only room that knows teloxide: its types and typed requests are used, but
//! the calls are made here, because what an unanswered or refused send means for a copy
//! must be seen exactly (teloxide hides the HTTP status and waits ten seconds on a 5xx).

mod api;
mod intake;
mod render;

pub use api::{Api, CallError};
pub use intake::{Intake, Kept};
use render::To;

use std::time::Duration;

use serde::Deserialize;
use teloxide::payloads;
use teloxide::prelude::*;
use teloxide::types::{
    AllowedUpdate, BotCommand, BotCommandScope, CallbackQueryId, ChatId, ChatMember, ChatMemberKind, File,
    FileId, Me, MessageId, ThreadId, UserId,
};

use super::{Attachment, Content, Letter, Media, Outcome, Probe, Refusal, Standing as Membership, Wait};

/// Seconds that one request for updates stays open.
const POLL_SECONDS: u32 = 50;
/// A send that takes longer counts as unknown. Sixty seconds, because a slow answer is far
/// more often a sent message than a lost one.
pub const SEND_TIMEOUT: Duration = Duration::from_secs(60);
/// Questions to the platform that change nothing.
const ASK_TIMEOUT: Duration = Duration::from_secs(15);
/// The kinds of updates that are taken in.
const UPDATES: [AllowedUpdate; 4] = [
    AllowedUpdate::Message,
    AllowedUpdate::EditedMessage,
    AllowedUpdate::CallbackQuery,
    AllowedUpdate::MyChatMember,
];
/// Largest file that the platform lets a bot fetch.
pub const FILE_BYTES_MAX: u64 = 20 * 1024 * 1024;

/// One bot on Telegram.
#[derive(Clone, Debug)]
pub struct Telegram {
    api: Api,
    send_timeout: Duration,
}

/// Who the bot is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    pub id: i64,
    pub username: String,
    pub name: String,
}

/// What a person may do in a group, as far as registration needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub is_admin: bool,
    pub may_write: bool,
}

/// Of `ChatMember`, what is looked at. Read by ourselves: a member of a new kind is no error.
#[derive(Deserialize)]
struct AskedMember {
    status: String,
    #[serde(default)]
    is_member: bool,
    #[serde(default)]
    can_send_messages: bool,
    #[serde(default)]
    can_pin_messages: bool,
}

/// The same of `ChatFullInfo`.
#[derive(Deserialize)]
struct AskedChat {
    #[serde(default)]
    permissions: Option<AskedRights>,
}

#[derive(Deserialize)]
struct AskedRights {
    #[serde(default)]
    can_send_messages: bool,
    #[serde(default)]
    can_pin_messages: bool,
}

#[derive(Deserialize)]
struct SentMessage {
    message_id: i64,
}

/// Commands of one scope and language, as name and description.
pub type Commands = Vec<(&'static str, String)>;

/// Who is offered which commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    Private,
    Groups,
}

impl Telegram {
    /// A bot by its token, at the official address or another one.
    ///
    /// # Errors
    /// If the address is none, or no HTTP client can be made.
    pub fn new(token: &str, api_url: Option<&str>) -> Result<Self, CallError> {
        Ok(Self { api: Api::new(token, api_url)?, send_timeout: SEND_TIMEOUT })
    }

    /// The same, giving up on an answer to a send after `timeout`.
    #[must_use]
    pub fn with_send_timeout(self, timeout: Duration) -> Self {
        Self { send_timeout: timeout, ..self }
    }

    /// Asks the platform who the bot is.
    ///
    /// # Errors
    /// If the token is wrong or the platform does not answer.
    pub async fn identity(&self) -> Result<Identity, CallError> {
        let me: Me = self.api.call(&payloads::GetMe::new(), ASK_TIMEOUT).await?;
        Ok(Identity {
            id: i64::try_from(me.user.id.0).unwrap_or(i64::MAX),
            username: me.user.username.clone().unwrap_or_default(),
            name: me.user.full_name(),
        })
    }

    /// Waits for updates after `offset` and gives them raw, oldest first.
    ///
    /// # Errors
    /// If the platform does not answer or refuses.
    pub async fn updates(&self, offset: i32) -> Result<Vec<serde_json::Value>, CallError> {
        let request =
            payloads::GetUpdates::new().offset(offset).timeout(POLL_SECONDS).allowed_updates(UPDATES);
        self.api.call_as(&request, Duration::from_secs(u64::from(POLL_SECONDS) + 10)).await
    }

    /// Has updates posted to `url`, each with `secret` in its head, until another one is set or
    /// [`Telegram::delete_webhook`].
    ///
    /// # Errors
    /// If the platform does not answer, or does not take the address or the secret.
    pub async fn set_webhook(&self, url: &str, secret: &str) -> Result<(), CallError> {
        let url = url.parse().map_err(|e| CallError::Setup(format!("{url:?} is no address: {e}")))?;
        let request = payloads::SetWebhook::new(url).secret_token(secret).allowed_updates(UPDATES);
        let _: bool = self.api.call_as(&request, Duration::from_secs(15)).await?;
        Ok(())
    }

    /// Has no updates posted any more, so that they can be fetched. What waits stays.
    ///
    /// # Errors
    /// If the platform does not answer.
    pub async fn delete_webhook(&self) -> Result<(), CallError> {
        let _: bool = self.api.call_as(&payloads::DeleteWebhook::new(), Duration::from_secs(15)).await?;
        Ok(())
    }

    /// Makes one attempt to send; what is new stands in this topic of a group with topics. Never
    /// fails: what went wrong is an [`Outcome`].
    pub async fn send(&self, chat: &str, topic: Option<&str>, content: &Content) -> Outcome {
        let Ok(chat) = chat.parse().map(ChatId) else {
            return Outcome::Refused { reason: Refusal::ChatGone, why: format!("{chat:?} is no chat id") };
        };
        match content {
            Content::Message(letter) => {
                let topic = topic.and_then(|topic| topic.parse().ok()).map(|id| ThreadId(MessageId(id)));
                let sent = match self.post(To { chat, topic }, letter).await {
                    Ok(sent) => sent,
                    Err(why) => return Outcome::Refused { reason: Refusal::Refused, why },
                };
                match sent {
                    Ok(sent) => Outcome::Sent {
                        message_ids: sent.iter().map(|message| message.message_id.to_string()).collect(),
                    },
                    Err(e) => e.into_outcome(),
                }
            }
            Content::Edit { target, letter } => self.edit(chat, target, letter).await,
            Content::Delete { target, beside } => self.delete(chat, target, beside).await,
            Content::Pin { target, on, .. } => self.pin(chat, target, *on).await,
            Content::PressAnswer { query, text, alert } => {
                let mut request =
                    payloads::AnswerCallbackQuery::new(CallbackQueryId(query.clone())).show_alert(*alert);
                request.text.clone_from(text);
                let answered: Result<bool, CallError> = self.api.call_as(&request, ASK_TIMEOUT).await;
                match answered {
                    Ok(_) => Outcome::Sent { message_ids: vec![] },
                    Err(e) => e.into_outcome(),
                }
            }
        }
    }

    /// What the platform said of all messages that the letter is; an error where the letter has no
    /// form that it takes.
    async fn post(&self, to: To, letter: &Letter) -> Result<Result<Vec<SentMessage>, CallError>, String> {
        if !letter.album.is_empty() {
            return Ok(self.api.call_as(&render::album(to, letter)?, self.send_timeout).await);
        }
        let sent = self.post_one(to, letter).await?;
        Ok(sent.map(|message| vec![message]))
    }

    async fn post_one(&self, to: To, letter: &Letter) -> Result<Result<SentMessage, CallError>, String> {
        let within = self.send_timeout;
        if let Some(paper) = &letter.paper {
            let request = render::document(to, letter, &Media::of_the_message())?;
            // Some programs take a text without this mark for one in an older alphabet.
            let bytes = format!("\u{feff}{}", paper.text).into_bytes();
            return Ok(self.api.upload(&request, "document", &paper.name, bytes, within).await);
        }
        if let Some(made) = &letter.made {
            let (own, bytes) = (Media::of_the_message(), made.bytes());
            return Ok(if made.is_picture {
                let request = render::photo(to, letter, &own)?;
                self.api.upload(&request, "photo", &made.name, bytes, within).await
            } else {
                let request = render::document(to, letter, &own)?;
                self.api.upload(&request, "document", &made.name, bytes, within).await
            });
        }
        Ok(match (&letter.photo, &letter.attachment) {
            (Some(media), _) | (None, Some(Attachment::Photo(media))) => {
                self.api.call_as(&render::photo(to, letter, media)?, within).await
            }
            (None, Some(Attachment::Document(media))) => {
                self.api.call_as(&render::document(to, letter, media)?, within).await
            }
            (None, Some(Attachment::Video(media))) => {
                self.api.call_as(&render::video(to, letter, media)?, within).await
            }
            (None, Some(Attachment::Voice(media))) => {
                self.api.call_as(&render::voice(to, letter, media)?, within).await
            }
            (None, Some(Attachment::Place(point))) => {
                self.api.call_as(&render::place(to, letter, *point)?, within).await
            }
            (None, None) => self.api.call_as(&render::message(to, letter)?, within).await,
        })
    }

    async fn edit(&self, chat: ChatId, target: &str, letter: &Letter) -> Outcome {
        let Ok(target) = target.parse() else {
            return Outcome::Refused {
                reason: Refusal::Uneditable,
                why: format!("{target:?} is no message id"),
            };
        };
        let edited: Result<serde::de::IgnoredAny, CallError> =
            if letter.photo.is_some() || letter.attachment.is_some() || !letter.album.is_empty() {
                match render::edit_caption(chat, target, letter) {
                    Ok(request) => self.api.call_as(&request, self.send_timeout).await,
                    Err(why) => return Outcome::Refused { reason: Refusal::Refused, why },
                }
            } else {
                match render::edit(chat, target, letter) {
                    Ok(request) => self.api.call_as(&request, self.send_timeout).await,
                    Err(why) => return Outcome::Refused { reason: Refusal::Refused, why },
                }
            };
        match edited {
            Ok(_) => Outcome::Sent { message_ids: vec![] },
            // What we wanted to reach is already there.
            Err(e) if e.is_not_modified() => Outcome::Sent { message_ids: vec![] },
            Err(e) => e.into_outcome(),
        }
    }

    async fn pin(&self, chat: ChatId, target: &str, on: bool) -> Outcome {
        let Ok(target) = target.parse().map(MessageId) else {
            return Outcome::Refused {
                reason: Refusal::Uneditable,
                why: format!("{target:?} is no message id"),
            };
        };
        let pinned: Result<bool, CallError> = if on {
            // What was posted with a sound needs no second one.
            let request = payloads::PinChatMessage::new(chat, target).disable_notification(true);
            self.api.call_as(&request, ASK_TIMEOUT).await
        } else {
            self.api.call_as(&payloads::UnpinChatMessage::new(chat).message_id(target), ASK_TIMEOUT).await
        };
        match pinned {
            Ok(_) => Outcome::Sent { message_ids: vec![] },
            // Somebody was first.
            Err(e) if !on && e.is_unpinned_already() => Outcome::Sent { message_ids: vec![] },
            Err(e) => match e.into_outcome() {
                // Whoever may not pin may still write: that says nothing of the chat.
                Outcome::Refused { reason: Refusal::NoRight, why } => {
                    Outcome::Refused { reason: Refusal::Uneditable, why }
                }
                outcome => outcome,
            },
        }
    }

    async fn delete(&self, chat: ChatId, target: &str, beside: &[String]) -> Outcome {
        let ids = std::iter::once(target).chain(beside.iter().map(String::as_str));
        let Ok(ids) = ids.map(|id| id.parse().map(MessageId)).collect::<Result<Vec<_>, _>>() else {
            return Outcome::Refused {
                reason: Refusal::Uneditable,
                why: format!("{target:?} or {beside:?} is no message id"),
            };
        };
        let deleted: Result<bool, CallError> = match ids[..] {
            [one] => self.api.call_as(&payloads::DeleteMessage::new(chat, one), self.send_timeout).await,
            _ => self.api.call_as(&payloads::DeleteMessages::new(chat, ids), self.send_timeout).await,
        };
        match deleted {
            Ok(_) => Outcome::Sent { message_ids: vec![] },
            // What we wanted to reach is already there.
            Err(e) if e.is_deleted_already() => Outcome::Sent { message_ids: vec![] },
            Err(e) => e.into_outcome(),
        }
    }

    /// What an account may do in a group; `None` if the platform does not know it there.
    ///
    /// # Errors
    /// If the platform does not answer.
    pub async fn standing(&self, chat: &str, account: &str) -> Result<Option<Standing>, CallError> {
        let (Ok(chat), Ok(user)) = (chat.parse().map(ChatId), account.parse().map(UserId)) else {
            return Ok(None);
        };
        let asked: Result<ChatMember, CallError> =
            self.api.call(&payloads::GetChatMember::new(chat, user), ASK_TIMEOUT).await;
        match asked {
            Ok(member) => Ok(Some(standing_of(&member.kind))),
            Err(CallError::Refused { .. }) => Ok(None),
            Err(e) => Err(e),
        }
    }

    /// Asks how the bot, whose own account is `me`, stands in a group. `None`: the platform says
    /// nothing that we understand.
    ///
    /// # Errors
    /// If the platform does not answer, or the group has another id by now.
    pub async fn probe(&self, chat: &str, me: i64) -> Result<Option<Probe>, CallError> {
        let (Ok(chat), Ok(me)) = (chat.parse().map(ChatId), u64::try_from(me).map(UserId)) else {
            return Ok(None);
        };
        let gone = Probe { standing: Membership::Gone, may_pin: false, members: None };
        let member: AskedMember =
            match self.api.call_as(&payloads::GetChatMember::new(chat, me), ASK_TIMEOUT).await {
                Ok(member) => member,
                Err(CallError::Refused { code, ref description, migrate_to: None, .. })
                    if refusal(code, description).is_of_the_chat() =>
                {
                    return Ok(Some(gone));
                }
                Err(e) => return Err(e),
            };
        let count: u32 = match member.status.as_str() {
            "left" | "kicked" => return Ok(Some(gone)),
            "restricted" if !member.is_member => return Ok(Some(gone)),
            "creator" | "administrator" | "member" | "restricted" => {
                self.api.call_as(&payloads::GetChatMemberCount::new(chat), ASK_TIMEOUT).await?
            }
            _ => return Ok(None),
        };
        let members = Some(i64::from(count));
        if member.status == "creator" || member.status == "administrator" {
            let may_pin = member.status == "creator" || member.can_pin_messages;
            return Ok(Some(Probe { standing: Membership::Admin, may_pin, members }));
        }
        // What members may do holds for the bot as well.
        let asked: AskedChat = self.api.call_as(&payloads::GetChat::new(chat), ASK_TIMEOUT).await?;
        let all =
            asked.permissions.unwrap_or(AskedRights { can_send_messages: true, can_pin_messages: false });
        let is_restricted = member.status == "restricted";
        let may_write = all.can_send_messages && (!is_restricted || member.can_send_messages);
        let may_pin = all.can_pin_messages && (!is_restricted || member.can_pin_messages);
        let standing = if may_write { Membership::Member } else { Membership::Silenced };
        Ok(Some(Probe { standing, may_pin, members }))
    }

    /// Fetches a file that a person sent.
    ///
    /// # Errors
    /// If it is too large, gone, or the platform does not answer.
    pub async fn file(&self, file_id: &str) -> Result<Vec<u8>, CallError> {
        let file: File =
            self.api.call(&payloads::GetFile::new(FileId(file_id.to_owned())), ASK_TIMEOUT).await?;
        self.api.download(&file.path, FILE_BYTES_MAX).await
    }

    /// Offers commands to people whose app is in `language` (`None`: in any other).
    ///
    /// # Errors
    /// If the platform does not answer or refuses.
    pub async fn set_commands(
        &self,
        scope: Scope,
        language: Option<&str>,
        commands: &Commands,
    ) -> Result<(), CallError> {
        let mut request = payloads::SetMyCommands::new(
            commands.iter().map(|(name, about)| BotCommand::new(*name, about.clone())),
        )
        .scope(match scope {
            Scope::Private => BotCommandScope::AllPrivateChats,
            Scope::Groups => BotCommandScope::AllGroupChats,
        });
        request.language_code = language.map(str::to_owned);
        let _: bool = self.api.call_as(&request, ASK_TIMEOUT).await?;
        Ok(())
    }
}

fn standing_of(kind: &ChatMemberKind) -> Standing {
    match kind {
        ChatMemberKind::Owner(_) | ChatMemberKind::Administrator(_) => {
            Standing { is_admin: true, may_write: true }
        }
        ChatMemberKind::Member(_) => Standing { is_admin: false, may_write: true },
        ChatMemberKind::Restricted(r) => Standing { is_admin: false, may_write: r.can_send_messages },
        ChatMemberKind::Left | ChatMemberKind::Banned(_) => Standing { is_admin: false, may_write: false },
    }
}

impl CallError {
    /// What a failed call means for the row that asked for it.
    fn into_outcome(self) -> Outcome {
        match self {
            Self::Refused { code: 429, retry_after, description, .. } => {
                Outcome::NotSent { wait: Wait::Told(retry_after.unwrap_or(1)), why: description }
            }
            Self::Refused { migrate_to: Some(to), .. } => Outcome::Migrated { to: to.to_string() },
            // The token is not valid (any more): that is nobody's fault in the chat.
            Self::Refused { code: 401 | 404, description, .. } => {
                Outcome::NotSent { wait: Wait::Unreachable, why: description }
            }
            Self::Refused { code, description, .. } => {
                Outcome::Refused { reason: refusal(code, &description), why: description }
            }
            Self::Unreachable(why) => Outcome::NotSent { wait: Wait::Unreachable, why },
            Self::Lost(why) | Self::Setup(why) => Outcome::Unknown { why },
        }
    }
}

/// Telegram tells reasons apart by words only; these are the ones that people can act on.
fn refusal(code: u16, description: &str) -> Refusal {
    let says = |words: &str| description.contains(words);
    if says("blocked by the user") || says("user is deactivated") || says("can't initiate conversation") {
        Refusal::Blocked
    } else if says("kicked") || says("not a member") {
        Refusal::Removed
    } else if says("not enough rights") || says("have no rights") || says("_FORBIDDEN") {
        Refusal::NoRight
    } else if says("chat not found") || says("group chat was deactivated") || says("chat was deleted") {
        Refusal::ChatGone
    } else if says("TOPIC_CLOSED") || says("thread not found") {
        Refusal::TopicClosed
    } else if code == 403 {
        Refusal::NoRight
    } else if UNEDITABLE.iter().any(|words| says(words)) {
        Refusal::Uneditable
    } else if code == 413 || BROKEN.iter().any(|words| says(words)) {
        Refusal::Refused
    } else {
        Refusal::Unclear
    }
}

/// What is said of a message that cannot be changed or taken away.
const UNEDITABLE: [&str; 5] = [
    "message can't be edited",
    "message to edit not found",
    "message can't be deleted",
    "there is no text in the message to edit",
    "there is no caption in the message to edit",
];

/// What is said of content that no chat would be given.
const BROKEN: [&str; 14] = [
    "message is too long",
    "MESSAGE_TOO_LONG",
    "message text is empty",
    "message caption is too long",
    "can't parse",
    "entity beginning at",
    "BUTTON_DATA_INVALID",
    "BUTTON_URL_INVALID",
    "reply markup is too long",
    "inline keyboard button text must be non-empty",
    "wrong file identifier",
    "invalid file_id",
    "file is too big",
    "there is no photo in the request",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(code: u16, description: &str) -> CallError {
        CallError::Refused { code, description: description.into(), retry_after: None, migrate_to: None }
    }

    #[test]
    fn every_refusal_names_what_a_person_can_act_on() {
        for (code, description, reason) in [
            (403, "Forbidden: bot was blocked by the user", Refusal::Blocked),
            (403, "Forbidden: bot can't initiate conversation with a user", Refusal::Blocked),
            (403, "Forbidden: bot was kicked from the supergroup chat", Refusal::Removed),
            (403, "Forbidden: bot is not a member of the supergroup chat", Refusal::Removed),
            (400, "Bad Request: not enough rights to send text messages to the chat", Refusal::NoRight),
            (400, "Bad Request: chat not found", Refusal::ChatGone),
            (400, "Bad Request: TOPIC_CLOSED", Refusal::TopicClosed),
            (400, "Bad Request: message is too long", Refusal::Refused),
            (400, "Bad Request: can't parse entities: unclosed", Refusal::Refused),
            (400, "Bad Request: message can't be edited", Refusal::Uneditable),
            (400, "Bad Request: message to edit not found", Refusal::Uneditable),
            (400, "Bad Request: message can't be deleted for everyone", Refusal::Uneditable),
            (400, "Bad Request: CHAT_SEND_PHOTOS_FORBIDDEN", Refusal::NoRight),
            (400, "Bad Request: PEER_ID_INVALID", Refusal::Unclear),
        ] {
            assert_eq!(refusal(code, description), reason, "{description}");
        }
    }

    #[test]
    fn only_what_was_surely_not_sent_may_be_tried_again() {
        let told = CallError::Refused {
            code: 429,
            description: "Too Many Requests: retry after 8".into(),
            retry_after: Some(8),
            migrate_to: None,
        };
        assert!(matches!(told.into_outcome(), Outcome::NotSent { wait: Wait::Told(8), .. }));
        assert!(matches!(
            CallError::Unreachable("refused".into()).into_outcome(),
            Outcome::NotSent { wait: Wait::Unreachable, .. }
        ));
        assert!(matches!(CallError::Lost("timed out".into()).into_outcome(), Outcome::Unknown { .. }));
        assert!(matches!(refused(400, "Bad Request: x").into_outcome(), Outcome::Refused { .. }));
    }
}
