//! What is found in a message while it is written, a line each, above the question that follows.

use chrono::{DateTime, Utc};

use super::talk::Talk;
use crate::channel::Letter;
use crate::i18n::{self, Lang, Text, count};
use crate::message::checks::{Concern, Facts, Finding, LENGTH_READ, findings};
use crate::text::{Rich, one_line};

/// Lines of one screen; the rest is counted.
const LINES_MAX: usize = 6;
/// Units of the words that a line quotes.
const QUOTE_UNITS: usize = 60;

/// The letter with what is found in the text of a message put before it, if it is posted now or at
/// `at`. Nothing is forbidden by it.
pub(super) fn above(talk: &Talk<'_>, text: &Rich, at: Option<DateTime<Utc>>, letter: Letter) -> Letter {
    let found = found(talk, text, at);
    let shown = lines(&found, talk.lang);
    if shown.is_empty() {
        return letter;
    }
    Letter { text: Rich::plain(&shown.join("\n")).below(2, &letter.text), ..letter }
}

/// What the moment of the post makes wrong, a line each: of a text that was looked at before.
pub(super) fn of_time(talk: &Talk<'_>, text: &Rich, at: Option<DateTime<Utc>>) -> Vec<String> {
    let Some(at) = at else { return Vec::new() };
    let mut found = found(talk, text, Some(at));
    found.retain(|finding| finding.concern.is_of_time());
    lines(&found, talk.lang)
}

/// What is found in a text that is posted now or at `at`.
pub(super) fn found(talk: &Talk<'_>, text: &Rich, at: Option<DateTime<Utc>>) -> Vec<Finding> {
    let at = at.unwrap_or_else(|| talk.tx.now());
    findings(text, Facts { at, official: &talk.desk.official_links })
}

/// The findings in words, a line each.
pub(super) fn lines(found: &[Finding], lang: Lang) -> Vec<String> {
    let mut lines: Vec<String> =
        found.iter().take(LINES_MAX).map(|finding| format!("⚠️ {}", line(finding).say(lang))).collect();
    if found.len() > LINES_MAX {
        lines.push(Text::CheckRest { n: count(found.len() - LINES_MAX) }.say(lang));
    }
    lines.iter().map(|line| line.trim_end().to_owned()).collect()
}

fn line(finding: &Finding) -> Text {
    let words = one_line(&finding.words, QUOTE_UNITS);
    let day = |date: &chrono::NaiveDate| i18n::day(*date, Lang::Vi);
    match &finding.concern {
        Concern::Long { length } => Text::CheckLong { length: count(*length), max: count(LENGTH_READ) },
        Concern::LinkBroken => Text::CheckLinkBroken { words },
        Concern::LinkOpen => Text::CheckLinkOpen { words },
        Concern::LinkShortened { host } => Text::CheckLinkShortened { host: host.clone() },
        Concern::LinkUnofficial { host } => Text::CheckLinkUnofficial { host: host.clone() },
        Concern::LinkOther { host } => Text::CheckLinkOther { words, host: host.clone() },
        Concern::Weekday { date } => Text::CheckWeekday { words, day: day(date) },
        Concern::NoSuchDay => Text::CheckNoSuchDay { words },
        Concern::DayPast { date } => Text::CheckDayPast { words, day: day(date) },
        Concern::NoSuchTime => Text::CheckNoSuchTime { words },
        Concern::Phone => Text::CheckPhone { words },
        Concern::SourceHalf => Text::CheckSource { words },
        Concern::Blank => Text::CheckBlank { words },
        Concern::Hard { instead } => Text::CheckHard { words, instead: instead.clone() },
        Concern::Short { meaning: Some(meaning) } => Text::CheckShort { words, meaning: meaning.clone() },
        Concern::Short { meaning: None } => Text::CheckShortUnknown { words },
    }
}
