//! What somebody asks by phone or at the counter, entered by an officer.

use chrono::TimeDelta;
use loa::app::stage::{Persona, Place, Seen};
use loa::ward::Role;

use crate::house::{House, journey};

const ROAD: &str = "Ngõ 15 xuống cấp, ổ gà nhiều, bao giờ phường sửa đường?";
const WHO: &str = "bà Nhâm NHAM333, số 12 ngõ 15, 0912 345 678";

/// Enters a question in private up to the question how it came.
async fn enter(house: &House, clerk: Persona, words: &str) -> Seen {
    house.say(clerk, Place::Private, "/nhap").await;
    house.see(clerk, Place::Private, "Người dân hỏi gì").await;
    house.say(clerk, Place::Private, words).await;
    house.see(clerk, Place::Private, "Ai hỏi, liên hệ bằng cách nào").await;
    house.say(clerk, Place::Private, WHO).await;
    house.see(clerk, Place::Private, "hỏi bằng cách nào? Bấm nút").await
}

journey!(a_question_by_phone_has_a_code_and_its_answer_is_told, |house| {
    let (clerk, _) = house.unit_chat_of("VP").await;
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let way = enter(&house, clerk, ROAD).await;
    let done = house.press(clerk, Place::Private, &way, "Qua điện thoại", "Đã nhập câu hỏi").await;
    assert!(done.text.contains("Phòng Kinh tế") && done.text.contains("11/05/2026"), "{}", done.text);
    let card = house.see(officer, chat, "Hỏi qua điện thoại").await;
    assert!(
        card.text.contains("NHAM333") && card.text.contains("0912 345 678"),
        "for the unit: {}",
        card.text
    );
    // Who has no chat cannot be asked back, and the clock goes on.
    let prompt = house.press(officer, chat, &card, "Hỏi lại người dân", "cần hỏi thêm").await;
    house.stage.reply(officer, chat, prompt.message_id, "Đoạn nào ạ?").await.unwrap();
    house.see(officer, chat, "thời hạn vẫn tính").await;
    assert_eq!(house.column("SELECT state FROM questions").await, ["open"]);
    house.stage.reply(officer, chat, card.message_id, "Vá xong cả ngõ trước 15/05.").await.unwrap();
    house.see(officer, chat, "cho người nhập câu hỏi").await;
    let answer = house.see(clerk, Place::Private, "Vá xong cả ngõ").await;
    assert!(answer.text.contains("NHAM333"), "{}", answer.text);
    // Told within a working day, or it stands above the list.
    house.say(clerk, Place::Private, "/hopthu").await;
    house.settle().await;
    assert!(!house.shown(clerk, Place::Private).await.contains("chưa báo người hỏi"));
    house.advance(TimeDelta::hours(25)).await;
    house.say(clerk, Place::Private, "/hopthu").await;
    let list = house.see(clerk, Place::Private, "chưa báo người hỏi").await;
    assert!(!list.text.contains("NHAM333"), "{}", list.text);
    house.press(clerk, Place::Private, &answer, "Đã báo người hỏi", "đã báo người hỏi câu trả lời").await;
    assert_eq!(house.count("questions WHERE told_at IS NOT NULL AND told_by = entered_by").await, 1);
    assert_eq!(house.count("audit WHERE act = 'asker told'").await, 1);
    assert_eq!(house.count("question_events WHERE event = 'asker_told'").await, 1);
    house.say(clerk, Place::Private, "/hopthu").await;
    house.settle().await;
    assert_eq!(house.shown(clerk, Place::Private).await.matches("chưa báo người hỏi").count(), 1);
    // Nothing of it is the officer's own data, and nothing of it goes with theirs.
    house.say(clerk, Place::Private, "/xoa").await;
    let sure = house.see(clerk, Place::Private, "Ông/bà có chắc không").await;
    house.press(clerk, Place::Private, &sure, "Xóa tất cả", "Tôi đã xóa").await;
    assert_eq!(house.column("SELECT asker FROM questions").await, [WHO]);
    // It goes with time.
    house.advance(TimeDelta::days(91)).await;
    assert_eq!(house.kept("NHAM333").await, Vec::<String>::new());
    assert!(!house.shown(officer, chat).await.contains("NHAM333"));
});

