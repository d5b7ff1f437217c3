//! Where the platform posts updates.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use tokio::sync::{Notify, mpsc, oneshot};
use tokio::time::timeout;

use crate::channel::telegram::Intake;
use crate::config::Secret;
use crate::inbox::{self, Arrived};
use crate::store::{Error, Store};
use crate::ward::BotId;

/// The platform's head line that carries the secret.
const SECRET: &str = "X-Telegram-Bot-Api-Secret-Token";
/// Bytes of the largest update that is read; real ones have a few thousand.
const BODY_MAX: usize = 1 << 20;
/// How long a post may take to arrive.
const BODY_WAIT: Duration = Duration::from_secs(10);
/// Updates stored in one transaction.
const BATCH_MAX: usize = 500;
/// Updates that wait to be stored; whoever comes then waits at the door.
const QUEUE_MAX: usize = 1_000;

/// For whom updates are taken, and from whom.
#[derive(Debug)]
pub struct Door {
    bot: BotId,
    intake: Intake,
    lock: Lock,
    arrived: Arc<Notify>,
}

/// Keeps everybody out who does not know the secret. Compares tags under a key of its own, in
/// a time that tells nothing about either.
#[derive(Clone)]
struct Lock {
    key: [u8; 32],
    tag: Vec<u8>,
}

impl std::fmt::Debug for Lock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lock").finish_non_exhaustive()
    }
}

impl Lock {
    fn new(secret: &Secret) -> Self {
        let mut key = [0_u8; 32];
        getrandom::fill(&mut key).expect("the system gives random bytes");
        let tag = mac(&key, secret.reveal().as_bytes()).finalize().into_bytes().to_vec();
        Self { key, tag }
    }

    fn opens_to(&self, given: &[u8]) -> bool {
        mac(&self.key, given).verify_slice(&self.tag).is_ok()
    }
}

fn mac(key: &[u8], words: &[u8]) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any key length is good");
    mac.update(words);
    mac
}

/// What the route holds.
#[derive(Clone)]
pub(super) struct Hook {
    intake: Arc<Intake>,
    lock: Lock,
    queue: mpsc::Sender<Post>,
}

/// An update on its way, and who waits for its commit.
struct Post {
    update: Arrived,
    stored: oneshot::Sender<()>,
}

/// What was posted, for the writer.
pub(super) struct Posts {
    bot: BotId,
    arrived: Arc<Notify>,
    queue: mpsc::Receiver<Post>,
}

impl Door {
    /// A door for `bot` that opens to those who know `secret`; `arrived` is told of what came.
    #[must_use]
    pub fn new(bot: BotId, intake: Intake, secret: &Secret, arrived: Arc<Notify>) -> Self {
        Self { bot, intake, lock: Lock::new(secret), arrived }
    }

    pub(super) fn open(self) -> (Hook, Posts) {
        let (sender, queue) = mpsc::channel(QUEUE_MAX);
        let hook = Hook { intake: Arc::new(self.intake), lock: self.lock, queue: sender };
        (hook, Posts { bot: self.bot, arrived: self.arrived, queue })
    }
}

/// Takes one update: 200 once it is committed; 503 if it could not be stored, so that it comes
/// again; 401 to strangers.
pub(super) async fn take(State(hook): State<Hook>, headers: HeaderMap, body: Body) -> StatusCode {
    let given = headers.get(SECRET).map_or(&[][..], |given| given.as_bytes());
    if !hook.lock.opens_to(given) {
        return StatusCode::UNAUTHORIZED;
    }
    let bytes = match timeout(BODY_WAIT, to_bytes(body, BODY_MAX)).await {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(_)) => return StatusCode::PAYLOAD_TOO_LARGE,
        Err(_) => return StatusCode::REQUEST_TIMEOUT,
    };
    let kept = serde_json::from_slice(&bytes).ok().and_then(|raw| hook.intake.keep(&raw));
    let Some(kept) = kept else { return StatusCode::BAD_REQUEST };
    let update = Arrived { update_id: kept.update_id, chat: kept.chat, event: kept.event };
    let (stored, committed) = oneshot::channel();
    // Whichever way the writer drops the post, it is not stored.
    let _ = hook.queue.send(Post { update, stored }).await;
    if committed.await.is_ok() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }
}

impl Posts {
    /// Stores what was posted until nobody can post any more. A failure is a state: said when
    /// it begins and when it ends.
    pub async fn write(mut self, store: Store) {
        let mut is_failing = false;
        while let Some(first) = self.queue.recv().await {
            let mut posts = vec![first];
            match self.store(&store, &mut posts).await {
                Ok(()) => {
                    self.arrived.notify_one();
                    for post in posts {
                        // Who no longer waits is given it again; it is known then.
                        let _ = post.stored.send(());
                    }
                    if std::mem::take(&mut is_failing) {
                        tracing::warn!("webhook: updates are stored again");
                    }
                }
                Err(e) if !is_failing => {
                    is_failing = true;
                    tracing::error!("webhook: {e}");
                }
                Err(_) => {}
            }
        }
    }

    /// Stores these and all that have come by the time the writer is free.
    async fn store(&mut self, store: &Store, posts: &mut Vec<Post>) -> Result<(), Error> {
        let mut tx = store.begin_first().await?;
        while posts.len() < BATCH_MAX
            && let Ok(post) = self.queue.try_recv()
        {
            posts.push(post);
        }
        let updates: Vec<Arrived> = posts.iter().map(|post| post.update.clone()).collect();
        inbox::take_in(&mut tx, self.bot, &updates).await?;
        tx.commit().await
    }
}
