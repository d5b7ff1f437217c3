//! Slots in chat: administrators make them under `/phuong`, writers choose them in `/soan`, staff
//! see and arrange what comes in `/lich`, and hear what is missing.

mod around;
mod arranging;
mod drafting;
mod making;
mod missing;
mod month;
mod screens;
mod week;
mod wording;

use chrono::TimeDelta;

pub(super) use around::{Around, ask_event, event, event_came};
pub(super) use arranging::{down, move_to, others, queue, queues, up};
pub(super) use drafting::{Notes, card_time, notes, offer, put_wish, queued, state_text};
pub(super) use making::{SlotDraft, begin, picked, words_came};
pub use missing::gap_lines;
pub(super) use missing::{missing, weekly, write_for};
pub(super) use month::month;
pub(super) use screens::{drop, group, groups, open, pause, retime, skip};
pub(super) use week::week;

use super::Desk;
use super::approving;
use super::talk::Talk;
use crate::plan::{self, ContentGroup, ContentGroupId};
use crate::schedule::{self, slots};
use crate::store::{Error, Tx};
use crate::text::shorten;
use crate::ward::Role;
use crate::ward::store as ward;

/// Plans the posts of messages whose opening has come. Gives whether there was one.
pub(super) async fn take_due(tx: &mut Tx, desk: &Desk) -> Result<bool, Error> {
    let now = tx.now();
    // What opened while nobody looked is found now, and waits for a person if that is long ago.
    let looked = schedule::last_beat(tx).await?.unwrap_or(now - TimeDelta::minutes(1)).min(now);
    let mut planned = 0;
    for id in slots::queued_wards(tx).await? {
        let found = ward::ward(tx, id).await?;
        let desk = desk.of_ward(tx, &found).await?;
        let worth = |kind, at| desk.worth(kind, at);
        let (taken, fallen) = slots::take_due(tx, id, &desk.habits(), looked, desk.rule(), worth).await?;
        planned += taken + fallen.len();
        for message in fallen {
            approving::tell_voided(tx, &desk, &message).await?;
        }
    }
    Ok(planned > 0)
}

/// Whether a person may change when approved messages leave.
fn may_arrange(talk: &Talk<'_>) -> bool {
    talk.roles.has(Role::Editor) || talk.roles.may_stop()
}

/// A content group's number and name on one line of a screen.
fn title(group: &ContentGroup, units: usize) -> String {
    shorten(&format!("{} {}", group.number, group.name), units)
}

/// The same of a group that may belong to an earlier plan.
async fn title_of(talk: &mut Talk<'_>, id: ContentGroupId, units: usize) -> Result<String, Error> {
    let group = plan::content_group(talk.tx, talk.ward.id, id).await?;
    Ok(group.map(|group| title(&group, units)).unwrap_or_default())
}
