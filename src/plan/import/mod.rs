//! Reads a plan from the text of an administrative document.
//!
//! Promises:
//! - [`read`] is pure and takes time in proportion to the text; it never panics.
//! - A file that is no plan gives one [`ImportError`] and nothing else.
//! - Every finding carries its 1-based line in the text and how sure the reader is of it, from 0
//!   to 1. What is blank in the document stays empty, and what had to be computed, repaired or
//!   left out is listed in [`PlanDocument::doubts`].
//! - Lines on money are read by nobody: no group, duty, date or aim comes from them.
//!
//! How content groups are numbered:
//! - A number printed in the document stays as printed: `1.8`, `3`. A letter is read with the
//!   number above it: `1.a`.
//! - Items without a number (dashes, plain paragraphs) get the printed path of what holds them and
//!   their position: the second dash of section II is `II.2`, of item 1 of section II `II.1.2`.
//! - If the document prints a number twice (in two sections), the section goes in front: `III.1`.
//!
//! The document is understood in this order: bytes → `lines` → `header` (everything up to the
//! title) → `blocks` (broken lines joined) → `outline` (levels and sections) → findings, one file
//! for each kind. A table of items comes in through [`items`] instead.

mod aims;
mod bases;
mod blocks;
mod channels;
mod dates;
mod due;
mod duties;
mod events;
mod groups;
mod header;
mod issuer;
pub mod items;
mod lines;
mod marker;
mod number;
mod outline;
mod period;
mod receivers;
mod reports;
#[cfg(test)]
mod shapes_tests;
#[cfg(test)]
mod tests;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use lines::BYTES_MAX;

/// Longest quotation of a line, in UTF-16 units.
const QUOTE_MAX: usize = 300;

/// What a plan document says, in the shape of `loa plan import --format json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanDocument {
    /// What the plan is about, without the words "Kế hoạch".
    pub title: String,
    /// The document's own number, as `12/KH-UBND`; `None` when it is blank or cannot be read.
    pub number: Option<String>,
    /// The issuing body; empty (with a doubt) when the document does not name it.
    pub issuer: String,
    /// The day the document was signed; `None` when it is blank.
    pub date: Option<NaiveDate>,
    pub period: Period,
    /// In the order of the document; numbers are distinct.
    pub content_groups: Vec<ContentGroup>,
    pub duties: Vec<Duty>,
    /// When periodic reports are due; sorted and distinct.
    pub report_dates: Vec<NaiveDate>,
    pub events: Vec<Event>,
    /// Sorted by line.
    pub doubts: Vec<Doubt>,
    /// Where the findings that carry no line of their own stand.
    pub found: Found,
    /// Who gets the plan, as "Nơi nhận" lists them, the archive left out.
    pub receivers: Vec<Receiver>,
    pub legal_bases: Vec<LegalBasis>,
    /// What the plan wants to reach, where it says so in figures.
    pub aims: Vec<Aim>,
    /// Ways to people that the plan names, each once.
    pub channels: Vec<Named>,
    /// Rows of a table of things to say; empty for a plan in words.
    pub items: Vec<Item>,
    /// The words of the lines that hold something doubtful, as they stand there.
    #[serde(default)]
    pub quotes: BTreeMap<usize, String>,
}

/// First and last day of the plan. Both are `None` when the document names no year at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

/// A numbered topic of the plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ContentGroup {
    /// See the numbering rules of this module.
    pub number: String,
    /// The heading, or a short title cut from the first clause.
    pub name: String,
    /// Paragraphs joined from their broken lines, one per line; items keep their marks.
    pub text: String,
    pub line: usize,
    /// 0 to 1: how sure the reader is that this is one group with this number.
    pub confidence: f64,
    /// The headings above it, from the section down.
    pub parents: Vec<Heading>,
}

/// A heading that holds content groups.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// As printed; empty when it has none.
    pub number: String,
    pub name: String,
    pub line: usize,
}

/// What the plan asks of one body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Duty {
    /// As printed, without "Đề nghị" or "Giao" in front; for a heading that names no body, the
    /// heading (with a doubt).
    pub body: String,
    /// Code of the ward's unit, when the name leaves no doubt.
    pub unit: Option<String>,
    pub text: String,
    pub line: usize,
    pub confidence: f64,
}

