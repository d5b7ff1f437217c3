//! A checker that finds nothing proves nothing: each fault, put in by hand, must be named.

use loa::channel::{Content, Letter};
use loa::text::Rich;
use serde_json::{Value, json};
use uuid::Uuid;

use super::check;
use crate::chaos::facts::{
    Answer, Approval, Asked, Facts, Havoc, Post, Question, Row, Told, Update, Version, Written,
};

const ASKED: &str = "Bao giờ sửa đường? q1x";
const CARD: i64 = 31;

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn row(n: u128, kind: &str, chat: i64, words: &str, message: i64) -> Row {
    Row {
        id: id(n),
        chat,
        kind: kind.into(),
        lane: 3,
        is_copy: false,
        by_bot: true,
        content: Content::Message(Letter { text: Rich::plain(words), ..Letter::default() }),
        post: None,
        question: None,
        not_after: None,
        state: "sent".into(),
        reason: None,
        repeats: 0,
        proof: Some(format!("[\"{message}\"]")),
    }
}

fn call(chat: i64, words: &str, message: i64) -> Value {
    json!({"method": "sendMessage", "params": {"chat_id": chat, "text": words},
        "result": {"message_id": message}})
}

/// One question, answered; one post in two groups; one press; one edit. All is well.
fn sound() -> Facts {
    let about = |row: Row| Row { question: Some(id(1)), ..row };
    let copy = |row: Row| Row { is_copy: true, post: Some(id(5)), ..row };
    let letter = Letter { text: Rich::plain("đã duyệt"), ..Letter::default() };
    let edit = Content::Edit { target: "31".into(), letter };
    let press = Content::PressAnswer { query: "77".into(), text: None, alert: false };
    let rows = vec![
        about(row(10, "acknowledgement", 7, "mã số", 11)),
        about(row(11, "notice", -1, ASKED, CARD)),
        about(row(12, "answer", 7, "Tuần này. a1x", 12)),
        copy(row(13, "post", -2, "tin p1b", 41)),
        copy(row(14, "post", -3, "tin p1b", 51)),
        Row { content: edit, proof: Some("[]".into()), ..row(15, "edit", -1, "", 0) },
        Row { content: press, proof: Some("[]".into()), ..row(16, "acknowledgement", 7, "", 0) },
    ];
    let ledger = vec![
        call(7, "mã số", 11),
        call(-1, ASKED, CARD),
        call(7, "Tuần này. a1x", 12),
        call(-2, "tin p1b", 41),
        call(-3, "tin p1b", 51),
        json!({"method": "editMessageText",
            "params": {"chat_id": -1, "message_id": 31, "text": "đã duyệt"}, "result": {"message_id": 31}}),
        json!({"method": "answerCallbackQuery", "params": {"callback_query_id": "77"}, "result": true}),
    ];
    let version = |words: &str| Version { message: id(3), number: 1, body: words.into() };
    let decided = |version, word: &str| Approval { message: id(3), version, decision: word.into() };
    Facts {
        told: Told {
            questions: vec![Asked { marker: "q1x".into(), answer: Some("a1x".into()) }],
            posts: vec![Written { number: 1, marker: "p1b".into(), old: "p1a".into(), approved: true }],
            groups: 2,
            ..Told::default()
        },
        havoc: Havoc { kills: 1, ..Havoc::default() },
        in_flight_max: 8,
        rows,
        questions: vec![Question {
            id: id(1),
            code: "402917".into(),
            text: ASKED.into(),
            state: "answered".into(),
        }],
        answers: vec![Answer { question: id(1), text: "Tuần này. a1x".into() }],
        versions: vec![version("tin p1a"), version("tin p1b")],
        approvals: vec![decided(1, "returned"), decided(2, "approved")],
        posts: vec![Post { id: id(5), message: id(3) }],
        updates: vec![
            Update { id: 100, outcome: Some("handled".into()) },
            Update { id: 101, outcome: Some("not for us".into()) },
        ],
        ledger,
        ..Facts::default()
    }
}

/// What is said about the sound facts after a change.
fn faults(change: impl FnOnce(&mut Facts)) -> String {
    let mut facts = sound();
    change(&mut facts);
    check(&facts).said()
}

#[test]
fn sound_facts_have_no_fault() {
    assert_eq!(faults(|_| {}), "");
}

#[test]
fn a_lost_question_is_found() {
    assert!(faults(|f| f.questions.clear()).contains("q1x is not there exactly once"));
}

