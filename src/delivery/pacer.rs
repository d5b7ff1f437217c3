//! When to send what: pure decisions over monotonic time, so that they can be tested without
//! waiting. One budget per bot, one per chat; lanes share by deficit round robin, so that a
//! long campaign never holds an answer and an answer never stops a campaign.

use std::collections::HashMap;
use std::time::Duration;

use tokio::time::Instant;

use super::Lane;
use crate::channel::ChatKind;

/// Shares of the four lanes, in the order of [`Lane::ALL`]: scheduled keeps about a tenth.
const WEIGHTS: [u32; 4] = [20, 20, 6, 5];
/// After a refusal that one chat's pause does not explain, the whole bot's pace falls to this share …
const SLOW_DOWN: f64 = 0.7;
/// … and grows back by this many messages a second every second.
const RECOVERY_PER_SECOND: f64 = 0.5;
/// Two "too many requests" from different chats within this time mean the bot, not a chat.
const SAME_CAUSE: Duration = Duration::from_secs(2);

/// What a platform allows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rates {
    /// Messages a second for the whole bot, evenly spaced.
    pub bot_per_second: f64,
    /// Seconds between two messages to one private chat, after a short burst.
    pub private_gap: Duration,
    pub group_gap: Duration,
    /// Messages that may leave for one chat at once after a rest.
    pub burst: u32,
}

