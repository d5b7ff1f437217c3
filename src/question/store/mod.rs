mod answers;
mod asker;
mod entered;
mod life;
mod overview;
mod reminders;
mod running;
mod samples;
mod search;
mod words;

pub use running::{Running, moved, recount, running, running_late, take_moved};

use chrono::{DateTime, TimeDelta, Utc};

use super::deadline::Kind;
use super::{QuestionId, State};
use crate::delivery::{self, OutgoingId, PostId};
use crate::store::{Error, Tx, all, all_many, exactly_one, exec, one, pieces};
use crate::ward::{AccountId, ChatId, PersonId, UnitId, WardId};

pub use answers::{
    Answer, AnswerId, AnswerState, answer, answer_by_source, answers, ask_approval, drop_draft, give_answer,
    send_back, set_answer_message, set_answer_text, write_answer,
};
pub use asker::{last_words, newest_asks, pass_on, set_helped, take_words};
pub use entered::{Untold, set_asker, set_told, set_untold, set_way, untold};
pub use life::{
    Moved, Taken, close_answered, extend, hand_back, join, joined_to, kind_reason, move_on, newest_status,
    of_message, of_status, parts_of, pauses, refer, reopen, set_due, set_kind, set_may_publish,
    set_outside_ref, set_status, set_text, split, take, transfer, unask,
};
pub use overview::{Brief, Standing, hand_over, of_officer, of_unit, open_in, standings, unrouted};
pub use reminders::{
    Watched, last_round, pauses_of, set_digest, set_look, set_reminded, set_round, to_look_at, told, told_of,
    unlooked, ward_before_digest, watched_of_unit,
};
pub use samples::{
    Canned, CannedId, add_canned, canned, canned_of, drop_canned, earlier_answers, rename_canned,
};
pub use search::{Reader, alike, by_code, fill_terms, renew_terms, search};
pub use words::{Side, Words, add_words, by_source, set_words, words};

/// A resident's question as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub id: QuestionId,
    pub ward: WardId,
    /// Six digits, of use only to its asker.
    pub code: String,
    pub person: PersonId,
    pub account: AccountId,
    /// Where it was asked: a group or the private chat.
    pub from_chat: ChatId,
    /// The post that it answers.
    pub post: Option<PostId>,
    /// Blank where it must not be kept.
    pub text: String,
    pub label: String,
    pub kind: Kind,
    pub state: State,
    pub unit: Option<UnitId>,
    pub asked_at: DateTime<Utc>,
    pub due_at: Option<DateTime<Utc>>,
    /// The officer who works on it.
    pub taken_by: Option<PersonId>,
    /// Since when its time counts, where that is not the asking.
    pub counts_from: Option<DateTime<Utc>>,
    pub extended_at: Option<DateTime<Utc>>,
    pub reopened_at: Option<DateTime<Utc>>,
    pub joined_to: Option<QuestionId>,
    pub split_from: Option<QuestionId>,
    pub way: Way,
    /// Who passed it on or entered it, where that is not who asks.
    pub entered_by: Option<PersonId>,
    /// Whom it was passed on for, in the words of who did; for the unit only.
    pub asker: String,
    /// The platform's id of its words in the chat where it was asked.
    pub source_message: Option<String>,
    /// The message that tells its asker how it stands.
    pub status: Option<OutgoingId>,
    /// Whether its asker lets the answer be published without names.
    pub may_publish: bool,
    /// Who answers instead of the ward, and under which reference.
    pub outside: String,
    pub outside_ref: String,
}

/// How a question reached the ward.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Way {
    #[default]
    Chat,
    /// A neighbourhood's head passed it on.
    Head,
    Phone,
    Counter,
}

impl Way {
    pub const ALL: [Self; 4] = [Self::Chat, Self::Head, Self::Phone, Self::Counter];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Chat => "chat",
            Self::Head => "head",
            Self::Phone => "phone",
            Self::Counter => "counter",
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.code() == code)
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: QuestionId,
    ward_id: WardId,
    code: String,
    person_id: PersonId,
    account_id: AccountId,
    from_chat_id: ChatId,
    post_id: Option<PostId>,
    text: String,
    label: String,
    kind: String,
    state: String,
    unit_id: Option<UnitId>,
    asked_at: DateTime<Utc>,
    due_at: Option<DateTime<Utc>>,
    taken_by: Option<PersonId>,
    counts_from: Option<DateTime<Utc>>,
    extended_at: Option<DateTime<Utc>>,
    reopened_at: Option<DateTime<Utc>>,
    joined_to: Option<QuestionId>,
    split_from: Option<QuestionId>,
    way: String,
    entered_by: Option<PersonId>,
    asker: String,
    source_message: Option<String>,
    status_id: Option<OutgoingId>,
    may_publish: bool,
    outside: String,
    outside_ref: String,
}

