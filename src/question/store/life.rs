//! What happens to a question between its first unit and its end. Every move is checked against
//! [`super::super::life`] and made only from the state that was read: whoever came second
//! changes nothing.

use chrono::{DateTime, TimeDelta, Utc};

use super::super::deadline::{Kind, Pause};
use super::super::{Deed, QuestionId, State};
use super::{Incoming, Question, happened, question, renew_terms, take_in};
use crate::delivery::OutgoingId;
use crate::store::{Error, Tx, all, exactly_one, exec, one};
use crate::ward::{PersonId, UnitId};

/// What a timeline calls that somebody said how much time a question needs.
const KIND_SET: &str = "kind";

/// What became of a move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moved {
    /// It is there now.
    To(State),
    /// That cannot happen where it stands; nothing was changed.
    No(State),
}

/// Who has a question after somebody wanted to take it on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    Yours,
    /// Somebody was first.
    Theirs(PersonId),
    /// It is with no unit any more.
    Ended(State),
}

/// Moves a question on and writes that into its timeline.
///
/// # Errors
/// If the database refuses or there is no such question.
pub async fn move_on(
    tx: &mut Tx,
    id: QuestionId,
    deed: Deed,
    by: Option<PersonId>,
    reason: &str,
) -> Result<Moved, Error> {
    let now_there = question(tx, id).await?.ok_or_else(|| Error::corrupt("question", "not there"))?;
    let from = now_there.state;
    let Some(to) = from.after(deed) else { return Ok(Moved::No(from)) };
    let now = tx.now();
    let ended = to.is_end().then_some(now);
    let changed = exec!(
        tx,
        "UPDATE questions SET state = $3, ended_at = CASE WHEN ended_at IS NOT NULL AND $4 IS NOT NULL
            THEN ended_at ELSE $4 END
         WHERE id = $1 AND state = $2",
        id,
        from.code(),
        to.code(),
        ended
    )?;
    if changed == 0 {
        // Somebody moved it between the look and the move.
        return Ok(Moved::No(from));
    }
    match (from, to) {
        (State::Open, State::Waiting) => {
            exec!(
                tx,
                "INSERT INTO question_pauses (question_id, from_at, to_at) VALUES ($1, $2, NULL)
                 ON CONFLICT (question_id, from_at) DO UPDATE SET to_at = NULL",
                id,
                now
            )?;
        }
        (State::Waiting, to) if to != State::Waiting => {
            exec!(
                tx,
                "UPDATE question_pauses SET to_at = $2 WHERE question_id = $1 AND to_at IS NULL",
                id,
                now
            )?;
        }
        _ => {}
    }
    happened(tx, id, deed.code(), by, now_there.unit, reason).await?;
    Ok(Moved::To(to))
}

/// An officer takes a question on; from then on colleagues see whose it is.
///
/// # Errors
/// If the database refuses or there is no such question.
pub async fn take(tx: &mut Tx, id: QuestionId, by: PersonId) -> Result<Taken, Error> {
    let now = tx.now();
    let changed = exec!(
        tx,
        "UPDATE questions SET taken_by = $2, taken_at = $3
         WHERE id = $1 AND taken_by IS NULL AND state IN ('open', 'waiting')",
        id,
        by,
        now
    )?;
    if changed == 1 {
        move_on(tx, id, Deed::Take, Some(by), "").await?;
        return Ok(Taken::Yours);
    }
    let found = question(tx, id).await?.ok_or_else(|| Error::corrupt("question", "not there"))?;
    Ok(match (found.state.is_with_unit(), found.taken_by) {
        (true, Some(other)) if other != by => Taken::Theirs(other),
        (true, _) => Taken::Yours,
        (false, _) => Taken::Ended(found.state),
    })
}

/// The question is the unit's again and nobody's in particular. `false`: it was not with a unit.
///
/// # Errors
/// If the database refuses or there is no such question.
pub async fn hand_back(tx: &mut Tx, id: QuestionId, by: PersonId) -> Result<bool, Error> {
    if !matches!(move_on(tx, id, Deed::HandBack, Some(by), "").await?, Moved::To(_)) {
        return Ok(false);
    }
    exec!(tx, "UPDATE questions SET taken_by = NULL, taken_at = NULL, look_for = NULL WHERE id = $1", id)?;
    Ok(true)
}

