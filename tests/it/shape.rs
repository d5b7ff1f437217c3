//! The shape of the house, held by reading `src/`: what ARCHITECTURE.md says is never done.

use std::fs;
use std::path::{Path, PathBuf};

/// A source file without its comments and its tests.
struct Source {
    /// From `src/` on, as `ward/store/people.rs`.
    path: String,
    code: String,
}

impl Source {
    fn room(&self) -> &str {
        self.path.split('/').next().unwrap_or_default().trim_end_matches(".rs")
    }

    fn is_store(&self) -> bool {
        self.room() == "store" || self.path.ends_with("/store.rs") || self.path.contains("/store/")
    }
}

fn sources() -> Vec<Source> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&src, &mut files);
    files.sort();
    assert!(files.len() > 50, "the house is read from {}", src.display());
    files
        .into_iter()
        .filter(|file| !file.ends_with("tests.rs") && !file.to_string_lossy().contains("/tests/"))
        .map(|file| {
            let text = fs::read_to_string(&file).expect("a source file is text");
            let path = file.strip_prefix(&src).expect("below src").to_string_lossy().replace('\\', "/");
            Source { path, code: code_of(&text) }
        })
        .collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
}

/// What is left of a file without comment lines and without the tests at its end.
fn code_of(text: &str) -> String {
    let text = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or_default();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).fold(String::new(), |mut code, line| {
        code.push_str(line);
        code.push('\n');
        code
    })
}

/// Files that break a rule: those that contain one of the words and are not excused.
fn offenders(words: &[&str], excused: impl Fn(&Source) -> bool) -> Vec<String> {
    sources()
        .iter()
        .filter(|source| !excused(source) && words.iter().any(|word| source.code.contains(word)))
        .map(|source| source.path.clone())
        .collect()
}

#[test]
fn only_the_telegram_room_knows_teloxide() {
    let found = offenders(&["teloxide::"], |source| source.path.starts_with("channel/telegram/"));
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn only_stores_speak_sql() {
    let words =
        ["sqlx::", "exec!(", "exec_rows!(", "one!(", "all!(", "SELECT ", "INSERT ", "UPDATE ", "DELETE FROM"];
    let found = offenders(&words, Source::is_store);
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn only_the_clock_reads_the_time() {
    let words = ["Utc::now", "Local::now", "SystemTime::now", "now_v7("];
    let found = offenders(&words, |source| source.path == "clock.rs");
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn only_the_settings_read_the_environment() {
    let found = offenders(&["env::var"], |source| source.path == "config.rs");
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn words_for_people_live_in_locales() {
    // Rooms that hold Vietnamese as data: words that are recognised, names of a new ward's
    // units, the play's own script, and the sandbox, which imitates a foreign service.
    let data = [
        "app/demo.rs",
        "app/guide.rs",
        "app/sample/",
        "app/stage.rs",
        "handout/spoken/",
        "message/checks/",
        "plan/import/",
        "plan/leads.rs",
        "question/route/",
        "sandbox/",
        "schedule/when.rs",
        "text/",
        "ward/defaults.rs",
    ];
    let marks = "ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ";
    let found: Vec<String> = sources()
        .iter()
        .filter(|source| !data.iter().any(|d| source.path.starts_with(d)))
        .filter(|source| source.code.to_lowercase().chars().any(|c| marks.contains(c)))
        .map(|source| source.path.clone())
        .collect();
    assert!(found.is_empty(), "{found:?}");
}

/// The floors of the house, from the ground up.
const FLOORS: &[&str] = &[
    "text",
    "clock",
    "calendar",
    "i18n",
    "picture",
    "sheet",
    "handout",
    "store",
    "channel",
    "sandbox",
    "ward",
    "audit",
    "lease",
    "inbox",
    "delivery",
    "plan",
    "question",
    "config",
    "web",
    "privacy",
    "message",
    "schedule",
    "conversation",
    "app",
    "cli",
    "main",
];

#[test]
fn no_room_calls_back_up() {
    let floor = |room: &str| FLOORS.iter().position(|known| *known == room);
    let mut found = Vec::new();
    for source in sources().iter().filter(|source| source.path != "lib.rs") {
        let room = source.room();
        let own = floor(room).unwrap_or_else(|| panic!("{room} is on no floor: add it to FLOORS"));
        for (at, _) in source.code.match_indices("crate::") {
            let rest = &source.code[at + "crate::".len()..];
            let named: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            if floor(&named).is_some_and(|used| used > own) {
                found.push(format!("{} uses {named}", source.path));
            }
        }
    }
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn nothing_is_left_open() {
    let found = offenders(&["todo!(", "unimplemented!(", "TODO", "FIXME"], |_| false);
    assert!(found.is_empty(), "{found:?}");
}
