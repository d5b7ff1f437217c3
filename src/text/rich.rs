//! Rich text in the small form that every channel can show: bold, italic, underline, links, line
//! breaks.

use serde::{Deserialize, Serialize};

use super::{mask, mask_known, nfc, shorten, utf16_len};

/// A run of text with one look.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    pub text: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub bold: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub italic: bool,
    /// This and the next one are our own words about a change; nobody writes them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub underline: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub strike: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

impl Span {
    fn looks_like(&self, other: &Self) -> bool {
        let looks = |span: &Self| (span.bold, span.italic, span.underline, span.strike);
        looks(self) == looks(other) && self.link == other.link
    }
}

/// Rich text: spans in order. Neighbouring spans of one look are kept as one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rich(Vec<Span>);

impl Rich {
    /// Text without any look.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        let mut rich = Self::default();
        rich.push(Span { text: text.to_owned(), ..Span::default() });
        rich
    }

    /// Text in bold.
    #[must_use]
    pub fn bold(text: &str) -> Self {
        let mut rich = Self::default();
        rich.push(Span { text: text.to_owned(), bold: true, ..Span::default() });
        rich
    }

    /// Appends a run; its text is brought into the composed form.
    pub fn push(&mut self, span: Span) {
        let text = nfc(&span.text);
        if text.is_empty() {
            return;
        }
        match self.0.last_mut() {
            Some(last) if last.looks_like(&span) => last.text.push_str(&text),
            _ => self.0.push(Span { text, ..span }),
        }
    }

    /// Appends another rich text.
    pub fn append(&mut self, other: &Rich) {
        for span in &other.0 {
            self.push(span.clone());
        }
    }

    /// Both, with a line break (or `lines` of them) between.
    #[must_use]
    pub fn below(mut self, lines: usize, other: &Rich) -> Self {
        self.push(Span { text: "\n".repeat(lines), ..Span::default() });
        self.append(other);
        self
    }

    #[must_use]
    pub fn spans(&self) -> &[Span] {
        &self.0
    }

    /// The words alone, without looks and link targets.
    #[must_use]
    pub fn words(&self) -> String {
        self.0.iter().map(|s| s.text.as_str()).collect()
    }

    /// The same with numbers and addresses that lead to a person covered, as [`mask`] does, also
    /// where a look changes in the middle of one. A link that leads to one is no link any more.
    #[must_use]
    pub fn masked(&self) -> Self {
        self.covered(mask)
    }

    /// The same with only those covered that `known` holds too, as [`mask_known`] does.
    #[must_use]
    pub fn masked_known(&self, known: &str) -> Self {
        self.covered(|text| mask_known(text, known))
    }

    /// `mask` gives as many characters as it is given.
    fn covered(&self, mask: impl Fn(&str) -> String) -> Self {
        let masked: Vec<char> = mask(&self.words()).chars().collect();
        let mut rest = masked.into_iter();
        let mut rich = Self::default();
        for span in &self.0 {
            let text = rest.by_ref().take(span.text.chars().count()).collect();
            let link = span.link.clone().filter(|link| mask(link) == *link);
            rich.push(Span { text, link, ..span.clone() });
        }
        rich
    }

    /// For places that show no looks: a link's target follows its text in brackets.
    #[must_use]
    pub fn to_plain(&self) -> String {
        let mut plain = String::new();
        for run in self.runs() {
            let link = run[0].link.as_deref().filter(|link| !is_address(&words_of(run), link));
            let Some(link) = link else {
                plain.push_str(&words_of(run));
                continue;
            };
            // The whole address takes the place of the short one.
            let words = words_of(run);
            plain.push_str(words.strip_suffix(&behind(link)).unwrap_or(&words));
            plain.push_str(" (");
            plain.push_str(link);
            plain.push(')');
        }
        plain
    }

    /// The same where each link shows to whom it leads: its host follows its words, unless these are
    /// the address itself.
    #[must_use]
    pub fn with_hosts(&self) -> Self {
        let mut rich = Self::default();
        for run in self.runs() {
            for span in run {
                rich.push(span.clone());
            }
            if let (Some(link), Some(last)) = (&run[0].link, run.last())
                && !is_address(&words_of(run), link)
            {
                rich.push(Span { text: behind(link), ..last.clone() });
            }
        }
        rich
    }

    /// Neighbouring spans with one link, or with none.
    fn runs(&self) -> impl Iterator<Item = &[Span]> {
        self.0.chunk_by(|one, next| one.link == next.link)
    }

    /// Length in UTF-16 units, as platforms count.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.iter().map(|s| utf16_len(&s.text)).sum()
    }

    /// At most `units` UTF-16 units of it, with an ellipsis in place of what was cut.
    #[must_use]
    pub fn shortened(&self, units: usize) -> Self {
        if self.len() <= units {
            return self.clone();
        }
        let mut rich = Self::default();
        for span in &self.0 {
            let room = units.saturating_sub(rich.len());
            let fits = utf16_len(&span.text) < room;
            let text = if fits { span.text.clone() } else { shorten(&span.text, room) };
            rich.push(Span { text, ..span.clone() });
            if !fits {
                break;
            }
        }
        rich
    }

    /// Whether there is nothing to read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|s| s.text.trim().is_empty())
    }

    /// Without the white space at both ends.
    #[must_use]
    pub fn trimmed(mut self) -> Self {
        while let Some(first) = self.0.first_mut() {
            first.text = first.text.trim_start().to_owned();
            if !first.text.is_empty() {
                break;
            }
            self.0.remove(0);
        }
        while let Some(last) = self.0.last_mut() {
            last.text = last.text.trim_end().to_owned();
            if !last.text.is_empty() {
                break;
            }
            self.0.pop();
        }
        self
    }
}

