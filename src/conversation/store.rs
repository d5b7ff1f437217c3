use super::talk::Step;
use crate::store::{Error, Tx, exec, one};
use crate::ward::{AccountId, ChatId};

/// Where a person is in a conversation. A step that this version cannot read any more is
/// dropped: the person starts again.
pub(super) async fn step(tx: &mut Tx, chat: ChatId, account: AccountId) -> Result<Option<Step>, Error> {
    let row = one!(
        tx,
        (String,),
        "SELECT state FROM conversations WHERE chat_id = $1 AND account_id = $2",
        chat,
        account
    )?;
    Ok(row.and_then(|(state,)| serde_json::from_str(&state).ok()))
}

pub(super) async fn set_step(
    tx: &mut Tx,
    chat: ChatId,
    account: AccountId,
    step: &Step,
) -> Result<(), Error> {
    let now = tx.now();
    let state = serde_json::to_string(step).map_err(|e| Error::corrupt("conversation", e))?;
    exec!(
        tx,
        "INSERT INTO conversations (chat_id, account_id, state, changed_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (chat_id, account_id) DO UPDATE
         SET state = excluded.state, changed_at = excluded.changed_at",
        chat,
        account,
        state,
        now
    )?;
    Ok(())
}

pub(super) async fn clear_step(tx: &mut Tx, chat: ChatId, account: AccountId) -> Result<(), Error> {
    exec!(tx, "DELETE FROM conversations WHERE chat_id = $1 AND account_id = $2", chat, account)?;
    Ok(())
}
