//! What is late is told to named people, one step a working day, and once to who asked.

use loa::app::stage::{Persona, Place, Seen};
use loa::ward::Role;

use super::reminders::{KERB, asked, code_of, times, until};
use crate::house::{House, journey};

/// With a number that must not leave the unit.
const ROAD: &str = "Ngõ 15 xuống cấp, gọi tôi 0912 345 678, bao giờ phường sửa đường?";
const LATE: &str = "đã quá hạn trả lời";
const STILL_LATE: &str = "vẫn quá hạn trả lời";

/// Names the head of a unit behind the screens.
pub(super) async fn name_head(house: &House, unit: &str, person: Persona) {
    name(house, unit, "head", person).await;
}

async fn name(house: &House, unit: &str, place: &str, person: Persona) {
    let sql = format!(
        "INSERT INTO unit_contacts (unit_id, place, person_id)
         SELECT u.id, '{place}', pa.person_id FROM units u, person_accounts pa
         JOIN accounts a ON a.id = pa.account_id WHERE u.code = '{unit}' AND a.platform_id = '{}'",
        person.0
    );
    house.meddle(&sql).await;
}

/// A screen of “Người phụ trách” for the unit whose button says this.
async fn contacts(house: &House, administrator: Persona, unit: &str) -> Seen {
    house.say(administrator, Place::Private, "/phuong").await;
    let home = house.see(administrator, Place::Private, "Đơn vị có nhóm chat").await;
    let list = house
        .press(administrator, Place::Private, &home, "Người phụ trách", "Người phụ trách từng đơn vị")
        .await;
    house.press(administrator, Place::Private, &list, unit, "Người thay khi vắng").await
}

/// Presses a button and reads what stands there then, even if it stood there before.
async fn press(house: &House, who: Persona, screen: &Seen, label: &str, then: &str) -> Seen {
    house.stage.press(who, Place::Private, screen, label).await.unwrap();
    house.settle().await;
    let shown = house.stage.messages(who, Place::Private).await.unwrap();
    let found = shown.iter().find(|message| message.message_id == screen.message_id).unwrap();
    assert!(found.text.contains(then), "“{then}” after {label}: {}", found.text);
    found.clone()
}

journey!(an_administrator_names_heads_and_deputies_among_the_units_officers, |house| {
    let administrator = house.staff("Hạnh", Role::Administrator, None).await;
    let editor = house.staff("Minh", Role::Editor, None).await;
    let head = house.staff("Tuấn", Role::Officer, Some("KTHTDT")).await;
    house.staff("Nga", Role::Officer, Some("KTHTDT")).await;
    house.staff("Thu", Role::Officer, Some("VHXH")).await;
    let screen = contacts(&house, administrator, "Phòng Kinh tế").await;
    assert!(screen.text.contains("Người phụ trách: chưa chọn"), "{}", screen.text);
    let pick = press(&house, administrator, &screen, "Chọn người phụ trách", "xin chọn một cán bộ").await;
    let offered: Vec<&str> = pick.buttons.iter().flatten().map(|b| b.label.as_str()).collect();
    assert!(
        offered.contains(&"Tuấn") && offered.contains(&"Nga") && !offered.contains(&"Thu"),
        "{offered:?}"
    );
    let data = house.button_data(administrator, Place::Private, pick.message_id, "Tuấn").await;
    let screen = press(&house, administrator, &pick, "Tuấn", "Người phụ trách: Tuấn").await;
    let pick = press(&house, administrator, &screen, "Chọn người thay", "xin chọn một cán bộ").await;
    let screen = press(&house, administrator, &pick, "Nga", "Người thay khi vắng: Nga").await;
    // One person stands in for nobody but others.
    let pick = press(&house, administrator, &screen, "Chọn người thay", "xin chọn một cán bộ").await;
    let screen = press(&house, administrator, &pick, "Tuấn", "Người thay khi vắng: Tuấn").await;
    assert!(screen.text.contains("Người phụ trách: chưa chọn"), "{}", screen.text);
    press(&house, administrator, &screen, "Bỏ", "Người thay khi vắng: chưa chọn").await;
    assert_eq!(house.count("unit_contacts").await, 0);
    let acts = house.column("SELECT act FROM audit WHERE act LIKE 'unit_%' ORDER BY n").await;
    assert_eq!(acts, ["unit_head", "unit_deputy", "unit_deputy", "unit_deputy"]);
    // A forged button, by somebody else and for somebody of another unit.
    let shown = house.stage.messages(editor, Place::Private).await.unwrap();
    let refused = house.press_data(editor, Place::Private, shown.last().unwrap(), &data).await;
    assert!(refused.contains("chỉ quản trị viên"), "{refused}");
    house.end_roles(administrator, head, "Tuấn").await;
    let refused = house.press_data(administrator, Place::Private, &screen, &data).await;
    assert!(refused.contains("chưa có cán bộ đó"), "{refused}");
    assert_eq!(house.count("unit_contacts").await, 0);
});

