//! How the ward's groups are doing: the board for staff, and who hears of trouble when. A head
//! hears at once, staff once it has lasted a day or where the head cannot be told.

use chrono::TimeDelta;

use super::act::Act;
use super::notice::Notice;
use super::places;
use super::staff::only_administrator;
use super::talk::Talk;
use crate::channel::{ChatKind, Letter};
use crate::i18n::{self, Text};
use crate::store::{Error, Tx};
use crate::text::{Rich, shorten};
use crate::ward::store::{self as ward, GroupHealth};
use crate::ward::{Chat, ChatState, GroupState, Role};

/// How long trouble is left to the head.
const STAFF_AFTER: TimeDelta = TimeDelta::hours(24);
/// Days without a post after which a group is said to be silent.
const SILENT_DAYS: i64 = 30;
/// Groups on one screen.
const PAGE: usize = 20;

/// Tells staff of groups that have been closed to us for a day, and of those that are open again.
/// Gives whether there were any.
pub(super) async fn hear_staff(tx: &mut Tx) -> Result<bool, Error> {
    let chats = ward::take_untold_staff(tx, STAFF_AFTER).await?;
    for chat in &chats {
        tell_staff(tx, chat).await?;
    }
    Ok(!chats.is_empty())
}

/// Tells the administrators of the wards whose group it is, except its own head.
async fn tell_staff(tx: &mut Tx, chat: &Chat) -> Result<(), Error> {
    for (ward_id, group) in ward::groups_of_chat(tx, chat.id).await? {
        let Some(bot) = ward::bot_of_ward(tx, ward_id).await? else { continue };
        if group.state != GroupState::Confirmed || chat.kind != ChatKind::Group {
            continue;
        }
        let found = ward::ward(tx, ward_id).await?;
        let name = ward::neighbourhood(tx, ward_id, group.neighbourhood).await?.map(|n| n.name);
        let text = places::state_of(chat.state, name.unwrap_or_default());
        let mut notice = Notice::new(tx, &found, &bot);
        let heads = ward::heads_of(notice.tx(), group.neighbourhood).await?;
        for person in ward::people_with(notice.tx(), ward_id, Role::Administrator).await? {
            // A head may be an administrator too.
            if !heads.contains(&person.id) {
                notice.tell(person.id, &text).await?;
            }
        }
    }
    Ok(())
}

/// The head of a group cannot be told: staff hear it now.
pub(super) async fn instead_of_head(tx: &mut Tx, chat: &Chat) -> Result<(), Error> {
    ward::staff_told(tx, chat.id).await?;
    tell_staff(tx, chat).await
}

/// "Sức khỏe các nhóm"
pub(super) async fn board(talk: &mut Talk<'_>, page: i32) -> Result<(), Error> {
    only_administrator!(talk);
    let all = ward::health(talk.tx, talk.ward.id).await?;
    let now = talk.tx.now();
    let silent =
        |group: &GroupHealth| group.last_post.is_none_or(|at| now - at > TimeDelta::days(SILENT_DAYS));
    let (closed, open): (Vec<_>, Vec<_>) = all.iter().partition(|group| group.state != ChatState::Open);
    let (quiet, good): (Vec<_>, Vec<_>) = open.into_iter().partition(|group| silent(group));
    let mut text = Rich::bold(
        &Text::HealthHeading { good: i18n::count(good.len()), all: i18n::count(all.len()) }.say(talk.lang),
    );
    let asked = all.iter().filter_map(|group| group.probed_at).min();
    if let Some(at) = asked {
        text = text
            .below(1, &Rich::plain(&Text::HealthAsked { at: i18n::moment(at, talk.lang) }.say(talk.lang)));
    }
    let page = usize::try_from(page).unwrap_or(0);
    let listed: Vec<&GroupHealth> = closed.into_iter().chain(quiet).chain(good).collect();
    for (n, group) in listed.iter().skip(page * PAGE).take(PAGE).enumerate() {
        let line = line(group, silent(group), talk).await?;
        text = text.below(if n == 0 { 2 } else { 1 }, &Rich::plain(&line));
    }
    let mut letter = Letter { text, ..Letter::default() };
    let mut turn = Vec::new();
    if page > 0 {
        let before = i32::try_from(page - 1).unwrap_or(0);
        turn.push(talk.button(&Text::ButtonPageBefore, &Act::Health(before)));
    }
    if listed.len() > (page + 1) * PAGE {
        let after = i32::try_from(page + 1).unwrap_or(0);
        turn.push(talk.button(&Text::ButtonPageAfter, &Act::Health(after)));
    }
    if !turn.is_empty() {
        letter.buttons.push(turn);
    }
    letter.buttons.push(vec![talk.button(&Text::ButtonBack, &Act::Home)]);
    talk.replace(letter).await
}

/// A group's line: what is wrong, since when, and whom to call; or how many people read there.
async fn line(group: &GroupHealth, silent: bool, talk: &mut Talk<'_>) -> Result<String, Error> {
    let name = shorten(&group.name, 40);
    let since = i18n::moment(group.since, talk.lang);
    let text = match group.state {
        ChatState::Gone | ChatState::Silenced => {
            let head = shorten(&ward::name_of(talk.tx, group.head).await?, 40);
            if group.state == ChatState::Gone {
                Text::HealthGone { name, since, head }
            } else {
                Text::HealthSilenced { name, since, head }
            }
        }
        ChatState::Open if silent => match group.last_post {
            Some(at) => Text::HealthQuiet { name, at: i18n::moment(at, talk.lang) },
            None => Text::HealthNever { name },
        },
        ChatState::Open => match group.members {
            Some(members) => Text::HealthGood { name, members },
            None => Text::HealthGoodUnasked { name },
        },
    };
    Ok(text.say(talk.lang))
}
