//! A quarter of a ward over the stores: 31 neighbourhoods by Telegram, 28 by hand, heads who forget,
//! leave and press the wrong button. What the sheet says at the end is what was done, field by field.

mod play;

use std::collections::BTreeMap;
use std::time::Instant;

use chrono::TimeDelta;
use loa::channel::{Channel, ChatKind};
use loa::conversation::{Desk, tick};
use loa::delivery::{self, OutgoingId, Reason, RelayWord};
use loa::lease::Lease;
use loa::message::{self, Audience, Body, Kind, Rule};
use loa::schedule::{self, Reached};
use loa::text::Rich;
use loa::ward::store as ward;
use loa::ward::{BotId, GroupId, NeighbourhoodId, PersonId, RelayKind, Role};

use crate::house::{Database, House, monday, run};

const TELEGRAM: usize = 31;
const RELAYS: usize = 28;
const WEEKS: i64 = 13;
/// Hours for which a notice is worth posting, as a ward is set up.
const WORTH: i64 = 12;

/// A small generator, so that each run plays the same quarter.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

/// What is true of a post in a neighbourhood, however it is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Truth {
    Covered,
    Late,
    Missing,
}

/// One way to a neighbourhood.
struct Way {
    place: usize,
    group: GroupId,
    person: PersonId,
    is_by_hand: bool,
    /// The week from which on nobody answers any more.
    leaves: Option<i64>,
}

struct Ward {
    house: House,
    desk: Desk,
    lease: Lease,
    author: PersonId,
    approver: PersonId,
    places: Vec<NeighbourhoodId>,
    ways: Vec<Way>,
}

impl Ward {
    /// In which one person writes and one approves, and the bot; without neighbourhoods.
    async fn found(database: Database) -> Option<(Self, BotId)> {
        let house = House::build(database).await?;
        let desk = loa::app::desk(&house.config).expect("a desk");
        let lease = Lease::new(house.store.clone(), "clock", uuid::Uuid::from_u128(1));
        let mut tx = house.store.begin().await.expect("a transaction");
        let id = house.ward.id;
        let bot = ward::bot_seen(&mut tx, "telegram", "1", "loa_bot").await.expect("a bot");
        let [author, approver] = [
            ward::person_without_account(&mut tx, id).await.expect("a person"),
            ward::person_without_account(&mut tx, id).await.expect("a person"),
        ];
        ward::grant(&mut tx, id, author, Role::Editor, None, None).await.expect("a role");
        ward::grant(&mut tx, id, approver, Role::Approver, None, None).await.expect("a role");
        tx.commit().await.expect("a commit");
        let ward = Self { house, desk, lease, author, approver, places: vec![], ways: vec![] };
        Some((ward, bot.id))
    }

    async fn open(database: Database) -> Option<Self> {
        let (ward, bot) = Self::found(database).await?;
        let (id, approver) = (ward.house.ward.id, ward.approver);
        let mut tx = ward.house.store.begin().await.expect("a transaction");
        let (mut places, mut ways) = (Vec::new(), Vec::new());
        for n in 0..TELEGRAM + RELAYS {
            let name = format!("Tổ {:02}", n + 1);
            let place = ward::put_neighbourhood(&mut tx, id, &name, &name).await.expect("a place");
            places.push(place);
            let head = ward::person_without_account(&mut tx, id).await.expect("a person");
            ward::set_name(&mut tx, head, &format!("Tổ trưởng {n}")).await.expect("a name");
            ward::make_head(&mut tx, place, head).await.expect("a head");
            let is_by_hand = n >= TELEGRAM;
            let (kind, channel) = if is_by_hand {
                (ChatKind::Private, Channel::Relay)
            } else {
                (ChatKind::Group, Channel::Telegram)
            };
            let chat =
                ward::chat_seen(&mut tx, bot, &format!("{}", 100 + n), kind, &name).await.expect("a chat");
            let group = ward::ask_group(&mut tx, id, place, channel, chat.id, head).await.expect("asked");
            ward::decide_group(&mut tx, group.id, true, approver).await.expect("confirmed");
            let leaves = (is_by_hand && n % 9 == 0).then_some(6);
            ways.push(Way { place: n, group: group.id, person: head, is_by_hand, leaves });
            if is_by_hand && n % 7 == 0 {
                // The same neighbourhood has a loudspeaker, too.
                let way = (RelayKind::Loudspeaker, "");
                let more = ward::ask_relay(&mut tx, id, place, way, chat.id, head).await.expect("asked");
                ward::decide_group(&mut tx, more.id, true, approver).await.expect("confirmed");
                ways.push(Way { place: n, group: more.id, person: head, is_by_hand, leaves });
            }
        }
        tx.commit().await.expect("a commit");
        Some(Self { places, ways, ..ward })
    }

    async fn look(&self) {
        assert!(self.lease.try_take().await.expect("the database answers"));
        tick(&self.house.store, &self.desk, &self.lease, false).await.expect("a look").expect("our lease");
    }

