use std::net::SocketAddr;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use reqwest::{Client, StatusCode as Status};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use super::*;
use crate::channel::telegram::Intake;
use crate::clock::Clock;
use crate::config::Secret;
use crate::store::{Access, Error, Tx, all};
use crate::ward::store as ward;

const SECRET: &str = "Dung-khoa_0123456789";

struct Site {
    address: SocketAddr,
    client: Client,
    store: Store,
    arrived: Arc<Notify>,
    stop: watch::Sender<bool>,
    serving: JoinHandle<()>,
    _folder: tempfile::TempDir,
}

impl Site {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = format!("sqlite:{}", folder.path().join("loa.db").display());
        let store = Store::open(&address, Access::Serve, Clock::system()).await.unwrap();
        let mut tx = store.begin().await.unwrap();
        let bot = ward::bot_seen(&mut tx, "telegram", "7", "loa_bot").await.unwrap().id;
        tx.commit().await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let arrived = Arc::new(Notify::new());
        let intake = Intake { me: 7, username: "loa_bot".into(), group_commands: &["hoi"] };
        let door = Door::new(bot, intake, &Secret::new(SECRET), Arc::clone(&arrived));
        let clock = Lease::new(store.clone(), "clock", uuid::Uuid::from_u128(1));
        let health = Health { store: store.clone(), clock, poll: None };
        let (stop, stopped) = watch::channel(false);
        let serving = tokio::spawn(serve(listener, health, Some(door), stopped));
        Self { address, client: Client::new(), store, arrived, stop, serving, _folder: folder }
    }

    async fn post(&self, secret: Option<&str>, body: impl Into<reqwest::Body>) -> Status {
        let mut request = self.client.post(format!("http://{}/telegram", self.address)).body(body);
        if let Some(secret) = secret {
            request = request.header("X-Telegram-Bot-Api-Secret-Token", secret);
        }
        request.send().await.unwrap().status()
    }

    async fn health(&self) -> (Status, Value) {
        let answer = self.client.get(format!("http://{}/health", self.address)).send().await.unwrap();
        (answer.status(), answer.json().await.unwrap())
    }

    async fn stored(&self) -> Vec<i64> {
        let mut tx = self.store.read().await.unwrap();
        ids(&mut tx).await.unwrap()
    }
}

async fn ids(tx: &mut Tx) -> Result<Vec<i64>, Error> {
    let rows = all!(tx, (i64,), "SELECT update_id FROM inbox ORDER BY update_id")?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

fn update(id: i64) -> String {
    let person = json!({"id": 5, "is_bot": false, "first_name": "Hoa"});
    let chat = json!({"id": 5, "type": "private", "first_name": "Hoa"});
    let message =
        json!({"message_id": id, "date": 1_780_000_000, "chat": chat, "from": person, "text": "chào"});
    json!({"update_id": id, "message": message}).to_string()
}

#[tokio::test]
async fn only_who_knows_the_secret_is_let_in() {
    let site = Site::new().await;
    for secret in [None, Some(""), Some("x"), Some("Dung-khoa_012345678"), Some("Dung-khoa_01234567890")] {
        assert_eq!(site.post(secret, update(1)).await, Status::UNAUTHORIZED, "{secret:?}");
        // A stranger does not even learn whether the words could be read.
        assert_eq!(site.post(secret, "{").await, Status::UNAUTHORIZED, "{secret:?}");
    }
    assert!(site.stored().await.is_empty());
    assert_eq!(site.post(Some(SECRET), update(1)).await, Status::OK);
    assert_eq!(site.stored().await, [1]);
    site.arrived.notified().await;
}

#[tokio::test]
async fn what_is_no_update_is_refused() {
    let site = Site::new().await;
    for body in ["", "{", "[]", "{}", "{\"update_id\": \"1\"}"] {
        assert_eq!(site.post(Some(SECRET), body).await, Status::BAD_REQUEST, "{body}");
    }
    let large = format!("{{\"update_id\": 1, \"x\": \"{}\"}}", "x".repeat(1 << 20));
    assert_eq!(site.post(Some(SECRET), large).await, Status::PAYLOAD_TOO_LARGE);
    assert!(site.stored().await.is_empty());
    assert_eq!(site.post(Some(SECRET), "{\"update_id\": 3, \"poll\": {}}").await, Status::OK);
    assert_eq!(site.stored().await, [3], "what is not for us is remembered by its id");
}

#[tokio::test]
async fn posts_that_come_together_are_committed_together() {
    let site = Site::new().await;
    let busy = site.store.begin().await.unwrap();
    let mut all = tokio::task::JoinSet::new();
    for id in 1..=30 {
        let (client, url) = (site.client.clone(), format!("http://{}/telegram", site.address));
        let request = client.post(url).header("X-Telegram-Bot-Api-Secret-Token", SECRET).body(update(id));
        all.spawn(async move { request.send().await.unwrap().status() });
    }
    // None is answered while the writer is not free.
    let early = timeout(Duration::from_millis(300), all.join_next()).await;
    assert!(early.is_err(), "answered before the commit: {early:?}");
    drop(busy);
    while let Some(status) = all.join_next().await {
        assert_eq!(status.unwrap(), Status::OK);
    }
    assert_eq!(site.stored().await, (1..=30).collect::<Vec<i64>>());
    let mut tx = site.store.read().await.unwrap();
    let moments = all!(tx, (DateTime<Utc>,), "SELECT DISTINCT received_at FROM inbox").unwrap();
    assert!(moments.len() < 30, "a transaction for each: {}", moments.len());
}

#[tokio::test]
async fn what_cannot_be_stored_is_to_come_again() {
    let site = Site::new().await;
    let (status, health) = site.health().await;
    assert_eq!(status, Status::OK);
    assert_eq!(health, json!({"database": true, "updates": "webhook", "clock": "ticking"}));
    site.store.close().await;
    assert_eq!(site.post(Some(SECRET), update(1)).await, Status::SERVICE_UNAVAILABLE);
    let (status, health) = site.health().await;
    assert_eq!((status, &health["database"]), (Status::SERVICE_UNAVAILABLE, &json!(false)));
}

#[tokio::test]
async fn a_stop_answers_what_is_under_way() {
    let mut site = Site::new().await;
    let body = update(1);
    let mut stream = TcpStream::connect(site.address).await.unwrap();
    let head = format!(
        "POST /telegram HTTP/1.1\r\nhost: loa\r\nx-telegram-bot-api-secret-token: {SECRET}\r\n\
         content-length: {}\r\nexpect: 100-continue\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut said = vec![0; 64];
    // Said once the route asks for the body: from here on the post is under way.
    let n = stream.read(&mut said).await.unwrap();
    assert!(said[..n].starts_with(b"HTTP/1.1 100"), "{}", String::from_utf8_lossy(&said[..n]));
    site.stop.send(true).unwrap();
    stream.write_all(body.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    (&mut site.serving).await.unwrap();
    assert_eq!(site.stored().await, [1]);
}
