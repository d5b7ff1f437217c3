//! Whole documents: fixtures in `tests/data/plans`, and what must hold for any bytes.

use std::fmt::Write;

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::{ImportError, NotAPlan, Place, PlanDocument, read};

const DEMO: &str = include_str!("../../app/demo-plan.txt");
const DISTRICT: &str = include_str!("../../../tests/data/plans/district-dashes.txt");
const WARD: &str = include_str!("../../../tests/data/plans/ward-nfd-crlf.txt");
const SCAN: &str = include_str!("../../../tests/data/plans/scan-misread.txt");
const LETTERS: &str = include_str!("../../../tests/data/plans/letters.txt");
const PLANS: [&str; 5] = [DEMO, DISTRICT, WARD, SCAN, LETTERS];
const NEWS: &str = include_str!("../../../tests/data/plans/not-news.txt");
const INVITATION: &str = include_str!("../../../tests/data/plans/not-invitation.txt");
const LETTER: &str = include_str!("../../../tests/data/plans/not-letter.txt");

/// One line for each finding, for people who review a snapshot.
fn summary(text: &str) -> String {
    let plan = read(text.as_bytes()).unwrap();
    let mut out = String::new();
    let line = |place: Option<Place>| place.map(|place| place.line);
    let found = &plan.found;
    let _ = writeln!(out, "title   {:?} {}", line(found.title), plan.title);
    let _ = writeln!(out, "number  {:?} {:?}", line(found.number), plan.number);
    let _ = writeln!(out, "issuer  {:?} {}", line(found.issuer), plan.issuer);
    let _ = writeln!(out, "date    {:?} {:?}", line(found.date), plan.date);
    let _ = writeln!(out, "period  {:?} {:?} {:?}", line(found.period), plan.period.from, plan.period.to);
    for group in &plan.content_groups {
        let text = group.text.replace('\n', " ⏎ ");
        let _ = writeln!(
            out,
            "group   {} [{}] {} ({})\n        {text}",
            group.line, group.number, group.name, group.confidence
        );
    }
    for duty in &plan.duties {
        let text = duty.text.replace('\n', " ⏎ ");
        let _ = writeln!(
            out,
            "duty    {} {} ({})\n        {text}",
            duty.line,
            duty.body,
            duty.unit.as_deref().unwrap_or("?")
        );
    }
    for (date, line) in plan.report_dates.iter().zip(&found.report_dates) {
        let _ = writeln!(out, "report  {} {date}", line.line);
    }
    for event in &plan.events {
        let lunar = if event.lunar { " lunar" } else { "" };
        let _ = writeln!(
            out,
            "event   {} {}/{}{lunar} {:?} {}",
            event.line, event.day, event.month, event.origin_year, event.name
        );
    }
    for doubt in &plan.doubts {
        let _ = writeln!(out, "doubt   {} {}", doubt.line, serde_json::to_value(doubt.about).unwrap());
    }
    out
}

#[test]
fn demo_plan() {
    insta::assert_snapshot!(summary(DEMO));
}

#[test]
fn district_plan_with_dashes_and_broken_lines() {
    insta::assert_snapshot!(summary(DISTRICT));
}

#[test]
fn ward_plan_in_nfd_with_windows_line_ends() {
    insta::assert_snapshot!(summary(WARD));
}

#[test]
fn scanned_plan_with_misread_letters_and_page_numbers() {
    insta::assert_snapshot!(summary(SCAN));
}

#[test]
fn plan_with_lettered_items() {
    insta::assert_snapshot!(summary(LETTERS));
}

#[test]
fn json_has_the_contract_shape() {
    let json = serde_json::to_value(read(WARD.as_bytes()).unwrap()).unwrap();
    let keys =
        |value: &serde_json::Value| -> Vec<String> { value.as_object().unwrap().keys().cloned().collect() };
    assert_eq!(
        keys(&json),
        [
            "aims",
            "channels",
            "content_groups",
            "date",
            "doubts",
            "duties",
            "events",
            "found",
            "issuer",
            "items",
            "legal_bases",
            "number",
            "period",
            "quotes",
            "receivers",
            "report_dates",
            "title"
        ]
    );
    assert_eq!(keys(&json["content_groups"][0]), ["confidence", "line", "name", "number", "parents", "text"]);
    assert_eq!(keys(&json["duties"][0]), ["body", "confidence", "line", "text", "unit"]);
    assert_eq!(json["period"], serde_json::json!({"from": "2026-01-01", "to": "2026-06-30"}));
    assert_eq!(json["report_dates"], serde_json::json!(["2026-03-20", "2026-06-20"]));
    assert_eq!(json["doubts"][0], serde_json::json!({"line": 27, "about": "report_dates_computed"}));
    let json = serde_json::to_value(read(LETTERS.as_bytes()).unwrap()).unwrap();
    assert_eq!(
        keys(&json["events"][0]),
        ["confidence", "day", "line", "lunar", "month", "name", "origin_year", "round", "year", "years"]
    );
    assert_eq!(json["date"], serde_json::Value::Null);
}

