//! How groups are doing.

use chrono::{DateTime, TimeDelta, Utc};

use super::super::{BotId, Chat, ChatId, ChatState, GroupId, PersonId, WardId};
use super::wards::{ChatRow, chats_from};
use crate::channel::{Channel, Probe};
use crate::store::{Error, Tx, all, exec};

/// The registered groups of a bot that nobody has asked after for so long, the longest first. A group
/// that came in a moment ago was looked at then.
///
/// # Errors
/// If the database refuses.
pub async fn due_for_probe(
    tx: &mut Tx,
    bot: BotId,
    every: TimeDelta,
    limit: i64,
) -> Result<Vec<(ChatId, String)>, Error> {
    let before = tx.now() - every;
    all!(
        tx,
        (ChatId, String),
        "SELECT c.id, c.platform_id FROM chats c
         WHERE c.bot_id = $1 AND c.kind = 'group' AND COALESCE(c.probed_at, c.created_at) <= $2
           AND EXISTS (SELECT 1 FROM neighbourhood_groups g
               WHERE g.chat_id = c.id AND g.channel = 'telegram' AND g.state = 'confirmed')
         ORDER BY COALESCE(c.probed_at, c.created_at), c.id LIMIT CAST($3 AS BIGINT)",
        bot,
        before,
        limit
    )
}

/// Writes down what the platform said of a group; `None`: it said nothing of use.
///
/// # Errors
/// If the database refuses.
pub async fn probed(tx: &mut Tx, chat: ChatId, found: Option<&Probe>) -> Result<(), Error> {
    let now = tx.now();
    exec!(tx, "UPDATE chats SET probed_at = $2 WHERE id = $1", chat, now)?;
    let Some(found) = found else { return Ok(()) };
    super::set_chat_state(tx, chat, found.standing.into()).await?;
    exec!(
        tx,
        "UPDATE chats SET members = $2, may_pin = $3 WHERE id = $1",
        chat,
        found.members,
        found.may_pin
    )?;
    Ok(())
}

/// The groups of whose state staff are to hear: closed to us for `after`, or open again after they
/// had heard of it. From now on they have.
///
/// # Errors
/// If the database refuses.
pub async fn take_untold_staff(tx: &mut Tx, after: TimeDelta) -> Result<Vec<Chat>, Error> {
    let before = tx.now() - after;
    let rows = all!(
        tx,
        ChatRow,
        "UPDATE chats SET told_staff = state
         WHERE told_staff <> state AND kind = 'group' AND (state = 'open' OR changed_at <= $1)
         RETURNING id, bot_id, platform_id, kind, title, state",
        before
    )?;
    chats_from(rows)
}

/// Staff have heard of this group's state.
///
/// # Errors
/// If the database refuses.
pub async fn staff_told(tx: &mut Tx, chat: ChatId) -> Result<(), Error> {
    exec!(tx, "UPDATE chats SET told_staff = state WHERE id = $1", chat)?;
    Ok(())
}

/// How one group is doing, as far as we know without posting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupHealth {
    pub group: GroupId,
    pub name: String,
    pub channel: Channel,
    pub head: PersonId,
    /// Of the group's chat; of a relay, of the private chat of its person.
    pub state: ChatState,
    /// Since when it is so.
    pub since: DateTime<Utc>,
    pub probed_at: Option<DateTime<Utc>>,
    pub members: Option<i64>,
    pub may_pin: Option<bool>,
    /// Since when the topic that its head chose takes nothing any more.
    pub topic_lost: Option<DateTime<Utc>>,
    /// When somebody in office there last wrote or pressed something.
    pub head_seen: Option<DateTime<Utc>>,
}

#[derive(sqlx::FromRow)]
struct HealthRow {
    id: GroupId,
    name: String,
    channel: String,
    head_id: PersonId,
    state: String,
    changed_at: DateTime<Utc>,
    probed_at: Option<DateTime<Utc>>,
    members: Option<i64>,
    may_pin: Option<bool>,
    topic_lost_at: Option<DateTime<Utc>>,
    seen_at: Option<DateTime<Utc>>,
}

/// How every confirmed group of a ward is doing, relays too, in the order of the neighbourhoods.
///
/// # Errors
/// If the database refuses.
pub async fn health(tx: &mut Tx, ward: WardId) -> Result<Vec<GroupHealth>, Error> {
    let rows = all!(
        tx,
        HealthRow,
        "SELECT g.id, n.name, g.channel, g.head_id, c.state, c.changed_at, c.probed_at, c.members, c.may_pin,
            c.topic_lost_at,
            (SELECT MAX(o.seen_at) FROM offices o
             WHERE o.neighbourhood_id = g.neighbourhood_id AND o.until IS NULL) AS seen_at
         FROM neighbourhood_groups g
         JOIN neighbourhoods n ON n.id = g.neighbourhood_id JOIN chats c ON c.id = g.chat_id
         WHERE g.ward_id = $1 AND g.state = 'confirmed'
         ORDER BY n.position, g.asked_at, g.id",
        ward
    )?;
    rows.into_iter()
        .map(|row| {
            Ok(GroupHealth {
                group: row.id,
                name: row.name,
                channel: Channel::from_code(&row.channel)
                    .ok_or_else(|| Error::corrupt("channel", row.channel))?,
                head: row.head_id,
                state: ChatState::from_code(&row.state)
                    .ok_or_else(|| Error::corrupt("chat state", row.state))?,
                since: row.changed_at,
                probed_at: row.probed_at,
                members: row.members,
                may_pin: row.may_pin,
                topic_lost: row.topic_lost_at,
                head_seen: row.seen_at,
            })
        })
        .collect()
}
