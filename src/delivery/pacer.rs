//! When to send what: pure decisions over real time in microseconds, so that they can be tested
//! without waiting. One budget per bot and one per chat, kept as rows: instances share them, and
//! a restart forgets neither a pace nor a pause. Lanes share by deficit round robin, so that a
//! long campaign never holds an answer and answers never stop a campaign.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use super::Lane;
use crate::channel::ChatKind;
use crate::ward::ChatId;

/// Shares of the four lanes, in the order of [`Lane::ALL`]: scheduled keeps a tenth of everything.
const WEIGHTS: [u32; 4] = [40, 40, 10, 10];
/// How far ahead slots are given away, so that an intent is on disk before its moment comes.
/// What is urgent waits this long at most for what was chosen before it.
pub(super) const AHEAD: Duration = Duration::from_millis(40);
/// How much lost time is made up for. Any more would put two slots into one window of the platform.
const CATCH_UP: Duration = Duration::from_millis(20);
/// After a refusal that one chat's pause does not explain, the whole bot's pace falls to this share …
const SLOW_DOWN: (i64, i64) = (7, 10);
/// … but not below this, in thousandths of a message a second …
const RATE_MIN: i64 = 1_000;
/// … and grows back by this many thousandths of a message a second every second.
const RECOVERY_PER_SECOND: i64 = 500;
/// Two "too many requests" from different chats within this time mean the bot, not a chat.
const SAME_CAUSE: Duration = Duration::from_secs(2);
/// A slot further away than this is the mark of a clock that was set back.
const SLOT_MAX: Duration = Duration::from_secs(5);

/// What a platform allows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rates {
    /// Messages a second for the whole bot, evenly spaced.
    pub bot_per_second: f64,
    /// Time between two messages to one private chat, after a short burst.
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

impl Rates {
    fn rate(&self) -> i64 {
        #[expect(clippy::cast_possible_truncation, reason = "the settings keep it between 0.1 and 100,000")]
        let rate = (self.bot_per_second * 1_000.0) as i64;
        rate.max(1)
    }

    pub(super) fn gap(&self, kind: ChatKind) -> i64 {
        micros(match kind {
            ChatKind::Private => self.private_gap,
            ChatKind::Group => self.group_gap,
        })
    }

    /// The latest moment at which the budget of a chat may be full again if it is to be sent to now.
    pub(super) fn full_by(&self, kind: ChatKind, now: i64) -> i64 {
        now + self.gap(kind) * i64::from(self.burst.saturating_sub(1))
    }

    /// Whether chats have a pace of their own at all.
    pub(super) fn paces_chats(&self) -> bool {
        !self.private_gap.is_zero() || !self.group_gap.is_zero()
    }
}

pub(super) fn micros(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX / 4)
}

/// The pace of one bot. Times in microseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pace {
    pub next_slot: i64,
    /// Thousandths of a message a second.
    pub rate: i64,
    pub rate_at: i64,
    pub paused_until: i64,
    pub refused_chat: Option<ChatId>,
    pub refused_at: i64,
}

impl Pace {
    pub(super) fn new(rates: &Rates, now: i64) -> Self {
        Self {
            next_slot: now,
            rate: rates.rate(),
            rate_at: now,
            paused_until: 0,
            refused_chat: None,
            refused_at: 0,
        }
    }

    /// Brings the pace to this moment: what was slowed down recovers, lost time is lost.
    pub(super) fn catch_up(&mut self, rates: &Rates, now: i64) {
        let full = rates.rate();
        if self.rate < full {
            let seconds = (now - self.rate_at).clamp(0, micros(Duration::from_hours(24)));
            self.rate = (self.rate + seconds * RECOVERY_PER_SECOND / 1_000_000).min(full);
        } else {
            self.rate = full;
        }
        self.rate_at = now;
        if self.next_slot > now + micros(SLOT_MAX) && self.paused_until <= now {
            self.next_slot = now;
        }
        self.next_slot = self.next_slot.max(now - micros(CATCH_UP)).max(self.paused_until);
    }

