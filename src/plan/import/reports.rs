//! When periodic reports are due.

use chrono::{Days, NaiveDate};

use super::due;
use super::outline::{Kind, Outline};
use super::words::{self, Token};
use super::{Doubts, Period, Uncertainty};

/// A date and the line that names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Report {
    pub date: NaiveDate,
    pub line: usize,
}

/// How long after the period a report may still be due without a doubt, in days.
const AFTER_PERIOD_DAYS: u64 = 62;

pub(super) fn find(outline: &Outline, period: Period, doubts: &mut Doubts) -> Vec<Report> {
    let start = outline.sections.first().map_or(0, |section| section.at);
    let about = about_reports(outline);
    let mut found = Vec::new();
    let mut mentioned = None;
    for at in (start..outline.closing).filter(|&at| !outline.is_money(at)) {
        let block = &outline.blocks[at];
        let tokens = words::tokens(&block.text);
        for sentence in sentences(&tokens) {
            let asked = reporting(sentence);
            if asked.is_none() && !about[at] {
                continue;
            }
            let dues = due::dues(sentence);
            if dues.is_empty() {
                if asked.is_some() && is_periodic(sentence) {
                    mentioned = mentioned.or(Some(block.line));
                }
                continue;
            }
            if !about[at] && concerns_something_else(sentence, asked) {
                continue;
            }
            for (date, place) in due::resolve(&dues, sentence, period, &mut |place, about| {
                doubts.add(block.line_at(place), about);
            }) {
                found.push(Report { date, line: block.line_at(place) });
            }
        }
    }
    let mut reports = within_reach(found, period, doubts);
    reports.sort_unstable();
    reports.dedup_by_key(|report| report.date);
    if reports.is_empty() {
        match mentioned {
            Some(line) => doubts.add(line, Uncertainty::ReportTimeUnclear),
            None => doubts.add(
                outline.blocks.get(start).map_or(1, |block| block.line),
                Uncertainty::ReportDatesMissing,
            ),
        }
    }
    reports
}

/// Blocks that stand under a heading or an opening sentence about reports.
fn about_reports(outline: &Outline) -> Vec<bool> {
    let mut about = vec![false; outline.closing];
    for section in &outline.sections {
        if section.kind == Some(Kind::Reports) {
            about[section.at..outline.end(section.at)].fill(true);
        }
    }
    for at in 0..outline.closing {
        let text = &outline.blocks[at].text;
        let opens = outline.is_heading(at) || text.ends_with(':');
        if opens && text.len() < 600 && reporting(&words::tokens(text)).is_some() && !about[at] {
            about[at..outline.end(at)].fill(true);
        }
    }
    about
}

fn sentences(tokens: &[Token]) -> impl Iterator<Item = &[Token]> {
    let mut ends: Vec<usize> = (1..tokens.len())
        .filter(|&at| {
            let apart = tokens[at].start > tokens[at - 1].end;
            matches!((tokens[at - 1].mark(), apart), (Some(';'), _) | (Some('.'), true))
        })
        .collect();
    ends.push(tokens.len());
    let mut start = 0;
    ends.into_iter().map(move |end| {
        let sentence = &tokens[start..end];
        start = end;
        sentence
    })
}

/// Where a sentence speaks of reporting; "báo cáo viên" is a speaker, "Báo cáo số …" a document.
fn reporting(sentence: &[Token]) -> Option<usize> {
    (0..sentence.len()).find(|&at| {
        words::phrase_at(sentence, at, "bao cao")
            && !sentence.get(at + 2).is_some_and(|next| next.is("vien") || next.is("so"))
    })
}

fn is_periodic(sentence: &[Token]) -> bool {
    ["dinh ky", "hang quy", "hang thang", "hang nam", "cuoi quy", "cuoi nam", "moi quy", "so ket", "tong ket"]
        .iter()
        .any(|phrase| words::has(sentence, phrase))
}

/// "Xây dựng kế hoạch, gửi trước ngày 15/4 để tổng hợp, báo cáo" sets no date for a report.
fn concerns_something_else(sentence: &[Token], asked: Option<usize>) -> bool {
    let first_day = sentence.iter().position(|token| token.is("ngay")).unwrap_or(0);
    let before = &sentence[..first_day];
    asked.is_none_or(|asked| asked > first_day)
        && ["ke hoach", "du toan", "danh sach", "dang ky"].iter().any(|thing| words::has(before, thing))
}

/// Drops what lies before the period; doubts what lies long after it.
fn within_reach(found: Vec<Report>, period: Period, doubts: &mut Doubts) -> Vec<Report> {
    let (Some(from), Some(to)) = (period.from, period.to) else { return found };
    let late = to.checked_add_days(Days::new(AFTER_PERIOD_DAYS)).unwrap_or(to);
    found
        .into_iter()
        .filter(|report| {
            if report.date < from || report.date > late {
                doubts.add(report.line, Uncertainty::ReportDateOutsidePeriod);
            }
            report.date >= from
        })
        .collect()
}
