//! What a sentence says about when something is due, and the dates that follow from it.

use chrono::{Datelike, NaiveDate};

use super::dates::{self, Point};
use super::words::{self, Token};
use super::{Period, Uncertainty};

/// What a sentence says about time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Due {
    /// `10/6`, with the byte where it stands.
    Point(Point, usize),
    /// A day of certain months of the period, with the byte where it stands.
    Each(u32, Months, usize),
}

/// The months in which a rule puts its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Months {
    Every,
    /// The month after each.
    EveryNext,
    QuarterFirst,
    QuarterLast,
    /// The first month of the next quarter.
    QuarterNext,
}

/// Everything that a sentence says about days.
pub(super) fn dues(sentence: &[Token]) -> Vec<Due> {
    let mut dues = Vec::new();
    let mut led = false;
    let mut at = 0;
    while at < sentence.len() {
        let token = &sentence[at];
        if let Some(next) = span(sentence, at) {
            at = next;
            continue;
        }
        led |= ["ngay", "truoc", "muon", "nhat", "mung"].iter().any(|word| token.is(word));
        if led
            && token.number().is_some()
            && !is_of_document(sentence, at)
            && let Some((more, next)) = due(sentence, at)
        {
            dues.extend(more);
            at = next;
            continue;
        }
        at += 1;
    }
    dues
}

/// The index after "từ ngày 15/12 đến ngày 14/6", the time that a report covers.
fn span(sentence: &[Token], at: usize) -> Option<usize> {
    if !(sentence[at].is("tu") || sentence[at].is("tinh")) {
        return None;
    }
    let (_, next) = dates::point(sentence, at + 1)?;
    let next = sentence.get(next).filter(|token| token.is("den")).map(|_| next + 1)?;
    let next = if sentence.get(next).is_some_and(|token| token.is("het")) { next + 1 } else { next };
    dates::point(sentence, next).map(|(_, next)| next)
}

/// Whether a date belongs to a document: "số 46-KH/ĐU ngày 08/4/2026".
pub(super) fn is_of_document(tokens: &[Token], at: usize) -> bool {
    let mut before = at;
    while before > 0 && (tokens[before - 1].is("ngay") || tokens[before - 1].mark() == Some(',')) {
        before -= 1;
    }
    if before < 2 || before == at {
        return false;
    }
    let (sign, mark) = (&tokens[before - 1], &tokens[before - 2]);
    let coded =
        sign.mark().is_none() && matches!(mark.mark(), Some('/' | '-' | '&')) && mark.end == sign.start;
    coded && sign.number().is_none()
}

/// What begins with a day at `at`.
fn due(tokens: &[Token], at: usize) -> Option<(Vec<Due>, usize)> {
    let place = tokens[at].start;
    let day = tokens[at].number().filter(|day| (1..=31).contains(day))?;
    let mut next = at + 1;
    let mut each = false;
    while let Some(token) = tokens.get(next) {
        match token.folded.as_str() {
            "hang" | "moi" | "cac" | "tung" => each = true,
            "cua" => {}
            _ => break,
        }
        next += 1;
    }
    if !tokens.get(next).is_some_and(|token| token.is("thang")) {
        if let Some((point, next)) = dates::point(tokens, at) {
            return Some((vec![Due::Point(point, place)], next));
        }
        // "Báo cáo hằng tháng trước ngày 25"
        let monthly = words::has(tokens, "hang thang") || words::has(tokens, "moi thang");
        let lone = at > 0
            && tokens[at - 1].is("ngay")
            && tokens.get(next).is_none_or(|token| token.mark() != Some('/'));
        return (monthly && lone).then(|| (vec![Due::Each(day, Months::Every, place)], next));
    }
    next += 1;
    // "ngày 25 tháng cuối quý", and "báo cáo quý trước ngày 25 tháng cuối"
    let of_quarter = (next + 1..next + 5)
        .find(|&at| tokens.get(at).is_some_and(|token| token.is("quy")))
        .or_else(|| words::has(tokens, "quy").then_some(next));
    let following = |at: usize| {
        tokens.get(at).is_some_and(|token| ["sau", "tiep", "ke"].iter().any(|word| token.is(word)))
    };
    match tokens.get(next).map(|token| token.folded.as_str()) {
        Some("cuoi") => {
            let quarter = of_quarter?;
            Some((vec![Due::Each(day, Months::QuarterLast, place)], quarter + 1))
        }
        Some("dau") => {
            let quarter = of_quarter?;
            let months = if following(quarter + 1) { Months::QuarterNext } else { Months::QuarterFirst };
            Some((vec![Due::Each(day, months, place)], quarter + 1))
        }
        _ if following(next) => Some((vec![Due::Each(day, Months::EveryNext, place)], next + 1)),
        _ => match month_list(tokens, next, day) {
            Some(found) => Some(found),
            None => (each || tokens.get(next - 2).is_some_and(|token| token.is("cua")))
                .then(|| (vec![Due::Each(day, Months::Every, place)], next)),
        },
    }
}

