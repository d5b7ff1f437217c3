//! Many neighbourhoods at once, put into the database beside the service, for journeys at scale.

use loa::app::stage::Persona;
use loa::channel::{Channel, ChatKind};
use loa::store::Tx;
use loa::ward::store as ward;
use loa::ward::{ChatId, PersonId, Role};
use serde_json::json;

use crate::house::House;

impl House {
    /// So many new groups on the platform, with the bot in each: “Tổ 1”, “Tổ 2”, …
    pub async fn new_groups(&self, count: usize, title: &str, owner: Persona) -> Vec<i64> {
        let made = self.control("groups", json!({"count": count, "title": title, "owner": owner.0})).await;
        serde_json::from_value(made["ids"].clone()).expect("ids")
    }

    /// A neighbourhood for each of these chats (platform's id, title), registered and confirmed: in
    /// the chat itself, or in a person's private chat by that person's own hand. They are called
    /// what their chats are called.
    pub async fn register_all(&self, channel: Channel, chats: &[(i64, String)]) {
        let mut tx = self.store.begin().await.expect("a transaction");
        let bot = ward::bot_of_ward(&mut tx, self.ward.id).await.expect("a bot").expect("the service ran");
        let head = self.somebody(&mut tx).await;
        for (id, title) in chats {
            let kind = if channel == Channel::Relay { ChatKind::Private } else { ChatKind::Group };
            let chat = ward::chat_seen(&mut tx, bot.id, &id.to_string(), kind, title).await.expect("a chat");
            self.register(&mut tx, channel, chat.id, title, head).await;
        }
        tx.commit().await.expect("a commit");
    }

    async fn register(&self, tx: &mut Tx, channel: Channel, chat: ChatId, name: &str, head: PersonId) {
        let id = ward::put_neighbourhood(tx, self.ward.id, name, name).await.expect("a neighbourhood");
        let group =
            ward::ask_group(tx, self.ward.id, id, channel, chat, head).await.expect("the group is asked for");
        ward::decide_group(tx, group.id, true, head).await.expect("and confirmed");
    }

    /// A member of staff, who stands for every head.
    async fn somebody(&self, tx: &mut Tx) -> PersonId {
        let people = ward::people_with(tx, self.ward.id, Role::Administrator).await.expect("people");
        people.first().expect("an administrator").id
    }

    /// The titles of the groups in which the platform took a call of this method with these words,
    /// sorted; a group stands in it as often as it was called.
    pub async fn called(&self, method: &str, words: &str) -> Vec<String> {
        let calls = self.stage.ledger(0).await.expect("the ledger");
        let mut titles: Vec<String> = calls
            .iter()
            .filter(|call| {
                call["method"].as_str().is_some_and(|m| m.eq_ignore_ascii_case(method))
                    && call["params"]["text"].as_str().is_some_and(|text| text.contains(words))
            })
            .filter_map(|call| call["result"]["chat"]["title"].as_str().map(str::to_owned))
            .collect();
        titles.sort();
        titles
    }
}
