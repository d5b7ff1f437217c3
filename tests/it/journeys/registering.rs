//! Heads register their groups; the ward confirms or does not.

use chrono::TimeDelta;
use loa::app::stage::{Persona, Place, link_code};
use loa::ward::Role;

use crate::house::{House, journey};

const GROUPS: &str = "SELECT state FROM neighbourhood_groups ORDER BY state DESC";

/// A head has opened the ward's link; gives the link for the group.
async fn welcomed(house: &House, head: Persona, number: u32) -> String {
    let (name, link) = house.head_link(number).await;
    house.stage.start(head, &link).await.unwrap();
    let welcome = house.see(head, Place::Private, &name).await;
    welcome.url("Thêm trợ lý vào nhóm").and_then(link_code).unwrap()
}

journey!(only_an_admin_of_the_group_can_register_it, |house| {
    let (head, member) =
        (house.stage.person("Bình").await.unwrap(), house.stage.person("Lan").await.unwrap());
    let code = welcomed(&house, head, 1).await;
    let group = house.stage.group("Bà con tổ 1", head, &[member]).await.unwrap();
    house.stage.add_bot(member, group, Some(&code)).await.unwrap();
    house.see(member, group, "Chỉ quản trị viên của nhóm").await;
    assert_eq!(house.count("neighbourhood_groups").await, 0);
    // The link is not used up by the refusal.
    house.stage.add_bot(head, group, Some(&code)).await.unwrap();
    house.see(head, group, "Xin chờ phường xác nhận").await;
    assert_eq!(house.column(GROUPS).await, ["asked"]);
});

journey!(a_wrong_link_is_answered_and_changes_nothing, |house| {
    let head = house.stage.person("Bình").await.unwrap();
    house.stage.start(head, "khongdung123").await.unwrap();
    house.see(head, Place::Private, "Liên kết này không đúng").await;
    let group = house.stage.group("Bà con tổ 1", head, &[]).await.unwrap();
    house.stage.add_bot(head, group, Some("khongdung123")).await.unwrap();
    house.see(head, group, "Liên kết này không đúng").await;
    assert_eq!(house.count("offices").await + house.count("neighbourhood_groups").await, 0);
});

journey!(a_heads_link_works_for_one_person, |house| {
    let (head, other) = (house.stage.person("Bình").await.unwrap(), house.stage.person("Lan").await.unwrap());
    let (name, link) = house.head_link(1).await;
    house.stage.start(head, &link).await.unwrap();
    house.see(head, Place::Private, &name).await;
    house.stage.start(other, &link).await.unwrap();
    house.see(other, Place::Private, "Liên kết này đã được dùng").await;
    assert_eq!(house.count("offices").await, 1);
    // Its owner may open it again, and is let go on.
    house.stage.start(head, &link).await.unwrap();
    let again = house.see(head, Place::Private, "mời ông/bà đăng ký nhóm").await;
    assert!(again.url("Thêm trợ lý vào nhóm").is_some());
});

journey!(links_expire_after_fourteen_days, |house| {
    let head = house.stage.person("Bình").await.unwrap();
    let (_, link) = house.head_link(1).await;
    let staff = house.stage.person("Minh").await.unwrap();
    let invitation =
        house.link(&loa::ward::Purpose::Staff { role: Role::Editor, unit: None, name: "Minh".into() }).await;
    house.advance(TimeDelta::days(14)).await;
    house.stage.start(head, &link).await.unwrap();
    house.see(head, Place::Private, "Liên kết này đã hết hạn").await;
    house.stage.start(staff, &invitation).await.unwrap();
    house.see(staff, Place::Private, "Liên kết này đã hết hạn").await;
    assert_eq!(house.count("offices").await + house.count("roles").await, 0);
});

journey!(a_registered_group_stays_with_its_neighbourhood, |house| {
    let cast = house.cast().await;
    let other = house.stage.person("Cúc").await.unwrap();
    house.control("member", group_act(cast.group, other, "add")).await;
    house.control("member", group_act(cast.group, other, "promote")).await;
    let code = welcomed(&house, other, 2).await;
    house.stage.add_bot(other, cast.group, Some(&code)).await.unwrap();
    house.see(other, cast.group, "đã đăng ký cho Tổ dân phố số 1").await;
    assert_eq!(house.column(GROUPS).await, ["confirmed"]);
    // Its own head is told that nothing is left to do.
    house.say(cast.head, Place::Private, "/to").await;
    house.see(cast.head, Place::Private, "đang nhận tin").await;
});

fn group_act(group: Place, person: Persona, action: &str) -> serde_json::Value {
    let Place::Group(chat) = group else { panic!("a group") };
    serde_json::json!({"chat": chat, "person": person.0, "action": action})
}

journey!(an_anonymous_admin_shows_who_they_are_with_a_button, |house| {
    let administrator = house.staff("Hạnh", Role::Administrator, None).await;
    let (head, member) =
        (house.stage.person("Bình").await.unwrap(), house.stage.person("Lan").await.unwrap());
    let code = welcomed(&house, head, 1).await;
    let group = house.stage.group("Bà con tổ 1", head, &[member]).await.unwrap();
    house.stage.add_bot(head, group, None).await.unwrap();
    let Place::Group(chat) = group else { panic!("a group") };
    let username = house.bot_name();
    let text = format!("/start@{username} {code}");
    house
        .control("say", serde_json::json!({"person": head.0, "chat": chat, "text": text, "anonymous": true}))
        .await;
    let asked = house.see(head, group, "Ông/bà đang ẩn danh").await;
    house.press(member, group, &asked, "Tôi là tổ trưởng", "Chỉ quản trị viên của nhóm").await;
    house.press(head, group, &asked, "Tôi là tổ trưởng", "Xin chờ phường xác nhận").await;
    let card = house.see(administrator, Place::Private, "xin đăng ký nhóm").await;
    assert!(card.text.contains("Bình"), "the ward sees who asks: {}", card.text);
});

