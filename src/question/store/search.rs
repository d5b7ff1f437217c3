//! Finding questions again by their words. The words stand in a table of our own, which is
//! written in the transaction that writes what they come from, and emptied in the one that
//! empties that.

use std::collections::HashMap;

use super::super::terms::{closeness, code_in, terms};
use super::super::{QuestionId, State};
use super::{Question, in_state, question, these};
use crate::store::{Error, Tx, all, exec, exec_many, one, pieces};
use crate::text::Rich;
use crate::ward::{UnitId, WardId};

/// Words of a search that are looked up.
const WORDS_MAX: usize = 8;
/// A word that is in so many questions of a unit is common; how much more is not counted.
const COMMON: i64 = 2_000;
/// Questions with the rarest word that are looked at, newest first, in so many steps: what is
/// asked for is mostly among the first.
const STEPS: [i64; 3] = [200, 800, 2_000];
/// Questions that one word of several brings in where none has them all.
const OF_ONE_WORD: i64 = 150;
/// Words of a question by which others like it are found, and the share of their weight that is
/// enough.
const ALIKE_WORDS_MAX: usize = 16;
const ALIKE_SHARE: f64 = 0.3;
/// Questions whose words are read to put the best ones first.
const READ_MAX: usize = 40;
/// Questions without a unit that are looked through.
const UNROUTED_MAX: usize = 500;
/// Questions that get their words at one look at the clock.
const FILL: i64 = 100;

/// Makes the words by which a question is found anew: of all that is kept of it now. One that is
/// with no unit has none.
///
/// # Errors
/// If the database refuses or an answer is not readable.
pub async fn renew_terms(tx: &mut Tx, id: QuestionId) -> Result<(), Error> {
    let row = one!(
        tx,
        (Option<UnitId>, String, bool),
        "SELECT unit_id, text, has_terms FROM questions WHERE id = $1",
        id
    )?;
    let Some((unit, text, has_terms)) = row else { return Ok(()) };
    if has_terms {
        forget_terms(tx, id).await?;
    }
    let Some(unit) = unit else { return Ok(()) };
    put_terms(tx, id, unit, &text).await?;
    if !has_terms {
        exec!(tx, "UPDATE questions SET has_terms = $2 WHERE id = $1", id, true)?;
    }
    Ok(())
}

/// Puts the words down by which a question is found that has none.
pub(super) async fn put_terms(tx: &mut Tx, id: QuestionId, unit: UnitId, text: &str) -> Result<(), Error> {
    let mut found = terms(text);
    let others = all!(
        tx,
        (String, bool),
        "SELECT text, FALSE AS is_rich FROM question_words WHERE question_id = $1
         UNION ALL
         SELECT text, TRUE FROM answers WHERE question_id = $1 AND state IN ('sent', 'replaced')",
        id
    )?;
    for (text, is_rich) in others {
        if is_rich {
            let text: Rich = serde_json::from_str(&text).map_err(|e| Error::corrupt("answer", e))?;
            found.extend(terms(&text.words()));
        } else {
            found.extend(terms(&text));
        }
    }
    found.sort_unstable();
    found.dedup();
    for piece in pieces(&found, 3) {
        let sql = "INSERT INTO question_terms (question_id, unit_id, word) VALUES {rows}";
        exec_many!(tx, sql, [], piece, |word| [id, unit, word.as_str()])?;
    }
    Ok(())
}

/// Takes the words away by which a question is found.
///
/// # Errors
/// If the database refuses.
pub(super) async fn forget_terms(tx: &mut Tx, id: QuestionId) -> Result<(), Error> {
    exec!(tx, "DELETE FROM question_terms WHERE question_id = $1", id)?;
    Ok(())
}

/// Gives words to some questions from before there were any. `false`: all have theirs.
///
/// # Errors
/// If the database refuses or an answer is not readable.
pub async fn fill_terms(tx: &mut Tx) -> Result<bool, Error> {
    let rows = all!(
        tx,
        (QuestionId,),
        "SELECT id FROM questions WHERE unit_id IS NOT NULL AND NOT has_terms ORDER BY id LIMIT $1",
        FILL
    )?;
    for (id,) in &rows {
        renew_terms(tx, *id).await?;
    }
    Ok(!rows.is_empty())
}

