//! `loa routes`: a ward's own routes as a file.

use loa::app::Problem;
use loa::audit;
use loa::config::Config;
use loa::conversation::routes_problem;
use loa::i18n::Text;
use loa::question::route::{Routes, SHIPPED, store as routes};
use loa::ward::store as ward;

use super::commands::{open, the_ward};
use super::output::say;
use super::{Args, Failure, lang};

/// Prints the routes or writes them into a file.
pub(super) async fn export(args: &Args, config: &Config) -> Result<(), Failure> {
    let store = open(config).await?;
    let ward = the_ward(args, &store).await?;
    let mut tx = store.read().await?;
    let file = routes::file(&mut tx, ward.id).await?;
    drop(tx);
    store.close().await;
    let file = file.as_deref().unwrap_or(SHIPPED);
    let Ok(path) = args.word(0, "FILE") else {
        print!("{file}");
        return Ok(());
    };
    std::fs::write(path, file).map_err(|e| {
        Problem::Store(loa::store::Error::NotWritable { path: path.into(), why: e.to_string() })
    })?;
    say!("{}", Text::RoutesExported { path: path.to_owned() }.say(lang()));
    Ok(())
}

/// Takes a file over, or says everything that is wrong with it and changes nothing.
pub(super) async fn import(args: &Args, config: &Config) -> Result<(), Failure> {
    let path = args.word(0, "FILE")?;
    let file = std::fs::read_to_string(path).map_err(|e| {
        Failure::Work(Text::FileProblem { path: path.to_owned(), why: e.to_string() }.say(lang()))
    })?;
    let read = Routes::read(&file).map_err(|e| Failure::Work(routes_problem(&e).say(lang())))?;
    let store = open(config).await?;
    let ward_row = the_ward(args, &store).await?;
    let mut tx = store.begin().await?;
    let units = ward::units(&mut tx, ward_row.id).await?;
    let codes: Vec<&str> = units.iter().map(|unit| unit.code.as_str()).collect();
    let problems = read.problems_in_ward(&codes);
    if !problems.is_empty() {
        let lines: Vec<String> = problems.iter().map(|e| routes_problem(e).say(lang())).collect();
        return Err(Failure::Work(lines.join("\n")));
    }
    let fields = i64::try_from(read.fields.len()).unwrap_or(i64::MAX);
    if args.has("dry-run") {
        say!("{}", Text::RoutesDry { fields }.say(lang()));
        return Ok(());
    }
    routes::set_file(&mut tx, ward_row.id, &file).await?;
    audit::append(&mut tx, ward_row.id, None, "routes", "routes", "import").await?;
    tx.commit().await?;
    store.close().await;
    say!("{}", Text::RoutesStored { fields }.say(lang()));
    Ok(())
}
