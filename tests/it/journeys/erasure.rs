//! What a resident leaves behind, followed by a mark in every word, and that nothing of it is
//! left: in no table, no index, no file, no line of the log and no copy made afterwards.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use loa::app::stage::{Persona, Place, Seen};
use loa::store;
use serde_json::json;

use crate::house::{House, journey};
use crate::rows::holds;

/// In every word of the resident, as they write it and as it is folded; and what the names of
/// photos and documents on the platform begin with.
const MARKS: [&str; 6] =
    ["DAUVET", "dauvet", "AgACAgUAAxkBAAI", "BQACAgUAAxkBAAI", "AwACAgUAAxkBAAI", "21030303"];

/// Where residents' words, and what staff write about their questions, stand while they are
/// needed: the journeys below must bring them there.
const WORDS: &[&str] = &[
    "answers.media",
    "answers.text",
    "outgoing.content",
    "question_events.reason",
    "question_media.content",
    "question_terms.word",
    "question_words.text",
    "questions.outside",
    "questions.outside_ref",
    "questions.text",
    "questions.why",
    "route_examples.text",
];

/// Where only what staff enter for others stands, which nobody can have erased but time.
const ENTERED: &str = "questions.asker";

/// All other columns of text: what this program or the platform says, and what staff write.
/// A new column of text stands in one of the two lists, and what may hold a resident's words is
/// brought there by the journey; else nobody would see that it is forgotten by an erasure.
const OTHERS: &[(&str, &str)] = &[
    ("wards", "name issuer helper helper_phone"),
    ("bots", "channel platform_id username"),
    ("accounts", "platform_id language"),
    // Of staff and heads only: a resident's is empty.
    ("people", "name"),
    // Of groups only: a private chat's is empty.
    ("chats", "platform_id kind title state told told_staff topic"),
    ("units", "code name"),
    ("roles", "role"),
    ("neighbourhoods", "code name area tags reads cell contact phone"),
    ("neighbourhood_names", "code name"),
    ("offices", "place"),
    ("registrations", "step"),
    ("head_reports", "week"),
    ("neighbourhood_groups", "channel state"),
    ("links", "purpose role name"),
    ("consents", "notice language"),
    // The payload is blank once it is handled; that it is looked at before that is left to chance.
    ("inbox", "chat payload outcome"),
    // What a resident says is taken at once; only staff write in several steps.
    ("conversations", "state"),
    ("plans", "title number issuer issued_on period_from period_to source document"),
    ("content_groups", "number name text"),
    ("report_dates", "due_on"),
    ("plan_bodies", "body"),
    ("plan_proposals", "source document"),
    ("plan_decisions", "finding verdict words"),
    ("messages", "kind state"),
    ("message_terms", "word"),
    ("templates", "name text"),
    ("versions", "body"),
    ("approvals", "decision reason"),
    ("approval_policies", "term"),
    ("posts", "state kind review trouble"),
    ("outgoing", "channel kind in_doubt state proof reason fallback"),
    ("sent_messages", "platform_message_id"),
    ("questions", "code label kind state way source_message"),
    ("question_events", "event"),
    ("question_words", "side source_message"),
    ("answers", "state source_message"),
    ("question_media", "album state"),
    ("data_requests", "code kind"),
    ("canned_answers", "title text"),
    ("route_examples", "label"),
    ("routes", "file"),
    ("calendar_days", "day what name"),
    ("calendar_weeks", "from_day hours"),
    ("question_reminders", "mark"),
    ("reminder_days", "day"),
    ("unit_contacts", "place"),
    ("absences", "from_day until_day"),
    ("slots", "name rule"),
    ("gap_reports", "week"),
    ("audit", "act subject detail"),
    ("heartbeats", "name"),
    ("alarms", "kind detail"),
    ("leases", "name"),
    ("watches", "phase"),
    ("progress", "kind shown"),
    ("letters", "content"),
    ("relays", "kind name"),
    // Of what heads send to show that they posted something, the name on the platform.
    ("relay_asks", "photo"),
    ("_sqlx_migrations", "description"),
];

/// A unit's officer with its chat.
type Unit = (Persona, Place);

struct Cast {
    works: Unit,
    office: Unit,
    police: Unit,
    resident: Persona,
    group: Place,
}

