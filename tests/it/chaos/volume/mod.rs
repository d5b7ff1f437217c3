//! Much to send and little talk: posts to many groups and notices in all lanes to many people,
//! stored by the test beside the service, wave after wave, while people ask the bot for help.

mod posts;

use std::time::Duration;

use anyhow::{Context as _, bail};
use chrono::{DateTime, TimeDelta, Utc};
use loa::app::stage::{Persona, Place, Stage};
use loa::channel::{Channel, ChatKind, Content, Letter};
use loa::delivery::{self, About, Kind, Lane, OutgoingId, Parcel, PostId};
use loa::store::{Store, Tx};
use loa::text::Rich;
use loa::ward::store as ward;
use loa::ward::{Bot, BotId, ChatId, GroupId, PersonId, Role, WardId};
use serde_json::{Value, json};
use tokio::time::Instant;

use super::facts::{Enqueued, Told};
use super::random::Random;
use crate::house::House;
use posts::Posts;

/// How many there are of everything.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    pub groups: usize,
    /// Of those, how many can still become a supergroup.
    pub basic: usize,
    pub people: usize,
}

/// How long everything may take to come to rest once nothing disturbs it any more.
const PATIENCE: Duration = Duration::from_mins(2);
/// Microseconds of real time within which something is about to happen.
const ABOUT_TO: i64 = 1_000_000;
/// When little of a post has left by then, it was held back.
const HELD: Duration = Duration::from_secs(20);
/// How much the product's clock moves with each wave: what is due later becomes due.
const WAVE: TimeDelta = TimeDelta::seconds(3);

pub struct Volume {
    stage: Stage,
    store: Store,
    posts: Posts,
    ward: WardId,
    bot: BotId,
    groups: Vec<(GroupId, ChatId)>,
    people: Vec<(i64, ChatId)>,
    told: Told,
    random: Random,
    /// The newest post.
    last: Option<(PostId, Instant)>,
    released: Vec<PostId>,
    wave: usize,
    notices: usize,
}

impl Volume {
    /// Groups and people come in, known to the database and to the platform.
    pub async fn begin(house: &House, size: Size, seed: u64) -> anyhow::Result<Self> {
        let owner = house.stage.person("Chủ nhóm").await?;
        let made = house
            .control("groups", json!({"count": size.groups - size.basic, "title": "Tổ", "owner": owner.0}))
            .await;
        let mut platform_ids: Vec<i64> = serde_json::from_value(made["ids"].clone())?;
        for number in 0..size.basic {
            let group = house.stage.group(&format!("Tổ cũ {number}"), owner, &[]).await?;
            house.stage.add_bot(owner, group, None).await?;
            if let Place::Group(id) = group {
                platform_ids.push(id);
            }
        }
        let spoken = json!({"count": size.people, "people": size.people, "text": "/trogiup"});
        let people: Vec<i64> =
            serde_json::from_value(house.control("updates", spoken).await["people"].clone())?;

        let mut tx = house.store.begin().await?;
        let bot = house.sandbox.token();
        let bot = bot.split(':').next().context("a token")?;
        let bot: Bot = ward::bot_seen(&mut tx, "telegram", bot, "loa_phuong_bot").await?;
        let author = person(&mut tx, house, &bot, "1", Role::Editor).await?;
        let approver = person(&mut tx, house, &bot, "2", Role::Approver).await?;
        let mut told = Told::default();
        let mut groups = Vec::with_capacity(size.groups);
        for (number, id) in platform_ids.iter().enumerate() {
            let chat = ward::chat_seen(&mut tx, bot.id, &id.to_string(), ChatKind::Group, "Tổ").await?.id;
            let name = format!("Tổ dân phố số {number}");
            let place =
                ward::put_neighbourhood(&mut tx, house.ward.id, &format!("{number:03}"), &name).await?;
            let group =
                ward::ask_group(&mut tx, house.ward.id, place, Channel::Telegram, chat, author).await?;
            ward::decide_group(&mut tx, group.id, true, approver).await?;
            told.chats.insert(chat.0, *id);
            groups.push((group.id, chat));
        }
        let mut known = Vec::with_capacity(people.len());
        for id in people {
            let chat = ward::chat_seen(&mut tx, bot.id, &id.to_string(), ChatKind::Private, "").await?;
            told.said.insert(id, 1);
            known.push((id, chat.id));
        }
        let now = tx.now();
        tx.commit().await?;
        let posts = Posts::open(&house.config.database_url, house.ward.id, author, now).await?;
        Ok(Self {
            stage: house.stage.clone(),
            store: house.store.clone(),
            posts,
            ward: house.ward.id,
            bot: bot.id,
            groups,
            people: known,
            told,
            random: Random(seed),
            last: None,
            released: Vec::new(),
            wave: 0,
            notices: 0,
        })
    }

