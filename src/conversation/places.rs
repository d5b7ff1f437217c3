//! Groups and unit chats: how they come in, how staff decide, and what happens when the bot
//! is removed, silenced or the group gets another id.

use super::act::Act;
use super::notice::Notice;
use super::talk::{Talk, button, link_button, words};
use super::{heading, relaying};
use super::{health, watch};
use crate::audit;
use crate::channel::{Channel, ChatKind, Letter, Standing};
use crate::delivery::{self, About, Kind, Lane};
use crate::i18n::{Lang, Text};
use crate::store::{Error, Tx};
use crate::text::Rich;
use crate::ward::store::{self as ward, LinkState, RegistrationStep};
use crate::ward::{Bot, Chat, ChatId, ChatState, Group, GroupId, GroupState, Role, UnitId};

/// A unit's link was opened in a group by a member of staff.
pub(super) async fn unit_chat_opened(
    talk: &mut Talk<'_>,
    secret: &str,
    unit: UnitId,
    state: LinkState,
) -> Result<(), Error> {
    if !talk.roles.may_administer() {
        return talk.say(Text::UnitChatOnlyAdministrator).await;
    }
    let Some(found) = ward::unit(talk.tx, talk.ward.id, unit).await? else {
        return talk.say(Text::LinkUnknown).await;
    };
    let me = talk.me().await?;
    if state == LinkState::Expired {
        return talk.say(Text::LinkExpired).await;
    }
    if found.chat == Some(talk.chat.id) {
        return talk.say(Text::UnitChatReady { unit: found.name }).await;
    }
    if !ward::groups_of_chat(talk.tx, talk.chat.id).await?.is_empty() {
        return talk.say(Text::UnitChatIsResidents).await;
    }
    if !ward::use_link(talk.tx, secret, me).await? {
        return talk.say(Text::LinkUsed).await;
    }
    ward::set_unit_chat(talk.tx, unit, talk.chat.id).await?;
    audit::append(talk.tx, talk.ward.id, Some(me), "unit_chat", &format!("unit:{unit}"), "").await?;
    talk.say(Text::UnitChatReady { unit: found.name }).await
}

/// Asks the ward's administrators to confirm a group.
pub(super) async fn ask_staff(
    talk: &mut Talk<'_>,
    group: &Group,
    neighbourhood: &str,
    title: Option<String>,
) -> Result<(), Error> {
    let head = ward::name_of(talk.tx, group.head).await?;
    let id = group.id;
    ward::note_registration(talk.tx, group.neighbourhood, RegistrationStep::Asked, Some(group.head)).await?;
    let (neighbourhood, reached) = (neighbourhood.to_owned(), {
        let name = neighbourhood.to_owned();
        talk.tell_all(Role::Administrator, About::default(), |lang| {
            let text = match &title {
                Some(title) => {
                    Text::GroupConfirmCard { name: name.clone(), title: title.clone(), head: head.clone() }
                }
                None => Text::RelayConfirmCard { name: name.clone(), head: head.clone() },
            };
            Letter {
                buttons: vec![vec![
                    button(lang, &Text::ButtonConfirm, &Act::ConfirmGroup(id)),
                    button(lang, &Text::ButtonReject, &Act::RejectGroup(id)),
                ]],
                ..words(lang, &text)
            }
        })
        .await?
    });
    if reached == 0 {
        tracing::warn!("no administrator can be reached to confirm {neighbourhood}");
    }
    Ok(())
}

/// An administrator's word on a group.
pub(super) async fn decide(talk: &mut Talk<'_>, id: GroupId, confirmed: bool) -> Result<(), Error> {
    if !talk.roles.may_administer() {
        return talk.alert(Text::OnlyAdministrator).await;
    }
    let Some(group) = ward::group(talk.tx, talk.ward.id, id).await? else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    let me = talk.me().await?;
    if !ward::decide_group(talk.tx, id, confirmed, me).await? {
        return talk.alert(Text::AlreadyDecided).await;
    }
    let act = if confirmed { "confirm_group" } else { "reject_group" };
    let step = if confirmed { RegistrationStep::Confirmed } else { RegistrationStep::Rejected };
    ward::note_registration(talk.tx, group.neighbourhood, step, Some(group.head)).await?;
    audit::append(talk.tx, talk.ward.id, Some(me), act, &format!("group:{id}"), "").await?;
    let name = ward::neighbourhood(talk.tx, talk.ward.id, group.neighbourhood)
        .await?
        .map(|n| n.name)
        .unwrap_or_default();
    let done = if confirmed {
        Text::GroupConfirmed { name: name.clone() }
    } else {
        Text::GroupRejected { name: name.clone() }
    };
    talk.replace(words(talk.lang, &done)).await?;
    settled(talk, &group, &name, confirmed).await
}

