//! By when a question is taken and answered, and how that was computed.
//!
//! How it counts, so that every reader can check it by hand:
//! - A *working day* is a full day's working minutes (480 by default). "Five working days" asked
//!   at 10:00 on a Monday end at 10:00 on the Monday after. The day of asking is thus counted
//!   only with what was left of it.
//! - Asked outside working time, the clock starts at the next opening: asked on a Saturday, five
//!   working days end on Friday at 17:00.
//! - While the resident owes an answer the clock stands still, and with it every due time.
//! - With [`Policy::end_of_day`] a deadline in days ends with its working day instead (17:00),
//!   as people expect of a deadline in days; the date is always the same.
//!
//! When the rules change while a question is open:
//! - What was promised stays promised: another [`Policy`] holds for what is asked from its day on
//!   ([`Promises`]).
//! - A day is as it is for everybody: a day off, a day worked instead or other office hours count
//!   for every question that is open on that day, whenever it was asked. So a day off that is
//!   announced later moves a due time back, and a Saturday that is worked moves it forward.
//! - Five working days stay five working days when a day gets longer or shorter: at the midnight
//!   at which other hours begin, what is left of a deadline in days is carried over in parts of a
//!   day (rounded up to the millisecond). A deadline in hours stays as many hours.

mod promises;
mod walk;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::calendar::working::MINUTE_MS;
use crate::calendar::{self, Closed, WorkingTime, rfc3339};
pub use promises::Promises;
use walk::{Budget, Walk};

/// How fast a question has to be answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The usual one.
    #[default]
    Normal,
    /// Disaster, epidemic, accident, danger, public order.
    Urgent,
    /// Needs several bodies or an inspection.
    Complex,
}

impl Kind {
    /// Every kind, in the order in which people are offered them.
    pub const ALL: [Self; 3] = [Self::Normal, Self::Urgent, Self::Complex];

    /// The code in rows, commands and JSON: `normal`, `urgent`, `complex`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Urgent => "urgent",
            Self::Complex => "complex",
        }
    }

    /// The kind with that code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// What the ward promises; every number is configuration, see [`Promises`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// Working hours until a unit has taken the question.
    pub taken_hours: u16,
    /// The same for urgent ones.
    pub taken_hours_urgent: u16,
    /// Working days until a normal question is answered.
    pub answer_days: u16,
    /// The same for urgent ones.
    pub answer_days_urgent: u16,
    /// The same for complex ones.
    pub answer_days_complex: u16,
    /// Working days of the one extension, whose reason is sent to the resident.
    pub extension_days: u16,
    /// Which kinds may be extended.
    pub extendable: Vec<Kind>,
    /// Percentages of the time for an answer at which someone is reminded, before 100.
    pub reminders_percent: Vec<u8>,
    /// Deadlines in days end with their working day instead of to the minute.
    pub end_of_day: bool,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            taken_hours: 8,
            taken_hours_urgent: 4,
            answer_days: 5,
            answer_days_urgent: 1,
            answer_days_complex: 10,
            extension_days: 5,
            extendable: vec![Kind::Normal, Kind::Complex],
            reminders_percent: vec![50, 80],
            end_of_day: false,
        }
    }
}

/// The resident owed an answer from `from` on until `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// When the unit asked back.
    pub from: DateTime<Utc>,
    /// When the resident answered; for a pause that still lasts pass now, and compute again
    /// when it ends. A pause that ends before it begins counts for nothing.
    pub to: DateTime<Utc>,
}

/// What a deadline depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked<'a> {
    /// When the question came in.
    pub at: DateTime<Utc>,
    /// How fast it has to be answered.
    pub kind: Kind,
    /// Whether the one extension was granted; ignored for kinds that cannot be extended.
    pub extended: bool,
    /// In any order; they may overlap.
    pub pauses: &'a [Pause],
}

