//! What is taken over from elsewhere keeps its source; what staff send on begins a message.

use super::super::act::Act;
use super::super::talk::{Ask, Draft, Step, Talk};
use super::{Given, Piece, ask_group, body_of, finishing, gathering};
use crate::i18n::Text;
use crate::message;
use crate::store::Error;
use crate::text::{nfc, shorten};

/// Characters of a source's name.
pub(super) const SOURCE_MAX: usize = 100;

/// The source is asked for.
pub(super) async fn ask(talk: &mut Talk<'_>, mut draft: Draft) -> Result<(), Error> {
    if draft.text.is_none() {
        return talk.alert(Text::DraftGone).await;
    }
    draft.asks = Ask::Source;
    talk.set_step(&Step::Drafting(draft)).await?;
    talk.say(Text::WriteSource).await
}

/// The name of the source came.
pub(super) async fn came(talk: &mut Talk<'_>, mut draft: Draft, piece: &Piece<'_>) -> Result<(), Error> {
    let name = nfc(piece.words.words().trim()).replace('\n', " ");
    if name.is_empty() || name.chars().count() > SOURCE_MAX {
        return talk.say(Text::WriteSource).await;
    }
    let before = draft.source.replace(name);
    if let Err(flaw) = message::check(&body_of(talk, &draft)) {
        // The text has no room for it; what was shown before goes on.
        draft.source = before;
        return gathering::again(talk, draft, flaw).await;
    }
    finishing::preview(talk, draft).await
}

/// Whether who speaks can make a message of what they send on.
pub(super) fn may_begin(talk: &Talk<'_>, piece: &Piece<'_>) -> bool {
    talk.roles.may_write() && piece.forwarded.is_some() && !matches!(piece.media, Some(Given::Unfit))
}

/// Something was sent on outside of a draft: a message can be made of it. Of an album, each
/// further part is added without a word.
pub(super) async fn forwarded(talk: &mut Talk<'_>, draft: Draft, piece: &Piece<'_>) -> Result<(), Error> {
    if piece.goes_on(&draft) {
        let mut draft = draft;
        gathering::add(&mut draft, piece);
        if draft.text.is_none() && !piece.words.is_empty() {
            draft.text = Some(piece.words.clone());
        }
        return talk.set_step(&Step::Forwarded(draft)).await;
    }
    let mut draft = Draft {
        text: (!piece.words.is_empty()).then(|| piece.words.clone()),
        album: piece.album.map(str::to_owned),
        ..Draft::default()
    };
    if let Some(Given::File(file)) = &piece.media {
        draft.media = vec![file.clone()];
    }
    gathering::take_source(&mut draft, piece);
    let from = draft.source.clone().map(|name| shorten(&name, 60));
    talk.set_step(&Step::Forwarded(draft)).await?;
    let mut letter = talk.letter(&match from {
        Some(source) => Text::ForwardedFrom { source },
        None => Text::Forwarded,
    });
    letter.buttons = vec![vec![talk.button(&Text::ButtonWriteForwarded, &Act::WriteForwarded)]];
    talk.send(letter).await
}

/// "Soạn tin từ nội dung này"
pub(in crate::conversation) async fn of_forwarded(talk: &mut Talk<'_>) -> Result<(), Error> {
    if !talk.roles.may_write() {
        return talk.alert(Text::OnlyWriters).await;
    }
    let Some(Step::Forwarded(draft)) = talk.step().await? else {
        return talk.alert(Text::ForwardedGone).await;
    };
    ask_group(talk, Draft { asks: Ask::ContentGroup, ..draft }).await
}
