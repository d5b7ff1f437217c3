//! Editors and approvers: what may leave, and by whose word.

use chrono::TimeDelta;
use loa::app::stage::Place;
use loa::ward::Role;

use crate::house::{House, journey};

/// An editor and an approver, without anybody to post to.
async fn editor_and_approver(house: &House) -> (loa::app::stage::Persona, loa::app::stage::Persona) {
    let editor = house.staff("Minh", Role::Editor, None).await;
    (editor, house.staff("Hà", Role::Approver, None).await)
}

journey!(a_message_edited_after_approval_waits_for_a_new_one, |house| {
    let cast = house.cast().await;
    let (editor, approver) = (cast.editor, cast.approver);
    house.submit(editor, "Lịch cũ").await;
    house.approve(approver, "Tin 1, bản 1 chờ duyệt").await;
    house.see(approver, Place::Private, "bắt đầu gửi").await;
    // Within the minute for second thoughts the author edits.
    house.say(editor, Place::Private, "/soan").await;
    let own = house.see(editor, Place::Private, "Tin của ông/bà").await;
    let mine = house.press(editor, Place::Private, &own, "Tin 1", "Tin 1, bản 1 –").await;
    house.press(editor, Place::Private, &mine, "Sửa", "xin gửi nội dung mới").await;
    house.say(editor, Place::Private, "Lịch mới").await;
    let photo = house.see(editor, Place::Private, "Nếu có ảnh").await;
    let when = house.press(editor, Place::Private, &photo, "Không có ảnh", "Đăng lúc nào").await;
    let confirm = house.press(editor, Place::Private, &when, "Ngay khi được duyệt", "Gửi duyệt?").await;
    house.press(editor, Place::Private, &confirm, "Gửi duyệt", "Đã gửi duyệt tin 1, bản 2").await;
    house.advance(TimeDelta::hours(2)).await;
    let shown = house.shown(cast.head, cast.group).await;
    assert!(!shown.contains("Lịch"), "nothing left: {shown}");
    house.approve(approver, "Tin 1, bản 2 chờ duyệt").await;
    house.see(approver, Place::Private, "bắt đầu gửi").await;
    house.advance(TimeDelta::seconds(61)).await;
    let shown = house.shown(cast.head, cast.group).await;
    assert!(shown.contains("Lịch mới") && !shown.contains("Lịch cũ"), "the old text never left: {shown}");
});

journey!(the_author_cannot_approve_their_own_message, |house| {
    let author = house.staff("Hà", Role::Approver, None).await;
    let other = house.staff("Tùng", Role::Approver, None).await;
    let own = house.submit(author, "Tin của người duyệt").await;
    let card = house.see(other, Place::Private, "chờ duyệt").await;
    let shown = house.shown(author, Place::Private).await;
    assert!(!shown.contains("Tin 1, bản 1 chờ duyệt"), "the author gets no card: {shown}");
    house.say(author, Place::Private, "/duyet").await;
    house.see(author, Place::Private, "Không có tin nào chờ ông/bà duyệt").await;
    // Even with the data of the other's button.
    let data = house.button_data(other, Place::Private, card.message_id, "Duyệt").await;
    let toast = house.press_data(author, Place::Private, &own, &data).await;
    assert!(toast.contains("không tự duyệt được"), "{toast}");
    assert_eq!(house.column("SELECT state FROM messages").await, ["submitted"]);
    assert_eq!(house.count("approvals").await, 0);
});

journey!(an_approver_who_lost_the_role_can_no_longer_approve_or_return, |house| {
    let administrator = house.staff("Hạnh", Role::Administrator, None).await;
    let (editor, approver) = editor_and_approver(&house).await;
    house.submit(editor, "Tin chờ duyệt").await;
    let card = house.see(approver, Place::Private, "Tin 1, bản 1 chờ duyệt").await;
    house.end_roles(administrator, approver, "Hà").await;
    let refused = "chỉ người duyệt";
    assert!(house.toast(approver, Place::Private, &card, "Duyệt").await.contains(refused));
    assert!(house.toast(approver, Place::Private, &card, "Trả lại").await.contains(refused));
    house.say(approver, Place::Private, "/duyet").await;
    house.see(approver, Place::Private, refused).await;
    house.settle().await;
    assert_eq!(house.column("SELECT state FROM messages").await, ["submitted"]);
    assert_eq!(house.count("approvals").await + house.count("posts").await, 0);
});

journey!(a_reason_that_comes_after_the_role_has_ended_returns_nothing, |house| {
    let administrator = house.staff("Hạnh", Role::Administrator, None).await;
    let (editor, approver) = editor_and_approver(&house).await;
    house.submit(editor, "Tin chờ duyệt").await;
    let card = house.see(approver, Place::Private, "chờ duyệt").await;
    house.press(approver, Place::Private, &card, "Trả lại", "Vì sao trả lại").await;
    house.end_roles(administrator, approver, "Hà").await;
    house.say(approver, Place::Private, "Chưa rõ ngày.").await;
    house.see(approver, Place::Private, "chỉ người duyệt").await;
    assert_eq!(house.column("SELECT state FROM messages").await, ["submitted"]);
});

