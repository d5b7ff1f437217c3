//! The list of neighbourhoods, one of them, and the way to add some.

use super::super::act::Act;
use super::super::inbox::in_rows;
use super::super::staff::{only_administrator, plain_button};
use super::super::talk::{Step, Talk};
use super::super::{describing, heading, places};
use super::Asked;
use super::table::{NAME_MAX, is_code};
use crate::audit;
use crate::channel::{Button, Letter};
use crate::i18n::{self, Text, hanoi};
use crate::store::Error;
use crate::text::{Rich, nfc, shorten};
use crate::ward::store::{self as ward, Former, RegistrationStep, Term};
use crate::ward::{GroupState, Neighbourhood, NeighbourhoodId, Office, Purpose};

/// Neighbourhoods on one screen.
const PAGE: usize = 20;
/// Neighbourhoods that one list may add.
const LIST_MAX: usize = 300;
/// What a search shows at most.
const FOUND_MAX: usize = 20;
/// Former names that a screen tells of.
const FORMER_MAX: usize = 4;

pub(in crate::conversation) async fn neighbourhoods(talk: &mut Talk<'_>, page: i32) -> Result<(), Error> {
    only_administrator!(talk);
    talk.clear_step().await?;
    let all = ward::neighbourhoods(talk.tx, talk.ward.id).await?;
    let groups = ward::groups(talk.tx, talk.ward.id).await?;
    let stuck = ward::stuck_registrations(talk.tx, talk.ward.id).await?;
    let page = usize::try_from(page).unwrap_or(0);
    let mut letter = talk.letter(&Text::NeighbourhoodsHeading { n: i18n::count(all.len()) });
    let mut is_one_stuck = false;
    for neighbourhood in all.iter().skip(page * PAGE).take(PAGE) {
        let has = |state| groups.iter().any(|g| g.neighbourhood == neighbourhood.id && g.state == state);
        let is_stuck = stuck.contains(&neighbourhood.id);
        let mark = match (has(GroupState::Confirmed), has(GroupState::Asked)) {
            (true, _) => "✅",
            (false, _) if is_stuck => "❗",
            (false, true) => "⏳",
            (false, false) => "▫️",
        };
        is_one_stuck |= mark == "❗";
        letter.buttons.push(vec![place_button(mark, neighbourhood)]);
    }
    if is_one_stuck {
        letter.text = letter.text.below(1, &Rich::plain(&Text::NeighbourhoodsStuck.say(talk.lang)));
    }
    let mut turn = Vec::new();
    if page > 0 {
        let before = i32::try_from(page - 1).unwrap_or(0);
        turn.push(talk.button(&Text::ButtonPageBefore, &Act::Neighbourhoods(before)));
    }
    if all.len() > (page + 1) * PAGE {
        let after = i32::try_from(page + 1).unwrap_or(0);
        turn.push(talk.button(&Text::ButtonPageAfter, &Act::Neighbourhoods(after)));
    }
    if !turn.is_empty() {
        letter.buttons.push(turn);
    }
    letter.buttons.push(vec![
        talk.button(&Text::ButtonPlaceSearch, &Act::PlaceSearch),
        talk.button(&Text::ButtonAddNeighbourhoods, &Act::AddNeighbourhoods),
    ]);
    letter.buttons.push(vec![
        talk.button(&Text::ButtonDirectoryFile, &Act::DirectoryFile),
        talk.button(&Text::ButtonDirectoryExport, &Act::DirectoryExport),
    ]);
    letter.buttons.push(vec![
        talk.button(&Text::ButtonHelper, &Act::Helper),
        talk.button(&Text::ButtonBack, &Act::Home),
    ]);
    talk.replace(letter).await
}

fn place_button(mark: &str, place: &Neighbourhood) -> Button {
    plain_button(&format!("{mark} {} · {}", place.code, place.name), &Act::Neighbourhood(place.id))
}

/// “Tìm tổ”
pub(in crate::conversation) async fn ask_search(talk: &mut Talk<'_>) -> Result<(), Error> {
    only_administrator!(talk);
    talk.set_step(&Step::Directory(Asked::Search)).await?;
    talk.say(Text::PlaceSearchAsk).await
}

