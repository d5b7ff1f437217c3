//! Residents ask: in private, in their group, from a post; they agree or do not, and choose.

use chrono::TimeDelta;
use loa::app::stage::{Persona, Place, link_code};
use loa::ward::Role;

use crate::house::{House, journey};

/// No word of the bot's and no example has it.
const MARKER: &str = "DAUVET777";
const ROAD: &str = "Ngõ 15 xuống cấp DAUVET777, ổ gà nhiều, bao giờ phường sửa đường?";
const UNCLEAR: &str = "Vậy mai đổ ở đâu ạ?";
const STATES: &str = "SELECT state FROM questions ORDER BY asked_at, id";

/// The unit that answers for roads, with its officer and chat.
async fn works(house: &House) -> (Persona, Place) {
    let administrator = house.staff("Hạnh", Role::Administrator, None).await;
    let officer = house.staff("Sơn", Role::Officer, Some("KTHTDT")).await;
    (officer, house.unit_chat("KTHTDT", administrator, &[officer]).await)
}

async fn resident(house: &House) -> Persona {
    let resident = house.stage.person("Lan").await.unwrap();
    house.stage.start(resident, "").await.unwrap();
    house.see(resident, Place::Private, "Kính chào ông/bà").await;
    resident
}

/// A resident who has agreed with their first question.
async fn agreed(house: &House) -> Persona {
    let resident = resident(house).await;
    house.say(resident, Place::Private, ROAD).await;
    let notice = house.see(resident, Place::Private, "xin ông/bà đồng ý").await;
    house.press(resident, Place::Private, &notice, "Đồng ý", "Cảm ơn ông/bà đã đồng ý").await;
    house.see(resident, Place::Private, "Chậm nhất").await;
    resident
}

journey!(a_question_waits_for_consent_then_goes_to_its_unit_and_is_answered, |house| {
    let (officer, chat) = works(&house).await;
    let resident = resident(&house).await;
    house.say(resident, Place::Private, ROAD).await;
    let notice = house.see(resident, Place::Private, "xin ông/bà đồng ý").await;
    house.settle().await;
    assert_eq!(house.column(STATES).await, ["held"]);
    assert!(!house.shown(officer, chat).await.contains(MARKER), "shown to nobody before consent");
    house.press(resident, Place::Private, &notice, "Đồng ý", "Cảm ơn ông/bà đã đồng ý").await;
    let acknowledged = house.see(resident, Place::Private, "Chậm nhất").await;
    assert!(acknowledged.text.contains("Phòng Kinh tế, Hạ tầng và Đô thị"), "{}", acknowledged.text);
    assert!(acknowledged.text.contains("Thứ Hai, 11/05/2026"), "{}", acknowledged.text);
    let card = house.see(officer, chat, MARKER).await;
    assert!(!card.text.contains("Lan"), "no name travels: {}", card.text);
    house.stage.reply(officer, chat, card.message_id, "Vá xong trước ngày 15/05.").await.unwrap();
    house.see(officer, chat, "Đã gửi câu trả lời").await;
    let answer = house.see(resident, Place::Private, "Vá xong trước ngày 15/05.").await;
    assert!(answer.text.contains("Phòng Kinh tế, Hạ tầng và Đô thị"), "{}", answer.text);
    assert_eq!(house.column(STATES).await, ["answered"]);
    assert_eq!(house.count("consents WHERE withdrawn_at IS NULL").await, 1);
});

journey!(a_question_asked_at_night_is_told_when_its_clock_starts, |house| {
    works(&house).await;
    let resident = resident(&house).await;
    house.advance(TimeDelta::hours(12)).await;
    house.say(resident, Place::Private, ROAD).await;
    let notice = house.see(resident, Place::Private, "xin ông/bà đồng ý").await;
    house.press(resident, Place::Private, &notice, "Đồng ý", "Cảm ơn ông/bà đã đồng ý").await;
    let acknowledged = house.see(resident, Place::Private, "thời hạn tính từ Thứ Ba, 05/05/2026").await;
    assert!(acknowledged.text.contains("Thứ Hai, 11/05/2026"), "{}", acknowledged.text);
});

