//! A ward made through Loa's own library, beside the service: groups in bulk, an approved post,
//! rows in any lane.

use anyhow::{Context, Result};
use chrono::TimeDelta;
use loa::channel::{Channel, ChatKind, Content, Letter};
use loa::clock::Clock;
use loa::delivery::{self, About, Kind, Lane, OutgoingId, Parcel, PostId, Tally};
use loa::message::{self, Body};
use loa::schedule;
use loa::store::{Access, Store};
use loa::text::Rich;
use loa::ward::store as ward;
use loa::ward::{Bot, ChatId, PersonId, Role, Ward};

use crate::fake::Fake;

/// What every post of these measurements says: about as long as a short notice of a ward.
pub const WORDS: &str = "Mời bà con dự họp tổ dân phố lúc 19 giờ 30 thứ Bảy, ngày 23/05/2026, tại nhà văn hóa, \
    bàn việc chỉnh trang ngõ và lắp thêm đèn chiếu sáng. Đề nghị mỗi hộ cử một người dự.";

const ISSUER: &str = "UBND phường Đo Đạc";

/// The message as it is approved.
pub fn body() -> Body {
    Body {
        vi: Rich::plain(WORDS),
        en: None,
        media: vec![],
        issuer: ISSUER.to_owned(),
        audience: message::Audience::All,
        kind: message::Kind::Notice,
        source: None,
    }
}

/// Neighbourhoods share the groups beyond this many, so that making them stays quick.
const NEIGHBOURHOODS_MAX: usize = 1_000;

pub struct House {
    pub store: Store,
    pub bot: Bot,
    pub ward: Ward,
    author: PersonId,
    approver: PersonId,
}

impl House {
    /// A new ward in the database at this address, served by the fake's bot.
    pub async fn build(database: &str, fake: &Fake) -> Result<Self> {
        let store = Store::open(database, Access::Beside, Clock::system()).await?;
        let mut tx = store.begin().await?;
        let ward = ward::create_ward(&mut tx, "Phường Đo Đạc", ISSUER).await?;
        let bot = ward::bot_seen(&mut tx, "telegram", &fake.bot_id.to_string(), &fake.bot_name).await?;
        let mut people = Vec::new();
        for (account, role) in [("101", Role::Editor), ("102", Role::Approver)] {
            let account = ward::account_seen(&mut tx, bot.id, account, "vi").await?;
            let person = ward::person_for(&mut tx, ward.id, account.id).await?;
            ward::grant(&mut tx, ward.id, person.id, role, None, None).await?;
            people.push(person.id);
        }
        tx.commit().await?;
        Ok(Self { store, bot, ward, author: people[0], approver: people[1] })
    }

    /// Another ward of the same bot, in the same database.
    pub async fn another(&self, name: &str) -> Result<Self> {
        let mut tx = self.store.begin().await?;
        let ward = ward::create_ward(&mut tx, name, ISSUER).await?;
        for (person, role) in [(self.author, Role::Editor), (self.approver, Role::Approver)] {
            ward::grant(&mut tx, ward.id, person, role, None, None).await?;
        }
        tx.commit().await?;
        let (store, bot) = (self.store.clone(), self.bot.clone());
        Ok(Self { store, bot, ward, author: self.author, approver: self.approver })
    }

