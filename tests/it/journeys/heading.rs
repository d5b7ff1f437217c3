//! Heads register in three taps; what goes wrong is said with whom to call, and staff see it too.

use chrono::TimeDelta;
use loa::app::stage::{Persona, Place, Seen, link_code};
use loa::ward::Role;
use loa::ward::store as ward;
use serde_json::json;

use crate::house::{House, journey};

const PRIVATE: Place = Place::Private;
const HELP: &str = "Cần giúp, xin ông/bà gọi Chị Hoa, số 0912345678.";
const GROUPS: &str = "SELECT state FROM neighbourhood_groups ORDER BY asked_at, id";

fn id(group: Place) -> i64 {
    let Place::Group(chat) = group else { panic!("a group") };
    chat
}

async fn helped(house: &House) {
    let mut tx = house.store.begin().await.unwrap();
    ward::set_helper(&mut tx, house.ward.id, "Chị Hoa", "0912345678").await.unwrap();
    tx.commit().await.unwrap();
}

/// A head has opened the ward's link; gives the link for the group.
async fn welcomed(house: &House, head: Persona, number: u32) -> String {
    let (name, link) = house.head_link(number).await;
    house.stage.start(head, &link).await.unwrap();
    let welcome = house.see(head, PRIVATE, &format!("Kính chào ông/bà tổ trưởng {name}")).await;
    welcome.url("Thêm trợ lý vào nhóm").and_then(link_code).unwrap()
}

async fn member(house: &House, group: Place, who: Persona, action: &str) {
    house.control("member", json!({"chat": id(group), "person": who.0, "action": action})).await;
}

/// A neighbourhood's screen of an administrator.
async fn screen(house: &House, who: Persona, number: u32) -> Seen {
    house.say(who, PRIVATE, &format!("/phuong {number:02}")).await;
    house.see(who, PRIVATE, &format!("{number:02} · Tổ dân phố số {number}")).await
}

async fn call(house: &House, who: Persona, number: u32, then: &str) -> Seen {
    let one = screen(house, who, number).await;
    house.press(who, PRIVATE, &one, "Gọi giúp tổ trưởng", then).await
}

journey!(three_taps_with_a_link_or_its_picture_and_nothing_more, |house| {
    let administrator = house.staff("Hạnh", Role::Administrator, None).await;
    let head = house.stage.person("Bình").await.unwrap();
    house.head_link(1).await;
    let one = screen(&house, administrator, 1).await;
    let link = house.press(administrator, PRIVATE, &one, "Liên kết cho tổ trưởng", "mã tổ 01").await;
    assert!(link.photo.is_some(), "the link is a picture, too");
    // One: the link. Two: the button. Three: the group.
    house.stage.start(head, &link.link_code().unwrap()).await.unwrap();
    let welcome = house.see(head, PRIVATE, "mời ông/bà đăng ký nhóm").await;
    let code = welcome.url("Thêm trợ lý vào nhóm").and_then(link_code).unwrap();
    let group = house.stage.group("Bà con tổ 1", head, &[]).await.unwrap();
    house.stage.add_bot(head, group, Some(&code)).await.unwrap();
    house.see(head, group, "Xin chờ phường xác nhận").await;
    let card = house.see(administrator, PRIVATE, "xin đăng ký nhóm").await;
    house.press(administrator, PRIVATE, &card, "Xác nhận", "Đã xác nhận").await;
    house.see(head, PRIVATE, "Phường đã xác nhận nhóm").await;
    assert_eq!(house.column(GROUPS).await, ["confirmed"]);
});

