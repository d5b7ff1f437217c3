use chrono::{DateTime, FixedOffset, Utc};
pub fn hanoi(at: DateTime<Utc>) -> DateTime<FixedOffset> { at.with_timezone(&FixedOffset::east_opt(7 * 3600).unwrap()) }
