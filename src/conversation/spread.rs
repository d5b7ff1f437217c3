//! Coverage of a week: as a picture in chat, by content group below it, and as a table.

use chrono::{Datelike, Days, NaiveDate};

use super::act::Act;
use super::figures::coverage_line;
use super::talk::Talk;
use crate::calendar::day;
use crate::channel::{Channel, Letter, Made};
use crate::delivery::{Coverage, CoverageRow};
use crate::i18n::{self, Lang, Text, count, hanoi};
use crate::picture::{COLUMNS_MAX, Mark, ROWS_MAX, Spread, spread};
use crate::schedule::{self, Reached, Sheet, percent};
use crate::sheet::{self, Cell};
use crate::store::Error;
use crate::text::{Rich, shorten};
use crate::ward::RelayKind;

/// Weeks before this one that can be looked at.
const WEEKS_MAX: i32 = 104;
/// Units of what stands below a picture.
const CAPTION_UNITS: usize = 900;

/// The week so many weeks from now; earlier ones are negative.
pub(super) async fn week(talk: &mut Talk<'_>, page: i32) -> Result<(), Error> {
    let Some(sheet) = of_week(talk, page).await? else { return Ok(()) };
    let lang = talk.lang;
    let mut turns = vec![talk.button(&Text::ButtonSpreadBefore, &Act::Spread(page.saturating_sub(1)))];
    if page < 0 {
        turns.push(talk.button(&Text::ButtonSpreadAfter, &Act::Spread(page.saturating_add(1))));
    }
    let mut letter = Letter { buttons: vec![turns], ..Letter::default() };
    let caption = sheet_lines(&sheet, lang).join("\n");
    if !sheet.posts.is_empty() {
        let name = format!("do-phu-{}.png", sheet.from.format("%Y-%m-%d"));
        letter.made = Some(Made::picture(&name, &spread(&drawn(&sheet, lang))));
        letter.buttons.push(vec![talk.button(&Text::ButtonSpreadFile, &Act::SpreadFile(page))]);
    }
    letter.text = Rich::plain(&shorten(&caption, CAPTION_UNITS));
    // It is large and can be drawn again at any time.
    talk.send_once(letter).await
}

/// The same as a table.
pub(super) async fn file(talk: &mut Talk<'_>, page: i32) -> Result<(), Error> {
    let Some(sheet) = of_week(talk, page).await? else { return Ok(()) };
    let Ok(bytes) = sheet::xlsx(&sheet_table(&sheet, talk.lang)) else {
        return talk.alert(Text::SpreadTooLarge).await;
    };
    let name = format!("do-phu-{}.xlsx", sheet.from.format("%Y-%m-%d"));
    let mut letter = talk.letter(&Text::SpreadFile);
    letter.made = Some(Made::document(&name, &bytes));
    talk.send_once(letter).await
}

/// The week, if this person may see it; otherwise they have been told.
async fn of_week(talk: &mut Talk<'_>, page: i32) -> Result<Option<Sheet>, Error> {
    if !talk.roles.may_see_figures() {
        talk.alert(Text::OnlyStaff).await?;
        return Ok(None);
    }
    let back = Days::new(u64::from(page.clamp(-WEEKS_MAX, 0).unsigned_abs()) * 7);
    let today = day(talk.tx.now());
    let monday = monday_of(today.checked_sub_days(back).unwrap_or(today));
    schedule::sheet(talk.tx, talk.ward.id, monday, sunday_of(monday)).await.map(Some)
}

/// The Monday of a day's week.
#[must_use]
pub fn monday_of(day: NaiveDate) -> NaiveDate {
    day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday()))).unwrap_or(day)
}

/// The last day of the week that begins with this one.
#[must_use]
pub fn sunday_of(monday: NaiveDate) -> NaiveDate {
    monday.checked_add_days(Days::new(6)).unwrap_or(monday)
}

