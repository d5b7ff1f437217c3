//! `/lich`: this week and the next, day by day: what was posted, what is to be, what waits for
//! approval, and openings that nobody has yet.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};

use super::super::act::Act;
use super::super::approving::kind_of_message;
use super::super::talk::Talk;
use super::{may_arrange, title_of};
use crate::calendar::{day, local};
use crate::channel::{Button, Letter};
use crate::i18n::{self, Text};
use crate::message::{self, Kind, MessageId};
use crate::plan::ContentGroupId;
use crate::schedule::gaps::{Ahead, Outlook, outlook, with_submitted};
use crate::schedule::slots::{Habits, wish_of};
use crate::schedule::timetable::{Collision, Opening, Planned, collisions, room};
use crate::schedule::{self, PostKind, State};
use crate::store::Error;
use crate::text::Rich;

/// Lines of one week; platforms cut longer messages.
const LINES_MAX: usize = 70;
/// Meetings that are named below the week.
const MEETINGS_MAX: usize = 3;
/// Units of a content group's name in a line.
const NAME_UNITS: usize = 40;

/// `/lich`; page 0 is this week, 1 the next.
pub(in crate::conversation) async fn week(talk: &mut Talk<'_>, page: i32) -> Result<(), Error> {
    if !talk.is_private() {
        return talk.alert(Text::OnlyInPrivate).await;
    }
    if !talk.roles.may_see_figures() {
        return talk.alert(Text::OnlyStaff).await;
    }
    let letter = screen(talk, page).await?;
    talk.replace(letter).await
}

/// This week, in place of the screen whose button was pressed.
pub(super) async fn again(talk: &mut Talk<'_>) -> Result<(), Error> {
    let letter = screen(talk, 0).await?;
    talk.replace(letter).await
}

/// “Tin 5 (1.8 Hạ tầng …)”
pub(super) async fn named(talk: &mut Talk<'_>, id: Option<MessageId>) -> Result<String, Error> {
    let Some(id) = id else { return Ok(String::new()) };
    let Some(message) = message::message(talk.tx, id).await? else { return Ok(String::new()) };
    let number = i64::from(message.number);
    Ok(match message.content_group {
        Some(group) => {
            let group = title_of(talk, group, NAME_UNITS).await?;
            Text::WeekMessageOf { number, group }.say(talk.lang)
        }
        None => Text::WeekMessage { number }.say(talk.lang),
    })
}

async fn screen(talk: &mut Talk<'_>, page: i32) -> Result<Letter, Error> {
    let (now, lang, habits) = (talk.tx.now(), talk.lang, talk.desk.habits());
    let page = page.clamp(0, 1);
    let today = local(now).date();
    let monday = today - TimeDelta::days(i64::from(today.weekday().num_days_from_monday()))
        + TimeDelta::days(7 * i64::from(page));
    let from = crate::calendar::instant(monday.and_time(chrono::NaiveTime::MIN));
    let to = from + TimeDelta::days(7);
    let lines = lines(talk, &habits, from, to).await?;
    let sunday = monday + TimeDelta::days(6);
    let heading = Text::WeekHeading {
        from: monday.format("%d/%m").to_string(),
        to: sunday.format("%d/%m/%Y").to_string(),
    };
    let mut text = Rich::bold(&heading.say(lang));
    if lines.is_empty() {
        text = text.below(1, &Rich::plain(&Text::WeekNothing.say(lang)));
    }
    let mut left = LINES_MAX;
    for (on, day_lines) in &lines {
        text = text.below(2, &Rich::bold(&i18n::day(*on, lang)));
        for (_, line) in day_lines.iter().take(left) {
            text = text.below(1, &Rich::plain(line));
        }
        left = left.saturating_sub(day_lines.len());
    }
    text = text.below(2, &Rich::plain(&Text::WeekLegend.say(lang)));
    let mut letter = Letter { text, ..Letter::default() };
    add_meetings(talk, &habits, &mut letter, from.max(now), to).await?;
    let other = if page == 0 {
        talk.button(&Text::ButtonNextWeek, &Act::Week(1))
    } else {
        talk.button(&Text::ButtonThisWeek, &Act::Week(0))
    };
    letter.buttons.push(vec![other, talk.button(&Text::ButtonGaps, &Act::Gaps)]);
    letter.buttons.push(vec![talk.button(&Text::ButtonMonth, &Act::Month(0))]);
    if may_arrange(talk) {
        letter.buttons.push(vec![talk.button(&Text::ButtonQueues, &Act::Queue)]);
    }
    Ok(letter)
}

type Lines = BTreeMap<NaiveDate, Vec<(DateTime<Utc>, String)>>;