/// Tells the group and its head what the ward decided.
pub(super) async fn settled(
    talk: &mut Talk<'_>,
    group: &Group,
    name: &str,
    confirmed: bool,
) -> Result<(), Error> {
    let (name, ward_name) = (name.to_owned(), talk.ward.name.clone());
    if confirmed && group.channel == Channel::Telegram {
        let mut letter = words(Lang::Vi, &Text::GroupWelcome { ward: ward_name.clone(), name: name.clone() });
        letter.buttons = vec![vec![link_button(Lang::Vi, &Text::ButtonAsk, talk.private_link("hoi"))]];
        talk.post_to(group.chat, letter, Kind::Notice, Lane::Answer, About::default()).await?;
    }
    let told = match (confirmed, group.channel) {
        (true, Channel::Telegram) => Text::HeadGroupReady { name },
        (true, Channel::Relay) => relaying::ready(talk, group, name).await?,
        (false, _) => Text::HeadGroupRejected { name, ward: ward_name },
    };
    let help = heading::help_for(talk, group.head).await?;
    let id = group.id;
    talk.tell(group.head, About::default(), |lang| {
        let mut letter = words(lang, &told);
        if confirmed {
            letter.buttons = vec![vec![button(lang, &Text::ButtonWrongGroup, &Act::WrongGroup(id))]];
        } else {
            letter.text = letter.text.below(1, &Rich::plain(&help));
        }
        letter
    })
    .await?;
    Ok(())
}

/// The group got another id: everything of it goes on there.
pub(super) async fn migrated(tx: &mut Tx, bot: &Bot, from: &str, to: &str) -> Result<(), Error> {
    if let Some(chat) = ward::chat_by_platform_id(tx, bot.id, from).await? {
        ward::migrate_chat(tx, chat.id, to).await?;
    }
    Ok(())
}

/// The bot was removed, silenced or let back into a group. People hear of it at the next look at
/// the clock, as of what delivery finds out.
pub(super) async fn standing_changed(tx: &mut Tx, chat: &Chat, standing: Standing) -> Result<(), Error> {
    let state = ChatState::from(standing);
    if ward::set_chat_state(tx, chat.id, state).await? && state == ChatState::Open {
        catch_up(tx, chat.id).await?;
    }
    Ok(())
}

/// What a group missed while it was closed to us goes out, where it is still worth it.
pub(super) async fn catch_up(tx: &mut Tx, chat: ChatId) -> Result<(), Error> {
    for post in delivery::revive_chat(tx, chat).await? {
        watch::stir(tx, post).await?;
    }
    Ok(())
}

/// Tells heads of groups and staff of unit chats that were closed to us or opened again, each
/// change once. Gives whether there were any.
pub(super) async fn hear_news(tx: &mut Tx) -> Result<bool, Error> {
    let chats = ward::take_untold_chats(tx).await?;
    for chat in chats.iter().filter(|chat| chat.kind == ChatKind::Group) {
        if chat.state == ChatState::Open {
            catch_up(tx, chat.id).await?;
        }
        tell(tx, chat).await?;
    }
    let topics = ward::take_lost_topics(tx).await?;
    for chat in &topics {
        tell_of_topic(tx, chat).await?;
    }
    Ok(!chats.is_empty() || !topics.is_empty())
}

