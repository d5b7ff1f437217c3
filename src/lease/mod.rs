//! Which of several instances does what only one may do at a time: ask the platform for
//! updates, look at the clock. A lease is a row that its holder extends all the time; when the
//! holder dies, another takes it within seconds, and a holder that stops gives it back at once.
//!
//! A lease alone proves nothing: its holder may have been halted and woken too late. What must
//! come from the holder is written in a transaction in which [`Lease::keep`] said yes.
//!
//! Leases count real time (see [`Clock::wall_micros`]), so the clocks of the instances should
//! agree within a second or two. On SQLite there is one instance: it holds every lease, and
//! nothing is written.

mod store;

pub use store::{keep, release, take};

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, timeout};
use uuid::Uuid;

use crate::clock::Clock;
use crate::store::{Error, Store, Tx};

/// How long a lease lasts that is not extended.
pub const LEASE: Duration = Duration::from_secs(5);
/// How often it is extended, and how often others try to take it.
const RENEW: Duration = Duration::from_millis(1_500);
const LEASE_US: i64 = 5_000_000;
/// No lease is ever made to last this long.
const AHEAD_US_MAX: i64 = 60_000_000;

/// One instance's claim to a task. Clones share it.
#[derive(Clone, Debug)]
pub struct Lease {
    store: Store,
    name: String,
    owner: Uuid,
    held: watch::Sender<bool>,
}

impl Lease {
    /// A claim by the instance `owner`, not yet made.
    #[must_use]
    pub fn new(store: Store, name: &str, owner: Uuid) -> Self {
        let held = watch::Sender::new(!store.is_shared());
        Self { store, name: name.to_owned(), owner, held }
    }

    /// Whether this instance held the lease when it last looked.
    #[must_use]
    pub fn is_held(&self) -> bool {
        *self.held.borrow()
    }

    /// A receiver that changes when the lease is taken or lost.
    #[must_use]
    pub fn watch(&self) -> watch::Receiver<bool> {
        self.held.subscribe()
    }

    /// Waits until this instance holds the lease. `false`: it is to stop.
    pub async fn wait(&self, stop: &mut watch::Receiver<bool>) -> bool {
        let mut held = self.watch();
        tokio::select! {
            _ = stop.changed() => false,
            held = held.wait_for(|held| *held) => held.is_ok(),
        }
    }

    /// Tries to take the lease once.
    ///
    /// # Errors
    /// If the database refuses.
    pub async fn try_take(&self) -> Result<bool, Error> {
        if !self.store.is_shared() {
            return Ok(true);
        }
        let mut tx = self.store.begin_first().await?;
        let is_taken = take(&mut tx, &self.name, self.owner, Clock::wall_micros(), LEASE_US).await?;
        tx.commit().await?;
        self.tell(is_taken);
        Ok(is_taken)
    }

    /// Whether the lease is this instance's until the end of `tx`.
    ///
    /// # Errors
    /// If the database refuses.
    pub async fn keep(&self, tx: &mut Tx) -> Result<bool, Error> {
        if !self.store.is_shared() {
            return Ok(true);
        }
        keep(tx, &self.name, self.owner, Clock::wall_micros(), LEASE_US).await
    }

