//! A resident changes a message that they have sent: the question, or what they added to it.

use super::adding::tell_unit;
use super::asking::{QUESTION_MAX, Wish, answer_here, route, take};
use super::own;
use crate::conversation::act::Act;
use crate::conversation::talk::{Talk, words};
use crate::conversation::{card, status};
use crate::i18n::Text;
use crate::question::route::{COMPLAINT, EMERGENCY};
use crate::question::store as questions;
use crate::question::{Question, State, spoken};
use crate::store::Error;
use crate::text::{Rich, nfc};

/// `false`: the changed message is nothing of theirs that is kept.
pub(in crate::conversation) async fn edited(talk: &mut Talk<'_>, text: &Rich) -> Result<bool, Error> {
    let Some(message) = talk.message_id.clone().filter(|_| talk.is_private()) else { return Ok(false) };
    let (question, n) = match questions::of_message(talk.tx, talk.chat.id, &message).await? {
        Some(question) => (question, None),
        None => match questions::by_source(talk.tx, talk.chat.id, &message).await? {
            Some((id, n)) => match own(talk, id).await? {
                Some(question) => (question, Some(n)),
                None => return Ok(false),
            },
            None => return Ok(false),
        },
    };
    let me = talk.me().await?;
    let text: String = nfc(without_command(&text.words())).chars().take(QUESTION_MAX).collect();
    // What is not kept cannot be changed.
    if question.person != me || question.text.is_empty() || text.is_empty() {
        return Ok(false);
    }
    change(talk, &question, n, &text).await?;
    Ok(true)
}

async fn change(talk: &mut Talk<'_>, question: &Question, n: Option<i32>, text: &str) -> Result<(), Error> {
    let id = question.id;
    let verdict = route(talk, text, question.post).await?;
    let wish = Wish { text, post: question.post, asker: None };
    if verdict.label == EMERGENCY && question.label != EMERGENCY {
        return take(talk, wish).await;
    }
    if question.state.is_end() {
        let mut letter = words(talk.lang, &Text::EditTooLate { code: spoken(&question.code) });
        if question.state == State::Answered {
            letter.buttons = vec![vec![talk.button(&Text::ButtonAdd, &Act::AddTo(id))]];
        }
        return answer_here(talk, letter).await;
    }
    if verdict.label == COMPLAINT {
        // Its words must not be kept, the earlier ones neither.
        card::close(&mut talk.notice(), question).await?;
        super::hand_on(&mut talk.notice(), question).await?;
        questions::step(talk.tx, id, question.state, State::Withdrawn).await?;
        questions::blank(talk.tx, id).await?;
        status::renew(&mut talk.notice(), id).await?;
        return take(talk, wish).await;
    }
    match n {
        Some(n) => questions::set_words(talk.tx, id, n, text).await?,
        None => {
            questions::set_text(talk.tx, id, text).await?;
        }
    }
    let mut notice = talk.notice();
    card::refresh(&mut notice, id).await?;
    tell_unit(&mut notice, question, Text::CardAskerChanged { code: spoken(&question.code) }).await?;
    answer_here(talk, words(talk.lang, &Text::EditTaken { code: spoken(&question.code) })).await
}

/// The words without the command that they began with.
fn without_command(text: &str) -> &str {
    let text = text.trim();
    if !text.starts_with('/') {
        return text;
    }
    text.split_once(char::is_whitespace).map_or("", |(_, rest)| rest.trim())
}
