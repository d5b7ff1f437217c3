//! Whether a plan is a newer version of one in force, and what it changes. Pure.
//!
//! Promise: a content group lives on where its name is the same, or its number with a similar
//! name; each goes on as one group at most. What is only likely is said to be so, and is asked.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Deserialize;

use super::import::PlanDocument;
use super::{ContentGroup, ContentGroupId, Plan, PlanId};
use crate::text::folded_words;

/// Of the words of two names, how many are the same in similar ones.
const SIMILAR: f64 = 0.5;
/// Words that say nothing about what a group or a plan is about.
const EMPTY: [&str; 18] = [
    "tuyen", "truyen", "ve", "va", "cong", "tac", "cac", "cua", "trong", "thong", "tin", "ke", "hoach",
    "thuc", "hien", "nam", "phuong", "tren",
];

/// How a plan that was read stands to those in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// A newer version of this one.
    Sure(PlanId),
    /// Perhaps one; a person is asked.
    Perhaps(PlanId),
    None,
}

fn words(text: &str) -> BTreeSet<String> {
    let folded = folded_words(text);
    folded.split_whitespace().filter(|word| !EMPTY.contains(word)).map(str::to_owned).collect()
}

/// How much two texts have in common, from 0 to 1.
fn likeness(one: &str, other: &str) -> f64 {
    let (one, other) = (words(one), words(other));
    let (shared, all) = (one.intersection(&other).count(), one.union(&other).count());
    if all == 0 {
        0.0
    } else {
        f64::from(u32::try_from(shared).unwrap_or(0)) / f64::from(u32::try_from(all).unwrap_or(1))
    }
}

/// Of which plan in force a document is a newer version: by issuer and number, or by its title.
#[must_use]
pub fn match_of(document: &PlanDocument, in_force: &[Plan]) -> Match {
    let same = |one: &str, other: &str| !one.trim().is_empty() && folded_words(one) == folded_words(other);
    let has_issuer = |plan: &&Plan| same(&plan.issuer, &document.issuer);
    let has_number = |plan: &&Plan| match (&plan.number, &document.number) {
        (Some(one), Some(other)) => same(one, other),
        _ => false,
    };
    let has_other_number = |plan: &Plan| match (&plan.number, &document.number) {
        (Some(one), Some(other)) => !same(one, other),
        _ => false,
    };
    let has_title = |plan: &&Plan| same(&plan.title, &document.title);
    let has_period = |plan: &Plan| (plan.from, plan.to) == (document.period.from, document.period.to);
    let sure = |plan: &&Plan| {
        has_issuer(plan)
            && (has_number(plan) || has_title(plan) && has_period(plan) && !has_other_number(plan))
    };
    let mut found = in_force.iter().filter(sure);
    if let (Some(plan), None) = (found.next(), found.next()) {
        return Match::Sure(plan.id);
    }
    let score = |plan: &Plan| {
        let likely = likeness(&plan.title, &document.title);
        let about = if has_number(&plan) || has_title(&plan) { 1.0 } else { likely };
        // Another body's plan is rarely a version of this one.
        if has_issuer(&plan) || plan.issuer.is_empty() || document.issuer.is_empty() {
            about
        } else {
            about / 2.0
        }
    };
    let best = in_force.iter().map(|plan| (score(plan), plan)).max_by(|a, b| a.0.total_cmp(&b.0));
    match best {
        Some((score, plan)) if score >= SIMILAR => Match::Perhaps(plan.id),
        _ => Match::None,
    }
}

/// A content group that is there already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    pub group: ContentGroup,
    /// Whether it stands in the plan now; else an earlier version had it.
    pub stands: bool,
}

/// Whether a group that is there can go on as one of the document.
type Fits<'a> = &'a dyn Fn(&ContentGroup, &super::import::ContentGroup) -> bool;

/// For each content group of the document the one that goes on in it.
#[must_use]
pub fn heirs(document: &PlanDocument, known: &[Known]) -> Vec<Option<ContentGroupId>> {
    let groups = &document.content_groups;
    let mut heirs: Vec<Option<ContentGroupId>> = vec![None; groups.len()];
    let mut taken = BTreeSet::new();
    // Those that stand in the plan come before those that an earlier version had.
    let mut known: Vec<&Known> = known.iter().collect();
    known.sort_by_key(|known| !known.stands);
    let same_name: Fits = &|old, new| folded_words(&old.name) == folded_words(&new.name);
    let same_number: Fits = &|old, new| old.number == new.number;
    let similar: Fits = &|old, new| likeness(&old.name, &new.name) >= SIMILAR;
    let ways: [&[Fits]; 3] = [&[same_name, same_number], &[same_name], &[same_number, similar]];
    for way in ways {
        for (at, new) in groups.iter().enumerate() {
            if heirs[at].is_some() {
                continue;
            }
            let found = known
                .iter()
                .find(|old| !taken.contains(&old.group.id) && way.iter().all(|fits| fits(&old.group, new)));
            if let Some(old) = found {
                taken.insert(old.group.id);
                heirs[at] = Some(old.group.id);
            }
        }
    }
    heirs
}

