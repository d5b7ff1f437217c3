//! `/phuong` → “Khung giờ đăng”: the slots of each content group, what they meet, and what can be
//! done with them. For administrators.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};

use super::super::act::Act;
use super::super::staff::only_administrator;
use super::super::talk::Talk;
use super::wording::rule_line;
use super::{title, title_of};
use crate::calendar::day;
use crate::channel::{Button, Letter, Target};
use crate::i18n::count;
use crate::i18n::{self, Text};
use crate::plan::{self, ContentGroupId};
use crate::schedule::gaps::outlook;
use crate::schedule::recurrence::Rule;
use crate::schedule::slots::{self, Habits, Slot, SlotId, openings};
use crate::schedule::timetable::{Opening, Planned, collisions};
use crate::store::Error;
use crate::text::{Rich, shorten};

/// Content groups on one screen.
const GROUPS_MAX: usize = 60;
/// Slots of one content group.
pub(super) const OF_GROUP_MAX: usize = 12;
/// Times ahead that are shown of a slot.
const NEXT: usize = 3;
/// How far ahead slots are compared.
const AHEAD: TimeDelta = TimeDelta::days(28);
/// Meetings that are named.
const MEETINGS_MAX: usize = 3;

/// The content groups, each with how many slots it has.
pub(in crate::conversation) async fn groups(talk: &mut Talk<'_>) -> Result<(), Error> {
    only_administrator!(talk);
    talk.clear_step().await?;
    let all = plan::content_groups(talk.tx, talk.ward.id).await?;
    let slots = slots::slots(talk.tx, talk.ward.id).await?;
    let text = if all.is_empty() { Text::SlotsNoPlan } else { Text::SlotsHeading };
    let mut letter = talk.letter(&text);
    for group in all.iter().take(GROUPS_MAX) {
        let n = slots.iter().filter(|slot| slot.content_group == group.id).count();
        let label = if n == 0 { title(group, 60) } else { format!("({n}) {}", title(group, 54)) };
        letter.buttons.push(vec![plain(&label, &Act::SlotGroup(group.id))]);
    }
    // Slots of groups that no plan in force has go on, so they can be reached.
    let mut gone: Vec<ContentGroupId> = slots.iter().map(|slot| slot.content_group).collect();
    gone.retain(|id| all.iter().all(|group| group.id != *id));
    gone.sort_unstable();
    gone.dedup();
    for id in gone.into_iter().take(GROUPS_MAX.saturating_sub(all.len())) {
        let label = Text::SlotGroupGone { group: title_of(talk, id, 40).await? };
        letter.buttons.push(vec![plain(&label.say(talk.lang), &Act::SlotGroup(id))]);
    }
    letter.buttons.push(vec![talk.button(&Text::ButtonBack, &Act::Home)]);
    talk.replace(letter).await
}

fn plain(label: &str, act: &Act) -> Button {
    Button { label: shorten(label, 60), target: Target::Act(act.pack()) }
}

/// The slots of one content group.
pub(in crate::conversation) async fn group(talk: &mut Talk<'_>, id: ContentGroupId) -> Result<(), Error> {
    only_administrator!(talk);
    talk.clear_step().await?;
    group_screen(talk, id, None).await
}

/// The same below what has just been done.
pub(super) async fn group_screen(
    talk: &mut Talk<'_>,
    id: ContentGroupId,
    done: Option<String>,
) -> Result<(), Error> {
    let name = title_of(talk, id, 200).await?;
    if name.is_empty() {
        return talk.toast(Text::ButtonUnknown).await;
    }
    let slots = slots::slots(talk.tx, talk.ward.id).await?;
    let own: Vec<&Slot> = slots.iter().filter(|slot| slot.content_group == id).collect();
    let mut text = Rich::bold(&name);
    if own.is_empty() {
        text = text.below(1, &Rich::plain(&Text::SlotsNone.say(talk.lang)));
    }
    let mut buttons = Vec::new();
    for (n, slot) in own.iter().enumerate() {
        let line = format!("{}. {}", n + 1, slot_line(talk, slot));
        text = text.below(1, &Rich::plain(&line));
        buttons.push(vec![plain(&line, &Act::SlotOpen(slot.id))]);
    }
    if own.len() < OF_GROUP_MAX {
        buttons.push(vec![
            talk.button(&Text::ButtonSlotAdd, &Act::SlotAdd(id)),
            talk.button(&Text::ButtonSlotEvent, &Act::SlotEvents(id)),
        ]);
    }
    buttons.push(vec![talk.button(&Text::ButtonBack, &Act::Slots)]);
    let text = match done {
        Some(done) => Rich::plain(&done).below(2, &text),
        None => text,
    };
    talk.replace(Letter { text, buttons, ..Letter::default() }).await
}

