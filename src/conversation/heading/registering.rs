//! Three taps: the link, the bot in the group, the ward's word. What goes wrong is one sentence with
//! the next step and whom to call, and staff see the same step.

use super::super::Facts;
use super::super::act::Act;
use super::super::directory::{group_name, take_off};
use super::super::places;
use super::super::talk::{Talk, button, link_button, words};
use super::stuck;
use crate::audit;
use crate::channel::{Channel, ChatKind, Letter};
use crate::delivery::About;
use crate::i18n::{Lang, Text};
use crate::store::Error;
use crate::text::Rich;
use crate::ward::store::{self as ward, LinkState, RegistrationStep as Step};
use crate::ward::{ChatState, Group, GroupId, GroupState, Neighbourhood, NeighbourhoodId, Purpose, Role};

/// The head opened the ward's link in private.
pub(in crate::conversation) async fn link_opened(
    talk: &mut Talk<'_>,
    secret: &str,
    neighbourhood: NeighbourhoodId,
    state: LinkState,
    sender_name: &str,
) -> Result<(), Error> {
    let Some(found) = ward::neighbourhood(talk.tx, talk.ward.id, neighbourhood).await? else {
        return stuck(talk, &Text::LinkUnknown).await;
    };
    let me = talk.me().await?;
    match state {
        LinkState::Used(by) if by == me => {}
        LinkState::Used(_) | LinkState::Expired => return link_refused(talk, Some(found.id), state).await,
        LinkState::Fresh => {
            if !ward::use_link(talk.tx, secret, me).await? {
                return stuck(talk, &Text::LinkUsed).await;
            }
            if !sender_name.is_empty() {
                ward::set_name(talk.tx, me, sender_name).await?;
            }
            ward::make_head(talk.tx, found.id, me).await?;
            note(talk, found.id, Step::Opened).await?;
            let subject = format!("neighbourhood:{}", found.id);
            audit::append(talk.tx, talk.ward.id, Some(me), "make_head", &subject, "").await?;
        }
    }
    offer_ways(talk, &found).await
}

/// A link that works no more: why, and whom to call.
pub(in crate::conversation) async fn link_refused(
    talk: &mut Talk<'_>,
    place: Option<NeighbourhoodId>,
    state: LinkState,
) -> Result<(), Error> {
    if let Some(id) = place {
        let before = ward::registration(talk.tx, id).await?;
        // Whoever registered long ago and presses an old link is not stuck.
        if before.is_none_or(|before| !matches!(before.step, Step::Asked | Step::Topic | Step::Confirmed)) {
            note(talk, id, Step::Stale).await?;
        }
    }
    let text = if state == LinkState::Expired { Text::LinkExpired } else { Text::LinkUsed };
    stuck(talk, &text).await
}

async fn note(talk: &mut Talk<'_>, id: NeighbourhoodId, step: Step) -> Result<(), Error> {
    // Whoever presses and is nobody yet stays nobody.
    let person = talk.person.as_ref().map(|person| person.id);
    ward::note_registration(talk.tx, id, step, person).await
}

/// The two ways to reach a neighbourhood: the bot in its group, or the head by hand.
pub(super) async fn offer_ways(talk: &mut Talk<'_>, place: &Neighbourhood) -> Result<(), Error> {
    let me = talk.me().await?;
    // A fresh link for the group itself: the one from the ward is used up now.
    let purpose = Purpose::Group { neighbourhood: place.id };
    let secret = ward::make_link(talk.tx, talk.ward.id, &purpose, Some(me)).await?;
    let mut letter =
        talk.letter(&Text::HeadWelcome { name: place.name.clone(), ward: talk.ward.name.clone() });
    letter.buttons = vec![
        vec![link_button(talk.lang, &Text::ButtonAddToMyGroup, talk.group_link(&secret))],
        vec![talk.button(&Text::ButtonRelayInstead, &Act::RelayInstead(place.id))],
    ];
    talk.send_once(letter).await
}

