use chrono::{DateTime, Utc};

use super::super::{PostId, State, post};
use super::{Steered, Steering};
use crate::audit;
use crate::delivery;
use crate::store::{Error, Tx, exec, one};
use crate::ward::PersonId;

/// Holds back what of a post has not left. `by` nobody: delivery found trouble.
///
/// # Errors
/// If the database refuses or there is no such post.
pub async fn pause(
    tx: &mut Tx,
    id: PostId,
    by: Option<PersonId>,
    trouble: Option<&str>,
) -> Result<Steered, Error> {
    let found = must(tx, id).await?;
    if found == State::Released && delivery::tally(tx, id).await?.left == 0 {
        return Ok(Steered::NothingLeft);
    }
    let changed = exec!(tx, "UPDATE posts SET state = 'paused' WHERE id = $1 AND state = 'released'", id)?;
    if changed == 0 {
        return Ok(Steered::Already(found));
    }
    delivery::hold_post(tx, id).await?;
    write_down(tx, id, by, trouble, "pause").await?;
    Ok(Steered::Done)
}

/// Lets a paused post go on. What has become too late meanwhile expires.
///
/// # Errors
/// If the database refuses or there is no such post.
pub async fn resume(tx: &mut Tx, id: PostId, by: PersonId) -> Result<Steered, Error> {
    let found = must(tx, id).await?;
    let changed = exec!(tx, "UPDATE posts SET state = 'released' WHERE id = $1 AND state = 'paused'", id)?;
    if changed == 0 {
        return Ok(Steered::Already(found));
    }
    delivery::expire(tx).await?;
    let resumed = delivery::resume_post(tx, id).await?;
    write_down(tx, id, Some(by), None, "resume").await?;
    Ok(if resumed == 0 { Steered::NothingLeft } else { Steered::Done })
}

/// Ends a post: what has not left is cancelled. `by` nobody: delivery found trouble.
///
/// # Errors
/// If the database refuses or there is no such post.
pub async fn end(
    tx: &mut Tx,
    id: PostId,
    by: Option<PersonId>,
    trouble: Option<&str>,
) -> Result<Steered, Error> {
    let found = must(tx, id).await?;
    if by.is_some() && matches!(found, State::Released | State::Paused) {
        let tally = delivery::tally(tx, id).await?;
        if tally.left + tally.relays_open == 0 {
            return Ok(Steered::NothingLeft);
        }
    }
    let changed = exec!(
        tx,
        "UPDATE posts SET state = 'stopped', ended_by = $2 WHERE id = $1 AND state IN ('paused', 'released')",
        id,
        by
    )?;
    if changed == 0 {
        return Ok(Steered::Already(found));
    }
    delivery::cancel_post(tx, id).await?;
    write_down(tx, id, by, trouble, "end").await?;
    Ok(Steered::Done)
}

/// Notes who changed the course of a post.
///
/// # Errors
/// If the database refuses.
pub async fn note_steering(
    tx: &mut Tx,
    id: PostId,
    by: Option<PersonId>,
    trouble: Option<&str>,
) -> Result<(), Error> {
    let now = tx.now();
    exec!(
        tx,
        "UPDATE posts SET steered_by = $2, steered_at = $3, trouble = $4 WHERE id = $1",
        id,
        by,
        now,
        trouble
    )?;
    Ok(())
}

/// Who changed the course of a post last, if anybody.
///
/// # Errors
/// If the database refuses.
pub async fn steering(tx: &mut Tx, id: PostId) -> Result<Option<Steering>, Error> {
    let row = one!(
        tx,
        (Option<PersonId>, DateTime<Utc>, Option<String>),
        "SELECT steered_by, steered_at, trouble FROM posts WHERE id = $1 AND steered_at IS NOT NULL",
        id
    )?;
    Ok(row.map(|(by, at, trouble)| Steering { by, at, trouble }))
}

async fn write_down(
    tx: &mut Tx,
    id: PostId,
    by: Option<PersonId>,
    trouble: Option<&str>,
    act: &str,
) -> Result<(), Error> {
    note_steering(tx, id, by, trouble).await?;
    let Some(found) = post(tx, id).await? else { return Ok(()) };
    audit::append(tx, found.ward, by, act, &format!("post:{id}"), trouble.unwrap_or_default()).await?;
    Ok(())
}

async fn must(tx: &mut Tx, id: PostId) -> Result<State, Error> {
    post(tx, id).await?.map(|found| found.state).ok_or_else(|| Error::corrupt("post", "no such row"))
}
