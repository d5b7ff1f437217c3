//! Who gets the plan: the list under "Nơi nhận".

use super::Receiver;
use super::lines::Line;
use super::marker::{self, Marker};
use super::words;

/// Lists are no longer than this; what follows is something else.
const RECEIVERS_MAX: usize = 80;

pub(super) fn find(lines: &[Line]) -> Vec<Receiver> {
    let Some(at) = lines.iter().rposition(|line| words::plain(&line.text).starts_with("noi nhan")) else {
        return Vec::new();
    };
    let mut receivers: Vec<Receiver> = Vec::new();
    // "Nơi nhận: như trên" goes on in its own line.
    if let Some((_, rest)) = lines[at].columns.first().and_then(|column| column.split_once(':')) {
        receivers.extend(receiver(rest, lines[at].number));
    }
    for line in &lines[at + 1..] {
        if receivers.len() >= RECEIVERS_MAX || starts_annex(line) {
            break;
        }
        // The signature stands beside the list.
        let Some(column) = line.columns.first() else { continue };
        match marker::read(column) {
            Some(marked) if matches!(marked.marker, Marker::Dash | Marker::Plus) => {
                receivers.extend(receiver(marked.rest, line.number));
            }
            Some(_) => break,
            None if is_signature(column) => {}
            None => match receivers.last_mut() {
                Some(last) if column.starts_with(char::is_lowercase) || column.starts_with('(') => {
                    let joined = format!("{} {column}", last.name);
                    if let Some(whole) = receiver(&joined, last.line) {
                        last.name = whole.name;
                        last.purpose = whole.purpose.or(last.purpose.take());
                    }
                }
                _ => {}
            },
        }
    }
    receivers
}

fn starts_annex(line: &Line) -> bool {
    let plain = words::plain(&line.text);
    plain.starts_with("phu luc") && (words::is_capitals(&line.text) || plain.len() <= 12)
}

fn is_signature(text: &str) -> bool {
    words::is_capitals(text)
}

/// "Thường trực Đảng ủy, (để b/c)"; `None` for the archive.
fn receiver(written: &str, line: usize) -> Option<Receiver> {
    let (name, purpose) = match written.split_once('(') {
        Some((name, rest)) => (name, rest.split(')').next()),
        None => (written, None),
    };
    let purpose = purpose.map(|said| {
        let said = said.trim();
        said.strip_prefix("để").unwrap_or(said).trim().to_owned()
    });
    let name = name.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '.' | ':' | '*'));
    let plain = words::plain(name);
    let archive = plain == "luu" || plain.starts_with("luu ");
    (plain.len() >= 3 && !archive).then(|| Receiver {
        name: name.to_owned(),
        purpose: purpose.filter(|said| !said.is_empty()),
        line,
        confidence: 1.0,
    })
}

#[cfg(test)]
mod tests {
    use super::super::lines;
    use super::*;

    #[test]
    fn receivers_with_their_purpose_and_without_the_signature() {
        let text = "Nơi nhận:\t\tTM. ĐẢNG ỦY\n- Ban Tuyên giáo Thành ủy (để b/c);\t\tBÍ THƯ\n- Thường trực\nĐảng ủy,\n- Các chi bộ\ntrực thuộc (để t/h);\n- Lưu: VT.\nNguyễn Văn A\nPHỤ LỤC\n- không phải";
        let found = find(&lines::clean(text));
        let seen: Vec<_> = found.iter().map(|r| (r.name.as_str(), r.purpose.as_deref(), r.line)).collect();
        assert_eq!(
            seen,
            [
                ("Ban Tuyên giáo Thành ủy", Some("b/c"), 2),
                ("Thường trực", None, 3),
                ("Các chi bộ trực thuộc", Some("t/h"), 5)
            ]
        );
    }
}
