//! A correction leaves: in every group the new version takes the place of what stands there, by
//! the best way that is left. Nobody waits for second thoughts: until it has left, people read
//! what is wrong.

use chrono::{DateTime, TimeDelta, Utc};

use super::Desk;
use super::act::Act;
use super::approving;
use super::clockwork::hand_over;
use super::notice::Notice;
use super::talk::{Talk, button, link_button, private_link, words};
use crate::channel::{Channel, Content, Letter};
use crate::delivery::{self, About, Kind, Lane, OutgoingId, Parcel, Posted, Relay, Standing};
use crate::i18n::{self, Lang, Text};
use crate::message::{self, Body, Message, MessageId, Version};
use crate::schedule::{self, Post};
use crate::store::{Error, Tx};
use crate::text::{Rich, Span};
use crate::ward::Bot;
use crate::ward::store as ward;

/// The post of a message that groups have seen, or are about to: from then on the message can only
/// be corrected.
pub(super) async fn what_stands(talk: &mut Talk<'_>, id: MessageId) -> Result<Option<Post>, Error> {
    let before = talk.tx.now() - window_of(talk, id).await?;
    match delivery::standing_post(talk.tx, id, before).await? {
        Some(post) => schedule::post(talk.tx, post).await,
        None => Ok(None),
    }
}

/// Time for second thoughts about the newest post of a message.
pub(super) async fn window_of(talk: &mut Talk<'_>, id: MessageId) -> Result<TimeDelta, Error> {
    let kind = match schedule::latest_post(talk.tx, id).await? {
        Some(post) => approving::kind_of(talk, &post).await?,
        None => message::Kind::default(),
    };
    Ok(talk.desk.window(kind))
}

/// What residents read now, for whoever decides about the correction. `None`: the message is not out.
pub(super) async fn before(
    talk: &mut Talk<'_>,
    message: &Message,
    lang: Lang,
) -> Result<Option<Letter>, Error> {
    let Some(post) = what_stands(talk, message.id).await? else { return Ok(None) };
    let Some(version) = message::version(talk.tx, message.id, post.version).await? else { return Ok(None) };
    let heading = Text::CardBefore {
        number: i64::from(message.number),
        version: i64::from(version.number),
        at: i18n::moment(post.released_at.unwrap_or(post.due_at), lang),
    };
    Ok(Some(Letter {
        text: Rich::bold(&heading.say(lang)).below(2, &message::as_posted(&version.body)),
        photo: version.body.photo,
        ..Letter::default()
    }))
}

/// Makes the copies of an approved correction, due at once, and tells who can recall it.
pub(super) async fn release(
    tx: &mut Tx,
    desk: &Desk,
    post: &Post,
    message: &Message,
    version: &Version,
) -> Result<(), Error> {
    let ward_row = ward::ward(tx, post.ward).await?;
    let Some(bot) = ward::bot_of_ward(tx, post.ward).await? else { return Ok(()) };
    // A correction that was held after a gap has its copies already: they go on.
    if delivery::copies(tx, post.id).await?.is_empty() {
        schedule::close_replaced(tx, post).await?;
        let links = delivery::chain_until(tx, post.id).await?;
        let mut copies = Vec::new();
        let mut relays = Vec::new();
        let making = Making { desk, bot: &bot, post, body: &version.body, now: tx.now() };
        for standing in delivery::standings(tx, &links).await? {
            let id = OutgoingId(tx.new_id());
            let Some(parcel) = making.parcel(id, &standing) else { continue };
            if parcel.channel == Channel::Relay {
                relays.push((id, parcel, standing));
            } else {
                copies.push((id, parcel));
            }
        }
        for (id, mut parcel, standing) in relays {
            let Some(group) = ward::group(tx, post.ward, standing.group).await? else { continue };
            parcel.chat = group.chat;
            let name = ward::neighbourhood(tx, post.ward, group.neighbourhood).await?;
            let please = Text::RelayCorrection { name: name.map(|n| n.name).unwrap_or_default() };
            delivery::enqueue_as(tx, id, &parcel).await?;
            hand_over(tx, &parcel, id, &please, &private_link(&bot.username, &desk.sign(id))).await?;
        }
        delivery::enqueue_all(tx, &copies).await?;
    } else {
        delivery::renew_post(tx, post.id, post.not_after).await?;
    }
    let copies = delivery::tally(tx, post.id).await?.all();
    let (id, number) = (post.id, i64::from(message.number));
    Notice::new(tx, &ward_row, &bot)
        .tell_stoppers(|lang| Letter {
            buttons: vec![vec![button(lang, &Text::ButtonCoverage, &Act::Coverage(id))]],
            ..words(lang, &Text::Correcting { number, copies })
        })
        .await
}

