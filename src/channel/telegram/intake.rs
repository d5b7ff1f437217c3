//! What is kept of an update. A whitelist: an [`Event`] is built from what the product needs,
//! and nothing else of the update is ever stored. In groups that is only what is addressed to
//! the bot, even where the bot is an administrator and receives everything.

use serde_json::Value;
use teloxide::types::{
    CallbackQuery, Chat, ChatKind as ChatKind_, ChatMemberKind, ChatMemberUpdated, InlineKeyboardButtonKind,
    Message, MessageEntity, MessageEntityKind, MessageOrigin, PublicChatKind, User,
};

use super::super::{ChatKind, Event, EventChat, Media, Point, Sender, Standing, What};
use crate::text::{Rich, Span, nfc};

/// The account behind which a group's anonymous administrators write.
const ANONYMOUS_ADMIN: u64 = 1_087_968_824;

/// How the names of pictures end that are sent as documents.
const PICTURES: [&str; 12] =
    ["jpg", "jpeg", "jpe", "png", "heic", "heif", "webp", "bmp", "gif", "tif", "tiff", "dng"];

/// How updates for one bot are read.
#[derive(Clone, Debug)]
pub struct Intake {
    /// The bot's own id.
    pub me: i64,
    /// The bot's name without `@`.
    pub username: String,
    /// Commands that count in a group without the bot's name behind them.
    pub group_commands: &'static [&'static str],
}

/// An update as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub update_id: i64,
    /// The platform's id of the chat: updates of one chat are handled in order.
    pub chat: String,
    /// `None`: nothing in it was for us, and nothing of it is kept.
    pub event: Option<Event>,
}

impl Intake {
    /// Reads one raw update. `None` if it has no id, so that it cannot even be confirmed.
    #[must_use]
    pub fn keep(&self, raw: &Value) -> Option<Kept> {
        let update_id = raw.get("update_id")?.as_i64()?;
        let event = self.event(raw);
        let chat = event.as_ref().map(|e| e.chat.platform_id.clone()).unwrap_or_default();
        Some(Kept { update_id, chat, event })
    }

    // The parts are read one by one: the library's own reading of a whole update depends on
    // the order of its fields, which a parsed JSON value does not keep.
    fn event(&self, raw: &Value) -> Option<Event> {
        if raw.get("message").is_some() {
            return match part::<Message>(raw, "message") {
                Some(message) => {
                    let carried = self.carried(&message);
                    self.message(&message).map(|event| Event { carried, ..event })
                }
                None => other(raw),
            };
        }
        if let Some(message) = part::<Message>(raw, "edited_message") {
            let text = rich(message.text()?, message.entities().unwrap_or_default());
            // In a group only what answers us: an officer's answer under a card.
            let is_ours = message.chat.is_private() || self.answered(&message).is_some();
            return is_ours.then(|| event(&message, What::Edited { text }));
        }
        if let Some(query) = part::<CallbackQuery>(raw, "callback_query") {
            return self.press(&query);
        }
        part::<ChatMemberUpdated>(raw, "my_chat_member").map(|change| standing(&change))
    }

