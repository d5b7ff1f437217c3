//! Urgent messages: who is on duty, the release by one person alone, and the others' review.

use super::act::Act;
use super::approving::{close_cards_with, list_urgent, planned, refused};
use super::notice::Notice;
use super::talk::{Talk, button, words};
use crate::audit;
use crate::channel::{Letter, Target};
use crate::delivery::{self, About, PostId};
use crate::i18n::{self, Lang, Text};
use crate::message::{self, Message, MessageId};
use crate::schedule::{self, Post, Review, Verdict};
use crate::store::{Error, Tx};
use crate::text::Rich;
use crate::ward::Role;
use crate::ward::store as ward;

/// Who is on duty, with the button to take it or hand it back.
pub(super) async fn duty(talk: &mut Talk<'_>) -> Result<Letter, Error> {
    let me = talk.me().await?;
    let mut text = Rich::plain(&Text::DutyHeading.say(talk.lang));
    let mut mine = false;
    let duties = ward::on_duty(talk.tx, talk.ward.id).await?;
    for duty in &duties {
        mine |= duty.person.id == me;
        let line = Text::DutyLine {
            name: duty.person.name.clone(),
            since: i18n::moment(duty.since, talk.lang),
            until: i18n::moment(duty.until, talk.lang),
        };
        text = text.below(1, &Rich::plain(&line.say(talk.lang)));
    }
    if duties.is_empty() {
        text = text.below(1, &Rich::plain(&Text::DutyNobody.say(talk.lang)));
    }
    let change = if mine {
        talk.button(&Text::ButtonEndDuty, &Act::EndDuty)
    } else {
        talk.button(&Text::ButtonTakeDuty, &Act::TakeDuty)
    };
    Ok(Letter { text, buttons: vec![vec![change]], ..Letter::default() })
}

/// "Nhận trực" or "Thôi trực".
pub(super) async fn change_duty(talk: &mut Talk<'_>, take: bool) -> Result<(), Error> {
    if !talk.roles.may_approve() {
        return talk.alert(Text::OnlyApprovers).await;
    }
    if !talk.desk.rule().alone {
        return talk.toast(Text::ButtonUnknown).await;
    }
    let me = talk.me().await?;
    let changed = if take {
        ward::take_duty(talk.tx, talk.ward.id, me, talk.desk.duty).await?
    } else {
        ward::end_duty(talk.tx, talk.ward.id, me).await?
    };
    if changed {
        let act = if take { "take_duty" } else { "end_duty" };
        audit::append(talk.tx, talk.ward.id, Some(me), act, &format!("person:{me}"), "").await?;
    }
    let letter = duty(talk).await?;
    talk.replace(letter).await?;
    // Whoever takes the duty can act at once on what waits already.
    if changed && take { list_urgent(talk).await } else { Ok(()) }
}

/// "Phát khẩn ngay" under the card of an urgent message.
pub(super) async fn release_alone(talk: &mut Talk<'_>, id: MessageId, version: i32) -> Result<(), Error> {
    if !talk.roles.may_approve() {
        return talk.alert(Text::OnlyApprovers).await;
    }
    let me = talk.me().await?;
    let rule = talk.desk.rule();
    let (message, alone) = match message::release_alone(talk.tx, id, version, me, rule).await {
        Ok(done) => done,
        Err(refusal) => return refused(talk, refusal).await,
    };
    let post = planned(talk, &message, alone).await?;
    if !alone {
        return Ok(());
    }
    schedule::released_alone(talk.tx, post.id, me).await?;
    let Some(review) = schedule::review(talk.tx, post.id).await? else { return Ok(()) };
    let mut notice = Notice::new(talk.tx, &talk.ward, &talk.bot);
    ask_review(&mut notice, &message, &post, &review, false).await
}

/// Asks every approver who can, for the first time or again, to look at what one person
/// released alone. Where there is none, the administrators hear of that.
pub(super) async fn ask_review(
    notice: &mut Notice<'_>,
    message: &Message,
    post: &Post,
    review: &Review,
    again: bool,
) -> Result<(), Error> {
    let Some(version) = message::version(notice.tx(), post.message, post.version).await? else {
        return Ok(());
    };
    let (number, name) = (i64::from(message.number), review.released_alone_by.clone());
    let (id, about) = (post.id, About { message: Some(message.id), ..About::default() });
    let mut asked = 0;
    for person in message::approvers_who_may(notice.tx(), message).await? {
        if person.id == review.released_by {
            continue;
        }
        asked += 1;
        notice
            .send(person.id, about, |lang| {
                let (name, at) = (name.clone(), i18n::moment(review.since, lang));
                let heading = if again {
                    Text::ReviewAskAgain { number, name, at }
                } else {
                    Text::ReviewAsk { number, name, at }
                };
                Letter {
                    attachment: None,
                    paper: None,
                    made: None,
                    text: Rich::plain(&heading.say(lang)).below(2, &message::as_posted(&version.body)),
                    photo: version.body.photo.clone(),
                    buttons: vec![vec![
                        button(lang, &Text::ButtonReviewAgrees, &Act::ReviewAgrees(id)),
                        button(lang, &Text::ButtonReviewDisagrees, &Act::ReviewDisagrees(id)),
                    ]],
                    reply_to: None,
                }
            })
            .await?;
    }
    if asked == 0 {
        notice.tell_all(Role::Administrator, &Text::ReviewNobody { number, name }).await?;
    }
    Ok(())
}

