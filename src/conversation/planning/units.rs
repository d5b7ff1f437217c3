//! Which of the ward's units the bodies of a plan are, and which unit answers for each content
//! group. Both are proposed by what the plan says and hold once a person has confirmed them.

use super::super::act::Act;
use super::super::staff::only_administrator;
use super::super::talk::Talk;
use super::plain;
use super::plans::{called, found};
use crate::channel::{Button, Letter};
use crate::i18n::{Text, count};
use crate::plan::import::Duty;
use crate::plan::{self, ContentGroup, ContentGroupId, PlanId};
use crate::store::Error;
use crate::text::{Rich, shorten};
use crate::ward::store as ward;
use crate::ward::{Unit, UnitId};

/// Bodies and content groups on one screen, and units of their names.
const LINES_MAX: usize = 40;
const NAME: usize = 60;
/// A body that is none of the ward's units, in a button.
const NONE: &str = "-";

/// What is known of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tie {
    Said(Option<UnitId>),
    Seems(UnitId),
    Unknown,
}

/// The bodies of a plan, each once, in its order.
async fn bodies_of(talk: &mut Talk<'_>, plan: PlanId) -> Result<Vec<Duty>, Error> {
    let mut bodies: Vec<Duty> = Vec::new();
    for duty in plan::duties(talk.tx, plan).await? {
        if bodies.len() < LINES_MAX && bodies.iter().all(|known| known.body != duty.body) {
            bodies.push(duty);
        }
    }
    Ok(bodies)
}

async fn ties(talk: &mut Talk<'_>, plan: PlanId, units: &[Unit]) -> Result<Vec<(Duty, Tie)>, Error> {
    let said = plan::bodies(talk.tx, plan).await?;
    let bodies = bodies_of(talk, plan).await?.into_iter();
    Ok(bodies
        .map(|duty| {
            let tie = match (said.get(&duty.body), plan::unit_of(&duty, units)) {
                (Some(unit), _) => Tie::Said(*unit),
                (None, Some(unit)) => Tie::Seems(unit),
                (None, None) => Tie::Unknown,
            };
            (duty, tie)
        })
        .collect())
}

fn name_of(units: &[Unit], id: UnitId) -> String {
    units.iter().find(|unit| unit.id == id).map(|unit| unit.name.clone()).unwrap_or_default()
}

/// “Đơn vị phụ trách”: the bodies.
pub(in crate::conversation) async fn bodies(talk: &mut Talk<'_>, id: PlanId) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(plan) = found(talk, id).await? else { return Ok(()) };
    let lang = talk.lang;
    let units = ward::units(talk.tx, talk.ward.id).await?;
    let ties = ties(talk, plan.id, &units).await?;
    let heading = if ties.is_empty() { Text::PlanBodiesNone } else { Text::PlanBodiesHeading };
    let mut text = Rich::bold(&heading.say(lang));
    let mut buttons: Vec<Vec<Button>> = Vec::new();
    let seem = ties.iter().filter(|(_, tie)| matches!(tie, Tie::Seems(_))).count();
    if seem > 0 {
        let label = Text::ButtonAllRight { n: count(seem) };
        buttons.push(vec![talk.button(&label, &Act::PlanBodiesAll(plan.id))]);
    }
    for (at, (duty, tie)) in ties.iter().enumerate() {
        let (n, body) = (count(at + 1), shorten(&duty.body, NAME));
        let (line, unit) = match tie {
            Tie::Said(Some(unit)) => {
                let unit = name_of(&units, *unit);
                (Text::BodyIs { n, body, unit: unit.clone() }, unit)
            }
            Tie::Said(None) => (Text::BodyNone { n, body }, Text::ButtonBodyNone.say(lang)),
            Tie::Seems(unit) => {
                let unit = name_of(&units, *unit);
                (Text::BodySeems { n, body, unit: unit.clone() }, unit)
            }
            Tie::Unknown => (Text::BodyUnknown { n, body }, Text::BodyNoUnit.say(lang)),
        };
        text = text.below(1, &Rich::plain(&line.say(lang)));
        let act = Act::PlanBody(plan.id, i32::try_from(at).unwrap_or(i32::MAX));
        buttons.push(vec![plain(&Text::ButtonBodyOf { n, unit }.say(lang), &act)]);
    }
    buttons.push(vec![talk.button(&Text::ButtonPlanLeads, &Act::PlanLeads(plan.id))]);
    buttons.push(vec![talk.button(&Text::ButtonBack, &Act::PlanOpen(plan.id))]);
    talk.replace(Letter { text, buttons, ..Letter::default() }).await
}

