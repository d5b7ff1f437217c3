//! Follows a sandbox's clock, so that a service that runs apart from it sees the same time.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use tokio::sync::watch;

use crate::clock::Clock;

#[derive(Deserialize)]
struct Shown {
    now: DateTime<Utc>,
    rev: u64,
    frozen: bool,
}

/// Sets `clock` to what the sandbox at `url` shows, once.
///
/// # Errors
/// If the sandbox does not answer.
pub(super) async fn once(client: &reqwest::Client, url: &str, clock: &Clock) -> reqwest::Result<u64> {
    let shown = ask(client, url, None).await?;
    take_over(clock, &shown);
    Ok(shown.rev)
}

/// Keeps `clock` on what the sandbox at `url` shows, until `stop` turns true.
pub(super) async fn follow(
    client: reqwest::Client,
    url: String,
    clock: Clock,
    mut rev: u64,
    mut stop: watch::Receiver<bool>,
) {
    loop {
        tokio::select! {
            _ = stop.changed() => return,
            shown = ask(&client, &url, Some(rev)) => match shown {
                Ok(shown) => {
                    if shown.rev != rev {
                        take_over(&clock, &shown);
                    }
                    rev = shown.rev;
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(200)).await,
            }
        }
    }
}

fn take_over(clock: &Clock, shown: &Shown) {
    if shown.frozen {
        clock.freeze(shown.now);
    } else {
        clock.set(shown.now);
    }
}

async fn ask(client: &reqwest::Client, url: &str, after: Option<u64>) -> reqwest::Result<Shown> {
    let url = format!("{}/control/clock", url.trim_end_matches('/'));
    let query = after.map(|rev| [("after", rev.to_string()), ("wait", "20".to_owned())]);
    let request = client.get(url).timeout(Duration::from_secs(30));
    let request = match &query {
        Some(query) => request.query(query),
        None => request,
    };
    request.send().await?.error_for_status()?.json().await
}
