//! `/tamvang`: a member of staff says on which days they are away. On the first of them their open
//! questions go to a colleague or back to the unit; while they are away they take on no new ones,
//! and what concerns their unit goes to their deputy.

use chrono::{Datelike, NaiveDate, TimeDelta};

use super::Desk;
use super::act::Act;
use super::handing::key;
use super::inbox::{in_rows, open_buttons};
use super::notice::Notice;
use super::reminding::{NAMED, tell_unit};
use super::talk::{Step, Talk, button, words};
use super::{card, status};
use crate::audit;
use crate::calendar::{self, entry};
use crate::channel::{Button, Letter, Target};
use crate::delivery::About;
use crate::i18n::{self, Lang, Text};
use crate::question::spoken;
use crate::question::store::{self as questions, Brief};
use crate::store::{Error, Tx};
use crate::text::{Rich, shorten};
use crate::ward::store::{self as ward, Absence};
use crate::ward::{AbsenceId, Bot, Person, PersonId, Role, Roles, Ward};

/// Longest absence that is taken for meant.
const LONGEST: TimeDelta = TimeDelta::days(183);
/// Colleagues that are offered.
const OFFERED: usize = 40;
/// How a button names the unit instead of a colleague.
const UNIT: &str = "u";

fn today(talk: &Talk<'_>) -> NaiveDate {
    calendar::day(talk.tx.now())
}

/// `/tamvang`
pub(super) async fn open(talk: &mut Talk<'_>) -> Result<(), Error> {
    if !talk.is_private() {
        return talk.alert(Text::OnlyInPrivate).await;
    }
    if !talk.roles.is_staff() {
        return talk.alert(Text::OnlyStaff).await;
    }
    talk.clear_step().await?;
    screen(talk, None).await
}

/// Days on which they are away already, and which they may choose; below what was just done.
async fn screen(talk: &mut Talk<'_>, done: Option<Text>) -> Result<(), Error> {
    let (me, today, lang) = (talk.me().await?, today(talk), talk.lang);
    let mut text = done.map(|done| Rich::plain(&done.say(lang))).unwrap_or_default();
    let mut buttons = Vec::new();
    for absence in ward::absences(talk.tx, talk.ward.id, me, today).await? {
        let days = days_words(&absence, lang);
        let line = Rich::plain(&Text::AwayLine { days }.say(lang));
        text = if text.is_empty() { line } else { text.below(1, &line) };
        let label = if absence.from <= today {
            Text::ButtonBackAgain
        } else {
            Text::ButtonDropAway { from: absence.from.format("%d/%m").to_string() }
        };
        buttons.push(vec![talk.button(&label, &Act::BackAgain(absence.id))]);
    }
    let ask = Rich::bold(&Text::AwayWhen.say(lang));
    let text = if text.is_empty() { ask } else { text.below(2, &ask) };
    let sunday = today + TimeDelta::days(i64::from(6 - today.weekday().num_days_from_monday()));
    buttons.push(vec![
        talk.button(&Text::ButtonAwayToday, &Act::AwayDays(packed(today, today))),
        talk.button(&Text::ButtonAwayWeek, &Act::AwayDays(packed(today, sunday))),
    ]);
    buttons.push(vec![talk.button(&Text::ButtonAwayChoose, &Act::AwayChoose)]);
    talk.replace(Letter { text, buttons, ..Letter::default() }).await
}

fn packed(from: NaiveDate, until: NaiveDate) -> String {
    format!("{}-{}", from.format("%Y%m%d"), until.format("%Y%m%d"))
}

fn unpacked(word: &str) -> Option<(NaiveDate, NaiveDate)> {
    let (from, until) = word.split_once('-')?;
    let day = |text| NaiveDate::parse_from_str(text, "%Y%m%d").ok();
    Some((day(from)?, day(until)?))
}

/// “Thứ Hai, 04/05/2026”, or both days.
fn days_words(absence: &Absence, lang: Lang) -> String {
    span_words(absence.from, absence.until, lang)
}

