//! Days: those that do not exist, do not fall on the weekday beside them, or have passed.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc, Weekday};

use super::scan::Scan;
use super::{Concern, Finding};
use crate::calendar::day;

/// Days for which a day without a year that lies behind is taken for a slip, and with a weekday or
/// an hour beside it.
const SLIP_DAYS: i64 = 60;
const SLIP_DAYS_SURE: i64 = 300;
/// Tokens between a weekday and its day: "thứ Bảy, từ 7 giờ đến 11 giờ, ngày 9/5".
const REACH: usize = 10;

/// Folded words behind which a pair of numbers is a day.
const DAY_WORDS: &[&str] =
    &["ngay", "sang", "chieu", "trua", "toi", "dem", "hom", "den", "truoc", "het", "vao", "tu", "sau"];
/// Words behind which it is an address or a number of something.
const ADDRESS_WORDS: &[&str] = &[
    "so", "ngo", "ngach", "hem", "nha", "kiet", "duong", "pho", "phong", "can", "lo", "to", "khu", "thang",
    "le", "diem", "quy",
];
/// Words that say of a sentence that it tells what was.
const PAST_PHRASES: &[&[&str]] = &[
    &["vua", "qua"],
    &["vua", "roi"],
    &["hom", "qua"],
    &["ky", "niem"],
    &["ban", "hanh"],
    &["sinh", "ngay"],
    &["sinh", "truoc"],
    &["sinh", "tu"],
    &["hoach", "so"],
    &["dinh", "so"],
    &["van", "so"],
    &["quyet", "so"],
    &["thi", "so"],
    &["bao", "so"],
    &["luat", "so"],
    &["hang", "nam"],
    &["ke", "tu"],
    &["hieu", "luc"],
];

/// A day as it is written.
#[derive(Clone, Copy, Debug)]
struct Day {
    from: usize,
    to: usize,
    day: u32,
    month: u32,
    year: Option<i32>,
    /// Whether something beside the two numbers says that it is a day.
    is_sure: bool,
    is_lunar: bool,
}

/// A weekday as it is written.
#[derive(Clone, Copy, Debug)]
struct Named {
    from: usize,
    to: usize,
    weekday: Weekday,
}

impl Day {
    /// The day that is meant: of the years that come into question the one nearest to `near`.
    fn date(self, near: NaiveDate) -> Option<NaiveDate> {
        if let Some(year) = self.year {
            return NaiveDate::from_ymd_opt(year, self.month, self.day);
        }
        (near.year() - 1..=near.year() + 1)
            .filter_map(|year| NaiveDate::from_ymd_opt(year, self.month, self.day))
            .min_by_key(|date| (*date - near).num_days().abs())
    }
}

pub(super) fn look(scan: &Scan, at: DateTime<Utc>, found: &mut Vec<Finding>) {
    let today = day(at);
    let days = days(scan);
    let pairs = pairs(scan, &weekdays(scan), &days);
    for (n, one) in days.iter().enumerate() {
        let named = pairs.iter().find(|(_, day)| *day == n).map(|(named, _)| named);
        if one.is_lunar {
            continue;
        }
        let from = named.map_or(one.from, |named| named.from.min(one.from));
        let to = named.map_or(one.to, |named| named.to.max(one.to));
        match (one.date(today), named) {
            (None, _) if one.is_sure || named.is_some() => {
                found.push(scan.finding(Concern::NoSuchDay, one.from, one.to));
            }
            (Some(date), Some(named)) if date.weekday() != named.weekday => {
                found.push(scan.finding(Concern::Weekday { date }, from, to));
            }
            (Some(date), _) if date < today && is_slip(scan, &days, n, named.is_some(), today, date) => {
                found.push(scan.finding(Concern::DayPast { date }, from, to));
            }
            _ => {}
        }
    }
}

/// Whether a day that lies behind was meant to lie ahead.
fn is_slip(
    scan: &Scan,
    days: &[Day],
    n: usize,
    has_weekday: bool,
    today: NaiveDate,
    date: NaiveDate,
) -> bool {
    let one = days[n];
    let has_hour = (one.from.saturating_sub(4)..one.from)
        .chain(one.to..one.to + 4)
        .any(|at| matches!(scan.folded(at), "h" | "gio"));
    let sure = has_weekday || has_hour;
    let reach = if sure { SLIP_DAYS_SURE } else { SLIP_DAYS };
    if !(one.is_sure || has_weekday) || today - date > TimeDelta::days(reach) {
        return false;
    }
    let sentence = scan.tokens[one.from].sentence;
    let in_sentence = |at: &usize| scan.get(*at).is_some_and(|token| token.sentence == sentence);
    let is_told = (0..scan.tokens.len())
        .filter(in_sentence)
        .any(|at| is_word(scan, at, "đã", "da") || PAST_PHRASES.iter().any(|phrase| scan.run(at, phrase)));
    // "Từ 1/5 đến 31/5" is under way; "từ ngày 1/5" has begun.
    let before: Vec<&str> = (one.from.saturating_sub(2)..one.from).map(|at| scan.folded(at)).collect();
    let has_begun = before.contains(&"tu");
    let goes_on = days.get(n + 1).is_some_and(|next| {
        next.from - one.to <= 3
            && scan.tokens[next.from].sentence == sentence
            && next.date(today).is_some_and(|end| end >= today)
    });
    !is_told && !goes_on && !has_begun
}

