use std::borrow::Cow;

use sqlx::migrate::{Migration, MigrationType};
use sqlx::{AssertSqlSafe, SqlSafeStr as _};

use super::super::SqliteTx;
use super::schema::Table;
use super::*;
use crate::store::{Access, Inner, Store, one};

/// A database of its own, in files or in a schema, with a place for copies.
struct Place {
    folder: tempfile::TempDir,
    address: String,
    schema: Option<(String, String)>,
}

impl Place {
    fn on_sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = format!("sqlite:{}", folder.path().join("loa.db").display());
        Self { folder, address, schema: None }
    }

    /// `None` where there is no server to try it on.
    async fn on_postgres() -> Option<Self> {
        #[expect(clippy::disallowed_methods, reason = "a test may ask where its database is")]
        let Ok(url) = std::env::var("TEST_DATABASE_URL") else {
            say_left_out();
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        let mut bytes = [0_u8; 8];
        getrandom::fill(&mut bytes).unwrap();
        let schema = format!("b{:016x}", u64::from_le_bytes(bytes));
        server(&url, &format!("CREATE SCHEMA {schema}")).await;
        let glue = if url.contains('?') { '&' } else { '?' };
        let address = format!("{url}{glue}options=-csearch_path%3D{schema}");
        Some(Self { folder, address, schema: Some((url, schema)) })
    }

    async fn both() -> Vec<Self> {
        let mut places = vec![Self::on_sqlite()];
        places.extend(Self::on_postgres().await);
        places
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    async fn open(&self) -> Store {
        Store::open(&self.address, Access::Beside, Clock::system()).await.unwrap()
    }

    async fn close(self) {
        if let Some((url, schema)) = self.schema {
            server(&url, &format!("DROP SCHEMA {schema} CASCADE")).await;
        }
    }
}

/// Past the runner's capture, once.
fn say_left_out() {
    use std::io::Write as _;
    static SAID: std::sync::Once = std::sync::Once::new();
    SAID.call_once(|| {
        let _ = writeln!(std::io::stderr(), "left out: backups of PostgreSQL (TEST_DATABASE_URL is not set)");
    });
}

async fn server(url: &str, sql: &str) {
    let pool = sqlx::PgPool::connect(url).await.unwrap();
    sqlx::query(AssertSqlSafe(sql.to_owned())).execute(&pool).await.unwrap();
    pool.close().await;
}

async fn add_ward(store: &Store, name: &str) -> Uuid {
    let mut tx = store.begin().await.unwrap();
    let (id, now) = (tx.new_id(), tx.now());
    exec!(tx, "INSERT INTO wards (id, name, issuer, created_at) VALUES ($1, $2, $2, $3)", id, name, now)
        .unwrap();
    tx.commit().await.unwrap();
    id
}

/// This program as it may be one day: a column filled from the rows, a table that refers to one.
fn later() -> Migrator {
    let sql = "ALTER TABLE wards ADD COLUMN spoken TEXT NOT NULL DEFAULT '';
        UPDATE wards SET spoken = 'phường ' || name;
        CREATE TABLE a_new_table (ward_id UUID PRIMARY KEY REFERENCES wards (id))";
    let mut migrations: Vec<Migration> = MIGRATIONS.iter().cloned().collect();
    let version = migrations.iter().map(|m| m.version).max().unwrap() + 1;
    let name = Cow::Borrowed("later");
    migrations.push(Migration::new(version, name, MigrationType::Simple, sql.into_sql_str(), false));
    Migrator::with_migrations(migrations)
}

fn newest(migrations: &Migrator) -> i64 {
    migrations.iter().map(|m| m.version).max().unwrap()
}

#[tokio::test]
async fn every_table_comes_after_those_it_refers_to() {
    let tables = schema::tables(&later(), newest(&later())).await.unwrap();
    let at = |name: &str| tables.iter().position(|t| t.name == name).unwrap();
    assert!(tables.len() > 20, "{tables:?}");
    assert!(at("bots") < at("accounts") && at("wards") < at("a_new_table"));
    assert!(at("versions") < at("approvals") && at("outgoing") < at("sent_messages"));
    assert!(tables[at("wards")].columns.ends_with(&["spoken".to_owned()]), "{tables:?}");
    let before = schema::tables(&later(), newest(&MIGRATIONS)).await.unwrap();
    assert_eq!(before, schema::tables(&MIGRATIONS, newest(&MIGRATIONS)).await.unwrap());
    assert_eq!(before.len() + 1, tables.len());
}

#[tokio::test]
async fn a_copy_of_an_earlier_version_is_brought_up_to_date_and_a_later_one_refused() {
    for place in Place::both().await {
        let store = place.open().await;
        add_ward(&store, "Hồ Sen\twith\\odd\nletters\\.").await;
        store.close().await;
        let (early, late) = (place.file("early"), place.file("late"));
        backup(&place.address, &early, &Clock::system()).await.unwrap();
        restore_of(&later(), &place.address, &early, &Clock::system()).await.unwrap();
        backup_of(&later(), &place.address, &late, &Clock::system()).await.unwrap();
        // What the copy holds was made new, and is read back from a copy of the new kind.
        restore_of(&later(), &place.address, &late, &Clock::system()).await.unwrap();
        let mut tx = raw(&place.address).await;
        let row = one!(tx, (String, String), "SELECT name, spoken FROM wards").unwrap().unwrap();
        assert_eq!(row.0, "Hồ Sen\twith\\odd\nletters\\.");
        assert_eq!(row.1, format!("phường {}", row.0));
        drop(tx);
        let refused = restore(&place.address, &late, &Clock::system()).await;
        assert!(matches!(refused, Err(Error::BackupNewer(_))), "{refused:?}");
        let refused = backup(&place.address, &place.file("never"), &Clock::system()).await;
        assert!(refused.is_err() && !place.file("never").exists(), "it cannot copy what it does not know");
        place.close().await;
    }
}

/// A look at tables of a version that no [`Store`] opens.
async fn raw(address: &str) -> Tx {
    let inner = match kind_of(address).unwrap() {
        Kind::Sqlite(file) => {
            let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file);
            let pool = sqlx::SqlitePool::connect_with(options).await.unwrap();
            Inner::Sqlite(SqliteTx::Pooled(pool.begin().await.unwrap()))
        }
        Kind::Postgres(options) => {
            Inner::Postgres(sqlx::PgPool::connect_with(*options).await.unwrap().begin().await.unwrap())
        }
    };
    Tx::over(inner, &Clock::system())
}

