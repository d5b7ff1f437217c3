//! What happens because a version waits: one reminder at half of its time, the deputy at its end,
//! and sooner where an approver is away. Everything is computed from rows at each look; what was
//! said is a row, so that neither a restart nor another instance says it twice.

use chrono::{DateTime, TimeDelta, Utc};

use super::super::Desk;
use super::super::act::Act;
use super::super::talk::{button, words};
use super::cards::Cards;
use crate::channel::Letter;
use crate::delivery::About;
use crate::i18n::{self, Lang, Text};
use crate::message::{self, Kind, Message, OwnTerm, Policy, State};
use crate::store::{Error, Tx};
use crate::ward::store as ward;
use crate::ward::{PersonId, Role};

/// Versions that are looked at in one transaction.
const AT_ONCE: i64 = 50;
/// Somebody may fall away, or the calendar change, without touching a version's row.
const LOOK_AGAIN: TimeDelta = TimeDelta::hours(1);
/// What is urgent has this time, by the clock.
const URGENT: TimeDelta = TimeDelta::minutes(30);
/// A count that ends with the office hours ends in them: so long after it people still read.
const STILL_THERE: TimeDelta = TimeDelta::minutes(30);

/// When half of a version's time and all of it has passed.
pub(super) fn moments(
    desk: &Desk,
    policy: &Policy,
    kind: Kind,
    asked_at: DateTime<Utc>,
) -> (DateTime<Utc>, DateTime<Utc>) {
    if kind == Kind::Urgent {
        return (asked_at + URGENT / 2, asked_at + URGENT);
    }
    let day = crate::calendar::day(desk.working.next_working(asked_at));
    let minutes = policy.term.minutes(desk.working.day_minutes(day));
    (desk.working.add_minutes(asked_at, minutes / 2), desk.working.add_minutes(asked_at, minutes))
}

/// Looks at what waits. Gives whether anybody hears of it.
pub(in crate::conversation) async fn look(tx: &mut Tx, desk: &Desk) -> Result<bool, Error> {
    let mut busy = false;
    for term in message::terms_to_look_at(tx, AT_ONCE).await? {
        let Some((message, version)) = message::lock(tx, term.message_id).await? else { continue };
        let waits = message.version == term.version && message.state == State::Submitted;
        let bot = if waits { ward::bot_of_ward(tx, message.ward).await? } else { None };
        let Some(bot) = bot else {
            message::set_term(tx, &term, None).await?;
            continue;
        };
        let ward = ward::ward(tx, message.ward).await?;
        let desk = desk.of_ward(tx, &ward).await?;
        let mut cards = Cards { tx, desk: &desk, ward: &ward, bot: &bot };
        busy |= look_at(&mut cards, &message, version.body.kind, term).await?;
    }
    Ok(busy)
}

async fn look_at(
    cards: &mut Cards<'_>,
    message: &Message,
    kind: Kind,
    mut term: OwnTerm,
) -> Result<bool, Error> {
    let now = cards.tx.now();
    let policy = message::policy_of(cards.tx, message, cards.desk.rule()).await?;
    let (half, due) = moments(cards.desk, &policy, kind, term.asked_at);
    let is_there = |since: DateTime<Utc>| {
        kind == Kind::Urgent || cards.desk.working.is_working(now) || now - since < STILL_THERE
    };
    let is_late = due <= now && term.late_at.is_none() && is_there(due);
    let is_half = half <= now && term.reminded_at.is_none() && is_there(half) && due > now;
    let panel = cards.panel(message).await?;
    let mut busy = false;
    let is_open = kind == Kind::Urgent || cards.desk.working.is_working(now);
    let wants_deputy = if due <= now {
        is_late || (term.late_at.is_some() && is_open)
    } else {
        panel.deputy_at_once && is_open
    };
    if wants_deputy && term.deputy_at.is_none() {
        busy |= cards.ask_deputy(message, &panel).await?;
        // The row says so by now; what follows is written over it.
        let asked = message::term_of(cards.tx, message.id, message.version).await?;
        term.deputy_at = asked.and_then(|term| term.deputy_at);
    }
    if is_half {
        let mut people = panel.present.clone();
        people.extend(panel.deputy.filter(|_| term.deputy_at.is_some_and(|at| at < now)));
        people.extend(panel.officers.iter().filter(|id| !panel.present.contains(id)));
        for person in people {
            remind(cards, message, person, due).await?;
            busy = true;
        }
        term.reminded_at = Some(now);
    }
    if is_late {
        tell_late(cards, message, due, panel.deputy).await?;
        // What was not said by half of the time is said with this.
        term.reminded_at = term.reminded_at.or(Some(now));
        term.late_at = Some(now);
        busy = true;
    }
    let opens = cards.desk.working.next_working(now + TimeDelta::milliseconds(1));
    let waits_for = [(half, term.reminded_at.is_some()), (due, term.late_at.is_some())];
    let next = waits_for
        .into_iter()
        .filter(|(_, is_said)| !is_said)
        .map(|(at, _)| if at > now { at } else { opens })
        .fold(now + LOOK_AGAIN, DateTime::min);
    message::set_term(cards.tx, &term, Some(next)).await?;
    Ok(busy)
}

async fn remind(
    cards: &mut Cards<'_>,
    message: &Message,
    person: PersonId,
    due: DateTime<Utc>,
) -> Result<(), Error> {
    let number = i64::from(message.number);
    let id = message.id;
    let letter = |lang: Lang| Letter {
        buttons: vec![vec![button(lang, &Text::ButtonOpenCard { number }, &Act::OpenCard(id))]],
        ..words(lang, &Text::ApprovalReminder { number, due: i18n::moment(due, lang) })
    };
    cards.notice().send(person, About::default(), letter).await
}

/// The author and the administrators hear, each once, that it is late and who is asked instead.
async fn tell_late(
    cards: &mut Cards<'_>,
    message: &Message,
    due: DateTime<Utc>,
    deputy: Option<PersonId>,
) -> Result<(), Error> {
    let number = i64::from(message.number);
    let lacks = message::lacks(cards.tx, message, cards.desk.rule()).await?;
    let deputy = match deputy {
        Some(id) => Some(ward::name_of(cards.tx, id).await?),
        None => None,
    };
    let mut people = vec![message.author];
    for person in ward::people_with(cards.tx, cards.ward.id, Role::Administrator).await? {
        if !people.contains(&person.id) {
            people.push(person.id);
        }
    }
    for person in people {
        let Some(mailbox) = ward::mailbox(cards.tx, person).await? else { continue };
        let lang = Lang::of(&mailbox.language);
        let lacks = cards.lacks_words(&lacks, lang).await?;
        let due = i18n::moment(due, lang);
        let text = match &deputy {
            Some(name) => Text::ApprovalLateDeputy { number, due, lacks, name: name.clone() },
            None => Text::ApprovalLate { number, due, lacks },
        };
        cards.notice().post_to(mailbox.chat, words(lang, &text), About::default()).await?;
    }
    Ok(())
}
