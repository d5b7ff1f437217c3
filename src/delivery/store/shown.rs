//! What residents sent with a question, where staff were shown it: found again, to be taken away.

use super::super::QuestionId;
use super::BLANK;
use crate::channel::{Attachment, Content};
use crate::store::{Error, Tx, all, exec};
use crate::ward::ChatId;

/// One message of ours that shows something a resident sent, or names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownMedia {
    /// The platform's id.
    pub message: String,
    pub looks: Looks,
}

/// What of a message is left to be changed once it cannot be taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looks {
    Words,
    /// A file with words below it.
    File,
    /// A place on the map, which has none.
    Place,
}

/// The chats in which staff see what was sent with a question.
///
/// # Errors
/// If the database refuses.
pub async fn chats_with_media(tx: &mut Tx, question: QuestionId) -> Result<Vec<ChatId>, Error> {
    let rows = all!(
        tx,
        (ChatId,),
        "SELECT DISTINCT chat_id FROM outgoing WHERE question_id = $1 AND kind = 'media'
            AND state IN ('waiting', 'sending', 'sent') ORDER BY chat_id",
        question
    )?;
    Ok(rows.into_iter().map(|(chat,)| chat).collect())
}

/// The messages by which a question's media are shown in a chat. They count as taken away from
/// here on and the rows know no more what they showed; what has not left yet does not leave.
///
/// # Errors
/// If the database refuses or a row is not readable.
pub async fn take_media(tx: &mut Tx, question: QuestionId, chat: ChatId) -> Result<Vec<ShownMedia>, Error> {
    let now = tx.now();
    exec!(
        tx,
        "UPDATE outgoing SET state = 'cancelled', content = $3, changed_at = $4
         WHERE question_id = $1 AND chat_id = $2 AND kind = 'media' AND state = 'waiting'",
        question,
        chat,
        BLANK,
        now
    )?;
    let rows = all!(
        tx,
        (String, String),
        "SELECT s.platform_message_id, o.content FROM outgoing o JOIN sent_messages s ON s.outgoing_id = o.id
         WHERE o.question_id = $1 AND o.chat_id = $2 AND o.kind = 'media' AND o.state = 'sent' ORDER BY o.id",
        question,
        chat
    )?;
    exec!(
        tx,
        "UPDATE outgoing SET kind = 'notice', content = $3
         WHERE question_id = $1 AND chat_id = $2 AND kind = 'media' AND state = 'sent'",
        question,
        chat,
        BLANK
    )?;
    rows.into_iter().map(|(message, content)| Ok(ShownMedia { message, looks: looks(&content)? })).collect()
}

fn looks(content: &str) -> Result<Looks, Error> {
    let content: Content =
        serde_json::from_str(content).map_err(|e| Error::corrupt("outgoing content", e))?;
    Ok(match content {
        Content::Message(letter) => match letter.attachment {
            Some(Attachment::Place(_)) => Looks::Place,
            Some(_) => Looks::File,
            None => Looks::Words,
        },
        _ => Looks::Words,
    })
}
