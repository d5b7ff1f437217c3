//! Plan against done: what lies ahead and has nothing, and what has been silent. Computed from the
//! rows whenever somebody asks.

mod store;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::Serialize;

pub use store::wards_not_told;

use super::posts_between;
use super::slots::{Book, Habits, loads, wish_of};
use super::timetable::{Fate, Loads, Opening, Planned, Waiting};
use crate::calendar::{day, rfc3339};
use crate::message;
use crate::plan::{self, Anniversary, ContentGroup, ContentGroupId};
use crate::store::{Error, Tx};
use crate::ward::WardId;

/// Days that are looked ahead by default, and at most.
pub const DAYS: i64 = 14;
pub const DAYS_MAX: i64 = 366;
/// A content group without a post for this long is silent.
const SILENT: TimeDelta = TimeDelta::days(30);
/// Messages of this time before today are looked through for what they speak of.
const SPOKEN: TimeDelta = TimeDelta::days(45);

/// What is missing, in the shape that other people's programs read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Gaps {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub slots: Vec<Open>,
    pub anniversaries: Vec<Anniversary>,
    pub silent: Vec<Silent>,
}

/// An opening for which nothing is approved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Open {
    #[serde(skip)]
    pub id: ContentGroupId,
    /// The number of the content group, and its name.
    pub content_group: String,
    pub name: String,
    #[serde(serialize_with = "local")]
    pub at: DateTime<Utc>,
    /// Whether a message is written for it and waits for approval.
    pub is_submitted: bool,
    /// The unit that answers for the content group, where somebody said so.
    pub responsible: Option<String>,
}

/// A content group of which nothing was posted for a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Silent {
    #[serde(skip)]
    pub id: ContentGroupId,
    pub content_group: String,
    pub name: String,
    /// When its last post left; none has.
    #[serde(serialize_with = "local_if_any")]
    pub since: Option<DateTime<Utc>>,
    pub responsible: Option<String>,
}

fn local<S: serde::Serializer>(at: &DateTime<Utc>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&rfc3339(*at))
}

#[expect(clippy::ref_option, reason = "serde hands it over so")]
fn local_if_any<S: serde::Serializer>(at: &Option<DateTime<Utc>>, serializer: S) -> Result<S::Ok, S::Error> {
    at.map(rfc3339).serialize(serializer)
}

impl Gaps {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty() && self.anniversaries.is_empty() && self.silent.is_empty()
    }
}

/// What a ward misses in the next `days` days, today among them.
///
/// # Errors
/// If the database refuses or a stored plan or rule cannot be read.
pub async fn gaps(tx: &mut Tx, ward: WardId, habits: &Habits, days: i64) -> Result<Gaps, Error> {
    let now = tx.now();
    let days = days.clamp(1, DAYS_MAX);
    let (from, to) = (day(now), day(now + TimeDelta::days(days)));
    let groups = plan::content_groups(tx, ward).await?;
    let responsible = plan::responsible(tx, ward).await?;
    let last = store::last_posts(tx, ward).await?;
    let mut found = Gaps { from, to, slots: Vec::new(), anniversaries: Vec::new(), silent: Vec::new() };
    for (opening, fate) in with_submitted(tx, ward, habits, now, now + TimeDelta::days(days)).await? {
        let is_submitted = match fate {
            Ahead::Approved(_) | Ahead::Full => continue,
            Ahead::Submitted(_) => true,
            Ahead::Empty => false,
        };
        let known = match groups.iter().find(|group| group.id == opening.group) {
            Some(group) => Some(group.clone()),
            None => plan::content_group(tx, ward, opening.group).await?,
        };
        let Some(group) = known else { continue };
        let (id, content_group, name) = (group.id, group.number, group.name);
        let responsible = responsible.get(&id).cloned();
        found.slots.push(Open { id, content_group, name, at: opening.at, is_submitted, responsible });
    }
    let texts = message::recent_texts(tx, ward, now - SPOKEN).await?;
    found.anniversaries = plan::anniversaries(tx, ward, from, to).await?;
    found.anniversaries.retain(|anniversary| !texts.iter().any(|text| anniversary.is_in(text)));
    // Nobody has been silent about a content group that has just come.
    let arrivals = plan::arrivals(tx, ward).await?;
    let is_old = |group: &ContentGroup| arrivals.get(&group.id).is_some_and(|at| now - *at >= SILENT);
    for group in groups.into_iter().filter(is_old) {
        let since = last.get(&group.id).copied();
        if since.is_none_or(|since| now - since >= SILENT) {
            let (id, content_group, name) = (group.id, group.number, group.name);
            let responsible = responsible.get(&id).cloned();
            found.silent.push(Silent { id, content_group, name, since, responsible });
        }
    }
    Ok(found)
}

