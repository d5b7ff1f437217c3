//! Slots of content groups: made in chat, taken by approved messages in turn, arranged by staff.

use chrono::{DateTime, TimeDelta, Utc};
use loa::app::stage::{Persona, Place, Seen};
use loa::calendar::rfc3339;
use loa::schedule::recurrence::Rule;
use loa::schedule::slots;
use loa::ward::Role;
use loa::ward::store as ward;

use crate::house::{House, journey};

const PRIVATE: Place = Place::Private;

/// Presses a button and reads what stands there then, even if it stood there before.
pub async fn press(house: &House, who: Persona, screen: &Seen, label: &str, then: &str) -> Seen {
    house.stage.press(who, PRIVATE, screen, label).await.unwrap();
    house.settle().await;
    let shown = house.stage.messages(who, PRIVATE).await.unwrap();
    let found = shown.iter().find(|message| message.message_id == screen.message_id).unwrap();
    assert!(found.text.contains(then), "“{then}” after {label}: {}", found.text);
    found.clone()
}

/// The weeks that a person has been shown, the newest last.
async fn weeks(house: &House, who: Persona) -> Vec<Seen> {
    let shown = house.stage.messages(who, PRIVATE).await.unwrap();
    shown.into_iter().filter(|message| message.text.starts_with("Lịch đăng tin")).collect()
}

/// `/lich`, also where it says what it said before.
pub async fn week(house: &House, who: Persona) -> Seen {
    let before = weeks(house, who).await.len();
    house.say(who, PRIVATE, "/lich").await;
    for _ in 0..20 {
        house.settle().await;
        let mut shown = weeks(house, who).await;
        if shown.len() > before {
            return shown.pop().unwrap();
        }
    }
    panic!("/lich is not answered: {}", house.shown(who, PRIVATE).await);
}

/// A slot put in beside the chat, by its rule in JSON.
pub async fn put_slot(house: &House, group: &str, rule: &str) {
    let mut tx = house.store.begin().await.unwrap();
    let groups = loa::plan::content_groups(&mut tx, house.ward.id).await.unwrap();
    let group = groups.iter().find(|one| one.number == group).expect("a content group").id;
    let people = ward::people_with(&mut tx, house.ward.id, Role::Administrator).await.unwrap();
    let rule = Rule::from_json(rule).expect("a rule");
    slots::put_slot(&mut tx, house.ward.id, group, "", &rule, people[0].id).await.unwrap();
    tx.commit().await.unwrap();
}

pub const TUESDAYS: &str = r#"{"days": {"week": {"on": ["tue"], "every": 1}}, "times": ["08:00:00"]}"#;

/// An editor writes a message of a content group up to the question when it is to be posted.
pub async fn write(house: &House, editor: Persona, group: &str, text: &str) -> Seen {
    house.say(editor, PRIVATE, "/soan").await;
    let groups = house.see(editor, PRIVATE, "Tin mới thuộc nhóm nội dung nào").await;
    house.press(editor, PRIVATE, &groups, &format!("{group} "), "Xin viết nội dung").await;
    house.say(editor, PRIVATE, text).await;
    let photo = house.see(editor, PRIVATE, "Nếu có ảnh").await;
    house.press(editor, PRIVATE, &photo, "Không có ảnh", "Đăng lúc nào").await
}

/// … and submits it for the next slot.
pub async fn submit_in_slot(house: &House, editor: Persona, group: &str, text: &str) {
    let when = write(house, editor, group, text).await;
    let confirm = house.press(editor, PRIVATE, &when, "Khung giờ tới", "ở khung giờ").await;
    house.press(editor, PRIVATE, &confirm, "Gửi duyệt", "Đã gửi duyệt").await;
}

/// Moves the clock to a moment, given as `2026-05-05T08:00`.
pub async fn until(house: &House, moment: &str) {
    let at: DateTime<Utc> = format!("{moment}:00+07:00").parse().unwrap();
    house.advance(at - house.clock.now()).await;
}

/// When posts are or were due, in order, as `2026-05-05T08:00`.
pub async fn due(house: &House) -> Vec<String> {
    let mut tx = house.store.read().await.unwrap();
    let far = house.clock.now() + TimeDelta::days(800);
    let posts =
        loa::schedule::posts_between(&mut tx, house.ward.id, DateTime::UNIX_EPOCH, far).await.unwrap();
    posts.iter().map(|post| rfc3339(post.due_at)[..16].to_owned()).collect()
}

