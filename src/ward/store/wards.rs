use uuid::Uuid;

use super::super::{Bot, BotId, Chat, ChatId, ChatState, Unit, UnitId, Ward, WardId, default_units};
use crate::channel::ChatKind;
use crate::store::{Error, Tx, all, exactly_one, exec, one};

/// The number of a calendar that nobody has changed yet.
const FIRST: i64 = 1;

type WardRow = (WardId, String, String, i64);

fn of_row((id, name, issuer, calendar): WardRow) -> Ward {
    Ward { id, name, issuer, calendar }
}

/// Makes a ward with its default units.
///
/// # Errors
/// If the database refuses.
pub async fn create_ward(tx: &mut Tx, name: &str, issuer: &str) -> Result<Ward, Error> {
    let ward =
        Ward { id: WardId(tx.new_id()), name: name.to_owned(), issuer: issuer.to_owned(), calendar: FIRST };
    let now = tx.now();
    exec!(
        tx,
        "INSERT INTO wards (id, name, issuer, created_at, calendar) VALUES ($1, $2, $3, $4, $5)",
        ward.id,
        name,
        issuer,
        now,
        ward.calendar
    )?;
    for (position, unit) in (1_i32..).zip(default_units()) {
        let id = tx.new_id();
        exec!(
            tx,
            "INSERT INTO units (id, ward_id, code, name, position) VALUES ($1, $2, $3, $4, $5)",
            id,
            ward.id,
            unit.code,
            unit.name,
            position
        )?;
    }
    Ok(ward)
}

/// All wards of this deployment, oldest first.
///
/// # Errors
/// If the database refuses.
pub async fn wards(tx: &mut Tx) -> Result<Vec<Ward>, Error> {
    let rows = all!(tx, WardRow, "SELECT id, name, issuer, calendar FROM wards ORDER BY id")?;
    Ok(rows.into_iter().map(of_row).collect())
}

/// One ward.
///
/// # Errors
/// If the database refuses or there is no such ward.
pub async fn ward(tx: &mut Tx, id: WardId) -> Result<Ward, Error> {
    let row = one!(tx, WardRow, "SELECT id, name, issuer, calendar FROM wards WHERE id = $1", id)?;
    row.map(of_row).ok_or_else(|| Error::corrupt("ward", "no such row"))
}

/// The row of a bot that just told its own name; with a single bot, every ward is served by it.
///
/// # Errors
/// If the database refuses.
pub async fn bot_seen(tx: &mut Tx, channel: &str, platform_id: &str, username: &str) -> Result<Bot, Error> {
    let (new, now) = (tx.new_id(), tx.now());
    let row = one!(
        tx,
        (BotId,),
        "INSERT INTO bots (id, channel, platform_id, username, seen_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (channel, platform_id) DO UPDATE SET username = excluded.username, seen_at = excluded.seen_at
         RETURNING id",
        new,
        channel,
        platform_id,
        username,
        now
    )?;
    let (id,) = row.ok_or_else(|| Error::corrupt("bot", "not stored"))?;
    exec!(
        tx,
        "INSERT INTO bot_wards (bot_id, ward_id) SELECT $1, id FROM wards WHERE 1 = 1
         ON CONFLICT (bot_id, ward_id) DO NOTHING",
        id
    )?;
    Ok(Bot { id, username: username.to_owned() })
}

/// The bot's row.
///
/// # Errors
/// If the database refuses or there is no such bot.
pub async fn bot(tx: &mut Tx, id: BotId) -> Result<Bot, Error> {
    let row = one!(tx, (String,), "SELECT username FROM bots WHERE id = $1", id)?;
    let (username,) = row.ok_or_else(|| Error::corrupt("bot", "no such row"))?;
    Ok(Bot { id, username })
}

/// The bot that serves a ward, the one seen last if there are several.
///
/// # Errors
/// If the database refuses.
pub async fn bot_of_ward(tx: &mut Tx, ward: WardId) -> Result<Option<Bot>, Error> {
    let row = one!(
        tx,
        (BotId, String),
        "SELECT b.id, b.username FROM bots b JOIN bot_wards w ON w.bot_id = b.id
         WHERE w.ward_id = $1 ORDER BY b.seen_at DESC LIMIT 1",
        ward
    )?;
    Ok(row.map(|(id, username)| Bot { id, username }))
}

