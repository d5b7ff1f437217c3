//! A limit on what one person asks, which says until when.

use chrono::TimeDelta;

use super::asking::answer_here;
use crate::conversation::talk::{Talk, words};
use crate::i18n::{self, Text};
use crate::question::store as questions;
use crate::store::Error;

/// Whether who speaks has asked as much as one person may for now; then they are told when they
/// can ask again, and nothing of what they wrote is kept. Danger is never asked about here.
pub(super) async fn stops(talk: &mut Talk<'_>) -> Result<bool, Error> {
    let (me, now) = (talk.me().await?, talk.tx.now());
    let rules = &talk.desk.residents;
    let limits = [(rules.ten_minutes, TimeDelta::minutes(10)), (rules.a_day, TimeDelta::hours(24))];
    let mut again = None;
    for (max, window) in limits {
        if max < 1 {
            continue;
        }
        if let Some(first) = questions::nth_newest(talk.tx, me, now - window, max).await? {
            again = again.max(Some((first + window, max)));
        }
    }
    let Some((at, max)) = again else { return Ok(false) };
    // A minute more, so that nobody comes back a second too early.
    let at = i18n::moment(at + TimeDelta::minutes(1), talk.lang);
    answer_here(talk, words(talk.lang, &Text::TooMany { n: max, at })).await?;
    Ok(true)
}
