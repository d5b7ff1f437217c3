//! Checks a call against the official schema and gives every parameter its type. Which methods
//! and parameters there are is written in `table.txt`.

mod path;
mod table;

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::descriptions::{self, Failure};
use crate::text::utf16_len;
use path::Path;
use table::{Field, Kind};

/// The table in `table.txt`, read.
pub struct Schema {
    shapes: HashMap<String, Vec<Field>>,
    unions: HashMap<String, Vec<String>>,
    /// Lower case to canonical.
    methods: HashMap<String, &'static str>,
}

impl Schema {
    /// Reads the table that is compiled in.
    #[must_use]
    pub fn compiled_in() -> Self {
        Self::read(include_str!("table.txt"))
    }

    /// The canonical name of a method written in any case.
    #[must_use]
    pub fn method(&self, name: &str) -> Option<&'static str> {
        self.methods.get(&name.to_lowercase()).copied()
    }

    /// The parameters with their types, if the method takes them.
    ///
    /// # Errors
    /// The first thing that is wrong, as Telegram says it where that is known.
    pub fn check(&self, method: &str, params: Map<String, Value>) -> Result<Map<String, Value>, Failure> {
        self.object(method, params, None)
    }

    fn object(
        &self,
        shape: &str,
        mut given: Map<String, Value>,
        above: Option<&Path>,
    ) -> Result<Map<String, Value>, Failure> {
        let fields = self.shapes.get(shape).map_or(&[][..], Vec::as_slice);
        let mut checked = Map::new();
        for field in fields {
            let path = Path::field(above, &field.name);
            match given.remove(&field.name).filter(|value| !value.is_null()) {
                Some(value) => {
                    let value = self.value(&field.kind, value, &path)?;
                    field.check_length(&value, &path)?;
                    checked.insert(field.name.clone(), value);
                }
                None if field.required => return Err(missing(&path.to_string())),
                None => {}
            }
        }
        match given.into_iter().find(|(_, value)| !value.is_null()) {
            Some((name, _)) => Err(descriptions::UNKNOWN_PARAMETER.about(Path::field(above, &name))),
            None => Ok(checked),
        }
    }

    fn value(&self, kind: &Kind, value: Value, path: &Path) -> Result<Value, Failure> {
        let wrong = |expected: &str| descriptions::WRONG_TYPE.about(format!("\"{path}\" must be {expected}"));
        // Forms have only text, and JSON bodies may carry numbers and objects as text too.
        let value = match (kind, value) {
            (Kind::Array(_) | Kind::Named(_) | Kind::Object, Value::String(text)) => {
                serde_json::from_str(&text).map_err(|_| wrong("JSON"))?
            }
            (Kind::Int | Kind::Id | Kind::Float, Value::String(text)) => {
                number(&text).unwrap_or(Value::String(text))
            }
            (Kind::Bool | Kind::True, Value::String(text)) => match text.to_lowercase().as_str() {
                "true" | "1" | "yes" => Value::Bool(true),
                "false" | "0" | "no" => Value::Bool(false),
                _ => Value::String(text),
            },
            (_, value) => value,
        };
        let fits = match kind {
            Kind::Int => value.is_i64(),
            Kind::Float => value.is_number(),
            Kind::Bool => value.is_boolean(),
            Kind::True => value == Value::Bool(true),
            Kind::Str | Kind::File => value.is_string(),
            Kind::Id => value.is_i64() || value.is_string(),
            Kind::Word(word) => value.as_str() == Some(word),
            Kind::Array(_) => value.is_array(),
            Kind::Object | Kind::Named(_) => value.is_object(),
        };
        if !fits {
            return Err(if path.is_parameter("reply_markup") {
                descriptions::BAD_REPLY_MARKUP.fail()
            } else {
                wrong(kind.words())
            });
        }
        match (kind, value) {
            (Kind::Array(inner), Value::Array(items)) => {
                let each = items.into_iter().enumerate();
                let checked: Result<_, _> =
                    each.map(|(n, item)| self.value(inner, item, &Path::item(path, n))).collect();
                checked.map(Value::Array)
            }
            (Kind::Named(name), Value::Object(given)) => {
                let shape = match self.unions.get(name) {
                    // Telegram takes an empty object for "no markup".
                    Some(_) if given.is_empty() && path.is_parameter("reply_markup") => {
                        return Ok(Value::Null);
                    }
                    Some(members) => {
                        let member = members.iter().find(|member| self.may_be(member, &given));
                        member.ok_or_else(|| wrong(&format!("a {name}")))?
                    }
                    None => name,
                };
                self.object(shape, given, Some(path)).map(Value::Object)
            }
            (_, value) => Ok(value),
        }
    }

    fn may_be(&self, shape: &str, given: &Map<String, Value>) -> bool {
        let fields = self.shapes.get(shape).map_or(&[][..], Vec::as_slice);
        let word = fields.iter().find_map(|field| match &field.kind {
            Kind::Word(word) => Some((&field.name, word)),
            _ => None,
        });
        // What else is missing or wrong is said once the type is known.
        match word {
            Some((name, word)) => given.get(name).and_then(Value::as_str) == Some(word),
            None => fields.iter().filter(|field| field.required).all(|field| given.contains_key(&field.name)),
        }
    }
}

fn number(text: &str) -> Option<Value> {
    let text = text.trim();
    text.parse::<i64>().ok().map(Value::from).or_else(|| text.parse::<f64>().ok().map(Value::from))
}

fn missing(path: &str) -> Failure {
    match path {
        "chat_id" => descriptions::CHAT_ID_EMPTY.fail(),
        "text" => descriptions::TEXT_EMPTY.fail(),
        "message_id" => descriptions::MESSAGE_ID_MISSING.fail(),
        "photo" | "document" | "video" | "voice" => descriptions::NO_FILE.about(path),
        _ => descriptions::PARAMETER_REQUIRED.about(path),
    }
}

