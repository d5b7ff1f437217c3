//! Dates, times of day, phone numbers and other figures, each as it is said.

use super::numbers::{DIGITS_MAX, read, read_digits, spell};
use super::short;

/// "3", "03": at most so many digits.
fn small(text: &str, max: usize) -> Option<u64> {
    let is_number = !text.is_empty() && text.len() <= max && text.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

/// "mùng ba", "mười lăm".
pub(super) fn day(day: u64, is_said: bool) -> String {
    if day <= 10 && !is_said { format!("mùng {}", read(day)) } else { read(day) }
}

/// The fourth month and the fourth day of the week have a name of their own.
pub(super) fn fourth(number: u64) -> String {
    if number == 4 { "tư".to_owned() } else { read(number) }
}

/// A day as figures: day, month, year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Date {
    day: u64,
    month: u64,
    year: Option<u64>,
}

impl Date {
    /// "03/6/2026", "3-6-2026", "3.6.2026", "3/6".
    pub fn parse(text: &str) -> Option<Self> {
        let sign = ['/', '-', '.'].into_iter().find(|sign| text.contains(*sign))?;
        let parts: Vec<&str> = text.split(sign).collect();
        let (day, month) = (small(parts[0], 2)?, small(parts.get(1)?, 2)?);
        let year = match parts[2..] {
            [] if sign == '/' => None,
            [year] if year.len() == 4 => Some(small(year, 4).filter(|y| (1800..2300).contains(y))?),
            _ => return None,
        };
        ((1..=31).contains(&day) && (1..=12).contains(&month)).then_some(Self { day, month, year })
    }

    /// Without the word for a day. `is_said`: that it is early in the month is said before.
    pub fn say(self, is_said: bool) -> String {
        let mut text = format!("{} tháng {}", day(self.day, is_said), fourth(self.month));
        if let Some(year) = self.year {
            text.push_str(" năm ");
            text.push_str(&read(year));
        }
        text
    }
}

/// "6/2026": month or quarter, and year.
pub(super) fn month_of_year(text: &str) -> Option<String> {
    let (month, year) = text.split_once('/')?;
    let (month, year) = (small(month, 2)?, small(year, 4).filter(|_| year.len() == 4)?);
    let fits = (1..=12).contains(&month) && (1800..2300).contains(&year);
    fits.then(|| format!("{} năm {}", fourth(month), read(year)))
}

/// "15-20/6", "15/6-20/7".
pub(super) fn days(text: &str, is_said: bool) -> Option<String> {
    let (from, to) = split_range(text)?;
    let to = Date::parse(to)?;
    let from = match Date::parse(from) {
        Some(from) => from.say(is_said),
        None => day(small(from, 2).filter(|d| (1..=31).contains(d))?, is_said),
    };
    Some(format!("{from} đến ngày {}", to.say(false)))
}

pub(super) fn split_range(text: &str) -> Option<(&str, &str)> {
    text.split_once('-').or_else(|| text.split_once('–')).filter(|(a, b)| !a.is_empty() && !b.is_empty())
}

/// A time of day as figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    pub hour: u64,
    pub minute: Option<u64>,
}

impl Clock {
    /// "7h30", "07:30", "19h", "7g30", "7h30p".
    pub fn parse(text: &str) -> Option<Self> {
        let lower = text.to_lowercase();
        let at = lower.find(['h', 'g', ':'])?;
        let (hour, rest) = (small(&lower[..at], 2)?, &lower[at + 1..]);
        let rest = rest.trim_end_matches(['p', '\'', '’']);
        let minute = if rest.is_empty() { None } else { Some(small(rest, 2).filter(|_| rest.len() == 2)?) };
        let is_whole = minute.is_some() || lower[at..].starts_with('h');
        (hour <= 24 && minute.unwrap_or(0) < 60 && is_whole).then_some(Self { hour, minute })
    }

    /// `with_part`: whether the part of the day is not said around it.
    pub fn say(self, with_part: bool) -> String {
        let hour = match self.hour {
            0 | 24 => 12,
            hour @ 13.. => hour - 12,
            hour => hour,
        };
        let mut text = format!("{} giờ", read(hour));
        if let Some(minute) = self.minute.filter(|minute| *minute > 0) {
            text.push_str(&format!(" {} phút", read(minute)));
        }
        if with_part {
            text.push_str(match self.hour {
                1..=10 => " sáng",
                11 | 12 => " trưa",
                13..=17 => " chiều",
                18..=21 => " tối",
                _ => " đêm",
            });
        }
        text
    }
}