impl TryFrom<Row> for Question {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        Ok(Self {
            id: row.id,
            ward: row.ward_id,
            code: row.code,
            person: row.person_id,
            account: row.account_id,
            from_chat: row.from_chat_id,
            post: row.post_id,
            text: row.text,
            label: row.label,
            kind: Kind::from_code(&row.kind).ok_or_else(|| Error::corrupt("question kind", &row.kind))?,
            state: State::from_code(&row.state)
                .ok_or_else(|| Error::corrupt("question state", &row.state))?,
            unit: row.unit_id,
            asked_at: row.asked_at,
            due_at: row.due_at,
            taken_by: row.taken_by,
            counts_from: row.counts_from,
            extended_at: row.extended_at,
            reopened_at: row.reopened_at,
            joined_to: row.joined_to,
            split_from: row.split_from,
            way: Way::from_code(&row.way).ok_or_else(|| Error::corrupt("question way", &row.way))?,
            entered_by: row.entered_by,
            asker: row.asker,
            source_message: row.source_message,
            status: row.status_id,
            may_publish: row.may_publish,
            outside: row.outside,
            outside_ref: row.outside_ref,
        })
    }
}

/// What is known when a question comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Incoming<'a> {
    pub ward: WardId,
    pub person: PersonId,
    pub account: AccountId,
    pub from_chat: ChatId,
    pub post: Option<PostId>,
    pub text: &'a str,
    pub label: &'a str,
    pub why: &'a str,
    pub kind: Kind,
    pub state: State,
    /// The platform's id of the message with these words.
    pub message: Option<&'a str>,
    pub way: Way,
    pub entered_by: Option<PersonId>,
    /// Whom it is passed on for.
    pub asker: &'a str,
}

/// Stores a question under a new code.
///
/// # Errors
/// If the database refuses, or no free code is found.
pub async fn take_in(tx: &mut Tx, incoming: &Incoming<'_>) -> Result<Question, Error> {
    let (id, now) = (QuestionId(tx.new_id()), tx.now());
    let code = free_code(tx, incoming.ward).await?;
    let stored = one!(
        tx,
        Row,
        "INSERT INTO questions (id, ward_id, code, person_id, account_id, from_chat_id, post_id, text, label, why,
            kind, state, asked_at, source_message, way, entered_by, asker)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
         RETURNING id, ward_id, code, person_id, account_id, from_chat_id, post_id, text, label, kind, state, unit_id,
            asked_at, due_at, taken_by, counts_from, extended_at, reopened_at, joined_to, split_from, way,
            entered_by, asker, source_message, status_id, may_publish, outside, outside_ref",
        id,
        incoming.ward,
        code.as_str(),
        incoming.person,
        incoming.account,
        incoming.from_chat,
        incoming.post,
        incoming.text,
        incoming.label,
        incoming.why,
        incoming.kind.code(),
        incoming.state.code(),
        now,
        incoming.message,
        incoming.way.code(),
        incoming.entered_by,
        incoming.asker
    )?;
    note(tx, id, incoming.state.code(), None, None).await?;
    stored.ok_or_else(|| Error::corrupt("question", "not stored"))?.try_into()
}

async fn free_code(tx: &mut Tx, ward: WardId) -> Result<String, Error> {
    // Far fewer questions than codes: a hit is rare, a dozen in a row means something is wrong.
    for _ in 0..64 {
        let code = super::random_code();
        let taken = one!(
            tx,
            (QuestionId,),
            "SELECT id FROM questions WHERE ward_id = $1 AND code = $2",
            ward,
            code.as_str()
        )?;
        if taken.is_none() {
            return Ok(code);
        }
    }
    Err(Error::corrupt("question code", "no free code found"))
}

/// One question.
///
/// # Errors
/// If the database refuses.
pub async fn question(tx: &mut Tx, id: QuestionId) -> Result<Option<Question>, Error> {
    one!(
        tx,
        Row,
        "SELECT id, ward_id, code, person_id, account_id, from_chat_id, post_id, text, label, kind, state, unit_id,
            asked_at, due_at, taken_by, counts_from, extended_at, reopened_at, joined_to, split_from, way,
            entered_by, asker, source_message, status_id, may_publish, outside, outside_ref FROM questions WHERE id = $1",
        id
    )?
    .map(Question::try_from)
    .transpose()
}

