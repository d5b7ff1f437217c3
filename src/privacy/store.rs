use chrono::{DateTime, Utc};

use super::Kind;
use crate::question::random_code;
use crate::store::{Error, Tx, all, exec, id, one};
use crate::ward::{PersonId, WardId};

id!(DataRequestId);

/// One request, without whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataRequest {
    /// Six digits, as of a question.
    pub code: String,
    pub kind: Kind,
    pub asked_at: DateTime<Utc>,
    pub due_at: DateTime<Utc>,
    pub done_at: Option<DateTime<Utc>>,
}

/// Stores a request that the program carries out in this transaction. Gives its code.
///
/// # Errors
/// If the database refuses, or no free code is found.
pub async fn done_at_once(
    tx: &mut Tx,
    ward: WardId,
    person: PersonId,
    kind: Kind,
    due_at: DateTime<Utc>,
) -> Result<String, Error> {
    let (id, now) = (DataRequestId(tx.new_id()), tx.now());
    for _ in 0..64 {
        let code = random_code();
        let taken = one!(
            tx,
            (DataRequestId,),
            "SELECT id FROM data_requests WHERE ward_id = $1 AND code = $2",
            ward,
            code.as_str()
        )?;
        if taken.is_some() {
            continue;
        }
        exec!(
            tx,
            "INSERT INTO data_requests (id, ward_id, code, person_id, kind, asked_at, due_at, done_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $6)",
            id,
            ward,
            code.as_str(),
            person,
            kind.code(),
            now,
            due_at
        )?;
        return Ok(code);
    }
    Err(Error::corrupt("data request code", "no free code found"))
}

#[derive(sqlx::FromRow)]
struct Row {
    code: String,
    kind: String,
    asked_at: DateTime<Utc>,
    due_at: DateTime<Utc>,
    done_at: Option<DateTime<Utc>>,
}

/// A ward's newest requests, at most `limit`.
///
/// # Errors
/// If the database refuses or holds an unknown kind.
pub async fn newest(tx: &mut Tx, ward: WardId, limit: i64) -> Result<Vec<DataRequest>, Error> {
    let rows = all!(
        tx,
        Row,
        "SELECT code, kind, asked_at, due_at, done_at FROM data_requests WHERE ward_id = $1
         ORDER BY asked_at DESC, id DESC LIMIT $2",
        ward,
        limit
    )?;
    rows.into_iter().map(DataRequest::try_from).collect()
}

/// A person's newest requests, at most `limit`.
///
/// # Errors
/// If the database refuses or holds an unknown kind.
pub async fn of_person(tx: &mut Tx, person: PersonId, limit: i64) -> Result<Vec<DataRequest>, Error> {
    let rows = all!(
        tx,
        Row,
        "SELECT code, kind, asked_at, due_at, done_at FROM data_requests WHERE person_id = $1
         ORDER BY asked_at DESC, id DESC LIMIT $2",
        person,
        limit
    )?;
    rows.into_iter().map(DataRequest::try_from).collect()
}

impl TryFrom<Row> for DataRequest {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        let kind = Kind::from_code(&row.kind).ok_or_else(|| Error::corrupt("data request", &row.kind))?;
        let (asked_at, due_at, done_at) = (row.asked_at, row.due_at, row.done_at);
        Ok(Self { code: row.code, kind, asked_at, due_at, done_at })
    }
}

/// How many requests of each kind a ward ever had.
///
/// # Errors
/// If the database refuses.
pub async fn counts(tx: &mut Tx, ward: WardId) -> Result<Vec<(String, i64)>, Error> {
    all!(
        tx,
        (String, i64),
        "SELECT kind, COUNT(*) FROM data_requests WHERE ward_id = $1 GROUP BY kind ORDER BY kind",
        ward
    )
}
