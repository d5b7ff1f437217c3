//! Taking back what has been posted: in the groups, with those who post by hand, and in the books.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::act::Act;
use super::approving;
use super::correcting::what_stands;
use super::talk::{Talk, button, link_button, private_link, words};
use super::{relaying, showing};
use crate::channel::{Content, DELETE_HOURS, Letter};
use crate::delivery::{self, About, Kind, Lane, OutgoingId, Parcel, Posted};
use crate::i18n::{self, Lang, Text};
use crate::message::{self, Body, Message, MessageId, Refusal};
use crate::schedule::{self, Post};
use crate::store::Error;
use crate::text::{Rich, shorten};
use crate::ward::Role;
use crate::ward::store as ward;

/// Characters of a message by which a notice about it is recognised.
const QUOTE_MAX: usize = 80;

/// "Thu hồi": asked once more, because it cannot be taken back.
pub(super) async fn ask(talk: &mut Talk<'_>, id: MessageId) -> Result<(), Error> {
    if !talk.roles.may_stop() {
        return talk.alert(Text::OnlyStoppers).await;
    }
    let Some(message) = message::message(talk.tx, id).await?.filter(|m| m.ward == talk.ward.id) else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    if message.state == message::State::Withdrawn || what_stands(talk, id).await?.is_none() {
        return talk.alert(Text::NothingToRecall).await;
    }
    let mut letter = talk.letter(&Text::RecallSure { number: i64::from(message.number) });
    letter.buttons = vec![vec![
        talk.button(&Text::ButtonRecallSure, &Act::Recall(id)),
        talk.button(&Text::ButtonRecallNot, &Act::KeepPosted),
    ]];
    talk.send(letter).await
}

/// "Thôi": everything stays as it is.
pub(super) async fn keep(talk: &mut Talk<'_>) -> Result<(), Error> {
    if !talk.roles.may_stop() {
        return talk.alert(Text::OnlyStoppers).await;
    }
    let letter = talk.letter(&Text::RecallDropped);
    talk.replace(letter).await
}

/// The message is taken back, now.
pub(super) async fn recall(talk: &mut Talk<'_>, id: MessageId) -> Result<(), Error> {
    if !talk.roles.may_stop() {
        return talk.alert(Text::OnlyStoppers).await;
    }
    let Some(before) = message::message(talk.tx, id).await?.filter(|m| m.ward == talk.ward.id) else {
        return talk.toast(Text::ButtonUnknown).await;
    };
    let Some(standing) = what_stands(talk, id).await? else {
        return talk.alert(Text::NothingToRecall).await;
    };
    let me = talk.me().await?;
    let message = match message::recall(talk.tx, id, me).await {
        Ok(message) => message,
        Err(Refusal::Store(e)) => return Err(e),
        Err(_) => return talk.alert(Text::AlreadyDecided).await,
    };
    let worth = talk.desk.worth(message::Kind::Notice, talk.tx.now());
    let post = schedule::put_recall(talk.tx, standing.id, worth).await?;
    schedule::close_replaced(talk.tx, &post).await?;
    take_away(talk, &post, &message).await?;
    let name = talk.person.as_ref().map(|p| p.name.clone()).unwrap_or_default();
    if before.state == message::State::Submitted {
        approving::close_cards(talk, &message, message.version, &Text::CardRecalled { name: name.clone() })
            .await?;
    }
    let groups = delivery::tally(talk.tx, post.id).await?.all();
    let number = i64::from(message.number);
    let letter = |lang| Letter {
        buttons: vec![vec![button(lang, &Text::ButtonCoverage, &Act::Coverage(post.id))]],
        ..words(lang, &Text::Recalled { number, name: name.clone(), groups })
    };
    talk.replace(letter(talk.lang)).await?;
    let mut told = ward::people_with(talk.tx, talk.ward.id, Role::Approver).await?;
    told.extend(ward::people_with(talk.tx, talk.ward.id, Role::Administrator).await?);
    let mut told: Vec<_> = told.into_iter().map(|person| person.id).collect();
    told.push(message.author);
    told.sort_unstable();
    told.dedup();
    for person in told.into_iter().filter(|person| *person != me) {
        talk.tell(person, About::default(), letter).await?;
    }
    Ok(())
}

