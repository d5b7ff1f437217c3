//! What is no ordinary question: danger, complaints, what others answer, greetings; and people
//! who speak another language.

use loa::app::stage::{Persona, Place};
use loa::ward::Role;

use crate::house::{House, journey};

const MARKER: &str = "DAUVET777";

async fn newcomer(house: &House) -> Persona {
    let resident = house.stage.person("Lan").await.unwrap();
    house.stage.start(resident, "").await.unwrap();
    house.see(resident, Place::Private, "Kính chào ông/bà").await;
    resident
}

journey!(danger_gets_the_numbers_at_once_and_alerts_the_police_without_forms, |house| {
    let (officer, police) = house.unit_chat_of("CA").await;
    let resident = newcomer(&house).await;
    house.say(resident, Place::Private, "Cháy nhà số 5 ngõ 12 DAUVET777, cứu với").await;
    let numbers = house.see(resident, Place::Private, "114").await;
    assert!(numbers.text.contains("113") && numbers.text.contains("115"), "{}", numbers.text);
    let alert = house.see(officer, police, "KHẨN").await;
    assert!(alert.text.contains(MARKER), "{}", alert.text);
    house.settle().await;
    assert_eq!(house.column("SELECT label FROM questions").await, ["EMERGENCY"]);
    assert_eq!(house.column("SELECT kind FROM questions").await, ["urgent"]);
    assert_eq!(house.count("consents").await, 0);
    let shown = house.shown(resident, Place::Private).await;
    assert!(!shown.contains("đồng ý"), "no form stands between a person and help: {shown}");
    // Who helps can still answer.
    house.stage.reply(officer, police, alert.message_id, "Xe đang tới.").await.unwrap();
    house.see(resident, Place::Private, "Xe đang tới.").await;
});

journey!(danger_in_a_group_is_answered_there, |house| {
    let cast = house.cast().await;
    let (officer, police) = house.unit_chat_of("CA").await;
    house.say(cast.resident, cast.group, "/hoi Cháy nhà số 5 ngõ 12, cứu với").await;
    house.see(cast.head, cast.group, "114").await;
    let alert = house.see(officer, police, "KHẨN").await;
    assert!(alert.text.contains("Tổ dân phố số 1"), "{}", alert.text);
});

journey!(of_a_complaint_only_that_it_came_is_kept, |house| {
    let resident = newcomer(&house).await;
    house.say(resident, Place::Private, "Tôi muốn tố cáo cán bộ DAUVET777 nhận hối lộ").await;
    house.see(resident, Place::Private, "Khiếu nại, tố cáo phải được nhận theo đúng luật").await;
    house.settle().await;
    assert_eq!(house.column("SELECT label FROM questions").await, ["COMPLAINT"]);
    assert_eq!(house.column("SELECT state FROM questions").await, ["told"]);
    assert_eq!(house.kept(MARKER).await, Vec::<String>::new());
    assert_eq!(house.kept("dauvet777").await, Vec::<String>::new());
    house.stop().await;
    house.store.close().await;
    assert_eq!(house.files_with(MARKER), Vec::<String>::new(), "not in the file's bytes either");
});

journey!(what_another_body_answers_is_referred_with_its_contact, |house| {
    let resident = newcomer(&house).await;
    house.say(resident, Place::Private, "Mất điện cả ngõ DAUVET777 từ sáng, bao giờ có điện?").await;
    let referred = house.see(resident, Place::Private, "Điện lực Hà Nội").await;
    assert!(referred.text.contains("gọi 1900"), "with a contact: {}", referred.text);
    house.settle().await;
    assert_eq!(house.column("SELECT state FROM questions").await, ["referred"]);
    assert_eq!(house.kept(MARKER).await, Vec::<String>::new());
});

journey!(a_greeting_makes_no_ticket, |house| {
    let resident = newcomer(&house).await;
    house.say(resident, Place::Private, "Chào bạn").await;
    house.see(resident, Place::Private, "Khi cần hỏi phường").await;
    house.settle().await;
    assert_eq!(house.count("questions").await, 0);
});

