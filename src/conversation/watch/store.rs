use chrono::{DateTime, Utc};

use crate::delivery::{OutgoingId, PostId};
use crate::store::{Error, Tx, all, exec, one};
use crate::ward::ChatId;

/// Nothing to look for by itself: somebody will say when.
pub const WHEN_TOLD: i64 = i64::MAX;

/// A post that staff are shown. Times in microseconds of real time.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Watch {
    #[sqlx(rename = "post_id")]
    pub post: PostId,
    pub begins_at: DateTime<Utc>,
    pub phase: String,
    pub step: i32,
    pub shown_at: i64,
    pub seen_at: i64,
    pub seen_gone: i64,
    pub doubt_at: Option<i64>,
    pub doubts_open: i64,
    pub look_at: i64,
}

/// Which of a post's messages to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Progress,
    Doubt,
}

impl Kind {
    fn code(self) -> &'static str {
        match self {
            Self::Progress => "progress",
            Self::Doubt => "doubt",
        }
    }
}

/// A message that is kept up to date.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Card {
    #[sqlx(rename = "chat_id")]
    pub chat: ChatId,
    #[sqlx(rename = "notice_id")]
    pub notice: OutgoingId,
    #[sqlx(rename = "edit_id")]
    pub edit: Option<OutgoingId>,
    /// What it says by now, as it is stored.
    pub shown: String,
}

/// Begins to watch a post, anew if it was watched before.
pub async fn begin(tx: &mut Tx, post: PostId, begins_at: DateTime<Utc>) -> Result<(), Error> {
    exec!(
        tx,
        "INSERT INTO watches (post_id, begins_at, phase, step, shown_at, seen_at, seen_gone, doubts_open, look_at)
         VALUES ($1, $2, '', 0, 0, 0, 0, 0, 0)
         ON CONFLICT (post_id) DO UPDATE
         SET begins_at = excluded.begins_at, phase = '', step = 0, shown_at = 0, seen_at = 0, seen_gone = 0,
             look_at = 0, settled_at = NULL",
        post,
        begins_at
    )?;
    Ok(())
}

/// The posts to look at by now, locked until the end of the transaction: what somebody changes
/// meanwhile stirs them again after this look, not before it. One that is being stirred is left
/// for the next look.
pub async fn due(tx: &mut Tx, wall: i64) -> Result<Vec<Watch>, Error> {
    const SELECT: &str = "SELECT post_id, begins_at, phase, step, shown_at, seen_at, seen_gone, doubt_at,
            doubts_open, look_at
         FROM watches WHERE settled_at IS NULL AND look_at <= $1 ORDER BY look_at, post_id";
    // The only words that differ between the databases: SQLite has one writer at a time.
    const SELECT_POSTGRES: &str = "SELECT post_id, begins_at, phase, step, shown_at, seen_at, seen_gone,
            doubt_at, doubts_open, look_at
         FROM watches WHERE settled_at IS NULL AND look_at <= $1 ORDER BY look_at, post_id
         FOR UPDATE SKIP LOCKED";
    let sql = if tx.is_postgres() { SELECT_POSTGRES } else { SELECT };
    all!(tx, Watch, sql, wall)
}

/// How a post is watched.
pub async fn watch(tx: &mut Tx, post: PostId) -> Result<Option<Watch>, Error> {
    one!(
        tx,
        Watch,
        "SELECT post_id, begins_at, phase, step, shown_at, seen_at, seen_gone, doubt_at, doubts_open, look_at
         FROM watches WHERE post_id = $1",
        post
    )
}

/// Writes down what was seen. `settled`: there is nothing left to look for.
pub async fn put(tx: &mut Tx, watch: &Watch, settled: bool) -> Result<(), Error> {
    let settled_at = settled.then(|| tx.now());
    exec!(
        tx,
        "UPDATE watches SET phase = $2, step = $3, shown_at = $4, seen_at = $5, seen_gone = $6, doubt_at = $7,
            doubts_open = $8, look_at = $9, settled_at = $10
         WHERE post_id = $1",
        watch.post,
        watch.phase.as_str(),
        watch.step,
        watch.shown_at,
        watch.seen_at,
        watch.seen_gone,
        watch.doubt_at,
        watch.doubts_open,
        watch.look_at,
        settled_at
    )?;
    Ok(())
}

/// Something of a post has changed: it is looked at soon.
pub async fn stir(tx: &mut Tx, post: PostId) -> Result<(), Error> {
    exec!(tx, "UPDATE watches SET look_at = 0, step = 0, settled_at = NULL WHERE post_id = $1", post)?;
    Ok(())
}

/// Something of any post has changed.
pub async fn stir_all(tx: &mut Tx) -> Result<(), Error> {
    exec!(tx, "UPDATE watches SET look_at = 0 WHERE settled_at IS NULL")?;
    Ok(())
}

/// Notes a message that is to be kept up to date, in place of an earlier one.
pub async fn put_card(
    tx: &mut Tx,
    post: PostId,
    chat: ChatId,
    kind: Kind,
    notice: OutgoingId,
    shown: &str,
) -> Result<(), Error> {
    exec!(
        tx,
        "INSERT INTO progress (post_id, chat_id, kind, notice_id, shown) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (post_id, chat_id, kind) DO UPDATE
         SET notice_id = excluded.notice_id, edit_id = NULL, shown = excluded.shown",
        post,
        chat,
        kind.code(),
        notice,
        shown
    )?;
    Ok(())
}

/// A post's messages of one kind.
pub async fn cards(tx: &mut Tx, post: PostId, kind: Kind) -> Result<Vec<Card>, Error> {
    all!(
        tx,
        Card,
        "SELECT chat_id, notice_id, edit_id, shown FROM progress
         WHERE post_id = $1 AND kind = $2 ORDER BY notice_id",
        post,
        kind.code()
    )
}

/// Notes the row that changes a message, and what it says from then on.
pub async fn edited(
    tx: &mut Tx,
    post: PostId,
    chat: ChatId,
    kind: Kind,
    edit: OutgoingId,
    shown: &str,
) -> Result<(), Error> {
    exec!(
        tx,
        "UPDATE progress SET edit_id = $4, shown = $5 WHERE post_id = $1 AND chat_id = $2 AND kind = $3",
        post,
        chat,
        kind.code(),
        edit,
        shown
    )?;
    Ok(())
}

/// The post and kind of a message that is kept up to date.
pub async fn card_of(tx: &mut Tx, notice: OutgoingId) -> Result<Option<PostId>, Error> {
    let row = one!(tx, (PostId,), "SELECT post_id FROM progress WHERE notice_id = $1 LIMIT 1", notice)?;
    Ok(row.map(|(post,)| post))
}
