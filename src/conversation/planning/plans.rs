//! One plan in force: its content groups with who answers for them, what earlier versions left
//! behind, and its end.

use super::super::act::Act;
use super::super::staff::only_administrator;
use super::super::talk::Talk;
use super::{below, title_of};
use crate::channel::Letter;
use crate::i18n::{Text, count};
use crate::plan::{self, ContentGroup, Plan, PlanId};
use crate::schedule::slots::{self, Slot};
use crate::store::Error;
use crate::text::{Rich, shorten};

/// Content groups on one screen, and units of their names.
const GROUPS_MAX: usize = 40;
const NAME: usize = 70;

pub(super) async fn found(talk: &mut Talk<'_>, id: PlanId) -> Result<Option<Plan>, Error> {
    let found = plan::plan(talk.tx, talk.ward.id, id).await?;
    // Of a plan with a newer version, that one is meant.
    let newest = match found.as_ref().and_then(|plan| plan.replaced_by) {
        Some(newer) => plan::plan(talk.tx, talk.ward.id, newer).await?,
        None => found,
    };
    if newest.is_none() {
        talk.alert(Text::PlanGone).await?;
    }
    Ok(newest)
}

pub(super) fn called(group: &ContentGroup, units: usize) -> String {
    shorten(&format!("{} {}", group.number, group.name), units)
}

pub(in crate::conversation) async fn open(talk: &mut Talk<'_>, id: PlanId) -> Result<(), Error> {
    only_administrator!(talk);
    talk.clear_step().await?;
    let Some(plan) = found(talk, id).await? else { return Ok(()) };
    screen(talk, &plan, None).await
}

async fn screen(talk: &mut Talk<'_>, plan: &Plan, done: Option<Text>) -> Result<(), Error> {
    let (lang, ward) = (talk.lang, talk.ward.id);
    let mut text = below(done, talk, Rich::bold(&shorten(&plan.title, 300)));
    let blank = || Text::PlanBlank.say(lang);
    let day = |date: chrono::NaiveDate| date.format("%d/%m/%Y").to_string();
    let facts = Text::PlanFacts {
        number: plan.number.clone().unwrap_or_else(blank),
        issuer: if plan.issuer.is_empty() { blank() } else { plan.issuer.clone() },
        period: match (plan.from, plan.to) {
            (Some(from), Some(to)) => format!("{} – {}", day(from), day(to)),
            _ => blank(),
        },
    };
    text = text.below(1, &Rich::plain(&facts.say(lang)));
    let groups = plan::groups_of(talk.tx, ward, plan.id).await?;
    let responsible = plan::responsible(talk.tx, ward).await?;
    let mut lines = vec![Text::PlanGroups { n: count(groups.len()) }.say(lang)];
    for group in groups.iter().take(GROUPS_MAX) {
        let line = format!("• {}", called(group, NAME));
        lines.push(match responsible.get(&group.id) {
            Some(unit) => Text::Responsible { line, unit: shorten(unit, NAME) }.say(lang),
            None => line,
        });
    }
    if groups.len() > GROUPS_MAX {
        lines.push(Text::GapRest { n: count(groups.len() - GROUPS_MAX) }.say(lang));
    }
    text = text.below(2, &Rich::plain(&lines.join("\n")));
    let behind = plan::left_behind(talk.tx, ward, plan.id).await?;
    if !behind.is_empty() {
        let running = running(talk).await?;
        let mut lines = vec![Text::PlanGroupsGone.say(lang)];
        for group in behind.iter().take(GROUPS_MAX) {
            let name = called(group, NAME);
            let line = match running.iter().filter(|slot| slot.content_group == group.id).count() {
                0 => name,
                slots => Text::PlanGroupGone { group: name, slots: count(slots) }.say(lang),
            };
            lines.push(format!("• {line}"));
        }
        text = text.below(2, &Rich::plain(&lines.join("\n")));
    }
    let mut letter = Letter { text, ..Letter::default() };
    if plan.is_ended {
        letter.text = letter.text.below(2, &Rich::plain(&Text::PlanIsEnded.say(lang)));
    }
    ask_pause(talk, plan.id, &mut letter).await?;
    if plan.is_ended {
        letter.buttons.push(vec![talk.button(&Text::ButtonPlanAgain, &Act::PlanAgain(plan.id))]);
    } else {
        letter.buttons.push(vec![talk.button(&Text::ButtonPlanBodies, &Act::PlanBodies(plan.id))]);
        letter.buttons.push(vec![talk.button(&Text::ButtonPlanEnd, &Act::PlanEnd(plan.id))]);
    }
    letter.buttons.push(vec![talk.button(&Text::ButtonBack, &Act::PlanFile)]);
    talk.replace(letter).await
}

