//! Content groups: the numbered topics of the sections on content.

use super::marker::{self, Marker};
use super::outline::{self, Kind, Outline, Section};
use super::{ContentGroup, Doubts, Heading, Uncertainty, words};

/// Longest name cut from a paragraph, in characters.
const NAME_CHARS_MAX: usize = 90;

/// A group before its number is known to be unique.
struct Candidate {
    at: usize,
    /// Printed number, or the path of what holds it and its position.
    number: String,
    /// Printed number of the section.
    section: String,
    /// The headings above, from the section down.
    above: Vec<usize>,
    confidence: f64,
}

pub(super) fn find(outline: &Outline, doubts: &mut Doubts) -> Vec<ContentGroup> {
    let (sections, sure) = content_sections(outline);
    let Some(first) = sections.first() else {
        doubts.add(outline.blocks.first().map_or(1, |block| block.line), Uncertainty::ContentMissing);
        return Vec::new();
    };
    if !sure {
        doubts.add(outline.blocks[first.at].line, Uncertainty::ContentSectionAssumed);
    }
    let mut candidates = Vec::new();
    for section in &sections {
        of_section(outline, section.at, if sure { 0.0 } else { 0.2 }, &mut candidates, doubts);
    }
    if candidates.is_empty() {
        doubts.add(outline.blocks[first.at].line, Uncertainty::ContentMissing);
    }
    make_distinct(&mut candidates, outline, doubts);
    candidates.iter().map(|candidate| group(outline, candidate, doubts)).collect()
}

/// The sections that hold the content, and whether their headings say so.
fn content_sections(outline: &Outline) -> (Vec<Section>, bool) {
    let of = |wanted: &dyn Fn(&Section) -> bool| -> Vec<Section> {
        outline.sections.iter().copied().filter(|section| wanted(section)).collect()
    };
    let says_content = |section: &Section| {
        let plain = words::plain(&outline.blocks[section.at].text);
        section.kind == Some(Kind::Content) && words::find_forgiving(&plain, "noi dung").is_some()
    };
    let named = of(&says_content);
    if !named.is_empty() {
        return (named, true);
    }
    let tasks = of(&|section| section.kind == Some(Kind::Content));
    if !tasks.is_empty() {
        return (tasks, true);
    }
    let headed = |section: &Section| section.kind.is_none() && outline.end(section.at) > section.at + 1;
    let unknown = of(&headed);
    if !unknown.is_empty() {
        return (unknown, false);
    }
    (of(&|section| section.kind == Some(Kind::Forms)), false)
}

fn of_section(outline: &Outline, at: usize, less: f64, candidates: &mut Vec<Candidate>, doubts: &mut Doubts) {
    let section = path(outline, at, "");
    let before = candidates.len();
    let items = topics(outline, at);
    for (position, &item) in items.iter().enumerate() {
        let number = number(outline, item, position, &section, "");
        let inner = inner_topics(outline, item);
        if inner.is_empty() {
            let above = vec![at];
            candidates.push(Candidate {
                at: item,
                number,
                section: section.clone(),
                above,
                confidence: 1.0 - less,
            });
            continue;
        }
        let long = path(outline, item, &section);
        let short = outline.blocks[item].marker.as_ref().and_then(Marker::printed).unwrap_or_default();
        for (position, &inner) in inner.iter().enumerate() {
            let number = self::number(outline, inner, position, &long, &short);
            candidates.push(Candidate {
                at: inner,
                number,
                section: section.clone(),
                above: vec![at, item],
                confidence: 1.0 - less,
            });
        }
    }
    if items.is_empty() {
        // Paragraphs without any mark.
        for (position, child) in outline.children(at).into_iter().enumerate() {
            let number = format!("{section}.{}", position + 1);
            candidates.push(Candidate {
                at: child,
                number,
                section: section.clone(),
                above: vec![at],
                confidence: 0.5 - less,
            });
        }
    }
    let numbered = |candidate: &Candidate| {
        !matches!(outline.blocks[candidate.at].marker, None | Some(Marker::Dash | Marker::Plus))
    };
    if candidates.len() > before && !candidates[before..].iter().any(numbered) {
        doubts.add(outline.blocks[at].line, Uncertainty::GroupsUnnumbered);
    }
    doubt_gaps(outline, &mut candidates[before..], doubts);
}

