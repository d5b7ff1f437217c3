//! An answer leaves: to its asker, and to all whose question is one with it, each under their
//! own code.

use super::act::Act;
use super::officer::{changed, may_act, note, reply};
use super::sensitive::needs_colleague;
use super::talk::{Talk, button, words};
use super::{card, entering, quiet, resident};
use crate::channel::{Content, Letter};
use crate::delivery::{self, About, Kind, Lane};
use crate::i18n::{self, Lang, Text};
use crate::question::hints::{self, Hint};
use crate::question::store::{self as questions, Answer, AnswerId, AnswerState};
use crate::question::{Question, QuestionId, spoken};
use crate::store::Error;
use crate::text::Rich;
use crate::ward::store as ward;
use crate::ward::{ChatId, PersonId, UnitId};

/// An answer was written: it leaves at once, or is shown once more where something seems to be
/// missing or a colleague has to read it first.
pub(super) async fn written(
    talk: &mut Talk<'_>,
    question: &Question,
    id: AnswerId,
    text: &Rich,
    has_media: bool,
) -> Result<(), Error> {
    if card::is_alarm(question) {
        // Help is not held up for its wording.
        return give(talk, id, None).await;
    }
    let hints = hints::hints(&text.to_plain(), has_media);
    let needs_colleague = needs_colleague(talk, question).await?;
    if hints.is_empty() && !needs_colleague {
        return give(talk, id, None).await;
    }
    let lang = talk.lang;
    let code = spoken(&question.code);
    let mut shown = words(lang, &Text::AnswerNotYet { code });
    for hint in hints {
        shown.text = shown.text.below(1, &Rich::plain(&say(hint).say(lang)));
    }
    if needs_colleague {
        shown.text = shown.text.below(1, &Rich::plain(&Text::HintSensitive.say(lang)));
    } else {
        shown.buttons.push(vec![talk.button(&Text::ButtonSendAnyway, &Act::SendDraft(id))]);
    }
    shown.buttons.push(vec![talk.button(&Text::ButtonAskColleague, &Act::AskColleague(id))]);
    shown.buttons.push(vec![talk.button(&Text::ButtonAnswerAgain, &Act::DropAnswer(id))]);
    shown.reply_to.clone_from(&talk.message_id);
    let about = About { question: Some(question.id), ..About::default() };
    talk.send_about(shown, Kind::Acknowledgement, about).await
}

fn say(hint: Hint) -> Text {
    match hint {
        Hint::TooShort => Text::HintTooShort,
        Hint::Evasive => Text::HintEvasive,
        Hint::NoDate => Text::HintNoDate,
        Hint::NoPlace => Text::HintNoPlace,
        Hint::NoPaper => Text::HintNoPaper,
    }
}

/// The draft of a pressed button with its question, if who pressed may act on it.
async fn draft_of(talk: &mut Talk<'_>, id: AnswerId) -> Result<Option<(Answer, Question)>, Error> {
    let found = questions::answer(talk.tx, id).await?;
    let Some(answer) = found.filter(|a| matches!(a.state, AnswerState::Draft | AnswerState::Asked)) else {
        talk.alert(Text::DraftAnswerGone).await?;
        return Ok(None);
    };
    let Some(question) = questions::question(talk.tx, answer.question).await? else { return Ok(None) };
    let may = may_act(talk, &question).await?.is_some()
        || (question.ward == talk.ward.id && talk.roles.may_approve());
    if !may {
        talk.alert(Text::QuestionNotYours).await?;
        return Ok(None);
    }
    Ok(Some((answer, question)))
}

/// “Vẫn gửi”
pub(super) async fn send_draft(talk: &mut Talk<'_>, id: AnswerId) -> Result<(), Error> {
    let Some((answer, question)) = draft_of(talk, id).await? else { return Ok(()) };
    let me = talk.me().await?;
    if answer.person != me {
        return talk.alert(Text::DraftNotYours).await;
    }
    if needs_colleague(talk, &question).await? {
        return talk.alert(Text::HintSensitive).await;
    }
    let letter = words(talk.lang, &Text::DraftSent { code: spoken(&question.code) });
    talk.replace(letter).await?;
    give(talk, id, None).await
}

/// “Bỏ, viết lại”
pub(super) async fn drop_draft(talk: &mut Talk<'_>, id: AnswerId) -> Result<(), Error> {
    let Some((answer, question)) = draft_of(talk, id).await? else { return Ok(()) };
    let me = talk.me().await?;
    if answer.person != me {
        return talk.alert(Text::DraftNotYours).await;
    }
    questions::drop_draft(talk.tx, id).await?;
    let letter = words(talk.lang, &Text::AnswerDropped { code: spoken(&question.code) });
    talk.replace(letter).await
}

