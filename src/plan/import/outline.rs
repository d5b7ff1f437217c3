//! Levels and sections: which block stands under which, and what each section is for.

use super::blocks::Block;
use super::marker::{self, Marker, RANK_TEXT};
use super::{Doubts, Uncertainty, words};

/// What a heading announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Purpose, requirements, aims, audience.
    Purpose,
    Content,
    /// Forms, ways and means.
    Forms,
    /// Who does what.
    Duties,
    Reports,
    Time,
    Budget,
}

/// Phrases that tell what a heading announces, folded. Of several the earliest in the heading
/// counts, and of two at one place the one that is listed first.
const ANNOUNCED: [(&str, Kind); 42] = [
    ("to chuc thuc hien", Kind::Duties),
    ("trien khai thuc hien", Kind::Duties),
    ("phan cong nhiem vu", Kind::Duties),
    ("phan cong to chuc", Kind::Duties),
    ("phan cong thuc hien", Kind::Duties),
    ("phan cong trach nhiem", Kind::Duties),
    ("phan cong", Kind::Duties),
    ("trach nhiem thuc hien", Kind::Duties),
    ("trach nhiem cua", Kind::Duties),
    ("che do thong tin bao cao", Kind::Reports),
    ("thong tin bao cao", Kind::Reports),
    ("che do bao cao", Kind::Reports),
    ("cong tac bao cao", Kind::Reports),
    ("kiem tra bao cao", Kind::Reports),
    ("bao cao ket qua", Kind::Reports),
    ("bao cao", Kind::Reports),
    ("nguon kinh phi", Kind::Budget),
    ("nguon luc", Kind::Budget),
    ("kinh phi", Kind::Budget),
    ("thoi gian", Kind::Time),
    ("tien do", Kind::Time),
    ("dia diem", Kind::Time),
    ("muc dich", Kind::Purpose),
    ("muc tieu", Kind::Purpose),
    ("yeu cau", Kind::Purpose),
    ("quan diem", Kind::Purpose),
    ("doi tuong", Kind::Purpose),
    ("chi tieu", Kind::Purpose),
    ("can cu", Kind::Purpose),
    ("noi dung", Kind::Content),
    ("nhiem vu trong tam", Kind::Content),
    ("nhiem vu va giai phap", Kind::Content),
    ("nhiem vu giai phap", Kind::Content),
    ("nhiem vu cu the", Kind::Content),
    ("nhiem vu", Kind::Content),
    ("cac hoat dong", Kind::Content),
    ("hinh thuc", Kind::Forms),
    ("phuong thuc", Kind::Forms),
    ("phuong phap", Kind::Forms),
    ("bien phap", Kind::Forms),
    ("giai phap", Kind::Forms),
    ("khau hieu", Kind::Forms),
];

/// What a heading announces, and whether only misread letters hide it.
pub(super) fn announced(heading: &str) -> Option<(Kind, bool)> {
    let plain = words::plain(heading);
    let mut found: Option<(usize, Kind)> = None;
    for (phrase, kind) in ANNOUNCED {
        if let Some(at) = words::find_words(&plain, phrase)
            && found.is_none_or(|(earlier, _)| at < earlier)
        {
            found = Some((at, kind));
        }
    }
    if let Some((at, kind)) = found {
        // "Nhiệm vụ, nội dung" and "Hình thức, nội dung" are sections of content.
        let content = words::find_words(&plain, "noi dung").is_some_and(|other| other < at + 40);
        let kind = if kind == Kind::Forms && content { Kind::Content } else { kind };
        return Some((kind, false));
    }
    ANNOUNCED
        .iter()
        .find(|(phrase, _)| phrase.len() >= 8 && words::find_forgiving(&plain, phrase).is_some())
        .map(|&(_, kind)| (kind, true))
}

/// A top section of the plan.
#[derive(Clone, Copy, Debug)]
pub(super) struct Section {
    /// Index of its heading.
    pub at: usize,
    pub kind: Option<Kind>,
}

