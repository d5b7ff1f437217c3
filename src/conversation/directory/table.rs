//! The directory as a table: a row a neighbourhood. Pure.
//!
//! Promise: a row gives one line of the directory or says what is wrong with it; a column that is
//! not there leaves what is known, and nothing is guessed.

use std::collections::HashMap;

use crate::i18n::{Lang, Text};
use crate::plan::document::{Cell, Row};
use crate::sheet::{self, Sheet};
use crate::text::{folded_words, nfc};
use crate::ward::Details;
use crate::ward::store::{Entry, Wanted};

/// Rows that one table may have: the neighbourhoods of a city.
pub const ROWS_MAX: usize = 6_000;
/// Rows above the heading.
const ABOVE_MAX: usize = 10;
pub(super) const CODE_MAX: usize = 12;
pub(super) const NAME_MAX: usize = 80;
const SHORT_MAX: usize = 40;
const TAGS_MAX: usize = 10;
const HOUSEHOLDS_MAX: i32 = 100_000;

/// What the ward has already.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    pub entries: &'a [Entry],
    /// Codes of those that were merged, and of which they are part.
    pub merged: &'a HashMap<String, String>,
}

/// What is wrong with a row; the words are those of the cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    NoCode,
    BadCode {
        words: String,
    },
    NoName,
    TooLong {
        words: String,
        max: usize,
    },
    /// The same code as in this row.
    CodeTwice {
        row: usize,
    },
    NameTwice {
        row: usize,
    },
    /// Another neighbourhood is called so.
    NameTaken {
        code: String,
    },
    Merged {
        into: String,
    },
    Households {
        words: String,
    },
    Phone {
        words: String,
    },
}

/// A row with what came of it. The number is the table's own, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub row: usize,
    pub read: Result<Change, Problem>,
}

/// What a row does to the directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    Added(Wanted),
    Changed(Wanted),
    /// It says what is known.
    Same,
}

/// Why a table cannot be read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoTable {
    NoHeading,
    Empty,
    TooMany { rows: usize },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Column {
    Code,
    Name,
    Area,
    Tags,
    Households,
    Cell,
    Contact,
    Phone,
}

impl Column {
    const ALL: [Self; 8] = [
        Self::Code,
        Self::Name,
        Self::Area,
        Self::Tags,
        Self::Households,
        Self::Cell,
        Self::Contact,
        Self::Phone,
    ];

    fn heading(self) -> Text {
        match self {
            Self::Code => Text::ColumnCode,
            Self::Name => Text::ColumnName,
            Self::Area => Text::ColumnArea,
            Self::Tags => Text::ColumnTags,
            Self::Households => Text::ColumnHouseholds,
            Self::Cell => Text::ColumnCell,
            Self::Contact => Text::ColumnContact,
            Self::Phone => Text::ColumnPhone,
        }
    }
}

/// Headings, folded; the first that one begins with counts.
const HEADINGS: [(&str, Column); 20] = [
    ("ma", Column::Code),
    ("code", Column::Code),
    ("so ho", Column::Households),
    ("households", Column::Households),
    ("so dien thoai", Column::Phone),
    ("dien thoai", Column::Phone),
    ("sdt", Column::Phone),
    ("phone", Column::Phone),
    ("ho ten", Column::Contact),
    ("ho va ten", Column::Contact),
    ("to truong", Column::Contact),
    ("head", Column::Contact),
    ("ten", Column::Name),
    ("to dan pho", Column::Name),
    ("name", Column::Name),
    ("khu vuc", Column::Area),
    ("area", Column::Area),
    ("nhan", Column::Tags),
    ("tags", Column::Tags),
    ("chi bo", Column::Cell),
];
/// The heading of the same column in English.
const CELL: &str = "party cell";

/// Reads a table row by row against what the ward has.
///
/// # Errors
/// If it has no heading, no row or too many.
pub fn read(rows: &[Row], known: Known<'_>) -> Result<Vec<Line>, NoTable> {
    let headed = rows.iter().take(ABOVE_MAX).enumerate().find_map(|(n, row)| Some((n, columns(row)?)));
    let Some((at, columns)) = headed else { return Err(NoTable::NoHeading) };
    let says = |row: &&Row| row.cells.iter().any(|cell| !cell.text.trim().is_empty());
    let rows: Vec<&Row> = rows[at + 1..].iter().filter(says).collect();
    if rows.is_empty() {
        return Err(NoTable::Empty);
    }
    if rows.len() > ROWS_MAX {
        return Err(NoTable::TooMany { rows: rows.len() });
    }
    let book = Book::of(known);
    let read = rows.iter().map(|row| (row.number, book.wanted(row, &columns))).collect();
    Ok(apart(read, &book))
}

/// A row by its number: what it wants, and the entry that there is, or what is wrong with it.
type ReadRow<'a> = (usize, Result<(Wanted, Option<&'a Entry>), Problem>);

