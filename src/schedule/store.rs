mod heads;
mod review;
mod week;

pub use heads::{heads_hear, heads_not_told};
pub use review::{Review, Verdict, put_review, released_alone, review, reviews_to_ask};
pub use week::{posts_between, retime};

use chrono::{DateTime, TimeDelta, Utc};

use super::{PostId, PostKind, State};
use crate::audit;
use crate::delivery;
use crate::message::MessageId;
use crate::store::{Error, Tx, all, exactly_one, exec, one};
use crate::ward::{PersonId, WardId};

mod corrections;

pub use corrections::{cancel_planned, close_replaced, plan_correction, put_recall, refuse};

/// One message at one time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    pub id: PostId,
    pub ward: WardId,
    pub message: MessageId,
    pub version: i32,
    pub kind: PostKind,
    /// The post whose copies this one changes or takes away.
    pub corrects: Option<PostId>,
    pub state: State,
    pub due_at: DateTime<Utc>,
    pub not_after: DateTime<Utc>,
    pub released_at: Option<DateTime<Utc>>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: PostId,
    ward_id: WardId,
    message_id: MessageId,
    version: i32,
    kind: String,
    corrects: Option<PostId>,
    state: String,
    due_at: DateTime<Utc>,
    not_after: DateTime<Utc>,
    released_at: Option<DateTime<Utc>>,
}

impl TryFrom<Row> for Post {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        let state = State::ALL
            .into_iter()
            .find(|s| s.code() == row.state)
            .ok_or_else(|| Error::corrupt("post state", &row.state))?;
        Ok(Self {
            id: row.id,
            ward: row.ward_id,
            message: row.message_id,
            version: row.version,
            kind: PostKind::from_code(&row.kind).ok_or_else(|| Error::corrupt("post kind", &row.kind))?,
            corrects: row.corrects,
            state,
            due_at: row.due_at,
            not_after: row.not_after,
            released_at: row.released_at,
        })
    }
}

/// Plans a post of an approved version.
///
/// # Errors
/// If the database refuses.
pub async fn plan_post(
    tx: &mut Tx,
    ward: WardId,
    message: MessageId,
    version: i32,
    due_at: DateTime<Utc>,
    worth: TimeDelta,
) -> Result<Post, Error> {
    let (id, now) = (PostId(tx.new_id()), tx.now());
    let not_after = due_at + worth;
    exec!(
        tx,
        "INSERT INTO posts (id, ward_id, message_id, version, state, due_at, not_after, created_at)
         VALUES ($1, $2, $3, $4, 'planned', $5, $6, $7)",
        id,
        ward,
        message,
        version,
        due_at,
        not_after,
        now
    )?;
    Ok(Post {
        id,
        ward,
        message,
        version,
        kind: PostKind::Post,
        corrects: None,
        state: State::Planned,
        due_at,
        not_after,
        released_at: None,
    })
}

/// Takes back the posts of a message that have not left: it was edited or withdrawn. Those
/// whose copies are still held back for second thoughts (`window`) are among them. Its place in a
/// queue goes to the next one.
///
/// # Errors
/// If the database refuses.
pub async fn cancel_unsent(
    tx: &mut Tx,
    message: MessageId,
    window: TimeDelta,
    by: Option<PersonId>,
) -> Result<(), Error> {
    let now = tx.now();
    super::slots::drop_wish(tx, message).await?;
    let cancelled = all!(
        tx,
        (PostId,),
        "UPDATE posts SET state = 'cancelled', ended_by = $2 WHERE message_id = $1
            AND (state IN ('planned', 'held') OR (state = 'released' AND released_at > $3))
         RETURNING id",
        message,
        by,
        now - window
    )?;
    for (post,) in cancelled {
        delivery::cancel_post(tx, post).await?;
        let copies = delivery::copies(tx, post).await?;
        if copies.iter().all(|copy| copy.state == delivery::State::Cancelled) {
            exec!(tx, "UPDATE posts SET state = 'cancelled', ended_by = $2 WHERE id = $1", post, by)?;
        }
    }
    Ok(())
}

/// One post.
///
/// # Errors
/// If the database refuses.
pub async fn post(tx: &mut Tx, id: PostId) -> Result<Option<Post>, Error> {
    one!(
        tx,
        Row,
        "SELECT id, ward_id, message_id, version, kind, corrects, state, due_at, not_after, released_at
         FROM posts WHERE id = $1",
        id
    )?
    .map(Post::try_from)
    .transpose()
}

