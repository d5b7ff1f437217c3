//! Who is in office: handed over with `/chuyengiao`, shared with a deputy, used from a second
//! account, and ended by staff when a head has left. The group stays where it is.

use super::super::act::Act;
use super::super::directory::take_off;
use super::super::handing::key;
use super::super::staff::{only_administrator, plain_button};
use super::super::talk::{Talk, button, words};
use super::{stuck, with_code};
use crate::audit;
use crate::channel::{Channel, Letter};
use crate::delivery::About;
use crate::i18n::{Text, hanoi};
use crate::store::Error;
use crate::text::{Rich, shorten};
use crate::ward::store::{self as ward, Link, LinkState, Term};
use crate::ward::{
    Group, GroupState, LINK_DAYS, Neighbourhood, NeighbourhoodId, Office, PersonId, Purpose, Role,
};

/// Periods of office that a screen tells of.
const TERMS_MAX: usize = 12;

fn office_name(office: Office) -> Text {
    match office {
        Office::Head => Text::OfficeHead,
        Office::Deputy => Text::OfficeDeputy,
    }
}

/// `/chuyengiao`
pub(in crate::conversation) async fn hand_over(talk: &mut Talk<'_>) -> Result<(), Error> {
    if !talk.is_private() {
        return talk.say(Text::OnlyInPrivate).await;
    }
    match talk.roles.heads.clone()[..] {
        [] => talk.say(Text::NotHead).await,
        [one] => begin_handover(talk, one).await,
        _ => {
            let mut letter = talk.letter(&Text::HandoverWhich);
            for id in talk.roles.heads.clone() {
                let Some(place) = ward::neighbourhood(talk.tx, talk.ward.id, id).await? else { continue };
                letter.buttons.push(vec![plain_button(&place.name, &Act::HandOffice(id))]);
            }
            talk.send(letter).await
        }
    }
}

/// The place of a button that only those in office there may press.
async fn own(talk: &mut Talk<'_>, id: NeighbourhoodId) -> Result<Option<Neighbourhood>, Error> {
    let place = ward::neighbourhood(talk.tx, talk.ward.id, id).await?;
    let place = place.filter(|place| talk.is_private() && talk.roles.heads.contains(&place.id));
    if place.is_none() {
        talk.alert(Text::NotYourNeighbourhood).await?;
    }
    Ok(place)
}

/// A link for who takes the office over. Nothing changes before they accept.
pub(in crate::conversation) async fn begin_handover(
    talk: &mut Talk<'_>,
    id: NeighbourhoodId,
) -> Result<(), Error> {
    let Some(place) = own(talk, id).await? else { return Ok(()) };
    let me = talk.me().await?;
    let purpose = Purpose::Handover { neighbourhood: place.id, from: me };
    let secret = ward::make_link(talk.tx, talk.ward.id, &purpose, Some(me)).await?;
    let url = talk.private_link(&secret);
    let mut letter = talk.letter(&Text::HandoverLink { name: place.name, url: url.clone(), days: LINK_DAYS });
    letter.buttons = vec![vec![talk.button(&Text::ButtonHandoverStop, &Act::HandStop(secret))]];
    talk.send_once(with_code(letter, &url)).await
}

/// “Thôi, không chuyển nữa”
pub(in crate::conversation) async fn stop_handover(talk: &mut Talk<'_>, secret: &str) -> Result<(), Error> {
    let me = talk.me().await?;
    let link = ward::link(talk.tx, secret).await?;
    let is_mine = matches!(link.map(|link| link.purpose), Some(Purpose::Handover { from, .. }) if from == me);
    if !is_mine {
        return talk.alert(Text::NotYourNeighbourhood).await;
    }
    if !ward::use_link(talk.tx, secret, me).await? {
        return talk.alert(Text::AlreadyDecided).await;
    }
    talk.alert(Text::HandoverStopped).await
}

/// What a handover's link stands for, if it still does.
async fn handover(
    talk: &mut Talk<'_>,
    link: &Link,
) -> Result<Option<(Neighbourhood, PersonId, Office)>, Error> {
    let Purpose::Handover { neighbourhood, from } = link.purpose else { return Ok(None) };
    let Some(place) = ward::neighbourhood(talk.tx, talk.ward.id, neighbourhood).await? else {
        return Ok(None);
    };
    let office = ward::office_of(talk.tx, place.id, from).await?;
    Ok(office.filter(|_| link.state == LinkState::Fresh).map(|office| (place, from, office)))
}