journey!(a_slot_is_made_by_buttons_and_approved_messages_take_its_openings_in_turn, |house| {
    let cast = house.cast().await;
    let admin = cast.administrator;
    house.say(admin, PRIVATE, "/phuong").await;
    let home = house.see(admin, PRIVATE, "Đơn vị có nhóm chat").await;
    let groups = press(&house, admin, &home, "Khung giờ đăng", "của từng nhóm nội dung").await;
    let group = press(&house, admin, &groups, "1.1 ", "Chưa có khung giờ nào").await;
    let days = press(&house, admin, &group, "Thêm khung giờ", "Đăng vào ngày nào").await;
    assert!(!days.buttons.iter().flatten().any(|b| b.label == "Tiếp"), "no day yet");
    let days = press(&house, admin, &days, "Thứ Sáu", "Đăng vào ngày nào").await;
    let days = press(&house, admin, &days, "Thứ Ba", "Đăng vào ngày nào").await;
    let days = press(&house, admin, &days, "✅ Thứ Sáu", "Đăng vào ngày nào").await;
    let time = press(&house, admin, &days, "Tiếp", "Đăng lúc mấy giờ").await;
    let often = press(&house, admin, &time, "08:00", "Bao lâu một lần").await;
    let holidays = press(&house, admin, &often, "Hằng tuần", "ngày nghỉ lễ thì sao").await;
    assert!(holidays.text.contains("Thứ Ba hằng tuần, 08:00"), "{}", holidays.text);
    let slot = press(&house, admin, &holidays, "Dời sang ngày làm việc", "Đã thêm khung giờ").await;
    assert!(slot.text.contains("• 08:00 Thứ Ba, 05/05/2026\n• 08:00 Thứ Ba, 12/05/2026"), "{}", slot.text);
    // Two messages take the next two openings.
    submit_in_slot(&house, cast.editor, "1.1", "Tin thứ nhất").await;
    let card = house.see(cast.approver, PRIVATE, "Tin 1, bản 1 chờ duyệt").await;
    assert!(card.text.contains("Đăng: khung giờ 08:00 Thứ Ba, 05/05/2026"), "{}", card.text);
    house.settle().await;
    house.press(cast.approver, PRIVATE, &card, "Duyệt", "đã duyệt").await;
    house.see(cast.editor, PRIVATE, "Tin chờ khung giờ 08:00 Thứ Ba, 05/05/2026").await;
    submit_in_slot(&house, cast.editor, "1.1", "Tin thứ hai").await;
    house.approve(cast.approver, "Tin 2, bản 1 chờ duyệt").await;
    house.see(cast.editor, PRIVATE, "Tin chờ khung giờ 08:00 Thứ Ba, 12/05/2026").await;
    assert!(due(&house).await.is_empty(), "nothing is planned ahead");
    let shown = week(&house, cast.editor).await;
    assert!(shown.text.contains("Thứ Ba, 05/05/2026\n🕗 08:00 tin 1 (1.1 "), "{}", shown.text);
    // The first one is withdrawn: the second one moves up.
    house.say(cast.editor, PRIVATE, "/soan").await;
    let own = house.see(cast.editor, PRIVATE, "Tin của ông/bà").await;
    let first = house.press(cast.editor, PRIVATE, &own, "Tin 1 –", "Tin 1, bản 1 –").await;
    house.press(cast.editor, PRIVATE, &first, "Rút", "Đã rút tin 1").await;
    let shown = week(&house, cast.editor).await;
    assert!(shown.text.contains("Thứ Ba, 05/05/2026\n🕗 08:00 tin 2 (1.1 "), "{}", shown.text);
    until(&house, "2026-05-05T07:59").await;
    assert!(due(&house).await.is_empty());
    until(&house, "2026-05-05T08:00").await;
    house.see(cast.approver, PRIVATE, "Tin 2 sẽ bắt đầu gửi tới 1 nhóm lúc 08:01").await;
    until(&house, "2026-05-05T08:02").await;
    house.see(cast.head, cast.group, "Tin thứ hai").await;
    assert!(!house.shown(cast.head, cast.group).await.contains("Tin thứ nhất"));
    assert_eq!(
        (house.count("slot_queue").await, due(&house).await),
        (0, vec!["2026-05-05T08:00".to_owned()])
    );
    // Approved after its opening, a message waits for the next one; a paused slot gives none.
    submit_in_slot(&house, cast.editor, "1.1", "Tin thứ ba").await;
    house.approve(cast.approver, "Tin 3, bản 1 chờ duyệt").await;
    house.see(cast.editor, PRIVATE, "Tin chờ khung giờ 08:00 Thứ Ba, 12/05/2026").await;
    let paused = press(&house, admin, &slot, "Tạm dừng", "Đã tạm dừng khung giờ này").await;
    until(&house, "2026-05-12T09:00").await;
    assert_eq!(due(&house).await.len(), 1, "paused");
    let resumed = press(&house, admin, &paused, "Dùng lại", "dùng lại từ bây giờ").await;
    house.look_at_the_clock().await;
    assert_eq!(due(&house).await.len(), 1, "what passed meanwhile has passed");
    let skipped = press(&house, admin, &resumed, "Bỏ lần 19/05", "Đã bỏ lần Thứ Ba, 19/05/2026").await;
    assert!(skipped.text.contains("Các lần tới:\n• 08:00 Thứ Ba, 26/05/2026"), "{}", skipped.text);
    until(&house, "2026-05-26T08:00").await;
    assert_eq!(due(&house).await.last().map(String::as_str), Some("2026-05-26T08:00"));
    press(&house, admin, &skipped, "Xóa", "Đã xóa khung giờ").await;
    let acts = house.column("SELECT act FROM audit WHERE act LIKE 'slot%' ORDER BY n").await;
    assert_eq!(acts, ["slot", "slot_pause", "slot_resume", "slot_change", "slot_end"]);
});

