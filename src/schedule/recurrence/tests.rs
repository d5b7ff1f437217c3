//! Rules as a ward says them, with their days written down; and random rules against a second
//! way to find their days, which shares no code with the first: day by day over three years
//! that are numbered from 1 January 2026, a Thursday. Rules go through their JSON.
//!
//! Some thousand cases by default; `LOA_CASES=100000` for many.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "days and minutes of three years fit by far"
)]

use serde_json::{Value, json};

use super::*;
use crate::calendar::{LunarDate, Rows, rfc3339};

fn at(text: &str) -> DateTime<Utc> {
    format!("{text}:00+07:00").parse().unwrap()
}

fn rule(value: &Value) -> Rule {
    Rule::from_json(&value.to_string()).unwrap_or_else(|flaw| panic!("{flaw}: {value}"))
}

/// The next `n` times, as `2026-02-17T08:00`.
fn next(value: &Value, from: &str, n: usize) -> Vec<String> {
    let working = WorkingTime::of(Rows::default());
    rule(value).since(&working, at(from)).take(n).map(|at| rfc3339(at)[..16].to_owned()).collect()
}

#[test]
fn rules_of_a_ward() {
    for (value, from, expected) in [
        (
            json!({"days": {"week": {"on": ["tue", "fri"], "every": 1}}, "times": ["08:00:00", "17:30:00"]}),
            "2026-05-05T08:01",
            ["2026-05-05T17:30", "2026-05-08T08:00", "2026-05-08T17:30"],
        ),
        // Every other week from the week of a Wednesday on: its Tuesday has passed.
        (
            json!({"days": {"week": {"on": ["tue"], "every": 2}}, "times": ["08:00:00"], "from": "2026-05-06"}),
            "2026-05-01T00:00",
            ["2026-05-19T08:00", "2026-06-02T08:00", "2026-06-16T08:00"],
        ),
        (
            json!({"days": {"month": [{"day": 10}]}, "times": ["08:00:00"], "months": [6, 9, 12]}),
            "2026-01-01T00:00",
            ["2026-06-10T08:00", "2026-09-10T08:00", "2026-12-10T08:00"],
        ),
        // Tết takes the middle of February; 1 May is off and a Friday, then comes a weekend.
        (
            json!({"days": {"month": ["first_working"]}, "times": ["08:00:00"]}),
            "2026-04-02T00:00",
            ["2026-05-04T08:00", "2026-06-01T08:00", "2026-07-01T08:00"],
        ),
        (
            json!({"days": {"month": [{"nth": {"n": -1, "weekday": "fri"}}]}, "times": ["17:00:00"]}),
            "2026-05-01T00:00",
            ["2026-05-29T17:00", "2026-06-26T17:00", "2026-07-31T17:00"],
        ),
        (
            json!({"days": {"month": ["last", {"day": 31}]}, "times": ["08:00:00"], "months": [2, 3]}),
            "2028-01-01T00:00",
            ["2028-02-29T08:00", "2028-03-31T08:00", "2029-02-28T08:00"],
        ),
        // The full moon and the first day of each month, around Tết of 2026 (17 February).
        (
            json!({"days": {"lunar": [{"day": 15}, {"day": 1}]}, "times": ["07:00:00"], "holidays": "keep"}),
            "2026-02-01T00:00",
            ["2026-02-02T07:00", "2026-02-17T07:00", "2026-03-03T07:00"],
        ),
        // “30 Tết” is the last day of a year: 29 days in the years that end in 2026 and 2027.
        (
            json!({"days": {"lunar": [{"day": 30, "month": 12}]}, "times": ["07:00:00"], "holidays": "keep"}),
            "2026-01-01T00:00",
            ["2026-02-16T07:00", "2027-02-05T07:00", "2028-01-25T07:00"],
        ),
        // Fridays of the last two weeks of a quarter.
        (
            json!({"days": {"week": {"on": ["fri"], "every": 1}}, "times": ["08:00:00"],
                "quarter": {"from": -14, "to": -1}}),
            "2026-04-01T00:00",
            ["2026-06-19T08:00", "2026-06-26T08:00", "2026-09-18T08:00"],
        ),
        // Left out, and moved to a Sunday.
        (
            json!({"days": {"week": {"on": ["mon"], "every": 1}}, "times": ["08:00:00"],
                "except": ["2026-05-11"], "moved": {"2026-05-18": "2026-05-17"}}),
            "2026-05-05T00:00",
            ["2026-05-17T08:00", "2026-05-25T08:00", "2026-06-01T08:00"],
        ),
        // All of Tết is put off to the Monday after it, once.
        (
            json!({"days": {"week": {"on": ["tue", "thu"], "every": 1}}, "times": ["08:00:00"],
                "holidays": "next_working_day"}),
            "2026-02-13T00:00",
            ["2026-02-23T08:00", "2026-02-24T08:00", "2026-02-26T08:00"],
        ),
        (
            json!({"days": {"week": {"on": ["tue", "thu"], "every": 1}}, "times": ["08:00:00"]}),
            "2026-02-13T00:00",
            ["2026-02-24T08:00", "2026-02-26T08:00", "2026-03-03T08:00"],
        ),
        (
            json!({"days": {"dates": ["2026-11-13", "2026-11-19", "2026-11-20"]}, "times": ["08:00:00"]}),
            "2026-11-01T00:00",
            ["2026-11-13T08:00", "2026-11-19T08:00", "2026-11-20T08:00"],
        ),
    ] {
        assert_eq!(next(&value, from, 3), expected, "{value}");
    }
}

