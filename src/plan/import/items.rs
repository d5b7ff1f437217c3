//! Reads a table of things to say: a date, a content group, a title, a text, a unit in each row.
//!
//! Columns are known by their headings, in any order. A row with one cell only is a heading of the
//! rows below it. A cell that says no day ("Quý II") leaves the date empty, with a doubt.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::lines::{self, Line};
use super::words;
use super::{
    ContentGroup, Doubts, Found, ImportError, Item, NotAPlan, Period, Place, PlanDocument, Uncertainty,
    dates, groups, header, issuer, marker, period,
};
use crate::text;

/// A row that holds something.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Counted from 1, as the table's program shows it.
    pub number: usize,
    pub cells: Vec<Cell>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    pub text: String,
    /// For cells that the table itself knows to be dates.
    pub date: Option<NaiveDate>,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Date,
    Group,
    Title,
    Text,
    Unit,
}

/// Headings of columns, folded; the first that a heading begins with counts.
const COLUMNS: [(&str, Column); 31] = [
    ("nhom noi dung", Column::Group),
    ("nhom", Column::Group),
    ("mang noi dung", Column::Group),
    ("linh vuc", Column::Group),
    ("chuyen muc", Column::Group),
    ("content group", Column::Group),
    ("ngay", Column::Date),
    ("thoi gian", Column::Date),
    ("thoi diem", Column::Date),
    ("lich", Column::Date),
    ("date", Column::Date),
    ("tieu de", Column::Title),
    ("chu de", Column::Title),
    ("ten tin", Column::Title),
    ("ten bai", Column::Title),
    ("tin bai", Column::Title),
    ("ten noi dung", Column::Title),
    ("title", Column::Title),
    ("noi dung", Column::Text),
    ("thong diep", Column::Text),
    ("van ban", Column::Text),
    ("mo ta", Column::Text),
    ("text", Column::Text),
    ("don vi", Column::Unit),
    ("co quan", Column::Unit),
    ("bo phan", Column::Unit),
    ("phu trach", Column::Unit),
    ("chu tri", Column::Unit),
    ("nguoi phu trach", Column::Unit),
    ("dau moi", Column::Unit),
    ("unit", Column::Unit),
];

/// Rows above the table that may hold its heading.
const HEAD_ROWS_MAX: usize = 40;

/// Reads the first of these tables that is one of items; without any, a plan in words.
///
/// # Errors
/// [`NotAPlan::NoTable`] if there is neither.
pub fn read(tables: &[(String, Vec<Row>)]) -> Result<PlanDocument, ImportError> {
    if tables.iter().all(|(_, rows)| rows.is_empty()) {
        return Err(ImportError::Empty);
    }
    for (name, rows) in tables {
        let headed = rows.iter().take(HEAD_ROWS_MAX).position(|row| columns(row).is_some());
        if let Some(at) = headed
            && let Some(columns) = columns(&rows[at])
            && at + 1 < rows.len()
        {
            return Ok(of_table(name, &rows[..at], &columns, &rows[at + 1..]));
        }
    }
    let in_words = tables.iter().map(|(_, rows)| super::read_lines(&as_lines(rows), Doubts::default()));
    in_words.into_iter().find_map(Result::ok).ok_or(ImportError::NotAPlan { why: NotAPlan::NoTable })
}

/// What each column holds, if the row is the heading of a table of items.
fn columns(row: &Row) -> Option<Vec<Option<Column>>> {
    let mut seen = Vec::new();
    let columns: Vec<Option<Column>> = row
        .cells
        .iter()
        .map(|cell| {
            let plain = words::plain(&cell.text);
            let found = COLUMNS
                .iter()
                .find(|(heading, _)| plain.len() <= 40 && words::find_words(&plain, heading) == Some(0))
                .map(|&(_, column)| column)?;
            // Of two columns with the same meaning the first counts.
            (!seen.contains(&found)).then(|| {
                seen.push(found);
                found
            })
        })
        .collect();
    let says = seen.iter().any(|column| matches!(column, Column::Title | Column::Text));
    (says && seen.len() >= 2).then_some(columns)
}

/// A group while the rows are read.
struct Group {
    written: String,
    line: usize,
    titles: Vec<String>,
}

