//! What a message is made of: formatted text, buttons, and the message that it answers.

use serde_json::{Map, Value};

use super::Call;
use crate::sandbox::descriptions::{self, Description, Failure};
use crate::sandbox::entities::{self, Entity};
use crate::sandbox::html;
use crate::sandbox::world::{Draft, Place};
use crate::text::utf16_len;

/// Longest text of a message, in UTF-16 units after parsing. (The open server counts code points;
/// where the two differ this is the stricter.)
pub const TEXT_UNITS_MAX: usize = 4096;
/// Longest caption, counted likewise.
pub const CAPTION_UNITS_MAX: usize = 1024;
const BUTTONS_MAX: usize = 100;
const CALLBACK_BYTES_MAX: usize = 64;

/// Text and its entities from parameters that may say how it is formatted.
///
/// # Errors
/// If it does not parse or is too long, then with `too_long`.
pub fn formatted(
    params: &Map<String, Value>,
    field: &str,
    units_max: usize,
    too_long: &Description,
) -> Result<(String, Vec<Entity>), Failure> {
    let text = params.get(field).and_then(Value::as_str).unwrap_or_default();
    let mode = params.get("parse_mode").and_then(Value::as_str).unwrap_or_default().to_lowercase();
    let (text, given) = match mode.as_str() {
        "html" => html::parse(text).map_err(|why| descriptions::CANT_PARSE_ENTITIES.about(why))?,
        "" | "none" => {
            let entities = if field == "text" { "entities" } else { "caption_entities" };
            (text.to_owned(), given_entities(params.get(entities), text)?)
        }
        "markdown" | "markdownv2" => return Err(descriptions::NOT_IN_SANDBOX.about("Markdown; use HTML")),
        _ => return Err(descriptions::UNSUPPORTED_PARSE_MODE.fail()),
    };
    let (text, given) = entities::trim(&text, given);
    if utf16_len(&text) > units_max {
        return Err(too_long.fail());
    }
    let entities = entities::with_found(&text, given);
    Ok((text, entities))
}

fn given_entities(value: Option<&Value>, text: &str) -> Result<Vec<Entity>, Failure> {
    let Some(value) = value else { return Ok(Vec::new()) };
    let entities: Vec<Entity> =
        serde_json::from_value(value.clone()).map_err(|why| descriptions::BAD_ENTITY.about(why))?;
    let units = utf16_len(text);
    match entities.iter().find(|entity| entity.offset.saturating_add(entity.length) > units) {
        Some(entity) => {
            let (from, end) = (entity.offset, entity.offset.saturating_add(entity.length));
            Err(descriptions::ENTITY_PAST_END
                .about(format!("{from} ends after the end of the text at UTF-16 offset {end}")))
        }
        None => Ok(entities),
    }
}

/// The rows of inline buttons in a `reply_markup`, each button checked.
///
/// # Errors
/// If a button has no text, or not exactly one action, or an action that cannot be.
pub fn keyboard(markup: Option<&Value>) -> Result<Vec<Vec<Value>>, Failure> {
    let rows = markup.and_then(|markup| markup["inline_keyboard"].as_array());
    let rows: Vec<Vec<Value>> =
        rows.into_iter().flatten().filter_map(|row| row.as_array().cloned()).collect();
    let buttons: Vec<&Value> = rows.iter().flatten().collect();
    if buttons.len() > BUTTONS_MAX {
        return Err(descriptions::MARKUP_TOO_LONG.fail());
    }
    for button in buttons {
        check_button(button)?;
    }
    Ok(rows.into_iter().filter(|row| !row.is_empty()).collect())
}

fn check_button(button: &Value) -> Result<(), Failure> {
    if button["text"].as_str().is_none_or(|text| text.trim().is_empty()) {
        return Err(descriptions::BUTTON_WITHOUT_TEXT.fail());
    }
    let decoration = ["text", "style", "icon_custom_emoji_id"];
    let actions: Vec<(&String, &Value)> = button
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(name, value)| !decoration.contains(&name.as_str()) && !is_empty_action(name, value))
        .collect();
    match actions[..] {
        [] => Err(descriptions::TEXT_BUTTON.fail()),
        [(name, value)] => match (name.as_str(), value.as_str().unwrap_or_default()) {
            ("callback_data", data) if data.len() > CALLBACK_BYTES_MAX => {
                Err(descriptions::BUTTON_DATA_INVALID.fail())
            }
            ("url", url) if !is_button_url(url) => Err(descriptions::BUTTON_URL_INVALID.fail()),
            _ => Ok(()),
        },
        _ => Err(descriptions::TWO_ACTIONS.fail()),
    }
}

fn is_empty_action(name: &str, value: &Value) -> bool {
    // These two mean something even when empty.
    !name.starts_with("switch_inline_query") && value.as_str() == Some("")
}

fn is_button_url(url: &str) -> bool {
    let with_scheme = if url.contains("://") { url.to_owned() } else { format!("http://{url}") };
    reqwest::Url::parse(&with_scheme).is_ok_and(|url| match url.scheme() {
        "http" | "https" => url.host_str().is_some_and(|host| host.contains('.') || host == "localhost"),
        "tg" => true,
        _ => false,
    })
}

