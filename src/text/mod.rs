//! Vietnamese text at the boundary: one normal form, lengths as platforms count them,
//! and a folded form in which accents, case and `đ` no longer matter.

pub mod diff;
mod mask;
mod rich;

pub use mask::{mask, mask_known};
pub use rich::{Rich, Span};

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The composed form (NFC). Everything that enters the program passes through here first,
/// because one sentence typed on two phones may otherwise compare and count differently.
#[must_use]
pub fn nfc(text: &str) -> String {
    if is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return text.to_owned();
    }
    text.nfc().collect()
}

/// Lower case without accents, `đ` as `d`: "Đống Đa" and "DONG DA" fold to "dong da".
/// Length in characters may change; word boundaries do not.
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect()
}

/// The folded words of a text, each between single spaces: a phrase is in it as ` phrase `.
#[must_use]
pub fn folded_words(text: &str) -> String {
    let folded = fold(text);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    format!(" {} ", words.join(" "))
}

/// A text in one line of so many UTF-16 units at most.
#[must_use]
pub fn one_line(text: &str, units: usize) -> String {
    shorten(&text.split_whitespace().collect::<Vec<_>>().join(" "), units)
}

/// Length in UTF-16 units, the unit in which chat platforms state their limits.
#[must_use]
pub fn utf16_len(text: &str) -> usize {
    text.encode_utf16().count()
}

/// At most `units` UTF-16 units of a text, with an ellipsis in place of what was cut.
#[must_use]
pub fn shorten(text: &str, units: usize) -> String {
    if utf16_len(text) <= units {
        return text.to_owned();
    }
    let mut room = units.saturating_sub(1);
    let mut cut: String = text
        .chars()
        .take_while(|c| {
            let fits = c.len_utf16() <= room;
            room = room.saturating_sub(c.len_utf16());
            fits
        })
        .collect();
    cut.truncate(cut.trim_end().len());
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_forgets_accents_case_and_normal_form() {
        for (typed, folded) in [
            ("Đống Đa", "dong da"),
            ("ĐƯỜNG", "duong"),
            ("hoà", "hoa"),
            ("hòa", "hoa"),
            ("Nguyễn Thị Ước", "nguyen thi uoc"),
        ] {
            assert_eq!(fold(typed), folded);
            assert_eq!(fold(&typed.nfd().collect::<String>()), folded, "NFD of {typed}");
        }
    }

    #[test]
    fn a_decomposed_sentence_counts_like_a_composed_one() {
        let sentence = "Đề nghị phường sửa đèn đường ở ngõ 12";
        let decomposed: String = sentence.nfd().collect();
        assert!(utf16_len(&decomposed) > utf16_len(sentence));
        assert_eq!(utf16_len(&nfc(&decomposed)), utf16_len(sentence));
    }

    #[test]
    fn shortening_keeps_what_fits() {
        assert_eq!(shorten("ngắn", 10), "ngắn");
        assert_eq!(shorten("một hai ba", 8), "một hai…");
        assert!(utf16_len(&shorten(&"🔔".repeat(50), 20)) <= 20, "platforms count a bell as two");
    }
}
