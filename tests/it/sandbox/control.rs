//! The control API: presses, views, waiting, the clock.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::json;

use super::Bench;

#[tokio::test]
async fn a_press_waits_for_its_answer() {
    let bench = Bench::new().await;
    let person = bench.resident("Bà Hoa").await;
    bench.updates().await;
    let markup = json!({ "inline_keyboard": [[
        { "text": "✅ Có", "callback_data": "yes" },
        { "text": "Mở trang", "url": "https://t.me/loa_phuong_bot?start=1" },
    ]] });
    let sent =
        bench.ok("sendMessage", json!({ "chat_id": person, "text": "?", "reply_markup": markup })).await;
    let press = |button: serde_json::Value| {
        let id = &sent["message_id"];
        json!({ "person": person, "chat": "bot", "message_id": id, "button": button })
    };
    let bot = async {
        let updates = bench.ok("getUpdates", json!({ "timeout": 10 })).await;
        let query = updates[0]["callback_query"].clone();
        let answer = json!({ "callback_query_id": query["id"], "text": "Đã ghi", "show_alert": true });
        bench.ok("answerCallbackQuery", answer).await;
        query
    };
    let (pressed, query) = tokio::join!(bench.act("press", press(json!("Có"))), bot);
    assert_eq!(pressed, json!({ "pressed": "callback", "answered": true, "toast": "Đã ghi", "alert": true }));
    assert_eq!(query["data"], "yes");
    assert_eq!(query["from"]["id"], person);
    assert_eq!(query["message"]["message_id"], sent["message_id"]);

    let pressed = bench.act("press", press(json!({ "row": 0, "col": 1 }))).await;
    assert_eq!(pressed, json!({ "pressed": "url", "url": "https://t.me/loa_phuong_bot?start=1" }));
    let wrong = bench.try_do("press", press(json!("Không"))).await;
    assert_eq!(wrong["error"], "no button fits “Không”; there are: ✅ Có | Mở trang");

    bench.act("clock", json!({ "advance_seconds": 61 })).await;
    let late = json!({ "callback_query_id": query["id"] });
    let (code, description) = bench.refused("answerCallbackQuery", late).await;
    assert_eq!(code, 400);
    assert!(description.starts_with("Bad Request: query is too old"), "{description}");
}

#[tokio::test]
async fn a_person_sees_the_chats_and_what_stands_in_them() {
    let bench = Bench::new().await;
    let (group, owner) = bench.group("group").await;
    bench.act("start", json!({ "person": owner })).await;
    let markup = json!({ "inline_keyboard": [[{ "text": "Hỏi", "callback_data": "q" }]] });
    let html = "<b>Mời họp</b> tại https://phuong.vn";
    bench
        .ok(
            "sendMessage",
            json!({ "chat_id": group, "text": html, "parse_mode": "HTML", "reply_markup": markup }),
        )
        .await;
    let chats = bench.look(&format!("chats?person={owner}")).await;
    assert_eq!(chats[0]["id"], group);
    assert_eq!(chats[0]["title"], "Tổ 5");
    assert_eq!(chats[0]["last"]["text"], "Mời họp tại https://phuong.vn");
    assert_eq!((chats[0]["with_bot"].as_bool(), chats[0]["members_count"].as_u64()), (Some(true), Some(2)));
    assert_eq!(chats[1]["kind"], "private");
    let view = bench.look(&format!("chat?person={owner}&chat={group}")).await;
    let message = view["messages"].as_array().unwrap().last().unwrap();
    assert_eq!(message["html"], "<b>Mời họp</b> tại <a href=\"https://phuong.vn\">https://phuong.vn</a>");
    assert_eq!(message["buttons"][0][0]["label"], "Hỏi");
    assert_eq!(message["from"]["is_bot"], true);
    assert_eq!(view["messages"][0]["service"], "Ông Tổ trưởng đã tạo nhóm");
    assert_eq!(view["messages"][1]["service_kind"], "joined");
    assert_eq!(view["messages"][1]["service_names"], json!(["Loa phường"]));
    assert!(chats[0]["unread_hint"].as_u64().unwrap() > 0);
    assert_eq!(bench.look(&format!("chats?person={owner}")).await[0]["unread_hint"], 0);

    let stranger = bench.person("Người lạ").await;
    let error = bench.look(&format!("chat?person={stranger}&chat={group}")).await;
    assert!(error["error"].as_str().unwrap().contains("is not in the group"), "{error}");
}

#[tokio::test]
async fn the_list_names_the_newest_message_and_its_writer() {
    let bench = Bench::new().await;
    let (group, owner) = bench.group("group").await;
    let path = format!("chats?person={owner}");
    let joined = bench.look(&path).await[0]["last"].clone();
    assert_eq!((&joined["text"], &joined["from"]), (&json!("Loa phường đã vào nhóm"), &json!(null)));
    assert_eq!(
        (&joined["service_kind"], &joined["service_names"]),
        (&json!("joined"), &json!(["Loa phường"]))
    );
    let picture = json!({ "person": owner, "chat": group, "photo": { "base64": null } });
    let said = bench.act("say", picture).await;
    let last = bench.look(&path).await[0]["last"].clone();
    assert_eq!(last["text"], "Ảnh");
    assert_eq!(last["message_id"], said["message_id"]);
    assert_eq!(last["from"], json!({ "id": owner, "name": "Ông Tổ trưởng" }));
    let paper = json!({ "person": owner, "chat": group, "document": { "name": "don.txt", "base64": "" } });
    bench.act("say", paper).await;
    assert_eq!(bench.look(&path).await[0]["last"]["text"], "don.txt");
}

