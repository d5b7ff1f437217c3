//! Plans of many shapes, each with what a person found in it: how much is found, and how much of
//! what is found is wrong.
//!
//! `tests/data/plans/shapes/NAME.tsv` holds a line for each finding: its kind, then its number or
//! date and the beginning of its name. A kind without a line is not looked at, apart from groups,
//! duties, report dates and events, of which a plan without a line has none.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::PlanDocument;
use crate::plan::document;

/// What was found of a kind.
#[derive(Debug, Default)]
struct Score {
    right: usize,
    missing: Vec<String>,
    wrong: Vec<String>,
}

fn findings(plan: &PlanDocument) -> Vec<(&'static str, Vec<String>)> {
    let mut all: Vec<(&'static str, Vec<String>)> = Vec::new();
    all.extend(plan.content_groups.iter().map(|g| ("group", vec![g.number.clone(), g.name.clone()])));
    all.extend(plan.duties.iter().map(|d| ("duty", vec![d.body.clone()])));
    all.extend(plan.report_dates.iter().map(|d| ("report", vec![d.to_string()])));
    all.extend(plan.events.iter().map(|e| {
        let lunar = if e.lunar { " AL" } else { "" };
        let origin = e.origin_year.map_or("-".to_owned(), |year| year.to_string());
        ("event", vec![format!("{}/{}{lunar}", e.day, e.month), origin])
    }));
    all.extend(plan.receivers.iter().map(|r| ("receiver", vec![r.name.clone()])));
    all.extend(plan.legal_bases.iter().filter_map(|b| Some(("basis", vec![b.number.clone()?]))));
    let figures = plan.aims.iter().flat_map(|aim| &aim.figures);
    all.extend(figures.map(|f| ("aim", vec![format!("{} {}", f.value, f.unit)])));
    all.push(("issuer", vec![plan.issuer.clone()]));
    all.extend(plan.number.iter().map(|number| ("number", vec![number.clone()])));
    all.extend(plan.date.iter().map(|date| ("date", vec![date.to_string()])));
    if let (Some(from), Some(to)) = (plan.period.from, plan.period.to) {
        all.push(("period", vec![format!("{from}..{to}")]));
    }
    all
}

fn fits(wanted: &[String], found: &[String]) -> bool {
    let begins = |(wanted, found): (&String, &String)| {
        // "15/8" is not the beginning of "15/8 AL".
        let dated = wanted.contains('/') && wanted.len() <= 5;
        if dated { found == wanted } else { found.to_lowercase().starts_with(&wanted.to_lowercase()) }
    };
    wanted.iter().zip(found).all(begins)
}

fn score(name: &str, plan: &PlanDocument, wanted: &str, scores: &mut BTreeMap<&'static str, Score>) {
    const ALWAYS: [&str; 4] = ["group", "duty", "report", "event"];
    let wanted: Vec<(&str, Vec<String>)> = wanted
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(kind, rest)| (kind, rest.split('\t').map(str::to_owned).collect()))
        .collect();
    let mut left = findings(plan);
    left.retain(|(kind, _)| ALWAYS.contains(kind) || wanted.iter().any(|(wanted, _)| wanted == kind));
    for (kind, wanted) in &wanted {
        let found = left.iter().position(|(found, words)| found == kind && fits(wanted, words));
        match found {
            Some(at) => scores.entry(left.remove(at).0).or_default().right += 1,
            None => {
                let known = [
                    "group", "duty", "report", "event", "receiver", "basis", "aim", "issuer", "number",
                    "date", "period",
                ];
                let kind = known.into_iter().find(|known| known == kind).expect("a known kind");
                scores.entry(kind).or_default().missing.push(format!("{name}: {}", wanted.join(" ")));
            }
        }
    }
    for (kind, words) in left {
        scores.entry(kind).or_default().wrong.push(format!("{name}: {}", words.join(" ")));
    }
}

fn shapes() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/plans/shapes");
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|file| file.extension().is_some_and(|e| e != "tsv"));
    files.sort();
    files
}

#[test]
fn plans_of_many_shapes() {
    let mut scores = BTreeMap::new();
    let files = shapes();
    assert!(files.len() >= 14, "{}", files.len());
    for file in files {
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        let wanted = fs::read_to_string(file.with_extension("tsv")).expect("what is in it");
        let plan =
            document::read(&fs::read(&file).expect("a file")).unwrap_or_else(|e| panic!("{name}: {e}"));
        score(&name, &plan, &wanted, &mut scores);
    }
    println!("kind      right  missing  wrong");
    for (kind, score) in &scores {
        println!("{kind:<9} {:>5}  {:>7}  {:>5}", score.right, score.missing.len(), score.wrong.len());
    }
    for (kind, score) in &scores {
        let wanted = score.right + score.missing.len();
        let found = score.right + score.wrong.len();
        assert!(score.right * 100 >= wanted * 95, "{kind}: {:?} are missing", score.missing);
        assert!(score.wrong.len() * 100 <= found * 5, "{kind}: {:?} are wrong", score.wrong);
    }
}