    /// One more wave if few copies are left of the one before.
    pub async fn wave_if_little_is_left(&mut self) -> anyhow::Result<()> {
        if let Some((post, at)) = self.last {
            let mut tx = self.store.read().await?;
            let left = delivery::tally(&mut tx, post).await?.left;
            drop(tx);
            if usize::try_from(left)? > self.groups.len() / 4 {
                if at.elapsed() > HELD {
                    self.resume(post).await?;
                }
                return Ok(());
            }
        }
        self.wave().await
    }

    /// A burst of errors may have held a post back; a person lets it go on.
    async fn resume(&mut self, post: PostId) -> anyhow::Result<()> {
        let mut tx = self.store.begin().await?;
        let resumed = delivery::resume_post(&mut tx, post).await?;
        tx.commit().await?;
        if resumed > 0 {
            self.told.resumed.insert(post.0);
        }
        Ok(())
    }

    /// A post to every group, some notices to people, some people who ask for help.
    async fn wave(&mut self) -> anyhow::Result<()> {
        self.stage.advance(WAVE).await?;
        // Somebody may hold SQLite's lock for long; then the next try has it.
        let now = self.store.clock().now();
        let post = match self.posts.release(now).await {
            Ok(post) => PostId(post),
            Err(e) if e.to_string().contains("locked") => return Ok(()),
            Err(e) => return Err(e.into()),
        };
        self.told.releases += 1;
        let mut tx = match self.store.begin().await {
            Ok(tx) => tx,
            Err(e) if e.to_string().contains("locked") => return Ok(()),
            Err(e) => return Err(e.into()),
        };
        self.wave += 1;
        let mut parcels = Vec::new();
        let lane = if self.wave.is_multiple_of(3) { Lane::Urgent } else { Lane::Scheduled };
        for (group, chat) in self.groups.clone() {
            let about = About { post: Some(post), group: Some(group), ..About::default() };
            let words = format!("Tin {}: cắt điện sáng mai.", self.wave);
            parcels.push(Parcel { about, ..self.parcel(chat, Kind::Post, lane, &words, tx.now()) });
        }
        for _ in 0..self.people.len() / 2 {
            let place = self.random.place(self.people.len());
            parcels.push(self.notice(&tx, self.people[place].1));
        }
        let parcels: Vec<(OutgoingId, Parcel)> =
            parcels.into_iter().map(|parcel| (OutgoingId(tx.new_id()), parcel)).collect();
        delivery::enqueue_all(&mut tx, &parcels).await?;
        tx.commit().await?;
        self.last = Some((post, Instant::now()));
        self.released.push(post);
        self.told.enqueued.extend(parcels.into_iter().filter_map(|(id, parcel)| {
            Some(Enqueued { id: id.0, due: parcel.due_at?, content: parcel.content })
        }));
        for _ in 0..self.people.len() / 4 {
            let place = self.random.place(self.people.len());
            let (person, _) = self.people[place];
            self.stage.say(Persona(person), Place::Private, "/trogiup").await?;
            *self.told.said.entry(person).or_default() += 1;
        }
        Ok(())
    }

