//! `loa neighbourhoods import|export`: the directory as an Excel table.

use std::fs::OpenOptions;
use std::io::Write as _;

use loa::audit;
use loa::config::Config;
use loa::conversation::directory_table::{self as table, Known, NoTable};
use loa::conversation::{plan_problem, wanted_lines};
use loa::i18n::{Text, count};
use loa::plan::document::apart;
use loa::sheet;
use loa::ward::store as ward;

use super::commands::{open, say, the_ward};
use super::plans::bytes_of;
use super::{Args, Failure, lang};

pub(super) async fn import(args: &Args, config: &Config) -> Result<(), Failure> {
    let path = args.word(0, "FILE")?;
    let why = |text: Text| Failure::Work(text.say(lang()));
    let bytes =
        bytes_of(path).map_err(|e| why(Text::FileProblem { path: path.to_owned(), why: e.to_string() }))?;
    let rows = apart::read_rows(&config.program, &bytes).await.map_err(|e| why(plan_problem(e)))?;
    let store = open(config).await?;
    let found = the_ward(args, &store).await?;
    let mut tx = store.begin().await?;
    let entries = ward::entries(&mut tx, found.id).await?;
    let merged = ward::merged_codes(&mut tx, found.id).await?;
    let lines = table::read(&rows, Known { entries: &entries, merged: &merged });
    let lines = lines.map_err(|e| {
        why(match e {
            NoTable::NoHeading => Text::DirectoryNoTable,
            NoTable::Empty => Text::DirectoryEmpty,
            NoTable::TooMany { rows } => Text::ManyTooMany { n: count(rows), max: count(table::ROWS_MAX) },
        })
    })?;
    let (wanted, [added, changed, same], wrong) = wanted_lines(lines, lang());
    let (added, changed, same) = (count(added), count(changed), count(same));
    say(&Text::DirectoryReport { added, changed, same, wrong: count(wrong.len()) });
    for line in &wrong {
        println!("{line}");
    }
    if !args.has("dry-run") && !wanted.is_empty() {
        ward::put_entries(&mut tx, found.id, &wanted).await?;
        audit::append(&mut tx, found.id, None, "directory", "ward", &wanted.len().to_string()).await?;
        tx.commit().await?;
        say(&Text::NeighbourhoodsAdded { n: count(wanted.len()) });
    } else {
        // The store closes once nobody writes any more.
        drop(tx);
    }
    store.close().await;
    if wrong.is_empty() { Ok(()) } else { Err(why(Text::DirectoryLeftOut { n: count(wrong.len()) })) }
}

pub(super) async fn export(args: &Args, config: &Config) -> Result<(), Failure> {
    let path = args.word(0, "FILE")?;
    let store = open(config).await?;
    let found = the_ward(args, &store).await?;
    let mut tx = store.read().await?;
    let entries = ward::entries(&mut tx, found.id).await?;
    drop(tx);
    store.close().await;
    let failed = |why: String| Failure::Work(Text::FileProblem { path: path.to_owned(), why }.say(lang()));
    let bytes = sheet::xlsx(&table::sheet(&entries, lang())).map_err(|e| failed(e.to_string()))?;
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    let written = file.and_then(|mut file| file.write_all(&bytes));
    written.map_err(|e| match e.kind() {
        std::io::ErrorKind::AlreadyExists => {
            Failure::Work(Text::FileExists { path: path.to_owned() }.say(lang()))
        }
        _ => failed(e.to_string()),
    })?;
    say(&Text::DirectoryExported { n: count(entries.len()) });
    Ok(())
}
