//! What a message may carry: looks, links, albums that come in parts, documents, a source. What the
//! author is shown is what arrives.

use chrono::TimeDelta;
use loa::app::stage::{Persona, Place, Seen};
use serde_json::{Value, json};

use super::correcting::{group_id, standing};
use crate::house::{House, journey};

pub(super) const PRIVATE: Place = Place::Private;

impl House {
    /// To where the text of a message is asked for.
    pub async fn begin_to_write(&self, editor: Persona) {
        self.say(editor, PRIVATE, "/soan").await;
        let groups = self.see(editor, PRIVATE, "Tin mới thuộc nhóm nội dung nào").await;
        self.press(editor, PRIVATE, &groups, "Không thuộc nhóm nào", "Xin viết nội dung").await;
    }

    /// Sends a file, or part of an album; `more` is laid over what is sent.
    pub async fn send_file(&self, who: Persona, what: &str, more: Value) {
        let mut body = json!({"person": who.0, "chat": "bot", what: {}});
        for (key, value) in more.as_object().expect("fields") {
            body[key] = value.clone();
        }
        self.control("say", body).await;
    }

    /// The parts of an album, a picture first and last and films between, its words below the first.
    pub async fn send_album(&self, who: Persona, album: &str, html: &str, parts: usize) {
        for n in 0..parts {
            let mut more = json!({"album": album});
            if n == 0 {
                more["html"] = html.into();
            }
            self.send_file(who, if n == 0 || n + 1 == parts { "photo" } else { "video" }, more).await;
        }
    }

    /// From the screen on which the time is asked to the word that it was submitted.
    pub async fn submit_from(&self, editor: Persona, when: &Seen) {
        let confirm = self.press(editor, PRIVATE, when, "Ngay khi được duyệt", "Gửi duyệt?").await;
        self.press(editor, PRIVATE, &confirm, "Gửi duyệt", "Đã gửi duyệt").await;
    }

    /// It is approved and its copies are about to leave; the card by which that was decided.
    pub async fn approve_and_wait(&self, approver: Persona) -> Seen {
        let card = self.see(approver, PRIVATE, "chờ duyệt").await;
        self.settle().await;
        self.press(approver, PRIVATE, &card, "Duyệt", "đã duyệt").await;
        self.look_at_the_clock().await;
        self.see(approver, PRIVATE, "bắt đầu gửi").await;
        self.settle().await;
        card
    }

    /// The parts of albums that a person sees in a chat, oldest first.
    pub async fn parts(&self, who: Persona, place: Place) -> Vec<Seen> {
        let messages = self.stage.messages(who, place).await.expect("the chat is there");
        messages.into_iter().filter(|m| !m.deleted && m.album.is_some() && ours(m)).collect()
    }
}

fn ours(message: &Seen) -> bool {
    message.from.as_ref().is_some_and(|from| from.is_bot)
}

/// What follows `start=` in the words of an album.
pub(super) fn code_below(message: &Seen) -> String {
    let (_, rest) = message.html.rsplit_once("start=").expect("a link below the words");
    rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-' || *c == '_').collect()
}

journey!(looks_and_links_arrive_and_links_say_where_they_lead, |house| {
    let cast = house.cast().await;
    let text = "<b>Đậm</b> <i>nghiêng</i> <u>gạch chân</u> \
        <a href=\"https://hosen.example/lich\">lịch</a> <a href=\"tg://user?id=7\">ai đó</a>";
    house.submit(cast.editor, text).await;
    let card = house.approve_and_wait(cast.approver).await;
    assert!(card.html.contains("<u>gạch chân</u>"), "{}", card.html);
    house.advance(TimeDelta::seconds(61)).await;
    let post = house.see(cast.head, cast.group, "Đậm nghiêng").await;
    for look in ["<b>Đậm</b>", "<i>nghiêng</i>", "<u>gạch chân</u>", "lịch (hosen.example)</a>"] {
        assert!(post.html.contains(look), "{look}: {}", post.html);
    }
    assert!(post.html.contains("href=\"https://hosen.example/lich\"") && !post.html.contains("tg://"));
    let previews = house.stage.messages(cast.editor, PRIVATE).await.unwrap();
    assert!(previews.iter().any(|m| m.html == post.html), "the author saw exactly this");
});

