//! What bots did: accepted calls that change something, and refused ones. Both only grow; the
//! accepted ones are written in the same moment in which they take effect, so this is the truth
//! that a test compares with a bot's own rows. Each call is kept as its JSON text, which takes a
//! tenth of the room of the values.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::json;

use super::descriptions::Failure;

/// The two lists.
#[derive(Default)]
pub struct Ledger {
    calls: Vec<Box<str>>,
    refused: Vec<Box<str>>,
}

impl Ledger {
    /// Writes down a call that took effect; `params` and `result` are JSON.
    pub fn accept(&mut self, at: DateTime<Utc>, bot: &str, method: &str, params: &str, result: &str) {
        let (n, at, bot) = (self.calls.len() + 1, rfc3339(at), json!(bot));
        let call = format!(
            r#"{{"n":{n},"at":"{at}","bot":{bot},"method":"{method}","params":{params},"result":{result}}}"#
        );
        self.calls.push(call.into());
    }

    /// Writes down a call that did not; `params` is JSON.
    pub fn refuse(&mut self, at: DateTime<Utc>, method: &str, params: &str, failure: &Failure) {
        let (n, at) = (self.refused.len() + 1, rfc3339(at));
        let (method, code, description) = (json!(method), failure.code, json!(failure.description));
        let call = format!(
            r#"{{"n":{n},"at":"{at}","method":{method},"params":{params},"error_code":{code},"description":{description}}}"#
        );
        self.refused.push(call.into());
    }

    /// The number of the newest accepted call; they count from 1.
    #[must_use]
    pub fn last(&self) -> usize {
        self.calls.len()
    }

    /// Accepted calls after number `n`, as a JSON array.
    #[must_use]
    pub fn after(&self, n: usize) -> String {
        array(self.calls.get(n..).unwrap_or_default())
    }

    /// Refused calls after number `n` of theirs, as a JSON array.
    #[must_use]
    pub fn refused_after(&self, n: usize) -> String {
        array(self.refused.get(n..).unwrap_or_default())
    }
}

fn array(items: &[Box<str>]) -> String {
    format!("[{}]", items.join(","))
}

/// A time as the control API writes it.
#[must_use]
pub fn rfc3339(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}
