//! What officers do with a question besides answering it at once.

use chrono::TimeDelta;
use loa::app::stage::{Persona, Place, Seen};
use loa::ward::Role;
use serde_json::json;

use super::resident_mine::another as asker;
use crate::house::{House, journey};

const ROAD: &str = "Ngõ 15 xuống cấp, ổ gà nhiều, bao giờ phường sửa đường?";
const STATES: &str = "SELECT state FROM questions ORDER BY asked_at, id";

async fn reply(house: &House, who: Persona, chat: Place, to: &Seen, words: &str) {
    house.stage.reply(who, chat, to.message_id, words).await.unwrap();
}

/// The card with these words as it stands now.
async fn card(house: &House, who: Persona, chat: Place, words: &str) -> Seen {
    house.settle().await;
    house.see(who, chat, words).await
}

journey!(what_is_asked_back_reaches_the_asker_and_stops_the_clock, |house| {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let resident = asker(&house, "Lan", ROAD).await;
    let shown = card(&house, officer, chat, "Ngõ 15").await;
    let prompt =
        house.press(officer, chat, &shown, "Hỏi lại người dân", "cần hỏi thêm người dân điều gì").await;
    reply(&house, officer, chat, &prompt, "Đoạn nào trong ngõ ạ?").await;
    house.see(officer, chat, "Đã hỏi lại").await;
    let asked = house.see(resident, Place::Private, "Đoạn nào trong ngõ").await;
    assert!(asked.text.contains("Phòng Kinh tế, Hạ tầng và Đô thị"), "{}", asked.text);
    assert_eq!(house.column(STATES).await, ["waiting"]);
    assert_eq!(house.count("question_pauses WHERE to_at IS NULL").await, 1);
    let shown = card(&house, officer, chat, "Đang chờ người hỏi").await;
    assert!(shown.text.contains("Đoạn nào trong ngõ"), "{}", shown.text);
    // The answer may come all the same.
    reply(&house, officer, chat, &shown, "Tổ sửa đường vá xong cả ngõ trước 15/05.").await;
    house.see(resident, Place::Private, "vá xong cả ngõ").await;
    assert_eq!(house.count("question_pauses WHERE to_at IS NULL").await, 0);
});

journey!(a_question_goes_to_the_right_unit_with_the_reason, |house| {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let (police, station) = house.unit_chat_of("CA").await;
    let resident = asker(&house, "Lan", ROAD).await;
    let shown = card(&house, officer, chat, "Ngõ 15").await;
    let due = house.column("SELECT CAST(due_at AS TEXT) FROM questions").await;
    let units = house.press(officer, chat, &shown, "Chuyển đơn vị", "cho đơn vị nào").await;
    let prompt = house.press(officer, chat, &units, "Công an phường", "mời viết lý do").await;
    reply(&house, officer, chat, &prompt, "xe tải nặng đi vào ngõ cấm").await;
    house.see(officer, chat, "Đã chuyển câu hỏi").await;
    let told = house.see(resident, Place::Private, "nay do Công an phường trả lời").await;
    assert!(told.text.contains("xe tải nặng"), "{}", told.text);
    let theirs = card(&house, police, station, "Ngõ 15").await;
    let left = house.shown(officer, chat).await;
    assert!(left.contains("đã chuyển cho Công an phường") && !left.contains("ổ gà"), "{left}");
    assert_eq!(house.column("SELECT CAST(due_at AS TEXT) FROM questions").await, due, "its clock goes on");
    // Who passed it on answers it no more.
    reply(&house, officer, chat, &shown, "Chúng tôi vá ngày 15/05.").await;
    house.see(officer, chat, "do đơn vị khác trả lời").await;
    reply(&house, police, station, &theirs, "Đã cắm biển cấm xe tải ngày 05/05.").await;
    house.see(resident, Place::Private, "cắm biển cấm").await;
});