fn of_table(name: &str, above: &[Row], columns: &[Option<Column>], rows: &[Row]) -> PlanDocument {
    let mut doubts = Doubts::default();
    let head = Head::read(name, above, &mut doubts);
    let mut groups: Vec<Group> = Vec::new();
    let mut current: Option<usize> = None;
    let mut items: Vec<(Item, Option<usize>)> = Vec::new();
    for row in rows {
        let cell = |wanted: Column| {
            let at = columns.iter().position(|column| *column == Some(wanted))?;
            row.cells.get(at).filter(|cell| !cell.text.trim().is_empty())
        };
        let filled: Vec<&Cell> = row.cells.iter().filter(|cell| !cell.text.trim().is_empty()).collect();
        let (title, body) = (cell(Column::Title), cell(Column::Text));
        if let [only] = filled.as_slice()
            && (title.is_none() && body.is_none() || marker::read(&only.text).is_some())
            && only.text.chars().any(char::is_alphabetic)
        {
            current = Some(group_at(&mut groups, &only.text, row.number));
            continue;
        }
        let Some(said) = title.or(body) else {
            if !filled.is_empty() {
                doubts.add(row.number, Uncertainty::RowUnread);
            }
            continue;
        };
        if let Some(group) = cell(Column::Group) {
            current = Some(group_at(&mut groups, &group.text, row.number));
        }
        let date = cell(Column::Date).and_then(|cell| day(cell, head.period, row.number, &mut doubts));
        let title = groups::short_name(&one_line(&said.text));
        let text = body.or(Some(said)).map(|cell| cell.text.trim().to_owned()).unwrap_or_default();
        if let Some(group) = current.and_then(|at| groups.get_mut(at)) {
            group.titles.push(title.clone());
        }
        let confidence = doubts.sureness(row.number, &[(Uncertainty::ItemDateUnclear, 0.6)]);
        let unit = cell(Column::Unit).map(|cell| one_line(&cell.text));
        items.push((
            Item { date, content_group: None, title, text, unit, line: row.number, confidence },
            current,
        ));
    }
    let content_groups = numbered(groups, &mut doubts);
    let items: Vec<Item> = items
        .into_iter()
        .map(|(item, group)| {
            let number = group.and_then(|at| content_groups.get(at)).map(|group| group.number.clone());
            Item { content_group: number, ..item }
        })
        .collect();
    if content_groups.is_empty() {
        doubts.add(rows.first().map_or(1, |row| row.number), Uncertainty::ContentMissing);
    }
    let words: Vec<(usize, String)> = above.iter().chain(rows).map(|row| (row.number, in_one(row))).collect();
    head.document(content_groups, items, doubts, &words)
}