async fn lines(
    talk: &mut Talk<'_>,
    habits: &Habits,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<Lines, Error> {
    let (now, lang) = (talk.tx.now(), talk.lang);
    let mut all: Vec<(DateTime<Utc>, String)> = Vec::new();
    for post in schedule::posts_between(talk.tx, talk.ward.id, from, to).await? {
        let mark = match post.state {
            State::Planned => "🕗",
            State::Released => "✅",
            State::Held | State::Paused => "⏸",
            State::Stopped | State::Cancelled => "⏹",
        };
        let at = post.released_at.unwrap_or(post.due_at);
        all.push((at, format!("{mark} {} {}", i18n::time(at), named(talk, Some(post.message)).await?)));
    }
    for (opening, ahead) in with_submitted(talk.tx, talk.ward.id, habits, now.max(from), to).await? {
        let time = i18n::time(opening.at);
        let line = match ahead {
            Ahead::Approved(id) => format!("🕗 {time} {}", named(talk, Some(id)).await?),
            Ahead::Submitted(id) => format!("⏳ {time} {}", named(talk, Some(id)).await?),
            Ahead::Empty | Ahead::Full => {
                let group = title_of(talk, opening.group, NAME_UNITS).await?;
                let text =
                    if ahead == Ahead::Full { Text::WeekFull { group } } else { Text::WeekEmpty { group } };
                format!("{} {time} {}", if ahead == Ahead::Full { "🚫" } else { "▫️" }, text.say(lang))
            }
        };
        all.push((opening.at, line));
    }
    for message in message::submitted(talk.tx, talk.ward.id).await? {
        let Some(at) = message.post_at.filter(|at| from <= *at && *at < to) else { continue };
        all.push((at, format!("⏳ {} {}", i18n::time(at), named(talk, Some(message.id)).await?)));
    }
    all.sort();
    let mut days = Lines::new();
    for (at, line) in all {
        days.entry(day(at)).or_default().push((at, line));
    }
    Ok(days)
}

/// What meets in the week, each with another time and the button for it, if this person may press
/// it.
async fn add_meetings(
    talk: &mut Talk<'_>,
    habits: &Habits,
    letter: &mut Letter,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<(), Error> {
    let lang = talk.lang;
    // Two weeks more, in which there may be room.
    let ahead = outlook(talk.tx, talk.ward.id, habits, from, to + TimeDelta::days(15)).await?;
    let met = collisions(&ahead.planned);
    let over: Vec<NaiveDate> = ahead
        .loads
        .iter()
        .filter(|(on, n)| habits.per_day > 0 && **n > habits.per_day && (day(from)..day(to)).contains(on))
        .map(|(on, _)| *on)
        .collect();
    let mut lines = Vec::new();
    let mut buttons: Vec<Vec<Button>> = Vec::new();
    for collision in met.iter().filter(|c| from <= c.later.at && c.later.at < to).take(MEETINGS_MAX) {
        let Collision { earlier, later } = *collision;
        let text = Text::WeekMeets {
            first: named(talk, earlier.message).await?,
            second: named(talk, later.message).await?,
            at: i18n::moment(later.at, lang),
        };
        lines.push(text.say(lang));
        buttons.extend(other_time(talk, habits, &ahead, [later, earlier]).await?.map(|button| vec![button]));
    }
    for on in over.iter().take(MEETINGS_MAX) {
        let n = ahead.loads[on];
        lines.push(Text::WeekOverCap { day: i18n::day(*on, lang), n, max: habits.per_day }.say(lang));
        // The last ones of the day are the ones that groups would not get.
        let mut that_day: Vec<Planned> = ahead.planned.iter().filter(|p| day(p.at) == *on).copied().collect();
        that_day.reverse();
        buttons.extend(other_time(talk, habits, &ahead, that_day).await?.map(|button| vec![button]));
    }
    if !lines.is_empty() {
        letter.text = letter.text.clone().below(2, &Rich::plain(&lines.join("\n")));
    }
    if may_arrange(talk) {
        letter.buttons.extend(buttons);
    }
    Ok(())
}

/// A button that moves the first of these that can be moved to a time that meets nothing.
async fn other_time(
    talk: &mut Talk<'_>,
    habits: &Habits,
    ahead: &Outlook,
    candidates: impl IntoIterator<Item = Planned>,
) -> Result<Option<Button>, Error> {
    let now = talk.tx.now();
    for candidate in candidates {
        let Some(id) = candidate.message else { continue };
        let Some(message) = message::message(talk.tx, id).await? else { continue };
        let others: Vec<Planned> = ahead.planned.iter().filter(|p| p.message != Some(id)).copied().collect();
        let better = if wish_of(talk.tx, id).await?.is_some_and(|wish| wish.is_queued) {
            let Some(group) = candidate.group else { continue };
            free_opening(talk, habits, group, candidate.at, &others).await?.map(|opening| opening.at)
        } else {
            let post = schedule::latest_post(talk.tx, id).await?;
            let is_planned = post.is_some_and(|p| p.state == State::Planned && p.kind == PostKind::Post);
            if !is_planned || kind_of_message(talk, &message).await? == Kind::Urgent {
                continue;
            }
            let mut loads = ahead.loads.clone();
            loads.entry(day(candidate.at)).and_modify(|n| *n -= 1);
            room(candidate.at, now, &others, &loads, habits)
        };
        if let Some(at) = better {
            let label =
                Text::ButtonMoveTo { number: i64::from(message.number), at: i18n::moment(at, talk.lang) };
            return Ok(Some(talk.button(&label, &Act::MoveTo(id, at.timestamp().to_string()))));
        }
    }
    Ok(None)
}

/// The next opening of a group that nobody has and that meets nothing.
async fn free_opening(
    talk: &mut Talk<'_>,
    habits: &Habits,
    group: ContentGroupId,
    but: DateTime<Utc>,
    others: &[Planned],
) -> Result<Option<Opening>, Error> {
    let now = talk.tx.now();
    let laid = with_submitted(talk.tx, talk.ward.id, habits, now, now + TimeDelta::days(60)).await?;
    let is_free = |at: DateTime<Utc>| {
        at != but && at > now && !others.iter().any(|other| (other.at - at).abs() < TimeDelta::hours(1))
    };
    let mut own =
        laid.into_iter().filter(|(opening, ahead)| opening.group == group && *ahead == Ahead::Empty);
    Ok(own.find(|(opening, _)| is_free(opening.at)).map(|(opening, _)| opening))
}
