//! Values as the Bot API writes them.

use serde_json::{Map, Value, json};

use super::chat::{Author, Chat, Kind, Media, Message, Place, Service, Standing};
use super::{ANONYMOUS_ADMIN, World};

impl World {
    /// `User` of a person or a bot.
    #[must_use]
    pub fn user_json(&self, id: i64) -> Value {
        if id == ANONYMOUS_ADMIN {
            return json!({ "id": id, "is_bot": true, "first_name": "Group",
                "username": "GroupAnonymousBot" });
        }
        if let Some(bot) = self.bot(id) {
            return json!({ "id": id, "is_bot": true, "first_name": bot.name, "username": bot.username });
        }
        let Some(person) = self.people.get(&id) else {
            return json!({ "id": id, "is_bot": false, "first_name": "?" });
        };
        let mut user = json!({ "id": id, "is_bot": false, "first_name": person.name,
            "language_code": person.language });
        if let Some(username) = &person.username {
            user["username"] = username.as_str().into();
        }
        user
    }

    /// `Chat` as it stands in a message.
    #[must_use]
    pub fn chat_json(&self, place: Place) -> Value {
        let id = place.id();
        match (place, self.chats.get(&place)) {
            (Place::Private { .. }, _) => {
                let mut chat = json!({ "id": id, "type": "private" });
                if let Some(person) = self.people.get(&id) {
                    chat["first_name"] = person.name.as_str().into();
                    if let Some(username) = &person.username {
                        chat["username"] = username.as_str().into();
                    }
                }
                chat
            }
            (Place::Group(_), Some(chat)) if chat.kind == Kind::Group => {
                json!({ "id": id, "type": "group", "title": chat.title,
                    "all_members_are_administrators": false })
            }
            (Place::Group(_), chat) => {
                let title = chat.map(|chat| chat.title.as_str());
                let mut json = json!({ "id": id, "type": "supergroup", "title": title });
                if chat.is_some_and(|chat| !chat.topics.is_empty()) {
                    json["is_forum"] = true.into();
                }
                json
            }
        }
    }

    /// `Message` with the message that it answers, which itself answers none.
    #[must_use]
    pub fn message_json(&self, place: Place, message: &Message) -> Value {
        let mut json = self.bare_message_json(place, message);
        let answered = message.content.reply_to.and_then(|id| self.message(place, id));
        if let Some(answered) = answered {
            json["reply_to_message"] = self.bare_message_json(place, answered);
        }
        json
    }

    fn bare_message_json(&self, place: Place, message: &Message) -> Value {
        let content = &message.content;
        let mut json = json!({
            "message_id": message.id,
            "date": message.at.timestamp(),
            "chat": self.chat_json(place),
        });
        match message.author {
            Author::Person(id) | Author::Bot(id) => json["from"] = self.user_json(id),
            Author::Anonymous => {
                json["from"] = self.user_json(ANONYMOUS_ADMIN);
                json["sender_chat"] = self.chat_json(place);
            }
        }
        if let Some(topic) = content.topic {
            json["message_thread_id"] = topic.into();
            json["is_topic_message"] = true.into();
        }
        if let Some(at) = message.edited_at {
            json["edit_date"] = at.timestamp().into();
        }
        let (text, entities) = match &content.media {
            None => ("text", "entities"),
            Some(_) => ("caption", "caption_entities"),
        };
        if !content.text.is_empty() {
            json[text] = content.text.as_str().into();
        }
        if !content.entities.is_empty() {
            json[entities] = json!(content.entities);
        }
        match &content.media {
            Some(Media::File(file)) => {
                if let Some(stored) = self.files.get(*file) {
                    let (field, value) = stored.json();
                    json[field] = value;
                }
            }
            Some(Media::Location { latitude, longitude }) => {
                json["location"] = json!({ "latitude": latitude, "longitude": longitude });
            }
            None => {}
        }
        let given = [
            ("link_preview_options", content.preview.clone()),
            ("media_group_id", content.album.clone().map(Value::from)),
            ("forward_origin", content.origin.clone()),
        ];
        for (field, value) in given {
            if let Some(value) = value {
                json[field] = value;
            }
        }
        if !content.keyboard.is_empty() {
            json["reply_markup"] = json!({ "inline_keyboard": content.keyboard });
        }
        if let Some(service) = &content.service {
            self.add_service(&mut json, place, service);
        }
        json
    }