journey!(whatever_goes_wrong_ends_with_whom_to_call, |house| {
    helped(&house).await;
    let cast = house.cast().await;
    let office = house.unit_chat("VP", cast.administrator, &[]).await;
    let (head, other) = (house.stage.person("Cúc").await.unwrap(), house.stage.person("Lan").await.unwrap());
    let stuck = async |who: Persona, place: Place, words: &str| {
        let told = house.see(who, place, words).await;
        assert!(told.text.ends_with(HELP), "{words}: {}", told.text);
    };
    house.stage.start(head, "khongdung123").await.unwrap();
    stuck(head, PRIVATE, "Liên kết này không đúng").await;
    let code = welcomed(&house, head, 2).await;
    // Not an administrator of the group; staff see it.
    let group = house.stage.group("Bà con tổ 2", other, &[head]).await.unwrap();
    house.stage.add_bot(head, group, Some(&code)).await.unwrap();
    stuck(head, group, "Chỉ quản trị viên của nhóm").await;
    let seen = call(&house, cast.administrator, 2, "gọi cho Cúc").await;
    assert!(
        seen.text.contains("Cúc mở liên kết trong nhóm mà không phải quản trị viên nhóm"),
        "{}",
        seen.text
    );
    assert!(seen.text.contains("Bác nhờ người lập nhóm"), "what to say: {}", seen.text);
    // And the list of all says so.
    house.say(cast.administrator, PRIVATE, "/phuong").await;
    let home = house.see(cast.administrator, PRIVATE, "Đơn vị có nhóm chat").await;
    let list = house.press(cast.administrator, PRIVATE, &home, "Tổ dân phố", "tổ trưởng đang vướng").await;
    let labels: Vec<_> = list.buttons.iter().flatten().map(|button| button.label.as_str()).collect();
    assert!(
        labels.contains(&"❗ 02 · Tổ dân phố số 2") && labels.contains(&"✅ 01 · Tổ dân phố số 1"),
        "{labels:?}"
    );
    // A group of another neighbourhood: by whom it was registered is for staff only.
    member(&house, cast.group, head, "add").await;
    member(&house, cast.group, head, "promote").await;
    house.stage.add_bot(head, cast.group, Some(&code)).await.unwrap();
    stuck(head, cast.group, "đã đăng ký cho Tổ dân phố số 1").await;
    assert!(!house.shown(head, cast.group).await.contains("Bình"));
    house.see(cast.administrator, PRIVATE, "(người đăng ký: Bình)").await;
    // A working group of the ward.
    member(&house, office, head, "add").await;
    member(&house, office, head, "promote").await;
    house.stage.add_bot(head, office, Some(&code)).await.unwrap();
    stuck(head, office, "là nhóm làm việc của phường").await;
    // Anonymous.
    let own = house.stage.group("Nhóm của Cúc", head, &[]).await.unwrap();
    house.stage.add_bot(head, own, None).await.unwrap();
    let text = format!("/start@{} {code}", house.bot_name());
    let said = json!({"person": head.0, "chat": id(own), "text": text, "anonymous": true});
    house.control("say", said).await;
    stuck(head, own, "Ông/bà đang ẩn danh").await;
    call(&house, cast.administrator, 2, "đang ẩn danh trong nhóm").await;
    // Too old, and used.
    house.advance(TimeDelta::days(14)).await;
    house.stage.add_bot(head, own, Some(&code)).await.unwrap();
    stuck(head, own, "Liên kết này đã hết hạn").await;
    call(&house, cast.administrator, 2, "Cúc mở liên kết đã dùng hoặc đã hết hạn").await;
    let (_, link) = house.head_link(3).await;
    house.stage.start(head, &link).await.unwrap();
    house.see(head, PRIVATE, "tổ trưởng Tổ dân phố số 3").await;
    house.stage.start(other, &link).await.unwrap();
    stuck(other, PRIVATE, "Liên kết này đã được dùng").await;
    // Rejected, and removed.
    house.stage.bot_member(cast.head, cast.group, "remove", None).await.unwrap();
    stuck(cast.head, PRIVATE, "Tôi đã bị gỡ khỏi nhóm").await;
});

