//! A bot's account: its token, its face, and the updates that wait for it.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value, json};

/// Telegram keeps updates for a day.
const UPDATES_KEPT_HOURS: i64 = 24;

/// One update that is not confirmed yet.
#[derive(Clone, Debug)]
pub struct Update {
    pub id: i64,
    pub at: DateTime<Utc>,
    /// The whole update as the bot gets it, as JSON.
    pub body: Arc<str>,
}

/// Where updates are posted to.
#[derive(Clone, Debug)]
pub struct Webhook {
    pub url: String,
    pub secret: Option<String>,
    pub max_connections: i64,
    pub last_error: Option<(DateTime<Utc>, String)>,
}

/// A bot.
#[derive(Debug)]
pub struct Bot {
    pub id: i64,
    pub token: String,
    pub username: String,
    pub name: String,
    pub updates: VecDeque<Update>,
    /// Kinds of updates that the bot asked for; empty means the usual ones.
    pub allowed: Vec<String>,
    /// Counts calls of getUpdates: only the newest may wait.
    pub polls: u64,
    pub webhook: Option<Webhook>,
    /// Counts changes of the webhook: only the newest is served.
    pub webhooks: u64,
    /// By scope (see [`scope_key`]) and language.
    pub commands: BTreeMap<(String, String), Value>,
    /// Name, description and short description by parameter and language.
    pub texts: BTreeMap<(String, String), String>,
    pub menus: BTreeMap<i64, Value>,
    last_update_id: i64,
}

impl Bot {
    /// The number in front of the token is the bot's id.
    #[must_use]
    pub fn new(token: &str, username: &str, name: &str) -> Self {
        let id = token.split(':').next().and_then(|id| id.parse().ok()).unwrap_or(0);
        Self {
            id,
            token: token.to_owned(),
            username: username.to_owned(),
            name: name.to_owned(),
            updates: VecDeque::new(),
            allowed: Vec::new(),
            polls: 0,
            webhook: None,
            webhooks: 0,
            commands: BTreeMap::new(),
            texts: BTreeMap::new(),
            menus: BTreeMap::new(),
            last_update_id: 100_000_000,
        }
    }

    pub(super) fn push(&mut self, at: DateTime<Utc>, kind: &str, body: Value) {
        if !self.allowed.is_empty() && !self.allowed.iter().any(|allowed| allowed == kind) {
            return;
        }
        self.last_update_id += 1;
        let mut update = Map::new();
        update.insert("update_id".into(), self.last_update_id.into());
        update.insert(kind.to_owned(), body);
        let body = Value::Object(update).to_string().into();
        self.updates.push_back(Update { id: self.last_update_id, at, body });
    }

    /// Forgets what is older than a day, and what an `offset` confirms: everything before it, or,
    /// if negative, all but the last so many.
    pub fn confirm(&mut self, offset: i64, now: DateTime<Utc>) {
        let oldest = now - TimeDelta::hours(UPDATES_KEPT_HOURS);
        let first_kept = if offset < 0 {
            let keep = i64::try_from(self.updates.len()).unwrap_or(i64::MAX).min(offset.saturating_neg());
            self.last_update_id - keep + 1
        } else {
            offset
        };
        // The queue may be long: only what goes is looked at. Its front is the oldest.
        while self.updates.front().is_some_and(|update| update.id < first_kept || update.at < oldest) {
            self.updates.pop_front();
        }
    }

    /// The commands that a person sees: the first list that is set, from the narrowest scope to
    /// the default, each in the person's language and then in none.
    #[must_use]
    pub fn commands_for(&self, person: i64, chat: i64, is_admin: bool, language: &str) -> Value {
        let with_chat = |kind: &str| scope_key(&json!({ "type": kind, "chat_id": chat }));
        let plain = |kind: &str| scope_key(&json!({ "type": kind }));
        let mut scopes = Vec::new();
        if chat > 0 {
            scopes.extend([with_chat("chat"), plain("all_private_chats")]);
        } else {
            let member = json!({ "type": "chat_member", "chat_id": chat, "user_id": person });
            scopes.push(scope_key(&member));
            if is_admin {
                scopes.push(with_chat("chat_administrators"));
            }
            scopes.push(with_chat("chat"));
            if is_admin {
                scopes.push(plain("all_chat_administrators"));
            }
            scopes.push(plain("all_group_chats"));
        }
        scopes.push(plain("default"));
        let keys = scopes
            .into_iter()
            .flat_map(|scope| [(scope.clone(), language.to_owned()), (scope, String::new())]);
        keys.into_iter()
            .find_map(|key| self.commands.get(&key).cloned())
            .unwrap_or_else(|| Value::Array(Vec::new()))
    }
}

/// One spelling for a `BotCommandScope`, whatever the order of its fields.
#[must_use]
pub fn scope_key(scope: &Value) -> String {
    format!("{} {} {}", scope["type"], scope["chat_id"], scope["user_id"])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(bot: &Bot) -> Vec<i64> {
        bot.updates.iter().map(|update| update.id - 100_000_000).collect()
    }

    #[test]
    fn offsets_confirm_and_a_day_forgets() {
        let mut bot = Bot::new("7:x", "loa_bot", "Loa");
        let start = DateTime::from_timestamp(1_780_000_000, 0).unwrap();
        for n in 0..4 {
            bot.push(start + TimeDelta::hours(n), "message", Value::Null);
        }
        bot.confirm(0, start);
        assert_eq!(ids(&bot), [1, 2, 3, 4]);
        bot.confirm(100_000_002, start);
        assert_eq!(ids(&bot), [2, 3, 4]);
        bot.confirm(-2, start);
        assert_eq!(ids(&bot), [3, 4]);
        bot.confirm(0, start + TimeDelta::hours(27));
        assert_eq!(ids(&bot), [4]);
    }

    #[test]
    fn only_wanted_updates_are_kept() {
        let mut bot = Bot::new("7:x", "loa_bot", "Loa");
        bot.allowed = vec!["callback_query".into()];
        bot.push(DateTime::UNIX_EPOCH, "message", Value::Null);
        assert!(ids(&bot).is_empty());
    }

    #[test]
    fn the_narrowest_list_of_commands_wins() {
        let mut bot = Bot::new("7:x", "loa_bot", "Loa");
        for (scope, language, list) in [
            (json!({ "type": "default" }), "", "default"),
            (json!({ "type": "all_group_chats" }), "", "groups"),
            (json!({ "type": "all_group_chats" }), "en", "groups in English"),
            (json!({ "type": "all_chat_administrators" }), "", "admins"),
        ] {
            bot.commands.insert((scope_key(&scope), language.to_owned()), list.into());
        }
        for (chat, is_admin, language, list) in [
            (5, false, "vi", "default"),
            (-5, false, "vi", "groups"),
            (-5, false, "en", "groups in English"),
            (-5, true, "en", "admins"),
        ] {
            assert_eq!(bot.commands_for(5, chat, is_admin, language), json!(list));
        }
    }
}