/// The items of a section that are topics: not its paragraphs on forms, time or money.
fn topics(outline: &Outline, at: usize) -> Vec<usize> {
    let mut items = outline.items(at);
    let labelled = |&item: &usize| outline.rank(item) < 7;
    if items.iter().any(labelled) {
        items.retain(labelled);
    } else if let Some(rank) = items.iter().map(|&item| outline.rank(item)).min() {
        items.retain(|&item| outline.rank(item) == rank);
    }
    let all = items.clone();
    items.retain(|&item| !is_matter(outline, item) && !outline.is_money(item));
    if items.iter().any(|&item| gathers(outline, item)) {
        // Beside "1. Nội dung" stands "2. Giải pháp", which is none.
        items.retain(|&item| !words::plain(&outline.blocks[item].text).starts_with("giai phap"));
    }
    if items.is_empty() { all } else { items }
}

/// Whether an item begins with another matter than content: "Hình thức", "Thời gian", "Kinh phí".
fn is_matter(outline: &Outline, item: usize) -> bool {
    const MATTERS: [&str; 13] = [
        "hinh thuc",
        "phuong thuc",
        "phuong phap",
        "bien phap",
        "thoi gian",
        "dia diem",
        "kinh phi",
        "nguon luc",
        "doi tuong",
        "khau hieu",
        "yeu cau",
        "muc dich",
        "che do bao cao",
    ];
    let text = &outline.blocks[item].text;
    let head: String = text.chars().take(60).collect();
    let plain = words::plain(head.split([':', '.']).next().unwrap_or_default());
    let plain = plain.strip_prefix("cac ").or_else(|| plain.strip_prefix("ve ")).unwrap_or(&plain);
    outline.rank(item) < 7
        && MATTERS.iter().any(|matter| plain.starts_with(matter))
        && !plain.contains("noi dung")
}

/// The topics inside an item that only gathers them; empty when the item is a topic itself.
fn inner_topics(outline: &Outline, item: usize) -> Vec<usize> {
    let inner = topics(outline, item);
    let Some(Marker::Number(outer)) = &outline.blocks[item].marker else {
        return if (gathers(outline, item) || wraps_topics(outline, item, &inner)) && inner.len() > 1 {
            inner
        } else {
            Vec::new()
        };
    };
    let dotted = |&inner: &usize| matches!(&outline.blocks[inner].marker, Some(Marker::Number(parts)) if parts.len() == outer.len() + 1);
    // Where numbers go on inside an item ("1.1"), they number the topics.
    if !inner.is_empty() && inner.iter().all(dotted) || gathers(outline, item) && inner.len() > 1 {
        return inner;
    }
    Vec::new()
}

/// "I. VỀ CẢI CÁCH HÀNH CHÍNH" inside a part: its numbers are the topics.
fn wraps_topics(outline: &Outline, item: usize, inner: &[usize]) -> bool {
    matches!(outline.blocks[item].marker, Some(Marker::Roman(_)))
        && outline.is_heading(item)
        && inner.iter().all(|&inner| matches!(outline.blocks[inner].marker, Some(Marker::Number(_))))
}

/// "1. Nội dung tuyên truyền", "1. Nhóm nội dung theo nhiệm vụ"
fn gathers(outline: &Outline, item: usize) -> bool {
    const GATHERING: [&str; 5] =
        ["noi dung", "nhom noi dung", "cac noi dung", "cac nhom noi dung", "ve noi dung"];
    let plain = words::plain(&outline.blocks[item].text);
    outline.rank(item) < 7
        && outline.is_heading(item)
        && GATHERING.iter().any(|start| plain.starts_with(start))
}

fn path(outline: &Outline, at: usize, above: &str) -> String {
    let printed = outline.blocks[at].marker.as_ref().and_then(Marker::printed);
    match (above.is_empty(), printed) {
        (true, Some(printed)) => printed,
        (false, Some(printed)) => format!("{above}.{printed}"),
        (true, None) => "1".to_owned(),
        (false, None) => above.to_owned(),
    }
}

