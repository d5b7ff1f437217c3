//! The head of the document: its kind, number, date and title.

use chrono::NaiveDate;

use super::lines::{Gap, Line};
use super::words::{self, Token};
use super::{Doubts, ImportError, NotAPlan, Uncertainty, dates, marker, number, outline};

#[derive(Debug)]
pub(super) struct Header {
    pub title: String,
    pub title_line: Option<usize>,
    pub number: Option<String>,
    pub number_line: Option<usize>,
    pub date: Option<NaiveDate>,
    pub date_line: Option<usize>,
    /// What stands in brackets under the title, with its line: "(từ ngày … đến ngày …)".
    pub note: Option<(String, usize)>,
    /// Index of the first line of the plan's own head; a covering letter stands before it.
    pub begin: usize,
    /// Index of the line that says "KẾ HOẠCH".
    pub heading: usize,
    /// Index of the first line after the title.
    pub body: usize,
}

/// What a line standing alone says the document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Heading {
    Plan {
        misread: bool,
    },
    /// A decision or a submission, to which plans are attached.
    Carrier,
    /// A letter: by itself no plan, but one may stand behind it.
    Letter,
    Another,
}

/// Reads the head, or says why the document is no plan.
pub(super) fn read(lines: &[Line], doubts: &mut Doubts) -> Result<Header, ImportError> {
    let (begin, at) = find_heading(lines)?;
    let line = &lines[at];
    if heading(line) == Some(Heading::Plan { misread: true }) {
        doubts.add(line.number, Uncertainty::HeadingMisread);
    }
    let (title, title_line, body) = title(lines, at);
    if title.is_empty() {
        doubts.add(line.number, Uncertainty::TitleMissing);
    }
    // In text from two columns the right one may come after the heading.
    let head = &lines[begin..at];
    // … or below the title.
    let sides = lines[body..].iter().take(3).take_while(|line| number::is_number_line(&line.text)).count();
    let beside = &lines[at + 1..(body + sides).max(at + 1)];
    let (number, number_line) = number::find(head, beside, line.number, doubts);
    let (date, date_line) = date(head, beside, line.number, doubts);
    let note = beside.iter().find(|line| line.text.starts_with('('));
    let note = note.map(|line| (line.text.clone(), line.number));
    Ok(Header { note, title, title_line, number, number_line, date, date_line, begin, heading: at, body })
}

/// The first line of the plan's head, and the line that says that it is a plan.
fn find_heading(lines: &[Line]) -> Result<(usize, usize), ImportError> {
    let not = |why| Err(ImportError::NotAPlan { why });
    let mut letter = None;
    for (at, line) in lines.iter().enumerate() {
        match (heading(line), letter) {
            (Some(Heading::Plan { .. }), None) => return Ok((0, at)),
            // A letter may quote the word; a plan has its sections.
            (Some(Heading::Plan { .. }), Some(letter)) if sections_after(&lines[at..]) >= 2 => {
                return Ok((head_after(lines, letter, at), at));
            }
            (Some(Heading::Letter), None) => letter = Some(at),
            (Some(Heading::Another), _) => return not(NotAPlan::AnotherKind),
            _ => {}
        }
    }
    // A page that gives the plan's name as its own heading, and then the whole plan.
    let named = lines.iter().take(20).position(|line| {
        let plain = words::plain(&line.text);
        plain.starts_with("ke hoach ") && !plain.starts_with("ke hoach so ")
    });
    match named {
        Some(at) if letter.is_none() && sections_after(&lines[at..]) >= 2 => Ok((0, at)),
        _ if lines.iter().any(|line| heading(line).is_some()) => not(NotAPlan::AnotherKind),
        _ => not(NotAPlan::NoHeading),
    }
}