impl Call<'_> {
    /// A draft with what every message may have besides its text.
    pub(super) fn draft(&self, place: Place) -> Result<Draft, Failure> {
        let markup = self.params.get("reply_markup").filter(|markup| !markup.is_null());
        let keyboard = keyboard(markup)?;
        let reply_to = self.reply_to(place)?;
        Ok(Draft {
            topic: self.topic(place, reply_to)?,
            reply_to,
            markup: markup.filter(|markup| markup.get("inline_keyboard").is_none()).cloned(),
            keyboard,
            preview: self.params.get("link_preview_options").cloned(),
            only_for: self
                .params
                .get("ephemeral_message_parameters")
                .and_then(|to| to["receiver_user_id"].as_i64()),
            ..Draft::default()
        })
    }

    /// The topic in which a new message stands: the one that is named, else that of what it answers.
    fn topic(&self, place: Place, reply_to: Option<i64>) -> Result<Option<i64>, Failure> {
        let Some(topic) = self.params.get("message_thread_id").and_then(Value::as_i64) else {
            let answered = reply_to.and_then(|id| self.world.message(place, id));
            return Ok(answered.and_then(|message| message.content.topic));
        };
        let is_there = self.world.chats.get(&place).is_some_and(|chat| chat.topics.contains_key(&topic));
        if is_there { Ok(Some(topic)) } else { Err(descriptions::THREAD_NOT_FOUND.fail()) }
    }

    fn reply_to(&self, place: Place) -> Result<Option<i64>, Failure> {
        let Some(reply) = self.params.get("reply_parameters") else { return Ok(None) };
        if reply.get("chat_id").is_some_and(|chat| chat.as_i64() != Some(place.id())) {
            return Err(descriptions::NOT_IN_SANDBOX.about("replies to another chat"));
        }
        let Some(id) = reply["message_id"].as_i64() else { return Ok(None) };
        if self.world.message(place, id).is_some() {
            return Ok(Some(id));
        }
        match reply["allow_sending_without_reply"].as_bool() {
            Some(true) => Ok(None),
            _ => Err(descriptions::REPLY_NOT_FOUND.fail()),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn text(params: Value) -> Result<(String, usize), String> {
        let Value::Object(params) = params else { panic!("parameters are an object") };
        formatted(&params, "text", TEXT_UNITS_MAX, &descriptions::TEXT_TOO_LONG)
            .map(|(text, entities)| (text, entities.len()))
            .map_err(|failure| failure.description)
    }

    #[test]
    fn length_counts_after_parsing_in_utf16_units() {
        let fits = format!("<b>{}</b>", "đ".repeat(4096));
        assert_eq!(text(json!({ "text": fits, "parse_mode": "HTML" })).unwrap().1, 1);
        assert!(text(json!({ "text": fits })).unwrap_err().ends_with("message is too long"));
        assert!(text(json!({ "text": "😀".repeat(2049) })).is_err());
        assert!(text(json!({ "text": "😀".repeat(2048) })).is_ok());
    }

    #[test]
    fn formats_that_do_not_hold_are_refused() {
        for (params, words) in [
            (json!({ "text": "<b>x", "parse_mode": "HTML" }), "can't parse entities: Can't find end tag"),
            (json!({ "text": "x", "parse_mode": "MarkdownV2" }), "the sandbox does not know Markdown"),
            (json!({ "text": "x", "parse_mode": "BBCode" }), "unsupported parse_mode"),
            (
                json!({ "text": "x", "entities": [{ "type": "bold", "offset": 0, "length": 2 }] }),
                "ends after",
            ),
            (
                json!({ "text": "x", "entities": [{ "type": "bold", "offset": -1, "length": 2 }] }),
                "MessageEntity",
            ),
        ] {
            let refused = text(params.clone()).expect_err(&params.to_string());
            assert!(refused.contains(words), "{refused}");
        }
        assert_eq!(text(json!({ "text": "x", "parse_mode": "" })), Ok(("x".into(), 0)));
    }

    #[test]
    fn a_button_has_exactly_one_action() {
        let check = |button: Value| {
            let rows = keyboard(Some(&json!({ "inline_keyboard": [[button], []] })));
            rows.map(|rows| rows.len()).map_err(|failure| failure.description)
        };
        for good in [
            json!({ "text": "x", "callback_data": "a" }),
            json!({ "text": "x", "url": "https://t.me/loa_bot?start=a", "style": "primary" }),
            json!({ "text": "x", "url": "t.me/loa_bot", "callback_data": "" }),
            json!({ "text": "x", "switch_inline_query": "" }),
            json!({ "text": "x", "copy_text": { "text": "y" } }),
        ] {
            assert_eq!(check(good.clone()), Ok(1), "{good}");
        }
        for (bad, words) in [
            (json!({ "text": "x" }), "Text buttons are unallowed"),
            (json!({ "text": "x", "callback_data": "" }), "Text buttons are unallowed"),
            (json!({ "text": "x", "url": "https://t.me", "callback_data": "a" }), "exactly one action"),
            (json!({ "text": " ", "callback_data": "a" }), "must be non-empty"),
            (json!({ "text": "x", "callback_data": "a".repeat(65) }), "BUTTON_DATA_INVALID"),
            (json!({ "text": "x", "url": "không phải" }), "BUTTON_URL_INVALID"),
            (json!({ "text": "x", "url": "ftp://a.b" }), "BUTTON_URL_INVALID"),
        ] {
            let refused = check(bad.clone()).expect_err(&bad.to_string());
            assert!(refused.contains(words), "{refused}");
        }
        let many = vec![vec![json!({ "text": "x", "callback_data": "a" }); 5]; 21];
        assert!(keyboard(Some(&json!({ "inline_keyboard": many }))).is_err());
    }
}
