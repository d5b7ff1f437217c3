//! Neighbourhoods and posts side by side: which has what, by when, and how much of it that is.

use std::collections::HashMap;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use serde::Serialize;

use super::super::PostId;
use super::store;
use crate::delivery::{self, CoverageRow, Directory};
use crate::i18n::from_hanoi;
use crate::plan;
use crate::plan::import::Aim;
use crate::store::{Error, Tx};
use crate::text::folded_words;
use crate::ward::{NeighbourhoodId, WardId};

/// Percent of the neighbourhoods that a message is to reach where the plan does not say otherwise.
const TARGET: u32 = 100;

/// What a ward posted from one day to another, both included, and who has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sheet {
    pub from: NaiveDate,
    pub until: NaiveDate,
    /// Percent, as the plan says.
    pub target: u32,
    /// In the order in which they left.
    pub posts: Vec<SheetPost>,
    /// Of the neighbourhoods for which any of them was.
    pub places: Vec<SheetPlace>,
}

/// One post, its corrections among it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SheetPost {
    pub post: PostId,
    /// The message's number in the ward.
    pub number: i32,
    #[serde(serialize_with = "local")]
    pub at: DateTime<Utc>,
    /// The content group's number and name; empty: it has none.
    pub group: String,
    #[serde(skip)]
    pub group_name: String,
    /// The neighbourhoods for which it was.
    pub neighbourhoods: usize,
    pub covered: usize,
    /// Of these, confirmed late.
    pub late: usize,
}

/// One neighbourhood, with a row for each post; nothing where the post was not for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SheetPlace {
    pub neighbourhood: String,
    pub posts: Vec<Option<CoverageRow>>,
}

/// How one post stands in one neighbourhood, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reached {
    Covered,
    /// Confirmed only after its time.
    Late,
    /// On its way, waiting for a person, or in doubt.
    Open,
    Missing,
}

impl Reached {
    #[must_use]
    pub fn of(row: &CoverageRow) -> Self {
        match row.state.as_str() {
            "sent" if row.late => Self::Late,
            "sent" => Self::Covered,
            "waiting" | "sending" | "unknown" => Self::Open,
            _ => Self::Missing,
        }
    }

    #[must_use]
    pub fn is_covered(self) -> bool {
        matches!(self, Self::Covered | Self::Late)
    }
}

/// One content group: in so many neighbourhoods its posts were to arrive, counted for each post, and did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GroupLine {
    pub number: String,
    pub name: String,
    pub posts: usize,
    pub neighbourhoods: usize,
    pub covered: usize,
    pub late: usize,
}

fn local<S: serde::Serializer>(at: &DateTime<Utc>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&crate::i18n::hanoi(*at).to_rfc3339())
}

impl Sheet {
    /// In how many neighbourhoods posts were to arrive, counted for each post, and in how many they did.
    #[must_use]
    pub fn total(&self) -> (usize, usize) {
        let sum = |of: fn(&SheetPost) -> usize| self.posts.iter().map(of).sum();
        (sum(|post| post.neighbourhoods), sum(|post| post.covered))
    }

    /// By content group, in the order in which they first come.
    #[must_use]
    pub fn by_group(&self) -> Vec<GroupLine> {
        let mut lines: Vec<GroupLine> = Vec::new();
        for post in &self.posts {
            let at = lines.iter().position(|line| line.number == post.group).unwrap_or_else(|| {
                lines.push(GroupLine {
                    number: post.group.clone(),
                    name: post.group_name.clone(),
                    posts: 0,
                    neighbourhoods: 0,
                    covered: 0,
                    late: 0,
                });
                lines.len() - 1
            });
            let line = &mut lines[at];
            line.posts += 1;
            line.neighbourhoods += post.neighbourhoods;
            line.covered += post.covered;
            line.late += post.late;
        }
        lines
    }
}

impl SheetPlace {
    /// How many posts were for it, and how many it has.
    #[must_use]
    pub fn total(&self) -> (usize, usize) {
        let covered = self.posts.iter().flatten().filter(|row| Reached::of(row).is_covered());
        (self.posts.iter().flatten().count(), covered.count())
    }
}

