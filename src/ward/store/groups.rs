use super::super::{
    ChatId, ChatState, Group, GroupId, GroupState, Neighbourhood, NeighbourhoodId, PersonId, WardId,
};
use super::neighbourhoods::{merged, neighbourhood_from};
use crate::channel::Channel;
use crate::store::{Error, Tx, all, exec, one};

type GroupRow = (GroupId, NeighbourhoodId, String, ChatId, PersonId, String);

fn group_from((id, neighbourhood, channel, chat, head, state): GroupRow) -> Result<Group, Error> {
    let channel = Channel::from_code(&channel).ok_or_else(|| Error::corrupt("channel", channel))?;
    let state = match state.as_str() {
        "asked" => GroupState::Asked,
        "confirmed" => GroupState::Confirmed,
        "rejected" => GroupState::Rejected,
        "off" => GroupState::Off,
        other => return Err(Error::corrupt("group state", other)),
    };
    Ok(Group { id, neighbourhood, channel, chat, head, state })
}

/// Asks the ward to confirm a group; asking again about one that was rejected or taken off asks anew. Gives the
/// group as it stands.
///
/// # Errors
/// If the database refuses.
pub async fn ask_group(
    tx: &mut Tx,
    ward: WardId,
    neighbourhood: NeighbourhoodId,
    channel: Channel,
    chat: ChatId,
    head: PersonId,
) -> Result<Group, Error> {
    let (new, now) = (tx.new_id(), tx.now());
    let row = one!(
        tx,
        GroupRow,
        "INSERT INTO neighbourhood_groups (id, ward_id, neighbourhood_id, channel, chat_id, head_id, state, asked_at)
         VALUES ($1, $2, $3, $4, $5, $6, 'asked', $7)
         ON CONFLICT (neighbourhood_id, channel, chat_id) DO UPDATE
         SET head_id = excluded.head_id,
             state = CASE WHEN neighbourhood_groups.state IN ('rejected', 'off') THEN 'asked'
                          ELSE neighbourhood_groups.state END
         RETURNING id, neighbourhood_id, channel, chat_id, head_id, state",
        new,
        ward,
        neighbourhood,
        channel.code(),
        chat,
        head,
        now
    )?;
    row.map(group_from).transpose()?.ok_or_else(|| Error::corrupt("group", "not stored"))
}

/// The ward's word on a group that asked. `false` if it had been decided before.
///
/// # Errors
/// If the database refuses.
pub async fn decide_group(tx: &mut Tx, group: GroupId, confirmed: bool, by: PersonId) -> Result<bool, Error> {
    let now = tx.now();
    let state = if confirmed { GroupState::Confirmed } else { GroupState::Rejected };
    let changed = exec!(
        tx,
        "UPDATE neighbourhood_groups SET state = $2, confirmed_by = $3, confirmed_at = $4
         WHERE id = $1 AND state = 'asked'",
        group,
        state.code(),
        by,
        now
    )?;
    Ok(changed == 1)
}

/// One group of a ward.
///
/// # Errors
/// If the database refuses.
pub async fn group(tx: &mut Tx, ward: WardId, id: GroupId) -> Result<Option<Group>, Error> {
    one!(
        tx,
        GroupRow,
        "SELECT id, neighbourhood_id, channel, chat_id, head_id, state FROM neighbourhood_groups
         WHERE ward_id = $1 AND id = $2",
        ward,
        id
    )?
    .map(group_from)
    .transpose()
}

/// The groups of a ward in the order of their neighbourhoods; rejected ones are left out.
///
/// # Errors
/// If the database refuses.
pub async fn groups(tx: &mut Tx, ward: WardId) -> Result<Vec<Group>, Error> {
    all!(
        tx,
        GroupRow,
        "SELECT g.id, g.neighbourhood_id, g.channel, g.chat_id, g.head_id, g.state
         FROM neighbourhood_groups g JOIN neighbourhoods n ON n.id = g.neighbourhood_id
         WHERE g.ward_id = $1 AND g.state <> 'rejected' ORDER BY n.position, g.asked_at, g.id",
        ward
    )?
    .into_iter()
    .map(group_from)
    .collect()
}

/// What is registered for a Telegram group chat: the ward and the group; those that were rejected or
/// taken off are left out.
///
/// # Errors
/// If the database refuses.
pub async fn groups_of_chat(tx: &mut Tx, chat: ChatId) -> Result<Vec<(WardId, Group)>, Error> {
    let wards = all!(
        tx,
        (WardId, GroupId),
        "SELECT ward_id, id FROM neighbourhood_groups
         WHERE chat_id = $1 AND channel = 'telegram' AND state IN ('asked', 'confirmed') ORDER BY asked_at, id",
        chat
    )?;
    let mut found = Vec::with_capacity(wards.len());
    for (ward, id) in wards {
        if let Some(group) = group(tx, ward, id).await? {
            found.push((ward, group));
        }
    }
    Ok(found)
}

