//! The marks that begin an item: `A.`, `II.`, `3.`, `1.8.`, `a)`, a dash, a plus.

use super::words;

/// What an item is marked with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Marker {
    /// `A.` or `Phần I`
    Part(String),
    Roman(u32),
    /// `1.` or `1.8.`
    Number(Vec<u32>),
    /// `a)`, `(1)`
    Letter(String),
    Dash,
    Plus,
}

/// Ranks order the levels of an outline; a smaller one contains a larger one.
pub(super) const RANK_TEXT: u8 = 9;

impl Marker {
    pub fn rank(&self) -> u8 {
        match self {
            Self::Part(_) => 0,
            Self::Roman(_) => 1,
            Self::Number(parts) => 1 + u8::try_from(parts.len()).map_or(4, |depth| depth.min(4)),
            Self::Letter(_) => 6,
            Self::Dash => 7,
            Self::Plus => 8,
        }
    }

    /// The mark as people would say it; `None` for dashes.
    pub fn printed(&self) -> Option<String> {
        match self {
            Self::Part(name) | Self::Letter(name) => Some(name.clone()),
            Self::Roman(value) => Some(roman(*value)),
            Self::Number(parts) => Some(parts.iter().map(u32::to_string).collect::<Vec<_>>().join(".")),
            Self::Dash | Self::Plus => None,
        }
    }
}

/// A line that begins with a marker.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Marked<'a> {
    pub marker: Marker,
    /// Letters had to be read as digits or the other way round.
    pub misread: bool,
    pub rest: &'a str,
}

/// The marker at the start of a line, if the line has one.
pub(super) fn read(line: &str) -> Option<Marked<'_>> {
    bullet(line).or_else(|| part(line)).or_else(|| labelled(line))
}

fn bullet(line: &str) -> Option<Marked<'_>> {
    let first = line.chars().next()?;
    let rest = line[first.len_utf8()..].trim_start();
    let marker = match first {
        '-' | '–' | '—' | '−' | '‐' | '‑' | '•' | '●' | '▪' | '■' | '◆' | '♦' | '➢' | '✓' | '·' | '*'
        | '\u{F0B7}' | '\u{F0A7}' | '\u{F02D}' => Marker::Dash,
        '+' | '○' | '◦' => Marker::Plus,
        _ => return None,
    };
    rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '“' | '"' | '(' | '\'')).then_some(Marked {
        marker,
        misread: false,
        rest,
    })
}

/// `Phần I`, `PHẦN THỨ HAI: …`
fn part(line: &str) -> Option<Marked<'_>> {
    let mut tokens = words::tokens(line.get(..line.floor_char_boundary(80))?).into_iter();
    if !tokens.next()?.is("phan") {
        return None;
    }
    let mut name = tokens.next()?;
    if name.is("thu") {
        name = tokens.next()?;
    }
    let written = &line[name.start..name.end];
    let known = ["nhat", "hai", "ba", "tu", "nam"].contains(&name.folded.as_str());
    if !known && roman_value(written).is_none() && written.len() > 1 {
        return None;
    }
    let rest = line[name.end..].trim_start_matches(['.', ':', '-', '–', ' ', ')']);
    (rest.is_empty() || words::is_capitals(rest)).then(|| Marked {
        marker: Marker::Part(written.to_owned()),
        misread: false,
        rest,
    })
}

