//! Compares what people did with the rows, and the rows with what the platform got. Pure, so
//! that [`tests`] and [`volume_tests`] can show that every fault is found.

mod calls;
mod order;
mod rows;
mod tests;
mod volume_tests;
mod ward;

use loa::channel::Content;

use super::facts::{Facts, Row};

/// What a fault breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Something that came in or was to leave is not accounted for.
    Lost,
    /// A row says that it was sent and it was not.
    FalselySent,
    /// Something was sent or handled once more than its rows say or its rules allow.
    Undeclared,
    /// A chat got things in another order than they were due.
    Disorder,
    Other,
}

#[derive(Clone, Debug)]
pub struct Fault {
    pub kind: Kind,
    pub what: String,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Report {
    pub faults: Vec<Fault>,
    /// Posts of which nobody can tell whether they arrived, with why: a person decides.
    pub in_doubt: Vec<String>,
    /// Those that were under way when an instance was killed or halted.
    pub cut_off: usize,
    /// Those whose calls came back with nothing to go by.
    pub unanswered: usize,
}

impl Report {
    fn add(&mut self, kind: Kind, what: String) {
        self.faults.push(Fault { kind, what });
    }

    pub fn count(&self, kind: Kind) -> usize {
        self.faults.iter().filter(|fault| fault.kind == kind).count()
    }

    /// All faults, one a line.
    pub fn said(&self) -> String {
        let lines: Vec<String> = self.faults.iter().map(|f| format!("{:?}: {}", f.kind, f.what)).collect();
        lines.join("\n")
    }
}

/// Checks everything.
pub fn check(facts: &Facts) -> Report {
    let mut report = Report::default();
    ward::updates(facts, &mut report);
    ward::questions(facts, &mut report);
    ward::posts(facts, &mut report);
    rows::ends(facts, &mut report);
    rows::calls(facts, &mut report);
    rows::answers(facts, &mut report);
    order::order(facts, &mut report);
    doubt(facts, &mut report);
    report
}

/// What is in doubt is bounded by what was under way and by the trouble that was ordered.
fn doubt(facts: &Facts, report: &mut Report) {
    let havoc = &facts.havoc;
    for row in facts.rows.iter().filter(|row| row.state == "unknown") {
        let is_unanswered = row.reason.as_deref() == Some("no_answer");
        if is_unanswered {
            report.unanswered += 1;
        } else {
            report.cut_off += 1;
        }
        let why = if is_unanswered { "no answer came" } else { "cut off" };
        report.in_doubt.push(format!("{} in {} ({}): {why}", words(row), row.chat, row.id));
    }
    let (cut_off, most) = (report.cut_off, (havoc.kills + havoc.halts) * facts.in_flight_max);
    if cut_off > most {
        let (kills, halts) = (havoc.kills, havoc.halts);
        report.add(
            Kind::Other,
            format!(
                "{cut_off} copies are in doubt after {kills} kills and {halts} halts, at most {most} may be"
            ),
        );
    }
    let (unanswered, most) = (report.unanswered, havoc.doubtful);
    if unanswered > most {
        report.add(Kind::Other, format!("{unanswered} copies had no answer, at most {most} calls had none"));
    }
}

/// The words of a row, where it has any.
fn words(row: &Row) -> String {
    match &row.content {
        Content::Message(letter) | Content::Edit { letter, .. } => letter.text.words(),
        Content::PressAnswer { .. } | Content::Delete { .. } | Content::Pin { .. } => String::new(),
    }
}