fn number(outline: &Outline, item: usize, position: usize, long: &str, short: &str) -> String {
    let inside_roman = marker::roman_value(short).is_some();
    match &outline.blocks[item].marker {
        Some(Marker::Number(parts)) if inside_roman && parts.len() == 1 => format!("{short}.{}", parts[0]),
        Some(marker @ Marker::Letter(_)) if !short.is_empty() => {
            format!("{short}.{}", marker.printed().unwrap_or_default())
        }
        Some(marker @ Marker::Letter(_)) => format!("{long}.{}", marker.printed().unwrap_or_default()),
        Some(marker) => marker.printed().unwrap_or_else(|| format!("{long}.{}", position + 1)),
        None => format!("{long}.{}", position + 1),
    }
}

/// Numbers that skip or repeat may hide an item that the scan lost.
fn doubt_gaps(outline: &Outline, candidates: &mut [Candidate], doubts: &mut Doubts) {
    let mut last: Option<Vec<u32>> = None;
    for candidate in candidates {
        let block = &outline.blocks[candidate.at];
        match &block.marker {
            Some(Marker::Number(parts)) => {
                let follows = match (&last, parts.split_last()) {
                    // After 2.2 come 2.3 and 3; inside a new item numbers begin with 1.
                    (Some(last), Some((&now, above))) => match last.get(above.len()) {
                        Some(&before) if last.starts_with(above) => now == before + 1,
                        _ => now == 1,
                    },
                    (None, Some((&now, _))) => now == 1,
                    (_, None) => true,
                };
                if !follows {
                    doubts.add(block.line, Uncertainty::NumberingGap);
                    candidate.confidence -= 0.2;
                }
                last = Some(parts.clone());
            }
            Some(Marker::Letter(_)) => candidate.confidence -= 0.05,
            Some(Marker::Dash | Marker::Plus) => candidate.confidence -= 0.2,
            _ => {}
        }
        if block.misread {
            doubts.add(block.line, Uncertainty::HeadingMisread);
            candidate.confidence -= 0.2;
        }
    }
}

fn make_distinct(candidates: &mut [Candidate], outline: &Outline, doubts: &mut Doubts) {
    let repeated = |candidates: &[Candidate]| {
        let mut seen = std::collections::HashSet::new();
        candidates.iter().any(|candidate| !seen.insert(candidate.number.as_str()))
    };
    if !repeated(candidates) {
        return;
    }
    for candidate in candidates.iter_mut() {
        if !candidate.number.starts_with(&format!("{}.", candidate.section)) {
            candidate.number = format!("{}.{}", candidate.section, candidate.number);
        }
    }
    // What still repeats is misread or mistyped.
    let mut seen: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
    let mut taken: std::collections::HashSet<String> =
        candidates.iter().map(|candidate| candidate.number.clone()).collect();
    for candidate in candidates {
        let times = seen.entry(candidate.number.clone()).or_default();
        *times += 1;
        if *times > 1 {
            doubts.add(outline.blocks[candidate.at].line, Uncertainty::NumberingGap);
            candidate.confidence -= 0.2;
            while taken.contains(&format!("{}-{times}", candidate.number)) {
                *times += 1;
            }
            candidate.number = format!("{}-{times}", candidate.number);
            taken.insert(candidate.number.clone());
        }
    }
}

fn group(outline: &Outline, candidate: &Candidate, doubts: &mut Doubts) -> ContentGroup {
    let block = &outline.blocks[candidate.at];
    let end = outline.end(candidate.at);
    let mut confidence = candidate.confidence;
    // A dash with a long sentence has none, whatever stands under it.
    let headed = outline.is_heading(candidate.at)
        && (outline.rank(candidate.at) < 7 || block.text.chars().count() <= NAME_CHARS_MAX * 4 / 3);
    let (name, text) = if headed {
        (block.text.trim_end_matches(['.', ':', ';', ' ']).to_owned(), outline.text(candidate.at + 1, end))
    } else {
        let only_heading = block.text.chars().count() <= 120 && !block.text.contains([':', ';', '.']);
        if end == candidate.at + 1 && only_heading && outline.rank(candidate.at) < 7 {
            doubts.add(block.line, Uncertainty::GroupEmpty);
            confidence -= 0.1;
        }
        let mut text = block.text.clone();
        if end > candidate.at + 1 {
            text.push('\n');
            text.push_str(&outline.text(candidate.at + 1, end));
        }
        (short_name(&block.text), text)
    };
    // What is left of damaged text may be marks only.
    let name = if name.chars().any(char::is_alphanumeric) { name } else { candidate.number.clone() };
    let confidence = (confidence.clamp(0.1, 1.0) * 100.0).round() / 100.0;
    let parents = candidate.above.iter().map(|&at| parent(outline, at)).collect();
    ContentGroup { number: candidate.number.clone(), name, text, line: block.line, confidence, parents }
}