journey!(a_bot_that_may_not_write_is_told_of_in_private, |house| {
    helped(&house).await;
    let administrator = house.staff("Hạnh", Role::Administrator, None).await;
    let head = house.stage.person("Bình").await.unwrap();
    let code = welcomed(&house, head, 1).await;
    let group = house.stage.group("Bà con tổ 1", head, &[]).await.unwrap();
    house.stage.add_bot(head, group, Some(&code)).await.unwrap();
    house.see(head, group, "Xin chờ phường xác nhận").await;
    house.stage.bot_member(head, group, "mute", None).await.unwrap();
    let told = house.see(head, PRIVATE, "không còn quyền gửi tin trong nhóm").await;
    assert!(told.text.ends_with(HELP), "{}", told.text);
    call(&house, administrator, 1, "tôi chưa được gửi tin trong nhóm").await;
    house.stage.bot_member(head, group, "unmute", None).await.unwrap();
    house.settle().await;
    let card = house.see(administrator, PRIVATE, "xin đăng ký nhóm").await;
    house.press(administrator, PRIVATE, &card, "Xác nhận", "Đã xác nhận").await;
    house.see(head, group, "Kính chào bà con").await;
});

journey!(a_wrong_neighbourhood_is_undone_before_and_after_the_wards_word, |house| {
    let administrator = house.staff("Hạnh", Role::Administrator, None).await;
    let (head, member) =
        (house.stage.person("Bình").await.unwrap(), house.stage.person("Lan").await.unwrap());
    let code = welcomed(&house, head, 1).await;
    let group = house.stage.group("Nhóm nhầm", head, &[member]).await.unwrap();
    house.stage.add_bot(head, group, Some(&code)).await.unwrap();
    let asked = house.see(head, group, "Xin chờ phường xác nhận").await;
    let card = house.see(administrator, PRIVATE, "xin đăng ký nhóm").await;
    let refused = house.toast(member, group, &asked, "Nhầm tổ hoặc nhầm nhóm").await;
    assert!(refused.contains("dành cho tổ trưởng"), "{refused}");
    house.press(head, group, &asked, "Nhầm tổ hoặc nhầm nhóm", "Tôi đã bỏ nhóm này khỏi").await;
    house.see(administrator, PRIVATE, "Bình báo: nhóm “Nhóm nhầm” không phải của Tổ dân phố số 1").await;
    let late = house.toast(administrator, PRIVATE, &card, "Xác nhận").await;
    assert!(late.contains("đã có người xử lý"), "{late}");
    assert_eq!(house.column(GROUPS).await, ["off"]);
    // The right group, confirmed, and undone after all; then that was the mistake.
    house.say(head, PRIVATE, "/to").await;
    let offer = house.see(head, PRIVATE, "Thêm trợ lý vào nhóm").await;
    let code = offer.url("Thêm trợ lý vào nhóm").and_then(link_code).unwrap();
    let right = house.stage.group("Bà con tổ 1", head, &[]).await.unwrap();
    house.stage.add_bot(head, right, Some(&code)).await.unwrap();
    let card = house.see(administrator, PRIVATE, "xin đăng ký nhóm “Bà con tổ 1”").await;
    house.press(administrator, PRIVATE, &card, "Xác nhận", "Đã xác nhận").await;
    let ready = house.see(head, PRIVATE, "Phường đã xác nhận nhóm").await;
    let undone = house.press(head, PRIVATE, &ready, "Nhầm tổ hoặc nhầm nhóm", "Tôi đã bỏ nhóm này").await;
    assert_eq!(house.column(GROUPS).await, ["off", "off"]);
    house.press(head, PRIVATE, &undone, "Bấm nhầm, đăng ký lại", "Xin chờ phường xác nhận").await;
    house.settle().await;
    let cards = house.stage.messages(administrator, PRIVATE).await.unwrap();
    let card = cards.iter().rfind(|m| m.text.contains("xin đăng ký nhóm")).unwrap().clone();
    house.press(administrator, PRIVATE, &card, "Xác nhận", "Đã xác nhận").await;
    house.settle().await;
    assert_eq!(house.column(GROUPS).await, ["off", "confirmed"]);
});