journey!(staff_change_the_order_and_choose_other_openings, |house| {
    let cast = house.cast().await;
    put_slot(&house, "1.1", TUESDAYS).await;
    for n in 1..=3 {
        submit_in_slot(&house, cast.editor, "1.1", &format!("Tin số {n}")).await;
        house.approve(cast.approver, &format!("Tin {n}, bản 1 chờ duyệt")).await;
        house.settle().await;
    }
    let approver = cast.approver;
    let shown = week(&house, approver).await;
    let queues = press(&house, approver, &shown, "Sắp xếp tin chờ", "đang chờ khung giờ").await;
    let queue = press(&house, approver, &queues, "(3) 1.1", "1. Tin 1: 08:00 Thứ Ba, 05/05/2026").await;
    let queue = press(&house, approver, &queue, "⬆️ Tin 3", "2. Tin 3: 08:00 Thứ Ba, 12/05/2026").await;
    let queue = press(&house, approver, &queue, "⬇️ Tin 1", "1. Tin 3: 08:00 Thứ Ba, 05/05/2026").await;
    assert!(queue.text.contains("2. Tin 1: 08:00 Thứ Ba, 12/05/2026"), "{}", queue.text);
    // Another opening, which its holder gives up.
    let others =
        press(&house, approver, &queue, "Khung khác: tin 2", "Chuyển tin 2 sang khung giờ nào").await;
    let queue =
        press(&house, approver, &others, "05/05/2026 (tin 3)", "3. Tin 2: 08:00 Thứ Ba, 05/05/2026").await;
    assert!(queue.text.contains("1. Tin 3: 08:00 Thứ Ba, 12/05/2026"), "{}", queue.text);
    house.see(cast.editor, PRIVATE, "Hà đã chuyển tin 2 của ông/bà sang 08:00 Thứ Ba, 05/05/2026").await;
    // Nobody else's hand.
    let officer = house.staff("Cán bộ", Role::Officer, Some("VP")).await;
    let theirs = week(&house, officer).await;
    let data = house.button_data(approver, PRIVATE, queue.message_id, "⬇️ Tin 3").await;
    let toast = house.press_data(officer, PRIVATE, &theirs, &data).await;
    assert!(toast.contains("dành cho người soạn tin"), "{toast}");
    for (moment, text) in [("2026-05-05T08:02", "Tin số 2"), ("2026-05-12T08:02", "Tin số 3")] {
        until(&house, &format!("{}08:00", &moment[..11])).await;
        until(&house, moment).await;
        house.see(cast.head, cast.group, text).await;
    }
    let acts = house.column("SELECT act FROM audit WHERE act LIKE 'queue%' ORDER BY n").await;
    assert_eq!(acts, ["queue_swap", "queue_swap", "queue_move"]);
});

