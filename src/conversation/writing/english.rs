//! The English text beside the Vietnamese one: one version holds both, one approval covers both.

use super::super::talk::{Ask, Draft, Step, Talk};
use super::{Piece, body_of, finishing, gathering};
use crate::i18n::Text;
use crate::message;
use crate::store::Error;

/// "Thêm bản tiếng Anh"
pub(super) async fn ask(talk: &mut Talk<'_>, mut draft: Draft) -> Result<(), Error> {
    if draft.text.is_none() {
        return talk.alert(Text::DraftGone).await;
    }
    draft.asks = Ask::English;
    talk.set_step(&Step::Drafting(draft)).await?;
    talk.say(Text::WriteEnglish).await
}

/// The English text came.
pub(super) async fn came(talk: &mut Talk<'_>, mut draft: Draft, piece: &Piece<'_>) -> Result<(), Error> {
    let before = draft.en.replace(piece.words.clone());
    if let Err(flaw) = message::check(&body_of(talk, &draft)) {
        draft.en = before;
        return gathering::again(talk, draft, flaw).await;
    }
    finishing::preview(talk, draft).await
}