    /// How many slots, up to `most`, lie near enough to be given away now.
    pub(super) fn slots(&self, now: i64, most: usize) -> usize {
        let horizon = now + micros(AHEAD);
        if self.next_slot > horizon {
            return 0;
        }
        let near = (horizon - self.next_slot) / self.interval() + 1;
        usize::try_from(near).unwrap_or(usize::MAX).min(most)
    }

    /// Takes the next slot for what counts as so many messages: no saved credit, evenly spaced.
    /// Several at one moment need nearly twice their time, or a second that holds the ends of two
    /// such pauses would hold too many.
    pub(super) fn take(&mut self, messages: usize) -> i64 {
        let slot = self.next_slot;
        self.next_slot += self.interval() * i64::try_from(2 * messages.max(1) - 1).unwrap_or(1);
        slot
    }

    fn interval(&self) -> i64 {
        (1_000_000_000 / self.rate.max(1)).max(1)
    }

    /// The platform asked for a pause. `true`: the whole bot is meant, not this chat alone.
    pub(super) fn told_to_wait(&mut self, rates: &Rates, chat: ChatId, pause: Duration, now: i64) -> bool {
        let another = self.refused_chat.is_some_and(|first| first != chat)
            && now - self.refused_at < micros(SAME_CAUSE);
        (self.refused_chat, self.refused_at) = (Some(chat), now);
        if another {
            self.catch_up(rates, now);
            let already_slowed = self.paused_until > now;
            self.paused_until = self.paused_until.max(now + micros(pause));
            self.next_slot = self.next_slot.max(self.paused_until);
            // One excess is answered to everything that was under way: it slows us down once.
            if !already_slowed {
                self.rate = (self.rate * SLOW_DOWN.0 / SLOW_DOWN.1).max(RATE_MIN);
            }
        }
        another
    }
}

/// When the calls of one engine begin. Slots are evenly spaced, but a process that is busy begins
/// late, and what follows on time would come too close behind.
#[derive(Debug, Default)]
pub(super) struct Starts {
    last: AtomicI64,
}

/// Hundredths of the time between two slots that lie between two beginnings at least: less than
/// all of it, so that what was late is made up for slowly.
const APART: i64 = 97;

impl Starts {
    /// The moment, now or later, at which a call may begin that is ready now.
    pub(super) fn reserve(&self, rates: &Rates, now: i64) -> i64 {
        let apart = 1_000_000_000 / rates.rate() * APART / 100;
        let after = |last: i64| {
            // A clock that was set back does not keep anybody waiting.
            let free = if last > now + micros(SLOT_MAX) { now } else { last + apart };
            free.max(now)
        };
        let last = self.last.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| Some(after(last)));
        after(last.unwrap_or(0))
    }
}

/// Whose turn it is among the lanes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Turns {
    left: [u32; 4],
    active: [bool; 4],
}

impl Turns {
    /// The lane whose turn it is among those that have something to send.
    pub(super) fn next(&mut self, has_work: [bool; 4]) -> Option<Lane> {
        if !has_work.iter().any(|has| *has) {
            self.active = has_work;
            return None;
        }
        for index in 0..WEIGHTS.len() {
            // A lane that had nothing to send does not save up turns, nor wait for the next round.
            if has_work[index] != self.active[index] {
                self.left[index] = if has_work[index] { WEIGHTS[index] } else { 0 };
            }
        }
        self.active = has_work;
        loop {
            for (index, lane) in Lane::ALL.into_iter().enumerate() {
                if has_work[index] && self.left[index] > 0 {
                    self.left[index] -= 1;
                    return Some(lane);
                }
            }
            for index in 0..WEIGHTS.len() {
                self.left[index] = if has_work[index] { WEIGHTS[index] } else { 0 };
            }
        }
    }
}

/// How a run of calls that came back with nothing makes everything wait, longer each time.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Weather {
    lost: u32,
    lost_chat: Option<ChatId>,
    tries: u32,
    away: bool,
}

/// Calls in a row that came to nothing, in different chats, before the platform counts as away:
/// one chat's trouble is no outage.
const LOST_MAX: u32 = 3;

impl Weather {
    /// The platform could not be reached, or did not answer. `true`: from now on it is away.
    pub(super) fn lost(&mut self, chat: ChatId, surely: bool) -> bool {
        if self.lost_chat != Some(chat) {
            self.lost += 1;
            self.lost_chat = Some(chat);
        }
        let was_away = self.away;
        self.away |= surely || self.lost >= LOST_MAX;
        self.away && !was_away
    }

