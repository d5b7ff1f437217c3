//! What writers begin from: earlier messages, last year's; and what they are told while they write.

use loa::app::stage::{Persona, Place, Seen};

use super::slots::{TUESDAYS, press, put_slot, submit_in_slot, until, week, write};
use crate::house::{House, journey};

const PRIVATE: Place = Place::Private;

/// A message of no content group up to the question when it is to be posted.
async fn write_free(house: &House, editor: Persona, text: &str) -> Seen {
    house.say(editor, PRIVATE, "/soan").await;
    let groups = house.see(editor, PRIVATE, "Tin mới thuộc nhóm nội dung nào").await;
    house.press(editor, PRIVATE, &groups, "Không thuộc nhóm nào", "Xin viết nội dung").await;
    house.say(editor, PRIVATE, text).await;
    let photo = house.see(editor, PRIVATE, "Nếu có ảnh").await;
    house.press(editor, PRIVATE, &photo, "Không có ảnh", "Đăng lúc nào").await
}

journey!(what_looks_wrong_is_said_under_the_preview_and_forbids_nothing, |house| {
    let cast = house.cast().await;
    let editor = cast.editor;
    let text = "Họp tổ thứ Hai 12/5 lúc 25h30, xem http://bit.ly/abc hoặc gọi 0912 34.";
    let when = write_free(&house, editor, text).await;
    for line in [
        "⚠️ “thứ Hai 12/5”: đúng ra là Thứ Ba, 12/05/2026.",
        "⚠️ “25h30” không phải là giờ có thật.",
        "⚠️ Liên kết rút gọn bit.ly giấu nơi nó dẫn tới",
        "⚠️ Số “0912 34” thiếu hoặc thừa chữ số.",
    ] {
        assert!(when.text.contains(line), "{line}: {}", when.text);
    }
    let confirm = house.press(editor, PRIVATE, &when, "Ngay khi được duyệt", "Gửi duyệt?").await;
    house.press(editor, PRIVATE, &confirm, "Gửi duyệt", "Đã gửi duyệt tin 1").await;
    // What is right is left alone; a day that is past only when it is posted is named then.
    let right = "Họp tổ thứ Ba 12/5 lúc 19h30 tại nhà văn hóa.";
    let confirm = house.last_screen(editor, right, Some("14/5 8h")).await;
    assert!(confirm.text.contains("⚠️ “thứ Ba 12/5”: Thứ Ba, 12/05/2026 đã qua"), "{}", confirm.text);
    let confirm = house.last_screen(editor, right, Some("11/5 8h")).await;
    assert!(!confirm.text.contains("⚠️"), "{}", confirm.text);
});

journey!(the_wards_own_links_are_official_by_its_settings, |house| {
    house.stop().await;
    house.config.rules.official_links = vec!["hosen.example".to_owned()];
    house.start().await;
    let cast = house.cast().await;
    let text = "Xem https://tin.hosen.example và https://hosen-x.example";
    let when = write_free(&house, cast.editor, text).await;
    assert!(when.text.starts_with("⚠️ hosen-x.example không phải trang chính thức"), "{}", when.text);
    assert!(!when.text.contains("tin.hosen"), "{}", when.text);
});

journey!(earlier_messages_are_found_without_accents_and_written_again, |house| {
    let cast = house.cast().await;
    let editor = cast.editor;
    house.publish(&cast, "Phun thuốc diệt muỗi tại các tổ 1, 2, 3.").await;
    house.submit(editor, "Tiêm phòng cho trẻ tại Trạm Y tế.").await;
    // Whoever writes sees the messages of all.
    let other = house.staff("Cán bộ", loa::ward::Role::Officer, Some("YT")).await;
    house.say(other, PRIVATE, "/soan").await;
    let begun = house.see(other, PRIVATE, "Tin mới thuộc nhóm nội dung nào").await;
    let newest = press(&house, other, &begun, "Tin cũ", "Tin của phường, mới nhất trước").await;
    let (second, first) = (newest.text.find("Tiêm phòng"), newest.text.find("Phun thuốc"));
    assert!(second < first && second.is_some(), "newest first: {}", newest.text);
    house.say(other, PRIVATE, "thuoc muoi").await;
    let found = house.see(other, PRIVATE, "“thuoc muoi”: 1 tin").await;
    assert!(found.text.contains("Phun thuốc diệt muỗi"), "{}", found.text);
    assert!(!found.text.contains("Tiêm phòng"), "{}", found.text);
    let opened = house.press(other, PRIVATE, &found, "Tin 1", "📢").await;
    assert!(opened.text.contains("Tin 1 – "), "{}", opened.text);
    house.press(other, PRIVATE, &opened, "Soạn lại từ tin này", "Đã chép nội dung tin 1").await;
    let when = house.see(other, PRIVATE, "Đăng lúc nào").await;
    let confirm = house.press(other, PRIVATE, &when, "Ngay khi được duyệt", "Gửi duyệt?").await;
    house.press(other, PRIVATE, &confirm, "Gửi duyệt", "Đã gửi duyệt tin 3").await;
    let bodies = house.column("SELECT body FROM versions ORDER BY created_at, message_id").await;
    assert!(bodies[2].contains("Phun thuốc diệt muỗi"), "{bodies:?}");
    // Words that an edit took away find it no more; nothing that fits is said in one sentence.
    house.say(other, PRIVATE, "/soan").await;
    let begun = house.see(other, PRIVATE, "Tin mới thuộc nhóm nội dung nào").await;
    press(&house, other, &begun, "Tin cũ", "mới nhất trước").await;
    house.say(other, PRIVATE, "hoa anh đào").await;
    house.see(other, PRIVATE, "Chưa có tin nào có “hoa anh đào”").await;
    // Nobody else.
    house.say(cast.head, PRIVATE, "/soan").await;
    house.see(cast.head, PRIVATE, "người soạn tin").await;
});

