//! The pretended Telegram: who is there, what was said where, and what each bot still has to
//! hear. Everything here is a plain change of values under the caller's lock; nothing waits.

mod bot;
mod chat;
mod groups;
mod intake;
mod people;
mod wire;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

pub use bot::{Bot, Update, Webhook, scope_key};
pub use chat::{Author, Chat, Draft, Kind, Media, Message, Place, Service, Standing};
pub use people::{Person, Speech, Step, Words};

use super::Options;
use super::descriptions::{self, Failure};
use super::faults::Faults;
use super::files::Files;
use super::ledger::Ledger;
use super::limits::Limits;
use super::timing::Timing;
use crate::clock::Clock;

/// Telegram's own account for admins who hide behind their group.
pub const ANONYMOUS_ADMIN: i64 = 1_087_968_824;

/// A press of a callback button that the bot may still answer.
#[derive(Clone, Debug)]
pub struct Press {
    pub bot: i64,
    pub at: DateTime<Utc>,
    /// What `answerCallbackQuery` said, once it did.
    pub answer: Option<Value>,
}

/// How far a call reaches into a chat; Telegram refuses each differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    Read,
    Edit,
    Write,
}

/// Everything that the sandbox knows.
pub struct World {
    pub clock: Clock,
    /// Tells this world from all others.
    pub id: u64,
    pub bots: Vec<Bot>,
    pub people: BTreeMap<i64, Person>,
    pub chats: BTreeMap<Place, Chat>,
    pub files: Files,
    pub ledger: Ledger,
    pub faults: Faults,
    pub limits: Limits,
    pub timing: Timing,
    pub presses: BTreeMap<String, Press>,
    /// What the page proposes to try.
    pub guide: Vec<Step>,
    /// Counts what a person could see change.
    pub changes: u64,
    /// Counts what whoever waits for updates must look at: new ones, and who may take them.
    pub news: u64,
    /// Messages outside supergroups share one counter, as they do in an account of Telegram's.
    last_message_id: i64,
    last_person_id: i64,
    last_group_id: i64,
    last_press_id: u64,
    last_album_id: u64,
}

impl World {
    /// An empty world with the default bot.
    #[must_use]
    pub fn new(options: &Options, clock: Clock) -> Self {
        Self {
            clock,
            id: getrandom::u64().unwrap_or_default(),
            bots: vec![Bot::new(&options.token, &options.username, &options.name)],
            people: BTreeMap::new(),
            chats: BTreeMap::new(),
            files: Files::default(),
            ledger: Ledger::default(),
            faults: Faults::default(),
            limits: Limits::new(options.limits),
            timing: Timing::new(),
            presses: BTreeMap::new(),
            guide: Vec::new(),
            changes: 0,
            news: 0,
            last_message_id: 0,
            last_person_id: 700_000_000,
            last_group_id: 4_000_000_000,
            last_press_id: 0,
            last_album_id: 13_000_000_000_000_000,
        }
    }

    /// The bot with this id.
    #[must_use]
    pub fn bot(&self, id: i64) -> Option<&Bot> {
        self.bots.iter().find(|bot| bot.id == id)
    }

    /// The same, to change it.
    pub fn bot_mut(&mut self, id: i64) -> Option<&mut Bot> {
        self.bots.iter_mut().find(|bot| bot.id == id)
    }

    /// Notes that a person could see something change.
    pub fn touch(&mut self) {
        self.changes += 1;
    }

    /// A new id for an album.
    pub fn album(&mut self) -> String {
        self.last_album_id += 1;
        self.last_album_id.to_string()
    }

