//! Trouble at random: what meets which call depends only on a seed and on how many came before it.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use super::kind::{Kind, Target};
use super::{Trouble, seconds};

/// An order for random trouble as the control API takes it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChaosOrder {
    seed: u64,
    /// By kind: how many of a thousand calls, or of a thousand answers with updates.
    #[serde(default)]
    per_thousand: BTreeMap<String, u32>,
    #[serde(default = "one")]
    retry_after: u64,
    #[serde(default = "some_time")]
    delay_seconds: f64,
}

fn one() -> u64 {
    1
}

fn some_time() -> f64 {
    0.05
}

/// Random trouble under way.
pub struct Chaos {
    pub seed: u64,
    calls: Stream,
    updates: Stream,
    retry_after: u64,
    delay: Duration,
}

/// One row of draws; calls and updates have each their own, so that polls do not shift what calls
/// meet.
struct Stream {
    random: u64,
    shares: Vec<(Kind, u32)>,
}

impl Stream {
    fn new(seed: u64, shares: Vec<(Kind, u32)>) -> Result<Self> {
        let total = shares.iter().try_fold(0u32, |sum, (_, share)| sum.checked_add(*share));
        ensure!(
            total.is_some_and(|total| total <= 1000),
            "of a thousand no more than a thousand meet trouble"
        );
        Ok(Self { random: seed, shares })
    }

    fn draw(&mut self) -> Option<Kind> {
        let mut left = u32::try_from(next(&mut self.random) % 1000).unwrap_or(0);
        for (kind, share) in &self.shares {
            match left.checked_sub(*share) {
                None => return Some(*kind),
                Some(rest) => left = rest,
            }
        }
        None
    }
}

/// `SplitMix64`: small, and the same on every machine.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

impl Chaos {
    /// # Errors
    /// If a kind is not known, or the shares are more than all.
    pub fn new(order: ChaosOrder) -> Result<Self> {
        let shares = order.per_thousand.into_iter().map(|(name, share)| Ok((Kind::named(&name)?, share)));
        let mut shares = shares.collect::<Result<Vec<_>>>()?;
        // The order of the kinds, not of their names, so that a new name moves nothing.
        shares.sort_unstable();
        let (updates, calls): (Vec<_>, Vec<_>) =
            shares.into_iter().partition(|(kind, _)| kind.is_of_updates());
        let mut random = order.seed;
        Ok(Self {
            seed: order.seed,
            calls: Stream::new(next(&mut random), calls).context("calls")?,
            updates: Stream::new(next(&mut random), updates).context("updates")?,
            retry_after: order.retry_after,
            delay: seconds(order.delay_seconds)?,
        })
    }

    /// The trouble of the next call, if it draws one that makes sense for it.
    pub fn meet(&mut self, call: &Target) -> Option<Trouble> {
        let kind = self.calls.draw().filter(|kind| kind.fits(call))?;
        Some(Trouble { kind, retry_after: self.retry_after, delay: self.delay })
    }

    /// The trouble of the next answer with updates.
    pub fn twist(&mut self) -> Option<Kind> {
        self.updates.draw()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const HERE: Target =
        Target { method: "sendMessage", chat: Some(-5), is_send: true, is_member: true, is_basic: false };

    fn chaos(order: Value) -> Result<Chaos> {
        Chaos::new(serde_json::from_value(order)?)
    }

    fn drawn(seed: u64, calls: usize) -> Vec<Option<Kind>> {
        let shares = json!({ "500": 100, "reset": 50, "migrated": 200, "duplicate_updates": 900 });
        let mut chaos = chaos(json!({ "seed": seed, "per_thousand": shares })).unwrap();
        (0..calls)
            .map(|n| {
                // However many answers with updates come between.
                if n % 3 == 0 {
                    chaos.twist();
                }
                chaos.meet(&HERE).map(|trouble| trouble.kind)
            })
            .collect()
    }

    #[test]
    fn a_seed_gives_the_same_trouble_every_time() {
        let first = drawn(7, 10_000);
        assert_eq!(first[..999], drawn(7, 999));
        assert_ne!(first[..999], drawn(8, 999));
        let count = |kind| first.iter().filter(|met| **met == Some(kind)).count();
        assert!((850..1150).contains(&count(Kind::ServerError)), "{}", count(Kind::ServerError));
        assert!((400..600).contains(&count(Kind::Reset)), "{}", count(Kind::Reset));
        assert_eq!(count(Kind::Migrated), 0, "that makes no sense here");
    }

    #[test]
    fn chaos_that_makes_no_sense_is_refused() {
        for wrong in [
            json!({ "seed": 1, "per_thousand": { "flood": 1 } }),
            json!({ "seed": 1, "per_thousand": { "500": 600, "502": 401 } }),
            json!({ "seed": 1, "per_thousand": { "duplicate_updates": 1001 } }),
            json!({ "seed": 1, "delay_seconds": -1 }),
            json!({ "seed": -1 }),
            json!({}),
        ] {
            assert!(chaos(wrong.clone()).is_err(), "{wrong}");
        }
        assert!(
            chaos(json!({ "seed": 1, "per_thousand": { "500": 1000, "duplicate_updates": 1000 } })).is_ok()
        );
    }
}
