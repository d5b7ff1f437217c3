//! The groups of a neighbourhood: taken off where they were registered by mistake, or moved to the
//! one to which they belong. What they have had goes along.

use super::super::act::Act;
use super::super::places;
use super::super::staff::only_administrator;
use super::super::talk::{Talk, words};
use super::changing::{near, note, place};
use super::screens::{neighbourhood, place_buttons};
use crate::audit;
use crate::channel::{Channel, Letter};
use crate::delivery::About;
use crate::i18n::{Lang, Text};
use crate::store::Error;
use crate::text::{Rich, shorten};
use crate::ward::store::{self as ward, RegistrationStep};
use crate::ward::{Group, GroupId, GroupState, Neighbourhood, NeighbourhoodId};

/// What a group is called on a button.
pub(in crate::conversation) async fn name_of(
    talk: &mut Talk<'_>,
    group: &Group,
    lang: Lang,
) -> Result<String, Error> {
    Ok(match group.channel {
        Channel::Telegram => ward::chat(talk.tx, group.chat).await?.title,
        Channel::Relay => {
            let name = ward::name_of(talk.tx, group.head).await?;
            Text::GroupByHand { name }.say(lang)
        }
    })
}

async fn groups_of(talk: &mut Talk<'_>, id: NeighbourhoodId) -> Result<Vec<Group>, Error> {
    let mut groups = ward::groups(talk.tx, talk.ward.id).await?;
    let is_there = |group: &Group| matches!(group.state, GroupState::Asked | GroupState::Confirmed);
    groups.retain(|group| group.neighbourhood == id && is_there(group));
    Ok(groups)
}

/// “Nhóm của tổ”
pub(in crate::conversation) async fn groups(talk: &mut Talk<'_>, id: NeighbourhoodId) -> Result<(), Error> {
    only_administrator!(talk);
    let place = place!(talk, id);
    let (all, lang) = (groups_of(talk, place.id).await?, talk.lang);
    let mut text = Rich::bold(&place.name);
    let mut buttons = Vec::new();
    if all.is_empty() {
        text = text.below(1, &Rich::plain(&Text::StateNone.say(lang)));
    }
    for group in all {
        let chat = ward::chat(talk.tx, group.chat).await?;
        text = text.below(1, &places::group_line(lang, &group, &chat));
        let name = shorten(&name_of(talk, &group, lang).await?, 24);
        buttons.push(vec![
            talk.button(&Text::ButtonGroupMove { name: name.clone() }, &Act::GroupMove(group.id)),
            talk.button(&Text::ButtonGroupOff { name }, &Act::GroupOff(group.id)),
        ]);
    }
    buttons.push(vec![talk.button(&Text::ButtonBack, &Act::Neighbourhood(place.id))]);
    talk.replace(Letter { text, buttons, ..Letter::default() }).await
}

/// The groups of the old neighbourhood, each to go over to the new part or to stay.
pub(super) async fn offer_to(talk: &mut Talk<'_>, from: &Neighbourhood, code: &str) -> Result<(), Error> {
    let all = groups_of(talk, from.id).await?;
    if all.is_empty() {
        return Ok(());
    }
    let lang = talk.lang;
    let mut letter = talk.letter(&Text::PlaceSplitGroups { name: from.name.clone() });
    for group in all {
        let label = Text::ButtonGroupGoes { name: shorten(&name_of(talk, &group, lang).await?, 40) };
        letter.buttons.push(vec![talk.button(&label, &Act::GroupMoveTo(group.id, code.to_owned()))]);
    }
    letter.buttons.push(vec![talk.button(&Text::ButtonPlaceSplitStay, &Act::Neighbourhood(from.id))]);
    talk.send(letter).await
}

async fn found(talk: &mut Talk<'_>, id: GroupId) -> Result<Option<Group>, Error> {
    let group = ward::group(talk.tx, talk.ward.id, id).await?;
    Ok(group.filter(|group| matches!(group.state, GroupState::Asked | GroupState::Confirmed)))
}

/// “Chuyển sang tổ khác”
pub(in crate::conversation) async fn ask_move(talk: &mut Talk<'_>, id: GroupId) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(group) = found(talk, id).await? else { return talk.alert(Text::AlreadyDecided).await };
    let place = place!(talk, group.neighbourhood);
    let name = name_of(talk, &group, talk.lang).await?;
    let mut letter = talk.letter(&Text::GroupMoveAsk { name, place: place.name.clone() });
    let all = ward::neighbourhoods(talk.tx, talk.ward.id).await?;
    letter.buttons = place_buttons(&near(&all, &place), |other| Act::GroupMoveTo(id, other.code.clone()));
    letter.buttons.push(vec![talk.button(&Text::ButtonBack, &Act::PlaceGroups(place.id))]);
    talk.replace(letter).await
}

pub(in crate::conversation) async fn move_to(
    talk: &mut Talk<'_>,
    id: GroupId,
    code: &str,
) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(group) = found(talk, id).await? else { return talk.alert(Text::AlreadyDecided).await };
    let all = ward::neighbourhoods(talk.tx, talk.ward.id).await?;
    let Some(to) = all.iter().find(|place| place.code == code && place.id != group.neighbourhood) else {
        return talk.alert(Text::AlreadyDecided).await;
    };
    let name = name_of(talk, &group, talk.lang).await?;
    if !ward::move_group(talk.tx, id, to.id).await? {
        return talk.alert(Text::GroupMoveHas { place: to.name.clone() }).await;
    }
    note(talk, "move group", to.id, &format!("group:{id}")).await?;
    talk.toast(Text::GroupMoved { name, place: to.name.clone() }).await?;
    neighbourhood(talk, to.id).await
}

/// “Gỡ nhóm”: surely?
pub(in crate::conversation) async fn ask_off(talk: &mut Talk<'_>, id: GroupId) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(group) = found(talk, id).await? else { return talk.alert(Text::AlreadyDecided).await };
    let place = place!(talk, group.neighbourhood);
    let name = name_of(talk, &group, talk.lang).await?;
    let mut letter = talk.letter(&Text::GroupOffSure { name, place: place.name });
    letter.buttons = vec![vec![
        talk.button(&Text::ButtonGroupOffSure, &Act::GroupOffSure(id)),
        talk.button(&Text::ButtonBack, &Act::PlaceGroups(place.id)),
    ]];
    talk.replace(letter).await
}

pub(in crate::conversation) async fn off(talk: &mut Talk<'_>, id: GroupId) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(group) = found(talk, id).await? else { return talk.alert(Text::AlreadyDecided).await };
    let place = place!(talk, group.neighbourhood);
    take_off(talk, &group).await?;
    let (name, of) = (name_of(talk, &group, talk.lang).await?, place.name.clone());
    talk.tell(group.head, About::default(), |lang| words(lang, &Text::GroupOffForYou { place: of })).await?;
    talk.toast(Text::GroupTakenOff { name, place: place.name }).await?;
    groups(talk, place.id).await
}

/// Nothing is posted in it any more; what it had stays with the neighbourhood.
pub(in crate::conversation) async fn take_off(talk: &mut Talk<'_>, group: &Group) -> Result<(), Error> {
    let me = talk.me().await?;
    ward::take_group_off(talk.tx, group.id).await?;
    ward::note_registration(talk.tx, group.neighbourhood, RegistrationStep::Undone, Some(me)).await?;
    audit::append(talk.tx, talk.ward.id, Some(me), "group off", &format!("group:{}", group.id), "").await?;
    Ok(())
}
