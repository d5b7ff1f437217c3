//! What a resident says about a question that is there already: under the same code.

use chrono::{DateTime, Utc};

use super::asking::{QUESTION_MAX, Wish, ask_in_private, open, route, take};
use super::{flood, own};
use crate::channel::{Content, Letter};
use crate::conversation::act::Act;
use crate::conversation::notice::Notice;
use crate::conversation::talk::{Step, Talk, words};
use crate::conversation::{card, reckoning, status};
use crate::delivery::{self, About, Kind, Lane};
use crate::i18n::{self, Lang, Text, hanoi};
use crate::question::media::store as media;
use crate::question::route::{COMPLAINT, EMERGENCY, NOT_A_QUESTION};
use crate::question::store::{self as questions, Moved, Side};
use crate::question::{Deed, Question, QuestionId, State, spoken};
use crate::store::Error;
use crate::text::{Rich, nfc};
use crate::ward::ChatId;
use crate::ward::store as ward;

/// Whether something can still be added: nobody has closed it. What is one with another question
/// has no card of its own, so what is said then is a question of its own.
pub(super) fn takes_more(question: &Question) -> bool {
    !question.state.is_end() || question.state == State::Answered
}

/// A reply in private to a message of ours about a question of theirs. `false`: it is none.
pub(in crate::conversation) async fn replied(
    talk: &mut Talk<'_>,
    text: &Rich,
    reply_to: Option<&str>,
) -> Result<bool, Error> {
    let Some(message) = reply_to.filter(|_| !text.is_empty()) else { return Ok(false) };
    let found = delivery::outgoing_by_message(talk.tx, talk.chat.id, message).await?;
    let Some(found) = found.filter(|f| f.kind != Kind::Card.code()) else { return Ok(false) };
    let Some(id) = found.about.question else { return Ok(false) };
    let Some(question) = own(talk, id).await? else { return Ok(false) };
    if !takes_more(&question) {
        return Ok(false);
    }
    if matches!(talk.step().await?, Some(Step::Asking { .. } | Step::Adding { .. })) {
        talk.clear_step().await?;
    }
    add(talk, &question, text, true).await?;
    Ok(true)
}

/// “Bổ sung”: the next words belong to this question.
pub(in crate::conversation) async fn ask_to_add(talk: &mut Talk<'_>, id: QuestionId) -> Result<(), Error> {
    let Some(question) = own(talk, id).await? else { return talk.toast(Text::ButtonUnknown).await };
    if !takes_more(&question) {
        return talk.alert(Text::QuestionClosed).await;
    }
    talk.set_step(&Step::Adding { question: id }).await?;
    let letter = talk.letter(&Text::AddHow { code: spoken(&question.code) });
    let about = About { question: Some(id), ..About::default() };
    talk.send_about(letter, Kind::Notice, about).await
}

/// The words that were asked for came.
pub(in crate::conversation) async fn adds(
    talk: &mut Talk<'_>,
    id: QuestionId,
    text: &Rich,
) -> Result<(), Error> {
    let question = own(talk, id).await?.filter(takes_more);
    let Some(question) = question.filter(|_| !text.is_empty()) else {
        return ask_in_private(talk, text, None).await;
    };
    talk.clear_step().await?;
    add(talk, &question, text, true).await
}

/// Words in private that answer nothing. While exactly one question waits for its asker, they are
/// taken as the answer to it, which one press undoes.
pub(in crate::conversation) async fn words_in_private(talk: &mut Talk<'_>, text: &Rich) -> Result<(), Error> {
    let me = talk.me().await?;
    let mut waiting: Vec<Question> =
        questions::of_person(talk.tx, me).await?.into_iter().filter(|q| q.state == State::Waiting).collect();
    match (waiting.pop(), waiting.is_empty(), text.is_empty()) {
        (Some(question), true, false) => add(talk, &question, text, false).await,
        _ => ask_in_private(talk, text, None).await,
    }
}

/// “Đây là câu hỏi mới”: what was taken as an answer is taken away again and asked anew.
pub(in crate::conversation) async fn is_new(
    talk: &mut Talk<'_>,
    id: QuestionId,
    n: i32,
) -> Result<(), Error> {
    let Some(question) = own(talk, id).await? else { return talk.toast(Text::ButtonUnknown).await };
    let Some((text, source)) = questions::take_words(talk.tx, id, n).await? else {
        return talk.alert(Text::QuestionClosed).await;
    };
    if question.state == State::Open {
        questions::move_on(talk.tx, id, Deed::AskBack, None, "").await?;
    }
    card::refresh(&mut talk.notice(), id).await?;
    status::renew(&mut talk.notice(), id).await?;
    let letter = words(talk.lang, &Text::NewInstead);
    talk.replace(letter).await?;
    // From here on it is as if these words had just come.
    talk.finish_press().await?;
    talk.message_id = source;
    take(talk, Wish { text: &text, post: None, asker: None }).await
}