/// The wards that a bot serves, oldest first.
///
/// # Errors
/// If the database refuses.
pub async fn wards_of_bot(tx: &mut Tx, bot: BotId) -> Result<Vec<Ward>, Error> {
    let rows = all!(
        tx,
        WardRow,
        "SELECT w.id, w.name, w.issuer, w.calendar FROM wards w JOIN bot_wards b ON b.ward_id = w.id
         WHERE b.bot_id = $1 ORDER BY w.id",
        bot
    )?;
    Ok(rows.into_iter().map(of_row).collect())
}

/// A ward's units in their order.
///
/// # Errors
/// If the database refuses.
pub async fn units(tx: &mut Tx, ward: WardId) -> Result<Vec<Unit>, Error> {
    let rows = all!(
        tx,
        (UnitId, String, String, Option<ChatId>),
        "SELECT id, code, name, chat_id FROM units WHERE ward_id = $1 ORDER BY position",
        ward
    )?;
    Ok(rows.into_iter().map(|(id, code, name, chat)| Unit { id, code, name, chat }).collect())
}

/// One unit of a ward.
///
/// # Errors
/// If the database refuses.
pub async fn unit(tx: &mut Tx, ward: WardId, id: UnitId) -> Result<Option<Unit>, Error> {
    Ok(units(tx, ward).await?.into_iter().find(|unit| unit.id == id))
}

/// One unit of a ward, by its code.
///
/// # Errors
/// If the database refuses.
pub async fn unit_by_code(tx: &mut Tx, ward: WardId, code: &str) -> Result<Option<Unit>, Error> {
    Ok(units(tx, ward).await?.into_iter().find(|unit| unit.code == code))
}

/// The unit whose chat this is, with its ward.
///
/// # Errors
/// If the database refuses.
pub async fn unit_of_chat(tx: &mut Tx, chat: ChatId) -> Result<Vec<(WardId, UnitId)>, Error> {
    all!(tx, (WardId, UnitId), "SELECT ward_id, id FROM units WHERE chat_id = $1 ORDER BY position", chat)
}

/// Makes a chat the unit's chat.
///
/// # Errors
/// If the database refuses or there is no such unit.
pub async fn set_unit_chat(tx: &mut Tx, unit: UnitId, chat: ChatId) -> Result<(), Error> {
    let changed = exec!(tx, "UPDATE units SET chat_id = $2 WHERE id = $1", unit, chat)?;
    exactly_one(changed, "unit")
}

pub(super) type ChatRow = (ChatId, BotId, String, String, String, String);

fn chat_from((id, bot, platform_id, kind, title, state): ChatRow) -> Result<Chat, Error> {
    let kind = match kind.as_str() {
        "private" => ChatKind::Private,
        "group" => ChatKind::Group,
        other => return Err(Error::corrupt("chat kind", other)),
    };
    let state = ChatState::from_code(&state).ok_or_else(|| Error::corrupt("chat state", state))?;
    Ok(Chat { id, bot, platform_id, kind, title, state })
}

/// Chats of which somebody is told, always in one order.
pub(super) fn chats_from(rows: Vec<ChatRow>) -> Result<Vec<Chat>, Error> {
    let mut chats = rows.into_iter().map(chat_from).collect::<Result<Vec<_>, Error>>()?;
    chats.sort_by_key(|chat| chat.id);
    Ok(chats)
}

/// The row of a chat, made at first sight; a changed title is taken over.
///
/// # Errors
/// If the database refuses.
pub async fn chat_seen(
    tx: &mut Tx,
    bot: BotId,
    platform_id: &str,
    kind: ChatKind,
    title: &str,
) -> Result<Chat, Error> {
    if let Some(chat) = chat_by_platform_id(tx, bot, platform_id).await? {
        if !title.is_empty() && chat.title != title {
            exec!(tx, "UPDATE chats SET title = $2 WHERE id = $1", chat.id, title)?;
            return Ok(Chat { title: title.to_owned(), ..chat });
        }
        return Ok(chat);
    }
    let id = ChatId(tx.new_id());
    let now = tx.now();
    exec!(
        tx,
        "INSERT INTO chats (id, bot_id, platform_id, kind, title, state, created_at, changed_at)
         VALUES ($1, $2, $3, $4, $5, 'open', $6, $6) ON CONFLICT (bot_id, platform_id) DO NOTHING",
        id,
        bot,
        platform_id,
        kind.code(),
        title,
        now
    )?;
    // Another instance may have seen it at the same time.
    chat_by_platform_id(tx, bot, platform_id).await?.ok_or_else(|| Error::corrupt("chat", "not stored"))
}

