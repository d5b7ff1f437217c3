//! A second way to count, which shares no code with the first: minute by minute, over days
//! that are written down one by one. Public holidays are copied from the calendar, not computed.
//!
//! Some thousand cases by default; `LOA_CASES=1000000` for many.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use super::*;

/// 00:00 on 1 January 2026 in Vietnam, in milliseconds since 1970.
const BEGIN_MS: i64 = 1_767_200_400_000;
/// Days of the calendar that a case can reach: 2026 to 2028. 1 January 2026 is a Thursday.
const DAYS: usize = 365 + 365 + 366;
/// Questions are asked until Tết of 2028, and have the rest of that year to become due.
const ASKED_DAYS: u64 = 760;
const DAY_MINUTES: usize = 1_440;

/// Days off by law, as day, month and year.
const HOLIDAYS: &[(u32, u32, i32)] = &[
    (1, 1, 2026),
    (16, 2, 2026),
    (17, 2, 2026),
    (18, 2, 2026),
    (19, 2, 2026),
    (20, 2, 2026),
    (26, 4, 2026),
    (27, 4, 2026),
    (30, 4, 2026),
    (1, 5, 2026),
    (1, 9, 2026),
    (2, 9, 2026),
    (1, 1, 2027),
    (5, 2, 2027),
    (6, 2, 2027),
    (7, 2, 2027),
    (8, 2, 2027),
    (9, 2, 2027),
    (10, 2, 2027),
    (11, 2, 2027),
    (16, 4, 2027),
    (30, 4, 2027),
    (1, 5, 2027),
    (3, 5, 2027),
    (2, 9, 2027),
    (3, 9, 2027),
    (1, 1, 2028),
    (3, 1, 2028),
    (25, 1, 2028),
    (26, 1, 2028),
    (27, 1, 2028),
    (28, 1, 2028),
    (29, 1, 2028),
    (31, 1, 2028),
    (4, 4, 2028),
    (30, 4, 2028),
    (1, 5, 2028),
    (2, 5, 2028),
    (1, 9, 2028),
    (2, 9, 2028),
    (4, 9, 2028),
];

/// How many days after 1 January 2026 a day is.
fn index(day: u32, month: u32, year: i32) -> usize {
    let leap = |year: i32| year == 2028;
    let before = |month: u32| match month {
        2 if leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let years: usize = (2026..year).map(|_| 365).sum();
    years + (1..month).map(before).sum::<usize>() + day as usize - 1
}

/// Numbers that look random and come again for the same seed (a 64-bit xorshift, multiplied).
struct Dice(u64);

impl Dice {
    fn of(seed: u64) -> Self {
        let mut dice = Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        // The first few are alike for seeds that are.
        for _ in 0..4 {
            let _ = dice.below(2);
        }
        dice
    }

    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % end
    }

    fn up_to(&mut self, most: u64) -> usize {
        usize::try_from(self.below(most + 1)).unwrap()
    }

    fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }
}

/// Hours of a week: for each weekday, Monday first, the minutes at which offices open and close.
type Hours = [Vec<(usize, usize)>; 7];

fn hours(dice: &mut Dice) -> Hours {
    let usual = vec![(480, 720), (780, 1_020)];
    let mut week: Hours = std::array::from_fn(|i| if i < 5 { usual.clone() } else { Vec::new() });
    match dice.below(6) {
        0 => {}
        1 => week[5] = vec![(480, 720)],
        2 => week[..5].fill(vec![(450, 690), (780, 990)]),
        3 => week[..5].fill(vec![(480, 957)]),
        4 => week[0] = Vec::new(),
        _ => {
            for day in &mut week {
                let mut cuts: Vec<usize> = (0..2 * dice.up_to(2)).map(|_| dice.up_to(1_439)).collect();
                cuts.sort_unstable();
                cuts.dedup();
                *day = cuts.chunks_exact(2).map(|cut| (cut[0], cut[1])).collect();
            }
        }
    }
    // With less than ten hours a week a count would leave the written calendar.
    if week.iter().flatten().map(|(from, to)| to - from).sum::<usize>() < 600 {
        week[dice.up_to(6)] = vec![(480, 1_080 + dice.up_to(300))];
    }
    week
}