/// Who looks for questions: what they may read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    pub ward: WardId,
    /// The units of which they are an officer.
    pub units: Vec<UnitId>,
    /// Whether they pass on what has no unit yet.
    pub reads_unrouted: bool,
}

impl Reader {
    /// Whether they may read this one.
    #[must_use]
    pub fn may_read(&self, question: &Question) -> bool {
        question.ward == self.ward
            && match question.unit {
                Some(unit) => self.units.contains(&unit),
                None => self.reads_unrouted && question.state == State::Choosing,
            }
    }
}

/// The questions that fit a code or words best, at most `limit`: those with all the words before
/// those with some, the closer and then the newer first.
///
/// # Errors
/// If the database refuses.
pub async fn search(
    tx: &mut Tx,
    reader: &Reader,
    wanted: &str,
    limit: usize,
) -> Result<Vec<Question>, Error> {
    if let Some(code) = code_in(wanted) {
        let found = by_code(tx, reader.ward, &code).await?.filter(|question| reader.may_read(question));
        if let Some(found) = found {
            return Ok(vec![found]);
        }
    }
    let mut words = terms(wanted);
    words.truncate(WORDS_MAX);
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let mut whole = Vec::new();
    let mut partly = Vec::new();
    for unit in &reader.units {
        let Counted { counts, missing } = counted(tx, *unit, &words).await?;
        if missing == 0 {
            whole.extend(with_all(tx, *unit, &counts).await?);
        }
        if words.len() > 1 && whole.len() < limit {
            // One word less may be a slip of the finger; fewer than half is another matter.
            let at_least = words.len().div_ceil(2);
            let some = with_some(tx, *unit, &counts).await?;
            partly.extend(some.into_iter().filter(|(_, _, of)| *of >= at_least));
        }
    }
    let mut found = ranked(tx, reader, whole, wanted).await?;
    if reader.reads_unrouted {
        let unrouted = in_state(tx, reader.ward, State::Choosing).await?;
        let fits = |question: &Question| {
            let here = terms(&question.text);
            words.iter().all(|word| here.contains(word))
        };
        found.extend(unrouted.into_iter().rev().take(UNROUTED_MAX).filter(fits));
    }
    if found.len() < limit {
        partly.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
        let rest = partly.into_iter().map(|(id, ..)| id);
        let rest: Vec<_> = rest.filter(|id| !found.iter().any(|q| q.id == *id)).take(READ_MAX).collect();
        found.extend(ranked(tx, reader, rest, wanted).await?);
    }
    found.truncate(limit);
    Ok(found)
}

/// Other questions of a unit that are like this one, the most alike first: they share enough of
/// its words, where rare words weigh more.
///
/// # Errors
/// If the database refuses.
pub async fn alike(tx: &mut Tx, unit: UnitId, this: &Question) -> Result<Vec<QuestionId>, Error> {
    let Counted { mut counts, .. } = counted(tx, unit, &terms(&this.text)).await?;
    // A word that only this question has says nothing about others.
    counts.retain(|(_, n)| *n > 1);
    counts.truncate(ALIKE_WORDS_MAX);
    let enough = ALIKE_SHARE * counts.iter().map(|(_, n)| weight(*n)).sum::<f64>();
    let mut found = with_some(tx, unit, &counts).await?;
    found.retain(|(id, weight, of)| *id != this.id && *of > 1 && *weight >= enough);
    found.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
    Ok(found.into_iter().map(|(id, ..)| id).collect())
}

/// Words with the number of a unit's questions that have them, the rarest first.
struct Counted {
    counts: Vec<(String, i64)>,
    /// How many words no question has.
    missing: usize,
}

async fn counted(tx: &mut Tx, unit: UnitId, words: &[String]) -> Result<Counted, Error> {
    let mut counts = Vec::with_capacity(words.len());
    for word in words {
        let row = one!(
            tx,
            (i64,),
            "SELECT COUNT(*) FROM (SELECT 1 FROM question_terms WHERE unit_id = $1 AND word = $2 LIMIT $3) AS few",
            unit,
            word.as_str(),
            COMMON
        )?;
        counts.push((word.clone(), row.map_or(0, |(n,)| n)));
    }
    counts.retain(|(_, n)| *n > 0);
    counts.sort_by_key(|(_, n)| *n);
    Ok(Counted { missing: words.len() - counts.len(), counts })
}

