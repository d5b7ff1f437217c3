//! Reads a plan from the text of an administrative document.
//!
//! Promises:
//! - [`read`] is pure and takes time in proportion to the text; it never panics.
//! - A file that is no plan gives one [`ImportError`] and nothing else.
//! - Every finding carries its 1-based line in the file. What is blank in the document stays
//!   empty, and what had to be computed, repaired or left out is listed in
//!   [`PlanDocument::doubts`].
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
//! for each kind.

mod blocks;
mod dates;
mod due;
mod duties;
mod events;
mod groups;
mod header;
mod issuer;
mod lines;
mod marker;
mod number;
mod outline;
mod period;
mod reports;
#[cfg(test)]
mod tests;
mod words;

use chrono::NaiveDate;
use serde::Serialize;

pub use lines::BYTES_MAX;

/// What a plan document says, in the shape of `loa plan import --format json`.
#[derive(Clone, Debug, PartialEq, Serialize)]
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
    #[serde(skip)]
    pub lines: Lines,
}

/// First and last day of the plan. Both are `None` when the document names no year at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Period {
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

/// A numbered topic of the plan.
#[derive(Clone, Debug, PartialEq, Serialize)]
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
}

/// What the plan asks of one body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Duty {
    /// As printed, without "Đề nghị" or "Giao" in front; for a heading that names no body, the
    /// heading (with a doubt).
    pub body: String,
    /// Code of the ward's unit, when the name leaves no doubt.
    pub unit: Option<&'static str>,
    pub text: String,
    pub line: usize,
}

/// A dated event or an anniversary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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
}

/// Something that a person should look at before the import is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Doubt {
    pub line: usize,
    pub about: Uncertainty,
}

/// What a [`Doubt`] is about; serialised as a short code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
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
}

/// Lines of the findings that carry none of their own; `None` when there was nothing to find.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines {
    pub title: Option<usize>,
    pub number: Option<usize>,
    pub issuer: Option<usize>,
    pub date: Option<usize>,
    pub period: Option<usize>,
    /// One for each of [`PlanDocument::report_dates`].
    pub report_dates: Vec<usize>,
}

/// Why nothing was imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    #[error("the file is empty")]
    Empty,
    /// An image, a PDF, an archive, or text in an encoding other than UTF-8 or marked UTF-16.
    #[error("the file is not text in UTF-8 or UTF-16")]
    NotText,
    #[error("the file has {bytes} bytes, more than {bytes_max}")]
    TooLarge { bytes: usize, bytes_max: usize },
    #[error("the text is not a plan: {why}")]
    NotAPlan { why: NotAPlan },
}

/// What a text lacks to be a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
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
    let lines = lines::clean(&text);
    let header = header::read(&lines, &mut doubts)?;
    let outline = outline::Outline::new(blocks::join(&lines[header.body..]), &mut doubts);
    if outline.sections.is_empty() {
        return Err(ImportError::NotAPlan { why: NotAPlan::NoSections });
    }
    let issuer = issuer::find(&lines[..header.heading], &outline, &mut doubts);
    let period = period::find(&header, &outline, &mut doubts);
    let content_groups = groups::find(&outline, &mut doubts);
    let duties = duties::find(&outline, &mut doubts);
    let reports = reports::find(&outline, period.period, &mut doubts);
    let events = events::find(&outline, period.period, &mut doubts);
    Ok(PlanDocument {
        lines: Lines {
            title: header.title_line,
            number: header.number_line,
            issuer: issuer.line,
            date: header.date_line,
            period: period.line,
            report_dates: reports.iter().map(|report| report.line).collect(),
        },
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
    })
}