journey!(messages_from_before_there_were_words_get_theirs, |house| {
    let cast = house.cast().await;
    house.submit(cast.editor, "Phun thuốc diệt muỗi.").await;
    house.meddle("UPDATE messages SET has_terms = FALSE").await;
    house.meddle("DELETE FROM message_terms").await;
    house.settle().await;
    house.look_at_the_clock().await;
    house.settle().await;
    assert_eq!(house.count("message_terms").await, 4);
});

journey!(last_years_message_is_offered_for_the_same_anniversary, |house| {
    let cast = house.cast().await;
    let editor = cast.editor;
    put_slot(&house, "1.1", TUESDAYS).await;
    until(&house, "2026-06-03T09:00").await;
    house.publish(&cast, "Hưởng ứng Ngày Môi trường thế giới 5/6: mời bà con dọn ngõ.").await;
    until(&house, "2027-05-28T09:00").await;
    let shown = week(&house, editor).await;
    let missing = press(&house, editor, &shown, "Còn thiếu", "Ngày Môi trường thế giới").await;
    let label = "03/06/2026: Ngày Môi trường thế giới";
    assert!(missing.buttons.iter().flatten().any(|b| b.label.contains(label)), "{:?}", missing.buttons);
    house.press(editor, PRIVATE, &missing, "08:00 01/06", "Khung giờ: 08:00 Thứ Ba, 01/06/2027").await;
    let offer = house.see(editor, PRIVATE, "đã đăng vào dịp này lần trước").await;
    let opened = house.press(editor, PRIVATE, &offer, label, "mời bà con dọn ngõ").await;
    house.press(editor, PRIVATE, &opened, "Soạn lại từ tin này", "Đã chép nội dung tin 1").await;
    let when = house.see(editor, PRIVATE, "Đăng lúc nào").await;
    let confirm =
        house.press(editor, PRIVATE, &when, "Khung giờ đã chọn", "ở khung giờ 08:00 Thứ Ba, 01/06").await;
    house.press(editor, PRIVATE, &confirm, "Gửi duyệt", "Đã gửi duyệt tin 2").await;
});

journey!(a_month_is_shown_as_a_picture, |house| {
    let cast = house.cast().await;
    put_slot(&house, "1.1", TUESDAYS).await;
    house.publish(&cast, "Thu gom rác cồng kềnh.").await;
    submit_in_slot(&house, cast.editor, "1.1", "Tin trong khung giờ").await;
    let shown = week(&house, cast.editor).await;
    house.stage.press(cast.editor, PRIVATE, &shown, "Cả tháng").await.unwrap();
    let caption = "Tháng 5/2026: 1 tin đã đăng, 0 chờ đăng, 1 chờ duyệt, 3 khung giờ chưa có tin.";
    let month = house.see(cast.editor, PRIVATE, caption).await;
    let calls = house.stage.ledger(0).await.unwrap();
    let sent = calls.iter().rfind(|call| call["method"] == "sendPhoto").expect("a photo");
    let photo = &sent["result"]["photo"];
    assert_eq!(photo[1]["width"], 1080, "{photo}");
    assert!(photo[1]["height"].as_u64() > Some(1080), "{photo}");
    house.settle().await;
    let kept = house.column("SELECT content FROM outgoing WHERE kind = 'extract'").await;
    assert!(kept.iter().all(|content| content.len() < 2_000), "the picture is not kept");
    // Another month, and nobody else.
    house.press(cast.editor, PRIVATE, &month, "Tháng sau", "Tháng 6/2026: 0 tin đã đăng").await;
    house.say(cast.head, PRIVATE, "/lich").await;
    assert!(!house.shown(cast.head, PRIVATE).await.contains("Cả tháng"));
});

