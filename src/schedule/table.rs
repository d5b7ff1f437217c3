//! Many messages in one table: a row each, with its day, time, content group and text. Pure.
//!
//! Promise: a row gives one message or says what is wrong with it; no row is guessed at, and one
//! that is wrong takes no other with it.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};

use super::when::{WhenError, read_time};
use crate::i18n::hanoi;
use crate::message::{self, Flaw};
use crate::plan::document::{Cell, Row};
use crate::plan::{ContentGroup, ContentGroupId};
use crate::text::{Rich, fold, folded_words, nfc};
use crate::ward::Unit;

/// Messages that one table may have.
pub const ROWS_MAX: usize = 100;
/// Rows above the heading.
const ABOVE_MAX: usize = 10;

/// What the ward has, that a row may name.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    pub groups: &'a [ContentGroup],
    pub units: &'a [Unit],
    pub now: DateTime<Utc>,
}

/// A message of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    pub at: DateTime<Utc>,
    pub group: Option<ContentGroupId>,
    pub text: Rich,
}

/// What is wrong with a row; the words are those of the cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    NoText,
    TooLong {
        length: usize,
        max: usize,
    },
    NoDay,
    NoTime,
    Unread {
        words: String,
    },
    Past,
    NoSuchGroup {
        words: String,
    },
    NoSuchUnit {
        words: String,
    },
    /// The same as in this row.
    Twice {
        row: usize,
    },
}

/// A row with what came of it. The number is the table's own, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub row: usize,
    pub read: Result<Planned, Problem>,
}

/// Why a table cannot be read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoTable {
    /// No row has the headings of columns.
    NoHeading,
    /// Nothing stands below them.
    Empty,
    TooMany {
        rows: usize,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Day,
    Time,
    Group,
    Title,
    Text,
    Unit,
}

/// Headings, folded; the first that one begins with counts.
const HEADINGS: [(&str, Column); 14] = [
    ("ngay", Column::Day),
    ("date", Column::Day),
    ("gio", Column::Time),
    ("thoi gian", Column::Time),
    ("time", Column::Time),
    ("nhom", Column::Group),
    ("content group", Column::Group),
    ("tieu de", Column::Title),
    ("title", Column::Title),
    ("noi dung", Column::Text),
    ("text", Column::Text),
    ("don vi", Column::Unit),
    ("phu trach", Column::Unit),
    ("unit", Column::Unit),
];

/// Reads a table row by row.
///
/// # Errors
/// If it has no heading, no row or too many.
pub fn read(rows: &[Row], known: Known<'_>) -> Result<Vec<Line>, NoTable> {
    let headed = rows.iter().take(ABOVE_MAX).enumerate().find_map(|(n, row)| Some((n, columns(row)?)));
    let Some((at, columns)) = headed else { return Err(NoTable::NoHeading) };
    let says = |row: &&Row| row.cells.iter().any(|cell| !is_empty(cell));
    let rows: Vec<&Row> = rows[at + 1..].iter().filter(says).collect();
    if rows.is_empty() {
        return Err(NoTable::Empty);
    }
    if rows.len() > ROWS_MAX {
        return Err(NoTable::TooMany { rows: rows.len() });
    }
    let mut lines: Vec<Line> = Vec::with_capacity(rows.len());
    for row in rows {
        let read = planned(row, &columns, known).and_then(|planned| {
            let same = lines.iter().find(|line| line.read.as_ref() == Ok(&planned));
            same.map_or(Ok(planned), |line| Err(Problem::Twice { row: line.row }))
        });
        lines.push(Line { row: row.number, read });
    }
    Ok(lines)
}

fn is_empty(cell: &Cell) -> bool {
    cell.text.trim().is_empty() && cell.date.is_none()
}

/// What the columns hold, if this is the row of headings: at least a day and a text.
fn columns(row: &Row) -> Option<Vec<Option<Column>>> {
    let columns: Vec<Option<Column>> = row
        .cells
        .iter()
        .map(|cell| {
            let words = folded_words(&cell.text);
            let begins = |heading: &str| words.starts_with(&format!(" {heading} "));
            HEADINGS.iter().find(|(heading, _)| begins(heading)).map(|(_, column)| *column)
        })
        .collect();
    let has = |column: Column| columns.contains(&Some(column));
    (has(Column::Day) && (has(Column::Text) || has(Column::Title))).then_some(columns)
}