journey!(in_a_group_with_topics_the_head_chooses_one, |house| {
    let cast = house.cast().await;
    let (head, member) =
        (house.stage.person("Cúc").await.unwrap(), house.stage.person("Dung").await.unwrap());
    let code = welcomed(&house, head, 2).await;
    let made =
        json!({"title": "Tổ 2 có chủ đề", "owner": head.0, "members": [member.0], "kind": "supergroup"});
    let chat = house.control("group", made).await["id"].as_i64().unwrap();
    let group = Place::Group(chat);
    let topic = house.control("topic", json!({"chat": chat, "name": "Tin của phường"})).await;
    let topic = topic["id"].as_i64().unwrap();
    house.stage.add_bot(head, group, Some(&code)).await.unwrap();
    house.see(head, group, "Nhóm này có nhiều chủ đề").await;
    call(&house, cast.administrator, 2, "Cúc đang chọn chủ đề").await;
    let say = async |who: Persona| {
        let text = format!("/dangky@{}", house.bot_name());
        house.control("say", json!({"person": who.0, "chat": chat, "text": text, "topic": topic})).await;
    };
    say(member).await;
    house.see(member, group, "Chỉ quản trị viên của nhóm").await;
    say(head).await;
    house.see(head, group, "Từ nay tin của phường vào chủ đề này").await;
    let card = house.see(cast.administrator, PRIVATE, "xin đăng ký nhóm “Tổ 2 có chủ đề”").await;
    house.press(cast.administrator, PRIVATE, &card, "Xác nhận", "Đã xác nhận").await;
    house.publish(&cast, "Tin vào chủ đề").await;
    house.see(head, group, "Tin vào chủ đề").await;
    let calls = house.stage.ledger(0).await.unwrap();
    let threads: Vec<_> = calls
        .iter()
        .filter(|call| call["result"]["text"].as_str().is_some_and(|text| text.contains("Tin vào chủ đề")))
        .filter(|call| call["result"]["chat"]["id"] == chat)
        .map(|call| call["result"]["message_thread_id"].as_i64())
        .collect();
    assert_eq!(threads, [Some(topic)]);
    assert!(house.stage.refused().await.unwrap().is_empty());
    // The topic is deleted: residents read on in the general one, and the head can choose again.
    house.control("topic/delete", json!({"chat": chat, "id": topic})).await;
    house.publish(&cast, "Tin sau khi chủ đề đóng").await;
    house.see(head, group, "Tin sau khi chủ đề đóng").await;
    house.advance(TimeDelta::seconds(61)).await;
    house.see(head, PRIVATE, "Từ nay tin vào chủ đề chung").await;
    house.say(cast.administrator, PRIVATE, "/phuong").await;
    let home = house.see(cast.administrator, PRIVATE, "Đơn vị có nhóm chat").await;
    let board = house.press(cast.administrator, PRIVATE, &home, "Tình trạng các nhóm", "Nhóm đang ổn").await;
    let line = board.text.lines().find(|line| line.contains("Tổ dân phố số 2")).unwrap();
    assert!(line.starts_with("▫️") && line.contains("chủ đề nhận tin đã đóng từ"), "{line}");
    let other = house.control("topic", json!({"chat": chat, "name": "Thông báo"})).await["id"].as_i64();
    let text = format!("/dangky@{}", house.bot_name());
    house.control("say", json!({"person": head.0, "chat": chat, "text": text, "topic": other})).await;
    house.see(head, group, "Từ nay tin của phường vào chủ đề này").await;
    house.settle().await;
    assert_eq!(house.count("chats WHERE topic_lost_at IS NOT NULL").await, 0);
});

journey!(a_group_that_moves_while_it_waits_is_confirmed_where_it_went, |house| {
    let administrator = house.staff("Hạnh", Role::Administrator, None).await;
    let head = house.stage.person("Bình").await.unwrap();
    let code = welcomed(&house, head, 1).await;
    let group = house.stage.group("Bà con tổ 1", head, &[]).await.unwrap();
    house.stage.add_bot(head, group, Some(&code)).await.unwrap();
    let card = house.see(administrator, PRIVATE, "xin đăng ký nhóm").await;
    let moved = house.stage.migrate(group).await.unwrap();
    house.settle().await;
    house.press(administrator, PRIVATE, &card, "Xác nhận", "Đã xác nhận").await;
    house.see(head, moved, "Kính chào bà con").await;
});