fn slot_line(talk: &Talk<'_>, slot: &Slot) -> String {
    let mut line = rule_line(&slot.rule, talk.lang);
    if !slot.name.is_empty() {
        line = format!("{}: {line}", slot.name);
    }
    if slot.is_paused { Text::SlotPausedLine { line }.say(talk.lang) } else { line }
}

async fn found(talk: &mut Talk<'_>, id: SlotId) -> Result<Option<Slot>, Error> {
    let slot = slots::slot(talk.tx, talk.ward.id, id).await?;
    if slot.is_none() {
        talk.alert(Text::AlreadyDecided).await?;
    }
    Ok(slot)
}

/// One slot: its rule, its next times, what it meets.
pub(in crate::conversation) async fn open(talk: &mut Talk<'_>, id: SlotId) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(slot) = found(talk, id).await? else { return Ok(()) };
    screen(talk, &slot, None).await
}

/// The same below what has just been done.
pub(super) async fn screen(talk: &mut Talk<'_>, slot: &Slot, done: Option<String>) -> Result<(), Error> {
    let (now, lang, habits) = (talk.tx.now(), talk.lang, talk.desk.habits());
    let heading = title_of(talk, slot.content_group, 200).await?;
    let mut text = Rich::bold(&heading).below(1, &Rich::plain(&slot_line(talk, slot)));
    let ahead = ahead_of(slot, &habits, now, now + TimeDelta::days(800));
    let shown: Vec<String> =
        ahead.iter().take(NEXT).map(|opening| format!("• {}", i18n::moment(opening.at, lang))).collect();
    let next = if shown.is_empty() {
        Text::SlotNever.say(lang)
    } else {
        format!("{}\n{}", Text::SlotNext.say(lang), shown.join("\n"))
    };
    text = text.below(2, &Rich::plain(&next));
    let mut buttons = Vec::new();
    let met = meetings(talk, slot, &habits).await?;
    if !met.lines.is_empty() {
        text = text.below(2, &Rich::plain(&met.lines.join("\n")));
    }
    if let Some((old, new)) = met.instead {
        let label = Text::ButtonSlotRetime { at: new.format("%H:%M").to_string() };
        let times = format!("{}{}", old.format("%H%M"), new.format("%H%M"));
        buttons.push(vec![talk.button(&label, &Act::SlotRetime(slot.id, times))]);
    }
    if let Some(opening) = ahead.first() {
        let label = Text::ButtonSlotSkip { day: i18n::hanoi(opening.nominal).format("%d/%m").to_string() };
        buttons.push(vec![talk.button(&label, &Act::SlotSkip(slot.id, day(opening.nominal).to_string()))]);
    }
    let pause = if slot.is_paused { Text::ButtonSlotResume } else { Text::ButtonSlotPause };
    buttons.push(vec![
        talk.button(&pause, &Act::SlotPause(slot.id)),
        talk.button(&Text::ButtonSlotDrop, &Act::SlotDrop(slot.id)),
    ]);
    buttons.push(vec![talk.button(&Text::ButtonBack, &Act::SlotGroup(slot.content_group))]);
    let text = match done {
        Some(done) => Rich::plain(&done).below(2, &text),
        None => text,
    };
    talk.replace(Letter { text, buttons, ..Letter::default() }).await
}

/// The openings of one slot, paused or not, the first few.
fn ahead_of(slot: &Slot, habits: &Habits, from: DateTime<Utc>, to: DateTime<Utc>) -> Vec<Opening> {
    let alone = [Slot { is_paused: false, ..slot.clone() }];
    openings(&alone, habits, &BTreeSet::new(), from, to).take(40).collect()
}

