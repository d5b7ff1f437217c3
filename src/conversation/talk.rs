//! One event being answered: who speaks, where, as whom, and the ways to say something back.
//! Nothing is sent from here; every word becomes a row that delivery sends after the commit.

use std::pin::Pin;

use serde::{Deserialize, Serialize};

use super::Desk;
use super::act::Act;
use super::approving::Cards;
use super::directory::Asked;
use super::notice::Notice;
use super::reuse::Ready;
use super::slots::{Around, SlotDraft};
use super::wanted::Wanted;
use crate::channel::{Attachment, Button, Channel, ChatKind, Content, Letter, Media, Target};
use crate::delivery::{self, About, Kind, Lane, MessageId, OutgoingId, Parcel, PostId, QuestionId};
use crate::i18n::{Lang, Text};
use crate::message::{Audience, Kind as MessageKind};
use crate::plan::{ContentGroupId, ProposalId};
use crate::question::store::CannedId;
use crate::store::{Error, Tx};
use crate::text::Rich;
use crate::ward::store as ward;
use crate::ward::{Account, Bot, Chat, ChatId, NeighbourhoodId, Person, PersonId, Role, Roles, UnitId, Ward};

/// An event's surroundings.
pub(super) struct Talk<'a> {
    pub tx: &'a mut Tx,
    pub desk: &'a Desk,
    pub bot: Bot,
    pub chat: Chat,
    pub account: Account,
    pub lang: Lang,
    pub ward: Ward,
    pub person: Option<Person>,
    pub roles: Roles,
    /// The message that is answered; for a press, the one with the button.
    pub message_id: Option<String>,
    /// The press to answer, until it is answered.
    pub press: Option<String>,
    /// Whether the message with the pressed button says something else already.
    pub is_replaced: bool,
    /// Whether the group has topics, and the one in which it was spoken.
    pub has_topics: bool,
    pub topic: Option<String>,
}

/// Where a person is in a conversation of several steps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Step {
    Drafting(Draft),
    /// What was sent on from elsewhere, of which a message can be made.
    Forwarded(Draft),
    /// A picture may come that shows a copy where it was put.
    RelayPhoto {
        copy: OutgoingId,
    },
    /// The next words are what a group in another app is called.
    WayName {
        neighbourhood: NeighbourhoodId,
    },
    /// The next words say where a neighbourhood lies.
    PlaceArea {
        neighbourhood: NeighbourhoodId,
    },
    /// … what else it is.
    PlaceTags {
        neighbourhood: NeighbourhoodId,
    },
    ReturnReason {
        message: MessageId,
        version: i32,
    },
    NeighbourhoodList,
    /// The next words, or the next file, are for the directory.
    Directory(Asked),
    InviteName {
        role: Role,
        unit: Option<UnitId>,
    },
    PlanFile,
    /// The next words stand in place of a doubtful finding of a plan.
    PlanWords {
        proposal: ProposalId,
        at: i32,
    },
    /// The next words are a phrase to add to a field of the routes, or to take out.
    RoutingWord {
        field: String,
        is_new: bool,
    },
    /// … are the units of a content group.
    RoutingGroup {
        group: String,
    },
    /// … are a sentence to try the routes on.
    RoutingTry,
    /// The next words are days off, or days that are worked instead.
    CalendarDays {
        worked: bool,
    },
    /// The next words are a day and the hours of the week from it on.
    CalendarHours,
    /// The next words are the days on which who speaks is away.
    AwayDays,
    /// A slot that is being made.
    Slot(SlotDraft),
    /// The next words are the day of an event, around which this content group posts.
    SlotEvent {
        group: ContentGroupId,
    },
    /// The times around an event, of which some are kept.
    SlotTimes(Around),
    /// The next words are what a button on a question asked for.
    Wanted {
        question: QuestionId,
        wanted: Wanted,
    },
    /// The next words are what somebody asks by phone or at the counter.
    Entering,
    /// … are who asks, and how to reach them.
    EnteringAsker {
        question: QuestionId,
    },
    /// The next words are a question, asked from this post.
    Asking {
        post: Option<PostId>,
    },
    /// The next words are looked for; the last ones looked for are kept for further pages.
    Finding {
        wanted: String,
    },
    /// The next words fill the next place of a template. `begun`: the draft that it is for.
    Filling {
        template: String,
        values: Vec<String>,
        begun: Option<Draft>,
    },
    /// What comes next is a table with a message in each row.
    Table,
    /// These are right, and are submitted with a button.
    Many {
        ready: Vec<Ready>,
    },
    /// The next words are the text of a template, made from this message.
    TemplateText {
        message: MessageId,
    },
    /// … are what it is called.
    TemplateName {
        message: MessageId,
        text: Rich,
    },
    /// … are looked for among all messages of the ward.
    FindingOld {
        wanted: String,
    },
    /// The next words are an answer that the unit keeps.
    SampleText {
        unit: UnitId,
    },
    /// The next words are what it is called.
    SampleTitle {
        canned: CannedId,
    },
    /// The next words belong to this question.
    Adding {
        question: QuestionId,
    },
    /// The next words name somebody who does not write themselves.
    ForWhom,
    /// They are to have agreed.
    ForConsent {
        asker: String,
        #[serde(default)]
        post: Option<PostId>,
    },
    /// The next words are their question. Blank: a neighbour who is not named.
    AskingFor {
        asker: String,
        #[serde(default)]
        post: Option<PostId>,
    },
}

