//! What is not kept, and what residents can have shown, taken back and erased.

use loa::app::stage::{Persona, Place};
use loa::ward::Role;

use crate::house::{House, journey};

const MARKER: &str = "DAUVET777";
const NAME: &str = "TENRIENG555";
const ROAD: &str = "Ngõ 15 xuống cấp DAUVET777, ổ gà nhiều, bao giờ phường sửa đường?";

/// A unit's officer and chat, and a resident whose question lies there.
async fn open_question(house: &House) -> (Persona, Place, Persona) {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let resident = house.stage.person(NAME).await.unwrap();
    house.stage.start(resident, "").await.unwrap();
    house.say(resident, Place::Private, ROAD).await;
    let notice = house.see(resident, Place::Private, "xin ông/bà đồng ý").await;
    house.press(resident, Place::Private, &notice, "Đồng ý", "Cảm ơn ông/bà đã đồng ý").await;
    house.see(officer, chat, MARKER).await;
    (officer, chat, resident)
}

/// Everybody concerned has looked at the question in every way there is.
async fn looked_at_everywhere(house: &House, officer: Persona, resident: Persona) {
    house.say(officer, Place::Private, "/hopthu").await;
    house.see(officer, Place::Private, MARKER).await;
    house.say(resident, Place::Private, "/dulieu").await;
    house.see(resident, Place::Private, "Dữ liệu của ông/bà").await;
    house.say(resident, Place::Private, "/cauhoi").await;
    house.see(resident, Place::Private, "Câu hỏi của ông/bà").await;
    house.settle().await;
}

journey!(an_unaddressed_message_to_an_admin_bot_leaves_no_trace, |house| {
    let cast = house.cast().await;
    let (Place::Group(chat), neighbour) = (cast.group, house.stage.person(NAME).await.unwrap()) else {
        panic!("a group")
    };
    house.stage.bot_member(cast.head, cast.group, "promote", None).await.unwrap();
    house.control("member", serde_json::json!({"chat": chat, "person": neighbour.0, "action": "add"})).await;
    let said = house.stage.say(neighbour, cast.group, "Con tôi ốm DAUVET777").await.unwrap();
    house.stage.say(neighbour, cast.group, "/baocao DAUVET777").await.unwrap();
    house.stage.say(neighbour, cast.group, "/hoi@bot_khac DAUVET777").await.unwrap();
    house.stage.reply(neighbour, cast.group, said, "Vẫn DAUVET777").await.unwrap();
    let photo = serde_json::json!({"base64": null, "caption": "Ảnh DAUVET777"});
    house.control("say", serde_json::json!({"person": neighbour.0, "chat": chat, "photo": photo})).await;
    house.stage.document(neighbour, cast.group, "DAUVET777.pdf", b"%PDF-").await.unwrap();
    let edit = serde_json::json!({"person": neighbour.0, "chat": chat, "message_id": said,
        "text": "Sửa thành DAUVET777"});
    house.control("edit", edit).await;
    // Who asks in reply to a neighbour's words hands over only their own.
    house.stage.reply(neighbour, cast.group, said, "/hoi Khi nào trạm y tế mở cửa?").await.unwrap();
    house.see(neighbour, cast.group, "mã số").await;
    house.settle().await;
    assert_eq!(house.kept(MARKER).await, Vec::<String>::new());
    assert_eq!(house.kept(NAME).await, Vec::<String>::new(), "nor who talks");
    assert_eq!(house.files_with(MARKER), Vec::<String>::new());
    assert_eq!(house.files_with(NAME), Vec::<String>::new());
    assert!(!house.kept("trạm y tế mở cửa").await.is_empty(), "the search finds what is kept");
    assert!(house.count("inbox WHERE outcome = 'not for us'").await >= 7, "they did arrive");
    assert_eq!(house.count("inbox WHERE payload <> ''").await, 0, "handled means blank");
});

