//! What was said about a question besides its own words and its answers.

use chrono::{DateTime, Utc};

use super::super::QuestionId;
use super::renew_terms;
use crate::store::{Error, Tx, all, exactly_one, exec, one};
use crate::ward::{ChatId, PersonId};

/// Who said it, to whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// Added by who asks.
    Asker,
    /// Asked back by the unit.
    Unit,
    /// For colleagues only.
    Note,
}

impl Side {
    const ALL: [Self; 3] = [Self::Asker, Self::Unit, Self::Note];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Asker => "asker",
            Self::Unit => "unit",
            Self::Note => "note",
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|side| side.code() == code)
    }
}

/// One thing that was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    pub n: i32,
    pub at: DateTime<Utc>,
    pub side: Side,
    pub person: Option<PersonId>,
    pub text: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    n: i32,
    at: DateTime<Utc>,
    side: String,
    person_id: Option<PersonId>,
    text: String,
}

/// Keeps what was said. `source`: the message with these words, where a later change of it is to
/// be carried through.
///
/// # Errors
/// If the database refuses.
pub async fn add_words(
    tx: &mut Tx,
    id: QuestionId,
    side: Side,
    person: PersonId,
    text: &str,
    source: Option<(ChatId, &str)>,
) -> Result<(), Error> {
    let now = tx.now();
    let changed = exec!(
        tx,
        "INSERT INTO question_words (question_id, n, at, side, person_id, text, source_chat_id, source_message)
         VALUES ($1, (SELECT COALESCE(MAX(w.n), 0) + 1 FROM question_words w WHERE w.question_id = $1),
            $2, $3, $4, $5, $6, $7)",
        id,
        now,
        side.code(),
        person,
        text,
        source.map(|(chat, _)| chat),
        source.map(|(_, message)| message)
    )?;
    exactly_one(changed, "question words")?;
    renew_terms(tx, id).await
}

/// What was said about a question, oldest first.
///
/// # Errors
/// If the database refuses or a row is not readable.
pub async fn words(tx: &mut Tx, id: QuestionId) -> Result<Vec<Words>, Error> {
    all!(
        tx,
        Row,
        "SELECT n, at, side, person_id, text FROM question_words WHERE question_id = $1 ORDER BY n",
        id
    )?
    .into_iter()
    .map(|row| {
        let side = Side::from_code(&row.side).ok_or_else(|| Error::corrupt("question side", &row.side))?;
        Ok(Words { n: row.n, at: row.at, side, person: row.person_id, text: row.text })
    })
    .collect()
}

/// The question to which a message in a chat added something, and which of its words that was.
///
/// # Errors
/// If the database refuses.
pub async fn by_source(tx: &mut Tx, chat: ChatId, message: &str) -> Result<Option<(QuestionId, i32)>, Error> {
    one!(
        tx,
        (QuestionId, i32),
        "SELECT question_id, n FROM question_words WHERE source_chat_id = $1 AND source_message = $2
         ORDER BY at DESC LIMIT 1",
        chat,
        message
    )
}

/// Who said it changed it.
///
/// # Errors
/// If the database refuses.
pub async fn set_words(tx: &mut Tx, id: QuestionId, n: i32, text: &str) -> Result<(), Error> {
    exec!(tx, "UPDATE question_words SET text = $3 WHERE question_id = $1 AND n = $2", id, n, text)?;
    renew_terms(tx, id).await
}