journey!(two_officers_do_not_work_on_one_question, |house| {
    let administrator = house.staff("Hạnh", Role::Administrator, None).await;
    let first = house.staff("Sơn", Role::Officer, Some("KTHTDT")).await;
    let second = house.staff("Thu", Role::Officer, Some("KTHTDT")).await;
    let chat = house.unit_chat("KTHTDT", administrator, &[first, second]).await;
    asker(&house, "Lan", ROAD).await;
    let shown = card(&house, first, chat, "Ngõ 15").await;
    let before = house.button_data(first, chat, shown.message_id, "Nhận việc").await;
    house.press(first, chat, &shown, "Nhận việc", "Sơn đang xử lý").await;
    let late = house.press_data(second, chat, &shown, &before).await;
    assert!(late.contains("Sơn đã nhận câu hỏi này trước"), "{late}");
    let shown = card(&house, second, chat, "Sơn đang xử lý").await;
    let back = house.toast(first, chat, &shown, "Trả lại cho đơn vị").await;
    assert!(back.contains("của chung đơn vị"), "{back}");
    house.settle().await;
    assert!(!house.shown(first, chat).await.contains("Sơn đang xử lý"));
});

journey!(what_is_not_the_wards_is_referred_out_under_a_reference, |house| {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let resident = asker(&house, "Lan", ROAD).await;
    let shown = card(&house, officer, chat, "Ngõ 15").await;
    let more = house.press(officer, chat, &shown, "Việc khác", "muốn làm gì").await;
    let prompt = house.press(officer, chat, &more, "Ngoài thẩm quyền", "nơi nào giải quyết").await;
    reply(&house, officer, chat, &prompt, "Sở Xây dựng, 024 3825 0000\nSXD-77").await;
    let told = house.see(resident, Place::Private, "không thuộc thẩm quyền").await;
    assert!(told.text.contains("SXD-77") && told.text.contains("024 3825 0000"), "{}", told.text);
    assert_eq!(house.column(STATES).await, ["referred"]);
    house.see(officer, chat, "Câu hỏi đã đóng").await;
});

journey!(one_answer_serves_all_whose_question_it_is, |house| {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let first = asker(&house, "Lan", ROAD).await;
    let second = asker(&house, "Minh", "Ngõ 15 xuống cấp quá, đề nghị phường sửa đường sớm").await;
    let codes = house.column("SELECT code FROM questions ORDER BY asked_at, id").await;
    let shown = card(&house, officer, chat, "sửa đường sớm").await;
    let more = house.press(officer, chat, &shown, "Việc khác", "muốn làm gì").await;
    let twins = house.press(officer, chat, &more, "Gộp câu trùng", "trùng với câu nào").await;
    let spoken = format!("{} {}", &codes[0][..3], &codes[0][3..]);
    house.press(officer, chat, &twins, &spoken, "Đã gộp câu").await;
    house.see(second, Place::Private, "Có người đã hỏi giống").await;
    assert_eq!(house.column(STATES).await, ["open", "joined"]);
    let main = house.see(officer, chat, "bao giờ phường sửa đường").await;
    reply(&house, officer, chat, &main, "Vá xong cả ngõ trước 15/05.").await;
    for (who, code) in [(first, &codes[0]), (second, &codes[1])] {
        let answer = house.see(who, Place::Private, "Vá xong cả ngõ").await;
        let own = format!("{} {}", &code[..3], &code[3..]);
        assert!(answer.text.contains(&own), "each under their own code: {}", answer.text);
    }
});

journey!(two_things_in_one_question_become_two, |house| {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let (police, station) = house.unit_chat_of("CA").await;
    let resident = asker(&house, "Lan", ROAD).await;
    let shown = card(&house, officer, chat, "Ngõ 15").await;
    let more = house.press(officer, chat, &shown, "Việc khác", "muốn làm gì").await;
    let units = house.press(officer, chat, &more, "Tách hai việc", "đơn vị nào trả lời").await;
    let prompt = house.press(officer, chat, &units, "Công an phường", "mời viết phần việc").await;
    reply(&house, officer, chat, &prompt, "Cấm xe tải vào ngõ 15").await;
    house.see(resident, Place::Private, "có hai việc").await;
    let part = card(&house, police, station, "Cấm xe tải vào ngõ 15").await;
    let dues = house.column("SELECT DISTINCT CAST(due_at AS TEXT) FROM questions").await;
    assert_eq!(dues.len(), 1, "splitting costs nobody time: {dues:?}");
    reply(&house, police, station, &part, "Đã cắm biển ngày 05/05.").await;
    house.see(resident, Place::Private, "Đã cắm biển").await;
    assert_eq!(house.column("SELECT state FROM questions ORDER BY state").await, ["answered", "open"]);
});

