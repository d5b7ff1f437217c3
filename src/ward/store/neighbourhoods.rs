use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::super::{Details, Neighbourhood, NeighbourhoodId, PersonId, Reads, WardId};
use crate::store::{Error, Tx, all, exactly_one, exec, exec_many, one, pieces};
use crate::text::{fold, folded_words};

/// Adds a neighbourhood, or renames the one that has this code; of a code that was merged, that of
/// which it is part stays as it is.
///
/// # Errors
/// If the database refuses.
pub async fn put_neighbourhood(
    tx: &mut Tx,
    ward: WardId,
    code: &str,
    name: &str,
) -> Result<NeighbourhoodId, Error> {
    let known = one!(
        tx,
        (NeighbourhoodId, Option<NeighbourhoodId>),
        "SELECT id, merged_into FROM neighbourhoods WHERE ward_id = $1 AND code = $2",
        ward,
        code
    )?;
    match known {
        Some((_, Some(into))) => return Ok(into),
        Some((id, None)) => {
            rename_neighbourhood(tx, ward, id, name).await?;
            return Ok(id);
        }
        None => {}
    }
    let (new, now) = (tx.new_id(), tx.now());
    let row = one!(
        tx,
        (NeighbourhoodId,),
        "INSERT INTO neighbourhoods (id, ward_id, code, name, position, created_at)
         VALUES ($1, $2, $3, $4,
                 (SELECT COALESCE(MAX(n.position), 0) + 1 FROM neighbourhoods n WHERE n.ward_id = $2), $5)
         RETURNING id",
        new,
        ward,
        code,
        name,
        now
    )?;
    row.map(|(id,)| id).ok_or_else(|| Error::corrupt("neighbourhood", "not stored"))
}

pub(super) type NeighbourhoodRow = (NeighbourhoodId, String, String, String, String, String);

/// Which neighbourhoods have become part of which.
pub(super) type Merged = HashMap<NeighbourhoodId, Vec<NeighbourhoodId>>;

pub(super) fn neighbourhood_from(
    (id, code, name, area, tags, reads): NeighbourhoodRow,
    merged: &Merged,
) -> Result<Neighbourhood, Error> {
    let tags = tags.lines().map(str::to_owned).collect();
    let reads = Reads::from_code(&reads).ok_or_else(|| Error::corrupt("language of a group", reads))?;
    let was = merged.get(&id).cloned().unwrap_or_default();
    Ok(Neighbourhood { id, code, name, area, tags, reads, was })
}

pub(super) async fn merged(tx: &mut Tx, ward: WardId) -> Result<Merged, Error> {
    let rows = all!(
        tx,
        (NeighbourhoodId, NeighbourhoodId),
        "SELECT id, merged_into FROM neighbourhoods WHERE ward_id = $1 AND merged_into IS NOT NULL
         ORDER BY position",
        ward
    )?;
    let mut merged = Merged::new();
    for (id, into) in rows {
        merged.entry(into).or_default().push(id);
    }
    Ok(merged)
}

/// A ward's neighbourhoods in their order; those that have become part of another are left out.
///
/// # Errors
/// If the database refuses.
pub async fn neighbourhoods(tx: &mut Tx, ward: WardId) -> Result<Vec<Neighbourhood>, Error> {
    let was = merged(tx, ward).await?;
    all!(
        tx,
        NeighbourhoodRow,
        "SELECT id, code, name, area, tags, reads FROM neighbourhoods
         WHERE ward_id = $1 AND merged_into IS NULL ORDER BY position",
        ward
    )?
    .into_iter()
    .map(|row| neighbourhood_from(row, &was))
    .collect()
}

/// One neighbourhood of a ward; of one that was merged, that of which it is part now.
///
/// # Errors
/// If the database refuses.
pub async fn neighbourhood(
    tx: &mut Tx,
    ward: WardId,
    id: NeighbourhoodId,
) -> Result<Option<Neighbourhood>, Error> {
    let was = merged(tx, ward).await?;
    one!(
        tx,
        NeighbourhoodRow,
        "SELECT n.id, n.code, n.name, n.area, n.tags, n.reads FROM neighbourhoods n
         JOIN neighbourhoods o ON n.id = COALESCE(o.merged_into, o.id)
         WHERE o.ward_id = $1 AND o.id = $2",
        ward,
        id
    )?
    .map(|row| neighbourhood_from(row, &was))
    .transpose()
}

