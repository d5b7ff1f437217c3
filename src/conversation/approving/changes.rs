//! What changed in a version since the one that its reader knows.

use chrono::{DateTime, Utc};

use super::cards::{kind_line, time_words};
use crate::i18n::{Lang, Text};
use crate::message::{self, Body, Message, Version};
use crate::store::{Error, Tx};
use crate::text::Rich;
use crate::text::diff::{diff, shown};
use crate::ward::PersonId;

/// What changed between two versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Changes {
    /// The version that the reader knows.
    since: i32,
    /// The words, where one changed.
    words: Option<Rich>,
    /// The same of the English text, where it is another one.
    english: Option<Rich>,
    others: Vec<Other>,
}

/// What else than words.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Other {
    Looks,
    Media(MediaChange),
    Kind(message::Kind),
    Time(Option<DateTime<Utc>>),
    Issuer(String),
    Source,
    Audience,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum MediaChange {
    Added,
    Removed,
    Other,
}

/// What changed since the version that this reader saw last, or else since the one before; `None`
/// for a first version.
pub(super) async fn of(
    tx: &mut Tx,
    message: &Message,
    version: &Version,
    reader: PersonId,
) -> Result<Option<Changes>, Error> {
    if version.number <= 1 {
        return Ok(None);
    }
    let since = message::last_shown(tx, message, reader).await?.unwrap_or(version.number - 1);
    let Some(old) = message::version(tx, message.id, since).await? else { return Ok(None) };
    let mut others = others(&old.body, &version.body);
    // What was submitted before times were kept says nothing of its time.
    if let Some(term) = message::term_of(tx, message.id, since).await?
        && term.post_at != message.post_at
    {
        others.push(Other::Time(message.post_at));
    }
    let words = shown(&diff(&old.body.vi, &version.body.vi));
    let english = |body: &Body| body.en.clone().unwrap_or_default();
    let (was, is) = (english(&old.body), english(&version.body));
    let english = if was == is { None } else { Some(shown(&diff(&was, &is)).unwrap_or_default()) };
    Ok(Some(Changes { since, words, english, others }))
}

fn others(old: &Body, new: &Body) -> Vec<Other> {
    let mut others = Vec::new();
    if old.vi.words() == new.vi.words() && old.vi != new.vi {
        others.push(Other::Looks);
    }
    let names = |body: &Body| -> Vec<Option<String>> {
        body.media.iter().map(|one| one.file().map(|file| file.unique_id.clone())).collect()
    };
    let (was, is) = (names(old), names(new));
    if was != is {
        let change = if was.is_empty() {
            MediaChange::Added
        } else if is.is_empty() {
            MediaChange::Removed
        } else {
            MediaChange::Other
        };
        others.push(Other::Media(change));
    }
    if old.source != new.source {
        others.push(Other::Source);
    }
    if old.kind != new.kind {
        others.push(Other::Kind(new.kind));
    }
    if old.issuer != new.issuer {
        others.push(Other::Issuer(new.issuer.clone()));
    }
    if old.audience != new.audience {
        others.push(Other::Audience);
    }
    others
}

impl Changes {
    /// Of words alone.
    #[cfg(test)]
    pub fn of_words(since: i32, words: Option<Rich>) -> Self {
        Self { since, words, english: None, others: Vec::new() }
    }

    /// In words and looks, for an approver.
    pub fn show(&self, lang: Lang) -> Rich {
        let version = i64::from(self.since);
        let mut text = Rich::bold(&Text::ChangesSince { version }.say(lang));
        for other in &self.others {
            let line = match other {
                Other::Looks => Text::ChangedLooks.say(lang),
                Other::Media(MediaChange::Added) => Text::ChangedPhotoAdded.say(lang),
                Other::Media(MediaChange::Removed) => Text::ChangedPhotoRemoved.say(lang),
                Other::Media(MediaChange::Other) => Text::ChangedPhoto.say(lang),
                Other::Kind(kind) => Text::ChangedTo { what: kind_line(*kind).say(lang) }.say(lang),
                Other::Time(at) => Text::ChangedTime { at: time_words(*at, lang) }.say(lang),
                Other::Issuer(issuer) => Text::ChangedTo { what: issuer.clone() }.say(lang),
                Other::Source => Text::ChangedSource.say(lang),
                Other::Audience => Text::ChangedAudience.say(lang),
            };
            text = text.below(1, &Rich::plain(&line));
        }
        if let Some(english) = &self.english {
            text = text.below(1, &Rich::plain(&Text::ChangedEnglish.say(lang))).below(1, english);
        }
        match &self.words {
            Some(words) => text.below(1, words),
            None if self.others.is_empty() && self.english.is_none() => {
                text.below(1, &Rich::plain(&Text::ChangedNothing.say(lang)))
            }
            None => text.below(1, &Rich::plain(&Text::ChangedNoWords.say(lang))),
        }
    }
}
