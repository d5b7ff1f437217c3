//! Neighbourhoods change: another name, another contact, one that becomes part of another, a part
//! that becomes one of its own. What was stays known, and nobody has to be registered anew.

use super::super::act::Act;
use super::super::staff::only_administrator;
use super::super::talk::{Step, Talk, words};
use super::Asked;
use super::help::name_and_phone;
use super::screens::{code_and_name, name_of, neighbourhood, place_buttons};
use super::{groups, table};
use crate::audit;
use crate::delivery::About;
use crate::i18n::{self, Text};
use crate::message::{self, Audience};
use crate::question::store::open_in;
use crate::store::Error;
use crate::text::{Rich, shorten};
use crate::ward::store::{self as ward, is_same_name};
use crate::ward::{GroupState, Neighbourhood, NeighbourhoodId};

/// Neighbourhoods offered on buttons; others are named in words.
const OFFERED: usize = 20;

/// Finds the neighbourhood of a button, or says that there is none.
macro_rules! place {
    ($talk:expr, $id:expr) => {
        match ward::neighbourhood($talk.tx, $talk.ward.id, $id).await? {
            Some(place) => place,
            None => return $talk.alert(Text::ButtonUnknown).await,
        }
    };
}
pub(super) use place;

/// “Sửa tổ”
pub(in crate::conversation) async fn edit(talk: &mut Talk<'_>, id: NeighbourhoodId) -> Result<(), Error> {
    only_administrator!(talk);
    let place = place!(talk, id);
    let mut letter = talk.letter(&Text::PlaceEditHeading { name: place.name });
    letter.buttons = vec![
        vec![
            talk.button(&Text::ButtonPlaceRename, &Act::PlaceRename(place.id)),
            talk.button(&Text::ButtonPlaceContact, &Act::PlaceContact(place.id)),
        ],
        vec![
            talk.button(&Text::ButtonPlaceMerge, &Act::PlaceMerge(place.id)),
            talk.button(&Text::ButtonPlaceSplit, &Act::PlaceSplit(place.id)),
        ],
        vec![talk.button(&Text::ButtonBack, &Act::Neighbourhood(place.id))],
    ];
    talk.replace(letter).await
}

async fn ask(talk: &mut Talk<'_>, asked: Asked, text: Text) -> Result<(), Error> {
    talk.set_step(&Step::Directory(asked)).await?;
    talk.say(text).await
}

/// “Đổi tên”
pub(in crate::conversation) async fn ask_name(talk: &mut Talk<'_>, id: NeighbourhoodId) -> Result<(), Error> {
    only_administrator!(talk);
    let place = place!(talk, id);
    ask(talk, Asked::Name(place.id), Text::PlaceRenameAsk { name: place.name }).await
}

pub(super) async fn name_came(talk: &mut Talk<'_>, id: NeighbourhoodId, text: &str) -> Result<(), Error> {
    let place = place!(talk, id);
    let Some(name) = name_of(text) else {
        return talk.say(Text::PlaceNameLong { max: i18n::count(table::NAME_MAX) }).await;
    };
    let all = ward::neighbourhoods(talk.tx, talk.ward.id).await?;
    if let Some(other) = all.iter().find(|other| other.id != place.id && is_same_name(&other.name, &name)) {
        return talk.say(Text::PlaceNameTaken { code: other.code.clone(), name }).await;
    }
    talk.clear_step().await?;
    if ward::rename_neighbourhood(talk.tx, talk.ward.id, place.id, &name).await? {
        note(talk, "rename neighbourhood", place.id, &name).await?;
        talk.say(Text::PlaceRenamed { was: place.name, name }).await?;
    }
    neighbourhood(talk, place.id).await
}

/// “Liên hệ”
pub(in crate::conversation) async fn ask_contact(
    talk: &mut Talk<'_>,
    id: NeighbourhoodId,
) -> Result<(), Error> {
    only_administrator!(talk);
    let place = place!(talk, id);
    ask(talk, Asked::Contact(place.id), Text::PlaceContactAsk { name: place.name }).await
}