/// Shows what these words name: one neighbourhood, or several to choose from.
pub(in crate::conversation) async fn look_up(talk: &mut Talk<'_>, wanted: &str) -> Result<(), Error> {
    only_administrator!(talk);
    let found = ward::find_neighbourhoods(talk.tx, talk.ward.id, wanted).await?;
    let words = shorten(wanted.trim(), 60);
    match &found[..] {
        [] => {
            // Whoever mistyped types again.
            talk.set_step(&Step::Directory(Asked::Search)).await?;
            talk.say(Text::PlaceNotFound { words }).await
        }
        [one] => {
            talk.clear_step().await?;
            neighbourhood(talk, one.entry.place.id).await
        }
        several => {
            talk.clear_step().await?;
            let mut letter = talk.letter(&Text::PlacesFound { words, n: i18n::count(several.len()) });
            for one in several.iter().take(FOUND_MAX) {
                let place = &one.entry.place;
                let mut button = place_button("▫️", place);
                if let Some(by) = &one.by {
                    let label = Text::PlaceWas { name: place.name.clone(), was: by.clone() };
                    button.label = shorten(&label.say(talk.lang), 60);
                }
                letter.buttons.push(vec![button]);
            }
            letter.buttons.push(vec![talk.button(&Text::ButtonBack, &Act::Neighbourhoods(0))]);
            talk.send(letter).await
        }
    }
}

pub(in crate::conversation) async fn ask_list(talk: &mut Talk<'_>) -> Result<(), Error> {
    only_administrator!(talk);
    talk.set_step(&Step::NeighbourhoodList).await?;
    talk.say(Text::NeighbourhoodsAsk).await
}

/// The list of neighbourhoods came: a line each, code and name.
pub(in crate::conversation) async fn list_came(talk: &mut Talk<'_>, text: &Rich) -> Result<(), Error> {
    only_administrator!(talk);
    let words = text.words();
    let lines: Vec<&str> = words.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let merged = ward::merged_codes(talk.tx, talk.ward.id).await?;
    let mut read = Vec::with_capacity(lines.len());
    for line in &lines {
        let Some(entry) = code_and_name(line) else {
            // Nothing is taken over from a list with a broken line: half a list is worse.
            return talk.say(Text::NeighbourhoodLineUnread { line: shorten(line, 60) }).await;
        };
        if let Some(into) = merged.get(&entry.0) {
            return talk.say(Text::PlaceCodeMerged { code: entry.0, into: into.clone() }).await;
        }
        read.push(entry);
    }
    if read.is_empty() || read.len() > LIST_MAX {
        return talk.say(Text::NeighbourhoodsAsk).await;
    }
    let me = talk.me().await?;
    for (code, name) in &read {
        let id = ward::put_neighbourhood(talk.tx, talk.ward.id, code, name).await?;
        audit::append(talk.tx, talk.ward.id, Some(me), "neighbourhood", &format!("neighbourhood:{id}"), code)
            .await?;
    }
    talk.clear_step().await?;
    talk.say(Text::NeighbourhoodsAdded { n: i18n::count(read.len()) }).await?;
    talk.press = None;
    neighbourhoods(talk, 0).await
}

/// "05, Tổ dân phố số 5" or "05 Tổ dân phố số 5".
pub(super) fn code_and_name(line: &str) -> Option<(String, String)> {
    let (code, name) = line.split_once([',', ';', '\t']).or_else(|| line.split_once(' '))?;
    let code = nfc(code.trim()).to_uppercase();
    Some((code, name_of(name)?)).filter(|(code, _)| is_code(code))
}

/// A name as it is kept: on one line, neither empty nor long.
pub(super) fn name_of(words: &str) -> Option<String> {
    let name = nfc(&words.split_whitespace().collect::<Vec<_>>().join(" "));
    (1..=NAME_MAX).contains(&name.chars().count()).then_some(name)
}

/// One neighbourhood: what it is and was called, who is in office, its groups.
pub(in crate::conversation) async fn neighbourhood(
    talk: &mut Talk<'_>,
    id: NeighbourhoodId,
) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(found) = ward::neighbourhood(talk.tx, talk.ward.id, id).await? else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    let id = found.id;
    let lang = talk.lang;
    let mut text = Rich::bold(&format!("{} · {}", found.code, found.name));
    for line in facts(talk, &found).await? {
        text = text.below(1, &Rich::plain(&line));
    }
    let mut any = false;
    let mut buttons = Vec::new();
    for group in ward::groups(talk.tx, talk.ward.id).await? {
        if group.neighbourhood != id || group.state == GroupState::Off {
            continue;
        }
        any = true;
        let chat = ward::chat(talk.tx, group.chat).await?;
        text = text.below(1, &places::group_line(lang, &group, &chat));
        if group.state == GroupState::Asked {
            buttons.push(vec![
                talk.button(&Text::ButtonConfirm, &Act::ConfirmGroup(group.id)),
                talk.button(&Text::ButtonReject, &Act::RejectGroup(group.id)),
            ]);
        }
    }
    if !any {
        text = text.below(1, &Rich::plain(&Text::StateNone.say(lang)));
    }
    text = describing::lines(&found, text, lang);
    buttons.push(vec![
        talk.button(&Text::ButtonHeadLink, &Act::HeadLink(id)),
        talk.button(&Text::ButtonCallHead, &Act::CallHead(id)),
    ]);
    buttons.push(vec![talk.button(&Text::ButtonOffices, &Act::Offices(id))]);
    buttons.push(vec![
        talk.button(&Text::ButtonPlaceGroups, &Act::PlaceGroups(id)),
        talk.button(&Text::ButtonPlaceEdit, &Act::PlaceEdit(id)),
    ]);
    buttons.extend(describing::buttons(lang, id));
    buttons.push(vec![talk.button(&Text::ButtonBack, &Act::Neighbourhoods(0))]);
    talk.replace(Letter { text, buttons, ..Letter::default() }).await
}

