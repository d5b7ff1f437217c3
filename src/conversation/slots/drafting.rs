//! Slots in the life of a message: offered while it is written, noted when it is submitted, taken
//! up when it is approved.

use chrono::{DateTime, TimeDelta, Utc};

use super::super::Desk;
use super::super::act::Act;
use super::super::approving::kind_in;
use super::super::correcting::standing_in;
use super::super::talk::{Draft, Talk};
use crate::channel::{Button, Target};
use crate::i18n::{self, Lang, Text};
use crate::message::{Kind, Message};
use crate::schedule::gaps::outlook;
use crate::schedule::slots::{self, Book};
use crate::schedule::timetable::{Fate, Opening, room};
use crate::store::{Error, Tx};
use crate::text::shorten;

/// How far ahead openings of events are offered, and how many.
const EVENTS_AHEAD: TimeDelta = TimeDelta::days(60);
const EVENTS_MAX: usize = 3;

/// The opening that a draft would take; `None`: its content group has none ahead.
async fn opening_for(talk: &mut Talk<'_>, draft: &Draft) -> Result<Option<Opening>, Error> {
    let Some(group) = draft.content_group else { return Ok(None) };
    let now = talk.tx.now();
    let mut book = Book::open(talk.tx, talk.ward.id, now).await?;
    if book.slots.iter().all(|slot| slot.content_group != group) {
        return Ok(None);
    }
    // A message that is written again gives its place back first.
    book.waiting.retain(|waiting| Some(waiting.message) != draft.message);
    Ok(book.next_free(&talk.desk.habits(), now, group, chosen(draft)))
}

fn chosen(draft: &Draft) -> Option<DateTime<Utc>> {
    draft.chosen.and_then(|s| DateTime::from_timestamp(s, 0))
}

/// “Khung giờ tới (…)”, and the openings of events that nobody has yet, where the content group of a
/// draft has any.
pub(in crate::conversation) async fn offer(talk: &mut Talk<'_>, draft: &Draft) -> Result<Vec<Button>, Error> {
    let (now, lang) = (talk.tx.now(), talk.lang);
    let mut buttons = Vec::new();
    let at_opening = |at: DateTime<Utc>| Act::PostSlotAt(at.timestamp().to_string());
    let own = opening_for(talk, draft).await?.filter(|opening| chosen(draft) == Some(opening.at));
    if let Some(opening) = own {
        let label = Text::ButtonSlotChosen { at: i18n::moment(opening.at, lang) };
        buttons.push(talk.button(&label, &at_opening(opening.at)));
    }
    let next = opening_for(talk, &Draft { chosen: None, ..draft.clone() }).await?;
    if let Some(opening) = next.filter(|next| own.is_none_or(|own| own.at != next.at)) {
        let label = Text::ButtonSlotNext { at: i18n::moment(opening.at, lang) };
        buttons.push(talk.button(&label, &Act::PostSlot));
    }
    let Some(group) = draft.content_group else { return Ok(buttons) };
    let book = Book::open(talk.tx, talk.ward.id, now).await?;
    let laid = book.timetable(&talk.desk.habits(), now, now + EVENTS_AHEAD);
    let open = laid.into_iter().filter(|(opening, fate)| {
        opening.group == group && opening.for_event && *fate == Fate::Empty && opening.at > now
    });
    for (opening, _) in
        open.filter(|(opening, _)| own.is_none_or(|own| own.at != opening.at)).take(EVENTS_MAX)
    {
        let slot = book.slots.iter().find(|slot| slot.id == opening.slot);
        let name = slot.map(|slot| shorten(&slot.name, 30)).unwrap_or_default();
        let label = Text::ButtonSlotOfEvent { name, at: i18n::moment(opening.at, lang) };
        buttons.push(talk.button(&label, &at_opening(opening.at)));
    }
    Ok(buttons)
}

/// What the last screen of a draft says of its time.
#[derive(Default)]
pub(in crate::conversation) struct Notes {
    /// The opening that it takes.
    pub slot: Option<String>,
    pub at: Option<DateTime<Utc>>,
    pub lines: Vec<String>,
    /// Another time that suits better.
    pub instead: Option<Button>,
}