journey!(a_deadline_is_extended_once_and_the_asker_is_told_why, |house| {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let resident = asker(&house, "Lan", ROAD).await;
    let shown = card(&house, officer, chat, "Ngõ 15").await;
    let more = house.press(officer, chat, &shown, "Việc khác", "muốn làm gì").await;
    let prompt = house.press(officer, chat, &more, "Gia hạn", "lý do gia hạn").await;
    reply(&house, officer, chat, &prompt, "chờ khảo sát mặt đường").await;
    let told = house.see(resident, Place::Private, "cần thêm thời gian").await;
    assert!(told.text.contains("18/05/2026") && told.text.contains("chờ khảo sát"), "{}", told.text);
    let more = house.press(officer, chat, &shown, "Việc khác", "muốn làm gì").await;
    let late = house.toast(officer, chat, &more, "Gia hạn").await;
    assert!(late.contains("chỉ gia hạn một lần"), "{late}");
    house.advance(TimeDelta::hours(1)).await;
    let shown = card(&house, officer, chat, "chậm nhất 09:00 Thứ Hai, 18/05/2026").await;
    assert!(shown.text.contains("Ngõ 15"), "{}", shown.text);
});

journey!(an_answer_that_says_little_is_shown_once_more, |house| {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let resident = asker(&house, "Lan", ROAD).await;
    let shown = card(&house, officer, chat, "Ngõ 15").await;
    reply(&house, officer, chat, &shown, "Phường đã ghi nhận ý kiến của ông/bà.").await;
    let hint = house.see(officer, chat, "Tôi chưa gửi câu trả lời").await;
    assert!(hint.text.contains("ngày hẹn"), "{}", hint.text);
    house.settle().await;
    assert!(!house.shown(resident, Place::Private).await.contains("ghi nhận ý kiến"));
    assert_eq!(house.column(STATES).await, ["open"]);
    house.press(officer, chat, &hint, "Vẫn gửi", "chọn vẫn gửi").await;
    house.see(resident, Place::Private, "ghi nhận ý kiến").await;
    assert_eq!(house.column(STATES).await, ["answered"]);
});

journey!(where_a_unit_is_sensitive_a_colleague_reads_the_answer_first, |house| {
    let administrator = house.staff("Hạnh", Role::Administrator, None).await;
    let writer = house.staff("Sơn", Role::Officer, Some("KTHTDT")).await;
    let reader = house.staff("Thu", Role::Officer, Some("KTHTDT")).await;
    let chat = house.unit_chat("KTHTDT", administrator, &[writer, reader]).await;
    house.say(administrator, Place::Private, "/phuong").await;
    let home = house.see(administrator, Place::Private, "Đơn vị").await;
    let units = house.press(administrator, Place::Private, &home, "Đơn vị", "đơn vị").await;
    let unit = house.press(administrator, Place::Private, &units, "Phòng Kinh tế", "KTHTDT").await;
    house
        .press(
            administrator,
            Place::Private,
            &unit,
            "Câu trả lời cần đồng nghiệp duyệt",
            "phải được một đồng nghiệp",
        )
        .await;
    let resident = asker(&house, "Lan", ROAD).await;
    let shown = card(&house, writer, chat, "Ngõ 15").await;
    reply(&house, writer, chat, &shown, "Vá xong cả ngõ trước 15/05.").await;
    let hint = house.see(writer, chat, "cần một đồng nghiệp duyệt").await;
    house.press(writer, chat, &hint, "Nhờ đồng nghiệp duyệt", "Đã nhờ đồng nghiệp").await;
    let draft = house.see(reader, chat, "Nhờ duyệt câu trả lời").await;
    let own = house.toast(writer, chat, &draft, "Duyệt và gửi").await;
    assert!(own.contains("không tự duyệt"), "{own}");
    house.settle().await;
    assert!(!house.shown(resident, Place::Private).await.contains("Vá xong"));
    house.press(reader, chat, &draft, "Duyệt và gửi", "Thu đã duyệt").await;
    house.see(resident, Place::Private, "Vá xong cả ngõ").await;
    assert_eq!(house.count("answers WHERE approved_by IS NOT NULL AND state = 'sent'").await, 1);
});

