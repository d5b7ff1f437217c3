//! `/hopthu`: what officers have before them. In private their own and their unit's questions,
//! each opened by a button; in a unit's chat those that are shown there; for all other staff
//! counts without words. Lists are shown once and not kept.

use chrono::{DateTime, Utc};

use super::act::Act;
use super::talk::{Talk, words};
use super::{card, entering, officer, resident};
use crate::audit;
use crate::channel::{Button, ChatKind, Content, Letter};
use crate::delivery::{About, Kind, Lane};
use crate::i18n::{self, Lang, Text, hanoi};
use crate::question::deadline::Asked;
use crate::question::store::{self as questions, AnswerState, Brief, Reader};
use crate::question::{Question, QuestionId, State, spoken};
use crate::store::{Error, Tx};
use crate::text::{Rich, mask, shorten};
use crate::ward::store as ward;
use crate::ward::{CATCH_ALL, ChatId, Unit, UnitId};

/// Questions on one page.
pub(super) const PAGE: usize = 8;
/// Characters of a question's own words in a list.
const BEGINNING: usize = 90;
/// Stuck questions that an overview names.
const STUCK_SHOWN: usize = 12;

/// One of the lists; a button carries its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum List {
    Mine,
    Unit,
    Late,
    Waiting,
    Stuck,
}

impl List {
    const ALL: [Self; 5] = [Self::Mine, Self::Unit, Self::Late, Self::Waiting, Self::Stuck];

    fn code(self) -> &'static str {
        match self {
            Self::Mine => "m",
            Self::Unit => "u",
            Self::Late => "l",
            Self::Waiting => "w",
            Self::Stuck => "s",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|list| list.code() == code)
    }

    fn name(self, n: i64) -> Text {
        match self {
            Self::Mine => Text::InboxMine { n },
            Self::Unit => Text::InboxUnit { n },
            Self::Late => Text::InboxLate { n },
            Self::Waiting => Text::InboxWaiting { n },
            Self::Stuck => Text::InboxStuck { n },
        }
    }
}

/// What is before whoever looks.
struct Desktop {
    units: Vec<Unit>,
    mine: Vec<Brief>,
    /// With the unit, and where they pass it on, what has none.
    all: Vec<Brief>,
    /// Whether the office's chat is there for units that have none.
    has_office_chat: bool,
}

impl Desktop {
    /// In private: the units of whoever looks. In a unit's chat: those whose questions are shown
    /// there.
    async fn of(talk: &mut Talk<'_>) -> Result<Option<Self>, Error> {
        let units = ward::units(talk.tx, talk.ward.id).await?;
        let office = units.iter().find(|unit| unit.code == CATCH_ALL).cloned();
        let office_chat = office.as_ref().and_then(|office| office.chat);
        let is_private = talk.is_private();
        let here = talk.chat.id;
        let may_act = |unit: &Unit| talk.roles.is_officer_of(unit.id);
        let shown: Vec<Unit> = if is_private {
            units.iter().filter(|unit| may_act(unit)).cloned().collect()
        } else {
            let shown_here = |unit: &&Unit| unit.chat.or(office_chat) == Some(here);
            let has_officer = units.iter().any(|unit| unit.chat == Some(here) && may_act(unit));
            units.iter().filter(|unit| has_officer && shown_here(unit)).cloned().collect()
        };
        if shown.is_empty() {
            return Ok(None);
        }
        let mut mine = Vec::new();
        if is_private {
            let me = talk.me().await?;
            mine = questions::of_officer(talk.tx, talk.ward.id, me).await?;
            mine.retain(|brief| shown.iter().any(|unit| Some(unit.id) == brief.unit));
        }
        let mut all = Vec::new();
        for unit in &shown {
            all.extend(questions::of_unit(talk.tx, unit.id).await?);
        }
        all.sort_by_key(|brief| (brief.due_at, brief.id));
        if is_private && office.is_some_and(|office| talk.roles.is_officer_of(office.id)) {
            all.extend(questions::unrouted(talk.tx, talk.ward.id).await?);
        }
        Ok(Some(Self { units: shown, mine, all, has_office_chat: office_chat.is_some() }))
    }

    fn list(&self, talk: &Talk<'_>, list: List) -> Vec<&Brief> {
        let now = talk.tx.now();
        let with_unit = || self.all.iter().filter(|brief| brief.unit.is_some());
        match list {
            List::Mine => self.mine.iter().collect(),
            List::Unit => with_unit().collect(),
            List::Late => with_unit().filter(|brief| is_late(brief, now)).collect(),
            List::Waiting => with_unit().filter(|brief| brief.state == State::Waiting).collect(),
            List::Stuck => self.all.iter().filter(|brief| self.stuck(talk, brief).is_some()).collect(),
        }
    }

