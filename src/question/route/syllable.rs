//! Vietnamese syllables: what one may look like, the key under which spellings of one syllable
//! meet, and decoding of raw Telex ("ddieenj" is what a phone shows when its keyboard is off).

use std::collections::HashSet;
use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::text::{fold, nfc};

/// Initial consonants, longest first so that the first that fits is the right one.
const ONSETS: [&str; 29] = [
    "ngh", "ng", "nh", "gh", "gi", "kh", "ph", "th", "tr", "ch", "qu", "b", "c", "d", "đ", "g", "h", "k",
    "l", "m", "n", "p", "r", "s", "t", "v", "x", "q", "",
];

/// Rhymes without tone.
const RHYMES: &str = " a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu \
    ây e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip \
    it iu o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om \
    on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui \
    um un ung uơ uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt uynh uyt uyu ư ưa ưc ưi ưm ưn ưng ươc \
    ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu ênh ";

/// Combining marks of the five tones, in the order in which [`TONE_KEYS`] types them.
const TONES: [char; 5] = ['\u{301}', '\u{300}', '\u{309}', '\u{303}', '\u{323}'];
const TONE_KEYS: [char; 5] = ['s', 'f', 'r', 'x', 'j'];

/// A key that is equal for spellings of the same syllable: lower case, the tone moved to the end
/// ("hoà" and "hòa"), final i as y ("kĩ" and "kỹ").
#[must_use]
pub fn key(word: &str) -> String {
    if word.is_ascii() {
        return with_final_y(word.to_ascii_lowercase());
    }
    let mut tone = None;
    let base: String = word
        .to_lowercase()
        .nfd()
        .filter(|c| {
            let is_tone = TONES.contains(c);
            if is_tone {
                tone = Some(*c);
            }
            !is_tone
        })
        .collect();
    let mut key = with_final_y(base);
    key.extend(tone);
    key
}

fn with_final_y(mut base: String) -> String {
    if matches!(base.as_str(), "li" | "ki" | "mi" | "si" | "ti" | "hi" | "qui") {
        base.truncate(base.len() - 1);
        base.push('y');
    }
    base
}

/// Whether a word carries a tone, a hat, a horn or a bar.
#[must_use]
pub fn is_marked(word: &str) -> bool {
    !word.is_ascii() && (word.chars().any(|c| matches!(c, 'đ' | 'Đ')) || word.nfd().any(is_combining_mark))
}

/// Whether a lower-case word could be a Vietnamese syllable, tone and all.
#[must_use]
pub fn is_syllable(word: &str) -> bool {
    if word.is_ascii() {
        return fits(word, |rhyme| rhymes().0.contains(rhyme));
    }
    let toneless: String = nfc(&word.nfd().filter(|c| !TONES.contains(c)).collect::<String>());
    fits(&toneless, |rhyme| rhymes().0.contains(rhyme))
}

/// Whether a word without any marks could be a syllable whose accents were left out.
#[must_use]
pub fn is_bare_syllable(word: &str) -> bool {
    word.is_ascii() && fits(word, |rhyme| rhymes().1.contains(rhyme))
}

