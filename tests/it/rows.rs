//! The database as rows and bytes: what a journey compares with what people saw, and where it
//! looks for words that must not be kept.

use std::collections::BTreeSet;

use sqlx::{AssertSqlSafe, Row as _};

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
        let sql = AssertSqlSafe(sql.to_owned());
        if let Some(file) = self.config.database_url.strip_prefix("sqlite:") {
            let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file).read_only(true);
            let pool = sqlx::SqlitePool::connect_with(options).await.expect("the file opens");
            let rows = sqlx::query(sql).fetch_all(&pool).await.expect("the query is right");
            pool.close().await;
            return rows.iter().map(|row| row.try_get_unchecked(0).unwrap_or_default()).collect();
        }
        let pool = sqlx::PgPool::connect(&self.config.database_url).await.expect("the database answers");
        let rows = sqlx::query(sql).fetch_all(&pool).await.expect("the query is right");
        pool.close().await;
        rows.iter()
            .map(|row| row.try_get_unchecked::<String, _>(0).unwrap_or_default().into_bytes())
            .collect()
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
        let is_sqlite = self.folder().is_some();
        let tables = self
            .column(if is_sqlite {
                "SELECT name FROM sqlite_master WHERE type = 'table'"
            } else {
                "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema()"
            })
            .await;
        assert!(tables.iter().any(|t| t == "inbox") && tables.len() > 20, "all tables: {tables:?}");
        let mut holders = Vec::new();
        for table in tables {
            let columns = self
                .column(&if is_sqlite {
                    format!("SELECT name FROM pragma_table_info('{table}')")
                } else {
                    format!(
                        "SELECT CAST(column_name AS TEXT) FROM information_schema.columns
                         WHERE table_schema = current_schema() AND table_name = '{table}'"
                    )
                })
                .await;
            for column in columns {
                let sql = if is_sqlite {
                    format!("SELECT CAST({column} AS BLOB) FROM {table}")
                } else {
                    format!("SELECT CAST({column} AS TEXT) FROM {table}")
                };
                let hex: String = words.bytes().map(|byte| format!("{byte:02x}")).collect();
                let found = self.rows(&sql).await.iter().any(|value| {
                    holds(value, words.as_bytes()) || (!is_sqlite && holds(value, hex.as_bytes()))
                });
                if found {
                    holders.push(format!("{table}.{column}"));
                }
            }
        }
        holders
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

fn holds(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|window| window == words)
}
