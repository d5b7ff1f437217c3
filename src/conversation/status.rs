//! What a resident sees of their question: one message in their own chat, kept up to date.

use std::cmp::Ordering;

use chrono::{DateTime, Utc};

use super::act::Act;
use super::notice::Notice;
use super::talk::button;
use super::{Desk, kinds, quiet};
use crate::channel::{Button, Content, Letter};
use crate::delivery::{self, About, Kind, Lane};
use crate::i18n::{self, Lang, Text, hanoi};
use crate::question::store as questions;
use crate::question::{Question, QuestionId, State, spoken};
use crate::store::{Error, Tx};
use crate::text::Rich;
use crate::ward::store as ward;

/// Questions of which one message tells at most: more would not be read.
const TOGETHER_MAX: usize = 10;

/// Brings the asker's message about a question up to date; makes one where there is none. Who
/// cannot be reached is shown it once they can be, by `/cauhoi`.
pub(super) async fn tell(notice: &mut Notice<'_>, id: QuestionId) -> Result<(), Error> {
    tell_at(notice, id, None).await
}

/// The same because time passed: a new message waits for the morning.
pub(super) async fn tell_later(notice: &mut Notice<'_>, desk: &Desk, id: QuestionId) -> Result<(), Error> {
    let Some(question) = questions::question(notice.tx(), id).await? else { return Ok(()) };
    let due = quiet::until(desk, notice.tx().now(), &question);
    tell_at(notice, id, due).await
}

async fn tell_at(notice: &mut Notice<'_>, id: QuestionId, due: Option<DateTime<Utc>>) -> Result<(), Error> {
    if renewed(notice, id).await? {
        return Ok(());
    }
    let Some(question) = questions::question(notice.tx(), id).await? else { return Ok(()) };
    let Some(mailbox) = ward::mailbox(notice.tx(), question.person).await? else { return Ok(()) };
    let letter = letter(notice.tx(), &question, Lang::of(&mailbox.language)).await?;
    let about = About { question: Some(id), ..About::default() };
    let content = Content::Message(letter);
    let mut parcel = notice.parcel(mailbox.chat, Kind::Acknowledgement, Lane::Answer, content, about);
    parcel.due_at = due;
    let message = notice.leave(&parcel).await?;
    questions::set_status(notice.tx(), id, message).await
}

/// Brings the asker's message up to date where there is one: an edit makes no sound.
pub(super) async fn renew(notice: &mut Notice<'_>, id: QuestionId) -> Result<(), Error> {
    renewed(notice, id).await.map(|_| ())
}

async fn renewed(notice: &mut Notice<'_>, id: QuestionId) -> Result<bool, Error> {
    let Some(question) = questions::question(notice.tx(), id).await? else { return Ok(false) };
    let Some(mailbox) = ward::mailbox(notice.tx(), question.person).await? else { return Ok(false) };
    let Some(status) = question.status else { return Ok(false) };
    let told = questions::of_status(notice.tx(), status).await?;
    if told.len() > 1 {
        let letter = together(notice.tx(), &told, Lang::of(&mailbox.language)).await?;
        // Once it has left, what becomes of each is told in a message of its own.
        return delivery::reword(notice.tx(), status, &Content::Message(letter)).await;
    }
    let letter = letter(notice.tx(), &question, Lang::of(&mailbox.language)).await?;
    if let Some((chat, target)) = delivery::place_of(notice.tx(), status).await? {
        let about = About { question: Some(id), ..About::default() };
        notice.edit(chat, target, letter, about).await?;
        return Ok(true);
    }
    delivery::reword(notice.tx(), status, &Content::Message(letter)).await
}

/// Lets the asker's last message tell of this question too, where it still waits to be sent: who
/// asks much in a crowd hears of it in one message. `false`: there is none that waits.
pub(super) async fn joins(tx: &mut Tx, question: &Question, lang: Lang) -> Result<bool, Error> {
    let Some(status) = questions::newest_status(tx, question.person).await? else { return Ok(false) };
    if !delivery::may_reword(tx, status).await? {
        return Ok(false);
    }
    let mut told = questions::of_status(tx, status).await?;
    if told.len() >= TOGETHER_MAX {
        return Ok(false);
    }
    told.push(question.id);
    let letter = together(tx, &told, lang).await?;
    if !delivery::reword_together(tx, status, &Content::Message(letter)).await? {
        return Ok(false);
    }
    questions::set_status(tx, question.id, status).await?;
    Ok(true)
}

