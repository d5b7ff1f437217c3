//! The rows of a workbook's sheets.

use chrono::{Days, NaiveDate};

use super::ImportError;
use super::items::{Cell, Row};
use super::package::Package;
use super::xml::{Node, Nodes};

const SHEETS_MAX: usize = 20;
const ROWS_MAX: usize = 20_000;
/// Columns that are looked at; a plan has a handful.
const COLUMNS_MAX: usize = 40;
/// Longest text of a cell, in bytes: Excel's own bound is 32,767 letters.
const CELL_BYTES_MAX: usize = 140_000;
/// Texts that a cell may stand for: a bound for files that repeat a long one in every row.
const BYTES_MAX: usize = 8_000_000;

/// The sheets with their rows, in the workbook's order.
pub(super) fn tables(package: &mut Package<'_>) -> Result<Vec<(String, Vec<Row>)>, ImportError> {
    let workbook = package.part("xl/workbook.xml")?.ok_or(ImportError::Broken)?;
    let (sheets, from_1904) = sheets(&workbook)?;
    let links = match package.part("xl/_rels/workbook.xml.rels")? {
        Some(part) => links(&part)?,
        None => Vec::new(),
    };
    let strings = match package.part("xl/sharedStrings.xml")? {
        Some(part) => strings(&part)?,
        None => Vec::new(),
    };
    let dates = match package.part("xl/styles.xml")? {
        Some(part) => date_styles(&part)?,
        None => Vec::new(),
    };
    let mut tables = Vec::new();
    let mut left = BYTES_MAX;
    for (name, link) in sheets.into_iter().take(SHEETS_MAX) {
        let Some((_, target)) = links.iter().find(|(id, _)| *id == link) else { continue };
        let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
        if let Some(part) = package.part(&path)? {
            let sheet = Sheet { strings: &strings, dates: &dates, from_1904 };
            tables.push((name, sheet.rows(&part, &mut left)?));
        }
    }
    Ok(tables)
}

/// Names of the sheets with their links, and whether days are counted from 1904.
fn sheets(part: &str) -> Result<(Vec<(String, String)>, bool), ImportError> {
    let mut nodes = Nodes::of(part);
    let (mut sheets, mut from_1904) = (Vec::new(), false);
    while let Some(node) = nodes.next()? {
        let Node::Open(mark) = node else { continue };
        match mark.name() {
            "sheet" => sheets
                .push((mark.attribute("name").unwrap_or_default(), mark.attribute("id").unwrap_or_default())),
            "workbookPr" => from_1904 = matches!(mark.attribute("date1904").as_deref(), Some("1" | "true")),
            _ => {}
        }
    }
    Ok((sheets, from_1904))
}

fn links(part: &str) -> Result<Vec<(String, String)>, ImportError> {
    let mut nodes = Nodes::of(part);
    let mut links = Vec::new();
    while let Some(node) = nodes.next()? {
        if let Node::Open(mark) = node
            && mark.name() == "Relationship"
            && let (Some(id), Some(target)) = (mark.attribute("Id"), mark.attribute("Target"))
        {
            links.push((id, target));
        }
    }
    Ok(links)
}

/// The texts that cells share; how a word is spoken is no part of it.
fn strings(part: &str) -> Result<Vec<String>, ImportError> {
    let mut nodes = Nodes::of(part);
    let mut strings: Vec<String> = Vec::new();
    let (mut spoken, mut in_text) = (false, false);
    while let Some(node) = nodes.next()? {
        match node {
            Node::Open(mark) => match mark.name() {
                "si" => strings.push(String::new()),
                "rPh" => spoken = true,
                "t" => in_text = true,
                _ => {}
            },
            Node::Close(name) => match name.as_str() {
                "rPh" => spoken = false,
                "t" => in_text = false,
                _ => {}
            },
            Node::Text(text) if in_text && !spoken => {
                if let Some(last) = strings.last_mut() {
                    last.push_str(&text);
                }
            }
            Node::Text(_) => {}
        }
    }
    Ok(strings)
}

/// For each style of cells, whether it shows a date.
fn date_styles(part: &str) -> Result<Vec<bool>, ImportError> {
    let mut nodes = Nodes::of(part);
    let mut own: Vec<(u32, bool)> = Vec::new();
    let (mut styles, mut in_cells) = (Vec::new(), false);
    while let Some(node) = nodes.next()? {
        match node {
            Node::Open(mark) => match mark.name() {
                "numFmt" => {
                    if let (Some(id), Some(code)) = (mark.number("numFmtId"), mark.attribute("formatCode")) {
                        own.push((id, shows_date(&code)));
                    }
                }
                "cellXfs" => in_cells = true,
                "xf" if in_cells => {
                    let id = mark.number("numFmtId").unwrap_or(0);
                    let known = own.iter().find(|(own, _)| *own == id).map(|(_, date)| *date);
                    // Built in: 14 to 17 and 22 are dates, 27 to 36 and 50 to 58 those of other lands.
                    styles.push(known.unwrap_or(matches!(id, 14..=17 | 22 | 27..=36 | 50..=58)));
                }
                _ => {}
            },
            Node::Close(name) if name == "cellXfs" => in_cells = false,
            _ => {}
        }
    }
    Ok(styles)
}

