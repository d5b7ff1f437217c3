//! How the groups of a ward fare with its posts.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use crate::store::{Error, Tx, all};
use crate::ward::{GroupId, WardId};

/// Posts that are looked through for a group's last one.
const POSTS_BACK: i64 = 50;

/// How the copies of one group fare.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fared {
    pub last: Option<DateTime<Utc>>,
    /// Copies that wait for the head's hand.
    pub open: i64,
}

/// The last copy that each group of a ward got, of the newest posts, and how many still wait.
///
/// # Errors
/// If the database refuses.
pub async fn fared(tx: &mut Tx, ward: WardId) -> Result<HashMap<GroupId, Fared>, Error> {
    let now = tx.now();
    let rows = all!(
        tx,
        (GroupId, String, DateTime<Utc>, Option<DateTime<Utc>>),
        "SELECT o.group_id, o.state, o.changed_at, o.not_after FROM outgoing o
         WHERE o.group_id IS NOT NULL AND o.post_id IN (SELECT id FROM posts
            WHERE ward_id = $1 AND released_at IS NOT NULL ORDER BY released_at DESC LIMIT $2)",
        ward,
        POSTS_BACK
    )?;
    let mut all: HashMap<GroupId, Fared> = HashMap::new();
    for (group, state, at, not_after) in rows {
        let fared = all.entry(group).or_default();
        match state.as_str() {
            "sent" => fared.last = fared.last.max(Some(at)),
            "waiting" if not_after.is_none_or(|until| until > now) => fared.open += 1,
            _ => {}
        }
    }
    Ok(all)
}

/// Of the posts released since then, how many each group has got and how many it was to get.
///
/// # Errors
/// If the database refuses.
pub async fn got_since(
    tx: &mut Tx,
    ward: WardId,
    since: DateTime<Utc>,
) -> Result<HashMap<GroupId, (i64, i64)>, Error> {
    let rows = all!(
        tx,
        (GroupId, String),
        "SELECT o.group_id, o.state FROM posts p JOIN outgoing o ON o.post_id = p.id
         WHERE p.ward_id = $1 AND p.released_at >= $2 AND p.kind = 'post' AND o.group_id IS NOT NULL
           AND o.state <> 'cancelled'",
        ward,
        since
    )?;
    let mut posted: HashMap<GroupId, (i64, i64)> = HashMap::new();
    for (group, state) in rows {
        let (sent, all) = posted.entry(group).or_default();
        *sent += i64::from(state == "sent");
        *all += 1;
    }
    Ok(posted)
}