    fn stuck(&self, talk: &Talk<'_>, brief: &Brief) -> Option<Text> {
        let unit = self.units.iter().find(|unit| Some(unit.id) == brief.unit);
        stuck(talk, brief, unit, self.has_office_chat)
    }
}

/// Why a question does not move on by itself, if it does not.
fn stuck(talk: &Talk<'_>, brief: &Brief, unit: Option<&Unit>, has_office_chat: bool) -> Option<Text> {
    if brief.state == State::Choosing {
        return Some(Text::StuckUnchosen);
    }
    if brief.state != State::Open {
        return None;
    }
    if brief.is_undelivered {
        return Some(Text::StuckUndelivered);
    }
    if unit.is_some_and(|unit| unit.chat.is_none()) && !has_office_chat {
        return Some(Text::StuckNoChat);
    }
    let by =
        talk.desk.deadlines.at(brief.since).taken_by(&talk.desk.working, Asked::new(brief.since, brief.kind));
    (brief.taken_by.is_none() && by < talk.tx.now()).then_some(Text::StuckUntaken)
}

/// The clock of one that waits for its asker stands still.
fn is_late(brief: &Brief, now: DateTime<Utc>) -> bool {
    brief.state == State::Open && brief.due_at.is_some_and(|due| due < now)
}

/// How much time is left, or since when there is none, in plain words.
pub(super) fn due_words(due: DateTime<Utc>, now: DateTime<Utc>) -> Text {
    let days = (hanoi(due).date_naive() - hanoi(now).date_naive()).num_days();
    match days {
        _ if due <= now && days == 0 => Text::LateToday { time: i18n::time(due) },
        ..0 => Text::LateDays { n: -days },
        0 => Text::DueToday { time: i18n::time(due) },
        1 => Text::DueTomorrow { time: i18n::time(due) },
        _ => Text::DueDays { n: days },
    }
}

/// How an open question stands, in a word or two.
fn standing(brief: &Brief, now: DateTime<Utc>) -> Text {
    match (brief.state, brief.due_at) {
        (State::Waiting, _) => Text::DueWaiting,
        (_, Some(due)) => due_words(due, now),
        (_, None) => Text::StuckUnchosen,
    }
}

/// `/hopthu`
pub(super) async fn open(talk: &mut Talk<'_>) -> Result<(), Error> {
    let is_unit_chat = !ward::unit_of_chat(talk.tx, talk.chat.id).await?.is_empty();
    if !talk.is_private() && !is_unit_chat {
        return talk.say(Text::OnlyInPrivate).await;
    }
    let Some(desktop) = Desktop::of(talk).await? else {
        if talk.is_private() && talk.roles.may_see_figures() {
            return counts(talk).await;
        }
        return talk.say(Text::OnlyOfficersInbox).await;
    };
    let list = if desktop.mine.is_empty() { List::Unit } else { List::Mine };
    let letter = page(talk, &desktop, list, 0).await?;
    show(talk, letter).await
}

/// A list, chosen by its button.
pub(super) async fn turn(talk: &mut Talk<'_>, list: &str, page_number: i32) -> Result<(), Error> {
    let Some(list) = List::from_code(list) else { return talk.toast(Text::ButtonUnknown).await };
    let Some(desktop) = Desktop::of(talk).await? else { return talk.alert(Text::OnlyOfficersInbox).await };
    let letter = page(talk, &desktop, list, usize::try_from(page_number).unwrap_or(0)).await?;
    show(talk, letter).await
}

/// Shows residents' words: in place of the message whose button was pressed, and never kept.
pub(super) async fn show(talk: &mut Talk<'_>, letter: Letter) -> Result<(), Error> {
    let Some(target) = talk.message_id.clone().filter(|_| talk.press.is_some()) else {
        return talk.send_once(letter).await;
    };
    let chat = talk.chat.id;
    let mut notice = talk.notice();
    let content = Content::Edit { target, letter };
    let parcel = notice.parcel(chat, Kind::Extract, Lane::Interactive, content, About::default());
    notice.leave(&parcel).await.map(|_| ())
}

