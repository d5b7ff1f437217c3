//! The pure rules, asked with everything that was ever said, against the model.

use loa::message::Kind;
use loa::message::policy::{Decision, Policy, Term, Word, lacks};
use loa::ward::{PersonId, Role as Held, UnitId};
use uuid::Uuid;

use super::actions::{self, AUTHOR, Action, Press, Role};
use super::model::{Model, Voice};
use super::{LONG, cases};
use crate::chaos::random::{Random, say};

fn person(n: usize) -> PersonId {
    PersonId(Uuid::from_u128(n as u128 + 1))
}

fn unit(n: usize) -> UnitId {
    UnitId(Uuid::from_u128(n as u128 + 1))
}

/// One word that was ever said, and the role under which.
struct Said {
    who: usize,
    version: i32,
    word: Word,
    role: Role,
    /// It went when who said it lost their roles.
    holds: bool,
}

#[derive(Default)]
struct Log(Vec<Said>);

impl Log {
    /// The model took a press.
    fn add(&mut self, model: &Model, who: usize, press: Press) {
        let version = model.version;
        let (word, role) = match (press, model.voices.get(&who)) {
            (Press::Return, _) => (Word::Returns, Role::Approver),
            (_, Some(Voice::Alone)) => (Word::ApprovesAlone { on_duty: true }, Role::Approver),
            (_, Some(Voice::Administrator)) => (Word::Approves, Role::Administrator),
            (_, Some(Voice::Agrees(unit))) => (Word::Consents, Role::Officer(*unit)),
            (_, Some(Voice::Approver) | None) => (Word::Approves, Role::Approver),
        };
        let known = self.0.iter_mut().find(|said| said.who == who && said.version == version && said.holds);
        match known {
            Some(said) => (said.word, said.role) = (word, role),
            None => self.0.push(Said { who, version, word, role, holds: true }),
        }
    }

    fn end(&mut self, who: usize) {
        for said in self.0.iter_mut().filter(|said| said.who == who) {
            said.holds = false;
        }
    }

    fn decisions(&self) -> Vec<Decision> {
        let held = |role| match role {
            Role::Editor => (Held::Editor, None),
            Role::Approver => (Held::Approver, None),
            Role::Administrator => (Held::Administrator, None),
            Role::Officer(n) => (Held::Officer, Some(unit(n))),
        };
        let decision = |said: &Said| Decision {
            person: person(said.who),
            hash: said.version.to_be_bytes().to_vec(),
            word: said.word,
            role: Some(held(said.role)),
            holds: said.holds,
        };
        self.0.iter().map(decision).collect()
    }
}

fn is_clear(model: &Model, log: &Log) -> bool {
    let policy = Policy {
        needed: model.asked.needed,
        may_administer: model.asked.administrators,
        consent: model.asked.unit.map(unit),
        term: Term::Day1,
        deputy: None,
        alone: model.asked.alone,
    };
    let kind = if model.urgent { Kind::Urgent } else { Kind::Notice };
    lacks(&model.version.to_be_bytes(), kind, person(AUTHOR), &log.decisions(), &policy).is_empty()
}

/// Plays one sequence; gives whether the message left.
fn play(seed: u64) -> bool {
    let mut random = Random(seed);
    let mut model = Model::new(actions::asked(&mut random), random.below(3) == 0);
    let mut log = Log::default();
    for who in 0..actions::PEOPLE {
        model.roles[who].insert(actions::role(&mut random));
    }
    let mut past = Vec::new();
    for _ in 0..LONG {
        let action = actions::action(&mut random);
        past.push(action);
        let mut presses = Vec::new();
        match action {
            Action::Press { who, press, back } => presses.push((who, press, back)),
            Action::Both { one, other, press } => presses.extend([(one, press, 0), (other, press, 0)]),
            Action::Edit => {
                model.edit();
            }
            Action::Withdraw { who } => {
                model.withdraw(who);
            }
            Action::Grant { who, role } => {
                model.roles[who].insert(role);
            }
            Action::End { who, seen } => {
                model.end(who);
                log.end(who);
                if seen {
                    model.recheck();
                }
            }
            Action::Policy { asked, seen } => {
                model.asked = asked;
                if seen {
                    model.recheck();
                }
            }
            Action::Duty { who } => {
                if model.roles[who].contains(&Role::Approver) {
                    model.on_duty.insert(who);
                }
            }
            Action::Tick => {
                let clear = is_clear(&model, &log);
                if model.tick() {
                    assert!(clear, "seed {seed}: {past:?}: {model:?}");
                    return true;
                }
            }
            Action::Recall | Action::Away { .. } => {}
        }
        let version = model.version;
        for (who, press, back) in presses {
            if model.press(who, press, version - back) {
                log.add(&model, who, press);
            }
        }
        assert_eq!(is_clear(&model, &log), model.is_ready(), "seed {seed}: {past:?}: {model:?}");
    }
    false
}

#[test]
fn nothing_leaves_but_what_the_required_people_approved() {
    let mut left = 0_u64;
    for seed in 0..cases() {
        left += u64::from(play(seed));
    }
    assert!(left > cases() / 50, "sequences must reach the end, too: {left}");
    say(&format!("{} sequences by the rules alone, {left} of them to the end", cases()));
}
