//! What has been posted is taken back: deleted, changed into a notice of recall, or taken down by hand.

use chrono::TimeDelta;
use loa::app::stage::{Persona, Place, Seen};
use serde_json::json;

use super::correcting::{LATEST, POSTS, group_id, publish_photo, standing};
use crate::house::{House, journey};

impl House {
    /// Somebody who may recalls the newest post from its coverage sheet.
    async fn recall(&self, who: Persona, sheet: &str) -> Seen {
        let sheet = self.coverage_sheet(who, sheet).await;
        let sure = self.press(who, Place::Private, &sheet, "Thu hồi tin", "khỏi mọi nhóm").await;
        let done = self.press(who, Place::Private, &sure, "Thu hồi", "đã thu hồi tin").await;
        self.settle().await;
        done
    }
}

journey!(within_two_days_a_recalled_message_is_gone, |house| {
    let cast = house.cast().await;
    house.publish(&cast, "Cắt nước cả ngày").await;
    house.settle().await;
    let done = house.recall(cast.administrator, "Đã tới 1/1").await;
    assert!(done.text.contains("Hạnh đã thu hồi tin 1"), "{}", done.text);
    assert_eq!(standing(&house, cast.head, cast.group, "Cắt nước").await.len(), 0);
    // The author and the approvers hear of it, and it is written down.
    house.see(cast.editor, Place::Private, "Hạnh đã thu hồi tin 1").await;
    house.see(cast.approver, Place::Private, "Hạnh đã thu hồi tin 1").await;
    let acts = "SELECT act || ' ' || CASE WHEN person_id IS NULL THEN '' ELSE 'person' END FROM audit
        WHERE act = 'recall'";
    assert_eq!(house.column(acts).await, ["recall person"]);
    assert_eq!(house.column(POSTS).await, ["post", "recall"]);
    let sheet = house.coverage_sheet(cast.approver, "Đã thu hồi ở 1/1 nhóm").await;
    assert!(sheet.text.contains("Tổ dân phố số 1: đã gỡ tin lúc"), "{}", sheet.text);
    assert!(
        sheet.buttons.iter().flatten().all(|b| !b.label.contains("Thu hồi tin") || b.label.contains("–"))
    );
    // It is over: nothing can be corrected or recalled any more.
    house.say(cast.editor, Place::Private, "/soan").await;
    house.see(cast.editor, Place::Private, "Tin 1 – đã thu hồi lúc").await;
});

journey!(a_recall_is_asked_once_more_and_is_for_few, |house| {
    let cast = house.cast().await;
    house.publish(&cast, "Cắt nước cả ngày").await;
    let sheet = house.coverage_sheet(cast.approver, "Đã tới 1/1").await;
    let sure = house.press(cast.approver, Place::Private, &sheet, "Thu hồi tin", "khỏi mọi nhóm").await;
    let data = house.button_data(cast.approver, Place::Private, sure.message_id, "Thu hồi").await;
    house.press(cast.approver, Place::Private, &sure, "Không, giữ nguyên tin", "Tin được giữ nguyên").await;
    let own = house.coverage_sheet(cast.editor, "Đã tới 1/1").await;
    let recalls = own.buttons.iter().flatten().any(|button| button.label.contains("Thu hồi"));
    assert!(!recalls, "an editor has no such button: {own:?}");
    let toast = house.press_data(cast.editor, Place::Private, &own, &data).await;
    assert!(toast.contains("người duyệt hoặc quản trị viên"), "{toast}");
    house.settle().await;
    assert_eq!(standing(&house, cast.head, cast.group, "Cắt nước").await.len(), 1);
    // Two who recall at once: one does.
    let other = house.coverage_sheet(cast.administrator, "Đã tới 1/1").await;
    let first = house.press_data(cast.approver, Place::Private, &sheet, &data).await;
    let second = house.press_data(cast.administrator, Place::Private, &other, &data).await;
    assert!(first.is_empty() && second.contains("đã có người xử lý"), "{first} {second}");
    house.settle().await;
    assert_eq!(house.column(POSTS).await, ["post", "recall"]);
});

