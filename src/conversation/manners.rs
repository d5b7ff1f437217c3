//! How a group gets the ward's posts: with a sound or without, pinned for a while or not, and none
//! for a day where its head asks for it. What is urgent comes all the same.

use chrono::{DateTime, TimeDelta, Utc};

use super::act::Act;
use super::notice::Notice;
use super::talk::{Talk, button};
use crate::audit;
use crate::channel::{Button, Channel, ChatKind, Content};
use crate::delivery::{self, About, Copy, Kind, Lane, Parcel, PostId};
use crate::i18n::{self, Lang, Text};
use crate::store::{Error, Tx};
use crate::text::Rich;
use crate::ward::store as ward;
use crate::ward::{Bot, Group, GroupId, GroupState, Manners, Role, WardId};

/// Hours of "not now".
const REST_HOURS: i64 = 24;
/// Hours for which posts may stay pinned, in turn on the button.
const PIN_HOURS: [i64; 3] = [0, 24, 72];

/// The button that leads to a group's manners; none where it is no group of ours to post into.
pub(super) fn way(lang: Lang, group: &Group) -> Option<Vec<Button>> {
    let is_posted_to = group.state == GroupState::Confirmed && group.channel == Channel::Telegram;
    is_posted_to.then(|| vec![button(lang, &Text::ButtonManners, &Act::Manners(group.id))])
}

/// The group, where whoever presses may say how it gets its posts.
async fn theirs(talk: &mut Talk<'_>, id: GroupId) -> Result<Option<Group>, Error> {
    let found = ward::group(talk.tx, talk.ward.id, id).await?;
    let found = found.filter(|g| g.state == GroupState::Confirmed && g.channel == Channel::Telegram);
    let Some(group) = found else {
        talk.alert(Text::ButtonUnknown).await?;
        return Ok(None);
    };
    if !talk.roles.heads.contains(&group.neighbourhood) && !talk.roles.may_administer() {
        talk.alert(Text::NotYourNeighbourhood).await?;
        return Ok(None);
    }
    Ok(Some(group))
}

/// "Cách đăng tin"
pub(super) async fn show(talk: &mut Talk<'_>, id: GroupId) -> Result<(), Error> {
    let Some(group) = theirs(talk, id).await? else { return Ok(()) };
    let manners = ward::manners(talk.tx, id).await?;
    let title = ward::chat(talk.tx, group.chat).await?.title;
    let until = manners.rests_until.filter(|until| *until > talk.tx.now());
    let mut text = Rich::bold(&Text::MannersOf { title }.say(talk.lang));
    let sound = if manners.silent { Text::MannersSilent } else { Text::MannersSound };
    let pin = match manners.pin_hours {
        0 => Text::MannersNoPin,
        hours => Text::MannersPin { days: hours / 24 },
    };
    let state = match until {
        Some(until) => Text::MannersRests { until: i18n::moment(until, talk.lang) },
        None => Text::MannersOpen,
    };
    for line in [state, sound, pin] {
        text = text.below(1, &Rich::plain(&line.say(talk.lang)));
    }
    let mut letter = crate::channel::Letter { text, ..Default::default() };
    let rest = if until.is_some() { Text::ButtonRestEnd } else { Text::ButtonRest };
    let silent = if manners.silent { Text::ButtonSound } else { Text::ButtonSilent };
    let next = next_pin(manners.pin_hours);
    let pin = if next == 0 { Text::ButtonNoPin } else { Text::ButtonPin { days: next / 24 } };
    letter.buttons = vec![
        vec![talk.button(&rest, &Act::MannersRest(id))],
        vec![talk.button(&silent, &Act::MannersSilent(id))],
        vec![talk.button(&pin, &Act::MannersPin(id))],
    ];
    talk.replace(letter).await
}

fn next_pin(hours: i64) -> i64 {
    let at = PIN_HOURS.iter().position(|one| *one == hours).map_or(0, |at| at + 1);
    PIN_HOURS[at % PIN_HOURS.len()]
}

async fn put(talk: &mut Talk<'_>, id: GroupId, manners: &Manners, said: &str) -> Result<(), Error> {
    ward::put_manners(talk.tx, id, manners).await?;
    let me = talk.me().await?;
    audit::append(talk.tx, talk.ward.id, Some(me), "manners", &format!("group:{id}"), said).await
}

/// With a sound, or without.
pub(super) async fn silent(talk: &mut Talk<'_>, id: GroupId) -> Result<(), Error> {
    if theirs(talk, id).await?.is_none() {
        return Ok(());
    }
    let before = ward::manners(talk.tx, id).await?;
    let manners = Manners { silent: !before.silent, ..before };
    put(talk, id, &manners, if manners.silent { "silent" } else { "sound" }).await?;
    show(talk, id).await
}

