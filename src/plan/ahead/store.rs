use chrono::NaiveDate;

use super::{Anniversary, Document};
use crate::store::{Error, Tx, all};
use crate::text::folded_words;
use crate::ward::WardId;

/// The events and anniversaries of a ward's plans in force from `first` to `last`, in order of
/// time; what several plans name is there once.
///
/// # Errors
/// If the database refuses or a stored plan cannot be read.
pub async fn anniversaries(
    tx: &mut Tx,
    ward: WardId,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Vec<Anniversary>, Error> {
    let rows = all!(
        tx,
        (String,),
        "SELECT document FROM plans WHERE ward_id = $1 AND ended_at IS NULL ORDER BY imported_at, id",
        ward
    )?;
    let mut found: Vec<Anniversary> = Vec::new();
    for (document,) in rows {
        let document: Document = serde_json::from_str(&document).map_err(|e| Error::corrupt("plan", e))?;
        for new in document.events.iter().flat_map(|event| event.between(first, last)) {
            let same = |known: &&mut Anniversary| {
                known.date == new.date && folded_words(&known.name) == folded_words(&new.name)
            };
            match found.iter_mut().find(same) {
                Some(known) if known.years.is_none() => *known = new,
                Some(_) => {}
                None => found.push(new),
            }
        }
    }
    found.sort_by(|a, b| (a.date, &a.name).cmp(&(b.date, &b.name)));
    Ok(found)
}
