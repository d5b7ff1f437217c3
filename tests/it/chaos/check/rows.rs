//! Every row has ended as the rules allow, and what the platform got is what the rows say,
//! repeats included.

use std::collections::{BTreeMap, BTreeSet};

use loa::channel::Content;
use loa::delivery::{Lane, REPEATS_MAX};

use super::calls::{accepted, key, refused, sends};
use super::{Kind, Report, words};
use crate::chaos::facts::{Facts, Row};

/// Every row has come to an end that its kind may come to.
pub fn ends(facts: &Facts, report: &mut Report) {
    let there: BTreeSet<_> = facts.rows.iter().map(|row| row.id).collect();
    for stored in facts.told.enqueued.iter().filter(|stored| !there.contains(&stored.id)) {
        report.add(Kind::Lost, format!("row {} is gone", stored.id));
    }
    let refused: BTreeSet<String> = refused(facts).map(|call| call.key).collect();
    for row in facts.rows.iter().filter(|row| row.by_bot) {
        let is_post = row.kind == "post" && matches!(row.content, Content::Message(_));
        let is_press = matches!(row.content, Content::PressAnswer { .. });
        let is_well = match row.state.as_str() {
            "sent" => true,
            "unknown" => is_post,
            // A press that waited too long is not answered any more.
            "expired" => is_press || row.not_after.is_some_and(|at| at <= facts.now),
            "failed" if row.reason.as_deref() == Some("given_up") => {
                !is_post && row.repeats >= usize::try_from(REPEATS_MAX).unwrap_or(0)
            }
            "failed" => is_press || (row.reason.is_some() && refused.contains(&key(row))),
            _ => false,
        };
        if !is_well {
            let (kind, id, state, reason) = (&row.kind, row.id, &row.state, &row.reason);
            let ended = format!("{kind} {id} in {} ended as {state}, {reason:?}: {}", row.chat, words(row));
            report.add(Kind::Lost, ended);
        }
        let may_repeat = if row.lane == Lane::Urgent.number() { 1 } else { 0 };
        if is_post && row.repeats > may_repeat {
            report.add(Kind::Undeclared, format!("post {} was repeated by the software", row.id));
        }
    }
}

/// What rows with the same content in the same chat allow together.
#[derive(Default)]
struct Sum {
    rows: usize,
    /// Sends that must be in the ledger.
    sure: usize,
    /// Sends that may be there at most.
    most: usize,
    ledger: usize,
    /// Edits that the platform found made already.
    already: usize,
}

/// The platform got what the rows say.
pub fn calls(facts: &Facts, report: &mut Report) {
    let mut sums: BTreeMap<String, Sum> = BTreeMap::new();
    let mut proofs: BTreeSet<(i64, i64)> = BTreeSet::new();
    let got: BTreeMap<(i64, i64), String> =
        sends(facts).filter_map(|c| Some(((c.chat, c.message_id?), c.key))).collect();
    for row in facts.rows.iter().filter(|row| row.by_bot) {
        let key = key_of(row, &got);
        let sum = sums.entry(key.clone()).or_default();
        sum.rows += 1;
        sum.sure += usize::from(row.state == "sent");
        // The last attempt of what was given up may have been one too many to know.
        let may_be_there =
            ["sent", "unknown"].contains(&row.state.as_str()) || row.reason.as_deref() == Some("given_up");
        sum.most += row.repeats + usize::from(may_be_there);
        if row.state == "sent" && matches!(row.content, Content::Message(_)) {
            prove(row, &key, &got, &mut proofs, report);
        }
    }
    for call in accepted(facts) {
        sums.entry(call.key).or_default().ledger += 1;
    }
    for call in refused(facts) {
        sums.entry(call.key).or_default().already += 1;
    }
    for (key, sum) in sums {
        if sum.ledger > sum.most {
            report.add(
                Kind::Undeclared,
                format!("sent {} times, {} are declared: {key}", sum.ledger, sum.most),
            );
        }
        let is_change = key.starts_with("edit ") || key.starts_with("delete ");
        let known = sum.ledger + if is_change { sum.already } else { 0 };
        if known < sum.sure {
            report.add(Kind::FalselySent, format!("{} rows say sent, {known} were: {key}", sum.sure));
        }
        if key.starts_with("press ") && sum.rows > 1 {
            report.add(Kind::Undeclared, format!("a press was handled {} times: {key}", sum.rows));
        }
    }
}

/// Who said something that has one answer got it once for each time.
pub fn answers(facts: &Facts, report: &mut Report) {
    let stored: BTreeSet<_> = facts.told.enqueued.iter().map(|stored| stored.id).collect();
    for (chat, said) in &facts.told.said {
        let rows = facts.rows.iter().filter(|row| row.chat == *chat && !stored.contains(&row.id));
        let answers = rows.count();
        let kind = if answers < *said { Kind::Lost } else { Kind::Undeclared };
        if answers != *said {
            report.add(kind, format!("person {chat} spoke {said} times and was answered {answers} times"));
        }
    }
}

/// What a row sent. One that loses its words when they have left is known by its proof alone.
fn key_of(row: &Row, got: &BTreeMap<(i64, i64), String>) -> String {
    if row.kind == "extract" && row.state == "sent" {
        let ids = proof(row);
        if let Some(known) = ids.first().and_then(|id| got.get(&(row.chat, *id))) {
            return known.clone();
        }
    }
    key(row)
}

/// The platform's ids of the messages that a row became.
fn proof(row: &Row) -> Vec<i64> {
    let ids: Vec<String> =
        row.proof.as_deref().and_then(|proof| serde_json::from_str(proof).ok()).unwrap_or_default();
    ids.iter().filter_map(|id| id.parse().ok()).collect()
}

/// A row that says `sent` names a message that is there, with its words, and that no other row names.
fn prove(
    row: &Row,
    key: &str,
    got: &BTreeMap<(i64, i64), String>,
    proofs: &mut BTreeSet<(i64, i64)>,
    report: &mut Report,
) {
    let ids = proof(row);
    if ids.is_empty() {
        report.add(Kind::FalselySent, format!("{} {} says sent without proof", row.kind, row.id));
    }
    // Zero says "some time later": which message it became is not told.
    for id in ids.into_iter().filter(|id| *id != 0) {
        if got.get(&(row.chat, id)).map(String::as_str) != Some(key) {
            let what = format!("{} {} says sent as {id}, which is not there", row.kind, row.id);
            report.add(Kind::FalselySent, what);
        }
        if !proofs.insert((row.chat, id)) {
            report.add(Kind::FalselySent, format!("message {id} in {} proves several rows", row.chat));
        }
    }
}