/// A chat by the platform's id.
///
/// # Errors
/// If the database refuses.
pub async fn chat_by_platform_id(tx: &mut Tx, bot: BotId, platform_id: &str) -> Result<Option<Chat>, Error> {
    one!(
        tx,
        ChatRow,
        "SELECT id, bot_id, platform_id, kind, title, state FROM chats WHERE bot_id = $1 AND platform_id = $2",
        bot,
        platform_id
    )?
    .map(chat_from)
    .transpose()
}

/// A chat.
///
/// # Errors
/// If the database refuses or there is no such chat.
pub async fn chat(tx: &mut Tx, id: ChatId) -> Result<Chat, Error> {
    one!(tx, ChatRow, "SELECT id, bot_id, platform_id, kind, title, state FROM chats WHERE id = $1", id)?
        .map(chat_from)
        .transpose()?
        .ok_or_else(|| Error::corrupt("chat", "no such row"))
}

/// The chats behind the groups of a ward.
///
/// # Errors
/// If the database refuses.
pub async fn chats_of_groups(tx: &mut Tx, ward: WardId) -> Result<Vec<Chat>, Error> {
    all!(
        tx,
        ChatRow,
        "SELECT id, bot_id, platform_id, kind, title, state FROM chats
         WHERE id IN (SELECT chat_id FROM neighbourhood_groups WHERE ward_id = $1)",
        ward
    )?
    .into_iter()
    .map(chat_from)
    .collect()
}

/// Notes whether the bot can write in a chat; says whether that is news.
///
/// # Errors
/// If the database refuses.
pub async fn set_chat_state(tx: &mut Tx, id: ChatId, state: ChatState) -> Result<bool, Error> {
    let now = tx.now();
    let changed = exec!(
        tx,
        "UPDATE chats SET state = $2, changed_at = $3 WHERE id = $1 AND state <> $2",
        id,
        state.code(),
        now
    )?;
    Ok(changed == 1)
}

/// The chats whose state has changed since somebody was told of it; from now on somebody is.
///
/// # Errors
/// If the database refuses.
pub async fn take_untold_chats(tx: &mut Tx) -> Result<Vec<Chat>, Error> {
    let rows = all!(
        tx,
        ChatRow,
        "UPDATE chats SET told = state WHERE told <> state
         RETURNING id, bot_id, platform_id, kind, title, state"
    )?;
    chats_from(rows)
}

/// Whether a chat is a neighbourhood's or a unit's.
async fn is_registered(tx: &mut Tx, id: ChatId) -> Result<bool, Error> {
    let row = one!(
        tx,
        (ChatId,),
        "SELECT chat_id FROM neighbourhood_groups WHERE chat_id = $1
         UNION SELECT chat_id FROM units WHERE chat_id = $1",
        id
    )?;
    Ok(row.is_some())
}

/// Follows a group to its new id. The group's old message ids are void from now on.
///
/// # Errors
/// If the database refuses.
pub async fn migrate_chat(tx: &mut Tx, id: ChatId, to: &str) -> Result<bool, Error> {
    let now = tx.now();
    let bot = chat(tx, id).await?.bot;
    if let Some(there) = chat_by_platform_id(tx, bot, to).await? {
        if there.id == id {
            return Ok(false);
        }
        // The platform may speak of the new group before it says that the old one became it; and it
        // may speak of the old one again when that has been followed. The one that counts stays.
        let follows = is_registered(tx, id).await? || !is_registered(tx, there.id).await?;
        let other = if follows { there.id } else { id };
        let aside = Uuid::to_string(&other.0);
        exec!(tx, "UPDATE chats SET platform_id = $2, state = 'gone' WHERE id = $1", other, aside)?;
        if !follows {
            return Ok(false);
        }
    }
    exec!(
        tx,
        "UPDATE chats SET platform_id = $2, state = 'open', changed_at = $3, moved_at = $3 WHERE id = $1",
        id,
        to,
        now
    )?;
    Ok(true)
}

/// Whether answers of a unit leave only after a colleague has read them.
///
/// # Errors
/// If the database refuses.
pub async fn is_sensitive(tx: &mut Tx, unit: UnitId) -> Result<bool, Error> {
    let row = one!(tx, (bool,), "SELECT is_sensitive FROM units WHERE id = $1", unit)?;
    Ok(row.is_some_and(|(is,)| is))
}

/// # Errors
/// If the database refuses.
pub async fn set_sensitive(tx: &mut Tx, unit: UnitId, is: bool) -> Result<(), Error> {
    exec!(tx, "UPDATE units SET is_sensitive = $2 WHERE id = $1", unit, is)?;
    Ok(())
}