/// These questions, in any order; what is not there is left out.
///
/// # Errors
/// If the database refuses.
pub(super) async fn these(tx: &mut Tx, ids: &[QuestionId]) -> Result<Vec<Question>, Error> {
    let mut found = Vec::with_capacity(ids.len());
    for piece in pieces(ids, 1) {
        let sql = "SELECT id, ward_id, code, person_id, account_id, from_chat_id, post_id, text, label, kind, state,
                unit_id, asked_at, due_at, taken_by, counts_from, extended_at, reopened_at, joined_to, split_from,
                way, entered_by, asker, source_message, status_id, may_publish, outside, outside_ref
             FROM questions WHERE id IN (VALUES {rows})";
        for row in all_many!(tx, Row, sql, [], piece, |id| [*id])? {
            found.push(row.try_into()?);
        }
    }
    Ok(found)
}

/// A person's questions, newest first.
///
/// # Errors
/// If the database refuses.
pub async fn of_person(tx: &mut Tx, person: PersonId) -> Result<Vec<Question>, Error> {
    all!(
        tx,
        Row,
        "SELECT id, ward_id, code, person_id, account_id, from_chat_id, post_id, text, label, kind, state, unit_id,
            asked_at, due_at, taken_by, counts_from, extended_at, reopened_at, joined_to, split_from, way,
            entered_by, asker, source_message, status_id, may_publish, outside, outside_ref FROM questions WHERE person_id = $1 ORDER BY asked_at DESC, id DESC",
        person
    )?
    .into_iter()
    .map(Question::try_from)
    .collect()
}

/// Questions of a ward in one state, oldest first.
///
/// # Errors
/// If the database refuses.
pub async fn in_state(tx: &mut Tx, ward: WardId, state: State) -> Result<Vec<Question>, Error> {
    all!(
        tx,
        Row,
        "SELECT id, ward_id, code, person_id, account_id, from_chat_id, post_id, text, label, kind, state, unit_id,
            asked_at, due_at, taken_by, counts_from, extended_at, reopened_at, joined_to, split_from, way,
            entered_by, asker, source_message, status_id, may_publish, outside, outside_ref FROM questions WHERE ward_id = $1 AND state = $2 ORDER BY asked_at, id",
        ward,
        state.code()
    )?
    .into_iter()
    .map(Question::try_from)
    .collect()
}

/// Where a question goes from here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed<'a> {
    pub unit: UnitId,
    pub label: &'a str,
    pub why: &'a str,
    pub kind: Kind,
    pub due_at: DateTime<Utc>,
    /// The number of the ward's calendar from which that was computed.
    pub calendar: i64,
}

/// Gives a question to a unit. `false`: it was no longer waiting for that.
///
/// # Errors
/// If the database refuses.
pub async fn place(tx: &mut Tx, id: QuestionId, placed: Placed<'_>) -> Result<bool, Error> {
    // Without a unit it had no words by which it is found; it gets them here.
    let placed_now = one!(
        tx,
        (String,),
        "UPDATE questions SET state = 'open', unit_id = $2, label = $3, why = $4, kind = $5, due_at = $6,
            calendar = $7, has_terms = TRUE
         WHERE id = $1 AND state IN ('held', 'choosing') RETURNING text",
        id,
        placed.unit,
        placed.label,
        placed.why,
        placed.kind.code(),
        placed.due_at,
        placed.calendar
    )?;
    let Some((text,)) = placed_now else { return Ok(false) };
    note(tx, id, State::Open.code(), None, Some(placed.unit)).await?;
    search::put_terms(tx, id, placed.unit, &text).await?;
    Ok(true)
}

/// Moves a question from one state to another. `false`: it was not in that state.
///
/// # Errors
/// If the database refuses.
pub async fn step(tx: &mut Tx, id: QuestionId, from: State, to: State) -> Result<bool, Error> {
    let now = tx.now();
    let ended = to.is_end().then_some(now);
    let changed = exec!(
        tx,
        "UPDATE questions SET state = $3, ended_at = $4 WHERE id = $1 AND state = $2",
        id,
        from.code(),
        to.code(),
        ended
    )?;
    if changed == 1 {
        note(tx, id, to.code(), None, None).await?;
    }
    Ok(changed == 1)
}