/// "Đã xem, đồng ý" or "Không đồng ý".
pub(super) async fn review(talk: &mut Talk<'_>, id: PostId, verdict: Verdict) -> Result<(), Error> {
    if !talk.roles.may_approve() {
        return talk.alert(Text::OnlyApprovers).await;
    }
    let Some(post) = schedule::post(talk.tx, id).await?.filter(|p| p.ward == talk.ward.id) else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    let Some(message) = message::message(talk.tx, post.message).await? else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    let Some(before) = schedule::review(talk.tx, id).await? else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    let me = talk.me().await?;
    if me == message.author || me == before.released_by {
        return talk.alert(Text::ReviewNotYours).await;
    }
    if !schedule::put_review(talk.tx, talk.ward.id, id, verdict, me).await? {
        return talk.alert(Text::AlreadyDecided).await;
    }
    let name = talk.person.as_ref().map(|p| p.name.clone()).unwrap_or_default();
    let agrees = verdict == Verdict::Agrees;
    let why = if agrees {
        Text::ReviewCardAgrees { name: name.clone() }
    } else {
        Text::ReviewCardDisagrees { name: name.clone() }
    };
    let target = Target::Act(Act::ReviewAgrees(id).pack());
    close_cards_with(talk, message.id, &target, &why).await?;
    if agrees {
        return talk.toast(Text::ReviewThanks).await;
    }
    alarm(talk, &message, &post, &before, name).await
}

/// Somebody disagrees with what has gone out: everybody who can do something hears it at once.
async fn alarm(
    talk: &mut Talk<'_>,
    message: &Message,
    post: &Post,
    review: &Review,
    name: String,
) -> Result<(), Error> {
    let tally = delivery::tally(talk.tx, post.id).await?;
    let left = if post.state == schedule::State::Planned { 0 } else { tally.left + tally.relays_open };
    let text = Text::ReviewAlarm {
        number: i64::from(message.number),
        name,
        by: review.released_alone_by.clone(),
        reached: tally.sent + tally.unknown,
        left,
    };
    let waits = left > 0 || post.state == schedule::State::Planned;
    let id = post.id;
    let letter = |lang: Lang| {
        let mut letter = words(lang, &text);
        if waits {
            letter.buttons.push(vec![button(lang, &Text::ButtonStopRest, &Act::End(id))]);
        }
        letter.buttons.push(vec![button(lang, &Text::ButtonCoverage, &Act::Coverage(id))]);
        letter
    };
    let author_may = ward::roles_of(talk.tx, talk.ward.id, message.author).await?.may_stop();
    let mut notice = Notice::new(talk.tx, &talk.ward, &talk.bot);
    notice.tell_stoppers(letter).await?;
    if !author_may {
        let mine = |lang| Letter {
            buttons: vec![vec![button(lang, &Text::ButtonCoverage, &Act::Coverage(id))]],
            ..words(lang, &text)
        };
        notice.send(message.author, About::default(), mine).await?;
    }
    Ok(())
}

/// Once a day until it is done, the approvers are reminded of each missing review. Gives
/// whether there was one.
pub(super) async fn remind(tx: &mut Tx) -> Result<bool, Error> {
    let posts = schedule::reviews_to_ask(tx, chrono::TimeDelta::days(1)).await?;
    let any = !posts.is_empty();
    for id in posts {
        let Some(post) = schedule::post(tx, id).await? else { continue };
        let Some(message) = message::message(tx, post.message).await? else { continue };
        let Some(review) = schedule::review(tx, id).await? else { continue };
        let ward_row = ward::ward(tx, post.ward).await?;
        let Some(bot) = ward::bot_of_ward(tx, post.ward).await? else { continue };
        let mut notice = Notice::new(tx, &ward_row, &bot);
        ask_review(&mut notice, &message, &post, &review, true).await?;
    }
    Ok(any)
}

/// A review, or that it is missing and since when, in one line of a coverage sheet.
#[must_use]
pub fn review_line(review: &Review, lang: Lang) -> String {
    let name = review.released_alone_by.clone();
    let (by, at) =
        (review.by.clone().unwrap_or_default(), i18n::moment(review.at.unwrap_or(review.since), lang));
    let text = match review.state {
        Verdict::Missing => Text::ReviewMissing { name, since: at },
        Verdict::Agrees => Text::ReviewAgreed { name, by, at },
        Verdict::Disagrees => Text::ReviewDisagreed { name, by, at },
    };
    text.say(lang)
}
