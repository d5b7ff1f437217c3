//! From letters with places to lines: what stands on one height is a line, wide gaps part columns,
//! and a blank line stands where a paragraph ends.

use super::grid;
use super::page::{Glyph, Page};

/// A gap of this many letter sizes parts two columns.
const COLUMN_GAP: f32 = 1.6;
/// A gap of this part of a letter size is a space that nobody set.
const SPACE_GAP: f32 = 0.18;

#[derive(Debug)]
struct Line {
    x: f32,
    end: f32,
    y: f32,
    size: f32,
    text: String,
    /// A row of a table: says nothing about the margins.
    is_row: bool,
}

pub(super) fn text(pages: &[Page]) -> String {
    let pages: Vec<Vec<Line>> = pages.iter().map(lines).collect();
    let margins = Margins::of(&pages);
    let mut text = String::new();
    for (at, page) in pages.iter().enumerate() {
        if at > 0 {
            text.push_str("\u{C}\n");
        }
        for (i, line) in page.iter().enumerate() {
            if i > 0 && margins.parts(&page[i - 1], line) {
                text.push('\n');
            }
            text.push_str(&line.text);
            text.push('\n');
        }
    }
    text
}

/// The lines of a page from top to bottom, a table's row as one.
fn lines(page: &Page) -> Vec<Line> {
    let (rows, rest) = grid::rows(page);
    let mut lines = of_letters(rest);
    for row in rows {
        let cells: Vec<String> = row
            .cells
            .into_iter()
            .map(|cell| {
                of_letters(cell).iter().map(|line| line.text.replace('\t', " ")).collect::<Vec<_>>().join(" ")
            })
            .collect();
        if cells.iter().any(|cell| !cell.is_empty()) {
            let text = cells.join("\t").trim().to_owned();
            // Just below its upper edge.
            lines.push(Line {
                x: row.left,
                end: row.right,
                y: row.top - 1.0,
                size: 10.0,
                text,
                is_row: true,
            });
        }
    }
    lines.sort_by(|a, b| b.y.total_cmp(&a.y));
    lines
}

fn of_letters(mut sorted: Vec<&Glyph>) -> Vec<Line> {
    sorted.sort_by(|a, b| b.y.total_cmp(&a.y));
    let mut rows: Vec<Vec<&Glyph>> = Vec::new();
    for glyph in sorted {
        match rows.last_mut() {
            // Raised marks and small letters belong to the line beside them.
            Some(row) if (row[0].y - glyph.y).abs() < 0.4 * row[0].size.min(glyph.size).max(4.0) => {
                row.push(glyph);
            }
            _ => rows.push(vec![glyph]),
        }
    }
    rows.into_iter().filter_map(line).collect()
}

/// The letters of one height, as a line; `None` if none is to be seen. Letters are taken from left
/// to right, because a second font's are drawn after those of the first.
fn line(mut row: Vec<&Glyph>) -> Option<Line> {
    row.sort_by(|a, b| a.x.total_cmp(&b.x));
    let mut line: Option<Line> = None;
    let (mut last, mut spaced): (Option<&Glyph>, bool) = (None, false);
    for glyph in row {
        if glyph.name.chars().all(char::is_whitespace) {
            spaced = true;
            continue;
        }
        let Some(line) = &mut line else {
            line = Some(Line {
                x: glyph.x,
                end: glyph.end,
                y: glyph.y,
                size: glyph.size,
                text: glyph.name.clone(),
                is_row: false,
            });
            (last, spaced) = (Some(glyph), false);
            continue;
        };
        // Bold by printing twice.
        if last.is_some_and(|last| last.name == glyph.name && (last.x - glyph.x).abs() < 0.1 * glyph.size) {
            continue;
        }
        let gap = glyph.x - line.end;
        // What stands far behind "-" or "1." is its item and no column.
        let marked = line.text.len() <= 8 && is_marked(&line.text);
        if gap > COLUMN_GAP * glyph.size && !marked {
            line.text.push('\t');
        } else if spaced || gap > SPACE_GAP * glyph.size {
            line.text.push(' ');
        }
        line.text.push_str(&glyph.name);
        line.end = line.end.max(glyph.end);
        line.size = line.size.max(glyph.size);
        (last, spaced) = (Some(glyph), false);
    }
    line
}

