use uuid::Uuid;

use super::super::{
    Account, AccountId, BotId, Chat, ChatId, ChatState, NeighbourhoodId, Person, PersonId, Role, Roles,
    UnitId, WardId,
};
use crate::store::{Error, Tx, all, exactly_one, exec, one};

type AccountRow = (AccountId, BotId, Option<WardId>, String, bool);

fn account_from((id, bot, ward, language, reachable): AccountRow) -> Account {
    Account { id, bot, ward, language, reachable }
}

/// The row of an account, made at first sight with the language of the person's app.
///
/// # Errors
/// If the database refuses.
pub async fn account_seen(
    tx: &mut Tx,
    bot: BotId,
    platform_id: &str,
    language: &str,
) -> Result<Account, Error> {
    if let Some(known) = account_by_platform_id(tx, bot, platform_id).await? {
        return Ok(known);
    }
    let (id, now) = (AccountId(tx.new_id()), tx.now());
    exec!(
        tx,
        "INSERT INTO accounts (id, bot_id, platform_id, language, reachable, created_at)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (bot_id, platform_id) DO NOTHING",
        id,
        bot,
        platform_id,
        language,
        false,
        now
    )?;
    // Another instance may have seen it at the same time.
    account_by_platform_id(tx, bot, platform_id).await?.ok_or_else(|| Error::corrupt("account", "not stored"))
}

async fn account_by_platform_id(
    tx: &mut Tx,
    bot: BotId,
    platform_id: &str,
) -> Result<Option<Account>, Error> {
    let found = one!(
        tx,
        AccountRow,
        "SELECT id, bot_id, ward_id, language, reachable FROM accounts WHERE bot_id = $1 AND platform_id = $2",
        bot,
        platform_id
    )?;
    Ok(found.map(account_from))
}

/// An account.
///
/// # Errors
/// If the database refuses or there is no such account.
pub async fn account(tx: &mut Tx, id: AccountId) -> Result<Account, Error> {
    one!(tx, AccountRow, "SELECT id, bot_id, ward_id, language, reachable FROM accounts WHERE id = $1", id)?
        .map(account_from)
        .ok_or_else(|| Error::corrupt("account", "no such row"))
}

/// Notes whether the bot may write to the account in private.
///
/// # Errors
/// If the database refuses.
pub async fn set_reachable(tx: &mut Tx, id: AccountId, reachable: bool) -> Result<(), Error> {
    exec!(tx, "UPDATE accounts SET reachable = $2 WHERE id = $1", id, reachable)?;
    Ok(())
}

/// The person behind a private chat blocked the bot, or never wrote to it.
///
/// # Errors
/// If the database refuses.
pub async fn set_unreachable(tx: &mut Tx, chat: ChatId) -> Result<(), Error> {
    let chat = super::chat(tx, chat).await?;
    super::set_chat_state(tx, chat.id, ChatState::Gone).await?;
    exec!(
        tx,
        "UPDATE accounts SET reachable = $3 WHERE bot_id = $1 AND platform_id = $2",
        chat.bot,
        chat.platform_id,
        false
    )?;
    Ok(())
}

/// Notes the ward that the account deals with.
///
/// # Errors
/// If the database refuses.
pub async fn set_account_ward(tx: &mut Tx, id: AccountId, ward: WardId) -> Result<(), Error> {
    exec!(tx, "UPDATE accounts SET ward_id = $2 WHERE id = $1", id, ward)?;
    Ok(())
}

/// Notes the language that the person chose.
///
/// # Errors
/// If the database refuses.
pub async fn set_language(tx: &mut Tx, id: AccountId, language: &str) -> Result<(), Error> {
    exec!(tx, "UPDATE accounts SET language = $2 WHERE id = $1", id, language)?;
    Ok(())
}

