//! Where rows are found again, and how their words are forgotten.

use super::super::{About, MessageId, OutgoingId, PostId, QuestionId, State};
use super::{BLANK, letters};
use crate::channel::Content;
use crate::store::{Error, Tx, all, exec, one};
use crate::ward::{BotId, ChatId, GroupId, WardId};

/// A row found by the message that it became.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub id: OutgoingId,
    pub ward: WardId,
    pub kind: String,
    pub about: About,
}

#[derive(sqlx::FromRow)]
struct FoundColumns {
    id: OutgoingId,
    ward_id: WardId,
    kind: String,
    post_id: Option<PostId>,
    group_id: Option<GroupId>,
    message_id: Option<MessageId>,
    question_id: Option<QuestionId>,
}

impl From<FoundColumns> for Found {
    fn from(row: FoundColumns) -> Self {
        Self {
            id: row.id,
            ward: row.ward_id,
            kind: row.kind,
            about: About {
                post: row.post_id,
                group: row.group_id,
                message: row.message_id,
                question: row.question_id,
            },
        }
    }
}

/// What one of our messages in a chat came from.
///
/// # Errors
/// If the database refuses.
pub async fn outgoing_by_message(tx: &mut Tx, chat: ChatId, message: &str) -> Result<Option<Found>, Error> {
    let row = one!(
        tx,
        FoundColumns,
        "SELECT o.id, o.ward_id, o.kind, o.post_id, o.group_id, o.message_id, o.question_id
         FROM sent_messages s JOIN outgoing o ON o.id = s.outgoing_id
         WHERE s.chat_id = $1 AND s.platform_message_id = $2",
        chat,
        message
    )?;
    Ok(row.map(Found::from))
}

/// Where the notices about a ward's message stand in chats: chat and platform's message id.
///
/// # Errors
/// If the database refuses.
pub async fn outgoing_of_message(
    tx: &mut Tx,
    message: MessageId,
) -> Result<Vec<(BotId, ChatId, String)>, Error> {
    all!(
        tx,
        (BotId, ChatId, String),
        "SELECT o.bot_id, o.chat_id, s.platform_message_id
         FROM outgoing o JOIN sent_messages s ON s.outgoing_id = o.id
         WHERE o.message_id = $1 AND o.kind = 'notice' AND o.post_id IS NULL ORDER BY o.id",
        message
    )
}

/// How many rows there are in each state, by kind.
///
/// # Errors
/// If the database refuses.
pub async fn states(tx: &mut Tx) -> Result<Vec<(String, String, i64)>, Error> {
    all!(
        tx,
        (String, String, i64),
        "SELECT kind, state, COUNT(*) FROM outgoing GROUP BY kind, state ORDER BY kind, state"
    )
}

/// Every row that was repeated after an unknown outcome, with how often: what a checker
/// compares with what a platform really got.
///
/// # Errors
/// If the database refuses.
pub async fn repeats(tx: &mut Tx) -> Result<Vec<(OutgoingId, i32)>, Error> {
    all!(tx, (OutgoingId, i32), "SELECT id, repeats FROM outgoing WHERE repeats > 0 ORDER BY id")
}

#[derive(sqlx::FromRow)]
struct ContentColumns {
    content: String,
    letter: Option<String>,
}

/// The letter that a row carried, with the edits that followed left out.
///
/// # Errors
/// If the database refuses or the content is not readable.
pub async fn letter_of(tx: &mut Tx, id: OutgoingId) -> Result<Option<crate::channel::Letter>, Error> {
    let row = one!(
        tx,
        ContentColumns,
        "SELECT o.content, l.content AS letter FROM outgoing o LEFT JOIN letters l ON l.id = o.letter_id
         WHERE o.id = $1",
        id
    )?;
    let Some(row) = row else { return Ok(None) };
    Ok(match letters::read(&row.content, row.letter.as_deref())? {
        Content::Message(letter) | Content::Edit { letter, .. } => Some(letter),
        Content::PressAnswer { .. } | Content::Delete { .. } | Content::Pin { .. } => None,
    })
}

/// A row by its id.
///
/// # Errors
/// If the database refuses.
pub async fn found(tx: &mut Tx, id: OutgoingId) -> Result<Option<Found>, Error> {
    let row = one!(
        tx,
        FoundColumns,
        "SELECT id, ward_id, kind, post_id, group_id, message_id, question_id FROM outgoing WHERE id = $1",
        id
    )?;
    Ok(row.map(Found::from))
}

/// Where a row stands, and the platform's id of the message that it became, if it became one.
///
/// # Errors
/// If the database refuses or holds an unknown state.
pub async fn standing_of(tx: &mut Tx, id: OutgoingId) -> Result<(State, Option<String>), Error> {
    let row = one!(
        tx,
        (String, Option<String>),
        "SELECT o.state, MIN(s.platform_message_id)
         FROM outgoing o LEFT JOIN sent_messages s ON s.outgoing_id = o.id
         WHERE o.id = $1 GROUP BY o.state",
        id
    )?;
    let (state, message) = row.ok_or_else(|| Error::corrupt("outgoing", "no such row"))?;
    let state = State::from_code(&state).ok_or_else(|| Error::corrupt("outgoing state", state))?;
    Ok((state, message))
}

/// Whether the text of a post was handed to the one who posts it by hand in this chat.
///
/// # Errors
/// If the database refuses.
pub async fn was_handed(tx: &mut Tx, post: PostId, chat: ChatId) -> Result<bool, Error> {
    let row = one!(
        tx,
        (OutgoingId,),
        "SELECT id FROM outgoing WHERE chat_id = $1 AND post_id = $2 AND group_id IS NULL AND state = 'sent'
         LIMIT 1",
        chat,
        post
    )?;
    Ok(row.is_some())
}

