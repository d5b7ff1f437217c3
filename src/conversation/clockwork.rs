//! What happens because time passes: posts leave, what is late waits for a person, questions
//! held too long are deleted. Everything is computed from rows at each tick.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::act::Act;
use super::notice::Notice;
use super::relaying::{Handing, hand_over};
use super::talk::{button, private_link, words};
use super::{
    Desk, approving, cap, card, correcting, heading, health, manners, media, outage, places, reckoning,
    relaying, reminding, resident, showing, slots, urgent, wanted, watch,
};
use crate::channel::{Channel, Content, Letter, Target};
use crate::clock::Clock;
use crate::delivery::{self, About, Copy, CopyRow, Edition, Kind, Lane, OutgoingId, Parcel, State};
use crate::i18n::{self, Lang, Text};
use crate::lease::Lease;
use crate::message::{self, Body};
use crate::question::{self, QuestionId, store as questions};
use crate::schedule::{self, Post, PostKind, Release};
use crate::store::{Error, Store, Tx};
use crate::text::Rich;
use crate::ward::store::{self as ward, Reach};
use crate::ward::{Bot, CATCH_ALL, GroupId, Relay};

/// Posts released in one transaction.
const RELEASES: i64 = 8;
/// Copies that are made in memory before they are stored.
const COPIES_AT_ONCE: usize = 256;

/// Looks at the clock once. `after_gap`: nobody had looked for longer than allowed. Gives
/// whether anything was done, so that delivery is woken; `None`, and nothing was done, if by
/// its lease another instance is to look.
///
/// # Errors
/// If the database refuses.
pub async fn tick(store: &Store, desk: &Desk, lease: &Lease, after_gap: bool) -> Result<Option<bool>, Error> {
    let wall = Clock::wall_micros();
    let mut tx = store.begin().await?;
    if !lease.keep(&mut tx).await? {
        return Ok(None);
    }
    let mut busy = false;
    // First what falls due in slots, so that after a gap it waits for a person like all the rest.
    busy |= slots::take_due(&mut tx, desk).await?;
    let is_restored = schedule::take_restored(&mut tx).await?;
    let held = match (is_restored, after_gap) {
        (true, _) => schedule::hold_restored(&mut tx).await?,
        (false, true) => schedule::hold_overdue(&mut tx, desk.gap).await?,
        (false, false) => Vec::new(),
    };
    for post in held {
        hold(&mut tx, &post, is_restored).await?;
        busy = true;
    }
    for release in schedule::release_due(&mut tx, RELEASES).await? {
        match release {
            Release::Released(post) => release_post(&mut tx, desk, &post).await?,
            Release::TooLate(post) => hold(&mut tx, &post, false).await?,
        }
        busy = true;
    }
    if delivery::expire(&mut tx).await? > 0 {
        watch::stir_all(&mut tx).await?;
    }
    busy |= watch::hear_alarms(&mut tx).await?;
    busy |= places::hear_news(&mut tx).await?;
    busy |= health::hear_staff(&mut tx).await?;
    busy |= manners::hear_refused(&mut tx).await?;
    busy |= outage::look(&mut tx).await?;
    busy |= watch::look_around(&mut tx, wall).await?;
    busy |= urgent::remind(&mut tx).await?;
    busy |= approving::look(&mut tx, desk).await?;
    busy |= slots::weekly(&mut tx, desk).await?;
    busy |= heading::weekly(&mut tx, desk).await?;
    for id in delivery::take_lost_answers(&mut tx).await? {
        answer_lost(&mut tx, desk, id).await?;
        busy = true;
    }
    busy |= reckoning::catch_up(&mut tx, desk).await?;
    busy |= reminding::look(&mut tx, desk).await?;
    busy |= relaying::look(&mut tx, desk).await?;
    busy |= resident::close_old(&mut tx, desk).await?;
    for id in questions::ended_long_ago(&mut tx, desk.keep_days).await? {
        card::forget(&mut tx, id).await?;
        questions::blank(&mut tx, id).await?;
    }
    for id in questions::held_too_long(&mut tx, question::HELD_HOURS).await? {
        let Some(found) = questions::question(&mut tx, id).await? else { continue };
        let ward = ward::ward(&mut tx, found.ward).await?;
        let Some(bot) = ward::bot_of_ward(&mut tx, ward.id).await? else { continue };
        resident::let_go(&mut Notice::new(&mut tx, &ward, &bot), id).await?;
        busy = true;
    }
    for (id, sender) in question::media::store::drop_unanswered(&mut tx).await? {
        let Some(found) = questions::question(&mut tx, id).await? else { continue };
        let ward = ward::ward(&mut tx, found.ward).await?;
        let Some(bot) = ward::bot_of_ward(&mut tx, ward.id).await? else { continue };
        media::let_go(&mut Notice::new(&mut tx, &ward, &bot), id, sender).await?;
        busy = true;
    }
    for id in questions::choosing_too_long(&mut tx, question::CHOOSING_HOURS).await? {
        let Some(found) = questions::question(&mut tx, id).await? else { continue };
        let ward = ward::ward(&mut tx, found.ward).await?;
        let Some(bot) = ward::bot_of_ward(&mut tx, ward.id).await? else { continue };
        let desk = desk.of_ward(&mut tx, &ward).await?;
        resident::give_to_office(&mut Notice::new(&mut tx, &ward, &bot), &desk, id).await?;
        busy = true;
    }
    busy |= questions::fill_terms(&mut tx).await?;
    busy |= message::fill_terms(&mut tx).await?;
    // A beat that is fresh enough is left: an idle service need not write twice a second.
    let now = tx.now();
    if schedule::last_beat(&mut tx).await?.is_none_or(|at| now - at > desk.gap / 20 || at > now) {
        schedule::beat(&mut tx).await?;
    }
    tx.commit().await?;
    Ok(Some(busy))
}

