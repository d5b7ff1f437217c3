mod oracle;

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use proptest::prelude::*;

use super::*;
use crate::calendar::{Marked, Rows};

fn at(text: &str) -> DateTime<Utc> {
    format!("{text}:00+07:00").parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn due(moment: &str, kind: Kind) -> String {
    rfc3339(Policy::default().due(&WorkingTime::default(), Asked::new(at(moment), kind)))
}

#[test]
fn kinds_have_their_days() {
    // Monday 13 July 2026.
    assert_eq!(due("2026-07-13T10:00", Kind::Urgent), "2026-07-14T10:00:00+07:00");
    assert_eq!(due("2026-07-13T10:00", Kind::Normal), "2026-07-20T10:00:00+07:00");
    assert_eq!(due("2026-07-13T10:00", Kind::Complex), "2026-07-27T10:00:00+07:00");
    let extended = Asked::new(at("2026-07-13T10:00"), Kind::Complex).extended();
    assert_eq!(Policy::default().due(&WorkingTime::default(), extended), at("2026-08-03T10:00"));
    let not_extendable = Asked::new(at("2026-07-13T10:00"), Kind::Urgent).extended();
    assert_eq!(Policy::default().due(&WorkingTime::default(), not_extendable), at("2026-07-14T10:00"));
}

#[test]
fn outside_working_time_the_clock_starts_at_the_next_opening() {
    for (asked, due_at) in [
        ("2026-07-13T06:00", "2026-07-17T17:00:00+07:00"),
        ("2026-07-13T19:00", "2026-07-20T17:00:00+07:00"),
        ("2026-07-18T20:00", "2026-07-24T17:00:00+07:00"),
        ("2026-07-13T12:30", "2026-07-20T12:00:00+07:00"),
    ] {
        assert_eq!(due(asked, Kind::Normal), due_at, "asked {asked}");
    }
    let asked = Asked::new(at("2026-07-18T20:00"), Kind::Normal);
    assert_eq!(Policy::default().starts(&WorkingTime::default(), asked), at("2026-07-20T08:00"));
}

#[test]
fn taken_within_working_hours() {
    let taken =
        |moment, kind| Policy::default().taken_by(&WorkingTime::default(), Asked::new(at(moment), kind));
    assert_eq!(taken("2026-07-13T10:00", Kind::Normal), at("2026-07-14T10:00"));
    assert_eq!(taken("2026-07-13T10:00", Kind::Urgent), at("2026-07-13T15:00"));
    assert_eq!(taken("2026-07-17T16:00", Kind::Urgent), at("2026-07-20T11:00"));
}

#[test]
fn the_clock_stands_still_while_the_resident_owes_an_answer() {
    let pauses = [
        // Overlapping, unordered, one that ends before it begins, one over a weekend.
        Pause { from: at("2026-07-14T09:00"), to: at("2026-07-14T11:00") },
        Pause { from: at("2026-07-13T15:00"), to: at("2026-07-14T10:00") },
        Pause { from: at("2026-07-15T10:00"), to: at("2026-07-15T09:00") },
        Pause { from: at("2026-07-18T00:00"), to: at("2026-07-19T00:00") },
    ];
    let asked = Asked::new(at("2026-07-13T10:00"), Kind::Normal).paused(&pauses);
    // 120 minutes on Monday and 180 on Tuesday: five hours later than without.
    assert_eq!(Policy::default().due(&WorkingTime::default(), asked), at("2026-07-20T16:00"));
}

#[test]
fn reminders_at_half_four_fifths_and_due() {
    let asked = Asked::new(at("2026-07-13T08:00"), Kind::Normal);
    let reminders = Policy::default().reminders(&WorkingTime::default(), asked);
    let expected =
        [(50, at("2026-07-15T12:00")), (80, at("2026-07-16T17:00")), (100, at("2026-07-17T17:00"))];
    assert_eq!(reminders, expected.map(|(percent, at)| Reminder { percent, at }));
}

#[test]
fn end_of_day_keeps_the_date_and_says_so() {
    let policy = Policy { end_of_day: true, ..Policy::default() };
    let explained = policy.explain(&WorkingTime::default(), Asked::new(at("2026-07-13T10:00"), Kind::Urgent));
    assert_eq!(explained.due, at("2026-07-14T17:00"));
    let last = explained.timeline.last().unwrap();
    assert_eq!((&last.why, last.counted_minutes), (&Why::EndOfDay, 0));
}

#[test]
fn the_explanation_has_the_contracts_shape() {
    let time =
        WorkingTime::with_rows([(day("2026-09-01"), "1/9".into()), (day("2026-09-02"), "2/9".into())], []);
    let explained = Policy::default().explain(&time, Asked::new(at("2026-08-31T16:00"), Kind::Urgent));
    let lines: Vec<String> = explained
        .timeline
        .iter()
        .map(|p| {
            let time = |at| rfc3339(at)[5..16].to_owned();
            format!(
                "{} {} {} {}",
                time(p.from),
                time(p.to),
                p.counted_minutes,
                p.why.holiday().unwrap_or(p.why.code())
            )
        })
        .collect();
    assert_eq!(
        lines,
        [
            "08-31T16:00 08-31T17:00 60 open",
            "08-31T17:00 09-01T00:00 0 night",
            "09-01T00:00 09-02T00:00 0 1/9",
            "09-02T00:00 09-03T00:00 0 2/9",
            "09-03T00:00 09-03T08:00 0 night",
            "09-03T08:00 09-03T12:00 240 open",
            "09-03T12:00 09-03T13:00 0 lunch",
            "09-03T13:00 09-03T16:00 180 open",
        ]
    );
    let json = explained.to_json(|why| why.code().to_owned());
    assert_eq!(json["due"], "2026-09-03T16:00:00+07:00");
    assert_eq!(json["kind"], "urgent");
    assert_eq!(json["timeline"][2]["why"], "holiday");
}

/// The usual week, and other hours from a day on.
fn hours_from(from: &str, week: &str) -> WorkingTime {
    let weeks = BTreeMap::from([(day(from), week.parse().unwrap())]);
    WorkingTime::of(Rows { weeks, ..Rows::default() })
}

#[test]
fn five_days_stay_five_days_when_the_hours_change_on_the_way() {
    // Asked on a Monday at 10:00: a quarter of the day is over.
    let asked = Asked::new(at("2026-07-13T10:00"), Kind::Normal);
    let mornings = hours_from("2026-07-16", "T2-T6 8:00-12:00");
    let due = Policy::default().due(&mornings, asked);
    assert_eq!(due, at("2026-07-20T09:00"), "a quarter of the Monday after");
    let longer = hours_from("2026-07-16", "T2-T6 7:00-12:00 13:00-18:00");
    assert_eq!(Policy::default().due(&longer, asked), at("2026-07-20T09:30"));
    // What is promised in hours stays as many hours.
    let urgent = Asked::new(at("2026-07-15T16:00"), Kind::Urgent);
    assert_eq!(Policy::default().taken_by(&mornings, urgent), at("2026-07-16T11:00"));
    // Hours that begin before the asking are simply those of the day.
    let before = hours_from("2026-07-13", "T2-T6 8:00-12:00");
    assert_eq!(Policy::default().due(&before, asked), at("2026-07-20T10:00"));
}

#[test]
fn a_day_counts_as_it_is_whenever_one_has_asked() {
    let asked = Asked::new(at("2026-07-13T10:00"), Kind::Normal);
    for (date, marked, due) in [
        ("2026-07-17", Marked::Off("Bão".into()), "2026-07-21T10:00"),
        ("2026-07-18", Marked::Work("Làm bù".into()), "2026-07-18T10:00"),
        // A weekend is not worked anyway.
        ("2026-07-18", Marked::Off("Nghỉ".into()), "2026-07-20T10:00"),
    ] {
        let days = BTreeMap::from([(day(date), marked)]);
        let time = WorkingTime::of(Rows { days, ..Rows::default() });
        assert_eq!(Policy::default().due(&time, asked), at(due), "{date}");
    }
    let tet = WorkingTime::of(Rows::default());
    let asked = Asked::new(at("2027-02-04T10:00"), Kind::Urgent);
    assert_eq!(Policy::default().due(&tet, asked), at("2027-02-12T10:00"));
}

#[test]
fn another_promise_does_not_touch_what_was_promised() {
    let slower = Policy { answer_days: 7, ..Policy::default() };
    let promises = Promises::new(Policy::default(), [(day("2026-07-14"), slower)]);
    let due = |moment| {
        let asked = Asked::new(at(moment), Kind::Normal);
        promises.at(asked.at).due(&WorkingTime::default(), asked)
    };
    assert_eq!(due("2026-07-13T23:59"), at("2026-07-20T17:00"));
    assert_eq!(due("2026-07-14T00:00"), at("2026-07-22T17:00"));
}

#[test]
fn less_than_a_millisecond_does_not_stop_the_count() {
    let almost_noon = at("2026-07-13T12:00") - TimeDelta::nanoseconds(100);
    let asked = Asked::new(almost_noon, Kind::Urgent);
    assert_eq!(Policy::default().taken_by(&WorkingTime::default(), asked), at("2026-07-13T17:00"));
    let pauses = [Pause { from: almost_noon - TimeDelta::hours(1), to: almost_noon }];
    let asked = Asked::new(at("2026-07-13T08:00"), Kind::Urgent).paused(&pauses);
    assert_eq!(
        Policy::default().due(&WorkingTime::default(), asked).to_rfc3339().get(..16),
        Some("2026-07-14T02:00")
    );
}

#[test]
fn an_empty_budget_is_due_at_once() {
    let policy = Policy { answer_days: 0, ..Policy::default() };
    let explained = policy.explain(&WorkingTime::default(), Asked::new(at("2026-07-18T20:00"), Kind::Normal));
    assert_eq!((explained.due, explained.timeline.len()), (at("2026-07-18T20:00"), 0));
}

#[test]
fn the_ends_of_time_do_not_panic() {
    let pauses = [Pause { from: DateTime::<Utc>::MIN_UTC, to: DateTime::<Utc>::MAX_UTC }];
    for moment in [DateTime::<Utc>::MAX_UTC, DateTime::<Utc>::MIN_UTC, at("2026-07-13T08:00")] {
        let asked = Asked::new(moment, Kind::Complex).paused(&pauses);
        assert!(Policy::default().due(&WorkingTime::default(), asked) >= moment);
    }
}

fn moment() -> impl Strategy<Value = DateTime<Utc>> {
    // To the millisecond: nothing may depend on whole minutes.
    (1_767_225_600_000_i64..1_800_000_000_000).prop_map(|ms| DateTime::from_timestamp_millis(ms).unwrap())
}

fn pauses() -> impl Strategy<Value = Vec<Pause>> {
    let pause =
        (moment(), 0_i64..200).prop_map(|(from, hours)| Pause { from, to: from + TimeDelta::hours(hours) });
    proptest::collection::vec(pause, 0..6)
}

fn calendar() -> impl Strategy<Value = WorkingTime> {
    let days = || proptest::collection::vec(0_u64..500, 0..40);
    (days(), days()).prop_map(|(off, swapped)| {
        let date = |n| day("2026-01-01") + chrono::Days::new(n);
        WorkingTime::with_rows(
            off.into_iter().map(|n| (date(n), n.to_string())),
            swapped.into_iter().map(date),
        )
    })
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![Just(Kind::Normal), Just(Kind::Urgent), Just(Kind::Complex)]
}

proptest! {
    #[test]
    fn a_timeline_is_whole(
        time in calendar(), from in moment(), kind in kind(), extended in any::<bool>(),
        pauses in pauses(), end_of_day in any::<bool>(),
    ) {
        let policy = Policy { end_of_day, ..Policy::default() };
        let asked = Asked { at: from, kind, extended, pauses: &pauses };
        let explained = policy.explain(&time, asked);
        let mut cursor = from;
        for part in &explained.timeline {
            prop_assert_eq!(part.from, cursor, "contiguous");
            prop_assert!(part.from < part.to);
            prop_assert!(part.counted_minutes == 0 || matches!(part.why, Why::Open | Why::Extension));
            cursor = part.to;
        }
        prop_assert_eq!(explained.due, cursor);
        let counted: i64 = explained.timeline.iter().map(|p| p.counted_minutes).sum();
        let (base, extension) = policy.budget_ms(&time, asked);
        prop_assert_eq!(counted, (base + extension) / MINUTE_MS, "the sum is the budget");
        // A due time may be a closing, so look at the moment before it.
        prop_assert!(time.is_working(explained.due - TimeDelta::milliseconds(1)), "{}", rfc3339(explained.due));
    }

    #[test]
    fn another_pause_never_makes_it_earlier(
        time in calendar(), from in moment(), kind in kind(), pauses in pauses(),
        start in 0_i64..200, hours in 0_i64..100,
    ) {
        let policy = Policy::default();
        let asked = Asked::new(from, kind).paused(&pauses);
        let mut more = pauses.clone();
        more.push(Pause { from: from + TimeDelta::hours(start), to: from + TimeDelta::hours(start + hours) });
        prop_assert!(policy.due(&time, asked.paused(&more)) >= policy.due(&time, asked));
        prop_assert!(policy.taken_by(&time, asked.paused(&more)) >= policy.taken_by(&time, asked));
    }

    #[test]
    fn reminders_come_in_order_and_end_with_the_due_time(
        time in calendar(), from in moment(), kind in kind(), pauses in pauses(),
    ) {
        let asked = Asked::new(from, kind).paused(&pauses);
        let reminders = Policy::default().reminders(&time, asked);
        prop_assert!(reminders.windows(2).all(|r| r[0].at <= r[1].at));
        prop_assert_eq!(reminders.last().map(|r| r.at), Some(Policy::default().due(&time, asked)));
    }
}
