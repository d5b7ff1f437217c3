//! `/duyet`: what waits for a person's word; a list where that is much, on which each message is
//! opened before several are approved at once.

use sha2::{Digest, Sha256};

use super::super::act::Act;
use super::super::talk::Talk;
use super::super::urgent;
use super::leaving::By;
use super::{name_of_speaker, only_deciders, refusal_text};
use crate::channel::{Button, Letter, Target};
use crate::delivery::{self, About};
use crate::i18n::{self, Text};
use crate::message::{self, Approved, Kind, Message, MessageId, State};
use crate::plan;
use crate::store::Error;
use crate::text::{Rich, shorten};
use crate::ward::Role;

/// Messages up to which each is shown at once.
const SHOWN_AT_ONCE: usize = 3;
/// Messages on one list: what is opened makes room for the next ones.
const LISTED: usize = 20;

/// A message that waits for who speaks.
struct Waiting {
    message: Message,
    /// Else they can only agree with its facts.
    may_approve: bool,
    is_opened: bool,
}

async fn waiting(talk: &mut Talk<'_>) -> Result<Vec<Waiting>, Error> {
    let (me, rule) = (talk.me().await?, talk.desk.rule());
    let mut waiting = Vec::new();
    for message in message::submitted(talk.tx, talk.ward.id).await? {
        let policy = message::policy_of(talk.tx, &message, rule).await?;
        let (may_approve, may_consent) = message::may_say(talk.tx, &message, me, &policy).await?;
        if !may_approve && !may_consent {
            continue;
        }
        if message::decisions(talk.tx, &message).await?.iter().any(|d| d.person == me && d.holds) {
            continue;
        }
        let is_opened = message::is_opened(talk.tx, &message, me).await?;
        waiting.push(Waiting { message, may_approve, is_opened });
    }
    Ok(waiting)
}

/// Whether the word of who speaks is ever asked for.
async fn is_ever_asked(talk: &mut Talk<'_>) -> Result<bool, Error> {
    let rule = talk.desk.rule();
    let units = talk.roles.units();
    let policies = message::policies(talk.tx, talk.ward.id, rule).await?;
    Ok(talk.roles.may_approve()
        || policies.iter().any(|policy| {
            policy.consent.is_some_and(|unit| units.contains(&unit))
                || (policy.may_administer && talk.roles.has(Role::Administrator))
        }))
}

/// `/duyet`
pub(in crate::conversation) async fn list(talk: &mut Talk<'_>) -> Result<(), Error> {
    if !talk.is_private() {
        return talk.say(Text::OnlyInPrivate).await;
    }
    if !is_ever_asked(talk).await? {
        return talk.say(Text::OnlyApprovers).await;
    }
    let found = waiting(talk).await?;
    if found.is_empty() {
        talk.say(Text::NothingToApprove).await?;
    } else if found.len() > SHOWN_AT_ONCE {
        let letter = overview(talk, &found).await?;
        talk.send(letter).await?;
    } else {
        for one in &found {
            show(talk, &one.message).await?;
        }
    }
    if talk.desk.rule().alone && talk.roles.may_approve() {
        let letter = urgent::duty(talk).await?;
        talk.send(letter).await?;
    }
    Ok(())
}

/// The urgent messages among them.
pub(in crate::conversation) async fn list_urgent(talk: &mut Talk<'_>) -> Result<(), Error> {
    let me = talk.me().await?;
    for message in message::submitted(talk.tx, talk.ward.id).await? {
        if message.author != me && super::kind_in(talk.tx, &message).await? == Kind::Urgent {
            show(talk, &message).await?;
        }
    }
    Ok(())
}

/// Shows the newest version to who asked for it, and writes down that they opened it.
async fn show(talk: &mut Talk<'_>, message: &Message) -> Result<(), Error> {
    let (me, lang) = (talk.me().await?, talk.lang);
    let (first, card) = talk.cards().card(message, me, lang).await?;
    if let Some(first) = first {
        talk.send(first).await?;
    }
    let about = About { message: Some(message.id), ..About::default() };
    talk.send_about(card, delivery::Kind::Notice, about).await?;
    message::card_shown(talk.tx, message, me, true).await
}

