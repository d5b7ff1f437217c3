//! A resident sees how their questions stand, and takes one back.

use loa::app::stage::{Persona, Place};
use loa::question::store as questions;
use loa::ward::Role;

use crate::house::{House, journey};

pub const ROAD: &str = "Ngõ 15 xuống cấp DAUVET777, ổ gà nhiều, bao giờ phường sửa đường?";
pub const MARKER: &str = "DAUVET777";
pub const STATES: &str = "SELECT state FROM questions ORDER BY asked_at, id";

/// Who asks and who answers.
#[derive(Clone, Copy)]
pub struct Pair {
    pub officer: Persona,
    pub chat: Place,
    pub resident: Persona,
}

/// A resident who has agreed, with a question about a road that its unit has.
pub async fn asked(house: &House) -> Pair {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let resident = another(house, "Lan", ROAD).await;
    Pair { officer, chat, resident }
}

/// One more who asks, and agrees.
pub async fn another(house: &House, name: &str, words: &str) -> Persona {
    let resident = house.stage.person(name).await.unwrap();
    house.stage.start(resident, "").await.unwrap();
    house.say(resident, Place::Private, words).await;
    let notice = house.see(resident, Place::Private, "xin ông/bà đồng ý").await;
    house.press(resident, Place::Private, &notice, "Đồng ý", "Cảm ơn ông/bà đã đồng ý").await;
    house.see(resident, Place::Private, "Chậm nhất").await;
    house.settle().await;
    resident
}

/// The officer answers; the resident has read it.
pub async fn answered(house: &House, pair: Pair, words: &str) {
    house.settle().await;
    let shown = house.stage.messages(pair.officer, pair.chat).await.unwrap();
    let card = shown.iter().find(|m| m.text.contains(MARKER)).expect("a card");
    house.stage.reply(pair.officer, pair.chat, card.message_id, words).await.unwrap();
    house.see(pair.resident, Place::Private, words).await;
    house.settle().await;
}

journey!(a_list_in_plain_words_opens_each_question, |house| {
    let pair = asked(&house).await;
    house.say(pair.resident, Place::Private, "/cauhoi").await;
    let list = house.see(pair.resident, Place::Private, "Câu hỏi của ông/bà").await;
    assert!(list.text.contains("trả lời chậm nhất Thứ Hai, 11/05/2026"), "{}", list.text);
    assert_eq!(list.buttons.len(), 1, "one question, one button: {list:?}");
    let open = house.press(pair.resident, Place::Private, &list, "Xem câu hỏi", "Ông/bà hỏi").await;
    assert!(open.text.contains(MARKER), "{}", open.text);
    answered(&house, pair, "Vá xong trước ngày 15/05.").await;
    house.say(pair.resident, Place::Private, "/cauhoi").await;
    let list = house.see(pair.resident, Place::Private, "Câu hỏi của ông/bà").await;
    assert!(list.text.contains("đã trả lời"), "{}", list.text);
    let open = house.press(pair.resident, Place::Private, &list, "Xem câu hỏi", "Vá xong trước").await;
    let labels: Vec<&str> = open.buttons.iter().flatten().map(|b| b.label.as_str()).collect();
    assert_eq!(labels, ["Đã giải quyết", "Chưa giải quyết", "Bổ sung"]);
    house.settle().await;
    // What was shown is not kept a second time.
    assert_eq!(house.count("outgoing WHERE kind = 'extract' AND content LIKE '%DAUVET777%'").await, 0);
});

journey!(many_questions_come_a_handful_at_a_time, |house| {
    house.stop().await;
    house.config.rules.questions_ten_minutes = 0;
    house.start().await;
    let pair = asked(&house).await;
    for n in 1..=6 {
        house.say(pair.resident, Place::Private, &format!("Vỉa hè ngõ {n} vỡ gạch, khi nào sửa?")).await;
        house.see(pair.resident, Place::Private, "Chậm nhất").await;
    }
    house.say(pair.resident, Place::Private, "/cauhoi").await;
    let list = house.see(pair.resident, Place::Private, "Câu hỏi của ông/bà").await;
    assert_eq!(list.buttons.len(), 6, "five questions and one way on: {list:?}");
    assert!(!list.text.contains(MARKER), "the newest first: {}", list.text);
    let more = house.press(pair.resident, Place::Private, &list, "Xem thêm", MARKER).await;
    assert_eq!(more.buttons.len(), 2, "{more:?}");
});

