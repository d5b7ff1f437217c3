//! "Tạm dừng", "Gửi tiếp" and "Hủy phần còn lại" below a post on its way.

use super::talk::{Talk, words};
use super::{manners, watch};
use crate::channel::Channel;
use crate::delivery::{self, About, Kind, Lane, PostId, State as CopyState};
use crate::i18n::{self, Lang, Text};
use crate::message;
use crate::schedule::{self, Post, State, Steered};
use crate::store::Error;
use crate::ward::store as ward;

/// "Tạm dừng"
pub(super) async fn pause(talk: &mut Talk<'_>, id: PostId) -> Result<(), Error> {
    let Some(post) = steerable(talk, id).await? else { return Ok(()) };
    let me = talk.me().await?;
    match schedule::pause(talk.tx, id, Some(me), None).await? {
        Steered::Done => {
            let number = number(talk, &post).await?;
            done(talk, id, Text::Paused { number }).await
        }
        Steered::NothingLeft => talk.alert(Text::StopTooLate).await,
        Steered::Already(state) => already(talk, id, state).await,
    }
}

/// "Dừng" pressed when the first copies had left: the rest is held, and a person decides.
pub(super) async fn pause_instead(talk: &mut Talk<'_>, id: PostId) -> Result<(), Error> {
    let Some(post) = steerable(talk, id).await? else { return Ok(()) };
    let me = talk.me().await?;
    match schedule::pause(talk.tx, id, Some(me), None).await? {
        Steered::Done => {
            let number = number(talk, &post).await?;
            talk.alert(Text::PausedNotStopped { number }).await?;
            watch::refresh(talk, id).await.map(|_| ())
        }
        Steered::NothingLeft => talk.alert(Text::StopTooLate).await,
        Steered::Already(state) => already(talk, id, state).await,
    }
}

/// "Gửi tiếp"
pub(super) async fn resume(talk: &mut Talk<'_>, id: PostId) -> Result<(), Error> {
    let Some(post) = steerable(talk, id).await? else { return Ok(()) };
    let me = talk.me().await?;
    // Who approved it may have lost the role since.
    if let Some(message) = message::message(talk.tx, post.message).await?
        && message.state == message::State::Approved
        && message.version == post.version
        && !message::approval_stands(talk.tx, &message, talk.desk.rule()).await?
    {
        return talk.alert(Text::ResumeNotApproved).await;
    }
    let number = number(talk, &post).await?;
    match schedule::resume(talk.tx, id, me).await? {
        Steered::Done => {
            manners::rest_again(talk.tx, talk.ward.id, id).await?;
            done(talk, id, Text::Resumed { number }).await
        }
        Steered::NothingLeft => done(talk, id, Text::ResumedNothing { number }).await,
        Steered::Already(state) => already(talk, id, state).await,
    }
}

/// "Hủy phần còn lại"
pub(super) async fn end(talk: &mut Talk<'_>, id: PostId) -> Result<(), Error> {
    let Some(post) = steerable(talk, id).await? else { return Ok(()) };
    let me = talk.me().await?;
    let asked = relays_asked(talk, id).await?;
    match schedule::end(talk.tx, id, Some(me), None).await? {
        Steered::Done => {}
        Steered::NothingLeft => return talk.alert(Text::StopTooLate).await,
        Steered::Already(state) => return already(talk, id, state).await,
    }
    for chat in asked {
        let row = ward::chat(talk.tx, chat).await?;
        let account = ward::account_of_chat(talk.tx, &row).await?;
        let lang = account.map_or(Lang::Vi, |account| Lang::of(&account.language));
        let letter = words(lang, &Text::RelayEnded);
        talk.post_to(chat, letter, Kind::Notice, Lane::Urgent, About::default()).await?;
    }
    let Some(found) = message::message(talk.tx, post.message).await? else { return Ok(()) };
    let tally = delivery::tally(talk.tx, id).await?;
    let number = i64::from(found.number);
    let name = talk.person.as_ref().map(|p| p.name.clone()).unwrap_or_default();
    let text = Text::AuthorEnded { number, name, sent: tally.sent, all: tally.all() };
    talk.tell(found.author, About::default(), |lang| words(lang, &text)).await?;
    done(talk, id, Text::Ended { number }).await
}

/// Says what was done: in the message whose button was pressed if it shows the post by itself,
/// otherwise in its place, so that its buttons are gone.
async fn done(talk: &mut Talk<'_>, id: PostId, text: Text) -> Result<(), Error> {
    if watch::refresh(talk, id).await? {
        return talk.toast(text).await;
    }
    let letter = talk.letter(&text);
    talk.replace(letter).await
}

/// Somebody was first: who, and what they did.
pub(super) async fn already(talk: &mut Talk<'_>, id: PostId, state: State) -> Result<(), Error> {
    let steering = schedule::steering(talk.tx, id).await?;
    let Some((at, by)) = steering.and_then(|s| s.by.map(|by| (i18n::time(s.at), by))) else {
        return talk.alert(Text::AlreadyDecided).await;
    };
    let name = ward::name_of(talk.tx, by).await?;
    let text = match state {
        State::Paused => Text::PausedFirst { name, at },
        State::Released => Text::ResumedFirst { name, at },
        State::Stopped => Text::EndedFirst { name, at },
        State::Planned | State::Held | State::Cancelled => Text::AlreadyDecided,
    };
    watch::refresh(talk, id).await?;
    talk.alert(text).await
}

/// The post, if this person may steer it; otherwise they have been told.
async fn steerable(talk: &mut Talk<'_>, id: PostId) -> Result<Option<Post>, Error> {
    if !talk.roles.may_stop() {
        talk.alert(Text::OnlyStoppers).await?;
        return Ok(None);
    }
    let post = schedule::post(talk.tx, id).await?.filter(|post| post.ward == talk.ward.id);
    if post.is_none() {
        talk.toast(Text::ButtonUnknown).await?;
    }
    Ok(post)
}

async fn number(talk: &mut Talk<'_>, post: &Post) -> Result<i64, Error> {
    Ok(message::message(talk.tx, post.message).await?.map_or(0, |found| i64::from(found.number)))
}

/// The chats of those who have been given the text to post by hand and have not said what came of it.
async fn relays_asked(talk: &mut Talk<'_>, id: PostId) -> Result<Vec<crate::ward::ChatId>, Error> {
    let mut chats = Vec::new();
    for copy in delivery::copies(talk.tx, id).await? {
        if copy.channel == Channel::Relay
            && copy.state == CopyState::Waiting
            && let Some(group) = ward::group(talk.tx, talk.ward.id, copy.group).await?
            && !chats.contains(&group.chat)
            && delivery::was_handed(talk.tx, id, group.chat).await?
        {
            chats.push(group.chat);
        }
    }
    Ok(chats)
}