fn span_words(from: NaiveDate, until: NaiveDate, lang: Lang) -> String {
    if from == until {
        return i18n::day(from, lang);
    }
    let (from, until) = (i18n::day(from, lang), i18n::day(until, lang));
    Text::AwaySpan { from, until }.say(lang)
}

/// “Chọn ngày”
pub(super) async fn ask_days(talk: &mut Talk<'_>) -> Result<(), Error> {
    if !talk.is_private() || !talk.roles.is_staff() {
        return talk.alert(Text::OnlyStaff).await;
    }
    talk.set_step(&Step::AwayDays).await?;
    talk.say(Text::AwayAsk).await
}

/// The days came in words.
pub(super) async fn days_came(talk: &mut Talk<'_>, text: &Rich) -> Result<(), Error> {
    let Some((from, until)) = entry::span(&text.words(), today(talk)) else {
        return talk.say(Text::AwayUnread).await;
    };
    to_whom(talk, from, until).await
}

/// The days came by a button.
pub(super) async fn days_pressed(talk: &mut Talk<'_>, days: &str) -> Result<(), Error> {
    let Some((from, until)) = unpacked(days) else { return talk.toast(Text::ButtonUnknown).await };
    to_whom(talk, from, until).await
}

/// Why these days are not taken.
async fn problem(talk: &mut Talk<'_>, from: NaiveDate, until: NaiveDate) -> Result<Option<Text>, Error> {
    if !talk.is_private() || !talk.roles.is_staff() {
        return Ok(Some(Text::OnlyStaff));
    }
    let (me, today) = (talk.me().await?, today(talk));
    if from < today {
        return Ok(Some(Text::AwayPast));
    }
    if until < from || until - from > LONGEST {
        return Ok(Some(Text::AwayUnread));
    }
    let known = ward::absences(talk.tx, talk.ward.id, me, from).await?;
    let met = known.iter().find(|absence| absence.from <= until);
    Ok(met.map(|absence| Text::AwayOverlap { days: days_words(absence, talk.lang) }))
}

/// To whom do the questions go? Who answers none is not asked.
async fn to_whom(talk: &mut Talk<'_>, from: NaiveDate, until: NaiveDate) -> Result<(), Error> {
    if let Some(problem) = problem(talk, from, until).await? {
        return talk.alert(problem).await;
    }
    talk.clear_step().await?;
    if !talk.roles.has(Role::Officer) {
        return enter(talk, (from, until), None).await;
    }
    let colleagues = colleagues(talk).await?;
    let mut letter = talk.letter(&Text::AwayTo { days: span_words(from, until, talk.lang) });
    let days = packed(from, until);
    let one = |person: &Person| Button {
        label: shorten(&person.name, 40),
        target: Target::Act(Act::AwayTo(format!("{days}.{}", key(person.id))).pack()),
    };
    letter.buttons = in_rows(colleagues.iter().take(OFFERED).map(one).collect(), 2);
    letter.buttons.push(vec![talk.button(&Text::ButtonAwayUnit, &Act::AwayTo(format!("{days}.{UNIT}")))]);
    talk.replace(letter).await
}

/// The other officers of their units.
async fn colleagues(talk: &mut Talk<'_>) -> Result<Vec<Person>, Error> {
    let me = talk.me().await?;
    let mut found = ward::officers(talk.tx, talk.ward.id, &talk.roles.units()).await?;
    found.retain(|person| person.id != me);
    Ok(found)
}

/// To them.
pub(super) async fn to_pressed(talk: &mut Talk<'_>, word: &str) -> Result<(), Error> {
    let Some((days, to)) = word.split_once('.') else { return talk.toast(Text::ButtonUnknown).await };
    let Some((from, until)) = unpacked(days) else { return talk.toast(Text::ButtonUnknown).await };
    if let Some(problem) = problem(talk, from, until).await? {
        return talk.alert(problem).await;
    }
    if to == UNIT {
        return enter(talk, (from, until), None).await;
    }
    let found = colleagues(talk).await?.into_iter().find(|person| key(person.id) == to);
    let Some(colleague) = found else { return talk.alert(Text::HandOverNobody).await };
    enter(talk, (from, until), Some(colleague)).await
}

