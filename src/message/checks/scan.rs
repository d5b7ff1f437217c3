//! A text as words and numbers, with what stands between them.

use super::{Concern, Finding};
use crate::text::fold;

/// A run of letters, or of digits.
#[derive(Clone, Debug)]
pub(super) struct Token {
    /// As it is written.
    pub text: String,
    /// In lower case with its accents.
    pub lower: String,
    /// Without accents, too.
    pub folded: String,
    pub is_number: bool,
    from: usize,
    to: usize,
    /// Counts up with every sentence.
    pub sentence: usize,
}

impl Token {
    /// Its value; none for a word, and for a number beyond any day, hour or year.
    pub fn value(&self) -> Option<u32> {
        if self.is_number { self.text.parse().ok() } else { None }
    }

    /// How many characters it has.
    pub fn len(&self) -> usize {
        self.to - self.from
    }
}

/// A text and its tokens.
pub(super) struct Scan {
    chars: Vec<char>,
    pub tokens: Vec<Token>,
    /// Whether it was typed without accents, so that "thu hai" may be a Monday.
    pub is_plain: bool,
}

impl Scan {
    pub fn of(text: &str) -> Self {
        let chars: Vec<char> = text.chars().collect();
        let is_plain = fold(text) == text.to_lowercase();
        let mut scan = Self { chars, tokens: Vec::new(), is_plain };
        let (mut at, mut sentence) = (0, 0);
        while at < scan.chars.len() {
            let c = scan.chars[at];
            if !c.is_alphanumeric() {
                let ends = match c {
                    '\n' | '!' | '?' | ';' => true,
                    '.' => scan.chars.get(at + 1).is_none_or(|next| next.is_whitespace()),
                    _ => false,
                };
                sentence += usize::from(ends);
                at += 1;
                continue;
            }
            let is_number = c.is_ascii_digit();
            let from = at;
            while at < scan.chars.len()
                && scan.chars[at].is_alphanumeric()
                && scan.chars[at].is_ascii_digit() == is_number
            {
                at += 1;
            }
            let text: String = scan.chars[from..at].iter().collect();
            let (lower, folded) = (text.to_lowercase(), fold(&text));
            scan.tokens.push(Token { text, lower, folded, is_number, from, to: at, sentence });
        }
        scan
    }

    pub fn get(&self, n: usize) -> Option<&Token> {
        self.tokens.get(n)
    }

    /// The folded word there; nothing where there is none.
    pub fn folded(&self, n: usize) -> &str {
        self.get(n).map_or("", |token| &token.folded)
    }

    /// What is written between a token and the one before it; before the first and behind the last
    /// one whatever there is.
    pub fn gap(&self, n: usize) -> String {
        let from = n.checked_sub(1).and_then(|before| self.get(before)).map_or(0, |token| token.to);
        let to = self.get(n).map_or(self.chars.len(), |token| token.from);
        self.chars.get(from..to).unwrap_or_default().iter().collect()
    }

    /// What is written from one token to before another one, as it stands there.
    pub fn words(&self, from: usize, to: usize) -> String {
        let (Some(first), Some(last)) = (self.get(from), to.checked_sub(1).and_then(|last| self.get(last)))
        else {
            return String::new();
        };
        self.chars.get(first.from..last.to).unwrap_or_default().iter().collect()
    }

    pub fn finding(&self, concern: Concern, from: usize, to: usize) -> Finding {
        Finding { concern, words: self.words(from, to) }
    }

    /// Where a run of folded words begins, each parted from the next by no more than spaces.
    pub fn run(&self, at: usize, wanted: &[&str]) -> bool {
        wanted.iter().enumerate().all(|(n, word)| {
            self.folded(at + n) == *word && (n == 0 || self.gap(at + n).chars().all(char::is_whitespace))
        })
    }
}
