//! The time that a plan covers: from its title, else from its section on time, else from a year.

use chrono::{Datelike, NaiveDate};

use super::header::Header;
use super::outline::{Kind, Outline};
use super::words::{self, Token};
use super::{Doubts, Period, Uncertainty, dates, marker};

#[derive(Debug, Default)]
pub(super) struct Found {
    pub period: Period,
    pub line: Option<usize>,
}

/// How exactly a phrase says a period; of several in one text the most exact counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Exact {
    Years,
    Year,
    Months,
    Days,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Span {
    from: NaiveDate,
    to: NaiveDate,
    exact: Exact,
}

pub(super) fn find(header: &Header, outline: &Outline, doubts: &mut Doubts) -> Found {
    let noted = || header.note.as_ref().and_then(|(note, line)| spoken(note).map(|span| (span, Some(*line))));
    let titled = spoken(&header.title).map(|span| (span, header.title_line)).or_else(noted);
    let timed = in_time_section(outline);
    let (span, line) = match (titled, timed) {
        // "Năm 2026" in the title and exact days in the section on time: the days.
        (Some((title, _)), Some((time, line)))
            if title.exact <= Exact::Year && time.exact == Exact::Days && within(time, title) =>
        {
            (time, Some(line))
        }
        (Some(titled), _) => titled,
        (None, Some((time, line))) => (time, Some(line)),
        (None, None) => {
            let vague = until_year_end(header, outline, doubts).or_else(|| any_year(header, outline, doubts));
            let Some((span, line)) = vague else {
                doubts.add(header.title_line.unwrap_or(1), Uncertainty::PeriodMissing);
                return Found::default();
            };
            (span, Some(line))
        }
    };
    Found { period: Period { from: Some(span.from), to: Some(span.to) }, line }
}

/// The period that a title names.
pub(super) fn in_title(title: &str) -> Option<Period> {
    spoken(title).map(|span| Period { from: Some(span.from), to: Some(span.to) })
}

fn within(inner: Span, outer: Span) -> bool {
    outer.from <= inner.from && inner.to <= outer.to
}

fn in_time_section(outline: &Outline) -> Option<(Span, usize)> {
    time_blocks(outline).find_map(|at| {
        let block = &outline.blocks[at];
        spoken(&block.text).map(|span| (span, block.line))
    })
}

/// Blocks that speak of the time of the whole plan.
fn time_blocks(outline: &Outline) -> impl Iterator<Item = usize> {
    let mut wanted = vec![false; outline.closing];
    let mut content = vec![false; outline.closing];
    for section in &outline.sections {
        match section.kind {
            Some(Kind::Time) => wanted[section.at..outline.end(section.at)].fill(true),
            // What is said there is the time of one item.
            Some(Kind::Content) => content[section.at..outline.end(section.at)].fill(true),
            _ => {}
        }
    }
    (0..outline.closing).filter(move |&at| {
        let plain = words::plain(&outline.blocks[at].text.chars().take(60).collect::<String>());
        wanted[at]
            || !content[at]
                && ["thoi gian thuc hien", "thoi gian trien khai", "thoi gian tu"]
                    .iter()
                    .any(|start| plain.starts_with(start))
    })
}

/// "Từ khi ban hành Kế hoạch đến hết năm 2026"
fn until_year_end(header: &Header, outline: &Outline, doubts: &mut Doubts) -> Option<(Span, usize)> {
    time_blocks(outline).find_map(|at| {
        let block = &outline.blocks[at];
        let tokens = words::tokens(&block.text);
        let end = (0..tokens.len()).find(|&at| words::phrase_at(&tokens, at, "het nam"))?;
        let year = dates::year(&tokens, end + 2)?;
        let whole = years(year, year)?;
        doubts.add(block.line, Uncertainty::PeriodComputed);
        let from = header.date.filter(|date| date.year() == year).unwrap_or(whole.from);
        Some((Span { from, exact: Exact::Months, ..whole }, block.line))
    })
}

/// The year of the header's date, or the year that the document names most often.
fn any_year(header: &Header, outline: &Outline, doubts: &mut Doubts) -> Option<(Span, usize)> {
    let dated = header.date.map(|date| (date.year(), header.date_line.unwrap_or(1)));
    let (year, line) = dated.or_else(|| {
        let mut counts: Vec<(i32, usize, usize)> = Vec::new();
        for block in &outline.blocks[..outline.closing] {
            let tokens = words::tokens(&block.text);
            let years = (1..tokens.len()).filter(|&at| tokens[at - 1].is("nam"));
            for year in
                years.filter_map(|at| dates::year(&tokens, at)).filter(|year| (2000..2100).contains(year))
            {
                match counts.iter_mut().find(|(known, ..)| *known == year) {
                    Some((_, count, _)) => *count += 1,
                    None => counts.push((year, 1, block.line)),
                }
            }
        }
        counts.into_iter().max_by_key(|&(year, count, _)| (count, year)).map(|(year, _, line)| (year, line))
    })?;
    doubts.add(line, Uncertainty::PeriodAssumed);
    Some((years(year, year)?, line))
}

