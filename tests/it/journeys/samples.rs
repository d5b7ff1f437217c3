//! Answers that help with the next question: kept ones, and earlier ones.

use loa::app::stage::{Persona, Place, Seen};
use loa::ward::Role;

use crate::house::{House, journey};

const LIGHT: &str = "Đèn đường ngõ 15 hỏng, tối quá, phường sửa đèn đường giúp";
const AGAIN: &str = "Den duong ngo 20 hong, toi qua, phuong sua den duong giup";
const KEPT: &str = "Đội chiếu sáng thay bóng đèn đường trong ba ngày làm việc.";

/// Somebody who has agreed asks this; the card in the unit's chat.
async fn asked(house: &House, name: &str, text: &str, officer: Persona, chat: Place) -> (Persona, Seen) {
    let resident = house.stage.person(name).await.unwrap();
    house.stage.start(resident, "").await.unwrap();
    house.say(resident, Place::Private, text).await;
    let notice = house.see(resident, Place::Private, "xin ông/bà đồng ý").await;
    house.press(resident, Place::Private, &notice, "Đồng ý", "Cảm ơn ông/bà đã đồng ý").await;
    let card = house.see(officer, chat, text).await;
    house.settle().await;
    (resident, card)
}

async fn add(house: &House, officer: Persona, text: &str) -> Seen {
    house.say(officer, Place::Private, "/hopthu").await;
    let list = house.see(officer, Place::Private, "câu hỏi chưa trả lời").await;
    let book = house.press(officer, Place::Private, &list, "Câu mẫu", "Câu mẫu của").await;
    house.press(officer, Place::Private, &book, "Thêm câu mẫu", "gửi câu trả lời cần lưu").await;
    house.say(officer, Place::Private, text).await;
    house.see(officer, Place::Private, "Đã lưu câu mẫu").await
}

journey!(a_kept_answer_is_offered_read_and_sent, |house| {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let other = house.staff("Thu", Role::Officer, Some("VHXH")).await;
    let (resident, card) = asked(&house, "Lan", LIGHT, officer, chat).await;
    let none = house.toast(officer, chat, &card, "Câu trả lời mẫu").await;
    assert!(none.contains("chưa có câu mẫu"), "{none}");
    let kept = add(&house, officer, KEPT).await;
    house.press(officer, Place::Private, &kept, "Đổi tên", "tên mới").await;
    house.say(officer, Place::Private, "Thay bóng đèn").await;
    house.see(officer, Place::Private, "Câu mẫu của").await;
    let offers = house.press(officer, chat, &card, "Câu trả lời mẫu", "có thể dùng").await;
    house.settle().await;
    let full = house.press(officer, chat, &offers, "Thay bóng đèn", KEPT).await;
    house.settle().await;
    let draft = house.press(officer, chat, &full, "Dùng câu này", "Bản nháp").await;
    house.settle().await;
    assert_eq!(house.count("answers").await, 0, "a draft is not sent by itself");
    // Only the unit's officers use it.
    let data = house.button_data(officer, chat, draft.message_id, "Gửi câu này").await;
    house.say(other, Place::Private, "/hopthu").await;
    let theirs = house.see(other, Place::Private, "chờ trả lời").await;
    let refused = house.press_data(other, Place::Private, &theirs, &data).await;
    assert!(refused.contains("đơn vị khác"), "{refused}");
    house.press(officer, chat, &draft, "Gửi câu này", "Đã gửi câu trả lời").await;
    house.see(resident, Place::Private, KEPT).await;
    // The button of before sends nothing again.
    let again = house.press_data(officer, chat, &draft, &data).await;
    assert!(again.contains("đã đóng"), "{again}");
    house.settle().await;
    assert_eq!(house.count("answers").await, 1);
    assert!(!house.shown(other, Place::Private).await.contains("bóng đèn"));
});

