use proptest::prelude::*;
use serde_json::json;

use super::*;

fn intake() -> Intake {
    Intake { me: 42, username: "loa_bot".into(), group_commands: &["hoi"] }
}

fn in_group(message: Value) -> Value {
    let mut base = json!({
        "message_id": 7, "date": 1_780_000_000,
        "chat": {"id": -5, "type": "group", "title": "Tổ 5"},
        "from": {"id": 1001, "is_bot": false, "first_name": "Lan", "language_code": "vi"}
    });
    for (key, value) in message.as_object().unwrap() {
        base[key] = value.clone();
    }
    json!({"update_id": 9, "message": base})
}

fn what(raw: &Value) -> Option<What> {
    intake().keep(raw).unwrap().event.map(|e| e.what)
}

#[test]
fn only_what_is_addressed_to_the_bot_is_kept_of_a_group() {
    let command = |text: &str, length: usize| {
        in_group(json!({"text": text, "entities": [{"type": "bot_command", "offset": 0, "length": length}]}))
    };
    let kept = |raw: &Value| what(raw).is_some();
    assert!(!kept(&in_group(json!({"text": "Chiều nay ai rảnh không?"}))));
    assert!(!kept(&in_group(
        json!({"text": "@other_bot xin chào", "entities": [{"type": "mention", "offset": 0, "length": 10}]})
    )));
    assert!(!kept(&command("/hoi@other_bot rác", 14)));
    assert!(!kept(&command("/weather", 8)));
    assert!(kept(&command("/hoi khi nào đổ rác", 4)));
    assert!(kept(&command("/start@loa_bot abc", 14)));
    assert!(kept(&in_group(
        json!({"text": "@loa_bot khi nào đổ rác", "entities": [{"type": "mention", "offset": 0, "length": 8}]})
    )));
}

#[test]
fn of_our_own_message_that_is_answered_the_link_to_us_is_kept() {
    let reply = |from: i64| {
        in_group(
            json!({"text": "đèn hỏng, @loa_bot", "entities": [{"type": "mention", "offset": 10, "length": 8}],
            "reply_to_message": {"message_id": 3, "date": 1_780_000_000,
                "chat": {"id": -5, "type": "group", "title": "Tổ 5"},
                "from": {"id": from, "is_bot": true, "first_name": "X"}, "text": "tin",
                "reply_markup": {"inline_keyboard": [[{"text": "Hỏi", "url": "https://t.me/loa_bot?start=q12ab"}]]}}}),
        )
    };
    let carried = |raw: &Value| intake().keep(raw).unwrap().event.unwrap().carried;
    assert_eq!(carried(&reply(42)).as_deref(), Some("q12ab"));
    assert_eq!(carried(&reply(43)), None, "another bot's links are none of ours");
}

#[test]
fn of_a_reply_only_the_reference_to_our_own_message_is_kept() {
    let reply = |from: i64| {
        in_group(json!({"text": "đèn hỏng", "reply_to_message": {
            "message_id": 3, "date": 1_780_000_000, "chat": {"id": -5, "type": "group", "title": "Tổ 5"},
            "from": {"id": from, "is_bot": from == 42, "first_name": "X"}, "text": "lời của người khác"}}))
    };
    assert_eq!(what(&reply(1002)), None);
    let raw = reply(42);
    let kept = intake().keep(&raw).unwrap().event.unwrap();
    assert_eq!(kept.what, What::Text { text: "đèn hỏng".into(), reply_to: Some("3".into()) });
    assert!(!serde_json::to_string(&kept).unwrap().contains("lời của người khác"));
    assert_eq!(kept.from.unwrap().name, "", "no names out of groups");
}

#[test]
fn a_mention_is_an_address_and_not_part_of_the_question() {
    let raw = in_group(
        json!({"text": "@Loa_Bot đèn hỏng", "entities": [{"type": "mention", "offset": 0, "length": 8}]}),
    );
    assert_eq!(what(&raw), Some(What::Text { text: "đèn hỏng".into(), reply_to: None }));
}

