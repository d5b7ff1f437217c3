//! The service: take updates in, handle them, look at the clock, send. Loops over one
//! database; each can be stopped at any point and goes on where the rows say. Of several
//! instances on one database all handle and send, one asks the platform for updates (or all
//! are given them by webhook), and one looks at the clock.

mod handling;
mod intake;
mod probing;
mod routing;
mod ticking;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::{Problem, follow};
use crate::channel::telegram::{CallError, Intake, Scope, Telegram};
use crate::clock::Clock;
use crate::config::Config;
use crate::conversation::{self, Desk, GROUP_COMMANDS};
use crate::delivery::{self, Engine};
use crate::i18n::Lang;
use crate::inbox;
use crate::lease::Lease;
use crate::store::{self, Access, Store};
use crate::ward::Bot;
use crate::ward::store as ward;
use crate::web::{self, Door, Health};

/// How long a stop waits for what is under way.
const STOP_WITHIN: Duration = Duration::from_millis(2_500);
/// How often a database that hangs up at the start is asked again …
const START_RETRIES: usize = 3;
/// … and how long after.
const START_PAUSE: Duration = Duration::from_millis(500);

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
    /// The bot's own account.
    me: i64,
    /// Time between two groups that are asked after.
    probe_pause: Duration,
    /// Who asks the platform for updates.
    poll: Lease,
    /// Who looks at the clock.
    clock: Lease,
    /// Something new to handle.
    arrived: Arc<Notify>,
    /// Something new to send.
    wake: Arc<Notify>,
    /// How often the clock has been looked at.
    ticks: AtomicU64,
    /// What is run to read a document.
    program: PathBuf,
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared").finish_non_exhaustive()
    }
}

impl Service {
    /// Opens everything and starts the loops. A database that hangs up meanwhile is asked again,
    /// a few times: it may be starting itself.
    ///
    /// # Errors
    /// If there is no ward or token, the database cannot be used, the platform does not answer
    /// or does not know the token, or the address to listen on cannot be had.
    pub async fn start(config: &Config, clock: Clock) -> Result<Self, Problem> {
        for _ in 0..START_RETRIES {
            match Self::start_once(config, clock.clone()).await {
                Err(Problem::Store(e)) if e.is_hung_up() => {
                    tracing::warn!("the database hung up at the start: {e}");
                    tokio::time::sleep(START_PAUSE).await;
                }
                done => return done,
            }
        }
        Self::start_once(config, clock).await
    }

    async fn start_once(config: &Config, clock: Clock) -> Result<Self, Problem> {
        let webhook = config.webhook().map_err(|_| Problem::WebhookSecret)?;
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
        let desk = super::desk(config)?;
        // Before the first question: by the ward's own routes.
        desk.routers.refresh(&store).await?;
        let wake = Arc::new(Notify::new());
        let engine =
            Engine::new(store.clone(), telegram.clone(), bot.id, config.delivery.limits(), Arc::clone(&wake));
        let settled = engine.recover().await?;
        if settled > 0 {
            tracing::warn!(
                "{settled} sends were cut off by the last stop; their rows say what became of them"
            );
        }
        let owner = random_owner();
        let shared = Arc::new(Shared {
            poll: Lease::new(store.clone(), &format!("poll:{}", bot.id), owner),
            clock: Lease::new(store.clone(), "clock", owner),
            store: store.clone(),
            desk,
            telegram: telegram.clone(),
            bot: bot.clone(),
            me,
            probe_pause: probing::pause(&config.delivery.limits()),
            arrived: Arc::new(Notify::new()),
            wake,
            ticks: AtomicU64::new(0),
            program: config.program.clone(),
        });
        let listener = match config.listen() {
            Some(address) => Some(
                TcpListener::bind(&address)
                    .await
                    .map_err(|e| Problem::Listen { address, why: e.to_string() })?,
            ),
            None => None,
        };
        // Before anything can leave: what fell due while nobody looked waits for a person.
        let ticked = ticking::first(&shared).await?;
        let (stop, stopped) = watch::channel(false);
        let mut tasks = JoinSet::new();
        if let Some((url, rev)) = followed {
            tasks.spawn(follow::follow(client, url, clock.clone(), rev, stopped.clone()));
        }
        let intake = Intake { me, username: bot.username.clone(), group_commands: GROUP_COMMANDS };
        let is_simulated = config.clock_url.is_some() || clock.is_frozen();
        let health =
            Health { store: store.clone(), clock: shared.clock.clone(), poll: Some(shared.poll.clone()) };
        if let Some(webhook) = webhook {
            let health = Health { poll: None, ..health };
            let door = Door::new(bot.id, intake, &webhook.secret, Arc::clone(&shared.arrived));
            if let Some(listener) = listener {
                tasks.spawn(web::serve(listener, health, Some(door), stopped.clone()));
            }
            // Every instance says the same, once it listens.
            telegram.set_webhook(&webhook.url, webhook.secret.reveal()).await?;
        } else {
            if let Some(listener) = listener {
                tasks.spawn(web::serve(listener, health, None, stopped.clone()));
            }
            tasks.spawn(shared.poll.clone().run(stopped.clone()));
            tasks.spawn(intake::run(Arc::clone(&shared), intake, stopped.clone()));
        }
        tasks.spawn(shared.clock.clone().run(stopped.clone()));
        tasks.spawn(handling::run(Arc::clone(&shared), stopped.clone()));
        tasks.spawn(ticking::run(Arc::clone(&shared), ticked, is_simulated, stopped.clone()));
        tasks.spawn(probing::run(Arc::clone(&shared), stopped.clone()));
        tasks.spawn(routing::run(Arc::clone(&shared), stopped.clone()));
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

/// Names this run of this process, so that a lease says who holds it.
fn random_owner() -> Uuid {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    uuid::Builder::from_random_bytes(bytes).into_uuid()
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
    let beyond = Clock::wall_micros().saturating_add(rest);
    Ok(inbox::chats(&mut tx, service.bot.id, "", 1).await?.is_empty()
        && delivery::waiting(&mut tx, service.bot.id).await?
            == delivery::resting(&mut tx, service.bot.id, beyond).await?)
}
