//! Joins the lines that a PDF or a scan has broken into the paragraphs that were written.

use super::lines::{Gap, Line};
use super::marker::{self, Marker};
use super::words;
use crate::text;

/// A paragraph, an item or a heading.
#[derive(Debug)]
pub(super) struct Block {
    /// Line on which it begins.
    pub line: usize,
    pub marker: Option<Marker>,
    /// The marker had misread letters.
    pub misread: bool,
    /// A row of a table: its number counts within the table.
    pub row: bool,
    /// Without the marker.
    pub text: String,
    /// Where in `text` each line of the file begins.
    pieces: Vec<(usize, usize)>,
}

impl Block {
    /// A text of one line.
    pub fn alone(text: &str, line: usize) -> Self {
        Self {
            line,
            marker: None,
            misread: false,
            row: false,
            text: text.to_owned(),
            pieces: vec![(0, line)],
        }
    }

    /// The file's line that holds the byte `at` of the text.
    pub fn line_at(&self, at: usize) -> usize {
        let after = self.pieces.partition_point(|&(start, _)| start <= at);
        self.pieces.get(after.saturating_sub(1)).map_or(self.line, |&(_, line)| line)
    }

    /// Text as it is shown inside a larger text: items keep their marks.
    pub fn shown(&self) -> String {
        match &self.marker {
            None => self.text.clone(),
            Some(Marker::Dash) => format!("- {}", self.text),
            Some(Marker::Plus) => format!("+ {}", self.text),
            Some(marker @ Marker::Letter(_)) => {
                format!("{}) {}", marker.printed().unwrap_or_default(), self.text)
            }
            Some(marker) => format!("{}. {}", marker.printed().unwrap_or_default(), self.text),
        }
    }

    fn push(&mut self, line: &Line) {
        // "Giơ- / ne-vơ" was broken at its hyphen.
        let hyphen = self.text.ends_with('-') && !self.text.ends_with(" -");
        if !self.text.is_empty() && !hyphen {
            self.text.push(' ');
        }
        self.pieces.push((self.text.len(), line.number));
        self.text.push_str(&line.text);
    }
}

/// How this file breaks its lines.
#[derive(Clone, Copy, Debug)]
struct Layout {
    /// Width at which lines were broken; `None` when every paragraph is one line.
    width: Option<usize>,
    /// Whether a blank line ends a paragraph (in some files one stands between any two lines).
    blank_ends: bool,
}

/// Lines longer than this were not broken at a page's width.
const WIDTH_MAX: usize = 160;

impl Layout {
    fn of(lines: &[Line]) -> Self {
        let mut lengths: Vec<usize> = lines
            .iter()
            .filter(|line| line.columns.len() < 3)
            .map(|line| line.text.chars().count())
            .collect();
        lengths.sort_unstable();
        let width =
            lengths.get(lengths.len() * 9 / 10).copied().filter(|width| (40..WIDTH_MAX).contains(width));
        let (mut after_blank, mut all) = (0_usize, 0_usize);
        for line in lines.iter().filter(|line| line.text.starts_with(char::is_lowercase)) {
            if marker::read(&line.text).is_none() {
                all += 1;
                after_blank += usize::from(line.gap == Gap::Blank);
            }
        }
        // Where hardly a line begins in the middle of a sentence, none was broken.
        let even = lengths.last().zip(width).is_some_and(|(longest, width)| *longest * 7 <= width * 8);
        let is_broken = all >= 2 || all == 1 && even;
        Self { width: width.filter(|_| is_broken), blank_ends: after_blank * 3 < all }
    }

    /// Whether an unfinished block is a sentence rather than a heading: dashes have no headings,
    /// and a heading without a mark is short.
    fn is_sentence(self, block: &Block) -> bool {
        let Some(width) = self.width else { return false };
        match &block.marker {
            Some(Marker::Dash | Marker::Plus) => true,
            Some(_) => false,
            None => block.text.chars().count() * 3 > width * 2,
        }
    }

    /// Whether `previous` ran up to the margin, so that `next` may continue it.
    fn is_full(self, previous: &str, next: &str) -> bool {
        let Some(width) = self.width else { return false };
        let first_word = next.split(' ').next().unwrap_or_default();
        let reach = previous.chars().count() + 1 + first_word.chars().count();
        // Proportional type: full lines differ by a tenth.
        reach * 10 >= width * 9
    }
}

