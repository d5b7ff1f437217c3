//! The Bot API: a call comes in, is checked against the schema, may meet ordered trouble or a
//! limit, and then takes effect and is written into the ledger in one step.

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
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};
use tokio::time::Instant;

use super::descriptions::{self, Failure};
use super::faults::Trouble;
use super::limits::Cost;
use super::server::{Connection, Shared};
use super::world::{Access, Place, World};
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
        Ok(Some(result)) => Json(json!({ "ok": true, "result": result })).into_response(),
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

/// The result; none if the connection was cut.
async fn respond(
    shared: &Shared,
    connection: &Connection,
    token: &str,
    method: &str,
    request: Request,
) -> Result<Option<Value>, Failure> {
    let bot = shared.read(|world| bot_of(world, token))?;
    let note = |method: &str, params: &Value, failure: Failure| {
        shared.change(|world| world.ledger.refuse(world.clock.now(), method, params, &failure));
        failure
    };
    let unknown = || note(method, &Value::Null, descriptions::NOT_FOUND.fail());
    let method = shared.schema.method(method).ok_or_else(unknown)?;
    let received = request::read(request).await.map_err(|failure| note(method, &Value::Null, failure))?;
    let kept = request::for_ledger(&received.params, &received.uploads);
    let refuse = |failure| note(method, &kept, failure);
    let params = shared.schema.check(method, received.params).map_err(refuse)?;
    let trouble = shared.change(|world| world.faults.meet(method, params.get("chat_id")));
    match &trouble {
        Some(Trouble::TooMany(seconds)) => return Err(refuse(Failure::too_many_requests(*seconds))),
        Some(Trouble::ServerError) => return Err(refuse(descriptions::SERVER_ERROR.fail())),
        Some(Trouble::BadGateway) => return Err(refuse(descriptions::BAD_GATEWAY.fail())),
        Some(Trouble::Reset) => {
            refuse(descriptions::CUT.fail());
            connection.cut();
            return Ok(None);
        }
        Some(Trouble::Delay(delay)) => tokio::time::sleep(*delay).await,
        Some(Trouble::DropAnswer) | None => {}
    }
    let result = if method == "getUpdates" {
        updates::poll(shared, bot, &params).await
    } else {
        shared.change(|world| take_effect(world, bot, method, &params, &received.uploads))
    };
    let result = result.map_err(refuse)?;
    if method == "setWebhook" {
        webhook::serve(shared, bot);
    }
    if trouble == Some(Trouble::DropAnswer) {
        connection.cut();
        return Ok(None);
    }
    Ok(Some(result))
}

/// One call with the world that it changes.
pub(crate) struct Call<'a> {
    world: &'a mut World,
    bot: i64,
    params: &'a Map<String, Value>,
    uploads: &'a HashMap<String, Upload>,
}

fn take_effect(
    world: &mut World,
    bot: i64,
    method: &str,
    params: &Map<String, Value>,
    uploads: &HashMap<String, Upload>,
) -> Result<Value, Failure> {
    let mut call = Call { world, bot, params, uploads };
    call.pay(method)?;
    let result = call.run(method)?;
    if !method.starts_with("get") {
        let kept = request::for_ledger(params, uploads);
        let username = world.bot(bot).map(|bot| bot.username.clone()).unwrap_or_default();
        world.ledger.accept(world.clock.now(), &username, method, &kept, &result);
    }
    Ok(result)
}

impl Call<'_> {
    /// Takes what the call costs from the limits, if there are any.
    fn pay(&mut self, method: &str) -> Result<(), Failure> {
        let Some(limits) = &mut self.world.limits else { return Ok(()) };
        let cost = match method {
            "sendChatAction" => return Ok(()),
            "sendMediaGroup" => {
                Cost::Messages(self.params.get("media").and_then(Value::as_array).map_or(1, Vec::len))
            }
            _ if method.starts_with("send") => Cost::Messages(1),
            "copyMessage" | "forwardMessage" => Cost::Messages(1),
            _ if method.starts_with("editMessage") => Cost::Edit,
            _ => return Ok(()),
        };
        let chat = self.params.get("chat_id").and_then(Value::as_i64).unwrap_or(0);
        limits.take(self.bot, chat, cost, Instant::now()).map_err(Failure::too_many_requests)
    }

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
