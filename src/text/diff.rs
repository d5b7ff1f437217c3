//! What changed between two texts, word by word: by the longest sequence of words that both have.
//! Texts here have some hundreds of words, so the plain table is quick enough, and it is written
//! here because a word is what a link leads to, too, which a general library does not know.

use super::{Rich, Span};

/// Unchanged words that are shown on either side of a change.
const AROUND: usize = 8;
/// Unchanged words from which on the middle is left out.
const SHORTENED_FROM: usize = 3 * AROUND;

/// A word or a line break, with the blanks behind it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Token {
    pub word: String,
    pub blanks: String,
    pub link: Option<String>,
}

impl Token {
    /// Whether residents read and reach the same. How many blanks follow is nothing to them.
    fn is_same(&self, other: &Self) -> bool {
        self.word == other.word && self.link == other.link
    }
}

/// What became of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    Kept { old: Token, new: Token },
    Removed(Token),
    Added(Token),
}

/// The words of a text in order.
#[must_use]
pub fn tokens(text: &Rich) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut in_word = false;
    for span in text.spans() {
        for c in span.text.chars() {
            if c == '\n' {
                tokens.push(Token { word: "\n".to_owned(), ..Token::default() });
                in_word = false;
            } else if c.is_whitespace() {
                if tokens.is_empty() {
                    tokens.push(Token::default());
                }
                if let Some(last) = tokens.last_mut() {
                    last.blanks.push(c);
                }
                in_word = false;
            } else {
                if !in_word {
                    tokens.push(Token::default());
                }
                if let Some(last) = tokens.last_mut() {
                    last.word.push(c);
                    last.link = last.link.take().or_else(|| span.link.clone());
                }
                in_word = true;
            }
        }
    }
    tokens
}

/// What has to be done to one text to get the other. In a place that changed, what went comes
/// before what came.
#[must_use]
pub fn diff(old: &Rich, new: &Rich) -> Vec<Change> {
    let (old, new) = (tokens(old), tokens(new));
    let head = old.iter().zip(&new).take_while(|(a, b)| a.is_same(b)).count();
    let (old_rest, new_rest) = (&old[head..], &new[head..]);
    let tail = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(a, b)| a.is_same(b)).count();
    let (a, b) = (&old_rest[..old_rest.len() - tail], &new_rest[..new_rest.len() - tail]);
    let kept = |(old, new): (&Token, &Token)| Change::Kept { old: old.clone(), new: new.clone() };
    let mut changes: Vec<Change> = old.iter().zip(&new).take(head).map(kept).collect();
    changes.extend(middle(a, b));
    changes.extend(old[head + a.len()..].iter().zip(&new[head + b.len()..]).map(kept));
    changes
}

fn middle(a: &[Token], b: &[Token]) -> Vec<Change> {
    // longest[i][j]: the length of the longest common sequence of a[i..] and b[j..].
    let width = b.len() + 1;
    let mut longest = vec![0_u16; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            longest[i * width + j] = if a[i].is_same(&b[j]) {
                longest[(i + 1) * width + j + 1] + 1
            } else {
                longest[(i + 1) * width + j].max(longest[i * width + j + 1])
            };
        }
    }
    let mut changes = Vec::with_capacity(a.len().max(b.len()));
    let mut added = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && a[i].is_same(&b[j]) {
            changes.append(&mut added);
            changes.push(Change::Kept { old: a[i].clone(), new: b[j].clone() });
            (i, j) = (i + 1, j + 1);
        } else if j == b.len() || (i < a.len() && longest[(i + 1) * width + j] >= longest[i * width + j + 1])
        {
            changes.push(Change::Removed(a[i].clone()));
            i += 1;
        } else {
            added.push(Change::Added(b[j].clone()));
            j += 1;
        }
    }
    changes.append(&mut added);
    changes
}

/// Shows changes: what came in bold and underlined, what went struck through, and of what stayed
/// only what is near. `None`: no word changed.
#[must_use]
pub fn shown(changes: &[Change]) -> Option<Rich> {
    if changes.iter().all(|change| matches!(change, Change::Kept { .. })) {
        return None;
    }
    let mut rich = Rich::default();
    let mut at = 0;
    while at < changes.len() {
        let kind = std::mem::discriminant(&changes[at]);
        let run = changes[at..].iter().take_while(|change| std::mem::discriminant(*change) == kind).count();
        let (first, last) = (at == 0, at + run == changes.len());
        let some = &changes[at..at + run];
        match some[0] {
            Change::Kept { .. } => kept(&mut rich, some, first, last),
            Change::Removed(_) => {
                let text = words(some).replace('\n', " ");
                styled(&mut rich, &text, &Span { strike: true, ..Span::default() });
            }
            Change::Added(_) => {
                styled(&mut rich, &words(some), &Span { bold: true, underline: true, ..Span::default() });
            }
        }
        at += run;
    }
    Some(rich)
}

fn kept(rich: &mut Rich, run: &[Change], is_first: bool, is_last: bool) {
    let all: Vec<String> = run
        .iter()
        .map(|change| match change {
            Change::Kept { new, .. } | Change::Added(new) | Change::Removed(new) => {
                format!("{}{}", new.word, new.blanks)
            }
        })
        .collect();
    let text = if all.len() < SHORTENED_FROM {
        all.concat()
    } else {
        let head = if is_first { String::new() } else { all[..AROUND].concat().trim_end().to_owned() };
        let tail = if is_last { String::new() } else { all[all.len() - AROUND..].concat() };
        let gap = if is_first { "" } else { " " };
        format!("{head}{gap}… {}", tail.trim_start())
    };
    glue(rich, &text);
    rich.push(Span { text, ..Span::default() });
}

