//! Taking a question back, any time before it is answered.

use super::own;
use crate::conversation::act::Act;
use crate::conversation::card;
use crate::conversation::notice::Notice;
use crate::conversation::status;
use crate::conversation::talk::{Talk, words};
use crate::delivery::{About, Kind};
use crate::i18n::Text;
use crate::question::store as questions;
use crate::question::{Question, QuestionId, State, spoken};
use crate::store::{Error, Tx};

/// “Rút câu hỏi”: asks once whether that is meant.
pub(in crate::conversation) async fn ask_take_back(talk: &mut Talk<'_>, id: QuestionId) -> Result<(), Error> {
    let Some(question) = own(talk, id).await? else { return talk.toast(Text::ButtonUnknown).await };
    if !may_be_taken_back(talk.tx, &question).await? {
        return talk.alert(Text::QuestionClosed).await;
    }
    let mut letter = talk.letter(&Text::TakeBackSure { code: spoken(&question.code) });
    letter.buttons = vec![
        vec![talk.button(&Text::ButtonTakeBackSure, &Act::TakeBack(id))],
        vec![talk.button(&Text::ButtonKeepQuestion, &Act::KeepQuestion(id))],
    ];
    let about = About { question: Some(id), ..About::default() };
    talk.send_about(letter, Kind::Notice, about).await
}

/// “Giữ lại”
pub(in crate::conversation) async fn keep(talk: &mut Talk<'_>, id: QuestionId) -> Result<(), Error> {
    let Some(question) = own(talk, id).await? else { return talk.toast(Text::ButtonUnknown).await };
    let letter = words(talk.lang, &Text::QuestionKept { code: spoken(&question.code) });
    talk.replace(letter).await
}

/// The asker takes a question back: its words are gone, and its unit sees that.
pub(in crate::conversation) async fn take_back(talk: &mut Talk<'_>, id: QuestionId) -> Result<(), Error> {
    let Some(question) = own(talk, id).await? else { return talk.toast(Text::ButtonUnknown).await };
    if !may_be_taken_back(talk.tx, &question).await? {
        return talk.alert(Text::QuestionClosed).await;
    }
    card::close(&mut talk.notice(), &question).await?;
    hand_on(&mut talk.notice(), &question).await?;
    questions::step(talk.tx, id, question.state, State::Withdrawn).await?;
    questions::blank(talk.tx, id).await?;
    status::renew(&mut talk.notice(), id).await?;
    let letter = words(talk.lang, &Text::TakenBack { code: spoken(&question.code) });
    talk.replace(letter).await
}

/// Whether nobody has answered it. One that is one with another is answered with that.
async fn may_be_taken_back(tx: &mut Tx, question: &Question) -> Result<bool, Error> {
    if question.state != State::Joined {
        return Ok(!question.state.is_end());
    }
    let Some(main) = question.joined_to else { return Ok(false) };
    Ok(questions::question(tx, main).await?.is_some_and(|main| main.state.is_with_unit()))
}

/// A question that goes away while others are one with it: the oldest of them is shown to the
/// unit in its place.
pub(in crate::conversation) async fn hand_on(
    notice: &mut Notice<'_>,
    question: &Question,
) -> Result<(), Error> {
    // As it stands now: among several that go away it may just have become the first.
    let Some(question) = questions::question(notice.tx(), question.id).await? else { return Ok(()) };
    if !question.state.is_with_unit() {
        return Ok(());
    }
    let Some(heir) = questions::pass_on(notice.tx(), &question).await? else { return Ok(()) };
    card::show(notice, heir.id).await?;
    status::renew(notice, heir.id).await
}
