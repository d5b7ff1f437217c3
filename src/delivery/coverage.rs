//! Who has a post, by what proof; who has not, why, and who can change that.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde::{Serialize, Serializer};

use super::history::how;
use super::store::{self, ChainCopy};
use super::{How, PostId, PostKind, Reason, Standing, State, standings};
use crate::channel::Channel;
use crate::i18n::hanoi;
use crate::store::{Error, Tx};
use crate::ward::{
    self, Chat, ChatId, ChatState, Group, GroupId, GroupState, Neighbourhood, NeighbourhoodId, PersonId,
    Relay, RelayKind, WardId,
};

/// Coverage of one post, in the shape that other people's programs read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Coverage {
    pub post: PostId,
    pub kind: PostKind,
    /// The neighbourhoods for which the message is.
    pub neighbourhoods: usize,
    /// Those in which at least one copy is proven.
    pub covered: usize,
    pub rows: Vec<CoverageRow>,
}

/// One copy, or one neighbourhood that has none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CoverageRow {
    pub neighbourhood: String,
    pub channel: Option<Channel>,
    pub group: Option<String>,
    /// A state of a copy; `none` where there is no copy.
    pub state: String,
    #[serde(serialize_with = "local")]
    pub at: Option<DateTime<Utc>>,
    pub proof: Option<String>,
    pub reason: Option<String>,
    /// How many posts the group had on that day, where that is the reason.
    #[serde(skip)]
    pub cap: Option<i64>,
    /// Who can change it: `head`, `administrator` or `approver`.
    pub acts: Option<&'static str>,
    /// By which way it was sent.
    pub how: Option<How>,
    /// What the relay is by which it went.
    pub relay: Option<RelayKind>,
    /// Who says that it was passed on.
    pub by: Option<String>,
    /// They said so only after its time.
    pub late: bool,
    #[serde(skip)]
    pub kind: PostKind,
    #[serde(skip)]
    pub group_id: Option<GroupId>,
    #[serde(skip)]
    pub neighbourhood_id: Option<NeighbourhoodId>,
}

fn local<S: Serializer>(at: &Option<DateTime<Utc>>, serializer: S) -> Result<S::Ok, S::Error> {
    at.map(|at| hanoi(at).to_rfc3339()).serialize(serializer)
}

/// A coverage in figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub sent: usize,
    pub waiting: usize,
    pub unknown: usize,
    pub failed: usize,
}

impl Coverage {
    #[must_use]
    pub fn summary(&self) -> Summary {
        let mut summary = Summary::default();
        for row in &self.rows {
            match row.state.as_str() {
                "sent" => summary.sent += 1,
                "waiting" | "sending" => summary.waiting += 1,
                "unknown" => summary.unknown += 1,
                _ => summary.failed += 1,
            }
        }
        summary
    }

    /// Of the groups for which this post had something to do: in how many it is done, and how many
    /// there are.
    #[must_use]
    pub fn done(&self) -> (usize, usize) {
        let with_copy = self.rows.iter().filter(|row| row.state != "none");
        (with_copy.clone().filter(|row| row.state == "sent").count(), with_copy.count())
    }
}

/// A ward's neighbourhoods with their groups, as coverage reads them: once for any number of posts.
pub struct Directory {
    pub neighbourhoods: Vec<Neighbourhood>,
    groups: HashMap<NeighbourhoodId, Vec<Group>>,
    chats: HashMap<ChatId, Chat>,
    relays: HashMap<GroupId, Relay>,
    names: HashMap<PersonId, String>,
}

impl Directory {
    /// The ward's, as it is now.
    ///
    /// # Errors
    /// If the database refuses.
    pub async fn of(tx: &mut Tx, ward: WardId) -> Result<Self, Error> {
        let neighbourhoods = ward::store::neighbourhoods(tx, ward).await?;
        let mut groups: HashMap<NeighbourhoodId, Vec<Group>> = HashMap::new();
        for group in ward::store::groups(tx, ward).await? {
            groups.entry(group.neighbourhood).or_default().push(group);
        }
        let chats = ward::store::chats_of_groups(tx, ward).await?;
        Ok(Self {
            neighbourhoods,
            groups,
            chats: chats.into_iter().map(|chat| (chat.id, chat)).collect(),
            relays: ward::store::relays(tx, ward).await?,
            names: ward::store::names(tx, ward).await?,
        })
    }

    /// What the relay is by which a group is reached; `None`: it is none.
    fn relay(&self, group: &Group) -> Option<RelayKind> {
        let known = || self.relays.get(&group.id).map(|relay| relay.kind).unwrap_or_default();
        (group.channel == Channel::Relay).then(known)
    }

    /// Who says so, by what is kept as a proof.
    fn name(&self, proof: Option<&str>) -> Option<String> {
        let id = proof?.trim_matches('"').strip_prefix("person:")?;
        self.names.get(&PersonId(id.parse().ok()?)).cloned()
    }
}

