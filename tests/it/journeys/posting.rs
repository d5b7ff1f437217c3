//! Posts on their way to the groups: times, stops, relays, and gaps in which nobody looked.

use chrono::TimeDelta;
use loa::app::stage::{Persona, Place};
use loa::ward::Role;

use crate::house::{House, journey};

const COPIES: &str = "SELECT state FROM outgoing WHERE group_id IS NOT NULL ORDER BY channel, state";

/// Submits a message for a time that the editor types.
pub async fn submit_for(house: &House, editor: Persona, text: &str, time: &str) {
    house.say(editor, Place::Private, "/soan").await;
    let groups = house.see(editor, Place::Private, "Tin mới thuộc nhóm nội dung nào").await;
    house.press(editor, Place::Private, &groups, "Không thuộc nhóm nào", "Xin viết nội dung").await;
    house.say(editor, Place::Private, text).await;
    let photo = house.see(editor, Place::Private, "Nếu có ảnh").await;
    let when = house.press(editor, Place::Private, &photo, "Không có ảnh", "Đăng lúc nào").await;
    house.press(editor, Place::Private, &when, "Giờ khác", "Xin viết ngày giờ").await;
    house.say(editor, Place::Private, time).await;
    let confirm = house.see(editor, Place::Private, "Tin được đăng lúc").await;
    house.press(editor, Place::Private, &confirm, "Gửi duyệt", "Đã gửi duyệt").await;
}

journey!(an_approved_message_reaches_every_group_and_the_relay, |house| {
    let cast = house.cast().await;
    let second = house.stage.person("Cúc").await.unwrap();
    let group2 = house.neighbourhood(2, cast.administrator, second, &[]).await;
    let third = house.stage.person("Dung").await.unwrap();
    house.relay(3, cast.administrator, third).await;
    house.head_link(4).await;
    house.publish(&cast, "Thu gom rác sáng thứ Bảy").await;
    let post = house.see(second, group2, "Thu gom rác sáng thứ Bảy").await;
    assert!(post.text.starts_with("📢 UBND phường Hồ Sen"), "the issuer is named: {}", post.text);
    assert!(post.url("Hỏi phường").is_some(), "residents can ask");
    house.see(third, Place::Private, "Nhờ ông/bà sao chép tin").await;
    let relay = house.see(third, Place::Private, "Thu gom rác sáng thứ Bảy").await;
    house.say(cast.approver, Place::Private, "/dophu").await;
    let sheet = house.see(cast.approver, Place::Private, "Đã tới 2/4 tổ dân phố").await;
    assert!(sheet.text.contains("số 3: chờ tổ trưởng đăng"), "{}", sheet.text);
    assert!(sheet.text.contains("số 4: chưa đăng ký nhóm"), "{}", sheet.text);
    assert_eq!(house.toast(third, Place::Private, &relay, "Đã đăng").await, "Cảm ơn ông/bà.");
    house.say(cast.approver, Place::Private, "/dophu").await;
    let sheet = house.see(cast.approver, Place::Private, "Đã tới 3/4 tổ dân phố").await;
    assert!(sheet.text.contains("số 3: tổ trưởng báo đã đăng"), "{}", sheet.text);
    assert_eq!(house.column(COPIES).await, ["sent", "sent", "sent"]);
    assert!(house.stage.refused().await.unwrap().is_empty());
});

journey!(a_head_who_cannot_post_says_so_and_can_take_a_wrong_tap_back, |house| {
    let cast = house.cast().await;
    let head = house.stage.person("Dung").await.unwrap();
    house.relay(2, cast.administrator, head).await;
    house.publish(&cast, "Họp tổ tối nay").await;
    let relay = house.see(head, Place::Private, "Họp tổ tối nay").await;
    let failed = house.press(head, Place::Private, &relay, "Không đăng được", "chưa đăng được").await;
    house.say(cast.approver, Place::Private, "/dophu").await;
    house.see(cast.approver, Place::Private, "tổ trưởng báo không đăng được").await;
    let done = house.press(head, Place::Private, &failed, "Đã đăng", "Đã ghi nhận: ông/bà đã đăng").await;
    assert_eq!(house.column(COPIES).await, ["sent", "sent"]);
    house.press(head, Place::Private, &done, "Bấm nhầm", "chưa đăng được").await;
    assert_eq!(house.column(COPIES).await, ["failed", "sent"]);
    // Somebody else's tap proves nothing.
    let data = house.button_data(head, Place::Private, relay.message_id, "Đã đăng").await;
    let other = house.see(cast.head, Place::Private, "Phường đã xác nhận").await;
    let toast = house.press_data(cast.head, Place::Private, &other, &data).await;
    assert!(toast.contains("dành cho tổ trưởng của tổ đó"), "{toast}");
    assert_eq!(house.column(COPIES).await, ["failed", "sent"]);
});

