//! The number of posts that a group gets in a day.

use chrono::TimeDelta;
use loa::app::stage::Place;

use crate::house::journey;

const CAPPED: &str = "SELECT reason FROM outgoing WHERE group_id IS NOT NULL AND state = 'failed'";

journey!(a_group_that_has_had_its_posts_of_the_day_gets_no_more_unless_an_approver_says_so, |house| {
    let cast = house.cast().await;
    let relay = house.stage.person("Dung").await.unwrap();
    house.relay(2, cast.administrator, relay).await;
    let private = Place::Private;
    for text in ["Tin một", "Tin hai", "Tin ba"] {
        house.publish(&cast, text).await;
    }
    // A neighbourhood that came later has had none.
    let head3 = house.stage.person("Cúc").await.unwrap();
    let group3 = house.neighbourhood(3, cast.administrator, head3, &[]).await;
    house.submit(cast.editor, "Tin bốn").await;
    let card = house.see(cast.approver, private, "Tin 4, bản 1 chờ duyệt").await;
    assert!(card.text.contains("⚠️ Hôm đó 2 nhóm đã nhận đủ 3 tin"), "{}", card.text);
    house.settle().await;
    house.press(cast.approver, private, &card, "Duyệt", "đã duyệt").await;
    let notice = house.see(cast.approver, private, "Tin 4 sẽ bắt đầu gửi tới 1 nhóm").await;
    assert!(notice.text.contains("Chưa gửi tới 2 nhóm vì hôm nay đã nhận đủ 3 tin"), "{}", notice.text);
    house.advance(TimeDelta::seconds(61)).await;
    house.see(head3, group3, "Tin bốn").await;
    assert!(!house.shown(cast.head, cast.group).await.contains("Tin bốn"));
    assert!(!house.shown(relay, private).await.contains("Tin bốn"));
    assert_eq!(house.column(CAPPED).await, ["cap", "cap"]);
    // What is urgent goes out all the same, and does not count.
    house.submit_urgent(cast.editor, "Tin khẩn năm").await;
    let card = house.see(cast.approver, private, "Tin 5, bản 1 chờ duyệt").await;
    assert!(!card.text.contains("đã nhận đủ"), "{}", card.text);
    house.settle().await;
    house.press(cast.approver, private, &card, "Duyệt", "đã duyệt").await;
    house.see(cast.head, cast.group, "Tin khẩn năm").await;
    house.settle().await;
    // An approver lets those groups have it.
    let sheet = house.press(cast.approver, private, &notice, "Độ phủ", "Đã tới 1/3 tổ dân phố").await;
    assert!(sheet.text.contains("số 1: hôm đó tổ đã nhận đủ 3 tin"), "{}", sheet.text);
    let data =
        house.button_data(cast.approver, private, sheet.message_id, "Gửi thêm tới nhóm đã đủ tin").await;
    let theirs =
        house.see(cast.administrator, private, "Chưa gửi vì đã nhận đủ tin trong ngày: 2 nhóm").await;
    let toast = house.press_data(cast.administrator, private, &theirs, &data).await;
    assert!(toast.contains("chỉ người duyệt"), "{toast}");
    house.press(cast.approver, private, &sheet, "Gửi thêm tới nhóm đã đủ tin", "tới thêm 2 nhóm").await;
    house.see(cast.head, cast.group, "Tin bốn").await;
    let paste = house.see(relay, private, "Tin bốn").await;
    assert_eq!(house.toast(relay, private, &paste, "Đã đăng").await, "Cảm ơn ông/bà.");
    house.settle().await;
    assert_eq!(house.column(CAPPED).await.len(), 0);
    let again = house.press_data(cast.approver, private, &sheet, &data).await;
    assert!(again.contains("đã gửi tới các nhóm đó rồi"), "{again}");
    assert_eq!(house.shown(cast.head, cast.group).await.matches("Tin bốn").count(), 1);
    // The next day begins anew, once the night is over.
    house.advance(TimeDelta::hours(22)).await;
    house.publish(&cast, "Tin sáu").await;
    assert_eq!(house.column(CAPPED).await.len(), 0);
});

journey!(what_was_refused_for_the_cap_is_not_sent_once_it_is_worth_nothing, |house| {
    let cast = house.cast().await;
    house.stop().await;
    house.config.rules.posts_per_day = 1;
    house.start().await;
    house.publish(&cast, "Tin một").await;
    house.submit(cast.editor, "Tin hai").await;
    house.approve(cast.approver, "Tin 2, bản 1 chờ duyệt").await;
    let notice = house.see(cast.approver, Place::Private, "sẽ bắt đầu gửi tới 0 nhóm").await;
    house.advance(TimeDelta::hours(13)).await;
    let sheet = house.press(cast.approver, Place::Private, &notice, "Độ phủ", "đã nhận đủ 1 tin").await;
    let toast = house.toast(cast.approver, Place::Private, &sheet, "Gửi thêm tới nhóm đã đủ tin").await;
    assert!(toast.contains("Tin đã hết hạn"), "{toast}");
    house.settle().await;
    assert_eq!(house.column(CAPPED).await, ["cap"]);
});

journey!(a_card_counts_what_is_planned_for_the_same_day, |house| {
    let cast = house.cast().await;
    house.stop().await;
    house.config.rules.posts_per_day = 1;
    house.start().await;
    let private = Place::Private;
    for (number, time, warned) in [(1, "5/5 8h30", false), (2, "5/5 10h", true), (3, "6/5 10h", false)] {
        let text = format!("Tin thứ {number}");
        let screen = house.last_screen(cast.editor, &text, Some(time)).await;
        house.press(cast.editor, private, &screen, "Gửi duyệt", "Đã gửi duyệt").await;
        let card = house.see(cast.approver, private, &format!("Tin {number}, bản 1 chờ duyệt")).await;
        assert_eq!(card.text.contains("Hôm đó 1 nhóm đã nhận đủ 1 tin"), warned, "{}", card.text);
        house.settle().await;
        house.press(cast.approver, private, &card, "Duyệt", "đã duyệt").await;
    }
});