/// “Đúng cả”: what seems so is so; what is not known stays open.
pub(in crate::conversation) async fn all_bodies(talk: &mut Talk<'_>, id: PlanId) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(plan) = found(talk, id).await? else { return Ok(()) };
    let units = ward::units(talk.tx, talk.ward.id).await?;
    let me = talk.me().await?;
    for (duty, tie) in ties(talk, plan.id, &units).await? {
        if let Tie::Seems(unit) = tie {
            plan::put_body(talk.tx, talk.ward.id, plan.id, &duty.body, Some(unit), me).await?;
        }
    }
    bodies(talk, plan.id).await
}

/// The units, to choose the one that a body is.
pub(in crate::conversation) async fn body(talk: &mut Talk<'_>, id: PlanId, at: i32) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(plan::Plan { id, .. }) = found(talk, id).await? else { return Ok(()) };
    let bodies = bodies_of(talk, id).await?;
    let Some(duty) = usize::try_from(at).ok().and_then(|at| bodies.get(at)) else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    let mut letter = talk.letter(&Text::BodyAsk { body: shorten(&duty.body, 200) });
    for unit in ward::units(talk.tx, talk.ward.id).await? {
        letter.buttons.push(vec![plain(&unit.name, &Act::PlanBodyIs(id, format!("{at}.{}", unit.code)))]);
    }
    let none = Act::PlanBodyIs(id, format!("{at}.{NONE}"));
    letter.buttons.push(vec![talk.button(&Text::ButtonBodyNone, &none)]);
    letter.buttons.push(vec![talk.button(&Text::ButtonBack, &Act::PlanBodies(id))]);
    talk.replace(letter).await
}

/// One was chosen: `word` is the body's place and a unit's code.
pub(in crate::conversation) async fn body_is(
    talk: &mut Talk<'_>,
    id: PlanId,
    word: &str,
) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(plan) = found(talk, id).await? else { return Ok(()) };
    let Some((at, code)) = word.split_once('.') else { return talk.toast(Text::ButtonUnknown).await };
    let bodies = bodies_of(talk, plan.id).await?;
    let duty = at.parse().ok().and_then(|at: usize| bodies.get(at));
    let unit = ward::unit_by_code(talk.tx, talk.ward.id, code).await?;
    let (Some(duty), true) = (duty, unit.is_some() || code == NONE) else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    let me = talk.me().await?;
    plan::put_body(talk.tx, talk.ward.id, plan.id, &duty.body, unit.map(|unit| unit.id), me).await?;
    self::bodies(talk, plan.id).await
}

/// Each content group of a plan with the unit that answers for it, or seems to.
async fn leads_of(talk: &mut Talk<'_>, plan: PlanId) -> Result<Vec<(ContentGroup, Tie)>, Error> {
    let said = plan::bodies(talk.tx, plan).await?;
    let duties = plan::duties(talk.tx, plan).await?;
    let tied: Vec<(UnitId, &str)> = duties
        .iter()
        .filter_map(|duty| Some((said.get(&duty.body).copied().flatten()?, duty.text.as_str())))
        .collect();
    let mut leads = Vec::new();
    for group in plan::groups_of(talk.tx, talk.ward.id, plan).await?.into_iter().take(LINES_MAX) {
        let by_name: Vec<UnitId> =
            plan::units_of(talk.tx, group.id).await?.into_iter().map(|(unit, _)| unit).collect();
        let said = plan::lead(talk.tx, group.id).await?.map(|unit| Tie::Said(Some(unit)));
        let seems = plan::lead_of(&group.name, &tied, &by_name).or(by_name.first().copied());
        let tie = said.or(seems.map(Tie::Seems)).unwrap_or(Tie::Unknown);
        leads.push((group, tie));
    }
    Ok(leads)
}

