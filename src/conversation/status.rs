//! What a resident sees of their question: one message in their own chat, kept up to date.

use super::notice::Notice;
use crate::channel::{Content, Letter};
use crate::delivery::{self, About, Kind, Lane};
use crate::i18n::{self, Lang, Text, hanoi};
use crate::question::store as questions;
use crate::question::{Question, QuestionId, State, spoken};
use crate::store::{Error, Tx};
use crate::text::Rich;
use crate::ward::store as ward;

/// Brings the asker's message about a question up to date; makes one where there is none. Who
/// cannot be reached is shown it once they can be, by `/cauhoi`.
pub(super) async fn tell(notice: &mut Notice<'_>, id: QuestionId) -> Result<(), Error> {
    let Some(question) = questions::question(notice.tx(), id).await? else { return Ok(()) };
    let Some(mailbox) = ward::mailbox(notice.tx(), question.person).await? else { return Ok(()) };
    let letter = letter(notice.tx(), &question, Lang::of(&mailbox.language)).await?;
    let about = About { question: Some(id), ..About::default() };
    let content = Content::Message(letter.clone());
    if let Some(status) = question.status {
        if let Some((chat, target)) = delivery::place_of(notice.tx(), status).await? {
            return notice.edit(chat, target, letter, about).await;
        }
        if delivery::reword(notice.tx(), status, &content).await? {
            return Ok(());
        }
    }
    let parcel = notice.parcel(mailbox.chat, Kind::Acknowledgement, Lane::Answer, content, about);
    let message = notice.leave(&parcel).await?;
    questions::set_status(notice.tx(), id, message).await
}

/// The message, in words that say what happens next.
pub(super) async fn letter(tx: &mut Tx, question: &Question, lang: Lang) -> Result<Letter, Error> {
    let heading = Text::StatusHeading { code: spoken(&question.code) };
    let text =
        Rich::bold(&heading.say(lang)).below(1, &Rich::plain(&line(tx, question, lang).await?.say(lang)));
    Ok(Letter { text, ..Letter::default() })
}

/// How a question stands, in one line.
pub(super) async fn line(tx: &mut Tx, question: &Question, lang: Lang) -> Result<Text, Error> {
    let unit = match question.unit {
        Some(unit) => ward::unit(tx, question.ward, unit).await?.map(|u| u.name).unwrap_or_default(),
        None => String::new(),
    };
    let due = question.due_at.map(|at| i18n::day(hanoi(at).date_naive(), lang)).unwrap_or_default();
    Ok(match question.state {
        State::Held => Text::QuestionHeld,
        State::Choosing => Text::QuestionChoosing,
        State::Open if question.reopened_at.is_some() => Text::QuestionReopened { unit, due },
        State::Open if question.taken_by.is_some() => Text::QuestionInHand { unit, due },
        State::Open => Text::QuestionOpen { unit, due },
        State::Waiting => Text::QuestionWaiting { unit },
        State::Answered => Text::QuestionAnswered { unit },
        State::Confirmed => Text::QuestionConfirmed { unit },
        State::Closed => Text::QuestionEnded { unit },
        State::Referred if question.outside.is_empty() => Text::QuestionReferred,
        State::Referred => Text::QuestionReferredTo { who: question.outside.clone() },
        State::Joined => Text::QuestionJoined { unit },
        State::Told => Text::QuestionTold,
        State::Withdrawn => Text::QuestionWithdrawn,
    })
}