/// Makes the copies of a post, held back for second thoughts, and tells who can stop it. What
/// changes earlier posts leaves at once.
async fn release_post(tx: &mut Tx, desk: &Desk, post: &Post) -> Result<(), Error> {
    if post.kind == PostKind::Recall {
        // It was held after a gap; it needs no approval, and its copies are there.
        delivery::renew_post(tx, post.id, post.not_after).await?;
        return Ok(());
    }
    let Some((message, version)) = schedule::cleared(tx, post, desk.rule()).await? else {
        return approving::fell(tx, desk, post).await;
    };
    if post.kind == PostKind::Correction {
        return correcting::release(tx, desk, post, &message, &version).await;
    }
    let Some(bot) = ward::bot_of_ward(tx, post.ward).await? else { return Ok(()) };
    let kind = version.body.kind;
    let leaves_at = tx.now() + desk.window(kind);
    let mut relays = Vec::new();
    // Their copies are rows too, so that coverage names them and they can follow.
    let full = cap::full(tx, desk, post.ward, kind, post.id).await?;
    let mut reached = ward::reach(tx, post.ward).await?;
    reached.retain(|reach| version.body.audience.includes(&reach.place));
    // A post that was held has copies already. What has left stays so; the others go on under their ids.
    let before: HashMap<_, _> =
        delivery::copies(tx, post.id).await?.into_iter().map(|copy| (copy.group, copy)).collect();
    let may_leave = |copy: &CopyRow| matches!(copy.state, State::Waiting | State::Expired);
    reached.retain(|reach| before.get(&reach.group).is_none_or(may_leave));
    let manners = ward::manners_of_ward(tx, post.ward).await?;
    let is_urgent = kind == message::Kind::Urgent;
    let pinned = manners::Pinned { ward: post.ward, bot: &bot, lane: lane_of(&version.body), leaves_at };
    let is_silent = |reach: &Reach| !is_urgent && manners.get(&reach.group).is_some_and(|m| m.silent);
    let in_form = |reach: &Reach| (message::read_by(&version.body, reach.place.reads), is_silent(reach));
    reached.sort_by_key(in_form);
    // What is said in one language is one letter.
    for same in reached.chunk_by(|one, next| in_form(one) == in_form(next)) {
        let (reads, silent) = in_form(&same[0]);
        let letter = Letter { silent, ..showing::letter_for(&version.body, reads, Target::Own) };
        let edition = Edition {
            ward: post.ward,
            bot: bot.id,
            post: post.id,
            lane: lane_of(&version.body),
            letter: delivery::put_letter(tx, &Content::Message(letter)).await?,
            due_at: leaves_at,
            not_after: post.not_after,
        };
        for some in same.chunks(COPIES_AT_ONCE) {
            let mut copies = Vec::with_capacity(some.len());
            for reach in some {
                let id = before.get(&reach.group).map_or_else(|| OutgoingId(tx.new_id()), |copy| copy.id);
                let address = private_link(&bot.username, &desk.sign(id));
                copies.push(Copy {
                    id,
                    group: reach.group,
                    chat: reach.chat,
                    channel: reach.channel,
                    address,
                });
                if reach.channel == Channel::Relay && !full.contains(&reach.group) {
                    relays.push((id, reach));
                }
            }
            delivery::enqueue_copies(tx, &edition, &copies).await?;
            for copy in &copies {
                if let Some(manners) = manners.get(&copy.group).filter(|_| !full.contains(&copy.group)) {
                    manners::pin_copy(tx, &pinned, copy, manners).await?;
                }
            }
        }
    }
    if !is_urgent {
        delivery::rest_in(tx, post.id, &manners::resting(&manners, leaves_at)).await?;
    }
    let capped = delivery::refuse_capped(tx, post.id, &full, desk.posts_per_day).await?;
    let known = ward::relays(tx, post.ward).await?;
    let (body, number) = (&version.body, message.number);
    let posting = Posting { desk, bot: &bot, post, body, number, relays: &known, leaves_at };
    for (id, reach) in relays {
        hand_over_copy(tx, &posting, reach, id).await?;
    }
    let capped = i64::try_from(capped).unwrap_or(i64::MAX);
    let copies = i64::try_from(reached.len()).unwrap_or(i64::MAX).saturating_sub(capped);
    let (number, max) = (i64::from(message.number), desk.posts_per_day);
    let id = post.id;
    watch::open(tx, bot.id, post, leaves_at, |lang| {
        let mut letter = if kind == message::Kind::Urgent {
            words(lang, &Text::ReleasingUrgent { number, copies })
        } else {
            let mut letter = words(lang, &Text::Releasing { number, copies, at: i18n::time(leaves_at) });
            letter.buttons.push(vec![button(lang, &Text::ButtonStop, &Act::Stop(id))]);
            letter
        };
        if capped > 0 {
            let line = Text::ReleasingCapped { n: capped, max }.say(lang);
            letter.text = letter.text.below(1, &Rich::plain(&line));
        }
        letter.buttons.push(vec![button(lang, &Text::ButtonCoverage, &Act::Coverage(id))]);
        letter
    })
    .await
}

