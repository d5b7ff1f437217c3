//! What a neighbourhood's head does: register the group, see that it works. What they post for us where
//! no bot can is in `relaying`.

use super::act::Act;
use super::places;
use super::relaying;
use super::talk::{Talk, link_button};
use crate::audit;
use crate::i18n::Text;
use crate::store::Error;
use crate::text::Rich;
use crate::ward::store::{self as ward, LinkState};
use crate::ward::{GroupState, NeighbourhoodId, Purpose};

/// The head opened the ward's link in private.
pub(super) async fn link_opened(
    talk: &mut Talk<'_>,
    secret: &str,
    neighbourhood: NeighbourhoodId,
    state: LinkState,
    sender_name: &str,
) -> Result<(), Error> {
    let Some(found) = ward::neighbourhood(talk.tx, talk.ward.id, neighbourhood).await? else {
        return talk.say(Text::LinkUnknown).await;
    };
    let me = talk.me().await?;
    match state {
        LinkState::Used(by) if by == me => {}
        LinkState::Used(_) => return talk.say(Text::LinkUsed).await,
        LinkState::Expired => return talk.say(Text::LinkExpired).await,
        LinkState::Fresh => {
            if !ward::use_link(talk.tx, secret, me).await? {
                return talk.say(Text::LinkUsed).await;
            }
            if !sender_name.is_empty() {
                ward::set_name(talk.tx, me, sender_name).await?;
            }
            ward::make_head(talk.tx, neighbourhood, me).await?;
            audit::append(
                talk.tx,
                talk.ward.id,
                Some(me),
                "make_head",
                &format!("neighbourhood:{neighbourhood}"),
                "",
            )
            .await?;
        }
    }
    offer_ways(talk, neighbourhood, &found.name).await
}

/// The two ways to reach a neighbourhood: the bot in its group, or the head by hand.
async fn offer_ways(talk: &mut Talk<'_>, id: NeighbourhoodId, name: &str) -> Result<(), Error> {
    let me = talk.me().await?;
    // A fresh link for the group itself: the one from the ward is used up now.
    let secret =
        ward::make_link(talk.tx, talk.ward.id, &Purpose::Group { neighbourhood: id }, Some(me)).await?;
    let mut letter = talk.letter(&Text::HeadWelcome { name: name.to_owned(), ward: talk.ward.name.clone() });
    letter.buttons = vec![
        vec![link_button(talk.lang, &Text::ButtonAddToMyGroup, talk.group_link(&secret))],
        vec![talk.button(&Text::ButtonRelayInstead, &Act::RelayInstead(id))],
    ];
    talk.send_once(letter).await
}

/// `/to` and `/dangky`: the state of the head's own groups, and how to add one.
pub(super) async fn my_neighbourhoods(talk: &mut Talk<'_>) -> Result<(), Error> {
    if !talk.is_private() {
        return talk.say(Text::GroupHelp { ward: talk.ward.name.clone() }).await;
    }
    if !talk.roles.is_head() {
        return talk.say(Text::NotHead).await;
    }
    for id in talk.roles.heads.clone() {
        let Some(found) = ward::neighbourhood(talk.tx, talk.ward.id, id).await? else { continue };
        let groups = ward::groups(talk.tx, talk.ward.id).await?;
        let mine: Vec<_> = groups.into_iter().filter(|g| g.neighbourhood == id).collect();
        // A rejected group leaves the head free to register another.
        if mine.iter().all(|g| g.state == GroupState::Rejected) {
            offer_ways(talk, id, &found.name).await?;
            continue;
        }
        let mut text = Rich::bold(&found.name);
        for group in &mine {
            let chat = ward::chat(talk.tx, group.chat).await?;
            text = text.below(1, &places::group_line(talk.lang, group, &chat));
        }
        let buttons = vec![relaying::button_row(talk, id)];
        talk.send(crate::channel::Letter { text, buttons, ..Default::default() }).await?;
    }
    Ok(())
}
