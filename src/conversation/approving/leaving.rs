//! From the last word to the way out: a message that has all its words is planned or takes its
//! place in a queue; one whose words no longer count waits again.

use super::super::act::Act;
use super::super::notice::Notice;
use super::super::talk::words;
use super::super::{Desk, correcting, slots};
use super::cards::Cards;
use crate::channel::Target;
use crate::delivery::{self, About};
use crate::i18n::{self, Lang, Text};
use crate::message::{self, Kind, Message, MessageId, State};
use crate::schedule::timetable::Opening;
use crate::schedule::{self, Post};
use crate::store::{Error, Tx};
use crate::text::Rich;
use crate::ward::store as ward;

/// By what a message got all its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::conversation) enum By {
    /// The last approval, of this person.
    Approver(String),
    /// The word of one person on duty.
    Alone(String),
    /// A unit's consent came last, or a policy asks for less than it did.
    All,
}

/// How it leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::conversation) enum Way {
    Planned(Box<Post>),
    /// In a slot: this one as far as is known, if any is in sight.
    Queued(Option<Opening>),
}

impl Way {
    /// The words for when it leaves.
    pub fn at(&self, lang: Lang) -> String {
        match self {
            Self::Planned(post) => i18n::moment(post.due_at, lang),
            Self::Queued(Some(opening)) => i18n::moment(opening.at, lang),
            Self::Queued(None) => Text::CardInSlotNowhere.say(lang),
        }
    }
}

/// What a change of roles or policies did to messages that have not left, by their numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::conversation) struct Rechecked {
    /// They wait for approval again.
    pub fallen: Vec<i32>,
    /// They have all their words now.
    pub complete: Vec<i32>,
}

impl Cards<'_> {
    /// Lets a message that has just got its last word leave, closes its cards and tells its author.
    pub async fn leave(&mut self, message: &Message, by: &By) -> Result<Way, Error> {
        let stands = correcting::standing_in(self.tx, self.desk, message.id).await?;
        let corrects = stands.is_some();
        let way = match slots::queued(self.tx, self.desk, message).await? {
            Some(opening) => Way::Queued(opening),
            None => Way::Planned(Box::new(self.plan(message, stands).await?)),
        };
        let why = match by {
            By::Approver(name) => Text::CardApproved { name: name.clone() },
            By::Alone(name) => Text::CardReleasedAlone { name: name.clone() },
            By::All => Text::CardComplete,
        };
        close(&mut self.notice(), message.id, &card_of(message, message.version), &why).await?;
        let now = self.tx.now();
        let number = i64::from(message.number);
        let tell = |lang: Lang| match (by, &way) {
            (By::Alone(name), _) => Text::AuthorReleasedAlone { number, name: name.clone() },
            (By::Approver(name), Way::Planned(_)) if corrects => {
                Text::AuthorCorrectionApproved { number, name: name.clone() }
            }
            (By::Approver(name), Way::Planned(post)) if post.due_at > now => {
                Text::AuthorApprovedAt { number, name: name.clone(), at: way.at(lang) }
            }
            (By::Approver(name), Way::Planned(_)) => Text::AuthorApproved { number, name: name.clone() },
            (By::Approver(name), Way::Queued(Some(_))) => {
                Text::AuthorQueued { number, name: name.clone(), at: way.at(lang) }
            }
            (By::Approver(name), Way::Queued(None)) => {
                Text::AuthorQueuedNowhere { number, name: name.clone() }
            }
            (By::All, _) => Text::AuthorComplete { number, at: way.at(lang) },
        };
        self.notice().send(message.author, About::default(), |lang| words(lang, &tell(lang))).await?;
        Ok(way)
    }

    async fn plan(&mut self, message: &Message, stands: Option<Post>) -> Result<Post, Error> {
        let kind = kind_in(self.tx, message).await?;
        let (id, version, now) = (message.id, message.version, self.tx.now());
        if let Some(old) = stands {
            let worth = self.desk.worth(kind, now);
            return schedule::plan_correction(self.tx, self.ward.id, id, version, old.id, worth).await;
        }
        let due = message.post_at.filter(|at| *at > now && kind != Kind::Urgent).unwrap_or(now);
        let due = self.desk.awake(kind, due);
        let worth = self.desk.worth(kind, due);
        schedule::plan_post(self.tx, self.ward.id, id, version, due, worth).await
    }

    /// Somebody lost a role, or a policy changed: takes back what may not leave any more, lets go
    /// what has everything now, and asks whose word is wanted and who has not been asked.
    pub async fn recheck(&mut self) -> Result<Rechecked, Error> {
        let rule = self.desk.rule();
        let desk = self.desk;
        let mut done = Rechecked::default();
        for message in schedule::void_fallen(self.tx, self.ward.id, rule, |kind| desk.window(kind)).await? {
            self.tell_fallen(&message).await?;
            done.fallen.push(message.number);
        }
        for message in schedule::complete(self.tx, self.ward.id, rule).await? {
            self.leave(&message, &By::All).await?;
            done.complete.push(message.number);
        }
        for message in message::submitted(self.tx, self.ward.id).await? {
            if !done.fallen.contains(&message.number) {
                self.ask_the_rest(&message).await?;
            }
        }
        Ok(done)
    }

    /// Asks those who are wanted by now and were not shown this version.
    async fn ask_the_rest(&mut self, message: &Message) -> Result<(), Error> {
        let panel = self.panel(message).await?;
        let mut people = panel.present.clone();
        people.extend(panel.officers.iter().filter(|id| !panel.present.contains(id)));
        for id in people {
            if !message::is_shown(self.tx, message, id).await? {
                self.send(message, id).await?;
            }
        }
        if panel.deputy_at_once {
            self.ask_deputy(message, &panel).await?;
        }
        Ok(())
    }

    /// The author hears that it waits again and for what; whose word is wanted is asked.
    pub async fn tell_fallen(&mut self, message: &Message) -> Result<(), Error> {
        let lacks = message::lacks(self.tx, message, self.desk.rule()).await?;
        let number = i64::from(message.number);
        if let Some(mailbox) = ward::mailbox(self.tx, message.author).await? {
            let lang = Lang::of(&mailbox.language);
            let lacks = self.lacks_words(&lacks, lang).await?;
            let text = Text::AuthorFallen { number, lacks };
            self.notice().post_to(mailbox.chat, words(lang, &text), About::default()).await?;
        }
        self.ask(message).await.map(|_| ())
    }
}

