//! A resident says more about a question, answers what they were asked, and changes their words.

use chrono::TimeDelta;
use loa::app::stage::{Place, Seen};
use loa::question::store as questions;
use loa::question::{Deed, State};
use serde_json::json;

use super::resident_mine::{MARKER, Pair, STATES, another, answered, asked};
use crate::house::{House, journey};

const SAID: &str = "SELECT text FROM question_words WHERE text <> '' ORDER BY n";

/// The unit asks back: the clock stands still.
async fn asks_back(house: &House) {
    house.settle().await;
    let mut tx = house.store.begin().await.unwrap();
    for q in questions::in_state(&mut tx, house.ward.id, State::Open).await.unwrap() {
        questions::move_on(&mut tx, q.id, Deed::AskBack, None, "").await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn status(house: &House, pair: Pair) -> Seen {
    let shown = house.stage.messages(pair.resident, Place::Private).await.unwrap();
    shown.into_iter().find(|m| m.text.contains("Nơi trả lời")).unwrap()
}

journey!(a_reply_adds_to_the_question_and_the_unit_notices, |house| {
    let pair = asked(&house).await;
    house.see(pair.officer, pair.chat, MARKER).await;
    let status = status(&house, pair).await;
    let more = "Sáng nay có xe máy ngã ở đầu ngõ THEM888.";
    house.stage.reply(pair.resident, Place::Private, status.message_id, more).await.unwrap();
    house.see(pair.resident, Place::Private, "Đã bổ sung vào câu hỏi").await;
    let line = house.see(pair.officer, pair.chat, "Người hỏi vừa bổ sung").await;
    let card = house.see(pair.officer, pair.chat, "THEM888").await;
    assert_eq!(line.reply_to.map(|m| m.message_id), Some(card.message_id), "under the card");
    assert_eq!(house.column(STATES).await, ["open"], "no second question");
    // The button does the same.
    let shown = house.stage.messages(pair.resident, Place::Private).await.unwrap();
    let status = shown.iter().find(|m| m.text.contains("Nơi trả lời")).unwrap();
    house.press(pair.resident, Place::Private, status, "Bổ sung", "muốn bổ sung gì").await;
    house.say(pair.resident, Place::Private, "Ổ gà sâu nhất ở trước số 20.").await;
    house.see(pair.resident, Place::Private, "Đã bổ sung vào câu hỏi").await;
    house.see(pair.officer, pair.chat, "trước số 20").await;
    assert_eq!(house.column(SAID).await.len(), 2);
    // And only once: what comes then is new.
    house.say(pair.resident, Place::Private, "Vỉa hè trước ngõ 20 vỡ gạch, khi nào sửa?").await;
    house.settle().await;
    assert_eq!(house.column(STATES).await, ["open", "open"]);
});

journey!(a_reply_to_the_answer_adds_and_thanks_do_not, |house| {
    let pair = asked(&house).await;
    answered(&house, pair, "Vá xong trước ngày 15/05.").await;
    let shown = house.stage.messages(pair.resident, Place::Private).await.unwrap();
    let answer = shown.iter().find(|m| m.text.contains("Vá xong trước")).unwrap();
    house.stage.reply(pair.resident, Place::Private, answer.message_id, "Cảm ơn nhiều ạ").await.unwrap();
    house.see(pair.resident, Place::Private, "Khi cần hỏi phường").await;
    assert_eq!(house.column(SAID).await.len(), 0);
    let more = "Còn đoạn cuối ngõ 15 cũng có ổ gà, có vá luôn không?";
    house.stage.reply(pair.resident, Place::Private, answer.message_id, more).await.unwrap();
    house.see(pair.resident, Place::Private, "Đã bổ sung vào câu hỏi").await;
    house.see(pair.officer, pair.chat, "đoạn cuối ngõ 15").await;
    assert_eq!(house.column(STATES).await, ["answered"]);
});

journey!(danger_in_a_reply_is_danger, |house| {
    let pair = asked(&house).await;
    let (police, chat) = house.unit_chat_of("CA").await;
    let status = status(&house, pair).await;
    let fire = "Cháy nhà số 5 ngõ 12, cứu với";
    house.stage.reply(pair.resident, Place::Private, status.message_id, fire).await.unwrap();
    house.see(pair.resident, Place::Private, "114").await;
    house.see(police, chat, "KHẨN").await;
    assert_eq!(house.column(SAID).await.len(), 0);
});

journey!(of_a_complaint_in_a_reply_nothing_is_kept, |house| {
    let pair = asked(&house).await;
    let status = status(&house, pair).await;
    let words = "Tôi muốn tố cáo cán bộ TOCAO999 nhận hối lộ";
    house.stage.reply(pair.resident, Place::Private, status.message_id, words).await.unwrap();
    house.see(pair.resident, Place::Private, "phải được nhận theo đúng luật").await;
    house.settle().await;
    assert_eq!(house.kept("TOCAO999").await, Vec::<String>::new());
});

journey!(who_owes_an_answer_just_writes_it, |house| {
    let pair = asked(&house).await;
    asks_back(&house).await;
    // A day of waiting is a day more.
    house.advance(TimeDelta::hours(24)).await;
    house.say(pair.resident, Place::Private, "Đoạn trước số 20 đến số 26.").await;
    let added = house.see(pair.resident, Place::Private, "cho cán bộ đang chờ").await;
    assert!(added.text.contains("Thứ Ba, 12/05/2026"), "{}", added.text);
    house.see(pair.officer, pair.chat, "số 20 đến số 26").await;
    let status = house.see(pair.resident, Place::Private, "Nơi trả lời").await;
    assert!(status.text.contains("Thứ Ba, 12/05/2026"), "{}", status.text);
    assert_eq!(house.column(STATES).await, ["open"]);
    assert_eq!(house.count("question_pauses WHERE to_at IS NULL").await, 0);
});

journey!(what_was_no_answer_becomes_a_question_with_one_press, |house| {
    let pair = asked(&house).await;
    asks_back(&house).await;
    house.say(pair.resident, Place::Private, "Vỉa hè trước ngõ 20 vỡ gạch VIAHE555, khi nào sửa?").await;
    let added = house.see(pair.resident, Place::Private, "Đây là câu hỏi mới").await;
    let data = house.button_data(pair.resident, Place::Private, added.message_id, "Đây là câu hỏi mới").await;
    house.press(pair.resident, Place::Private, &added, "Đây là câu hỏi mới", "Chậm nhất").await;
    house.settle().await;
    assert_eq!(house.column(STATES).await, ["waiting", "open"]);
    assert_eq!(house.column(SAID).await.len(), 0);
    let again = house.press_data(pair.resident, Place::Private, &added, &data).await;
    assert!(again.contains("đã được xử lý"), "{again}");
    assert_eq!(house.count("questions").await, 2);
});

journey!(a_changed_message_changes_the_question_until_it_is_answered, |house| {
    let pair = asked(&house).await;
    house.see(pair.officer, pair.chat, MARKER).await;
    let shown = house.stage.messages(pair.resident, Place::Private).await.unwrap();
    let own = shown.iter().find(|m| m.text.contains(MARKER)).unwrap().message_id;
    let edit =
        |text: &str| json!({"person": pair.resident.0, "chat": "bot", "message_id": own, "text": text});
    house.control("edit", edit("Ngõ 51 xuống cấp DAUVET777, bao giờ phường sửa đường?")).await;
    house.see(pair.resident, Place::Private, "Tôi đã sửa câu hỏi").await;
    let card = house.see(pair.officer, pair.chat, "Ngõ 51").await;
    assert!(!card.text.contains("Ngõ 15") && card.edited, "{}", card.text);
    house.see(pair.officer, pair.chat, "Người hỏi vừa sửa").await;
    answered(&house, pair, "Vá xong trước ngày 15/05.").await;
    house.control("edit", edit("Ngõ 61 xuống cấp DAUVET777, bao giờ phường sửa đường?")).await;
    let late = house.see(pair.resident, Place::Private, "không sửa được nữa").await;
    assert!(late.buttons.iter().flatten().any(|b| b.label == "Bổ sung"), "{late:?}");
    assert!(house.column("SELECT text FROM questions").await[0].contains("Ngõ 51"));
});

journey!(an_edit_into_a_complaint_takes_every_word_away, |house| {
    let pair = asked(&house).await;
    house.see(pair.officer, pair.chat, MARKER).await;
    let shown = house.stage.messages(pair.resident, Place::Private).await.unwrap();
    let own = shown.iter().find(|m| m.text.contains(MARKER)).unwrap().message_id;
    let words = "Tôi muốn tố cáo cán bộ TOCAO999 nhận hối lộ DAUVET777";
    let edit = json!({"person": pair.resident.0, "chat": "bot", "message_id": own, "text": words});
    house.control("edit", edit).await;
    house.see(pair.resident, Place::Private, "phải được nhận theo đúng luật").await;
    house.settle().await;
    assert_eq!(house.kept("TOCAO999").await, Vec::<String>::new());
    assert_eq!(house.kept(MARKER).await, Vec::<String>::new());
    assert!(!house.shown(pair.officer, pair.chat).await.contains(MARKER));
});

journey!(vague_words_can_be_said_to_belong_to_an_earlier_question, |house| {
    let pair = asked(&house).await;
    house.say(pair.resident, Place::Private, "Thế bao giờ thì xong ạ").await;
    let which = house.see(pair.resident, Place::Private, "thuộc việc nào").await;
    house.press(pair.resident, Place::Private, &which, "Hỏi thêm về câu", "Đã bổ sung vào câu hỏi").await;
    let card = house.see(pair.officer, pair.chat, "Thế bao giờ thì xong ạ").await;
    assert!(card.text.contains(MARKER), "one card has both: {}", card.text);
    house.settle().await;
    assert_eq!(house.column(STATES).await, ["open", "withdrawn"]);
    assert_eq!(house.count("questions WHERE text LIKE '%bao giờ thì xong%'").await, 0);
    // Nobody else's question is offered or taken.
    let other = another(&house, "Cúc", "Vỉa hè trước ngõ 20 vỡ gạch, khi nào sửa?").await;
    house.say(other, Place::Private, "Thế bao giờ thì có ạ").await;
    let theirs = house.see(other, Place::Private, "thuộc việc nào").await;
    assert_eq!(theirs.buttons.iter().flatten().filter(|b| b.label.contains("Hỏi thêm")).count(), 1);
});
