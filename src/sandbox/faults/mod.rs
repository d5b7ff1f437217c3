//! Trouble on order or at random: calls that fail, hang, or take effect and are never answered;
//! groups that go away; updates that come twice or in the wrong order.

mod chaos;
mod kind;

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::{Value, json};

use chaos::Chaos;
pub use chaos::ChaosOrder;
use kind::KINDS;
pub use kind::{Kind, Target};

/// What goes wrong with a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trouble {
    pub kind: Kind,
    /// Seconds that a 429 names.
    pub retry_after: u64,
    /// How long a delay lasts, in real time.
    pub delay: Duration,
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

fn seconds(number: f64) -> Result<Duration> {
    Duration::try_from_secs_f64(number).with_context(|| format!("{number} is no number of seconds"))
}

struct Fault {
    method: Option<String>,
    chat: Option<i64>,
    left: u32,
    trouble: Trouble,
}

/// What is ordered and has not happened yet, what comes at random, and what has happened.
#[derive(Default)]
pub struct Faults {
    ordered: Vec<Fault>,
    twists: Vec<Kind>,
    chaos: Option<Chaos>,
    happened: BTreeMap<Kind, u64>,
    last_id: u64,
}

impl Faults {
    /// Takes an order and gives its number.
    ///
    /// # Errors
    /// If the kind of trouble is not known.
    pub fn order(&mut self, order: Order) -> Result<u64> {
        let chat = match order.scope.as_deref() {
            Some("bot") => None,
            Some("chat") | None => order.chat,
            Some(other) => bail!("the scope of a fault is chat or bot, not “{other}”"),
        };
        let kind = match (order.kind.as_str(), chat) {
            ("429", Some(_)) => Kind::TooManyForChat,
            ("429", None) => Kind::TooManyForBot,
            (name, _) => Kind::named(name)?,
        };
        if kind.is_of_updates() {
            let times = usize::try_from(order.times.min(TWISTS_MAX))?;
            self.twists.extend(std::iter::repeat_n(kind, times));
        } else {
            let trouble = Trouble { kind, retry_after: order.retry_after, delay: seconds(order.seconds)? };
            self.ordered.push(Fault { method: order.method, chat, left: order.times, trouble });
        }
        self.last_id += 1;
        Ok(self.last_id)
    }

    /// Forgets what is ordered.
    pub fn clear(&mut self) {
        self.ordered.clear();
        self.twists.clear();
    }

    /// Begins random trouble, from the first draw of its seed.
    ///
    /// # Errors
    /// If the order makes no sense.
    pub fn begin_chaos(&mut self, order: ChaosOrder) -> Result<()> {
        self.chaos = Some(Chaos::new(order)?);
        Ok(())
    }

    /// Ends random trouble.
    pub fn end_chaos(&mut self) {
        self.chaos = None;
    }

    /// The seed of random trouble, and how often each kind has happened, ordered or at random.
    #[must_use]
    pub fn report(&self) -> Value {
        let happened = KINDS.iter().map(|(kind, name)| {
            ((*name).to_owned(), Value::from(self.happened.get(kind).copied().unwrap_or(0)))
        });
        let seed = self.chaos.as_ref().map(|chaos| chaos.seed);
        json!({ "seed": seed, "happened": happened.collect::<serde_json::Map<_, _>>() })
    }

