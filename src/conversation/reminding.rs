//! Units are reminded of their questions: one digest each working morning, and in between what
//! cannot wait, gathered. What is urgent is said at any hour, all else in office hours. What was
//! said is a row, so that neither a restart nor a long stop says it twice.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::Desk;
use super::escalating::Ladder;
use super::inbox::{due_words, open_buttons};
use super::notice::Notice;
use super::{absence, card, reckoning};
use crate::calendar;
use crate::channel::{Button, Letter};
use crate::delivery::About;
use crate::i18n::{self, Lang, Text, hanoi};
use crate::question::deadline::{Kind, Pause};
use crate::question::reminding::{Course, Mark, Told};
use crate::question::store::{self as questions, Watched};
use crate::question::{QuestionId, spoken};
use crate::store::{Error, Tx};
use crate::text::Rich;
use crate::ward::store as ward;
use crate::ward::{Bot, ChatId, PersonId, Unit, UnitId, Ward, WardId};

/// Questions that are looked at in one transaction because something of them is due.
const DUE_AT_ONCE: i64 = 500;
/// The same because they are new or have another deadline: they must not hold up what comes in.
const NEW_AT_ONCE: i64 = 100;
/// A ward's units are not reminded more often than this, but for what is urgent.
const ROUND: TimeDelta = TimeDelta::minutes(30);
/// Questions that one reminder names.
pub(super) const NAMED: usize = 12;

/// Looks at what time has brought. Gives whether anybody hears of it.
pub(super) async fn look(tx: &mut Tx, desk: &Desk) -> Result<bool, Error> {
    let mut busy = absence::begin_due(tx, desk).await?;
    busy |= reckoning::tell_moved(tx, desk).await?;
    busy |= morning(tx, desk).await?;
    let mut found = questions::to_look_at(tx, DUE_AT_ONCE).await?;
    for new in questions::unlooked(tx, NEW_AT_ONCE).await? {
        if !found.iter().any(|known| known.id == new.id) {
            found.push(new);
        }
    }
    let mut by_ward: BTreeMap<WardId, Vec<Watched>> = BTreeMap::new();
    for question in found {
        by_ward.entry(question.ward).or_default().push(question);
    }
    for (id, found) in by_ward {
        let ward = ward::ward(tx, id).await?;
        let Some(bot) = ward::bot_of_ward(tx, id).await? else { continue };
        let desk = desk.of_ward(tx, &ward).await?;
        busy |= between(tx, &desk, &ward, &bot, found).await?;
    }
    Ok(busy)
}

/// A question with what its reminders depend on.
pub(super) struct Known {
    pub question: Watched,
    pub pauses: Vec<Pause>,
    pub told: Vec<Told>,
}

impl Known {
    async fn of(tx: &mut Tx, question: Watched) -> Result<Self, Error> {
        let pauses = questions::pauses_of(tx, &question).await?;
        let told = questions::told_of(tx, &question).await?;
        Ok(Self { question, pauses, told })
    }

    pub fn course<'a>(&'a self, desk: &'a Desk) -> Course<'a> {
        Course {
            policy: desk.deadlines.at(self.question.since),
            time: &desk.working,
            asked: self.question.asked(&self.pauses),
            due_at: self.question.due_at,
            with_unit_since: self.question.with_unit_since,
            is_taken: self.question.taken_by.is_some(),
            told: &self.told,
        }
    }

    /// Writes down that something is said.
    pub async fn say(&mut self, tx: &mut Tx, mark: Mark, person: Option<PersonId>) -> Result<(), Error> {
        let told = questions::set_reminded(tx, &mut self.question, mark, person).await?;
        self.told.retain(|before| before.mark != mark);
        self.told.push(told);
        Ok(())
    }

    /// Writes down that its unit hears of everything that has passed.
    async fn say_passed(&mut self, tx: &mut Tx, desk: &Desk) -> Result<(), Error> {
        let passed = self.course(desk).passed(tx.now());
        for mark in passed {
            self.say(tx, mark, None).await?;
        }
        Ok(())
    }
}

