//! Trouble at random, trouble that changes groups, and limits of every kind.

use std::collections::BTreeMap;

use loa::sandbox::{LimitKind, Options};
use serde_json::{Value, json};

use super::{Bench, kinds};

impl Bench {
    async fn delete(&self, path: &str) {
        let answer = self.http.delete(self.url(&format!("/control/{path}"))).send().await.unwrap();
        assert!(answer.status().is_success(), "{path}");
    }

    /// How a call ended: its status, or 0 if there was no answer. Each has a connection of its own,
    /// so that nothing is repeated behind our back.
    async fn outcome(&self, method: &str, params: &Value) -> u16 {
        let url = self.url(&format!("/bot{}/{method}", self.sandbox.token()));
        let answer = reqwest::Client::new().post(url).json(params).send().await;
        answer.map_or(0, |answer| answer.status().as_u16())
    }
}

#[tokio::test]
async fn a_bot_can_be_removed_at_the_moment_of_a_call() {
    let bench = Bench::new().await;
    let (group, _) = bench.group("supergroup").await;
    let (other, _) = bench.group("group").await;
    bench.updates().await;
    bench.act("fault", json!({ "kind": "kicked", "chat": group })).await;
    bench.send(other, "x").await;
    let kicked = (403, "Forbidden: bot was kicked from the supergroup chat".to_owned());
    let message = json!({ "chat_id": group, "text": "x" });
    assert_eq!(bench.refused("sendMessage", message.clone()).await, kicked);
    assert_eq!(bench.refused("sendMessage", message).await, kicked, "it stays so");
    let updates = bench.updates().await;
    assert_eq!(kinds(&updates), ["my_chat_member"]);
    assert_eq!(updates[0]["my_chat_member"]["new_chat_member"]["status"], "kicked");
    assert_eq!(bench.look("ledger").await["n"], 1);
    assert_eq!(bench.look("chaos").await["happened"]["kicked"], 1);
}

#[tokio::test]
async fn a_group_can_migrate_at_the_moment_of_a_call() {
    let bench = Bench::new().await;
    let (group, _) = bench.group("group").await;
    bench.updates().await;
    bench.act("fault", json!({ "kind": "migrated", "chat": group, "times": 2 })).await;
    let answer = bench.call("sendMessage", json!({ "chat_id": group, "text": "x" })).await;
    assert_eq!(answer["error_code"], 400);
    let to = answer["parameters"]["migrate_to_chat_id"].as_i64().unwrap();
    let updates = bench.updates().await;
    assert_eq!(updates[0]["message"]["migrate_to_chat_id"], to);
    // A supergroup cannot migrate, so the second order waits for another group.
    bench.send(to, "x").await;
    assert_eq!(bench.look("chaos").await["happened"]["migrated"], 1);
}

#[tokio::test]
async fn an_answer_can_hide_the_id_of_a_message_that_was_sent() {
    let bench = Bench::new().await;
    let person = bench.resident("Bà Hoa").await;
    bench.act("fault", json!({ "kind": "message_id_0", "chat": person, "times": 2 })).await;
    let sent = bench.ok("sendMessage", json!({ "chat_id": person, "text": "x" })).await;
    assert_eq!((&sent["message_id"], &sent["text"]), (&json!(0), &json!("x")));
    let true_id = bench.look("ledger").await["calls"][0]["result"]["message_id"].clone();
    assert!(true_id.as_i64().unwrap() > 0);
    let copy = json!({ "chat_id": person, "from_chat_id": person, "message_id": true_id });
    assert_eq!(bench.ok("copyMessage", copy).await, json!({ "message_id": 0 }));
    assert!(bench.send(person, "y").await > 0);
}

#[tokio::test]
async fn messages_of_a_chat_can_be_beyond_change() {
    let bench = Bench::new().await;
    let (one, two) = (bench.resident("Bà Hoa").await, bench.resident("Ông Ba").await);
    let (first, second) = (bench.send(one, "x").await, bench.send(two, "x").await);
    bench.act("fault", json!({ "kind": "uneditable", "chat": one, "times": 2 })).await;
    let edit = |chat: i64, id: i64| json!({ "chat_id": chat, "message_id": id, "text": "y" });
    bench.ok("editMessageText", edit(two, second)).await;
    let cant = |what: &str| (400, format!("Bad Request: message can't be {what}"));
    assert_eq!(bench.refused("editMessageText", edit(one, first)).await, cant("edited"));
    let deletion = json!({ "chat_id": one, "message_id": first });
    assert_eq!(bench.refused("deleteMessage", deletion.clone()).await, cant("deleted"));
    bench.ok("editMessageText", edit(one, first)).await;
    bench.ok("deleteMessage", deletion).await;
}

