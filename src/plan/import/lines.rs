//! From bytes to numbered lines: one encoding, one normal form, no page numbers, no decoration.

use super::{Doubts, ImportError, Uncertainty};
use crate::text;

/// Largest document accepted, in bytes. A plan of a hundred pages is about half a megabyte.
pub const BYTES_MAX: usize = 5_000_000;

/// How many damaged characters in a thousand still make a text with a doubt instead of no text.
const DAMAGED_PER_MILLE_MAX: usize = 5;

/// First bytes of files that are renamed to `.txt` now and then.
const FOREIGN_STARTS: [&[u8]; 12] = [
    b"\xFF\xD8\xFF",
    b"\x89PNG",
    b"GIF8",
    b"%PDF",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\xD0\xCF\x11\xE0",
    b"{\\rtf",
    b"\x1F\x8B",
    b"Rar!",
    b"7z\xBC\xAF",
    b"RIFF",
];

/// What stood between a line and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    None,
    /// A page number or a form feed: says nothing about the text.
    Page,
    Blank,
    /// A line of dashes, underscores or stars.
    Rule,
}

/// One line with something to read in it.
#[derive(Debug)]
pub(super) struct Line {
    /// 1-based, in the file as it was given.
    pub number: usize,
    pub gap: Gap,
    /// Without decoration, single spaces.
    pub text: String,
    /// Parts that stood side by side (two columns of a header, cells of a table).
    pub columns: Vec<String>,
}

