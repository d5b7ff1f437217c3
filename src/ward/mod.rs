//! The ward and everyone in it: units, people and their accounts, roles, neighbourhoods,
//! heads and the groups that reach the residents.
//!
//! Promises: a person is not an account, and a platform's id is never a key; a role counts
//! from the moment it is given until the moment it ends; a link works once, for what it was
//! made for, and only its hash is kept.

mod defaults;
mod relay;
pub mod store;

pub use defaults::{CATCH_ALL, UnitSeed, default_units};
pub use relay::{Relay, RelayKind};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::channel::{Channel, ChatKind, Standing};
use crate::store::id;

id!(
    WardId,
    BotId,
    AccountId,
    PersonId,
    ChatId,
    UnitId,
    AbsenceId,
    NeighbourhoodId,
    /// One way to a neighbourhood's residents.
    GroupId,
);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ward {
    pub id: WardId,
    pub name: String,
    /// The body that signs what the ward posts.
    pub issuer: String,
    /// Grows with each change of the ward's calendar.
    pub calendar: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bot {
    pub id: BotId,
    pub username: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub id: AccountId,
    pub bot: BotId,
    pub ward: Option<WardId>,
    pub language: String,
    /// Whether the bot may write to this account: it wrote first and has not blocked us.
    pub reachable: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub name: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chat {
    pub id: ChatId,
    pub bot: BotId,
    pub platform_id: String,
    pub kind: ChatKind,
    pub title: String,
    pub state: ChatState,
}

/// Whether the bot can write in a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChatState {
    Open,
    /// The bot is in the chat but may not write.
    Silenced,
    /// The bot was removed, or the person blocked it.
    Gone,
}

impl ChatState {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Silenced => "silenced",
            Self::Gone => "gone",
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Open, Self::Silenced, Self::Gone].into_iter().find(|state| state.code() == code)
    }
}

impl From<Standing> for ChatState {
    fn from(standing: Standing) -> Self {
        match standing {
            Standing::Member | Standing::Admin => Self::Open,
            Standing::Silenced => Self::Silenced,
            Standing::Gone => Self::Gone,
        }
    }
}

/// What a person may do in a ward. Residents need no role; heads are known by their neighbourhood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Editor,
    /// Of one unit.
    Officer,
    Approver,
    Administrator,
}

impl Role {
    pub const ALL: [Self; 4] = [Self::Editor, Self::Officer, Self::Approver, Self::Administrator];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Editor => "editor",
            Self::Officer => "officer",
            Self::Approver => "approver",
            Self::Administrator => "administrator",
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// The roles that one person holds now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roles {
    held: Vec<(Role, Option<UnitId>)>,
    /// Neighbourhoods of which the person is head or deputy.
    pub heads: Vec<NeighbourhoodId>,
}

impl Roles {
    #[must_use]
    pub fn new(held: Vec<(Role, Option<UnitId>)>, heads: Vec<NeighbourhoodId>) -> Self {
        Self { held, heads }
    }

    #[must_use]
    pub fn has(&self, role: Role) -> bool {
        self.held.iter().any(|(held, _)| *held == role)
    }

    #[must_use]
    pub fn is_officer_of(&self, unit: UnitId) -> bool {
        self.held.contains(&(Role::Officer, Some(unit)))
    }

    /// The units of which the person is an officer.
    #[must_use]
    pub fn units(&self) -> Vec<UnitId> {
        self.held.iter().filter(|(role, _)| *role == Role::Officer).filter_map(|(_, unit)| *unit).collect()
    }

    #[must_use]
    pub fn is_staff(&self) -> bool {
        !self.held.is_empty()
    }

    #[must_use]
    pub fn is_head(&self) -> bool {
        !self.heads.is_empty()
    }

    /// Write, submit and withdraw own messages.
    #[must_use]
    pub fn may_write(&self) -> bool {
        self.has(Role::Editor) || self.has(Role::Officer) || self.has(Role::Approver)
    }

    /// Approve or return, never one's own.
    #[must_use]
    pub fn may_approve(&self) -> bool {
        self.has(Role::Approver)
    }

    /// Stop a post, settle copies in doubt.
    #[must_use]
    pub fn may_stop(&self) -> bool {
        self.has(Role::Approver) || self.has(Role::Administrator)
    }

    /// Units, neighbourhoods, groups, staff, plans.
    #[must_use]
    pub fn may_administer(&self) -> bool {
        self.has(Role::Administrator)
    }