journey!(a_question_taken_back_is_gone_everywhere, |house| {
    let (officer, chat, resident) = open_question(&house).await;
    looked_at_everywhere(&house, officer, resident).await;
    house.say(resident, Place::Private, "/cauhoi").await;
    let list = house.see(resident, Place::Private, "Xem câu hỏi").await;
    let list = house.press(resident, Place::Private, &list, "Xem câu hỏi", "Ông/bà hỏi").await;
    let sure = house.press(resident, Place::Private, &list, "Rút câu hỏi", "sẽ bị xóa").await;
    house.press(resident, Place::Private, &sure, "Đúng, rút câu hỏi", "đã rút và xóa câu hỏi").await;
    house.see(officer, chat, "đã được người hỏi rút lại").await;
    house.settle().await;
    assert!(!house.shown(officer, chat).await.contains(MARKER), "the unit's card has lost its words");
    assert_eq!(house.kept(MARKER).await, Vec::<String>::new());
    let toast = house.toast(resident, Place::Private, &list, "Rút câu hỏi").await;
    assert!(toast.contains("đã được xử lý"), "{toast}");
    // An answer that comes now goes nowhere.
    let card = house.stage.messages(officer, chat).await.unwrap();
    let card = card.iter().find(|m| m.text.contains("rút lại")).unwrap().message_id;
    house.stage.reply(officer, chat, card, "Trả lời muộn").await.unwrap();
    house.see(officer, chat, "Câu hỏi này đã đóng").await;
    assert_eq!(house.count("answers").await, 0);
    house.stop().await;
    house.store.close().await;
    assert_eq!(house.files_with(MARKER), Vec::<String>::new(), "not in the file's bytes either");
});

journey!(people_see_what_is_kept_about_them, |house| {
    let (_, _, resident) = open_question(&house).await;
    let stranger = house.stage.person("Cúc").await.unwrap();
    house.stage.start(stranger, "").await.unwrap();
    house.say(resident, Place::Private, "/dulieu").await;
    house.see(resident, Place::Private, "Dữ liệu của ông/bà").await;
    let data = house.file_of(resident).await;
    assert!(data.contains(ROAD) && data.contains("Sự đồng ý: có"), "{data}");
    assert!(data.contains("Họ tên: không lưu") && data.contains("xem dữ liệu"), "{data}");
    house.settle().await;
    assert!(!house.kept("DỮ LIỆU CỦA").await.iter().any(|c| c == "outgoing.content"), "shown once");
    house.say(stranger, Place::Private, "/dulieu").await;
    house.see(stranger, Place::Private, "Dữ liệu của ông/bà").await;
    let data = house.file_of(stranger).await;
    assert!(!data.contains(MARKER) && data.contains("Sự đồng ý: chưa có"), "{data}");
});

journey!(requests_about_data_are_tickets_that_outlive_the_data, |house| {
    let (_, _, resident) = open_question(&house).await;
    house.say(resident, Place::Private, "/dulieu").await;
    house.see(resident, Place::Private, "Mã yêu cầu").await;
    house.say(resident, Place::Private, "/xoa").await;
    let sure = house.see(resident, Place::Private, "Tôi sẽ xóa mọi câu hỏi").await;
    assert_eq!(house.column("SELECT kind FROM data_requests").await, ["show"], "asked before it is done");
    let erased = house.press(resident, Place::Private, &sure, "Xóa tất cả", "đã xóa nội dung").await;
    assert!(erased.text.contains("Mã yêu cầu"), "{}", erased.text);
    assert_eq!(house.count("data_requests WHERE done_at IS NOT NULL AND due_at > done_at").await, 2);
    let administrator = house.staff("Hạnh", Role::Administrator, None).await;
    house.say(administrator, Place::Private, "/phuong").await;
    let home = house.see(administrator, Place::Private, "Đơn vị có nhóm chat").await;
    let list = house
        .press(administrator, Place::Private, &home, "Yêu cầu về dữ liệu", "xem 1, rút đồng ý 0, xóa 1")
        .await;
    assert!(list.text.contains("xóa dữ liệu, yêu cầu"), "{}", list.text);
});

journey!(consent_taken_back_ends_what_is_open, |house| {
    let (officer, chat, resident) = open_question(&house).await;
    looked_at_everywhere(&house, officer, resident).await;
    house.say(resident, Place::Private, "/rutdongy").await;
    let sure = house
        .see(resident, Place::Private, "các câu hỏi chưa trả lời sẽ được xóa và phường không trả lời nữa")
        .await;
    assert_eq!(house.column("SELECT state FROM questions").await, ["open"], "asked before it is done");
    house.press(resident, Place::Private, &sure, "Rút lại đồng ý", "đã rút lại sự đồng ý").await;
    house.see(officer, chat, "đã được người hỏi rút lại").await;
    house.settle().await;
    assert_eq!(house.column("SELECT state FROM questions").await, ["withdrawn"]);
    assert_eq!(house.count("consents WHERE withdrawn_at IS NULL").await, 0);
    assert_eq!(house.kept(MARKER).await, Vec::<String>::new());
    // The next question asks anew.
    house.say(resident, Place::Private, "Vỉa hè ngõ 20 vỡ gạch, khi nào sửa?").await;
    house.see(resident, Place::Private, "xin ông/bà đồng ý").await;
});