    fn message(&self, message: &Message) -> Option<Event> {
        if let Some(to) = message.migrate_to_chat_id() {
            return Some(nobody(message, What::Migrated { to: to.to_string() }));
        }
        if let Some(from) = message.migrate_from_chat_id() {
            let mut event = nobody(message, What::Migrated { to: message.chat.id.to_string() });
            event.chat.platform_id = from.to_string();
            return Some(event);
        }
        let private = message.chat.is_private();
        let reply_to = self.answered(message).map(|ours| ours.id.0.to_string());
        let (text, entities) = match (message.text(), message.caption()) {
            (Some(text), _) => (text, message.entities().unwrap_or_default()),
            (None, Some(caption)) => (caption, message.caption_entities().unwrap_or_default()),
            (None, None) => ("", &[][..]),
        };
        if let Some((name, argument)) = self.command(text, entities, private) {
            return Some(event(message, What::Command { name, argument, reply_to }));
        }
        if !private && reply_to.is_none() && !self.is_mentioned(text, entities) {
            return None;
        }
        let words = self.without_mention(rich(text, entities));
        if let Some(sizes) = message.photo() {
            let largest = sizes.iter().max_by_key(|s| u64::from(s.width) * u64::from(s.height))?;
            let media =
                Media { file_id: largest.file.id.0.clone(), unique_id: largest.file.unique_id.0.clone() };
            return Some(event(message, What::Photo { media, caption: words, reply_to }));
        }
        if let Some(document) = message.document() {
            let what = What::Document {
                file_id: document.file.id.0.clone(),
                unique_id: document.file.unique_id.0.clone(),
                name: document.file_name.clone().unwrap_or_default(),
                bytes: u64::from(document.file.size),
                picture: is_picture(
                    document.mime_type.as_ref().map(|mime| mime.essence_str()).unwrap_or_default(),
                    document.file_name.as_deref().unwrap_or_default(),
                ),
                caption: words,
                reply_to,
            };
            return Some(event(message, what));
        }
        if let Some(video) = message.video() {
            let media = Media { file_id: video.file.id.0.clone(), unique_id: video.file.unique_id.0.clone() };
            return Some(event(message, What::Video { media, caption: words, reply_to }));
        }
        if let Some(voice) = message.voice() {
            let media = Media { file_id: voice.file.id.0.clone(), unique_id: voice.file.unique_id.0.clone() };
            return Some(event(message, What::Voice { media, caption: words, reply_to }));
        }
        if let Some(place) = message.location().or_else(|| message.venue().map(|venue| &venue.location)) {
            let point = Point::of_degrees(place.latitude, place.longitude);
            return Some(event(message, What::Place { point, reply_to }));
        }
        if words.is_empty() {
            // A sticker, a film, a bare mention: in private the person is owed a word.
            let service = message.new_chat_members().is_some() || message.left_chat_member().is_some();
            return (!service && (private || reply_to.is_some() || message.text().is_some()))
                .then(|| event(message, What::Other));
        }
        Some(event(message, What::Text { text: words, reply_to }))
    }

    /// The message of ours that a message answers.
    fn answered<'m>(&self, message: &'m Message) -> Option<&'m Message> {
        message.reply_to_message().filter(|m| m.from.as_ref().is_some_and(|user| id_of(user) == self.me))
    }

    /// What a link to us under our own message carries, where a message answers that one: by it we
    /// know a message again of which we never heard that it was sent. Under an album it is the last
    /// link of the words.
    fn carried(&self, message: &Message) -> Option<String> {
        let answered = self.answered(message)?;
        let buttons = answered.reply_markup().map_or(&[][..], |markup| &markup.inline_keyboard);
        let of_buttons = buttons.iter().flatten().filter_map(|button| match &button.kind {
            InlineKeyboardButtonKind::Url(url) => Some(url),
            _ => None,
        });
        let links = answered.caption_entities().unwrap_or_default().iter().rev();
        let of_words = links.filter_map(|entity| match &entity.kind {
            MessageEntityKind::TextLink { url } => Some(url),
            _ => None,
        });
        of_buttons.chain(of_words).find_map(|url| {
            url.query_pairs().find(|(name, _)| name == "start").map(|(_, payload)| payload.into_owned())
        })
    }

    /// The command at the beginning of a text, if it is for us.
    fn command(&self, text: &str, entities: &[MessageEntity], private: bool) -> Option<(String, String)> {
        let entity = entities.iter().find(|e| e.offset == 0 && e.kind == MessageEntityKind::BotCommand)?;
        // Commands are ASCII, so UTF-16 units and bytes are the same here.
        let (command, rest) = text.split_at_checked(entity.length)?;
        let (name, to) = match command.strip_prefix('/')?.split_once('@') {
            Some((name, to)) => (name, Some(to)),
            None => (command.strip_prefix('/')?, None),
        };
        let name = name.to_ascii_lowercase();
        let ours = match to {
            Some(to) => to.eq_ignore_ascii_case(&self.username),
            None => private || self.group_commands.contains(&name.as_str()),
        };
        ours.then(|| (name, nfc(rest.trim())))
    }

    fn is_mentioned(&self, text: &str, entities: &[MessageEntity]) -> bool {
        let units: Vec<u16> = text.encode_utf16().collect();
        entities.iter().any(|entity| match &entity.kind {
            MessageEntityKind::Mention => units
                .get(entity.offset..entity.offset + entity.length)
                .map(String::from_utf16_lossy)
                .is_some_and(|name| name.trim_start_matches('@').eq_ignore_ascii_case(&self.username)),
            MessageEntityKind::TextMention { user } => id_of(user) == self.me,
            _ => false,
        })
    }

    /// The words without our own name, which is an address and not part of what is said.
    fn without_mention(&self, rich: Rich) -> Rich {
        let name = format!("@{}", self.username).to_ascii_lowercase();
        let mut clean = Rich::default();
        for span in rich.spans() {
            let mut text = span.text.clone();
            while let Some(at) = text.to_ascii_lowercase().find(&name) {
                text.replace_range(at..at + name.len(), "");
            }
            clean.push(Span { text, ..span.clone() });
        }
        clean.trimmed()
    }

    fn press(&self, query: &CallbackQuery) -> Option<Event> {
        let message = query.message.as_ref()?;
        let chat = message.chat();
        Some(Event {
            chat: message.regular_message().map_or_else(|| chat_of(chat), chat_with_topic),
            from: Some(sender(&query.from, chat.is_private())),
            message_id: Some(message.id().0.to_string()),
            carried: None,
            album: None,
            forwarded: None,
            what: What::Press { query: query.id.0.clone(), action: query.data.clone()? },
        })
    }
}

