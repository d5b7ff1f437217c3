//! Words that few residents use, and abbreviations that stand for what is nowhere written out.

use std::sync::LazyLock;

use super::scan::{Scan, Token};
use super::{Concern, Finding};
use crate::text::{folded_words, nfc};

/// Letters of an abbreviation that nobody explained.
const SHORT_LETTERS: std::ops::RangeInclusive<usize> = 3..=8;

/// Phrases of officialese in lower case, word by word, with what says the same; longer ones first.
static HARD: LazyLock<Vec<(Vec<String>, &str)>> = LazyLock::new(|| {
    let mut all: Vec<(Vec<String>, &str)> = table(include_str!("hard_words.tsv"))
        .map(|(phrase, instead)| (nfc(phrase).split(' ').map(str::to_owned).collect(), instead))
        .collect();
    all.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
    all
});

/// Abbreviations with what they mean; with nothing where everybody knows.
static SHORT: LazyLock<Vec<(&str, &str)>> =
    LazyLock::new(|| table(include_str!("abbreviations.tsv")).collect());

fn table(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    text.lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .map(|line| line.split_once('\t').unwrap_or((line, "")))
}

pub(super) fn look(scan: &Scan, found: &mut Vec<Finding>) {
    let mut at = 0;
    while at < scan.tokens.len() {
        match HARD.iter().find(|(phrase, _)| is_there(scan, at, phrase)) {
            Some((phrase, instead)) => {
                let concern = Concern::Hard { instead: (*instead).to_owned() };
                found.push(scan.finding(concern, at, at + phrase.len()));
                at += phrase.len();
            }
            None => at += 1,
        }
    }
    let folded = folded_words(&scan.words(0, scan.tokens.len()));
    for (at, token) in scan.tokens.iter().enumerate() {
        if let Some(meaning) = unexplained(scan, at, token, &folded) {
            found.push(scan.finding(Concern::Short { meaning }, at, at + 1));
        }
    }
}

fn is_there(scan: &Scan, at: usize, phrase: &[String]) -> bool {
    phrase.iter().enumerate().all(|(n, word)| {
        scan.get(at + n).is_some_and(|token| token.lower == *word)
            && (n == 0 || scan.gap(at + n).chars().all(|c| c == ' ' || c == '\n'))
    })
}

/// What an abbreviation means, as far as is known, where the text does not say it.
fn unexplained(scan: &Scan, at: usize, token: &Token, folded: &str) -> Option<Option<String>> {
    let is_capital = |token: &Token| token.text.chars().all(char::is_uppercase);
    if token.is_number || token.len() < 2 || !is_capital(token) {
        return None;
    }
    // In a line of capitals nothing is short.
    let shouts = |n: Option<usize>| {
        n.and_then(|n| scan.get(n)).is_some_and(|other| {
            !other.is_number && other.len() > 1 && is_capital(other) && !is_known(&other.text)
        })
    };
    if shouts(at.checked_sub(1)) || shouts(Some(at + 1)) {
        return None;
    }
    // A part of a document's number: "12/KH-UBND".
    let before = scan.gap(at);
    if at > 0 && ["/", "-"].contains(&before.as_str()) {
        return None;
    }
    if let Some((_, meaning)) = SHORT.iter().find(|(short, _)| *short == token.text) {
        let is_said = meaning.is_empty() || folded.contains(&folded_words(meaning));
        return (!is_said).then(|| Some((*meaning).to_owned()));
    }
    // "Kinh tế, Hạ tầng và Đô thị (KTHTĐT)" says it.
    let is_given = before.ends_with('(') || scan.gap(at + 1).trim_start().starts_with('(');
    let has_vowel = token.folded.chars().any(|c| "aeiouy".contains(c));
    (SHORT_LETTERS.contains(&token.len()) && !has_vowel && !is_given).then_some(None)
}

fn is_known(text: &str) -> bool {
    SHORT.iter().any(|(short, _)| *short == text)
}
