//! A slot is made by buttons: days, time, how often, what on holidays.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveTime, TimeDelta};
use serde::{Deserialize, Serialize};

use super::super::act::Act;
use super::super::staff::only_administrator;
use super::super::talk::{Step, Talk};
use super::wording::{lunar_day, month_day, rule_line};
use super::{screens, title_of};
use crate::channel::{Button, Letter, Target};
use crate::i18n::{self, Text};
use crate::plan::{self, ContentGroupId};
use crate::schedule::read_clock;
use crate::schedule::recurrence::{Day, Days, LunarDay, MonthDay, OnHoliday, QuarterWindow, Rule};
use crate::store::Error;
use crate::text::Rich;

/// Times of day that are offered.
const TIMES: [&str; 6] = ["0700", "0800", "1130", "1700", "1730", "1930"];
/// Days before the end of a quarter that its last two weeks are.
const QUARTER_END: i32 = -14;

/// A slot that is being made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::conversation) struct SlotDraft {
    group: ContentGroupId,
    week: BTreeSet<Day>,
    month: BTreeSet<MonthDay>,
    lunar: BTreeSet<LunarDay>,
    times: BTreeSet<NaiveTime>,
    every: u32,
    months: BTreeSet<u32>,
    quarter_end: bool,
    asks: Asks,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Asks {
    Days,
    /// Days of the month are typed.
    MonthDays,
    Time,
    /// A time of day is typed.
    OtherTime,
    Often,
    Months,
    Holidays,
}

impl SlotDraft {
    fn has_days(&self) -> bool {
        !(self.week.is_empty() && self.month.is_empty() && self.lunar.is_empty())
    }

    /// The rule as far as it is known. Weeks are counted from this one.
    fn rule(&self, talk: &Talk<'_>, holidays: OnHoliday) -> Rule {
        let days = if !self.lunar.is_empty() {
            Days::Lunar(self.lunar.clone())
        } else if !self.month.is_empty() {
            Days::Month(self.month.clone())
        } else {
            Days::Week { on: self.week.clone(), every: self.every }
        };
        let quarter = QuarterWindow { quarters: BTreeSet::new(), from: QUARTER_END, to: -1 };
        Rule {
            days,
            times: self.times.clone(),
            months: self.months.clone(),
            quarter: self.quarter_end.then_some(quarter),
            from: (self.every > 1).then(|| i18n::hanoi(talk.tx.now()).date_naive()),
            until: None,
            except: BTreeSet::new(),
            moved: BTreeMap::new(),
            holidays,
        }
    }

    /// Takes a day in, or out again. Days of one kind only go together.
    fn toggle(&mut self, word: &str) -> bool {
        let (kind, rest) = word.split_at_checked(1).unwrap_or_default();
        match kind {
            "d" => {
                let Some(day) = rest.parse().ok().and_then(|n: usize| Day::ALL.get(n).copied()) else {
                    return false;
                };
                self.month.clear();
                self.lunar.clear();
                flip(&mut self.week, day);
            }
            "m" => {
                let Some(day) = special_days().into_iter().find(|(word, _)| *word == rest) else {
                    return false;
                };
                self.week.clear();
                self.lunar.clear();
                flip(&mut self.month, day.1);
            }
            "l" => {
                let Some(day) = rest.parse().ok().filter(|n| [1, 15].contains(n)) else { return false };
                self.week.clear();
                self.month.clear();
                flip(&mut self.lunar, LunarDay { day, month: None });
            }
            _ => return false,
        }
        true
    }
}

fn flip<T: Ord>(set: &mut BTreeSet<T>, value: T) {
    if !set.remove(&value) {
        set.insert(value);
    }
}

