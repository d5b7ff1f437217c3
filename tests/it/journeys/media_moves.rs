//! Where what residents send goes when their question goes elsewhere, and what becomes of it.

use chrono::TimeDelta;
use loa::app::stage::{Persona, Place, Seen};
use serde_json::json;

use super::resident_mine::another as asker;
use crate::house::{House, journey};

const ROAD: &str = "Ngõ 15 xuống cấp, ổ gà nhiều, bao giờ phường sửa đường?";
const CODE: &str = "Gửi kèm câu hỏi";

/// Sends a photo, which is no ID card, a document, a place and a voice note with their question.
async fn send_all(house: &House, resident: Persona) {
    for what in [
        json!({"photo": {"base64": null}}),
        json!({"document": {"name": "đơn.pdf", "base64": "JVBERi0="}}),
        json!({"place": {"latitude": 21.0303, "longitude": 105.8544}}),
        json!({"voice": {}}),
    ] {
        let mut body = json!({"person": resident.0, "chat": "bot"});
        body.as_object_mut().unwrap().extend(what.as_object().unwrap().clone());
        house.control("say", body).await;
    }
    let asked = house.see(resident, Place::Private, "có giấy tờ cá nhân không").await;
    house.press(resident, Place::Private, &asked, "Không", "Tôi gửi ảnh kèm câu hỏi").await;
    house.settle().await;
}

/// What of it can be seen in a chat: pictures, documents and voice notes, and places.
async fn seen(house: &House, who: Persona, chat: Place) -> usize {
    let messages = house.stage.messages(who, chat).await.unwrap();
    let is_of_it = |m: &&Seen| {
        !m.deleted
            && m.from.as_ref().is_some_and(|from| from.is_bot)
            && (m.text.contains(CODE) || m.text.contains("21.0303"))
    };
    messages.iter().filter(is_of_it).count()
}

/// Five: the words above a place are a message of their own.
const ALL: usize = 5;

async fn transfer(house: &House, officer: Persona, chat: Place, to: &str) {
    let shown = house.see(officer, chat, "Ngõ 15").await;
    let units = house.press(officer, chat, &shown, "Chuyển đơn vị", "cho đơn vị nào").await;
    let prompt = house.press(officer, chat, &units, to, "mời viết lý do").await;
    house.press(officer, chat, &prompt, "Đúng việc của đơn vị đó", "Đã chuyển câu hỏi").await;
    house.settle().await;
}

journey!(what_was_sent_goes_with_its_question_to_the_new_unit, |house| {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let (police, station) = house.unit_chat_of("CA").await;
    let resident = asker(&house, "Lan", ROAD).await;
    send_all(&house, resident).await;
    assert_eq!(seen(&house, officer, chat).await, ALL);
    // An officer who opens it for themselves sees it there too.
    house.say(officer, Place::Private, "/hopthu").await;
    let list = house.see(officer, Place::Private, "câu hỏi chưa trả lời").await;
    let card = house.press(officer, Place::Private, &list, "Mở", "Ngõ 15").await;
    house.settle().await;
    house.press(officer, Place::Private, &card, "Gửi kèm: 4", CODE).await;
    house.settle().await;
    assert_eq!(seen(&house, officer, Place::Private).await, ALL);
    let button = house.button_data(officer, Place::Private, card.message_id, "Gửi kèm").await;
    transfer(&house, officer, chat, "Công an phường").await;
    assert_eq!(seen(&house, police, station).await, ALL);
    assert_eq!(seen(&house, officer, chat).await, 0, "the first unit's are taken away");
    assert_eq!(seen(&house, officer, Place::Private).await, 0);
    let late = house.press_data(officer, Place::Private, &card, &button).await;
    assert!(late.contains("đơn vị khác"), "{late}");
    // There and back again.
    transfer(&house, police, station, "Phòng Kinh tế").await;
    assert_eq!(seen(&house, officer, chat).await, ALL);
    assert_eq!(seen(&house, police, station).await, 0);
    // A reply to a picture is the answer.
    let picture = house.see(officer, chat, CODE).await;
    house.stage.reply(officer, chat, picture.message_id, "Vá xong cả ngõ trước 15/05.").await.unwrap();
    house.see(resident, Place::Private, "Vá xong cả ngõ").await;
});