/// Rows that do not go together are set apart: the later of two, and a name that another has.
fn apart(read: Vec<ReadRow<'_>>, book: &Book<'_>) -> Vec<Line> {
    let (mut codes, mut names): (HashMap<String, usize>, HashMap<String, usize>) = Default::default();
    // Whoever gets another name frees the old one.
    let renamed: HashMap<String, String> = read
        .iter()
        .filter_map(|(_, read)| read.as_ref().ok())
        .filter_map(|(wanted, entry)| {
            entry.map(|entry| (entry.place.code.clone(), folded_words(&wanted.name)))
        })
        .collect();
    let one = |(row, read): ReadRow<'_>| {
        let read = read.and_then(|(wanted, entry)| {
            if let Some(row) = codes.get(&wanted.code) {
                return Err(Problem::CodeTwice { row: *row });
            }
            let name = folded_words(&wanted.name);
            if let Some(row) = names.get(&name) {
                return Err(Problem::NameTwice { row: *row });
            }
            if let Some(code) = book.names.get(&name) {
                let goes = renamed.get(*code).is_some_and(|new| *new != name);
                if **code != wanted.code && !goes {
                    return Err(Problem::NameTaken { code: (*code).to_owned() });
                }
            }
            codes.insert(wanted.code.clone(), row);
            names.insert(name, row);
            Ok(match entry {
                None => Change::Added(wanted),
                Some(entry) if wanted_of(entry) == wanted => Change::Same,
                Some(_) => Change::Changed(wanted),
            })
        });
        Line { row, read }
    };
    read.into_iter().map(one).collect()
}

fn wanted_of(entry: &Entry) -> Wanted {
    Wanted {
        code: entry.place.code.clone(),
        name: entry.place.name.clone(),
        area: entry.place.area.clone(),
        tags: entry.place.tags.clone(),
        details: entry.details.clone(),
    }
}

/// What the columns hold, if this is the row of headings: at least a code and a name.
fn columns(row: &Row) -> Option<Vec<Option<Column>>> {
    let columns: Vec<Option<Column>> = row
        .cells
        .iter()
        .map(|cell| {
            let words = folded_words(&cell.text);
            let begins = |heading: &str| words.starts_with(&format!(" {heading} "));
            if begins(CELL) {
                return Some(Column::Cell);
            }
            HEADINGS.iter().find(|(heading, _)| begins(heading)).map(|(_, column)| *column)
        })
        .collect();
    let has = |column: Column| columns.contains(&Some(column));
    (has(Column::Code) && has(Column::Name)).then_some(columns)
}

/// What the ward has, to look things up in.
struct Book<'a> {
    known: Known<'a>,
    codes: HashMap<&'a str, &'a Entry>,
    /// By their digits without zeros before them: Excel takes those away.
    numbers: HashMap<&'a str, Vec<&'a Entry>>,
    /// Folded names with codes.
    names: HashMap<String, &'a str>,
}

impl<'a> Book<'a> {
    fn of(known: Known<'a>) -> Self {
        let mut numbers: HashMap<&str, Vec<&Entry>> = HashMap::new();
        for entry in known.entries.iter().filter(|entry| is_number(&entry.place.code)) {
            numbers.entry(entry.place.code.trim_start_matches('0')).or_default().push(entry);
        }
        Self {
            known,
            codes: known.entries.iter().map(|entry| (entry.place.code.as_str(), entry)).collect(),
            numbers,
            names: known
                .entries
                .iter()
                .map(|entry| (folded_words(&entry.place.name), entry.place.code.as_str()))
                .collect(),
        }
    }

    fn entry(&self, code: &str) -> Option<&'a Entry> {
        if let Some(entry) = self.codes.get(code) {
            return Some(entry);
        }
        match self.numbers.get(code.trim_start_matches('0')).map(Vec::as_slice) {
            Some([one]) if is_number(code) => Some(one),
            _ => None,
        }
    }

    fn wanted(&self, row: &Row, columns: &[Option<Column>]) -> Result<(Wanted, Option<&'a Entry>), Problem> {
        let cell = |wanted: Column| -> Option<String> {
            let at = columns.iter().position(|column| *column == Some(wanted))?;
            Some(row.cells.get(at).map(tidy).unwrap_or_default())
        };
        let code = cell(Column::Code).unwrap_or_default();
        let code = code.strip_suffix(".0").unwrap_or(&code).to_uppercase();
        if code.is_empty() {
            return Err(Problem::NoCode);
        }
        if !is_code(&code) {
            return Err(Problem::BadCode { words: code });
        }
        if let Some(into) = self.known.merged.get(&code) {
            return Err(Problem::Merged { into: into.clone() });
        }
        let entry = self.entry(&code);
        let before = entry.map(wanted_of);
        let code = before.as_ref().map_or(code, |before| before.code.clone());
        let name = cell(Column::Name).unwrap_or_default();
        if name.is_empty() {
            return Err(Problem::NoName);
        }
        let short = |words: String, max: usize| {
            if words.chars().count() > max { Err(Problem::TooLong { words, max }) } else { Ok(words) }
        };
        let before = before.unwrap_or_else(|| Wanted {
            code: code.clone(),
            name: String::new(),
            area: String::new(),
            tags: Vec::new(),
            details: Details::default(),
        });
        let text = |column: Column, before: String| match cell(column) {
            Some(words) => short(words, SHORT_MAX),
            None => Ok(before),
        };
        let details = Details {
            households: cell(Column::Households)
                .map_or(Ok(before.details.households), |it| households(&it))?,
            cell: text(Column::Cell, before.details.cell)?,
            contact: text(Column::Contact, before.details.contact)?,
            phone: cell(Column::Phone)
                .map_or(Ok(before.details.phone), |words| phone(&words).ok_or(Problem::Phone { words }))?,
        };
        let wanted = Wanted {
            code,
            name: short(name, NAME_MAX)?,
            area: text(Column::Area, before.area)?,
            tags: cell(Column::Tags).map_or(Ok(before.tags), |words| tags(&words))?,
            details,
        };
        Ok((wanted, entry))
    }
}

