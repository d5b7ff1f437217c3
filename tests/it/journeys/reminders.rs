//! Units are reminded: one digest a morning, single words for what cannot wait, nothing twice.

use std::str::FromStr as _;

use chrono::{DateTime, TimeDelta, Utc};
use loa::app::stage::{Persona, Place};
use loa::ward::Role;

use super::escalation::name_head;
use crate::house::{Database, House, journey};

pub(super) const ROAD: &str = "Ngõ 15 xuống cấp, ổ gà nhiều, bao giờ phường sửa đường?";
pub(super) const KERB: &str = "Nắp cống phố Chùa Láng vỡ, đề nghị phường sửa cống thoát nước";

/// Somebody who has agreed asks these.
pub(super) async fn asked(house: &House, name: &str, texts: &[&str]) -> Persona {
    let resident = house.stage.person(name).await.unwrap();
    house.stage.start(resident, "").await.unwrap();
    for (n, text) in texts.iter().enumerate() {
        house.say(resident, Place::Private, text).await;
        if n == 0 {
            let notice = house.see(resident, Place::Private, "xin ông/bà đồng ý").await;
            house.press(resident, Place::Private, &notice, "Đồng ý", "Cảm ơn ông/bà đã đồng ý").await;
        }
        house.see(resident, Place::Private, "Chậm nhất").await;
    }
    house.settle().await;
    resident
}

/// Moves the clock to a time on Hanoi's clocks, as `2026-05-05T08:00`.
pub(super) async fn until(house: &House, time: &str) {
    let then = DateTime::<Utc>::from_str(&format!("{time}:00+07:00")).unwrap();
    house.advance(then - house.stage.now().await.unwrap()).await;
}

/// How many messages of the bot a person sees in a chat with these words.
pub(super) async fn times(house: &House, who: Persona, place: Place, words: &str) -> usize {
    let messages = house.stage.messages(who, place).await.unwrap();
    messages.iter().filter(|m| !m.deleted && m.text.contains(words)).count()
}

/// The code of the question with this text, as it is shown.
pub(super) async fn code_of(house: &House, text: &str) -> String {
    let codes = house.column(&format!("SELECT code FROM questions WHERE text LIKE '{text}%'")).await;
    let (first, last) = codes[0].split_at(3);
    format!("{first} {last}")
}

/// An officer takes a question on from its card.
pub(super) async fn take(house: &House, officer: Persona, chat: Place, text: &str) {
    let card = house.see(officer, chat, text).await;
    house.settle().await;
    let toast = house.toast(officer, chat, &card, "Nhận việc").await;
    assert!(toast.contains("đã nhận"), "{toast}");
    house.settle().await;
}

const DIGEST: &str = "☀️";
const REMINDER: &str = "cần xử lý ngay";

journey!(each_working_morning_brings_one_digest_and_what_is_pressing_comes_first, |house| {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let (other, other_chat) = house.unit_chat_of("VHXH").await;
    asked(&house, "Lan", &[ROAD]).await;
    take(&house, officer, chat, "Ngõ 15").await;
    until(&house, "2026-05-05T07:59").await;
    assert_eq!(times(&house, officer, chat, DIGEST).await, 0);
    until(&house, "2026-05-05T08:00").await;
    let digest = house.see(officer, chat, DIGEST).await;
    let (road, heading) = (code_of(&house, "Ngõ 15").await, "Thứ Ba, 05/05/2026: 1 câu hỏi chưa trả lời");
    assert!(digest.text.contains(heading), "{}", digest.text);
    assert!(
        digest.text.contains(&format!("Còn lại: 1\n{road} · còn 6 ngày · Cán bộ KTHTDT")),
        "{}",
        digest.text
    );
    assert!(!digest.text.contains("ổ gà"), "no words: {}", digest.text);
    house.press(officer, chat, &digest, &format!("Mở {road}"), "ổ gà").await;
    until(&house, "2026-05-05T16:59").await;
    assert_eq!(times(&house, officer, chat, DIGEST).await, 1, "one a day");
    // Six days later the first is nearly due, and another one nobody has taken on.
    until(&house, "2026-05-06T08:00").await;
    until(&house, "2026-05-07T10:00").await;
    asked(&house, "Cúc", &[KERB]).await;
    for day in ["08", "09", "10"] {
        until(&house, &format!("2026-05-{day}T12:00")).await;
    }
    until(&house, "2026-05-11T08:00").await;
    let digest = house.see(officer, chat, "Thứ Hai, 11/05/2026: 2 câu hỏi").await;
    let kerb = code_of(&house, "Nắp cống").await;
    let parts = format!(
        "📅 Hạn hôm nay: 1\n{road} · hạn 09:00 hôm nay · Cán bộ KTHTDT\n\n⚠️ Quá giờ chưa ai nhận: 1\n{kerb} · "
    );
    assert!(digest.text.contains(&parts), "{}", digest.text);
    assert_eq!(times(&house, officer, chat, DIGEST).await, 5, "on no Saturday and no Sunday");
    // Who has nothing hears nothing.
    assert_eq!(times(&house, other, other_chat, DIGEST).await, 0);
    assert_eq!(house.count("question_reminders WHERE mark = '80'").await, 1, "told by the digest");
});

