//! What has been posted is put right: by an edit, by a reply, by hand, and what stands when.

use chrono::TimeDelta;
use loa::app::stage::{Persona, Place, Seen, link_code};
use loa::ward::Role;
use loa::ward::store as ward;
use loa::{delivery, schedule};
use serde_json::json;

use crate::house::{House, journey};
use crate::people::Cast;

pub(super) const POSTS: &str = "SELECT kind FROM posts ORDER BY released_at, id";
pub(super) const LATEST: &str = "SELECT state FROM outgoing WHERE group_id IS NOT NULL AND post_id IN
    (SELECT id FROM posts WHERE kind <> 'post') ORDER BY id DESC";

pub(super) fn group_id(place: Place) -> i64 {
    let Place::Group(chat) = place else { panic!("a group") };
    chat
}

/// The messages that a group's head sees there and that hold these words.
pub(super) async fn standing(house: &House, who: Persona, group: Place, words: &str) -> Vec<Seen> {
    let messages = house.stage.messages(who, group).await.unwrap();
    messages.into_iter().filter(|m| !m.deleted && m.text.contains(words)).collect()
}

impl House {
    /// The author opens a message of theirs that is posted and writes it again.
    pub async fn write_correction(&self, editor: Persona, number: u32, text: &str) -> Seen {
        self.say(editor, Place::Private, "/soan").await;
        let own = self.see(editor, Place::Private, "Tin của ông/bà").await;
        let mine = self.press(editor, Place::Private, &own, &format!("Tin {number}"), "Đính chính").await;
        self.press(editor, Place::Private, &mine, "Đính chính", "xin gửi nội dung đúng").await;
        self.say(editor, Place::Private, text).await;
        // A message with a picture or a document keeps it.
        if mine.photo.is_none() && mine.document.is_none() {
            let photo = self.see(editor, Place::Private, "Nếu có ảnh").await;
            self.press(editor, Place::Private, &photo, "Không có ảnh", "có thêm dòng ghi giờ").await;
        }
        let confirm = self.see(editor, Place::Private, "tin trong các nhóm được sửa ngay").await;
        self.press(editor, Place::Private, &confirm, "Gửi duyệt", "bản đính chính của tin").await
    }

    /// A correction is written, approved, released, and has left.
    pub async fn correct(&self, cast: &Cast, number: u32, text: &str) {
        let version = self
            .column(&format!("SELECT CAST(version + 1 AS TEXT) FROM messages WHERE number = {number}"))
            .await;
        self.write_correction(cast.editor, number, text).await;
        let card = format!("ĐÍNH CHÍNH tin {number} đã đăng: bản {}", version[0]);
        self.approve(cast.approver, &card).await;
        self.see(cast.approver, Place::Private, &format!("Đang đính chính tin {number}")).await;
        self.settle().await;
    }

    /// The coverage sheet of the newest post.
    pub async fn coverage_sheet(&self, who: Persona, words: &str) -> Seen {
        self.settle().await;
        self.say(who, Place::Private, "/dophu").await;
        self.see(who, Place::Private, words).await
    }
}