/// What a slot meets in the weeks ahead, and a time of day that meets nothing.
#[derive(Default)]
struct Meetings {
    lines: Vec<String>,
    instead: Option<(NaiveTime, NaiveTime)>,
}

async fn meetings(talk: &mut Talk<'_>, slot: &Slot, habits: &Habits) -> Result<Meetings, Error> {
    if slot.is_paused {
        return Ok(Meetings::default());
    }
    let (now, lang) = (talk.tx.now(), talk.lang);
    let to = now + AHEAD;
    let all = slots::slots(talk.tx, talk.ward.id).await?;
    let own = ahead_of(slot, habits, now, to);
    let others: Vec<Slot> = all.into_iter().filter(|other| other.id != slot.id).collect();
    let mut planned: Vec<Planned> = openings(&others, habits, &BTreeSet::new(), now, to).map(empty).collect();
    // Messages with a time of their own; those in slots are among the openings.
    let messages = outlook(talk.tx, talk.ward.id, habits, now, to).await?.planned;
    let own_times: BTreeSet<DateTime<Utc>> = own.iter().map(|opening| opening.at).collect();
    let known: BTreeSet<_> =
        planned.iter().copied().chain(own.iter().copied().map(empty)).map(|p| (p.at, p.group)).collect();
    planned.extend(messages.into_iter().filter(|message| !known.contains(&(message.at, message.group))));
    let mut with_own = planned.clone();
    with_own.extend(own.iter().copied().map(empty));
    with_own.sort_by_key(|p| (p.at, p.group));
    let is_own =
        |p: &Planned| p.message.is_none() && p.group == Some(slot.content_group) && own_times.contains(&p.at);
    let met: Vec<_> =
        collisions(&with_own).into_iter().filter(|c| is_own(&c.earlier) || is_own(&c.later)).collect();
    let mut meetings = Meetings::default();
    for collision in met.iter().take(MEETINGS_MAX) {
        let other = if is_own(&collision.later) { collision.earlier } else { collision.later };
        let what = match (other.message, other.group) {
            (Some(_), _) | (None, None) => super::week::named(talk, other.message).await?,
            (None, Some(group)) => title_of(talk, group, 60).await?,
        };
        meetings.lines.push(Text::SlotMeets { what, at: i18n::moment(other.at, lang) }.say(lang));
    }
    if met.len() > MEETINGS_MAX {
        meetings.lines.push(Text::GapRest { n: count(met.len() - MEETINGS_MAX) }.say(lang));
    }
    let mut loads = std::collections::BTreeMap::new();
    for p in &with_own {
        *loads.entry(day(p.at)).or_insert(0_i64) += 1;
    }
    let full = own.iter().map(|o| day(o.at)).find(|on| habits.per_day > 0 && loads[on] > habits.per_day);
    if let Some(on) = full {
        let text = Text::SlotOverCap { day: i18n::day(on, lang), n: loads[&on], max: habits.per_day };
        meetings.lines.push(text.say(lang));
    }
    if let Some(first) = met.first() {
        let at = if is_own(&first.later) { first.later.at } else { first.earlier.at };
        let old = i18n::hanoi(at).time();
        meetings.instead = other_time(slot, old, habits, &planned, now).map(|new| (old, new));
    }
    Ok(meetings)
}

fn empty(opening: Opening) -> Planned {
    Planned { at: opening.at, group: Some(opening.group), message: None }
}

/// The nearest full hour away from `old` at which none of the slot's openings meets anything.
fn other_time(
    slot: &Slot,
    old: NaiveTime,
    habits: &Habits,
    planned: &[Planned],
    now: DateTime<Utc>,
) -> Option<NaiveTime> {
    let hours = [1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6];
    hours.into_iter().find_map(|by| {
        let (new, days) = old.overflowing_add_signed(TimeDelta::hours(by));
        if days != 0 {
            return None;
        }
        let moved = Slot { rule: with_time(&slot.rule, old, new)?, ..slot.clone() };
        let near = |opening: &Opening| {
            opening.at != opening.nominal
                || planned.iter().any(|other| {
                    other.group != Some(slot.content_group)
                        && (other.at - opening.at).abs() < TimeDelta::hours(1)
                })
        };
        let mut own = ahead_of(&moved, habits, now, now + AHEAD).into_iter();
        let is_free = !own.any(|opening| i18n::hanoi(opening.nominal).time() == new && near(&opening));
        is_free.then_some(new)
    })
}

