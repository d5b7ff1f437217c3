//! Heads hand over, have deputies and second accounts, leave; and hear once a week that all is well.

use chrono::TimeDelta;
use loa::app::stage::{Persona, Place};

use super::slots::until;
use crate::house::{House, journey};

const PRIVATE: Place = Place::Private;
const TERMS: &str = "SELECT place FROM offices WHERE until IS NULL ORDER BY place";

/// `/chuyengiao`; the link for who takes over.
async fn handover(house: &House, head: Persona) -> String {
    house.say(head, PRIVATE, "/chuyengiao").await;
    let link = house.see(head, PRIVATE, "cho người nhận việc").await;
    assert!(link.photo.is_some());
    link.link_code().unwrap()
}

/// An administrator ends somebody's period in a neighbourhood.
async fn end(house: &House, administrator: Persona, number: u32, name: &str, then: &str) {
    house.say(administrator, PRIVATE, &format!("/phuong {number:02}")).await;
    let one = house.see(administrator, PRIVATE, &format!("{number:02} · Tổ dân phố số {number}")).await;
    let all = house.press(administrator, PRIVATE, &one, "Tổ trưởng, tổ phó", "từ 04/05/2026").await;
    let sure = house
        .press(administrator, PRIVATE, &all, &format!("Kết thúc: {name}"), "Kết thúc nhiệm kỳ của")
        .await;
    house.press(administrator, PRIVATE, &sure, "Kết thúc nhiệm kỳ", then).await;
}

journey!(an_office_goes_over_once_the_other_accepts, |house| {
    let cast = house.cast().await;
    let (next, relay) =
        (house.stage.person("Dung").await.unwrap(), house.stage.person("Thắng").await.unwrap());
    house.relay(2, cast.administrator, relay).await;
    let link = handover(&house, cast.head).await;
    // Its own maker cannot take it, and nothing changes before the other accepts.
    house.stage.start(cast.head, &link).await.unwrap();
    house.see(cast.head, PRIVATE, "Liên kết này dành cho người nhận việc").await;
    house.stage.start(next, &link).await.unwrap();
    let asked = house.see(next, PRIVATE, "Bình muốn chuyển giao Tổ dân phố số 1 cho ông/bà").await;
    assert_eq!(house.count("offices WHERE until IS NULL").await, 2);
    house.press(next, PRIVATE, &asked, "Tôi nhận", "Từ nay ông/bà phụ trách Tổ dân phố số 1").await;
    house.see(cast.head, PRIVATE, "Dung đã nhận Tổ dân phố số 1").await;
    house.see(cast.administrator, PRIVATE, "Bình đã chuyển giao Tổ dân phố số 1 cho Dung").await;
    house.say(cast.head, PRIVATE, "/to").await;
    house.see(cast.head, PRIVATE, "dành cho tổ trưởng").await;
    house.say(next, PRIVATE, "/to").await;
    house.see(next, PRIVATE, "đang nhận tin").await;
    assert_eq!(house.count("offices").await, 3, "the earlier period stays known");
    // A relay goes to the new head's own chat.
    let link = handover(&house, relay).await;
    house.stage.start(next, &link).await.unwrap();
    let asked = house.see(next, PRIVATE, "Thắng muốn chuyển giao Tổ dân phố số 2").await;
    house.press(next, PRIVATE, &asked, "Tôi nhận", "phụ trách Tổ dân phố số 2").await;
    house.settle().await;
    house.release(&cast, "Tin cho người mới").await;
    let paste = house.see(next, PRIVATE, "Tin cho người mới").await;
    house.press(next, PRIVATE, &paste, "Đã đăng", "ông/bà đã đăng tin này").await;
    assert!(!house.shown(relay, PRIVATE).await.contains("Tin cho người mới"));
});

journey!(an_office_is_declined_and_an_offer_taken_back, |house| {
    let cast = house.cast().await;
    let next = house.stage.person("Dung").await.unwrap();
    let link = handover(&house, cast.head).await;
    house.stage.start(next, &link).await.unwrap();
    let asked = house.see(next, PRIVATE, "Bình muốn chuyển giao").await;
    let accept = house.button_data(next, PRIVATE, asked.message_id, "Tôi nhận").await;
    house.press(next, PRIVATE, &asked, "Không nhận", "Đã báo là ông/bà không nhận").await;
    house.see(cast.head, PRIVATE, "Ông/bà vẫn phụ trách tổ").await;
    let toast = house.press_data(next, PRIVATE, &asked, &accept).await;
    assert!(toast.contains("đã có người xử lý"), "{toast}");
    house.say(cast.head, PRIVATE, "/chuyengiao").await;
    house.settle().await;
    let messages = house.stage.messages(cast.head, PRIVATE).await.unwrap();
    let offer = messages.iter().rfind(|m| m.text.contains("cho người nhận việc")).unwrap();
    let toast = house.toast(cast.head, PRIVATE, offer, "Thôi, không chuyển nữa").await;
    assert!(toast.contains("Đã thôi chuyển giao"), "{toast}");
    house.stage.start(next, &offer.link_code().unwrap()).await.unwrap();
    house.see(next, PRIVATE, "Liên kết này đã được dùng").await;
    assert_eq!(house.column(TERMS).await, ["head"]);
});