#[tokio::test]
async fn an_edit_can_have_looks() {
    let bench = Bench::new().await;
    let person = bench.resident("Bà Hoa").await;
    let said = bench.act("say", json!({ "person": person, "chat": "bot", "text": "Mai" })).await;
    bench.updates().await;
    let edit = json!({ "person": person, "chat": "bot", "message_id": said["message_id"],
        "text": "**Mai** họp", "html": "<b>Mai</b> họp" });
    bench.act("edit", edit).await;
    let update = &bench.updates().await[0]["edited_message"];
    assert_eq!(update["text"], "Mai họp");
    assert_eq!(update["entities"], json!([{ "type": "bold", "offset": 0, "length": 3 }]));
    let view = bench.look(&format!("chat?person={person}&chat=bot")).await;
    assert_eq!(view["messages"][1]["html"], "<b>Mai</b> họp");
}

#[tokio::test]
async fn a_muted_bot_is_shown_as_muted() {
    let bench = Bench::new().await;
    let (group, owner) = bench.group("supergroup").await;
    let bot = bench.look("bot").await["id"].clone();
    for (action, muted) in [("mute", true), ("unmute", false)] {
        bench.act("bot_member", json!({ "chat": group, "by": owner, "action": action })).await;
        let view = bench.look(&format!("chat?person={owner}&chat={group}")).await;
        let members = view["members"].as_array().unwrap();
        let member = members.iter().find(|member| member["id"] == bot).unwrap();
        assert_eq!(member["muted"], muted);
    }
}

#[tokio::test]
async fn notes_and_a_guide_are_for_the_page_alone() {
    let bench = Bench::new().await;
    let note = json!({ "vi": "người dân", "en": "resident" });
    let person = bench.act("person", json!({ "name": "Bà Hoa", "note": note })).await["id"].clone();
    bench.act("start", json!({ "person": person })).await;
    assert_eq!(bench.look("people").await[0]["note"], note);
    let updates = bench.updates().await;
    assert!(!json!(updates).to_string().contains("resident"), "{updates:?}");
    let guide = json!([{ "text": { "vi": "Hỏi", "en": "Ask" }, "person": person, "chat": null }]);
    assert_eq!(bench.look("guide").await, json!([]));
    bench.act("guide", guide.clone()).await;
    assert_eq!(bench.look("guide").await, guide);
}

#[tokio::test]
async fn pictures_can_be_looked_at() {
    let bench = Bench::new().await;
    let person = bench.resident("Bà Hoa").await;
    bench.act("say", json!({ "person": person, "chat": "bot", "photo": { "base64": null } })).await;
    bench
        .act(
            "say",
            json!({ "person": person, "chat": person,
            "document": { "name": "don.txt", "base64": "xJHGoW4=", "caption": "đơn" } }),
        )
        .await;
    let view = bench.look(&format!("chat?person={person}&chat=bot")).await;
    let picture = view["messages"][1]["photo"].as_str().unwrap();
    let shown = bench.http.get(bench.url(picture)).send().await.unwrap();
    assert_eq!(shown.headers()["content-disposition"], "inline");
    assert!(shown.bytes().await.unwrap().starts_with(b"\x89PNG"));
    let document = &view["messages"][2]["document"];
    assert_eq!(document["name"], "don.txt");
    let text = bench.http.get(bench.url(document["url"].as_str().unwrap())).send().await.unwrap();
    assert_eq!(text.headers()["x-content-type-options"], "nosniff");
    assert_eq!(text.headers()["content-disposition"], "attachment");
    assert_eq!(text.text().await.unwrap(), "đơn");
}

#[tokio::test]
async fn a_request_for_a_reply_shows_until_it_is_answered() {
    let bench = Bench::new().await;
    let person = bench.resident("Bà Hoa").await;
    let markup = json!({ "force_reply": true, "input_field_placeholder": "Câu hỏi" });
    let sent = bench
        .ok("sendMessage", json!({ "chat_id": person, "text": "Hỏi gì?", "reply_markup": markup }))
        .await;
    let id = sent["message_id"].clone();
    let path = format!("chat?person={person}&chat=bot");
    let asked = bench.look(&path).await["composer"]["force_reply"].clone();
    assert_eq!(asked, json!({ "message_id": id, "placeholder": "Câu hỏi" }));
    bench.act("say", json!({ "person": person, "chat": "bot", "text": "Đèn hỏng", "reply_to": id })).await;
    assert!(bench.look(&path).await["composer"]["force_reply"].is_null());
}

