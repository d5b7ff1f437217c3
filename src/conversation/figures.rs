//! `/dophu`: who has a post, by what proof; who has not, why, and who acts.

use super::act::Act;
use super::correcting::what_stands;
use super::relaying;
use super::spread::way;
use super::talk::{Talk, words};
use super::urgent::review_line;
use super::watch;
use crate::channel::{Channel, Letter};
use crate::delivery::{self, Coverage, CoverageRow, How, OutgoingId, PostId, PostKind, Seen};
use crate::i18n::{self, Lang, Text};
use crate::message;
use crate::schedule::{self, Post};
use crate::store::Error;
use crate::text::{Rich, shorten};
use crate::ward::RelayKind;
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
        let (number, at) =
            (i64::from(message.number), i18n::moment(post.released_at.unwrap_or(post.due_at), talk.lang));
        let label = match post.kind {
            PostKind::Post => Text::CoveragePick { number, at },
            PostKind::Correction => Text::CoveragePickCorrection { number, at },
            PostKind::Recall => Text::CoveragePickRecall { number, at },
        };
        letter.buttons.push(vec![talk.button(&label, &Act::Coverage(post.id))]);
    }
    letter.buttons.push(vec![talk.button(&Text::ButtonSpread, &Act::Spread(0))]);
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
    let coverage = schedule::coverage(talk.tx, talk.ward.id, id).await?;
    let Some(post) = schedule::post(talk.tx, id).await? else { return Ok(Letter::default()) };
    let message = message::message(talk.tx, post.message).await?;
    let number = message.as_ref().map_or(0, |m| i64::from(m.number));
    let at = i18n::moment(post.released_at.unwrap_or(post.due_at), lang);
    let (covered, all) = (i18n::count(coverage.covered), i18n::count(coverage.neighbourhoods));
    let (done, groups) = coverage.done();
    let (done, groups) = (i18n::count(done), i18n::count(groups));
    let heading = match post.kind {
        PostKind::Post => Text::CoverageHeading { number, at, covered, all },
        PostKind::Correction => Text::CorrectionCoverage { number, at, done, groups },
        PostKind::Recall => Text::RecallCoverage { number, at, done, groups },
    };
    let mut text = Rich::bold(&heading.say(lang));
    if let Some(review) = schedule::review(talk.tx, id).await? {
        text = text.below(1, &Rich::plain(&review_line(&review, lang)));
    }
    let mut text = text.below(1, &Rich::default());
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
        let rest = Text::CoverageRest { n: i18n::count(coverage.rows.len() - shown) };
        text = text.below(1, &Rich::plain(&rest.say(lang)));
    }
    let mut letter = Letter { text, ..Letter::default() };
    if talk.roles.may_stop() && is_newest(talk, &post).await? {
        if message.is_some_and(|m| m.state != message::State::Withdrawn)
            && what_stands(talk, post.message).await?.is_some()
        {
            letter.buttons.push(vec![talk.button(&Text::ButtonRecall, &Act::AskRecall(post.message))]);
        }
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
    letter.buttons.extend(relaying::photos_row(talk, id).await?);
    if talk.roles.may_approve() && coverage.rows.iter().any(|row| row.cap.is_some()) {
        letter.buttons.push(vec![talk.button(&Text::ButtonSendCapped, &Act::SendCapped(id))]);
    }
    Ok(letter)
}

/// Whether nothing newer has taken the place of a post: only then there is something to decide.
async fn is_newest(talk: &mut Talk<'_>, post: &Post) -> Result<bool, Error> {
    let chain = delivery::chain(talk.tx, post.id).await?;
    Ok(chain.last().is_none_or(|link| link.post == post.id))
}

/// A coverage in one line: how many neighbourhoods have it.
#[must_use]
pub fn coverage_heading(coverage: &Coverage, lang: Lang) -> String {
    let (done, groups) = coverage.done();
    let (done, groups) = (i18n::count(done), i18n::count(groups));
    let text = match coverage.kind {
        PostKind::Post => Text::CoverageReached {
            covered: i18n::count(coverage.covered),
            all: i18n::count(coverage.neighbourhoods),
        },
        PostKind::Correction => Text::CorrectionReached { done, groups },
        PostKind::Recall => Text::RecallReached { done, groups },
    };
    text.say(lang)
}