/// Tells a group's heads that the topic they chose is closed.
async fn tell_of_topic(tx: &mut Tx, chat: &Chat) -> Result<(), Error> {
    for (ward_id, group) in ward::groups_of_chat(tx, chat.id).await? {
        let Some(bot) = ward::bot_of_ward(tx, ward_id).await? else { continue };
        if group.state != GroupState::Confirmed {
            continue;
        }
        let found = ward::ward(tx, ward_id).await?;
        for person in ward::heads_of(tx, group.neighbourhood).await? {
            let text = Text::TopicLost { name: chat.title.clone() };
            Notice::new(tx, &found, &bot).tell(person, &text).await?;
        }
    }
    Ok(())
}

async fn tell(tx: &mut Tx, chat: &Chat) -> Result<(), Error> {
    let state = chat.state;
    for (ward_id, group) in ward::groups_of_chat(tx, chat.id).await? {
        let Some(bot) = ward::bot_of_ward(tx, ward_id).await? else { continue };
        let is_known = group.state == GroupState::Confirmed;
        if !is_known && state == ChatState::Open {
            let step = RegistrationStep::Asked;
            ward::note_registration(tx, group.neighbourhood, step, Some(group.head)).await?;
            continue;
        }
        let found = ward::ward(tx, ward_id).await?;
        let name =
            ward::neighbourhood(tx, ward_id, group.neighbourhood).await?.map(|n| n.name).unwrap_or_default();
        let text = state_of(state, name);
        let mut heads = ward::heads_of(tx, group.neighbourhood).await?;
        if !is_known {
            // The ward has nothing to do with it yet: only who asks is stuck.
            heads.retain(|person| *person == group.head);
            let step = RegistrationStep::Silenced;
            ward::note_registration(tx, group.neighbourhood, step, Some(group.head)).await?;
        }
        let mut is_heard = false;
        for person in &heads {
            let Some(mailbox) = ward::mailbox(tx, *person).await? else { continue };
            is_heard = true;
            let lang = Lang::of(&mailbox.language);
            let mut letter = words(lang, &text);
            if state != ChatState::Open {
                let help = super::directory::help_line(tx, &found, lang).await?;
                letter.text = letter.text.below(1, &Rich::plain(&help));
            }
            Notice::new(tx, &found, &bot).post_to(mailbox.chat, letter, About::default()).await?;
        }
        if !is_known {
            continue;
        }
        if !is_heard {
            health::instead_of_head(tx, chat).await?;
        }
        audit::append(tx, ward_id, None, state.code(), &format!("group:{}", group.id), "").await?;
    }
    for (ward_id, unit) in ward::unit_of_chat(tx, chat.id).await? {
        let Some(bot) = ward::bot_of_ward(tx, ward_id).await? else { continue };
        let found = ward::ward(tx, ward_id).await?;
        let name = ward::unit(tx, ward_id, unit).await?.map(|u| u.name).unwrap_or_default();
        let text = match state {
            ChatState::Gone | ChatState::Silenced => Text::UnitChatLost { unit: name },
            ChatState::Open => Text::UnitChatBack { unit: name },
        };
        Notice::new(tx, &found, &bot).tell_all(Role::Administrator, &text).await?;
    }
    Ok(())
}

/// What became of a neighbourhood's group.
pub(super) fn state_of(state: ChatState, name: String) -> Text {
    match state {
        ChatState::Gone => Text::GroupLost { name },
        ChatState::Silenced => Text::GroupSilenced { name },
        ChatState::Open => Text::GroupBack { name },
    }
}

/// A group's line in lists: its title and what is wrong with it, if anything.
pub(super) fn group_line(lang: Lang, group: &Group, chat: &Chat) -> Rich {
    let text = match (group.state, group.channel, chat.state) {
        (GroupState::Asked, _, _) => Text::StateAsked,
        (GroupState::Rejected | GroupState::Off, _, _) => Text::StateRejected,
        (GroupState::Confirmed, Channel::Relay, _) => Text::StateRelay,
        (GroupState::Confirmed, _, ChatState::Open) => Text::StateGood { title: chat.title.clone() },
        (GroupState::Confirmed, _, ChatState::Silenced) => Text::StateSilenced { title: chat.title.clone() },
        (GroupState::Confirmed, _, ChatState::Gone) => Text::StateGone { title: chat.title.clone() },
    };
    Rich::plain(&text.say(lang))
}
