//! `/phuong`, “Người phụ trách”: who answers for each unit, and who stands in for them. Only the
//! unit's own officers can be named. For administrators.

use super::act::Act;
use super::handing::key;
use super::inbox::in_rows;
use super::staff::only_administrator;
use super::talk::Talk;
use crate::audit;
use crate::channel::{Button, Letter, Target};
use crate::i18n::Text;
use crate::store::Error;
use crate::text::{Rich, shorten};
use crate::ward::store::{self as ward, Contact};
use crate::ward::{Person, Unit, UnitId};

/// Officers that one screen offers; a unit has ten.
const OFFERED: usize = 40;

/// Each unit with who answers for it.
pub(super) async fn list(talk: &mut Talk<'_>) -> Result<(), Error> {
    only_administrator!(talk);
    let mut letter = talk.letter(&Text::ContactsHeading);
    for unit in ward::units(talk.tx, talk.ward.id).await? {
        let named = ward::contacts(talk.tx, unit.id).await?;
        let head = named.into_iter().find(|(contact, _)| *contact == Contact::Head);
        let (mark, name) = match head {
            Some((_, person)) => ("✅", format!(": {}", person.name)),
            None => ("▫️", String::new()),
        };
        let label = shorten(&format!("{mark} {}{name}", unit.name), 60);
        letter.buttons.push(vec![Button { label, target: Target::Act(Act::Contact(unit.id).pack()) }]);
    }
    letter.buttons.push(vec![talk.button(&Text::ButtonBack, &Act::Home)]);
    talk.replace(letter).await
}

/// One unit.
pub(super) async fn unit(talk: &mut Talk<'_>, id: UnitId) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(unit) = ward::unit(talk.tx, talk.ward.id, id).await? else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    screen(talk, &unit).await
}

async fn screen(talk: &mut Talk<'_>, unit: &Unit) -> Result<(), Error> {
    let named = ward::contacts(talk.tx, unit.id).await?;
    let mut text = Rich::bold(&unit.name);
    let mut buttons = Vec::new();
    for contact in Contact::ALL {
        let person = named.iter().find(|(known, _)| *known == contact).map(|(_, person)| person);
        let name = match person {
            Some(person) => person.name.clone(),
            None => Text::ContactNobody.say(talk.lang),
        };
        text = text.below(1, &Rich::plain(&line(contact, name).say(talk.lang)));
        let code = contact.code().to_owned();
        let mut row = vec![talk.button(&choose(contact), &Act::ContactPick(unit.id, code.clone()))];
        if person.is_some() {
            row.push(talk.button(&Text::ButtonContactDrop, &Act::ContactDrop(unit.id, code)));
        }
        buttons.push(row);
    }
    text = text.below(2, &Rich::plain(&Text::ContactWhy.say(talk.lang)));
    buttons.push(vec![talk.button(&Text::ButtonBack, &Act::Contacts)]);
    talk.replace(Letter { text, buttons, ..Letter::default() }).await
}

fn line(contact: Contact, name: String) -> Text {
    match contact {
        Contact::Head => Text::ContactHead { name },
        Contact::Deputy => Text::ContactDeputy { name },
    }
}

fn choose(contact: Contact) -> Text {
    match contact {
        Contact::Head => Text::ButtonContactHead,
        Contact::Deputy => Text::ButtonContactDeputy,
    }
}

async fn officers(talk: &mut Talk<'_>, unit: UnitId) -> Result<Vec<Person>, Error> {
    ward::officers(talk.tx, talk.ward.id, &[unit]).await
}

/// Who?
pub(super) async fn pick(talk: &mut Talk<'_>, id: UnitId, contact: &str) -> Result<(), Error> {
    only_administrator!(talk);
    let unit = ward::unit(talk.tx, talk.ward.id, id).await?;
    let (Some(unit), Some(contact)) = (unit, Contact::from_code(contact)) else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    let officers = officers(talk, id).await?;
    if officers.is_empty() {
        return talk.alert(Text::ContactNoOfficers).await;
    }
    let mut letter = talk.letter(&Text::ContactPick { unit: unit.name });
    let one = |person: &Person| {
        let word = format!("{}.{}", contact.code(), key(person.id));
        Button { label: shorten(&person.name, 40), target: Target::Act(Act::ContactSet(id, word).pack()) }
    };
    letter.buttons = in_rows(officers.iter().take(OFFERED).map(one).collect(), 2);
    letter.buttons.push(vec![talk.button(&Text::ButtonBack, &Act::Contact(id))]);
    talk.replace(letter).await
}

/// This one.
pub(super) async fn set(talk: &mut Talk<'_>, id: UnitId, word: &str) -> Result<(), Error> {
    only_administrator!(talk);
    let unit = ward::unit(talk.tx, talk.ward.id, id).await?;
    let Some((contact, person)) = word.split_once('.') else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    let (Some(unit), Some(contact)) = (unit, Contact::from_code(contact)) else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    let found = officers(talk, id).await?.into_iter().find(|officer| key(officer.id) == person);
    let Some(person) = found else { return talk.alert(Text::ContactNoOfficers).await };
    // One person in both places would stand in for themselves.
    for (other, held) in ward::contacts(talk.tx, id).await? {
        if other != contact && held.id == person.id {
            ward::drop_contact(talk.tx, id, other).await?;
        }
    }
    ward::set_contact(talk.tx, id, contact, person.id).await?;
    log(talk, contact, &unit, &format!("person:{}", person.id)).await?;
    screen(talk, &unit).await
}

/// Nobody any more.
pub(super) async fn drop(talk: &mut Talk<'_>, id: UnitId, contact: &str) -> Result<(), Error> {
    only_administrator!(talk);
    let unit = ward::unit(talk.tx, talk.ward.id, id).await?;
    let (Some(unit), Some(contact)) = (unit, Contact::from_code(contact)) else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    if !ward::drop_contact(talk.tx, id, contact).await? {
        return talk.alert(Text::AlreadyDecided).await;
    }
    log(talk, contact, &unit, "").await?;
    screen(talk, &unit).await
}

async fn log(talk: &mut Talk<'_>, contact: Contact, unit: &Unit, detail: &str) -> Result<(), Error> {
    let me = talk.me().await?;
    let act = match contact {
        Contact::Head => "unit_head",
        Contact::Deputy => "unit_deputy",
    };
    audit::append(talk.tx, talk.ward.id, Some(me), act, &format!("unit:{}", unit.id), detail).await?;
    Ok(())
}
