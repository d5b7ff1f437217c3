//! Webhooks: updates are posted one after the other, each until it is taken.

use std::time::Duration;

use axum::http::header::CONTENT_TYPE;
use serde_json::{Value, json};

use super::Call;
use super::updates::words;
use crate::sandbox::descriptions::{self, Failure};
use crate::sandbox::server::Shared;
use crate::sandbox::world::{Update, Webhook};

const CONNECTIONS: i64 = 40;
/// Telegram waits about this long for an answer, then sends again.
const ANSWER_WAIT: Duration = Duration::from_mins(1);
const RETRY_AFTER: Duration = Duration::from_secs(1);

impl Call<'_> {
    pub(super) fn set_webhook(&mut self) -> Result<Value, Failure> {
        let url = self.text("url").unwrap_or_default().to_owned();
        if url.is_empty() {
            return Ok(self.delete_webhook());
        }
        let parsed = reqwest::Url::parse(&url).map_err(|_| descriptions::WEBHOOK_URL_INVALID.fail())?;
        let is_local = matches!(parsed.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        // Telegram takes only https; on this machine plain http will do.
        if parsed.scheme() != "https" && !(parsed.scheme() == "http" && is_local) {
            return Err(descriptions::WEBHOOK_NEEDS_HTTPS.fail());
        }
        let secret = self.text("secret_token").filter(|secret| !secret.is_empty()).map(str::to_owned);
        let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if secret.as_ref().is_some_and(|secret| !secret.chars().all(is_plain)) {
            return Err(descriptions::SECRET_UNALLOWED.fail());
        }
        let max_connections = self.int("max_connections").unwrap_or(CONNECTIONS);
        let allowed = self.params.get("allowed_updates").map(words);
        let drop_pending = self.flag("drop_pending_updates");
        if let Some(bot) = self.world.bot_mut(self.bot) {
            bot.webhook = Some(Webhook { url, secret, max_connections, last_error: None });
            bot.webhooks += 1;
            if let Some(allowed) = allowed {
                bot.allowed = allowed;
            }
            if drop_pending {
                bot.updates.clear();
            }
        }
        self.world.news += 1;
        Ok(true.into())
    }

    pub(super) fn delete_webhook(&mut self) -> Value {
        let drop_pending = self.flag("drop_pending_updates");
        if let Some(bot) = self.world.bot_mut(self.bot) {
            bot.webhook = None;
            bot.webhooks += 1;
            if drop_pending {
                bot.updates.clear();
            }
        }
        self.world.news += 1;
        true.into()
    }

    pub(super) fn webhook_info(&self) -> Value {
        let Some(bot) = self.world.bot(self.bot) else { return Value::Null };
        let mut info = json!({ "url": "", "has_custom_certificate": false,
            "pending_update_count": bot.updates.len() });
        if !bot.allowed.is_empty() {
            info["allowed_updates"] = json!(bot.allowed);
        }
        if let Some(webhook) = &bot.webhook {
            info["url"] = webhook.url.as_str().into();
            info["max_connections"] = webhook.max_connections.into();
            if let Some((at, message)) = &webhook.last_error {
                info["last_error_date"] = at.timestamp().into();
                info["last_error_message"] = message.as_str().into();
            }
        }
        info
    }
}

/// Starts to post the bot's updates to its webhook, until the webhook is changed.
pub fn serve(shared: &Shared, bot: i64) {
    let shared = shared.clone();
    let turn = shared.read(|world| world.bot(bot).map_or(0, |bot| bot.webhooks));
    shared.clone().spawn(async move {
        let client = reqwest::Client::builder().timeout(ANSWER_WAIT).build().unwrap_or_default();
        let mut news = shared.news();
        loop {
            let next = shared.read(|world| {
                let bot = world.bot(bot).filter(|bot| bot.webhooks == turn)?;
                Some((bot.webhook.clone()?, bot.updates.front().cloned()))
            });
            match next {
                None => return,
                Some((_, None)) => {
                    if news.changed().await.is_err() {
                        return;
                    }
                }
                Some((webhook, Some(update))) => {
                    let mut posts = vec![&update];
                    shared.change(|world| world.faults.twist(&mut posts));
                    let mut outcome = Ok(());
                    for update in posts {
                        outcome = outcome.and(post(&client, &webhook, update).await);
                    }
                    let failed = outcome.is_err();
                    shared.change(|world| {
                        let now = world.clock.now();
                        let Some(bot) = world.bot_mut(bot).filter(|bot| bot.webhooks == turn) else { return };
                        match outcome {
                            Ok(()) => {
                                // Unless it was dropped meanwhile it is still the first.
                                if bot.updates.front().is_some_and(|first| first.id == update.id) {
                                    bot.updates.pop_front();
                                }
                            }
                            Err(why) => {
                                if let Some(webhook) = &mut bot.webhook {
                                    webhook.last_error = Some((now, why));
                                }
                            }
                        }
                    });
                    if failed {
                        tokio::time::sleep(RETRY_AFTER).await;
                    }
                }
            }
        }
    });
}

async fn post(client: &reqwest::Client, webhook: &Webhook, update: &Update) -> Result<(), String> {
    let mut request = client.post(&webhook.url).header(CONTENT_TYPE, "application/json");
    request = request.body(update.body.to_string());
    if let Some(secret) = &webhook.secret {
        request = request.header("X-Telegram-Bot-Api-Secret-Token", secret);
    }
    let answer = request.send().await.map_err(|why| why.without_url().to_string())?;
    if answer.status().is_success() {
        return Ok(());
    }
    Err(format!("Wrong response from the webhook: {}", answer.status()))
}
