use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{ROOT, link};
use crate::store::{Error, Tx, all, exactly_one, exec, one};
use crate::ward::{PersonId, WardId};

/// One row of the log.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Entry {
    pub n: i64,
    pub at: DateTime<Utc>,
    #[sqlx(rename = "person_id")]
    pub person: Option<Uuid>,
    pub act: String,
    pub subject: String,
    pub detail: String,
    pub hash: Vec<u8>,
}

/// Adds a row. `subject` names the thing acted on (an id, with the version where there is
/// one); `detail` is for what else must be provable later.
///
/// # Errors
/// If the database refuses.
pub async fn append(
    tx: &mut Tx,
    ward: WardId,
    person: Option<PersonId>,
    act: &str,
    subject: &str,
    detail: &str,
) -> Result<(), Error> {
    // Taking the head row first makes two writers wait for each other, on PostgreSQL too.
    let head = one!(
        tx,
        (i64, Vec<u8>),
        "UPDATE audit_heads SET n = n + 1 WHERE ward_id = $1 RETURNING n, hash",
        ward
    )?;
    let (n, before) = if let Some(head) = head {
        head
    } else {
        exec!(tx, "INSERT INTO audit_heads (ward_id, n, hash) VALUES ($1, 1, $2)", ward, ROOT.to_vec())?;
        (1, ROOT.to_vec())
    };
    let at = tx.now();
    let person = person.map(|p| p.0);
    let hash = link(&before, n, at, person, act, subject, detail);
    exec!(
        tx,
        "INSERT INTO audit (ward_id, n, at, person_id, act, subject, detail, hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        ward,
        n,
        at,
        person,
        act,
        subject,
        detail,
        hash.clone()
    )?;
    let changed = exec!(tx, "UPDATE audit_heads SET hash = $2 WHERE ward_id = $1", ward, hash)?;
    exactly_one(changed, "audit head")
}

/// The whole log of a ward, oldest first.
///
/// # Errors
/// If the database refuses.
pub async fn entries(tx: &mut Tx, ward: WardId) -> Result<Vec<Entry>, Error> {
    all!(
        tx,
        Entry,
        "SELECT n, at, person_id, act, subject, detail, hash FROM audit WHERE ward_id = $1 ORDER BY n",
        ward
    )
}
