//! Phone numbers of a shape that no number in the country has.

use super::scan::Scan;
use super::{Concern, Finding};

/// Tokens before a number among which a word says that it is a phone's.
const REACH: usize = 4;
/// Fewer digits are a room or a count.
const DIGITS_MIN: usize = 6;
/// Folded words that say so.
const PHONE_WORDS: &[&[&str]] = &[
    &["dien", "thoai"],
    &["lien", "he"],
    &["hotline"],
    &["duong", "day", "nong"],
    &["so", "may"],
    &["goi"],
    &["sdt"],
    &["dt"],
    &["zalo"],
];
/// Folded words right behind an amount.
const UNITS: &[&str] = &[
    "dong", "d", "vnd", "trieu", "ty", "nghin", "ngan", "k", "m", "ha", "nguoi", "luot", "ho", "kg", "tan",
    "nam", "thang", "gio", "h",
];

pub(super) fn look(scan: &Scan, found: &mut Vec<Finding>) {
    let mut at = 0;
    while at < scan.tokens.len() {
        let to = run(scan, at);
        if to == at {
            at += 1;
            continue;
        }
        let digits: String = scan.tokens[at..to].iter().map(|token| token.text.as_str()).collect();
        let is_amount = UNITS.contains(&scan.folded(to)) || scan.gap(to).starts_with(['%', '/', ':']);
        let has_sign = scan.gap(at).ends_with('+');
        if !is_amount && is_meant(scan, at, &digits) && !is_phone(&digits, has_sign) {
            found.push(scan.finding(Concern::Phone, at, to));
        }
        at = to;
    }
}

/// Behind the groups of digits from here on that are written as one number.
fn run(scan: &Scan, from: usize) -> usize {
    let is_number = |at: usize| scan.get(at).is_some_and(|token| token.is_number);
    if !is_number(from) || (from > 0 && ["/", ":"].contains(&scan.gap(from).as_str())) {
        return from;
    }
    let (mut to, mut digits) = (from + 1, scan.tokens[from].len());
    while is_number(to) && [" ", ".", "-", "\u{a0}"].contains(&scan.gap(to).as_str()) {
        let group = &scan.tokens[to];
        // A second number begins where the first one is whole.
        if digits >= 9 && (group.text.starts_with('0') || group.len() >= 4) {
            break;
        }
        digits += group.len();
        to += 1;
    }
    to
}

/// Whether it is meant to be called.
fn is_meant(scan: &Scan, at: usize, digits: &str) -> bool {
    // Twelve digits from 0 on are an identity card's.
    if digits.starts_with('0') && (9..=11).contains(&digits.len()) {
        return true;
    }
    let sentence = scan.tokens[at].sentence;
    let is_named = (at.saturating_sub(REACH)..at)
        .any(|n| scan.tokens[n].sentence == sentence && PHONE_WORDS.iter().any(|words| scan.run(n, words)));
    is_named && digits.len() >= DIGITS_MIN
}

fn is_phone(digits: &str, has_sign: bool) -> bool {
    let own = match digits.strip_prefix("84") {
        Some(rest) if has_sign || digits.len() >= 11 => format!("0{}", rest.trim_start_matches('0')),
        _ => digits.to_owned(),
    };
    let begins = |with: &[&str]| with.iter().any(|prefix| own.starts_with(prefix));
    match own.len() {
        10 => begins(&["03", "05", "07", "08", "09", "1900", "1800"]),
        11 => begins(&["02"]),
        8 => begins(&["1900", "1800"]),
        _ => false,
    }
}
