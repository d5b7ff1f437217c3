//! Controls that let people and groups come and do something.

use std::time::Duration;

use anyhow::{Context, Result, anyhow, ensure};
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use super::waits::until_some;
use super::{Answer, Body};
use crate::sandbox::files::{FileKind, PICTURE, mime_of};
use crate::sandbox::server::Shared;
use crate::sandbox::world::{Bot, Kind, Media, Message, Place, Speech, Step, Words, World};

/// How long a press waits for the bot's answer, in real time.
const PRESS_WAIT: Duration = Duration::from_secs(10);
const CALLBACK_BYTES_MAX: usize = 64;
/// The beginning of an Ogg file, for a voice note in which nobody speaks.
const QUIET: &str = "T2dnUwAC";
/// The beginning of an MP4 file, for a film in which nothing is to be seen.
const FILM: &[u8] = b"\0\0\0\x18ftypmp42";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewBot {
    token: String,
    username: String,
    name: String,
}

pub async fn new_bot(State(shared): State<Shared>, Body(new): Body<NewBot>) -> Answer {
    let bot = Bot::new(&new.token, new.username.trim_start_matches('@'), &new.name);
    let answer = json!({ "id": bot.id, "username": bot.username });
    shared
        .change(|world| {
            ensure!(bot.id > 0 && new.token.contains(':'), "a token is a number, a colon and a secret");
            ensure!(world.bot(bot.id).is_none(), "a bot with the id {} is here already", bot.id);
            world.bots.push(bot);
            Ok(Json(answer))
        })
        .map_err(|error: anyhow::Error| error.into())
}