/// Who an account is in a ward, if anybody.
///
/// # Errors
/// If the database refuses.
pub async fn person_of(tx: &mut Tx, ward: WardId, account: AccountId) -> Result<Option<Person>, Error> {
    let row = one!(
        tx,
        (PersonId, String),
        "SELECT p.id, p.name FROM people p JOIN person_accounts a ON a.person_id = p.id
         WHERE a.ward_id = $1 AND a.account_id = $2",
        ward,
        account
    )?;
    Ok(row.map(|(id, name)| Person { id, name }))
}

/// Who an account is in a ward; made known, without a name, if nobody yet.
///
/// # Errors
/// If the database refuses.
pub async fn person_for(tx: &mut Tx, ward: WardId, account: AccountId) -> Result<Person, Error> {
    if let Some(person) = person_of(tx, ward, account).await? {
        return Ok(person);
    }
    let (id, now) = (PersonId(tx.new_id()), tx.now());
    exec!(tx, "INSERT INTO people (id, ward_id, name, created_at) VALUES ($1, $2, '', $3)", id, ward, now)?;
    exec!(
        tx,
        "INSERT INTO person_accounts (ward_id, account_id, person_id) VALUES ($1, $2, $3)",
        ward,
        account,
        id
    )?;
    Ok(Person { id, name: String::new() })
}

/// Somebody for whom staff enter what they ask: nothing is known of them but that.
///
/// # Errors
/// If the database refuses.
pub async fn person_without_account(tx: &mut Tx, ward: WardId) -> Result<PersonId, Error> {
    let (id, now) = (PersonId(tx.new_id()), tx.now());
    exec!(tx, "INSERT INTO people (id, ward_id, name, created_at) VALUES ($1, $2, '', $3)", id, ward, now)?;
    Ok(id)
}

/// Gives a person of staff or a head the name by which the ward knows them.
///
/// # Errors
/// If the database refuses or there is no such person.
pub async fn set_name(tx: &mut Tx, person: PersonId, name: &str) -> Result<(), Error> {
    let changed = exec!(tx, "UPDATE people SET name = $2 WHERE id = $1", person, name)?;
    exactly_one(changed, "person")
}

/// A person's name; empty for residents.
///
/// # Errors
/// If the database refuses.
pub async fn name_of(tx: &mut Tx, person: PersonId) -> Result<String, Error> {
    let row = one!(tx, (String,), "SELECT name FROM people WHERE id = $1", person)?;
    Ok(row.map(|(name,)| name).unwrap_or_default())
}

/// What a person may do now.
///
/// # Errors
/// If the database refuses or a stored role is unknown.
pub async fn roles_of(tx: &mut Tx, ward: WardId, person: PersonId) -> Result<Roles, Error> {
    let rows = all!(
        tx,
        (String, Option<UnitId>),
        "SELECT role, unit_id FROM roles WHERE ward_id = $1 AND person_id = $2 AND ended_at IS NULL",
        ward,
        person
    )?;
    let mut held = Vec::with_capacity(rows.len());
    for (role, unit) in rows {
        held.push((Role::from_code(&role).ok_or_else(|| Error::corrupt("role", role))?, unit));
    }
    let heads = all!(
        tx,
        (NeighbourhoodId,),
        "SELECT neighbourhood_id FROM offices WHERE person_id = $1 AND until IS NULL ORDER BY since",
        person
    )?;
    Ok(Roles::new(held, heads.into_iter().map(|(id,)| id).collect()))
}

/// One role as it was given once, to one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    pub id: Uuid,
    pub role: Role,
    pub unit: Option<UnitId>,
}

/// The roles that a person holds now, each as it was given, the oldest first.
///
/// # Errors
/// If the database refuses or a stored role is unknown.
pub async fn grants(tx: &mut Tx, ward: WardId, person: PersonId) -> Result<Vec<Grant>, Error> {
    let rows = all!(
        tx,
        (Uuid, String, Option<UnitId>),
        "SELECT id, role, unit_id FROM roles WHERE ward_id = $1 AND person_id = $2 AND ended_at IS NULL
         ORDER BY granted_at, id",
        ward,
        person
    )?;
    rows.into_iter()
        .map(|(id, role, unit)| {
            let role = Role::from_code(&role).ok_or_else(|| Error::corrupt("role", role))?;
            Ok(Grant { id, role, unit })
        })
        .collect()
}