/// Computes the coverage of a post from its copies and the ward's directory, of the neighbourhoods
/// that are `meant` and of those that have a copy all the same. For a correction or a
/// recall, a group that had nothing to be changed has no copy, and its row says why.
///
/// # Errors
/// If the database refuses.
pub async fn coverage(
    tx: &mut Tx,
    directory: &Directory,
    post: PostId,
    meant: impl Fn(&Neighbourhood) -> bool,
) -> Result<Coverage, Error> {
    let Directory { neighbourhoods, groups, chats, .. } = directory;
    let kind = store::post_kind(tx, post).await?;
    let before: HashMap<GroupId, Standing> = if kind == PostKind::Post {
        HashMap::new()
    } else {
        let links = store::chain_until(tx, post).await?;
        standings(tx, &links).await?.into_iter().map(|standing| (standing.group, standing)).collect()
    };
    let besides: HashMap<ChatId, (State, Option<String>)> = store::besides(tx, post)
        .await?
        .into_iter()
        .map(|(chat, state, reason)| (chat, (state, reason)))
        .collect();
    let mut copies: HashMap<GroupId, ChainCopy> =
        store::chain_copies(tx, post).await?.into_iter().map(|copy| (copy.group, copy)).collect();
    let mut rows = Vec::with_capacity(copies.len().max(neighbourhoods.len()));
    let (mut counted, mut covered) = (0, 0);
    for neighbourhood in neighbourhoods {
        let groups = groups.get(&neighbourhood.id).map_or(&[][..], Vec::as_slice);
        let has_part = |group: &Group| copies.contains_key(&group.id) || before.contains_key(&group.id);
        if !meant(neighbourhood) && !groups.iter().any(has_part) {
            continue;
        }
        counted += 1;
        let before_this = rows.len();
        let mut proven = false;
        let none = |reason: String, acts| CoverageRow {
            neighbourhood: neighbourhood.name.clone(),
            channel: None,
            group: None,
            state: "none".to_owned(),
            at: None,
            proof: None,
            cap: None,
            reason: Some(reason),
            acts,
            how: None,
            relay: None,
            by: None,
            late: false,
            kind,
            group_id: None,
            neighbourhood_id: Some(neighbourhood.id),
        };
        for group in groups {
            let Some(chat) = chats.get(&group.chat) else { continue };
            let stood = before.get(&group.id);
            let Some(mut copy) = copies.remove(&group.id) else {
                if let Some(why) = stood.and_then(|stood| stood.why_not.clone()) {
                    let acts = who_acts(&why);
                    rows.push(CoverageRow {
                        channel: Some(group.channel),
                        group_id: Some(group.id),
                        relay: directory.relay(group),
                        ..none(why, acts)
                    });
                }
                continue;
            };
            if let (State::Sent, Some((state, reason))) = (copy.state, besides.get(&copy.chat)) {
                // One message of several is still there.
                (copy.state, copy.reason) = (*state, reason.clone());
            }
            let is_sent = copy.state == State::Sent;
            proven |= is_sent;
            let (reason, acts) = why_not(&copy, group.channel, chat.state);
            let relay = directory.relay(group);
            // A meeting comes when it comes.
            let is_past = copy.not_after.is_some_and(|at| at < copy.changed_at);
            let late = is_sent && is_past && relay.is_some_and(|kind| kind != RelayKind::Meeting);
            let by = directory.name(copy.proof.as_deref()).filter(|_| is_sent);
            rows.push(CoverageRow {
                channel: Some(group.channel),
                group: (group.channel == Channel::Telegram).then(|| chat.title.clone()),
                state: copy.state.code().to_owned(),
                at: is_sent.then_some(copy.changed_at),
                how: is_sent.then(|| how(kind, &copy, stood)),
                cap: (copy.state == State::Failed && reason.as_deref() == Some(Reason::Cap.code()))
                    .then(|| copy.proof.as_deref().and_then(|max| max.parse().ok()))
                    .flatten(),
                proof: if is_sent { copy.proof } else { None },
                relay,
                by,
                late,
                reason,
                group_id: Some(group.id),
                ..none(String::new(), acts)
            });
        }
        if rows.len() == before_this {
            let asked = groups.iter().any(|g| g.state == GroupState::Asked);
            let late = groups.iter().any(|g| g.state == GroupState::Confirmed);
            let (reason, acts) = if late {
                ("registered_later", None)
            } else if asked {
                ("not_confirmed", Some("administrator"))
            } else {
                ("no_group", Some("head"))
            };
            rows.push(none(reason.to_owned(), acts));
        }
        covered += usize::from(proven);
    }
    Ok(Coverage { post, kind, neighbourhoods: counted, covered, rows })
}

/// Who can change what kept a copy from arriving.
fn who_acts(reason: &str) -> Option<&'static str> {
    match reason {
        "replaced" | "stopped" => None,
        "too_late" => Some("approver"),
        "rest" => Some("head"),
        _ => Some("head"),
    }
}

fn why_not(copy: &ChainCopy, channel: Channel, chat: ChatState) -> (Option<String>, Option<&'static str>) {
    match copy.state {
        State::Waiting if channel == Channel::Relay && chat == ChatState::Gone => {
            (Some("blocked".into()), Some("administrator"))
        }
        State::Waiting if channel == Channel::Relay => (Some("not_confirmed_yet".into()), Some("head")),
        State::Sent | State::Waiting | State::Sending => (None, None),
        State::Unknown => (Some("unknown".into()), Some("approver")),
        State::Failed if copy.reason.as_deref() == Some(Reason::Cap.code()) => {
            (copy.reason.clone(), Some("approver"))
        }
        State::Failed => (copy.reason.clone(), Some("head")),
        State::Expired => (Some("too_late".into()), Some("approver")),
        State::Cancelled => (copy.reason.clone().or(Some("stopped".into())), None),
    }
}