pub async fn bot(State(shared): State<Shared>) -> Answer {
    shared.read(|world| {
        let bot = world.bots.first().context("there is no bot")?;
        Ok(Json(json!({ "id": bot.id, "username": bot.username, "name": bot.name, "token": bot.token,
            "world": format!("{:x}", world.id) })))
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPerson {
    name: String,
    language: Option<String>,
    username: Option<String>,
    /// What the page says under the name; the bots never hear it.
    note: Option<Words>,
}

pub async fn new_person(State(shared): State<Shared>, Body(new): Body<NewPerson>) -> Answer {
    shared.change(|world| {
        let language = new.language.as_deref().unwrap_or("vi");
        let id = world.new_person(&new.name, language, new.username.as_deref());
        if let (Some(note), Some(person)) = (new.note, world.people.get_mut(&id)) {
            person.note = Some(note);
        }
        Ok(Json(json!({ "id": id, "name": new.name, "language": language })))
    })
}

pub async fn people(State(shared): State<Shared>) -> Answer {
    shared.read(|world| {
        let people = world.people.values();
        let people =
            people.map(|p| json!({ "id": p.id, "name": p.name, "language": p.language, "note": p.note }));
        Ok(Json(people.collect()))
    })
}

pub async fn guide(State(shared): State<Shared>) -> Answer {
    shared.read(|world| Ok(Json(json!(world.guide))))
}

pub async fn new_guide(State(shared): State<Shared>, Body(guide): Body<Vec<Step>>) -> Answer {
    shared.change(|world| {
        world.guide = guide;
        world.touch();
    });
    Ok(Json(json!({})))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewGroup {
    title: String,
    owner: i64,
    #[serde(default)]
    members: Vec<i64>,
    kind: Option<String>,
}

pub async fn new_group(State(shared): State<Shared>, Body(new): Body<NewGroup>) -> Answer {
    let kind = match new.kind.as_deref() {
        None | Some("group") => Kind::Group,
        Some("supergroup") => Kind::Supergroup,
        Some(other) => return Err(anyhow!("a chat is a group or a supergroup, not “{other}”").into()),
    };
    let id = shared.change(|world| world.new_group(&new.title, new.owner, &new.members, kind))?;
    Ok(Json(json!({ "id": id, "title": new.title })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    chat: i64,
    person: i64,
    action: String,
}

pub async fn member(State(shared): State<Shared>, Body(act): Body<Member>) -> Answer {
    shared.change(|world| world.change_member(act.chat, act.person, &act.action))?;
    Ok(Json(json!({})))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BotMember {
    chat: i64,
    by: i64,
    action: String,
    start: Option<String>,
    bot: Option<String>,
}

pub async fn bot_member(State(shared): State<Shared>, Body(act): Body<BotMember>) -> Answer {
    shared.change(|world| {
        let bot = world.named_bot(act.bot.as_deref())?;
        let start = act.start.as_deref().filter(|code| !code.is_empty());
        world.change_bot(bot, act.chat, act.by, &act.action, start)
    })?;
    Ok(Json(json!({})))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Start {
    person: i64,
    payload: Option<String>,
    bot: Option<String>,
}

pub async fn start(State(shared): State<Shared>, Body(act): Body<Start>) -> Answer {
    let id = shared.change(|world| {
        let bot = world.named_bot(act.bot.as_deref())?;
        world.start(bot, act.person, act.payload.as_deref().filter(|payload| !payload.is_empty()))
    })?;
    Ok(Json(json!({ "message_id": id })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Say {
    person: i64,
    chat: Value,
    text: Option<String>,
    html: Option<String>,
    reply_to: Option<i64>,
    photo: Option<Photo>,
    document: Option<Document>,
    video: Option<Video>,
    voice: Option<Voice>,
    place: Option<Point>,
    /// The same for all that are sent at once.
    album: Option<String>,
    /// The channel that it is sent on from.
    forwarded_from: Option<String>,
    #[serde(default)]
    anonymous: bool,
    topic: Option<i64>,
    bot: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Photo {
    base64: Option<String>,
    caption: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    name: String,
    mime: Option<String>,
    base64: String,
    caption: Option<String>,
}

/// A film in which nothing is to be seen.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Video {
    caption: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Voice {
    base64: Option<String>,
    caption: Option<String>,
}

/// In degrees.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    latitude: f64,
    longitude: f64,
}

impl Say {
    fn speech(self) -> Result<Speech> {
        let is_html = self.html.is_some();
        let mut text = self.html.or(self.text).unwrap_or_default();
        let mut file = None;
        if let Some(photo) = self.photo {
            let bytes = match photo.base64 {
                Some(encoded) => Bytes::from(decoded(&encoded)?),
                None => Bytes::from_static(PICTURE),
            };
            let mime = mime_of(&bytes, "").to_owned();
            text = photo.caption.unwrap_or(text);
            file = Some((FileKind::Photo, String::new(), mime, bytes));
        }
        if let Some(document) = self.document {
            ensure!(file.is_none(), "a message has a photo or a document, not both");
            let bytes = Bytes::from(decoded(&document.base64)?);
            let mime = document.mime.unwrap_or_else(|| mime_of(&bytes, &document.name).to_owned());
            text = document.caption.unwrap_or(text);
            file = Some((FileKind::Document, document.name, mime, bytes));
        }
        if let Some(video) = self.video {
            ensure!(file.is_none(), "a message has one file");
            text = video.caption.unwrap_or(text);
            file = Some((FileKind::Video, String::new(), "video/mp4".to_owned(), Bytes::from_static(FILM)));
        }
        if let Some(voice) = self.voice {
            ensure!(file.is_none(), "a message has one file");
            let bytes = Bytes::from(decoded(voice.base64.as_deref().unwrap_or(QUIET))?);
            text = voice.caption.unwrap_or(text);
            file = Some((FileKind::Voice, String::new(), "audio/ogg".to_owned(), bytes));
        }
        let place =
            self.place.map(|point| Media::Location { latitude: point.latitude, longitude: point.longitude });
        ensure!(place.is_none() || (file.is_none() && text.is_empty()), "a place comes alone");
        let (reply_to, is_anonymous, album) = (self.reply_to, self.anonymous, self.album);
        let (forwarded_from, topic) = (self.forwarded_from, self.topic);
        Ok(Speech { text, is_html, reply_to, file, place, album, forwarded_from, is_anonymous, topic })
    }
}

pub async fn say(State(shared): State<Shared>, Body(act): Body<Say>) -> Answer {
    let id = shared.change(|world| {
        let place = world.meant(act.person, &act.chat, act.bot.as_deref())?;
        let person = act.person;
        world.say(person, place, act.speech()?)
    })?;
    Ok(Json(json!({ "message_id": id })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edit {
    person: i64,
    chat: Value,
    message_id: i64,
    #[serde(default)]
    text: String,
    /// The same with looks; it counts where both are given.
    html: Option<String>,
    bot: Option<String>,
}

pub async fn edit(State(shared): State<Shared>, Body(act): Body<Edit>) -> Answer {
    shared.change(|world| {
        let place = world.meant(act.person, &act.chat, act.bot.as_deref())?;
        let is_html = act.html.is_some();
        let text = act.html.as_deref().unwrap_or(&act.text);
        world.edit(act.person, place, act.message_id, text, is_html)
    })?;
    Ok(Json(json!({})))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Press {
    person: i64,
    chat: Value,
    message_id: i64,
    button: Button,
    bot: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Button {
    Label(String),
    At {
        row: usize,
        col: usize,
    },
    /// What no app does: any data, as if a button of the message carried it.
    Data {
        data: String,
    },
}

impl Button {
    fn of<'a>(&self, message: &'a Message) -> Result<&'a Value> {
        let rows = &message.content.keyboard;
        let labels = || {
            let labels = rows.iter().flatten().filter_map(|button| button["text"].as_str());
            labels.collect::<Vec<_>>().join(" | ")
        };
        match self {
            Self::At { row, col } => {
                let button = rows.get(*row).and_then(|row| row.get(*col));
                button.with_context(|| format!("no button is at {row}, {col}; there are: {}", labels()))
            }
            Self::Label(wanted) => {
                let fits: [fn(&str, &str) -> bool; 3] =
                    [|label, wanted| label == wanted, |l, w| l.starts_with(w), |l, w| l.contains(w)];
                for fit in fits {
                    let mut found = rows
                        .iter()
                        .flatten()
                        .filter(|button| button["text"].as_str().is_some_and(|label| fit(label, wanted)));
                    if let Some(button) = found.next() {
                        ensure!(found.next().is_none(), "several buttons fit “{wanted}”: {}", labels());
                        return Ok(button);
                    }
                }
                Err(anyhow!("no button fits “{wanted}”; there are: {}", labels()))
            }
            Self::Data { .. } => Err(anyhow!("that is no button of the message")),
        }
    }
}

pub async fn press(State(shared): State<Shared>, Body(act): Body<Press>) -> Answer {
    let pressed = shared.change(|world| start_press(world, &act))?;
    let id = match pressed {
        Pressed::Url(url) => return Ok(Json(json!({ "pressed": "url", "url": url }))),
        Pressed::Callback(id) => id,
    };
    let answer = until_some(&shared, PRESS_WAIT, |world| world.presses.get(&id)?.answer.clone()).await;
    let mut result = json!({ "pressed": "callback", "answered": answer.is_some() });
    if let Some(answer) = answer {
        result["toast"] = answer["text"].clone();
        result["alert"] = answer["alert"].clone();
        if answer["url"].is_string() {
            result["url"] = answer["url"].clone();
        }
    }
    Ok(Json(result))
}

enum Pressed {
    Url(String),
    Callback(String),
}

fn start_press(world: &mut World, act: &Press) -> Result<Pressed> {
    let place = world.meant(act.person, &act.chat, act.bot.as_deref())?;
    if let Place::Group(group) = place {
        ensure!(world.group(group)?.standing(act.person).is_in(), "{} is not in that group", act.person);
    }
    let message = world.message(place, act.message_id).filter(|message| message.is_visible_to(act.person));
    let message = message.with_context(|| format!("no message {} is here", act.message_id))?;
    let data = if let Button::Data { data } = &act.button {
        ensure!(data.len() <= CALLBACK_BYTES_MAX, "a button carries at most {CALLBACK_BYTES_MAX} bytes");
        json!(data)
    } else {
        let button = act.button.of(message)?;
        if let Some(url) = button["url"].as_str() {
            return Ok(Pressed::Url(url.to_owned()));
        }
        button.get("callback_data").context("that button does nothing here")?.clone()
    };
    let id = world.press(act.person, place, act.message_id, &data);
    id.map(Pressed::Callback).context("only a bot's buttons can be pressed")
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Block {
    person: i64,
    bot: Option<String>,
}

fn set_blocked(shared: &Shared, act: &Block, blocked: bool) -> Answer {
    shared.change(|world| {
        let bot = world.named_bot(act.bot.as_deref())?;
        world.set_blocked(bot, act.person, blocked)
    })?;
    Ok(Json(json!({})))
}

pub async fn block(State(shared): State<Shared>, Body(act): Body<Block>) -> Answer {
    set_blocked(&shared, &act, true)
}

pub async fn unblock(State(shared): State<Shared>, Body(act): Body<Block>) -> Answer {
    set_blocked(&shared, &act, false)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Migrate {
    chat: i64,
}

pub async fn migrate(State(shared): State<Shared>, Body(act): Body<Migrate>) -> Answer {
    let id = shared.change(|world| world.migrate(act.chat))?;
    Ok(Json(json!({ "id": id })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    chat: i64,
    name: String,
}

pub async fn topic(State(shared): State<Shared>, Body(act): Body<Topic>) -> Answer {
    let id = shared.change(|world| world.new_topic(act.chat, &act.name))?;
    Ok(Json(json!({ "id": id })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TopicGone {
    chat: i64,
    id: i64,
}

pub async fn delete_topic(State(shared): State<Shared>, Body(act): Body<TopicGone>) -> Answer {
    shared.change(|world| world.delete_topic(act.chat, act.id))?;
    Ok(Json(json!({})))
}

fn decoded(text: &str) -> anyhow::Result<Vec<u8>> {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD
        .decode(text)
        .map_err(|_| anyhow::anyhow!("the file is not base64"))
}
