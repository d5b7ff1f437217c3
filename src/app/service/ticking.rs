//! Looks at the clock. After a standstill or a jump of the clock, what is overdue is held.
//! One instance at a time looks.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::watch;
use tokio::time::Instant;

use super::Shared;
use crate::conversation;
use crate::inbox;
use crate::schedule;
use crate::store::{self, Store};

/// Longest pause between two looks at the clock.
const TICK: Duration = Duration::from_millis(500);
/// A system clock that moves this much more than time has passed was set by hand.
const JUMP: Duration = Duration::from_mins(1);
/// How often ids of old updates are forgotten, and how many in one transaction.
const PRUNE: Duration = Duration::from_mins(10);
const PRUNED_AT_ONCE: i64 = 2_000;

/// What the clock showed at the last look, and when that was.
pub(super) type Look = (DateTime<Utc>, Instant);

/// The look before anything may leave, if it is for this instance: where another one holds
/// the lease, it has looked a moment ago.
pub(super) async fn first(shared: &Shared) -> Result<Option<Look>, store::Error> {
    if !shared.clock.try_take().await? {
        return Ok(None);
    }
    let look = (shared.store.clock().now(), Instant::now());
    let after_gap = started_after_gap(shared).await?;
    let done = conversation::tick(&shared.store, &shared.desk, &shared.clock, after_gap).await?;
    Ok(done.map(|_| look))
}

/// Looks until `stop` turns true, while this instance holds the lease.
pub(super) async fn run(
    shared: Arc<Shared>,
    mut seen: Option<Look>,
    is_simulated: bool,
    mut stop: watch::Receiver<bool>,
) {
    let clock = shared.store.clock().clone();
    let mut moved = clock.moved();
    let mut pruned = Instant::now();
    loop {
        if !shared.clock.is_held() {
            seen = None;
            if !shared.clock.wait(&mut stop).await {
                return;
            }
        }
        match look(&shared, &mut seen, is_simulated).await {
            Ok(true) => shared.wake.notify_one(),
            Ok(false) => {}
            Err(e) => tracing::error!("clock: {e}"),
        }
        if pruned.elapsed() > PRUNE {
            pruned = Instant::now();
            if let Err(e) = prune(&shared.store).await {
                tracing::error!("inbox: {e}");
            }
        }
        tokio::select! {
            _ = stop.changed() => return,
            _ = moved.changed() => {}
            () = tokio::time::sleep(TICK) => {}
        }
    }
}

/// Looks once. Gives whether anything was done.
async fn look(shared: &Shared, seen: &mut Option<Look>, is_simulated: bool) -> Result<bool, store::Error> {
    let now = shared.store.clock().now();
    let after_gap = match *seen {
        Some((then, at)) => {
            let passed = at.elapsed();
            !is_simulated && (now - then).to_std().is_ok_and(|shown| shown > passed + JUMP)
        }
        // Taken over from an instance that is gone, perhaps for long.
        None => started_after_gap(shared).await?,
    };
    let done = conversation::tick(&shared.store, &shared.desk, &shared.clock, after_gap).await?;
    *seen = done.map(|_| (now, Instant::now()));
    if done.is_some() {
        shared.ticks.fetch_add(1, Ordering::Release);
    }
    Ok(done.unwrap_or(false))
}

async fn started_after_gap(shared: &Shared) -> Result<bool, store::Error> {
    let mut tx = shared.store.read().await?;
    let now = tx.now();
    Ok(schedule::last_beat(&mut tx).await?.is_some_and(|beat| now - beat > shared.desk.gap))
}

/// Forgets old updates piece by piece, so that nobody waits long for the writer.
async fn prune(store: &Store) -> Result<(), store::Error> {
    loop {
        let mut tx = store.begin().await?;
        let forgotten = inbox::prune(&mut tx, PRUNED_AT_ONCE).await?;
        tx.commit().await?;
        if forgotten < PRUNED_AT_ONCE.unsigned_abs() {
            return Ok(());
        }
    }
}
