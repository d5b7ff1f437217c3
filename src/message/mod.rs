//! Messages: what the ward says, version by version, and who approved exactly which.
//!
//! Promises: an approval names one version by its hash; every change of text, picture,
//! issuer or audience is a new version with no approvals; nobody approves their own.

pub mod checks;
mod kind;
mod store;
pub mod templates;

pub use crate::delivery::MessageId;
pub use kind::{Kind, Worth};
pub use store::{
    Approved, Message, Version, approval_stands, approve, approvers_who_may, by_author, create, current,
    fill_terms, lock, message, recall, recent_texts, release_alone, search, send_back, submitted, version,
    withdraw, write_again,
};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::channel::Media;
use crate::text::{Rich, Span};
use crate::ward::PersonId;

/// Characters (UTF-16 units) of text: room is left for the issuer's line and the approver's card.
pub const TEXT_MAX: usize = 3_500;
/// The same under a picture, where platforms allow far less.
pub const CAPTION_MAX: usize = 700;

/// Everything that an approval is bound to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// Vietnamese text, always there.
    pub vi: Rich,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo: Option<Media>,
    /// The body that speaks.
    pub issuer: String,
    pub audience: Audience,
    #[serde(default, skip_serializing_if = "is_default")]
    pub kind: Kind,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Every confirmed group of the ward.
    #[default]
    All,
}

/// Where a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Waits for approval.
    Submitted,
    /// Sent back with a reason.
    Returned,
    /// All approvals are there; it is posted at its time.
    Approved,
    /// Taken back by its author.
    Withdrawn,
}

impl State {
    pub(crate) const ALL: [Self; 4] = [Self::Submitted, Self::Returned, Self::Approved, Self::Withdrawn];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::Approved => "approved",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// Why an act on a message was not done. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    #[error("no such message")]
    Missing,
    /// The version was replaced by a newer one.
    #[error("version {asked} was replaced by version {current}")]
    OldVersion { asked: i32, current: i32 },
    #[error("the author cannot approve")]
    OwnMessage,
    #[error("only the author may do this")]
    NotAuthor,
    /// Already decided or withdrawn.
    #[error("the message is {0:?}")]
    NotOpen(State),
    #[error("this person has decided on this version before")]
    Twice,
    /// It is not urgent, the ward does not allow it, or the person is not on duty.
    #[error("this person may not release this message alone")]
    NotAlone,
    #[error(transparent)]
    Store(#[from] crate::store::Error),
}

/// Names one exact version: two bodies that residents could tell apart never share a hash.
#[must_use]
pub fn hash_of(body: &Body) -> Vec<u8> {
    // The picture counts by what names the picture itself: what is sent for it may change.
    let mut hash = Sha256::new();
    let text = serde_json::to_vec(&body.vi).unwrap_or_default();
    let audience = serde_json::to_vec(&body.audience).unwrap_or_default();
    let photo = body.photo.as_ref().map(|media| media.unique_id.as_str()).unwrap_or_default();
    // A plain notice adds no kind: versions from before there were kinds keep their hashes.
    let kind = (body.kind != Kind::default()).then(|| body.kind.code().as_bytes());
    for part in [text.as_slice(), photo.as_bytes(), body.issuer.as_bytes(), &audience].into_iter().chain(kind)
    {
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    hash.finalize().to_vec()
}

/// The text as residents read it: who speaks, then what is said.
#[must_use]
pub fn as_posted(body: &Body) -> Rich {
    let mut text = Rich::default();
    text.push(Span { text: format!("📢 {}", body.issuer), bold: true, ..Span::default() });
    text.below(2, &body.vi)
}

/// One person's word on one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub person: PersonId,
    pub hash: Vec<u8>,
    pub approves: bool,
    /// An approval that is meant to suffice by itself.
    pub alone: bool,
    /// Whether the person was on duty when they decided.
    pub on_duty: bool,
}

/// What a ward asks for before something is posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// People who must approve, the author not among them.
    pub needed: usize,
    /// Whether one approver on duty may release an urgent message alone.
    pub alone: bool,
}

/// Whether a version may leave: enough different people, none of them the author, approved
/// exactly this, and nobody sent it back. Of an urgent one the word of a single person on duty
/// is enough where the ward allows it.
#[must_use]
pub fn may_leave(hash: &[u8], kind: Kind, author: PersonId, decisions: &[Decision], rule: Rule) -> bool {
    let on_this = || decisions.iter().filter(|d| d.hash == hash);
    if on_this().any(|d| !d.approves) {
        return false;
    }
    let by_others = || on_this().filter(|d| d.approves && d.person != author);
    if rule.alone && kind == Kind::Urgent && by_others().any(|d| d.alone && d.on_duty) {
        return true;
    }
    let mut approvers: Vec<PersonId> = by_others().map(|d| d.person).collect();
    approvers.sort_unstable();
    approvers.dedup();
    approvers.len() >= rule.needed.max(1)
}

/// What is wrong with a text, if anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    Empty,
    TooLong { length: usize, max: usize },
}

