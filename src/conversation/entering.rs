//! `/nhap`: an officer enters what somebody asks by phone or at the counter. It has a code and a
//! deadline like any other; whoever entered it hears the answer and tells it.
//!
//! Who asks has no account here, so nothing of theirs lies with the officer: each such question
//! has a person of its own without one.

use chrono::{DateTime, Utc};

use super::act::Act;
use super::officer::{note, reply};
use super::talk::{Step, Talk, button, words};
use super::{card, data_requests, passing, resident};
use crate::channel::{Button, Letter};
use crate::delivery::{About, Kind as Sent};
use crate::i18n::{self, Lang, Text, hanoi};
use crate::privacy;
use crate::question::deadline::Kind;
use crate::question::route::{COMPLAINT, EMERGENCY, Verdict};
use crate::question::store as questions;
use crate::question::{Incoming, Placed, Question, QuestionId, State, Way, spoken};
use crate::store::Error;
use crate::text::{Rich, nfc, shorten};
use crate::ward::store as ward;
use crate::ward::{Role, Unit};

/// Characters of a question, and of who asks with how to reach them.
const WORDS_MAX: usize = 4_000;
const ASKER_MAX: usize = 200;
/// Answers that wait to be told which a list names.
const UNTOLD_SHOWN: usize = 5;

/// `/nhap`, alone or with the words behind it.
pub(super) async fn begin(talk: &mut Talk<'_>, argument: &str) -> Result<(), Error> {
    if !talk.is_private() && ward::unit_of_chat(talk.tx, talk.chat.id).await?.is_empty() {
        return talk.say(Text::OnlyInPrivate).await;
    }
    if !may_enter(talk).await? {
        return talk.alert(Text::OnlyOfficersInbox).await;
    }
    if !argument.is_empty() {
        return words_came(talk, &Rich::plain(argument)).await;
    }
    talk.set_step(&Step::Entering).await?;
    ask(talk, &Text::EnterWords, None).await
}

/// In private any officer; in a unit's chat one of its own.
async fn may_enter(talk: &mut Talk<'_>) -> Result<bool, Error> {
    if talk.is_private() {
        return Ok(talk.roles.has(Role::Officer));
    }
    let here = ward::unit_of_chat(talk.tx, talk.chat.id).await?;
    Ok(here.iter().any(|(_, unit)| talk.roles.is_officer_of(*unit)))
}

/// Asks for words; in a unit's chat only replies reach us, so it says so.
async fn ask(talk: &mut Talk<'_>, text: &Text, about: Option<QuestionId>) -> Result<(), Error> {
    let mut letter = words(talk.lang, text);
    if !talk.is_private() {
        letter.text = letter.text.below(1, &Rich::plain(&Text::ReplyHere.say(talk.lang)));
        letter.reply_to = talk.message_id.clone().filter(|_| talk.press.is_none());
    }
    letter.buttons = vec![vec![talk.button(&Text::ButtonNever, &never(about))]];
    talk.send_about(letter, Sent::Notice, about_of(about)).await
}

fn never(about: Option<QuestionId>) -> Act {
    about.map_or(Act::DropWanted, Act::EnterDrop)
}

fn about_of(question: Option<QuestionId>) -> About {
    About { question, ..About::default() }
}

/// The words came. `false`: none are waited for.
pub(super) async fn came(talk: &mut Talk<'_>, text: &Rich) -> Result<bool, Error> {
    match talk.step().await? {
        Some(Step::Entering) => words_came(talk, text).await?,
        Some(Step::EnteringAsker { question }) => asker_came(talk, question, text).await?,
        _ => return Ok(false),
    }
    Ok(true)
}

/// What is asked.
async fn words_came(talk: &mut Talk<'_>, text: &Rich) -> Result<(), Error> {
    let text: String = nfc(text.words().trim()).chars().take(WORDS_MAX).collect();
    if !may_enter(talk).await? {
        talk.clear_step().await?;
        return reply(talk, Text::OnlyOfficersInbox).await;
    }
    if text.is_empty() {
        return reply(talk, Text::WantWords).await;
    }
    let verdict = talk.desk.routers.of(talk.ward.id).route(&text, None);
    if verdict.label == COMPLAINT {
        talk.clear_step().await?;
        store(talk, "", COMPLAINT, State::Told).await?;
        return reply(talk, Text::EnterComplaint).await;
    }
    // Held, so that what is left half done is deleted after a day as any question without consent.
    let question = store(talk, &text, &verdict.label, State::Held).await?;
    if verdict.label == EMERGENCY {
        // Help is not held up for a name.
        talk.clear_step().await?;
        return alarm(talk, question, &verdict).await;
    }
    talk.set_step(&Step::EnteringAsker { question: question.id }).await?;
    ask(talk, &Text::EnterAsker, Some(question.id)).await
}