/// What there is to say of the time of a draft: the night, who else posts then, a full day.
pub(in crate::conversation) async fn notes(
    talk: &mut Talk<'_>,
    draft: &Draft,
    at: Option<DateTime<Utc>>,
) -> Result<Notes, Error> {
    let mut notes = Notes::default();
    if draft.kind == Kind::Urgent {
        return Ok(notes);
    }
    if draft.slot {
        let opening = opening_for(talk, draft).await?;
        notes.at = opening.map(|opening| opening.at);
        notes.slot = notes.at.map(|at| i18n::moment(at, talk.lang));
        if notes.slot.is_none() {
            notes.lines.push(Text::NoteNoSlot.say(talk.lang));
        }
        return Ok(notes);
    }
    let (now, habits) = (talk.tx.now(), talk.desk.habits());
    let asked = at.unwrap_or(now);
    let leaves = talk.desk.awake(draft.kind, asked);
    if leaves != asked {
        let at = i18n::moment(leaves, talk.lang);
        notes.lines.push(Text::NoteQuiet { at }.say(talk.lang));
    }
    if at.is_none() {
        return Ok(notes);
    }
    let day = i18n::day_start(leaves);
    let mut ahead = outlook(talk.tx, talk.ward.id, &habits, day.min(now), day + TimeDelta::days(15)).await?;
    ahead.planned.retain(|other| draft.message.is_none() || other.message != draft.message);
    let hour = TimeDelta::hours(1);
    let meets = ahead.planned.iter().find(|other| {
        (other.at - leaves).abs() < hour && (other.group != draft.content_group || other.group.is_none())
    });
    let load = ahead.loads.get(&crate::calendar::day(leaves)).copied().unwrap_or_default();
    let is_full = habits.per_day > 0 && load >= habits.per_day;
    if let Some(other) = meets {
        let what = super::week::named(talk, other.message).await?;
        let at = i18n::time(other.at);
        notes.lines.push(Text::NoteCollides { what, at }.say(talk.lang));
    }
    if is_full {
        notes.lines.push(Text::NoteFull { n: load, max: habits.per_day }.say(talk.lang));
    }
    if (meets.is_some() || is_full)
        && let Some(better) = room(leaves, now, &ahead.planned, &ahead.loads, &habits)
    {
        let label = Text::ButtonInstead { at: i18n::moment(better, talk.lang) }.say(talk.lang);
        let target = Target::Act(Act::PostAt(better.timestamp().to_string()).pack());
        notes.instead = Some(Button { label, target });
    }
    Ok(notes)
}

/// Notes with a submitted message whether it is to leave in a slot.
pub(in crate::conversation) async fn put_wish(
    talk: &mut Talk<'_>,
    message: &Message,
    draft: &Draft,
) -> Result<(), Error> {
    match draft.content_group.filter(|_| draft.slot && draft.kind != Kind::Urgent) {
        Some(group) => slots::wish(talk.tx, message, group, chosen(draft)).await,
        None => slots::drop_wish(talk.tx, message.id).await.map(|_| ()),
    }
}

/// A message that has just got its last word takes its place in the queue. Outside `None`: it is
/// not for a slot; inside: no opening is in sight.
pub(in crate::conversation) async fn queued(
    tx: &mut Tx,
    desk: &Desk,
    message: &Message,
) -> Result<Option<Option<Opening>>, Error> {
    let is_urgent = kind_in(tx, message).await? == Kind::Urgent;
    if is_urgent || standing_in(tx, desk, message.id).await?.is_some() {
        return Ok(None);
    }
    if !slots::join_queue(tx, message.id).await? {
        return Ok(None);
    }
    let now = tx.now();
    let book = Book::open(tx, message.ward, now).await?;
    Ok(Some(book.promise(&desk.habits(), now, message.id)))
}

/// When a message leaves that is for a slot, as far as is known now, for its card.
pub(in crate::conversation) async fn card_time(
    tx: &mut Tx,
    desk: &Desk,
    message: &Message,
    lang: Lang,
) -> Result<Option<String>, Error> {
    let Some(wish) = slots::wish_of(tx, message.id).await? else { return Ok(None) };
    let now = tx.now();
    let book = Book::open(tx, message.ward, now).await?;
    let opening = book.next_free(&desk.habits(), now, wish.group, wish.chosen);
    Ok(Some(match opening {
        Some(opening) => Text::CardInSlot { at: i18n::moment(opening.at, lang) }.say(lang),
        None => Text::CardInSlotNowhere.say(lang),
    }))
}

/// Where an approved message stands that waits for a slot.
pub(in crate::conversation) async fn state_text(
    talk: &mut Talk<'_>,
    message: &Message,
) -> Result<Option<Text>, Error> {
    if slots::wish_of(talk.tx, message.id).await?.is_none_or(|wish| !wish.is_queued) {
        return Ok(None);
    }
    let now = talk.tx.now();
    let book = Book::open(talk.tx, talk.ward.id, now).await?;
    Ok(Some(match book.promise(&talk.desk.habits(), now, message.id) {
        Some(opening) => Text::MessageQueued { at: i18n::moment(opening.at, talk.lang) },
        None => Text::MessageQueuedNowhere,
    }))
}