async fn page(talk: &mut Talk<'_>, desktop: &Desktop, list: List, number: usize) -> Result<Letter, Error> {
    let (lang, now) = (talk.lang, talk.tx.now());
    let briefs: Vec<Brief> = desktop.list(talk, list).into_iter().cloned().collect();
    let end = briefs.len().saturating_sub(1) / PAGE;
    let number = number.min(end);
    let all = desktop.list(talk, List::Unit).len();
    let heading = if all == 0 && briefs.is_empty() {
        Text::InboxEmpty
    } else {
        Text::InboxHeading { n: i18n::count(all) }
    };
    let mut text = Rich::bold(&heading.say(lang));
    if let [unit] = &desktop.units[..] {
        text = text.below(1, &Rich::plain(&unit.name));
    }
    if !briefs.is_empty() || all > 0 {
        text = text.below(2, &Rich::bold(&list.name(i18n::count(briefs.len())).say(lang)));
    }
    let mut buttons: Vec<Vec<Button>> = Vec::new();
    if let Some((line, told)) = entering::reminder(talk).await? {
        text = text.below(2, &line);
        buttons.extend(told);
    }
    let shown: Vec<&Brief> = briefs.iter().skip(number * PAGE).take(PAGE).collect();
    for brief in &shown {
        let mut line = format!("{} · {}", spoken(&brief.code), standing(brief, now).say(lang));
        if let Some(officer) = brief.taken_by.filter(|_| list != List::Mine) {
            line = format!("{line} · {}", ward::name_of(talk.tx, officer).await?);
        }
        if let Some(why) = desktop.stuck(talk, brief).filter(|_| list == List::Stuck) {
            line = format!("{line} · {}", why.say(lang));
        }
        text = text
            .below(2, &Rich::bold(&line))
            .below(1, &Rich::plain(&shorten(&beginning(brief.unit, &brief.text), BEGINNING)));
    }
    buttons.extend(open_buttons(lang, shown.iter().map(|brief| (brief.id, brief.code.as_str()))));
    buttons.extend(page_buttons(talk, number, end, |n| Act::Inbox(list.code().to_owned(), n)));
    let mut lists = Vec::new();
    for other in List::ALL {
        let n = desktop.list(talk, other).len();
        if other != list && n > 0 {
            lists.push(talk.button(&other.name(i18n::count(n)), &Act::Inbox(other.code().to_owned(), 0)));
        }
    }
    buttons.extend(in_rows(lists, 2));
    if talk.is_private() {
        if list == List::Mine && !briefs.is_empty() {
            buttons.push(vec![talk.button(&Text::ButtonHandOver, &Act::HandOver)]);
        }
        buttons.push(vec![
            talk.button(&Text::ButtonFind, &Act::Find),
            talk.button(&Text::ButtonSampleBook, &Act::SampleBook),
        ]);
        buttons.push(vec![
            talk.button(&Text::ButtonEnter, &Act::EnterBegin),
            talk.button(&Text::ButtonWardCounts, &Act::WardInbox),
        ]);
        buttons.push(vec![talk.button(&Text::ButtonAway, &Act::Away)]);
    }
    Ok(Letter { text, buttons, ..Letter::default() })
}

/// The words of a question as they are listed: whoever passes on what has no unit yet does not
/// handle it, so numbers that lead to its asker are covered.
pub(super) fn beginning(unit: Option<UnitId>, text: &str) -> String {
    if unit.is_some() { text.to_owned() } else { mask(text) }
}

/// A button for each question, two in a row.
pub(super) fn open_buttons<'a>(
    lang: Lang,
    shown: impl Iterator<Item = (QuestionId, &'a str)>,
) -> Vec<Vec<Button>> {
    let open = |(id, code): (QuestionId, &str)| {
        super::talk::button(lang, &Text::ButtonOpenQuestion { code: spoken(code) }, &Act::OpenQuestion(id))
    };
    in_rows(shown.map(open).collect(), 2)
}

pub(super) fn in_rows(buttons: Vec<Button>, in_row: usize) -> Vec<Vec<Button>> {
    buttons.chunks(in_row).map(<[Button]>::to_vec).collect()
}

/// The row that leads to the page before and after; none where there is one page.
pub(super) fn page_buttons(
    talk: &Talk<'_>,
    number: usize,
    last: usize,
    act: impl Fn(i32) -> Act,
) -> Option<Vec<Button>> {
    let page = |n: usize| act(i32::try_from(n).unwrap_or(0));
    let mut row = Vec::new();
    if number > 0 {
        row.push(talk.button(&Text::ButtonPageBefore, &page(number - 1)));
    }
    if number < last {
        row.push(talk.button(&Text::ButtonPageAfter, &page(number + 1)));
    }
    (!row.is_empty()).then_some(row)
}