/// A neighbourhood's link was opened in its group.
pub(in crate::conversation) async fn group_opened(
    talk: &mut Talk<'_>,
    secret: &str,
    neighbourhood: NeighbourhoodId,
    state: LinkState,
    sender_name: &str,
    facts: &Facts,
) -> Result<(), Error> {
    let Some(found) = ward::neighbourhood(talk.tx, talk.ward.id, neighbourhood).await? else {
        return stuck(talk, &Text::LinkUnknown).await;
    };
    let known = ward::groups_of_chat(talk.tx, talk.chat.id).await?;
    if let Some((_, group)) = known.iter().find(|(_, g)| g.neighbourhood != found.id) {
        return of_another(talk, &found, group).await;
    }
    if let Some((_, group)) = known.first() {
        let name = found.name;
        let is_confirmed = group.state == GroupState::Confirmed;
        return talk
            .say(if is_confirmed { Text::GroupKnown { name } } else { Text::GroupAsked { name } })
            .await;
    }
    if !ward::unit_of_chat(talk.tx, talk.chat.id).await?.is_empty() {
        note(talk, found.id, Step::OfUnit).await?;
        return stuck(talk, &Text::GroupIsUnits).await;
    }
    match state {
        LinkState::Used(_) if ward::was_rejected(talk.tx, found.id, talk.chat.id).await? => {
            let ward = talk.ward.name.clone();
            return stuck(talk, &Text::GroupWasRejected { ward, name: found.name }).await;
        }
        LinkState::Used(_) | LinkState::Expired => return link_refused(talk, Some(found.id), state).await,
        LinkState::Fresh => {}
    }
    match facts.standing {
        Some(standing) if standing.is_admin => {}
        Some(_) => {
            note(talk, found.id, Step::NotAdmin).await?;
            return stuck(talk, &Text::GroupNotAdmin).await;
        }
        None => {
            note(talk, found.id, Step::CannotTell).await?;
            return stuck(talk, &Text::GroupCannotTell).await;
        }
    }
    register(talk, secret, &found, sender_name).await
}

/// The group is another neighbourhood's already. By whom it was registered is for staff only.
async fn of_another(talk: &mut Talk<'_>, found: &Neighbourhood, group: &Group) -> Result<(), Error> {
    let other = ward::neighbourhood(talk.tx, talk.ward.id, group.neighbourhood).await?;
    let other = other.map(|n| n.name).unwrap_or_default();
    let before = ward::registration(talk.tx, found.id).await?;
    note(talk, found.id, Step::OfAnother).await?;
    if before.is_none_or(|before| before.step != Step::OfAnother) {
        let by = ward::name_of(talk.tx, group.head).await?;
        let (title, place, of) = (talk.chat.title.clone(), found.name.clone(), other.clone());
        let (id, from) = (found.id, group.neighbourhood);
        talk.tell_all(Role::Administrator, About::default(), |lang| {
            let text = Text::GroupOfAnotherStaff {
                title: title.clone(),
                place: place.clone(),
                other: of.clone(),
                by: by.clone(),
            };
            let mut letter = words(lang, &text);
            letter.buttons = vec![vec![
                button(lang, &Text::ButtonOpenPlace { name: of.clone() }, &Act::Neighbourhood(from)),
                button(lang, &Text::ButtonOpenPlace { name: place.clone() }, &Act::Neighbourhood(id)),
            ]];
            letter
        })
        .await?;
    }
    stuck(talk, &Text::GroupOfAnother { name: other }).await
}

