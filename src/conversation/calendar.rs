//! `/phuong`, the calendar: days off and days that are worked instead, this year's and the
//! next, and the hours of the week. For administrators. What changes a deadline says of how many.

use chrono::{Datelike, NaiveDate};

use super::act::Act;
use super::reckoning;
use super::staff::only_administrator;
use super::talk::{Step, Talk};
use crate::audit;
use crate::calendar::entry::{self, Entry};
use crate::calendar::{Marked, Occasion, Week, WorkingTime, holidays};
use crate::channel::{Button, Target};
use crate::i18n::{self, Lang, Text, hanoi};
use crate::store::Error;
use crate::text::{Rich, shorten};
use crate::ward::store as ward;

/// Longest name of a day.
const NAME_MAX: usize = 80;
/// Lines that one message may hold.
const LINES_MAX: usize = 40;
/// Things that can be taken back on one screen; platforms allow a hundred buttons.
const DROPS_MAX: usize = 90;

/// What a day off is called: its name, or the public holiday behind a code.
#[must_use]
pub fn day_off_name(name: &str, lang: Lang) -> String {
    let text = match Occasion::from_code(name) {
        Some(Occasion::NewYear) => Text::HolidayNewYear,
        Some(Occasion::Tet) => Text::HolidayTet,
        Some(Occasion::HungKings) => Text::HolidayHungKings,
        Some(Occasion::Reunification) => Text::HolidayReunification,
        Some(Occasion::Labour) => Text::HolidayLabour,
        Some(Occasion::NationalDay) => Text::HolidayNationalDay,
        Some(Occasion::CultureDay) => Text::HolidayCultureDay,
        None if name.is_empty() => Text::DayOffUnnamed,
        None => return name.to_owned(),
    };
    text.say(lang)
}

/// "Thứ Hai – Thứ Sáu: 08:00–12:00, 13:00–17:00; …"
fn hours_line(week: &Week, lang: Lang) -> String {
    let runs = week.runs().into_iter().map(|run| {
        let days = if run.first == run.last {
            i18n::weekday(run.first, lang)
        } else {
            format!("{} – {}", i18n::weekday(run.first, lang), i18n::weekday(run.last, lang))
        };
        let windows: Vec<String> =
            run.windows.iter().map(|window| window.to_string().replace('-', "–")).collect();
        format!("{days}: {}", windows.join(", "))
    });
    runs.collect::<Vec<_>>().join("; ")
}

/// Days with one name that follow each other, with the name.
fn grouped(days: impl IntoIterator<Item = (NaiveDate, String)>) -> Vec<(NaiveDate, NaiveDate, String)> {
    let mut groups: Vec<(NaiveDate, NaiveDate, String)> = Vec::new();
    for (day, name) in days {
        match groups.last_mut() {
            Some((_, last, known)) if last.succ_opt() == Some(day) && *known == name => *last = day,
            _ => groups.push((day, day, name)),
        }
    }
    groups
}

/// "Thứ Sáu, 01/01/2027: Tết Dương lịch", or "05/02 – 11/02/2027: Tết Nguyên đán".
fn day_line((first, last, name): &(NaiveDate, NaiveDate, String), lang: Lang) -> String {
    let days = if first == last {
        i18n::day(*first, lang)
    } else {
        format!("{} – {}", first.format("%d/%m"), last.format("%d/%m/%Y"))
    };
    format!("• {days}: {name}")
}

fn days_of(year: i32) -> impl Iterator<Item = NaiveDate> {
    let first = NaiveDate::from_ymd_opt(year, 1, 1).into_iter();
    first.flat_map(|day| day.iter_days()).take_while(move |day| day.year() == year)
}

fn days_off(time: &WorkingTime, year: i32, lang: Lang) -> Vec<(NaiveDate, String)> {
    days_of(year).filter_map(|day| Some((day, day_off_name(time.day_off(day)?, lang)))).collect()
}

fn days_worked(time: &WorkingTime, year: i32, lang: Lang) -> Vec<(NaiveDate, String)> {
    let marked = time.rows().days.iter().filter(|(day, _)| day.year() == year);
    let worked = marked.filter_map(|(day, marked)| match marked {
        Marked::Work(name) if name.is_empty() => Some((*day, Text::DayWorkedUnnamed.say(lang))),
        Marked::Work(name) => Some((*day, name.clone())),
        Marked::Off(_) => None,
    });
    worked.collect()
}