/// What is said between two mornings: each unit, each person above and each asker once.
async fn between(
    tx: &mut Tx,
    desk: &Desk,
    ward: &Ward,
    bot: &Bot,
    found: Vec<Watched>,
) -> Result<bool, Error> {
    let now = tx.now();
    let free = questions::last_round(tx, ward.id).await?.map_or(now, |at| now.max(at + ROUND));
    let opens = desk.working.next_working(free);
    let units = ward::units(tx, ward.id).await?;
    let mut ladder = Ladder::default();
    let mut lines: BTreeMap<UnitId, Vec<Named>> = BTreeMap::new();
    let mut is_round = false;
    for question in found {
        let mut known = Known::of(tx, question).await?;
        let look = known.course(desk).look(now);
        if !look.is_due() {
            questions::set_look(tx, &known.question, look.next).await?;
            continue;
        }
        let is_urgent = known.question.kind == Kind::Urgent;
        if !is_urgent && opens > now {
            questions::set_look(tx, &known.question, Some(opens)).await?;
            continue;
        }
        is_round |= !is_urgent;
        let Some(unit) = units.iter().find(|unit| unit.id == known.question.unit) else { continue };
        if let Some(mark) = look.unit.last() {
            let why = why(*mark);
            known.say_passed(tx, desk).await?;
            let named = Named::of(tx, &known.question, why).await?;
            lines.entry(unit.id).or_default().push(named);
        }
        ladder.climb(tx, desk, ward, &units, &mut known).await?;
        if look.asker {
            ladder.tell_asker(tx, desk, ward, bot, unit, &mut known).await?;
        }
        let next = known.course(desk).look(now).next;
        questions::set_look(tx, &known.question, next).await?;
    }
    if is_round {
        questions::set_round(tx, ward.id).await?;
    }
    let busy = !lines.is_empty() || !ladder.is_empty();
    for unit in &units {
        let Some(named) = lines.remove(&unit.id) else { continue };
        let heading = Text::Reminder { unit: unit.name.clone(), n: i18n::count(named.len()) };
        let mut text = Rich::bold(&heading.say(Lang::Vi));
        for one in named.iter().take(NAMED) {
            text = text.below(1, &Rich::plain(&one.line));
        }
        let letter = Letter { text: more(text, named.len()), buttons: buttons(&named), ..Letter::default() };
        tell_unit(tx, ward, bot, unit, &letter).await?;
    }
    ladder.tell(tx, ward, bot, &units).await?;
    Ok(busy)
}

fn why(mark: Mark) -> Option<Text> {
    match mark {
        Mark::Untaken => Some(Text::StuckUntaken),
        Mark::Share(percent) => Some(Text::ReminderShare { percent: i64::from(percent) }),
        Mark::Due | Mark::Asker | Mark::Step(_) => None,
    }
}

/// A question in a reminder: no word of it, so that nothing of it is left where it is forgotten.
pub(super) struct Named {
    id: QuestionId,
    code: String,
    line: String,
}

impl Named {
    async fn of(tx: &mut Tx, question: &Watched, why: Option<Text>) -> Result<Self, Error> {
        let (id, code) = (question.id, question.code.clone());
        let due = due_words(question.due_at, tx.now()).say(Lang::Vi);
        let mut line = format!("{} · {due}", spoken(&code));
        if let Some(why) = why {
            line = format!("{line} · {}", why.say(Lang::Vi));
        }
        if let Some(officer) = question.taken_by {
            line = format!("{line} · {}", ward::name_of(tx, officer).await?);
        }
        Ok(Self { id, code, line })
    }
}

fn buttons(named: &[Named]) -> Vec<Vec<Button>> {
    open_buttons(Lang::Vi, named.iter().take(NAMED).map(|one| (one.id, one.code.as_str())))
}

/// Says how many are not named.
fn more(text: Rich, all: usize) -> Rich {
    if all <= NAMED {
        return text;
    }
    text.below(1, &Rich::plain(&Text::ReminderMore { n: i18n::count(all - NAMED) }.say(Lang::Vi)))
}

/// Writes to a unit: in its chat, or where it reads its questions; to its officers where there is
/// no such chat.
pub(super) async fn tell_unit(
    tx: &mut Tx,
    ward: &Ward,
    bot: &Bot,
    unit: &Unit,
    letter: &Letter,
) -> Result<(), Error> {
    for chat in places(tx, ward, unit).await? {
        Notice::new(tx, ward, bot).post_to(chat, letter.clone(), About::default()).await?;
    }
    Ok(())
}

async fn places(tx: &mut Tx, ward: &Ward, unit: &Unit) -> Result<Vec<ChatId>, Error> {
    if let Some(chat) = card::chat_for(tx, ward.id, unit).await? {
        return Ok(vec![chat]);
    }
    let mut chats = Vec::new();
    for officer in ward::officers(tx, ward.id, &[unit.id]).await? {
        chats.extend(ward::mailbox(tx, officer.id).await?.map(|mailbox| mailbox.chat));
    }
    Ok(chats)
}

