//! The loop that sends. One cycle: take the results of finished sends, choose what may leave
//! now, commit both together, make the calls. Nothing is kept in memory that the rows do not
//! say, but the pace.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::{Notify, mpsc, watch};
use tokio::time::Instant;
use uuid::Uuid;

use super::pacer::{Pacer, Rates};
use super::store::{self, Candidate, Held};
use super::{Lane, Reason};
use crate::channel::telegram::Telegram;
use crate::channel::{Content, Outcome, Wait};
use crate::store::{Error, Store};
use crate::ward::store as ward;
use crate::ward::{BotId, ChatId, ChatState};

/// Rows looked at per lane and cycle.
const CANDIDATES: i64 = 32;
/// How long the loop may rest before it looks at the clock again.
const REST: Duration = Duration::from_millis(500);
/// How often rows are looked for that an instance which died left in the middle of sending.
const SWEEP: Duration = Duration::from_secs(5);

/// Bounds of one engine.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    pub rates: Rates,
    /// Sends under way at once: the most that a crash can leave in doubt.
    pub in_flight_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { rates: Rates::default(), in_flight_max: 8 }
    }
}

impl Limits {
    /// For a platform that limits nothing, as in tests.
    #[must_use]
    pub fn unlimited() -> Self {
        let rates = Rates {
            bot_per_second: 100_000.0,
            private_gap: Duration::ZERO,
            group_gap: Duration::ZERO,
            burst: 1,
        };
        Self { rates, in_flight_max: 8 }
    }
}

struct Finished {
    held: Held,
    chat: ChatId,
    platform_chat: String,
    attempt: i32,
    outcome: Outcome,
}

/// Sends the rows of one bot.
#[derive(Debug)]
pub struct Engine {
    store: Store,
    telegram: Telegram,
    bot: BotId,
    owner: Uuid,
    limits: Limits,
    wake: Arc<Notify>,
}

impl Engine {
    #[must_use]
    pub fn new(store: Store, telegram: Telegram, bot: BotId, limits: Limits, wake: Arc<Notify>) -> Self {
        Self { store, telegram, bot, owner: random_owner(), limits, wake }
    }

    /// Settles what an earlier run of this process left in the middle of sending.
    ///
    /// # Errors
    /// If the database refuses.
    pub async fn recover(&self) -> Result<u64, Error> {
        let mut tx = self.store.begin().await?;
        let alone = !tx.is_postgres();
        let settled = store::recover(&mut tx, self.bot, self.owner, alone).await?;
        tx.commit().await?;
        Ok(settled)
    }

