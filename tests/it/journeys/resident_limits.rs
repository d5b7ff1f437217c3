//! Nights are quiet, and nobody floods the ward without being told so.

use chrono::TimeDelta;
use loa::app::stage::Place;

use super::resident_mine::{MARKER, asked};
use crate::house::journey;

journey!(an_answer_of_the_night_arrives_in_the_morning, |house| {
    let pair = asked(&house).await;
    let card = house.see(pair.officer, pair.chat, MARKER).await;
    // 22:00.
    house.advance(TimeDelta::hours(13)).await;
    house.stage.reply(pair.officer, pair.chat, card.message_id, "Vá xong trước ngày 15/05.").await.unwrap();
    house.see(pair.officer, pair.chat, "Đã gửi câu trả lời").await;
    house.settle().await;
    assert!(!house.shown(pair.resident, Place::Private).await.contains("Vá xong"), "they sleep");
    // What they write themselves is answered at once.
    house.say(pair.resident, Place::Private, "Vỉa hè trước ngõ 20 vỡ gạch, khi nào sửa?").await;
    house.see(pair.resident, Place::Private, "Chậm nhất").await;
    // 06:29, 06:31.
    house.advance(TimeDelta::hours(8) + TimeDelta::minutes(29)).await;
    assert!(!house.shown(pair.resident, Place::Private).await.contains("Vá xong"));
    house.advance(TimeDelta::minutes(2)).await;
    house.see(pair.resident, Place::Private, "Vá xong trước ngày 15/05.").await;
    house.see(pair.resident, Place::Private, "có giúp được ông/bà không").await;
});

journey!(what_is_urgent_does_not_wait_for_the_morning, |house| {
    let (police, chat) = house.unit_chat_of("CA").await;
    let resident = house.stage.person("Lan").await.unwrap();
    house.stage.start(resident, "").await.unwrap();
    house.advance(TimeDelta::hours(14)).await;
    house.say(resident, Place::Private, "Cháy nhà số 5 ngõ 12, cứu với").await;
    let alert = house.see(police, chat, "KHẨN").await;
    house.stage.reply(police, chat, alert.message_id, "Xe đang tới.").await.unwrap();
    house.see(resident, Place::Private, "Xe đang tới.").await;
});

journey!(who_asks_too_much_is_told_when_they_can_ask_again, |house| {
    house.stop().await;
    house.config.rules.questions_ten_minutes = 2;
    house.start().await;
    let pair = asked(&house).await;
    let (police, chat) = house.unit_chat_of("CA").await;
    house.advance(TimeDelta::minutes(1)).await;
    house.say(pair.resident, Place::Private, "Vỉa hè trước ngõ 20 vỡ gạch, khi nào sửa?").await;
    house.see(pair.resident, Place::Private, "Chậm nhất").await;
    house.say(pair.resident, Place::Private, "Bao giờ thay đèn đường ngõ 7 THUA444?").await;
    let limit = house.see(pair.resident, Place::Private, "gửi lại sau 09:11").await;
    assert!(limit.text.contains("2 câu"), "{}", limit.text);
    house.settle().await;
    assert_eq!(house.count("questions").await, 2);
    assert_eq!(house.kept("THUA444").await, Vec::<String>::new());
    // Danger is never too much.
    house.say(pair.resident, Place::Private, "Cháy nhà số 5 ngõ 12, cứu với").await;
    house.see(pair.resident, Place::Private, "114").await;
    house.see(police, chat, "KHẨN").await;
    house.advance(TimeDelta::minutes(11)).await;
    house.say(pair.resident, Place::Private, "Bao giờ thay đèn đường ngõ 7 THUA444?").await;
    house.see(pair.resident, Place::Private, "Chậm nhất").await;
});