/// Gives a role; one held already stays as it is.
///
/// # Errors
/// If the database refuses.
pub async fn grant(
    tx: &mut Tx,
    ward: WardId,
    person: PersonId,
    role: Role,
    unit: Option<UnitId>,
    by: Option<PersonId>,
) -> Result<(), Error> {
    let now = tx.now();
    let held = roles_of(tx, ward, person).await?;
    let has = match unit {
        Some(unit) => role == Role::Officer && held.is_officer_of(unit),
        None => held.has(role),
    };
    if has {
        return Ok(());
    }
    let id = tx.new_id();
    exec!(
        tx,
        "INSERT INTO roles (id, ward_id, person_id, role, unit_id, granted_by, granted_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        id,
        ward,
        person,
        role.code(),
        unit,
        by,
        now
    )?;
    Ok(())
}

/// Ends all roles of a person at once, and their duty; gives how many roles there were.
///
/// # Errors
/// If the database refuses.
pub async fn end_roles(tx: &mut Tx, ward: WardId, person: PersonId) -> Result<u64, Error> {
    let now = tx.now();
    super::end_duty(tx, ward, person).await?;
    exec!(
        tx,
        "UPDATE roles SET ended_at = $3 WHERE ward_id = $1 AND person_id = $2 AND ended_at IS NULL",
        ward,
        person,
        now
    )
}

/// One line of the staff list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffRow {
    pub person: Person,
    pub role: Role,
    pub unit: Option<UnitId>,
}

/// Everybody who holds a role, with the role.
///
/// # Errors
/// If the database refuses or a stored role is unknown.
pub async fn staff(tx: &mut Tx, ward: WardId) -> Result<Vec<StaffRow>, Error> {
    let rows = all!(
        tx,
        (PersonId, String, String, Option<UnitId>),
        "SELECT p.id, p.name, r.role, r.unit_id FROM roles r JOIN people p ON p.id = r.person_id
         WHERE r.ward_id = $1 AND r.ended_at IS NULL ORDER BY r.granted_at, r.id",
        ward
    )?;
    rows.into_iter()
        .map(|(id, name, role, unit)| {
            let role = Role::from_code(&role).ok_or_else(|| Error::corrupt("role", role))?;
            Ok(StaffRow { person: Person { id, name }, role, unit })
        })
        .collect()
}

/// The people who hold a role, each once.
///
/// # Errors
/// If the database refuses or a stored role is unknown.
pub async fn people_with(tx: &mut Tx, ward: WardId, role: Role) -> Result<Vec<Person>, Error> {
    let mut people: Vec<Person> = Vec::new();
    for row in staff(tx, ward).await? {
        if row.role == role && !people.iter().any(|p| p.id == row.person.id) {
            people.push(row.person);
        }
    }
    Ok(people)
}

/// The officers of these units, each once, the first to become one first.
///
/// # Errors
/// If the database refuses or a stored role is unknown.
pub async fn officers(tx: &mut Tx, ward: WardId, units: &[UnitId]) -> Result<Vec<Person>, Error> {
    let mut people: Vec<Person> = Vec::new();
    for row in staff(tx, ward).await? {
        let is_one = row.role == Role::Officer && row.unit.is_some_and(|unit| units.contains(&unit));
        if is_one && !people.iter().any(|person| person.id == row.person.id) {
            people.push(row.person);
        }
    }
    Ok(people)
}

/// Where a person can be written to in private, with the language to use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailbox {
    pub bot: BotId,
    pub chat: ChatId,
    pub language: String,
}

