//! The sandbox from outside: over HTTP, and with the client library that the program uses.

mod bot_api;
mod chaos;
mod control;
mod faults;
mod groups;
mod library;
mod load;
mod webhook;

use chrono::DateTime;
use loa::clock::Clock;
use loa::sandbox::{Options, Sandbox, serve};
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// A sandbox on a free port with a clock that stands still, and a client to it.
struct Bench {
    sandbox: Sandbox,
    clock: Clock,
    http: reqwest::Client,
}

impl Bench {
    async fn new() -> Self {
        Self::with(Options::default()).await
    }

    async fn with(options: Options) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let clock = Clock::frozen_at(DateTime::from_timestamp(1_780_000_000, 0).unwrap());
        let sandbox = serve(listener, options, clock.clone()).await.unwrap();
        Self { sandbox, clock, http: reqwest::Client::new() }
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.sandbox.url())
    }

    /// Calls a control; whatever it answers.
    async fn try_do(&self, control: &str, body: Value) -> Value {
        let answer =
            self.http.post(self.url(&format!("/control/{control}"))).json(&body).send().await.unwrap();
        let status = answer.status();
        let answer: Value = answer.json().await.unwrap();
        assert_eq!(status.is_success(), answer.get("error").is_none(), "{control}: {answer}");
        answer
    }

    /// Calls a control that must work.
    async fn act(&self, control: &str, body: Value) -> Value {
        let answer = self.try_do(control, body.clone()).await;
        assert!(answer.get("error").is_none(), "{control} {body}: {answer}");
        answer
    }

    async fn look(&self, path: &str) -> Value {
        self.http.get(self.url(&format!("/control/{path}"))).send().await.unwrap().json().await.unwrap()
    }

    async fn person(&self, name: &str) -> i64 {
        self.act("person", json!({ "name": name })).await["id"].as_i64().unwrap()
    }

    /// A person who has started the bot.
    async fn resident(&self, name: &str) -> i64 {
        let person = self.person(name).await;
        self.act("start", json!({ "person": person })).await;
        person
    }

    /// A group with its owner, and the bot in it.
    async fn group(&self, kind: &str) -> (i64, i64) {
        let owner = self.person("Ông Tổ trưởng").await;
        let group = self.act("group", json!({ "title": "Tổ 5", "owner": owner, "kind": kind })).await;
        let group = group["id"].as_i64().unwrap();
        self.act("bot_member", json!({ "chat": group, "by": owner, "action": "add" })).await;
        (group, owner)
    }

    /// Calls the Bot API; whatever it answers.
    async fn call(&self, method: &str, params: Value) -> Value {
        let url = self.url(&format!("/bot{}/{method}", self.sandbox.token()));
        self.http.post(url).json(&params).send().await.unwrap().json().await.unwrap()
    }

    /// Calls the Bot API with what it must accept.
    async fn ok(&self, method: &str, params: Value) -> Value {
        let answer = self.call(method, params.clone()).await;
        assert_eq!(answer["ok"], true, "{method} {params}: {answer}");
        answer["result"].clone()
    }

    /// Calls the Bot API with what it must refuse; status and description.
    async fn refused(&self, method: &str, params: Value) -> (u64, String) {
        let answer = self.call(method, params.clone()).await;
        assert_eq!(answer["ok"], false, "{method} {params}: {answer}");
        (answer["error_code"].as_u64().unwrap(), answer["description"].as_str().unwrap().to_owned())
    }

    /// Says something as the bot and gives the id.
    async fn send(&self, chat: i64, text: &str) -> i64 {
        self.ok("sendMessage", json!({ "chat_id": chat, "text": text })).await["message_id"].as_i64().unwrap()
    }

    /// Takes the updates that wait, and confirms them.
    async fn updates(&self) -> Vec<Value> {
        let updates = self.ok("getUpdates", json!({})).await;
        let updates = updates.as_array().unwrap().clone();
        if let Some(last) = updates.last() {
            let next = last["update_id"].as_i64().unwrap() + 1;
            self.ok("getUpdates", json!({ "offset": next, "limit": 1 })).await;
        }
        updates
    }
}

/// What kinds of updates these are, in order.
fn kinds(updates: &[Value]) -> Vec<String> {
    let kind = |update: &Value| {
        let names = update.as_object().unwrap().keys();
        names.filter(|name| *name != "update_id").cloned().collect::<String>()
    };
    updates.iter().map(kind).collect()
}
