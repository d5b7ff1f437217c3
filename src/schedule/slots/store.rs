use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::super::recurrence::Rule;
use super::super::timetable::{Loads, Opening, Waiting};
use super::super::{Post, plan_post};
use super::SlotId;
use crate::audit;
use crate::calendar::day;
use crate::message::{Message, MessageId};
use crate::plan::ContentGroupId;
use crate::store::{Error, Tx, all, exactly_one, exec, one};
use crate::ward::{PersonId, WardId};

/// When a content group posts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    pub id: SlotId,
    pub content_group: ContentGroupId,
    /// What it is for, where that is one event; else empty.
    pub name: String,
    pub rule: Rule,
    pub is_paused: bool,
    /// Openings up to here do not count.
    pub since: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: SlotId,
    content_group_id: ContentGroupId,
    name: String,
    rule: String,
    is_paused: bool,
    since: DateTime<Utc>,
}

impl TryFrom<Row> for Slot {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        Ok(Self {
            id: row.id,
            content_group: row.content_group_id,
            name: row.name,
            rule: Rule::from_json(&row.rule).map_err(|e| Error::corrupt("slot", e))?,
            is_paused: row.is_paused,
            since: row.since,
        })
    }
}

/// Stores a slot. Its rule has been checked.
///
/// # Errors
/// If the rule keeps its bounds no longer or the database refuses.
pub async fn put_slot(
    tx: &mut Tx,
    ward: WardId,
    group: ContentGroupId,
    name: &str,
    rule: &Rule,
    by: PersonId,
) -> Result<SlotId, Error> {
    rule.check().map_err(|e| Error::corrupt("slot", e))?;
    let (id, now, json) = (SlotId(tx.new_id()), tx.now(), rule.to_json());
    exec!(
        tx,
        "INSERT INTO slots (id, ward_id, content_group_id, name, rule, is_paused, since, made_by, made_at)
         VALUES ($1, $2, $3, $4, $5, FALSE, $6, $7, $6)",
        id,
        ward,
        group,
        name,
        json.as_str(),
        now,
        by
    )?;
    audit::append(tx, ward, Some(by), "slot", &format!("slot:{id}"), &json).await?;
    Ok(id)
}

/// A ward's slots, the oldest first.
///
/// # Errors
/// If the database refuses or holds a rule that cannot be read.
pub async fn slots(tx: &mut Tx, ward: WardId) -> Result<Vec<Slot>, Error> {
    all!(
        tx,
        Row,
        "SELECT id, content_group_id, name, rule, is_paused, since FROM slots
         WHERE ward_id = $1 AND ended_at IS NULL ORDER BY id",
        ward
    )?
    .into_iter()
    .map(Slot::try_from)
    .collect()
}

/// One slot of a ward, unless it has been taken away.
///
/// # Errors
/// If the database refuses or holds a rule that cannot be read.
pub async fn slot(tx: &mut Tx, ward: WardId, id: SlotId) -> Result<Option<Slot>, Error> {
    one!(
        tx,
        Row,
        "SELECT id, content_group_id, name, rule, is_paused, since FROM slots
         WHERE ward_id = $1 AND id = $2 AND ended_at IS NULL",
        ward,
        id
    )?
    .map(Slot::try_from)
    .transpose()
}

/// Lets a slot rest, or go on from now.
///
/// # Errors
/// If the database refuses or the slot is gone.
pub async fn set_paused(
    tx: &mut Tx,
    ward: WardId,
    id: SlotId,
    pause: bool,
    by: PersonId,
) -> Result<(), Error> {
    let now = tx.now();
    let changed = exec!(
        tx,
        "UPDATE slots SET is_paused = $2, since = $3 WHERE id = $1 AND ended_at IS NULL",
        id,
        pause,
        now
    )?;
    exactly_one(changed, "slot")?;
    let act = if pause { "slot_pause" } else { "slot_resume" };
    audit::append(tx, ward, Some(by), act, &format!("slot:{id}"), "").await
}

/// Another rule from now on.
///
/// # Errors
/// If the rule does not keep its bounds, the database refuses or the slot is gone.
pub async fn set_rule(tx: &mut Tx, ward: WardId, id: SlotId, rule: &Rule, by: PersonId) -> Result<(), Error> {
    rule.check().map_err(|e| Error::corrupt("slot", e))?;
    let (now, json) = (tx.now(), rule.to_json());
    let changed = exec!(
        tx,
        "UPDATE slots SET rule = $2, since = $3 WHERE id = $1 AND ended_at IS NULL",
        id,
        json.as_str(),
        now
    )?;
    exactly_one(changed, "slot")?;
    audit::append(tx, ward, Some(by), "slot_change", &format!("slot:{id}"), &json).await
}