impl<'a> Asked<'a> {
    /// A question without pauses or extension.
    #[must_use]
    pub const fn new(at: DateTime<Utc>, kind: Kind) -> Self {
        Self { at, kind, extended: false, pauses: &[] }
    }

    /// The same with these pauses.
    #[must_use]
    pub const fn paused(self, pauses: &'a [Pause]) -> Self {
        Self { pauses, ..self }
    }

    /// The same with its extension.
    #[must_use]
    pub const fn extended(self) -> Self {
        Self { extended: true, ..self }
    }
}

/// Why a part of the timeline counts, or does not. A locale turns it into words.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Why {
    /// Working time, counted.
    Open,
    /// Working time that counts towards the extension.
    Extension,
    /// The clock stood still: the resident owed an answer.
    Paused,
    /// The rest of the last day, with [`Policy::end_of_day`]; not counted.
    EndOfDay,
    /// Offices were closed.
    Closed(Closed),
}

impl Why {
    /// `open`, `extension`, `paused`, `end_of_day`, `lunch`, `night`, `weekend` or `holiday`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Extension => "extension",
            Self::Paused => "paused",
            Self::EndOfDay => "end_of_day",
            Self::Closed(Closed::Lunch) => "lunch",
            Self::Closed(Closed::Night) => "night",
            Self::Closed(Closed::Weekend) => "weekend",
            Self::Closed(Closed::Holiday(_)) => "holiday",
        }
    }

    /// The name of the day off, if that is why.
    #[must_use]
    pub fn holiday(&self) -> Option<&str> {
        if let Self::Closed(Closed::Holiday(name)) = self { Some(name) } else { None }
    }
}

/// Part of a timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Beginning, included.
    pub from: DateTime<Utc>,
    /// End, not included.
    pub to: DateTime<Utc>,
    /// Whole minutes that count. Parts that begin or end within a minute share it such that the
    /// sum over the timeline is exactly the budget (with other hours on the way, what became of it).
    pub counted_minutes: i64,
    /// Why it counts, or does not.
    pub why: Why,
}

/// How a due time was computed: parts that join each other from the asking to the due time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// When the question came in.
    pub asked: DateTime<Utc>,
    /// How fast it has to be answered.
    pub kind: Kind,
    /// When the time is over.
    pub due: DateTime<Utc>,
    /// Contiguous from `asked` to `due`.
    pub timeline: Vec<Part>,
}

impl Explanation {
    /// The contract's shape, `{"asked","kind","due","timeline":[{"from","to","counted_minutes",
    /// "why"}]}` with times at +07:00; `say` puts each reason into words (or its code).
    #[must_use]
    pub fn to_json(&self, say: impl Fn(&Why) -> String) -> serde_json::Value {
        let part = |p: &Part| {
            serde_json::json!({
                "from": rfc3339(p.from),
                "to": rfc3339(p.to),
                "counted_minutes": p.counted_minutes,
                "why": say(&p.why),
            })
        };
        serde_json::json!({
            "asked": rfc3339(self.asked),
            "kind": self.kind.code(),
            "due": rfc3339(self.due),
            "timeline": self.timeline.iter().map(part).collect::<Vec<_>>(),
        })
    }
}

/// A moment at which someone is reminded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// Share of the time for an answer that has passed; 100 is the due time itself.
    pub percent: u8,
    /// When.
    pub at: DateTime<Utc>,
}

impl Policy {
    /// Whether the kind has an extension.
    #[must_use]
    pub fn can_extend(&self, kind: Kind) -> bool {
        self.extension_days > 0 && self.extendable.contains(&kind)
    }

    /// When the clock starts: the asking, or the next opening. A resident who asks outside
    /// working time is told.
    #[must_use]
    pub fn starts(&self, time: &WorkingTime, asked: Asked<'_>) -> DateTime<Utc> {
        time.next_working(asked.at)
    }