/// Whether a document is a picture, by what it says it is or by the end of its name.
fn is_picture(mime: &str, name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    mime.starts_with("image/") || ending.is_some_and(|ending| PICTURES.contains(&ending.as_str()))
}

/// Files of which the library reads nothing where the optional `mime_type` is missing.
const TYPED: [&str; 4] = ["video", "voice", "audio", "animation"];

fn part<T: serde::de::DeserializeOwned>(raw: &Value, name: &str) -> Option<T> {
    let raw = raw.get(name)?;
    let lacks = |kind: &&str| raw.get(kind).is_some_and(|file| file.get("mime_type").is_none());
    let Some(kind) = TYPED.into_iter().find(|kind| lacks(kind)) else { return T::deserialize(raw).ok() };
    let mut raw = raw.clone();
    raw[kind]["mime_type"] = Value::Null;
    T::deserialize(raw).ok()
}

fn id_of(user: &User) -> i64 {
    i64::try_from(user.id.0).unwrap_or(i64::MAX)
}

fn chat_of(chat: &Chat) -> EventChat {
    EventChat {
        platform_id: chat.id.to_string(),
        kind: if chat.is_private() { ChatKind::Private } else { ChatKind::Group },
        title: nfc(chat.title().unwrap_or_default()),
        has_topics: has_topics(chat),
        topic: None,
    }
}

fn has_topics(chat: &Chat) -> bool {
    let ChatKind_::Public(public) = &chat.kind else { return false };
    matches!(&public.kind, PublicChatKind::Supergroup(group) if group.is_forum)
}

/// The chat of a message, with the topic that it is in.
fn chat_with_topic(message: &Message) -> EventChat {
    let topic = message.thread_id.filter(|_| message.is_topic_message);
    EventChat { topic: topic.map(|topic| topic.0.0.to_string()), ..chat_of(&message.chat) }
}

fn sender(user: &User, with_name: bool) -> Sender {
    Sender {
        platform_id: user.id.0.to_string(),
        name: if with_name { nfc(&user.full_name()) } else { String::new() },
        language: user.language_code.clone().unwrap_or_default(),
        anonymous: user.id.0 == ANONYMOUS_ADMIN,
    }
}