/// Who is to take the office over has opened the link: they are asked.
pub(in crate::conversation) async fn handover_opened(
    talk: &mut Talk<'_>,
    secret: &str,
    link: &Link,
) -> Result<(), Error> {
    let me = talk.me().await?;
    if link.state == LinkState::Used(me) {
        return super::my_neighbourhoods(talk, &super::super::Facts::default()).await;
    }
    let Some((place, from, _)) = handover(talk, link).await? else {
        let text = if link.state == LinkState::Expired { Text::LinkExpired } else { Text::LinkUsed };
        return stuck(talk, &text).await;
    };
    if from == me {
        return stuck(talk, &Text::HandoverOwn).await;
    }
    let by = ward::name_of(talk.tx, from).await?;
    let mut letter = talk.letter(&Text::HandoverAsk { by, name: place.name });
    letter.buttons = vec![vec![
        talk.button(&Text::ButtonTakeOver, &Act::TakeOver(secret.to_owned())),
        talk.button(&Text::ButtonDecline, &Act::DeclineOffice(secret.to_owned())),
    ]];
    talk.send(letter).await
}

/// “Tôi nhận”
pub(in crate::conversation) async fn take_over(
    talk: &mut Talk<'_>,
    secret: &str,
    sender_name: &str,
) -> Result<(), Error> {
    let (me, link) = (talk.me().await?, ward::link(talk.tx, secret).await?);
    let held = match &link {
        Some(link) if link.ward == talk.ward.id => handover(talk, link).await?,
        _ => None,
    };
    let Some((place, from, office)) = held.filter(|(_, from, _)| *from != me && talk.is_private()) else {
        return talk.alert(Text::AlreadyDecided).await;
    };
    if !ward::use_link(talk.tx, secret, me).await? {
        return talk.alert(Text::AlreadyDecided).await;
    }
    if talk.person.as_ref().is_some_and(|p| p.name.is_empty()) && !sender_name.is_empty() {
        ward::set_name(talk.tx, me, sender_name).await?;
    }
    ward::end_office(talk.tx, place.id, from, Some(me)).await?;
    ward::take_office(talk.tx, place.id, me, office).await?;
    let chat = talk.chat.id;
    for group in groups_by(talk, place.id, from).await? {
        let to = (group.channel == Channel::Relay).then_some(chat);
        ward::hand_group(talk.tx, &group, me, to).await?;
    }
    let (new, old) = (ward::name_of(talk.tx, me).await?, ward::name_of(talk.tx, from).await?);
    let subject = format!("neighbourhood:{}", place.id);
    audit::append(talk.tx, talk.ward.id, Some(me), "take over office", &subject, &format!("person:{from}"))
        .await?;
    talk.roles = ward::roles_of(talk.tx, talk.ward.id, me).await?;
    talk.replace(talk.letter(&Text::HandoverTaken { name: place.name.clone() })).await?;
    let (to, name) = (new.clone(), place.name.clone());
    talk.tell(from, About::default(), |lang| words(lang, &Text::HandoverDone { to, name })).await?;
    tell_staff(talk, &place, &Text::HandoverStaff { from: old, to: new, name: place.name.clone() }).await
}

/// “Không nhận”
pub(in crate::conversation) async fn decline(talk: &mut Talk<'_>, secret: &str) -> Result<(), Error> {
    let (me, link) = (talk.me().await?, ward::link(talk.tx, secret).await?);
    let held = match &link {
        Some(link) if link.ward == talk.ward.id => handover(talk, link).await?,
        _ => None,
    };
    let Some((place, from, _)) = held else { return talk.alert(Text::AlreadyDecided).await };
    if !ward::use_link(talk.tx, secret, me).await? {
        return talk.alert(Text::AlreadyDecided).await;
    }
    talk.replace(talk.letter(&Text::HandoverDeclined { name: place.name.clone() })).await?;
    let name = place.name;
    talk.tell(from, About::default(), |lang| words(lang, &Text::HandoverDeclinedBy { name })).await?;
    Ok(())
}

/// The groups of a neighbourhood for which a person answers.
async fn groups_by(talk: &mut Talk<'_>, id: NeighbourhoodId, person: PersonId) -> Result<Vec<Group>, Error> {
    let mut groups = ward::groups(talk.tx, talk.ward.id).await?;
    groups.retain(|group| {
        let is_there = matches!(group.state, GroupState::Asked | GroupState::Confirmed);
        group.neighbourhood == id && group.head == person && is_there
    });
    Ok(groups)
}

async fn tell_staff(talk: &mut Talk<'_>, place: &Neighbourhood, text: &Text) -> Result<(), Error> {
    let (id, name) = (place.id, place.name.clone());
    talk.tell_all(Role::Administrator, About::default(), |lang| {
        let mut letter = words(lang, text);
        let open = Text::ButtonOpenPlace { name: name.clone() };
        letter.buttons = vec![vec![button(lang, &open, &Act::Neighbourhood(id))]];
        letter
    })
    .await?;
    Ok(())
}