    /// A notice for a person: in any lane, now or a little later, sometimes worth something only
    /// for a while.
    fn notice(&mut self, tx: &Tx, chat: ChatId) -> Parcel {
        self.notices += 1;
        let lane = Lane::ALL[self.random.place(Lane::ALL.len())];
        let kind = [Kind::Answer, Kind::Acknowledgement, Kind::Notice, Kind::Extract][self.random.place(4)];
        let later = i64::try_from(self.random.below(6)).unwrap_or(0).saturating_sub(3).max(0);
        let due = tx.now() + TimeDelta::seconds(later);
        let words = format!("Báo {}: đã nhận.", self.notices);
        let not_after = (self.random.below(8) == 0).then(|| due + WAVE * 3);
        Parcel { not_after, ..self.parcel(chat, kind, lane, &words, due) }
    }

    fn parcel(&self, chat: ChatId, kind: Kind, lane: Lane, words: &str, due: DateTime<Utc>) -> Parcel {
        Parcel {
            ward: self.ward,
            bot: self.bot,
            chat,
            channel: Channel::Telegram,
            kind,
            lane,
            content: Content::Message(Letter { text: Rich::plain(words), ..Letter::default() }),
            fallback: vec![],
            about: About::default(),
            due_at: Some(due),
            not_after: (kind == Kind::Post).then(|| due + TimeDelta::hours(12)),
        }
    }

    /// Waits until everything that came in is handled and everything has left, moving the clock
    /// on as far as the last repeat of an urgent post needs.
    pub async fn settle(&mut self, house: &House) -> anyhow::Result<()> {
        for _ in 0..2 {
            self.come_to_rest(house).await?;
            self.stage.advance(TimeDelta::seconds(61)).await?;
        }
        self.come_to_rest(house).await?;
        for post in self.released.clone() {
            self.resume(post).await?;
        }
        self.come_to_rest(house).await
    }

    async fn come_to_rest(&self, house: &House) -> anyhow::Result<()> {
        let until = Instant::now() + PATIENCE;
        loop {
            // Looked at first: what comes of a look meanwhile is seen below.
            let is_watched_out = is_watched_out(house).await;
            let mut tx = self.store.read().await?;
            let open = loa::inbox::chats(&mut tx, self.bot, "", 8).await?;
            let waiting = delivery::waiting(&mut tx, self.bot).await?;
            drop(tx);
            let pending = pending(house).await?;
            if open.is_empty() && waiting == 0 && pending == 0 && is_watched_out {
                return Ok(());
            }
            if Instant::now() > until {
                bail!(
                    "the service does not come to rest: {open:?} to handle, {waiting} to send, {pending} to take in"
                );
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    pub async fn told(self) -> Told {
        self.posts.close().await;
        self.told
    }
}

/// Whether nobody who watches a post is about to be shown something new: what is being sent when
/// the world ends looks lost.
pub async fn is_watched_out(house: &House) -> bool {
    let soon = loa::clock::Clock::wall_micros() + ABOUT_TO;
    house.count(&format!("watches WHERE settled_at IS NULL AND look_at <= {soon}")).await == 0
}

/// Updates that the platform keeps because they were not taken.
pub async fn pending(house: &House) -> anyhow::Result<u64> {
    let url = format!("{}/bot{}/getWebhookInfo", house.sandbox.url(), house.sandbox.token());
    let info: Value = reqwest::get(url).await?.json().await?;
    info["result"]["pending_update_count"].as_u64().context("a count")
}

/// Somebody of the staff, whom the platform does not know.
async fn person(tx: &mut Tx, house: &House, bot: &Bot, id: &str, role: Role) -> anyhow::Result<PersonId> {
    let account = ward::account_seen(tx, bot.id, id, "vi").await?;
    let person = ward::person_for(tx, house.ward.id, account.id).await?;
    ward::set_name(tx, person.id, role.code()).await?;
    ward::grant(tx, house.ward.id, person.id, role, None, None).await?;
    Ok(person.id)
}