/// This year in Hanoi.
fn this_year(talk: &Talk<'_>) -> i32 {
    hanoi(talk.tx.now()).year()
}

/// This year or the next; what a button may say beside them is taken for this year.
fn year_of(talk: &Talk<'_>, year: i32) -> i32 {
    let this = this_year(talk);
    year.clamp(this, this + 1)
}

/// The calendar as it is in this transaction.
async fn working(talk: &mut Talk<'_>) -> Result<WorkingTime, Error> {
    Ok(WorkingTime::of(ward::calendar(talk.tx, talk.ward.id).await?))
}

pub(super) async fn show(talk: &mut Talk<'_>, year: i32) -> Result<(), Error> {
    only_administrator!(talk);
    talk.clear_step().await?;
    screen(talk, year, None).await
}

/// A year's screen, below what has just been done.
async fn screen(talk: &mut Talk<'_>, year: i32, done: Option<String>) -> Result<(), Error> {
    let (this, year, lang) = (this_year(talk), year_of(talk, year), talk.lang);
    let time = working(talk).await?;
    let today = hanoi(talk.tx.now()).date_naive();
    let heading = Text::CalendarHeading { year: year.to_string() }.say(lang);
    let hours = Text::CalendarHours { hours: hours_line(time.week(today), lang) }.say(lang);
    let mut lines = vec![hours];
    for (from, week) in time.rows().weeks.range(today..).filter(|(from, _)| **from > today) {
        let (from, hours) = (i18n::day(*from, lang), hours_line(week, lang));
        lines.push(Text::CalendarHoursFrom { from, hours }.say(lang));
    }
    lines.push(String::new());
    lines.push(Text::CalendarDaysOff.say(lang));
    lines.extend(grouped(days_off(&time, year, lang)).iter().map(|group| day_line(group, lang)));
    let worked = grouped(days_worked(&time, year, lang));
    if !worked.is_empty() {
        lines.push(String::new());
        lines.push(Text::CalendarDaysWorked.say(lang));
        lines.extend(worked.iter().map(|group| day_line(group, lang)));
    }
    let below = Rich::bold(&heading).below(1, &Rich::plain(&lines.join("\n")));
    let mut letter = talk.letter(&Text::CalendarDaysOff);
    letter.text = match done {
        Some(done) => Rich::plain(&done).below(2, &below),
        None => below,
    };
    let other = if year == this { this + 1 } else { this };
    letter.buttons = vec![
        vec![
            talk.button(&Text::ButtonAddDayOff, &Act::CalendarAddOff),
            talk.button(&Text::ButtonAddDayWorked, &Act::CalendarAddWorked),
        ],
        vec![
            talk.button(&Text::ButtonDropDay, &Act::CalendarDrops(year)),
            talk.button(&Text::ButtonHours, &Act::CalendarAskHours),
        ],
        vec![
            talk.button(&Text::ButtonYear { year: other.to_string() }, &Act::Calendar(other)),
            talk.button(&Text::ButtonBack, &Act::Home),
        ],
    ];
    talk.replace(letter).await
}

pub(super) async fn ask_days(talk: &mut Talk<'_>, worked: bool) -> Result<(), Error> {
    only_administrator!(talk);
    talk.set_step(&Step::CalendarDays { worked }).await?;
    talk.say(if worked { Text::CalendarAskWorked } else { Text::CalendarAskOff }).await
}