async fn register(
    talk: &mut Talk<'_>,
    secret: &str,
    found: &Neighbourhood,
    sender_name: &str,
) -> Result<(), Error> {
    let me = talk.me().await?;
    if talk.person.as_ref().is_some_and(|p| p.name.is_empty()) && !sender_name.is_empty() {
        ward::set_name(talk.tx, me, sender_name).await?;
    }
    if !ward::use_link(talk.tx, secret, me).await? {
        return stuck(talk, &Text::LinkUsed).await;
    }
    // Staff who add the bot for a head do not become one.
    let is_for_head = talk.roles.may_administer() && !talk.roles.heads.contains(&found.id);
    let mut head = me;
    if is_for_head {
        head = ward::heads_of(talk.tx, found.id).await?.first().copied().unwrap_or(me);
    } else {
        ward::make_head(talk.tx, found.id, me).await?;
    }
    let chat = talk.chat.id;
    let group = ward::ask_group(talk.tx, talk.ward.id, found.id, Channel::Telegram, chat, head).await?;
    if is_for_head {
        ward::decide_group(talk.tx, group.id, true, me).await?;
        ward::note_registration(talk.tx, found.id, Step::Confirmed, Some(me)).await?;
        audit::append(talk.tx, talk.ward.id, Some(me), "confirm_group", &format!("group:{}", group.id), "")
            .await?;
        places::settled(talk, &group, &found.name, true).await?;
        return ask_topic(talk, found).await;
    }
    let mut letter = talk.letter(&Text::GroupAsked { name: found.name.clone() });
    letter.buttons = vec![vec![talk.button(&Text::ButtonWrongGroup, &Act::WrongGroup(group.id))]];
    talk.send(letter).await?;
    if !talk.account.reachable {
        let mut letter = talk.letter(&Text::HeadOpenPrivate);
        letter.buttons =
            vec![vec![link_button(talk.lang, &Text::ButtonOpenPrivate, talk.private_link("dangky"))]];
        talk.send(letter).await?;
    }
    let title = talk.chat.title.clone();
    places::ask_staff(talk, &group, &found.name, Some(title)).await?;
    if talk.chat.state == ChatState::Silenced {
        note(talk, found.id, Step::Silenced).await?;
        stuck(talk, &Text::GroupSilenced { name: found.name.clone() }).await?;
    }
    ask_topic(talk, found).await
}

/// In a group with topics: in which one are the ward's messages to stand?
async fn ask_topic(talk: &mut Talk<'_>, found: &Neighbourhood) -> Result<(), Error> {
    if !talk.has_topics || ward::topic(talk.tx, talk.chat.id).await?.is_some() {
        return Ok(());
    }
    if ward::registration(talk.tx, found.id).await?.is_some_and(|now| now.step == Step::Asked) {
        note(talk, found.id, Step::Topic).await?;
    }
    let line = super::help_line(talk.tx, &talk.ward, talk.lang).await?;
    let mut letter = talk.letter(&Text::TopicAsk);
    letter.text = letter.text.below(1, &Rich::plain(&line));
    letter.buttons = vec![vec![talk.button(&Text::ButtonTopicGeneral, &Act::TopicGeneral)]];
    talk.send(letter).await
}

/// What stands in this chat of a head who may choose its topic; says why, if nothing.
async fn chosen(talk: &mut Talk<'_>, is_admin: bool) -> Result<Option<Group>, Error> {
    let known = ward::groups_of_chat(talk.tx, talk.chat.id).await?;
    let Some((_, group)) = known.into_iter().next().filter(|_| talk.chat.kind == ChatKind::Group) else {
        let ward = talk.ward.name.clone();
        talk.alert(Text::GroupHelp { ward }).await?;
        return Ok(None);
    };
    if is_admin || talk.roles.heads.contains(&group.neighbourhood) || talk.roles.may_administer() {
        return Ok(Some(group));
    }
    stuck(talk, &Text::GroupNotAdmin).await?;
    Ok(None)
}

/// `/dangky` in a topic: the ward's messages stand here from now on.
pub(in crate::conversation) async fn choose_topic(
    talk: &mut Talk<'_>,
    anonymous: bool,
    facts: &Facts,
) -> Result<(), Error> {
    // Only administrators can hide behind their group.
    let is_admin = anonymous || facts.standing.is_some_and(|standing| standing.is_admin);
    let Some(group) = chosen(talk, is_admin).await? else { return Ok(()) };
    let topic = talk.topic.clone();
    set_topic(talk, &group, topic.as_deref()).await?;
    talk.say(if topic.is_some() { Text::TopicHere } else { Text::TopicGeneral }).await
}

/// “Để ở chủ đề chung”
pub(in crate::conversation) async fn general_topic(talk: &mut Talk<'_>) -> Result<(), Error> {
    let Some(group) = chosen(talk, false).await? else { return Ok(()) };
    set_topic(talk, &group, None).await?;
    talk.replace(talk.letter(&Text::TopicGeneral)).await
}

