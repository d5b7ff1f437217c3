//! What is known of a neighbourhood beside its name: where it lies, what else it is, and in which
//! language its groups read. By these messages find those for whom they are.

use super::act::Act;
use super::directory::neighbourhood;
use super::staff::only_administrator;
use super::talk::{Step, Talk, button};
use super::writing::{areas, fingerprint};
use crate::audit;
use crate::channel::Button;
use crate::i18n::{Lang, Text};
use crate::store::Error;
use crate::text::{Rich, nfc, shorten};
use crate::ward::store as ward;
use crate::ward::{Neighbourhood, NeighbourhoodId, Reads};

/// Characters of the name of an area or a tag.
const NAME_MAX: usize = 40;
const TAGS_MAX: usize = 10;
/// Areas offered on buttons.
const AREAS_MAX: usize = 30;

fn reads_text(reads: Reads) -> Text {
    match reads {
        Reads::Vi => Text::ReadsVietnamese,
        Reads::En => Text::ReadsEnglish,
        Reads::Both => Text::ReadsBoth,
    }
}

/// What its screen says of it.
pub(super) fn lines(place: &Neighbourhood, mut text: Rich, lang: Lang) -> Rich {
    let mut lines = vec![Text::PlaceReads { language: reads_text(place.reads).say(lang) }];
    if !place.area.is_empty() {
        lines.push(Text::PlaceArea { area: place.area.clone() });
    }
    if !place.tags.is_empty() {
        lines.push(Text::PlaceTags { tags: place.tags.join(", ") });
    }
    for line in lines {
        text = text.below(1, &Rich::plain(&line.say(lang)));
    }
    text
}

/// Its screen's buttons.
pub(super) fn buttons(lang: Lang, id: NeighbourhoodId) -> Vec<Vec<Button>> {
    vec![
        vec![
            button(lang, &Text::ButtonPlaceArea, &Act::PlaceArea(id)),
            button(lang, &Text::ButtonPlaceTags, &Act::PlaceTags(id)),
        ],
        vec![button(lang, &Text::ButtonPlaceReads, &Act::PlaceReads(id))],
    ]
}

async fn found(talk: &mut Talk<'_>, id: NeighbourhoodId) -> Result<Option<Neighbourhood>, Error> {
    let found = ward::neighbourhood(talk.tx, talk.ward.id, id).await?;
    if found.is_none() {
        talk.alert(Text::ButtonUnknown).await?;
    }
    Ok(found)
}

/// Writes it down, and shows the neighbourhood as it is now.
async fn put(talk: &mut Talk<'_>, place: &Neighbourhood, what: &str, value: &str) -> Result<(), Error> {
    ward::describe_neighbourhood(talk.tx, talk.ward.id, place).await?;
    let (me, subject) = (talk.me().await?, format!("neighbourhood:{}", place.id));
    audit::append(talk.tx, talk.ward.id, Some(me), what, &subject, value).await?;
    neighbourhood(talk, place.id).await
}

/// "Khu vực": the areas that there are, or the next words.
pub(super) async fn ask_area(talk: &mut Talk<'_>, id: NeighbourhoodId) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(place) = found(talk, id).await? else { return Ok(()) };
    talk.set_step(&Step::PlaceArea { neighbourhood: id }).await?;
    let mut letter = talk.letter(&Text::PlaceAreaAsk { name: place.name });
    let all = ward::neighbourhoods(talk.tx, talk.ward.id).await?;
    for area in areas(&all).iter().take(AREAS_MAX) {
        let label = Text::AreaName { name: shorten(area, 40) };
        letter.buttons.push(vec![talk.button(&label, &Act::PlaceAreaIs(id, fingerprint(area)))]);
    }
    if !place.area.is_empty() {
        letter.buttons.push(vec![talk.button(&Text::ButtonNoArea, &Act::PlaceAreaIs(id, String::new()))]);
    }
    letter.buttons.push(vec![talk.button(&Text::ButtonBack, &Act::Neighbourhood(id))]);
    talk.replace(letter).await
}

