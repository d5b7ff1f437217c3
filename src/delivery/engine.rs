//! The loop that sends. One cycle: take the results of finished sends, choose what may leave
//! now, commit both together, make the calls. Nothing is kept in memory that the rows do not
//! say, but whose turn it is and how the platform is doing.
//!
//! Any number of engines may run for one bot on one database: the row with the bot's pace is
//! locked while one of them chooses, so that they share one budget and never one row.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::{Notify, mpsc, watch};
use tokio::time::Instant;
use uuid::Uuid;

use super::Lane;
use super::outcomes::{Bursts, Finished, record};
use super::pacer::{AHEAD, Rates, Starts, Turns, Weather, micros};
use super::store::{self, Candidate, Held};
use crate::channel::telegram::{SEND_TIMEOUT, Telegram};
use crate::channel::{ChatKind, Content, Outcome, Refusal, Wait};
use crate::clock::Clock;
use crate::store::{Error, Store, Tx};
use crate::ward::{BotId, ChatId};

/// How long the loop may rest before it looks at the clock again.
const REST: Duration = Duration::from_millis(500);
/// How often rows are looked for that an instance which is gone left in the middle of sending.
const SWEEP: Duration = Duration::from_secs(2);
/// Sends under way at once, for each message a second that is allowed: how long a slow answer takes.
const IN_FLIGHT_SECONDS: f64 = 0.27;
const IN_FLIGHT_MIN: usize = 8;
const IN_FLIGHT_MAX: usize = 512;

/// Bounds of one engine.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    pub rates: Rates,
    /// Sends under way at once: the most that a crash can leave in doubt.
    pub in_flight_max: usize,
    /// How long a send may take before its outcome counts as unknown.
    pub send_timeout: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self::of(Rates::default())
    }
}

impl Limits {
    /// A call that begins later than this after its intent is not made: its lease must outlast it.
    fn late(&self) -> Duration {
        self.send_timeout / 6
    }

    /// For how long a row belongs to the one who sends it: the latest beginning, two calls where a
    /// group has moved, and a margin.
    fn lease(&self) -> Duration {
        self.late() + self.send_timeout * 2 + self.send_timeout / 12
    }

    /// The bounds that go with these rates: the more that may leave in a second, the more is
    /// under way at once.
    #[must_use]
    pub fn of(rates: Rates) -> Self {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped right after")]
        let in_flight = (rates.bot_per_second * IN_FLIGHT_SECONDS).ceil() as usize;
        Self {
            rates,
            in_flight_max: in_flight.clamp(IN_FLIGHT_MIN, IN_FLIGHT_MAX),
            send_timeout: SEND_TIMEOUT,
        }
    }
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
    starts: Starts,
}

/// What one run of the loop knows besides the rows.
#[derive(Default)]
struct Run {
    turns: Turns,
    weather: Weather,
    /// Whether what the rows say of an outage is still to be brought up to date.
    weather_changed: bool,
    bursts: Bursts,
    letters: store::Letters,
    /// Results that are not written yet; their rows are still `sending`.
    results: Vec<Finished>,
    /// Rows whose intent may or may not be committed, because the commit came back with an error.
    /// Nothing was done for them, and nobody else would ever look after them.
    unsure: Vec<Held>,
    /// Rows of ours that are `sending`, those with results included.
    in_flight: usize,
    /// Moments at which a chat that had to rest may go on.
    rested: BinaryHeap<Reverse<i64>>,
    swept: Option<Instant>,
    /// Errors of the database in a row.
    errors: u32,
}

/// What a cycle chose, and how long the loop may rest after it.
struct Cycle {
    chosen: Vec<(Candidate, i64)>,
    rest: Duration,
}

impl Engine {
    #[must_use]
    pub fn new(store: Store, telegram: Telegram, bot: BotId, limits: Limits, wake: Arc<Notify>) -> Self {
        let telegram = telegram.with_send_timeout(limits.send_timeout);
        Self { store, telegram, bot, owner: random_owner(), limits, wake, starts: Starts::default() }
    }

    /// Settles what an earlier run of this process left in the middle of sending.
    ///
    /// # Errors
    /// If the database refuses.
    pub async fn recover(&self) -> Result<u64, Error> {
        let mut tx = self.store.begin_first().await?;
        let alone = !tx.is_postgres();
        let settled = store::recover(&mut tx, self.bot, self.owner, alone, Self::wall()).await?;
        tx.commit().await?;
        Ok(settled)
    }

