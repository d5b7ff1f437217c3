//! “Vượt thẩm quyền”: a question that only a body above the ward can settle. The ward hands it up
//! itself; its asker hears to whom, under which reference, and what happens next.

use super::act::Act;
use super::entering::tell_asker;
use super::officer::{changed, may_act, note, reply};
use super::talk::{Step, Talk, button, words};
use super::wanted::{self, Wanted};
use crate::channel::Button;
use crate::delivery::{About, Kind};
use crate::i18n::{Lang, Text};
use crate::question::store as questions;
use crate::question::{Question, QuestionId, State, spoken};
use crate::store::Error;
use crate::text::one_line;

/// Characters of a body's name with its telephone, and of a reference.
const BODY_MAX: usize = 200;
const REFERENCE_MAX: usize = 60;

/// The body was named: under which reference does it keep the question?
pub(super) async fn body_came(talk: &mut Talk<'_>, question: &Question, said: &str) -> Result<(), Error> {
    wanted::ask(talk, question.id, Wanted::UpReference(one_line(said, BODY_MAX))).await
}

/// “Chưa có mã”: it is handed up, and the reference follows once there is one.
pub(super) async fn without(talk: &mut Talk<'_>, id: QuestionId) -> Result<(), Error> {
    let Some(question) = super::officer::pressed(talk, id).await? else { return Ok(()) };
    let who = match talk.step().await? {
        Some(Step::Wanted { question, wanted: Wanted::UpReference(who) }) if question == id => who,
        _ => return talk.alert(Text::AlreadyDecided).await,
    };
    talk.clear_step().await?;
    raise(talk, &question, &who, "").await
}

/// Hands it up.
pub(super) async fn raise(
    talk: &mut Talk<'_>,
    question: &Question,
    who: &str,
    reference: &str,
) -> Result<(), Error> {
    let (me, reference) = (talk.me().await?, one_line(reference, REFERENCE_MAX));
    if !questions::refer(talk.tx, question.id, who, &reference, me, "").await? {
        return reply(talk, Text::QuestionClosedHere).await;
    }
    note(talk, question, "refer question up").await?;
    let (code, who) = (spoken(&question.code), who.to_owned());
    let of_asker = (code.clone(), who.clone(), reference.clone());
    let is_told = tell_asker(talk, question, |lang| {
        let (code, who, reference) = of_asker;
        let text = if reference.is_empty() {
            Text::RaisedForYou { code, who }
        } else {
            Text::RaisedUnder { code, who, reference }
        };
        words(lang, &text)
    })
    .await?;
    // Words of whoever handles it: they go when the question's do.
    let told = if is_told { Text::Raised { code, who } } else { Text::RaisedUntold { code, who } };
    let mut letter = words(talk.lang, &told);
    letter.reply_to.clone_from(&talk.message_id);
    let about = About { question: Some(question.id), ..About::default() };
    talk.send_about(letter, Kind::Notice, about).await?;
    changed(talk, question.id).await
}

/// What a card offers of a question that was referred without a reference.
pub(super) fn offer(question: &Question) -> Vec<Vec<Button>> {
    if !lacks_reference(question) {
        return Vec::new();
    }
    vec![vec![button(Lang::Vi, &Text::ButtonLateReference, &Act::AskReference(question.id))]]
}

fn lacks_reference(question: &Question) -> bool {
    question.state == State::Referred
        && !question.text.is_empty()
        && !question.outside.is_empty()
        && question.outside_ref.is_empty()
}

/// The question of a pressed button, if its reference is still to come and whoever pressed may act
/// on it; else they are told why not.
pub(super) async fn waits_for_reference(
    talk: &mut Talk<'_>,
    id: QuestionId,
) -> Result<Option<Question>, Error> {
    let Some(question) = questions::question(talk.tx, id).await? else {
        talk.toast(Text::ButtonUnknown).await?;
        return Ok(None);
    };
    if may_act(talk, &question).await?.is_none() {
        talk.alert(Text::QuestionNotYours).await?;
        return Ok(None);
    }
    if !lacks_reference(&question) {
        talk.alert(Text::AlreadyDecided).await?;
        return Ok(None);
    }
    Ok(Some(question))
}

/// The reference came: its asker is told.
pub(super) async fn reference_came(
    talk: &mut Talk<'_>,
    question: &Question,
    said: &str,
) -> Result<(), Error> {
    let (me, reference) = (talk.me().await?, one_line(said, REFERENCE_MAX));
    if !questions::set_outside_ref(talk.tx, question.id, &reference, me).await? {
        return reply(talk, Text::QuestionClosedHere).await;
    }
    note(talk, question, "reference of question").await?;
    let code = spoken(&question.code);
    let (of_asker, who) = (code.clone(), question.outside.clone());
    tell_asker(talk, question, |lang| words(lang, &Text::ReferenceForYou { code: of_asker, who, reference }))
        .await?;
    reply(talk, Text::ReferenceKept { code }).await?;
    changed(talk, question.id).await
}
