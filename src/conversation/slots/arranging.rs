//! The queue of each content group, in the order that staff give it.

use chrono::{DateTime, TimeDelta};

use super::super::act::Act;
use super::super::approving::kind_of_message;
use super::super::talk::{Talk, words};
use super::{may_arrange, title_of, week};
use crate::channel::{Button, Letter, Target};
use crate::delivery::About;
use crate::i18n::count;
use crate::i18n::{self, Text};
use crate::message::{self, Kind, Message, MessageId};
use crate::plan::ContentGroupId;
use crate::schedule::slots::{self, Book};
use crate::schedule::timetable::{Fate, Promise};
use crate::schedule::{self, PostKind, State};
use crate::store::Error;
use crate::text::{Rich, shorten};

/// Messages of a queue on one screen, and openings among which one is chosen.
const QUEUE_MAX: usize = 20;
const OPENINGS_MAX: usize = 8;

macro_rules! only_who_may_arrange {
    ($talk:expr) => {
        if !may_arrange($talk) {
            return $talk.alert(Text::OnlyArrangers).await;
        }
    };
}

/// The content groups that have a queue.
pub(in crate::conversation) async fn queues(talk: &mut Talk<'_>) -> Result<(), Error> {
    only_who_may_arrange!(talk);
    let waiting = slots::queue(talk.tx, talk.ward.id).await?;
    let mut groups: Vec<(ContentGroupId, usize)> = Vec::new();
    for one in &waiting {
        match groups.iter_mut().find(|(group, _)| *group == one.group) {
            Some((_, n)) => *n += 1,
            None => groups.push((one.group, 1)),
        }
    }
    let mut letter = talk.letter(if groups.is_empty() { &Text::QueuesNone } else { &Text::QueuesHeading });
    for (group, n) in groups.into_iter().take(QUEUE_MAX) {
        let label = shorten(&format!("({n}) {}", title_of(talk, group, 56).await?), 60);
        letter.buttons.push(vec![Button { label, target: Target::Act(Act::QueueOf(group).pack()) }]);
    }
    letter.buttons.push(vec![talk.button(&Text::ButtonBack, &Act::Week(0))]);
    talk.replace(letter).await
}

/// The queue of one content group.
pub(in crate::conversation) async fn queue(talk: &mut Talk<'_>, group: ContentGroupId) -> Result<(), Error> {
    only_who_may_arrange!(talk);
    let (now, lang) = (talk.tx.now(), talk.lang);
    let book = Book::open(talk.tx, talk.ward.id, now).await?;
    let promises = book.promises(&talk.desk.habits(), now);
    let own: Vec<MessageId> = book.waiting.iter().filter(|w| w.group == group).map(|w| w.message).collect();
    let order = in_order(&book, &promises, group);
    let mut text = Rich::bold(&title_of(talk, group, 200).await?);
    if own.is_empty() {
        text = text.below(1, &Rich::plain(&Text::QueuesNone.say(lang)));
    }
    let mut buttons = Vec::new();
    for (n, id) in own.iter().take(QUEUE_MAX).enumerate() {
        let Some(message) = message::message(talk.tx, *id).await? else { continue };
        let number = i64::from(message.number);
        let place = count(n + 1);
        let line = match promises.iter().find(|promise| promise.message == *id) {
            Some(promise) => Text::QueueLine { place, number, at: i18n::moment(promise.opening.at, lang) },
            None => Text::QueueLineNowhere { place, number },
        };
        text = text.below(1, &Rich::plain(&line.say(lang)));
        let mut row = Vec::new();
        let turn = order.iter().position(|other| other == id);
        if turn.is_some_and(|turn| turn > 0) {
            row.push(talk.button(&Text::ButtonQueueUp { number }, &Act::QueueUp(*id)));
        }
        if turn.is_some_and(|turn| turn + 1 < order.len()) {
            row.push(talk.button(&Text::ButtonQueueDown { number }, &Act::QueueDown(*id)));
        }
        row.push(talk.button(&Text::ButtonQueueOther { number }, &Act::QueueOther(*id)));
        buttons.push(row);
    }
    buttons.push(vec![talk.button(&Text::ButtonBack, &Act::Queue)]);
    talk.replace(Letter { text, buttons, ..Letter::default() }).await
}

pub(in crate::conversation) async fn up(talk: &mut Talk<'_>, id: MessageId) -> Result<(), Error> {
    swap(talk, id, true).await
}

pub(in crate::conversation) async fn down(talk: &mut Talk<'_>, id: MessageId) -> Result<(), Error> {
    swap(talk, id, false).await
}

async fn swap(talk: &mut Talk<'_>, id: MessageId, is_up: bool) -> Result<(), Error> {
    only_who_may_arrange!(talk);
    let Some(wish) = slots::wish_of(talk.tx, id).await? else {
        return talk.alert(Text::AlreadyDecided).await;
    };
    let now = talk.tx.now();
    let book = Book::open(talk.tx, talk.ward.id, now).await?;
    let order = in_order(&book, &book.promises(&talk.desk.habits(), now), wish.group);
    let turn = order.iter().position(|other| *other == id);
    let beside = turn.and_then(|turn| if is_up { turn.checked_sub(1) } else { Some(turn + 1) });
    let Some(other) = beside.and_then(|beside| order.get(beside).copied()) else {
        return talk.alert(Text::AlreadyDecided).await;
    };
    let me = talk.me().await?;
    if !slots::swap_in_queue(talk.tx, talk.ward.id, id, other, me).await? {
        return talk.alert(Text::AlreadyDecided).await;
    }
    queue(talk, wish.group).await
}

