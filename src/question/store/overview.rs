//! What staff have before them: the open questions of officers and units in short, and counts.

use chrono::{DateTime, Utc};

use super::super::deadline::Kind;
use super::super::{QuestionId, State};
use super::happened;
use crate::store::{Error, Tx, all, exec, one};
use crate::ward::{ChatId, PersonId, UnitId, WardId};

/// Open questions of one unit or officer that are looked at; nobody has that many before them.
const OPEN_MAX: i64 = 2_000;

/// An open question in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brief {
    pub id: QuestionId,
    pub code: String,
    /// `None`: its asker has not chosen a field.
    pub unit: Option<UnitId>,
    pub kind: Kind,
    pub state: State,
    /// Since when its time counts.
    pub since: DateTime<Utc>,
    pub due_at: Option<DateTime<Utc>>,
    pub taken_by: Option<PersonId>,
    /// Whether an answer was sent that did not arrive.
    pub is_undelivered: bool,
    /// How its own words begin.
    pub text: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: QuestionId,
    code: String,
    unit_id: Option<UnitId>,
    kind: String,
    state: String,
    since: DateTime<Utc>,
    due_at: Option<DateTime<Utc>>,
    taken_by: Option<PersonId>,
    is_undelivered: bool,
    text: String,
}

impl TryFrom<Row> for Brief {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        Ok(Self {
            id: row.id,
            code: row.code,
            unit: row.unit_id,
            kind: Kind::from_code(&row.kind).ok_or_else(|| Error::corrupt("question kind", &row.kind))?,
            state: State::from_code(&row.state)
                .ok_or_else(|| Error::corrupt("question state", &row.state))?,
            since: row.since,
            due_at: row.due_at,
            taken_by: row.taken_by,
            is_undelivered: row.is_undelivered,
            text: row.text,
        })
    }
}

/// What a unit has before it, what is due first standing first.
///
/// # Errors
/// If the database refuses.
pub async fn of_unit(tx: &mut Tx, unit: UnitId) -> Result<Vec<Brief>, Error> {
    all!(
        tx,
        Row,
        "SELECT q.id, q.code, q.unit_id, q.kind, q.state, COALESCE(q.counts_from, q.asked_at) AS since, q.due_at,
            q.taken_by, SUBSTR(q.text, 1, 200) AS text,
            q.state = 'open' AND q.reopened_at IS NULL
                AND EXISTS (SELECT 1 FROM answers a WHERE a.question_id = q.id AND a.state = 'sent') AS is_undelivered
         FROM questions q WHERE q.unit_id = $1 AND q.state IN ('open', 'waiting') ORDER BY q.due_at, q.id LIMIT $2",
        unit,
        OPEN_MAX
    )?
    .into_iter()
    .map(Brief::try_from)
    .collect()
}

/// What an officer has taken on, what is due first standing first.
///
/// # Errors
/// If the database refuses.
pub async fn of_officer(tx: &mut Tx, ward: WardId, officer: PersonId) -> Result<Vec<Brief>, Error> {
    all!(
        tx,
        Row,
        "SELECT q.id, q.code, q.unit_id, q.kind, q.state, COALESCE(q.counts_from, q.asked_at) AS since, q.due_at,
            q.taken_by, SUBSTR(q.text, 1, 200) AS text,
            q.state = 'open' AND q.reopened_at IS NULL
                AND EXISTS (SELECT 1 FROM answers a WHERE a.question_id = q.id AND a.state = 'sent') AS is_undelivered
         FROM questions q WHERE q.taken_by = $1 AND q.ward_id = $2 AND q.state IN ('open', 'waiting')
         ORDER BY q.due_at, q.id LIMIT $3",
        officer,
        ward,
        OPEN_MAX
    )?
    .into_iter()
    .map(Brief::try_from)
    .collect()
}

/// What belongs to no unit yet because its asker has not chosen a field, oldest first.
///
/// # Errors
/// If the database refuses.
pub async fn unrouted(tx: &mut Tx, ward: WardId) -> Result<Vec<Brief>, Error> {
    all!(
        tx,
        Row,
        "SELECT q.id, q.code, q.unit_id, q.kind, q.state, q.asked_at AS since, q.due_at, q.taken_by,
            SUBSTR(q.text, 1, 200) AS text, q.state = 'open' AS is_undelivered
         FROM questions q WHERE q.ward_id = $1 AND q.state = 'choosing' ORDER BY q.asked_at, q.id LIMIT $2",
        ward,
        OPEN_MAX
    )?
    .into_iter()
    .map(Brief::try_from)
    .collect()
}

/// How many questions a unit has, without a word of them.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Standing {
    pub unit_id: UnitId,
    pub open: i64,
    pub late: i64,
    pub waiting: i64,
    /// Open, and nobody has taken it on.
    pub untaken: i64,
}

/// The counts of a ward's units, in the order of the units; only those that have something open.
///
/// # Errors
/// If the database refuses.
pub async fn standings(tx: &mut Tx, ward: WardId) -> Result<Vec<Standing>, Error> {
    let now = tx.now();
    all!(
        tx,
        Standing,
        "SELECT u.id AS unit_id, COUNT(CASE WHEN q.state = 'open' THEN 1 END) AS open,
            COUNT(CASE WHEN q.state = 'open' AND q.due_at < $2 THEN 1 END) AS late,
            COUNT(CASE WHEN q.state = 'waiting' THEN 1 END) AS waiting,
            COUNT(CASE WHEN q.state = 'open' AND q.taken_by IS NULL THEN 1 END) AS untaken
         FROM units u JOIN questions q ON q.unit_id = u.id AND q.state IN ('open', 'waiting')
         WHERE u.ward_id = $1 GROUP BY u.id, u.position ORDER BY u.position",
        ward,
        now
    )
}

/// An officer's question becomes a colleague's. `false`: it was not theirs any more.
///
/// # Errors
/// If the database refuses.
pub async fn hand_over(
    tx: &mut Tx,
    id: QuestionId,
    unit: UnitId,
    from: PersonId,
    to: PersonId,
) -> Result<bool, Error> {
    let now = tx.now();
    let changed = exec!(
        tx,
        "UPDATE questions SET taken_by = $4, taken_at = $5
         WHERE id = $1 AND unit_id = $2 AND taken_by = $3 AND state IN ('open', 'waiting')",
        id,
        unit,
        from,
        to,
        now
    )?;
    if changed == 1 {
        happened(tx, id, "handed_over", Some(from), Some(unit), "").await?;
    }
    Ok(changed == 1)
}

/// How many questions from these chats are still open.
///
/// # Errors
/// If the database refuses.
pub async fn open_in(tx: &mut Tx, chats: &[ChatId]) -> Result<i64, Error> {
    let mut n = 0;
    for chat in chats {
        let row = one!(
            tx,
            (i64,),
            "SELECT COUNT(*) FROM questions WHERE from_chat_id = $1 AND state IN ('open', 'waiting')",
            *chat
        )?;
        n += row.map_or(0, |(some,)| some);
    }
    Ok(n)
}
