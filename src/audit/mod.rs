//! Who did what, when. Every act of staff is one row, numbered without gaps per ward and
//! hashed together with the row before it, so that a changed or missing row shows.
//! Residents' words never come here.

mod store;

pub use store::{Entry, append, entries};

use chrono::{DateTime, SecondsFormat, Utc};
use sha2::{Digest, Sha256};

/// Where a chain begins.
pub const ROOT: [u8; 32] = [0; 32];

/// The hash of one row: everything in it and the hash before.
#[must_use]
pub fn link(
    before: &[u8],
    n: i64,
    at: DateTime<Utc>,
    person: Option<uuid::Uuid>,
    act: &str,
    subject: &str,
    detail: &str,
) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(before);
    hash.update(n.to_be_bytes());
    for field in [
        at.to_rfc3339_opts(SecondsFormat::Millis, true).as_str(),
        person.map(|p| p.to_string()).unwrap_or_default().as_str(),
        act,
        subject,
        detail,
    ] {
        // Lengths go in too, so that no two different rows give the same bytes.
        hash.update(field.len().to_be_bytes());
        hash.update(field);
    }
    hash.finalize().to_vec()
}

/// The number of the first entry that does not follow from the one before it.
#[must_use]
pub fn first_break(entries: &[Entry]) -> Option<i64> {
    let mut before = ROOT.to_vec();
    for (n, entry) in (1..).zip(entries) {
        let expected =
            link(&before, entry.n, entry.at, entry.person, &entry.act, &entry.subject, &entry.detail);
        if entry.n != n || entry.hash != expected {
            return Some(n);
        }
        before.clone_from(&entry.hash);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(acts: &[&str]) -> Vec<Entry> {
        let mut before = ROOT.to_vec();
        let at = DateTime::from_timestamp(1_780_000_000, 0).unwrap();
        (1..)
            .zip(acts)
            .map(|(n, act)| {
                let hash = link(&before, n, at, None, act, "s", "d");
                before.clone_from(&hash);
                Entry {
                    n,
                    at,
                    person: None,
                    act: (*act).into(),
                    subject: "s".into(),
                    detail: "d".into(),
                    hash,
                }
            })
            .collect()
    }

    #[test]
    fn a_whole_chain_has_no_break() {
        assert_eq!(first_break(&chain(&["approve", "return", "stop"])), None);
    }

    #[test]
    fn a_changed_row_shows() {
        let mut entries = chain(&["approve", "return", "stop"]);
        entries[1].act = "approve".into();
        assert_eq!(first_break(&entries), Some(2));
    }

    #[test]
    fn a_missing_row_shows() {
        let mut entries = chain(&["approve", "return", "stop"]);
        entries.remove(0);
        assert_eq!(first_break(&entries), Some(1));
    }
}