/// Makes the copies of a recall.
async fn take_away(talk: &mut Talk<'_>, post: &Post, message: &Message) -> Result<(), Error> {
    let Some(version) = message::version(talk.tx, message.id, post.version).await? else { return Ok(()) };
    let links = delivery::chain_until(talk.tx, post.id).await?;
    let now = talk.tx.now();
    let words = Words::of(&version.body, Lang::Vi, now);
    let in_english = Words::of(&version.body, Lang::En, now);
    let reach = ward::reach(talk.tx, post.ward).await?;
    let reads: HashMap<_, _> = reach.into_iter().map(|reach| (reach.group, reach.place.reads)).collect();
    let mut copies = Vec::new();
    for standing in delivery::standings(talk.tx, &links).await? {
        let id = OutgoingId(talk.tx.new_id());
        let ask_url = private_link(&talk.bot.username, &talk.desk.sign(id));
        let bot = talk.bot.id;
        let parcel = |content: Content, fallback: Vec<Content>| Parcel {
            ward: post.ward,
            bot,
            chat: standing.chat,
            channel: standing.channel,
            kind: Kind::Post,
            lane: Lane::Urgent,
            content,
            fallback,
            about: About { post: Some(post.id), group: Some(standing.group), ..About::default() },
            due_at: None,
            not_after: Some(post.not_after),
        };
        if standing.relay.is_some() {
            relaying::take_down(talk, id, &parcel, &standing, &words.about).await?;
            continue;
        }
        let reads = reads.get(&standing.group).copied().unwrap_or_default();
        let words = match showing::lang_for(&version.body, reads) {
            Lang::Vi => &words,
            Lang::En => &in_english,
        };
        if let Some(newest) = &standing.message {
            let mut ways = words.ways(newest, standing.in_doubt, &ask_url);
            copies.push((id, parcel(ways.remove(0), ways)));
        } else if standing.in_doubt {
            copies.push((id, parcel(Content::Message(words.notice(&ask_url, None)), vec![])));
        }
        for older in &standing.older {
            let mut ways = words.ways(older, standing.in_doubt, &ask_url);
            let mut beside = parcel(ways.remove(0), ways);
            (beside.kind, beside.about.group) = (Kind::Edit, None);
            copies.push((OutgoingId(talk.tx.new_id()), beside));
        }
    }
    delivery::enqueue_all(talk.tx, &copies).await
}

/// What is said where a message was.
struct Words {
    lang: Lang,
    issuer: String,
    /// The beginning of the message.
    about: String,
    at: String,
    now: DateTime<Utc>,
}

impl Words {
    fn of(body: &Body, lang: Lang, now: DateTime<Utc>) -> Self {
        let text = body.en.as_ref().filter(|_| lang == Lang::En).unwrap_or(&body.vi);
        Self {
            lang,
            issuer: body.issuer.clone(),
            about: shorten(&text.words().replace('\n', " "), QUOTE_MAX),
            at: i18n::moment(now, lang),
            now,
        }
    }

    /// The ways to take one message away, the best first. Where something may stand that nobody can
    /// name, residents must be told; then the message says so instead of going away.
    fn ways(&self, posted: &Posted, in_doubt: bool, ask_url: &str) -> Vec<Content> {
        let target = || posted.id.clone();
        let mut ways = Vec::with_capacity(3);
        if !in_doubt && self.now - posted.at < TimeDelta::hours(DELETE_HOURS) {
            ways.push(Content::Delete { target: target(), beside: posted.beside.clone() });
        }
        let edited = Text::RecallEdited { issuer: self.issuer.clone(), at: self.at.clone() };
        let letter = letter(self.lang, &edited, ask_url).with_media(&posted.media);
        ways.push(Content::Edit { target: target(), letter });
        ways.push(Content::Message(self.notice(ask_url, Some(target()))));
        ways
    }

    /// A message of its own.
    fn notice(&self, ask_url: &str, reply_to: Option<String>) -> Letter {
        let text = Text::RecallNotice {
            issuer: self.issuer.clone(),
            about: self.about.clone(),
            at: self.at.clone(),
        };
        Letter { reply_to, ..letter(self.lang, &text, ask_url) }
    }
}

/// Words for residents, who can still ask.
fn letter(lang: Lang, text: &Text, ask_url: &str) -> Letter {
    Letter {
        text: Rich::plain(&text.say(lang)),
        buttons: vec![vec![link_button(lang, &Text::ButtonAsk, ask_url.to_owned())]],
        ..Letter::default()
    }
}
