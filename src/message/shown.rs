//! What residents see of a version, in each language in which groups read.

use super::Body;
use crate::channel::Attachment;
use crate::i18n::{Lang, Text};
use crate::text::{Rich, Span};
use crate::ward::Reads;

/// Characters (UTF-16 units) of text: room is left for the issuer's line and the approver's card.
const TEXT_MAX: usize = 3_500;
/// The same under a picture, where platforms allow far less.
const CAPTION_MAX: usize = 700;
/// Both languages in one message, everything counted but what a correction adds.
const BOTH_TEXT_MAX: usize = 3_900;
const BOTH_CAPTION_MAX: usize = 900;
/// Pictures and films in one album, as platforms allow.
pub const MEDIA_MAX: usize = 10;

/// In which languages groups that read these get a version: Vietnamese where there is no other.
#[must_use]
pub fn read_by(body: &Body, reads: Reads) -> Reads {
    if body.en.is_some() { reads } else { Reads::Vi }
}

/// The different forms in which a version leaves, where groups read all of these.
#[must_use]
pub fn editions(body: &Body, reads: impl IntoIterator<Item = Reads>) -> Vec<Reads> {
    let mut editions: Vec<Reads> = reads.into_iter().map(|reads| read_by(body, reads)).collect();
    editions.sort_unstable();
    editions.dedup();
    editions
}

/// The text as residents read it in Vietnamese: who speaks, what is said, and where it is from.
#[must_use]
pub fn as_posted(body: &Body) -> Rich {
    as_posted_for(body, Reads::Vi)
}

/// The text as groups read it that read these languages.
#[must_use]
pub fn as_posted_for(body: &Body, reads: Reads) -> Rich {
    let mut text = Rich::default();
    text.push(Span { text: format!("📢 {}", body.issuer), bold: true, ..Span::default() });
    text.below(2, &said_for(body, reads))
}

/// The same without who speaks, for where that is said otherwise.
#[must_use]
pub fn said_for(body: &Body, reads: Reads) -> Rich {
    let reads = read_by(body, reads);
    let vi = (reads != Reads::En).then(|| said(body, &body.vi, Lang::Vi));
    let en = body.en.as_ref().filter(|_| reads != Reads::Vi).map(|en| said(body, en, Lang::En));
    match (vi, en) {
        (Some(vi), Some(en)) => vi.below(2, &en),
        (one, other) => one.or(other).unwrap_or_default(),
    }
}

/// What is said in one language, and where it is from.
fn said(body: &Body, text: &Rich, lang: Lang) -> Rich {
    let text = text.with_hosts();
    let Some(source) = &body.source else { return text };
    let mut line = Rich::default();
    let words = Text::SourceLine { source: source.clone() }.say(lang);
    line.push(Span { text: words, italic: true, ..Span::default() });
    text.below(2, &line)
}

/// What is wrong with a version, if anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// No text in this language.
    Empty(Lang),
    TooLong {
        lang: Lang,
        length: usize,
        max: usize,
    },
    /// The two languages do not fit into one message, for the groups that read both.
    BothTooLong {
        length: usize,
        max: usize,
    },
    /// What cannot stand in one message.
    Media,
}

/// Checks a version when it is written, not when it is sent.
///
/// # Errors
/// If a text is empty or longer than what fits, or its media do not go together.
pub fn check(body: &Body) -> Result<(), Flaw> {
    let media_fit = match body.media.as_slice() {
        [] => true,
        [one] => !matches!(one, Attachment::Voice(_) | Attachment::Place(_)),
        several => several.len() <= MEDIA_MAX && several.iter().all(Attachment::fits_in_album),
    };
    if !media_fit {
        return Err(Flaw::Media);
    }
    let is_caption = !body.media.is_empty();
    let max = if is_caption { CAPTION_MAX } else { TEXT_MAX };
    for (text, lang) in [(Some(&body.vi), Lang::Vi), (body.en.as_ref(), Lang::En)] {
        let Some(text) = text else { continue };
        fits(text, lang, said(body, text, lang).len(), max)?;
    }
    let (length, max) =
        (as_posted_for(body, Reads::Both).len(), if is_caption { BOTH_CAPTION_MAX } else { BOTH_TEXT_MAX });
    if body.en.is_some() && length > max {
        return Err(Flaw::BothTooLong { length, max });
    }
    Ok(())
}