/// Writes down where a neighbourhood lies, what else it is and what its groups read. Tags are
/// brought in order; none holds a line break.
///
/// # Errors
/// If the database refuses or there is no such neighbourhood.
pub async fn describe_neighbourhood(
    tx: &mut Tx,
    ward: WardId,
    neighbourhood: &Neighbourhood,
) -> Result<(), Error> {
    let changed = exec!(
        tx,
        "UPDATE neighbourhoods SET area = $3, tags = $4, reads = $5 WHERE ward_id = $1 AND id = $2",
        ward,
        neighbourhood.id,
        neighbourhood.area.as_str(),
        tag_lines(&neighbourhood.tags),
        neighbourhood.reads.code()
    )?;
    exactly_one(changed, "neighbourhood")
}

fn tag_lines(tags: &[String]) -> String {
    let mut tags: Vec<&str> = tags.iter().map(String::as_str).collect();
    tags.sort_unstable();
    tags.dedup();
    tags.join("\n")
}

/// A line of the directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub place: Neighbourhood,
    pub details: Details,
}

#[derive(sqlx::FromRow)]
struct EntryRow {
    id: NeighbourhoodId,
    code: String,
    name: String,
    area: String,
    tags: String,
    reads: String,
    households: Option<i32>,
    cell: String,
    contact: String,
    phone: String,
}

/// The directory of a ward, in order.
///
/// # Errors
/// If the database refuses.
pub async fn entries(tx: &mut Tx, ward: WardId) -> Result<Vec<Entry>, Error> {
    let was = merged(tx, ward).await?;
    let rows = all!(
        tx,
        EntryRow,
        "SELECT id, code, name, area, tags, reads, households, cell, contact, phone FROM neighbourhoods
         WHERE ward_id = $1 AND merged_into IS NULL ORDER BY position",
        ward
    )?;
    let entry = |row: EntryRow| {
        let place = neighbourhood_from((row.id, row.code, row.name, row.area, row.tags, row.reads), &was)?;
        let details =
            Details { households: row.households, cell: row.cell, contact: row.contact, phone: row.phone };
        Ok(Entry { place, details })
    };
    rows.into_iter().map(entry).collect()
}

/// What the ward knows of a neighbourhood beside its name.
///
/// # Errors
/// If the database refuses.
pub async fn details(tx: &mut Tx, id: NeighbourhoodId) -> Result<Details, Error> {
    let row = one!(
        tx,
        (Option<i32>, String, String, String),
        "SELECT households, cell, contact, phone FROM neighbourhoods WHERE id = $1",
        id
    )?;
    let (households, cell, contact, phone) = row.unwrap_or_default();
    Ok(Details { households, cell, contact, phone })
}

/// What was called so before, and since when it is not any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Former {
    pub neighbourhood: NeighbourhoodId,
    pub code: String,
    pub name: String,
    pub until: DateTime<Utc>,
}

/// All former names of a ward's neighbourhoods, the newest first.
///
/// # Errors
/// If the database refuses.
pub async fn former_names(tx: &mut Tx, ward: WardId) -> Result<Vec<Former>, Error> {
    let rows = all!(
        tx,
        (NeighbourhoodId, String, String, DateTime<Utc>),
        "SELECT neighbourhood_id, code, name, until FROM neighbourhood_names WHERE ward_id = $1
         ORDER BY until DESC, id DESC",
        ward
    )?;
    Ok(rows
        .into_iter()
        .map(|(neighbourhood, code, name, until)| Former { neighbourhood, code, name, until })
        .collect())
}

/// A neighbourhood that was looked for; `by`: the former name by which it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub entry: Entry,
    pub by: Option<String>,
}