/// One of the areas that there are; an empty word: none.
pub(super) async fn area_pressed(talk: &mut Talk<'_>, id: NeighbourhoodId, word: &str) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(place) = found(talk, id).await? else { return Ok(()) };
    let all = areas(&ward::neighbourhoods(talk.tx, talk.ward.id).await?);
    let area = all.into_iter().find(|area| fingerprint(area) == word);
    if area.is_none() && !word.is_empty() {
        return talk.alert(Text::ButtonUnknown).await;
    }
    talk.clear_step().await?;
    let area = area.unwrap_or_default();
    put(talk, &Neighbourhood { area: area.clone(), ..place }, "area", &area).await
}

/// The name of an area came.
pub(super) async fn area_came(talk: &mut Talk<'_>, id: NeighbourhoodId, text: &Rich) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(place) = found(talk, id).await? else { return Ok(()) };
    let Some(area) = name(&text.words()) else {
        return talk.say(Text::PlaceNameUnread { max: i64::try_from(NAME_MAX).unwrap_or(i64::MAX) }).await;
    };
    talk.clear_step().await?;
    put(talk, &Neighbourhood { area: area.clone(), ..place }, "area", &area).await
}

/// "Nhãn": the next words.
pub(super) async fn ask_tags(talk: &mut Talk<'_>, id: NeighbourhoodId) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(place) = found(talk, id).await? else { return Ok(()) };
    talk.set_step(&Step::PlaceTags { neighbourhood: id }).await?;
    let mut letter = talk.letter(&Text::PlaceTagsAsk { name: place.name });
    if !place.tags.is_empty() {
        letter.buttons.push(vec![talk.button(&Text::ButtonNoTags, &Act::PlaceTagsDrop(id))]);
    }
    letter.buttons.push(vec![talk.button(&Text::ButtonBack, &Act::Neighbourhood(id))]);
    talk.replace(letter).await
}

/// Tags came, separated by commas: all that it has from now on.
pub(super) async fn tags_came(talk: &mut Talk<'_>, id: NeighbourhoodId, text: &Rich) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(place) = found(talk, id).await? else { return Ok(()) };
    let words = text.words();
    let tags: Option<Vec<String>> = words.split([',', ';', '\n']).map(name).collect();
    let Some(tags) = tags.filter(|tags| tags.len() <= TAGS_MAX) else {
        return talk.say(Text::PlaceNameUnread { max: i64::try_from(NAME_MAX).unwrap_or(i64::MAX) }).await;
    };
    talk.clear_step().await?;
    let value = tags.join(", ");
    put(talk, &Neighbourhood { tags, ..place }, "tags", &value).await
}

pub(super) async fn drop_tags(talk: &mut Talk<'_>, id: NeighbourhoodId) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(place) = found(talk, id).await? else { return Ok(()) };
    talk.clear_step().await?;
    put(talk, &Neighbourhood { tags: vec![], ..place }, "tags", "").await
}

/// "Ngôn ngữ nhóm"
pub(super) async fn ask_reads(talk: &mut Talk<'_>, id: NeighbourhoodId) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(place) = found(talk, id).await? else { return Ok(()) };
    let mut letter = talk.letter(&Text::PlaceReadsAsk { name: place.name });
    for reads in Reads::ALL {
        let act = Act::PlaceReadsIs(id, reads.code().to_owned());
        letter.buttons.push(vec![talk.button(&reads_text(reads), &act)]);
    }
    letter.buttons.push(vec![talk.button(&Text::ButtonBack, &Act::Neighbourhood(id))]);
    talk.replace(letter).await
}

pub(super) async fn reads_pressed(talk: &mut Talk<'_>, id: NeighbourhoodId, word: &str) -> Result<(), Error> {
    only_administrator!(talk);
    let Some(place) = found(talk, id).await? else { return Ok(()) };
    let Some(reads) = Reads::from_code(word) else { return talk.alert(Text::ButtonUnknown).await };
    put(talk, &Neighbourhood { reads, ..place }, "language", reads.code()).await
}

/// A name as it is kept: on one line, neither empty nor long.
fn name(text: &str) -> Option<String> {
    let name = nfc(&text.split_whitespace().collect::<Vec<_>>().join(" "));
    (1..=NAME_MAX).contains(&name.chars().count()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_short_line() {
        assert_eq!(name("  chung\n cư "), Some("chung cư".to_owned()));
        assert_eq!(name(" \n"), None);
        assert_eq!(name(&"a".repeat(NAME_MAX + 1)), None);
    }
}