impl Cast {
    async fn come(house: &House) -> Self {
        let cast = house.cast().await;
        let works = house.unit_chat_of("KTHTDT").await;
        let office = house.unit_chat_of("VP").await;
        let police = house.unit_chat_of("CA").await;
        let resident = house.stage.person("Lan DAUVET0").await.unwrap();
        let Place::Group(chat) = cast.group else { panic!("a group") };
        house.control("member", json!({"chat": chat, "person": resident.0, "action": "add"})).await;
        house.stage.start(resident, "").await.unwrap();
        house.see(resident, Place::Private, "Kính chào ông/bà").await;
        Self { works, office, police, resident, group: cast.group }
    }

    /// Everything that a resident can send, before anything is agreed to.
    async fn talk(&self, house: &House) {
        let (me, here) = (self.resident, Place::Private);
        house.say(me, here, "Ngõ 15 xuống cấp DAUVET1, ổ gà nhiều, bao giờ phường sửa đường?").await;
        house.see(me, here, "xin ông/bà đồng ý").await;
        let photo = json!({"base64": null, "caption": "Vỉa hè ngõ 20 vỡ gạch DAUVET2, khi nào sửa?"});
        house.control("say", json!({"person": me.0, "chat": "bot", "photo": photo})).await;
        let said =
            house.stage.say(me, here, "Đường ngõ 7 xuống cấp DAUVET3, bao giờ phường sửa?").await.unwrap();
        let edit = json!({"person": me.0, "chat": "bot", "message_id": said, "text": "Ngõ 7 DAUVET4"});
        house.control("edit", edit).await;
        house.stage.document(me, here, "DAUVET5.pdf", b"%PDF-").await.unwrap();
        let voice = json!({"caption": "Lời ghi DAUVET18 hỏi bao giờ sửa đường ngõ 7?"});
        house.control("say", json!({"person": me.0, "chat": "bot", "voice": voice})).await;
        let place = json!({"latitude": 21.030_303, "longitude": 105.854_4});
        house.control("say", json!({"person": me.0, "chat": "bot", "place": place})).await;
        house.say(me, self.group, "/hoi Mặt đường ngõ 9 ổ gà DAUVET6, bao giờ sửa?").await;
        let mention = format!("@{} Đường ngõ 3 hỏng DAUVET7, bao giờ sửa?", house.bot_name());
        house.say(me, self.group, &mention).await;
        let photo = json!({"base64": null, "caption": format!("@{} DAUVET8 đường hỏng", house.bot_name())});
        let Place::Group(chat) = self.group else { panic!("a group") };
        house.control("say", json!({"person": me.0, "chat": chat, "photo": photo})).await;
        house.say(me, here, "/hoi").await;
        house.say(me, here, "Bao giờ thì có DAUVET9 vậy ạ?").await;
        house.say(me, here, "/start DAUVET10").await;
        house.say(me, here, "/khongco DAUVET11").await;
        house.say(me, here, "Tôi muốn tố cáo cán bộ DAUVET12 nhận hối lộ").await;
        house.say(me, here, "Mất điện từ sáng DAUVET13, gọi ai?").await;
        house.say(me, here, "Cảm ơn DAUVET14").await;
        house.settle().await;
    }

    async fn agree(&self, house: &House) {
        let notice = house.see(self.resident, Place::Private, "xin ông/bà đồng ý").await;
        house.press(self.resident, Place::Private, &notice, "Đồng ý", "Cảm ơn ông/bà đã đồng ý").await;
        house.say(self.resident, Place::Private, "Cháy nhà số 5 ngõ 12 DAUVET15, cứu với").await;
        house.see(self.police.0, self.police.1, "DAUVET15").await;
        house.settle().await;
    }