/// What is known of a neighbourhood, a line each.
async fn facts(talk: &mut Talk<'_>, place: &Neighbourhood) -> Result<Vec<String>, Error> {
    let lang = talk.lang;
    let details = ward::details(talk.tx, place.id).await?;
    let mut lines = Vec::new();
    let former = ward::former_names(talk.tx, talk.ward.id).await?;
    let mine = former.iter().filter(|former| former.neighbourhood == place.id);
    for Former { code, name, until, .. } in mine.take(FORMER_MAX) {
        let until = hanoi(*until).format("%d/%m/%Y").to_string();
        lines.push(Text::PlaceFormer { code: code.clone(), name: name.clone(), until }.say(lang));
    }
    if let Some(n) = details.households {
        lines.push(Text::PlaceHouseholds { n: n.into() }.say(lang));
    }
    if !details.cell.is_empty() {
        lines.push(Text::PlaceCell { cell: details.cell }.say(lang));
    }
    if !details.contact.is_empty() {
        let line = if details.phone.is_empty() {
            Text::PlaceContactName { name: details.contact }
        } else {
            Text::PlaceContactPhone { name: details.contact, phone: details.phone }
        };
        lines.push(line.say(lang));
    }
    let terms = ward::in_office(talk.tx, place.id).await?;
    for (office, text) in [(Office::Head, true), (Office::Deputy, false)] {
        let names: Vec<String> = terms
            .iter()
            .filter(|term| term.office == office)
            .map(|Term { person, .. }| person.name.clone())
            .collect();
        if !names.is_empty() {
            let name = names.join(", ");
            lines.push(if text { Text::HeadIs { name } } else { Text::DeputyIs { name } }.say(lang));
        }
    }
    lines.extend(heading::registration_line(talk, place.id).await?);
    Ok(lines)
}

pub(in crate::conversation) async fn head_link(
    talk: &mut Talk<'_>,
    id: NeighbourhoodId,
) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(found) = ward::neighbourhood(talk.tx, talk.ward.id, id).await? else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    let me = talk.me().await?;
    let purpose = Purpose::Head { neighbourhood: found.id };
    let secret = ward::make_link(talk.tx, talk.ward.id, &purpose, Some(me)).await?;
    let url = talk.private_link(&secret);
    let before = ward::registration(talk.tx, found.id).await?;
    if before.is_none_or(|before| before.step != RegistrationStep::Confirmed) {
        ward::note_registration(talk.tx, found.id, RegistrationStep::Link, None).await?;
    }
    let days = crate::ward::LINK_DAYS;
    let letter = talk.letter(&Text::HeadLink { code: found.code, name: found.name, url: url.clone(), days });
    talk.send_once(heading::with_code(letter, &url)).await
}

/// Buttons for neighbourhoods, two in a row.
pub(super) fn place_buttons(
    places: &[&Neighbourhood],
    act: impl Fn(&Neighbourhood) -> Act,
) -> Vec<Vec<Button>> {
    let one = |place: &&Neighbourhood| {
        let mut button = plain_button(&format!("{} · {}", place.code, place.name), &act(place));
        button.label = shorten(&button.label, 40);
        button
    };
    in_rows(places.iter().map(one).collect(), 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_neighbourhood_list() {
        let read = |line: &str| code_and_name(line);
        assert_eq!(read("05, Tổ dân phố số 5"), Some(("05".into(), "Tổ dân phố số 5".into())));
        assert_eq!(read("tdp7 Tổ dân phố số 7"), Some(("TDP7".into(), "Tổ dân phố số 7".into())));
        assert_eq!(read("Tổ"), None);
        assert_eq!(read(", Tổ 5"), None);
    }
}
