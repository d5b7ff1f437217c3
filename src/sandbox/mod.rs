//! A Telegram of our own: a Bot API server in memory, with people to play and a page to watch.
//!
//! It promises that
//! - a bot that runs here unchanged meets Telegram's rules: who may write where, what a bot hears,
//!   what is refused and with which words (each with its source, in `descriptions`);
//! - every call is checked against the official schema, more strictly than Telegram does;
//! - the ledger has exactly the calls that took effect, even those whose answer was dropped;
//! - it never touches the disk or the wall clock, nor the network except to post to a webhook that a
//!   bot has set; and several can run side by side.

mod api;
mod control;
pub mod descriptions;
mod entities;
mod faults;
mod files;
mod html;
mod ledger;
mod limits;
mod schema;
mod server;
mod timing;
mod world;

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Result;
use chrono::TimeDelta;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::clock::Clock;
pub use limits::LimitKind;
use server::{Connection, Cuttable, Shared};
use world::World;

/// How a sandbox begins.
#[derive(Clone, Debug)]
pub struct Options {
    /// Token of the first bot: its id, a colon and a secret.
    pub token: String,
    /// User name of the first bot, without `@`.
    pub username: String,
    /// Name of the first bot.
    pub name: String,
    /// When calls are refused with 429 because they come too fast.
    pub limits: LimitKind,
    /// Seconds that pass on the clock in one real second.
    pub speed: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            token: "7000000001:SANDBOX-token-of-the-first-bot-0001".into(),
            username: "loa_phuong_bot".into(),
            name: "Loa phường".into(),
            limits: LimitKind::Off,
            speed: 1,
        }
    }
}

/// A running sandbox. Once this is dropped it takes no new connections.
pub struct Sandbox {
    address: SocketAddr,
    token: String,
    shared: Shared,
    server: JoinHandle<Result<()>>,
}

/// Serves a sandbox on the listener.
///
/// # Errors
/// If the listener has no address.
#[expect(clippy::unused_async, reason = "it starts tasks, so it has to be called where tasks can run")]
pub async fn serve(listener: TcpListener, options: Options, clock: Clock) -> Result<Sandbox> {
    let address = listener.local_addr()?;
    let shared = Shared::new(World::new(&options, clock.clone()));
    control::follow_clock(&shared, &clock);
    if options.speed > 1 {
        shared.spawn(hurry(clock, options.speed));
    }
    let routes = server::router(shared.clone()).into_make_service_with_connect_info::<Connection>();
    let server = tokio::spawn(async move {
        axum::serve(Cuttable(listener), routes).await?;
        Ok(())
    });
    Ok(Sandbox { address, token: options.token, shared, server })
}

impl Sandbox {
    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What a bot is given as the address of the Bot API; the page is there too.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The first bot's token.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Serves until something breaks.
    ///
    /// # Errors
    /// What broke.
    pub async fn run(mut self) -> Result<()> {
        (&mut self.server).await?
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.server.abort();
        self.shared.stop();
    }
}

/// Moves the clock ahead so that it runs `speed` times as fast.
async fn hurry(clock: Clock, speed: u32) {
    let mut second = tokio::time::interval(Duration::from_secs(1));
    second.tick().await;
    loop {
        second.tick().await;
        clock.advance(TimeDelta::seconds(i64::from(speed) - 1));
    }
}