/// The rhymes, and how they look without accents.
fn rhymes() -> &'static (HashSet<&'static str>, HashSet<String>) {
    static SETS: OnceLock<(HashSet<&'static str>, HashSet<String>)> = OnceLock::new();
    SETS.get_or_init(|| (RHYMES.split_whitespace().collect(), RHYMES.split_whitespace().map(fold).collect()))
}

fn fits(word: &str, rhyme_fits: impl Fn(&str) -> bool) -> bool {
    ONSETS.iter().any(|onset| {
        word.strip_prefix(onset).is_some_and(|rhyme| {
            // "gì" and "quy" share a letter between onset and rhyme.
            (!rhyme.is_empty() && rhyme_fits(rhyme)) || (*onset == "gi" && rhyme.is_empty())
        })
    })
}

/// What a word typed in Telex spells, if it holds any Telex key and spells a syllable.
#[must_use]
pub fn decode_telex(word: &str) -> Option<String> {
    if !word.is_ascii() || word.len() > 12 || word.len() < 2 {
        return None;
    }
    let mut letters: Vec<char> = Vec::new();
    let mut tone = None;
    let mut used = false;
    for c in word.to_lowercase().chars() {
        let vowel_before = letters.iter().any(|l| "aeiouyăâêôơư".contains(*l));
        if let Some(i) = TONE_KEYS.iter().position(|k| *k == c).filter(|_| vowel_before) {
            tone = Some(TONES[i]);
            used = true;
            continue;
        }
        if shape(&mut letters, c) {
            used = true;
        } else {
            letters.push(c);
        }
    }
    let base: String = letters.into_iter().collect();
    // Hurried typists leave out shapes ("ddien"); the syllable must then be one without accents.
    if !used || !(is_syllable(&base) || is_bare_syllable(&fold(&base))) {
        return None;
    }
    Some(match tone {
        Some(tone) => with_tone(&base, tone),
        None => base,
    })
}

/// Applies a shape key to the letters so far; says whether it was one.
fn shape(letters: &mut [char], c: char) -> bool {
    let n = letters.len();
    let Some(last) = letters.last().copied() else { return false };
    if c == 'd' && letters[0] == 'd' && !letters.contains(&'đ') {
        letters[0] = 'đ';
        return true;
    }
    let hat = match c {
        'a' => 'â',
        'e' => 'ê',
        'o' => 'ô',
        'w' => return horn(letters),
        _ => return false,
    };
    // The second key may come at once or after the final consonants ("ddieenj", "ddienej").
    let at = if last == c {
        Some(n - 1)
    } else {
        letters.iter().rposition(|l| *l == c).filter(|i| i + 1 < n && !"aeiou".contains(last))
    };
    at.is_some_and(|i| {
        letters[i] = hat;
        true
    })
}

fn horn(letters: &mut [char]) -> bool {
    let n = letters.len();
    if let Some(i) = (1..n).rfind(|i| letters[i - 1] == 'u' && letters[*i] == 'o')
        && !(i == 2 && letters[0] == 'q')
    {
        letters[i - 1] = 'ư';
        letters[i] = 'ơ';
        return true;
    }
    // "uwow": the first half is done already.
    if let Some(i) = letters.iter().rposition(|l| matches!(l, 'a' | 'o' | 'u')) {
        letters[i] = match letters[i] {
            'a' => 'ă',
            'o' => 'ơ',
            _ => 'ư',
        };
        return true;
    }
    false
}

/// Puts the tone on the vowel that carries it; exact placement does not matter to [`key`].
fn with_tone(base: &str, tone: char) -> String {
    let letters: Vec<char> = base.chars().collect();
    let vowels: Vec<usize> = (0..letters.len()).filter(|i| "aeiouyăâêôơư".contains(letters[*i])).collect();
    let shaped = vowels.iter().rev().find(|i| "ăâêôơư".contains(letters[**i]));
    let closed = letters.last().is_some_and(|l| !"aeiouyăâêôơư".contains(*l));
    let skip = usize::from(base.starts_with("qu") || (base.starts_with("gi") && vowels.len() > 1));
    let own = &vowels[skip.min(vowels.len().saturating_sub(1))..];
    let at = match (shaped, own) {
        (Some(i), _) => *i,
        (None, []) => return base.to_owned(),
        (None, [only]) => *only,
        (None, [_, second, ..]) if closed || own.len() > 2 => *second,
        (None, [first, ..]) => *first,
    };
    let marked: String = letters
        .iter()
        .enumerate()
        .flat_map(|(i, l)| [Some(*l), (i == at).then_some(tone)].into_iter().flatten())
        .collect();
    nfc(&marked)
}

/// Chat spelling of initials: "fường", "wá", "jờ", "zậy".
#[must_use]
pub fn decode_chat(word: &str) -> Option<String> {
    let mut letters = word.chars();
    let (initials, rest) = (letters.next()?, letters.as_str());
    let onsets: &[&str] = match initials {
        'f' => &["ph"],
        'w' => &["qu"],
        'j' => &["gi", "ch"],
        'z' => &["d", "v"],
        _ => return None,
    };
    if rest.is_empty() {
        return None;
    }
    onsets.iter().map(|onset| format!("{onset}{rest}")).find(|w| is_syllable(w) || is_bare_syllable(&fold(w)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_syllable_meet() {
        for (a, b) in [("hoà", "hòa"), ("thuỷ", "thủy"), ("kĩ", "kỹ"), ("QUÝ", "quí"), ("lí", "lý")]
        {
            assert_eq!(key(a), key(b));
        }
        assert_ne!(key("đất"), key("đặt"));
        assert_ne!(key("dat"), key("đạt"));
    }

    #[test]
    fn telex_is_decoded() {
        for (typed, word) in [
            ("ddieenj", "điện"),
            ("ddienej", "điện"),
            ("phuowngf", "phường"),
            ("phuwowngf", "phường"),
            ("truowcs", "trước"),
            ("nguwowif", "người"),
            ("viar", "vỉa"),
            ("hef", "hè"),
            ("tooi", "tôi"),
            ("ddawng", "đăng"),
            ("kys", "ký"),
            ("caanf", "cần"),
            ("quas", "quá"),
            ("giaays", "giấy"),
            ("gif", "gì"),
            ("muoons", "muốn"),
            ("ddoongf", "đồng"),
            ("khoong", "không"),
            ("dduwowcj", "được"),
            ("dduowcj", "được"),
            ("huyeejn", "huyện"),
            ("hoij", "họi"),
        ] {
            assert_eq!(decode_telex(typed).map(|w| key(&w)), Some(key(word)), "{typed}");
        }
        for plain in ["nha", "duong", "ward", "street", "certificate", "trash", "k", ""] {
            assert_eq!(decode_telex(plain), None, "{plain}");
        }
    }

    #[test]
    fn syllables() {
        for word in ["nghiêng", "quốc", "đường", "gì", "giấy", "khuya", "uỷ", "yêu", "ở"] {
            assert!(is_syllable(word), "{word}");
        }
        for word in ["tooi", "ddaa", "street", "phuowngf", "kjh"] {
            assert!(!is_syllable(word), "{word}");
        }
        assert!(is_bare_syllable("duong") && is_bare_syllable("nguoi") && !is_bare_syllable("tooi"));
    }

    #[test]
    fn chat_initials() {
        assert_eq!(decode_chat("fường").as_deref(), Some("phường"));
        assert_eq!(decode_chat("jờ").as_deref(), Some("giờ"));
        assert_eq!(decode_chat("wifi"), None);
    }
}