journey!(a_correction_changes_what_stands_in_the_group, |house| {
    let cast = house.cast().await;
    house.publish(&cast, "Họp tổ lúc 19h").await;
    let old = standing(&house, cast.head, cast.group, "Họp tổ lúc 19h").await.remove(0);
    house.advance(TimeDelta::minutes(30)).await;
    house.write_correction(cast.editor, 1, "Họp tổ lúc 20h").await;
    // Whoever decides sees what stands, and that this corrects it.
    house.see(cast.approver, Place::Private, "Bà con đang thấy tin 1, bản 1").await;
    house.settle().await;
    assert_eq!(standing(&house, cast.head, cast.group, "Họp tổ lúc 20h").await.len(), 0, "not approved yet");
    house.approve(cast.approver, "ĐÍNH CHÍNH tin 1 đã đăng: bản 2").await;
    house.see(cast.editor, Place::Private, "đã duyệt bản đính chính của tin 1").await;
    house.see(cast.approver, Place::Private, "Đang đính chính tin 1 ở 1 nhóm").await;
    house.settle().await;
    let new = standing(&house, cast.head, cast.group, "Họp tổ").await;
    assert_eq!(new.len(), 1, "{new:?}");
    assert!(new[0].message_id == old.message_id && new[0].edited, "{new:?}");
    assert!(
        new[0].text.contains("Họp tổ lúc 20h\n\n(Đã đính chính lúc 09:31 Thứ Hai, 04/05/2026)"),
        "{new:?}"
    );
    assert_eq!(house.column(LATEST).await, ["sent"]);
    assert_eq!(
        house.column("SELECT CAST(lane AS TEXT) FROM outgoing WHERE kind = 'post' ORDER BY id").await,
        ["3", "1"]
    );
    // The button goes on working and leads to the correction.
    let code = new[0].url("Hỏi phường").and_then(link_code).unwrap();
    assert_ne!(old.url("Hỏi phường").and_then(link_code).unwrap(), code);
    house.stage.start(cast.resident, &code).await.unwrap();
    house.see(cast.resident, Place::Private, "điều gì về tin vừa đọc").await;
    let sheet = house.coverage_sheet(cast.approver, "Đã sửa 1/1 nhóm").await;
    assert!(sheet.text.contains("Tổ dân phố số 1: đã sửa lúc 09:31"), "{}", sheet.text);
    house.say(cast.editor, Place::Private, "/soan").await;
    house.see(cast.editor, Place::Private, "Tin 1 – đã đính chính lúc 09:31").await;
});

journey!(nothing_of_a_correction_leaves_before_it_is_approved, |house| {
    let cast = house.cast().await;
    house.publish(&cast, "Họp tổ lúc 19h").await;
    let written = house.write_correction(cast.editor, 1, "Họp tổ lúc 20h").await;
    // The author cannot approve it, also with the data of the approver's button.
    let card = house.see(cast.approver, Place::Private, "ĐÍNH CHÍNH tin 1").await;
    let data = house.button_data(cast.approver, Place::Private, card.message_id, "Duyệt").await;
    let toast = house.press_data(cast.editor, Place::Private, &written, &data).await;
    assert!(toast.contains("chỉ người duyệt"), "{toast}");
    house.advance(TimeDelta::hours(1)).await;
    assert_eq!(house.column(POSTS).await, ["post"]);
    // It is sent back; what stands stays.
    house.press(cast.approver, Place::Private, &card, "Trả lại", "Vì sao trả lại").await;
    house.say(cast.approver, Place::Private, "Vẫn sai giờ").await;
    house.see(cast.editor, Place::Private, "trả lại tin 1: Vẫn sai giờ").await;
    // Approved and written again before the clock was looked at: the new one waits for a word.
    house.advance(TimeDelta::hours(1)).await;
    assert_eq!(standing(&house, cast.head, cast.group, "Họp tổ lúc 19h").await.len(), 1);
    assert_eq!(house.column(POSTS).await, ["post"]);
});

journey!(where_an_edit_is_refused_the_correction_is_a_reply, |house| {
    let cast = house.cast().await;
    house.publish(&cast, "Họp tổ lúc 19h").await;
    let old = standing(&house, cast.head, cast.group, "Họp tổ lúc 19h").await.remove(0);
    let refused = json!({"kind": "uneditable", "method": "editMessageText", "chat": group_id(cast.group)});
    house.control("fault", refused).await;
    house.correct(&cast, 1, "Họp tổ lúc 20h").await;
    let reply = standing(&house, cast.head, cast.group, "Họp tổ lúc 20h").await.remove(0);
    assert!(
        reply.text.starts_with("Đính chính: nội dung dưới đây thay cho tin trước.\n\n📢"),
        "{}",
        reply.text
    );
    assert_eq!(reply.reply_to.as_ref().map(|r| r.message_id), Some(old.message_id));
    assert_eq!(house.column(LATEST).await, ["sent"]);
    house.coverage_sheet(cast.approver, "không sửa được tin cũ, đã đăng tin đính chính dưới tin cũ").await;
    // A correction of the correction changes the reply.
    house.correct(&cast, 1, "Họp tổ lúc 21h").await;
    let shown = standing(&house, cast.head, cast.group, "Họp tổ").await;
    assert_eq!(shown.len(), 2, "{shown:?}");
    assert!(shown[1].message_id == reply.message_id && shown[1].text.contains("lúc 21h"), "{shown:?}");
});

