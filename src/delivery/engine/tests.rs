use super::*;
use crate::channel::{Channel, Content, Letter};
use crate::delivery::{About, Kind, OutgoingId, Parcel};
use crate::store::Access;
use crate::text::Rich;
use crate::ward::store as ward;

/// An engine on an empty file, and one row that waits. No platform is asked.
async fn engine() -> (tempfile::TempDir, Engine, OutgoingId) {
    let folder = tempfile::tempdir().unwrap();
    let address = format!("sqlite:{}", folder.path().join("loa.db").display());
    let store = Store::open(&address, Access::Serve, Clock::system()).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    let ward = ward::create_ward(&mut tx, "Phường Hồ Sen", "UBND").await.unwrap();
    let bot = ward::bot_seen(&mut tx, "telegram", "1", "loa").await.unwrap().id;
    let chat = ward::chat_seen(&mut tx, bot, "5", ChatKind::Private, "").await.unwrap().id;
    let parcel = Parcel {
        ward: ward.id,
        bot,
        chat,
        channel: Channel::Telegram,
        kind: Kind::Notice,
        lane: Lane::Answer,
        content: Content::Message(Letter { text: Rich::plain("tin"), ..Letter::default() }),
        fallback: vec![],
        about: About::default(),
        due_at: None,
        not_after: None,
    };
    let id = store::enqueue(&mut tx, &parcel).await.unwrap();
    tx.commit().await.unwrap();
    let telegram = Telegram::new("1:x", Some("http://127.0.0.1:9")).unwrap();
    (folder, Engine::new(store, telegram, bot, Limits::default(), Arc::default()), id)
}

#[tokio::test]
async fn an_intent_of_which_the_database_did_not_say_whether_it_is_kept_is_taken_back() {
    let (_folder, engine, id) = engine().await;
    let mut run = Run::default();
    let first = engine.cycle(&mut run, 8).await.unwrap();
    assert_eq!(first.chosen.len(), 1);
    // As if the connection had been cut while the commit was answered: nobody sends this.
    run.unsure = vec![engine.held(&first.chosen[0].0)];
    let again = engine.cycle(&mut run, 8).await.unwrap();
    assert_eq!(again.chosen.iter().map(|(row, _)| row.id).collect::<Vec<_>>(), [id]);
    assert!(run.unsure.is_empty());
    // One that was not kept is another's matter by now.
    run.unsure = vec![Held { attempt: 1, ..engine.held(&first.chosen[0].0) }];
    assert!(engine.cycle(&mut run, 8).await.unwrap().chosen.is_empty());
}