journey!(what_cannot_be_taken_away_any_more_loses_its_words, |house| {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let (police, station) = house.unit_chat_of("CA").await;
    let resident = asker(&house, "Lan", ROAD).await;
    send_all(&house, resident).await;
    house.advance(TimeDelta::hours(49)).await;
    transfer(&house, officer, chat, "Công an phường").await;
    assert_eq!(seen(&house, police, station).await, ALL);
    house.see(officer, chat, "không còn dùng ở đây").await;
    let left = house.shown(officer, chat).await;
    assert_eq!(left.matches("không còn dùng ở đây").count(), 4, "a place has no words: {left}");
});

journey!(what_was_sent_goes_to_both_units_of_a_split_question, |house| {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let (police, station) = house.unit_chat_of("CA").await;
    let resident = asker(&house, "Lan", ROAD).await;
    send_all(&house, resident).await;
    // One more picture waits for its sender's word meanwhile.
    house.control("say", json!({"person": resident.0, "chat": "bot", "photo": {"base64": null}})).await;
    house.settle().await;
    let shown = house.see(officer, chat, "Ngõ 15").await;
    let more = house.press(officer, chat, &shown, "Việc khác", "muốn làm gì").await;
    let units = house.press(officer, chat, &more, "Tách hai việc", "đơn vị nào trả lời").await;
    let prompt = house.press(officer, chat, &units, "Công an phường", "mời viết phần việc").await;
    house.stage.reply(officer, chat, prompt.message_id, "Cấm xe tải vào ngõ 15").await.unwrap();
    house.see(police, station, "Cấm xe tải vào ngõ 15").await;
    house.settle().await;
    assert_eq!((seen(&house, officer, chat).await, seen(&house, police, station).await), (ALL, ALL));
    let asked = house.see(resident, Place::Private, "có giấy tờ cá nhân không").await;
    house.press(resident, Place::Private, &asked, "Không", "Tôi gửi ảnh kèm câu hỏi").await;
    house.settle().await;
    assert_eq!((seen(&house, officer, chat).await, seen(&house, police, station).await), (ALL + 1, ALL + 1));
});

journey!(what_was_sent_with_a_joined_question_goes_along, |house| {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let (police, station) = house.unit_chat_of("CA").await;
    asker(&house, "Lan", ROAD).await;
    let second = asker(&house, "Minh", "Ngõ 15 xuống cấp quá, đề nghị phường sửa đường sớm").await;
    send_all(&house, second).await;
    let codes = house.column("SELECT code FROM questions ORDER BY asked_at, id").await;
    let shown = house.see(officer, chat, "sửa đường sớm").await;
    let more = house.press(officer, chat, &shown, "Việc khác", "muốn làm gì").await;
    let twins = house.press(officer, chat, &more, "Gộp câu trùng", "trùng với câu nào").await;
    let spoken = format!("{} {}", &codes[0][..3], &codes[0][3..]);
    house.press(officer, chat, &twins, &spoken, "Đã gộp câu").await;
    house.settle().await;
    let main = house.see(officer, chat, "bao giờ phường sửa đường").await;
    let units = house.press(officer, chat, &main, "Chuyển đơn vị", "cho đơn vị nào").await;
    let prompt = house.press(officer, chat, &units, "Công an phường", "mời viết lý do").await;
    house.press(officer, chat, &prompt, "Đúng việc của đơn vị đó", "Đã chuyển câu hỏi").await;
    house.settle().await;
    assert_eq!((seen(&house, officer, chat).await, seen(&house, police, station).await), (0, ALL));
    // Who joined is the new unit's to find, and no longer the old one's.
    assert_eq!(house.count("(SELECT DISTINCT unit_id FROM questions) AS units").await, 1);
    // A reply to it answers both.
    let picture = house.see(police, station, CODE).await;
    assert!(picture.text.contains(&spoken), "by the code that is answered: {}", picture.text);
    house.stage.reply(police, station, picture.message_id, "Cấm xe tải từ 15/05.").await.unwrap();
    house.see(second, Place::Private, "Cấm xe tải từ 15/05").await;
});