journey!(an_edited_message_gives_its_opening_to_the_next_one_and_comes_back_only_approved, |house| {
    let cast = house.cast().await;
    put_slot(&house, "1.1", TUESDAYS).await;
    for n in 1..=2 {
        submit_in_slot(&house, cast.editor, "1.1", &format!("Tin số {n}")).await;
        house.approve(cast.approver, &format!("Tin {n}, bản 1 chờ duyệt")).await;
        house.settle().await;
    }
    house.say(cast.editor, PRIVATE, "/soan").await;
    let own = house.see(cast.editor, PRIVATE, "Tin của ông/bà").await;
    let first = house.press(cast.editor, PRIVATE, &own, "Tin 1 –", "Tin 1, bản 1 –").await;
    house.press(cast.editor, PRIVATE, &first, "Sửa", "xin gửi nội dung mới").await;
    house.say(cast.editor, PRIVATE, "Tin số 1 đã sửa").await;
    let photo = house.see(cast.editor, PRIVATE, "Nếu có ảnh").await;
    let when = house.press(cast.editor, PRIVATE, &photo, "Không có ảnh", "Đăng lúc nào").await;
    let confirm = house.press(cast.editor, PRIVATE, &when, "Khung giờ tới", "ở khung giờ").await;
    house.press(cast.editor, PRIVATE, &confirm, "Gửi duyệt", "Đã gửi duyệt tin 1, bản 2").await;
    let shown = week(&house, cast.editor).await;
    assert!(shown.text.contains("🕗 08:00 tin 2 (1.1 "), "{}", shown.text);
    until(&house, "2026-05-05T08:00").await;
    until(&house, "2026-05-05T08:02").await;
    house.see(cast.head, cast.group, "Tin số 2").await;
    until(&house, "2026-05-12T08:00").await;
    until(&house, "2026-05-12T08:02").await;
    assert!(!house.shown(cast.head, cast.group).await.contains("Tin số 1"), "not approved again");
    house.approve(cast.approver, "Tin 1, bản 2 chờ duyệt").await;
    house.see(cast.editor, PRIVATE, "Tin chờ khung giờ 08:00 Thứ Ba, 19/05/2026").await;
    until(&house, "2026-05-19T08:00").await;
    until(&house, "2026-05-19T08:02").await;
    house.see(cast.head, cast.group, "Tin số 1 đã sửa").await;
});

journey!(what_opened_while_nobody_looked_waits_for_a_person, |house| {
    let cast = house.cast().await;
    put_slot(&house, "1.1", TUESDAYS).await;
    submit_in_slot(&house, cast.editor, "1.1", "Tin số 1").await;
    house.approve(cast.approver, "Tin 1, bản 1 chờ duyệt").await;
    house.settle().await;
    house.stop().await;
    house.clock.advance(TimeDelta::hours(25));
    house.start().await;
    house.see(cast.approver, PRIVATE, "Tin 1 lẽ ra đăng lúc 08:00 Thứ Ba, 05/05/2026").await;
    house.settle().await;
    assert!(!house.shown(cast.head, cast.group).await.contains("Tin số 1"));
    assert_eq!(house.column("SELECT state FROM posts").await, ["held"]);
});

journey!(nobody_is_woken_and_what_meets_is_shown_before_with_another_time, |house| {
    let cast = house.cast().await;
    put_slot(&house, "1.1", TUESDAYS).await;
    submit_in_slot(&house, cast.editor, "1.1", "Tin trong khung").await;
    house.approve(cast.approver, "Tin 1, bản 1 chờ duyệt").await;
    house.settle().await;
    // In the night: put off to the morning.
    let screen = house.last_screen(cast.editor, "Tin đêm", Some("5/5 22h")).await;
    assert!(screen.text.contains("Tin được đăng lúc 06:30 Thứ Tư, 06/05/2026"), "{}", screen.text);
    assert!(screen.text.contains("🌙"), "{}", screen.text);
    house.press(cast.editor, PRIVATE, &screen, "Gửi duyệt", "Đã gửi duyệt").await;
    house.approve(cast.approver, "Tin 2, bản 1 chờ duyệt").await;
    house.see(cast.editor, PRIVATE, "Tin được đăng lúc 06:30 Thứ Tư, 06/05/2026").await;
    // Half an hour after a message of another content group.
    let screen = house.last_screen(cast.editor, "Tin cùng giờ", Some("5/5 8h30")).await;
    assert!(screen.text.contains("⚠️ Gần giờ đó đã có tin 1 (1.1 "), "{}", screen.text);
    let moved = house.press(cast.editor, PRIVATE, &screen, "Đăng lúc 09:30", "Tin được đăng lúc 09:30").await;
    assert!(!moved.text.contains("⚠️"), "{}", moved.text);
    house.press(cast.editor, PRIVATE, &moved, "Gửi duyệt", "Đã gửi duyệt").await;
    house.approve(cast.approver, "Tin 3, bản 1 chờ duyệt").await;
    house.settle().await;
    // One that was submitted all the same is named in the week, with a button.
    let screen = house.last_screen(cast.editor, "Vẫn cùng giờ", Some("5/5 8h15")).await;
    house.press(cast.editor, PRIVATE, &screen, "Gửi duyệt", "Đã gửi duyệt").await;
    house.approve(cast.approver, "Tin 4, bản 1 chờ duyệt").await;
    house.settle().await;
    let shown = week(&house, cast.approver).await;
    assert!(shown.text.contains("⚠️ Trùng giờ: tin 1 (1.1 "), "{}", shown.text);
    let fixed = press(&house, cast.approver, &shown, "Chuyển tin 4 sang", "Lịch đăng tin").await;
    assert!(!fixed.text.contains("⚠️ Trùng giờ"), "{}", fixed.text);
    house.see(cast.editor, PRIVATE, "Hà đã chuyển tin 4 của ông/bà").await;
    assert_eq!(house.column("SELECT act FROM audit WHERE act = 'retime'").await.len(), 1);
    // Approved at night, what is for as soon as possible waits for the morning.
    until(&house, "2026-05-06T23:00").await;
    house.submit(cast.editor, "Tin ngay").await;
    house.approve(cast.approver, "Tin 5, bản 1 chờ duyệt").await;
    house.see(cast.editor, PRIVATE, "Tin được đăng lúc 06:30 Thứ Năm, 07/05/2026").await;
});