/// `II.`, `3.`, `1.8.`, `a)`, `(b)`
fn labelled(line: &str) -> Option<Marked<'_>> {
    let (open, body) = line.strip_prefix('(').map_or((false, line), |body| (true, body));
    let end = body
        .char_indices()
        .find(|&(_, c)| !(c.is_alphanumeric() || matches!(c, '.' | '|')))
        .map_or(body.len(), |(at, _)| at);
    let label = &body[..end];
    let after = &body[end..];
    if open {
        let rest = after.strip_prefix(')')?.trim_start();
        let short = label.chars().count() <= 2 && label.chars().all(|c| c.is_ascii_digit() || is_letter(c));
        return (short && !label.is_empty()).then(|| letter(label, rest));
    }
    // The label ends with its dot, bracket, slash or dash; text may be glued to a dot ("II.NỘI").
    let (label, closed, rest) = if let Some(rest) = after.strip_prefix([')', '/']) {
        // "24/7" and "10/6" are not items.
        if !rest.starts_with(|c: char| c.is_whitespace() || c.is_uppercase()) {
            return None;
        }
        (label.trim_end_matches('.'), true, rest)
    } else {
        let split = glued(label);
        let (label, tail) = label.split_at(split);
        let closed = label.ends_with('.');
        let rest = &body[label.len()..];
        debug_assert!(rest.starts_with(tail));
        let dash = rest.trim_start().strip_prefix(['-', '–']).filter(|_| !closed);
        match dash {
            // "I - MỤC ĐÍCH"
            Some(rest) if is_heading_start(rest) => (label.trim_end_matches('.'), true, rest),
            _ => (label.trim_end_matches('.'), closed, rest),
        }
    };
    let bracket = after.starts_with(')');
    let rest = rest.trim_start();
    // A label alone on its line is closed, or it is a word.
    if label.is_empty() || rest.is_empty() && !closed {
        return None;
    }
    if label == "l" && closed && !words::is_capitals(rest) {
        // After "k)" comes "l)"; elsewhere a small L at the start is a misread 1.
        let marker = if bracket { Marker::Letter("l".to_owned()) } else { Marker::Number(vec![1]) };
        return Some(Marked { marker, misread: !bracket, rest });
    }
    if let Some((value, misread)) = roman_value(label).filter(|_| closed || caps_heading(rest)) {
        // "V. I. Lê-nin" is a name.
        return (rest.chars().count() != 1 && !looks_like_initials(rest)).then_some(Marked {
            marker: Marker::Roman(value),
            misread: misread && (closed || caps_heading(rest)),
            rest,
        });
    }
    if let Some((parts, misread)) = number_parts(label) {
        let starts_well =
            rest.starts_with(|c: char| c.is_uppercase() || matches!(c, '“' | '"' | '(')) || closed;
        let enough = parts.len() > 1 || closed;
        return (enough && starts_well && !rest.starts_with(|c: char| c.is_ascii_digit()))
            .then_some(Marked { marker: Marker::Number(parts), misread, rest });
    }
    let mut chars = label.chars();
    let (Some(c), None) = (chars.next(), chars.next()) else { return None };
    if !closed {
        return None;
    }
    if is_letter(c) {
        return Some(letter(label, rest));
    }
    (('A'..='H').contains(&c) && !bracket && words::is_capitals(rest)).then(|| Marked {
        marker: Marker::Part(label.to_owned()),
        misread: false,
        rest,
    })
}

fn letter<'a>(label: &str, rest: &'a str) -> Marked<'a> {
    Marked { marker: Marker::Letter(label.to_lowercase()), misread: false, rest }
}

fn is_letter(c: char) -> bool {
    c.is_ascii_lowercase() || c == 'đ'
}

/// Where the label ends when text is glued to it: "1.1.Tuyên", "II.NỘI".
fn glued(label: &str) -> usize {
    let text_start = label.match_indices('.').map(|(at, _)| at + 1).find(|&at| {
        let mut chars = label[at..].chars();
        let first = chars.next();
        let second = chars.next();
        first.is_some_and(char::is_uppercase) && second.is_some_and(|c| c.is_alphabetic() && c != 'I')
    });
    text_start.unwrap_or(label.len())
}

fn is_heading_start(rest: &str) -> bool {
    rest.trim_start().starts_with(char::is_uppercase)
}

fn caps_heading(rest: &str) -> bool {
    rest.chars().filter(|c| c.is_alphabetic()).count() >= 6 && words::is_capitals(rest)
}

fn looks_like_initials(rest: &str) -> bool {
    let mut chars = rest.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next() == Some('.')
}

/// The parts of `1.8`; at most four, each below 100, with misread digits forgiven.
fn number_parts(label: &str) -> Option<(Vec<u32>, bool)> {
    let mut misread = false;
    let mut parts = Vec::new();
    for part in label.split('.') {
        // "1.l." : a lone letter stands for a digit only beside a real one.
        let (value, doubtful) = match part {
            "l" | "I" | "|" if label.contains(|c: char| c.is_ascii_digit()) => (1, true),
            _ => words::number(part)?,
        };
        if part.len() > 2 || parts.len() == 4 {
            return None;
        }
        misread |= doubtful;
        parts.push(value);
    }
    Some((parts, misread))
}