journey!(what_was_sent_goes_with_an_erasure_and_with_time, |house| {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let resident = asker(&house, "Lan", ROAD).await;
    send_all(&house, resident).await;
    house.say(resident, Place::Private, "/xoa").await;
    let sure = house.see(resident, Place::Private, "Ông/bà có chắc không").await;
    house.press(resident, Place::Private, &sure, "Xóa tất cả", "Tôi đã xóa").await;
    house.settle().await;
    assert_eq!(seen(&house, officer, chat).await, 0);
    assert_eq!(house.kept("AgACAgUAAxkBAAI").await, Vec::<String>::new());
    // Of an answered one, after its time.
    let other = asker(&house, "Minh", "Ngõ 7 đường hỏng, bao giờ phường sửa?").await;
    send_all(&house, other).await;
    let shown = house.see(officer, chat, "Ngõ 7").await;
    house.stage.reply(officer, chat, shown.message_id, "Vá xong ngõ 7 ngày 15/05.").await.unwrap();
    house.see(other, Place::Private, "Vá xong ngõ 7").await;
    house.settle().await;
    assert_eq!(seen(&house, officer, chat).await, ALL);
    house.advance(TimeDelta::days(91)).await;
    house.see(officer, chat, "đã đóng từ lâu").await;
    let left = house.shown(officer, chat).await;
    assert!(!left.contains(CODE) && !left.contains("đường hỏng"), "{left}");
});

journey!(a_question_for_two_units_goes_to_both_with_what_was_sent, |house| {
    let (works, site) = house.unit_chat_of("KTHTDT").await;
    let (police, station) = house.unit_chat_of("CA").await;
    let resident = house.stage.person("Lan").await.unwrap();
    house.stage.start(resident, "").await.unwrap();
    house.say(resident, Place::Private, "Xe tải chạy vào ngõ cấm làm vỡ đường").await;
    let notice = house.see(resident, Place::Private, "xin ông/bà đồng ý").await;
    house.press(resident, Place::Private, &notice, "Đồng ý", "Cảm ơn ông/bà đã đồng ý").await;
    let choice = house.see(resident, Place::Private, "thuộc việc nào").await;
    send_all(&house, resident).await;
    house.press(resident, Place::Private, &choice, "Gửi cả hai nơi", "đã ghi nhận lựa chọn").await;
    house.settle().await;
    // Each has a code, a unit and a deadline of its own, and both what was sent.
    assert_eq!(house.column("SELECT state FROM questions").await, ["open", "open"]);
    assert_eq!(house.count("(SELECT DISTINCT unit_id FROM questions) AS units").await, 2);
    assert_eq!(house.count("(SELECT DISTINCT due_at FROM questions) AS dues").await, 1);
    let shown = house.shown(resident, Place::Private).await;
    for code in house.column("SELECT code FROM questions").await {
        assert!(shown.contains(&format!("{} {}", &code[..3], &code[3..])), "{code} in {shown}");
    }
    assert!(shown.contains("Công an phường") && shown.contains("Phòng Kinh tế"), "{shown}");
    assert_eq!((seen(&house, works, site).await, seen(&house, police, station).await), (ALL, ALL));
    // Each is answered for itself.
    for (officer, chat, answer) in
        [(works, site, "Lát lại gạch trước 15/05."), (police, station, "Dẹp lấn chiếm từ 06/05.")]
    {
        let card = house.see(officer, chat, "vào ngõ cấm làm vỡ").await;
        house.stage.reply(officer, chat, card.message_id, answer).await.unwrap();
        house.see(resident, Place::Private, answer).await;
    }
    assert_eq!(house.column("SELECT state FROM questions").await, ["answered", "answered"]);
    // The button is of no use any more.
    let late = house
        .press_data(resident, Place::Private, &choice, "q2:00000000000000000000000000000000:CA+YT")
        .await;
    assert!(!late.is_empty());
});
