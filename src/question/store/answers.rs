//! Answers: written, perhaps approved by a colleague, sent, and replaced by later ones.

use chrono::{DateTime, Utc};

use super::super::{Deed, QuestionId};
use super::life::{Moved, move_on};
use super::renew_terms;
use crate::channel::Media;
use crate::delivery::OutgoingId;
use crate::store::{Error, Tx, all, exec, id, one};
use crate::text::Rich;
use crate::ward::{ChatId, PersonId, UnitId};

id!(
    /// One answer to one question.
    AnswerId
);

/// Where an answer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AnswerState {
    /// Its writer has not sent it.
    Draft,
    /// Waits for a colleague.
    Asked,
    Sent,
    /// A later one has taken its place.
    Replaced,
}

impl AnswerState {
    const ALL: [Self; 4] = [Self::Draft, Self::Asked, Self::Sent, Self::Replaced];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Asked => "asked",
            Self::Sent => "sent",
            Self::Replaced => "replaced",
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub id: AnswerId,
    pub question: QuestionId,
    pub unit: UnitId,
    pub person: PersonId,
    pub text: Rich,
    pub media: Option<Media>,
    pub state: AnswerState,
    pub approved_by: Option<PersonId>,
    /// The message in which it went to its asker.
    pub outgoing: Option<OutgoingId>,
    pub at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: AnswerId,
    question_id: QuestionId,
    unit_id: UnitId,
    person_id: PersonId,
    text: String,
    media: Option<String>,
    state: String,
    approved_by: Option<PersonId>,
    outgoing_id: Option<OutgoingId>,
    answered_at: DateTime<Utc>,
}

impl TryFrom<Row> for Answer {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        let unreadable = |e| Error::corrupt("answer", e);
        Ok(Self {
            id: row.id,
            question: row.question_id,
            unit: row.unit_id,
            person: row.person_id,
            text: serde_json::from_str(&row.text).map_err(unreadable)?,
            media: row.media.map(|media| serde_json::from_str(&media)).transpose().map_err(unreadable)?,
            state: AnswerState::from_code(&row.state)
                .ok_or_else(|| Error::corrupt("answer state", &row.state))?,
            approved_by: row.approved_by,
            outgoing: row.outgoing_id,
            at: row.answered_at,
        })
    }
}

/// Keeps an officer's answer as a draft; nothing is sent and the question stays open.
///
/// # Errors
/// If the database refuses.
pub async fn write_answer(
    tx: &mut Tx,
    question: QuestionId,
    unit: UnitId,
    officer: PersonId,
    text: &Rich,
    media: Option<&Media>,
    source: Option<(ChatId, &str)>,
) -> Result<AnswerId, Error> {
    let (id, now) = (AnswerId(tx.new_id()), tx.now());
    let unwritable = |e| Error::corrupt("answer", e);
    let json = serde_json::to_string(text).map_err(unwritable)?;
    let media = media.map(serde_json::to_string).transpose().map_err(unwritable)?;
    exec!(
        tx,
        "INSERT INTO answers
            (id, question_id, unit_id, person_id, text, media, answered_at, state, source_chat_id, source_message)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'draft', $8, $9)",
        id,
        question,
        unit,
        officer,
        json,
        media,
        now,
        source.map(|(chat, _)| chat),
        source.map(|(_, message)| message)
    )?;
    Ok(id)
}

/// One answer.
///
/// # Errors
/// If the database refuses or it is not readable.
pub async fn answer(tx: &mut Tx, id: AnswerId) -> Result<Option<Answer>, Error> {
    one!(
        tx,
        Row,
        "SELECT id, question_id, unit_id, person_id, text, media, state, approved_by, outgoing_id, answered_at
         FROM answers WHERE id = $1",
        id
    )?
    .map(Answer::try_from)
    .transpose()
}