/// A ward and a question, in plain numbers: days after 1 January 2026, milliseconds since then.
struct Case {
    weeks: BTreeMap<usize, Hours>,
    off: Vec<usize>,
    worked: Vec<usize>,
    first: Policy,
    changes: Vec<(usize, Policy)>,
    kind: Kind,
    asked: i64,
    extended: bool,
    pauses: Vec<(i64, i64)>,
}

fn policy(dice: &mut Dice) -> Policy {
    let mut up_to = |most| u16::try_from(1 + dice.up_to(most)).unwrap();
    Policy {
        taken_hours: up_to(15),
        taken_hours_urgent: up_to(7),
        answer_days: up_to(8),
        answer_days_urgent: up_to(2),
        answer_days_complex: up_to(14),
        extension_days: up_to(6) - 1,
        extendable: if dice.one_in(3) { Kind::ALL.to_vec() } else { vec![Kind::Complex] },
        reminders_percent: vec![u8::try_from(1 + dice.up_to(49)).unwrap(), 80],
        end_of_day: dice.one_in(4),
    }
}

impl Case {
    fn of(seed: u64) -> Self {
        let dice = &mut Dice::of(seed);
        let asked_day = dice.below(ASKED_DAYS);
        // Near the asking, so that a rule often changes on the way.
        let near =
            |dice: &mut Dice| usize::try_from((asked_day + dice.below(40)).saturating_sub(10)).unwrap();
        let weeks = (0..dice.up_to(2)).map(|_| (near(dice), hours(dice))).collect();
        let off: Vec<usize> = (0..dice.up_to(8)).map(|_| near(dice)).collect();
        let mut worked: Vec<usize> = (0..dice.up_to(6)).map(|_| near(dice)).collect();
        if dice.one_in(3) {
            // Tết as announced, not as computed.
            worked.extend(HOLIDAYS.iter().filter(|_| dice.one_in(2)).map(|(d, m, y)| index(*d, *m, *y)));
        }
        let first = if dice.one_in(2) { Policy::default() } else { policy(dice) };
        let mut changes: Vec<_> = (0..dice.up_to(2)).map(|_| (near(dice), policy(dice))).collect();
        changes.sort_by_key(|(day, _)| *day);
        changes.dedup_by_key(|(day, _)| *day);
        let day_ms = i64::try_from(DAY_MINUTES).unwrap() * MINUTE_MS;
        let moment = |dice: &mut Dice, day: u64| {
            let ms = i64::try_from(day).unwrap() * day_ms
                + i64::try_from(dice.below(86_400)).unwrap() * 1_000
                + i64::try_from(dice.below(1_000)).unwrap();
            // Often a round time: openings and closings are where slips are made.
            match dice.below(3) {
                0 => ms - ms % (30 * MINUTE_MS),
                1 => ms - ms % MINUTE_MS,
                _ => ms,
            }
        };
        let asked = moment(dice, asked_day);
        let pauses = (0..dice.up_to(4)).map(|_| {
            let day = (asked_day + dice.below(16)).saturating_sub(3);
            let from = moment(dice, day);
            // Some end before they begin.
            let later = day + dice.below(10);
            let to = if dice.one_in(8) { from - MINUTE_MS } else { moment(dice, later) };
            (from, to)
        });
        let pauses = pauses.collect();
        let kind = Kind::ALL[dice.up_to(2)];
        Self { weeks, off, worked, first, changes, kind, asked, extended: dice.one_in(2), pauses }
    }

    // As the program is told.

    fn time(&self) -> WorkingTime {
        let date = |day: usize| super::day("2026-01-01") + chrono::Days::new(day as u64);
        let clock = |minute: usize| format!("{:02}:{:02}", minute / 60, minute % 60);
        let week = |hours: &Hours| {
            let parts = hours.iter().zip(["T2", "T3", "T4", "T5", "T6", "T7", "CN"]);
            let parts = parts.filter(|(windows, _)| !windows.is_empty()).map(|(windows, name)| {
                let windows = windows.iter().map(|(from, to)| format!("{}-{}", clock(*from), clock(*to)));
                format!("{name} {}", windows.collect::<Vec<_>>().join(" "))
            });
            parts.collect::<Vec<_>>().join("; ").parse().unwrap()
        };
        let off = self.off.iter().map(|day| (date(*day), Marked::Off("Nghỉ".into())));
        let worked = self.worked.iter().map(|day| (date(*day), Marked::Work(String::new())));
        WorkingTime::of(Rows {
            days: off.chain(worked).collect(),
            weeks: self.weeks.iter().map(|(day, hours)| (date(*day), week(hours))).collect(),
        })
    }