    /// Officers do with questions all that takes words: notes, reasons, what is asked back, where
    /// they are handed up, under which reference. Some carry the mark too.
    async fn act(&self, house: &House) {
        let (officer, chat) = self.works;
        let note = "Ghi chú DAUVET20: đã gọi người hỏi";
        self.menu(house, "Ngõ 15 xuống cấp", "Ghi chú", "mời viết ghi chú", note).await;
        let card = self.card(house, "Ngõ 15 xuống cấp").await;
        let kinds = house.press(officer, chat, &card, "Việc khác", "muốn làm gì").await;
        let kinds = house.press(officer, chat, &kinds, "Đổi loại", "thành loại nào").await;
        let prompt = house.press(officer, chat, &kinds, "việc phức tạp", "vì sao là").await;
        house.stage.reply(officer, chat, prompt.message_id, "phải chờ DAUVET21").await.unwrap();
        house.see(officer, chat, "nay là việc phức tạp").await;
        self.menu(house, "Ngõ 15 xuống cấp", "Gia hạn", "lý do gia hạn", "chờ DAUVET22").await;
        let card = self.card(house, "Ngõ 15 xuống cấp").await;
        let prompt = house.press(officer, chat, &card, "Hỏi lại người dân", "cần hỏi thêm").await;
        house.stage.reply(officer, chat, prompt.message_id, "Có phải nhà DAUVET23 không?").await.unwrap();
        house.see(officer, chat, "Đã hỏi lại").await;
        let body = "Sở Xây dựng DAUVET24";
        self.menu(house, "ngõ 9 ổ gà", "Vượt thẩm quyền", "chuyển lên cơ quan nào", body).await;
        let prompt = house.see(officer, chat, "mã hồ sơ hoặc số văn bản ở Sở").await;
        house.stage.reply(officer, chat, prompt.message_id, "DAUVET25/SXD").await.unwrap();
        house.see(officer, chat, "đã ghi là chuyển lên").await;
        let card = self.card(house, "Đường ngõ 3 hỏng").await;
        let units = house.press(officer, chat, &card, "Chuyển đơn vị", "cho đơn vị nào").await;
        let prompt = house.press(officer, chat, &units, "Công an phường", "mời viết lý do").await;
        house.stage.reply(officer, chat, prompt.message_id, "xe tải của DAUVET26").await.unwrap();
        house.see(officer, chat, "Đã chuyển câu hỏi").await;
        house.settle().await;
    }

    /// Presses a button below “Việc khác” and writes what it asks for.
    async fn menu(&self, house: &House, words: &str, label: &str, asks: &str, said: &str) {
        let (officer, chat) = self.works;
        let card = self.card(house, words).await;
        let more = house.press(officer, chat, &card, "Việc khác", "muốn làm gì").await;
        let prompt = house.press(officer, chat, &more, label, asks).await;
        house.stage.reply(officer, chat, prompt.message_id, said).await.unwrap();
        house.settle().await;
    }

    /// The card of a question as it stands in the unit's chat.
    async fn card(&self, house: &House, words: &str) -> Seen {
        let (officer, chat) = self.works;
        let shown = house.stage.messages(officer, chat).await.unwrap();
        let card = shown.into_iter().find(|m| m.text.contains(words) && !m.buttons.is_empty());
        card.unwrap_or_else(|| panic!("no card with “{words}”"))
    }

    /// An answer with a picture, whose name is kept with it.
    async fn answer_with_picture(&self, house: &House) {
        let (officer, chat) = self.works;
        let card = self.card(house, "Ngõ 15 xuống cấp").await;
        let Place::Group(group) = chat else { panic!("a group") };
        let photo = json!({"base64": null, "caption": "Trả lời: đã vá đoạn DAUVET27."});
        let body = json!({"person": officer.0, "chat": group, "reply_to": card.message_id, "photo": photo});
        house.control("say", body).await;
        house.see(self.resident, Place::Private, "đã vá đoạn DAUVET27").await;
        house.settle().await;
    }

    /// Somebody without the app asks by phone.
    async fn call(&self, house: &House) {
        let (clerk, here) = (self.office.0, Place::Private);
        house.say(clerk, here, "/nhap Ngõ 30 xuống cấp DAUVET28, bao giờ phường sửa đường?").await;
        house.see(clerk, here, "Ai hỏi").await;
        house.say(clerk, here, "cụ DAUVET29, 0912 345 678").await;
        let way = house.see(clerk, here, "Bấm nút là ông/bà xác nhận").await;
        house.press(clerk, here, &way, "Qua điện thoại", "Đã nhập câu hỏi").await;
        house.settle().await;
    }

    /// Every unit answers what lies with it, with words of the question.
    async fn answer(&self, house: &House) {
        for (officer, chat) in [self.works, self.office, self.police] {
            for card in house.stage.messages(officer, chat).await.unwrap() {
                if card.text.contains("DAUVET") && !card.text.contains("Trả lời:") {
                    let answer = "Trả lời: đã xem việc DAUVET16.";
                    house.stage.reply(officer, chat, card.message_id, answer).await.unwrap();
                }
            }
        }
        house.settle().await;
    }

    /// Everybody concerned looks in every way there is.
    async fn look(&self, house: &House) {
        for (officer, _) in [self.works, self.office, self.police] {
            house.say(officer, Place::Private, "/hopthu").await;
        }
        for command in ["/dulieu", "/cauhoi", "/trogiup", "/rutdongy"] {
            house.say(self.resident, Place::Private, command).await;
        }
        house.settle().await;
    }
}

