//! The same for what volume adds: rows that the test stored, their order, groups that go away.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use loa::channel::{Content, Letter};
use loa::text::Rich;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Kind, Report, check};
use crate::chaos::facts::{Enqueued, Facts, Havoc, Post, Row, Told};

const URGENT: i32 = 1;
const SCHEDULED: i32 = 3;

fn now() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000)
}

fn id(n: usize) -> Uuid {
    Uuid::from_u128(u128::try_from(n).expect("a number"))
}

/// Two posts in two groups (rows 0 to 3), then two notices to a person who was answered once
/// (rows 4 to 6), all in their order.
fn sound() -> Facts {
    let row = |n: usize, chat: i64, kind: &str, words: &str| Row {
        id: id(n),
        chat,
        kind: kind.into(),
        lane: SCHEDULED,
        is_copy: kind == "post",
        by_bot: true,
        content: Content::Message(Letter { text: Rich::plain(words), ..Letter::default() }),
        post: (kind == "post").then(|| id(100)),
        question: None,
        not_after: None,
        state: "sent".into(),
        reason: None,
        repeats: 0,
        proof: Some(format!("[\"{}\"]", 10 + n)),
    };
    let rows = vec![
        row(0, -1, "post", "tin 1"),
        row(1, -2, "post", "tin 1"),
        row(2, -1, "post", "tin 2"),
        row(3, -2, "post", "tin 2"),
        row(4, 7, "answer", "báo 1"),
        row(5, 7, "notice", "báo 2"),
        row(6, 7, "acknowledgement", "trợ giúp"),
    ];
    let ledger = (0..rows.len()).map(|n| call(&rows[n], 10 + n)).collect();
    let stored = |row: &Row| Enqueued { id: row.id, due: now(), content: row.content.clone() };
    Facts {
        told: Told {
            releases: 2,
            enqueued: rows[..6].iter().map(stored).collect(),
            said: [(7, 1)].into(),
            ..Told::default()
        },
        havoc: Havoc { kills: 1, doubtful: 1, ..Havoc::default() },
        in_flight_max: 2,
        now: now(),
        rows,
        posts: vec![Post { id: id(100), message: id(9) }, Post { id: id(101), message: id(9) }],
        ledger,
        ..Facts::default()
    }
}

fn call(row: &Row, message: usize) -> Value {
    json!({"method": "sendMessage", "params": {"chat_id": row.chat, "text": super::words(row)},
        "result": {"message_id": message}})
}

fn refusal(row: &Row, code: u16) -> Value {
    json!({"method": "sendMessage", "params": {"chat_id": row.chat, "text": super::words(row)},
        "error_code": code, "description": "Forbidden"})
}

fn report(change: impl FnOnce(&mut Facts)) -> Report {
    let mut facts = sound();
    change(&mut facts);
    check(&facts)
}

/// That a fault of this kind is found and named.
fn finds(kind: Kind, words: &str, change: impl FnOnce(&mut Facts)) {
    let report = report(change);
    let fits = report.faults.iter().any(|fault| fault.kind == kind && fault.what.contains(words));
    assert!(fits, "{kind:?} “{words}”: {}", report.said());
}

fn is_well(change: impl FnOnce(&mut Facts)) {
    let report = report(change);
    assert!(report.faults.is_empty(), "{}", report.said());
}

#[test]
fn sound_facts_have_no_fault() {
    is_well(|_| {});
}

#[test]
fn a_row_that_is_gone_or_never_ended_is_lost() {
    finds(Kind::Lost, "is gone", |f| {
        f.rows.remove(1);
        f.ledger.remove(1);
    });
    for state in ["waiting", "sending", "cancelled", "unknown"] {
        finds(Kind::Lost, state, |f| f.rows[4].state = state.into());
    }
}

#[test]
fn a_failure_needs_a_reason_that_is_there() {
    let fail = |f: &mut Facts, reason: &str| {
        f.ledger.remove(0);
        f.rows[0].state = "failed".into();
        f.rows[0].reason = Some(reason.into());
    };
    finds(Kind::Lost, "failed", |f| fail(f, "removed"));
    is_well(|f| {
        fail(f, "removed");
        f.refused.push(refusal(&f.rows[0], 403));
    });
    finds(Kind::Lost, "failed", |f| {
        fail(f, "removed");
        f.refused.push(refusal(&f.rows[0], 429));
    });
    finds(Kind::Lost, "given_up", |f| fail(f, "given_up"));
    let give_up = |f: &mut Facts, repeats: usize| {
        f.rows[4].state = "failed".into();
        f.rows[4].reason = Some("given_up".into());
        f.rows[4].repeats = repeats;
    };
    finds(Kind::Lost, "given_up", |f| give_up(f, 5));
    is_well(|f| give_up(f, 6));
}

