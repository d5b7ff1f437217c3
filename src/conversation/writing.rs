//! Writing a message: content group, text, picture, preview, time, submission.

use chrono::{DateTime, TimeDelta, Timelike, Utc};

use super::act::Act;
use super::approving;
use super::checking;
use super::correcting::{what_stands, window_of};
use super::reuse;
use super::slots;
use super::talk::{Ask, Draft, Step, Talk, link_button};
use crate::channel::{Letter, Media};
use crate::i18n::{self, Text, hanoi};
use crate::message::{self, Audience, Body, Flaw, Kind, MessageId, Refusal, State};
use crate::plan;
use crate::schedule::slots::wish_of;
use crate::schedule::{self, PostKind, WhenError};
use crate::store::Error;
use crate::text::{Rich, shorten};

/// Content groups offered on one screen.
const GROUPS_MAX: usize = 40;
/// Own messages shown in the list.
const OWN_MAX: i64 = 8;

/// `/soan`
pub(super) async fn begin(talk: &mut Talk<'_>) -> Result<(), Error> {
    if !talk.is_private() {
        return talk.say(Text::OnlyInPrivate).await;
    }
    if !talk.roles.may_write() {
        return talk.say(Text::OnlyWriters).await;
    }
    let me = talk.me().await?;
    let own = message::by_author(talk.tx, me, OWN_MAX).await?;
    if !own.is_empty() {
        let mut letter = talk.letter(&Text::WriteOwn);
        for message in own {
            let label = own_line(talk, &message).await?;
            letter.buttons.push(vec![crate::channel::Button {
                label,
                target: crate::channel::Target::Act(Act::MyMessage(message.id).pack()),
            }]);
        }
        talk.send(letter).await?;
    }
    ask_group(talk, Draft::default()).await
}

/// Asks for the content group of a draft, where the plan has any.
pub(super) async fn ask_group(talk: &mut Talk<'_>, draft: Draft) -> Result<(), Error> {
    let groups = plan::content_groups(talk.tx, talk.ward.id).await?;
    if groups.is_empty() && draft.text.is_some() {
        return ask_photo(talk, draft).await;
    }
    let asks = if groups.is_empty() { Ask::Text } else { Ask::ContentGroup };
    let ways = if draft.text.is_none() { reuse::ways(talk) } else { Vec::new() };
    talk.set_step(&Step::Drafting(Draft { asks, ..draft })).await?;
    if groups.is_empty() {
        let mut letter = talk.letter(&Text::WriteTextNoPlan);
        letter.buttons = ways;
        return talk.send(letter).await;
    }
    let mut letter = talk.letter(&Text::WriteChooseGroup);
    letter.buttons = groups
        .iter()
        .take(GROUPS_MAX)
        .map(|group| {
            vec![crate::channel::Button {
                label: shorten(&format!("{} {}", group.number, group.name), 60),
                target: crate::channel::Target::Act(Act::PickContentGroup(group.id).pack()),
            }]
        })
        .collect();
    letter.buttons.push(vec![talk.button(&Text::ButtonNoGroup, &Act::NoContentGroup)]);
    letter.buttons.extend(ways);
    talk.send(letter).await
}

/// Asks for a picture to a draft that has its words.
pub(super) async fn ask_photo(talk: &mut Talk<'_>, mut draft: Draft) -> Result<(), Error> {
    draft.asks = Ask::Photo;
    talk.set_step(&Step::Drafting(draft)).await?;
    let mut letter = talk.letter(&Text::WritePhoto);
    letter.buttons = vec![vec![talk.button(&Text::ButtonNoPhoto, &Act::NoPhoto)]];
    talk.send(letter).await
}