/// “Cả phường”: counts of each unit and what is stuck, for all staff; not a word of a question.
pub(super) async fn counts(talk: &mut Talk<'_>) -> Result<(), Error> {
    if !talk.is_private() || !talk.roles.may_see_figures() {
        return talk.alert(Text::OnlyStaff).await;
    }
    let (lang, now) = (talk.lang, talk.tx.now());
    let units = ward::units(talk.tx, talk.ward.id).await?;
    let has_office_chat = units.iter().any(|unit| unit.code == CATCH_ALL && unit.chat.is_some());
    let standings = questions::standings(talk.tx, talk.ward.id).await?;
    let all = standings.iter().map(|standing| standing.open + standing.waiting).sum();
    let mut text = Rich::bold(&Text::WardInbox { n: all }.say(lang));
    let mut lines = Vec::new();
    for standing in &standings {
        let Some(unit) = units.iter().find(|unit| unit.id == standing.unit_id) else { continue };
        let line = Text::WardInboxLine {
            unit: unit.name.clone(),
            open: standing.open,
            late: standing.late,
            waiting: standing.waiting,
            untaken: standing.untaken,
        };
        text = text.below(1, &Rich::plain(&line.say(lang)));
        for brief in questions::of_unit(talk.tx, unit.id).await? {
            if let Some(why) = stuck(talk, &brief, Some(unit), has_office_chat) {
                let due = standing_words(&brief, now, lang);
                lines.push(format!("{} · {} · {due} · {}", spoken(&brief.code), unit.name, why.say(lang)));
            }
        }
    }
    for brief in questions::unrouted(talk.tx, talk.ward.id).await? {
        lines.push(format!("{} · {}", spoken(&brief.code), Text::StuckUnchosen.say(lang)));
    }
    if !lines.is_empty() {
        text = text.below(2, &Rich::bold(&Text::InboxStuck { n: i18n::count(lines.len()) }.say(lang)));
        for line in lines.iter().take(STUCK_SHOWN) {
            text = text.below(1, &Rich::plain(line));
        }
        if lines.len() > STUCK_SHOWN {
            let more = Text::InboxMore { n: i18n::count(lines.len() - STUCK_SHOWN) };
            text = text.below(1, &Rich::plain(&more.say(lang)));
        }
    }
    talk.replace(Letter { text, ..Letter::default() }).await
}

fn standing_words(brief: &Brief, now: DateTime<Utc>, lang: Lang) -> String {
    standing(brief, now).say(lang)
}

/// What whoever speaks may read.
pub(super) async fn reader(talk: &mut Talk<'_>) -> Result<Reader, Error> {
    let all = ward::units(talk.tx, talk.ward.id).await?;
    let mine: Vec<&Unit> = all.iter().filter(|unit| talk.roles.is_officer_of(unit.id)).collect();
    Ok(Reader {
        ward: talk.ward.id,
        units: mine.iter().map(|unit| unit.id).collect(),
        reads_unrouted: mine.iter().any(|unit| unit.code == CATCH_ALL),
    })
}

/// “Mở”: the question as a card in this chat, where it can be answered as in the unit's.
pub(super) async fn open_question(talk: &mut Talk<'_>, id: QuestionId) -> Result<(), Error> {
    let Some(question) = questions::question(talk.tx, id).await?.filter(|q| q.ward == talk.ward.id) else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    if question.unit.is_none() {
        return open_unrouted(talk, &question).await;
    }
    let Some(unit) = officer::may_act(talk, &question).await? else {
        let why = if talk.roles.is_staff() { Text::QuestionNotYours } else { Text::OnlyOfficers };
        return talk.alert(why).await;
    };
    let Some(unit) = ward::unit(talk.tx, question.ward, unit).await? else { return Ok(()) };
    let chat = talk.chat.id;
    card::show_in(&mut talk.notice(), &question, &unit, chat).await?;
    let answers = questions::answers(talk.tx, id).await?;
    let Some(answer) = answers.iter().rev().find(|a| a.state == AnswerState::Sent && !a.text.is_empty())
    else {
        return Ok(());
    };
    let heading = Text::FoundAnswer { code: spoken(&question.code), at: i18n::moment(answer.at, talk.lang) };
    let text = Rich::bold(&heading.say(talk.lang)).below(1, &answer.text);
    let keep = talk.button(&Text::ButtonKeepSample, &Act::KeepSample(id));
    let buttons = if talk.is_private() { vec![vec![keep]] } else { Vec::new() };
    let about = About { question: Some(id), ..About::default() };
    talk.send_about(Letter { text, buttons, ..Letter::default() }, Kind::Notice, about).await
}