    /// The platform answered.
    pub(super) fn answered(&mut self) {
        *self = Self::default();
    }

    pub(super) fn is_away(&self) -> bool {
        self.away
    }

    /// How long to wait before the platform is asked whether it is back.
    pub(super) fn next_try(&mut self) -> Duration {
        let pause = Duration::from_secs(1 << self.tries.min(5));
        self.tries += 1;
        pause
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn no_second_holds_more_than_the_platform_allows_however_late_calls_begin() {
        let (rates, starts) = (Rates::default(), Starts::default());
        let mut begun = Vec::new();
        for n in 0..600_i64 {
            // Slots 34.5 ms apart; now and then the process stands still, and begins all at once.
            let slot = START + n * 34_483;
            let ready = if n % 90 > 80 { START + (n / 90 * 90 + 90) * 34_483 } else { slot };
            begun.push(starts.reserve(&rates, ready));
            assert!(begun[begun.len() - 1] >= ready);
        }
        let in_a_second =
            |from: &i64| begun.iter().filter(|at| (*from..*from + SECOND).contains(*at)).count();
        assert!(begun.iter().map(in_a_second).max() <= Some(30));
        let (first, last) = (begun[0], begun[begun.len() - 1]);
        assert!(last - first <= 600 * 34_483 + SECOND, "what was late is made up for");
        assert_eq!(starts.reserve(&rates, START), START, "a clock that was set back");
    }

    const SECOND: i64 = 1_000_000;
    const START: i64 = 1_780_000_000 * SECOND;

    fn chat(n: u128) -> ChatId {
        ChatId(Uuid::from_u128(n))
    }

    #[test]
    fn albums_leave_room_for_all_their_parts() {
        for parts in 1..=10 {
            let mut pace = Pace::new(&Rates::default(), START);
            let slots: Vec<i64> = (0..90).map(|_| pace.take(parts)).collect();
            for from in &slots {
                let within = slots.iter().filter(|at| (*from..from + SECOND).contains(at)).count();
                assert!(within * parts <= 30, "{within} albums of {parts} in a second");
            }
        }
    }

    /// Sends `count` messages as an engine would that looks every `look` microseconds, each call
    /// late by `jitter(n)`. Gives when each arrives.
    fn send(rates: &Rates, count: usize, look: i64, jitter: impl Fn(usize) -> i64) -> Vec<i64> {
        let mut pace = Pace::new(rates, START);
        let (mut now, mut sent) = (START, Vec::new());
        while sent.len() < count {
            pace.catch_up(rates, now);
            for _ in 0..pace.slots(now, 8.min(count - sent.len())) {
                let slot = pace.take(1);
                sent.push(slot.max(now) + jitter(sent.len()));
            }
            now += look;
        }
        sent
    }

    fn most_in_a_second(sent: &[i64]) -> usize {
        let mut sorted = sent.to_vec();
        sorted.sort_unstable();
        (0..sorted.len())
            .map(|i| sorted[i..].iter().take_while(|at| **at - sorted[i] < SECOND).count())
            .max()
            .unwrap_or(0)
    }

    #[test]
    fn nine_hundred_leave_in_a_little_over_thirty_seconds_and_never_more_than_thirty_in_one() {
        for look in [1_000, 7_000, 34_000, 39_000] {
            let sent = send(&Rates::default(), 900, look, |n| i64::try_from(n * 7919 % 9).unwrap() * 1_000);
            let span = sent.iter().max().unwrap() - START;
            assert!(span < 31_200_000, "looking every {look} µs it took {span} µs");
            assert!(most_in_a_second(&sent) <= 30, "looking every {look} µs");
        }
    }

    #[test]
    fn an_idle_bot_earns_no_burst() {
        let rates = Rates::default();
        let mut pace = Pace::new(&rates, START);
        let late = START + 3_600 * SECOND;
        pace.catch_up(&rates, late);
        let slots: Vec<i64> = (0..30).map(|_| pace.take(1)).collect();
        assert!(slots[0] >= late - micros(CATCH_UP) && slots[29] - slots[0] > 990_000, "{slots:?}");
    }

    #[test]
    fn one_chats_pause_holds_nobody_else() {
        let rates = Rates::default();
        let mut pace = Pace::new(&rates, START);
        assert!(!pace.told_to_wait(&rates, chat(1), Duration::from_secs(8), START));
        assert!(!pace.told_to_wait(&rates, chat(1), Duration::from_secs(8), START + 1));
        pace.catch_up(&rates, START);
        assert_eq!(pace.slots(START, 8), 2);
        assert!(!pace.told_to_wait(&rates, chat(2), Duration::from_secs(8), START + 3 * SECOND));
    }

    #[test]
    fn a_second_chat_refused_at_once_means_the_bot_and_the_pace_comes_back() {
        let rates = Rates::default();
        let mut pace = Pace::new(&rates, START);
        pace.told_to_wait(&rates, chat(1), Duration::from_secs(5), START);
        assert!(pace.told_to_wait(&rates, chat(2), Duration::from_secs(5), START + 100));
        assert!(pace.told_to_wait(&rates, chat(3), Duration::from_secs(5), START + 200));
        pace.catch_up(&rates, START + SECOND);
        assert_eq!(pace.slots(START + SECOND, 8), 0, "never into an announced pause");
        assert!(pace.rate > 20_000 && pace.rate < 21_000, "slowed down once: {}", pace.rate);
        pace.catch_up(&rates, START + 6 * SECOND);
        assert!(pace.slots(START + 6 * SECOND, 8) > 0);
        pace.catch_up(&rates, START + 60 * SECOND);
        assert_eq!(pace.rate, 29_000, "the pace recovers");
    }

    #[test]
    fn a_clock_that_was_set_back_stops_nothing() {
        let rates = Rates::default();
        let mut pace = Pace::new(&rates, START);
        let earlier = START - 3_600 * SECOND;
        pace.catch_up(&rates, earlier);
        assert!(pace.slots(earlier, 8) > 0);
    }

    #[test]
    fn a_group_gets_at_most_twenty_a_minute() {
        let rates = Rates::default();
        let (mut full_at, mut now, mut sent) = (0, START, Vec::new());
        while sent.len() < 60 {
            if full_at <= rates.full_by(ChatKind::Group, now) {
                full_at = full_at.max(now) + rates.gap(ChatKind::Group);
                sent.push(now);
            }
            now += 10_000;
        }
        for (index, first) in sent.iter().enumerate() {
            let within = sent[index..].iter().filter(|at| **at - *first < 60 * SECOND).count();
            assert!(within <= 20, "{within} messages within a minute");
        }
    }

    #[test]
    fn every_lane_keeps_its_share() {
        let mut turns = Turns::default();
        let mut counts = [0_u32; 4];
        for _ in 0..5_000 {
            let lane = turns.next([true; 4]).unwrap();
            counts[usize::try_from(lane.number()).unwrap()] += 1;
        }
        assert_eq!(counts, [2_000, 2_000, 500, 500]);
        assert_eq!(turns.next([false, false, false, true]), Some(Lane::Scheduled));
        assert_eq!(turns.next([false; 4]), None);
    }

    #[test]
    fn what_becomes_urgent_is_next() {
        let mut turns = Turns::default();
        for _ in 0..3 {
            assert_eq!(turns.next([false, false, false, true]), Some(Lane::Scheduled));
        }
        for _ in 0..30 {
            assert_eq!(turns.next([false, true, false, true]), Some(Lane::Urgent));
        }
    }

    #[test]
    fn one_chats_trouble_is_no_outage() {
        let mut weather = Weather::default();
        for _ in 0..10 {
            assert!(!weather.lost(chat(1), false));
        }
        assert!(!weather.lost(chat(2), false));
        assert!(weather.lost(chat(3), false) && weather.is_away());
        assert!(!weather.lost(chat(4), true), "it is news once");
        let pauses: Vec<u64> = (0..7).map(|_| weather.next_try().as_secs()).collect();
        assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 32]);
        weather.answered();
        assert!(!weather.is_away());
        assert!(weather.lost(chat(1), true), "what was surely not reached is enough");
    }
}