#[test]
fn what_the_ward_enters_counts() {
    use crate::calendar::Marked;
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    // Monday 1 June is off, Saturday 30 May is worked for it.
    let rows = Rows {
        days: [
            (day("2026-06-01"), Marked::Off("x".into())),
            (day("2026-05-30"), Marked::Work(String::new())),
            (day("2026-08-01"), Marked::Work(String::new())),
        ]
        .into(),
        ..Rows::default()
    };
    let working = WorkingTime::of(rows);
    let shown = |value: Value| -> Vec<String> {
        let rule = rule(&value);
        let days = rule.since(&working, at("2026-05-20T00:00")).take(3);
        days.map(|at| rfc3339(at)[..10].to_owned()).collect()
    };
    let value = json!({"days": {"month": ["first_working", "last_working"]}, "times": ["08:00:00"]});
    assert_eq!(shown(value), ["2026-05-30", "2026-06-02", "2026-06-30"]);
    let value = json!({"days": {"month": ["first_working"]}, "times": ["08:00:00"], "months": [8]});
    assert_eq!(shown(value)[0], "2026-08-01", "a Saturday that is worked");
}

#[test]
fn ends_are_kept_and_what_never_comes_is_not_looked_for_without_end() {
    let weekly = |more: &Value| {
        let mut value = json!({"days": {"week": {"on": ["tue"], "every": 1}}, "times": ["08:00:00"]});
        value.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        value
    };
    let value = weekly(&json!({"from": "2026-05-12", "until": "2026-05-19"}));
    assert_eq!(next(&value, "2026-01-01T00:00", 5), ["2026-05-12T08:00", "2026-05-19T08:00"]);
    // Put off past its end: not any more. Moved by a person: still.
    let value = weekly(&json!({"until": "2026-02-17", "holidays": "next_working_day"}));
    assert_eq!(next(&value, "2026-02-11T00:00", 5), [""; 0]);
    let value = weekly(&json!({"until": "2026-02-17", "moved": {"2026-02-17": "2026-02-24"}}));
    assert_eq!(next(&value, "2026-02-11T00:00", 5), ["2026-02-24T08:00"]);
    let never = json!({"days": {"month": [{"day": 31}]}, "times": ["08:00:00"], "months": [2]});
    assert_eq!(next(&never, "2026-01-01T00:00", 1), [""; 0]);
    let fifth = json!({"days": {"month": [{"nth": {"n": 5, "weekday": "sun"}}]}, "times": ["08:00:00"], "months": [2]});
    assert_eq!(next(&fifth, "2026-01-01T00:00", 1), ["2032-02-29T08:00"]);
    let working = WorkingTime::default();
    assert_eq!(rule(&never).next(&working, DateTime::<Utc>::MAX_UTC), None);
    assert!(
        rule(&fifth).next(&working, DateTime::<Utc>::MIN_UTC).is_some(),
        "the beginning of time is no trap"
    );
}

