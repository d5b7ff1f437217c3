//! Answers that help: those that a unit keeps, and those that it gave to questions like the one
//! at hand. What an officer chooses is a draft until they send it.

use std::cmp::Reverse;

use super::act::Act;
use super::inbox::log;
use super::talk::{Step, Talk, button};
use super::{answering, officer};
use crate::channel::{Button, Content, Letter, Target};
use crate::delivery::{About, Kind};
use crate::i18n::{self, Lang, Text};
use crate::question::store::{self as questions, AnswerState, Canned, CannedId};
use crate::question::terms::closeness;
use crate::question::{Question, QuestionId, spoken};
use crate::store::Error;
use crate::text::{Rich, mask, shorten};
use crate::ward::store as ward;
use crate::ward::{Role, UnitId};

/// Answers of each sort that are offered.
const CANNED_OFFERED: usize = 4;
const EARLIER_OFFERED: usize = 3;
/// Answers that a unit may keep; a platform shows no more buttons.
const CANNED_MAX: usize = 90;
const TITLE_MAX: usize = 60;
/// Characters of an answer, so that it fits with the unit's name above it.
const TEXT_MAX: usize = 3_800;
/// Characters that tell an answer in a button beside the question's id.
const KEY: usize = 20;

/// One answer that is offered.
struct Sample {
    key: String,
    label: String,
    text: Rich,
    /// Whether a number in it was covered.
    is_covered: bool,
}

/// On a question's card.
pub(super) fn offer_button(id: QuestionId) -> Button {
    button(Lang::Vi, &Text::ButtonSamples, &Act::Samples(id))
}

/// “Câu trả lời mẫu”: the best of both sorts.
pub(super) async fn offer(talk: &mut Talk<'_>, id: QuestionId) -> Result<(), Error> {
    let Some(question) = officer::pressed(talk, id).await? else { return Ok(()) };
    let samples = samples(talk, &question).await?;
    if samples.is_empty() {
        return talk.alert(Text::SamplesNone).await;
    }
    let mut letter = talk.letter(&Text::SamplesHeading { code: spoken(&question.code) });
    for sample in &samples {
        let act = Act::Sample(id, sample.key.clone());
        letter.buttons.push(vec![Button { label: sample.label.clone(), target: Target::Act(act.pack()) }]);
    }
    talk.send_about(letter, Kind::Notice, about(id)).await
}

/// One of them in full.
pub(super) async fn show(talk: &mut Talk<'_>, id: QuestionId, key: &str) -> Result<(), Error> {
    let Some((question, sample)) = chosen(talk, id, key).await? else { return Ok(()) };
    let heading = Text::SampleHeading { code: spoken(&question.code) };
    let text = Rich::bold(&heading.say(talk.lang)).below(2, &sample.text);
    let buttons = vec![vec![talk.button(&Text::ButtonUseSample, &Act::UseSample(id, key.to_owned()))]];
    change(talk, id, Letter { text, buttons, ..Letter::default() }).await
}

/// “Dùng câu này”: a draft, to be sent or changed first. Nothing is kept of it until it is sent.
pub(super) async fn draft(talk: &mut Talk<'_>, id: QuestionId, key: &str) -> Result<(), Error> {
    let Some((question, sample)) = chosen(talk, id, key).await? else { return Ok(()) };
    let code = spoken(&question.code);
    let heading = if sample.is_covered { Text::DraftCovered { code } } else { Text::DraftHeading { code } };
    let text = Rich::bold(&heading.say(talk.lang)).below(2, &sample.text);
    let mut buttons = Vec::new();
    if !sample.is_covered {
        let send = talk.button(&Text::ButtonSendSample, &Act::SendSample(id, key.to_owned()));
        buttons.push(vec![send, talk.button(&Text::ButtonDropSample, &Act::Samples(id))]);
    }
    change(talk, id, Letter { text, buttons, ..Letter::default() }).await
}

/// “Gửi câu này”: as an answer that the officer wrote.
pub(super) async fn send(talk: &mut Talk<'_>, id: QuestionId, key: &str) -> Result<(), Error> {
    let Some((question, sample)) = chosen(talk, id, key).await? else { return Ok(()) };
    let Some(unit) = question.unit.filter(|_| !sample.is_covered) else {
        return talk.alert(Text::SampleGone).await;
    };
    let me = talk.me().await?;
    // Pressed once: the same words are not sent again from here.
    change(talk, id, Letter { text: sample.text.clone(), ..Letter::default() }).await?;
    let answer = questions::write_answer(talk.tx, id, unit, me, &sample.text, None, None).await?;
    answering::written(talk, &question, answer, &sample.text, false).await
}

/// The question and the answer of a pressed button, if both are still there for whoever pressed.
async fn chosen(talk: &mut Talk<'_>, id: QuestionId, key: &str) -> Result<Option<(Question, Sample)>, Error> {
    let Some(question) = officer::pressed(talk, id).await? else { return Ok(None) };
    match samples(talk, &question).await?.into_iter().find(|sample| sample.key == key) {
        Some(sample) => Ok(Some((question, sample))),
        None => {
            talk.alert(Text::SampleGone).await?;
            Ok(None)
        }
    }
}

