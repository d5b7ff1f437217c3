use std::collections::BTreeSet;

use super::*;
use crate::channel::{ChatKind, EventChat, What};
use crate::clock::Clock;
use crate::store::{Access, Store};
use crate::ward::store as ward;

async fn scratch() -> (tempfile::TempDir, Store, BotId) {
    let folder = tempfile::tempdir().unwrap();
    let address = format!("sqlite:{}", folder.path().join("loa.db").display());
    let clock = Clock::frozen_at(chrono::DateTime::from_timestamp(1_780_000_000, 0).unwrap());
    let store = Store::open(&address, Access::Serve, clock).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    let bot = ward::bot_seen(&mut tx, "telegram", "7", "loa_bot").await.unwrap().id;
    tx.commit().await.unwrap();
    (folder, store, bot)
}

fn arrived(update_id: i64, chat: &str) -> Arrived {
    let chat_of = EventChat {
        platform_id: chat.into(),
        kind: ChatKind::Private,
        title: String::new(),
        has_topics: false,
        topic: None,
    };
    let event = Event {
        chat: chat_of,
        from: None,
        message_id: None,
        carried: None,
        album: None,
        forwarded: None,
        what: What::Other,
    };
    Arrived { update_id, chat: chat.into(), event: Some(event) }
}

#[tokio::test]
async fn many_are_stored_at_once_and_each_once() {
    let (_folder, store, bot) = scratch().await;
    let mut tx = store.begin().await.unwrap();
    // More than the largest statement takes, backwards, with one twice and one not for us.
    let mut updates: Vec<Arrived> = (1..=237).rev().map(|n| arrived(n, "5")).collect();
    updates.push(arrived(100, "5"));
    updates.push(Arrived { update_id: 500, chat: String::new(), event: None });
    assert_eq!(take_in(&mut tx, bot, &updates).await.unwrap(), 238);
    assert_eq!(take_in(&mut tx, bot, &updates).await.unwrap(), 0, "all are known");
    assert_eq!(take_in(&mut tx, bot, &[]).await.unwrap(), 0);
    for n in 1..=237 {
        let open = first(&mut tx, bot, "5").await.unwrap().unwrap();
        assert_eq!((open.update_id, open.event), (n, arrived(n, "5").event), "whole and in order");
        assert!(handled(&mut tx, bot, n, "handled").await.unwrap());
        assert!(!handled(&mut tx, bot, n, "handled").await.unwrap(), "once");
    }
    assert!(first(&mut tx, bot, "5").await.unwrap().is_none());
    assert!(chats(&mut tx, bot, "", 9).await.unwrap().is_empty(), "what is not for us waits for nobody");
}

#[tokio::test]
async fn a_flood_in_one_chat_hides_no_other() {
    let (_folder, store, bot) = scratch().await;
    let mut tx = store.begin().await.unwrap();
    let mut updates: Vec<Arrived> = (1..=2_000).map(|n| arrived(n, "50")).collect();
    updates.extend((0..100).map(|n| arrived(3_000 + n, &format!("{n:02}"))));
    take_in(&mut tx, bot, &updates).await.unwrap();
    assert_eq!(chats(&mut tx, bot, "", 3).await.unwrap(), ["00", "01", "02"]);
    assert_eq!(chats(&mut tx, bot, "49", 3).await.unwrap(), ["50", "51", "52"]);
    assert!(chats(&mut tx, bot, "99", 3).await.unwrap().is_empty());
    let (mut after, mut seen) = (String::new(), BTreeSet::new());
    for _ in 0..10 {
        let page = chats(&mut tx, bot, &after, 10).await.unwrap();
        after.clone_from(page.last().unwrap());
        seen.extend(page);
    }
    assert_eq!(seen.len(), 100, "ten looks at ten come to every chat");
}

/// What a look costs must not depend on how much is open.
#[tokio::test]
async fn looks_go_by_the_index_of_what_is_open() {
    let (_folder, store, _) = scratch().await;
    let mut tx = store.begin().await.unwrap();
    let chats = plan(&mut tx, &format!("EXPLAIN QUERY PLAN {OPEN_CHATS}")).await;
    assert_eq!(chats.matches("USING INDEX inbox_open (bot_id=? AND chat>?)").count(), 2, "{chats}");
    let first = plan(&mut tx, &format!("EXPLAIN QUERY PLAN {FIRST}")).await;
    assert!(first.contains("USING INDEX inbox_open (bot_id=? AND chat=?)"), "{first}");
    let pruned = plan(&mut tx, &format!("EXPLAIN QUERY PLAN {PRUNE}")).await;
    assert!(pruned.contains("INDEX inbox_handled (handled_at>? AND handled_at<?)"), "{pruned}");
    for plan in [chats, first, pruned] {
        assert!(!plan.contains("TEMP B-TREE FOR ORDER BY"), "nothing is sorted: {plan}");
    }
}

async fn plan(tx: &mut Tx, sql: &str) -> String {
    let lines = all!(tx, (i64, i64, i64, String), sqlx::AssertSqlSafe(sql.to_owned())).unwrap();
    lines.into_iter().fold(String::new(), |text, (_, _, _, line)| text + &line + "\n")
}

#[tokio::test]
async fn old_ids_are_forgotten_piece_by_piece() {
    let (_folder, store, bot) = scratch().await;
    let mut tx = store.begin().await.unwrap();
    let updates: Vec<Arrived> = (1..=25).map(|n| arrived(n, "5")).collect();
    take_in(&mut tx, bot, &updates).await.unwrap();
    for n in 1..=23 {
        handled(&mut tx, bot, n, "handled").await.unwrap();
    }
    assert_eq!(prune(&mut tx, 10).await.unwrap(), 0, "not yet old");
    tx.commit().await.unwrap();
    store.clock().advance(TimeDelta::days(REMEMBERED_DAYS) + TimeDelta::seconds(1));
    let mut tx = store.begin().await.unwrap();
    for forgotten in [10, 10, 3, 0] {
        assert_eq!(prune(&mut tx, 10).await.unwrap(), forgotten);
    }
    assert_eq!(first(&mut tx, bot, "5").await.unwrap().unwrap().update_id, 24, "what is open stays");
}