/// Percent, rounded down: what is not whole is not said to be. Nothing to reach is all reached.
#[must_use]
pub fn percent(covered: usize, of: usize) -> usize {
    (covered * 100).checked_div(of).unwrap_or(100)
}

/// Percent of the neighbourhoods that a plan wants to reach, if it says so.
fn wanted(aims: &[Aim]) -> Option<u32> {
    let of_places = aims.iter().filter(|aim| folded_words(&aim.text).contains(" to dan pho "));
    let percents = of_places.flat_map(|aim| &aim.figures).filter(|figure| figure.unit == "%");
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 100")]
    let percents = percents.map(|figure| figure.value.clamp(1.0, 100.0) as u32);
    percents.max()
}

/// What a ward posted from one day to another, both included, and who has it by now.
///
/// # Errors
/// If the database refuses or a row is not readable.
pub async fn sheet(tx: &mut Tx, ward: WardId, from: NaiveDate, until: NaiveDate) -> Result<Sheet, Error> {
    let start = |day: NaiveDate| from_hanoi(day.and_time(NaiveTime::MIN));
    let end = until.checked_add_days(Days::new(1)).unwrap_or(until);
    let directory = Directory::of(tx, ward).await?;
    let wanted = wanted(&plan::aims(tx, ward).await?);
    let corrections = store::corrections(tx, ward, start(from)).await?;
    let mut sheet = Sheet { from, until, target: wanted.unwrap_or(TARGET), posts: vec![], places: vec![] };
    let mut places: HashMap<NeighbourhoodId, Vec<Option<CoverageRow>>> = HashMap::new();
    let posted = store::posted(tx, ward, start(from), start(end)).await?;
    for post in &posted {
        let meant = |place: &_| post.body.audience.includes(place);
        let mut best: HashMap<NeighbourhoodId, CoverageRow> = HashMap::new();
        // What a correction brought to who had nothing before counts, up to the next post of the message.
        let next = posted.iter().filter(|next| next.message == post.message && next.at > post.at);
        let next = next.map(|next| next.at).min();
        let after = corrections.iter().filter(|correction| {
            correction.message == post.message
                && correction.at >= post.at
                && next.is_none_or(|next| correction.at < next)
        });
        for (id, is_first) in [(post.id, true)].into_iter().chain(after.map(|c| (c.id, false))) {
            for row in delivery::coverage(tx, &directory, id, meant).await?.rows {
                let Some(place) = row.neighbourhood_id else { continue };
                let known = best.get(&place).map(Reached::of);
                let is_better = match known {
                    None => true,
                    // Of a correction only what arrived says anything of the message.
                    Some(known) => Reached::of(&row) < known && (is_first || Reached::of(&row).is_covered()),
                };
                if is_better {
                    best.insert(place, row);
                }
            }
        }
        let covered = best.values().filter(|row| Reached::of(row).is_covered()).count();
        if post.is_stopped && covered == 0 {
            continue;
        }
        sheet.posts.push(SheetPost {
            post: post.id,
            number: post.number,
            at: post.at,
            group: post.group.clone(),
            group_name: post.group_name.clone(),
            neighbourhoods: best.len(),
            covered,
            late: best.values().filter(|row| Reached::of(row) == Reached::Late).count(),
        });
        let n = sheet.posts.len();
        for (place, row) in best {
            let rows = places.entry(place).or_default();
            rows.resize(n - 1, None);
            rows.push(Some(row));
        }
    }
    let n = sheet.posts.len();
    for place in directory.neighbourhoods {
        let Some(mut posts) = places.remove(&place.id) else { continue };
        posts.resize(n, None);
        sheet.places.push(SheetPlace { neighbourhood: place.name, posts });
    }
    Ok(sheet)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_whole_is_not_said_to_be() {
        assert_eq!([percent(58, 59), percent(59, 59), percent(0, 0), percent(1, 3)], [98, 100, 100, 33]);
    }
}
