//! `/phuong`, “Quy tắc duyệt”: whose word the messages of a content group need. For administrators.

use uuid::Uuid;

use super::super::act::Act;
use super::super::handing::key;
use super::super::inbox::in_rows;
use super::super::staff::only_administrator;
use super::super::talk::Talk;
use super::leaving::Rechecked;
use crate::channel::{Button, Letter, Target};
use crate::i18n::{self, Text};
use crate::message::{self, Policy, Term};
use crate::plan::{self, ContentGroupId};
use crate::store::Error;
use crate::text::{Rich, shorten};
use crate::ward::store as ward;
use crate::ward::{Person, Role, Unit};

/// People whom one screen offers.
const OFFERED: usize = 40;
/// How a button names what holds for the whole ward.
const WARD: ContentGroupId = ContentGroupId(Uuid::nil());
/// How a button names nobody, or no unit.
const NONE: &str = "-";

/// What the buttons of the screen lead to: a letter, then what it is set to.
const NEEDED: char = 'n';
const ADMINISTERS: char = 'a';
const TERM: char = 't';
const UNIT: char = 'u';
const DEPUTY: char = 'd';

/// Each content group, and what holds where one has no rule of its own.
pub(in crate::conversation) async fn list(talk: &mut Talk<'_>) -> Result<(), Error> {
    only_administrator!(talk);
    let rule = talk.desk.rule();
    let mut letter = talk.letter(&Text::RulesHeading);
    letter.buttons.push(vec![talk.button(&Text::ButtonRuleWard, &Act::RuleOf(WARD))]);
    for group in plan::content_groups(talk.tx, talk.ward.id).await? {
        let has_own = message::own_policy(talk.tx, talk.ward.id, group.id, rule).await?.is_some();
        let mark = if has_own { "✅" } else { "▫️" };
        let label = shorten(&format!("{mark} {} {}", group.number, group.name), 60);
        letter.buttons.push(vec![Button { label, target: Target::Act(Act::RuleOf(group.id).pack()) }]);
    }
    letter.buttons.push(vec![talk.button(&Text::ButtonBack, &Act::Home)]);
    talk.replace(letter).await
}

/// The rule of one of them.
pub(in crate::conversation) async fn open(talk: &mut Talk<'_>, group: ContentGroupId) -> Result<(), Error> {
    only_administrator!(talk);
    screen(talk, group, None).await
}

fn named(group: ContentGroupId) -> Option<ContentGroupId> {
    Some(group).filter(|group| *group != WARD)
}

async fn screen(talk: &mut Talk<'_>, group: ContentGroupId, done: Option<&Rechecked>) -> Result<(), Error> {
    let (lang, rule) = (talk.lang, talk.desk.rule());
    let Some(title) = title(talk, group).await? else { return talk.toast(Text::ButtonUnknown).await };
    let policy = message::policy_for(talk.tx, talk.ward.id, named(group), rule).await?;
    let is_own = match named(group) {
        Some(group) => message::own_policy(talk.tx, talk.ward.id, group, rule).await?.is_some(),
        None => true,
    };
    let mut lines = Vec::new();
    if !is_own {
        lines.push(Text::RuleIsWards);
    }
    lines.push(Text::RuleNeeded { n: i18n::count(policy.needed) });
    if policy.needed > 1 {
        lines.push(if policy.may_administer { Text::RuleAdministers } else { Text::RuleOnlyApprovers });
    }
    let unit = match policy.consent {
        Some(id) => ward::unit(talk.tx, talk.ward.id, id).await?,
        None => None,
    };
    lines.push(match &unit {
        Some(unit) => Text::RuleUnit { unit: unit.name.clone() },
        None => Text::RuleNoUnit,
    });
    lines.push(Text::RuleTerm { term: term_words(policy.term).say(lang) });
    lines.push(match policy.deputy {
        Some(deputy) => Text::RuleDeputy { name: ward::name_of(talk.tx, deputy).await? },
        None => Text::RuleNoDeputy,
    });
    lines.extend(warnings(talk, &policy, unit.as_ref()).await?);
    if let Some(done) = done {
        lines.push(Text::RuleApplied {
            fallen: i18n::count(done.fallen.len()),
            complete: i18n::count(done.complete.len()),
        });
    }
    let mut text = Rich::bold(&title);
    for line in lines {
        text = text.below(1, &Rich::plain(&line.say(lang)));
    }
    let buttons = buttons(talk, group, &policy);
    talk.replace(Letter { text, buttons, ..Letter::default() }).await
}

async fn title(talk: &mut Talk<'_>, group: ContentGroupId) -> Result<Option<String>, Error> {
    let Some(group) = named(group) else { return Ok(Some(Text::RuleWard.say(talk.lang))) };
    let found = plan::content_group(talk.tx, talk.ward.id, group).await?;
    Ok(found.map(|group| shorten(&format!("{} {}", group.number, group.name), 200)))
}

/// What would keep every message of this rule waiting.
async fn warnings(talk: &mut Talk<'_>, policy: &Policy, unit: Option<&Unit>) -> Result<Vec<Text>, Error> {
    let mut warnings = Vec::new();
    let approvers = ward::people_with(talk.tx, talk.ward.id, Role::Approver).await?;
    let mut people = approvers.len();
    if policy.may_administer && policy.needed > 1 {
        let others = ward::people_with(talk.tx, talk.ward.id, Role::Administrator).await?;
        people += usize::from(others.iter().any(|other| !approvers.contains(other)));
    }
    if people < policy.needed || approvers.is_empty() {
        warnings.push(Text::RuleTooFew { n: i18n::count(people) });
    }
    if let Some(unit) = unit
        && ward::officers(talk.tx, talk.ward.id, &[unit.id]).await?.is_empty()
    {
        warnings.push(Text::RuleNoOfficers { unit: unit.name.clone() });
    }
    if policy.deputy.is_some_and(|deputy| approvers.iter().all(|person| person.id != deputy)) {
        warnings.push(Text::RuleDeputyGone);
    }
    Ok(warnings)
}

