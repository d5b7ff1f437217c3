//! The posts of one message: the first, its corrections, its recall.

use chrono::{DateTime, Utc};

use super::super::{MessageId, PostId, PostKind, State};
use super::letters;
use crate::channel::{Channel, Content};
use crate::store::{Error, Tx, all, exec, one};
use crate::ward::{ChatId, GroupId};

/// One post of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    pub post: PostId,
    pub kind: PostKind,
    pub version: i32,
}

/// Every released post of the message that this one is of, oldest first.
///
/// # Errors
/// If the database refuses or holds an unknown kind.
pub async fn chain(tx: &mut Tx, post: PostId) -> Result<Vec<Link>, Error> {
    all!(
        tx,
        (PostId, String, i32),
        "SELECT id, kind, version FROM posts
         WHERE message_id = (SELECT p.message_id FROM posts p WHERE p.id = $1) AND released_at IS NOT NULL
         ORDER BY released_at, id",
        post
    )?
    .into_iter()
    .map(|(post, kind, version)| Ok(Link { post, kind: kind_from(&kind)?, version }))
    .collect()
}

/// As [`chain`], without this post and those after it: what it changes.
///
/// # Errors
/// As for [`chain`].
pub async fn chain_until(tx: &mut Tx, post: PostId) -> Result<Vec<Link>, Error> {
    let links = chain(tx, post).await?;
    Ok(links.into_iter().take_while(|link| link.post != post).collect())
}

fn kind_from(code: &str) -> Result<PostKind, Error> {
    PostKind::from_code(code).ok_or_else(|| Error::corrupt("post kind", code))
}

/// What a post does in the groups.
///
/// # Errors
/// If the database refuses or holds an unknown kind.
pub async fn post_kind(tx: &mut Tx, post: PostId) -> Result<PostKind, Error> {
    let row = one!(tx, (String,), "SELECT kind FROM posts WHERE id = $1", post)?;
    row.map_or(Ok(PostKind::Post), |(kind,)| kind_from(&kind))
}

/// The newest post of a message of which groups have seen something or are about to: from then on
/// the message can only be corrected. A post released after `before` can still be stopped.
///
/// # Errors
/// If the database refuses.
pub async fn standing_post(
    tx: &mut Tx,
    message: MessageId,
    before: DateTime<Utc>,
) -> Result<Option<PostId>, Error> {
    let row = one!(
        tx,
        (PostId,),
        "SELECT p.id FROM posts p WHERE p.message_id = $1 AND p.released_at IS NOT NULL
           AND (EXISTS (SELECT 1 FROM outgoing o WHERE o.post_id = p.id AND o.group_id IS NOT NULL
                AND o.state IN ('sending', 'sent', 'unknown'))
             OR (p.state IN ('released', 'paused') AND (p.kind <> 'post' OR p.released_at <= $2)
               AND EXISTS (SELECT 1 FROM outgoing o WHERE o.post_id = p.id AND o.group_id IS NOT NULL
                 AND o.state = 'waiting')))
         ORDER BY p.released_at DESC, p.id DESC LIMIT 1",
        message,
        before
    )?;
    Ok(row.map(|(id,)| id))
}

/// What a newer post takes the place of: what waits does not leave, and nothing that comes back
/// (refused for now, or in doubt and sent again) leaves any more.
///
/// # Errors
/// If the database refuses.
pub async fn supersede(tx: &mut Tx, post: PostId) -> Result<(), Error> {
    let now = tx.now();
    exec!(
        tx,
        "UPDATE outgoing SET state = 'cancelled', reason = 'replaced', changed_at = $2
         WHERE post_id = $1 AND state = 'waiting'",
        post,
        now
    )?;
    exec!(
        tx,
        "UPDATE outgoing SET not_after = $2
         WHERE post_id = $1 AND state IN ('sending', 'unknown', 'failed') AND not_after > $2",
        post,
        now
    )?;
    Ok(())
}

/// What of a post still waits may leave from now on, until `not_after`.
///
/// # Errors
/// If the database refuses.
pub async fn renew_post(tx: &mut Tx, post: PostId, not_after: DateTime<Utc>) -> Result<u64, Error> {
    let now = tx.now();
    exec!(
        tx,
        "UPDATE outgoing SET due_at = $2, not_after = $3, changed_at = $2
         WHERE post_id = $1 AND state = 'waiting'",
        post,
        now,
        not_after
    )
}

/// A copy with what it says and whether its ids still hold.
#[derive(Clone, Debug)]
pub struct ChainCopy {
    pub group: GroupId,
    pub chat: ChatId,
    pub channel: Channel,
    pub lane: i32,
    pub state: State,
    pub proof: Option<String>,
    pub reason: Option<String>,
    pub content: Content,
    pub changed_at: DateTime<Utc>,
    pub not_after: Option<DateTime<Utc>>,
    pub moved_at: Option<DateTime<Utc>>,
}

#[derive(sqlx::FromRow)]
struct Row {
    group_id: GroupId,
    chat_id: ChatId,
    channel: String,
    lane: i32,
    state: String,
    proof: Option<String>,
    reason: Option<String>,
    content: String,
    letter: Option<String>,
    changed_at: DateTime<Utc>,
    not_after: Option<DateTime<Utc>>,
    moved_at: Option<DateTime<Utc>>,
}

