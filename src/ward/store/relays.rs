//! What relays are, and further ones of a neighbourhood.

use std::collections::HashMap;

use super::super::{ChatId, Group, GroupId, GroupState, NeighbourhoodId, PersonId, Relay, RelayKind, WardId};
use super::group;
use crate::channel::Channel;
use crate::store::{Error, Tx, all, exec, one};

type Row = (GroupId, String, String);

fn relay_from((group, kind, name): Row) -> Result<Relay, Error> {
    let kind = RelayKind::from_code(&kind).ok_or_else(|| Error::corrupt("kind of a relay", kind))?;
    Ok(Relay { group, kind, name })
}

/// The relays of a ward of which more is known than that they are one.
///
/// # Errors
/// If the database refuses or holds an unknown kind.
pub async fn relays(tx: &mut Tx, ward: WardId) -> Result<HashMap<GroupId, Relay>, Error> {
    all!(
        tx,
        Row,
        "SELECT r.group_id, r.kind, r.name FROM relays r JOIN neighbourhood_groups g ON g.id = r.group_id
         WHERE g.ward_id = $1",
        ward
    )?
    .into_iter()
    .map(|row| relay_from(row).map(|relay| (relay.group, relay)))
    .collect()
}

/// What one relay is.
///
/// # Errors
/// If the database refuses or holds an unknown kind.
pub async fn relay(tx: &mut Tx, group: GroupId) -> Result<Relay, Error> {
    let row = one!(tx, Row, "SELECT group_id, kind, name FROM relays WHERE group_id = $1", group)?;
    row.map_or_else(|| Ok(Relay::plain(group)), relay_from)
}

/// Asks the ward to confirm one more relay of a person; asking again about the same one gives it as
/// it stands, a rejected one anew.
///
/// # Errors
/// If the database refuses.
pub async fn ask_relay(
    tx: &mut Tx,
    ward: WardId,
    neighbourhood: NeighbourhoodId,
    (kind, name): (RelayKind, &str),
    chat: ChatId,
    head: PersonId,
) -> Result<Group, Error> {
    let known = all!(
        tx,
        (GroupId, String, Option<String>, Option<String>),
        "SELECT g.id, g.state, r.kind, r.name FROM neighbourhood_groups g LEFT JOIN relays r ON r.group_id = g.id
         WHERE g.neighbourhood_id = $1 AND g.chat_id = $2 AND g.channel LIKE 'relay%'",
        neighbourhood,
        chat
    )?;
    let same = known.iter().find(|(_, _, its_kind, its_name)| {
        let its_kind = its_kind.as_deref().unwrap_or(RelayKind::default().code());
        its_kind == kind.code() && its_name.as_deref().unwrap_or_default() == name
    });
    let id = if let Some((id, state, ..)) = same {
        if ![GroupState::Asked, GroupState::Confirmed].iter().any(|open| open.code() == state) {
            exec!(
                tx,
                "UPDATE neighbourhood_groups SET state = 'asked', head_id = $2 WHERE id = $1",
                *id,
                head
            )?;
        }
        *id
    } else {
        let (new, now) = (GroupId(tx.new_id()), tx.now());
        let channel = match known.len() {
            0 => Channel::Relay.code().to_owned(),
            n => format!("{}.{}", Channel::Relay.code(), n + 1),
        };
        exec!(
            tx,
            "INSERT INTO neighbourhood_groups (id, ward_id, neighbourhood_id, channel, chat_id, head_id, state,
                asked_at)
             VALUES ($1, $2, $3, $4, $5, $6, 'asked', $7)",
            new,
            ward,
            neighbourhood,
            channel,
            chat,
            head,
            now
        )?;
        exec!(tx, "INSERT INTO relays (group_id, kind, name) VALUES ($1, $2, $3)", new, kind.code(), name)?;
        new
    };
    group(tx, ward, id).await?.ok_or_else(|| Error::corrupt("relay", "not stored"))
}

/// What people of a ward are called.
///
/// # Errors
/// If the database refuses.
pub async fn names(tx: &mut Tx, ward: WardId) -> Result<HashMap<PersonId, String>, Error> {
    let rows =
        all!(tx, (PersonId, String), "SELECT id, name FROM people WHERE ward_id = $1 AND name <> ''", ward)?;
    Ok(rows.into_iter().collect())
}