/// The neighbourhoods whose code, name, former name, area or contact has all these words. What is
/// called exactly so stands alone.
///
/// # Errors
/// If the database refuses.
pub async fn find_neighbourhoods(tx: &mut Tx, ward: WardId, wanted: &str) -> Result<Vec<Found>, Error> {
    let wanted = words(wanted);
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let former = former_names(tx, ward).await?;
    let all = entries(tx, ward).await?;
    let is_called = |code: &str, name: &str| words(code) == wanted || words(name) == wanted;
    let exact: Vec<&Entry> =
        all.iter().filter(|entry| is_called(&entry.place.code, &entry.place.name)).collect();
    if let [one] = exact[..] {
        return Ok(vec![Found { entry: one.clone(), by: None }]);
    }
    let mut found = Vec::new();
    for entry in all {
        let Entry { place, details } = &entry;
        let now = format!("{} {} {} {}", place.code, place.name, place.area, details.contact);
        if has_all(&now, &wanted) {
            found.push(Found { entry, by: None });
            continue;
        }
        let mut earlier = former.iter().filter(|former| former.neighbourhood == place.id);
        if let Some(by) = earlier.find(|one| has_all(&format!("{} {}", one.code, one.name), &wanted)) {
            found.push(Found { by: Some(by.name.clone()), entry });
        }
    }
    Ok(found)
}

/// Folded words; numbers without the zeros before them, because "05" and "5" name the same.
fn words(text: &str) -> Vec<String> {
    let plain = |word: &str| {
        let short = word.trim_start_matches('0');
        if short.is_empty() { word } else { short }.to_owned()
    };
    folded_words(text).split_whitespace().map(plain).collect()
}

fn has_all(text: &str, wanted: &[String]) -> bool {
    let there = words(text);
    wanted.iter().all(|word| {
        let is_number = word.chars().all(|c| c.is_ascii_digit());
        there.iter().any(|one| one == word || (!is_number && one.starts_with(word.as_str())))
    })
}

/// Gives a neighbourhood another name; what it was called stays known. `false`: it is called so.
///
/// # Errors
/// If the database refuses or there is no such neighbourhood.
pub async fn rename_neighbourhood(
    tx: &mut Tx,
    ward: WardId,
    id: NeighbourhoodId,
    name: &str,
) -> Result<bool, Error> {
    let row = one!(
        tx,
        (String, String),
        "SELECT code, name FROM neighbourhoods WHERE ward_id = $1 AND id = $2",
        ward,
        id
    )?;
    let (code, old) = row.ok_or_else(|| Error::corrupt("neighbourhood", "no such row"))?;
    if old == name {
        return Ok(false);
    }
    keep_name(tx, ward, id, &code, &old).await?;
    let changed =
        exec!(tx, "UPDATE neighbourhoods SET name = $3 WHERE ward_id = $1 AND id = $2", ward, id, name)?;
    exactly_one(changed, "neighbourhood")?;
    Ok(true)
}

async fn keep_name(
    tx: &mut Tx,
    ward: WardId,
    id: NeighbourhoodId,
    code: &str,
    name: &str,
) -> Result<(), Error> {
    let (new, now) = (tx.new_id(), tx.now());
    exec!(
        tx,
        "INSERT INTO neighbourhood_names (id, ward_id, neighbourhood_id, code, name, until)
         VALUES ($1, $2, $3, $4, $5, $6)",
        new,
        ward,
        id,
        code,
        name,
        now
    )?;
    Ok(())
}