/// What the copies of one correction have in common.
struct Making<'a> {
    desk: &'a Desk,
    bot: &'a Bot,
    post: &'a Post,
    body: &'a Body,
    now: DateTime<Utc>,
}

impl Making<'_> {
    /// The copy for one group; `None` where nobody has seen anything or is about to.
    fn parcel(&self, id: OutgoingId, standing: &Standing) -> Option<Parcel> {
        let ask_url = private_link(&self.bot.username, &self.desk.sign(id));
        let letter = |text: Rich| Letter {
            attachment: None,
            paper: None,
            made: None,
            text,
            photo: self.body.photo.clone(),
            buttons: vec![vec![link_button(Lang::Vi, &Text::ButtonAsk, ask_url.clone())]],
            reply_to: None,
        };
        let (content, fallback, lane) = match standing {
            Standing { relay: Some(Relay::Done), .. } => {
                (Content::Message(letter(self.anew())), vec![], Lane::Urgent)
            }
            Standing { relay: Some(Relay::Asked), .. } => {
                (Content::Message(letter(message::as_posted(self.body))), vec![], Lane::Urgent)
            }
            Standing { message: Some(posted), .. } => {
                let reply =
                    Content::Message(Letter { reply_to: Some(posted.id.clone()), ..letter(self.anew()) });
                if self.shows_the_same_picture(posted) {
                    let edit = Content::Edit { target: posted.id.clone(), letter: letter(self.edited()) };
                    (edit, vec![reply], Lane::Urgent)
                } else {
                    (reply, vec![], Lane::Urgent)
                }
            }
            Standing { in_doubt: true, .. } => (Content::Message(letter(self.anew())), vec![], Lane::Urgent),
            // Nobody there has seen anything: an ordinary post, which is never repeated by itself
            // where the one that it replaces was not.
            Standing { owed: Some(lane), .. } => {
                (Content::Message(letter(message::as_posted(self.body))), vec![], *lane)
            }
            _ => return None,
        };
        Some(Parcel {
            ward: self.post.ward,
            bot: self.bot.id,
            chat: standing.chat,
            channel: standing.channel,
            kind: Kind::Post,
            lane,
            content,
            fallback,
            about: About { post: Some(self.post.id), group: Some(standing.group), ..About::default() },
            due_at: None,
            not_after: Some(self.post.not_after),
        })
    }

    /// An edit of text cannot change a picture.
    fn shows_the_same_picture(&self, posted: &Posted) -> bool {
        let name = |photo: &Option<crate::channel::Media>| photo.as_ref().map(|p| p.unique_id.clone());
        name(&posted.photo) == name(&self.body.photo)
    }

    /// The text in place of the old one, with an honest line: whoever read it before sees that it
    /// has changed, and when.
    fn edited(&self) -> Rich {
        let at = i18n::moment(self.now, Lang::Vi);
        let mut note = Rich::default();
        note.push(Span { text: Text::CorrectedNote { at }.say(Lang::Vi), italic: true, ..Span::default() });
        message::as_posted(self.body).below(2, &note)
    }

    /// The text beside the old one, which stays.
    fn anew(&self) -> Rich {
        Rich::bold(&Text::CorrectionHeading.say(Lang::Vi)).below(2, &message::as_posted(self.body))
    }
}
