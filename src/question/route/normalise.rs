//! From what a resident typed to syllables that can be compared: NFC, lower case, raw Telex
//! decoded, chat abbreviations written out, lengthened letters cut, sentences told apart.

use std::collections::HashMap;

use super::syllable::{decode_chat, decode_telex, is_bare_syllable, is_marked, is_syllable, key};
use crate::text::{fold, nfc};

/// Questions are cut here; nobody's question is decided by its two-hundredth word.
const MAX_TOKENS: usize = 400;

/// One syllable or word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// As shown when the router says why: decoded, written out, lower case.
    pub word: String,
    /// See [`key`].
    pub key: String,
    /// Without accents.
    pub folded: String,
    /// Whether it carries accents.
    pub marked: bool,
    /// Number of the sentence, from 0.
    pub sentence: usize,
}

/// A question ready to be matched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// In order.
    pub tokens: Vec<Token>,
    /// Which sentences end with a question mark.
    pub asks: Vec<bool>,
    /// Whether the writer uses accents at all; if not, a syllable without accents may stand for
    /// any that folds to it.
    pub accented: bool,
    /// Whether it was typed in raw Telex, where keys are easily left out.
    pub telex: bool,
    /// Whether it is English.
    pub english: bool,
}

/// Abbreviations by their lower-case form; values are written out with accents.
pub type Abbreviations = HashMap<String, String>;

/// Words that mark a text as English; none is a Vietnamese syllable that people type.
const ENGLISH: [&str; 52] = [
    "the", "is", "are", "my", "how", "where", "what", "when", "can", "who", "please", "for", "and", "of",
    "need", "get", "have", "has", "does", "which", "you", "your", "we", "our", "there", "this", "that",
    "with", "from", "want", "i", "about", "contact", "buy", "here", "someone", "will", "was", "hello",
    "should", "would", "could", "been", "near", "they", "someone", "street", "help", "in", "it", "not", "at",
];

/// Normalises a question.
#[must_use]
pub fn normalise(text: &str, abbreviations: &Abbreviations) -> Words {
    let text = nfc(text).to_lowercase();
    let (raw, asks) = split(&text);
    let english = is_english(&raw);
    let telex = !english && is_telex(&raw);
    let mut tokens = Vec::with_capacity(raw.len());
    for (i, (word, sentence)) in raw.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|i| raw.get(i)).map(|w| w.0.as_str());
        let after = raw.get(i + 1).map(|w| w.0.as_str());
        let written =
            if english { word.clone() } else { write_out(word, before, after, telex, abbreviations) };
        tokens.extend(written.split_whitespace().map(|word| token(word, *sentence)));
        if tokens.len() >= MAX_TOKENS {
            break;
        }
    }
    tokens.truncate(MAX_TOKENS);
    // Abbreviations are written out with accents, so they say nothing about the writer.
    let syllables = raw.iter().filter(|w| w.0.chars().all(char::is_alphabetic)).count();
    let marked = raw.iter().filter(|w| is_marked(&w.0)).count();
    let accented = telex || english || marked * 4 > syllables;
    Words { tokens, asks, accented, telex, english }
}

fn token(word: &str, sentence: usize) -> Token {
    Token { key: key(word), folded: fold(word), marked: is_marked(word), word: word.to_owned(), sentence }
}

/// Words with the number of their sentence, and which sentences are questions.
fn split(text: &str) -> (Vec<(String, usize)>, Vec<bool>) {
    let mut words: Vec<(String, usize)> = Vec::new();
    let mut asks = vec![false];
    let mut word = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_alphanumeric() {
            word.push(c);
            continue;
        }
        // "đ/c" and "t.tâm" are one word; "a/chị" is two.
        if c == '/' && word.chars().count() == 1 && chars.peek().is_some_and(|n| n.is_alphabetic()) {
            word.push(c);
            continue;
        }
        let sentence = asks.len() - 1;
        if !word.is_empty() {
            words.push((std::mem::take(&mut word), sentence));
        }
        // A dot after an abbreviation or within a number ends no sentence.
        let ends = match c {
            '?' | '!' | '…' | '\n' | ';' => true,
            '.' => {
                words.last().is_some_and(|w| w.0.chars().count() > 2)
                    && chars.peek().is_none_or(|n| n.is_whitespace())
            }
            _ => false,
        };
        if c == '?' {
            asks[sentence] = true;
        }
        if ends && words.last().is_some_and(|w| w.1 == sentence) {
            asks.push(false);
        }
    }
    if !word.is_empty() {
        words.push((word, asks.len() - 1));
    }
    (words, asks)
}

/// "quáaaa" and "alooo" lose what was lengthened; numbers keep their zeros.
fn shorten_runs(word: &str) -> String {
    let mut short = String::with_capacity(word.len());
    let mut run = 0;
    let mut last = None;
    for c in word.chars() {
        run = if Some(c) == last { run + 1 } else { 1 };
        last = Some(c);
        short.push(c);
        if run >= 3 && c.is_alphabetic() {
            // Keep one of them.
            while run > 1 {
                short.pop();
                run -= 1;
            }
        }
    }
    short
}