/// The most exact period that a text names; of equally exact ones the last.
fn spoken(text: &str) -> Option<Span> {
    let tokens = words::tokens(text);
    let mut best: Option<Span> = None;
    let mut at = 0;
    while at < tokens.len() {
        let found = days(&tokens, at)
            .or_else(|| quarters(&tokens, at))
            .or_else(|| half_year(&tokens, at))
            .or_else(|| month_range(&tokens, at))
            .or_else(|| year_range(&tokens, at));
        match found {
            Some((span, next)) => {
                if span.from <= span.to && best.is_none_or(|best| span.exact >= best.exact) {
                    best = Some(span);
                }
                at = next;
            }
            None => at += 1,
        }
    }
    best
}

/// "từ ngày 01/4/2026 đến ngày 31/12/2026", "từ ngày 01/4 đến hết ngày 31/12/2026"
fn days(tokens: &[Token], at: usize) -> Option<(Span, usize)> {
    if !tokens[at].is("tu") {
        return None;
    }
    let (from, next) = dates::point(tokens, at + 1)?;
    let next = until(tokens, next)?;
    let (to, next) = dates::point(tokens, next)?;
    let to_date = to.date(None)?;
    Some((Span { from: from.date(Some(to_date.year()))?, to: to_date, exact: Exact::Days }, next))
}

/// The index after "đến", "đến hết" or a dash.
fn until(tokens: &[Token], at: usize) -> Option<usize> {
    let token = tokens.get(at)?;
    let mut next = match token.mark() {
        Some('-') => at + 1,
        None if token.is("den") || token.is("toi") => at + 1,
        _ => return None,
    };
    while tokens.get(next).is_some_and(|token| token.is("het") || token.is("cuoi")) {
        next += 1;
    }
    Some(next)
}

/// "quý II đến quý IV năm 2026", "quý III/2026", "quý II, III và IV năm 2026"
fn quarters(tokens: &[Token], at: usize) -> Option<(Span, usize)> {
    let (first, last, next) = counted(tokens, at, "quy", quarter)?;
    let (year, next) = year_after(tokens, next)?;
    span_of_months(year, first * 3 - 2, last * 3, next)
}

fn quarter(token: &Token) -> Option<u32> {
    let value =
        token.number().or_else(|| marker::roman_value(&token.folded.to_uppercase()).map(|(value, _)| value));
    value.filter(|value| (1..=4).contains(value))
}

/// "tháng 5/2026", "tháng 5 đến tháng 8 năm 2026", "tháng 4, 5 năm 2026", "tháng 4/2026 đến tháng 3/2027"
fn month_range(tokens: &[Token], at: usize) -> Option<(Span, usize)> {
    // "15 tháng 6" is a day.
    if at > 0 && tokens[at - 1].number().is_some() {
        return None;
    }
    let month = |token: &Token| token.number().filter(|month| (1..=12).contains(month));
    let (first, last, next) = counted(tokens, at, "thang", month)?;
    let (year, next) = year_after(tokens, next)?;
    let further = until(tokens, next)
        .filter(|&at| tokens.get(at).is_some_and(|token| token.is("thang")))
        .and_then(|at| counted(tokens, at, "thang", month))
        .and_then(|(_, last, next)| year_after(tokens, next).map(|(year, next)| (year, last, next)));
    if let Some((to_year, to_month, next)) = further {
        let from = NaiveDate::from_ymd_opt(year, first, 1)?;
        return Some((Span { from, to: dates::month_end(to_year, to_month)?, exact: Exact::Months }, next));
    }
    span_of_months(year, first, last, next)
}

/// "6 tháng cuối năm 2025", "9 tháng đầu năm 2026"
fn half_year(tokens: &[Token], at: usize) -> Option<(Span, usize)> {
    let count = match tokens[at].number() {
        Some(count) => count,
        None if tokens[at].is("sau") => 6,
        None => return None,
    };
    if !(1..=11).contains(&count) || !tokens.get(at + 1)?.is("thang") {
        return None;
    }
    let (first, last) = match tokens.get(at + 2)?.folded.as_str() {
        "dau" => (1, count),
        "cuoi" => (13 - count, 12),
        _ => return None,
    };
    let (year, next) = year_after(tokens, at + 3)?;
    span_of_months(year, first, last, next)
}

/// "năm 2024", "năm 2025 - 2026", "giai đoạn 2026-2030"
fn year_range(tokens: &[Token], at: usize) -> Option<(Span, usize)> {
    let next = if tokens[at].is("nam") && !tokens.get(at + 1)?.is("hoc") {
        at + 1
    } else if words::phrase_at(tokens, at, "giai doan") {
        at + 2
    } else {
        return None;
    };
    // "giai đoạn (2026-2030)", "giai đoạn từ năm 2026 đến năm 2030"
    let next = (next..next + 3).find(|&at| dates::year(tokens, at).is_some())?;
    let year = dates::year(tokens, next).filter(|year| (2000..2100).contains(year))?;
    let second = until(tokens, next + 1)
        .map(|at| if tokens.get(at).is_some_and(|token| token.is("nam")) { at + 1 } else { at })
        .and_then(|at| dates::year(tokens, at).map(|year| (year, at + 1)));
    match second {
        Some((last, next)) if (year + 1..year + 15).contains(&last) => Some((years(year, last)?, next)),
        _ => Some((years(year, year)?, next + 1)),
    }
}

