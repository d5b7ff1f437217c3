//! What stands in each group by now, read from the copies of all posts of a message: what a
//! correction changes and a recall takes away.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::store::{self, ChainCopy, Link};
use super::{Lane, State};
use crate::channel::{Attachment, Channel, Content};
use crate::store::{Error, Tx};
use crate::ward::{ChatId, GroupId};

/// A message of ours that stands in a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posted {
    /// The platform's id; of an album that of its first part, which has the words below it.
    pub id: String,
    /// Those of the other parts of an album.
    pub beside: Vec<String>,
    /// What stands above the words.
    pub media: Vec<Attachment>,
    pub at: DateTime<Utc>,
}

/// How far a person who posts by hand has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relay {
    /// Has the text and has not said anything.
    Asked,
    /// Says it was posted.
    Done,
}

/// What one group has of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub group: GroupId,
    pub chat: ChatId,
    pub channel: Channel,
    /// The newest message that carries the text.
    pub message: Option<Posted>,
    /// Older ones beside it, which could not be changed.
    pub older: Vec<Posted>,
    /// Something may stand there that nobody can name.
    pub in_doubt: bool,
    /// A text was on its way in this lane until it was replaced.
    pub owed: Option<Lane>,
    pub relay: Option<Relay>,
    /// Why the newest copy did not arrive; a reason's code.
    pub why_not: Option<String>,
}

impl Standing {
    fn new(copy: &ChainCopy) -> Self {
        Self {
            group: copy.group,
            chat: copy.chat,
            channel: copy.channel,
            message: None,
            older: Vec::new(),
            in_doubt: false,
            owed: None,
            relay: None,
            why_not: None,
        }
    }

    /// Whether nobody has seen anything, as far as we know.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.message.is_none() && !self.in_doubt && self.relay.is_none()
    }

    /// Brings in the copy of the next post.
    fn take(&mut self, copy: &ChainCopy) {
        let replaced = copy.reason.as_deref() == Some("replaced");
        self.why_not = match copy.state {
            State::Failed => copy.reason.clone(),
            State::Expired => Some("too_late".to_owned()),
            State::Cancelled if replaced => Some("replaced".to_owned()),
            State::Cancelled => Some("stopped".to_owned()),
            State::Waiting | State::Sending | State::Sent | State::Unknown => None,
        };
        if copy.channel == Channel::Relay {
            match copy.state {
                State::Sent => self.relay = Some(Relay::Done),
                State::Waiting => self.relay = self.relay.or(Some(Relay::Asked)),
                State::Cancelled if replaced => self.relay = self.relay.or(Some(Relay::Asked)),
                _ => {}
            }
            return;
        }
        match (&copy.content, copy.state) {
            (Content::Message(letter), State::Sent) => match ids_of(copy) {
                Some((id, beside)) => {
                    let media = letter.media();
                    // Of an album that somebody saw, only the part is known that they answered.
                    self.in_doubt |= beside.len() + 1 < media.len();
                    self.older.extend(self.message.take());
                    self.message = Some(Posted { id, beside, media, at: copy.changed_at });
                }
                None => self.in_doubt = true,
            },
            (Content::Message(_), State::Sending | State::Unknown) => self.in_doubt = true,
            (Content::Message(_), State::Cancelled) if replaced => {
                self.owed = Lane::ALL.into_iter().find(|lane| lane.number() == copy.lane);
            }
            (Content::Delete { .. }, State::Sent) => self.message = None,
            _ => {}
        }
    }
}

/// The platform's ids of what a copy became, the first one apart, if they still name it.
fn ids_of(copy: &ChainCopy) -> Option<(String, Vec<String>)> {
    if copy.moved_at.is_some_and(|moved| copy.changed_at < moved) {
        return None;
    }
    let ids: Vec<String> = serde_json::from_str(copy.proof.as_deref()?).ok()?;
    let mut ids = ids.into_iter().filter(|id| id != "0");
    Some((ids.next()?, ids.collect()))
}

