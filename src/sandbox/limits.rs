//! How fast a bot may write. Telegram publishes no exact limits; these are the ones it advises to
//! keep: about one message a second in a chat, twenty a minute in a group, thirty a second in all.
//! How the last is counted can be chosen. They count real time, because the network does.

use std::collections::{HashMap, VecDeque};
use std::str::FromStr;
use std::time::Duration;

use serde_json::{Map, Value};
use tokio::time::Instant;

/// Which rules hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LimitKind {
    /// None.
    #[default]
    Off,
    /// Telegram's advice; a call that is refused for another reason has cost something too.
    Telegram,
    /// The same rules as a strict sliding window: only what took effect counts.
    Window,
    /// The bot has a bucket of thirty messages that fills at thirty a second; chats as in `Window`.
    Bucket,
    /// As `Window`; a message too many for the bot shuts all its messages out for five seconds,
    /// and each that is tried in them starts them anew.
    Ban,
}

impl FromStr for LimitKind {
    type Err = anyhow::Error;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word {
            "off" => Ok(Self::Off),
            "telegram" => Ok(Self::Telegram),
            "window" => Ok(Self::Window),
            "bucket" => Ok(Self::Bucket),
            "ban" => Ok(Self::Ban),
            other => anyhow::bail!("limits are off, telegram, window, bucket or ban, not “{other}”"),
        }
    }
}

/// So many in so long; the oldest must leave the window before the next may enter.
#[derive(Clone, Copy, Debug)]
struct Rate {
    count: usize,
    span: Duration,
}

/// A chat takes a burst of three.
const CHAT: Rate = Rate { count: 3, span: Duration::from_secs(3) };
const GROUP: Rate = Rate { count: 20, span: Duration::from_mins(1) };
const BOT: Rate = Rate { count: 30, span: Duration::from_secs(1) };
/// The bot's bucket fills by one message in this time.
const BUCKET_STEP: Duration = Duration::from_nanos(1_000_000_000 / 30);
const BAN: Duration = Duration::from_secs(5);

/// What a call costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    /// So many new messages.
    Messages(usize),
    /// An edit: it shares the minute of a group with messages, and nothing else.
    Edit,
}

impl Cost {
    /// What a call costs; most methods cost nothing.
    #[must_use]
    pub fn of(method: &str, params: &Map<String, Value>) -> Option<Self> {
        match method {
            "sendChatAction" => None,
            "sendMediaGroup" => {
                let items = params.get("media").and_then(Value::as_array);
                Some(Self::Messages(items.map_or(1, Vec::len)))
            }
            "copyMessage" | "forwardMessage" => Some(Self::Messages(1)),
            _ if method.starts_with("send") => Some(Self::Messages(1)),
            _ if method.starts_with("editMessage") => Some(Self::Edit),
            _ => None,
        }
    }

    fn count(self) -> usize {
        match self {
            Self::Messages(count) => count,
            Self::Edit => 1,
        }
    }
}

/// The limits and what was used of them.
#[derive(Default)]
pub struct Limits {
    kind: LimitKind,
    used: HashMap<Window, VecDeque<Instant>>,
    /// By bot: when its bucket will be full again.
    full_at: HashMap<i64, Instant>,
    /// By bot: until when none of its messages is taken.
    banned_until: HashMap<i64, Instant>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Window {
    Chat { bot: i64, chat: i64 },
    Group { bot: i64, chat: i64 },
    Bot(i64),
}

impl Window {
    fn rate(self) -> Rate {
        match self {
            Self::Chat { .. } => CHAT,
            Self::Group { .. } => GROUP,
            Self::Bot(_) => BOT,
        }
    }
}

impl Limits {
    /// Limits of which nothing is used.
    #[must_use]
    pub fn new(kind: LimitKind) -> Self {
        Self { kind, ..Self::default() }
    }

