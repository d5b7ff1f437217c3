//! A ward to play in: a sandbox with a clock that stands still, the service beside it, and
//! people. Each journey has a house, and so a database, of its own.

use std::collections::BTreeSet;
use std::path::Path;
use std::str::FromStr;
use std::sync::{LazyLock, Mutex};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use loa::app::Service;
use loa::app::stage::{Persona, Place, Seen, Stage, link_code};
use loa::clock::Clock;
use loa::config::{Config, Delivery, Secret};
use loa::plan;
use loa::sandbox::{self, Options, Sandbox};
use loa::store::{Access, Store};
use loa::ward::store as ward;
use loa::ward::{Purpose, Role, Unit, UnitId, Ward};
use serde_json::{Value, json};

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
            use super::*;

            async fn play(database: $crate::house::Database) {
                let Some($house) = $crate::house::House::open(database).await else { return };
                #[allow(unused_mut, reason = "some journeys stop and start the service")]
                let mut $house = $house;
                $body
                $house.close().await;
            }

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                play($crate::house::Database::Sqlite).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                play($crate::house::Database::Postgres).await;
            }
        }
    };
}
pub(crate) use journey;

pub struct House {
    pub stage: Stage,
    pub sandbox: Sandbox,
    pub config: Config,
    pub clock: Clock,
    pub ward: Ward,
    /// The database, beside the service.
    pub store: Store,
    service: Option<Service>,
    schema: Option<(String, String)>,
    folder: tempfile::TempDir,
}

/// The plan that every house begins with.
pub const PLAN: &str = include_str!("../../src/app/demo-plan.txt");
static PLAN_READ: LazyLock<plan::import::PlanDocument> =
    LazyLock::new(|| plan::import::read(PLAN.as_bytes()).expect("a plan"));