/// Where the head of a plan begins that stands behind a letter: with the motto of the state or the
/// Party, and what stands in capitals above it.
fn head_after(lines: &[Line], letter: usize, heading: usize) -> usize {
    const HEAD_LINES_MAX: usize = 12;
    let from = heading.saturating_sub(HEAD_LINES_MAX).max(letter + 1);
    let motto = (from..heading).rev().find(|&at| {
        let plain = words::plain(&lines[at].text);
        ["cong hoa xa hoi", "dang cong san viet nam", "doan tncs ho chi minh"]
            .iter()
            .any(|motto| words::find_words(&plain, motto).is_some())
    });
    let Some(mut begin) = motto else {
        let number = (from..heading).rev().find(|&at| number::is_number_line(&lines[at].text));
        return number.map_or(from, |at| at.saturating_sub(3).max(from));
    };
    let signs = |text: &str| {
        let plain = words::plain(text);
        ["tm ", "kt ", "tl ", "chu tich", "pho chu tich", "bi thu", "pho bi thu", "truong", "pho truong"]
            .iter()
            .any(|office| plain.starts_with(office))
    };
    let is_head = |text: &str| {
        (words::is_capitals(text) || number::is_number_line(text) || is_place_and_date(text)) && !signs(text)
    };
    while begin > from && is_head(&lines[begin - 1].text) {
        begin -= 1;
    }
    begin
}

fn sections_after(lines: &[Line]) -> usize {
    let is_section = |line: &&Line| {
        line.text.len() < 200
            && marker::read(&line.text)
                .is_some_and(|marked| marked.marker.rank() <= 2 && outline::announced(marked.rest).is_some())
    };
    lines.iter().filter(is_section).take(2).count()
}

fn heading(line: &Line) -> Option<Heading> {
    const OTHERS: [&str; 11] = [
        "baocao",
        "thongbao",
        "giaymoi",
        "huongdan",
        "chithi",
        "nghiquyet",
        "congdien",
        "bienban",
        "giaygioithieu",
        "thumoi",
        "giaytrieutap",
    ];
    if line.text.len() > 400 {
        return None;
    }
    let plain = words::plain(&line.text);
    // Headings are often letter-spaced: "K Ế  H O Ạ C H".
    let squashed = plain.replace(' ', "");
    let caps = words::is_capitals(&line.text);
    if squashed == "kehoach" || caps && plain.starts_with("ke hoach ") && !plain.starts_with("ke hoach so ") {
        return Some(Heading::Plan { misread: false });
    }
    if caps && (6..=9).contains(&squashed.len()) && words::edits(&squashed, "kehoach") <= 2 {
        return Some(Heading::Plan { misread: true });
    }
    if matches!(squashed.as_str(), "quyetdinh" | "totrinh") {
        return Some(Heading::Carrier);
    }
    if plain.starts_with("kinh gui") {
        return Some(Heading::Letter);
    }
    (plain.starts_with("kinh moi") || OTHERS.contains(&squashed.as_str())).then_some(Heading::Another)
}

/// The title, its line, and the index of the first line after it.
fn title(lines: &[Line], at: usize) -> (String, Option<usize>, usize) {
    let heading = &lines[at];
    let tokens = words::tokens(&heading.text);
    let mut title = match tokens.get(2) {
        Some(_) if words::phrase_at(&tokens, 0, "ke hoach") => {
            heading.text[tokens[1].end..].trim_start_matches([' ', ':', '-', '–', '.']).to_owned()
        }
        _ => String::new(),
    };
    let mut title_line = (!title.is_empty()).then_some(heading.number);
    let mut next = at + 1;
    while let Some(line) = lines.get(next) {
        let is_side = number::is_number_line(&line.text) || is_place_and_date(&line.text);
        // "(10/10/1954 - 10/10/2024) TRÊN ĐỊA BÀN …" goes on with the title, a whole bracket is a note.
        let is_note = line.text.starts_with('(') && (title.is_empty() || line.text.ends_with(')'));
        if is_note || title.is_empty() && is_side {
            next += 1;
            continue;
        }
        if marker::read(&line.text).is_some() || title.len() > 600 || !goes_on(&title, &lines[next - 1], line)
        {
            break;
        }
        if title.is_empty() {
            title_line = Some(line.number);
        } else {
            title.push(' ');
        }
        let part = if title.is_empty() { line.text.trim_start_matches("V/v ") } else { &line.text };
        title.push_str(part);
        next += 1;
    }
    (title, title_line, next)
}

