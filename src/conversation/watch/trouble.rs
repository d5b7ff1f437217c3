//! What delivery found wrong with a post: it is stopped or paused, and people hear of it once.

use super::super::act::Act;
use super::super::notice::Notice;
use super::super::talk::{button, words};
use super::letters::{steering_buttons, why_refused};
use crate::channel::Letter;
use crate::delivery::{self, About, Alarm, AlarmKind};
use crate::i18n::Text;
use crate::message;
use crate::schedule::{self, Post, Steered};
use crate::store::{Error, Tx};
use crate::ward::store as ward;

/// Acts on the alarms of which nobody has been told. Gives whether there were any.
pub async fn hear_alarms(tx: &mut Tx) -> Result<bool, Error> {
    let alarms = delivery::take_alarms(tx).await?;
    for alarm in &alarms {
        let Some(post) = schedule::post(tx, alarm.post).await? else { continue };
        match alarm.kind {
            AlarmKind::Refused => refused(tx, &post, alarm).await?,
            AlarmKind::Errors => errors(tx, &post, alarm).await?,
        }
    }
    Ok(!alarms.is_empty())
}

/// The content would be refused everywhere. What was under way with the first refusal comes back
/// refused too: only the first one stops the post and is told.
async fn refused(tx: &mut Tx, post: &Post, alarm: &Alarm) -> Result<(), Error> {
    if schedule::end(tx, post.id, None, Some(&alarm.detail)).await? != Steered::Done {
        return Ok(());
    }
    super::stir(tx, post.id).await?;
    let Some(message) = message::message(tx, post.message).await? else { return Ok(()) };
    let (ward_row, sent) = (ward::ward(tx, post.ward).await?, delivery::tally(tx, post.id).await?.sent);
    let Some(bot) = ward::bot_of_ward(tx, post.ward).await? else { return Ok(()) };
    let (id, number, author) = (message.id, i64::from(message.number), message.author);
    let mut notice = Notice::new(tx, &ward_row, &bot);
    notice
        .send(author, About::default(), |lang| {
            let why = why_refused(&alarm.detail).say(lang);
            Letter {
                buttons: vec![vec![button(lang, &Text::ButtonEdit, &Act::EditMessage(id))]],
                ..words(lang, &Text::TroubleRefusedAuthor { number, why, sent })
            }
        })
        .await?;
    notice
        .tell_stoppers_but(author, |lang| {
            let why = why_refused(&alarm.detail).say(lang);
            Letter {
                buttons: vec![vec![button(lang, &Text::ButtonCoverage, &Act::Coverage(post.id))]],
                ..words(lang, &Text::TroubleRefused { number, why, sent })
            }
        })
        .await
}

/// One error after the other: somebody decides whether it goes on.
async fn errors(tx: &mut Tx, post: &Post, alarm: &Alarm) -> Result<(), Error> {
    if schedule::pause(tx, post.id, None, Some(&alarm.detail)).await? != Steered::Done {
        return Ok(());
    }
    super::stir(tx, post.id).await?;
    let Some(message) = message::message(tx, post.message).await? else { return Ok(()) };
    let (ward_row, tally) = (ward::ward(tx, post.ward).await?, delivery::tally(tx, post.id).await?);
    let Some(bot) = ward::bot_of_ward(tx, post.ward).await? else { return Ok(()) };
    let text = Text::TroubleErrors { number: i64::from(message.number), sent: tally.sent, left: tally.left };
    Notice::new(tx, &ward_row, &bot)
        .tell_stoppers(|lang| Letter {
            buttons: vec![
                steering_buttons(lang, post.id),
                vec![button(lang, &Text::ButtonCoverage, &Act::Coverage(post.id))],
            ],
            ..words(lang, &text)
        })
        .await
}
