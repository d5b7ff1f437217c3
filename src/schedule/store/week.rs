//! What a ward posts in a span of time, and changes of the time of one post.

use chrono::{DateTime, TimeDelta, Utc};

use super::super::PostId;
use super::{Post, Row, post};
use crate::audit;
use crate::store::{Error, Tx, all, exec};
use crate::ward::{PersonId, WardId};

/// The posts of a ward that left, or are to leave, from `from` on and before `to`, in order of
/// time. Those that were taken back, and those that change others, are not among them.
///
/// # Errors
/// If the database refuses.
pub async fn posts_between(
    tx: &mut Tx,
    ward: WardId,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<Vec<Post>, Error> {
    let mut posts = all!(
        tx,
        Row,
        "SELECT id, ward_id, message_id, version, kind, corrects, state, due_at, not_after, released_at
         FROM posts
         WHERE ward_id = $1 AND kind = 'post' AND state <> 'cancelled'
           AND ((released_at IS NULL AND due_at >= $2 AND due_at < $3) OR (released_at >= $2 AND released_at < $3))",
        ward,
        from,
        to
    )?
    .into_iter()
    .map(Post::try_from)
    .collect::<Result<Vec<_>, _>>()?;
    posts.sort_unstable_by_key(|post| (post.released_at.unwrap_or(post.due_at), post.id));
    Ok(posts)
}

/// A post that waits for its time gets another one. `false`: it does not wait any more.
///
/// # Errors
/// If the database refuses.
pub async fn retime(
    tx: &mut Tx,
    id: PostId,
    at: DateTime<Utc>,
    worth: TimeDelta,
    by: PersonId,
) -> Result<bool, Error> {
    let changed = exec!(
        tx,
        "UPDATE posts SET due_at = $2, not_after = $3 WHERE id = $1 AND state = 'planned'",
        id,
        at,
        at + worth
    )?;
    if changed == 1
        && let Some(found) = post(tx, id).await?
    {
        let to = crate::calendar::rfc3339(at);
        audit::append(tx, found.ward, Some(by), "retime", &format!("post:{id}"), &to).await?;
    }
    Ok(changed == 1)
}
