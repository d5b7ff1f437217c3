//! The last screens of a draft: what more it may have, when it is posted, and its submission.

use chrono::{DateTime, TimeDelta, Timelike, Utc};

use super::super::act::Act;
use super::super::approving;
use super::super::checking;
use super::super::correcting::window_of;
use super::super::relaying;
use super::super::showing;
use super::super::slots;
use super::super::talk::{Ask, Draft, Step, Talk};
use super::{body_of, gathering, is_correction};
use crate::channel::{Button, Target};
use crate::i18n::{self, Text, hanoi};
use crate::message::{self, Audience, Kind, Refusal};
use crate::schedule;
use crate::store::Error;
use crate::text::{Rich, shorten};
use crate::ward::store as ward;

/// Shows exactly what leaves, then asks for the time.
pub(in crate::conversation) async fn preview(talk: &mut Talk<'_>, mut draft: Draft) -> Result<(), Error> {
    let body = body_of(talk, &draft);
    if let Err(flaw) = message::check(&body) {
        return gathering::again(talk, draft, flaw).await;
    }
    let corrects = is_correction(talk, &draft).await?;
    let heading = if corrects { Text::PreviewCorrection } else { Text::PreviewFollows };
    showing::preview(talk, &body, heading).await?;
    if corrects {
        // What is wrong is put right at once: there is no time to choose. The preview stands above.
        talk.finish_press().await?;
        return ask_submit(talk, draft, None).await;
    }
    draft.asks = Ask::Time;
    let in_slot = slots::offer(talk, &draft).await?;
    let more = options(talk, &draft, true).await?;
    talk.set_step(&Step::Drafting(draft)).await?;
    let mut letter = checking::above(talk, &body.vi, None, talk.letter(&Text::WriteWhen));
    let whose = (&talk.ward, &talk.bot);
    let by_hand = relaying::preview_lines(talk.tx, talk.desk, whose, &body, talk.lang).await?;
    if !by_hand.is_empty() {
        letter.text = Rich::plain(&by_hand.join("\n")).below(2, &letter.text);
    }
    letter.buttons = in_slot.into_iter().map(|button| vec![button]).collect();
    letter.buttons.push(vec![talk.button(&Text::ButtonNow, &Act::PostNow)]);
    for at in proposals(talk.tx.now()) {
        letter.buttons.push(vec![Button {
            label: i18n::moment(at, talk.lang),
            target: Target::Act(Act::PostAt(at.timestamp().to_string()).pack()),
        }]);
    }
    letter.buttons.push(vec![talk.button(&Text::ButtonOtherTime, &Act::PostOther)]);
    letter.buttons.extend(more);
    letter.buttons.push(vec![
        talk.button(&Text::ButtonWriteAgain, &Act::WriteAgain),
        talk.button(&Text::ButtonDrop, &Act::DropDraft),
    ]);
    talk.send(letter).await
}

/// What a draft may have besides: English, a source, another audience.
async fn options(talk: &mut Talk<'_>, draft: &Draft, with_audience: bool) -> Result<Vec<Vec<Button>>, Error> {
    let mut rows = Vec::new();
    if with_audience {
        let to = showing::audience(talk.tx, talk.ward.id, &draft.audience, talk.lang).await?;
        let label = Text::ButtonAudience { to: shorten(&to, 40) };
        rows.push(vec![talk.button(&label, &Act::AudiencePick)]);
    }
    rows.push(if draft.en.is_some() {
        vec![
            talk.button(&Text::ButtonEnglishChange, &Act::English),
            talk.button(&Text::ButtonEnglishDrop, &Act::EnglishDrop),
        ]
    } else {
        vec![talk.button(&Text::ButtonEnglishAdd, &Act::English)]
    });
    rows.push(if draft.source.is_some() {
        vec![
            talk.button(&Text::ButtonSourceChange, &Act::Source),
            talk.button(&Text::ButtonSourceDrop, &Act::SourceDrop),
        ]
    } else {
        vec![talk.button(&Text::ButtonSourceAdd, &Act::Source)]
    });
    Ok(rows)
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

pub(super) async fn ask_submit(
    talk: &mut Talk<'_>,
    mut draft: Draft,
    at: Option<DateTime<Utc>>,
) -> Result<(), Error> {
    if draft.text.is_none() {
        return talk.alert(Text::DraftGone).await;
    }
    let body = body_of(talk, &draft);
    if let Err(flaw) = message::check(&body) {
        return gathering::again(talk, draft, flaw).await;
    }
    draft.post_at = at.map(|at| at.with_nanosecond(0).unwrap_or(at).timestamp());
    draft.asks = Ask::Submit;
    let corrects = is_correction(talk, &draft).await?;
    let kind = draft.kind;
    let more = if corrects { options(talk, &draft, false).await? } else { Vec::new() };
    let mut notes = if corrects { slots::Notes::default() } else { slots::notes(talk, &draft, at).await? };
    notes.lines.extend(checking::of_time(talk, &body.vi, at.or(notes.at)));
    talk.set_step(&Step::Drafting(draft)).await?;
    let at = at.map(|at| i18n::moment(talk.desk.awake(kind, at), talk.lang));
    let text = match (kind, at) {
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
    let mut letter = talk.letter(&text);
    if body.audience != Audience::All {
        let to = showing::audience(talk.tx, talk.ward.id, &body.audience, talk.lang).await?;
        let line = Text::CardAudience { to }.say(talk.lang);
        letter.text = letter.text.below(1, &Rich::plain(&line));
    }
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
        letter = checking::above(talk, &body.vi, None, letter);
    }
    letter.buttons.extend(more);
    talk.replace(letter).await
}

fn kind_button(kind: Kind) -> Text {
    match kind {
        Kind::Notice => Text::ButtonNotice,
        Kind::Event => Text::ButtonEvent,
        Kind::Urgent => Text::ButtonUrgent,
    }
}

pub(super) async fn submit(talk: &mut Talk<'_>, draft: Draft) -> Result<(), Error> {
    if draft.asks != Ask::Submit {
        return talk.alert(Text::DraftGone).await;
    }
    let body = body_of(talk, &draft);
    let places = ward::neighbourhoods(talk.tx, talk.ward.id).await?;
    if body.audience != Audience::All && !places.iter().any(|place| body.audience.includes(place)) {
        return talk.alert(Text::AudienceNobody).await;
    }
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
