//! Deciding: the approvers' cards, approval and return, second thoughts after a release.

use super::act::Act;
use super::correcting;
use super::talk::{Step, Talk, button, words};
use crate::channel::{Letter, Target};
use crate::delivery::{self, About, PostId};
use crate::i18n::{self, Lang, Text};
use crate::message::{self, Approved, Message, MessageId, Refusal, State, Version};
use crate::plan;
use crate::schedule;
use crate::store::Error;
use crate::text::{Rich, shorten};
use crate::ward::store as ward;

/// Sends the card to everybody who may approve. Gives how many were reached.
pub(super) async fn ask(talk: &mut Talk<'_>, message: &Message) -> Result<usize, Error> {
    // Cards of earlier versions say that they are old and lose their buttons.
    let why = Text::CardReplaced { version: i64::from(message.version) };
    close_cards(talk, message, message.version - 1, &why).await?;
    let mut reached = 0;
    for person in message::approvers_who_may(talk.tx, message).await? {
        let Some(mailbox) = ward::mailbox(talk.tx, person.id).await? else { continue };
        let lang = Lang::of(&mailbox.language);
        if let Some(letter) = correcting::before(talk, message, lang).await? {
            talk.post_to(
                mailbox.chat,
                letter,
                delivery::Kind::Notice,
                delivery::Lane::Answer,
                About::default(),
            )
            .await?;
        }
        let letter = card(talk, message, lang).await?;
        let about = About { message: Some(message.id), ..About::default() };
        talk.post_to(mailbox.chat, letter, delivery::Kind::Notice, delivery::Lane::Answer, about).await?;
        reached += 1;
    }
    Ok(reached)
}

async fn card(talk: &mut Talk<'_>, message: &Message, lang: Lang) -> Result<Letter, Error> {
    let Some(version) = message::version(talk.tx, message.id, message.version).await? else {
        return Err(Error::corrupt("message", "a version is missing"));
    };
    let mut letter = without_buttons(talk, message, &version, lang).await?;
    letter.buttons = vec![vec![
        button(lang, &Text::ButtonApprove, &Act::Approve(message.id, message.version)),
        button(lang, &Text::ButtonReturn, &Act::Return(message.id, message.version)),
    ]];
    Ok(letter)
}

async fn without_buttons(
    talk: &mut Talk<'_>,
    message: &Message,
    version: &Version,
    lang: Lang,
) -> Result<Letter, Error> {
    let author = ward::name_of(talk.tx, message.author).await?;
    let group = match message.content_group {
        Some(id) => plan::content_group(talk.tx, message.ward, id)
            .await?
            .map(|g| shorten(&format!("{} {}", g.number, g.name), 70)),
        None => None,
    };
    let (number, of_version, author) =
        (i64::from(message.number), i64::from(version.number), shorten(&author, 40));
    let corrects = correcting::what_stands(talk, message.id).await?.is_some();
    let heading = if corrects {
        Text::CardCorrection { number, version: of_version, author }
    } else {
        Text::CardHeading {
            number,
            version: of_version,
            author,
            group: group.unwrap_or_else(|| Text::NoGroup.say(lang)),
            at: message.post_at.map_or_else(|| Text::AsSoonAsApproved.say(lang), |at| i18n::moment(at, lang)),
        }
    };
    Ok(Letter {
        text: Rich::plain(&heading.say(lang)).below(2, &message::as_posted(&version.body)),
        photo: version.body.photo.clone(),
        ..Letter::default()
    })
}

