//! One call to the Bot API, with everything that its answer says.

use std::time::Duration;

use reqwest::Url;
use reqwest::multipart::{Form, Part};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use teloxide::Bot;
use teloxide::requests::Payload;

/// Why a call gave no result. Never holds the token: it is part of every address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// The platform answered no.
    #[error("{code}: {description}")]
    Refused { code: u16, description: String, retry_after: Option<u64>, migrate_to: Option<i64> },
    /// The request surely never arrived.
    #[error("not reachable: {0}")]
    Unreachable(String),
    /// The request may have arrived; no usable answer came back.
    #[error("no answer: {0}")]
    Lost(String),
    #[error("{0}")]
    Setup(String),
}

impl CallError {
    pub(super) fn is_not_modified(&self) -> bool {
        matches!(self, Self::Refused { description, .. } if description.contains("message is not modified"))
    }

    pub(super) fn is_unpinned_already(&self) -> bool {
        matches!(self, Self::Refused { description, .. } if description.contains("message to unpin not found"))
    }

    pub(super) fn is_deleted_already(&self) -> bool {
        matches!(self, Self::Refused { description, .. } if description.contains("message to delete not found"))
    }

    /// Whether the platform does not know the token.
    #[must_use]
    pub fn is_wrong_token(&self) -> bool {
        matches!(self, Self::Refused { code: 401 | 404, .. })
    }

    /// Whether another process takes the same bot's updates.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        matches!(self, Self::Refused { code: 409, .. })
    }

    /// The pause that the platform asked for, in seconds.
    #[must_use]
    pub fn retry_after(&self) -> Option<u64> {
        match self {
            Self::Refused { retry_after, .. } => *retry_after,
            _ => None,
        }
    }
}

#[derive(serde::Deserialize)]
struct Answer<T> {
    ok: bool,
    // Not derived from `Option<T>`'s default, so that a missing result of any type reads as none.
    #[serde(default = "none")]
    result: Option<T>,
    error_code: Option<u16>,
    description: Option<String>,
    parameters: Option<Parameters>,
}

fn none<T>() -> Option<T> {
    None
}

#[derive(serde::Deserialize)]
struct Parameters {
    retry_after: Option<u64>,
    migrate_to_chat_id: Option<i64>,
}

/// The Bot API for one token.
#[derive(Clone)]
pub struct Api {
    bot: Bot,
    /// The address of the bot's methods, token included: read once, not for each call.
    methods: Url,
}

impl std::fmt::Debug for Api {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The derived form would show the token.
        f.debug_struct("Api").field("url", &self.bot.api_url().as_str()).finish_non_exhaustive()
    }
}

impl Api {
    pub(super) fn new(token: &str, api_url: Option<&str>) -> Result<Self, CallError> {
        let client = reqwest::Client::builder()
            .connect_timeout(Duration::from_secs(10))
            // A pooled connection that the server closes at the moment of reuse is the
            // commonest false "unknown": do not keep one long.
            .pool_idle_timeout(Duration::from_secs(15))
            .tcp_nodelay(true)
            .build()
            .map_err(|e| CallError::Setup(e.without_url().to_string()))?;
        let mut bot = Bot::with_client(token, client);
        if let Some(url) = api_url {
            let url = url.parse().map_err(|e| CallError::Setup(format!("{url:?} is no address: {e}")))?;
            bot = bot.set_api_url(url);
        }
        let methods = format!("{}/bot{token}/", bot.api_url().as_str().trim_end_matches('/'));
        // Neither the address nor why it is none may be shown: the token is in it.
        let methods = methods.parse().map_err(|_| CallError::Setup("the token fits in no address".into()))?;
        Ok(Self { bot, methods })
    }

    pub(super) async fn call<P>(&self, payload: &P, timeout: Duration) -> Result<P::Output, CallError>
    where
        P: Payload + Serialize,
        P::Output: DeserializeOwned,
    {
        self.call_as(payload, timeout).await
    }

    /// As [`Api::call`], reading only as much of the answer as `T` needs: a field that a newer
    /// platform fills in its own way must not turn a sent message into an unknown one.
    pub(super) async fn call_as<P, T>(&self, payload: &P, timeout: Duration) -> Result<T, CallError>
    where
        P: Payload + Serialize,
        T: DeserializeOwned,
    {
        finish(self.bot.client().post(self.method(P::NAME)).json(payload).timeout(timeout)).await
    }

