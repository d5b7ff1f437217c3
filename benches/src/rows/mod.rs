//! The rows of the table, one command each.

mod campaign;
mod copies;
mod intake;
mod kills;
mod memory;
mod one_group;
mod plan;
mod questions;
mod scale;
mod search;
mod told;
mod urgent;

use std::path::Path;

use anyhow::{Result, bail};

use crate::Bench;
use crate::fake::Call;
use crate::process::Others;

pub const NAMES: [&str; 18] = [
    "window",
    "ban",
    "instances",
    "urgent",
    "one-group",
    "told",
    "copies",
    "intake",
    "intake-kill",
    "memory",
    "plan",
    "restart",
    "questions",
    "questions-limits",
    "questions-kill",
    "search",
    "coverage",
    "health",
];

/// Of all cores: more than this for other programs, and ratios say nothing.
const OTHERS_SHARE_MAX: f64 = 0.05;

/// Measures one row, and tells whether the machine was free for it.
pub async fn run(name: &str, bench: &Bench) -> Result<()> {
    let others = Others::from_now()?;
    measure(name, bench).await?;
    let share = others.share()?;
    let verdict = if share > OTHERS_SHARE_MAX { ": NO MEASUREMENT, whatever stands above" } else { "" };
    println!("  other programs took {:.0} % of this machine meanwhile{verdict}", share * 100.0);
    Ok(())
}

async fn measure(name: &str, bench: &Bench) -> Result<()> {
    match name {
        "window" | "ban" => campaign::run(name, bench).await,
        "instances" => campaign::instances(bench).await,
        "urgent" => urgent::run(bench).await,
        "one-group" => one_group::run(bench).await,
        "told" => told::run(bench).await,
        "copies" => copies::run(bench).await,
        "intake" => intake::run(bench).await,
        "intake-kill" => kills::intake(bench).await,
        "memory" => memory::run(bench).await,
        "plan" => plan::run(bench).await,
        "restart" => kills::restart(bench).await,
        "questions" | "questions-limits" | "questions-kill" => questions::run(name, bench).await,
        "search" => search::run(bench).await,
        "coverage" => scale::coverage(bench).await,
        "health" => scale::health(bench).await,
        other => bail!("there is no row “{other}”: {}", NAMES.join(", ")),
    }
}

/// The address of a SQLite file in a folder.
fn sqlite(folder: &Path) -> String {
    format!("sqlite:{}", folder.join("loa.db").display())
}

/// Microseconds between two calls, as seconds.
fn seconds_between(first: &Call, last: &Call) -> f64 {
    (last.micros - first.micros) as f64 / 1e6
}

/// The calls that were taken.
fn taken(calls: &[Call]) -> Vec<Call> {
    calls.iter().copied().filter(Call::is_taken).collect()
}
