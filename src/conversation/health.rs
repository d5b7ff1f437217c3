//! How the ward's groups are doing: the board for staff, and who hears of trouble when. A head
//! hears at once, staff once it has lasted a day or where the head cannot be told.

use chrono::{DateTime, TimeDelta, Utc};

use super::act::Act;
use super::notice::Notice;
use super::places;
use super::spread::way;
use super::staff::only_administrator;
use super::talk::Talk;
use crate::channel::{Channel, ChatKind, Letter};
use crate::delivery;
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
const PAGE: usize = 15;

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

/// How good a group is, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Grade {
    /// Closed to us.
    Closed,
    /// Open, but not as its head wanted it, or long without a post.
    Doubtful,
    Good,
}

fn grade(group: &GroupHealth, last: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Grade {
    let is_silent = last.is_none_or(|at| now - at > TimeDelta::days(SILENT_DAYS));
    if group.state != ChatState::Open {
        Grade::Closed
    } else if is_silent || group.topic_lost.is_some() {
        Grade::Doubtful
    } else {
        Grade::Good
    }
}

/// "Tình trạng các nhóm"
pub(super) async fn board(talk: &mut Talk<'_>, page: i32) -> Result<(), Error> {
    only_administrator!(talk);
    let fared = delivery::fared(talk.tx, talk.ward.id).await?;
    let last = |group: &GroupHealth| fared.get(&group.group).and_then(|fared| fared.last);
    let now = talk.tx.now();
    let mut all: Vec<(Grade, GroupHealth)> = ward::health(talk.tx, talk.ward.id)
        .await?
        .into_iter()
        .map(|group| (grade(&group, last(&group), now), group))
        .collect();
    all.sort_by_key(|(grade, _)| *grade);
    let good = all.iter().filter(|(grade, _)| *grade == Grade::Good).count();
    let mut text = Rich::bold(
        &Text::HealthHeading { good: i18n::count(good), all: i18n::count(all.len()) }.say(talk.lang),
    );
    if let Some(at) = all.iter().filter_map(|(_, group)| group.probed_at).min() {
        text = text
            .below(1, &Rich::plain(&Text::HealthAsked { at: i18n::moment(at, talk.lang) }.say(talk.lang)));
    }
    let page = usize::try_from(page).unwrap_or(0);
    for (n, (grade, group)) in all.iter().skip(page * PAGE).take(PAGE).enumerate() {
        let line = line(group, *grade, last(group), talk).await?;
        text = text.below(if n == 0 { 2 } else { 1 }, &Rich::plain(&line));
    }
    let mut letter = Letter { text, ..Letter::default() };
    let mut turn = Vec::new();
    if page > 0 {
        let before = i32::try_from(page - 1).unwrap_or(0);
        turn.push(talk.button(&Text::ButtonPageBefore, &Act::Health(before)));
    }
    if all.len() > (page + 1) * PAGE {
        let after = i32::try_from(page + 1).unwrap_or(0);
        turn.push(talk.button(&Text::ButtonPageAfter, &Act::Health(after)));
    }
    if !turn.is_empty() {
        letter.buttons.push(turn);
    }
    letter.buttons.push(vec![talk.button(&Text::ButtonBack, &Act::Home)]);
    talk.replace(letter).await
}

/// "05/05", among many lines.
fn short(at: DateTime<Utc>) -> String {
    i18n::hanoi(at).format("%d/%m").to_string()
}

/// A group's line: what is wrong, since when, and whom to call; or how it is doing.
async fn line(
    group: &GroupHealth,
    grade: Grade,
    last: Option<DateTime<Utc>>,
    talk: &mut Talk<'_>,
) -> Result<String, Error> {
    let (lang, name) = (talk.lang, shorten(&group.name, 40));
    if grade == Grade::Closed {
        let head = shorten(&ward::name_of(talk.tx, group.head).await?, 40);
        let since = i18n::moment(group.since, lang);
        let text = match (group.channel, group.state) {
            (Channel::Relay, _) => Text::HealthHeadGone { name, since, head },
            (_, ChatState::Silenced) => Text::HealthSilenced { name, since, head },
            _ => Text::HealthGone { name, since, head },
        };
        return Ok(text.say(lang));
    }
    let mut parts = Vec::new();
    match group.members {
        Some(n) if group.channel == Channel::Telegram => parts.push(Text::HealthMembers { n }),
        _ if group.channel == Channel::Relay => {
            let relay = ward::relay(talk.tx, group.group).await?;
            parts.push(Text::HealthByHand { way: way(group.channel, Some(relay.kind)).say(lang) });
        }
        _ => {}
    }
    parts.push(match last {
        Some(at) => Text::HealthLast { at: short(at) },
        None => Text::HealthNever,
    });
    if let Some(at) = group.topic_lost {
        parts.push(Text::HealthTopicLost { at: short(at) });
    }
    if group.channel == Channel::Telegram {
        match group.may_pin {
            Some(true) => parts.push(Text::HealthPins),
            Some(false) => parts.push(Text::HealthPinsNot),
            None => {}
        }
    }
    parts.push(match group.head_seen {
        Some(at) => Text::HealthHead { at: short(at) },
        None => Text::HealthHeadNever,
    });
    let parts: Vec<String> = parts.iter().map(|part| part.say(lang)).collect();
    let rest = parts.join(" · ");
    let text = match grade {
        Grade::Good => Text::HealthGood { name, rest },
        _ => Text::HealthDoubtful { name, rest },
    };
    Ok(text.say(lang))
}