async fn enter(talk: &mut Talk<'_>, days: (NaiveDate, NaiveDate), to: Option<Person>) -> Result<(), Error> {
    let (me, lang) = (talk.me().await?, talk.lang);
    let to_id = to.as_ref().map(|person| person.id);
    let Some(id) = ward::enter_absence(talk.tx, talk.ward.id, me, days, to_id).await? else {
        return talk.alert(Text::AwayOverlap { days: span_words(days.0, days.1, lang) }).await;
    };
    let detail = format!("{}..{}", days.0, days.1);
    audit::append(talk.tx, talk.ward.id, Some(me), "absent", &format!("absence:{id}"), &detail).await?;
    let days = span_words(days.0, days.1, lang);
    let done = match to {
        Some(person) => Text::AwayNotedTo { days, name: person.name },
        None if talk.roles.has(Role::Officer) => Text::AwayNotedUnit { days },
        None => Text::AwayNoted { days },
    };
    let mut letter = words(lang, &done);
    letter.buttons = vec![vec![talk.button(&Text::ButtonBackAgain, &Act::BackAgain(id))]];
    talk.replace(letter).await
}

/// “Tôi đã trở lại”; also takes back days that are to come.
pub(super) async fn back_again(talk: &mut Talk<'_>, id: AbsenceId) -> Result<(), Error> {
    if !talk.roles.is_staff() {
        return talk.alert(Text::OnlyStaff).await;
    }
    let me = talk.me().await?;
    if !ward::end_absence(talk.tx, me, id).await? {
        return talk.alert(Text::AlreadyDecided).await;
    }
    audit::append(talk.tx, talk.ward.id, Some(me), "absence_ended", &format!("absence:{id}"), "").await?;
    let letter = words(talk.lang, &Text::BackAgain);
    talk.replace(letter).await
}

/// Whether who speaks is away and so takes nothing on; they are told how to end it.
pub(super) async fn stops(talk: &mut Talk<'_>) -> Result<bool, Error> {
    let (me, today) = (talk.me().await?, today(talk));
    let Some(absence) = ward::absence_on(talk.tx, talk.ward.id, me, today).await? else { return Ok(false) };
    let days = days_words(&absence, talk.lang);
    let letter = |lang: Lang| Letter {
        buttons: vec![vec![button(lang, &Text::ButtonBackAgain, &Act::BackAgain(absence.id))]],
        ..words(lang, &Text::AwayTakes { days: days_words(&absence, lang) })
    };
    // In their own chat, because the button is theirs alone; here if they cannot be written to.
    if !talk.tell(me, About::default(), letter).await? {
        let here = letter(talk.lang);
        talk.send(here).await?;
    }
    talk.alert(Text::AwayTakes { days }).await?;
    Ok(true)
}

/// Hands over the questions of those who are away from today on. Gives whether there was one.
pub(super) async fn begin_due(tx: &mut Tx, desk: &Desk) -> Result<bool, Error> {
    let mut busy = false;
    for absence in ward::absences_to_begin(tx, calendar::day(tx.now())).await? {
        let ward = ward::ward(tx, absence.ward).await?;
        let Some(bot) = ward::bot_of_ward(tx, ward.id).await? else { continue };
        // Nobody is told at night.
        if !desk.of_ward(tx, &ward).await?.working.is_working(tx.now()) {
            continue;
        }
        ward::begin_absence(tx, absence.id).await?;
        hand_over(tx, &ward, &bot, &absence).await?;
        busy = true;
    }
    Ok(busy)
}

