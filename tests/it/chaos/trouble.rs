//! Trouble at the platform, drawn by a seed.

use anyhow::Context as _;
use serde_json::{Value, json};

use crate::house::House;

/// Of a thousand calls, or answers with updates, this many meet each kind.
pub type Shares = &'static [(&'static str, u32)];

/// People wait for what they do: mild.
pub const DAY: Shares = &[
    ("429_chat", 5),
    ("429_bot", 2),
    ("500", 10),
    ("502", 10),
    ("drop_answer", 10),
    ("delay", 20),
    ("reset", 10),
    ("duplicate_updates", 150),
    ("reorder_updates", 150),
];

/// Nobody waits: a sixth of everything goes wrong.
pub const STORM: Shares = &[
    ("429_chat", 4),
    ("429_bot", 1),
    ("500", 18),
    ("502", 18),
    ("drop_answer", 30),
    ("delay", 40),
    ("reset", 22),
    ("kicked", 2),
    ("migrated", 20),
    ("message_id_0", 15),
    ("duplicate_updates", 250),
    ("reorder_updates", 250),
];

/// Kinds after which nobody can tell whether the call took effect.
const DOUBTFUL: [&str; 4] = ["500", "502", "drop_answer", "reset"];

pub async fn begin(house: &House, seed: u64, shares: Shares) {
    let shares: serde_json::Map<String, Value> =
        shares.iter().map(|(kind, share)| ((*kind).to_owned(), json!(share))).collect();
    house
        .control(
            "chaos",
            json!({"seed": seed, "per_thousand": shares, "retry_after": 1, "delay_seconds": 0.03}),
        )
        .await;
}

pub async fn end(house: &House) -> anyhow::Result<()> {
    let url = format!("{}/control/chaos", house.sandbox.url());
    reqwest::Client::new().delete(url).send().await?.error_for_status()?;
    Ok(())
}

/// How much trouble there was: of all kinds, and of those that leave doubt.
pub async fn counts(house: &House) -> anyhow::Result<(usize, usize)> {
    let shown: Value = reqwest::get(format!("{}/control/chaos", house.sandbox.url())).await?.json().await?;
    let happened = shown["happened"].as_object().context("counts")?;
    let count = |kind: Option<&str>| {
        let counted = happened.iter().filter(|(name, _)| kind.is_none_or(|kind| kind == name.as_str()));
        counted.filter_map(|(_, n)| n.as_u64()).sum::<u64>()
    };
    let doubtful: u64 = DOUBTFUL.iter().map(|kind| count(Some(kind))).sum();
    Ok((usize::try_from(count(None))?, usize::try_from(doubtful)?))
}
