//! A month: weeks as rows, days as columns, in each day what is posted, planned, waiting or missing.

use chrono::{Datelike, Days, NaiveDate};

use super::canvas::{Area, Canvas, Colour, WHITE};
use super::font::{Face, fit, width};

/// Pixels from side to side: as phones show without making it smaller.
pub const WIDTH: u32 = 1080;

const MARGIN: i32 = 22;
const COLUMN: i32 = 148;
/// From the top to the names of the weekdays, and those.
const HEAD: i32 = 150;
const WEEKDAYS: i32 = 46;
/// The number of a day, above its entries.
const NUMBER: i32 = 46;
const CHIP: i32 = 50;
const CHIP_GAP: i32 = 6;
const ROW_MIN: i32 = 160;
/// Entries that a day shows; the rest is counted.
const CHIPS_MAX: usize = 6;
const LINE: i32 = 52;

const INK: Colour = [30, 34, 40];
const SOFT: Colour = [110, 116, 124];
const RULE: Colour = [205, 210, 216];
const OUTSIDE: Colour = [240, 242, 244];
const SUNDAY: Colour = [253, 246, 238];
const ALARM: Colour = [200, 30, 30];
const ALARM_SOFT: Colour = [250, 222, 222];

/// Colours of content groups, each dark enough for white letters.
const COLOURS: [Colour; 12] = [
    [0, 92, 175],
    [0, 121, 85],
    [176, 66, 0],
    [122, 40, 150],
    [0, 118, 133],
    [158, 22, 84],
    [92, 98, 0],
    [78, 66, 190],
    [128, 78, 34],
    [60, 84, 108],
    [24, 118, 30],
    [150, 84, 120],
];

/// How far an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Posted,
    /// Approved, and to be posted then.
    Planned,
    /// Waits for approval.
    Waiting,
    /// An opening without a message.
    Gap,
}

impl Form {
    pub const ALL: [Self; 4] = [Self::Posted, Self::Planned, Self::Waiting, Self::Gap];
}

/// One post, or the place of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub day: NaiveDate,
    /// As short as `8h30`.
    pub time: String,
    /// The place of its content group in the legend.
    pub group: Option<usize>,
    pub form: Form,
}

/// A content group of the legend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub number: String,
    pub name: String,
}

/// What the picture of a month shows. Entries of a day stand in the given order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Month {
    pub title: String,
    pub below: String,
    /// Monday first.
    pub weekdays: [String; 7],
    /// The first day of the month.
    pub first: NaiveDate,
    pub today: NaiveDate,
    pub entries: Vec<Entry>,
    pub groups: Vec<Group>,
    /// What each form means, as in [`Form::ALL`].
    pub forms: [String; 4],
}

impl Month {
    /// The Mondays of the weeks that have a day of the month.
    fn weeks(&self) -> Vec<NaiveDate> {
        let back = u64::from(self.first.weekday().num_days_from_monday());
        let mut monday = self.first.checked_sub_days(Days::new(back));
        let mut weeks = Vec::new();
        while let Some(day) = monday.filter(|day| *day <= self.first || self.holds(*day)) {
            weeks.push(day);
            monday = day.checked_add_days(Days::new(7));
        }
        weeks
    }

    fn holds(&self, day: NaiveDate) -> bool {
        (day.year(), day.month()) == (self.first.year(), self.first.month())
    }

    fn of_day(&self, day: NaiveDate) -> Vec<&Entry> {
        self.entries.iter().filter(|entry| entry.day == day).collect()
    }

    /// How tall the row of a week is.
    fn row(&self, monday: NaiveDate) -> i32 {
        let most = days_of(monday).map(|day| self.of_day(day).len().min(CHIPS_MAX + 1)).max().unwrap_or(0);
        let chips = i32::try_from(most).unwrap_or(0);
        ROW_MIN.max(NUMBER + chips * (CHIP + CHIP_GAP) + CHIP_GAP)
    }

    /// The days of all weeks with their places.
    fn cells(&self) -> Vec<(NaiveDate, Area)> {
        let mut y = HEAD + WEEKDAYS;
        let mut cells = Vec::new();
        for monday in self.weeks() {
            let height = self.row(monday);
            let row = (0..).zip(days_of(monday));
            cells.extend(row.map(|(n, day)| (day, Area::new(MARGIN + n * COLUMN, y, COLUMN, height))));
            y += height;
        }
        cells
    }

    /// Where a day is, if the month has it.
    #[cfg(test)]
    fn cell(&self, day: NaiveDate) -> Option<Area> {
        self.cells().into_iter().find(|(one, _)| *one == day && self.holds(day)).map(|(_, area)| area)
    }

    fn colour(&self, group: Option<usize>) -> Colour {
        group.map_or(SOFT, |n| COLOURS[n % COLOURS.len()])
    }
}

fn days_of(monday: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    (0..7).filter_map(move |n| monday.checked_add_days(Days::new(n)))
}

