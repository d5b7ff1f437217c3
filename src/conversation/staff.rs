//! `/phuong`: units and their chats, staff by invitation, the plan. For administrators.
//! Neighbourhoods are in [`super::directory`].

use super::act::Act;
use super::talk::{Step, Talk, words};
use crate::audit;
use crate::channel::{Button, Letter, Target};
use crate::i18n::{self, Text};
use crate::store::Error;
use crate::text::{Rich, nfc, shorten};
use crate::ward::store as ward;
use crate::ward::{PersonId, Purpose, Role, UnitId};

const NAME_MAX: usize = 80;
/// People in the staff list; platforms allow a hundred buttons.
const STAFF_MAX: usize = 90;

/// Ends an act that is an administrator's, in private, for everybody else.
macro_rules! only_administrator {
    ($talk:expr) => {
        if !$talk.is_private() {
            return $talk.alert(Text::OnlyInPrivate).await;
        }
        if !$talk.roles.may_administer() {
            return $talk.alert(Text::OnlyAdministrator).await;
        }
    };
}
pub(super) use only_administrator;

/// What a role is called.
pub(super) fn role_name(role: Role) -> Text {
    match role {
        Role::Editor => Text::RoleEditor,
        Role::Officer => Text::RoleOfficer,
        Role::Approver => Text::RoleApprover,
        Role::Administrator => Text::RoleAdministrator,
    }
}

pub(super) async fn home(talk: &mut Talk<'_>) -> Result<(), Error> {
    only_administrator!(talk);
    talk.clear_step().await?;
    let units = ward::units(talk.tx, talk.ward.id).await?;
    let neighbourhoods = ward::neighbourhoods(talk.tx, talk.ward.id).await?;
    let groups = ward::groups(talk.tx, talk.ward.id).await?;
    let covered = neighbourhoods
        .iter()
        .filter(|n| {
            groups.iter().any(|g| g.neighbourhood == n.id && g.state == crate::ward::GroupState::Confirmed)
        })
        .count();
    let mut letter = talk.letter(&Text::WardHome {
        ward: talk.ward.name.clone(),
        units: i18n::count(units.iter().filter(|u| u.chat.is_some()).count()),
        all_units: i18n::count(units.len()),
        covered: i18n::count(covered),
        neighbourhoods: i18n::count(neighbourhoods.len()),
    });
    letter.buttons = vec![
        vec![
            talk.button(&Text::ButtonUnits, &Act::Units),
            talk.button(&Text::ButtonNeighbourhoods, &Act::Neighbourhoods(0)),
        ],
        vec![talk.button(&Text::ButtonStaff, &Act::Staff), talk.button(&Text::ButtonPlan, &Act::PlanFile)],
        vec![
            talk.button(&Text::ButtonCalendar, &Act::Calendar(0)),
            talk.button(&Text::ButtonDataRequests, &Act::DataRequests),
        ],
        vec![
            talk.button(&Text::ButtonRouting, &Act::Routing),
            talk.button(&Text::ButtonContacts, &Act::Contacts),
        ],
        vec![talk.button(&Text::ButtonSlots, &Act::Slots), talk.button(&Text::ButtonRules, &Act::Rules)],
        vec![talk.button(&Text::ButtonHealth, &Act::Health(0))],
    ];
    talk.replace(letter).await
}

pub(super) fn plain_button(label: &str, act: &Act) -> Button {
    Button { label: shorten(label, 60), target: Target::Act(act.pack()) }
}

pub(super) async fn units(talk: &mut Talk<'_>) -> Result<(), Error> {
    only_administrator!(talk);
    let mut letter = talk.letter(&Text::UnitsHeading);
    for unit in ward::units(talk.tx, talk.ward.id).await? {
        let mark = if unit.chat.is_some() { "✅" } else { "▫️" };
        letter.buttons.push(vec![plain_button(&format!("{mark} {}", unit.name), &Act::Unit(unit.id))]);
    }
    letter.buttons.push(vec![talk.button(&Text::ButtonBack, &Act::Home)]);
    talk.replace(letter).await
}

