//! What the checker compares: what people did, the rows, and what the platform got.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
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
    /// Posts that the test released itself.
    pub releases: usize,
    /// What the test stored to be sent, in the order in which it did.
    pub enqueued: Vec<Enqueued>,
    /// Posts that were held back after a burst of errors and that went on by a person's word.
    pub resumed: BTreeSet<Uuid>,
    /// In how many words each person asked for one answer each, by private chat.
    pub said: BTreeMap<i64, usize>,
    /// The platform's id of each chat when the test made it known.
    pub chats: BTreeMap<Uuid, i64>,
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

/// A row that the test stored: when it was due at first, and its content, which some lose.
#[derive(Clone, Debug)]
pub struct Enqueued {
    pub id: Uuid,
    pub due: DateTime<Utc>,
    pub content: Content,
}

/// What was done to the service and to its calls.
#[derive(Clone, Debug, Default)]
pub struct Havoc {
    /// Instances that were killed.
    pub kills: usize,
    /// Instances that were halted past their leases and woken.
    pub halts: usize,
    /// Calls that met trouble of any kind, and updates that came twice or in the wrong order.
    pub faults: usize,
    /// Those after which nobody can tell whether the call took effect.
    pub doubtful: usize,
    /// Rows that were being sent when an instance was halted.
    pub halted: BTreeSet<Uuid>,
}

/// Everything that is compared.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    pub told: Told,
    pub havoc: Havoc,
    pub in_flight_max: usize,
    /// What the product's clock shows at the end.
    pub now: DateTime<Utc>,
    pub rows: Vec<Row>,
    pub questions: Vec<Question>,
    pub answers: Vec<Answer>,
    pub versions: Vec<Version>,
    pub approvals: Vec<Approval>,
    pub posts: Vec<Post>,
    pub updates: Vec<Update>,
    /// Groups that became another chat: what the platform called them first and last.
    pub moved: BTreeMap<i64, i64>,
    pub ledger: Vec<Value>,
    pub refused: Vec<Value>,
}

/// An outgoing row.
#[derive(Clone, Debug)]
pub struct Row {
    pub id: Uuid,
    pub chat: i64,
    pub kind: String,
    pub lane: i32,
    /// A post's copy for one group.
    pub is_copy: bool,
    pub by_bot: bool,
    pub content: Content,
    pub post: Option<Uuid>,
    pub question: Option<Uuid>,
    pub not_after: Option<DateTime<Utc>>,
    pub state: String,
    pub reason: Option<String>,
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
