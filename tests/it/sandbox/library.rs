//! The client library against the sandbox: every answer must parse, every refusal be recognised.

use serde_json::json;
use teloxide::net::Download;
use teloxide::payloads::*;
use teloxide::requests::Requester;
use teloxide::types::{
    BotCommand, BotCommandScope, ChatId, ChatMemberStatus, FileId, InlineKeyboardButton,
    InlineKeyboardMarkup, InputFile, InputMedia, InputMediaPhoto, MessageId, ParseMode, ReplyParameters,
    UpdateKind, UserId,
};
use teloxide::{ApiError, Bot, RequestError};

use super::Bench;

fn library(bench: &Bench) -> Bot {
    Bot::new(bench.sandbox.token()).set_api_url(bench.sandbox.url().parse().unwrap())
}

#[tokio::test]
async fn a_conversation_in_private() {
    let bench = Bench::new().await;
    let bot = library(&bench);
    let me = bot.get_me().await.unwrap();
    assert_eq!(me.username(), "loa_phuong_bot");
    let person = bench.resident("Bà Hoa").await;
    let chat = ChatId(person);

    let updates = bot.get_updates().timeout(5).await.unwrap();
    let UpdateKind::Message(start) = &updates[0].kind else { panic!("{updates:?}") };
    assert_eq!((start.text(), start.chat.id), (Some("/start"), chat));
    let url = "https://t.me/loa_phuong_bot?startgroup=x".parse().unwrap();
    let buttons = InlineKeyboardMarkup::new([[
        InlineKeyboardButton::callback("Có", "yes"),
        InlineKeyboardButton::url("Thêm vào nhóm", url),
    ]]);
    let sent = bot
        .send_message(chat, "<b>Chào</b> bà")
        .parse_mode(ParseMode::Html)
        .reply_parameters(ReplyParameters::new(start.id))
        .reply_markup(buttons)
        .await
        .unwrap();
    assert_eq!(sent.reply_to_message().map(|message| message.id), Some(start.id));

    let press = json!({ "person": person, "chat": "bot", "message_id": sent.id.0, "button": "Có" });
    let answers = async {
        let offset = i32::try_from(updates[0].id.0 + 1).unwrap();
        let updates = bot.get_updates().offset(offset).timeout(10).await.unwrap();
        let UpdateKind::CallbackQuery(query) = &updates[0].kind else { panic!("{updates:?}") };
        assert_eq!((query.data.as_deref(), query.from.id), (Some("yes"), UserId(person.unsigned_abs())));
        bot.answer_callback_query(query.id.clone()).text("Vâng").await.unwrap();
    };
    let (pressed, ()) = tokio::join!(bench.act("press", press), answers);
    assert_eq!(pressed["toast"], "Vâng");

    let edited = bot.edit_message_text(chat, sent.id, "Xong").await.unwrap();
    assert_eq!((edited.text(), edited.reply_markup()), (Some("Xong"), None));
    let again = bot.edit_message_text(chat, sent.id, "Xong").await.unwrap_err();
    assert!(matches!(again, RequestError::Api(ApiError::MessageNotModified)), "{again:?}");
    bot.delete_message(chat, sent.id).await.unwrap();
    let gone = bot.edit_message_text(chat, sent.id, "x").await.unwrap_err();
    assert!(matches!(gone, RequestError::Api(ApiError::MessageToEditNotFound)), "{gone:?}");
    let commands = [BotCommand::new("hoi", "Hỏi phường")];
    bot.set_my_commands(commands.clone())
        .scope(BotCommandScope::AllPrivateChats)
        .language_code("vi")
        .await
        .unwrap();
    let kept =
        bot.get_my_commands().scope(BotCommandScope::AllPrivateChats).language_code("vi").await.unwrap();
    assert_eq!(kept, commands);
    assert_eq!(bench.look("refused").await.as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn files_go_up_and_come_down() {
    let bench = Bench::new().await;
    let bot = library(&bench);
    let chat = ChatId(bench.resident("Bà Hoa").await);
    let bytes: Vec<u8> = (0..=255).cycle().take(70_000).collect();

    let sent = bot
        .send_photo(chat, InputFile::memory(bytes.clone()).file_name("ngõ.jpg"))
        .caption("<i>Ngõ 12</i>")
        .parse_mode(ParseMode::Html)
        .await
        .unwrap();
    assert_eq!(sent.caption(), Some("Ngõ 12"));
    let id = sent.photo().unwrap().last().unwrap().file.id.clone();
    let file = bot.get_file(id.clone()).await.unwrap();
    let mut fetched = Vec::new();
    bot.download_file(&file.path, &mut fetched).await.unwrap();
    assert_eq!(fetched, bytes);

    bot.send_photo(chat, InputFile::file_id(id.clone())).await.unwrap();
    let sent = bot.send_document(chat, InputFile::memory(bytes).file_name("kế hoạch.pdf")).await.unwrap();
    assert_eq!(sent.document().unwrap().file_name.as_deref(), Some("kế hoạch.pdf"));
    let album = [InputFile::file_id(id), InputFile::memory(vec![1, 2, 3])];
    let album = album.map(|file| InputMedia::Photo(InputMediaPhoto::new(file)));
    assert_eq!(bot.send_media_group(chat, album).await.unwrap().len(), 2);

    let calls = bench.look("ledger").await["calls"].clone();
    assert_eq!(calls[0]["params"]["photo"], json!({ "file": "ngõ.jpg", "size": 70_000 }));
    assert_eq!(calls[3]["params"]["media"][1]["media"], json!({ "file": "", "size": 3 }));
    let wrong = bot.send_photo(chat, InputFile::file_id(FileId("không có".into()))).await.unwrap_err();
    assert!(matches!(wrong, RequestError::Api(ApiError::WrongFileIdOrUrl)), "{wrong:?}");
}

#[tokio::test]
async fn a_group_from_joining_to_migrating() {
    let bench = Bench::new().await;
    let bot = library(&bench);
    let (group, owner) = bench.group("group").await;
    bench.act("bot_member", json!({ "chat": group, "by": owner, "action": "promote" })).await;
    bench.act("migrate", json!({ "chat": group })).await;
    let updates = bot.get_updates().await.unwrap();
    for update in &updates {
        assert!(!matches!(update.kind, UpdateKind::Error(_)), "{update:?}");
    }
    let UpdateKind::MyChatMember(added) = &updates[0].kind else { panic!("{updates:?}") };
    assert!(added.new_chat_member.is_present());

    let moved = bot.send_message(ChatId(group), "x").await.unwrap_err();
    let RequestError::MigrateToChatId(to) = moved else { panic!("{moved:?}") };
    let sent = bot.send_message(to, "x").await.unwrap();
    assert_eq!(sent.id, MessageId(2));
    let full = bot.get_chat(to).await.unwrap();
    assert_eq!(full.title(), Some("Tổ 5"));
    let member = bot.get_chat_member(to, UserId(owner.unsigned_abs())).await.unwrap();
    assert_eq!(member.status(), ChatMemberStatus::Owner);
    let admins = bot.get_chat_administrators(to).await.unwrap();
    assert_eq!(admins.len(), 2);
    assert_eq!(bot.get_chat_member_count(to).await.unwrap(), 2);
    bot.pin_chat_message(to, sent.id).await.unwrap();
    assert!(bot.get_chat(to).await.unwrap().pinned_message.is_some());

    bench.act("bot_member", json!({ "chat": to.0, "by": owner, "action": "mute" })).await;
    let me = bot.get_me().await.unwrap();
    let muted = bot.get_chat_member(to, me.id).await.unwrap();
    assert_eq!(muted.status(), ChatMemberStatus::Restricted);
    bench.act("bot_member", json!({ "chat": to.0, "by": owner, "action": "remove" })).await;
    let kicked = bot.send_message(to, "x").await.unwrap_err();
    assert!(matches!(kicked, RequestError::Api(ApiError::BotKickedFromSupergroup)), "{kicked:?}");
}

#[tokio::test]
async fn waiting_is_understood() {
    let bench = Bench::new().await;
    let bot = library(&bench);
    let chat = ChatId(bench.resident("Bà Hoa").await);
    bench.act("fault", json!({ "kind": "429", "retry_after": 10_072 })).await;
    let wait = bot.send_message(chat, "x").await.unwrap_err();
    assert!(matches!(wait, RequestError::RetryAfter(seconds) if seconds.seconds() == 10_072), "{wait:?}");
    bench.act("fault", json!({ "kind": "drop_answer" })).await;
    let lost = bot.send_message(chat, "x").await.unwrap_err();
    assert!(matches!(lost, RequestError::Network(_)), "{lost:?}");
    assert_eq!(bench.look("ledger").await["n"], 1);
    bot.delete_webhook().drop_pending_updates(true).await.unwrap();
    assert_eq!(bot.get_webhook_info().await.unwrap().url, None);
}
