//! What a person decides about a plan that was read, before it is in force. Pure.
//!
//! Promises: every doubt of the document and every finding that is less sure than
//! [`PlanDocument::SURE`] is asked for once, in the order of the lines; what nobody decided is not
//! used ([`decided`]); findings that are sure stay as they were read.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::import::{Doubt, Event, Found, Period, Place, PlanDocument, Uncertainty};
use crate::text::{nfc, one_line};

/// Longest name that a person may put in place of one that was read, in UTF-16 units.
const NAME_MAX: usize = 300;

/// What a doubt is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finding {
    Title,
    Number,
    Issuer,
    Date,
    Period,
    /// All content groups: where they stand was taken for the section on content.
    Groups,
    /// A content group, by its number.
    Group(String),
    /// Positions in their lists of the document.
    Duty(usize),
    Event(usize),
    Report(NaiveDate),
    Item(usize),
    /// Report dates that could not be read, on this line.
    Reports(usize),
    /// An event without a day, on this line.
    Day(usize),
    /// Something to know about this line; nothing was read from it that could be left out.
    Remark(usize),
}

/// A doubt as it is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub finding: Finding,
    pub line: usize,
    /// Why it is doubtful; empty: the reader was not sure of it.
    pub why: Vec<Uncertainty>,
}

/// What a person said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is as it was read.
    Yes,
    /// It is left out.
    Skip,
    /// These words stand in its place.
    Edit(String),
}

impl Verdict {
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Skip => "skip",
            Self::Edit(_) => "edit",
        }
    }

    pub(super) fn of(code: &str, words: &str) -> Option<Self> {
        match code {
            "yes" => Some(Self::Yes),
            "skip" => Some(Self::Skip),
            "edit" => Some(Self::Edit(words.to_owned())),
            _ => None,
        }
    }
}

