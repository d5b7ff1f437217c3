//! What is missing: on a screen, by command line, and once a week to editors and approvers.

use chrono::{DateTime, Datelike, TimeDelta};

use super::super::Desk;
use super::super::act::Act;
use super::super::notice::Notice;
use super::super::reuse;
use super::super::talk::{Ask, Draft, Step, Talk, button};
use super::title;
use crate::calendar::{instant, local};
use crate::channel::{Button, Letter, Target};
use crate::delivery::About;
use crate::i18n::count;
use crate::i18n::{self, Lang, Text};
use crate::plan::import::Roundness;
use crate::plan::{self, ContentGroupId};
use crate::schedule::gaps::{DAYS, Gaps, gaps, wards_not_told};
use crate::schedule::slots::has_heard;
use crate::store::{Error, Tx};
use crate::text::{Rich, shorten};
use crate::ward::store as ward;
use crate::ward::{PersonId, Role};

/// Lines of each kind on a screen; the rest is counted.
const LINES_MAX: usize = 12;
/// Openings for which a button begins a message.
const WRITE_MAX: usize = 6;

/// What is missing, a line each, headings among them.
#[must_use]
pub fn gap_lines(gaps: &Gaps, lines_max: usize, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    let mut part = |heading: Text, all: Vec<String>| {
        if all.is_empty() {
            return;
        }
        lines.push(heading.say(lang));
        let rest = all.len().saturating_sub(lines_max);
        lines.extend(all.into_iter().take(lines_max).map(|line| format!("• {line}")));
        if rest > 0 {
            lines.push(Text::GapRest { n: count(rest) }.say(lang));
        }
    };
    let slots = gaps.slots.iter().map(|open| {
        let (at, group) = (i18n::moment(open.at, lang), group_name(&open.content_group, &open.name));
        let line = if open.is_submitted {
            Text::GapSlotSubmitted { at, group }
        } else {
            Text::GapSlot { at, group }
        };
        with_unit(line.say(lang), open.responsible.as_deref(), lang)
    });
    part(Text::GapSlots, slots.collect());
    let anniversaries = gaps.anniversaries.iter().map(|found| {
        let (day, name) = (i18n::day(found.date, lang), found.name.clone());
        match found.years.map(i64::from) {
            Some(years) if found.round == Some(Roundness::Round) => Text::GapYearsRound { day, name, years },
            Some(years) => Text::GapYears { day, name, years },
            None => Text::GapDay { day, name },
        }
        .say(lang)
    });
    part(Text::GapAnniversaries, anniversaries.collect());
    let silent = gaps.silent.iter().map(|silent| {
        let group = group_name(&silent.content_group, &silent.name);
        let line = match silent.since {
            Some(since) => {
                Text::GapSilentSince { group, at: i18n::day(i18n::hanoi(since).date_naive(), lang) }
            }
            None => Text::GapSilent { group },
        };
        with_unit(line.say(lang), silent.responsible.as_deref(), lang)
    });
    part(Text::GapSilents, silent.collect());
    lines
}

/// “… – phụ trách: Công an phường”
fn with_unit(line: String, unit: Option<&str>, lang: Lang) -> String {
    match unit {
        Some(unit) => Text::Responsible { line, unit: shorten(unit, 60) }.say(lang),
        None => line,
    }
}

fn group_name(number: &str, name: &str) -> String {
    shorten(&format!("{number} {name}"), 60)
}

fn letter_of(gaps: &Gaps, heading: &Text, lang: Lang) -> Letter {
    let lines = gap_lines(gaps, LINES_MAX, lang);
    let text = Rich::bold(&heading.say(lang)).below(1, &Rich::plain(&lines.join("\n")));
    Letter { text, ..Letter::default() }
}

fn write_buttons(gaps: &Gaps, lang: Lang) -> Vec<Vec<Button>> {
    let open = gaps.slots.iter().filter(|open| !open.is_submitted).take(WRITE_MAX);
    open.map(|open| {
        let at = format!("{} {}", i18n::time(open.at), i18n::hanoi(open.at).format("%d/%m"));
        let label = Text::ButtonWriteFor { group: open.content_group.clone(), at };
        vec![button(lang, &label, &Act::GapWrite(open.id, open.at.timestamp().to_string()))]
    })
    .collect()
}

/// “Còn thiếu”
pub(in crate::conversation) async fn missing(talk: &mut Talk<'_>) -> Result<(), Error> {
    if !talk.roles.may_see_figures() {
        return talk.alert(Text::OnlyStaff).await;
    }
    let found = gaps(talk.tx, talk.ward.id, &talk.desk.habits(), DAYS).await?;
    let mut letter = if found.is_empty() {
        talk.letter(&Text::GapNone { days: DAYS })
    } else {
        letter_of(&found, &Text::GapHeading { days: DAYS }, talk.lang)
    };
    if talk.roles.may_write() {
        letter.buttons = write_buttons(&found, talk.lang);
        letter.buttons.extend(reuse::year_buttons(talk, &found.anniversaries).await?);
    }
    letter.buttons.push(vec![talk.button(&Text::ButtonBack, &Act::Week(0))]);
    talk.replace(letter).await
}

