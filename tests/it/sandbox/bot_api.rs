//! The Bot API over plain HTTP: who may write where, and what is refused.

use std::time::Duration;

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{Bench, kinds};

#[tokio::test]
async fn tokens_and_methods_are_checked() {
    let bench = Bench::new().await;
    for (path, status, description) in [
        ("/bot7000000001:wrong/getMe".to_owned(), 401, "Unauthorized"),
        ("/botwrong/getMe".to_owned(), 404, "Not Found"),
        ("/bot7000000001:wro%2Fng/getMe".to_owned(), 404, "Not Found"),
        (format!("/bot{}/sendPoll", bench.sandbox.token()), 404, "Not Found"),
        ("/else/where".to_owned(), 404, "Not Found"),
        ("/else".to_owned(), 404, "Not Found"),
    ] {
        let answer = bench.http.get(bench.url(&path)).send().await.unwrap();
        assert_eq!(answer.status(), status, "{path}");
        let answer: Value = answer.json().await.unwrap();
        assert_eq!(answer, json!({ "ok": false, "error_code": status, "description": description }));
    }
    for method in ["getMe", "GetMe", "GETME"] {
        assert_eq!(bench.ok(method, json!({})).await["username"], "loa_phuong_bot");
    }
}

#[tokio::test]
async fn parameters_come_in_the_query_a_form_or_json() {
    let bench = Bench::new().await;
    let person = bench.resident("Bà Hoa").await;
    let url = bench.url(&format!("/bot{}/sendMessage", bench.sandbox.token()));
    let pairs = [("chat_id", person.to_string()), ("text", "một".to_owned())];
    let requests = [
        bench.http.get(&url).query(&pairs),
        bench.http.post(&url).query(&pairs),
        bench
            .http
            .post(&url)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(format!("chat_id={person}&text=m%E1%BB%99t")),
        bench.http.post(&url).json(&json!({ "chat_id": person, "text": "một" })),
        bench.http.post(&url).multipart(
            reqwest::multipart::Form::new().text("chat_id", person.to_string()).text("text", "một"),
        ),
    ];
    for request in requests {
        let answer: Value = request.send().await.unwrap().json().await.unwrap();
        assert_eq!(answer["result"]["text"], "một", "{answer}");
    }
    assert_eq!(bench.look("ledger").await["n"], 5);
}

#[tokio::test]
async fn a_bot_writes_only_to_those_who_started_it() {
    let bench = Bench::new().await;
    let person = bench.person("Bà Hoa").await;
    let hello = json!({ "chat_id": person, "text": "Chào bà" });
    let cannot = (403, "Forbidden: bot can't initiate conversation with a user".to_owned());
    assert_eq!(bench.refused("sendMessage", hello.clone()).await, cannot);
    bench.act("start", json!({ "person": person, "payload": "to5" })).await;
    bench.ok("sendMessage", hello.clone()).await;
    bench.act("block", json!({ "person": person })).await;
    let blocked = (403, "Forbidden: bot was blocked by the user".to_owned());
    assert_eq!(bench.refused("sendMessage", hello.clone()).await, blocked);
    bench.act("start", json!({ "person": person })).await;
    bench.ok("sendMessage", hello).await;
    let unknown = json!({ "chat_id": 12345, "text": "x" });
    assert_eq!(bench.refused("sendMessage", unknown).await, (400, "Bad Request: chat not found".to_owned()));

    let updates = bench.updates().await;
    assert_eq!(kinds(&updates), ["message", "my_chat_member", "my_chat_member", "message"]);
    assert_eq!(updates[0]["message"]["text"], "/start to5");
    assert_eq!(updates[0]["message"]["entities"][0]["type"], "bot_command");
    assert_eq!(updates[0]["message"]["from"]["language_code"], "vi");
    assert_eq!(updates[1]["my_chat_member"]["new_chat_member"]["status"], "kicked");
    assert_eq!(updates[2]["my_chat_member"]["new_chat_member"]["status"], "member");
}

