//! What a bot may ask about a chat, and pins.

use serde_json::{Value, json};

use super::Call;
use crate::sandbox::descriptions::{self, Failure};
use crate::sandbox::world::{Access, Author, Chat, Draft, Kind, Place, Service, Standing};

impl Call<'_> {
    /// The chat that is asked about, readable to the bot.
    fn known(&self) -> Result<(Place, &Chat), Failure> {
        let place = self.place(Access::Read)?;
        let chat = self.world.chats.get(&place).ok_or_else(|| descriptions::CHAT_NOT_FOUND.fail())?;
        Ok((place, chat))
    }

    pub(super) fn chat(&self) -> Result<Value, Failure> {
        self.known().map(|(place, _)| self.world.full_chat_json(place))
    }

    pub(super) fn member(&self) -> Result<Value, Failure> {
        let (place, chat) = self.known()?;
        let user = self.int("user_id").unwrap_or(0);
        let exists = self.world.people.contains_key(&user) || self.world.bot(user).is_some();
        if !exists {
            return Err(descriptions::USER_NOT_FOUND.fail());
        }
        if let Place::Private { bot, person } = place {
            let standing = if user == bot || user == person { Standing::Member } else { Standing::Left };
            return Ok(self.world.member_json_as(Kind::Private, user, standing));
        }
        Ok(self.world.member_json(chat, user))
    }

    pub(super) fn administrators(&self) -> Result<Value, Failure> {
        let (_, chat) = self.known()?;
        if chat.kind == Kind::Private {
            return Err(descriptions::NO_ADMINISTRATORS.fail());
        }
        let bots = self.flag("return_bots");
        let admins = chat.members.iter().filter(|(id, standing)| {
            standing.is_admin() && (bots || **id == self.bot || self.world.bot(**id).is_none())
        });
        Ok(admins.map(|(id, _)| self.world.member_json(chat, *id)).collect())
    }

    pub(super) fn members_count(&self) -> Result<Value, Failure> {
        self.known().map(|(_, chat)| chat.members_count().into())
    }

    pub(super) fn leave(&mut self) -> Result<Value, Failure> {
        match self.place(Access::Edit)? {
            Place::Group(id) => self.world.leave(self.bot, id),
            Place::Private { .. } => return Err(descriptions::CANT_LEAVE_PRIVATE.fail()),
        }
        Ok(true.into())
    }

    /// Pinning in a group needs an admin.
    fn may_pin(&self) -> Result<Place, Failure> {
        let place = self.place(Access::Write)?;
        let chat = self.world.chats.get(&place);
        let may = chat.is_some_and(|chat| chat.kind == Kind::Private || chat.standing(self.bot).is_admin());
        if may { Ok(place) } else { Err(descriptions::NO_RIGHT_TO_PIN.fail()) }
    }

    pub(super) fn pin(&mut self) -> Result<Value, Failure> {
        let place = self.may_pin()?;
        let id = self.int("message_id").unwrap_or(0);
        if self.world.message(place, id).is_none() {
            return Err(descriptions::PIN_NOT_FOUND.fail());
        }
        if let Some(chat) = self.world.chats.get_mut(&place) {
            chat.pinned.retain(|pinned| *pinned != id);
            chat.pinned.push(id);
        }
        let service = Draft { service: Some(Service::Pinned(id)), ..Draft::default() };
        self.world.post(place, Author::Bot(self.bot), service);
        Ok(true.into())
    }

    pub(super) fn unpin(&mut self) -> Result<Value, Failure> {
        let place = self.may_pin()?;
        let given = self.int("message_id");
        let chat = self.world.chats.get_mut(&place).ok_or_else(|| descriptions::CHAT_NOT_FOUND.fail())?;
        let pinned = given.or_else(|| chat.pinned.last().copied()).filter(|id| chat.pinned.contains(id));
        let pinned = pinned.ok_or_else(|| descriptions::UNPIN_NOT_FOUND.fail())?;
        chat.pinned.retain(|id| *id != pinned);
        self.world.touch();
        Ok(true.into())
    }

    pub(super) fn unpin_all(&mut self) -> Result<Value, Failure> {
        let place = self.may_pin()?;
        if let Some(chat) = self.world.chats.get_mut(&place) {
            chat.pinned.clear();
        }
        self.world.touch();
        Ok(true.into())
    }

    pub(super) fn me(&self) -> Value {
        let mut me = self.world.user_json(self.bot);
        let face = json!({ "can_join_groups": true, "can_read_all_group_messages": false,
            "supports_inline_queries": false, "can_connect_to_business": false, "has_main_web_app": false });
        for (name, value) in face.as_object().into_iter().flatten() {
            me[name] = value.clone();
        }
        me
    }
}
