//! Writing a message: content group, text in one or two languages, media, audience, source,
//! preview, time, submission. What is written lies in the conversation's row until it is submitted.

mod audience;
mod english;
mod finishing;
mod gathering;
mod own;
mod source;

pub(super) use audience::{areas, fingerprint};
pub(super) use finishing::preview;
pub(super) use gathering::settle;
pub(super) use own::{edit_message, my_message, state_text, withdraw};
pub(super) use source::of_forwarded;

use chrono::DateTime;

use super::act::Act;
use super::correcting::what_stands;
use super::talk::{Ask, Draft, Step, Talk};
use super::{inbox, resident, reuse};
use crate::channel::{Attachment, Button, Event, Media, Target, What};
use crate::i18n::{self, Lang, Text};
use crate::message::{self, Body, Flaw};
use crate::plan::{self, ContentGroup, PlanId};
use crate::schedule::{self, WhenError};
use crate::store::Error;
use crate::text::{Rich, shorten};

/// Content groups offered on one screen.
const GROUPS_MAX: usize = 40;
/// Own messages shown in the list.
const OWN_MAX: i64 = 8;
/// How the names of documents end that a message may carry.
const DOCUMENTS: [&str; 3] = [".pdf", ".doc", ".docx"];

/// What an author sends at once, or one part of it.
struct Piece<'a> {
    words: &'a Rich,
    media: Option<Given>,
    /// The same for all parts of an album.
    album: Option<&'a str>,
    /// Where it was sent on from; empty: a person wrote it.
    forwarded: Option<&'a str>,
    reply_to: Option<&'a str>,
}

enum Given {
    File(Attachment),
    /// A file that a message cannot carry.
    Unfit,
}

impl<'a> Piece<'a> {
    /// `None`: nothing of which a message is made.
    fn of(event: &'a Event) -> Option<Self> {
        let (words, media, reply_to) = match &event.what {
            What::Text { text, reply_to } => (text, None, reply_to),
            What::Photo { media, caption, reply_to } => {
                (caption, Some(Given::File(Attachment::Photo(media.clone()))), reply_to)
            }
            What::Video { media, caption, reply_to } => {
                (caption, Some(Given::File(Attachment::Video(media.clone()))), reply_to)
            }
            What::Document { file_id, unique_id, name, caption, reply_to, .. } => {
                let name = name.to_lowercase();
                let given = if DOCUMENTS.iter().any(|ending| name.ends_with(ending)) {
                    let media = Media { file_id: file_id.clone(), unique_id: unique_id.clone() };
                    Given::File(Attachment::Document(media))
                } else {
                    Given::Unfit
                };
                (caption, Some(given), reply_to)
            }
            _ => return None,
        };
        let (album, forwarded) = (event.album.as_deref(), event.forwarded.as_deref());
        Some(Self { words, media, album, forwarded, reply_to: reply_to.as_deref() })
    }

    /// Whether it belongs to what a draft has of an album already.
    fn goes_on(&self, draft: &Draft) -> bool {
        self.album.is_some() && self.album == draft.album.as_deref()
    }
}

/// `/soan`
pub(super) async fn begin(talk: &mut Talk<'_>) -> Result<(), Error> {
    if !talk.is_private() {
        return talk.say(Text::OnlyInPrivate).await;
    }
    if !talk.roles.may_write() {
        return talk.say(Text::OnlyWriters).await;
    }
    let me = talk.me().await?;
    let own = message::by_author(talk.tx, me, OWN_MAX).await?;
    if !own.is_empty() {
        let mut letter = talk.letter(&Text::WriteOwn);
        for message in own {
            let label = own::own_line(talk, &message).await?;
            letter
                .buttons
                .push(vec![Button { label, target: Target::Act(Act::MyMessage(message.id).pack()) }]);
        }
        talk.send(letter).await?;
    }
    ask_group(talk, Draft::default()).await
}

/// To which content group a draft belongs, where the ward has a plan; where it has several, first
/// to which of them.
pub(super) async fn ask_group(talk: &mut Talk<'_>, mut draft: Draft) -> Result<(), Error> {
    let plans = plan::in_force(talk.tx, talk.ward.id).await?;
    let mut filled = Vec::new();
    for found in plans {
        let groups = plan::groups_of(talk.tx, talk.ward.id, found.id).await?;
        if !groups.is_empty() {
            filled.push((found, groups));
        }
    }
    let has_nothing = draft.text.is_none() && draft.media.is_empty();
    let mut letter = match filled.as_slice() {
        [] => return go_on(talk, draft, Text::WriteTextNoPlan, true).await,
        [(_, groups)] => {
            let mut letter = talk.letter(&Text::WriteChooseGroup);
            letter.buttons = group_buttons(groups);
            letter
        }
        several => {
            let mut letter = talk.letter(&Text::WriteChoosePlan);
            letter.buttons = several
                .iter()
                .take(GROUPS_MAX)
                .map(|(plan, _)| {
                    let target = Target::Act(Act::PlanPick(plan.id).pack());
                    vec![Button { label: shorten(&plan.title, 60), target }]
                })
                .collect();
            letter
        }
    };
    draft.asks = Ask::ContentGroup;
    talk.set_step(&Step::Drafting(draft)).await?;
    letter.buttons.push(vec![talk.button(&Text::ButtonNoGroup, &Act::NoContentGroup)]);
    if has_nothing {
        letter.buttons.extend(reuse::ways(talk));
    }
    talk.replace(letter).await
}

