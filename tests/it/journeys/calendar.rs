//! The ward's calendar: administrators change it in chat, open questions follow it, whichever
//! instance changed it.

use std::str::FromStr as _;

use chrono::{DateTime, Utc};
use loa::app::stage::{Persona, Place, Seen};
use loa::calendar::{Marked, rfc3339};
use loa::question::store as questions;
use loa::ward::Role;
use loa::ward::store as ward;

use crate::house::{House, journey};

/// Asked on Monday 04/05/2026 at 09:00: due a week later.
const ROAD: &str = "Ngõ 15 xuống cấp, ổ gà nhiều, bao giờ phường sửa đường?";

async fn asked(house: &House) {
    let resident = house.stage.person("Lan").await.unwrap();
    house.stage.start(resident, "").await.unwrap();
    house.say(resident, Place::Private, ROAD).await;
    let notice = house.see(resident, Place::Private, "xin ông/bà đồng ý").await;
    house.press(resident, Place::Private, &notice, "Đồng ý", "Cảm ơn ông/bà đã đồng ý").await;
    house.see(resident, Place::Private, "Chậm nhất").await;
}

/// The due times of the open questions, as `2026-05-11T09:00`.
async fn due(house: &House) -> Vec<String> {
    let mut tx = house.store.read().await.unwrap();
    let running = questions::running(&mut tx, house.ward.id).await.unwrap();
    running.iter().map(|question| rfc3339(question.due_at)[..16].to_owned()).collect()
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

async fn calendar(house: &House, administrator: Persona) -> Seen {
    house.say(administrator, Place::Private, "/phuong").await;
    let home = house.see(administrator, Place::Private, "Đơn vị có nhóm chat").await;
    house.press(administrator, Place::Private, &home, "Lịch làm việc", "Lịch làm việc năm 2026").await
}

/// Presses a button of the calendar that asks for words, and says them.
async fn tell(house: &House, who: Persona, button: &str, words: &str, then: &str) -> Seen {
    let screen = calendar(house, who).await;
    house.press(who, Place::Private, &screen, button, "Xin ông/bà viết ngày").await;
    house.say(who, Place::Private, words).await;
    house.see(who, Place::Private, then).await
}

journey!(what_the_ward_changes_moves_the_deadlines_of_open_questions, |house| {
    let administrator = house.staff("Hạnh", Role::Administrator, None).await;
    asked(&house).await;
    assert_eq!(due(&house).await, ["2026-05-11T09:00"]);
    let screen = calendar(&house, administrator).await;
    for line in [
        "Giờ làm việc: Thứ Hai – Thứ Sáu: 08:00–12:00, 13:00–17:00",
        "• 16/02 – 20/02/2026: Tết Nguyên đán",
        "• 26/04 – 27/04/2026: Giỗ Tổ Hùng Vương",
        "• 01/09 – 02/09/2026: Quốc khánh",
    ] {
        assert!(screen.text.contains(line), "{line}: {}", screen.text);
    }
    assert!(!screen.text.contains("24/11"), "not confirmed: {}", screen.text);
    let added =
        tell(&house, administrator, "Thêm ngày nghỉ", "08/05/2026 Nghỉ bão", "Đã ghi ngày nghỉ").await;
    assert!(added.text.contains("• Thứ Sáu, 08/05/2026: Nghỉ bão"), "{}", added.text);
    assert!(added.text.contains("1 câu hỏi đang chờ có hạn trả lời mới"), "{}", added.text);
    assert_eq!(due(&house).await, ["2026-05-12T09:00"]);
    let worked =
        tell(&house, administrator, "Thêm ngày làm bù", "9/5/2026 Làm bù", "Đã ghi ngày làm bù").await;
    assert!(worked.text.contains("Ngày làm bù:\n• Thứ Bảy, 09/05/2026: Làm bù"), "{}", worked.text);
    assert_eq!(due(&house).await, ["2026-05-11T09:00"]);
    // Taken back, one by one.
    let drops = press(&house, administrator, &worked, "Bỏ một ngày", "bấm vào ngày cần bỏ").await;
    let done = press(&house, administrator, &drops, "09/05/2026", "không còn là ngày làm bù").await;
    assert!(done.text.contains("1 câu hỏi"), "{}", done.text);
    assert_eq!(due(&house).await, ["2026-05-12T09:00"]);
    let drops = press(&house, administrator, &done, "Bỏ một ngày", "bấm vào ngày cần bỏ").await;
    press(&house, administrator, &drops, "08/05/2026", "không còn là ngày nghỉ").await;
    assert_eq!(due(&house).await, ["2026-05-11T09:00"]);
    assert_eq!(house.count("calendar_days").await, 0);
    // Hours that are shorter from Thursday on: five days stay five days.
    let hours = "từ 07/05/2026: T2-T6 8:00-12:00";
    let set = tell(&house, administrator, "Đổi giờ làm việc", hours, "Từ Thứ Năm, 07/05/2026").await;
    assert!(set.text.contains("Thứ Hai – Thứ Sáu: 08:00–12:00"), "{}", set.text);
    assert_eq!(due(&house).await, ["2026-05-11T08:30"]);
    let drops = press(&house, administrator, &set, "Bỏ một ngày", "bấm vào ngày cần bỏ").await;
    press(&house, administrator, &drops, "Giờ làm việc từ 07/05/2026", "đã bỏ").await;
    assert_eq!(due(&house).await, ["2026-05-11T09:00"]);
    let acts = house.column("SELECT act FROM audit WHERE act LIKE 'calendar%' ORDER BY n").await;
    let expected = ["off", "worked", "worked_dropped", "off_dropped", "hours", "hours_dropped"];
    assert_eq!(acts, expected.map(|act| format!("calendar_{act}")));
});

journey!(a_public_holiday_can_be_worked_and_be_free_again, |house| {
    let administrator = house.staff("Hạnh", Role::Administrator, None).await;
    let screen = calendar(&house, administrator).await;
    let next = press(&house, administrator, &screen, "Năm 2027", "Lịch làm việc năm 2027").await;
    let tet = "• 05/02 – 11/02/2027: Tết Nguyên đán";
    assert!(next.text.contains(tet), "{}", next.text);
    let drops = press(&house, administrator, &next, "Bỏ một ngày", "Năm 2027").await;
    let worked = press(&house, administrator, &drops, "11/02/2027", "không còn là ngày nghỉ").await;
    assert!(worked.text.contains("• 05/02 – 10/02/2027: Tết Nguyên đán"), "{}", worked.text);
    assert!(worked.text.contains("• Thứ Năm, 11/02/2027: Đi làm"), "{}", worked.text);
    // A button of an old screen comes too late.
    let toast = house.press_data(administrator, Place::Private, &worked, "kx:2027-03-01").await;
    assert!(!toast.is_empty(), "{toast}");
    assert_eq!(house.column("SELECT day FROM calendar_days").await, ["2027-02-11"]);
    let drops = press(&house, administrator, &worked, "Bỏ một ngày", "Năm 2027").await;
    let free = press(&house, administrator, &drops, "11/02/2027", "không còn là ngày làm bù").await;
    assert!(free.text.contains(tet), "{}", free.text);
    let named = "12/02/2027 Nghỉ thêm\n02/01/2027 Nghỉ bù";
    let added = tell(&house, administrator, "Thêm ngày nghỉ", named, "Đã ghi ngày nghỉ").await;
    assert!(added.text.contains("Thứ Bảy, 02/01/2027 vốn không làm việc"), "{}", added.text);
    assert!(added.text.contains("Hạn trả lời của các câu hỏi đang chờ không đổi"), "{}", added.text);
});

journey!(what_is_no_day_is_answered_with_one_sentence_and_changes_nothing, |house| {
    let administrator = house.staff("Hạnh", Role::Administrator, None).await;
    for (button, words, then) in [
        ("Thêm ngày nghỉ", "30/02/2027 Nghỉ bù", "Dòng “30/02/2027 Nghỉ bù” chưa đúng"),
        ("Thêm ngày nghỉ", "04/01/2027 Nghỉ bù\nmai nghỉ", "Dòng “mai nghỉ” chưa đúng"),
        ("Thêm ngày nghỉ", "04/01/2031 Nghỉ bù", "Tôi chỉ ghi ngày của năm 2026 và 2027"),
        ("Thêm ngày làm bù", "13/05/2026 Làm bù", "Thứ Tư, 13/05/2026 vốn là ngày làm việc"),
        ("Đổi giờ làm việc", "từ mai 8h-12h", "Tôi chưa hiểu giờ làm việc này"),
        ("Đổi giờ làm việc", "01/03/2027: T2-T6 12:00-8:00", "Tôi chưa hiểu giờ làm việc này"),
        ("Đổi giờ làm việc", "01/03/2030: T2-T6 8:00-12:00", "Tôi chỉ ghi ngày của năm"),
    ] {
        tell(&house, administrator, button, words, then).await;
    }
    let long = format!("04/01/2027 {}", "dài ".repeat(30));
    tell(&house, administrator, "Thêm ngày nghỉ", &long, "Tên ngày dài quá 80 chữ").await;
    assert_eq!(house.count("calendar_days").await + house.count("calendar_weeks").await, 0);
    assert_eq!(house.column("SELECT CAST(calendar AS TEXT) FROM wards").await, ["1"]);
    // What was wrong can be said again at once.
    house.say(administrator, Place::Private, "04/01/2027 Nghỉ bù").await;
    house.see(administrator, Place::Private, "• Thứ Hai, 04/01/2027: Nghỉ bù").await;
});

journey!(only_administrators_change_the_calendar, |house| {
    let administrator = house.staff("Hạnh", Role::Administrator, None).await;
    let editor = house.staff("Minh", Role::Editor, None).await;
    house.staff("Tâm", Role::Administrator, None).await;
    let shown = house.stage.messages(editor, Place::Private).await.unwrap();
    let welcome = shown.last().unwrap();
    for forged in ["k:0", "ko", "kw", "kh", "kd:2026", "kx:2026-09-02", "ky:2026-09-02"] {
        let toast = house.press_data(editor, Place::Private, welcome, forged).await;
        assert!(toast.contains("chỉ quản trị viên"), "{forged}: {toast}");
    }
    // Half way, the role ends.
    let screen = calendar(&house, administrator).await;
    house.press(administrator, Place::Private, &screen, "Thêm ngày nghỉ", "Xin ông/bà viết ngày").await;
    let tam = house.staff("Thảo", Role::Administrator, None).await;
    house.end_roles(tam, administrator, "Hạnh").await;
    house.say(administrator, Place::Private, "08/05/2026 Nghỉ bão").await;
    house.see(administrator, Place::Private, "chỉ quản trị viên").await;
    assert_eq!(house.count("calendar_days").await, 0);
});

journey!(what_another_instance_changed_counts_at_once, |house| {
    house.staff("Hạnh", Role::Administrator, None).await;
    asked(&house).await;
    house.settle().await;
    let friday = DateTime::<Utc>::from_str("2026-05-08T00:00:00Z").unwrap().date_naive();
    // Another instance, which has seen no question, writes the calendar and nothing else.
    let mut tx = house.store.begin().await.unwrap();
    ward::turn_calendar(&mut tx, house.ward.id).await.unwrap();
    ward::mark_day(&mut tx, house.ward.id, friday, &Marked::Off("Nghỉ bão".into())).await.unwrap();
    tx.commit().await.unwrap();
    // A question that comes now is promised the right day, and the one before is computed anew.
    let resident = house.stage.person("Cúc").await.unwrap();
    house.stage.start(resident, "").await.unwrap();
    house.say(resident, Place::Private, ROAD).await;
    let notice = house.see(resident, Place::Private, "xin ông/bà đồng ý").await;
    house.press(resident, Place::Private, &notice, "Đồng ý", "Cảm ơn ông/bà đã đồng ý").await;
    let told = house.see(resident, Place::Private, "Chậm nhất").await;
    assert!(told.text.contains("Thứ Ba, 12/05/2026"), "{}", told.text);
    house.settle().await;
    assert_eq!(due(&house).await, ["2026-05-12T09:00", "2026-05-12T09:00"]);
    assert_eq!(house.count("questions WHERE calendar <> 2").await, 0);
});

/// What stands in the one message that tells a resident how their question stands.
async fn status(house: &House, resident: Persona) -> String {
    let shown = house.stage.messages(resident, Place::Private).await.unwrap();
    let found = shown.iter().rev().find(|message| message.text.contains("Nơi trả lời: "));
    found.expect("a message").text.clone()
}

journey!(whoever_asked_is_told_once_of_a_deadline_that_moved, |house| {
    let administrator = house.staff("Hạnh", Role::Administrator, None).await;
    asked(&house).await;
    house.settle().await;
    let resident = Persona(
        house.column("SELECT a.platform_id FROM accounts a JOIN questions q ON q.account_id = a.id").await[0]
            .parse()
            .unwrap(),
    );
    let messages = async || house.stage.messages(resident, Place::Private).await.unwrap().len();
    let before = messages().await;
    tell(&house, administrator, "Thêm ngày nghỉ", "08/05/2026 Nghỉ bão", "1 câu hỏi").await;
    house.settle().await;
    let told = status(&house, resident).await;
    assert!(told.contains("Chậm nhất: Thứ Ba, 12/05/2026"), "{told}");
    assert!(told.contains("Hạn trước đây là Thứ Hai, 11/05/2026, nay muộn hơn"), "{told}");
    // Later still: the day that was promised counts.
    tell(&house, administrator, "Thêm ngày nghỉ", "07/05/2026 Nghỉ bão", "1 câu hỏi").await;
    house.settle().await;
    let told = status(&house, resident).await;
    assert!(
        told.contains("Chậm nhất: Thứ Tư, 13/05/2026") && told.contains("là Thứ Hai, 11/05/2026"),
        "{told}"
    );
    // And earlier.
    let worked = "09/05/2026 Làm bù\n10/05/2026 Làm bù\n";
    tell(&house, administrator, "Thêm ngày làm bù", worked, "1 câu hỏi").await;
    house.settle().await;
    let told = status(&house, resident).await;
    assert!(
        told.contains("Chậm nhất: Thứ Hai, 11/05/2026") && !told.contains("trước đây"),
        "as promised: {told}"
    );
    let screen = calendar(&house, administrator).await;
    let drops = press(&house, administrator, &screen, "Bỏ một ngày", "bấm vào ngày cần bỏ").await;
    press(&house, administrator, &drops, "08/05/2026", "không còn là ngày nghỉ").await;
    house.settle().await;
    let told = status(&house, resident).await;
    assert!(told.contains("Hạn trước đây là Thứ Hai, 11/05/2026, nay sớm hơn"), "{told}");
    // Less than a day is not worth a word.
    let edits = house.count("outgoing WHERE kind = 'edit' AND question_id IS NOT NULL").await;
    house.settle().await;
    assert_eq!(house.count("outgoing WHERE kind = 'edit' AND question_id IS NOT NULL").await, edits);
    assert_eq!(messages().await, before, "all in the one message that they have");
});