journey!(the_button_of_an_old_card_does_nothing, |house| {
    let (editor, approver) = editor_and_approver(&house).await;
    house.submit(editor, "Bản một").await;
    let old = house.see(approver, Place::Private, "Tin 1, bản 1 chờ duyệt").await;
    let data = house.button_data(approver, Place::Private, old.message_id, "Duyệt").await;
    house.say(editor, Place::Private, "/soan").await;
    let own = house.see(editor, Place::Private, "Tin của ông/bà").await;
    let mine = house.press(editor, Place::Private, &own, "Tin 1", "Tin 1, bản 1 –").await;
    house.press(editor, Place::Private, &mine, "Sửa", "xin gửi nội dung mới").await;
    house.say(editor, Place::Private, "Bản hai").await;
    let photo = house.see(editor, Place::Private, "Nếu có ảnh").await;
    let when = house.press(editor, Place::Private, &photo, "Không có ảnh", "Đăng lúc nào").await;
    let confirm = house.press(editor, Place::Private, &when, "Ngay khi được duyệt", "Gửi duyệt?").await;
    house.press(editor, Place::Private, &confirm, "Gửi duyệt", "bản 2").await;
    let closed = house.see(approver, Place::Private, "Đã có bản 2").await;
    assert!(closed.message_id == old.message_id && closed.buttons.is_empty(), "{closed:?}");
    // An app that has not redrawn the card still sends its data.
    let toast = house.press_data(approver, Place::Private, &closed, &data).await;
    assert!(toast.contains("bản cũ") && toast.contains("bản 2"), "{toast}");
    assert_eq!(house.column("SELECT state FROM messages").await, ["submitted"]);
    assert_eq!(house.count("approvals").await + house.count("posts").await, 0);
});

journey!(an_approval_pressed_twice_counts_once, |house| {
    let cast = house.cast().await;
    house.submit(cast.editor, "Một lần thôi").await;
    let card = house.see(cast.approver, Place::Private, "chờ duyệt").await;
    let data = house.button_data(cast.approver, Place::Private, card.message_id, "Duyệt").await;
    assert_eq!(house.press_data(cast.approver, Place::Private, &card, &data).await, "Đã duyệt.");
    let again = house.press_data(cast.approver, Place::Private, &card, &data).await;
    assert!(again.contains("đã được duyệt rồi"), "{again}");
    house.look_at_the_clock().await;
    house.see(cast.approver, Place::Private, "bắt đầu gửi tới 1 nhóm").await;
    house.advance(TimeDelta::seconds(61)).await;
    assert_eq!(house.count("posts").await, 1);
    assert_eq!(house.shown(cast.head, cast.group).await.matches("Một lần thôi").count(), 1);
});

journey!(two_approvers_at_once_make_one_post, |house| {
    let cast = house.cast().await;
    let second = house.staff("Tùng", Role::Approver, None).await;
    house.submit(cast.editor, "Hai người duyệt").await;
    let one = house.see(cast.approver, Place::Private, "chờ duyệt").await;
    let two = house.see(second, Place::Private, "chờ duyệt").await;
    let (a, b) = tokio::join!(
        house.toast(cast.approver, Place::Private, &one, "Duyệt"),
        house.toast(second, Place::Private, &two, "Duyệt"),
    );
    let mut toasts = [a, b];
    toasts.sort();
    assert!(toasts[0].contains("được duyệt rồi") ^ toasts[1].contains("được duyệt rồi"), "{toasts:?}");
    house.advance(TimeDelta::seconds(0)).await;
    house.advance(TimeDelta::seconds(61)).await;
    assert_eq!(house.count("posts").await, 1);
    assert_eq!(house.count("approvals").await, 1, "the second one decided nothing");
    assert_eq!(house.shown(cast.head, cast.group).await.matches("Hai người duyệt").count(), 1);
});

journey!(a_returned_message_goes_back_to_its_author_with_the_reason, |house| {
    let (editor, approver) = editor_and_approver(&house).await;
    house.submit(editor, "Thiếu địa điểm").await;
    let card = house.see(approver, Place::Private, "chờ duyệt").await;
    house.press(approver, Place::Private, &card, "Trả lại", "Vì sao trả lại").await;
    house.say(approver, Place::Private, "Xin ghi rõ địa điểm.").await;
    house.see(approver, Place::Private, "Đã trả lại tin 1").await;
    let returned = house.see(editor, Place::Private, "Xin ghi rõ địa điểm.").await;
    assert!(returned.text.contains("Hà"), "the author knows who: {}", returned.text);
    let closed = house.see(approver, Place::Private, "↩️ Hà trả lại").await;
    assert!(closed.buttons.is_empty());
    assert_eq!(house.column("SELECT state FROM messages").await, ["returned"]);
    house.press(editor, Place::Private, &returned, "Sửa", "xin gửi nội dung mới").await;
});

journey!(an_author_withdraws_before_posting_and_nothing_is_posted, |house| {
    let cast = house.cast().await;
    house.submit(cast.editor, "Rút lại kịp").await;
    house.approve(cast.approver, "chờ duyệt").await;
    house.see(cast.approver, Place::Private, "bắt đầu gửi").await;
    house.say(cast.editor, Place::Private, "/soan").await;
    let own = house.see(cast.editor, Place::Private, "Tin của ông/bà").await;
    let mine = house.press(cast.editor, Place::Private, &own, "Tin 1", "Tin 1, bản 1 –").await;
    house.press(cast.editor, Place::Private, &mine, "Rút", "Đã rút tin 1").await;
    house.advance(TimeDelta::hours(1)).await;
    assert!(!house.shown(cast.head, cast.group).await.contains("Rút lại kịp"));
    assert_eq!(house.column("SELECT state FROM messages").await, ["withdrawn"]);
    assert_eq!(house.column("SELECT state FROM outgoing WHERE group_id IS NOT NULL").await, ["cancelled"]);
    assert_eq!(house.column("SELECT state FROM posts").await, ["cancelled"]);
});
