//! The platform fails in every way: what is lost, doubled or held, and what people see of it.

use chrono::TimeDelta;
use loa::app::stage::{Place, link_code};
use serde_json::json;

use crate::house::{House, journey};
use crate::people::Cast;

const COPIES: &str = "SELECT state FROM outgoing WHERE group_id IS NOT NULL ORDER BY state";

/// A post is on its way and meets this trouble in its group.
async fn post_into(house: &House, cast: &Cast, trouble: serde_json::Value) {
    house.submit(cast.editor, "Tin gặp sự cố").await;
    house.approve(cast.approver, "chờ duyệt").await;
    house.see(cast.approver, Place::Private, "bắt đầu gửi").await;
    house.settle().await;
    house.control("fault", trouble).await;
    house.stage.advance(TimeDelta::seconds(61)).await.unwrap();
}

fn in_group(group: Place, kind: &str) -> serde_json::Value {
    let Place::Group(chat) = group else { panic!("a group") };
    json!({"kind": kind, "chat": chat, "method": "sendMessage", "retry_after": 0})
}

async fn times_posted(house: &House, cast: &Cast) -> usize {
    house.shown(cast.head, cast.group).await.matches("Tin gặp sự cố").count()
}

journey!(told_to_wait_a_copy_is_sent_once_later, |house| {
    let cast = house.cast().await;
    post_into(&house, &cast, in_group(cast.group, "429")).await;
    house.see(cast.head, cast.group, "Tin gặp sự cố").await;
    house.settle().await;
    assert_eq!(times_posted(&house, &cast).await, 1);
    assert_eq!(house.column(COPIES).await, ["sent"]);
    let row = "SELECT CAST(attempt * 10 + repeats AS TEXT) FROM outgoing WHERE group_id IS NOT NULL";
    assert_eq!(house.column(row).await, ["20"], "two attempts, none of them a repeat");
});

journey!(a_group_that_must_wait_holds_no_other, |house| {
    let cast = house.cast().await;
    let second = house.stage.person("Cúc").await.unwrap();
    let group2 = house.neighbourhood(2, cast.administrator, second, &[]).await;
    let mut trouble = in_group(cast.group, "429");
    trouble["retry_after"] = json!(3600);
    post_into(&house, &cast, trouble).await;
    house.see(second, group2, "Tin gặp sự cố").await;
    house.settle().await;
    assert_eq!(times_posted(&house, &cast).await, 0);
    assert_eq!(house.column(COPIES).await, ["sent", "waiting"]);
});

journey!(a_post_without_an_answer_is_never_repeated_by_itself, |house| {
    let cast = house.cast().await;
    post_into(&house, &cast, in_group(cast.group, "drop_answer")).await;
    house.settle().await;
    assert_eq!(house.column(COPIES).await, ["unknown"]);
    for _ in 0..3 {
        house.advance(TimeDelta::minutes(20)).await;
    }
    house.stop().await;
    house.start().await;
    house.settle().await;
    assert_eq!(times_posted(&house, &cast).await, 1);
    assert_eq!(house.column(COPIES).await, ["unknown"]);
    house.say(cast.approver, Place::Private, "/dophu").await;
    let sheet = house.see(cast.approver, Place::Private, "chưa rõ đã tới hay chưa").await;
    let data = house.button_data(cast.approver, Place::Private, sheet.message_id, "Gửi lại").await;
    house.press(cast.approver, Place::Private, &sheet, "Đã thấy trong nhóm", "tin đã tới nhóm").await;
    assert_eq!(house.column(COPIES).await, ["sent"]);
    let toast = house.press_data(cast.approver, Place::Private, &sheet, &data).await;
    assert!(toast.contains("đã có người xử lý"), "{toast}");
    house.settle().await;
    assert_eq!(times_posted(&house, &cast).await, 1);
});

journey!(a_person_can_have_a_copy_in_doubt_sent_again, |house| {
    let cast = house.cast().await;
    post_into(&house, &cast, in_group(cast.group, "500")).await;
    house.settle().await;
    assert_eq!(house.column(COPIES).await, ["unknown"]);
    house.say(cast.approver, Place::Private, "/dophu").await;
    let sheet = house.see(cast.approver, Place::Private, "chưa rõ đã tới hay chưa").await;
    house.press(cast.approver, Place::Private, &sheet, "Gửi lại", "sẽ gửi lại tin này").await;
    house.see(cast.head, cast.group, "Tin gặp sự cố").await;
    house.settle().await;
    assert_eq!(times_posted(&house, &cast).await, 1);
    assert_eq!(house.column(COPIES).await, ["sent"]);
    let repeats = house.column("SELECT CAST(repeats AS TEXT) FROM outgoing WHERE group_id IS NOT NULL").await;
    assert_eq!(repeats, ["1"]);
});

