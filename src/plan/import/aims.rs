//! Targets in figures: "100% tổ dân phố …", "tối thiểu 02 tin, bài mỗi tuần".

use super::blocks::Block;
use super::outline::{Kind, Outline};
use super::words::{self, Token};
use super::{Aim, Figure};

const AIMS_MAX: usize = 100;
/// Words before a number that make it a target, folded.
const BOUNDS: [&str; 8] = ["it nhat", "toi thieu", "tren", "dat", "phan dau", "dat tu", "tu", "khong duoi"];

pub(super) fn find(outline: &Outline) -> Vec<Aim> {
    let mut aimed = vec![false; outline.closing];
    for section in &outline.sections {
        if section.kind == Some(Kind::Purpose) {
            aimed[section.at..outline.end(section.at)].fill(true);
        }
    }
    let mut aims = Vec::new();
    for at in (0..outline.closing).filter(|&at| !outline.is_money(at)) {
        let block = &outline.blocks[at];
        let tokens = words::tokens(&block.text);
        let figures = figures(block, &tokens, aimed[at]);
        // Elsewhere only an item that begins with its figure is a target.
        let leads = tokens.iter().position(|token| token.mark() == Some('%')).is_some_and(|place| place <= 4);
        if !figures.is_empty() && (aimed[at] || leads && block.marker.is_some()) && aims.len() < AIMS_MAX {
            let confidence = if aimed[at] { 1.0 } else { 0.7 };
            aims.push(Aim {
                text: block.text.trim_end_matches([';', '.']).to_owned(),
                figures,
                line: block.line,
                confidence,
            });
        }
    }
    aims
}

fn figures(block: &Block, tokens: &[Token], aimed: bool) -> Vec<Figure> {
    let mut figures = Vec::new();
    for at in 0..tokens.len() {
        let Some((value, next)) = value(&block.text, tokens, at) else { continue };
        let percent = tokens.get(next).is_some_and(|token| token.mark() == Some('%'));
        let bound = |phrase: &&str| {
            let words = phrase.split(' ').count();
            at >= words && words::phrase_at(tokens, at - words, phrase)
        };
        if percent {
            figures.push(Figure { value, unit: "%".to_owned() });
        } else if aimed
            && BOUNDS.iter().filter(|phrase| **phrase != "tu" && **phrase != "tren").any(bound)
            && let Some(unit) = unit(&block.text, tokens, next)
        {
            figures.push(Figure { value, unit });
        }
    }
    figures
}

/// "95", "98,5": the value and the index after it.
fn value(text: &str, tokens: &[Token], at: usize) -> Option<(f64, usize)> {
    let whole = tokens[at].number()?;
    let glued = at > 0 && tokens[at - 1].end == tokens[at].start && tokens[at - 1].mark() != Some('(');
    if glued {
        return None;
    }
    let tight = |a: usize, b: usize| tokens.get(b).is_some_and(|next| tokens[a].end == next.start);
    if tokens.get(at + 1).is_some_and(|mark| matches!(mark.mark(), Some(',' | '.')))
        && tight(at, at + 1)
        && tight(at + 1, at + 2)
        && tokens[at + 2].number().is_some()
    {
        let written = text[tokens[at].start..tokens[at + 2].end].replace(',', ".");
        return Some((written.parse().ok()?, at + 3));
    }
    Some((f64::from(whole), at + 1))
}

/// What is counted in one syllable; of others a second one belongs to the word.
const SINGLE: [&str; 10] = ["tin", "bai", "lan", "buoi", "luot", "nguoi", "ho", "to", "cuoc", "dot"];

/// The next one or two syllables: "chuyên mục", "tin".
fn unit(text: &str, tokens: &[Token], at: usize) -> Option<String> {
    let small = |at: usize| {
        tokens.get(at).filter(|token| {
            token.mark().is_none()
                && token.number().is_none()
                && text[token.start..].starts_with(char::is_lowercase)
        })
    };
    let first = small(at)?;
    if first.is("nam") || first.is("ngay") || first.is("thang") {
        return None;
    }
    let is_whole = SINGLE.iter().any(|word| first.is(word));
    // "tin bài" are one thing.
    let goes_on = |second: &&Token| !is_whole || (first.is("tin") && second.is("bai"));
    let end = small(at + 1).filter(goes_on).map_or(first.end, |second| second.end);
    Some(text[first.start..end].to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::{Doubts, blocks, lines};
    use super::*;

    #[test]
    fn targets_with_their_figures() {
        let text = "I. MỤC TIÊU\n- 100% tổ dân phố có nhóm; trên 98,5 % hộ nhận tin.\n- Phấn đấu mỗi tuần có ít nhất 02 tin bài.\n- Năm 2026 là năm bản lề.\nII. NỘI DUNG\n- 80% vốn đã giải ngân\nIII. KINH PHÍ\n- 100% do ngân sách cấp.";
        let outline = Outline::new(blocks::join(&lines::clean(text)), &mut Doubts::default());
        let seen: Vec<_> = find(&outline)
            .into_iter()
            .map(|aim| (aim.line, aim.figures.into_iter().map(|f| (f.value, f.unit)).collect::<Vec<_>>()))
            .collect();
        assert_eq!(
            seen,
            [
                (2, vec![(100.0, "%".to_owned()), (98.5, "%".to_owned())]),
                (3, vec![(2.0, "tin bài".to_owned())]),
                (6, vec![(80.0, "%".to_owned())]),
            ]
        );
    }
}