fn parent(outline: &Outline, at: usize) -> Heading {
    let block = &outline.blocks[at];
    let name = if outline.is_heading(at) {
        block.text.trim_end_matches(['.', ':', ';', ' ']).to_owned()
    } else {
        short_name(&block.text)
    };
    let number = block.marker.as_ref().and_then(Marker::printed).unwrap_or_default();
    Heading { number, name, line: block.line }
}

/// A short title from the first clause of a paragraph.
pub(super) fn short_name(text: &str) -> String {
    let sentence = outline::first_sentence(text);
    let clause = sentence.split([':', ';', '(']).next().unwrap_or(sentence);
    let clause = if clause.trim().chars().count() < 8 { sentence } else { clause };
    let clause = clause
        .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | '-' | '…'));
    if clause.chars().count() <= NAME_CHARS_MAX {
        return clause.to_owned();
    }
    let end = clause.char_indices().nth(NAME_CHARS_MAX).map_or(clause.len(), |(at, _)| at);
    let cut = &clause[..end];
    // Not inside a quotation.
    let quoted = cut.rfind('“').filter(|&at| !cut[at..].contains('”'));
    if let Some(at) = quoted.filter(|&at| cut[..at].chars().count() >= NAME_CHARS_MAX / 3) {
        return cut[..at].trim_end().to_owned();
    }
    let commas = cut.rmatch_indices(", ").map(|(at, _)| at);
    match commas
        .take_while(|&at| cut[..at].chars().count() >= NAME_CHARS_MAX / 3)
        .find(|&at| parts(clause, at))
    {
        Some(at) => cut[..at].to_owned(),
        None => format!(
            "{}…",
            cut.rsplit_once(' ').map_or(cut, |(head, _)| head).trim_end_matches([',', ' ', '-'])
        ),
    }
}

/// Whether a comma parts two things, and does not stand in a row of names ("HĐND, UBND") or of
/// words of one kind ("năm tròn, năm chẵn").
fn parts(clause: &str, comma: usize) -> bool {
    let (before, after) = (&clause[..comma], clause[comma + 1..].trim_start());
    let next = after.split([' ', ',']).next().unwrap_or_default();
    let mut last = before.rsplit(' ');
    let kind = last.next().is_some_and(|word| word == next) || last.next().is_some_and(|word| word == next);
    !kind && !after.starts_with(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::short_name;

    #[test]
    fn names_are_first_clauses() {
        for (text, name) in [
            ("Tuyên truyền phòng cháy: lối thoát nạn, bình chữa cháy.", "Tuyên truyền phòng cháy"),
            ("Bảo đảm vệ sinh môi trường. Thu gom rác đúng giờ.", "Bảo đảm vệ sinh môi trường"),
            ("Thông tin của TT. HĐND phường; các kỳ họp", "Thông tin của TT. HĐND phường"),
            (
                "Tuyên truyền việc sắp xếp bộ máy, cải cách thủ tục hành chính, nâng cao chất lượng phục vụ Nhân dân",
                "Tuyên truyền việc sắp xếp bộ máy, cải cách thủ tục hành chính",
            ),
            // Neither a row of names nor a pair is cut.
            (
                "Thông báo lịch tiếp xúc cử tri, lịch tiếp dân của Thường trực Đảng ủy, HĐND, UBND và các ban của phường",
                "Thông báo lịch tiếp xúc cử tri",
            ),
            (
                "Giới thiệu gương người tốt trong các cuộc vận động theo từng năm lẻ, năm chẵn tại tổ dân phố của phường",
                "Giới thiệu gương người tốt trong các cuộc vận động theo từng năm lẻ, năm chẵn tại tổ dân…",
            ),
        ] {
            assert_eq!(short_name(text), name);
        }
        let long = "từ ".repeat(80);
        assert!(short_name(&long).ends_with('…'));
    }
}