    /// Takes the cost from every limit that it touches, or none of it.
    ///
    /// # Errors
    /// The seconds to wait, at least 1.
    pub fn take(&mut self, bot: i64, chat: i64, cost: Cost, now: Instant) -> Result<(), u64> {
        if self.kind == LimitKind::Off {
            return Ok(());
        }
        let is_message = cost != Cost::Edit;
        if is_message && self.banned_until.get(&bot).is_some_and(|until| now < *until) {
            return Err(self.ban(bot, now));
        }
        let windows = self.windows(bot, chat, cost);
        let mut wait = None;
        for window in &windows {
            let in_window = self.wait(*window, cost.count(), now);
            if in_window.is_some() && *window == Window::Bot(bot) && self.kind == LimitKind::Ban {
                return Err(self.ban(bot, now));
            }
            wait = wait.max(in_window);
        }
        let has_bucket = is_message && self.kind == LimitKind::Bucket;
        if has_bucket {
            wait = wait.max(self.bucket_wait(bot, cost.count(), now));
        }
        if let Some(wait) = wait {
            return Err(whole_seconds(wait));
        }
        for window in windows {
            self.used.entry(window).or_default().extend(std::iter::repeat_n(now, cost.count()));
        }
        if has_bucket {
            let full_at = self.full_at.entry(bot).or_insert(now);
            *full_at = now.max(*full_at) + filling(cost.count());
        }
        Ok(())
    }

    /// Gives back what a call took that was then refused for another reason, where the rules are so.
    pub fn give_back(&mut self, bot: i64, chat: i64, cost: Cost) {
        if matches!(self.kind, LimitKind::Off | LimitKind::Telegram) {
            return;
        }
        for window in self.windows(bot, chat, cost) {
            let used = self.used.entry(window).or_default();
            used.truncate(used.len().saturating_sub(cost.count()));
        }
        let full_at = self.full_at.get_mut(&bot).filter(|_| cost != Cost::Edit);
        if let Some(full_at) = full_at {
            *full_at -= filling(cost.count());
        }
    }

    /// The windows that a call touches.
    fn windows(&self, bot: i64, chat: i64, cost: Cost) -> Vec<Window> {
        let is_message = cost != Cost::Edit;
        let of_chat = is_message.then_some(Window::Chat { bot, chat });
        let of_group = (chat < 0).then_some(Window::Group { bot, chat });
        let of_bot = (is_message && self.kind != LimitKind::Bucket).then_some(Window::Bot(bot));
        [of_chat, of_group, of_bot].into_iter().flatten().collect()
    }

    fn wait(&mut self, window: Window, count: usize, now: Instant) -> Option<Duration> {
        let rate = window.rate();
        let used = self.used.entry(window).or_default();
        while used.front().is_some_and(|taken| now.duration_since(*taken) >= rate.span) {
            used.pop_front();
        }
        // So many must leave first. An album larger than the burst waits only until all have.
        let too_many = (used.len() + count).saturating_sub(rate.count).min(used.len());
        let last_to_leave = used.get(too_many.checked_sub(1)?)?;
        Some(rate.span.saturating_sub(now.duration_since(*last_to_leave)))
    }

    fn bucket_wait(&self, bot: i64, count: usize, now: Instant) -> Option<Duration> {
        let full_at = now.max(*self.full_at.get(&bot)?);
        let missing = full_at - now + filling(count);
        missing.checked_sub(BOT.span).filter(|wait| !wait.is_zero())
    }