/// Days of the month that have a button.
fn special_days() -> [(&'static str, MonthDay); 4] {
    [
        ("f", MonthDay::FirstWorking),
        ("w", MonthDay::LastWorking),
        ("e", MonthDay::Last),
        ("v", MonthDay::Nth { n: -1, weekday: Day::Fri }),
    ]
}

/// “Thêm khung giờ”
pub(in crate::conversation) async fn begin(talk: &mut Talk<'_>, group: ContentGroupId) -> Result<(), Error> {
    only_administrator!(talk);
    if plan::content_group(talk.tx, talk.ward.id, group).await?.is_none() {
        return talk.toast(Text::ButtonUnknown).await;
    }
    let draft = SlotDraft {
        group,
        week: BTreeSet::new(),
        month: BTreeSet::new(),
        lunar: BTreeSet::new(),
        times: BTreeSet::new(),
        every: 1,
        months: BTreeSet::new(),
        quarter_end: false,
        asks: Asks::Days,
    };
    ask(talk, draft).await
}

/// Keeps the draft and shows what is asked next.
async fn ask(talk: &mut Talk<'_>, draft: SlotDraft) -> Result<(), Error> {
    let letter = screen(talk, &draft).await?;
    talk.set_step(&Step::Slot(draft)).await?;
    talk.replace(letter).await
}

fn pick(label: String, word: &str) -> Button {
    Button { label, target: Target::Act(Act::SlotPick(word.to_owned()).pack()) }
}

fn checked(label: &str, is: bool) -> String {
    if is { format!("✅ {label}") } else { label.to_owned() }
}

async fn screen(talk: &mut Talk<'_>, draft: &SlotDraft) -> Result<Letter, Error> {
    let lang = talk.lang;
    let say = |text: Text| text.say(lang);
    let mut text = Rich::bold(&title_of(talk, draft.group, 200).await?);
    if draft.asks != Asks::Days && draft.has_days() {
        let line = rule_line(&draft.rule(talk, OnHoliday::LeaveOut), lang);
        // What happens on holidays is asked last.
        let known = line.rsplit_once(", ").map_or(line.as_str(), |(known, _)| known).to_owned();
        text = text.below(1, &Rich::plain(known.trim_end_matches([',', ' '])));
    }
    let (question, mut buttons): (Text, Vec<Vec<Button>>) = match draft.asks {
        Asks::Days => {
            let day = |n: usize| {
                let day = Day::ALL[n];
                let label = i18n::weekday(day.weekday(), lang);
                pick(checked(&label, draft.week.contains(&day)), &format!("d{n}"))
            };
            let special = special_days();
            let month = |n: usize| {
                let (word, day) = special[n];
                pick(checked(&month_day(day, lang), draft.month.contains(&day)), &format!("m{word}"))
            };
            let lunar = |n: u32| {
                let day = LunarDay { day: n, month: None };
                pick(checked(&lunar_day(day, lang), draft.lunar.contains(&day)), &format!("l{n}"))
            };
            let mut rows = vec![
                vec![day(0), day(1), day(2)],
                vec![day(3), day(4), day(5)],
                vec![day(6)],
                vec![month(0), month(1)],
                vec![month(2), month(3)],
                vec![lunar(1), lunar(15)],
                vec![pick(say(Text::ButtonMonthDays), "n")],
            ];
            if draft.has_days() {
                rows.push(vec![pick(say(Text::ButtonNext), "ok")]);
            }
            (Text::SlotAskDays, rows)
        }
        Asks::MonthDays => (Text::SlotAskMonthDays, Vec::new()),
        Asks::Time => {
            let time = |word: &str| pick(format!("{}:{}", &word[..2], &word[2..]), &format!("t{word}"));
            let mut rows: Vec<Vec<Button>> =
                TIMES.chunks(3).map(|row| row.iter().map(|word| time(word)).collect()).collect();
            rows.push(vec![pick(say(Text::ButtonOtherTime), "tx")]);
            (Text::SlotAskTime, rows)
        }
        Asks::OtherTime => (Text::SlotAskOtherTime, Vec::new()),
        Asks::Often => {
            let mut rows = Vec::new();
            if draft.month.is_empty() {
                rows.push(vec![pick(say(Text::ButtonEveryWeek), "e1")]);
                rows.push(vec![
                    pick(say(Text::ButtonEveryWeeks { n: 2 }), "e2"),
                    pick(say(Text::ButtonEveryWeeks { n: 4 }), "e4"),
                ]);
                rows.push(vec![pick(say(Text::ButtonQuarterEnd), "q")]);
            } else {
                rows.push(vec![pick(say(Text::ButtonEveryMonth), "e1")]);
                rows.push(vec![
                    pick(say(Text::ButtonMonths { months: "6, 9, 12".into() }), "k6,9,12"),
                    pick(say(Text::ButtonMonths { months: "3, 6, 9, 12".into() }), "k3,6,9,12"),
                ]);
            }
            rows.push(vec![pick(say(Text::ButtonSomeMonths), "k")]);
            (Text::SlotAskOften, rows)
        }
        Asks::Months => {
            let month = |n: u32| pick(checked(&n.to_string(), draft.months.contains(&n)), &format!("j{n}"));
            let mut rows: Vec<Vec<Button>> =
                (0..3).map(|row| (1..=4).map(|n| month(row * 4 + n)).collect()).collect();
            if !draft.months.is_empty() {
                rows.push(vec![pick(say(Text::ButtonNext), "ok")]);
            }
            (Text::SlotAskMonths, rows)
        }
        Asks::Holidays => {
            let rows = vec![
                vec![pick(say(Text::ButtonHolidaysNext), "hn")],
                vec![pick(say(Text::ButtonHolidaysLeft), "hl")],
                vec![pick(say(Text::ButtonHolidaysKept), "hk")],
            ];
            (Text::SlotAskHolidays, rows)
        }
    };
    text = text.below(2, &Rich::plain(&question.say(lang)));
    buttons.push(vec![talk.button(&Text::ButtonNever, &Act::SlotGroup(draft.group))]);
    Ok(Letter { text, buttons, ..Letter::default() })
}

/// A button of the dialogue.
pub(in crate::conversation) async fn picked(talk: &mut Talk<'_>, word: &str) -> Result<(), Error> {
    only_administrator!(talk);
    let mut draft = match talk.step().await? {
        Some(Step::Slot(draft)) => draft,
        Some(Step::SlotTimes(around)) => return super::around::picked(talk, around, word).await,
        _ => return talk.alert(Text::SlotGone).await,
    };
    let (kind, rest) = word.split_at_checked(1).unwrap_or_default();
    let number = || rest.parse::<u32>().ok();
    match (draft.asks, kind) {
        (Asks::Days, "o") if draft.has_days() => draft.asks = Asks::Time,
        (Asks::Days, "n") => draft.asks = Asks::MonthDays,
        (Asks::Days, _) if draft.toggle(word) => {}
        (Asks::Time, "t") if rest == "x" => draft.asks = Asks::OtherTime,
        (Asks::Time, "t") => match NaiveTime::parse_from_str(rest, "%H%M") {
            Ok(time) => timed(&mut draft, time),
            Err(_) => return talk.toast(Text::ButtonUnknown).await,
        },
        (Asks::Often, "e") => {
            draft.every = number().filter(|n| (1..=52).contains(n)).unwrap_or(1);
            draft.asks = Asks::Holidays;
        }
        (Asks::Often, "q") => {
            draft.quarter_end = true;
            draft.asks = Asks::Holidays;
        }
        (Asks::Often, "k") if rest.is_empty() => draft.asks = Asks::Months,
        (Asks::Often, "k") => {
            draft.months =
                rest.split(',').filter_map(|n| n.parse().ok()).filter(|n| (1..=12).contains(n)).collect();
            draft.asks = Asks::Holidays;
        }
        (Asks::Months, "j") => {
            let Some(n) = number().filter(|n| (1..=12).contains(n)) else {
                return talk.toast(Text::ButtonUnknown).await;
            };
            flip(&mut draft.months, n);
        }
        (Asks::Months, "o") if !draft.months.is_empty() => draft.asks = Asks::Holidays,
        (Asks::Holidays, "h") => {
            let holidays = match rest {
                "n" => OnHoliday::NextWorkingDay,
                "k" => OnHoliday::Keep,
                _ => OnHoliday::LeaveOut,
            };
            let rule = draft.rule(talk, holidays);
            return screens::store(talk, draft.group, "", &rule).await;
        }
        _ => return talk.toast(Text::ButtonUnknown).await,
    }
    ask(talk, draft).await
}

/// A time of day is chosen. Lunar days come every month.
fn timed(draft: &mut SlotDraft, time: NaiveTime) {
    draft.times = BTreeSet::from([time]);
    draft.asks = if draft.lunar.is_empty() { Asks::Often } else { Asks::Holidays };
}

/// Words came while a slot is made.
pub(in crate::conversation) async fn words_came(
    talk: &mut Talk<'_>,
    mut draft: SlotDraft,
    text: &Rich,
) -> Result<(), Error> {
    only_administrator!(talk);
    let words = text.words();
    match draft.asks {
        Asks::OtherTime => {
            let Some(time) = words.split_whitespace().find_map(read_clock) else {
                return talk.say(Text::SlotTimeUnread).await;
            };
            timed(&mut draft, time);
        }
        Asks::MonthDays => {
            let numbers = words.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty());
            let days: Option<BTreeSet<MonthDay>> =
                numbers.map(|n| n.parse().ok().filter(|n| (1..=31).contains(n)).map(MonthDay::Day)).collect();
            let Some(days) = days.filter(|days| !days.is_empty()) else {
                return talk.say(Text::SlotMonthDaysUnread).await;
            };
            draft.week.clear();
            draft.lunar.clear();
            draft.month.extend(days);
            draft.asks = Asks::Time;
        }
        _ => return talk.say(Text::UseButtons).await,
    }
    ask(talk, draft).await
}

/// The times of a group's first slot, by which those around an event are proposed.
pub(super) fn usual_time(times: Option<&BTreeSet<NaiveTime>>) -> NaiveTime {
    let eight = NaiveTime::MIN + TimeDelta::hours(8);
    times.and_then(|times| times.first().copied()).unwrap_or(eight)
}