/// A blank between two runs where neither has one: where words went, the blanks are gone too.
fn glue(rich: &mut Rich, next: &str) {
    let is_open = rich.spans().last().is_some_and(|last| !last.text.ends_with(char::is_whitespace));
    if is_open && !next.starts_with(char::is_whitespace) {
        rich.push(Span { text: " ".to_owned(), ..Span::default() });
    }
}

/// The words of a run, each link's target behind it.
fn words(run: &[Change]) -> String {
    let mut text = String::new();
    let tokens: Vec<&Token> = run
        .iter()
        .map(|change| match change {
            Change::Kept { new, .. } => new,
            Change::Removed(token) | Change::Added(token) => token,
        })
        .collect();
    for (n, token) in tokens.iter().enumerate() {
        text.push_str(&token.word);
        if let Some(link) = &token.link
            && tokens.get(n + 1).is_none_or(|next| next.link != token.link)
            && *link != token.word
        {
            text.push_str(&format!(" ({link})"));
        }
        text.push_str(&token.blanks);
    }
    text
}

/// The blanks at the end carry no look.
fn styled(rich: &mut Rich, text: &str, look: &Span) {
    glue(rich, text);
    let solid = text.trim_end_matches(|c: char| c.is_whitespace() && c != '\n');
    rich.push(Span { text: solid.to_owned(), ..look.clone() });
    rich.push(Span { text: text[solid.len()..].to_owned(), ..Span::default() });
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What a diff makes of a text: both sides must be what was compared.
    fn applied(old: &Rich, changes: &[Change]) -> Option<String> {
        let mut left = tokens(old).into_iter();
        let mut new = String::new();
        for change in changes {
            match change {
                Change::Kept { old, new: token } => {
                    if left.next().as_ref() != Some(old) {
                        return None;
                    }
                    new.push_str(&format!("{}{}", token.word, token.blanks));
                }
                Change::Removed(token) => {
                    if left.next().as_ref() != Some(token) {
                        return None;
                    }
                }
                Change::Added(token) => new.push_str(&format!("{}{}", token.word, token.blanks)),
            }
        }
        left.next().is_none().then_some(new)
    }

    /// "[-gone-]" and "{+came+}" in place of looks.
    fn marked(rich: &Rich) -> String {
        rich.spans()
            .iter()
            .map(|span| match span {
                Span { strike: true, text, .. } => format!("[-{text}-]"),
                Span { underline: true, bold: true, text, .. } => format!("{{+{text}+}}"),
                Span { text, .. } => text.clone(),
            })
            .collect()
    }

    fn of(old: &str, new: &str) -> String {
        shown(&diff(&Rich::plain(old), &Rich::plain(new))).map(|rich| marked(&rich)).unwrap_or_default()
    }

    #[test]
    fn words_that_went_and_came_are_marked() {
        assert_eq!(of("Họp lúc 8h sáng", "Họp lúc 9h sáng"), "Họp lúc [-8h-] {+9h+} sáng");
        assert_eq!(of("Họp lúc 8h", "Họp lúc 8h tại đình"), "Họp lúc 8h {+tại đình+}");
        assert_eq!(of("Họp lúc 8h", "Họp"), "Họp [-lúc 8h-]");
        assert_eq!(of("Một\nHai", "Một\nBa"), "Một\n[-Hai-] {+Ba+}");
        assert_eq!(of("Một", "Một"), "");
        assert_eq!(of("Một  hai", "Một hai"), "", "nobody sees blanks");
    }

    #[test]
    fn what_stayed_is_shortened_where_it_is_long() {
        let long = (1..=60).map(|n| n.to_string()).collect::<Vec<_>>().join(" ");
        let new = format!("đầu {long} cuối");
        assert_eq!(
            of(&format!("{long} hết"), &new),
            "{+đầu+} 1 2 3 4 5 6 7 8 … 53 54 55 56 57 58 59 60 [-hết-] {+cuối+}"
        );
        assert_eq!(of(&long, &format!("{long} thêm")), "… 53 54 55 56 57 58 59 60 {+thêm+}");
    }

    #[test]
    fn another_target_of_a_link_is_a_change() {
        let link = |to: &str| {
            let mut rich = Rich::plain("Xem ");
            rich.push(Span { text: "lịch".into(), link: Some(to.into()), ..Span::default() });
            rich
        };
        let rich = shown(&diff(&link("https://a.vn"), &link("https://b.vn"))).unwrap();
        assert_eq!(marked(&rich), "Xem [-lịch (https://a.vn)-] {+lịch (https://b.vn)+}");
    }

    proptest! {
        #[test]
        fn applied_to_the_old_text_it_gives_the_new(
            old in "[abđ \n]{0,60}",
            new in "[abđ \n🔔]{0,60}",
        ) {
            let (old, new) = (Rich::plain(&old), Rich::plain(&new));
            let changes = diff(&old, &new);
            prop_assert_eq!(applied(&old, &changes), Some(new.words()));
            let has_changes = changes.iter().any(|c| !matches!(c, Change::Kept { .. }));
            prop_assert_eq!(shown(&changes).is_some(), has_changes);
        }
    }
}
