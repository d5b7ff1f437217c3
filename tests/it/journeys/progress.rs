//! What staff see of a post on its way, and how they pause it, let it go on or end it.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use loa::app::stage::{Persona, Place, Seen};
use loa::channel::{Channel, ChatKind};
use loa::ward::Role;
use loa::ward::store as ward;

use crate::house::{Database, House, journey};
use crate::people::Cast;

const COPIES: &str = "SELECT state FROM outgoing WHERE group_id IS NOT NULL ORDER BY state";
const STATE: &str = "SELECT state FROM posts";
/// Groups of a campaign that somebody meddles with on its way.
const GROUPS: u32 = 60;

impl House {
    /// Confirmed groups of neighbourhoods 201 and on, registered behind the conversation's back.
    pub async fn campaign(&self, head: Persona, n: u32) -> Vec<Place> {
        let mut groups = Vec::new();
        for number in 201..201 + n {
            let group = self.stage.group(&format!("Nhóm {number}"), head, &[]).await.expect("a group");
            self.stage.add_bot(head, group, None).await.expect("the bot is added");
            groups.push(group);
        }
        self.settle().await;
        let mut tx = self.store.begin().await.expect("a transaction");
        let bot = ward::bot_of_ward(&mut tx, self.ward.id).await.expect("bots").expect("a bot");
        let account =
            ward::account_seen(&mut tx, bot.id, &head.0.to_string(), "vi").await.expect("an account");
        let person = ward::person_for(&mut tx, self.ward.id, account.id).await.expect("a person");
        for (number, group) in (201..).zip(&groups) {
            let Place::Group(id) = group else { continue };
            let name = format!("Tổ dân phố số {number}");
            let place = ward::put_neighbourhood(&mut tx, self.ward.id, &number.to_string(), &name)
                .await
                .expect("a neighbourhood");
            let chat = ward::chat_seen(&mut tx, bot.id, &id.to_string(), ChatKind::Group, &name)
                .await
                .expect("a chat");
            let asked = ward::ask_group(&mut tx, self.ward.id, place, Channel::Telegram, chat.id, person.id)
                .await
                .expect("a group");
            ward::decide_group(&mut tx, asked.id, true, person.id).await.expect("a decision");
        }
        tx.commit().await.expect("a commit");
        groups
    }

    /// How often each chat got a message with these words, by the platform's own record.
    pub async fn posted(&self, words: &str) -> Vec<i64> {
        let calls = self.stage.ledger(0).await.expect("the ledger");
        calls
            .iter()
            .filter(|call| call["method"].as_str().is_some_and(|m| m.eq_ignore_ascii_case("sendMessage")))
            .filter(|call| call["result"]["text"].as_str().is_some_and(|text| text.contains(words)))
            .filter_map(|call| call["result"]["chat"]["id"].as_i64().filter(|id| *id < 0))
            .collect()
    }

    /// What the rows say was posted and what the platform got are the same, each group once.
    pub async fn nothing_lost_nothing_twice(&self, words: &str) {
        let posted = self.posted(words).await;
        let once: BTreeSet<i64> = posted.iter().copied().collect();
        assert_eq!(once.len(), posted.len(), "no group got it twice");
        let sent = self
            .column(
                "SELECT c.platform_id FROM outgoing o JOIN chats c ON c.id = o.chat_id
                 WHERE o.group_id IS NOT NULL AND o.state = 'sent'",
            )
            .await;
        let sent: BTreeSet<i64> = sent.iter().map(|id| id.parse().expect("a number")).collect();
        assert_eq!(sent, once, "the rows say what the platform got");
    }
}

/// A ward whose bot sends slowly, so that people can act in the middle of a campaign.
async fn slow_house(database: Database) -> Option<House> {
    let mut house = House::build(database).await?;
    house.config.delivery.per_second = 40.0;
    house.start().await;
    Some(house)
}