/// The blocks of the body, in order.
pub(super) fn join(lines: &[Line]) -> Vec<Block> {
    let layout = Layout::of(lines);
    let mut blocks: Vec<Block> = Vec::new();
    let mut previous: Option<&Line> = None;
    for line in lines {
        let row = table_row(line);
        let marked = if row.is_some() { None } else { marker::read(&line.text) };
        if let Some((marker, text)) = row {
            let mut block = Block::alone(&text, line.number);
            (block.marker, block.row) = (Some(marker), true);
            blocks.push(block);
        } else if let (Some(block), Some(previous)) = (blocks.last_mut(), previous)
            && continues(layout, block, previous, line, marked.as_ref())
        {
            block.push(line);
        } else {
            let mut block = Block::alone(&line.text, line.number);
            if let Some(found) = marked {
                found.rest.clone_into(&mut block.text);
                block.misread = found.misread;
                block.marker = Some(found.marker);
            }
            blocks.push(block);
        }
        previous = Some(line);
    }
    blocks
}

/// A row of a table whose first cell is its number: "3 | Công an phường | Hướng dẫn …".
fn table_row(line: &Line) -> Option<(Marker, String)> {
    let [number, name, rest @ ..] = line.columns.as_slice() else { return None };
    let label = number.trim_end_matches('.');
    let is_number = label.len() <= 3 && label.bytes().all(|byte| byte.is_ascii_digit());
    let value = label.parse::<u32>().ok().filter(|_| is_number && (number == label || !rest.is_empty()))?;
    if !name.starts_with(char::is_alphabetic) {
        return None;
    }
    let said = rest.join("; ");
    Some((
        Marker::Number(vec![value]),
        if said.is_empty() { name.clone() } else { format!("{name}: {said}") },
    ))
}

fn continues(
    layout: Layout,
    block: &Block,
    previous: &Line,
    line: &Line,
    marked: Option<&marker::Marked<'_>>,
) -> bool {
    if line.gap == Gap::Rule || starts_alone(&line.text) {
        return false;
    }
    if block.text.is_empty() {
        // A number alone: its text was broken off.
        return marked.is_none();
    }
    let full = layout.is_full(&previous.text, &line.text);
    let open = !previous.text.ends_with(['.', ';', ':', '!', '?']);
    if let Some(marked) = marked {
        return open && marker_is_text(block, previous, marked, full);
    }
    let caps = words::is_capitals(&line.text);
    if words::is_capitals(&block.text) {
        // A heading in capitals goes on in capitals only.
        let goes_on = caps || line.text.starts_with(char::is_lowercase);
        return goes_on && open && (block.marker.is_some() || line.gap != Gap::Blank);
    }
    if line.text.starts_with(char::is_lowercase) {
        return open || layout.width.is_some();
    }
    if open && line.text.starts_with('(') {
        return true;
    }
    if line.text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '(' | '/' | ',' | ')')) {
        let near = line.gap <= Gap::Page && layout.width.is_none();
        return full || open && (near || layout.is_sentence(block));
    }
    let headed = block.marker.as_ref().is_some_and(|marker| marker.rank() < 7);
    if open && headed && begins_act(last_word(previous), &line.text) {
        return false;
    }
    let unfinished = previous.text.ends_with(',') || is_unfinished(last_word(previous), &line.text);
    if unfinished && line.gap != Gap::Blank {
        return true;
    }
    if layout.blank_ends && line.gap == Gap::Blank {
        return false;
    }
    if open && !caps && layout.is_sentence(block) {
        return !text::fold(&line.text).starts_with("tren day");
    }
    full && (!caps || open) && !previous.text.ends_with("./.")
}

fn last_word(line: &Line) -> &str {
    line.text.rsplit(' ').next().unwrap_or_default()
}

/// Whether a line ends with a word that nothing ends with, or inside a name.
fn is_unfinished(last: &str, next: &str) -> bool {
    const JOINING: [&str; 22] = [
        "và",
        "của",
        "các",
        "những",
        "với",
        "cho",
        "về",
        "theo",
        "tại",
        "trong",
        "trên",
        "từ",
        "đến",
        "do",
        "là",
        "miền",
        "phường",
        "quận",
        "xã",
        "huyện",
        "tỉnh",
        "đồng",
    ];
    const NAMES: [(&str, &str); 8] = [
        ("Đảng", "Cộng"),
        ("Việt", "Nam"),
        ("Hà", "Nội"),
        ("Hồ", "Chí"),
        ("Chí", "Minh"),
        ("Điện", "Biên"),
        ("Biên", "Phủ"),
        ("Thủ", "Đô"),
    ];
    JOINING.contains(&last) || NAMES.iter().any(|(first, second)| *first == last && next.starts_with(second))
}

