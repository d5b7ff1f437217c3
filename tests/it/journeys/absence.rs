//! Who is away hands over what they have, takes nothing on, and comes back with one press.

use loa::app::stage::{Persona, Place, Seen};
use loa::ward::Role;

use super::reminders::{KERB, ROAD, asked, code_of, take, times, until};
use crate::house::{House, journey};

async fn away(house: &House, who: Persona) -> Seen {
    house.say(who, Place::Private, "/tamvang").await;
    house.see(who, Place::Private, "vắng từ ngày nào").await
}

/// “Chọn ngày”, and what is answered to these words.
async fn choose(house: &House, who: Persona, words: &str, then: &str) -> Seen {
    let screen = away(house, who).await;
    house.press(who, Place::Private, &screen, "Chọn ngày", "Xin viết ngày đầu và ngày cuối").await;
    house.say(who, Place::Private, words).await;
    house.see(who, Place::Private, then).await
}

journey!(a_colleague_gets_the_questions_and_the_clock_goes_on, |house| {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let colleague = house.staff("Bích", Role::Officer, Some("KTHTDT")).await;
    house.staff("Thu", Role::Officer, Some("VHXH")).await;
    asked(&house, "Lan", &[ROAD, KERB]).await;
    take(&house, officer, chat, "Ngõ 15").await;
    let due = house.column("SELECT CAST(due_at AS TEXT) FROM questions ORDER BY id").await;
    // The button stands below one's own list too.
    house.say(officer, Place::Private, "/hopthu").await;
    let list = house.see(officer, Place::Private, "Của tôi: 1").await;
    let when = house.press(officer, Place::Private, &list, "Tạm vắng", "vắng từ ngày nào").await;
    let to = house.press(officer, Place::Private, &when, "Hết tuần này", "giao cho ai").await;
    assert!(to.text.contains("Thứ Hai, 04/05/2026 đến hết Chủ nhật, 10/05/2026"), "{}", to.text);
    assert!(!to.buttons.iter().flatten().any(|b| b.label == "Thu"), "not to another unit");
    house.press(officer, Place::Private, &to, "Bích", "được giao cho Bích").await;
    house.settle().await;
    let told = house.see(colleague, Place::Private, "giao cho ông/bà 1 câu hỏi").await;
    let code = code_of(&house, "Ngõ 15").await;
    house.press(colleague, Place::Private, &told, &format!("Mở {code}"), "ổ gà").await;
    let told = house.see(officer, chat, "vắng đến hết Chủ nhật, 10/05/2026").await;
    assert!(told.text.contains(&format!("Giao cho Bích 1 câu hỏi: {code}")), "{}", told.text);
    house.see(officer, chat, "Bích đang xử lý").await;
    assert_eq!(house.column("SELECT CAST(due_at AS TEXT) FROM questions ORDER BY id").await, due);
    assert_eq!(house.count("question_events WHERE event = 'handed_over'").await, 1);
    assert_eq!(house.count("audit WHERE act = 'absent'").await, 1);
    // They take nothing on until they are back.
    let card = house.see(officer, chat, "Nắp cống").await;
    let refused = house.toast(officer, chat, &card, "Nhận việc").await;
    assert!(refused.contains("đang ghi vắng"), "{refused}");
    assert_eq!(house.count("questions WHERE taken_by IS NOT NULL").await, 1);
    let back = house.see(officer, Place::Private, "chưa nhận việc được").await;
    let data = house.button_data(officer, Place::Private, back.message_id, "Tôi đã trở lại").await;
    house.press(officer, Place::Private, &back, "Tôi đã trở lại", "không còn ghi vắng").await;
    let toast = house.toast(officer, chat, &card, "Nhận việc").await;
    assert!(toast.contains("đã nhận"), "{toast}");
    // Who has it keeps it; and the button works once.
    assert_eq!(house.count("questions WHERE taken_by IS NOT NULL").await, 2);
    let late = house.press_data(officer, Place::Private, &back, &data).await;
    assert!(!late.is_empty(), "{late}");
    assert_eq!(house.count("audit WHERE act = 'absence_ended'").await, 1);
    // Nothing is handed over a second time.
    until(&house, "2026-05-05T10:00").await;
    assert_eq!(times(&house, colleague, Place::Private, "giao cho ông/bà").await, 1);
});

