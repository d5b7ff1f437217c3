//! Changing and deleting what stands already, and answering presses.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::Call;
use super::content::{CAPTION_UNITS_MAX, TEXT_UNITS_MAX, formatted, keyboard};
use crate::sandbox::descriptions::{self, Failure};
use crate::sandbox::world::{Access, Author, Draft, Kind, Place};

/// After this time a bot can no longer take a message back.
const DELETE_HOURS_MAX: i64 = 48;
/// How long a press waits for its answer. Telegram publishes no number.
const ANSWER_SECONDS_MAX: i64 = 60;
const MESSAGE_IDS_MAX: usize = 100;

impl Call<'_> {
    /// The message of this bot that `chat_id` and `message_id` name.
    pub(super) fn own_message(&self) -> Result<(Place, i64), Failure> {
        let id = self.int("message_id").ok_or_else(|| descriptions::MESSAGE_ID_MISSING.fail())?;
        let place = self.place(Access::Edit)?;
        let message = self.world.message(place, id).ok_or_else(|| descriptions::EDIT_NOT_FOUND.fail())?;
        if message.author != Author::Bot(self.bot) || message.content.service.is_some() {
            return Err(descriptions::CANT_EDIT.fail());
        }
        Ok((place, id))
    }

    /// Changes the message; buttons that are not given again are gone.
    pub(super) fn replace(
        &mut self,
        place: Place,
        id: i64,
        change: impl FnOnce(&mut Draft),
    ) -> Result<Value, Failure> {
        let keyboard = keyboard(self.params.get("reply_markup"))?;
        let now = self.world.clock.now();
        let message = self.world.message_mut(place, id).ok_or_else(|| descriptions::EDIT_NOT_FOUND.fail())?;
        let mut content = message.content.clone();
        change(&mut content);
        content.keyboard = keyboard;
        if content == message.content {
            return Err(descriptions::NOT_MODIFIED.fail());
        }
        message.content = content;
        message.edited_at = Some(now);
        Ok(self.message_json(place, id))
    }

    pub(super) fn edit_text(&mut self) -> Result<Value, Failure> {
        let (place, id) = self.own_message()?;
        let (text, entities) = formatted(self.params, "text", TEXT_UNITS_MAX, &descriptions::EDIT_TOO_LONG)?;
        if text.is_empty() {
            return Err(descriptions::TEXT_EMPTY.fail());
        }
        if self.has_media(place, id) {
            return Err(descriptions::NO_TEXT_TO_EDIT.fail());
        }
        let preview = self.params.get("link_preview_options").cloned();
        self.replace(place, id, |content| {
            (content.text, content.entities, content.preview) = (text, entities, preview);
        })
    }

    pub(super) fn edit_caption(&mut self) -> Result<Value, Failure> {
        let (place, id) = self.own_message()?;
        let caption = formatted(self.params, "caption", CAPTION_UNITS_MAX, &descriptions::EDIT_TOO_LONG)?;
        if !self.has_media(place, id) {
            return Err(descriptions::NO_CAPTION_TO_EDIT.fail());
        }
        self.replace(place, id, |content| (content.text, content.entities) = caption)
    }

    pub(super) fn edit_markup(&mut self) -> Result<Value, Failure> {
        let (place, id) = self.own_message()?;
        self.replace(place, id, |_| {})
    }

    fn has_media(&self, place: Place, id: i64) -> bool {
        self.world.message(place, id).is_some_and(|message| message.content.media.is_some())
    }

    pub(super) fn delete(&mut self) -> Result<Value, Failure> {
        let place = self.place(Access::Write)?;
        let id = self.int("message_id").ok_or_else(|| descriptions::MESSAGE_ID_MISSING.fail())?;
        self.may_delete(place, id)?;
        self.erase(place, id);
        Ok(true.into())
    }

    /// All that are there, or none if one of them cannot be deleted.
    pub(super) fn delete_many(&mut self) -> Result<Value, Failure> {
        let place = self.place(Access::Write)?;
        let ids = self.params.get("message_ids").and_then(Value::as_array).cloned().unwrap_or_default();
        if ids.is_empty() {
            return Err(descriptions::MESSAGE_IDS_MISSING.fail());
        }
        if ids.len() > MESSAGE_IDS_MAX {
            return Err(descriptions::TOO_MANY_MESSAGE_IDS.fail());
        }
        let there =
            ids.iter().filter_map(Value::as_i64).filter(|id| self.world.message(place, *id).is_some());
        let there: Vec<i64> = there.collect();
        for id in &there {
            self.may_delete(place, *id)?;
        }
        for id in there {
            self.erase(place, id);
        }
        Ok(true.into())
    }

    fn may_delete(&self, place: Place, id: i64) -> Result<(), Failure> {
        let message = self.world.message(place, id).ok_or_else(|| descriptions::DELETE_NOT_FOUND.fail())?;
        let Some(chat) = self.world.chats.get(&place) else { return Ok(()) };
        let is_mine = message.author == Author::Bot(self.bot) || chat.standing(self.bot).is_admin();
        let may = chat.kind == Kind::Private || is_mine;
        // Being an admin does not help a bot with what is old.
        let is_old = self.world.clock.now() - message.at >= TimeDelta::hours(DELETE_HOURS_MAX);
        if may && !is_old {
            return Ok(());
        }
        Err(match chat.kind {
            Kind::Supergroup => descriptions::CANT_DELETE.fail(),
            Kind::Private | Kind::Group => descriptions::CANT_DELETE_FOR_EVERYONE.fail(),
        })
    }

    fn erase(&mut self, place: Place, id: i64) {
        if let Some(message) = self.world.message_mut(place, id) {
            message.deleted = true;
        }
    }

    pub(super) fn answer_press(&mut self) -> Result<Value, Failure> {
        let id = self.text("callback_query_id").unwrap_or_default().to_owned();
        let oldest = self.world.clock.now() - TimeDelta::seconds(ANSWER_SECONDS_MAX);
        let answer =
            json!({ "text": self.text("text"), "alert": self.flag("show_alert"), "url": self.text("url") });
        let press = self.world.presses.get_mut(&id);
        match press.filter(|press| press.bot == self.bot && press.at >= oldest) {
            Some(press) => press.answer = Some(answer),
            None => return Err(descriptions::QUERY_TOO_OLD.fail()),
        }
        Ok(true.into())
    }
}
