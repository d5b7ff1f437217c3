//! What a person sees: the list of chats, and one chat.

use anyhow::{Context, Result, ensure};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Answer, Asked};
use crate::sandbox::entities::{escape, to_html};
use crate::sandbox::files::{FileKind, Stored};
use crate::sandbox::ledger::rfc3339;
use crate::sandbox::server::Shared;
use crate::sandbox::world::{ANONYMOUS_ADMIN, Author, Chat, Media, Message, Place, Service, Standing, World};

#[derive(Deserialize)]
pub struct Viewer {
    person: i64,
}

pub async fn chats(State(shared): State<Shared>, Asked(viewer): Asked<Viewer>) -> Answer {
    shared.read(|world| Ok(Json(chat_list(world, viewer.person)?)))
}

fn chat_list(world: &World, person: i64) -> Result<Value> {
    ensure!(world.people.contains_key(&person), "no person has the id {person}");
    let private = world.bots.iter().map(|bot| Place::Private { bot: bot.id, person });
    let groups = world.chats.iter().filter(|(place, chat)| {
        matches!(place, Place::Group(_)) && chat.migrated_to.is_none() && chat.standing(person).is_in()
    });
    let places = private.chain(groups.map(|(place, _)| *place));
    let mut rows: Vec<(u64, Value)> = places.map(|place| list_row(world, person, place)).collect();
    rows.sort_by_key(|(touched, _)| std::cmp::Reverse(*touched));
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

fn list_row(world: &World, person: i64, place: Place) -> (u64, Value) {
    let chat = world.chats.get(&place);
    let seen = chat.and_then(|chat| chat.seen.get(&person).copied()).unwrap_or(0);
    let messages =
        || chat.into_iter().flat_map(|chat| chat.messages.values()).filter(|m| m.is_visible_to(person));
    let unread = messages().filter(|m| m.id > seen && m.author != Author::Person(person)).count();
    let last = messages().next_back().map(|message| last_view(world, place, message));
    let with_bot = match place {
        Place::Private { .. } => true,
        Place::Group(_) => {
            chat.is_some_and(|chat| world.bots.iter().any(|bot| chat.standing(bot.id).is_in()))
        }
    };
    let row = json!({
        "id": shown_id(world, place),
        "title": title(world, place),
        "kind": chat.map_or("private", |chat| chat.kind.word()),
        "unread_hint": unread,
        "last": last,
        "members_count": chat.map_or(2, Chat::members_count),
        "with_bot": with_bot,
    });
    (chat.map_or(0, |chat| chat.touched), row)
}

/// A message as one line of the list.
fn last_view(world: &World, place: Place, message: &Message) -> Value {
    let mut view = json!({ "message_id": message.id, "at": rfc3339(message.at), "from": null });
    if let Some(service) = &message.content.service {
        add_service(world, &mut view, message, service);
        view["text"] = view["service"].clone();
        return view;
    }
    let text = match &message.content.media {
        Some(media) if message.content.text.is_empty() => media_word(world, media),
        _ => crate::text::shorten(&message.content.text, 80),
    };
    view["text"] = text.into();
    let from = sender(world, place, message.author);
    view["from"] = json!({ "id": from["id"], "name": from["name"] });
    view
}

/// The private chat with the first bot has the person's id, with any other the bot's.
fn shown_id(world: &World, place: Place) -> i64 {
    match place {
        Place::Private { bot, .. } if world.bots.first().is_none_or(|first| first.id != bot) => bot,
        _ => place.id(),
    }
}

fn title(world: &World, place: Place) -> String {
    match place {
        Place::Private { bot, .. } => world.bot(bot).map(|bot| bot.name.clone()).unwrap_or_default(),
        Place::Group(_) => world.chats.get(&place).map(|chat| chat.title.clone()).unwrap_or_default(),
    }
}

#[derive(Deserialize)]
pub struct OneChat {
    person: i64,
    chat: String,
    bot: Option<String>,
}

pub async fn chat(State(shared): State<Shared>, Asked(asked): Asked<OneChat>) -> Answer {
    shared.change(|world| {
        let place = world.meant(asked.person, &Value::from(asked.chat.as_str()), asked.bot.as_deref())?;
        let view = chat_view(world, asked.person, place)?;
        if let Some(chat) = world.chats.get_mut(&place) {
            let newest = chat.messages.last_key_value().map_or(0, |(id, _)| *id);
            chat.seen.insert(asked.person, newest);
        }
        Ok(Json(view))
    })
}

fn chat_view(world: &World, person: i64, place: Place) -> Result<Value> {
    let chat = world.chats.get(&place).context("there is no such chat")?;
    if let Place::Group(id) = place {
        ensure!(chat.standing(person).is_in(), "{person} is not in the group {id}");
    }
    let members: Vec<i64> = match place {
        Place::Private { bot, person } => vec![person, bot],
        Place::Group(_) => chat.members.iter().filter(|(_, s)| s.is_in()).map(|(id, _)| *id).collect(),
    };
    let members: Vec<Value> = members
        .into_iter()
        .map(|id| {
            json!({ "id": id, "name": name(world, id), "admin": chat.standing(id).is_admin(),
                "is_bot": world.bot(id).is_some(), "muted": chat.standing(id) == Standing::Restricted })
        })
        .collect();
    let messages = chat.messages.values().filter(|m| m.deleted || m.is_visible_to(person));
    let messages: Vec<Value> = messages.map(|message| message_view(world, place, message)).collect();
    Ok(json!({
        "id": shown_id(world, place),
        "title": title(world, place),
        "kind": chat.kind.word(),
        "started": chat.started,
        "blocked": chat.blocked,
        "migrated_to": chat.migrated_to,
        "members": members,
        "messages": messages,
        "composer": composer(world, person, place, chat),
    }))
}

/// What the app offers under the text field: whom to answer, own buttons, commands.
fn composer(world: &World, person: i64, place: Place, chat: &Chat) -> Value {
    let asked = chat.messages.values().rev().find(|m| m.is_visible_to(person) && m.content.markup.is_some());
    let markup = asked.and_then(|message| message.content.markup.as_ref());
    let answered = asked.is_some_and(|asked| {
        let later = chat.messages.range(asked.id..).map(|(_, message)| message);
        later.into_iter().any(|m| m.author == Author::Person(person) && m.content.reply_to == Some(asked.id))
    });
    let is_request = !answered && markup.is_some_and(|markup| markup["force_reply"] == true);
    let placeholder = markup.map(|markup| &markup["input_field_placeholder"]);
    let force_reply = asked
        .filter(|_| is_request)
        .map(|asked| json!({ "message_id": asked.id, "placeholder": placeholder }));
    let keyboard = markup.map_or(Value::Null, |markup| markup["keyboard"].clone());
    let bot = match place {
        Place::Private { bot, .. } => world.bot(bot),
        Place::Group(_) => world.bots.iter().find(|bot| chat.standing(bot.id).is_in()),
    };
    let language = world.people.get(&person).map_or("", |person| person.language.as_str());
    let is_admin = chat.standing(person).is_admin();
    let commands =
        bot.map_or_else(|| json!([]), |bot| bot.commands_for(person, place.id(), is_admin, language));
    json!({ "force_reply": force_reply, "keyboard": keyboard, "commands": commands })
}

fn name(world: &World, id: i64) -> String {
    let person = world.people.get(&id).map(|person| person.name.clone());
    person.or_else(|| world.bot(id).map(|bot| bot.name.clone())).unwrap_or_default()
}

fn sender(world: &World, place: Place, author: Author) -> Value {
    match author {
        Author::Person(id) => json!({ "id": id, "name": name(world, id), "is_bot": false }),
        Author::Bot(id) => json!({ "id": id, "name": name(world, id), "is_bot": true }),
        Author::Anonymous => json!({ "id": ANONYMOUS_ADMIN, "name": title(world, place), "is_bot": false }),
    }
}

fn message_view(world: &World, place: Place, message: &Message) -> Value {
    let from = sender(world, place, message.author);
    let at = rfc3339(message.at);
    let mut view = json!({ "message_id": message.id, "at": at, "from": from, "text": "", "html": "",
        "edited": false, "deleted": message.deleted, "photo": null, "document": null, "reply_to": null,
        "buttons": [], "service": null });
    if message.deleted {
        return view;
    }
    let content = &message.content;
    view["text"] = content.text.as_str().into();
    view["html"] = to_html(&content.text, &content.entities).into();
    view["edited"] = message.edited_at.is_some().into();
    view["album"] = json!(content.album);
    match &content.media {
        Some(Media::File(number)) => {
            let stored = world.files.get(*number);
            let url = format!("/control/file/{number}");
            match stored {
                Some(stored) if stored.kind == FileKind::Photo => view["photo"] = url.into(),
                Some(stored) => {
                    view["document"] = json!({ "name": file_word(stored), "url": url });
                }
                None => {}
            }
        }
        Some(Media::Location { latitude, longitude }) => {
            let place = format!("{latitude}, {longitude}");
            view["html"] = escape(&place).into();
            view["text"] = place.into();
        }
        None => {}
    }
    if let Some(answered) = content.reply_to.and_then(|id| world.message(place, id)) {
        view["reply_to"] = json!({ "message_id": answered.id, "text": answered.content.text,
            "from": sender(world, place, answered.author) });
    }
    let buttons = content.keyboard.iter().map(|row| row.iter().map(button_view).collect::<Value>());
    view["buttons"] = buttons.collect();
    if let Some(service) = &content.service {
        add_service(world, &mut view, message, service);
    }
    view
}

fn button_view(button: &Value) -> Value {
    match button["url"].as_str() {
        Some(url) => json!({ "label": button["text"], "kind": "url", "url": url, "style": button["style"] }),
        None => json!({ "label": button["text"], "kind": "callback", "style": button["style"] }),
    }
}

fn media_word(world: &World, media: &Media) -> String {
    match media {
        Media::File(number) => world.files.get(*number).map_or_else(|| "Tệp".to_owned(), file_word),
        Media::Location { .. } => "Vị trí".to_owned(),
    }
}

/// The file's name or, without one, what it is.
fn file_word(stored: &Stored) -> String {
    let kind = match stored.kind {
        FileKind::Photo => return "Ảnh".to_owned(),
        FileKind::Document => "Tài liệu",
        FileKind::Video => "Video",
        FileKind::Voice => "Tin thoại",
    };
    if stored.name.is_empty() { kind.to_owned() } else { stored.name.clone() }
}

/// What happened: as a sentence, and as a kind and the names it is about, for pages that say it in
/// another language.
fn add_service(world: &World, view: &mut Value, message: &Message, service: &Service) {
    let (kind, names) = match service {
        Service::Created => ("created", vec![author_name(world, message)]),
        Service::Joined(who) => ("joined", who.iter().map(|id| name(world, *id)).collect()),
        Service::Gone(who) => ("gone", vec![name(world, *who)]),
        Service::MigratedTo(_) => ("migrated_to", Vec::new()),
        Service::MigratedFrom(_) => ("migrated_from", Vec::new()),
        Service::Pinned(_) => ("pinned", vec![author_name(world, message)]),
        Service::Topic(name) => ("topic", vec![name.clone()]),
    };
    let who = names.join(", ");
    let text = match service {
        Service::Created => format!("{who} đã tạo nhóm"),
        Service::Joined(_) => format!("{who} đã vào nhóm"),
        Service::Gone(_) => format!("{who} đã rời nhóm"),
        Service::MigratedTo(_) | Service::MigratedFrom(_) => "Nhóm đã thành siêu nhóm".to_owned(),
        Service::Pinned(_) => format!("{who} đã ghim một tin"),
        Service::Topic(_) => format!("Chủ đề mới: {who}"),
    };
    view["service"] = text.into();
    view["service_kind"] = kind.into();
    view["service_names"] = names.into();
}

fn author_name(world: &World, message: &Message) -> String {
    match message.author {
        Author::Person(id) | Author::Bot(id) => name(world, id),
        Author::Anonymous => String::new(),
    }
}

/// A file as it was sent. Only pictures are for looking at here: whatever else a bot or a person
/// sent is saved, never run by the page's browser.
pub async fn file(State(shared): State<Shared>, Path(number): Path<usize>) -> Response {
    shared.read(|world| {
        let Some(stored) = world.files.get(number) else { return StatusCode::NOT_FOUND.into_response() };
        let shown = if stored.kind == FileKind::Photo { "inline" } else { "attachment" };
        let headers = [
            (CONTENT_TYPE, stored.mime.as_str()),
            (X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (CONTENT_DISPOSITION, shown),
        ];
        (headers, stored.bytes.clone()).into_response()
    })
}
