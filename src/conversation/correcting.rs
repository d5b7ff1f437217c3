//! A correction leaves: in every group the new version takes the place of what stands there, by
//! the best way that is left. Nobody waits for second thoughts: until it has left, people read
//! what is wrong.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::Desk;
use super::act::Act;
use super::notice::Notice;
use super::relaying::{Handing, hand_over};
use super::showing;
use super::talk::{Talk, button, private_link, words};
use crate::channel::{Attachment, Channel, Content, Letter, Target};
use crate::delivery::{self, About, Kind, Lane, OutgoingId, Parcel, Posted, Relay, Standing};
use crate::i18n::{self, Lang, Text};
use crate::message::{self, Body, Message, MessageId, Version};
use crate::schedule::{self, Post};
use crate::store::{Error, Tx};
use crate::text::{Rich, Span};
use crate::ward::store as ward;
use crate::ward::{Bot, Reads};

/// The post of a message that groups have seen, or are about to: from then on the message can only
/// be corrected.
pub(super) async fn what_stands(talk: &mut Talk<'_>, id: MessageId) -> Result<Option<Post>, Error> {
    standing_in(talk.tx, talk.desk, id).await
}

/// The same outside of a conversation.
pub(super) async fn standing_in(tx: &mut Tx, desk: &Desk, id: MessageId) -> Result<Option<Post>, Error> {
    let before = tx.now() - window_in(tx, desk, id).await?;
    match delivery::standing_post(tx, id, before).await? {
        Some(post) => schedule::post(tx, post).await,
        None => Ok(None),
    }
}

/// Time for second thoughts about the newest post of a message.
pub(super) async fn window_of(talk: &mut Talk<'_>, id: MessageId) -> Result<TimeDelta, Error> {
    window_in(talk.tx, talk.desk, id).await
}

async fn window_in(tx: &mut Tx, desk: &Desk, id: MessageId) -> Result<TimeDelta, Error> {
    let kind = match schedule::latest_post(tx, id).await? {
        Some(post) => message::version(tx, post.message, post.version).await?.map(|v| v.body.kind),
        None => None,
    };
    Ok(desk.window(kind.unwrap_or_default()))
}

/// What residents read now, for whoever decides about the correction. `None`: the message is not out.
pub(super) async fn before(
    tx: &mut Tx,
    desk: &Desk,
    message: &Message,
    lang: Lang,
) -> Result<Option<Letter>, Error> {
    let Some(post) = standing_in(tx, desk, message.id).await? else { return Ok(None) };
    let Some(version) = message::version(tx, message.id, post.version).await? else { return Ok(None) };
    let heading = Text::CardBefore {
        number: i64::from(message.number),
        version: i64::from(version.number),
        at: i18n::moment(post.released_at.unwrap_or(post.due_at), lang),
    };
    let text = Rich::bold(&heading.say(lang)).below(2, &message::as_posted(&version.body));
    Ok(Some(Letter { text, ..Letter::default() }.with_media(&version.body.media)))
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
        let reach = ward::reach(tx, post.ward).await?;
        let reads: HashMap<_, _> = reach.into_iter().map(|reach| (reach.group, reach.place.reads)).collect();
        let mut copies = Vec::new();
        let mut relays = Vec::new();
        let making = Making { desk, bot: &bot, post, body: &version.body, now: tx.now() };
        for standing in delivery::standings(tx, &links).await? {
            let id = OutgoingId(tx.new_id());
            let reads = reads.get(&standing.group).copied().unwrap_or_default();
            let Some(parcel) = making.parcel(id, &standing, reads) else { continue };
            if parcel.channel == Channel::Relay {
                relays.push((id, parcel, standing));
            } else {
                copies.push((id, parcel));
            }
        }
        let known = ward::relays(tx, post.ward).await?;
        for (id, mut parcel, standing) in relays {
            let Some(group) = ward::group(tx, post.ward, standing.group).await? else { continue };
            parcel.chat = group.chat;
            let place = ward::neighbourhood(tx, post.ward, group.neighbourhood).await?;
            delivery::enqueue_as(tx, id, &parcel).await?;
            let handing = Handing {
                desk,
                relays: &known,
                group: group.id,
                name: place.as_ref().map(|place| place.name.as_str()).unwrap_or_default(),
                reads: place.as_ref().map(|place| place.reads).unwrap_or_default(),
                body: &version.body,
                number: message.number,
                kind: post.kind,
                copy: &parcel,
                id,
                ask_url: &private_link(&bot.username, &desk.sign(id)),
            };
            hand_over(tx, &handing).await?;
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
    fn parcel(&self, id: OutgoingId, standing: &Standing, reads: Reads) -> Option<Parcel> {
        let ask_url = private_link(&self.bot.username, &self.desk.sign(id));
        let as_new = || showing::letter_for(self.body, reads, Target::Url(ask_url.clone()));
        let letter = |text: Rich| Letter { text, ..as_new() };
        let (content, fallback, lane) = match standing {
            Standing { relay: Some(Relay::Done), .. } => {
                (Content::Message(letter(self.anew(reads))), vec![], Lane::Urgent)
            }
            Standing { relay: Some(Relay::Asked), .. } => (Content::Message(as_new()), vec![], Lane::Urgent),
            Standing { message: Some(posted), .. } => {
                let reply_to = Some(posted.id.clone());
                let reply = Content::Message(Letter { reply_to, ..letter(self.anew(reads)) });
                if self.shows_the_same(posted) {
                    let letter = letter(self.edited(reads));
                    let edit = Content::Edit { target: posted.id.clone(), letter };
                    (edit, vec![reply], Lane::Urgent)
                } else {
                    (reply, vec![], Lane::Urgent)
                }
            }
            Standing { in_doubt: true, .. } => {
                (Content::Message(letter(self.anew(reads))), vec![], Lane::Urgent)
            }
            // Nobody there has seen anything: an ordinary post, which is never repeated by itself
            // where the one that it replaces was not.
            Standing { owed: Some(lane), .. } => (Content::Message(as_new()), vec![], *lane),
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

    /// An edit of text cannot change what stands above it.
    fn shows_the_same(&self, posted: &Posted) -> bool {
        let name = |one: &Attachment| (one.kind(), one.file().map(|file| file.unique_id.clone()));
        posted.media.iter().map(name).eq(self.body.media.iter().map(name))
    }

    /// The text in place of the old one, with an honest line: whoever read it before sees that it
    /// has changed, and when.
    fn edited(&self, reads: Reads) -> Rich {
        let lang = showing::lang_for(self.body, reads);
        let at = i18n::moment(self.now, lang);
        let mut note = Rich::default();
        note.push(Span { text: Text::CorrectedNote { at }.say(lang), italic: true, ..Span::default() });
        message::as_posted_for(self.body, reads).below(2, &note)
    }

    /// The text beside the old one, which stays.
    fn anew(&self, reads: Reads) -> Rich {
        let heading = Text::CorrectionHeading.say(showing::lang_for(self.body, reads));
        Rich::bold(&heading).below(2, &message::as_posted_for(self.body, reads))
    }
}
