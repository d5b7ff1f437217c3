//! What a unit's officers do: answer by replying to a card, see what is open.

use super::talk::{Talk, words};
use crate::audit;
use crate::channel::{Letter, Media};
use crate::delivery::{self, About, Kind, Lane};
use crate::i18n::{self, Lang, Text};
use crate::question::store as questions;
use crate::question::{State, spoken};
use crate::store::Error;
use crate::text::{Rich, shorten};
use crate::ward::store as ward;

/// Characters of one answer, so that it fits with the unit's name above it.
const ANSWER_MAX: usize = 3_800;
const ANSWER_CAPTION_MAX: usize = 800;

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
    let question = match found.and_then(|f| f.about.question) {
        Some(id) => questions::question(talk.tx, id).await?,
        None => None,
    };
    let Some(question) = question else { return reply(talk, Text::AnswerHow).await };
    let Some(unit) = question.unit else { return reply(talk, Text::QuestionClosedHere).await };
    let here = ward::unit_of_chat(talk.tx, talk.chat.id).await?;
    let allowed =
        talk.roles.is_officer_of(unit) || here.iter().any(|(_, unit)| talk.roles.is_officer_of(*unit));
    if !allowed || question.ward != talk.ward.id {
        return reply(talk, Text::OnlyOfficers).await;
    }
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
    if !matches!(question.state, State::Open | State::Answered) {
        return reply(talk, Text::QuestionClosedHere).await;
    }
    let Some(mailbox) = ward::mailbox(talk.tx, question.person).await? else {
        return reply(talk, Text::AskerGone { code: spoken(&question.code) }).await;
    };
    let me = talk.me().await?;
    if !questions::answer(talk.tx, question.id, unit, me, text).await? {
        return reply(talk, Text::QuestionClosedHere).await;
    }
    audit::append(
        talk.tx,
        talk.ward.id,
        Some(me),
        "answer",
        &format!("question:{}", question.id),
        &question.code,
    )
    .await?;
    let unit_name = ward::unit(talk.tx, talk.ward.id, unit).await?.map(|u| u.name).unwrap_or_default();
    let lang = Lang::of(&mailbox.language);
    let code = spoken(&question.code);
    let heading = Text::AnswerHeading { code: code.clone(), unit: unit_name, ward: talk.ward.name.clone() };
    let letter = Letter {
        text: Rich::bold(&heading.say(lang)).below(2, text),
        photo: photo.cloned(),
        ..Letter::default()
    };
    let about = About { question: Some(question.id), ..About::default() };
    talk.post_to(mailbox.chat, letter, Kind::Answer, Lane::Answer, about).await?;
    reply(talk, Text::AnswerSent { code }).await
}

async fn reply(talk: &mut Talk<'_>, text: Text) -> Result<(), Error> {
    let mut letter = words(talk.lang, &text);
    letter.reply_to.clone_from(&talk.message_id);
    talk.send(letter).await
}

/// `/hopthu`
pub(super) async fn open_questions(talk: &mut Talk<'_>) -> Result<(), Error> {
    if !talk.is_private() {
        return talk.say(Text::OnlyInPrivate).await;
    }
    let units = ward::units(talk.tx, talk.ward.id).await?;
    let mine: Vec<_> = units.into_iter().filter(|u| talk.roles.is_officer_of(u.id)).collect();
    if mine.is_empty() {
        return talk.say(Text::OnlyOfficersInbox).await;
    }
    let lang = talk.lang;
    let mut text = Rich::default();
    let mut open = 0;
    for question in questions::in_state(talk.tx, talk.ward.id, State::Open).await? {
        let Some(unit) = mine.iter().find(|u| Some(u.id) == question.unit) else { continue };
        open += 1;
        if open > 20 {
            continue;
        }
        let line = Text::InboxLine {
            code: spoken(&question.code),
            unit: unit.name.clone(),
            due: question.due_at.map(|at| i18n::moment(at, lang)).unwrap_or_default(),
        };
        text = text.below(2, &Rich::bold(&line.say(lang)));
        text = text.below(1, &Rich::plain(&shorten(&question.text, 150)));
    }
    if open == 0 {
        return talk.say(Text::InboxEmpty).await;
    }
    let heading = Rich::bold(&Text::InboxHeading { n: open }.say(lang));
    let letter = Letter { text: heading.below(1, &text), ..Letter::default() };
    talk.send_about(letter, Kind::Extract, About::default()).await
}