journey!(without_consent_every_word_is_gone, |house| {
    let (officer, chat) = works(&house).await;
    let resident = resident(&house).await;
    house.say(resident, Place::Private, ROAD).await;
    let notice = house.see(resident, Place::Private, "xin ông/bà đồng ý").await;
    assert!(!house.kept(MARKER).await.is_empty(), "the search finds what is held");
    house.press(resident, Place::Private, &notice, "Không đồng ý", "Tôi đã xóa câu hỏi").await;
    house.settle().await;
    assert_eq!(house.column(STATES).await, ["withdrawn"]);
    assert_eq!(house.kept(MARKER).await, Vec::<String>::new());
    assert!(!house.shown(officer, chat).await.contains(MARKER));
    house.stop().await;
    house.store.close().await;
    assert_eq!(house.files_with(MARKER), Vec::<String>::new(), "not in the file's bytes either");
});

journey!(after_a_day_without_consent_the_question_is_deleted, |house| {
    let resident = resident(&house).await;
    house.say(resident, Place::Private, ROAD).await;
    let notice = house.see(resident, Place::Private, "xin ông/bà đồng ý").await;
    house.advance(TimeDelta::hours(23)).await;
    assert_eq!(house.column(STATES).await, ["held"]);
    house.advance(TimeDelta::hours(1)).await;
    house.see(resident, Place::Private, "vì sau 24 giờ").await;
    assert_eq!(house.column(STATES).await, ["withdrawn"]);
    assert_eq!(house.kept(MARKER).await, Vec::<String>::new());
    // An agreement that comes later finds nothing to pass on.
    house.press(resident, Place::Private, &notice, "Đồng ý", "Cảm ơn ông/bà đã đồng ý").await;
    house.settle().await;
    assert_eq!(house.column(STATES).await, ["withdrawn"]);
});

journey!(what_was_agreed_to_is_not_deleted_though_no_field_is_chosen, |house| {
    works(&house).await;
    let resident = resident(&house).await;
    house.say(resident, Place::Private, "Thế bao giờ thì có ạ").await;
    let notice = house.see(resident, Place::Private, "xin ông/bà đồng ý").await;
    house.say(resident, Place::Private, "Việc hôm trước đến đâu rồi ạ").await;
    let second = house.see(resident, Place::Private, "phường chuyển các câu hỏi đi").await;
    assert!(!second.text.contains("Lưu gì"), "the whole notice stands above: {}", second.text);
    house.press(resident, Place::Private, &second, "Đồng ý", "Cảm ơn ông/bà đã đồng ý").await;
    house.settle().await;
    assert_eq!(house.column(STATES).await, ["choosing", "choosing"]);
    // A notice that was answered elsewhere takes nothing back.
    let toast = house.toast(resident, Place::Private, &notice, "Không đồng ý").await;
    assert!(toast.contains("Ông/bà đã đồng ý rồi"), "{toast}");
    house.settle().await;
    assert_eq!(house.column(STATES).await, ["choosing", "choosing"]);
    house.advance(TimeDelta::hours(25)).await;
    assert_eq!(house.column(STATES).await, ["open", "open"], "nobody chose: the office has them");
});

journey!(a_second_question_needs_no_second_consent, |house| {
    let (officer, chat) = works(&house).await;
    let resident = agreed(&house).await;
    house.say(resident, Place::Private, "Vỉa hè trước ngõ 20 vỡ gạch, khi nào sửa?").await;
    house.see(resident, Place::Private, "Chậm nhất").await;
    house.see(officer, chat, "vỡ gạch").await;
    assert_eq!(house.column(STATES).await, ["open", "open"]);
    assert_eq!(house.count("consents").await, 1);
});