    fn promises(&self) -> Promises {
        let date = |day: usize| super::day("2026-01-01") + chrono::Days::new(day as u64);
        Promises::new(self.first.clone(), self.changes.iter().map(|(day, p)| (date(*day), p.clone())))
    }

    // As the oracle sees it.

    fn hours_on(&self, day: usize) -> Hours {
        let open = || vec![(480, 720), (780, 1_020)];
        let usual = || std::array::from_fn(|i| if i < 5 { open() } else { Vec::new() });
        self.weeks.range(..=day).next_back().map_or_else(usual, |(_, hours)| hours.clone())
    }

    fn open_on(&self, day: usize) -> Vec<(usize, usize)> {
        let hours = self.hours_on(day);
        let weekday = (3 + day) % 7;
        if self.worked.contains(&day) {
            if !hours[weekday].is_empty() {
                return hours[weekday].clone();
            }
            return hours.iter().find(|windows| !windows.is_empty()).unwrap().clone();
        }
        let is_holiday = HOLIDAYS.iter().any(|(d, m, y)| index(*d, *m, *y) == day);
        if self.off.contains(&day) || is_holiday { Vec::new() } else { hours[weekday].clone() }
    }

    /// Minutes of the longest day of the week that holds on a day.
    fn length(&self, day: usize) -> i64 {
        let sum = |windows: &Vec<(usize, usize)>| windows.iter().map(|(from, to)| to - from).sum::<usize>();
        i64::try_from(self.hours_on(day).iter().map(sum).max().unwrap()).unwrap()
    }

    fn policy(&self) -> &Policy {
        let day = usize::try_from(self.asked / MINUTE_MS).unwrap() / DAY_MINUTES;
        let begun = self.changes.iter().rfind(|(from, _)| *from <= day);
        begun.map_or(&self.first, |(_, policy)| policy)
    }

    /// The moment at which so much working time has passed, in milliseconds since the beginning.
    fn count(&self, budget_ms: i64, in_days: bool) -> i64 {
        let mut left = budget_ms;
        let mut now = self.asked;
        let mut edges: Vec<i64> = self.pauses.iter().flat_map(|(from, to)| [*from, *to]).collect();
        edges.sort_unstable();
        let mut last_day = None;
        let (mut windows, mut length) = (Vec::new(), 0);
        while left > 0 {
            let minute = usize::try_from(now / MINUTE_MS).unwrap();
            let day = minute / DAY_MINUTES;
            assert!(day < DAYS, "the written calendar is long enough");
            if last_day != Some(day) {
                windows = self.open_on(day);
                let here = self.length(day);
                if in_days && last_day.is_some() && here != length {
                    left = (left * here + length - 1) / length;
                }
                (last_day, length) = (Some(day), here);
            }
            let mut next = (now / MINUTE_MS + 1) * MINUTE_MS;
            next = edges.iter().copied().filter(|edge| *edge > now).fold(next, i64::min);
            let is_open = windows.iter().any(|(from, to)| (*from..*to).contains(&(minute % DAY_MINUTES)));
            let is_paused = self.pauses.iter().any(|(from, to)| *from <= now && now < *to);
            if is_open && !is_paused {
                let counted = left.min(next - now);
                left -= counted;
                next = now + counted;
            }
            now = next;
        }
        now
    }

    /// What the oracle says: the start, by when it is taken, the reminders, the due time.
    fn expected(&self) -> (i64, i64, Vec<i64>, i64) {
        let policy = self.policy();
        let day = usize::try_from(self.asked / MINUTE_MS).unwrap() / DAY_MINUTES;
        let (hours, days) = match self.kind {
            Kind::Normal => (policy.taken_hours, policy.answer_days),
            Kind::Urgent => (policy.taken_hours_urgent, policy.answer_days_urgent),
            Kind::Complex => (policy.taken_hours, policy.answer_days_complex),
        };
        let more = self.extended && policy.extendable.contains(&self.kind);
        let days = i64::from(days) + if more { i64::from(policy.extension_days) } else { 0 };
        let budget = days * self.length(day) * MINUTE_MS;
        let reminders = policy.reminders_percent.iter();
        let reminders =
            reminders.map(|percent| self.count(budget * i64::from(*percent) / 100, true)).collect();
        let mut due = self.count(budget, true);
        if policy.end_of_day {
            // The moment before it is working time, and its day has a last closing.
            let day = usize::try_from((due - 1) / MINUTE_MS).unwrap() / DAY_MINUTES;
            let closing = self.open_on(day).last().unwrap().1;
            due = i64::try_from(day * DAY_MINUTES + closing).unwrap() * MINUTE_MS;
        }
        let started = Self { pauses: Vec::new(), ..self.like() }.count(1, false) - 1;
        (started, self.count(i64::from(hours) * 60 * MINUTE_MS, false), reminders, due)
    }