    /// By when a unit has to have taken the question.
    #[must_use]
    pub fn taken_by(&self, time: &WorkingTime, asked: Asked<'_>) -> DateTime<Utc> {
        let hours = if asked.kind == Kind::Urgent { self.taken_hours_urgent } else { self.taken_hours };
        Walk::new(time, asked).end(Budget::Hours(i64::from(hours) * 60 * MINUTE_MS))
    }

    /// By when the resident has to have an answer.
    #[must_use]
    pub fn due(&self, time: &WorkingTime, asked: Asked<'_>) -> DateTime<Utc> {
        self.explain(time, asked).due
    }

    /// The due time of the answer with its whole computation.
    #[must_use]
    pub fn explain(&self, time: &WorkingTime, asked: Asked<'_>) -> Explanation {
        let (base, extension) = self.budget_ms(time, asked);
        let walk = Walk::new(time, asked);
        let ordinary = walk.end(Budget::Days(base));
        let mut timeline: Vec<Part> = Vec::new();
        let mut counted_ms = 0;
        for span in walk.take(Budget::Days(base + extension)) {
            // Working time that straddles the end of the ordinary budget is cut there.
            let cut = ordinary.clamp(span.from, span.to);
            let pieces = match span.why {
                Why::Open => vec![(span.from, cut, Why::Open), (cut, span.to, Why::Extension)],
                why => vec![(span.from, span.to, why)],
            };
            for (from, to, why) in pieces.into_iter().filter(|p| p.0 < p.1) {
                let before = counted_ms / MINUTE_MS;
                if matches!(why, Why::Open | Why::Extension) {
                    counted_ms += (to - from).num_milliseconds();
                }
                push(&mut timeline, Part { from, to, counted_minutes: counted_ms / MINUTE_MS - before, why });
            }
        }
        let mut due = timeline.last().map_or(asked.at, |p| p.to);
        if self.end_of_day {
            let end = time.day_end(due);
            if end > due {
                push(&mut timeline, Part { from: due, to: end, counted_minutes: 0, why: Why::EndOfDay });
                due = end;
            }
        }
        Explanation { asked: asked.at, kind: asked.kind, due, timeline }
    }

    /// When to remind: at the configured shares of the budget, and at the due time (100 %).
    #[must_use]
    pub fn reminders(&self, time: &WorkingTime, asked: Asked<'_>) -> Vec<Reminder> {
        let (base, extension) = self.budget_ms(time, asked);
        let due = self.due(time, asked);
        let early = self.reminders_percent.iter().filter(|p| **p < 100).map(|percent| {
            let share = (base + extension) / 100 * i64::from(*percent);
            let at = Walk::new(time, asked).end(Budget::Days(share));
            Reminder { percent: *percent, at }
        });
        let mut reminders: Vec<_> = early.chain([Reminder { percent: 100, at: due }]).collect();
        reminders.sort_by_key(|r| r.percent);
        reminders
    }

    /// Milliseconds of working time for the answer: ordinary, and by extension; by the length of
    /// a working day on the day of asking.
    fn budget_ms(&self, time: &WorkingTime, asked: Asked<'_>) -> (i64, i64) {
        let days = match asked.kind {
            Kind::Normal => self.answer_days,
            Kind::Urgent => self.answer_days_urgent,
            Kind::Complex => self.answer_days_complex,
        };
        let extension = if asked.extended && self.can_extend(asked.kind) { self.extension_days } else { 0 };
        let day_ms = time.day_minutes(calendar::day(asked.at)) * MINUTE_MS;
        (i64::from(days) * day_ms, i64::from(extension) * day_ms)
    }
}

/// Appends a part, or lengthens the last one if it has the same reason.
fn push(timeline: &mut Vec<Part>, part: Part) {
    match timeline.last_mut() {
        Some(last) if last.why == part.why => {
            last.to = part.to;
            last.counted_minutes += part.counted_minutes;
        }
        _ => timeline.push(part),
    }
}

#[cfg(test)]
mod tests;