journey!(a_relay_that_nobody_posted_expires, |house| {
    let cast = house.cast().await;
    let head = house.stage.person("Dung").await.unwrap();
    house.relay(2, cast.administrator, head).await;
    house.publish(&cast, "Cúp nước chiều nay").await;
    let relay = house.see(head, Place::Private, "Cúp nước chiều nay").await;
    // A late word counts for a week.
    house.advance(TimeDelta::hours(12) + TimeDelta::days(7)).await;
    let toast = house.toast(head, Place::Private, &relay, "Đã đăng").await;
    assert!(toast.contains("không phải đăng nữa"), "{toast}");
    house.say(cast.approver, Place::Private, "/dophu").await;
    let sheet = house.see(cast.approver, Place::Private, "Đã tới 1/2 tổ dân phố").await;
    assert!(sheet.text.contains("quá hạn, chưa đăng"), "{}", sheet.text);
    assert_eq!(house.column(COPIES).await, ["expired", "sent"]);
});

journey!(stopped_within_the_minute_nothing_is_posted, |house| {
    let cast = house.cast().await;
    house.submit(cast.editor, "Dừng kịp").await;
    house.approve(cast.approver, "chờ duyệt").await;
    let notice = house.see(cast.approver, Place::Private, "bắt đầu gửi").await;
    house.advance(TimeDelta::seconds(59)).await;
    house.press(cast.approver, Place::Private, &notice, "Dừng", "chưa nhóm nào nhận").await;
    house.see(cast.editor, Place::Private, "Người dừng: Hà").await;
    house.advance(TimeDelta::hours(1)).await;
    assert!(!house.shown(cast.head, cast.group).await.contains("Dừng kịp"));
    assert_eq!(house.column(COPIES).await, ["cancelled"]);
    assert_eq!(house.column("SELECT state FROM posts").await, ["stopped"]);
});

journey!(after_the_minute_it_is_too_late_to_stop, |house| {
    let cast = house.cast().await;
    house.submit(cast.editor, "Đã đi rồi").await;
    house.approve(cast.approver, "chờ duyệt").await;
    let notice = house.see(cast.approver, Place::Private, "bắt đầu gửi").await;
    let data = house.button_data(cast.approver, Place::Private, notice.message_id, "Dừng").await;
    house.advance(TimeDelta::seconds(60)).await;
    house.see(cast.approver, Place::Private, "đã gửi xong").await;
    let toast = house.press_data(cast.approver, Place::Private, &notice, &data).await;
    assert!(toast.contains("không dừng được nữa"), "{toast}");
    house.see(cast.head, cast.group, "Đã đi rồi").await;
    assert_eq!(house.column("SELECT state FROM posts").await, ["released"]);
});

journey!(only_approvers_and_administrators_can_stop, |house| {
    let cast = house.cast().await;
    house.submit(cast.editor, "Ai dừng được").await;
    house.approve(cast.approver, "chờ duyệt").await;
    let notice = house.see(cast.approver, Place::Private, "bắt đầu gửi").await;
    let data = house.button_data(cast.approver, Place::Private, notice.message_id, "Dừng").await;
    let own = house.see(cast.editor, Place::Private, "đã duyệt tin 1").await;
    let toast = house.press_data(cast.editor, Place::Private, &own, &data).await;
    assert!(toast.contains("chỉ người duyệt hoặc quản trị viên"), "{toast}");
    let notice = house.see(cast.administrator, Place::Private, "bắt đầu gửi").await;
    house.press(cast.administrator, Place::Private, &notice, "Dừng", "đã dừng").await;
    assert_eq!(house.column("SELECT state FROM posts").await, ["stopped"]);
});

journey!(a_scheduled_message_leaves_at_its_time, |house| {
    let cast = house.cast().await;
    submit_for(&house, cast.editor, "Tiêm chủng ngày mai", "5/5 8h30").await;
    house.approve(cast.approver, "chờ duyệt").await;
    house.see(cast.editor, Place::Private, "Tin được đăng lúc 08:30 Thứ Ba, 05/05/2026").await;
    house.advance(TimeDelta::hours(23) + TimeDelta::minutes(29)).await;
    assert_eq!(house.column("SELECT state FROM posts").await, ["planned"]);
    house.advance(TimeDelta::minutes(1)).await;
    house.see(cast.approver, Place::Private, "bắt đầu gửi").await;
    assert!(!house.shown(cast.head, cast.group).await.contains("Tiêm chủng"), "a minute to stop it");
    house.advance(TimeDelta::seconds(61)).await;
    house.see(cast.head, cast.group, "Tiêm chủng ngày mai").await;
});

