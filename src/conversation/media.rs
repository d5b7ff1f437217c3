//! What people send beside words. A resident's goes with their newest question that is not yet
//! closed; a photo only after its sender has said that no ID card is in it. An officer's, sent as
//! a reply to a card, goes to the asker.

use super::act::Act;
use super::notice::Notice;
use super::talk::{Talk, button, words};
use super::{card, officer};
use crate::channel::{Attachment, Letter};
use crate::delivery::{self, About, Kind, Lane};
use crate::i18n::{Lang, Text};
use crate::question::media::store as media;
use crate::question::store as questions;
use crate::question::{Question, QuestionId, State, spoken};
use crate::store::{Error, Tx};
use crate::text::Rich;
use crate::ward::store as ward;
use crate::ward::{ChatId, PersonId};

/// Something that a resident sent; words that came with it have been taken as a question before.
pub(super) async fn came(
    talk: &mut Talk<'_>,
    attachment: Attachment,
    album: Option<&str>,
) -> Result<(), Error> {
    let me = talk.me().await?;
    let mailbox = ward::mailbox(talk.tx, me).await?;
    let newest = questions::of_person(talk.tx, me).await?.into_iter().find(|q| !q.state.is_end());
    let (Some(question), Some(mailbox)) = (newest, mailbox) else {
        // Of an album, only its first part is answered with these words.
        return if talk.is_private() { talk.say(Text::MediaWithoutQuestion).await } else { Ok(()) };
    };
    let added = media::add(talk.tx, question.id, me, &attachment, album).await?;
    if !added.ask {
        return pass_on(talk, &question).await;
    }
    let lang = Lang::of(&mailbox.language);
    let letter = Letter {
        buttons: vec![vec![
            button(lang, &Text::ButtonPhotoPersonal, &Act::PhotoPersonal(question.id, added.n)),
            button(lang, &Text::ButtonPhotoPlain, &Act::PhotoPlain(question.id, added.n)),
        ]],
        ..words(lang, &Text::PhotoAsk { code: spoken(&question.code) })
    };
    talk.post_to(mailbox.chat, letter, Kind::Acknowledgement, Lane::Interactive, about(&question)).await?;
    Ok(())
}

/// The sender of a photo has said whether an ID card is in it.
pub(super) async fn decided(
    talk: &mut Talk<'_>,
    id: QuestionId,
    n: i32,
    is_personal: bool,
) -> Result<(), Error> {
    let me = talk.me().await?;
    let Some(question) = questions::question(talk.tx, id).await?.filter(|q| q.person == me) else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    if media::decide(talk.tx, id, n, me, !is_personal).await? == 0 {
        return talk.alert(Text::PhotoDecided).await;
    }
    let code = spoken(&question.code);
    let text = if is_personal { Text::PhotoDropped { code } } else { Text::PhotoKept { code } };
    let letter = words(talk.lang, &text);
    talk.replace(letter).await?;
    pass_on(talk, &question).await
}

/// Gives the unit what may be shown to it, if it has the question already; else this is done when
/// it gets it.
pub(super) async fn pass_on(talk: &mut Talk<'_>, question: &Question) -> Result<(), Error> {
    let Some((chat, letters)) = ready(talk.tx, question.id).await? else { return Ok(()) };
    for letter in letters {
        talk.post_to(chat, letter, Kind::Notice, Lane::Answer, about(question)).await?;
    }
    Ok(())
}

/// The same where the clock gave the question to the unit.
pub(super) async fn pass_on_late(notice: &mut Notice<'_>, question: &Question) -> Result<(), Error> {
    let Some((chat, letters)) = ready(notice.tx(), question.id).await? else { return Ok(()) };
    for letter in letters {
        notice.post_to(chat, letter, about(question)).await?;
    }
    Ok(())
}

/// What the unit has not yet got, with the chat in which it reads.
async fn ready(tx: &mut Tx, id: QuestionId) -> Result<Option<(ChatId, Vec<Letter>)>, Error> {
    let Some(question) = questions::question(tx, id).await? else { return Ok(None) };
    if !takes_media(&question) {
        return Ok(None);
    }
    let Some(unit) = question.unit else { return Ok(None) };
    let Some(unit) = ward::unit(tx, question.ward, unit).await? else { return Ok(None) };
    let Some(chat) = card::chat_for(tx, question.ward, &unit).await? else { return Ok(None) };
    let heading = Rich::plain(&Text::MediaOfQuestion { code: spoken(&question.code) }.say(Lang::Vi));
    let kept = media::take_kept(tx, id).await?;
    Ok(Some((chat, kept.into_iter().flat_map(|attachment| letters(attachment, &heading)).collect())))
}

/// An attachment with words below it; before it where it carries none.
fn letters(attachment: Attachment, text: &Rich) -> Vec<Letter> {
    let first = Letter { text: text.clone(), ..Letter::default() };
    match attachment {
        Attachment::Place(_) => {
            vec![first, Letter { attachment: Some(attachment), ..Letter::default() }]
        }
        Attachment::Photo(_) | Attachment::Document(_) | Attachment::Voice(_) => {
            vec![Letter { attachment: Some(attachment), ..first }]
        }
    }
}

/// Something in a unit's chat, as a reply to a card: it goes to the asker. Words with it are the
/// answer; without any it does not close the question.
pub(super) async fn from_officer(
    talk: &mut Talk<'_>,
    attachment: Attachment,
    caption: &Rich,
    reply_to: Option<&str>,
) -> Result<(), Error> {
    let found = match reply_to {
        Some(message) => delivery::outgoing_by_message(talk.tx, talk.chat.id, message).await?,
        None => None,
    };
    let question = match found.and_then(|found| found.about.question) {
        Some(id) => questions::question(talk.tx, id).await?.filter(|q| q.ward == talk.ward.id),
        None => None,
    };
    let sendable = match question.filter(takes_media) {
        Some(question) => officer::may_act(talk, &question).await?.map(|_| question),
        None => None,
    };
    let Some(question) = sendable else {
        // What is wrong is said as for an answer in words.
        return officer::answered(talk, caption, None, reply_to).await;
    };
    let Some(mailbox) = ward::mailbox(talk.tx, question.person).await? else {
        return talk.say(Text::AskerGone { code: spoken(&question.code) }).await;
    };
    if !caption.is_empty() {
        officer::answered(talk, caption, None, reply_to).await?;
    }
    let lang = Lang::of(&mailbox.language);
    let heading = Text::MediaOfAnswer { code: spoken(&question.code) }.say(lang);
    for letter in letters(attachment, &Rich::plain(&heading)) {
        talk.post_to(mailbox.chat, letter, Kind::Answer, Lane::Answer, about(&question)).await?;
    }
    if caption.is_empty() {
        let mut letter = words(talk.lang, &Text::MediaSent { code: spoken(&question.code) });
        letter.reply_to.clone_from(&talk.message_id);
        talk.send(letter).await?;
    }
    Ok(())
}

/// Photos about which their sender said nothing are gone, and the sender is told.
pub(super) async fn let_go(notice: &mut Notice<'_>, id: QuestionId, sender: PersonId) -> Result<(), Error> {
    let Some(question) = questions::question(notice.tx(), id).await? else { return Ok(()) };
    notice.tell(sender, &Text::PhotoExpired { code: spoken(&question.code) }).await
}

/// Whether a unit has the question, or has answered it and may still add something.
fn takes_media(question: &Question) -> bool {
    question.state.is_with_unit() || question.state == State::Answered
}

fn about(question: &Question) -> About {
    About { question: Some(question.id), ..About::default() }
}