#[tokio::test]
async fn what_waits_in_a_copy_does_not_leave_as_if_nothing_had_happened() {
    for place in Place::both().await {
        let store = place.open().await;
        let ward = add_ward(&store, "Hồ Sen").await;
        let mut tx = store.begin().await.unwrap();
        let now = tx.now();
        let (bot, chat) = (tx.new_id(), tx.new_id());
        exec!(tx, "INSERT INTO bots VALUES ($1, 'telegram', '1', 'loa', $2)", bot, now).unwrap();
        exec!(
            tx,
            "INSERT INTO chats (id, bot_id, platform_id, kind, title, state, created_at, changed_at)
             VALUES ($1, $2, '5', 'private', '', 'open', $3, $3)",
            chat,
            bot,
            now
        )
        .unwrap();
        let letter = r#"{"message":{"text":[]}}"#;
        let press = r#"{"press_answer":{"query":"q","text":null,"alert":false}}"#;
        for (kind, content, state) in [
            ("answer", letter, "waiting"),
            ("notice", letter, "sent"),
            ("post", letter, "waiting"),
            ("acknowledgement", press, "waiting"),
        ] {
            let id = tx.new_id();
            exec!(
                tx,
                "INSERT INTO outgoing (id, ward_id, bot_id, chat_id, channel, kind, lane, in_doubt, content,
                    due_at, state, attempt, repeats, created_at, changed_at)
                 VALUES ($1, $2, $3, $4, 'telegram', $5, 0, 'hold', $6, $7, $8, 0, 0, $7, $7)",
                id,
                ward,
                bot,
                chat,
                kind,
                content,
                now,
                state
            )
            .unwrap();
        }
        let pressed = r#"{"what":{"press":{"query":"q","action":"a"}}}"#;
        let written = r#"{"what":{"text":{"text":[{"t":"\"press\""}],"reply_to":null}}}"#;
        for (update, payload) in [(1_i64, pressed), (2, written)] {
            exec!(
                tx,
                "INSERT INTO inbox (bot_id, update_id, chat, payload, received_at, attempts)
                 VALUES ($1, $2, '5', $3, $4, 0)",
                bot,
                update,
                payload,
                now
            )
            .unwrap();
        }
        tx.commit().await.unwrap();
        store.close().await;
        let file = place.file("copy");
        backup(&place.address, &file, &Clock::system()).await.unwrap();
        restore(&place.address, &file, &Clock::system()).await.unwrap();
        let store = place.open().await;
        let mut tx = store.read().await.unwrap();
        let rows =
            all!(tx, (String, String, i32), "SELECT kind, state, repeats FROM outgoing ORDER BY id").unwrap();
        let rows: Vec<(&str, &str, i32)> = rows.iter().map(|(k, s, n)| (&**k, &**s, *n)).collect();
        assert_eq!(
            rows,
            [
                ("answer", "waiting", 1),
                ("notice", "sent", 0),
                ("post", "waiting", 0),
                ("acknowledgement", "expired", 0)
            ]
        );
        let open = all!(tx, (i64,), "SELECT update_id FROM inbox WHERE handled_at IS NULL").unwrap();
        assert_eq!(open, [(2,)], "a press may be an approval, words are none");
        let marks = all!(tx, (String,), "SELECT name FROM heartbeats").unwrap();
        assert_eq!(marks, [("restored".to_owned(),)]);
        drop(tx);
        store.close().await;
        place.close().await;
    }
}

