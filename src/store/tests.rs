use chrono::{DateTime, TimeDelta, Utc};

use super::*;

type Row = (Uuid, String, DateTime<Utc>);

async fn scratch() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let address = format!("sqlite:{}", folder.path().join("loa.db").display());
    let store = Store::open(&address, Access::Serve, Clock::system()).await.unwrap();
    (folder, store)
}

async fn add_ward(tx: &mut Tx, name: &str) -> Uuid {
    let (id, now) = (tx.new_id(), tx.now());
    exec!(tx, "INSERT INTO wards (id, name, issuer, created_at) VALUES ($1, $2, $2, $3)", id, name, now)
        .unwrap();
    id
}

#[tokio::test]
async fn what_was_written_is_read_back_after_a_restart() {
    let (folder, store) = scratch().await;
    let mut tx = store.begin().await.unwrap();
    let id = add_ward(&mut tx, "Hồ Sen").await;
    let at = tx.now();
    tx.commit().await.unwrap();
    store.close().await;
    drop(store);
    let address = format!("sqlite:{}", folder.path().join("loa.db").display());
    let store = Store::open(&address, Access::Serve, Clock::system()).await.unwrap();
    let mut tx = store.read().await.unwrap();
    let rows = all!(tx, Row, "SELECT id, name, created_at FROM wards").unwrap();
    assert_eq!(rows, [(id, "Hồ Sen".to_owned(), at)]);
}

#[tokio::test]
async fn a_dropped_transaction_changes_nothing() {
    let (_folder, store) = scratch().await;
    let mut tx = store.begin().await.unwrap();
    add_ward(&mut tx, "Hồ Sen").await;
    drop(tx);
    let mut tx = store.read().await.unwrap();
    assert!(one!(tx, Row, "SELECT id, name, created_at FROM wards").unwrap().is_none());
}

#[tokio::test]
async fn a_second_instance_on_one_file_is_refused() {
    let (folder, _store) = scratch().await;
    let address = format!("sqlite:{}", folder.path().join("loa.db").display());
    let second = Store::open(&address, Access::Serve, Clock::system()).await;
    assert!(matches!(second, Err(Error::InUse(_))), "{second:?}");
    Store::open(&address, Access::Beside, Clock::system())
        .await
        .expect("a command may run beside the service");
}

#[tokio::test]
async fn taking_in_writes_before_those_who_came_earlier() {
    let (_folder, store) = scratch().await;
    let busy = store.begin().await.unwrap();
    let write = |name: &'static str, first: bool| {
        let store = store.clone();
        async move {
            let mut tx = if first { store.begin_first().await } else { store.begin().await }.unwrap();
            add_ward(&mut tx, name).await;
            tx.commit().await.unwrap();
        }
    };
    let plain = tokio::spawn(write("plain", false));
    tokio::task::yield_now().await;
    let first = tokio::spawn(write("first", true));
    tokio::task::yield_now().await;
    drop(busy);
    plain.await.unwrap();
    first.await.unwrap();
    let mut tx = store.read().await.unwrap();
    let names = all!(tx, (String,), "SELECT name FROM wards ORDER BY id").unwrap();
    assert_eq!(names, [("first".to_owned(),), ("plain".to_owned(),)]);
}

#[tokio::test]
async fn times_compare_in_the_database_as_they_do_here() {
    let (_folder, store) = scratch().await;
    let start = DateTime::from_timestamp(1_780_000_000, 0).unwrap();
    let mut tx = store.begin().await.unwrap();
    for ms in [0, 1, 10, 999, 1000, 60_000] {
        let (id, at) = (tx.new_id(), start + TimeDelta::milliseconds(ms));
        exec!(
            tx,
            "INSERT INTO wards (id, name, issuer, created_at) VALUES ($1, $2, $2, $3)",
            id,
            ms.to_string(),
            at
        )
        .unwrap();
    }
    for (ms, earlier) in [(0, 0), (1, 1), (999, 3), (1000, 4), (1001, 5), (60_001, 6)] {
        let at = start + TimeDelta::milliseconds(ms);
        let found = all!(tx, (Uuid,), "SELECT id FROM wards WHERE created_at < $1", at).unwrap();
        assert_eq!(found.len(), earlier, "before {ms} ms");
    }
}

#[tokio::test]
async fn ids_sort_in_the_order_they_were_made() {
    let (_folder, store) = scratch().await;
    let tx = store.read().await.unwrap();
    let ids: Vec<Uuid> = (0..5_000).map(|_| tx.new_id()).collect();
    assert!(ids.is_sorted());
}

#[test]
fn passwords_do_not_reach_messages() {
    assert_eq!(without_password("postgres://loa:s3cret@db.example/loa"), "postgres://loa:…@db.example/loa");
    assert_eq!(without_password("postgres://db.example/loa"), "postgres://db.example/loa");
}
