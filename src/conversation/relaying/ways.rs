//! A head brings relays in: instead of the bot in the group, or beside it.

use super::super::act::Act;
use super::super::places;
use super::super::talk::{Step, Talk, button, words};
use super::wording;
use crate::channel::{Button, Channel, Letter};
use crate::delivery::About;
use crate::i18n::Text;
use crate::store::Error;
use crate::text::{Rich, nfc, shorten};
use crate::ward::store as ward;
use crate::ward::{Group, GroupState, NeighbourhoodId, Relay, RelayKind, Role};

/// Characters of what a group is called.
const NAME_MAX: usize = 40;

/// The head's group is where no bot can be: they will post by hand.
pub(in crate::conversation) async fn instead(talk: &mut Talk<'_>, id: NeighbourhoodId) -> Result<(), Error> {
    let Some((id, name)) = own(talk, id).await? else { return Ok(()) };
    let me = talk.me().await?;
    let chat = talk.chat.id;
    let group = ward::ask_group(talk.tx, talk.ward.id, id, Channel::Relay, chat, me).await?;
    if group.state == GroupState::Confirmed {
        return talk.toast(Text::RelayKnown).await;
    }
    talk.replace(talk.letter(&Text::RelayAsked { name: name.clone() })).await?;
    places::ask_staff(talk, &group, &name, None).await
}

/// The neighbourhood and its name, if this person is its head; otherwise they have been told. What
/// was merged into another is that one.
async fn own(talk: &mut Talk<'_>, id: NeighbourhoodId) -> Result<Option<(NeighbourhoodId, String)>, Error> {
    let found = ward::neighbourhood(talk.tx, talk.ward.id, id).await?;
    match found {
        Some(found) if talk.roles.heads.contains(&found.id) => Ok(Some((found.id, found.name))),
        _ => {
            talk.alert(Text::NotYourNeighbourhood).await?;
            Ok(None)
        }
    }
}

/// The way to a neighbourhood's further relays.
pub(in crate::conversation) fn button_row(talk: &Talk<'_>, id: NeighbourhoodId) -> Vec<Button> {
    vec![talk.button(&Text::ButtonWays, &Act::Ways(id))]
}

/// What this neighbourhood has beside the bot in its group, and what it could have.
pub(in crate::conversation) async fn ways(talk: &mut Talk<'_>, id: NeighbourhoodId) -> Result<(), Error> {
    let Some((id, name)) = own(talk, id).await? else { return Ok(()) };
    let known = ward::relays(talk.tx, talk.ward.id).await?;
    let lang = talk.lang;
    let mut text = Rich::bold(&Text::WaysHeading { name: name.clone() }.say(lang));
    let mut has = Vec::new();
    for group in ward::groups(talk.tx, talk.ward.id).await? {
        if group.neighbourhood != id || group.channel != Channel::Relay {
            continue;
        }
        let relay = known.get(&group.id).cloned().unwrap_or_else(|| Relay::plain(group.id));
        let place = wording::place(&relay, &name, lang);
        let line = match group.state {
            GroupState::Confirmed => Text::WayOpen { place },
            _ => Text::WayAsked { place },
        };
        text = text.below(1, &Rich::plain(&line.say(lang)));
        has.push(relay.kind);
    }
    let mut letter = Letter { text, ..Letter::default() };
    for kind in RelayKind::ALL {
        // Of a group there may be several.
        if kind == RelayKind::Group || !has.contains(&kind) {
            let act = Act::WayAdd(id, kind.code().to_owned());
            letter.buttons.push(vec![talk.button(&add_label(kind), &act)]);
        }
    }
    talk.send(letter).await
}

fn add_label(kind: RelayKind) -> Text {
    match kind {
        RelayKind::Group => Text::ButtonWayGroup,
        RelayKind::Loudspeaker => Text::ButtonWayLoudspeaker,
        RelayKind::Board => Text::ButtonWayBoard,
        RelayKind::Meeting => Text::ButtonWayMeeting,
    }
}

/// One of them was chosen. A second group needs a name.
pub(in crate::conversation) async fn add(
    talk: &mut Talk<'_>,
    id: NeighbourhoodId,
    kind: &str,
) -> Result<(), Error> {
    let Some(kind) = RelayKind::from_code(kind) else { return talk.toast(Text::ButtonUnknown).await };
    let Some((id, name)) = own(talk, id).await? else { return Ok(()) };
    let groups = ward::groups(talk.tx, talk.ward.id).await?;
    let has_one = groups.iter().any(|group| group.neighbourhood == id && group.channel == Channel::Relay);
    if kind == RelayKind::Group && has_one {
        talk.set_step(&Step::WayName { neighbourhood: id }).await?;
        return talk.say(Text::WayAskName { name }).await;
    }
    ask(talk, id, (kind, ""), &name).await
}

/// What the group is called came.
pub(in crate::conversation) async fn name_came(
    talk: &mut Talk<'_>,
    id: NeighbourhoodId,
    text: &Rich,
) -> Result<(), Error> {
    let Some((id, name)) = own(talk, id).await? else { return talk.clear_step().await };
    let group = shorten(nfc(text.words().lines().next().unwrap_or_default().trim()).trim(), NAME_MAX);
    if group.is_empty() {
        return talk.say(Text::WayAskName { name }).await;
    }
    talk.clear_step().await?;
    ask(talk, id, (RelayKind::Group, &group), &name).await
}

async fn ask(
    talk: &mut Talk<'_>,
    id: NeighbourhoodId,
    way: (RelayKind, &str),
    name: &str,
) -> Result<(), Error> {
    let me = talk.me().await?;
    let chat = talk.chat.id;
    let group = ward::ask_relay(talk.tx, talk.ward.id, id, way, chat, me).await?;
    if group.state == GroupState::Confirmed {
        return talk.alert(Text::RelayKnown).await;
    }
    let relay = ward::relay(talk.tx, group.id).await?;
    let place = wording::place(&relay, name, talk.lang);
    talk.say(Text::WayAskedNow { place }).await?;
    let head = ward::name_of(talk.tx, me).await?;
    let (relay, name, id) = (relay.clone(), name.to_owned(), group.id);
    talk.tell_all(Role::Administrator, About::default(), |lang| {
        let place = wording::place(&relay, &name, lang);
        Letter {
            buttons: vec![vec![
                button(lang, &Text::ButtonConfirm, &Act::ConfirmGroup(id)),
                button(lang, &Text::ButtonReject, &Act::RejectGroup(id)),
            ]],
            ..words(lang, &Text::WayConfirmCard { place, head: head.clone() })
        }
    })
    .await?;
    Ok(())
}

/// What the head of a confirmed relay is told.
pub(in crate::conversation) async fn ready(
    talk: &mut Talk<'_>,
    group: &Group,
    name: String,
) -> Result<Text, Error> {
    let relay = ward::relay(talk.tx, group.id).await?;
    if relay.kind == RelayKind::Group && relay.name.is_empty() {
        return Ok(Text::HeadRelayReady { name });
    }
    let place = wording::place(&relay, &name, crate::i18n::Lang::Vi);
    Ok(Text::WayReady { place })
}
