//! What those who may stop a post see of it while it leaves: one message each that is kept up to
//! date, and a card of the copies in doubt. Computed from the rows at each look at the clock; a
//! post of which nothing changes any more is not looked at.

mod letters;
mod pace;
mod store;
mod trouble;

pub(super) use store::{stir, stir_all};
pub(super) use trouble::hear_alarms;

use chrono::{DateTime, Utc};

use super::notice::stoppers;
use super::talk::Talk;
use crate::channel::{Channel, Content, Letter};
use crate::delivery::{self, About, Kind as RowKind, Lane, OutgoingId, Parcel, PostId, State, Tally};
use crate::i18n::Lang;
use crate::message;
use crate::schedule::{self, Post};
use crate::store::{Error, Tx};
use crate::ward::store as ward;
use crate::ward::{BotId, ChatId};
use letters::{Figures, Phase};
use pace::SECOND;
use store::{Card, Kind, WHEN_TOLD, Watch};

/// Copies in doubt for so long are shown before the post has ended.
const DOUBT_AFTER: i64 = 60 * SECOND;
/// A post that does not begin to leave says so after this.
const QUIET_MAX: i64 = 5 * SECOND;
/// Looks after a pause, in which what was under way comes back.
const PAUSED_LOOKS: i32 = 9;

/// Tells everybody who may stop a post that it begins, with a message that goes on to show it.
pub(super) async fn open(
    tx: &mut Tx,
    bot: BotId,
    post: &Post,
    begins_at: DateTime<Utc>,
    letter: impl Fn(Lang) -> Letter,
) -> Result<(), Error> {
    store::begin(tx, post.id, begins_at).await?;
    announce(tx, bot, post, Kind::Progress, letter).await
}

async fn announce(
    tx: &mut Tx,
    bot: BotId,
    post: &Post,
    kind: Kind,
    letter: impl Fn(Lang) -> Letter,
) -> Result<(), Error> {
    for person in stoppers(tx, post.ward).await? {
        let Some(mailbox) = ward::mailbox(tx, person).await? else { continue };
        let letter = letter(Lang::of(&mailbox.language));
        let shown = stored(&letter)?;
        let content = Content::Message(letter);
        let notice = send(tx, bot, post, mailbox.chat, RowKind::Notice, Lane::Answer, content).await?;
        store::put_card(tx, post.id, mailbox.chat, kind, notice, &shown).await?;
    }
    Ok(())
}

async fn send(
    tx: &mut Tx,
    bot: BotId,
    post: &Post,
    chat: ChatId,
    kind: RowKind,
    lane: Lane,
    content: Content,
) -> Result<OutgoingId, Error> {
    let parcel = Parcel {
        ward: post.ward,
        bot,
        chat,
        channel: Channel::Telegram,
        kind,
        lane,
        content,
        fallback: vec![],
        // Not the post: what staff are told of it is neither held nor cancelled with it.
        about: About::default(),
        due_at: None,
        not_after: None,
    };
    delivery::enqueue(tx, &parcel).await
}

fn stored(letter: &Letter) -> Result<String, Error> {
    serde_json::to_string(letter).map_err(|e| Error::corrupt("letter", e))
}

/// Looks at the posts whose time it is. `wall`: microseconds of real time. Gives whether
/// anything is to be sent.
pub(super) async fn look_around(tx: &mut Tx, wall: i64) -> Result<bool, Error> {
    let mut busy = false;
    for watch in store::due(tx, wall).await? {
        busy |= look(tx, watch, wall).await?;
    }
    Ok(busy)
}

