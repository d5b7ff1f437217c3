//! How groups are doing.

use chrono::{DateTime, TimeDelta, Utc};

use super::super::{BotId, Chat, ChatId, ChatState, NeighbourhoodId, PersonId, WardId};
use super::wards::{ChatRow, chat_from};
use crate::channel::Probe;
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
    let mut chats = all!(
        tx,
        ChatRow,
        "UPDATE chats SET told_staff = state
         WHERE told_staff <> state AND kind = 'group' AND (state = 'open' OR changed_at <= $1)
         RETURNING id, bot_id, platform_id, kind, title, state",
        before
    )?
    .into_iter()
    .map(chat_from)
    .collect::<Result<Vec<_>, Error>>()?;
    chats.sort_by_key(|chat| chat.id);
    Ok(chats)
}

/// Staff have heard of this group's state.
///
/// # Errors
/// If the database refuses.
pub async fn staff_told(tx: &mut Tx, chat: ChatId) -> Result<(), Error> {
    exec!(tx, "UPDATE chats SET told_staff = state WHERE id = $1", chat)?;
    Ok(())
}

/// One line of the health board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupHealth {
    pub neighbourhood: NeighbourhoodId,
    pub name: String,
    pub title: String,
    pub head: PersonId,
    pub state: ChatState,
    /// Since when it is so.
    pub since: DateTime<Utc>,
    pub probed_at: Option<DateTime<Utc>>,
    pub members: Option<i64>,
    pub may_pin: Option<bool>,
    /// When a post last arrived there.
    pub last_post: Option<DateTime<Utc>>,
}

type HealthRow = (
    NeighbourhoodId,
    String,
    String,
    PersonId,
    String,
    DateTime<Utc>,
    Option<DateTime<Utc>>,
    Option<i64>,
    Option<bool>,
    Option<DateTime<Utc>>,
);

/// How every confirmed Telegram group of a ward is doing, in the order of the neighbourhoods.
///
/// # Errors
/// If the database refuses.
pub async fn health(tx: &mut Tx, ward: WardId) -> Result<Vec<GroupHealth>, Error> {
    let rows = all!(
        tx,
        HealthRow,
        "SELECT n.id, n.name, c.title, g.head_id, c.state, c.changed_at, c.probed_at, c.members, c.may_pin,
            (SELECT MAX(o.changed_at) FROM outgoing o
             WHERE o.chat_id = c.id AND o.state = 'sent' AND o.group_id = g.id)
         FROM neighbourhood_groups g
         JOIN neighbourhoods n ON n.id = g.neighbourhood_id JOIN chats c ON c.id = g.chat_id
         WHERE g.ward_id = $1 AND g.state = 'confirmed' AND g.channel = 'telegram'
         ORDER BY n.position, g.asked_at, g.id",
        ward
    )?;
    rows.into_iter()
        .map(|(neighbourhood, name, title, head, state, since, probed_at, members, may_pin, last_post)| {
            let state = ChatState::from_code(&state).ok_or_else(|| Error::corrupt("chat state", state))?;
            Ok(GroupHealth {
                neighbourhood,
                name,
                title,
                head,
                state,
                since,
                probed_at,
                members,
                may_pin,
                last_post,
            })
        })
        .collect()
}
