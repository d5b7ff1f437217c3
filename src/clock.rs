//! The only place that reads the wall clock. Tests and the demo move it; nobody else can.

use std::sync::{Arc, RwLock};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::watch;

/// Time as the program sees it: the system's, shifted by an offset, or frozen at a moment.
/// Clones share one clock.
#[derive(Clone, Debug)]
pub struct Clock {
    hand: Arc<RwLock<Hand>>,
    moved: watch::Sender<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hand {
    /// System time plus this.
    Running(TimeDelta),
    /// Stands still until moved.
    Frozen(DateTime<Utc>),
}

impl Clock {
    /// The system's time.
    #[must_use]
    pub fn system() -> Self {
        Self::with(Hand::Running(TimeDelta::zero()))
    }

    /// A clock that shows `now` and runs on from there.
    #[must_use]
    pub fn running_from(now: DateTime<Utc>) -> Self {
        Self::with(Hand::Running(now - system_now()))
    }

    /// A clock that shows `now` until somebody moves it.
    #[must_use]
    pub fn frozen_at(now: DateTime<Utc>) -> Self {
        Self::with(Hand::Frozen(now))
    }

    fn with(hand: Hand) -> Self {
        Self { hand: Arc::new(RwLock::new(hand)), moved: watch::Sender::new(0) }
    }

    /// The time now, in whole milliseconds, which is what both databases keep.
    ///
    /// # Panics
    /// If a thread panicked while it moved the clock.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        let now = match *self.hand.read().expect("the clock's lock is never held across a panic") {
            Hand::Running(offset) => system_now() + offset,
            Hand::Frozen(now) => now,
        };
        DateTime::from_timestamp_millis(now.timestamp_millis()).unwrap_or(now)
    }

    /// The system's real time, in microseconds since 1970, however clocks are frozen or
    /// shifted: what concerns the network and other processes (leases, limits of a platform)
    /// takes its course there, and a test that moves our time does not move theirs.
    #[must_use]
    pub fn wall_micros() -> i64 {
        system_now().timestamp_micros()
    }

    /// Whether time stands still between moves.
    ///
    /// # Panics
    /// If a thread panicked while it moved the clock.
    #[must_use]
    pub fn is_frozen(&self) -> bool {
        matches!(*self.hand.read().expect("the clock's lock is never held across a panic"), Hand::Frozen(_))
    }

    /// Moves the clock by `by` (backwards if negative) and wakes whoever waits in [`Clock::moved`].
    ///
    /// # Panics
    /// If a thread panicked while it moved the clock.
    pub fn advance(&self, by: TimeDelta) {
        {
            let mut hand = self.hand.write().expect("the clock's lock is never held across a panic");
            *hand = match *hand {
                Hand::Running(offset) => Hand::Running(offset + by),
                Hand::Frozen(now) => Hand::Frozen(now + by),
            };
        }
        self.moved.send_modify(|n| *n += 1);
    }

    /// Stops the clock at `now`.
    ///
    /// # Panics
    /// If a thread panicked while it moved the clock.
    pub fn freeze(&self, now: DateTime<Utc>) {
        *self.hand.write().expect("the clock's lock is never held across a panic") = Hand::Frozen(now);
        self.moved.send_modify(|n| *n += 1);
    }

    /// Makes the clock show `now`; it stays frozen or running as it was.
    pub fn set(&self, now: DateTime<Utc>) {
        self.advance(now - self.now());
    }

    /// A receiver that changes whenever the clock is moved.
    #[must_use]
    pub fn moved(&self) -> watch::Receiver<u64> {
        self.moved.subscribe()
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the one place that asks the system")]
fn system_now() -> DateTime<Utc> {
    Utc::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frozen_clock_moves_only_when_told() {
        let start = DateTime::from_timestamp(1_780_000_000, 0).unwrap();
        let clock = Clock::frozen_at(start);
        assert_eq!(clock.now(), start);
        clock.advance(TimeDelta::hours(1));
        assert_eq!(clock.clone().now(), start + TimeDelta::hours(1));
        clock.set(start);
        assert_eq!(clock.now(), start);
    }

    #[test]
    fn real_time_goes_on_while_a_clock_stands_still() {
        let before = Clock::wall_micros();
        let clock = Clock::frozen_at(DateTime::UNIX_EPOCH);
        clock.advance(TimeDelta::days(100_000));
        let after = Clock::wall_micros();
        assert!((before..before + 3_600_000_000).contains(&after), "{before} {after}");
    }

    #[test]
    fn moving_wakes_those_who_wait() {
        let clock = Clock::system();
        let waiting = clock.moved();
        assert!(!waiting.has_changed().unwrap());
        clock.advance(TimeDelta::seconds(5));
        assert!(waiting.has_changed().unwrap());
    }
}