#[test]
fn looks_survive_emoji_and_nesting() {
    let raw = json!({"update_id": 1, "message": {
        "message_id": 1, "date": 1_780_000_000, "chat": {"id": 1001, "type": "private", "first_name": "Lan"},
        "from": {"id": 1001, "is_bot": false, "first_name": "Lan"},
        "text": "🔔 đậm nghiêng", "entities": [
            {"type": "bold", "offset": 3, "length": 11}, {"type": "italic", "offset": 7, "length": 7}]}});
    let Some(What::Text { text, .. }) = what(&raw) else { panic!("kept") };
    let looks: Vec<_> = text.spans().iter().map(|s| (s.text.as_str(), s.bold, s.italic)).collect();
    assert_eq!(looks, [("🔔 ", false, false), ("đậm ", true, false), ("nghiêng", true, true)]);
}

#[test]
fn our_standing_in_a_chat_is_read() {
    let change = |status: &str| {
        json!({"update_id": 2, "my_chat_member": {
            "chat": {"id": -5, "type": "group", "title": "Tổ 5"},
            "from": {"id": 1001, "is_bot": false, "first_name": "Lan"}, "date": 1_780_000_000,
            "old_chat_member": {"status": "left", "user": {"id": 42, "is_bot": true, "first_name": "Loa"}},
            "new_chat_member": {"status": status, "user": {"id": 42, "is_bot": true, "first_name": "Loa"}, "until_date": 0}}})
    };
    assert_eq!(what(&change("member")), Some(What::Standing(Standing::Member)));
    assert_eq!(what(&change("left")), Some(What::Standing(Standing::Gone)));
    assert_eq!(what(&change("kicked")), Some(What::Standing(Standing::Gone)));
}

#[test]
fn an_unreadable_private_message_is_answered_and_a_group_one_leaves_nothing() {
    let odd = |kind: &str| {
        json!({"update_id": 3, "message": {"message_id": "odd", "date": 0,
        "chat": {"id": 1001, "type": kind}, "from": {"id": 1001}, "secret": "lời riêng"}})
    };
    assert_eq!(what(&odd("private")), Some(What::Other));
    let kept = intake().keep(&odd("group")).unwrap();
    assert_eq!((kept.update_id, kept.event), (3, None));
}

proptest! {
    #[test]
    fn any_entities_over_any_text_are_read_without_panic(
        text in "\\PC{0,30}", marks in prop::collection::vec((0_usize..40, 0_usize..40), 0..5)
    ) {
        let entities: Vec<MessageEntity> = marks
            .into_iter()
            .map(|(offset, length)| MessageEntity { kind: MessageEntityKind::Bold, offset, length })
            .collect();
        let words = rich(&text, &entities).words();
        prop_assert!(words.chars().count() <= nfc(&text).chars().count() * 2 + 2);
    }
}

#[test]
fn of_files_and_places_only_what_names_them_is_kept() {
    let private = |message: Value| {
        let mut raw = in_group(message);
        raw["message"]["chat"] = json!({"id": 1001, "type": "private", "first_name": "Lan"});
        intake().keep(&raw).unwrap().event.unwrap()
    };
    let file = json!({"file_id": "F", "file_unique_id": "U", "file_size": 3, "duration": 1, "mime_type": "audio/ogg"});
    let said = private(json!({"voice": file, "caption": "đường hỏng"}));
    let untyped = json!({"file_id": "F", "file_unique_id": "U", "file_size": 3, "duration": 1});
    assert!(matches!(private(json!({"voice": untyped})).what, What::Voice { .. }));
    let What::Voice { media, caption, .. } = said.what else { panic!("a voice note: {said:?}") };
    assert_eq!((media.file_id.as_str(), caption.words().as_str()), ("F", "đường hỏng"));
    let place = json!({"latitude": 21.030_303, "longitude": -105.8544});
    let What::Place { point, .. } = private(json!({"location": place})).what else { panic!("a place") };
    assert_eq!((point.latitude, point.longitude), (21_030_303, -105_854_400));
    let venue = json!({"location": place, "title": "Chợ", "address": "Ngõ 5"});
    assert!(matches!(private(json!({"location": place, "venue": venue})).what, What::Place { .. }));
    let photo = json!([{"file_id": "P", "file_unique_id": "V", "width": 9, "height": 9}]);
    assert_eq!(private(json!({"photo": photo, "media_group_id": "77"})).album.as_deref(), Some("77"));
    let film = json!({"file_id": "F", "file_unique_id": "U", "file_size": 3, "duration": 1, "width": 9,
        "height": 9});
    let What::Video { media, .. } = private(json!({"video": film})).what else { panic!("a film") };
    assert_eq!(media.unique_id, "U");
    let of_group = in_group(json!({"voice": file}));
    assert_eq!(what(&of_group), None, "not addressed to us");
    assert_eq!(what(&in_group(json!({"location": place}))), None);
}

