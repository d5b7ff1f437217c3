//! Controls to wait on: changes, the ledger, the clock.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, Datelike, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::json;
use tokio::time::{Instant, timeout_at};

use super::{Answer, Asked, Body, written};
use crate::sandbox::ledger::rfc3339;
use crate::sandbox::server::Shared;
use crate::sandbox::world::World;

const WAIT_MAX: Duration = Duration::from_mins(1);

/// Looks at the world, now and after every change, until there is something to see or the (real)
/// time is over.
pub async fn until_some<T>(shared: &Shared, wait: Duration, look: impl Fn(&World) -> Option<T>) -> Option<T> {
    let until = Instant::now() + wait.min(WAIT_MAX);
    let mut stirred = shared.stirred();
    loop {
        if let Some(seen) = shared.read(&look) {
            return Some(seen);
        }
        if timeout_at(until, stirred.changed()).await.is_err() {
            return shared.read(&look);
        }
    }
}

#[derive(Deserialize)]
pub struct After {
    after: Option<u64>,
    wait: Option<f64>,
}

impl After {
    pub fn number(&self) -> usize {
        usize::try_from(self.after.unwrap_or(0)).unwrap_or(usize::MAX)
    }

    fn wait(&self) -> Duration {
        Duration::try_from_secs_f64(self.wait.unwrap_or(0.0)).unwrap_or_default()
    }
}

pub async fn changes(State(shared): State<Shared>, Asked(asked): Asked<After>) -> Answer {
    let after = asked.after.unwrap_or(0);
    until_some(&shared, asked.wait(), |world| (world.changes > after).then_some(())).await;
    Ok(Json(json!({ "n": shared.read(|world| world.changes) })))
}

pub async fn ledger(State(shared): State<Shared>, Asked(asked): Asked<After>) -> Response {
    let after = asked.number();
    until_some(&shared, asked.wait(), |world| (world.ledger.last() > after).then_some(())).await;
    shared.read(|world| {
        let (n, calls) = (world.ledger.last(), world.ledger.after(after));
        written(format!(r#"{{"n":{n},"calls":{calls}}}"#))
    })
}

pub async fn refused(State(shared): State<Shared>, Asked(asked): Asked<After>) -> Response {
    shared.read(|world| written(world.ledger.refused_after(asked.number())))
}

fn revision(world: &World) -> u64 {
    *world.clock.moved().borrow()
}

pub async fn clock(State(shared): State<Shared>, Asked(asked): Asked<After>) -> Answer {
    // Without a revision there is nothing to wait for.
    if let Some(after) = asked.after {
        until_some(&shared, asked.wait(), |world| (revision(world) > after).then_some(())).await;
    }
    shared.read(|world| {
        Ok(Json(json!({ "now": rfc3339(world.clock.now()), "rev": revision(world),
            "frozen": world.clock.is_frozen() })))
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MoveClock {
    advance_seconds: Option<f64>,
    set: Option<DateTime<Utc>>,
}

impl MoveClock {
    /// The time that the clock shall show; within the years that every part of the program can count.
    fn target(&self, now: DateTime<Utc>) -> Result<DateTime<Utc>> {
        let target = match (self.advance_seconds, self.set) {
            (Some(seconds), None) => {
                let by = TimeDelta::from_std(Duration::try_from_secs_f64(seconds.abs())?)?;
                now.checked_add_signed(if seconds < 0.0 { -by } else { by })
            }
            (None, Some(target)) => Some(target),
            _ => bail!("say either advance_seconds or set"),
        };
        let target = target.filter(|target| (1970..2200).contains(&target.year()));
        target.context("the clock can show the years 1970 to 2199")
    }
}

pub async fn move_clock(State(shared): State<Shared>, Body(act): Body<MoveClock>) -> Answer {
    let now = shared.change(|world| {
        let now = world.clock.now();
        world.clock.advance(act.target(now)? - now);
        world.touch();
        anyhow::Ok(world.clock.now())
    })?;
    Ok(Json(json!({ "now": rfc3339(now) })))
}
