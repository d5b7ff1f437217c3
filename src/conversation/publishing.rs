//! An answer that helped one may help many: with its asker's leave, an officer makes a draft of
//! it without names, and the usual approval follows.

use super::act::Act;
use super::officer;
use super::talk::{Ask, Draft, Step, Talk, button, words};
use crate::channel::{Button, Letter};
use crate::delivery::{About, Kind, Lane};
use crate::i18n::{Lang, Text};
use crate::message;
use crate::plan::ContentGroupId;
use crate::question::store::{self as questions, AnswerState};
use crate::question::{Question, QuestionId, State, spoken};
use crate::schedule;
use crate::store::Error;
use crate::text::{Rich, mask, shorten};
use crate::ward::store as ward;

/// Characters of the question and of the answer in a draft, so that both fit into one message.
const PART: usize = 1_500;

/// Whether its asker lets the answer be published, and there is one.
fn is_allowed(question: &Question) -> bool {
    question.may_publish
        && !question.text.is_empty()
        && matches!(question.state, State::Answered | State::Confirmed | State::Closed)
}

/// What a card says about that.
pub(super) fn line(question: &Question) -> Option<Text> {
    is_allowed(question).then_some(Text::CardMayPublish)
}

/// The card's button for it.
pub(super) fn offer(question: &Question) -> Vec<Vec<Button>> {
    if !is_allowed(question) {
        return Vec::new();
    }
    vec![vec![button(Lang::Vi, &Text::ButtonDraftAnswer, &Act::DraftAnswer(question.id))]]
}

/// “Soạn bản đăng nhóm”: a draft in the officer's own chat.
pub(super) async fn begin(talk: &mut Talk<'_>, id: QuestionId) -> Result<(), Error> {
    let Some(question) = questions::question(talk.tx, id).await? else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    if officer::may_act(talk, &question).await?.is_none() || !talk.roles.may_write() {
        return talk.alert(Text::OnlyOfficers).await;
    }
    let answers = questions::answers(talk.tx, id).await?;
    let answer = answers.iter().rev().find(|a| a.state == AnswerState::Sent);
    let (true, Some(answer)) = (is_allowed(&question), answer) else {
        return talk.alert(Text::PublishNotAllowed).await;
    };
    let me = talk.me().await?;
    let Some(mailbox) = ward::mailbox(talk.tx, me).await? else {
        return talk.alert(Text::PublishOpenPrivate).await;
    };
    let chat = ward::chat(talk.tx, mailbox.chat).await?;
    let Some(account) = ward::account_of_chat(talk.tx, &chat).await? else {
        return talk.alert(Text::PublishOpenPrivate).await;
    };
    if super::store::step(talk.tx, chat.id, account.id).await?.is_some() {
        return talk.alert(Text::PublishBusy).await;
    }
    let asked = cover(&shorten(&question.text, PART), &question.asker);
    let said = cover(&shorten(&answer.text.to_plain(), PART), &question.asker);
    let text = Rich::plain(&Text::PublishedAnswer { question: asked, answer: said }.say(Lang::Vi));
    let content_group = group_of(talk, &question).await?;
    let draft = Draft { content_group, text: Some(text.clone()), asks: Ask::Text, ..Draft::default() };
    super::store::set_step(talk.tx, chat.id, account.id, &Step::Drafting(draft)).await?;
    let lang = Lang::of(&mailbox.language);
    let about = About { question: Some(id), ..About::default() };
    let letter = Letter { text, ..Letter::default() };
    talk.post_to(chat.id, letter, Kind::Extract, Lane::Interactive, about).await?;
    let letter = Letter {
        buttons: vec![
            vec![button(lang, &Text::ButtonUseDraft, &Act::NoPhoto)],
            vec![button(lang, &Text::ButtonDrop, &Act::DropDraft)],
        ],
        ..words(lang, &Text::PublishCheck { code: spoken(&question.code) })
    };
    talk.post_to(chat.id, letter, Kind::Notice, Lane::Interactive, about).await?;
    officer::note(talk, &question, "draft answer").await?;
    talk.toast(Text::PublishInPrivate).await
}

/// The content group of the post that the question came from.
pub(super) async fn group_of(
    talk: &mut Talk<'_>,
    question: &Question,
) -> Result<Option<ContentGroupId>, Error> {
    let Some(post) = question.post else { return Ok(None) };
    let Some(post) = schedule::post(talk.tx, post).await? else { return Ok(None) };
    Ok(message::message(talk.tx, post.message).await?.and_then(|m| m.content_group))
}

/// The text without what leads to a person: numbers, and whom it was asked for.
fn cover(text: &str, asker: &str) -> String {
    let text = mask(text);
    if asker.trim().is_empty() { text } else { text.replace(asker.trim(), "…") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leads_to_a_person_is_covered() {
        let covered = cover("Bà Tư hỏi: gọi 0912 345 678 nhé, ngõ 12", "Bà Tư");
        assert!(!covered.contains("0912") && !covered.contains("345 678") && !covered.contains("Bà Tư"));
        assert!(covered.contains("ngõ 12"), "{covered}");
    }
}