/// Who posts and who asks, where a journey needs all of them.
#[derive(Clone, Copy, Debug)]
pub struct Cast {
    pub administrator: Persona,
    pub editor: Persona,
    pub approver: Persona,
    pub head: Persona,
    pub group: Place,
    /// A member of the group, a stranger to the bot.
    pub resident: Persona,
}

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
        let (database_url, schema) = match database {
            Database::Sqlite => (format!("sqlite:{}", folder.path().join("loa.db").display()), None),
            Database::Postgres => {
                let (url, schema) = postgres_schema().await?;
                (url, Some(schema))
            }
        };
        let clock = Clock::frozen_at(monday());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let sandbox =
            sandbox::serve(listener, Options::default(), clock.clone()).await.expect("the sandbox starts");
        let mut config = Config { database_url, delivery: Delivery::unlimited(), ..Config::default() };
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
        Some(Self { stage, sandbox, config, clock, ward, store, service: None, schema, folder })
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

    /// Stops everything and lets the database go.
    pub async fn close(mut self) {
        self.stop().await;
        self.store.close().await;
        if let Some((url, schema)) = self.schema.take() {
            drop_schema(&url, &schema).await;
        }
    }

    /// A folder that goes with this house.
    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Where the database's files are, if it is one of files.
    pub fn folder(&self) -> Option<&Path> {
        self.schema.is_none().then(|| self.folder.path())
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

    /// A member of staff, let in by a link as the ward makes it.
    pub async fn staff(&self, name: &str, role: Role, unit: Option<&str>) -> Persona {
        let person = self.stage.person(name).await.expect("a person");
        self.let_in(person, name, role, unit).await;
        person
    }

    /// Gives a person one more role.
    pub async fn let_in(&self, person: Persona, name: &str, role: Role, unit: Option<&str>) {
        let unit: Option<UnitId> = match unit {
            Some(code) => Some(self.unit(code).await.id),
            None => None,
        };
        let link = self.link(&Purpose::Staff { role, unit, name: name.to_owned() }).await;
        self.stage.start(person, &link).await.expect("the link opens");
        self.see(person, Place::Private, "với vai trò").await;
    }

    /// A unit's chat, with this administrator and these members.
    pub async fn unit_chat(&self, code: &str, administrator: Persona, members: &[Persona]) -> Place {
        let unit = self.unit(code).await;
        let link = self.link(&Purpose::UnitChat { unit: unit.id }).await;
        let chat = self.stage.group(&unit.name, administrator, members).await.expect("a group");
        self.stage.add_bot(administrator, chat, Some(&link)).await.expect("the bot is added");
        self.see(administrator, chat, "nhận câu hỏi của").await;
        chat
    }

    /// The chat of a unit with one officer of it, set up by an administrator of its own.
    pub async fn unit_chat_of(&self, code: &str) -> (Persona, Place) {
        let administrator = self.staff(&format!("Quản trị {code}"), Role::Administrator, None).await;
        let officer = self.staff(&format!("Cán bộ {code}"), Role::Officer, Some(code)).await;
        (officer, self.unit_chat(code, administrator, &[officer]).await)
    }

    /// An administrator, an editor, an approver, and one neighbourhood with its group.
    pub async fn cast(&self) -> Cast {
        let administrator = self.staff("Hạnh", Role::Administrator, None).await;
        let editor = self.staff("Minh", Role::Editor, None).await;
        let approver = self.staff("Hà", Role::Approver, None).await;
        let head = self.stage.person("Bình").await.expect("a person");
        let resident = self.stage.person("Lan").await.expect("a person");
        let group = self.neighbourhood(1, administrator, head, &[resident]).await;
        Cast { administrator, editor, approver, head, group, resident }
    }

    /// A registered and confirmed group of a new neighbourhood.
    pub async fn neighbourhood(
        &self,
        number: u32,
        administrator: Persona,
        head: Persona,
        members: &[Persona],
    ) -> Place {
        let (name, link) = self.head_link(number).await;
        self.stage.start(head, &link).await.expect("the link opens");
        let welcome = self.stage.see(head, Place::Private, &name).await.expect("a welcome");
        let code = welcome.url("Thêm tôi vào nhóm").and_then(link_code).expect("a link");
        let group = self.stage.group(&format!("Bà con tổ {number}"), head, members).await.expect("a group");
        self.stage.add_bot(head, group, Some(&code)).await.expect("the bot is added");
        self.confirm(administrator).await;
        self.stage.see(head, group, "không đọc các tin nhắn khác").await.expect("a welcome in the group");
        group
    }

    /// A confirmed relay of a new neighbourhood.
    pub async fn relay(&self, number: u32, administrator: Persona, head: Persona) {
        let (name, link) = self.head_link(number).await;
        self.stage.start(head, &link).await.expect("the link opens");
        let welcome = self.stage.see(head, Place::Private, &name).await.expect("a welcome");
        self.press(head, Place::Private, &welcome, "Tổ dùng Zalo", "chờ phường xác nhận").await;
        self.confirm(administrator).await;
        self.stage.see(head, Place::Private, "Phường đã xác nhận").await.expect("a word to the head");
    }

    /// A new neighbourhood, and the link for its head.
    pub async fn head_link(&self, number: u32) -> (String, String) {
        let name = format!("Tổ dân phố số {number}");
        let mut tx = self.store.begin().await.expect("a transaction");
        let id = ward::put_neighbourhood(&mut tx, self.ward.id, &format!("{number:02}"), &name)
            .await
            .expect("a neighbourhood");
        tx.commit().await.expect("a commit");
        (name, self.link(&Purpose::Head { neighbourhood: id }).await)
    }

    async fn confirm(&self, administrator: Persona) {
        let card = self.stage.see(administrator, Place::Private, "Xác nhận").await.expect("a card");
        self.press(administrator, Place::Private, &card, "Xác nhận", "Đã xác nhận").await;
    }

    /// Presses a button and waits for what it should bring in the same chat.
    pub async fn press(&self, who: Persona, place: Place, message: &Seen, label: &str, then: &str) -> Seen {
        self.stage.press(who, place, message, label).await.expect("the press is answered");
        self.stage.see(who, place, then).await.expect("the press leads on")
    }

    /// An editor writes a message and submits it, to be posted as soon as approved.
    pub async fn submit(&self, editor: Persona, text: &str) -> Seen {
        self.stage.say(editor, Place::Private, "/soan").await.expect("said");
        let groups = self.see(editor, Place::Private, "Tin mới thuộc nhóm nội dung nào").await;
        self.press(editor, Place::Private, &groups, "Không thuộc nhóm nào", "Xin viết nội dung").await;
        self.stage.say_html(editor, Place::Private, text).await.expect("said");
        let photo = self.see(editor, Place::Private, "Nếu có ảnh").await;
        let when = self.press(editor, Place::Private, &photo, "Không có ảnh", "Đăng lúc nào").await;
        let confirm = self.press(editor, Place::Private, &when, "Ngay khi được duyệt", "Gửi duyệt?").await;
        self.press(editor, Place::Private, &confirm, "Gửi duyệt", "Đã gửi duyệt").await
    }

    /// An approver approves what waits in a card, and the clock is looked at.
    pub async fn approve(&self, approver: Persona, card: &str) {
        let card = self.see(approver, Place::Private, card).await;
        self.press(approver, Place::Private, &card, "Duyệt", "đã duyệt").await;
        self.look_at_the_clock().await;
    }

    /// A message that every group has got.
    pub async fn publish(&self, cast: &Cast, text: &str) {
        self.submit(cast.editor, text).await;
        self.approve(cast.approver, "chờ duyệt").await;
        self.see(cast.approver, Place::Private, "bắt đầu gửi").await;
        self.advance(TimeDelta::seconds(61)).await;
        self.see(cast.head, cast.group, text).await;
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
        let rows = keyboards.flat_map(|call| call["result"]["reply_markup"]["inline_keyboard"].as_array());
        let mut buttons = rows.flatten().filter_map(Value::as_array).flatten();
        let found = buttons.rfind(|b| b["text"].as_str().is_some_and(|text| text.contains(label)));
        let data = found.and_then(|button| button["callback_data"].as_str());
        data.unwrap_or_else(|| panic!("no button “{label}” with data")).to_owned()
    }

    /// An administrator ends all roles of a person.
    pub async fn end_roles(&self, administrator: Persona, person: Persona, name: &str) {
        self.say(administrator, Place::Private, "/phuong").await;
        let home = self.see(administrator, Place::Private, "Đơn vị có nhóm chat").await;
        let staff = self.press(administrator, Place::Private, &home, "Cán bộ", "Cán bộ của phường").await;
        let one = self.press(administrator, Place::Private, &staff, name, "Kết thúc mọi vai trò").await;
        self.press(administrator, Place::Private, &one, "Kết thúc mọi vai trò", "Đã kết thúc").await;
        self.see(person, Place::Private, "đã kết thúc").await;
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
        let looked = service.ticks();
        for _ in 0..LOOKS_MAX {
            // One tick may have begun before the clock was moved; the one after it has not.
            if service.ticks() >= looked + 2
                && self.pending().await == 0
                && loa::app::is_idle(service).await.expect("the database answers")
            {
                return;
            }
            self.look_at_the_clock().await;
            tokio::time::sleep(LOOK).await;
        }
        panic!("the service does not come to rest");
    }

    /// Updates that the platform has and the service has not confirmed.
    async fn pending(&self) -> u64 {
        self.bot_api("getWebhookInfo").await["pending_update_count"].as_u64().expect("a count")
    }

    /// The platform forgets what it has not told the service.
    pub async fn lose_updates(&self) {
        self.bot_api("deleteWebhook?drop_pending_updates=true").await;
    }

    async fn bot_api(&self, method: &str) -> Value {
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

async fn postgres_schema() -> Option<(String, (String, String))> {
    #[expect(clippy::disallowed_methods, reason = "a test may ask where its database is")]
    let Ok(url) = std::env::var("TEST_DATABASE_URL") else {
        say_left_out("the journeys on PostgreSQL (TEST_DATABASE_URL is not set)");
        return None;
    };
    let schema = format!("t{}", uuid::Uuid::now_v7().simple());
    let pool = sqlx::PgPool::connect(&url).await.expect("TEST_DATABASE_URL answers");
    sqlx::query(sqlx::AssertSqlSafe(format!("CREATE SCHEMA {schema}")))
        .execute(&pool)
        .await
        .expect("a schema");
    pool.close().await;
    let glue = if url.contains('?') { '&' } else { '?' };
    let with_schema = format!("{url}{glue}options=-csearch_path%3D{schema}");
    Some((with_schema, (url, schema)))
}

async fn drop_schema(url: &str, schema: &str) {
    let pool = sqlx::PgPool::connect(url).await.expect("TEST_DATABASE_URL answers");
    sqlx::query(sqlx::AssertSqlSafe(format!("DROP SCHEMA {schema} CASCADE")))
        .execute(&pool)
        .await
        .expect("dropped");
    pool.close().await;
}