#[tokio::test]
async fn waiting_ends_when_something_happens() {
    let bench = Bench::new().await;
    let person = bench.resident("Bà Hoa").await;
    let n = bench.look("changes").await["n"].as_u64().unwrap();
    let sends = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        bench.send(person, "một").await
    };
    let (path, ledger_path) = (format!("changes?after={n}&wait=20"), "ledger?after=0&wait=20");
    let (changes, ledger, id) = tokio::join!(bench.look(&path), bench.look(ledger_path), sends);
    assert!(changes["n"].as_u64().unwrap() > n);
    assert_eq!(ledger["calls"][0]["method"], "sendMessage");
    assert_eq!(ledger["calls"][0]["params"], json!({ "chat_id": person, "text": "một" }));
    assert_eq!(ledger["calls"][0]["result"]["message_id"], id);
    assert_eq!(ledger["calls"][0]["bot"], "loa_phuong_bot");
    assert_eq!(bench.look("ledger?after=1").await, json!({ "n": 1, "calls": [] }));
}

#[tokio::test]
async fn the_clock_can_be_moved_and_waited_for() {
    let bench = Bench::new().await;
    let before = bench.look("clock").await;
    assert_eq!(before["now"], "2026-05-28T20:26:40.000Z");
    assert_eq!(before["frozen"], true);
    let wait = format!("clock?after={}&wait=20", before["rev"]);
    let turn = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        bench.act("clock", json!({ "advance_seconds": 3600 })).await
    };
    let (waited, moved) = tokio::join!(bench.look(&wait), turn);
    assert_eq!(waited["now"], "2026-05-28T21:26:40.000Z");
    assert_eq!(moved["now"], waited["now"]);
    bench.act("clock", json!({ "set": "2026-06-01T08:00:00+07:00" })).await;
    assert_eq!(bench.look("clock").await["now"], "2026-06-01T01:00:00.000Z");
    for wrong in [
        json!({}),
        json!({ "advance_seconds": 1e300 }),
        json!({ "advance_seconds": 1e10 }),
        json!({ "set": "mai" }),
    ] {
        assert!(bench.try_do("clock", wrong.clone()).await.get("error").is_some(), "{wrong}");
    }
}

#[tokio::test]
async fn a_second_bot_has_its_own_chats() {
    let bench = Bench::new().await;
    let person = bench.resident("Bà Hoa").await;
    let new = json!({ "token": "7000000002:second", "username": "hai_bot", "name": "Hai" });
    let second = bench.act("bot", new).await["id"].clone();
    bench.act("start", json!({ "person": person, "bot": "hai_bot" })).await;
    let url = bench.url("/bot7000000002:second/getUpdates");
    let updates: serde_json::Value = bench.http.get(url).send().await.unwrap().json().await.unwrap();
    assert_eq!(updates["result"][0]["message"]["chat"]["id"], person);
    bench.act("say", json!({ "person": person, "chat": second, "text": "chào hai" })).await;
    assert_eq!(bench.updates().await.len(), 1, "only the start of the first bot");
    let chats = bench.look(&format!("chats?person={person}")).await;
    assert_eq!((&chats[0]["id"], &chats[0]["title"]), (&second, &json!("Hai")));
    assert_eq!(chats[1]["id"], person);
}

#[tokio::test]
async fn wrong_controls_are_told_so() {
    let bench = Bench::new().await;
    for (control, body) in [
        ("person", json!({})),
        ("start", json!({ "person": 5 })),
        ("group", json!({ "title": "Tổ 5", "owner": 5 })),
        ("say", json!({ "person": 5, "chat": "bot", "text": "x" })),
        ("start", json!({ "person": 5, "payload": "có dấu" })),
        ("migrate", json!({ "chat": -5 })),
        ("fault", json!({ "kind": "flood" })),
        ("nothing", json!({})),
        ("bot", json!({ "token": "x", "username": "x", "name": "x" })),
    ] {
        let answer = bench.try_do(control, body).await;
        assert!(answer["error"].as_str().is_some_and(|error| !error.is_empty()), "{control}: {answer}");
    }
    assert_eq!(bench.look("health").await, json!({ "ok": true }));
    let page = bench.http.get(bench.url("/")).send().await.unwrap();
    assert_eq!(page.headers()["content-type"], "text/html; charset=utf-8");
}

#[tokio::test]
async fn every_part_of_the_page_is_served() {
    let bench = Bench::new().await;
    let get = async |path: &str| bench.http.get(bench.url(path)).send().await.unwrap();
    assert!(get("/page/style.css").await.status().is_success());
    let (mut waiting, mut met) = (vec!["page.js".to_owned()], BTreeSet::new());
    while let Some(file) = waiting.pop() {
        let answer = get(&format!("/page/{file}")).await;
        assert!(answer.status().is_success(), "{file}");
        let script = answer.text().await.unwrap();
        let parts = script.split("from './").skip(1).filter_map(|rest| rest.split('\'').next());
        waiting.extend(parts.filter(|part| met.insert((*part).to_owned())).map(str::to_owned));
    }
    assert!(met.len() > 5, "{met:?}");
}
