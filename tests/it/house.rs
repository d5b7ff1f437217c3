//! A ward to play in: a sandbox with a clock that stands still, the service beside it, and
//! people. Each journey has a house, and so a database, of its own.

use std::collections::BTreeSet;
use std::path::Path;
use std::str::FromStr;
use std::sync::{LazyLock, Mutex};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use loa::app::Service;
use loa::app::stage::{Persona, Place, Seen, Stage};
use loa::clock::Clock;
use loa::config::{Config, Delivery, Secret};
use loa::plan;
use loa::sandbox::{self, Options, Sandbox};
use loa::store::{Access, Store};
use loa::ward::store as ward;
use loa::ward::{Purpose, Unit, Ward};
use serde_json::{Value, json};

use crate::postgres;

/// Which database a journey is played on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Database {
    Sqlite,
    Postgres,
}

/// Makes a test for each database out of one journey: `journey!(name, |house| { … })`.
macro_rules! journey {
    ($(#[$meta:meta])* $name:ident, |$house:ident| $body:block) => {
        mod $name {
            #[allow(unused_imports, reason = "some journeys need nothing from around them")]
            use super::*;

            async fn play(database: $crate::house::Database) {
                let Some($house) = $crate::house::House::open(database).await else { return };
                #[allow(unused_mut, reason = "some journeys stop and start the service")]
                let mut $house = $house;
                $body
                $house.close().await;
            }

            $(#[$meta])*
            #[test]
            fn sqlite() {
                $crate::house::run(play($crate::house::Database::Sqlite));
            }

            #[test]
            fn postgres() {
                $crate::house::run(play($crate::house::Database::Postgres));
            }
        }
    };
}
pub(crate) use journey;

/// Plays a journey on threads like the service's.
pub fn run(journey: impl Future<Output = ()>) {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    runtime.worker_threads(2).thread_stack_size(loa::app::STACK).enable_all();
    runtime.build().expect("a runtime").block_on(journey);
}

pub struct House {
    pub stage: Stage,
    pub sandbox: Sandbox,
    pub config: Config,
    pub clock: Clock,
    pub ward: Ward,
    /// The database, beside the service.
    pub store: Store,
    service: Option<Service>,
    copy: Option<postgres::Copy>,
    folder: tempfile::TempDir,
}

/// The plan that every house begins with.
pub const PLAN: &str = include_str!("../../src/app/demo-plan.txt");
static PLAN_READ: LazyLock<plan::import::PlanDocument> =
    LazyLock::new(|| plan::import::read(PLAN.as_bytes()).expect("a plan"));

/// How often a wait looks again. Nothing depends on its length.
const LOOK: Duration = Duration::from_millis(4);
const LOOKS_MAX: u32 = 5_000;

/// 09:00 on a Monday.
pub fn monday() -> DateTime<Utc> {
    DateTime::from_str("2026-05-04T02:00:00Z").expect("a time")
}

impl House {
    /// A ward with its service running. `None`, with a word on standard error, if there is no
    /// such database here.
    pub async fn open(database: Database) -> Option<Self> {
        let mut house = Self::build(database).await?;
        house.start().await;
        Some(house)
    }

    /// A ward whose service does not run yet.
    pub async fn build(database: Database) -> Option<Self> {
        crate::log::keep();
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (database_url, copy) = match database {
            Database::Sqlite => (format!("sqlite:{}", folder.path().join("loa.db").display()), None),
            Database::Postgres => {
                let copy = postgres::copy().await?;
                (copy.url(), Some(copy))
            }
        };
        let clock = Clock::frozen_at(monday());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let sandbox =
            sandbox::serve(listener, Options::default(), clock.clone()).await.expect("the sandbox starts");
        let mut config = Config {
            database_url,
            delivery: Delivery::unlimited(),
            // This process is the tests'.
            program: env!("CARGO_BIN_EXE_loa").into(),
            ..Config::default()
        };
        config.telegram.token = Some(Secret::new(sandbox.token()));
        config.telegram.api_url = Some(sandbox.url());
        let store =
            Store::open(&config.database_url, Access::Beside, clock.clone()).await.expect("a database");
        let mut tx = store.begin().await.expect("a transaction");
        let ward = ward::create_ward(&mut tx, "Phường Hồ Sen", "UBND phường Hồ Sen").await.expect("a ward");
        plan::store_plan(&mut tx, ward.id, &PLAN_READ, "plan.txt", PLAN.as_bytes(), None)
            .await
            .expect("the plan is stored");
        tx.commit().await.expect("a commit");
        let stage = Stage::new(&sandbox.url());
        Some(Self { stage, sandbox, config, clock, ward, store, service: None, copy, folder })
    }

    /// Starts the service.
    pub async fn start(&mut self) {
        let service = Service::start(&self.config, self.clock.clone()).await.expect("the service starts");
        self.service = Some(service);
    }

    /// Stops the service.
    pub async fn stop(&mut self) {
        if let Some(service) = self.service.take() {
            service.stop().await;
        }
    }

    /// Starts another instance on the same database.
    pub async fn another(&self) -> Service {
        Service::start(&self.config, self.clock.clone()).await.expect("another instance starts")
    }

    /// From here on this instance is the house's.
    pub fn take_over(&mut self, service: Service) {
        self.service = Some(service);
    }

    /// Ends the service as a crash would: nothing is finished and nothing given back.
    pub fn crash(&mut self) {
        drop(self.service.take());
    }

    /// Has the service listen, from its next start on; gives the address.
    pub async fn use_web(&mut self) -> String {
        // Free a moment ago; the service must know its address before it can listen on it.
        let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = free.local_addr().expect("an address").to_string();
        self.config.web.listen = Some(address.clone());
        format!("http://{address}")
    }

    /// Has updates posted to the service, from its next start on; gives the address.
    pub async fn use_webhook(&mut self, secret: &str) -> String {
        let url = format!("{}/telegram", self.use_web().await);
        self.config.telegram.webhook_url = Some(url.clone());
        self.config.telegram.webhook_secret = Some(Secret::new(secret));
        url
    }

    /// Stops everything and lets the database go.
    pub async fn close(mut self) {
        self.stop().await;
        self.store.close().await;
        if let Some(copy) = self.copy.take() {
            copy.drop().await;
        }
    }

    /// A folder that goes with this house.
    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Where the database's files are, if it is one of files.
    pub fn folder(&self) -> Option<&Path> {
        self.copy.is_none().then(|| self.folder.path())
    }

    /// What the bot is called on the platform.
    pub fn bot_name(&self) -> String {
        self.service.as_ref().expect("the service runs").bot().username.clone()
    }

    /// A link for this purpose.
    pub async fn link(&self, purpose: &Purpose) -> String {
        let mut tx = self.store.begin().await.expect("a transaction");
        let link = ward::make_link(&mut tx, self.ward.id, purpose, None).await.expect("a link");
        tx.commit().await.expect("a commit");
        link
    }

    pub async fn unit(&self, code: &str) -> Unit {
        let mut tx = self.store.read().await.expect("a transaction");
        ward::unit_by_code(&mut tx, self.ward.id, code).await.expect("units").expect("a unit")
    }

    /// Presses a button and waits for what it should bring in the same chat.
    pub async fn press(&self, who: Persona, place: Place, message: &Seen, label: &str, then: &str) -> Seen {
        self.stage.press(who, place, message, label).await.expect("the press is answered");
        self.stage.see(who, place, then).await.expect("the press leads on")
    }

    pub async fn see(&self, who: Persona, place: Place, words: &str) -> Seen {
        self.stage.see(who, place, words).await.expect("it appears")
    }

    pub async fn say(&self, who: Persona, place: Place, words: &str) {
        self.stage.say(who, place, words).await.expect("said");
    }

    /// Presses a button; what the press itself is answered with, above the chat.
    pub async fn toast(&self, who: Persona, place: Place, message: &Seen, label: &str) -> String {
        let pressed = self.stage.press(who, place, message, label).await.expect("the press is answered");
        pressed.toast.unwrap_or_default()
    }

    /// Presses a button that no message shows, as a forger would; the answer above the chat.
    pub async fn press_data(&self, who: Persona, place: Place, message: &Seen, data: &str) -> String {
        let body = json!({"person": who.0, "chat": chat_json(place), "message_id": message.message_id,
            "button": {"data": data}});
        let pressed = self.control("press", body).await;
        assert_eq!(pressed["answered"], true, "a press is always answered: {data}");
        pressed["toast"].as_str().unwrap_or_default().to_owned()
    }

    /// The data that a button carries, which no person sees but a forger could send.
    pub async fn button_data(&self, who: Persona, place: Place, message: i64, label: &str) -> String {
        let chat = match place {
            Place::Private => who.0,
            Place::Group(id) => id,
        };
        let calls = self.stage.ledger(0).await.expect("the ledger");
        let keyboards = calls.iter().filter(|call| {
            let id = &call["result"]["message_id"];
            call["result"]["chat"]["id"] == chat && *id == message
        });
        let rows = keyboards.filter_map(|call| call["result"]["reply_markup"]["inline_keyboard"].as_array());
        let mut buttons = rows.flatten().filter_map(Value::as_array).flatten();
        let found = buttons.rfind(|b| b["text"].as_str().is_some_and(|text| text.contains(label)));
        let data = found.and_then(|button| button["callback_data"].as_str());
        data.unwrap_or_else(|| panic!("no button “{label}” with data")).to_owned()
    }

    /// Any control of the sandbox.
    pub async fn control(&self, path: &str, body: Value) -> Value {
        self.stage.control(path, body).await.expect("the control works")
    }

    /// Everything that a person sees in a chat, as one text.
    pub async fn shown(&self, who: Persona, place: Place) -> String {
        let messages = self.stage.messages(who, place).await.expect("the chat is there");
        let texts: Vec<String> = messages.into_iter().filter(|m| !m.deleted).map(|m| m.text).collect();
        texts.join("\n\n")
    }

    /// Moves the clock on and waits until all that follows has happened.
    pub async fn advance(&self, by: TimeDelta) {
        self.stage.advance(by).await.expect("the clock moves");
        self.settle().await;
    }

    /// Lets the service look at the clock now.
    pub async fn look_at_the_clock(&self) {
        self.stage.advance(TimeDelta::zero()).await.expect("the clock moves");
    }

    /// Waits until everything that came in is handled, everything that is due has been found
    /// and has left. Only with this can a journey say that something did not happen.
    pub async fn settle(&self) {
        let service = self.service.as_ref().expect("the service runs");
        self.settle_all(&[service]).await;
    }

    /// As [`House::settle`], for these instances, whichever of them looks at the clock.
    pub async fn settle_all(&self, services: &[&Service]) {
        let ticks = || services.iter().map(|service| service.ticks()).sum::<u64>();
        let looked = ticks();
        for _ in 0..LOOKS_MAX {
            // One tick may have begun before the clock was moved; the one after it has not.
            if ticks() >= looked + 2
                && self.pending().await == 0
                && loa::app::is_idle(services[0]).await.expect("the database answers")
            {
                return;
            }
            self.look_at_the_clock().await;
            tokio::time::sleep(LOOK).await;
        }
        let rows =
            "SELECT kind || ' ' || state || ' ' || channel || ' ' || lane || ' ' || content FROM outgoing
             WHERE state IN ('waiting', 'sending') ORDER BY id";
        panic!("the service does not come to rest: {:#?}", self.column(rows).await);
    }

    /// Updates that the platform has and the service has not confirmed.
    pub async fn pending(&self) -> u64 {
        self.bot_api("getWebhookInfo").await["pending_update_count"].as_u64().expect("a count")
    }

    /// The platform forgets what it has not told the service.
    pub async fn lose_updates(&self) {
        self.bot_api("deleteWebhook?drop_pending_updates=true").await;
    }

    /// Any call to the Bot API, as another program with the same token would make it.
    pub async fn bot_api(&self, method: &str) -> Value {
        let url = format!("{}/bot{}/{method}", self.sandbox.url(), self.sandbox.token());
        let told: Value = reqwest::get(url).await.expect("an answer").json().await.expect("JSON");
        told["result"].clone()
    }
}

fn chat_json(place: Place) -> Value {
    match place {
        Place::Private => json!("bot"),
        Place::Group(id) => json!(id),
    }
}

/// Says once, past the test runner's capture, what this run left out.
pub fn say_left_out(what: &str) {
    use std::io::Write as _;
    static SAID: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    let is_new = SAID.lock().is_ok_and(|mut said| said.insert(what.to_owned()));
    if is_new {
        let _ = writeln!(std::io::stderr(), "left out: {what}");
    }
}