fn planned(row: &Row, columns: &[Option<Column>], known: Known<'_>) -> Result<Planned, Problem> {
    let cell = |wanted: Column| {
        let mut all = columns.iter().zip(&row.cells).filter(|(column, _)| **column == Some(wanted));
        all.next().map(|(_, cell)| cell).filter(|cell| !is_empty(cell))
    };
    let words = |wanted: Column| cell(wanted).map(|cell| nfc(cell.text.trim())).unwrap_or_default();
    let (title, body) = (words(Column::Title), words(Column::Text));
    let text = match (title.is_empty(), body.is_empty()) {
        (true, true) => return Err(Problem::NoText),
        (true, false) => Rich::plain(&body),
        (false, true) => Rich::plain(&title),
        (false, false) => Rich::bold(&title).below(1, &Rich::plain(&body)),
    };
    message::check_words(&text).map_err(|flaw| match flaw {
        Flaw::TooLong { length, max, .. } | Flaw::BothTooLong { length, max } => {
            Problem::TooLong { length, max }
        }
        Flaw::Empty(_) | Flaw::Media => Problem::NoText,
    })?;
    let day = cell(Column::Day).ok_or(Problem::NoDay)?;
    let time = cell(Column::Time).ok_or(Problem::NoTime)?;
    let at = moment(day, time, known.now)?;
    let group = words(Column::Group);
    let group = if group.is_empty() { None } else { Some(group_of(&group, known.groups)?) };
    let unit = words(Column::Unit);
    if !unit.is_empty() && !known.units.iter().any(|one| names(&unit, &one.code) || names(&unit, &one.name)) {
        return Err(Problem::NoSuchUnit { words: unit });
    }
    Ok(Planned { at, group, text })
}

fn names(words: &str, name: &str) -> bool {
    folded_words(words) == folded_words(name)
}

fn group_of(words: &str, groups: &[ContentGroup]) -> Result<ContentGroupId, Problem> {
    let number = words.split_whitespace().next().unwrap_or_default().trim_end_matches('.');
    let behind = words.split_once(char::is_whitespace).map_or("", |(_, name)| name);
    // Two plans may have the same number or name: none of them is guessed at.
    let only = |fits: &dyn Fn(&ContentGroup) -> bool| {
        let mut fitting = groups.iter().filter(|group| fits(group));
        fitting.next().filter(|_| fitting.next().is_none())
    };
    let found = only(&|group| group.number == number)
        .or_else(|| only(&|group| group.number == number && names(behind, &group.name)))
        .or_else(|| only(&|group| names(words, &group.name)));
    found.map(|group| group.id).ok_or_else(|| Problem::NoSuchGroup { words: words.to_owned() })
}

fn moment(day: &Cell, time: &Cell, now: DateTime<Utc>) -> Result<DateTime<Utc>, Problem> {
    let clock = clock(&time.text).ok_or_else(|| Problem::Unread { words: time.text.clone() })?;
    let date = match day.date {
        Some(date) => date.format("%d/%m/%Y").to_string(),
        // "Thứ Ba 12/5": the part with the numbers counts.
        None => {
            day.text.split_whitespace().find(|word| word.contains(['/', '-', '.'])).unwrap_or("").to_owned()
        }
    };
    let unread = || Problem::Unread { words: day.text.clone() };
    if date.is_empty() {
        return Err(unread());
    }
    match read_time(&format!("{} {date}", clock.format("%H:%M")), now) {
        Ok(at) => Ok(at),
        Err(WhenError::Past) => Err(Problem::Past),
        Err(WhenError::NoTime | WhenError::NoSuchDate) => Err(unread()),
    }
}

/// A time of day as people and tables write it: "8h30", "8 giờ 30", "08:30:00", 0.354166.
fn clock(text: &str) -> Option<NaiveTime> {
    let plain = fold(text).replace("gio", "h").replace("phut", "").replace(' ', "");
    if let Ok(part) = plain.replace(',', ".").parse::<f64>() {
        // A table keeps a time as a part of a day.
        let minutes = (part * 1440.0).round();
        if !(0.0..1440.0).contains(&minutes) || part == 0.0 {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "less than a day in minutes")]
        return NaiveTime::MIN.overflowing_add_signed(TimeDelta::minutes(minutes as i64)).0.into();
    }
    let mut parts = plain.split([':', 'h', 'g']);
    let hours: u32 = parts.next()?.parse().ok()?;
    let minutes = parts.next()?;
    let minutes: u32 = if minutes.is_empty() { 0 } else { minutes.parse().ok()? };
    let seconds = parts.next().unwrap_or("0");
    if parts.next().is_some() || seconds.parse::<u32>().is_err() {
        return None;
    }
    NaiveTime::from_hms_opt(hours, minutes, 0)
}

