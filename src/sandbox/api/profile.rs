//! How the bot presents itself: commands by scope and language, name, descriptions, menu button.

use serde_json::{Value, json};

use super::Call;
use crate::sandbox::descriptions::{self, Failure};
use crate::sandbox::world::{Access, scope_key};

const COMMANDS_MAX: usize = 100;

impl Call<'_> {
    pub(super) fn profile(&mut self, method: &str) -> Result<Value, Failure> {
        match method {
            "setMyCommands" => self.set_commands(),
            "getMyCommands" => {
                let key = self.commands_key()?;
                let set = self.world.bot(self.bot).and_then(|bot| bot.commands.get(&key).cloned());
                Ok(set.unwrap_or_else(|| json!([])))
            }
            "deleteMyCommands" => {
                let key = self.commands_key()?;
                if let Some(bot) = self.world.bot_mut(self.bot) {
                    bot.commands.remove(&key);
                }
                self.world.touch();
                Ok(true.into())
            }
            "setMyName" => Ok(self.set_words("name")),
            "setMyDescription" => Ok(self.set_words("description")),
            "setMyShortDescription" => Ok(self.set_words("short_description")),
            "getMyName" => Ok(self.words("name")),
            "getMyDescription" => Ok(self.words("description")),
            "getMyShortDescription" => Ok(self.words("short_description")),
            "setChatMenuButton" => self.set_menu(),
            "getChatMenuButton" => {
                let chat = self.int("chat_id").unwrap_or(0);
                let menu = self.world.bot(self.bot).and_then(|bot| bot.menus.get(&chat).cloned());
                Ok(menu.unwrap_or_else(|| json!({ "type": "commands" })))
            }
            _ => Err(descriptions::NOT_FOUND.fail()),
        }
    }

    fn language(&self) -> String {
        self.text("language_code").unwrap_or_default().to_owned()
    }

    fn commands_key(&self) -> Result<(String, String), Failure> {
        let scope = self.params.get("scope").cloned().unwrap_or_else(|| json!({ "type": "default" }));
        if let Some(chat) = scope.get("chat_id") {
            self.world.reach(self.bot, chat, Access::Read)?;
        }
        Ok((scope_key(&scope), self.language()))
    }

    fn set_commands(&mut self) -> Result<Value, Failure> {
        let commands = self.params.get("commands").cloned().unwrap_or_else(|| json!([]));
        let list = commands.as_array().map_or(&[][..], Vec::as_slice);
        if list.len() > COMMANDS_MAX {
            return Err(descriptions::TOO_MANY_COMMANDS.fail());
        }
        let is_command = |word: &str| {
            let of_command = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            // A slash in front is forgiven.
            let word = word.trim_start_matches('/');
            !word.is_empty() && word.chars().all(of_command)
        };
        if !list.iter().all(|command| command["command"].as_str().is_some_and(is_command)) {
            return Err(descriptions::COMMAND_INVALID.fail());
        }
        let key = self.commands_key()?;
        if let Some(bot) = self.world.bot_mut(self.bot) {
            bot.commands.insert(key, commands);
        }
        self.world.touch();
        Ok(true.into())
    }

    fn set_words(&mut self, field: &str) -> Value {
        let words = self.text(field).unwrap_or_default().to_owned();
        let language = self.language();
        if let Some(bot) = self.world.bot_mut(self.bot) {
            if field == "name" && language.is_empty() && !words.is_empty() {
                bot.name.clone_from(&words);
            }
            bot.texts.insert((field.to_owned(), language), words);
        }
        self.world.touch();
        true.into()
    }

    fn words(&self, field: &str) -> Value {
        let key = |language: String| (field.to_owned(), language);
        let bot = self.world.bot(self.bot);
        let set = bot.and_then(|bot| {
            let own = bot.texts.get(&key(self.language())).filter(|words| !words.is_empty());
            own.or_else(|| bot.texts.get(&key(String::new()))).cloned()
        });
        let set = set.or_else(|| bot.filter(|_| field == "name").map(|bot| bot.name.clone()));
        json!({ field: set.unwrap_or_default() })
    }

    fn set_menu(&mut self) -> Result<Value, Failure> {
        let chat = self.int("chat_id").unwrap_or(0);
        if chat != 0 {
            self.world.reach(self.bot, &chat.into(), Access::Read)?;
        }
        let menu = self.params.get("menu_button").cloned().unwrap_or_else(|| json!({ "type": "default" }));
        if let Some(bot) = self.world.bot_mut(self.bot) {
            bot.menus.insert(chat, menu);
        }
        Ok(true.into())
    }
}