journey!(a_correction_of_a_correction_changes_the_same_message, |house| {
    let cast = house.cast().await;
    house.publish(&cast, "Họp tổ lúc 19h").await;
    house.correct(&cast, 1, "Họp tổ lúc 20h").await;
    house.advance(TimeDelta::minutes(10)).await;
    house.correct(&cast, 1, "Họp tổ lúc 21h").await;
    let shown = standing(&house, cast.head, cast.group, "Họp tổ").await;
    assert_eq!(shown.len(), 1, "{shown:?}");
    assert!(shown[0].text.contains("lúc 21h") && shown[0].edited);
    assert_eq!(house.column(POSTS).await, ["post", "correction", "correction"]);
    // The history says what stood when, and no row was changed for it.
    let mut tx = house.store.read().await.unwrap();
    let post = schedule::posts(&mut tx, house.ward.id, 1).await.unwrap()[0].id;
    let history = delivery::history(&mut tx, post).await.unwrap();
    let lines: Vec<String> = history
        .values()
        .flatten()
        .map(|seen| loa::conversation::history_line(seen, loa::i18n::Lang::Vi))
        .collect();
    assert_eq!(
        lines,
        [
            "09:01 Thứ Hai, 04/05/2026: đăng bản 1",
            "09:01 Thứ Hai, 04/05/2026: sửa thành bản 2",
            "09:11 Thứ Hai, 04/05/2026: sửa thành bản 3",
        ]
    );
    // The coverage of the post itself is what it was.
    let first = schedule::posts(&mut tx, house.ward.id, 3).await.unwrap()[2].id;
    let coverage = schedule::coverage(&mut tx, house.ward.id, first).await.unwrap();
    assert_eq!((coverage.covered, coverage.rows[0].state.as_str()), (1, "sent"));
});

/// A message with a picture that every group has got.
pub(super) async fn publish_photo(house: &House, cast: &Cast, text: &str) {
    house.say(cast.editor, Place::Private, "/soan").await;
    let groups = house.see(cast.editor, Place::Private, "Tin mới thuộc nhóm nội dung nào").await;
    house.press(cast.editor, Place::Private, &groups, "Không thuộc nhóm nào", "Xin viết nội dung").await;
    house.say(cast.editor, Place::Private, text).await;
    house.see(cast.editor, Place::Private, "Nếu có ảnh").await;
    house.stage.photo(cast.editor, Place::Private).await.unwrap();
    let when = house.see(cast.editor, Place::Private, "Đăng lúc nào").await;
    let confirm = house.press(cast.editor, Place::Private, &when, "Ngay khi được duyệt", "Gửi duyệt?").await;
    house.press(cast.editor, Place::Private, &confirm, "Gửi duyệt", "Đã gửi duyệt").await;
    house.approve(cast.approver, "chờ duyệt").await;
    house.see(cast.approver, Place::Private, "bắt đầu gửi").await;
    house.advance(TimeDelta::seconds(61)).await;
    house.see(cast.head, cast.group, text).await;
}