#[test]
fn what_is_no_plan_imports_nothing() {
    let not = |why| Err(ImportError::NotAPlan { why });
    for (text, error) in [
        (NEWS, not(NotAPlan::NoHeading)),
        (INVITATION, not(NotAPlan::AnotherKind)),
        (LETTER, not(NotAPlan::AnotherKind)),
        ("KẾ HOẠCH\ntuyên truyền năm 2026\n\nMột đoạn văn.", not(NotAPlan::NoSections)),
        ("KẾ HOẠCH", not(NotAPlan::NoSections)),
        ("Xin chào", not(NotAPlan::NoHeading)),
        ("", Err(ImportError::Empty)),
        ("\u{FEFF}\r\n \n", Err(ImportError::Empty)),
        ("\u{0}\u{1}\u{2}KẾ HOẠCH", Err(ImportError::NotText)),
    ] {
        assert_eq!(read(text.as_bytes()), error, "{text}");
    }
}

#[test]
fn a_plan_attached_to_a_decision_does_not_take_the_decisions_number() {
    let text = format!(
        "Số: 99/QĐ-UBND\n\nQUYẾT ĐỊNH\nĐiều 1. Ban hành Kế hoạch.\n\n{}",
        WARD.replace("27/KH-UBND", "")
    );
    let plan = read(text.as_bytes()).unwrap();
    assert_eq!(plan.number, None);
    assert_eq!(plan.content_groups.len(), 3);
}

/// Megabytes of one kind of line take the time of reading them, not of comparing them.
#[test]
fn long_documents_are_read_in_one_go() {
    for line in [
        "- Kỷ niệm 70 năm Ngày Giải phóng Thủ đô (10/10/1954 - 10/10/2024), 10/6, ngày 10 tháng 6\n",
        "1.1. Tuyên truyền báo cáo trước ngày 10 tháng 6, tháng 9 và tháng 12 năm 2026\n",
        "10/10/1954 báo cáo (",
        "II. NỘI DUNG TỔ CHỨC THỰC HIỆN\n",
        "a) + - 1. ",
    ] {
        let head = "KẾ HOẠCH\nnăm 2026\n\nI. NỘI DUNG\n";
        let text = head.to_owned() + &line.repeat(60_000 / line.len());
        let plan = read(text.as_bytes()).unwrap();
        assert!(plan.doubts.len() <= 500);
    }
}

fn check(text: &str, result: Result<PlanDocument, ImportError>) {
    let Ok(plan) = result else { return };
    let last = text.split('\n').count().max(text.split('\r').count());
    let found = plan
        .content_groups
        .iter()
        .map(|group| group.line)
        .chain(plan.duties.iter().map(|duty| duty.line))
        .chain(plan.events.iter().map(|event| event.line))
        .chain(plan.doubts.iter().map(|doubt| doubt.line))
        .chain(plan.found.report_dates.iter().map(|place| place.line))
        .chain(
            [plan.found.title, plan.found.number, plan.found.issuer, plan.found.date, plan.found.period]
                .into_iter()
                .flatten()
                .map(|place| place.line),
        );
    for line in found {
        assert!((1..=last).contains(&line), "line {line} of {last}");
    }
    assert_eq!(plan.report_dates.len(), plan.found.report_dates.len());
    assert!(plan.report_dates.is_sorted());
    let mut numbers: Vec<_> = plan.content_groups.iter().map(|group| &group.number).collect();
    numbers.sort();
    numbers.dedup();
    assert_eq!(numbers.len(), plan.content_groups.len(), "numbers are distinct");
    for group in &plan.content_groups {
        assert!((0.0..=1.0).contains(&group.confidence) && !group.name.is_empty());
    }
    for event in &plan.events {
        assert!((1..=12).contains(&event.month) && (1..=31).contains(&event.day));
    }
}

/// A fixture with some lines deleted, doubled, swapped or cut.
fn mutated() -> impl Strategy<Value = String> {
    (0..PLANS.len(), prop::collection::vec((any::<prop::sample::Index>(), 0..5_u8), 0..25)).prop_map(
        |(which, changes)| {
            let mut lines: Vec<String> = PLANS[which].split('\n').map(str::to_owned).collect();
            for (index, change) in changes {
                if lines.is_empty() {
                    break;
                }
                let at = index.index(lines.len());
                match change {
                    0 => drop(lines.remove(at)),
                    1 => lines.insert(at, lines[at].clone()),
                    2 => lines.swap(at, 0),
                    3 => lines[at] = lines[at].chars().take(lines[at].chars().count() / 2).collect(),
                    _ => lines[at] = lines[at].replace(' ', "\n"),
                }
            }
            lines.join("\n")
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_give_a_result(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes);
    }

    #[test]
    fn any_text_under_a_heading_gives_a_result(body in "(I\\. |1\\.|1\\.1\\. |a\\) |- |Số: |NỘI DUNG|quý II|ngày |tháng |10/|/2026|âm lịch|báo cáo|kỷ niệm 70 năm|\\(|\\)|:|;|\n|\\PC){0,80}") {
        let text = format!("KẾ HOẠCH\nx\n\nI. NỘI DUNG\n{body}");
        check(&text, read(text.as_bytes()));
    }

    #[test]
    fn damaged_plans_keep_their_rules(text in mutated()) {
        check(&text, read(text.as_bytes()));
    }

    #[test]
    fn the_normal_form_of_the_file_does_not_matter(text in mutated()) {
        let composed: String = text.nfc().collect();
        let decomposed: String = text.nfd().collect();
        prop_assert_eq!(read(composed.as_bytes()), read(decomposed.as_bytes()));
    }
}