/// A message that is being written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Draft {
    /// The message that is written again.
    pub message: Option<MessageId>,
    pub content_group: Option<ContentGroupId>,
    pub text: Option<Rich>,
    /// The same in English.
    #[serde(default)]
    pub en: Option<Rich>,
    #[serde(default, alias = "photo", deserialize_with = "media_or_photo")]
    pub media: Vec<Attachment>,
    /// By what it is known that more belongs to what was sent at once.
    #[serde(default)]
    pub album: Option<String>,
    /// The word on how much of that has come.
    #[serde(default)]
    pub counted: Option<OutgoingId>,
    #[serde(default)]
    pub audience: Audience,
    /// From whom it was taken over.
    #[serde(default)]
    pub source: Option<String>,
    /// Seconds since 1970; `None`: as soon as approved.
    pub post_at: Option<i64>,
    /// Whether it is to leave in a slot of its content group, and the opening chosen for it, in
    /// seconds since 1970; `None`: the next free one.
    #[serde(default)]
    pub slot: bool,
    #[serde(default)]
    pub chosen: Option<i64>,
    #[serde(default)]
    pub kind: MessageKind,
    pub asks: Ask,
}

/// Drafts from before there was more than one picture have that one, or none.
fn media_or_photo<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<Attachment>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Kept {
        Media(Vec<Attachment>),
        Photo(Option<Media>),
    }
    Ok(match Kept::deserialize(from)? {
        Kept::Media(media) => media,
        Kept::Photo(photo) => photo.map(Attachment::Photo).into_iter().collect(),
    })
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Ask {
    #[default]
    ContentGroup,
    Text,
    Photo,
    /// More of an album, until its author has seen all of it.
    Album,
    English,
    Source,
    Time,
    OtherTime,
    Submit,
}

/// What is done about one event, still to be awaited.
pub(super) type Done<'t> = Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 't>>;

/// Makes a future in a frame of its own. One function that awaits hundreds of others holds all of
/// them in its frame while nothing is optimised, which no stack is large enough for.
#[inline(never)]
pub(super) fn apart<'t, F>(make: impl FnOnce() -> F) -> Done<'t>
where
    F: Future<Output = Result<(), Error>> + Send + 't,
{
    Box::pin(make())
}

/// What is to be done in one branch of many.
macro_rules! then {
    ($done:expr) => {
        $crate::conversation::talk::apart(move || async move { $done })
    };
}
pub(super) use then;