#[test]
fn what_is_no_rule_is_refused_at_the_door() {
    let week = |more: &Value| {
        let mut value = json!({"days": {"week": {"on": ["tue"], "every": 1}}, "times": ["08:00:00"]});
        value.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        value
    };
    let many: Vec<String> = (0..101)
        .map(|n| (at("2026-01-01T00:00") + chrono::TimeDelta::days(n)).date_naive().to_string())
        .collect();
    for (value, flaw) in [
        (json!({"days": {"week": {"on": [], "every": 1}}, "times": ["08:00:00"]}), Flaw::NoDays),
        (week(&json!({"times": []})), Flaw::NoTimes),
        (week(&json!({"times": ["08:00:30"]})), Flaw::OutOfRange),
        (week(&json!({"times": ["8 giờ"]})), Flaw::Unread),
        (week(&json!({"months": [13]})), Flaw::OutOfRange),
        (week(&json!({"except": many})), Flaw::TooMany),
        (week(&json!({"except": ["2026-02-30"]})), Flaw::Unread),
        (week(&json!({"from": "0001-01-01"})), Flaw::OutOfRange),
        (week(&json!({"from": "2026-05-05", "until": "2026-05-04"})), Flaw::Order),
        (week(&json!({"quarter": {"from": 0, "to": 1}})), Flaw::OutOfRange),
        (week(&json!({"quarter": {"quarters": [5], "from": 1, "to": 1}})), Flaw::OutOfRange),
        (
            week(&json!({"except": ["2026-05-05"], "moved": {"2026-05-05": "2026-05-06"}})),
            Flaw::LeftOutAndMoved,
        ),
        (week(&json!({"colour": "red"})), Flaw::Unread),
        (week(&json!({"days": {"week": {"on": ["tue"], "every": 2}}})), Flaw::NoFirstDay),
        (week(&json!({"days": {"week": {"on": ["tue"], "every": 0}}})), Flaw::OutOfRange),
        (week(&json!({"days": {"month": [{"day": 32}]}})), Flaw::OutOfRange),
        (week(&json!({"days": {"month": [{"nth": {"n": 0, "weekday": "fri"}}]}})), Flaw::OutOfRange),
        (week(&json!({"days": {"lunar": [{"day": 31}]}})), Flaw::OutOfRange),
        (week(&json!({"days": {"lunar": [{"day": 15}]}, "months": [2]})), Flaw::LunarMonths),
        (json!([]), Flaw::Unread),
    ] {
        assert_eq!(Rule::from_json(&value.to_string()), Err(flaw), "{value}");
    }
}