/// The columns that hold a mark now.
async fn marked(house: &House) -> BTreeSet<String> {
    house.kept_any(&MARKS).await.into_iter().collect()
}

/// Nothing is left: in the database, in a copy made now, in the log and, once the service has
/// stopped, in the bytes of the database's files.
async fn nothing_is_left(house: &mut House) {
    house.settle().await;
    assert_eq!(marked(house).await, BTreeSet::new());
    let copy = house.root().join("copy");
    store::backup(&house.config.database_url, &copy, &house.clock).await.expect("a copy is made");
    let copied = std::fs::read(&copy).expect("readable");
    let log = crate::log::kept();
    for mark in MARKS {
        assert!(!holds(&copied, mark.as_bytes()), "{mark} is in a copy");
        assert!(!log.contains(mark), "{mark} is in the log");
    }
    house.stop().await;
    house.store.close().await;
    for mark in MARKS {
        assert_eq!(house.files_with(mark), Vec::<String>::new(), "the bytes of {mark}");
    }
}

journey!(every_column_of_text_is_known, |house| {
    let mut known: BTreeSet<String> = WORDS.iter().map(|column| (*column).to_owned()).collect();
    known.insert(ENTERED.to_owned());
    for (table, columns) in OTHERS {
        known.extend(columns.split(' ').map(|column| format!("{table}.{column}")));
    }
    assert_eq!(house.text_columns().await, known, "left: there; right: known here");
});

journey!(of_an_erased_resident_no_mark_is_left, |house| {
    let cast = Cast::come(&house).await;
    cast.talk(&house).await;
    let mut seen = marked(&house).await;
    cast.agree(&house).await;
    seen.extend(marked(&house).await);
    cast.act(&house).await;
    seen.extend(marked(&house).await);
    cast.answer_with_picture(&house).await;
    cast.answer(&house).await;
    house.say(cast.resident, Place::Private, "Vỉa hè ngõ 21 vỡ gạch DAUVET17, khi nào sửa?").await;
    cast.look(&house).await;
    seen.extend(marked(&house).await);
    let words: BTreeSet<String> = WORDS.iter().map(|column| (*column).to_owned()).collect();
    assert_eq!(seen, words, "left: marked; right: where words may stand");
    assert!(house.folder().is_none() || !house.files_with("DAUVET").is_empty(), "the search finds bytes");
    house.say(cast.resident, Place::Private, "/xoa").await;
    let sure = house.see(cast.resident, Place::Private, "Tôi sẽ xóa mọi câu hỏi").await;
    house.press(cast.resident, Place::Private, &sure, "Xóa tất cả", "đã xóa nội dung").await;
    nothing_is_left(&mut house).await;
});

journey!(of_a_closed_question_no_mark_is_left_after_its_time, |house| {
    let cast = Cast::come(&house).await;
    cast.talk(&house).await;
    cast.agree(&house).await;
    cast.call(&house).await;
    house.advance(TimeDelta::hours(25)).await;
    cast.act(&house).await;
    cast.answer_with_picture(&house).await;
    cast.answer(&house).await;
    cast.look(&house).await;
    assert!(marked(&house).await.contains(ENTERED), "what was entered is there while it is needed");
    let open = house.column("SELECT text FROM questions WHERE ended_at IS NULL AND text <> ''").await;
    assert_eq!(open, Vec::<String>::new(), "all are closed");
    assert!(!marked(&house).await.is_empty());
    house.advance(TimeDelta::days(91)).await;
    nothing_is_left(&mut house).await;
});

journey!(of_who_does_not_agree_no_mark_is_left, |house| {
    let cast = Cast::come(&house).await;
    cast.talk(&house).await;
    assert!(!marked(&house).await.is_empty());
    let notice = house.see(cast.resident, Place::Private, "xin ông/bà đồng ý").await;
    house.press(cast.resident, Place::Private, &notice, "Không đồng ý", "Tôi đã xóa câu hỏi").await;
    nothing_is_left(&mut house).await;
});

journey!(of_who_says_nothing_no_mark_is_left_after_a_day, |house| {
    let cast = Cast::come(&house).await;
    cast.talk(&house).await;
    house.advance(TimeDelta::hours(25)).await;
    nothing_is_left(&mut house).await;
});
