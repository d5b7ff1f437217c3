use super::super::{
    ChatId, ChatState, Group, GroupId, GroupState, Neighbourhood, NeighbourhoodId, PersonId, Reads, WardId,
};
use crate::channel::Channel;
use crate::store::{Error, Tx, all, exactly_one, exec, one};

/// Adds a neighbourhood, or renames the one that has this code.
///
/// # Errors
/// If the database refuses.
pub async fn put_neighbourhood(
    tx: &mut Tx,
    ward: WardId,
    code: &str,
    name: &str,
) -> Result<NeighbourhoodId, Error> {
    let (new, now) = (tx.new_id(), tx.now());
    let row = one!(
        tx,
        (NeighbourhoodId,),
        "INSERT INTO neighbourhoods (id, ward_id, code, name, position, created_at)
         VALUES ($1, $2, $3, $4,
                 (SELECT COALESCE(MAX(n.position), 0) + 1 FROM neighbourhoods n WHERE n.ward_id = $2), $5)
         ON CONFLICT (ward_id, code) DO UPDATE SET name = excluded.name
         RETURNING id",
        new,
        ward,
        code,
        name,
        now
    )?;
    row.map(|(id,)| id).ok_or_else(|| Error::corrupt("neighbourhood", "not stored"))
}

type NeighbourhoodRow = (NeighbourhoodId, String, String, String, String, String);

fn neighbourhood_from((id, code, name, area, tags, reads): NeighbourhoodRow) -> Result<Neighbourhood, Error> {
    let tags = tags.lines().map(str::to_owned).collect();
    let reads = Reads::from_code(&reads).ok_or_else(|| Error::corrupt("language of a group", reads))?;
    Ok(Neighbourhood { id, code, name, area, tags, reads })
}

/// A ward's neighbourhoods in their order.
///
/// # Errors
/// If the database refuses.
pub async fn neighbourhoods(tx: &mut Tx, ward: WardId) -> Result<Vec<Neighbourhood>, Error> {
    all!(
        tx,
        NeighbourhoodRow,
        "SELECT id, code, name, area, tags, reads FROM neighbourhoods WHERE ward_id = $1 ORDER BY position",
        ward
    )?
    .into_iter()
    .map(neighbourhood_from)
    .collect()
}

/// One neighbourhood of a ward.
///
/// # Errors
/// If the database refuses.
pub async fn neighbourhood(
    tx: &mut Tx,
    ward: WardId,
    id: NeighbourhoodId,
) -> Result<Option<Neighbourhood>, Error> {
    one!(
        tx,
        NeighbourhoodRow,
        "SELECT id, code, name, area, tags, reads FROM neighbourhoods WHERE ward_id = $1 AND id = $2",
        ward,
        id
    )?
    .map(neighbourhood_from)
    .transpose()
}

/// Writes down where a neighbourhood lies, what else it is and what its groups read. Tags are
/// brought in order; none holds a line break.
///
/// # Errors
/// If the database refuses or there is no such neighbourhood.
pub async fn describe_neighbourhood(
    tx: &mut Tx,
    ward: WardId,
    neighbourhood: &Neighbourhood,
) -> Result<(), Error> {
    let mut tags: Vec<&str> = neighbourhood.tags.iter().map(String::as_str).collect();
    tags.sort_unstable();
    tags.dedup();
    let changed = exec!(
        tx,
        "UPDATE neighbourhoods SET area = $3, tags = $4, reads = $5 WHERE ward_id = $1 AND id = $2",
        ward,
        neighbourhood.id,
        neighbourhood.area.as_str(),
        tags.join("\n"),
        neighbourhood.reads.code()
    )?;
    exactly_one(changed, "neighbourhood")
}

/// Makes a person a head of a neighbourhood from now on.
///
/// # Errors
/// If the database refuses.
pub async fn make_head(tx: &mut Tx, neighbourhood: NeighbourhoodId, person: PersonId) -> Result<(), Error> {
    let now = tx.now();
    exec!(
        tx,
        "INSERT INTO heads (neighbourhood_id, person_id, since) VALUES ($1, $2, $3)
         ON CONFLICT (neighbourhood_id, person_id) DO UPDATE SET until = NULL",
        neighbourhood,
        person,
        now
    )?;
    Ok(())
}

type GroupRow = (GroupId, NeighbourhoodId, String, ChatId, PersonId, String);

fn group_from((id, neighbourhood, channel, chat, head, state): GroupRow) -> Result<Group, Error> {
    let channel = Channel::from_code(&channel).ok_or_else(|| Error::corrupt("channel", channel))?;
    let state = match state.as_str() {
        "asked" => GroupState::Asked,
        "confirmed" => GroupState::Confirmed,
        "rejected" => GroupState::Rejected,
        other => return Err(Error::corrupt("group state", other)),
    };
    Ok(Group { id, neighbourhood, channel, chat, head, state })
}

/// Asks the ward to confirm a group; asking again about a rejected one asks anew. Gives the
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
             state = CASE WHEN neighbourhood_groups.state = 'rejected' THEN 'asked'
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

/// What is registered for a Telegram group chat: the ward and the group, rejected ones left out.
///
/// # Errors
/// If the database refuses.
pub async fn groups_of_chat(tx: &mut Tx, chat: ChatId) -> Result<Vec<(WardId, Group)>, Error> {
    let wards = all!(
        tx,
        (WardId, GroupId),
        "SELECT ward_id, id FROM neighbourhood_groups
         WHERE chat_id = $1 AND channel = 'telegram' AND state <> 'rejected' ORDER BY asked_at, id",
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
            place: neighbourhood_from((
                row.neighbourhood_id,
                row.code,
                row.name,
                row.area,
                row.tags,
                row.reads,
            ))?,
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
