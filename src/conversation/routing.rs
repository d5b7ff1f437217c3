//! Which words lead to which unit, seen and changed in chat. For administrators, from `/phuong`.

use super::act::Act;
use super::staff::only_administrator;
use super::talk::{Step, Talk};
use crate::audit;
use crate::channel::{Button, Target};
use crate::i18n::{self, Text};
use crate::question::route::{Field, Routes, RoutesError, SHIPPED, SPECIAL, store as routes};
use crate::store::Error;
use crate::text::{Rich, nfc, shorten};
use crate::ward::store as ward;

/// Characters of a phrase that somebody adds.
const PHRASE_MAX: usize = 60;
/// UTF-16 units of the words shown of a field: the rest of one message.
const SHOWN: usize = 3_000;
/// Labels named behind the first one when a sentence is tried.
const NEAR: usize = 3;
/// Buttons in one row of content groups.
const IN_ROW: usize = 4;

/// What is wrong with routes, in one sentence that says what to do.
#[must_use]
pub fn routes_problem(e: &RoutesError) -> Text {
    match e.clone() {
        RoutesError::Shape { line, why } => {
            Text::RoutesShape { line: i64::try_from(line).unwrap_or(i64::MAX), why }
        }
        RoutesError::NoCatchAll(unit) => Text::RoutesNoCatchAll { unit },
        RoutesError::UnknownUnit { place, unit } => Text::RoutesUnknownUnit { place, unit },
        RoutesError::NotInWard(unit) => Text::RoutesNotInWard { unit },
        RoutesError::DuplicateField(field) => Text::RoutesDuplicateField { field },
        RoutesError::Unreachable(field) => Text::RoutesUnreachable { field },
        RoutesError::DuplicatePhrase { label, phrase } => Text::RoutesDuplicatePhrase { phrase, label },
        RoutesError::Contradiction(phrase) => Text::RoutesContradiction { phrase },
        RoutesError::EmptyGroup(group) => Text::RoutesEmptyGroup { group },
        RoutesError::Phrase(e) => Text::RoutesPhrase { phrase: e.0 },
    }
}

/// The routes of the ward as they stand in its rows; those that cannot be read are the shipped ones.
async fn current(talk: &mut Talk<'_>) -> Result<Routes, Error> {
    let file = routes::file(talk.tx, talk.ward.id).await?;
    Routes::read(file.as_deref().unwrap_or(SHIPPED))
        .or_else(|_| Routes::read(SHIPPED))
        .map_err(|e| Error::corrupt("routes", e))
}

/// Keeps changed routes; `false`: they cannot be used, and why has been said.
async fn keep(talk: &mut Talk<'_>, changed: &Routes, what: &str) -> Result<bool, Error> {
    if let Some(problem) = changed.problems().first() {
        talk.say(routes_problem(problem)).await?;
        return Ok(false);
    }
    routes::set_file(talk.tx, talk.ward.id, &changed.to_file()).await?;
    let me = talk.me().await?;
    audit::append(talk.tx, talk.ward.id, Some(me), "routes", "routes", what).await?;
    talk.clear_step().await?;
    Ok(true)
}

/// What a field is called; one that a ward made itself has only its key.
fn name(talk: &Talk<'_>, key: &str) -> String {
    i18n::field(key, talk.lang).unwrap_or_else(|| key.to_owned())
}

fn plain_button(label: &str, act: &Act) -> Button {
    Button { label: shorten(label, 60), target: Target::Act(act.pack()) }
}

/// The units, and what else there is to see.
pub(super) async fn home(talk: &mut Talk<'_>) -> Result<(), Error> {
    only_administrator!(talk);
    talk.clear_step().await?;
    let routes = current(talk).await?;
    let mut letter = talk.letter(&Text::RoutingHome);
    for unit in ward::units(talk.tx, talk.ward.id).await? {
        if routes.fields.iter().any(|field| field.label == unit.code) {
            letter.buttons.push(vec![plain_button(&unit.name, &Act::RoutingUnit(unit.code))]);
        }
    }
    letter.buttons.push(vec![
        talk.button(&Text::ButtonRoutingGroups, &Act::RoutingGroups),
        talk.button(&Text::ButtonRoutingTry, &Act::RoutingTry),
    ]);
    letter.buttons.push(vec![talk.button(&Text::ButtonBack, &Act::Home)]);
    talk.replace(letter).await
}