/// Gives a question to another unit, with the reason; its clock goes on. `false`: it was not
/// with a unit.
///
/// # Errors
/// If the database refuses or there is no such question.
pub async fn transfer(
    tx: &mut Tx,
    id: QuestionId,
    to: UnitId,
    label: &str,
    by: PersonId,
    reason: &str,
) -> Result<bool, Error> {
    if !matches!(move_on(tx, id, Deed::Transfer, Some(by), reason).await?, Moved::To(_)) {
        return Ok(false);
    }
    let changed = exec!(
        tx,
        "UPDATE questions SET unit_id = $2, label = $3, taken_by = NULL, taken_at = NULL, look_for = NULL WHERE id = $1",
        id,
        to,
        label
    )?;
    exactly_one(changed, "question")?;
    happened(tx, id, "open", None, Some(to), "").await?;
    renew_terms(tx, id).await?;
    // What is one with it goes where it goes; nobody else may find or read it.
    for joined in joined_to(tx, id).await? {
        exec!(tx, "UPDATE questions SET unit_id = $2 WHERE id = $1", joined, to)?;
        renew_terms(tx, joined).await?;
    }
    Ok(true)
}

/// Grants the one extension. `false`: it had one already, or is with no unit.
///
/// # Errors
/// If the database refuses or there is no such question.
pub async fn extend(
    tx: &mut Tx,
    id: QuestionId,
    due_at: DateTime<Utc>,
    by: PersonId,
    reason: &str,
) -> Result<bool, Error> {
    let now = tx.now();
    let changed = exec!(
        tx,
        "UPDATE questions SET extended_at = $2, due_at = $3
         WHERE id = $1 AND extended_at IS NULL AND state IN ('open', 'waiting')",
        id,
        now,
        due_at
    )?;
    if changed == 1 {
        move_on(tx, id, Deed::Extend, Some(by), reason).await?;
    }
    Ok(changed == 1)
}

/// Says how much time a question needs, and why where that is said. `false`: it is with no unit.
///
/// # Errors
/// If the database refuses or there is no such question.
pub async fn set_kind(
    tx: &mut Tx,
    id: QuestionId,
    kind: Kind,
    due_at: DateTime<Utc>,
    by: PersonId,
    reason: &str,
) -> Result<bool, Error> {
    let changed = exec!(
        tx,
        "UPDATE questions SET kind = $2, due_at = $3 WHERE id = $1 AND state IN ('open', 'waiting')",
        id,
        kind.code(),
        due_at
    )?;
    if changed == 1 {
        happened(tx, id, KIND_SET, Some(by), None, reason).await?;
    }
    Ok(changed == 1)
}

/// Why a question's kind was set last; empty where that was not said.
///
/// # Errors
/// If the database refuses.
pub async fn kind_reason(tx: &mut Tx, id: QuestionId) -> Result<String, Error> {
    let row = one!(
        tx,
        (String,),
        "SELECT reason FROM question_events WHERE question_id = $1 AND event = $2 ORDER BY n DESC LIMIT 1",
        id,
        KIND_SET
    )?;
    Ok(row.map(|(reason,)| reason).unwrap_or_default())
}

/// Under which reference a question that was referred is kept where it went. `false`: it is not
/// referred, or has one.
///
/// # Errors
/// If the database refuses.
pub async fn set_outside_ref(
    tx: &mut Tx,
    id: QuestionId,
    reference: &str,
    by: PersonId,
) -> Result<bool, Error> {
    let changed = exec!(
        tx,
        "UPDATE questions SET outside_ref = $2
         WHERE id = $1 AND state = 'referred' AND outside <> '' AND outside_ref = ''",
        id,
        reference
    )?;
    if changed == 1 {
        happened(tx, id, "outside_ref", Some(by), None, "").await?;
    }
    Ok(changed == 1)
}

/// Somebody outside or above the ward answers instead. `false`: it was not with a unit.
///
/// # Errors
/// If the database refuses or there is no such question.
pub async fn refer(
    tx: &mut Tx,
    id: QuestionId,
    who: &str,
    reference: &str,
    by: PersonId,
    reason: &str,
) -> Result<bool, Error> {
    if !matches!(move_on(tx, id, Deed::Refer, Some(by), reason).await?, Moved::To(_)) {
        return Ok(false);
    }
    let changed =
        exec!(tx, "UPDATE questions SET outside = $2, outside_ref = $3 WHERE id = $1", id, who, reference)?;
    exactly_one(changed, "question")?;
    Ok(true)
}

