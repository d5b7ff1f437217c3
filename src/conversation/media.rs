//! What people send beside words. A resident's goes with their newest question that is not yet
//! closed; a photo only after its sender has said that no ID card is in it. An officer's, sent as
//! a reply to a card, goes to the asker.

use super::act::Act;
use super::notice::Notice;
use super::talk::{Talk, button, words};
use super::{card, inbox, officer};
use crate::channel::{Attachment, Content, Letter, Media};
use crate::delivery::{self, About, Kind, Lane, Looks};
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
    is_picture: bool,
    album: Option<&str>,
) -> Result<(), Error> {
    let me = talk.me().await?;
    let mailbox = ward::mailbox(talk.tx, me).await?;
    let newest = questions::of_person(talk.tx, me).await?.into_iter().find(|q| !q.state.is_end());
    let (Some(question), Some(mailbox)) = (newest, mailbox) else {
        // Of an album, only its first part is answered with these words.
        return if talk.is_private() { talk.say(Text::MediaWithoutQuestion).await } else { Ok(()) };
    };
    let added = media::add(talk.tx, question.id, me, &attachment, is_picture, album).await?;
    if !added.ask {
        return pass_on(&mut talk.notice(), question.id).await;
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
    pass_on(&mut talk.notice(), id).await?;
    for part in questions::parts_of(talk.tx, id).await? {
        pass_on(&mut talk.notice(), part).await?;
    }
    Ok(())
}

/// Gives the unit what may be shown to it, if it has the question already; else this is done when
/// it gets it.
pub(super) async fn pass_on(notice: &mut Notice<'_>, id: QuestionId) -> Result<(), Error> {
    let Some(handled) = handled(notice.tx(), id).await? else { return Ok(()) };
    let Some(chat) = chat_of(notice.tx(), &handled).await? else { return Ok(()) };
    pass(notice, id, &handled, chat).await
}

/// The same for a question that its unit has just got, to where the unit reads.
pub(super) async fn pass_to(notice: &mut Notice<'_>, question: &Question, chat: ChatId) -> Result<(), Error> {
    pass(notice, question.id, question, chat).await
}

async fn pass(
    notice: &mut Notice<'_>,
    id: QuestionId,
    handled: &Question,
    chat: ChatId,
) -> Result<(), Error> {
    for attachment in media::take_kept(notice.tx(), id).await? {
        show(notice, chat, id, handled, attachment).await?;
    }
    Ok(())
}

/// The question as its unit handles it: the one with which it is one, if it is.
async fn handled(tx: &mut Tx, id: QuestionId) -> Result<Option<Question>, Error> {
    let question = questions::question(tx, id).await?;
    let main = match question.as_ref().and_then(|question| question.joined_to) {
        Some(main) => questions::question(tx, main).await?,
        None => question,
    };
    Ok(main.filter(takes_media))
}

/// Where the unit reads that has it.
async fn chat_of(tx: &mut Tx, question: &Question) -> Result<Option<ChatId>, Error> {
    let Some(unit) = question.unit else { return Ok(None) };
    let Some(unit) = ward::unit(tx, question.ward, unit).await? else { return Ok(None) };
    card::chat_for(tx, question.ward, &unit).await
}

/// Shows one thing that was sent with `id`, under the code by which it is handled.
async fn show(
    notice: &mut Notice<'_>,
    chat: ChatId,
    id: QuestionId,
    handled: &Question,
    attachment: Attachment,
) -> Result<(), Error> {
    let heading = Rich::plain(&Text::MediaOfQuestion { code: spoken(&handled.code) }.say(Lang::Vi));
    let about = About { question: Some(id), ..About::default() };
    for letter in letters(attachment, &heading) {
        let parcel = notice.parcel(chat, Kind::Media, Lane::Answer, Content::Message(letter), about);
        notice.leave(&parcel).await?;
    }
    Ok(())
}

/// The question has gone to another unit: what was sent with it goes along, and is taken away
/// where it may not be read any more.
pub(super) async fn moved(notice: &mut Notice<'_>, id: QuestionId) -> Result<(), Error> {
    let Some(question) = questions::question(notice.tx(), id).await? else { return Ok(()) };
    let here = chat_of(notice.tx(), &question).await?;
    let mut all = questions::joined_to(notice.tx(), id).await?;
    all.insert(0, id);
    for one in all {
        let mut is_here = false;
        for chat in delivery::chats_with_media(notice.tx(), one).await? {
            is_here |= here == Some(chat);
            if here != Some(chat) && !inbox::may_read_in(notice.tx(), chat, &question).await? {
                take_away(notice, one, &question.code, chat).await?;
            }
        }
        if !is_here {
            media::keep_again(notice.tx(), one).await?;
            pass_on(notice, one).await?;
        }
    }
    Ok(())
}

/// Nobody is to see any more what was sent with a question.
pub(super) async fn close(notice: &mut Notice<'_>, question: &Question) -> Result<(), Error> {
    for chat in delivery::chats_with_media(notice.tx(), question.id).await? {
        take_away(notice, question.id, &question.code, chat).await?;
    }
    Ok(())
}

/// Takes what was shown out of a chat. What is too old for that loses the words below it, and
/// whoever reads there is asked to take it away.
async fn take_away(notice: &mut Notice<'_>, id: QuestionId, code: &str, chat: ChatId) -> Result<(), Error> {
    for shown in delivery::take_media(notice.tx(), id, chat).await? {
        let target = shown.message;
        let mut letter = words(Lang::Vi, &Text::MediaTakenAway { code: spoken(code) });
        letter.attachment = (shown.looks == Looks::File).then(|| Attachment::Photo(Media::of_the_message()));
        // Not about the question: what is about it does not leave once its words are gone.
        let delete = Content::Delete { target: target.clone() };
        let mut parcel = notice.parcel(chat, Kind::Edit, Lane::Interactive, delete, About::default());
        if shown.looks != Looks::Place {
            parcel.fallback = vec![Content::Edit { target, letter }];
        }
        notice.leave(&parcel).await?;
    }
    Ok(())
}

/// “Gửi kèm”: all of it once more, for who handles the question and looks at its card here.
pub(super) async fn show_here(talk: &mut Talk<'_>, id: QuestionId) -> Result<(), Error> {
    let Some(question) = questions::question(talk.tx, id).await?.filter(|q| q.ward == talk.ward.id) else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    if officer::may_act(talk, &question).await?.is_none() {
        return talk.alert(Text::QuestionNotYours).await;
    }
    let all = media::for_staff(talk.tx, id).await?;
    if all.is_empty() || !takes_media(&question) {
        return talk.alert(Text::MediaGone).await;
    }
    let chat = talk.chat.id;
    for (of, attachment) in all {
        show(&mut talk.notice(), chat, of, &question, attachment).await?;
    }
    Ok(())
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
