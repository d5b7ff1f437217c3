//! One statement over many rows: a round trip costs far more than a row.

/// Rows that one statement takes at most; larger sets go in several. Few sizes, so that the
/// statements stay prepared.
const SIZES: [usize; 5] = [256, 64, 16, 4, 1];
/// Values that one statement takes at most. SQLite looks each numbered one up in a list, so that
/// a statement costs their square: ten times as many values make each row ten times as dear.
const VALUES_MAX: usize = 288;

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

/// `($4, $5), ($6, $7)`: placeholders for `rows` rows of `columns` values, after `before` others.
pub(crate) fn values(before: usize, rows: usize, columns: usize) -> String {
    let mut text = String::with_capacity(rows * columns * 5);
    let mut n = before;
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..columns {
            n += 1;
            if column > 0 {
                text.push_str(", ");
            }
            text.push('$');
            text.push_str(&n.to_string());
        }
        text.push(')');
    }
    text
}

/// Runs a statement whose text ends in [`values`] of several rows; gives the number of rows it
/// changed. First the fixed arguments, then those of each row.
macro_rules! exec_many {
    ($tx:expr, $sql:expr, [$($arg:expr),*], $rows:expr, |$row:pat_param| [$($column:expr),+ $(,)?]) => {
        match $tx.inner() {
            $crate::store::Inner::Sqlite(t) => {
                let query = sqlx::query(sqlx::AssertSqlSafe($sql))$(.bind($arg))*;
                $rows.iter().fold(query, |query, $row| query$(.bind($column))+)
                    .execute(&mut **t).await.map(|done| done.rows_affected())
            }
            $crate::store::Inner::Postgres(t) => {
                let query = sqlx::query(sqlx::AssertSqlSafe($sql))$(.bind($arg))*;
                $rows.iter().fold(query, |query, $row| query$(.bind($column))+)
                    .execute(&mut **t).await.map(|done| done.rows_affected())
            }
        }
        .map_err($crate::store::Error::from)
    };
}

/// The same for a statement that gives rows back.
macro_rules! all_many {
    ($tx:expr, $kind:ty, $sql:expr, [$($arg:expr),*], $rows:expr, |$row:pat_param| [$($column:expr),+ $(,)?]) => {
        match $tx.inner() {
            $crate::store::Inner::Sqlite(t) => {
                let query = sqlx::query_as::<_, $kind>(sqlx::AssertSqlSafe($sql))$(.bind($arg))*;
                $rows.iter().fold(query, |query, $row| query$(.bind($column))+).fetch_all(&mut **t).await
            }
            $crate::store::Inner::Postgres(t) => {
                let query = sqlx::query_as::<_, $kind>(sqlx::AssertSqlSafe($sql))$(.bind($arg))*;
                $rows.iter().fold(query, |query, $row| query$(.bind($column))+).fetch_all(&mut **t).await
            }
        }
        .map_err($crate::store::Error::from)
    };
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
    fn placeholders_count_on() {
        assert_eq!(values(3, 2, 2), "($4, $5), ($6, $7)");
        assert_eq!(values(0, 1, 1), "($1)");
    }
}
