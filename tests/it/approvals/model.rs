//! The rules once more, told as events: a word is there from the press until its version or the
//! role of who said it goes.

use std::collections::{BTreeMap, BTreeSet};

use super::actions::{AUTHOR, Asked, PEOPLE, Press, Role};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Waits,
    Returned,
    Approved,
    Withdrawn,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    Approver,
    Alone,
    Administrator,
    Agrees(usize),
}

#[derive(Clone, Debug)]
pub struct Model {
    pub roles: [BTreeSet<Role>; PEOPLE],
    pub on_duty: BTreeSet<usize>,
    pub asked: Asked,
    pub urgent: bool,
    pub version: i32,
    pub state: State,
    /// Whether somebody sent this version back.
    pub returned: bool,
    /// What counts about this version.
    pub voices: BTreeMap<usize, Voice>,
    /// Whether a post of it waits for its time.
    pub planned: bool,
    pub sent: bool,
}

impl Model {
    pub fn new(asked: Asked, urgent: bool) -> Self {
        Self {
            roles: std::array::from_fn(|_| BTreeSet::new()),
            on_duty: BTreeSet::new(),
            asked,
            urgent,
            version: 1,
            state: State::Waits,
            returned: false,
            voices: BTreeMap::new(),
            planned: false,
            sent: false,
        }
    }

    /// Whether the required people have said yes to exactly this version.
    pub fn is_ready(&self) -> bool {
        if self.returned {
            return false;
        }
        let count = |wanted: &[Voice]| self.voices.values().filter(|v| wanted.contains(v)).count();
        if self.urgent && self.asked.alone && count(&[Voice::Alone]) > 0 {
            return true;
        }
        let approvers = count(&[Voice::Approver, Voice::Alone]);
        let helped =
            self.asked.administrators && self.asked.needed == 2 && count(&[Voice::Administrator]) > 0;
        let agreed = match self.asked.unit {
            Some(unit) => count(&[Voice::Agrees(unit)]) > 0,
            None => true,
        };
        agreed && approvers >= 1 && approvers + usize::from(helped) >= self.asked.needed
    }

    fn voice_for_approval(&self, who: usize) -> Option<Voice> {
        let has = |role| self.roles[who].contains(&role);
        if has(Role::Approver) {
            return Some(Voice::Approver);
        }
        let admitted = self.asked.administrators && self.asked.needed == 2;
        (admitted && has(Role::Administrator)).then_some(Voice::Administrator)
    }

    fn voice_for_consent(&self, who: usize) -> Option<Voice> {
        let unit = self.asked.unit?;
        self.roles[who].contains(&Role::Officer(unit)).then_some(Voice::Agrees(unit))
    }

    /// A button of a version is pressed. Gives whether it is taken.
    pub fn press(&mut self, who: usize, press: Press, version: i32) -> bool {
        if who == AUTHOR || version != self.version || self.state != State::Waits {
            return false;
        }
        let known = self.voices.get(&who).copied();
        match press {
            Press::Approve | Press::Consent => {
                let voice = if press == Press::Approve {
                    self.voice_for_approval(who)
                } else {
                    self.voice_for_consent(who)
                };
                let (Some(voice), None) = (voice, known) else { return false };
                self.voices.insert(who, voice);
                self.look_for_all();
            }
            Press::Alone => {
                let may = self.urgent && self.asked.alone && self.on_duty.contains(&who);
                if !may || !self.roles[who].contains(&Role::Approver) {
                    return false;
                }
                self.voices.entry(who).or_insert(Voice::Approver);
                if !self.is_ready() {
                    if matches!(known, Some(Voice::Agrees(_))) {
                        return false;
                    }
                    self.voices.insert(who, Voice::Alone);
                }
                self.look_for_all();
            }
            Press::Return => {
                let may = self.voice_for_approval(who).or_else(|| self.voice_for_consent(who)).is_some();
                if !may || known.is_some() {
                    return false;
                }
                self.state = State::Returned;
                self.returned = true;
            }
        }
        true
    }

    /// Everything may be there by now.
    fn look_for_all(&mut self) {
        if self.state == State::Waits && self.is_ready() {
            self.state = State::Approved;
            self.planned = true;
        }
    }

    pub fn edit(&mut self) -> bool {
        if self.state == State::Withdrawn {
            return false;
        }
        self.version += 1;
        self.state = State::Waits;
        self.returned = false;
        self.voices.clear();
        self.planned = false;
        true
    }

    pub fn withdraw(&mut self, who: usize) -> bool {
        if who != AUTHOR || self.state == State::Withdrawn {
            return false;
        }
        self.state = State::Withdrawn;
        self.planned = false;
        true
    }

    pub fn end(&mut self, who: usize) {
        self.roles[who].clear();
        self.on_duty.remove(&who);
        self.voices.remove(&who);
    }

    /// What was to leave, and what waits, is looked at.
    pub fn recheck(&mut self) {
        if self.planned && !self.is_ready() {
            self.planned = false;
            self.state = State::Waits;
        }
        self.look_for_all();
    }

    /// The clock is looked at. Gives whether it leaves.
    pub fn tick(&mut self) -> bool {
        if !self.planned {
            return false;
        }
        self.planned = false;
        if self.is_ready() {
            self.sent = true;
        } else {
            self.state = State::Waits;
        }
        self.sent
    }
}