    /// Takes the lease when it is free and extends it, until `stop` turns true; then gives it back.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        if !self.store.is_shared() {
            return;
        }
        // Lapses here by time that has passed, whatever the clock on the wall does meanwhile.
        let mut taken: Option<Instant> = self.is_held().then(Instant::now);
        let mut is_told = false;
        loop {
            let asked = Instant::now();
            let answer = match timeout(LEASE, self.try_take()).await {
                Ok(answer) => answer.map_err(|e| e.to_string()),
                Err(late) => Err(late.to_string()),
            };
            match answer {
                Ok(is_taken) => {
                    taken = is_taken.then_some(asked);
                    is_told = false;
                }
                Err(why) => {
                    if !std::mem::replace(&mut is_told, true) {
                        tracing::warn!("lease {}: {why}", self.name);
                    }
                    self.tell(taken.is_some_and(|at| at.elapsed() < LEASE));
                }
            }
            tokio::select! {
                _ = stop.changed() => break,
                () = tokio::time::sleep(RENEW) => {}
            }
        }
        // Without the word to stop this is no clean end, and others wait until the lease lapses.
        if *stop.borrow()
            && let Err(e) = self.give_back().await
        {
            tracing::warn!("lease {}: {e}", self.name);
        }
    }

    async fn give_back(&self) -> Result<(), Error> {
        self.tell(false);
        let mut tx = self.store.begin_first().await?;
        release(&mut tx, &self.name, self.owner).await?;
        tx.commit().await
    }

    fn tell(&self, is_held: bool) {
        self.held.send_if_modified(|held| std::mem::replace(held, is_held) != is_held);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Access;

    const NOW: i64 = 1_780_000_000_000_000;
    const ONE: Uuid = Uuid::from_u128(1);
    const TWO: Uuid = Uuid::from_u128(2);

    async fn scratch() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let address = format!("sqlite:{}", folder.path().join("loa.db").display());
        (folder, Store::open(&address, Access::Serve, Clock::system()).await.unwrap())
    }

    #[tokio::test]
    async fn a_lease_belongs_to_one_until_it_lapses() {
        let (_folder, store) = scratch().await;
        let mut tx = store.begin().await.unwrap();
        assert!(take(&mut tx, "poll", ONE, NOW, 5).await.unwrap(), "free");
        assert!(!take(&mut tx, "poll", TWO, NOW + 4, 5).await.unwrap(), "taken");
        assert!(take(&mut tx, "clock", TWO, NOW, 5).await.unwrap(), "another lease");
        assert!(take(&mut tx, "poll", ONE, NOW + 4, 5).await.unwrap(), "extended");
        assert!(!take(&mut tx, "poll", TWO, NOW + 8, 5).await.unwrap());
        assert!(take(&mut tx, "poll", TWO, NOW + 9, 5).await.unwrap(), "lapsed");
        assert!(!take(&mut tx, "poll", ONE, NOW + 10, 5).await.unwrap());
    }

    #[tokio::test]
    async fn only_the_holder_keeps_and_gives_back() {
        let (_folder, store) = scratch().await;
        let mut tx = store.begin().await.unwrap();
        assert!(!keep(&mut tx, "poll", ONE, NOW, 5).await.unwrap(), "nobody's");
        take(&mut tx, "poll", ONE, NOW, 5).await.unwrap();
        assert!(!keep(&mut tx, "poll", TWO, NOW, 5).await.unwrap(), "another's");
        assert!(keep(&mut tx, "poll", ONE, NOW + 4, 5).await.unwrap());
        assert!(keep(&mut tx, "poll", ONE, NOW + 8, 5).await.unwrap(), "keeping extends");
        assert!(!keep(&mut tx, "poll", ONE, NOW + 13, 5).await.unwrap(), "lapsed, though nobody took it");
        release(&mut tx, "poll", TWO).await.unwrap();
        assert!(!take(&mut tx, "poll", TWO, NOW + 9, 5).await.unwrap(), "another's stays");
        release(&mut tx, "poll", ONE).await.unwrap();
        assert!(take(&mut tx, "poll", TWO, NOW + 9, 5).await.unwrap());
    }

    #[tokio::test]
    async fn a_clock_that_was_set_back_holds_nobody_for_long() {
        let (_folder, store) = scratch().await;
        let mut tx = store.begin().await.unwrap();
        take(&mut tx, "poll", ONE, NOW + 3_600_000_000, LEASE_US).await.unwrap();
        assert!(take(&mut tx, "poll", TWO, NOW, LEASE_US).await.unwrap());
    }

    #[tokio::test]
    async fn alone_every_lease_is_held_and_nothing_is_written() {
        let (_folder, store) = scratch().await;
        let lease = Lease::new(store.clone(), "poll", ONE);
        assert!(lease.is_held() && lease.try_take().await.unwrap());
        let mut tx = store.begin().await.unwrap();
        assert!(lease.keep(&mut tx).await.unwrap());
        assert!(!keep(&mut tx, "poll", ONE, NOW, 5).await.unwrap(), "there is no row");
    }
}
