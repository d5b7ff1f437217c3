//! How a group gets its posts: quietly, pinned for a while, or not at all for a day.

use chrono::TimeDelta;
use loa::app::stage::Place;
use serde_json::Value;

use crate::house::{House, journey};
use crate::people::Cast;

const PRIVATE: Place = Place::Private;

/// What the bot asked of the platform by one method.
async fn calls(house: &House, method: &str) -> Vec<Value> {
    house.settle().await;
    let all = house.stage.ledger(0).await.unwrap();
    all.into_iter().filter(|call| call["method"] == method).collect()
}

/// The head's screen, with these buttons pressed one after the other.
async fn set(house: &House, cast: &Cast, presses: &[(&str, &str)]) {
    house.say(cast.head, PRIVATE, "/to").await;
    let state = house.see(cast.head, PRIVATE, "đang nhận tin").await;
    let mut screen = house.press(cast.head, PRIVATE, &state, "Cách đăng tin", "Cách đăng tin vào nhóm").await;
    for (label, then) in presses {
        screen = house.press(cast.head, PRIVATE, &screen, label, then).await;
    }
}

journey!(a_quiet_group_hears_only_what_is_urgent, |house| {
    let cast = house.cast().await;
    let head2 = house.stage.person("Dung").await.unwrap();
    let group2 = house.neighbourhood(2, cast.administrator, head2, &[]).await;
    set(&house, &cast, &[("Tắt chuông báo", "không có chuông báo, trừ tin khẩn")]).await;
    house.publish(&cast, "Lịch thu gom rác").await;
    house.see(head2, group2, "Lịch thu gom rác").await;
    let sent = calls(&house, "sendMessage").await;
    let in_groups = |words: &str, call: &&Value| {
        let params = &call["params"];
        params["text"].to_string().contains(words) && params["chat_id"].to_string().contains("-4")
    };
    let posts: Vec<&Value> = sent.iter().filter(|call| in_groups("Lịch thu gom rác", call)).collect();
    assert_eq!(posts.len(), 2, "{sent:#?}");
    let silent = posts.iter().filter(|call| call["params"]["disable_notification"] == true).count();
    assert_eq!(silent, 1, "the other group has not asked for it");
    house.submit_urgent(cast.editor, "Nước sông lên nhanh").await;
    house.approve(cast.approver, "Tin 2, bản 1 chờ duyệt").await;
    house.see(cast.head, cast.group, "Nước sông lên nhanh").await;
    let sent = calls(&house, "sendMessage").await;
    let urgent = sent.iter().filter(|call| in_groups("Nước sông lên nhanh", call));
    assert_eq!(urgent.clone().count(), 2);
    assert!(urgent.clone().all(|call| call["params"]["disable_notification"].is_null()));
});

journey!(a_post_is_pinned_and_the_pin_is_taken_away_again, |house| {
    let cast = house.cast().await;
    house.stage.bot_member(cast.head, cast.group, "promote", None).await.unwrap();
    set(&house, &cast, &[("Ghim mỗi tin 1 ngày", "📌 Ghim mỗi tin 1 ngày")]).await;
    house.publish(&cast, "Họp tổ dân phố tối thứ Sáu").await;
    let pins = calls(&house, "pinChatMessage").await;
    assert_eq!(pins.len(), 1);
    let posted = house.stage.messages(cast.head, cast.group).await.unwrap();
    let post = posted.iter().find(|message| message.text.contains("Họp tổ dân phố")).unwrap();
    assert_eq!(pins[0]["params"]["message_id"], post.message_id);
    assert_eq!(pins[0]["params"]["disable_notification"], true);
    assert_eq!(calls(&house, "unpinChatMessage").await.len(), 0);
    house.advance(TimeDelta::hours(24)).await;
    let gone = calls(&house, "unpinChatMessage").await;
    assert_eq!(gone.len(), 1);
    assert_eq!(gone[0]["params"]["message_id"], post.message_id);
});

journey!(where_the_bot_may_not_pin_the_post_arrives_and_the_head_hears_it_once, |house| {
    let cast = house.cast().await;
    set(&house, &cast, &[("Ghim mỗi tin 1 ngày", "📌 Ghim mỗi tin 1 ngày")]).await;
    house.publish(&cast, "Họp tổ dân phố").await;
    house.see(cast.head, PRIVATE, "Tôi chưa ghim được tin trong nhóm").await;
    house.publish(&cast, "Tin sau").await;
    house.settle().await;
    assert_eq!(house.shown(cast.head, PRIVATE).await.matches("Tôi chưa ghim được").count(), 1);
    assert_eq!(house.count("chats WHERE kind = 'group' AND state = 'open'").await, 1, "it may write");
});

journey!(a_group_that_rests_gets_nothing_but_what_is_urgent, |house| {
    let cast = house.cast().await;
    let head2 = house.stage.person("Dung").await.unwrap();
    let group2 = house.neighbourhood(2, cast.administrator, head2, &[]).await;
    set(&house, &cast, &[("Tạm ngừng tin một ngày", "Tạm ngừng tin tới")]).await;
    house.see(cast.administrator, PRIVATE, "Tổ trưởng Tổ dân phố số 1 xin tạm ngừng tin").await;
    house.submit(cast.editor, "Lịch tiêm phòng").await;
    house.approve(cast.approver, "Tin 1, bản 1 chờ duyệt").await;
    house.see(cast.approver, PRIVATE, "bắt đầu gửi").await;
    house.advance(TimeDelta::seconds(61)).await;
    house.see(head2, group2, "Lịch tiêm phòng").await;
    house.settle().await;
    assert!(!house.shown(cast.head, cast.group).await.contains("Lịch tiêm phòng"));
    assert_eq!(
        house.column("SELECT reason FROM outgoing WHERE group_id IS NOT NULL AND state = 'failed'").await,
        ["rest"],
        "by the end of its rest the notice is worth nothing"
    );
    house.say(cast.approver, PRIVATE, "/dophu").await;
    let sheet = house.see(cast.approver, PRIVATE, "Đã tới 1/2 tổ dân phố").await;
    assert!(sheet.text.contains("số 1: tổ trưởng xin tạm ngừng tin"), "{}", sheet.text);
    house.submit_urgent(cast.editor, "Tin khẩn").await;
    house.approve(cast.approver, "Tin 2, bản 1 chờ duyệt").await;
    house.see(cast.head, cast.group, "Tin khẩn").await;
    // The head takes it back: what is still worth it comes now.
    house.say(cast.head, PRIVATE, "/to").await;
    let state = house.see(cast.head, PRIVATE, "đang nhận tin").await;
    let screen = house.press(cast.head, PRIVATE, &state, "Cách đăng tin", "Tạm ngừng tin tới").await;
    house.press(cast.head, PRIVATE, &screen, "Nhận tin trở lại", "Nhóm đang nhận tin").await;
    house.see(cast.head, cast.group, "Lịch tiêm phòng").await;
    // Only its head and administrators say how a group gets its posts.
    let data = house.button_data(cast.head, PRIVATE, screen.message_id, "Tạm ngừng tin một ngày").await;
    let other = house.see(head2, PRIVATE, "Phường đã xác nhận").await;
    let toast = house.press_data(head2, PRIVATE, &other, &data).await;
    assert!(toast.contains("dành cho tổ trưởng của tổ đó"), "{toast}");
});