journey!(asked_in_the_group_nothing_personal_is_said_there, |house| {
    let (officer, chat) = works(&house).await;
    let administrator = house.staff("Tâm", Role::Administrator, None).await;
    let head = house.stage.person("Bình").await.unwrap();
    let resident = house.stage.person("Lan").await.unwrap();
    let group = house.neighbourhood(1, administrator, head, &[resident]).await;
    house.say(resident, group, &format!("/hoi {ROAD}")).await;
    let taken = house.see(head, group, "mã số").await;
    assert!(!taken.text.contains("Lan") && !taken.text.contains(MARKER), "{}", taken.text);
    let open = taken.url("Mở chat riêng").and_then(link_code).unwrap();
    house.stage.start(resident, &open).await.unwrap();
    let notice = house.see(resident, Place::Private, "xin ông/bà đồng ý").await;
    house.press(resident, Place::Private, &notice, "Đồng ý", "Cảm ơn ông/bà đã đồng ý").await;
    let card = house.see(officer, chat, MARKER).await;
    assert!(card.text.contains("Từ nhóm Tổ dân phố số 1"), "{}", card.text);
    house.stage.reply(officer, chat, card.message_id, "Đã vá xong.").await.unwrap();
    house.see(resident, Place::Private, "Đã vá xong.").await;
    house.settle().await;
    assert!(!house.shown(head, group).await.contains("Đã vá xong"), "the answer is private");
});

journey!(a_mention_and_a_reply_to_a_post_are_questions_too, |house| {
    let cast = house.cast().await;
    house.stage.start(cast.resident, "").await.unwrap();
    house.see(cast.resident, Place::Private, "Kính chào ông/bà").await;
    let mention = format!("@{} {ROAD}", house.bot_name());
    house.say(cast.resident, cast.group, &mention).await;
    house.see(cast.resident, cast.group, "mã số").await;
    house.publish(&cast, "Thu gom rác").await;
    let post = house.stage.messages(cast.head, cast.group).await.unwrap().pop().unwrap();
    house.stage.reply(cast.resident, cast.group, post.message_id, "Mấy giờ thu gom vậy?").await.unwrap();
    house.see(cast.resident, cast.group, "mã số").await;
    house.settle().await;
    assert_eq!(house.column(STATES).await, ["held", "held"]);
    let kept = house.column("SELECT text FROM questions ORDER BY asked_at, id").await;
    assert!(!kept[0].contains('@'), "the bot's name is an address, not part of the words: {kept:?}");
    assert_eq!(house.count("questions WHERE post_id IS NOT NULL").await, 1);
});

journey!(the_button_of_a_post_brings_its_topic_along, |house| {
    let cast = house.cast().await;
    house.say(cast.editor, Place::Private, "/soan").await;
    let groups = house.see(cast.editor, Place::Private, "Tin mới thuộc nhóm nội dung nào").await;
    house.press(cast.editor, Place::Private, &groups, "1.1 Hạ tầng đô thị", "Xin viết nội dung").await;
    house.say(cast.editor, Place::Private, "Thu gom rác cồng kềnh").await;
    let photo = house.see(cast.editor, Place::Private, "Nếu có ảnh").await;
    let when = house.press(cast.editor, Place::Private, &photo, "Không có ảnh", "Đăng lúc nào").await;
    let confirm = house.press(cast.editor, Place::Private, &when, "Ngay khi được duyệt", "Gửi duyệt?").await;
    house.press(cast.editor, Place::Private, &confirm, "Gửi duyệt", "Đã gửi duyệt").await;
    house.approve(cast.approver, "chờ duyệt").await;
    house.see(cast.approver, Place::Private, "bắt đầu gửi").await;
    house.advance(TimeDelta::seconds(61)).await;
    let post = house.see(cast.head, cast.group, "Thu gom rác cồng kềnh").await;
    let code = post.url("Hỏi phường").and_then(link_code).unwrap();
    house.stage.start(cast.resident, &code).await.unwrap();
    house.see(cast.resident, Place::Private, "điều gì về tin vừa đọc").await;
    house.say(cast.resident, Place::Private, UNCLEAR).await;
    let notice = house.see(cast.resident, Place::Private, "xin ông/bà đồng ý").await;
    house.press(cast.resident, Place::Private, &notice, "Đồng ý", "Cảm ơn ông/bà đã đồng ý").await;
    // Without the post these words say nothing; with it the lead of its topic is first.
    house.settle().await;
    assert_eq!(house.count("questions WHERE post_id IS NOT NULL").await, 1);
    let lead = house
        .column(
            "SELECT u.code FROM content_group_units c JOIN units u ON u.id = c.unit_id
             JOIN content_groups g ON g.id = c.content_group_id WHERE g.number = '1.1' ORDER BY c.position",
        )
        .await;
    let label = house.column("SELECT label FROM questions").await;
    assert_eq!(label[0], lead[0]);
    // A made-up copy in the link is no copy.
    house.stage.start(cast.resident, &code.replace(&code[25..], "AAAAAAAA")).await.unwrap();
    house.see(cast.resident, Place::Private, "Liên kết này không đúng").await;
});