journey!(under_a_picture_the_words_are_changed, |house| {
    let cast = house.cast().await;
    publish_photo(&house, &cast, "Sơ đồ chợ phiên").await;
    let old = standing(&house, cast.head, cast.group, "Sơ đồ").await.remove(0);
    house.correct(&cast, 1, "Sơ đồ chợ mới").await;
    let shown = standing(&house, cast.head, cast.group, "Sơ đồ").await;
    assert_eq!(shown.len(), 1, "{shown:?}");
    assert!(shown[0].message_id == old.message_id && shown[0].photo == old.photo && shown[0].edited);
    assert!(shown[0].text.contains("Sơ đồ chợ mới\n\n(Đã đính chính lúc"), "{shown:?}");
});

journey!(another_picture_needs_a_reply, |house| {
    let cast = house.cast().await;
    house.publish(&cast, "Sơ đồ chợ phiên").await;
    let old = standing(&house, cast.head, cast.group, "Sơ đồ").await.remove(0);
    house.say(cast.editor, Place::Private, "/soan").await;
    let own = house.see(cast.editor, Place::Private, "Tin của ông/bà").await;
    let mine = house.press(cast.editor, Place::Private, &own, "Tin 1", "Đính chính").await;
    house.press(cast.editor, Place::Private, &mine, "Đính chính", "xin gửi nội dung đúng").await;
    house.say(cast.editor, Place::Private, "Sơ đồ có hình").await;
    house.see(cast.editor, Place::Private, "Nếu có ảnh").await;
    house.stage.photo(cast.editor, Place::Private).await.unwrap();
    let confirm = house.see(cast.editor, Place::Private, "tin trong các nhóm được sửa ngay").await;
    house.press(cast.editor, Place::Private, &confirm, "Gửi duyệt", "bản đính chính").await;
    house.approve(cast.approver, "ĐÍNH CHÍNH tin 1").await;
    house.settle().await;
    let shown = standing(&house, cast.head, cast.group, "Sơ đồ").await;
    assert_eq!(shown.len(), 2, "{shown:?}");
    assert!(shown[1].photo.is_some() && shown[1].text.starts_with("Đính chính"), "{shown:?}");
    assert_eq!(shown[1].reply_to.as_ref().map(|r| r.message_id), Some(old.message_id));
    // The old one was not touched: an edit of words cannot change a picture.
    assert!(!shown[0].edited);
});

journey!(what_still_waits_is_replaced_by_the_new_text, |house| {
    let cast = house.cast().await;
    let second = house.stage.person("Cúc").await.unwrap();
    let group2 = house.neighbourhood(2, cast.administrator, second, &[]).await;
    house.submit(cast.editor, "Họp tổ lúc 19h").await;
    house.approve(cast.approver, "chờ duyệt").await;
    house.see(cast.approver, Place::Private, "bắt đầu gửi").await;
    house.settle().await;
    let waits =
        json!({"kind": "429", "method": "sendMessage", "chat": group_id(group2), "retry_after": 3600});
    house.control("fault", waits).await;
    house.stage.advance(TimeDelta::seconds(61)).await.unwrap();
    house.see(cast.head, cast.group, "Họp tổ lúc 19h").await;
    house.settle().await;
    house.write_correction(cast.editor, 1, "Họp tổ lúc 20h").await;
    house.approve(cast.approver, "ĐÍNH CHÍNH tin 1").await;
    house.see(cast.approver, Place::Private, "Đang đính chính tin 1 ở 2 nhóm").await;
    house.settle().await;
    // The chat still has to rest: only the rows can tell. The old copy will never leave.
    let rows = "SELECT o.state || ' ' || COALESCE(o.reason, '') || ' ' || o.lane FROM outgoing o
        JOIN chats c ON c.id = o.chat_id WHERE o.kind = 'post' AND c.title = 'Bà con tổ 2' ORDER BY o.id";
    assert_eq!(house.column(rows).await, ["cancelled replaced 3", "waiting  3"]);
    let content =
        house.column("SELECT content FROM outgoing WHERE kind = 'post' AND state = 'waiting'").await;
    assert!(
        content[0].contains("lúc 20h") && !content[0].to_lowercase().contains("đính chính"),
        "{content:?}"
    );
    house.coverage_sheet(cast.approver, "Đã sửa 1/2 nhóm").await;
    // A further correction replaces that one too.
    house.write_correction(cast.editor, 1, "Họp tổ lúc 21h").await;
    house.approve(cast.approver, "ĐÍNH CHÍNH tin 1 đã đăng: bản 3").await;
    house.see(cast.approver, Place::Private, "Đang đính chính tin 1 ở 2 nhóm").await;
    house.settle().await;
    assert_eq!(house.column(rows).await, ["cancelled replaced 3", "cancelled replaced 3", "waiting  3"]);
});