/// A button of the drafting screens.
pub(super) async fn pressed(talk: &mut Talk<'_>, act: Act) -> Result<(), Error> {
    if !talk.roles.may_write() {
        return talk.alert(Text::OnlyWriters).await;
    }
    let Some(Step::Drafting(mut draft)) = talk.step().await? else {
        return talk.alert(Text::DraftGone).await;
    };
    match act {
        Act::PickContentGroup(id) => {
            let Some(group) = plan::content_group(talk.tx, talk.ward.id, id).await? else {
                return talk.toast(Text::ButtonUnknown).await;
            };
            draft.content_group = Some(id);
            if draft.asks == Ask::ContentGroup && draft.text.is_some() {
                return ask_photo(talk, draft).await;
            }
            draft.asks = Ask::Text;
            talk.set_step(&Step::Drafting(draft)).await?;
            let letter = talk.letter(&Text::WriteText { group: format!("{} {}", group.number, group.name) });
            talk.replace(letter).await
        }
        Act::NoContentGroup => {
            draft.content_group = None;
            if draft.asks == Ask::ContentGroup && draft.text.is_some() {
                return ask_photo(talk, draft).await;
            }
            draft.asks = Ask::Text;
            talk.set_step(&Step::Drafting(draft)).await?;
            let letter = talk.letter(&Text::WriteTextNoPlan);
            talk.replace(letter).await
        }
        Act::NoPhoto => {
            if draft.text.is_none() {
                return talk.alert(Text::DraftGone).await;
            }
            draft.photo = None;
            preview(talk, draft).await
        }
        Act::PostNow => {
            draft.slot = false;
            ask_submit(talk, draft, None).await
        }
        Act::PostSlot => {
            draft.slot = true;
            draft.chosen = None;
            ask_submit(talk, draft, None).await
        }
        Act::PostSlotAt(seconds) => {
            draft.slot = true;
            draft.chosen = seconds.parse().ok();
            ask_submit(talk, draft, None).await
        }
        Act::PostAt(seconds) => {
            let at = seconds.parse().ok().and_then(|s| DateTime::from_timestamp(s, 0));
            match at {
                Some(at) if at > talk.tx.now() => {
                    draft.slot = false;
                    ask_submit(talk, draft, Some(at)).await
                }
                _ => talk.alert(Text::TimePast).await,
            }
        }
        Act::PostOther => {
            draft.asks = Ask::OtherTime;
            talk.set_step(&Step::Drafting(draft)).await?;
            talk.say(Text::WriteOtherTime).await
        }
        Act::WriteAgain => {
            draft.asks = Ask::Text;
            talk.set_step(&Step::Drafting(draft)).await?;
            talk.say(Text::WriteTextAgain).await
        }
        Act::DropDraft => {
            talk.clear_step().await?;
            let letter = talk.letter(&Text::DraftDropped);
            talk.replace(letter).await
        }
        Act::DraftKind(kind) => {
            if draft.asks != Ask::Submit {
                return talk.alert(Text::DraftGone).await;
            }
            draft.kind = kind;
            let at = draft.post_at.and_then(|s| DateTime::from_timestamp(s, 0));
            ask_submit(talk, draft, at).await
        }
        Act::Submit => submit(talk, draft).await,
        _ => talk.toast(Text::ButtonUnknown).await,
    }
}

/// Words or a picture came while a message is being written.
pub(super) async fn continue_with(
    talk: &mut Talk<'_>,
    mut draft: Draft,
    text: &Rich,
    photo: Option<&Media>,
) -> Result<(), Error> {
    if !talk.roles.may_write() {
        talk.clear_step().await?;
        return talk.say(Text::OnlyWriters).await;
    }
    match draft.asks {
        Ask::ContentGroup => talk.say(Text::WriteChooseFirst).await,
        Ask::Text => {
            let text = if text.is_empty() { draft.text.clone().unwrap_or_default() } else { text.clone() };
            if photo.is_some() {
                draft.photo = photo.cloned();
            }
            if let Err(flaw) = message::check(&text, draft.photo.is_some()) {
                return talk.say(flaw_text(flaw)).await;
            }
            draft.text = Some(text);
            if draft.photo.is_some() {
                return preview(talk, draft).await;
            }
            ask_photo(talk, draft).await
        }
        Ask::Photo => {
            let Some(photo) = photo else { return talk.say(Text::WritePhotoOrSkip).await };
            if let Err(flaw) = message::check(&draft.text.clone().unwrap_or_default(), true) {
                return talk.say(flaw_text(flaw)).await;
            }
            draft.photo = Some(photo.clone());
            preview(talk, draft).await
        }
        Ask::Time | Ask::Submit => talk.say(Text::UseButtons).await,
        Ask::OtherTime => match schedule::read_time(&text.words(), talk.tx.now()) {
            Ok(at) => {
                draft.slot = false;
                ask_submit(talk, draft, Some(at)).await
            }
            Err(WhenError::Past) => talk.say(Text::TimePast).await,
            Err(WhenError::NoTime | WhenError::NoSuchDate) => talk.say(Text::TimeUnread).await,
        },
    }
}

fn flaw_text(flaw: Flaw) -> Text {
    match flaw {
        Flaw::Empty => Text::TextEmpty,
        Flaw::TooLong { length, max } => Text::TextTooLong {
            length: i64::try_from(length).unwrap_or(i64::MAX),
            max: i64::try_from(max).unwrap_or(i64::MAX),
        },
    }
}

pub(super) fn body_of(talk: &Talk<'_>, draft: &Draft) -> Body {
    Body {
        vi: draft.text.clone().unwrap_or_default(),
        photo: draft.photo.clone(),
        issuer: talk.ward.issuer.clone(),
        audience: Audience::All,
        kind: draft.kind,
    }
}