async fn set_topic(talk: &mut Talk<'_>, group: &Group, topic: Option<&str>) -> Result<(), Error> {
    ward::set_topic(talk.tx, talk.chat.id, topic).await?;
    let id = group.neighbourhood;
    if ward::registration(talk.tx, id).await?.is_some_and(|now| now.step == Step::Topic) {
        ward::note_registration(talk.tx, id, Step::Asked, Some(group.head)).await?;
    }
    let person = talk.person.as_ref().map(|person| person.id);
    audit::append(talk.tx, talk.ward.id, person, "topic", &format!("group:{}", group.id), "").await?;
    Ok(())
}

/// “Nhầm tổ hoặc nhầm nhóm”: it is taken off at once, also after the ward has confirmed it.
pub(in crate::conversation) async fn wrong(talk: &mut Talk<'_>, id: GroupId) -> Result<(), Error> {
    let Some(group) = ward::group(talk.tx, talk.ward.id, id).await? else {
        return talk.alert(Text::ButtonUnknown).await;
    };
    if !talk.roles.heads.contains(&group.neighbourhood) {
        return talk.alert(Text::NotYourNeighbourhood).await;
    }
    let Some(place) = ward::neighbourhood(talk.tx, talk.ward.id, group.neighbourhood).await? else {
        return talk.alert(Text::ButtonUnknown).await;
    };
    if !matches!(group.state, GroupState::Asked | GroupState::Confirmed) {
        return talk.alert(Text::AlreadyDecided).await;
    }
    let title = group_name(talk, &group, Lang::Vi).await?;
    take_off(talk, &group).await?;
    let line = super::help_line(talk.tx, &talk.ward, talk.lang).await?;
    let text = Rich::plain(&Text::WrongGroupDone { name: place.name.clone() }.say(talk.lang))
        .below(1, &Rich::plain(&line));
    let buttons = vec![vec![talk.button(&Text::ButtonRightGroup, &Act::RightGroup(id))]];
    talk.replace(Letter { text, buttons, ..Letter::default() }).await?;
    let head = talk.person.as_ref().map(|person| person.name.clone()).unwrap_or_default();
    let at = place.id;
    talk.tell_all(Role::Administrator, About::default(), |lang| {
        let (head, title, name) = (head.clone(), title.clone(), place.name.clone());
        let mut letter = words(lang, &Text::WrongGroupStaff { head, title, name: name.clone() });
        letter.buttons = vec![vec![button(lang, &Text::ButtonOpenPlace { name }, &Act::Neighbourhood(at))]];
        letter
    })
    .await?;
    Ok(())
}

/// “Không nhầm”: a mistaken tap is taken back; the ward is asked again.
pub(in crate::conversation) async fn right_after_all(talk: &mut Talk<'_>, id: GroupId) -> Result<(), Error> {
    let Some(group) = ward::group(talk.tx, talk.ward.id, id).await? else {
        return talk.alert(Text::ButtonUnknown).await;
    };
    if !talk.roles.heads.contains(&group.neighbourhood) {
        return talk.alert(Text::NotYourNeighbourhood).await;
    }
    let place = ward::neighbourhood(talk.tx, talk.ward.id, group.neighbourhood).await?;
    let (Some(place), GroupState::Off) = (place, group.state) else {
        return talk.alert(Text::AlreadyDecided).await;
    };
    let taken = ward::groups_of_chat(talk.tx, group.chat).await?;
    if group.channel == Channel::Telegram && !taken.is_empty() {
        return talk.alert(Text::AlreadyDecided).await;
    }
    let head = group.head;
    let group = ward::ask_group(talk.tx, talk.ward.id, place.id, group.channel, group.chat, head).await?;
    let name = place.name.clone();
    let asked = match group.channel {
        Channel::Telegram => Text::GroupAsked { name },
        Channel::Relay => Text::RelayAsked { name },
    };
    talk.replace(talk.letter(&asked)).await?;
    let title = match group.channel {
        Channel::Telegram => Some(ward::chat(talk.tx, group.chat).await?.title),
        Channel::Relay => None,
    };
    places::ask_staff(talk, &group, &place.name, title).await
}
