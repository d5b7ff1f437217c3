//! Plans as files, given to the real program.

use std::io::{Cursor, Write as _};
use std::process::{Command, Output, Stdio};

use loa::plan::document::apart;
use serde_json::Value;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub const DOCX: &[u8] = include_bytes!("../data/plans/letter-and-annex.docx");
pub const PDF: &[u8] = include_bytes!("../data/plans/letter-and-annex.pdf");
pub const XLSX: &[u8] = include_bytes!("../data/plans/items.xlsx");
pub const LOCKED: &[u8] = include_bytes!("../data/plans/locked.pdf");
/// A plan with a blank number, a gap in its numbers, a duty without a body, dates without a year.
pub const DIRTY: &str = include_str!("../data/plans/dirty.txt");
pub const PICTURE: &[u8] = include_bytes!("../data/plans/picture.pdf");

/// A document of Word with this text as its body.
pub fn word(body: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", SimpleFileOptions::default()).expect("a part");
    zip.write_all(body.as_bytes()).expect("written");
    zip.finish().expect("an archive").into_inner()
}

/// A document of Word with a paragraph for each of these lines.
pub fn word_of(lines: &str) -> Vec<u8> {
    let paragraph = |line: &str| {
        let line = line.replace('&', "&amp;").replace('<', "&lt;");
        format!("<w:p><w:r><w:t xml:space=\"preserve\">{line}</w:t></w:r></w:p>")
    };
    let body: String = lines.lines().map(paragraph).collect();
    let space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    word(&format!("<w:document xmlns:w=\"{space}\"><w:body>{body}</w:body></w:document>"))
}

/// A small document of Word that unfolds to `size` bytes.
pub fn bomb(size: usize) -> Vec<u8> {
    word(&format!("<w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>{}", "a".repeat(size)))
}

fn import(bytes: &[u8]) -> Output {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("plan");
    std::fs::write(&file, bytes).expect("a file");
    let mut command = Command::new(env!("CARGO_BIN_EXE_loa"));
    command.args(["plan", "import", "--dry-run", "--format", "json"]).arg(&file);
    command.current_dir(folder.path()).env_clear().output().expect("the program runs")
}

#[test]
fn all_forms_give_the_same_findings() {
    let read = |bytes: &[u8]| {
        let done = import(bytes);
        assert!(done.status.success(), "{done:?}");
        let plan: Value = serde_json::from_slice(&done.stdout).expect("JSON");
        plan
    };
    let (word, pdf) = (read(DOCX), read(PDF));
    for key in ["title", "number", "issuer", "date", "period", "report_dates"] {
        assert_eq!(word[key], pdf[key], "{key}");
    }
    let numbers = |plan: &Value| -> Vec<Value> {
        plan["content_groups"].as_array().expect("groups").iter().map(|g| g["number"].clone()).collect()
    };
    assert_eq!(numbers(&word), numbers(&pdf));
    assert_eq!(read(XLSX)["items"].as_array().expect("items").len(), 3);
}

/// `loa plan import … | head`
#[test]
fn who_stops_reading_ends_the_command_quietly() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("plan.docx");
    std::fs::write(&file, DOCX).expect("a file");
    let mut child = Command::new(env!("CARGO_BIN_EXE_loa"))
        .args(["plan", "import", "--dry-run", "--format", "json"])
        .arg(&file)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    drop(child.stdout.take());
    let done = child.wait_with_output().expect("it ends");
    assert!(done.status.success() && done.stderr.is_empty(), "{}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn what_harms_is_refused_in_one_sentence() {
    for (bytes, says) in [
        (LOCKED.to_vec(), "mật khẩu"),
        (PICTURE.to_vec(), "ảnh chụp"),
        (PDF[..2000].to_vec(), "bị hỏng"),
        (bomb(200_000_000), "nặng hơn"),
        (vec![b'a'; 200_000_000], "quá lớn"),
        (format!("%PDF-1.4\n{}", "[".repeat(3_000_000)).into_bytes(), "bị hỏng"),
    ] {
        let done = import(&bytes);
        let said = String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(1), "{said}");
        assert!(said.contains(says) && said.trim_end().lines().count() == 1, "{says}: {said}");
        assert!(done.stdout.is_empty());
    }
}

/// The child gives up memory, time and files before it looks at its input.
#[cfg(target_os = "linux")]
#[test]
fn the_reader_limits_itself_before_it_reads() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_loa"))
        .arg(apart::COMMAND)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the child starts");
    let limits = format!("/proc/{}/limits", child.id());
    let limited = |name: &str, most: u64| {
        let limits = std::fs::read_to_string(&limits).unwrap_or_default();
        let line = limits.lines().find(|line| line.starts_with(name)).unwrap_or_default().to_owned();
        line.split_whitespace().filter(|word| *word == most.to_string()).count() == 2
    };
    // It waits for its input, so the limits come sooner or later, or the child is gone.
    while !limited("Max file size", 0) {
        assert!(child.try_wait().expect("a child").is_none(), "it ends without limits");
        std::thread::yield_now();
    }
    assert!(limited("Max address space", apart::MEMORY_MAX));
    assert!(limited("Max cpu time", apart::TIME_MAX.as_secs()));
    drop(child.stdin.take());
    let done = child.wait_with_output().expect("it ends");
    assert_eq!(String::from_utf8_lossy(&done.stdout), r#"{"Err":"Empty"}"#);
}
