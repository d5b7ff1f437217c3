//! A plan that was read: what is in it, what it changes, and the button that puts it in force.

use std::collections::BTreeMap;

use super::super::act::Act;
use super::super::staff::only_administrator;
use super::super::talk::Talk;
use super::{below, plans, title_of};
use crate::channel::{Button, Letter};
use crate::i18n::{Text, count};
use crate::plan::doubtful::{Verdict, decided, questions};
use crate::plan::import::PlanDocument;
use crate::plan::renewal::{Change, Match, changes, match_of};
use crate::plan::{self, PlanId, Proposal, ProposalId};
use crate::store::Error;
use crate::text::{Rich, shorten};

/// Changes that are named; the rest is counted.
const CHANGES_MAX: usize = 20;
const WORDS: usize = 140;

pub(super) async fn found(talk: &mut Talk<'_>, id: ProposalId) -> Result<Option<Proposal>, Error> {
    let found = plan::proposal(talk.tx, talk.ward.id, id).await?;
    if found.is_none() {
        talk.alert(Text::ProposalGone).await?;
    }
    Ok(found)
}

/// What was said so far, by the names of the findings.
async fn verdicts(talk: &mut Talk<'_>, id: ProposalId) -> Result<BTreeMap<String, Verdict>, Error> {
    let said = plan::decisions(talk.tx, id).await?;
    Ok(said.into_iter().map(|said| (said.finding, said.verdict)).collect())
}

pub(in crate::conversation) async fn show(talk: &mut Talk<'_>, id: ProposalId) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(read) = found(talk, id).await? else { return Ok(()) };
    screen(talk, &read, None).await
}

/// The summary, below what has just been done.
pub(super) async fn screen(talk: &mut Talk<'_>, read: &Proposal, done: Option<Text>) -> Result<(), Error> {
    let lang = talk.lang;
    let said = verdicts(talk, read.id).await?;
    let asked = questions(&read.document);
    let open: Vec<usize> =
        (0..asked.len()).filter(|at| !said.contains_key(&asked[*at].finding.key())).collect();
    let document = decided(&read.document, &said, &read.source);
    let heading = Rich::bold(&Text::ProposalHeading.say(lang));
    let mut text = below(done, talk, heading).below(1, &Rich::plain(&facts(&document, talk)));
    let counts = Text::ProposalCounts {
        groups: count(document.content_groups.len()),
        duties: count(document.duties.len()),
        reports: count(document.report_dates.len()),
        events: count(document.events.len()),
        items: count(document.items.len()),
    };
    text = text.below(1, &Rich::plain(&counts.say(lang)));
    let doubts = match (asked.len(), open.len()) {
        (0, _) => Text::ProposalSure,
        (all, 0) => Text::ProposalDecided { all: count(all) },
        (all, n) => Text::ProposalDoubts { n: count(n), all: count(all) },
    };
    text = text.below(2, &Rich::plain(&doubts.say(lang)));
    let mut buttons: Vec<Vec<Button>> = Vec::new();
    if let Some(first) = open.first() {
        let n = count(open.len());
        buttons.push(vec![talk.button(&Text::ButtonProposalDoubts { n }, &doubt_act(read.id, *first))]);
    } else if !asked.is_empty() {
        buttons.push(vec![talk.button(&Text::ButtonProposalReview, &doubt_act(read.id, 0))]);
    }
    text = text.below(2, &Rich::plain(&version_lines(talk, read, &document, &mut buttons).await?));
    if read.is_settled {
        let label = if open.is_empty() {
            Text::ButtonProposalUse
        } else {
            Text::ButtonProposalUseWithout { n: count(open.len()) }
        };
        buttons.push(vec![talk.button(&label, &Act::ProposalUse(read.id))]);
    }
    buttons.push(vec![
        talk.button(&Text::ButtonProposalDrop, &Act::ProposalDrop(read.id)),
        talk.button(&Text::ButtonBack, &Act::PlanFile),
    ]);
    talk.replace(Letter { text, buttons, ..Letter::default() }).await
}

pub(super) fn doubt_act(id: ProposalId, at: usize) -> Act {
    Act::Doubt(id, i32::try_from(at).unwrap_or(i32::MAX))
}

fn facts(document: &PlanDocument, talk: &Talk<'_>) -> String {
    let blank = || Text::PlanBlank.say(talk.lang);
    let day = |date: chrono::NaiveDate| date.format("%d/%m/%Y").to_string();
    let summary = Text::PlanSummary {
        title: shorten(&document.title, 300),
        number: document.number.clone().unwrap_or_else(blank),
        issuer: if document.issuer.is_empty() { blank() } else { document.issuer.clone() },
        date: document.date.map_or_else(blank, day),
        period: match (document.period.from, document.period.to) {
            (Some(from), Some(to)) => format!("{} – {}", day(from), day(to)),
            _ => blank(),
        },
    };
    summary.say(talk.lang)
}