journey!(a_resident_who_uses_the_button_proves_that_the_post_arrived, |house| {
    let cast = house.cast().await;
    post_into(&house, &cast, in_group(cast.group, "drop_answer")).await;
    house.settle().await;
    assert_eq!(house.column(COPIES).await, ["unknown"]);
    let post = house.see(cast.head, cast.group, "Tin gặp sự cố").await;
    let code = post.url("Hỏi phường").and_then(link_code).unwrap();
    house.stage.start(cast.resident, &code).await.unwrap();
    house.see(cast.resident, Place::Private, "điều gì về tin vừa đọc").await;
    assert_eq!(house.column(COPIES).await, ["sent"]);
});

journey!(an_answer_to_a_post_in_doubt_proves_that_it_arrived, |house| {
    let cast = house.cast().await;
    post_into(&house, &cast, in_group(cast.group, "drop_answer")).await;
    house.settle().await;
    assert_eq!(house.column(COPIES).await, ["unknown"]);
    let post = house.see(cast.head, cast.group, "Tin gặp sự cố").await;
    let said = "Ngõ 15 ổ gà nhiều, bao giờ phường sửa đường?";
    house.stage.reply(cast.resident, cast.group, post.message_id, said).await.unwrap();
    house.see(cast.resident, cast.group, "mã số").await;
    assert_eq!(house.column(COPIES).await, ["sent"]);
    let proof = house.column("SELECT proof FROM outgoing WHERE group_id IS NOT NULL").await;
    assert_eq!(proof, [format!("[\"{}\"]", post.message_id)]);
    assert_eq!(house.count("questions WHERE post_id IS NOT NULL").await, 1, "and what was asked about");
});

journey!(an_acknowledgement_without_an_answer_is_repeated_and_counted, |house| {
    let resident = house.stage.person("Lan").await.unwrap();
    house.stage.start(resident, "").await.unwrap();
    house.see(resident, Place::Private, "Kính chào ông/bà").await;
    house.settle().await;
    let repeats = "SELECT CAST(repeats AS TEXT) FROM outgoing WHERE kind = 'acknowledgement'";
    for (kind, seen) in [("drop_answer", 2), ("500", 3)] {
        house.control("fault", json!({"kind": kind, "chat": resident.0, "method": "sendMessage"})).await;
        house.say(resident, Place::Private, &format!("Ngõ 15 ổ gà {kind}, bao giờ phường sửa đường?")).await;
        house.settle().await;
        house.advance(TimeDelta::seconds(30)).await;
        let shown = house.shown(resident, Place::Private).await;
        assert_eq!(shown.matches("Đã nhận câu hỏi, mã số").count(), seen, "{kind}: {shown}");
    }
    assert_eq!(house.column(repeats).await, ["1", "1"]);
    assert_eq!(house.count("outgoing WHERE state <> 'sent'").await, 0);
});

journey!(an_update_that_comes_twice_is_handled_once, |house| {
    let resident = house.stage.person("Lan").await.unwrap();
    house.control("fault", json!({"kind": "duplicate_updates", "times": 1})).await;
    house.say(resident, Place::Private, "Ngõ 15 ổ gà nhiều, bao giờ phường sửa đường?").await;
    house.see(resident, Place::Private, "xin ông/bà đồng ý").await;
    house.settle().await;
    assert_eq!(house.count("questions").await, 1);
    let shown = house.shown(resident, Place::Private).await;
    assert_eq!(shown.matches("xin ông/bà đồng ý").count(), 1, "{shown}");
});

journey!(the_token_is_neither_stored_nor_logged, |house| {
    let cast = house.cast().await;
    for kind in ["reset", "drop_answer", "500", "502", "429"] {
        house.control("fault", json!({"kind": kind, "method": "sendMessage", "retry_after": 0})).await;
    }
    house.control("fault", json!({"kind": "reset", "method": "getUpdates"})).await;
    house.say(cast.resident, Place::Private, "/trogiup").await;
    house.say(cast.head, Place::Private, "/trogiup").await;
    house.say(cast.editor, Place::Private, "/trogiup").await;
    for _ in 0..8 {
        house.advance(TimeDelta::seconds(70)).await;
    }
    let token = house.sandbox.token().to_owned();
    let secret = token.split_once(':').unwrap().1;
    let log = crate::log::kept();
    assert!(log.contains("delivery: outcome unknown"), "the trouble is in the log");
    assert!(!log.contains(secret), "the token is not");
    assert_eq!(house.kept(secret).await, Vec::<String>::new());
    assert_eq!(house.files_with(secret), Vec::<String>::new());
});
