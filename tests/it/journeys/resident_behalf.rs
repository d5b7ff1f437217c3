//! A head asks for a neighbour who does not write.

use loa::app::stage::Place;
use loa::ward::Role;

use crate::house::journey;

journey!(a_head_asks_for_a_neighbour_whom_only_the_unit_sees, |house| {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let administrator = house.staff("Tâm", Role::Administrator, None).await;
    let head = house.stage.person("Bình").await.unwrap();
    house.neighbourhood(1, administrator, head, &[]).await;
    house.say(head, Place::Private, "/hoi").await;
    let how = house.see(head, Place::Private, "Hỏi hộ người khác").await;
    house.press(head, Place::Private, &how, "Hỏi hộ người khác", "hỏi hộ ai").await;
    house.say(head, Place::Private, "Cụ Nhâm NHAM333, số 12 ngõ 15").await;
    let agrees = house.see(head, Place::Private, "có đồng ý").await;
    // Words are no agreement.
    house.say(head, Place::Private, "Ngõ 15 nhiều ổ gà, bao giờ sửa đường?").await;
    house.see(head, Place::Private, "bấm một nút").await;
    assert_eq!(house.count("questions").await, 0);
    house.press(head, Place::Private, &agrees, "Đã đồng ý", "câu hỏi của người ấy").await;
    house.say(head, Place::Private, "Ngõ 15 nhiều ổ gà, bao giờ phường sửa đường?").await;
    let notice = house.see(head, Place::Private, "xin ông/bà đồng ý").await;
    house.press(head, Place::Private, &notice, "Đồng ý", "Cảm ơn ông/bà đã đồng ý").await;
    house.see(head, Place::Private, "Chậm nhất").await;
    let card = house.see(officer, chat, "NHAM333").await;
    assert!(card.text.contains("Tổ trưởng hỏi hộ"), "{}", card.text);
    house.stage.reply(officer, chat, card.message_id, "Vá trong tuần.").await.unwrap();
    let answer = house.see(head, Place::Private, "Vá trong tuần.").await;
    assert!(answer.text.contains("Nhờ ông/bà báo lại") && answer.text.contains("NHAM333"), "{}", answer.text);
    house.settle().await;
    assert!(!house.shown(administrator, Place::Private).await.contains("NHAM333"));
    // Who asked has it erased with all of theirs.
    house.say(head, Place::Private, "/xoa").await;
    let sure = house.see(head, Place::Private, "Ông/bà có chắc không").await;
    house.press(head, Place::Private, &sure, "Xóa tất cả", "Tôi đã xóa").await;
    house.settle().await;
    assert_eq!(house.kept("NHAM333").await, Vec::<String>::new());
});

journey!(nobody_else_is_offered_that, |house| {
    let resident = house.stage.person("Lan").await.unwrap();
    house.stage.start(resident, "").await.unwrap();
    house.say(resident, Place::Private, "/hoi").await;
    let how = house.see(resident, Place::Private, "Mời ông/bà viết câu hỏi").await;
    assert!(how.buttons.is_empty(), "{how:?}");
    let toast = house.press_data(resident, Place::Private, &how, "fa").await;
    assert!(toast.contains("tổ trưởng"), "{toast}");
});