async fn store(talk: &mut Talk<'_>, text: &str, label: &str, state: State) -> Result<Question, Error> {
    let me = talk.me().await?;
    let person = ward::person_without_account(talk.tx, talk.ward.id).await?;
    let incoming = Incoming {
        ward: talk.ward.id,
        person,
        account: talk.account.id,
        from_chat: talk.chat.id,
        post: None,
        text,
        label,
        why: "",
        kind: Kind::Normal,
        state,
        message: None,
        way: Way::Phone,
        entered_by: Some(me),
        asker: "",
    };
    questions::take_in(talk.tx, &incoming).await
}

/// Danger: the numbers for who calls, and the alert at once.
async fn alarm(talk: &mut Talk<'_>, question: Question, verdict: &Verdict) -> Result<(), Error> {
    reply(talk, Text::EnterDanger).await?;
    for (n, code) in resident::helpers(&question.text, verdict).into_iter().enumerate() {
        let Some(unit) = ward::unit_by_code(talk.tx, talk.ward.id, code).await? else { continue };
        let one = if n == 0 {
            question.clone()
        } else {
            store(talk, &question.text, EMERGENCY, State::Held).await?
        };
        place(talk, &one, &unit, EMERGENCY, Kind::Urgent).await?;
    }
    Ok(())
}

/// Who asks came.
async fn asker_came(talk: &mut Talk<'_>, id: QuestionId, text: &Rich) -> Result<(), Error> {
    let asker = shorten(&nfc(text.words().trim()), ASKER_MAX);
    if asker.is_empty() {
        return reply(talk, Text::WantWords).await;
    }
    talk.clear_step().await?;
    let Some(question) = mine(talk, id).await? else { return reply(talk, Text::DraftAnswerGone).await };
    questions::set_asker(talk.tx, id, &asker).await?;
    let letter = Letter {
        buttons: vec![
            vec![
                talk.button(&Text::ButtonByPhone, &Act::EnterWay(id, Way::Phone.code().into())),
                talk.button(&Text::ButtonAtCounter, &Act::EnterWay(id, Way::Counter.code().into())),
            ],
            vec![talk.button(&Text::ButtonNever, &Act::EnterDrop(id))],
        ],
        ..words(talk.lang, &Text::EnterWay { asker, text: shorten(&question.text, 600) })
    };
    talk.send_about(letter, Sent::Notice, about_of(Some(id))).await
}

/// A question that whoever speaks is entering.
async fn mine(talk: &mut Talk<'_>, id: QuestionId) -> Result<Option<Question>, Error> {
    let me = talk.me().await?;
    let found = questions::question(talk.tx, id).await?;
    Ok(found.filter(|q| {
        q.entered_by == Some(me) && q.ward == talk.ward.id && matches!(q.state, State::Held | State::Choosing)
    }))
}

/// “Thôi”: nothing of it is kept.
pub(super) async fn drop(talk: &mut Talk<'_>, id: QuestionId) -> Result<(), Error> {
    if !may_enter(talk).await? {
        return talk.alert(Text::OnlyOfficersInbox).await;
    }
    if let Some(question) = mine(talk, id).await? {
        talk.clear_step().await?;
        questions::step(talk.tx, id, question.state, State::Withdrawn).await?;
        questions::blank(talk.tx, id).await?;
    }
    let letter = words(talk.lang, &Text::EnterDropped);
    talk.replace(letter).await
}