/// What kind of change it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    GroupAdded,
    GroupRemoved,
    GroupRenamed,
    EventAdded,
    EventRemoved,
    EventMoved,
    ReportAdded,
    ReportRemoved,
    DutyAdded,
    DutyRemoved,
    DutyChanged,
}

impl Kind {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::GroupAdded => "group_added",
            Self::GroupRemoved => "group_removed",
            Self::GroupRenamed => "group_renamed",
            Self::EventAdded => "event_added",
            Self::EventRemoved => "event_removed",
            Self::EventMoved => "event_moved",
            Self::ReportAdded => "report_added",
            Self::ReportRemoved => "report_removed",
            Self::DutyAdded => "duty_added",
            Self::DutyRemoved => "duty_removed",
            Self::DutyChanged => "duty_changed",
        }
    }
}

/// A difference between a plan in force and a newer version of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub kind: Kind,
    /// What it is called now, or was where it is gone.
    pub what: String,
    /// What it was before, where that says something.
    pub was: String,
}

/// What is compared of a stored plan, whatever version of this program stored it.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Before {
    #[serde(default)]
    duties: Vec<DutyBefore>,
    #[serde(default)]
    report_dates: Vec<NaiveDate>,
    #[serde(default)]
    events: Vec<EventBefore>,
}

#[derive(Clone, Debug, Deserialize)]
struct DutyBefore {
    body: String,
    text: String,
}

#[derive(Clone, Debug, Deserialize)]
struct EventBefore {
    name: String,
    month: u32,
    day: u32,
}

