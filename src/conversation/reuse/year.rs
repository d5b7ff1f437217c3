//! What the ward said on the same anniversary a year ago.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::super::act::Act;
use super::super::talk::Talk;
use crate::calendar::{day, instant};
use crate::channel::Button;
use crate::i18n::{self, Text};
use crate::message::{self, MessageId};
use crate::plan::{self, Anniversary};
use crate::schedule;
use crate::store::Error;
use crate::text::{Rich, shorten};

/// An opening so many days before an anniversary may be for it.
const BEFORE: TimeDelta = TimeDelta::days(14);
/// A message of that day was posted from so many days before it on until so many after it.
const EARLY: TimeDelta = TimeDelta::days(30);
const LATE: TimeDelta = TimeDelta::days(3);
/// Years that are looked back: an anniversary may have been left out once.
const YEARS: i32 = 2;
/// Messages of one screen.
const OFFERED_MAX: usize = 3;

/// The earlier messages for the anniversaries that come at `at` or soon after it, as something to
/// begin with.
pub(in crate::conversation) async fn offer(talk: &mut Talk<'_>, at: DateTime<Utc>) -> Result<(), Error> {
    let ahead = plan::anniversaries(talk.tx, talk.ward.id, day(at), day(at + BEFORE)).await?;
    let found = buttons(talk, &ahead).await?;
    if found.is_empty() {
        return Ok(());
    }
    let mut letter = talk.letter(&Text::YearOffer);
    letter.buttons = found;
    talk.send(letter).await
}

/// A button for each of these anniversaries for which there is an earlier message.
pub(in crate::conversation) async fn buttons(
    talk: &mut Talk<'_>,
    anniversaries: &[Anniversary],
) -> Result<Vec<Vec<Button>>, Error> {
    let mut buttons: Vec<Vec<Button>> = Vec::new();
    let mut offered: Vec<MessageId> = Vec::new();
    for anniversary in anniversaries {
        let Some((id, posted)) = earlier(talk, anniversary).await? else { continue };
        if offered.contains(&id) || buttons.len() >= OFFERED_MAX {
            continue;
        }
        offered.push(id);
        let label = Text::ButtonLastYear {
            name: shorten(&anniversary.name, 36),
            day: i18n::hanoi(posted).format("%d/%m/%Y").to_string(),
        };
        buttons.push(vec![talk.button(&label, &Act::OldOpen(id))]);
    }
    Ok(buttons)
}

/// The message that was posted for this anniversary the last time, and when.
async fn earlier(
    talk: &mut Talk<'_>,
    anniversary: &Anniversary,
) -> Result<Option<(MessageId, DateTime<Utc>)>, Error> {
    for back in 1..=YEARS {
        // A lunar day lies elsewhere in each year.
        let about = anniversary.date - TimeDelta::days(i64::from(back) * 365);
        let (first, last) = (about - TimeDelta::days(20), about + TimeDelta::days(20));
        let then = plan::anniversaries(talk.tx, talk.ward.id, first, last).await?;
        let Some(then) = then.into_iter().find(|one| one.name == anniversary.name) else { continue };
        let midnight = |date: NaiveDate| instant(date.and_time(chrono::NaiveTime::MIN));
        let (from, to) = (midnight(then.date) - EARLY, midnight(then.date) + LATE);
        let posts = schedule::posts_between(talk.tx, talk.ward.id, from, to).await?;
        for post in posts.iter().rev() {
            let Some(released) = post.released_at else { continue };
            let Some(version) = message::version(talk.tx, post.message, post.version).await? else {
                continue;
            };
            if speaks_of(&version.body.vi, &then) {
                return Ok(Some((post.message, released)));
            }
        }
    }
    Ok(None)
}

fn speaks_of(text: &Rich, anniversary: &Anniversary) -> bool {
    anniversary.is_in(&text.words())
}
