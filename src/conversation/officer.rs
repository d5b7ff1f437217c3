//! What a unit's officers do with a question: take it on, answer by replying to its card.

use super::talk::{Step, Talk, words};
use super::{answering, card, entering, passing, status, wanted};
use crate::audit;
use crate::channel::{Letter, Media};
use crate::delivery::{self, About, Kind};
use crate::i18n::Text;
use crate::question::store::{self as questions, Taken};
use crate::question::{Question, QuestionId, State};
use crate::store::Error;
use crate::text::Rich;
use crate::ward::UnitId;
use crate::ward::store as ward;

/// Characters of one answer, so that it fits with the unit's name above it.
const ANSWER_MAX: usize = 3_800;
const ANSWER_CAPTION_MAX: usize = 800;

/// Whether who speaks may act on a question: they are an officer of the unit that has it, or of
/// the one in whose chat they speak while its questions are shown there.
pub(super) async fn may_act(talk: &mut Talk<'_>, question: &Question) -> Result<Option<UnitId>, Error> {
    let Some(unit) = question.unit.filter(|_| question.ward == talk.ward.id) else { return Ok(None) };
    if talk.roles.is_officer_of(unit) {
        return Ok(Some(unit));
    }
    let Some(owner) = ward::unit(talk.tx, question.ward, unit).await? else { return Ok(None) };
    if card::chat_for(talk.tx, question.ward, &owner).await? != Some(talk.chat.id) {
        return Ok(None);
    }
    let here = ward::unit_of_chat(talk.tx, talk.chat.id).await?;
    Ok(here.iter().any(|(_, here)| talk.roles.is_officer_of(*here)).then_some(unit))
}

/// The question of a pressed button, if who pressed may act on it; else they are told why not.
pub(super) async fn pressed(talk: &mut Talk<'_>, id: QuestionId) -> Result<Option<Question>, Error> {
    let Some(question) = questions::question(talk.tx, id).await? else {
        talk.toast(Text::ButtonUnknown).await?;
        return Ok(None);
    };
    if may_act(talk, &question).await?.is_none() {
        talk.alert(if talk.roles.is_staff() { Text::QuestionNotYours } else { Text::OnlyOfficers }).await?;
        return Ok(None);
    }
    if !question.state.is_with_unit() {
        talk.alert(Text::QuestionClosedHere).await?;
        card::refresh(&mut talk.notice(), id).await?;
        return Ok(None);
    }
    Ok(Some(question))
}

/// “Nhận việc”: colleagues see who works on it, and a second officer that somebody was first.
pub(super) async fn take(talk: &mut Talk<'_>, id: QuestionId) -> Result<(), Error> {
    let Some(question) = pressed(talk, id).await? else { return Ok(()) };
    if super::absence::stops(talk).await? {
        return Ok(());
    }
    let me = talk.me().await?;
    match questions::take(talk.tx, id, me).await? {
        Taken::Yours => {
            note(talk, &question, "take question").await?;
            talk.toast(Text::TakenByYou).await?;
        }
        Taken::Theirs(other) => {
            let name = ward::name_of(talk.tx, other).await?;
            return talk.alert(Text::TakenBefore { name }).await;
        }
        Taken::Ended(_) => return talk.alert(Text::QuestionClosedHere).await,
    }
    changed(talk, id).await?;
    passing::point_out_twin(talk, &question).await
}

/// “Trả lại cho đơn vị”
pub(super) async fn hand_back(talk: &mut Talk<'_>, id: QuestionId) -> Result<(), Error> {
    let Some(question) = pressed(talk, id).await? else { return Ok(()) };
    let me = talk.me().await?;
    if questions::hand_back(talk.tx, id, me).await? {
        note(talk, &question, "hand back question").await?;
        talk.toast(Text::HandedBack).await?;
    }
    changed(talk, id).await
}

/// Brings everybody's view of a question up to date.
pub(super) async fn changed(talk: &mut Talk<'_>, id: QuestionId) -> Result<(), Error> {
    let mut notice = talk.notice();
    card::refresh(&mut notice, id).await?;
    status::tell(&mut notice, id).await
}

/// Writes an act on a question into the log: its code, never its words.
pub(super) async fn note(talk: &mut Talk<'_>, question: &Question, act: &str) -> Result<(), Error> {
    let me = talk.me().await?;
    audit::append(talk.tx, talk.ward.id, Some(me), act, &format!("question:{}", question.id), &question.code)
        .await?;
    Ok(())
}

