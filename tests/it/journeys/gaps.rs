//! What is missing: in `/lich`, once a week to editors and approvers, and around an event.

use chrono::TimeDelta;
use loa::app::stage::Place;
use loa::ward::Role;

use super::slots::{TUESDAYS, due, press, put_slot, until, week, write};
use crate::house::journey;

const PRIVATE: Place = Place::Private;
const DIGEST: &str = "những việc còn thiếu trong 14 ngày tới";

journey!(an_empty_slot_an_anniversary_and_a_silent_group_are_missing_until_there_is_a_message, |house| {
    let cast = house.cast().await;
    put_slot(&house, "1.1", TUESDAYS).await;
    // Three weeks before the plan's World Environment Day.
    until(&house, "2026-05-22T09:00").await;
    let shown = week(&house, cast.editor).await;
    let missing = press(&house, cast.editor, &shown, "Còn thiếu", "Còn thiếu trong 14 ngày tới").await;
    let slots = "Khung giờ chưa có tin được duyệt:\n• 08:00 Thứ Ba, 26/05/2026: 1.1 ";
    assert!(missing.text.contains(slots), "{}", missing.text);
    assert!(missing.text.contains("08:00 Thứ Ba, 02/06/2026"), "{}", missing.text);
    assert!(missing.text.contains("• Thứ Sáu, 05/06/2026: Ngày Môi trường thế giới"), "{}", missing.text);
    assert!(!missing.text.contains("im lặng"), "the plan is younger than a month: {}", missing.text);
    // A message for the second of the two slots, begun from the list.
    house.press(cast.editor, PRIVATE, &missing, "08:00 02/06", "Khung giờ: 08:00 Thứ Ba, 02/06/2026").await;
    house.say(cast.editor, PRIVATE, "Hưởng ứng Ngày Môi trường thế giới 5/6").await;
    let photo = house.see(cast.editor, PRIVATE, "Nếu có ảnh").await;
    let when = house.press(cast.editor, PRIVATE, &photo, "Không có ảnh", "Đăng lúc nào").await;
    let confirm = house
        .press(cast.editor, PRIVATE, &when, "Khung giờ đã chọn", "ở khung giờ 08:00 Thứ Ba, 02/06")
        .await;
    house.press(cast.editor, PRIVATE, &confirm, "Gửi duyệt", "Đã gửi duyệt").await;
    let shown = week(&house, cast.editor).await;
    let missing = press(&house, cast.editor, &shown, "Còn thiếu", "26/05/2026: 1.1 ").await;
    assert!(
        missing.text.contains("02/06/2026: 1.1 Hạ tầng đô thị và vệ sinh môi trường (có tin đang chờ duyệt)"),
        "{}",
        missing.text
    );
    assert!(!missing.text.contains("Môi trường thế giới"), "a message speaks of it: {}", missing.text);
    house.approve(cast.approver, "Tin 1, bản 1 chờ duyệt").await;
    house.see(cast.editor, PRIVATE, "Tin chờ khung giờ 08:00 Thứ Ba, 02/06/2026").await;
    let shown = week(&house, cast.editor).await;
    let missing = press(&house, cast.editor, &shown, "Còn thiếu", "26/05/2026: 1.1 ").await;
    assert!(!missing.text.contains("02/06/2026"), "{}", missing.text);
    // A month after the plan, groups without a post are silent; this one is not.
    until(&house, "2026-06-02T08:00").await;
    until(&house, "2026-06-04T09:00").await;
    let shown = week(&house, cast.editor).await;
    assert!(shown.text.contains("Thứ Ba, 02/06/2026\n✅ 08:00 tin 1 (1.1 "), "{}", shown.text);
    let missing = press(&house, cast.editor, &shown, "Còn thiếu", "im lặng từ một tháng").await;
    assert!(
        missing.text.contains("• 1.2 Thủ tục hành chính và dịch vụ công: chưa có tin nào"),
        "{}",
        missing.text
    );
    assert!(!missing.text.contains("• 1.1 "), "{}", missing.text);
});

