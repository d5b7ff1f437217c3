//! What time takes away.

use chrono::TimeDelta;
use loa::app::stage::Place;

use crate::house::journey;

const MARKER: &str = "DAUVET888";

journey!(the_words_of_a_closed_question_go_after_ninety_days, |house| {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let resident = house.stage.person("Lan").await.unwrap();
    house.stage.start(resident, "").await.unwrap();
    let question = format!("Ngõ 15 xuống cấp {MARKER}, ổ gà nhiều, bao giờ phường sửa đường?");
    house.say(resident, Place::Private, &question).await;
    let notice = house.see(resident, Place::Private, "xin ông/bà đồng ý").await;
    house.press(resident, Place::Private, &notice, "Đồng ý", "Cảm ơn ông/bà đã đồng ý").await;
    let card = house.see(officer, chat, MARKER).await;
    let answer = format!("Phòng đã kiểm tra {MARKER}.");
    house.stage.reply(officer, chat, card.message_id, &answer).await.unwrap();
    house.see(resident, Place::Private, "Phòng đã kiểm tra").await;
    house.stage.advance(TimeDelta::days(89)).await.unwrap();
    house.settle().await;
    assert!(!house.kept(MARKER).await.is_empty(), "kept while somebody may ask again");
    house.stage.advance(TimeDelta::days(2)).await.unwrap();
    house.settle().await;
    assert_eq!(house.kept(MARKER).await, Vec::<String>::new());
    assert_eq!(house.column("SELECT state FROM questions").await, ["closed"], "that it was asked stays");
});
