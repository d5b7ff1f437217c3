//! What the checker compares: what people did, the rows, and what the platform got.

use loa::channel::Content;
use serde_json::Value;
use uuid::Uuid;

/// What people did.
#[derive(Clone, Debug, Default)]
pub struct Told {
    pub questions: Vec<Asked>,
    pub posts: Vec<Written>,
    /// Confirmed ways to residents, a relay among them.
    pub groups: usize,
}

#[derive(Clone, Debug)]
pub struct Asked {
    /// Words that only this question has.
    pub marker: String,
    /// Words that only its answer has.
    pub answer: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Written {
    pub number: i64,
    /// Words of the approved version, and of the one that was returned.
    pub marker: String,
    pub old: String,
    pub approved: bool,
}

/// Everything that is compared.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    pub told: Told,
    pub in_flight_max: usize,
    pub rows: Vec<Row>,
    pub questions: Vec<Question>,
    pub answers: Vec<Answer>,
    pub versions: Vec<Version>,
    pub approvals: Vec<Approval>,
    pub posts: Vec<Post>,
    pub updates: Vec<Update>,
    pub ledger: Vec<Value>,
    pub refused: Vec<Value>,
}

/// An outgoing row.
#[derive(Clone, Debug)]
pub struct Row {
    pub id: Uuid,
    pub chat: i64,
    pub kind: String,
    /// A post's copy for one group.
    pub is_copy: bool,
    pub by_bot: bool,
    pub content: Content,
    pub post: Option<Uuid>,
    pub question: Option<Uuid>,
    pub state: String,
    pub repeats: usize,
    pub proof: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Question {
    pub id: Uuid,
    pub code: String,
    pub text: String,
    pub state: String,
}

#[derive(Clone, Debug)]
pub struct Answer {
    pub question: Uuid,
    pub text: String,
}

#[derive(Clone, Debug)]
pub struct Version {
    pub message: Uuid,
    pub number: i64,
    pub body: String,
}

#[derive(Clone, Debug)]
pub struct Approval {
    pub message: Uuid,
    pub version: i32,
    pub decision: String,
}

#[derive(Clone, Debug)]
pub struct Post {
    pub id: Uuid,
    pub message: Uuid,
}

#[derive(Clone, Debug)]
pub struct Update {
    pub id: i64,
    /// `None`: not handled.
    pub outcome: Option<String>,
}
