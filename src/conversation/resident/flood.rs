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
    let most = limits.iter().map(|(max, _)| *max).max().unwrap_or(0);
    if most < 1 {
        return Ok(false);
    }
    // The newest first: where there are as many as the limit, the oldest of them has to pass.
    let asked = questions::newest_asks(talk.tx, me, now - TimeDelta::hours(24), most).await?;
    let passed = |(max, window): (i64, TimeDelta)| {
        let first = asked.get(usize::try_from(max - 1).ok()?).filter(|at| **at > now - window)?;
        Some((*first + window, max))
    };
    let again = limits.into_iter().filter_map(passed).max();
    let Some((at, max)) = again else { return Ok(false) };
    // A minute more, so that nobody comes back a second too early.
    let at = i18n::moment(at + TimeDelta::minutes(1), talk.lang);
    answer_here(talk, words(talk.lang, &Text::TooMany { n: max, at })).await?;
    Ok(true)
}