pub(super) async fn contact_came(talk: &mut Talk<'_>, id: NeighbourhoodId, text: &str) -> Result<(), Error> {
    let place = place!(talk, id);
    let Some((name, phone)) = name_and_phone(text) else { return talk.say(Text::HelperUnread).await };
    talk.clear_step().await?;
    ward::set_neighbourhood_contact(talk.tx, talk.ward.id, place.id, &name, &phone).await?;
    note(talk, "neighbourhood contact", place.id, &name).await?;
    neighbourhood(talk, place.id).await
}

/// “Nhập vào tổ khác”: into which?
pub(in crate::conversation) async fn ask_merge(
    talk: &mut Talk<'_>,
    id: NeighbourhoodId,
) -> Result<(), Error> {
    only_administrator!(talk);
    let place = place!(talk, id);
    talk.set_step(&Step::Directory(Asked::Merge(place.id))).await?;
    let mut letter = talk.letter(&Text::PlaceMergeAsk { name: place.name.clone() });
    let all = ward::neighbourhoods(talk.tx, talk.ward.id).await?;
    let near = near(&all, &place);
    letter.buttons = place_buttons(&near, |other| Act::PlaceMergeInto(place.id, other.code.clone()));
    letter.buttons.push(vec![talk.button(&Text::ButtonBack, &Act::PlaceEdit(place.id))]);
    talk.replace(letter).await
}

/// The others, those that stand near it in the list.
pub(super) fn near<'a>(all: &'a [Neighbourhood], place: &Neighbourhood) -> Vec<&'a Neighbourhood> {
    let at = all.iter().position(|one| one.id == place.id).unwrap_or(0);
    let from = at.saturating_sub(OFFERED / 2);
    all.iter().skip(from).filter(|one| one.id != place.id).take(OFFERED).collect()
}

pub(super) async fn merge_came(talk: &mut Talk<'_>, id: NeighbourhoodId, text: &str) -> Result<(), Error> {
    let found = ward::find_neighbourhoods(talk.tx, talk.ward.id, text).await?;
    let place = place!(talk, id);
    let others: Vec<&Neighbourhood> =
        found.iter().map(|found| &found.entry.place).filter(|other| other.id != place.id).collect();
    match others[..] {
        [] => talk.say(Text::PlaceNotFound { words: shorten(text.trim(), 60) }).await,
        [one] => merge_picked(talk, id, &one.code.clone()).await,
        _ => {
            let n = i18n::count(others.len());
            let mut letter = talk.letter(&Text::PlacesFound { words: shorten(text.trim(), 60), n });
            let some = &others[..others.len().min(OFFERED)];
            letter.buttons = place_buttons(some, |other| Act::PlaceMergeInto(place.id, other.code.clone()));
            talk.send(letter).await
        }
    }
}

/// What would become of it; nothing happens before this is confirmed.
pub(in crate::conversation) async fn merge_picked(
    talk: &mut Talk<'_>,
    id: NeighbourhoodId,
    code: &str,
) -> Result<(), Error> {
    only_administrator!(talk);
    let (place, into) = match pair(talk, id, code).await? {
        Some(pair) => pair,
        None => return talk.alert(Text::AlreadyDecided).await,
    };
    let mut chats: Vec<_> = ward::groups(talk.tx, talk.ward.id).await?;
    chats.retain(|group| group.neighbourhood == place.id && group.state == GroupState::Confirmed);
    let n = i18n::count(chats.len());
    let chats: Vec<_> = chats.into_iter().map(|group| group.chat).collect();
    let questions = open_in(talk.tx, &chats).await?;
    let mut letter =
        talk.letter(&Text::PlaceMergeSure { name: place.name, into: into.name, groups: n, questions });
    letter.buttons = vec![vec![
        talk.button(&Text::ButtonPlaceMergeSure, &Act::PlaceMergeSure(place.id, into.code)),
        talk.button(&Text::ButtonBack, &Act::Neighbourhood(place.id)),
    ]];
    talk.replace(letter).await
}

async fn pair(
    talk: &mut Talk<'_>,
    id: NeighbourhoodId,
    code: &str,
) -> Result<Option<(Neighbourhood, Neighbourhood)>, Error> {
    let mut all = ward::neighbourhoods(talk.tx, talk.ward.id).await?;
    let place = all.iter().find(|one| one.id == id).cloned();
    all.retain(|one| one.code == code && one.id != id);
    Ok(place.zip(all.pop()))
}