/// Checks Vietnamese words that are to be a message of nothing else.
///
/// # Errors
/// If they are empty or longer than what fits.
pub fn check_words(text: &Rich) -> Result<(), Flaw> {
    fits(text, Lang::Vi, text.with_hosts().len(), TEXT_MAX)
}

fn fits(text: &Rich, lang: Lang, length: usize, max: usize) -> Result<(), Flaw> {
    if text.is_empty() {
        Err(Flaw::Empty(lang))
    } else if length > max {
        Err(Flaw::TooLong { lang, length, max })
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Audience, Kind};
    use super::*;
    use crate::channel::Media;

    fn body(text: &str) -> Body {
        Body {
            vi: Rich::plain(text),
            en: None,
            media: vec![],
            issuer: "UBND phường Hồ Sen".into(),
            audience: Audience::All,
            kind: Kind::Notice,
            source: None,
        }
    }

    fn photo() -> Attachment {
        Attachment::Photo(Media { file_id: "f".into(), unique_id: "u".into() })
    }

    #[test]
    fn every_post_names_who_speaks_and_where_it_is_from() {
        assert_eq!(as_posted(&body("Nội dung")).words(), "📢 UBND phường Hồ Sen\n\nNội dung");
        let sourced = Body { source: Some("Sở Y tế".into()), ..body("Nội dung") };
        assert_eq!(as_posted(&sourced).words(), "📢 UBND phường Hồ Sen\n\nNội dung\n\nNguồn: Sở Y tế");
    }

    #[test]
    fn each_group_reads_its_own_language_and_vietnamese_where_there_is_no_other() {
        let plain = body("Họp tổ");
        let words = |body: &Body, reads| as_posted_for(body, reads).words();
        for reads in Reads::ALL {
            assert!(words(&plain, reads).ends_with("Họp tổ"), "{reads:?}");
        }
        let two =
            Body { en: Some(Rich::plain("A meeting")), source: Some("Sở Y tế".into()), ..plain.clone() };
        assert!(words(&two, Reads::Vi).ends_with("Họp tổ\n\nNguồn: Sở Y tế"));
        assert!(words(&two, Reads::En).ends_with("Sen\n\nA meeting\n\nSource: Sở Y tế"));
        let both = words(&two, Reads::Both);
        assert!(both.contains("Họp tổ\n\nNguồn: Sở Y tế\n\nA meeting\n\nSource"), "{both}");
        assert_eq!(editions(&plain, Reads::ALL), [Reads::Vi]);
        assert_eq!(editions(&two, [Reads::En, Reads::Vi, Reads::En]), [Reads::Vi, Reads::En]);
    }

    #[test]
    fn length_is_checked_as_platforms_count() {
        assert_eq!(check(&body(" \n ")), Err(Flaw::Empty(Lang::Vi)));
        assert_eq!(check(&body(&"ộ".repeat(TEXT_MAX))), Ok(()));
        let long = Body { media: vec![photo()], ..body(&"a".repeat(CAPTION_MAX + 1)) };
        assert!(matches!(check(&long), Err(Flaw::TooLong { lang: Lang::Vi, max: CAPTION_MAX, .. })));
        let two = |n: usize| Body { en: Some(Rich::plain(&"b".repeat(n))), ..body(&"a".repeat(n)) };
        assert_eq!(check(&two(1_900)), Ok(()));
        assert!(matches!(check(&two(2_000)), Err(Flaw::BothTooLong { .. })));
        let english = Body { en: Some(Rich::plain(" ")), ..body("a") };
        assert_eq!(check(&english), Err(Flaw::Empty(Lang::En)));
    }

    #[test]
    fn only_pictures_and_films_stand_together() {
        let file = || Media { file_id: "f".into(), unique_id: "u".into() };
        let with = |media: Vec<Attachment>| check(&Body { media, ..body("a") });
        assert_eq!(with(vec![Attachment::Document(file())]), Ok(()));
        assert_eq!(with(vec![photo(), Attachment::Video(file())]), Ok(()));
        assert_eq!(with(vec![photo(), Attachment::Document(file())]), Err(Flaw::Media));
        assert_eq!(with(vec![photo(); MEDIA_MAX]), Ok(()));
        assert_eq!(with(vec![photo(); MEDIA_MAX + 1]), Err(Flaw::Media));
        assert_eq!(with(vec![Attachment::Voice(file())]), Err(Flaw::Media));
    }
}