    /// Sends until `stop` turns true, then waits for the sends under way.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        let engine = Arc::new(self);
        let (done, mut finished) = mpsc::channel::<Finished>(engine.limits.in_flight_max.max(1));
        let mut pacer = Pacer::new(engine.limits.rates, Instant::now());
        let mut moved = engine.store.clock().moved();
        let mut in_flight = 0_usize;
        let mut results: Vec<Finished> = Vec::new();
        let mut swept: Option<Instant> = None;
        loop {
            while let Ok(result) = finished.try_recv() {
                results.push(result);
            }
            in_flight -= results.len();
            for result in &results {
                engine.learn(&mut pacer, result);
            }
            let stopping = *stop.borrow();
            let room = if stopping { 0 } else { engine.limits.in_flight_max - in_flight };
            let rest = match engine.cycle(&mut pacer, &results, room, &mut swept).await {
                Ok(cycle) => {
                    results.clear();
                    in_flight += cycle.chosen.len();
                    for candidate in cycle.chosen {
                        engine.launch(candidate, done.clone());
                    }
                    cycle.rest
                }
                Err(e) => {
                    // The results are kept and written with the next cycle; the rows stay
                    // `sending` until then.
                    in_flight += results.len();
                    tracing::error!("delivery: {e}");
                    REST
                }
            };
            if stopping && in_flight == 0 && results.is_empty() {
                return;
            }
            tokio::select! {
                Some(result) = finished.recv(), if in_flight > 0 => results.push(result),
                () = engine.wake.notified() => {}
                _ = moved.changed() => swept = None,
                _ = stop.changed(), if !stopping => {}
                () = tokio::time::sleep(rest) => {}
            }
            // Counted out again at the top of the loop, together with what else has come back.
        }
    }

    fn learn(&self, pacer: &mut Pacer, result: &Finished) {
        match &result.outcome {
            Outcome::NotSent { wait: Wait::Told(seconds), .. } => {
                pacer.reached();
                pacer.told_to_wait(&result.platform_chat, *seconds, Instant::now());
            }
            Outcome::NotSent { wait: Wait::Unreachable, why } => {
                tracing::warn!("delivery: the platform cannot be reached: {why}");
                pacer.unreachable(Instant::now());
            }
            Outcome::Unknown { why } => tracing::warn!("delivery: outcome unknown: {why}"),
            _ => pacer.reached(),
        }
    }

    async fn cycle(
        &self,
        pacer: &mut Pacer,
        results: &[Finished],
        room: usize,
        swept: &mut Option<Instant>,
    ) -> Result<Cycle, Error> {
        let now = Instant::now();
        if results.is_empty() {
            if room == 0 {
                return Ok(Cycle::rest(REST));
            }
            if pacer.ready_at() > now {
                return Ok(Cycle::rest((pacer.ready_at() - now).min(REST)));
            }
            // An idle service must not take the writer twice a second for nothing.
            let mut tx = self.store.read().await?;
            if store::waiting(&mut tx, self.bot).await? == 0 {
                return Ok(Cycle::rest(REST));
            }
        }
        let mut tx = self.store.begin().await?;
        for result in results {
            self.record(&mut tx, result).await?;
        }
        if swept.is_none_or(|at| at.elapsed() >= SWEEP) {
            // Another instance may die, or this one start again, before its leases lapse: until
            // they do nobody knows, and what comes after such a row waits in its chat.
            let settled = store::recover(&mut tx, self.bot, self.owner, false).await?;
            if settled > 0 {
                tracing::warn!("delivery: {settled} sends of an instance that is gone were cut off");
            }
            *swept = Some(now);
        }
        let mut chosen = Vec::new();
        let mut rest = REST;
        if room > 0 {
            let mut lanes: Vec<std::collections::VecDeque<Candidate>> = Vec::with_capacity(4);
            for lane in Lane::ALL {
                let mut ready = std::collections::VecDeque::new();
                for candidate in store::candidates(&mut tx, self.bot, lane, CANDIDATES).await? {
                    let at = pacer.chat_ready_at(&candidate.platform_chat, candidate.chat_kind, now);
                    if at <= now || !is_message(&candidate.content) {
                        ready.push_back(candidate);
                    } else {
                        rest = rest.min(at - now);
                    }
                }
                lanes.push(ready);
            }
            while chosen.len() < room {
                let at = Instant::now();
                if pacer.ready_at() > at {
                    rest = rest.min(pacer.ready_at() - at);
                    break;
                }
                let has_work = [0, 1, 2, 3].map(|lane: usize| !lanes[lane].is_empty());
                let Some(lane) = pacer.turn(has_work) else { break };
                let index = usize::try_from(lane.number()).unwrap_or(0);
                let Some(candidate) = lanes[index].pop_front() else { break };
                if !store::intend(&mut tx, candidate.id, self.owner, candidate.attempt + 1).await? {
                    continue;
                }
                pacer.took(&candidate.platform_chat, candidate.chat_kind, is_message(&candidate.content), at);
                chosen.push(candidate);
            }
        }
        tx.commit().await?;
        if chosen.len() == room && room > 0 {
            rest = Duration::ZERO;
        }
        Ok(Cycle { chosen, rest })
    }

    fn launch(self: &Arc<Self>, candidate: Candidate, done: mpsc::Sender<Finished>) {
        let engine = Arc::clone(self);
        tokio::spawn(async move {
            let outcome = engine.telegram.send(&candidate.platform_chat, &candidate.content).await;
            let held = Held { id: candidate.id, owner: engine.owner, attempt: candidate.attempt + 1 };
            let result = Finished {
                held,
                chat: candidate.chat,
                platform_chat: candidate.platform_chat,
                attempt: candidate.attempt + 1,
                outcome,
            };
            // If the loop is gone, the row is found in doubt at the next start.
            let _ = done.send(result).await;
        });
    }

    async fn record(&self, tx: &mut crate::store::Tx, result: &Finished) -> Result<(), Error> {
        let held = result.held;
        let kept = match &result.outcome {
            Outcome::Sent { message_ids } => store::sent(tx, held, result.chat, message_ids).await?,
            Outcome::NotSent { wait: Wait::Told(seconds), .. } => {
                let pause = TimeDelta::seconds(i64::try_from(*seconds).unwrap_or(i64::MAX / 2_000));
                store::not_sent(tx, held, pause).await?
            }
            Outcome::NotSent { wait: Wait::Unreachable, .. } => {
                store::not_sent(tx, held, TimeDelta::zero()).await?
            }
            Outcome::Refused { reason, why } => {
                use crate::channel::Refusal;
                match reason {
                    Refusal::Blocked => ward::set_unreachable(tx, result.chat).await?,
                    Refusal::Removed | Refusal::ChatGone => {
                        ward::set_chat_state(tx, result.chat, ChatState::Gone).await?;
                    }
                    Refusal::NoRight => {
                        ward::set_chat_state(tx, result.chat, ChatState::Silenced).await?;
                    }
                    Refusal::TopicClosed | Refusal::Refused => {}
                }
                tracing::warn!("delivery: {} refused: {why}", held.id);
                store::failed(tx, held, Reason::Refused(*reason), why).await?
            }
            Outcome::Migrated { to } => {
                ward::migrate_chat(tx, result.chat, to).await?;
                store::not_sent(tx, held, TimeDelta::zero()).await?
            }
            Outcome::Unknown { .. } => {
                // Grows with the attempts, so that a failing platform is not hammered.
                let pause = TimeDelta::seconds(1 << result.attempt.clamp(0, 6));
                store::in_doubt(tx, held, pause).await?
            }
        };
        if !kept {
            tracing::warn!(
                "delivery: {} is no longer ours; its outcome is dropped: {:?}",
                held.id,
                result.outcome
            );
        }
        Ok(())
    }
}

/// Names this run of this process, so that a row says who holds it.
fn random_owner() -> Uuid {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

struct Cycle {
    chosen: Vec<Candidate>,
    rest: Duration,
}

impl Cycle {
    fn rest(rest: Duration) -> Self {
        Self { chosen: Vec::new(), rest }
    }
}

fn is_message(content: &Content) -> bool {
    !matches!(content, Content::PressAnswer { .. })
}
