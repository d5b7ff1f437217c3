//! Rules in words: "Thứ Ba, Thứ Sáu hằng tuần, 08:00".

use chrono::NaiveTime;

use crate::i18n::{self, Lang, Text};
use crate::schedule::recurrence::{Days, LunarDay, MonthDay, OnHoliday, Rule};

/// Dates that are named one by one.
const DATES_SHOWN: usize = 6;

/// What a rule says, on one line.
pub(super) fn rule_line(rule: &Rule, lang: Lang) -> String {
    let mut parts = vec![days_line(rule, lang), times_line(&rule.times)];
    if let Some(window) = &rule.quarter {
        let quarters = numbers(window.quarters.iter().map(|n| i64::from(*n)));
        let days = |n: i32| i64::from(n.unsigned_abs());
        parts.push(match (window.from, window.to, quarters.is_empty()) {
            (from, -1, true) if from < 0 => Text::RuleQuarterEnd { n: days(from) }.say(lang),
            (1, to, true) if to > 0 => Text::RuleQuarterBegin { n: days(to) }.say(lang),
            (from, to, true) => Text::RuleQuarter { from: i64::from(from), to: i64::from(to) }.say(lang),
            (from, to, false) => {
                Text::RuleQuarters { from: i64::from(from), to: i64::from(to), quarters }.say(lang)
            }
        });
    }
    if let Some(from) = rule.from {
        parts.push(Text::RuleFrom { day: from.format("%d/%m/%Y").to_string() }.say(lang));
    }
    if let Some(until) = rule.until {
        parts.push(Text::RuleUntil { day: until.format("%d/%m/%Y").to_string() }.say(lang));
    }
    if !matches!(rule.days, Days::Dates(_)) {
        parts.push(holidays(rule.holidays).say(lang));
    }
    parts.join(", ")
}

pub(super) fn holidays(on: OnHoliday) -> Text {
    match on {
        OnHoliday::LeaveOut => Text::RuleHolidaysLeft,
        OnHoliday::NextWorkingDay => Text::RuleHolidaysNext,
        OnHoliday::Keep => Text::RuleHolidaysKept,
    }
}

fn times_line<'a>(times: impl IntoIterator<Item = &'a NaiveTime>) -> String {
    times.into_iter().map(|time| time.format("%H:%M").to_string()).collect::<Vec<_>>().join(", ")
}

fn numbers(numbers: impl Iterator<Item = i64>) -> String {
    numbers.map(|n| n.to_string()).collect::<Vec<_>>().join(", ")
}

fn days_line(rule: &Rule, lang: Lang) -> String {
    let months = numbers(rule.months.iter().map(|n| i64::from(*n)));
    match &rule.days {
        Days::Week { on, every } => {
            let days = on.iter().map(|day| i18n::weekday(day.weekday(), lang)).collect::<Vec<_>>().join(", ");
            let n = i64::from(*every);
            match (n, months.is_empty()) {
                (1, true) => Text::RuleWeekly { days },
                (1, false) => Text::RuleWeeklyIn { days, months },
                (_, true) => Text::RuleEvery { days, n },
                (_, false) => Text::RuleEveryIn { days, n, months },
            }
            .say(lang)
        }
        Days::Month(on) => {
            let days = on.iter().map(|day| month_day(*day, lang)).collect::<Vec<_>>().join(", ");
            if months.is_empty() { Text::RuleMonthly { days } } else { Text::RuleMonthlyIn { days, months } }
                .say(lang)
        }
        Days::Lunar(on) => {
            let days = on.iter().map(|day| lunar_day(*day, lang)).collect::<Vec<_>>().join(", ");
            Text::RuleLunar { days }.say(lang)
        }
        Days::Dates(on) => {
            let mut days: Vec<String> =
                on.iter().take(DATES_SHOWN).map(|day| day.format("%d/%m/%Y").to_string()).collect();
            if on.len() > DATES_SHOWN {
                days.push("…".into());
            }
            days.join(", ")
        }
    }
}

pub(super) fn month_day(day: MonthDay, lang: Lang) -> String {
    let text = match day {
        MonthDay::Day(n) => Text::DayOfMonth { n: i64::from(n) },
        MonthDay::Last => Text::DayLast,
        MonthDay::FirstWorking => Text::DayFirstWorking,
        MonthDay::LastWorking => Text::DayLastWorking,
        MonthDay::Nth { n, weekday } => {
            let weekday = i18n::weekday(weekday.weekday(), lang);
            match n {
                1 => Text::DayFirstWeekday { weekday },
                -1 => Text::DayLastWeekday { weekday },
                2.. => Text::DayNthWeekday { weekday, n: i64::from(n) },
                _ => Text::DayNthWeekdayBack { weekday, n: i64::from(n.unsigned_abs()) },
            }
        }
    };
    text.say(lang)
}

pub(super) fn lunar_day(day: LunarDay, lang: Lang) -> String {
    let text = match (day.day, day.month) {
        (1, None) => Text::LunarFirst,
        (15, None) => Text::LunarFull,
        (n, None) => Text::LunarDayEach { n: i64::from(n) },
        (n, Some(month)) => Text::LunarDayOf { n: i64::from(n), month: i64::from(month) },
    };
    text.say(lang)
}