/// A rule with another time of day in place of one that it has.
fn with_time(rule: &Rule, old: NaiveTime, new: NaiveTime) -> Option<Rule> {
    let mut rule = rule.clone();
    (rule.times.remove(&old) && rule.times.insert(new)).then_some(rule)
}

/// “Chuyển sang …”
pub(in crate::conversation) async fn retime(
    talk: &mut Talk<'_>,
    id: SlotId,
    times: &str,
) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(mut slot) = found(talk, id).await? else { return Ok(()) };
    let read = |at: usize| NaiveTime::parse_from_str(times.get(at..at + 4)?, "%H%M").ok();
    let rule = read(0).zip(read(4)).and_then(|(old, new)| with_time(&slot.rule, old, new));
    let Some(rule) = rule else { return talk.alert(Text::AlreadyDecided).await };
    let me = talk.me().await?;
    slots::set_rule(talk.tx, talk.ward.id, id, &rule, me).await?;
    slot.rule = rule;
    slot.since = talk.tx.now();
    let done = Text::SlotChanged.say(talk.lang);
    screen(talk, &slot, Some(done)).await
}

/// “Bỏ lần …”
pub(in crate::conversation) async fn skip(talk: &mut Talk<'_>, id: SlotId, on: &str) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(mut slot) = found(talk, id).await? else { return Ok(()) };
    let Ok(on) = on.parse::<NaiveDate>() else { return talk.toast(Text::ButtonUnknown).await };
    if !slot.rule.leave_out(&talk.desk.working, on) {
        return talk.alert(Text::SlotSkipNot).await;
    }
    let me = talk.me().await?;
    slots::set_rule(talk.tx, talk.ward.id, id, &slot.rule, me).await?;
    slot.since = talk.tx.now();
    let done = Text::SlotSkipped { day: i18n::day(on, talk.lang) }.say(talk.lang);
    screen(talk, &slot, Some(done)).await
}

/// “Tạm dừng” or “Dùng lại”
pub(in crate::conversation) async fn pause(talk: &mut Talk<'_>, id: SlotId) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(mut slot) = found(talk, id).await? else { return Ok(()) };
    let me = talk.me().await?;
    slot.is_paused = !slot.is_paused;
    slots::set_paused(talk.tx, talk.ward.id, id, slot.is_paused, me).await?;
    slot.since = talk.tx.now();
    let done = if slot.is_paused { Text::SlotPaused } else { Text::SlotResumed }.say(talk.lang);
    screen(talk, &slot, Some(done)).await
}

/// “Xóa”
pub(in crate::conversation) async fn drop(talk: &mut Talk<'_>, id: SlotId) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(slot) = found(talk, id).await? else { return Ok(()) };
    let me = talk.me().await?;
    slots::end_slot(talk.tx, talk.ward.id, id, me).await?;
    let done = Text::SlotDropped { line: slot_line(talk, &slot) }.say(talk.lang);
    group_screen(talk, slot.content_group, Some(done)).await
}

/// Stores a slot that has been made, and shows it. Its making is over.
pub(super) async fn store(
    talk: &mut Talk<'_>,
    group: ContentGroupId,
    name: &str,
    rule: &Rule,
) -> Result<(), Error> {
    let all = slots::slots(talk.tx, talk.ward.id).await?;
    let own = all.iter().filter(|slot| slot.content_group == group).count();
    if own >= OF_GROUP_MAX || all.len() >= slots::SLOTS_MAX {
        return talk.alert(Text::SlotsEnough).await;
    }
    if let Err(flaw) = rule.check() {
        tracing::error!("a slot made in chat: {flaw}");
        return talk.alert(Text::ButtonUnknown).await;
    }
    talk.clear_step().await?;
    let me = talk.me().await?;
    let id = slots::put_slot(talk.tx, talk.ward.id, group, name, rule, me).await?;
    let Some(slot) = slots::slot(talk.tx, talk.ward.id, id).await? else {
        return Err(Error::corrupt("slot", "not stored"));
    };
    let done = Text::SlotMade.say(talk.lang);
    screen(talk, &slot, Some(done)).await
}