journey!(an_unclear_question_is_placed_by_its_asker, |house| {
    works(&house).await;
    let office = house.unit_chat_of("VP").await;
    let resident = agreed(&house).await;
    house.say(resident, Place::Private, "Việc hôm trước thế nào rồi ạ?").await;
    let choose = house.see(resident, Place::Private, "thuộc việc nào").await;
    assert!(choose.buttons.len() >= 3, "fields are offered: {choose:?}");
    house.settle().await;
    assert_eq!(house.column(STATES).await, ["open", "choosing"]);
    let first = choose.buttons[0][0].label.clone();
    let data = house.button_data(resident, Place::Private, choose.message_id, &first).await;
    house.press(resident, Place::Private, &choose, &first, "Chậm nhất").await;
    assert_eq!(house.column(STATES).await, ["open", "open"]);
    let again = house.press_data(resident, Place::Private, &choose, &data).await;
    assert!(again.contains("đã được xử lý"), "{again}");
    house.say(resident, Place::Private, "Bao giờ thì có vậy ạ?").await;
    let choose = house.see(resident, Place::Private, "thuộc việc nào").await;
    house.press(resident, Place::Private, &choose, "Khác", "Văn phòng HĐND và UBND").await;
    house.see(office.0, office.1, "Bao giờ thì có vậy").await;
});

journey!(nobody_else_can_place_or_take_back_a_question, |house| {
    let other = house.stage.person("Cúc").await.unwrap();
    house.stage.start(other, "").await.unwrap();
    let own = house.see(other, Place::Private, "Kính chào ông/bà").await;
    let resident = agreed(&house).await;
    house.say(resident, Place::Private, "/cauhoi").await;
    let list = house.see(resident, Place::Private, "Câu hỏi của ông/bà").await;
    let open = house.press(resident, Place::Private, &list, "Xem câu hỏi", "Ông/bà hỏi").await;
    let sure = house.press(resident, Place::Private, &open, "Rút câu hỏi", "sẽ bị xóa").await;
    for (message, label) in [
        (&list, "Xem câu hỏi"),
        (&open, "Bổ sung"),
        (&open, "Rút câu hỏi"),
        (&sure, "Đúng, rút câu hỏi"),
        (&sure, "Không, giữ lại"),
    ] {
        let data = house.button_data(resident, Place::Private, message.message_id, label).await;
        let toast = house.press_data(other, Place::Private, &own, &data).await;
        assert!(toast.contains("không còn dùng được"), "{label}: {toast}");
    }
    assert_eq!(house.column(STATES).await, ["open"]);
});

journey!(an_asker_in_a_group_who_cannot_be_reached_is_not_forgotten, |house| {
    let cast = house.cast().await;
    house.stage.start(cast.resident, "").await.unwrap();
    house.say(cast.resident, Place::Private, ROAD).await;
    let notice = house.see(cast.resident, Place::Private, "xin ông/bà đồng ý").await;
    house.press(cast.resident, Place::Private, &notice, "Đồng ý", "Cảm ơn ông/bà đã đồng ý").await;
    house.control("block", serde_json::json!({"person": cast.resident.0})).await;
    house.settle().await;
    house.say(cast.resident, cast.group, "/hoi Việc hôm trước thế nào rồi ạ?").await;
    house.see(cast.resident, cast.group, "mã số").await;
    house.settle().await;
    assert_eq!(house.column(STATES).await, ["open", "open"], "the office has it");
});