/// Makes a question one with another, whose answer will be its own too. `false`: one of the two
/// is with no unit, or they are one already.
///
/// # Errors
/// If the database refuses or there is no such question.
pub async fn join(tx: &mut Tx, id: QuestionId, into: QuestionId, by: PersonId) -> Result<bool, Error> {
    let Some(main) = question(tx, into).await? else { return Ok(false) };
    if id == into || !main.state.is_with_unit() {
        return Ok(false);
    }
    if !matches!(move_on(tx, id, Deed::Join, Some(by), "").await?, Moved::To(_)) {
        return Ok(false);
    }
    // What had joined this one goes along, so that every asker hears the same answer.
    exec!(tx, "UPDATE questions SET joined_to = $2 WHERE id = $1 OR joined_to = $1", id, into)?;
    Ok(true)
}

/// The questions that are one with this one, oldest first.
///
/// # Errors
/// If the database refuses.
pub async fn joined_to(tx: &mut Tx, id: QuestionId) -> Result<Vec<QuestionId>, Error> {
    let rows = all!(
        tx,
        (QuestionId,),
        "SELECT id FROM questions WHERE joined_to = $1 AND state = 'joined' ORDER BY asked_at, id",
        id
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Makes a question of its own, in state `choosing`, of a part of this one: same asker, same
/// moment of asking, so that splitting costs nobody time. `None`: it was not with a unit.
///
/// # Errors
/// If the database refuses or there is no such question.
pub async fn split(
    tx: &mut Tx,
    from: &Question,
    text: &str,
    label: &str,
    by: PersonId,
) -> Result<Option<Question>, Error> {
    if !matches!(move_on(tx, from.id, Deed::Split, Some(by), "").await?, Moved::To(_)) {
        return Ok(None);
    }
    let incoming = Incoming {
        ward: from.ward,
        person: from.person,
        account: from.account,
        from_chat: from.from_chat,
        post: from.post,
        text,
        label,
        why: "",
        kind: from.kind,
        state: State::Choosing,
        message: None,
        way: from.way,
        entered_by: from.entered_by,
        asker: &from.asker,
    };
    let part = take_in(tx, &incoming).await?;
    exec!(
        tx,
        "UPDATE questions SET split_from = $2, asked_at = $3 WHERE id = $1",
        part.id,
        from.id,
        from.asked_at
    )?;
    super::super::media::store::copy(tx, from.id, part.id).await?;
    question(tx, part.id).await
}

/// What a unit asked did not reach its asker: the question is open as if it had not been asked,
/// and its clock never stood still for that. `false`: it waits for nobody.
///
/// # Errors
/// If the database refuses or there is no such question.
pub async fn unask(tx: &mut Tx, id: QuestionId) -> Result<bool, Error> {
    exec!(tx, "DELETE FROM question_pauses WHERE question_id = $1 AND to_at IS NULL", id)?;
    Ok(matches!(move_on(tx, id, Deed::Unask, None, "").await?, Moved::To(_)))
}

/// The questions that were made of parts of this one.
///
/// # Errors
/// If the database refuses.
pub async fn parts_of(tx: &mut Tx, id: QuestionId) -> Result<Vec<QuestionId>, Error> {
    let rows =
        all!(tx, (QuestionId,), "SELECT id FROM questions WHERE split_from = $1 ORDER BY asked_at, id", id)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The answer did not help: the question is open again, once, with a time of its own. `false`:
/// it was not waiting for that word, or was reopened before.
///
/// # Errors
/// If the database refuses or there is no such question.
pub async fn reopen(tx: &mut Tx, id: QuestionId, due_at: DateTime<Utc>, by: PersonId) -> Result<bool, Error> {
    let found = question(tx, id).await?.ok_or_else(|| Error::corrupt("question", "not there"))?;
    if found.reopened_at.is_some()
        || !matches!(move_on(tx, id, Deed::Reopen, Some(by), "").await?, Moved::To(_))
    {
        return Ok(false);
    }
    let now = tx.now();
    let changed = exec!(
        tx,
        "UPDATE questions SET reopened_at = $2, counts_from = $2, due_at = $3, extended_at = NULL, helped = $4,
            taken_by = NULL, taken_at = NULL
         WHERE id = $1",
        id,
        now,
        due_at,
        false
    )?;
    exactly_one(changed, "question")?;
    Ok(true)
}

/// Closes what was answered more than `days` ago and whose asker has said nothing. Gives how many.
///
/// # Errors
/// If the database refuses.
pub async fn close_answered(tx: &mut Tx, days: i64) -> Result<Vec<QuestionId>, Error> {
    let before = tx.now() - TimeDelta::days(days);
    let rows = all!(
        tx,
        (QuestionId,),
        "SELECT id FROM questions WHERE state = 'answered' AND ended_at <= $1 ORDER BY ended_at LIMIT 100",
        before
    )?;
    let mut closed = Vec::with_capacity(rows.len());
    for (id,) in rows {
        if matches!(move_on(tx, id, Deed::Close, None, "").await?, Moved::To(_)) {
            closed.push(id);
        }
    }
    Ok(closed)
}

/// When the clock of a question stood still, oldest first; one that still lasts ends now.
///
/// # Errors
/// If the database refuses.
pub async fn pauses(tx: &mut Tx, id: QuestionId) -> Result<Vec<Pause>, Error> {
    let now = tx.now();
    let rows = all!(
        tx,
        (DateTime<Utc>, Option<DateTime<Utc>>),
        "SELECT from_at, to_at FROM question_pauses WHERE question_id = $1 ORDER BY from_at",
        id
    )?;
    Ok(rows.into_iter().map(|(from, to)| Pause { from, to: to.unwrap_or(now) }).collect())
}

/// # Errors
/// If the database refuses.
pub async fn set_due(tx: &mut Tx, id: QuestionId, due_at: DateTime<Utc>) -> Result<(), Error> {
    exec!(tx, "UPDATE questions SET due_at = $2 WHERE id = $1", id, due_at)?;
    Ok(())
}

/// Its asker changed its words. `false`: nobody waits for an answer to it any more.
///
/// # Errors
/// If the database refuses.
pub async fn set_text(tx: &mut Tx, id: QuestionId, text: &str) -> Result<bool, Error> {
    let changed = exec!(
        tx,
        "UPDATE questions SET text = $2 WHERE id = $1 AND state IN ('held', 'choosing', 'open', 'waiting')",
        id,
        text
    )?;
    if changed == 1 {
        renew_terms(tx, id).await?;
    }
    Ok(changed == 1)
}

/// Which message tells the asker how their question stands.
///
/// # Errors
/// If the database refuses.
pub async fn set_status(tx: &mut Tx, id: QuestionId, message: OutgoingId) -> Result<(), Error> {
    exec!(tx, "UPDATE questions SET status_id = $2 WHERE id = $1", id, message)?;
    Ok(())
}

/// The message that tells a person how their newest question stands.
///
/// # Errors
/// If the database refuses.
pub async fn newest_status(tx: &mut Tx, person: PersonId) -> Result<Option<OutgoingId>, Error> {
    let newest = one!(
        tx,
        (OutgoingId,),
        "SELECT status_id FROM questions WHERE person_id = $1 AND status_id IS NOT NULL
         ORDER BY asked_at DESC, id DESC LIMIT 1",
        person
    )?;
    Ok(newest.map(|(status,)| status))
}

/// The questions of which this message tells how they stand, oldest first.
///
/// # Errors
/// If the database refuses.
pub async fn of_status(tx: &mut Tx, status: OutgoingId) -> Result<Vec<QuestionId>, Error> {
    let rows = all!(
        tx,
        (QuestionId,),
        "SELECT id FROM questions WHERE status_id = $1 ORDER BY asked_at, id",
        status
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Whether the answer may be published without names, by its asker's word.
///
/// # Errors
/// If the database refuses.
pub async fn set_may_publish(tx: &mut Tx, id: QuestionId, may: bool) -> Result<(), Error> {
    exec!(tx, "UPDATE questions SET may_publish = $2 WHERE id = $1", id, may)?;
    Ok(())
}

/// The question that these words in a chat are, if they are one.
///
/// # Errors
/// If the database refuses.
pub async fn of_message(
    tx: &mut Tx,
    chat: crate::ward::ChatId,
    message: &str,
) -> Result<Option<Question>, Error> {
    let row = one!(
        tx,
        (QuestionId,),
        "SELECT id FROM questions WHERE from_chat_id = $1 AND source_message = $2 ORDER BY asked_at DESC LIMIT 1",
        chat,
        message
    )?;
    match row {
        Some((id,)) => question(tx, id).await,
        None => Ok(None),
    }
}
