use std::path::Path;

use loa::clock::Clock;
use loa::config::Config;
use loa::i18n::{Text, moment};
use loa::store;

use super::output::say;
use super::{Args, Failure, lang};

pub(super) async fn backup(args: &Args, config: &Config) -> Result<(), Failure> {
    let file = args.word(0, "FILE")?;
    let copied = store::backup(&config.database_url, Path::new(file), &Clock::system()).await?;
    let kilobytes = i64::try_from(copied.bytes.div_ceil(1000)).unwrap_or(i64::MAX);
    let done = Text::BackupDone { path: file.to_owned(), kilobytes, at: moment(copied.at, lang()) };
    say!("{}", done.say(lang()));
    Ok(())
}

pub(super) async fn restore(args: &Args, config: &Config) -> Result<(), Failure> {
    let file = args.word(0, "FILE")?;
    let restored = store::restore(&config.database_url, Path::new(file), &Clock::system()).await?;
    let path = file.to_owned();
    let done = match restored.kept {
        Some(kept) => Text::RestoreKept { path, kept: kept.display().to_string() },
        None => Text::RestoreDone { path },
    };
    say!("{}", done.say(lang()));
    Ok(())
}
