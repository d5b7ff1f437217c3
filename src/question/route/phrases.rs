//! Phrases as written in the routes file, and finding them in a question.
//!
//! A phrase is a row of elements. An element is a word or several separated by `/` ("đèn
//! đường/ngõ/phố"), each of one syllable or of several joined by `_`; `~` stands for up to [`GAP`] words in between; ` & ` joins phrases that must
//! all occur, in any order. A trailing `!` says that the phrase is unmistakable without accents
//! too, though it is short ("rác!"); a trailing `=` that it is recognised only with them
//! ("cháy xe=", because without them it is "chạy xe" as well).

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use super::normalise::{Token, Words};
use super::syllable::key;
use crate::text::{fold, nfc};

/// Most words that `~` may stand for.
pub const GAP: usize = 5;

/// Everyday words. Without accents many other words look like them ("cho" for "chó", "dang" for
/// "đảng"), so that a phrase with such a word is hardly found by it.
const EVERYDAY: [&str; 58] = [
    "cho", "bạn", "có", "là", "mà", "bị", "các", "như", "thì", "hay", "từ", "ở", "quá", "tại", "lên", "đến",
    "vì", "này", "một", "con", "em", "anh", "chị", "ông", "bà", "tôi", "không", "được", "trong", "ra", "đi",
    "thế", "gì", "ai", "hỏi", "xin", "cũng", "đang", "đã", "nhà", "của", "với", "để", "và", "người", "khi",
    "năm", "ngày", "làm", "nào", "đâu", "bao", "giờ", "muốn", "cần", "công", "khỏi", "nghe",
];

/// How well two words fit of which one is doubtful.
const SLIGHT: f32 = 0.3;

/// Words that may stand between two words of a phrase without being written in it.
const FILLERS: [&str; 22] = [
    "bi", "la", "thi", "cai", "cac", "nhung", "co", "cua", "no", "ay", "da", "duoc", "cho", "mot", "ma",
    "rat", "qua", "dang", "nay", "a", "o", "hay",
];

/// One word of a phrase.
#[derive(Clone, Debug)]
struct Form {
    /// Number of the folded syllable in its book.
    syllable: u32,
    key: String,
    folded: String,
    /// Without accents it looks like an everyday word that it is not.
    collides: bool,
}

#[derive(Clone, Debug)]
struct Element {
    /// Alternatives, each a row of syllables.
    forms: Vec<Vec<Form>>,
    /// Numbers of the syllables that the alternatives begin with.
    begins: Vec<u32>,
    /// Whether up to [`GAP`] words may stand before it.
    gap: bool,
}

/// A phrase ready to be found.
#[derive(Clone, Debug)]
pub struct Phrase {
    /// Parts that must all occur.
    parts: Vec<Vec<Element>>,
    trust: Trust,
}

/// What a phrase is worth without its accents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trust {
    /// As much as with them.
    Full,
    /// Less, the shorter it is.
    Some,
    /// Nothing.
    None,
}

/// Why a phrase cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the phrase {0:?} has an empty part or begins or ends with a gap")]
pub struct PhraseError(pub String);

/// Where a phrase was found and how well it fits.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Number of the phrase in its book.
    pub phrase: usize,
    /// First and last token, per part.
    pub spans: Vec<(usize, usize)>,
    /// 0 to 1: exact accents are 1, a short phrase without accents much less.
    pub fit: f32,
}

impl Phrase {
    /// Reads a phrase.
    ///
    /// # Errors
    /// [`PhraseError`] if a part is empty, or begins or ends with `~`.
    pub fn read(text: &str) -> Result<Self, PhraseError> {
        let error = || PhraseError(text.to_owned());
        let text = text.trim();
        let (body, trust) = match (text.strip_suffix('!'), text.strip_suffix('=')) {
            (Some(body), _) => (body, Trust::Full),
            (None, Some(body)) => (body, Trust::None),
            (None, None) => (text, Trust::Some),
        };
        let mut parts = Vec::new();
        for part in body.split('&') {
            let mut elements: Vec<Element> = Vec::new();
            let mut gap = false;
            for word in part.split_whitespace() {
                if word == "~" {
                    gap = true;
                    continue;
                }
                let forms: Vec<Vec<Form>> = word.split('/').map(row).filter(|r| !r.is_empty()).collect();
                if forms.is_empty() || (gap && elements.is_empty()) {
                    return Err(error());
                }
                elements.push(Element { forms, begins: Vec::new(), gap });
                gap = false;
            }
            if elements.is_empty() || gap {
                return Err(error());
            }
            parts.push(elements);
        }
        Ok(Self { parts, trust })
    }
}

