//! Measures Loa beside teloxide on one fake Bot API; README.md says what each row is and how to
//! read what is printed. Ends with code 1 only if something went wrong, never because of a figure.

mod fake;
mod figures;
mod house;
mod past;
mod peer;
mod postgres;
mod process;
mod rows;
mod service;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail, ensure};
use lexopt::prelude::*;

/// What the command line says.
pub struct Bench {
    /// The program that is measured.
    pub loa: PathBuf,
    pub runs: usize,
    /// Past copies that the row `plan` lays down; so many that a smaller number is good for a
    /// first look.
    pub past: u64,
    /// Questions among which the row `search` looks.
    pub questions: u64,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("{e:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let mut parser = lexopt::Parser::from_env();
    let mut name = None;
    let mut bench =
        Bench { loa: "target/release/loa".into(), runs: 5, past: 10_000_000, questions: 1_000_000 };
    while let Some(arg) = parser.next()? {
        match arg {
            Long("loa") => bench.loa = parser.value()?.into(),
            Long("runs") => bench.runs = parser.value()?.parse()?,
            Long("questions") => bench.questions = parser.value()?.parse()?,
            Long("past") => bench.past = parser.value()?.parse()?,
            Value(word) if name.is_none() => name = Some(word.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    let name = name.with_context(|| format!("say which row: {}", rows::NAMES.join(", ")))?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    if name == peer::COMMAND {
        return runtime.block_on(peer::play());
    }
    ensure!(bench.runs > 0, "at least one run");
    if !bench.loa.is_file() {
        bail!("{} is missing: cargo build --release, or name it by --loa", bench.loa.display());
    }
    bench.loa = bench.loa.canonicalize()?;
    runtime.block_on(rows::run(&name, &bench))
}