journey!(what_is_erased_is_gone_from_every_table_and_file, |house| {
    let (officer, chat, resident) = open_question(&house).await;
    let card = house.stage.messages(officer, chat).await.unwrap();
    let card = card.iter().find(|m| m.text.contains(MARKER)).unwrap().message_id;
    house.stage.reply(officer, chat, card, "Đã vá ngõ DAUVET777.").await.unwrap();
    house.see(resident, Place::Private, "Đã vá ngõ DAUVET777.").await;
    house.say(resident, Place::Private, "Vỉa hè DAUVET777 vỡ gạch, khi nào sửa?").await;
    house.see(officer, chat, "vỡ gạch").await;
    looked_at_everywhere(&house, officer, resident).await;
    house.say(resident, Place::Private, "/xoa").await;
    let sure = house.see(resident, Place::Private, "Tôi sẽ xóa mọi câu hỏi").await;
    assert!(!house.kept(MARKER).await.is_empty(), "asked before it is done");
    house.press(resident, Place::Private, &sure, "Xóa tất cả", "đã xóa nội dung").await;
    house.settle().await;
    assert_eq!(house.kept(MARKER).await, Vec::<String>::new());
    assert_eq!(house.kept(NAME).await, Vec::<String>::new());
    assert!(!house.shown(officer, chat).await.contains("xuống cấp"), "cards have lost their words");
    assert_eq!(house.count("questions").await, 2, "that something was asked stays, for the counts");
    house.stop().await;
    house.store.close().await;
    assert_eq!(house.files_with(MARKER), Vec::<String>::new(), "not in the file's bytes either");
});

journey!(the_file_of_ones_data_names_everything_that_was_said_and_sent, |house| {
    let (officer, chat, resident) = open_question(&house).await;
    for what in [
        serde_json::json!({"voice": {}}),
        serde_json::json!({"place": {"latitude": 21.0303, "longitude": 105.8544}}),
        serde_json::json!({"document": {"name": "đơn.pdf", "base64": "JVBERi0="}}),
    ] {
        let mut body = serde_json::json!({"person": resident.0, "chat": "bot"});
        body.as_object_mut().unwrap().extend(what.as_object().unwrap().clone());
        house.control("say", body).await;
    }
    house.settle().await;
    let card = house.stage.messages(officer, chat).await.unwrap();
    let card = card.iter().find(|m| m.text.contains(MARKER)).unwrap().clone();
    let prompt = house.press(officer, chat, &card, "Hỏi lại người dân", "cần hỏi thêm").await;
    house.stage.reply(officer, chat, prompt.message_id, "Đoạn nào trong ngõ ạ?").await.unwrap();
    house.see(resident, Place::Private, "Đoạn nào trong ngõ").await;
    house.say(resident, Place::Private, "Đoạn cuối ngõ, trước nhà số 9").await;
    house.see(resident, Place::Private, "Tôi đã chuyển lời này").await;
    house.stage.reply(officer, chat, card.message_id, "Vá xong cả ngõ trước 15/05.").await.unwrap();
    house.see(resident, Place::Private, "Vá xong cả ngõ").await;
    house.settle().await;
    house.say(resident, Place::Private, "/dulieu").await;
    house.see(resident, Place::Private, "Dữ liệu của ông/bà").await;
    let data = house.file_of(resident).await;
    for words in [
        "I. VỀ ÔNG/BÀ",
        "II. CÂU HỎI: 1",
        "Hiện nay: Phòng Kinh tế, Hạ tầng và Đô thị đã trả lời",
        "Lời ghi âm gửi kèm",
        "21.03030, 105.85440",
        "Tệp gửi kèm",
        "Phường hỏi lại",
        "Đoạn nào trong ngõ ạ?",
        "Đoạn cuối ngõ, trước nhà số 9",
        "Vá xong cả ngõ trước 15/05.",
        "III. YÊU CẦU",
    ] {
        assert!(data.contains(words), "“{words}” in {data}");
    }
});
