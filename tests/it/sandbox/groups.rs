//! Groups: what a bot hears, what it may, and how it comes and goes.

use chrono::TimeDelta;
use serde_json::json;

use super::{Bench, kinds};

#[tokio::test]
async fn a_bot_added_by_a_link_hears_its_code() {
    let bench = Bench::new().await;
    let owner = bench.person("Ông Tổ trưởng").await;
    let group = bench.act("group", json!({ "title": "Tổ 5", "owner": owner })).await["id"].clone();
    let unknown = (400, "Bad Request: chat not found".to_owned());
    assert_eq!(bench.refused("sendMessage", json!({ "chat_id": group, "text": "x" })).await, unknown);
    bench.act("bot_member", json!({ "chat": group, "by": owner, "action": "add", "start": "ABC" })).await;
    let updates = bench.updates().await;
    assert_eq!(kinds(&updates), ["my_chat_member", "message", "message"]);
    assert_eq!(updates[0]["my_chat_member"]["old_chat_member"]["status"], "left");
    assert_eq!(updates[0]["my_chat_member"]["new_chat_member"]["status"], "member");
    assert_eq!(updates[1]["message"]["new_chat_members"][0]["username"], "loa_phuong_bot");
    assert_eq!(updates[2]["message"]["text"], "/start@loa_phuong_bot ABC");
    assert_eq!(updates[2]["message"]["from"]["id"], owner);
}

#[tokio::test]
async fn privacy_mode_hides_what_is_not_addressed() {
    let bench = Bench::new().await;
    let (group, owner) = bench.group("supergroup").await;
    bench.updates().await;
    let say = |text: &str| json!({ "person": owner, "chat": group, "text": text });
    for text in ["chào cả tổ", "/hoi@khac_bot x", "@loa_phuong_bot đèn hỏng"] {
        bench.act("say", say(text)).await;
    }
    assert_eq!(bench.updates().await.len(), 1);
    bench.act("bot_member", json!({ "chat": group, "by": owner, "action": "promote" })).await;
    bench.act("say", say("chào cả tổ")).await;
    let updates = bench.updates().await;
    assert_eq!(kinds(&updates), ["my_chat_member", "message"]);
    assert_eq!(updates[0]["my_chat_member"]["new_chat_member"]["status"], "administrator");
    bench
        .act(
            "edit",
            json!({ "person": owner, "chat": group, "message_id": updates[1]["message"]["message_id"],
        "text": "chào bà con" }),
        )
        .await;
    let updates = bench.updates().await;
    assert_eq!(updates[0]["edited_message"]["text"], "chào bà con");
    assert!(updates[0]["edited_message"]["edit_date"].is_i64());
}

#[tokio::test]
async fn a_removed_bot_is_told_and_cannot_write() {
    for (kind, status, description) in [
        ("group", "left", "Forbidden: bot was kicked from the group chat"),
        ("supergroup", "kicked", "Forbidden: bot was kicked from the supergroup chat"),
    ] {
        let bench = Bench::new().await;
        let (group, owner) = bench.group(kind).await;
        bench.updates().await;
        bench.act("bot_member", json!({ "chat": group, "by": owner, "action": "remove" })).await;
        let hello = json!({ "chat_id": group, "text": "x" });
        assert_eq!(bench.refused("sendMessage", hello.clone()).await, (403, description.to_owned()));
        let told = bench.updates().await.pop().unwrap();
        assert_eq!(told["my_chat_member"]["new_chat_member"]["status"], status);
        bench.act("bot_member", json!({ "chat": group, "by": owner, "action": "add" })).await;
        bench.ok("sendMessage", hello.clone()).await;
        bench.ok("leaveChat", json!({ "chat_id": group })).await;
        let gone = (403, format!("Forbidden: bot is not a member of the {kind} chat"));
        assert_eq!(bench.refused("sendMessage", hello).await, gone);
    }
}

#[tokio::test]
async fn a_muted_bot_has_no_right_to_send() {
    let bench = Bench::new().await;
    let (group, owner) = bench.group("supergroup").await;
    bench.act("bot_member", json!({ "chat": group, "by": owner, "action": "mute" })).await;
    let hello = json!({ "chat_id": group, "text": "x" });
    let refused = (400, "Bad Request: not enough rights to send text messages to the chat".to_owned());
    assert_eq!(bench.refused("sendMessage", hello.clone()).await, refused);
    bench.act("bot_member", json!({ "chat": group, "by": owner, "action": "unmute" })).await;
    bench.ok("sendMessage", hello).await;
}

