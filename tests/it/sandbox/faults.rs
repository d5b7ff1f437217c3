//! Trouble on order, and limits.

use std::time::{Duration, Instant};

use loa::sandbox::{LimitKind, Options};
use serde_json::json;

use super::Bench;

#[tokio::test]
async fn a_dropped_answer_has_taken_effect_and_a_reset_has_not() {
    let bench = Bench::new().await;
    let person = bench.resident("Bà Hoa").await;
    for (kind, accepted) in [("drop_answer", 1), ("reset", 1)] {
        bench.act("fault", json!({ "method": "sendMessage", "kind": kind })).await;
        let url = bench.url(&format!("/bot{}/sendMessage", bench.sandbox.token()));
        // A fresh client, so that no connection is reused and nothing is repeated behind our back.
        let sent =
            reqwest::Client::new().post(url).json(&json!({ "chat_id": person, "text": kind })).send().await;
        assert!(sent.is_err(), "{kind} was answered");
        assert_eq!(bench.look("ledger").await["n"], accepted, "{kind}");
    }
    bench.send(person, "sau").await;
    let ledger = bench.look("ledger").await;
    assert_eq!(ledger["calls"][0]["params"]["text"], "drop_answer");
    assert_eq!(ledger["calls"][1]["params"]["text"], "sau");
    assert_eq!(bench.look("refused").await[0]["params"]["text"], "reset");
}

#[tokio::test]
async fn ordered_refusals_meet_the_chat_that_they_name() {
    let bench = Bench::new().await;
    let (one, two) = (bench.resident("Bà Hoa").await, bench.resident("Ông Ba").await);
    bench.act("fault", json!({ "kind": "429", "chat": one, "retry_after": 17 })).await;
    bench.send(two, "x").await;
    let answer = bench.call("sendMessage", json!({ "chat_id": one, "text": "x" })).await;
    assert_eq!(
        answer,
        json!({ "ok": false, "error_code": 429, "description": "Too Many Requests: retry after 17",
            "parameters": { "retry_after": 17 } })
    );
    bench.send(one, "x").await;
    for (kind, code) in [("500", 500), ("502", 502)] {
        bench.act("fault", json!({ "kind": kind, "times": 2 })).await;
        for _ in 0..2 {
            assert_eq!(bench.refused("sendMessage", json!({ "chat_id": one, "text": "x" })).await.0, code);
        }
        bench.send(one, "x").await;
    }
    bench.act("fault", json!({ "kind": "500", "times": 9 })).await;
    let cleared = bench.http.delete(bench.url("/control/faults")).send().await.unwrap();
    assert!(cleared.status().is_success());
    bench.send(one, "x").await;
}

#[tokio::test]
async fn a_delayed_call_takes_effect_late() {
    let bench = Bench::new().await;
    let person = bench.resident("Bà Hoa").await;
    bench.act("fault", json!({ "kind": "delay", "seconds": 0.2 })).await;
    let start = Instant::now();
    let late = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        bench.look("ledger").await
    };
    let (_, early) = tokio::join!(bench.send(person, "x"), late);
    assert!(start.elapsed() >= Duration::from_millis(200));
    assert_eq!(early["n"], 0);
}

#[tokio::test]
async fn limits_refuse_what_comes_too_fast() {
    let bench = Bench::with(Options { limits: LimitKind::Telegram, ..Options::default() }).await;
    let person = bench.resident("Bà Hoa").await;
    for _ in 0..3 {
        bench.send(person, "x").await;
    }
    let answer = bench.call("sendMessage", json!({ "chat_id": person, "text": "x" })).await;
    assert_eq!(answer["error_code"], 429);
    assert_eq!(answer["parameters"]["retry_after"], 3);
    assert_eq!(bench.look("ledger").await["n"], 3);
}

#[tokio::test]
async fn updates_can_come_twice() {
    let bench = Bench::new().await;
    bench.resident("Bà Hoa").await;
    bench.act("fault", json!({ "kind": "duplicate_updates" })).await;
    let updates = bench.ok("getUpdates", json!({})).await;
    assert_eq!(updates[0], updates[1]);
    assert_eq!(bench.ok("getUpdates", json!({})).await.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused() {
    let bench = Bench::new().await;
    let person = bench.resident("Bà Hoa").await;
    for (bytes, status) in [(49 << 20, 200), (52 << 20, 413)] {
        let part = reqwest::multipart::Part::bytes(vec![0; bytes]).file_name("a.bin");
        let form = reqwest::multipart::Form::new().text("chat_id", person.to_string()).part("document", part);
        let url = bench.url(&format!("/bot{}/sendDocument", bench.sandbox.token()));
        // The server may hang up before it has read it all, which is a refusal too.
        if let Ok(answer) = bench.http.post(url).multipart(form).send().await {
            assert_eq!(answer.status(), status);
        } else {
            assert_eq!(status, 413);
        }
    }
    let file = bench.look("ledger").await["calls"][0]["result"]["document"]["file_id"].clone();
    let too_big = (400, "Bad Request: file is too big".to_owned());
    assert_eq!(bench.refused("getFile", json!({ "file_id": file })).await, too_big);
}