/// Takes a slot away. Messages that wait take the next opening of their group.
///
/// # Errors
/// If the database refuses or the slot is gone.
pub async fn end_slot(tx: &mut Tx, ward: WardId, id: SlotId, by: PersonId) -> Result<(), Error> {
    let now = tx.now();
    let changed = exec!(tx, "UPDATE slots SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL", id, now)?;
    exactly_one(changed, "slot")?;
    audit::append(tx, ward, Some(by), "slot_end", &format!("slot:{id}"), "").await
}

/// That a message is to leave in a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    pub group: ContentGroupId,
    /// Whether it is approved and has its place.
    pub is_queued: bool,
    pub chosen: Option<DateTime<Utc>>,
}

/// Notes that a message, once approved, is to leave in a slot: the next free one, or the one that
/// was chosen for it.
///
/// # Errors
/// If the database refuses.
pub async fn wish(
    tx: &mut Tx,
    message: &Message,
    group: ContentGroupId,
    chosen: Option<DateTime<Utc>>,
) -> Result<(), Error> {
    let now = tx.now();
    exec!(
        tx,
        "INSERT INTO slot_queue (message_id, ward_id, content_group_id, place, since, chosen)
         VALUES ($1, $2, $3, NULL, $4, $5)
         ON CONFLICT (message_id) DO UPDATE SET content_group_id = excluded.content_group_id, place = NULL,
            since = excluded.since, chosen = excluded.chosen",
        message.id,
        message.ward,
        group,
        now,
        chosen
    )?;
    Ok(())
}

/// What a message waits for, if it is for a slot.
///
/// # Errors
/// If the database refuses.
pub async fn wish_of(tx: &mut Tx, message: MessageId) -> Result<Option<Wish>, Error> {
    let row = one!(
        tx,
        (ContentGroupId, Option<i64>, Option<DateTime<Utc>>),
        "SELECT content_group_id, place, chosen FROM slot_queue WHERE message_id = $1",
        message
    )?;
    Ok(row.map(|(group, place, chosen)| Wish { group, is_queued: place.is_some(), chosen }))
}

/// The content group in whose slot the newest post of a message was planned, if it was.
///
/// # Errors
/// If the database refuses.
pub async fn group_of_post(tx: &mut Tx, message: MessageId) -> Result<Option<ContentGroupId>, Error> {
    let row = one!(
        tx,
        (Option<ContentGroupId>,),
        "SELECT s.content_group_id FROM posts p LEFT JOIN slots s ON s.id = p.slot_id
         WHERE p.message_id = $1 ORDER BY p.id DESC LIMIT 1",
        message
    )?;
    Ok(row.and_then(|(group,)| group))
}

/// A message no longer waits for a slot. `false`: it did not.
///
/// # Errors
/// If the database refuses.
pub async fn drop_wish(tx: &mut Tx, message: MessageId) -> Result<bool, Error> {
    Ok(exec!(tx, "DELETE FROM slot_queue WHERE message_id = $1", message)? == 1)
}

/// An approved message takes the last place of its group's queue. `false`: it is not for a slot.
///
/// # Errors
/// If the database refuses.
pub async fn join_queue(tx: &mut Tx, message: MessageId) -> Result<bool, Error> {
    let now = tx.now();
    let changed = exec!(
        tx,
        "UPDATE slot_queue SET since = $2, place =
            (SELECT COALESCE(MAX(q.place), 0) + 1 FROM slot_queue q WHERE q.ward_id = slot_queue.ward_id)
         WHERE message_id = $1",
        message,
        now
    )?;
    Ok(changed == 1)
}

/// The approved messages of a ward that wait for a slot, by their turn.
///
/// # Errors
/// If the database refuses.
pub async fn queue(tx: &mut Tx, ward: WardId) -> Result<Vec<Waiting>, Error> {
    let rows = all!(
        tx,
        (MessageId, ContentGroupId, DateTime<Utc>, Option<DateTime<Utc>>),
        "SELECT message_id, content_group_id, since, chosen FROM slot_queue
         WHERE ward_id = $1 AND place IS NOT NULL ORDER BY place, message_id",
        ward
    )?;
    let waiting = |(message, group, since, chosen)| Waiting { message, group, since, chosen };
    Ok(rows.into_iter().map(waiting).collect())
}

/// The wards in which an approved message waits for a slot.
///
/// # Errors
/// If the database refuses.
pub async fn queued_wards(tx: &mut Tx) -> Result<Vec<WardId>, Error> {
    let rows = all!(
        tx,
        (WardId,),
        "SELECT DISTINCT ward_id FROM slot_queue WHERE place IS NOT NULL ORDER BY ward_id"
    )?;
    Ok(rows.into_iter().map(|(ward,)| ward).collect())
}