/// The digests of a ward, once each morning on which it works.
async fn morning(tx: &mut Tx, desk: &Desk) -> Result<bool, Error> {
    let now = tx.now();
    let today = calendar::day(now);
    if hanoi(now).time() < desk.digest_at {
        return Ok(false);
    }
    let Some(id) = questions::ward_before_digest(tx, today).await? else { return Ok(false) };
    questions::set_digest(tx, id, today).await?;
    let ward = ward::ward(tx, id).await?;
    let Some(bot) = ward::bot_of_ward(tx, id).await? else { return Ok(false) };
    let desk = desk.of_ward(tx, &ward).await?;
    // Who was not there in the morning is still in time before the day is over.
    if !desk.working.is_working_day(today) || calendar::day(desk.working.day_end(now)) != today {
        return Ok(false);
    }
    let mut busy = false;
    let standings = questions::standings(tx, id).await?;
    for unit in ward::units(tx, id).await? {
        let waiting = standings.iter().find(|standing| standing.unit_id == unit.id).map_or(0, |s| s.waiting);
        if let Some(letter) = digest(tx, &desk, &unit, today, waiting).await? {
            tell_unit(tx, &ward, &bot, &unit, &letter).await?;
            busy = true;
        }
    }
    Ok(busy)
}

/// The parts of a digest, the most pressing first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Late,
    Today,
    Untaken,
    /// So many per cent of the time have passed.
    Share(Reverse<u8>),
    Rest,
}

impl Part {
    fn of(course: &Course<'_>, now: DateTime<Utc>, today: NaiveDate) -> Self {
        let marks = course.marks();
        let has_passed = |mark: &&(Mark, DateTime<Utc>)| mark.1 <= now;
        let share = |(mark, _): &(Mark, DateTime<Utc>)| match mark {
            Mark::Share(percent) => Some(*percent),
            _ => None,
        };
        if course.due_at <= now {
            Self::Late
        } else if calendar::day(course.due_at) == today {
            Self::Today
        } else if marks.iter().filter(has_passed).any(|(mark, _)| *mark == Mark::Untaken) {
            Self::Untaken
        } else if let Some(percent) = marks.iter().filter(has_passed).filter_map(share).max() {
            Self::Share(Reverse(percent))
        } else {
            Self::Rest
        }
    }

    fn heading(self, n: usize) -> Text {
        let n = i18n::count(n);
        match self {
            Self::Late => Text::DigestLate { n },
            Self::Today => Text::DigestToday { n },
            Self::Untaken => Text::DigestUntaken { n },
            Self::Share(Reverse(percent)) => Text::DigestShare { percent: i64::from(percent), n },
            Self::Rest => Text::DigestRest { n },
        }
    }
}

/// What a unit has before it this morning; `None`: nothing.
async fn digest(
    tx: &mut Tx,
    desk: &Desk,
    unit: &Unit,
    today: NaiveDate,
    waiting: i64,
) -> Result<Option<Letter>, Error> {
    let now = tx.now();
    let mut parts: BTreeMap<Part, Vec<Named>> = BTreeMap::new();
    for question in questions::watched_of_unit(tx, unit.id).await? {
        let mut known = Known::of(tx, question).await?;
        let part = Part::of(&known.course(desk), now, today);
        known.say_passed(tx, desk).await?;
        parts.entry(part).or_default().push(Named::of(tx, &known.question, None).await?);
    }
    let all: usize = parts.values().map(Vec::len).sum();
    if all == 0 {
        return Ok(None);
    }
    let heading =
        Text::Digest { unit: unit.name.clone(), day: i18n::day(today, Lang::Vi), n: i18n::count(all) };
    let mut text = Rich::bold(&heading.say(Lang::Vi));
    let mut room = NAMED;
    for (part, named) in &parts {
        text = text.below(2, &Rich::bold(&part.heading(named.len()).say(Lang::Vi)));
        for one in named.iter().take(room) {
            text = text.below(1, &Rich::plain(&one.line));
        }
        room = room.saturating_sub(named.len());
    }
    if waiting > 0 {
        text = text.below(2, &Rich::plain(&Text::InboxWaiting { n: waiting }.say(Lang::Vi)));
    }
    let named: Vec<Named> = parts.into_values().flatten().collect();
    Ok(Some(Letter { text: more(text, all), buttons: buttons(&named), ..Letter::default() }))
}
