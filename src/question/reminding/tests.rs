use chrono::TimeDelta;
use proptest::prelude::*;
use uuid::Uuid;

use super::super::deadline::Pause;
use super::*;
use crate::calendar::Rows;

fn at(text: &str) -> DateTime<Utc> {
    format!("{text}:00+07:00").parse().unwrap()
}

const SOMEBODY: PersonId = PersonId(Uuid::from_u128(1));

/// A question that nobody has taken on, asked of its unit at once.
struct Question {
    policy: Policy,
    time: WorkingTime,
    asked: Asked<'static>,
    is_taken: bool,
    with_unit_since: DateTime<Utc>,
    told: Vec<Told>,
}

impl Question {
    fn new(asked: &str, kind: Kind) -> Self {
        Self::at(at(asked), kind)
    }

    fn at(asked: DateTime<Utc>, kind: Kind) -> Self {
        Self {
            policy: Policy::default(),
            time: WorkingTime::of(Rows::default()),
            asked: Asked::new(asked, kind),
            is_taken: false,
            with_unit_since: asked,
            told: Vec::new(),
        }
    }

    fn due(&self) -> DateTime<Utc> {
        self.policy.due(&self.time, self.asked)
    }

    fn course(&self) -> Course<'_> {
        Course {
            policy: &self.policy,
            time: &self.time,
            asked: self.asked,
            due_at: self.due(),
            with_unit_since: self.with_unit_since,
            is_taken: self.is_taken,
            told: &self.told,
        }
    }

    fn say(&mut self, mark: Mark, at: DateTime<Utc>, person: Option<PersonId>) {
        self.told.retain(|told| told.mark != mark);
        self.told.push(Told { mark, at, person });
    }

    /// Says all that is due, as the clock would. Gives what was said.
    fn tick(&mut self, now: DateTime<Utc>, somebody: impl Fn(Step) -> bool) -> Vec<Mark> {
        let mut said = Vec::new();
        let look = self.course().look(now);
        if !look.unit.is_empty() {
            for mark in self.course().passed(now) {
                self.say(mark, now, None);
            }
            said.extend(look.unit);
        }
        while let Some(step) = self.course().look(now).step {
            self.say(Mark::Step(step), now, Some(SOMEBODY).filter(|_| somebody(step)));
            said.push(Mark::Step(step));
        }
        if look.asker {
            self.say(Mark::Asker, now, None);
            said.push(Mark::Asker);
        }
        said
    }
}

#[test]
fn codes_are_read_back() {
    let steps = Step::ALL.map(Mark::Step);
    for mark in
        [Mark::Share(50), Mark::Share(80), Mark::Untaken, Mark::Due, Mark::Asker].into_iter().chain(steps)
    {
        assert_eq!(Mark::from_code(&mark.code()), Some(mark));
    }
    assert_eq!(Mark::from_code("tomorrow"), None);
}

/// Asked on Monday 04/05/2026 at 09:00.
#[test]
fn when_a_unit_is_reminded() {
    use Mark::{Due, Share, Untaken};
    for (kind, taken, expected) in [
        (
            Kind::Normal,
            false,
            vec![
                (Untaken, "2026-05-05T09:00"),
                (Share(50), "2026-05-06T14:00"),
                (Share(80), "2026-05-08T09:00"),
                (Due, "2026-05-11T09:00"),
            ],
        ),
        (
            Kind::Urgent,
            false,
            vec![
                (Untaken, "2026-05-04T14:00"),
                (Share(50), "2026-05-04T14:00"),
                (Share(80), "2026-05-04T16:24"),
                (Due, "2026-05-05T09:00"),
            ],
        ),
        (
            Kind::Complex,
            true,
            vec![(Share(50), "2026-05-11T09:00"), (Share(80), "2026-05-14T09:00"), (Due, "2026-05-18T09:00")],
        ),
    ] {
        let mut question = Question::new("2026-05-04T09:00", kind);
        question.is_taken = taken;
        let mut marks = question.course().marks();
        let mut expected: Vec<_> = expected.into_iter().map(|(mark, moment)| (mark, at(moment))).collect();
        marks.sort_by_key(|(mark, at)| (*at, *mark));
        expected.sort_by_key(|(mark, at)| (*at, *mark));
        assert_eq!(marks, expected, "{kind:?}");
    }
}