fn group_buttons(groups: &[ContentGroup]) -> Vec<Vec<Button>> {
    groups
        .iter()
        .take(GROUPS_MAX)
        .map(|group| {
            vec![Button {
                label: shorten(&format!("{} {}", group.number, group.name), 60),
                target: Target::Act(Act::PickContentGroup(group.id).pack()),
            }]
        })
        .collect()
}

/// The content groups of one of several plans.
async fn groups_of_plan(talk: &mut Talk<'_>, id: PlanId) -> Result<(), Error> {
    let groups = plan::groups_of(talk.tx, talk.ward.id, id).await?;
    if groups.is_empty() {
        return talk.toast(Text::ButtonUnknown).await;
    }
    let mut letter = talk.letter(&Text::WriteChooseGroup);
    letter.buttons = group_buttons(&groups);
    letter.buttons.push(vec![talk.button(&Text::ButtonOtherPlan, &Act::PlansToPick)]);
    talk.replace(letter).await
}

/// The content group is settled, or there are none to begin with: what was sent on is looked at, or the text is asked for.
async fn go_on(talk: &mut Talk<'_>, mut draft: Draft, ask: Text, begins: bool) -> Result<(), Error> {
    if draft.message.is_none() && (draft.text.is_some() || !draft.media.is_empty()) {
        return gathering::settle(talk, draft).await;
    }
    draft.asks = Ask::Text;
    talk.set_step(&Step::Drafting(draft)).await?;
    let mut letter = talk.letter(&ask);
    if begins {
        letter.buttons = reuse::ways(talk);
    }
    talk.replace(letter).await
}

/// A button of the drafting screens.
pub(super) async fn pressed(talk: &mut Talk<'_>, act: Act) -> Result<(), Error> {
    if !talk.roles.may_write() {
        return talk.alert(Text::OnlyWriters).await;
    }
    let Some(Step::Drafting(mut draft)) = talk.step().await? else {
        return talk.alert(Text::DraftGone).await;
    };
    match act {
        Act::PlanPick(id) => groups_of_plan(talk, id).await,
        Act::PlansToPick => ask_group(talk, draft).await,
        Act::PickContentGroup(id) => {
            let Some(group) = plan::content_group(talk.tx, talk.ward.id, id).await? else {
                return talk.toast(Text::ButtonUnknown).await;
            };
            draft.content_group = Some(id);
            go_on(talk, draft, Text::WriteText { group: format!("{} {}", group.number, group.name) }, false)
                .await
        }
        Act::NoContentGroup => {
            draft.content_group = None;
            go_on(talk, draft, Text::WriteTextNoPlan, false).await
        }
        Act::NoPhoto => {
            if draft.text.is_none() {
                return talk.alert(Text::DraftGone).await;
            }
            draft.media.clear();
            finishing::preview(talk, draft).await
        }
        Act::AlbumDone => gathering::done(talk, draft).await,
        Act::English => english::ask(talk, draft).await,
        Act::EnglishDrop => {
            draft.en = None;
            finishing::preview(talk, draft).await
        }
        Act::Source => source::ask(talk, draft).await,
        Act::SourceDrop => {
            draft.source = None;
            finishing::preview(talk, draft).await
        }
        Act::AudiencePick
        | Act::AudienceEverybody
        | Act::AudienceAreas
        | Act::AudienceArea(_)
        | Act::AudienceTags
        | Act::AudienceTag(_)
        | Act::AudiencePlaces(_)
        | Act::AudiencePlace(..)
        | Act::AudienceDone => audience::pressed(talk, draft, act).await,
        Act::PostNow => {
            draft.slot = false;
            finishing::ask_submit(talk, draft, None).await
        }
        Act::PostSlot => {
            draft.slot = true;
            draft.chosen = None;
            finishing::ask_submit(talk, draft, None).await
        }
        Act::PostSlotAt(seconds) => {
            draft.slot = true;
            draft.chosen = seconds.parse().ok();
            finishing::ask_submit(talk, draft, None).await
        }
        Act::PostAt(seconds) => {
            let at = seconds.parse().ok().and_then(|s| DateTime::from_timestamp(s, 0));
            match at {
                Some(at) if at > talk.tx.now() => {
                    draft.slot = false;
                    finishing::ask_submit(talk, draft, Some(at)).await
                }
                _ => talk.alert(Text::TimePast).await,
            }
        }
        Act::PostOther => {
            draft.asks = Ask::OtherTime;
            talk.set_step(&Step::Drafting(draft)).await?;
            talk.say(Text::WriteOtherTime).await
        }
        Act::WriteAgain => {
            draft.asks = Ask::Text;
            talk.set_step(&Step::Drafting(draft)).await?;
            talk.say(Text::WriteTextAgain).await
        }
        Act::DropDraft => {
            talk.clear_step().await?;
            let letter = talk.letter(&Text::DraftDropped);
            talk.replace(letter).await
        }
        Act::DraftKind(kind) => {
            if draft.asks != Ask::Submit {
                return talk.alert(Text::DraftGone).await;
            }
            draft.kind = kind;
            let at = draft.post_at.and_then(|s| DateTime::from_timestamp(s, 0));
            finishing::ask_submit(talk, draft, at).await
        }
        Act::Submit => finishing::submit(talk, draft).await,
        _ => talk.toast(Text::ButtonUnknown).await,
    }
}