/// Makes a neighbourhood part of another: its groups, with all that they have had, its offices (as
/// deputies) and its names go over.
///
/// # Errors
/// If the database refuses or one of them is no neighbourhood of this ward.
pub async fn merge_neighbourhoods(
    tx: &mut Tx,
    ward: WardId,
    from: &Neighbourhood,
    into: &Neighbourhood,
    by: PersonId,
) -> Result<(), Error> {
    let now = tx.now();
    let (from_households, into_households) =
        (details(tx, from.id).await?.households, details(tx, into.id).await?.households);
    let changed = exec!(
        tx,
        "UPDATE neighbourhoods SET merged_into = $3 WHERE ward_id = $1 AND id = $2 AND merged_into IS NULL",
        ward,
        from.id,
        into.id
    )?;
    exactly_one(changed, "neighbourhood")?;
    exec!(tx, "UPDATE neighbourhoods SET merged_into = $2 WHERE merged_into = $1", from.id, into.id)?;
    if let (Some(some), Some(more)) = (into_households, from_households) {
        let both = some.saturating_add(more);
        exec!(tx, "UPDATE neighbourhoods SET households = $2 WHERE id = $1", into.id, both)?;
    }
    exec!(
        tx,
        "UPDATE neighbourhood_names SET neighbourhood_id = $2 WHERE neighbourhood_id = $1",
        from.id,
        into.id
    )?;
    keep_name(tx, ward, into.id, &from.code, &from.name).await?;
    exec!(
        tx,
        "UPDATE neighbourhood_groups SET neighbourhood_id = $2 WHERE neighbourhood_id = $1 AND NOT EXISTS (
            SELECT 1 FROM neighbourhood_groups g WHERE g.neighbourhood_id = $2
                AND g.channel = neighbourhood_groups.channel AND g.chat_id = neighbourhood_groups.chat_id)",
        from.id,
        into.id
    )?;
    // The same way to both of them is one way now.
    exec!(tx, "UPDATE neighbourhood_groups SET state = 'off' WHERE neighbourhood_id = $1", from.id)?;
    exec!(
        tx,
        "INSERT INTO offices (neighbourhood_id, person_id, place, since)
         SELECT $2, o.person_id, 'deputy', $3 FROM offices o
         WHERE o.neighbourhood_id = $1 AND o.until IS NULL AND NOT EXISTS (SELECT 1 FROM offices x
            WHERE x.neighbourhood_id = $2 AND x.person_id = o.person_id AND x.until IS NULL)",
        from.id,
        into.id,
        now
    )?;
    exec!(
        tx,
        "UPDATE offices SET until = $2, ended_by = $3 WHERE neighbourhood_id = $1 AND until IS NULL",
        from.id,
        now,
        by
    )?;
    exec!(tx, "DELETE FROM registrations WHERE neighbourhood_id = $1", from.id)?;
    Ok(())
}

/// Makes a part of a neighbourhood one of its own, in the same area and with the same tags. `None`:
/// the code is another's, or was.
///
/// # Errors
/// If the database refuses.
pub async fn split_neighbourhood(
    tx: &mut Tx,
    ward: WardId,
    from: &Neighbourhood,
    code: &str,
    name: &str,
) -> Result<Option<NeighbourhoodId>, Error> {
    if codes(tx, ward).await?.contains(code) {
        return Ok(None);
    }
    let id = put_neighbourhood(tx, ward, code, name).await?;
    exec!(tx, "UPDATE neighbourhoods SET split_from = $2 WHERE id = $1", id, from.id)?;
    let place = Neighbourhood { id, code: code.to_owned(), name: name.to_owned(), ..from.clone() };
    describe_neighbourhood(tx, ward, &place).await?;
    Ok(Some(id))
}

/// All codes that are or were some neighbourhood's of a ward.
///
/// # Errors
/// If the database refuses.
pub async fn codes(tx: &mut Tx, ward: WardId) -> Result<HashSet<String>, Error> {
    let rows = all!(tx, (String,), "SELECT code FROM neighbourhoods WHERE ward_id = $1", ward)?;
    Ok(rows.into_iter().map(|(code,)| code).collect())
}

/// Of one that has become part of another, the code of that one, by its own.
///
/// # Errors
/// If the database refuses.
pub async fn merged_codes(tx: &mut Tx, ward: WardId) -> Result<HashMap<String, String>, Error> {
    let rows = all!(
        tx,
        (String, String),
        "SELECT o.code, n.code FROM neighbourhoods o JOIN neighbourhoods n ON n.id = o.merged_into
         WHERE o.ward_id = $1",
        ward
    )?;
    Ok(rows.into_iter().collect())
}

