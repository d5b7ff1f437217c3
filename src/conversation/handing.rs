//! “Giao cho đồng nghiệp”: an officer hands one or all of their questions to a colleague of the
//! same unit.

use super::act::Act;
use super::inbox::{in_rows, open_buttons, with_way_back};
use super::talk::{Talk, words};
use super::{absence, card, officer};
use crate::channel::{Button, Letter, Target};
use crate::delivery::About;
use crate::i18n::{self, Lang, Text};
use crate::question::store::{self as questions, Brief};
use crate::question::{QuestionId, spoken};
use crate::store::Error;
use crate::text::shorten;
use crate::ward::store as ward;
use crate::ward::{Person, PersonId, Role, UnitId};

/// Questions that are offered one by one; all of them can be handed over at once.
const OFFERED: usize = 20;
/// Characters that tell a colleague in a button beside the question's id.
const KEY: usize = 20;

/// Ends an act that is an officer's for everybody else.
macro_rules! only_officers {
    ($talk:expr) => {
        if !$talk.roles.has(Role::Officer) {
            return $talk.alert(Text::OnlyOfficersInbox).await;
        }
    };
}

/// Which of them?
pub(super) async fn begin(talk: &mut Talk<'_>) -> Result<(), Error> {
    only_officers!(talk);
    let mine = mine(talk).await?;
    if mine.is_empty() {
        return talk.alert(Text::HandOverNothing).await;
    }
    let mut letter = talk.letter(&Text::HandOverWhich);
    let one = |brief: &Brief| Button {
        label: spoken(&brief.code),
        target: Target::Act(Act::HandPick(brief.id).pack()),
    };
    letter.buttons = in_rows(mine.iter().take(OFFERED).map(one).collect(), 3);
    if mine.len() > 1 {
        let all = Text::ButtonHandOverAll { n: i18n::count(mine.len()) };
        letter.buttons.push(vec![talk.button(&all, &Act::HandPickAll)]);
    }
    letter.buttons.push(vec![talk.button(&Text::ButtonBack, &Act::Inbox("m".into(), 0))]);
    talk.replace(letter).await
}

/// One: to whom?
pub(super) async fn pick(talk: &mut Talk<'_>, id: QuestionId) -> Result<(), Error> {
    only_officers!(talk);
    let Some(brief) = mine(talk).await?.into_iter().find(|brief| brief.id == id) else {
        return talk.alert(Text::HandOverNotYours).await;
    };
    let to = |person: &Person| Act::HandTo(id, key(person.id));
    let units: Vec<UnitId> = brief.unit.into_iter().collect();
    offer(talk, &Text::HandOverTo { code: spoken(&brief.code) }, &units, to).await
}

/// All: to whom?
pub(super) async fn pick_all(talk: &mut Talk<'_>) -> Result<(), Error> {
    only_officers!(talk);
    let mine = mine(talk).await?;
    let mut units: Vec<UnitId> = mine.iter().filter_map(|brief| brief.unit).collect();
    units.sort_unstable();
    units.dedup();
    offer(talk, &Text::HandOverAllTo { n: i18n::count(mine.len()) }, &units, |person| {
        Act::HandAllTo(person.id)
    })
    .await
}

async fn offer(
    talk: &mut Talk<'_>,
    text: &Text,
    units: &[UnitId],
    act: impl Fn(&Person) -> Act,
) -> Result<(), Error> {
    let colleagues = colleagues(talk, units).await?;
    if colleagues.is_empty() {
        return talk.alert(Text::HandOverNobody).await;
    }
    let mut letter = talk.letter(text);
    let button = |person: &Person| Button {
        label: shorten(&person.name, 40),
        target: Target::Act(act(person).pack()),
    };
    letter.buttons = in_rows(colleagues.iter().map(button).collect(), 2);
    letter.buttons.push(vec![talk.button(&Text::ButtonBack, &Act::HandOver)]);
    talk.replace(letter).await
}