journey!(staff_on_the_phone_see_each_step_and_do_it_for_the_head, |house| {
    let administrator = house.staff("Hạnh", Role::Administrator, None).await;
    let head = house.stage.person("Bình").await.unwrap();
    let (_, link) = house.head_link(1).await;
    let seen = call(&house, administrator, 1, "chưa có người liên hệ").await;
    assert!(seen.text.contains("Tôi gửi bác liên kết mới"), "{}", seen.text);
    let one = screen(&house, administrator, 1).await;
    house.press(administrator, PRIVATE, &one, "Liên kết cho tổ trưởng", "mã tổ 01").await;
    call(&house, administrator, 1, "đã gửi liên kết, chưa ai mở").await;
    house.stage.start(head, &link).await.unwrap();
    house.see(head, PRIVATE, "mời ông/bà đăng ký nhóm").await;
    let seen = call(&house, administrator, 1, "gọi cho Bình").await;
    assert!(seen.text.contains("Bình đã mở liên kết, chưa thêm trợ lý vào nhóm"), "{}", seen.text);
    // The head cannot manage; the member of staff is an administrator of the group.
    let group = house.stage.group("Bà con tổ 1", head, &[administrator]).await.unwrap();
    member(&house, group, administrator, "promote").await;
    let code = seen.url("Tôi thêm trợ lý vào nhóm giúp").and_then(link_code).unwrap();
    house.stage.add_bot(administrator, group, Some(&code)).await.unwrap();
    house.see(head, group, "Kính chào bà con").await;
    house.see(head, PRIVATE, "Phường đã xác nhận nhóm").await;
    assert_eq!(house.column(GROUPS).await, ["confirmed"]);
    assert_eq!(house.count("offices").await, 1, "staff become no heads");
    house.say(head, PRIVATE, "/to").await;
    house.see(head, PRIVATE, "đang nhận tin").await;
    // Another one only uses Zalo.
    let other = house.stage.person("Cúc").await.unwrap();
    welcomed(&house, other, 2).await;
    let seen = call(&house, administrator, 2, "gọi cho Cúc").await;
    house.press(administrator, PRIVATE, &seen, "Tổ dùng Zalo", "✅ đã xác nhận").await;
    house.see(other, PRIVATE, "Khi có tin, tôi gửi vào đây").await;
    assert_eq!(house.column(GROUPS).await, ["confirmed", "confirmed"]);
});

journey!(a_head_sees_their_own_group_in_five_lines, |house| {
    let cast = house.cast().await;
    house.publish(&cast, "Tin đầu tiên").await;
    house.say(cast.head, PRIVATE, "/to").await;
    let own = house.see(cast.head, PRIVATE, "Ghim tin: chưa được").await;
    for line in [
        "✅ Nhóm “Bà con tổ 1”: đang nhận tin",
        "Tin gần nhất: 09:01 Thứ Hai, 04/05/2026",
        "Thành viên: 3",
        "Việc của ông/bà: không có",
    ] {
        assert!(own.text.contains(line), "{line}: {}", own.text);
    }
    house.stage.bot_member(cast.head, cast.group, "promote", None).await.unwrap();
    house.say(cast.head, PRIVATE, "/to").await;
    house.see(cast.head, PRIVATE, "Ghim tin: được").await;
    let relay = house.stage.person("Thắng").await.unwrap();
    house.relay(3, cast.administrator, relay).await;
    house.publish(&cast, "Tin thứ hai").await;
    house.see(relay, PRIVATE, "Tin thứ hai").await;
    house.say(relay, PRIVATE, "/to").await;
    house.see(relay, PRIVATE, "Việc của ông/bà: còn 1 tin chờ đăng").await;
});