journey!(an_album_comes_in_parts_and_what_is_late_is_added, |house| {
    let cast = house.cast().await;
    house.begin_to_write(cast.editor).await;
    house.send_album(cast.editor, "71", "Hội làng", 2).await;
    let counted = house.see(cast.editor, PRIVATE, "Đã nhận 2 ảnh, video").await;
    let when = house.press(cast.editor, PRIVATE, &counted, "Xem trước", "Đăng lúc nào").await;
    assert_eq!(house.parts(cast.editor, PRIVATE).await.len(), 2);
    let confirm = house.press(cast.editor, PRIVATE, &when, "Ngay khi được duyệt", "Gửi duyệt?").await;
    // The service starts again; then comes what was on its way.
    house.settle().await;
    house.stop().await;
    house.send_file(cast.editor, "video", json!({"album": "71"})).await;
    house.start().await;
    let when = house.see(cast.editor, PRIVATE, "Đăng lúc nào").await;
    let parts = house.parts(cast.editor, PRIVATE).await;
    assert_eq!(parts.len(), 5, "the preview was renewed: {parts:?}");
    let toast = house.toast(cast.editor, PRIVATE, &confirm, "Gửi duyệt").await;
    assert!(toast.contains("đã được gửi duyệt hoặc đã bỏ"), "what was seen then is not submitted: {toast}");
    house.submit_from(cast.editor, &when).await;
    house.approve_and_wait(cast.approver).await;
    assert_eq!(house.parts(cast.approver, PRIVATE).await.len(), 3, "the approver sees the album");
    house.advance(TimeDelta::seconds(61)).await;
    let parts = house.parts(cast.head, cast.group).await;
    assert_eq!(parts.len(), 3, "{parts:?}");
    assert_eq!(parts[0].text, "📢 UBND phường Hồ Sen\n\nHội làng\n\nHỏi phường");
    // Residents ask from it as from any other post.
    house.stage.start(cast.resident, &code_below(&parts[0])).await.unwrap();
    house.see(cast.resident, PRIVATE, "điều gì về tin vừa đọc").await;
    assert!(house.stage.refused().await.unwrap().is_empty());
});

journey!(an_album_has_at_most_ten_parts_and_no_documents, |house| {
    let cast = house.cast().await;
    house.begin_to_write(cast.editor).await;
    house.send_album(cast.editor, "72", "Hội làng", 10).await;
    house.see(cast.editor, PRIVATE, "Đã nhận 10 ảnh, video").await;
    house.send_file(cast.editor, "photo", json!({"album": "73"})).await;
    house.see(cast.editor, PRIVATE, "tối đa 10 ảnh, video").await;
    let counted = house.stage.messages(cast.editor, PRIVATE).await.unwrap();
    let counted = counted.iter().rfind(|m| m.text.contains("Đã nhận 10")).unwrap();
    house.press(cast.editor, PRIVATE, counted, "Xem trước", "Đăng lúc nào").await;
    assert_eq!(house.parts(cast.editor, PRIVATE).await.len(), 10, "none was lost");
});

journey!(an_album_without_words_waits_for_them, |house| {
    let cast = house.cast().await;
    house.begin_to_write(cast.editor).await;
    house.send_file(cast.editor, "photo", json!({"album": "74"})).await;
    house.send_file(cast.editor, "photo", json!({"album": "74"})).await;
    let counted = house.see(cast.editor, PRIVATE, "Đã nhận 2 ảnh, video").await;
    house.stage.press(cast.editor, PRIVATE, &counted, "Xem trước").await.unwrap();
    house.see(cast.editor, PRIVATE, "Chưa có chữ nào").await;
    // Too long for a caption: nothing but the text is asked for again.
    house.say(cast.editor, PRIVATE, &"dài ".repeat(200)).await;
    house.see(cast.editor, PRIVATE, "tôi chỉ gửi được 700").await;
    house.say(cast.editor, PRIVATE, "Hội làng").await;
    house.see(cast.editor, PRIVATE, "Đăng lúc nào").await;
    assert_eq!(house.parts(cast.editor, PRIVATE).await.len(), 2);
});