fn group_at(groups: &mut Vec<Group>, written: &str, line: usize) -> usize {
    let written = one_line(written);
    let folded = text::fold(&written);
    groups.iter().position(|group| text::fold(&group.written) == folded).unwrap_or_else(|| {
        groups.push(Group { written, line, titles: Vec::new() });
        groups.len() - 1
    })
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The groups with their printed numbers, or their positions where not every one has its own.
fn numbered(groups: Vec<Group>, doubts: &mut Doubts) -> Vec<ContentGroup> {
    let printed = |group: &Group| {
        let marked = marker::read(&group.written)?;
        Some((marked.marker.printed()?, marked.rest.to_owned()))
    };
    let mut numbers: Vec<Option<(String, String)>> = groups.iter().map(printed).collect();
    let mut known: Vec<&str> = numbers.iter().flatten().map(|(number, _)| number.as_str()).collect();
    known.sort_unstable();
    known.dedup();
    let distinct = known.len() == groups.len();
    if !distinct && let Some(first) = groups.first() {
        doubts.add(first.line, Uncertainty::GroupsUnnumbered);
    }
    groups
        .into_iter()
        .enumerate()
        .map(|(at, group)| {
            let (number, name) = match numbers[at].take() {
                Some((number, name)) if distinct && !name.is_empty() => (number, name),
                Some((_, name)) if !name.is_empty() => ((at + 1).to_string(), name),
                _ => ((at + 1).to_string(), group.written),
            };
            let confidence = if distinct { 1.0 } else { 0.8 };
            let (text, line) = (group.titles.join("\n"), group.line);
            ContentGroup { number, name, text, line, confidence, parents: Vec::new() }
        })
        .collect()
}

/// The day that a cell says; a day without a year takes the period's.
fn day(cell: &Cell, period: Period, line: usize, doubts: &mut Doubts) -> Option<NaiveDate> {
    if cell.date.is_some() {
        return cell.date;
    }
    let tokens = words::tokens(&cell.text);
    let only_year = match (period.from, period.to) {
        (Some(from), Some(to)) if from.year() == to.year() => Some(from.year()),
        _ => None,
    };
    let found =
        (0..tokens.len()).find_map(|at| dates::point(&tokens, at)).and_then(|(p, _)| p.date(only_year));
    if found.is_none() {
        doubts.add(line, Uncertainty::ItemDateUnclear);
    }
    found
}

/// What stands above the table.
struct Head {
    title: String,
    number: Option<String>,
    issuer: String,
    date: Option<NaiveDate>,
    period: Period,
    found: Found,
}

impl Head {
    fn read(name: &str, rows: &[Row], doubts: &mut Doubts) -> Self {
        let lines = as_lines(rows);
        let read = header::read(&lines, doubts).ok();
        let heading = read.as_ref().map_or(lines.len(), |header| header.heading);
        let issuer = issuer::in_header(&lines[..heading]);
        let first = rows.first().map_or(1, |row| row.number);
        if issuer.is_none() {
            doubts.add(first, Uncertainty::IssuerMissing);
        }
        let (mut title, mut title_line) =
            read.as_ref().map(|header| (header.title.clone(), header.title_line)).unwrap_or_default();
        if title.is_empty() {
            // No heading above: the name of the sheet, or the last line in words.
            let said = lines.iter().rev().find(|line| line.columns.len() == 1 && line.text.contains(' '));
            title = said.map_or_else(|| name.trim().to_owned(), |line| line.text.clone());
            title_line = said.map(|line| line.number);
            doubts.add(title_line.unwrap_or(first), Uncertainty::TitleMissing);
        }
        if words::plain(&title).starts_with("ke hoach ") {
            title = title.splitn(3, ' ').nth(2).unwrap_or_default().to_owned();
        }
        let period = period::in_title(&title).unwrap_or_default();
        let place = |line: Option<usize>| line.map(|line| Place { line, confidence: 0.8 });
        let number = read.as_ref().and_then(|header| header.number.clone());
        let date = read.as_ref().and_then(|header| header.date);
        let number_line = read.as_ref().and_then(|header| header.number_line).filter(|_| number.is_some());
        let date_line = read.as_ref().and_then(|header| header.date_line).filter(|_| date.is_some());
        Self {
            found: Found {
                title: place(title_line),
                number: place(number_line),
                issuer: place(issuer.as_ref().map(|(_, line)| *line)),
                date: place(date_line),
                period: place(title_line.filter(|_| period.from.is_some())),
                report_dates: Vec::new(),
            },
            title,
            number,
            issuer: issuer.map(|(name, _)| name).unwrap_or_default(),
            date,
            period,
        }
    }

    fn document(
        mut self,
        content_groups: Vec<ContentGroup>,
        items: Vec<Item>,
        mut doubts: Doubts,
        rows: &[(usize, String)],
    ) -> PlanDocument {
        if self.period.from.is_none() {
            let dated = || items.iter().filter_map(|item| item.date.map(|date| (date, item.line)));
            match (dated().min(), dated().max()) {
                (Some((from, line)), Some((to, _))) => {
                    self.period = Period { from: Some(from), to: Some(to) };
                    self.found.period = Some(Place { line, confidence: 0.6 });
                    doubts.add(line, Uncertainty::PeriodComputed);
                }
                _ => doubts.add(1, Uncertainty::PeriodMissing),
            }
        }
        let mut document = PlanDocument {
            title: self.title,
            number: self.number,
            issuer: self.issuer,
            date: self.date,
            period: self.period,
            content_groups,
            duties: Vec::new(),
            report_dates: Vec::new(),
            events: Vec::new(),
            doubts: doubts.into_sorted(),
            found: self.found,
            receivers: Vec::new(),
            legal_bases: Vec::new(),
            aims: Vec::new(),
            channels: Vec::new(),
            items,
            quotes: BTreeMap::new(),
        };
        document.quote(rows.iter().map(|(line, words)| (*line, words.as_str())));
        document
    }
}

/// A row as one line of words.
fn in_one(row: &Row) -> String {
    let cells = row.cells.iter().map(|cell| one_line(&cell.text)).filter(|text| !text.is_empty());
    cells.collect::<Vec<_>>().join(" | ")
}

/// Rows as lines of a text, their cells side by side.
fn as_lines(rows: &[Row]) -> Vec<Line> {
    let mut all = Vec::new();
    for row in rows {
        let cells: Vec<String> = row.cells.iter().map(|cell| one_line(&cell.text)).collect();
        for mut line in lines::clean(&cells.join("\t")) {
            line.number = row.number;
            all.push(line);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: usize, cells: &[&str]) -> Row {
        let cell = |text: &&str| Cell { text: (*text).to_owned(), date: None };
        Row { number, cells: cells.iter().map(cell).collect() }
    }

    #[test]
    fn a_table_of_items_in_any_order_of_columns() {
        let rows = [
            row(1, &["UBND PHƯỜNG HỒ SEN"]),
            row(2, &["KẾ HOẠCH TIN BÀI THÁNG 5 NĂM 2026"]),
            row(4, &["TT", "Thời gian", "Đơn vị phụ trách", "Tiêu đề", "Nội dung"]),
            row(5, &["I. Môi trường"]),
            row(6, &["1", "05/5/2026", "Phòng VHXH", "Ngày hội phân loại rác", "Mời bà con\ntham gia."]),
            row(7, &["2", "12/5", "", "Lịch thu gom", ""]),
            row(8, &["II. Y tế"]),
            row(9, &["3", "Tuần 3", "Trạm Y tế", "Tiêm chủng", "Tiêm tại trạm."]),
            row(10, &["4", "20/5/2026", "", "", ""]),
        ];
        let plan = read(&[("Trang 1".to_owned(), rows.to_vec())]).unwrap();
        assert_eq!(plan.title, "TIN BÀI THÁNG 5 NĂM 2026");
        let groups: Vec<_> =
            plan.content_groups.iter().map(|g| (g.number.as_str(), g.name.as_str())).collect();
        assert_eq!(groups, [("I", "Môi trường"), ("II", "Y tế")]);
        let seen: Vec<_> = plan
            .items
            .iter()
            .map(|i| {
                (
                    i.date.map(|d| d.to_string()),
                    i.content_group.as_deref(),
                    i.title.as_str(),
                    i.text.as_str(),
                    i.unit.as_deref(),
                    i.line,
                )
            })
            .collect();
        let date = |day: &str| Some(day.to_owned());
        assert_eq!(
            seen,
            [
                (
                    date("2026-05-05"),
                    Some("I"),
                    "Ngày hội phân loại rác",
                    "Mời bà con\ntham gia.",
                    Some("Phòng VHXH"),
                    6
                ),
                (date("2026-05-12"), Some("I"), "Lịch thu gom", "Lịch thu gom", None, 7),
                (None, Some("II"), "Tiêm chủng", "Tiêm tại trạm.", Some("Trạm Y tế"), 9),
            ]
        );
        let about = |line| plan.doubts.iter().filter(|d| d.line == line).map(|d| d.about).collect::<Vec<_>>();
        assert_eq!(about(9), [Uncertainty::ItemDateUnclear]);
        assert_eq!(about(10), [Uncertainty::RowUnread]);
    }

    #[test]
    fn a_table_of_something_else_is_no_plan() {
        let rows = vec![row(1, &["Họ tên", "Số điện thoại"]), row(2, &["An", "0901"])];
        let not = Err(ImportError::NotAPlan { why: NotAPlan::NoTable });
        assert_eq!(read(&[("Danh sách".to_owned(), rows)]), not);
        assert_eq!(read(&[("Trống".to_owned(), Vec::new())]), Err(ImportError::Empty));
    }
}
