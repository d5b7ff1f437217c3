//! Every place in the source where words of a question, or whom it is for, come to be shown, and
//! who reads there. What more than the handling unit reads has its numbers covered.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Who reads what stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reader {
    /// The unit that handles it (or the office, in whose chat it reads), with everything.
    Unit,
    /// Who asked, or whoever entered it for them.
    Asker,
    /// Others: covered.
    Masked,
    /// Nobody: it is compared, routed, counted or kept.
    Nobody,
}
use Reader::{Asker, Masked, Nobody, Unit};

/// File below `src/conversation/`, a part of the line, and who reads it.
const PLACES: &[(&str, &str, Reader)] = &[
    ("answering.rs", "Rich::bold(&heading).below(2, &answer.text)", Unit),
    ("answering.rs", "answer.text == *text", Nobody),
    ("answering.rs", "format!(\"{}\\n{}\", question.text, question.asker)", Nobody),
    ("answering.rs", "known.push_str(&said.text)", Nobody),
    ("answering.rs", "answer.text.masked_known(&known)", Masked),
    ("answering.rs", "heading.below(2, &answer.text), photo", Asker),
    ("answering.rs", "asker: question.asker.clone() };", Asker),
    ("answering.rs", "words(lang, &please).text.below(2, &heading)", Asker),
    ("card.rs", "shorten(&question.text, WORDS_MAX)", Unit),
    ("card.rs", "!words.text.is_empty()", Nobody),
    ("card.rs", "shorten(&words.text, SAID_MAX)", Unit),
    ("card.rs", "let asker = question.asker.clone()", Unit),
    ("earlier.rs", "below(2, &sample.text)", Masked),
    ("earlier.rs", "text: sample.text.clone()", Masked),
    ("earlier.rs", "&sample.text, None, None", Nobody),
    ("earlier.rs", "&sample.text, false", Nobody),
    ("earlier.rs", "closeness(", Nobody),
    ("earlier.rs", "covered(&answer.text)", Masked),
    ("entering.rs", "question.text.is_empty()", Nobody),
    ("entering.rs", "resident::helpers(&question.text", Nobody),
    ("entering.rs", "store(talk, &question.text", Nobody),
    ("entering.rs", "shorten(&question.text, 600)", Asker),
    ("entering.rs", "route(&question.text, None)", Nobody),
    ("entering.rs", "PassOnToAsker { asker: question.asker.clone() }", Asker),
    ("escalating.rs", "mask(&known.question.text)", Masked),
    ("finding.rs", "beginning(question.unit, &question.text)", Masked),
    ("inbox.rs", "beginning(brief.unit, &brief.text)", Masked),
    ("inbox.rs", "beginning(None, &question.text)", Masked),
    ("inbox.rs", "say(talk.lang)).below(1, &answer.text)", Unit),
    ("own_data.rs", "question.text.is_empty()", Asker),
    ("own_data.rs", "match question.asker.as_str()", Asker),
    ("own_data.rs", "words.text.is_empty()", Nobody),
    ("own_data.rs", "text: words.text", Asker),
    ("own_data.rs", "answer.text.is_empty()", Nobody),
    ("own_data.rs", "answer.text.to_plain()", Asker),
    ("passing.rs", "route(&question.text, None)", Nobody),
    ("passing.rs", "&question.text, &unit.code)", Nobody),
    ("passing.rs", "mask(&twin.text)", Masked),
    ("passing.rs", "shared(&question.text, &twin.text)", Nobody),
    ("publishing.rs", "question.text.is_empty()", Nobody),
    ("publishing.rs", "cover(&shorten(", Masked),
    ("raising.rs", "question.text.is_empty()", Nobody),
    ("resident/adding.rs", "keep(talk, &earlier, &question.text, source)", Nobody),
    ("resident/asking.rs", "offers(&question.text", Nobody),
    ("resident/asking.rs", "&question, &question.text, second", Nobody),
    ("resident/behalf.rs", "question.asker.clone());", Asker),
    ("resident/consent.rs", "route(talk, &question.text", Nobody),
    ("resident/editing.rs", "question.text.is_empty()", Nobody),
    ("resident/helping.rs", "question.asker.is_empty()", Nobody),
    ("resident/mine.rs", "question.text.is_empty()", Nobody),
    ("resident/mine.rs", "question.asker.is_empty()", Nobody),
    ("resident/mine.rs", "shorten(&question.text, ", Asker),
    ("resident/mine.rs", "shorten(&words.text", Asker),
    ("resident/mine.rs", "shorten(&answer.text.to_plain()", Asker),
];

/// What a line says when it takes such words out of a row.
const WORDS: [&str; 9] = [
    "question.text",
    "question.asker",
    "brief.text",
    "twin.text",
    "words.text",
    "said.text",
    "answer.text",
    "sample.text",
    "joined.text",
];

/// The lines of a file without comments and tests.
fn lines(text: &str) -> Vec<String> {
    let code = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or_default();
    code.lines().map(str::trim).filter(|line| !line.starts_with("//")).map(str::to_owned).collect()
}

#[test]
fn every_place_that_shows_words_of_a_question_is_known() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/conversation");
    let (mut unknown, mut used) = (Vec::new(), BTreeSet::new());
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            if path.extension().is_none_or(|ending| ending != "rs") {
                continue;
            }
            let file = path.strip_prefix(&root).expect("below").to_string_lossy().replace('\\', "/");
            for line in lines(&fs::read_to_string(&path).expect("text")) {
                if !WORDS.iter().any(|words| line.contains(words)) {
                    continue;
                }
                let place = PLACES.iter().position(|(known, part, _)| *known == file && line.contains(part));
                match place {
                    Some(place) => {
                        used.insert(place);
                    }
                    None => unknown.push(format!("{file}: {line}")),
                }
            }
        }
    }
    assert!(unknown.is_empty(), "who reads this? {unknown:#?}");
    let unused: Vec<_> = (0..PLACES.len()).filter(|n| !used.contains(n)).map(|n| PLACES[n]).collect();
    assert!(unused.is_empty(), "not there any more: {unused:#?}");
}

#[test]
fn what_others_read_is_covered() {
    for (file, part, reader) in PLACES {
        let covers = ["mask", "cover", "beginning("].iter().any(|word| part.contains(word));
        if *reader == Masked && !covers {
            // Samples are covered where they are gathered.
            assert_eq!(*file, "earlier.rs", "{part}");
        }
        assert!(*reader == Masked || *reader == Nobody || !covers, "{file}: {part}");
    }
}
