//! Asks after each group in turn, without posting: whether the bot may still write there, whether
//! it may pin, and how many people would read it. One instance at a time asks, and so slowly that
//! sending does not notice: a tenth of what the platform allows at most.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::watch;

use super::Shared;
use crate::channel::telegram::CallError;
use crate::delivery::Limits;
use crate::store;
use crate::ward::store as ward;

/// How often each group is asked after.
const EVERY: TimeDelta = TimeDelta::hours(12);
/// Groups of one look into the database.
const AT_ONCE: i64 = 20;
/// Calls for one group at most.
const CALLS: f64 = 3.0;
/// Of what a bot may send in a second, asking may take this part.
const SHARE: f64 = 0.1;
/// How long nobody is asked after where nobody is due, or the platform does not answer.
const PAUSE: Duration = Duration::from_secs(20);

/// How long to wait from one group to the next.
pub(super) fn pause(limits: &Limits) -> Duration {
    Duration::from_secs_f64(CALLS / (limits.rates.bot_per_second * SHARE))
}

/// Asks until `stop` turns true, while this instance is the one that looks at the clock.
pub(super) async fn run(shared: Arc<Shared>, mut stop: watch::Receiver<bool>) {
    let mut moved = shared.store.clock().moved();
    loop {
        let rest = if shared.clock.is_held() {
            match round(&shared, &stop).await {
                Ok(true) => Duration::ZERO,
                Ok(false) => PAUSE,
                Err(e) => {
                    tracing::warn!("groups are not asked after: {e}");
                    PAUSE
                }
            }
        } else {
            PAUSE
        };
        tokio::select! {
            _ = stop.changed() => return,
            _ = moved.changed() => {}
            () = tokio::time::sleep(rest) => {}
        }
    }
}

/// Asks after some groups. `false`: none is due, or the platform does not answer.
async fn round(shared: &Shared, stop: &watch::Receiver<bool>) -> Result<bool, store::Error> {
    let mut tx = shared.store.read().await?;
    let due = ward::due_for_probe(&mut tx, shared.bot.id, EVERY, AT_ONCE).await?;
    drop(tx);
    let any = !due.is_empty();
    for (chat, platform_id) in due {
        if *stop.borrow() || !shared.clock.is_held() {
            return Ok(false);
        }
        let probe = match shared.telegram.probe(&platform_id, shared.me).await {
            Ok(probe) => probe,
            // The group lives on under another id: sending finds that, too.
            Err(CallError::Refused { migrate_to: Some(to), .. }) => {
                let mut tx = shared.store.begin().await?;
                ward::migrate_chat(&mut tx, chat, &to.to_string()).await?;
                tx.commit().await?;
                continue;
            }
            Err(CallError::Refused { code: 429, .. } | CallError::Unreachable(_) | CallError::Lost(_)) => {
                return Ok(false);
            }
            Err(e) => {
                tracing::warn!("a group could not be asked after: {e}");
                None
            }
        };
        let mut tx = shared.store.begin().await?;
        ward::probed(&mut tx, chat, probe.as_ref()).await?;
        tx.commit().await?;
        tokio::time::sleep(shared.probe_pause).await;
    }
    Ok(any)
}
