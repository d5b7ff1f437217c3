//! The service's own HTTP address: updates that the platform posts, and a word on how the
//! service is. Behind a proxy that speaks TLS.
//!
//! A posted update is answered with 200 only once it is committed, so that the platform gives
//! again what was not stored. Posts that come at the same time are stored by one writer in one
//! transaction.

mod door;

pub use door::Door;

use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::time::timeout;

use crate::lease::Lease;
use crate::store::Store;

/// How long the database has to answer a question after its health.
const HEALTH_WAIT: Duration = Duration::from_secs(2);

/// What `GET /health` tells.
#[derive(Clone, Debug)]
pub struct Health {
    pub store: Store,
    /// Who looks at the clock.
    pub clock: Lease,
    /// Who fetches updates; `None` where they are posted.
    pub poll: Option<Lease>,
}

/// Serves until `stop` turns true, then answers what is under way. Updates are taken through
/// `door`, where there is one.
pub async fn serve(
    listener: TcpListener,
    health: Health,
    door: Option<Door>,
    mut stop: watch::Receiver<bool>,
) {
    let store = health.store.clone();
    let mut routes = Router::new().route("/health", get(answer)).with_state(health);
    let mut writer = None;
    if let Some(door) = door {
        let (hook, posts) = door.open();
        routes = routes.merge(Router::new().route("/telegram", post(door::take)).with_state(hook));
        writer = Some(posts.write(store));
    }
    let stopped = async move {
        let _ = stop.changed().await;
    };
    let serving = async {
        if let Err(e) = axum::serve(listener, routes).with_graceful_shutdown(stopped).await {
            tracing::error!("web: {e}");
        }
    };
    match writer {
        // The writer ends after the last one who could post.
        Some(writer) => {
            tokio::join!(serving, writer);
        }
        None => serving.await,
    }
}

async fn answer(State(health): State<Health>) -> (StatusCode, Json<Value>) {
    let answers = timeout(HEALTH_WAIT, health.store.answers()).await.is_ok_and(|answer| answer.is_ok());
    let updates = match &health.poll {
        None => "webhook",
        Some(poll) if poll.is_held() => "polling",
        Some(_) => "standby",
    };
    let clock = if health.clock.is_held() { "ticking" } else { "standby" };
    let status = if answers { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(json!({"database": answers, "updates": updates, "clock": clock})))
}

#[cfg(test)]
mod tests;
