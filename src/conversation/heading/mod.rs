//! What a neighbourhood's head does, and their deputies: register the group, see that it works,
//! hand the office over. And what staff do about it on the phone.

mod calling;
mod office;
mod own;
mod registering;
mod weekly;

pub(super) use calling::{call, line as registration_line, post_by_hand};
pub(super) use office::{
    account_opened, ask_end, begin_handover, decline, deputy_link, deputy_opened, end, hand_over,
    handover_opened, offices, second_account, stop_handover, take_over,
};
pub(super) use own::my_neighbourhoods;
pub(super) use registering::{
    choose_topic, general_topic, group_opened, link_opened, link_refused, right_after_all, wrong,
};
pub(super) use weekly::{set_hearing, weekly};

use super::directory::{help_line, say_with_help};
use super::talk::Talk;
use crate::channel::{Letter, Made};
use crate::delivery;
use crate::i18n::{Lang, Text};
use crate::picture;
use crate::store::Error;
use crate::text::Rich;
use crate::ward::PersonId;
use crate::ward::store as ward;

/// Whom a person can call who is told that something went wrong, in their language.
pub(super) async fn help_for(talk: &mut Talk<'_>, person: PersonId) -> Result<String, Error> {
    let mailbox = ward::mailbox(talk.tx, person).await?;
    let lang = mailbox.map_or(Lang::Vi, |mailbox| Lang::of(&mailbox.language));
    help_line(talk.tx, &talk.ward, lang).await
}

/// A link as words, and as a picture that a phone reads.
pub(super) fn with_code(mut letter: Letter, url: &str) -> Letter {
    letter.made = picture::qr(url).map(|png| Made::picture("lien-ket.png", &png));
    letter
}

/// Says in the chat where it happened what went wrong; in the person's own chat too, where the
/// group hears nothing from us.
pub(super) async fn stuck(talk: &mut Talk<'_>, text: &Text) -> Result<(), Error> {
    let is_mute = !talk.is_private() && talk.chat.state != crate::ward::ChatState::Open;
    let private = match (&talk.person, is_mute) {
        (Some(person), true) => ward::mailbox(talk.tx, person.id).await?,
        _ => None,
    };
    let Some(mailbox) = private else { return say_with_help(talk, text).await };
    let lang = Lang::of(&mailbox.language);
    let line = help_line(talk.tx, &talk.ward, lang).await?;
    let text = Rich::plain(&text.say(lang)).below(1, &Rich::plain(&line));
    talk.notice()
        .post_to(mailbox.chat, Letter { text, ..Letter::default() }, delivery::About::default())
        .await
}
