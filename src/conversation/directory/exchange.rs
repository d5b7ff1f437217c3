//! The directory as an Excel table: given out, and taken in with what is wrong in each row. What is
//! right is written with one button, all of it in one transaction.

use super::super::FileProblem;
use super::super::act::Act;
use super::super::staff::only_administrator;
use super::super::tables;
use super::super::talk::{Step, Talk};
use super::Asked;
use super::table::{self, Change, Known, Line, NoTable, Problem};
use crate::audit;
use crate::channel::{Letter, Made};
use crate::i18n::{Lang, Text, count, hanoi};
use crate::plan::document::Row;
use crate::plan::import::ImportError;
use crate::sheet;
use crate::store::Error;
use crate::text::{Rich, shorten};
use crate::ward::store::{self as ward, Wanted};

/// The directory as it is: what is filled in and sent back.
async fn file(talk: &mut Talk<'_>) -> Result<Option<Made>, Error> {
    let entries = ward::entries(talk.tx, talk.ward.id).await?;
    let made = sheet::xlsx(&table::sheet(&entries, talk.lang));
    let day = hanoi(talk.tx.now()).format("%Y-%m-%d");
    Ok(made.ok().map(|bytes| Made::document(&format!("to-dan-pho-{day}.xlsx"), &bytes)))
}

/// “Xuất Excel”
pub(in crate::conversation) async fn export(talk: &mut Talk<'_>) -> Result<(), Error> {
    only_administrator!(talk);
    let n = ward::neighbourhoods(talk.tx, talk.ward.id).await?.len();
    let text = Rich::plain(&Text::DirectoryExported { n: count(n) }.say(talk.lang));
    let made = file(talk).await?;
    talk.send_once(Letter { text, made, ..Letter::default() }).await
}

/// “Nhập từ Excel”: asks for the table, and gives the one to fill in.
pub(in crate::conversation) async fn ask_file(talk: &mut Talk<'_>) -> Result<(), Error> {
    only_administrator!(talk);
    talk.set_step(&Step::Directory(Asked::File)).await?;
    let text = Rich::plain(&Text::DirectoryAsk.say(talk.lang));
    let made = file(talk).await?;
    talk.send_once(Letter { text, made, ..Letter::default() }).await
}

/// A file came, read as a table.
pub(in crate::conversation) async fn table_came(
    talk: &mut Talk<'_>,
    read: Result<Result<Vec<Row>, ImportError>, FileProblem>,
) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(rows) = tables::rows(talk, read, Text::DirectoryNoTable).await? else { return Ok(()) };
    let entries = ward::entries(talk.tx, talk.ward.id).await?;
    let merged = ward::merged_codes(talk.tx, talk.ward.id).await?;
    let lines = match table::read(&rows, Known { entries: &entries, merged: &merged }) {
        Ok(lines) => lines,
        Err(NoTable::NoHeading) => return talk.say(Text::DirectoryNoTable).await,
        Err(NoTable::Empty) => return talk.say(Text::DirectoryEmpty).await,
        Err(NoTable::TooMany { rows }) => {
            return talk.say(Text::ManyTooMany { n: count(rows), max: count(table::ROWS_MAX) }).await;
        }
    };
    report(talk, lines).await
}

/// What a table asks for, and what is wrong with it, a line each.
#[must_use]
pub fn wanted_lines(lines: Vec<Line>, lang: Lang) -> (Vec<Wanted>, [usize; 3], Vec<String>) {
    let (mut wanted, mut wrong) = (Vec::new(), Vec::new());
    let [mut added, mut changed, mut same] = [0; 3];
    for Line { row, read } in lines {
        match read {
            Ok(Change::Added(line)) => {
                added += 1;
                wanted.push(line);
            }
            Ok(Change::Changed(line)) => {
                changed += 1;
                wanted.push(line);
            }
            Ok(Change::Same) => same += 1,
            Err(problem) => {
                let what = format!("❌ {}", problem_text(&problem).say(lang));
                wrong.push(Text::ManyRow { row: count(row), what }.say(lang));
            }
        }
    }
    (wanted, [added, changed, same], wrong)
}

/// Says what the table has, and offers to write what is right.
async fn report(talk: &mut Talk<'_>, lines: Vec<Line>) -> Result<(), Error> {
    let lang = talk.lang;
    let (wanted, [added, changed, same], wrong) = wanted_lines(lines, lang);
    let (added, changed, same) = (count(added), count(changed), count(same));
    let heading = Text::DirectoryReport { added, changed, same, wrong: count(wrong.len()) };
    let mut letter = Letter { text: tables::report(&heading, wrong, lang), ..Letter::default() };
    if wanted.is_empty() {
        letter.text = letter.text.below(2, &Rich::plain(&Text::DirectoryNothing.say(lang)));
        return talk.send(letter).await;
    }
    let label = Text::ButtonDirectoryPut { n: count(wanted.len()) };
    letter.text = letter.text.below(2, &Rich::plain(&Text::DirectoryHow.say(lang)));
    letter.buttons = vec![vec![talk.button(&label, &Act::DirectoryPut)]];
    talk.set_step(&Step::Directory(Asked::Ready(wanted))).await?;
    talk.send(letter).await
}

fn problem_text(problem: &Problem) -> Text {
    let cut = |words: &str| shorten(words, 60);
    match problem {
        Problem::NoCode => Text::RowNoCode,
        Problem::BadCode { words } => Text::RowBadCode { words: cut(words), max: count(table::CODE_MAX) },
        Problem::NoName => Text::RowNoName,
        Problem::TooLong { words, max } => Text::RowTooLong { words: cut(words), max: count(*max) },
        Problem::CodeTwice { row } => Text::RowCodeTwice { row: count(*row) },
        Problem::NameTwice { row } => Text::RowNameTwice { row: count(*row) },
        Problem::NameTaken { code } => Text::RowNameTaken { code: code.clone() },
        Problem::Merged { into } => Text::RowMerged { into: into.clone() },
        Problem::Households { words } => Text::RowHouseholds { words: cut(words) },
        Problem::Phone { words } => Text::RowPhone { words: cut(words) },
    }
}

/// “Ghi N tổ”
pub(in crate::conversation) async fn put(talk: &mut Talk<'_>) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(Step::Directory(Asked::Ready(mut wanted))) = talk.step().await? else {
        return talk.alert(Text::AlreadyDecided).await;
    };
    // One that was merged meanwhile stays merged.
    let merged = ward::merged_codes(talk.tx, talk.ward.id).await?;
    wanted.retain(|line| !merged.contains_key(&line.code));
    ward::put_entries(talk.tx, talk.ward.id, &wanted).await?;
    talk.clear_step().await?;
    let (me, n) = (talk.me().await?, count(wanted.len()));
    audit::append(talk.tx, talk.ward.id, Some(me), "directory", "ward", &n.to_string()).await?;
    let mut letter = talk.letter(&Text::NeighbourhoodsAdded { n });
    letter.buttons = vec![vec![talk.button(&Text::ButtonNeighbourhoods, &Act::Neighbourhoods(0))]];
    talk.replace(letter).await
}