#[test]
fn of_what_is_sent_on_only_the_name_of_a_channel_or_group_is_kept_and_only_in_private() {
    let from = |origin: Value, chat: Value| {
        let mut raw = in_group(json!({"text": "tin", "forward_origin": origin}));
        raw["message"]["chat"] = chat;
        intake().keep(&raw).unwrap().event.and_then(|event| event.forwarded)
    };
    let private = || json!({"id": 1001, "type": "private", "first_name": "Lan"});
    let channel = json!({"type": "channel", "date": 1, "message_id": 5,
        "chat": {"id": -1_001_234_567_890_i64, "type": "channel", "title": "Sở Y tế"}});
    assert_eq!(from(channel.clone(), private()).as_deref(), Some("Sở Y tế"));
    let person = json!({"type": "user", "date": 1,
        "sender_user": {"id": 7, "is_bot": false, "first_name": "Cúc"}});
    assert_eq!(from(person, private()).as_deref(), Some(""), "a person's name is not kept");
    let hidden = json!({"type": "hidden_user", "date": 1, "sender_user_name": "Cúc"});
    assert_eq!(from(hidden, private()).as_deref(), Some(""));
    assert_eq!(from(channel, json!({"id": -5, "type": "group", "title": "Tổ 5"})), None);
}

#[test]
fn a_link_leads_to_a_page_or_is_none() {
    let link = |url: &str| {
        let mut raw = in_group(json!({"text": "lịch", "entities": [
            {"type": "text_link", "offset": 0, "length": 4, "url": url},
            {"type": "underline", "offset": 0, "length": 4}]}));
        raw["message"]["chat"] = json!({"id": 1001, "type": "private", "first_name": "Lan"});
        let Some(What::Text { text, .. }) = what(&raw) else { panic!("kept") };
        assert!(text.spans()[0].underline);
        text.spans()[0].link.clone()
    };
    assert_eq!(link("https://hosen.example/lich").as_deref(), Some("https://hosen.example/lich"));
    assert_eq!(link("tg://user?id=7"), None);
    assert_eq!(link("mailto:lan@hosen.example"), None);
}

#[test]
fn of_our_own_album_that_is_answered_the_link_below_it_is_kept() {
    let reply = in_group(json!({"text": "mấy giờ?",
        "reply_to_message": {"message_id": 3, "date": 1_780_000_000,
            "chat": {"id": -5, "type": "group", "title": "Tổ 5"},
            "from": {"id": 42, "is_bot": true, "first_name": "X"},
            "photo": [{"file_id": "P", "file_unique_id": "V", "width": 9, "height": 9}],
            "caption": "tin lịch Hỏi", "caption_entities": [
                {"type": "text_link", "offset": 4, "length": 4, "url": "https://a.example/?start=la"},
                {"type": "text_link", "offset": 9, "length": 3, "url": "https://t.me/loa_bot?start=q12ab"}]}}));
    assert_eq!(intake().keep(&reply).unwrap().event.unwrap().carried.as_deref(), Some("q12ab"));
}