    fn like(&self) -> Self {
        Self {
            weeks: self.weeks.clone(),
            off: self.off.clone(),
            worked: self.worked.clone(),
            first: self.first.clone(),
            changes: self.changes.clone(),
            pauses: self.pauses.clone(),
            ..*self
        }
    }

    fn computed(&self) -> (i64, i64, Vec<i64>, i64) {
        let at = |ms: i64| DateTime::from_timestamp_millis(BEGIN_MS + ms).unwrap();
        let ms = |at: DateTime<Utc>| at.timestamp_millis() - BEGIN_MS;
        let (time, promises) = (self.time(), self.promises());
        let pauses: Vec<Pause> =
            self.pauses.iter().map(|(from, to)| Pause { from: at(*from), to: at(*to) }).collect();
        let asked = Asked { at: at(self.asked), kind: self.kind, extended: self.extended, pauses: &pauses };
        let policy = promises.at(asked.at);
        let mut reminders: Vec<i64> = policy.reminders(&time, asked).iter().map(|r| ms(r.at)).collect();
        assert_eq!(reminders.pop(), Some(ms(policy.due(&time, asked))));
        let (starts, taken) = (policy.starts(&time, asked), policy.taken_by(&time, asked));
        (ms(starts), ms(taken), reminders, ms(policy.explain(&time, asked).due))
    }
}

#[test]
fn days_are_counted_as_on_the_wall() {
    for (day, month, year) in [(1, 1, 2026), (29, 2, 2028), (1, 3, 2028), (31, 12, 2028)] {
        let date = NaiveDate::from_ymd_opt(year, month, day).unwrap();
        let days = (date - super::day("2026-01-01")).num_days();
        assert_eq!(i64::try_from(index(day, month, year)), Ok(days));
    }
    assert_eq!(at("2026-01-01T00:00").timestamp_millis(), BEGIN_MS);
}

#[test]
fn no_difference_from_counting_minute_by_minute() {
    #[expect(clippy::disallowed_methods, reason = "a test may be told how long to run")]
    let cases = std::env::var("LOA_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(2_000_u64);
    let begun = AtomicU64::new(0);
    // What a case was about, so that a green line says that it was about something.
    let counts: [AtomicU64; 5] = std::array::from_fn(|_| AtomicU64::new(0));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let seed = begun.fetch_add(1, Ordering::Relaxed);
                    if seed >= cases {
                        return;
                    }
                    let case = Case::of(seed);
                    let (expected, computed) = (case.expected(), case.computed());
                    assert_eq!(computed, expected, "case {seed}: start, taken, reminders, due");
                    let day = |ms: i64| usize::try_from(ms / MINUTE_MS).unwrap() / DAY_MINUTES;
                    let on_the_way = day(case.asked) + 1..=day(expected.3);
                    let is_holiday = |(d, m, y): &(u32, u32, i32)| on_the_way.contains(&index(*d, *m, *y));
                    let facts = [
                        case.pauses.iter().any(|(from, to)| *from < *to && *from < expected.3),
                        case.extended && case.policy().can_extend(case.kind),
                        case.worked.iter().any(|day| on_the_way.contains(day)),
                        HOLIDAYS.iter().any(is_holiday),
                        case.weeks.keys().any(|day| on_the_way.contains(day)),
                    ];
                    for (fact, count) in facts.into_iter().zip(&counts) {
                        count.fetch_add(u64::from(fact), Ordering::Relaxed);
                    }
                }
            });
        }
    });
    let counts = counts.map(AtomicU64::into_inner);
    println!(
        "{cases} cases, no difference: {} with pauses, {} extended, {} with days worked instead, {} over \
         public holidays, {} with other hours on the way",
        counts[0], counts[1], counts[2], counts[3], counts[4]
    );
    assert!(counts.iter().all(|count| *count >= cases / 50), "{counts:?}");
}