impl Finding {
    /// A short name that stays the same as long as the document does.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Group(number) => format!("group:{number}"),
            Self::Duty(at) => format!("duty:{at}"),
            Self::Event(at) => format!("event:{at}"),
            Self::Report(date) => format!("report:{date}"),
            Self::Item(at) => format!("item:{at}"),
            Self::Reports(line) => format!("reports:{line}"),
            Self::Day(line) => format!("day:{line}"),
            Self::Remark(line) => format!("remark:{line}"),
            _ => self.kind().to_owned(),
        }
    }

    /// What it is, for the words that name it.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Number => "number",
            Self::Issuer => "issuer",
            Self::Date => "date",
            Self::Period => "period",
            Self::Groups => "groups",
            Self::Group(_) => "group",
            Self::Duty(_) => "duty",
            Self::Event(_) => "event",
            Self::Report(_) => "report",
            Self::Item(_) => "item",
            Self::Reports(_) => "reports",
            Self::Day(_) => "day",
            Self::Remark(_) => "remark",
        }
    }

    /// What was read, in the words of the document; empty: nothing.
    #[must_use]
    pub fn read(&self, document: &PlanDocument) -> String {
        let day = |date: NaiveDate| date.format("%d/%m/%Y").to_string();
        match self {
            Self::Title => document.title.clone(),
            Self::Number => document.number.clone().unwrap_or_default(),
            Self::Issuer => document.issuer.clone(),
            Self::Date => document.date.map(day).unwrap_or_default(),
            Self::Period => match (document.period.from, document.period.to) {
                (Some(from), Some(to)) => format!("{} – {}", day(from), day(to)),
                _ => String::new(),
            },
            Self::Groups => {
                let names = document.content_groups.iter().map(|g| format!("{} {}", g.number, g.name));
                names.collect::<Vec<_>>().join("\n")
            }
            Self::Group(number) => document
                .content_groups
                .iter()
                .find(|group| group.number == *number)
                .map(|group| format!("{} {}", group.number, group.name))
                .unwrap_or_default(),
            Self::Duty(at) => document.duties.get(*at).map(|duty| duty.body.clone()).unwrap_or_default(),
            Self::Event(at) => document.events.get(*at).map(event_words).unwrap_or_default(),
            Self::Report(date) => day(*date),
            Self::Item(at) => {
                let item = document.items.get(*at);
                item.map(|item| match item.date {
                    Some(date) => format!("{}: {}", day(date), item.title),
                    None => item.title.clone(),
                })
                .unwrap_or_default()
            }
            Self::Reports(_) | Self::Day(_) | Self::Remark(_) => String::new(),
        }
    }

    /// Whether words can stand in its place.
    #[must_use]
    pub fn may_edit(&self) -> bool {
        !matches!(self, Self::Groups | Self::Remark(_))
    }

    /// Whether these words can.
    #[must_use]
    pub fn fits(&self, words: &str, document: &PlanDocument) -> bool {
        let mut copy = document.clone();
        self.may_edit() && self.put(words, &mut copy).is_some()
    }

    /// Puts words in its place; `None`: they do not fit.
    fn put(&self, words: &str, document: &mut PlanDocument) -> Option<()> {
        let line = |line: usize| Place { line, confidence: 1.0 };
        let name = one_line(&nfc(words), NAME_MAX);
        if !name.chars().any(char::is_alphanumeric) {
            return None;
        }
        match self {
            Self::Title => document.title = name,
            Self::Number => {
                document.number = Some(name.chars().any(|c| c.is_ascii_digit()).then_some(name)?);
            }
            Self::Issuer => document.issuer = name,
            Self::Date => document.date = Some(dates(&name).pop()?),
            Self::Period => match dates(&name).as_slice() {
                [from, to] if from <= to => document.period = Period { from: Some(*from), to: Some(*to) },
                _ => return None,
            },
            Self::Group(number) => {
                let group = document.content_groups.iter_mut().find(|group| group.number == *number)?;
                // Whoever writes the number again means the name behind it.
                let name = name
                    .strip_prefix(number.as_str())
                    .map_or(name.as_str(), |rest| rest.trim_start_matches(['.', ' ']));
                group.name = (!name.is_empty()).then(|| name.to_owned())?;
            }
            Self::Duty(at) => {
                let duty = document.duties.get_mut(*at)?;
                duty.unit = None;
                duty.body = name;
            }
            Self::Event(at) => {
                let event = document.events.get_mut(*at)?;
                match day_and_name(&name) {
                    Some((day, rest)) => {
                        (event.month, event.day) = (day.month, day.day);
                        event.origin_year = day.year.or(event.origin_year);
                        (event.years, event.round) = (None, None);
                        if !rest.is_empty() {
                            event.name = rest;
                        }
                    }
                    None => event.name = name,
                }
            }
            Self::Report(old) => {
                let new = dates(&name);
                if new.is_empty() {
                    return None;
                }
                let at = document.report_dates.iter().position(|date| date == old)?;
                let place = document.found.report_dates.get(at).copied();
                remove_report(document, *old);
                add_reports(document, &new, place.map_or(1, |place| place.line));
            }
            Self::Reports(at) => {
                let new = dates(&name);
                if new.is_empty() {
                    return None;
                }
                add_reports(document, &new, *at);
            }
            Self::Item(at) => {
                let item = document.items.get_mut(*at)?;
                match dates(&name).pop() {
                    Some(date) => item.date = Some(date),
                    None => item.title = name,
                }
            }
            Self::Day(at) => {
                let (day, rest) = day_and_name(&name)?;
                if rest.is_empty() {
                    return None;
                }
                document.events.push(Event {
                    name: rest,
                    month: day.month,
                    day: day.day,
                    origin_year: day.year,
                    lunar: false,
                    line: *at,
                    confidence: 1.0,
                    year: None,
                    years: None,
                    round: None,
                });
            }
            Self::Groups | Self::Remark(_) => return None,
        }
        match self {
            Self::Title => document.found.title = document.found.title.or(Some(line(1))),
            Self::Number => document.found.number = document.found.number.or(Some(line(1))),
            Self::Issuer => document.found.issuer = document.found.issuer.or(Some(line(1))),
            Self::Date => document.found.date = document.found.date.or(Some(line(1))),
            Self::Period => document.found.period = document.found.period.or(Some(line(1))),
            _ => {}
        }
        Some(())
    }
}

/// "10/10/1954: Ngày Giải phóng Thủ đô"
fn event_words(event: &Event) -> String {
    let year = event.origin_year.map(|year| format!("/{year}")).unwrap_or_default();
    format!("{:02}/{:02}{year}: {}", event.day, event.month, event.name)
}

