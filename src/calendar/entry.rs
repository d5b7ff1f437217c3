//! Days as people type them: `02/01/2027 Nghỉ bù`, `05/02/2027-11/02/2027 Tết`.

use chrono::{Datelike, NaiveDate, TimeDelta};

use crate::text::nfc;

/// Days that one line may name.
pub const SPAN_MAX: usize = 31;
/// How long a day without a year may be over and still be taken for this year's.
const HALF_YEAR: TimeDelta = TimeDelta::days(183);

/// The days that a line names, in order, and the words after them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub days: Vec<NaiveDate>,
    /// May be empty.
    pub words: String,
}

/// Reads a line; `None` if it does not begin with a day of the calendar, or names too many.
#[must_use]
pub fn read(line: &str) -> Option<Entry> {
    let line = nfc(line.trim()).replace(['–', '—'], "-");
    let (first, rest) = date_at(&line)?;
    let trimmed = rest.trim_start();
    let (last, rest) = match trimmed.strip_prefix('-').and_then(|after| date_at(after.trim_start())) {
        Some((last, rest)) => (last, rest),
        None => (first, rest),
    };
    if last < first {
        return None;
    }
    let days: Vec<NaiveDate> = first.iter_days().take_while(|d| *d <= last).take(SPAN_MAX + 1).collect();
    let words = rest.trim_matches(|c: char| c.is_whitespace() || ":;,-.".contains(c)).to_owned();
    (days.len() <= SPAN_MAX).then_some(Entry { days, words })
}

/// The day at the beginning of a text, and what follows it.
fn date_at(text: &str) -> Option<(NaiveDate, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && !"/.-".contains(c)).unwrap_or(text.len());
    let (mut head, mut parts) = (&text[..end], Vec::new());
    for length in [2, 2, 4] {
        let digits = head.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 || digits > length {
            return None;
        }
        parts.push(head[..digits].parse::<u32>().ok()?);
        head = &head[digits..];
        if parts.len() < 3 {
            head = head.strip_prefix(['/', '.', '-'])?;
        }
    }
    let date = NaiveDate::from_ymd_opt(i32::try_from(parts[2]).ok()?, parts[1], parts[0])?;
    // A year of two digits could be anything.
    (parts[2] >= 1_000).then(|| (date, &text[end - head.len()..]))
}

/// The days between which somebody is away: `12/12 đến 20/12`, `từ 12/12/2026 - 3/1/2027`, `12/12`.
/// A day without a year is the next one with that number, or one that has passed within the last
/// half year; a last day that lies before the first is next year's. `None`: no such days.
#[must_use]
pub fn span(text: &str, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let text = nfc(text);
    let mut days = Vec::new();
    for word in text.split(|c: char| !c.is_ascii_digit() && c != '/' && c != '.') {
        let word = word.trim_matches(['/', '.']);
        if !word.is_empty() {
            days.push(short_date(word)?);
        }
    }
    let from = match *days.first()? {
        (day, month, Some(year)) => NaiveDate::from_ymd_opt(year, month, day)?,
        (day, month, None) => {
            let this = NaiveDate::from_ymd_opt(today.year(), month, day);
            match this {
                Some(this) if today - this <= HALF_YEAR => this,
                _ => NaiveDate::from_ymd_opt(today.year() + 1, month, day)?,
            }
        }
    };
    let until = match days[1..] {
        [] => from,
        [(day, month, Some(year))] => NaiveDate::from_ymd_opt(year, month, day)?,
        [(day, month, None)] => {
            let same = NaiveDate::from_ymd_opt(from.year(), month, day);
            match same {
                Some(same) if same >= from => same,
                _ => NaiveDate::from_ymd_opt(from.year() + 1, month, day)?,
            }
        }
        _ => return None,
    };
    (from <= until).then_some((from, until))
}

/// A day and a month, perhaps with a year.
fn short_date(word: &str) -> Option<(u32, u32, Option<i32>)> {
    let mut parts = word.split(['/', '.']);
    let mut number = |most: usize| -> Option<u32> {
        let part = parts.next()?;
        (1..=most).contains(&part.len()).then(|| part.parse().ok()).flatten()
    };
    let (day, month) = (number(2)?, number(2)?);
    let year = match word.matches(['/', '.']).count() {
        1 => None,
        2 => Some(number(4).filter(|year| *year >= 1_000).and_then(|year| i32::try_from(year).ok())?),
        _ => return None,
    };
    Some((day, month, year))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str) -> Option<String> {
        let entry = read(line)?;
        let days: Vec<String> = entry.days.iter().map(|d| d.format("%d/%m/%Y").to_string()).collect();
        Some(format!("{} {}", days.join(" "), entry.words).trim().to_owned())
    }

    #[test]
    fn days_and_names() {
        for (line, expected) in [
            ("02/01/2027 Nghỉ bù", "02/01/2027 Nghỉ bù"),
            ("2/1/2027", "02/01/2027"),
            ("2-1-2027: Nghỉ bù", "02/01/2027 Nghỉ bù"),
            ("2.1.2027 - Nghỉ bù", "02/01/2027 Nghỉ bù"),
            ("05/02/2027-07/02/2027 Tết", "05/02/2027 06/02/2027 07/02/2027 Tết"),
            ("05/02/2027 – 06/02/2027: Nghỉ Tết", "05/02/2027 06/02/2027 Nghỉ Tết"),
        ] {
            assert_eq!(shown(line).as_deref(), Some(expected), "{line}");
        }
    }

    #[test]
    fn what_is_no_day_is_not_read() {
        for line in [
            "",
            "Nghỉ bù",
            "02/01",
            "02/01 Nghỉ bù",
            "30/02/2027 x",
            "31/04/2027",
            "1/13/2027",
            "02/01/27",
            "02/01/20277",
            "07/02/2027-05/02/2027 Tết",
            "01/01/2027-31/12/2027 Nghỉ cả năm",
            "2027-01-02",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }

    #[test]
    fn days_of_an_absence() {
        let today = NaiveDate::from_ymd_opt(2026, 12, 10).unwrap();
        for (text, expected) in [
            ("12/12 đến 20/12", "2026-12-12 2026-12-20"),
            ("từ 12/12 đến hết 20/12", "2026-12-12 2026-12-20"),
            ("12/12-20/12", "2026-12-12 2026-12-20"),
            ("12.12 – 20.12.", "2026-12-12 2026-12-20"),
            ("28/12 đến 3/1", "2026-12-28 2027-01-03"),
            ("28/12/2026 đến 3/1/2027", "2026-12-28 2027-01-03"),
            ("5/1", "2027-01-05 2027-01-05"),
            ("12/12", "2026-12-12 2026-12-12"),
            // Passed: told so, not taken for a day a year away.
            ("1/12 đến 12/12", "2026-12-01 2026-12-12"),
        ] {
            let read = span(text, today).map(|(from, until)| format!("{from} {until}"));
            assert_eq!(read.as_deref(), Some(expected), "{text}");
        }
        for text in [
            "",
            "mai",
            "12",
            "30/2",
            "12/13",
            "12/12 13/12 14/12",
            "20/12/2026 đến 12/12/2026",
            "12/12/26",
            "1/2/3/4",
        ] {
            assert_eq!(span(text, today), None, "{text}");
        }
    }
}
