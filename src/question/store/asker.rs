//! What a question's asker does with it, and what follows for others.

use chrono::{DateTime, Utc};

use super::super::QuestionId;
use super::{Question, happened, joined_to, question};
use crate::store::{Error, Tx, all, exec, one};
use crate::ward::PersonId;

/// When a person asked since then, the newest first, at most so many. What they added to a question
/// counts as one too.
///
/// # Errors
/// If the database refuses.
pub async fn newest_asks(
    tx: &mut Tx,
    person: PersonId,
    since: DateTime<Utc>,
    most: i64,
) -> Result<Vec<DateTime<Utc>>, Error> {
    let rows = all!(
        tx,
        (DateTime<Utc>,),
        "SELECT asked FROM (
            SELECT asked_at AS asked FROM questions WHERE person_id = $1 AND asked_at > $2
            UNION ALL
            SELECT w.at AS asked FROM questions q JOIN question_words w ON w.question_id = q.id
            WHERE q.person_id = $1 AND w.person_id = $1 AND w.side = 'asker' AND w.at > $2
         ) AS asks ORDER BY asked DESC LIMIT $3",
        person,
        since,
        most
    )?;
    Ok(rows.into_iter().map(|(at,)| at).collect())
}

/// What the asker says of the answer.
///
/// # Errors
/// If the database refuses.
pub async fn set_helped(tx: &mut Tx, id: QuestionId, helped: bool) -> Result<(), Error> {
    exec!(tx, "UPDATE questions SET helped = $2 WHERE id = $1", id, helped)?;
    Ok(())
}

/// The number of the newest words about a question; 0: none.
///
/// # Errors
/// If the database refuses.
pub async fn last_words(tx: &mut Tx, id: QuestionId) -> Result<i32, Error> {
    let row = one!(tx, (i32,), "SELECT COALESCE(MAX(n), 0) FROM question_words WHERE question_id = $1", id)?;
    Ok(row.map_or(0, |(n,)| n))
}

/// Takes away words that their writer did not mean for this question. Gives them with the
/// platform's id of their message; `None`: they are not there any more.
///
/// # Errors
/// If the database refuses.
pub async fn take_words(
    tx: &mut Tx,
    id: QuestionId,
    n: i32,
) -> Result<Option<(String, Option<String>)>, Error> {
    let row = one!(
        tx,
        (String, Option<String>),
        "SELECT text, source_message FROM question_words WHERE question_id = $1 AND n = $2 AND text <> ''",
        id,
        n
    )?;
    if row.is_some() {
        // The row stays, so that what comes next has a number of its own.
        exec!(
            tx,
            "UPDATE question_words SET text = '', source_chat_id = NULL, source_message = NULL
             WHERE question_id = $1 AND n = $2",
            id,
            n
        )?;
    }
    Ok(row)
}

/// The oldest of the questions that are one with this one takes its place, as it stands with
/// its unit; the others are one with that. `None`: there are none.
///
/// # Errors
/// If the database refuses.
pub async fn pass_on(tx: &mut Tx, from: &Question) -> Result<Option<Question>, Error> {
    let Some(heir) = joined_to(tx, from.id).await?.first().copied() else { return Ok(None) };
    exec!(
        tx,
        "UPDATE questions SET state = 'open', joined_to = NULL, ended_at = NULL, unit_id = $2, label = $3,
            kind = $4, due_at = $5, taken_by = $6
         WHERE id = $1 AND state = 'joined'",
        heir,
        from.unit,
        from.label.as_str(),
        from.kind.code(),
        from.due_at,
        from.taken_by
    )?;
    exec!(tx, "UPDATE questions SET joined_to = $2 WHERE joined_to = $1", from.id, heir)?;
    happened(tx, heir, "open", None, from.unit, "").await?;
    question(tx, heir).await
}
