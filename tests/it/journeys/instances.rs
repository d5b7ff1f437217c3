//! Several instances on one database: the work is shared, nothing is done twice, and when one
//! dies the other goes on. Only on PostgreSQL; SQLite serves one.

use std::collections::BTreeSet;

use loa::app::stage::Place;
use loa::clock::Clock;
use loa::conversation;
use loa::inbox::Arrived;
use loa::lease::{self, Lease};
use loa::ward::store as ward;

use serde_json::Value;
use uuid::Uuid;

use super::taking_in::{HELLO, help, resident, sent_to, store};
use crate::house::{Database, House};

const CHATS: usize = 8;
const UPDATES: usize = 25;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn each_update_is_handled_once_and_in_order() {
    let Some(mut house) = House::build(Database::Postgres).await else { return };
    house.start().await;
    let mut people = Vec::new();
    for n in 0..CHATS {
        people.push(resident(&house, &format!("Lan {n}")).await);
    }
    house.settle().await;
    house.stop().await;
    let mut before = Vec::new();
    for person in &people {
        before.push(sent_to(&house, *person).await);
    }
    // All is there before either begins, so that both reach for the same chats at once.
    let burst: Vec<Arrived> = (0..CHATS * UPDATES).map(|n| help(n + 1, people[n % CHATS])).collect();
    store(&house, &burst).await;
    let (first, second) = tokio::join!(Box::pin(house.another()), Box::pin(house.another()));
    house.settle_all(&[&first, &second]).await;
    for (person, before) in people.iter().zip(before) {
        assert_eq!(sent_to(&house, *person).await, before + UPDATES, "each is answered once");
        // A transaction gets its number with its first write, which is the mark “handled”.
        let order = house
            .column(&format!(
                "SELECT CAST(update_id AS TEXT) FROM inbox WHERE chat = '{}' AND update_id < 100000
                 ORDER BY CAST(CAST(xmin AS TEXT) AS BIGINT)",
                person.0
            ))
            .await;
        let order: Vec<i64> = order.iter().map(|id| id.parse().unwrap()).collect();
        assert!(order.len() == UPDATES && order.is_sorted(), "in order: {order:?}");
    }
    assert_eq!(house.count("inbox WHERE attempts > 0").await, 0, "whoever was slower has not failed");
    let outcomes: BTreeSet<String> =
        house.column("SELECT DISTINCT outcome FROM inbox").await.into_iter().collect();
    assert_eq!(outcomes, BTreeSet::from(["handled".to_owned()]));
    first.stop().await;
    second.stop().await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn when_one_dies_the_other_goes_on() {
    let Some(mut house) = House::build(Database::Postgres).await else { return };
    house.start().await;
    let resident = resident(&house, "Lan").await;
    let second = house.another().await;
    house.say(resident, Place::Private, "/trogiup").await;
    house.see(resident, Place::Private, HELLO).await;
    house.settle().await;
    let before = sent_to(&house, resident).await;
    house.crash();
    for _ in 0..3 {
        house.say(resident, Place::Private, "/trogiup").await;
    }
    for _ in 0..3 {
        house.see(resident, Place::Private, HELLO).await;
    }
    house.take_over(second);
    // Looks at the clock too, or it would not come to rest.
    house.settle().await;
    assert_eq!(sent_to(&house, resident).await, before + 3);
    assert_eq!(house.count("leases").await, 2);

    // One that stops gives back what it held, and the next one need not wait for it to lapse.
    house.stop().await;
    assert_eq!(house.count("leases").await, 0);
    house.close().await;
}

/// As if the holder had been halted for longer than a lease lasts: another has it now.
async fn take_away(house: &House, name: &str) {
    let mut tx = house.store.begin().await.unwrap();
    let later = Clock::wall_micros() + 6_000_000;
    assert!(lease::take(&mut tx, name, THIEF, later, 40_000_000).await.unwrap());
    tx.commit().await.unwrap();
}

const THIEF: Uuid = Uuid::from_u128(7);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_was_halted_past_its_lease_stores_nothing() {
    let Some(mut house) = House::build(Database::Postgres).await else { return };
    let web = house.use_web().await;
    house.start().await;
    let resident = resident(&house, "Lan").await;
    house.settle().await;
    let health = async || -> Value {
        reqwest::get(format!("{web}/health")).await.expect("an answer").json().await.expect("JSON")
    };
    assert_eq!(health().await["updates"], "polling");
    let mut tx = house.store.read().await.unwrap();
    let bot = ward::bot_of_ward(&mut tx, house.ward.id).await.unwrap().expect("a bot").id;
    drop(tx);
    let name = format!("poll:{bot}");
    let stored = house.count("inbox").await;
    // Its request for updates is open and brings this one.
    take_away(&house, &name).await;
    house.say(resident, Place::Private, "/trogiup").await;
    while health().await["updates"] != "standby" {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(house.count("inbox").await, stored);
    assert_eq!(house.pending().await, 1, "and confirms nothing");
    let mut tx = house.store.begin().await.unwrap();
    lease::release(&mut tx, &name, THIEF).await.unwrap();
    tx.commit().await.unwrap();
    house.see(resident, Place::Private, HELLO).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_was_halted_past_its_lease_does_nothing_because_of_the_clock() {
    let Some(house) = House::build(Database::Postgres).await else { return };
    let desk = loa::app::desk(&house.config).unwrap();
    let lease = Lease::new(house.store.clone(), "clock", Uuid::from_u128(1));
    let tick = || conversation::tick(&house.store, &desk, &lease, false);
    assert_eq!(tick().await.unwrap(), None, "not taken yet");
    assert!(lease.try_take().await.unwrap());
    assert_eq!(tick().await.unwrap(), Some(false));
    take_away(&house, "clock").await;
    assert!(lease.is_held(), "it does not know yet");
    assert_eq!(tick().await.unwrap(), None);
    house.close().await;
}