/// Days that the second way knows: 2026 to 2028.
const DAYS: usize = 365 + 365 + 366;
const LENGTHS: [usize; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// What there is to know of one day.
#[derive(Clone, Copy)]
struct Known {
    year: usize,
    /// 0 to 11, 0 to 30, and from the end of the month: 0 for its last day.
    month: usize,
    of_month: usize,
    to_end: usize,
    /// Monday is 0.
    weekday: usize,
    /// From the quarter's first day, 0, and to its last.
    of_quarter: usize,
    to_quarter_end: usize,
    lunar: (u32, bool, u32),
    is_lunar_end: bool,
}

fn three_years() -> Vec<Known> {
    let mut days = Vec::with_capacity(DAYS);
    for year in 2026..2029 {
        let length = |month: usize| if month == 1 && year == 2028 { 29 } else { LENGTHS[month] };
        for month in 0..12 {
            for of_month in 0..length(month) {
                let before: usize = (month - month % 3..month).map(length).sum();
                let whole: usize = (month - month % 3..month - month % 3 + 3).map(length).sum();
                let date = NaiveDate::from_ymd_opt(year, month as u32 + 1, of_month as u32 + 1).unwrap();
                let (here, next) =
                    (LunarDate::of(date).unwrap(), LunarDate::of(date.succ_opt().unwrap()).unwrap());
                days.push(Known {
                    year: usize::try_from(year).unwrap(),
                    month,
                    of_month,
                    to_end: length(month) - 1 - of_month,
                    weekday: (3 + days.len()) % 7,
                    of_quarter: before + of_month,
                    to_quarter_end: whole - 1 - before - of_month,
                    lunar: (here.month, here.leap, here.day),
                    is_lunar_end: next.day == 1,
                });
            }
        }
    }
    assert_eq!(days.len(), DAYS);
    days
}

fn date(known: &Known) -> String {
    format!("{}-{:02}-{:02}", known.year, known.month + 1, known.of_month + 1)
}

/// Numbers that look random and come again for the same seed.
struct Dice(u64);

impl Dice {
    fn of(seed: u64) -> Self {
        let mut dice = Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        for _ in 0..4 {
            let _ = dice.below(2);
        }
        dice
    }

    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % end
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn some(&mut self, max: usize, end: usize) -> Vec<usize> {
        (0..=self.below(max)).map(|_| self.below(end)).collect()
    }
}

/// A ward's days: which are off, and on which people work.
struct Ward {
    off: Vec<bool>,
    works: Vec<bool>,
}

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// A test of the days on which a rule falls.
type Falls<'a> = Box<dyn Fn(usize) -> bool + 'a>;

/// Random days in their JSON, and how to tell them. `from`: the rule's first day.
fn some_days<'a>(
    dice: &mut Dice,
    years: &'a [Known],
    ward: &'a Ward,
    from: Option<usize>,
    days: &mut Value,
) -> Falls<'a> {
    match dice.below(9) {
        0..3 => {
            let (on, mut every) = (dice.some(4, 7), 1 + dice.below(4));
            if from.is_none() {
                every = 1;
            }
            *days = json!({"week": {"on": on.iter().map(|day| WEEKDAYS[*day]).collect::<Vec<_>>(), "every": every}});
            // Weeks are numbered so that a Monday begins each.
            Box::new(move |index| {
                let week = |index: usize| (index + 3) / 7;
                on.contains(&((index + 3) % 7))
                    && from.is_none_or(|from| (week(index) + 5_040 - week(from)) % every == 0)
            })
        }
        3..6 => {
            let mut named: Vec<Value> = Vec::new();
            let mut tests: Vec<Falls<'a>> = Vec::new();
            for _ in 0..=dice.below(3) {
                match dice.below(5) {
                    0 => {
                        let n = dice.below(31);
                        named.push(json!({"day": n + 1}));
                        tests.push(Box::new(move |index| years[index].of_month == n));
                    }
                    1 => {
                        named.push(json!("last"));
                        tests.push(Box::new(move |index| years[index].to_end == 0));
                    }
                    2 => {
                        named.push(json!("first_working"));
                        tests.push(Box::new(move |index| {
                            is_in_month(years, index, &|other| ward.works[other], false)
                        }));
                    }
                    3 => {
                        named.push(json!("last_working"));
                        tests.push(Box::new(move |index| {
                            is_in_month(years, index, &|other| ward.works[other], true)
                        }));
                    }
                    _ => {
                        let (n, weekday, back) = (dice.below(5), dice.below(7), dice.one_in(2));
                        let sign = if back { -1 } else { 1 };
                        named
                            .push(json!({"nth": {"n": sign * (n as i64 + 1), "weekday": WEEKDAYS[weekday]}}));
                        tests.push(Box::new(move |index| {
                            let known = years[index];
                            let weeks = if back { known.to_end / 7 } else { known.of_month / 7 };
                            known.weekday == weekday && weeks == n
                        }));
                    }
                }
            }
            *days = json!({"month": named});
            Box::new(move |index| tests.iter().any(|test| test(index)))
        }
        6..8 => {
            let on: Vec<(u32, Option<u32>)> = (0..=dice.below(3))
                .map(|_| {
                    let day = [1, 15, 30, 1 + dice.below(30)][dice.below(4)];
                    (day as u32, dice.one_in(2).then(|| 1 + dice.below(12) as u32))
                })
                .collect();
            let named: Vec<Value> = on
                .iter()
                .map(|(day, month)| match month {
                    Some(month) => json!({"day": day, "month": month}),
                    None => json!({"day": day}),
                })
                .collect();
            *days = json!({"lunar": named});
            Box::new(move |index| {
                let (month, leap, day) = years[index].lunar;
                on.iter().any(|(on, of)| {
                    of.is_none_or(|of| of == month && !leap)
                        && (*on == day || (*on == 30 && years[index].is_lunar_end))
                })
            })
        }
        _ => {
            let on = dice.some(6, DAYS);
            *days = json!({"dates": on.iter().map(|index| date(&years[*index])).collect::<Vec<_>>()});
            Box::new(move |index| on.contains(&index))
        }
    }
}

