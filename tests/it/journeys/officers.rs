//! Officers answer: only they, only to cards, and the asker hears it or they are told why not.

use chrono::TimeDelta;
use loa::app::stage::{Persona, Place, Seen};
use loa::ward::Role;

use crate::house::{House, journey};

const ROAD: &str = "Ngõ 15 xuống cấp, ổ gà nhiều, bao giờ phường sửa đường?";

/// A resident has asked about a road, and agreed.
async fn asked(house: &House) -> Persona {
    let resident = house.stage.person("Lan").await.unwrap();
    house.stage.start(resident, "").await.unwrap();
    house.say(resident, Place::Private, ROAD).await;
    let notice = house.see(resident, Place::Private, "xin ông/bà đồng ý").await;
    house.press(resident, Place::Private, &notice, "Đồng ý", "Cảm ơn ông/bà đã đồng ý").await;
    house.see(resident, Place::Private, "Chậm nhất").await;
    resident
}

async fn reply(house: &House, who: Persona, chat: Place, card: &Seen, words: &str) {
    house.stage.reply(who, chat, card.message_id, words).await.unwrap();
}

journey!(only_an_officer_of_the_unit_answers, |house| {
    let administrator = house.staff("Hạnh", Role::Administrator, None).await;
    let officer = house.staff("Sơn", Role::Officer, Some("KTHTDT")).await;
    let other = house.staff("Thu", Role::Officer, Some("VHXH")).await;
    let stranger = house.stage.person("Khách").await.unwrap();
    let chat = house.unit_chat("KTHTDT", administrator, &[officer, other, stranger]).await;
    let resident = asked(&house).await;
    let card = house.see(officer, chat, "Ngõ 15 xuống cấp").await;
    for (who, words) in
        [(stranger, "Lời người lạ"), (other, "Lời đơn vị khác"), (administrator, "Lời quản trị")]
    {
        reply(&house, who, chat, &card, words).await;
        house.see(who, chat, "Chỉ cán bộ trả lời của đơn vị").await;
    }
    house.settle().await;
    assert_eq!(house.count("answers").await, 0);
    reply(&house, officer, chat, &card, "Lời cán bộ").await;
    house.see(officer, chat, "Đã gửi câu trả lời").await;
    house.see(resident, Place::Private, "Lời cán bộ").await;
    let shown = house.shown(resident, Place::Private).await;
    assert!(!shown.contains("người lạ") && !shown.contains("đơn vị khác"), "{shown}");
    // Once the role has ended, no more.
    house.end_roles(administrator, officer, "Sơn").await;
    reply(&house, officer, chat, &card, "Lời người cũ").await;
    house.see(officer, chat, "Chỉ cán bộ trả lời của đơn vị").await;
    assert_eq!(house.count("answers").await, 1);
});

journey!(a_reply_to_what_is_no_card_is_explained, |house| {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let ready = house.stage.messages(officer, chat).await.unwrap();
    let ready = ready.iter().find(|m| m.text.contains("nhận câu hỏi của")).unwrap();
    reply(&house, officer, chat, ready, "Đã rõ").await;
    house.see(officer, chat, "vào đúng tin có câu hỏi").await;
    assert_eq!(house.count("answers").await, 0);
});

journey!(a_second_answer_reaches_the_asker_too, |house| {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let resident = asked(&house).await;
    let card = house.see(officer, chat, "Ngõ 15 xuống cấp").await;
    reply(&house, officer, chat, &card, "Sẽ vá trong tuần.").await;
    house.see(resident, Place::Private, "Sẽ vá trong tuần.").await;
    reply(&house, officer, chat, &card, "Xin bổ sung: sáng thứ Năm.").await;
    house.see(resident, Place::Private, "Xin bổ sung: sáng thứ Năm.").await;
    house.settle().await;
    assert_eq!(house.count("answers").await, 2);
    assert_eq!(house.column("SELECT state FROM questions").await, ["answered"]);
});

journey!(an_answer_too_long_is_refused_whole, |house| {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    asked(&house).await;
    let card = house.see(officer, chat, "Ngõ 15 xuống cấp").await;
    reply(&house, officer, chat, &card, &"dài ".repeat(1_000)).await;
    house.see(officer, chat, "Xin ông/bà viết ngắn lại").await;
    assert_eq!(house.count("answers").await, 0);
});

journey!(a_unit_without_a_chat_uses_the_offices, |house| {
    let (officer, office) = house.unit_chat_of("VP").await;
    let resident = asked(&house).await;
    let card = house.see(officer, office, "Phòng Kinh tế, Hạ tầng và Đô thị").await;
    reply(&house, officer, office, &card, "Văn phòng trả lời thay.").await;
    house.see(resident, Place::Private, "Văn phòng trả lời thay.").await;
});

journey!(without_any_chat_the_administrators_are_told, |house| {
    let administrator = house.staff("Hạnh", Role::Administrator, None).await;
    asked(&house).await;
    house.see(administrator, Place::Private, "chưa có nhóm chat").await;
    assert_eq!(house.column("SELECT state FROM questions").await, ["open"]);
});

journey!(an_officer_hears_that_the_asker_blocked_the_bot, |house| {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let resident = asked(&house).await;
    let card = house.see(officer, chat, "Ngõ 15 xuống cấp").await;
    house.control("block", serde_json::json!({"person": resident.0})).await;
    house.settle().await;
    reply(&house, officer, chat, &card, "Đã vá xong.").await;
    house.see(officer, chat, "không nhắn được cho người hỏi").await;
    assert_eq!(house.column("SELECT state FROM questions").await, ["open"]);
    // Back again, the same reply reaches them.
    house.stage.start(resident, "").await.unwrap();
    house.settle().await;
    reply(&house, officer, chat, &card, "Đã vá xong.").await;
    house.see(resident, Place::Private, "Đã vá xong.").await;
});

journey!(an_officer_sees_what_is_open_for_their_unit_only, |house| {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let other = house.staff("Thu", Role::Officer, Some("VHXH")).await;
    asked(&house).await;
    house.say(other, Place::Private, "/hopthu").await;
    house.see(other, Place::Private, "Không có câu hỏi nào chờ trả lời").await;
    house.say(officer, Place::Private, "/hopthu").await;
    let inbox = house.see(officer, Place::Private, "1 câu hỏi chưa trả lời").await;
    assert!(inbox.text.contains("Ngõ 15 xuống cấp"), "{}", inbox.text);
    let card = house.see(officer, chat, "Ngõ 15 xuống cấp").await;
    reply(&house, officer, chat, &card, "Đã vá xong.").await;
    house.see(officer, chat, "Đã gửi câu trả lời").await;
    house.say(officer, Place::Private, "/hopthu").await;
    house.see(officer, Place::Private, "Không có câu hỏi nào chờ trả lời").await;
});

journey!(a_choice_that_nobody_makes_ends_with_the_office, |house| {
    let (officer, office) = house.unit_chat_of("VP").await;
    let resident = asked(&house).await;
    house.say(resident, Place::Private, "Việc hôm trước thế nào rồi ạ?").await;
    house.see(resident, Place::Private, "thuộc việc nào").await;
    house.advance(TimeDelta::hours(25)).await;
    house.see(officer, office, "Việc hôm trước thế nào").await;
    let acknowledged = house.see(resident, Place::Private, "Văn phòng HĐND và UBND").await;
    assert!(acknowledged.text.contains("Chậm nhất"), "{}", acknowledged.text);
    assert_eq!(house.count("questions WHERE unit_id IS NULL").await, 0);
});