#[test]
fn an_update_that_is_lost_or_was_handled_twice_is_found() {
    assert!(faults(|f| f.updates[1].id = 102).contains("lost"));
    assert!(faults(|f| f.updates[0].outcome = None).contains("ended as None"));
    assert!(faults(|f| f.updates[0].outcome = Some("failed".into())).contains("failed"));
    let twice = faults(|f| f.questions.push(Question { code: "555555".into(), ..f.questions[0].clone() }));
    assert!(twice.contains("q1x is not there exactly once"), "{twice}");
    let twice = faults(|f| f.answers.push(f.answers[0].clone()));
    assert!(twice.contains("a1x is there 2 times"), "{twice}");
    let twice = faults(|f| f.posts.push(Post { id: id(6), ..f.posts[0].clone() }));
    assert!(twice.contains("2 posts"), "{twice}");
    let twice = faults(|f| {
        f.rows.push(Row { id: id(60), ..f.rows[6].clone() });
        f.ledger.push(f.ledger[6].clone());
    });
    assert!(twice.contains("a press was handled 2 times"), "{twice}");
    let twice = faults(|f| {
        f.rows.push(Row { id: id(61), proof: Some("[\"32\"]".into()), ..f.rows[1].clone() });
        f.ledger.push(call(-1, ASKED, 32));
    });
    assert!(twice.contains("2 rows “notice”"), "{twice}");
}

#[test]
fn two_questions_with_one_code_are_found() {
    let found = faults(|f| f.questions.push(Question { id: id(2), ..f.questions[0].clone() }));
    assert!(found.contains("a code stands for several questions"), "{found}");
}

#[test]
fn a_lost_copy_is_found() {
    let found = faults(|f| {
        f.rows.remove(4);
        f.ledger.remove(4);
    });
    assert!(found.contains("message 1 has 1 copies"), "{found}");
    let found = faults(|f| f.rows[4].state = "waiting".into());
    assert!(found.contains("ended as waiting"), "{found}");
}

#[test]
fn a_post_sent_twice_is_found_whatever_its_row_says() {
    let found = faults(|f| f.ledger.push(call(-3, "tin p1b", 52)));
    assert!(found.contains("was sent 2 times, 1 are declared"), "{found}");
    let found = faults(|f| {
        f.ledger.push(call(-3, "tin p1b", 52));
        f.rows[4].repeats = 1;
    });
    assert!(found.contains("repeated by the software"), "{found}");
}

#[test]
fn words_that_were_not_approved_are_found() {
    let found = faults(|f| f.ledger.push(call(-2, "tin p1a", 42)));
    assert!(found.contains("returned version"), "{found}");
}

#[test]
fn a_repeat_must_be_declared() {
    let again = |f: &mut Facts| f.ledger.push(call(7, "Tuần này. a1x", 13));
    assert!(faults(again).contains("sent 2 times, 1 are declared"));
    let declared = faults(|f| {
        again(f);
        f.rows[2].repeats = 1;
    });
    assert_eq!(declared, "");
    let found = faults(|f| f.ledger.push(f.ledger[6].clone()));
    assert!(found.contains("press 77"), "{found}");
}

#[test]
fn a_false_sent_is_found() {
    for n in [0, 2, 3, 5, 6] {
        let found = faults(|f| drop(f.ledger.remove(n)));
        assert!(found.contains("rows say sent, 0 were"), "{n}: {found}");
    }
    let found = faults(|f| f.rows[0].proof = Some("[\"99\"]".into()));
    assert!(found.contains("which is not there"), "{found}");
    let found = faults(|f| f.rows[0].proof = None);
    assert!(found.contains("without proof"), "{found}");
}

#[test]
fn words_blanked_once_sent_are_known_by_their_proof() {
    let blank = |f: &mut Facts| {
        f.rows.push(Row { content: Content::Message(Letter::default()), ..row(17, "extract", 7, "", 14) });
        f.ledger.push(call(7, "Dữ liệu của ông/bà", 14));
    };
    assert_eq!(faults(blank), "");
    let found = faults(|f| {
        blank(f);
        f.ledger.push(call(7, "Dữ liệu của ông/bà", 15));
    });
    assert!(found.contains("sent 2 times, 1 are declared"), "{found}");
    let found = faults(|f| {
        blank(f);
        f.ledger.pop();
    });
    assert!(found.contains("which is not there"), "{found}");
}

#[test]
fn an_edit_that_was_made_already_counts() {
    let found = faults(|f| {
        let made = f.ledger.remove(5);
        f.refused.push(made);
    });
    assert_eq!(found, "");
}

#[test]
fn doubt_is_bounded_by_what_was_under_way() {
    let doubt = |f: &mut Facts| {
        f.rows[3].state = "unknown".into();
        f.rows[4].state = "unknown".into();
    };
    let mut facts = sound();
    doubt(&mut facts);
    let report = check(&facts);
    assert!(report.faults.is_empty() && report.in_doubt.len() == 2, "{report:?}");
    facts.in_flight_max = 1;
    let report = check(&facts);
    assert!(report.said().contains("2 copies are in doubt after 1 kills"), "{report:?}");
}
