//! What bots did: accepted calls that change something, and refused ones. Both only grow; the
//! accepted ones are written in the same moment in which they take effect, so this is the truth
//! that a test compares with a bot's own rows.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use super::descriptions::Failure;

/// The two lists.
#[derive(Default)]
pub struct Ledger {
    calls: Vec<Value>,
    refused: Vec<Value>,
}

impl Ledger {
    /// Writes down a call that took effect.
    pub fn accept(&mut self, at: DateTime<Utc>, bot: &str, method: &str, params: &Value, result: &Value) {
        let n = self.calls.len() + 1;
        self.calls.push(json!({ "n": n, "at": rfc3339(at), "bot": bot, "method": method, "params": params,
            "result": result }));
    }

    /// Writes down a call that did not.
    pub fn refuse(&mut self, at: DateTime<Utc>, method: &str, params: &Value, failure: &Failure) {
        let n = self.refused.len() + 1;
        self.refused.push(json!({ "n": n, "at": rfc3339(at), "method": method, "params": params,
            "error_code": failure.code, "description": failure.description }));
    }

    /// The number of the newest accepted call; they count from 1.
    #[must_use]
    pub fn last(&self) -> usize {
        self.calls.len()
    }

    /// Accepted calls after number `n`.
    #[must_use]
    pub fn after(&self, n: usize) -> &[Value] {
        self.calls.get(n..).unwrap_or_default()
    }

    /// Refused calls after number `n` of theirs.
    #[must_use]
    pub fn refused_after(&self, n: usize) -> &[Value] {
        self.refused.get(n..).unwrap_or_default()
    }
}

/// A time as the control API writes it.
#[must_use]
pub fn rfc3339(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}