/// "6, tháng 9 và tháng 12/2026": months that share a day.
fn month_list(tokens: &[Token], at: usize, day: u32) -> Option<(Vec<Due>, usize)> {
    let month_at = |at: usize| {
        let token = tokens.get(at)?;
        token.number().or_else(|| dates::month_word(token)).filter(|month| (1..=12).contains(month))
    };
    let mut dues = Vec::new();
    let mut next = at;
    while let Some(month) = month_at(next) {
        let place = tokens[next].start;
        next += 1;
        let mut year = None;
        if tokens.get(next).is_some_and(|token| token.mark() == Some('/') || token.is("nam"))
            && let Some(said) = dates::year(tokens, next + 1)
        {
            year = Some(said);
            next += 2;
        }
        dues.push(Due::Point(Point { day, month, year, misread: false }, place));
        let mut further = next;
        while tokens
            .get(further)
            .is_some_and(|token| token.mark() == Some(',') || token.is("va") || token.is("thang"))
        {
            further += 1;
        }
        // "tháng 6, 15 tháng 12" and "tháng 6, 15/12" begin a new day.
        let new_day = tokens.get(further + 1).is_some_and(|token| {
            token.is("thang") || token.mark() == Some('/') && dates::year(tokens, further + 2).is_none()
        });
        if further == next || new_day {
            break;
        }
        next = further;
    }
    (!dues.is_empty()).then_some((dues, next))
}

/// The dates of what a sentence says, each with its byte.
pub(super) fn resolve(
    dues: &[Due],
    sentence: &[Token],
    period: Period,
    doubt: &mut dyn FnMut(usize, Uncertainty),
) -> Vec<(NaiveDate, usize)> {
    let mut found = Vec::new();
    let said_later = (1..sentence.len())
        .rev()
        .filter(|&at| sentence[at - 1].is("nam"))
        .find_map(|at| dates::year(sentence, at).filter(|year| (2000..2200).contains(year)));
    let next_year =
        ["nam sau", "nam tiep theo", "nam ke tiep"].iter().any(|phrase| words::has(sentence, phrase));
    // A year at the end of a list counts for the whole list.
    let mut year = said_later;
    for due in dues.iter().rev() {
        match *due {
            Due::Point(point, place) => {
                year = point.year.or(year);
                if point.misread {
                    doubt(place, Uncertainty::DateMisread);
                }
                if let Some(year) = year {
                    match NaiveDate::from_ymd_opt(year, point.month, point.day) {
                        Some(date) => found.push((date, place)),
                        None => doubt(place, Uncertainty::DateMisread),
                    }
                    continue;
                }
                let dates = in_period(point, period, next_year);
                let about = if dates.is_empty() {
                    Uncertainty::ReportTimeUnclear
                } else {
                    Uncertainty::ReportYearAssumed
                };
                doubt(place, about);
                found.extend(dates.into_iter().map(|date| (date, place)));
            }
            Due::Each(day, months, place) => {
                let dates = each(day, months, period);
                let about = if dates.is_empty() {
                    Uncertainty::ReportTimeUnclear
                } else {
                    Uncertainty::ReportDatesComputed
                };
                doubt(place, about);
                found.extend(dates.into_iter().map(|date| (date, place)));
            }
        }
    }
    found
}

/// A day without a year, in every year of the period.
fn in_period(point: Point, period: Period, next_year: bool) -> Vec<NaiveDate> {
    let (Some(from), Some(to)) = (period.from, period.to) else { return Vec::new() };
    let shift = i32::from(next_year);
    (from.year()..=to.year().min(from.year() + 10))
        .filter_map(|year| NaiveDate::from_ymd_opt(year + shift, point.month, point.day))
        .filter(|date| *date >= from)
        .collect()
}