journey!(where_nobody_knows_the_old_one_the_correction_is_new, |house| {
    let cast = house.cast().await;
    house.submit(cast.editor, "Họp tổ lúc 19h").await;
    house.approve(cast.approver, "chờ duyệt").await;
    house.see(cast.approver, Place::Private, "bắt đầu gửi").await;
    house.settle().await;
    let drop = json!({"kind": "drop_answer", "method": "sendMessage", "chat": group_id(cast.group)});
    house.control("fault", drop).await;
    house.stage.advance(TimeDelta::seconds(61)).await.unwrap();
    house.settle().await;
    let sheet = house.coverage_sheet(cast.approver, "chưa rõ đã tới hay chưa").await;
    let again = house.button_data(cast.approver, Place::Private, sheet.message_id, "Gửi lại").await;
    house.correct(&cast, 1, "Họp tổ lúc 20h").await;
    let shown = standing(&house, cast.head, cast.group, "Họp tổ").await;
    assert_eq!(shown.len(), 2, "{shown:?}");
    assert!(shown[1].text.starts_with("Đính chính") && shown[1].reply_to.is_none(), "{shown:?}");
    // The old text cannot be sent again any more.
    let toast = house.press_data(cast.approver, Place::Private, &sheet, &again).await;
    assert!(toast.contains("đã có người xử lý"), "{toast}");
    house.settle().await;
    assert_eq!(standing(&house, cast.head, cast.group, "lúc 19h").await.len(), 1);
    house.coverage_sheet(cast.approver, "không rõ tin cũ trong nhóm, đã đăng tin đính chính mới").await;
});

journey!(a_group_that_never_got_it_gets_no_correction_and_is_named, |house| {
    let cast = house.cast().await;
    let second = house.stage.person("Cúc").await.unwrap();
    let group2 = house.neighbourhood(2, cast.administrator, second, &[]).await;
    house.submit(cast.editor, "Họp tổ lúc 19h").await;
    house.approve(cast.approver, "chờ duyệt").await;
    house.see(cast.approver, Place::Private, "bắt đầu gửi").await;
    house.settle().await;
    house.stage.bot_member(second, group2, "remove", None).await.unwrap();
    house.advance(TimeDelta::seconds(61)).await;
    house.correct(&cast, 1, "Họp tổ lúc 20h").await;
    assert_eq!(house.column(LATEST).await, ["sent"]);
    let sheet = house.coverage_sheet(cast.approver, "Đã sửa 1/1 nhóm").await;
    assert!(sheet.text.contains("Tổ dân phố số 2: tôi bị gỡ khỏi nhóm"), "{}", sheet.text);
    // Back in the group, the bot does not post the old text.
    house.stage.bot_member(second, group2, "add", None).await.unwrap();
    house.settle().await;
    let mut tx = house.store.begin().await.unwrap();
    for chat in ward::chats_of_groups(&mut tx, house.ward.id).await.unwrap() {
        assert!(delivery::revive_chat(&mut tx, chat.id).await.unwrap().is_empty());
    }
});