fn add_reports(document: &mut PlanDocument, new: &[NaiveDate], line: usize) {
    for date in new {
        if let Err(at) = document.report_dates.binary_search(date) {
            document.report_dates.insert(at, *date);
            let at = at.min(document.found.report_dates.len());
            document.found.report_dates.insert(at, Place { line, confidence: 1.0 });
        }
    }
}

fn remove_report(document: &mut PlanDocument, date: NaiveDate) {
    if let Some(at) = document.report_dates.iter().position(|known| *known == date) {
        document.report_dates.remove(at);
        if at < document.found.report_dates.len() {
            document.found.report_dates.remove(at);
        }
    }
}

/// A day of a year, or of every year.
#[derive(Clone, Copy)]
struct Dated {
    day: u32,
    month: u32,
    year: Option<i32>,
}

/// "20/11", "20-11-1982".
fn day_of(word: &str) -> Option<Dated> {
    let mut parts = word.trim_matches(|c: char| !c.is_ascii_digit()).split(['/', '-', '.']);
    let (day, month) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let year: Option<i32> = match parts.next() {
        Some(year) => Some(year.parse().ok().filter(|year| (1000..=2999).contains(year))?),
        None => None,
    };
    // A leap year, so that 29 February is a day.
    let is_day =
        parts.next().is_none() && NaiveDate::from_ymd_opt(year.unwrap_or(2024), month, day).is_some();
    is_day.then_some(Dated { day, month, year })
}

/// The days with a year that stand in these words.
fn dates(words: &str) -> Vec<NaiveDate> {
    let days = words.split([' ', ',', ';', '–']).filter_map(day_of);
    let mut dates: Vec<NaiveDate> =
        days.filter_map(|day| NaiveDate::from_ymd_opt(day.year?, day.month, day.day)).collect();
    dates.dedup();
    dates
}

/// "20/11: Ngày Nhà giáo", a day with or without a name behind it.
fn day_and_name(words: &str) -> Option<(Dated, String)> {
    let (first, rest) = words.split_once([' ', ':']).unwrap_or((words, ""));
    let rest = rest.trim_start_matches([' ', ':', '–', '-']);
    Some((day_of(first)?, rest.trim().to_owned()))
}

/// Everything doubtful in a document, in the order of its lines.
#[must_use]
pub fn questions(document: &PlanDocument) -> Vec<Question> {
    let mut asked: BTreeMap<Finding, Question> = BTreeMap::new();
    for doubt in &document.doubts {
        for finding in findings(document, *doubt) {
            let new = Question { finding: finding.clone(), line: doubt.line, why: Vec::new() };
            let question = asked.entry(finding).or_insert(new);
            if !question.why.contains(&doubt.about) {
                question.why.push(doubt.about);
            }
        }
    }
    let groups =
        document.content_groups.iter().map(|g| (Finding::Group(g.number.clone()), g.line, g.confidence));
    let duties = document.duties.iter().enumerate().map(|(at, d)| (Finding::Duty(at), d.line, d.confidence));
    let events = document.events.iter().enumerate().map(|(at, e)| (Finding::Event(at), e.line, e.confidence));
    let items = document.items.iter().enumerate().map(|(at, i)| (Finding::Item(at), i.line, i.confidence));
    for (finding, line, confidence) in groups.chain(duties).chain(events).chain(items) {
        if confidence < PlanDocument::SURE {
            asked.entry(finding.clone()).or_insert(Question { finding, line, why: Vec::new() });
        }
    }
    let mut questions: Vec<Question> = asked.into_values().collect();
    questions.sort_by(|a, b| (a.line, &a.finding).cmp(&(b.line, &b.finding)));
    questions
}

