//! Whether an answer helped: yes ends it, no opens it again, once, and tells a higher person.

use super::adding::{keep, tell_unit};
use super::own;
use crate::channel::Letter;
use crate::conversation::act::Act;
use crate::conversation::notice::Notice;
use crate::conversation::talk::{Step, Talk, button, words};
use crate::conversation::{Desk, card, quiet, status};
use crate::delivery::Kind;
use crate::i18n::{self, Lang, Text, hanoi};
use crate::question::store::{self as questions, Moved};
use crate::question::{Deed, Question, QuestionId, State, spoken};
use crate::store::{Error, Tx};
use crate::ward::ChatId;
use crate::ward::store as ward;

/// Asks below an answer whether it helped. Who is one with another question is not asked: only
/// that other's asker can open it again.
pub(in crate::conversation) async fn ask_whether(
    talk: &mut Talk<'_>,
    question: &Question,
    chat: ChatId,
    lang: Lang,
) -> Result<(), Error> {
    if question.joined_to.is_some() {
        return Ok(());
    }
    let id = question.id;
    let letter = Letter {
        buttons: vec![
            vec![button(lang, &Text::ButtonHelped, &Act::Helped(id))],
            vec![button(lang, &Text::ButtonNotHelped, &Act::NotHelped(id))],
        ],
        ..words(lang, &Text::HelpedAsk { code: spoken(&question.code) })
    };
    quiet::post_to(talk, chat, letter, Kind::Notice, question).await.map(|_| ())
}

/// “Có, đã giúp”
pub(in crate::conversation) async fn helped(talk: &mut Talk<'_>, id: QuestionId) -> Result<(), Error> {
    let Some(question) = own(talk, id).await? else { return talk.toast(Text::ButtonUnknown).await };
    let me = talk.me().await?;
    if !matches!(questions::move_on(talk.tx, id, Deed::Confirm, Some(me), "").await?, Moved::To(_)) {
        return talk.alert(Text::QuestionClosed).await;
    }
    questions::set_helped(talk.tx, id, true).await?;
    let mut letter = talk.letter(&Text::HelpedThanks { code: spoken(&question.code) });
    // For somebody else nobody but they can allow it.
    if question.asker.is_empty() && !question.text.is_empty() {
        letter = talk.letter(&Text::HelpedMayPublish { code: spoken(&question.code) });
        letter.buttons = vec![
            vec![talk.button(&Text::ButtonMayPublish, &Act::MayPublish(id, "y".into()))],
            vec![talk.button(&Text::ButtonNotPublish, &Act::MayPublish(id, "n".into()))],
        ];
    }
    talk.replace(letter).await?;
    changed(&mut talk.notice(), id).await
}

/// “Chưa giúp được”
pub(in crate::conversation) async fn not_helped(talk: &mut Talk<'_>, id: QuestionId) -> Result<(), Error> {
    let Some(question) = own(talk, id).await? else { return talk.toast(Text::ButtonUnknown).await };
    if question.state != State::Answered {
        return talk.alert(Text::QuestionClosed).await;
    }
    let (me, lang) = (talk.me().await?, talk.lang);
    let due = talk.desk.due(talk.tx.now(), question.kind);
    if !questions::reopen(talk.tx, id, due, me).await? {
        questions::set_helped(talk.tx, id, false).await?;
        let (ward, times) = (talk.ward.name.clone(), talk.desk.residents.reception.to_string());
        let text = if times.is_empty() {
            Text::NotHelpedAgain { ward }
        } else {
            Text::NotHelpedTimes { ward, times }
        };
        let letter = words(lang, &text);
        return talk.replace(letter).await;
    }
    let due = i18n::day(hanoi(due).date_naive(), lang);
    let mut letter = talk.letter(&Text::NotHelpedAsk { code: spoken(&question.code), due });
    for (what, label) in MISSING.iter().zip([Text::MissingOther, Text::MissingWho, Text::MissingDone]) {
        letter.buttons.push(vec![talk.button(&label, &Act::Missing(id, (*what).into()))]);
    }
    talk.replace(letter).await?;
    talk.set_step(&Step::Adding { question: id }).await?;
    let code = spoken(&question.code);
    let mut notice = talk.notice();
    changed(&mut notice, id).await?;
    tell_unit(&mut notice, &question, Text::CardNotHelped { code }).await?;
    tell_higher(&mut notice, &question).await
}

/// What may be missing in an answer, as buttons carry it.
const MISSING: [&str; 3] = ["other", "who", "done"];

/// One tap says what is missing; the unit reads it as words of the asker.
pub(in crate::conversation) async fn missing(
    talk: &mut Talk<'_>,
    id: QuestionId,
    what: &str,
) -> Result<(), Error> {
    let Some(question) = own(talk, id).await? else { return talk.toast(Text::ButtonUnknown).await };
    let said = match what {
        "other" => Text::MissingOther,
        "who" => Text::MissingWho,
        "done" => Text::MissingDone,
        _ => return talk.toast(Text::ButtonUnknown).await,
    };
    if !question.state.is_with_unit() {
        return talk.alert(Text::QuestionClosed).await;
    }
    if matches!(talk.step().await?, Some(Step::Adding { question }) if question == id) {
        talk.clear_step().await?;
    }
    keep(talk, &question, &said.say(Lang::Vi), None).await?;
    let letter = words(talk.lang, &Text::Added { code: spoken(&question.code) });
    talk.replace(letter).await
}

/// Tells whoever stands above a unit that its answer did not help: nothing of what was asked.
async fn tell_higher(notice: &mut Notice<'_>, question: &Question) -> Result<(), Error> {
    let unit = match question.unit {
        Some(unit) => ward::unit(notice.tx(), question.ward, unit).await?.map(|u| u.name).unwrap_or_default(),
        None => String::new(),
    };
    let text = Text::ReopenedHigher { code: spoken(&question.code), unit };
    notice.tell_stoppers(|lang| words(lang, &text)).await
}

/// Whether the answer may be published without names.
pub(in crate::conversation) async fn may_publish(
    talk: &mut Talk<'_>,
    id: QuestionId,
    may: &str,
) -> Result<(), Error> {
    let Some(question) = own(talk, id).await? else { return talk.toast(Text::ButtonUnknown).await };
    let is_answered = matches!(question.state, State::Answered | State::Confirmed | State::Closed);
    if !is_answered || question.text.is_empty() || !question.asker.is_empty() {
        return talk.alert(Text::QuestionClosed).await;
    }
    questions::set_may_publish(talk.tx, id, may == "y").await?;
    let code = spoken(&question.code);
    let text = if may == "y" { Text::MayPublishNoted { code } } else { Text::MayNotPublishNoted { code } };
    let letter = words(talk.lang, &text);
    talk.replace(letter).await?;
    card::refresh(&mut talk.notice(), id).await
}

/// Closes what was answered some days ago and whose askers have said nothing. Gives whether there
/// was anything.
pub(in crate::conversation) async fn close_old(tx: &mut Tx, desk: &Desk) -> Result<bool, Error> {
    let closed = questions::close_answered(tx, desk.residents.close_days).await?;
    for id in &closed {
        let Some(question) = questions::question(tx, *id).await? else { continue };
        let ward = ward::ward(tx, question.ward).await?;
        let Some(bot) = ward::bot_of_ward(tx, ward.id).await? else { continue };
        changed(&mut Notice::new(tx, &ward, &bot), *id).await?;
    }
    Ok(!closed.is_empty())
}

async fn changed(notice: &mut Notice<'_>, id: QuestionId) -> Result<(), Error> {
    card::refresh(notice, id).await?;
    status::renew(notice, id).await
}