/// The newest posts of a ward that have left, newest first.
///
/// # Errors
/// If the database refuses.
pub async fn posts(tx: &mut Tx, ward: WardId, limit: i64) -> Result<Vec<Post>, Error> {
    all!(
        tx,
        Row,
        "SELECT id, ward_id, message_id, version, kind, corrects, state, due_at, not_after, released_at
         FROM posts
         WHERE ward_id = $1 AND released_at IS NOT NULL ORDER BY released_at DESC, id DESC LIMIT $2",
        ward,
        limit
    )?
    .into_iter()
    .map(Post::try_from)
    .collect()
}

/// The newest post of a message, in whatever state.
///
/// # Errors
/// If the database refuses.
pub async fn latest_post(tx: &mut Tx, message: MessageId) -> Result<Option<Post>, Error> {
    one!(
        tx,
        Row,
        "SELECT id, ward_id, message_id, version, kind, corrects, state, due_at, not_after, released_at
         FROM posts
         WHERE message_id = $1 ORDER BY id DESC LIMIT 1",
        message
    )?
    .map(Post::try_from)
    .transpose()
}

/// How many posts of a ward are planned for a time from `from` to `to`, both included.
///
/// # Errors
/// If the database refuses.
pub async fn planned_between(
    tx: &mut Tx,
    ward: WardId,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<i64, Error> {
    let row = one!(
        tx,
        (i64,),
        "SELECT COUNT(*) FROM posts
         WHERE ward_id = $1 AND state = 'planned' AND due_at >= $2 AND due_at <= $3",
        ward,
        from,
        to
    )?;
    Ok(row.map_or(0, |(n,)| n))
}

/// What a tick found due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Release {
    /// Now released; its copies are to be made.
    Released(Post),
    /// Too late to be worth posting: now held.
    TooLate(Post),
}

/// Takes up to `limit` posts whose time has come and marks them, oldest first.
///
/// # Errors
/// If the database refuses.
pub async fn release_due(tx: &mut Tx, limit: i64) -> Result<Vec<Release>, Error> {
    let now = tx.now();
    let due = all!(
        tx,
        Row,
        "SELECT id, ward_id, message_id, version, kind, corrects, state, due_at, not_after, released_at
         FROM posts
         WHERE state = 'planned' AND due_at <= $1 ORDER BY due_at, id LIMIT $2",
        now,
        limit
    )?;
    let mut released = Vec::with_capacity(due.len());
    for row in due {
        let post = Post::try_from(row)?;
        if post.not_after <= now {
            if set_state(tx, post.id, State::Planned, State::Held).await? {
                released.push(Release::TooLate(Post { state: State::Held, ..post }));
            }
            continue;
        }
        let changed = exec!(
            tx,
            "UPDATE posts SET state = 'released', released_at = $2 WHERE id = $1 AND state = 'planned'",
            post.id,
            now
        )?;
        if changed == 1 {
            released.push(Release::Released(Post { state: State::Released, released_at: Some(now), ..post }));
        }
    }
    Ok(released)
}

/// After a gap: what fell due in it waits for a person, also where its copies were made but
/// had not left.
///
/// # Errors
/// If the database refuses.
pub async fn hold_overdue(tx: &mut Tx, limit: TimeDelta) -> Result<Vec<Post>, Error> {
    let before = tx.now() - limit;
    let mut held = hold_planned(tx, before).await?;
    let overdue = delivery::posts_overdue(tx, before).await?;
    held.extend(hold_released(tx, &overdue).await?);
    Ok(held)
}

/// After a restore: what is due by now, and what still waits to leave, may have left after the
/// copy was made, and waits for a person.
///
/// # Errors
/// If the database refuses.
pub async fn hold_restored(tx: &mut Tx) -> Result<Vec<Post>, Error> {
    let now = tx.now();
    let mut held = hold_planned(tx, now).await?;
    let waiting = delivery::posts_waiting(tx).await?;
    held.extend(hold_released(tx, &waiting).await?);
    Ok(held)
}

