//! New messages without files, and copies of old ones.

use serde_json::{Value, json};

use super::Call;
use super::content::{CAPTION_UNITS_MAX, TEXT_UNITS_MAX, formatted};
use crate::sandbox::descriptions::{self, Description, Failure};
use crate::sandbox::world::{Access, Author, Draft, Media, Message, Place, Standing};

const ACTIONS: &[&str] = &[
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
];

impl Call<'_> {
    pub(super) fn send_message(&mut self) -> Result<Value, Failure> {
        let place = self.place(Access::Write)?;
        self.may_send(place, "text messages")?;
        let mut draft = self.draft(place)?;
        (draft.text, draft.entities) =
            formatted(self.params, "text", TEXT_UNITS_MAX, &descriptions::TEXT_TOO_LONG)?;
        if draft.text.is_empty() {
            return Err(descriptions::TEXT_EMPTY.fail());
        }
        Ok(self.post(place, draft))
    }

    pub(super) fn send_location(&mut self) -> Result<Value, Failure> {
        let place = self.place(Access::Write)?;
        self.may_send(place, "locations")?;
        let mut draft = self.draft(place)?;
        let degrees = |name: &str| self.params.get(name).and_then(Value::as_f64).unwrap_or(0.0);
        draft.media =
            Some(Media::Location { latitude: degrees("latitude"), longitude: degrees("longitude") });
        Ok(self.post(place, draft))
    }

    pub(super) fn send_action(&mut self) -> Result<Value, Failure> {
        let place = self.place(Access::Write)?;
        self.may_send(place, "text messages")?;
        match self.text("action") {
            Some(action) if ACTIONS.contains(&action) => Ok(true.into()),
            _ => Err(descriptions::WRONG_ACTION.fail()),
        }
    }

    /// Puts the bot's message into the chat and answers with it.
    pub(super) fn post(&mut self, place: Place, draft: Draft) -> Value {
        let id = self.world.post(place, Author::Bot(self.bot), draft);
        self.message_json(place, id)
    }

    /// Refuses what a muted bot may not do.
    pub(super) fn may_send(&self, place: Place, what: &str) -> Result<(), Failure> {
        let standing = self.world.chats.get(&place).map(|chat| chat.standing(self.bot));
        match standing {
            Some(Standing::Restricted) => Err(descriptions::NO_RIGHT_TO_SEND.about(what)),
            _ => Ok(()),
        }
    }

    pub(super) fn copy(&mut self) -> Result<Value, Failure> {
        let place = self.place(Access::Write)?;
        let original = self.original(&descriptions::COPY_NOT_FOUND, &descriptions::CANT_COPY)?.content;
        self.may_send(place, "text messages")?;
        let mut draft = self.draft(place)?;
        draft.media = original.media;
        (draft.text, draft.entities) = (original.text, original.entities);
        if draft.media.is_some() && self.params.contains_key("caption") {
            let caption =
                formatted(self.params, "caption", CAPTION_UNITS_MAX, &descriptions::CAPTION_TOO_LONG);
            (draft.text, draft.entities) = caption?;
        }
        let sent = self.post(place, draft);
        Ok(json!({ "message_id": sent["message_id"] }))
    }

    pub(super) fn forward(&mut self) -> Result<Value, Failure> {
        let place = self.place(Access::Write)?;
        let original = self.original(&descriptions::FORWARD_NOT_FOUND, &descriptions::CANT_FORWARD)?;
        self.may_send(place, "text messages")?;
        let date = original.at.timestamp();
        let origin = match original.author {
            Author::Person(id) | Author::Bot(id) => {
                json!({ "type": "user", "date": date, "sender_user": self.world.user_json(id) })
            }
            Author::Anonymous => {
                let from = self.place_in("from_chat_id", Access::Read)?;
                json!({ "type": "chat", "date": date, "sender_chat": self.world.chat_json(from) })
            }
        };
        let origin = original.content.origin.clone().unwrap_or(origin);
        let content = original.content;
        let draft = Draft {
            text: content.text,
            entities: content.entities,
            media: content.media,
            origin: Some(origin),
            ..Draft::default()
        };
        Ok(self.post(place, draft))
    }

    /// The message in `from_chat_id` and `message_id`.
    fn original(&self, not_found: &Description, cannot: &Description) -> Result<Message, Failure> {
        let from = self.place_in("from_chat_id", Access::Read)?;
        let message = self.int("message_id").and_then(|id| self.world.message(from, id));
        let message = message.ok_or_else(|| not_found.fail())?;
        if message.content.service.is_some() {
            return Err(cannot.fail());
        }
        Ok(message.clone())
    }
}