/// “Soạn cho …”: a draft for this opening.
pub(in crate::conversation) async fn write_for(
    talk: &mut Talk<'_>,
    id: ContentGroupId,
    at: &str,
) -> Result<(), Error> {
    if !talk.is_private() {
        return talk.alert(Text::OnlyInPrivate).await;
    }
    if !talk.roles.may_write() {
        return talk.alert(Text::OnlyWriters).await;
    }
    let at = at.parse().ok().and_then(|s| DateTime::from_timestamp(s, 0));
    let group = plan::content_group(talk.tx, talk.ward.id, id).await?;
    let (Some(at), Some(group)) = (at.filter(|at| *at > talk.tx.now()), group) else {
        return talk.alert(Text::TimePast).await;
    };
    let draft = Draft {
        content_group: Some(id),
        slot: true,
        chosen: Some(at.timestamp()),
        asks: Ask::Text,
        ..Draft::default()
    };
    talk.set_step(&Step::Drafting(draft)).await?;
    let group = title(&group, 100);
    talk.say(Text::WriteTextFor { group, at: i18n::moment(at, talk.lang) }).await?;
    reuse::offer(talk, at).await
}

/// Once a week, editors and approvers of each ward hear what is missing; nothing where nothing is.
/// Gives whether somebody was told.
pub(in crate::conversation) async fn weekly(tx: &mut Tx, desk: &Desk) -> Result<bool, Error> {
    let Some((weekday, time)) = desk.gaps else { return Ok(false) };
    let now = tx.now();
    let today = local(now).date();
    // A day late it is no news; the next one comes in six days.
    if today.weekday() != weekday || now < instant(today.and_time(time)) {
        return Ok(false);
    }
    let monday = today - TimeDelta::days(i64::from(today.weekday().num_days_from_monday()));
    let mut told = false;
    for id in wards_not_told(tx, monday).await? {
        if has_heard(tx, id, monday).await? {
            continue;
        }
        let found = ward::ward(tx, id).await?;
        let Some(bot) = ward::bot_of_ward(tx, id).await? else { continue };
        let desk = desk.of_ward(tx, &found).await?;
        let missing = gaps(tx, id, &desk.habits(), DAYS).await?;
        if missing.is_empty() {
            continue;
        }
        let mut people: Vec<PersonId> = Vec::new();
        for role in [Role::Editor, Role::Approver] {
            people.extend(ward::people_with(tx, id, role).await?.iter().map(|person| person.id));
        }
        people.sort_unstable();
        people.dedup();
        let mut notice = Notice::new(tx, &found, &bot);
        for person in people {
            let letter = |lang: Lang| {
                let mut letter = letter_of(&missing, &Text::DigestHeading { days: DAYS }, lang);
                letter.buttons = write_buttons(&missing, lang);
                letter.buttons.push(vec![Button {
                    label: Text::ButtonWeek.say(lang),
                    target: Target::Act(Act::Week(0).pack()),
                }]);
                letter
            };
            notice.send(person, About::default(), letter).await?;
            told = true;
        }
    }
    Ok(told)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Anniversary;
    use crate::schedule::gaps::Silent;

    #[test]
    fn lines_say_who_is_responsible_and_which_years_are_round() {
        let found = |date: &str, years: Option<i32>| Anniversary {
            name: "Ngày Thương binh - Liệt sĩ".into(),
            date: date.parse().unwrap(),
            years,
            round: years.map(Roundness::of),
            lunar: None,
        };
        let silent = |responsible: Option<&str>| Silent {
            id: ContentGroupId(uuid::Uuid::nil()),
            content_group: "1.4".into(),
            name: "An ninh trật tự".into(),
            since: None,
            responsible: responsible.map(str::to_owned),
        };
        let gaps = Gaps {
            from: "2026-07-20".parse().unwrap(),
            to: "2027-07-30".parse().unwrap(),
            slots: Vec::new(),
            anniversaries: vec![
                found("2026-07-27", Some(79)),
                found("2027-07-27", Some(80)),
                found("2027-07-27", None),
            ],
            silent: vec![silent(Some("Công an phường")), silent(None)],
        };
        let lines = gap_lines(&gaps, 10, Lang::Vi);
        assert!(lines[1].ends_with("Ngày Thương binh - Liệt sĩ (79 năm)"), "{}", lines[1]);
        assert!(lines[2].ends_with("Ngày Thương binh - Liệt sĩ (80 năm, năm tròn)"), "{}", lines[2]);
        assert!(lines[3].ends_with("Ngày Thương binh - Liệt sĩ"), "{}", lines[3]);
        assert_eq!(lines[5], "• 1.4 An ninh trật tự: chưa có tin nào – phụ trách: Công an phường");
        assert_eq!(lines[6], "• 1.4 An ninh trật tự: chưa có tin nào");
    }
}
