//! Whose word a version needs before it leaves: pure, asked from rows at the approval, before a
//! post is planned, and again where it begins.

use super::Kind;
use crate::ward::{PersonId, Role, UnitId};

/// What a content group, or a ward, asks for before something is posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// People who must approve, the author not among them.
    pub needed: usize,
    /// Whether the second of them may be an administrator.
    pub may_administer: bool,
    /// A unit of which an officer must agree with the facts. That is no approval.
    pub consent: Option<UnitId>,
    /// By when it is to be decided.
    pub term: Term,
    /// Who is asked where the others are away or let the time go by.
    pub deputy: Option<PersonId>,
    /// Whether one approver on duty may release an urgent message alone.
    pub alone: bool,
}

/// How long approvers have, in working time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Term {
    Hours4,
    #[default]
    Day1,
    Days2,
}

impl Term {
    pub const ALL: [Self; 3] = [Self::Hours4, Self::Day1, Self::Days2];

    /// The code in rows and buttons.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Hours4 => "hours4",
            Self::Day1 => "day1",
            Self::Days2 => "days2",
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|term| term.code() == code)
    }

    /// In minutes of working time, where a working day has so many.
    #[must_use]
    pub fn minutes(self, day_minutes: i64) -> i64 {
        match self {
            Self::Hours4 => 240,
            Self::Day1 => day_minutes,
            Self::Days2 => 2 * day_minutes,
        }
    }
}

/// What somebody said about a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Word {
    Approves,
    /// It is meant to suffice by itself; whether the person was on duty then.
    ApprovesAlone {
        on_duty: bool,
    },
    /// The facts are right, says an officer of a unit.
    Consents,
    Returns,
}

/// One person's word on one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub person: PersonId,
    pub hash: Vec<u8>,
    pub word: Word,
    /// The role under which it was said, with an officer's unit; `None`: none is known.
    pub role: Option<(Role, Option<UnitId>)>,
    /// Whether that role goes on without a break since.
    pub holds: bool,
}

/// What keeps a version from leaving.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lack {
    /// Somebody sent it back.
    Returned,
    /// So many more people must approve.
    People(usize),
    /// An officer of this unit must agree with the facts.
    Consent(UnitId),
}

/// What a version lacks; nothing: it may leave.
///
/// Enough different people, none of them the author, approved exactly this under a role that the
/// policy admits and that they have kept since, an officer of the unit that it names agreed, who
/// is none of them, and nobody sent it back. Of an urgent one the word of a single approver on
/// duty is enough where the ward allows it.
#[must_use]
pub fn lacks(
    hash: &[u8],
    kind: Kind,
    author: PersonId,
    decisions: &[Decision],
    policy: &Policy,
) -> Vec<Lack> {
    let on_this = || decisions.iter().filter(|decision| decision.hash == hash);
    // A return counts whatever became of who said it: what is in doubt stays.
    if on_this().any(|decision| decision.word == Word::Returns) {
        return vec![Lack::Returned];
    }
    let counting = || on_this().filter(|decision| decision.person != author && decision.holds);
    let is = |decision: &Decision, wanted: Role| decision.role.is_some_and(|(role, _)| role == wanted);
    let alone = |decision: &Decision| decision.word == Word::ApprovesAlone { on_duty: true };
    if policy.alone && kind == Kind::Urgent && counting().any(|d| alone(d) && is(d, Role::Approver)) {
        return Vec::new();
    }
    let approving = |wanted: Role| {
        let approves = |d: &&Decision| matches!(d.word, Word::Approves | Word::ApprovesAlone { .. });
        distinct(counting().filter(approves).filter(|d| is(d, wanted)))
    };
    let approvers = approving(Role::Approver);
    let mut others = approving(Role::Administrator);
    others.retain(|person| !approvers.contains(person));
    let needed = policy.needed.max(1);
    // Never the only one: at least one is an approver.
    let admitted = usize::from(policy.may_administer && needed > 1);
    let mut found = approvers.clone();
    found.extend(others.into_iter().take(admitted));
    let mut lacks = Vec::new();
    if found.len() < needed {
        lacks.push(Lack::People(needed - found.len()));
    }
    if let Some(unit) = policy.consent {
        let agrees = |d: &&Decision| d.word == Word::Consents && d.role == Some((Role::Officer, Some(unit)));
        let agreeing = distinct(counting().filter(agrees));
        if !agreeing.iter().any(|person| !found.contains(person)) {
            lacks.push(Lack::Consent(unit));
        }
    }
    lacks
}

fn distinct<'a>(decisions: impl Iterator<Item = &'a Decision>) -> Vec<PersonId> {
    let mut people: Vec<PersonId> = decisions.map(|decision| decision.person).collect();
    people.sort_unstable();
    people.dedup();
    people
}

#[cfg(test)]
mod tests;
