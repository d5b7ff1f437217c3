//! Of which weeks heads have been told.

use chrono::NaiveDate;

use crate::store::{Error, Tx, all, exec};
use crate::ward::WardId;

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
