//! A question goes elsewhere: to another unit, out of the ward, into another question, or in two.
//! Its asker is told where it is and why; its clock goes on.

use std::collections::BTreeSet;

use super::act::Act;
use super::entering::tell_asker;
use super::officer::{changed, go_on, note, pressed, reply};
use super::talk::{Talk, words};
use super::{card, kinds, media, reckoning, status};
use crate::channel::{Button, Letter, Target};
use crate::i18n::Text;
use crate::question::route;
use crate::question::store as questions;
use crate::question::{Placed, Question, QuestionId, spoken};
use crate::store::Error;
use crate::text::{folded_words, mask, shorten};
use crate::ward::Unit;
use crate::ward::store as ward;

/// Questions like it that are offered to be one with it.
const ALIKE_SHOWN: usize = 5;
/// From this share of common words on, two questions are taken to ask the same.
const TWIN_SHARE: f64 = 0.6;
/// Characters of the other one that are shown with it.
const TWIN_SHOWN: usize = 200;
/// Characters of a question on a button.
const LABEL_MAX: usize = 40;

/// “Việc khác”: what is needed less often.
pub(super) async fn more(talk: &mut Talk<'_>, id: QuestionId) -> Result<(), Error> {
    let Some(question) = pressed(talk, id).await? else { return Ok(()) };
    let buttons = vec![
        vec![
            talk.button(&Text::ButtonExtend, &Act::AskExtension(id)),
            talk.button(&Text::ButtonNote, &Act::AskNote(id)),
        ],
        vec![
            talk.button(&Text::ButtonJoin, &Act::AskJoin(id)),
            talk.button(&Text::ButtonSplit, &Act::AskSplit(id)),
        ],
        vec![kinds::offer_button(talk, id)],
        vec![talk.button(&Text::ButtonUp, &Act::AskUp(id))],
        vec![talk.button(&Text::ButtonOutside, &Act::AskOutside(id))],
    ];
    let letter = words(talk.lang, &Text::MoreFor { code: spoken(&question.code) });
    offer(talk, id, Letter { buttons, ..letter }).await
}

/// Shows choices about a question.
pub(super) async fn offer(talk: &mut Talk<'_>, id: QuestionId, mut letter: Letter) -> Result<(), Error> {
    letter.buttons.push(vec![talk.button(&Text::ButtonNever, &Act::DropWanted)]);
    go_on(talk, id, letter).await
}

/// The units of the ward but the one that has the question, the likeliest first.
async fn other_units(talk: &mut Talk<'_>, question: &Question) -> Result<Vec<Unit>, Error> {
    let mut units = likeliest_units(talk, question).await?;
    units.retain(|unit| Some(unit.id) != question.unit);
    Ok(units)
}

/// The units of the ward, the likeliest first.
pub(super) async fn likeliest_units(talk: &mut Talk<'_>, question: &Question) -> Result<Vec<Unit>, Error> {
    let ranked: Vec<String> = talk
        .desk
        .routers
        .of(talk.ward.id)
        .route(&question.text, None)
        .ranked
        .into_iter()
        .map(|r| r.label)
        .collect();
    let mut units = ward::units(talk.tx, talk.ward.id).await?;
    units.sort_by_key(|unit| ranked.iter().position(|label| *label == unit.code).unwrap_or(usize::MAX));
    Ok(units)
}

/// “Chuyển đơn vị”: to which?
pub(super) async fn choose_unit(talk: &mut Talk<'_>, id: QuestionId) -> Result<(), Error> {
    let Some(question) = pressed(talk, id).await? else { return Ok(()) };
    let units = other_units(talk, &question).await?;
    let buttons = unit_buttons(&units, |code| Act::TransferTo(id, code));
    let letter = words(talk.lang, &Text::TransferWhere { code: spoken(&question.code) });
    offer(talk, id, Letter { buttons, ..letter }).await
}

/// “Tách”: who answers the second part?
pub(super) async fn choose_part(talk: &mut Talk<'_>, id: QuestionId) -> Result<(), Error> {
    let Some(question) = pressed(talk, id).await? else { return Ok(()) };
    let units = other_units(talk, &question).await?;
    let buttons = unit_buttons(&units, |code| Act::SplitTo(id, code));
    let letter = words(talk.lang, &Text::SplitWhere { code: spoken(&question.code) });
    offer(talk, id, Letter { buttons, ..letter }).await
}

