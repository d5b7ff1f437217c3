//! What has been said because a question's time went by, and when it is looked at next.

use chrono::{DateTime, NaiveDate, Utc};

use super::super::QuestionId;
use super::super::deadline::{Asked, Kind, Pause};
use super::super::reminding::{Mark, Told};
use super::Question;
use crate::store::{Error, Tx, all, exactly_one, exec, one};
use crate::ward::{PersonId, UnitId, WardId};

/// An open question as the clock sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watched {
    pub id: QuestionId,
    pub ward: WardId,
    pub code: String,
    pub unit: UnitId,
    pub person: PersonId,
    pub kind: Kind,
    /// Since when its time counts.
    pub since: DateTime<Utc>,
    pub extended: bool,
    /// Which of its times this is: another after an extension, another after it was reopened.
    pub round: i32,
    pub due_at: DateTime<Utc>,
    pub taken_by: Option<PersonId>,
    /// Since when its unit has had it.
    pub with_unit_since: DateTime<Utc>,
    /// How its own words begin.
    pub text: String,
    has_pauses: bool,
    has_told: bool,
}

impl Watched {
    /// What its deadline depends on.
    #[must_use]
    pub fn asked<'a>(&self, pauses: &'a [Pause]) -> Asked<'a> {
        Asked { at: self.since, kind: self.kind, extended: self.extended, pauses }
    }
}

impl Question {
    /// Which of its times this is, as [`Watched::round`].
    #[must_use]
    pub fn round(&self) -> i32 {
        round(self.extended_at.is_some(), self.reopened_at.is_some())
    }
}

fn round(extended: bool, reopened: bool) -> i32 {
    i32::from(extended) + 2 * i32::from(reopened)
}

#[derive(sqlx::FromRow)]
struct Row {
    id: QuestionId,
    ward_id: WardId,
    code: String,
    unit_id: UnitId,
    person_id: PersonId,
    kind: String,
    since: DateTime<Utc>,
    extended_at: Option<DateTime<Utc>>,
    reopened_at: Option<DateTime<Utc>>,
    due_at: DateTime<Utc>,
    taken_by: Option<PersonId>,
    with_unit_since: DateTime<Utc>,
    text: String,
    has_pauses: bool,
    has_told: bool,
}

impl TryFrom<Row> for Watched {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        Ok(Self {
            id: row.id,
            ward: row.ward_id,
            code: row.code,
            unit: row.unit_id,
            person: row.person_id,
            kind: Kind::from_code(&row.kind).ok_or_else(|| Error::corrupt("question kind", &row.kind))?,
            since: row.since,
            extended: row.extended_at.is_some(),
            round: round(row.extended_at.is_some(), row.reopened_at.is_some()),
            due_at: row.due_at,
            taken_by: row.taken_by,
            with_unit_since: row.with_unit_since,
            text: row.text,
            has_pauses: row.has_pauses,
            has_told: row.has_told,
        })
    }
}

/// The beginning of every query for [`Row`]s. What has not ended and waits for nobody is open;
/// said so, the indexes that hold only what is to be looked at are used.
macro_rules! watched {
    ($rest:literal) => {
        concat!(
            "SELECT q.id, q.ward_id, q.code, q.unit_id, q.person_id, q.kind, COALESCE(q.counts_from, q.asked_at) AS since,
                q.extended_at, q.reopened_at, q.due_at, q.taken_by,
                COALESCE((SELECT MAX(e.at) FROM question_events e
                    WHERE e.question_id = q.id AND e.event IN ('open', 'reopened')), q.asked_at) AS with_unit_since,
                SUBSTR(q.text, 1, 400) AS text,
                EXISTS (SELECT 1 FROM question_pauses p WHERE p.question_id = q.id) AS has_pauses,
                EXISTS (SELECT 1 FROM question_reminders r WHERE r.question_id = q.id) AS has_told
             FROM questions q WHERE q.due_at IS NOT NULL AND ",
            $rest
        )
    };
}

fn read(rows: Vec<Row>) -> Result<Vec<Watched>, Error> {
    rows.into_iter().map(Watched::try_from).collect()
}

/// The open questions, at most so many, of which something may have to be said by now.
///
/// # Errors
/// If the database refuses.
pub async fn to_look_at(tx: &mut Tx, most: i64) -> Result<Vec<Watched>, Error> {
    let now = tx.now();
    let sql = watched!(
        "q.ended_at IS NULL AND q.state <> 'waiting' AND q.look_at IS NOT NULL AND q.look_at <= $1 ORDER BY q.look_at LIMIT $2"
    );
    read(all!(tx, Row, sql, now, most)?)
}

/// The open questions, at most so many, that are new or have another deadline than when they were
/// looked at last.
///
/// # Errors
/// If the database refuses.
pub async fn unlooked(tx: &mut Tx, most: i64) -> Result<Vec<Watched>, Error> {
    let sql = watched!(
        "q.ended_at IS NULL AND q.state <> 'waiting' AND (q.look_for IS NULL OR q.look_for <> q.due_at) LIMIT $1"
    );
    read(all!(tx, Row, sql, most)?)
}