impl Field {
    fn check_length(&self, value: &Value, path: &Path) -> Result<(), Failure> {
        let (Some(length), Some(text)) = (&self.length, value.as_str()) else { return Ok(()) };
        // Of these the length after parsing counts; the methods check it.
        if path.is_parameter("text") || self.name == "caption" {
            return Ok(());
        }
        let given = if length.in_bytes { text.len() } else { utf16_len(text) };
        if given > length.max {
            return Err(match self.name.as_str() {
                "callback_data" => descriptions::BUTTON_DATA_INVALID.fail(),
                "secret_token" => descriptions::SECRET_TOO_LONG.fail(),
                "command" => descriptions::COMMAND_INVALID.fail(),
                _ => descriptions::PARAMETER_TOO_LONG.about(path),
            });
        }
        // An empty value is the same as none, except where something must be there.
        if given < length.min && self.required {
            return Err(match self.name.as_str() {
                "command" => descriptions::COMMAND_INVALID.fail(),
                _ => descriptions::PARAMETER_TOO_SHORT.about(path),
            });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(method: &str, params: Value) -> Result<Value, String> {
        let Value::Object(params) = params else { panic!("parameters are an object") };
        let checked = Schema::compiled_in().check(method, params);
        checked.map(Value::Object).map_err(|failure| failure.description)
    }

    #[test]
    fn every_named_type_of_the_table_is_in_the_table() {
        fn named(kind: &Kind) -> Option<&str> {
            match kind {
                Kind::Named(name) => Some(name),
                Kind::Array(inner) => named(inner),
                _ => None,
            }
        }
        let schema = Schema::compiled_in();
        let used = schema.shapes.values().flatten().filter_map(|field| named(&field.kind));
        for name in used.chain(schema.unions.values().flatten().map(String::as_str)) {
            assert!(schema.shapes.contains_key(name) || schema.unions.contains_key(name), "{name}");
        }
        assert_eq!(schema.methods.len(), 42);
    }

    #[test]
    fn methods_are_known_in_any_case() {
        let schema = Schema::compiled_in();
        for written in ["sendMessage", "SendMessage", "sendmessage"] {
            assert_eq!(schema.method(written), Some("sendMessage"));
        }
        assert_eq!(schema.method("sendPoll"), None);
        assert_eq!(schema.method("InlineKeyboardButton"), None);
    }

    #[test]
    fn text_forms_get_their_types() {
        let checked = check(
            "sendMessage",
            json!({ "chat_id": "-5", "text": "x", "disable_notification": "true",
                "reply_markup": "{\"force_reply\":true}" }),
        );
        let expected = json!({ "chat_id": -5, "text": "x", "disable_notification": true,
            "reply_markup": { "force_reply": true } });
        assert_eq!(checked, Ok(expected));
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let button = |button: Value| {
            let markup = json!({ "inline_keyboard": [[button]] });
            json!({ "chat_id": 1, "text": "x", "reply_markup": markup })
        };
        for (method, params, words) in [
            ("sendMessage", json!({ "text": "x" }), "chat_id is empty"),
            ("sendMessage", json!({ "chat_id": 1 }), "message text is empty"),
            ("sendMessage", json!({ "chat_id": 1, "text": 5 }), "parameter \"text\" must be a String"),
            (
                "sendMessage",
                json!({ "chat_id": true, "text": "x" }),
                "\"chat_id\" must be an Integer or a String",
            ),
            ("sendMessage", json!({ "chat_id": 1, "text": "x", "txet": "y" }), "unknown parameter \"txet\""),
            (
                "sendMessage",
                json!({ "chat_id": 1, "text": "x", "reply_markup": 5 }),
                "object expected as reply markup",
            ),
            (
                "sendMessage",
                button(json!({ "callback_data": "x" })),
                "inline_keyboard[0][0].text\" is required",
            ),
            (
                "sendMessage",
                button(json!({ "text": "x", "callback_data": "đ".repeat(33) })),
                "BUTTON_DATA_INVALID",
            ),
            (
                "sendMessage",
                button(json!({ "text": "x", "colour": "red" })),
                "unknown parameter \"reply_markup.inline",
            ),
            ("sendPhoto", json!({ "chat_id": 1 }), "there is no photo in the request"),
            ("deleteMessage", json!({ "chat_id": 1 }), "message identifier is not specified"),
            (
                "setMyCommands",
                json!({ "commands": [{ "command": "", "description": "x" }] }),
                "BOT_COMMAND_INVALID",
            ),
            ("setMyCommands", json!({ "commands": "[{" }), "\"commands\" must be JSON"),
            (
                "setMyCommands",
                json!({ "commands": [], "scope": { "type": "x" } }),
                "must be a BotCommandScope",
            ),
            (
                "sendMediaGroup",
                json!({ "chat_id": 1, "media": [{ "type": "photo" }] }),
                "media[0].media\" is required",
            ),
            ("sendMediaGroup", json!({ "chat_id": 1, "media": [{ "type": "poll" }] }), "must be a AlbumItem"),
        ] {
            let refused = check(method, params.clone()).expect_err(&format!("{method} {params}"));
            assert!(refused.contains(words), "{refused} does not say {words}");
        }
    }

    #[test]
    fn limits_are_inclusive() {
        let button = json!({ "chat_id": 1, "text": "x",
            "reply_markup": { "inline_keyboard": [[{ "text": "x", "callback_data": "đ".repeat(32) }]] } });
        assert!(check("sendMessage", button).is_ok());
    }
}