journey!(a_note_is_for_colleagues_only, |house| {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let resident = asker(&house, "Lan", ROAD).await;
    let shown = card(&house, officer, chat, "Ngõ 15").await;
    let more = house.press(officer, chat, &shown, "Việc khác", "muốn làm gì").await;
    let prompt = house.press(officer, chat, &more, "Ghi chú", "mời viết ghi chú").await;
    reply(&house, officer, chat, &prompt, "Nhà thầu hẹn thứ Năm khảo sát").await;
    house.see(officer, chat, "Đã ghi chú").await;
    let shown = card(&house, officer, chat, "Ghi chú của").await;
    assert!(shown.text.contains("Nhà thầu hẹn"), "{}", shown.text);
    house.say(resident, Place::Private, "/dulieu").await;
    house.see(resident, Place::Private, "Dữ liệu của ông/bà").await;
    house.settle().await;
    assert!(!house.shown(resident, Place::Private).await.contains("Nhà thầu hẹn"));
    assert!(!house.file_of(resident).await.contains("Nhà thầu hẹn"));
});

journey!(who_changes_their_answer_changes_it_for_its_asker, |house| {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let resident = asker(&house, "Lan", ROAD).await;
    let shown = card(&house, officer, chat, "Ngõ 15").await;
    let mine = house.stage.reply(officer, chat, shown.message_id, "Vá xong trước 15/05.").await.unwrap();
    house.see(resident, Place::Private, "Vá xong trước 15/05").await;
    // An answer can be changed from the moment at which it is known that it was sent.
    house.settle().await;
    let Place::Group(group) = chat else { panic!("a group") };
    let edit =
        json!({"chat": group, "person": officer.0, "message_id": mine, "text": "Vá xong trước 25/05."});
    house.control("edit", edit).await;
    let changed = house.see(resident, Place::Private, "Vá xong trước 25/05").await;
    assert!(changed.text.contains("đã sửa lúc"), "{}", changed.text);
    house.settle().await;
    assert!(!house.shown(resident, Place::Private).await.contains("15/05."));
});

journey!(who_takes_a_question_on_is_shown_one_that_asks_the_same, |house| {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    asker(&house, "Lan", ROAD).await;
    let first = card(&house, officer, chat, "Ngõ 15 xuống cấp").await;
    let second = asker(&house, "Cúc", "Ngõ 15 xuống cấp, nhiều ổ gà, bao giờ sửa đường?").await;
    let shown = card(&house, officer, chat, "nhiều ổ gà").await;
    let seen = house.press(officer, chat, &shown, "Nhận việc", "có vẻ trùng với câu").await;
    assert!(seen.text.contains("Ngõ 15 xuống cấp, ổ gà nhiều"), "{}", seen.text);
    let joined = house.press(officer, chat, &seen, "Gộp vào", "Đã gộp").await;
    assert_eq!(joined.message_id, seen.message_id, "no old buttons stay behind");
    house.settle().await;
    assert_eq!(house.column(STATES).await, ["open", "joined"]);
    reply(&house, officer, chat, &first, "Tổ sửa đường vá xong cả ngõ trước 15/05.").await;
    house.see(second, Place::Private, "vá xong cả ngõ").await;
});