/// Where the lines of the document begin and end.
struct Margins {
    left: f32,
    right: f32,
    /// The usual distance of two lines, in letter sizes.
    step: f32,
}

impl Margins {
    fn of(pages: &[Vec<Line>]) -> Self {
        let at = |mut values: Vec<f32>, tenth: usize, none: f32| {
            values.sort_by(f32::total_cmp);
            values.get(values.len() * tenth / 10).copied().unwrap_or(none)
        };
        let all = || pages.iter().flatten().filter(|line| !line.is_row);
        let steps = pages
            .iter()
            .flat_map(|page| page.windows(2))
            .map(|pair| (pair[0].y - pair[1].y) / pair[1].size.max(1.0));
        Self {
            left: at(all().map(|line| line.x).collect(), 1, 0.0),
            right: at(all().map(|line| line.end).collect(), 8, 0.0),
            step: at(steps.collect(), 5, 1.5),
        }
    }

    /// Whether a paragraph ends between two lines.
    fn parts(&self, line: &Line, next: &Line) -> bool {
        let size = next.size.max(1.0);
        if line.is_row || next.is_row {
            return line.is_row != next.is_row;
        }
        if (line.y - next.y) / size > self.step * 1.6 {
            return true;
        }
        let word = next.text.split([' ', '\t']).next().unwrap_or_default().chars().count();
        let word = f32::from(u16::try_from(word).unwrap_or(u16::MAX)) * 0.5 * size;
        let fits = line.end + 0.5 * size + word < self.right - size;
        let indented =
            (line.x - self.left).abs() < size && next.x > line.x + 1.2 * size && !is_marked(&line.text);
        fits || indented
    }
}

/// "- …", "1. …", "a) …": what follows may hang behind the mark.
fn is_marked(text: &str) -> bool {
    let first = text.split([' ', '\t']).next().unwrap_or_default();
    first.chars().count() <= 6
        && (first.ends_with(['.', ')', '/']) || !first.chars().any(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyphs(x: f32, y: f32, text: &str) -> Vec<Glyph> {
        let at = |place: usize| x + f32::from(u16::try_from(place).unwrap()) * 5.0;
        let glyph = |(place, c): (usize, char)| Glyph {
            x: at(place),
            y,
            end: at(place) + 5.0,
            size: 10.0,
            name: c.to_string(),
        };
        text.chars().enumerate().map(glyph).collect()
    }

    #[test]
    fn columns_paragraphs_and_order() {
        let long = "Một dòng chạy đến lề bên phải của trang giấy này";
        let mut page = Vec::new();
        for (x, y, text) in [
            (50.0, 660.0, &*format!("a{long}")),
            (50.0, 700.0, "ỦY BAN"),
            (250.0, 700.0, "CỘNG HÒA"),
            (50.0, 675.0, &format!("-{long}")),
            (50.0, 645.0, "hết."),
            (50.0, 630.0, "Đoạn mới"),
        ] {
            page.extend(glyphs(x, y, text));
        }
        // A second font's letters come later, and what is bold is printed twice.
        page.retain(|glyph| glyph.name != "Đ");
        page.extend(glyphs(50.0, 630.0, "Đ"));
        page.extend(glyphs(50.2, 630.0, "Đ"));
        let text = text(&[Page { glyphs: page, rules: Vec::new() }]);
        assert!(text.starts_with("ỦY BAN\tCỘNG HÒA\n"), "{text}");
        assert!(text.contains(&format!("-{long}\na{long}\nhết.\n\nĐoạn mới\n")), "{text}");
    }
}