#[test]
fn a_share_of_an_ordinary_question_waits_for_the_morning_and_an_urgent_one_does_not() {
    let mut normal = Question::new("2026-05-04T09:00", Kind::Normal);
    normal.is_taken = true;
    for moment in ["2026-05-06T14:00", "2026-05-08T09:00", "2026-05-11T08:59"] {
        assert!(!normal.course().look(at(moment)).is_due(), "{moment}");
    }
    assert_eq!(normal.course().passed(at("2026-05-08T09:00")), [Mark::Share(50), Mark::Share(80)]);
    assert_eq!(normal.course().look(at("2026-05-04T09:00")).next, Some(at("2026-05-11T09:00")));
    let mut urgent = Question::new("2026-05-04T09:00", Kind::Urgent);
    urgent.is_taken = true;
    assert_eq!(urgent.course().look(at("2026-05-04T09:00")).next, Some(at("2026-05-04T14:00")));
    assert_eq!(urgent.tick(at("2026-05-04T14:00"), |_| true), [Mark::Share(50)]);
    assert_eq!(urgent.tick(at("2026-05-04T14:00"), |_| true), []);
    assert_eq!(urgent.tick(at("2026-05-04T16:24"), |_| true), [Mark::Share(80)]);
}

#[test]
fn a_share_that_passes_on_the_day_it_is_due_does_not_wait() {
    let mut question = Question::new("2026-05-04T09:00", Kind::Normal);
    question.is_taken = true;
    question.policy.reminders_percent = vec![50, 99];
    // 99 % of five days: 24 minutes before 09:00 on Monday 11/05.
    let moment = at("2026-05-11T08:36");
    assert_eq!(question.course().look(at("2026-05-08T17:00")).next, Some(moment));
    assert_eq!(question.tick(moment, |_| true), [Mark::Share(99)]);
    assert_eq!(question.course().passed(moment), [], "the earlier one went with it");
}

#[test]
fn steps_up_come_a_working_day_apart_and_skip_who_is_not_there() {
    use Step::{Bxdd, Du, Head};
    let steps = |said: Vec<Mark>| {
        let of = |mark| if let Mark::Step(step) = mark { Some(step) } else { None };
        said.into_iter().filter_map(of).collect::<Vec<_>>()
    };
    // Due on Friday 08/05 at 16:00; told at that moment.
    let mut question = Question::new("2026-04-29T16:00", Kind::Normal);
    let due = question.due();
    assert_eq!(due, at("2026-05-08T16:00"));
    assert_eq!(steps(question.tick(due, |_| true)), [Head]);
    assert_eq!(question.course().look(due).next, Some(at("2026-05-11T16:00")));
    assert_eq!(steps(question.tick(at("2026-05-11T15:59"), |_| true)), []);
    assert_eq!(steps(question.tick(at("2026-05-11T16:00"), |_| true)), [Bxdd]);
    assert_eq!(steps(question.tick(at("2026-05-12T16:00"), |_| true)), [Du]);
    assert_eq!(question.course().look(at("2026-05-12T16:00")).next, None, "nobody is left");
    // No head: the next one hears at once, and the one after a day later.
    let mut question = Question::new("2026-04-29T16:00", Kind::Normal);
    assert_eq!(steps(question.tick(due, |step| step != Head)), [Head, Bxdd]);
    assert_eq!(steps(question.tick(at("2026-05-11T16:00"), |_| true)), [Du]);
    // Nobody at all.
    let mut question = Question::new("2026-04-29T16:00", Kind::Normal);
    assert_eq!(steps(question.tick(due, |_| false)), [Head, Bxdd, Du]);
    // All stood still for a week: one step, not three.
    let mut question = Question::new("2026-04-29T16:00", Kind::Normal);
    assert_eq!(steps(question.tick(at("2026-05-18T09:00"), |_| true)), [Head]);
    assert_eq!(question.course().look(at("2026-05-18T09:00")).next, Some(at("2026-05-19T09:00")));
}