journey!(an_absence_to_come_begins_on_its_first_working_morning, |house| {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let colleague = house.staff("Bích", Role::Officer, Some("KTHTDT")).await;
    let resident = asked(&house, "Lan", &[ROAD]).await;
    take(&house, officer, chat, "Ngõ 15").await;
    house.see(resident, Place::Private, "Cán bộ của Phòng Kinh tế").await;
    // From Saturday on.
    let to = choose(&house, officer, "9/5 đến 12/5", "giao cho ai").await;
    assert!(to.text.contains("Thứ Bảy, 09/05/2026 đến hết Thứ Ba, 12/05/2026"), "{}", to.text);
    house.press(officer, Place::Private, &to, "Trả về đơn vị", "được trả về đơn vị").await;
    until(&house, "2026-05-08T16:00").await;
    until(&house, "2026-05-09T10:00").await;
    until(&house, "2026-05-11T07:59").await;
    assert_eq!(house.count("questions WHERE taken_by IS NOT NULL").await, 1, "nobody is told at night");
    // Away all the same: nobody hands them anything.
    house.say(colleague, Place::Private, "/tamvang").await;
    let when = house.see(colleague, Place::Private, "vắng từ ngày nào").await;
    let to = house.press(colleague, Place::Private, &when, "Hôm nay", "giao cho ai").await;
    house.press(colleague, Place::Private, &to, "Trả về đơn vị", "Đã ghi").await;
    until(&house, "2026-05-11T08:00").await;
    let told = house.see(officer, chat, "Trả về đơn vị 1 câu hỏi").await;
    assert!(told.text.contains("Cán bộ KTHTDT vắng đến hết Thứ Ba, 12/05/2026"), "{}", told.text);
    assert_eq!(house.count("questions WHERE taken_by IS NOT NULL").await, 0);
    let status = house.stage.messages(resident, Place::Private).await.unwrap();
    assert!(!status.iter().any(|m| m.text.contains("Cán bộ của Phòng Kinh tế")), "its asker sees that too");
    // It ends by itself.
    until(&house, "2026-05-13T08:00").await;
    house.press(officer, chat, &told, "Mở", "ổ gà").await;
    let card = house.stage.messages(officer, chat).await.unwrap().pop().unwrap();
    house.settle().await;
    let toast = house.toast(officer, chat, &card, "Nhận việc").await;
    assert!(toast.contains("đã nhận"), "{toast}");
});

journey!(a_colleague_who_is_away_too_gets_nothing, |house| {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let colleague = house.staff("Bích", Role::Officer, Some("KTHTDT")).await;
    asked(&house, "Lan", &[ROAD]).await;
    take(&house, officer, chat, "Ngõ 15").await;
    let to = choose(&house, officer, "6/5", "giao cho ai").await;
    house.press(officer, Place::Private, &to, "Bích", "được giao cho Bích").await;
    let to = choose(&house, colleague, "từ 5/5 đến hết 7/5", "giao cho ai").await;
    house.press(colleague, Place::Private, &to, "Trả về đơn vị", "Đã ghi").await;
    until(&house, "2026-05-06T08:00").await;
    house.see(officer, chat, "Trả về đơn vị 1 câu hỏi").await;
    assert_eq!(times(&house, colleague, Place::Private, "giao cho ông/bà").await, 0);
});

journey!(days_that_cannot_be_are_answered_with_one_sentence, |house| {
    let officer = house.staff("Sơn", Role::Officer, Some("KTHTDT")).await;
    let approver = house.staff("Hà", Role::Approver, None).await;
    let resident = house.stage.person("Lan").await.unwrap();
    house.stage.start(resident, "").await.unwrap();
    house.see(resident, Place::Private, "Kính chào ông/bà").await;
    for (words, then) in [
        ("mai", "Tôi chưa hiểu ngày này"),
        ("30/2", "Tôi chưa hiểu ngày này"),
        ("1/5 đến 6/5", "Ngày này đã qua"),
        ("5/5/2026 đến 4/5/2026", "Tôi chưa hiểu ngày này"),
        ("5/5/2026 đến 5/5/2027", "Tôi chưa hiểu ngày này"),
    ] {
        choose(&house, officer, words, then).await;
    }
    assert_eq!(house.count("absences").await, 0);
    let to = choose(&house, officer, "10/5 đến 12/5", "giao cho ai").await;
    let again = to.clone();
    let data = house.button_data(officer, Place::Private, to.message_id, "Trả về đơn vị").await;
    house.press(officer, Place::Private, &to, "Trả về đơn vị", "Đã ghi").await;
    choose(&house, officer, "12/5 đến 14/5", "đã ghi vắng Chủ nhật, 10/05/2026 đến hết Thứ Ba, 12/05/2026")
        .await;
    let twice = house.press_data(officer, Place::Private, &again, &data).await;
    assert!(twice.contains("đã ghi vắng"), "{twice}");
    let forged = house.press_data(officer, Place::Private, &again, "xo:20260501-20260502.u").await;
    assert!(forged.contains("đã qua"), "{forged}");
    // What is to come can be taken back.
    let screen = away(&house, officer).await;
    assert!(screen.text.contains("Ông/bà ghi vắng: Chủ nhật, 10/05/2026"), "{}", screen.text);
    house.press(officer, Place::Private, &screen, "Bỏ lịch vắng từ 10/05", "không còn ghi vắng").await;
    // Who answers no questions is not asked to whom they go.
    let when = away(&house, approver).await;
    house.press(approver, Place::Private, &when, "Hôm nay", "Đã ghi: ông/bà vắng Thứ Hai, 04/05/2026").await;
    house.say(resident, Place::Private, "/tamvang").await;
    let shown = house.see(resident, Place::Private, "dành cho cán bộ").await;
    let refused = house.press_data(resident, Place::Private, &shown, "xy:20260601-20260602").await;
    assert!(refused.contains("cán bộ"), "{refused}");
    assert_eq!(house.count("absences").await, 2);
});
