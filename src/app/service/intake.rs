//! Takes updates in by long polling: stored and committed, then confirmed by asking for the
//! next ones. One instance at a time asks.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::Shared;
use crate::app::Problem;
use crate::channel::telegram::{CallError, Intake};
use crate::i18n::Lang;
use crate::inbox::{self, Arrived};
use crate::store::{self, Error};

/// Shortest and longest pause after something went wrong.
const PAUSE: Duration = Duration::from_millis(500);
const PAUSE_MAX: Duration = Duration::from_secs(30);
/// While another program takes the bot's updates: so often it is asked whether it still does.
const CONFLICT_PAUSE: Duration = Duration::from_secs(3);

/// What keeps updates from coming in. A state: said when it begins and when it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trouble {
    /// Another program takes this bot's updates, or gives them a webhook.
    Conflict,
    Platform,
    Database,
}

enum Failure {
    Call(CallError),
    Store(Error),
}

impl From<CallError> for Failure {
    fn from(e: CallError) -> Self {
        Self::Call(e)
    }
}

impl From<Error> for Failure {
    fn from(e: Error) -> Self {
        Self::Store(e)
    }
}

/// Runs until `stop` turns true; asks while this instance holds the lease.
pub(super) async fn run(shared: Arc<Shared>, intake: Intake, mut stop: watch::Receiver<bool>) {
    let mut poll = Poll { shared, intake, offset: 0, is_webhook_gone: false };
    let mut trouble = None;
    let mut pause = PAUSE;
    loop {
        if !poll.shared.poll.is_held() {
            // Whoever asked meanwhile has confirmed more than this instance knows of.
            poll.offset = 0;
            if !poll.shared.poll.wait(&mut stop).await {
                return;
            }
        }
        let mut held = poll.shared.poll.watch();
        let taken = tokio::select! {
            _ = stop.changed() => return,
            _ = held.wait_for(|held| !held) => continue,
            taken = poll.once() => taken,
        };
        let Err(failure) = taken else {
            if trouble.take().is_some() {
                tracing::warn!("intake: updates come in again");
            }
            pause = PAUSE;
            continue;
        };
        let (now, why) = match failure {
            Failure::Call(e) if e.is_conflict() => (Trouble::Conflict, Problem::from(e).say(Lang::Vi)),
            Failure::Call(e) => (Trouble::Platform, e.to_string()),
            // Not stored, so not confirmed: the platform gives them again.
            Failure::Store(e) => (Trouble::Database, e.to_string()),
        };
        if trouble.replace(now) != Some(now) {
            tracing::warn!("intake: {why}");
        }
        let rest = if now == Trouble::Conflict { CONFLICT_PAUSE } else { pause };
        tokio::select! {
            _ = stop.changed() => return,
            () = tokio::time::sleep(rest) => {}
        }
        pause = (pause * 2).min(PAUSE_MAX);
    }
}

struct Poll {
    shared: Arc<Shared>,
    intake: Intake,
    /// What the next request confirms: everything before it.
    offset: i32,
    is_webhook_gone: bool,
}

impl Poll {
    /// Asks once, waiting for as long as the platform keeps the request open, and stores what
    /// came.
    async fn once(&mut self) -> Result<(), Failure> {
        if !self.is_webhook_gone {
            // One that an earlier run has set; while it is there nobody is answered here.
            self.shared.telegram.delete_webhook().await?;
            self.is_webhook_gone = true;
        }
        let updates = self.shared.telegram.updates(self.offset).await?;
        if updates.is_empty() {
            return Ok(());
        }
        let arrived: Vec<Arrived> = updates
            .iter()
            .filter_map(|raw| self.intake.keep(raw))
            .map(|kept| Arrived { update_id: kept.update_id, chat: kept.chat, event: kept.event })
            .collect();
        let Some(last) = arrived.iter().map(|update| update.update_id).max() else { return Ok(()) };
        if self.store(&arrived).await? {
            self.offset = i32::try_from(last + 1).unwrap_or(0);
            self.shared.arrived.notify_one();
        }
        Ok(())
    }

    /// `false`: another instance asks now, and is given the same updates.
    async fn store(&self, arrived: &[Arrived]) -> Result<bool, store::Error> {
        let mut tx = self.shared.store.begin_first().await?;
        if !self.shared.poll.keep(&mut tx).await? {
            return Ok(false);
        }
        inbox::take_in(&mut tx, self.shared.bot.id, arrived).await?;
        tx.commit().await?;
        Ok(true)
    }
}