/// The fields of a unit.
pub(super) async fn unit(talk: &mut Talk<'_>, code: &str) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(unit) = ward::unit_by_code(talk.tx, talk.ward.id, code).await? else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    let routes = current(talk).await?;
    let mut letter = talk.letter(&Text::RoutingUnit { unit: unit.name });
    for field in routes.fields.iter().filter(|field| field.label == code) {
        let label = name(talk, &field.key);
        letter.buttons.push(vec![plain_button(&label, &Act::RoutingField(field.key.clone()))]);
    }
    letter.buttons.push(vec![talk.button(&Text::ButtonBack, &Act::Routing)]);
    talk.replace(letter).await
}

/// The words that lead to a field.
pub(super) async fn field(talk: &mut Talk<'_>, key: &str) -> Result<(), Error> {
    only_administrator!(talk);
    let routes = current(talk).await?;
    let Some(field) = routes.fields.iter().find(|field| field.key == key) else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    let words: Vec<&str> =
        [&field.strong, &field.usual, &field.weak].into_iter().flatten().map(String::as_str).collect();
    let words = if words.is_empty() { Text::RoutingNoWords.say(talk.lang) } else { words.join(", ") };
    let text = Text::RoutingField {
        field: name(talk, key),
        unit: field.label.clone(),
        words: shorten(&words, SHOWN),
    };
    let mut letter = talk.letter(&text);
    letter.buttons = vec![
        vec![
            talk.button(&Text::ButtonRoutingAdd, &Act::RoutingAdd(key.to_owned())),
            talk.button(&Text::ButtonRoutingTake, &Act::RoutingTake(key.to_owned())),
        ],
        vec![talk.button(&Text::ButtonBack, &Act::RoutingUnit(field.label.clone()))],
    ];
    talk.replace(letter).await
}

/// Asks for a word to add to a field, or to take out.
pub(super) async fn ask_word(talk: &mut Talk<'_>, key: String, is_new: bool) -> Result<(), Error> {
    only_administrator!(talk);
    let field = name(talk, &key);
    talk.set_step(&Step::RoutingWord { field: key, is_new }).await?;
    talk.say(if is_new { Text::RoutingAddAsk { field } } else { Text::RoutingTakeAsk { field } }).await
}

/// A word came.
pub(super) async fn word_came(
    talk: &mut Talk<'_>,
    key: &str,
    is_new: bool,
    text: &Rich,
) -> Result<(), Error> {
    only_administrator!(talk);
    let phrase = nfc(text.words().trim()).to_lowercase();
    if phrase.is_empty() || phrase.contains('\n') || phrase.chars().count() > PHRASE_MAX {
        return talk.say(Text::RoutingUnread).await;
    }
    let mut routes = current(talk).await?;
    let Some(field) = routes.fields.iter_mut().find(|field| field.key == key) else {
        talk.clear_step().await?;
        return talk.say(Text::ButtonUnknown).await;
    };
    if is_new {
        // A word alone has many uses; several together say what is meant.
        let list = if phrase.contains(' ') { &mut field.strong } else { &mut field.usual };
        list.push(phrase.clone());
    } else if !take_out(field, &phrase) {
        return talk.say(Text::RoutingNotThere { phrase }).await;
    }
    let what = format!("{} {key}: {phrase}", if is_new { "add" } else { "take" });
    if !keep(talk, &routes, &what).await? {
        return Ok(());
    }
    let field = name(talk, key);
    let done =
        if is_new { Text::RoutingAdded { phrase, field } } else { Text::RoutingTaken { phrase, field } };
    let mut letter = talk.letter(&done);
    letter.buttons = vec![vec![talk.button(&Text::ButtonBack, &Act::RoutingField(key.to_owned()))]];
    talk.send(letter).await
}

/// Takes a phrase out of a field, with or without the mark at its end; `false`: it is not there.
fn take_out(field: &mut Field, phrase: &str) -> bool {
    let plain = |text: &str| text.trim_end_matches(['!', '=']).to_owned();
    let mut is_found = false;
    for list in [&mut field.strong, &mut field.usual, &mut field.weak, &mut field.en] {
        let before = list.len();
        list.retain(|known| plain(known) != plain(phrase));
        is_found |= list.len() < before;
    }
    is_found
}