fn lane_of(body: &Body) -> Lane {
    if body.kind == message::Kind::Urgent { Lane::Urgent } else { Lane::Scheduled }
}

/// A post that goes out.
pub(super) struct Posting<'a> {
    pub desk: &'a Desk,
    pub bot: &'a Bot,
    pub post: &'a Post,
    pub body: &'a Body,
    /// The message's number in the ward.
    pub number: i32,
    pub relays: &'a HashMap<GroupId, Relay>,
    pub leaves_at: DateTime<Utc>,
}

/// Gives a relay's person a copy to pass on by hand.
pub(super) async fn hand_over_copy(
    tx: &mut Tx,
    posting: &Posting<'_>,
    reach: &Reach,
    id: OutgoingId,
) -> Result<(), Error> {
    let Posting { desk, bot, post, body, number, relays, leaves_at } = *posting;
    let ask_url = private_link(&bot.username, &desk.sign(id));
    let copy = Parcel {
        ward: post.ward,
        bot: bot.id,
        chat: reach.chat,
        channel: reach.channel,
        kind: Kind::Post,
        lane: lane_of(body),
        content: Content::Message(showing::letter_for(body, reach.place.reads, Target::Url(ask_url.clone()))),
        fallback: vec![],
        about: About { post: Some(post.id), group: Some(reach.group), ..About::default() },
        due_at: Some(leaves_at),
        not_after: Some(post.not_after),
    };
    let handing = Handing {
        desk,
        relays,
        group: reach.group,
        name: &reach.place.name,
        reads: reach.place.reads,
        body,
        number,
        kind: post.kind,
        copy: &copy,
        id,
        ask_url: &ask_url,
    };
    hand_over(tx, &handing).await
}

/// Tells a unit that its answer did not reach the asker: the question is open again.
async fn answer_lost(tx: &mut Tx, desk: &Desk, id: QuestionId) -> Result<(), Error> {
    let Some(found) = questions::question(tx, id).await? else { return Ok(()) };
    if found.state == question::State::Waiting {
        return wanted::ask_back_lost(tx, desk, &found).await;
    }
    questions::step(tx, id, question::State::Answered, question::State::Open).await?;
    let Some(bot) = ward::bot_of_ward(tx, found.ward).await? else { return Ok(()) };
    let units = ward::units(tx, found.ward).await?;
    let own = units.iter().find(|u| Some(u.id) == found.unit).and_then(|u| u.chat);
    let office = units.iter().find(|u| u.code == CATCH_ALL).and_then(|u| u.chat);
    let Some(chat) = own.or(office) else { return Ok(()) };
    let text = Text::AnswerNotDelivered { code: question::spoken(&found.code) };
    let parcel = Parcel {
        ward: found.ward,
        bot: bot.id,
        chat,
        channel: Channel::Telegram,
        kind: Kind::Notice,
        lane: Lane::Answer,
        content: Content::Message(words(Lang::Vi, &text)),
        fallback: vec![],
        about: About { question: Some(id), ..About::default() },
        due_at: None,
        not_after: None,
    };
    delivery::enqueue(tx, &parcel).await?;
    Ok(())
}

/// Tells staff that a post is overdue and waits for them; after a restore also that the groups
/// may have it.
async fn hold(tx: &mut Tx, post: &Post, is_restored: bool) -> Result<(), Error> {
    let Some(message) = message::message(tx, post.message).await? else { return Ok(()) };
    let ward_row = ward::ward(tx, post.ward).await?;
    let Some(bot) = ward::bot_of_ward(tx, post.ward).await? else { return Ok(()) };
    let (id, number) = (post.id, i64::from(message.number));
    Notice::new(tx, &ward_row, &bot)
        .tell_stoppers(|lang| {
            let due = i18n::moment(post.due_at, lang);
            let text =
                if is_restored { Text::HeldRestored { number, due } } else { Text::Held { number, due } };
            Letter {
                buttons: vec![vec![
                    button(lang, &Text::ButtonPostHeld, &Act::PostHeld(id)),
                    button(lang, &Text::ButtonDropHeld, &Act::Stop(id)),
                ]],
                ..words(lang, &text)
            }
        })
        .await
}
