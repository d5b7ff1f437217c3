//! What becomes of a copy that is being sent when its post is paused or ended.

use chrono::{DateTime, TimeDelta};
use uuid::Uuid;

use super::super::{About, Kind, Lane, OutgoingId, Parcel, PostId, QuestionId};
use super::lookup::forget_question;
use super::results::{Doubt, Held, Sent, in_doubt, not_sent, sent};
use super::{copies, enqueue, intend, letter_of, revive_chat, tally};
use crate::channel::{Channel, ChatKind, Content, Letter, Refusal};
use crate::clock::Clock;
use crate::message::{self, Audience, Body};
use crate::schedule;
use crate::store::{Access, Store, Tx, exec};
use crate::text::Rich;
use crate::ward::store as ward;
use crate::ward::{BotId, ChatId, PersonId};

const OWNER: Uuid = Uuid::from_u128(7);

struct Desk {
    bot: BotId,
    person: PersonId,
    chat: ChatId,
    post: PostId,
    copy: OutgoingId,
}

/// A released post whose only copy, in this lane, is being sent.
async fn sending(tx: &mut Tx, lane: Lane) -> Desk {
    let ward = ward::create_ward(tx, "Phường", "UBND").await.unwrap().id;
    let bot = ward::bot_seen(tx, "telegram", "1", "bot").await.unwrap().id;
    let account = ward::account_seen(tx, bot, "2", "vi").await.unwrap().id;
    let person = ward::person_for(tx, ward, account).await.unwrap().id;
    let chat = ward::chat_seen(tx, bot, "-3", ChatKind::Group, "Tổ 1").await.unwrap().id;
    let place = ward::put_neighbourhood(tx, ward, "01", "Tổ 1").await.unwrap();
    let group = ward::ask_group(tx, ward, place, Channel::Telegram, chat, person).await.unwrap().id;
    let body = Body {
        vi: Rich::plain("Tin"),
        en: None,
        media: vec![],
        issuer: "UBND".into(),
        audience: Audience::All,
        kind: message::Kind::Notice,
        source: None,
    };
    let message = message::create(tx, ward, person, None, &body, None).await.unwrap();
    let now = tx.now();
    let post = schedule::plan_post(tx, ward, message.id, 1, now, TimeDelta::hours(12)).await.unwrap();
    exec!(tx, "UPDATE posts SET state = 'released', released_at = $1", now).unwrap();
    let parcel = Parcel {
        ward,
        bot,
        chat,
        channel: Channel::Telegram,
        kind: Kind::Post,
        lane,
        content: Content::Message(Letter { text: Rich::plain("Tin"), ..Letter::default() }),
        fallback: vec![],
        about: About { post: Some(post.id), group: Some(group), ..About::default() },
        due_at: None,
        not_after: Some(post.not_after),
    };
    let copy = enqueue(tx, &parcel).await.unwrap();
    let taken = intend(tx, &[copy], OWNER, now + TimeDelta::minutes(2)).await.unwrap();
    assert_eq!(taken, [copy]);
    Desk { bot, person, chat, post: post.id, copy }
}

impl Desk {
    fn held(&self) -> Held {
        Held { id: self.copy, owner: OWNER, attempt: 1 }
    }

    async fn due(&self, tx: &mut Tx) -> i64 {
        super::backlog(tx, self.bot).await.unwrap().rows
    }
}

async fn begin() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let at = DateTime::from_timestamp(1_780_000_000, 0).unwrap();
    let address = format!("sqlite:{}", folder.path().join("loa.db").display());
    let store = Store::open(&address, Access::Beside, Clock::frozen_at(at)).await.unwrap();
    (folder, store)
}

#[tokio::test]
async fn what_was_not_sent_goes_the_way_of_its_post() {
    let (_folder, store) = begin().await;
    for (act, left, cancelled, due) in [("none", 1, 0, 1), ("pause", 1, 0, 0), ("end", 0, 1, 0)] {
        let mut tx = store.begin().await.unwrap();
        let desk = sending(&mut tx, Lane::Scheduled).await;
        match act {
            "pause" => drop(schedule::pause(&mut tx, desk.post, Some(desk.person), None).await.unwrap()),
            "end" => drop(schedule::end(&mut tx, desk.post, Some(desk.person), None).await.unwrap()),
            _ => {}
        }
        assert!(not_sent(&mut tx, desk.held()).await.unwrap());
        let found = tally(&mut tx, desk.post).await.unwrap();
        assert_eq!((found.left, found.cancelled), (left, cancelled), "{act}");
        assert_eq!(desk.due(&mut tx).await, due, "{act}");
        if act == "pause" {
            schedule::resume(&mut tx, desk.post, desk.person).await.unwrap();
            assert_eq!(desk.due(&mut tx).await, 1, "it goes on with the others");
        }
    }
}

