//! Nights are quiet, and nobody floods the ward without being told so.

use chrono::TimeDelta;
use loa::app::stage::Place;
use serde_json::json;

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

journey!(questions_that_wait_to_be_acknowledged_are_acknowledged_together, |house| {
    let pair = asked(&house).await;
    house.settle().await;
    let wait = json!({"kind": "429", "chat": pair.resident.0, "method": "sendMessage", "retry_after": 600});
    house.control("fault", wait).await;
    for words in [
        "Đèn đường ngõ 4 hỏng mấy hôm nay, đề nghị phường sửa đèn đường",
        "Nắp cống đầu ngõ 9 vỡ, đề nghị phường sửa cống thoát nước",
        "Ngõ 12 ổ gà nhiều, bao giờ phường sửa đường?",
    ] {
        house.say(pair.resident, Place::Private, words).await;
        house.settle().await;
    }
    assert_eq!(house.count("outgoing WHERE kind = 'acknowledgement' AND state = 'waiting'").await, 1);
    // The rest is over: it is counted in real time, which no test waits for.
    house.meddle("UPDATE chat_paces SET paused_until = 0").await;
    house.advance(TimeDelta::seconds(5)).await;
    let together = house.see(pair.resident, Place::Private, "Phường đã nhận 3 câu hỏi").await;
    assert_eq!(together.text.matches("trả lời chậm nhất").count(), 3, "{}", together.text);
    assert_eq!(together.buttons.len(), 3, "each can be opened: {together:?}");
    let first = together.buttons[0][0].label.clone();
    house.press(pair.resident, Place::Private, &together, &first, "Ông/bà hỏi").await;
    // What becomes of one of them is told in a message of its own.
    let shown = house.stage.messages(pair.officer, pair.chat).await.unwrap();
    let card = shown.iter().find(|m| m.text.contains("Ngõ 12")).expect("a card");
    house.stage.press(pair.officer, pair.chat, card, "Nhận việc").await.unwrap();
    let status = house.see(pair.resident, Place::Private, "đang xử lý").await;
    assert_ne!(status.message_id, together.message_id);
    // One that is taken back takes no other with it.
    assert_eq!(house.column("SELECT CAST(COUNT(DISTINCT status_id) AS TEXT) FROM questions").await, ["3"]);
});

journey!(what_may_have_arrived_already_is_repeated_as_it_was, |house| {
    let pair = asked(&house).await;
    house.settle().await;
    let mut fault = json!({"kind": "drop_answer", "chat": pair.resident.0, "method": "sendMessage"});
    house.control("fault", fault.clone()).await;
    fault["kind"] = json!("429");
    fault["retry_after"] = json!(600);
    house.control("fault", fault).await;
    let first = "Đèn đường ngõ 4 hỏng mấy hôm nay, đề nghị phường sửa đèn đường";
    house.say(pair.resident, Place::Private, first).await;
    house.settle().await;
    house.advance(TimeDelta::seconds(30)).await;
    let waiting = "outgoing WHERE kind = 'acknowledgement' AND state = 'waiting'";
    assert_eq!(house.count(&format!("{waiting} AND repeats = 1")).await, 1, "it may have arrived");
    let second = "Nắp cống đầu ngõ 9 vỡ, đề nghị phường sửa cống thoát nước";
    house.say(pair.resident, Place::Private, second).await;
    house.settle().await;
    assert_eq!(house.count(waiting).await, 2);
    house.meddle("UPDATE chat_paces SET paused_until = 0").await;
    house.advance(TimeDelta::seconds(5)).await;
    house.settle().await;
    // The first, the one that came twice, and the last.
    let shown = house.shown(pair.resident, Place::Private).await;
    assert_eq!(shown.matches("Đã nhận câu hỏi, mã số").count(), 4, "{shown}");
    assert_eq!(house.column("SELECT CAST(COUNT(DISTINCT status_id) AS TEXT) FROM questions").await, ["3"]);
});

journey!(what_waits_for_the_morning_holds_no_acknowledgement, |house| {
    let pair = asked(&house).await;
    // 22:30.
    house.advance(TimeDelta::hours(13) + TimeDelta::minutes(30)).await;
    house.say(pair.resident, Place::Private, "Thế bao giờ thì có ạ").await;
    house.see(pair.resident, Place::Private, "thuộc việc nào").await;
    // Nobody chose: the office has it, which is told in the morning.
    house.advance(TimeDelta::hours(25)).await;
    assert_eq!(house.count("outgoing WHERE kind = 'acknowledgement' AND state = 'waiting'").await, 1);
    let words = "Đèn đường ngõ 4 hỏng mấy hôm nay, đề nghị phường sửa đèn đường";
    house.say(pair.resident, Place::Private, words).await;
    house.see(pair.resident, Place::Private, "thời hạn tính từ").await;
    house.settle().await;
    assert_eq!(house.count("outgoing WHERE kind = 'acknowledgement' AND state = 'waiting'").await, 1);
});