/// Whether it is the first (or last) day of its month of which this is true.
fn is_in_month(years: &[Known], index: usize, test: &dyn Fn(usize) -> bool, back: bool) -> bool {
    let known = years[index];
    let mut others = if back { index + 1..index + 1 + known.to_end } else { index - known.of_month..index };
    test(index) && !others.any(|other| other < DAYS && test(other))
}

/// Narrows the days down to months, parts of quarters, and between a first and a last day.
fn narrow(
    dice: &mut Dice,
    years: &[Known],
    (from, until): (Option<usize>, Option<usize>),
    falls: &mut [bool],
    value: &mut Value,
) {
    let is_lunar = value["days"].get("lunar").is_some();
    if dice.one_in(3) && !is_lunar {
        let months = dice.some(5, 12);
        value["months"] = json!(months.iter().map(|month| month + 1).collect::<Vec<_>>());
        for (fall, known) in falls.iter_mut().zip(years) {
            *fall &= months.contains(&known.month);
        }
    }
    if dice.one_in(4) {
        let quarters = if dice.one_in(2) { dice.some(2, 4) } else { Vec::new() };
        let bounds = [0, 1].map(|_| (1 + dice.below(92), dice.one_in(2)));
        let [from, to] = bounds.map(|(n, back)| if back { -(n as i64) } else { n as i64 });
        value["quarter"] = json!({"from": from, "to": to});
        if !quarters.is_empty() {
            value["quarter"]["quarters"] = json!(quarters.iter().map(|q| q + 1).collect::<Vec<_>>());
        }
        for (fall, known) in falls.iter_mut().zip(years) {
            let (nth, back) = (known.of_quarter as i64 + 1, known.to_quarter_end as i64 + 1);
            let is_after = if from > 0 { nth >= from } else { back <= -from };
            let is_before = if to > 0 { nth <= to } else { back >= -to };
            *fall &= is_after && is_before && (quarters.is_empty() || quarters.contains(&(known.month / 3)));
        }
    }
    for (index, fall) in falls.iter_mut().enumerate() {
        *fall &= from.is_none_or(|from| index >= from) && until.is_none_or(|until| index <= until);
    }
    if let Some(from) = from {
        value["from"] = json!(date(&years[from]));
    }
    if let Some(until) = until {
        value["until"] = json!(date(&years[until]));
    }
}

/// A random rule in its JSON, and on which days it comes.
fn some_rule(dice: &mut Dice, years: &[Known], ward: &Ward) -> (Value, Vec<bool>) {
    let ends = ((!dice.one_in(3)).then(|| dice.below(500)), dice.one_in(3).then(|| 500 + dice.below(500)));
    let (mut value, mut days) = (json!({}), Value::Null);
    let on = some_days(dice, years, ward, ends.0, &mut days);
    let mut falls: Vec<bool> = (0..DAYS).map(on).collect();
    value["days"] = days;
    narrow(dice, years, ends, &mut falls, &mut value);
    let until = ends.1;
    // Then people come: days are left out and moved, mostly some on which it falls.
    let mut comes = vec![false; DAYS];
    let on: Vec<usize> = (0..DAYS).filter(|index| falls[*index]).collect();
    let pick = |dice: &mut Dice| {
        if on.is_empty() || dice.one_in(4) { dice.below(DAYS) } else { on[dice.below(on.len())] }
    };
    let mut moved: Vec<(usize, usize)> = Vec::new();
    for _ in 0..dice.below(4) {
        let day = pick(dice);
        if moved.iter().all(|(other, _)| *other != day) {
            moved.push((day, dice.below(DAYS)));
        }
    }
    let except: Vec<usize> =
        (0..dice.below(4)).map(|_| pick(dice)).filter(|day| moved.iter().all(|(m, _)| m != day)).collect();
    value["moved"] = moved.iter().map(|(day, to)| (date(&years[*day]), json!(date(&years[*to])))).collect();
    value["except"] = json!(except.iter().map(|day| date(&years[*day])).collect::<Vec<_>>());
    let way = dice.below(3);
    value["holidays"] = json!(["leave_out", "next_working_day", "keep"][way]);
    for index in (0..DAYS).filter(|index| falls[*index] && !except.contains(index)) {
        if let Some((_, to)) = moved.iter().find(|(day, _)| *day == index) {
            comes[*to] = true;
        } else if !ward.off[index] || way == 2 {
            comes[index] = true;
        } else if way == 1
            && let Some(to) = (index + 1..=index + 31).find(|to| *to < DAYS && ward.works[*to])
            && until.is_none_or(|until| to <= until)
        {
            comes[to] = true;
        }
    }
    (value, comes)
}