fn event(message: &Message, what: What) -> Event {
    // A name is kept where a person introduces themselves: in private, or with an opened link.
    let opens_link = matches!(&what, What::Command { name, .. } if name == "start");
    let with_name = message.chat.is_private() || opens_link;
    Event {
        chat: chat_with_topic(message),
        from: message.from.as_ref().map(|user| sender(user, with_name)),
        message_id: Some(message.id.0.to_string()),
        carried: None,
        album: message.media_group_id().map(|id| id.0.clone()),
        forwarded: message.forward_origin().filter(|_| message.chat.is_private()).map(whence),
        what,
    }
}

/// Where a message was sent on from. A person's name is nobody's business here.
fn whence(origin: &MessageOrigin) -> String {
    let chat = match origin {
        MessageOrigin::Channel { chat, .. } | MessageOrigin::Chat { sender_chat: chat, .. } => chat,
        MessageOrigin::User { .. } | MessageOrigin::HiddenUser { .. } => return String::new(),
    };
    nfc(chat.title().unwrap_or_default())
}

fn nobody(message: &Message, what: What) -> Event {
    Event {
        chat: chat_of(&message.chat),
        from: None,
        message_id: None,
        carried: None,
        album: None,
        forwarded: None,
        what,
    }
}

fn standing(change: &ChatMemberUpdated) -> Event {
    let standing = match &change.new_chat_member.kind {
        ChatMemberKind::Owner(_) | ChatMemberKind::Administrator(_) => Standing::Admin,
        ChatMemberKind::Member(_) => Standing::Member,
        ChatMemberKind::Restricted(r) if !r.is_member => Standing::Gone,
        ChatMemberKind::Restricted(r) if r.can_send_messages => Standing::Member,
        ChatMemberKind::Restricted(_) => Standing::Silenced,
        ChatMemberKind::Left | ChatMemberKind::Banned(_) => Standing::Gone,
    };
    Event {
        chat: chat_of(&change.chat),
        from: Some(sender(&change.from, false)),
        message_id: None,
        carried: None,
        album: None,
        forwarded: None,
        what: What::Standing(standing),
    }
}

/// An update that our library cannot read. In a private chat the person is told that we
/// could not use it; from a group nothing is kept.
fn other(raw: &Value) -> Option<Event> {
    let message = raw.get("message")?;
    let chat = message.get("chat")?;
    if chat.get("type")?.as_str()? != "private" {
        return None;
    }
    let id = chat.get("id")?.as_i64()?.to_string();
    Some(Event {
        chat: EventChat {
            platform_id: id.clone(),
            kind: ChatKind::Private,
            title: String::new(),
            has_topics: false,
            topic: None,
        },
        from: Some(Sender {
            platform_id: id,
            name: String::new(),
            language: message
                .pointer("/from/language_code")
                .and_then(Value::as_str)
                .unwrap_or_default()
                .into(),
            anonymous: false,
        }),
        message_id: message.get("message_id").and_then(Value::as_i64).map(|id| id.to_string()),
        carried: None,
        album: None,
        forwarded: None,
        what: What::Other,
    })
}

/// Text with entities as rich text. Looks that we do not carry become plain.
fn rich(text: &str, entities: &[MessageEntity]) -> Rich {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut cuts: Vec<usize> = entities
        .iter()
        .flat_map(|e| [e.offset, e.offset.saturating_add(e.length)])
        .chain([0, units.len()])
        .map(|cut| cut.min(units.len()))
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut rich = Rich::default();
    for window in cuts.windows(2) {
        let (from, to) = (window[0], window[1]);
        let mut span = Span { text: String::from_utf16_lossy(&units[from..to]), ..Span::default() };
        for entity in entities.iter().filter(|e| e.offset <= from && to <= e.offset.saturating_add(e.length))
        {
            match &entity.kind {
                MessageEntityKind::Bold => span.bold = true,
                MessageEntityKind::Italic => span.italic = true,
                MessageEntityKind::Underline => span.underline = true,
                // What else a link can name (a person, a number) means nothing in another chat.
                MessageEntityKind::TextLink { url } if matches!(url.scheme(), "http" | "https") => {
                    span.link = Some(url.to_string());
                }
                _ => {}
            }
        }
        rich.push(span);
    }
    rich
}

#[cfg(test)]
mod tests;