async fn overview(talk: &mut Talk<'_>, found: &[Waiting]) -> Result<Letter, Error> {
    let lang = talk.lang;
    let mut text = Rich::bold(&Text::ApprovalList { n: i18n::count(found.len()) }.say(lang));
    let mut row = Vec::new();
    let mut buttons = Vec::new();
    for (place, one) in (1..).zip(found.iter().take(LISTED)) {
        let (message, number) = (&one.message, i64::from(one.message.number));
        let group = match message.content_group {
            Some(id) => plan::content_group(talk.tx, talk.ward.id, id).await?.map(|group| group.name),
            None => None,
        };
        let group = group.unwrap_or_else(|| Text::NoGroup.say(lang));
        let version = message::version(talk.tx, message.id, message.version).await?;
        let words = version.map(|version| version.body.vi.words()).unwrap_or_default();
        let line = Text::ApprovalListLine {
            place,
            mark: if one.is_opened { "✅" } else { "▫️" }.to_owned(),
            number,
            version: i64::from(message.version),
            group: shorten(&group, 40),
            words: crate::text::one_line(&words, 50),
        };
        text = text.below(1, &Rich::plain(&line.say(lang)));
        row.push(talk.button(&Text::ButtonOpenListed { place }, &Act::OpenListed(message.id)));
        if row.len() == 4 {
            buttons.push(std::mem::take(&mut row));
        }
    }
    if !row.is_empty() {
        buttons.push(row);
    }
    if found.len() > LISTED {
        let more = Text::InboxMore { n: i18n::count(found.len() - LISTED) };
        text = text.below(1, &Rich::plain(&more.say(lang)));
    }
    let seen: Vec<&Message> = seen(found).collect();
    if seen.len() > 1 {
        let label = Text::ButtonApproveSeen { n: i18n::count(seen.len()) }.say(lang);
        let target = Target::Act(Act::ApproveSeen(stamp(&seen)).pack());
        buttons.push(vec![Button { label, target }]);
    }
    Ok(Letter { text, buttons, ..Letter::default() })
}

/// What they opened in its newest version and may approve.
fn seen(found: &[Waiting]) -> impl Iterator<Item = &Message> {
    found.iter().filter(|one| one.is_opened && one.may_approve).map(|one| &one.message)
}

/// Names exactly these versions: a button that was made for others approves nothing.
fn stamp(messages: &[&Message]) -> String {
    let mut hash = Sha256::new();
    for message in messages {
        hash.update(message.id.0.as_bytes());
        hash.update(message.version.to_be_bytes());
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// “Mở” below a reminder, or on the list, which then says that it was opened.
pub(in crate::conversation) async fn open(
    talk: &mut Talk<'_>,
    id: MessageId,
    is_listed: bool,
) -> Result<(), Error> {
    only_deciders!(talk);
    let found = waiting(talk).await?;
    let Some(one) = found.iter().find(|one| one.message.id == id) else {
        let message = message::message(talk.tx, id).await?.filter(|message| message.ward == talk.ward.id);
        let text = match message.map(|message| message.state) {
            None => Text::ButtonUnknown,
            Some(_) if !is_ever_asked(talk).await? => Text::OnlyApprovers,
            Some(State::Submitted) => Text::AlreadyYours,
            Some(State::Approved) => Text::AlreadyApproved,
            Some(State::Returned) => Text::AlreadyReturned,
            Some(State::Withdrawn) => Text::MessageClosed,
        };
        return talk.alert(text).await;
    };
    show(talk, &one.message).await?;
    if is_listed {
        let found = waiting(talk).await?;
        let letter = overview(talk, &found).await?;
        talk.replace(letter).await?;
    }
    Ok(())
}

/// “Duyệt cả N tin đã xem”
pub(in crate::conversation) async fn approve_seen(talk: &mut Talk<'_>, word: &str) -> Result<(), Error> {
    only_deciders!(talk);
    let found = waiting(talk).await?;
    let seen: Vec<&Message> = seen(&found).collect();
    if seen.is_empty() {
        return talk.alert(Text::SeenNothing).await;
    }
    if stamp(&seen) != word {
        let letter = overview(talk, &found).await?;
        talk.replace(letter).await?;
        return talk.alert(Text::SeenChanged).await;
    }
    let (me, lang, rule) = (talk.me().await?, talk.lang, talk.desk.rule());
    let name = name_of_speaker(talk);
    let mut text = Rich::bold(&Text::SeenDone.say(lang));
    for message in seen {
        let number = i64::from(message.number);
        let line = match message::approve(talk.tx, message.id, message.version, me, rule).await {
            Ok((message, Approved::Complete)) => {
                let way = talk.cards().leave(&message, &By::Approver(name.clone())).await?;
                Text::SeenApproved { number, at: way.at(lang) }.say(lang)
            }
            Ok((_, Approved::Lacks(lacks))) => {
                let lacks = talk.cards().lacks_words(&lacks, lang).await?;
                Text::SeenLacks { number, lacks }.say(lang)
            }
            Err(refusal) => {
                let why = refusal_text(refusal)?.say(lang);
                Text::SeenRefused { number, why }.say(lang)
            }
        };
        text = text.below(1, &Rich::plain(&line));
    }
    talk.replace(Letter { text, ..Letter::default() }).await
}