/// A campaign that has begun: its notice as the approver sees it now.
async fn begun(house: &House) -> (Cast, Seen) {
    let cast = house.cast().await;
    house.campaign(cast.head, GROUPS - 1).await;
    house.submit(cast.editor, "Tin đi dần").await;
    house.approve(cast.approver, "chờ duyệt").await;
    house.see(cast.approver, Place::Private, "bắt đầu gửi tới 60 nhóm").await;
    house.settle().await;
    house.stage.advance(TimeDelta::seconds(61)).await.expect("the clock moves");
    let running = house.see(cast.approver, Place::Private, "đang gửi").await;
    (cast, running)
}

/// The same journey on both databases, in a house that sends slowly.
macro_rules! slow_journey {
    ($name:ident, |$house:ident| $body:block) => {
        mod $name {
            use super::*;

            async fn play(database: Database) {
                let Some($house) = slow_house(database).await else { return };
                #[allow(unused_mut, reason = "some journeys stop and start the service")]
                let mut $house = $house;
                $body
                $house.close().await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                play(Database::Sqlite).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                play(Database::Postgres).await;
            }
        }
    };
}

slow_journey!(one_message_shows_the_way_of_a_post_from_its_beginning_to_its_end, |house| {
    let (cast, running) = begun(&house).await;
    assert!(running.text.contains("/60 nhóm đã nhận"), "{}", running.text);
    assert!(running.text.contains("nhóm, dưới 1 phút"), "the rest and its time: {}", running.text);
    assert!(running.edited, "it is the notice, not a new message");
    let done = house.see(cast.approver, Place::Private, "đã gửi xong: 60/60 nhóm đã nhận").await;
    assert_eq!(done.message_id, running.message_id);
    let labels: Vec<&str> = done.buttons.iter().flatten().map(|b| b.label.as_str()).collect();
    assert_eq!(labels, ["Độ phủ"]);
    let other = house.see(cast.administrator, Place::Private, "đã gửi xong: 60/60").await;
    house.press(cast.administrator, Place::Private, &other, "Độ phủ", "Đã tới 60/60").await;
    // Once all of its messages say so there is nothing left to look for.
    while house.count("watches WHERE settled_at IS NULL").await > 0 {
        house.settle().await;
    }
});

slow_journey!(paused_and_let_go_on_a_post_loses_and_repeats_nothing, |house| {
    let (cast, running) = begun(&house).await;
    house.press(cast.approver, Place::Private, &running, "Tạm dừng", "đang tạm dừng, Hà bấm lúc").await;
    house.settle().await;
    assert_eq!(house.column(STATE).await, ["paused"]);
    let gone = house.posted("Tin đi dần").await.len();
    assert!(gone < 60, "something was left to hold back");
    house.nothing_lost_nothing_twice("Tin đi dần").await;
    // The other one hears who was first, wherever their message stands by now.
    let theirs = house.see(cast.administrator, Place::Private, "đang tạm dừng, Hà bấm lúc").await;
    assert!(theirs.text.contains("Còn"), "{}", theirs.text);
    // A restart in the middle lets nothing leave.
    house.stop().await;
    house.start().await;
    house.settle().await;
    house.advance(TimeDelta::minutes(5)).await;
    assert_eq!(house.posted("Tin đi dần").await.len(), gone);
    let data = house.button_data(cast.administrator, Place::Private, theirs.message_id, "Gửi tiếp").await;
    let toast = house.toast(cast.administrator, Place::Private, &theirs, "Gửi tiếp").await;
    assert!(toast.contains("Đã cho gửi tiếp tin 1"), "{toast}");
    let mine = house.see(cast.approver, Place::Private, "đang gửi").await;
    let toast = house.press_data(cast.approver, Place::Private, &mine, &data).await;
    assert!(toast.contains("Hạnh đã cho tin này gửi tiếp lúc"), "{toast}");
    house.see(cast.approver, Place::Private, "đã gửi xong: 60/60").await;
    house.settle().await;
    assert_eq!(house.column(COPIES).await, vec!["sent"; 60]);
    house.nothing_lost_nothing_twice("Tin đi dần").await;
    let acts = house.column("SELECT act FROM audit WHERE act IN ('pause', 'resume') ORDER BY n").await;
    assert_eq!(acts, ["pause", "resume"]);
});