/// A post was due and may not leave: its message waits again, unless something else has become of
/// it.
pub(in crate::conversation) async fn fell(tx: &mut Tx, desk: &Desk, post: &Post) -> Result<(), Error> {
    schedule::refuse(tx, post.id).await?;
    let Some((message, version)) = message::lock(tx, post.message).await? else { return Ok(()) };
    if message.state != State::Approved || message.version != post.version {
        // Cannot happen while edits cancel their posts; if it does, nothing leaves.
        tracing::error!("post {} was due but its version is not the approved one", post.id);
        return Ok(());
    }
    let message = schedule::void(tx, &message, desk.window(version.body.kind)).await?;
    tell_voided(tx, desk, &message).await
}

/// The same for a message that waits again already.
pub(in crate::conversation) async fn tell_voided(
    tx: &mut Tx,
    desk: &Desk,
    message: &Message,
) -> Result<(), Error> {
    let ward = ward::ward(tx, message.ward).await?;
    let Some(bot) = ward::bot_of_ward(tx, message.ward).await? else { return Ok(()) };
    let desk = desk.of_ward(tx, &ward).await?;
    Cards { tx, desk: &desk, ward: &ward, bot: &bot }.tell_fallen(message).await
}

/// What every card of a version has below it.
pub(super) fn card_of(message: &Message, version: i32) -> Target {
    Target::Act(Act::Return(message.id, version).pack())
}

/// Takes the buttons from every notice about a message that has a button for this, and says why.
pub(super) async fn close(
    notice: &mut Notice<'_>,
    message: MessageId,
    act: &Target,
    why: &Text,
) -> Result<(), Error> {
    for (_, chat, target) in delivery::outgoing_of_message(notice.tx(), message).await? {
        let row = ward::chat(notice.tx(), chat).await?;
        let lang = match ward::account_of_chat(notice.tx(), &row).await? {
            Some(account) => Lang::of(&account.language),
            None => Lang::Vi,
        };
        let Some(shown) = delivery::outgoing_by_message(notice.tx(), chat, &target).await? else { continue };
        let Some(mut letter) = delivery::letter_of(notice.tx(), shown.id).await? else { continue };
        if !letter.buttons.iter().flatten().any(|b| b.target == *act) {
            continue;
        }
        letter.buttons.clear();
        letter.text = Rich::bold(&why.say(lang)).below(2, &letter.text);
        notice.edit(chat, target, letter, About::default()).await?;
    }
    Ok(())
}

/// The kind of a message as it is now.
pub(in crate::conversation) async fn kind_in(tx: &mut Tx, message: &Message) -> Result<Kind, Error> {
    let version = message::version(tx, message.id, message.version).await?;
    Ok(version.map(|v| v.body.kind).unwrap_or_default())
}