async fn look(tx: &mut Tx, mut watch: Watch, wall: i64) -> Result<bool, Error> {
    let Some(post) = schedule::post(tx, watch.post).await? else { return Ok(false) };
    let Some(bot) = ward::bot_of_ward(tx, post.ward).await? else { return Ok(false) };
    if post.state == schedule::State::Released && tx.now() < watch.begins_at {
        return Ok(false);
    }
    let tally = delivery::tally(tx, post.id).await?;
    let gone = tally.sent + tally.unknown + tally.failed;
    let phase = Phase::of(post.state, &tally, true);
    if watch.phase.is_empty() && phase == Phase::Running {
        let is_first = watch.seen_at == 0;
        if is_first {
            watch.shown_at = wall;
        }
        // The pace is told from two looks; the message says that it goes out once something has.
        if is_first || (gone == 0 && wall - watch.shown_at < QUIET_MAX) {
            (watch.seen_at, watch.seen_gone) = (wall, gone);
            store::put(tx, &watch, false).await?;
            return Ok(false);
        }
    }
    let rate = if watch.seen_at == 0 { 0 } else { pace::rate(gone - watch.seen_gone, wall - watch.seen_at) };
    let cards = store::cards(tx, post.id, Kind::Progress).await?;
    let turned = phase.code() != watch.phase;
    let is_time = turned || watch.shown_at + pace::interval(watch.step, cards.len(), rate) <= wall;
    let mut pending = false;
    if is_time {
        let sheet = Sheet { post: &post, bot: bot.id, phase, tally, rate, lane: Lane::Answer };
        pending |= sheet.show(tx, &cards).await?;
        pending |= sheet.show_doubts(tx, &mut watch, wall).await?;
        watch.step = if turned { 0 } else { watch.step.saturating_add(1) };
        phase.code().clone_into(&mut watch.phase);
        (watch.shown_at, watch.seen_at, watch.seen_gone) = (wall, wall, gone);
    }
    let next = watch.shown_at + pace::interval(watch.step, cards.len(), rate);
    watch.look_at = match phase {
        Phase::Running => {
            let end = pace::time_left(tally.left, rate).unwrap_or(SECOND).max(SECOND / 2);
            next.min(wall.saturating_add(end))
        }
        Phase::Paused if watch.step < PAUSED_LOOKS => next,
        Phase::Stopped if tally.left > 0 => next,
        _ if pending || !is_time => next,
        _ => WHEN_TOLD,
    };
    let settled = phase.is_over() && watch.look_at == WHEN_TOLD && tally.relays_open == 0;
    store::put(tx, &watch, settled).await?;
    Ok(is_time)
}

/// Brings the messages about a post in this chat up to date at once, because somebody here did
/// something with it; those of others follow. Gives whether the button that was pressed is one of theirs.
pub(super) async fn refresh(talk: &mut Talk<'_>, id: PostId) -> Result<bool, Error> {
    store::stir(talk.tx, id).await?;
    let (Some(post), Some(watch)) = (schedule::post(talk.tx, id).await?, store::watch(talk.tx, id).await?)
    else {
        return Ok(false);
    };
    let tally = delivery::tally(talk.tx, id).await?;
    let phase = Phase::of(post.state, &tally, talk.tx.now() >= watch.begins_at);
    let sheet = Sheet { post: &post, bot: talk.bot.id, phase, tally, rate: 0, lane: Lane::Interactive };
    let here =
        |cards: Vec<Card>| cards.into_iter().filter(|card| card.chat == talk.chat.id).collect::<Vec<_>>();
    let progress = here(store::cards(talk.tx, id, Kind::Progress).await?);
    sheet.show(talk.tx, &progress).await?;
    let doubts = here(store::cards(talk.tx, id, Kind::Doubt).await?);
    sheet.change_doubts(talk.tx, &doubts).await?;
    is_card(talk, id).await
}

/// Whether the button that was pressed is below one of the messages that show this post.
async fn is_card(talk: &mut Talk<'_>, id: PostId) -> Result<bool, Error> {
    let Some(message) = talk.message_id.clone() else { return Ok(false) };
    let Some(row) = delivery::outgoing_by_message(talk.tx, talk.chat.id, &message).await? else {
        return Ok(false);
    };
    Ok(store::card_of(talk.tx, row.id).await? == Some(id))
}

/// A post as its messages show it now.
struct Sheet<'a> {
    post: &'a Post,
    bot: BotId,
    phase: Phase,
    tally: Tally,
    /// Thousandths of a copy a second; 0: not known.
    rate: i64,
    lane: Lane,
}

