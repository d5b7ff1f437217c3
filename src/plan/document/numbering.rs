//! The numbers that Word shows in front of paragraphs but does not write into their text.

use std::collections::HashMap;

use super::ImportError;
use super::xml::{Node, Nodes};

/// Word has nine levels.
const LEVELS: usize = 9;

#[derive(Clone, Debug)]
struct Level {
    start: u32,
    /// `decimal`, `upperRoman`, `bullet` …
    format: String,
    /// "%1.%2."
    text: String,
    /// The style that stands for this level.
    style: Option<String>,
    /// Every number in figures, whatever the levels above use.
    legal: bool,
}

impl Default for Level {
    fn default() -> Self {
        Self { start: 1, format: "decimal".to_owned(), text: String::new(), style: None, legal: false }
    }
}

/// A list that paragraphs belong to.
#[derive(Clone, Debug, Default)]
struct List {
    /// The family whose counters it shares.
    family: u32,
    restarts: HashMap<usize, u32>,
    changed: HashMap<usize, Level>,
}

/// How a paragraph names its number: a list and a level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    pub list: Option<u32>,
    pub level: Option<usize>,
}

#[derive(Debug, Default)]
struct Style {
    based_on: Option<String>,
    asked: Asked,
}

#[derive(Debug, Default)]
pub(super) struct Numbering {
    families: HashMap<u32, Vec<Level>>,
    lists: HashMap<u32, List>,
    styles: HashMap<String, Style>,
    counters: HashMap<u32, [Option<u32>; LEVELS]>,
    begun: Vec<u32>,
}

impl Numbering {
    /// From the parts `numbering.xml` and `styles.xml`.
    pub fn read(numbering: Option<&str>, styles: Option<&str>) -> Result<Self, ImportError> {
        let mut read = Self::default();
        if let Some(part) = numbering {
            read.read_lists(part)?;
        }
        if let Some(part) = styles {
            read.read_styles(part)?;
        }
        Ok(read)
    }

    fn read_lists(&mut self, part: &str) -> Result<(), ImportError> {
        let mut nodes = Nodes::of(part);
        let (mut family, mut list): (Option<u32>, Option<u32>) = (None, None);
        let mut level: Option<(usize, Level)> = None;
        let mut overridden = None;
        while let Some(node) = nodes.next()? {
            match node {
                Node::Open(mark) => match mark.name() {
                    "abstractNum" => family = mark.number("abstractNumId"),
                    "num" => {
                        list = mark.number("numId");
                        if let Some(list) = list {
                            self.lists.entry(list).or_default();
                        }
                    }
                    "abstractNumId" => {
                        if let (Some(list), Some(of)) =
                            (list.and_then(|l| self.lists.get_mut(&l)), mark.number("val"))
                        {
                            list.family = of;
                        }
                    }
                    "lvlOverride" => overridden = level_of(mark.number("ilvl")),
                    "startOverride" => {
                        if let (Some(list), Some(at), Some(start)) =
                            (list.and_then(|l| self.lists.get_mut(&l)), overridden, mark.number("val"))
                        {
                            list.restarts.insert(at, start);
                        }
                    }
                    "lvl" => level = level_of(mark.number("ilvl")).map(|at| (at, Level::default())),
                    name => {
                        if let Some((_, level)) = &mut level {
                            match name {
                                "start" => level.start = mark.number("val").unwrap_or(1),
                                "numFmt" => level.format = mark.attribute("val").unwrap_or_default(),
                                "lvlText" => level.text = mark.attribute("val").unwrap_or_default(),
                                "pStyle" => level.style = mark.attribute("val"),
                                "isLgl" => level.legal = mark.is_on(),
                                _ => {}
                            }
                        }
                    }
                },
                Node::Close(name) => match name.as_str() {
                    "lvl" => {
                        if let Some((at, level)) = level.take() {
                            if let Some(list) = list.and_then(|l| self.lists.get_mut(&l)) {
                                list.changed.insert(at, level);
                            } else if let Some(family) = family {
                                let levels = self
                                    .families
                                    .entry(family)
                                    .or_insert_with(|| vec![Level::default(); LEVELS]);
                                levels[at] = level;
                            }
                        }
                    }
                    "abstractNum" => family = None,
                    "num" => list = None,
                    "lvlOverride" => overridden = None,
                    _ => {}
                },
                Node::Text(_) => {}
            }
        }
        Ok(())
    }

