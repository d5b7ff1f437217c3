//! What an approver is shown: what changed since they looked, and several messages at once.

use loa::app::stage::{Persona, Place, Seen};
use loa::ward::Role;

use crate::house::{House, journey};

const PRIVATE: Place = Place::Private;

/// The author writes a message again, up to the submission.
async fn edit(house: &House, editor: Persona, number: u32, text: &str) {
    house.say(editor, PRIVATE, "/soan").await;
    let own = house.see(editor, PRIVATE, "Tin của ông/bà").await;
    let (tin, heading) = (format!("Tin {number}"), format!("Tin {number}, bản"));
    let mine = house.press(editor, PRIVATE, &own, &tin, &heading).await;
    house.press(editor, PRIVATE, &mine, "Sửa", "xin gửi nội dung mới").await;
    house.say(editor, PRIVATE, text).await;
    let photo = house.see(editor, PRIVATE, "Nếu có ảnh").await;
    let when = house.press(editor, PRIVATE, &photo, "Không có ảnh", "Đăng lúc nào").await;
    let confirm = house.press(editor, PRIVATE, &when, "Ngay khi được duyệt", "Gửi duyệt?").await;
    house.press(editor, PRIVATE, &confirm, "Gửi duyệt", "Đã gửi duyệt").await;
    house.settle().await;
}

journey!(a_card_shows_what_changed_since_its_reader_looked_last, |house| {
    let editor = house.staff("Minh", Role::Editor, None).await;
    let approver = house.staff("Hà", Role::Approver, None).await;
    house.submit(editor, "Họp tổ lúc 19h tại nhà văn hóa").await;
    house.see(approver, PRIVATE, "Tin 1, bản 1 chờ duyệt").await;
    house.settle().await;
    edit(&house, editor, 1, "Họp tổ lúc 20h tại nhà văn hóa").await;
    let card = house.see(approver, PRIVATE, "Tin 1, bản 2 chờ duyệt").await;
    assert!(
        card.text.contains("Thay đổi so với bản 1:\nHọp tổ lúc 19h 20h tại nhà văn hóa"),
        "{}",
        card.text
    );
    assert!(card.html.contains("<s>19h</s>"), "{}", card.html);
    assert!(
        card.html.contains("<b><u>20h</u></b>") || card.html.contains("<u><b>20h</b></u>"),
        "{}",
        card.html
    );
    assert!(card.text.contains("Toàn văn:\n📢 UBND phường Hồ Sen"), "{}", card.text);
    // Who was not asked for the second version is shown what changed since the first.
    house.say(approver, PRIVATE, "/tamvang").await;
    let away = house.see(approver, PRIVATE, "vắng từ ngày nào").await;
    house.press(approver, PRIVATE, &away, "Hôm nay", "Đã ghi").await;
    let other = house.staff("Tùng", Role::Approver, None).await;
    edit(&house, editor, 1, "Họp tổ lúc 20h tại đình").await;
    let theirs = house.see(other, PRIVATE, "Tin 1, bản 3 chờ duyệt").await;
    assert!(theirs.text.contains("Thay đổi so với bản 2"), "a newcomer sees the last step: {}", theirs.text);
    edit(&house, editor, 1, "Họp tổ lúc 21h tại đình").await;
    house.say(approver, PRIVATE, "/duyet").await;
    let card = house.see(approver, PRIVATE, "Tin 1, bản 4 chờ duyệt").await;
    assert!(card.text.contains("Thay đổi so với bản 2:"), "{}", card.text);
    assert!(card.html.contains("<s>20h</s>") && card.html.contains("<s>nhà văn hóa</s>"), "{}", card.html);
});

journey!(changes_that_do_not_fit_stand_before_the_card, |house| {
    let editor = house.staff("Minh", Role::Editor, None).await;
    let approver = house.staff("Hà", Role::Approver, None).await;
    let long = |word: &str| vec![word; 400].join(" ");
    house.submit(editor, &long("đường")).await;
    house.see(approver, PRIVATE, "Tin 1, bản 1 chờ duyệt").await;
    house.settle().await;
    edit(&house, editor, 1, &long("ngõ")).await;
    let card = house.see(approver, PRIVATE, "Tin 1, bản 2 chờ duyệt").await;
    assert!(!card.text.contains("Thay đổi so với"), "it stands alone");
    let changes = house.see(approver, PRIVATE, "Thay đổi so với bản 1").await;
    assert!(changes.message_id < card.message_id && changes.html.contains("<s>đường"), "{}", changes.html);
    house.press(approver, PRIVATE, &card, "Duyệt", "Hà đã duyệt").await;
});

/// Opens the message at this place of the list; the list as it is then.
async fn open(house: &House, who: Persona, list: &Seen, place: u32, marked: &str) -> Seen {
    house.press(who, PRIVATE, list, &format!("Mở {place}"), marked).await
}

journey!(several_are_approved_at_once_only_after_each_was_opened, |house| {
    let editor = house.staff("Minh", Role::Editor, None).await;
    let approver = house.staff("Hà", Role::Approver, None).await;
    for text in ["Tin rác", "Tin nước", "Tin điện", "Tin đường"] {
        house.submit(editor, text).await;
    }
    house.settle().await;
    house.say(approver, PRIVATE, "/duyet").await;
    let list = house.see(approver, PRIVATE, "4 tin chờ ông/bà").await;
    let labels = |seen: &Seen| -> Vec<String> {
        seen.buttons.iter().flatten().map(|button| button.label.clone()).collect()
    };
    assert_eq!(labels(&list), ["Mở 1", "Mở 2", "Mở 3", "Mở 4"], "nothing was opened");
    let list = open(&house, approver, &list, 1, "1. ✅ Tin 1").await;
    assert_eq!(labels(&list).len(), 4, "one alone has its own button");
    let list = open(&house, approver, &list, 2, "2. ✅ Tin 2").await;
    let two = house.button_data(approver, PRIVATE, list.message_id, "Duyệt cả 2").await;
    let list = open(&house, approver, &list, 3, "3. ✅ Tin 3").await;
    assert!(labels(&list).contains(&"Duyệt cả 3 tin đã xem".to_owned()), "{:?}", labels(&list));
    // A button that was made for two does not approve three.
    let toast = house.press_data(approver, PRIVATE, &list, &two).await;
    assert!(toast.contains("Danh sách vừa thay đổi"), "{toast}");
    // What is written again after it was opened is not among them.
    edit(&house, editor, 3, "Tin điện, bản mới").await;
    let toast = house.toast(approver, PRIVATE, &list, "Duyệt cả 3").await;
    assert!(toast.contains("Danh sách vừa thay đổi"), "{toast}");
    house.settle().await;
    assert_eq!(house.count("approvals").await, 0);
    let list = house.see(approver, PRIVATE, "3. ▫️ Tin 3, bản 2").await;
    let done = house.press(approver, PRIVATE, &list, "Duyệt cả 2", "Kết quả").await;
    assert!(done.text.contains("✅ Tin 1: đã duyệt") && done.text.contains("✅ Tin 2"), "{}", done.text);
    assert_eq!(
        house.column("SELECT state FROM messages ORDER BY number").await,
        ["approved", "approved", "submitted", "submitted"]
    );
    let again = house.press_data(approver, PRIVATE, &done, &two).await;
    assert!(again.contains("chưa mở tin nào"), "{again}");
    assert_eq!(house.count("posts").await, 2);
});