/// Takes a question's words away, here and in everything that was sent about it; that it was
/// asked stays.
///
/// # Errors
/// If the database refuses.
pub async fn blank(tx: &mut Tx, id: QuestionId) -> Result<(), Error> {
    exec!(
        tx,
        "UPDATE questions SET text = '', why = '', asker = '', outside = '', outside_ref = '' WHERE id = $1",
        id
    )?;
    exec!(tx, "UPDATE answers SET text = '[]', media = NULL WHERE question_id = $1", id)?;
    exec!(tx, "UPDATE question_words SET text = '' WHERE question_id = $1", id)?;
    exec!(tx, "UPDATE question_events SET reason = '' WHERE question_id = $1", id)?;
    super::media::store::forget(tx, id).await?;
    search::forget_terms(tx, id).await?;
    super::route::store::forget(tx, id).await?;
    delivery::forget_question(tx, id).await?;
    Ok(())
}

/// Adds a line to a question's timeline.
///
/// # Errors
/// If the database refuses.
pub async fn note(
    tx: &mut Tx,
    id: QuestionId,
    event: &str,
    person: Option<PersonId>,
    unit: Option<UnitId>,
) -> Result<(), Error> {
    happened(tx, id, event, person, unit, "").await
}

/// The same with why somebody did it, in their words.
///
/// # Errors
/// If the database refuses.
pub async fn happened(
    tx: &mut Tx,
    id: QuestionId,
    event: &str,
    person: Option<PersonId>,
    unit: Option<UnitId>,
    reason: &str,
) -> Result<(), Error> {
    let now = tx.now();
    let changed = exec!(
        tx,
        "INSERT INTO question_events (question_id, n, at, event, person_id, unit_id, reason)
         VALUES ($1, (SELECT COALESCE(MAX(e.n), 0) + 1 FROM question_events e WHERE e.question_id = $1),
            $2, $3, $4, $5, $6)",
        id,
        now,
        event,
        person,
        unit,
        reason
    )?;
    exactly_one(changed, "question event")
}

/// One line of a question's timeline.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Happened {
    pub at: DateTime<Utc>,
    pub event: String,
    pub person_id: Option<PersonId>,
    pub unit_id: Option<UnitId>,
    /// Why, in the words of who did it; mostly empty.
    pub reason: String,
}

/// What happened to a question, oldest first.
///
/// # Errors
/// If the database refuses.
pub async fn timeline(tx: &mut Tx, id: QuestionId) -> Result<Vec<Happened>, Error> {
    all!(
        tx,
        Happened,
        "SELECT at, event, person_id, unit_id, reason FROM question_events WHERE question_id = $1 ORDER BY n",
        id
    )
}

/// The questions held for consent for longer than allowed.
///
/// # Errors
/// If the database refuses.
pub async fn held_too_long(tx: &mut Tx, hours: i64) -> Result<Vec<QuestionId>, Error> {
    waiting_in(tx, State::Held, hours).await
}

/// The questions whose askers have not chosen a field for longer than allowed.
///
/// # Errors
/// If the database refuses.
pub async fn choosing_too_long(tx: &mut Tx, hours: i64) -> Result<Vec<QuestionId>, Error> {
    waiting_in(tx, State::Choosing, hours).await
}

async fn waiting_in(tx: &mut Tx, state: State, hours: i64) -> Result<Vec<QuestionId>, Error> {
    let before = tx.now() - TimeDelta::hours(hours);
    let rows = all!(
        tx,
        (QuestionId,),
        "SELECT id FROM questions WHERE state = $1 AND asked_at <= $2 ORDER BY asked_at",
        state.code(),
        before
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The questions that ended more than `days` ago and still have their words.
///
/// # Errors
/// If the database refuses.
pub async fn ended_long_ago(tx: &mut Tx, days: i64) -> Result<Vec<QuestionId>, Error> {
    let before = tx.now() - TimeDelta::days(days);
    let rows = all!(
        tx,
        (QuestionId,),
        "SELECT id FROM questions WHERE ended_at <= $1 AND text <> '' ORDER BY ended_at LIMIT 100",
        before
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Erases a person's questions: words, answers, and what was sent of them. The rows stay as
/// counts without words.
///
/// # Errors
/// If the database refuses.
pub async fn erase(tx: &mut Tx, person: PersonId) -> Result<u64, Error> {
    let questions = of_person(tx, person).await?;
    for question in &questions {
        if !question.state.is_end() {
            step(tx, question.id, question.state, State::Withdrawn).await?;
        }
        blank(tx, question.id).await?;
    }
    Ok(u64::try_from(questions.len()).unwrap_or(u64::MAX))
}
