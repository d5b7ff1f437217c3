//! Documents that are named without a number, and places that were left to be filled in.

use super::scan::Scan;
use super::{Concern, Finding};

/// Folded names of documents that have a number.
const DOCUMENTS: &[&[&str]] = &[
    &["ke", "hoach"],
    &["quyet", "dinh"],
    &["cong", "van"],
    &["thong", "bao"],
    &["nghi", "quyet"],
    &["nghi", "dinh"],
    &["chi", "thi"],
    &["huong", "dan"],
    &["thong", "tu"],
    &["luat"],
];
/// Characters of what stands in a pair of brackets that is to be filled in.
const BLANK_MAX: usize = 60;

pub(super) fn look(scan: &Scan, found: &mut Vec<Finding>) {
    for at in 0..scan.tokens.len() {
        for name in DOCUMENTS {
            let number = at + name.len();
            if scan.run(at, name) && scan.run(number, &["so"]) && is_half(scan, number + 1) {
                let shown = number + 1;
                found.push(scan.finding(Concern::SourceHalf, at, shown));
            }
        }
    }
    blanks(scan, found);
}

/// Whether no number follows the word.
fn is_half(scan: &Scan, at: usize) -> bool {
    let gap = scan.gap(at);
    let is_here = gap.chars().all(|c| c.is_whitespace() && c != '\n' || c == ':');
    // "Luật số hóa", "thông báo số lượng": the word goes on to something else.
    let is_word = is_here && scan.get(at).is_some_and(|token| !token.is_number && !is_filler(&token.folded));
    !(is_word || is_here && scan.get(at).is_some_and(|token| token.is_number))
}

fn is_filler(word: &str) -> bool {
    word == "ngay" || word == "cua" || word.chars().all(|c| c == 'x')
}

/// "[ngày giờ]", "......", "___".
fn blanks(scan: &Scan, found: &mut Vec<Finding>) {
    for at in 0..=scan.tokens.len() {
        let gap = scan.gap(at);
        let dots = ["....", "……", "___"].iter().any(|dots| gap.contains(dots));
        if dots {
            let from = at.saturating_sub(2);
            found.push(scan.finding(Concern::Blank, from, at));
        }
        if !gap.ends_with('[') {
            continue;
        }
        let sentence = scan.get(at).map(|token| token.sentence);
        let end = (at + 1..=scan.tokens.len()).find(|n| scan.gap(*n).starts_with(']'));
        if let Some(end) = end.filter(|end| scan.tokens[end - 1].sentence == sentence.unwrap_or_default()) {
            let words = scan.words(at, end);
            if words.chars().count() <= BLANK_MAX {
                found.push(Finding { concern: Concern::Blank, words: format!("[{words}]") });
            }
        }
    }
}
