//! Which topic of a group what is new stands in, and what becomes of it.

use super::super::{Chat, ChatId};
use super::wards::{ChatRow, chats_from};
use crate::store::{Error, Tx, all, exec, one};

/// Chooses the topic of a group in which what is new stands; none: the general one.
///
/// # Errors
/// If the database refuses.
pub async fn set_topic(tx: &mut Tx, chat: ChatId, topic: Option<&str>) -> Result<(), Error> {
    exec!(
        tx,
        "UPDATE chats SET topic = $2, topic_lost_at = NULL, topic_told = TRUE WHERE id = $1",
        chat,
        topic
    )?;
    Ok(())
}

/// The topic of a group in which what is new stands.
///
/// # Errors
/// If the database refuses.
pub async fn topic(tx: &mut Tx, chat: ChatId) -> Result<Option<String>, Error> {
    let row = one!(tx, (Option<String>,), "SELECT topic FROM chats WHERE id = $1", chat)?;
    Ok(row.and_then(|(topic,)| topic))
}

/// A topic takes nothing any more: what is new stands in the general one until the head chooses
/// again.
///
/// # Errors
/// If the database refuses.
pub async fn lose_topic(tx: &mut Tx, chat: ChatId, topic: &str) -> Result<(), Error> {
    let now = tx.now();
    exec!(
        tx,
        "UPDATE chats SET topic = NULL, topic_lost_at = $3, topic_told = FALSE WHERE id = $1 AND topic = $2",
        chat,
        topic,
        now
    )?;
    Ok(())
}

/// The groups whose topic was lost and whose heads have not heard of it; from now on they have.
///
/// # Errors
/// If the database refuses.
pub async fn take_lost_topics(tx: &mut Tx) -> Result<Vec<Chat>, Error> {
    let rows = all!(
        tx,
        ChatRow,
        "UPDATE chats SET topic_told = TRUE WHERE topic_told = FALSE
         RETURNING id, bot_id, platform_id, kind, title, state"
    )?;
    chats_from(rows)
}
