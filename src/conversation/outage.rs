//! The platform did not answer for a while: the log says so while it lasts, staff hear once it is over.

use chrono::TimeDelta;

use super::notice::Notice;
use super::talk::words;
use crate::channel::Letter;
use crate::delivery::{self, About, Backlog, Outage};
use crate::i18n::{self, Lang, Text, hanoi};
use crate::store::{Error, Tx};
use crate::text::Rich;
use crate::ward::Role;
use crate::ward::store as ward;

/// What is over sooner was nothing.
pub const OUTAGE_MIN: TimeDelta = TimeDelta::minutes(1);
/// How often the log speaks of an outage that goes on.
const LOG_EVERY: TimeDelta = TimeDelta::hours(1);

/// Looks at the outages that go on or are over. Gives whether anybody is told.
pub(super) async fn look(tx: &mut Tx) -> Result<bool, Error> {
    let mut busy = false;
    for outage in delivery::outages(tx).await? {
        match outage.back_at {
            None => speak(tx, outage).await?,
            Some(back_at) => {
                if delivery::close_outage(tx, outage.bot).await? && back_at - outage.since >= OUTAGE_MIN {
                    tell(tx, outage).await?;
                    busy = true;
                }
            }
        }
    }
    Ok(busy)
}

async fn speak(tx: &mut Tx, outage: Outage) -> Result<(), Error> {
    let now = tx.now();
    let backlog = delivery::backlog(tx, outage.bot).await?;
    if backlog.rows != outage.backlog.rows {
        delivery::note_backlog(tx, outage.bot, backlog).await?;
    }
    if now - outage.since >= OUTAGE_MIN && delivery::log_outage(tx, outage.bot, now - LOG_EVERY).await? {
        let Backlog { rows, oldest } = backlog;
        let minutes = oldest.map_or(0, |at| (now - at).num_minutes());
        tracing::warn!(
            "the platform has not answered since {}: {rows} messages wait, the oldest for {minutes} min",
            hanoi(outage.since).to_rfc3339()
        );
    }
    Ok(())
}

async fn tell(tx: &mut Tx, outage: Outage) -> Result<(), Error> {
    let back_at = outage.back_at.unwrap_or_else(|| tx.now());
    let backlog = outage.backlog;
    let letter = |lang: Lang| {
        let same_day = hanoi(outage.since).date_naive() == hanoi(back_at).date_naive();
        let moment = |at| if same_day { i18n::time(at) } else { i18n::moment(at, lang) };
        let over = Text::OutageOver { since: moment(outage.since), until: moment(back_at) };
        let rest = match backlog.oldest {
            Some(oldest) => Text::OutageBacklog { n: backlog.rows, oldest: moment(oldest) },
            None => Text::OutageNoBacklog,
        };
        Letter {
            text: Rich::plain(&over.say(lang)).below(1, &Rich::plain(&rest.say(lang))),
            ..words(lang, &over)
        }
    };
    for found in ward::wards_of_bot(tx, outage.bot).await? {
        let Some(bot) = ward::bot_of_ward(tx, found.id).await? else { continue };
        for person in ward::people_with(tx, found.id, Role::Administrator).await? {
            Notice::new(tx, &found, &bot).send(person.id, About::default(), letter).await?;
        }
    }
    Ok(())
}