pub(super) async fn unit(talk: &mut Talk<'_>, id: UnitId) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(unit) = ward::unit(talk.tx, talk.ward.id, id).await? else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    let chat = match unit.chat {
        Some(chat) => Text::UnitChatIs { title: ward::chat(talk.tx, chat).await?.title }.say(talk.lang),
        None => Text::UnitChatMissing.say(talk.lang),
    };
    let officers: Vec<String> =
        ward::officers(talk.tx, talk.ward.id, &[id]).await?.into_iter().map(|person| person.name).collect();
    let officers = if officers.is_empty() {
        Text::UnitNoOfficers.say(talk.lang)
    } else {
        Text::UnitOfficers { names: officers.join(", ") }.say(talk.lang)
    };
    let text = Rich::bold(&format!("{} ({})", unit.name, unit.code))
        .below(1, &Rich::plain(&chat))
        .below(1, &Rich::plain(&officers));
    let is_sensitive = ward::is_sensitive(talk.tx, id).await?;
    let second = if is_sensitive { Text::ButtonOneOfficer } else { Text::ButtonTwoOfficers };
    let text =
        if is_sensitive { text.below(1, &Rich::plain(&Text::UnitIsSensitive.say(talk.lang))) } else { text };
    let buttons = vec![
        vec![talk.button(&Text::ButtonUnitChat, &Act::UnitChatLink(id))],
        vec![talk.button(&second, &Act::Sensitive(id))],
        vec![talk.button(&Text::ButtonBack, &Act::Units)],
    ];
    talk.replace(Letter { text, buttons, ..Letter::default() }).await
}

/// Whether answers of a unit need a colleague.
pub(super) async fn toggle_sensitive(talk: &mut Talk<'_>, id: UnitId) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(found) = ward::unit(talk.tx, talk.ward.id, id).await? else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    let is = !ward::is_sensitive(talk.tx, id).await?;
    ward::set_sensitive(talk.tx, id, is).await?;
    let me = talk.me().await?;
    let act = if is { "answers need a colleague" } else { "answers need no colleague" };
    audit::append(talk.tx, talk.ward.id, Some(me), act, &format!("unit:{id}"), &found.code).await?;
    unit(talk, id).await
}

pub(super) async fn unit_chat_link(talk: &mut Talk<'_>, id: UnitId) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(unit) = ward::unit(talk.tx, talk.ward.id, id).await? else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    let me = talk.me().await?;
    let secret = ward::make_link(talk.tx, talk.ward.id, &Purpose::UnitChat { unit: id }, Some(me)).await?;
    let url = talk.group_link(&secret);
    let mut letter = talk.letter(&Text::UnitChatLink { unit: unit.name, url: url.clone() });
    letter.buttons = vec![vec![super::talk::link_button(talk.lang, &Text::ButtonAddToGroup, url)]];
    talk.send_once(letter).await
}

pub(super) async fn list(talk: &mut Talk<'_>) -> Result<(), Error> {
    only_administrator!(talk);
    let mut letter = talk.letter(&Text::StaffHeading);
    let mut seen: Vec<PersonId> = Vec::new();
    for row in ward::staff(talk.tx, talk.ward.id).await? {
        if seen.contains(&row.person.id) || seen.len() == STAFF_MAX {
            continue;
        }
        seen.push(row.person.id);
        letter.buttons.push(vec![plain_button(&row.person.name, &Act::StaffPerson(row.person.id))]);
    }
    letter.buttons.push(vec![
        talk.button(&Text::ButtonInvite, &Act::Invite),
        talk.button(&Text::ButtonBack, &Act::Home),
    ]);
    talk.replace(letter).await
}

pub(super) async fn invite(talk: &mut Talk<'_>) -> Result<(), Error> {
    only_administrator!(talk);
    let mut letter = talk.letter(&Text::InviteWhich);
    letter.buttons =
        Role::ALL.iter().map(|role| vec![talk.button(&role_name(*role), &Act::InviteRole(*role))]).collect();
    letter.buttons.push(vec![talk.button(&Text::ButtonBack, &Act::Staff)]);
    talk.replace(letter).await
}

pub(super) async fn invite_role(talk: &mut Talk<'_>, role: Role) -> Result<(), Error> {
    only_administrator!(talk);
    if role != Role::Officer {
        talk.set_step(&Step::InviteName { role, unit: None }).await?;
        let role = role_name(role).say(talk.lang);
        return talk.say(Text::InviteName { role }).await;
    }
    let mut letter = talk.letter(&Text::InviteUnit);
    for unit in ward::units(talk.tx, talk.ward.id).await? {
        letter.buttons.push(vec![plain_button(&unit.name, &Act::InviteUnit(unit.id))]);
    }
    letter.buttons.push(vec![talk.button(&Text::ButtonBack, &Act::Invite)]);
    talk.replace(letter).await
}

