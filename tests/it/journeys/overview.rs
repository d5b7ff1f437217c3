//! What staff have before them: lists, search, cards in private, handing over, counts.

use chrono::TimeDelta;
use loa::app::stage::{Persona, Place, Seen};
use loa::question::store as questions;
use loa::ward::Role;

use crate::house::{House, journey};

const ROAD: &str = "Ngõ 15 xuống cấp, ổ gà nhiều, bao giờ phường sửa đường?";
const KERB: &str = "Nắp cống phố Chùa Láng vỡ, đề nghị phường sửa cống thoát nước";
const FIELD: &str = "lĩnh vực";

/// Somebody who has agreed asks these.
async fn asked(house: &House, name: &str, texts: &[&str]) -> Persona {
    let resident = house.stage.person(name).await.unwrap();
    house.stage.start(resident, "").await.unwrap();
    for (n, text) in texts.iter().enumerate() {
        house.say(resident, Place::Private, text).await;
        if n == 0 {
            let notice = house.see(resident, Place::Private, "xin ông/bà đồng ý").await;
            house.press(resident, Place::Private, &notice, "Đồng ý", "Cảm ơn ông/bà đã đồng ý").await;
        }
        house.see(resident, Place::Private, "Chậm nhất").await;
        if n % 5 == 4 {
            // Not more at once than one person may.
            house.advance(TimeDelta::minutes(11)).await;
        }
    }
    resident
}

/// The list that `/hopthu` shows now.
async fn inbox(house: &House, officer: Persona, chat: Place, words: &str) -> Seen {
    house.say(officer, chat, "/hopthu").await;
    house.see(officer, chat, words).await
}

/// The code of the question with this text, as it is shown.
async fn code_of(house: &House, text: &str) -> String {
    let codes = house.column(&format!("SELECT code FROM questions WHERE text LIKE '{text}%'")).await;
    let (first, last) = codes[0].split_at(3);
    format!("{first} {last}")
}

journey!(a_question_opened_in_private_is_answered_there_as_in_the_units_chat, |house| {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let resident = asked(&house, "Lan", &[ROAD, KERB]).await;
    let list = inbox(&house, officer, Place::Private, "2 câu hỏi chưa trả lời").await;
    assert!(list.text.contains("Ngõ 15") && list.text.contains("Nắp cống"), "{}", list.text);
    assert!(list.text.contains("còn 7 ngày"), "{}", list.text);
    let open = format!("Mở {}", code_of(&house, "Ngõ 15").await);
    let card = house.press(officer, Place::Private, &list, &open, "ổ gà").await;
    house.settle().await;
    let toast = house.toast(officer, Place::Private, &card, "Nhận việc").await;
    assert!(toast.contains("đã nhận"), "{toast}");
    house.see(officer, chat, "Cán bộ KTHTDT đang").await;
    let mine = inbox(&house, officer, Place::Private, "Của tôi: 1").await;
    assert!(!mine.text.contains("Nắp cống"), "{}", mine.text);
    house.press(officer, Place::Private, &mine, "Của đơn vị: 2", "Nắp cống").await;
    // Words that reply to the card are the answer; words that reply to nothing are not.
    house.say(officer, Place::Private, "Lời bâng quơ").await;
    house.see(officer, Place::Private, "chọn một lệnh").await;
    house.stage.reply(officer, Place::Private, card.message_id, "Tổ thi công vá trong tuần.").await.unwrap();
    house.see(officer, Place::Private, "Đã gửi câu trả lời").await;
    house.see(resident, Place::Private, "Tổ thi công vá trong tuần.").await;
    house.settle().await;
    assert!(!house.shown(resident, Place::Private).await.contains("bâng quơ"));
    let left = inbox(&house, officer, Place::Private, "1 câu hỏi chưa trả lời").await;
    assert!(!left.text.contains("Ngõ 15"), "{}", left.text);
    // Nothing of the lists is kept.
    house.settle().await;
    assert_eq!(house.count("outgoing WHERE kind = 'extract' AND content LIKE '%Ngõ 15%'").await, 0);
});

