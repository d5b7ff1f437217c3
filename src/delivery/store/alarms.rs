//! What delivery found wrong with a post and somebody has to be told.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::super::PostId;
use crate::store::{Error, Tx, all, exec};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlarmKind {
    /// The content would be refused everywhere: what had not left was cancelled.
    Refused,
    /// One error after the other: what had not left is held.
    Errors,
}

impl AlarmKind {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Errors => "errors",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alarm {
    pub post: PostId,
    pub kind: AlarmKind,
    /// The platform's words.
    pub detail: String,
    pub raised_at: DateTime<Utc>,
}

/// Notes an alarm.
///
/// # Errors
/// If the database refuses.
pub async fn raise(tx: &mut Tx, post: PostId, kind: AlarmKind, detail: &str) -> Result<(), Error> {
    let (id, now): (Uuid, _) = (tx.new_id(), tx.now());
    exec!(
        tx,
        "INSERT INTO alarms (id, post_id, kind, detail, raised_at) VALUES ($1, $2, $3, $4, $5)",
        id,
        post,
        kind.code(),
        detail,
        now
    )?;
    Ok(())
}

/// The alarms of which nobody has been told; from now on somebody has.
///
/// # Errors
/// If the database refuses or holds an unknown kind.
pub async fn take_alarms(tx: &mut Tx) -> Result<Vec<Alarm>, Error> {
    let now = tx.now();
    let mut alarms = all!(
        tx,
        (PostId, String, String, DateTime<Utc>),
        "UPDATE alarms SET told_at = $1 WHERE told_at IS NULL RETURNING post_id, kind, detail, raised_at",
        now
    )?
    .into_iter()
    .map(|(post, kind, detail, raised_at)| {
        let kind = [AlarmKind::Refused, AlarmKind::Errors]
            .into_iter()
            .find(|known| known.code() == kind)
            .ok_or_else(|| Error::corrupt("alarm", kind))?;
        Ok(Alarm { post, kind, detail, raised_at })
    })
    .collect::<Result<Vec<_>, Error>>()?;
    alarms.sort_by_key(|alarm| alarm.raised_at);
    Ok(alarms)
}