/// How it stands to the plans in force, with the buttons that settle it.
async fn version_lines(
    talk: &mut Talk<'_>,
    read: &Proposal,
    document: &PlanDocument,
    buttons: &mut Vec<Vec<Button>>,
) -> Result<String, Error> {
    let (lang, ward) = (talk.lang, talk.ward.id);
    let old = match read.replaces {
        Some(old) => plan::plan(talk.tx, ward, old).await?,
        None => None,
    };
    let Some(old) = old else {
        let others = plan::in_force(talk.tx, ward).await?.len();
        return Ok(if others == 0 {
            String::new()
        } else {
            Text::ProposalBeside { n: count(others) }.say(lang)
        });
    };
    let other = talk.button(&Text::ButtonProposalOther, &Act::ProposalOther(read.id));
    if !read.is_settled {
        let number = match &old.number {
            Some(number) => Text::PlanNumberOf { number: number.clone() }.say(lang),
            None => old.source.clone(),
        };
        buttons.push(vec![talk.button(&Text::ButtonProposalNewer, &Act::ProposalNewer(read.id)), other]);
        return Ok(Text::ProposalNewer { title: title_of(&old), number }.say(lang));
    }
    buttons.push(vec![other]);
    let known = plan::known_groups(talk.tx, ward, old.id).await?;
    let found = changes(document, &known, &plan::before(talk.tx, old.id).await?);
    let mut lines = vec![Text::ProposalReplaces { title: title_of(&old) }.say(lang)];
    lines.push(if found.is_empty() { Text::ChangesNone } else { Text::ChangesHeading }.say(lang));
    lines.extend(found.iter().take(CHANGES_MAX).map(|change| change_line(change).say(lang)));
    if found.len() > CHANGES_MAX {
        lines.push(Text::GapRest { n: count(found.len() - CHANGES_MAX) }.say(lang));
    }
    Ok(lines.join("\n"))
}

fn change_line(change: &Change) -> Text {
    Text::PlanChange {
        kind: change.kind.code().to_owned(),
        what: shorten(&change.what, WORDS),
        was: shorten(&change.was, WORDS),
    }
}

/// “Đúng, bản mới”
pub(in crate::conversation) async fn newer(talk: &mut Talk<'_>, id: ProposalId) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(read) = found(talk, id).await? else { return Ok(()) };
    match read.replaces {
        Some(old) => settle(talk, id, Match::Sure(old)).await,
        None => screen(talk, &read, None).await,
    }
}

/// “Kế hoạch khác”
pub(in crate::conversation) async fn other(talk: &mut Talk<'_>, id: ProposalId) -> Result<(), Error> {
    only_administrator!(talk);
    if found(talk, id).await?.is_none() {
        return Ok(());
    }
    settle(talk, id, Match::None).await
}

async fn settle(talk: &mut Talk<'_>, id: ProposalId, matched: Match) -> Result<(), Error> {
    let me = talk.me().await?;
    plan::set_replaces(talk.tx, talk.ward.id, id, matched, me).await?;
    show(talk, id).await
}

/// “Bỏ bản này”
pub(in crate::conversation) async fn drop(talk: &mut Talk<'_>, id: ProposalId) -> Result<(), Error> {
    only_administrator!(talk);
    let me = talk.me().await?;
    if !plan::drop_proposal(talk.tx, talk.ward.id, id, me).await? {
        return talk.alert(Text::ProposalGone).await;
    }
    let letter = talk.letter(&Text::ProposalDropped);
    talk.replace(letter).await
}

/// “Dùng kế hoạch này”
pub(in crate::conversation) async fn put_in_force(talk: &mut Talk<'_>, id: ProposalId) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(read) = found(talk, id).await? else { return Ok(()) };
    if !read.is_settled {
        return screen(talk, &read, None).await;
    }
    let (ward, me) = (talk.ward.id, talk.me().await?);
    let in_force = plan::in_force(talk.tx, ward).await?;
    if read.replaces.is_some_and(|old| in_force.iter().all(|plan| plan.id != old)) {
        // Somebody ended or replaced it in between: what was shown does not hold any more.
        plan::set_replaces(talk.tx, ward, id, match_of(&read.document, &in_force), me).await?;
        let Some(read) = found(talk, id).await? else { return Ok(()) };
        return screen(talk, &read, Some(Text::ProposalChanged)).await;
    }
    let said = verdicts(talk, id).await?;
    let open = questions(&read.document).iter().filter(|q| !said.contains_key(&q.finding.key())).count();
    let document = decided(&read.document, &said, &read.source);
    let Some(new) = plan::use_proposal(talk.tx, ward, &read, me).await? else {
        return talk.alert(Text::ProposalGone).await;
    };
    say_in_force(talk, new, &document, open).await
}

async fn say_in_force(
    talk: &mut Talk<'_>,
    id: PlanId,
    document: &PlanDocument,
    open: usize,
) -> Result<(), Error> {
    let dates: Vec<String> = document.report_dates.iter().map(|d| d.format("%d/%m/%Y").to_string()).collect();
    let text = Text::PlanImported {
        title: shorten(&document.title, 200),
        groups: count(document.content_groups.len()),
        dates: if dates.is_empty() { Text::PlanBlank.say(talk.lang) } else { dates.join(", ") },
        doubts: count(open),
    };
    let mut letter = talk.letter(&text);
    plans::ask_pause(talk, id, &mut letter).await?;
    if !document.duties.is_empty() {
        letter.buttons.push(vec![talk.button(&Text::ButtonPlanBodies, &Act::PlanBodies(id))]);
    }
    letter.buttons.push(vec![talk.button(&Text::ButtonPlan, &Act::PlanFile)]);
    talk.replace(letter).await
}