/// “Nhờ đồng nghiệp duyệt”: shown where the unit reads, for anybody there but its writer.
pub(super) async fn ask_colleague(talk: &mut Talk<'_>, id: AnswerId) -> Result<(), Error> {
    let Some((answer, question)) = draft_of(talk, id).await? else { return Ok(()) };
    let me = talk.me().await?;
    if answer.person != me {
        return talk.alert(Text::DraftNotYours).await;
    }
    let unit = ward::unit(talk.tx, talk.ward.id, answer.unit).await?;
    let chat = match &unit {
        Some(unit) => card::chat_for(talk.tx, talk.ward.id, unit).await?,
        None => None,
    };
    let Some(chat) = chat else { return talk.alert(Text::NoColleagues).await };
    if !questions::ask_approval(talk.tx, id).await? {
        return talk.alert(Text::DraftAnswerGone).await;
    }
    let code = spoken(&question.code);
    let name = ward::name_of(talk.tx, me).await?;
    let heading = Text::DraftToApprove { code: code.clone(), name }.say(Lang::Vi);
    let text = Rich::bold(&heading).below(2, &answer.text);
    let buttons = vec![vec![
        button(Lang::Vi, &Text::ButtonApproveAnswer, &Act::ApproveAnswer(id)),
        button(Lang::Vi, &Text::ButtonReturnAnswer, &Act::ReturnAnswer(id)),
    ]];
    let letter = Letter { text, photo: answer.media.clone(), buttons, ..Letter::default() };
    let about = About { question: Some(question.id), ..About::default() };
    talk.post_to(chat, letter, Kind::Notice, Lane::Answer, about).await?;
    let letter = words(talk.lang, &Text::ColleagueAsked { code });
    talk.replace(letter).await
}

/// “Duyệt gửi”: never one's own.
pub(super) async fn approve(talk: &mut Talk<'_>, id: AnswerId) -> Result<(), Error> {
    let Some((answer, question)) = draft_of(talk, id).await? else { return Ok(()) };
    let me = talk.me().await?;
    if answer.person == me {
        return talk.alert(Text::NotOwnAnswer).await;
    }
    if answer.state != AnswerState::Asked {
        return talk.alert(Text::DraftAnswerGone).await;
    }
    let name = ward::name_of(talk.tx, me).await?;
    note(talk, &question, "approve answer").await?;
    let letter = words(Lang::Vi, &Text::AnswerApproved { code: spoken(&question.code), name });
    talk.replace(letter).await?;
    give(talk, id, Some(me)).await
}

/// “Trả lại”: its writer is told and writes again.
pub(super) async fn send_back(talk: &mut Talk<'_>, id: AnswerId) -> Result<(), Error> {
    let Some((answer, question)) = draft_of(talk, id).await? else { return Ok(()) };
    let me = talk.me().await?;
    if answer.person == me {
        return talk.alert(Text::NotOwnAnswer).await;
    }
    if !questions::drop_draft(talk.tx, id).await? {
        return talk.alert(Text::DraftAnswerGone).await;
    }
    let (code, name) = (spoken(&question.code), ward::name_of(talk.tx, me).await?);
    let letter = words(Lang::Vi, &Text::AnswerReturned { code: code.clone(), name: name.clone() });
    talk.replace(letter).await?;
    let about = About { question: Some(question.id), ..About::default() };
    talk.tell(answer.person, about, |lang| words(lang, &Text::AnswerReturned { code, name })).await?;
    Ok(())
}