/// Whether a line begins with a capitalised act ("Chỉ đạo …"): after a heading without a full
/// stop that is a new paragraph, even where the heading happens to reach the margin.
fn begins_act(last: &str, line: &str) -> bool {
    const ACTS: [&str; 42] = [
        "chi dao",
        "tham muu",
        "can cu",
        "to chuc",
        "chu tri",
        "phoi hop",
        "thuc hien",
        "tuyen truyen",
        "tap trung",
        "day manh",
        "tang cuong",
        "xay dung",
        "huong dan",
        "van dong",
        "tiep tuc",
        "trien khai",
        "dam bao",
        "bao dam",
        "chu dong",
        "thong bao",
        "cung cap",
        "nang cao",
        "phat huy",
        "quan triet",
        "bam sat",
        "lam ro",
        "nhan manh",
        "cap nhat",
        "lan toa",
        "kip thoi",
        "chu trong",
        "doi moi",
        "tich cuc",
        "phan anh",
        "bieu duong",
        "gioi thieu",
        "dong thoi",
        "thong qua",
        "theo doi",
        "kiem tra",
        "ra soat",
        "tong hop",
    ];
    // "Ban / Tổ chức Thành ủy" is a name.
    if ["ban", "phong", "so", "va", "ve"].contains(&text::fold(last).as_str()) {
        return false;
    }
    let start: String = text::fold(&line.chars().take(16).collect::<String>());
    ACTS.iter().any(|act| {
        start.strip_prefix(act).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ',']))
    })
}

/// Parts of a document that never continue a sentence.
fn starts_alone(line: &str) -> bool {
    let start: String = text::fold(line).chars().take(12).collect();
    ["noi nhan", "tren day la ", "tm. ", "t/m ", "kt. ", "k/t ", "tl. ", "phu luc "]
        .iter()
        .any(|alone| start.starts_with(alone))
}

/// Whether what looks like a marker is the middle of a sentence: "quý / II. Đồng thời",
/// "kinh tế / - xã hội", "giai đoạn 2021 / - 2025".
fn marker_is_text(block: &Block, previous: &Line, marked: &marker::Marked<'_>, full: bool) -> bool {
    const COUNTED: [&str; 18] = [
        "quy", "khoa", "thu", "chuong", "phan", "hang", "loai", "cap", "muc", "dieu", "thang", "nam", "ngay",
        "so", "khoan", "diem", "va", "tang",
    ];
    let last = last_word(previous);
    match &marked.marker {
        Marker::Dash => {
            let between_numbers = last.ends_with(|c: char| c.is_ascii_digit())
                && marked.rest.starts_with(|c: char| c.is_ascii_digit());
            between_numbers || full && marked.rest.starts_with(char::is_lowercase)
        }
        Marker::Roman(_) | Marker::Number(_) | Marker::Letter(_) => {
            let dotted = matches!(&marked.marker, Marker::Number(parts) if parts.len() > 1);
            let capitals = words::is_capitals(&block.text) && !matches!(marked.marker, Marker::Roman(_));
            if dotted || capitals || !full {
                return false;
            }
            COUNTED.contains(&text::fold(last).as_str())
        }
        Marker::Part(_) | Marker::Plus => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines;
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        join(&lines::clean(text)).iter().map(Block::shown).collect()
    }

    #[test]
    fn broken_lines_are_joined_and_headings_kept_apart() {
        for (text, blocks) in [
            // One paragraph per line: only a small letter continues.
            (
                "1.1. Hạ tầng\n\nThông báo lịch sửa\n\nđường.",
                vec!["1.1. Hạ tầng", "Thông báo lịch sửa đường."],
            ),
            (
                "I. MỤC ĐÍCH,\nYÊU CẦU\nNâng cao nhận thức.",
                vec!["I. MỤC ĐÍCH, YÊU CẦU", "Nâng cao nhận thức."],
            ),
            ("II.\nNỘI DUNG\n1. Rác", vec!["II. NỘI DUNG", "1. Rác"]),
            // A number, a page number and a name in the middle of a sentence.
            (
                "- Kỷ niệm ngày thành lập Đảng\nCộng sản Việt Nam",
                vec!["- Kỷ niệm ngày thành lập Đảng Cộng sản Việt Nam"],
            ),
            ("- Trả kết quả\n\n12\n\nđúng hẹn.", vec!["- Trả kết quả đúng hẹn."]),
            ("- giai đoạn 2021\n- 2025.", vec!["- giai đoạn 2021 - 2025."]),
            ("- Hiệp định Giơ-\nne-vơ", vec!["- Hiệp định Giơ-ne-vơ"]),
            ("- một việc\n+ việc nhỏ\na) việc khác", vec!["- một việc", "+ việc nhỏ", "a) việc khác"]),
        ] {
            assert_eq!(texts(text), blocks, "{text}");
        }
    }

    #[test]
    fn a_block_knows_the_line_of_each_word() {
        let blocks = join(&lines::clean("\n- Ngày Giải phóng\n\nđất nước, thống nhất"));
        let block = &blocks[0];
        let line_of = |word: &str| block.line_at(block.text.find(word).unwrap());
        assert_eq!((block.line, line_of("Giải"), line_of("đất"), line_of("nhất")), (2, 2, 4, 4));
    }
}
