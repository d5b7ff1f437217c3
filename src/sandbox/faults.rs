//! Ordered trouble: calls that fail, hang, or take effect and are never answered; updates that come
//! twice or in the wrong order.

use std::time::Duration;

use anyhow::{Result, bail};
use serde::Deserialize;
use serde_json::Value;

/// What goes wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// 429 with these seconds.
    TooMany(u64),
    /// 500.
    ServerError,
    /// 502.
    BadGateway,
    /// The call takes effect; the connection closes without an answer.
    DropAnswer,
    /// The call takes effect, but only after this (real) time.
    Delay(Duration),
    /// The connection closes before the call takes effect.
    Reset,
}

/// What happens to the updates of one answer to getUpdates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Twist {
    Duplicate,
    Reorder,
}

/// An order for trouble as the control API takes it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
    method: Option<String>,
    chat: Option<i64>,
    kind: String,
    #[serde(default = "one")]
    times: u32,
    #[serde(default = "three")]
    retry_after: u64,
    #[serde(default = "one_second")]
    seconds: f64,
    /// `bot`: the trouble is not of one chat, so `chat` is not looked at.
    scope: Option<String>,
}

const TWISTS_MAX: u32 = 1000;

fn one() -> u32 {
    1
}

fn three() -> u64 {
    3
}

fn one_second() -> f64 {
    1.0
}

struct Fault {
    method: Option<String>,
    chat: Option<i64>,
    left: u32,
    trouble: Trouble,
}

/// What is ordered and has not happened yet.
#[derive(Default)]
pub struct Faults {
    ordered: Vec<Fault>,
    twists: Vec<Twist>,
    last_id: u64,
}

impl Faults {
    /// Takes an order and gives its number.
    ///
    /// # Errors
    /// If the kind of trouble is not known.
    pub fn order(&mut self, order: Order) -> Result<u64> {
        let twist = match order.kind.as_str() {
            "duplicate_updates" => Some(Twist::Duplicate),
            "reorder_updates" => Some(Twist::Reorder),
            _ => None,
        };
        if let Some(twist) = twist {
            let times = usize::try_from(order.times.min(TWISTS_MAX))?;
            self.twists.extend(std::iter::repeat_n(twist, times));
            self.last_id += 1;
            return Ok(self.last_id);
        }
        let trouble = match order.kind.as_str() {
            "429" => Trouble::TooMany(order.retry_after),
            "500" => Trouble::ServerError,
            "502" => Trouble::BadGateway,
            "drop_answer" => Trouble::DropAnswer,
            "delay" => match Duration::try_from_secs_f64(order.seconds) {
                Ok(delay) => Trouble::Delay(delay),
                Err(_) => bail!("{} is no number of seconds", order.seconds),
            },
            "reset" => Trouble::Reset,
            other => bail!(
                "a fault is 429, 500, 502, drop_answer, delay, reset, duplicate_updates or \
                 reorder_updates, not “{other}”"
            ),
        };
        let chat = match order.scope.as_deref() {
            Some("bot") => None,
            Some("chat") | None => order.chat,
            Some(other) => bail!("the scope of a fault is chat or bot, not “{other}”"),
        };
        self.ordered.push(Fault { method: order.method, chat, left: order.times, trouble });
        self.last_id += 1;
        Ok(self.last_id)
    }

    /// Forgets what is ordered.
    pub fn clear(&mut self) {
        self.ordered.clear();
        self.twists.clear();
    }

    /// Lets updates come twice or backwards, if that is ordered and there are enough of them.
    pub fn twist(&mut self, updates: &mut Vec<Value>) {
        let enough = |twist: &Twist| match twist {
            Twist::Duplicate => !updates.is_empty(),
            Twist::Reorder => updates.len() > 1,
        };
        let Some(found) = self.twists.iter().position(enough) else { return };
        match self.twists.remove(found) {
            Twist::Duplicate => updates.extend_from_within(..),
            Twist::Reorder => updates.reverse(),
        }
    }

    /// The trouble that this call meets, if any; that uses it up once. What only reads is spared
    /// unless the order names it.
    pub fn meet(&mut self, method: &str, chat: Option<&Value>) -> Option<Trouble> {
        let chat = chat.and_then(Value::as_i64);
        let found = self.ordered.iter().position(|fault| {
            let method_fits = match &fault.method {
                Some(named) => named.eq_ignore_ascii_case(method),
                None => !method.starts_with("get"),
            };
            method_fits && (fault.chat.is_none() || fault.chat == chat) && fault.left > 0
        })?;
        let fault = &mut self.ordered[found];
        fault.left -= 1;
        let trouble = fault.trouble.clone();
        if fault.left == 0 {
            self.ordered.remove(found);
        }
        Some(trouble)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn order(faults: &mut Faults, order: Value) -> Result<u64> {
        faults.order(serde_json::from_value(order)?)
    }

    #[test]
    fn trouble_meets_what_it_names_so_many_times() {
        let mut faults = Faults::default();
        order(&mut faults, json!({ "kind": "429", "method": "SendMessage", "chat": -5, "times": 2 }))
            .unwrap();
        let here = json!(-5);
        assert_eq!(faults.meet("sendPhoto", Some(&here)), None);
        assert_eq!(faults.meet("sendMessage", Some(&json!(-6))), None);
        assert_eq!(faults.meet("sendMessage", Some(&here)), Some(Trouble::TooMany(3)));
        assert_eq!(faults.meet("sendMessage", Some(&here)), Some(Trouble::TooMany(3)));
        assert_eq!(faults.meet("sendMessage", Some(&here)), None);
    }

    #[test]
    fn reading_is_spared_unless_named() {
        let mut faults = Faults::default();
        order(&mut faults, json!({ "kind": "500", "scope": "bot", "chat": -5 })).unwrap();
        assert_eq!(faults.meet("getUpdates", None), None);
        assert_eq!(faults.meet("sendMessage", Some(&json!(9))), Some(Trouble::ServerError));
        order(&mut faults, json!({ "kind": "reset", "method": "getUpdates" })).unwrap();
        assert_eq!(faults.meet("getUpdates", None), Some(Trouble::Reset));
    }

    #[test]
    fn updates_come_twice_or_backwards_when_there_are_enough() {
        let mut faults = Faults::default();
        order(&mut faults, json!({ "kind": "reorder_updates" })).unwrap();
        order(&mut faults, json!({ "kind": "duplicate_updates" })).unwrap();
        let mut twisted = |given: &[i64]| {
            let mut updates: Vec<Value> = given.iter().map(|n| json!(n)).collect();
            faults.twist(&mut updates);
            updates.iter().filter_map(Value::as_i64).collect::<Vec<_>>()
        };
        assert!(twisted(&[]).is_empty());
        assert_eq!(twisted(&[1]), [1, 1]);
        assert_eq!(twisted(&[1, 2]), [2, 1]);
        assert_eq!(twisted(&[1, 2]), [1, 2]);
    }

    #[test]
    fn orders_that_make_no_sense_are_refused() {
        for wrong in [
            json!({ "kind": "flood" }),
            json!({ "kind": "delay", "seconds": -1.0 }),
            json!({ "kind": "500", "scope": "world" }),
            json!({ "kind": "500", "colour": "red" }),
        ] {
            assert!(order(&mut Faults::default(), wrong.clone()).is_err(), "{wrong}");
        }
    }
}