/// What a doubt is about: the finding of its kind on its line; of report dates, which stand many
/// on a line, each.
fn findings(document: &PlanDocument, doubt: Doubt) -> Vec<Finding> {
    use Uncertainty as U;
    let line = doubt.line;
    let groups = &document.content_groups;
    let group = || groups.iter().find(|g| g.line == line).map(|g| Finding::Group(g.number.clone()));
    let duty = || document.duties.iter().position(|d| d.line == line).map(Finding::Duty);
    let event = || document.events.iter().position(|e| e.line == line).map(Finding::Event);
    let item = || document.items.iter().position(|i| i.line == line).map(Finding::Item);
    let reports = || -> Vec<Finding> {
        let places = document.report_dates.iter().zip(&document.found.report_dates);
        places.filter(|(_, place)| place.line == line).map(|(date, _)| Finding::Report(*date)).collect()
    };
    let is_at = |place: Option<Place>| place.is_some_and(|place| place.line == line);
    let found: Vec<Finding> = match doubt.about {
        U::NumberBlank | U::NumberMissing | U::NumberMisread | U::NumberOfAnotherDocument => {
            vec![Finding::Number]
        }
        U::DateBlank | U::DateMissing => vec![Finding::Date],
        U::DateMisread => {
            let head = is_at(document.found.date).then_some(Finding::Date);
            head.or_else(event).or_else(item).map_or_else(reports, |found| vec![found])
        }
        U::TitleMissing => vec![Finding::Title],
        U::IssuerMissing | U::IssuerMisread | U::IssuerFromText => vec![Finding::Issuer],
        U::PeriodComputed | U::PeriodAssumed | U::PeriodMissing => vec![Finding::Period],
        U::HeadingMisread => {
            let title = is_at(document.found.title).then_some(Finding::Title);
            title.or_else(group).or_else(duty).into_iter().collect()
        }
        U::NumberingGap | U::GroupEmpty => group().into_iter().collect(),
        U::ContentSectionAssumed if !groups.is_empty() => vec![Finding::Groups],
        U::DutyWithoutBody => duty().into_iter().collect(),
        U::ReportDatesMissing | U::ReportTimeUnclear => vec![Finding::Reports(line)],
        U::ReportDatesComputed | U::ReportYearAssumed | U::ReportDateOutsidePeriod => reports(),
        U::AnniversaryMismatch | U::OriginComputed => event().into_iter().collect(),
        U::EventWithoutDay => vec![Finding::Day(line)],
        U::ItemDateUnclear => item().into_iter().collect(),
        U::ContentSectionAssumed
        | U::TextDamaged
        | U::GroupsUnnumbered
        | U::ContentMissing
        | U::DutiesMissing
        | U::RowUnread => Vec::new(),
    };
    if found.is_empty() { vec![Finding::Remark(line)] } else { found }
}