#[test]
fn what_expires_had_a_time() {
    let expire = |f: &mut Facts, at: TimeDelta| {
        f.ledger.remove(4);
        f.rows[4].state = "expired".into();
        f.rows[4].not_after = Some(f.now + at);
    };
    is_well(|f| expire(f, TimeDelta::seconds(-1)));
    finds(Kind::Lost, "expired", |f| expire(f, TimeDelta::seconds(1)));
}

#[test]
fn a_person_is_answered_once_for_each_word() {
    finds(Kind::Lost, "spoke 2 times", |f| *f.told.said.entry(7).or_default() = 2);
    finds(Kind::Undeclared, "spoke 0 times", |f| *f.told.said.entry(7).or_default() = 0);
}

#[test]
fn an_urgent_post_repeats_once_and_another_never() {
    let again = |f: &mut Facts, lane: i32, repeats: usize| {
        f.rows[3].lane = lane;
        f.rows[3].repeats = repeats;
        for _ in 0..repeats {
            f.ledger.push(call(&f.rows[3], 99));
        }
    };
    is_well(|f| again(f, URGENT, 1));
    finds(Kind::Undeclared, "repeated by the software", |f| again(f, URGENT, 2));
    finds(Kind::Undeclared, "repeated by the software", |f| again(f, SCHEDULED, 1));
    finds(Kind::Undeclared, "sent 2 times, 1 are declared", |f| {
        again(f, SCHEDULED, 1);
        f.rows[3].repeats = 0;
    });
}

#[test]
fn the_result_before_the_call_is_found() {
    finds(Kind::FalselySent, "1 rows say sent, 0 were", |f| {
        f.ledger.remove(3);
        f.rows[3].proof = Some("[\"0\"]".into());
    });
    is_well(|f| f.rows[3].proof = Some("[\"0\"]".into()));
}

#[test]
fn a_group_that_moved_is_one_chat() {
    is_well(|f| {
        f.rows[0].chat = -1_001;
        f.rows[2].chat = -1_001;
        f.ledger[2]["params"]["chat_id"] = json!(-1_001);
        f.moved.insert(-1, -1_001);
    });
}

#[test]
fn what_came_too_early_is_found() {
    finds(Kind::Disorder, "in chat -1, lane 3", |f| f.ledger.swap(0, 2));
    finds(Kind::Disorder, "\"báo 2\" came", |f| f.ledger.swap(4, 5));
    // Due later, though stored before.
    finds(Kind::Disorder, "\"báo 1\" came", |f| f.told.enqueued[4].due += TimeDelta::seconds(2));
    is_well(|f| {
        f.told.enqueued[4].due += TimeDelta::seconds(2);
        f.ledger.swap(4, 5);
    });
    // Other chats do not wait.
    is_well(|f| f.ledger.swap(1, 2));
    // What comes again later came first at its time.
    is_well(|f| {
        f.rows[4].repeats = 1;
        f.ledger.push(call(&f.rows[4], 14));
    });
}

#[test]
fn five_exceptions_from_order_and_no_others() {
    // A notice whose worth may be over for one instance and not for another.
    is_well(|f| {
        f.rows[4].not_after = Some(f.now + TimeDelta::hours(1));
        f.ledger.swap(4, 5);
    });
    // A post that a person let go on.
    is_well(|f| {
        f.told.resumed = BTreeSet::from([id(100)]);
        f.ledger.swap(0, 2);
    });
    // Another lane.
    is_well(|f| {
        f.rows[5].lane = 0;
        f.ledger.swap(4, 5);
    });
    // A row that an instance held when it was halted.
    is_well(|f| {
        f.havoc.halted = BTreeSet::from([id(0)]);
        f.ledger.swap(0, 2);
    });
    // An urgent post that came again, but not one that did not.
    let urgent = |f: &mut Facts, repeats: usize| {
        f.rows[0].lane = URGENT;
        f.rows[2].lane = URGENT;
        f.rows[0].repeats = repeats;
        f.ledger.swap(0, 2);
    };
    is_well(|f| urgent(f, 1));
    finds(Kind::Disorder, "lane 1", |f| urgent(f, 0));
}

#[test]
fn doubt_is_counted_apart_and_bounded() {
    let doubt = |f: &mut Facts, n: usize, reason: Option<&str>| {
        for row in &mut f.rows[..n] {
            row.state = "unknown".into();
            row.reason = reason.map(Into::into);
        }
    };
    let report = report(|f| doubt(f, 2, None));
    assert!(report.faults.is_empty() && report.cut_off == 2 && report.in_doubt.len() == 2, "{report:?}");
    finds(Kind::Other, "3 copies are in doubt after 1 kills", |f| doubt(f, 3, None));
    is_well(|f| doubt(f, 1, Some("no_answer")));
    finds(Kind::Other, "2 copies had no answer", |f| doubt(f, 2, Some("no_answer")));
    is_well(|f| {
        f.havoc.halts = 1;
        doubt(f, 4, None);
    });
}