journey!(an_album_in_doubt_is_not_repeated_and_an_answer_to_it_is_evidence, |house| {
    let cast = house.cast().await;
    house.begin_to_write(cast.editor).await;
    house.send_album(cast.editor, "75", "Hội làng", 3).await;
    let counted = house.see(cast.editor, PRIVATE, "Đã nhận 3 ảnh, video").await;
    let when = house.press(cast.editor, PRIVATE, &counted, "Xem trước", "Đăng lúc nào").await;
    house.submit_from(cast.editor, &when).await;
    house.approve_and_wait(cast.approver).await;
    let trouble = json!({"kind": "drop_answer", "chat": group_id(cast.group), "method": "sendMediaGroup"});
    house.control("fault", trouble).await;
    house.advance(TimeDelta::seconds(61)).await;
    let copies = "SELECT state FROM outgoing WHERE group_id IS NOT NULL";
    assert_eq!(house.column(copies).await, ["unknown"]);
    house.advance(TimeDelta::minutes(30)).await;
    let parts = house.parts(cast.head, cast.group).await;
    assert_eq!(parts.len(), 3, "sent once, and not again");
    house.stage.reply(cast.resident, cast.group, parts[0].message_id, "mấy giờ bắt đầu?").await.unwrap();
    house.settle().await;
    assert_eq!(house.column(copies).await, ["sent"]);
    // Of two parts nobody knows the ids: the album is not taken away in part, its words say so.
    let sheet = house.coverage_sheet(cast.approver, "Đã tới 1/1").await;
    let sure = house.press(cast.approver, PRIVATE, &sheet, "Thu hồi tin", "khỏi mọi nhóm").await;
    house.press(cast.approver, PRIVATE, &sure, "Thu hồi", "đã thu hồi tin").await;
    house.settle().await;
    let parts = house.parts(cast.head, cast.group).await;
    assert_eq!(parts.len(), 3);
    assert!(parts[0].text.contains("đã được thu hồi") && !parts[0].text.contains("Hội làng"), "{parts:?}");
});

journey!(a_document_goes_to_groups_and_to_who_posts_by_hand, |house| {
    let cast = house.cast().await;
    let relay = house.stage.person("Dung").await.unwrap();
    house.relay(2, cast.administrator, relay).await;
    house.begin_to_write(cast.editor).await;
    // What a message cannot carry is named, and nothing else is lost.
    house.say(cast.editor, PRIVATE, "Quy chế chợ").await;
    house.see(cast.editor, PRIVATE, "Nếu có ảnh").await;
    house.stage.document(cast.editor, PRIVATE, "bảng.xlsx", b"PK").await.unwrap();
    house.see(cast.editor, PRIVATE, "Tôi chưa nhận tệp này").await;
    house.stage.document(cast.editor, PRIVATE, "Quy chế.pdf", b"%PDF-").await.unwrap();
    let when = house.see(cast.editor, PRIVATE, "Đăng lúc nào").await;
    house.submit_from(cast.editor, &when).await;
    let card = house.approve_and_wait(cast.approver).await;
    assert_eq!(card.document.map(|file| file.name).as_deref(), Some("Quy chế.pdf"));
    house.advance(TimeDelta::seconds(61)).await;
    let post = house.see(cast.head, cast.group, "Quy chế chợ").await;
    assert_eq!(post.document.as_ref().map(|file| file.name.as_str()), Some("Quy chế.pdf"));
    assert!(post.url("Hỏi phường").is_some());
    let paste = house.see(relay, PRIVATE, "Quy chế chợ").await;
    assert!(paste.document.is_some() && paste.buttons.len() == 2, "{paste:?}");
    house.correct(&cast, 1, "Quy chế chợ mới").await;
    let shown = standing(&house, cast.head, cast.group, "Quy chế chợ").await;
    assert_eq!(shown.len(), 1, "its words were changed: {shown:?}");
    assert!(shown[0].text.contains("Quy chế chợ mới") && shown[0].message_id == post.message_id);
});

