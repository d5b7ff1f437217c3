//! How fast a bot may write. Telegram publishes no exact limits; these are the ones it advises to
//! keep: about one message a second in a chat, twenty a minute in a group, thirty a second in all.
//! They count real time, because the network does.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use tokio::time::Instant;

/// So many in so long; the oldest must leave the window before the next may enter.
#[derive(Clone, Copy, Debug)]
pub struct Rate {
    pub count: usize,
    pub span: Duration,
}

/// What a call costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    /// So many new messages.
    Messages(usize),
    /// An edit: it shares the minute of a group with messages, and nothing else.
    Edit,
}

/// The three limits and what was used of them.
pub struct Limits {
    chat: Rate,
    group: Rate,
    bot: Rate,
    used: HashMap<(Scope, i64, i64), VecDeque<Instant>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Scope {
    Chat,
    Group,
    Bot,
}

impl Limits {
    /// Telegram's advice; a chat takes a burst of three.
    #[must_use]
    pub fn telegram() -> Self {
        Self {
            chat: Rate { count: 3, span: Duration::from_secs(3) },
            group: Rate { count: 20, span: Duration::from_mins(1) },
            bot: Rate { count: 30, span: Duration::from_secs(1) },
            used: HashMap::new(),
        }
    }

    /// Takes the cost from every limit that it touches, or none of it.
    ///
    /// # Errors
    /// The seconds to wait, at least 1.
    pub fn take(&mut self, bot: i64, chat: i64, cost: Cost, now: Instant) -> Result<(), u64> {
        let is_group = chat < 0;
        let (count, scopes): (usize, &[Scope]) = match cost {
            Cost::Messages(count) if is_group => (count, &[Scope::Chat, Scope::Group, Scope::Bot]),
            Cost::Messages(count) => (count, &[Scope::Chat, Scope::Bot]),
            Cost::Edit if is_group => (1, &[Scope::Group]),
            Cost::Edit => (1, &[]),
        };
        let keys = scopes.iter().map(|scope| {
            let (rate, chat) = match scope {
                Scope::Chat => (self.chat, chat),
                Scope::Group => (self.group, chat),
                Scope::Bot => (self.bot, 0),
            };
            ((*scope, bot, chat), rate)
        });
        let keys: Vec<_> = keys.collect();
        let waits = keys.iter().filter_map(|(key, rate)| {
            let window = self.used.entry(*key).or_default();
            window.retain(|taken| now.duration_since(*taken) < rate.span);
            // So many must leave first. An album larger than the burst waits only until all have.
            let too_many = (window.len() + count).saturating_sub(rate.count).min(window.len());
            let last_to_leave = window.get(too_many.checked_sub(1)?)?;
            Some(rate.span.saturating_sub(now.duration_since(*last_to_leave)))
        });
        if let Some(wait) = waits.max() {
            return Err((wait.as_secs() + u64::from(wait.subsec_nanos() > 0)).max(1));
        }
        for (key, _) in keys {
            self.used.entry(key).or_default().extend(std::iter::repeat_n(now, count));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: Cost = Cost::Messages(1);

    #[test]
    fn a_chat_takes_a_burst_of_three_and_then_one_a_second() {
        let (mut limits, start) = (Limits::telegram(), Instant::now());
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
        let (mut limits, start) = (Limits::telegram(), Instant::now());
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
        let (mut limits, start) = (Limits::telegram(), Instant::now());
        for chat in 1..=30 {
            assert_eq!(limits.take(7, chat, ONE, start), Ok(()));
        }
        assert_eq!(limits.take(7, 31, ONE, start), Err(1));
        assert_eq!(limits.take(8, 31, ONE, start), Ok(()), "another bot");
    }

    #[test]
    fn an_album_passes_a_chat_that_is_quiet() {
        let (mut limits, start) = (Limits::telegram(), Instant::now());
        assert_eq!(limits.take(7, 5, Cost::Messages(10), start), Ok(()));
        assert_eq!(limits.take(7, 5, ONE, start), Err(3));
    }
}
