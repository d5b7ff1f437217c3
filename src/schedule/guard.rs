//! Nothing leaves on words that no longer count: asked before a post is planned, where it begins,
//! and whenever somebody loses a role or a policy changes.

use chrono::TimeDelta;

use super::{Post, cancel_planned, cancel_unsent, slots};
use crate::delivery;
use crate::message::{self, Kind, Message, Rule, State, Version};
use crate::store::{Error, Tx};
use crate::ward::WardId;

/// What a post that is due says. `None`: its version is not the newest, not approved, or lacks a
/// word that it needs by now.
///
/// # Errors
/// If the database refuses.
pub async fn cleared(tx: &mut Tx, post: &Post, rule: Rule) -> Result<Option<(Message, Version)>, Error> {
    let Some((message, version)) = message::current(tx, post.message).await? else { return Ok(None) };
    let stands = message.version == post.version
        && message.state == State::Approved
        && message::approval_stands(tx, &message, rule).await?;
    Ok(stands.then_some((message, version)))
}

/// Takes back what is to leave in a ward without every word that it needs by now; those messages
/// wait for approval again. `window`: for how long what was released can be taken back.
///
/// # Errors
/// If the database refuses.
pub async fn void_fallen(
    tx: &mut Tx,
    ward: WardId,
    rule: Rule,
    window: impl Fn(Kind) -> TimeDelta,
) -> Result<Vec<Message>, Error> {
    let mut fallen = Vec::new();
    let since = tx.now() - window(Kind::Notice);
    for found in message::to_leave(tx, ward, since).await? {
        let Some((message, version)) = message::lock(tx, found.id).await? else { continue };
        if message.state != State::Approved || message::approval_stands(tx, &message, rule).await? {
            continue;
        }
        fallen.push(void(tx, &message, window(version.body.kind)).await?);
    }
    Ok(fallen)
}

/// Takes back what of an approved message has not left, which waits for approval again; a place in
/// a slot that it wanted is wanted still.
///
/// # Errors
/// If the database refuses.
pub async fn void(tx: &mut Tx, message: &Message, window: TimeDelta) -> Result<Message, Error> {
    let before = tx.now() - window;
    if delivery::standing_post(tx, message.id, before).await?.is_some() {
        // Groups have an earlier version of it: only the correction is taken back.
        cancel_planned(tx, message.id, None).await?;
    } else {
        let wish = slots::wish_of(tx, message.id).await?;
        let wish = match wish {
            Some(wish) => Some((wish.group, wish.chosen)),
            None => slots::group_of_post(tx, message.id).await?.map(|group| (group, None)),
        };
        cancel_unsent(tx, message.id, window, None).await?;
        if let Some((group, chosen)) = wish {
            slots::wish(tx, message, group, chosen).await?;
        }
    }
    message::reopen(tx, message).await
}

/// Takes what waits in a ward for approved where by now nothing is missing.
///
/// # Errors
/// If the database refuses.
pub async fn complete(tx: &mut Tx, ward: WardId, rule: Rule) -> Result<Vec<Message>, Error> {
    let mut complete = Vec::new();
    for found in message::submitted(tx, ward).await? {
        let Some((message, _)) = message::lock(tx, found.id).await? else { continue };
        if message::complete(tx, &message, rule).await? {
            complete.push(Message { state: State::Approved, ..message });
        }
    }
    Ok(complete)
}
