//! Who is in a group, and groups that become supergroups.

use anyhow::{Context, Result, bail, ensure};
use serde_json::json;

use super::World;
use super::chat::{Author, Chat, Draft, Kind, Place, Service, Standing};
use super::people::check_payload;

fn service(service: Service) -> Draft {
    Draft { service: Some(service), ..Draft::default() }
}

impl World {
    /// Founds a group with its owner and members.
    ///
    /// # Errors
    /// If someone is not known.
    pub fn new_group(&mut self, title: &str, owner: i64, members: &[i64], kind: Kind) -> Result<i64> {
        for person in members.iter().chain([&owner]) {
            ensure!(self.people.contains_key(person), "no person has the id {person}");
        }
        let id = self.new_group_id(kind);
        let mut chat = Chat::new(kind, title);
        chat.members.extend(members.iter().map(|person| (*person, Standing::Member)));
        chat.members.insert(owner, Standing::Creator);
        self.chats.insert(Place::Group(id), chat);
        self.post(Place::Group(id), Author::Person(owner), service(Service::Created));
        Ok(id)
    }

    fn new_group_id(&mut self, kind: Kind) -> i64 {
        self.last_group_id += 1;
        match kind {
            Kind::Supergroup => -1_000_000_000_000 - self.last_group_id,
            _ => -self.last_group_id,
        }
    }

    /// The group, if it is one and still lives under this id.
    ///
    /// # Errors
    /// If not.
    pub fn group(&self, id: i64) -> Result<&Chat> {
        match self.chats.get(&Place::Group(id)) {
            Some(Chat { migrated_to: Some(to), .. }) => bail!("the group {id} is now the supergroup {to}"),
            Some(chat) => Ok(chat),
            None => bail!("no group has the id {id}"),
        }
    }

    fn stand(&mut self, group: i64, who: i64, standing: Standing) {
        if let Some(chat) = self.chats.get_mut(&Place::Group(group)) {
            chat.members.insert(who, standing);
        }
        self.touch();
    }

    /// A person joins, leaves, becomes an admin or stops being one.
    ///
    /// # Errors
    /// If the group or the person is not known, or the act is no act.
    pub fn change_member(&mut self, group: i64, person: i64, action: &str) -> Result<()> {
        let place = Place::Group(group);
        let was = self.group(group)?.standing(person);
        ensure!(self.people.contains_key(&person), "no person has the id {person}");
        ensure!(action == "add" || was.is_in(), "{person} is not in the group {group}");
        match action {
            "add" => {
                self.stand(group, person, Standing::Member);
                let id = self.post(place, Author::Person(person), service(Service::Joined(vec![person])));
                self.deliver(place, id, "message");
            }
            "remove" => {
                let id = self.post(place, Author::Person(person), service(Service::Gone(person)));
                self.deliver(place, id, "message");
                self.stand(group, person, Standing::Left);
            }
            "promote" => self.stand(group, person, Standing::Administrator),
            "demote" => self.stand(group, person, Standing::Member),
            _ => bail!("a member can be added, removed, promoted or demoted, not “{action}”"),
        }
        Ok(())
    }

    /// A person adds, removes, promotes, demotes, mutes or unmutes a bot. With `start`, adding is
    /// what `t.me/BOT?startgroup=…` does.
    ///
    /// # Errors
    /// If the group, the bot or the act is not known, or the person may not.
    pub fn change_bot(
        &mut self,
        bot: i64,
        group: i64,
        by: i64,
        action: &str,
        start: Option<&str>,
    ) -> Result<()> {
        if let Some(code) = start {
            check_payload(code)?;
        }
        let place = Place::Group(group);
        let chat = self.group(group)?;
        let (was, who) = (chat.standing(bot), chat.standing(by));
        ensure!(who.is_in(), "{by} is not in the group {group}");
        ensure!(action == "add" || who.is_admin(), "only an admin of the group {group} may do that");
        ensure!(action == "add" || was.is_in(), "the bot is not in the group {group}");
        let now = match action {
            "add" if was.is_in() => was,
            "add" | "demote" | "unmute" => Standing::Member,
            "remove" => Standing::Kicked,
            "promote" => Standing::Administrator,
            "mute" => Standing::Restricted,
            _ => bail!("a bot can be added, removed, promoted, demoted, muted or unmuted, not “{action}”"),
        };
        if action == "remove" {
            let id = self.post(place, Author::Person(by), service(Service::Gone(bot)));
            // Only a basic group tells the bot itself.
            if self.group(group)?.kind == Kind::Group {
                self.deliver(place, id, "message");
            }
        }
        self.stand(group, bot, now);
        if was != now {
            self.tell_standing(place, bot, by, was, now);
        }
        if action == "add" {
            if !was.is_in() {
                let id = self.post(place, Author::Person(by), service(Service::Joined(vec![bot])));
                self.deliver(place, id, "message");
            }
            if let Some(code) = start {
                let username = self.bot(bot).map(|bot| bot.username.clone()).unwrap_or_default();
                self.speak(by, place, &format!("/start@{username} {code}"));
            }
        }
        Ok(())
    }

