//! Kinds of messages, and the urgent path: who may release alone, and who looks afterwards.

use chrono::TimeDelta;
use loa::app::stage::{Persona, Place, Seen};
use loa::ward::Role;
use serde_json::{Value, json};

use crate::house::{House, journey};

const COPIES: &str = "SELECT state FROM outgoing WHERE group_id IS NOT NULL ORDER BY state";

/// A ward in which two people must approve and one on duty may release alone.
async fn allow_alone(house: &mut House) {
    house.stop().await;
    house.config.rules.approvals_needed = 2;
    house.config.rules.urgent_alone = true;
    house.start().await;
}

async fn take_duty(house: &House, approver: Persona, name: &str) -> Seen {
    house.say(approver, Place::Private, "/duyet").await;
    let duty = house.see(approver, Place::Private, "Nhận trực").await;
    house.press(approver, Place::Private, &duty, "Nhận trực", &format!("{name}: từ")).await
}

/// What a made-up button for a release alone would send, from the card's own button.
async fn forged(house: &House, holder: Persona, card: &Seen) -> String {
    let data = house.button_data(holder, Place::Private, card.message_id, "Duyệt").await;
    format!("ra{}", data.strip_prefix("ap").expect("an approval"))
}

/// What `loa coverage` prints beside the running service.
async fn loa_coverage(house: &House, words: &[&str]) -> String {
    let mut command = tokio::process::Command::new(env!("CARGO_BIN_EXE_loa"));
    command.arg("coverage").args(words).current_dir(house.root()).env_clear();
    command.env("LOA_DATABASE_URL", &house.config.database_url);
    let done = command.output().await.expect("the program runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).expect("text")
}

journey!(an_urgent_message_drops_its_time_and_leaves_as_soon_as_it_is_approved, |house| {
    let cast = house.cast().await;
    let (editor, private) = (cast.editor, Place::Private);
    let screen = house.last_screen(editor, "Bão số 3 đổ bộ", Some("4/5 17h")).await;
    let urgent = house.press(editor, private, &screen, "Tin khẩn", "Gửi duyệt tin khẩn?").await;
    assert!(
        urgent.text.contains("Giờ đã chọn (17:00 Thứ Hai, 04/05/2026) không dùng nữa"),
        "{}",
        urgent.text
    );
    let event = house.press(editor, private, &urgent, "Tin sự kiện", "Gửi duyệt tin sự kiện?").await;
    assert!(event.text.contains("17:00") && event.text.contains("trong ngày"), "{}", event.text);
    house.toast(editor, private, &event, "Tin thường").await;
    house.settle().await;
    let shown = house.shown(editor, private).await;
    assert!(shown.ends_with("Gửi duyệt? Tin được đăng lúc 17:00 Thứ Hai, 04/05/2026."), "{shown}");
    house.toast(editor, private, &screen, "Tin khẩn").await;
    house.press(editor, private, &urgent, "Gửi duyệt", "Đã gửi duyệt").await;
    let card = house.see(cast.approver, private, "chờ duyệt").await;
    assert!(card.text.contains("Loại: 🚨 tin khẩn"), "{}", card.text);
    assert!(card.text.contains("Đăng: ngay khi duyệt"), "{}", card.text);
    house.settle().await;
    house.press(cast.approver, private, &card, "Duyệt", "đã duyệt").await;
    // The clock stands still: nothing waits for second thoughts.
    house.see(cast.head, cast.group, "Bão số 3 đổ bộ").await;
    let notice = house.see(cast.approver, private, "Tin khẩn 1 đang được gửi ngay tới 1 nhóm").await;
    assert!(!notice.buttons.iter().flatten().any(|b| b.label == "Dừng"), "{notice:?}");
    house.settle().await;
    assert_eq!(house.column("SELECT kind FROM messages").await, ["urgent"]);
    assert_eq!(
        house.column("SELECT CAST(lane AS TEXT) FROM outgoing WHERE group_id IS NOT NULL").await,
        ["1"]
    );
    // It is out, so its author can neither edit nor withdraw it.
    house.say(editor, private, "/soan").await;
    let own = house.see(editor, private, "Tin của ông/bà").await;
    let mine = house.press(editor, private, &own, "Tin 1", "Tin 1, bản 1 –").await;
    assert!(!mine.buttons.iter().flatten().any(|b| b.label == "Sửa" || b.label == "Rút"), "{mine:?}");
});

journey!(an_urgent_message_is_worth_two_hours, |house| {
    let cast = house.cast().await;
    let Place::Group(chat) = cast.group else { panic!("a group") };
    house
        .control("fault", json!({"kind": "429", "chat": chat, "method": "sendMessage", "retry_after": 3600}))
        .await;
    house.submit_urgent(cast.editor, "Vỡ đường ống nước").await;
    house.approve(cast.approver, "chờ duyệt").await;
    house.see(cast.approver, Place::Private, "đang được gửi ngay").await;
    house.settle().await;
    assert_eq!(house.column(COPIES).await, ["waiting"]);
    house.advance(TimeDelta::minutes(119)).await;
    assert_eq!(house.column(COPIES).await, ["waiting"]);
    house.advance(TimeDelta::minutes(1)).await;
    assert_eq!(house.column(COPIES).await, ["expired"]);
});

journey!(a_change_of_kind_alone_is_a_new_version_that_waits_for_approval, |house| {
    let cast = house.cast().await;
    let (editor, private) = (cast.editor, Place::Private);
    house.submit(editor, "Hội làng").await;
    house.approve(cast.approver, "bản 1 chờ duyệt").await;
    house.see(cast.approver, private, "bắt đầu gửi").await;
    house.say(editor, private, "/soan").await;
    let own = house.see(editor, private, "Tin của ông/bà").await;
    let mine = house.press(editor, private, &own, "Tin 1", "Tin 1, bản 1 –").await;
    house.press(editor, private, &mine, "Sửa", "xin gửi nội dung mới").await;
    house.say(editor, private, "Hội làng").await;
    let photo = house.see(editor, private, "Nếu có ảnh").await;
    let when = house.press(editor, private, &photo, "Không có ảnh", "Đăng lúc nào").await;
    let screen = house.press(editor, private, &when, "Ngay khi được duyệt", "Gửi duyệt?").await;
    let screen = house.press(editor, private, &screen, "Tin sự kiện", "Gửi duyệt tin sự kiện?").await;
    house.press(editor, private, &screen, "Gửi duyệt", "Đã gửi duyệt tin 1, bản 2").await;
    house.advance(TimeDelta::minutes(5)).await;
    assert!(!house.shown(cast.head, cast.group).await.contains("Hội làng"), "nothing left");
    let card = house.see(cast.approver, private, "Tin 1, bản 2 chờ duyệt").await;
    assert!(card.text.contains("Loại: tin sự kiện"), "{}", card.text);
    assert_eq!(house.column("SELECT kind FROM messages").await, ["event"]);
    assert_eq!(house.column("SELECT CAST(COUNT(DISTINCT hash) AS TEXT) FROM versions").await, ["2"]);
});

journey!(an_event_is_not_posted_after_its_day, |house| {
    let cast = house.cast().await;
    // Nobody would be woken so late; this ward has no night.
    house.stop().await;
    house.config.rules.quiet_until = house.config.rules.quiet_from;
    house.start().await;
    let (editor, private) = (cast.editor, Place::Private);
    let screen = house.last_screen(editor, "Tối nay họp dân", Some("4/5 23h59")).await;
    let screen = house.press(editor, private, &screen, "Tin sự kiện", "chỉ trong ngày hôm đó").await;
    house.press(editor, private, &screen, "Gửi duyệt", "Đã gửi duyệt").await;
    house.approve(cast.approver, "chờ duyệt").await;
    house.see(editor, private, "Tin được đăng lúc 23:59").await;
    house.advance(TimeDelta::hours(14) + TimeDelta::minutes(58)).await;
    house.stop().await;
    // Too short to be a gap; but midnight has passed.
    house.stage.advance(TimeDelta::minutes(3)).await.unwrap();
    house.start().await;
    house.see(cast.approver, private, "đã quá giờ nên đang chờ").await;
    house.settle().await;
    assert_eq!(house.column("SELECT state FROM posts").await, ["held"]);
    assert!(!house.shown(cast.head, cast.group).await.contains("họp dân"));
});

journey!(one_person_on_duty_releases_alone_and_another_reviews_it, |house| {
    let cast = house.cast().await;
    let second = house.staff("Tùng", Role::Approver, None).await;
    allow_alone(&mut house).await;
    let (first, private) = (cast.approver, Place::Private);
    take_duty(&house, first, "Hà").await;
    house.say(second, private, "/duyet").await;
    house.see(second, private, "Hà: từ 09:00 Thứ Hai, 04/05/2026 đến 09:00 Thứ Ba, 05/05/2026").await;
    house.submit_urgent(cast.editor, "Sạt lở, xin sơ tán").await;
    let theirs = house.see(second, private, "chờ duyệt").await;
    assert!(!theirs.buttons.iter().flatten().any(|b| b.label == "Phát khẩn ngay"), "{theirs:?}");
    let card = house.see(first, private, "chờ duyệt").await;
    house.settle().await;
    house.press(first, private, &card, "Phát khẩn ngay", "đã phát ngay, một mình").await;
    house.see(cast.head, cast.group, "Sạt lở, xin sơ tán").await;
    let told = house.see(cast.editor, private, "Hà đang trực đã phát ngay tin khẩn 1").await;
    let review = house.see(second, private, "đã phát tin khẩn 1 một mình lúc 09:00").await;
    assert!(review.text.contains("Sạt lở, xin sơ tán"), "{}", review.text);
    // Whoever released it cannot review it.
    let data = house.button_data(second, private, review.message_id, "Đã xem, đồng ý").await;
    let toast = house.press_data(first, private, &card, &data).await;
    assert!(toast.contains("không tự xem lại được"), "{toast}");
    let toast = house.press_data(cast.editor, private, &told, &data).await;
    assert!(toast.contains("chỉ người duyệt"), "{toast}");
    house.say(second, private, "/dophu").await;
    house
        .see(second, private, "Hà phát một mình, chưa có người xem lại (từ 09:00 Thứ Hai, 04/05/2026)")
        .await;
    let printed = loa_coverage(&house, &["--format", "json"]).await;
    let printed: Value = serde_json::from_str(&printed).expect("JSON");
    let (review, since) = (&printed["review"], "2026-05-04T09:00:00+07:00");
    assert_eq!(printed["covered"], 1, "{printed}");
    assert_eq!(
        *review,
        json!({"released_alone_by": "Hà", "since": since, "state": "missing", "by": null, "at": null})
    );
    let printed = loa_coverage(&house, &[]).await;
    assert!(printed.contains("Hà phát một mình, chưa có người xem lại"), "{printed}");
    // Once a day, until it is done.
    house.advance(TimeDelta::hours(23)).await;
    assert!(!house.shown(second, private).await.contains("vẫn chưa có người xem lại"));
    house.advance(TimeDelta::hours(1)).await;
    let again = house.see(second, private, "vẫn chưa có người xem lại").await;
    house.advance(TimeDelta::hours(1)).await;
    assert_eq!(house.shown(second, private).await.matches("vẫn chưa có người xem lại").count(), 1);
    house.settle().await;
    let thanks = house.toast(second, private, &again, "Đã xem, đồng ý").await;
    assert!(thanks.contains("Đã ghi nhận"), "{thanks}");
    house.settle().await;
    let shown = house.shown(second, private).await;
    assert_eq!(shown.matches("✅ Tùng đã xem, đồng ý.").count(), 2, "every card is closed: {shown}");
    let toast = house.press_data(second, private, &again, &data).await;
    assert!(toast.contains("đã có người xử lý"), "{toast}");
    house.say(second, private, "/dophu").await;
    house.see(second, private, "Tùng đã xem, đồng ý lúc 10:00 Thứ Ba, 05/05/2026").await;
    let printed = loa_coverage(&house, &["--format", "json"]).await;
    let printed: Value = serde_json::from_str(&printed).expect("JSON");
    assert_eq!(printed["review"]["state"], "agrees", "{printed}");
    assert_eq!(printed["review"]["by"], "Tùng", "{printed}");
    house.advance(TimeDelta::hours(49)).await;
    assert_eq!(house.shown(second, private).await.matches("vẫn chưa có người xem lại").count(), 1, "no more");
    let acts =
        "SELECT act FROM audit WHERE act IN ('take_duty', 'approve', 'release_alone', 'review') ORDER BY n";
    assert_eq!(house.column(acts).await, ["take_duty", "approve", "release_alone", "review"]);
    assert_eq!(house.count("approvals WHERE alone").await, 1);
});

journey!(whoever_disagrees_alarms_everybody_and_what_still_waits_can_be_stopped, |house| {
    let cast = house.cast().await;
    let second = house.staff("Tùng", Role::Approver, None).await;
    let head2 = house.stage.person("Cúc").await.unwrap();
    let group2 = house.neighbourhood(2, cast.administrator, head2, &[]).await;
    allow_alone(&mut house).await;
    let private = Place::Private;
    take_duty(&house, cast.approver, "Hà").await;
    let Place::Group(chat) = group2 else { panic!("a group") };
    house
        .control("fault", json!({"kind": "429", "chat": chat, "method": "sendMessage", "retry_after": 3600}))
        .await;
    house.submit_urgent(cast.editor, "Tin chưa chắc").await;
    let card = house.see(cast.approver, private, "chờ duyệt").await;
    house.settle().await;
    house.press(cast.approver, private, &card, "Phát khẩn ngay", "đã phát ngay, một mình").await;
    house.see(cast.head, cast.group, "Tin chưa chắc").await;
    let review = house.see(second, private, "Xin ông/bà xem lại").await;
    house.settle().await;
    house.stage.press(second, private, &review, "Không đồng ý").await.unwrap();
    let alarm = "Tùng xem lại và không đồng ý với tin khẩn 1 do Hà phát một mình. Đã gửi 1 nhóm, còn 1 nhóm";
    for person in [cast.approver, second] {
        house.see(person, private, alarm).await;
    }
    let authors = house.see(cast.editor, private, alarm).await;
    let told = house.see(cast.administrator, private, alarm).await;
    let data = house.button_data(cast.administrator, private, told.message_id, "Dừng gửi").await;
    let toast = house.press_data(cast.editor, private, &authors, &data).await;
    assert!(toast.contains("chỉ người duyệt hoặc quản trị viên"), "{toast}");
    house.press(cast.administrator, private, &told, "Dừng gửi", "Đã hủy phần còn lại").await;
    house.see(cast.editor, private, "Hạnh đã hủy phần chưa gửi").await;
    house.see(cast.approver, private, "Tin 1: Hạnh đã hủy phần chưa gửi lúc").await;
    assert_eq!(house.column(COPIES).await, ["cancelled", "sent"]);
    let toast = house.press_data(cast.approver, private, &card, &data).await;
    assert!(toast.contains("Hạnh đã dừng hẳn tin này"), "{toast}");
    house.advance(TimeDelta::hours(25)).await;
    assert_eq!(house.column(COPIES).await, ["cancelled", "sent"]);
    assert!(!house.shown(second, private).await.contains("vẫn chưa có người xem lại"), "it was reviewed");
    house.say(second, private, "/dophu").await;
    house.see(second, private, "Tùng không đồng ý lúc 09:00").await;
    // Some have it: its author cannot pretend that they have not.
    house.say(cast.editor, private, "/soan").await;
    let own = house.see(cast.editor, private, "Tin của ông/bà").await;
    let mine = house.press(cast.editor, private, &own, "Tin 1", "Tin 1, bản 1 –").await;
    assert!(!mine.buttons.iter().flatten().any(|b| b.label == "Rút"), "{mine:?}");
});

journey!(alone_nothing_leaves_without_permission_duty_or_urgency, |house| {
    let cast = house.cast().await;
    let author = house.staff("Tùng", Role::Approver, None).await;
    let (approver, private, refused) = (cast.approver, Place::Private, "đang trực mới phát khẩn");
    house.submit_urgent(author, "Tin khẩn một").await;
    let card = house.see(approver, private, "Tin 1, bản 1 chờ duyệt").await;
    let urgent = forged(&house, approver, &card).await;
    // The ward does not allow it.
    let toast = house.press_data(approver, private, &card, &urgent).await;
    assert!(toast.contains(refused), "{toast}");
    house.say(approver, private, "/duyet").await;
    house.settle().await;
    assert!(!house.shown(approver, private).await.contains("trực"), "no word of duty where there is none");
    allow_alone(&mut house).await;
    // Not on duty.
    let toast = house.press_data(approver, private, &card, &urgent).await;
    assert!(toast.contains(refused), "{toast}");
    // On duty, but it is their own.
    let own = take_duty(&house, author, "Tùng").await;
    let toast = house.press_data(author, private, &own, &urgent).await;
    assert!(toast.contains("không tự duyệt được"), "{toast}");
    // On duty, but it is not urgent.
    house.submit(cast.editor, "Tin thường hai").await;
    let card2 = house.see(approver, private, "Tin 2, bản 1 chờ duyệt").await;
    let ordinary = forged(&house, approver, &card2).await;
    let on_duty = take_duty(&house, approver, "Hà").await;
    let toast = house.press_data(approver, private, &card2, &ordinary).await;
    assert!(toast.contains(refused), "{toast}");
    // Handed back.
    house.toast(approver, private, &on_duty, "Thôi trực").await;
    let toast = house.press_data(approver, private, &card, &urgent).await;
    assert!(toast.contains(refused), "{toast}");
    // Taken again, and ended by itself after a day.
    house.say(approver, private, "/duyet").await;
    let duty = house.see(approver, private, "Nhận trực").await;
    house.toast(approver, private, &duty, "Nhận trực").await;
    house.advance(TimeDelta::hours(24)).await;
    house.say(approver, private, "/duyet").await;
    house.see(approver, private, "Hiện chưa có ai trực").await;
    let toast = house.press_data(approver, private, &card, &urgent).await;
    assert!(toast.contains(refused), "{toast}");
    house.settle().await;
    assert_eq!(house.count("approvals").await + house.count("posts").await, 0);
    assert!(!house.shown(cast.head, cast.group).await.contains("Tin khẩn một"));
});

journey!(with_the_others_approval_there_a_release_on_duty_is_an_ordinary_one, |house| {
    let cast = house.cast().await;
    let second = house.staff("Tùng", Role::Approver, None).await;
    allow_alone(&mut house).await;
    let private = Place::Private;
    house.submit_urgent(cast.editor, "Hai người đã xem").await;
    let theirs = house.see(second, private, "chờ duyệt").await;
    let toast = house.toast(second, private, &theirs, "Duyệt").await;
    assert!(toast.contains("còn thiếu: 1 người duyệt"), "{toast}");
    // Whoever takes the duty is shown what waits, with the third button.
    house.see(cast.approver, private, "chờ duyệt").await;
    house.say(cast.approver, private, "/duyet").await;
    house.see(cast.approver, private, "chờ duyệt").await;
    let duty = house.see(cast.approver, private, "Nhận trực").await;
    house.toast(cast.approver, private, &duty, "Nhận trực").await;
    let card = house.see(cast.approver, private, "Phát khẩn ngay").await;
    house.settle().await;
    house.press(cast.approver, private, &card, "Phát khẩn ngay", "✅ Hà đã duyệt").await;
    house.see(cast.head, cast.group, "Hai người đã xem").await;
    house.settle().await;
    assert_eq!(house.count("approvals WHERE alone").await, 0);
    assert!(!house.shown(second, private).await.contains("xem lại"), "nothing is left to review");
});