/// What a newer version changes: groups first, then events, report dates and duties.
#[must_use]
pub fn changes(new: &PlanDocument, known: &[Known], before: &Before) -> Vec<Change> {
    let mut found = Vec::new();
    let mut add = |kind, what: String, was: String| found.push(Change { kind, what, was });
    let called = |number: &str, name: &str| format!("{number} {name}");
    let heirs = heirs(new, known);
    for (group, heir) in new.content_groups.iter().zip(&heirs) {
        let now = called(&group.number, &group.name);
        match known.iter().find(|known| Some(known.group.id) == *heir) {
            None => add(Kind::GroupAdded, now, String::new()),
            Some(old) => {
                let was = called(&old.group.number, &old.group.name);
                if !old.stands {
                    add(Kind::GroupAdded, now, String::new());
                } else if was != now {
                    add(Kind::GroupRenamed, now, was);
                }
            }
        }
    }
    for old in known.iter().filter(|old| old.stands && !heirs.contains(&Some(old.group.id))) {
        add(Kind::GroupRemoved, called(&old.group.number, &old.group.name), String::new());
    }
    let day = |day: u32, month: u32| format!("{day:02}/{month:02}");
    let same = |one: &str, other: &str| folded_words(one) == folded_words(other);
    for event in &new.events {
        let was: Vec<&EventBefore> =
            before.events.iter().filter(|old| same(&old.name, &event.name)).collect();
        let now = format!("{} ({})", event.name, day(event.day, event.month));
        match was.as_slice() {
            [] => add(Kind::EventAdded, now, String::new()),
            all if all.iter().any(|old| (old.day, old.month) == (event.day, event.month)) => {}
            [old, ..] => add(Kind::EventMoved, now, day(old.day, old.month)),
        }
    }
    for old in before.events.iter().filter(|old| !new.events.iter().any(|event| same(&event.name, &old.name)))
    {
        add(Kind::EventRemoved, format!("{} ({})", old.name, day(old.day, old.month)), String::new());
    }
    let date = |date: &NaiveDate| date.format("%d/%m/%Y").to_string();
    for report in new.report_dates.iter().filter(|date| !before.report_dates.contains(date)) {
        add(Kind::ReportAdded, date(report), String::new());
    }
    for report in before.report_dates.iter().filter(|date| !new.report_dates.contains(date)) {
        add(Kind::ReportRemoved, date(report), String::new());
    }
    for duty in &new.duties {
        match before.duties.iter().find(|old| same(&old.body, &duty.body)) {
            None => add(Kind::DutyAdded, duty.body.clone(), String::new()),
            Some(old) if !same(&old.text, &duty.text) => {
                add(Kind::DutyChanged, duty.body.clone(), String::new());
            }
            Some(_) => {}
        }
    }
    for old in before.duties.iter().filter(|old| !new.duties.iter().any(|duty| same(&duty.body, &old.body))) {
        add(Kind::DutyRemoved, old.body.clone(), String::new());
    }
    found
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::plan::import::read;

    const PLAN: &str = include_str!("../app/demo-plan.txt");

    fn known(document: &PlanDocument) -> Vec<Known> {
        let groups = document.content_groups.iter().zip(1..);
        groups
            .map(|(group, n)| Known {
                group: ContentGroup {
                    id: ContentGroupId(Uuid::from_u128(n)),
                    number: group.number.clone(),
                    name: group.name.clone(),
                },
                stands: true,
            })
            .collect()
    }

    fn plan_of(document: &PlanDocument) -> Plan {
        Plan {
            id: PlanId(Uuid::from_u128(7)),
            title: document.title.clone(),
            number: document.number.clone(),
            issuer: document.issuer.clone(),
            from: document.period.from,
            to: document.period.to,
            source: "plan.txt".into(),
            is_ended: false,
            replaced_by: None,
        }
    }

    fn before(document: &PlanDocument) -> Before {
        serde_json::from_str(&serde_json::to_string(document).unwrap()).unwrap()
    }

    #[test]
    fn a_newer_version_is_known_by_number_or_title_and_asked_where_unsure() {
        let old = read(PLAN.as_bytes()).unwrap();
        let in_force = [plan_of(&old)];
        let id = in_force[0].id;
        let of = |change: &dyn Fn(&mut PlanDocument)| {
            let mut new = old.clone();
            change(&mut new);
            match_of(&new, &in_force)
        };
        assert_eq!(of(&|_| ()), Match::Sure(id));
        assert_eq!(of(&|new| new.title = "Truyền thông phường Hồ Sen".into()), Match::Sure(id));
        assert_eq!(of(&|new| new.number = None), Match::Sure(id), "its title and period are the same");
        assert_eq!(of(&|new| new.number = Some("19-KH/ĐU".into())), Match::Perhaps(id));
        assert_eq!(
            of(&|new| {
                new.number = None;
                new.period.from = None;
            }),
            Match::Perhaps(id)
        );
        assert_eq!(of(&|new| new.issuer = "UBND phường Hồ Sen".into()), Match::Perhaps(id));
        let other = |new: &mut PlanDocument| {
            new.number = None;
            new.title = "Phòng cháy mùa khô".into();
        };
        assert_eq!(of(&other), Match::None);
        assert_eq!(match_of(&old, &[]), Match::None);
        let twice = [plan_of(&old), plan_of(&old)];
        assert!(matches!(match_of(&old, &twice), Match::Perhaps(_)), "which of the two, a person says");
    }

    #[test]
    fn content_groups_live_on_by_name_or_by_number_with_a_similar_name() {
        let old = read(PLAN.as_bytes()).unwrap();
        let known = known(&old);
        let id = |number: &str| known.iter().find(|k| k.group.number == number).map(|k| k.group.id);
        let mut new = old.clone();
        // Renumbered, renamed a little, given up for something else, and new.
        new.content_groups[0].number = "1.9".into();
        new.content_groups[1].name = "Thủ tục hành chính, dịch vụ công trực tuyến".into();
        new.content_groups[2].name = "Chuyển đổi số".into();
        let heirs = heirs(&new, &known);
        assert_eq!(heirs[0], id("1.1"));
        assert_eq!(heirs[1], id("1.2"));
        assert_eq!(heirs[2], None);
        assert_eq!(heirs[3..], known[3..].iter().map(|k| Some(k.group.id)).collect::<Vec<_>>());
        // Two groups that changed places keep their names' ids.
        let mut swapped = old.clone();
        swapped.content_groups.swap(0, 1);
        let (a, b) = (swapped.content_groups[0].number.clone(), swapped.content_groups[1].number.clone());
        (swapped.content_groups[0].number, swapped.content_groups[1].number) = (b, a);
        assert_eq!(super::heirs(&swapped, &known)[..2], [id("1.2"), id("1.1")]);
    }

    #[test]
    fn changes_are_named_and_the_same_plan_has_none() {
        let old = read(PLAN.as_bytes()).unwrap();
        let (known, before) = (known(&old), before(&old));
        assert_eq!(changes(&old, &known, &before), []);
        let mut new = old.clone();
        new.content_groups[1].name = "Thủ tục hành chính, dịch vụ công trực tuyến".into();
        new.content_groups[2].name = "Chuyển đổi số".into();
        let moved = new.events.iter_mut().find(|e| e.name.contains("Môi trường")).unwrap();
        moved.day = 6;
        new.report_dates.remove(0);
        new.duties[0].text.push_str(" Và việc khác.");
        new.duties.remove(1);
        let found: Vec<(Kind, String)> = changes(&new, &known, &before)
            .into_iter()
            .map(|c| (c.kind, format!("{} < {}", c.what, c.was)))
            .collect();
        let kinds: Vec<Kind> = found.iter().map(|(kind, _)| *kind).collect();
        assert_eq!(
            kinds,
            [
                Kind::GroupRenamed,
                Kind::GroupAdded,
                Kind::GroupRemoved,
                Kind::EventMoved,
                Kind::ReportRemoved,
                Kind::DutyChanged,
                Kind::DutyRemoved
            ],
            "{found:?}"
        );
        assert!(found[3].1.ends_with("(06/06) < 05/06"), "{found:?}");
        // A group that an earlier version had comes back as itself.
        let mut gone = known.clone();
        gone[2].stands = false;
        assert_eq!(changes(&old, &gone, &before)[0].kind, Kind::GroupAdded);
        assert_eq!(heirs(&old, &gone)[2], Some(gone[2].group.id));
    }
}
