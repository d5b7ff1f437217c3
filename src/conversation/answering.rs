//! An answer leaves: to its asker, and to all whose question is one with it, each under their
//! own code.

use super::officer::{changed, note, reply};
use super::talk::{Talk, words};
use super::{quiet, resident};
use crate::channel::{Content, Letter};
use crate::delivery::{About, Kind, Lane};
use crate::i18n::{Lang, Text};
use crate::question::store::{self as questions, Answer, AnswerId};
use crate::question::{Question, spoken};
use crate::store::Error;
use crate::text::Rich;
use crate::ward::store as ward;
use crate::ward::{PersonId, UnitId};

/// Sends a written answer. `approved_by`: the colleague who read it before, where one was asked.
pub(super) async fn give(
    talk: &mut Talk<'_>,
    id: AnswerId,
    approved_by: Option<PersonId>,
) -> Result<(), Error> {
    let Some(answer) = questions::answer(talk.tx, id).await? else {
        return reply(talk, Text::QuestionClosedHere).await;
    };
    let Some(question) = questions::question(talk.tx, answer.question).await? else { return Ok(()) };
    // Nobody is told that an answer is on its way that cannot arrive anywhere.
    let mailbox = ward::mailbox(talk.tx, question.person).await?;
    if mailbox.is_none() && question.entered_by.is_none() {
        questions::drop_draft(talk.tx, id).await?;
        return reply(talk, Text::AskerGone { code: spoken(&question.code) }).await;
    }
    if !questions::give_answer(talk.tx, &answer, approved_by).await? {
        return reply(talk, Text::QuestionClosedHere).await;
    }
    note(talk, &question, "answer").await?;
    let message = deliver(talk, &question, &answer).await?;
    if let Some(message) = message {
        questions::set_answer_message(talk.tx, id, message).await?;
    }
    for joined in questions::joined_to(talk.tx, question.id).await? {
        if let Some(joined) = questions::question(talk.tx, joined).await? {
            deliver(talk, &joined, &answer).await?;
        }
    }
    reply(talk, Text::AnswerSent { code: spoken(&question.code) }).await?;
    changed(talk, question.id).await
}

/// Sends the answer to one asker under their own code. Who has no chat hears it from whoever
/// entered the question.
async fn deliver(
    talk: &mut Talk<'_>,
    question: &Question,
    answer: &Answer,
) -> Result<Option<crate::delivery::OutgoingId>, Error> {
    if let Some(mailbox) = ward::mailbox(talk.tx, question.person).await? {
        let heading = heading(talk, question, answer.unit, Lang::of(&mailbox.language)).await?;
        let lang = Lang::of(&mailbox.language);
        let heading = match resident::pass_on_line(question, lang) {
            Some(please) => please.below(2, &heading),
            None => heading,
        };
        let letter =
            Letter { text: heading.below(2, &answer.text), photo: answer.media.clone(), ..Letter::default() };
        let sent = quiet::post_to(talk, mailbox.chat, letter, Kind::Answer, question).await?;
        resident::ask_whether(talk, question, mailbox.chat, lang).await?;
        return Ok(Some(sent));
    }
    let Some(clerk) = question.entered_by else { return Ok(None) };
    let Some(mailbox) = ward::mailbox(talk.tx, clerk).await? else { return Ok(None) };
    let lang = Lang::of(&mailbox.language);
    let please = Text::AnswerPassOn { code: spoken(&question.code), asker: question.asker.clone() };
    let heading = heading(talk, question, answer.unit, lang).await?;
    let text = words(lang, &please).text.below(2, &heading).below(2, &answer.text);
    let letter = Letter { text, photo: answer.media.clone(), ..Letter::default() };
    let about = About { question: Some(question.id), ..About::default() };
    let parcel =
        talk.notice().parcel(mailbox.chat, Kind::Answer, Lane::Answer, Content::Message(letter), about);
    talk.notice().leave(&parcel).await.map(Some)
}

async fn heading(talk: &mut Talk<'_>, question: &Question, unit: UnitId, lang: Lang) -> Result<Rich, Error> {
    let unit = ward::unit(talk.tx, talk.ward.id, unit).await?.map(|u| u.name).unwrap_or_default();
    let heading = Text::AnswerHeading { code: spoken(&question.code), unit, ward: talk.ward.name.clone() };
    Ok(Rich::bold(&heading.say(lang)))
}
