//! Whether somebody is hurt or ill in a danger: then the health station is alerted beside the
//! police.

use crate::text::folded_words;

/// Folded; two syllables where one alone would mean other things too.
const HURT: &[&str] = &[
    "bi thuong",
    "chay mau",
    "mat mau",
    "ngat xiu",
    "bi ngat",
    "toi ngat",
    "bat tinh",
    "khong tho",
    "kho tho",
    "co giat",
    "dot quy",
    "bi bong",
    "dien giat",
    "duoi nuoc",
    "gay chan",
    "gay tay",
    "injured",
    "bleeding",
    "unconscious",
    "not breathing",
];

/// Whether a text says that somebody is hurt or ill.
#[must_use]
pub fn is_hurt(text: &str) -> bool {
    let line = folded_words(text);
    HURT.iter().any(|phrase| line.contains(&format!(" {phrase} ")))
}

#[cfg(test)]
mod tests {
    use super::is_hurt;

    #[test]
    fn people_who_are_hurt_are_told_from_things_that_burn() {
        assert!(is_hurt("Có đánh nhau, có người bị thương nặng chảy máu"));
        assert!(is_hurt("bo toi NGAT, khong tho"));
        assert!(!is_hurt("Cháy nhà số 5 ngõ 12, cứu với"));
        assert!(!is_hurt("có trộm vào nhà, ngắt cầu dao"), "another word when folded whole");
    }
}
