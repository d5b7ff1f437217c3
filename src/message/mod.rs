//! Messages: what the ward says, version by version, and who approved exactly which.
//!
//! Promises: an approval names one version by its hash; every change of text, picture,
//! issuer or audience is a new version with no approvals; nobody approves their own; a word counts
//! while who gave it keeps the role under which they gave it.

mod kind;
pub mod policy;
mod store;

pub use crate::delivery::MessageId;
pub use kind::{Kind, Worth};
pub use policy::{Lack, Policy, Term};
pub use store::{
    Approved, Message, OwnTerm, Version, approval_stands, approve, approvers_who_may, asked, by_author,
    card_shown, complete, consent, create, current, decisions, is_opened, is_shown, lacks, last_shown, lock,
    may_say, message, own_policy, policies, policy_for, policy_of, put_policy, recall, recent_texts,
    release_alone, reopen, send_back, set_term, submitted, term_of, terms_to_look_at, to_leave, version,
    withdraw, write_again,
};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::channel::Media;
use crate::text::{Rich, Span};

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
    /// They hold no role whose word the policy of this message wants.
    #[error("this person's word is not wanted on this message")]
    NoRole,
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

/// What the settings ask for before something is posted, where no policy says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// People who must approve, the author not among them.
    pub needed: usize,
    /// Whether one approver on duty may release an urgent message alone.
    pub alone: bool,
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
    fn every_post_names_who_speaks() {
        assert!(as_posted(&body("Nội dung")).words().starts_with("📢 UBND phường Hồ Sen\n\n"));
    }

    #[test]
    fn length_is_checked_as_platforms_count() {
        assert_eq!(check(&Rich::plain(" \n "), false), Err(Flaw::Empty));
        assert_eq!(check(&Rich::plain(&"ộ".repeat(TEXT_MAX)), false), Ok(()));
        assert!(matches!(check(&Rich::plain(&"a".repeat(CAPTION_MAX + 1)), true), Err(Flaw::TooLong { .. })));
    }
}
