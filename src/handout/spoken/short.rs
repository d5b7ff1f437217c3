//! Abbreviations, units and letters as they are read aloud.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What is explained to writers, and what everybody writes.
static READINGS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let explained = include_str!("../../message/checks/abbreviations.tsv");
    let known = include_str!("readings.tsv");
    let lines = explained.lines().chain(known.lines()).filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('\t')).collect()
});

/// Behind a number.
const UNITS: [(&str, &str); 14] = [
    ("m²", "mét vuông"),
    ("m2", "mét vuông"),
    ("m³", "mét khối"),
    ("m3", "mét khối"),
    ("km", "ki-lô-mét"),
    ("cm", "xen-ti-mét"),
    ("mm", "mi-li-mét"),
    ("m", "mét"),
    ("kg", "ki-lô-gam"),
    ("g", "gam"),
    ("ha", "héc-ta"),
    ("ml", "mi-li-lít"),
    ("kWh", "ki-lô-oát giờ"),
    ("°C", "độ xê"),
];

/// Written with a point behind them.
const POINTED: [(&str, &str); 7] = [
    ("TP", "thành phố"),
    ("P", "phường"),
    ("Q", "quận"),
    ("H", "huyện"),
    ("ThS", "thạc sĩ"),
    ("TS", "tiến sĩ"),
    ("BS", "bác sĩ"),
];

const LETTERS: [(char, &str); 24] = [
    ('B', "bê"),
    ('C', "xê"),
    ('D', "dê"),
    ('Đ', "đê"),
    ('F', "ép"),
    ('G', "gờ"),
    ('H', "hát"),
    ('J', "gi"),
    ('K', "ca"),
    ('L', "lờ"),
    ('M', "mờ"),
    ('N', "nờ"),
    ('P', "pê"),
    ('Q', "quy"),
    ('R', "rờ"),
    ('S', "ét"),
    ('T', "tê"),
    ('V', "vê"),
    ('W', "vê kép"),
    ('X', "ích"),
    ('Z', "dét"),
    ('Ă', "á"),
    ('Â', "ớ"),
    ('Y', "y dài"),
];

/// How a word is read that is an abbreviation. `is_pointed`: a point stands behind it.
pub(super) fn reading(word: &str, is_pointed: bool) -> Option<String> {
    if is_pointed && let Some((_, said)) = POINTED.iter().find(|(short, _)| *short == word) {
        return Some((*said).to_owned());
    }
    if let Some(said) = READINGS.get(word) {
        return Some((*said).to_owned());
    }
    // Consonants alone nobody can say: one by one.
    let is_capital = word.chars().count() >= 2 && word.chars().all(char::is_uppercase);
    let is_vowel = |c: char| "AEIOUYĂÂÊÔƠƯ".contains(c);
    if is_capital && word.chars().count() <= 8 && !word.chars().any(is_vowel) {
        let names: Vec<&str> = word.chars().filter_map(letter).collect();
        return (names.len() == word.chars().count()).then(|| names.join(" "));
    }
    None
}

fn letter(c: char) -> Option<&'static str> {
    LETTERS.iter().find(|(known, _)| *known == c).map(|(_, name)| *name)
}

/// Whether a point behind this word belongs to it.
pub(super) fn takes_point(word: &str) -> bool {
    POINTED.iter().any(|(short, _)| *short == word)
}

/// What is measured, where this stands behind a number.
pub(super) fn unit(word: &str) -> Option<&'static str> {
    UNITS.iter().find(|(short, _)| *short == word).map(|(_, said)| *said)
}

/// A Roman numeral.
pub(super) fn roman(word: &str) -> Option<u64> {
    let value = |c| {
        Some(match c {
            'I' => 1_i64,
            'V' => 5,
            'X' => 10,
            _ => return None,
        })
    };
    let values: Vec<i64> = word.chars().map(value).collect::<Option<_>>()?;
    let signed = values
        .iter()
        .enumerate()
        .map(|(n, value)| if values.get(n + 1).is_some_and(|next| next > value) { -value } else { *value });
    (!values.is_empty() && values.len() <= 6).then(|| signed.sum::<i64>()).and_then(|sum| sum.try_into().ok())
}
