//! What the messages about a post on its way say.

use super::super::act::Act;
use super::super::talk::{button, words};
use super::pace::SECOND;
use crate::channel::{Button, Letter};
use crate::delivery::{CopyRow, State, Tally};
use crate::i18n::{self, Lang, Text};
use crate::schedule::{self, Post, Steering};
use crate::text::{Rich, shorten};

/// Groups in doubt that a card has buttons for at once; the next ones move up.
const DOUBTS_SHOWN: usize = 8;
/// Settled groups that are named; more are counted.
const SETTLED_SHOWN: usize = 12;

/// Where a post is on its way, as far as its messages tell it apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Its copies are held back for second thoughts.
    Window,
    Running,
    Paused,
    /// All copies of the bot have ended.
    Done,
    Stopped,
    Held,
    Planned,
    Cancelled,
}

impl Phase {
    pub fn of(state: schedule::State, tally: &Tally, has_begun: bool) -> Self {
        match state {
            schedule::State::Released if !has_begun => Self::Window,
            schedule::State::Released if tally.left == 0 => Self::Done,
            schedule::State::Released => Self::Running,
            // All that was held back has become too late: there is nothing to decide.
            schedule::State::Paused if tally.left == 0 && tally.expired > 0 => Self::Done,
            schedule::State::Paused => Self::Paused,
            schedule::State::Stopped => Self::Stopped,
            schedule::State::Held => Self::Held,
            schedule::State::Planned => Self::Planned,
            schedule::State::Cancelled => Self::Cancelled,
        }
    }

    pub fn code(self) -> &'static str {
        match self {
            Self::Window => "window",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Done => "done",
            Self::Stopped => "stopped",
            Self::Held => "held",
            Self::Planned => "planned",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether nothing of it leaves any more unless somebody decides so.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Stopped | Self::Cancelled)
    }
}

/// Everything that a message about a post's progress says.
#[derive(Debug)]
pub struct Figures<'a> {
    pub post: &'a Post,
    pub number: i64,
    pub phase: Phase,
    pub tally: Tally,
    /// Microseconds until the rest has left, where the pace is known.
    pub time_left: Option<i64>,
    pub steering: Option<&'a Steering>,
    /// The name of who changed the post's course last.
    pub steered_by: &'a str,
}

impl Figures<'_> {
    /// The message, or `None` where what it says already stays.
    pub fn letter(&self, lang: Lang) -> Option<Letter> {
        let first = self.first()?;
        let mut text = Rich::bold(&first.say(lang));
        for line in self.lines(lang) {
            text = text.below(1, &Rich::plain(&line.say(lang)));
        }
        Some(Letter { text, buttons: self.buttons(lang), ..Letter::default() })
    }

    fn first(&self) -> Option<Text> {
        let (number, sent, all) = (self.number, self.tally.sent, self.tally.all());
        let at = self.steering.map(|s| i18n::time(s.at)).unwrap_or_default();
        let name = self.steered_by.to_owned();
        let by_itself = self.steering.is_none_or(|s| s.by.is_none());
        Some(match self.phase {
            Phase::Window => return None,
            Phase::Running => Text::ProgressRunning { number, sent, all },
            Phase::Paused if by_itself => Text::ProgressPausedItself { number, at, sent, all },
            Phase::Paused => Text::ProgressPaused { number, name, at, sent, all },
            Phase::Done => Text::ProgressDone { number, sent, all },
            Phase::Stopped if by_itself => Text::ProgressRefused { number, sent, all },
            Phase::Stopped if self.has_reached_nobody() => Text::Stopped { number, name },
            Phase::Stopped => Text::ProgressStopped { number, name, at, sent, all },
            Phase::Held => Text::ProgressHeld { number, sent, all },
            Phase::Planned => Text::ProgressPlanned { number },
            Phase::Cancelled => Text::ProgressCancelled { number },
        })
    }

    fn has_reached_nobody(&self) -> bool {
        self.tally.cancelled == self.tally.all()
    }

    fn lines(&self, lang: Lang) -> Vec<Text> {
        let tally = &self.tally;
        let mut lines = Vec::new();
        let mut line = |n: i64, text: fn(i64) -> Text| {
            if n > 0 {
                lines.push(text(n));
            }
        };
        if self.phase == Phase::Running && tally.left > 0 {
            lines.push(match self.time_left {
                Some(micros) => Text::ProgressLeftFor { n: tally.left, time: minutes(micros).say(lang) },
                None => Text::ProgressLeft { n: tally.left },
            });
        } else {
            line(tally.left, |n| Text::ProgressLeft { n });
        }
        let mut line = |n: i64, text: fn(i64) -> Text| {
            if n > 0 {
                lines.push(text(n));
            }
        };
        line(tally.capped, |n| Text::ProgressCapped { n });
        line(tally.failed, |n| Text::ProgressFailed { n });
        line(tally.unknown, |n| Text::ProgressUnknown { n });
        line(tally.expired, |n| Text::ProgressExpired { n });
        if !self.has_reached_nobody() {
            line(tally.cancelled, |n| Text::ProgressDropped { n });
        }
        line(tally.relays_open, |n| Text::ProgressRelays { n });
        lines
    }

    fn buttons(&self, lang: Lang) -> Vec<Vec<Button>> {
        let id = self.post.id;
        let first = match self.phase {
            Phase::Running => vec![button(lang, &Text::ButtonPause, &Act::Pause(id))],
            Phase::Paused => steering_buttons(lang, id),
            Phase::Held => vec![
                button(lang, &Text::ButtonPostHeld, &Act::PostHeld(id)),
                button(lang, &Text::ButtonDropHeld, &Act::Stop(id)),
            ],
            _ => vec![],
        };
        let coverage = vec![button(lang, &Text::ButtonCoverage, &Act::Coverage(id))];
        [first, coverage].into_iter().filter(|row| !row.is_empty()).collect()
    }
}

