//! Updates that are posted instead of fetched.

use std::sync::{Arc, Mutex};

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::Bench;

#[derive(Clone)]
struct Receiver {
    /// Secret and update of every post, the refused ones too.
    taken: Arc<Mutex<Vec<(String, Value)>>>,
    count: watch::Sender<usize>,
}

/// Refuses the first post, so that it must come again.
async fn take(State(receiver): State<Receiver>, headers: HeaderMap, Json(update): Json<Value>) -> StatusCode {
    let secret = headers["x-telegram-bot-api-secret-token"].to_str().unwrap().to_owned();
    let count = {
        let mut taken = receiver.taken.lock().unwrap();
        taken.push((secret, update));
        taken.len()
    };
    receiver.count.send_replace(count);
    if count == 1 { StatusCode::INTERNAL_SERVER_ERROR } else { StatusCode::OK }
}

#[tokio::test]
async fn a_webhook_gets_every_update_in_order_until_it_takes_it() {
    let bench = Bench::new().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let receiver = Receiver { taken: Arc::default(), count: watch::Sender::new(0) };
    let routes = axum::Router::new().route("/hook", post(take)).with_state(receiver.clone());
    tokio::spawn(async move { axum::serve(listener, routes).await });

    bench.ok("setWebhook", json!({ "url": url, "secret_token": "bi_mat" })).await;
    let (code, description) = bench.refused("getUpdates", json!({})).await;
    assert!(code == 409 && description.contains("while webhook is active"), "{description}");
    let (one, two) = (bench.resident("Bà Hoa").await, bench.resident("Ông Ba").await);
    receiver.count.subscribe().wait_for(|count| *count >= 3).await.unwrap();
    let taken = receiver.taken.lock().unwrap().clone();
    let from: Vec<i64> = taken.iter().map(|(_, u)| u["message"]["from"]["id"].as_i64().unwrap()).collect();
    assert_eq!(from, [one, one, two]);
    assert!(taken.iter().all(|(secret, _)| secret == "bi_mat"));

    let info = bench.ok("getWebhookInfo", json!({})).await;
    assert_eq!(info["url"], url);
    assert!(info["last_error_message"].as_str().unwrap().contains("500"), "{info}");
    bench.ok("deleteWebhook", json!({ "drop_pending_updates": true })).await;
    assert_eq!(bench.ok("getWebhookInfo", json!({})).await["url"], "");
    assert_eq!(bench.ok("getUpdates", json!({})).await, json!([]));
    let (code, description) = bench.refused("setWebhook", json!({ "url": "http://example.com/x" })).await;
    assert_eq!(
        (code, description.as_str()),
        (400, "Bad Request: bad webhook: HTTPS url must be provided for webhook")
    );
}

#[tokio::test]
async fn a_post_can_come_twice() {
    let bench = Bench::new().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let receiver = Receiver { taken: Arc::default(), count: watch::Sender::new(1) };
    receiver.taken.lock().unwrap().push((String::new(), Value::Null));
    let routes = axum::Router::new().route("/hook", post(take)).with_state(receiver.clone());
    tokio::spawn(async move { axum::serve(listener, routes).await });
    bench.act("fault", json!({ "kind": "duplicate_updates" })).await;
    bench.ok("setWebhook", json!({ "url": url, "secret_token": "bi_mat" })).await;
    let (one, two) = (bench.resident("Bà Hoa").await, bench.resident("Ông Ba").await);
    receiver.count.subscribe().wait_for(|count| *count >= 4).await.unwrap();
    let taken = receiver.taken.lock().unwrap().clone();
    let from = taken[1..].iter().map(|(_, update)| update["message"]["from"]["id"].as_i64().unwrap());
    assert_eq!(from.collect::<Vec<_>>(), [one, one, two]);
    assert_eq!(bench.look("chaos").await["happened"]["duplicate_updates"], 1);
}
