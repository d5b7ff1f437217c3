//! The Bot API: a call comes in, is checked against the schema, may meet ordered trouble or a
//! limit, and then takes effect and is written into the ledger in one step.

mod asked;
mod chats;
mod content;
mod edit;
mod media;
mod profile;
pub mod request;
mod send;
mod updates;
mod webhook;

use std::collections::HashMap;

use axum::Json;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use super::descriptions::{self, Failure};
use super::faults::{Kind, Trouble};
use super::server::{Connection, Shared};
use super::world::{Access, Place, World};
use asked::Asked;
use request::Upload;

/// Answers `/bot<TOKEN>/<METHOD>`.
pub async fn answer(
    shared: &Shared,
    connection: &Connection,
    token: &str,
    method: &str,
    request: Request,
) -> Response {
    match respond(shared, connection, token, method, request).await {
        Ok(Some(result)) => {
            let body = format!(r#"{{"ok":true,"result":{result}}}"#);
            ([(CONTENT_TYPE, "application/json")], body).into_response()
        }
        // Nothing can be written to a connection that was cut.
        Ok(None) => StatusCode::OK.into_response(),
        Err(failure) => refusal(&failure),
    }
}

/// An answer that says no.
#[must_use]
pub fn refusal(failure: &Failure) -> Response {
    let mut body = json!({ "ok": false, "error_code": failure.code, "description": failure.description });
    if let Some(parameters) = &failure.parameters {
        body["parameters"] = parameters.clone();
    }
    let status = StatusCode::from_u16(failure.code).unwrap_or(StatusCode::BAD_REQUEST);
    (status, Json(body)).into_response()
}

/// The bot that owns a token.
///
/// # Errors
/// 401 for a token that could be one, 404 for anything else.
pub fn bot_of(world: &World, token: &str) -> Result<i64, Failure> {
    let is_token = token.split_once(':').is_some_and(|(id, secret)| {
        let is_secret = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        id.parse::<i64>().is_ok() && !secret.is_empty() && secret.chars().all(is_secret)
    });
    if !is_token {
        return Err(descriptions::NOT_FOUND.fail());
    }
    let bot = world.bots.iter().find(|bot| bot.token == token);
    bot.map(|bot| bot.id).ok_or_else(|| descriptions::UNAUTHORIZED.fail())
}

/// The result as JSON; none if the connection was cut.
async fn respond(
    shared: &Shared,
    connection: &Connection,
    token: &str,
    method: &str,
    request: Request,
) -> Result<Option<String>, Failure> {
    let bot = shared.read(|world| bot_of(world, token))?;
    let Some(method) = shared.schema.method(method) else {
        let failure = descriptions::NOT_FOUND.fail();
        shared.change(|world| world.ledger.refuse(world.clock.now(), method, "null", &failure));
        return Err(failure);
    };
    let received = match request::read(request).await {
        Ok(received) => received,
        Err(failure) => {
            let nothing = Asked { bot, method, params: &Map::new(), uploads: &HashMap::new() };
            return Err(shared.change(|world| nothing.refused(world, failure)));
        }
    };
    let uploads = &received.uploads;
    let params = match shared.schema.check(method, received.params.clone()) {
        Ok(params) => params,
        Err(failure) => {
            let unchecked = Asked { bot, method, params: &received.params, uploads };
            return Err(shared.change(|world| unchecked.refused(world, failure)));
        }
    };
    fulfil(shared, connection, &Asked { bot, method, params: &params, uploads }).await
}

/// Meets trouble, or takes effect.
async fn fulfil(
    shared: &Shared,
    connection: &Connection,
    asked: &Asked<'_>,
) -> Result<Option<String>, Failure> {
    let is_poll = asked.method == "getUpdates";
    // One step for a call that meets no trouble, as nearly all do.
    let begun = shared.change(|world| match asked.meet(world) {
        Some(trouble) => Begun::Met(trouble, asked.failure(world, trouble)),
        None if is_poll => Begun::Waiting,
        None => Begun::Done(asked.take_effect(world)),
    });
    let (trouble, done) = match begun {
        Begun::Done(result) => (None, Some(result)),
        Begun::Waiting => (None, None),
        Begun::Met(trouble, Some(failure)) => {
            if trouble.kind != Kind::Reset {
                return Err(failure);
            }
            connection.cut();
            return Ok(None);
        }
        Begun::Met(trouble, None) => (Some(trouble), None),
    };
    if let Some(Trouble { kind: Kind::Delay, delay, .. }) = trouble {
        tokio::time::sleep(delay).await;
    }
    let result = match done {
        Some(result) => result,
        None if is_poll => updates::poll(shared, asked.bot, asked.params)
            .await
            .map_err(|failure| shared.change(|world| asked.refused(world, failure))),
        None => shared.change(|world| asked.take_effect(world)),
    };
    if asked.method == "setWebhook" && result.is_ok() {
        webhook::serve(shared, asked.bot);
    }
    match trouble.map(|trouble| trouble.kind) {
        Some(Kind::DropAnswer) => {
            connection.cut();
            Ok(None)
        }
        Some(Kind::MessageIdZero) => result.map(|result| Some(without_ids(&result))),
        _ => result.map(Some),
    }
}

/// How far a call came at once.
enum Begun {
    Done(Result<String, Failure>),
    /// It meets trouble, and is refused by that or goes on.
    Met(Trouble, Option<Failure>),
    Waiting,
}

/// The message or messages of a result, each with the id 0.
fn without_ids(result: &str) -> String {
    let mut result: Value = serde_json::from_str(result).unwrap_or_default();
    let messages = match &mut result {
        Value::Array(messages) => messages.as_mut_slice(),
        message => std::slice::from_mut(message),
    };
    for message in messages {
        message["message_id"] = 0.into();
    }
    result.to_string()
}

/// One call with the world that it changes.
pub(crate) struct Call<'a> {
    world: &'a mut World,
    bot: i64,
    params: &'a Map<String, Value>,
    uploads: &'a HashMap<String, Upload>,
}