journey!(what_is_sent_on_begins_a_message_and_keeps_its_source, |house| {
    let cast = house.cast().await;
    let body = json!({"person": cast.editor.0, "chat": "bot", "text": "Tiêm vắc xin sởi cho trẻ",
        "forwarded_from": "Sở Y tế Hà Nội"});
    house.control("say", body).await;
    let offer = house.see(cast.editor, PRIVATE, "Nguồn được ghi là: Sở Y tế Hà Nội").await;
    let groups = house
        .press(cast.editor, PRIVATE, &offer, "Soạn tin từ nội dung này", "thuộc nhóm nội dung nào")
        .await;
    let photo = house.press(cast.editor, PRIVATE, &groups, "Không thuộc nhóm nào", "Nếu có ảnh").await;
    let when = house.press(cast.editor, PRIVATE, &photo, "Không có ảnh", "Đăng lúc nào").await;
    assert!(house.shown(cast.editor, PRIVATE).await.contains("cho trẻ\n\nNguồn: Sở Y tế Hà Nội"));
    house.press(cast.editor, PRIVATE, &when, "Sửa nguồn", "Tin này lấy từ đâu").await;
    house.say(cast.editor, PRIVATE, "Trung tâm Kiểm soát bệnh tật").await;
    let when = house.see(cast.editor, PRIVATE, "Đăng lúc nào").await;
    house.submit_from(cast.editor, &when).await;
    let card = house.approve_and_wait(cast.approver).await;
    assert!(card.text.contains("Nguồn: Trung tâm Kiểm soát bệnh tật"), "{}", card.text);
    house.advance(TimeDelta::seconds(61)).await;
    let post = house.see(cast.head, cast.group, "Tiêm vắc xin").await;
    assert!(post.html.ends_with("<i>Nguồn: Trung tâm Kiểm soát bệnh tật</i>"), "{}", post.html);
    // Residents' forwards are questions as ever.
    let body = json!({"person": cast.resident.0, "chat": "bot", "text": "Tiêm ở đâu?",
        "forwarded_from": "Hội phụ nữ"});
    house.stage.start(cast.resident, "").await.unwrap();
    house.control("say", body).await;
    house.see(cast.resident, PRIVATE, "xin ông/bà đồng ý").await;
});

journey!(a_document_sent_on_into_a_draft_keeps_its_source, |house| {
    let cast = house.cast().await;
    house.begin_to_write(cast.editor).await;
    house.say(cast.editor, PRIVATE, "Quy chế chợ").await;
    house.see(cast.editor, PRIVATE, "Nếu có ảnh").await;
    let document = json!({"name": "Quy chế.docx", "base64": "UEs="});
    house
        .send_file(cast.editor, "document", json!({"document": document, "forwarded_from": "UBND thành phố"}))
        .await;
    let when = house.see(cast.editor, PRIVATE, "Đăng lúc nào").await;
    assert!(house.shown(cast.editor, PRIVATE).await.contains("Quy chế chợ\n\nNguồn: UBND thành phố"));
    house.press(cast.editor, PRIVATE, &when, "Bỏ nguồn", "Đăng lúc nào").await;
    let last = house.stage.messages(cast.editor, PRIVATE).await.unwrap();
    let last = last.iter().rfind(|m| m.document.is_some() && ours(m)).unwrap();
    assert!(!last.text.contains("Nguồn"), "{last:?}");
});