/// Days came, a line each. A list with a line that cannot be read changes nothing.
pub(super) async fn days_came(talk: &mut Talk<'_>, worked: bool, text: &Rich) -> Result<(), Error> {
    only_administrator!(talk);
    let words = text.words();
    let lines: Vec<&str> = words.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if lines.is_empty() || lines.len() > LINES_MAX {
        return talk.say(if worked { Text::CalendarAskWorked } else { Text::CalendarAskOff }).await;
    }
    let time = working(talk).await?;
    let mut days: Vec<(NaiveDate, String)> = Vec::new();
    let mut notes: Vec<String> = Vec::new();
    for line in lines {
        let Some(Entry { days: named, words }) = entry::read(line) else {
            return talk.say(Text::CalendarDayUnread { line: shorten(line, 60) }).await;
        };
        if words.chars().count() > NAME_MAX {
            return talk.say(Text::CalendarNameTooLong { max: i64::try_from(NAME_MAX).unwrap_or(0) }).await;
        }
        if let [day] = named[..]
            && !worked
            && !time.is_working_day(day)
            && time.day_off(day).is_none()
        {
            // Taken all the same; but a day that is free anyway may be a slip of the pen.
            notes.push(Text::CalendarFreeAnyway { day: i18n::day(day, talk.lang) }.say(talk.lang));
        }
        for day in named {
            if let Some(problem) = problem_of(talk, &time, day, worked) {
                return talk.say(problem).await;
            }
            days.push((day, words.clone()));
        }
    }
    let calendar = ward::turn_calendar(talk.tx, talk.ward.id).await?;
    let me = talk.me().await?;
    let act = if worked { "calendar_worked" } else { "calendar_off" };
    for (day, name) in &days {
        let marked = if worked { Marked::Work(name.clone()) } else { Marked::Off(name.clone()) };
        ward::mark_day(talk.tx, talk.ward.id, *day, &marked).await?;
        audit::append(talk.tx, talk.ward.id, Some(me), act, &format!("day:{day}"), name).await?;
    }
    let lang = talk.lang;
    let year = days.first().map_or(0, |(day, _)| day.year());
    let unnamed = if worked { Text::DayWorkedUnnamed } else { Text::DayOffUnnamed }.say(lang);
    let named =
        |(day, name): (NaiveDate, String)| (day, if name.is_empty() { unnamed.clone() } else { name });
    let groups = grouped(days.into_iter().map(named));
    let shown: Vec<String> = groups.iter().map(|group| day_line(group, lang)).chain(notes).collect();
    let done = if worked { Text::CalendarWorkedAdded } else { Text::CalendarOffAdded }.say(lang);
    finish(talk, calendar, year, format!("{done}\n{}", shown.join("\n"))).await
}

/// Why a day is not taken.
fn problem_of(talk: &Talk<'_>, time: &WorkingTime, day: NaiveDate, worked: bool) -> Option<Text> {
    let this = this_year(talk);
    if !(this..=this + 1).contains(&day.year()) {
        return Some(Text::CalendarOtherYear { this: this.to_string(), next: (this + 1).to_string() });
    }
    if worked && time.is_working_day(day) {
        return Some(Text::CalendarWorksAnyway { day: i18n::day(day, talk.lang) });
    }
    None
}

pub(super) async fn ask_hours(talk: &mut Talk<'_>) -> Result<(), Error> {
    only_administrator!(talk);
    talk.set_step(&Step::CalendarHours).await?;
    talk.say(Text::CalendarAskHours).await
}

/// A day and the hours from that day on came.
pub(super) async fn hours_came(talk: &mut Talk<'_>, text: &Rich) -> Result<(), Error> {
    only_administrator!(talk);
    let words = text.words();
    let from_digits = words.find(|c: char| c.is_ascii_digit()).map_or("", |at| &words[at..]);
    let read = entry::read(from_digits).filter(|entry| entry.days.len() == 1);
    let Some(Entry { days, words }) = read else { return talk.say(Text::CalendarHoursUnread).await };
    let (from, Ok(week)) = (days[0], words.parse::<Week>()) else {
        return talk.say(Text::CalendarHoursUnread).await;
    };
    let this = this_year(talk);
    if !(this..=this + 1).contains(&from.year()) {
        let (this, next) = (this.to_string(), (this + 1).to_string());
        return talk.say(Text::CalendarOtherYear { this, next }).await;
    }
    let calendar = ward::turn_calendar(talk.tx, talk.ward.id).await?;
    ward::set_hours(talk.tx, talk.ward.id, from, &week).await?;
    let me = talk.me().await?;
    let (subject, detail) = (format!("day:{from}"), week.to_string());
    audit::append(talk.tx, talk.ward.id, Some(me), "calendar_hours", &subject, &detail).await?;
    let (day, hours) = (i18n::day(from, talk.lang), hours_line(&week, talk.lang));
    let done = Text::CalendarHoursSet { from: day, hours }.say(talk.lang);
    finish(talk, calendar, from.year(), done).await
}