fn title(sheet: &Sheet, lang: Lang) -> String {
    let [from, until] = [sheet.from, sheet.until].map(|day| day.format("%d/%m/%Y").to_string());
    let (all, covered) = sheet.total();
    if all == 0 {
        return Text::SpreadNone { from, until }.say(lang);
    }
    Text::SpreadTitle { from, until, percent: count(percent(covered, all)) }.say(lang)
}

/// A span of time in lines: the whole, then by content group.
#[must_use]
pub fn sheet_lines(sheet: &Sheet, lang: Lang) -> Vec<String> {
    let mut lines = vec![title(sheet, lang)];
    if sheet.posts.is_empty() {
        return lines;
    }
    lines.push(Text::SpreadTarget { target: i64::from(sheet.target) }.say(lang));
    for group in sheet.by_group() {
        let name = match group.number.as_str() {
            "" => Text::SpreadNoGroup.say(lang),
            number => format!("{number} {}", group.name),
        };
        let mut line = Text::SpreadGroup {
            name: shorten(&name, 60),
            percent: count(percent(group.covered, group.neighbourhoods)),
            covered: count(group.covered),
            all: count(group.neighbourhoods),
        }
        .say(lang);
        if group.late > 0 {
            line.push_str(&Text::SpreadLate { late: count(group.late) }.say(lang));
        }
        lines.push(line);
    }
    lines
}

fn drawn(sheet: &Sheet, lang: Lang) -> Spread {
    let first = sheet.posts.len().saturating_sub(COLUMNS_MAX);
    let columns = sheet.posts[first..].iter().map(|post| {
        let number = Text::SpreadColumn { number: i64::from(post.number) }.say(lang);
        [number, hanoi(post.at).format("%d/%m").to_string()]
    });
    let mark = |row: &Option<CoverageRow>| match row.as_ref().map(Reached::of) {
        None => Mark::Apart,
        Some(Reached::Covered) => Mark::Covered,
        Some(Reached::Late) => Mark::Late,
        Some(Reached::Open) => Mark::Open,
        Some(Reached::Missing) => Mark::Missing,
    };
    let rows = sheet.places.iter().take(ROWS_MAX).map(|place| {
        (place.neighbourhood.clone(), place.posts[first..].iter().map(mark).collect::<Vec<_>>())
    });
    let hidden = sheet.places.len().saturating_sub(ROWS_MAX);
    let rest = match (first, hidden) {
        (0, 0) => String::new(),
        (posts, places) => Text::SpreadRest { posts: count(posts), places: count(places) }.say(lang),
    };
    Spread {
        title: title(sheet, lang),
        below: Text::SpreadTarget { target: i64::from(sheet.target) }.say(lang),
        columns: columns.collect(),
        rows: rows.collect(),
        marks: [Text::MarkCovered, Text::MarkLate, Text::MarkOpen, Text::MarkMissing].map(|t| t.say(lang)),
        rest,
    }
}

