//! The control API: what a page, a script or a test does to the sandbox from outside. Wrong calls
//! are answered with a status of 400 and one sentence.

mod load;
mod people;
mod trouble;
mod view;
mod waits;

use axum::Json;
use axum::Router;
use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRequest, FromRequestParts, Query, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum::routing::{any, delete, get, post};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::api::request::BODY_BYTES_MAX;
use super::server::Shared;
use super::world::{Place, World};
use crate::clock::Clock;

/// All routes under `/control`.
pub fn router() -> Router<Shared> {
    Router::new()
        .route("/health", get(|| async { Json(json!({ "ok": true })) }))
        .route("/bot", get(people::bot).post(people::new_bot))
        .route("/person", post(people::new_person))
        .route("/people", get(people::people))
        .route("/guide", get(people::guide).post(people::new_guide))
        .route("/group", post(people::new_group))
        .route("/member", post(people::member))
        .route("/bot_member", post(people::bot_member))
        .route("/start", post(people::start))
        .route("/say", post(people::say))
        .route("/edit", post(people::edit))
        .route("/press", post(people::press))
        .route("/block", post(people::block))
        .route("/unblock", post(people::unblock))
        .route("/topic", post(people::topic))
        .route("/topic/delete", post(people::delete_topic))
        .route("/migrate", post(people::migrate))
        .route("/chats", get(view::chats))
        .route("/chat", get(view::chat))
        .route("/file/{number}", get(view::file))
        .route("/changes", get(waits::changes))
        .route("/ledger", get(waits::ledger))
        .route("/refused", get(waits::refused))
        .route("/clock", get(waits::clock).post(waits::move_clock))
        .route("/fault", post(trouble::order_fault))
        .route("/faults", delete(trouble::clear_faults))
        .route("/chaos", get(trouble::chaos).post(trouble::begin_chaos).delete(trouble::end_chaos))
        .route("/limits", post(trouble::limits))
        .route("/groups", post(load::groups))
        .route("/updates", post(load::updates))
        .route("/timing", get(load::timing))
        .route("/timing/window", get(load::window))
        .route("/{*unknown}", any(|| async { Wrong::from(anyhow::anyhow!("there is no such control")) }))
}

/// Wakes all who wait whenever the clock is moved, also from elsewhere in the process.
pub fn follow_clock(shared: &Shared, clock: &Clock) {
    let mut moved = clock.moved();
    let waking = shared.clone();
    shared.spawn(async move {
        while moved.changed().await.is_ok() {
            waking.change(World::touch);
        }
    });
}

/// A call that makes no sense, as one sentence.
pub struct Wrong(String);

impl<E: Into<anyhow::Error>> From<E> for Wrong {
    fn from(error: E) -> Self {
        Self(format!("{:#}", error.into()))
    }
}

impl IntoResponse for Wrong {
    fn into_response(self) -> Response {
        (StatusCode::BAD_REQUEST, Json(json!({ "error": self.0 }))).into_response()
    }
}

/// What every control answers.
pub type Answer = Result<Json<Value>, Wrong>;

/// An answer that is JSON already.
pub fn written(json: String) -> Response {
    ([(CONTENT_TYPE, "application/json")], json).into_response()
}

/// The body of a call.
pub struct Body<T>(T);

impl<T: DeserializeOwned> FromRequest<Shared> for Body<T> {
    type Rejection = Wrong;

    async fn from_request(request: Request, _: &Shared) -> Result<Self, Wrong> {
        let bytes = axum::body::to_bytes(request.into_body(), BODY_BYTES_MAX).await?;
        let bytes: &[u8] = if bytes.is_empty() { b"{}" } else { &bytes };
        Ok(Self(serde_json::from_slice(bytes)?))
    }
}

/// The query of a call.
pub struct Asked<T>(T);

impl<T: DeserializeOwned> FromRequestParts<Shared> for Asked<T> {
    type Rejection = Wrong;

    async fn from_request_parts(parts: &mut Parts, _: &Shared) -> Result<Self, Wrong> {
        let asked: Result<Query<T>, QueryRejection> = Query::try_from_uri(&parts.uri);
        Ok(asked.map(|Query(asked)| Self(asked))?)
    }
}

impl World {
    /// The id of the bot with this user name; without one the first bot's.
    fn named_bot(&self, username: Option<&str>) -> anyhow::Result<i64> {
        let wanted = username.map(|name| name.trim_start_matches('@').to_lowercase());
        let mut bots = self.bots.iter();
        let found =
            bots.find(|bot| wanted.as_ref().is_none_or(|wanted| bot.username.to_lowercase() == *wanted));
        found
            .map(|bot| bot.id)
            .ok_or_else(|| anyhow::anyhow!("no bot is called {}", username.unwrap_or("that")))
    }

    /// The chat that a person means: a group by its id, or, as "bot" or as the id of the person or
    /// of a bot, the private chat.
    fn meant(&mut self, person: i64, chat: &Value, bot: Option<&str>) -> anyhow::Result<Place> {
        let bot = self.named_bot(bot)?;
        match (chat.as_str(), chat.as_i64()) {
            (Some("bot"), _) => self.private(bot, person),
            (_, Some(id)) if id == person => self.private(bot, person),
            (_, Some(id)) if self.bot(id).is_some() => self.private(id, person),
            (_, Some(id)) if self.chats.contains_key(&Place::Group(id)) => Ok(Place::Group(id)),
            (Some(id), None) if id.parse::<i64>().is_ok() => {
                self.meant(person, &json!(id.parse::<i64>()?), None)
            }
            _ => anyhow::bail!("there is no chat {chat}"),
        }
    }
}
