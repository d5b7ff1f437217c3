//! What a neighbourhood's head does, and their deputies: register the group, see that it works,
//! post for us where no bot can, hand the office over. And what staff do about it on the phone.

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

use super::act::Act;
use super::directory::{help_line, say_with_help};
use super::talk::Talk;
use super::{places, watch};
use crate::channel::{Channel, Letter, Made};
use crate::delivery::{self, OutgoingId};
use crate::i18n::{Lang, Text};
use crate::picture;
use crate::store::Error;
use crate::text::Rich;
use crate::ward::store as ward;
use crate::ward::{GroupState, NeighbourhoodId, PersonId};

/// Whom a person can call who is told that something went wrong, in their language.
pub(super) async fn help_for(talk: &mut Talk<'_>, person: PersonId) -> Result<String, Error> {
    let mailbox = ward::mailbox(talk.tx, person).await?;
    let lang = mailbox.map_or(Lang::Vi, |mailbox| Lang::of(&mailbox.language));
    help_line(talk.tx, &talk.ward, lang).await
}

/// A link as words, and as a picture that a phone reads.
pub(super) fn with_code(mut letter: Letter, url: &str) -> Letter {
    letter.made = picture::code(url, "").map(|png| Made::picture("lien-ket.png", &png));
    letter
}

/// The head's group is where no bot can be: they will post by hand.
pub(super) async fn relay_instead(talk: &mut Talk<'_>, id: NeighbourhoodId) -> Result<(), Error> {
    let Some(found) = ward::neighbourhood(talk.tx, talk.ward.id, id).await? else {
        return talk.alert(Text::NotYourNeighbourhood).await;
    };
    if !talk.roles.heads.contains(&found.id) {
        return talk.alert(Text::NotYourNeighbourhood).await;
    }
    let me = talk.me().await?;
    let chat = talk.chat.id;
    let group = ward::ask_group(talk.tx, talk.ward.id, found.id, Channel::Relay, chat, me).await?;
    if group.state == GroupState::Confirmed {
        return talk.toast(Text::RelayKnown).await;
    }
    talk.replace(talk.letter(&Text::RelayAsked { name: found.name.clone() })).await?;
    places::ask_staff(talk, &group, &found.name, None).await
}

/// "Đã đăng" or "Không đăng được" under a text that the head was asked to post.
pub(super) async fn relayed(talk: &mut Talk<'_>, copy: OutgoingId, posted: bool) -> Result<(), Error> {
    let Some(group) = delivery::group_of_copy(talk.tx, copy).await? else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    let me = talk.me().await?;
    let found = ward::group(talk.tx, talk.ward.id, group).await?;
    // Who is in office, not who was when the group was registered.
    if !found.is_some_and(|g| talk.roles.heads.contains(&g.neighbourhood)) {
        return talk.alert(Text::NotYourNeighbourhood).await;
    }
    if !delivery::record_relay(talk.tx, copy, posted, me.0).await? {
        return talk.alert(Text::RelayTooLate).await;
    }
    let mut is_recall = false;
    if let Some(post) = delivery::post_of_copy(talk.tx, copy).await? {
        watch::stir(talk.tx, post).await?;
        is_recall = delivery::post_kind(talk.tx, post).await? == delivery::PostKind::Recall;
    }
    let toast = if posted { Text::RelayThanks } else { Text::RelayNotPosted };
    let other = if posted { Act::NotRelayed(copy) } else { Act::Relayed(copy) };
    let (note, other_label) = match (is_recall, posted) {
        (false, true) => (Text::RelayDoneNote, Text::ButtonRelayUndo),
        (false, false) => (Text::RelayFailedNote, Text::ButtonRelayed),
        (true, true) => (Text::TakenDownNote, Text::ButtonTakenDownUndo),
        (true, false) => (Text::NotTakenDownNote, Text::ButtonTakenDown),
    };
    talk.toast(toast).await?;
    // The text to copy stays as it is; a line of its own says what was noted, and lets a
    // mistaken tap be taken back.
    let mut letter = talk.letter(&note);
    letter.buttons = vec![vec![talk.button(&other_label, &other)]];
    talk.send(letter).await
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