/// A day in certain months of the period.
fn each(day: u32, months: Months, period: Period) -> Vec<NaiveDate> {
    let (Some(from), Some(to)) = (period.from, period.to) else { return Vec::new() };
    let wanted = |month: u32| match months {
        Months::Every | Months::EveryNext => true,
        Months::QuarterFirst => month % 3 == 1,
        Months::QuarterLast | Months::QuarterNext => month.is_multiple_of(3),
    };
    let next = matches!(months, Months::EveryNext | Months::QuarterNext);
    let months = dates::months(from, to).into_iter().filter(|&(_, month)| wanted(month));
    months
        .map(|(year, month)| match (next, month) {
            (true, 12) => (year + 1, 1),
            (true, _) => (year, month + 1),
            (false, _) => (year, month),
        })
        // "Ngày 30 hằng tháng" is the last day of February.
        .filter_map(|(year, month)| {
            NaiveDate::from_ymd_opt(year, month, day).or_else(|| dates::month_end(year, month))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, from: &str, to: &str) -> Vec<String> {
        let period = Period { from: from.parse().ok(), to: to.parse().ok() };
        let tokens = words::tokens(text);
        let mut dates: Vec<String> = resolve(&dues(&tokens), &tokens, period, &mut |_, _| {})
            .into_iter()
            .map(|(date, _)| date.to_string())
            .collect();
        dates.sort();
        dates.dedup();
        dates
    }

    #[test]
    fn report_dates_in_words() {
        for (text, dates) in [
            (
                "vào ngày 10 của các tháng 6, tháng 9 và tháng 12/2026",
                vec!["2026-06-10", "2026-09-10", "2026-12-10"],
            ),
            ("ngày 10 các tháng 6, 9, 12 năm 2026", vec!["2026-06-10", "2026-09-10", "2026-12-10"]),
            ("trước ngày 15/6/2026 và 15/12/2026", vec!["2026-06-15", "2026-12-15"]),
            ("trước ngày 15/6 và ngày 15/12/2026", vec!["2026-06-15", "2026-12-15"]),
            ("trước ngày 10/6, 10/9 và 10/12", vec!["2026-06-10", "2026-09-10", "2026-12-10"]),
            ("trước ngày 20 tháng cuối quý", vec!["2026-06-20", "2026-09-20", "2026-12-20"]),
            ("ngày 20 của tháng cuối mỗi quý", vec!["2026-06-20", "2026-09-20", "2026-12-20"]),
            ("ngày 05 tháng đầu quý sau", vec!["2026-07-05", "2026-10-05", "2027-01-05"]),
            ("hằng quý gửi trước ngày 25 tháng cuối", vec!["2026-06-25", "2026-09-25", "2026-12-25"]),
            ("chậm nhất ngày 15 tháng 11 năm 2026", vec!["2026-11-15"]),
            ("trước ngày 15 tháng 6 và ngày 15 tháng 12 năm 2026", vec!["2026-06-15", "2026-12-15"]),
            ("trước ngày 15 tháng 6 và tháng 12", vec!["2026-06-15", "2026-12-15"]),
            ("số liệu từ ngày 15/4/2026 đến ngày 14/6/2026, gửi trước ngày 20/6/2026", vec!["2026-06-20"]),
            ("theo Kế hoạch số 46-KH/ĐU ngày 08/4/2026", vec![]),
            ("hằng quý", vec![]),
            ("trước ngày 31/6/2026", vec![]),
        ] {
            assert_eq!(read(text, "2026-04-01", "2026-12-31"), dates, "{text}");
        }
    }

    #[test]
    fn months_of_a_short_period() {
        let dates = ["2026-01-30", "2026-02-28", "2026-03-30"];
        assert_eq!(read("trước ngày 30 hằng tháng", "2026-01-01", "2026-03-31"), dates);
        assert_eq!(read("hằng tháng trước ngày 30", "2026-01-01", "2026-03-31"), dates);
        assert_eq!(read("ngày 05 tháng sau", "2026-11-01", "2026-12-31"), ["2026-12-05", "2027-01-05"]);
        assert_eq!(
            read("trước ngày 15/12 hằng năm", "2026-01-01", "2027-12-31"),
            ["2026-12-15", "2027-12-15"]
        );
    }
}