/// "Gửi tiếp" and "Hủy phần còn lại".
pub fn steering_buttons(lang: Lang, post: schedule::PostId) -> Vec<Button> {
    vec![
        button(lang, &Text::ButtonResume, &Act::Resume(post)),
        button(lang, &Text::ButtonEnd, &Act::End(post)),
    ]
}

/// A time still to go, in whole minutes.
fn minutes(micros: i64) -> Text {
    let minute = 60 * SECOND;
    if micros < minute { Text::TimeSoon } else { Text::TimeMinutes { n: (micros + minute / 2) / minute } }
}

/// What the platform's words about a refused content mean.
pub fn why_refused(detail: &str) -> Text {
    let says = |words: &[&str]| words.iter().any(|word| detail.contains(word));
    if says(&["too long", "TOO_LONG", "characters, at most"]) {
        Text::WhyTooLong
    } else if says(&["text is empty"]) {
        Text::WhyEmptyText
    } else if says(&["can't parse", "entity"]) {
        Text::WhyLooks
    } else if says(&["photo", "file"]) {
        Text::WhyPhoto
    } else if says(&["BUTTON", "button", "markup"]) {
        Text::WhyButton
    } else {
        Text::WhyOther { words: shorten(detail, 120) }
    }
}

/// The card of a post's copies in doubt, each with its group's name: those that are, with two
/// buttons each, and what became of those that were.
pub fn doubts(post: &Post, number: i64, copies: &[(CopyRow, String)], lang: Lang) -> Letter {
    let is_open = |copy: &CopyRow| copy.state == State::Unknown;
    let open: Vec<_> = copies.iter().filter(|(copy, _)| is_open(copy)).collect();
    let settled: Vec<_> = copies.iter().filter(|(copy, _)| !is_open(copy)).collect();
    let n = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let first = if open.is_empty() {
        Text::DoubtOver { number }
    } else {
        Text::DoubtOpen { number, n: n(open.len()) }
    };
    let mut text = Rich::bold(&first.say(lang));
    if settled.len() > SETTLED_SHOWN {
        let line = Text::DoubtSettledCount { n: n(settled.len()) };
        text = text.below(1, &Rich::plain(&line.say(lang)));
    } else {
        for (copy, name) in settled {
            text = text.below(1, &Rich::plain(&settled_line(copy, shorten(name, 40)).say(lang)));
        }
    }
    if open.len() > DOUBTS_SHOWN {
        let line = Text::DoubtMore { n: n(open.len() - DOUBTS_SHOWN) };
        text = text.below(1, &Rich::plain(&line.say(lang)));
    }
    let mut buttons: Vec<Vec<Button>> = open
        .iter()
        .take(DOUBTS_SHOWN)
        .map(|(copy, name)| {
            let name = shorten(name, 30);
            vec![
                button(lang, &Text::ButtonSeen { name: name.clone() }, &Act::SeenInGroup(copy.id)),
                button(lang, &Text::ButtonResend { name }, &Act::SendAgain(copy.id)),
            ]
        })
        .collect();
    if open.len() > DOUBTS_SHOWN {
        buttons.push(vec![button(lang, &Text::ButtonCoverage, &Act::Coverage(post.id))]);
    }
    Letter { text, buttons, ..words(lang, &first) }
}

fn settled_line(copy: &CopyRow, name: String) -> Text {
    match copy.state {
        State::Sent if copy.proof.as_deref().is_some_and(|proof| proof.contains("person:")) => {
            Text::DoubtSeen { name }
        }
        State::Sent => Text::DoubtArrived { name },
        State::Waiting | State::Sending => Text::DoubtAgain { name },
        _ => Text::DoubtFailed { name },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_are_whole() {
        assert_eq!(minutes(59 * SECOND), Text::TimeSoon);
        assert_eq!(minutes(60 * SECOND), Text::TimeMinutes { n: 1 });
        assert_eq!(minutes(149 * SECOND), Text::TimeMinutes { n: 2 });
        assert_eq!(minutes(3_600 * SECOND), Text::TimeMinutes { n: 60 });
    }

    #[test]
    fn a_refusal_is_said_in_plain_words() {
        for (detail, why) in [
            ("Bad Request: message is too long", Text::WhyTooLong),
            ("Bad Request: message caption is too long", Text::WhyTooLong),
            ("5000 characters, at most 4096", Text::WhyTooLong),
            ("Bad Request: can't parse entities: unclosed", Text::WhyLooks),
            ("Bad Request: wrong file identifier/HTTP URL specified", Text::WhyPhoto),
            ("Bad Request: BUTTON_URL_INVALID", Text::WhyButton),
            ("Bad Request: message text is empty", Text::WhyEmptyText),
            ("Bad Request: x", Text::WhyOther { words: "Bad Request: x".into() }),
        ] {
            assert_eq!(why_refused(detail), why, "{detail}");
        }
    }

    #[test]
    fn a_post_of_which_everything_became_too_late_while_paused_is_over() {
        let late = Tally { expired: 3, sent: 2, ..Tally::default() };
        assert_eq!(Phase::of(schedule::State::Paused, &late, true), Phase::Done);
        let held = Tally { left: 3, sent: 2, ..Tally::default() };
        assert_eq!(Phase::of(schedule::State::Paused, &held, true), Phase::Paused);
        assert_eq!(Phase::of(schedule::State::Released, &held, false), Phase::Window);
    }
}