#[tokio::test]
async fn text_is_parsed_and_measured() {
    let bench = Bench::new().await;
    let person = bench.resident("Bà Hoa").await;
    let sent = bench
        .ok(
            "sendMessage",
            json!({ "chat_id": person, "text": " <b>Thông báo</b> &amp; mời họp ", "parse_mode": "HTML" }),
        )
        .await;
    assert_eq!(sent["text"], "Thông báo & mời họp");
    assert_eq!(sent["entities"], json!([{ "type": "bold", "offset": 0, "length": 9 }]));
    assert_eq!(sent["date"], 1_780_000_000);
    for (text, description) in [
        ("<b>x", "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
        ("<b> </b>", "message text is empty"),
        (&"đ".repeat(4097), "message is too long"),
    ] {
        let params = json!({ "chat_id": person, "text": text, "parse_mode": "HTML" });
        assert_eq!(bench.refused("sendMessage", params).await, (400, format!("Bad Request: {description}")));
    }
    let refused = bench.look("refused").await;
    assert_eq!(refused.as_array().unwrap().len(), 3);
    assert_eq!(refused[1]["method"], "sendMessage");
    assert_eq!(bench.look("ledger").await["n"], 1, "what is refused changes nothing");
}

#[tokio::test]
async fn an_unknown_parameter_is_refused_though_telegram_would_not() {
    let bench = Bench::new().await;
    let person = bench.resident("Bà Hoa").await;
    let params = json!({ "chat_id": person, "text": "x", "disable_web_preview": true });
    let refused = (400, "Bad Request: unknown parameter \"disable_web_preview\"".to_owned());
    assert_eq!(bench.refused("sendMessage", params).await, refused);
}

#[tokio::test]
async fn edits_change_only_own_messages() {
    let bench = Bench::new().await;
    let person = bench.resident("Bà Hoa").await;
    let id = bench.send(person, "một").await;
    let edit = |id: i64, text: &str| json!({ "chat_id": person, "message_id": id, "text": text });
    bench.clock.advance(TimeDelta::days(30));
    let edited = bench.ok("editMessageText", edit(id, "hai")).await;
    assert_eq!((edited["text"].as_str(), edited["edit_date"].is_i64()), (Some("hai"), true));
    let (code, description) = bench.refused("editMessageText", edit(id, "hai")).await;
    assert!(
        code == 400 && description.starts_with("Bad Request: message is not modified: "),
        "{description}"
    );
    for (params, description) in [
        (edit(id + 1, "x"), "message to edit not found"),
        (edit(id - 1, "x"), "message can't be edited"),
        (json!({ "chat_id": person, "text": "x" }), "message identifier is not specified"),
        (edit(id, ""), "message text is empty"),
    ] {
        assert_eq!(
            bench.refused("editMessageText", params).await,
            (400, format!("Bad Request: {description}"))
        );
    }
    let caption = json!({ "chat_id": person, "message_id": id, "caption": "x" });
    let no_caption = (400, "Bad Request: there is no caption in the message to edit".to_owned());
    assert_eq!(bench.refused("editMessageCaption", caption).await, no_caption);
}

#[tokio::test]
async fn an_edit_without_buttons_removes_them() {
    let bench = Bench::new().await;
    let person = bench.resident("Bà Hoa").await;
    let markup = json!({ "inline_keyboard": [[{ "text": "Có", "callback_data": "y" }]] });
    let sent =
        bench.ok("sendMessage", json!({ "chat_id": person, "text": "?", "reply_markup": markup })).await;
    let id = &sent["message_id"];
    assert_eq!(sent["reply_markup"], markup);
    let edited =
        bench.ok("editMessageText", json!({ "chat_id": person, "message_id": id, "text": "!" })).await;
    assert_eq!(edited.get("reply_markup"), None);
    let params = json!({ "chat_id": person, "message_id": id, "reply_markup": markup });
    assert_eq!(bench.ok("editMessageReplyMarkup", params).await["reply_markup"], markup);
}

#[tokio::test]
async fn a_message_can_be_deleted_for_two_days() {
    let bench = Bench::new().await;
    let person = bench.resident("Bà Hoa").await;
    let (young, old) = (bench.send(person, "một").await, bench.send(person, "hai").await);
    let delete = |id: i64| json!({ "chat_id": person, "message_id": id });
    bench.clock.advance(TimeDelta::hours(47));
    bench.ok("deleteMessage", delete(young)).await;
    let gone = (400, "Bad Request: message to delete not found".to_owned());
    assert_eq!(bench.refused("deleteMessage", delete(young)).await, gone);
    bench.clock.advance(TimeDelta::hours(1));
    let too_old = (400, "Bad Request: message can't be deleted for everyone".to_owned());
    assert_eq!(bench.refused("deleteMessage", delete(old)).await, too_old);
}

#[tokio::test]
async fn replies_need_their_message_unless_they_do_not() {
    let bench = Bench::new().await;
    let person = bench.resident("Bà Hoa").await;
    let id = bench.send(person, "một").await;
    let reply =
        |parameters: Value| json!({ "chat_id": person, "text": "hai", "reply_parameters": parameters });
    let sent = bench.ok("sendMessage", reply(json!({ "message_id": id }))).await;
    assert_eq!(sent["reply_to_message"]["text"], "một");
    let not_found = (400, "Bad Request: message to be replied not found".to_owned());
    assert_eq!(bench.refused("sendMessage", reply(json!({ "message_id": 999 }))).await, not_found);
    let sent = bench
        .ok("sendMessage", reply(json!({ "message_id": 999, "allow_sending_without_reply": true })))
        .await;
    assert_eq!(sent.get("reply_to_message"), None);
}

#[tokio::test]
async fn a_newer_get_updates_ends_the_older() {
    let bench = Bench::new().await;
    let person = bench.person("Bà Hoa").await;
    let first = bench.call("getUpdates", json!({ "timeout": 30 }));
    let second = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        bench.call("getUpdates", json!({ "timeout": 30 })).await
    };
    let speaks = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        bench.act("start", json!({ "person": person })).await
    };
    let (first, second, _) = tokio::join!(first, second, speaks);
    assert_eq!(first["error_code"], 409);
    assert!(first["description"].as_str().unwrap().starts_with("Conflict: terminated by other getUpdates"));
    assert_eq!(second["result"][0]["message"]["text"], "/start");
}

