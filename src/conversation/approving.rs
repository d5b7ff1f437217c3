//! Deciding: the approvers' cards, approval and return, second thoughts after a release.

mod cards;
mod changes;
mod deadlines;
mod leaving;
mod listing;
mod policies;

pub(super) use cards::Cards;
pub(super) use deadlines::look;
pub(super) use leaving::{By, Way, fell, kind_in, tell_voided};
pub(super) use listing::{approve_seen, list, list_urgent, open};
pub(super) use policies::{list as rules, open as rule, pick as pick_for_rule, set as set_rule};

use super::act::Act;
use super::talk::{Step, Talk, button, words};
use super::{steering, watch};
use crate::channel::{Letter, Target};
use crate::delivery::{About, PostId};
use crate::i18n::Text;
use crate::message::{self, Approved, Kind, Message, MessageId, Refusal, State};
use crate::schedule::{self, Post};
use crate::store::Error;
use crate::text::{Rich, shorten};
use crate::ward::Role;

/// Ends an act for who can never be asked: whether the role of all others is the right one depends on
/// the policy, and is asked of the rows.
macro_rules! only_deciders {
    ($talk:expr) => {
        let roles = [Role::Approver, Role::Administrator, Role::Officer];
        if !roles.into_iter().any(|role| $talk.roles.has(role)) {
            return $talk.alert(Text::OnlyApprovers).await;
        }
    };
}
use only_deciders;

/// Characters of a reason in a card, which has to fit into one message with it.
const REASON_MAX: usize = 80;

/// Sends the card to everybody whose word is missing. Gives how many approvers were reached.
pub(super) async fn ask(talk: &mut Talk<'_>, message: &Message) -> Result<usize, Error> {
    // Cards of earlier versions say that they are old and lose their buttons.
    let why = Text::CardReplaced { version: i64::from(message.version) };
    close_cards(talk, message, message.version - 1, &why).await?;
    talk.cards().ask(message).await
}

/// Takes the buttons from every card of one version of a message and says why.
pub(super) async fn close_cards(
    talk: &mut Talk<'_>,
    message: &Message,
    version: i32,
    why: &Text,
) -> Result<(), Error> {
    leaving::close(&mut talk.notice(), message.id, &leaving::card_of(message, version), why).await
}

/// The same for every notice about a message that has a button for this.
pub(super) async fn close_cards_with(
    talk: &mut Talk<'_>,
    message: MessageId,
    act: &Target,
    why: &Text,
) -> Result<(), Error> {
    leaving::close(&mut talk.notice(), message, act, why).await
}

/// The name of who speaks.
pub(super) fn name_of_speaker(talk: &Talk<'_>) -> String {
    talk.person.as_ref().map(|person| person.name.clone()).unwrap_or_default()
}

/// Whether a message of this ward waits, or waited, for the word of who speaks. Its author is told
/// more exactly why it is not theirs to give.
async fn is_asked(talk: &mut Talk<'_>, id: MessageId) -> Result<bool, Error> {
    let (me, rule) = (talk.me().await?, talk.desk.rule());
    let Some(message) = message::message(talk.tx, id).await? else { return Ok(true) };
    if message.author == me {
        return Ok(true);
    }
    let policy = message::policy_of(talk.tx, &message, rule).await?;
    let (may_approve, may_consent) = message::may_say(talk.tx, &message, me, &policy).await?;
    Ok(may_approve || may_consent)
}

/// "Duyệt" under a card.
pub(super) async fn approve(talk: &mut Talk<'_>, id: MessageId, version: i32) -> Result<(), Error> {
    only_deciders!(talk);
    if !is_asked(talk, id).await? {
        return talk.alert(Text::OnlyApprovers).await;
    }
    let (me, rule) = (talk.me().await?, talk.desk.rule());
    match message::approve(talk.tx, id, version, me, rule).await {
        Ok((message, Approved::Complete)) => {
            let by = By::Approver(name_of_speaker(talk));
            talk.cards().leave(&message, &by).await?;
            talk.toast(Text::ApprovedToast).await
        }
        Ok((_, Approved::Lacks(lacks))) => still_lacks(talk, &lacks).await,
        Err(refusal) => refused(talk, refusal).await,
    }
}

