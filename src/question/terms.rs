//! The words by which a question is found: written out and folded, so that missing accents,
//! raw Telex and abbreviations make no difference.

use std::sync::LazyLock;

use super::route::normalise::{Abbreviations, normalise};
use super::route::{Routes, SHIPPED};
use crate::text::fold;

/// Words of one text that are kept; nobody looks for the three-hundredth.
const TERMS_MAX: usize = 256;
/// Characters of one word.
const TERM_MAX: usize = 24;

/// The same for every ward: a word that was kept must be found after the ward's routes changed.
static ABBREVIATIONS: LazyLock<Abbreviations> = LazyLock::new(|| {
    Routes::parse(SHIPPED).map(|routes| routes.abbreviations.into_iter().collect()).unwrap_or_default()
});

/// The distinct words of a text, in the order in which they first stand in it.
#[must_use]
pub fn terms(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for token in normalise(text, &ABBREVIATIONS).tokens {
        let term: String = token.folded.chars().filter(|c| c.is_alphanumeric()).take(TERM_MAX).collect();
        if !term.is_empty() && found.len() < TERMS_MAX && !found.contains(&term) {
            found.push(term);
        }
    }
    found
}

/// The code that somebody means by these words, if they mean one: `402917`, `402 917`, `#402-917`.
#[must_use]
pub fn code_in(text: &str) -> Option<String> {
    let code: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '#' | '-' | '.')).collect();
    (code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit())).then_some(code)
}

/// How well a text fits words that are looked for: each word counts once, words that stand side
/// by side as they were typed count more, and so do words typed with the same accents.
#[must_use]
pub fn closeness(text: &str, wanted: &str) -> u32 {
    let (here, looked_for) = (words(text), words(wanted));
    let folded: Vec<String> = here.iter().map(|word| fold(word)).collect();
    let mut score = 0;
    for (n, word) in looked_for.iter().enumerate() {
        let plain = fold(word);
        score += 2 * u32::from(folded.contains(&plain));
        score += u32::from(*word != plain && here.contains(word));
        if let Some(next) = looked_for.get(n + 1) {
            let next = fold(next);
            score += 3 * u32::from(folded.windows(2).any(|pair| pair[0] == plain && pair[1] == next));
        }
    }
    score
}

/// The words as they are meant, in lower case with their accents.
fn words(text: &str) -> Vec<String> {
    normalise(text, &ABBREVIATIONS).tokens.into_iter().map(|token| token.word).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn accents_telex_and_abbreviations_make_no_difference() {
        let wanted = ["den", "duong", "ngo", "15"];
        for typed in ["Đèn đường ngõ 15", "den duong ngo 15", "DEN DUONG NGO 15", "ddenf dduwowngf ngox 15"]
        {
            assert_eq!(terms(typed), wanted, "{typed}");
        }
        assert_eq!(terms("tdp 5"), terms("tổ dân phố 5"));
        assert_eq!(terms("đèn, đèn! Đèn?"), ["den"]);
    }

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        for typed in ["402917", "402 917", " #402-917 "] {
            assert_eq!(code_in(typed).as_deref(), Some("402917"), "{typed}");
        }
        for typed in ["40291", "4029170", "ngõ 15", "abcdef", ""] {
            assert_eq!(code_in(typed), None, "{typed}");
        }
    }

    #[test]
    fn what_stands_side_by_side_and_has_the_same_accents_is_closer() {
        let wanted = "đèn đường";
        let exact = closeness("Đèn đường hỏng", wanted);
        let folded = closeness("den duong hong", wanted);
        let apart = closeness("đèn ở ngoài đường", wanted);
        let half = closeness("đường hỏng", wanted);
        assert!(
            exact > folded && folded > half && exact > apart && apart > half,
            "{exact} {folded} {apart} {half}"
        );
    }

    proptest! {
        #[test]
        fn whatever_is_typed_gives_words_that_find_it(text in "\\PC{0,300}") {
            let found = terms(&text);
            prop_assert!(found.len() <= TERMS_MAX);
            for term in &found {
                prop_assert!(!term.is_empty() && term.chars().count() <= TERM_MAX);
            }
        }
    }
}