/// "dd/mm/yyyy" does; "0.00" and "[Red]0" do not.
fn shows_date(code: &str) -> bool {
    let mut shown = String::new();
    let (mut quoted, mut bracket) = (false, false);
    for c in code.chars() {
        match c {
            '"' => quoted = !quoted,
            '[' => bracket = true,
            ']' => bracket = false,
            c if !quoted && !bracket => shown.extend(c.to_lowercase()),
            _ => {}
        }
    }
    shown.contains('d') && shown.contains('m') || shown.contains('y')
}

struct Sheet<'a> {
    strings: &'a [String],
    dates: &'a [bool],
    from_1904: bool,
}

/// A cell while it is read.
#[derive(Default)]
struct Open {
    column: usize,
    kind: String,
    style: usize,
    value: String,
}

impl Sheet<'_> {
    fn rows(&self, part: &str, left: &mut usize) -> Result<Vec<Row>, ImportError> {
        let mut nodes = Nodes::of(part);
        let mut rows: Vec<Row> = Vec::new();
        let mut row = Row::default();
        let mut cell: Option<Open> = None;
        let mut in_value = false;
        while let Some(node) = nodes.next()? {
            match node {
                Node::Open(mark) => match mark.name() {
                    "row" => {
                        let number = mark.number("r").and_then(|r| usize::try_from(r).ok());
                        row = Row { number: number.unwrap_or(row.number + 1), cells: Vec::new() };
                    }
                    "c" => {
                        let column = mark.attribute("r").and_then(|r| column(&r)).unwrap_or(row.cells.len());
                        let style = mark.number("s").and_then(|s| usize::try_from(s).ok()).unwrap_or(0);
                        let kind = mark.attribute("t").unwrap_or_default();
                        cell = Some(Open { column, kind, style, value: String::new() });
                    }
                    "v" | "t" => in_value = true,
                    _ => {}
                },
                Node::Text(text) if in_value => {
                    if let Some(cell) = cell.as_mut().filter(|cell| cell.value.len() <= CELL_BYTES_MAX) {
                        cell.value.push_str(&text);
                    }
                }
                Node::Text(_) => {}
                Node::Close(name) => match name.as_str() {
                    "v" | "t" => in_value = false,
                    "c" => {
                        if let Some(cell) = cell.take().filter(|cell| cell.column < COLUMNS_MAX) {
                            let read = self.cell(&cell);
                            *left = left.checked_sub(read.text.len()).ok_or(ImportError::TooMuch)?;
                            if row.cells.len() <= cell.column {
                                row.cells.resize(cell.column + 1, Cell::default());
                            }
                            row.cells[cell.column] = read;
                        }
                    }
                    "row" => {
                        let number = row.number;
                        let done = std::mem::replace(&mut row, Row { number, cells: Vec::new() });
                        if done.cells.iter().any(|cell| !cell.text.trim().is_empty()) {
                            if rows.len() >= ROWS_MAX {
                                return Err(ImportError::TooMuch);
                            }
                            rows.push(done);
                        }
                    }
                    _ => {}
                },
            }
        }
        Ok(rows)
    }

    fn cell(&self, cell: &Open) -> Cell {
        match cell.kind.as_str() {
            "s" => {
                let shared = cell.value.trim().parse::<usize>().ok().and_then(|at| self.strings.get(at));
                Cell { text: shared.cloned().unwrap_or_default(), date: None }
            }
            "str" | "inlineStr" => Cell { text: cell.value.clone(), date: None },
            "d" => {
                let date = cell.value.get(..10).and_then(|day| day.parse().ok());
                Cell { text: cell.value.clone(), date }
            }
            "b" | "e" => Cell::default(),
            _ => {
                let shows_date = self.dates.get(cell.style).copied().unwrap_or(false);
                match cell.value.trim().parse::<f64>().ok().filter(|_| shows_date).and_then(|v| self.day(v)) {
                    Some(date) => Cell { text: date.format("%d/%m/%Y").to_string(), date: Some(date) },
                    None => Cell { text: cell.value.trim().to_owned(), date: None },
                }
            }
        }
    }

    /// The day that a number counts.
    fn day(&self, value: f64) -> Option<NaiveDate> {
        // Excel takes 1900 for a leap year, so from March 1900 on its days begin one earlier.
        let begin = if self.from_1904 {
            NaiveDate::from_ymd_opt(1904, 1, 1)
        } else {
            NaiveDate::from_ymd_opt(1899, 12, 30)
        };
        if !(1.0..100_000.0).contains(&value) {
            return None;
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "below 100,000 and not negative"
        )]
        let days = value.trunc() as u64;
        begin?.checked_add_days(Days::new(days))
    }
}

/// The index of a column: "A1" is 0, "AB7" is 27.
fn column(reference: &str) -> Option<usize> {
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic).take(4);
    let index =
        letters.fold(0, |index, letter| index * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1);
    index.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_dates_and_formats() {
        assert_eq!((column("A1"), column("AB7"), column("7")), (Some(0), Some(27), None));
        for (code, date) in [
            ("dd/mm/yyyy", true),
            ("yyyy", true),
            ("0.00", false),
            ("[Red]0", false),
            ("#,##0 \"day\"", false),
            ("h:mm", false),
        ] {
            assert_eq!(shows_date(code), date, "{code}");
        }
        let sheet = Sheet { strings: &[], dates: &[], from_1904: false };
        assert_eq!(sheet.day(46_147.5).map(|d| d.to_string()).as_deref(), Some("2026-05-05"));
        assert_eq!(sheet.day(-1.0), None);
    }
}