    /// A notice that is approved now and handed over a minute later; its copies by group.
    async fn post(&self, words: &str) -> BTreeMap<GroupId, OutgoingId> {
        let mut tx = self.house.store.begin().await.expect("a transaction");
        let body = Body {
            vi: Rich::plain(words),
            en: None,
            media: Vec::new(),
            issuer: "UBND phường Hồ Sen".into(),
            audience: Audience::All,
            kind: Kind::Notice,
            source: None,
        };
        let ward = self.house.ward.id;
        let message =
            message::create(&mut tx, ward, self.author, None, &body, None).await.expect("a message");
        let rule = Rule { needed: 1, alone: false };
        message::approve(&mut tx, message.id, 1, self.approver, rule).await.expect("approved");
        let worth = TimeDelta::hours(WORTH);
        let now = tx.now();
        let post = schedule::plan_post(&mut tx, ward, message.id, 1, now, worth).await.expect("planned");
        tx.commit().await.expect("a commit");
        self.look().await;
        self.house.clock.advance(TimeDelta::seconds(61));
        let mut tx = self.house.store.read().await.expect("a transaction");
        let copies = delivery::copies(&mut tx, post.id).await.expect("copies");
        copies.into_iter().map(|copy| (copy.group, copy.id)).collect()
    }

    /// What was to leave by itself has left, but where the bot was removed.
    async fn deliver(&self, removed: &[GroupId]) {
        let stamp = self.house.clock.now().to_rfc3339();
        let out: Vec<String> = removed.iter().map(|group| self.literal(group.0)).collect();
        if !out.is_empty() {
            let groups = out.join(", ");
            self.house
                .meddle(&format!(
                    "UPDATE outgoing SET state = 'failed', reason = 'removed'
                     WHERE channel = 'telegram' AND state = 'waiting' AND group_id IN ({groups})"
                ))
                .await;
        }
        self.house
            .meddle(&format!(
                "UPDATE outgoing SET state = 'sent', changed_at = '{stamp}'
                 WHERE channel = 'telegram' AND state = 'waiting'"
            ))
            .await;
    }

    /// An id as each database writes it.
    fn literal(&self, id: uuid::Uuid) -> String {
        if self.house.folder().is_some() { format!("x'{}'", id.simple()) } else { format!("'{id}'") }
    }

    async fn say(&self, copy: OutgoingId, word: RelayWord, by: PersonId) {
        let mut tx = self.house.store.begin().await.expect("a transaction");
        let late = TimeDelta::days(7);
        delivery::record_relay(&mut tx, copy, word, by.0, late).await.expect("noted");
        let again = (word == RelayWord::Later).then(|| tx.now() + TimeDelta::hours(2));
        delivery::look_at_relay(&mut tx, copy, again).await.expect("noted");
        tx.commit().await.expect("a commit");
    }
}

/// What a head does with a message: words with the hours after which they are said, and what is
/// true in the end.
fn does(dice: &mut Dice) -> (Vec<(i64, RelayWord)>, Truth) {
    use RelayWord::{Cannot, Done, Later};
    let cannot = Cannot(Reason::NotPosted);
    match dice.below(10) {
        0..=3 => (vec![(1, Done)], Truth::Covered),
        4 => (vec![(3, Later), (6, Done)], Truth::Covered),
        // Posted, and remembered the next day.
        5 => (vec![(25, Done)], Truth::Late),
        6 => (vec![], Truth::Missing),
        7 => (vec![(2, Cannot(Reason::GroupClosed))], Truth::Missing),
        // The wrong button, put right.
        8 => (vec![(1, cannot), (2, Done), (30, Done)], Truth::Covered),
        _ => (vec![(1, Done), (4, cannot)], Truth::Missing),
    }
}

async fn quarter(database: Database) {
    let Some(ward) = Ward::open(database).await else { return };
    let mut dice = Dice(2026);
    let mut truth: Vec<Vec<Truth>> = vec![Vec::new(); ward.places.len()];
    for week in 0..WEEKS {
        for (n, hours) in [(0, 0), (1, 3 * 24 + 6)] {
            let at = monday() + TimeDelta::weeks(week) + TimeDelta::hours(hours);
            ward.house.clock.set(at);
            let copies = ward.post(&format!("Tin tuần {week} số {n}")).await;
            let mut removed = Vec::new();
            let mut said: BTreeMap<i64, Vec<(OutgoingId, RelayWord, PersonId)>> = BTreeMap::new();
            let mut now = vec![Truth::Missing; ward.places.len()];
            for way in &ward.ways {
                let copy = copies[&way.group];
                let (words, end) = if !way.is_by_hand {
                    if dice.below(20) == 0 {
                        removed.push(way.group);
                        (vec![], Truth::Missing)
                    } else {
                        (vec![], Truth::Covered)
                    }
                } else if way.leaves.is_some_and(|from| week >= from) {
                    (vec![], Truth::Missing)
                } else {
                    does(&mut dice)
                };
                for (hour, word) in words {
                    said.entry(hour).or_default().push((copy, word, way.person));
                }
                // A neighbourhood counts once, by the best that it has.
                now[way.place] = now[way.place].min(end);
            }
            ward.deliver(&removed).await;
            for (hour, words) in said {
                ward.house.clock.set(at + TimeDelta::hours(hour));
                ward.look().await;
                ward.deliver(&[]).await;
                for (copy, word, by) in words {
                    ward.say(copy, word, by).await;
                }
            }
            for (place, end) in now.into_iter().enumerate() {
                truth[place].push(end);
            }
        }
    }
    ward.house.clock.set(monday() + TimeDelta::weeks(WEEKS + 1));
    ward.look().await;
    let posts = usize::try_from(WEEKS * 2).unwrap();
    told(&ward.house, &truth, posts, |n| format!("Tổ {:02}", n + 1)).await;
    ward.house.close().await;
}