/// One line of a coverage sheet.
#[must_use]
pub fn coverage_line(row: &CoverageRow, lang: Lang) -> String {
    let name = shorten(&row.neighbourhood, 40);
    let at = row.at.map(i18n::time).unwrap_or_default();
    if row.kind != PostKind::Post
        && let Some(text) = change_line(row, &name, &at)
    {
        return text.say(lang);
    }
    let text = match (row.state.as_str(), row.channel) {
        ("sent", Some(Channel::Relay)) => return by_hand(row, name, lang),
        ("sent", _) => Text::LineSent { name, at },
        ("unknown", _) => Text::LineUnknown { name },
        ("waiting", Some(Channel::Relay)) if row.reason.as_deref() != Some("blocked") => {
            match row.relay.unwrap_or_default() {
                RelayKind::Group => Text::LineRelayWaiting { name },
                _ => Text::LineElsewhereWaiting { name, way: way(Channel::Relay, row.relay).say(lang) },
            }
        }
        ("waiting" | "sending", Some(Channel::Telegram)) => Text::LineWaiting { name },
        ("cancelled", _) if row.reason.as_deref() == Some("replaced") => Text::LineReplaced { name },
        ("cancelled", _) => Text::LineStopped { name },
        ("expired", _) => Text::LineTooLate { name },
        _ => match row.reason.as_deref() {
            Some("cap") => Text::LineCap { name, n: row.cap.unwrap_or_default() },
            Some("rest") => Text::LineRests { name },
            Some("removed") => Text::LineRemoved { name },
            Some("no_right") => Text::LineNoRight { name },
            Some("blocked") => Text::LineBlocked { name },
            Some("not_posted") => Text::LineNotPosted { name },
            Some("no_access") => Text::LineNoAccess { name },
            Some("group_closed") => Text::LineGroupClosed { name },
            Some("no_group") => Text::LineNoGroup { name },
            Some("not_confirmed") => Text::LineNotConfirmed { name },
            Some("registered_later") => Text::LineLater { name },
            Some("replaced") => Text::LineNeverPosted { name },
            Some("stopped") => Text::LineStopped { name },
            Some("too_late") => Text::LineTooLate { name },
            Some("chat_gone") => Text::LineChatGone { name },
            Some("topic_closed") => Text::LineTopicClosed { name },
            Some("uneditable") => Text::LineUneditable { name },
            Some("given_up" | "unclear") => Text::LineUnclear { name },
            _ => Text::LineRefused { name },
        },
    };
    text.say(lang)
}

/// What a person says to have passed on, and who.
fn by_hand(row: &CoverageRow, name: String, lang: Lang) -> String {
    let at = row.at.map(i18n::time).unwrap_or_default();
    let text = match row.relay.unwrap_or_default() {
        _ if row.late => {
            let at = row.at.map(|at| i18n::moment(at, lang)).unwrap_or_default();
            Text::LineLate { name, way: way(Channel::Relay, row.relay).say(lang), at }
        }
        RelayKind::Group => Text::LineRelayed { name, at },
        RelayKind::Loudspeaker => Text::LineAloud { name, at },
        RelayKind::Board => Text::LineHungUp { name, at },
        RelayKind::Meeting => Text::LineToldMeeting { name, at },
    };
    match &row.by {
        Some(by) => format!("{} ({})", text.say(lang), shorten(by, 40)),
        None => text.say(lang),
    }
}

/// What a correction or a recall did in a group; `None` where an ordinary line says it.
fn change_line(row: &CoverageRow, name: &str, at: &str) -> Option<Text> {
    let (name, at) = (name.to_owned(), at.to_owned());
    let is_recall = row.kind == PostKind::Recall;
    if row.channel == Some(Channel::Relay) {
        return match (row.state.as_str(), row.reason.as_deref()) {
            ("sent", _) if is_recall => Some(Text::LineTakenDown { name, at }),
            ("waiting", Some("not_confirmed_yet")) if is_recall => Some(Text::LineTakeDownWaiting { name }),
            ("failed", Some("not_posted")) if is_recall => Some(Text::LineNotTakenDown { name }),
            _ => None,
        };
    }
    Some(match row.how? {
        How::Posted => return None,
        How::Edited => Text::LineEdited { name, at },
        How::Replied => Text::LineReplied { name, at },
        How::Anew => Text::LineAnew { name, at },
        How::Withdrawn => Text::LineWithdrawn { name, at },
        How::Deleted => Text::LineDeleted { name, at },
        How::Told => Text::LineTold { name, at },
    })
}

/// One change of what a group saw.
#[must_use]
pub fn history_line(seen: &Seen, lang: Lang) -> String {
    let (at, version) = (i18n::moment(seen.at, lang), i64::from(seen.version));
    let text = match (seen.how, seen.channel) {
        _ if seen.in_doubt => Text::SeenInDoubt { at, version },
        (How::Posted, Channel::Relay) => Text::SeenRelayed { at, version },
        (How::Posted, Channel::Telegram) => Text::SeenPosted { at, version },
        (How::Edited, _) => Text::SeenEdited { at, version },
        (How::Replied, _) => Text::SeenReplied { at, version },
        (How::Anew, _) => Text::SeenAnew { at, version },
        (How::Withdrawn, _) => Text::SeenWithdrawn { at },
        (How::Deleted, _) => Text::SeenDeleted { at },
        (How::Told, _) => Text::SeenTold { at },
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
