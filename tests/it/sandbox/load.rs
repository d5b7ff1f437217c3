//! What measurements use: many groups and updates at once, and the times of messages.

use serde_json::{Value, json};

use super::Bench;

#[tokio::test]
async fn many_groups_come_without_a_word() {
    let bench = Bench::new().await;
    let owner = bench.person("Ông Tổ trưởng").await;
    let groups = bench.act("groups", json!({ "count": 300, "title": "Tổ", "owner": owner })).await;
    let ids: Vec<i64> = serde_json::from_value(groups["ids"].clone()).unwrap();
    assert_eq!(ids.len(), 300);
    assert!(bench.updates().await.is_empty());
    let chat = bench.ok("getChat", json!({ "chat_id": ids[299] })).await;
    assert_eq!((&chat["title"], &chat["type"]), (&json!("Tổ 300"), &json!("supergroup")));
    bench.send(ids[0], "x").await;
    for wrong in [
        json!({ "count": 0, "title": "Tổ", "owner": owner }),
        json!({ "count": 1, "title": "Tổ", "owner": 5 }),
    ] {
        assert!(bench.try_do("groups", wrong.clone()).await["error"].is_string(), "{wrong}");
    }
}

#[tokio::test]
async fn many_updates_wait_and_are_taken_in_order() {
    let bench = Bench::new().await;
    let many = json!({ "count": 1050, "people": 7, "text": "/trogiup" });
    let people: Vec<i64> =
        serde_json::from_value(bench.act("updates", many).await["people"].clone()).unwrap();
    let mut ids = Vec::new();
    let mut from = Vec::new();
    loop {
        let offset = ids.last().map_or(0, |last: &i64| last + 1);
        let updates = bench.ok("getUpdates", json!({ "offset": offset, "limit": 100 })).await;
        let updates = updates.as_array().unwrap().clone();
        if updates.is_empty() {
            break;
        }
        assert!(updates.iter().all(|update| update["message"]["text"] == "/trogiup"));
        ids.extend(updates.iter().map(|update| update["update_id"].as_i64().unwrap()));
        from.extend(updates.iter().map(|update| update["message"]["from"]["id"].as_i64().unwrap()));
    }
    assert_eq!(ids.len(), 1050);
    assert!(ids.windows(2).all(|pair| pair[0] + 1 == pair[1]));
    assert!(from.iter().zip(people.iter().cycle()).all(|(from, person)| from == person));
    bench.send(people[6], "x").await;
}

#[tokio::test]
async fn every_message_has_its_time_taken_or_not() {
    let bench = Bench::new().await;
    let person = bench.resident("Bà Hoa").await;
    bench.send(person, "x").await;
    bench.refused("sendMessage", json!({ "chat_id": 5, "text": "x" })).await;
    bench.act("fault", json!({ "kind": "429", "chat": person })).await;
    bench.refused("sendMessage", json!({ "chat_id": person, "text": "x" })).await;
    bench.refused("sendMessage", json!({ "chat_id": person })).await;
    bench.ok("sendChatAction", json!({ "chat_id": person, "action": "typing" })).await;
    let timing = bench.look("timing").await;
    assert_eq!(timing["n"], 4);
    let calls = timing["calls"].as_array().unwrap();
    let micros: Vec<u64> = calls.iter().map(|call| call[0].as_u64().unwrap()).collect();
    assert!(micros.is_sorted(), "{micros:?}");
    let told: Vec<Value> = calls.iter().map(|call| json!([call[1], call[2], call[3]])).collect();
    let method = "sendMessage";
    let expected = [
        json!([person, method, 200]),
        json!([5, method, 400]),
        json!([person, method, 429]),
        json!([person, method, 400]),
    ];
    assert_eq!(told, expected);
    assert_eq!(bench.look("timing?after=3").await["calls"].as_array().unwrap().len(), 1);
    assert_eq!(bench.look("timing/window?seconds=60").await, json!({ "max_in_window": 1 }));
    assert!(bench.look("timing/window?seconds=-1").await["error"].is_string());
}
