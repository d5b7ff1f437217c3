//! What rows say. Most have words of their own; the copies of one post share a letter, and each
//! adds the address that its button leads to.

use std::collections::HashMap;

use super::super::LetterId;
use crate::channel::Content;
use crate::store::{Error, Tx, exec, one};

/// Letters that are kept in memory at most.
const KEPT_MAX: usize = 16;

/// Stores what the copies of one post will say.
///
/// # Errors
/// If the database refuses.
pub async fn put_letter(tx: &mut Tx, content: &Content) -> Result<LetterId, Error> {
    let id = LetterId(tx.new_id());
    let content = serde_json::to_string(content).map_err(|e| Error::corrupt("letter", e))?;
    exec!(tx, "INSERT INTO letters (id, content) VALUES ($1, $2)", id, content)?;
    Ok(id)
}

/// What a row says: its own words, or its letter's with its own address.
pub(super) fn read(own: &str, letter: Option<&str>) -> Result<Content, Error> {
    Ok(match letter {
        None => serde_json::from_str(own).map_err(|e| Error::corrupt("outgoing content", e))?,
        Some(letter) => parse(letter)?.for_copy(own),
    })
}

fn parse(letter: &str) -> Result<Content, Error> {
    serde_json::from_str(letter).map_err(|e| Error::corrupt("letter", e))
}

/// Letters that were read before: they never change.
#[derive(Debug, Default)]
pub struct Letters(HashMap<LetterId, Content>);

impl Letters {
    /// What a row says, as [`read`].
    pub(super) async fn content(
        &mut self,
        tx: &mut Tx,
        own: &str,
        letter: Option<LetterId>,
    ) -> Result<Content, Error> {
        let Some(id) = letter else { return read(own, None) };
        if !self.0.contains_key(&id) {
            let row = one!(tx, (String,), "SELECT content FROM letters WHERE id = $1", id)?;
            let (letter,) = row.ok_or_else(|| Error::corrupt("letter", "it is gone"))?;
            if self.0.len() >= KEPT_MAX {
                self.0.clear();
            }
            self.0.insert(id, parse(&letter)?);
        }
        Ok(self.0[&id].for_copy(own))
    }
}
