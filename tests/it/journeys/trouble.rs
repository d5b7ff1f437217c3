//! A post that meets more than single bad groups: who hears of it, once, and what they can do.

use chrono::TimeDelta;
use loa::app::stage::{Place, link_code};
use serde_json::json;

use crate::house::{House, journey};
use crate::people::Cast;

const STATE: &str = "SELECT state FROM posts";

/// A post whose copies are about to leave, to the cast's group and `more` others.
async fn about_to_leave(house: &House, more: u32) -> (Cast, Vec<Place>) {
    let cast = house.cast().await;
    let mut groups = vec![cast.group];
    groups.extend(house.campaign(cast.head, more).await);
    house.submit(cast.editor, "Tin gặp sự cố").await;
    house.approve(cast.approver, "chờ duyệt").await;
    house.see(cast.approver, Place::Private, "bắt đầu gửi").await;
    house.settle().await;
    (cast, groups)
}

/// These groups fail in this way, once each.
async fn spoil(house: &House, groups: &[Place], kind: &str) {
    for group in groups {
        let Place::Group(chat) = group else { continue };
        house.control("fault", json!({"kind": kind, "chat": chat, "method": "sendMessage"})).await;
    }
}

async fn times_told(house: &House, who: loa::app::stage::Persona, words: &str) -> usize {
    house.shown(who, Place::Private).await.matches(words).count()
}