async fn samples(talk: &mut Talk<'_>, question: &Question) -> Result<Vec<Sample>, Error> {
    let Some(unit) = question.unit else { return Ok(Vec::new()) };
    let mut canned = questions::canned_of(talk.tx, unit).await?;
    let fit = |one: &Canned| closeness(&format!("{} {}", one.title, one.text.words()), &question.text);
    canned.sort_by_key(|one| Reverse(fit(one)));
    let mut samples: Vec<Sample> = canned
        .into_iter()
        .take(CANNED_OFFERED)
        .map(|one| Sample {
            key: key(one.id.0),
            label: format!("📌 {}", one.title),
            text: one.text,
            is_covered: false,
        })
        .collect();
    for answer in questions::earlier_answers(talk.tx, unit, question, EARLIER_OFFERED).await? {
        let (text, is_covered) = covered(&answer.text);
        let label = format!("🕘 {}", shorten(&text.words(), TITLE_MAX - 10));
        samples.push(Sample { key: key(answer.id.0), label, text, is_covered });
    }
    Ok(samples)
}

/// The words without numbers that lead to somebody, and whether there were any.
fn covered(text: &Rich) -> (Rich, bool) {
    let words = text.words();
    let shown = mask(&words);
    if shown == words { (text.clone(), false) } else { (Rich::plain(&shown), true) }
}

fn about(id: QuestionId) -> About {
    About { question: Some(id), ..About::default() }
}

/// New words in place of the message whose button was pressed; they go when the question's do.
async fn change(talk: &mut Talk<'_>, id: QuestionId, letter: Letter) -> Result<(), Error> {
    let Some(target) = talk.message_id.clone() else { return Ok(()) };
    let chat = talk.chat.id;
    let mut notice = talk.notice();
    let content = Content::Edit { target, letter };
    let parcel = notice.parcel(chat, Kind::Edit, crate::delivery::Lane::Interactive, content, about(id));
    notice.leave(&parcel).await.map(|_| ())
}

/// The part of an id that is left to chance: what fits in a button beside another id.
fn key(id: uuid::Uuid) -> String {
    let id = id.simple().to_string();
    id[id.len() - KEY..].to_owned()
}

/// “Câu mẫu của đơn vị”: of the only unit, or of which?
pub(super) async fn book(talk: &mut Talk<'_>) -> Result<(), Error> {
    let units = ward::units(talk.tx, talk.ward.id).await?;
    let mine: Vec<_> = units.into_iter().filter(|unit| talk.roles.is_officer_of(unit.id)).collect();
    match &mine[..] {
        [] => talk.alert(Text::OnlyOfficersInbox).await,
        [unit] => unit_book(talk, unit.id).await,
        _ => {
            let mut letter = talk.letter(&Text::SampleBookWhich);
            for unit in mine {
                let target = Target::Act(Act::SampleUnit(unit.id).pack());
                letter.buttons.push(vec![Button { label: shorten(&unit.name, 60), target }]);
            }
            talk.replace(letter).await
        }
    }
}

/// What a unit keeps.
pub(super) async fn unit_book(talk: &mut Talk<'_>, unit: UnitId) -> Result<(), Error> {
    let Some(name) = may_keep(talk, unit).await? else { return Ok(()) };
    let canned = questions::canned_of(talk.tx, unit).await?;
    let mut letter = talk.letter(&Text::SampleBook { unit: name, n: i18n::count(canned.len()) });
    for one in canned {
        let target = Target::Act(Act::SampleOpen(one.id).pack());
        letter.buttons.push(vec![Button { label: one.title, target }]);
    }
    letter.buttons.push(vec![
        talk.button(&Text::ButtonSampleAdd, &Act::SampleAdd(unit)),
        talk.button(&Text::ButtonBack, &Act::Inbox("m".into(), 0)),
    ]);
    talk.replace(letter).await
}

/// The unit's name, if whoever presses is one of its officers and speaks in private.
async fn may_keep(talk: &mut Talk<'_>, unit: UnitId) -> Result<Option<String>, Error> {
    if !talk.is_private() || !talk.roles.is_officer_of(unit) {
        talk.alert(Text::OnlyOfficersInbox).await?;
        return Ok(None);
    }
    Ok(ward::unit(talk.tx, talk.ward.id, unit).await?.map(|unit| unit.name))
}

/// One that is kept, if whoever presses may change it.
async fn kept(talk: &mut Talk<'_>, id: CannedId) -> Result<Option<Canned>, Error> {
    let Some(one) = questions::canned(talk.tx, id).await? else {
        talk.alert(Text::SampleGone).await?;
        return Ok(None);
    };
    Ok(may_keep(talk, one.unit).await?.map(|_| one))
}

pub(super) async fn open(talk: &mut Talk<'_>, id: CannedId) -> Result<(), Error> {
    let Some(one) = kept(talk, id).await? else { return Ok(()) };
    let text = Rich::bold(&one.title).below(2, &one.text);
    let buttons = vec![
        vec![
            talk.button(&Text::ButtonSampleRename, &Act::SampleRename(id)),
            talk.button(&Text::ButtonSampleDrop, &Act::SampleDrop(id)),
        ],
        vec![talk.button(&Text::ButtonBack, &Act::SampleUnit(one.unit))],
    ];
    talk.replace(Letter { text, buttons, ..Letter::default() }).await
}

