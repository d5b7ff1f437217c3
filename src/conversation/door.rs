//! How people come in: links, their first words, and help.

use super::act::Act;
use super::directory::{help_line, say_with_help};
use super::talk::{Step, Talk, link_button, words};
use super::watch;
use super::{Facts, heading, places, resident};
use crate::audit;
use crate::channel::Letter;
use crate::delivery::{self, About, Kind};
use crate::i18n::Text;
use crate::store::{Error, Tx};
use crate::text::Rich;
use crate::ward::store::{self as ward, LinkState};
use crate::ward::{Purpose, Role, Ward, WardId};

/// The ward that a link was made for.
pub(super) async fn ward_of_link(tx: &mut Tx, secret: &str) -> Result<Option<Ward>, Error> {
    if secret.is_empty() {
        return Ok(None);
    }
    match ward::link(tx, secret).await? {
        Some(link) => ward::ward(tx, link.ward).await.map(Some),
        None => Ok(None),
    }
}

/// `/start`, alone or with what a link carried.
pub(super) async fn opened(
    talk: &mut Talk<'_>,
    payload: &str,
    sender_name: &str,
    anonymous: bool,
    facts: &Facts,
) -> Result<(), Error> {
    if !talk.is_private() {
        return if payload.is_empty() {
            help(talk).await
        } else {
            group_opened(talk, payload, sender_name, anonymous, facts).await
        };
    }
    talk.clear_step().await?;
    if payload.is_empty() {
        return help(talk).await;
    }
    if payload == "dongy" {
        return resident::continue_held(talk).await;
    }
    if let Some(copy) = talk.desk.signed(payload) {
        return from_post(talk, copy).await;
    }
    let Some(link) = ward::link(talk.tx, payload).await? else {
        say_with_help(talk, &Text::LinkUnknown).await?;
        return help(talk).await;
    };
    match &link.purpose {
        Purpose::Staff { role, unit, name } => {
            let me = talk.me().await?;
            match link.state {
                LinkState::Used(by) if by == me => return help(talk).await,
                LinkState::Used(_) => return talk.say(Text::LinkUsed).await,
                LinkState::Expired => return talk.say(Text::LinkExpired).await,
                LinkState::Fresh => {}
            }
            if !ward::use_link(talk.tx, payload, me).await? {
                return talk.say(Text::LinkUsed).await;
            }
            let name = if name.is_empty() { sender_name } else { name.as_str() };
            ward::set_name(talk.tx, me, name).await?;
            ward::grant(talk.tx, talk.ward.id, me, *role, *unit, link.made_by).await?;
            audit::append(talk.tx, talk.ward.id, link.made_by, "grant", &format!("person:{me}"), role.code())
                .await?;
            talk.person = ward::person_of(talk.tx, talk.ward.id, talk.account.id).await?;
            talk.roles = ward::roles_of(talk.tx, talk.ward.id, me).await?;
            let role_name = super::staff::role_name(*role).say(talk.lang);
            let unit_name = match unit {
                Some(unit) => ward::unit(talk.tx, talk.ward.id, *unit).await?.map(|u| u.name),
                None => None,
            };
            let role_name = unit_name.map_or(role_name.clone(), |unit| format!("{role_name}, {unit}"));
            talk.say(Text::StaffWelcome {
                name: name.to_owned(),
                role: role_name,
                ward: talk.ward.name.clone(),
            })
            .await?;
            if *role == Role::Administrator {
                return super::staff::home(talk).await;
            }
            talk.say(Text::StaffHint).await
        }
        Purpose::Head { neighbourhood } => {
            heading::link_opened(talk, payload, *neighbourhood, link.state, sender_name).await
        }
        Purpose::Deputy { neighbourhood } => {
            heading::deputy_opened(talk, payload, *neighbourhood, link.state, sender_name).await
        }
        Purpose::Handover { .. } => heading::handover_opened(talk, payload, &link).await,
        Purpose::Account { person } => heading::account_opened(talk, payload, &link, *person).await,
        Purpose::UnitChat { .. } | Purpose::Group { .. } => {
            let mut letter = talk.letter(&Text::LinkForGroup);
            letter.buttons =
                vec![vec![link_button(talk.lang, &Text::ButtonAddToGroup, talk.group_link(payload))]];
            talk.send_once(letter).await
        }
    }
}