/// Words or files came that may belong to a message. `false`: they do not.
pub(super) async fn came(talk: &mut Talk<'_>, event: &Event) -> Result<bool, Error> {
    if !talk.is_private() {
        return Ok(false);
    }
    let Some(piece) = Piece::of(event) else { return Ok(false) };
    let step = talk.step().await?;
    let is_part = match &step {
        Some(Step::Drafting(_)) => true,
        Some(Step::Forwarded(_)) | None => source::may_begin(talk, &piece),
        Some(_) => false,
    };
    if !is_part || inbox::is_answer(talk, piece.reply_to).await? {
        return Ok(false);
    }
    if resident::replied(talk, piece.words, piece.reply_to).await? {
        return Ok(true);
    }
    match step {
        Some(Step::Drafting(draft)) => continue_with(talk, draft, &piece).await?,
        Some(Step::Forwarded(draft)) => source::forwarded(talk, draft, &piece).await?,
        _ => source::forwarded(talk, Draft::default(), &piece).await?,
    }
    Ok(true)
}

async fn continue_with(talk: &mut Talk<'_>, draft: Draft, piece: &Piece<'_>) -> Result<(), Error> {
    if !talk.roles.may_write() {
        talk.clear_step().await?;
        return talk.say(Text::OnlyWriters).await;
    }
    match draft.asks {
        Ask::ContentGroup if piece.goes_on(&draft) => gathering::late(talk, draft, piece).await,
        Ask::ContentGroup => talk.say(Text::WriteChooseFirst).await,
        Ask::Text | Ask::Photo | Ask::Album => gathering::came(talk, draft, piece).await,
        _ if piece.goes_on(&draft) => gathering::late(talk, draft, piece).await,
        Ask::English => english::came(talk, draft, piece).await,
        Ask::Source => source::came(talk, draft, piece).await,
        Ask::Time | Ask::Submit => talk.say(Text::UseButtons).await,
        Ask::OtherTime => match schedule::read_time(&piece.words.words(), talk.tx.now()) {
            Ok(at) => finishing::ask_submit(talk, Draft { slot: false, ..draft }, Some(at)).await,
            Err(WhenError::Past) => talk.say(Text::TimePast).await,
            Err(WhenError::NoTime | WhenError::NoSuchDate) => talk.say(Text::TimeUnread).await,
        },
    }
}

fn flaw_text(flaw: Flaw) -> Text {
    match flaw {
        Flaw::Empty(Lang::Vi) => Text::TextEmpty,
        Flaw::Empty(Lang::En) => Text::EnglishEmpty,
        Flaw::TooLong { lang: Lang::Vi, length, max } => {
            Text::TextTooLong { length: i18n::count(length), max: i18n::count(max) }
        }
        Flaw::TooLong { lang: Lang::En, length, max } => {
            Text::EnglishTooLong { length: i18n::count(length), max: i18n::count(max) }
        }
        Flaw::BothTooLong { length, max } => {
            Text::BothTooLong { length: i18n::count(length), max: i18n::count(max) }
        }
        Flaw::Media => Text::MediaUnfit,
    }
}

pub(super) fn body_of(talk: &Talk<'_>, draft: &Draft) -> Body {
    Body {
        vi: draft.text.clone().unwrap_or_default(),
        en: draft.en.clone(),
        media: draft.media.clone(),
        issuer: talk.ward.issuer.clone(),
        audience: draft.audience.clone(),
        kind: draft.kind,
        source: draft.source.clone(),
    }
}

/// Whether what is being written takes the place of what groups have seen.
async fn is_correction(talk: &mut Talk<'_>, draft: &Draft) -> Result<bool, Error> {
    match draft.message {
        Some(id) => Ok(what_stands(talk, id).await?.is_some()),
        None => Ok(false),
    }
}