journey!(what_waits_for_its_asker_or_is_answered_does_not_remind, |house| {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let resident = asked(&house, "Lan", &[ROAD, KERB]).await;
    let card = house.see(officer, chat, "Ngõ 15").await;
    house.press(officer, chat, &card, "Hỏi lại người dân", "cần hỏi thêm người dân").await;
    let ask = house.stage.messages(officer, chat).await.unwrap().pop().unwrap();
    house.stage.reply(officer, chat, ask.message_id, "Ổ gà ở số nhà nào ạ?").await.unwrap();
    house.see(resident, Place::Private, "Ổ gà ở số nhà nào").await;
    let card = house.see(officer, chat, "Nắp cống").await;
    house
        .stage
        .reply(officer, chat, card.message_id, "Tổ thi công thay nắp cống ngày 06/05/2026.")
        .await
        .unwrap();
    house.see(officer, chat, "Đã gửi câu trả lời").await;
    until(&house, "2026-05-20T10:00").await;
    until(&house, "2026-05-21T10:00").await;
    for words in [DIGEST, REMINDER] {
        assert_eq!(times(&house, officer, chat, words).await, 0, "{words}");
    }
    assert_eq!(house.count("question_reminders").await, 0);
    // Once they have answered, the clock goes on and its reminders with it.
    house.say(resident, Place::Private, "Trước số nhà 15 ạ").await;
    house.see(officer, chat, "vừa bổ sung").await;
    until(&house, "2026-05-22T08:00").await;
    house.see(officer, chat, "Thứ Sáu, 22/05/2026: 1 câu hỏi").await;
});

journey!(what_nobody_takes_on_in_eight_hours_is_said_within_office_hours, |house| {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    // On Monday at 16:30: eight hours are over on Tuesday at 16:30.
    until(&house, "2026-05-04T16:30").await;
    asked(&house, "Lan", &[ROAD]).await;
    until(&house, "2026-05-05T16:29").await;
    assert_eq!(times(&house, officer, chat, REMINDER).await, 0);
    until(&house, "2026-05-05T16:30").await;
    let reminder = house.see(officer, chat, REMINDER).await;
    assert!(reminder.text.contains("quá giờ mà chưa ai nhận"), "{}", reminder.text);
    assert_eq!(times(&house, officer, chat, REMINDER).await, 1);
    house.press(officer, chat, &reminder, "Mở", "ổ gà").await;
    // Said when nobody was there to say it: not in the evening, and the morning's digest has it.
    asked(&house, "Cúc", &[KERB]).await;
    house.stop().await;
    until_stopped(&house, "2026-05-06T19:00").await;
    house.start().await;
    house.settle().await;
    assert_eq!(times(&house, officer, chat, REMINDER).await, 1);
    until(&house, "2026-05-07T08:00").await;
    let digest = house.see(officer, chat, DIGEST).await;
    assert!(digest.text.contains("⚠️ Quá giờ chưa ai nhận: 2"), "{}", digest.text);
    assert_eq!(times(&house, officer, chat, REMINDER).await, 1);
});

/// The same while no service runs.
async fn until_stopped(house: &House, time: &str) {
    let then = DateTime::<Utc>::from_str(&format!("{time}:00+07:00")).unwrap();
    house.stage.advance(then - house.stage.now().await.unwrap()).await.unwrap();
}

journey!(what_is_urgent_is_said_at_once_and_at_any_hour, |house| {
    let (officer, chat) = house.unit_chat_of("CA").await;
    asked(&house, "Lan", &["Mặt đường ngõ 9 ổ gà, bao giờ sửa?"]).await;
    let neighbour = house.stage.person("Cúc").await.unwrap();
    house.stage.start(neighbour, "").await.unwrap();
    house.say(neighbour, Place::Private, "Cháy nhà số 5 ngõ 12, cứu với").await;
    house.see(officer, chat, "KHẨN").await;
    assert_eq!(house.column("SELECT kind FROM questions WHERE text LIKE 'Cháy%'").await, ["urgent"]);
    house.settle().await;
    until(&house, "2026-05-04T13:59").await;
    assert_eq!(times(&house, officer, chat, REMINDER).await, 0);
    until(&house, "2026-05-04T14:00").await;
    let reminder = house.see(officer, chat, REMINDER).await;
    assert!(reminder.text.contains("50 %") || reminder.text.contains("chưa ai nhận"), "{}", reminder.text);
    house.stop().await;
    until_stopped(&house, "2026-05-04T21:30").await;
    house.start().await;
    house.see(officer, chat, "đã qua 80 % thời gian").await;
    until(&house, "2026-05-05T08:00").await;
    house.see(officer, chat, "📅 Hạn hôm nay: 1").await;
    until(&house, "2026-05-05T09:00").await;
    house.see(officer, chat, "trễ từ 09:00 hôm nay").await;
    assert_eq!(times(&house, officer, chat, REMINDER).await, 3);
});