impl Default for Rates {
    /// A margin under Telegram's 30 a second, 1 a second per chat and 20 a minute per group:
    /// exactly 30.0 against a strict window halves the throughput.
    fn default() -> Self {
        Self {
            bot_per_second: 29.0,
            private_gap: Duration::from_millis(1_050),
            group_gap: Duration::from_millis(3_400),
            burst: 2,
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct ChatPace {
    /// When the budget would be full again: each send moves it on by one gap.
    full_at: Instant,
    paused_until: Option<Instant>,
}

/// The pace of one bot.
#[derive(Debug)]
pub(super) struct Pacer {
    rates: Rates,
    rate: f64,
    rate_at: Instant,
    next_slot: Instant,
    paused_until: Option<Instant>,
    last_refusal: Option<(String, Instant)>,
    unreachable: u32,
    chats: HashMap<String, ChatPace>,
    deficits: [u32; 4],
}

impl Pacer {
    pub(super) fn new(rates: Rates, now: Instant) -> Self {
        Self {
            rates,
            rate: rates.bot_per_second,
            rate_at: now,
            next_slot: now,
            paused_until: None,
            last_refusal: None,
            unreachable: 0,
            chats: HashMap::new(),
            deficits: [0; 4],
        }
    }

    /// When the bot may send next.
    pub(super) fn ready_at(&self) -> Instant {
        self.paused_until.map_or(self.next_slot, |pause| pause.max(self.next_slot))
    }

    /// When a chat may be sent to next.
    pub(super) fn chat_ready_at(&self, chat: &str, kind: ChatKind, now: Instant) -> Instant {
        let Some(pace) = self.chats.get(chat) else { return now };
        let credit = self.gap(kind) * self.rates.burst.saturating_sub(1);
        let ready = pace.full_at.checked_sub(credit).unwrap_or(now);
        pace.paused_until.map_or(ready, |pause| pause.max(ready))
    }

    fn gap(&self, kind: ChatKind) -> Duration {
        match kind {
            ChatKind::Private => self.rates.private_gap,
            ChatKind::Group => self.rates.group_gap,
        }
    }

    /// Notes a send. Press answers are not messages and cost a chat nothing.
    pub(super) fn took(&mut self, chat: &str, kind: ChatKind, is_message: bool, now: Instant) {
        self.recover(now);
        // No saved credit: an idle bot does not earn a burst.
        self.next_slot = self.next_slot.max(now) + Duration::from_secs_f64(1.0 / self.rate);
        if is_message {
            let gap = self.gap(kind);
            let pace =
                self.chats.entry(chat.to_owned()).or_insert(ChatPace { full_at: now, paused_until: None });
            pace.full_at = pace.full_at.max(now) + gap;
        }
        if self.chats.len() > 10_000 {
            self.chats.retain(|_, pace| pace.full_at > now || pace.paused_until.is_some_and(|p| p > now));
        }
    }

    /// The platform asked for a pause.
    pub(super) fn told_to_wait(&mut self, chat: &str, seconds: u64, now: Instant) {
        let until = now + Duration::from_secs(seconds);
        let pace = self.chats.entry(chat.to_owned()).or_insert(ChatPace { full_at: now, paused_until: None });
        pace.paused_until = Some(until);
        let another = self
            .last_refusal
            .as_ref()
            .is_some_and(|(first, at)| first != chat && now.saturating_duration_since(*at) < SAME_CAUSE);
        if another {
            self.paused_until = Some(until);
            self.recover(now);
            self.rate = (self.rate * SLOW_DOWN).max(1.0);
        }
        self.last_refusal = Some((chat.to_owned(), now));
    }

    /// The platform could not be reached: everything waits, longer each time.
    pub(super) fn unreachable(&mut self, now: Instant) {
        let pause = Duration::from_secs(1 << self.unreachable.min(5));
        self.unreachable += 1;
        self.paused_until = Some(now + pause);
    }

    /// The platform answered.
    pub(super) fn reached(&mut self) {
        self.unreachable = 0;
    }

    fn recover(&mut self, now: Instant) {
        let seconds = now.saturating_duration_since(self.rate_at).as_secs_f64();
        self.rate = (self.rate + seconds * RECOVERY_PER_SECOND).min(self.rates.bot_per_second);
        self.rate_at = now;
    }

    /// The lane whose turn it is among those that have something to send.
    pub(super) fn turn(&mut self, has_work: [bool; 4]) -> Option<Lane> {
        if !has_work.iter().any(|has| *has) {
            return None;
        }
        loop {
            for (index, lane) in Lane::ALL.into_iter().enumerate() {
                if has_work[index] && self.deficits[index] > 0 {
                    self.deficits[index] -= 1;
                    return Some(lane);
                }
            }
            for index in 0..WEIGHTS.len() {
                // A lane that had nothing to send does not save up turns.
                self.deficits[index] = if has_work[index] { WEIGHTS[index] } else { 0 };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pacer() -> (Pacer, Instant) {
        let now = Instant::now();
        (Pacer::new(Rates::default(), now), now)
    }

    #[test]
    fn the_bot_sends_evenly_spaced_and_saves_nothing_up() {
        let (mut pacer, start) = pacer();
        let late = start + Duration::from_secs(10);
        for n in 0..58_u32 {
            let at = pacer.ready_at().max(late);
            pacer.took(&format!("chat {n}"), ChatKind::Group, true, at);
        }
        let span = pacer.ready_at() - late;
        assert!((1.99..2.01).contains(&span.as_secs_f64()), "58 messages at 29 a second took {span:?}");
    }

    #[test]
    fn a_group_gets_at_most_twenty_a_minute() {
        let (mut pacer, start) = pacer();
        let mut now = start;
        let mut sent = Vec::new();
        for _ in 0..60 {
            now = now.max(pacer.chat_ready_at("g", ChatKind::Group, now));
            pacer.took("g", ChatKind::Group, true, now);
            sent.push(now);
        }
        for (index, first) in sent.iter().enumerate() {
            let within = sent[index..].iter().filter(|at| **at - *first < Duration::from_secs(60)).count();
            assert!(within <= 20, "{within} messages within a minute");
        }
    }

    #[test]
    fn one_chats_pause_holds_no_other() {
        let (mut pacer, now) = pacer();
        pacer.told_to_wait("a", 8, now);
        assert_eq!(pacer.chat_ready_at("a", ChatKind::Group, now), now + Duration::from_secs(8));
        assert_eq!(pacer.chat_ready_at("b", ChatKind::Group, now), now);
        assert!(pacer.ready_at() <= now);
    }

    #[test]
    fn a_second_chat_refused_at_once_means_the_bot() {
        let (mut pacer, now) = pacer();
        pacer.told_to_wait("a", 5, now);
        pacer.told_to_wait("b", 5, now + Duration::from_millis(100));
        assert!(pacer.ready_at() >= now + Duration::from_secs(5));
        assert!(pacer.rate < 29.0 * 0.75);
        pacer.took("c", ChatKind::Group, true, now + Duration::from_secs(60));
        assert!((pacer.rate - 29.0).abs() < f64::EPSILON, "the pace recovers");
    }

    #[test]
    fn pauses_grow_while_the_platform_is_away() {
        let (mut pacer, now) = pacer();
        let mut pauses = Vec::new();
        for _ in 0..7 {
            pacer.unreachable(now);
            pauses.push((pacer.ready_at() - now).as_secs());
        }
        assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 32]);
    }

    #[test]
    fn every_lane_keeps_its_share() {
        let (mut pacer, _) = pacer();
        let mut counts = [0_u32; 4];
        for _ in 0..5_100 {
            let lane = pacer.turn([true; 4]).unwrap();
            counts[usize::try_from(lane.number()).unwrap()] += 1;
        }
        assert_eq!(counts, [2_000, 2_000, 600, 500]);
        assert_eq!(pacer.turn([false, false, false, true]), Some(Lane::Scheduled));
        assert_eq!(pacer.turn([false; 4]), None);
    }
}
