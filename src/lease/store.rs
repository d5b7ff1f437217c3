use uuid::Uuid;

use super::AHEAD_US_MAX;
use crate::store::{Error, Tx, exec};

/// Takes a lease for `for_us` microseconds from `now_us` on, if it is free, lapsed or already
/// `owner`'s, who thereby extends it. A lease that ends implausibly far ahead was made by a
/// clock that has been set back since, and counts as lapsed.
///
/// # Errors
/// If the database refuses.
pub async fn take(tx: &mut Tx, name: &str, owner: Uuid, now_us: i64, for_us: i64) -> Result<bool, Error> {
    let changed = exec!(
        tx,
        "INSERT INTO leases (name, owner, until) VALUES ($1, $2, $3)
         ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, until = excluded.until
         WHERE leases.owner = excluded.owner OR leases.until <= $4 OR leases.until > $5",
        name,
        owner,
        now_us + for_us,
        now_us,
        now_us + AHEAD_US_MAX
    )?;
    Ok(changed == 1)
}

/// Extends a lease that is still `owner`'s and has not lapsed. Until the transaction ends
/// nobody else can take it: what is written together with this is written by its holder.
///
/// # Errors
/// If the database refuses.
pub async fn keep(tx: &mut Tx, name: &str, owner: Uuid, now_us: i64, for_us: i64) -> Result<bool, Error> {
    let changed = exec!(
        tx,
        "UPDATE leases SET until = $3 WHERE name = $1 AND owner = $2 AND until > $4",
        name,
        owner,
        now_us + for_us,
        now_us
    )?;
    Ok(changed == 1)
}

/// Gives a lease back, if it is `owner`'s.
///
/// # Errors
/// If the database refuses.
pub async fn release(tx: &mut Tx, name: &str, owner: Uuid) -> Result<(), Error> {
    exec!(tx, "DELETE FROM leases WHERE name = $1 AND owner = $2", name, owner)?;
    Ok(())
}
