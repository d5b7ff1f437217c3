//! The service: take updates in, handle them, look at the clock, send. Four loops over one
//! database; each can be stopped at any point and goes on where the rows say.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::{Problem, follow};
use crate::channel::telegram::{CallError, FILE_BYTES_MAX, Intake, Scope, Telegram};
use crate::channel::{ChatKind, Event};
use crate::clock::Clock;
use crate::config::Config;
use crate::conversation::{self, Desk, Facts, FileProblem, GROUP_COMMANDS, Need};
use crate::delivery::{self, Engine};
use crate::i18n::{Lang, Text};
use crate::inbox;
use crate::schedule;
use crate::store::{self, Access, Store};
use crate::ward::Bot;
use crate::ward::store as ward;

/// Longest pause between two looks at the clock.
const TICK: Duration = Duration::from_millis(500);
/// Chats handled at the same time.
const CHATS_AT_ONCE: usize = 16;
/// How long a stop waits for what is under way.
const STOP_WITHIN: Duration = Duration::from_millis(2_500);
/// A system clock that moves this much more than time has passed was set by hand.
const JUMP: Duration = Duration::from_secs(60);

/// The bot that the settings name, known to the database.
///
/// # Errors
/// If there is no token, the platform does not know it or does not answer.
pub async fn connect(config: &Config, store: &Store) -> Result<(Telegram, Bot, i64), Problem> {
    let token = config.telegram.token.as_ref().ok_or(Problem::NoToken)?;
    let telegram = Telegram::new(token.reveal(), config.telegram.api_url.as_deref())?;
    let me = telegram.identity().await?;
    let mut tx = store.begin().await?;
    let bot = ward::bot_seen(&mut tx, "telegram", &me.id.to_string(), &me.username).await?;
    tx.commit().await?;
    Ok((telegram, bot, me.id))
}

/// The running service.
#[derive(Debug)]
pub struct Service {
    store: Store,
    bot: Bot,
    stop: watch::Sender<bool>,
    tasks: JoinSet<()>,
    shared: Arc<Shared>,
}

struct Shared {
    store: Store,
    desk: Desk,
    telegram: Telegram,
    bot: Bot,
    /// Something new to handle.
    arrived: Notify,
    /// Something new to send.
    wake: Arc<Notify>,
    /// How often the clock has been looked at.
    ticks: AtomicU64,
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared").finish_non_exhaustive()
    }
}

impl Service {
    /// Opens everything and starts the loops.
    ///
    /// # Errors
    /// If there is no ward or token, the database cannot be used, or the platform does not
    /// answer or does not know the token.
    pub async fn start(config: &Config, clock: Clock) -> Result<Self, Problem> {
        let client = reqwest::Client::new();
        let mut followed = None;
        if let Some(url) = &config.clock_url {
            let rev = follow::once(&client, url, &clock)
                .await
                .map_err(|e| CallError::Unreachable(e.without_url().to_string()))?;
            followed = Some((url.clone(), rev));
        }
        let store = Store::open(&config.database_url, Access::Serve, clock.clone()).await?;
        let mut tx = store.read().await?;
        if ward::wards(&mut tx).await?.is_empty() {
            return Err(Problem::NoWard);
        }
        drop(tx);
        let (telegram, bot, me) = connect(config, &store).await?;
        let desk = super::desk(config, &clock)?;
        let wake = Arc::new(Notify::new());
        let engine =
            Engine::new(store.clone(), telegram.clone(), bot.id, config.delivery.limits(), Arc::clone(&wake));
        let settled = engine.recover().await?;
        if settled > 0 {
            tracing::warn!(
                "{settled} sends were cut off by the last stop; their rows say what became of them"
            );
        }
        let shared = Arc::new(Shared {
            store: store.clone(),
            desk,
            telegram: telegram.clone(),
            bot: bot.clone(),
            arrived: Notify::new(),
            wake,
            ticks: AtomicU64::new(0),
        });
        // Before anything can leave: what fell due while nobody looked waits for a person.
        let after_gap = started_after_gap(&shared).await?;
        conversation::tick(&store, &shared.desk, after_gap).await?;
        let (stop, stopped) = watch::channel(false);
        let mut tasks = JoinSet::new();
        if let Some((url, rev)) = followed {
            tasks.spawn(follow::follow(client, url, clock.clone(), rev, stopped.clone()));
        }
        let intake = Intake { me, username: bot.username.clone(), group_commands: GROUP_COMMANDS };
        let is_simulated = config.clock_url.is_some() || clock.is_frozen();
        tasks.spawn(take_in(Arc::clone(&shared), intake, stopped.clone()));
        tasks.spawn(handle_all(Arc::clone(&shared), stopped.clone()));
        tasks.spawn(tick(Arc::clone(&shared), is_simulated, stopped.clone()));
        tasks.spawn(offer_commands(telegram, stopped.clone()));
        tasks.spawn(engine.run(stopped));
        Ok(Self { store, bot, stop, tasks, shared })
    }