/// The place of an entry in the cell of its day.
fn chip(cell: Area, n: usize) -> Area {
    let n = i32::try_from(n).unwrap_or(0);
    Area::new(cell.x + 5, cell.y + NUMBER + n * (CHIP + CHIP_GAP), cell.width - 10, CHIP)
}

/// The month as the bytes of a PNG, [`WIDTH`] pixels wide.
#[must_use]
pub fn draw(month: &Month) -> Vec<u8> {
    let rows: i32 = month.weeks().iter().map(|monday| month.row(*monday)).sum();
    let grid = HEAD + WEEKDAYS + rows;
    let legend = i32::try_from(month.groups.len() + 2).unwrap_or(0) * LINE + 60;
    let mut canvas = Canvas::new(WIDTH, u32::try_from(grid + legend).unwrap_or(WIDTH));
    let room = COLUMN * 7;
    canvas.text(Face::Bold, 62, MARGIN, 76, INK, &fit(Face::Bold, 62, &month.title, room));
    canvas.text(Face::Regular, 36, MARGIN, 126, SOFT, &fit(Face::Regular, 36, &month.below, room));
    for (n, name) in (0..).zip(&month.weekdays) {
        let x = MARGIN + n * COLUMN + (COLUMN - width(Face::Bold, 34, name)) / 2;
        canvas.text(Face::Bold, 34, x, HEAD + 34, if n == 6 { ALARM } else { SOFT }, name);
    }
    for (day, cell) in month.cells() {
        draw_day(&mut canvas, month, day, cell);
    }
    draw_legend(&mut canvas, month, grid + 30);
    canvas.png()
}

fn draw_day(canvas: &mut Canvas, month: &Month, day: NaiveDate, cell: Area) {
    let is_sunday = day.weekday() == chrono::Weekday::Sun;
    if !month.holds(day) {
        canvas.fill(cell, OUTSIDE);
        canvas.frame(cell, 1, RULE);
        return;
    }
    canvas.fill(cell, if is_sunday { SUNDAY } else { WHITE });
    canvas.frame(cell, 1, RULE);
    let number = day.day().to_string();
    let wide = width(Face::Bold, 34, &number);
    let ink = if day == month.today {
        canvas.fill(Area::new(cell.x + 5, cell.y + 4, wide + 16, 38), INK);
        WHITE
    } else if is_sunday {
        ALARM
    } else {
        INK
    };
    canvas.text(Face::Bold, 34, cell.x + 13, cell.y + 35, ink, &number);
    let entries = month.of_day(day);
    for (n, entry) in entries.iter().take(CHIPS_MAX).enumerate() {
        draw_chip(canvas, month, entry, chip(cell, n));
    }
    if entries.len() > CHIPS_MAX {
        let rest = format!("+{}", entries.len() - CHIPS_MAX);
        let area = chip(cell, CHIPS_MAX);
        canvas.text(Face::Bold, 30, area.x + 8, area.y + 33, SOFT, &rest);
    }
}

fn draw_chip(canvas: &mut Canvas, month: &Month, entry: &Entry, area: Area) {
    let colour = month.colour(entry.group);
    let ink = shape(canvas, entry.form, colour, area);
    let number = entry.group.and_then(|n| month.groups.get(n)).map_or("", |group| group.number.as_str());
    if entry.form == Form::Gap {
        canvas.fill(Area { width: 8, ..area }, colour);
    }
    let (size, base) = (30, area.y + 36);
    let wide = width(Face::Bold, size, number);
    let time = fit(Face::Regular, size, &entry.time, area.width - wide - 22);
    canvas.text(Face::Regular, size, area.x + 11, base, ink, &time);
    canvas.text(Face::Bold, size, area.x + area.width - wide - 7, base, ink, number);
}

/// The form of an entry in the colour of its group; gives the colour of letters on it.
fn shape(canvas: &mut Canvas, form: Form, colour: Colour, area: Area) -> Colour {
    match form {
        Form::Posted => {
            canvas.fill(area, colour);
            WHITE
        }
        Form::Planned => {
            canvas.fill(area, WHITE);
            canvas.frame(area, 4, colour);
            colour
        }
        Form::Waiting => {
            canvas.fill(area, WHITE);
            canvas.dashes(area, 4, colour);
            colour
        }
        Form::Gap => {
            canvas.fill(area, WHITE);
            canvas.hatch(area, ALARM_SOFT);
            canvas.frame(area, 2, ALARM);
            ALARM
        }
    }
}