fn is_english(raw: &[(String, usize)]) -> bool {
    let marked = raw.iter().filter(|w| is_marked(&w.0)).count();
    if marked * 4 > raw.len() {
        return false;
    }
    let english = raw.iter().filter(|w| ENGLISH.contains(&w.0.as_str())).count();
    let plain = raw.iter().filter(|w| is_bare_syllable(&w.0)).count();
    // Words that are neither syllables, nor Telex, nor short enough for an abbreviation.
    let foreign = |w: &str| w.len() > 4 && w.is_ascii() && !is_bare_syllable(w) && decode_telex(w).is_none();
    let foreign = if marked == 0 { raw.iter().filter(|w| foreign(&w.0)).count() } else { 0 };
    let begins = raw.first().is_some_and(|w| ENGLISH.contains(&w.0.as_str()));
    (marked == 0 && begins && plain * 2 <= raw.len())
        || (english >= 2 && english * 6 >= raw.len() && plain * 4 < raw.len() * 3)
        || (marked == 0 && foreign >= 2 && (foreign + english) * 3 >= raw.len())
}

/// Whether a whole text was typed in raw Telex: enough words that only Telex explains.
fn is_telex(raw: &[(String, usize)]) -> bool {
    let only_telex = |w: &str| w.len() > 2 && w.is_ascii() && is_strange(w) && decode_telex(w).is_some();
    let found = raw.iter().filter(|w| only_telex(&w.0)).count();
    found >= 2 && found * 5 >= raw.len()
}

fn write_out(
    word: &str,
    before: Option<&str>,
    after: Option<&str>,
    telex: bool,
    abbreviations: &Abbreviations,
) -> String {
    // A word that stands for itself is neither Telex nor misspelt ("gas").
    if abbreviations.get(word).is_some_and(|written| written == word) {
        return word.to_owned();
    }
    if telex && let Some(decoded) = decode_telex(word) {
        return decoded;
    }
    // "trường mn" is a nursery school, "mn ơi" is everybody; "ca p" is the police.
    match (before.map(fold).as_deref(), word, after.map(fold).as_deref()) {
        (Some("truong" | "trg" | "lop" | "hp"), "mn", _) => return "mầm non".to_owned(),
        (
            None
            | Some(
                "bao" | "goi" | "trinh" | "len" | "ra" | "nho" | "tai" | "gap" | "den" | "hoi" | "anh" | "so"
                | "ban" | "cua" | "de" | "nghi" | "cac",
            ),
            "ca",
            None | Some("p" | "phuong" | "fuong" | "khu"),
        ) => return "công an".to_owned(),
        _ => {}
    }
    if let Some(written) = abbreviations.get(word) {
        return written.clone();
    }
    let word = &shorten_runs(word);
    if let Some(written) = abbreviations.get(word) {
        return written.clone();
    }
    if let Some(decoded) = decode_chat(word).filter(|_| is_strange(word)) {
        return decoded;
    }
    if word.len() > 3
        && word.is_ascii()
        && is_strange(word)
        && let Some(decoded) = decode_telex(word)
    {
        return decoded;
    }
    word.to_owned()
}

/// Whether a word is no syllable, with its accents or without.
fn is_strange(word: &str) -> bool {
    !is_bare_syllable(word) && !is_syllable(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        let abbreviations = [
            ("tdp", "tổ dân phố"),
            ("ko", "không"),
            ("mn", "mọi người"),
            ("p", "phường"),
            ("đ/c", "địa chỉ"),
        ]
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .into();
        let words: Vec<_> = normalise(text, &abbreviations).tokens.into_iter().map(|t| t.folded).collect();
        words.join(" ")
    }

    #[test]
    fn noise_is_written_out() {
        assert_eq!(folded("TDP 12 mất điện, ko có nướccccc"), "to dan pho 12 mat dien khong co nuoc");
        assert_eq!(
            folded("trường mn của p.Đống Đa đ/c ở đâu"),
            "truong mam non cua phuong dong da dia chi o dau"
        );
        assert_eq!(folded("ddieenj nhaf tooi bij cawts 10.000 ddoongf"), "dien nha toi bi cat 10 000 dong");
        assert_eq!(folded("e hỏi fường mình vs"), "e hoi phuong minh vs");
    }

    #[test]
    fn normal_forms_and_accents_do_not_matter_to_the_key() {
        use unicode_normalization::UnicodeNormalization;
        let text = "Hoà giải ở phường";
        let decomposed: String = text.nfd().collect();
        let none = Abbreviations::new();
        assert_eq!(normalise(text, &none), normalise(&decomposed, &none));
        assert!(normalise(text, &none).accented);
        assert!(!normalise("hoa giai o phuong", &none).accented);
    }

    #[test]
    fn english_is_not_telex() {
        let words = normalise("How can I get my documents certified in this ward?", &Abbreviations::new());
        assert!(words.english);
        assert_eq!(words.tokens[0].word, "how");
        assert_eq!(words.asks, [true, false]);
    }

    #[test]
    fn anything_may_come_in() {
        for text in ["", "???", "👍👍", "\u{0}\u{301}\u{301}", &"a".repeat(100_000), &"x ".repeat(10_000)]
        {
            assert!(normalise(text, &Abbreviations::new()).tokens.len() <= MAX_TOKENS);
        }
    }
}