/// A resident pressed the button under a post.
async fn from_post(talk: &mut Talk<'_>, copy: delivery::OutgoingId) -> Result<(), Error> {
    let post = delivery::post_of_copy(talk.tx, copy).await?;
    if let (true, Some(post)) = (delivery::settle_seen(talk.tx, copy, "\"button\"").await?, post) {
        watch::stir(talk.tx, post).await?;
    }
    talk.set_step(&Step::Asking { post }).await?;
    talk.say(Text::AskFromPost { ward: talk.ward.name.clone() }).await
}

/// A link was opened in a group: it becomes a unit's chat or a neighbourhood's group.
pub(super) async fn group_opened(
    talk: &mut Talk<'_>,
    secret: &str,
    sender_name: &str,
    anonymous: bool,
    facts: &Facts,
) -> Result<(), Error> {
    let Some(link) = ward::link(talk.tx, secret).await? else {
        return say_with_help(talk, &Text::LinkUnknown).await;
    };
    if anonymous {
        // The group writes for its administrator; a pressed button shows the person.
        let mut letter = talk.letter(&Text::GroupAnonymous);
        let line = help_line(talk.tx, &talk.ward, talk.lang).await?;
        letter.text = letter.text.below(1, &Rich::plain(&line));
        if let Purpose::Group { neighbourhood } | Purpose::Head { neighbourhood } = link.purpose
            && link.state == LinkState::Fresh
        {
            let step = ward::RegistrationStep::Anonymous;
            ward::note_registration(talk.tx, neighbourhood, step, None).await?;
        }
        letter.buttons = vec![vec![talk.button(&Text::ButtonIAmHead, &Act::IAmHead(secret.to_owned()))]];
        return talk.send(letter).await;
    }
    match link.purpose {
        Purpose::UnitChat { unit } => places::unit_chat_opened(talk, secret, unit, link.state).await,
        Purpose::Group { neighbourhood } | Purpose::Head { neighbourhood } => {
            heading::group_opened(talk, secret, neighbourhood, link.state, sender_name, facts).await
        }
        Purpose::Staff { .. }
        | Purpose::Deputy { .. }
        | Purpose::Handover { .. }
        | Purpose::Account { .. } => talk.say(Text::LinkForPrivate).await,
    }
}

/// What a person can do here, by who they are.
pub(super) async fn help(talk: &mut Talk<'_>) -> Result<(), Error> {
    let ward = talk.ward.name.clone();
    if !talk.is_private() {
        return talk.say(Text::GroupHelp { ward }).await;
    }
    let mut text = Text::Welcome { ward: ward.clone() }.say(talk.lang);
    if talk.roles.is_staff() {
        text = Text::StaffHelp { ward }.say(talk.lang);
    } else if talk.roles.is_head() {
        text = Text::HeadHelp { ward }.say(talk.lang);
    }
    talk.send_about(Letter { text: Rich::plain(&text), ..Letter::default() }, Kind::Notice, About::default())
        .await
}

/// The person chose their ward among several.
pub(super) async fn pick_ward(talk: &mut Talk<'_>, id: WardId) -> Result<(), Error> {
    let wards = ward::wards_of_bot(talk.tx, talk.bot.id).await?;
    if !wards.iter().any(|w| w.id == id) {
        return talk.toast(Text::ButtonUnknown).await;
    }
    ward::set_account_ward(talk.tx, talk.account.id, id).await?;
    let letter = words(talk.lang, &Text::WardChosen);
    talk.replace(letter).await
}
