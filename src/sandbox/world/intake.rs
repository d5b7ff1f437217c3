//! Privacy mode: what a bot hears of a group.

use super::bot::Bot;
use super::chat::{Author, Chat, Message};

/// Whether a message of the group reaches the bot. An admin bot hears everything that people say;
/// any other only service messages and what is addressed to it: commands, mentions, replies.
/// No bot hears bots.
pub(super) fn hears(bot: &Bot, chat: &Chat, message: &Message) -> bool {
    let standing = chat.standing(bot.id);
    if !standing.is_in() || matches!(message.author, Author::Bot(_)) {
        return false;
    }
    let content = &message.content;
    if standing.is_admin() || content.service.is_some() {
        return true;
    }
    let answered = content.reply_to.and_then(|id| chat.messages.get(&id));
    if answered.is_some_and(|message| message.author == Author::Bot(bot.id)) {
        return true;
    }
    let me = format!("@{}", bot.username.to_lowercase());
    content.entities.iter().any(|entity| {
        let words = entity.of(&content.text).to_lowercase();
        match entity.kind.as_str() {
            "mention" => words == me,
            // Telegram gives a bare command to the bot that spoke last; with one bot that is this one.
            "bot_command" => words.split_once('@').is_none_or(|(_, to)| me[1..] == *to),
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::super::chat::{Draft, Kind, Service, Standing};
    use super::*;
    use crate::sandbox::entities::with_found;

    const BOT: i64 = 7;

    fn group() -> Chat {
        let mut chat = Chat::new(Kind::Group, "Tổ 5");
        chat.members.insert(BOT, Standing::Member);
        for (id, author) in [(1, Author::Bot(BOT)), (2, Author::Bot(8)), (3, Author::Person(9))] {
            chat.messages.insert(id, Message::new(id, DateTime::UNIX_EPOCH, author, Draft::default()));
        }
        chat
    }

    fn said(text: &str, reply_to: Option<i64>) -> Message {
        let entities = with_found(text, Vec::new());
        let draft = Draft { text: text.into(), entities, reply_to, ..Draft::default() };
        Message::new(9, DateTime::UNIX_EPOCH, Author::Person(9), draft)
    }

    #[test]
    fn a_member_bot_hears_only_what_is_meant_for_it() {
        let bot = Bot::new("7:x", "Loa_bot", "Loa");
        for (text, reply_to, heard) in [
            ("chào cả tổ", None, false),
            ("/hoi", None, true),
            ("/hoi@loa_bot đèn", None, true),
            ("/hoi@other_bot", None, false),
            ("nhờ @LOA_BOT xem", None, true),
            ("nhờ @loa_bot2 xem", None, false),
            ("vâng", Some(1), true),
            ("vâng", Some(2), false),
            ("vâng", Some(3), false),
            ("vâng", Some(99), false),
        ] {
            assert_eq!(hears(&bot, &group(), &said(text, reply_to)), heard, "{text} {reply_to:?}");
        }
    }

    #[test]
    fn an_admin_bot_hears_people_and_a_removed_bot_nobody() {
        let bot = Bot::new("7:x", "loa_bot", "Loa");
        let mut chat = group();
        for (standing, heard) in [
            (Standing::Administrator, true),
            (Standing::Restricted, false),
            (Standing::Left, false),
            (Standing::Kicked, false),
        ] {
            chat.members.insert(BOT, standing);
            assert_eq!(hears(&bot, &chat, &said("chào", None)), heard, "{standing:?}");
        }
        chat.members.insert(BOT, Standing::Administrator);
        let from_bot = Message { author: Author::Bot(8), ..said("chào", None) };
        assert!(!hears(&bot, &chat, &from_bot));
    }

    #[test]
    fn service_messages_reach_everyone() {
        let bot = Bot::new("7:x", "loa_bot", "Loa");
        let mut message = said("", None);
        message.content.service = Some(Service::Joined(vec![9]));
        assert!(hears(&bot, &group(), &message));
    }
}
