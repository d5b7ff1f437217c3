//! What officers decide about a question: its kind, that a colleague reads the answer first, that
//! it is beyond the ward; and what did not reach its asker.

use chrono::TimeDelta;
use loa::app::stage::{Persona, Place, Seen};
use loa::ward::Role;
use serde_json::json;

use super::resident_mine::another as asker;
use crate::house::{House, journey};

const ROAD: &str = "Ngõ 15 xuống cấp, ổ gà nhiều, bao giờ phường sửa đường?";

async fn more(house: &House, officer: Persona, chat: Place, card: &Seen, label: &str, then: &str) -> Seen {
    let more = house.press(officer, chat, card, "Việc khác", "muốn làm gì").await;
    house.press(officer, chat, &more, label, then).await
}

journey!(the_kind_of_a_question_is_set_and_its_asker_sees_why, |house| {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let resident = asker(&house, "Lan", ROAD).await;
    let card = house.see(officer, chat, "Ngõ 15").await;
    let kinds = more(&house, officer, chat, &card, "Đổi loại", "đang là việc thường").await;
    let prompt = house.press(officer, chat, &kinds, "việc phức tạp", "vì sao là việc phức tạp").await;
    house.stage.reply(officer, chat, prompt.message_id, "phải khảo sát\nnền đường").await.unwrap();
    house.see(officer, chat, "nay là việc phức tạp, trả lời chậm nhất Thứ Hai, 18/05/2026").await;
    house.settle().await;
    let shown = house.shown(resident, Place::Private).await;
    assert!(shown.contains("Lý do: phải khảo sát nền đường") && shown.contains("18/05/2026"), "{shown}");
    let shown = house.shown(officer, chat).await;
    assert!(shown.contains("phải khảo sát nền đường"), "{shown}");
    // And back to urgent: one working day from when it was asked.
    let kinds = more(&house, officer, chat, &card, "Đổi loại", "đang là việc phức tạp").await;
    let normal = house.button_data(officer, chat, kinds.message_id, "việc thường").await;
    house
        .press(officer, chat, &kinds, "việc khẩn", "nay là việc khẩn, trả lời chậm nhất Thứ Ba, 05/05/2026")
        .await;
    house.settle().await;
    let shown = house.shown(resident, Place::Private).await;
    assert!(shown.contains("Đây là việc khẩn") && !shown.contains("phải khảo sát"), "{shown}");
    assert_eq!(house.count("audit WHERE act = 'set kind'").await, 2);
    // Not once it is answered.
    house.stage.reply(officer, chat, card.message_id, "Vá xong cả ngõ trước 15/05.").await.unwrap();
    house.see(resident, Place::Private, "Vá xong cả ngõ").await;
    let late = house.press_data(officer, chat, &kinds, &normal).await;
    assert!(late.contains("đã đóng"), "{late}");
    assert_eq!(house.column("SELECT kind FROM questions").await, ["urgent"]);
});

journey!(only_who_works_on_a_question_sets_its_kind, |house| {
    let administrator = house.staff("Hạnh", Role::Administrator, None).await;
    let first = house.staff("Sơn", Role::Officer, Some("KTHTDT")).await;
    let second = house.staff("Thu", Role::Officer, Some("KTHTDT")).await;
    let chat = house.unit_chat("KTHTDT", administrator, &[first, second]).await;
    asker(&house, "Lan", ROAD).await;
    let card = house.see(first, chat, "Ngõ 15").await;
    let kinds = more(&house, second, chat, &card, "Đổi loại", "đang là việc thường").await;
    house.press(first, chat, &card, "Nhận việc", "Sơn đang xử lý").await;
    let toast = house.toast(second, chat, &kinds, "việc khẩn").await;
    assert!(toast.contains("Sơn đã nhận"), "{toast}");
    assert_eq!(house.column("SELECT kind FROM questions").await, ["normal"]);
});

