//! Messages: what the ward says, version by version, and who approved exactly which.
//!
//! Promises: an approval names one version by its hash; every change of text, picture,
//! issuer or audience is a new version with no approvals; nobody approves their own; a word counts
//! while who gave it keeps the role under which they gave it.

pub mod checks;
mod kind;
pub mod policy;
mod shown;
mod store;
pub mod templates;

pub use crate::delivery::MessageId;
pub use kind::{Kind, Worth};
pub use policy::{Lack, Policy, Term};
pub use shown::{Flaw, MEDIA_MAX, as_posted, as_posted_for, check, check_words, editions, read_by, said_for};
pub use store::{
    Approved, Message, OwnTerm, Version, approval_stands, approve, approvers_who_may, asked, by_author,
    card_shown, complete, consent, create, current, decisions, fill_terms, is_opened, is_shown, lacks,
    last_shown, lock, may_say, message, own_policy, policies, policy_for, policy_of, put_policy, recall,
    recent_texts, release_alone, reopen, search, send_back, set_term, submitted, term_of, terms_to_look_at,
    to_leave, version, withdraw, write_again,
};

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::channel::{Attachment, Media};
use crate::text::Rich;
use crate::ward::{Neighbourhood, NeighbourhoodId};

/// Everything that an approval is bound to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Stored")]
pub struct Body {
    /// Vietnamese text, always there.
    pub vi: Rich,
    /// The same in English, for the groups that read it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub en: Option<Rich>,
    /// Nothing, one picture, film or document, or pictures and films as one album.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<Attachment>,
    /// The body that speaks.
    pub issuer: String,
    pub audience: Audience,
    #[serde(skip_serializing_if = "is_default")]
    pub kind: Kind,
    /// From whom it was taken over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// A body as rows have it, those from before there was more than one picture included.
#[derive(Deserialize)]
struct Stored {
    vi: Rich,
    #[serde(default)]
    en: Option<Rich>,
    #[serde(default)]
    photo: Option<Media>,
    #[serde(default)]
    media: Vec<Attachment>,
    issuer: String,
    audience: Audience,
    #[serde(default)]
    kind: Kind,
    #[serde(default)]
    source: Option<String>,
}

impl From<Stored> for Body {
    fn from(stored: Stored) -> Self {
        let Stored { vi, en, photo, mut media, issuer, audience, kind, source } = stored;
        media.extend(photo.map(Attachment::Photo));
        Self { vi, en, media, issuer, audience, kind, source }
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// To whom a message goes: the confirmed groups of these neighbourhoods, as they are when it leaves.
/// Names and ids are kept in order, so that one audience has one hash.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Every neighbourhood of the ward.
    #[default]
    All,
    /// Those of any of these areas.
    Areas(BTreeSet<String>),
    /// Those with any of these tags.
    Tags(BTreeSet<String>),
    Chosen(BTreeSet<NeighbourhoodId>),
}

impl Audience {
    #[must_use]
    pub fn includes(&self, neighbourhood: &Neighbourhood) -> bool {
        match self {
            Self::All => true,
            Self::Areas(areas) => areas.contains(&neighbourhood.area),
            Self::Tags(tags) => neighbourhood.tags.iter().any(|tag| tags.contains(tag)),
            Self::Chosen(ids) => {
                ids.contains(&neighbourhood.id) || neighbourhood.was.iter().any(|id| ids.contains(id))
            }
        }
    }
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
    let json = |value: &Rich| serde_json::to_vec(value).unwrap_or_default();
    // Media count by what names the file itself: what is sent for it may change.
    let (photo, more) = match body.media.as_slice() {
        [] => (String::new(), None),
        [Attachment::Photo(photo)] => (photo.unique_id.clone(), None),
        other => {
            let named = |one: &Attachment| (one.kind(), one.file().map(|file| file.unique_id.clone()));
            let named: Vec<_> = other.iter().map(named).collect();
            (String::new(), Some(serde_json::to_vec(&named).unwrap_or_default()))
        }
    };
    let audience = serde_json::to_vec(&body.audience).unwrap_or_default();
    let mut parts = vec![json(&body.vi), photo.into_bytes(), body.issuer.clone().into_bytes(), audience];
    // What is as it always was adds nothing: versions from before there was more keep their hashes.
    // What is added has its name before it; no kind is called like one of these.
    if body.kind != Kind::default() {
        parts.push(body.kind.code().into());
    }
    let added = [
        ("en", body.en.as_ref().map(json)),
        ("media", more),
        ("source", body.source.clone().map(String::into_bytes)),
    ];
    for (name, value) in added {
        if let Some(value) = value {
            parts.extend([name.into(), value]);
        }
    }
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    hash.finalize().to_vec()
}

/// What the settings ask for before something is posted, where no policy says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// People who must approve, the author not among them.
    pub needed: usize,
    /// Whether one approver on duty may release an urgent message alone.
    pub alone: bool,
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn body(text: &str) -> Body {
        Body {
            vi: Rich::plain(text),
            en: None,
            media: vec![],
            issuer: "UBND phường Hồ Sen".into(),
            audience: Audience::All,
            kind: Kind::Notice,
            source: None,
        }
    }

