//! How updates come in: posted by the platform or fetched, whatever stands in the way.

use chrono::TimeDelta;
use loa::app::stage::{Persona, Place};
use loa::channel::{ChatKind, Event, EventChat, Sender, What};
use loa::inbox::{self, Arrived};
use loa::ward::store as ward;
use serde_json::{Value, json};

use crate::house::{Database, House, journey};

const SECRET: &str = "khoa-webhook_DAUVET888";
pub const HELLO: &str = "Kính chào ông/bà";

/// What the bot has sent to a person so far.
pub async fn sent_to(house: &House, person: Persona) -> usize {
    let calls = house.stage.ledger(0).await.expect("the ledger");
    let sent = calls.iter().filter(|call| call["method"] == "sendMessage");
    sent.filter(|call| call["result"]["chat"]["id"] == person.0).count()
}

/// A person who has been greeted.
pub async fn resident(house: &House, name: &str) -> Persona {
    let resident = house.stage.person(name).await.unwrap();
    house.stage.start(resident, "").await.unwrap();
    house.see(resident, Place::Private, HELLO).await;
    resident
}

/// A person's call for help, as it is stored.
pub fn help(update_id: usize, person: Persona) -> Arrived {
    let id = person.0.to_string();
    let chat = EventChat {
        platform_id: id.clone(),
        kind: ChatKind::Private,
        title: String::new(),
        has_topics: false,
        topic: None,
    };
    let sender =
        Sender { platform_id: id.clone(), name: "Lan".into(), language: "vi".into(), anonymous: false };
    let what = What::Command { name: "trogiup".into(), argument: String::new(), reply_to: None };
    let event = Event {
        chat,
        from: Some(sender),
        message_id: Some(update_id.to_string()),
        carried: None,
        album: None,
        forwarded: None,
        what,
    };
    Arrived { update_id: i64::try_from(update_id).expect("a number"), chat: id, event: Some(event) }
}

/// Stores these as if they had come in.
pub async fn store(house: &House, updates: &[Arrived]) {
    let mut tx = house.store.begin().await.unwrap();
    let bot = ward::bot_of_ward(&mut tx, house.ward.id).await.unwrap().expect("a bot").id;
    inbox::take_in(&mut tx, bot, updates).await.unwrap();
    tx.commit().await.unwrap();
}

async fn post(url: &str, secret: &str, body: &Value) -> u16 {
    let request = reqwest::Client::new().post(url).header("X-Telegram-Bot-Api-Secret-Token", secret);
    request.json(body).send().await.expect("an answer").status().as_u16()
}

fn words(update_id: i64, person: Persona, text: &str) -> Value {
    let from = json!({"id": person.0, "is_bot": false, "first_name": "Lan"});
    let chat = json!({"id": person.0, "type": "private", "first_name": "Lan"});
    let entity = json!({"type": "bot_command", "offset": 0, "length": text.len()});
    let message = json!({"message_id": update_id, "date": 1_780_000_000, "chat": chat, "from": from,
        "text": text, "entities": [entity]});
    json!({"update_id": update_id, "message": message})
}

async fn by_webhook(database: Database) {
    let Some(mut house) = House::build(database).await else { return };
    let url = house.use_webhook(SECRET).await;
    house.start().await;
    let info = house.bot_api("getWebhookInfo").await;
    assert_eq!(info["url"], url);
    assert_eq!(info["allowed_updates"].as_array().map(Vec::len), Some(4), "{info}");

    let resident = resident(&house, "Lan").await;
    house.settle().await;
    let before = sent_to(&house, resident).await;

    // The platform gives an update again whose answer it did not get.
    let update = words(7, resident, "/trogiup");
    for _ in 0..3 {
        assert_eq!(post(&url, SECRET, &update).await, 200);
    }
    house.settle().await;
    assert_eq!(sent_to(&house, resident).await, before + 1, "handled once");

    let stored = house.count("inbox").await;
    assert_eq!(post(&url, "khoa-webhook_DAUVET889", &words(8, resident, "/trogiup")).await, 401);
    house.settle().await;
    assert_eq!(house.count("inbox").await, stored);
    assert_eq!(sent_to(&house, resident).await, before + 1);

    let health = reqwest::get(url.replace("telegram", "health")).await.expect("an answer");
    assert_eq!(health.status(), 200);
    let health: Value = health.json().await.expect("JSON");
    assert_eq!(health, json!({"database": true, "updates": "webhook", "clock": "ticking"}));

    assert!(!crate::log::kept().contains(SECRET), "the secret is in no log");
    let held = house.kept(SECRET).await;
    assert!(held.is_empty() && house.files_with(SECRET).is_empty(), "the secret is in {held:?}");

    // What comes while nobody is there comes after the next start.
    house.stop().await;
    house.say(resident, Place::Private, "/trogiup").await;
    house.start().await;
    house.see(resident, Place::Private, HELLO).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn posted_updates_are_taken_once_and_only_from_the_platform_sqlite() {
    Box::pin(by_webhook(Database::Sqlite)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn posted_updates_are_taken_once_and_only_from_the_platform_postgres() {
    Box::pin(by_webhook(Database::Postgres)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_webhook_left_behind_is_removed_before_updates_are_fetched() {
    let Some(mut house) = House::build(Database::Sqlite).await else { return };
    // Nothing listens on port 9 of this machine.
    house.bot_api("setWebhook?url=http://127.0.0.1:9/old").await;
    house.start().await;
    // Whoever is greeted was heard.
    resident(&house, "Lan").await;
    assert_eq!(house.bot_api("getWebhookInfo").await["url"], "");
    house.close().await;
}

journey!(another_program_that_takes_updates_is_outlived, |house| {
    let resident = resident(&house, "Lan").await;
    for _ in 0..5 {
        house.bot_api("getUpdates").await;
    }
    house.say(resident, Place::Private, "/trogiup").await;
    house.see(resident, Place::Private, HELLO).await;
});

/// More chats than are handled at a time, each with more than one turn's worth.
const FLOODS: usize = 17;
const FLOOD: usize = 40;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn floods_in_many_chats_hold_no_other() {
    let Some(mut house) = House::build(Database::Sqlite).await else { return };
    house.start().await;
    let mut people = Vec::new();
    for n in 0..=FLOODS {
        people.push(resident(&house, &format!("Lan {n}")).await);
    }
    house.settle().await;
    house.stop().await;
    // Who came last is also the last by name, so that nobody's order helps.
    let patient = people.pop().expect("a person");
    assert!(people.iter().all(|p| p.0.to_string() < patient.0.to_string()));
    let mut updates: Vec<Arrived> = (0..FLOODS * FLOOD).map(|n| help(n + 1, people[n % FLOODS])).collect();
    updates.push(help(FLOODS * FLOOD + 1, patient));
    let before = house.count("outgoing").await;
    store(&house, &updates).await;
    // What is made from here on has a higher number than all before.
    house.clock.advance(TimeDelta::seconds(1));
    house.start().await;
    house.settle().await;
    assert_eq!(house.count("outgoing").await, before + u64::try_from(FLOODS * FLOOD + 1).unwrap());
    // Rows are numbered in the order in which they were made.
    let after_patient = house
        .count(&format!(
            "outgoing WHERE id > (SELECT MAX(o.id) FROM outgoing o JOIN chats c ON c.id = o.chat_id
             WHERE c.platform_id = '{}')",
            patient.0
        ))
        .await;
    assert!(after_patient > u64::try_from(FLOODS * FLOOD / 3).unwrap(), "{after_patient} came later");
    house.close().await;
}
