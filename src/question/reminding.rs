//! Which reminder of an open question is due when. Pure: what has been said so far comes in, what
//! is to be said now and when to look again comes out.
//!
//! - The unit hears at shares of the time for an answer, when nobody has taken the question on in
//!   time, and when it is due. Of a question that is not urgent, a share is left to the next
//!   morning's digest, unless the question is due on the very day on which it passes the share.
//! - When it is due its asker hears so, and the first step up is taken: the head of the unit. Each
//!   further step comes one working day after the one before told somebody, and at once where that
//!   one found nobody.
//! - Everything is said once a *round*: a question that gets more time, or is opened again, has
//!   another time and begins anew. To another unit it is new: that it was not taken on, and the
//!   first step up, count from when that unit got it.

use chrono::{DateTime, Utc};

use super::deadline::{Asked, Kind, Policy};
use crate::calendar::{self, WorkingTime};
use crate::ward::PersonId;

/// Something that is said once because time went by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mark {
    /// So many per cent of the time for an answer have passed.
    Share(u8),
    /// Nobody took it on in time.
    Untaken,
    /// The answer is due.
    Due,
    /// Its asker was told that it is late.
    Asker,
    /// Somebody above was told that it is late.
    Step(Step),
}

/// Whom lateness is told to, one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// The head of the unit.
    Head,
    /// The standing body of the plan.
    Bxdd,
    /// The ward's party committee.
    Du,
}

impl Step {
    pub const ALL: [Self; 3] = [Self::Head, Self::Bxdd, Self::Du];

    /// The unit whose head is told; `None`: the one that has the question.
    #[must_use]
    pub fn unit(self) -> Option<&'static str> {
        match self {
            Self::Head => None,
            Self::Bxdd => Some("BXDD"),
            Self::Du => Some("DU"),
        }
    }
}

impl Mark {
    /// The code in rows: a number of per cent, `untaken`, `due`, `asker`, `head`, `bxdd`, `du`.
    #[must_use]
    pub fn code(self) -> String {
        let code = match self {
            Self::Share(percent) => return percent.to_string(),
            Self::Untaken => "untaken",
            Self::Due => "due",
            Self::Asker => "asker",
            Self::Step(Step::Head) => "head",
            Self::Step(Step::Bxdd) => "bxdd",
            Self::Step(Step::Du) => "du",
        };
        code.to_owned()
    }

    /// The mark with that code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        if let Ok(percent) = code.parse() {
            return Some(Self::Share(percent));
        }
        let steps = Step::ALL.map(Self::Step);
        [Self::Untaken, Self::Due, Self::Asker].into_iter().chain(steps).find(|mark| mark.code() == code)
    }
}

/// What has been said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    pub mark: Mark,
    pub at: DateTime<Utc>,
    /// Whom a step told; `None`: there was nobody.
    pub person: Option<PersonId>,
}

/// An open question with all on which its reminders depend.
#[derive(Clone, Copy, Debug)]
pub struct Course<'a> {
    pub policy: &'a Policy,
    pub time: &'a WorkingTime,
    pub asked: Asked<'a>,
    pub due_at: DateTime<Utc>,
    /// Since when the unit that has it has had it.
    pub with_unit_since: DateTime<Utc>,
    pub is_taken: bool,
    /// In this round.
    pub told: &'a [Told],
}

/// What is to be said of a question now, and when to look again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// What its unit hears without waiting for the morning.
    pub unit: Vec<Mark>,
    pub asker: bool,
    pub step: Option<Step>,
    /// When something falls due next that is not left to a morning.
    pub next: Option<DateTime<Utc>>,
}

impl Look {
    /// Whether anything is to be said.
    #[must_use]
    pub fn is_due(&self) -> bool {
        !self.unit.is_empty() || self.asker || self.step.is_some()
    }
}

impl Course<'_> {
    fn told(&self, mark: Mark) -> Option<&Told> {
        let of_this_unit = matches!(mark, Mark::Untaken | Mark::Step(Step::Head));
        let found = self.told.iter().find(|told| told.mark == mark);
        found.filter(|told| !of_this_unit || told.at >= self.with_unit_since)
    }

    /// When its unit is reminded, in order.
    #[must_use]
    pub fn marks(&self) -> Vec<(Mark, DateTime<Utc>)> {
        let shares = self.policy.reminders(self.time, self.asked).into_iter().filter(|r| r.percent < 100);
        let mut marks: Vec<_> = shares.map(|r| (Mark::Share(r.percent), r.at)).collect();
        if !self.is_taken {
            let with_unit = Asked { at: self.with_unit_since, ..self.asked };
            marks.push((Mark::Untaken, self.policy.taken_by(self.time, with_unit)));
        }
        marks.push((Mark::Due, self.due_at));
        marks.sort_by_key(|(_, at)| *at);
        marks
    }

    /// What its unit has not heard of yet and has passed.
    #[must_use]
    pub fn passed(&self, now: DateTime<Utc>) -> Vec<Mark> {
        let unheard = |(mark, at): &(Mark, DateTime<Utc>)| *at <= now && self.told(*mark).is_none();
        self.marks().into_iter().filter(unheard).map(|(mark, _)| mark).collect()
    }

    /// What is to be said at that moment.
    #[must_use]
    pub fn look(&self, now: DateTime<Utc>) -> Look {
        let mut look = Look::default();
        let mut ahead = Vec::new();
        for (mark, at) in self.marks() {
            match (self.told(mark), self.speaks(mark, at, now)) {
                (None, true) if at <= now => look.unit.push(mark),
                (None, true) => ahead.push(at),
                _ => {}
            }
        }
        if self.told(Mark::Asker).is_none() {
            look.asker = self.due_at <= now;
            ahead.push(self.due_at);
        }
        if let Some((step, at)) = self.step() {
            look.step = (at <= now).then_some(step);
            ahead.push(at);
        }
        look.next = ahead.into_iter().filter(|at| *at > now).min();
        look
    }

    /// Whether a mark is told without waiting for the morning.
    fn speaks(&self, mark: Mark, at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
        let (day, due) = (calendar::day(at), calendar::day(self.due_at));
        // A share that passed on an earlier day was in a digest; when all stood still, the next
        // one has it.
        let is_today = day == due && calendar::day(now) <= due;
        self.asked.kind == Kind::Urgent || !matches!(mark, Mark::Share(_)) || is_today
    }

    /// The next step up, and from when on.
    fn step(&self) -> Option<(Step, DateTime<Utc>)> {
        let mut from = self.due_at;
        for step in Step::ALL {
            let Some(told) = self.told(Mark::Step(step)) else { return Some((step, from)) };
            let day = self.time.day_minutes(calendar::day(told.at));
            let next = if told.person.is_some() { self.time.add_minutes(told.at, day) } else { told.at };
            from = next.max(self.due_at);
        }
        None
    }
}

#[cfg(test)]
mod tests;