pub(super) async fn invite_unit(talk: &mut Talk<'_>, id: UnitId) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(unit) = ward::unit(talk.tx, talk.ward.id, id).await? else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    talk.set_step(&Step::InviteName { role: Role::Officer, unit: Some(id) }).await?;
    let role = format!("{}, {}", Text::RoleOfficer.say(talk.lang), unit.name);
    talk.say(Text::InviteName { role }).await
}

/// The name of the person to invite came.
pub(super) async fn name_came(
    talk: &mut Talk<'_>,
    role: Role,
    unit: Option<UnitId>,
    text: &Rich,
) -> Result<(), Error> {
    only_administrator!(talk);
    let name = nfc(text.words().trim());
    if name.is_empty() || name.chars().count() > NAME_MAX || name.contains('\n') {
        return talk.say(Text::NameUnread).await;
    }
    talk.clear_step().await?;
    let me = talk.me().await?;
    let purpose = Purpose::Staff { role, unit, name: name.clone() };
    let secret = ward::make_link(talk.tx, talk.ward.id, &purpose, Some(me)).await?;
    audit::append(talk.tx, talk.ward.id, Some(me), "invite", role.code(), "").await?;
    let url = talk.private_link(&secret);
    let role = role_name(role).say(talk.lang);
    let letter = talk.letter(&Text::InviteLink { name, role, url, days: crate::ward::LINK_DAYS });
    talk.send_once(letter).await
}

pub(super) async fn person(talk: &mut Talk<'_>, id: PersonId) -> Result<(), Error> {
    only_administrator!(talk);
    let rows: Vec<_> =
        ward::staff(talk.tx, talk.ward.id).await?.into_iter().filter(|row| row.person.id == id).collect();
    let Some(first) = rows.first() else { return talk.toast(Text::ButtonUnknown).await };
    let mut text = Rich::bold(&first.person.name);
    for row in &rows {
        let mut line = role_name(row.role).say(talk.lang);
        if let Some(unit) = row.unit
            && let Some(unit) = ward::unit(talk.tx, talk.ward.id, unit).await?
        {
            line = format!("{line}, {}", unit.name);
        }
        text = text.below(1, &Rich::plain(&line));
    }
    let buttons = vec![
        vec![talk.button(&Text::ButtonEndRoles, &Act::EndRoles(id))],
        vec![talk.button(&Text::ButtonBack, &Act::Staff)],
    ];
    talk.replace(Letter { text, buttons, ..Letter::default() }).await
}

/// Ends a person's roles at once. The last administrator stays: nobody could let one in again.
pub(super) async fn end_roles(talk: &mut Talk<'_>, id: PersonId) -> Result<(), Error> {
    only_administrator!(talk);
    let administrators = ward::people_with(talk.tx, talk.ward.id, Role::Administrator).await?;
    if administrators.len() == 1 && administrators[0].id == id {
        return talk.alert(Text::LastAdministrator).await;
    }
    let known = ward::staff(talk.tx, talk.ward.id).await?.iter().any(|row| row.person.id == id);
    if !known {
        return talk.alert(Text::AlreadyDecided).await;
    }
    ward::end_roles(talk.tx, talk.ward.id, id).await?;
    let me = talk.me().await?;
    audit::append(talk.tx, talk.ward.id, Some(me), "end_roles", &format!("person:{id}"), "").await?;
    let name = ward::name_of(talk.tx, id).await?;
    let ward_name = talk.ward.name.clone();
    talk.tell(id, crate::delivery::About::default(), |lang| {
        words(lang, &Text::RolesEndedForYou { ward: ward_name })
    })
    .await?;
    // What they approved and has not left counts no more.
    let done = talk.cards().recheck().await?;
    let mut letter = talk.letter(&Text::RolesEnded { name });
    if !done.fallen.is_empty() {
        let line = Text::RolesEndedFallen { n: i18n::count(done.fallen.len()) }.say(talk.lang);
        letter.text = letter.text.below(1, &Rich::plain(&line));
    }
    letter.buttons = vec![vec![talk.button(&Text::ButtonBack, &Act::Staff)]];
    talk.replace(letter).await
}