    /// The chat that a bot means, if the bot may reach into it that far.
    ///
    /// # Errors
    /// As Telegram refuses: unknown, never started, blocked, kicked, not a member, migrated.
    pub fn reach(&self, bot: i64, chat_id: &Value, access: Access) -> Result<Place, Failure> {
        let id = chat_id.as_i64().ok_or_else(|| descriptions::CHAT_NOT_FOUND.fail())?;
        if id > 0 {
            let place = Place::Private { bot, person: id };
            return match self.chats.get(&place).filter(|chat| chat.started) {
                Some(chat) if chat.blocked && access == Access::Write => {
                    Err(descriptions::BOT_BLOCKED.fail())
                }
                Some(_) => Ok(place),
                None if self.people.contains_key(&id) && access == Access::Write => {
                    Err(descriptions::CANT_INITIATE.fail())
                }
                None => Err(descriptions::CHAT_NOT_FOUND.fail()),
            };
        }
        let place = Place::Group(id);
        let chat = self.chats.get(&place).ok_or_else(|| descriptions::CHAT_NOT_FOUND.fail())?;
        if let Some(to) = chat.migrated_to {
            return if access == Access::Read { Ok(place) } else { Err(Failure::migrated(to)) };
        }
        let is_super = chat.kind == Kind::Supergroup;
        match chat.members.get(&bot) {
            None => Err(descriptions::CHAT_NOT_FOUND.fail()),
            Some(Standing::Kicked) if is_super => Err(descriptions::KICKED_FROM_SUPERGROUP.fail()),
            Some(Standing::Left) if is_super => Err(descriptions::NOT_MEMBER_OF_SUPERGROUP.fail()),
            // A basic group stays readable from outside.
            Some(Standing::Kicked) if access != Access::Read => Err(descriptions::KICKED_FROM_GROUP.fail()),
            Some(Standing::Left) if access != Access::Read => Err(descriptions::NOT_MEMBER_OF_GROUP.fail()),
            Some(_) => Ok(place),
        }
    }

    /// Puts a message into a chat and gives its id; [`World::deliver`] tells the bots.
    pub fn post(&mut self, place: Place, author: Author, draft: Draft) -> i64 {
        let at = self.clock.now();
        let Some(chat) = self.chats.get_mut(&place) else { return 0 };
        let id = if chat.kind == Kind::Supergroup {
            chat.last_message_id += 1;
            chat.last_message_id
        } else {
            self.last_message_id += 1;
            self.last_message_id
        };
        self.changes += 1;
        chat.touched = self.changes;
        chat.messages.insert(id, Message::new(id, at, author, draft));
        id
    }

    /// The message, unless it is deleted or never was.
    #[must_use]
    pub fn message(&self, place: Place, id: i64) -> Option<&Message> {
        self.chats.get(&place)?.messages.get(&id).filter(|message| !message.deleted)
    }

    /// The same, to change it.
    pub fn message_mut(&mut self, place: Place, id: i64) -> Option<&mut Message> {
        self.changes += 1;
        self.chats.get_mut(&place)?.messages.get_mut(&id).filter(|message| !message.deleted)
    }

    /// Tells the bots in the chat about a message (`message` or `edited_message`), each only if
    /// Telegram would let it hear.
    pub fn deliver(&mut self, place: Place, id: i64, update: &str) {
        let Some(chat) = self.chats.get(&place) else { return };
        let Some(message) = self.message(place, id) else { return };
        if matches!(message.author, Author::Bot(_)) {
            return;
        }
        let hearing: Vec<i64> = match place {
            Place::Private { bot, .. } => vec![bot],
            Place::Group(_) => {
                let bots = self.bots.iter();
                bots.filter(|bot| intake::hears(bot, chat, message)).map(|bot| bot.id).collect()
            }
        };
        let body = self.message_json(place, message);
        for bot in hearing {
            self.push_update(bot, update, body.clone());
        }
    }

    /// Queues an update for a bot, if the bot wants that kind.
    pub fn push_update(&mut self, bot: i64, kind: &str, body: Value) {
        let at = self.clock.now();
        self.news += 1;
        if let Some(bot) = self.bot_mut(bot) {
            bot.push(at, kind, body);
        }
    }

    /// A press of a callback button: an update for the bot, and an id for its answer.
    pub fn press(&mut self, person: i64, place: Place, message: i64, data: &Value) -> Option<String> {
        let Author::Bot(bot) = self.message(place, message)?.author else { return None };
        self.last_press_id += 1;
        let pressed = self.message(place, message)?;
        let id = format!("{person}{:06}", self.last_press_id);
        let body = json!({
            "id": id,
            "from": self.user_json(person),
            "message": self.message_json(place, pressed),
            "chat_instance": format!("-77{}", place.id().unsigned_abs()),
            "data": data,
        });
        self.push_update(bot, "callback_query", body);
        self.presses.insert(id.clone(), Press { bot, at: self.clock.now(), answer: None });
        Some(id)
    }
}