journey!(each_step_up_comes_a_working_day_after_the_one_before, |house| {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let head = house.staff("Tuấn", Role::Officer, Some("KTHTDT")).await;
    let party = house.staff("Liên", Role::Officer, Some("BXDD")).await;
    let committee = house.staff("Khoa", Role::Officer, Some("DU")).await;
    for (unit, person) in [("KTHTDT", head), ("BXDD", party), ("DU", committee)] {
        name_head(&house, unit, person).await;
    }
    let resident = asked(&house, "Lan", &[ROAD]).await;
    until(&house, "2026-05-11T08:59").await;
    for person in [head, party, committee] {
        assert_eq!(times(&house, person, Place::Private, "quá hạn").await, 0);
    }
    assert_eq!(times(&house, resident, Place::Private, "xin lỗi").await, 0, "no reminder is the asker's");
    until(&house, "2026-05-11T09:00").await;
    let told = house.see(head, Place::Private, LATE).await;
    let code = code_of(&house, "Ngõ 15").await;
    assert!(told.text.contains(&format!("{code} · trễ từ 09:00 hôm nay")), "{}", told.text);
    assert!(told.text.contains("gọi tôi •••• ••• •••"), "{}", told.text);
    house.press(head, Place::Private, &told, "Mở", "0912 345 678").await;
    let card = house.see(officer, chat, "Quá hạn: đã báo Tuấn").await;
    assert!(card.text.contains("0912 345 678"), "{}", card.text);
    let late = house.see(resident, Place::Private, "đã quá hạn mà chưa có câu trả lời").await;
    assert!(late.text.contains("xin lỗi ông/bà") && late.text.contains("Phòng Kinh tế"), "{}", late.text);
    assert!(late.text.contains("đã báo người đứng đầu đơn vị"), "{}", late.text);
    house.see(resident, Place::Private, "Đã quá hạn Thứ Hai, 11/05/2026").await;
    until(&house, "2026-05-12T08:59").await;
    assert_eq!(times(&house, party, Place::Private, "quá hạn").await, 0);
    until(&house, "2026-05-12T09:00").await;
    let told = house.see(party, Place::Private, STILL_LATE).await;
    assert!(told.text.contains("trễ 1 ngày · Phòng Kinh tế"), "{}", told.text);
    assert!(told.text.contains("gọi tôi •••• ••• •••"), "{}", told.text);
    assert!(told.buttons.is_empty(), "only the unit opens its questions: {:?}", told.buttons);
    assert_eq!(times(&house, committee, Place::Private, "quá hạn").await, 0);
    until(&house, "2026-05-13T09:00").await;
    house.see(committee, Place::Private, STILL_LATE).await;
    house.see(officer, chat, "Quá hạn: đã báo Tuấn, Liên, Khoa").await;
    until(&house, "2026-05-20T09:00").await;
    for person in [head, party, committee] {
        assert_eq!(times(&house, person, Place::Private, "quá hạn trả lời").await, 1);
    }
    assert_eq!(times(&house, resident, Place::Private, "mà chưa có câu trả lời").await, 1);
    assert_eq!(house.count("question_events WHERE event = 'escalated'").await, 3);
    // Of what those above have read nothing is kept.
    assert_eq!(house.count("outgoing WHERE content LIKE '%đứng đầu%' AND kind = 'extract'").await, 0);
    assert_eq!(house.count("outgoing WHERE kind = 'extract' AND content LIKE '%Ngõ 15%'").await, 0);
});