journey!(a_broken_text_stops_the_post_and_its_author_hears_why, |house| {
    let (cast, _) = about_to_leave(&house, 20).await;
    // What our own checks let pass by a bug: more than any chat takes.
    let long = "a".repeat(5_000);
    let content = format!(r#"{{"message":{{"text":[{{"text":"{long}"}}]}}}}"#);
    house.meddle(&format!("UPDATE letters SET content = '{content}'")).await;
    house.stage.advance(TimeDelta::seconds(61)).await.unwrap();
    let told = house.see(cast.editor, Place::Private, "Telegram không nhận, vì tin quá dài").await;
    house.see(cast.approver, Place::Private, "vì tin quá dài").await;
    house.see(cast.administrator, Place::Private, "vì tin quá dài").await;
    house.see(cast.approver, Place::Private, "đã dừng vì Telegram không nhận nội dung").await;
    house.advance(TimeDelta::minutes(5)).await;
    assert_eq!(house.column(STATE).await, ["stopped"]);
    assert_eq!(house.posted("aaa").await.len(), 0);
    for who in [cast.editor, cast.approver, cast.administrator] {
        assert_eq!(times_told(&house, who, "vì tin quá dài").await, 1, "each hears of it once");
    }
    let failed = house.count("outgoing WHERE group_id IS NOT NULL AND state = 'failed'").await;
    assert!(failed <= 8, "what was not under way was not even tried: {failed}");
    // Nobody has it, so the author edits it and it is approved anew.
    house.press(cast.editor, Place::Private, &told, "Sửa", "xin gửi nội dung mới").await;
    assert_eq!(house.count("audit WHERE act = 'end' AND person_id IS NULL").await, 1);
});

journey!(a_burst_of_errors_pauses_the_post_until_somebody_decides, |house| {
    let (cast, groups) = about_to_leave(&house, 29).await;
    // Too few are left for a second burst once it goes on.
    spoil(&house, &groups[..14], "500").await;
    house.stage.advance(TimeDelta::seconds(61)).await.unwrap();
    let alarm = house.see(cast.approver, Place::Private, "gửi lỗi nhiều lần nên tôi tạm dừng").await;
    let theirs = house.see(cast.administrator, Place::Private, "gửi lỗi nhiều lần nên tôi tạm dừng").await;
    house.advance(TimeDelta::minutes(5)).await;
    assert_eq!(house.column(STATE).await, ["paused"]);
    let held = house.count("outgoing WHERE group_id IS NOT NULL AND state = 'waiting'").await;
    assert!(held > 0, "something was held back");
    assert_eq!(times_told(&house, cast.approver, "gửi lỗi nhiều lần nên tôi tạm dừng").await, 1);
    house.press(cast.approver, Place::Private, &alarm, "Gửi tiếp", "Đã cho gửi tiếp tin 1").await;
    house.see(cast.approver, Place::Private, "đã gửi xong").await;
    let toast = house.toast(cast.administrator, Place::Private, &theirs, "Hủy phần còn lại").await;
    assert!(toast.contains("đã gửi xong nên không dừng được nữa"), "{toast}");
    house.settle().await;
    let lost = house.count("outgoing WHERE group_id IS NOT NULL AND state = 'waiting'").await;
    assert_eq!(lost, 0);
    house.nothing_lost_nothing_twice("Tin gặp sự cố").await;
});

journey!(copies_in_doubt_are_settled_on_one_card_by_two_people_and_by_a_resident, |house| {
    let (cast, groups) = about_to_leave(&house, 3).await;
    // Two took it and did not answer, one failed, one is well.
    spoil(&house, &groups[..2], "drop_answer").await;
    spoil(&house, &groups[2..3], "500").await;
    house.stage.advance(TimeDelta::seconds(61)).await.unwrap();
    let card = house.see(cast.approver, Place::Private, "3 nhóm chưa rõ đã nhận hay chưa").await;
    let theirs = house.see(cast.administrator, Place::Private, "3 nhóm chưa rõ đã nhận hay chưa").await;
    let progress = house.see(cast.approver, Place::Private, "đã gửi xong: 1/4").await;
    assert!(progress.text.contains("Chưa rõ đã tới hay chưa: 3 nhóm"), "{}", progress.text);
    let seen = house
        .button_data(cast.approver, Place::Private, card.message_id, "Đã thấy trong nhóm Tổ dân phố số 1")
        .await;
    let toast = house.toast(cast.approver, Place::Private, &card, "Đã thấy trong nhóm Tổ dân phố số 1").await;
    assert!(toast.contains("tin đã tới nhóm"), "{toast}");
    let card = house.see(cast.approver, Place::Private, "2 nhóm chưa rõ").await;
    assert!(card.text.contains("✅ Tổ dân phố số 1: cán bộ đã thấy tin"), "{}", card.text);
    // The other one's card has not changed yet, or has: either way nothing is settled twice.
    let toast = house.press_data(cast.administrator, Place::Private, &theirs, &seen).await;
    assert!(toast.contains("đã có người xử lý"), "{toast}");
    house.see(cast.administrator, Place::Private, "2 nhóm chưa rõ").await;
    // Somebody presses the button below the post in its group: that is proof enough.
    let post = house.see(cast.head, groups[1], "Tin gặp sự cố").await;
    let code = post.url("Hỏi phường").and_then(link_code).unwrap();
    house.stage.start(cast.resident, &code).await.unwrap();
    let card = house.see(cast.approver, Place::Private, "1 nhóm chưa rõ").await;
    assert!(card.text.contains("✅ Tổ dân phố số 201: tin đã tới"), "{}", card.text);
    let toast = house.toast(cast.approver, Place::Private, &card, "Gửi lại Tổ dân phố số 202").await;
    assert!(toast.contains("sẽ gửi lại tin này"), "{toast}");
    house.see(cast.head, groups[2], "Tin gặp sự cố").await;
    house.see(cast.approver, Place::Private, "không còn nhóm nào chưa rõ").await;
    house.see(cast.administrator, Place::Private, "không còn nhóm nào chưa rõ").await;
    house.see(cast.approver, Place::Private, "đã gửi xong: 4/4").await;
    house.settle().await;
    let repeats = house.column("SELECT CAST(SUM(repeats) AS TEXT) FROM outgoing WHERE group_id IS NOT NULL");
    assert_eq!(repeats.await, ["1"], "the repeat is counted");
    house.nothing_lost_nothing_twice("Tin gặp sự cố").await;
});

journey!(many_copies_in_doubt_come_up_one_after_the_other, |house| {
    let (cast, groups) = about_to_leave(&house, 39).await;
    // One bad group in three is no burst, but they add up.
    let bad: Vec<Place> = groups.iter().copied().step_by(4).collect();
    spoil(&house, &bad, "drop_answer").await;
    house.stage.advance(TimeDelta::seconds(61)).await.unwrap();
    let card = house.see(cast.approver, Place::Private, "10 nhóm chưa rõ đã nhận hay chưa").await;
    assert!(card.text.contains("… và 2 nhóm nữa"), "{}", card.text);
    let rows = |seen: &loa::app::stage::Seen| {
        seen.buttons.iter().flatten().filter(|b| b.label.starts_with("Đã thấy")).count()
    };
    assert_eq!(rows(&card), 8);
    house.toast(cast.approver, Place::Private, &card, "Đã thấy trong nhóm Tổ dân phố số 1").await;
    let card = house.see(cast.approver, Place::Private, "9 nhóm chưa rõ").await;
    assert_eq!(rows(&card), 8, "the next one moved up");
});