/// A dated event or an anniversary.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    pub name: String,
    pub month: u32,
    pub day: u32,
    /// The year that an anniversary counts from.
    pub origin_year: Option<i32>,
    /// Whether month and day are those of the lunar calendar.
    pub lunar: bool,
    /// The line that holds the date.
    pub line: usize,
    pub confidence: f64,
    /// The year in which it is kept, when the document or its period leaves no doubt.
    pub year: Option<i32>,
    /// The "N" of "kỷ niệm N năm" in that year.
    pub years: Option<i32>,
    pub round: Option<Roundness>,
}

/// How an anniversary counts for the state: by the last digit of its years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Roundness {
    /// "năm tròn": 10, 70, 100.
    Round,
    /// "năm lẻ 5": 35, 95.
    Five,
    Other,
}

impl Roundness {
    /// How so many years count.
    #[must_use]
    pub fn of(years: i32) -> Self {
        match years % 10 {
            0 => Self::Round,
            5 => Self::Five,
            _ => Self::Other,
        }
    }
}

/// A body that gets the plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Receiver {
    pub name: String,
    /// "b/c", "t/h": why it gets it, as printed.
    pub purpose: Option<String>,
    pub line: usize,
    pub confidence: f64,
}

/// A document that the plan carries out or rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LegalBasis {
    /// As written, from its kind on: "Kế hoạch số … ngày … của … về …".
    pub text: String,
    pub number: Option<String>,
    pub date: Option<NaiveDate>,
    pub line: usize,
    pub confidence: f64,
}

/// A target.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Aim {
    pub text: String,
    pub figures: Vec<Figure>,
    pub line: usize,
    pub confidence: f64,
}

/// A figure of a target: `100 %`, `2 chuyên mục`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    pub value: f64,
    pub unit: String,
}

/// Something that is named, and where it is named first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Named {
    pub name: String,
    pub line: usize,
    pub confidence: f64,
}

/// A row of a table: one thing to say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Item {
    pub date: Option<NaiveDate>,
    /// Number of one of [`PlanDocument::content_groups`].
    pub content_group: Option<String>,
    pub title: String,
    pub text: String,
    /// The unit as the table names it.
    pub unit: Option<String>,
    /// The row, counted from 1.
    pub line: usize,
    pub confidence: f64,
}

/// Something that a person should look at before the import is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Doubt {
    pub line: usize,
    pub about: Uncertainty,
}

/// What a [`Doubt`] is about; serialised as a short code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Uncertainty {
    /// Some bytes were no text.
    TextDamaged,
    /// The place for the number is there but empty.
    NumberBlank,
    /// No line says a number.
    NumberMissing,
    /// Letters were read as digits.
    NumberMisread,
    /// The number belongs to another kind of document (a decision that the plan is attached to).
    NumberOfAnotherDocument,
    /// The place for the date is there but has no day or month.
    DateBlank,
    DateMissing,
    /// A date that no calendar has, or letters read as digits.
    DateMisread,
    TitleMissing,
    IssuerMissing,
    /// The name was spelt in several ways; the most frequent one was taken.
    IssuerMisread,
    /// No header names the body; it was taken from the text or the signature.
    IssuerFromText,
    /// The period follows from something vaguer than the title ("đến hết năm").
    PeriodComputed,
    /// Only a year stands somewhere; the whole year was taken.
    PeriodAssumed,
    PeriodMissing,
    /// A heading or its number was recognised in spite of misread letters.
    HeadingMisread,
    /// Numbers skip or repeat here: an item may be missing.
    NumberingGap,
    /// The groups have no numbers in the document; ours are positions.
    GroupsUnnumbered,
    /// No section is headed as content; the nearest one was taken.
    ContentSectionAssumed,
    ContentMissing,
    /// A heading without any text under it.
    GroupEmpty,
    DutiesMissing,
    /// The heading names a matter, not a body.
    DutyWithoutBody,
    ReportDatesMissing,
    /// The dates follow from a rule ("tháng cuối quý") and the period.
    ReportDatesComputed,
    /// The text gives no year; the period's was taken.
    ReportYearAssumed,
    /// A report is asked for at a time that is no date ("cuối quý").
    ReportTimeUnclear,
    /// Far outside the period.
    ReportDateOutsidePeriod,
    /// An anniversary without a day.
    EventWithoutDay,
    /// The count of years and the two dates do not agree.
    AnniversaryMismatch,
    /// The year that an anniversary counts from follows from its count of years.
    OriginComputed,
    /// A row of a table that says nothing to tell.
    RowUnread,
    /// A row's time is no day.
    ItemDateUnclear,
}