/// “Hỏi thêm về câu …”: what waits for a field belongs to a question that they asked before.
pub(in crate::conversation) async fn belongs_to(
    talk: &mut Talk<'_>,
    id: QuestionId,
    code: &str,
) -> Result<(), Error> {
    let Some(question) = own(talk, id).await? else { return talk.toast(Text::ButtonUnknown).await };
    let earlier = questions::by_code(talk.tx, talk.ward.id, code).await?;
    let earlier = earlier.filter(|earlier| earlier.person == question.person && takes_more(earlier));
    let Some(earlier) = earlier.filter(|_| question.state == State::Choosing) else {
        return talk.alert(Text::QuestionClosed).await;
    };
    if let (Some(unit), false) = (earlier.unit, media::dated(talk.tx, id).await?.is_empty()) {
        // What came with it hangs on it: it goes to the same unit under its own number.
        let Some(unit) = ward::unit(talk.tx, talk.ward.id, unit).await? else { return Ok(()) };
        let letter = words(talk.lang, &Text::FieldChosen { code: spoken(&question.code) });
        talk.replace(letter).await?;
        return open(talk, &question, &unit, &unit.code, "chosen", question.kind, false).await;
    }
    let source = question.source_message.as_deref().map(|message| (question.from_chat, message));
    let due = keep(talk, &earlier, &question.text, source).await?;
    // Its words live on in the other one.
    questions::step(talk.tx, id, State::Choosing, State::Withdrawn).await?;
    questions::blank(talk.tx, id).await?;
    let letter = words(talk.lang, &added(talk.lang, &earlier, due));
    talk.replace(letter).await
}

/// What is said to whoever added something; `due`: the new deadline where the clock stood still.
fn added(lang: Lang, question: &Question, due: Option<DateTime<Utc>>) -> Text {
    let code = spoken(&question.code);
    match due {
        Some(due) => Text::AddedToAnswer { code, due: i18n::day(hanoi(due).date_naive(), lang) },
        None => Text::Added { code },
    }
}

/// Adds words to a question. `is_sure`: their writer said to which.
async fn add(talk: &mut Talk<'_>, question: &Question, text: &Rich, is_sure: bool) -> Result<(), Error> {
    let text: String = nfc(text.words().trim()).chars().take(QUESTION_MAX).collect();
    let verdict = route(talk, &text, None).await?;
    let is_thanks = verdict.label == NOT_A_QUESTION && verdict.sure && question.state == State::Answered;
    if is_thanks || [EMERGENCY, COMPLAINT].contains(&verdict.label.as_str()) {
        return take(talk, Wish { text: &text, post: None, asker: None }).await;
    }
    if flood::stops(talk).await? {
        return Ok(());
    }
    let message = talk.message_id.clone().filter(|_| talk.press.is_none());
    let due = keep(talk, question, &text, message.as_deref().map(|message| (talk.chat.id, message))).await?;
    let mut letter = words(talk.lang, &added(talk.lang, question, due));
    if !is_sure {
        let n = questions::last_words(talk.tx, question.id).await?;
        letter.buttons = vec![vec![talk.button(&Text::ButtonNewQuestion, &Act::NotAdded(question.id, n))]];
    }
    let about = About { question: Some(question.id), ..About::default() };
    talk.send_about(letter, Kind::Acknowledgement, about).await
}

/// Keeps what was added, by the message at `source`, and shows it to the unit. Gives the new
/// deadline where the clock stood still until now.
pub(super) async fn keep(
    talk: &mut Talk<'_>,
    question: &Question,
    text: &str,
    source: Option<(ChatId, &str)>,
) -> Result<Option<DateTime<Utc>>, Error> {
    let (me, id) = (talk.me().await?, question.id);
    questions::add_words(talk.tx, id, Side::Asker, me, text, source).await?;
    let moved = questions::move_on(talk.tx, id, Deed::Add, Some(me), "").await?;
    let mut due = None;
    if question.state == State::Waiting && moved == Moved::To(State::Open) {
        let at = reckoning::due_of(talk.tx, talk.desk, question).await?;
        questions::set_due(talk.tx, id, at).await?;
        due = Some(at);
    }
    let mut notice = talk.notice();
    card::refresh(&mut notice, id).await?;
    tell_unit(&mut notice, question, Text::CardAskerAdded { code: spoken(&question.code) }).await?;
    status::renew(&mut notice, id).await?;
    Ok(due)
}

/// A line under the card, because an edited card makes no sound.
pub(in crate::conversation) async fn tell_unit(
    notice: &mut Notice<'_>,
    question: &Question,
    text: Text,
) -> Result<(), Error> {
    let Some(unit) = question.unit else { return Ok(()) };
    let Some(unit) = ward::unit(notice.tx(), question.ward, unit).await? else { return Ok(()) };
    let here = card::chat_for(notice.tx(), question.ward, &unit).await?;
    let cards = delivery::cards_of_question(notice.tx(), question.id).await?;
    let Some((chat, target)) = cards.into_iter().rev().find(|(chat, _)| here == Some(*chat)) else {
        return Ok(());
    };
    let letter = Letter { reply_to: Some(target), ..words(Lang::Vi, &text) };
    let about = About { question: Some(question.id), ..About::default() };
    let parcel = notice.parcel(chat, Kind::Notice, Lane::Answer, Content::Message(letter), about);
    notice.leave(&parcel).await.map(|_| ())
}