/// “Mời tổ phó”, by staff or by who is in office.
pub(in crate::conversation) async fn deputy_link(
    talk: &mut Talk<'_>,
    id: NeighbourhoodId,
) -> Result<(), Error> {
    let place = ward::neighbourhood(talk.tx, talk.ward.id, id).await?;
    let may = |place: &Neighbourhood| talk.roles.may_administer() || talk.roles.heads.contains(&place.id);
    let Some(place) = place.filter(|place| talk.is_private() && may(place)) else {
        return talk.alert(Text::NotYourNeighbourhood).await;
    };
    let me = talk.me().await?;
    let purpose = Purpose::Deputy { neighbourhood: place.id };
    let secret = ward::make_link(talk.tx, talk.ward.id, &purpose, Some(me)).await?;
    let url = talk.private_link(&secret);
    let letter = talk.letter(&Text::DeputyLink { name: place.name, url: url.clone(), days: LINK_DAYS });
    talk.send_once(with_code(letter, &url)).await
}

/// A deputy comes in.
pub(in crate::conversation) async fn deputy_opened(
    talk: &mut Talk<'_>,
    secret: &str,
    id: NeighbourhoodId,
    state: LinkState,
    sender_name: &str,
) -> Result<(), Error> {
    let Some(place) = ward::neighbourhood(talk.tx, talk.ward.id, id).await? else {
        return stuck(talk, &Text::LinkUnknown).await;
    };
    let me = talk.me().await?;
    if state != LinkState::Used(me) {
        if state != LinkState::Fresh || !ward::use_link(talk.tx, secret, me).await? {
            return super::link_refused(talk, None, state).await;
        }
        if talk.person.as_ref().is_some_and(|p| p.name.is_empty()) && !sender_name.is_empty() {
            ward::set_name(talk.tx, me, sender_name).await?;
        }
        ward::take_office(talk.tx, place.id, me, Office::Deputy).await?;
        let subject = format!("neighbourhood:{}", place.id);
        audit::append(talk.tx, talk.ward.id, Some(me), "deputy", &subject, "").await?;
        let by = ward::name_of(talk.tx, me).await?;
        for head in ward::heads_of(talk.tx, place.id).await? {
            if head != me {
                let (name, by) = (place.name.clone(), by.clone());
                talk.tell(head, About::default(), |lang| words(lang, &Text::DeputyCame { by, name })).await?;
            }
        }
        tell_staff(talk, &place, &Text::DeputyCame { by, name: place.name.clone() }).await?;
    }
    talk.say(Text::DeputyWelcome { name: place.name }).await
}

/// “Thêm máy hoặc tài khoản của tôi”
pub(in crate::conversation) async fn second_account(talk: &mut Talk<'_>) -> Result<(), Error> {
    if !talk.is_private() || !talk.roles.is_head() {
        return talk.alert(Text::NotYourNeighbourhood).await;
    }
    let me = talk.me().await?;
    let purpose = Purpose::Account { person: me };
    let secret = ward::make_link(talk.tx, talk.ward.id, &purpose, Some(me)).await?;
    let url = talk.private_link(&secret);
    let letter = talk.letter(&Text::AccountLink { url: url.clone(), days: LINK_DAYS });
    talk.send_once(with_code(letter, &url)).await
}

/// A second account of a head opens its link.
pub(in crate::conversation) async fn account_opened(
    talk: &mut Talk<'_>,
    secret: &str,
    link: &Link,
    person: PersonId,
) -> Result<(), Error> {
    let known = talk.person.as_ref().map(|known| known.id);
    if known == Some(person) {
        return talk.say(Text::AccountKnown).await;
    }
    if link.state != LinkState::Fresh {
        return super::link_refused(talk, None, link.state).await;
    }
    if !ward::attach_account(talk.tx, talk.ward.id, talk.account.id, person).await? {
        return stuck(talk, &Text::AccountTaken).await;
    }
    if !ward::use_link(talk.tx, secret, person).await? {
        return super::link_refused(talk, None, LinkState::Expired).await;
    }
    audit::append(talk.tx, talk.ward.id, Some(person), "second account", &format!("person:{person}"), "")
        .await?;
    talk.say(Text::AccountAdded).await?;
    talk.tell(person, About::default(), |lang| words(lang, &Text::AccountAddedOther)).await?;
    Ok(())
}

