//! The same quarter as people live it, over HTTP: 31 neighbourhoods with a group that the bot is in,
//! 28 whose heads post by hand. They tap, forget, press the wrong button, block the bot, and groups
//! throw it out. At the end the ward's sheet must say what the chats say.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use loa::app::stage::{Persona, Place, Seen};
use loa::ward::Role;
use serde_json::json;

use super::{Dice, RELAYS, TELEGRAM, Truth, WEEKS, told};
use crate::house::{Database, House, run};
use crate::people::Cast;

const PRIVATE: Place = Place::Private;
/// The week from which on some heads do nothing any more.
const LEAVES: i64 = 6;

/// What a head taps below what was handed to them.
#[derive(Clone, Copy, Debug)]
enum Tap {
    /// “Đã đăng”
    Done,
    /// “Không đăng được”
    Cannot,
    /// “Không đăng được”, and why.
    Why(&'static str),
    /// “Bấm nhầm, tôi chưa đăng” below what was noted.
    Undo,
}

/// Taps with the hours after which they come, and what is true in the end.
fn does(dice: &mut Dice) -> (Vec<(i64, Tap)>, Truth) {
    match dice.below(10) {
        0..=3 => (vec![(1, Tap::Done)], Truth::Covered),
        4 => (vec![(3, Tap::Why("Để sau")), (6, Tap::Done)], Truth::Covered),
        // Posted, and remembered the next day.
        5 => (vec![(25, Tap::Done)], Truth::Late),
        6 => (vec![], Truth::Missing),
        7 => (vec![(2, Tap::Why("Nhóm đã đóng"))], Truth::Missing),
        // The wrong button, put right.
        8 => (vec![(1, Tap::Cannot), (2, Tap::Done)], Truth::Covered),
        _ => (vec![(1, Tap::Done), (3, Tap::Undo)], Truth::Missing),
    }
}

fn has(message: &Seen, label: &str) -> bool {
    message.buttons.iter().flatten().any(|button| button.label.contains(label))
}

struct Play {
    house: House,
    cast: Cast,
    groups: Vec<(Persona, Place)>,
    relays: Vec<Persona>,
}

impl Play {
    async fn open(database: Database) -> Option<Self> {
        let house = House::open(database).await?;
        let administrator = house.staff("Hạnh", Role::Administrator, None).await;
        let editor = house.staff("Minh", Role::Editor, None).await;
        let approver = house.staff("Hà", Role::Approver, None).await;
        let (mut groups, mut relays) = (Vec::new(), Vec::new());
        for n in 1..=TELEGRAM + RELAYS {
            let head = house.stage.person(&format!("Tổ trưởng {n}")).await.expect("a person");
            let number = u32::try_from(n).expect("small");
            if n <= TELEGRAM {
                groups.push((head, house.neighbourhood(number, administrator, head, &[]).await));
            } else {
                house.relay(number, administrator, head).await;
                relays.push(head);
            }
        }
        let (head, group) = groups[0];
        let cast = Cast { administrator, editor, approver, head, group, resident: head };
        Some(Self { house, cast, groups, relays })
    }

    /// The last message of the bot to this head that holds these words and has this button.
    async fn last(&self, head: Persona, words: &str, label: &str) -> Seen {
        let shown = self.house.stage.messages(head, PRIVATE).await.expect("a chat");
        let found = shown.into_iter().rfind(|m| !m.deleted && m.text.contains(words) && has(m, label));
        found.unwrap_or_else(|| panic!("no “{label}” below “{words}”"))
    }

    async fn tap(&self, head: Persona, about: &str, tap: Tap) {
        let stage = &self.house.stage;
        let card = |label| self.last(head, about, label);
        match tap {
            Tap::Done => {
                stage.press(head, PRIVATE, &card("Đã đăng").await, "Đã đăng").await.expect("pressed");
            }
            Tap::Cannot => {
                let card = card("Không đăng được").await;
                stage.press(head, PRIVATE, &card, "Không đăng được").await.expect("pressed");
            }
            Tap::Why(why) => {
                let card = card("Không đăng được").await;
                self.house.press(head, PRIVATE, &card, "Không đăng được", "chưa đăng được").await;
                let noted = self.last(head, "chưa đăng được", why).await;
                stage.press(head, PRIVATE, &noted, why).await.expect("pressed");
            }
            Tap::Undo => {
                let noted = self.last(head, "Đã ghi nhận", "Bấm nhầm").await;
                stage.press(head, PRIVATE, &noted, "Bấm nhầm").await.expect("pressed");
            }
        }
    }

