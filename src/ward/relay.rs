use serde::{Deserialize, Serialize};

use super::GroupId;

/// By what a person passes messages on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RelayKind {
    /// A group in an app where no bot can be.
    #[default]
    Group,
    /// Read aloud.
    Loudspeaker,
    /// Hung up.
    Board,
    /// Said, and handed out, when the neighbourhood meets.
    Meeting,
}

impl RelayKind {
    pub const ALL: [Self; 4] = [Self::Group, Self::Loudspeaker, Self::Board, Self::Meeting];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Group => "group",
            Self::Loudspeaker => "loudspeaker",
            Self::Board => "board",
            Self::Meeting => "meeting",
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// What a relay is beside a way to a neighbourhood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relay {
    pub group: GroupId,
    pub kind: RelayKind,
    /// What its person calls it; empty where there is but one.
    pub name: String,
}

impl Relay {
    /// The group in another app that a neighbourhood has unless somebody said otherwise.
    #[must_use]
    pub fn plain(group: GroupId) -> Self {
        Self { group, kind: RelayKind::default(), name: String::new() }
    }
}