    fn add_service(&self, json: &mut Value, place: Place, service: &Service) {
        match service {
            Service::Topic(name) => {
                json["forum_topic_created"] = json!({ "name": name, "icon_color": 7_322_096 });
            }
            Service::Created => json["group_chat_created"] = true.into(),
            Service::Joined(who) => {
                json["new_chat_members"] = who.iter().map(|id| self.user_json(*id)).collect();
            }
            Service::Gone(who) => json["left_chat_member"] = self.user_json(*who),
            Service::MigratedTo(id) => json["migrate_to_chat_id"] = (*id).into(),
            Service::MigratedFrom(id) => json["migrate_from_chat_id"] = (*id).into(),
            Service::Pinned(id) => {
                if let Some(pinned) = self.message(place, *id) {
                    json["pinned_message"] = self.bare_message_json(place, pinned);
                }
            }
        }
    }

    /// `ChatMember` of someone in a group.
    #[must_use]
    pub fn member_json(&self, chat: &Chat, id: i64) -> Value {
        self.member_json_as(chat.kind, id, chat.standing(id))
    }

    /// The same for a standing that may be past.
    #[must_use]
    pub fn member_json_as(&self, kind: Kind, id: i64, standing: Standing) -> Value {
        let mut member = Map::new();
        member.insert("user".into(), self.user_json(id));
        let mut set = |fields: Value| {
            if let Value::Object(fields) = fields {
                member.extend(fields);
            }
        };
        match standing {
            Standing::Creator => set(json!({ "status": "creator", "is_anonymous": false })),
            Standing::Administrator => set(json!({
                "status": "administrator", "can_be_edited": false, "is_anonymous": false,
                "can_manage_chat": true, "can_change_info": false, "can_delete_messages": true,
                "can_manage_video_chats": false, "can_invite_users": true, "can_restrict_members": false,
                "can_pin_messages": true, "can_promote_members": false, "can_manage_topics": false,
                "can_post_stories": false, "can_edit_stories": false, "can_delete_stories": false,
            })),
            Standing::Member => set(json!({ "status": "member" })),
            Standing::Restricted => set(json!({
                "status": "restricted", "is_member": true, "until_date": 0, "can_send_messages": false,
                "can_send_audios": false, "can_send_documents": false, "can_send_photos": false,
                "can_send_videos": false, "can_send_video_notes": false, "can_send_voice_notes": false,
                "can_send_polls": false, "can_send_other_messages": false,
                "can_add_web_page_previews": false, "can_change_info": false, "can_invite_users": false,
                "can_pin_messages": false, "can_manage_topics": false,
            })),
            // A basic group has no list of the banned: whoever is removed has simply left.
            Standing::Kicked if kind != Kind::Group => set(json!({ "status": "kicked", "until_date": 0 })),
            Standing::Left | Standing::Kicked => set(json!({ "status": "left" })),
        }
        Value::Object(member)
    }

    /// `ChatFullInfo`.
    #[must_use]
    pub fn full_chat_json(&self, place: Place) -> Value {
        let mut json = self.chat_json(place);
        json["accent_color_id"] = 0.into();
        json["max_reaction_count"] = 11.into();
        json["accepted_gift_types"] = json!({ "unlimited_gifts": false, "limited_gifts": false,
            "unique_gifts": false, "premium_subscription": false });
        let Some(chat) = self.chats.get(&place) else { return json };
        if chat.kind != Kind::Private {
            json["permissions"] = json!({
                "can_send_messages": true, "can_send_audios": true, "can_send_documents": true,
                "can_send_photos": true, "can_send_videos": true, "can_send_video_notes": true,
                "can_send_voice_notes": true, "can_send_polls": true, "can_send_other_messages": true,
                "can_add_web_page_previews": true, "can_change_info": false, "can_invite_users": true,
                "can_pin_messages": false, "can_manage_topics": false,
            });
        }
        if let Some(pinned) = chat.pinned.last().and_then(|id| self.message(place, *id)) {
            json["pinned_message"] = self.bare_message_json(place, pinned);
        }
        json
    }
}