/// The blocks of a document with their levels.
#[derive(Debug)]
pub(super) struct Outline {
    pub blocks: Vec<Block>,
    ranks: Vec<u8>,
    /// Index after the last block that stands under each block.
    ends: Vec<usize>,
    pub sections: Vec<Section>,
    /// Index of the first block after the body: recipients, signature.
    pub closing: usize,
    /// Where annexes begin; the number of blocks when there are none.
    pub annexes: usize,
    /// Blocks under a heading on money.
    money: Vec<bool>,
}

impl Outline {
    pub fn new(mut blocks: Vec<Block>, doubts: &mut Doubts) -> Self {
        let closing = closing(&blocks);
        let annexes = annexes(&blocks, closing);
        repair_romans(&mut blocks[..closing], doubts);
        mark_bare_headings(&mut blocks[..closing]);
        repair_numbers(&mut blocks[..closing], doubts);
        repair_letters(&mut blocks[..closing]);
        let ranks = ranks(&blocks);
        let ends = ends(&ranks, closing);
        let money = vec![false; blocks.len()];
        let mut outline = Self { blocks, ranks, ends, sections: Vec::new(), closing, annexes, money };
        outline.sections = outline.find_sections(doubts);
        for at in 0..closing {
            if outline.ranks[at] < RANK_TEXT && opens_money(&outline.blocks[at]) {
                let end = outline.end(at);
                outline.money[at..end].fill(true);
            }
        }
        outline
    }

    /// Whether a block stands under a heading on money, or is one.
    pub fn is_money(&self, at: usize) -> bool {
        self.money.get(at).copied().unwrap_or(false)
    }

    /// Index after everything that stands under `at`.
    pub fn end(&self, at: usize) -> usize {
        self.ends.get(at).copied().unwrap_or(at + 1)
    }

    /// The heading that a block stands directly under.
    pub fn above(&self, at: usize) -> Option<usize> {
        // Headings are near; a bound for texts with one heading and no end.
        let nearest = (at.saturating_sub(60)..at).rev().find(|&above| self.end(above) > at)?;
        (self.is_heading(nearest) && self.ranks[nearest] < 7).then_some(nearest)
    }

    pub fn rank(&self, at: usize) -> u8 {
        self.ranks[at]
    }

    /// What stands directly under `at`, paragraphs included.
    pub fn children(&self, at: usize) -> Vec<usize> {
        self.row(at + 1, self.end(at))
    }

    /// The marked items directly under `at`.
    pub fn items(&self, at: usize) -> Vec<usize> {
        let mut items = self.children(at);
        items.retain(|&child| self.ranks[child] < RANK_TEXT);
        items
    }

    fn row(&self, from: usize, to: usize) -> Vec<usize> {
        let mut row = Vec::new();
        let mut at = from;
        while at < to {
            row.push(at);
            at = self.end(at);
        }
        row
    }

    /// Everything from `from` to `to`, one block per line.
    pub fn text(&self, from: usize, to: usize) -> String {
        self.blocks[from..to].iter().map(Block::shown).collect::<Vec<_>>().join("\n")
    }

    /// Whether a block is a heading: short, with something under it, and no sentence of its own.
    pub fn is_heading(&self, at: usize) -> bool {
        let text = self.blocks[at].text.trim_end();
        let said = text.trim_end_matches(['.', ':', ' ']);
        let sentences = first_sentence(said).len() < said.len();
        self.end(at) > at + 1 && text.chars().count() <= 260 && !text.ends_with([';', ',']) && !sentences
    }