/// A row of counted things: "quý II đến quý IV", "quý II, III và IV", "tháng 5".
fn counted(
    tokens: &[Token],
    at: usize,
    noun: &str,
    value: impl Fn(&Token) -> Option<u32>,
) -> Option<(u32, u32, usize)> {
    if !tokens[at].is(noun) {
        return None;
    }
    let first = value(tokens.get(at + 1)?)?;
    let (mut last, mut next) = (first, at + 2);
    loop {
        let joined = match tokens.get(next) {
            Some(token) if token.is("va") || matches!(token.mark(), Some(',')) => next + 1,
            Some(_) => match until(tokens, next) {
                Some(next) => next,
                None => break,
            },
            None => break,
        };
        let joined = if tokens.get(joined).is_some_and(|token| token.is(noun)) { joined + 1 } else { joined };
        match tokens.get(joined).and_then(&value) {
            Some(further) if further > last => (last, next) = (further, joined + 1),
            _ => break,
        }
    }
    Some((first, last, next))
}

/// "năm 2026" or "/2026"
fn year_after(tokens: &[Token], at: usize) -> Option<(i32, usize)> {
    let token = tokens.get(at)?;
    let next = if token.is("nam") || matches!(token.mark(), Some('/' | ',' | '-')) { at + 1 } else { at };
    let next = if tokens.get(next).is_some_and(|token| token.is("nam")) { next + 1 } else { next };
    dates::year(tokens, next).map(|year| (year, next + 1))
}

fn span_of_months(year: i32, first: u32, last: u32, next: usize) -> Option<(Span, usize)> {
    let from = NaiveDate::from_ymd_opt(year, first, 1)?;
    Some((Span { from, to: dates::month_end(year, last)?, exact: Exact::Months }, next))
}

fn years(first: i32, last: i32) -> Option<Span> {
    Some(Span {
        from: NaiveDate::from_ymd_opt(first, 1, 1)?,
        to: NaiveDate::from_ymd_opt(last, 12, 31)?,
        exact: if first == last { Exact::Year } else { Exact::Years },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_in_words() {
        for (text, from, to) in [
            ("từ quý II đến quý IV năm 2026", "2026-04-01", "2026-12-31"),
            ("quý II - IV/2026", "2026-04-01", "2026-12-31"),
            ("quý II, III và quý IV năm 2026", "2026-04-01", "2026-12-31"),
            ("QUÝ III NĂM 2026", "2026-07-01", "2026-09-30"),
            ("quý 3/2026", "2026-07-01", "2026-09-30"),
            ("nhiệm vụ của quận năm 2024", "2024-01-01", "2024-12-31"),
            ("6 tháng cuối năm 2025", "2025-07-01", "2025-12-31"),
            ("sáu tháng đầu năm 2025", "2025-01-01", "2025-06-30"),
            ("9 tháng đầu năm 2026", "2026-01-01", "2026-09-30"),
            ("tháng 5/2026", "2026-05-01", "2026-05-31"),
            ("tháng 2 năm 2028", "2028-02-01", "2028-02-29"),
            ("tháng 4, 5 và 6 năm 2026", "2026-04-01", "2026-06-30"),
            ("từ tháng 4 đến tháng 12 năm 2026", "2026-04-01", "2026-12-31"),
            ("từ tháng 4/2026 đến tháng 3/2027", "2026-04-01", "2027-03-31"),
            ("giai đoạn 2026-2030", "2026-01-01", "2030-12-31"),
            ("năm 2025 - 2026", "2025-01-01", "2026-12-31"),
            ("từ ngày 01/4/2026 đến hết ngày 15/5/2026", "2026-04-01", "2026-05-15"),
            ("từ ngày 01/4 đến ngày 15/5/2026", "2026-04-01", "2026-05-15"),
            ("từ ngày 01 tháng 4 đến ngày 15 tháng 5 năm 2026", "2026-04-01", "2026-05-15"),
            ("chương trình giai đoạn 2021-2025 trong năm 2024", "2024-01-01", "2024-12-31"),
            ("kỷ niệm 70 năm Giải phóng Thủ đô năm 2024", "2024-01-01", "2024-12-31"),
        ] {
            let span = spoken(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(
                (span.from.to_string(), span.to.to_string()),
                (from.to_owned(), to.to_owned()),
                "{text}"
            );
        }
    }

    #[test]
    fn what_names_no_period() {
        for text in ["kỷ niệm 70 năm", "tổ dân phố số 5", "quý vị", "ngày 15 tháng 6", "năm học mới", ""]
        {
            assert_eq!(spoken(text), None, "{text}");
        }
    }
}