fn buttons(talk: &Talk<'_>, group: ContentGroupId, policy: &Policy) -> Vec<Vec<Button>> {
    let set = |is: bool, label: &Text, word: String| {
        let mark = if is { "✅ " } else { "" };
        let target = Target::Act(Act::RuleSet(group, word).pack());
        Button { label: format!("{mark}{}", label.say(talk.lang)), target }
    };
    let mut rows = vec![
        (1..=2)
            .map(|n: usize| {
                let label = Text::ButtonRuleNeeded { n: i18n::count(n) };
                set(policy.needed == n, &label, format!("{NEEDED}{n}"))
            })
            .collect(),
    ];
    if policy.needed > 1 {
        let word = format!("{ADMINISTERS}{}", u8::from(!policy.may_administer));
        rows.push(vec![set(policy.may_administer, &Text::ButtonRuleAdministers, word)]);
    }
    let term = |term: Term| set(policy.term == term, &term_words(term), format!("{TERM}{}", term.code()));
    rows.push(Term::ALL.into_iter().map(term).collect());
    rows.push(vec![
        talk.button(&Text::ButtonRuleUnit, &Act::RulePick(group, UNIT.to_string())),
        talk.button(&Text::ButtonRuleDeputy, &Act::RulePick(group, DEPUTY.to_string())),
    ]);
    rows.push(vec![talk.button(&Text::ButtonBack, &Act::Rules)]);
    rows
}

fn term_words(term: Term) -> Text {
    match term {
        Term::Hours4 => Text::TermHours4,
        Term::Day1 => Text::TermDay1,
        Term::Days2 => Text::TermDays2,
    }
}

/// Which unit agrees, or who is the deputy?
pub(in crate::conversation) async fn pick(
    talk: &mut Talk<'_>,
    group: ContentGroupId,
    what: &str,
) -> Result<(), Error> {
    only_administrator!(talk);
    if title(talk, group).await?.is_none() {
        return talk.toast(Text::ButtonUnknown).await;
    }
    let one = |label: &str, word: String| Button {
        label: shorten(label, 60),
        target: Target::Act(Act::RuleSet(group, word).pack()),
    };
    let (mut letter, nobody) = if what.starts_with(UNIT) {
        let mut letter = talk.letter(&Text::RulePickUnit);
        let units = ward::units(talk.tx, talk.ward.id).await?;
        letter.buttons = units.iter().map(|u| vec![one(&u.name, format!("{UNIT}{}", u.code))]).collect();
        (letter, one(&Text::ButtonRuleNoUnit.say(talk.lang), format!("{UNIT}{NONE}")))
    } else {
        let mut letter = talk.letter(&Text::RulePickDeputy);
        let people = ward::people_with(talk.tx, talk.ward.id, Role::Approver).await?;
        let person = |person: &Person| one(&person.name, format!("{DEPUTY}{}", key(person.id)));
        letter.buttons = in_rows(people.iter().take(OFFERED).map(person).collect(), 2);
        (letter, one(&Text::ButtonRuleNoDeputy.say(talk.lang), format!("{DEPUTY}{NONE}")))
    };
    letter.buttons.push(vec![nobody, talk.button(&Text::ButtonBack, &Act::RuleOf(group))]);
    talk.replace(letter).await
}

/// The rule is changed: it holds from now on, for what waits and for what has not left, too.
pub(in crate::conversation) async fn set(
    talk: &mut Talk<'_>,
    group: ContentGroupId,
    word: &str,
) -> Result<(), Error> {
    only_administrator!(talk);
    if title(talk, group).await?.is_none() {
        return talk.toast(Text::ButtonUnknown).await;
    }
    let before = message::policy_for(talk.tx, talk.ward.id, named(group), talk.desk.rule()).await?;
    let Some(policy) = changed(talk, before, word).await? else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    let me = talk.me().await?;
    message::put_policy(talk.tx, talk.ward.id, named(group), &policy, me).await?;
    let done = talk.cards().recheck().await?;
    screen(talk, group, Some(&done)).await
}

async fn changed(talk: &mut Talk<'_>, before: Policy, word: &str) -> Result<Option<Policy>, Error> {
    let mut chars = word.chars();
    let what = chars.next();
    let value = chars.as_str();
    Ok(match what {
        Some(NEEDED) => match value {
            "1" => Some(Policy { needed: 1, may_administer: false, ..before }),
            "2" => Some(Policy { needed: 2, ..before }),
            _ => None,
        },
        Some(ADMINISTERS) => Some(Policy { may_administer: value == "1" && before.needed > 1, ..before }),
        Some(TERM) => Term::from_code(value).map(|term| Policy { term, ..before }),
        Some(UNIT) if value == NONE => Some(Policy { consent: None, ..before }),
        Some(UNIT) => ward::unit_by_code(talk.tx, talk.ward.id, value)
            .await?
            .map(|unit| Policy { consent: Some(unit.id), ..before }),
        Some(DEPUTY) if value == NONE => Some(Policy { deputy: None, ..before }),
        Some(DEPUTY) => {
            let people = ward::people_with(talk.tx, talk.ward.id, Role::Approver).await?;
            let found = people.iter().find(|person| key(person.id) == value);
            found.map(|person| Policy { deputy: Some(person.id), ..before })
        }
        _ => None,
    })
}