/// Shows exactly what residents will see, then asks for the time.
pub(super) async fn preview(talk: &mut Talk<'_>, mut draft: Draft) -> Result<(), Error> {
    let body = body_of(talk, &draft);
    let corrects = is_correction(talk, &draft).await?;
    talk.say(if corrects { Text::PreviewCorrection } else { Text::PreviewFollows }).await?;
    let mut letter =
        Letter { text: message::as_posted(&body), photo: body.photo.clone(), ..Letter::default() };
    letter.buttons = vec![vec![link_button(i18n::Lang::Vi, &Text::ButtonAsk, talk.private_link("hoi"))]];
    talk.send(letter).await?;
    if corrects {
        // What is wrong is put right at once: there is no time to choose.
        return ask_submit(talk, draft, None).await;
    }
    draft.asks = Ask::Time;
    let in_slot = slots::offer(talk, &draft).await?;
    talk.set_step(&Step::Drafting(draft)).await?;
    let mut letter = checking::above(talk, &body.vi, None, talk.letter(&Text::WriteWhen));
    letter.buttons = in_slot.into_iter().map(|button| vec![button]).collect();
    letter.buttons.push(vec![talk.button(&Text::ButtonNow, &Act::PostNow)]);
    for at in proposals(talk.tx.now()) {
        letter.buttons.push(vec![crate::channel::Button {
            label: i18n::moment(at, talk.lang),
            target: crate::channel::Target::Act(Act::PostAt(at.timestamp().to_string()).pack()),
        }]);
    }
    letter.buttons.push(vec![talk.button(&Text::ButtonOtherTime, &Act::PostOther)]);
    letter.buttons.push(vec![
        talk.button(&Text::ButtonWriteAgain, &Act::WriteAgain),
        talk.button(&Text::ButtonDrop, &Act::DropDraft),
    ]);
    talk.send(letter).await
}

/// The next two times at which people read: 08:00 and 17:30.
fn proposals(now: DateTime<Utc>) -> Vec<DateTime<Utc>> {
    let today = hanoi(now).date_naive();
    let mut times: Vec<DateTime<Utc>> = (0..3)
        .flat_map(|day| [(8, 0), (17, 30)].map(|(hour, minute)| (day, hour, minute)))
        .filter_map(|(day, hour, minute)| {
            (today + TimeDelta::days(day)).and_hms_opt(hour, minute, 0).map(i18n::from_hanoi)
        })
        .filter(|at| *at > now)
        .collect();
    times.truncate(2);
    times
}

async fn ask_submit(talk: &mut Talk<'_>, mut draft: Draft, at: Option<DateTime<Utc>>) -> Result<(), Error> {
    if draft.text.is_none() {
        return talk.alert(Text::DraftGone).await;
    }
    draft.post_at = at.map(|at| at.with_nanosecond(0).unwrap_or(at).timestamp());
    draft.asks = Ask::Submit;
    let corrects = is_correction(talk, &draft).await?;
    let kind = draft.kind;
    let mut notes = if corrects { slots::Notes::default() } else { slots::notes(talk, &draft, at).await? };
    let text = draft.text.clone().unwrap_or_default();
    notes.lines.extend(checking::of_time(talk, &text, at.or(notes.at)));
    talk.set_step(&Step::Drafting(draft)).await?;
    let at = at.map(|at| i18n::moment(talk.desk.awake(kind, at), talk.lang));
    let say = match (kind, at) {
        (Kind::Event, None) if notes.slot.is_some() => {
            Text::WriteConfirmEventSlot { at: notes.slot.clone().unwrap_or_default() }
        }
        (Kind::Notice, None) if notes.slot.is_some() => {
            Text::WriteConfirmSlot { at: notes.slot.clone().unwrap_or_default() }
        }
        _ if corrects => Text::WriteConfirmCorrection,
        (Kind::Urgent, Some(at)) => Text::WriteConfirmUrgentAt { at },
        (Kind::Urgent, None) => Text::WriteConfirmUrgent,
        (Kind::Event, Some(at)) => Text::WriteConfirmEventAt { at },
        (Kind::Event, None) => Text::WriteConfirmEvent,
        (Kind::Notice, Some(at)) => Text::WriteConfirmAt { at },
        (Kind::Notice, None) => Text::WriteConfirmNow,
    };
    let mut letter = talk.letter(&say);
    for line in &notes.lines {
        letter.text = letter.text.below(1, &Rich::plain(line));
    }
    let others = [Kind::Urgent, Kind::Event, Kind::Notice].into_iter().filter(|other| *other != kind);
    letter.buttons = vec![
        vec![talk.button(&Text::ButtonSubmit, &Act::Submit)],
        others.map(|other| talk.button(&kind_button(other), &Act::DraftKind(other))).collect(),
        vec![
            talk.button(&Text::ButtonWriteAgain, &Act::WriteAgain),
            talk.button(&Text::ButtonDrop, &Act::DropDraft),
        ],
    ];
    letter.buttons.extend(notes.instead.into_iter().map(|button| vec![button]));
    if corrects {
        // There was no screen before this one.
        letter = checking::above(talk, &text, None, letter);
    }
    talk.replace(letter).await
}

