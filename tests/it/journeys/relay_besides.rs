//! What goes with a post that was passed on: its code, neighbours' questions, pictures as proof.

use loa::app::stage::{Persona, Place};

use crate::house::{House, journey};
use crate::people::Cast;

const PRIVATE: Place = Place::Private;

async fn with_relay(house: &House) -> (Cast, Persona) {
    let cast = house.cast().await;
    let head = house.stage.person("Dung").await.unwrap();
    house.relay(2, cast.administrator, head).await;
    (cast, head)
}

journey!(a_neighbours_question_is_passed_on_in_two_taps, |house| {
    let (officer, office) = house.unit_chat_of("KTHTDT").await;
    let (cast, head) = with_relay(&house).await;
    house.publish(&cast, "Sửa đường ngõ 15").await;
    let relay = house.see(head, PRIVATE, "Sửa đường ngõ 15").await;
    let noted = house.press(head, PRIVATE, &relay, "Đã đăng", "Đã ghi nhận").await;
    // The head's own consent is asked for once, with their first question.
    house.say(head, PRIVATE, "/hoi Ngõ 9 nhiều ổ gà, bao giờ phường sửa đường?").await;
    let notice = house.see(head, PRIVATE, "xin ông/bà đồng ý").await;
    house.press(head, PRIVATE, &notice, "Đồng ý", "Cảm ơn ông/bà đã đồng ý").await;
    house.see(officer, office, "Ngõ 9 nhiều ổ gà").await;

    let agrees = house.press(head, PRIVATE, &noted, "Chuyển câu hỏi của bà con", "có đồng ý").await;
    house.press(head, PRIVATE, &agrees, "Đã đồng ý", "dán câu hỏi vào đây").await;
    house.say(head, PRIVATE, "Ngõ 15 xuống cấp, bao giờ phường sửa đường xong?").await;
    house.see(head, PRIVATE, "Chậm nhất").await;
    let card = house.see(officer, office, "bao giờ phường sửa đường xong").await;
    assert!(card.text.contains("Tổ trưởng chuyển câu hỏi của bà con"), "{}", card.text);
    house.stage.reply(officer, office, card.message_id, "Xong trong tuần này.").await.unwrap();
    let answer = house.see(head, PRIVATE, "Xong trong tuần này.").await;
    assert!(answer.text.contains("Nhờ ông/bà báo lại cho người hỏi"), "{}", answer.text);
    house.settle().await;
    assert_eq!(
        house.column("SELECT way FROM questions WHERE post_id IS NOT NULL").await,
        ["head"],
        "marked as passed on, and the message is known"
    );
    house.say(head, PRIVATE, "/dulieu").await;
    house.see(head, PRIVATE, "Dữ liệu của ông/bà").await;
    assert!(house.file_of(head).await.contains("Chuyển giúp câu hỏi của bà con"));
});

journey!(the_code_of_a_post_leads_from_a_picture_to_the_ward, |house| {
    let (cast, head) = with_relay(&house).await;
    house.publish(&cast, "Lịch họp dân").await;
    let relay = house.see(head, PRIVATE, "Hỏi phường: https://t.me/").await;
    let code = house.press(head, PRIVATE, &relay, "Lấy mã QR", "quét mã này để hỏi phường").await;
    let url = relay.text.split_whitespace().find(|word| word.starts_with("https://t.me/")).unwrap();
    let path = format!("{}{}", house.sandbox.url(), code.photo.unwrap());
    let shown = reqwest::get(path).await.unwrap().bytes().await.unwrap();
    assert_eq!(shown, loa::picture::qr(url).unwrap(), "the link in the words");
});

journey!(pictures_as_proof_are_shown_to_staff_of_the_ward, |house| {
    house.stop().await;
    house.config.rules.relay_photo = true;
    house.start().await;
    let (cast, head) = with_relay(&house).await;
    house.publish(&cast, "Tin hai").await;
    let relay = house.see(head, PRIVATE, "Tin hai").await;
    house.press(head, PRIVATE, &relay, "Đã đăng", "gửi một ảnh").await;
    house.stage.photo(head, PRIVATE).await.unwrap();
    house.see(head, PRIVATE, "Đã nhận ảnh").await;
    house.settle().await;
    house.say(cast.approver, PRIVATE, "/dophu").await;
    let sheet = house.see(cast.approver, PRIVATE, "Đã tới 2/2").await;
    house.stage.press(cast.approver, PRIVATE, &sheet, "Xem 1 ảnh xác nhận").await.unwrap();
    house.settle().await;
    let shown = house.stage.messages(cast.approver, PRIVATE).await.unwrap();
    let proof: Vec<_> = shown.iter().filter(|m| m.photo.is_some()).map(|m| m.text.as_str()).collect();
    assert_eq!(proof, ["Tổ dân phố số 2"]);
});

journey!(who_approves_sees_how_long_it_is_read, |house| {
    let cast = house.cast().await;
    let head = house.stage.person("Dung").await.unwrap();
    house.relay(2, cast.administrator, head).await;
    house.say(head, PRIVATE, "/to").await;
    let own = house.see(head, PRIVATE, "Tổ trưởng tự đăng tin").await;
    let ways = house.press(head, PRIVATE, &own, "Loa, bảng tin, nhóm khác", "ông/bà đăng giúp").await;
    house.stage.press(head, PRIVATE, &ways, "Thêm loa").await.unwrap();
    let card = house.see(cast.administrator, PRIVATE, "nhận đưa tin của phường tới").await;
    house.press(cast.administrator, PRIVATE, &card, "Xác nhận", "Đã xác nhận").await;
    house.submit(cast.editor, "Phun thuốc diệt muỗi sáng thứ Bảy").await;
    let card = house.see(cast.approver, PRIVATE, "chờ duyệt").await;
    assert!(card.text.contains("Đọc trên loa: khoảng 1 phút"), "{}", card.text);
});