#[test]
fn to_another_unit_it_is_new() {
    let mut question = Question::new("2026-05-04T09:00", Kind::Normal);
    assert_eq!(question.tick(at("2026-05-05T09:00"), |_| true), [Mark::Untaken]);
    assert_eq!(question.tick(at("2026-05-05T10:00"), |_| true), []);
    question.with_unit_since = at("2026-05-05T11:00");
    assert_eq!(question.tick(at("2026-05-05T12:00"), |_| true), []);
    assert_eq!(question.tick(at("2026-05-06T11:00"), |_| true), [Mark::Untaken]);
    let due = question.due();
    assert_eq!(question.tick(due, |_| true), [Mark::Due, Mark::Step(Step::Head), Mark::Asker]);
    question.with_unit_since = at("2026-05-11T10:00");
    assert_eq!(question.tick(at("2026-05-11T10:00"), |_| true), [Mark::Step(Step::Head)], "its head");
}

#[test]
fn while_the_asker_owes_an_answer_every_reminder_moves() {
    static PAUSES: std::sync::OnceLock<[Pause; 1]> = std::sync::OnceLock::new();
    let pauses = PAUSES.get_or_init(|| [Pause { from: at("2026-05-04T10:00"), to: at("2026-05-06T10:00") }]);
    let mut question = Question::new("2026-05-04T09:00", Kind::Normal);
    question.asked = question.asked.paused(pauses);
    let marks = question.course().marks();
    assert_eq!(marks[0], (Mark::Untaken, at("2026-05-07T09:00")));
    assert_eq!(marks[1], (Mark::Share(50), at("2026-05-08T14:00")));
    assert_eq!(marks[3], (Mark::Due, at("2026-05-13T09:00")));
}

fn kinds() -> impl Strategy<Value = Kind> {
    prop_oneof![Just(Kind::Normal), Just(Kind::Urgent), Just(Kind::Complex)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// However often and however irregularly somebody looks: everything is said once, nothing
    /// before its time, and what is to be looked at next is never too late.
    #[test]
    fn everything_is_said_once_and_not_before_its_time(
        start in 0_i64..60 * 24 * 60, kind in kinds(), is_taken in any::<bool>(),
        gaps in proptest::collection::vec(1_i64..5_000, 1..60), there in proptest::collection::vec(any::<bool>(), 3),
    ) {
        let asked = at("2026-01-05T00:00") + TimeDelta::minutes(start);
        let mut question = Question::at(asked, kind);
        question.is_taken = is_taken;
        let somebody = |step: Step| there[step as usize];
        let (mut now, mut all) = (asked, Vec::new());
        for gap in gaps {
            let before = question.course().look(now);
            prop_assert!(!before.is_due(), "all that was due has been said: {before:?}");
            let then = now + TimeDelta::minutes(gap);
            let is_due = question.course().look(then).is_due();
            prop_assert_eq!(is_due && before.next.is_none_or(|next| next > then), false, "missed");
            if let Some(next) = before.next.filter(|next| *next <= then) {
                prop_assert!(question.course().look(next).is_due(), "nothing to see at {next}");
            }
            now = then;
            let marks = question.course().marks();
            let said = question.tick(now, somebody);
            for mark in &said {
                let time = marks.iter().find(|(known, _)| known == mark).map_or(question.due(), |(_, at)| *at);
                prop_assert!(time <= now, "{mark:?} before its time");
                prop_assert!(!all.contains(mark), "{mark:?} twice");
            }
            all.extend(said);
        }
    }

    /// After a standstill of any length a person above hears one step, and one more for each
    /// working day that then goes by.
    #[test]
    fn no_two_steps_that_tell_somebody_come_at_once(late in 0_i64..60 * 24 * 30) {
        let mut question = Question::new("2026-05-04T09:00", Kind::Normal);
        let said = question.tick(question.due() + TimeDelta::minutes(late), |_| true);
        prop_assert_eq!(said.iter().filter(|mark| matches!(mark, Mark::Step(_))).count(), 1);
    }
}
