//! A version as the groups get it, and as staff are shown it.

use super::talk::{Talk, link_button, words};
use crate::channel::{Attachment, Button, Letter, Target};
use crate::i18n::{self, Lang, Text};
use crate::message::{self, Audience, Body};
use crate::store::{Error, Tx};
use crate::text::{Rich, shorten};
use crate::ward::store as ward;
use crate::ward::{Reads, WardId};

/// Characters (UTF-16 units) of a version below its file, where our words have to fit in too.
const WITH_FILE_MAX: usize = 560;
/// Names of an audience that are named one by one.
const NAMES_MAX: usize = 80;

/// The language in which the words around a version are said.
pub(super) fn lang_for(body: &Body, reads: Reads) -> Lang {
    if message::read_by(body, reads) == Reads::En { Lang::En } else { Lang::Vi }
}

/// What a version says in groups that read these languages; its button leads to `ask`.
pub(super) fn letter_for(body: &Body, reads: Reads, ask: Target) -> Letter {
    Letter {
        text: message::as_posted_for(body, reads),
        buttons: vec![vec![Button { label: Text::ButtonAsk.say(lang_for(body, reads)), target: ask }]],
        ..Letter::default()
    }
    .with_media(&body.media)
}

/// Whether the media of a version are shown in a message of their own before words and buttons of
/// ours: albums take no buttons, and below a file there is little room.
fn are_apart(body: &Body) -> bool {
    body.media.len() > 1 || (!body.media.is_empty() && message::as_posted(body).len() > WITH_FILE_MAX)
}

/// The media of a version that stand above words and buttons of ours.
pub(super) fn above(body: &Body) -> &[Attachment] {
    if are_apart(body) { &[] } else { &body.media }
}

/// The forms in which a version leaves that whoever looks at it is shown: Vietnamese, English if
/// there is any, and both together where a group of its audience reads both.
async fn shown(tx: &mut Tx, ward: WardId, body: &Body) -> Result<Vec<Reads>, Error> {
    let places = ward::neighbourhoods(tx, ward).await?;
    let meant = places.iter().filter(|place| body.audience.includes(place)).map(|place| place.reads);
    Ok(message::editions(body, meant.chain([Reads::Vi, Reads::En])))
}

/// Sends all that leaves, form by form, exactly as it arrives.
pub(super) async fn preview(talk: &mut Talk<'_>, body: &Body, heading: Text) -> Result<(), Error> {
    talk.say(heading).await?;
    for reads in shown(talk.tx, talk.ward.id, body).await? {
        match reads {
            Reads::Vi => {}
            Reads::En => talk.say(Text::PreviewEnglish).await?,
            Reads::Both => talk.say(Text::PreviewBoth).await?,
        }
        let letter = letter_for(body, reads, Target::Url(talk.private_link("hoi")));
        talk.send(letter).await?;
    }
    Ok(())
}

/// What comes before a card because it does not fit into it: media, and the English text. `ask`:
/// where the button of a post leads.
pub(super) fn before_card(body: &Body, ask: &str, lang: Lang) -> Vec<Letter> {
    let mut letters = Vec::new();
    if are_apart(body) {
        letters.push(letter_for(body, Reads::Vi, Target::Url(ask.to_owned())));
    }
    if body.en.is_some() {
        letters.push(words(lang, &Text::PreviewEnglish));
        letters.push(Letter {
            buttons: vec![vec![link_button(Lang::En, &Text::ButtonAsk, ask.to_owned())]],
            text: message::as_posted_for(body, Reads::En),
            ..Letter::default()
        });
    }
    letters
}

/// What a card says of a version beside its words: to whom it goes and what stands above.
pub(super) async fn card_lines(
    tx: &mut Tx,
    ward: WardId,
    mut text: Rich,
    body: &Body,
    lang: Lang,
) -> Result<Rich, Error> {
    let mut lines = Vec::new();
    if body.audience != Audience::All {
        lines.push(Text::CardAudience { to: audience(tx, ward, &body.audience, lang).await? });
    }
    if are_apart(body) {
        lines.push(Text::CardMedia { n: i18n::count(body.media.len()) });
    }
    if body.en.is_some() {
        lines.push(Text::CardEnglish);
    }
    for line in lines {
        text = text.below(1, &Rich::plain(&line.say(lang)));
    }
    Ok(text)
}

/// An audience in words.
pub(super) async fn audience(
    tx: &mut Tx,
    ward: WardId,
    audience: &Audience,
    lang: Lang,
) -> Result<String, Error> {
    let places = ward::neighbourhoods(tx, ward).await?;
    let meant: Vec<_> = places.iter().filter(|place| audience.includes(place)).collect();
    let n = i18n::count(meant.len());
    let joined = |names: Vec<&str>| shorten(&names.join(", "), NAMES_MAX);
    let text = match audience {
        Audience::All => Text::AudienceAll { n },
        _ if meant.is_empty() => Text::AudienceNone,
        Audience::Areas(areas) => {
            Text::AudienceAreas { n, names: joined(areas.iter().map(String::as_str).collect()) }
        }
        Audience::Tags(tags) => {
            Text::AudienceTags { n, names: joined(tags.iter().map(String::as_str).collect()) }
        }
        Audience::Chosen(_) => {
            Text::AudienceChosen { n, names: joined(meant.iter().map(|place| place.name.as_str()).collect()) }
        }
    };
    Ok(text.say(lang))
}
