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
    others: Vec<Other>,
}

/// What else than words.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Other {
    Looks,
    Photo(PhotoChange),
    Kind(message::Kind),
    Time(Option<DateTime<Utc>>),
    Issuer(String),
    Audience,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PhotoChange {
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
    Ok(Some(Changes { since, words, others }))
}

fn others(old: &Body, new: &Body) -> Vec<Other> {
    let mut others = Vec::new();
    if old.vi.words() == new.vi.words() && old.vi != new.vi {
        others.push(Other::Looks);
    }
    let name = |body: &Body| body.photo.as_ref().map(|photo| photo.unique_id.clone());
    match (name(old), name(new)) {
        (None, Some(_)) => others.push(Other::Photo(PhotoChange::Added)),
        (Some(_), None) => others.push(Other::Photo(PhotoChange::Removed)),
        (Some(one), Some(other)) if one != other => others.push(Other::Photo(PhotoChange::Other)),
        _ => {}
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
        Self { since, words, others: Vec::new() }
    }

    /// In words and looks, for an approver.
    pub fn show(&self, lang: Lang) -> Rich {
        let version = i64::from(self.since);
        let mut text = Rich::bold(&Text::ChangesSince { version }.say(lang));
        for other in &self.others {
            let line = match other {
                Other::Looks => Text::ChangedLooks.say(lang),
                Other::Photo(PhotoChange::Added) => Text::ChangedPhotoAdded.say(lang),
                Other::Photo(PhotoChange::Removed) => Text::ChangedPhotoRemoved.say(lang),
                Other::Photo(PhotoChange::Other) => Text::ChangedPhoto.say(lang),
                Other::Kind(kind) => Text::ChangedTo { what: kind_line(*kind).say(lang) }.say(lang),
                Other::Time(at) => Text::ChangedTime { at: time_words(*at, lang) }.say(lang),
                Other::Issuer(issuer) => Text::ChangedTo { what: issuer.clone() }.say(lang),
                Other::Audience => Text::ChangedAudience.say(lang),
            };
            text = text.below(1, &Rich::plain(&line));
        }
        match &self.words {
            Some(words) => text.below(1, words),
            None if self.others.is_empty() => text.below(1, &Rich::plain(&Text::ChangedNothing.say(lang))),
            None => text.below(1, &Rich::plain(&Text::ChangedNoWords.say(lang))),
        }
    }
}