journey!(after_two_days_it_says_that_it_is_recalled, |house| {
    let cast = house.cast().await;
    house.publish(&cast, "Cắt nước cả ngày").await;
    let old = standing(&house, cast.head, cast.group, "Cắt nước").await.remove(0);
    house.advance(TimeDelta::hours(48)).await;
    house.recall(cast.approver, "Đã tới 1/1").await;
    let shown = standing(&house, cast.head, cast.group, "đã được thu hồi").await;
    assert!(shown[0].message_id == old.message_id && shown[0].edited, "{shown:?}");
    assert!(shown[0].text.starts_with("📢 UBND phường Hồ Sen\n\nTin này đã được thu hồi"), "{shown:?}");
    assert!(!shown[0].text.contains("Cắt nước"));
    house.coverage_sheet(cast.approver, "đã sửa thành thông báo thu hồi").await;
    let deletions = house.stage.refused().await.unwrap();
    assert!(deletions.iter().all(|call| call["method"] != "deleteMessage"), "nothing was tried in vain");
});

journey!(where_it_cannot_be_taken_away_it_is_changed_or_answered, |house| {
    let cast = house.cast().await;
    for (number, methods, words) in [
        (1, &["deleteMessage"][..], "đã sửa thành thông báo thu hồi"),
        (2, &["deleteMessage", "editMessageText"], "đã đăng thông báo thu hồi"),
    ] {
        let text = format!("Cắt nước ngày {number}");
        house.publish(&cast, &text).await;
        let old = standing(&house, cast.head, cast.group, &text).await.remove(0);
        for method in methods {
            let fault = json!({"kind": "uneditable", "method": method, "chat": group_id(cast.group)});
            house.control("fault", fault).await;
        }
        house.recall(cast.approver, "Đã tới 1/1").await;
        house.coverage_sheet(cast.approver, words).await;
        let told = standing(&house, cast.head, cast.group, "đã được thu hồi").await.pop().unwrap();
        if number == 1 {
            assert!(told.message_id == old.message_id, "{told:?}");
        } else {
            assert_eq!(told.reply_to.as_ref().map(|r| r.message_id), Some(old.message_id));
            assert!(told.text.contains("Tin “Cắt nước ngày 2” đã được thu hồi"), "{told:?}");
        }
    }
});

journey!(everything_that_stands_of_a_message_goes, |house| {
    let cast = house.cast().await;
    publish_photo(&house, &cast, "Sơ đồ cắt nước").await;
    let refused = json!({"kind": "uneditable", "method": "editMessageCaption", "chat": group_id(cast.group)});
    house.control("fault", refused).await;
    house.correct(&cast, 1, "Sơ đồ cắt điện").await;
    assert_eq!(standing(&house, cast.head, cast.group, "Sơ đồ").await.len(), 2);
    house.recall(cast.approver, "Đã sửa 1/1").await;
    assert_eq!(standing(&house, cast.head, cast.group, "Sơ đồ").await.len(), 0, "the first and the reply");
    house.coverage_sheet(cast.approver, "Đã thu hồi ở 1/1 nhóm").await;
});

journey!(where_one_of_two_stays_the_group_is_not_done, |house| {
    let cast = house.cast().await;
    house.publish(&cast, "Cắt nước").await;
    let refused = json!({"kind": "uneditable", "method": "editMessageText", "chat": group_id(cast.group)});
    house.control("fault", refused.clone()).await;
    house.correct(&cast, 1, "Cắt điện").await;
    // The newest goes; for the other there is no way at all.
    house
        .control("fault", json!({"kind": "kicked", "chat": group_id(cast.group), "method": "deleteMessage"}))
        .await;
    house.recall(cast.approver, "Đã sửa 1/1").await;
    let sheet = house.coverage_sheet(cast.approver, "Đã thu hồi ở 0/1 nhóm").await;
    assert!(sheet.text.contains("tôi bị gỡ khỏi nhóm"), "{}", sheet.text);
});