/// A span of time as a table: a row for each neighbourhood, a column for each post, then how much of
/// it arrived and what was aimed at.
#[must_use]
pub fn sheet_table(sheet: &Sheet, lang: Lang) -> sheet::Sheet {
    let percent_of = |covered: usize, all: usize| Cell::from(format!("{} %", percent(covered, all)).as_str());
    let target = || Cell::from(format!("{} %", sheet.target).as_str());
    let mut head = vec![Cell::from(Text::ColumnPlace.say(lang).as_str())];
    head.extend(sheet.posts.iter().map(|post| {
        let number = Text::SpreadColumn { number: i64::from(post.number) }.say(lang);
        Cell::from(format!("{number} · {} {}", post.group, i18n::moment(post.at, lang)).as_str())
    }));
    let more = [Text::ColumnCovered, Text::ColumnMeant, Text::ColumnShare, Text::ColumnTarget];
    head.extend(more.map(|text| Cell::from(text.say(lang).as_str())));
    let mut rows = vec![head];
    for place in &sheet.places {
        let (all, covered) = place.total();
        let mut row = vec![Cell::from(place.neighbourhood.as_str())];
        let cells = place.posts.iter().map(|one| one.as_ref().map_or(Cell::Empty, |one| said(one, lang)));
        row.extend(cells);
        row.extend([
            Cell::Number(count(covered)),
            Cell::Number(count(all)),
            percent_of(covered, all),
            target(),
        ]);
        rows.push(row);
    }
    let (all, covered) = sheet.total();
    let mut sum = vec![Cell::from(Text::ColumnSum.say(lang).as_str())];
    sum.extend(sheet.posts.iter().map(|post| {
        let share = percent(post.covered, post.neighbourhoods);
        Cell::from(format!("{}/{} ({share} %)", post.covered, post.neighbourhoods).as_str())
    }));
    sum.extend([Cell::Number(count(covered)), Cell::Number(count(all)), percent_of(covered, all), target()]);
    rows.push(sum);
    rows.push(vec![]);
    for group in sheet.by_group() {
        let name = match group.number.as_str() {
            "" => Text::SpreadNoGroup.say(lang),
            number => format!("{number} {}", group.name),
        };
        let counts = format!("{}/{}", group.covered, group.neighbourhoods);
        let share = percent_of(group.covered, group.neighbourhoods);
        rows.push(vec![Cell::from(name.as_str()), Cell::from(counts.as_str()), share, target()]);
    }
    let mut widths = vec![34];
    widths.resize(1 + sheet.posts.len(), 26);
    widths.extend([10; 4]);
    sheet::Sheet { name: Text::SheetName.say(lang), widths, rows }
}

/// One post as a table: a row for each copy, and for each neighbourhood that has none.
#[must_use]
pub fn coverage_table(coverage: &Coverage, lang: Lang) -> sheet::Sheet {
    let head = [Text::ColumnPlace, Text::ColumnWay, Text::ColumnState, Text::ColumnBy, Text::ColumnActs];
    let mut rows = vec![head.iter().map(|text| Cell::from(text.say(lang).as_str())).collect::<Vec<_>>()];
    for row in &coverage.rows {
        let way = row.channel.map(|channel| way(channel, row.relay).say(lang)).unwrap_or_default();
        let acts = row.acts.and_then(who).map(|text| text.say(lang)).unwrap_or_default();
        rows.push(vec![
            Cell::from(row.neighbourhood.as_str()),
            Cell::from(way.as_str()),
            said(row, lang),
            Cell::from(row.by.as_deref().unwrap_or_default()),
            Cell::from(acts.as_str()),
        ]);
    }
    sheet::Sheet { name: Text::SheetName.say(lang), widths: vec![34, 16, 52, 24, 16], rows }
}

/// By what a neighbourhood is reached.
pub(super) fn way(channel: Channel, relay: Option<RelayKind>) -> Text {
    match (channel, relay.unwrap_or_default()) {
        (Channel::Telegram, _) => Text::ChannelTelegram,
        (Channel::Relay, RelayKind::Group) => Text::ChannelGroup,
        (Channel::Relay, RelayKind::Loudspeaker) => Text::ChannelLoudspeaker,
        (Channel::Relay, RelayKind::Board) => Text::ChannelBoard,
        (Channel::Relay, RelayKind::Meeting) => Text::ChannelMeeting,
    }
}

fn who(acts: &str) -> Option<Text> {
    Some(match acts {
        "head" => Text::ActsHead,
        "administrator" => Text::ActsAdministrator,
        "approver" => Text::ActsApprover,
        _ => return None,
    })
}

/// What a line of a coverage sheet says behind the neighbourhood's name.
fn said(row: &CoverageRow, lang: Lang) -> Cell {
    let nameless = CoverageRow { neighbourhood: String::new(), ..row.clone() };
    let line = coverage_line(&nameless, lang);
    Cell::from(line.split_once(": ").map_or(line.as_str(), |(_, said)| said))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_begins_on_monday() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (one, monday) in [("2026-05-04", "2026-05-04"), ("2026-05-10", "2026-05-04")] {
            assert_eq!(monday_of(day(one)), day(monday));
        }
        assert_eq!(sunday_of(day("2026-05-04")), day("2026-05-10"));
    }
}