journey!(a_template_asks_for_each_place_and_becomes_a_draft, |house| {
    let cast = house.cast().await;
    let editor = cast.editor;
    house.say(editor, PRIVATE, "/soan").await;
    let begun = house.see(editor, PRIVATE, "Tin mới thuộc nhóm nội dung nào").await;
    let list = house.press(editor, PRIVATE, &begun, "Mẫu tin", "Mẫu tin của phường").await;
    let shown = house.press(editor, PRIVATE, &list, "Họp với bà con", "Kính mời bà con dự họp").await;
    house.press(editor, PRIVATE, &shown, "Dùng mẫu này", "(1/4) Xin viết việc bàn").await;
    for (value, then) in [
        ("lắp camera ở đầu ngõ 45", "(2/4) Xin viết giờ, thứ và ngày"),
        ("19h30 thứ Sáu 08/05/2026", "(3/4) Xin viết nơi họp"),
        ("nhà văn hóa tổ 3", "(4/4) Xin viết ai dự"),
    ] {
        house.say(editor, PRIVATE, value).await;
        house.see(editor, PRIVATE, then).await;
    }
    // A restart in the middle loses nothing.
    house.stop().await;
    house.start().await;
    house.say(editor, PRIVATE, "mỗi hộ một người").await;
    let groups = house.see(editor, PRIVATE, "Tin mới thuộc nhóm nội dung nào").await;
    let photo = house.press(editor, PRIVATE, &groups, "1.1 ", "Nếu có ảnh").await;
    let when = house.press(editor, PRIVATE, &photo, "Không có ảnh", "Đăng lúc nào").await;
    assert!(!when.text.contains("⚠️"), "{}", when.text);
    let shown = house.shown(editor, PRIVATE).await;
    assert!(shown.contains("Thời gian: 19h30 thứ Sáu 08/05/2026.\nĐịa điểm: nhà văn hóa tổ 3."), "{shown}");
    let confirm = house.press(editor, PRIVATE, &when, "Ngay khi được duyệt", "Gửi duyệt?").await;
    house.press(editor, PRIVATE, &confirm, "Gửi duyệt", "Đã gửi duyệt tin 1").await;
});

journey!(a_message_is_kept_as_a_template_with_its_content_group, |house| {
    let cast = house.cast().await;
    let editor = cast.editor;
    submit(&house, editor, "1.1", "Thu gom rác sáng thứ Bảy 09/05/2026.").await;
    house.say(editor, PRIVATE, "/soan").await;
    let begun = house.see(editor, PRIVATE, "Tin mới thuộc nhóm nội dung nào").await;
    let newest = press(&house, editor, &begun, "Tin cũ", "mới nhất trước").await;
    let opened = house.press(editor, PRIVATE, &newest, "Tin 1", "📢").await;
    house.press(editor, PRIVATE, &opened, "Lưu làm mẫu", "đặt chỗ cần điền trong ngoặc vuông").await;
    house.say(editor, PRIVATE, "Thu gom rác sáng mai.").await;
    house.see(editor, PRIVATE, "Chưa có chỗ nào cần điền").await;
    house.say(editor, PRIVATE, "Thu gom rác sáng [thứ và ngày].").await;
    house.see(editor, PRIVATE, "• thứ và ngày").await;
    house.say(editor, PRIVATE, "Thu gom rác cuối tuần").await;
    let kept = house.see(editor, PRIVATE, "Đã lưu mẫu “Thu gom rác cuối tuần”").await;
    house.press(editor, PRIVATE, &kept, "Dùng mẫu này", "(1/1) Xin viết thứ và ngày").await;
    house.say(editor, PRIVATE, "thứ Bảy 16/05/2026").await;
    // Its content group is known.
    let photo = house.see(editor, PRIVATE, "Nếu có ảnh").await;
    house.press(editor, PRIVATE, &photo, "Không có ảnh", "Đăng lúc nào").await;
    assert!(house.shown(editor, PRIVATE).await.contains("Thu gom rác sáng thứ Bảy 16/05/2026."));
    // Another writer of the ward sees it, and takes it away.
    house.say(cast.approver, PRIVATE, "/soan").await;
    let begun = house.see(cast.approver, PRIVATE, "Tin mới thuộc nhóm nội dung nào").await;
    let list = house.press(cast.approver, PRIVATE, &begun, "Mẫu tin", "Mẫu tin của phường").await;
    let shown =
        house.press(cast.approver, PRIVATE, &list, "Thu gom rác cuối tuần", "sáng [thứ và ngày]").await;
    house.press(cast.approver, PRIVATE, &shown, "Xóa mẫu", "Đã xóa mẫu").await;
    house.press(editor, PRIVATE, &kept, "Dùng mẫu này", "").await;
    assert_eq!(house.count("templates").await, 0);
    let acts = house.column("SELECT act FROM audit WHERE act LIKE 'template%' ORDER BY n").await;
    assert_eq!(acts, ["template", "template_end"]);
});

/// A message of a content group, submitted to be posted as soon as it is approved.
async fn submit(house: &House, editor: Persona, group: &str, text: &str) {
    let when = write(house, editor, group, text).await;
    let confirm = house.press(editor, PRIVATE, &when, "Ngay khi được duyệt", "Gửi duyệt?").await;
    house.press(editor, PRIVATE, &confirm, "Gửi duyệt", "Đã gửi duyệt").await;
}
