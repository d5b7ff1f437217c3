//! What people can do to a message, and at random.

use crate::chaos::random::Random;

/// People of the play; the first one is the author.
pub const PEOPLE: usize = 6;
pub const AUTHOR: usize = 0;
/// Units that may have to agree.
pub const UNITS: usize = 2;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    Editor,
    Approver,
    Administrator,
    Officer(usize),
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    pub needed: usize,
    pub administrators: bool,
    pub unit: Option<usize>,
    pub alone: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    Approve,
    Alone,
    Consent,
    Return,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// A button of the newest version, or of one so much older, as from an app that was not redrawn.
    Press {
        who: usize,
        press: Press,
        back: i32,
    },
    /// Two people press at the same moment, on what both see.
    Both {
        one: usize,
        other: usize,
        press: Press,
    },
    Edit,
    Withdraw {
        who: usize,
    },
    Recall,
    Grant {
        who: usize,
        role: Role,
    },
    /// `seen`: what was to leave is looked at in the same moment; else only where it begins.
    End {
        who: usize,
        seen: bool,
    },
    Policy {
        asked: Asked,
        seen: bool,
    },
    Duty {
        who: usize,
    },
    Away {
        who: usize,
    },
    /// The clock is looked at.
    Tick,
}

fn person(random: &mut Random) -> usize {
    random.place(PEOPLE)
}

pub fn role(random: &mut Random) -> Role {
    match random.below(8) {
        0 => Role::Editor,
        1..=3 => Role::Approver,
        4 | 5 => Role::Administrator,
        _ => Role::Officer(random.place(UNITS)),
    }
}

pub fn asked(random: &mut Random) -> Asked {
    Asked {
        needed: 1 + random.place(2),
        administrators: random.below(2) == 0,
        unit: (random.below(3) == 0).then(|| random.place(UNITS)),
        alone: random.below(2) == 0,
    }
}

fn press(random: &mut Random) -> Press {
    match random.below(10) {
        0..=4 => Press::Approve,
        5 => Press::Alone,
        6..=8 => Press::Consent,
        _ => Press::Return,
    }
}

pub fn action(random: &mut Random) -> Action {
    match random.below(40) {
        0..=16 => Action::Press { who: person(random), press: press(random), back: 0 },
        17 | 18 => {
            let back = i32::try_from(1 + random.below(2)).unwrap_or(1);
            Action::Press { who: person(random), press: press(random), back }
        }
        19 | 20 => Action::Both { one: person(random), other: person(random), press: Press::Approve },
        21 | 22 => Action::Edit,
        23 => Action::Withdraw { who: person(random) },
        24 => Action::Recall,
        25..=28 => Action::Grant { who: person(random), role: role(random) },
        29..=31 => Action::End { who: person(random), seen: random.below(2) == 0 },
        32 | 33 => Action::Policy { asked: asked(random), seen: random.below(2) == 0 },
        34 => Action::Duty { who: person(random) },
        35 => Action::Away { who: person(random) },
        _ => Action::Tick,
    }
}