journey!(a_greeting_thanks_and_an_advertisement_get_answers_of_their_own, |house| {
    let resident = newcomer(&house).await;
    for (said, answer) in [
        ("Chào bot", "Kính chào ông/bà. Khi cần hỏi"),
        ("Cháu ơi bà hỏi cái này", "Mời ông/bà viết câu hỏi và gửi trong một tin"),
        ("Cảm ơn cán bộ đã trả lời nhanh, tôi rõ rồi ạ.", "Cảm ơn ông/bà đã nhắn"),
        ("Vay tiền nhanh không thế chấp, giải ngân trong ngày, inbox em nhé", "không nhận quảng cáo"),
    ] {
        house.say(resident, Place::Private, said).await;
        house.see(resident, Place::Private, answer).await;
    }
    house.settle().await;
    assert_eq!(house.count("questions").await, 0);
    assert_eq!(house.kept("giải ngân").await, Vec::<String>::new());
});

journey!(who_speaks_english_is_answered_in_english, |house| {
    let (officer, office) = house.unit_chat_of("VP").await;
    let resident = house.stage.person_speaking("Ann", "en-GB").await.unwrap();
    house.stage.start(resident, "").await.unwrap();
    house.see(resident, Place::Private, "I am the automatic assistant of Phường Hồ Sen").await;
    house
        .say(resident, Place::Private, "The road in alley 15 is full of holes, when will it be repaired?")
        .await;
    let notice = house.see(resident, Place::Private, "please agree").await;
    house.press(resident, Place::Private, &notice, "Agree", "Thank you for agreeing").await;
    let acknowledged = house.see(resident, Place::Private, "At the latest").await;
    assert!(acknowledged.text.contains("Monday, 11/05/2026"), "{}", acknowledged.text);
    let card = house.see(officer, office, "full of holes").await;
    assert!(card.text.contains("Trả lời chậm nhất"), "staff read Vietnamese: {}", card.text);
    house.let_in(officer, "Cán bộ VP", Role::Officer, Some("KTHTDT")).await;
    house.stage.reply(officer, office, card.message_id, "Next week.").await.unwrap();
    house.see(resident, Place::Private, "Answer to question").await;
    // A language chosen by hand counts from then on.
    house.say(resident, Place::Private, "/ngonngu").await;
    let which = house.see(resident, Place::Private, "Which language").await;
    house.press(resident, Place::Private, &which, "Tiếng Việt", "Từ nay tôi nhắn bằng tiếng Việt").await;
    house.say(resident, Place::Private, "/trogiup").await;
    house.see(resident, Place::Private, "Kính chào ông/bà").await;
});

journey!(what_is_not_words_is_answered_politely, |house| {
    let resident = newcomer(&house).await;
    house.stage.photo(resident, Place::Private).await.unwrap();
    house.see(resident, Place::Private, "thuộc câu hỏi nào").await;
    house.stage.document(resident, Place::Private, "a.pdf", b"%PDF-").await.unwrap();
    house.see(resident, Place::Private, "thuộc câu hỏi nào").await;
    let said = house.stage.say(resident, Place::Private, "Chào bạn").await.unwrap();
    house.see(resident, Place::Private, "Khi cần hỏi phường").await;
    let edit = serde_json::json!({"person": resident.0, "chat": "bot", "message_id": said, "text": "Chào"});
    house.control("edit", edit).await;
    house.see(resident, Place::Private, "không đọc được tin đã sửa").await;
    house.say(resident, Place::Private, "/khongcolenhnay").await;
    house.see(resident, Place::Private, "Kính chào ông/bà").await;
    assert_eq!(house.count("questions").await, 0);
});

journey!(a_mere_guess_sends_nobody_away, |house| {
    let resident = newcomer(&house).await;
    // The router's best guess for these is "outside" and "no question", and it is sure of neither.
    for words in ["Vậy mai đổ ở đâu ạ?", "Việc hôm trước thế nào rồi ạ?"] {
        house.say(resident, Place::Private, words).await;
        house.see(resident, Place::Private, "Đã nhận câu hỏi, mã số").await;
    }
    house.settle().await;
    assert_eq!(house.column("SELECT state FROM questions").await, ["held", "held"]);
});