    /// One week: a message leaves, and everybody does with it what the dice say. What is true in
    /// the end, by neighbourhood.
    async fn week(&self, week: i64, dice: &mut Dice) -> Vec<Truth> {
        let (house, text) = (&self.house, format!("Tin của tuần {week}"));
        let mut truth = vec![Truth::Missing; TELEGRAM + RELAYS];
        // Some groups throw the bot out; some let it in again while the message is worth it.
        let (mut back, mut later) = (Vec::new(), Vec::new());
        for (place, (head, group)) in self.groups.iter().enumerate() {
            let out = place != 0 && dice.below(12) == 0;
            if out {
                house.stage.bot_member(*head, *group, "remove", None).await.expect("removed");
            }
            match (out, dice.below(2)) {
                (false, _) => truth[place] = Truth::Covered,
                (true, 0) => {
                    truth[place] = Truth::Covered;
                    back.push((*head, *group));
                }
                (true, _) => later.push((*head, *group)),
            }
        }
        let mut taps: BTreeMap<i64, Vec<(Persona, Tap)>> = BTreeMap::new();
        for (n, head) in self.relays.iter().enumerate() {
            let (does, end) =
                if n % 9 == 0 && week >= LEAVES { (vec![], Truth::Missing) } else { does(dice) };
            truth[TELEGRAM + n] = end;
            for (hour, tap) in does {
                taps.entry(hour).or_default().push((*head, tap));
            }
        }
        house.settle().await;
        house.publish(&self.cast, &text).await;
        house.settle().await;
        let mut passed = 0;
        for (hour, taps) in taps {
            house.advance(TimeDelta::hours(hour - passed)).await;
            if passed < 5 && hour >= 5 {
                self.let_in(&back).await;
            }
            passed = hour;
            for (head, tap) in taps {
                self.tap(head, &text, tap).await;
            }
            house.settle().await;
        }
        house.advance(TimeDelta::hours(7 * 24 - passed)).await;
        self.let_in(&later).await;
        self.compare_groups(&text, &truth).await;
        truth
    }

    async fn let_in(&self, groups: &[(Persona, Place)]) {
        for (head, group) in groups {
            self.house.stage.add_bot(*head, *group, None).await.expect("added");
        }
        self.house.settle().await;
    }

    /// What the dice said is what stands in the groups.
    async fn compare_groups(&self, text: &str, truth: &[Truth]) {
        for ((head, group), truth) in self.groups.iter().zip(truth) {
            let stands = self.house.shown(*head, *group).await.contains(text);
            assert_eq!(stands, *truth == Truth::Covered, "{text} in the group of {head:?}");
        }
    }
}

async fn quarter(database: Database) {
    let Some(play) = Play::open(database).await else { return };
    let mut dice = Dice(2026);
    let mut truth: Vec<Vec<Truth>> = vec![Vec::new(); TELEGRAM + RELAYS];
    for week in 0..WEEKS {
        if week == LEAVES {
            // Those who leave do not even want to hear of it.
            for head in play.relays.iter().step_by(18) {
                play.house.control("block", json!({"person": head.0})).await;
            }
        }
        for (place, end) in play.week(week, &mut dice).await.into_iter().enumerate() {
            truth[place].push(end);
        }
    }
    play.house.advance(TimeDelta::days(8)).await;
    let name = |n: usize| format!("Tổ dân phố số {}", n + 1);
    told(&play.house, &truth, usize::try_from(WEEKS).expect("small"), name).await;
    play.house.close().await;
}

#[test]
fn a_quarter_is_told_as_it_was_lived_sqlite() {
    run(quarter(Database::Sqlite));
}

#[test]
fn a_quarter_is_told_as_it_was_lived_postgres() {
    run(quarter(Database::Postgres));
}
