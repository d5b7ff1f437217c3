//! What the plan rests on: the documents that its preamble names.

use super::outline::Outline;
use super::words::{self, Token};
use super::{LegalBasis, dates, due};

/// Kinds of documents, folded.
const KINDS: [&str; 21] = [
    "luat",
    "phap lenh",
    "nghi quyet",
    "nghi dinh",
    "thong tu",
    "quyet dinh",
    "chi thi",
    "ket luan",
    "chuong trinh",
    "ke hoach",
    "huong dan",
    "cong van",
    "van ban",
    "thong bao",
    "de an",
    "quy dinh",
    "quy che",
    "dieu le",
    "cong dien",
    "thong tri",
    "to trinh",
];
const BASES_MAX: usize = 60;
/// Longest text of one, in characters.
const TEXT_CHARS_MAX: usize = 400;

pub(super) fn find(outline: &Outline) -> Vec<LegalBasis> {
    let end = outline.sections.first().map_or(0, |section| section.at);
    let mut bases = Vec::new();
    for at in 0..end {
        let block = &outline.blocks[at];
        let tokens = words::tokens(&block.text);
        let opens = ["can cu", "thuc hien", "trien khai", "theo"]
            .iter()
            .any(|opening| words::phrase_at(&tokens, 0, opening));
        let starts: Vec<usize> =
            (0..tokens.len()).filter(|&at| begins(&block.text, &tokens, at, opens)).collect();
        for (i, &start) in starts.iter().enumerate() {
            if bases.len() >= BASES_MAX {
                return bases;
            }
            let limit = starts.get(i + 1).copied().unwrap_or(tokens.len());
            bases.extend(basis(block, &tokens[start..limit], opens));
        }
    }
    bases
}

/// Whether a document's name begins here: a kind with its capital letter, and a number or, in a
/// paragraph that gives the grounds, a name.
fn begins(text: &str, tokens: &[Token], at: usize, opens: bool) -> bool {
    if !text[tokens[at].start..].starts_with(char::is_uppercase) {
        return false;
    }
    let Some(kind) = KINDS.iter().find(|kind| words::phrase_at(tokens, at, kind)) else { return false };
    let next = tokens.get(at + kind.split(' ').count());
    // "Chương trình phối hợp số 02/…"
    let after = at + kind.split(' ').count();
    let numbered = (after..after + 4).any(|at| {
        tokens.get(at).is_some_and(|token| token.is("so"))
            && tokens
                .get(at + 1)
                .is_some_and(|number| number.folded.starts_with(|c: char| c.is_ascii_digit()))
            && tokens[after..at].iter().all(|between| between.mark().is_none())
    });
    let named = next
        .is_some_and(|next| text[next.start..].starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()));
    let own = at > 0 && (tokens[at - 1].is("hanh") || tokens[at - 1].is("dung"));
    !own && (numbered || opens && named)
}

fn basis(block: &super::blocks::Block, tokens: &[Token], opens: bool) -> Option<LegalBasis> {
    let stop = (1..tokens.len()).find(|&at| {
        let sentence_end = tokens[at].mark() == Some('.')
            && tokens.get(at + 1).is_none_or(|next| next.start > tokens[at].end);
        sentence_end
            || tokens[at].mark() == Some(';')
            || tokens[at].mark() == Some(',') && goes_elsewhere(tokens, at)
            || issues(&block.text, tokens, at)
    });
    let tokens = &tokens[..stop.unwrap_or(tokens.len())];
    let last = tokens.iter().rposition(|token| {
        !token.mark().is_some_and(|mark| matches!(mark, ',' | ';' | '.' | ':'))
            && !["va", "cung", "cac"].iter().any(|word| token.is(word))
    })?;
    let start = tokens.first()?.start;
    let mut text: String = block.text[start..tokens[last].end].chars().take(TEXT_CHARS_MAX).collect();
    if text.contains('“') && !text.contains('”') {
        text.push('”');
    }
    let number = number(&block.text, tokens);
    let date = (0..tokens.len())
        .find(|&at| due::is_of_document(tokens, at) || at > 0 && tokens[at - 1].is("ngay"))
        .and_then(|at| dates::point(tokens, at))
        .and_then(|(point, _)| point.date(None));
    let confidence = match (&number, opens) {
        (Some(_), true) => 1.0,
        (Some(_), false) => 0.8,
        (None, _) => 0.6,
    };
    (text.split(' ').count() >= 2).then(|| LegalBasis {
        text,
        number,
        date,
        line: block.line_at(start),
        confidence,
    })
}

