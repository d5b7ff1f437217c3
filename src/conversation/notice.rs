//! Writing to people outside of a conversation: because time passed, or because of what
//! somebody else did.

use super::talk::words;
use crate::channel::{Channel, Content, Letter};
use crate::delivery::{self, About, Kind, Lane, OutgoingId, Parcel};
use crate::i18n::{Lang, Text};
use crate::store::{Error, Tx};
use crate::ward::store as ward;
use crate::ward::{Bot, ChatId, PersonId, Role, Ward, WardId};

/// Everybody who may stop a post, each once.
pub(super) async fn stoppers(tx: &mut Tx, ward: WardId) -> Result<Vec<PersonId>, Error> {
    let mut people: Vec<PersonId> = Vec::new();
    for role in [Role::Approver, Role::Administrator] {
        for person in ward::people_with(tx, ward, role).await? {
            if !people.contains(&person.id) {
                people.push(person.id);
            }
        }
    }
    Ok(people)
}

/// Writes to people outside of a conversation.
pub(super) struct Notice<'a> {
    tx: &'a mut Tx,
    ward: &'a Ward,
    bot: &'a Bot,
}

impl<'a> Notice<'a> {
    pub fn new(tx: &'a mut Tx, ward: &'a Ward, bot: &'a Bot) -> Self {
        Self { tx, ward, bot }
    }

    pub fn tx(&mut self) -> &mut Tx {
        self.tx
    }

    pub fn ward(&self) -> &'a Ward {
        self.ward
    }

    pub async fn tell(&mut self, person: PersonId, text: &Text) -> Result<(), Error> {
        self.send(person, About::default(), |lang| words(lang, text)).await
    }

    pub async fn tell_all(&mut self, role: Role, text: &Text) -> Result<(), Error> {
        for person in ward::people_with(self.tx, self.ward.id, role).await? {
            self.tell(person.id, text).await?;
        }
        Ok(())
    }

    /// Writes to everybody who may stop a post, each once.
    pub async fn tell_stoppers(&mut self, letter: impl Fn(Lang) -> Letter) -> Result<(), Error> {
        for person in stoppers(self.tx, self.ward.id).await? {
            self.send(person, About::default(), &letter).await?;
        }
        Ok(())
    }

    /// The same without one who is told otherwise.
    pub async fn tell_stoppers_but(
        &mut self,
        one: PersonId,
        letter: impl Fn(Lang) -> Letter,
    ) -> Result<(), Error> {
        for person in stoppers(self.tx, self.ward.id).await? {
            if person != one {
                self.send(person, About::default(), &letter).await?;
            }
        }
        Ok(())
    }

    pub async fn send(
        &mut self,
        person: PersonId,
        about: About,
        letter: impl FnOnce(Lang) -> Letter,
    ) -> Result<(), Error> {
        let Some(mailbox) = ward::mailbox(self.tx, person).await? else { return Ok(()) };
        self.post_to(mailbox.chat, letter(Lang::of(&mailbox.language)), about).await
    }

    pub async fn post_to(&mut self, chat: ChatId, letter: Letter, about: About) -> Result<(), Error> {
        let parcel = self.parcel(chat, Kind::Notice, Lane::Answer, Content::Message(letter), about);
        self.leave(&parcel).await.map(|_| ())
    }

    /// New words and buttons for an earlier message of ours.
    pub async fn edit(
        &mut self,
        chat: ChatId,
        target: String,
        letter: Letter,
        about: About,
    ) -> Result<(), Error> {
        let content = Content::Edit { target, letter };
        let parcel = self.parcel(chat, Kind::Edit, Lane::Interactive, content, about);
        self.leave(&parcel).await.map(|_| ())
    }

    /// What goes to a chat as soon as it can; to be changed where it is to wait.
    pub fn parcel(&self, chat: ChatId, kind: Kind, lane: Lane, content: Content, about: About) -> Parcel {
        Parcel {
            ward: self.ward.id,
            bot: self.bot.id,
            chat,
            channel: Channel::Telegram,
            kind,
            lane,
            content,
            fallback: vec![],
            about,
            due_at: None,
            not_after: None,
        }
    }

    pub async fn leave(&mut self, parcel: &Parcel) -> Result<OutgoingId, Error> {
        delivery::enqueue(self.tx, parcel).await
    }
}
