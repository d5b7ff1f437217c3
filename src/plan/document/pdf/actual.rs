//! Spans of a page that say themselves what their letters are ("ActualText"): programs mark so what
//! a font has no names for, such as a letter that is drawn as its base and two accents.

use lopdf::Dictionary;

use super::page::Glyph;

/// Larger spans are whole paragraphs, whose letters are known; they must keep their places.
const LETTERS_MAX: usize = 16;
const NESTED_MAX: usize = 64;

/// The spans that are open, from the outermost in.
#[derive(Default)]
pub(super) struct Spans(Vec<Span>);

struct Span {
    /// How many letters the page had when it began.
    from: usize,
    says: Option<String>,
}

impl Spans {
    pub fn open(&mut self, from: usize, properties: Option<&Dictionary>) {
        let says = properties.and_then(|p| p.get(b"ActualText").ok()).and_then(|text| text.as_str().ok());
        self.0.push(Span { from, says: says.map(decoded).filter(|_| self.0.len() < NESTED_MAX) });
    }

    /// Ends the innermost span: what it says stands where its letters stood.
    pub fn close(&mut self, glyphs: &mut Vec<Glyph>) {
        let Some(Span { from, says: Some(says) }) = self.0.pop() else { return };
        let drawn = glyphs.get(from..).unwrap_or_default();
        let Some(first) = drawn.first() else { return };
        let one_line = drawn.iter().all(|glyph| (glyph.y - first.y).abs() < first.size);
        if !one_line || drawn.len() > LETTERS_MAX || says.chars().count() > LETTERS_MAX {
            return;
        }
        let end = drawn.iter().map(|glyph| glyph.end).fold(first.end, f32::max);
        let whole = Glyph { end, name: says, ..first.clone() };
        glyphs.truncate(from);
        // What is only an accent belongs to the letter before it.
        match glyphs.last_mut() {
            Some(last) if is_accent(&whole.name) && last.name.chars().count() < LETTERS_MAX => {
                last.name.push_str(&whole.name);
            }
            _ => glyphs.push(whole),
        }
    }
}

/// Whether a letter's name is an accent by itself, which belongs to the letter set before it.
pub(super) fn is_accent(name: &str) -> bool {
    name.starts_with(|c: char| ('\u{300}'..='\u{36F}').contains(&c))
}

/// UTF-16 or UTF-8 with its mark, else a byte a letter.
fn decoded(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => {
            let units = rest.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
        }
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use lopdf::Object;

    use super::*;

    fn glyph(x: f32, y: f32, name: &str) -> Glyph {
        Glyph { x, y, end: x + 5.0, size: 10.0, name: name.to_owned() }
    }

    fn said(text: &[u8]) -> Dictionary {
        let mut properties = Dictionary::new();
        properties.set("ActualText", Object::string_literal(text));
        properties
    }

    #[test]
    fn a_span_says_what_its_letters_are() {
        let mut glyphs = vec![glyph(0.0, 50.0, "v")];
        let mut spans = Spans::default();
        spans.open(glyphs.len(), None);
        spans.open(glyphs.len(), Some(&said(b"\xFE\xFF\x00\xEA\x03\x00")));
        glyphs.extend([glyph(5.0, 50.0, "ê"), glyph(9.0, 50.0, "\u{11}")]);
        spans.close(&mut glyphs);
        spans.close(&mut glyphs);
        let names: Vec<_> = glyphs.iter().map(|glyph| (glyph.name.as_str(), glyph.end)).collect();
        assert_eq!(names, [("v", 5.0), ("ê\u{300}", 14.0)]);
        // An accent alone joins the letter before it.
        spans.open(glyphs.len(), Some(&said(b"\xFE\xFF\x03\x23")));
        glyphs.push(glyph(10.0, 50.0, "\u{0E}"));
        spans.close(&mut glyphs);
        assert_eq!(glyphs.last().map(|glyph| glyph.name.as_str()), Some("ê\u{300}\u{323}"));
    }

    #[test]
    fn letters_of_whole_paragraphs_keep_their_places() {
        let mut spans = Spans::default();
        for drawn in [
            vec![glyph(0.0, 50.0, "a"), glyph(0.0, 30.0, "b")],
            (0..17_u8).map(|x| glyph(f32::from(x), 50.0, "a")).collect(),
            Vec::new(),
        ] {
            let mut glyphs = drawn.clone();
            spans.open(0, Some(&said(b"ab")));
            spans.close(&mut glyphs);
            assert_eq!(glyphs.len(), drawn.len());
        }
        // One end too many.
        spans.close(&mut vec![glyph(0.0, 0.0, "a")]);
    }
}
