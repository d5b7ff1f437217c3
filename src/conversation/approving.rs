//! Deciding: the approvers' cards, approval and return, second thoughts after a release.

use super::act::Act;
use super::correcting;
use super::talk::{Step, Talk, button, words};
use super::{cap, showing, slots, steering, urgent, watch};
use crate::channel::{Letter, Target};
use crate::delivery::{self, About, PostId};
use crate::i18n::{self, Lang, Text};
use crate::message::{self, Approved, Kind, Message, MessageId, Refusal, State, Version};
use crate::plan;
use crate::schedule::{self, Post};
use crate::store::Error;
use crate::text::{Rich, shorten};
use crate::ward::PersonId;
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
        if let Some(version) = message::version(talk.tx, message.id, message.version).await? {
            showing::before_card(talk, mailbox.chat, delivery::Lane::Answer, &version.body, lang).await?;
        }
        let letter = card(talk, message, person.id, lang).await?;
        let about = About { message: Some(message.id), ..About::default() };
        talk.post_to(mailbox.chat, letter, delivery::Kind::Notice, delivery::Lane::Answer, about).await?;
        reached += 1;
    }
    Ok(reached)
}

async fn card(talk: &mut Talk<'_>, message: &Message, reader: PersonId, lang: Lang) -> Result<Letter, Error> {
    let Some(version) = message::version(talk.tx, message.id, message.version).await? else {
        return Err(Error::corrupt("message", "a version is missing"));
    };
    let mut letter = without_buttons(talk, message, &version, lang).await?;
    letter.buttons = vec![vec![
        button(lang, &Text::ButtonApprove, &Act::Approve(message.id, message.version)),
        button(lang, &Text::ButtonReturn, &Act::Return(message.id, message.version)),
    ]];
    let now = talk.tx.now();
    if version.body.kind == Kind::Urgent
        && talk.desk.rule().alone
        && ward::was_on_duty(talk.tx, talk.ward.id, reader, now).await?
    {
        let act = Act::ReleaseAlone(message.id, message.version);
        letter.buttons.push(vec![button(lang, &Text::ButtonReleaseAlone, &act)]);
    }
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
    let in_slot = slots::card_time(talk, message, lang).await?;
    let corrects = correcting::what_stands(talk, message.id).await?.is_some();
    let heading = if corrects {
        Text::CardCorrection { number, version: of_version, author }
    } else {
        Text::CardHeading {
            number,
            version: of_version,
            author,
            group: group.unwrap_or_else(|| Text::NoGroup.say(lang)),
            at: match in_slot {
                Some(at) => at,
                None => message
                    .post_at
                    .map_or_else(|| Text::AsSoonAsApproved.say(lang), |at| i18n::moment(at, lang)),
            },
        }
    };
    let kind = version.body.kind;
    let mut text = Rich::plain(&heading.say(lang)).below(1, &Rich::plain(&kind_line(kind).say(lang)));
    let now = talk.tx.now();
    let at = message.post_at.filter(|at| *at > now).unwrap_or(now);
    let full = cap::full_by(talk.tx, talk.desk, message.ward, &version.body, at).await?;
    if full > 0 {
        let warning = Text::CardCap { n: i18n::count(full), max: talk.desk.posts_per_day };
        text = text.below(1, &Rich::plain(&warning.say(lang)));
    }
    let text = showing::card_lines(talk.tx, message.ward, text, &version.body, lang).await?;
    Ok(Letter { text: text.below(2, &message::as_posted(&version.body)), ..Letter::default() }
        .with_media(showing::above(&version.body)))
}

fn kind_line(kind: Kind) -> Text {
    match kind {
        Kind::Notice => Text::CardNotice,
        Kind::Event => Text::CardEvent,
        Kind::Urgent => Text::CardUrgent,
    }
}

/// Takes the buttons from every card of one version of a message and says why.
pub(super) async fn close_cards(
    talk: &mut Talk<'_>,
    message: &Message,
    version: i32,
    why: &Text,
) -> Result<(), Error> {
    let approve = Target::Act(Act::Approve(message.id, version).pack());
    close_cards_with(talk, message.id, &approve, why).await
}