/// ", cùng các chỉ đạo …", "”, nhằm …"
fn goes_elsewhere(tokens: &[Token], at: usize) -> bool {
    tokens[at - 1].mark() == Some('"')
        || tokens.get(at + 1).is_some_and(|next| ["cung", "nham", "gan"].iter().any(|word| next.is(word)))
}

/// ", UBND quận ban hành …": what comes after the grounds.
fn issues(text: &str, tokens: &[Token], at: usize) -> bool {
    tokens[at].mark() == Some(',')
        && tokens.get(at + 1).is_some_and(|next| text[next.start..].starts_with(char::is_uppercase))
        && tokens[at..]
            .iter()
            .take_while(|token| token.mark() != Some(';'))
            .take(30)
            .collect::<Vec<_>>()
            .windows(3)
            .any(|row| {
                (row[0].is("ban") && row[1].is("hanh") || row[0].is("xay") && row[1].is("dung"))
                    && row[2].is("ke")
            })
}

/// "46-KH/BTGDVTU" after "số".
fn number(text: &str, tokens: &[Token]) -> Option<String> {
    let at = tokens.iter().position(|token| token.is("so"))?;
    let mut end = at + 1;
    while end < tokens.len()
        && (tokens[end].mark().is_none()
            || tokens[end].mark().is_some_and(|mark| matches!(mark, '/' | '-' | '&')))
        && (end == at + 1 || tokens[end].start == tokens[end - 1].end)
    {
        end += 1;
    }
    let (first, last) = (tokens.get(at + 1)?, tokens.get(end - 1)?);
    let written = text.get(first.start..last.end)?.trim_end_matches(['-', '/', '&']);
    (at <= 6 && written.contains(|c: char| c.is_ascii_digit()) && written.contains(['/', '-']))
        .then(|| written.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::{Doubts, blocks, lines};
    use super::*;

    #[test]
    fn documents_of_a_preamble() {
        let text = "Thực hiện Chương trình số 06-CTr/QU ngày 17/3/2021 của Quận ủy và Kế hoạch số 233/KH-UBND ngày 30/12/2024 của UBND Thành phố về vệ sinh, UBND quận ban hành Kế hoạch như sau:\nCăn cứ Luật Thủ đô năm 2024;\nI. MỤC ĐÍCH\n- Một";
        let outline = Outline::new(blocks::join(&lines::clean(text)), &mut Doubts::default());
        let found = find(&outline);
        let seen: Vec<_> = found
            .iter()
            .map(|b| (b.text.as_str(), b.number.as_deref(), b.date.map(|d| d.to_string()), b.line))
            .collect();
        assert_eq!(
            seen,
            [
                (
                    "Chương trình số 06-CTr/QU ngày 17/3/2021 của Quận ủy",
                    Some("06-CTr/QU"),
                    Some("2021-03-17".to_owned()),
                    1
                ),
                (
                    "Kế hoạch số 233/KH-UBND ngày 30/12/2024 của UBND Thành phố về vệ sinh",
                    Some("233/KH-UBND"),
                    Some("2024-12-30".to_owned()),
                    1
                ),
                ("Luật Thủ đô năm 2024", None, None, 2),
            ]
        );
    }
}