journey!(a_reply_by_whoever_lost_the_question_goes_nowhere, |house| {
    let (officer, _) = house.unit_chat_of("KTHTDT").await;
    let other = house.staff("Thu", Role::Officer, Some("VHXH")).await;
    let resident = asked(&house, "Lan", &[ROAD]).await;
    let list = inbox(&house, officer, Place::Private, "1 câu hỏi").await;
    let card = house.press(officer, Place::Private, &list, "Mở", "ổ gà").await;
    house.settle().await;
    let culture = house.unit("VHXH").await;
    let mut tx = house.store.begin().await.unwrap();
    let id = questions::search(
        &mut tx,
        &questions::Reader {
            ward: house.ward.id,
            units: vec![house.unit("KTHTDT").await.id],
            reads_unrouted: false,
        },
        "o ga",
        8,
    )
    .await
    .unwrap()[0]
        .id;
    let by = questions::question(&mut tx, id).await.unwrap().unwrap().person;
    assert!(questions::transfer(&mut tx, id, culture.id, "VHXH", by, "").await.unwrap());
    tx.commit().await.unwrap();
    let alert = house.toast(officer, Place::Private, &list, "Mở").await;
    assert!(alert.contains("do đơn vị khác trả lời"), "{alert}");
    house.stage.reply(officer, Place::Private, card.message_id, "Lời đơn vị cũ").await.unwrap();
    house.see(officer, Place::Private, "do đơn vị khác trả lời").await;
    // The new unit works on it: what the old one has opened says only where it went.
    let list = inbox(&house, other, Place::Private, "1 câu hỏi").await;
    let theirs = house.press(other, Place::Private, &list, "Mở", "ổ gà").await;
    house.settle().await;
    house.toast(other, Place::Private, &theirs, "Nhận việc").await;
    house.settle().await;
    let shown = house.stage.messages(officer, Place::Private).await.unwrap();
    let shown = shown.iter().find(|m| m.message_id == card.message_id).unwrap();
    assert!(!shown.text.contains("ổ gà") && shown.text.contains("Văn hóa"), "{}", shown.text);
    house.settle().await;
    assert!(!house.shown(resident, Place::Private).await.contains("Lời đơn vị cũ"));
});

journey!(what_is_late_and_what_is_stuck_is_said_in_plain_words, |house| {
    let (officer, _) = house.unit_chat_of("KTHTDT").await;
    asked(&house, "Lan", &[ROAD]).await;
    let fresh = inbox(&house, officer, Place::Private, "1 câu hỏi").await;
    assert!(!fresh.buttons.iter().flatten().any(|b| b.label.contains("kẹt")), "not on the first day");
    house.advance(TimeDelta::days(2)).await;
    let list = inbox(&house, officer, Place::Private, "1 câu hỏi").await;
    let stuck = house.press(officer, Place::Private, &list, "Đang kẹt: 1", "chưa ai nhận").await;
    assert!(stuck.text.contains("còn 5 ngày"), "{}", stuck.text);
    house.advance(TimeDelta::days(8)).await;
    let list = inbox(&house, officer, Place::Private, "trễ 3 ngày").await;
    house.press(officer, Place::Private, &list, "Trễ hạn: 1", "ổ gà").await;
});