/// Takes the buttons from every card of one version of a message and says why.
pub(super) async fn close_cards(
    talk: &mut Talk<'_>,
    message: &Message,
    version: i32,
    why: &Text,
) -> Result<(), Error> {
    let approve = Target::Act(Act::Approve(message.id, version).pack());
    for (_, chat, target) in delivery::outgoing_of_message(talk.tx, message.id).await? {
        let row = ward::chat(talk.tx, chat).await?;
        let lang = match ward::account_of_chat(talk.tx, &row).await? {
            Some(account) => Lang::of(&account.language),
            None => Lang::Vi,
        };
        let Some(shown) = delivery::outgoing_by_message(talk.tx, chat, &target).await? else { continue };
        let Some(mut letter) = delivery::letter_of(talk.tx, shown.id).await? else { continue };
        if !letter.buttons.iter().flatten().any(|b| b.target == approve) {
            continue;
        }
        letter.buttons.clear();
        letter.text = Rich::bold(&why.say(lang)).below(2, &letter.text);
        talk.edit(chat, target, letter).await?;
    }
    Ok(())
}

/// `/duyet`: everything that waits for this person's word.
pub(super) async fn list(talk: &mut Talk<'_>) -> Result<(), Error> {
    if !talk.is_private() {
        return talk.say(Text::OnlyInPrivate).await;
    }
    if !talk.roles.may_approve() {
        return talk.say(Text::OnlyApprovers).await;
    }
    let me = talk.me().await?;
    let mut shown = 0;
    for message in message::submitted(talk.tx, talk.ward.id).await? {
        if message.author == me {
            continue;
        }
        if let Some(letter) = correcting::before(talk, &message, talk.lang).await? {
            talk.send(letter).await?;
        }
        let letter = card(talk, &message, talk.lang).await?;
        let about = About { message: Some(message.id), ..About::default() };
        talk.send_about(letter, delivery::Kind::Notice, about).await?;
        shown += 1;
    }
    if shown == 0 { talk.say(Text::NothingToApprove).await } else { Ok(()) }
}

/// "Duyệt" under a card.
pub(super) async fn approve(talk: &mut Talk<'_>, id: MessageId, version: i32) -> Result<(), Error> {
    if !talk.roles.may_approve() {
        return talk.alert(Text::OnlyApprovers).await;
    }
    let me = talk.me().await?;
    let (message, approved) =
        match message::approve(talk.tx, id, version, me, talk.desk.approvals_needed).await {
            Ok(done) => done,
            Err(refusal) => return refused(talk, refusal).await,
        };
    let name = talk.person.as_ref().map(|p| p.name.clone()).unwrap_or_default();
    let number = i64::from(message.number);
    if approved == Approved::NeedsMore {
        return talk.toast(Text::ApprovedNeedsMore).await;
    }
    let worth = talk.desk.notice_worth;
    let stands = correcting::what_stands(talk, id).await?;
    let post = if let Some(old) = &stands {
        schedule::plan_correction(talk.tx, talk.ward.id, id, version, old.id, worth).await?
    } else {
        let due = message.post_at.filter(|at| *at > talk.tx.now()).unwrap_or_else(|| talk.tx.now());
        schedule::plan_post(talk.tx, talk.ward.id, id, version, due, worth).await?
    };
    let due = post.due_at;
    talk.toast(Text::ApprovedToast).await?;
    close_cards(talk, &message, version, &Text::CardApproved { name: name.clone() }).await?;
    let later = post.due_at > talk.tx.now();
    talk.tell(message.author, About::default(), |lang| {
        let text = if stands.is_some() {
            Text::AuthorCorrectionApproved { number, name }
        } else if later {
            Text::AuthorApprovedAt { number, name, at: i18n::moment(due, lang) }
        } else {
            Text::AuthorApproved { number, name }
        };
        words(lang, &text)
    })
    .await?;
    Ok(())
}

async fn refused(talk: &mut Talk<'_>, refusal: Refusal) -> Result<(), Error> {
    let text = match refusal {
        Refusal::OldVersion { current, .. } => Text::OldCard { version: i64::from(current) },
        Refusal::OwnMessage => Text::OwnMessage,
        Refusal::NotOpen(State::Approved) => Text::AlreadyApproved,
        Refusal::NotOpen(State::Returned) => Text::AlreadyReturned,
        Refusal::NotOpen(_) => Text::MessageClosed,
        Refusal::Twice => Text::AlreadyYours,
        Refusal::NotAuthor | Refusal::Missing => Text::ButtonUnknown,
        Refusal::Store(e) => return Err(e),
    };
    talk.alert(text).await
}