journey!(what_is_beyond_the_ward_is_handed_up_and_its_asker_hears_what_comes_next, |house| {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let resident = asker(&house, "Lan", ROAD).await;
    let card = house.see(officer, chat, "Ngõ 15").await;
    let prompt = more(&house, officer, chat, &card, "Vượt thẩm quyền", "chuyển lên cơ quan nào").await;
    house.stage.reply(officer, chat, prompt.message_id, "Sở Xây dựng Hà Nội, 024 3825 0000").await.unwrap();
    let prompt = house.see(officer, chat, "mã hồ sơ hoặc số văn bản ở Sở Xây dựng").await;
    house.press(officer, chat, &prompt, "Chưa có mã", "đã ghi là chuyển lên Sở Xây dựng").await;
    let told = house.see(resident, Place::Private, "vượt thẩm quyền").await;
    assert!(
        told.text.contains("không phải gửi lại") && told.text.contains("Khi có mã hồ sơ"),
        "{}",
        told.text
    );
    assert_eq!(house.column("SELECT state FROM questions").await, ["referred"]);
    // The reference follows.
    house.settle().await;
    let prompt = house.press(officer, chat, &card, "Ghi mã hồ sơ", "mã hồ sơ hoặc số văn bản").await;
    house.stage.reply(officer, chat, prompt.message_id, "SXD-2026/77").await.unwrap();
    house.see(resident, Place::Private, "mang mã SXD-2026/77").await;
    house.settle().await;
    let shown = house.shown(officer, chat).await;
    assert!(shown.contains("mã SXD-2026/77") && !shown.contains("Ghi mã hồ sơ"), "{shown}");
    house.say(resident, Place::Private, "/cauhoi").await;
    house
        .see(
            resident,
            Place::Private,
            "phường đã chuyển tới Sở Xây dựng Hà Nội, 024 3825 0000, mã SXD-2026/77",
        )
        .await;
    // With a number at once.
    asker(&house, "Minh", "Ngõ 7 đường hỏng, bao giờ phường sửa?").await;
    let card = house.see(officer, chat, "Ngõ 7").await;
    let prompt = more(&house, officer, chat, &card, "Vượt thẩm quyền", "chuyển lên cơ quan nào").await;
    house.stage.reply(officer, chat, prompt.message_id, "UBND Thành phố").await.unwrap();
    let prompt = house.see(officer, chat, "số văn bản ở UBND Thành phố").await;
    house.stage.reply(officer, chat, prompt.message_id, "CV-12").await.unwrap();
    house.see(officer, chat, "chuyển lên UBND Thành phố").await;
    assert_eq!(house.count("questions WHERE outside_ref = 'CV-12'").await, 1);
});

journey!(what_is_asked_back_and_does_not_arrive_stops_no_clock, |house| {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let resident = asker(&house, "Lan", ROAD).await;
    let due = house.column("SELECT CAST(due_at AS TEXT) FROM questions").await;
    let card = house.see(officer, chat, "Ngõ 15").await;
    // At night it waits for the morning, and by then nobody is there to hear it.
    house.advance(TimeDelta::hours(13)).await;
    let prompt = house.press(officer, chat, &card, "Hỏi lại người dân", "cần hỏi thêm").await;
    house.stage.reply(officer, chat, prompt.message_id, "Đoạn nào ạ?").await.unwrap();
    house.see(officer, chat, "Đã hỏi lại").await;
    assert_eq!(house.column("SELECT state FROM questions").await, ["waiting"]);
    house.control("block", json!({"person": resident.0})).await;
    house.advance(TimeDelta::hours(9)).await;
    house.see(officer, chat, "không tới người hỏi").await;
    assert_eq!(house.column("SELECT state FROM questions").await, ["open"]);
    assert_eq!(house.count("question_pauses").await, 0);
    assert_eq!(house.column("SELECT CAST(due_at AS TEXT) FROM questions").await, due);
});

