//! The body that issues the plan: from the header, else from the preamble, else from the signature.

use std::collections::HashMap;

use super::lines::Line;
use super::outline::Outline;
use super::words::{self, Token};
use super::{Doubts, Uncertainty};

#[derive(Debug, Default)]
pub(super) struct Issuer {
    pub name: String,
    pub line: Option<usize>,
}

/// First words of bodies that issue documents, folded.
const BODIES: [&str; 27] = [
    "uy ban",
    "ubnd",
    "ubmttq",
    "hoi dong",
    "hdnd",
    "dang bo",
    "dang uy",
    "thanh uy",
    "quan uy",
    "huyen uy",
    "tinh uy",
    "ban",
    "so",
    "phong",
    "cong an",
    "mat tran",
    "trung tam",
    "van phong",
    "hoi",
    "doan",
    "lien doan",
    "truong",
    "bo",
    "chi bo",
    "chi cuc",
    "thuong truc",
    "bch",
];

/// Words with which a place begins, folded.
const PLACES: [&str; 9] = ["phuong", "quan", "xa", "huyen", "thanh pho", "tp", "tinh", "thi xa", "thi tran"];

pub(super) fn begins_with(plain: &str, starts: &[&str]) -> bool {
    starts
        .iter()
        .any(|start| plain.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
}

pub(super) fn find(head: &[Line], outline: &Outline, doubts: &mut Doubts) -> Issuer {
    let found = in_header(head).or_else(|| {
        let found = in_preamble(outline).or_else(|| in_signature(outline));
        if let Some((_, line)) = found {
            doubts.add(line, Uncertainty::IssuerFromText);
        }
        found
    });
    let Some((name, line)) = found else {
        doubts.add(head.first().map_or(1, |line| line.number), Uncertainty::IssuerMissing);
        return Issuer::default();
    };
    Issuer { name: spelling(&name, line, outline, doubts), line: Some(line) }
}

/// The last body that the header names; a body above it is its superior.
pub(super) fn in_header(head: &[Line]) -> Option<(String, usize)> {
    let mut found: Option<(String, usize)> = None;
    for line in &head[head.len().saturating_sub(15)..] {
        for column in &line.columns {
            let piece = without_motto(column);
            let plain = words::plain(piece);
            // The youth union's motto is its name.
            if plain == "doan tncs ho chi minh" || plain == "doan thanh nien cong san ho chi minh" {
                continue;
            }
            if !words::is_capitals(piece) && !piece.starts_with("UBND")
                || plain.starts_with("so ") && !piece.starts_with("SỞ")
            {
                continue;
            }
            if begins_with(&plain, &PLACES) || plain.starts_with("viet nam") {
                // The second line of a body's name; a place alone is no body.
                if let Some((name, _)) = &mut found {
                    name.push(' ');
                    name.push_str(piece);
                }
            } else if begins_with(&plain, &BODIES) {
                found = Some((piece.to_owned(), line.number));
            } else if let Some((name, at)) = &mut found
                && line.number - *at <= 2
                && plain.split(' ').count() >= 2
                && !plain.contains("ngay")
            {
                name.push(' ');
                name.push_str(piece);
            }
        }
    }
    found
}

/// What stands beside the state's or the Party's motto in a line whose columns were merged.
fn without_motto(piece: &str) -> &str {
    const MOTTOES: [&str; 3] = ["cong hoa xa hoi", "doc lap tu do", "dang cong san viet nam"];
    let tokens: Vec<Token> =
        words::tokens(piece).into_iter().filter(|token| token.mark().is_none()).collect();
    // A scan misreads letters of the motto as of any other words.
    let plain = words::plain(piece);
    let starts = MOTTOES.iter().filter_map(|motto| words::find_forgiving(&plain, motto));
    let cut = starts.map(|(at, _)| plain[..at].matches(' ').count()).min();
    match cut {
        Some(at) => piece[..tokens[at].start].trim(),
        None if words::phrase_at(&tokens, 0, "chu nghia viet nam") => "",
        None => piece,
    }
}

/// "…, Ủy ban nhân dân phường X ban hành Kế hoạch …"
fn in_preamble(outline: &Outline) -> Option<(String, usize)> {
    const ACTS: [&str; 5] = [
        "ban hanh ke hoach",
        "xay dung ke hoach",
        "lap ke hoach",
        "trien khai ke hoach",
        "to chuc thuc hien ke hoach",
    ];
    let end = outline.sections.first().map_or(0, |section| section.at);
    outline.blocks[..end].iter().rev().find_map(|block| {
        let tokens = words::tokens(&block.text);
        let act = (0..tokens.len()).find(|&at| ACTS.iter().any(|act| words::phrase_at(&tokens, at, act)))?;
        let clause = (0..act)
            .rev()
            .take(30)
            .take_while(|&at| {
                !tokens[at].mark().is_some_and(|mark| matches!(mark, ',' | ';' | ':' | '.' | '"'))
            })
            .last()?;
        let start = (clause..act).find(|&at| {
            block.text[tokens[at].start..].starts_with(char::is_uppercase)
                && BODIES.iter().any(|body| words::phrase_at(&tokens, at, body))
        })?;
        let name = block.text[tokens[start].start..tokens[act].start].trim().to_owned();
        Some((name, block.line_at(tokens[start].start)))
    })
}

/// "TM. ỦY BAN NHÂN DÂN"
fn in_signature(outline: &Outline) -> Option<(String, usize)> {
    outline.blocks[outline.closing..].iter().find_map(|block| {
        let tokens = words::tokens(&block.text);
        let at = (0..tokens.len()).find(|&at| {
            tokens[at].is("tm") || tokens[at].is("t") && tokens.get(at + 2).is_some_and(|token| token.is("m"))
        })?;
        let body =
            (at..tokens.len()).find(|&at| BODIES.iter().any(|body| words::phrase_at(&tokens, at, body)))?;
        let end = (body..tokens.len())
            .find(|&at| ["kt", "chu", "pho", "bi"].iter().any(|office| tokens[at].is(office)))
            .map_or(block.text.len(), |at| tokens[at].start);
        let name = block.text[tokens[body].start..end].trim().to_owned();
        Some((name, block.line_at(tokens[body].start)))
    })
}

/// The name as the document spells it most often: scans misread a name in one place and not in
/// another, and headers are in capitals.
fn spelling(name: &str, line: usize, outline: &Outline, doubts: &mut Doubts) -> String {
    let name = name.trim_end_matches([',', '.', ':', '*']).trim().to_owned();
    let sought: Vec<String> =
        words::tokens(&name).into_iter().filter(|t| t.mark().is_none()).map(|token| token.folded).collect();
    let place = sought.iter().rposition(|word| PLACES.contains(&word.as_str()));
    let name = match in_small_letters(&name) {
        Some(spelt) if words::is_capitals(&name) => spelt,
        _ if words::is_capitals(&name) => return most_frequent(outline, &sought, None).unwrap_or(name),
        _ => name,
    };
    let Some(place) = place.filter(|place| place + 1 < sought.len()) else { return name };
    // Only the words after "phường": its own capital letter is a matter of style.
    let tail = &sought[place + 1..];
    let tokens = words::tokens(&name);
    let tokens: Vec<&Token> = tokens.iter().filter(|token| token.mark().is_none()).collect();
    let start = tokens[place + 1].start;
    match most_frequent(outline, tail, Some(&name[start..])) {
        Some(spelt) if spelt != name[start..] => {
            doubts.add(line, Uncertainty::IssuerMisread);
            format!("{}{spelt}", &name[..start])
        }
        _ => name,
    }
}

/// "ỦY BAN NHÂN DÂN PHƯỜNG HỒ SEN" as it is written in a text; `None` for bodies whose spelling
/// does not follow from their words.
fn in_small_letters(name: &str) -> Option<String> {
    const BODIES: [(&str, &str); 6] = [
        ("ủy ban nhân dân", "Ủy ban nhân dân"),
        ("uỷ ban nhân dân", "Ủy ban nhân dân"),
        ("hội đồng nhân dân", "Hội đồng nhân dân"),
        ("ban thường vụ đảng ủy", "Ban Thường vụ Đảng ủy"),
        ("đảng ủy", "Đảng ủy"),
        ("ubnd", "UBND"),
    ];
    let lower = name.to_lowercase();
    let count = |body: &str| body.split(' ').count();
    let words: Vec<&str> = lower.split_whitespace().collect();
    // Accents of capitals are lost now and then.
    let (body, written) = BODIES.iter().find(|(body, _)| {
        words.get(..count(body)).is_some_and(|start| words::plain(&start.join(" ")) == words::plain(body))
    })?;
    let place = words[count(body)..].join(" ");
    let level = ["phường", "quận", "xã", "huyện", "thành phố", "tỉnh", "thị xã", "thị trấn"]
        .into_iter()
        .find(|level| place.starts_with(&format!("{level} ")))?;
    let mut spelt = format!("{written} {level}");
    for word in place[level.len()..].split_whitespace() {
        spelt.push(' ');
        let mut letters = word.chars();
        spelt.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        spelt.push_str(letters.as_str());
    }
    Some(spelt)
}

/// The most frequent spelling of a row of folded words, other than in capitals.
/// `own` is one vote more.
fn most_frequent(outline: &Outline, sought: &[String], own: Option<&str>) -> Option<String> {
    let first = sought.first()?;
    let mut counts: HashMap<&str, usize> = own.into_iter().map(|own| (own, 1)).collect();
    for block in &outline.blocks {
        let tokens: Vec<Token> = words::tokens(&block.text);
        for at in 0..tokens.len() {
            if !tokens[at].is(first) || at + sought.len() > tokens.len() {
                continue;
            }
            let row = &tokens[at..at + sought.len()];
            if row.iter().zip(sought).all(|(token, word)| token.is(word)) {
                let spelt = &block.text[row[0].start..row[row.len() - 1].end];
                if !words::is_capitals(spelt) && spelt.starts_with(char::is_uppercase) {
                    *counts.entry(spelt).or_default() += 1;
                }
            }
        }
    }
    // Of equally frequent ones the first in the alphabet, so that the result does not vary.
    counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0))).map(|(spelt, _)| spelt.to_owned())
}