/// The text in the bytes: UTF-8, or UTF-16 with a byte order mark.
pub(super) fn decode(bytes: &[u8], doubts: &mut Doubts) -> Result<String, ImportError> {
    if bytes.is_empty() {
        return Err(ImportError::Empty);
    }
    if FOREIGN_STARTS.iter().any(|start| bytes.starts_with(start)) {
        return Err(ImportError::NotText);
    }
    if bytes.len() > BYTES_MAX {
        return Err(ImportError::TooLarge { bytes: bytes.len(), bytes_max: BYTES_MAX });
    }
    let decoded = match bytes {
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    };
    let (mut all, mut visible, mut damaged, mut first) = (0_usize, 0_usize, 0_usize, None);
    let mut line = 1;
    for c in decoded.chars() {
        all += 1;
        visible += usize::from(!c.is_whitespace() && !is_invisible(c));
        if is_damage(c) {
            damaged += 1;
            first = first.or(Some(line));
        }
        line += usize::from(c == '\n');
    }
    if damaged * 1000 > all * DAMAGED_PER_MILLE_MAX {
        return Err(ImportError::NotText);
    }
    if visible == 0 {
        return Err(ImportError::Empty);
    }
    if let Some(line) = first {
        doubts.add(line, Uncertainty::TextDamaged);
    }
    Ok(text::nfc(&decoded))
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

fn is_damage(c: char) -> bool {
    c == char::REPLACEMENT_CHARACTER || (c.is_control() && !c.is_whitespace())
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{FEFF}')
}

/// The lines that say something, in order.
pub(super) fn clean(text: &str) -> Vec<Line> {
    // Only a file without any line feed uses bare carriage returns (very old exports).
    let end = if text.contains('\n') { '\n' } else { '\r' };
    let mut lines = Vec::new();
    let mut gap = Gap::None;
    for (index, raw) in text.split(end).enumerate() {
        let columns = columns(raw);
        let joined = columns.join(" ");
        if joined.is_empty() {
            let blank = if raw.contains('\u{C}') { Gap::Page } else { Gap::Blank };
            // Blank lines around a page number belong to the page break.
            if gap != Gap::Page {
                gap = gap.max(blank);
            }
        } else if is_page_number(&joined) {
            gap = Gap::Page;
        } else if !joined.chars().any(char::is_alphanumeric) {
            gap = Gap::Rule;
        } else {
            lines.push(Line { number: index + 1, gap, text: joined, columns });
            gap = Gap::None;
        }
    }
    lines
}

/// Fewer spaces than this stand within a sentence; more of them part two columns.
const COLUMN_SPACES_MIN: usize = 4;

/// Splits at tabs, bars and wide spaces, and drops decoration.
fn columns(raw: &str) -> Vec<String> {
    let mut columns = Vec::new();
    let mut column = String::new();
    let mut spaces = 0;
    let mut chars =
        raw.chars().filter(|c| !is_invisible(*c) && (!c.is_control() || c.is_whitespace())).peekable();
    while let Some(c) = chars.next() {
        if c == '|' || c == '\t' {
            spaces = COLUMN_SPACES_MIN;
        } else if c.is_whitespace() {
            spaces += 1;
        } else if c == '\\'
            || c == '*' && !(chars.peek() == Some(&' ') && columns.is_empty() && column.is_empty())
        {
            // Marks of Markdown; only a star of its own at the start is a bullet.
        } else {
            if !column.is_empty() && spaces >= COLUMN_SPACES_MIN {
                columns.push(std::mem::take(&mut column));
            } else if !column.is_empty() && spaces > 0 {
                column.push(' ');
            }
            spaces = 0;
            // Some PDF fonts give the Icelandic letter for the Vietnamese one.
            column.push(if c == 'Ð' { 'Đ' } else { c });
        }
    }
    if !column.is_empty() {
        columns.push(column);
    }
    if let Some(first) = columns.first_mut() {
        *first = first.trim_start_matches(['#', '>']).trim_start().to_owned();
    }
    columns.retain(|column| !column.is_empty());
    columns
}

/// "3", "- 3 -", "[3]", "Trang 3", "Trang 3/12", "3/12" on a line of their own.
fn is_page_number(line: &str) -> bool {
    if line.len() > 20 {
        return false;
    }
    let folded = text::fold(line);
    let rest = folded.strip_prefix("trang").unwrap_or(&folded);
    let (mut digits, mut slashes) = (0, 0);
    for c in rest.chars() {
        match c {
            '0'..='9' => digits += 1,
            '/' => slashes += 1,
            '-' | '–' | '—' | ' ' | '[' | ']' => {}
            _ => return false,
        }
    }
    (1..=3).contains(&digits) && slashes == 0 || slashes == 1 && rest.len() < folded.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode_alone(bytes: &[u8]) -> Result<String, ImportError> {
        decode(bytes, &mut Doubts::default())
    }

    #[test]
    fn encodings_that_are_read_and_that_are_not() {
        let word = "Kế hoạch";
        let little: Vec<u8> =
            [0xFF, 0xFE].into_iter().chain(word.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let big: Vec<u8> =
            [0xFE, 0xFF].into_iter().chain(word.encode_utf16().flat_map(u16::to_be_bytes)).collect();
        for bytes in [&little, &big, &b"\xEF\xBB\xBFK\xE1\xBA\xBF ho\xE1\xBA\xA1ch".to_vec()] {
            assert_eq!(decode_alone(bytes).as_deref(), Ok(word));
        }
        assert_eq!(decode_alone(b""), Err(ImportError::Empty));
        assert_eq!(decode_alone(b" \r\n\xE2\x80\x8B\n"), Err(ImportError::Empty));
        assert_eq!(decode_alone(b"\xFF\xD8\xFF\xE0\x00\x10JFIF"), Err(ImportError::NotText));
        assert_eq!(decode_alone(b"K\xD5 ho\xB9ch tuy\xAAn truy\xD2n"), Err(ImportError::NotText), "TCVN3");
        assert_eq!(decode_alone(b"K\0e\0 \0h\0"), Err(ImportError::NotText), "UTF-16 without its mark");
        assert!(matches!(decode_alone(&vec![b'a'; BYTES_MAX + 1]), Err(ImportError::TooLarge { .. })));
    }

    #[test]
    fn a_rare_damaged_character_is_a_doubt() {
        let mut doubts = Doubts::default();
        let mut bytes = "một dòng chữ dài\n".repeat(40).into_bytes();
        bytes.extend(b"h\xFFng");
        assert!(decode(&bytes, &mut doubts).is_ok());
        assert_eq!(doubts.into_sorted()[0].line, 41);
    }

    #[test]
    fn lines_keep_their_numbers_and_lose_decoration() {
        let lines = clean("# **KẾ HOẠCH**\r\n\r\n  12  \r\n\r\n---\r\nSố: 1/KH\t\tHà  Nội | x\r\n* Mục");
        let seen: Vec<_> =
            lines.iter().map(|l| (l.number, l.gap, l.text.as_str(), l.columns.len())).collect();
        assert_eq!(
            seen,
            [
                (1, Gap::None, "KẾ HOẠCH", 1),
                (6, Gap::Rule, "Số: 1/KH Hà Nội x", 3),
                (7, Gap::None, "* Mục", 1)
            ]
        );
    }

    #[test]
    fn page_numbers_are_told_from_numbers() {
        for page in ["3", "- 3 -", "[12]", "Trang 3", "trang 3/12"] {
            assert!(is_page_number(page), "{page}");
        }
        for text in ["2026", "1.1", "10/12", "Trang trí", "12/2026", "a"] {
            assert!(!is_page_number(text), "{text}");
        }
    }
}