journey!(an_answer_about_a_sensitive_topic_is_read_by_a_colleague_first, |house| {
    let cast = house.cast().await;
    let administrator = cast.administrator;
    let writer = house.staff("Sơn", Role::Officer, Some("KTHTDT")).await;
    let reader = house.staff("Thu", Role::Officer, Some("KTHTDT")).await;
    let chat = house.unit_chat("KTHTDT", administrator, &[writer, reader]).await;
    house.say(administrator, Place::Private, "/phuong").await;
    let home = house.see(administrator, Place::Private, "Đơn vị có nhóm chat").await;
    let routing = house.press(administrator, Place::Private, &home, "Phân luồng", "theo từ ngữ").await;
    let groups = house.press(administrator, Place::Private, &routing, "Nhóm nội dung", "cùng đơn vị").await;
    let locks = house.press(administrator, Place::Private, &groups, "🔒", "một đồng nghiệp duyệt").await;
    let button = locks.buttons.iter().flatten().find(|b| b.label.contains("▫️")).expect("a group");
    let (button, number) = (button.label.clone(), button.label.split(' ').nth(1).unwrap().to_owned());
    house.stage.press(administrator, Place::Private, &locks, &button).await.unwrap();
    house.settle().await;
    assert_eq!(house.column("SELECT number FROM content_groups WHERE is_sensitive").await.concat(), number);
    assert_eq!(house.count("audit WHERE act = 'answers need a colleague'").await, 1);
    // A message of that group, and a question that answers it.
    house.say(cast.editor, Place::Private, "/soan").await;
    let groups = house.see(cast.editor, Place::Private, "Tin mới thuộc nhóm nội dung nào").await;
    house.press(cast.editor, Place::Private, &groups, &number, "Xin viết nội dung").await;
    house.say(cast.editor, Place::Private, "Phường sửa ngõ 15 trong tháng 5").await;
    let photo = house.see(cast.editor, Place::Private, "Nếu có ảnh").await;
    let when = house.press(cast.editor, Place::Private, &photo, "Không có ảnh", "Đăng lúc nào").await;
    let confirm = house.press(cast.editor, Place::Private, &when, "Ngay khi được duyệt", "Gửi duyệt?").await;
    house.press(cast.editor, Place::Private, &confirm, "Gửi duyệt", "Đã gửi duyệt").await;
    house.approve(cast.approver, "chờ duyệt").await;
    house.see(cast.approver, Place::Private, "bắt đầu gửi").await;
    house.advance(TimeDelta::seconds(61)).await;
    let post = house.see(cast.head, cast.group, "Phường sửa ngõ 15").await;
    house.stage.start(cast.resident, "").await.unwrap();
    house.see(cast.resident, Place::Private, "Kính chào ông/bà").await;
    house.stage.reply(cast.resident, cast.group, post.message_id, ROAD).await.unwrap();
    let notice = house.see(cast.resident, Place::Private, "xin ông/bà đồng ý").await;
    house.press(cast.resident, Place::Private, &notice, "Đồng ý", "Cảm ơn ông/bà đã đồng ý").await;
    let card = house.see(writer, chat, "Ngõ 15").await;
    house.settle().await;
    house.stage.reply(writer, chat, card.message_id, "Vá xong cả ngõ trước 15/05.").await.unwrap();
    let hint = house.see(writer, chat, "cần một đồng nghiệp duyệt").await;
    house.press(writer, chat, &hint, "Nhờ đồng nghiệp duyệt", "Đã nhờ đồng nghiệp").await;
    let draft = house.see(reader, chat, "Nhờ duyệt câu trả lời").await;
    house.press(reader, chat, &draft, "Duyệt và gửi", "Thu đã duyệt").await;
    house.see(cast.resident, Place::Private, "Vá xong cả ngõ").await;
    // A question of another topic leaves at once.
    asker(&house, "Minh", "Ngõ 7 đường hỏng, bao giờ phường sửa?").await;
    let card = house.see(writer, chat, "Ngõ 7").await;
    house.stage.reply(writer, chat, card.message_id, "Vá xong ngõ 7 trước 20/05.").await.unwrap();
    house.see(writer, chat, "Đã gửi câu trả lời").await;
});

journey!(an_answer_for_several_covers_what_one_wrote_of_themselves, |house| {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let first =
        asker(&house, "Lan", "Ngõ 15 xuống cấp, bao giờ phường sửa đường? Gọi tôi 0912 345 678").await;
    let second = asker(&house, "Minh", "Ngõ 15 xuống cấp quá, đề nghị phường sửa đường sớm").await;
    let codes = house.column("SELECT code FROM questions ORDER BY asked_at, id").await;
    let card = house.see(officer, chat, "sửa đường sớm").await;
    let twins = more(&house, officer, chat, &card, "Gộp câu trùng", "trùng với câu nào").await;
    let labels: Vec<String> = twins.buttons.iter().flatten().map(|b| b.label.clone()).collect();
    let spoken = format!("{} {}", &codes[0][..3], &codes[0][3..]);
    assert!(labels.iter().all(|label| !label.contains("0912")), "{labels:?}");
    house.press(officer, chat, &twins, &spoken, "Đã gộp câu").await;
    let main = house.see(officer, chat, "Gọi tôi").await;
    let answer = "Đã gọi 0912345678. Vá xong trước 15/05, hỏi thêm 024 3825 0000.";
    house.stage.reply(officer, chat, main.message_id, answer).await.unwrap();
    let own = house.see(first, Place::Private, "Vá xong trước 15/05").await;
    assert!(own.text.contains("0912345678"), "{}", own.text);
    let other = house.see(second, Place::Private, "Vá xong trước 15/05").await;
    assert!(!other.text.contains("0912345678") && other.text.contains("024 3825 0000"), "{}", other.text);
});
