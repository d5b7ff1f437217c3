//! Times around an event: a week before, the day before, the day itself. One slot with those of
//! them that staff keep; each is missing until a message is approved for it.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta};
use serde::{Deserialize, Serialize};

use super::super::act::Act;
use super::super::staff::only_administrator;
use super::super::talk::{Step, Talk};
use super::making::usual_time;
use super::{screens, title_of};
use crate::calendar::{day, instant};
use crate::channel::{Button, Letter, Target};
use crate::i18n::{self, Text, from_hanoi};
use crate::plan::{self, ContentGroupId};
use crate::schedule::recurrence::{Days, OnHoliday, Rule};
use crate::schedule::{self, slots};
use crate::store::Error;
use crate::text::{Rich, shorten};

/// Days ahead for which events of the plan are offered, and how many.
const AHEAD: TimeDelta = TimeDelta::days(180);
const EVENTS_MAX: usize = 8;
/// Days before the event.
const BEFORE: [i64; 3] = [7, 1, 0];
const NAME_MAX: usize = 80;

/// The times around an event that is being looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::conversation) struct Around {
    group: ContentGroupId,
    name: String,
    on: NaiveDate,
    time: NaiveTime,
    /// Days before the event, each with whether it is kept.
    kept: Vec<(i64, bool)>,
}

/// “Quanh một sự kiện”: the plan's events are offered, another day can be typed.
pub(in crate::conversation) async fn ask_event(
    talk: &mut Talk<'_>,
    group: ContentGroupId,
) -> Result<(), Error> {
    only_administrator!(talk);
    if plan::content_group(talk.tx, talk.ward.id, group).await?.is_none() {
        return talk.toast(Text::ButtonUnknown).await;
    }
    let now = talk.tx.now();
    let (first, last) = (day(now), day(now + AHEAD));
    let events = plan::anniversaries(talk.tx, talk.ward.id, first, last).await?;
    talk.set_step(&Step::SlotEvent { group }).await?;
    let mut letter = talk.letter(&Text::EventAsk);
    for event in events.iter().take(EVENTS_MAX) {
        let label = shorten(&format!("{} {}", event.date.format("%d/%m"), event.name), 60);
        let target = Target::Act(Act::SlotEvent(group, event.date.to_string()).pack());
        letter.buttons.push(vec![Button { label, target }]);
    }
    letter.buttons.push(vec![talk.button(&Text::ButtonNever, &Act::SlotGroup(group))]);
    talk.replace(letter).await
}

/// A day was typed, with what it is behind it: "20/11 Ngày Nhà giáo".
pub(in crate::conversation) async fn event_came(
    talk: &mut Talk<'_>,
    group: ContentGroupId,
    text: &Rich,
) -> Result<(), Error> {
    only_administrator!(talk);
    let words = text.words();
    let (date, name) = words.trim().split_once(char::is_whitespace).unwrap_or((words.trim(), ""));
    let now = talk.tx.now();
    // Noon, so that a day of today is still ahead in the morning.
    let read = schedule::read_time(&format!("{date} 23:59"), now);
    let (Ok(at), true) = (read, date.contains(['/', '-', '.'])) else {
        return talk.say(Text::EventUnread).await;
    };
    propose(talk, group, day(at), shorten(name.trim(), NAME_MAX)).await
}

/// An event of the plan was chosen.
pub(in crate::conversation) async fn event(
    talk: &mut Talk<'_>,
    group: ContentGroupId,
    on: &str,
) -> Result<(), Error> {
    only_administrator!(talk);
    if plan::content_group(talk.tx, talk.ward.id, group).await?.is_none() {
        return talk.toast(Text::ButtonUnknown).await;
    }
    let Ok(on) = on.parse::<NaiveDate>() else { return talk.toast(Text::ButtonUnknown).await };
    let events = plan::anniversaries(talk.tx, talk.ward.id, on, on).await?;
    let name = events.first().map(|event| shorten(&event.name, NAME_MAX)).unwrap_or_default();
    propose(talk, group, on, name).await
}

async fn propose(
    talk: &mut Talk<'_>,
    group: ContentGroupId,
    on: NaiveDate,
    name: String,
) -> Result<(), Error> {
    let slots = slots::slots(talk.tx, talk.ward.id).await?;
    let time = usual_time(slots.iter().find(|slot| slot.content_group == group).map(|slot| &slot.rule.times));
    let mut around = Around { group, name, on, time, kept: Vec::new() };
    let now = talk.tx.now();
    around.kept = BEFORE
        .into_iter()
        .filter(|days| instant(around.day(*days).and_time(time)) > now)
        .map(|d| (d, true))
        .collect();
    if around.kept.is_empty() {
        return talk.alert(Text::TimePast).await;
    }
    show(talk, around).await
}

impl Around {
    fn day(&self, before: i64) -> NaiveDate {
        self.on - TimeDelta::days(before)
    }

    fn moment(&self, before: i64) -> DateTime<chrono::Utc> {
        from_hanoi(self.day(before).and_time(self.time))
    }
}

async fn show(talk: &mut Talk<'_>, around: Around) -> Result<(), Error> {
    let lang = talk.lang;
    let group = title_of(talk, around.group, 200).await?;
    let heading = Text::EventHeading { name: around.name.clone(), day: i18n::day(around.on, lang) };
    let mut text = Rich::bold(&group).below(1, &Rich::plain(&heading.say(lang)));
    let mut buttons = Vec::new();
    for (before, is_kept) in &around.kept {
        let at = i18n::moment(around.moment(*before), lang);
        let line = match before {
            0 => Text::EventDay { at },
            1 => Text::EventDayBefore { at },
            n => Text::EventDaysBefore { at, n: *n },
        }
        .say(lang);
        text = text.below(1, &Rich::plain(&format!("{} {line}", if *is_kept { "✅" } else { "▫️" })));
        let label = if *is_kept { Text::ButtonEventLeave { line } } else { Text::ButtonEventKeep { line } };
        let target = Target::Act(Act::SlotPick(format!("a{before}")).pack());
        buttons.push(vec![Button { label: shorten(&label.say(lang), 60), target }]);
    }
    let last = vec![
        Button {
            label: Text::ButtonEventSave.say(lang),
            target: Target::Act(Act::SlotPick("ok".into()).pack()),
        },
        talk.button(&Text::ButtonNever, &Act::SlotGroup(around.group)),
    ];
    buttons.push(last);
    talk.set_step(&Step::SlotTimes(around)).await?;
    talk.replace(Letter { text, buttons, ..Letter::default() }).await
}

/// A button below the times.
pub(super) async fn picked(talk: &mut Talk<'_>, mut around: Around, word: &str) -> Result<(), Error> {
    if let Some(before) = word.strip_prefix('a') {
        let Some(time) = around.kept.iter_mut().find(|(days, _)| days.to_string() == before) else {
            return talk.toast(Text::ButtonUnknown).await;
        };
        time.1 = !time.1;
        return show(talk, around).await;
    }
    let kept: BTreeSet<NaiveDate> =
        around.kept.iter().filter(|(_, is)| *is).map(|(before, _)| around.day(*before)).collect();
    if word != "ok" || kept.is_empty() {
        return talk.alert(Text::EventNothingKept).await;
    }
    // The day itself is a holiday as often as not.
    let rule = Rule { holidays: OnHoliday::Keep, ..Rule::new(Days::Dates(kept), around.time) };
    let name =
        if around.name.is_empty() { around.on.format("%d/%m").to_string() } else { around.name.clone() };
    screens::store(talk, around.group, &name, &rule).await
}
