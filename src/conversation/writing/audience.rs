//! To whom a message goes: everybody, areas, tags, or neighbourhoods one by one.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::super::act::Act;
use super::super::showing;
use super::super::talk::{Ask, Draft, Step, Talk};
use super::{finishing, is_correction};
use crate::channel::{Button, Target};
use crate::i18n::{self, Text};
use crate::message::Audience;
use crate::store::Error;
use crate::text::shorten;
use crate::ward::Neighbourhood;
use crate::ward::store as ward;

/// Neighbourhoods on one screen, two in a row.
const PAGE: usize = 40;
/// Areas or tags on one screen; platforms allow a hundred buttons.
const NAMES_MAX: usize = 80;
/// Bytes of a fingerprint: a ward has few names.
const FINGERPRINT: usize = 6;

/// A short word for a name, which may be longer than what a button carries.
pub(in crate::conversation) fn fingerprint(name: &str) -> String {
    Sha256::digest(name.as_bytes())[..FINGERPRINT].iter().fold(String::new(), |mut word, byte| {
        let _ = write!(word, "{byte:02x}");
        word
    })
}

/// The areas of a ward's neighbourhoods, each once.
pub(in crate::conversation) fn areas(places: &[Neighbourhood]) -> BTreeSet<String> {
    places.iter().map(|place| place.area.clone()).filter(|area| !area.is_empty()).collect()
}

fn tags(places: &[Neighbourhood]) -> BTreeSet<String> {
    places.iter().flat_map(|place| place.tags.iter().cloned()).collect()
}

/// A button of the audience's screens.
pub(super) async fn pressed(talk: &mut Talk<'_>, mut draft: Draft, act: Act) -> Result<(), Error> {
    if draft.text.is_none() {
        return talk.alert(Text::DraftGone).await;
    }
    if is_correction(talk, &draft).await? {
        // A correction goes to those who have what it corrects.
        return talk.alert(Text::AudienceStays).await;
    }
    // What was about to be submitted is another version by now.
    draft.asks = Ask::Time;
    let places = ward::neighbourhoods(talk.tx, talk.ward.id).await?;
    match act {
        Act::AudienceEverybody => {
            draft.audience = Audience::All;
            finishing::preview(talk, draft).await
        }
        Act::AudienceAreas => names(talk, draft, &areas(&places), &places, false).await,
        Act::AudienceTags => names(talk, draft, &tags(&places), &places, true).await,
        Act::AudienceArea(word) => {
            let mut chosen = match draft.audience {
                Audience::Areas(areas) => areas,
                _ => BTreeSet::new(),
            };
            let all = areas(&places);
            toggle(&mut chosen, &all, &word);
            draft.audience = Audience::Areas(chosen);
            names(talk, draft, &all, &places, false).await
        }
        Act::AudienceTag(word) => {
            let mut chosen = match draft.audience {
                Audience::Tags(tags) => tags,
                _ => BTreeSet::new(),
            };
            let all = tags(&places);
            toggle(&mut chosen, &all, &word);
            draft.audience = Audience::Tags(chosen);
            names(talk, draft, &all, &places, true).await
        }
        Act::AudiencePlaces(page) => one_by_one(talk, draft, &places, page).await,
        Act::AudiencePlace(id, page) => {
            let mut chosen = match draft.audience {
                Audience::Chosen(ids) => ids,
                _ => BTreeSet::new(),
            };
            if !chosen.remove(&id) && places.iter().any(|place| place.id == id) {
                chosen.insert(id);
            }
            draft.audience = Audience::Chosen(chosen);
            one_by_one(talk, draft, &places, page).await
        }
        Act::AudienceDone => {
            if !places.iter().any(|place| draft.audience.includes(place)) {
                return talk.alert(Text::AudienceNobody).await;
            }
            finishing::preview(talk, draft).await
        }
        _ => first(talk, draft, &places).await,
    }
}

fn toggle(chosen: &mut BTreeSet<String>, all: &BTreeSet<String>, word: &str) {
    let Some(name) = all.iter().find(|name| fingerprint(name) == word) else { return };
    if !chosen.remove(name) {
        chosen.insert(name.clone());
    }
}

/// By what an audience can be chosen here.
async fn first(talk: &mut Talk<'_>, draft: Draft, places: &[Neighbourhood]) -> Result<(), Error> {
    let to = showing::audience(talk.tx, talk.ward.id, &draft.audience, talk.lang).await?;
    talk.set_step(&Step::Drafting(draft)).await?;
    let mut letter = talk.letter(&Text::AudienceNow { to });
    let everybody = Text::ButtonAudienceAll { n: i18n::count(places.len()) };
    letter.buttons.push(vec![talk.button(&everybody, &Act::AudienceEverybody)]);
    if !areas(places).is_empty() {
        letter.buttons.push(vec![talk.button(&Text::ButtonAudienceAreas, &Act::AudienceAreas)]);
    }
    if !tags(places).is_empty() {
        letter.buttons.push(vec![talk.button(&Text::ButtonAudienceTags, &Act::AudienceTags)]);
    }
    letter.buttons.push(vec![talk.button(&Text::ButtonAudiencePlaces, &Act::AudiencePlaces(0))]);
    talk.send(letter).await
}

