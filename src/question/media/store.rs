use chrono::{DateTime, TimeDelta, Utc};

use super::{ASKED_HOURS, State};
use crate::channel::Attachment;
use crate::question::QuestionId;
use crate::store::{Error, Tx, all, exec, one};
use crate::ward::PersonId;

/// What became of something that came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Added {
    /// Its number with the question, from 1.
    pub n: i32,
    pub state: State,
    /// Its sender must be asked now: not where they were about another part of the same album.
    pub ask: bool,
}

/// Keeps what a person sent with a question. A picture waits for its sender's word, all of an
/// album for one; `is_picture`: also one that was sent as a document.
///
/// # Errors
/// If the database refuses.
pub async fn add(
    tx: &mut Tx,
    question: QuestionId,
    person: PersonId,
    attachment: &Attachment,
    is_picture: bool,
    album: Option<&str>,
) -> Result<Added, Error> {
    let now = tx.now();
    let earlier = match (is_picture, album) {
        (true, Some(album)) => one!(
            tx,
            (String,),
            "SELECT state FROM question_media WHERE question_id = $1 AND album = $2 ORDER BY n LIMIT 1",
            question,
            album
        )?,
        _ => None,
    };
    let state = match &earlier {
        _ if !is_picture => State::Kept,
        None => State::Asked,
        // The unit gets this part on its own.
        Some((code,)) if code == State::Passed.code() => State::Kept,
        Some((code,)) => State::from_code(code).ok_or_else(|| Error::corrupt("media state", code))?,
    };
    let content = match state {
        State::Dropped => String::new(),
        _ => serde_json::to_string(attachment).map_err(|e| Error::corrupt("attachment", e))?,
    };
    exec!(
        tx,
        "INSERT INTO question_media (question_id, n, person_id, album, content, state, sent_at)
         VALUES ($1, (SELECT COALESCE(MAX(m.n), 0) + 1 FROM question_media m WHERE m.question_id = $1),
            $2, $3, $4, $5, $6)",
        question,
        person,
        album,
        content,
        state.code(),
        now
    )?;
    let row = one!(tx, (i32,), "SELECT MAX(n) FROM question_media WHERE question_id = $1", question)?;
    let (n,) = row.ok_or_else(|| Error::corrupt("question media", "not stored"))?;
    Ok(Added { n, state, ask: state == State::Asked && earlier.is_none() })
}

/// The sender has said whether it may go with the question, and so for all of its album, and for
/// the questions that were made of parts of this one. Gives how many waited for that; what is
/// dropped is gone.
///
/// # Errors
/// If the database refuses.
pub async fn decide(
    tx: &mut Tx,
    question: QuestionId,
    n: i32,
    person: PersonId,
    keep: bool,
) -> Result<u64, Error> {
    let state = if keep { State::Kept } else { State::Dropped };
    exec!(
        tx,
        "UPDATE question_media SET state = $4, content = CASE WHEN $5 THEN content ELSE '' END
         WHERE question_id IN (SELECT q.id FROM questions q WHERE q.id = $1 OR q.split_from = $1)
            AND person_id = $3 AND state = 'asked' AND (n = $2 OR album =
            (SELECT m.album FROM question_media m WHERE m.question_id = $1 AND m.n = $2))",
        question,
        n,
        person,
        state.code(),
        keep
    )
}

/// What was sent with a question goes with a part of it too, under the same numbers, as if it had
/// just come there.
///
/// # Errors
/// If the database refuses.
pub async fn copy(tx: &mut Tx, from: QuestionId, to: QuestionId) -> Result<(), Error> {
    exec!(
        tx,
        "INSERT INTO question_media (question_id, n, person_id, album, content, state, sent_at)
         SELECT $2, n, person_id, album, content, CASE WHEN state = 'passed' THEN 'kept' ELSE state END, sent_at
         FROM question_media WHERE question_id = $1 AND state <> 'dropped'",
        from,
        to
    )?;
    Ok(())
}

