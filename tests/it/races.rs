//! What two transactions do to one row at the same moment. On SQLite there is only one at a time.

use std::time::Duration;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use loa::channel::{Channel, ChatKind, Content, Letter};
use loa::clock::Clock;
use loa::delivery::{self, About, Kind, Lane, Letters, Parcel, Rates};
use loa::store::{Access, Store, Tx};
use loa::text::Rich;
use loa::ward::{BotId, store as ward};

use crate::postgres;

fn words(text: &str) -> Content {
    Content::Message(Letter { text: Rich::plain(text), ..Letter::default() })
}

async fn due(tx: &mut Tx, bot: BotId) -> Vec<Content> {
    let rates = Rates::default();
    let now = Clock::wall_micros();
    let mut letters = Letters::default();
    let found = delivery::candidates(tx, bot, Lane::Interactive, &rates, now, 10, &mut letters);
    found.await.expect("looked").into_iter().map(|one| one.content).collect()
}

/// A resident's second question is added to the acknowledgement of the first: had the first words
/// left meanwhile, nobody would have told them the second number.
#[tokio::test]
async fn what_is_given_other_words_leaves_only_with_them() {
    let Some(copy) = postgres::copy().await else { return };
    let now: DateTime<Utc> = "2026-06-01T02:00:00Z".parse().expect("a time");
    let store = Store::open(&copy.url(), Access::Beside, Clock::frozen_at(now)).await.expect("a database");
    let mut tx = store.begin().await.expect("begun");
    let home = ward::create_ward(&mut tx, "Phường", "UBND").await.expect("a ward").id;
    let bot = ward::bot_seen(&mut tx, "telegram", "1", "bot").await.expect("a bot").id;
    let chat = ward::chat_seen(&mut tx, bot, "2", ChatKind::Private, "").await.expect("a chat").id;
    let parcel = Parcel {
        ward: home,
        bot,
        chat,
        channel: Channel::Telegram,
        kind: Kind::Acknowledgement,
        lane: Lane::Interactive,
        content: words("first"),
        fallback: vec![],
        about: About::default(),
        due_at: None,
        not_after: None,
    };
    let id = delivery::enqueue(&mut tx, &parcel).await.expect("stored");
    tx.commit().await.expect("committed");

    let mut writer = store.begin().await.expect("begun");
    assert!(delivery::reword(&mut writer, id, &words("both")).await.expect("reworded"));
    let mut engine = store.begin().await.expect("begun");
    assert_eq!(due(&mut engine, bot).await, [], "while it is being changed it does not leave");
    writer.commit().await.expect("committed");
    assert_eq!(due(&mut engine, bot).await, [words("both")]);

    // And what the engine has read is not changed any more.
    let other = store.clone();
    let writer = tokio::spawn(async move {
        let mut tx = other.begin().await.expect("begun");
        let changed = delivery::reword(&mut tx, id, &words("three")).await.expect("looked");
        tx.commit().await.expect("committed");
        changed
    });
    let lease = now + Duration::from_secs(120);
    let taken = delivery::intend(&mut engine, &[id], Uuid::from_u128(7), lease).await.expect("intended");
    assert_eq!(taken, [id]);
    engine.commit().await.expect("committed");
    assert!(!writer.await.expect("no panic"), "it leaves as it was read");
    drop(store);
    copy.drop().await;
}