/// A unit's open questions, what is due first standing first.
///
/// # Errors
/// If the database refuses.
pub async fn watched_of_unit(tx: &mut Tx, unit: UnitId) -> Result<Vec<Watched>, Error> {
    read(all!(
        tx,
        Row,
        watched!("q.unit_id = $1 AND q.state = 'open' ORDER BY q.due_at, q.id LIMIT 2000"),
        unit
    )?)
}

/// Writes down when a question is looked at next.
///
/// # Errors
/// If the database refuses.
pub async fn set_look(tx: &mut Tx, question: &Watched, look_at: Option<DateTime<Utc>>) -> Result<(), Error> {
    exec!(
        tx,
        "UPDATE questions SET look_at = $2, look_for = due_at WHERE id = $1 AND due_at = $3",
        question.id,
        look_at,
        question.due_at
    )?;
    Ok(())
}

/// When its clock stood still.
///
/// # Errors
/// If the database refuses.
pub async fn pauses_of(tx: &mut Tx, question: &Watched) -> Result<Vec<Pause>, Error> {
    if question.has_pauses { super::pauses(tx, question.id).await } else { Ok(Vec::new()) }
}

/// What has been said of it in this round.
///
/// # Errors
/// If the database refuses.
pub async fn told_of(tx: &mut Tx, question: &Watched) -> Result<Vec<Told>, Error> {
    if question.has_told { told(tx, question.id, question.round).await } else { Ok(Vec::new()) }
}

/// What has been said of a question in a round, oldest first.
///
/// # Errors
/// If the database refuses.
pub async fn told(tx: &mut Tx, id: QuestionId, round: i32) -> Result<Vec<Told>, Error> {
    let rows = all!(
        tx,
        (String, DateTime<Utc>, Option<PersonId>),
        "SELECT mark, told_at, person_id FROM question_reminders WHERE question_id = $1 AND round = $2
         ORDER BY told_at, mark",
        id,
        round
    )?;
    rows.into_iter()
        .map(|(code, at, person)| {
            let mark = Mark::from_code(&code).ok_or_else(|| Error::corrupt("reminder", &code))?;
            Ok(Told { mark, at, person })
        })
        .collect()
}

/// Writes down that something is said, in the transaction that says it.
///
/// # Errors
/// If the database refuses.
pub async fn set_reminded(
    tx: &mut Tx,
    question: &mut Watched,
    mark: Mark,
    person: Option<PersonId>,
) -> Result<Told, Error> {
    let now = tx.now();
    // A mark is said again only to another unit.
    let changed = exec!(
        tx,
        "INSERT INTO question_reminders (question_id, round, mark, told_at, person_id) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (question_id, round, mark) DO UPDATE
            SET told_at = excluded.told_at, person_id = excluded.person_id",
        question.id,
        question.round,
        mark.code(),
        now,
        person
    )?;
    exactly_one(changed, "reminder")?;
    question.has_told = true;
    Ok(Told { mark, at: now, person })
}

/// A ward whose units have not had this morning's digest, if there is one.
///
/// # Errors
/// If the database refuses.
pub async fn ward_before_digest(tx: &mut Tx, today: NaiveDate) -> Result<Option<WardId>, Error> {
    let row = one!(
        tx,
        (WardId,),
        "SELECT w.id FROM wards w LEFT JOIN reminder_days d ON d.ward_id = w.id
         WHERE d.day IS NULL OR d.day < $1 ORDER BY w.id LIMIT 1",
        today.to_string()
    )?;
    Ok(row.map(|(ward,)| ward))
}

/// Writes down that a ward's units have had it.
///
/// # Errors
/// If the database refuses.
pub async fn set_digest(tx: &mut Tx, ward: WardId, today: NaiveDate) -> Result<(), Error> {
    exec!(
        tx,
        "INSERT INTO reminder_days (ward_id, day) VALUES ($1, $2)
         ON CONFLICT (ward_id) DO UPDATE SET day = excluded.day",
        ward,
        today.to_string()
    )?;
    Ok(())
}

/// When a ward's units were last reminded between two digests.
///
/// # Errors
/// If the database refuses.
pub async fn last_round(tx: &mut Tx, ward: WardId) -> Result<Option<DateTime<Utc>>, Error> {
    let row =
        one!(tx, (Option<DateTime<Utc>>,), "SELECT round_at FROM reminder_days WHERE ward_id = $1", ward)?;
    Ok(row.and_then(|(at,)| at))
}

/// Writes down that they are now.
///
/// # Errors
/// If the database refuses.
pub async fn set_round(tx: &mut Tx, ward: WardId) -> Result<(), Error> {
    let now = tx.now();
    exec!(
        tx,
        "INSERT INTO reminder_days (ward_id, day, round_at) VALUES ($1, '', $2)
         ON CONFLICT (ward_id) DO UPDATE SET round_at = excluded.round_at",
        ward,
        now
    )?;
    Ok(())
}