slow_journey!(what_is_cancelled_on_the_way_stays_where_it_is, |house| {
    let (cast, running) = begun(&house).await;
    let paused = house.press(cast.approver, Place::Private, &running, "Tạm dừng", "đang tạm dừng, Hà").await;
    let data = house.button_data(cast.approver, Place::Private, paused.message_id, "Gửi tiếp").await;
    house.press(cast.approver, Place::Private, &paused, "Hủy phần còn lại", "Hà đã hủy phần chưa gửi").await;
    house.see(cast.editor, Place::Private, "Hà đã hủy phần chưa gửi").await;
    let theirs = house.see(cast.administrator, Place::Private, "Hà đã hủy phần chưa gửi").await;
    let toast = house.press_data(cast.administrator, Place::Private, &theirs, &data).await;
    assert!(toast.contains("Hà đã dừng hẳn tin này lúc"), "{toast}");
    house.advance(TimeDelta::hours(1)).await;
    let sent = house.count("outgoing WHERE group_id IS NOT NULL AND state = 'sent'").await;
    let cancelled = house.count("outgoing WHERE group_id IS NOT NULL AND state = 'cancelled'").await;
    assert!(sent + cancelled == 60 && cancelled > 0, "{sent} sent, {cancelled} cancelled");
    house.nothing_lost_nothing_twice("Tin đi dần").await;
    assert_eq!(house.column(STATE).await, ["stopped"]);
    assert_eq!(house.count("audit WHERE act = 'end'").await, 1);
    // Some groups have it: it can be corrected, not edited as if nobody had seen it.
    house.say(cast.editor, Place::Private, "/soan").await;
    let own = house.see(cast.editor, Place::Private, "Tin 1 – đã dừng").await;
    let one = house.press(cast.editor, Place::Private, &own, "Tin 1", "Tin 1, bản 1 –").await;
    assert!(one.buttons.iter().flatten().all(|b| b.label != "Sửa"), "{:?}", one.buttons);
});

slow_journey!(what_became_too_late_while_paused_is_said, |house| {
    let (cast, running) = begun(&house).await;
    let data = house.button_data(cast.approver, Place::Private, running.message_id, "Tạm dừng").await;
    house.press(cast.approver, Place::Private, &running, "Tạm dừng", "đang tạm dừng").await;
    house.settle().await;
    let gone = house.posted("Tin đi dần").await.len();
    house.advance(TimeDelta::hours(13)).await;
    let late = house.see(cast.approver, Place::Private, "Quá hạn nên không gửi").await;
    assert!(late.text.contains(&format!("{} nhóm", 60 - gone)), "{}", late.text);
    assert_eq!(house.posted("Tin đi dần").await.len(), gone, "what was held is not let out at its end");
    let toast = house.press_data(cast.approver, Place::Private, &late, &data).await;
    assert!(toast.contains("Hà đã tạm dừng tin này"), "{toast}");
});

slow_journey!(stop_pressed_too_late_holds_what_has_not_left, |house| {
    let (cast, running) = begun(&house).await;
    let stop = house.button_data(cast.approver, Place::Private, running.message_id, "Tạm dừng").await;
    let stop = stop.replacen("zp", "st", 1);
    let toast = house.press_data(cast.approver, Place::Private, &running, &stop).await;
    assert!(toast.contains("đã tới một số nhóm nên tôi tạm dừng phần còn lại"), "{toast}");
    house.see(cast.approver, Place::Private, "đang tạm dừng").await;
    assert_eq!(house.column(STATE).await, ["paused"]);
});