    /// Sends until `stop` turns true, then waits for the sends under way.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        let engine = Arc::new(self);
        let (done, mut finished) = mpsc::channel::<Finished>(engine.limits.in_flight_max.max(1));
        let (back, mut is_back) = mpsc::channel::<()>(1);
        let mut moved = engine.store.clock().moved();
        let mut run = Run::default();
        loop {
            while let Ok(result) = finished.try_recv() {
                engine.learn(&mut run, &back, &result);
                run.results.push(result);
            }
            let stopping = *stop.borrow();
            let may_send = !stopping && !run.weather.is_away();
            let room = if may_send { engine.limits.in_flight_max - run.in_flight } else { 0 };
            let rest = match engine.cycle(&mut run, room).await {
                Ok(cycle) => {
                    run.errors = 0;
                    run.in_flight += cycle.chosen.len();
                    for (candidate, slot) in cycle.chosen {
                        engine.launch(candidate, slot, done.clone());
                    }
                    cycle.rest
                }
                Err(e) => {
                    // The results are kept and written with the next cycle.
                    if run.errors.is_power_of_two() || run.errors == 0 {
                        tracing::error!("delivery: {e}");
                    }
                    run.errors = run.errors.saturating_add(1);
                    REST
                }
            };
            if stopping && run.in_flight == 0 && run.unsure.is_empty() {
                return;
            }
            if rest.is_zero() {
                // Calls that are due go first: they share these threads.
                tokio::task::yield_now().await;
                continue;
            }
            tokio::select! {
                Some(result) = finished.recv(), if run.in_flight > run.results.len() => {
                    engine.learn(&mut run, &back, &result);
                    run.results.push(result);
                }
                Some(()) = is_back.recv() => {
                    tracing::warn!("delivery: the platform answers again");
                    run.weather.answered();
                    run.weather_changed = true;
                }
                () = engine.wake.notified() => {}
                _ = moved.changed() => run.swept = None,
                _ = stop.changed(), if !stopping => {}
                () = tokio::time::sleep(rest) => {}
            }
        }
    }

    /// What a result says about the platform.
    fn learn(self: &Arc<Self>, run: &mut Run, back: &mpsc::Sender<()>, result: &Finished) {
        let chat = result.candidate.chat;
        let now_away = match &result.outcome {
            Outcome::NotSent { wait: Wait::Unreachable, why } => {
                let news = run.weather.lost(chat, true);
                if news {
                    tracing::warn!("delivery: the platform cannot be reached: {why}");
                }
                news
            }
            Outcome::Unknown { why } => {
                tracing::warn!("delivery: outcome unknown: {why}");
                run.weather.lost(chat, false)
            }
            Outcome::NotSent { wait: Wait::Nothing, .. } => false,
            _ => {
                run.weather_changed |= run.weather.is_away();
                run.weather.answered();
                false
            }
        };
        if now_away {
            run.weather_changed = true;
            self.ask_until_back(run.weather, back.clone());
        }
    }

    /// Asks the platform, with growing pauses, whether it answers: with a question that changes
    /// nothing, not with somebody's message.
    fn ask_until_back(self: &Arc<Self>, mut weather: Weather, back: mpsc::Sender<()>) {
        let engine = Arc::clone(self);
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(weather.next_try()).await;
                if back.is_closed() {
                    return;
                }
                if engine.telegram.identity().await.is_ok() {
                    let _ = back.send(()).await;
                    return;
                }
            }
        });
    }

    async fn cycle(&self, run: &mut Run, room: usize) -> Result<Cycle, Error> {
        let sweeps = run.swept.is_none_or(|at| at.elapsed() >= SWEEP);
        let has_news = !run.results.is_empty() || !run.unsure.is_empty() || sweeps || run.weather_changed;
        if !has_news && (room == 0 || !self.has_work().await?) {
            return Ok(Cycle { chosen: Vec::new(), rest: Self::rest(run, REST) });
        }
        let mut tx = self.store.begin_first().await?;
        let now = Clock::wall_micros();
        let mut pace = store::pace(&mut tx, self.bot, &self.limits.rates, now).await?;
        pace.catch_up(&self.limits.rates, now);
        if run.weather_changed {
            if run.weather.is_away() {
                store::set_down(&mut tx, self.bot).await?;
            } else {
                store::set_back(&mut tx, self.bot).await?;
            }
        }
        if sweeps {
            // Another instance may die, or this one start again, before its leases lapse: until
            // they do nobody knows, and what comes after such a row waits in its chat.
            let settled = store::recover(&mut tx, self.bot, self.owner, false, Self::wall()).await?;
            if settled > 0 {
                tracing::warn!("delivery: {settled} sends of an instance that is gone were cut off");
            }
        }
        for held in &run.unsure {
            store::not_sent(&mut tx, *held).await?;
        }
        let rests =
            record(&mut tx, self.owner, &self.limits.rates, &mut pace, &mut run.bursts, &run.results, now)
                .await?;
        let slots = pace.slots(now, room);
        let picked = if slots > 0 {
            self.pick(&mut tx, &mut run.turns, &mut run.letters, slots, now).await?
        } else {
            Vec::new()
        };
        let all_slots_used = weight(&picked) >= slots;
        let chosen = self.take(&mut tx, &mut pace, picked, now).await?;
        store::put_pace(&mut tx, self.bot, &pace).await?;
        if let Err(e) = tx.commit().await {
            run.unsure.extend(chosen.iter().map(|(candidate, _)| self.held(candidate)));
            return Err(e);
        }
        run.unsure.clear();
        run.in_flight -= run.results.len();
        run.results.clear();
        run.weather_changed = false;
        if sweeps {
            run.swept = Some(Instant::now());
        }
        run.rested.extend(rests.into_iter().map(Reverse));
        if self.limits.rates.paces_chats() {
            let gaps = chosen.iter().filter(|(row, _)| row.paced);
            run.rested.extend(gaps.map(|(row, _)| Reverse(now + self.limits.rates.gap(row.chat_kind))));
        }
        let rest = if all_slots_used && room > chosen.len() {
            let next = pace.next_slot - micros(AHEAD) - Clock::wall_micros();
            Duration::from_micros(u64::try_from(next).unwrap_or(0)).min(REST)
        } else {
            REST
        };
        Ok(Cycle { chosen, rest: Self::rest(run, rest) })
    }

    /// Chooses up to `slots` rows, lane by lane in turn.
    async fn pick(
        &self,
        tx: &mut Tx,
        turns: &mut Turns,
        letters: &mut store::Letters,
        slots: usize,
        now: i64,
    ) -> Result<Vec<Candidate>, Error> {
        let limit = i64::try_from(slots).unwrap_or(i64::MAX);
        let mut lanes: [VecDeque<Candidate>; 4] = Default::default();
        let due = store::due_lanes(tx, self.bot).await?;
        for ((lane, waiting), _) in
            Lane::ALL.into_iter().zip(&mut lanes).zip(due).filter(|(_, is_due)| *is_due)
        {
            *waiting =
                store::candidates(tx, self.bot, lane, &self.limits.rates, now, limit, letters).await?.into();
        }
        let mut picked = Vec::with_capacity(slots);
        while weight(&picked) < slots {
            let has_work = [0, 1, 2, 3].map(|lane: usize| !lanes[lane].is_empty());
            let Some(lane) = turns.next(has_work) else { break };
            let Some(mut next) = lanes[usize::try_from(lane.number()).unwrap_or(0)].pop_front() else {
                continue;
            };
            if let Content::Pin { copy, target, .. } = &mut next.content {
                let Some(message) = store::message_of(tx, *copy).await? else {
                    store::drop_pin(tx, next.id).await?;
                    continue;
                };
                *target = message;
            }
            picked.push(next);
        }
        Ok(picked)
    }

    /// Commits the intent to send what was picked and gives each its slot.
    async fn take(
        &self,
        tx: &mut Tx,
        pace: &mut super::pacer::Pace,
        mut picked: Vec<Candidate>,
        now: i64,
    ) -> Result<Vec<(Candidate, i64)>, Error> {
        if picked.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<_> = picked.iter().map(|row| row.id).collect();
        let taken = store::intend(tx, &ids, self.owner, self.lease()).await?;
        if taken.len() < picked.len() {
            picked.retain(|row| taken.contains(&row.id));
        }
        if self.limits.rates.paces_chats() {
            let paced = picked.iter().filter(|row| row.paced);
            let chats: Vec<(ChatId, ChatKind, usize)> =
                paced.map(|row| (row.chat, row.chat_kind, row.content.weight())).collect();
            store::took_chats(tx, &self.limits.rates, &chats, now).await?;
        }
        let in_slots = picked.into_iter().map(|row| {
            let slot = pace.take(row.content.weight());
            (row, slot)
        });
        Ok(in_slots.collect())
    }

    async fn has_work(&self) -> Result<bool, Error> {
        let mut tx = self.store.read().await?;
        Ok(store::due_lanes(&mut tx, self.bot).await?.contains(&true))
    }

    /// Until a chat may go on, or as long as `most`.
    fn rest(run: &mut Run, most: Duration) -> Duration {
        let now = Clock::wall_micros();
        while run.rested.peek().is_some_and(|Reverse(at)| *at <= now) {
            run.rested.pop();
        }
        let next = run.rested.peek().map_or(i64::MAX, |Reverse(at)| *at - now);
        most.min(Duration::from_micros(u64::try_from(next).unwrap_or(0)))
    }

    fn launch(self: &Arc<Self>, candidate: Candidate, slot: i64, done: mpsc::Sender<Finished>) {
        let engine = Arc::clone(self);
        let intended = Instant::now();
        tokio::spawn(async move {
            let early = slot - Clock::wall_micros();
            if let Ok(early) = u64::try_from(early) {
                tokio::time::sleep(Duration::from_micros(early).min(AHEAD)).await;
            }
            let now = Clock::wall_micros();
            let wait = engine.starts.reserve(&engine.limits.rates, now) - now;
            // The timer counts milliseconds: less than half of one is no wait.
            if let Some(wait) = u64::try_from(wait).ok().filter(|wait| *wait >= 500) {
                tokio::time::sleep(Duration::from_micros(wait)).await;
            }
            let held = engine.held(&candidate);
            let (mut moved, mut outcome) = (None, None);
            if intended.elapsed() > engine.limits.late() {
                // This process stood still. By now the row may belong to somebody else.
                let why = "too late after the intent".to_owned();
                outcome = Some(Outcome::NotSent { wait: Wait::Nothing, why });
            } else if candidate.moved && candidate.content.target().is_some() {
                outcome = Some(void_target());
            }
            let outcome = match outcome {
                Some(outcome) => outcome,
                None => match engine.send(&candidate, &candidate.platform_chat).await {
                    Outcome::Migrated { to } => {
                        let again = if candidate.content.target().is_some() {
                            void_target()
                        } else {
                            engine.send(&candidate, &to).await
                        };
                        moved = Some(to);
                        again
                    }
                    outcome => outcome,
                },
            };
            // If the loop is gone, the row is found in doubt at the next start.
            let _ = done.send(Finished { held, candidate, moved, outcome }).await;
        });
    }

    async fn send(&self, candidate: &Candidate, chat: &str) -> Outcome {
        self.telegram.send(chat, candidate.topic.as_deref(), &candidate.content).await
    }

    /// The row as it is ours once its intent is committed.
    fn held(&self, candidate: &Candidate) -> Held {
        Held { id: candidate.id, owner: self.owner, attempt: candidate.attempt + 1 }
    }

    /// Until when a row that is taken now is ours.
    fn lease(&self) -> DateTime<Utc> {
        Self::wall() + TimeDelta::from_std(self.limits.lease()).unwrap_or(TimeDelta::minutes(3))
    }

    fn wall() -> DateTime<Utc> {
        DateTime::from_timestamp_micros(Clock::wall_micros()).unwrap_or_default()
    }
}

/// As how many messages these rows count.
fn weight(rows: &[Candidate]) -> usize {
    rows.iter().map(|row| row.content.weight()).sum()
}

/// A group that goes on under another id numbers its messages anew: an old id could name another
/// message of ours.
fn void_target() -> Outcome {
    Outcome::Refused { reason: Refusal::Uneditable, why: "the group has got another id since".to_owned() }
}

/// Names this run of this process, so that a row says who holds it.
fn random_owner() -> Uuid {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

#[cfg(test)]
mod tests;