/// A line, and how sure the reader is of what it found there.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    pub line: usize,
    pub confidence: f64,
}

/// Places of the findings that carry none of their own; `None` when there was nothing to find.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Found {
    pub title: Option<Place>,
    pub number: Option<Place>,
    pub issuer: Option<Place>,
    pub date: Option<Place>,
    pub period: Option<Place>,
    /// One for each of [`PlanDocument::report_dates`].
    pub report_dates: Vec<Place>,
}

/// Why nothing was imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum ImportError {
    #[error("the file is empty")]
    Empty,
    /// A file of a kind that is not read, or text in an encoding other than UTF-8 or marked UTF-16.
    #[error("the file is not text in UTF-8 or UTF-16")]
    NotText,
    #[error("the file has {bytes} bytes, more than {bytes_max}")]
    TooLarge { bytes: usize, bytes_max: usize },
    /// It unfolds to more than any plan, or cannot be read in the time and memory that a plan needs.
    #[error("the file takes more time or memory than a plan")]
    TooMuch,
    #[error("the file can only be read with a password")]
    Locked,
    /// Nothing is known about the file: it could not be looked at.
    #[error("the reader could not be started")]
    NotRead,
    /// Pictures of pages, without text.
    #[error("the file holds pictures of text only")]
    Scanned,
    /// It begins as a document that could be read, and is damaged.
    #[error("the file is damaged")]
    Broken,
    #[error("the text is not a plan: {why}")]
    NotAPlan { why: NotAPlan },
}

/// What a text lacks to be a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum NotAPlan {
    /// No line is headed "KẾ HOẠCH": a news page, a note.
    #[error("no heading says that it is one")]
    NoHeading,
    /// It is headed as something else: a letter, an invitation, a report.
    #[error("it is another kind of document")]
    AnotherKind,
    /// Headed as a plan, but no section (purpose, content, organisation) follows.
    #[error("it has no sections")]
    NoSections,
    /// A workbook without a table whose columns say what is to be told.
    #[error("no table has columns of a plan")]
    NoTable,
}

/// Doubts as they come up; at most [`Doubts::MAX`] are kept.
#[derive(Debug, Default)]
struct Doubts(Vec<Doubt>);

impl Doubts {
    /// More than anybody reads; a bound for texts that are doubtful in every line.
    const MAX: usize = 500;

    fn add(&mut self, line: usize, about: Uncertainty) {
        let doubt = Doubt { line, about };
        if self.0.len() < Self::MAX && !self.0.contains(&doubt) {
            self.0.push(doubt);
        }
    }

    /// How sure a finding on this line is: as sure as the worst doubt about it allows.
    fn sureness(&self, line: usize, doubts: &[(Uncertainty, f64)]) -> f64 {
        let about = self.0.iter().filter(|doubt| doubt.line == line);
        about
            .filter_map(|doubt| doubts.iter().find(|(about, _)| *about == doubt.about).map(|(_, sure)| *sure))
            .fold(1.0, f64::min)
    }

    fn place(&self, line: Option<usize>, doubts: &[(Uncertainty, f64)]) -> Option<Place> {
        line.map(|line| Place { line, confidence: self.sureness(line, doubts) })
    }

    fn into_sorted(mut self) -> Vec<Doubt> {
        self.0.sort_unstable();
        self.0
    }
}

/// Reads a plan document from the bytes of a text file.
///
/// # Errors
/// When the bytes are no text or the text is no plan; nothing is imported then.
pub fn read(bytes: &[u8]) -> Result<PlanDocument, ImportError> {
    let mut doubts = Doubts::default();
    let text = lines::decode(bytes, &mut doubts)?;
    read_lines(&lines::clean(&text), doubts)
}

