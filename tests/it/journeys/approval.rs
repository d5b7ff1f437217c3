use chrono::TimeDelta;
use loa::app::stage::Place;
use loa::ward::Role;

use crate::house::journey;

journey!(a_message_edited_after_approval_waits_for_a_new_one, |house| {
    let administrator = house.staff("Hạnh", Role::Administrator, None).await;
    let editor = house.staff("Minh", Role::Editor, None).await;
    let approver = house.staff("Hà", Role::Approver, None).await;
    let head = house.stage.person("Bình").await.unwrap();
    let group = house.neighbourhood(1, administrator, head, &[]).await;
    house.submit(editor, "Lịch cũ").await;
    let card = house.see(approver, Place::Private, "Tin 1, bản 1 chờ duyệt").await;
    house.press(approver, Place::Private, &card, "Duyệt", "đã duyệt").await;
    house.see(approver, Place::Private, "bắt đầu gửi").await;
    // Within the minute for second thoughts the author edits.
    house.stage.say(editor, Place::Private, "/soan").await.unwrap();
    let own = house.see(editor, Place::Private, "Tin của ông/bà").await;
    let mine = house.press(editor, Place::Private, &own, "Tin 1", "Lịch cũ").await;
    house.press(editor, Place::Private, &mine, "Sửa", "xin gửi nội dung mới").await;
    house.stage.say(editor, Place::Private, "Lịch mới").await.unwrap();
    let photo = house.see(editor, Place::Private, "Nếu có ảnh").await;
    let when = house.press(editor, Place::Private, &photo, "Không có ảnh", "Đăng lúc nào").await;
    let confirm = house.press(editor, Place::Private, &when, "Ngay khi được duyệt", "Gửi duyệt?").await;
    house.press(editor, Place::Private, &confirm, "Gửi duyệt", "Đã gửi duyệt tin 1, bản 2").await;
    house.stage.advance(TimeDelta::hours(2)).await.unwrap();
    house.settle().await;
    let shown = house.stage.messages(head, group).await.unwrap();
    assert!(!shown.iter().any(|m| m.text.contains("Lịch")), "nothing left: {shown:?}");
    let card = house.see(approver, Place::Private, "Tin 1, bản 2 chờ duyệt").await;
    house.press(approver, Place::Private, &card, "Duyệt", "đã duyệt").await;
    house.see(approver, Place::Private, "bắt đầu gửi").await;
    house.stage.advance(TimeDelta::seconds(61)).await.unwrap();
    house.see(head, group, "Lịch mới").await;
    let shown = house.stage.messages(head, group).await.unwrap();
    assert!(!shown.iter().any(|m| m.text.contains("Lịch cũ")), "the old text never left: {shown:?}");
});
