use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use crate::plan::ContentGroupId;
use crate::store::{Error, Tx, all};
use crate::ward::WardId;

/// When the last post of each content group left.
///
/// # Errors
/// If the database refuses.
pub(super) async fn last_posts(
    tx: &mut Tx,
    ward: WardId,
) -> Result<BTreeMap<ContentGroupId, DateTime<Utc>>, Error> {
    let rows = all!(
        tx,
        (ContentGroupId, DateTime<Utc>),
        "SELECT m.content_group_id, MAX(p.released_at) FROM posts p JOIN messages m ON m.id = p.message_id
         WHERE p.ward_id = $1 AND p.released_at IS NOT NULL AND p.kind = 'post' AND p.state <> 'cancelled'
           AND m.content_group_id IS NOT NULL
         GROUP BY m.content_group_id",
        ward
    )?;
    Ok(rows.into_iter().collect())
}

/// The wards that have not heard of a week, named by its Monday, what is missing.
///
/// # Errors
/// If the database refuses.
pub async fn wards_not_told(tx: &mut Tx, monday: NaiveDate) -> Result<Vec<WardId>, Error> {
    let rows = all!(
        tx,
        (WardId,),
        "SELECT w.id FROM wards w
         WHERE NOT EXISTS (SELECT 1 FROM gap_reports d WHERE d.ward_id = w.id AND d.week = $1) ORDER BY w.id",
        monday.to_string()
    )?;
    Ok(rows.into_iter().map(|(ward,)| ward).collect())
}