journey!(where_the_bot_was_removed_since_the_old_one_stands_and_is_named, |house| {
    let cast = house.cast().await;
    house.publish(&cast, "Họp tổ lúc 19h").await;
    house.stage.bot_member(cast.head, cast.group, "remove", None).await.unwrap();
    house.settle().await;
    house.correct(&cast, 1, "Họp tổ lúc 20h").await;
    assert_eq!(house.column(LATEST).await, ["failed"]);
    let sheet = house.coverage_sheet(cast.approver, "Đã sửa 0/1 nhóm").await;
    assert!(sheet.text.contains("tôi bị gỡ khỏi nhóm"), "{}", sheet.text);
});

journey!(in_a_group_that_moved_no_old_id_is_used, |house| {
    let cast = house.cast().await;
    house.publish(&cast, "Họp tổ lúc 19h").await;
    house.settle().await;
    let to = house.stage.migrate(cast.group).await.unwrap();
    house.settle().await;
    // Another message of ours takes the first ids of the new group.
    house.publish(&Cast { group: to, ..cast }, "Thu gom rác").await;
    house.correct(&Cast { group: to, ..cast }, 1, "Họp tổ lúc 20h").await;
    let shown = standing(&house, cast.head, to, "Họp tổ lúc 20h").await;
    assert_eq!(shown.len(), 1, "{shown:?}");
    assert!(shown[0].reply_to.is_none() && !shown[0].edited, "{shown:?}");
    assert!(!standing(&house, cast.head, to, "Thu gom rác").await[0].edited);
});

journey!(a_group_that_moves_while_the_correction_waits_is_posted_anew, |house| {
    let cast = house.cast().await;
    house.publish(&cast, "Họp tổ lúc 19h").await;
    house.settle().await;
    let moves = json!({"kind": "migrated", "method": "editMessageText", "chat": group_id(cast.group)});
    house.control("fault", moves).await;
    house.correct(&cast, 1, "Họp tổ lúc 20h").await;
    assert_eq!(house.column(LATEST).await, ["sent"]);
    let calls = house.stage.ledger(0).await.unwrap();
    let is_in_group = |call: &&serde_json::Value| call["result"]["chat"]["type"] != "private";
    let edits: Vec<_> = calls.iter().filter(is_in_group).collect();
    assert!(edits.iter().all(|call| call["method"] != "editMessageText"), "no id was used in the new group");
    let sent =
        edits.iter().rfind(|call| call["result"]["text"].as_str().is_some_and(|t| t.contains("lúc 20h")));
    assert!(sent.is_some_and(|call| call["result"]["reply_to_message"].is_null()), "{sent:?}");
});

journey!(who_posts_by_hand_gets_the_corrected_text, |house| {
    let cast = house.cast().await;
    let third = house.stage.person("Dung").await.unwrap();
    house.relay(3, cast.administrator, third).await;
    let fourth = house.stage.person("Đức").await.unwrap();
    house.relay(4, cast.administrator, fourth).await;
    house.publish(&cast, "Họp tổ lúc 19h").await;
    let paste = house.see(third, Place::Private, "Họp tổ lúc 19h").await;
    house.press(third, Place::Private, &paste, "Đã đăng", "Đã ghi nhận").await;
    let unsaid = house.see(fourth, Place::Private, "Họp tổ lúc 19h").await;
    let said = house.button_data(fourth, Place::Private, unsaid.message_id, "Đã đăng").await;
    house.correct(&cast, 1, "Họp tổ lúc 20h").await;
    house.see(third, Place::Private, "Tin trước đã được đính chính").await;
    let paste = house.see(third, Place::Private, "Họp tổ lúc 20h").await;
    assert!(paste.text.starts_with("Đính chính"), "the group has read the old one: {}", paste.text);
    house.see(fourth, Place::Private, "Tin trước đã được đính chính").await;
    let fresh = house.see(fourth, Place::Private, "Họp tổ lúc 20h").await;
    assert!(fresh.text.starts_with("📢"), "{}", fresh.text);
    // The old text is over for whoever had said nothing.
    let toast = house.press_data(fourth, Place::Private, &unsaid, &said).await;
    assert!(toast.contains("không phải đăng nữa"), "{toast}");
    let sheet = house.coverage_sheet(cast.approver, "Đã sửa 1/3 nhóm").await;
    assert!(sheet.text.contains("số 3: chờ tổ trưởng đăng"), "{}", sheet.text);
    house.press(third, Place::Private, &paste, "Đã đăng", "Đã ghi nhận").await;
    house.press(fourth, Place::Private, &fresh, "Đã đăng", "Đã ghi nhận").await;
    let sheet = house.coverage_sheet(cast.approver, "Đã sửa 3/3 nhóm").await;
    assert!(sheet.text.contains("số 4: tổ trưởng báo đã đăng"), "{}", sheet.text);
});