/// The days in a text, in order.
fn days(scan: &Scan) -> Vec<Day> {
    let mut days = Vec::new();
    let mut at = 0;
    while at < scan.tokens.len() {
        match short(scan, at).or_else(|| spoken(scan, at)) {
            Some(day) => {
                at = day.to;
                days.push(day);
            }
            None => at += 1,
        }
    }
    days
}

fn small(scan: &Scan, at: usize) -> Option<u32> {
    scan.get(at).filter(|token| token.len() <= 2).and_then(super::scan::Token::value)
}

/// The year there: of four digits, or of two behind the same sign as before.
fn year(scan: &Scan, at: usize) -> Option<i32> {
    let token = scan.get(at)?;
    let value = i32::try_from(token.value()?).ok()?;
    match token.len() {
        4 if (1900..2100).contains(&value) => Some(value),
        2 => Some(2000 + value),
        _ => None,
    }
}

/// `12/5`, `12/05/2026`, `12-5-2026`, `12.5.2026`.
fn short(scan: &Scan, at: usize) -> Option<Day> {
    let (day, month) = (small(scan, at)?, small(scan, at + 1)?);
    let sign = scan.gap(at + 1);
    if !["/", "-", "."].contains(&sign.as_str()) || day == 0 || month == 0 {
        return None;
    }
    let own_year = (scan.gap(at + 2) == sign).then(|| year(scan, at + 2)).flatten();
    // With other signs it may as well be a span, a score or a number of a chapter.
    if own_year.is_none() && sign != "/" {
        return None;
    }
    let to = if own_year.is_some() { at + 3 } else { at + 2 };
    let before = if at == 0 { String::new() } else { scan.gap(at) };
    let behind = scan.gap(to);
    let glued = |gap: &str| gap == "/" || gap == ".";
    if (at > 0 && (glued(&before) || before.is_empty()))
        || (to < scan.tokens.len() && (glued(&behind) || behind.is_empty() || behind == "-"))
    {
        return None;
    }
    let word = at.checked_sub(1).map_or("", |before| scan.folded(before));
    if ADDRESS_WORDS.contains(&word) && own_year.is_none() {
        return None;
    }
    // "24/7" is day and night.
    let follows_weekday =
        (1..=2).any(|n| at.checked_sub(n).and_then(|w| weekday(scan, w)).is_some_and(|named| named.to == at));
    if (day, month) == (24, 7) && own_year.is_none() && word != "ngay" && !follows_weekday {
        return None;
    }
    let is_sure = own_year.is_some() || DAY_WORDS.contains(&word);
    Some(Day { from: at, to, day, month, year: own_year, is_sure, is_lunar: is_lunar(scan, to) })
}

/// `12 tháng 5`, `12 tháng 5 năm 2026`.
fn spoken(scan: &Scan, at: usize) -> Option<Day> {
    let day = small(scan, at)?;
    let spaced = |n: usize| !scan.gap(n).is_empty() && scan.gap(n).chars().all(char::is_whitespace);
    if scan.folded(at + 1) != "thang" || !spaced(at + 1) || !spaced(at + 2) {
        return None;
    }
    let month = small(scan, at + 2)?;
    let word = at.checked_sub(1).map_or("", |before| scan.folded(before));
    // "6 tháng 5 ngày" and "trong 6 tháng 2026" are spans of time.
    if !["ngay", "va", "den"].contains(&word) {
        return None;
    }
    let own_year = (scan.folded(at + 3) == "nam").then(|| year(scan, at + 4)).flatten();
    let to = if own_year.is_some() { at + 5 } else { at + 3 };
    Some(Day { from: at, to, day, month, year: own_year, is_sure: true, is_lunar: is_lunar(scan, to) })
}

/// Whether the day before is one of the lunar calendar.
fn is_lunar(scan: &Scan, to: usize) -> bool {
    (to..to + 3).any(|at| scan.run(at, &["am", "lich"]) || scan.folded(at) == "al")
}

/// Whether this word is there, with its accents unless the text has none.
fn is_word(scan: &Scan, at: usize, exact: &str, folded: &str) -> bool {
    scan.get(at).is_some_and(|token| token.lower == exact || (scan.is_plain && token.folded == folded))
}

fn weekdays(scan: &Scan) -> Vec<Named> {
    (0..scan.tokens.len()).filter_map(|at| weekday(scan, at)).collect()
}