    /// The bot that the service runs for.
    #[must_use]
    pub fn bot(&self) -> &Bot {
        &self.bot
    }

    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// How often the service has looked at the clock, and done what was due, since it started.
    #[must_use]
    pub fn ticks(&self) -> u64 {
        self.shared.ticks.load(Ordering::Acquire)
    }

    /// Stops: nothing new is begun, what is under way may end, for at most three seconds.
    pub async fn stop(mut self) {
        let _ = self.stop.send(true);
        let all = async { while self.tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(STOP_WITHIN, all).await.is_err() {
            // What is still under way is found in doubt at the next start.
            self.tasks.abort_all();
        }
        let _ = tokio::time::timeout(Duration::from_millis(400), self.store.close()).await;
    }
}

/// Takes updates in: stored and committed, then confirmed by asking for the next ones.
async fn take_in(shared: Arc<Shared>, intake: Intake, mut stop: watch::Receiver<bool>) {
    let mut offset = 0_i32;
    let mut pause = Duration::from_millis(500);
    loop {
        let updates = tokio::select! {
            _ = stop.changed() => return,
            updates = shared.telegram.updates(offset) => updates,
        };
        match updates {
            Ok(updates) => {
                pause = Duration::from_millis(500);
                match keep(&shared, &intake, &updates).await {
                    Ok(Some(last)) => {
                        offset = i32::try_from(last + 1).unwrap_or(0);
                        shared.arrived.notify_one();
                        continue;
                    }
                    Ok(None) => continue,
                    // Not stored, so not confirmed: the platform gives them again.
                    Err(e) => tracing::error!("intake: {e}"),
                }
            }
            Err(e) if e.is_conflict() => tracing::error!("{}", Problem::from(e).say(Lang::Vi)),
            Err(e) => tracing::warn!("intake: {e}"),
        }
        tokio::select! {
            _ = stop.changed() => return,
            () = tokio::time::sleep(pause) => {}
        }
        pause = (pause * 2).min(Duration::from_secs(30));
    }
}

async fn keep(
    shared: &Shared,
    intake: &Intake,
    updates: &[serde_json::Value],
) -> Result<Option<i64>, store::Error> {
    if updates.is_empty() {
        return Ok(None);
    }
    let mut last = None;
    let mut tx = shared.store.begin().await?;
    for raw in updates {
        let Some(kept) = intake.keep(raw) else { continue };
        inbox::take_in(&mut tx, shared.bot.id, kept.update_id, &kept.chat, kept.event.as_ref()).await?;
        last = last.max(Some(kept.update_id));
    }
    tx.commit().await?;
    Ok(last)
}

/// Handles what came in: in order within a chat, chats side by side.
async fn handle_all(shared: Arc<Shared>, mut stop: watch::Receiver<bool>) {
    let mut busy: HashSet<String> = HashSet::new();
    let mut running: JoinSet<String> = JoinSet::new();
    loop {
        match open_chats(&shared).await {
            Ok(chats) => {
                for chat in chats {
                    if running.len() < CHATS_AT_ONCE && busy.insert(chat.clone()) {
                        running.spawn(handle_chat(Arc::clone(&shared), chat, stop.clone()));
                    }
                }
            }
            Err(e) => tracing::error!("inbox: {e}"),
        }
        tokio::select! {
            _ = stop.changed() => break,
            () = shared.arrived.notified() => {}
            Some(done) = running.join_next(), if !running.is_empty() => match done {
                Ok(chat) => { busy.remove(&chat); }
                Err(e) => {
                    tracing::error!("inbox: a handler ended badly: {e}");
                    // Which chat it was is not known; the others finish by themselves.
                    while running.join_next().await.is_some() {}
                    busy.clear();
                }
            },
            () = tokio::time::sleep(Duration::from_secs(2)) => {}
        }
    }
    while running.join_next().await.is_some() {}
}

async fn open_chats(shared: &Shared) -> Result<Vec<String>, store::Error> {
    let mut tx = shared.store.read().await?;
    inbox::chats(&mut tx, shared.bot.id).await
}

/// Handles a chat's updates one after the other, until none is left or one fails.
async fn handle_chat(shared: Arc<Shared>, chat: String, stop: watch::Receiver<bool>) -> String {
    while !*stop.borrow() {
        match handle_first(&shared, &chat).await {
            Ok(true) => shared.wake.notify_one(),
            Ok(false) => break,
            Err(e) => {
                tracing::error!("inbox: {e}");
                tokio::time::sleep(Duration::from_millis(500)).await;
                break;
            }
        }
    }
    chat
}

/// Handles the first open update of a chat. `false`: there is none.
async fn handle_first(shared: &Shared, chat: &str) -> Result<bool, store::Error> {
    let mut tx = shared.store.read().await?;
    let Some(open) = inbox::first(&mut tx, shared.bot.id, chat).await? else { return Ok(false) };
    let need = match &open.event {
        Some(event) => conversation::needs(&mut tx, &shared.bot, event).await?,
        None => Need::Nothing,
    };
    drop(tx);
    let Some(event) = open.event else {
        return set_aside(shared, open.update_id, None, "unreadable").await.map(|()| true);
    };
    // What the platform must be asked is asked before the transaction: none stays open across a call.
    let facts = ask(shared, need).await;
    let mut tx = shared.store.begin().await?;
    let done = async {
        if inbox::handled(&mut tx, shared.bot.id, open.update_id, "handled").await? {
            conversation::handle(&mut tx, &shared.desk, &shared.bot, &event, facts).await?;
        }
        tx.commit().await
    };
    match done.await {
        Ok(()) => Ok(true),
        Err(e) if open.attempts + 1 >= inbox::ATTEMPTS_MAX => {
            tracing::error!("inbox: update {} set aside: {e}", open.update_id);
            set_aside(shared, open.update_id, Some(&event), "failed").await.map(|()| true)
        }
        Err(e) => {
            let mut tx = shared.store.begin().await?;
            inbox::note_failure(&mut tx, shared.bot.id, open.update_id).await?;
            tx.commit().await?;
            Err(e)
        }
    }
}

/// Gives up on an update; a person who waits for an answer in private is told.
async fn set_aside(
    shared: &Shared,
    update_id: i64,
    event: Option<&Event>,
    outcome: &str,
) -> Result<(), store::Error> {
    let mut tx = shared.store.begin().await?;
    if !inbox::handled(&mut tx, shared.bot.id, update_id, outcome).await? {
        return Ok(());
    }
    if let Some(event) = event.filter(|e| e.chat.kind == ChatKind::Private) {
        let lang = Lang::of(event.from.as_ref().map(|f| f.language.as_str()).unwrap_or_default());
        conversation::apologise(&mut tx, &shared.bot, event, &Text::WentWrong.say(lang)).await?;
    }
    tx.commit().await
}

async fn ask(shared: &Shared, need: Need) -> Facts {
    match need {
        Need::Nothing => Facts::default(),
        Need::Standing { chat, account } => {
            let standing = shared.telegram.standing(&chat, &account).await;
            if let Err(e) = &standing {
                tracing::warn!("standing: {e}");
            }
            Facts { standing: standing.ok().flatten(), file: None }
        }
        Need::File { file_id, bytes } => {
            let file = if bytes > FILE_BYTES_MAX {
                Err(FileProblem::TooLarge)
            } else {
                shared.telegram.file(&file_id).await.map_err(|e| {
                    tracing::warn!("file: {e}");
                    FileProblem::NotFetched
                })
            };
            Facts { standing: None, file: Some(file) }
        }
    }
}

/// Looks at the clock. After a standstill or a jump of the clock, what is overdue is held.
async fn tick(shared: Arc<Shared>, is_simulated: bool, mut stop: watch::Receiver<bool>) {
    let clock = shared.store.clock().clone();
    let mut moved = clock.moved();
    let mut seen: Option<(chrono::DateTime<chrono::Utc>, Instant)> = None;
    let mut pruned = Instant::now();
    loop {
        let now = clock.now();
        let after_gap = match seen {
            Some((then, at)) if !is_simulated => {
                let passed = at.elapsed();
                (now - then).to_std().is_ok_and(|shown| shown > passed + JUMP)
            }
            _ => false,
        };
        match conversation::tick(&shared.store, &shared.desk, after_gap).await {
            Ok(busy) => {
                seen = Some((now, Instant::now()));
                shared.ticks.fetch_add(1, Ordering::Release);
                if busy {
                    shared.wake.notify_one();
                }
            }
            Err(e) => tracing::error!("clock: {e}"),
        }
        if pruned.elapsed() > Duration::from_secs(600) {
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

async fn started_after_gap(shared: &Shared) -> Result<bool, store::Error> {
    let mut tx = shared.store.read().await?;
    let now = tx.now();
    Ok(schedule::last_beat(&mut tx).await?.is_some_and(|beat| now - beat > shared.desk.gap))
}

async fn prune(store: &Store) -> Result<(), store::Error> {
    let mut tx = store.begin().await?;
    inbox::prune(&mut tx).await?;
    tx.commit().await
}

/// Tells the platform which commands to offer to whom. Best effort: without it people can
/// still type them.
async fn offer_commands(telegram: Telegram, mut stop: watch::Receiver<bool>) {
    let offers = Lang::ALL.into_iter().flat_map(|lang| {
        let [private, group] = conversation::commands(lang);
        let tag = (lang != Lang::Vi).then(|| lang.code());
        [(Scope::Private, tag, private), (Scope::Groups, tag, group)]
    });
    for (scope, tag, commands) in offers {
        tokio::select! {
            _ = stop.changed() => return,
            set = telegram.set_commands(scope, tag, &commands) => {
                if let Err(e) = set {
                    tracing::warn!("commands: {e}");
                }
            }
        }
    }
}

/// A chat that rests longer than this is not waited for.
const REST_MAX: Duration = Duration::from_secs(30);

/// Whether everything that came in is handled and everything that is due has left, but for what
/// a platform made wait for long.
///
/// # Errors
/// If the database refuses.
pub async fn is_idle(service: &Service) -> Result<bool, store::Error> {
    let mut tx = service.store.read().await?;
    let rest = i64::try_from(REST_MAX.as_micros()).unwrap_or(i64::MAX);
    let beyond = service.store.clock().wall_micros().saturating_add(rest);
    Ok(inbox::chats(&mut tx, service.bot.id).await?.is_empty()
        && delivery::waiting(&mut tx, service.bot.id).await?
            == delivery::resting(&mut tx, service.bot.id, beyond).await?)
}
