//! Reads the parameters of a call from wherever Telegram allows them: the query, a form, JSON or
//! multipart.

use std::collections::HashMap;

use axum::body::{Bytes, to_bytes};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use serde_json::{Map, Value, json};

use crate::sandbox::descriptions::{self, Failure};

/// Telegram takes files up to 50 MB; the rest is for the other parts.
pub const BODY_BYTES_MAX: usize = 51 << 20;

/// A file that came with a call.
pub struct Upload {
    pub name: String,
    pub mime: Option<String>,
    pub bytes: Bytes,
}

/// Parameters as they came, and the files that they may name as `attach://NAME`.
#[derive(Default)]
pub struct Received {
    pub params: Map<String, Value>,
    pub uploads: HashMap<String, Upload>,
}

/// Reads a call.
///
/// # Errors
/// If the body is too large or cannot be read.
pub async fn read(request: Request) -> Result<Received, Failure> {
    let mut received = Received::default();
    received.params.extend(pairs(request.uri().query().unwrap_or_default()));
    let content_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let content_type = content_type.unwrap_or_default().to_lowercase();
    if content_type.starts_with("multipart/form-data") {
        let multipart = Multipart::from_request(request, &()).await.map_err(unreadable)?;
        read_parts(multipart, &mut received).await?;
        return Ok(received);
    }
    let body = to_bytes(request.into_body(), BODY_BYTES_MAX).await;
    let body = body.map_err(|_| descriptions::ENTITY_TOO_LARGE.fail())?;
    if body.is_empty() {
        return Ok(received);
    }
    if content_type.starts_with("application/json") {
        let body: Value = serde_json::from_slice(&body).map_err(unreadable)?;
        let Value::Object(params) = body else { return Err(unreadable("the body must be an object")) };
        received.params.extend(params);
    } else {
        let body = std::str::from_utf8(&body).map_err(unreadable)?;
        received.params.extend(pairs(body));
    }
    Ok(received)
}

fn unreadable(why: impl std::fmt::Display) -> Failure {
    descriptions::UNREADABLE.about(why)
}

/// The pairs of a query or a form.
fn pairs(encoded: &str) -> Vec<(String, Value)> {
    if encoded.is_empty() {
        return Vec::new();
    }
    let Ok(mut url) = reqwest::Url::parse("http://localhost/") else { return Vec::new() };
    url.set_query(Some(encoded));
    url.query_pairs().filter(|(name, _)| !name.is_empty()).map(|(k, v)| (k.into_owned(), v.into())).collect()
}

async fn read_parts(mut multipart: Multipart, received: &mut Received) -> Result<(), Failure> {
    let mut total = 0;
    while let Some(part) = multipart.next_field().await.map_err(unreadable)? {
        let name = part.name().unwrap_or_default().to_owned();
        let file_name = part.file_name().map(str::to_owned);
        let mime = part.content_type().map(str::to_owned);
        let bytes = part.bytes().await.map_err(|_| descriptions::ENTITY_TOO_LARGE.fail())?;
        total += bytes.len();
        if total > BODY_BYTES_MAX {
            return Err(descriptions::ENTITY_TOO_LARGE.fail());
        }
        if let Some(file_name) = file_name {
            received.uploads.insert(name, Upload { name: file_name, mime, bytes });
        } else {
            let text = String::from_utf8(bytes.to_vec()).map_err(unreadable)?;
            received.params.insert(name, text.into());
        }
    }
    // A file that no parameter names is itself the parameter of its name.
    for name in received.uploads.keys() {
        let reference = format!("attach://{name}");
        let named =
            received.params.values().any(|value| value.as_str().is_some_and(|s| s.contains(&reference)));
        if !named {
            received.params.insert(name.clone(), reference.into());
        }
    }
    Ok(())
}

/// The parameters as the ledger keeps them, as JSON: each file by its name and size.
#[must_use]
pub fn for_ledger(params: &Map<String, Value>, uploads: &HashMap<String, Upload>) -> String {
    fn described(value: &Value, uploads: &HashMap<String, Upload>) -> Value {
        match value {
            Value::String(text) => match text.strip_prefix("attach://").and_then(|name| uploads.get(name)) {
                Some(upload) => json!({ "file": upload.name, "size": upload.bytes.len() }),
                None => value.clone(),
            },
            Value::Array(items) => items.iter().map(|item| described(item, uploads)).collect(),
            Value::Object(fields) => {
                fields.iter().map(|(name, value)| (name.clone(), described(value, uploads))).collect()
            }
            _ => value.clone(),
        }
    }
    if uploads.is_empty() {
        return serde_json::to_string(params).unwrap_or_default();
    }
    let described = params.iter().map(|(name, value)| (name.clone(), described(value, uploads)));
    described.collect::<Value>().to_string()
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    async fn params(content_type: &str, uri: &str, body: &str) -> Value {
        let request = Request::builder().method("POST").uri(uri).header(CONTENT_TYPE, content_type);
        let received = read(request.body(Body::from(body.to_owned())).unwrap()).await;
        received.map_or_else(|failure| failure.description.into(), |received| Value::Object(received.params))
    }

    #[tokio::test]
    async fn every_way_to_write_parameters_is_read() {
        let form = "application/x-www-form-urlencoded";
        let expected = json!({ "chat_id": "5", "text": "đèn & + đường" });
        let encoded = "chat_id=5&text=%C4%91%C3%A8n+%26+%2B+%C4%91%C6%B0%E1%BB%9Dng";
        assert_eq!(params(form, "/x", encoded).await, expected);
        assert_eq!(params("text/plain", &format!("/x?{encoded}"), "").await, expected);
        let json = r#"{"chat_id":5,"text":"x"}"#;
        assert_eq!(params("application/json", "/x?text=y", json).await, json!({ "chat_id": 5, "text": "x" }));
        assert_eq!(params("application/json", "/x", "").await, json!({}));
    }

    #[tokio::test]
    async fn what_cannot_be_read_is_refused() {
        for (content_type, body) in [
            ("application/json", "[1]"),
            ("application/json", "{"),
            ("multipart/form-data", "x"),
            ("multipart/form-data; boundary=b", "x"),
        ] {
            let refused = params(content_type, "/x", body).await;
            assert!(refused.as_str().unwrap().starts_with("Bad Request: can't read"), "{refused}");
        }
    }

    #[tokio::test]
    async fn files_are_attached_or_are_the_parameter() {
        let part = |name: &str, file: &str, body: &str| {
            format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{body}\r\n")
        };
        let body = [
            part("chat_id", "", "5"),
            part("media", "", r#"[{"media":"attach://one"}]"#),
            part("one", "; filename=\"a.png\"", "abc"),
            part("photo", "; filename=\"\"", "xy"),
            "--b--\r\n".to_owned(),
        ]
        .concat();
        let request = Request::builder().uri("/x").header(CONTENT_TYPE, "multipart/form-data; boundary=b");
        let received = read(request.body(Body::from(body)).unwrap()).await.unwrap();
        let kept = for_ledger(&received.params, &received.uploads);
        let kept: Value = serde_json::from_str(&kept).unwrap();
        assert_eq!(kept["photo"], json!({ "file": "", "size": 2 }));
        assert_eq!(received.params.len(), 3);
        assert_eq!(received.uploads["one"].name, "a.png");
    }
}