/// “Ai phụ trách từng nhóm nội dung”
pub(in crate::conversation) async fn leads(talk: &mut Talk<'_>, id: PlanId) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(plan) = found(talk, id).await? else { return Ok(()) };
    let lang = talk.lang;
    let units = ward::units(talk.tx, talk.ward.id).await?;
    let leads = leads_of(talk, plan.id).await?;
    let mut text = Rich::bold(&Text::PlanLeadsHeading.say(lang));
    let mut buttons: Vec<Vec<Button>> = Vec::new();
    let seem = leads.iter().filter(|(_, tie)| matches!(tie, Tie::Seems(_))).count();
    if seem > 0 {
        let label = Text::ButtonAllRight { n: count(seem) };
        buttons.push(vec![talk.button(&label, &Act::PlanLeadsAll(plan.id))]);
    }
    for (group, tie) in &leads {
        let name = called(group, NAME);
        let line = match tie {
            Tie::Said(Some(unit)) => Text::LeadIsLine { group: name.clone(), unit: name_of(&units, *unit) },
            Tie::Seems(unit) => Text::LeadSeemsLine { group: name.clone(), unit: name_of(&units, *unit) },
            Tie::Said(None) | Tie::Unknown => Text::LeadUnknownLine { group: name.clone() },
        };
        text = text.below(1, &Rich::plain(&line.say(lang)));
        buttons.push(vec![plain(&name, &Act::LeadPick(group.id))]);
    }
    buttons.push(vec![talk.button(&Text::ButtonBack, &Act::PlanBodies(plan.id))]);
    talk.replace(Letter { text, buttons, ..Letter::default() }).await
}

/// “Đúng cả”
pub(in crate::conversation) async fn all_leads(talk: &mut Talk<'_>, id: PlanId) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(plan) = found(talk, id).await? else { return Ok(()) };
    let me = talk.me().await?;
    for (group, tie) in leads_of(talk, plan.id).await? {
        if let Tie::Seems(unit) = tie {
            plan::confirm_lead(talk.tx, talk.ward.id, group.id, unit, me).await?;
        }
    }
    leads(talk, plan.id).await
}

/// The units, to choose the one that answers for a content group.
pub(in crate::conversation) async fn lead(talk: &mut Talk<'_>, id: ContentGroupId) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(group) = plan::content_group(talk.tx, talk.ward.id, id).await? else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    let mut letter = talk.letter(&Text::LeadAsk { group: called(&group, 200) });
    for unit in ward::units(talk.tx, talk.ward.id).await? {
        letter.buttons.push(vec![plain(&unit.name, &Act::LeadIs(id, unit.code.clone()))]);
    }
    if let Some(plan) = plan::plan_of_group(talk.tx, talk.ward.id, id).await? {
        letter.buttons.push(vec![talk.button(&Text::ButtonBack, &Act::PlanLeads(plan))]);
    }
    talk.replace(letter).await
}

/// One was chosen.
pub(in crate::conversation) async fn lead_is(
    talk: &mut Talk<'_>,
    id: ContentGroupId,
    code: &str,
) -> Result<(), Error> {
    only_administrator!(talk);
    let plan = plan::plan_of_group(talk.tx, talk.ward.id, id).await?;
    let unit = ward::unit_by_code(talk.tx, talk.ward.id, code).await?;
    let (Some(plan), Some(unit)) = (plan, unit) else { return talk.toast(Text::ButtonUnknown).await };
    let me = talk.me().await?;
    plan::confirm_lead(talk.tx, talk.ward.id, id, unit.id, me).await?;
    leads(talk, plan).await
}