/// The content groups, to choose one.
pub(super) async fn groups(talk: &mut Talk<'_>) -> Result<(), Error> {
    only_administrator!(talk);
    let routes = current(talk).await?;
    let mut numbers: Vec<&String> = routes.groups.keys().collect();
    numbers.sort_by_key(|number| number.split('.').map(|n| n.parse().unwrap_or(0)).collect::<Vec<u32>>());
    let mut letter = talk.letter(&Text::RoutingGroups);
    let button = |number: &&String| plain_button(number, &Act::RoutingGroup((*number).clone()));
    letter.buttons = numbers.chunks(IN_ROW).map(|row| row.iter().map(button).collect()).collect();
    letter.buttons.push(vec![talk.button(&Text::ButtonSensitiveGroups, &Act::SensitiveGroups)]);
    letter.buttons.push(vec![talk.button(&Text::ButtonBack, &Act::Routing)]);
    talk.replace(letter).await
}

/// Asks for the units of a content group.
pub(super) async fn ask_group(talk: &mut Talk<'_>, group: String) -> Result<(), Error> {
    only_administrator!(talk);
    let routes = current(talk).await?;
    let Some(units) = routes.groups.get(&group) else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    let (units, codes) = (units.join(", "), routes.units.join(", "));
    talk.set_step(&Step::RoutingGroup { group: group.clone() }).await?;
    talk.say(Text::RoutingGroupAsk { group, units, codes }).await
}

/// The units of a content group came.
pub(super) async fn group_came(talk: &mut Talk<'_>, group: String, text: &Rich) -> Result<(), Error> {
    only_administrator!(talk);
    let words = text.words().to_uppercase();
    let mut units: Vec<String> = Vec::new();
    for code in words.split([',', ';', ' ', '\n']).map(str::trim).filter(|code| !code.is_empty()) {
        if SPECIAL.contains(&code) {
            return talk.say(Text::RoutesUnknownUnit { place: group, unit: code.to_owned() }).await;
        }
        if !units.iter().any(|known| known == code) {
            units.push(code.to_owned());
        }
    }
    let mut routes = current(talk).await?;
    let said = units.join(", ");
    routes.groups.insert(group.clone(), units);
    if !keep(talk, &routes, &format!("group {group}: {said}")).await? {
        return Ok(());
    }
    let mut letter = talk.letter(&Text::RoutingGroupDone { group, units: said });
    letter.buttons = vec![vec![talk.button(&Text::ButtonBack, &Act::RoutingGroups)]];
    talk.send(letter).await
}

/// Asks for a sentence to try.
pub(super) async fn ask_sentence(talk: &mut Talk<'_>) -> Result<(), Error> {
    only_administrator!(talk);
    talk.set_step(&Step::RoutingTry).await?;
    talk.say(Text::RoutingTryAsk).await
}

/// A sentence to try came: where it would go, why, how sure, and what was near. Another one may
/// follow.
pub(super) async fn sentence_came(talk: &mut Talk<'_>, text: &Rich) -> Result<(), Error> {
    only_administrator!(talk);
    let verdict = talk.desk.routers.of(talk.ward.id).route(&text.words(), None);
    let why = if verdict.why.is_empty() { Text::RouteNothing.say(talk.lang) } else { verdict.why.join(", ") };
    let near = verdict.ranked.iter().skip(1).take(NEAR);
    let near: Vec<String> = near.map(|r| format!("{} ({} %)", r.label, percent(r.score))).collect();
    let mut letter = talk.letter(&Text::RoutingTried {
        label: verdict.label.clone(),
        percent: percent(verdict.confidence),
        why,
        near: near.join(", "),
    });
    letter.buttons = vec![vec![talk.button(&Text::ButtonBack, &Act::Routing)]];
    talk.send_once(letter).await
}

#[expect(clippy::cast_possible_truncation, reason = "a share between 0 and 1 is a percentage up to 100")]
fn percent(share: f64) -> i64 {
    (share.clamp(0.0, 1.0) * 100.0).round() as i64
}