/// What can be taken back in a year: its days off, the days worked instead, hours that begin.
pub(super) async fn drops(talk: &mut Talk<'_>, year: i32) -> Result<(), Error> {
    only_administrator!(talk);
    let (year, lang) = (year_of(talk, year), talk.lang);
    let time = working(talk).await?;
    let mut letter = talk.letter(&Text::CalendarDropWhich { year: year.to_string() });
    let offered = |mark: &str, (day, name): (NaiveDate, String)| Button {
        label: shorten(&format!("{mark} {}: {name}", i18n::day(day, lang)), 60),
        target: Target::Act(Act::CalendarDrop(day.to_string()).pack()),
    };
    let mut buttons: Vec<Button> = Vec::new();
    buttons.extend(days_off(&time, year, lang).into_iter().map(|day| offered("🏠", day)));
    buttons.extend(days_worked(&time, year, lang).into_iter().map(|day| offered("🏢", day)));
    for from in time.rows().weeks.keys().filter(|from| from.year() == year) {
        let label = Text::ButtonDropHours { from: from.format("%d/%m/%Y").to_string() };
        buttons.push(talk.button(&label, &Act::CalendarDropHours(from.to_string())));
    }
    buttons.truncate(DROPS_MAX);
    letter.buttons = buttons.into_iter().map(|button| vec![button]).collect();
    letter.buttons.push(vec![talk.button(&Text::ButtonBack, &Act::Calendar(year))]);
    talk.replace(letter).await
}

/// A day is again what it would be: a day off is worked, a day worked instead is free.
pub(super) async fn drop_day(talk: &mut Talk<'_>, day: &str) -> Result<(), Error> {
    only_administrator!(talk);
    let Ok(day) = day.parse::<NaiveDate>() else { return talk.toast(Text::ButtonUnknown).await };
    if year_of(talk, day.year()) != day.year() {
        return talk.toast(Text::ButtonUnknown).await;
    }
    let calendar = ward::turn_calendar(talk.tx, talk.ward.id).await?;
    let time = working(talk).await?;
    let is_own = time.rows().days.contains_key(&day);
    let (act, text) = match time.day_off(day) {
        Some(_) => {
            let shown = i18n::day(day, talk.lang);
            if holidays::on(day).is_some() {
                ward::mark_day(talk.tx, talk.ward.id, day, &Marked::Work(String::new())).await?;
            } else {
                ward::unmark_day(talk.tx, talk.ward.id, day).await?;
            }
            ("calendar_off_dropped", Text::CalendarOffDropped { day: shown })
        }
        None if is_own => {
            ward::unmark_day(talk.tx, talk.ward.id, day).await?;
            ("calendar_worked_dropped", Text::CalendarWorkedDropped { day: i18n::day(day, talk.lang) })
        }
        None => return talk.alert(Text::AlreadyDecided).await,
    };
    let me = talk.me().await?;
    audit::append(talk.tx, talk.ward.id, Some(me), act, &format!("day:{day}"), "").await?;
    finish(talk, calendar, day.year(), text.say(talk.lang)).await
}

/// The hours that begin on a day are taken back; those before go on.
pub(super) async fn drop_hours(talk: &mut Talk<'_>, from: &str) -> Result<(), Error> {
    only_administrator!(talk);
    let Ok(from) = from.parse::<NaiveDate>() else { return talk.toast(Text::ButtonUnknown).await };
    let calendar = ward::turn_calendar(talk.tx, talk.ward.id).await?;
    if !working(talk).await?.rows().weeks.contains_key(&from) {
        return talk.alert(Text::AlreadyDecided).await;
    }
    ward::drop_hours(talk.tx, talk.ward.id, from).await?;
    let me = talk.me().await?;
    let subject = format!("day:{from}");
    audit::append(talk.tx, talk.ward.id, Some(me), "calendar_hours_dropped", &subject, "").await?;
    let done = Text::CalendarHoursDropped { from: i18n::day(from, talk.lang) }.say(talk.lang);
    finish(talk, calendar, from.year(), done).await
}

/// Computes what depends on the calendar, and says what was done with the new screen.
async fn finish(talk: &mut Talk<'_>, calendar: i64, year: i32, done: String) -> Result<(), Error> {
    talk.clear_step().await?;
    let changed = reckoning::anew(talk.tx, talk.desk, talk.ward.id, calendar).await?;
    let questions = match i64::try_from(changed).unwrap_or(i64::MAX) {
        0 => Text::CalendarNoDeadlines,
        n => Text::CalendarDeadlines { n },
    };
    screen(talk, year, Some(format!("{done}\n{}", questions.say(talk.lang)))).await
}