fn some_ward(dice: &mut Dice, years: &[Known]) -> (Ward, WorkingTime) {
    let mut off = vec![false; DAYS];
    let mut works: Vec<bool> = years.iter().map(|known| known.weekday < 5).collect();
    for _ in 0..dice.below(40) {
        let longest = if dice.one_in(10) { 40 } else { 7 };
        let (first, length) = (dice.below(DAYS), 1 + dice.below(longest));
        for index in first..(first + length).min(DAYS) {
            off[index] = true;
            works[index] = false;
        }
    }
    let worked: Vec<usize> = dice.some(12, DAYS);
    for index in &worked {
        off[*index] = false;
        works[*index] = true;
    }
    let day = |index: usize| date(&years[index]).parse::<NaiveDate>().unwrap();
    let days_off = (0..DAYS).filter(|index| off[*index]).map(|index| (day(index), String::from("x")));
    let time = WorkingTime::with_rows(days_off, worked.iter().map(|index| day(*index)));
    (Ward { off, works }, time)
}

#[test]
fn random_rules_come_when_a_day_by_day_search_says() {
    #[expect(clippy::disallowed_methods, reason = "how many cases are tried is asked for outside")]
    let cases = std::env::var("LOA_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(3_000_u64);
    let years = three_years();
    let (mut found, mut nothing) = (0_usize, 0_usize);
    // Working time is dear to make and says much about many rules.
    for block in 0..cases.div_ceil(50) {
        let mut dice = Dice::of(block + 1_000_000);
        let (ward, working) = some_ward(&mut dice, &years);
        for case in block * 50..(block * 50 + 50).min(cases) {
            let mut dice = Dice::of(case + 1);
            let (mut value, comes) = some_rule(&mut dice, &years, &ward);
            let mut minutes: Vec<usize> = dice.some(3, 1440);
            minutes.sort_unstable();
            minutes.dedup();
            value["times"] =
                minutes.iter().map(|m| json!(format!("{:02}:{:02}:00", m / 60, m % 60))).collect();
            let rule = rule(&value);
            assert_eq!(Rule::from_json(&rule.to_json()).as_ref(), Ok(&rule), "{value}");
            // Minutes since the beginning at which it comes.
            let all = (0..DAYS).filter(|index| comes[*index]);
            let all: Vec<usize> =
                all.flat_map(|index| minutes.iter().map(move |m| index * 1440 + m)).collect();
            let begin = at("2026-01-01T00:00");
            let moment = |minute: usize| begin + chrono::TimeDelta::minutes(minute as i64);
            // Just before, at and after a time, and anywhere.
            let from = match all.get(dice.below(all.len().max(1))) {
                Some(minute) if dice.one_in(2) => (minute + dice.below(3)).saturating_sub(1),
                _ => dice.below(DAYS * 1440),
            };
            // A month at the end, into which the days after it may be put off, is not known.
            let end = ((DAYS - 31) * 1440).max(from);
            let to = (from + dice.below(300 * 1440)).min(end);
            let expected: Vec<DateTime<Utc>> =
                all.iter().filter(|m| (from..to).contains(*m)).map(|m| moment(*m)).collect();
            assert_eq!(rule.between(&working, moment(from), moment(to)), expected, "case {case}: {value}");
            let expected = all.iter().find(|m| **m >= from && **m < end).map(|m| moment(*m));
            let next = rule.next(&working, moment(from)).filter(|next| *next < moment(end));
            assert_eq!(next, expected, "case {case}: {value}");
            found += all.len();
            nothing += usize::from(all.is_empty());
        }
    }
    println!("{cases} rules, {found} times, {nothing} rules without any");
    assert!(found as u64 > cases * 10 && (nothing as u64) < cases / 2, "the cases say something");
}