pub(super) fn unit_buttons(units: &[Unit], act: impl Fn(String) -> Act) -> Vec<Vec<Button>> {
    let button = |unit: &Unit| Button {
        label: shorten(&unit.name, LABEL_MAX),
        target: Target::Act(act(unit.code.clone()).pack()),
    };
    units.iter().map(|unit| vec![button(unit)]).collect()
}

/// The reason is that it is their field.
pub(super) async fn transfer_plainly(talk: &mut Talk<'_>, id: QuestionId, code: &str) -> Result<(), Error> {
    let Some(question) = pressed(talk, id).await? else { return Ok(()) };
    talk.clear_step().await?;
    let reason = Text::TheirField.say(talk.lang);
    transfer(talk, &question, code, &reason).await
}

/// Gives the question to another unit.
pub(super) async fn transfer(
    talk: &mut Talk<'_>,
    question: &Question,
    code: &str,
    reason: &str,
) -> Result<(), Error> {
    let me = talk.me().await?;
    let unit = ward::unit_by_code(talk.tx, talk.ward.id, code).await?;
    let Some(unit) = unit.filter(|unit| Some(unit.id) != question.unit) else {
        return reply(talk, Text::ButtonUnknown).await;
    };
    if !questions::transfer(talk.tx, question.id, unit.id, &unit.code, me, reason).await? {
        return reply(talk, Text::QuestionClosedHere).await;
    }
    note(talk, question, "transfer question").await?;
    // What an officer corrects, the router learns.
    route::store::correct(talk.tx, question.ward, question.id, &question.text, &unit.code).await?;
    let spoken_code = spoken(&question.code);
    reply(talk, Text::Transferred { code: spoken_code.clone(), unit: unit.name.clone() }).await?;
    // The card in the chat that had it says where it went; the unit that has it now gets its own.
    changed(talk, question.id).await?;
    let had = match question.unit {
        Some(had) => ward::unit(talk.tx, talk.ward.id, had).await?,
        None => None,
    };
    let had_chat = match &had {
        Some(had) => card::chat_for(talk.tx, talk.ward.id, had).await?,
        None => None,
    };
    if had_chat.is_none() || card::chat_for(talk.tx, talk.ward.id, &unit).await? != had_chat {
        card::show(&mut talk.notice(), question.id).await?;
    }
    media::moved(&mut talk.notice(), question.id).await?;
    let (unit, reason) = (unit.name, reason.to_owned());
    tell_asker(talk, question, |lang| {
        words(lang, &Text::TransferredForYou { code: spoken_code, unit, reason })
    })
    .await?;
    Ok(())
}

/// Who answers instead, and on a second line under which reference.
pub(super) async fn refer(talk: &mut Talk<'_>, question: &Question, said: &str) -> Result<(), Error> {
    let (who, reference) = said.split_once('\n').unwrap_or((said, ""));
    let (code, who, reference) = (spoken(&question.code), who.trim().to_owned(), reference.trim().to_owned());
    let me = talk.me().await?;
    if !questions::refer(talk.tx, question.id, &who, &reference, me, "").await? {
        return reply(talk, Text::QuestionClosedHere).await;
    }
    note(talk, question, "refer question out").await?;
    tell_asker(talk, question, |lang| {
        let code = code.clone();
        let text = if reference.is_empty() {
            Text::ReferredForYou { code, who }
        } else {
            Text::ReferredUnder { code, who, reference }
        };
        words(lang, &text)
    })
    .await?;
    reply(talk, Text::ReferredOut { code }).await?;
    changed(talk, question.id).await
}

/// “Gộp câu trùng”: open questions with the same words, or a code.
pub(super) async fn choose_twin(talk: &mut Talk<'_>, id: QuestionId) -> Result<(), Error> {
    let Some(question) = pressed(talk, id).await? else { return Ok(()) };
    let buttons = alike(talk, &question)
        .await?
        .into_iter()
        .map(|twin| {
            let label = format!("{} – {}", spoken(&twin.code), shorten(&mask(&twin.text), LABEL_MAX));
            vec![Button { label, target: Target::Act(Act::JoinInto(id, twin.code).pack()) }]
        })
        .chain([vec![talk.button(&Text::ButtonTypeCode, &Act::AskJoinCode(id))]])
        .collect();
    let letter = words(talk.lang, &Text::JoinWhich { code: spoken(&question.code) });
    offer(talk, id, Letter { buttons, ..letter }).await
}

