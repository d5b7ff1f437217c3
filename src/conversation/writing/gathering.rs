//! The text and the media of a message, as they come. An album comes in parts: each is counted,
//! and its author says when all of it is there; what comes later still is added all the same.

use super::super::act::Act;
use super::super::talk::{Ask, Draft, Step, Talk};
use super::{Given, Piece, body_of, finishing, flaw_text};
use crate::delivery::{self, About, Kind, Lane};
use crate::i18n::{self, Lang, Text};
use crate::message::{self, Flaw, MEDIA_MAX};
use crate::store::Error;

/// Words or files came while they are asked for.
pub(super) async fn came(talk: &mut Talk<'_>, mut draft: Draft, piece: &Piece<'_>) -> Result<(), Error> {
    if let Some(Given::Unfit) = piece.media {
        return talk.say(Text::MediaUnfit).await;
    }
    if draft.asks == Ask::Album {
        return more(talk, draft, piece).await;
    }
    take_source(&mut draft, piece);
    let before = draft.text.clone();
    if draft.asks == Ask::Text && !piece.words.is_empty() {
        draft.text = Some(piece.words.clone());
    }
    let Some(Given::File(file)) = &piece.media else {
        if draft.asks == Ask::Photo {
            return talk.say(Text::WritePhotoOrSkip).await;
        }
        if let Err(flaw) = message::check(&body_of(talk, &draft)) {
            // The author writes it anew; nothing else is lost.
            draft.text = before;
            return again(talk, draft, flaw).await;
        }
        return settle(talk, draft).await;
    };
    draft.media = vec![file.clone()];
    draft.album = piece.album.map(str::to_owned);
    if draft.album.is_some() && file.fits_in_album() {
        if draft.text.is_none() && !piece.words.is_empty() {
            draft.text = Some(piece.words.clone());
        }
        draft.counted = None;
        return count(talk, draft).await;
    }
    settle(talk, draft).await
}

/// What was sent on keeps the name of the channel or group that it comes from.
pub(super) fn take_source(draft: &mut Draft, piece: &Piece<'_>) {
    if let Some(name) = piece.forwarded.filter(|name| !name.is_empty()) {
        draft.source = Some(crate::text::shorten(name, super::source::SOURCE_MAX));
    }
}

/// Text and media are there as far as they have been sent: what is missing is asked for, then
/// comes the preview.
pub(in crate::conversation) async fn settle(talk: &mut Talk<'_>, mut draft: Draft) -> Result<(), Error> {
    if let Err(flaw) = message::check(&body_of(talk, &draft)) {
        return again(talk, draft, flaw).await;
    }
    if draft.media.is_empty() {
        draft.asks = Ask::Photo;
        talk.set_step(&Step::Drafting(draft)).await?;
        let mut letter = talk.letter(&Text::WritePhoto);
        letter.buttons = vec![vec![talk.button(&Text::ButtonNoPhoto, &Act::NoPhoto)]];
        return talk.send(letter).await;
    }
    finishing::preview(talk, draft).await
}

/// Says what is wrong and waits for that to be written again.
pub(super) async fn again(talk: &mut Talk<'_>, mut draft: Draft, flaw: Flaw) -> Result<(), Error> {
    draft.asks = match flaw {
        Flaw::Empty(Lang::En) | Flaw::TooLong { lang: Lang::En, .. } | Flaw::BothTooLong { .. } => {
            Ask::English
        }
        _ => Ask::Text,
    };
    talk.set_step(&Step::Drafting(draft)).await?;
    talk.say(flaw_text(flaw)).await
}

/// Another part of an album, or one more picture sent by itself.
async fn more(talk: &mut Talk<'_>, mut draft: Draft, piece: &Piece<'_>) -> Result<(), Error> {
    take_source(&mut draft, piece);
    if !piece.words.is_empty() && (piece.media.is_none() || draft.text.is_none()) {
        draft.text = Some(piece.words.clone());
    }
    if !add(&mut draft, piece) {
        talk.set_step(&Step::Drafting(draft)).await?;
        return talk.say(Text::AlbumNoMore { max: i18n::count(MEDIA_MAX) }).await;
    }
    count(talk, draft).await
}

/// Puts a file beside the others; `false`: there is no room for it, or it does not go with them.
pub(super) fn add(draft: &mut Draft, piece: &Piece<'_>) -> bool {
    let Some(given) = &piece.media else { return true };
    match given {
        Given::File(file) if file.fits_in_album() && draft.media.len() < MEDIA_MAX => {
            draft.media.push(file.clone());
            true
        }
        _ => false,
    }
}

/// A part of an album that comes when its author is further already: it is added, and the preview
/// renewed.
pub(super) async fn late(talk: &mut Talk<'_>, mut draft: Draft, piece: &Piece<'_>) -> Result<(), Error> {
    if !add(&mut draft, piece) {
        return talk.say(Text::AlbumNoMore { max: i18n::count(MEDIA_MAX) }).await;
    }
    if draft.text.is_none() && !piece.words.is_empty() {
        draft.text = Some(piece.words.clone());
    }
    if draft.asks == Ask::ContentGroup {
        return talk.set_step(&Step::Drafting(draft)).await;
    }
    settle(talk, draft).await
}

/// Says how many there are, in one message that is kept up to date.
async fn count(talk: &mut Talk<'_>, mut draft: Draft) -> Result<(), Error> {
    draft.asks = Ask::Album;
    let mut letter = talk.letter(&Text::AlbumCounted { n: i18n::count(draft.media.len()) });
    letter.buttons = vec![vec![talk.button(&Text::ButtonAlbumDone, &Act::AlbumDone)]];
    if let Some(counted) = draft.counted
        && !delivery::take_back(talk.tx, counted).await?
        && let Some((chat, message)) = delivery::place_of(talk.tx, counted).await?
    {
        talk.edit(chat, message, letter).await?;
        return talk.set_step(&Step::Drafting(draft)).await;
    }
    // One that has not left is taken back, and of one that is just leaving nobody knows where it
    // stands: another one follows.
    let chat = talk.chat.id;
    let sent = talk.post_to(chat, letter, Kind::Notice, Lane::Interactive, About::default()).await?;
    draft.counted = Some(sent);
    talk.set_step(&Step::Drafting(draft)).await
}

/// "Xem trước": all of the album is there.
pub(super) async fn done(talk: &mut Talk<'_>, draft: Draft) -> Result<(), Error> {
    if draft.media.is_empty() {
        return talk.alert(Text::DraftGone).await;
    }
    settle(talk, draft).await
}