/// What went where.
#[derive(Default)]
struct Gone {
    over: Vec<Brief>,
    back: Vec<Brief>,
}

async fn hand_over(tx: &mut Tx, ward: &Ward, bot: &Bot, absence: &Absence) -> Result<(), Error> {
    let to = match absence.to {
        Some(colleague) if is_away(tx, ward, colleague).await? => None,
        to => to,
    };
    let roles = match to {
        Some(colleague) => ward::roles_of(tx, ward.id, colleague).await?,
        None => Roles::default(),
    };
    let mut gone = Gone::default();
    for brief in questions::of_officer(tx, ward.id, absence.person).await? {
        let Some(unit) = brief.unit else { continue };
        let is_over = match to {
            Some(colleague) if roles.is_officer_of(unit) => {
                questions::hand_over(tx, brief.id, unit, absence.person, colleague).await?
            }
            _ => false,
        };
        if is_over {
            card::refresh(&mut Notice::new(tx, ward, bot), brief.id).await?;
            gone.over.push(brief);
        } else if questions::hand_back(tx, brief.id, absence.person).await? {
            card::refresh(&mut Notice::new(tx, ward, bot), brief.id).await?;
            status::renew(&mut Notice::new(tx, ward, bot), brief.id).await?;
            gone.back.push(brief);
        }
    }
    let name = ward::name_of(tx, absence.person).await?;
    if let Some(colleague) = to.filter(|_| !gone.over.is_empty()) {
        let letter = |lang: Lang| {
            let until = i18n::day(absence.until, lang);
            let (n, codes) = (i18n::count(gone.over.len()), codes(gone.over.iter()));
            let text = Text::AwayHandedToYou { name: name.clone(), until, n, codes };
            Letter { buttons: opened(lang, &gone.over), ..words(lang, &text) }
        };
        Notice::new(tx, ward, bot).send(colleague, About::default(), letter).await?;
    }
    for unit in ward::units(tx, ward.id).await? {
        let of_unit = |brief: &&Brief| brief.unit == Some(unit.id);
        let (over, back) = (gone.over.iter().filter(of_unit), gone.back.iter().filter(of_unit));
        let (n_over, n_back) = (over.clone().count(), back.clone().count());
        if n_over + n_back == 0 {
            continue;
        }
        let until = i18n::day(absence.until, Lang::Vi);
        let mut text = Rich::plain(&Text::AwayUnitTold { name: name.clone(), until }.say(Lang::Vi));
        if let Some(colleague) = to.filter(|_| n_over > 0) {
            let name = ward::name_of(tx, colleague).await?;
            let line = Text::AwayUnitOver { name, n: i18n::count(n_over), codes: codes(over) };
            text = text.below(1, &Rich::plain(&line.say(Lang::Vi)));
        }
        if n_back > 0 {
            let line = Text::AwayUnitBack { n: i18n::count(n_back), codes: codes(back.clone()) };
            text = text.below(1, &Rich::plain(&line.say(Lang::Vi)));
        }
        let back: Vec<Brief> = back.cloned().collect();
        let letter = Letter { text, buttons: opened(Lang::Vi, &back), ..Letter::default() };
        tell_unit(tx, ward, bot, &unit, &letter).await?;
    }
    Ok(())
}

fn codes<'a>(briefs: impl Iterator<Item = &'a Brief>) -> String {
    briefs.map(|brief| spoken(&brief.code)).collect::<Vec<_>>().join(", ")
}

fn opened(lang: Lang, briefs: &[Brief]) -> Vec<Vec<Button>> {
    open_buttons(lang, briefs.iter().take(NAMED).map(|brief| (brief.id, brief.code.as_str())))
}

/// Whether somebody is away today.
pub(super) async fn is_away(tx: &mut Tx, ward: &Ward, person: PersonId) -> Result<bool, Error> {
    let today = calendar::day(tx.now());
    Ok(ward::absence_on(tx, ward.id, person, today).await?.is_some())
}