    /// Shuts the bot out from now on; the seconds that this lasts.
    fn ban(&mut self, bot: i64, now: Instant) -> u64 {
        self.banned_until.insert(bot, now + BAN);
        BAN.as_secs()
    }
}

/// How long the bucket takes to fill by so many messages.
fn filling(count: usize) -> Duration {
    BUCKET_STEP * u32::try_from(count).unwrap_or(u32::MAX)
}

/// At least 1, rounded up.
fn whole_seconds(wait: Duration) -> u64 {
    (wait.as_secs() + u64::from(wait.subsec_nanos() > 0)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: Cost = Cost::Messages(1);

    fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    /// Each message goes to a chat of its own, so that only the bot's rule counts.
    fn told(kind: LimitKind, times: &[u64]) -> Vec<Result<(), u64>> {
        let (mut limits, start) = (Limits::new(kind), Instant::now());
        let chats = times.iter().zip(1..);
        chats.map(|(at, chat)| limits.take(7, chat, ONE, start + ms(*at))).collect()
    }

    fn taken(answers: &[Result<(), u64>]) -> usize {
        answers.iter().filter(|answer| answer.is_ok()).count()
    }

    #[test]
    fn a_window_holds_thirty_in_any_second_and_a_bucket_fills_steadily() {
        // Thirty at once, then one each 34 ms: a window lets none in before the second is over.
        let steady: Vec<u64> = std::iter::repeat_n(0, 30).chain((1..=60).map(|n| n * 34)).collect();
        for (kind, expected) in [
            (LimitKind::Off, 90),
            (LimitKind::Telegram, 61),
            (LimitKind::Window, 61),
            (LimitKind::Bucket, 90),
            (LimitKind::Ban, 30),
        ] {
            assert_eq!(taken(&told(kind, &steady)), expected, "{kind:?}");
        }
        let half_full = [[0; 30].as_slice(), &[500; 16]].concat();
        assert_eq!(taken(&told(LimitKind::Bucket, &half_full)), 45);
        assert_eq!(told(LimitKind::Bucket, &half_full)[45], Err(1));
        let late = [[0; 30].as_slice(), &[999, 1000]].concat();
        assert_eq!(told(LimitKind::Window, &late)[30..], [Err(1), Ok(())]);
    }

    #[test]
    fn a_ban_begins_anew_with_every_message_tried_in_it() {
        let times = [[0; 30].as_slice(), &[500, 5400, 10_300, 15_300, 15_300]].concat();
        let answers = told(LimitKind::Ban, &times);
        assert_eq!(answers[30..], [Err(5), Err(5), Err(5), Ok(()), Ok(())]);
        let (mut limits, start) = (Limits::new(LimitKind::Ban), Instant::now());
        for _ in 0..3 {
            assert_eq!(limits.take(7, 5, ONE, start), Ok(()));
        }
        assert_eq!(limits.take(7, 5, ONE, start), Err(3), "too much for the chat is not for the bot");
        assert_eq!(limits.take(7, 6, ONE, start), Ok(()));
    }

    #[test]
    fn what_was_refused_for_another_reason_costs_nothing_where_counting_is_strict() {
        for (kind, expected) in [
            (LimitKind::Telegram, Err(1)),
            (LimitKind::Window, Ok(())),
            (LimitKind::Bucket, Ok(())),
            (LimitKind::Ban, Ok(())),
        ] {
            let (mut limits, start) = (Limits::new(kind), Instant::now());
            for chat in 1..=30 {
                assert_eq!(limits.take(7, chat, ONE, start), Ok(()));
            }
            limits.give_back(7, 30, ONE);
            assert_eq!(limits.take(7, 31, ONE, start), expected, "{kind:?}");
            assert!(limits.take(7, 32, ONE, start).is_err(), "{kind:?}");
        }
    }

    #[test]
    fn every_kind_has_a_word() {
        for word in ["off", "telegram", "window", "bucket", "ban"] {
            let kind: LimitKind = word.parse().unwrap();
            assert_eq!(format!("{kind:?}").to_lowercase(), word);
        }
        assert!("none".parse::<LimitKind>().is_err());
    }

    #[test]
    fn a_chat_takes_a_burst_of_three_and_then_one_a_second() {
        let (mut limits, start) = (Limits::new(LimitKind::Telegram), Instant::now());
        for _ in 0..3 {
            assert_eq!(limits.take(7, 5, ONE, start), Ok(()));
        }
        assert_eq!(limits.take(7, 5, ONE, start), Err(3));
        assert_eq!(limits.take(7, 6, ONE, start), Ok(()), "another chat");
        assert_eq!(limits.take(7, 5, ONE, start + Duration::from_millis(2500)), Err(1));
        assert_eq!(limits.take(7, 5, ONE, start + Duration::from_secs(3)), Ok(()));
    }

    #[test]
    fn a_group_takes_twenty_a_minute_with_edits() {
        let (mut limits, start) = (Limits::new(LimitKind::Telegram), Instant::now());
        for n in 0..20u64 {
            let cost = if n % 2 == 0 { Cost::Edit } else { ONE };
            assert_eq!(limits.take(7, -5, cost, start + Duration::from_secs(n)), Ok(()), "{n}");
        }
        let soon = start + Duration::from_secs(20);
        assert_eq!(limits.take(7, -5, ONE, soon), Err(40));
        assert_eq!(limits.take(7, 5, Cost::Edit, soon), Ok(()), "edits in private are free");
    }

    #[test]
    fn a_bot_takes_thirty_a_second() {
        let (mut limits, start) = (Limits::new(LimitKind::Telegram), Instant::now());
        for chat in 1..=30 {
            assert_eq!(limits.take(7, chat, ONE, start), Ok(()));
        }
        assert_eq!(limits.take(7, 31, ONE, start), Err(1));
        assert_eq!(limits.take(8, 31, ONE, start), Ok(()), "another bot");
    }

    #[test]
    fn an_album_passes_a_chat_that_is_quiet() {
        let (mut limits, start) = (Limits::new(LimitKind::Telegram), Instant::now());
        assert_eq!(limits.take(7, 5, Cost::Messages(10), start), Ok(()));
        assert_eq!(limits.take(7, 5, ONE, start), Err(3));
    }
}
