//! What a call that the platform got, or a row, asks for, in the same words.

use loa::channel::{Content, Letter, Target};
use serde_json::Value;

use crate::chaos::facts::{Facts, Row};

/// One call.
pub struct Call<'a> {
    pub chat: i64,
    pub text: &'a str,
    pub key: String,
    pub message_id: Option<i64>,
}

/// The messages that the platform got, in the order in which they came.
pub fn sends(facts: &Facts) -> impl Iterator<Item = Call<'_>> {
    accepted(facts).filter(|call| call.key.starts_with("message "))
}

/// The calls that took effect.
pub fn accepted(facts: &Facts) -> impl Iterator<Item = Call<'_>> {
    facts.ledger.iter().filter_map(|call| of(facts, call))
}

/// The calls that the platform refused because of what they ask for.
pub fn refused(facts: &Facts) -> impl Iterator<Item = Call<'_>> {
    let refused = facts.refused.iter().filter(|call| call["error_code"].as_i64().is_none_or(|c| c < 429));
    refused.filter_map(|call| of(facts, call))
}

/// A call as it is compared; `None` for one that says nothing to anybody.
pub fn of<'a>(facts: &Facts, call: &'a Value) -> Option<Call<'a>> {
    let params = &call["params"];
    let chat = params["chat_id"].as_i64().unwrap_or(0);
    let chat = facts.moved.get(&chat).copied().unwrap_or(chat);
    let text = params["text"].as_str().or(params["caption"].as_str()).unwrap_or_default();
    let keyboard = &params["reply_markup"]["inline_keyboard"];
    let labels: Vec<&str> = keyboard
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_array)
        .flatten()
        .map(|b| b["callback_data"].as_str().or(b["url"].as_str()).unwrap_or_default())
        .collect();
    let method = call["method"].as_str().unwrap_or_default();
    let key = match method {
        "sendMessage" | "sendPhoto" => {
            let reply = &params["reply_parameters"]["message_id"];
            message_key(chat, text, &labels, reply.as_i64().map(|n| n.to_string()).as_deref())
        }
        "editMessageText" | "editMessageCaption" => {
            edit_key(chat, &params["message_id"].to_string(), text, &labels)
        }
        "deleteMessage" => delete_key(chat, &params["message_id"].to_string()),
        "answerCallbackQuery" => press_key(params["callback_query_id"].as_str().unwrap_or_default()),
        _ => return None,
    };
    Some(Call { chat, text, key, message_id: call["result"]["message_id"].as_i64() })
}

fn message_key(chat: i64, text: &str, buttons: &[&str], reply: Option<&str>) -> String {
    format!("message {chat} {reply:?} {buttons:?} {text}")
}

fn edit_key(chat: i64, target: &str, text: &str, buttons: &[&str]) -> String {
    format!("edit {chat} {target} {buttons:?} {text}")
}

fn delete_key(chat: i64, target: &str) -> String {
    format!("delete {chat} {target}")
}

fn press_key(query: &str) -> String {
    format!("press {query}")
}

/// What a row asks of the platform, in the words in which the ledger has it.
pub fn key(row: &Row) -> String {
    match &row.content {
        Content::Message(letter) => {
            message_key(row.chat, &letter.text.words(), &targets(letter), letter.reply_to.as_deref())
        }
        Content::Edit { target, letter } => {
            edit_key(row.chat, target, &letter.text.words(), &targets(letter))
        }
        Content::PressAnswer { query, .. } => press_key(query),
        Content::Delete { target, .. } => delete_key(row.chat, target),
        Content::Pin { copy, on, .. } => format!("pin {} {copy} {on}", row.chat),
    }
}

fn targets(letter: &Letter) -> Vec<&str> {
    let buttons = letter.buttons.iter().flatten();
    buttons
        .map(|b| match &b.target {
            Target::Act(act) => act.as_str(),
            Target::Url(url) => url.as_str(),
            Target::Own => "",
        })
        .collect()
}