/// One whose asker has not said what it is about: the office may take it as it is.
async fn open_unrouted(talk: &mut Talk<'_>, question: &Question) -> Result<(), Error> {
    if !talk.is_private() || !reader(talk).await?.may_read(question) {
        return talk.alert(Text::QuestionNotYours).await;
    }
    let code = spoken(&question.code);
    let text = Rich::bold(&Text::UnroutedHeading { code }.say(talk.lang))
        .below(2, &Rich::plain(&beginning(None, &question.text)));
    let take = talk.button(&Text::ButtonTakeToOffice, &Act::TakeToOffice(question.id));
    let about = About { question: Some(question.id), ..About::default() };
    let letter = Letter { text, buttons: vec![vec![take]], ..Letter::default() };
    talk.send_about(letter, Kind::Notice, about).await
}

/// “Văn phòng nhận”: the office has it from now on, and passes it on from its card.
pub(super) async fn take_to_office(talk: &mut Talk<'_>, id: QuestionId) -> Result<(), Error> {
    let reader = reader(talk).await?;
    let Some(question) = questions::question(talk.tx, id).await?.filter(|q| q.ward == talk.ward.id) else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    if !reader.reads_unrouted {
        return talk.alert(Text::QuestionNotYours).await;
    }
    if question.state != State::Choosing {
        return talk.alert(Text::AlreadyDecided).await;
    }
    let desk = talk.desk;
    resident::give_to_office(&mut talk.notice(), desk, id).await?;
    officer::note(talk, &question, "take to office").await?;
    open_question(talk, id).await
}

/// Whether the owner of a private chat may read a question that was once opened there: their
/// role may have ended, or the question gone to another unit.
pub(super) async fn may_read_in(tx: &mut Tx, chat: ChatId, question: &Question) -> Result<bool, Error> {
    let chat = ward::chat(tx, chat).await?;
    if chat.kind != ChatKind::Private {
        return Ok(false);
    }
    let Some(account) = ward::account_of_chat(tx, &chat).await? else { return Ok(false) };
    let Some(person) = ward::person_of(tx, question.ward, account.id).await? else { return Ok(false) };
    let roles = ward::roles_of(tx, question.ward, person.id).await?;
    Ok(question.unit.is_some_and(|unit| roles.is_officer_of(unit)))
}

/// Whether words in private that reply to this message of ours are an officer's answer: it showed
/// them a question that is not their own.
pub(super) async fn is_answer(talk: &mut Talk<'_>, reply_to: Option<&str>) -> Result<bool, Error> {
    let Some(message) = reply_to.filter(|_| talk.roles.is_staff()) else { return Ok(false) };
    let Some(found) = crate::delivery::outgoing_by_message(talk.tx, talk.chat.id, message).await? else {
        return Ok(false);
    };
    let Some(id) = found.about.question else { return Ok(false) };
    let me = talk.me().await?;
    let asker = questions::question(talk.tx, id).await?.map(|question| question.person);
    let is_shown = officer::shows_question(&found.kind) || found.kind == Kind::Notice.code();
    Ok(is_shown && (officer::shows_question(&found.kind) || asker != Some(me)))
}

/// Writes an act on something of a unit into the log.
pub(super) async fn log(talk: &mut Talk<'_>, act: &str, subject: &str) -> Result<(), Error> {
    let me = talk.me().await?;
    audit::append(talk.tx, talk.ward.id, Some(me), act, subject, "").await?;
    Ok(())
}

/// A letter that says one thing and leads back to the lists.
pub(super) fn with_way_back(talk: &Talk<'_>, text: &Text) -> Letter {
    let mut letter = words(talk.lang, text);
    letter.buttons = vec![vec![talk.button(&Text::ButtonBack, &Act::Inbox("m".into(), 0))]];
    letter
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    #[test]
    fn due_dates_are_said_in_days_of_hanoi() {
        let at = |day, hour| Utc.with_ymd_and_hms(2026, 5, day, hour, 0, 0).unwrap();
        // 09:00 in Hanoi on the 4th.
        let now = at(4, 2);
        let said = |due| due_words(due, now).say(Lang::En);
        assert_eq!(said(at(4, 10)), "due today 17:00");
        assert_eq!(said(at(5, 1)), "due tomorrow 08:00");
        assert_eq!(said(at(6, 10)), "2 days left");
        assert_eq!(said(at(4, 1)), "late since 08:00 today");
        assert_eq!(said(at(3, 10)), "1 day late");
        assert_eq!(said(at(1, 10)), "3 days late");
        // 23:00 on the 4th in Hanoi is still the 4th.
        assert_eq!(said(at(4, 16)), "due today 23:00");
    }
}