fn read_lines(lines: &[lines::Line], mut doubts: Doubts) -> Result<PlanDocument, ImportError> {
    let header = header::read(lines, &mut doubts)?;
    let outline = outline::Outline::new(blocks::join(&lines[header.body..]), &mut doubts);
    if outline.sections.is_empty() {
        return Err(ImportError::NotAPlan { why: NotAPlan::NoSections });
    }
    let issuer = issuer::find(&lines[header.begin..header.heading], &outline, &mut doubts);
    let period = period::find(&header, &outline, &mut doubts);
    let content_groups = groups::find(&outline, &mut doubts);
    let duties = duties::find(&outline, &mut doubts);
    // A plan of a whole year that is signed in its autumn asks for no report before.
    let from =
        period.period.from.max(header.date.filter(|date| period.period.to.is_none_or(|to| *date <= to)));
    let reports = reports::find(&outline, Period { from, ..period.period }, &mut doubts);
    let title = (header.title.as_str(), header.title_line.unwrap_or(1));
    let events = events::find(&outline, title, period.period, &mut doubts);
    let words = lines.iter().map(|line| (line.number, line.text.as_str()));
    let mut document = PlanDocument {
        found: found(&header, &issuer, &period, &reports, &doubts),
        receivers: receivers::find(&lines[header.body..]),
        legal_bases: bases::find(&outline),
        aims: aims::find(&outline),
        channels: channels::find(&outline),
        items: Vec::new(),
        title: header.title,
        number: header.number,
        issuer: issuer.name,
        date: header.date,
        period: period.period,
        content_groups,
        duties,
        report_dates: reports.into_iter().map(|report| report.date).collect(),
        events,
        doubts: doubts.into_sorted(),
        quotes: BTreeMap::new(),
    };
    document.quote(words);
    Ok(document)
}

impl PlanDocument {
    /// A finding that is less sure than this is asked for, also where nothing else is doubtful.
    pub const SURE: f64 = 0.75;

    /// Keeps the words of the lines that somebody will have to look at.
    fn quote<'a>(&mut self, words: impl Iterator<Item = (usize, &'a str)>) {
        let weak = |line: usize, confidence: f64| (confidence < Self::SURE).then_some(line);
        let mut wanted: BTreeSet<usize> = self.doubts.iter().map(|doubt| doubt.line).collect();
        wanted.extend(self.content_groups.iter().filter_map(|found| weak(found.line, found.confidence)));
        wanted.extend(self.duties.iter().filter_map(|found| weak(found.line, found.confidence)));
        wanted.extend(self.events.iter().filter_map(|found| weak(found.line, found.confidence)));
        wanted.extend(self.items.iter().filter_map(|found| weak(found.line, found.confidence)));
        self.quotes = words
            .filter(|(line, _)| wanted.contains(line))
            .map(|(line, words)| (line, crate::text::one_line(words, QUOTE_MAX)))
            .collect();
    }
}

fn found(
    header: &header::Header,
    issuer: &issuer::Issuer,
    period: &period::Found,
    reports: &[reports::Report],
    doubts: &Doubts,
) -> Found {
    use Uncertainty as U;
    let report = |report: &reports::Report| Place {
        line: report.line,
        confidence: doubts.sureness(
            report.line,
            &[
                (U::ReportDateOutsidePeriod, 0.4),
                (U::DateMisread, 0.6),
                (U::ReportYearAssumed, 0.8),
                (U::ReportDatesComputed, 0.8),
            ],
        ),
    };
    Found {
        title: doubts.place(header.title_line, &[(U::HeadingMisread, 0.8)]),
        number: doubts
            .place(header.number_line.filter(|_| header.number.is_some()), &[(U::NumberMisread, 0.6)]),
        issuer: doubts.place(issuer.line, &[(U::IssuerFromText, 0.7), (U::IssuerMisread, 0.8)]),
        date: doubts.place(header.date_line.filter(|_| header.date.is_some()), &[(U::DateMisread, 0.6)]),
        period: doubts.place(period.line, &[(U::PeriodAssumed, 0.3), (U::PeriodComputed, 0.6)]),
        report_dates: reports.iter().map(report).collect(),
    }
}