journey!(two_slots_at_one_time_are_shown_to_who_makes_the_second_with_a_free_hour, |house| {
    let cast = house.cast().await;
    let admin = cast.administrator;
    put_slot(&house, "1.1", TUESDAYS).await;
    put_slot(&house, "1.2", r#"{"days": {"week": {"on": ["tue"], "every": 1}}, "times": ["08:30:00"]}"#)
        .await;
    house.say(admin, PRIVATE, "/phuong").await;
    let home = house.see(admin, PRIVATE, "Đơn vị có nhóm chat").await;
    let groups = press(&house, admin, &home, "Khung giờ đăng", "của từng nhóm nội dung").await;
    let group = press(&house, admin, &groups, "(1) 1.2", "Thứ Ba hằng tuần, 08:30").await;
    let slot = press(&house, admin, &group, "1. Thứ Ba", "⚠️ Trùng giờ với 1.1 ").await;
    let slot = press(&house, admin, &slot, "Chuyển sang 09:30", "Đã đổi giờ").await;
    assert!(!slot.text.contains("⚠️"), "{}", slot.text);
    assert!(slot.text.contains("• 09:30 Thứ Ba, 05/05/2026"), "{}", slot.text);
});

journey!(a_promise_counts_the_posts_that_a_group_gets_in_a_day, |house| {
    let cast = house.cast().await;
    house.stop().await;
    house.config.rules.posts_per_day = 1;
    house.start().await;
    put_slot(&house, "1.1", TUESDAYS).await;
    put_slot(
        &house,
        "1.2",
        r#"{"days": {"week": {"on": ["tue", "thu"], "every": 1}}, "times": ["10:00:00"]}"#,
    )
    .await;
    submit_in_slot(&house, cast.editor, "1.1", "Tin sáng").await;
    house.approve(cast.approver, "Tin 1, bản 1 chờ duyệt").await;
    house.see(cast.editor, PRIVATE, "Tin chờ khung giờ 08:00 Thứ Ba, 05/05/2026").await;
    submit_in_slot(&house, cast.editor, "1.2", "Tin sau").await;
    house.approve(cast.approver, "Tin 2, bản 1 chờ duyệt").await;
    house.see(cast.editor, PRIVATE, "Tin chờ khung giờ 10:00 Thứ Năm, 07/05/2026").await;
    let shown = week(&house, cast.editor).await;
    assert!(shown.text.contains("🚫 10:00 bỏ qua vì hôm đó đã đủ tin: 1.2 "), "{}", shown.text);
    for moment in ["2026-05-05T08:00", "2026-05-05T08:02", "2026-05-05T10:00", "2026-05-05T10:02"] {
        until(&house, moment).await;
    }
    assert_eq!(due(&house).await, ["2026-05-05T08:00"]);
    until(&house, "2026-05-07T10:00").await;
    until(&house, "2026-05-07T10:02").await;
    house.see(cast.head, cast.group, "Tin sau").await;
    assert_eq!(due(&house).await, ["2026-05-05T08:00", "2026-05-07T10:00"]);
});