journey!(an_officer_with_ten_questions_turns_pages_and_hands_them_over, |house| {
    let (officer, _) = house.unit_chat_of("KTHTDT").await;
    let colleague = house.staff("Bích", Role::Officer, Some("KTHTDT")).await;
    house.staff("Thu", Role::Officer, Some("VHXH")).await;
    let texts: Vec<String> =
        (1..=10).map(|n| format!("Ngõ {n}0 xuống cấp, ổ gà, phường sửa đường")).collect();
    asked(&house, "Lan", &texts.iter().map(String::as_str).collect::<Vec<_>>()).await;
    let list = inbox(&house, officer, Place::Private, "10 câu hỏi").await;
    let opens = |seen: &Seen| seen.buttons.iter().flatten().filter(|b| b.label.starts_with("Mở")).count();
    assert_eq!(opens(&list), 8);
    let next = house.press(officer, Place::Private, &list, "Trang sau", "Ngõ 100").await;
    assert_eq!(opens(&next), 2);
    house.stage.press(officer, Place::Private, &next, "Trang trước").await.unwrap();
    house.settle().await;
    assert!(house.shown(officer, Place::Private).await.contains("Ngõ 10 "));
    for text in &texts[..3] {
        let list = inbox(&house, officer, Place::Private, "10 câu hỏi").await;
        let code = code_of(&house, text).await;
        let seen = match list.buttons.iter().flatten().find(|b| b.label.contains("Của đơn vị")) {
            Some(_) => house.press(officer, Place::Private, &list, "Của đơn vị", "Của đơn vị: 10").await,
            None => list,
        };
        let card = house.press(officer, Place::Private, &seen, &format!("Mở {code}"), text).await;
        house.settle().await;
        house.toast(officer, Place::Private, &card, "Nhận việc").await;
    }
    let mine = inbox(&house, officer, Place::Private, "Của tôi: 3").await;
    let which = house.press(officer, Place::Private, &mine, "Giao cho đồng nghiệp", "giao câu hỏi nào").await;
    let one = code_of(&house, &texts[0]).await;
    let to = house.press(officer, Place::Private, &which, &one, "cho ai").await;
    assert!(!to.buttons.iter().flatten().any(|b| b.label.contains("Thu")), "not to another unit");
    let data = house.button_data(officer, Place::Private, to.message_id, "Bích").await;
    house.press(officer, Place::Private, &to, "Bích", "Đã giao 1 câu hỏi cho Bích").await;
    let told = house.see(colleague, Place::Private, "giao cho ông/bà 1 câu hỏi").await;
    house.press(colleague, Place::Private, &told, &format!("Mở {one}"), "Ngõ 10 ").await;
    // A button of before the hand-over.
    let late = house.press_data(officer, Place::Private, &to, &data).await;
    assert!(late.contains("không còn do ông/bà nhận"), "{late}");
    let mine = inbox(&house, officer, Place::Private, "Của tôi: 2").await;
    let which = house.press(officer, Place::Private, &mine, "Giao cho đồng nghiệp", "giao câu hỏi nào").await;
    let to = house.press(officer, Place::Private, &which, "Tất cả 2 câu", "cho ai").await;
    house.press(officer, Place::Private, &to, "Bích", "Đã giao 2 câu hỏi cho Bích").await;
    house.see(colleague, Place::Private, "giao cho ông/bà 2 câu hỏi").await;
    inbox(&house, colleague, Place::Private, "Của tôi: 3").await;
    assert_eq!(house.count("question_events WHERE event = 'handed_over'").await, 3);
    assert_eq!(house.count("audit WHERE act = 'hand over question'").await, 3);
});

