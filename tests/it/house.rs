//! A ward to play in: a sandbox with a clock that stands still, the service beside it, and
//! people. Each journey has a house, and so a database, of its own.

use std::collections::BTreeSet;
use std::str::FromStr;
use std::sync::Mutex;

use chrono::{DateTime, Utc};
use loa::app::Service;
use loa::app::stage::{Persona, Place, Seen, Stage, link_code};
use loa::clock::Clock;
use loa::config::{Config, Delivery, Secret};
use loa::plan;
use loa::sandbox::{self, Options, Sandbox};
use loa::store::{Access, Store};
use loa::ward::store as ward;
use loa::ward::{Purpose, Role, UnitId, Ward};

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
    service: Option<Service>,
    schema: Option<(String, String)>,
    _folder: tempfile::TempDir,
}

/// 09:00 on a Monday.
pub fn monday() -> DateTime<Utc> {
    DateTime::from_str("2026-05-04T02:00:00Z").expect("a time")
}

impl House {
    /// A ward with its service running. `None`, with a word on standard error, if there is no
    /// such database here.
    pub async fn open(database: Database) -> Option<Self> {
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
        let text = include_str!("../../src/app/demo-plan.txt");
        let document = plan::import::read(text.as_bytes()).expect("a plan");
        plan::store_plan(&mut tx, ward.id, &document, "plan.txt", text.as_bytes(), None)
            .await
            .expect("the plan is stored");
        tx.commit().await.expect("a commit");
        store.close().await;
        let stage = Stage::new(&sandbox.url());
        let mut house = Self { stage, sandbox, config, clock, ward, service: None, schema, _folder: folder };
        house.start().await;
        Some(house)
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
        if let Some((url, schema)) = self.schema.take() {
            drop_schema(&url, &schema).await;
        }
    }

    /// The database, beside the service.
    pub async fn store(&self) -> Store {
        Store::open(&self.config.database_url, Access::Beside, self.clock.clone()).await.expect("a database")
    }

    /// A member of staff, let in by a link as the ward makes it.
    pub async fn staff(&self, name: &str, role: Role, unit: Option<&str>) -> Persona {
        let store = self.store().await;
        let mut tx = store.begin().await.expect("a transaction");
        let unit: Option<UnitId> = match unit {
            Some(code) => Some(
                ward::unit_by_code(&mut tx, self.ward.id, code).await.expect("units").expect("a unit").id,
            ),
            None => None,
        };
        let purpose = Purpose::Staff { role, unit, name: name.to_owned() };
        let link = ward::make_link(&mut tx, self.ward.id, &purpose, None).await.expect("a link");
        tx.commit().await.expect("a commit");
        store.close().await;
        let person = self.stage.person(name).await.expect("a person");
        self.stage.start(person, &link).await.expect("the link opens");
        self.stage.see(person, Place::Private, "với vai trò").await.expect("a welcome");
        person
    }

    /// A unit's chat, with this administrator and these members.
    pub async fn unit_chat(&self, code: &str, administrator: Persona, members: &[Persona]) -> Place {
        let store = self.store().await;
        let mut tx = store.begin().await.expect("a transaction");
        let unit = ward::unit_by_code(&mut tx, self.ward.id, code).await.expect("units").expect("a unit");
        let link = ward::make_link(&mut tx, self.ward.id, &Purpose::UnitChat { unit: unit.id }, None)
            .await
            .expect("a link");
        tx.commit().await.expect("a commit");
        store.close().await;
        let chat = self.stage.group(&unit.name, administrator, members).await.expect("a group");
        self.stage.add_bot(administrator, chat, Some(&link)).await.expect("the bot is added");
        self.stage.see(administrator, chat, "nhận câu hỏi của").await.expect("the chat is ready");
        chat
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
        let store = self.store().await;
        let mut tx = store.begin().await.expect("a transaction");
        let id = ward::put_neighbourhood(&mut tx, self.ward.id, &format!("{number:02}"), &name)
            .await
            .expect("a neighbourhood");
        let link = ward::make_link(&mut tx, self.ward.id, &Purpose::Head { neighbourhood: id }, None)
            .await
            .expect("a link");
        tx.commit().await.expect("a commit");
        store.close().await;
        (name, link)
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

    pub async fn see(&self, who: Persona, place: Place, words: &str) -> Seen {
        self.stage.see(who, place, words).await.expect("it appears")
    }

    /// Waits until everything that came in is handled and everything that is due has left.
    pub async fn settle(&self) {
        let service = self.service.as_ref().expect("the service runs");
        for _ in 0..1_000 {
            if loa::app::is_idle(service).await.expect("the database answers") {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("the service does not come to rest");
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