/// "Trả lại" under a card: the author is owed a reason.
pub(super) async fn ask_reason(talk: &mut Talk<'_>, id: MessageId, version: i32) -> Result<(), Error> {
    if !talk.roles.may_approve() {
        return talk.alert(Text::OnlyApprovers).await;
    }
    let me = talk.me().await?;
    let Some(message) = message::message(talk.tx, id).await? else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    let refusal = if message.version != version {
        Some(Refusal::OldVersion { asked: version, current: message.version })
    } else if message.author == me {
        Some(Refusal::OwnMessage)
    } else if message.state != State::Submitted {
        Some(Refusal::NotOpen(message.state))
    } else {
        None
    };
    if let Some(refusal) = refusal {
        return refused(talk, refusal).await;
    }
    talk.set_step(&Step::ReturnReason { message: id, version }).await?;
    talk.say(Text::ReturnWhy { number: i64::from(message.number) }).await
}

/// The reason came.
pub(super) async fn reason_came(
    talk: &mut Talk<'_>,
    id: MessageId,
    version: i32,
    text: &Rich,
) -> Result<(), Error> {
    let reason = text.words().trim().to_owned();
    if reason.is_empty() {
        return talk.say(Text::ReturnWhyEmpty).await;
    }
    talk.clear_step().await?;
    if !talk.roles.may_approve() {
        return talk.say(Text::OnlyApprovers).await;
    }
    let me = talk.me().await?;
    let message = match message::send_back(talk.tx, id, version, me, &reason).await {
        Ok(message) => message,
        Err(refusal) => return refused(talk, refusal).await,
    };
    let name = talk.person.as_ref().map(|p| p.name.clone()).unwrap_or_default();
    let number = i64::from(message.number);
    close_cards(talk, &message, version, &Text::CardReturned { name: name.clone(), reason: reason.clone() })
        .await?;
    talk.tell(message.author, About::default(), |lang| Letter {
        buttons: vec![vec![button(lang, &Text::ButtonEdit, &Act::EditMessage(id))]],
        ..words(lang, &Text::AuthorReturned { number, name, reason })
    })
    .await?;
    talk.say(Text::ReturnedDone { number }).await
}

/// "Dừng" after a release.
pub(super) async fn stop(talk: &mut Talk<'_>, id: PostId) -> Result<(), Error> {
    if !talk.roles.may_stop() {
        return talk.alert(Text::OnlyStoppers).await;
    }
    let Some(post) = schedule::post(talk.tx, id).await?.filter(|p| p.ward == talk.ward.id) else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    let me = talk.me().await?;
    if !schedule::stop(talk.tx, id, talk.desk.stop_window, me).await? {
        return talk.alert(Text::StopTooLate).await;
    }
    let Some(message) = message::message(talk.tx, post.message).await? else { return Ok(()) };
    let (number, name) =
        (i64::from(message.number), talk.person.as_ref().map(|p| p.name.clone()).unwrap_or_default());
    let letter = words(talk.lang, &Text::Stopped { number, name: name.clone() });
    talk.replace(letter).await?;
    talk.tell(message.author, About::default(), |lang| words(lang, &Text::Stopped { number, name })).await?;
    Ok(())
}

/// "Đăng ngay" under a post that waits for a person.
pub(super) async fn post_held(talk: &mut Talk<'_>, id: PostId) -> Result<(), Error> {
    if !talk.roles.may_stop() {
        return talk.alert(Text::OnlyStoppers).await;
    }
    let mine = schedule::post(talk.tx, id).await?.is_some_and(|p| p.ward == talk.ward.id);
    let me = talk.me().await?;
    if !mine || !schedule::post_again(talk.tx, id, talk.desk.notice_worth, me).await? {
        return talk.alert(Text::AlreadyDecided).await;
    }
    let letter = words(talk.lang, &Text::HeldPosted);
    talk.replace(letter).await
}
