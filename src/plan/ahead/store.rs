use chrono::{DateTime, NaiveDate, Utc};

use super::{Anniversary, Document};
use crate::store::{Error, Tx, one};
use crate::ward::WardId;

/// The events and anniversaries of a ward's newest plan from `first` to `last`, in order of time.
///
/// # Errors
/// If the database refuses or the stored plan cannot be read.
pub async fn anniversaries(
    tx: &mut Tx,
    ward: WardId,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Vec<Anniversary>, Error> {
    let row = one!(
        tx,
        (String,),
        "SELECT document FROM plans WHERE ward_id = $1 ORDER BY imported_at DESC, id DESC LIMIT 1",
        ward
    )?;
    let Some((document,)) = row else { return Ok(Vec::new()) };
    let document: Document = serde_json::from_str(&document).map_err(|e| Error::corrupt("plan", e))?;
    let mut found: Vec<Anniversary> =
        document.events.iter().flat_map(|event| event.between(first, last)).collect();
    found.sort_by(|a, b| (a.date, &a.name).cmp(&(b.date, &b.name)));
    Ok(found)
}

/// When a ward's newest plan was imported.
///
/// # Errors
/// If the database refuses.
pub async fn imported_at(tx: &mut Tx, ward: WardId) -> Result<Option<DateTime<Utc>>, Error> {
    let row = one!(
        tx,
        (DateTime<Utc>,),
        "SELECT imported_at FROM plans WHERE ward_id = $1 ORDER BY imported_at DESC, id DESC LIMIT 1",
        ward
    )?;
    Ok(row.map(|(at,)| at))
}