/// How several questions stand, a line each.
async fn together(tx: &mut Tx, ids: &[QuestionId], lang: Lang) -> Result<Letter, Error> {
    let heading = Text::StatusTogether { n: i18n::count(ids.len()) };
    let mut letter = Letter { text: Rich::bold(&heading.say(lang)), ..Letter::default() };
    for id in ids {
        let Some(question) = questions::question(tx, *id).await? else { continue };
        let code = spoken(&question.code);
        let state = line(tx, &question, lang).await?.say(lang);
        let one = Text::QuestionLine { code: code.clone(), state };
        letter.text = letter.text.below(1, &Rich::plain(&one.say(lang)));
        let open = Text::ButtonMyQuestion { code };
        letter.buttons.push(vec![button(lang, &open, &Act::MyQuestion(*id))]);
    }
    Ok(letter)
}

/// The message, in words that say who answers, by when, and what happens next.
pub(super) async fn letter(tx: &mut Tx, question: &Question, lang: Lang) -> Result<Letter, Error> {
    let heading = Text::StatusHeading { code: spoken(&question.code) };
    let (unit, due) = (unit_name(tx, question).await?, due_day(question, lang));
    let is_late = question.due_at.is_some_and(|at| at <= tx.now());
    let body = match question.state {
        State::Open if is_late => Text::StatusLate { unit, due },
        State::Open if question.reopened_at.is_some() => Text::StatusReopened { unit, due },
        State::Open if question.taken_by.is_some() => Text::StatusInHand { unit, due },
        State::Open => Text::StatusOpen { unit, due },
        State::Waiting => Text::StatusWaiting { unit },
        State::Answered => Text::StatusAnswered { unit },
        _ => Text::StatusOther { state: line(tx, question, lang).await?.say(lang) },
    };
    let mut text = Rich::bold(&heading.say(lang)).below(1, &Rich::plain(&body.say(lang)));
    if let Some(moved) = moved(tx, question, lang).await? {
        text = text.below(1, &Rich::plain(&moved.say(lang)));
    }
    let letter = Letter { text, buttons: buttons(question.id, question.state, lang), ..Letter::default() };
    Ok(kinds::with_line(letter, kinds::line(tx, question, lang).await?))
}

/// That the ward's calendar has moved the day by which an answer was promised.
async fn moved(tx: &mut Tx, question: &Question, lang: Lang) -> Result<Option<Text>, Error> {
    let Some(due_at) = question.due_at.filter(|_| question.state == State::Open) else { return Ok(None) };
    let Some(from) = questions::moved(tx, question.id).await? else { return Ok(None) };
    let (was, is) = (hanoi(from).date_naive(), hanoi(due_at).date_naive());
    let from = i18n::day(was, lang);
    Ok(match is.cmp(&was) {
        Ordering::Greater => Some(Text::StatusMovedLater { from }),
        Ordering::Less => Some(Text::StatusMovedEarlier { from }),
        Ordering::Equal => None,
    })
}

/// What its asker can do with a question that stands there.
pub(super) fn buttons(id: QuestionId, state: State, lang: Lang) -> Vec<Vec<Button>> {
    let add = || button(lang, &Text::ButtonAdd, &Act::AddTo(id));
    let take_back = || button(lang, &Text::ButtonTakeBack, &Act::AskTakeBack(id));
    match state {
        State::Held | State::Choosing | State::Open | State::Waiting => vec![vec![add(), take_back()]],
        State::Answered => vec![
            vec![button(lang, &Text::ButtonSolved, &Act::Helped(id))],
            vec![button(lang, &Text::ButtonNotSolved, &Act::NotHelped(id))],
            vec![add()],
        ],
        State::Joined => vec![vec![take_back()]],
        State::Confirmed | State::Closed | State::Referred | State::Told | State::Withdrawn => Vec::new(),
    }
}

async fn unit_name(tx: &mut Tx, question: &Question) -> Result<String, Error> {
    let Some(unit) = question.unit else { return Ok(String::new()) };
    Ok(ward::unit(tx, question.ward, unit).await?.map(|u| u.name).unwrap_or_default())
}

fn due_day(question: &Question, lang: Lang) -> String {
    question.due_at.map(|at| i18n::day(hanoi(at).date_naive(), lang)).unwrap_or_default()
}

/// How a question stands, in one line.
pub(super) async fn line(tx: &mut Tx, question: &Question, lang: Lang) -> Result<Text, Error> {
    let (unit, due) = (unit_name(tx, question).await?, due_day(question, lang));
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
        State::Referred if !question.outside_ref.is_empty() => Text::QuestionReferredUnder {
            who: question.outside.clone(),
            reference: question.outside_ref.clone(),
        },
        State::Referred => Text::QuestionReferredTo { who: question.outside.clone() },
        State::Joined => Text::QuestionJoined { unit },
        State::Told => Text::QuestionTold,
        State::Withdrawn => Text::QuestionWithdrawn,
    })
}