/// The sheet of the quarter against what was done, for so many posts. `name`: of a neighbourhood.
async fn told(house: &House, truth: &[Vec<Truth>], posts: usize, name: impl Fn(usize) -> String) {
    let from = loa::calendar::day(monday());
    let until = loa::calendar::day(monday() + TimeDelta::weeks(WEEKS));
    let mut tx = house.store.read().await.expect("a transaction");
    let sheet = schedule::sheet(&mut tx, house.ward.id, from, until).await.expect("a sheet");
    drop(tx);
    assert_eq!((sheet.places.len(), sheet.posts.len(), sheet.target), (truth.len(), posts, 100));
    let mut wrong = Vec::new();
    for (place, row) in sheet.places.iter().enumerate() {
        assert_eq!(row.neighbourhood, name(place));
        for (post, found) in row.posts.iter().enumerate() {
            let found = found.as_ref().expect("it was for everybody");
            let said = match Reached::of(found) {
                Reached::Covered => Truth::Covered,
                Reached::Late => Truth::Late,
                Reached::Open | Reached::Missing => Truth::Missing,
            };
            if said != truth[place][post] {
                wrong.push((place, post, said, truth[place][post]));
            }
            assert!(said != Truth::Missing || found.reason.is_some(), "each with its reason: {found:?}");
        }
    }
    assert!(wrong.is_empty(), "{} of {}: {wrong:?}", wrong.len(), truth.len() * posts);
    let covered = truth.iter().flatten().filter(|one| **one != Truth::Missing).count();
    let late = truth.iter().flatten().filter(|one| **one == Truth::Late).count();
    assert_eq!(sheet.total(), (truth.len() * posts, covered));
    assert_eq!(sheet.posts.iter().map(|post| post.late).sum::<usize>(), late);
    assert!(late > 10 && covered < truth.len() * posts, "some of everything happened");
}

#[test]
fn a_quarter_is_told_as_it_was_sqlite() {
    run(quarter(Database::Sqlite));
}

#[test]
fn a_quarter_is_told_as_it_was_postgres() {
    run(quarter(Database::Postgres));
}

/// A city in one ward: every neighbourhood is in the sheet, with statements over all of them. How
/// long it takes is printed and decides nothing.
#[test]
fn a_post_to_5400_neighbourhoods_is_accounted_for() {
    run(async {
        let Some((ward, bot)) = Ward::found(Database::Sqlite).await else { return };
        let (id, approver) = (ward.house.ward.id, ward.approver);
        let mut tx = ward.house.store.begin().await.expect("a transaction");
        for n in 0..5_400_usize {
            let name = format!("Tổ {n:04}");
            let place = ward::put_neighbourhood(&mut tx, id, &name, &name).await.expect("a place");
            let (kind, channel) = if n % 2 == 0 {
                (ChatKind::Private, Channel::Relay)
            } else {
                (ChatKind::Group, Channel::Telegram)
            };
            let chat = ward::chat_seen(&mut tx, bot, &n.to_string(), kind, &name).await.expect("a chat");
            let group = ward::ask_group(&mut tx, id, place, channel, chat.id, approver).await.expect("asked");
            ward::decide_group(&mut tx, group.id, true, approver).await.expect("confirmed");
        }
        tx.commit().await.expect("a commit");
        let copies = ward.post("Tin cho cả thành phố").await;
        ward.deliver(&[]).await;
        let begun = Instant::now();
        let mut tx = ward.house.store.read().await.expect("a transaction");
        let post = schedule::posts(&mut tx, id, 1).await.expect("posts")[0].id;
        let coverage = schedule::coverage(&mut tx, id, post).await.expect("a coverage");
        let json = serde_json::to_string(&coverage).expect("JSON");
        drop(tx);
        eprintln!("coverage of {} neighbourhoods: {:?}, {} bytes", copies.len(), begun.elapsed(), json.len());
        assert_eq!((coverage.neighbourhoods, coverage.covered, coverage.rows.len()), (5_400, 2_700, 5_400));
        assert!(coverage.rows.iter().all(|row| row.state == "sent" || row.reason.is_some()));
        ward.house.close().await;
    });
}
