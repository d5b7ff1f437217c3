//! A statement is written once and compiled for both databases. SQL texts are constants;
//! values only ever travel as bound arguments.

/// Runs a statement; gives the number of rows it changed.
macro_rules! exec {
    ($tx:expr, $sql:expr $(, $arg:expr)* $(,)?) => {
        match $tx.inner() {
            $crate::store::Inner::Sqlite(t) => {
                sqlx::query($sql)$(.bind($arg))*.execute(&mut **t).await.map(|done| done.rows_affected())
            }
            $crate::store::Inner::Postgres(t) => {
                sqlx::query($sql)$(.bind($arg))*.execute(&mut **t).await.map(|done| done.rows_affected())
            }
        }
        .map_err($crate::store::Error::from)
    };
}

/// At most one row, as `Option<$row>`.
macro_rules! one {
    ($tx:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        match $tx.inner() {
            $crate::store::Inner::Sqlite(t) => {
                sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.fetch_optional(&mut **t).await
            }
            $crate::store::Inner::Postgres(t) => {
                sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.fetch_optional(&mut **t).await
            }
        }
        .map_err($crate::store::Error::from)
    };
}

/// All rows, as `Vec<$row>`.
macro_rules! all {
    ($tx:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        match $tx.inner() {
            $crate::store::Inner::Sqlite(t) => {
                sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.fetch_all(&mut **t).await
            }
            $crate::store::Inner::Postgres(t) => {
                sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.fetch_all(&mut **t).await
            }
        }
        .map_err($crate::store::Error::from)
    };
}

pub(crate) use {all, exec, one};