    /// Whether no call can meet trouble.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.ordered.is_empty() && self.chaos.is_none()
    }

    /// Lets updates come twice or backwards, if that is ordered and there are enough of them, or if
    /// chance has it so.
    pub fn twist<T: Clone>(&mut self, updates: &mut Vec<T>) {
        let drawn = match &mut self.chaos {
            Some(chaos) if !updates.is_empty() => chaos.twist(),
            _ => None,
        };
        let enough = |kind: &Kind| match kind {
            Kind::ReorderUpdates => updates.len() > 1,
            _ => !updates.is_empty(),
        };
        let ordered = self.twists.iter().position(enough).map(|found| self.twists.remove(found));
        let Some(kind) = ordered.or(drawn).filter(enough) else { return };
        match kind {
            Kind::ReorderUpdates => updates.reverse(),
            _ => updates.extend_from_within(..),
        }
        *self.happened.entry(kind).or_default() += 1;
    }

    /// The trouble that this call meets, if any; an order is used up once by that. What only reads
    /// is spared unless an order names it.
    pub fn meet(&mut self, call: &Target) -> Option<Trouble> {
        let is_reading = call.method.starts_with("get");
        let drawn = match &mut self.chaos {
            Some(chaos) if !is_reading => chaos.meet(call),
            _ => None,
        };
        let trouble = self.ordered_for(call, is_reading).or(drawn)?;
        *self.happened.entry(trouble.kind).or_default() += 1;
        Some(trouble)
    }

    fn ordered_for(&mut self, call: &Target, is_reading: bool) -> Option<Trouble> {
        let found = self.ordered.iter().position(|fault| {
            let method_fits = match &fault.method {
                Some(named) => named.eq_ignore_ascii_case(call.method),
                None => !is_reading,
            };
            let chat_fits = fault.chat.is_none() || fault.chat == call.chat;
            method_fits && chat_fits && fault.left > 0 && fault.trouble.kind.fits(call)
        })?;
        let fault = &mut self.ordered[found];
        fault.left -= 1;
        let trouble = fault.trouble;
        if fault.left == 0 {
            self.ordered.remove(found);
        }
        Some(trouble)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(faults: &mut Faults, order: Value) -> Result<u64> {
        faults.order(serde_json::from_value(order)?)
    }

    fn met(faults: &mut Faults, method: &str, chat: Option<i64>) -> Option<Kind> {
        let is_send = method.starts_with("send");
        let call = Target { method, chat, is_send, is_member: chat == Some(-5), is_basic: true };
        faults.meet(&call).map(|trouble| trouble.kind)
    }

    #[test]
    fn trouble_meets_what_it_names_so_many_times() {
        let mut faults = Faults::default();
        order(&mut faults, json!({ "kind": "429", "method": "SendMessage", "chat": -5, "times": 2 }))
            .unwrap();
        for (method, chat, expected) in [
            ("sendPhoto", -5, None),
            ("sendMessage", -6, None),
            ("sendMessage", -5, Some(Kind::TooManyForChat)),
            ("sendMessage", -5, Some(Kind::TooManyForChat)),
            ("sendMessage", -5, None),
        ] {
            assert_eq!(met(&mut faults, method, Some(chat)), expected);
        }
        assert_eq!(faults.report()["happened"]["429_chat"], 2);
    }

    #[test]
    fn reading_is_spared_unless_named() {
        let mut faults = Faults::default();
        order(&mut faults, json!({ "kind": "500", "scope": "bot", "chat": -5 })).unwrap();
        assert_eq!(met(&mut faults, "getUpdates", None), None);
        assert_eq!(met(&mut faults, "sendMessage", Some(9)), Some(Kind::ServerError));
        order(&mut faults, json!({ "kind": "reset", "method": "getUpdates" })).unwrap();
        assert_eq!(met(&mut faults, "getUpdates", None), Some(Kind::Reset));
        let all = json!({ "seed": 1, "per_thousand": { "500": 1000 } });
        faults.begin_chaos(serde_json::from_value(all).unwrap()).unwrap();
        assert_eq!(met(&mut faults, "getChat", Some(-5)), None);
        assert_eq!(met(&mut faults, "setMyCommands", None), Some(Kind::ServerError));
        faults.end_chaos();
        assert!(faults.is_idle());
    }

    #[test]
    fn only_what_makes_sense_meets_a_call() {
        for (kind, method, chat, fits) in [
            ("429_chat", "setMyCommands", None, false),
            ("429", "setMyCommands", None, true),
            ("429_bot", "sendMessage", Some(5), true),
            ("kicked", "sendMessage", Some(5), false),
            ("kicked", "sendMessage", Some(-5), true),
            ("migrated", "sendMessage", Some(-6), false),
            ("migrated", "deleteMessage", Some(-5), true),
            ("message_id_0", "editMessageText", Some(5), false),
            ("message_id_0", "sendPhoto", Some(5), true),
            ("uneditable", "sendMessage", Some(5), false),
            ("uneditable", "deleteMessages", Some(5), true),
            ("uneditable", "editMessageCaption", Some(5), true),
            ("uneditable", "deleteWebhook", None, false),
        ] {
            let mut faults = Faults::default();
            order(&mut faults, json!({ "kind": kind })).unwrap();
            assert_eq!(met(&mut faults, method, chat).is_some(), fits, "{kind} {method} {chat:?}");
        }
    }

    #[test]
    fn updates_come_twice_or_backwards_when_there_are_enough() {
        let mut faults = Faults::default();
        order(&mut faults, json!({ "kind": "reorder_updates" })).unwrap();
        order(&mut faults, json!({ "kind": "duplicate_updates" })).unwrap();
        let twisted = |faults: &mut Faults, given: &[i64]| {
            let mut updates = given.to_vec();
            faults.twist(&mut updates);
            updates
        };
        assert!(twisted(&mut faults, &[]).is_empty());
        assert_eq!(twisted(&mut faults, &[1]), [1, 1]);
        assert_eq!(twisted(&mut faults, &[1, 2]), [2, 1]);
        assert_eq!(twisted(&mut faults, &[1, 2]), [1, 2]);
        let always = json!({ "seed": 1, "per_thousand": { "duplicate_updates": 1000 } });
        faults.begin_chaos(serde_json::from_value(always).unwrap()).unwrap();
        assert_eq!(twisted(&mut faults, &[1, 2]), [1, 2, 1, 2]);
        assert_eq!(faults.report()["happened"]["duplicate_updates"], 2);
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