/// Keys of the everyday words by how they look without accents.
fn everyday() -> &'static HashMap<String, Vec<String>> {
    static EVERYDAY_KEYS: OnceLock<HashMap<String, Vec<String>>> = OnceLock::new();
    EVERYDAY_KEYS.get_or_init(|| {
        let mut keys: HashMap<String, Vec<String>> = HashMap::new();
        for word in EVERYDAY {
            keys.entry(fold(word)).or_default().push(key(word));
        }
        keys
    })
}

fn row(alternative: &str) -> Vec<Form> {
    alternative.split('_').filter(|w| !w.is_empty()).map(form).collect()
}

fn form(word: &str) -> Form {
    let word = nfc(word).to_lowercase();
    let (key, folded) = (key(&word), fold(&word));
    let collides = everyday().get(&folded).is_some_and(|keys| !keys.contains(&key));
    Form { syllable: STRANGE, key, folded, collides }
}

/// Many phrases, indexed by the first word of each part.
#[derive(Clone, Debug)]
pub struct Book {
    phrases: Vec<Phrase>,
    /// Numbers of the folded syllables that occur in phrases.
    syllables: HashMap<String, u32>,
    /// Phrase and part by the first syllable.
    index: Vec<Vec<(usize, usize)>>,
}

/// The number of a syllable that is in no phrase.
const STRANGE: u32 = u32::MAX;

impl Default for Book {
    /// Without phrases; the fillers have the first numbers.
    fn default() -> Self {
        let mut book = Self { phrases: Vec::new(), syllables: HashMap::new(), index: Vec::new() };
        for filler in FILLERS {
            book.syllable(filler);
        }
        book
    }
}

impl Book {
    /// Adds a phrase and gives its number.
    pub fn add(&mut self, mut phrase: Phrase) -> usize {
        let number = self.phrases.len();
        for (part, elements) in phrase.parts.iter_mut().enumerate() {
            for element in elements.iter_mut() {
                for form in element.forms.iter_mut().flatten() {
                    form.syllable = self.syllable(&form.folded);
                }
                element.begins = element.forms.iter().map(|forms| forms[0].syllable).collect();
            }
            for form in &elements[0].forms {
                let entries = &mut self.index[form[0].syllable as usize];
                if entries.last() != Some(&(number, part)) {
                    entries.push((number, part));
                }
            }
        }
        self.phrases.push(phrase);
        number
    }

    fn syllable(&mut self, folded: &str) -> u32 {
        if let Some(number) = self.syllables.get(folded) {
            return *number;
        }
        let number = u32::try_from(self.index.len()).unwrap_or(STRANGE);
        self.syllables.insert(folded.to_owned(), number);
        self.index.push(Vec::new());
        number
    }

    /// Every phrase that occurs, each once, where it fits best.
    #[must_use]
    pub fn find(&self, words: &Words) -> Vec<Hit> {
        let numbers = words.tokens.iter().map(|t| self.syllables.get(&t.folded).copied().unwrap_or(STRANGE));
        let mut text = Text { words, syllables: numbers.collect(), present: vec![false; self.index.len()] };
        for syllable in &text.syllables {
            if let Some(present) = text.present.get_mut(*syllable as usize) {
                *present = true;
            }
        }
        let mut best: BTreeMap<(usize, usize), ((usize, usize), f32)> = BTreeMap::new();
        for (start, syllable) in text.syllables.iter().enumerate() {
            for (number, part) in self.index.get(*syllable as usize).into_iter().flatten() {
                let phrase = &self.phrases[*number];
                let Some((end, fit)) = fit(&phrase.parts[*part], &text, start, phrase.trust) else {
                    continue;
                };
                let entry = best.entry((*number, *part)).or_insert(((start, end), 0.0));
                if fit > entry.1 {
                    *entry = ((start, end), fit);
                }
            }
        }
        let first_parts = best.keys().filter(|k| k.1 == 0).map(|k| k.0);
        first_parts
            .filter_map(|phrase| {
                let parts = 0..self.phrases[phrase].parts.len();
                let found: Option<Vec<_>> = parts.map(|part| best.get(&(phrase, part))).collect();
                let found = found?;
                let fit = found.iter().map(|f| f.1).fold(1.0, f32::min);
                Some(Hit { phrase, spans: found.into_iter().map(|f| f.0).collect(), fit })
            })
            .collect()
    }
}