journey!(a_deputy_may_do_what_the_head_may, |house| {
    let cast = house.cast().await;
    let (relay, deputy) =
        (house.stage.person("Thắng").await.unwrap(), house.stage.person("Dung").await.unwrap());
    house.relay(2, cast.administrator, relay).await;
    house.say(relay, PRIVATE, "/to").await;
    let own = house.see(relay, PRIVATE, "Tổ trưởng tự đăng tin").await;
    let link = house.press(relay, PRIVATE, &own, "Mời tổ phó", "cho tổ phó Tổ dân phố số 2").await;
    house.stage.start(deputy, &link.link_code().unwrap()).await.unwrap();
    house.see(deputy, PRIVATE, "Kính chào ông/bà tổ phó Tổ dân phố số 2").await;
    house.see(relay, PRIVATE, "Dung là tổ phó Tổ dân phố số 2").await;
    house.see(cast.administrator, PRIVATE, "Dung là tổ phó Tổ dân phố số 2").await;
    house.say(deputy, PRIVATE, "/to").await;
    house.see(deputy, PRIVATE, "Tổ trưởng tự đăng tin").await;
    // The head leaves: the deputy gets what is to be posted.
    end(&house, cast.administrator, 2, "Thắng", "Trước đây: Tổ trưởng Thắng").await;
    house.see(relay, PRIVATE, "Phường đã kết thúc nhiệm kỳ của ông/bà").await;
    house.release(&cast, "Tin cho tổ phó").await;
    let paste = house.see(deputy, PRIVATE, "Tin cho tổ phó").await;
    house.press(deputy, PRIVATE, &paste, "Đã đăng", "ông/bà đã đăng tin này").await;
    assert!(!house.shown(relay, PRIVATE).await.contains("Tin cho tổ phó"));
});

journey!(a_head_who_left_leaves_the_group_behind, |house| {
    let cast = house.cast().await;
    let relay = house.stage.person("Thắng").await.unwrap();
    house.relay(2, cast.administrator, relay).await;
    end(&house, cast.administrator, 1, "Bình", "Trước đây: Tổ trưởng Bình").await;
    house.see(cast.administrator, PRIVATE, "Tổ dân phố số 1 chưa có tổ trưởng").await;
    house.say(cast.head, PRIVATE, "/to").await;
    house.see(cast.head, PRIVATE, "dành cho tổ trưởng").await;
    house.publish(&cast, "Nhóm vẫn nhận tin").await;
    // What nobody can post by hand is not asked of somebody who has left.
    end(&house, cast.administrator, 2, "Thắng", "Trước đây: Tổ trưởng Thắng").await;
    house.publish(&cast, "Không ai đăng giúp").await;
    assert!(!house.shown(relay, PRIVATE).await.contains("Không ai đăng giúp"));
    house.say(cast.approver, PRIVATE, "/dophu").await;
    house.see(cast.approver, PRIVATE, "Đã tới 1/2 tổ dân phố").await;
    // Only staff hear what happens to the group now.
    house.stage.bot_member(cast.head, cast.group, "remove", None).await.unwrap();
    house.see(cast.administrator, PRIVATE, "Tôi đã bị gỡ khỏi nhóm").await;
    house.settle().await;
    assert!(!house.shown(cast.head, PRIVATE).await.contains("Tôi đã bị gỡ"));
});

journey!(a_second_account_is_the_same_head, |house| {
    let cast = house.cast().await;
    let (second, stranger) =
        (house.stage.person("Bình 2").await.unwrap(), house.stage.person("Lạ").await.unwrap());
    house.say(cast.head, PRIVATE, "/to").await;
    let own = house.see(cast.head, PRIVATE, "đang nhận tin").await;
    let link = house.press(cast.head, PRIVATE, &own, "Thêm tài khoản của tôi", "tài khoản thứ hai").await;
    let code = link.link_code().unwrap();
    // Who works for the ward, say, is somebody already.
    house.stage.start(cast.editor, &code).await.unwrap();
    house.see(cast.editor, PRIVATE, "đã có người dùng với phường").await;
    house.stage.start(second, &code).await.unwrap();
    house.see(second, PRIVATE, "Đã thêm tài khoản này").await;
    house.say(second, PRIVATE, "/to").await;
    house.see(second, PRIVATE, "đang nhận tin").await;
    house.stage.start(stranger, &code).await.unwrap();
    house.see(stranger, PRIVATE, "Liên kết này đã được dùng").await;
    assert_eq!(house.count("offices").await, 1);
});

journey!(heads_hear_once_a_week_that_all_was_posted_if_something_was, |house| {
    let cast = house.cast().await;
    until(&house, "2026-05-08T17:01").await;
    assert!(!house.shown(cast.head, PRIVATE).await.contains("Tuần qua"), "nothing was posted");
    house.advance(TimeDelta::days(3)).await;
    house.publish(&cast, "Tin tuần này").await;
    until(&house, "2026-05-15T17:01").await;
    let told = house.see(cast.head, PRIVATE, "Tuần qua phường đăng 1 tin vào nhóm của Tổ dân phố số 1").await;
    house.advance(TimeDelta::hours(1)).await;
    assert_eq!(house.shown(cast.head, PRIVATE).await.matches("Tuần qua").count(), 1);
    let toast = house.toast(cast.head, PRIVATE, &told, "Không cần báo hằng tuần").await;
    assert!(toast.contains("không báo hằng tuần nữa"), "{toast}");
    house.advance(TimeDelta::days(3)).await;
    house.publish(&cast, "Tin tuần sau").await;
    until(&house, "2026-05-22T17:01").await;
    assert_eq!(house.shown(cast.head, PRIVATE).await.matches("Tuần qua").count(), 1);
});