pub(super) async fn ask_new(talk: &mut Talk<'_>, unit: UnitId) -> Result<(), Error> {
    if may_keep(talk, unit).await?.is_none() {
        return Ok(());
    }
    talk.set_step(&Step::SampleText { unit }).await?;
    talk.say(Text::SampleAsk).await
}

/// The words of a new one came; it is called by how they begin until somebody renames it.
pub(super) async fn new_came(talk: &mut Talk<'_>, unit: UnitId, text: &Rich) -> Result<(), Error> {
    if may_keep(talk, unit).await?.is_none() {
        return talk.clear_step().await;
    }
    let text = text.clone().trimmed();
    if text.is_empty() {
        return talk.say(Text::SampleAsk).await;
    }
    if text.len() > TEXT_MAX {
        let (length, max) = (i18n::count(text.len()), i18n::count(TEXT_MAX));
        return talk.say(Text::TextTooLong { length, max }).await;
    }
    talk.clear_step().await?;
    keep(talk, unit, &text).await
}

/// “Lưu làm câu mẫu”: an answer that the unit has sent.
pub(super) async fn keep_sent(talk: &mut Talk<'_>, id: QuestionId) -> Result<(), Error> {
    if !talk.roles.has(Role::Officer) {
        return talk.alert(Text::OnlyOfficersInbox).await;
    }
    let question = questions::question(talk.tx, id).await?.filter(|q| q.ward == talk.ward.id);
    let answers = questions::answers(talk.tx, id).await?;
    let sent = answers.into_iter().rev().find(|a| a.state == AnswerState::Sent && !a.text.is_empty());
    let (Some(_), Some(answer)) = (question, sent) else { return talk.alert(Text::SampleGone).await };
    if may_keep(talk, answer.unit).await?.is_none() {
        return Ok(());
    }
    // It outlives the question from here on, so nothing of its asker may stay in it.
    let (text, _) = covered(&answer.text);
    keep(talk, answer.unit, &text).await
}

async fn keep(talk: &mut Talk<'_>, unit: UnitId, text: &Rich) -> Result<(), Error> {
    if questions::canned_of(talk.tx, unit).await?.len() >= CANNED_MAX {
        return talk.alert(Text::SamplesFull).await;
    }
    let me = talk.me().await?;
    let title = title_of(&text.words());
    let id = questions::add_canned(talk.tx, unit, &title, text, me).await?;
    log(talk, "keep answer", &format!("canned:{id}")).await?;
    let mut letter = talk.letter(&Text::SampleKept { title });
    letter.buttons = vec![vec![
        talk.button(&Text::ButtonSampleRename, &Act::SampleRename(id)),
        talk.button(&Text::ButtonBack, &Act::SampleUnit(unit)),
    ]];
    talk.send(letter).await
}

fn title_of(words: &str) -> String {
    let line = words.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    shorten(line, TITLE_MAX)
}

pub(super) async fn ask_title(talk: &mut Talk<'_>, id: CannedId) -> Result<(), Error> {
    let Some(one) = kept(talk, id).await? else { return Ok(()) };
    talk.set_step(&Step::SampleTitle { canned: id }).await?;
    talk.say(Text::SampleAskTitle { title: one.title }).await
}

pub(super) async fn title_came(talk: &mut Talk<'_>, id: CannedId, text: &Rich) -> Result<(), Error> {
    let title = title_of(&text.words());
    if title.is_empty() {
        return talk.say(Text::TextEmpty).await;
    }
    talk.clear_step().await?;
    let Some(one) = kept(talk, id).await? else { return Ok(()) };
    questions::rename_canned(talk.tx, id, &title).await?;
    log(talk, "rename kept answer", &format!("canned:{id}")).await?;
    unit_book(talk, one.unit).await
}

pub(super) async fn drop(talk: &mut Talk<'_>, id: CannedId) -> Result<(), Error> {
    let Some(one) = kept(talk, id).await? else { return Ok(()) };
    questions::drop_canned(talk.tx, id).await?;
    log(talk, "drop kept answer", &format!("canned:{id}")).await?;
    unit_book(talk, one.unit).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_may_be_somebodys_are_covered() {
        for (text, shown) in [
            ("Gọi anh Nam 0912345678 nhé", "Gọi anh Nam •••••••••• nhé"),
            ("Gọi 0912 345 678.", "Gọi •••• ••• •••."),
            ("CCCD 001203004567", "CCCD ••••••••••••"),
        ] {
            let (words, is_covered) = covered(&Rich::plain(text));
            assert_eq!((words.words().as_str(), is_covered), (shown, true));
        }
        for text in ["Ngõ 15, trước 17:00", "Theo số 12/2026", "Gọi 113, 114, 115", ""] {
            assert_eq!(covered(&Rich::plain(text)), (Rich::plain(text), false), "{text}");
        }
    }
}