journey!(what_waits_is_cancelled_and_what_is_in_doubt_is_told, |house| {
    let cast = house.cast().await;
    let second = house.stage.person("Cúc").await.unwrap();
    let group2 = house.neighbourhood(2, cast.administrator, second, &[]).await;
    house.submit(cast.editor, "Cắt nước cả ngày").await;
    house.approve(cast.approver, "chờ duyệt").await;
    house.see(cast.approver, Place::Private, "bắt đầu gửi").await;
    house.settle().await;
    let waits =
        json!({"kind": "429", "method": "sendMessage", "chat": group_id(group2), "retry_after": 3600});
    house.control("fault", waits).await;
    let drop = json!({"kind": "drop_answer", "method": "sendMessage", "chat": group_id(cast.group)});
    house.control("fault", drop).await;
    house.stage.advance(TimeDelta::seconds(61)).await.unwrap();
    house.see(cast.head, cast.group, "Cắt nước").await;
    house.settle().await;
    house.recall(cast.approver, "Tin 1, đăng").await;
    let told = standing(&house, cast.head, cast.group, "đã được thu hồi").await;
    assert_eq!(told.len(), 1, "nobody can name the message, so residents are told: {told:?}");
    let sheet = house.coverage_sheet(cast.approver, "Đã thu hồi ở 1/1 nhóm").await;
    assert!(sheet.text.contains("số 2: tin cũ chưa đăng, đã hủy"), "{}", sheet.text);
    assert!(sheet.text.contains("số 1: không gỡ được tin cũ, đã đăng thông báo thu hồi"), "{}", sheet.text);
    assert_eq!(house.count("outgoing WHERE kind = 'post' AND state = 'waiting'").await, 0);
});

journey!(who_posted_by_hand_is_asked_to_take_it_down, |house| {
    let cast = house.cast().await;
    let third = house.stage.person("Dung").await.unwrap();
    house.relay(3, cast.administrator, third).await;
    house.publish(&cast, "Cắt nước cả ngày").await;
    let paste = house.see(third, Place::Private, "Cắt nước cả ngày").await;
    house.press(third, Place::Private, &paste, "Đã đăng", "Đã ghi nhận").await;
    house.recall(cast.approver, "Đã tới 2/2").await;
    let please = house.see(third, Place::Private, "Phường đã thu hồi tin “Cắt nước cả ngày”").await;
    house.coverage_sheet(cast.approver, "số 3: chờ tổ trưởng gỡ").await;
    house.press(third, Place::Private, &please, "Không gỡ được", "chưa gỡ được").await;
    house.coverage_sheet(cast.approver, "số 3: tổ trưởng báo không gỡ được").await;
    house.press(third, Place::Private, &please, "Đã gỡ", "không còn tin này").await;
    house.coverage_sheet(cast.approver, "số 3: tổ trưởng báo đã gỡ lúc").await;
});

journey!(a_correction_that_waits_for_approval_ends_with_the_recall, |house| {
    let cast = house.cast().await;
    house.publish(&cast, "Cắt nước cả ngày").await;
    house.write_correction(cast.editor, 1, "Cắt nước buổi sáng").await;
    let card = house.see(cast.approver, Place::Private, "ĐÍNH CHÍNH tin 1").await;
    let data = house.button_data(cast.approver, Place::Private, card.message_id, "Duyệt").await;
    house.recall(cast.administrator, "Đã tới 1/1").await;
    house.see(cast.approver, Place::Private, "Hạnh đã thu hồi tin này").await;
    let toast = house.press_data(cast.approver, Place::Private, &card, &data).await;
    assert!(toast.contains("đã rút"), "{toast}");
    house.advance(TimeDelta::hours(1)).await;
    assert_eq!(house.column(POSTS).await, ["post", "recall"]);
    assert_eq!(house.column(LATEST).await, ["sent"]);
});
