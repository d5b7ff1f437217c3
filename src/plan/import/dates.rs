//! Points in time as Vietnamese documents write them.

use chrono::{Datelike, NaiveDate};

use super::words::{Kind, Token};

/// A day of a month, with its year when the text says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Point {
    pub day: u32,
    pub month: u32,
    pub year: Option<i32>,
    /// Letters were read as digits.
    pub misread: bool,
}

impl Point {
    /// The day in the calendar; `year` counts when the text says none.
    pub fn date(&self, year: Option<i32>) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year.or(year)?, self.month, self.day)
    }
}

/// The point that begins at `at` and the index after it: `10/12/2026`, `10/12`, `10-12-2026`,
/// `10.12.2026`, `ngày 10 tháng 12 năm 2026`, `10 tháng 12/2026`, `ngày 10 tháng 12`.
pub(super) fn point(tokens: &[Token], at: usize) -> Option<(Point, usize)> {
    let mut at = at;
    while tokens.get(at).is_some_and(|token| token.is("ngay") || token.is("mung") || token.is("mong")) {
        at += 1;
    }
    let (day, misread_day) = number(tokens, at)?;
    if !(1..=31).contains(&day) || is_glued(tokens, at) {
        return None;
    }
    let (month_at, separator) = if tokens.get(at + 1)?.is("thang") {
        (at + 2, None)
    } else {
        (at + 2, Some(tokens[at + 1].mark().filter(|mark| matches!(mark, '/' | '-' | '.'))?))
    };
    let (month, misread_month) = match number(tokens, month_at) {
        Some(month) => month,
        None => (month_word(tokens.get(month_at)?)?, false),
    };
    if !(1..=12).contains(&month) {
        return None;
    }
    // "10-12" and "1.2" are ranges and decimals; only a slash may stand apart or without a year.
    let tight = |from: usize, to: usize| tokens[from..to].windows(2).all(|pair| pair[0].end == pair[1].start);
    let mut next = month_at + 1;
    let mut year = None;
    let mut misread = misread_day || misread_month;
    let joined = match separator {
        Some(mark) => tokens.get(next).is_some_and(|token| token.mark() == Some(mark)),
        None => tokens.get(next).is_some_and(|token| token.is("nam") || token.mark() == Some('/')),
    };
    if joined && let Some((value, misread_year)) = number(tokens, next + 1).and_then(as_year) {
        year = Some(value);
        misread |= misread_year;
        next += 2;
    } else if joined && separator.is_some() {
        return None;
    }
    if let Some(mark) = separator
        && mark != '/'
        && (year.is_none() || !tight(at, next))
    {
        return None;
    }
    Some((Point { day, month, year, misread }, next))
}

/// Whether the number is the tail of something else: "46/10/…", "QĐ-10".
fn is_glued(tokens: &[Token], at: usize) -> bool {
    at > 0
        && tokens[at - 1].end == tokens[at].start
        && tokens[at - 1].mark().is_some_and(|mark| mark == '/' || mark == '.')
        && at > 1
        && tokens[at - 2].end == tokens[at - 1].start
        && tokens[at - 2].number().is_some()
}

fn number(tokens: &[Token], at: usize) -> Option<(u32, bool)> {
    match tokens.get(at)?.kind {
        Kind::Number(value, misread) => Some((value, misread)),
        _ => None,
    }
}

fn as_year((value, misread): (u32, bool)) -> Option<(i32, bool)> {
    let year = i32::try_from(value).ok()?;
    (900..2200).contains(&year).then_some((year, misread))
}

/// The year at `at`: four digits of this or the last centuries.
pub(super) fn year(tokens: &[Token], at: usize) -> Option<i32> {
    number(tokens, at).and_then(as_year).map(|(year, _)| year)
}

/// Months by name. `tháng Một` is left out: it is January to some and the eleventh to others.
pub(super) fn month_word(token: &Token) -> Option<u32> {
    const NAMES: [(&str, u32); 11] = [
        ("gieng", 1),
        ("hai", 2),
        ("ba", 3),
        ("tu", 4),
        ("sau", 6),
        ("bay", 7),
        ("tam", 8),
        ("chin", 9),
        ("muoi", 10),
        ("chap", 12),
        ("nam", 5),
    ];
    NAMES.iter().find(|(name, _)| token.is(name)).map(|&(_, month)| month)
}

/// The last day of a month.
pub(super) fn month_end(year: i32, month: u32) -> Option<NaiveDate> {
    let (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    NaiveDate::from_ymd_opt(year, month, 1)?.pred_opt()
}

/// The months that a period touches, as (year, month); at most ten years of them.
pub(super) fn months(from: NaiveDate, to: NaiveDate) -> Vec<(i32, u32)> {
    let mut months = Vec::new();
    let (mut year, mut month) = (from.year(), from.month());
    while (year, month) <= (to.year(), to.month()) && months.len() < 120 {
        months.push((year, month));
        (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    }
    months
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::import::words::tokens;

    #[test]
    fn points() {
        for (text, day, month, year, used) in [
            ("10/12/2026", 10, 12, Some(2026), 5),
            ("07/5/1954 - 07/5/2024", 7, 5, Some(1954), 5),
            ("10/12 và", 10, 12, None, 3),
            ("10 / 6 / 2026", 10, 6, Some(2026), 5),
            ("10-12-2026", 10, 12, Some(2026), 5),
            ("10.12.2026", 10, 12, Some(2026), 5),
            ("ngày 08 tháng 4 năm 2026", 8, 4, Some(2026), 6),
            ("ngày 15 tháng 6/2026", 15, 6, Some(2026), 6),
            ("mùng 10 tháng 3 âm lịch", 10, 3, None, 4),
            ("mùng 10 tháng Ba", 10, 3, None, 4),
            ("l0/6/2026", 10, 6, Some(2026), 5),
        ] {
            let tokens = tokens(text);
            let (point, next) = point(&tokens, 0).expect(text);
            assert_eq!((point.day, point.month, point.year, next), (day, month, year, used), "{text}");
        }
    }

    #[test]
    fn what_is_no_point() {
        for text in
            ["32/1/2026", "10/13", "6/2026", "10-12", "1.2", "10 - 12 - 2026", "12/KH", "ngày tháng năm", ""]
        {
            assert_eq!(point(&tokens(text), 0), None, "{text}");
        }
    }

    #[test]
    fn impossible_days_are_points_without_a_date() {
        let (point, _) = point(&tokens("30/2/2026"), 0).unwrap();
        assert_eq!(point.date(None), None);
    }
}
