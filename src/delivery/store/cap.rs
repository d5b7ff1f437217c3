//! The number of posts that a group gets in a day.

use chrono::{DateTime, Utc};

use super::super::{GroupCopies, Lane, OutgoingId, PostId, Reason};
use crate::channel::Channel;
use crate::store::{Error, Tx, all, exec_many, pieces};
use crate::ward::{GroupId, WardId};

/// How many posts each group of a ward has got, or is getting, since a moment. Of those in the
/// urgent lane none counts. `except`: a post whose own copies do not count either.
///
/// # Errors
/// If the database refuses.
pub async fn posted_since(
    tx: &mut Tx,
    ward: WardId,
    since: DateTime<Utc>,
    except: Option<PostId>,
) -> Result<GroupCopies, Error> {
    let rows = all!(
        tx,
        (GroupId, i64),
        "SELECT o.group_id, COUNT(*) FROM posts p JOIN outgoing o ON o.post_id = p.id
         WHERE p.ward_id = $1 AND p.kind = 'post' AND p.released_at >= $2 AND o.group_id IS NOT NULL AND o.lane <> $3
           AND o.state IN ('waiting', 'sending', 'sent', 'unknown')
           AND ($4 IS NULL OR p.id <> $4)
         GROUP BY o.group_id",
        ward,
        since,
        Lane::Urgent.number(),
        except
    )?;
    Ok(rows.into_iter().collect())
}

/// The copies of a post for these groups are not sent: each has had its `max` posts of the day.
///
/// # Errors
/// If the database refuses.
pub async fn refuse_capped(tx: &mut Tx, post: PostId, groups: &[GroupId], max: i64) -> Result<u64, Error> {
    let (now, max) = (tx.now(), max.to_string());
    let mut refused = 0;
    for piece in pieces(groups, 1) {
        let sql = "UPDATE outgoing SET state = 'failed', reason = $1, proof = $2, changed_at = $3
             WHERE post_id = $4 AND state = 'waiting' AND group_id IN (VALUES {rows})";
        refused +=
            exec_many!(tx, sql, [Reason::Cap.code(), max.as_str(), now, post], piece, |group| [*group])?;
    }
    Ok(refused)
}

/// A person decides that those copies are sent after all, as far as they are still worth it.
/// Gives them with their group and channel.
///
/// # Errors
/// If the database refuses or holds an unknown channel.
pub async fn send_capped(tx: &mut Tx, post: PostId) -> Result<Vec<(OutgoingId, GroupId, Channel)>, Error> {
    let now = tx.now();
    let mut rows = all!(
        tx,
        (OutgoingId, GroupId, String),
        "UPDATE outgoing SET state = 'waiting', reason = NULL, proof = NULL, due_at = $2, changed_at = $2
         WHERE post_id = $1 AND group_id IS NOT NULL AND state = 'failed' AND reason = $3 AND not_after > $2
         RETURNING id, group_id, channel",
        post,
        now,
        Reason::Cap.code()
    )?
    .into_iter()
    .map(|(id, group, channel)| {
        let known = Channel::from_code(&channel).ok_or_else(|| Error::corrupt("channel", channel))?;
        Ok((id, group, known))
    })
    .collect::<Result<Vec<_>, Error>>()?;
    rows.sort_unstable_by_key(|(id, ..)| *id);
    Ok(rows)
}