journey!(a_rejected_head_is_told_and_can_try_again, |house| {
    let administrator = house.staff("Hạnh", Role::Administrator, None).await;
    let head = house.stage.person("Bình").await.unwrap();
    let code = welcomed(&house, head, 1).await;
    let wrong = house.stage.group("Nhóm nhầm", head, &[]).await.unwrap();
    house.stage.add_bot(head, wrong, Some(&code)).await.unwrap();
    let card = house.see(administrator, Place::Private, "xin đăng ký nhóm “Nhóm nhầm”").await;
    house.press(administrator, Place::Private, &card, "Từ chối", "Đã từ chối").await;
    house.see(head, Place::Private, "chưa xác nhận nhóm").await;
    assert_eq!(house.column(GROUPS).await, ["rejected"]);
    house.say(head, Place::Private, "/to").await;
    let offer = house.see(head, Place::Private, "Thêm trợ lý vào nhóm").await;
    let code = offer.url("Thêm trợ lý vào nhóm").and_then(link_code).unwrap();
    let right = house.stage.group("Bà con tổ 1", head, &[]).await.unwrap();
    house.stage.add_bot(head, right, Some(&code)).await.unwrap();
    house.see(head, right, "Xin chờ phường xác nhận").await;
    assert_eq!(house.column(GROUPS).await, ["rejected", "asked"]);
});

journey!(a_rejected_group_is_told_so_and_can_ask_anew, |house| {
    let administrator = house.staff("Hạnh", Role::Administrator, None).await;
    let head = house.stage.person("Bình").await.unwrap();
    let code = welcomed(&house, head, 1).await;
    let group = house.stage.group("Bà con tổ 1", head, &[]).await.unwrap();
    house.stage.add_bot(head, group, Some(&code)).await.unwrap();
    let card = house.see(administrator, Place::Private, "xin đăng ký nhóm").await;
    house.press(administrator, Place::Private, &card, "Từ chối", "Đã từ chối").await;
    // The old link again: nobody is asked, so nobody is told to wait.
    house.stage.add_bot(head, group, Some(&code)).await.unwrap();
    let told = house.see(head, group, "chưa xác nhận nhóm này cho Tổ dân phố số 1").await;
    assert!(told.text.contains("liên hệ phường") && told.text.contains("/to"), "{}", told.text);
    assert_eq!(house.column(GROUPS).await, ["rejected"]);
    // The ward rejected it by mistake: a new link asks about the same group once more.
    house.say(head, Place::Private, "/to").await;
    let offer = house.see(head, Place::Private, "mời ông/bà đăng ký nhóm").await;
    let code = offer.url("Thêm trợ lý vào nhóm").and_then(link_code).unwrap();
    house.stage.add_bot(head, group, Some(&code)).await.unwrap();
    house.see(head, group, "Xin chờ phường xác nhận").await;
    let card = house.see(administrator, Place::Private, "xin đăng ký nhóm").await;
    house.press(administrator, Place::Private, &card, "Xác nhận", "Đã xác nhận").await;
    house.see(head, group, "Kính chào bà con").await;
    assert_eq!(house.column(GROUPS).await, ["confirmed"]);
});

journey!(two_administrators_decide_once, |house| {
    let administrator = house.staff("Hạnh", Role::Administrator, None).await;
    let second = house.staff("Tâm", Role::Administrator, None).await;
    let head = house.stage.person("Bình").await.unwrap();
    let code = welcomed(&house, head, 1).await;
    let group = house.stage.group("Bà con tổ 1", head, &[]).await.unwrap();
    house.stage.add_bot(head, group, Some(&code)).await.unwrap();
    let one = house.see(administrator, Place::Private, "xin đăng ký nhóm").await;
    let two = house.see(second, Place::Private, "xin đăng ký nhóm").await;
    house.press(administrator, Place::Private, &one, "Xác nhận", "Đã xác nhận").await;
    let toast = house.toast(second, Place::Private, &two, "Từ chối").await;
    assert!(toast.contains("đã có người xử lý"), "{toast}");
    assert_eq!(house.column(GROUPS).await, ["confirmed"]);
});

journey!(a_working_group_is_no_neighbourhoods_and_the_other_way_round, |house| {
    let cast = house.cast().await;
    let office = house.unit_chat("VP", cast.administrator, &[]).await;
    let head = house.stage.person("Cúc").await.unwrap();
    house.control("member", group_act(office, head, "add")).await;
    house.control("member", group_act(office, head, "promote")).await;
    let code = welcomed(&house, head, 2).await;
    house.stage.add_bot(head, office, Some(&code)).await.unwrap();
    house.see(head, office, "là nhóm làm việc của phường").await;
    let unit = house.unit("CA").await;
    let link = house.link(&loa::ward::Purpose::UnitChat { unit: unit.id }).await;
    house.control("member", group_act(cast.group, cast.administrator, "add")).await;
    house.stage.add_bot(cast.administrator, cast.group, Some(&link)).await.unwrap();
    house.see(cast.administrator, cast.group, "Nhóm này là nhóm của tổ dân phố").await;
    // A head is no administrator of the ward.
    let other = house.stage.group("Nhóm khác", cast.head, &[]).await.unwrap();
    house.stage.add_bot(cast.head, other, Some(&link)).await.unwrap();
    house.see(cast.head, other, "Chỉ quản trị viên của phường").await;
    assert_eq!(house.count("units WHERE chat_id IS NOT NULL").await, 1);
});