journey!(who_is_away_is_skipped_for_their_deputy, |house| {
    house.unit_chat_of("KTHTDT").await;
    let head = house.staff("Tuấn", Role::Officer, Some("KTHTDT")).await;
    let deputy = house.staff("Nga", Role::Officer, Some("KTHTDT")).await;
    name_head(&house, "KTHTDT", head).await;
    name(&house, "KTHTDT", "deputy", deputy).await;
    let resident = asked(&house, "Lan", &[ROAD]).await;
    until(&house, "2026-05-11T08:30").await;
    house.say(head, Place::Private, "/tamvang").await;
    let when = house.see(head, Place::Private, "vắng từ ngày nào").await;
    let to = house.press(head, Place::Private, &when, "Hôm nay", "giao cho ai").await;
    house.press(head, Place::Private, &to, "Trả về đơn vị", "Đã ghi").await;
    until(&house, "2026-05-11T09:00").await;
    let told = house.see(deputy, Place::Private, LATE).await;
    assert!(told.text.contains("thay Tuấn đang vắng"), "{}", told.text);
    assert_eq!(times(&house, head, Place::Private, LATE).await, 0);
    house.see(resident, Place::Private, "đã báo người đứng đầu đơn vị").await;
});

journey!(where_no_head_is_named_administrators_hear_it_and_the_next_one_does, |house| {
    let administrator = house.staff("Hạnh", Role::Administrator, None).await;
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let party = house.staff("Liên", Role::Officer, Some("BXDD")).await;
    name_head(&house, "BXDD", party).await;
    // Named once, but no officer of the unit any more.
    let former = house.staff("Tuấn", Role::Officer, Some("KTHTDT")).await;
    name_head(&house, "KTHTDT", former).await;
    house.end_roles(administrator, former, "Tuấn").await;
    let resident = asked(&house, "Lan", &[ROAD, KERB]).await;
    until(&house, "2026-05-11T09:00").await;
    let told = house.see(administrator, Place::Private, "chưa có người phụ trách").await;
    assert!(told.text.contains("2 câu hỏi quá hạn") && told.text.contains("Phòng Kinh tế"), "{}", told.text);
    house.press(administrator, Place::Private, &told, "Người phụ trách", "Người thay khi vắng").await;
    let told = house.see(party, Place::Private, "2 câu hỏi vẫn quá hạn").await;
    assert!(told.text.contains("Ngõ 15") && told.text.contains("Nắp cống"), "one message: {}", told.text);
    house.see(officer, chat, "Quá hạn: đã báo Liên").await;
    house.see(resident, Place::Private, "đã báo lên cấp trên của đơn vị").await;
    assert_eq!(times(&house, former, Place::Private, "quá hạn").await, 0);
    // Nobody for the last step either: it is said, and that is the end.
    until(&house, "2026-05-12T09:00").await;
    house.see(administrator, Place::Private, "Thường trực Đảng ủy chưa có người phụ trách").await;
    until(&house, "2026-05-14T09:00").await;
    let told = "2 câu hỏi quá hạn (";
    assert_eq!(times(&house, administrator, Place::Private, told).await, 1, "the first one became a screen");
});

journey!(where_nobody_is_named_the_asker_is_not_told_otherwise, |house| {
    house.unit_chat_of("KTHTDT").await;
    let resident = asked(&house, "Lan", &[ROAD]).await;
    until(&house, "2026-05-11T09:00").await;
    let late = house.see(resident, Place::Private, "Tôi đã nhắc đơn vị").await;
    assert!(!late.text.contains("đứng đầu") && !late.text.contains("cấp trên"), "{}", late.text);
});

journey!(words_of_who_has_not_agreed_to_it_do_not_leave_the_unit, |house| {
    house.unit_chat_of("CA").await;
    let party = house.staff("Liên", Role::Officer, Some("BXDD")).await;
    name_head(&house, "BXDD", party).await;
    let neighbour = house.stage.person("Cúc").await.unwrap();
    house.stage.start(neighbour, "").await.unwrap();
    house.say(neighbour, Place::Private, "Cháy nhà số 5 ngõ 12, cứu với").await;
    house.settle().await;
    until(&house, "2026-05-05T09:00").await;
    let told = house.see(party, Place::Private, STILL_LATE).await;
    assert!(told.text.contains("Công an") && !told.text.contains("Cháy"), "{}", told.text);
});