fn goes_on(title: &str, previous: &Line, line: &Line) -> bool {
    const OPENERS: [&str; 18] = [
        "can cu",
        "thuc hien",
        "nham",
        "trien khai",
        "tiep tuc",
        "nam 20",
        "quan triet",
        "phat huy",
        "uy ban",
        "ubnd",
        "dang uy",
        "ban thuong vu",
        "trong nam",
        "trong nhung",
        "trong thoi gian",
        "de ",
        "kinh gui",
        "theo ",
    ];
    const UNFINISHED: [&str; 16] = [
        "va", "cua", "tren", "nam", "quy", "cho", "ve", "trong", "thang", "phuong", "quan", "tai", "den",
        "xa", "voi", "dia",
    ];
    if title.is_empty() {
        return true;
    }
    if line.gap == Gap::Rule {
        return false;
    }
    let plain = words::plain(&line.text);
    let caps = words::is_capitals(title) && words::is_capitals(&line.text);
    if line.text.starts_with(char::is_lowercase) || line.text.starts_with('(') || caps {
        return true;
    }
    let last = words::plain(previous.text.rsplit(' ').next().unwrap_or_default());
    if title.ends_with([',', '-', '–']) || UNFINISHED.contains(&last.as_str()) {
        return true;
    }
    // A title that names its year at the end is complete.
    let complete = words::tokens(previous.text.as_str())
        .last()
        .and_then(Token::number)
        .is_some_and(|number| (2000..2100).contains(&number));
    line.gap <= Gap::Page
        && !complete
        && line.text.chars().count() <= 110
        && !line.text.ends_with(['.', ';', ':'])
        && !OPENERS.iter().any(|opener| plain.starts_with(opener))
}

fn is_place_and_date(text: &str) -> bool {
    let tokens = words::tokens(text);
    tokens.len() < 16 && words::has(&tokens, "ngay") && words::has(&tokens, "thang") && text.contains(", ng")
}

fn date(
    head: &[Line],
    beside: &[Line],
    heading: usize,
    doubts: &mut Doubts,
) -> (Option<NaiveDate>, Option<usize>) {
    // "Hà Nội, ngày 11 / tháng 12 năm 2024" may be broken, so the lines are read as one text.
    let mut text = String::new();
    let mut starts = Vec::new();
    let sides =
        beside.iter().filter(|line| number::is_number_line(&line.text) || is_place_and_date(&line.text));
    for line in head[head.len().saturating_sub(15)..].iter().chain(sides) {
        starts.push((text.len(), line.number));
        text.push_str(&line.text);
        text.push('\n');
    }
    let line_at = |at: usize| starts.iter().rev().find(|&&(start, _)| start <= at).map(|&(_, line)| line);
    let tokens = words::tokens(&text);
    let mut blank = None;
    for at in (0..tokens.len()).rev().filter(|&at| tokens[at].is("ngay")) {
        let follows_place = at > 0 && tokens[at - 1].mark() == Some(',');
        let worded = tokens[at..tokens.len().min(at + 10)].iter().any(|token| token.is("thang"));
        if !follows_place && !worded {
            continue;
        }
        let line = line_at(tokens[at].start);
        match dates::point(&tokens, at) {
            Some((point, _)) if point.year.is_some() => {
                let date = point.date(None);
                if date.is_none() || point.misread {
                    doubts.add(line.unwrap_or(heading), Uncertainty::DateMisread);
                }
                return (date, line);
            }
            _ if worded => blank = blank.or(line),
            _ => {}
        }
    }
    match blank {
        Some(line) => doubts.add(line, Uncertainty::DateBlank),
        None => doubts.add(heading, Uncertainty::DateMissing),
    }
    (None, blank)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_documents() {
        let heading_of = |text: &str| heading(&super::super::lines::clean(text)[0]);
        for (line, found) in [
            ("KẾ HOẠCH", Some(Heading::Plan { misread: false })),
            ("K Ế  H O Ạ C H", Some(Heading::Plan { misread: false })),
            ("KẾ HOẠCH TUYÊN TRUYỀN NĂM 2026", Some(Heading::Plan { misread: false })),
            ("KÉ H0ẠCH", Some(Heading::Plan { misread: true })),
            ("Kế hoạch số 310/KH-UBND về tuyên truyền", None),
            ("QUYẾT ĐỊNH", Some(Heading::Carrier)),
            ("GIẤY MỜI", Some(Heading::Another)),
            ("BÁO CÁO", Some(Heading::Another)),
            ("Kính gửi: Các tổ dân phố", Some(Heading::Letter)),
            ("KẾ TOÁN", None),
        ] {
            assert_eq!(heading_of(line), found, "{line}");
        }
    }
}