/// "Đồng ý nội dung" under a card: an officer of the unit that the policy names.
pub(super) async fn consent(talk: &mut Talk<'_>, id: MessageId, version: i32) -> Result<(), Error> {
    only_deciders!(talk);
    if !is_asked(talk, id).await? {
        return talk.alert(Text::OnlyApprovers).await;
    }
    let (me, rule) = (talk.me().await?, talk.desk.rule());
    match message::consent(talk.tx, id, version, me, rule).await {
        Ok((message, Approved::Complete)) => {
            talk.cards().leave(&message, &By::All).await?;
            talk.toast(Text::ConsentedToast).await
        }
        Ok((_, Approved::Lacks(lacks))) => still_lacks(talk, &lacks).await,
        Err(refusal) => refused(talk, refusal).await,
    }
}

async fn still_lacks(talk: &mut Talk<'_>, lacks: &[message::Lack]) -> Result<(), Error> {
    let lang = talk.lang;
    let lacks = talk.cards().lacks_words(lacks, lang).await?;
    talk.alert(Text::ApprovedLacks { lacks }).await
}

pub(super) async fn refused(talk: &mut Talk<'_>, refusal: Refusal) -> Result<(), Error> {
    let text = refusal_text(refusal)?;
    talk.alert(text).await
}

/// Why an act was not done, in words.
fn refusal_text(refusal: Refusal) -> Result<Text, Error> {
    Ok(match refusal {
        Refusal::OldVersion { current, .. } => Text::OldCard { version: i64::from(current) },
        Refusal::OwnMessage => Text::OwnMessage,
        Refusal::NotOpen(State::Approved) => Text::AlreadyApproved,
        Refusal::NotOpen(State::Returned) => Text::AlreadyReturned,
        Refusal::NotOpen(_) => Text::MessageClosed,
        Refusal::Twice => Text::AlreadyYours,
        Refusal::NotAlone => Text::NotAlone,
        Refusal::NoRole => Text::OnlyApprovers,
        Refusal::NotAuthor | Refusal::Missing => Text::ButtonUnknown,
        Refusal::Store(e) => return Err(e),
    })
}

/// "Trả lại" under a card: the author is owed a reason.
pub(super) async fn ask_reason(talk: &mut Talk<'_>, id: MessageId, version: i32) -> Result<(), Error> {
    only_deciders!(talk);
    if !is_asked(talk, id).await? {
        return talk.alert(Text::OnlyApprovers).await;
    }
    let (me, rule) = (talk.me().await?, talk.desk.rule());
    let Some(message) = message::message(talk.tx, id).await? else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    let policy = message::policy_of(talk.tx, &message, rule).await?;
    let (may_approve, may_consent) = message::may_say(talk.tx, &message, me, &policy).await?;
    let refusal = if message.version != version {
        Some(Refusal::OldVersion { asked: version, current: message.version })
    } else if message.author == me {
        Some(Refusal::OwnMessage)
    } else if message.state != State::Submitted {
        Some(Refusal::NotOpen(message.state))
    } else if !may_approve && !may_consent {
        Some(Refusal::NoRole)
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
    let (me, rule) = (talk.me().await?, talk.desk.rule());
    let message = match message::send_back(talk.tx, id, version, me, &reason, rule).await {
        Ok(message) => message,
        Err(refusal) => return refused(talk, refusal).await,
    };
    let name = talk.person.as_ref().map(|p| p.name.clone()).unwrap_or_default();
    let number = i64::from(message.number);
    let short = shorten(&reason, REASON_MAX);
    close_cards(talk, &message, version, &Text::CardReturned { name: name.clone(), reason: short }).await?;
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
    kind_in(talk.tx, message).await
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