/// Words in a unit's chat that are for us: a reply to a card is the answer.
pub(super) async fn answered(
    talk: &mut Talk<'_>,
    text: &Rich,
    photo: Option<&Media>,
    reply_to: Option<&str>,
) -> Result<(), Error> {
    let found = match reply_to {
        Some(message) => delivery::outgoing_by_message(talk.tx, talk.chat.id, message).await?,
        None => None,
    };
    // A reply to a card is the answer, whatever else was asked for meanwhile.
    if found.as_ref().is_none_or(|found| !shows_question(&found.kind)) {
        match talk.step().await? {
            Some(Step::Wanted { question, wanted }) => {
                return wanted::came(talk, question, wanted, text).await;
            }
            Some(Step::Entering | Step::EnteringAsker { .. }) => {
                return entering::came(talk, text).await.map(|_| ());
            }
            _ => {}
        }
    }
    let question = match found.and_then(|f| f.about.question) {
        Some(id) => questions::question(talk.tx, id).await?,
        None => None,
    };
    // What is one with another question is answered with that.
    let question = match question.as_ref().and_then(|question| question.joined_to) {
        Some(main) => questions::question(talk.tx, main).await?,
        None => question,
    };
    let Some(question) = question else { return reply(talk, Text::AnswerHow).await };
    let Some(unit) = may_act(talk, &question).await? else {
        let why = if talk.roles.is_staff() && question.unit.is_some() {
            Text::QuestionNotYours
        } else {
            Text::OnlyOfficers
        };
        return reply(talk, why).await;
    };
    if text.is_empty() {
        return reply(talk, Text::AnswerEmpty).await;
    }
    let max = if photo.is_some() { ANSWER_CAPTION_MAX } else { ANSWER_MAX };
    if text.len() > max {
        let (length, max) = (text.len(), max);
        return reply(
            talk,
            Text::TextTooLong {
                length: i64::try_from(length).unwrap_or(i64::MAX),
                max: i64::try_from(max).unwrap_or(i64::MAX),
            },
        )
        .await;
    }
    if !question.state.is_with_unit() && question.state != State::Answered {
        return reply(talk, Text::QuestionClosedHere).await;
    }
    let me = talk.me().await?;
    let message = talk.message_id.clone();
    let source = message.as_deref().map(|message| (talk.chat.id, message));
    let answer = questions::write_answer(talk.tx, question.id, unit, me, text, photo, source).await?;
    answering::written(talk, &question, answer, text, photo.is_some()).await
}

/// Whether a message of this kind shows a question to who answers it: its card, or what was sent
/// with it. A reply to it is the answer.
pub(super) fn shows_question(kind: &str) -> bool {
    kind == Kind::Card.code() || kind == Kind::Media.code()
}

pub(super) async fn reply(talk: &mut Talk<'_>, text: Text) -> Result<(), Error> {
    let mut letter = words(talk.lang, &text);
    if has_pressed_choices(talk).await? {
        return talk.replace(letter).await;
    }
    letter.reply_to.clone_from(&talk.message_id);
    talk.send(letter).await
}

/// Sends choices or a prompt about a question; in place of the choices that led here, so that no
/// old buttons stay behind.
pub(super) async fn go_on(talk: &mut Talk<'_>, id: QuestionId, letter: Letter) -> Result<(), Error> {
    if has_pressed_choices(talk).await? {
        return talk.replace(letter).await;
    }
    let about = About { question: Some(id), ..About::default() };
    talk.send_about(letter, Kind::Acknowledgement, about).await
}

/// Whether the pressed button is on choices about a question, not on its card, and they stand as
/// they stood.
async fn has_pressed_choices(talk: &mut Talk<'_>) -> Result<bool, Error> {
    if talk.is_replaced {
        return Ok(false);
    }
    let (Some(_), Some(message)) = (&talk.press, talk.message_id.clone()) else { return Ok(false) };
    let pressed = delivery::outgoing_by_message(talk.tx, talk.chat.id, &message).await?;
    Ok(pressed.is_some_and(|p| p.kind == Kind::Acknowledgement.code() && p.about.question.is_some()))
}
