//! Neighbourhoods as rows, posts as columns: in each field whether it is there.

use super::canvas::{Area, Canvas, Colour, WHITE};
use super::font::{Face, fit, width};

/// Pixels from side to side: as phones show without making it smaller.
const WIDTH: i32 = 1080;
const MARGIN: i32 = 22;
const NAMES: i32 = 420;
const HEAD: i32 = 250;
const ROW: i32 = 46;
const LINE: i32 = 52;
const FIELD_MAX: i32 = 90;
/// Rows and columns of one picture: platforms take none that is taller; the rest is counted.
pub const ROWS_MAX: usize = 150;
pub const COLUMNS_MAX: usize = 14;

const INK: Colour = [30, 34, 40];
const SOFT: Colour = [110, 116, 124];
const RULE: Colour = [205, 210, 216];
const STRIPE: Colour = [244, 246, 248];
const GOOD: Colour = [0, 121, 85];
const ALARM: Colour = [200, 30, 30];
const ALARM_SOFT: Colour = [250, 222, 222];

/// How a post stands in a neighbourhood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Covered,
    Late,
    Open,
    Missing,
    /// It was not for this neighbourhood.
    Apart,
}

impl Mark {
    /// Those that a legend explains.
    pub const ALL: [Self; 4] = [Self::Covered, Self::Late, Self::Open, Self::Missing];
}

/// What the picture shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spread {
    pub title: String,
    pub below: String,
    /// What stands above each column, in two short lines: the message's number, the day.
    pub columns: Vec<[String; 2]>,
    /// What stands before each row, and its fields.
    pub rows: Vec<(String, Vec<Mark>)>,
    /// What each mark means, as in [`Mark::ALL`].
    pub marks: [String; 4],
    /// What stands below the last row; empty: nothing.
    pub rest: String,
}

impl Spread {
    fn field(&self) -> i32 {
        let columns = i32::try_from(self.columns.len()).unwrap_or(1).max(1);
        ((WIDTH - 2 * MARGIN - NAMES) / columns).min(FIELD_MAX)
    }
}

/// The bytes of a PNG.
#[must_use]
pub fn spread(spread: &Spread) -> Vec<u8> {
    let rows = i32::try_from(spread.rows.len()).unwrap_or(0);
    let foot = if spread.rest.is_empty() { 0 } else { LINE };
    let height = HEAD + rows * ROW + foot + 2 * LINE + 50;
    let mut canvas = Canvas::new(u32::try_from(WIDTH).unwrap_or(1), u32::try_from(height).unwrap_or(1));
    let room = WIDTH - 2 * MARGIN;
    canvas.text(Face::Bold, 54, MARGIN, 72, INK, &fit(Face::Bold, 54, &spread.title, room));
    canvas.text(Face::Regular, 36, MARGIN, 124, SOFT, &fit(Face::Regular, 36, &spread.below, room));
    let field = spread.field();
    for (n, lines) in (0..).zip(&spread.columns) {
        let x = MARGIN + NAMES + n * field;
        for (line, face, base) in [(&lines[0], Face::Bold, HEAD - 50), (&lines[1], Face::Regular, HEAD - 14)]
        {
            let text = fit(face, 26, line, field);
            canvas.text(face, 26, x + (field - width(face, 26, &text)) / 2, base, INK, &text);
        }
    }
    for (n, (name, marks)) in (0..).zip(&spread.rows) {
        let y = HEAD + n * ROW;
        let row = Area::new(MARGIN, y, NAMES + field * i32::try_from(marks.len()).unwrap_or(0), ROW);
        canvas.fill(row, if n % 2 == 0 { STRIPE } else { WHITE });
        let name = fit(Face::Regular, 30, name, NAMES - 16);
        canvas.text(Face::Regular, 30, MARGIN + 6, y + 34, INK, &name);
        for (column, mark) in (0..).zip(marks) {
            let x = MARGIN + NAMES + column * field + (field - 34) / 2;
            sign(&mut canvas, *mark, Area::new(x, y + 6, 34, 34));
        }
        canvas.fill(Area { y: y + ROW - 1, height: 1, ..row }, RULE);
    }
    let mut top = HEAD + rows * ROW + 20;
    if !spread.rest.is_empty() {
        canvas.text(Face::Regular, 32, MARGIN, top + 30, SOFT, &fit(Face::Regular, 32, &spread.rest, room));
        top += LINE;
    }
    for (n, (mark, words)) in (0..).zip(Mark::ALL.into_iter().zip(&spread.marks)) {
        let (x, y) = (MARGIN + (n % 2) * (room / 2), top + (n / 2) * LINE);
        sign(&mut canvas, mark, Area::new(x, y, 34, 34));
        let words = fit(Face::Regular, 32, words, room / 2 - 60);
        canvas.text(Face::Regular, 32, x + 48, y + 29, INK, &words);
    }
    canvas.png()
}

