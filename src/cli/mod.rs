//! Commands and their arguments.

mod commands;
mod copies;
mod figures;
mod gaps;
mod log;
mod neighbourhoods;
mod output;
mod plans;
mod routes;

use std::ffi::OsString;
use std::process::ExitCode;

use lexopt::prelude::*;
use output::say;

use loa::app::Problem;
use loa::config::Config;
use loa::i18n::{Lang, Text};
use loa::plan::document::apart;

/// Why a command did not do its work.
pub(crate) enum Failure {
    /// The call was wrong: exit code 2.
    Call(Text),
    /// The work failed: exit code 1.
    Work(String),
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Work(problem.say(lang()))
    }
}

impl From<loa::store::Error> for Failure {
    fn from(e: loa::store::Error) -> Self {
        Problem::from(e).into()
    }
}

impl From<anyhow::Error> for Failure {
    fn from(e: anyhow::Error) -> Self {
        Self::Work(format!("{e:#}"))
    }
}

impl From<lexopt::Error> for Failure {
    fn from(e: lexopt::Error) -> Self {
        use lexopt::Error as E;
        let lossy = |word: &OsString| word.to_string_lossy().into_owned();
        Self::Call(match e {
            E::MissingValue { option } => {
                Text::CliMissing { what: option.unwrap_or_else(|| "…".to_owned()) }
            }
            E::UnexpectedOption(word) => Text::CliUnknown { word },
            E::UnexpectedArgument(word) => Text::CliUnknown { word: lossy(&word) },
            E::UnexpectedValue { option, value } => Text::CliBadValue { what: option, value: lossy(&value) },
            E::NonUnicodeValue(value) => Text::CliUnknown { word: lossy(&value) },
            other => Text::CliUnknown { word: other.to_string() },
        })
    }
}

static LANG: std::sync::OnceLock<Lang> = std::sync::OnceLock::new();

/// The language of the command line.
pub(crate) fn lang() -> Lang {
    LANG.get().copied().unwrap_or(Lang::Vi)
}

pub(crate) fn main() -> ExitCode {
    // Before anything else, settings included: this process has a file to read and nothing more.
    if std::env::args_os().nth(1).is_some_and(|word| word == apart::COMMAND) {
        return apart::serve();
    }
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Call(text)) => {
            eprintln!("{}", text.say(lang()));
            ExitCode::from(2)
        }
        Err(Failure::Work(why)) => {
            eprintln!("{why}");
            ExitCode::from(1)
        }
    }
}

fn run() -> Result<(), Failure> {
    let mut parser = lexopt::Parser::from_env();
    let config = Config::load()
        .map_err(|e| Failure::Work(Text::ConfigProblem { why: e.to_string() }.say(Lang::Vi)))?;
    LANG.get_or_init(|| Lang::of(&config.language));
    log::begin(&config.log);
    let command = match parser.next()? {
        Some(Value(word)) => word.to_string_lossy().into_owned(),
        Some(Long("help") | Short('h')) | None => {
            say!("{}", Text::CliHelp.say(lang()));
            return Ok(());
        }
        Some(Long("version") | Short('V')) => {
            say!("loa {}", env!("CARGO_PKG_VERSION"));
            return Ok(());
        }
        Some(other) => return Err(other.unexpected().into()),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .global_queue_interval(ANSWERS_EVERY)
        .thread_stack_size(loa::app::STACK)
        .enable_all()
        .build()
        .map_err(|e| Failure::Work(e.to_string()))?;
    runtime.block_on(commands::run(&command, parser, config))
}

/// After how many tasks a thread looks for what came from elsewhere: an answer of the database
/// must not wait behind the hundreds of sends that a campaign has under way.
const ANSWERS_EVERY: u32 = 4;

/// The options of one command, collected before it begins, so that a wrong call does nothing.
pub(crate) struct Args {
    values: Vec<(&'static str, String)>,
    flags: Vec<&'static str>,
    words: Vec<String>,
}

impl Args {
    /// Reads the rest of the line: options with a value, flags, and plain words.
    pub fn read(
        mut parser: lexopt::Parser,
        with_value: &[&'static str],
        flags: &[&'static str],
        words_max: usize,
    ) -> Result<Self, Failure> {
        let mut args = Self { values: Vec::new(), flags: Vec::new(), words: Vec::new() };
        while let Some(arg) = parser.next()? {
            match arg {
                Long(name) => {
                    if let Some(name) = with_value.iter().find(|known| **known == name) {
                        let value = parser.value()?.to_string_lossy().into_owned();
                        args.values.push((name, value));
                    } else if let Some(name) = flags.iter().find(|known| **known == name) {
                        args.flags.push(name);
                    } else {
                        return Err(Failure::Call(Text::CliUnknown { word: format!("--{name}") }));
                    }
                }
                Value(word) if args.words.len() < words_max => {
                    args.words.push(word.to_string_lossy().into_owned());
                }
                other => return Err(other.unexpected().into()),
            }
        }
        Ok(args)
    }

    pub fn value(&self, name: &str) -> Option<&str> {
        self.values.iter().rev().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// All values of an option that may be given several times, in order.
    pub fn values(&self, name: &'static str) -> impl Iterator<Item = &str> {
        self.values.iter().filter(move |(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    pub fn must(&self, name: &str) -> Result<&str, Failure> {
        self.value(name).ok_or_else(|| missing(&format!("--{name}")))
    }

    pub fn has(&self, flag: &str) -> bool {
        self.flags.contains(&flag)
    }

    pub fn word(&self, index: usize, what: &str) -> Result<&str, Failure> {
        self.words.get(index).map(String::as_str).ok_or_else(|| missing(what))
    }

    /// Whether `--format json` was asked for.
    pub fn json(&self) -> Result<bool, Failure> {
        match self.value("format") {
            None | Some("text") => Ok(false),
            Some("json") => Ok(true),
            Some(other) => Err(bad("--format", other)),
        }
    }
}

pub(crate) fn missing(what: &str) -> Failure {
    Failure::Call(Text::CliMissing { what: what.to_owned() })
}

pub(crate) fn bad(what: &str, value: &str) -> Failure {
    Failure::Call(Text::CliBadValue { what: what.to_owned(), value: value.to_owned() })
}
