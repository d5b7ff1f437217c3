//! Photos, documents, voice notes and places, from residents to the unit and back.

use chrono::TimeDelta;
use loa::app::stage::{Persona, Place, Seen};
use serde_json::{Value, json};

use crate::house::{House, journey};

const ROAD: &str = "Ngõ 15 xuống cấp, ổ gà nhiều, bao giờ phường sửa đường?";
const ASKED: &str = "có giấy tờ cá nhân không";

/// A unit's officer and chat, and a resident whose question lies there.
async fn open_question(house: &House) -> (Persona, Place, Persona, Seen) {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let resident = house.stage.person("Lan").await.unwrap();
    house.stage.start(resident, "").await.unwrap();
    house.say(resident, Place::Private, ROAD).await;
    let notice = house.see(resident, Place::Private, "xin ông/bà đồng ý").await;
    house.press(resident, Place::Private, &notice, "Đồng ý", "Cảm ơn ông/bà đã đồng ý").await;
    let card = house.see(officer, chat, "Ngõ 15 xuống cấp").await;
    house.settle().await;
    (officer, chat, resident, card)
}

async fn send(house: &House, who: Persona, place: Place, reply_to: Option<i64>, what: Value) {
    let chat = match place {
        Place::Private => json!("bot"),
        Place::Group(id) => json!(id),
    };
    let mut body = json!({"person": who.0, "chat": chat, "reply_to": reply_to});
    for (name, value) in what.as_object().unwrap() {
        body[name] = value.clone();
    }
    house.control("say", body).await;
}

fn photo() -> Value {
    json!({"photo": {"base64": null}})
}

fn of_album(caption: &str) -> Value {
    json!({"photo": {"base64": null, "caption": caption}, "album": "1"})
}

/// The calls by which the bot sent files and places.
async fn sent(house: &House) -> Vec<String> {
    let calls = house.stage.ledger(0).await.unwrap();
    let methods = calls.iter().filter_map(|call| call["method"].as_str());
    let files = ["sendphoto", "senddocument", "sendvoice", "sendlocation"];
    methods.map(str::to_lowercase).filter(|method| files.contains(&method.as_str())).collect()
}

journey!(a_photo_is_asked_about_before_the_unit_sees_it, |house| {
    let (officer, chat, resident, _) = open_question(&house).await;
    send(&house, resident, Place::Private, None, photo()).await;
    let asked = house.see(resident, Place::Private, ASKED).await;
    house.settle().await;
    assert_eq!(sent(&house).await, Vec::<String>::new(), "nobody sees it before");
    house.press(resident, Place::Private, &asked, "Không", "Tôi gửi ảnh kèm câu hỏi").await;
    house.see(officer, chat, "Gửi kèm câu hỏi").await;
    house.settle().await;
    house.say(resident, Place::Private, "/dulieu").await;
    house.see(resident, Place::Private, "Dữ liệu của ông/bà").await;
    let data = house.file_of(resident).await;
    assert!(data.contains("Ảnh gửi kèm, 09:00"), "{data}");
    assert_eq!(sent(&house).await, ["sendphoto", "senddocument"]);
    assert_eq!(house.column("SELECT state FROM question_media").await, ["passed"]);
});

journey!(a_photo_of_a_card_is_dropped_and_that_is_said, |house| {
    let (_, _, resident, _) = open_question(&house).await;
    send(&house, resident, Place::Private, None, photo()).await;
    let asked = house.see(resident, Place::Private, ASKED).await;
    let data = house.button_data(resident, Place::Private, asked.message_id, "Không").await;
    house.press(resident, Place::Private, &asked, "Có", "không chuyển cho ai").await;
    house.settle().await;
    let late = house.press_data(resident, Place::Private, &asked, &data).await;
    assert!(late.contains("đã được xử lý"), "{late}");
    house.settle().await;
    assert_eq!(sent(&house).await, Vec::<String>::new());
    assert_eq!(house.kept("AgACAgUAAxkBAAI").await, Vec::<String>::new());
});

journey!(a_photo_about_which_nothing_is_said_is_gone_after_a_day, |house| {
    let (_, _, resident, _) = open_question(&house).await;
    send(&house, resident, Place::Private, None, photo()).await;
    house.see(resident, Place::Private, ASKED).await;
    house.advance(TimeDelta::hours(23)).await;
    assert_eq!(house.column("SELECT state FROM question_media").await, ["asked"]);
    house.advance(TimeDelta::hours(1)).await;
    house.see(resident, Place::Private, "Tôi đã xóa ảnh").await;
    assert_eq!(house.column("SELECT state FROM question_media").await, ["dropped"]);
    assert_eq!(house.kept("AgACAgUAAxkBAAI").await, Vec::<String>::new());
});

journey!(an_album_is_one_question_and_is_asked_about_once, |house| {
    let (_, _, resident, _) = open_question(&house).await;
    send(&house, resident, Place::Private, None, of_album("Vỉa hè ngõ 20 vỡ gạch, khi nào sửa?")).await;
    for _ in 0..4 {
        send(&house, resident, Place::Private, None, of_album("")).await;
    }
    let asked = house.see(resident, Place::Private, ASKED).await;
    house.settle().await;
    assert_eq!(house.count("questions").await, 2, "the one before and this one");
    let shown = house.shown(resident, Place::Private).await;
    assert_eq!(shown.matches(ASKED).count(), 1, "{shown}");
    house.press(resident, Place::Private, &asked, "Không", "Tôi gửi ảnh kèm câu hỏi").await;
    house.settle().await;
    assert_eq!(sent(&house).await.len(), 5);
});