/// A person's reachable private chat, the newest account first.
///
/// # Errors
/// If the database refuses.
pub async fn mailbox(tx: &mut Tx, person: PersonId) -> Result<Option<Mailbox>, Error> {
    let row = one!(
        tx,
        (BotId, ChatId, String),
        "SELECT a.bot_id, c.id, a.language
         FROM person_accounts pa
         JOIN accounts a ON a.id = pa.account_id
         JOIN chats c ON c.bot_id = a.bot_id AND c.platform_id = a.platform_id
         WHERE pa.person_id = $1 AND a.reachable
         ORDER BY a.created_at DESC LIMIT 1",
        person
    )?;
    Ok(row.map(|(bot, chat, language)| Mailbox { bot, chat, language }))
}

/// The account whose private chat this is.
///
/// # Errors
/// If the database refuses.
pub async fn account_of_chat(tx: &mut Tx, chat: &Chat) -> Result<Option<Account>, Error> {
    let row = one!(
        tx,
        AccountRow,
        "SELECT id, bot_id, ward_id, language, reachable FROM accounts WHERE bot_id = $1 AND platform_id = $2",
        chat.bot,
        chat.platform_id.as_str()
    )?;
    Ok(row.map(account_from))
}

/// The notice that a person has agreed to, if the agreement stands.
///
/// # Errors
/// If the database refuses.
pub async fn consent(tx: &mut Tx, person: PersonId) -> Result<Option<String>, Error> {
    let row = one!(
        tx,
        (String,),
        "SELECT notice FROM consents WHERE person_id = $1 AND withdrawn_at IS NULL
         ORDER BY given_at DESC LIMIT 1",
        person
    )?;
    Ok(row.map(|(notice,)| notice))
}

/// Keeps that a person agreed: who, to which notice, in which language, when.
///
/// # Errors
/// If the database refuses.
pub async fn give_consent(
    tx: &mut Tx,
    ward: WardId,
    person: PersonId,
    notice: &str,
    language: &str,
) -> Result<(), Error> {
    let (id, now) = (tx.new_id(), tx.now());
    exec!(
        tx,
        "INSERT INTO consents (id, ward_id, person_id, notice, language, given_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        id,
        ward,
        person,
        notice,
        language,
        now
    )?;
    Ok(())
}

/// Ends a person's agreement; says whether there was one.
///
/// # Errors
/// If the database refuses.
pub async fn withdraw_consent(tx: &mut Tx, person: PersonId) -> Result<bool, Error> {
    let now = tx.now();
    let changed = exec!(
        tx,
        "UPDATE consents SET withdrawn_at = $2 WHERE person_id = $1 AND withdrawn_at IS NULL",
        person,
        now
    )?;
    Ok(changed > 0)
}

/// Makes an account one more of a person's. `false`: it is somebody's already, who asked something
/// or holds a role or an office.
///
/// # Errors
/// If the database refuses.
pub async fn attach_account(
    tx: &mut Tx,
    ward: WardId,
    account: AccountId,
    person: PersonId,
) -> Result<bool, Error> {
    if let Some(known) = person_of(tx, ward, account).await? {
        if known.id == person {
            return Ok(true);
        }
        let row = one!(
            tx,
            (i64,),
            "SELECT (SELECT COUNT(*) FROM questions WHERE person_id = $1)
                + (SELECT COUNT(*) FROM roles WHERE person_id = $1)
                + (SELECT COUNT(*) FROM offices WHERE person_id = $1)",
            known.id
        )?;
        if row.is_none_or(|(n,)| n > 0) {
            return Ok(false);
        }
    }
    exec!(
        tx,
        "INSERT INTO person_accounts (ward_id, account_id, person_id) VALUES ($1, $2, $3)
         ON CONFLICT (ward_id, account_id) DO UPDATE SET person_id = excluded.person_id",
        ward,
        account,
        person
    )?;
    Ok(true)
}
