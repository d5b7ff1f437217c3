//! Days as people type them: `02/01/2027 Nghỉ bù`, `05/02/2027-11/02/2027 Tết`.

use chrono::NaiveDate;

use crate::text::nfc;

/// Days that one line may name.
pub const SPAN_MAX: usize = 31;

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
}
