//! Whether an answer helped, and what follows; an answer that helps others too.

use chrono::TimeDelta;
use loa::app::stage::Place;
use loa::ward::Role;

use super::resident_mine::{MARKER, STATES, another, answered, asked};
use crate::house::journey;

journey!(an_answer_that_helped_ends_the_question, |house| {
    let pair = asked(&house).await;
    answered(&house, pair, "Vá xong trước ngày 15/05.").await;
    let asks = house.see(pair.resident, Place::Private, "có giúp được ông/bà không").await;
    house.press(pair.resident, Place::Private, &asks, "Có, đã giúp", "Cảm ơn ông/bà").await;
    house.see(pair.officer, pair.chat, "người hỏi cho biết đã giải quyết xong").await;
    house.settle().await;
    assert_eq!(house.column(STATES).await, ["confirmed"]);
    assert_eq!(house.count("questions WHERE helped").await, 1);
});

journey!(an_answer_that_did_not_help_opens_it_once_and_a_higher_person_hears, |house| {
    house.stop().await;
    house.config.rules.reception = "Thứ Năm hằng tuần, 08:00–11:30".into();
    house.start().await;
    let pair = asked(&house).await;
    let approver = house.staff("Hà", Role::Approver, None).await;
    answered(&house, pair, "Chưa có kinh phí sửa.").await;
    let asks = house.see(pair.resident, Place::Private, "có giúp được ông/bà không").await;
    let missing = house.press(pair.resident, Place::Private, &asks, "Chưa", "Còn thiếu điều gì").await;
    let higher = house.see(approver, Place::Private, "chưa giải quyết được việc").await;
    assert!(!higher.text.contains(MARKER), "no words of the asker: {}", higher.text);
    house.see(pair.officer, pair.chat, "câu trả lời trước chưa giải quyết được việc").await;
    assert_eq!(house.column(STATES).await, ["open"]);
    house.press(pair.resident, Place::Private, &missing, "Chưa rõ ai làm", "Đã bổ sung").await;
    let card = house.see(pair.officer, pair.chat, "Chưa rõ ai làm, khi nào xong").await;
    house
        .stage
        .reply(pair.officer, pair.chat, card.message_id, "Đội vá đường làm ngày 12/05.")
        .await
        .unwrap();
    house.see(pair.resident, Place::Private, "Đội vá đường làm ngày 12/05.").await;
    house.settle().await;
    let shown = house.stage.messages(pair.resident, Place::Private).await.unwrap();
    let asks = shown.iter().rev().find(|m| m.text.contains("có giúp được ông/bà không")).unwrap();
    let end = house.press(pair.resident, Place::Private, asks, "Chưa", "tiếp công dân").await;
    assert!(end.text.contains("Thứ Năm hằng tuần"), "{}", end.text);
    house.settle().await;
    assert_eq!(house.column(STATES).await, ["answered"], "not a second time");
    assert_eq!(house.count("questions WHERE reopened_at IS NOT NULL").await, 1);
});

journey!(what_is_missing_can_also_be_written, |house| {
    let pair = asked(&house).await;
    answered(&house, pair, "Chưa có kinh phí sửa.").await;
    let asks = house.see(pair.resident, Place::Private, "có giúp được ông/bà không").await;
    house.press(pair.resident, Place::Private, &asks, "Chưa", "Còn thiếu điều gì").await;
    house.say(pair.resident, Place::Private, "Ngày nào thì vá xong đoạn ngõ 15 này?").await;
    house.see(pair.resident, Place::Private, "Đã bổ sung").await;
    house.see(pair.officer, pair.chat, "Ngày nào thì vá xong").await;
    assert_eq!(house.column(STATES).await, ["open"]);
});

