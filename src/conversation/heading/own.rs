//! `/to` and `/dangky`: how the head's own groups stand, in five lines each.

use super::super::Facts;
use super::super::act::Act;
use super::super::talk::Talk;
use super::super::{manners, places, relaying};
use super::registering::offer_ways;
use crate::channel::{Channel, Letter, Probe};
use crate::delivery::{self, Fared};
use crate::i18n::{self, Lang, Text};
use crate::store::Error;
use crate::text::Rich;
use crate::ward::store as ward;
use crate::ward::{Group, GroupState, NeighbourhoodId};

pub(in crate::conversation) async fn my_neighbourhoods(
    talk: &mut Talk<'_>,
    facts: &Facts,
) -> Result<(), Error> {
    if !talk.is_private() {
        return talk.say(Text::GroupHelp { ward: talk.ward.name.clone() }).await;
    }
    if !talk.roles.is_head() {
        return talk.say(Text::NotHead).await;
    }
    for id in talk.roles.heads.clone() {
        one(talk, id, facts).await?;
    }
    Ok(())
}

async fn one(talk: &mut Talk<'_>, id: NeighbourhoodId, facts: &Facts) -> Result<(), Error> {
    let Some(found) = ward::neighbourhood(talk.tx, talk.ward.id, id).await? else { return Ok(()) };
    let groups = ward::groups(talk.tx, talk.ward.id).await?;
    let is_there = |g: &Group| matches!(g.state, GroupState::Asked | GroupState::Confirmed);
    let mine: Vec<_> = groups.into_iter().filter(|g| g.neighbourhood == found.id && is_there(g)).collect();
    // A group that was rejected or taken off leaves the head free to register another.
    if mine.is_empty() {
        return offer_ways(talk, &found).await;
    }
    let (lang, me) = (talk.lang, talk.me().await?);
    let fares = delivery::fared(talk.tx, talk.ward.id).await?;
    let mut letter = Letter { text: Rich::bold(&found.name), ..Letter::default() };
    for group in &mine {
        let chat = ward::chat(talk.tx, group.chat).await?;
        letter.text = letter.text.below(1, &places::group_line(lang, group, &chat));
        if group.state != GroupState::Confirmed {
            letter.buttons.push(vec![talk.button(&Text::ButtonWrongGroup, &Act::WrongGroup(group.id))]);
            continue;
        }
        let fared = fares.get(&group.id).copied().unwrap_or_default();
        let probe = facts.groups.get(&chat.platform_id);
        let until = ward::manners(talk.tx, group.id).await?.rests_until.filter(|at| *at > talk.tx.now());
        let rests = until.map(|at| Text::MannersRests { until: i18n::moment(at, lang) });
        for line in rests.into_iter().chain(lines(group, probe, fared, lang)) {
            letter.text = letter.text.below(1, &Rich::plain(&line.say(lang)));
        }
        letter.buttons.extend(manners::way(lang, group));
    }
    letter.text = letter.text.below(2, &Rich::plain(&Text::OwnMore.say(lang)));
    letter.buttons.push(relaying::button_row(talk, found.id));
    letter.buttons.push(vec![
        talk.button(&Text::ButtonDeputyLink, &Act::DeputyLink(found.id)),
        talk.button(&Text::ButtonHandover, &Act::HandOffice(found.id)),
    ]);
    letter.buttons.push(vec![talk.button(&Text::ButtonSecondAccount, &Act::SecondAccount)]);
    if !ward::hears(talk.tx, found.id, me).await? {
        letter
            .buttons
            .push(vec![talk.button(&Text::ButtonHearAgain, &Act::HearWeekly(found.id, "1".into()))]);
    }
    talk.send(letter).await
}

/// Beside whether we can write: whether we can pin, the last post, how many are in the group, and
/// what waits for the head.
fn lines(group: &Group, probe: Option<&Probe>, fared: Fared, lang: Lang) -> Vec<Text> {
    let mut lines = Vec::new();
    if group.channel == Channel::Telegram {
        lines.push(match probe {
            Some(probe) if probe.may_pin => Text::OwnPins,
            Some(_) => Text::OwnPinsNot,
            None => Text::OwnPinsUnknown,
        });
    }
    lines.push(match fared.last {
        Some(at) => Text::OwnLast { at: i18n::moment(at, lang) },
        None => Text::OwnLastNone,
    });
    if let Some(n) = probe.and_then(|probe| probe.members) {
        lines.push(Text::OwnMembers { n });
    }
    lines.push(match (group.channel, fared.open) {
        (Channel::Relay, n) if n > 0 => Text::OwnOpen { n },
        _ => Text::OwnOpenNone,
    });
    lines
}