/// Merges, and tells those in office.
pub(in crate::conversation) async fn merge(
    talk: &mut Talk<'_>,
    id: NeighbourhoodId,
    code: &str,
) -> Result<(), Error> {
    only_administrator!(talk);
    let (place, into) = match pair(talk, id, code).await? {
        Some(pair) => pair,
        None => return talk.alert(Text::AlreadyDecided).await,
    };
    let me = talk.me().await?;
    let heads = ward::in_office(talk.tx, place.id).await?;
    ward::merge_neighbourhoods(talk.tx, talk.ward.id, &place, &into, me).await?;
    note(talk, "merge neighbourhood", place.id, &format!("neighbourhood:{}", into.id)).await?;
    talk.clear_step().await?;
    for term in heads {
        let (name, into) = (place.name.clone(), into.name.clone());
        talk.tell(term.person.id, About::default(), |lang| {
            words(lang, &Text::PlaceMergedForYou { name, into })
        })
        .await?;
    }
    let done = talk.letter(&Text::PlaceMerged { name: place.name, into: into.name });
    talk.replace(done).await?;
    talk.press = None;
    neighbourhood(talk, into.id).await
}

/// “Tách tổ”: what is the new one called?
pub(in crate::conversation) async fn ask_split(
    talk: &mut Talk<'_>,
    id: NeighbourhoodId,
) -> Result<(), Error> {
    only_administrator!(talk);
    let place = place!(talk, id);
    ask(talk, Asked::Split(place.id), Text::PlaceSplitAsk { name: place.name }).await
}

pub(super) async fn split_came(talk: &mut Talk<'_>, id: NeighbourhoodId, text: &str) -> Result<(), Error> {
    let place = place!(talk, id);
    let Some((code, name)) = code_and_name(text) else {
        return talk.say(Text::NeighbourhoodLineUnread { line: shorten(text.trim(), 60) }).await;
    };
    let all = ward::neighbourhoods(talk.tx, talk.ward.id).await?;
    if let Some(other) = all.iter().find(|other| is_same_name(&other.name, &name)) {
        return talk.say(Text::PlaceNameTaken { code: other.code.clone(), name }).await;
    }
    let Some(new) = ward::split_neighbourhood(talk.tx, talk.ward.id, &place, &code, &name).await? else {
        return talk.say(Text::PlaceCodeTaken { code }).await;
    };
    note(talk, "split neighbourhood", new, &format!("neighbourhood:{}", place.id)).await?;
    talk.clear_step().await?;
    let mut letter = talk.letter(&Text::PlaceSplitDone { name: place.name.clone(), new: name.clone() });
    let numbers = only_for(talk, place.id).await?;
    if !numbers.is_empty() {
        // What was approved is not changed behind the back of who approved it.
        let numbers = numbers.join(", ");
        let line = Text::PlaceSplitMessages { numbers, name: place.name.clone(), new: name.clone() };
        letter.text = letter.text.below(1, &Rich::plain(&line.say(talk.lang)));
    }
    talk.send(letter).await?;
    groups::offer_to(talk, &place, &code).await
}

/// The numbers of the messages on their way that were written for chosen neighbourhoods, this one
/// among them.
async fn only_for(talk: &mut Talk<'_>, id: NeighbourhoodId) -> Result<Vec<String>, Error> {
    let (ward, now) = (talk.ward.id, talk.tx.now());
    let mut waiting = message::submitted(talk.tx, ward).await?;
    waiting.extend(message::to_leave(talk.tx, ward, now).await?);
    let mut numbers = Vec::new();
    for one in waiting {
        let version = message::version(talk.tx, one.id, one.version).await?;
        if version.is_some_and(|v| matches!(&v.body.audience, Audience::Chosen(ids) if ids.contains(&id))) {
            numbers.push(one.number.to_string());
        }
    }
    Ok(numbers)
}

pub(super) async fn note(
    talk: &mut Talk<'_>,
    act: &str,
    id: NeighbourhoodId,
    detail: &str,
) -> Result<(), Error> {
    let me = talk.me().await?;
    audit::append(talk.tx, talk.ward.id, Some(me), act, &format!("neighbourhood:{id}"), detail).await?;
    Ok(())
}