journey!(one_message_says_how_it_stands, |house| {
    let pair = asked(&house).await;
    let before = house.stage.messages(pair.resident, Place::Private).await.unwrap().len();
    let card = house.see(pair.officer, pair.chat, MARKER).await;
    house.press(pair.officer, pair.chat, &card, "Nhận việc", "đang xử lý").await;
    let status = house.see(pair.resident, Place::Private, "đang xử lý").await;
    assert!(status.edited && status.text.contains("Chậm nhất: Thứ Hai, 11/05/2026"), "{status:?}");
    let labels: Vec<&str> = status.buttons.iter().flatten().map(|b| b.label.as_str()).collect();
    assert_eq!(labels, ["Bổ sung", "Rút câu hỏi"]);
    let after = house.stage.messages(pair.resident, Place::Private).await.unwrap().len();
    assert_eq!(before, after, "no new message");
});

journey!(a_question_is_taken_back_after_one_more_word, |house| {
    let pair = asked(&house).await;
    let card = house.see(pair.officer, pair.chat, MARKER).await;
    house.press(pair.officer, pair.chat, &card, "Nhận việc", "đang xử lý").await;
    let status = house.see(pair.resident, Place::Private, "đang xử lý").await;
    let sure = house.press(pair.resident, Place::Private, &status, "Rút câu hỏi", "sẽ bị xóa").await;
    house.press(pair.resident, Place::Private, &sure, "Không, giữ lại", "được giữ lại").await;
    house.settle().await;
    assert_eq!(house.column(STATES).await, ["open"]);
    let sure = house.press(pair.resident, Place::Private, &status, "Rút câu hỏi", "sẽ bị xóa").await;
    house.press(pair.resident, Place::Private, &sure, "Đúng, rút câu hỏi", "Tôi đã rút và xóa").await;
    house.see(pair.officer, pair.chat, "đã được người hỏi rút lại").await;
    house.settle().await;
    assert_eq!(house.column(STATES).await, ["withdrawn"]);
    assert_eq!(house.kept(MARKER).await, Vec::<String>::new());
    assert!(!house.shown(pair.officer, pair.chat).await.contains(MARKER));
});

journey!(what_others_are_joined_to_passes_on_to_the_oldest_of_them, |house| {
    let pair = asked(&house).await;
    house.see(pair.officer, pair.chat, MARKER).await;
    let second = another(&house, "Cúc", "Đường ngõ 15 nhiều ổ gà, khi nào phường sửa?").await;
    let third = another(&house, "Đào", "Ổ gà đường ngõ 15 bao giờ vá?").await;
    house.settle().await;
    let mut tx = house.store.begin().await.unwrap();
    let mut all = questions::in_state(&mut tx, house.ward.id, loa::question::State::Open).await.unwrap();
    all.sort_by_key(|q| (q.asked_at, q.id.0));
    for q in &all[1..] {
        assert!(questions::join(&mut tx, q.id, all[0].id, all[0].person).await.unwrap());
    }
    tx.commit().await.unwrap();
    house.say(pair.resident, Place::Private, "/cauhoi").await;
    let list = house.see(pair.resident, Place::Private, "Câu hỏi của ông/bà").await;
    let open = house.press(pair.resident, Place::Private, &list, "Xem câu hỏi", "Ông/bà hỏi").await;
    let sure = house.press(pair.resident, Place::Private, &open, "Rút câu hỏi", "sẽ bị xóa").await;
    house.press(pair.resident, Place::Private, &sure, "Đúng, rút câu hỏi", "Tôi đã rút và xóa").await;
    house.settle().await;
    assert_eq!(house.column(STATES).await, ["withdrawn", "open", "joined"]);
    let shown = house.stage.messages(pair.officer, pair.chat).await.unwrap();
    let card = shown.iter().rev().find(|m| m.text.contains("Đường ngõ 15 nhiều ổ gà")).unwrap();
    house.stage.reply(pair.officer, pair.chat, card.message_id, "Vá trong tuần.").await.unwrap();
    house.see(second, Place::Private, "Vá trong tuần.").await;
    house.see(third, Place::Private, "Vá trong tuần.").await;
    assert!(!house.shown(pair.resident, Place::Private).await.contains("Vá trong tuần"));
    assert_eq!(house.count("questions WHERE unit_id IS NULL").await, 0);
});

journey!(an_administrator_sees_nothing_of_it, |house| {
    let pair = asked(&house).await;
    let administrator = house.staff("Tâm", Role::Administrator, None).await;
    house.say(administrator, Place::Private, "/cauhoi").await;
    house.see(administrator, Place::Private, "chưa gửi câu hỏi nào").await;
    assert!(!house.shown(administrator, Place::Private).await.contains(MARKER));
    assert_ne!(pair.resident, administrator);
});