/// Areas or tags, each with how many neighbourhoods it has.
async fn names(
    talk: &mut Talk<'_>,
    draft: Draft,
    all: &BTreeSet<String>,
    places: &[Neighbourhood],
    are_tags: bool,
) -> Result<(), Error> {
    let to = showing::audience(talk.tx, talk.ward.id, &draft.audience, talk.lang).await?;
    let mut letter = talk.letter(&Text::AudienceChoose { to });
    for name in all.iter().take(NAMES_MAX) {
        let only = BTreeSet::from([name.clone()]);
        let (only, is_chosen, act) = match (&draft.audience, are_tags) {
            (Audience::Tags(tags), true) => {
                (Audience::Tags(only), tags.contains(name), Act::AudienceTag(fingerprint(name)))
            }
            (_, true) => (Audience::Tags(only), false, Act::AudienceTag(fingerprint(name))),
            (Audience::Areas(areas), false) => {
                (Audience::Areas(only), areas.contains(name), Act::AudienceArea(fingerprint(name)))
            }
            (_, false) => (Audience::Areas(only), false, Act::AudienceArea(fingerprint(name))),
        };
        let n = i18n::count(places.iter().filter(|place| only.includes(place)).count());
        let label = Text::AudienceName { mark: mark(is_chosen), name: shorten(name, 40), n };
        letter.buttons.push(vec![talk.button(&label, &act)]);
    }
    letter.buttons.push(ends(talk));
    talk.set_step(&Step::Drafting(draft)).await?;
    talk.replace(letter).await
}

/// The neighbourhoods, page by page.
async fn one_by_one(
    talk: &mut Talk<'_>,
    draft: Draft,
    places: &[Neighbourhood],
    page: i32,
) -> Result<(), Error> {
    let to = showing::audience(talk.tx, talk.ward.id, &draft.audience, talk.lang).await?;
    let mut letter = talk.letter(&Text::AudienceChoose { to });
    let first = usize::try_from(page).unwrap_or(0) * PAGE;
    let shown: Vec<&Neighbourhood> = places.iter().skip(first).take(PAGE).collect();
    for row in shown.chunks(2) {
        let buttons = row.iter().map(|place| {
            let is_chosen = matches!(&draft.audience, Audience::Chosen(ids) if ids.contains(&place.id));
            Button {
                label: format!("{} {}", mark(is_chosen), shorten(&place.name, 28)),
                target: Target::Act(Act::AudiencePlace(place.id, page).pack()),
            }
        });
        letter.buttons.push(buttons.collect());
    }
    let mut turn = Vec::new();
    if page > 0 {
        turn.push(talk.button(&Text::ButtonPageBefore, &Act::AudiencePlaces(page - 1)));
    }
    if places.len() > first + PAGE {
        turn.push(talk.button(&Text::ButtonPageAfter, &Act::AudiencePlaces(page.saturating_add(1))));
    }
    if !turn.is_empty() {
        letter.buttons.push(turn);
    }
    letter.buttons.push(ends(talk));
    talk.set_step(&Step::Drafting(draft)).await?;
    talk.replace(letter).await
}

fn mark(is_chosen: bool) -> String {
    if is_chosen { "✅" } else { "▫️" }.to_owned()
}

fn ends(talk: &Talk<'_>) -> Vec<Button> {
    vec![
        talk.button(&Text::ButtonAudienceDone, &Act::AudienceDone),
        talk.button(&Text::ButtonBack, &Act::AudiencePick),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart_by_a_word_that_fits_on_a_button() {
        let long = "Khu vực ".repeat(20);
        assert_ne!(fingerprint("Khu A"), fingerprint("Khu B"));
        assert!(Act::AudienceArea(fingerprint(&long)).pack().len() <= 64);
    }

    #[test]
    fn a_second_tap_takes_a_name_out_again() {
        let all = BTreeSet::from(["Khu A".to_owned(), "Khu B".to_owned()]);
        let mut chosen = BTreeSet::new();
        toggle(&mut chosen, &all, &fingerprint("Khu A"));
        toggle(&mut chosen, &all, "unknown");
        assert_eq!(chosen.len(), 1);
        toggle(&mut chosen, &all, &fingerprint("Khu A"));
        assert!(chosen.is_empty());
    }
}