async fn running(talk: &mut Talk<'_>) -> Result<Vec<Slot>, Error> {
    let slots = slots::slots(talk.tx, talk.ward.id).await?;
    Ok(slots.into_iter().filter(|slot| !slot.is_paused).collect())
}

/// The running slots of content groups that are in force no longer: of groups that a plan's
/// earlier versions left behind, and of all its groups once it has ended.
async fn idle(talk: &mut Talk<'_>, id: PlanId) -> Result<Vec<(Slot, ContentGroup)>, Error> {
    let ward = talk.ward.id;
    let mut gone = plan::left_behind(talk.tx, ward, id).await?;
    if plan::plan(talk.tx, ward, id).await?.is_some_and(|plan| plan.is_ended) {
        gone.extend(plan::groups_of(talk.tx, ward, id).await?);
    }
    let slots = running(talk).await?.into_iter();
    Ok(slots
        .filter_map(|slot| {
            let group = gone.iter().find(|group| group.id == slot.content_group)?.clone();
            Some((slot, group))
        })
        .collect())
}

/// Asks whether slots of groups that are no longer in a plan are to rest.
pub(super) async fn ask_pause(talk: &mut Talk<'_>, id: PlanId, letter: &mut Letter) -> Result<(), Error> {
    let idle = idle(talk, id).await?;
    if idle.is_empty() {
        return Ok(());
    }
    let mut groups: Vec<String> = idle.iter().map(|(_, group)| called(group, NAME)).collect();
    groups.dedup();
    let n = count(idle.len());
    let ask = Text::PauseAsk { n, groups: shorten(&groups.join("; "), 600) };
    letter.text = std::mem::take(&mut letter.text).below(2, &Rich::plain(&ask.say(talk.lang)));
    letter.buttons.push(vec![talk.button(&Text::ButtonPlanPause { n }, &Act::PlanPause(id))]);
    Ok(())
}

/// “Tạm dừng N khung giờ”
pub(in crate::conversation) async fn pause(talk: &mut Talk<'_>, id: PlanId) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(plan) = found(talk, id).await? else { return Ok(()) };
    let idle = idle(talk, plan.id).await?;
    let me = talk.me().await?;
    for (slot, _) in &idle {
        slots::set_paused(talk.tx, talk.ward.id, slot.id, true, me).await?;
    }
    let done = (!idle.is_empty()).then(|| Text::PlanSlotsPaused { n: count(idle.len()) });
    screen(talk, &plan, done).await
}

/// “Ngừng dùng”
pub(in crate::conversation) async fn ask_end(talk: &mut Talk<'_>, id: PlanId) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(plan) = found(talk, id).await? else { return Ok(()) };
    let groups = plan::groups_of(talk.tx, talk.ward.id, plan.id).await?;
    let mut letter = talk.letter(&Text::PlanEndAsk { title: title_of(&plan), groups: count(groups.len()) });
    letter.buttons = vec![
        vec![talk.button(&Text::ButtonPlanEndSure, &Act::PlanEndSure(plan.id))],
        vec![talk.button(&Text::ButtonPlanKeep, &Act::PlanOpen(plan.id))],
    ];
    talk.replace(letter).await
}

/// “Đúng, ngừng dùng”
pub(in crate::conversation) async fn end(talk: &mut Talk<'_>, id: PlanId) -> Result<(), Error> {
    set_in_force(talk, id, false).await
}

/// “Dùng lại”
pub(in crate::conversation) async fn resume(talk: &mut Talk<'_>, id: PlanId) -> Result<(), Error> {
    set_in_force(talk, id, true).await
}

async fn set_in_force(talk: &mut Talk<'_>, id: PlanId, is: bool) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(plan) = found(talk, id).await? else { return Ok(()) };
    let me = talk.me().await?;
    let changed = plan::set_in_force(talk.tx, talk.ward.id, plan.id, is, me).await?;
    let title = title_of(&plan);
    let done = if is { Text::PlanResumed { title } } else { Text::PlanEnded { title } };
    screen(talk, &Plan { is_ended: !is, ..plan }, changed.then_some(done)).await
}