fn draw_legend(canvas: &mut Canvas, month: &Month, top: i32) {
    let half = COLUMN * 7 / 2;
    for (n, (form, words)) in (0..).zip(Form::ALL.into_iter().zip(&month.forms)) {
        let area = Area::new(MARGIN + (n % 2) * half, top + (n / 2) * LINE, 64, 40);
        shape(canvas, form, INK, area);
        let words = fit(Face::Regular, 34, words, half - 84);
        canvas.text(Face::Regular, 34, area.x + 78, area.y + 32, INK, &words);
    }
    let top = top + 2 * LINE + 10;
    for (n, group) in (0..).zip(&month.groups) {
        let area = Area::new(MARGIN, top + n * LINE, 64, 40);
        canvas.fill(area, month.colour(usize::try_from(n).ok()));
        let wide = width(Face::Bold, 27, &group.number);
        canvas.text(Face::Bold, 27, area.x + (64 - wide) / 2, area.y + 30, WHITE, &group.number);
        let name = fit(Face::Regular, 34, &group.name, COLUMN * 7 - 84);
        canvas.text(Face::Regular, 34, area.x + 78, area.y + 32, INK, &name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(n: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 5, n).unwrap()
    }

    fn entry(n: u32, group: Option<usize>, form: Form) -> Entry {
        Entry { day: day(n), time: "8h".into(), group, form }
    }

    fn month(entries: Vec<Entry>) -> Month {
        let group = |number: &str, name: &str| Group { number: number.into(), name: name.into() };
        Month {
            title: "Tháng 5/2026".into(),
            below: "Phường Hồ Sen".into(),
            weekdays: ["T2", "T3", "T4", "T5", "T6", "T7", "CN"].map(str::to_owned),
            first: day(1),
            today: day(5),
            entries,
            groups: vec![group("1.1", "Hạ tầng đô thị"), group("1.2", "Thủ tục hành chính")],
            forms: ["Đã đăng", "Đã duyệt", "Chờ duyệt", "Chưa có tin"].map(str::to_owned),
        }
    }

    /// A picture read back: its width, and the colour of a point.
    struct Shown {
        width: u32,
        height: u32,
        pixels: Vec<u8>,
    }

    impl Shown {
        fn of(bytes: &[u8]) -> Self {
            let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
            let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
            let info = reader.next_frame(&mut pixels).unwrap();
            Self { width: info.width, height: info.height, pixels }
        }

        fn at(&self, x: i32, y: i32) -> Colour {
            let at = (y.unsigned_abs() * self.width + x.unsigned_abs()) as usize * 3;
            [self.pixels[at], self.pixels[at + 1], self.pixels[at + 2]]
        }
    }

    #[test]
    fn every_form_stands_in_the_cell_of_its_day() {
        let entries = vec![
            entry(4, Some(0), Form::Posted),
            entry(12, Some(1), Form::Planned),
            entry(13, Some(1), Form::Waiting),
            entry(19, Some(0), Form::Gap),
        ];
        let month = month(entries);
        let shown = Shown::of(&draw(&month));
        assert_eq!(shown.width, WIDTH);
        assert!(shown.height > shown.width, "upright: {}", shown.height);
        let corner = |n: u32| {
            let area = chip(month.cell(day(n)).unwrap(), 0);
            (area, shown.at(area.x + 1, area.y + 1), shown.at(area.x + area.width / 2, area.y + 6))
        };
        let (_, edge, inside) = corner(4);
        assert_eq!((edge, inside), (COLOURS[0], COLOURS[0]), "filled");
        let (_, edge, inside) = corner(12);
        assert_eq!((edge, inside), (COLOURS[1], WHITE), "framed");
        let (area, edge, _) = corner(13);
        let dashes: Vec<Colour> = (0..area.width).map(|x| shown.at(area.x + x, area.y + 1)).collect();
        assert_eq!(edge, COLOURS[1]);
        assert!(dashes.contains(&WHITE), "in dashes");
        let (area, edge, _) = corner(19);
        assert_eq!((edge, shown.at(area.x + area.width - 1, area.y)), (COLOURS[0], ALARM));
        assert_eq!(shown.at(area.x + 14, area.y + 14), ALARM_SOFT, "hatched");
        // An empty day has nothing.
        let cell = month.cell(day(20)).unwrap();
        assert_eq!(shown.at(cell.x + 20, cell.y + NUMBER + 10), WHITE);
        assert!(month.cell(NaiveDate::from_ymd_opt(2026, 6, 1).unwrap()).is_none());
    }

    #[test]
    fn weeks_are_those_that_have_a_day_of_the_month() {
        let of = |text: &str| Month { first: text.parse().unwrap(), ..month(Vec::new()) }.weeks().len();
        assert_eq!((of("2026-05-01"), of("2027-02-01"), of("2026-03-01"), of("2026-06-01")), (5, 4, 6, 5));
    }

    #[test]
    fn a_full_day_is_counted_and_fits() {
        let month = month((0..20).map(|n| entry(6, Some(n % 40), Form::Gap)).collect());
        let shown = Shown::of(&draw(&month));
        let cell = month.cell(day(6)).unwrap();
        assert!(cell.y + cell.height < i32::try_from(shown.height).unwrap());
        assert!(draw(&month).len() < 300_000);
    }
}