journey!(once_a_week_editors_and_approvers_hear_what_is_missing, |house| {
    let cast = house.cast().await;
    // Somebody who is both hears it once; others do not hear it.
    house.let_in(cast.approver, "Hà", Role::Editor, None).await;
    until(&house, "2026-05-11T09:00").await;
    assert!(!house.shown(cast.editor, PRIVATE).await.contains(DIGEST), "nothing is missing");
    put_slot(&house, "1.1", TUESDAYS).await;
    until(&house, "2026-05-18T07:59").await;
    assert!(!house.shown(cast.editor, PRIVATE).await.contains(DIGEST));
    until(&house, "2026-05-18T08:00").await;
    let told = house.see(cast.editor, PRIVATE, DIGEST).await;
    assert!(told.text.contains("• 08:00 Thứ Ba, 19/05/2026: 1.1 "), "{}", told.text);
    house.see(cast.approver, PRIVATE, DIGEST).await;
    // A restart says it no second time, and neither does another instance.
    house.stop().await;
    house.start().await;
    if house.folder().is_none() {
        let second = house.another().await;
        house.advance(TimeDelta::hours(1)).await;
        house.stop().await;
        house.take_over(second);
    }
    house.advance(TimeDelta::hours(2)).await;
    for person in [cast.editor, cast.approver] {
        assert_eq!(house.shown(person, PRIVATE).await.matches(DIGEST).count(), 1, "once");
    }
    for person in [cast.administrator, cast.head] {
        assert!(!house.shown(person, PRIVATE).await.contains(DIGEST));
    }
    assert_eq!(
        house.column("SELECT week FROM gap_reports ORDER BY week").await.last().unwrap(),
        "2026-05-18"
    );
    // From the list to the week and to a message.
    house
        .press(cast.editor, PRIVATE, &told, "Soạn cho 1.1, 08:00 19/05", "Khung giờ: 08:00 Thứ Ba, 19/05")
        .await;
    // The ward may do without.
    house.stop().await;
    house.config.rules.gaps_day = 0;
    house.start().await;
    until(&house, "2026-05-25T09:00").await;
    assert_eq!(house.shown(cast.editor, PRIVATE).await.matches(DIGEST).count(), 1);
});

journey!(around_an_event_three_times_are_proposed_and_staff_keep_some, |house| {
    let cast = house.cast().await;
    let admin = cast.administrator;
    house.say(admin, PRIVATE, "/phuong").await;
    let home = house.see(admin, PRIVATE, "Đơn vị có nhóm chat").await;
    let groups = press(&house, admin, &home, "Khung giờ đăng", "của từng nhóm nội dung").await;
    let group = press(&house, admin, &groups, "2.1 ", "Chưa có khung giờ nào").await;
    let ask = press(&house, admin, &group, "Quanh một sự kiện", "Sự kiện nào").await;
    let times = press(&house, admin, &ask, "05/06 Ngày Môi trường thế giới", "Thứ Sáu, 05/06/2026").await;
    for line in [
        "✅ trước 7 ngày: 08:00 Thứ Sáu, 29/05/2026",
        "✅ trước 1 ngày: 08:00 Thứ Năm, 04/06/2026",
        "✅ đúng ngày: 08:00 Thứ Sáu, 05/06/2026",
    ] {
        assert!(times.text.contains(line), "{line}: {}", times.text);
    }
    let times = press(&house, admin, &times, "Bỏ trước 1 ngày", "▫️ trước 1 ngày").await;
    let slot = press(&house, admin, &times, "Lưu", "Đã thêm khung giờ").await;
    let next = "Ngày Môi trường thế giới: 29/05/2026, 05/06/2026, 08:00\n\nCác lần tới:\n• 08:00 Thứ Sáu, 29/05/2026\n• 08:00 Thứ Sáu, 05/06/2026";
    assert!(slot.text.contains(next), "{}", slot.text);
    let when = write(&house, cast.editor, "2.1", "Sắp tới Ngày Môi trường thế giới").await;
    let labels: Vec<&str> = when.buttons.iter().flatten().map(|b| b.label.as_str()).collect();
    assert!(!labels.iter().any(|label| label.contains("Khung giờ tới")), "{labels:?}");
    let event = "Ngày Môi trường thế giới (08:00 Thứ Sáu, 29/05/2026)";
    let confirm = house.press(cast.editor, PRIVATE, &when, event, "ở khung giờ 08:00 Thứ Sáu, 29/05").await;
    house.press(cast.editor, PRIVATE, &confirm, "Gửi duyệt", "Đã gửi duyệt").await;
    house.approve(cast.approver, "Tin 1, bản 1 chờ duyệt").await;
    house.see(cast.editor, PRIVATE, "Tin chờ khung giờ 08:00 Thứ Sáu, 29/05/2026").await;
    // A day that is typed, too near for a week before.
    let group = press(&house, admin, &slot, "Quay lại", "Văn hóa").await;
    press(&house, admin, &group, "Quanh một sự kiện", "Sự kiện nào").await;
    house.say(admin, PRIVATE, "mai").await;
    house.see(admin, PRIVATE, "Tôi chưa hiểu ngày này").await;
    house.say(admin, PRIVATE, "7/5 Hội làng").await;
    let times = house.see(admin, PRIVATE, "Hội làng – Thứ Năm, 07/05/2026").await;
    assert!(!times.text.contains("trước 7 ngày") && times.text.contains("trước 1 ngày"), "{}", times.text);
    press(&house, admin, &times, "Lưu", "Đã thêm khung giờ").await;
    until(&house, "2026-05-29T08:00").await;
    assert_eq!(due(&house).await, ["2026-05-29T08:00"], "the openings of the other event were empty");
});
