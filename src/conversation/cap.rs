//! The number of posts that a group gets in a day: who has had them, and an approver's word
//! that a post goes to those groups all the same.

use chrono::{DateTime, Utc};

use super::Desk;
use super::clockwork::{Posting, hand_over_copy};
use super::talk::{Talk, words};
use crate::audit;
use crate::channel::Channel;
use crate::delivery::{self, PostId};
use crate::i18n::{self, Text, day_start};
use crate::message::{self, Body, Kind};
use crate::schedule;
use crate::store::{Error, Tx};
use crate::ward::store as ward;
use crate::ward::{GroupId, WardId};

/// The groups that have had their posts of today, this one not counted.
pub(super) async fn full(
    tx: &mut Tx,
    desk: &Desk,
    ward: WardId,
    kind: Kind,
    post: PostId,
) -> Result<Vec<GroupId>, Error> {
    if kind == Kind::Urgent || desk.posts_per_day == 0 {
        return Ok(Vec::new());
    }
    let today = day_start(tx.now());
    let had = delivery::posted_since(tx, ward, today, Some(post)).await?;
    Ok(had.into_iter().filter(|(_, n)| *n >= desk.posts_per_day).map(|(group, _)| group).collect())
}

/// How many groups will have had their posts of the day by the time at which a message is to be
/// posted, as far as is known now.
pub(super) async fn full_by(
    tx: &mut Tx,
    desk: &Desk,
    ward: WardId,
    body: &Body,
    at: DateTime<Utc>,
) -> Result<usize, Error> {
    let kind = body.kind;
    if kind == Kind::Urgent || desk.posts_per_day == 0 {
        return Ok(0);
    }
    let (today, day) = (day_start(tx.now()), day_start(at));
    let had = if day == today {
        delivery::posted_since(tx, ward, today, None).await?
    } else {
        delivery::GroupCopies::default()
    };
    let planned = schedule::planned_between(tx, ward, day, at).await?;
    let reach = ward::reach(tx, ward).await?;
    let of = |group: &GroupId| had.get(group).copied().unwrap_or_default();
    let meant = reach.iter().filter(|reach| body.audience.includes(&reach.place));
    Ok(meant.filter(|reach| of(&reach.group) + planned >= desk.posts_per_day).count())
}

/// "Gửi thêm tới nhóm đã đủ tin" in a coverage sheet.
pub(super) async fn send_anyway(talk: &mut Talk<'_>, id: PostId) -> Result<(), Error> {
    if !talk.roles.may_approve() {
        return talk.alert(Text::OnlyApprovers).await;
    }
    let Some(post) = schedule::post(talk.tx, id).await?.filter(|p| p.ward == talk.ward.id) else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    let Some(version) = message::version(talk.tx, post.message, post.version).await? else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    if post.state != schedule::State::Released {
        return talk.alert(Text::CapTooLate).await;
    }
    let copies = delivery::send_capped(talk.tx, id).await?;
    if copies.is_empty() {
        return talk.alert(Text::CapTooLate).await;
    }
    let me = talk.me().await?;
    let subject = format!("post:{id}");
    audit::append(talk.tx, talk.ward.id, Some(me), "send_capped", &subject, &copies.len().to_string())
        .await?;
    let reach = ward::reach(talk.tx, talk.ward.id).await?;
    let relays = ward::relays(talk.tx, talk.ward.id).await?;
    let number = message::message(talk.tx, post.message).await?.map_or(0, |message| message.number);
    for (copy, group, channel) in &copies {
        if *channel == Channel::Relay
            && let Some(reach) = reach.iter().find(|reach| reach.group == *group)
        {
            let leaves_at = talk.tx.now();
            let (desk, bot, post, body, relays) = (talk.desk, &talk.bot, &post, &version.body, &relays);
            let posting = Posting { desk, bot, post, body, number, relays, leaves_at };
            hand_over_copy(talk.tx, &posting, reach, *copy).await?;
        }
    }
    let letter = words(talk.lang, &Text::CapSending { n: i18n::count(copies.len()) });
    talk.send(letter).await
}
