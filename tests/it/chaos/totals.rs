//! What all rounds came to, kept in a file where a long run may be ended and go on later.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Mutex;

use serde::{Deserialize, Serialize};

use super::check::{Kind, Report};
use super::facts::Facts;
use super::random::setting;
use crate::house::Database;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Totals {
    pub rounds: u64,
    pub kills: usize,
    pub halts: usize,
    pub cuts: usize,
    pub faults: usize,
    pub rows: usize,
    pub sends: usize,
    pub updates: usize,
    pub repeats: usize,
    pub lost: usize,
    pub falsely_sent: usize,
    pub undeclared: usize,
    pub disorder: usize,
    pub other: usize,
    pub cut_off: usize,
    pub cut_off_most: usize,
    pub unanswered: usize,
    pub unanswered_most: usize,
}

impl Totals {
    /// What one round came to.
    pub fn of(facts: &Facts, report: &Report, cuts: usize) -> Self {
        let havoc = &facts.havoc;
        Self {
            rounds: 1,
            kills: havoc.kills,
            halts: havoc.halts,
            cuts,
            faults: havoc.faults,
            rows: facts.rows.len(),
            sends: facts.ledger.len(),
            updates: facts.updates.len(),
            repeats: facts.rows.iter().map(|row| row.repeats).sum(),
            lost: report.count(Kind::Lost),
            falsely_sent: report.count(Kind::FalselySent),
            undeclared: report.count(Kind::Undeclared),
            disorder: report.count(Kind::Disorder),
            other: report.count(Kind::Other),
            cut_off: report.cut_off,
            cut_off_most: (havoc.kills + havoc.halts) * facts.in_flight_max,
            unanswered: report.unanswered,
            unanswered_most: havoc.doubtful,
        }
    }

    pub fn add(&mut self, other: &Self) {
        self.rounds += other.rounds;
        self.kills += other.kills;
        self.halts += other.halts;
        self.cuts += other.cuts;
        self.faults += other.faults;
        self.rows += other.rows;
        self.sends += other.sends;
        self.updates += other.updates;
        self.repeats += other.repeats;
        self.lost += other.lost;
        self.falsely_sent += other.falsely_sent;
        self.undeclared += other.undeclared;
        self.disorder += other.disorder;
        self.other += other.other;
        self.cut_off += other.cut_off;
        self.cut_off_most += other.cut_off_most;
        self.unanswered += other.unanswered;
        self.unanswered_most += other.unanswered_most;
    }

    pub fn say(&self) -> String {
        format!(
            "{} kills, {} faults, {} cuts, {} halts; {} rows, {} calls, {} updates, {} repeats declared; \
             {} lost, {} falsely sent, {} undeclared repeats, {} out of order; \
             unknown {} by kills (at most {}) and {} by faults (at most {})",
            self.kills,
            self.faults,
            self.cuts,
            self.halts,
            self.rows,
            self.sends,
            self.updates,
            self.repeats,
            self.lost,
            self.falsely_sent,
            self.undeclared,
            self.disorder,
            self.cut_off,
            self.cut_off_most,
            self.unanswered,
            self.unanswered_most,
        )
    }
}

/// Tests on several databases write one file.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// What earlier runs came to, if they were told to keep it.
pub fn load(database: Database) -> Totals {
    let _one = ONE_AT_A_TIME.lock();
    read().remove(&format!("{database:?}")).unwrap_or_default()
}

/// Keeps the totals after a round.
pub fn keep(database: Database, totals: &Totals) {
    let _one = ONE_AT_A_TIME.lock();
    let Some(file) = file() else { return };
    let mut all = read();
    all.insert(format!("{database:?}"), totals.clone());
    let text = serde_json::to_string_pretty(&all).expect("JSON");
    // A run that is ended while it writes leaves the file as it was.
    let new = file.with_extension("new");
    std::fs::write(&new, text).expect("the file of the totals");
    std::fs::rename(new, file).expect("the file of the totals");
}

fn file() -> Option<PathBuf> {
    setting("LOA_CHAOS_STATE").map(PathBuf::from)
}

fn read() -> BTreeMap<String, Totals> {
    let text = file().and_then(|file| std::fs::read_to_string(file).ok());
    text.map(|text| serde_json::from_str(&text).expect("the file of the totals is whole")).unwrap_or_default()
}
