//! Answers that a colleague reads before they leave: of a sensitive unit, and to a question that
//! answers a post of a sensitive content group. Which groups are is set from `/phuong`.

use super::act::Act;
use super::publishing;
use super::staff::only_administrator;
use super::talk::Talk;
use crate::audit;
use crate::channel::{Button, Target};
use crate::i18n::Text;
use crate::plan::{self, ContentGroupId};
use crate::question::Question;
use crate::question::store as questions;
use crate::store::Error;
use crate::text::shorten;
use crate::ward::store as ward;

/// Whether an answer to a question leaves only after a colleague has read it.
pub(super) async fn needs_colleague(talk: &mut Talk<'_>, question: &Question) -> Result<bool, Error> {
    if let Some(unit) = question.unit
        && ward::is_sensitive(talk.tx, unit).await?
    {
        return Ok(true);
    }
    if of_group(talk, question).await? {
        return Ok(true);
    }
    // The answer serves those too that are one with it.
    for joined in questions::joined_to(talk.tx, question.id).await? {
        if let Some(joined) = questions::question(talk.tx, joined).await?
            && of_group(talk, &joined).await?
        {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn of_group(talk: &mut Talk<'_>, question: &Question) -> Result<bool, Error> {
    match publishing::group_of(talk, question).await? {
        Some(group) => plan::is_sensitive(talk.tx, group).await,
        None => Ok(false),
    }
}

/// The content groups of the plan; those whose answers need a colleague have a lock.
pub(super) async fn groups(talk: &mut Talk<'_>) -> Result<(), Error> {
    only_administrator!(talk);
    let mut letter = talk.letter(&Text::SensitiveGroups);
    for group in plan::content_groups(talk.tx, talk.ward.id).await? {
        let mark = if plan::is_sensitive(talk.tx, group.id).await? { "🔒" } else { "▫️" };
        let label = shorten(&format!("{mark} {} {}", group.number, group.name), 60);
        let target = Target::Act(Act::SensitiveGroup(group.id).pack());
        letter.buttons.push(vec![Button { label, target }]);
    }
    letter.buttons.push(vec![talk.button(&Text::ButtonBack, &Act::RoutingGroups)]);
    talk.replace(letter).await
}

/// One of them is sensitive from now on, or no longer.
pub(super) async fn toggle(talk: &mut Talk<'_>, id: ContentGroupId) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(group) = plan::content_group(talk.tx, talk.ward.id, id).await? else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    let is = !plan::is_sensitive(talk.tx, id).await?;
    plan::set_sensitive(talk.tx, talk.ward.id, &group, is).await?;
    let me = talk.me().await?;
    let act = if is { "answers need a colleague" } else { "answers need no colleague" };
    let subject = format!("content_group:{id}");
    audit::append(talk.tx, talk.ward.id, Some(me), act, &subject, &group.number).await?;
    groups(talk).await
}
