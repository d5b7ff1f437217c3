//! What the text decides before anything else, where two must hear it or a time is named.

use loa::app::stage::Place;

use crate::house::journey;

journey!(hurt_and_violence_alert_the_police_and_the_health_station, |house| {
    let (officer, police) = house.unit_chat_of("CA").await;
    let (nurse, health) = house.unit_chat_of("YT").await;
    let resident = house.stage.person("Lan").await.unwrap();
    house.stage.start(resident, "").await.unwrap();
    let words = "Có đánh nhau chém nhau, có người bị thương nặng chảy máu ngất xỉu";
    house.say(resident, Place::Private, words).await;
    house.see(resident, Place::Private, "115").await;
    house.see(officer, police, "KHẨN").await;
    let alert = house.see(nurse, health, "KHẨN").await;
    // Each can answer.
    house.stage.reply(nurse, health, alert.message_id, "Trạm y tế đang tới.").await.unwrap();
    house.see(resident, Place::Private, "Trạm y tế đang tới.").await;
});

journey!(who_complains_is_told_when_the_ward_receives, |house| {
    house.stop().await;
    house.config.rules.reception = "Thứ Năm hằng tuần, 08:00–11:30, phòng 101".into();
    house.start().await;
    let resident = house.stage.person("Lan").await.unwrap();
    house.stage.start(resident, "").await.unwrap();
    house.say(resident, Place::Private, "Tôi muốn tố cáo cán bộ nhận hối lộ").await;
    let lawful = house.see(resident, Place::Private, "phải được nhận theo đúng luật").await;
    assert!(lawful.text.contains("Thứ Năm hằng tuần, 08:00–11:30, phòng 101"), "{}", lawful.text);
});