    /// As [`Api::call_as`], with a file in place of the parameter `part`.
    pub(super) async fn upload<P, T>(
        &self,
        payload: &P,
        part: &'static str,
        name: &str,
        bytes: Vec<u8>,
        timeout: Duration,
    ) -> Result<T, CallError>
    where
        P: Payload + Serialize,
        T: DeserializeOwned,
    {
        let parameters = serde_json::to_value(payload).map_err(|e| CallError::Setup(e.to_string()))?;
        let mut form = Form::new();
        for (key, value) in parameters.as_object().into_iter().flatten() {
            form = match value {
                _ if key == part => form,
                Value::Null => form,
                Value::String(text) => form.text(key.clone(), text.clone()),
                other => form.text(key.clone(), other.to_string()),
            };
        }
        form = form.part(part, Part::bytes(bytes).file_name(name.to_owned()));
        finish(self.bot.client().post(self.method(P::NAME)).multipart(form).timeout(timeout)).await
    }

    fn method(&self, name: &str) -> Url {
        let mut url = self.methods.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().push(name);
        }
        url
    }

    pub(super) async fn download(&self, path: &str, bytes_max: u64) -> Result<Vec<u8>, CallError> {
        let url = format!(
            "{}/file/bot{}/{path}",
            self.bot.api_url().as_str().trim_end_matches('/'),
            self.bot.token()
        );
        let mut answer =
            self.bot.client().get(url).timeout(Duration::from_secs(60)).send().await.map_err(explain)?;
        if !answer.status().is_success() {
            return Err(CallError::Refused {
                code: answer.status().as_u16(),
                description: "file not given".into(),
                retry_after: None,
                migrate_to: None,
            });
        }
        let mut bytes = Vec::new();
        while let Some(piece) = answer.chunk().await.map_err(explain)? {
            if u64::try_from(bytes.len() + piece.len()).unwrap_or(u64::MAX) > bytes_max {
                return Err(CallError::Setup("file too large".into()));
            }
            bytes.extend_from_slice(&piece);
        }
        Ok(bytes)
    }
}

async fn finish<T: DeserializeOwned>(request: reqwest::RequestBuilder) -> Result<T, CallError> {
    let answer = request.send().await.map_err(explain)?;
    let status = answer.status();
    let body = answer.bytes().await.map_err(|e| CallError::Lost(e.without_url().to_string()))?;
    read(status.as_u16(), &body)
}

fn explain(e: reqwest::Error) -> CallError {
    let unreachable = e.is_connect() || e.is_builder();
    let e = e.without_url();
    let mut why = e.to_string();
    let mut cause = std::error::Error::source(&e);
    while let Some(inner) = cause {
        why = format!("{why}: {inner}");
        cause = inner.source();
    }
    if unreachable { CallError::Unreachable(why) } else { CallError::Lost(why) }
}

fn read<T: DeserializeOwned>(status: u16, body: &[u8]) -> Result<T, CallError> {
    let lost = || CallError::Lost(format!("HTTP {status} with an unreadable body"));
    let answer: Answer<T> = serde_json::from_slice(body).map_err(|_| lost())?;
    if answer.ok {
        return answer.result.ok_or_else(lost);
    }
    let code = answer.error_code.unwrap_or(status);
    let description = answer.description.unwrap_or_default();
    if code >= 500 {
        // The server failed somewhere on its way; the message may be out.
        return Err(CallError::Lost(format!("HTTP {code}: {description}")));
    }
    let parameters = answer.parameters.unwrap_or(Parameters { retry_after: None, migrate_to_chat_id: None });
    Err(CallError::Refused {
        code,
        description,
        retry_after: parameters.retry_after,
        migrate_to: parameters.migrate_to_chat_id,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_says_what_happened() {
        assert_eq!(read::<bool>(200, br#"{"ok":true,"result":true}"#), Ok(true));
        let told = read::<bool>(
            429,
            br#"{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 8","parameters":{"retry_after":8}}"#,
        );
        assert_eq!(told.unwrap_err().retry_after(), Some(8));
        let moved = read::<bool>(
            400,
            br#"{"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded to a supergroup chat","parameters":{"migrate_to_chat_id":-1001}}"#,
        );
        assert!(matches!(moved, Err(CallError::Refused { migrate_to: Some(-1001), .. })));
    }

    #[test]
    fn what_cannot_be_read_may_have_been_sent() {
        for (status, body) in [
            (200, &b"{\"ok\":true}"[..]),
            (200, b"<html>"),
            (502, b"<html>Bad Gateway</html>"),
            (500, b"{\"ok\":false,\"error_code\":500,\"description\":\"Internal Server Error\"}"),
        ] {
            assert!(matches!(read::<bool>(status, body), Err(CallError::Lost(_))), "{status}");
        }
    }

    #[test]
    fn neither_debug_nor_errors_show_the_token() {
        let api = Api::new("123:SECRET", Some("http://127.0.0.1:9/")).unwrap();
        assert!(!format!("{api:?}").contains("SECRET"));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let asked = runtime
            .block_on(api.call(&teloxide::payloads::GetMe::new(), Duration::from_secs(5)))
            .unwrap_err();
        assert!(matches!(asked, CallError::Unreachable(_)), "{asked:?}");
        assert!(!format!("{asked:?} {asked}").contains("SECRET"));
    }
}
