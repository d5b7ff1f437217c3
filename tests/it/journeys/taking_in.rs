//! How updates come in: posted by the platform or fetched, whatever stands in the way.

use loa::app::stage::{Persona, Place};
use serde_json::{Value, json};

use crate::house::{Database, House, journey};

const SECRET: &str = "khoa-webhook_DAUVET888";
const HELLO: &str = "Kính chào ông/bà";

/// What the bot has sent to a person so far.
pub async fn sent_to(house: &House, person: Persona) -> usize {
    let calls = house.stage.ledger(0).await.expect("the ledger");
    let sent = calls.iter().filter(|call| call["method"] == "sendMessage");
    sent.filter(|call| call["result"]["chat"]["id"] == person.0).count()
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

    let resident = house.stage.person("Lan").await.unwrap();
    house.stage.start(resident, "").await.unwrap();
    house.see(resident, Place::Private, HELLO).await;
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
    let resident = house.stage.person("Lan").await.unwrap();
    house.stage.start(resident, "").await.unwrap();
    house.see(resident, Place::Private, HELLO).await;
    assert_eq!(house.bot_api("getWebhookInfo").await["url"], "");
    house.close().await;
}

journey!(another_program_that_takes_updates_is_outlived, |house| {
    let resident = house.stage.person("Lan").await.unwrap();
    house.stage.start(resident, "").await.unwrap();
    house.see(resident, Place::Private, HELLO).await;
    for _ in 0..5 {
        house.bot_api("getUpdates").await;
    }
    house.say(resident, Place::Private, "/trogiup").await;
    house.see(resident, Place::Private, HELLO).await;
});
