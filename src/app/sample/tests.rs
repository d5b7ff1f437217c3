//! The sample is right by the program's own judgement.

use std::collections::BTreeSet;

use super::*;
use crate::message::checks::{Facts, findings};
use crate::plan::import;
use crate::text::Rich;

/// What a person finds in the plan, each a line: its kind, then its number or date and its name.
const EXPECTED: &str = include_str!("plan.tsv");

#[test]
fn all_of_the_plan_is_found_and_nothing_else() {
    let plan = import::read(PLAN.as_bytes()).unwrap();
    let mut found: Vec<String> = Vec::new();
    found.push(format!("issuer\t{}", plan.issuer));
    found.extend(plan.number.iter().map(|number| format!("number\t{number}")));
    found.extend(plan.date.iter().map(|date| format!("date\t{date}")));
    found.push(format!("period\t{}..{}", plan.period.from.unwrap(), plan.period.to.unwrap()));
    found.extend(plan.content_groups.iter().map(|g| format!("group\t{}\t{}", g.number, g.name)));
    found.extend(plan.duties.iter().map(|duty| format!("duty\t{}", duty.body)));
    found.extend(plan.report_dates.iter().map(|date| format!("report\t{date}")));
    found.extend(plan.events.iter().map(|event| {
        let lunar = if event.lunar { " AL" } else { "" };
        let origin = event.origin_year.map_or("-".to_owned(), |year| year.to_string());
        format!("event\t{}/{}{lunar}\t{origin}", event.day, event.month)
    }));
    let figures = plan.aims.iter().flat_map(|aim| &aim.figures);
    found.extend(figures.map(|figure| format!("aim\t{} {}", figure.value, figure.unit)));
    found.extend(plan.legal_bases.iter().filter_map(|b| Some(format!("basis\t{}", b.number.as_ref()?))));
    found.extend(plan.receivers.iter().map(|receiver| format!("receiver\t{}", receiver.name)));
    assert_eq!(found.join("\n"), EXPECTED.trim_end());
}

#[test]
fn its_messages_give_no_alarm_and_belong_to_groups_of_the_plan() {
    let sample = Sample::load().unwrap();
    let plan = import::read(PLAN.as_bytes()).unwrap();
    let groups: BTreeSet<&str> = plan.content_groups.iter().map(|group| group.number.as_str()).collect();
    for message in &sample.messages {
        assert!(groups.contains(message.group.as_str()), "{}", message.group);
        for text in [Some(&message.text), message.earlier.as_ref()].into_iter().flatten() {
            let plain = text.trim().replace("<b>", "").replace("</b>", "");
            assert!(!plain.contains('<'), "{plain}");
            let facts = Facts { at: i18n::from_hanoi(message.at), official: &[] };
            let found = findings(&Rich::plain(&plain), facts);
            assert!(found.is_empty(), "{found:?} in {plain}");
        }
    }
    assert!(sample.ward.slots.iter().all(|slot| groups.contains(slot.group.as_str())));
    let used: BTreeSet<Fate> = sample.messages.iter().map(|message| message.fate).collect();
    assert_eq!(used.len(), 5, "each fate is shown: {used:?}");
    assert!(sample.messages.len() >= 12 && sample.ward.neighbourhoods.len() >= 8);
}
