//! Text with entities: what Telegram finds in plain text by itself, and the way back to HTML.
//! Offsets and lengths are UTF-16 units.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::text::utf16_len;

/// One entity as the Bot API writes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entity {
    #[serde(rename = "type")]
    pub kind: String,
    pub offset: usize,
    pub length: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_emoji_id: Option<String>,
}

impl Entity {
    /// An entity that needs no more than its kind.
    #[must_use]
    pub fn new(kind: &str, offset: usize, length: usize) -> Self {
        let kind = kind.to_owned();
        Self { kind, offset, length, url: None, user: None, language: None, custom_emoji_id: None }
    }

    fn end(&self) -> usize {
        self.offset.saturating_add(self.length)
    }

    /// The words that the entity covers.
    #[must_use]
    pub fn of<'a>(&self, text: &'a str) -> &'a str {
        let from = byte_at(text, self.offset);
        let to = byte_at(text, self.end());
        text.get(from..to).unwrap_or_default()
    }
}

/// Where the UTF-16 unit `unit` begins, in bytes; the end if the text is shorter.
fn byte_at(text: &str, unit: usize) -> usize {
    let mut units = 0;
    for (at, c) in text.char_indices() {
        if units >= unit {
            return at;
        }
        units += c.len_utf16();
    }
    text.len()
}

/// Cuts white space around the text, as Telegram does, and moves the entities along.
#[must_use]
pub fn trim(text: &str, entities: Vec<Entity>) -> (String, Vec<Entity>) {
    let without_end = text.trim_end();
    let trimmed = without_end.trim_start();
    let cut = utf16_len(without_end) - utf16_len(trimmed);
    let whole = utf16_len(trimmed);
    let entities = entities
        .into_iter()
        .filter_map(|mut entity| {
            let from = entity.offset.saturating_sub(cut).min(whole);
            let to = entity.end().saturating_sub(cut).min(whole);
            (entity.offset, entity.length) = (from, to - from);
            (to > from).then_some(entity)
        })
        .collect();
    (trimmed.to_owned(), entities)
}

/// Adds the entities that Telegram finds in any text: commands, mentions, hashtags and links.
/// Nothing is found inside code or where an entity already is a link.
#[must_use]
pub fn with_found(text: &str, mut entities: Vec<Entity>) -> Vec<Entity> {
    for found in find(text) {
        let taken = entities.iter().any(|given| {
            matches!(
                given.kind.as_str(),
                "code" | "pre" | "text_link" | "text_mention" | "bot_command" | "mention"
            ) && given.offset < found.end()
                && found.offset < given.end()
        });
        if !taken {
            entities.push(found);
        }
    }
    entities.sort_by_key(|entity| (entity.offset, usize::MAX - entity.length));
    entities
}

fn find(text: &str) -> Vec<Entity> {
    let mut found = Vec::new();
    let mut offset = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let bare = word.trim_end();
        // Punctuation in front of a command or a name does not hide it: "(@loa_bot)".
        let core = bare.trim_start_matches(['(', '[', '"', '\'', '“', '«', ',', '.', ':']);
        let start = offset + utf16_len(bare) - utf16_len(core);
        if let Some((kind, length)) = kind_of(core) {
            found.push(Entity::new(kind, start, utf16_len(&core[..length])));
        }
        offset += utf16_len(word);
    }
    found
}

/// What a word is by itself, and how many of its bytes.
fn kind_of(word: &str) -> Option<(&'static str, usize)> {
    let name = |from: usize| {
        let end = word[from..].find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        end.map_or(word.len(), |end| from + end)
    };
    if word.starts_with('/') {
        let mut end = name(1);
        if end == 1 || word[end..].starts_with('/') {
            return None;
        }
        if word[end..].starts_with('@') && name(end + 1) > end + 3 {
            end = name(end + 1);
        }
        return Some(("bot_command", end));
    }
    if word.starts_with('@') {
        let end = name(1);
        return (end > 3).then_some(("mention", end));
    }
    if let Some(tag) = word.strip_prefix('#') {
        let length = tag.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(tag.len());
        return (length > 0).then_some(("hashtag", length + 1));
    }
    let is_url = ["http://", "https://", "t.me/", "www."].iter().any(|start| word.starts_with(start));
    let end = word.trim_end_matches(['.', ',', ')', ']', '!', '?', ':', ';', '"', '”']).len();
    (is_url && end > 5).then_some(("url", end))
}