#[tokio::test]
async fn a_group_that_became_a_supergroup_lives_under_its_new_id() {
    let bench = Bench::new().await;
    let (group, owner) = bench.group("group").await;
    let old_message = bench.send(group, "trước").await;
    bench.updates().await;
    let new = bench.act("migrate", json!({ "chat": group })).await["id"].as_i64().unwrap();
    assert!(new < -1_000_000_000_000);
    let updates = bench.updates().await;
    assert_eq!(updates[0]["message"]["migrate_to_chat_id"], new);
    assert_eq!(updates[0]["message"]["chat"]["id"], group);
    assert_eq!(updates[1]["message"]["migrate_from_chat_id"], group);
    assert_eq!(updates[1]["message"]["chat"]["id"], new);
    for (method, params) in [
        ("sendMessage", json!({ "chat_id": group, "text": "x" })),
        ("editMessageText", json!({ "chat_id": group, "message_id": old_message, "text": "x" })),
        ("deleteMessage", json!({ "chat_id": group, "message_id": old_message })),
    ] {
        let answer = bench.call(method, params).await;
        assert_eq!(answer["description"], "Bad Request: group chat was upgraded to a supergroup chat");
        assert_eq!(answer["parameters"]["migrate_to_chat_id"], new);
    }
    let sent = bench.ok("sendMessage", json!({ "chat_id": new, "text": "sau" })).await;
    assert_eq!(sent["message_id"], 2, "a supergroup counts for itself");
    let listed = bench.look(&format!("chats?person={owner}")).await;
    let groups = listed.as_array().unwrap().iter().filter(|chat| chat["kind"] != "private");
    assert_eq!(groups.map(|chat| chat["id"].as_i64().unwrap()).collect::<Vec<_>>(), [new]);
    let said = bench.try_do("say", json!({ "person": owner, "chat": group, "text": "x" })).await;
    assert!(said["error"].as_str().unwrap().contains("is now the supergroup"), "{said}");
}

#[tokio::test]
async fn an_anonymous_admin_writes_as_the_group() {
    let bench = Bench::new().await;
    let (group, owner) = bench.group("supergroup").await;
    bench.updates().await;
    bench.act("say", json!({ "person": owner, "chat": group, "text": "/to", "anonymous": true })).await;
    let update = bench.updates().await.pop().unwrap();
    assert_eq!(update["message"]["from"]["id"], 1_087_968_824);
    assert_eq!(update["message"]["sender_chat"]["id"], group);
    let member = bench.resident("Bà Hoa").await;
    bench.act("member", json!({ "chat": group, "person": member, "action": "add" })).await;
    let refused =
        bench.try_do("say", json!({ "person": member, "chat": group, "text": "x", "anonymous": true })).await;
    assert_eq!(refused["error"], "only an admin can write for the group");
}

#[tokio::test]
async fn members_and_admins_can_be_asked_for() {
    let bench = Bench::new().await;
    let (group, owner) = bench.group("supergroup").await;
    let member = bench.person("Bà Hoa").await;
    bench.act("member", json!({ "chat": group, "person": member, "action": "add" })).await;
    let status = async |user: i64| {
        let params = json!({ "chat_id": group, "user_id": user });
        bench.ok("getChatMember", params).await["status"].as_str().unwrap().to_owned()
    };
    assert_eq!(status(owner).await, "creator");
    assert_eq!(status(member).await, "member");
    assert_eq!(bench.ok("getChatMemberCount", json!({ "chat_id": group })).await, 3);
    bench.act("member", json!({ "chat": group, "person": member, "action": "promote" })).await;
    let admins = bench.ok("getChatAdministrators", json!({ "chat_id": group })).await;
    assert_eq!(admins.as_array().unwrap().len(), 2);
    bench.act("member", json!({ "chat": group, "person": member, "action": "remove" })).await;
    assert_eq!(status(member).await, "left");
    assert_eq!(bench.ok("getChat", json!({ "chat_id": group })).await["title"], "Tổ 5");
}

#[tokio::test]
async fn pins_need_an_admin_and_old_messages_stay() {
    let bench = Bench::new().await;
    let (group, owner) = bench.group("supergroup").await;
    let id = bench.send(group, "Thông báo").await;
    let pin = json!({ "chat_id": group, "message_id": id });
    let refused = (400, "Bad Request: not enough rights to manage pinned messages in the chat".to_owned());
    assert_eq!(bench.refused("pinChatMessage", pin.clone()).await, refused);
    bench.act("bot_member", json!({ "chat": group, "by": owner, "action": "promote" })).await;
    bench.ok("pinChatMessage", pin.clone()).await;
    assert_eq!(bench.ok("getChat", json!({ "chat_id": group })).await["pinned_message"]["message_id"], id);
    bench.ok("unpinChatMessage", json!({ "chat_id": group })).await;
    assert!(bench.ok("getChat", json!({ "chat_id": group })).await.get("pinned_message").is_none());
    let said = bench.act("say", json!({ "person": owner, "chat": group, "text": "cảm ơn" })).await;
    bench.ok("deleteMessage", json!({ "chat_id": group, "message_id": said["message_id"] })).await;
    bench.clock.advance(TimeDelta::hours(48));
    let too_old = (400, "Bad Request: message can't be deleted".to_owned());
    assert_eq!(bench.refused("deleteMessage", pin).await, too_old, "not even by an admin");
}