    /// Makes so many neighbourhoods.
    pub async fn settle(&self, count: usize) -> Result<()> {
        let mut tx = self.store.begin().await?;
        for n in 1..=count {
            ward::put_neighbourhood(&mut tx, self.ward.id, &format!("{n:04}"), &format!("Tổ {n}")).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Gives each neighbourhood a group: the first ones of these, the others a relay of one person.
    pub async fn cover(&self, groups: &[i64]) -> Result<()> {
        let mut tx = self.store.begin().await?;
        let hand = ward::chat_seen(&mut tx, self.bot.id, "101", ChatKind::Private, "").await?;
        let mut groups = groups.iter();
        for place in ward::neighbourhoods(&mut tx, self.ward.id).await? {
            let (channel, chat) = match groups.next() {
                Some(id) => {
                    let id = id.to_string();
                    let chat = ward::chat_seen(&mut tx, self.bot.id, &id, ChatKind::Group, "Tổ").await?;
                    (Channel::Telegram, chat.id)
                }
                None => (Channel::Relay, hand.id),
            };
            let group = ward::ask_group(&mut tx, self.ward.id, place.id, channel, chat, self.author).await?;
            ward::decide_group(&mut tx, group.id, true, self.approver).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Registers and confirms these groups.
    pub async fn confirm(&self, groups: &[i64]) -> Result<()> {
        let mut tx = self.store.begin().await?;
        let mut neighbourhoods = Vec::new();
        for n in 0..groups.len().min(NEIGHBOURHOODS_MAX) {
            let (code, name) = (format!("T{n:04}"), format!("Tổ {n}"));
            neighbourhoods.push(ward::put_neighbourhood(&mut tx, self.ward.id, &code, &name).await?);
        }
        for (n, id) in groups.iter().enumerate() {
            let chat =
                ward::chat_seen(&mut tx, self.bot.id, &id.to_string(), ChatKind::Group, "Tổ dân phố").await?;
            let neighbourhood = neighbourhoods[n % neighbourhoods.len()];
            let (ward, head) = (self.ward.id, self.author);
            let group =
                ward::ask_group(&mut tx, ward, neighbourhood, Channel::Telegram, chat.id, head).await?;
            ward::decide_group(&mut tx, group.id, true, self.approver).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Makes these groups known without registering them.
    pub async fn know(&self, groups: &[i64]) -> Result<Vec<ChatId>> {
        let mut tx = self.store.begin().await?;
        let mut chats = Vec::new();
        for id in groups {
            let chat = ward::chat_seen(&mut tx, self.bot.id, &id.to_string(), ChatKind::Group, "Tổ").await?;
            chats.push(chat.id);
        }
        tx.commit().await?;
        Ok(chats)
    }

    /// Writes a message, approves it, and plans its post for now.
    pub async fn post(&self) -> Result<PostId> {
        let mut tx = self.store.begin().await?;
        let body = body();
        let message = message::create(&mut tx, self.ward.id, self.author, None, &body, None).await?;
        let rule = message::Rule { needed: 1, alone: false };
        message::approve(&mut tx, message.id, message.version, self.approver, rule)
            .await
            .map_err(|e| anyhow::anyhow!("the approval is refused: {e:?}"))?;
        let now = tx.now();
        let worth = TimeDelta::hours(12);
        let post =
            schedule::plan_post(&mut tx, self.ward.id, message.id, message.version, now, worth).await?;
        tx.commit().await?;
        Ok(post.id)
    }

    /// Whether the post's copies are rows.
    pub async fn is_released(&self, post: PostId) -> Result<bool> {
        let mut tx = self.store.read().await?;
        let post = schedule::post(&mut tx, post).await?.context("the post is gone")?;
        Ok(post.released_at.is_some())
    }

    /// How far a post is.
    pub async fn tally(&self, post: PostId) -> Result<Tally> {
        let mut tx = self.store.read().await?;
        Ok(delivery::tally(&mut tx, post).await?)
    }

    /// Stores a message to each of these chats in one transaction.
    pub async fn enqueue(&self, chats: &[ChatId], lane: Lane) -> Result<()> {
        let mut tx = self.store.begin().await?;
        let parcels: Vec<(OutgoingId, Parcel)> = chats
            .iter()
            .map(|chat| {
                let parcel = Parcel {
                    ward: self.ward.id,
                    bot: self.bot.id,
                    chat: *chat,
                    channel: Channel::Telegram,
                    kind: Kind::Notice,
                    lane,
                    content: Content::Message(Letter { text: Rich::plain(WORDS), ..Letter::default() }),
                    fallback: vec![],
                    about: About::default(),
                    due_at: None,
                    not_after: None,
                };
                (OutgoingId(tx.new_id()), parcel)
            })
            .collect();
        delivery::enqueue_all(&mut tx, &parcels).await?;
        tx.commit().await?;
        Ok(())
    }
}
