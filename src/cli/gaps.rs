use loa::app;
use loa::config::Config;
use loa::conversation::gap_lines;
use loa::i18n::Text;
use loa::schedule::gaps::{DAYS, DAYS_MAX, gaps};

use super::commands::{open, the_ward};
use super::output::say;
use super::{Args, Failure, bad, lang};

/// What lies ahead and has nothing approved, in lines or as one JSON object.
pub(super) async fn run(args: &Args, config: &Config) -> Result<(), Failure> {
    let json = args.json()?;
    let days = match args.value("days") {
        Some(text) => text
            .parse()
            .ok()
            .filter(|days| (1..=DAYS_MAX).contains(days))
            .ok_or_else(|| bad("--days", text))?,
        None => DAYS,
    };
    let store = open(config).await?;
    let ward = the_ward(args, &store).await?;
    let mut tx = store.read().await?;
    let desk = app::desk(config)?.of_ward(&mut tx, &ward).await?;
    let found = gaps(&mut tx, ward.id, &desk.habits(), days).await?;
    drop(tx);
    store.close().await;
    if json {
        say!("{}", serde_json::to_string_pretty(&found).unwrap_or_default());
    } else if found.is_empty() {
        say!("{}", Text::GapNone { days }.say(lang()));
    } else {
        say!("{}", Text::GapHeading { days }.say(lang()));
        for line in gap_lines(&found, usize::MAX, lang()) {
            say!("{line}");
        }
    }
    Ok(())
}
