//! “Đổi loại”: whoever handles a question says how much time it needs. Its deadline is counted
//! anew from when its time began, and its asker sees that, with the reason where it takes longer.

use super::act::Act;
use super::officer::{changed, note, pressed, reply};
use super::talk::{Talk, words};
use super::wanted::{self, Wanted};
use super::{card, passing, reckoning};
use crate::channel::Letter;
use crate::i18n::{self, Lang, Text, hanoi};
use crate::question::deadline::Kind;
use crate::question::store as questions;
use crate::question::{Question, QuestionId, spoken};
use crate::store::{Error, Tx};
use crate::text::one_line;
use crate::ward::store as ward;

/// Characters of the reason: it stands in one line of what the asker is shown.
const REASON_MAX: usize = 200;

fn name(kind: Kind) -> Text {
    match kind {
        Kind::Normal => Text::KindNormal,
        Kind::Urgent => Text::KindUrgent,
        Kind::Complex => Text::KindComplex,
    }
}

/// A question whose kind whoever pressed may set: one that nobody else works on.
async fn mine(talk: &mut Talk<'_>, id: QuestionId) -> Result<Option<Question>, Error> {
    let Some(question) = pressed(talk, id).await? else { return Ok(None) };
    if card::is_alarm(&question) {
        talk.alert(Text::KindOfAlarm).await?;
        return Ok(None);
    }
    let me = talk.me().await?;
    if let Some(other) = question.taken_by.filter(|other| *other != me) {
        let name = ward::name_of(talk.tx, other).await?;
        talk.alert(Text::TakenBefore { name }).await?;
        return Ok(None);
    }
    Ok(Some(question))
}

/// Which kind is it?
pub(super) async fn choose(talk: &mut Talk<'_>, id: QuestionId) -> Result<(), Error> {
    let Some(question) = mine(talk, id).await? else { return Ok(()) };
    let kind = name(question.kind).say(talk.lang);
    let mut letter = words(talk.lang, &Text::KindWhich { code: spoken(&question.code), kind });
    for other in [Kind::Normal, Kind::Urgent, Kind::Complex] {
        if other != question.kind {
            letter.buttons.push(vec![talk.button(&name(other), &Act::SetKind(id, other.code().into()))]);
        }
    }
    passing::offer(talk, id, letter).await
}

/// One was chosen. Why something is complex is asked, since its asker waits longer for that.
pub(super) async fn chosen(talk: &mut Talk<'_>, id: QuestionId, code: &str) -> Result<(), Error> {
    let Some(question) = mine(talk, id).await? else { return Ok(()) };
    match Kind::from_code(code) {
        None => talk.toast(Text::ButtonUnknown).await,
        Some(Kind::Complex) => wanted::ask(talk, id, Wanted::Complex).await,
        Some(kind) => set(talk, &question, kind, "").await,
    }
}

/// Why it is complex.
pub(super) async fn complex(talk: &mut Talk<'_>, question: &Question, said: &str) -> Result<(), Error> {
    set(talk, question, Kind::Complex, &one_line(said, REASON_MAX)).await
}

async fn set(talk: &mut Talk<'_>, question: &Question, kind: Kind, reason: &str) -> Result<(), Error> {
    let me = talk.me().await?;
    let other = Question { kind, ..question.clone() };
    let due = reckoning::due_of(talk.tx, talk.desk, &other).await?;
    if !questions::set_kind(talk.tx, question.id, kind, due, me, reason).await? {
        return reply(talk, Text::QuestionClosedHere).await;
    }
    note(talk, question, "set kind").await?;
    let (code, due) = (spoken(&question.code), i18n::day(hanoi(due).date_naive(), talk.lang));
    let kind = name(kind).say(talk.lang);
    reply(talk, Text::KindSet { code, kind, due }).await?;
    changed(talk, question.id).await
}

/// What a card, or what the asker is shown, says of the kind; nothing of the normal one.
pub(super) async fn line(tx: &mut Tx, question: &Question, lang: Lang) -> Result<Option<String>, Error> {
    if card::is_alarm(question) || !question.state.is_with_unit() {
        return Ok(None);
    }
    Ok(match question.kind {
        Kind::Normal => None,
        Kind::Urgent => Some(Text::KindLineUrgent.say(lang)),
        Kind::Complex => {
            let mut reason = questions::kind_reason(tx, question.id).await?;
            if let Some(whole) = question.split_from.filter(|_| reason.is_empty()) {
                // A part is as complex as what it was a part of.
                reason = questions::kind_reason(tx, whole).await?;
            }
            (!reason.is_empty()).then(|| Text::KindLineComplex { reason }.say(lang))
        }
    })
}

/// The button that offers it.
pub(super) fn offer_button(talk: &Talk<'_>, id: QuestionId) -> crate::channel::Button {
    talk.button(&Text::ButtonKind, &Act::AskKind(id))
}

/// The letter with that line below its words.
pub(super) fn with_line(mut letter: Letter, line: Option<String>) -> Letter {
    if let Some(line) = line {
        letter.text = letter.text.below(1, &crate::text::Rich::plain(&line));
    }
    letter
}