/// The value of a roman numeral up to 39, with `l`, `1` and `|` read as `I`.
pub(super) fn roman_value(label: &str) -> Option<(u32, bool)> {
    if label.is_empty() || label.len() > 7 || !label.contains(['I', 'V', 'X', 'l']) {
        return None;
    }
    let read: String = label.chars().map(|c| if matches!(c, 'l' | '1' | '|') { 'I' } else { c }).collect();
    let value = (1..40).find(|&value| roman(value) == read)?;
    Some((value, read != label))
}

/// A roman numeral, for values below 40.
pub(super) fn roman(value: u32) -> String {
    let ones = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    let tens = usize::try_from(value / 10).unwrap_or(0);
    let one = usize::try_from(value % 10).unwrap_or(0);
    "X".repeat(tens) + ones[one]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(line: &str) -> Option<(String, u8, bool, &str)> {
        read(line).map(|m| {
            (m.marker.printed().unwrap_or_else(|| "-".to_owned()), m.marker.rank(), m.misread, m.rest)
        })
    }

    #[test]
    fn markers() {
        for (line, printed, rank, misread, rest) in [
            ("II. NỘI", "II", 1, false, "NỘI"),
            ("II.", "II", 1, false, ""),
            ("I. MỤC ĐÍCH", "I", 1, false, "MỤC ĐÍCH"),
            ("IV/ TỔ CHỨC", "IV", 1, false, "TỔ CHỨC"),
            ("II- NỘI DUNG", "II", 1, false, "NỘI DUNG"),
            ("III – NỘI DUNG", "III", 1, false, "NỘI DUNG"),
            ("II.NỘI DUNG", "II", 1, false, "NỘI DUNG"),
            ("II NỘI DUNG TUYÊN TRUYỀN", "II", 1, false, "NỘI DUNG TUYÊN TRUYỀN"),
            ("lI. NỘI DUNG", "II", 1, true, "NỘI DUNG"),
            ("V1. TỔ CHỨC", "VI", 1, true, "TỔ CHỨC"),
            ("1. Mục đích", "1", 2, false, "Mục đích"),
            ("2/ Yêu cầu", "2", 2, false, "Yêu cầu"),
            ("3) Yêu cầu", "3", 2, false, "Yêu cầu"),
            ("1.1. Tuyên truyền", "1.1", 3, false, "Tuyên truyền"),
            ("1.14 Tuyên truyền", "1.14", 3, false, "Tuyên truyền"),
            ("1.1.Tuyên truyền", "1.1", 3, false, "Tuyên truyền"),
            ("1.l. Tuyên truyền", "1.1", 3, true, "Tuyên truyền"),
            ("l. Mục đích", "1", 2, true, "Mục đích"),
            ("l) Việc", "l", 6, false, "Việc"),
            ("1.1.2. Việc", "1.1.2", 4, false, "Việc"),
            ("a) Giao", "a", 6, false, "Giao"),
            ("đ. Giao", "đ", 6, false, "Giao"),
            ("(1) Giao", "1", 6, false, "Giao"),
            ("- Việc", "-", 7, false, "Việc"),
            ("•Việc", "-", 7, false, "Việc"),
            ("+ Việc", "-", 8, false, "Việc"),
            ("A. PHẦN CHUNG", "A", 0, false, "PHẦN CHUNG"),
            ("PHẦN THỨ NHẤT: ĐÁNH GIÁ", "NHẤT", 0, false, "ĐÁNH GIÁ"),
        ] {
            assert_eq!(seen(line), Some((printed.to_owned(), rank, misread, rest)), "{line}");
        }
    }

    #[test]
    fn what_is_no_marker() {
        for line in [
            "2024. Chú trọng",
            "10/10/1954 - 10/10/2024",
            "15.6.2026",
            "1.234,5 tỷ đồng",
            "100% vấn đề",
            "02 dự án",
            "V.I. Lê-nin",
            "Phần mềm dùng chung",
            "24/7 trực",
            "Một. hai",
            "-",
            "I",
            "UBND. Phường",
            "",
        ] {
            assert_eq!(seen(line), None, "{line}");
        }
    }
}