/// A question with the numbers of its syllables.
struct Text<'a> {
    words: &'a Words,
    syllables: Vec<u32>,
    /// By number, whether a syllable occurs.
    present: Vec<bool>,
}

impl Element {
    /// Whether one of its alternatives can be in a question at all.
    fn possible(&self, present: &[bool]) -> bool {
        let begins = self.begins.as_slice();
        // Asked for most often of all, and every test process asks it unoptimised.
        let mut i = 0;
        while i < begins.len() {
            if present[begins[i] as usize] {
                return true;
            }
            i += 1;
        }
        false
    }
}

/// How exactly words were matched, over one part.
#[derive(Default)]
struct Quality {
    exact: usize,
    /// Typed without accents by someone who uses none.
    bare: usize,
    /// Typed without accents by someone who otherwise uses them.
    lazy: usize,
    /// With other accents: a misspelling or another word.
    other: usize,
    /// Words skipped at gaps.
    skipped: usize,
}

impl Quality {
    fn count(&mut self, close: Close) {
        match close {
            Close::Exact => self.exact += 1,
            Close::Bare => self.bare += 1,
            Close::Lazy => self.lazy += 1,
            Close::Other => self.other += 1,
        }
    }

    fn add(&mut self, more: &Self) {
        self.exact += more.exact;
        self.bare += more.bare;
        self.lazy += more.lazy;
        self.other += more.other;
    }

    fn sum(&self) -> usize {
        self.exact + self.bare + self.lazy + self.other
    }

    /// Lower is better.
    fn badness(&self) -> usize {
        self.bare + 3 * self.lazy + 9 * self.other
    }

    /// How well the phrase fits; `None` if it is another word.
    fn fit(&self, trust: Trust) -> Option<f32> {
        let guessed = self.bare + self.lazy + self.other;
        // Across a gap a guess is a bolder one.
        let bold = match (guessed, self.skipped) {
            (0, _) | (_, 0) => 1.0,
            _ if self.sum() <= 2 => 0.6,
            _ => 0.8,
        };
        self.closeness(trust).map(|fit| fit * bold)
    }

    fn closeness(&self, trust: Trust) -> Option<f32> {
        Some(match (self.sum(), self) {
            (_, Self { bare: 0, lazy: 0, other: 0, .. }) => 1.0,
            (1, Self { other: 1, .. }) | (_, Self { other: 2.., .. }) => return None,
            (2, Self { other: 1, .. }) => SLIGHT,
            (_, Self { other: 1, .. }) => 0.6,
            _ if trust == Trust::None => return None,
            _ if trust == Trust::Full => 1.0,
            (1, Self { lazy: 1.., .. }) => 0.15,
            (2, Self { lazy: 0, .. }) => 0.85,
            (1 | 2, _) => SLIGHT,
            (_, Self { lazy: 0, .. }) => 1.0,
            _ => 0.65,
        })
    }
}

/// Matches a part from `start` on; its last token and how well it fits.
fn fit(elements: &[Element], text: &Text, start: usize, trust: Trust) -> Option<(usize, f32)> {
    // Looking for something is dear, and mostly in vain.
    let present = text.present.as_slice();
    if elements[1..].iter().any(|element| !element.possible(present)) {
        return None;
    }
    let mut quality = Quality::default();
    let mut end = start;
    for (i, element) in elements.iter().enumerate() {
        let (last, found) = if i == 0 { match_at(element, text, start)? } else { next(element, text, end)? };
        quality.skipped += (last + 1).saturating_sub(end + 1 + found.sum());
        end = last;
        quality.add(&found);
    }
    quality.fit(trust).map(|fit| (end, fit))
}

/// The next element: directly behind, behind one filler, or within the gap; the first that is
/// not a misspelling wins.
fn next(element: &Element, text: &Text, at: usize) -> Option<(usize, Quality)> {
    let reach = if element.gap { GAP } else { 1 };
    let mut fallback = None;
    for skipped in 0..=reach {
        let Some(syllable) = text.syllables.get(at + 1 + skipped) else { break };
        if let Some(found) = match_at(element, text, at + 1 + skipped) {
            if found.1.lazy + found.1.other == 0 {
                return Some(found);
            }
            fallback = fallback.or(Some(found));
        }
        if !element.gap && *syllable as usize >= FILLERS.len() {
            break;
        }
    }
    fallback
}