journey!(at_the_counter_the_unit_is_chosen_where_the_words_do_not_say_it, |house| {
    let administrator = house.staff("Hạnh", Role::Administrator, None).await;
    let clerk = house.staff("Sơn", Role::Officer, Some("TTPVHCC")).await;
    let other = house.staff("Thu", Role::Officer, Some("TTPVHCC")).await;
    let hall = house.unit_chat("TTPVHCC", administrator, &[clerk, other]).await;
    let (police, station) = house.unit_chat_of("CA").await;
    // In the unit's chat only replies reach us.
    house.say(clerk, hall, "/nhap").await;
    let prompt = house.see(clerk, hall, "Người dân hỏi gì").await;
    assert!(prompt.text.contains("bấm Trả lời (Reply)"), "{}", prompt.text);
    house.stage.reply(clerk, hall, prompt.message_id, "Chỗ ấy bao giờ xong ạ?").await.unwrap();
    let prompt = house.see(clerk, hall, "Ai hỏi, liên hệ bằng cách nào").await;
    house.stage.reply(clerk, hall, prompt.message_id, WHO).await.unwrap();
    let way = house.see(clerk, hall, "hỏi bằng cách nào? Bấm nút").await;
    house.toast(other, hall, &way, "Tại phường").await;
    house.settle().await;
    assert_eq!(house.column("SELECT state FROM questions").await, ["held"], "not anybody's to decide");
    let units = house.press(clerk, hall, &way, "Tại phường", "do đơn vị nào trả lời").await;
    house.press(clerk, hall, &units, "Công an phường", "Đã nhập câu hỏi").await;
    house.see(police, station, "Hỏi tại phường").await;
});

journey!(what_is_entered_half_is_gone_after_a_day_and_a_complaint_at_once, |house| {
    let (clerk, _) = house.unit_chat_of("VP").await;
    house.say(clerk, Place::Private, "/nhap Ngõ 15 xuống cấp DAUVET1, bao giờ phường sửa đường?").await;
    house.see(clerk, Place::Private, "Ai hỏi, liên hệ bằng cách nào").await;
    house.say(clerk, Place::Private, WHO).await;
    house.see(clerk, Place::Private, "Bấm nút là ông/bà xác nhận").await;
    house.settle().await;
    assert!(!house.kept("DAUVET1").await.is_empty());
    house.advance(TimeDelta::hours(25)).await;
    assert_eq!((house.kept("DAUVET1").await, house.kept("NHAM333").await), (vec![], vec![]));
    house.say(clerk, Place::Private, "/nhap Tôi muốn tố cáo cán bộ DAUVET2 nhận hối lộ").await;
    house.see(clerk, Place::Private, "tôi không nhận và không lưu").await;
    house.settle().await;
    assert_eq!(house.kept("DAUVET2").await, Vec::<String>::new());
    // Dropped by who enters it.
    house.say(clerk, Place::Private, "/nhap Ngõ 15 xuống cấp DAUVET3, bao giờ sửa?").await;
    let asked = house.see(clerk, Place::Private, "Ai hỏi, liên hệ bằng cách nào").await;
    house.press(clerk, Place::Private, &asked, "Thôi", "không lưu lời nào").await;
    house.settle().await;
    assert_eq!(house.kept("DAUVET3").await, Vec::<String>::new());
});

journey!(danger_by_phone_is_alerted_at_once, |house| {
    let (clerk, _) = house.unit_chat_of("VP").await;
    let (police, station) = house.unit_chat_of("CA").await;
    house.say(clerk, Place::Private, "/nhap Cháy nhà số 5 ngõ 12, cứu với").await;
    house.see(clerk, Place::Private, "114").await;
    house.see(police, station, "KHẨN").await;
});

journey!(only_officers_enter_questions, |house| {
    let resident = house.stage.person("Lan").await.unwrap();
    house.stage.start(resident, "").await.unwrap();
    house.say(resident, Place::Private, "/nhap Ngõ 15 xuống cấp, bao giờ sửa?").await;
    house.settle().await;
    assert_eq!(house.count("questions").await, 0);
});

journey!(what_was_entered_is_erased_when_its_asker_wants_that, |house| {
    let (clerk, _) = house.unit_chat_of("VP").await;
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let way = enter(&house, clerk, ROAD).await;
    house.press(clerk, Place::Private, &way, "Tại phường", "Đã nhập câu hỏi").await;
    let card = house.see(officer, chat, "NHAM333").await;
    house.settle().await;
    let sure = house.press(officer, chat, &card, "Người hỏi xin xóa", "theo yêu cầu của người hỏi").await;
    assert!(!house.kept("NHAM333").await.is_empty(), "asked before it is done");
    house.press(officer, chat, &sure, "Đúng, xóa", "Mã yêu cầu để đọc").await;
    house.settle().await;
    assert_eq!(house.kept("NHAM333").await, Vec::<String>::new());
    assert!(!house.shown(officer, chat).await.contains("NHAM333"));
    assert_eq!(house.column("SELECT kind FROM data_requests").await, ["erase"]);
    assert_eq!(house.column("SELECT state FROM questions").await, ["withdrawn"]);
});
