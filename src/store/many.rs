//! One statement over many rows: a round trip costs far more than a row.

use std::fmt::Write as _;

/// Rows that one statement takes at most; larger sets go in several. Few sizes, so that the
/// statements stay prepared.
const SIZES: [usize; 7] = [256, 64, 16, 8, 4, 2, 1];
/// Values that one statement takes at most: SQLite takes 32,766, PostgreSQL twice as many.
const VALUES_MAX: usize = 16_384;

/// Cuts rows of so many values into pieces of few different sizes.
pub(crate) fn pieces<T>(mut rows: &[T], columns: usize) -> Vec<&[T]> {
    let mut pieces = Vec::new();
    let fits = |size: usize, rows: usize| size <= rows && (size == 1 || size * columns <= VALUES_MAX);
    while let Some(size) = SIZES.into_iter().find(|size| fits(*size, rows.len())) {
        let (piece, rest) = rows.split_at(size);
        pieces.push(piece);
        rows = rest;
    }
    pieces
}

/// The text of a statement over so many rows of `columns` values. In `sql`, `{rows}` stands for
/// the placeholders of all rows; what follows a bar in it (`{rows|'waiting', $1}`) stands before
/// the values of each. `$1`, `$2` … are the fixed arguments, which are bound after the rows.
pub(crate) fn statement(sql: &str, is_postgres: bool, rows: usize, columns: usize) -> String {
    let values = rows * columns;
    let (head, rest) = sql.split_once("{rows").unwrap_or((sql, "}"));
    let (prefix, tail) = rest.split_once('}').unwrap_or(("", rest));
    let prefix = prefix.strip_prefix('|').map(|prefix| shift(prefix, values));
    let mut text = shift(head, values);
    text.reserve(values * 6);
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..columns {
            match (&prefix, column) {
                (Some(prefix), 0) => {
                    text.push_str(prefix);
                    text.push_str(", ");
                }
                (None, 0) => {}
                _ => text.push_str(", "),
            }
            if is_postgres {
                let _ = write!(text, "${}", row * columns + column + 1);
            } else {
                // Not numbered: SQLite would look each number up in a list of all of them.
                text.push('?');
            }
        }
        text.push(')');
    }
    text.push_str(&shift(tail, values));
    text
}

/// `$1` as the placeholder that comes after `by` others, and so on.
fn shift(sql: &str, by: usize) -> String {
    let mut pieces = sql.split('$');
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let digits = piece.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = piece.split_at(digits);
        let _ = write!(text, "${}{rest}", number.parse::<usize>().unwrap_or(0) + by);
    }
    text
}

/// Runs a [`statement`] over several rows; gives the number of rows it changed. First the fixed
/// arguments, then those of each row.
macro_rules! exec_many {
    ($tx:expr, $sql:expr, [$($arg:expr),*], $rows:expr, |$row:pat_param| [$($column:expr),+ $(,)?]) => {{
        let columns = [$(stringify!($column)),+].len();
        let text = $crate::store::statement($sql, $tx.is_postgres(), $rows.len(), columns);
        match $tx.inner() {
            $crate::store::Inner::Sqlite(t) => {
                let query = sqlx::query(sqlx::AssertSqlSafe(text));
                let query = $rows.iter().fold(query, |query, $row| query$(.bind($column))+);
                query$(.bind($arg))*.execute(&mut **t).await.map(|done| done.rows_affected())
            }
            $crate::store::Inner::Postgres(t) => {
                let query = sqlx::query(sqlx::AssertSqlSafe(text));
                let query = $rows.iter().fold(query, |query, $row| query$(.bind($column))+);
                query$(.bind($arg))*.execute(&mut **t).await.map(|done| done.rows_affected())
            }
        }
        .map_err($crate::store::Error::from)
    }};
}

/// The same for a statement that gives rows back.
macro_rules! all_many {
    ($tx:expr, $kind:ty, $sql:expr, [$($arg:expr),*], $rows:expr, |$row:pat_param| [$($column:expr),+ $(,)?]) => {{
        let columns = [$(stringify!($column)),+].len();
        let text = $crate::store::statement($sql, $tx.is_postgres(), $rows.len(), columns);
        match $tx.inner() {
            $crate::store::Inner::Sqlite(t) => {
                let query = sqlx::query_as::<_, $kind>(sqlx::AssertSqlSafe(text));
                let query = $rows.iter().fold(query, |query, $row| query$(.bind($column))+);
                query$(.bind($arg))*.fetch_all(&mut **t).await
            }
            $crate::store::Inner::Postgres(t) => {
                let query = sqlx::query_as::<_, $kind>(sqlx::AssertSqlSafe(text));
                let query = $rows.iter().fold(query, |query, $row| query$(.bind($column))+);
                query$(.bind($arg))*.fetch_all(&mut **t).await
            }
        }
        .map_err($crate::store::Error::from)
    }};
}

pub(crate) use {all_many, exec_many};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_hold_everything_in_order_and_come_in_few_sizes() {
        for n in [0, 1, 3, 4, 5, 255, 256, 700] {
            let rows: Vec<usize> = (0..n).collect();
            for columns in [1, 3, 17, 1_000] {
                let cut = pieces(&rows, columns);
                assert_eq!(cut.concat(), rows);
                assert!(cut.iter().all(|piece| SIZES.contains(&piece.len())));
                assert!(cut.iter().all(|piece| piece.len() == 1 || piece.len() * columns <= VALUES_MAX));
            }
        }
    }

    #[test]
    fn placeholders_of_rows_come_before_the_fixed_ones() {
        let sql = "UPDATE t SET a = $2 FROM (VALUES {rows}) v WHERE b = $1";
        assert_eq!(
            statement(sql, true, 2, 2),
            "UPDATE t SET a = $6 FROM (VALUES ($1, $2), ($3, $4)) v WHERE b = $5"
        );
        assert_eq!(
            statement(sql, false, 2, 2),
            "UPDATE t SET a = $6 FROM (VALUES (?, ?), (?, ?)) v WHERE b = $5"
        );
        let sql = "INSERT INTO t VALUES {rows|'waiting', $1} ON CONFLICT DO NOTHING";
        assert_eq!(
            statement(sql, true, 2, 1),
            "INSERT INTO t VALUES ('waiting', $3, $1), ('waiting', $3, $2) ON CONFLICT DO NOTHING"
        );
    }
}