/// The answers to a question, oldest first, drafts included.
///
/// # Errors
/// If the database refuses or one is not readable.
pub async fn answers(tx: &mut Tx, question: QuestionId) -> Result<Vec<Answer>, Error> {
    all!(
        tx,
        Row,
        "SELECT id, question_id, unit_id, person_id, text, media, state, approved_by, outgoing_id, answered_at
         FROM answers WHERE question_id = $1 ORDER BY answered_at, id",
        question
    )?
    .into_iter()
    .map(Answer::try_from)
    .collect()
}

/// The answer that these words in a chat are, if they are one.
///
/// # Errors
/// If the database refuses or it is not readable.
pub async fn answer_by_source(tx: &mut Tx, chat: ChatId, message: &str) -> Result<Option<Answer>, Error> {
    one!(
        tx,
        Row,
        "SELECT id, question_id, unit_id, person_id, text, media, state, approved_by, outgoing_id, answered_at
         FROM answers WHERE source_chat_id = $1 AND source_message = $2 ORDER BY answered_at DESC LIMIT 1",
        chat,
        message
    )?
    .map(Answer::try_from)
    .transpose()
}

/// Its writer changed its words.
///
/// # Errors
/// If the database refuses.
pub async fn set_answer_text(tx: &mut Tx, id: AnswerId, text: &Rich) -> Result<(), Error> {
    let json = serde_json::to_string(text).map_err(|e| Error::corrupt("answer", e))?;
    exec!(tx, "UPDATE answers SET text = $2 WHERE id = $1", id, json)?;
    let of = one!(tx, (QuestionId,), "SELECT question_id FROM answers WHERE id = $1", id)?;
    match of {
        Some((question,)) => renew_terms(tx, question).await,
        None => Ok(()),
    }
}

/// It waits for a colleague. `false`: it was no draft any more.
///
/// # Errors
/// If the database refuses.
pub async fn ask_approval(tx: &mut Tx, id: AnswerId) -> Result<bool, Error> {
    let changed = exec!(tx, "UPDATE answers SET state = 'asked' WHERE id = $1 AND state = 'draft'", id)?;
    Ok(changed == 1)
}

/// A colleague sent it back to its writer. `false`: it was not waiting for that.
///
/// # Errors
/// If the database refuses.
pub async fn send_back(tx: &mut Tx, id: AnswerId) -> Result<bool, Error> {
    let changed = exec!(tx, "UPDATE answers SET state = 'draft' WHERE id = $1 AND state = 'asked'", id)?;
    Ok(changed == 1)
}

/// Drops a draft that its writer does not want.
///
/// # Errors
/// If the database refuses.
pub async fn drop_draft(tx: &mut Tx, id: AnswerId) -> Result<bool, Error> {
    let changed = exec!(tx, "DELETE FROM answers WHERE id = $1 AND state IN ('draft', 'asked')", id)?;
    Ok(changed == 1)
}

/// The answer goes out: it takes the place of earlier ones, and its question is answered.
/// `false`: it was sent before, or the question is not open to answers.
///
/// # Errors
/// If the database refuses.
pub async fn give_answer(tx: &mut Tx, answer: &Answer, approved_by: Option<PersonId>) -> Result<bool, Error> {
    if !matches!(answer.state, AnswerState::Draft | AnswerState::Asked)
        || !matches!(move_on(tx, answer.question, Deed::Answer, Some(answer.person), "").await?, Moved::To(_))
    {
        return Ok(false);
    }
    let now = tx.now();
    exec!(
        tx,
        "UPDATE answers SET state = 'replaced' WHERE question_id = $1 AND state = 'sent'",
        answer.question
    )?;
    exec!(
        tx,
        "UPDATE answers SET state = 'sent', approved_by = $2, answered_at = $3 WHERE id = $1",
        answer.id,
        approved_by,
        now
    )?;
    renew_terms(tx, answer.question).await?;
    Ok(true)
}

/// In which message an answer went to its asker.
///
/// # Errors
/// If the database refuses.
pub async fn set_answer_message(tx: &mut Tx, id: AnswerId, message: OutgoingId) -> Result<(), Error> {
    exec!(tx, "UPDATE answers SET outgoing_id = $2 WHERE id = $1", id, message)?;
    Ok(())
}
