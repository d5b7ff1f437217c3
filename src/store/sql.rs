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

/// Runs a statement once for many rows: each binds the values after `=>`, in order.
macro_rules! exec_rows {
    ($tx:expr, $sql:expr, $rows:expr, $row:pat => [$($arg:expr),+ $(,)?]) => {
        match $tx.inner() {
            $crate::store::Inner::Sqlite(t) => {
                let mut query = sqlx::query($sql);
                for $row in $rows {
                    query = query$(.bind($arg))+;
                }
                query.execute(&mut **t).await.map(|done| done.rows_affected())
            }
            $crate::store::Inner::Postgres(t) => {
                let mut query = sqlx::query($sql);
                for $row in $rows {
                    query = query$(.bind($arg))+;
                }
                query.execute(&mut **t).await.map(|done| done.rows_affected())
            }
        }
        .map_err($crate::store::Error::from)
    };
}

/// The list after VALUES for so many rows: `($1, $2), ($3, $4), …`
pub(crate) fn values(rows: usize, columns: usize) -> String {
    use std::fmt::Write as _;
    let mut list = String::new();
    for row in 0..rows {
        list.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..columns {
            let comma = if column == 0 { "" } else { ", " };
            let _ = write!(list, "{comma}${}", row * columns + column + 1);
        }
        list.push(')');
    }
    list
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

pub(crate) use {all, exec, exec_rows, one};
