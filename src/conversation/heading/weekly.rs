//! Once a week those in office hear in one line that all was posted, where something was.

use std::collections::HashMap;

use chrono::{Datelike, TimeDelta};

use super::super::Desk;
use super::super::act::Act;
use super::super::notice::Notice;
use super::super::talk::{Talk, button, words};
use crate::calendar::{instant, local};
use crate::channel::Channel;
use crate::delivery::{self, About};
use crate::i18n::Text;
use crate::schedule::{heads_hear, heads_not_told};
use crate::store::{Error, Tx};
use crate::ward::store as ward;
use crate::ward::{GroupState, NeighbourhoodId, WardId};

/// Tells the heads of each ward, at the time that is set; gives whether somebody was told.
pub(in crate::conversation) async fn weekly(tx: &mut Tx, desk: &Desk) -> Result<bool, Error> {
    let Some((weekday, time)) = desk.heads else { return Ok(false) };
    let now = tx.now();
    let today = local(now).date();
    // A day late it is no news; the next one comes in six days.
    if today.weekday() != weekday || now < instant(today.and_time(time)) {
        return Ok(false);
    }
    let monday = today - TimeDelta::days(i64::from(today.weekday().num_days_from_monday()));
    let mut told = false;
    for id in heads_not_told(tx, monday).await? {
        if heads_hear(tx, id, monday).await? {
            told |= tell(tx, id).await?;
        }
    }
    Ok(told)
}

/// What a neighbourhood was to get in the week, and what came of it.
#[derive(Default)]
struct Week {
    sent: i64,
    all: i64,
    by_hand: bool,
}

async fn tell(tx: &mut Tx, id: WardId) -> Result<bool, Error> {
    let since = tx.now() - TimeDelta::days(7);
    let posted = delivery::got_since(tx, id, since).await?;
    let found = ward::ward(tx, id).await?;
    let Some(bot) = ward::bot_of_ward(tx, id).await?.filter(|_| !posted.is_empty()) else {
        return Ok(false);
    };
    let mut weeks: HashMap<NeighbourhoodId, Week> = HashMap::new();
    for group in ward::groups(tx, id).await? {
        let Some((sent, all)) = posted.get(&group.id).filter(|_| group.state == GroupState::Confirmed) else {
            continue;
        };
        let week = weeks.entry(group.neighbourhood).or_default();
        // Several groups of one neighbourhood get the same posts: the one that got most counts.
        if *sent >= week.sent {
            (week.sent, week.by_hand) = (*sent, group.channel == Channel::Relay);
        }
        week.all = week.all.max(*all);
    }
    let mut told = false;
    for place in ward::neighbourhoods(tx, id).await? {
        let Some(Week { sent, all, by_hand }) = weeks.remove(&place.id) else { continue };
        let name = place.name.clone();
        let text = match (sent == all, by_hand) {
            (true, false) => Text::WeekAllPosted { n: all, name },
            (true, true) => Text::WeekAllByHand { n: all, name },
            (false, _) => Text::WeekSomePosted { sent, n: all, name },
        };
        for person in ward::heads_of(tx, place.id).await? {
            if !ward::hears(tx, place.id, person).await? {
                continue;
            }
            let off = Act::HearWeekly(place.id, "0".into());
            let mut notice = Notice::new(tx, &found, &bot);
            notice
                .send(person, About::default(), |lang| {
                    let mut letter = words(lang, &text);
                    letter.buttons = vec![vec![button(lang, &Text::ButtonHearNoMore, &off)]];
                    letter
                })
                .await?;
            told = true;
        }
    }
    Ok(told)
}

/// “Không cần báo nữa”, or again.
pub(in crate::conversation) async fn set_hearing(
    talk: &mut Talk<'_>,
    id: NeighbourhoodId,
    word: &str,
) -> Result<(), Error> {
    let place = ward::neighbourhood(talk.tx, talk.ward.id, id).await?;
    let Some(place) = place.filter(|place| talk.roles.heads.contains(&place.id)) else {
        return talk.alert(Text::NotYourNeighbourhood).await;
    };
    let (me, hears) = (talk.me().await?, word == "1");
    ward::set_hears(talk.tx, place.id, me, hears).await?;
    talk.alert(if hears { Text::HearsAgain } else { Text::HearsNoMore }).await
}