fn words_of(run: &[Span]) -> String {
    run.iter().map(|span| span.text.as_str()).collect()
}

/// What follows a link's words.
fn behind(link: &str) -> String {
    format!(" ({})", host(link))
}

/// Whether words say where their link leads: its address, with or without what goes without saying,
/// or its host.
fn is_address(words: &str, link: &str) -> bool {
    let bare = |text: &str| {
        let text = text.trim().to_lowercase();
        let text = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(&text);
        text.strip_suffix('/').unwrap_or(text).to_owned()
    };
    let words = bare(words);
    words == bare(link) || words == host(link).to_lowercase()
}

/// The host of an address.
fn host(link: &str) -> &str {
    let rest = link.split_once("://").map_or(link, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or(rest);
    authority.rsplit_once('@').map_or(authority, |(_, host)| host)
}

impl From<&str> for Rich {
    fn from(text: &str) -> Self {
        Self::plain(text)
    }
}

impl From<String> for Rich {
    fn from(text: String) -> Self {
        Self::plain(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_form_shows_where_a_link_leads() {
        let mut rich = Rich::plain("Xem ");
        rich.push(Span {
            text: "lịch".into(),
            link: Some("https://hosen.example/lich".into()),
            ..Span::default()
        });
        assert_eq!(rich.to_plain(), "Xem lịch (https://hosen.example/lich)");
        assert_eq!(rich.words(), "Xem lịch");
    }

    #[test]
    fn a_link_says_to_whom_it_leads_unless_its_words_do() {
        let linked = |text: &str, link: &str| {
            let mut rich = Rich::default();
            rich.push(Span { text: text.into(), link: Some(link.into()), ..Span::default() });
            rich.with_hosts()
        };
        for (text, link, shown) in [
            ("lịch", "https://hosen.example/lich?x=1", "lịch (hosen.example)"),
            ("https://hosen.example/lich", "https://hosen.example/lich", "https://hosen.example/lich"),
            ("hosen.example", "https://hosen.example/", "hosen.example"),
            ("Hosen.example", "https://hosen.example/sau/xa", "Hosen.example"),
            ("https://phuong.gov.vn", "https://gia.example/", "https://phuong.gov.vn (gia.example)"),
            ("đây", "https://phuong.gov.vn@gia.example:8/", "đây (gia.example:8)"),
        ] {
            assert_eq!(linked(text, link).words(), shown);
        }
        let shown = linked("lịch", "https://hosen.example/lich");
        assert_eq!(shown.spans().len(), 1, "the host is part of the link");
        assert_eq!(
            shown.to_plain(),
            "lịch (https://hosen.example/lich)",
            "said once where nothing is hidden"
        );
        let mut two = Rich::default();
        for (text, bold) in [("lịch ", true), ("tuần", false)] {
            let link = Some("https://hosen.example/lich".into());
            two.push(Span { text: text.into(), bold, link, ..Span::default() });
        }
        assert_eq!(two.with_hosts().words(), "lịch tuần (hosen.example)", "one link in two looks");
    }

    #[test]
    fn runs_of_one_look_become_one() {
        let mut rich = Rich::plain("a");
        rich.push(Span { text: "b".into(), ..Span::default() });
        rich.push(Span { text: "c".into(), bold: true, ..Span::default() });
        assert_eq!(rich.spans().len(), 2);
        assert_eq!(rich.len(), 3);
    }

    #[test]
    fn a_number_is_covered_across_looks() {
        let mut rich = Rich::plain("gọi 0912 ");
        rich.push(Span { text: "345 678".into(), bold: true, ..Span::default() });
        rich.push(Span {
            text: " hoặc thư".into(),
            link: Some("mailto:lan@example.vn".into()),
            ..Span::default()
        });
        let masked = rich.masked();
        assert_eq!(masked.words(), "gọi •••• ••• ••• hoặc thư");
        assert!(masked.spans()[1].bold);
        assert_eq!(masked.spans()[2].link, None);
    }

    #[test]
    fn trimming_keeps_looks() {
        let rich = Rich::bold("  đậm ").below(2, &Rich::plain("\n")).trimmed();
        assert_eq!(rich.spans().len(), 1);
        assert_eq!(rich.words(), "đậm");
    }
}