#[tokio::test]
async fn updates_stay_until_they_are_confirmed() {
    let bench = Bench::new().await;
    bench.resident("Bà Hoa").await;
    bench.resident("Ông Ba").await;
    let all = bench.ok("getUpdates", json!({ "limit": 1 })).await;
    let id = all[0]["update_id"].as_i64().unwrap();
    assert_eq!(all.as_array().unwrap().len(), 1);
    assert_eq!(bench.ok("getUpdates", json!({ "offset": id })).await.as_array().unwrap().len(), 2);
    assert_eq!(bench.ok("getUpdates", json!({ "offset": id + 1 })).await[0]["update_id"], id + 1);
    assert_eq!(bench.ok("getUpdates", json!({})).await.as_array().unwrap().len(), 1);
    bench.clock.advance(TimeDelta::hours(25));
    assert_eq!(bench.ok("getUpdates", json!({})).await, json!([]), "a day is over");
}

#[tokio::test]
async fn commands_are_kept_by_scope_and_language() {
    let bench = Bench::new().await;
    let person = bench.resident("Bà Hoa").await;
    let commands = json!([{ "command": "hoi", "description": "Hỏi phường" }]);
    let private = json!({ "type": "all_private_chats" });
    bench.ok("setMyCommands", json!({ "commands": commands, "scope": private })).await;
    assert_eq!(bench.ok("getMyCommands", json!({})).await, json!([]));
    assert_eq!(bench.ok("getMyCommands", json!({ "scope": private })).await, commands);
    let chat = bench.look(&format!("chat?person={person}&chat=bot")).await;
    assert_eq!(chat["composer"]["commands"], commands);
    bench.ok("deleteMyCommands", json!({ "scope": private })).await;
    assert_eq!(bench.ok("getMyCommands", json!({ "scope": private })).await, json!([]));
    let wrong = json!({ "commands": [{ "command": "Hỏi", "description": "x" }] });
    assert_eq!(
        bench.refused("setMyCommands", wrong).await,
        (400, "Bad Request: BOT_COMMAND_INVALID".to_owned())
    );
    bench.ok("setMyDescription", json!({ "description": "Loa của phường", "language_code": "vi" })).await;
    let described = bench.ok("getMyDescription", json!({ "language_code": "vi" })).await;
    assert_eq!(described, json!({ "description": "Loa của phường" }));
}

#[tokio::test]
async fn albums_copies_and_forwards() {
    let bench = Bench::new().await;
    let person = bench.resident("Bà Hoa").await;
    bench
        .act(
            "say",
            json!({ "person": person, "chat": "bot", "photo": { "base64": null, "caption": "ổ gà" } }),
        )
        .await;
    let photo = bench.updates().await.pop().unwrap();
    let file = photo["message"]["photo"][1]["file_id"].clone();
    assert_eq!(photo["message"]["caption"], "ổ gà");
    let item = json!({ "type": "photo", "media": file, "caption": "một" });
    let album = bench.ok("sendMediaGroup", json!({ "chat_id": person, "media": [item, item] })).await;
    assert_eq!(album[0]["media_group_id"], album[1]["media_group_id"]);
    for (count, description) in
        [(1, "media group must include 2-10 items"), (11, "too many messages to send as an album")]
    {
        let params = json!({ "chat_id": person, "media": vec![item.clone(); count] });
        assert_eq!(
            bench.refused("sendMediaGroup", params).await,
            (400, format!("Bad Request: {description}"))
        );
    }
    let from =
        json!({ "chat_id": person, "from_chat_id": person, "message_id": photo["message"]["message_id"] });
    let copy = bench.ok("copyMessage", from.clone()).await;
    assert_eq!(copy.as_object().unwrap().len(), 1);
    let forwarded = bench.ok("forwardMessage", from).await;
    assert_eq!(forwarded["forward_origin"]["sender_user"]["id"], person);
    assert_eq!(forwarded["caption"], "ổ gà");
    let wrong = json!({ "chat_id": person, "photo": "AgACAgUAAxkBAAI999999" });
    let refused = (400, "Bad Request: wrong file identifier/HTTP URL specified".to_owned());
    assert_eq!(bench.refused("sendPhoto", wrong).await, refused);
}