    /// Counts, coverage.
    #[must_use]
    pub fn may_see_figures(&self) -> bool {
        self.is_staff()
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub id: UnitId,
    pub code: String,
    pub name: String,
    pub chat: Option<ChatId>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Neighbourhood {
    pub id: NeighbourhoodId,
    pub code: String,
    pub name: String,
    /// The part of the ward that it lies in; empty: none is given.
    pub area: String,
    /// What else it is, by which messages may go to it; in order, none twice.
    pub tags: Vec<String>,
    pub reads: Reads,
    /// Those that have become part of it.
    pub was: Vec<NeighbourhoodId>,
}

/// What the ward knows of a neighbourhood beside what its messages ask for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    pub households: Option<i32>,
    /// The Party cell of the residents; empty: none, or not known.
    pub cell: String,
    /// Whom the ward calls, with the phone; they need not have come in yet.
    pub contact: String,
    pub phone: String,
}

/// What somebody is to a neighbourhood. A deputy may do what the head may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Office {
    Head,
    Deputy,
}

impl Office {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Deputy => "deputy",
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Head, Self::Deputy].into_iter().find(|office| office.code() == code)
    }
}

/// The language of a neighbourhood's groups.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reads {
    #[default]
    Vi,
    En,
    /// Vietnamese, and English below it.
    Both,
}

impl Reads {
    pub const ALL: [Self; 3] = [Self::Vi, Self::En, Self::Both];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
            Self::Both => "both",
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reads| reads.code() == code)
    }
}

/// A neighbourhood's way to its residents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub id: GroupId,
    pub neighbourhood: NeighbourhoodId,
    pub channel: Channel,
    /// The group itself, or for a relay the responsible person's private chat.
    pub chat: ChatId,
    pub head: PersonId,
    pub state: GroupState,
}

/// How a group gets its posts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Manners {
    /// Without a sound, except what is urgent.
    pub silent: bool,
    /// Hours for which each post stays pinned; 0: not at all.
    pub pin_hours: i64,
    /// Until then its head asked for no posts, except urgent ones.
    pub rests_until: Option<DateTime<Utc>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GroupState {
    /// Waits for the ward to confirm.
    Asked,
    Confirmed,
    Rejected,
    /// It was the neighbourhood's, and is not any more.
    Off,
}

impl GroupState {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Confirmed => "confirmed",
            Self::Rejected => "rejected",
            Self::Off => "off",
        }
    }
}

/// What a one-time link is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Makes its opener a member of staff.
    Staff { role: Role, unit: Option<UnitId>, name: String },
    /// Makes the group in which it is opened the unit's chat.
    UnitChat { unit: UnitId },
    /// Makes its opener the head of a neighbourhood, who then registers its group.
    Head { neighbourhood: NeighbourhoodId },
    /// Registers the group in which it is opened.
    Group { neighbourhood: NeighbourhoodId },
    /// Makes its opener a deputy head.
    Deputy { neighbourhood: NeighbourhoodId },
    /// Offers its opener the office of this person, who hands it over.
    Handover { neighbourhood: NeighbourhoodId, from: PersonId },
    /// Makes its opener's account one more of this head's.
    Account { person: PersonId },
}

/// Days for which a link works.
pub const LINK_DAYS: i64 = 14;

/// A new link's secret: 128 random bits in characters that a platform's link may carry.
///
/// # Panics
/// If the system has no source of randomness.
#[must_use]
pub fn new_secret() -> String {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    bytes.iter().fold(String::with_capacity(32), |mut text, byte| {
        use std::fmt::Write as _;
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// What is kept of a link's secret.
#[must_use]
pub fn hash_of(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_fit_a_deep_link_and_differ() {
        let (a, b) = (new_secret(), new_secret());
        assert_ne!(a, b);
        assert!(a.len() <= 62 && a.chars().all(|c| c.is_ascii_alphanumeric()));
    }

    #[test]
    fn an_officer_of_one_unit_is_none_of_another() {
        let (one, other) = (UnitId(uuid::Uuid::from_u128(1)), UnitId(uuid::Uuid::from_u128(2)));
        let roles = Roles::new(vec![(Role::Officer, Some(one))], vec![]);
        assert!(roles.is_officer_of(one) && !roles.is_officer_of(other));
        assert!(roles.may_write() && !roles.may_approve() && !roles.may_administer());
    }
}