async fn hold_planned(tx: &mut Tx, before: DateTime<Utc>) -> Result<Vec<Post>, Error> {
    let due = all!(
        tx,
        Row,
        "SELECT id, ward_id, message_id, version, kind, corrects, state, due_at, not_after, released_at
         FROM posts
         WHERE state = 'planned' AND due_at <= $1 ORDER BY due_at, id",
        before
    )?;
    let mut held = Vec::with_capacity(due.len());
    for row in due {
        let post = Post::try_from(row)?;
        if set_state(tx, post.id, State::Planned, State::Held).await? {
            held.push(Post { state: State::Held, ..post });
        }
    }
    Ok(held)
}

async fn hold_released(tx: &mut Tx, ids: &[PostId]) -> Result<Vec<Post>, Error> {
    let mut held = Vec::with_capacity(ids.len());
    for id in ids {
        if set_state(tx, *id, State::Released, State::Held).await? {
            delivery::hold_post(tx, *id).await?;
            held.extend(post(tx, *id).await?);
        }
    }
    Ok(held)
}

/// A person decides that a held post is to be posted after all, now.
///
/// # Errors
/// If the database refuses.
pub async fn post_again(tx: &mut Tx, id: PostId, worth: TimeDelta, by: PersonId) -> Result<bool, Error> {
    let now = tx.now();
    let changed = exec!(
        tx,
        "UPDATE posts SET state = 'planned', due_at = $2, not_after = $3 WHERE id = $1 AND state = 'held'",
        id,
        now,
        now + worth
    )?;
    if changed == 1 {
        let post = post(tx, id).await?.ok_or_else(|| Error::corrupt("post", "no such row"))?;
        audit::append(tx, post.ward, Some(by), "post_held", &format!("post:{id}"), "").await?;
    }
    Ok(changed == 1)
}

/// Stops a post while its copies are still held back. `false`: too late, or not released. Nothing
/// of a correction is held back.
///
/// # Errors
/// If the database refuses.
pub async fn stop(tx: &mut Tx, id: PostId, window: TimeDelta, by: PersonId) -> Result<bool, Error> {
    let now = tx.now();
    let changed = exec!(
        tx,
        "UPDATE posts SET state = 'stopped', ended_by = $3 WHERE id = $1 AND
            (state IN ('planned', 'held') OR (state = 'released' AND kind = 'post' AND released_at > $2))",
        id,
        now - window,
        by
    )?;
    if changed == 0 {
        return Ok(false);
    }
    delivery::cancel_post(tx, id).await?;
    let post = post(tx, id).await?.ok_or_else(|| Error::corrupt("post", "no such row"))?;
    audit::append(tx, post.ward, Some(by), "stop", &format!("post:{id}"), "").await?;
    Ok(true)
}

async fn set_state(tx: &mut Tx, id: PostId, from: State, to: State) -> Result<bool, Error> {
    let changed =
        exec!(tx, "UPDATE posts SET state = $3 WHERE id = $1 AND state = $2", id, from.code(), to.code())?;
    Ok(changed == 1)
}

const SERVICE: &str = "service";

/// When the service last looked at the clock.
///
/// # Errors
/// If the database refuses.
pub async fn last_beat(tx: &mut Tx) -> Result<Option<DateTime<Utc>>, Error> {
    let row = one!(tx, (DateTime<Utc>,), "SELECT beat_at FROM heartbeats WHERE name = $1", SERVICE)?;
    Ok(row.map(|(at,)| at))
}

/// Notes that the service looks at the clock now.
///
/// # Errors
/// If the database refuses.
pub async fn beat(tx: &mut Tx) -> Result<(), Error> {
    let now = tx.now();
    let changed = exec!(
        tx,
        "INSERT INTO heartbeats (name, beat_at) VALUES ($1, $2)
         ON CONFLICT (name) DO UPDATE SET beat_at = excluded.beat_at",
        SERVICE,
        now
    )?;
    exactly_one(changed, "heartbeat")
}

/// The mark that a restore leaves beside the beats.
const RESTORED: &str = "restored";

/// Takes away the mark of a restore. `true`: it was there, and whoever took it holds what must
/// not leave by itself, in the same transaction.
///
/// # Errors
/// If the database refuses.
pub async fn take_restored(tx: &mut Tx) -> Result<bool, Error> {
    Ok(exec!(tx, "DELETE FROM heartbeats WHERE name = $1", RESTORED)? == 1)
}