/// What the unit had is to be passed on once more: another unit has the question now.
///
/// # Errors
/// If the database refuses.
pub async fn keep_again(tx: &mut Tx, question: QuestionId) -> Result<(), Error> {
    exec!(
        tx,
        "UPDATE question_media SET state = 'kept' WHERE question_id = $1 AND state = 'passed'",
        question
    )?;
    Ok(())
}

/// What staff who handle a question may see of it and of those that are one with it, in the
/// order in which it came, each with the question to which it belongs.
///
/// # Errors
/// If the database refuses or a row is not readable.
pub async fn for_staff(tx: &mut Tx, question: QuestionId) -> Result<Vec<(QuestionId, Attachment)>, Error> {
    let rows = all!(
        tx,
        (QuestionId, String),
        "SELECT m.question_id, m.content FROM question_media m JOIN questions q ON q.id = m.question_id
         WHERE (q.id = $1 OR q.joined_to = $1) AND m.state IN ('kept', 'passed')
         ORDER BY m.sent_at, m.question_id, m.n",
        question
    )?;
    rows.iter().map(|(id, content)| Ok((*id, read(content)?))).collect()
}

/// What may go with a question and has not yet been passed on, in the order in which it came; it
/// counts as passed on from here.
///
/// # Errors
/// If the database refuses or a row is not readable.
pub async fn take_kept(tx: &mut Tx, question: QuestionId) -> Result<Vec<Attachment>, Error> {
    let rows = all!(
        tx,
        (String,),
        "SELECT content FROM question_media WHERE question_id = $1 AND state = 'kept' ORDER BY n",
        question
    )?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    exec!(
        tx,
        "UPDATE question_media SET state = 'passed' WHERE question_id = $1 AND state = 'kept'",
        question
    )?;
    rows.iter().map(|(content,)| read(content)).collect()
}

/// Everything that is kept of what was sent with a question, in the order in which it came, with
/// when it was sent.
///
/// # Errors
/// If the database refuses or a row is not readable.
pub async fn dated(tx: &mut Tx, question: QuestionId) -> Result<Vec<(DateTime<Utc>, Attachment)>, Error> {
    let rows = all!(
        tx,
        (DateTime<Utc>, String),
        "SELECT sent_at, content FROM question_media WHERE question_id = $1 AND content <> '' ORDER BY n",
        question
    )?;
    rows.iter().map(|(at, content)| Ok((*at, read(content)?))).collect()
}

fn read(content: &str) -> Result<Attachment, Error> {
    serde_json::from_str(content).map_err(|e| Error::corrupt("attachment", e))
}

/// Drops the photos about which their senders have said nothing in time. Gives their questions,
/// each once, with the sender.
///
/// # Errors
/// If the database refuses.
pub async fn drop_unanswered(tx: &mut Tx) -> Result<Vec<(QuestionId, PersonId)>, Error> {
    let before = tx.now() - TimeDelta::hours(ASKED_HOURS);
    let rows = all!(
        tx,
        (QuestionId, PersonId),
        "SELECT DISTINCT question_id, person_id FROM question_media WHERE state = 'asked' AND sent_at <= $1
         ORDER BY question_id, person_id",
        before
    )?;
    if !rows.is_empty() {
        exec!(
            tx,
            "UPDATE question_media SET state = 'dropped', content = ''
             WHERE state = 'asked' AND sent_at <= $1",
            before
        )?;
    }
    Ok(rows)
}

/// Forgets everything that was sent with a question; how much there was stays.
///
/// # Errors
/// If the database refuses.
pub async fn forget(tx: &mut Tx, question: QuestionId) -> Result<u64, Error> {
    exec!(
        tx,
        "UPDATE question_media SET state = 'dropped', content = '' WHERE question_id = $1 AND state <> 'dropped'",
        question
    )
}