impl Talk<'_> {
    /// Says something in this chat.
    pub async fn say(&mut self, text: Text) -> Result<(), Error> {
        let letter = self.letter(&text);
        self.send(letter).await
    }

    pub fn letter(&self, text: &Text) -> Letter {
        Letter { text: Rich::plain(&text.say(self.lang)), ..Letter::default() }
    }

    pub fn button(&self, label: &Text, act: &Act) -> Button {
        button(self.lang, label, act)
    }

    /// Sends a letter to this chat as a direct reaction.
    pub async fn send(&mut self, letter: Letter) -> Result<(), Error> {
        self.send_about(letter, Kind::Notice, About::default()).await
    }

    /// The same for what is not to be kept once it has left: residents' words, links.
    pub async fn send_once(&mut self, letter: Letter) -> Result<(), Error> {
        self.send_about(letter, Kind::Extract, About::default()).await
    }

    pub async fn send_about(&mut self, letter: Letter, kind: Kind, about: About) -> Result<(), Error> {
        let chat = self.chat.id;
        self.post_to(chat, letter, kind, Lane::Interactive, about).await.map(|_| ())
    }

    /// Sends a letter to any chat of this bot.
    pub async fn post_to(
        &mut self,
        chat: ChatId,
        letter: Letter,
        kind: Kind,
        lane: Lane,
        about: About,
    ) -> Result<OutgoingId, Error> {
        let parcel = Parcel {
            ward: self.ward.id,
            bot: self.bot.id,
            chat,
            channel: Channel::Telegram,
            kind,
            lane,
            content: Content::Message(letter),
            fallback: vec![],
            about,
            due_at: None,
            not_after: None,
        };
        delivery::enqueue(self.tx, &parcel).await
    }

    /// Writes to a person in their own chat and language. `false`: they cannot be reached.
    pub async fn tell(
        &mut self,
        person: PersonId,
        about: About,
        letter: impl FnOnce(Lang) -> Letter,
    ) -> Result<bool, Error> {
        let Some(mailbox) = ward::mailbox(self.tx, person).await? else { return Ok(false) };
        let letter = letter(Lang::of(&mailbox.language));
        self.post_to(mailbox.chat, letter, Kind::Notice, Lane::Answer, about).await?;
        Ok(true)
    }

    /// Writes to everybody who holds a role. Gives how many were reached.
    pub async fn tell_all(
        &mut self,
        role: Role,
        about: About,
        letter: impl Fn(Lang) -> Letter,
    ) -> Result<usize, Error> {
        let mut reached = 0;
        for person in ward::people_with(self.tx, self.ward.id, role).await? {
            reached += usize::from(self.tell(person.id, about, &letter).await?);
        }
        Ok(reached)
    }

    /// Puts new words and buttons in place of the message whose button was pressed; as a new
    /// message where there was no press.
    pub async fn replace(&mut self, letter: Letter) -> Result<(), Error> {
        match (&self.press, self.message_id.clone()) {
            (Some(_), Some(target)) => {
                self.is_replaced = true;
                self.edit(self.chat.id, target, letter).await
            }
            _ => self.send(letter).await,
        }
    }

    pub async fn edit(&mut self, chat: ChatId, target: String, letter: Letter) -> Result<(), Error> {
        let parcel = Parcel {
            ward: self.ward.id,
            bot: self.bot.id,
            chat,
            channel: Channel::Telegram,
            kind: Kind::Edit,
            lane: Lane::Interactive,
            content: Content::Edit { target, letter },
            fallback: vec![],
            about: About::default(),
            due_at: None,
            not_after: None,
        };
        delivery::enqueue(self.tx, &parcel).await?;
        Ok(())
    }

    /// Answers the press with a short line above the chat.
    pub async fn toast(&mut self, text: Text) -> Result<(), Error> {
        self.answer_press(Some(text.say(self.lang)), false).await
    }

    /// Answers the press in a box that the person closes: for what must not be missed.
    pub async fn alert(&mut self, text: Text) -> Result<(), Error> {
        if self.press.is_none() {
            return self.say(text).await;
        }
        self.answer_press(Some(text.say(self.lang)), true).await
    }

    /// Answers the press if nothing has answered it: a button never keeps spinning.
    pub async fn finish_press(&mut self) -> Result<(), Error> {
        self.answer_press(None, false).await
    }

    async fn answer_press(&mut self, text: Option<String>, alert: bool) -> Result<(), Error> {
        let Some(query) = self.press.take() else { return Ok(()) };
        let now = self.tx.now();
        let parcel = Parcel {
            ward: self.ward.id,
            bot: self.bot.id,
            chat: self.chat.id,
            channel: Channel::Telegram,
            kind: Kind::Acknowledgement,
            lane: Lane::Interactive,
            content: Content::PressAnswer { query, text: text.map(|t| crate::text::shorten(&t, 200)), alert },
            fallback: vec![],
            about: About::default(),
            due_at: None,
            // A platform forgets a press after some seconds; an old answer is refused anyway.
            not_after: Some(now + chrono::TimeDelta::seconds(60)),
        };
        delivery::enqueue(self.tx, &parcel).await?;
        Ok(())
    }

    /// The way to people outside of this conversation.
    pub fn notice(&mut self) -> Notice<'_> {
        Notice::new(self.tx, &self.ward, &self.bot)
    }

    /// The way to the cards on which messages are decided.
    pub fn cards(&mut self) -> Cards<'_> {
        Cards { tx: self.tx, desk: self.desk, ward: &self.ward, bot: &self.bot }
    }

    /// Who speaks, made known if they were nobody yet.
    pub async fn me(&mut self) -> Result<PersonId, Error> {
        if let Some(person) = &self.person {
            return Ok(person.id);
        }
        let person = ward::person_for(self.tx, self.ward.id, self.account.id).await?;
        let id = person.id;
        self.person = Some(person);
        Ok(id)
    }

    pub fn is_private(&self) -> bool {
        self.chat.kind == ChatKind::Private
    }

    pub async fn step(&mut self) -> Result<Option<Step>, Error> {
        super::store::step(self.tx, self.chat.id, self.account.id).await
    }

    pub async fn set_step(&mut self, step: &Step) -> Result<(), Error> {
        super::store::set_step(self.tx, self.chat.id, self.account.id, step).await
    }

    pub async fn clear_step(&mut self) -> Result<(), Error> {
        super::store::clear_step(self.tx, self.chat.id, self.account.id).await
    }

    /// A link that opens the private chat with the bot.
    pub fn private_link(&self, payload: &str) -> String {
        private_link(&self.bot.username, payload)
    }

    /// A link that lets a person choose a group and adds the bot to it.
    pub fn group_link(&self, payload: &str) -> String {
        format!("https://t.me/{}?startgroup={payload}", self.bot.username)
    }
}

