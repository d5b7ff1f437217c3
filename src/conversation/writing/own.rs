//! An author's own messages: where they stand, and what can still be done.

use super::super::act::Act;
use super::super::approving;
use super::super::correcting::{what_stands, window_of};
use super::super::showing;
use super::super::slots;
use super::super::talk::{Ask, Draft, Step, Talk};
use crate::channel::Letter;
use crate::i18n::{self, Text};
use crate::message::{self, MessageId, Refusal, State};
use crate::schedule::slots::wish_of;
use crate::schedule::{self, PostKind};
use crate::store::Error;
use crate::text::Rich;

pub(super) async fn own_line(talk: &mut Talk<'_>, message: &message::Message) -> Result<String, Error> {
    let number = i64::from(message.number);
    let state = state_text(talk, message).await?.say(talk.lang);
    Ok(Text::OwnLine { number, state }.say(talk.lang))
}

/// Where a message stands, in words.
pub(in crate::conversation) async fn state_text(
    talk: &mut Talk<'_>,
    message: &message::Message,
) -> Result<Text, Error> {
    Ok(match message.state {
        State::Submitted => Text::MessageSubmitted,
        State::Returned => Text::MessageReturned,
        State::Withdrawn => match schedule::latest_post(talk.tx, message.id).await? {
            Some(post) if post.kind == PostKind::Recall => {
                Text::MessageRecalled { at: i18n::moment(post.released_at.unwrap_or(post.due_at), talk.lang) }
            }
            _ => Text::MessageWithdrawn,
        },
        State::Approved => match schedule::latest_post(talk.tx, message.id).await? {
            Some(post) => match post.state {
                schedule::State::Released if post.kind == PostKind::Correction => Text::MessageCorrected {
                    at: i18n::moment(post.released_at.unwrap_or(post.due_at), talk.lang),
                },
                schedule::State::Planned => Text::MessagePlanned { at: i18n::moment(post.due_at, talk.lang) },
                schedule::State::Released => Text::MessagePosted {
                    at: i18n::moment(post.released_at.unwrap_or(post.due_at), talk.lang),
                },
                schedule::State::Held => Text::MessageHeld,
                schedule::State::Paused => Text::MessagePaused,
                schedule::State::Stopped | schedule::State::Cancelled => Text::MessageStopped,
            },
            None => slots::state_text(talk, message).await?.unwrap_or(Text::MessageApproved),
        },
    })
}

/// One of the author's own messages, with what can still be done.
pub(in crate::conversation) async fn my_message(talk: &mut Talk<'_>, id: MessageId) -> Result<(), Error> {
    if !talk.roles.may_write() {
        return talk.alert(Text::OnlyWriters).await;
    }
    let me = talk.me().await?;
    let Some((message, version)) = message::current(talk.tx, id).await?.filter(|(m, _)| m.author == me)
    else {
        return talk.alert(Text::MessageNotYours).await;
    };
    let state = state_text(talk, &message).await?.say(talk.lang);
    let heading =
        Text::OwnHeading { number: i64::from(message.number), version: i64::from(message.version), state };
    let lang = talk.lang;
    for before in showing::before_card(&version.body, &talk.private_link("hoi"), lang) {
        talk.send(before).await?;
    }
    let text = Rich::bold(&heading.say(lang));
    let text = showing::card_lines(talk.tx, talk.ward.id, text, &version.body, lang).await?;
    let mut letter = Letter { text: text.below(2, &message::as_posted(&version.body)), ..Letter::default() }
        .with_media(showing::above(&version.body));
    if message.state != State::Withdrawn {
        letter.buttons = vec![if what_stands(talk, id).await?.is_some() {
            vec![talk.button(&Text::ButtonCorrect, &Act::EditMessage(id))]
        } else {
            vec![
                talk.button(&Text::ButtonEdit, &Act::EditMessage(id)),
                talk.button(&Text::ButtonWithdraw, &Act::Withdraw(id)),
            ]
        }];
    }
    if let Some(post) = schedule::latest_post(talk.tx, id).await?
        && post.released_at.is_some()
    {
        letter.buttons.push(vec![talk.button(&Text::ButtonCoverage, &Act::Coverage(post.id))]);
    }
    talk.send(letter).await
}

/// The author writes one of their messages again.
pub(in crate::conversation) async fn edit_message(talk: &mut Talk<'_>, id: MessageId) -> Result<(), Error> {
    let me = talk.me().await?;
    if !talk.roles.may_write() {
        return talk.alert(Text::OnlyWriters).await;
    }
    let Some((message, version)) = message::current(talk.tx, id).await?.filter(|(m, _)| m.author == me)
    else {
        return talk.alert(Text::MessageNotYours).await;
    };
    if message.state == State::Withdrawn {
        return talk.alert(Text::MessageClosed).await;
    }
    let number = i64::from(message.number);
    let ask = if what_stands(talk, id).await?.is_some() {
        Text::CorrectText { number }
    } else {
        Text::EditText { number }
    };
    let wish = wish_of(talk.tx, id).await?;
    let draft = Draft {
        slot: wish.is_some(),
        chosen: wish.and_then(|wish| wish.chosen).map(|at| at.timestamp()),
        message: Some(id),
        content_group: message.content_group,
        text: Some(version.body.vi),
        en: version.body.en,
        media: version.body.media,
        album: None,
        counted: None,
        audience: version.body.audience,
        source: version.body.source,
        post_at: None,
        kind: version.body.kind,
        asks: Ask::Text,
    };
    talk.set_step(&Step::Drafting(draft)).await?;
    talk.say(ask).await
}

/// The author takes a message back.
pub(in crate::conversation) async fn withdraw(talk: &mut Talk<'_>, id: MessageId) -> Result<(), Error> {
    if !talk.roles.may_write() {
        return talk.alert(Text::OnlyWriters).await;
    }
    let me = talk.me().await?;
    if what_stands(talk, id).await?.is_some() {
        return talk.alert(Text::MessageOut).await;
    }
    match message::withdraw(talk.tx, id, me).await {
        Ok(message) => {
            let window = window_of(talk, id).await?;
            schedule::cancel_unsent(talk.tx, id, window, Some(me)).await?;
            let number = i64::from(message.number);
            let name = talk.person.as_ref().map(|p| p.name.clone()).unwrap_or_default();
            approving::close_cards(talk, &message, message.version, &Text::CardWithdrawn { name }).await?;
            let letter = talk.letter(&Text::Withdrawn { number });
            talk.send(letter).await
        }
        Err(Refusal::Store(e)) => Err(e),
        Err(Refusal::NotAuthor | Refusal::Missing) => talk.alert(Text::MessageNotYours).await,
        Err(_) => talk.alert(Text::MessageClosed).await,
    }
}
