//! `/phuong` → “Kế hoạch”: the plans in force, what was read and waits for a word on its doubts,
//! newer versions, and which units carry a plan out. For administrators.

mod doubts;
mod plans;
mod proposal;
mod units;

pub(super) use doubts::{again, ask_words, show as doubt, skip, words_came, yes};
pub(super) use plans::{ask_end, end, open, pause, resume};
pub(super) use proposal::{drop, newer, other, put_in_force, show as proposal};
pub(super) use units::{all_bodies, all_leads, bodies, body, body_is, lead, lead_is, leads};

use super::FileProblem;
use super::act::Act;
use super::staff::only_administrator;
use super::talk::{Step, Talk};
use crate::channel::{Button, Letter, Target};
use crate::i18n::{Text, count};
use crate::plan::doubtful::questions;
use crate::plan::renewal::match_of;
use crate::plan::{self, Plan, document::apart::Upload, import::ImportError, import::NotAPlan};
use crate::store::Error;
use crate::text::{Rich, shorten};

/// Units of a plan's title in a line and on a button.
const TITLE: usize = 120;
const LABEL: usize = 60;
/// Plans, and what was read, that are listed.
const LIST_MAX: usize = 20;

fn plain(label: &str, act: &Act) -> Button {
    Button { label: shorten(label, LABEL), target: Target::Act(act.pack()) }
}

/// Lines below what has just been done.
fn below(done: Option<Text>, talk: &Talk<'_>, text: Rich) -> Rich {
    match done {
        Some(done) => Rich::plain(&done.say(talk.lang)).below(2, &text),
        None => text,
    }
}

fn title_of(plan: &Plan) -> String {
    shorten(&plan.title, TITLE)
}

/// “Kế hoạch”: what is in force and what waits; a file that comes now is a plan.
pub(super) async fn list(talk: &mut Talk<'_>) -> Result<(), Error> {
    only_administrator!(talk);
    talk.set_step(&Step::PlanFile).await?;
    let lang = talk.lang;
    let in_force = plan::in_force(talk.tx, talk.ward.id).await?;
    let heading =
        if in_force.is_empty() { Text::PlansNone } else { Text::PlansHeading { n: count(in_force.len()) } };
    let mut text = Rich::bold(&heading.say(lang));
    let mut buttons = Vec::new();
    for found in in_force.iter().take(LIST_MAX) {
        let groups = plan::groups_of(talk.tx, talk.ward.id, found.id).await?;
        let line = Text::PlanInList { title: title_of(found), groups: count(groups.len()) };
        text = text.below(1, &Rich::plain(&line.say(lang)));
        buttons.push(vec![plain(&found.title, &Act::PlanOpen(found.id))]);
    }
    for read in plan::open_proposals(talk.tx, talk.ward.id).await?.into_iter().take(LIST_MAX) {
        let all = questions(&read.document).len();
        let done = plan::decisions(talk.tx, read.id).await?.len();
        let title = read.document.title;
        let label = Text::ButtonProposalOpen { done: count(done), all: count(all), title };
        buttons.push(vec![plain(&label.say(lang), &Act::Proposal(read.id))]);
    }
    let how = Text::PlanSendFile.say(lang);
    let how = if in_force.is_empty() { how } else { Text::PlansSend { how }.say(lang) };
    text = text.below(2, &Rich::plain(&how));
    buttons.push(vec![talk.button(&Text::ButtonBack, &Act::Home)]);
    talk.replace(Letter { text, buttons, ..Letter::default() }).await
}

/// A file came: a plan, if it was asked for. It is read and not yet in force.
pub(super) async fn file_came(
    talk: &mut Talk<'_>,
    name: &str,
    file: Option<Result<Upload, FileProblem>>,
) -> Result<(), Error> {
    let Some(file) = file else {
        let hint = if talk.roles.may_administer() { Text::PlanHowToSend } else { Text::OnlyWords };
        return talk.say(hint).await;
    };
    only_administrator!(talk);
    let Upload { bytes, plan: read } = match file {
        Ok(upload) => upload,
        Err(FileProblem::TooLarge) => return talk.say(Text::FileTooLarge).await,
        Err(FileProblem::NotFetched) => return talk.say(Text::FileNotFetched).await,
    };
    let document = match read {
        Ok(document) => document,
        Err(e) => return talk.say(import_problem(e)).await,
    };
    talk.clear_step().await?;
    let ward = talk.ward.id;
    if let Some(known) = plan::plan_of_bytes(talk.tx, ward, &bytes).await? {
        return say_known(talk, &known).await;
    }
    let me = talk.me().await?;
    let matched = match_of(&document, &plan::in_force(talk.tx, ward).await?);
    let id = plan::propose(talk.tx, ward, &document, name, &bytes, matched, me).await?;
    proposal(talk, id).await
}

async fn say_known(talk: &mut Talk<'_>, known: &Plan) -> Result<(), Error> {
    if let Some(newer) = known.replaced_by {
        let newer = plan::plan(talk.tx, talk.ward.id, newer).await?;
        let title = newer.map(|plan| title_of(&plan)).unwrap_or_default();
        return talk.say(Text::PlanKnownReplaced { title }).await;
    }
    if !known.is_ended {
        return talk.say(Text::PlanKnown).await;
    }
    let mut letter = talk.letter(&Text::PlanKnownEnded { title: title_of(known) });
    letter.buttons = vec![vec![talk.button(&Text::ButtonPlanAgain, &Act::PlanAgain(known.id))]];
    talk.send(letter).await
}

/// Why a file was not imported, in one sentence.
#[must_use]
pub fn import_problem(e: ImportError) -> Text {
    match e {
        ImportError::Empty => Text::PlanEmpty,
        ImportError::NotText => Text::PlanNotText,
        ImportError::TooLarge { .. } => Text::FileTooLarge,
        ImportError::TooMuch => Text::PlanTooMuch,
        ImportError::Locked => Text::PlanLocked,
        ImportError::Scanned => Text::PlanScanned,
        ImportError::Broken => Text::PlanBroken,
        ImportError::NotRead => Text::PlanNotRead,
        ImportError::NotAPlan { why: NotAPlan::NoTable } => Text::PlanNoTable,
        ImportError::NotAPlan { .. } => Text::PlanNotAPlan,
    }
}
