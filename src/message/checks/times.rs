//! Times that no clock shows.

use super::scan::Scan;
use super::{Concern, Finding};

/// Folded words behind which a number of hours is a time of day and not a length of time.
const AT_WORDS: &[&str] = &["luc", "vao", "hoi", "tu"];

pub(super) fn look(scan: &Scan, found: &mut Vec<Finding>) {
    for at in 0..scan.tokens.len() {
        if let Some(to) = impossible(scan, at) {
            found.push(scan.finding(Concern::NoSuchTime, at, to));
        }
    }
}

/// Behind the time that begins there, if it is none.
fn impossible(scan: &Scan, at: usize) -> Option<usize> {
    let token = scan.get(at).filter(|token| token.len() <= 2)?;
    let hours = token.value()?;
    let minutes_at = |n: usize| scan.get(n).filter(|token| token.len() == 2).and_then(|token| token.value());
    if at > 0 && [":", "/", ".", ","].contains(&scan.gap(at).as_str()) {
        return None;
    }
    // "8:75"; a scale or a share is "1:500", "3:1".
    if scan.gap(at + 1) == ":" && scan.get(at + 1).is_some_and(|token| token.is_number) {
        let minutes = minutes_at(at + 1)?;
        let is_time = scan.gap(at + 2) != ":" && at.checked_sub(1).is_none_or(|n| scan.folded(n) != "le");
        return (is_time && is_wrong(hours, minutes)).then_some(at + 2);
    }
    let mark = scan.folded(at + 1);
    let (glued, spaced) = (scan.gap(at + 1).is_empty(), scan.gap(at + 1).trim().is_empty());
    let is_hour = (glued && matches!(mark, "h" | "g")) || (spaced && matches!(mark, "gio" | "h"));
    if !is_hour {
        return None;
    }
    let next = scan.gap(at + 2);
    let is_minute = if mark == "gio" { next == " " } else { next.is_empty() };
    let minutes = if is_minute { minutes_at(at + 2) } else { None };
    if let Some(minutes) = minutes {
        // "8 giờ 90 phút" is as wrong as "8h90", but "8 giờ 20/5" is a day.
        let is_minutes = mark != "gio" || scan.folded(at + 3) == "phut";
        if is_minutes {
            return is_wrong(hours, minutes).then_some(at + 3);
        }
    }
    let word = at.checked_sub(1).map_or("", |before| scan.folded(before));
    let is_at = AT_WORDS.contains(&word) || scan.folded(at + 2) == "ngay" || ends_span(scan, at);
    (hours > 24 && is_at).then_some(at + 2)
}

fn is_wrong(hours: u32, minutes: u32) -> bool {
    hours > 24 || minutes > 59 || (hours == 24 && minutes > 0)
}

/// Whether the time before goes on to this one: "7h-25h".
fn ends_span(scan: &Scan, at: usize) -> bool {
    let is_dash = at > 0 && ["-", "–"].contains(&scan.gap(at).trim());
    is_dash && at.checked_sub(1).is_some_and(|n| matches!(scan.folded(n), "h" | "g" | "gio"))
}