/// The document as it is used: what was edited is edited, and what was left out or not decided is
/// not in it. A document without a title is called `source`.
#[must_use]
pub fn decided(document: &PlanDocument, said: &BTreeMap<String, Verdict>, source: &str) -> PlanDocument {
    let mut result = document.clone();
    let mut out = Vec::new();
    for question in questions(document) {
        match said.get(&question.finding.key()) {
            Some(Verdict::Yes) => {}
            Some(Verdict::Edit(words)) => {
                // Words that fitted when they came fit still: they are judged by the same document.
                let _ = question.finding.put(words, &mut result);
            }
            Some(Verdict::Skip) | None => out.push(question.finding),
        }
    }
    let is_out = |finding: &Finding| out.contains(finding);
    // Positions count in the document as it was read.
    let mut at = 0..;
    result.duties.retain(|_| !at.next().is_some_and(|at| is_out(&Finding::Duty(at))));
    let mut at = 0..;
    result.events.retain(|_| !at.next().is_some_and(|at| is_out(&Finding::Event(at))));
    let mut at = 0..;
    result.items.retain(|_| !at.next().is_some_and(|at| is_out(&Finding::Item(at))));
    let none = is_out(&Finding::Groups);
    result.content_groups.retain(|group| !none && !is_out(&Finding::Group(group.number.clone())));
    let Found { title, number, issuer, date, period, .. } = &mut result.found;
    for finding in &out {
        match finding {
            Finding::Title => (result.title, *title) = (String::new(), None),
            Finding::Number => (result.number, *number) = (None, None),
            Finding::Issuer => (result.issuer, *issuer) = (String::new(), None),
            Finding::Date => (result.date, *date) = (None, None),
            Finding::Period => (result.period, *period) = (Period::default(), None),
            _ => {}
        }
    }
    for finding in &out {
        if let Finding::Report(date) = finding {
            remove_report(&mut result, *date);
        }
    }
    if result.title.is_empty() {
        source.clone_into(&mut result.title);
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::import::read;

    /// A plan of our own with a blank number, a gap in its numbers, a report without a year and an
    /// event without a day.
    const DIRTY: &str = include_str!("../../tests/data/plans/dirty.txt");

    fn dirty() -> PlanDocument {
        read(DIRTY.as_bytes()).unwrap()
    }

    fn all(document: &PlanDocument, verdict: &Verdict) -> BTreeMap<String, Verdict> {
        questions(document).iter().map(|q| (q.finding.key(), verdict.clone())).collect()
    }

    #[test]
    fn every_doubt_is_asked_once_with_the_words_of_its_line() {
        let document = dirty();
        let asked = questions(&document);
        let keys: Vec<String> = asked.iter().map(|q| q.finding.key()).collect();
        assert_eq!(keys, ["number", "date", "group:1.4", "duty:3", "report:2026-06-15", "report:2026-12-15"]);
        let is_asked =
            |doubt: &&Doubt| asked.iter().any(|q| q.line == doubt.line && q.why.contains(&doubt.about));
        assert_eq!(document.doubts.iter().find(|doubt| !is_asked(doubt)), None);
        assert!(asked.iter().all(|q| document.quotes.contains_key(&q.line)), "{:?}", document.quotes);
        assert_eq!(asked[2].finding.read(&document), "1.4 An toàn giao thông, trật tự đô thị");
        // Without doubts nothing is asked.
        let mut clean = read(include_bytes!("../app/demo-plan.txt")).unwrap();
        clean.doubts.clear();
        clean.duties.retain(|duty| duty.confidence >= PlanDocument::SURE);
        assert_eq!(questions(&clean), []);
        assert_eq!(decided(&clean, &BTreeMap::new(), "tệp"), clean);
    }

    #[test]
    fn what_is_confirmed_stays_and_what_is_not_decided_is_not_used() {
        let document = dirty();
        assert_eq!(decided(&document, &all(&document, &Verdict::Yes), ""), document);
        for left in [
            decided(&document, &BTreeMap::new(), ""),
            decided(&document, &all(&document, &Verdict::Skip), ""),
        ] {
            assert_eq!(left.number, None);
            assert!(left.report_dates.is_empty() && left.found.report_dates.is_empty());
            assert_eq!(left.content_groups.len(), document.content_groups.len() - 1);
            assert!(left.content_groups.iter().all(|group| group.number != "1.4"));
            assert_eq!(left.duties.len(), document.duties.len() - 1);
            assert_eq!(left.title, document.title, "what is sure stays");
        }
    }

    #[test]
    fn words_take_the_place_of_what_was_read() {
        let document = dirty();
        let edit = |finding: &Finding, words: &str| {
            let mut said = all(&document, &Verdict::Yes);
            said.insert(finding.key(), Verdict::Edit(words.into()));
            assert!(finding.fits(words, &document), "{words}");
            decided(&document, &said, "")
        };
        assert_eq!(edit(&Finding::Number, "21-KH/ĐU").number.as_deref(), Some("21-KH/ĐU"));
        let group = Finding::Group("1.4".into());
        let name = |plan: &PlanDocument| {
            plan.content_groups.iter().find(|g| g.number == "1.4").unwrap().name.clone()
        };
        assert_eq!(name(&edit(&group, "An toàn giao thông")), "An toàn giao thông");
        assert_eq!(name(&edit(&group, "1.4. An toàn giao thông")), "An toàn giao thông");
        let report = Finding::Report("2026-06-15".parse().unwrap());
        let moved = edit(&report, "20/6/2026");
        let days: Vec<String> = moved.report_dates.iter().map(ToString::to_string).collect();
        assert_eq!(days, ["2026-06-20", "2026-12-15"]);
        for (finding, words) in [
            (&report, "cuối quý"),
            (&report, "31/02/2026"),
            (&Finding::Date, "hôm nay"),
            (&Finding::Period, "01/01/2026"),
            (&group, "…"),
            (&Finding::Remark(1), "gì đó"),
        ] {
            assert!(!finding.fits(words, &document), "{finding:?}: {words}");
        }
        let event = Finding::Day(9);
        let added = {
            let mut copy = document.clone();
            event.put("20/11/1982: Ngày Nhà giáo", &mut copy).unwrap();
            copy
        };
        let last = added.events.last().unwrap();
        assert_eq!(
            (last.name.as_str(), last.month, last.day, last.origin_year),
            ("Ngày Nhà giáo", 11, 20, Some(1982))
        );
    }
}
