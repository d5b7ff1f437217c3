//! What heads are told of the groups of their neighbourhoods.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};

use crate::store::{Error, Tx, all, exec};
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

/// The last copy that a group got, of the newest posts, and how many still wait.
///
/// # Errors
/// If the database refuses.
pub async fn fared(tx: &mut Tx, ward: WardId, group: GroupId) -> Result<Fared, Error> {
    let now = tx.now();
    let rows = all!(
        tx,
        (String, DateTime<Utc>, Option<DateTime<Utc>>),
        "SELECT o.state, o.changed_at, o.not_after FROM outgoing o
         WHERE o.group_id = $2 AND o.post_id IN (SELECT id FROM posts
            WHERE ward_id = $1 AND released_at IS NOT NULL ORDER BY released_at DESC LIMIT $3)",
        ward,
        group,
        POSTS_BACK
    )?;
    let mut fared = Fared::default();
    for (state, at, not_after) in rows {
        match state.as_str() {
            "sent" => fared.last = fared.last.max(Some(at)),
            "waiting" if not_after.is_none_or(|until| until > now) => fared.open += 1,
            _ => {}
        }
    }
    Ok(fared)
}

/// Of the posts released since then, how many each group has got and how many it was to get.
///
/// # Errors
/// If the database refuses.
pub async fn posted_since(
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

/// Notes that a ward's heads have heard of a week, named by its Monday. `false`: they had.
///
/// # Errors
/// If the database refuses.
pub async fn heads_hear(tx: &mut Tx, ward: WardId, monday: NaiveDate) -> Result<bool, Error> {
    let changed = exec!(
        tx,
        "INSERT INTO head_reports (ward_id, week) VALUES ($1, $2) ON CONFLICT (ward_id, week) DO NOTHING",
        ward,
        monday.to_string()
    )?;
    Ok(changed == 1)
}

/// The wards whose heads have not heard of a week, named by its Monday.
///
/// # Errors
/// If the database refuses.
pub async fn heads_not_told(tx: &mut Tx, monday: NaiveDate) -> Result<Vec<WardId>, Error> {
    let rows = all!(
        tx,
        (WardId,),
        "SELECT w.id FROM wards w WHERE NOT EXISTS (
            SELECT 1 FROM head_reports d WHERE d.ward_id = w.id AND d.week = $1) ORDER BY w.id",
        monday.to_string()
    )?;
    Ok(rows.into_iter().map(|(ward,)| ward).collect())
}