    fn read_styles(&mut self, part: &str) -> Result<(), ImportError> {
        let mut nodes = Nodes::of(part);
        let mut style: Option<(String, Style)> = None;
        while let Some(node) = nodes.next()? {
            match node {
                Node::Open(mark) => match (mark.name(), &mut style) {
                    ("style", _) => style = mark.attribute("styleId").map(|id| (id, Style::default())),
                    ("basedOn", Some((_, style))) => style.based_on = mark.attribute("val"),
                    ("numId", Some((_, style))) => style.asked.list = mark.number("val"),
                    ("ilvl", Some((_, style))) => style.asked.level = level_of(mark.number("val")),
                    _ => {}
                },
                Node::Close(name) if name == "style" => {
                    if let Some((id, style)) = style.take() {
                        self.styles.insert(id, style);
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// The mark of the next paragraph with this style and number; `None` if it has none.
    pub fn next(&mut self, style: Option<&str>, own: Asked) -> Option<String> {
        let (asked, named) = self.asked(style, own);
        let list_id = asked.list.filter(|&list| list != 0)?;
        let list = self.lists.get(&list_id)?.clone();
        let levels = self.families.get(&list.family);
        let by_style = || {
            let named = named.as_deref()?;
            levels?.iter().position(|level| level.style.as_deref() == Some(named))
        };
        let at = asked.level.or_else(by_style).unwrap_or(0);
        let level = |at: usize| list.changed.get(&at).or_else(|| levels.and_then(|levels| levels.get(at)));
        let counters = self.counters.entry(list.family).or_default();
        if !self.begun.contains(&list_id) {
            self.begun.push(list_id);
            for (&at, _) in list.restarts.iter().filter(|(at, _)| **at < LEVELS) {
                counters[at] = None;
            }
        }
        let start = |at: usize| {
            list.restarts.get(&at).copied().or_else(|| level(at).map(|level| level.start)).unwrap_or(1)
        };
        counters[at] = Some(counters[at].map_or_else(|| start(at), |count| count.saturating_add(1)));
        for deeper in &mut counters[at + 1..] {
            *deeper = None;
        }
        let counters = *counters;
        let of = level(at)?;
        if of.format == "bullet" {
            return Some(bullet(&of.text).to_owned());
        }
        let mut shown = String::new();
        let mut letters = of.text.chars().peekable();
        while let Some(letter) = letters.next() {
            let digit = letters.peek().and_then(|next| next.to_digit(10)).filter(|_| letter == '%');
            match digit
                .and_then(|digit| usize::try_from(digit).ok())
                .filter(|digit| (1..=LEVELS).contains(digit))
            {
                Some(digit) => {
                    letters.next();
                    let value = counters[digit - 1].unwrap_or_else(|| start(digit - 1));
                    let format = level(digit - 1).map_or("decimal", |level| level.format.as_str());
                    shown.push_str(&counted(value, if of.legal { "decimal" } else { format }));
                }
                None => shown.push(letter),
            }
        }
        let shown = shown.trim().to_owned();
        (!shown.is_empty()).then_some(shown)
    }

    /// What a paragraph asks for, itself or by its style, and the style that did.
    fn asked(&self, style: Option<&str>, own: Asked) -> (Asked, Option<String>) {
        if own.list.is_some() {
            return (own, style.map(str::to_owned));
        }
        let mut next = style.map(str::to_owned);
        // Styles rest on each other; a bound for those that rest on themselves.
        for _ in 0..12 {
            let Some(name) = next else { break };
            let Some(known) = self.styles.get(&name) else { break };
            if known.asked.list.is_some() {
                let level = own.level.or(known.asked.level);
                return (Asked { list: known.asked.list, level }, Some(name));
            }
            next = known.based_on.clone();
        }
        (own, None)
    }
}

fn level_of(value: Option<u32>) -> Option<usize> {
    value.and_then(|value| usize::try_from(value).ok()).filter(|level| *level < LEVELS)
}

/// A bullet as a dash or a plus; the letters of symbol fonts look like anything.
fn bullet(text: &str) -> &'static str {
    match text.trim() {
        "+" | "o" | "○" | "◦" => "+",
        _ => "-",
    }
}

fn counted(value: u32, format: &str) -> String {
    match format {
        "upperRoman" => roman(value),
        "lowerRoman" => roman(value).to_lowercase(),
        "upperLetter" => letters(value).to_uppercase(),
        "lowerLetter" => letters(value),
        "decimalZero" => format!("{value:02}"),
        "none" => String::new(),
        _ => value.to_string(),
    }
}

fn roman(value: u32) -> String {
    const DIGITS: [(u32, &str); 9] =
        [(100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    if value > 399 {
        return value.to_string();
    }
    let mut left = value;
    let mut shown = String::new();
    for (worth, digit) in DIGITS {
        while left >= worth {
            shown.push_str(digit);
            left -= worth;
        }
    }
    shown
}

/// a … z, aa … zz, as Word counts.
fn letters(value: u32) -> String {
    let Some(index) = value.checked_sub(1) else { return String::new() };
    let letter = char::from(b'a' + u8::try_from(index % 26).unwrap_or(0));
    let times = usize::try_from(index / 26 + 1).unwrap_or(1).min(9);
    std::iter::repeat_n(letter, times).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PART: &str = r#"<w:numbering xmlns:w="w">
      <w:abstractNum w:abstractNumId="1">
        <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:pStyle w:val="Muc"/><w:lvlText w:val="%1."/></w:lvl>
        <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>
        <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2.%3."/></w:lvl>
        <w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%4)"/></w:lvl>
        <w:lvl w:ilvl="4"><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl>
      </w:abstractNum>
      <w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num>
      <w:num w:numId="6"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="1"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
    </w:numbering>"#;
    const STYLES: &str = r#"<w:styles xmlns:w="w">
      <w:style w:styleId="Muc"><w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr></w:style>
      <w:style w:styleId="MucCon"><w:basedOn w:val="Muc"/></w:style>
      <w:style w:styleId="Vong"><w:basedOn w:val="Vong"/></w:style></w:styles>"#;

    #[test]
    fn lists_count_as_word_counts_them() {
        let mut numbering = Numbering::read(Some(PART), Some(STYLES)).unwrap();
        let mut next = |list: u32, level: usize| {
            numbering.next(None, Asked { list: Some(list), level: Some(level) }).unwrap_or_default()
        };
        let seen: Vec<String> =
            [(5, 0), (5, 1), (5, 2), (5, 2), (5, 3), (5, 4), (5, 1), (5, 2), (5, 0), (5, 1), (6, 1), (6, 1)]
                .into_iter()
                .map(|(list, level)| next(list, level))
                .collect();
        assert_eq!(seen, ["I.", "1.", "1.1.", "1.2.", "a)", "-", "2.", "2.1.", "II.", "1.", "1.", "2."]);
        let mut numbering = Numbering::read(Some(PART), Some(STYLES)).unwrap();
        assert_eq!(numbering.next(Some("Muc"), Asked::default()).as_deref(), Some("I."));
        assert_eq!(numbering.next(Some("MucCon"), Asked::default()).as_deref(), Some("II."));
        assert_eq!(numbering.next(Some("Muc"), Asked { list: Some(0), level: None }), None, "switched off");
        assert_eq!(numbering.next(Some("Vong"), Asked::default()), None);
    }

    #[test]
    fn numbers_in_letters() {
        assert_eq!(
            (roman(4), roman(39), roman(400)),
            ("IV".to_owned(), "XXXIX".to_owned(), "400".to_owned())
        );
        assert_eq!((letters(1), letters(26), letters(27)), ("a".to_owned(), "z".to_owned(), "aa".to_owned()));
    }
}
