//! Whoever was handed something and has said nothing is asked again: at set times, never at night, and
//! never after their word. What is urgent goes on to staff.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::super::Desk;
use super::super::act::Act;
use super::super::notice::Notice;
use super::super::talk::{button, words};
use super::{lang_of, wording};
use crate::channel::{Channel, Content, Letter};
use crate::delivery::{self, About, Kind, Lane, Parcel, PostId, PostKind, RelayAsk, State};
use crate::i18n::{self, Text};
use crate::message;
use crate::schedule;
use crate::store::{Error, Tx};
use crate::text::one_line;
use crate::ward::store as ward;
use crate::ward::{ChatState, GroupState, WardId};

/// Copies that are looked at in one transaction.
const LOOKS: i64 = 200;
/// Minutes after which a post that is paused is looked at again.
const PAUSED_MINUTES: i64 = 15;
/// Characters of a message by which it is recognised.
const QUOTE_MAX: usize = 60;
/// Neighbourhoods that are named to staff; the rest is counted.
const NAMED_MAX: usize = 20;

/// Looks at what was handed over and is due to be looked at. Gives whether there was any.
pub(in crate::conversation) async fn look(tx: &mut Tx, desk: &Desk) -> Result<bool, Error> {
    let asks = delivery::relays_to_look_at(tx, LOOKS).await?;
    let mut missing: BTreeMap<PostId, (WardId, Vec<String>)> = BTreeMap::new();
    for ask in &asks {
        let now = tx.now();
        if !matches!(ask.state, State::Waiting | State::Expired) {
            delivery::look_at_relay(tx, ask.copy, None).await?;
            continue;
        }
        let group = ward::group(tx, ask.ward, ask.group).await?;
        let Some(group) = group.filter(|group| group.state == GroupState::Confirmed) else {
            delivery::look_at_relay(tx, ask.copy, None).await?;
            continue;
        };
        let state = schedule::post(tx, ask.post).await?.map(|post| post.state);
        let is_over = ask.not_after.is_some_and(|at| at + desk.relays.late <= now);
        let is_held = matches!(state, Some(schedule::State::Paused | schedule::State::Held));
        let is_handed = delivery::was_handed(tx, ask.post, group.chat).await?;
        if (is_held || !is_handed) && !is_over && ward::chat(tx, group.chat).await?.state == ChatState::Open {
            delivery::look_at_relay(tx, ask.copy, Some(now + TimeDelta::minutes(PAUSED_MINUTES))).await?;
            continue;
        }
        let night = desk.residents.night();
        if !is_over && ask.is_urgent && desk.relays.is_for_staff(ask.asked_at, ask.look_at) {
            let name = ward::neighbourhood(tx, ask.ward, group.neighbourhood).await?;
            let entry = missing.entry(ask.post).or_insert_with(|| (ask.ward, Vec::new()));
            entry.1.extend(name.map(|place| place.name));
        } else if !is_over && is_handed {
            remind(tx, desk, ask).await?;
        }
        // After a standstill what was missed is said once.
        let next = if is_over { None } else { desk.relays.next(ask.asked_at, ask.is_urgent, night, now) };
        delivery::look_at_relay(tx, ask.copy, next).await?;
    }
    for (post, (ward_id, names)) in missing {
        tell_staff(tx, desk, (ward_id, post), names).await?;
    }
    Ok(!asks.is_empty())
}

async fn remind(tx: &mut Tx, desk: &Desk, ask: &RelayAsk) -> Result<(), Error> {
    let Some(group) = ward::group(tx, ask.ward, ask.group).await? else { return Ok(()) };
    let Some(post) = schedule::post(tx, ask.post).await? else { return Ok(()) };
    let Some(version) = message::version(tx, post.message, post.version).await? else { return Ok(()) };
    let relay = ward::relay(tx, group.id).await?;
    let lang = lang_of(tx, group.chat).await?;
    let name = ward::neighbourhood(tx, ask.ward, group.neighbourhood).await?;
    let place = wording::place(&relay, &name.map(|n| n.name).unwrap_or_default(), lang);
    let about = one_line(&version.body.vi.words(), QUOTE_MAX);
    let is_past = ask.not_after.is_some_and(|at| at <= tx.now());
    let text = match (post.kind, ask.state) {
        (PostKind::Recall, _) => Text::RelayRemindRecall { about, place },
        (_, State::Expired) => Text::RelayRemindPast { about, place },
        _ if is_past => Text::RelayRemindPast { about, place },
        _ if ask.is_urgent => Text::RelayRemindUrgent { about, place },
        _ => Text::RelayRemind { about, place },
    };
    let letter =
        Letter { buttons: wording::buttons(lang, relay.kind, post.kind, ask.copy), ..words(lang, &text) };
    let parcel = Parcel {
        ward: ask.ward,
        bot: ask.bot,
        chat: group.chat,
        channel: Channel::Telegram,
        kind: Kind::Notice,
        lane: if ask.is_urgent { Lane::Urgent } else { Lane::Answer },
        content: Content::Message(letter),
        fallback: vec![],
        about: About::default(),
        due_at: None,
        // By the next morning another one asks.
        not_after: Some(tx.now() + desk.relays.late),
    };
    delivery::enqueue(tx, &parcel).await?;
    Ok(())
}

/// Tells who may stop the post where nobody has said that it was passed on.
async fn tell_staff(
    tx: &mut Tx,
    desk: &Desk,
    (ward_id, id): (WardId, PostId),
    mut names: Vec<String>,
) -> Result<(), Error> {
    let minutes = desk.relays.urgent[1];
    let Some(post) = schedule::post(tx, id).await? else { return Ok(()) };
    let Some(message) = message::message(tx, post.message).await? else { return Ok(()) };
    let Some(bot) = ward::bot_of_ward(tx, ward_id).await? else { return Ok(()) };
    let ward_row = ward::ward(tx, ward_id).await?;
    let (number, n) = (i64::from(message.number), i18n::count(names.len()));
    names.dedup();
    let rest = names.len().saturating_sub(NAMED_MAX);
    names.truncate(NAMED_MAX);
    if rest > 0 {
        names.push(format!("+{rest}"));
    }
    let names = names.join(", ");
    Notice::new(tx, &ward_row, &bot)
        .tell_stoppers(|lang| Letter {
            buttons: vec![vec![button(lang, &Text::ButtonCoverage, &Act::Coverage(id))]],
            ..words(lang, &Text::RelayUrgentSilent { number, minutes, n, names: names.clone() })
        })
        .await
}