journey!(after_three_days_of_standstill_each_hears_once, |house| {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let texts: Vec<String> = (1..=4).map(|n| format!("Ngõ {n}0 xuống cấp, ổ gà, phường sửa đường")).collect();
    let resident = asked(&house, "Lan", &texts.iter().map(String::as_str).collect::<Vec<_>>()).await;
    let boss = house.staff("Tuấn", Role::Officer, Some("KTHTDT")).await;
    name_head(&house, "KTHTDT", boss).await;
    until(&house, "2026-05-08T17:30").await;
    let before = times(&house, officer, chat, DIGEST).await;
    house.stop().await;
    // Due on Monday the 11th at 09:00; back on Tuesday the 12th at 10:00.
    until_stopped(&house, "2026-05-12T10:00").await;
    house.start().await;
    house.settle().await;
    let digest = house.see(officer, chat, "Thứ Ba, 12/05/2026: 4 câu hỏi").await;
    assert!(digest.text.contains("⏰ Trễ hạn: 4\n") && digest.text.contains("trễ 1 ngày"), "{}", digest.text);
    assert_eq!(times(&house, officer, chat, DIGEST).await, before + 1, "one digest");
    let reminders = times(&house, officer, chat, REMINDER).await;
    assert!(reminders <= 1, "and no word beside it, but that nobody took them on last week: {reminders}");
    let told = house.see(boss, Place::Private, "4 câu hỏi của đơn vị đã quá hạn").await;
    assert!(told.text.contains("Ngõ 10 xuống cấp"), "{}", told.text);
    assert_eq!(times(&house, boss, Place::Private, "đã quá hạn trả lời").await, 1);
    assert_eq!(times(&house, resident, Place::Private, "Phường xin lỗi ông/bà.\nNơi đang giữ").await, 4);
    // Once more, and nobody hears it again.
    house.stop().await;
    house.start().await;
    house.advance(TimeDelta::minutes(90)).await;
    assert_eq!(times(&house, officer, chat, DIGEST).await, before + 1);
    assert_eq!(times(&house, boss, Place::Private, "đã quá hạn trả lời").await, 1);
    assert_eq!(times(&house, resident, Place::Private, "Nơi đang giữ").await, 4);
});

journey!(a_digest_comes_when_the_ward_says, |house| {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    asked(&house, "Lan", &[ROAD]).await;
    house.stop().await;
    house.config.rules.digest_at = chrono::NaiveTime::from_hms_opt(7, 30, 0).unwrap();
    house.start().await;
    until(&house, "2026-05-05T07:29").await;
    assert_eq!(times(&house, officer, chat, DIGEST).await, 0);
    until(&house, "2026-05-05T07:30").await;
    house.see(officer, chat, DIGEST).await;
});

journey!(without_a_chat_the_officers_hear_it_in_private, |house| {
    let officer = house.staff("Sơn", Role::Officer, Some("KTHTDT")).await;
    house.staff("Hạnh", Role::Administrator, None).await;
    asked(&house, "Lan", &[ROAD]).await;
    until(&house, "2026-05-05T08:00").await;
    let digest = house.see(officer, Place::Private, DIGEST).await;
    house.press(officer, Place::Private, &digest, "Mở", "ổ gà").await;
});

/// One looks at the clock at a time; when it dies, the other knows what has been said.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_instances_only_one_reminds() {
    let Some(mut house) = House::build(Database::Postgres).await else { return };
    house.start().await;
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    asked(&house, "Lan", &[ROAD]).await;
    let second = house.another().await;
    until(&house, "2026-05-05T08:00").await;
    assert_eq!(times(&house, officer, chat, DIGEST).await, 1);
    until(&house, "2026-05-05T09:00").await;
    assert_eq!(times(&house, officer, chat, REMINDER).await, 1);
    house.crash();
    house.take_over(second);
    house.settle().await;
    house.advance(TimeDelta::hours(2)).await;
    assert_eq!(times(&house, officer, chat, DIGEST).await, 1);
    assert_eq!(times(&house, officer, chat, REMINDER).await, 1);
    until(&house, "2026-05-06T08:00").await;
    assert_eq!(times(&house, officer, chat, DIGEST).await, 2);
    house.close().await;
}
