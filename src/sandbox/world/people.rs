//! What people do: they come, start bots, write, edit, block.

use anyhow::{Result, anyhow, bail, ensure};
use axum::body::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::World;
use super::chat::{Author, Chat, Draft, Kind, Media, Place, Standing};
use crate::sandbox::entities;
use crate::sandbox::files::FileKind;
use crate::sandbox::html;
use crate::text::utf16_len;

/// A channel in which nobody here is.
const FORWARDED_CHANNEL: i64 = -1_001_000_000_001;
const PAYLOAD_CHARS_MAX: usize = 64;
/// An app would send more than this as several messages.
const TEXT_UNITS_MAX: usize = 4096;

/// A person with a phone.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: i64,
    pub name: String,
    pub username: Option<String>,
    /// `language_code` of the person's app.
    pub language: String,
    /// Whom the reader of the page plays here.
    pub note: Option<Words>,
}

/// Words of the page in each of its languages.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    vi: String,
    en: String,
}

/// Something to try: as whom, and in which group if not in the private chat.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    text: Words,
    person: Option<i64>,
    chat: Option<i64>,
}

/// Something that a person writes.
#[derive(Default)]
pub struct Speech {
    pub text: String,
    /// Whether `text` is HTML.
    pub is_html: bool,
    pub reply_to: Option<i64>,
    pub file: Option<(FileKind, String, String, Bytes)>,
    /// A place on the map, which comes without words.
    pub place: Option<Media>,
    /// The same for all that are sent at once.
    pub album: Option<String>,
    /// The channel that it is sent on from.
    pub forwarded_from: Option<String>,
    /// Whether the person, an admin, hides behind the group.
    pub is_anonymous: bool,
    /// The topic in which it is written.
    pub topic: Option<i64>,
}

impl World {
    /// A new person.
    pub fn new_person(&mut self, name: &str, language: &str, username: Option<&str>) -> i64 {
        self.last_person_id += 1;
        let id = self.last_person_id;
        let (name, language) = (name.to_owned(), language.to_owned());
        let username = username.map(|username| username.trim_start_matches('@').to_owned());
        self.people.insert(id, Person { id, name, username, language, note: None });
        self.touch();
        id
    }

    /// The person's private chat with the bot, made if it is new.
    ///
    /// # Errors
    /// If there is no such person.
    pub fn private(&mut self, bot: i64, person: i64) -> Result<Place> {
        ensure!(self.people.contains_key(&person), "no person has the id {person}");
        let place = Place::Private { bot, person };
        self.chats.entry(place).or_insert_with(|| Chat::new(Kind::Private, ""));
        Ok(place)
    }

    /// The person opens the private chat and presses Start; a block is lifted by that.
    ///
    /// # Errors
    /// If there is no such person.
    pub fn start(&mut self, bot: i64, person: i64, payload: Option<&str>) -> Result<i64> {
        if let Some(payload) = payload {
            check_payload(payload)?;
        }
        let place = self.private(bot, person)?;
        self.set_blocked(bot, person, false)?;
        let text = payload.map_or_else(|| "/start".to_owned(), |payload| format!("/start {payload}"));
        Ok(self.speak(person, place, &text))
    }

    /// The person blocks or unblocks the bot.
    ///
    /// # Errors
    /// If there is no such person.
    pub fn set_blocked(&mut self, bot: i64, person: i64, blocked: bool) -> Result<()> {
        let place = self.private(bot, person)?;
        let Some(chat) = self.chats.get_mut(&place) else { return Ok(()) };
        if chat.blocked == blocked {
            return Ok(());
        }
        chat.blocked = blocked;
        self.touch();
        let (was, now) = (Standing::Member, Standing::Kicked);
        let (was, now) = if blocked { (was, now) } else { (now, was) };
        self.tell_standing(place, bot, person, was, now);
        Ok(())
    }

    /// The person writes plain words.
    pub(super) fn speak(&mut self, person: i64, place: Place, text: &str) -> i64 {
        let draft = Draft {
            text: text.to_owned(),
            entities: entities::with_found(text, Vec::new()),
            ..Draft::default()
        };
        self.utter(Author::Person(person), place, draft)
    }

