//! A text in parts, each whole in itself as far as may be.

/// How much a part may hold.
#[derive(Clone, Copy, Debug)]
pub(super) enum Room {
    /// UTF-16 units, which platforms count.
    Units(usize),
    Words(usize),
}

impl Room {
    /// The bytes of a text that fit.
    fn limit(self, text: &str) -> usize {
        match self {
            Self::Units(max) => {
                let mut units = 0;
                let over = text.char_indices().find(|(_, c)| {
                    units += c.len_utf16();
                    units > max
                });
                over.map_or(text.len(), |(at, _)| at)
            }
            Self::Words(max) => {
                let (mut words, mut inside) = (0, false);
                let over = text.char_indices().find(|(_, c)| {
                    let begins = !c.is_whitespace() && !inside;
                    inside = !c.is_whitespace();
                    words += usize::from(begins);
                    words > max
                });
                over.map_or(text.len(), |(at, _)| at)
            }
        }
    }
}

/// A text in pieces of so many UTF-16 units at most. A piece ends where a paragraph does, else a
/// sentence, else a word; only a word that is longer than a piece is cut.
#[must_use]
pub fn pieces(text: &str, units_max: usize) -> Vec<String> {
    parts(text, Room::Units(units_max.max(2)))
}

pub(super) fn parts(text: &str, room: Room) -> Vec<String> {
    let mut rest = text.trim();
    let mut parts = Vec::new();
    while !rest.is_empty() {
        let limit = room.limit(rest);
        let end = if limit >= rest.len() { rest.len() } else { cut(rest, limit) };
        parts.push(rest[..end].trim_end().to_owned());
        rest = rest[end..].trim_start();
    }
    if parts.is_empty() { vec![String::new()] } else { parts }
}

/// Where a part of at most `limit` bytes ends. Not earlier than half way for the sake of a
/// paragraph or a sentence: else one long one would leave a handful of words before it.
fn cut(text: &str, limit: usize) -> usize {
    let (head, next) = (&text[..limit], text[limit..].chars().next());
    let half = limit / 2;
    // A mark that ends a sentence ends one only before a space.
    let sentence = head.char_indices().rev().find(|(at, c)| {
        let after = text[at + c.len_utf8()..].chars().next();
        matches!(c, '.' | '!' | '?' | '…') && after.is_some_and(char::is_whitespace)
    });
    let ends = [head.rfind("\n\n"), head.rfind('\n'), sentence.map(|(at, c)| at + c.len_utf8())];
    if let Some(end) = ends.into_iter().flatten().find(|end| *end > half) {
        return end;
    }
    if next.is_some_and(char::is_whitespace) {
        return limit;
    }
    match head.rfind(char::is_whitespace) {
        Some(end) if end > 0 => end,
        _ => limit,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_piece_ends_where_a_paragraph_or_a_sentence_does() {
        let text = "Đoạn một dài vừa.\n\nĐoạn hai. Câu nữa của đoạn hai.";
        assert_eq!(pieces(text, 100), [text]);
        assert_eq!(pieces(text, 30), ["Đoạn một dài vừa.", "Đoạn hai. Câu nữa của đoạn", "hai."]);
        assert_eq!(
            pieces("Một câu ngắn. Một câu thứ hai dài.", 22),
            ["Một câu ngắn.", "Một câu thứ hai dài."]
        );
        assert_eq!(pieces("", 10), [""]);
        assert_eq!(pieces("abcdefghij", 4), ["abcd", "efgh", "ij"]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_everything_fits(text in "[a-zà-ỹ🔔.!? \n]{0,400}", max in 2_usize..80) {
            let all = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            let found = pieces(&text, max);
            prop_assert_eq!(all(&found.concat()), all(&text));
            for piece in &found {
                prop_assert!(crate::text::utf16_len(piece) <= max, "{:?}", piece);
            }
        }
    }
}