/// What stands in each group that has a copy of one of these posts, oldest post first.
///
/// # Errors
/// If the database refuses or a row is not readable.
pub async fn standings(tx: &mut Tx, links: &[Link]) -> Result<Vec<Standing>, Error> {
    let mut found: Vec<Standing> = Vec::new();
    let mut places: HashMap<GroupId, usize> = HashMap::new();
    for link in links {
        for copy in store::chain_copies(tx, link.post).await? {
            let place = *places.entry(copy.group).or_insert_with(|| {
                found.push(Standing::new(&copy));
                found.len() - 1
            });
            found[place].take(&copy);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::channel::Letter;

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_780_000_000 + minute * 60, 0).unwrap()
    }

    fn copy(content: Content, state: State, proof: &str, minute: i64) -> ChainCopy {
        ChainCopy {
            group: GroupId(Uuid::from_u128(2)),
            chat: ChatId(Uuid::from_u128(3)),
            channel: Channel::Telegram,
            lane: Lane::Scheduled.number(),
            state,
            proof: (!proof.is_empty()).then(|| proof.to_owned()),
            reason: None,
            content,
            changed_at: at(minute),
            not_after: None,
            moved_at: None,
        }
    }

    fn message() -> Content {
        Content::Message(Letter::default())
    }

    fn edit() -> Content {
        Content::Edit { target: "100".into(), letter: Letter::default() }
    }

    fn after(copies: &[ChainCopy]) -> Standing {
        let mut standing = Standing::new(&copies[0]);
        for copy in copies {
            standing.take(copy);
        }
        standing
    }

    #[test]
    fn an_edit_leaves_the_same_message_and_a_reply_is_the_newest() {
        let first = copy(message(), State::Sent, r#"["100"]"#, 0);
        let edited = after(&[first.clone(), copy(edit(), State::Sent, r#"["100"]"#, 5)]);
        assert_eq!(edited.message.as_ref().map(|m| (m.id.as_str(), m.at)), Some(("100", at(0))));
        let answered = after(&[first, copy(message(), State::Sent, r#"["105"]"#, 5)]);
        assert_eq!(answered.message.unwrap().id, "105");
        assert_eq!(answered.older[0].id, "100");
    }

    #[test]
    fn what_nobody_can_name_is_in_doubt() {
        for (state, proof) in [
            (State::Unknown, ""),
            (State::Sending, ""),
            (State::Sent, r#""person:7""#),
            (State::Sent, r#"["0"]"#),
        ] {
            let standing = after(&[copy(message(), state, proof, 0)]);
            assert!(standing.in_doubt && standing.message.is_none(), "{state:?} {proof}");
        }
        let mut moved = copy(message(), State::Sent, r#"["100"]"#, 0);
        moved.moved_at = Some(at(1));
        assert!(after(&[moved]).in_doubt, "the group has another id by now");
    }

    #[test]
    fn an_album_is_known_by_all_its_parts_or_in_doubt() {
        let file =
            |id: &str| Attachment::Photo(crate::channel::Media { file_id: id.into(), unique_id: id.into() });
        let album = || Content::Message(Letter::default().with_media(&[file("a"), file("b"), file("c")]));
        let whole = after(&[copy(album(), State::Sent, r#"["100","101","102"]"#, 0)]);
        let posted = whole.message.unwrap();
        assert_eq!((posted.id.as_str(), posted.beside.len(), posted.media.len()), ("100", 2, 3));
        assert!(!whole.in_doubt);
        let seen = after(&[copy(album(), State::Sent, r#"["100"]"#, 0)]);
        assert!(seen.in_doubt && seen.message.is_some(), "two parts stand there under unknown ids");
    }

    #[test]
    fn only_what_was_replaced_is_owed() {
        let mut replaced = copy(message(), State::Cancelled, "", 0);
        assert!(after(&[replaced.clone()]).owed.is_none());
        replaced.reason = Some("replaced".into());
        let standing = after(&[replaced.clone()]);
        assert!(standing.owed == Some(Lane::Scheduled) && standing.is_nothing());
        let again = after(&[replaced.clone(), replaced]);
        assert_eq!(again.owed, Some(Lane::Scheduled), "a correction of what never left");
        assert!(after(&[copy(message(), State::Failed, "", 0)]).owed.is_none());
    }
}