    /// So many new people write the same to the bot, in turns until there are `count` messages;
    /// their ids.
    ///
    /// # Errors
    /// If there is nobody to write.
    pub fn speak_in_turns(&mut self, bot: i64, people: u32, count: u32, text: &str) -> Result<Vec<i64>> {
        let mut places = Vec::new();
        for n in 1..=people {
            let person = self.new_person(&format!("Người {n}"), "vi", None);
            places.push((person, self.private(bot, person)?));
        }
        ensure!(!places.is_empty() && !text.is_empty(), "somebody has to say something");
        for (person, place) in places.iter().cycle().take(usize::try_from(count)?) {
            self.speak(*person, *place, text);
        }
        Ok(places.into_iter().map(|(person, _)| person).collect())
    }

    fn utter(&mut self, author: Author, place: Place, draft: Draft) -> i64 {
        if let Some(chat) = self.chats.get_mut(&place) {
            chat.started = true;
        }
        let id = self.post(place, author, draft);
        self.deliver(place, id, "message");
        id
    }

    fn may_speak(&self, person: i64, place: Place) -> Result<&Chat> {
        if let Place::Group(id) = place {
            let chat = self.group(id)?;
            ensure!(chat.standing(person).is_in(), "{person} is not in the group {id}");
            return Ok(chat);
        }
        match self.chats.get(&place) {
            Some(chat) if chat.blocked => bail!("{person} has blocked the bot; unblock or start it first"),
            Some(chat) => Ok(chat),
            None => bail!("there is no such chat"),
        }
    }

    /// The person writes something.
    ///
    /// # Errors
    /// If the person may not write there, or there is nothing to write.
    pub fn say(&mut self, person: i64, place: Place, speech: Speech) -> Result<i64> {
        let chat = self.may_speak(person, place)?;
        if let Some(id) = speech.reply_to {
            let visible = chat.messages.get(&id).is_some_and(|message| message.is_visible_to(person));
            ensure!(visible, "no message {id} is here to reply to");
        }
        let author = if speech.is_anonymous {
            ensure!(chat.standing(person).is_admin(), "only an admin can write for the group");
            Author::Anonymous
        } else {
            Author::Person(person)
        };
        let mut draft = rich(&speech.text, speech.is_html)?;
        let has_more = speech.file.is_some() || speech.place.is_some();
        ensure!(!draft.text.is_empty() || has_more, "there is nothing to say");
        (draft.reply_to, draft.media, draft.album) = (speech.reply_to, speech.place, speech.album);
        draft.topic = speech.topic;
        draft.origin = speech.forwarded_from.map(|title| {
            json!({ "type": "channel", "date": self.clock.now().timestamp(), "message_id": 1,
                "chat": { "id": FORWARDED_CHANNEL, "type": "channel", "title": title } })
        });
        if let Some((kind, name, mime, bytes)) = speech.file {
            draft.media = Some(Media::File(self.files.add(kind, &name, &mime, bytes)));
        }
        Ok(self.utter(author, place, draft))
    }

    /// The person changes the words of an own message.
    ///
    /// # Errors
    /// If it is not the person's message.
    pub fn edit(&mut self, person: i64, place: Place, id: i64, text: &str, is_html: bool) -> Result<()> {
        self.may_speak(person, place)?;
        let now = self.clock.now();
        let message = self.message_mut(place, id).ok_or_else(|| anyhow!("no message {id} is here"))?;
        ensure!(message.author == Author::Person(person), "{person} did not write message {id}");
        let draft = rich(text, is_html)?;
        ensure!(!draft.text.is_empty() || message.content.media.is_some(), "there is nothing to say");
        (message.content.text, message.content.entities) = (draft.text, draft.entities);
        message.edited_at = Some(now);
        self.deliver(place, id, "edited_message");
        Ok(())
    }
}

/// What a link to a bot can carry.
pub(super) fn check_payload(payload: &str) -> Result<()> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let fits = (1..=PAYLOAD_CHARS_MAX).contains(&payload.len()) && payload.chars().all(is_plain);
    ensure!(fits, "a link carries 1 to {PAYLOAD_CHARS_MAX} of A-Z, a-z, 0-9, _ and -, not “{payload}”");
    Ok(())
}

/// Words as an app sends them: cut at both ends, with what Telegram finds in them.
fn rich(text: &str, is_html: bool) -> Result<Draft> {
    let (text, given) =
        if is_html { html::parse(text).map_err(anyhow::Error::msg)? } else { (text.to_owned(), Vec::new()) };
    let (text, given) = entities::trim(&text, given);
    ensure!(utf16_len(&text) <= TEXT_UNITS_MAX, "a message has at most {TEXT_UNITS_MAX} characters");
    let entities = entities::with_found(&text, given);
    Ok(Draft { text, entities, ..Draft::default() })
}
