//! When each message was asked for: what a measurement needs, and nothing that costs time.

use std::fmt::Write as _;
use std::time::Duration;

use tokio::time::Instant;

/// One call that is for sending messages, taken or not.
struct Sent {
    /// Real time since the sandbox began.
    after: Duration,
    chat: i64,
    method: &'static str,
    /// 200, or that of the refusal.
    code: u16,
    /// How many messages it was for.
    messages: usize,
}

/// All such calls, oldest first.
pub struct Timing {
    began: Instant,
    calls: Vec<Sent>,
}

impl Timing {
    /// Nothing was sent yet.
    #[must_use]
    pub fn new() -> Self {
        Self { began: Instant::now(), calls: Vec::new() }
    }

    /// Notes a call for so many messages; they are noted in the order of their times.
    pub fn note(&mut self, at: Instant, chat: i64, method: &'static str, code: u16, messages: usize) {
        let after = at.saturating_duration_since(self.began);
        self.calls.push(Sent { after, chat, method, code, messages });
    }

    /// How many there are, and those after number `n` as `[microseconds, chat_id, method, code]`.
    #[must_use]
    pub fn json_after(&self, n: usize) -> String {
        let calls = self.calls.get(n..).unwrap_or_default();
        let mut json = String::with_capacity(64 * (calls.len() + 1));
        let _ = write!(json, "{{\"n\":{},\"calls\":[", self.calls.len());
        for (index, call) in calls.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            let (micros, method) = (call.after.as_micros(), call.method);
            let _ = write!(json, "{comma}[{micros},{},\"{method}\",{}]", call.chat, call.code);
        }
        json.push_str("]}");
        json
    }

    /// The most messages that were taken within any window of this length; one that is exactly so
    /// much later is outside.
    #[must_use]
    pub fn max_in_window(&self, window: Duration) -> usize {
        // A window of no length would hold nothing, not even the call that opens it.
        let window = window.max(Duration::from_nanos(1));
        let taken = self.calls.iter().filter(|call| call.code == 200);
        let mut leaving = taken.clone();
        let (mut within, mut most) = (0, 0);
        let mut oldest = leaving.next();
        for call in taken {
            within += call.messages;
            while let Some(old) = oldest.filter(|old| old.after + window <= call.after) {
                within -= old.messages;
                oldest = leaving.next();
            }
            most = most.max(within);
        }
        most
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn the_fullest_window_counts_what_was_taken() {
        let mut timing = Timing::new();
        let began = timing.began;
        for (millis, code, messages) in
            [(0, 200, 1), (400, 200, 2), (900, 429, 1), (999, 200, 1), (1000, 200, 1), (1400, 200, 1)]
        {
            timing.note(began + Duration::from_millis(millis), -5, "sendMessage", code, messages);
        }
        for (millis, most) in [(1000, 4), (1001, 5), (1, 2), (600, 3), (5000, 6), (0, 2)] {
            assert_eq!(timing.max_in_window(Duration::from_millis(millis)), most, "{millis}");
        }
    }

    #[test]
    fn calls_are_told_from_a_number_on() {
        let mut timing = Timing::new();
        let began = timing.began;
        timing.note(began + Duration::from_micros(7), 5, "sendPhoto", 200, 1);
        timing.note(began + Duration::from_micros(8), -5, "sendMessage", 403, 1);
        let told = |n: usize| serde_json::from_str::<Value>(&timing.json_after(n)).unwrap();
        assert_eq!(told(0)["calls"], json!([[7, 5, "sendPhoto", 200], [8, -5, "sendMessage", 403]]));
        assert_eq!(told(1), json!({ "n": 2, "calls": [[8, -5, "sendMessage", 403]] }));
        assert_eq!(told(9), json!({ "n": 2, "calls": [] }));
    }
}
