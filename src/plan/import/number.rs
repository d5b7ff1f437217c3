//! The document's own number, as `12/KH-UBND` or `46-KH/ĐU`.

use super::lines::Line;
use super::words::{self, Token};
use super::{Doubts, Uncertainty};

/// What a line that begins with "Số" says.
#[derive(Debug, PartialEq, Eq)]
enum Sign {
    /// The number, and whether letters were read as digits.
    Number(String, bool),
    Blank,
    /// A decision's or a letter's number.
    Another,
}

/// The number and its line: from the lines above the heading, else from those beside the title.
pub(super) fn find(
    head: &[Line],
    beside: &[Line],
    heading: usize,
    doubts: &mut Doubts,
) -> (Option<String>, Option<usize>) {
    let found = head.iter().rev().chain(beside).find_map(|line| {
        // The number may stand in the right column of a merged line.
        let sign =
            own_number(&line.text).or_else(|| line.columns.iter().find_map(|column| own_number(column)));
        sign.map(|sign| (sign, line.number))
    });
    match found {
        Some((Sign::Number(number, misread), line)) => {
            if misread {
                doubts.add(line, Uncertainty::NumberMisread);
            }
            (Some(number), Some(line))
        }
        Some((Sign::Blank, line)) => {
            doubts.add(line, Uncertainty::NumberBlank);
            (None, Some(line))
        }
        Some((Sign::Another, line)) => {
            doubts.add(line, Uncertainty::NumberOfAnotherDocument);
            (None, Some(line))
        }
        None => {
            doubts.add(heading, Uncertainty::NumberMissing);
            (None, None)
        }
    }
}

/// Reads "Số: 12/KH-UBND", "Số 46-KH/ĐU", "Số:      /KH-UBND"; `None` for lines that say something else.
fn own_number(text: &str) -> Option<Sign> {
    let tokens = words::tokens(text.get(..text.floor_char_boundary(120))?);
    if !tokens.first()?.is("so") {
        return None;
    }
    let mut at = 1;
    while tokens.get(at).and_then(Token::mark).is_some_and(|mark| matches!(mark, ':' | '.' | '…' | '_')) {
        at += 1;
    }
    let mut value = String::new();
    let mut misread = false;
    if let Some((digits, doubtful)) = tokens.get(at).and_then(|token| leading_digits(text, token)) {
        value = digits;
        misread = doubtful;
        at += 1;
    }
    while tokens.get(at).and_then(Token::mark).is_some_and(|mark| matches!(mark, '.' | '…' | '_')) {
        at += 1;
    }
    let mut sign = String::new();
    let mut wants_word = true;
    let mut end = tokens.get(at)?.start;
    if !value.is_empty() && tokens[at].is("kh") {
        // "05 KH/ĐU": the dash is lost.
        misread = true;
        sign.push('-');
    }
    for token in &tokens[at..] {
        match token.mark() {
            // "88/KH-UBND — UBND phường …": a long dash ends it.
            Some('-') if text[token.start..].starts_with(['–', '—']) => break,
            Some(mark @ ('-' | '/' | '&')) => {
                sign.push(mark);
                wants_word = true;
            }
            None if wants_word || token.start == end => {
                sign.push_str(&text[token.start..token.end]);
                wants_word = false;
            }
            _ => break,
        }
        end = token.end;
    }
    let parts: Vec<&str> = sign.split(['-', '/', '&']).filter(|part| !part.is_empty()).collect();
    if !sign.contains(['-', '/']) || !parts.iter().any(|part| part.starts_with(char::is_alphabetic)) {
        return None;
    }
    if !parts.iter().any(|part| part.to_lowercase().starts_with("kh")) {
        return Some(Sign::Another);
    }
    Some(if value.is_empty() { Sign::Blank } else { Sign::Number(value + &sign, misread) })
}

/// "12", "12a", or "l2" with its letter forgiven.
fn leading_digits(text: &str, token: &Token) -> Option<(String, bool)> {
    let written = &text[token.start..token.end];
    if written.starts_with(|c: char| c.is_ascii_digit()) && !written.contains(['l', 'I', 'o', 'O']) {
        return Some((written.to_owned(), false));
    }
    words::number(written).map(|(value, _)| (format!("{value:0width$}", width = written.len()), true))
}

/// Whether a line gives the number of a plan, or the place for it.
pub(super) fn is_number_line(text: &str) -> bool {
    matches!(own_number(text), Some(Sign::Number(..) | Sign::Blank))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_lines() {
        let number = |number: &str| Some(Sign::Number(number.to_owned(), false));
        for (line, sign) in [
            ("Số: 12/KH-UBND", number("12/KH-UBND")),
            ("Số 46-KH/ĐU", number("46-KH/ĐU")),
            ("Số: 12 / KH - UBND", number("12/KH-UBND")),
            ("Số: 07/KH-UBND Hà Nội, ngày 08 tháng 4 năm 2026", number("07/KH-UBND")),
            ("SỐ: 115/KH-UBND-VX", number("115/KH-UBND-VX")),
            ("Số: 3/2026/KH-BCĐ", number("3/2026/KH-BCĐ")),
            ("Số:21a/KH-VH&TT", number("21a/KH-VH&TT")),
            ("Sô: l2/KH-UBND", Some(Sign::Number("12/KH-UBND".to_owned(), true))),
            ("Số 05 KH/ĐU", Some(Sign::Number("05-KH/ĐU".to_owned(), true))),
            ("Số - KH/ĐU", Some(Sign::Blank)),
            ("Số: /KH-UBND", Some(Sign::Blank)),
            ("Số: ......./KH-UBND", Some(Sign::Blank)),
            ("Số: …/KH-UBND", Some(Sign::Blank)),
            ("Số: 12/QĐ-UBND", Some(Sign::Another)),
            ("Số: 450/UBND-VX", Some(Sign::Another)),
            ("Số 12 phố Hồ Sen", None),
            ("Sổ tay", None),
            ("Thực hiện Kế hoạch số 46-KH/BTGDVTU", None),
            ("", None),
        ] {
            assert_eq!(own_number(line), sign, "{line}");
        }
    }
}