journey!(before_consent_nothing_that_was_sent_is_passed_on, |house| {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let resident = house.stage.person("Lan").await.unwrap();
    house.stage.start(resident, "").await.unwrap();
    house.say(resident, Place::Private, ROAD).await;
    let notice = house.see(resident, Place::Private, "xin ông/bà đồng ý").await;
    send(&house, resident, Place::Private, None, json!({"voice": {}})).await;
    house.settle().await;
    assert_eq!(sent(&house).await, Vec::<String>::new());
    house.press(resident, Place::Private, &notice, "Đồng ý", "Cảm ơn ông/bà đã đồng ý").await;
    house.see(officer, chat, "Gửi kèm câu hỏi").await;
    assert_eq!(sent(&house).await, ["sendvoice"]);
});

journey!(documents_voice_notes_and_places_go_both_ways, |house| {
    let (officer, chat, resident, card) = open_question(&house).await;
    let document = json!({"document": {"name": "đơn.pdf", "base64": "JVBERi0="}});
    let all =
        [document, json!({"voice": {}}), json!({"place": {"latitude": 21.0303, "longitude": 105.8544}})];
    for what in &all {
        send(&house, resident, Place::Private, None, what.clone()).await;
    }
    house.settle().await;
    assert_eq!(sent(&house).await, ["senddocument", "sendvoice", "sendlocation"]);
    let shown = house.shown(officer, chat).await;
    assert!(shown.contains("21.0303"), "{shown}");
    for what in &all {
        send(&house, officer, chat, Some(card.message_id), what.clone()).await;
    }
    house.see(officer, chat, "Đã chuyển cho người hỏi").await;
    house.settle().await;
    assert_eq!(sent(&house).await[3..], ["senddocument", "sendvoice", "sendlocation"]);
    let shown = house.shown(resident, Place::Private).await;
    assert!(shown.contains("Phường gửi kèm câu hỏi") && shown.contains("21.0303"), "{shown}");
    assert_eq!(house.column("SELECT state FROM questions").await, ["open"], "only words close it");
});

journey!(a_file_with_words_is_an_answer_and_a_strangers_is_none, |house| {
    let (officer, chat, resident, card) = open_question(&house).await;
    let Place::Group(id) = chat else { panic!("a group") };
    let stranger = house.stage.person("Cúc").await.unwrap();
    house.control("member", json!({"chat": id, "person": stranger.0, "action": "add"})).await;
    let file =
        |words: &str| json!({"document": {"name": "lịch.pdf", "base64": "JVBERi0=", "caption": words}});
    send(&house, stranger, chat, Some(card.message_id), file("Tôi trả lời thay")).await;
    house.settle().await;
    assert_eq!(sent(&house).await, Vec::<String>::new());
    assert_eq!(house.count("answers").await, 0);
    send(&house, officer, chat, Some(card.message_id), file("Xin xem lịch sửa đường.")).await;
    house.see(resident, Place::Private, "Xin xem lịch sửa đường.").await;
    house.settle().await;
    assert_eq!(sent(&house).await, ["senddocument"]);
    assert_eq!(house.column("SELECT state FROM questions").await, ["answered"]);
});

journey!(a_picture_sent_as_a_document_is_asked_about_as_a_photo, |house| {
    let (officer, _, resident, _) = open_question(&house).await;
    let scan = |name: &str| json!({"document": {"name": name, "base64": "AAAA"}});
    for name in ["CCCD.JPG", "ảnh.heic"] {
        send(&house, resident, Place::Private, None, scan(name)).await;
        let asked = house.see(resident, Place::Private, ASKED).await;
        house.settle().await;
        assert_eq!(sent(&house).await, Vec::<String>::new(), "nobody sees {name} before");
        house.press(resident, Place::Private, &asked, "Có", "không chuyển cho ai").await;
        house.settle().await;
    }
    // By its kind, whatever it is called.
    let unnamed = json!({"document": {"name": "scan", "base64": "iVBORw==", "mime": "image/png"}});
    send(&house, resident, Place::Private, None, unnamed).await;
    let asked = house.see(resident, Place::Private, ASKED).await;
    house.press(resident, Place::Private, &asked, "Không", "Tôi gửi ảnh kèm câu hỏi").await;
    house.settle().await;
    assert_eq!(sent(&house).await, ["senddocument"]);
    // An officer's answer in private is no plan of the ward.
    house.say(officer, Place::Private, "/hopthu").await;
    let list = house.see(officer, Place::Private, "câu hỏi chưa trả lời").await;
    let own = house.press(officer, Place::Private, &list, "Mở", "Bấm Trả lời (Reply)").await;
    send(&house, officer, Place::Private, Some(own.message_id), scan("lịch.pdf")).await;
    house.see(officer, Place::Private, "Đã chuyển cho người hỏi").await;
    house.see(resident, Place::Private, "Phường gửi kèm câu hỏi").await;
});