/// The post that a copy belongs to.
///
/// # Errors
/// If the database refuses.
pub async fn post_of_copy(tx: &mut Tx, id: OutgoingId) -> Result<Option<PostId>, Error> {
    Ok(found(tx, id).await?.and_then(|f| f.about.post))
}

/// The group that a copy is for.
///
/// # Errors
/// If the database refuses.
pub async fn group_of_copy(tx: &mut Tx, id: OutgoingId) -> Result<Option<GroupId>, Error> {
    Ok(found(tx, id).await?.and_then(|f| f.about.group))
}

/// Takes the words out of everything that was sent to a chat; that it was sent stays.
///
/// # Errors
/// If the database refuses.
pub async fn forget_chat(tx: &mut Tx, chat: ChatId) -> Result<u64, Error> {
    exec!(
        tx,
        "UPDATE outgoing SET kind = 'extract' WHERE chat_id = $1 AND post_id IS NULL AND state = 'sending'",
        chat
    )?;
    exec!(
        tx,
        "UPDATE outgoing SET content = $2 WHERE chat_id = $1 AND post_id IS NULL
            AND state NOT IN ('waiting', 'sending')",
        chat,
        BLANK
    )
}

/// Takes the words out of everything that was sent about a question, and cancels what has
/// not left.
///
/// # Errors
/// If the database refuses.
pub async fn forget_question(tx: &mut Tx, question: QuestionId) -> Result<u64, Error> {
    let now = tx.now();
    exec!(
        tx,
        "UPDATE outgoing SET state = 'cancelled', changed_at = $2 WHERE question_id = $1 AND state = 'waiting'",
        question,
        now
    )?;
    // What is just being sent cannot be taken back; it loses its words when its outcome is known.
    exec!(tx, "UPDATE outgoing SET kind = 'extract' WHERE question_id = $1 AND state = 'sending'", question)?;
    exec!(
        tx,
        "UPDATE outgoing SET content = $2 WHERE question_id = $1 AND state <> 'sending'",
        question,
        BLANK
    )
}

/// Where the cards of a question stand: chat and platform's message id.
///
/// # Errors
/// If the database refuses.
pub async fn cards_of_question(tx: &mut Tx, question: QuestionId) -> Result<Vec<(ChatId, String)>, Error> {
    all!(
        tx,
        (ChatId, String),
        "SELECT o.chat_id, s.platform_message_id
         FROM outgoing o JOIN sent_messages s ON s.outgoing_id = o.id
         WHERE o.question_id = $1 AND o.kind = 'card' ORDER BY o.id",
        question
    )
}

/// Where a row's message stands now: chat and platform's message id. `None`: it has not left yet,
/// or nobody knows as what.
///
/// # Errors
/// If the database refuses.
pub async fn place_of(tx: &mut Tx, id: OutgoingId) -> Result<Option<(ChatId, String)>, Error> {
    one!(
        tx,
        (ChatId, String),
        "SELECT chat_id, platform_message_id FROM sent_messages WHERE outgoing_id = $1 ORDER BY platform_message_id
         LIMIT 1",
        id
    )
}

/// Takes back a message that has not left: whoever was about to send it finds it gone. `false`: it has
/// left, is leaving, or may have left.
///
/// # Errors
/// If the database refuses.
pub async fn take_back(tx: &mut Tx, id: OutgoingId) -> Result<bool, Error> {
    let now = tx.now();
    let changed = exec!(
        tx,
        "UPDATE outgoing SET state = 'cancelled', changed_at = $2
         WHERE id = $1 AND state = 'waiting' AND repeats = 0",
        id,
        now
    )?;
    Ok(changed == 1)
}

/// Gives a message that has not left yet other words. `false`: it has left, is leaving, or may have
/// left: what is repeated after a doubt is repeated as it was.
///
/// # Errors
/// If the database refuses.
pub async fn reword(tx: &mut Tx, id: OutgoingId, content: &Content) -> Result<bool, Error> {
    let json = serde_json::to_string(content).map_err(|e| Error::corrupt("outgoing content", e))?;
    let changed = exec!(
        tx,
        "UPDATE outgoing SET content = $2
         WHERE id = $1 AND state = 'waiting' AND repeats = 0 AND letter_id IS NULL",
        id,
        json
    )?;
    Ok(changed == 1)
}

/// Whether a message that is due has not left yet and can be given other words.
///
/// # Errors
/// If the database refuses.
pub async fn may_reword(tx: &mut Tx, id: OutgoingId) -> Result<bool, Error> {
    let now = tx.now();
    let found = one!(
        tx,
        (OutgoingId,),
        "SELECT id FROM outgoing
         WHERE id = $1 AND due_at <= $2 AND state = 'waiting' AND repeats = 0 AND letter_id IS NULL",
        id,
        now
    )?;
    Ok(found.is_some())
}

/// Gives other words to what [`may_reword`] found, where it will then be about several questions
/// and so belongs to none of them. What has to wait for its time is left alone: the others must
/// not wait with it.
///
/// # Errors
/// If the database refuses.
pub async fn reword_together(tx: &mut Tx, id: OutgoingId, content: &Content) -> Result<bool, Error> {
    if !reword(tx, id, content).await? {
        return Ok(false);
    }
    exec!(tx, "UPDATE outgoing SET question_id = NULL WHERE id = $1", id)?;
    Ok(true)
}