/// The messages of a group that wait in turn; those that have an event's opening do not.
fn in_order(book: &Book, promises: &[Promise], group: ContentGroupId) -> Vec<MessageId> {
    let is_events = |id: MessageId| promises.iter().any(|p| p.message == id && p.opening.for_event);
    let own = book.waiting.iter().filter(|waiting| waiting.group == group);
    own.map(|waiting| waiting.message).filter(|id| !is_events(*id)).collect()
}

/// “Khung khác”: the openings ahead, and who has them now.
pub(in crate::conversation) async fn others(talk: &mut Talk<'_>, id: MessageId) -> Result<(), Error> {
    only_who_may_arrange!(talk);
    let found = message::message(talk.tx, id).await?.filter(|message| message.ward == talk.ward.id);
    let wish = slots::wish_of(talk.tx, id).await?.filter(|wish| wish.is_queued);
    let (Some(message), Some(wish)) = (found, wish) else {
        return talk.alert(Text::AlreadyDecided).await;
    };
    let (now, lang) = (talk.tx.now(), talk.lang);
    let book = Book::open(talk.tx, talk.ward.id, now).await?;
    let laid =
        book.timetable(&talk.desk.habits(), now + TimeDelta::milliseconds(1), now + TimeDelta::days(120));
    let own = laid.into_iter().filter(|(opening, fate)| opening.group == wish.group && *fate != Fate::Full);
    let mut letter = talk.letter(&Text::QueueChoose { number: i64::from(message.number) });
    for (opening, fate) in own.take(OPENINGS_MAX) {
        let at = i18n::moment(opening.at, lang);
        let label = match fate {
            Fate::Taken(taker) if taker == id => continue,
            Fate::Taken(taker) => {
                let taker = message::message(talk.tx, taker).await?;
                Text::ButtonOpeningTaken { at, number: taker.map_or(0, |taker| i64::from(taker.number)) }
            }
            Fate::Empty | Fate::Full => Text::ButtonOpening { at },
        };
        letter.buttons.push(vec![talk.button(&label, &Act::MoveTo(id, opening.at.timestamp().to_string()))]);
    }
    letter.buttons.push(vec![talk.button(&Text::ButtonBack, &Act::QueueOf(wish.group))]);
    talk.replace(letter).await
}

/// A message goes to another time: one that waits for a slot to another opening of its group, one
/// with a time of its own to any.
pub(in crate::conversation) async fn move_to(
    talk: &mut Talk<'_>,
    id: MessageId,
    at: &str,
) -> Result<(), Error> {
    only_who_may_arrange!(talk);
    let now = talk.tx.now();
    let at = at.parse().ok().and_then(|s| DateTime::from_timestamp(s, 0)).filter(|at| *at > now);
    let Some(at) = at else { return talk.alert(Text::TimePast).await };
    let found = message::message(talk.tx, id).await?.filter(|message| message.ward == talk.ward.id);
    let Some(message) = found else { return talk.toast(Text::ButtonUnknown).await };
    let me = talk.me().await?;
    if let Some(wish) = slots::wish_of(talk.tx, id).await?.filter(|wish| wish.is_queued) {
        let book = Book::open(talk.tx, talk.ward.id, now).await?;
        let mut laid = book.timetable(&talk.desk.habits(), now, at + TimeDelta::milliseconds(1)).into_iter();
        if !laid.any(|(opening, fate)| opening.group == wish.group && opening.at == at && fate != Fate::Full)
        {
            return talk.alert(Text::OpeningGone).await;
        }
        slots::set_chosen(talk.tx, talk.ward.id, id, at, me).await?;
        tell_author(talk, &message, at).await?;
        queue(talk, wish.group).await?;
        return talk.toast(Text::QueueMoved { number: i64::from(message.number) }).await;
    }
    let kind = kind_of_message(talk, &message).await?;
    let planned = schedule::latest_post(talk.tx, id).await?;
    let planned = planned.filter(|post| post.state == State::Planned && post.kind == PostKind::Post);
    let (Some(post), true) = (planned, kind != Kind::Urgent) else {
        return talk.alert(Text::AlreadyDecided).await;
    };
    let at = talk.desk.awake(kind, at);
    if !schedule::retime(talk.tx, post.id, at, talk.desk.worth(kind, at), me).await? {
        return talk.alert(Text::AlreadyDecided).await;
    }
    tell_author(talk, &message, at).await?;
    week::again(talk).await?;
    talk.toast(Text::QueueMoved { number: i64::from(message.number) }).await
}

/// The author is told where somebody else moved their message.
async fn tell_author(talk: &mut Talk<'_>, message: &Message, at: DateTime<chrono::Utc>) -> Result<(), Error> {
    if talk.me().await? == message.author {
        return Ok(());
    }
    let name = talk.person.as_ref().map(|p| p.name.clone()).unwrap_or_default();
    let number = i64::from(message.number);
    talk.tell(message.author, About::default(), |lang| {
        words(lang, &Text::AuthorMoved { number, name, at: i18n::moment(at, lang) })
    })
    .await
    .map(|_| ())
}