journey!(an_engine_that_dies_in_the_middle_of_a_correction_does_no_harm, |house| {
    let cast = house.cast().await;
    house.publish(&cast, "Họp tổ lúc 19h").await;
    house.settle().await;
    // The edit takes effect; the engine is gone before it hears of it.
    let drop = json!({"kind": "drop_answer", "method": "editMessageText", "chat": group_id(cast.group)});
    house.control("fault", drop).await;
    house.write_correction(cast.editor, 1, "Họp tổ lúc 20h").await;
    house.approve(cast.approver, "ĐÍNH CHÍNH tin 1").await;
    house.see(cast.head, cast.group, "Họp tổ lúc 20h").await;
    house.stop().await;
    house.start().await;
    house.advance(TimeDelta::minutes(2)).await;
    let shown = standing(&house, cast.head, cast.group, "Họp tổ").await;
    assert_eq!(shown.len(), 1, "{shown:?}");
    assert_eq!(house.column(LATEST).await, ["sent"]);
});

journey!(a_correction_held_after_a_gap_waits_for_a_person, |house| {
    let cast = house.cast().await;
    house.publish(&cast, "Họp tổ lúc 19h").await;
    house.write_correction(cast.editor, 1, "Họp tổ lúc 20h").await;
    house.settle().await;
    house.stop().await;
    // The service dies after the copies were made and before one has left.
    let mut tx = house.store.begin().await.unwrap();
    let message = loa::message::submitted(&mut tx, house.ward.id).await.unwrap().remove(0);
    let approvers = ward::people_with(&mut tx, house.ward.id, Role::Approver).await.unwrap();
    let desk = loa::app::desk(&house.config).unwrap();
    loa::message::approve(&mut tx, message.id, 2, approvers[0].id, desk.rule()).await.unwrap();
    let old = delivery::standing_post(&mut tx, message.id, house.clock.now()).await.unwrap().unwrap();
    let worth = TimeDelta::hours(12);
    schedule::plan_correction(&mut tx, house.ward.id, message.id, 2, old, worth).await.unwrap();
    tx.commit().await.unwrap();
    let lease = loa::lease::Lease::new(house.store.clone(), "a look by hand", uuid::Uuid::now_v7());
    lease.try_take().await.unwrap();
    assert_eq!(loa::conversation::tick(&house.store, &desk, &lease, false).await.unwrap(), Some(true));
    assert_eq!(house.column(LATEST).await, ["waiting"]);
    house.stage.advance(TimeDelta::hours(1)).await.unwrap();
    house.start().await;
    let held = house.see(cast.approver, Place::Private, "đã quá giờ nên đang chờ").await;
    house.advance(TimeDelta::minutes(5)).await;
    assert_eq!(standing(&house, cast.head, cast.group, "Họp tổ lúc 20h").await.len(), 0);
    house.press(cast.approver, Place::Private, &held, "Đăng ngay", "Đã cho đăng").await;
    house.advance(TimeDelta::zero()).await;
    let shown = standing(&house, cast.head, cast.group, "Họp tổ").await;
    assert!(shown.len() == 1 && shown[0].text.contains("lúc 20h"), "{shown:?}");
    assert_eq!(house.column(LATEST).await, ["sent"]);
});