/// Two waiting messages change places. Openings that have passed stay passed for both, and what
/// was chosen for them is forgotten. `false`: one of them does not wait any more.
///
/// # Errors
/// If the database refuses.
pub async fn swap_in_queue(
    tx: &mut Tx,
    ward: WardId,
    one: MessageId,
    other: MessageId,
    by: PersonId,
) -> Result<bool, Error> {
    let places = all!(
        tx,
        (MessageId, i64),
        "SELECT message_id, place FROM slot_queue
         WHERE ward_id = $1 AND message_id IN ($2, $3) AND place IS NOT NULL",
        ward,
        one,
        other
    )?;
    let [(first, at_first), (second, at_second)] = places[..] else { return Ok(false) };
    let now = tx.now();
    for (message, place) in [(first, at_second), (second, at_first)] {
        let changed = exec!(
            tx,
            "UPDATE slot_queue SET place = $2, since = $3, chosen = NULL WHERE message_id = $1",
            message,
            place,
            now
        )?;
        exactly_one(changed, "queue")?;
    }
    let detail = format!("message:{other}");
    audit::append(tx, ward, Some(by), "queue_swap", &format!("message:{one}"), &detail).await?;
    Ok(true)
}

/// A person chooses an opening for a message that waits. `false`: it does not wait.
///
/// # Errors
/// If the database refuses.
pub async fn set_chosen(
    tx: &mut Tx,
    ward: WardId,
    id: MessageId,
    at: DateTime<Utc>,
    by: PersonId,
) -> Result<bool, Error> {
    let now = tx.now();
    let changed = exec!(
        tx,
        "UPDATE slot_queue SET chosen = $2, since = $3 WHERE message_id = $1 AND ward_id = $4 AND place IS NOT NULL",
        id,
        at,
        now,
        ward
    )?;
    if changed == 1 {
        let to = crate::calendar::rfc3339(at);
        audit::append(tx, ward, Some(by), "queue_move", &format!("message:{id}"), &to).await?;
    }
    Ok(changed == 1)
}

/// Plans the post of a message at the opening that it takes.
///
/// # Errors
/// If the database refuses, or another post has taken it.
pub async fn plan_in_slot(
    tx: &mut Tx,
    message: &Message,
    opening: &Opening,
    worth: TimeDelta,
) -> Result<Post, Error> {
    let post = plan_post(tx, message.ward, message.id, message.version, opening.at, worth).await?;
    let changed = exec!(
        tx,
        "UPDATE posts SET slot_id = $2, slot_at = $3 WHERE id = $1",
        post.id,
        opening.slot,
        opening.nominal
    )?;
    exactly_one(changed, "post")?;
    Ok(post)
}

/// The openings of a ward, by content group and their rule's time, that posts have taken since a
/// moment.
///
/// # Errors
/// If the database refuses.
pub async fn taken(
    tx: &mut Tx,
    ward: WardId,
    since: DateTime<Utc>,
) -> Result<BTreeSet<(ContentGroupId, DateTime<Utc>)>, Error> {
    let rows = all!(
        tx,
        (ContentGroupId, DateTime<Utc>),
        "SELECT s.content_group_id, p.slot_at FROM slots s JOIN posts p ON p.slot_id = s.id
         WHERE s.ward_id = $1 AND p.slot_at >= $2",
        ward,
        since
    )?;
    Ok(rows.into_iter().collect())
}

/// How many posts each day has, from a moment on: planned for it, or released on it. Urgent ones
/// and those that change others do not count.
///
/// # Errors
/// If the database refuses.
pub async fn loads(tx: &mut Tx, ward: WardId, from: DateTime<Utc>) -> Result<Loads, Error> {
    let rows = all!(
        tx,
        (DateTime<Utc>,),
        "SELECT COALESCE(p.released_at, p.due_at) FROM posts p JOIN messages m ON m.id = p.message_id
         WHERE p.ward_id = $1 AND p.kind = 'post' AND m.kind <> 'urgent'
           AND p.state IN ('planned', 'released', 'paused')
           AND (p.due_at >= $2 OR p.released_at >= $2)",
        ward,
        from
    )?;
    let mut loads = Loads::new();
    for (at,) in rows {
        *loads.entry(day(at)).or_default() += 1;
    }
    Ok(loads)
}

/// Notes that a ward hears of a week, named by its Monday, what is missing. `true`: it has before.
///
/// # Errors
/// If the database refuses.
pub async fn has_heard(tx: &mut Tx, ward: WardId, monday: NaiveDate) -> Result<bool, Error> {
    let changed = exec!(
        tx,
        "INSERT INTO gap_reports (ward_id, week) VALUES ($1, $2) ON CONFLICT (ward_id, week) DO NOTHING",
        ward,
        monday.to_string()
    )?;
    Ok(changed == 0)
}