/// “Tổ trưởng, tổ phó”: who is and was in office. For administrators.
pub(in crate::conversation) async fn offices(talk: &mut Talk<'_>, id: NeighbourhoodId) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(place) = ward::neighbourhood(talk.tx, talk.ward.id, id).await? else {
        return talk.alert(Text::ButtonUnknown).await;
    };
    let lang = talk.lang;
    let mut text = Rich::bold(&place.name);
    let mut buttons = Vec::new();
    let terms = ward::terms(talk.tx, place.id).await?;
    if terms.is_empty() {
        text = text.below(1, &Rich::plain(&Text::OfficeNobody.say(lang)));
    }
    for Term { person, office, since, until, .. } in terms.iter().take(TERMS_MAX) {
        let day = |at: &chrono::DateTime<chrono::Utc>| hanoi(*at).format("%d/%m/%Y").to_string();
        let (office, name, from) = (office_name(*office).say(lang), person.name.clone(), day(since));
        let line = match until {
            Some(until) => Text::OfficeWas { office, name, from, until: day(until) },
            None => Text::OfficeIs { office, name, from },
        };
        text = text.below(1, &Rich::plain(&line.say(lang)));
        if until.is_none() {
            let label = Text::ButtonOfficeEnd { name: shorten(&person.name, 30) };
            buttons.push(vec![talk.button(&label, &Act::EndOffice(place.id, key(person.id)))]);
        }
    }
    buttons.push(vec![
        talk.button(&Text::ButtonHeadLink, &Act::HeadLink(place.id)),
        talk.button(&Text::ButtonDeputyLink, &Act::DeputyLink(place.id)),
    ]);
    buttons.push(vec![talk.button(&Text::ButtonBack, &Act::Neighbourhood(place.id))]);
    talk.replace(Letter { text, buttons, ..Letter::default() }).await
}

async fn in_office(
    talk: &mut Talk<'_>,
    id: NeighbourhoodId,
    person: &str,
) -> Result<Option<(Neighbourhood, Term)>, Error> {
    let place = ward::neighbourhood(talk.tx, talk.ward.id, id).await?;
    let Some(place) = place else { return Ok(None) };
    let terms = ward::in_office(talk.tx, place.id).await?;
    Ok(terms.into_iter().find(|term| key(term.person.id) == person).map(|term| (place, term)))
}

/// “Kết thúc nhiệm kỳ”: surely?
pub(in crate::conversation) async fn ask_end(
    talk: &mut Talk<'_>,
    id: NeighbourhoodId,
    person: &str,
) -> Result<(), Error> {
    only_administrator!(talk);
    let Some((place, term)) = in_office(talk, id, person).await? else {
        return talk.alert(Text::AlreadyDecided).await;
    };
    let mut letter = talk.letter(&Text::OfficeEndSure { name: term.person.name, place: place.name });
    letter.buttons = vec![vec![
        talk.button(&Text::ButtonOfficeEndSure, &Act::EndOfficeSure(place.id, person.to_owned())),
        talk.button(&Text::ButtonBack, &Act::Offices(place.id)),
    ]];
    talk.replace(letter).await
}

/// Ends it. The group stays; a text to post by hand goes to who is still in office, else to nobody.
pub(in crate::conversation) async fn end(
    talk: &mut Talk<'_>,
    id: NeighbourhoodId,
    person: &str,
) -> Result<(), Error> {
    only_administrator!(talk);
    let Some((place, term)) = in_office(talk, id, person).await? else {
        return talk.alert(Text::AlreadyDecided).await;
    };
    let (me, gone) = (talk.me().await?, term.person.id);
    ward::end_office(talk.tx, place.id, gone, Some(me)).await?;
    let subject = format!("neighbourhood:{}", place.id);
    audit::append(talk.tx, talk.ward.id, Some(me), "end office", &subject, &format!("person:{gone}")).await?;
    let left = ward::heads_of(talk.tx, place.id).await?;
    let mut next = None;
    for other in &left {
        if let Some(mailbox) = ward::mailbox(talk.tx, *other).await? {
            next = Some((*other, mailbox.chat));
            break;
        }
    }
    for group in groups_by(talk, place.id, gone).await? {
        let handed = match next {
            Some((other, chat)) => {
                let to = (group.channel == Channel::Relay).then_some(chat);
                ward::hand_group(talk.tx, &group, other, to).await?
            }
            None => false,
        };
        if !handed && group.channel == Channel::Relay {
            take_off(talk, &group).await?;
        }
    }
    let name = place.name.clone();
    talk.tell(gone, About::default(), |lang| words(lang, &Text::OfficeEndedForYou { name })).await?;
    if left.is_empty() {
        tell_staff(talk, &place, &Text::OfficeVacant { name: place.name.clone() }).await?;
    }
    offices(talk, place.id).await
}
