//! Telegram's HTML: a few tags and nothing else. What does not close, or is not known, is refused
//! with the words that Telegram uses.

use super::entities::Entity;

/// Text and entities of `html`, or what is wrong with it.
///
/// # Errors
/// The part of Telegram's description after "can't parse entities: ".
pub fn parse(html: &str) -> Result<(String, Vec<Entity>), String> {
    let mut reader =
        Reader { html, at: 0, text: String::new(), units: 0, open: Vec::new(), done: Vec::new() };
    while let Some(c) = reader.peek() {
        match c {
            '<' if reader.rest().starts_with("</") => reader.end_tag()?,
            '<' => reader.start_tag()?,
            '&' => {
                let c = reader.character_reference();
                reader.push(c);
            }
            _ => {
                reader.at += c.len_utf8();
                reader.push(c);
            }
        }
    }
    if let Some(tag) = reader.open.pop() {
        return Err(format!("Can't find end tag corresponding to start tag \"{}\"", tag.name));
    }
    let mut entities = reader.done;
    entities.sort_by_key(|entity| (entity.offset, usize::MAX - entity.length));
    Ok((reader.text, entities))
}

const TAGS: &[&str] = &[
    "a",
    "b",
    "strong",
    "i",
    "em",
    "s",
    "strike",
    "del",
    "u",
    "ins",
    "tg-spoiler",
    "tg-emoji",
    "span",
    "pre",
    "code",
    "blockquote",
];

struct Reader<'a> {
    html: &'a str,
    /// Bytes read.
    at: usize,
    text: String,
    /// Length of `text` in UTF-16 units.
    units: usize,
    open: Vec<Tag>,
    done: Vec<Entity>,
}