    /// The sections that hold everything: those of the smallest rank, or one level lower where a
    /// part only wraps them.
    fn find_sections(&self, doubts: &mut Doubts) -> Vec<Section> {
        let top = self.row(0, self.closing);
        let mut sections = Vec::new();
        for &at in top.iter().filter(|&&at| self.ranks[at] < 7) {
            let found = announced_section(&self.blocks[at]);
            let inner = self.items(at);
            let announce = |&inner: &usize| announced_section(&self.blocks[inner]).map(|(kind, _)| kind);
            let kinds: Vec<Kind> = inner.iter().filter_map(announce).collect();
            // A part is a section itself, or only wraps sections.
            let several = kinds.iter().any(|kind| Some(kind) != kinds.first());
            let wraps = self.ranks[at] == 0
                && inner.iter().any(|&inner| self.ranks[inner] == 1)
                && (found.is_none() && !kinds.is_empty() || several);
            let rows = if wraps { inner } else { vec![at] };
            for at in rows {
                let found = if wraps { announced_section(&self.blocks[at]) } else { found };
                if found.is_some_and(|(_, misread)| misread) || self.blocks[at].misread {
                    doubts.add(self.blocks[at].line, Uncertainty::HeadingMisread);
                }
                sections.push(Section { at, kind: found.map(|(kind, _)| kind) });
            }
        }
        let known = sections.iter().filter(|section| section.kind.is_some()).count();
        if known == 0 { Vec::new() } else { sections }
    }
}

/// "Kinh phí", "Nguồn kinh phí thực hiện", "Dự toán": what follows is about money.
fn opens_money(block: &Block) -> bool {
    const MONEY: [&str; 8] = [
        "kinh phi",
        "nguon kinh phi",
        "ve kinh phi",
        "nguon luc kinh phi",
        "nguon luc tai chinh",
        "du toan",
        "ngan sach",
        "dinh muc chi",
    ];
    let plain = words::plain(&block.text.chars().take(40).collect::<String>());
    MONEY.iter().any(|start| plain.starts_with(start))
}

/// Long texts are sentences, not headings of sections.
fn announced_section(block: &Block) -> Option<(Kind, bool)> {
    (block.text.chars().count() <= 260).then(|| announced(&block.text)).flatten()
}

/// The text up to its first full stop that ends a sentence.
pub(super) fn first_sentence(text: &str) -> &str {
    for (at, _) in text.match_indices(". ") {
        let word = text[..at].rsplit(' ').next().unwrap_or_default();
        let abbreviated = word.chars().count() <= 2 && word.starts_with(char::is_uppercase);
        if !abbreviated && text[at + 2..].starts_with(char::is_uppercase) {
            return &text[..at];
        }
    }
    text
}

/// The body ends with the recipients or the signature.
fn closing(blocks: &[Block]) -> usize {
    const OFFICES: [&str; 6] =
        ["chu tich", "pho chu tich", "bi thu", "pho bi thu", "truong ban", "pho truong ban"];
    let begun = blocks.iter().position(|block| matches!(block.marker, Some(Marker::Roman(_)))).unwrap_or(0);
    let ends = |block: &Block| {
        let plain = words::plain(&block.text.chars().take(60).collect::<String>());
        let caps = words::is_capitals(&block.text);
        plain.starts_with("noi nhan")
            || caps && ["tm ", "t m ", "kt ", "k t ", "tl ", "phu luc"].iter().any(|s| plain.starts_with(s))
            || block.marker.is_none() && plain.starts_with("phu luc ") && plain.len() <= 12
            || block.marker.is_none() && caps && OFFICES.contains(&plain.as_str())
    };
    (begun..blocks.len()).find(|&at| ends(&blocks[at])).unwrap_or(blocks.len())
}

fn annexes(blocks: &[Block], closing: usize) -> usize {
    let begins = |block: &Block| {
        let plain = words::plain(&block.text.chars().take(60).collect::<String>());
        block.marker.is_none()
            && plain.starts_with("phu luc")
            && (words::is_capitals(&block.text) || plain.len() <= 12)
    };
    (closing..blocks.len()).find(|&at| begins(&blocks[at])).unwrap_or(blocks.len())
}

/// "1. MỤC ĐÍCH" or "11. NỘI DUNG" among roman sections are I and II of a scan.
fn repair_romans(blocks: &mut [Block], doubts: &mut Doubts) {
    let romans = blocks.iter().filter(|block| matches!(block.marker, Some(Marker::Roman(_)))).count();
    if romans == 0 {
        return;
    }
    let mut expected = 1;
    for block in blocks {
        match &block.marker {
            Some(Marker::Roman(value)) => expected = value + 1,
            Some(Marker::Number(parts))
                if parts.len() == 1
                    && words::is_capitals(&block.text)
                    && misread_roman(parts[0]) == Some(expected)
                    && announced(&block.text).is_some() =>
            {
                block.marker = Some(Marker::Roman(expected));
                block.misread = true;
                doubts.add(block.line, Uncertainty::HeadingMisread);
                expected += 1;
            }
            _ => {}
        }
    }
}