#[tokio::test]
async fn under_chaos_the_ledger_is_what_took_effect_and_a_seed_repeats_itself() {
    let mut runs = Vec::new();
    for seed in [7, 7, 8] {
        let bench = Bench::new().await;
        let person = bench.resident("Bà Hoa").await;
        let shares = json!({ "429_chat": 60, "429_bot": 60, "500": 60, "502": 60, "drop_answer": 90,
            "delay": 60, "reset": 90, "kicked": 60, "migrated": 60, "message_id_0": 60 });
        let chaos = json!({ "seed": seed, "per_thousand": shares, "retry_after": 2, "delay_seconds": 0.001 });
        bench.act("chaos", chaos).await;
        let mut outcomes = Vec::new();
        for n in 0..120 {
            outcomes.push(
                bench.outcome("sendMessage", &json!({ "chat_id": person, "text": n.to_string() })).await,
            );
        }
        let report = bench.look("chaos").await;
        assert_eq!(report["seed"], seed);
        let happened: BTreeMap<String, usize> = serde_json::from_value(report["happened"].clone()).unwrap();
        assert_eq!(happened["kicked"] + happened["migrated"], 0, "this is no group");

        let calls = bench.look("ledger").await["calls"].clone();
        let refused = bench.look("refused").await;
        let (calls, refused) = (calls.as_array().unwrap(), refused.as_array().unwrap());
        assert_eq!(calls.len() + refused.len(), 120);
        let code = |code: u16| refused.iter().filter(|call| call["error_code"] == code).count();
        assert_eq!(code(429), happened["429_chat"] + happened["429_bot"]);
        assert_eq!((code(500), code(502)), (happened["500"], happened["502"]));
        assert!(refused.iter().all(|call| call["at"] == "2026-05-28T20:26:40.000Z"));
        let answered = outcomes.iter().filter(|code| **code == 200).count();
        assert_eq!(calls.len(), answered + happened["drop_answer"]);
        assert_eq!(
            outcomes.iter().filter(|code| **code == 0).count(),
            happened["drop_answer"] + happened["reset"]
        );
        let zero = |call: &&Value| call["result"]["message_id"].as_i64().is_none_or(|id| id == 0);
        assert_eq!(calls.iter().filter(zero).count(), 0, "the ledger knows the true ids");
        // What is written down is what a person sees.
        let view = bench.look(&format!("chat?person={person}&chat=bot")).await;
        let seen = view["messages"].as_array().unwrap().iter().skip(1).map(|m| m["text"].clone());
        assert_eq!(
            seen.collect::<Vec<_>>(),
            calls.iter().map(|c| c["params"]["text"].clone()).collect::<Vec<_>>()
        );

        bench.delete("chaos").await;
        assert_eq!(bench.look("chaos").await["seed"], Value::Null);
        for _ in 0..20 {
            bench.send(person, "x").await;
        }
        runs.push((outcomes, happened));
    }
    assert_eq!(runs[0], runs[1]);
    assert_ne!(runs[0].0, runs[2].0);
}

#[tokio::test]
async fn random_trouble_changes_groups_and_doubles_updates() {
    let bench = Bench::new().await;
    let (one, _) = bench.group("group").await;
    let (two, _) = bench.group("supergroup").await;
    bench.updates().await;
    bench.act("chaos", json!({ "seed": 1, "per_thousand": { "migrated": 1000 } })).await;
    let answer = bench.call("sendMessage", json!({ "chat_id": one, "text": "x" })).await;
    assert!(answer["parameters"]["migrate_to_chat_id"].is_i64(), "{answer}");
    bench.send(two, "x").await;
    bench
        .act("chaos", json!({ "seed": 1, "per_thousand": { "kicked": 1000, "duplicate_updates": 1000 } }))
        .await;
    assert_eq!(bench.refused("sendMessage", json!({ "chat_id": two, "text": "x" })).await.0, 403);
    // Both service messages of the migration, and the removal; each twice.
    let updates = bench.ok("getUpdates", json!({})).await;
    let updates = updates.as_array().unwrap();
    assert_eq!(updates.len(), 6);
    assert_eq!(updates[..3], updates[3..]);
}

#[tokio::test]
async fn limits_can_be_changed_while_it_runs() {
    let bench = Bench::with(Options { limits: LimitKind::Off, ..Options::default() }).await;
    let people =
        bench.act("updates", json!({ "count": 70, "people": 70, "text": "/start" })).await["people"].clone();
    let people: Vec<i64> = serde_json::from_value(people).unwrap();
    let messages = async |count: usize| {
        let mut codes = Vec::new();
        for person in &people[..count] {
            let answer = bench.call("sendMessage", json!({ "chat_id": person, "text": "x" })).await;
            codes.push(answer["parameters"]["retry_after"].as_u64());
        }
        codes
    };
    bench.act("limits", json!({ "kind": "ban" })).await;
    // However slow this machine is: thirty-five as fast as it can are too many, or it took a second.
    let codes = messages(70).await;
    let max = bench.look("timing/window?seconds=1").await["max_in_window"].clone();
    assert!(max.as_u64().unwrap() <= 30, "{max}");
    if let Some(first) = codes.iter().position(Option::is_some) {
        assert_eq!(codes[first], Some(5));
    }
    bench.act("limits", json!({ "kind": "off" })).await;
    assert_eq!(messages(70).await, [None; 70]);
    assert!(bench.try_do("limits", json!({ "kind": "some" })).await["error"].is_string());
}