struct Tag {
    name: String,
    /// The one attribute that matters to the tag: link, language, class, emoji.
    argument: String,
    offset: usize,
    text_from: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.html[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn push(&mut self, c: char) {
        self.text.push(c);
        self.units += c.len_utf16();
    }

    fn take_while(&mut self, keep: impl Fn(char) -> bool) -> String {
        let rest = self.rest();
        let end = rest.find(|c| !keep(c)).unwrap_or(rest.len());
        let taken = rest[..end].to_owned();
        self.at += end;
        taken
    }

    fn skip_space(&mut self) {
        self.take_while(|c| c.is_ascii_whitespace());
    }

    /// Reads `&…;`; what is no reference is a plain `&`.
    fn character_reference(&mut self) -> char {
        let rest = self.rest();
        let known = [("&lt", '<'), ("&gt", '>'), ("&amp", '&'), ("&quot", '"')];
        let mut read =
            known.into_iter().find(|(name, _)| rest.starts_with(name)).map(|(name, c)| (c, name.len()));
        if let Some(number) = rest.strip_prefix("&#") {
            let (digits, radix, before) =
                number.strip_prefix(['x', 'X']).map_or((number, 10, 2), |digits| (digits, 16, 3));
            let length = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
            let code = u32::from_str_radix(&digits[..length], radix).ok().filter(|code| *code != 0);
            read = code.and_then(char::from_u32).map(|c| (c, before + length));
        }
        let (c, length) = read.unwrap_or(('&', 1));
        self.at += length;
        if length > 1 && self.peek() == Some(';') {
            self.at += 1;
        }
        c
    }

    fn start_tag(&mut self) -> Result<(), String> {
        let begin = self.at;
        let unclosed = || format!("Unclosed start tag at byte offset {begin}");
        self.at += 1;
        let name = self.take_while(|c| !c.is_ascii_whitespace() && c != '>').to_lowercase();
        if self.peek().is_none() {
            return Err(unclosed());
        }
        if !TAGS.contains(&name.as_str()) {
            return Err(format!("Unsupported start tag \"{name}\" at byte offset {begin}"));
        }
        let mut argument = String::new();
        loop {
            self.skip_space();
            match self.peek() {
                None => return Err(unclosed()),
                Some('>') => break,
                Some(_) => {}
            }
            let attribute =
                self.take_while(|c| !c.is_ascii_whitespace() && !matches!(c, '=' | '>' | '/' | '"' | '\''));
            if attribute.is_empty() {
                return Err(format!("Empty attribute name in the tag \"{name}\" at byte offset {begin}"));
            }
            self.skip_space();
            let mut value = String::new();
            if self.peek() == Some('=') {
                self.at += 1;
                self.skip_space();
                value = self.attribute_value()?;
            }
            match (name.as_str(), attribute.as_str()) {
                ("a", "href") | ("tg-emoji", "emoji-id") | ("span", "class") => argument = value,
                ("code", "class") if value.starts_with("language-") => {
                    argument = value["language-".len()..].into();
                }
                ("blockquote", "expandable") => argument = "1".into(),
                _ => {}
            }
        }
        self.at += 1;
        if name == "span" && argument != "tg-spoiler" {
            return Err(format!("Tag \"span\" must have class \"tg-spoiler\" at byte offset {begin}"));
        }
        self.open.push(Tag { name, argument, offset: self.units, text_from: self.text.len() });
        Ok(())
    }

    fn attribute_value(&mut self) -> Result<String, String> {
        let begin = self.at;
        let Some(quote @ ('"' | '\'')) = self.peek() else {
            let value = self.take_while(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-').to_lowercase();
            return match self.peek() {
                Some(c) if c.is_ascii_whitespace() || c == '>' => Ok(value),
                _ => Err(format!("Unexpected end of name token at byte offset {begin}")),
            };
        };
        self.at += 1;
        let mut value = String::new();
        while let Some(c) = self.peek() {
            if c == quote {
                self.at += 1;
                break;
            }
            if c == '&' {
                value.push(self.character_reference());
            } else {
                self.at += c.len_utf8();
                value.push(c);
            }
        }
        Ok(value)
    }

    fn end_tag(&mut self) -> Result<(), String> {
        let begin = self.at;
        self.at += 2;
        let name = self.take_while(|c| !c.is_ascii_whitespace() && c != '>').to_lowercase();
        let Some(tag) = self.open.pop() else {
            return Err(format!("Unexpected end tag at byte offset {begin}"));
        };
        self.skip_space();
        if self.peek() != Some('>') {
            return Err(format!("Unclosed end tag at byte offset {begin}"));
        }
        self.at += 1;
        if !name.is_empty() && name != tag.name {
            return Err(format!(
                "Unmatched end tag at byte offset {begin}, expected \"</{}>\", found \"</{name}>\"",
                tag.name
            ));
        }
        if self.units > tag.offset {
            self.finish(tag);
        }
        Ok(())
    }

    fn finish(&mut self, tag: Tag) {
        let mut entity = Entity::new("", tag.offset, self.units - tag.offset);
        let twin = self.done.last_mut().filter(|e| e.offset == entity.offset && e.length == entity.length);
        let kind = match tag.name.as_str() {
            "b" | "strong" => "bold",
            "i" | "em" => "italic",
            "u" | "ins" => "underline",
            "s" | "strike" | "del" => "strikethrough",
            "tg-spoiler" | "span" => "spoiler",
            "blockquote" if tag.argument.is_empty() => "blockquote",
            "blockquote" => "expandable_blockquote",
            "tg-emoji" => {
                entity.custom_emoji_id = Some(tag.argument);
                "custom_emoji"
            }
            // `<pre><code class="language-…">` is one entity.
            "pre" => match twin {
                Some(code) if code.kind == "code" && code.language.is_some() => {
                    "pre".clone_into(&mut code.kind);
                    return;
                }
                _ => "pre",
            },
            "code" => {
                entity.language = Some(tag.argument).filter(|language| !language.is_empty());
                "code"
            }
            _ => {
                let url = if tag.argument.is_empty() {
                    self.text[tag.text_from..].to_owned()
                } else {
                    tag.argument
                };
                let Some(url) = checked_url(&url) else { return };
                entity.url = Some(url);
                "text_link"
            }
        };
        kind.clone_into(&mut entity.kind);
        self.done.push(entity);
    }
}

/// The link as Telegram stores it; none if it is no link, and then the text stays without one.
fn checked_url(url: &str) -> Option<String> {
    let url = url.trim();
    let with_scheme = if url.contains("://") || url.starts_with("mailto:") || url.starts_with("tel:") {
        url.to_owned()
    } else {
        format!("http://{url}")
    };
    let parsed = reqwest::Url::parse(&with_scheme).ok()?;
    match parsed.scheme() {
        "http" | "https" => parsed.host_str().filter(|host| host.contains('.') || *host == "localhost")?,
        "tg" | "mailto" | "tel" => "",
        _ => return None,
    };
    Some(parsed.to_string())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shape(html: &str) -> (String, Vec<(String, usize, usize)>) {
        let (text, entities) = parse(html).unwrap();
        (text, entities.into_iter().map(|e| (e.kind, e.offset, e.length)).collect())
    }

    #[test]
    fn tags_become_entities_in_utf16_units() {
        let (text, entities) = shape("<b>Thông báo</b> 😀 <i>ngõ <u>12</u></i> &lt;a&gt; &#272;");
        assert_eq!(text, "Thông báo 😀 ngõ 12 <a> Đ");
        let expected = [("bold", 0, 9), ("italic", 13, 6), ("underline", 17, 2)];
        assert_eq!(entities, expected.map(|(kind, at, length)| (kind.to_owned(), at, length)));
    }

    #[test]
    fn links_code_and_quotes() {
        let (_, entities) = parse("<a href=\"https://t.me/x?a=1&amp;b=2\">đây</a>").unwrap();
        assert_eq!(entities[0].url.as_deref(), Some("https://t.me/x?a=1&b=2"));
        let (_, entities) = parse("<pre><code class=\"language-rust\">fn</code></pre>").unwrap();
        assert_eq!((entities.len(), entities[0].kind.as_str()), (1, "pre"));
        assert_eq!(entities[0].language.as_deref(), Some("rust"));
        assert_eq!(
            parse("<blockquote expandable>x</blockquote>").unwrap().1[0].kind,
            "expandable_blockquote"
        );
        assert_eq!(parse("<a href=\"không\">x</a>").unwrap().1, []);
    }

    #[test]
    fn what_is_broken_is_refused_in_telegrams_words() {
        for (html, words) in [
            ("<b>đậm", "Can't find end tag corresponding to start tag \"b\""),
            ("ổ</b>", "Unexpected end tag at byte offset 3"),
            ("<div>x</div>", "Unsupported start tag \"div\" at byte offset 0"),
            ("<b><i>x</b></i>", "Unmatched end tag at byte offset 7, expected \"</i>\", found \"</b>\""),
            ("<b", "Unclosed start tag at byte offset 0"),
            ("a < b", "Unsupported start tag \"\" at byte offset 2"),
            ("<span class=\"x\">y</span>", "Tag \"span\" must have class \"tg-spoiler\" at byte offset 0"),
        ] {
            assert_eq!(parse(html).unwrap_err(), words, "{html}");
        }
    }

    proptest! {
        #[test]
        fn no_input_panics(html in "([<>/&;\"'= a-zđ😀]|<b>|</b>|<a href=|&#x|&lt;|<pre>|<code>){0,40}") {
            if let Ok((text, entities)) = parse(&html) {
                for entity in entities {
                    prop_assert!(entity.offset + entity.length <= crate::text::utf16_len(&text));
                }
            }
        }
    }
}