/// How it came: the last that is asked, and the word of who enters it that the asker agrees.
pub(super) async fn way_chosen(talk: &mut Talk<'_>, id: QuestionId, way: &str) -> Result<(), Error> {
    if !may_enter(talk).await? {
        return talk.alert(Text::OnlyOfficersInbox).await;
    }
    let Some(way) = Way::from_code(way).filter(|way| matches!(way, Way::Phone | Way::Counter)) else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    let Some(question) = mine(talk, id).await? else { return talk.alert(Text::AlreadyDecided).await };
    if !questions::set_way(talk.tx, id, way).await? {
        return talk.alert(Text::AlreadyDecided).await;
    }
    let verdict = talk.desk.routers.of(talk.ward.id).route(&question.text, None);
    let unit = ward::unit_by_code(talk.tx, talk.ward.id, &verdict.label).await?;
    if let (true, Some(unit)) = (verdict.sure, unit) {
        return place(talk, &question, &unit, &verdict.label, Kind::Normal).await;
    }
    // From here on it is the office's after a day, if nobody chooses.
    questions::step(talk.tx, id, State::Held, State::Choosing).await?;
    let mut letter = words(talk.lang, &Text::EnterUnit { code: spoken(&question.code) });
    let units = passing::likeliest_units(talk, &question).await?;
    letter.buttons = passing::unit_buttons(&units, |code| Act::EnterUnit(id, code));
    letter.buttons.push(vec![talk.button(&Text::ButtonNever, &Act::EnterDrop(id))]);
    talk.replace(letter).await
}

/// Which unit answers it.
pub(super) async fn unit_chosen(talk: &mut Talk<'_>, id: QuestionId, code: &str) -> Result<(), Error> {
    if !may_enter(talk).await? {
        return talk.alert(Text::OnlyOfficersInbox).await;
    }
    let Some(question) = mine(talk, id).await? else { return talk.alert(Text::AlreadyDecided).await };
    let Some(unit) = ward::unit_by_code(talk.tx, talk.ward.id, code).await? else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    place(talk, &question, &unit, code, Kind::Normal).await
}

/// With a unit from now on; whoever entered it is told what to say to who asks.
async fn place(
    talk: &mut Talk<'_>,
    question: &Question,
    unit: &Unit,
    label: &str,
    kind: Kind,
) -> Result<(), Error> {
    let due_at = talk.desk.due(question.asked_at, kind);
    let placed = Placed { unit: unit.id, label, why: "", kind, due_at, calendar: talk.ward.calendar };
    if !questions::place(talk.tx, question.id, placed).await? {
        return talk.alert(Text::AlreadyDecided).await;
    }
    note(talk, question, "enter question").await?;
    let due = i18n::day(hanoi(due_at).date_naive(), talk.lang);
    let code = spoken(&question.code);
    let letter = words(talk.lang, &Text::Entered { code, unit: unit.name.clone(), due });
    talk.replace(letter).await?;
    card::show(&mut talk.notice(), question.id).await
}

/// Writes to who asked. Where they have no chat, whoever entered the question is asked to pass it
/// on. `false`: nobody was reached.
pub(super) async fn tell_asker(
    talk: &mut Talk<'_>,
    question: &Question,
    letter: impl FnOnce(Lang) -> Letter,
) -> Result<bool, Error> {
    let about = about_of(Some(question.id));
    if ward::mailbox(talk.tx, question.person).await?.is_some() || question.entered_by.is_none() {
        return talk.tell(question.person, about, letter).await;
    }
    let Some(clerk) = question.entered_by else { return Ok(false) };
    let please = Text::PassOnToAsker { asker: question.asker.clone() };
    talk.tell(clerk, about, |lang| {
        let mut letter = letter(lang);
        letter.text = words(lang, &please).text.below(2, &letter.text);
        letter
    })
    .await
}

/// Below an answer that is to be told.
pub(super) fn told_button(id: QuestionId, lang: Lang) -> Vec<Vec<Button>> {
    vec![vec![button(lang, &Text::ButtonToldAsker, &Act::ToldAsker(id))]]
}

/// “Đã báo người hỏi”
pub(super) async fn told(talk: &mut Talk<'_>, id: QuestionId) -> Result<(), Error> {
    let me = talk.me().await?;
    let Some(question) = questions::question(talk.tx, id).await?.filter(|q| q.ward == talk.ward.id) else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    if question.entered_by != Some(me) && super::officer::may_act(talk, &question).await?.is_none() {
        return talk.alert(Text::QuestionNotYours).await;
    }
    if !questions::set_told(talk.tx, id, me).await? {
        return talk.alert(Text::AlreadyDecided).await;
    }
    note(talk, &question, "asker told").await?;
    let (name, at) = (ward::name_of(talk.tx, me).await?, i18n::moment(talk.tx.now(), talk.lang));
    let letter = words(talk.lang, &Text::ToldAsker { code: spoken(&question.code), name, at });
    talk.replace(letter).await?;
    card::refresh(&mut talk.notice(), id).await
}

