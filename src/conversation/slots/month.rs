//! “Cả tháng”: a month as a picture, with what was posted, is to be posted, waits and is missing.

use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveTime, Timelike, Utc};

use super::super::act::Act;
use super::super::talk::Talk;
use crate::calendar::{day, instant, local};
use crate::channel::{Letter, Made};
use crate::i18n::{Text, count};
use crate::message;
use crate::picture::{self, Entry, Form, Group, Month};
use crate::plan::{self, ContentGroupId};
use crate::schedule::gaps::{Ahead, with_submitted};
use crate::schedule::{self, State};
use crate::store::Error;
use crate::text::{Rich, shorten};

/// Months before and behind this one that can be looked at.
const MONTHS_MAX: i32 = 24;
/// Anniversaries below the picture, and units of all that stands there.
const DAYS_MAX: usize = 8;
const CAPTION_UNITS: usize = 900;

/// One thing of the month.
struct Seen {
    at: DateTime<Utc>,
    group: Option<ContentGroupId>,
    form: Form,
}

/// The month so many months from now.
pub(in crate::conversation) async fn month(talk: &mut Talk<'_>, page: i32) -> Result<(), Error> {
    if !talk.is_private() {
        return talk.alert(Text::OnlyInPrivate).await;
    }
    if !talk.roles.may_see_figures() {
        return talk.alert(Text::OnlyStaff).await;
    }
    let page = page.clamp(-MONTHS_MAX, MONTHS_MAX);
    let today = day(talk.tx.now());
    let moved = Months::new(page.unsigned_abs());
    let first = today.with_day(1).unwrap_or(today);
    let first = if page < 0 { first.checked_sub_months(moved) } else { first.checked_add_months(moved) };
    let Some(first) = first else { return talk.toast(Text::ButtonUnknown).await };
    let Some(after) = first.checked_add_months(Months::new(1)) else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    let seen = everything(talk, first, after).await?;
    let caption = caption(talk, &seen, first, after).await?;
    let drawn = draw(talk, &seen, first, today).await?;
    let name = format!("lich-{}.png", first.format("%Y-%m"));
    let turns = [(page - 1, Text::ButtonMonthBefore), (page + 1, Text::ButtonMonthAfter)];
    let row = turns.iter().map(|(page, label)| talk.button(label, &Act::Month(*page)));
    let letter = Letter {
        text: Rich::plain(&shorten(&caption, CAPTION_UNITS)),
        made: Some(Made::picture(&name, &drawn)),
        buttons: vec![row.collect()],
        ..Letter::default()
    };
    // It is large and can be drawn again at any time.
    talk.send_once(letter).await
}

/// What the month has, in order of time.
async fn everything(talk: &mut Talk<'_>, first: NaiveDate, after: NaiveDate) -> Result<Vec<Seen>, Error> {
    let (now, ward, habits) = (talk.tx.now(), talk.ward.id, talk.desk.habits());
    let [from, to] = [first, after].map(|date| instant(date.and_time(NaiveTime::MIN)));
    let mut all = Vec::new();
    for post in schedule::posts_between(talk.tx, ward, from, to).await? {
        let form = match post.state {
            State::Released => Form::Posted,
            State::Planned | State::Held | State::Paused => Form::Planned,
            State::Stopped | State::Cancelled => continue,
        };
        let group = message::message(talk.tx, post.message).await?.and_then(|message| message.content_group);
        all.push(Seen { at: post.released_at.unwrap_or(post.due_at), group, form });
    }
    if now < to {
        for (opening, ahead) in with_submitted(talk.tx, ward, &habits, now.max(from), to).await? {
            let form = match ahead {
                Ahead::Approved(_) => Form::Planned,
                Ahead::Submitted(_) => Form::Waiting,
                Ahead::Empty => Form::Gap,
                Ahead::Full => continue,
            };
            all.push(Seen { at: opening.at, group: Some(opening.group), form });
        }
    }
    for message in message::submitted(talk.tx, ward).await? {
        let Some(at) = message.post_at.filter(|at| from <= *at && *at < to) else { continue };
        all.push(Seen { at, group: message.content_group, form: Form::Waiting });
    }
    all.sort_by_key(|seen| seen.at);
    Ok(all)
}

async fn draw(
    talk: &mut Talk<'_>,
    seen: &[Seen],
    first: NaiveDate,
    today: NaiveDate,
) -> Result<Vec<u8>, Error> {
    let (lang, ward) = (talk.lang, talk.ward.id);
    // In the plan's order; groups of earlier plans behind.
    let mut used = plan::content_groups(talk.tx, ward).await?;
    used.retain(|group| seen.iter().any(|one| one.group == Some(group.id)));
    for id in seen.iter().filter_map(|one| one.group) {
        if used.iter().all(|group| group.id != id) {
            used.extend(plan::content_group(talk.tx, ward, id).await?);
        }
    }
    let place = |id: ContentGroupId| used.iter().position(|group| group.id == id);
    let entries = seen.iter().map(|one| Entry {
        day: day(one.at),
        time: short_time(one.at),
        group: one.group.and_then(place),
        form: one.form,
    });
    let mut weekdays = Text::MonthWeekdays.say(lang).split(' ').map(str::to_owned).collect::<Vec<_>>();
    weekdays.resize(7, String::new());
    let month = Month {
        title: Text::MonthTitle { month: first.format("%-m/%Y").to_string() }.say(lang),
        below: talk.ward.name.clone(),
        weekdays: weekdays.try_into().unwrap_or_default(),
        first,
        today,
        entries: entries.collect(),
        groups: used.iter().map(|g| Group { number: g.number.clone(), name: g.name.clone() }).collect(),
        forms: [Text::MonthPosted, Text::MonthPlanned, Text::MonthWaiting, Text::MonthGap]
            .map(|text| text.say(lang)),
    };
    Ok(picture::draw(&month))
}

/// `8h`, `8h30`: as short as people write it.
fn short_time(at: DateTime<Utc>) -> String {
    let time = local(at).time();
    match time.minute() {
        0 => format!("{}h", time.hour()),
        minute => format!("{}h{minute:02}", time.hour()),
    }
}

/// The counts of the month and its anniversaries, for who cannot see the picture, too.
async fn caption(
    talk: &mut Talk<'_>,
    seen: &[Seen],
    first: NaiveDate,
    after: NaiveDate,
) -> Result<String, Error> {
    let lang = talk.lang;
    let of = |form: Form| count(seen.iter().filter(|one| one.form == form).count());
    let heading = Text::MonthCaption {
        month: first.format("%-m/%Y").to_string(),
        posted: of(Form::Posted),
        planned: of(Form::Planned),
        waiting: of(Form::Waiting),
        gaps: of(Form::Gap),
    };
    let mut lines = vec![heading.say(lang)];
    let last = after.pred_opt().unwrap_or(after);
    for found in plan::anniversaries(talk.tx, talk.ward.id, first, last).await?.iter().take(DAYS_MAX) {
        lines.push(format!("★ {} {}", found.date.format("%d/%m"), found.name));
    }
    Ok(lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_as_short_as_people_write_them() {
        let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap().to_utc();
        assert_eq!(short_time(at("2026-05-04T08:00:00+07:00")), "8h");
        assert_eq!(short_time(at("2026-05-04T17:05:00+07:00")), "17h05");
    }
}