pub(super) fn private_link(bot: &str, payload: &str) -> String {
    format!("https://t.me/{bot}?start={payload}")
}

pub(super) fn button(lang: Lang, label: &Text, act: &Act) -> Button {
    Button { label: label.say(lang), target: Target::Act(act.pack()) }
}

pub(super) fn link_button(lang: Lang, label: &Text, url: String) -> Button {
    Button { label: label.say(lang), target: Target::Url(url) }
}

/// A letter of words only.
pub(super) fn words(lang: Lang, text: &Text) -> Letter {
    Letter { text: Rich::plain(&text.say(lang)), ..Letter::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_from_before_there_were_albums_keeps_its_picture() {
        let photo = r#"{"drafting":{"message":null,"content_group":null,"text":null,
            "photo":{"file_id":"f","unique_id":"u"},"post_at":null,"asks":"time"}}"#;
        let Step::Drafting(draft) = serde_json::from_str(photo).unwrap() else { panic!("a draft") };
        assert_eq!(draft.media.len(), 1);
        let none = photo.replace(r#"{"file_id":"f","unique_id":"u"}"#, "null");
        let Step::Drafting(draft) = serde_json::from_str(&none).unwrap() else { panic!("a draft") };
        assert!(draft.media.is_empty());
        let kept = serde_json::to_string(&Step::Drafting(draft.clone())).unwrap();
        assert_eq!(serde_json::from_str::<Step>(&kept).unwrap(), Step::Drafting(draft));
    }
}