#[test]
fn a_copy_that_was_changed_or_cut_anywhere_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("copy");
    let table = |name: &str| Table { name: name.to_owned(), columns: vec!["a".to_owned(), "b".to_owned()] };
    let tables = vec![table("one"), table("two")];
    let header = form::Header::new(DateTime::UNIX_EPOCH, &[(1, vec![0xab])]);
    let file = File::create(&path).unwrap();
    let mut writer = form::Writer::new(&path, &file, &header).unwrap();
    for table in &tables {
        writer.table(table).unwrap();
        writer.rows(b"1\t\\\\.\n").unwrap();
        writer.rows(b"2\tx\n").unwrap();
        writer.table_end().unwrap();
    }
    writer.finish().unwrap();
    let whole = fs::read(&path).unwrap();
    let read = |bytes: &[u8]| -> Result<usize, Error> {
        fs::write(&path, bytes).unwrap();
        let (mut reader, read) = form::Reader::open(&path)?;
        assert_eq!(header.applied(), [(1, vec![0xab])]);
        reader.expect(tables.clone());
        let mut rows = 0;
        loop {
            match reader.next()? {
                form::Piece::Rows(piece) => rows += piece.split(|byte| *byte == b'\n').count() - 1,
                form::Piece::End => break,
                form::Piece::Table(_) | form::Piece::TableEnd => {}
            }
        }
        assert_eq!(read, header);
        Ok(rows)
    };
    assert_eq!(read(&whole).unwrap(), 4);
    for at in 0..whole.len() {
        assert!(read(&whole[..at]).is_err(), "cut at {at}");
        let mut changed = whole.clone();
        changed[at] ^= 1;
        assert!(read(&changed).is_err(), "changed at {at}");
    }
    assert!(read(&[&whole[..], b"\n"].concat()).is_err(), "something behind the end");
}

#[tokio::test]
async fn a_run_that_was_cut_off_leaves_no_copy_and_is_no_hindrance() {
    for place in Place::both().await {
        let (file, part) = (place.file("copy"), place.file("copy.part"));
        let made = backup(&place.address, &file, &Clock::system()).await;
        assert!(matches!(made, Err(Error::NoDatabase(_))), "{made:?}");
        assert!(!file.exists() && !part.exists());
        let store = place.open().await;
        add_ward(&store, "Hồ Sen").await;
        fs::write(&part, vec![b'x'; 10_000_000]).unwrap();
        fs::write(place.file("copy.part-journal"), b"of a run that was cut off").unwrap();
        let made = backup(&place.address, &file, &Clock::system()).await.unwrap();
        assert!(!part.exists() && !place.file("copy.part-journal").exists());
        assert_eq!(made.bytes, fs::metadata(&file).unwrap().len());
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, OWNER_ONLY);
        let again = backup(&place.address, &file, &Clock::system()).await;
        assert!(matches!(again, Err(Error::Exists(_))), "{again:?}");
        store.close().await;
        restore(&place.address, &file, &Clock::system()).await.unwrap();
        let store = place.open().await;
        let mut tx = store.read().await.unwrap();
        assert_eq!(all!(tx, (String,), "SELECT name FROM wards").unwrap(), [("Hồ Sen".to_owned(),)]);
        drop(tx);
        store.close().await;
        place.close().await;
    }
}

#[tokio::test]
async fn a_file_without_its_log_is_no_copy() {
    let place = Place::on_sqlite();
    let store = place.open().await;
    add_ward(&store, "Hồ Sen").await;
    let raw = place.file("raw");
    fs::copy(place.file("loa.db"), &raw).unwrap();
    fs::copy(place.file("loa.db-wal"), place.file("raw-wal")).unwrap();
    store.close().await;
    let refused = restore(&place.address, &raw, &Clock::system()).await;
    assert!(matches!(refused, Err(Error::NotABackup { .. })), "{refused:?}");
}

#[tokio::test]
async fn a_database_that_cannot_be_read_is_kept_and_replaced() {
    let place = Place::on_sqlite();
    let store = place.open().await;
    add_ward(&store, "Hồ Sen").await;
    store.close().await;
    let (file, database) = (place.file("copy"), place.file("loa.db"));
    backup(&place.address, &file, &Clock::system()).await.unwrap();
    for n in ["", ".2"] {
        fs::write(&database, b"no database at all, whatever its name says").unwrap();
        fs::write(place.file("loa.db-wal"), b"its log").unwrap();
        let restored = restore(&place.address, &file, &Clock::system()).await.unwrap();
        let kept = place.file(&format!("loa.db.before-restore{n}"));
        assert_eq!(restored.kept.as_ref(), Some(&kept));
        assert_eq!(fs::read(&kept).unwrap(), b"no database at all, whatever its name says");
        assert_eq!(fs::read(beside(&kept, "-wal")).unwrap(), b"its log");
        let store = place.open().await;
        let mut tx = store.read().await.unwrap();
        assert_eq!(all!(tx, (String,), "SELECT name FROM wards").unwrap(), [("Hồ Sen".to_owned(),)]);
        drop(tx);
        store.close().await;
    }
}