/// What an opening ahead has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ahead {
    Approved(message::MessageId),
    /// A message that takes it if it is approved in time.
    Submitted(message::MessageId),
    Empty,
    Full,
}

/// The openings from `from` on, before `to`, with what is approved for them, and behind that what
/// still waits for approval.
///
/// # Errors
/// If the database refuses or holds a rule that cannot be read.
pub async fn with_submitted(
    tx: &mut Tx,
    ward: WardId,
    habits: &Habits,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<Vec<(Opening, Ahead)>, Error> {
    let mut book = Book::open(tx, ward, from).await?;
    let mut submitted = Vec::new();
    for message in message::submitted(tx, ward).await? {
        let Some(wish) = wish_of(tx, message.id).await? else { continue };
        submitted.push(message.id);
        let (group, chosen) = (wish.group, wish.chosen);
        book.waiting.push(Waiting { message: message.id, group, since: tx.now(), chosen });
    }
    let laid = book.timetable(habits, from, to).into_iter().map(|(opening, fate)| {
        let ahead = match fate {
            Fate::Taken(message) if submitted.contains(&message) => Ahead::Submitted(message),
            Fate::Taken(message) => Ahead::Approved(message),
            Fate::Empty => Ahead::Empty,
            Fate::Full => Ahead::Full,
        };
        (opening, ahead)
    });
    Ok(laid.collect())
}

/// What is to be posted in a span of time, and how many posts its days have.
#[derive(Clone, Debug, Default)]
pub struct Outlook {
    /// In order of time. A message that waits for approval is among them with the time that it
    /// asks for; an opening without a message is not.
    pub planned: Vec<Planned>,
    pub loads: Loads,
}

/// What is to be posted from `from` on, before `to`.
///
/// # Errors
/// If the database refuses or holds a rule that cannot be read.
pub async fn outlook(
    tx: &mut Tx,
    ward: WardId,
    habits: &Habits,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<Outlook, Error> {
    let mut seen = Outlook { planned: Vec::new(), loads: loads(tx, ward, from).await? };
    for post in posts_between(tx, ward, from, to).await? {
        let group = message::message(tx, post.message).await?.and_then(|message| message.content_group);
        let at = post.released_at.unwrap_or(post.due_at);
        seen.planned.push(Planned { at, group, message: Some(post.message) });
    }
    for (opening, ahead) in with_submitted(tx, ward, habits, from, to).await? {
        let (Ahead::Approved(message) | Ahead::Submitted(message)) = ahead else { continue };
        seen.planned.push(Planned { at: opening.at, group: Some(opening.group), message: Some(message) });
        *seen.loads.entry(day(opening.at)).or_default() += 1;
    }
    for message in message::submitted(tx, ward).await? {
        let Some(at) = message.post_at.filter(|at| from <= *at && *at < to) else { continue };
        seen.planned.push(Planned { at, group: message.content_group, message: Some(message.id) });
    }
    seen.planned.sort_by_key(|planned| (planned.at, planned.message));
    Ok(seen)
}
