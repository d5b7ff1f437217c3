//! Posts that one person on duty released alone, and another approver's word on them.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Serialize, Serializer};

use super::super::PostId;
use crate::audit;
use crate::i18n::hanoi;
use crate::store::{Error, Tx, all, exactly_one, exec, one};
use crate::ward::store as ward;
use crate::ward::{PersonId, WardId};

/// Where a review stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nobody has looked yet.
    Missing,
    Agrees,
    Disagrees,
}

impl Verdict {
    fn code(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Agrees => "agrees",
            Self::Disagrees => "disagrees",
        }
    }
}

/// The review of a post that was released alone, in the shape that other people's programs read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Review {
    #[serde(skip)]
    pub released_by: PersonId,
    /// The name of who released it.
    pub released_alone_by: String,
    #[serde(serialize_with = "local")]
    pub since: DateTime<Utc>,
    pub state: Verdict,
    /// The name of who looked at it.
    pub by: Option<String>,
    #[serde(serialize_with = "local_if_any")]
    pub at: Option<DateTime<Utc>>,
}

fn local<S: Serializer>(at: &DateTime<Utc>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&hanoi(*at).to_rfc3339())
}

#[expect(clippy::ref_option, reason = "serde hands it over so")]
fn local_if_any<S: Serializer>(at: &Option<DateTime<Utc>>, serializer: S) -> Result<S::Ok, S::Error> {
    at.map(|at| hanoi(at).to_rfc3339()).serialize(serializer)
}

/// Marks a post as released by one person alone; a review is asked for from now on.
///
/// # Errors
/// If the database refuses or there is no such post.
pub async fn released_alone(tx: &mut Tx, post: PostId, by: PersonId) -> Result<(), Error> {
    let now = tx.now();
    let changed =
        exec!(tx, "UPDATE posts SET alone_by = $2, review_asked_at = $3 WHERE id = $1", post, by, now)?;
    exactly_one(changed, "post")
}

#[derive(sqlx::FromRow)]
struct Row {
    alone_by: PersonId,
    created_at: DateTime<Utc>,
    review: Option<String>,
    reviewed_by: Option<PersonId>,
    reviewed_at: Option<DateTime<Utc>>,
}

/// The review of a post; `None` if it was not released alone.
///
/// # Errors
/// If the database refuses or holds an unknown verdict.
pub async fn review(tx: &mut Tx, post: PostId) -> Result<Option<Review>, Error> {
    let row = one!(
        tx,
        Row,
        "SELECT alone_by, created_at, review, reviewed_by, reviewed_at FROM posts
         WHERE id = $1 AND alone_by IS NOT NULL",
        post
    )?;
    let Some(row) = row else { return Ok(None) };
    let state = match row.review {
        None => Verdict::Missing,
        Some(code) => [Verdict::Agrees, Verdict::Disagrees]
            .into_iter()
            .find(|known| known.code() == code)
            .ok_or_else(|| Error::corrupt("review", code))?,
    };
    let by = match row.reviewed_by {
        Some(person) => Some(ward::name_of(tx, person).await?),
        None => None,
    };
    Ok(Some(Review {
        released_by: row.alone_by,
        released_alone_by: ward::name_of(tx, row.alone_by).await?,
        since: row.created_at,
        state,
        by,
        at: row.reviewed_at,
    }))
}

/// Another approver's word on a post that was released alone. `false`: somebody was first. The
/// caller has checked who it is in the same transaction.
///
/// # Errors
/// If the database refuses.
pub async fn put_review(
    tx: &mut Tx,
    ward: WardId,
    post: PostId,
    verdict: Verdict,
    by: PersonId,
) -> Result<bool, Error> {
    let now = tx.now();
    let changed = exec!(
        tx,
        "UPDATE posts SET review = $2, reviewed_by = $3, reviewed_at = $4
         WHERE id = $1 AND alone_by IS NOT NULL AND reviewed_at IS NULL",
        post,
        verdict.code(),
        by,
        now
    )?;
    if changed == 1 {
        audit::append(tx, ward, Some(by), "review", &format!("post:{post}"), verdict.code()).await?;
    }
    Ok(changed == 1)
}

/// The posts whose review has been missing since it was last asked for, `every` ago; from now
/// on it has been asked for again.
///
/// # Errors
/// If the database refuses.
pub async fn reviews_to_ask(tx: &mut Tx, every: TimeDelta) -> Result<Vec<PostId>, Error> {
    let now = tx.now();
    let mut posts: Vec<PostId> = all!(
        tx,
        (PostId,),
        "UPDATE posts SET review_asked_at = $1
         WHERE alone_by IS NOT NULL AND reviewed_at IS NULL AND review_asked_at <= $2 RETURNING id",
        now,
        now - every
    )?
    .into_iter()
    .map(|(id,)| id)
    .collect();
    posts.sort_unstable();
    Ok(posts)
}