/// The newest questions of a unit that have all these words, as far as they are among the newest
/// ones with the rarest word.
async fn with_all(tx: &mut Tx, unit: UnitId, counts: &[(String, i64)]) -> Result<Vec<QuestionId>, Error> {
    let Some((rarest, _)) = counts.first() else { return Ok(Vec::new()) };
    // A word too many in the statement finds what the one before it finds.
    let other = |n: usize| counts.get(n).or(counts.last()).map_or("", |(word, _)| word.as_str());
    let mut found = Vec::new();
    let mut before = QuestionId(uuid::Uuid::max());
    for step in STEPS {
        let rows = all!(
            tx,
            (QuestionId, bool),
            "SELECT r.question_id,
                EXISTS (SELECT 1 FROM question_terms a
                    WHERE a.unit_id = $1 AND a.word = $5 AND a.question_id = r.question_id)
                AND EXISTS (SELECT 1 FROM question_terms b
                    WHERE b.unit_id = $1 AND b.word = $6 AND b.question_id = r.question_id)
                AND EXISTS (SELECT 1 FROM question_terms c
                    WHERE c.unit_id = $1 AND c.word = $7 AND c.question_id = r.question_id)
             FROM (SELECT question_id FROM question_terms
                WHERE unit_id = $1 AND word = $2 AND question_id < $3
                ORDER BY question_id DESC LIMIT $4) AS r",
            unit,
            rarest.as_str(),
            before,
            step,
            other(1),
            other(2),
            other(3)
        )?;
        let is_last = i64::try_from(rows.len()).unwrap_or(i64::MAX) < step;
        before = rows.iter().map(|(id, _)| *id).min().unwrap_or(before);
        found.extend(rows.into_iter().filter(|(_, has_all)| *has_all).map(|(id, _)| id));
        if is_last || found.len() >= READ_MAX {
            break;
        }
    }
    found.sort_unstable_by(|a, b| b.cmp(a));
    found.truncate(READ_MAX);
    Ok(found)
}

/// Questions with some of these words, with their weight and how many of the words they have.
async fn with_some(
    tx: &mut Tx,
    unit: UnitId,
    counts: &[(String, i64)],
) -> Result<Vec<(QuestionId, f64, usize)>, Error> {
    let mut tally: HashMap<QuestionId, (f64, usize)> = HashMap::new();
    for (word, count) in counts {
        let rows = all!(
            tx,
            (QuestionId,),
            "SELECT question_id FROM question_terms WHERE unit_id = $1 AND word = $2
             ORDER BY question_id DESC LIMIT $3",
            unit,
            word.as_str(),
            OF_ONE_WORD
        )?;
        for (id,) in rows {
            let entry = tally.entry(id).or_default();
            *entry = (entry.0 + weight(*count), entry.1 + 1);
        }
    }
    Ok(tally.into_iter().map(|(id, (weight, of))| (id, weight, of)).collect())
}

/// What a word that so many questions have says about one that has it.
#[expect(clippy::cast_precision_loss, reason = "a count up to COMMON")]
fn weight(count: i64) -> f64 {
    (1.0 + COMMON as f64 / count as f64).ln()
}

/// Reads the questions and puts the closest first, of equally close ones the newest.
async fn ranked(
    tx: &mut Tx,
    reader: &Reader,
    mut ids: Vec<QuestionId>,
    wanted: &str,
) -> Result<Vec<Question>, Error> {
    ids.sort_unstable_by(|a, b| b.cmp(a));
    ids.dedup();
    ids.truncate(READ_MAX);
    let mut found = these(tx, &ids).await?;
    // The words' table says whose a question is; the question itself decides.
    found.retain(|one| reader.may_read(one) && one.state != State::Held);
    let mut found: Vec<_> = found.into_iter().map(|one| (closeness(&one.text, wanted), one)).collect();
    found.sort_by(|(a, one), (b, other)| b.cmp(a).then(other.asked_at.cmp(&one.asked_at)));
    Ok(found.into_iter().map(|(_, one)| one).collect())
}

/// The question with this code.
///
/// # Errors
/// If the database refuses.
pub async fn by_code(tx: &mut Tx, ward: WardId, code: &str) -> Result<Option<Question>, Error> {
    let row =
        one!(tx, (QuestionId,), "SELECT id FROM questions WHERE ward_id = $1 AND code = $2", ward, code)?;
    match row {
        Some((id,)) => question(tx, id).await,
        None => Ok(None),
    }
}

#[cfg(test)]
mod tests;