journey!(a_draft_is_changed_by_replying_to_it, |house| {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let (resident, card) = asked(&house, "Lan", LIGHT, officer, chat).await;
    add(&house, officer, KEPT).await;
    house.settle().await;
    let offers = house.press(officer, chat, &card, "Câu trả lời mẫu", "có thể dùng").await;
    house.settle().await;
    let full = house.press(officer, chat, &offers, "Đội chiếu sáng", KEPT).await;
    let draft = house.press(officer, chat, &full, "Dùng câu này", "Bản nháp").await;
    house.settle().await;
    house.stage.reply(officer, chat, draft.message_id, "Ngõ 15: thay bóng sáng thứ Năm.").await.unwrap();
    house.see(resident, Place::Private, "thay bóng sáng thứ Năm").await;
    house.settle().await;
    assert_eq!(house.count("answers").await, 1);
});

journey!(an_earlier_answer_is_offered_without_anybodys_words_while_they_are_kept, |house| {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let (first, card) = asked(&house, "Lan", LIGHT, officer, chat).await;
    let given = "Đội chiếu sáng thay bóng. Gọi chị Lan 0912 345 678.";
    house.stage.reply(officer, chat, card.message_id, given).await.unwrap();
    house.see(first, Place::Private, given).await;
    let (second, card) = asked(&house, "Bình", AGAIN, officer, chat).await;
    let offers = house.press(officer, chat, &card, "Câu trả lời mẫu", "có thể dùng").await;
    house.settle().await;
    let full = house.press(officer, chat, &offers, "Đội chiếu sáng", "•••• ••• •••").await;
    assert!(!full.text.contains("0912") && !full.text.contains("tối quá"), "{}", full.text);
    house.settle().await;
    let draft = house.press(officer, chat, &full, "Dùng câu này", "Có số đã che").await;
    assert!(!draft.buttons.iter().flatten().any(|b| b.label.contains("Gửi")), "a covered number is not sent");
    house.settle().await;
    house.stage.reply(officer, chat, draft.message_id, "Đội chiếu sáng thay bóng.").await.unwrap();
    house.see(second, Place::Private, "Đội chiếu sáng thay bóng.").await;
    // Its asker has it erased: it is offered no more, and stays in no message about the other one.
    house.say(first, Place::Private, "/xoa").await;
    let sure = house.see(first, Place::Private, "Xóa").await;
    house.press(first, Place::Private, &sure, "Xóa", "xóa").await;
    house.settle().await;
    let (_, card) =
        asked(&house, "Chi", "Den duong ngo 30 hong, toi qua, phuong sua den duong", officer, chat).await;
    let offers = house.press(officer, chat, &card, "Câu trả lời mẫu", "có thể dùng").await;
    let labels: Vec<&str> = offers.buttons.iter().flatten().map(|b| b.label.as_str()).collect();
    assert!(labels.len() == 1 && labels[0].contains("Đội chiếu sáng thay bóng."), "{labels:?}");
});

journey!(a_sent_answer_is_kept_from_its_question_and_dropped_again, |house| {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let (resident, card) = asked(&house, "Lan", LIGHT, officer, chat).await;
    house.stage.reply(officer, chat, card.message_id, KEPT).await.unwrap();
    house.see(resident, Place::Private, KEPT).await;
    house.settle().await;
    house.say(officer, Place::Private, "/hopthu").await;
    let list = house.see(officer, Place::Private, "Không có câu hỏi").await;
    house.press(officer, Place::Private, &list, "Tìm", "gõ mã câu hỏi").await;
    house.say(officer, Place::Private, "den duong").await;
    let found = house.see(officer, Place::Private, "đã trả lời").await;
    let answer = house.press(officer, Place::Private, &found, "Mở", "đã gửi").await;
    let kept = house.press(officer, Place::Private, &answer, "Lưu làm câu mẫu", "Đã lưu câu mẫu").await;
    let book = house.press(officer, Place::Private, &kept, "Quay lại", "Câu mẫu của").await;
    let one = house.press(officer, Place::Private, &book, "Đội chiếu sáng", "Đổi tên").await;
    let empty = house.press(officer, Place::Private, &one, "Xóa", ": 0").await;
    assert!(!empty.buttons.iter().flatten().any(|b| b.label.contains("Đội chiếu sáng")));
    assert_eq!(house.count("canned_answers").await, 0);
});