    /// The group's owner removes a bot.
    ///
    /// # Errors
    /// If the bot is not in the group, or nobody owns it.
    pub fn kick_bot(&mut self, bot: i64, group: i64) -> Result<()> {
        let mut members = self.group(group)?.members.iter();
        let owner = members.find(|(_, standing)| **standing == Standing::Creator).map(|(id, _)| *id);
        let owner = owner.with_context(|| format!("nobody owns the group {group}"))?;
        self.change_bot(bot, group, owner, "remove", None)
    }

    /// The owner opens a topic in a supergroup; its id.
    ///
    /// # Errors
    /// If there is no such supergroup.
    pub fn new_topic(&mut self, group: i64, name: &str) -> Result<i64> {
        let chat = self.group(group)?;
        ensure!(chat.kind == Kind::Supergroup, "only a supergroup has topics");
        let owner = chat.members.iter().find(|(_, standing)| **standing == Standing::Creator);
        let by = Author::Person(owner.map_or(0, |(person, _)| *person));
        let place = Place::Group(group);
        let id = self.post(place, by, service(Service::Topic(name.to_owned())));
        if let Some(chat) = self.chats.get_mut(&place) {
            chat.topics.insert(id, name.to_owned());
        }
        if let Some(message) = self.message_mut(place, id) {
            message.content.topic = Some(id);
        }
        self.deliver(place, id, "message");
        Ok(id)
    }

    /// The owner deletes a topic, and what stands in it.
    ///
    /// # Errors
    /// If there is no such topic.
    pub fn delete_topic(&mut self, group: i64, id: i64) -> Result<()> {
        self.group(group)?;
        let chat = self.chats.get_mut(&Place::Group(group));
        let gone = chat.and_then(|chat| chat.topics.remove(&id));
        ensure!(gone.is_some(), "no topic {id}");
        Ok(())
    }

    /// Founds many supergroups, each with its owner and the bot, and tells nobody; their ids.
    ///
    /// # Errors
    /// If the owner is not known.
    pub fn new_groups(&mut self, count: u32, title: &str, owner: i64, bot: i64) -> Result<Vec<i64>> {
        let mut ids = Vec::new();
        for n in 1..=count {
            let id = self.new_group(&format!("{title} {n}"), owner, &[], Kind::Supergroup)?;
            self.stand(id, bot, Standing::Member);
            ids.push(id);
        }
        Ok(ids)
    }

    /// The bot leaves by itself.
    pub fn leave(&mut self, bot: i64, group: i64) {
        let place = Place::Group(group);
        let was = self.chats.get(&place).map_or(Standing::Left, |chat| chat.standing(bot));
        self.post(place, Author::Bot(bot), service(Service::Gone(bot)));
        self.stand(group, bot, Standing::Left);
        self.tell_standing(place, bot, bot, was, Standing::Left);
    }

    /// The `my_chat_member` update.
    pub(super) fn tell_standing(&mut self, place: Place, bot: i64, by: i64, was: Standing, now: Standing) {
        let Some(chat) = self.chats.get(&place) else { return };
        let body = json!({
            "chat": self.chat_json(place),
            "from": self.user_json(by),
            "date": self.clock.now().timestamp(),
            "old_chat_member": self.member_json_as(chat.kind, bot, was),
            "new_chat_member": self.member_json_as(chat.kind, bot, now),
        });
        self.push_update(bot, "my_chat_member", body);
    }

    /// The group becomes a supergroup under a new id; the old id stays as a dead end.
    ///
    /// # Errors
    /// If there is no such basic group.
    pub fn migrate(&mut self, group: i64) -> Result<i64> {
        let old = self.group(group)?;
        ensure!(old.kind == Kind::Group, "{group} is a supergroup already");
        let (title, members) = (old.title.clone(), old.members.clone());
        let owner = members.iter().find(|(_, standing)| **standing == Standing::Creator);
        let by = Author::Person(owner.map_or(0, |(person, _)| *person));
        let to = self.new_group_id(Kind::Supergroup);
        let mut chat = Chat::new(Kind::Supergroup, &title);
        chat.members = members;
        self.chats.insert(Place::Group(to), chat);
        let old = Place::Group(group);
        let id = self.post(old, by, service(Service::MigratedTo(to)));
        self.deliver(old, id, "message");
        if let Some(chat) = self.chats.get_mut(&old) {
            chat.migrated_to = Some(to);
        }
        let new = Place::Group(to);
        let id = self.post(new, by, service(Service::MigratedFrom(group)));
        self.deliver(new, id, "message");
        Ok(to)
    }
}