/// The text as HTML that a page can show and [`super::html::parse`] can read.
#[must_use]
pub fn to_html(text: &str, entities: &[Entity]) -> String {
    let mut edges: Vec<usize> = entities.iter().flat_map(|entity| [entity.offset, entity.end()]).collect();
    edges.extend([0, utf16_len(text)]);
    edges.sort_unstable();
    edges.dedup();
    let mut html = String::new();
    let mut open: Vec<&Entity> = Vec::new();
    // One piece of text between two edges at a time; entities that cross are closed and reopened.
    for pair in edges.windows(2) {
        let piece = Entity::new("", pair[0], pair[1] - pair[0]);
        let mut over: Vec<&Entity> = entities
            .iter()
            .filter(|entity| entity.offset <= piece.offset && piece.end() <= entity.end())
            .filter(|entity| tags(entity, text).is_some())
            .collect();
        over.sort_by_key(|entity| (entity.offset, usize::MAX - entity.length));
        let same = open.iter().zip(&over).take_while(|(a, b)| std::ptr::eq(**a, **b)).count();
        close(&mut html, &mut open, same, text);
        for entity in &over[same..] {
            html.push_str(&tags(entity, text).unwrap_or_default().0);
            open.push(entity);
        }
        html.push_str(&escape(piece.of(text)));
    }
    close(&mut html, &mut open, 0, text);
    html
}

fn close(html: &mut String, open: &mut Vec<&Entity>, keep: usize, text: &str) {
    while open.len() > keep {
        if let Some(entity) = open.pop() {
            html.push_str(&tags(entity, text).unwrap_or_default().1);
        }
    }
}

/// `<`, `>`, `&` and `"` as HTML writes them.
#[must_use]
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn tags(entity: &Entity, text: &str) -> Option<(String, String)> {
    let plain = |tag: &str| Some((format!("<{tag}>"), format!("</{tag}>")));
    match entity.kind.as_str() {
        "bold" => plain("b"),
        "italic" => plain("i"),
        "underline" => plain("u"),
        "strikethrough" => plain("s"),
        "spoiler" => plain("tg-spoiler"),
        "code" => plain("code"),
        "blockquote" => plain("blockquote"),
        "expandable_blockquote" => Some(("<blockquote expandable>".into(), "</blockquote>".into())),
        "pre" => match &entity.language {
            Some(language) => {
                Some((format!("<pre><code class=\"language-{}\">", escape(language)), "</code></pre>".into()))
            }
            None => plain("pre"),
        },
        "text_link" => entity.url.as_deref().map(link),
        "url" => {
            let url = entity.of(text);
            Some(if url.starts_with("http") { link(url) } else { link(&format!("https://{url}")) })
        }
        _ => None,
    }
}

fn link(url: &str) -> (String, String) {
    (format!("<a href=\"{}\">", escape(url)), "</a>".into())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn kinds(text: &str) -> Vec<(String, &str)> {
        with_found(text, Vec::new()).into_iter().map(|e| (e.kind.clone(), e.of(text))).collect()
    }

    #[test]
    fn telegram_finds_commands_names_and_links() {
        for (text, expected) in [
            ("/hoi đèn hỏng", vec![("bot_command", "/hoi")]),
            ("/start@loa_bot ABC", vec![("bot_command", "/start@loa_bot")]),
            ("chào @loa_bot, hỏi chút", vec![("mention", "@loa_bot")]),
            ("xem (https://t.me/loa_bot?start=1).", vec![("url", "https://t.me/loa_bot?start=1")]),
            ("#thongbao ngõ 12", vec![("hashtag", "#thongbao")]),
            ("12/5 và a@b và /", vec![]),
            ("/usr/bin", vec![]),
        ] {
            let expected: Vec<_> = expected.into_iter().map(|(k, s)| (k.to_owned(), s)).collect();
            assert_eq!(kinds(text), expected, "{text}");
        }
    }

    #[test]
    fn html_nests_what_crosses() {
        let entities = vec![Entity::new("bold", 0, 4), Entity::new("italic", 2, 4)];
        assert_eq!(to_html("abcdef", &entities), "<b>ab<i>cd</i></b><i>ef</i>");
    }

    #[test]
    fn trimming_moves_entities() {
        let (text, entities) =
            trim("  xin chào \n", vec![Entity::new("bold", 2, 3), Entity::new("italic", 0, 2)]);
        assert_eq!(text, "xin chào");
        assert_eq!(entities, [Entity::new("bold", 0, 3)]);
    }

    proptest! {
        #[test]
        fn html_reads_back_as_the_same_text(
            text in "[a-zđ<&\" \u{1F600}]{0,30}",
            offset in 0usize..30,
            length in 1usize..30,
        ) {
            let entities = [Entity::new("bold", offset, length), Entity::new("italic", offset / 2, length)];
            let (back, _) = super::super::html::parse(&to_html(&text, &entities)).unwrap();
            prop_assert_eq!(back, text);
        }

        #[test]
        fn finding_never_panics(text in "\\PC{0,60}") {
            for entity in with_found(&text, Vec::new()) {
                prop_assert!(!entity.of(&text).is_empty());
            }
        }
    }
}