fn weekday(scan: &Scan, at: usize) -> Option<Named> {
    let (token, next) = (scan.get(at)?, scan.get(at + 1));
    let word = at.checked_sub(1).map_or("", |before| scan.folded(before));
    let by_number = |n: u32| match n {
        2 => Some(Weekday::Mon),
        3 => Some(Weekday::Tue),
        4 => Some(Weekday::Wed),
        5 => Some(Weekday::Thu),
        6 => Some(Weekday::Fri),
        7 => Some(Weekday::Sat),
        _ => None,
    };
    if token.text == "CN" {
        return Some(Named { from: at, to: at + 1, weekday: Weekday::Sun });
    }
    let next = next?;
    let gap = scan.gap(at + 1);
    if token.text == "T" && gap.is_empty() && next.len() == 1 {
        return Some(Named { from: at, to: at + 2, weekday: by_number(next.value()?)? });
    }
    if gap.is_empty() || !gap.chars().all(char::is_whitespace) {
        return None;
    }
    if is_word(scan, at, "chủ", "chu") && is_word(scan, at + 1, "nhật", "nhat") {
        return Some(Named { from: at, to: at + 2, weekday: Weekday::Sun });
    }
    // "Lần thứ hai", "người thứ ba" count.
    if !is_word(scan, at, "thứ", "thu") || ["lan", "nguoi", "hang", "ky", "khoa", "dot"].contains(&word) {
        return None;
    }
    let weekday = if next.is_number {
        by_number(next.value()?)?
    } else {
        match next.lower.as_str() {
            "hai" => Weekday::Mon,
            "ba" => Weekday::Tue,
            "tư" => Weekday::Wed,
            "năm" => Weekday::Thu,
            "sáu" => Weekday::Fri,
            "bảy" | "bẩy" => Weekday::Sat,
            "tu" if scan.is_plain => Weekday::Wed,
            "nam" if scan.is_plain => Weekday::Thu,
            "sau" if scan.is_plain => Weekday::Fri,
            "bay" if scan.is_plain => Weekday::Sat,
            _ => return None,
        }
    };
    Some(Named { from: at, to: at + 2, weekday })
}

/// Weekdays with the place of the day that each is said of.
fn pairs(scan: &Scan, weekdays: &[Named], days: &[Day]) -> Vec<(Named, usize)> {
    let mut pairs: Vec<(Named, usize)> = Vec::new();
    for (n, named) in weekdays.iter().enumerate() {
        // Of several in a row nobody can say which day belongs to which.
        let joins = |from: usize, to: usize| {
            from == to
                || (to == from + 1 && ["va", "den", "hoac", "cung", "toi"].contains(&scan.folded(from)))
        };
        let in_row = n.checked_sub(1).is_some_and(|m| joins(weekdays[m].to, named.from))
            || weekdays.get(n + 1).is_some_and(|next| joins(named.to, next.from));
        if in_row {
            continue;
        }
        let day = behind(scan, *named, days).or_else(|| before(scan, *named, days));
        if let Some(day) = day.filter(|day| pairs.iter().all(|(_, taken)| taken != day)) {
            pairs.push((*named, day));
        }
    }
    pairs
}

/// The day behind a weekday: "thứ Bảy, 7 giờ ngày 9/5".
fn behind(scan: &Scan, named: Named, days: &[Day]) -> Option<usize> {
    let mut at = named.to;
    while at < named.to + REACH {
        let parts = scan.gap(at);
        if !parts.chars().all(|c| c.is_whitespace() && c != '\n' || "(,-–:[".contains(c)) {
            return None;
        }
        if let Some(n) = days.iter().position(|day| day.from == at) {
            return Some(n);
        }
        let is_filler = match scan.get(at)? {
            token if token.is_number => is_clock(scan, at),
            token => match token.folded.as_str() {
                "ngay" | "sang" | "chieu" | "trua" | "dem" | "luc" | "vao" | "hoi" | "h" | "gio" | "g"
                | "phut" | "tuan" | "nay" => true,
                // To somewhere is not to a time.
                "tu" | "den" | "toi" | "sau" => {
                    is_clock(scan, at + 1) || scan.folded(at + 1) == "ngay" || token.folded != "den"
                }
                _ => false,
            },
        };
        // "Thứ Hai từ 12/5" begins a row of Mondays, but each of them is one.
        if !is_filler {
            return None;
        }
        at += 1;
    }
    None
}

/// Whether a number is an hour or the minutes of one.
fn is_clock(scan: &Scan, at: usize) -> bool {
    let is_number = scan.get(at).is_some_and(|token| token.is_number);
    let before = at.checked_sub(1).map_or("", |before| scan.folded(before));
    is_number
        && (["h", "gio", "g"].contains(&scan.folded(at + 1))
            || ["h", "gio", "g"].contains(&before)
            || scan.gap(at + 1) == ":"
            || (at > 0 && scan.gap(at) == ":"))
}

/// The day before a weekday: "12/5 (thứ Ba)".
fn before(scan: &Scan, named: Named, days: &[Day]) -> Option<usize> {
    let n = days.iter().position(|day| day.to == named.from)?;
    let gap = scan.gap(named.from);
    let is_beside = ["(", ",", "-", "–", "", "["].contains(&gap.trim()) && !gap.contains('\n');
    let goes_on = ["hang", "va", "den", "moi"].contains(&scan.folded(named.to));
    (is_beside && !goes_on).then_some(n)
}