/// The same for every notice about a message that has a button for this.
pub(super) async fn close_cards_with(
    talk: &mut Talk<'_>,
    message: MessageId,
    act: &Target,
    why: &Text,
) -> Result<(), Error> {
    for (_, chat, target) in delivery::outgoing_of_message(talk.tx, message).await? {
        let row = ward::chat(talk.tx, chat).await?;
        let lang = match ward::account_of_chat(talk.tx, &row).await? {
            Some(account) => Lang::of(&account.language),
            None => Lang::Vi,
        };
        let Some(shown) = delivery::outgoing_by_message(talk.tx, chat, &target).await? else { continue };
        let Some(mut letter) = delivery::letter_of(talk.tx, shown.id).await? else { continue };
        if !letter.buttons.iter().flatten().any(|b| b.target == *act) {
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
        send_card(talk, &message, me).await?;
        shown += 1;
    }
    if shown == 0 {
        talk.say(Text::NothingToApprove).await?;
    }
    if talk.desk.rule().alone {
        let letter = urgent::duty(talk).await?;
        talk.send(letter).await?;
    }
    Ok(())
}

/// The urgent messages among them.
pub(super) async fn list_urgent(talk: &mut Talk<'_>) -> Result<(), Error> {
    let me = talk.me().await?;
    for message in message::submitted(talk.tx, talk.ward.id).await? {
        let version = message::version(talk.tx, message.id, message.version).await?;
        if message.author != me && version.is_some_and(|v| v.body.kind == Kind::Urgent) {
            send_card(talk, &message, me).await?;
        }
    }
    Ok(())
}

async fn send_card(talk: &mut Talk<'_>, message: &Message, reader: PersonId) -> Result<(), Error> {
    if let Some(version) = message::version(talk.tx, message.id, message.version).await? {
        let (chat, lane) = (talk.chat.id, delivery::Lane::Interactive);
        showing::before_card(talk, chat, lane, &version.body, talk.lang).await?;
    }
    let letter = card(talk, message, reader, talk.lang).await?;
    let about = About { message: Some(message.id), ..About::default() };
    talk.send_about(letter, delivery::Kind::Notice, about).await
}

/// "Duyệt" under a card.
pub(super) async fn approve(talk: &mut Talk<'_>, id: MessageId, version: i32) -> Result<(), Error> {
    if !talk.roles.may_approve() {
        return talk.alert(Text::OnlyApprovers).await;
    }
    let me = talk.me().await?;
    let (message, approved) = match message::approve(talk.tx, id, version, me, talk.desk.rule()).await {
        Ok(done) => done,
        Err(refusal) => return refused(talk, refusal).await,
    };
    if approved == Approved::NeedsMore {
        return talk.toast(Text::ApprovedNeedsMore).await;
    }
    if slots::queued(talk, &message).await? {
        return Ok(());
    }
    planned(talk, &message, false).await.map(|_| ())
}

/// Plans the post of a message that has just got its last approval, and says so. `alone`: by the
/// word of one person on duty.
pub(super) async fn planned(talk: &mut Talk<'_>, message: &Message, alone: bool) -> Result<Post, Error> {
    let name = talk.person.as_ref().map(|p| p.name.clone()).unwrap_or_default();
    let (id, version, number) = (message.id, message.version, i64::from(message.number));
    let Some(stored) = message::version(talk.tx, id, version).await? else {
        return Err(Error::corrupt("message", "a version is missing"));
    };
    let kind = stored.body.kind;
    let now = talk.tx.now();
    let due = message.post_at.filter(|at| *at > now && kind != Kind::Urgent).unwrap_or(now);
    let due = talk.desk.awake(kind, due);
    let stands = correcting::what_stands(talk, id).await?;
    let post = match &stands {
        Some(old) => {
            let worth = talk.desk.worth(kind, now);
            schedule::plan_correction(talk.tx, talk.ward.id, id, version, old.id, worth).await?
        }
        None => {
            let worth = talk.desk.worth(kind, due);
            schedule::plan_post(talk.tx, talk.ward.id, id, version, due, worth).await?
        }
    };
    let due = post.due_at;
    talk.toast(Text::ApprovedToast).await?;
    let why = if alone {
        Text::CardReleasedAlone { name: name.clone() }
    } else {
        Text::CardApproved { name: name.clone() }
    };
    close_cards(talk, message, version, &why).await?;
    let later = post.due_at > talk.tx.now();
    talk.tell(message.author, About::default(), |lang| {
        let text = if alone {
            Text::AuthorReleasedAlone { number, name }
        } else if stands.is_some() {
            Text::AuthorCorrectionApproved { number, name }
        } else if later {
            Text::AuthorApprovedAt { number, name, at: i18n::moment(due, lang) }
        } else {
            Text::AuthorApproved { number, name }
        };
        words(lang, &text)
    })
    .await?;
    Ok(post)
}

pub(super) async fn refused(talk: &mut Talk<'_>, refusal: Refusal) -> Result<(), Error> {
    let text = match refusal {
        Refusal::OldVersion { current, .. } => Text::OldCard { version: i64::from(current) },
        Refusal::OwnMessage => Text::OwnMessage,
        Refusal::NotOpen(State::Approved) => Text::AlreadyApproved,
        Refusal::NotOpen(State::Returned) => Text::AlreadyReturned,
        Refusal::NotOpen(_) => Text::MessageClosed,
        Refusal::Twice => Text::AlreadyYours,
        Refusal::NotAlone => Text::NotAlone,
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
    let kind = kind_of(talk, &post).await?;
    if !schedule::stop(talk.tx, id, talk.desk.window(kind), me).await? {
        // The first groups have it: what has not left is held until a person decides.
        return steering::pause_instead(talk, id).await;
    }
    schedule::note_steering(talk.tx, id, Some(me), None).await?;
    watch::stir(talk.tx, id).await?;
    let Some(message) = message::message(talk.tx, post.message).await? else { return Ok(()) };
    let (number, name) =
        (i64::from(message.number), talk.person.as_ref().map(|p| p.name.clone()).unwrap_or_default());
    let letter = words(talk.lang, &Text::Stopped { number, name: name.clone() });
    talk.replace(letter).await?;
    talk.tell(message.author, About::default(), |lang| words(lang, &Text::Stopped { number, name })).await?;
    Ok(())
}

/// The kind of a message as it is now.
pub(super) async fn kind_of_message(talk: &mut Talk<'_>, message: &Message) -> Result<Kind, Error> {
    let version = message::version(talk.tx, message.id, message.version).await?;
    Ok(version.map(|v| v.body.kind).unwrap_or_default())
}

/// The kind of what a post posts.
pub(super) async fn kind_of(talk: &mut Talk<'_>, post: &Post) -> Result<Kind, Error> {
    let version = message::version(talk.tx, post.message, post.version).await?;
    Ok(version.map(|v| v.body.kind).unwrap_or_default())
}

/// "Đăng ngay" under a post that waits for a person.
pub(super) async fn post_held(talk: &mut Talk<'_>, id: PostId) -> Result<(), Error> {
    if !talk.roles.may_stop() {
        return talk.alert(Text::OnlyStoppers).await;
    }
    let Some(post) = schedule::post(talk.tx, id).await?.filter(|p| p.ward == talk.ward.id) else {
        return talk.alert(Text::AlreadyDecided).await;
    };
    let me = talk.me().await?;
    let worth = talk.desk.worth(kind_of(talk, &post).await?, talk.tx.now());
    if !schedule::post_again(talk.tx, id, worth, me).await? {
        return talk.alert(Text::AlreadyDecided).await;
    }
    let letter = words(talk.lang, &Text::HeldPosted);
    talk.replace(letter).await
}