fn misread_roman(number: u32) -> Option<u32> {
    marker::roman_value(&number.to_string().replace('1', "I")).map(|(value, _)| value)
}

/// Headings in capitals whose number is lost, or that never had one, count as sections.
fn mark_bare_headings(blocks: &mut [Block]) {
    let mut next = 1;
    for block in blocks {
        match block.marker {
            Some(Marker::Roman(value)) => next = value + 1,
            None if words::is_capitals(&block.text) && announced_section(block).is_some() => {
                block.marker = Some(Marker::Roman(next));
                block.misread = true;
                next += 1;
            }
            _ => {}
        }
    }
}

/// "18. Tuyên truyền" between 1.7 and 1.9 is 1.8 with its dot lost.
fn repair_numbers(blocks: &mut [Block], doubts: &mut Doubts) {
    let mut last: Option<(u32, u32)> = None;
    for block in blocks {
        let Some(Marker::Number(parts)) = block.marker.as_ref().filter(|_| !block.row) else {
            if matches!(block.marker, Some(Marker::Roman(_))) {
                last = None;
            }
            continue;
        };
        match (parts.as_slice(), last) {
            (&[glued], Some((first, second))) if glued == glue(first, second + 1) && glued != first + 1 => {
                block.marker = Some(Marker::Number(vec![first, second + 1]));
                block.misread = true;
                doubts.add(block.line, Uncertainty::HeadingMisread);
                last = Some((first, second + 1));
            }
            (&[first, second], _) => last = Some((first, second)),
            (&[first], _) => last = Some((first, 0)),
            _ => {}
        }
    }
}

/// A second "d)" is the "đ)" that a scan lost the stroke of.
fn repair_letters(blocks: &mut [Block]) {
    let mut last_is_d = false;
    for block in blocks {
        match &block.marker {
            Some(Marker::Letter(letter)) if letter == "d" && last_is_d => {
                block.marker = Some(Marker::Letter("đ".to_owned()));
                block.misread = true;
                last_is_d = false;
            }
            Some(Marker::Letter(letter)) => last_is_d = letter == "d",
            Some(Marker::Roman(_) | Marker::Number(_) | Marker::Part(_)) => last_is_d = false,
            _ => {}
        }
    }
}

fn glue(first: u32, second: u32) -> u32 {
    first * if second < 10 { 10 } else { 100 } + second
}

/// The level of each block. Rows of a table stand under the heading above the table, whatever the
/// depth of its number: "1 | Phòng …" below "5.1. Phân công" is no item beside "5.".
fn ranks(blocks: &[Block]) -> Vec<u8> {
    let (mut above, mut table) = (0, None);
    let rank = |block: &Block| {
        let Some(marker) = &block.marker else { return RANK_TEXT };
        let own = marker.rank();
        if block.row {
            if *marker == Marker::Number(vec![1]) {
                table = Some(own.max(above + 1).min(RANK_ROW_MAX));
            }
            return table.unwrap_or(own);
        }
        if own < 7 {
            (above, table) = (own, None);
        }
        own
    };
    blocks.iter().map(rank).collect()
}

/// Deeper than any number, and no dash.
const RANK_ROW_MAX: u8 = 6;

fn ends(ranks: &[u8], closing: usize) -> Vec<usize> {
    let mut ends = vec![closing; ranks.len()];
    let mut open: Vec<usize> = Vec::new();
    for (at, &rank) in ranks.iter().enumerate().take(closing) {
        while let Some(&last) = open.last()
            && ranks[last] >= rank
        {
            ends[last] = at;
            open.pop();
        }
        open.push(at);
    }
    for (at, end) in ends.iter_mut().enumerate().skip(closing) {
        *end = at + 1;
    }
    ends
}