/// All copies of a post with what they say.
///
/// # Errors
/// If the database refuses or a row is not readable.
pub async fn chain_copies(tx: &mut Tx, post: PostId) -> Result<Vec<ChainCopy>, Error> {
    all!(
        tx,
        Row,
        "SELECT o.group_id, o.chat_id, o.channel, o.lane, o.state, o.proof, o.reason, o.content,
            l.content AS letter, o.changed_at, o.not_after, c.moved_at
         FROM outgoing o JOIN chats c ON c.id = o.chat_id LEFT JOIN letters l ON l.id = o.letter_id
         WHERE o.post_id = $1 AND o.group_id IS NOT NULL ORDER BY o.id",
        post
    )?
    .into_iter()
    .map(|row| {
        Ok(ChainCopy {
            group: row.group_id,
            chat: row.chat_id,
            channel: Channel::from_code(&row.channel)
                .ok_or_else(|| Error::corrupt("channel", row.channel))?,
            lane: row.lane,
            state: State::from_code(&row.state).ok_or_else(|| Error::corrupt("outgoing state", row.state))?,
            proof: row.proof,
            reason: row.reason,
            content: letters::read(&row.content, row.letter.as_deref())?,
            changed_at: row.changed_at,
            not_after: row.not_after,
            moved_at: row.moved_at,
        })
    })
    .collect()
}

/// What of a recall has not been done besides its copies, in chats where more than one message has
/// to go: where each row stands, and its reason.
///
/// # Errors
/// If the database refuses or holds an unknown state.
pub async fn besides(tx: &mut Tx, post: PostId) -> Result<Vec<(ChatId, State, Option<String>)>, Error> {
    all!(
        tx,
        (ChatId, String, Option<String>),
        "SELECT chat_id, state, reason FROM outgoing
         WHERE post_id = $1 AND group_id IS NULL AND kind = 'edit' AND state <> 'sent' ORDER BY id",
        post
    )?
    .into_iter()
    .map(|(chat, state, reason)| {
        let state = State::from_code(&state).ok_or_else(|| Error::corrupt("outgoing state", state))?;
        Ok((chat, state, reason))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use uuid::Uuid;

    use super::super::super::{About, Kind, Lane, Parcel, Rates};
    use super::super::{Held, Letters, candidates, enqueue, intend, not_sent};
    use super::*;
    use crate::channel::{ChatKind, Letter};
    use crate::clock::Clock;
    use crate::message::{self, Audience, Body};
    use crate::schedule;
    use crate::store::{Access, Store};
    use crate::ward::store as ward;

    #[tokio::test]
    async fn a_copy_that_comes_back_after_it_was_replaced_does_not_leave() {
        let folder = tempfile::tempdir().unwrap();
        let address = format!("sqlite:{}", folder.path().join("loa.db").display());
        let store = Store::open(&address, Access::Serve, Clock::system()).await.unwrap();
        let mut tx = store.begin().await.unwrap();
        let tx = &mut tx;
        let home = ward::create_ward(tx, "Phường Hồ Sen", "UBND phường Hồ Sen").await.unwrap();
        let bot = ward::bot_seen(tx, "telegram", "1", "loa_bot").await.unwrap();
        let account = ward::account_seen(tx, bot.id, "7", "vi").await.unwrap();
        let person = ward::person_for(tx, home.id, account.id).await.unwrap();
        let chat = ward::chat_seen(tx, bot.id, "-5", ChatKind::Group, "Tổ 1").await.unwrap();
        let place = ward::put_neighbourhood(tx, home.id, "01", "Tổ 1").await.unwrap();
        let group = ward::ask_group(tx, home.id, place, Channel::Telegram, chat.id, person.id).await.unwrap();
        let body = Body {
            vi: "Họp tổ".into(),
            en: None,
            media: vec![],
            issuer: "UBND".into(),
            audience: Audience::All,
            kind: message::Kind::Notice,
            source: None,
        };
        let message = message::create(tx, home.id, person.id, None, &body, None).await.unwrap();
        let (now, worth) = (tx.now(), TimeDelta::hours(12));
        let post = schedule::plan_post(tx, home.id, message.id, 1, now, worth).await.unwrap();
        let parcel = Parcel {
            ward: home.id,
            bot: bot.id,
            chat: chat.id,
            channel: Channel::Telegram,
            kind: Kind::Post,
            lane: Lane::Scheduled,
            content: Content::Message(Letter { text: "Họp tổ".into(), ..Letter::default() }),
            fallback: vec![],
            about: About { post: Some(post.id), group: Some(group.id), ..About::default() },
            due_at: None,
            not_after: Some(post.not_after),
        };
        let id = enqueue(tx, &parcel).await.unwrap();
        let owner = Uuid::from_u128(1);
        for (attempt, is_replaced) in [(1, false), (2, true)] {
            let wall = now.timestamp_micros();
            let due =
                candidates(tx, bot.id, Lane::Scheduled, &Rates::default(), wall, 9, &mut Letters::default())
                    .await
                    .unwrap();
            assert_eq!(due.len(), 1, "attempt {attempt}");
            assert_eq!(intend(tx, &[id], owner, now + worth).await.unwrap(), [id]);
            if is_replaced {
                supersede(tx, post.id).await.unwrap();
            }
            assert!(not_sent(tx, Held { id, owner, attempt }).await.unwrap());
        }
        let wall = now.timestamp_micros();
        let due =
            candidates(tx, bot.id, Lane::Scheduled, &Rates::default(), wall, 9, &mut Letters::default())
                .await
                .unwrap();
        assert!(due.is_empty(), "{due:?}");
    }
}
