//! What a group saw of a message and when, read from the rows; none is ever rewritten for it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde::{Serialize, Serializer};

use super::standing::Standing;
use super::store::{self, ChainCopy};
use super::{PostId, PostKind, State, standings};
use crate::channel::{Channel, Content};
use crate::i18n::hanoi;
use crate::store::{Error, Tx};
use crate::ward::GroupId;

/// By which way a copy did its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// As an ordinary message.
    Posted,
    /// The message that stood there was changed.
    Edited,
    /// It could not be changed; it was answered.
    Replied,
    /// Nobody knows where it stands; a new message was posted.
    Anew,
    /// It was changed into a word that it is recalled.
    Withdrawn,
    /// It was taken away.
    Deleted,
    /// It could be neither; a message beside it says that it is recalled.
    Told,
}

/// What a copy does, or did; `before`: what stood there.
pub(super) fn how(kind: PostKind, copy: &ChainCopy, before: Option<&Standing>) -> How {
    let is_new = before.is_none_or(Standing::is_nothing);
    match (kind, &copy.content) {
        (PostKind::Post, _) => How::Posted,
        (PostKind::Correction, _) if copy.channel == Channel::Relay => How::Posted,
        (PostKind::Recall, _) if copy.channel == Channel::Relay => How::Deleted,
        (_, Content::Delete { .. }) => How::Deleted,
        (PostKind::Recall, Content::Edit { .. }) => How::Withdrawn,
        (_, Content::Edit { .. }) => How::Edited,
        (PostKind::Recall, _) => How::Told,
        (_, Content::Message(letter)) if letter.reply_to.is_some() => How::Replied,
        (PostKind::Correction, _) if is_new => How::Posted,
        _ => How::Anew,
    }
}

/// One change of what a group sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Seen {
    #[serde(serialize_with = "local")]
    pub at: DateTime<Utc>,
    pub version: i32,
    pub how: How,
    pub channel: Channel,
    /// Nobody can tell whether it arrived.
    pub in_doubt: bool,
}

fn local<S: Serializer>(at: &DateTime<Utc>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&hanoi(*at).to_rfc3339())
}

/// What each group saw of the message of this post, in the order in which it happened.
///
/// # Errors
/// If the database refuses or a row is not readable.
pub async fn history(tx: &mut Tx, post: PostId) -> Result<HashMap<GroupId, Vec<Seen>>, Error> {
    let links = store::chain(tx, post).await?;
    let mut seen: HashMap<GroupId, Vec<Seen>> = HashMap::new();
    for (n, link) in links.iter().enumerate() {
        let before: HashMap<GroupId, Standing> =
            standings(tx, &links[..n]).await?.into_iter().map(|s| (s.group, s)).collect();
        for copy in store::chain_copies(tx, link.post).await? {
            if !matches!(copy.state, State::Sent | State::Unknown) {
                continue;
            }
            seen.entry(copy.group).or_default().push(Seen {
                at: copy.changed_at,
                version: link.version,
                how: how(link.kind, &copy, before.get(&copy.group)),
                channel: copy.channel,
                in_doubt: copy.state == State::Unknown,
            });
        }
    }
    Ok(seen)
}