/// A form for each mark, so that no colour must be told from another.
fn sign(canvas: &mut Canvas, mark: Mark, area: Area) {
    let half = Area { width: area.width / 2, ..area };
    match mark {
        Mark::Covered => canvas.fill(area, GOOD),
        Mark::Late => {
            canvas.fill(half, GOOD);
            canvas.frame(area, 4, GOOD);
        }
        Mark::Open => canvas.dashes(area, 4, SOFT),
        Mark::Missing => {
            canvas.fill(area, ALARM_SOFT);
            canvas.hatch(area, ALARM);
            canvas.frame(area, 4, ALARM);
        }
        Mark::Apart => {
            let middle = area.y + area.height / 2 - 1;
            canvas.fill(Area { x: area.x + 9, y: middle, width: 16, height: 3 }, RULE);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some() -> Spread {
        Spread {
            title: "Độ phủ 04/05 – 10/05/2026: 94 %".into(),
            below: "Chỉ tiêu 100 %".into(),
            columns: (1..=9).map(|n| [format!("Tin {n}"), "04/05".into()]).collect(),
            rows: (1..=59)
                .map(|n| (format!("Tổ dân phố số {n}"), (0..9).map(|k| Mark::ALL[(n + k) % 4]).collect()))
                .collect(),
            marks: ["Đã tới", "Xác nhận muộn", "Đang chờ", "Chưa tới"].map(str::to_owned),
            rest: String::new(),
        }
    }

    fn pixels(spread_: &Spread) -> (u32, u32, Vec<u8>) {
        let mut reader = png::Decoder::new(std::io::Cursor::new(spread(spread_))).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        (info.width, info.height, pixels)
    }

    #[test]
    fn every_row_has_its_place_and_every_field_its_mark() {
        let all = some();
        let (wide, tall, seen) = pixels(&all);
        assert_eq!(wide, 1080);
        let height = HEAD + 59 * ROW + 2 * LINE + 50;
        assert_eq!(i32::try_from(tall).unwrap(), height);
        let at = |x: i32, y: i32| {
            let at = usize::try_from((y * 1080 + x) * 3).unwrap();
            [seen[at], seen[at + 1], seen[at + 2]]
        };
        let field = all.field();
        for (row, (_, marks)) in (0..).zip(&all.rows) {
            for (column, mark) in (0..).zip(marks) {
                let x = MARGIN + NAMES + column * field + (field - 34) / 2;
                let y = HEAD + row * ROW + 6;
                let (left, right) = (at(x + 8, y + 16), at(x + 25, y + 16));
                let is_filled = (left == GOOD, right == GOOD);
                let wanted = match mark {
                    Mark::Covered => (true, true),
                    Mark::Late => (true, false),
                    _ => (false, false),
                };
                assert_eq!(is_filled, wanted, "{row} {column}");
            }
        }
        assert!(pixels(&Spread { rest: "và 3 tổ nữa".into(), ..all }).1 > tall);
    }
}