/// Whoever takes a question on is told when another one asks nearly the same.
pub(super) async fn point_out_twin(talk: &mut Talk<'_>, question: &Question) -> Result<(), Error> {
    let Some(twin) = alike(talk, question).await?.into_iter().next() else { return Ok(()) };
    if shared(&question.text, &twin.text) < TWIN_SHARE {
        return Ok(());
    }
    let (code, other) = (spoken(&question.code), spoken(&twin.code));
    let text = shorten(&mask(&twin.text), TWIN_SHOWN);
    let join =
        talk.button(&Text::ButtonJoinInto { code: other.clone() }, &Act::JoinInto(question.id, twin.code));
    let letter = words(talk.lang, &Text::TwinSeen { code, other, text });
    offer(talk, question.id, Letter { buttons: vec![vec![join]], ..letter }).await
}

/// The share of the words of both that are in both, from 0 to 1.
#[expect(clippy::cast_precision_loss, reason = "words of a question")]
fn shared(one: &str, other: &str) -> f64 {
    let words = |text: &str| -> BTreeSet<String> {
        folded_words(text).split_whitespace().map(str::to_owned).collect()
    };
    let (one, other) = (words(one), words(other));
    let all = one.union(&other).count();
    if all == 0 { 0.0 } else { one.intersection(&other).count() as f64 / all as f64 }
}

/// Open questions of the same unit that are like this one, the likest first.
async fn alike(talk: &mut Talk<'_>, question: &Question) -> Result<Vec<Question>, Error> {
    let Some(unit) = question.unit else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for id in questions::alike(talk.tx, unit, question).await? {
        let other = questions::question(talk.tx, id).await?;
        found.extend(other.filter(|other| other.state.is_with_unit() && other.unit == question.unit));
        if found.len() == ALIKE_SHOWN {
            break;
        }
    }
    Ok(found)
}

/// A typed code.
pub(super) async fn join_typed(talk: &mut Talk<'_>, question: &Question, said: &str) -> Result<(), Error> {
    let digits: String = said.chars().filter(char::is_ascii_digit).collect();
    join(talk, question, &digits).await
}

/// A pressed one.
pub(super) async fn join_pressed(talk: &mut Talk<'_>, id: QuestionId, code: &str) -> Result<(), Error> {
    let Some(question) = pressed(talk, id).await? else { return Ok(()) };
    join(talk, &question, code).await
}

async fn join(talk: &mut Talk<'_>, question: &Question, code: &str) -> Result<(), Error> {
    let me = talk.me().await?;
    let twin = questions::by_code(talk.tx, talk.ward.id, code).await?;
    // Only one of the same unit: what others have is not shown here, not even that it exists.
    let Some(twin) = twin.filter(|twin| twin.unit == question.unit) else {
        return reply(talk, Text::JoinUnknown).await;
    };
    if !questions::join(talk.tx, question.id, twin.id, me).await? {
        return reply(talk, Text::JoinNot).await;
    }
    note(talk, question, "join questions").await?;
    let (code, into) = (spoken(&question.code), spoken(&twin.code));
    let of_asker = code.clone();
    tell_asker(talk, question, |lang| words(lang, &Text::JoinedForYou { code: of_asker })).await?;
    reply(talk, Text::Joined { code, into }).await?;
    changed(talk, question.id).await
}

/// Makes a question of its own of the part for another unit.
pub(super) async fn split(
    talk: &mut Talk<'_>,
    question: &Question,
    unit: &str,
    said: &str,
) -> Result<(), Error> {
    let me = talk.me().await?;
    let Some(unit) = ward::unit_by_code(talk.tx, talk.ward.id, unit).await? else {
        return reply(talk, Text::ButtonUnknown).await;
    };
    let Some(part) = questions::split(talk.tx, question, said, &unit.code, me).await? else {
        return reply(talk, Text::QuestionClosedHere).await;
    };
    let due_at = reckoning::due_of(talk.tx, talk.desk, &part).await?;
    let calendar = talk.ward.calendar;
    let placed = Placed { unit: unit.id, label: &unit.code, why: "", kind: part.kind, due_at, calendar };
    questions::place(talk.tx, part.id, placed).await?;
    note(talk, question, "split question").await?;
    let (code, second) = (spoken(&question.code), spoken(&part.code));
    let told = (code.clone(), second.clone(), unit.name.clone());
    tell_asker(talk, &part, |lang| {
        words(lang, &Text::SplitForYou { code: told.0, second: told.1, unit: told.2 })
    })
    .await?;
    reply(talk, Text::Split { code, second, unit: unit.name }).await?;
    let mut notice = talk.notice();
    card::show(&mut notice, part.id).await?;
    media::pass_on(&mut notice, part.id).await?;
    status::tell(&mut notice, part.id).await
}