impl Call<'_> {
    fn run(&mut self, method: &str) -> Result<Value, Failure> {
        for field in ["business_connection_id", "inline_message_id", "rich_message"] {
            if self.params.contains_key(field) {
                return Err(descriptions::NOT_IN_SANDBOX.about(field));
            }
        }
        match method {
            "getMe" => Ok(self.me()),
            "sendMessage" => self.send_message(),
            "sendPhoto" | "sendDocument" | "sendVideo" | "sendVoice" => self.send_file(method),
            "sendMediaGroup" => self.send_album(),
            "sendLocation" => self.send_location(),
            "sendChatAction" => self.send_action(),
            "copyMessage" => self.copy(),
            "forwardMessage" => self.forward(),
            "editMessageText" => self.edit_text(),
            "editMessageCaption" => self.edit_caption(),
            "editMessageReplyMarkup" => self.edit_markup(),
            "editMessageMedia" => self.edit_media(),
            "deleteMessage" => self.delete(),
            "deleteMessages" => self.delete_many(),
            "answerCallbackQuery" => self.answer_press(),
            "getChat" => self.chat(),
            "getChatMember" => self.member(),
            "getChatAdministrators" => self.administrators(),
            "getChatMemberCount" => self.members_count(),
            "leaveChat" => self.leave(),
            "pinChatMessage" => self.pin(),
            "unpinChatMessage" => self.unpin(),
            "unpinAllChatMessages" => self.unpin_all(),
            "getFile" => self.file(),
            "setWebhook" => self.set_webhook(),
            "deleteWebhook" => Ok(self.delete_webhook()),
            "getWebhookInfo" => Ok(self.webhook_info()),
            _ => self.profile(method),
        }
    }

    fn int(&self, name: &str) -> Option<i64> {
        self.params.get(name).and_then(Value::as_i64)
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.params.get(name).and_then(Value::as_str)
    }

    fn flag(&self, name: &str) -> bool {
        self.params.get(name).and_then(Value::as_bool).unwrap_or(false)
    }

    /// The chat in `chat_id`.
    fn place(&self, access: Access) -> Result<Place, Failure> {
        self.place_in("chat_id", access)
    }

    fn place_in(&self, name: &str, access: Access) -> Result<Place, Failure> {
        let id = self.params.get(name).ok_or_else(|| descriptions::CHAT_ID_EMPTY.fail())?;
        self.world.reach(self.bot, id, access)
    }

    /// The message as this bot gets it.
    fn message_json(&self, place: Place, id: i64) -> Value {
        self.world.message(place, id).map_or(Value::Null, |message| self.world.message_json(place, message))
    }
}