/// An officer changed the message that was their answer: its asker sees the change too. `false`:
/// it was no answer.
pub(super) async fn edited(talk: &mut Talk<'_>, text: &Rich) -> Result<bool, Error> {
    let Some(message) = talk.message_id.clone() else { return Ok(false) };
    let Some(answer) = questions::answer_by_source(talk.tx, talk.chat.id, &message).await? else {
        return Ok(false);
    };
    let me = talk.me().await?;
    let question = questions::question(talk.tx, answer.question).await?;
    let Some(question) = question.filter(|_| answer.person == me && !text.is_empty()) else {
        return Ok(true);
    };
    if may_act(talk, &question).await?.is_none() || answer.text == *text {
        return Ok(true);
    }
    if answer.state != AnswerState::Sent {
        if answer.state != AnswerState::Replaced {
            questions::set_answer_text(talk.tx, answer.id, text).await?;
        }
        return Ok(true);
    }
    let code = spoken(&question.code);
    if needs_colleague(talk, &question).await? {
        // What a colleague has read is not changed behind their back.
        reply(talk, Text::AnswerEditNot { code }).await?;
        return Ok(true);
    }
    questions::set_answer_text(talk.tx, answer.id, text).await?;
    note(talk, &question, "change answer").await?;
    let place = match answer.outgoing {
        Some(outgoing) => delivery::place_of(talk.tx, outgoing).await?,
        None => None,
    };
    let mailbox = ward::mailbox(talk.tx, question.person).await?;
    if let (Some((chat, target)), Some(mailbox)) = (place, mailbox) {
        let lang = Lang::of(&mailbox.language);
        let heading = heading(talk, &question, answer.unit, lang).await?;
        let at = i18n::moment(talk.tx.now(), lang);
        let foot = Rich::plain(&Text::AnswerChanged { at }.say(lang));
        let letter = Letter {
            text: heading.below(2, text).below(2, &foot),
            photo: answer.media.clone(),
            ..Letter::default()
        };
        let about = About { question: Some(question.id), ..About::default() };
        talk.notice().edit(chat, target, letter, about).await?;
    }
    reply(talk, Text::AnswerEdited { code }).await?;
    Ok(true)
}

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
    let joined = questions::joined_to(talk.tx, question.id).await?;
    if !joined.is_empty() {
        let answer = for_others(talk, question.id, &answer).await?;
        for joined in joined {
            if let Some(joined) = questions::question(talk.tx, joined).await? {
                deliver(talk, &joined, &answer).await?;
            }
        }
    }
    let code = spoken(&question.code);
    let is_told = mailbox.is_none() && question.entered_by.is_some();
    reply(talk, if is_told { Text::AnswerToTell { code } } else { Text::AnswerSent { code } }).await?;
    changed(talk, question.id).await
}

/// The answer as those get it whose question is one with this one: without the numbers that its
/// asker wrote of themselves.
pub(super) async fn for_others(
    talk: &mut Talk<'_>,
    id: QuestionId,
    answer: &Answer,
) -> Result<Answer, Error> {
    let Some(question) = questions::question(talk.tx, id).await? else { return Ok(answer.clone()) };
    let mut known = format!("{}\n{}", question.text, question.asker);
    for said in questions::words(talk.tx, id).await? {
        known.push('\n');
        known.push_str(&said.text);
    }
    Ok(Answer { text: answer.text.masked_known(&known), ..answer.clone() })
}

/// Sends the answer to one asker under their own code. Who has no chat hears it from whoever
/// entered the question, or from the unit where that one cannot be reached any more.
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
    let Some((chat, lang)) = teller(talk, question).await? else { return Ok(None) };
    questions::set_untold(talk.tx, question.id).await?;
    let please = Text::AnswerPassOn { code: spoken(&question.code), asker: question.asker.clone() };
    let heading = heading(talk, question, answer.unit, lang).await?;
    let text = words(lang, &please).text.below(2, &heading).below(2, &answer.text);
    let buttons = entering::told_button(question.id, lang);
    let letter = Letter { text, photo: answer.media.clone(), buttons, ..Letter::default() };
    let about = About { question: Some(question.id), ..About::default() };
    let parcel = talk.notice().parcel(chat, Kind::Answer, Lane::Answer, Content::Message(letter), about);
    talk.notice().leave(&parcel).await.map(Some)
}

/// Who tells an asker without a chat: whoever entered the question while they are of the ward's
/// staff, else the unit.
async fn teller(talk: &mut Talk<'_>, question: &Question) -> Result<Option<(ChatId, Lang)>, Error> {
    let Some(clerk) = question.entered_by else { return Ok(None) };
    let is_staff = ward::roles_of(talk.tx, question.ward, clerk).await?.is_staff();
    if let Some(mailbox) = ward::mailbox(talk.tx, clerk).await?.filter(|_| is_staff) {
        return Ok(Some((mailbox.chat, Lang::of(&mailbox.language))));
    }
    let Some(unit) = question.unit else { return Ok(None) };
    let Some(unit) = ward::unit(talk.tx, question.ward, unit).await? else { return Ok(None) };
    Ok(card::chat_for(talk.tx, question.ward, &unit).await?.map(|chat| (chat, Lang::Vi)))
}

async fn heading(talk: &mut Talk<'_>, question: &Question, unit: UnitId, lang: Lang) -> Result<Rich, Error> {
    let unit = ward::unit(talk.tx, talk.ward.id, unit).await?.map(|u| u.name).unwrap_or_default();
    let heading = Text::AnswerHeading { code: spoken(&question.code), unit, ward: talk.ward.name.clone() };
    Ok(Rich::bold(&heading.say(lang)))
}