/// A line of the directory as it is to be; the language of groups is left as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    pub code: String,
    pub name: String,
    pub area: String,
    pub tags: Vec<String>,
    pub details: Details,
}

/// Writes lines of the directory: those whose code is known are changed, the others added in order.
/// Codes differ, and none is that of one that was merged.
///
/// # Errors
/// If the database refuses.
pub async fn put_entries(tx: &mut Tx, ward: WardId, wanted: &[Wanted]) -> Result<(), Error> {
    let known = entries(tx, ward).await?;
    let known: HashMap<&str, &Neighbourhood> =
        known.iter().map(|entry| (entry.place.code.as_str(), &entry.place)).collect();
    let now = tx.now();
    let mut former: Vec<(Uuid, NeighbourhoodId, String, String)> = Vec::new();
    for line in wanted {
        if let Some(place) = known.get(line.code.as_str()).filter(|place| place.name != line.name) {
            former.push((tx.new_id(), place.id, place.code.clone(), place.name.clone()));
        }
    }
    for some in pieces(&former, 4) {
        exec_many!(
            tx,
            "INSERT INTO neighbourhood_names (until, ward_id, id, neighbourhood_id, code, name)
             VALUES {rows|$1, $2}",
            [now, ward],
            some,
            |row| [row.0, row.1, row.2.as_str(), row.3.as_str()]
        )?;
    }
    let row = one!(tx, (Option<i32>,), "SELECT MAX(position) FROM neighbourhoods WHERE ward_id = $1", ward)?;
    let mut position = row.and_then(|(last,)| last).unwrap_or(0);
    let mut rows: Vec<(Uuid, i32, String, &Wanted)> = Vec::with_capacity(wanted.len());
    for line in wanted {
        position = position.saturating_add(1);
        rows.push((tx.new_id(), position, tag_lines(&line.tags), line));
    }
    for some in pieces(&rows, 10) {
        exec_many!(
            tx,
            "INSERT INTO neighbourhoods (ward_id, created_at, id, position, code, name, area, tags,
                households, cell, contact, phone)
             VALUES {rows|$1, $2}
             ON CONFLICT (ward_id, code) DO UPDATE SET name = excluded.name, area = excluded.area,
                tags = excluded.tags, households = excluded.households, cell = excluded.cell,
                contact = excluded.contact, phone = excluded.phone",
            [ward, now],
            some,
            |row| [
                row.0,
                row.1,
                row.3.code.as_str(),
                row.3.name.as_str(),
                row.3.area.as_str(),
                row.2.as_str(),
                row.3.details.households,
                row.3.details.cell.as_str(),
                row.3.details.contact.as_str(),
                row.3.details.phone.as_str(),
            ]
        )?;
    }
    Ok(())
}

/// Writes down whom the ward calls about a neighbourhood.
///
/// # Errors
/// If the database refuses or there is no such neighbourhood.
pub async fn set_neighbourhood_contact(
    tx: &mut Tx,
    ward: WardId,
    id: NeighbourhoodId,
    contact: &str,
    phone: &str,
) -> Result<(), Error> {
    let changed = exec!(
        tx,
        "UPDATE neighbourhoods SET contact = $3, phone = $4 WHERE ward_id = $1 AND id = $2",
        ward,
        id,
        contact,
        phone
    )?;
    exactly_one(changed, "neighbourhood")
}

/// Whether two names are the same to people.
#[must_use]
pub fn is_same_name(one: &str, other: &str) -> bool {
    fold(one).split_whitespace().eq(fold(other).split_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_whole_and_words_by_their_beginning() {
        for (text, wanted, found) in [
            ("05 Tổ dân phố số 5", "5", true),
            ("05 Tổ dân phố số 5", "tổ 05", true),
            ("15 Tổ dân phố số 15", "5", false),
            ("15 Tổ dân phố số 15", "to dan", true),
            ("KDC3 Khu dân cư Hồ Sen", "ho se", true),
            ("KDC3 Khu dân cư Hồ Sen", "hồ tây", false),
        ] {
            assert_eq!(has_all(text, &words(wanted)), found, "{wanted} in {text}");
        }
    }
}