/// "8h00-11h30", "8-11h".
pub(super) fn clocks(text: &str, with_part: bool) -> Option<String> {
    let (from, to) = split_range(text)?;
    let to = Clock::parse(to)?;
    let from = Clock::parse(from)
        .or_else(|| small(from, 2).filter(|h| *h <= 24).map(|hour| Clock { hour, minute: None }))?;
    Some(format!("{} đến {}", from.say(with_part), to.say(with_part)))
}

/// A phone number in its groups, digit by digit. `groups`: as they are written.
pub(super) fn phone(groups: &[&str]) -> Option<String> {
    let whole: String = groups.concat();
    let digits: String = whole.chars().filter(char::is_ascii_digit).collect();
    let national = digits.strip_prefix("84").filter(|_| whole.starts_with('+'));
    let is_phone = match (national, digits.as_str()) {
        (Some(rest), _) => (8..=10).contains(&rest.len()),
        (None, d) if d.starts_with("1800") || d.starts_with("1900") => (8..=10).contains(&d.len()),
        (None, d) => d.starts_with('0') && (9..=11).contains(&d.len()),
    };
    if !is_phone {
        return None;
    }
    let written: Vec<&str> = groups
        .iter()
        .flat_map(|group| group.split(['.', '-', '(', ')', '+']))
        .filter(|group| !group.is_empty())
        .collect();
    let said = |groups: &[&str]| groups.iter().map(|g| spell(g)).collect::<Vec<_>>().join(", ");
    let prefix = if whole.starts_with('+') { "cộng " } else { "" };
    if written.len() > 1 {
        return Some(format!("{prefix}{}", said(&written)));
    }
    let sizes: &[usize] = match digits.len() {
        11 => &[3, 4, 4],
        8 => &[4, 4],
        _ => &[4, 3, 3],
    };
    let (mut groups, mut rest) = (Vec::new(), digits.as_str());
    for size in sizes {
        let (group, after) = rest.split_at((*size).min(rest.len()));
        groups.push(group);
        rest = after;
    }
    if !rest.is_empty() {
        groups.push(rest);
    }
    groups.retain(|group| !group.is_empty());
    Some(format!("{prefix}{}", said(&groups)))
}

/// A number with what stands right behind it: "1.234,5", "95%", "500.000đ/tháng", "12A", "40m2".
pub(super) fn figure(text: &str) -> Option<String> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    let number = amount(number)?;
    let (unit, per) = rest.split_once('/').map_or((rest, None), |(unit, per)| (unit, Some(per)));
    let lower = unit.to_lowercase();
    let unit = match lower.as_str() {
        "" => String::new(),
        "%" => " phần trăm".to_owned(),
        "đ" | "₫" | "vnđ" | "vnd" | "đồng" => " đồng".to_owned(),
        _ => format!(" {}", short::unit(unit)?),
    };
    let per = match per {
        None => String::new(),
        Some(per) if !unit.is_empty() && per.chars().all(|c| c.is_alphabetic() || c == '/') => {
            per.split('/').filter(|p| !p.is_empty()).map(|p| format!(" mỗi {p}")).collect()
        }
        Some(_) => return None,
    };
    Some(format!("{number}{unit}{per}"))
}

/// "1.234.567", "1.234,5", "1.5", "2026".
fn amount(text: &str) -> Option<String> {
    if !text.starts_with(|c: char| c.is_ascii_digit()) || !text.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (whole, part) = match text.split_once(',') {
        Some((whole, part)) => (whole, Some(part)),
        None => (text, None),
    };
    let groups: Vec<&str> = whole.split('.').collect();
    let is_grouped = groups.len() > 1 && groups[0].len() <= 3 && groups[1..].iter().all(|g| g.len() == 3);
    let (whole, part) = match (groups.as_slice(), part) {
        ([one], part) => ((*one).to_owned(), part),
        (_, part) if is_grouped => (groups.concat(), part),
        ([one, after], None) => ((*one).to_owned(), Some(*after)),
        _ => return None,
    };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !is_number(&whole) || part.is_some_and(|part| !is_number(part)) {
        return None;
    }
    let is_code = whole.len() > DIGITS_MAX || (!is_grouped && (whole.len() >= 8 || is_padded(&whole)));
    let said = if is_code { in_threes(&whole) } else { read_digits(&whole) };
    Some(match part {
        None => said,
        Some(part) if part.starts_with('0') || part.len() > 2 => format!("{said} phẩy {}", spell(part)),
        Some(part) => format!("{said} phẩy {}", read_digits(part)),
    })
}

/// Whether zeros stand before it that are part of a code; "05" is five.
fn is_padded(digits: &str) -> bool {
    digits.len() >= 4 && digits.starts_with('0')
}

fn in_threes(digits: &str) -> String {
    let bytes: Vec<char> = digits.chars().collect();
    bytes.chunks(3).map(|group| spell(&group.iter().collect::<String>())).collect::<Vec<_>>().join(", ")
}