journey!(relays_are_told_apart_and_end_with_the_post, |house| {
    let cast = house.cast().await;
    let (third, fourth) =
        (house.stage.person("Dung").await.unwrap(), house.stage.person("Én").await.unwrap());
    house.relay(3, cast.administrator, third).await;
    house.relay(4, cast.administrator, fourth).await;
    house.publish(&cast, "Có tổ dùng Zalo").await;
    let done = house.see(cast.approver, Place::Private, "đã gửi xong: 1/3").await;
    assert!(done.text.contains("Chờ tổ trưởng đăng: 2 nhóm"), "{}", done.text);
    let relay = house.see(third, Place::Private, "Có tổ dùng Zalo").await;
    house.stage.press(third, Place::Private, &relay, "Đã đăng").await.unwrap();
    let one = house.see(cast.approver, Place::Private, "Chờ tổ trưởng đăng: 1 nhóm").await;
    assert!(one.text.contains("2/3") && one.message_id == done.message_id, "{}", one.text);
    house.advance(TimeDelta::hours(13)).await;
    house.see(cast.approver, Place::Private, "Quá hạn nên không gửi: 1 nhóm").await;
});

journey!(heads_who_were_asked_to_post_hear_that_the_post_was_ended, |house| {
    let cast = house.cast().await;
    let (third, fourth) =
        (house.stage.person("Dung").await.unwrap(), house.stage.person("Én").await.unwrap());
    house.relay(3, cast.administrator, third).await;
    house.relay(4, cast.administrator, fourth).await;
    house.submit(cast.editor, "Tin phải dừng").await;
    house.approve(cast.approver, "chờ duyệt").await;
    let notice = house.see(cast.approver, Place::Private, "bắt đầu gửi").await;
    let stop = house.button_data(cast.approver, Place::Private, notice.message_id, "Dừng").await;
    house.advance(TimeDelta::seconds(61)).await;
    let relay = house.see(third, Place::Private, "Tin phải dừng").await;
    house.stage.press(third, Place::Private, &relay, "Đã đăng").await.unwrap();
    house.see(third, Place::Private, "đã đăng").await;
    let done = house.see(cast.approver, Place::Private, "đã gửi xong: 2/3").await;
    house.press_data(cast.approver, Place::Private, &done, &stop.replacen("st", "zx", 1)).await;
    house.see(fourth, Place::Private, "xin ông/bà đừng đăng nữa").await;
    house.settle().await;
    assert!(!house.shown(third, Place::Private).await.contains("đừng đăng nữa"), "it is posted there");
});

journey!(only_those_who_may_stop_a_post_steer_it, |house| {
    let cast = house.cast().await;
    let second = house.staff("Hòa", Role::Approver, None).await;
    house.submit(cast.editor, "Ai được tạm dừng").await;
    house.approve(cast.approver, "chờ duyệt").await;
    let notice = house.see(cast.approver, Place::Private, "bắt đầu gửi").await;
    let stop = house.button_data(cast.approver, Place::Private, notice.message_id, "Dừng").await;
    let own = house.see(cast.editor, Place::Private, "đã duyệt tin 1").await;
    for code in ["zp", "zr", "zx"] {
        let toast = house.press_data(cast.editor, Place::Private, &own, &stop.replacen("st", code, 1)).await;
        assert!(toast.contains("chỉ người duyệt hoặc quản trị viên"), "{code}: {toast}");
    }
    // Stopped before the first copy, everybody's message says so and nobody can do it twice.
    let theirs = house.see(second, Place::Private, "bắt đầu gửi").await;
    house.press(cast.approver, Place::Private, &notice, "Dừng", "chưa nhóm nào nhận. Người dừng: Hà").await;
    house.see(second, Place::Private, "chưa nhóm nào nhận. Người dừng: Hà").await;
    let toast = house.press_data(second, Place::Private, &theirs, &stop).await;
    assert!(toast.contains("Hà đã dừng hẳn tin này lúc"), "{toast}");
});