#[derive(Clone, Copy)]
enum Close {
    Exact,
    Bare,
    Lazy,
    Other,
}

/// The alternative that fits best from a token on: its last token, and how close its words are.
fn match_at(element: &Element, text: &Text, at: usize) -> Option<(usize, Quality)> {
    let mut best: Option<(usize, Quality)> = None;
    for forms in &element.forms {
        let Some(syllables) = text.syllables.get(at..at + forms.len()) else { continue };
        if forms.iter().zip(syllables).any(|(form, syllable)| form.syllable != *syllable) {
            continue;
        }
        let mut quality = Quality::default();
        let tokens = &text.words.tokens[at..at + forms.len()];
        let close = |(form, token)| closeness(form, token, text.words).map(|close| quality.count(close));
        if forms.iter().zip(tokens).map(close).any(|counted| counted.is_none()) {
            continue;
        }
        if best.as_ref().is_none_or(|b| quality.badness() < b.1.badness()) {
            best = Some((at + forms.len() - 1, quality));
        }
    }
    best
}

/// How close two words are that fold to the same; `None` if they are two words.
fn closeness(form: &Form, token: &Token, words: &Words) -> Option<Close> {
    let lazy = words.telex || !words.accented;
    Some(match (form.key == token.key, token.marked, words.accented) {
        (true, true, _) | (true, false, true) => Close::Exact,
        (true, false, false) if form.folded.len() > 5 => Close::Exact,
        (_, false, false) => {
            if form.collides {
                Close::Lazy
            } else {
                Close::Bare
            }
        }
        (false, false, true) if form.collides => return None,
        (false, false, true) => Close::Lazy,
        (false, true, _) if lazy && is_partly(&token.key, &form.key) => Close::Bare,
        (false, true, _) => Close::Other,
    })
}

/// Whether some accents of a syllable were left out and the others are right: "đien" and "dien"
/// for "điện", "mát" for "mất".
fn is_partly(typed: &str, meant: &str) -> bool {
    let mut rest = meant.chars();
    typed.chars().all(|c| rest.any(|m| m == c || (c == 'd' && m == 'đ')))
}

#[cfg(test)]
mod tests {
    use super::super::normalise::{Abbreviations, normalise};
    use super::*;

    fn fit_of(phrase: &str, text: &str) -> f32 {
        let mut book = Book::default();
        book.add(Phrase::read(phrase).unwrap());
        book.find(&normalise(text, &Abbreviations::new())).first().map_or(0.0, |h| h.fit)
    }

    #[test]
    fn exact_accents_outweigh_folded_ones() {
        let exact = fit_of("sổ đỏ", "Nhà tôi chưa có sổ đỏ");
        let bare = fit_of("sổ đỏ", "nha toi chua co so do");
        let other = fit_of("sổ đỏ", "Nhà tôi chưa có sơ đồ thoát nạn");
        assert!(exact > bare && bare > other, "{exact} {bare} {other}");
    }

    #[test]
    fn short_folded_words_are_weak_unless_said_to_be_safe() {
        assert!(fit_of("đất", "dat o dau") < 0.4);
        assert!(fit_of("đất", "đặt lịch ở đâu").abs() < f32::EPSILON);
        assert!(fit_of("rác!", "rac day duong") > 0.9);
    }

    #[test]
    fn gaps_fillers_alternatives_and_conjunctions() {
        assert!(fit_of("đèn ~ hỏng/tắt", "cái đèn ở đầu ngõ tôi bị hỏng") > 0.9);
        assert!(fit_of("cống tắc", "cống bị tắc") > 0.9);
        assert!(fit_of("đèn hỏng", "đèn ở đầu ngõ hỏng") < 0.1);
        assert!(fit_of("vỉa hè & cấp phép", "cấp phép cho dùng vỉa hè") > 0.9);
        assert!(fit_of("vỉa hè & cấp phép", "vỉa hè hỏng").abs() < f32::EPSILON);
    }

    #[test]
    fn a_broken_phrase_is_refused() {
        for text in ["", "~ a", "a ~", "a & ", "/"] {
            assert!(Phrase::read(text).is_err(), "{text:?}");
        }
    }
}