impl Sheet<'_> {
    /// Brings progress messages up to date. Gives whether some have to wait.
    async fn show(&self, tx: &mut Tx, cards: &[Card]) -> Result<bool, Error> {
        let number = self.number(tx).await?;
        let steering = schedule::steering(tx, self.post.id).await?;
        let steered_by = match steering.as_ref().and_then(|s| s.by) {
            Some(person) => ward::name_of(tx, person).await?,
            None => String::new(),
        };
        let figures = Figures {
            post: self.post,
            number,
            phase: self.phase,
            tally: self.tally,
            time_left: pace::time_left(self.tally.left, self.rate),
            steering: steering.as_ref(),
            steered_by: &steered_by,
        };
        let mut pending = false;
        for card in cards {
            let lang = lang_of(tx, card.chat).await?;
            let Some(letter) = figures.letter(lang) else { continue };
            pending |= self.change(tx, Kind::Progress, card, letter).await?;
        }
        Ok(pending)
    }

    /// Brings the cards of copies in doubt up to date, and sends them where there are none.
    async fn show_doubts(&self, tx: &mut Tx, watch: &mut Watch, wall: i64) -> Result<bool, Error> {
        let open = self.tally.unknown;
        watch.doubt_at = if open == 0 { None } else { watch.doubt_at.or(Some(wall)) };
        let is_old = watch.doubt_at.is_some_and(|since| since + DOUBT_AFTER <= wall);
        let is_news = open > 0 && watch.doubts_open == 0;
        if is_news && (self.phase != Phase::Running || is_old) {
            let number = self.number(tx).await?;
            let copies = self.doubtful(tx).await?;
            announce(tx, self.bot, self.post, Kind::Doubt, |lang| {
                letters::doubts(self.post, number, &copies, lang)
            })
            .await?;
            watch.doubts_open = open;
            return Ok(false);
        }
        if is_news {
            return Ok(false);
        }
        watch.doubts_open = open;
        let cards = store::cards(tx, self.post.id, Kind::Doubt).await?;
        self.change_doubts(tx, &cards).await
    }

    async fn change_doubts(&self, tx: &mut Tx, cards: &[Card]) -> Result<bool, Error> {
        if cards.is_empty() {
            return Ok(false);
        }
        let number = self.number(tx).await?;
        let copies = self.doubtful(tx).await?;
        let mut pending = false;
        for card in cards {
            let letter = letters::doubts(self.post, number, &copies, lang_of(tx, card.chat).await?);
            pending |= self.change(tx, Kind::Doubt, card, letter).await?;
        }
        Ok(pending)
    }

    /// The copies that are or were in doubt, with the names of their neighbourhoods.
    async fn doubtful(&self, tx: &mut Tx) -> Result<Vec<(delivery::CopyRow, String)>, Error> {
        let mut named = Vec::new();
        for copy in delivery::doubtful(tx, self.post.id).await? {
            let name = match ward::group(tx, self.post.ward, copy.group).await? {
                Some(group) => ward::neighbourhood(tx, self.post.ward, group.neighbourhood).await?,
                None => None,
            };
            named.push((copy, name.map(|found| found.name).unwrap_or_default()));
        }
        Ok(named)
    }

    /// Lets a message say something else. One change is under way at a time; `true`: this one
    /// has to wait.
    async fn change(&self, tx: &mut Tx, kind: Kind, card: &Card, letter: Letter) -> Result<bool, Error> {
        let shown = stored(&letter)?;
        if shown == card.shown {
            return Ok(false);
        }
        let on_its_way = |state| matches!(state, State::Waiting | State::Sending);
        if let Some(edit) = card.edit
            && on_its_way(delivery::standing_of(tx, edit).await?.0)
        {
            return Ok(true);
        }
        let (state, message) = delivery::standing_of(tx, card.notice).await?;
        let Some(target) = message else { return Ok(on_its_way(state)) };
        let content = Content::Edit { target, letter };
        let edit = send(tx, self.bot, self.post, card.chat, RowKind::Edit, self.lane, content).await?;
        store::edited(tx, self.post.id, card.chat, kind, edit, &shown).await?;
        Ok(false)
    }

    async fn number(&self, tx: &mut Tx) -> Result<i64, Error> {
        Ok(message::message(tx, self.post.message).await?.map_or(0, |found| i64::from(found.number)))
    }
}

async fn lang_of(tx: &mut Tx, chat: ChatId) -> Result<Lang, Error> {
    let row = ward::chat(tx, chat).await?;
    let account = ward::account_of_chat(tx, &row).await?;
    Ok(account.map_or(Lang::Vi, |account| Lang::of(&account.language)))
}