/// One goes over.
pub(super) async fn one_to(talk: &mut Talk<'_>, id: QuestionId, to: &str) -> Result<(), Error> {
    only_officers!(talk);
    let Some(brief) = mine(talk).await?.into_iter().find(|brief| brief.id == id) else {
        return talk.alert(Text::HandOverNotYours).await;
    };
    let units: Vec<UnitId> = brief.unit.into_iter().collect();
    let found = colleagues(talk, &units).await?.into_iter().find(|person| key(person.id) == to);
    let Some(colleague) = found else { return talk.alert(Text::HandOverNobody).await };
    go(talk, vec![brief], &colleague).await
}

/// All go over that are of a unit in which the colleague is an officer.
pub(super) async fn all_to(talk: &mut Talk<'_>, to: PersonId) -> Result<(), Error> {
    only_officers!(talk);
    let roles = ward::roles_of(talk.tx, talk.ward.id, to).await?;
    let mut mine = mine(talk).await?;
    mine.retain(|brief| brief.unit.is_some_and(|unit| roles.is_officer_of(unit)));
    let me = talk.me().await?;
    if mine.is_empty() || to == me {
        return talk.alert(Text::HandOverNobody).await;
    }
    let name = ward::name_of(talk.tx, to).await?;
    go(talk, mine, &Person { id: to, name }).await
}

async fn go(talk: &mut Talk<'_>, briefs: Vec<Brief>, to: &Person) -> Result<(), Error> {
    let me = talk.me().await?;
    let mut gone = Vec::new();
    for brief in briefs {
        let Some(unit) = brief.unit else { continue };
        if !questions::hand_over(talk.tx, brief.id, unit, me, to.id).await? {
            continue;
        }
        if let Some(question) = questions::question(talk.tx, brief.id).await? {
            officer::note(talk, &question, "hand over question").await?;
        }
        card::refresh(&mut talk.notice(), brief.id).await?;
        gone.push(brief);
    }
    if gone.is_empty() {
        return talk.alert(Text::HandOverNotYours).await;
    }
    let n = i18n::count(gone.len());
    let codes = gone.iter().map(|brief| spoken(&brief.code)).collect::<Vec<_>>().join(", ");
    let mine = ward::name_of(talk.tx, me).await?;
    let told = talk
        .tell(to.id, About::default(), |lang: Lang| {
            let mut letter = words(lang, &Text::HandedToYou { name: mine, n, codes: codes.clone() });
            letter.buttons =
                open_buttons(lang, gone.iter().take(OFFERED).map(|brief| (brief.id, brief.code.as_str())));
            letter
        })
        .await?;
    let name = to.name.clone();
    let said =
        if told { Text::HandedOver { n, codes, name } } else { Text::HandedOverUntold { n, codes, name } };
    let letter: Letter = with_way_back(talk, &said);
    talk.replace(letter).await
}

/// What whoever presses has taken on, as far as it is their unit's.
async fn mine(talk: &mut Talk<'_>) -> Result<Vec<Brief>, Error> {
    if !talk.is_private() {
        return Ok(Vec::new());
    }
    let me = talk.me().await?;
    let mut mine = questions::of_officer(talk.tx, talk.ward.id, me).await?;
    mine.retain(|brief| brief.unit.is_some_and(|unit| talk.roles.is_officer_of(unit)));
    Ok(mine)
}

/// The other officers of these units who are not away, each once, by name.
async fn colleagues(talk: &mut Talk<'_>, units: &[UnitId]) -> Result<Vec<Person>, Error> {
    let me = talk.me().await?;
    let mut found: Vec<Person> = Vec::new();
    for person in ward::officers(talk.tx, talk.ward.id, units).await? {
        if person.id != me && !absence::is_away(talk.tx, &talk.ward, person.id).await? {
            found.push(person);
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

/// The part of an id that is left to chance: what fits in a button beside another id.
pub(super) fn key(person: PersonId) -> String {
    let id = person.0.simple().to_string();
    id[id.len() - KEY..].to_owned()
}