/// "08:30 12/05", as a line of a report names a moment.
#[must_use]
pub fn short(at: DateTime<Utc>) -> String {
    hanoi(at).format("%H:%M %d/%m/%Y").to_string()
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn row(number: usize, cells: &[&str]) -> Row {
        let cell = |text: &&str| Cell { text: (*text).to_owned(), date: None };
        Row { number, cells: cells.iter().map(cell).collect() }
    }

    fn groups() -> Vec<ContentGroup> {
        [("1.1", "Hạ tầng đô thị"), ("1.10", "Kiểm tra")]
            .iter()
            .zip(1..)
            .map(|((number, name), n)| ContentGroup {
                id: ContentGroupId(Uuid::from_u128(n)),
                number: (*number).to_owned(),
                name: (*name).to_owned(),
            })
            .collect()
    }

    fn look(rows: &[Row]) -> Result<Vec<Line>, NoTable> {
        let now = "2026-05-04T09:00:00+07:00".parse().unwrap();
        read(rows, Known { groups: &groups(), units: &[], now })
    }

    const HEAD: [&str; 6] = ["Ngày đăng", "Giờ", "Nhóm nội dung", "Tiêu đề", "Nội dung", "Đơn vị"];

    #[test]
    fn rows_are_read_as_people_fill_them_in() {
        for (cells, at) in [
            (["12/05/2026", "8h30", "1.1", "", "Thu gom rác", ""], "2026-05-12T08:30:00+07:00"),
            (
                ["Thứ Ba 12/5", "8 giờ 30", "ha tang do thi", "", "Thu gom rác", ""],
                "2026-05-12T08:30:00+07:00",
            ),
            (["12-5-2026", "08:30:00", "1.1 Hạ tầng", "", "Thu gom rác", ""], "2026-05-12T08:30:00+07:00"),
            (["12/5", "0.354166666", "1.1.", "", "Thu gom rác", ""], "2026-05-12T08:30:00+07:00"),
        ] {
            let lines = look(&[row(1, &["Bảng tin"]), row(2, &HEAD), row(3, &cells)]).unwrap();
            let expected = Planned {
                at: at.parse().unwrap(),
                group: Some(groups()[0].id),
                text: Rich::plain("Thu gom rác"),
            };
            assert_eq!(lines, [Line { row: 3, read: Ok(expected) }], "{cells:?}");
        }
        let mut dated = row(2, &["", "17h", "", "Tin", "Nội dung tin", ""]);
        dated.cells[0].date = NaiveDate::from_ymd_opt(2026, 5, 20);
        let lines = look(&[row(1, &HEAD), dated]).unwrap();
        let read = lines[0].read.as_ref().unwrap();
        assert_eq!((read.group, short(read.at).as_str()), (None, "17:00 20/05/2026"));
        assert!(read.text.spans()[0].bold && read.text.words() == "Tin\nNội dung tin");
    }

    #[test]
    fn each_row_says_what_is_wrong_with_it() {
        let problem =
            |cells: &[&str]| look(&[row(1, &HEAD), row(7, cells)]).unwrap()[0].read.clone().unwrap_err();
        let unread = |words: &str| Problem::Unread { words: words.to_owned() };
        assert_eq!(problem(&["12/5", "8h", "1.1", "", "", ""]), Problem::NoText);
        assert_eq!(problem(&["", "8h", "1.1", "", "Tin", ""]), Problem::NoDay);
        assert_eq!(problem(&["12/5", "", "1.1", "", "Tin", ""]), Problem::NoTime);
        assert_eq!(problem(&["31/2", "8h", "1.1", "", "Tin", ""]), unread("31/2"));
        assert_eq!(problem(&["tuần sau", "8h", "", "", "Tin", ""]), unread("tuần sau"));
        assert_eq!(problem(&["12/5", "25h", "", "", "Tin", ""]), unread("25h"));
        assert_eq!(problem(&["12/5", "sáng", "", "", "Tin", ""]), unread("sáng"));
        assert_eq!(problem(&["12/4/2026", "8h", "", "", "Tin", ""]), Problem::Past);
        assert_eq!(
            problem(&["12/5", "8h", "9.9", "", "Tin", ""]),
            Problem::NoSuchGroup { words: "9.9".into() }
        );
        assert_eq!(
            problem(&["12/5", "8h", "", "", "Tin", "XYZ"]),
            Problem::NoSuchUnit { words: "XYZ".into() }
        );
        let long = "a".repeat(4_000);
        assert!(matches!(
            problem(&["12/5", "8h", "", "", &long, ""]),
            Problem::TooLong { length: 4_000, .. }
        ));
    }

    #[test]
    fn a_wrong_row_takes_no_other_with_it_and_a_second_one_is_named() {
        let good = ["12/5", "8h", "1.1", "", "Tin", ""];
        let lines =
            look(&[row(1, &HEAD), row(2, &good), row(3, &["x", "8h", "", "", "Tin", ""]), row(5, &good)]);
        let lines = lines.unwrap();
        assert!(lines[0].read.is_ok() && lines[1].read.is_err());
        assert_eq!(lines[2].read, Err(Problem::Twice { row: 2 }));
        assert_eq!(look(&[row(1, &["a", "b"])]), Err(NoTable::NoHeading));
        assert_eq!(look(&[row(1, &HEAD), row(2, &["", ""])]), Err(NoTable::Empty));
        let many: Vec<Row> =
            std::iter::once(row(1, &HEAD)).chain((2..=ROWS_MAX + 2).map(|n| row(n, &good))).collect();
        assert_eq!(look(&many), Err(NoTable::TooMany { rows: ROWS_MAX + 1 }));
    }

    proptest! {
        #[test]
        fn whatever_stands_in_a_table_it_is_read(cells in prop::collection::vec("\\PC{0,12}", 0..8)) {
            let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
            let _ = look(&[row(1, &cells), row(2, &HEAD), row(3, &cells)]);
        }
    }
}
