//! The database as rows and bytes: what a journey compares with what people saw, and where it
//! looks for words that must not be kept.

use std::collections::BTreeSet;

use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Row as _};

use crate::house::House;

impl House {
    /// The first column of a query, as text.
    pub async fn column(&self, sql: &str) -> Vec<String> {
        let rows = self.rows(sql).await;
        rows.into_iter().filter_map(|bytes| String::from_utf8(bytes).ok()).collect()
    }

    /// The number that a query counts.
    pub async fn count(&self, from: &str) -> u64 {
        let counted = self.column(&format!("SELECT CAST(COUNT(*) AS TEXT) FROM {from}")).await;
        counted[0].parse().expect("a number")
    }

    /// Changes rows behind the program's back, as only a bug or a hand in the database could.
    pub async fn meddle(&self, sql: &str) {
        let sql = AssertSqlSafe(sql.to_owned());
        if let Some(file) = self.config.database_url.strip_prefix("sqlite:") {
            let options = sqlx::sqlite::SqliteConnectOptions::new()
                .filename(file)
                .busy_timeout(std::time::Duration::from_secs(10));
            let pool = sqlx::SqlitePool::connect_with(options).await.expect("the file opens");
            sqlx::query(sql).execute(&pool).await.expect("the statement is right");
            pool.close().await;
            return;
        }
        let pool = sqlx::PgPool::connect(&self.config.database_url).await.expect("the database answers");
        sqlx::query(sql).execute(&pool).await.expect("the statement is right");
        pool.close().await;
    }

    async fn rows(&self, sql: &str) -> Vec<Vec<u8>> {
        let mut found = self.rows_of_all(&[sql.to_owned()]).await;
        found.pop().unwrap_or_default()
    }

    /// The first column of each of these queries, over one connection.
    async fn rows_of_all(&self, queries: &[String]) -> Vec<Vec<Vec<u8>>> {
        let mut found = Vec::with_capacity(queries.len());
        if let Some(file) = self.config.database_url.strip_prefix("sqlite:") {
            let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file).read_only(true);
            let mut connection = options.connect().await.expect("the file opens");
            for sql in queries {
                let rows = sqlx::query(AssertSqlSafe(sql.as_str())).fetch_all(&mut connection).await;
                let rows = rows.expect("the query is right");
                found.push(rows.iter().map(|row| row.try_get_unchecked(0).unwrap_or_default()).collect());
            }
            connection.close().await.expect("closed");
            return found;
        }
        let url = &self.config.database_url;
        let mut connection = sqlx::PgConnection::connect(url).await.expect("the database answers");
        for sql in queries {
            let rows = sqlx::query(AssertSqlSafe(sql.as_str())).fetch_all(&mut connection).await;
            let text =
                |row: &sqlx::postgres::PgRow| row.try_get_unchecked::<String, _>(0).unwrap_or_default();
            let rows = rows.expect("the query is right");
            found.push(rows.iter().map(|row| text(row).into_bytes()).collect());
        }
        connection.close().await.expect("closed");
        found
    }

    /// All columns of text, as `table.column`.
    pub async fn text_columns(&self) -> BTreeSet<String> {
        let columns = if self.folder().is_some() {
            "SELECT m.name || '.' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
             WHERE m.type = 'table' AND upper(c.type) NOT IN ('UUID', 'BLOB', 'BYTEA', 'TIMESTAMPTZ', 'TIMESTAMP',
                'BIGINT', 'INTEGER', 'BOOLEAN')"
        } else {
            "SELECT CAST(table_name || '.' || column_name AS TEXT) FROM information_schema.columns
             WHERE table_schema = current_schema() AND data_type NOT IN ('uuid', 'bytea',
                'timestamp with time zone', 'bigint', 'integer', 'boolean')"
        };
        self.column(columns).await.into_iter().collect()
    }

    /// The tables and columns that hold these words, in any column of any table.
    pub async fn kept(&self, words: &str) -> Vec<String> {
        self.kept_any(&[words]).await
    }

    /// The tables and columns that hold one of these words, in any column of any table.
    pub async fn kept_any(&self, words: &[&str]) -> Vec<String> {
        let is_sqlite = self.folder().is_some();
        let columns = self
            .column(if is_sqlite {
                "SELECT m.name || '.' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
                 WHERE m.type = 'table'"
            } else {
                "SELECT CAST(c.table_name || '.' || c.column_name AS TEXT) FROM information_schema.columns c
                 JOIN pg_tables t ON t.tablename = c.table_name AND t.schemaname = c.table_schema
                 WHERE c.table_schema = current_schema()"
            })
            .await;
        assert!(columns.iter().any(|c| c == "inbox.payload") && columns.len() > 100, "{columns:?}");
        let queries: Vec<String> = columns
            .iter()
            .map(|name| {
                let (table, column) = name.split_once('.').expect("a table and a column");
                let kind = if is_sqlite { "BLOB" } else { "TEXT" };
                format!("SELECT CAST({column} AS {kind}) FROM {table}")
            })
            .collect();
        // PostgreSQL shows bytes as pairs of digits.
        let hex = |words: &&str| words.bytes().map(|byte| format!("{byte:02x}")).collect::<String>();
        let mut wanted: Vec<String> = words.iter().map(|words| (*words).to_owned()).collect();
        if !is_sqlite {
            wanted.extend(words.iter().map(hex));
        }
        let found = self.rows_of_all(&queries).await;
        let is_holder = |rows: &[Vec<u8>]| {
            rows.iter().any(|value| wanted.iter().any(|words| holds(value, words.as_bytes())))
        };
        columns.into_iter().zip(&found).filter(|(_, rows)| is_holder(rows)).map(|(name, _)| name).collect()
    }

    /// The files of the database (with its write-ahead log) whose bytes hold these words.
    pub fn files_with(&self, words: &str) -> Vec<String> {
        let Some(folder) = self.folder() else { return Vec::new() };
        let mut files = Vec::new();
        for entry in std::fs::read_dir(folder).expect("the folder is there") {
            let path = entry.expect("a file").path();
            if holds(&std::fs::read(&path).expect("readable"), words.as_bytes()) {
                files.push(path.display().to_string());
            }
        }
        files
    }
}

/// Whether bytes stand in bytes. Most of them do not begin as what is looked for does.
pub fn holds(bytes: &[u8], words: &[u8]) -> bool {
    let Some(first) = words.first() else { return true };
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| byte == first) {
        rest = &rest[at..];
        if rest.starts_with(words) {
            return true;
        }
        rest = &rest[1..];
    }
    false
}