#[tokio::test]
async fn an_urgent_copy_in_doubt_is_not_repeated_once_its_post_is_paused() {
    let (_folder, store) = begin().await;
    for (paused, becomes) in [(false, Doubt::Repeats), (true, Doubt::Held)] {
        let mut tx = store.begin().await.unwrap();
        let desk = sending(&mut tx, Lane::Urgent).await;
        if paused {
            schedule::pause(&mut tx, desk.post, Some(desk.person), None).await.unwrap();
        }
        assert_eq!(in_doubt(&mut tx, desk.held(), "no answer").await.unwrap(), becomes);
        drop(tx);
        let mut tx = store.begin().await.unwrap();
        let desk = sending(&mut tx, Lane::Urgent).await;
        if paused {
            schedule::pause(&mut tx, desk.post, Some(desk.person), None).await.unwrap();
        }
        let wall = tx.now();
        super::recover(&mut tx, desk.bot, Uuid::from_u128(8), true, wall).await.unwrap();
        assert_eq!(tally(&mut tx, desk.post).await.unwrap().unknown, i64::from(paused));
    }
}

#[tokio::test]
async fn a_chat_that_opens_gets_what_its_posts_still_allow() {
    let (_folder, store) = begin().await;
    for (act, due, left) in [("none", 1, 1), ("pause", 0, 1), ("end", 0, 0)] {
        let mut tx = store.begin().await.unwrap();
        let desk = sending(&mut tx, Lane::Scheduled).await;
        match act {
            "pause" => drop(schedule::pause(&mut tx, desk.post, Some(desk.person), None).await.unwrap()),
            "end" => drop(schedule::end(&mut tx, desk.post, Some(desk.person), None).await.unwrap()),
            _ => {}
        }
        let reason = super::super::Reason::Refused(Refusal::Removed);
        super::failed(&mut tx, desk.held(), reason, "kicked").await.unwrap();
        let revived = revive_chat(&mut tx, desk.chat).await.unwrap();
        assert_eq!(revived.len(), usize::from(act != "end"), "{act}");
        assert_eq!(tally(&mut tx, desk.post).await.unwrap().left, left, "{act}");
        assert_eq!(desk.due(&mut tx).await, due, "{act}");
        assert_eq!(copies(&mut tx, desk.post).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn what_is_being_sent_when_it_is_forgotten_loses_its_words_once_it_has_left() {
    let (_folder, store) = begin().await;
    let mut tx = store.begin().await.unwrap();
    let desk = sending(&mut tx, Lane::Scheduled).await;
    let (now, question) = (tx.now(), QuestionId(tx.new_id()));
    let parcel = Parcel {
        ward: ward::wards_of_bot(&mut tx, desk.bot).await.unwrap().remove(0).id,
        bot: desk.bot,
        chat: desk.chat,
        channel: Channel::Telegram,
        kind: Kind::Notice,
        lane: Lane::Answer,
        content: Content::Message(Letter { text: Rich::plain("Lời hỏi"), ..Letter::default() }),
        fallback: vec![],
        about: About { question: Some(question), ..About::default() },
        due_at: None,
        not_after: None,
    };
    let id = enqueue(&mut tx, &parcel).await.unwrap();
    assert_eq!(intend(&mut tx, &[id], OWNER, now + TimeDelta::minutes(2)).await.unwrap(), [id]);
    forget_question(&mut tx, question).await.unwrap();
    let held = Held { id, owner: OWNER, attempt: 1 };
    let done = Sent { held, chat: desk.chat, message_ids: vec!["5".into()], are_new: true };
    assert_eq!(sent(&mut tx, OWNER, &[done]).await.unwrap(), [id]);
    assert!(letter_of(&mut tx, id).await.unwrap().unwrap().text.is_empty());
}
