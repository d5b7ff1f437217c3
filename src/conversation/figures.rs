//! `/dophu`: who has a post, by what proof; who has not, why, and who acts.

use super::act::Act;
use super::talk::{Talk, words};
use super::watch;
use crate::channel::{Channel, Letter};
use crate::delivery::{self, Coverage, CoverageRow, OutgoingId, PostId};
use crate::i18n::{self, Lang, Text};
use crate::message;
use crate::schedule;
use crate::store::Error;
use crate::text::{Rich, shorten};
use crate::ward::store as ward;

/// Posts offered in the list.
const POSTS_MAX: i64 = 6;
/// Characters (UTF-16 units) of a coverage sheet in a chat; further lines are counted.
const SHEET_MAX: usize = 3_900;

/// `/dophu`
pub(super) async fn list(talk: &mut Talk<'_>) -> Result<(), Error> {
    if !talk.is_private() {
        return talk.say(Text::OnlyInPrivate).await;
    }
    if !talk.roles.may_see_figures() {
        return talk.say(Text::OnlyStaff).await;
    }
    let posts = schedule::posts(talk.tx, talk.ward.id, POSTS_MAX).await?;
    let Some(newest) = posts.first() else { return talk.say(Text::NothingPosted).await };
    let newest = newest.id;
    let mut letter = sheet(talk, newest).await?;
    for post in &posts[1..] {
        let Some(message) = message::message(talk.tx, post.message).await? else { continue };
        let label = Text::CoveragePick {
            number: i64::from(message.number),
            at: i18n::moment(post.released_at.unwrap_or(post.due_at), talk.lang),
        };
        letter.buttons.push(vec![talk.button(&label, &Act::Coverage(post.id))]);
    }
    talk.send(letter).await
}

/// One post's coverage.
pub(super) async fn show(talk: &mut Talk<'_>, id: PostId) -> Result<(), Error> {
    if !talk.roles.may_see_figures() {
        return talk.alert(Text::OnlyStaff).await;
    }
    if schedule::post(talk.tx, id).await?.is_none_or(|p| p.ward != talk.ward.id) {
        return talk.toast(Text::ButtonUnknown).await;
    }
    let letter = sheet(talk, id).await?;
    talk.send(letter).await
}

async fn sheet(talk: &mut Talk<'_>, id: PostId) -> Result<Letter, Error> {
    let lang = talk.lang;
    let coverage = delivery::coverage(talk.tx, talk.ward.id, id).await?;
    let (number, at) = match schedule::post(talk.tx, id).await? {
        Some(post) => {
            let number = message::message(talk.tx, post.message).await?.map_or(0, |m| i64::from(m.number));
            (number, i18n::moment(post.released_at.unwrap_or(post.due_at), lang))
        }
        None => (0, String::new()),
    };
    let heading = Text::CoverageHeading {
        number,
        at,
        covered: count(coverage.covered),
        all: count(coverage.neighbourhoods),
    };
    let mut text = Rich::bold(&heading.say(lang)).below(1, &Rich::default());
    let mut shown = 0;
    for row in &coverage.rows {
        let line = coverage_line(row, lang);
        if text.len() + crate::text::utf16_len(&line) > SHEET_MAX {
            break;
        }
        text = text.below(1, &Rich::plain(&line));
        shown += 1;
    }
    if shown < coverage.rows.len() {
        let rest = Text::CoverageRest { n: count(coverage.rows.len() - shown) };
        text = text.below(1, &Rich::plain(&rest.say(lang)));
    }
    let mut letter = Letter { text, ..Letter::default() };
    if talk.roles.may_stop() {
        for copy in delivery::copies(talk.tx, id).await? {
            if copy.state == delivery::State::Unknown {
                let name = match ward::group(talk.tx, talk.ward.id, copy.group).await? {
                    Some(group) => ward::neighbourhood(talk.tx, talk.ward.id, group.neighbourhood).await?,
                    None => None,
                };
                let name = shorten(&name.map(|n| n.name).unwrap_or_default(), 30);
                letter.buttons.push(vec![
                    talk.button(&Text::ButtonSeen { name: name.clone() }, &Act::SeenInGroup(copy.id)),
                    talk.button(&Text::ButtonResend { name }, &Act::SendAgain(copy.id)),
                ]);
            }
        }
    }
    Ok(letter)
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// A coverage in one line: how many neighbourhoods have it.
#[must_use]
pub fn coverage_heading(coverage: &Coverage, lang: Lang) -> String {
    Text::CoverageReached { covered: count(coverage.covered), all: count(coverage.neighbourhoods) }.say(lang)
}

/// One line of a coverage sheet.
#[must_use]
pub fn coverage_line(row: &CoverageRow, lang: Lang) -> String {
    let name = shorten(&row.neighbourhood, 40);
    let at = row.at.map(i18n::time).unwrap_or_default();
    let text = match (row.state.as_str(), row.channel) {
        ("sent", Some(Channel::Relay)) => Text::LineRelayed { name, at },
        ("sent", _) => Text::LineSent { name, at },
        ("unknown", _) => Text::LineUnknown { name },
        ("waiting", Some(Channel::Relay)) if row.reason.as_deref() != Some("blocked") => {
            Text::LineRelayWaiting { name }
        }
        ("waiting" | "sending", Some(Channel::Telegram)) => Text::LineWaiting { name },
        ("cancelled", _) => Text::LineStopped { name },
        ("expired", _) => Text::LineTooLate { name },
        _ => match row.reason.as_deref() {
            Some("removed") => Text::LineRemoved { name },
            Some("no_right") => Text::LineNoRight { name },
            Some("blocked") => Text::LineBlocked { name },
            Some("not_posted") => Text::LineNotPosted { name },
            Some("no_group") => Text::LineNoGroup { name },
            Some("not_confirmed") => Text::LineNotConfirmed { name },
            Some("registered_later") => Text::LineLater { name },
            _ => Text::LineRefused { name },
        },
    };
    text.say(lang)
}

/// A person settles a copy in doubt.
pub(super) async fn settle(talk: &mut Talk<'_>, copy: OutgoingId, seen: bool) -> Result<(), Error> {
    if !talk.roles.may_stop() {
        return talk.alert(Text::OnlyStoppers).await;
    }
    let me = talk.me().await?;
    let Some(found) = delivery::found(talk.tx, copy).await?.filter(|f| f.ward == talk.ward.id) else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    let (act, text) = if seen {
        if !delivery::settle_seen(talk.tx, copy, &format!("\"person:{me}\"")).await? {
            return settled_before(talk, found.about.post).await;
        }
        ("seen", Text::SettledSeen)
    } else {
        match delivery::resend(talk.tx, copy).await {
            Ok(()) => {}
            Err(Error::RowCount { .. }) => return settled_before(talk, found.about.post).await,
            Err(e) => return Err(e),
        }
        ("send_again", Text::SettledAgain)
    };
    crate::audit::append(talk.tx, talk.ward.id, Some(me), act, &format!("copy:{}", found.id), "").await?;
    if let Some(post) = found.about.post
        && watch::refresh(talk, post).await?
    {
        // The card of the copies in doubt shows it by itself.
        return talk.toast(text).await;
    }
    let letter = words(talk.lang, &text);
    talk.send(letter).await
}

/// Somebody, or the group itself, was first: the card shows what became of it.
async fn settled_before(talk: &mut Talk<'_>, post: Option<PostId>) -> Result<(), Error> {
    if let Some(post) = post {
        watch::refresh(talk, post).await?;
    }
    talk.alert(Text::AlreadyDecided).await
}