    #[test]
    fn whatever_residents_could_tell_apart_has_its_own_hash() {
        let plain = body("Lịch thu gom rác");
        let mut bold = plain.clone();
        bold.vi = Rich::bold("Lịch thu gom rác");
        let mut issuer = plain.clone();
        issuer.issuer = "Đảng ủy phường Hồ Sen".into();
        let file = |file: &str, unique: &str| Media { file_id: file.into(), unique_id: unique.into() };
        let with = |media: &[Attachment]| Body { media: media.to_vec(), ..plain.clone() };
        let one = || Attachment::Photo(file("f", "u"));
        let other = || Attachment::Photo(file("h", "v"));
        let english = |text: &str| Body { en: Some(Rich::plain(text)), ..plain.clone() };
        let sourced = |name: &str| Body { source: Some(name.into()), ..plain.clone() };
        let to = |audience| Body { audience, ..plain.clone() };
        let names = |name: &str| BTreeSet::from([name.to_owned()]);
        let of_kind = |kind| Body { kind, ..plain.clone() };
        let id = NeighbourhoodId(Uuid::from_u128(1));
        let bodies = [
            plain.clone(),
            bold,
            issuer,
            with(&[one()]),
            with(&[other()]),
            with(&[Attachment::Video(file("f", "u"))]),
            with(&[Attachment::Document(file("f", "u"))]),
            with(&[one(), other()]),
            with(&[other(), one()]),
            of_kind(Kind::Event),
            of_kind(Kind::Urgent),
            english("media"),
            english("source"),
            sourced("en"),
            sourced("urgent"),
            Body { kind: Kind::Urgent, ..sourced("en") },
            to(Audience::Areas(names("Khu A"))),
            to(Audience::Tags(names("Khu A"))),
            to(Audience::Chosen(BTreeSet::from([id]))),
        ];
        let hashes: Vec<_> = bodies.iter().map(hash_of).collect();
        for (i, one) in hashes.iter().enumerate() {
            assert!(!hashes[i + 1..].contains(one), "{:?}", bodies[i]);
        }
        let other_file = with(&[Attachment::Photo(file("g", "u"))]);
        assert_eq!(hash_of(&bodies[3]), hash_of(&other_file), "the same picture under another file id");
        for body in bodies {
            let stored = serde_json::to_string(&body).unwrap();
            assert_eq!(serde_json::from_str::<Body>(&stored).unwrap(), body, "{stored}");
        }
    }

    #[test]
    fn an_audience_is_of_neighbourhoods_as_they_are() {
        let place = |n: u128, area: &str, tags: &[&str]| Neighbourhood {
            id: NeighbourhoodId(Uuid::from_u128(n)),
            code: n.to_string(),
            name: format!("Tổ {n}"),
            area: area.into(),
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            reads: crate::ward::Reads::Vi,
            was: if n == 3 { vec![NeighbourhoodId(Uuid::from_u128(9))] } else { vec![] },
        };
        let all =
            [place(1, "Khu A", &["chung cư"]), place(2, "Khu B", &["chung cư", "chợ"]), place(3, "", &[])];
        let meant = |audience: Audience| {
            all.iter().filter(|one| audience.includes(one)).map(|one| one.code.as_str()).collect::<String>()
        };
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
        assert_eq!(meant(Audience::All), "123");
        assert_eq!(meant(Audience::Areas(names(&["Khu A", "Khu C"]))), "1");
        assert_eq!(meant(Audience::Tags(names(&["chung cư"]))), "12");
        assert_eq!(meant(Audience::Chosen(BTreeSet::from([all[2].id]))), "3");
        let merged = NeighbourhoodId(Uuid::from_u128(9));
        assert_eq!(meant(Audience::Chosen(BTreeSet::from([merged]))), "3", "it is part of the third now");
    }

    #[test]
    fn versions_from_before_there_were_kinds_keep_their_hashes() {
        let stored = r#"{"vi":[{"text":"Lịch thu gom rác"}],"issuer":"UBND phường Hồ Sen","audience":"all"}"#;
        let old: Body = serde_json::from_str(stored).unwrap();
        assert_eq!(old, body("Lịch thu gom rác"));
        assert_eq!(serde_json::to_string(&old).unwrap(), stored, "a plain notice is stored as ever");
        assert_eq!(hash_of(&old)[..8], [0x03, 0x13, 0xac, 0x2c, 0xab, 0x6d, 0x8e, 0xe5]);
        let stored = r#"{"vi":[{"text":"Lịch"}],"photo":{"file_id":"f","unique_id":"u"},
            "issuer":"UBND","audience":"all","kind":"urgent"}"#;
        let old: Body = serde_json::from_str(stored).unwrap();
        assert_eq!(old.media.len(), 1, "one picture as it was kept before there were albums");
        assert_eq!(hash_of(&old)[..8], [0x59, 0x63, 0x88, 0x0a, 0x02, 0x1d, 0xf4, 0xf3]);
    }
}