fn is_number(code: &str) -> bool {
    code.chars().all(|c| c.is_ascii_digit())
}

/// Whether this can be a neighbourhood's code.
pub(super) fn is_code(code: &str) -> bool {
    let fits = (1..=CODE_MAX).contains(&code.chars().count());
    fits && code.chars().all(|c| c.is_alphanumeric() || c == '-')
}

/// A cell on one line.
fn tidy(cell: &Cell) -> String {
    nfc(&cell.text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn tags(words: &str) -> Result<Vec<String>, Problem> {
    let mut tags: Vec<String> =
        words.split([',', ';']).map(str::trim).filter(|tag| !tag.is_empty()).map(str::to_owned).collect();
    tags.sort_unstable();
    tags.dedup();
    match tags.iter().find(|tag| tag.chars().count() > SHORT_MAX) {
        Some(tag) => Err(Problem::TooLong { words: tag.clone(), max: SHORT_MAX }),
        None if tags.len() > TAGS_MAX => Err(Problem::TooLong { words: words.to_owned(), max: SHORT_MAX }),
        None => Ok(tags),
    }
}

/// "1.250", "350" and "350.0" are numbers; nothing is none.
fn households(words: &str) -> Result<Option<i32>, Problem> {
    if words.is_empty() {
        return Ok(None);
    }
    let plain = words.strip_suffix(".0").unwrap_or(words).replace(['.', ',', ' '], "");
    let wrong = || Problem::Households { words: words.to_owned() };
    let number: i32 = plain.parse().map_err(|_| wrong())?;
    if (0..=HOUSEHOLDS_MAX).contains(&number) { Ok(Some(number)) } else { Err(wrong()) }
}

/// A phone number of this country as people call it: "0912 345 678", "+84 912…", or without the
/// first zero, as Excel keeps it. Empty stays empty; `None`: it is none.
#[must_use]
pub fn phone(words: &str) -> Option<String> {
    if words.trim().is_empty() {
        return Some(String::new());
    }
    let plain = words.trim();
    let plain = plain.strip_suffix(".0").unwrap_or(plain);
    if !plain.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '.' | '-' | '+' | '(' | ')')) {
        return None;
    }
    let digits: String = plain.chars().filter(char::is_ascii_digit).collect();
    let digits = match digits.strip_prefix("84") {
        Some(rest) if plain.starts_with('+') || digits.len() == 11 => format!("0{rest}"),
        _ if digits.len() == 9 && !digits.starts_with('0') => format!("0{digits}"),
        _ => digits,
    };
    // Numbers of the police and the like have three.
    let is_short = digits.len() == 3 && digits.starts_with('1');
    (is_short || (digits.starts_with('0') && (10..=11).contains(&digits.len()))).then_some(digits)
}

/// The directory as a sheet: what [`read`] takes.
#[must_use]
pub fn sheet(entries: &[Entry], lang: Lang) -> Sheet {
    let heading = Column::ALL.iter().map(|column| sheet::Cell::Text(column.heading().say(lang))).collect();
    let mut rows: Vec<Vec<sheet::Cell>> = vec![heading];
    rows.extend(entries.iter().map(|Entry { place, details }| {
        vec![
            place.code.as_str().into(),
            place.name.as_str().into(),
            place.area.as_str().into(),
            place.tags.join(", ").as_str().into(),
            details.households.map_or(sheet::Cell::Empty, |n| sheet::Cell::Number(n.into())),
            details.cell.as_str().into(),
            details.contact.as_str().into(),
            details.phone.as_str().into(),
        ]
    }));
    Sheet { name: Text::ButtonNeighbourhoods.say(lang), widths: vec![10, 30, 20, 24, 10, 20, 26, 16], rows }
}

#[cfg(test)]
mod tests;