/// Whether the ward said no to this chat as the neighbourhood's group and was not asked since.
///
/// # Errors
/// If the database refuses.
pub async fn was_rejected(tx: &mut Tx, neighbourhood: NeighbourhoodId, chat: ChatId) -> Result<bool, Error> {
    let row = one!(
        tx,
        (GroupId,),
        "SELECT id FROM neighbourhood_groups
         WHERE neighbourhood_id = $1 AND channel = 'telegram' AND chat_id = $2 AND state = 'rejected'",
        neighbourhood,
        chat
    )?;
    Ok(row.is_some())
}

/// A confirmed group with what its coverage line needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    pub group: GroupId,
    pub place: Neighbourhood,
    pub channel: Channel,
    pub chat: ChatId,
    pub title: String,
    pub chat_state: ChatState,
}

#[derive(sqlx::FromRow)]
struct ReachRow {
    id: GroupId,
    neighbourhood_id: NeighbourhoodId,
    code: String,
    name: String,
    area: String,
    tags: String,
    reads: String,
    channel: String,
    chat_id: ChatId,
    title: String,
    state: String,
}

/// Where a post of this ward goes: every confirmed group, in the order of the neighbourhoods.
///
/// # Errors
/// If the database refuses.
pub async fn reach(tx: &mut Tx, ward: WardId) -> Result<Vec<Reach>, Error> {
    let was = merged(tx, ward).await?;
    all!(
        tx,
        ReachRow,
        "SELECT g.id, g.neighbourhood_id, n.code, n.name, n.area, n.tags, n.reads, g.channel, g.chat_id,
            c.title, c.state
         FROM neighbourhood_groups g
         JOIN neighbourhoods n ON n.id = g.neighbourhood_id JOIN chats c ON c.id = g.chat_id
         WHERE g.ward_id = $1 AND g.state = 'confirmed' ORDER BY n.position, g.asked_at, g.id",
        ward
    )?
    .into_iter()
    .map(|row| {
        Ok(Reach {
            group: row.id,
            place: neighbourhood_from(
                (row.neighbourhood_id, row.code, row.name, row.area, row.tags, row.reads),
                &was,
            )?,
            channel: Channel::from_code(&row.channel)
                .ok_or_else(|| Error::corrupt("channel", row.channel))?,
            chat: row.chat_id,
            title: row.title,
            chat_state: ChatState::from_code(&row.state)
                .ok_or_else(|| Error::corrupt("chat state", row.state))?,
        })
    })
    .collect()
}

/// Takes a group off its neighbourhood: nothing is posted there any more, and what was counts on.
/// `false`: it was not the neighbourhood's.
///
/// # Errors
/// If the database refuses.
pub async fn take_group_off(tx: &mut Tx, group: GroupId) -> Result<bool, Error> {
    let changed = exec!(
        tx,
        "UPDATE neighbourhood_groups SET state = 'off' WHERE id = $1 AND state IN ('asked', 'confirmed')",
        group
    )?;
    Ok(changed == 1)
}

/// Lets a group go over to another neighbourhood with all that it has had. `false`: that one has
/// this way already.
///
/// # Errors
/// If the database refuses.
pub async fn move_group(tx: &mut Tx, group: GroupId, to: NeighbourhoodId) -> Result<bool, Error> {
    let changed = exec!(
        tx,
        "UPDATE neighbourhood_groups SET neighbourhood_id = $2 WHERE id = $1 AND NOT EXISTS (
            SELECT 1 FROM neighbourhood_groups g, neighbourhood_groups o
            WHERE o.id = $1 AND g.neighbourhood_id = $2 AND g.channel = o.channel AND g.chat_id = o.chat_id)",
        group,
        to
    )?;
    Ok(changed == 1)
}

/// Lets another person answer for a group; a relay goes to their private chat. `false`: the
/// neighbourhood has that way already.
///
/// # Errors
/// If the database refuses.
pub async fn hand_group(
    tx: &mut Tx,
    group: &Group,
    to: PersonId,
    chat: Option<ChatId>,
) -> Result<bool, Error> {
    let chat = chat.unwrap_or(group.chat);
    let changed = exec!(
        tx,
        "UPDATE neighbourhood_groups SET head_id = $2, chat_id = $3 WHERE id = $1 AND NOT EXISTS (
            SELECT 1 FROM neighbourhood_groups g, neighbourhood_groups o
            WHERE o.id = $1 AND g.id <> o.id AND g.neighbourhood_id = o.neighbourhood_id
                AND g.channel = o.channel AND g.chat_id = $3)",
        group.id,
        to,
        chat
    )?;
    Ok(changed == 1)
}
