//! Several things in one message: "there is a fire, and by the way, when is the market open?"
//! Danger and complaints are looked for in every part, so that what else is said does not drown
//! them.

/// Words that a sentence needs at least, and what is looked at: nobody's danger stands in the
/// ninth sentence.
const LEAST_WORDS: usize = 3;
const MOST_SENTENCES: usize = 8;
const MOST_STRETCHES: usize = 12;
/// Sentences of so many words are also looked at in stretches of so many, each beginning half a
/// stretch after the one before: by voice or in a hurry nobody writes full stops.
const LONG: usize = 20;
const STRETCH: usize = 12;

/// A part of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part<'a> {
    /// As it was written.
    pub text: &'a str,
    /// Whether it is a whole sentence.
    pub whole: bool,
}

/// The parts of a message; none if it is a single short one.
#[must_use]
pub fn parts(text: &str) -> Vec<Part<'_>> {
    let mut sentences: Vec<&str> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() && sentences.len() < MOST_SENTENCES {
        let end = sentence_end(rest);
        sentences.push(&rest[..end]);
        rest = &rest[end..];
    }
    sentences.retain(|sentence| sentence.split_whitespace().count() >= LEAST_WORDS);
    let stretches = sentences.iter().flat_map(|sentence| stretches(sentence)).take(MOST_STRETCHES);
    let stretches: Vec<Part<'_>> = stretches.map(|text| Part { text, whole: false }).collect();
    let mut parts: Vec<Part<'_>> = sentences.iter().map(|text| Part { text, whole: true }).collect();
    if parts.len() == 1 {
        // The whole has been looked at already.
        parts.clear();
    }
    parts.extend(stretches);
    parts
}

/// Where the first sentence ends; dots within numbers and abbreviations end none.
fn sentence_end(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let ends = match c {
            '?' | '!' | '…' | '\n' | ';' => true,
            '.' => chars.peek().is_none_or(|next| next.1.is_whitespace()),
            _ => false,
        };
        if ends {
            return i + c.len_utf8();
        }
    }
    text.len()
}

fn stretches(sentence: &str) -> Vec<&str> {
    let begin = |word: &str| word.as_ptr() as usize - sentence.as_ptr() as usize;
    let words: Vec<&str> = sentence.split_whitespace().collect();
    if words.len() < LONG {
        return Vec::new();
    }
    let stretch = |words: &[&'_ str]| {
        let (first, last) = (begin(words[0]), words[words.len() - 1]);
        &sentence[first..begin(last) + last.len()]
    };
    words.windows(STRETCH).step_by(STRETCH / 2).map(stretch).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_told_apart() {
        let texts = |text| parts(text).iter().map(|part| part.text.trim()).collect::<Vec<_>>();
        assert_eq!(
            texts("Cháy nhà số 5. Chợ mấy giờ mở cửa? Cảm ơn"),
            ["Cháy nhà số 5.", "Chợ mấy giờ mở cửa?"]
        );
        assert_eq!(texts("Nộp 1.000 đồng ở đâu"), [""; 0], "the whole is no part of itself");
        assert_eq!(texts(""), [""; 0]);
    }

    #[test]
    fn what_has_no_full_stops_is_looked_at_in_stretches() {
        let words: Vec<String> = (0..30).map(|i| format!("chữ{i}")).collect();
        let text = words.join(" ");
        let parts = parts(&text);
        assert!(parts.iter().all(|part| !part.whole && part.text.split(' ').count() == STRETCH));
        assert_eq!(parts[1].text, words[STRETCH / 2..STRETCH / 2 + STRETCH].join(" "));
        assert!(super::parts(&"a ".repeat(100_000)).len() <= MOST_STRETCHES);
    }
}
