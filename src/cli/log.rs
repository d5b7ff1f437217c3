//! The log: standard error, one line an entry, without colours. Libraries log addresses, and
//! a bot's address holds its token, so only this program's own entries are written.

use tracing::level_filters::LevelFilter;
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

pub(super) fn begin(level: &str) {
    let level: LevelFilter = level.parse().unwrap_or(LevelFilter::WARN);
    let ours = filter_fn(|entry| entry.target() == "loa" || entry.target().starts_with("loa::"));
    let written = tracing_subscriber::fmt::layer()
        .with_ansi(false)
        .with_writer(std::io::stderr)
        .with_filter(ours)
        .with_filter(level);
    let _ = tracing_subscriber::registry().with(written).try_init();
}