/// Checks a text when it is written, not when it is sent.
///
/// # Errors
/// If it is empty or longer than what fits.
pub fn check(text: &Rich, with_photo: bool) -> Result<(), Flaw> {
    let (length, max) = (text.len(), if with_photo { CAPTION_MAX } else { TEXT_MAX });
    if text.is_empty() {
        Err(Flaw::Empty)
    } else if length > max {
        Err(Flaw::TooLong { length, max })
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn body(text: &str) -> Body {
        Body {
            vi: Rich::plain(text),
            photo: None,
            issuer: "UBND phường Hồ Sen".into(),
            audience: Audience::All,
            kind: Kind::Notice,
        }
    }

    fn person(n: u128) -> PersonId {
        PersonId(Uuid::from_u128(n))
    }

    #[test]
    fn whatever_residents_could_tell_apart_has_its_own_hash() {
        let plain = body("Lịch thu gom rác");
        let mut bold = plain.clone();
        bold.vi = Rich::bold("Lịch thu gom rác");
        let mut issuer = plain.clone();
        issuer.issuer = "Đảng ủy phường Hồ Sen".into();
        let mut photo = plain.clone();
        photo.photo = Some(Media { file_id: "f".into(), unique_id: "u".into() });
        let of_kind = |kind| Body { kind, ..plain.clone() };
        let (event, urgent) = (of_kind(Kind::Event), of_kind(Kind::Urgent));
        let hashes = [&plain, &bold, &issuer, &photo, &event, &urgent].map(hash_of);
        for (i, one) in hashes.iter().enumerate() {
            assert!(!hashes[i + 1..].contains(one));
        }
        let mut other_file = photo.clone();
        other_file.photo = Some(Media { file_id: "g".into(), unique_id: "u".into() });
        assert_eq!(hash_of(&photo), hash_of(&other_file), "the same picture under another file id");
    }

    #[test]
    fn versions_from_before_there_were_kinds_keep_their_hashes() {
        let stored = r#"{"vi":[{"text":"Lịch thu gom rác"}],"issuer":"UBND phường Hồ Sen","audience":"all"}"#;
        let old: Body = serde_json::from_str(stored).unwrap();
        assert_eq!(old, body("Lịch thu gom rác"));
        assert_eq!(serde_json::to_string(&old).unwrap(), stored, "a plain notice is stored as ever");
        assert_eq!(hash_of(&old)[..8], [0x03, 0x13, 0xac, 0x2c, 0xab, 0x6d, 0x8e, 0xe5]);
    }

    #[test]
    fn one_person_alone_releases_only_what_is_urgent_where_allowed_and_on_duty() {
        let (author, hash) = (person(0), vec![1]);
        let word = |who, alone, on_duty| Decision {
            person: person(who),
            hash: hash.clone(),
            approves: true,
            alone,
            on_duty,
        };
        let allowed = Rule { needed: 2, alone: true };
        let leaves = |kind, decisions: &[Decision], rule| may_leave(&hash, kind, author, decisions, rule);
        assert!(leaves(Kind::Urgent, &[word(1, true, true)], allowed));
        assert!(
            !leaves(Kind::Urgent, &[word(1, true, true)], Rule { alone: false, ..allowed }),
            "not allowed"
        );
        assert!(!leaves(Kind::Urgent, &[word(1, true, false)], allowed), "not on duty");
        assert!(!leaves(Kind::Urgent, &[word(1, false, true)], allowed), "an ordinary approval");
        assert!(!leaves(Kind::Urgent, &[word(0, true, true)], allowed), "the author");
        for kind in [Kind::Notice, Kind::Event] {
            assert!(!leaves(kind, &[word(1, true, true)], allowed), "{kind:?}");
        }
        let mut returned = word(2, false, false);
        returned.approves = false;
        assert!(!leaves(Kind::Urgent, &[word(1, true, true), returned], allowed), "sent back by another");
        assert!(leaves(Kind::Urgent, &[word(1, false, false), word(2, false, false)], allowed), "two people");
    }

    #[test]
    fn every_post_names_who_speaks() {
        assert!(as_posted(&body("Nội dung")).words().starts_with("📢 UBND phường Hồ Sen\n\n"));
    }

    #[test]
    fn length_is_checked_as_platforms_count() {
        assert_eq!(check(&Rich::plain(" \n "), false), Err(Flaw::Empty));
        assert_eq!(check(&Rich::plain(&"ộ".repeat(TEXT_MAX)), false), Ok(()));
        assert!(matches!(check(&Rich::plain(&"a".repeat(CAPTION_MAX + 1)), true), Err(Flaw::TooLong { .. })));
    }

    proptest! {
        /// Whatever is decided by whom on which version: nothing leaves without enough
        /// different people other than the author having approved exactly this hash; of an
        /// urgent message, where the ward allows it, one of them alone if on duty.
        #[test]
        fn nothing_leaves_unapproved(
            decisions in prop::collection::vec(
                (0_u128..5, 0_u8..3, any::<bool>(), any::<bool>(), any::<bool>()),
                0..8,
            ),
            needed in 0_usize..3,
            alone in any::<bool>(),
            kind in prop::sample::select(Kind::ALL.to_vec()),
        ) {
            let author = person(0);
            let hash = vec![1];
            let decisions: Vec<Decision> = decisions
                .into_iter()
                .map(|(who, version, approves, alone, on_duty)| {
                    Decision { person: person(who), hash: vec![version], approves, alone, on_duty }
                })
                .collect();
            let released_alone = alone && kind == Kind::Urgent && decisions.iter().any(|d| {
                d.hash == hash && d.approves && d.person != author && d.alone && d.on_duty
            });
            let mut others: Vec<PersonId> = decisions
                .iter()
                .filter(|d| d.hash == hash && d.approves && d.person != author)
                .map(|d| d.person)
                .collect();
            others.sort_unstable();
            others.dedup();
            if may_leave(&hash, kind, author, &decisions, Rule { needed, alone }) {
                prop_assert!(!others.is_empty() && (others.len() >= needed || released_alone));
                prop_assert!(decisions.iter().all(|d| d.hash != hash || d.approves));
            }
        }
    }
}
