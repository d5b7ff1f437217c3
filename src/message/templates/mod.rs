//! Texts with places to be filled in. A ward has those that are shipped and its own.
//!
//! Promise: a template is only a beginning; what is made from it is a draft like any other, checked
//! and approved as one.

mod store;

use std::sync::LazyLock;

use serde::Deserialize;

pub use store::{TemplateId, add, drop, of_ward, template};

use crate::plan::ContentGroupId;
use crate::text::{Rich, Span, nfc};

/// Places of a template that are asked for; more is a form, not a message.
pub const FIELDS_MAX: usize = 12;
/// Characters between two brackets that are a place.
const FIELD_MAX: usize = 80;

/// Which template it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// By its key in the file.
    Shipped(String),
    Own(TemplateId),
}

/// A text with places to be filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    pub which: Which,
    pub name: String,
    pub text: Rich,
    pub content_group: Option<ContentGroupId>,
}

#[derive(Deserialize)]
struct File {
    template: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    key: String,
    name: String,
    text: String,
}

static SHIPPED: LazyLock<Vec<Template>> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("shipped.toml"))
        .unwrap_or_else(|e| unreachable!("the shipped templates are read: {e}"));
    let template = |entry: Entry| {
        let (first, rest) = entry.text.split_once('\n').unwrap_or((&entry.text, ""));
        let text =
            if rest.is_empty() { Rich::plain(first) } else { Rich::bold(first).below(1, &Rich::plain(rest)) };
        Template { which: Which::Shipped(entry.key), name: entry.name, text, content_group: None }
    };
    file.template.into_iter().map(template).collect()
});

/// The templates that every ward has.
#[must_use]
pub fn shipped() -> &'static [Template] {
    &SHIPPED
}

impl Which {
    /// As a button carries it.
    #[must_use]
    pub fn code(&self) -> String {
        match self {
            Self::Shipped(key) => key.clone(),
            Self::Own(id) => id.0.simple().to_string(),
        }
    }

    /// Reads what a button carried; whether there is such a template is another question.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        match uuid::Uuid::try_parse(code) {
            Ok(id) => Self::Own(TemplateId(id)),
            Err(_) => Self::Shipped(code.to_owned()),
        }
    }
}

/// The places of a text that are to be filled in, each once, in order: what stands in square
/// brackets.
#[must_use]
pub fn fields(text: &Rich) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for span in text.spans() {
        for (_, name) in places(&span.text) {
            if !found.contains(&name) && found.len() < FIELDS_MAX {
                found.push(name);
            }
        }
    }
    found
}

/// The text with these values in the places of [`fields`], in that order. Places without a value
/// stay.
#[must_use]
pub fn fill(text: &Rich, values: &[String]) -> Rich {
    let names = fields(text);
    let mut filled = Rich::default();
    for span in text.spans() {
        let mut words = String::new();
        let mut from = 0;
        for (at, name) in places(&span.text) {
            let value = names.iter().position(|known| *known == name).and_then(|n| values.get(n));
            let Some(value) = value else { continue };
            words.push_str(&span.text[from..at]);
            words.push_str(&nfc(value));
            from = at + name.len() + 2;
        }
        words.push_str(&span.text[from..]);
        filled.push(Span { text: words, ..span.clone() });
    }
    filled
}

/// Where brackets open in a text, with what stands between them.
fn places(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(open) = text[from..].find('[').map(|at| from + at) {
        let inner = &text[open + 1..];
        let Some(end) = inner.find(['[', ']', '\n']) else { break };
        let name = &inner[..end];
        let is_place =
            inner[end..].starts_with(']') && !name.trim().is_empty() && name.chars().count() <= FIELD_MAX;
        if is_place {
            found.push((open, name.to_owned()));
            from = open + end + 2;
        } else {
            from = open + 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::message::checks::{Concern, Facts, findings};

    #[test]
    fn places_are_asked_for_once_and_filled_everywhere() {
        let mut text = Rich::bold("Họp [ngày]");
        text.append(&Rich::plain(": mời bà con đến [nơi] ngày [ngày]. Mảng a[] và [không đóng"));
        assert_eq!(fields(&text), ["ngày", "nơi"]);
        let filled = fill(&text, &["12/5".into(), "nhà văn hóa [A]".into()]);
        assert_eq!(
            filled.words(),
            "Họp 12/5: mời bà con đến nhà văn hóa [A] ngày 12/5. Mảng a[] và [không đóng"
        );
        assert!(filled.spans()[0].bold);
        assert_eq!(fill(&text, &["12/5".into()]).words().matches("[nơi]").count(), 1);
    }

    #[test]
    fn what_is_shipped_reads_well_with_its_own_examples() {
        assert!(shipped().len() >= 5);
        let at = "2026-05-04T09:00:00+07:00".parse().unwrap();
        for template in shipped() {
            let names = fields(&template.text);
            assert!(names.len() >= 4, "{}", template.name);
            let example = |name: &String| name.split_once("ví dụ: ").expect("an example").1.to_owned();
            let values: Vec<String> = names.iter().map(example).collect();
            let filled = fill(&template.text, &values);
            let found = findings(&filled, Facts { at, official: &[] });
            assert!(found.is_empty(), "{found:?} in {}", filled.words());
            let left = findings(&template.text, Facts { at, official: &[] });
            assert!(left.iter().any(|finding| finding.concern == Concern::Blank), "{}", template.name);
            assert_eq!(Which::from_code(&template.which.code()), template.which);
        }
    }

    proptest! {
        #[test]
        fn whatever_is_written_is_filled(text in "[a\\[\\]\n đ]{0,60}", value in "\\PC{0,9}") {
            let text = Rich::plain(&text);
            let names = fields(&text);
            let filled = fill(&text, &vec![value; names.len()]);
            prop_assert!(names.len() <= FIELDS_MAX);
            if names.is_empty() {
                prop_assert_eq!(filled, text);
            }
        }
    }
}