journey!(a_time_that_has_passed_or_cannot_be_read_is_asked_again, |house| {
    let editor = house.staff("Minh", Role::Editor, None).await;
    house.say(editor, Place::Private, "/soan").await;
    let groups = house.see(editor, Place::Private, "Tin mới thuộc nhóm nội dung nào").await;
    house.press(editor, Place::Private, &groups, "Không thuộc nhóm nào", "Xin viết nội dung").await;
    house.say(editor, Place::Private, "Một tin").await;
    let photo = house.see(editor, Place::Private, "Nếu có ảnh").await;
    let when = house.press(editor, Place::Private, &photo, "Không có ảnh", "Đăng lúc nào").await;
    house.press(editor, Place::Private, &when, "Giờ khác", "Xin viết ngày giờ").await;
    house.say(editor, Place::Private, "4/5/2026 8h").await;
    house.see(editor, Place::Private, "Giờ này đã qua").await;
    house.say(editor, Place::Private, "hôm nào cũng được").await;
    house.see(editor, Place::Private, "Tôi chưa hiểu giờ này").await;
    house.say(editor, Place::Private, "4/5 17h").await;
    house.see(editor, Place::Private, "17:00 Thứ Hai, 04/05/2026").await;
});

journey!(what_fell_due_while_nobody_looked_waits_for_a_person, |house| {
    let cast = house.cast().await;
    submit_for(&house, cast.editor, "Tin quá giờ", "4/5 10h").await;
    house.approve(cast.approver, "chờ duyệt").await;
    house.see(cast.editor, Place::Private, "Tin được đăng lúc").await;
    house.settle().await;
    house.stop().await;
    house.stage.advance(TimeDelta::hours(2)).await.unwrap();
    house.start().await;
    let held = house.see(cast.approver, Place::Private, "đã quá giờ nên đang chờ").await;
    house.advance(TimeDelta::hours(1)).await;
    assert!(!house.shown(cast.head, cast.group).await.contains("Tin quá giờ"));
    assert_eq!(house.column("SELECT state FROM posts").await, ["held"]);
    house.press(cast.approver, Place::Private, &held, "Đăng ngay", "Đã cho đăng").await;
    house.advance(TimeDelta::seconds(0)).await;
    house.advance(TimeDelta::seconds(61)).await;
    house.see(cast.head, cast.group, "Tin quá giờ").await;
    // The other's card is answered already.
    let held = house.see(cast.administrator, Place::Private, "đã quá giờ nên đang chờ").await;
    let toast = house.toast(cast.administrator, Place::Private, &held, "Đăng ngay").await;
    assert!(toast.contains("đã có người xử lý"), "{toast}");
    assert_eq!(house.shown(cast.head, cast.group).await.matches("Tin quá giờ").count(), 1);
});

journey!(a_held_post_can_be_dropped, |house| {
    let cast = house.cast().await;
    submit_for(&house, cast.editor, "Tin quá giờ", "4/5 10h").await;
    house.approve(cast.approver, "chờ duyệt").await;
    house.settle().await;
    house.stop().await;
    house.stage.advance(TimeDelta::hours(2)).await.unwrap();
    house.start().await;
    let held = house.see(cast.approver, Place::Private, "đã quá giờ nên đang chờ").await;
    house.press(cast.approver, Place::Private, &held, "Không đăng", "đã dừng").await;
    house.advance(TimeDelta::hours(1)).await;
    assert_eq!(house.column("SELECT state FROM posts").await, ["stopped"]);
    assert_eq!(house.count("outgoing WHERE group_id IS NOT NULL").await, 0);
});

journey!(a_short_stop_holds_nothing, |house| {
    let cast = house.cast().await;
    submit_for(&house, cast.editor, "Tin đúng hẹn", "4/5 10h").await;
    house.approve(cast.approver, "chờ duyệt").await;
    house.advance(TimeDelta::minutes(58)).await;
    house.stop().await;
    house.stage.advance(TimeDelta::minutes(5)).await.unwrap();
    house.start().await;
    house.see(cast.approver, Place::Private, "bắt đầu gửi").await;
    house.advance(TimeDelta::seconds(61)).await;
    house.see(cast.head, cast.group, "Tin đúng hẹn").await;
});

journey!(copies_that_a_gap_held_up_wait_for_a_person_too, |house| {
    let cast = house.cast().await;
    house.submit(cast.editor, "Sắp đi thì dừng máy").await;
    house.approve(cast.approver, "chờ duyệt").await;
    house.see(cast.approver, Place::Private, "bắt đầu gửi").await;
    house.settle().await;
    house.stop().await;
    house.stage.advance(TimeDelta::hours(2)).await.unwrap();
    house.start().await;
    let held = house.see(cast.approver, Place::Private, "đã quá giờ nên đang chờ").await;
    house.advance(TimeDelta::minutes(5)).await;
    assert!(!house.shown(cast.head, cast.group).await.contains("Sắp đi"), "nobody has said so yet");
    house.press(cast.approver, Place::Private, &held, "Đăng ngay", "Đã cho đăng").await;
    house.advance(TimeDelta::seconds(0)).await;
    house.advance(TimeDelta::seconds(61)).await;
    assert_eq!(house.shown(cast.head, cast.group).await.matches("Sắp đi thì dừng máy").count(), 1);
    house.settle().await;
    assert_eq!(house.column(COPIES).await, ["sent"]);
});