journey!(without_a_word_it_is_closed_after_a_week, |house| {
    let pair = asked(&house).await;
    answered(&house, pair, "Vá xong trước ngày 15/05.").await;
    let asks = house.see(pair.resident, Place::Private, "có giúp được ông/bà không").await;
    let before = house.stage.messages(pair.resident, Place::Private).await.unwrap().len();
    house.advance(TimeDelta::days(7) - TimeDelta::hours(1)).await;
    assert_eq!(house.column(STATES).await, ["answered"]);
    house.advance(TimeDelta::hours(2)).await;
    assert_eq!(house.column(STATES).await, ["closed"]);
    house.see(pair.officer, pair.chat, "Đã trả lời và đóng").await;
    let after = house.stage.messages(pair.resident, Place::Private).await.unwrap().len();
    assert_eq!(before, after, "nobody is woken by that");
    let toast = house.toast(pair.resident, Place::Private, &asks, "Có, đã giúp").await;
    assert!(toast.contains("đã được xử lý"), "{toast}");
});

journey!(an_answer_is_published_only_by_leave_of_all_three, |house| {
    let pair = asked(&house).await;
    let second = another(&house, "Cúc", "Vỉa hè ngõ 20 vỡ gạch, gọi tôi 0912 345 678, khi nào sửa?").await;
    let approver = house.staff("Hà", Role::Approver, None).await;
    let card = house.see(pair.officer, pair.chat, "vỡ gạch").await;
    house.stage.reply(pair.officer, pair.chat, card.message_id, "Lát lại trong tháng Sáu.").await.unwrap();
    let asks = house.see(second, Place::Private, "có giúp được ông/bà không").await;
    house.settle().await;
    let shown = house.stage.messages(pair.officer, pair.chat).await.unwrap();
    let card = shown.iter().find(|m| m.text.contains("vỡ gạch")).unwrap();
    assert!(!card.buttons.iter().flatten().any(|b| b.label.contains("Soạn bản")), "not without leave");
    let may = house.press(second, Place::Private, &asks, "Có, đã giúp", "cho phép").await;
    house.press(second, Place::Private, &may, "Cho phép đăng", "không nêu tên").await;
    let card = house.see(pair.officer, pair.chat, "cho phép đăng").await;
    house.stage.press(pair.officer, pair.chat, &card, "Soạn bản đăng nhóm").await.unwrap();
    let check = house.see(pair.officer, Place::Private, "Xin ông/bà đọc kỹ").await;
    let draft = house.see(pair.officer, Place::Private, "Bà con hỏi").await;
    assert!(
        draft.text.contains("vỡ gạch") && draft.text.contains("Lát lại trong tháng Sáu"),
        "{}",
        draft.text
    );
    assert!(!draft.text.contains("0912") && !draft.text.contains("345 678"), "{}", draft.text);
    let when = house.press(pair.officer, Place::Private, &check, "Dùng nguyên bản này", "Đăng lúc nào").await;
    let sure = house.press(pair.officer, Place::Private, &when, "Ngay khi được duyệt", "Gửi duyệt?").await;
    house.press(pair.officer, Place::Private, &sure, "Gửi duyệt", "Đã gửi duyệt").await;
    let request = house.see(approver, Place::Private, "chờ duyệt").await;
    assert!(house.shown(approver, Place::Private).await.contains("Lát lại trong tháng Sáu"), "{request:?}");
    assert_eq!(house.count("posts").await, 0, "nothing without approval");
    // Leave that is taken back ends it.
    house.say(second, Place::Private, "/cauhoi").await;
    let list = house.see(second, Place::Private, "Câu hỏi của ông/bà").await;
    let open = house.press(second, Place::Private, &list, "Xem câu hỏi", "Ông/bà hỏi").await;
    house.press(second, Place::Private, &open, "Không đăng", "phường không đăng").await;
    house.settle().await;
    let data = house.button_data(pair.officer, pair.chat, card.message_id, "Soạn bản đăng nhóm").await;
    let toast = house.press_data(pair.officer, pair.chat, &card, &data).await;
    assert!(toast.contains("không cho phép"), "{toast}");
});
