//! Finding messages again by their words, with and without accents. The words stand in a table of
//! our own, written in the transaction that writes the version which they come from.

use std::collections::HashMap;

use super::{Body, Message, MessageId, Row, current, message};
use crate::question::terms::terms;
use crate::store::{Error, Tx, all, exec, exec_many, pieces};
use crate::ward::WardId;

/// Words of a search that are looked up.
const WORDS_MAX: usize = 8;
/// Messages that one word of several brings in where none has them all.
const OF_ONE_WORD: i64 = 200;
/// Messages that get their words at one look at the clock.
const FILL: i64 = 100;

/// Makes the words by which a message is found anew: of this version.
pub(super) async fn renew_terms(tx: &mut Tx, message: &Message, body: &Body) -> Result<(), Error> {
    let (id, ward) = (message.id, message.ward);
    exec!(tx, "DELETE FROM message_terms WHERE message_id = $1", id)?;
    let found = terms(&body.vi.words());
    for piece in pieces(&found, 3) {
        let sql = "INSERT INTO message_terms (message_id, ward_id, word) VALUES {rows}";
        exec_many!(tx, sql, [], piece, |word| [id, ward, word.as_str()])?;
    }
    exec!(tx, "UPDATE messages SET has_terms = $2 WHERE id = $1", id, true)?;
    Ok(())
}

/// Gives words to some messages from before there were any. `false`: all have theirs.
///
/// # Errors
/// If the database refuses or a version is not readable.
pub async fn fill_terms(tx: &mut Tx) -> Result<bool, Error> {
    let rows =
        all!(tx, (MessageId,), "SELECT id FROM messages WHERE NOT has_terms ORDER BY id LIMIT $1", FILL)?;
    for (id,) in &rows {
        if let Some((message, version)) = current(tx, *id).await? {
            renew_terms(tx, &message, &version.body).await?;
        } else {
            exec!(tx, "UPDATE messages SET has_terms = $2 WHERE id = $1", *id, true)?;
        }
    }
    Ok(!rows.is_empty())
}

/// The messages of a ward that have all these words, or, where none has, most of them; the newest
/// first, at most `limit`. Without a word: the newest ones.
///
/// # Errors
/// If the database refuses.
pub async fn search(tx: &mut Tx, ward: WardId, wanted: &str, limit: i64) -> Result<Vec<Message>, Error> {
    let mut words = terms(wanted);
    words.truncate(WORDS_MAX);
    let Some(first) = words.first() else { return newest(tx, ward, limit).await };
    // A word too many in the statement finds what the one before it finds.
    let other = |n: usize| words.get(n).unwrap_or(first).as_str();
    let rows = all!(
        tx,
        (MessageId,),
        "SELECT t.message_id FROM message_terms t
         WHERE t.ward_id = $1 AND t.word = $2
            AND EXISTS (SELECT 1 FROM message_terms a
                WHERE a.ward_id = $1 AND a.word = $3 AND a.message_id = t.message_id)
            AND EXISTS (SELECT 1 FROM message_terms b
                WHERE b.ward_id = $1 AND b.word = $4 AND b.message_id = t.message_id)
            AND EXISTS (SELECT 1 FROM message_terms c
                WHERE c.ward_id = $1 AND c.word = $5 AND c.message_id = t.message_id)
         ORDER BY t.message_id DESC LIMIT $6",
        ward,
        other(0),
        other(1),
        other(2),
        other(3),
        limit
    )?;
    let mut ids: Vec<MessageId> = rows.into_iter().map(|(id,)| id).collect();
    if ids.is_empty() && words.len() > 1 {
        ids = with_most(tx, ward, &words).await?;
    }
    ids.truncate(usize::try_from(limit).unwrap_or(0));
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        found.extend(message(tx, id).await?);
    }
    Ok(found)
}

/// Those with at least half of the words, the newest first.
async fn with_most(tx: &mut Tx, ward: WardId, words: &[String]) -> Result<Vec<MessageId>, Error> {
    let mut tally: HashMap<MessageId, usize> = HashMap::new();
    for word in words {
        let rows = all!(
            tx,
            (MessageId,),
            "SELECT message_id FROM message_terms WHERE ward_id = $1 AND word = $2
             ORDER BY message_id DESC LIMIT $3",
            ward,
            word.as_str(),
            OF_ONE_WORD
        )?;
        for (id,) in rows {
            *tally.entry(id).or_default() += 1;
        }
    }
    let enough = words.len().div_ceil(2);
    let mut found: Vec<MessageId> =
        tally.into_iter().filter(|(_, n)| *n >= enough).map(|(id, _)| id).collect();
    found.sort_unstable_by(|a, b| b.cmp(a));
    Ok(found)
}

async fn newest(tx: &mut Tx, ward: WardId, limit: i64) -> Result<Vec<Message>, Error> {
    all!(
        tx,
        Row,
        "SELECT id, ward_id, number, content_group_id, author_id, state, version, post_at FROM messages
         WHERE ward_id = $1 ORDER BY number DESC LIMIT $2",
        ward,
        limit
    )?
    .into_iter()
    .map(Message::try_from)
    .collect()
}