journey!(a_question_is_found_by_words_without_accents_and_by_its_code, |house| {
    let (officer, _) = house.unit_chat_of("KTHTDT").await;
    let other = house.staff("Thu", Role::Officer, Some("VHXH")).await;
    let clerk = house.staff("Vân", Role::Officer, Some("VP")).await;
    let resident = asked(&house, "Lan", &[ROAD, KERB]).await;
    house.say(resident, Place::Private, "Việc hôm trước thế nào rồi ạ?").await;
    house.see(resident, Place::Private, "thuộc việc nào").await;
    let find = async |who: Persona, heading: &str, words: &str, then: &str| {
        let list = inbox(&house, who, Place::Private, heading).await;
        house.press(who, Place::Private, &list, "Tìm", "gõ mã câu hỏi").await;
        house.say(who, Place::Private, words).await;
        house.see(who, Place::Private, then).await
    };
    let found = find(officer, "2 câu hỏi", "nap cong chua lang", "1 câu hỏi").await;
    assert!(found.text.contains("Nắp cống phố") && !found.text.contains("Ngõ 15"), "{}", found.text);
    house.press(officer, Place::Private, &found, "Mở", "cống thoát nước").await;
    let code = code_of(&house, "Ngõ 15").await;
    // Still looking: further words are looked for at once.
    house.say(officer, Place::Private, &code).await;
    house.see(officer, Place::Private, "ổ gà").await;
    house.say(officer, Place::Private, "giấy khai sinh").await;
    house.see(officer, Place::Private, "Không thấy câu hỏi nào").await;
    for words in ["nắp cống", code.as_str()] {
        find(other, "chờ trả lời", words, "Không thấy câu hỏi nào").await;
    }
    // The office passes on what its asker has put nowhere.
    let found = find(clerk, "chờ trả lời", "viec hom truoc", "chưa chọn").await;
    assert!(found.text.contains(FIELD), "{}", found.text);
    let shown = house.press(clerk, Place::Private, &found, "Mở", "Việc hôm trước thế nào").await;
    house.press(clerk, Place::Private, &shown, "Văn phòng nhận", "Nhận việc").await;
    house.settle().await;
    assert_eq!(house.count("questions WHERE unit_id IS NULL").await, 0);
    // What its asker takes back is found no more, by words or in rows.
    let list = inbox(&house, officer, Place::Private, "2 câu hỏi").await;
    assert!(list.text.contains("Nắp cống"));
    house.say(resident, Place::Private, "/xoa").await;
    let sure = house.see(resident, Place::Private, "Xóa").await;
    house.press(resident, Place::Private, &sure, "Xóa", "xóa").await;
    house.settle().await;
    assert_eq!(house.count("question_terms").await, 0);
    find(officer, "chờ trả lời", "nắp cống", "Không thấy câu hỏi nào").await;
});

journey!(others_see_counts_and_not_a_word, |house| {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let approver = house.staff("Hà", Role::Approver, None).await;
    let stranger = house.stage.person("Khách").await.unwrap();
    let resident = asked(&house, "Lan", &[ROAD]).await;
    house.advance(TimeDelta::days(3)).await;
    let counts = inbox(&house, approver, Place::Private, "Cả phường: 1 câu hỏi").await;
    assert!(counts.text.contains("Phòng Kinh tế, Hạ tầng và Đô thị: 1 đang xử lý"), "{}", counts.text);
    assert!(counts.text.contains("chưa ai nhận") && !counts.text.contains("Ngõ 15"), "{}", counts.text);
    // A button of an officer's list, pressed by somebody else.
    let list = inbox(&house, officer, Place::Private, "1 câu hỏi").await;
    for label in ["Mở", "Tìm"] {
        let data = house.button_data(officer, Place::Private, list.message_id, label).await;
        let refused = house.press_data(approver, Place::Private, &counts, &data).await;
        assert!(refused.contains("khác") || refused.contains("cán bộ"), "{label}: {refused}");
    }
    house.say(resident, Place::Private, "/hopthu").await;
    house.see(resident, Place::Private, "dành cho cán bộ").await;
    // In the unit's chat its list, for its officers.
    let shown = inbox(&house, officer, chat, "Của đơn vị: 1").await;
    assert!(
        shown.text.contains("Ngõ 15") && !shown.buttons.iter().flatten().any(|b| b.label.contains("Tìm"))
    );
    let Place::Group(id) = chat else { panic!("a group") };
    house.control("member", serde_json::json!({"chat": id, "person": stranger.0, "action": "add"})).await;
    house.say(stranger, chat, "/hopthu").await;
    house.see(stranger, chat, "dành cho cán bộ").await;
    house.settle().await;
    assert_eq!(house.count("outgoing WHERE kind = 'extract' AND content LIKE '%Ngõ 15%'").await, 0);
});
