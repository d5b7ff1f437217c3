//! Words of a text with their places, so that phrases can be recognised without regular expressions.

use crate::text;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Value, and whether a letter was read as a digit ("l0").
    Number(u32, bool),
    Word,
    Mark(char),
}

/// A word, a number or a punctuation mark, with its bytes in the text.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub start: usize,
    pub end: usize,
    pub kind: Kind,
    /// Lower case without accents; empty for marks.
    pub folded: String,
}

impl Token {
    pub fn number(&self) -> Option<u32> {
        match self.kind {
            Kind::Number(value, _) => Some(value),
            _ => None,
        }
    }

    pub fn is(&self, word: &str) -> bool {
        self.folded == word
    }

    pub fn mark(&self) -> Option<char> {
        match self.kind {
            Kind::Mark(mark) => Some(mark),
            _ => None,
        }
    }
}

/// Cuts a text into words, numbers and marks; spaces only separate.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        if c.is_alphanumeric() {
            start.get_or_insert(at);
            continue;
        }
        if let Some(from) = start.take() {
            tokens.push(word(text, from, at));
        }
        if !c.is_whitespace() {
            let mark = match c {
                '–' | '—' | '−' | '‐' | '‑' => '-',
                '“' | '”' | '«' | '»' => '"',
                other => other,
            };
            let end = at + c.len_utf8();
            tokens.push(Token { start: at, end, kind: Kind::Mark(mark), folded: String::new() });
        }
    }
    if let Some(from) = start {
        tokens.push(word(text, from, text.len()));
    }
    tokens
}

fn word(text: &str, start: usize, end: usize) -> Token {
    let written = &text[start..end];
    let kind = match number(written) {
        Some((value, misread)) => Kind::Number(value, misread),
        None => Kind::Word,
    };
    Token { start, end, kind, folded: text::fold(written) }
}

/// The number that digits say, with the letters that scans confuse with digits.
pub(super) fn number(written: &str) -> Option<(u32, bool)> {
    if written.len() > 6 || !written.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let mut value = 0;
    let mut misread = false;
    for c in written.chars() {
        let digit = match c {
            '0'..='9' => u32::from(c) - u32::from('0'),
            'l' | 'I' => 1,
            'o' | 'O' => 0,
            _ => return None,
        };
        misread |= !c.is_ascii_digit();
        value = value * 10 + digit;
    }
    Some((value, misread))
}

/// Whether the words of `phrase` (folded, separated by spaces) stand at `at`.
pub(super) fn phrase_at(tokens: &[Token], at: usize, phrase: &str) -> bool {
    let mut rest = tokens.get(at..).unwrap_or_default().iter();
    phrase.split(' ').all(|word| rest.next().is_some_and(|token| token.is(word)))
}

/// Whether the words of `phrase` stand anywhere.
pub(super) fn has(tokens: &[Token], phrase: &str) -> bool {
    (0..tokens.len()).any(|at| phrase_at(tokens, at, phrase))
}

/// Whether the letters of a text are all capitals; false for a text with fewer than three letters.
pub(super) fn is_capitals(text: &str) -> bool {
    let (mut upper, mut lower) = (0_usize, 0_usize);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        if c.is_lowercase() {
            lower += 1;
        } else {
            upper += 1;
        }
    }
    // A scan turns a capital into a small letter now and then ("NỘl DUNG").
    upper >= 3 && lower * 12 <= upper
}

/// Folded words with single spaces between them, punctuation forgotten: for comparing headings.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for token in tokens(text) {
        if token.mark().is_none() {
            if !plain.is_empty() {
                plain.push(' ');
            }
            plain.push_str(&token.folded);
        }
    }
    plain
}

/// Longest heading in which a misread phrase is looked for; keeps the search short.
const FUZZY_CHARS_MAX: usize = 160;

/// Whether `plain` holds `phrase`, and whether only after forgiving misread letters
/// (one in every six).
pub(super) fn find_forgiving(plain: &str, phrase: &str) -> Option<(usize, bool)> {
    if let Some(at) = find_words(plain, phrase) {
        return Some((at, false));
    }
    let allowed = phrase.len() / 6;
    if allowed == 0 || plain.len() > FUZZY_CHARS_MAX {
        return None;
    }
    let words = phrase.split(' ').count();
    let starts: Vec<usize> =
        std::iter::once(0).chain(plain.match_indices(' ').map(|(at, _)| at + 1)).collect();
    for (i, &start) in starts.iter().enumerate() {
        // A scan may also split a word or glue two together.
        for count in words.saturating_sub(1).max(1)..=words + 1 {
            let end = starts.get(i + count).map_or(plain.len(), |next| next - 1);
            let window = &plain[start..end];
            if window.len().abs_diff(phrase.len()) <= allowed && edits(window, phrase) <= allowed {
                return Some((start, true));
            }
        }
    }
    None
}

/// Where `phrase` stands in `plain` as whole words.
pub(super) fn find_words(plain: &str, phrase: &str) -> Option<usize> {
    plain.match_indices(phrase).map(|(at, _)| at).find(|&at| {
        let before = plain[..at].chars().next_back();
        let after = plain[at + phrase.len()..].chars().next();
        before.is_none_or(|c| c == ' ') && after.is_none_or(|c| c == ' ')
    })
}

/// Levenshtein distance in bytes of two short folded texts, in which letters that scans take for
/// each other are the same.
pub(super) fn edits(a: &str, b: &str) -> usize {
    let alike = |letter: u8| match letter {
        b'l' | b'1' | b'|' => b'i',
        b'0' => b'o',
        other => other,
    };
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.bytes().enumerate() {
            let changed = diagonal + usize::from(alike(x) != alike(y));
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_misread_letters() {
        for (written, value) in
            [("10", Some((10, false))), ("l0", Some((10, true))), ("2O26", Some((2026, true)))]
        {
            assert_eq!(number(written), value);
        }
        for written in ["lo", "II", "12a", "12345678", ""] {
            assert_eq!(number(written), None, "{written}");
        }
    }

    #[test]
    fn misread_headings_are_forgiven_but_said() {
        for (heading, found) in [
            ("NỘI DUNG TUYÊN TRUYỀN", Some(false)),
            ("NỘI DƯNG", Some(false)),
            ("NỘl DUNC TUYÊN TRUYỀN", Some(true)),
            ("NÔIDUNG", Some(true)),
            ("HÌNH THỨC", None),
        ] {
            assert_eq!(find_forgiving(&plain(heading), "noi dung").map(|(_, m)| m), found, "{heading}");
        }
    }

    #[test]
    fn capitals() {
        assert!(is_capitals("MỤC ĐÍCH, YÊU CẦU"));
        assert!(is_capitals("NỘl DUNG TUYÊN TRUYỀN"));
        for text in ["UB", "Mục đích", "UBND phường", "2026"] {
            assert!(!is_capitals(text), "{text}");
        }
    }
}
