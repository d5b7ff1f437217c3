//! Tables: lines that cross, and the letters in the cells between them.

use super::page::{Glyph, Page, Rule};

/// Lines closer than this are one, in points.
const SAME: f32 = 2.0;
/// Lower rows hold no letters.
const ROW_MIN: f32 = 6.0;

/// A row of a table: its cells from left to right.
#[derive(Debug)]
pub(super) struct Row<'a> {
    pub top: f32,
    pub left: f32,
    pub right: f32,
    pub cells: Vec<Vec<&'a Glyph>>,
}

/// A level or upright line: its place, and from where to where it runs.
#[derive(Clone, Copy)]
struct Stretch {
    at: f32,
    from: f32,
    to: f32,
}

/// Takes the letters that stand in tables; gives the rows and the letters that are left.
pub(super) fn rows(page: &Page) -> (Vec<Row<'_>>, Vec<&Glyph>) {
    let level = merged(page.rules.iter().filter(|rule| is_level(rule)).map(|rule| Stretch {
        at: rule.from.1,
        from: rule.from.0.min(rule.to.0),
        to: rule.from.0.max(rule.to.0),
    }));
    let upright = merged(page.rules.iter().filter(|rule| !is_level(rule)).map(|rule| Stretch {
        at: rule.from.0,
        from: rule.from.1.min(rule.to.1),
        to: rule.from.1.max(rule.to.1),
    }));
    let mut rows = bands(&level, &upright);
    let mut rest = Vec::new();
    'letters: for glyph in &page.glyphs {
        let (x, y) = (f32::midpoint(glyph.x, glyph.end), glyph.y + glyph.size * 0.2);
        // Rows stand from top to bottom; the few of a page are looked through.
        for (band, row) in &mut rows {
            if y <= band.top && y > band.bottom && x >= row.left && x <= row.right {
                let cell = band.columns.partition_point(|edge| *edge <= x).saturating_sub(1);
                if let Some(cell) = row.cells.get_mut(cell) {
                    cell.push(glyph);
                    continue 'letters;
                }
            }
        }
        rest.push(glyph);
    }
    (rows.into_iter().map(|(_, row)| row).collect(), rest)
}

fn is_level(rule: &Rule) -> bool {
    (rule.from.1 - rule.to.1).abs() < (rule.from.0 - rule.to.0).abs()
}

/// Pieces of one line as one, ordered by place.
fn merged(stretches: impl Iterator<Item = Stretch>) -> Vec<Stretch> {
    let mut all: Vec<Stretch> = stretches.collect();
    all.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    let mut lines: Vec<Stretch> = Vec::new();
    for stretch in all {
        // Those at the same place are the last ones.
        let joined = lines
            .iter_mut()
            .rev()
            .take_while(|line| stretch.at - line.at < SAME)
            .find(|line| stretch.from <= line.to + SAME && stretch.to >= line.from - SAME);
        match joined {
            Some(line) => {
                line.from = line.from.min(stretch.from);
                line.to = line.to.max(stretch.to);
            }
            None => lines.push(stretch),
        }
    }
    lines
}

struct Band {
    top: f32,
    bottom: f32,
    /// Edges of the cells, from left to right.
    columns: Vec<f32>,
}

/// The rows between level lines that several upright ones cross.
fn bands<'a>(level: &[Stretch], upright: &[Stretch]) -> Vec<(Band, Row<'a>)> {
    const ROWS_MAX: usize = 400;
    let mut bands = Vec::new();
    for pair in level.windows(2).rev() {
        let (bottom, top) = (pair[0].at, pair[1].at);
        if top - bottom < ROW_MIN || bands.len() >= ROWS_MAX {
            continue;
        }
        let mut columns: Vec<f32> = upright
            .iter()
            .filter(|line| line.from <= bottom + SAME * 2.0 && line.to >= top - SAME * 2.0)
            .map(|line| line.at)
            .collect();
        columns.dedup_by(|a, b| (*a - *b).abs() < SAME);
        let (Some(&left), Some(&right)) = (columns.first(), columns.last()) else { continue };
        // A frame around a text is no table.
        if columns.len() < 3 {
            continue;
        }
        let cells = (1..columns.len()).map(|_| Vec::new()).collect();
        bands.push((Band { top, bottom, columns }, Row { top, left, right, cells }));
    }
    bands
}