/// What stands above an officer's lists: the answers that they have not told for a working day,
/// with a button for each.
pub(super) async fn reminder(talk: &mut Talk<'_>) -> Result<Option<(Rich, Vec<Vec<Button>>)>, Error> {
    if !talk.is_private() {
        return Ok(None);
    }
    let (me, now) = (talk.me().await?, talk.tx.now());
    let mut late = questions::untold(talk.tx, talk.ward.id, me).await?;
    late.retain(|one| a_working_day_after(talk, one.answered_at) <= now);
    if late.is_empty() {
        return Ok(None);
    }
    let shown = late.iter().take(UNTOLD_SHOWN);
    let codes = shown.clone().map(|one| spoken(&one.code)).collect::<Vec<_>>().join(", ");
    let n = i18n::count(late.len());
    let buttons = shown.map(|one| {
        let label = Text::ButtonToldOf { code: spoken(&one.code) };
        vec![talk.button(&label, &Act::ToldAsker(one.id))]
    });
    Ok(Some((Rich::plain(&Text::InboxUntold { n, codes }.say(talk.lang)), buttons.collect())))
}

fn a_working_day_after(talk: &Talk<'_>, at: DateTime<Utc>) -> DateTime<Utc> {
    let working = &talk.desk.working;
    working.add_minutes(at, working.day_minutes(crate::calendar::local(at).date()))
}

/// On the card of what was entered: its asker has the same right to have it erased as anybody.
pub(super) fn erase_button(question: &Question) -> Vec<Vec<Button>> {
    if !matches!(question.way, Way::Phone | Way::Counter) || question.text.is_empty() {
        return Vec::new();
    }
    vec![vec![button(Lang::Vi, &Text::ButtonAskerErases, &Act::AskErasureFor(question.id))]]
}

/// What was entered, if whoever presses entered it or handles it; else they are told why not.
async fn to_erase(talk: &mut Talk<'_>, id: QuestionId) -> Result<Option<Question>, Error> {
    let me = talk.me().await?;
    let Some(question) = questions::question(talk.tx, id).await?.filter(|q| q.ward == talk.ward.id) else {
        talk.toast(Text::ButtonUnknown).await?;
        return Ok(None);
    };
    if question.entered_by != Some(me) && super::officer::may_act(talk, &question).await?.is_none() {
        talk.alert(Text::QuestionNotYours).await?;
        return Ok(None);
    }
    if erase_button(&question).is_empty() {
        talk.alert(Text::AlreadyDecided).await?;
        return Ok(None);
    }
    Ok(Some(question))
}

/// “Người hỏi xin xóa”: asks once whether that is meant.
pub(super) async fn ask_erasure(talk: &mut Talk<'_>, id: QuestionId) -> Result<(), Error> {
    let Some(question) = to_erase(talk, id).await? else { return Ok(()) };
    let mut letter = words(talk.lang, &Text::AskerErasesSure { code: spoken(&question.code) });
    letter.buttons = vec![
        vec![talk.button(&Text::ButtonAskerErasesSure, &Act::ErasureFor(id))],
        vec![talk.button(&Text::ButtonNever, &Act::DropWanted)],
    ];
    talk.send_about(letter, Sent::Notice, about_of(Some(id))).await
}

/// Its words are gone, and the request is a ticket as anybody's.
pub(super) async fn erase(talk: &mut Talk<'_>, id: QuestionId) -> Result<(), Error> {
    let Some(question) = to_erase(talk, id).await? else { return Ok(()) };
    note(talk, &question, "erase for asker").await?;
    card::close(&mut talk.notice(), &question).await?;
    resident::hand_on(&mut talk.notice(), &question).await?;
    if !question.state.is_end() {
        questions::step(talk.tx, id, question.state, State::Withdrawn).await?;
    }
    questions::blank(talk.tx, id).await?;
    let request = data_requests::note_for(talk, question.person, privacy::Kind::Erase).await?;
    let letter = words(talk.lang, &Text::AskerErased { code: spoken(&question.code), request });
    talk.replace(letter).await
}