fn kind_button(kind: Kind) -> Text {
    match kind {
        Kind::Notice => Text::ButtonNotice,
        Kind::Event => Text::ButtonEvent,
        Kind::Urgent => Text::ButtonUrgent,
    }
}

async fn submit(talk: &mut Talk<'_>, draft: Draft) -> Result<(), Error> {
    if draft.asks != Ask::Submit {
        return talk.alert(Text::DraftGone).await;
    }
    let body = body_of(talk, &draft);
    let me = talk.me().await?;
    // It may have left while the author was writing: then it is a correction by now.
    let corrects = is_correction(talk, &draft).await?;
    // What is urgent does not wait for a time.
    let at = draft.post_at.filter(|_| draft.kind != Kind::Urgent);
    let at = at.and_then(|s| DateTime::from_timestamp(s, 0));
    let message = match draft.message {
        None => message::create(talk.tx, talk.ward.id, me, draft.content_group, &body, at).await?,
        Some(id) => match message::write_again(talk.tx, id, me, &body, at).await {
            Ok(message) => {
                // What was approved and waited is the old text: it must not leave. Copies that are
                // on their way go on until the correction is approved.
                if corrects {
                    schedule::cancel_planned(talk.tx, id, Some(me)).await?;
                } else {
                    let window = window_of(talk, id).await?;
                    schedule::cancel_unsent(talk.tx, id, window, Some(me)).await?;
                }
                message
            }
            Err(Refusal::Store(e)) => return Err(e),
            Err(_) => return talk.alert(Text::MessageClosed).await,
        },
    };
    if !corrects {
        slots::put_wish(talk, &message, &draft).await?;
    }
    talk.clear_step().await?;
    let reached = approving::ask(talk, &message).await?;
    let text = if reached == 0 {
        Text::SubmittedNobody { number: i64::from(message.number) }
    } else if corrects {
        Text::SubmittedCorrection { number: i64::from(message.number) }
    } else {
        Text::Submitted { number: i64::from(message.number), version: i64::from(message.version) }
    };
    let letter = talk.letter(&text);
    talk.replace(letter).await
}

async fn own_line(talk: &mut Talk<'_>, message: &message::Message) -> Result<String, Error> {
    let number = i64::from(message.number);
    let state = state_text(talk, message).await?.say(talk.lang);
    Ok(Text::OwnLine { number, state }.say(talk.lang))
}

/// Where a message stands, in words.
pub(super) async fn state_text(talk: &mut Talk<'_>, message: &message::Message) -> Result<Text, Error> {
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
pub(super) async fn my_message(talk: &mut Talk<'_>, id: MessageId) -> Result<(), Error> {
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
    let mut letter = Letter {
        text: Rich::bold(&heading.say(talk.lang)).below(2, &message::as_posted(&version.body)),
        photo: version.body.photo,
        ..Letter::default()
    };
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

/// Whether what is being written takes the place of what groups have seen.
async fn is_correction(talk: &mut Talk<'_>, draft: &Draft) -> Result<bool, Error> {
    match draft.message {
        Some(id) => Ok(what_stands(talk, id).await?.is_some()),
        None => Ok(false),
    }
}

/// The author writes one of their messages again.
pub(super) async fn edit_message(talk: &mut Talk<'_>, id: MessageId) -> Result<(), Error> {
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
        photo: version.body.photo,
        post_at: None,
        kind: version.body.kind,
        asks: Ask::Text,
    };
    talk.set_step(&Step::Drafting(draft)).await?;
    talk.say(ask).await
}

/// The author takes a message back.
pub(super) async fn withdraw(talk: &mut Talk<'_>, id: MessageId) -> Result<(), Error> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proposed_times_lie_ahead_and_are_reading_times() {
        let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap().to_utc();
        assert_eq!(
            proposals(at("2026-05-04T09:00:00+07:00")),
            [at("2026-05-04T17:30:00+07:00"), at("2026-05-05T08:00:00+07:00")]
        );
        assert_eq!(
            proposals(at("2026-05-04T20:00:00+07:00")),
            [at("2026-05-05T08:00:00+07:00"), at("2026-05-05T17:30:00+07:00")]
        );
    }
}
