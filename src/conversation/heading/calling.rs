//! “Gọi giúp tổ trưởng”: staff on the phone with a head see where the head is, what to say next, and
//! do for them what can be done from here.

use super::super::act::Act;
use super::super::places;
use super::super::staff::only_administrator;
use super::super::talk::{Talk, link_button};
use crate::audit;
use crate::channel::{Channel, Letter};
use crate::i18n::{self, Text};
use crate::store::Error;
use crate::text::Rich;
use crate::ward::store::{self as ward, Registration, RegistrationStep as Step};
use crate::ward::{GroupState, NeighbourhoodId, Purpose};

/// Where a registration stands, in one line.
pub(in crate::conversation) async fn line(
    talk: &mut Talk<'_>,
    id: NeighbourhoodId,
) -> Result<Option<String>, Error> {
    let Some(Registration { step, person, at }) = ward::registration(talk.tx, id).await? else {
        return Ok(None);
    };
    let lang = talk.lang;
    let name = match person {
        Some(person) => ward::name_of(talk.tx, person).await?,
        None => String::new(),
    };
    let name = if name.is_empty() { Text::OfficeHead.say(lang) } else { name };
    let at = i18n::moment(at, lang);
    Ok(Some(Text::RegistrationLine { what: step_text(step, name).say(lang), at }.say(lang)))
}

fn step_text(step: Step, name: String) -> Text {
    match step {
        Step::Link => Text::StepLink,
        Step::Opened => Text::StepOpened { name },
        Step::Asked => Text::StepAsked { name },
        Step::Confirmed => Text::StepConfirmed,
        Step::Rejected => Text::StepRejected,
        Step::Undone => Text::StepUndone,
        Step::NotAdmin => Text::StepNotAdmin { name },
        Step::CannotTell => Text::StepCannotTell,
        Step::Anonymous => Text::StepAnonymous { name },
        Step::Stale => Text::StepStale { name },
        Step::OfAnother => Text::StepOfAnother { name },
        Step::OfUnit => Text::StepOfUnit { name },
        Step::Silenced => Text::StepSilenced,
        Step::Topic => Text::StepTopic { name },
    }
}

/// What to say to the head now.
fn advice(step: Option<Step>) -> Text {
    match step {
        None | Some(Step::Rejected | Step::Undone | Step::Stale) => Text::CallSendLink,
        Some(Step::Link) => Text::CallOpenLink,
        Some(Step::Opened) => Text::CallAddBot,
        Some(Step::Asked) => Text::CallConfirm,
        Some(Step::Confirmed) => Text::CallDone,
        Some(Step::NotAdmin) => Text::CallNotAdmin,
        Some(Step::CannotTell) => Text::CallAgain,
        Some(Step::Anonymous) => Text::CallAnonymous,
        Some(Step::OfAnother | Step::OfUnit) => Text::CallOtherGroup,
        Some(Step::Silenced) => Text::CallSilenced,
        Some(Step::Topic) => Text::CallTopic,
    }
}

/// The screen for the call.
pub(in crate::conversation) async fn call(talk: &mut Talk<'_>, id: NeighbourhoodId) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(place) = ward::neighbourhood(talk.tx, talk.ward.id, id).await? else {
        return talk.alert(Text::ButtonUnknown).await;
    };
    let (id, lang) = (place.id, talk.lang);
    let details = ward::details(talk.tx, id).await?;
    let terms = ward::in_office(talk.tx, id).await?;
    let name = if details.contact.is_empty() {
        terms.first().map(|term| term.person.name.clone()).unwrap_or_default()
    } else {
        details.contact
    };
    let who = match (name.is_empty(), details.phone.is_empty()) {
        (true, _) => Text::CallNobody { place: place.name.clone() },
        (false, true) => Text::CallName { place: place.name.clone(), name },
        (false, false) => Text::CallPhone { place: place.name.clone(), name, phone: details.phone },
    };
    let mut text = Rich::bold(&who.say(lang));
    if let Some(line) = line(talk, id).await? {
        text = text.below(1, &Rich::plain(&line));
    }
    let step = ward::registration(talk.tx, id).await?.map(|now| now.step);
    text = text.below(2, &Rich::plain(&advice(step).say(lang)));
    let me = talk.me().await?;
    let purpose = Purpose::Group { neighbourhood: id };
    let secret = ward::make_link(talk.tx, talk.ward.id, &purpose, Some(me)).await?;
    let mut buttons = Vec::new();
    for group in ward::groups(talk.tx, talk.ward.id).await? {
        if group.neighbourhood == id && group.state == GroupState::Asked {
            buttons.push(vec![
                talk.button(&Text::ButtonConfirm, &Act::ConfirmGroup(group.id)),
                talk.button(&Text::ButtonReject, &Act::RejectGroup(group.id)),
            ]);
        }
    }
    buttons.push(vec![talk.button(&Text::ButtonHeadLink, &Act::HeadLink(id))]);
    buttons.push(vec![link_button(lang, &Text::ButtonAddForHead, talk.group_link(&secret))]);
    if !terms.is_empty() {
        buttons.push(vec![talk.button(&Text::ButtonByHandFor, &Act::ByHandFor(id))]);
    }
    buttons.push(vec![
        talk.button(&Text::ButtonRefresh, &Act::CallHead(id)),
        talk.button(&Text::ButtonBack, &Act::Neighbourhood(id)),
    ]);
    talk.replace(Letter { text, buttons, ..Letter::default() }).await
}

/// “Tổ dùng Zalo: ghi giúp”: the head posts by hand; it is the ward's own word, so it holds at once.
pub(in crate::conversation) async fn post_by_hand(
    talk: &mut Talk<'_>,
    id: NeighbourhoodId,
) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(place) = ward::neighbourhood(talk.tx, talk.ward.id, id).await? else {
        return talk.alert(Text::ButtonUnknown).await;
    };
    let mut found = None;
    for head in ward::heads_of(talk.tx, place.id).await? {
        if let Some(mailbox) = ward::mailbox(talk.tx, head).await? {
            found = Some((head, mailbox.chat));
            break;
        }
    }
    let Some((head, chat)) = found else { return talk.alert(Text::CallNotReachable).await };
    let group = ward::ask_group(talk.tx, talk.ward.id, place.id, Channel::Relay, chat, head).await?;
    let me = talk.me().await?;
    if !ward::decide_group(talk.tx, group.id, true, me).await? {
        return talk.alert(Text::RelayKnown).await;
    }
    ward::note_registration(talk.tx, place.id, Step::Confirmed, Some(me)).await?;
    audit::append(talk.tx, talk.ward.id, Some(me), "confirm_group", &format!("group:{}", group.id), "")
        .await?;
    places::settled(talk, &group, &place.name, true).await?;
    call(talk, place.id).await
}