/// How long posts stay pinned.
pub(super) async fn pin(talk: &mut Talk<'_>, id: GroupId) -> Result<(), Error> {
    if theirs(talk, id).await?.is_none() {
        return Ok(());
    }
    let before = ward::manners(talk.tx, id).await?;
    let manners = Manners { pin_hours: next_pin(before.pin_hours), ..before };
    put(talk, id, &manners, &format!("pin {}", manners.pin_hours)).await?;
    show(talk, id).await
}

/// No posts for a day, or again from now on.
pub(super) async fn rest(talk: &mut Talk<'_>, id: GroupId) -> Result<(), Error> {
    let Some(group) = theirs(talk, id).await? else { return Ok(()) };
    let before = ward::manners(talk.tx, id).await?;
    let now = talk.tx.now();
    if let Some(until) = before.rests_until.filter(|until| *until > now) {
        put(talk, id, &Manners { rests_until: None, ..before }, "posts again").await?;
        delivery::wake(talk.tx, group.chat, id, until).await?;
        return show(talk, id).await;
    }
    let until = now + TimeDelta::hours(REST_HOURS);
    put(talk, id, &Manners { rests_until: Some(until), ..before }, "no posts for a day").await?;
    delivery::rest(talk.tx, group.chat, id, until).await?;
    let name = ward::neighbourhood(talk.tx, talk.ward.id, group.neighbourhood).await?.map(|n| n.name);
    let me = talk.me().await?;
    let name = name.unwrap_or_default();
    for person in ward::people_with(talk.tx, talk.ward.id, Role::Administrator).await? {
        if person.id != me {
            let name = name.clone();
            let text = Text::GroupRests { name, until: i18n::moment(until, Lang::Vi) };
            talk.notice().tell(person.id, &text).await?;
        }
    }
    show(talk, id).await
}

/// When the copies of a post for groups that rest are to leave instead.
pub(super) fn resting(
    manners: &std::collections::HashMap<GroupId, Manners>,
    leaves_at: DateTime<Utc>,
) -> Vec<(GroupId, DateTime<Utc>)> {
    let until = |(group, one): (&GroupId, &Manners)| {
        one.rests_until.filter(|until| *until > leaves_at).map(|until| (*group, until))
    };
    manners.iter().filter_map(until).collect()
}

/// A post that is about to leave, as far as pins are concerned.
pub(super) struct Pinned<'a> {
    pub ward: WardId,
    pub bot: &'a Bot,
    pub lane: Lane,
    pub leaves_at: DateTime<Utc>,
}

/// Rows that pin a copy once it has left, and take the pin away again.
pub(super) async fn pin_copy(
    tx: &mut Tx,
    post: &Pinned<'_>,
    copy: &Copy,
    manners: &Manners,
) -> Result<(), Error> {
    if manners.pin_hours == 0 || copy.channel != Channel::Telegram {
        return Ok(());
    }
    let from =
        manners.rests_until.filter(|_| post.lane != Lane::Urgent).unwrap_or_default().max(post.leaves_at);
    for (on, due_at) in [(true, from), (false, from + TimeDelta::hours(manners.pin_hours))] {
        let parcel = Parcel {
            ward: post.ward,
            bot: post.bot.id,
            chat: copy.chat,
            channel: Channel::Telegram,
            kind: Kind::Pin,
            // Behind the copy itself: within a chat, rows leave in order of lane and time.
            lane: post.lane,
            content: Content::Pin { copy: copy.id.0, target: String::new(), on },
            fallback: vec![],
            about: About::default(),
            due_at: Some(due_at),
            not_after: None,
        };
        delivery::enqueue(tx, &parcel).await?;
    }
    Ok(())
}

/// Of groups in which we may not pin: their heads hear it once, and no more is pinned there until
/// somebody asks for it again. Gives whether there were any.
pub(super) async fn hear_refused(tx: &mut Tx) -> Result<bool, Error> {
    let refused = delivery::take_refused_pins(tx).await?;
    for (ward_id, chat) in &refused {
        let chat = ward::chat(tx, *chat).await?;
        let groups = ward::groups_of_chat(tx, chat.id).await?;
        let Some((_, group)) = groups.into_iter().find(|(of, _)| of == ward_id) else { continue };
        let manners = ward::manners(tx, group.id).await?;
        if manners.pin_hours == 0 || chat.kind != ChatKind::Group {
            continue;
        }
        ward::put_manners(tx, group.id, &Manners { pin_hours: 0, ..manners }).await?;
        let Some(bot) = ward::bot_of_ward(tx, *ward_id).await? else { continue };
        let found = ward::ward(tx, *ward_id).await?;
        Notice::new(tx, &found, &bot).tell(group.head, &Text::PinRefused { title: chat.title }).await?;
    }
    Ok(!refused.is_empty())
}

/// Posts that go on after they were held keep away from groups that rest.
pub(super) async fn rest_again(tx: &mut Tx, ward: WardId, post: PostId) -> Result<(), Error> {
    let manners = ward::manners_of_ward(tx, ward).await?;
    let now = tx.now();
    delivery::rest_in(tx, post, &resting(&manners, now)).await
}
