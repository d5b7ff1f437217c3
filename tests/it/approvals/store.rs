//! The same through rows: what the store takes, where messages stand and what leaves, after every
//! action, against the model. Each sequence is a transaction that is thrown away.

use chrono::{DateTime, TimeDelta, Utc};
use loa::clock::Clock;
use loa::message::policy::{Policy, Term};
use loa::message::{self, Audience, Body, Kind, Message, Rule};
use loa::schedule::{self, Release};
use loa::store::{Access, Store, Tx};
use loa::text::Rich;
use loa::ward::store as ward;
use loa::ward::{PersonId, Role as Held, UnitId, WardId};

use super::actions::{self, AUTHOR, Action, Asked, PEOPLE, Press, Role, UNITS};
use super::model::{Model, State};
use super::{LONG, cases};
use crate::chaos::random::{Random, number, say};
use crate::house::monday;

struct Cast {
    ward: WardId,
    people: Vec<PersonId>,
    units: Vec<UnitId>,
}

fn body(words: &str, kind: Kind) -> Body {
    Body {
        vi: Rich::plain(words),
        en: None,
        media: Vec::new(),
        issuer: "UBND phường".into(),
        audience: Audience::All,
        kind,
        source: None,
    }
}

struct Play<'a> {
    tx: Tx,
    cast: &'a Cast,
    model: Model,
    message: Message,
    kind: Kind,
}

impl Play<'_> {
    fn rule(&self) -> Rule {
        Rule { needed: 1, alone: self.model.asked.alone }
    }

    async fn grant(&mut self, who: usize, role: Role) {
        let (role, unit) = match role {
            Role::Editor => (Held::Editor, None),
            Role::Approver => (Held::Approver, None),
            Role::Administrator => (Held::Administrator, None),
            Role::Officer(n) => (Held::Officer, Some(self.cast.units[n])),
        };
        let person = self.cast.people[who];
        ward::grant(&mut self.tx, self.cast.ward, person, role, unit, None).await.expect("granted");
    }

    async fn set_policy(&mut self, asked: Asked) {
        let policy = Policy {
            needed: asked.needed,
            may_administer: asked.administrators,
            consent: asked.unit.map(|n| self.cast.units[n]),
            term: Term::Day1,
            deputy: None,
            alone: asked.alone,
        };
        let by = self.cast.people[AUTHOR];
        message::put_policy(&mut self.tx, self.cast.ward, None, &policy, by).await.expect("set");
    }

    async fn press(&mut self, who: usize, press: Press, version: i32) -> bool {
        let (id, by, rule) = (self.message.id, self.cast.people[who], self.rule());
        let (message, is_approved) = match press {
            Press::Approve | Press::Consent => {
                let done = if press == Press::Approve {
                    message::approve(&mut self.tx, id, version, by, rule).await
                } else {
                    message::consent(&mut self.tx, id, version, by, rule).await
                };
                match done {
                    Ok((message, approved)) => (message, approved == message::Approved::Complete),
                    Err(refusal) => return refused(&refusal),
                }
            }
            Press::Alone => match message::release_alone(&mut self.tx, id, version, by, rule).await {
                Ok((message, _)) => (message, true),
                Err(refusal) => return refused(&refusal),
            },
            Press::Return => match message::send_back(&mut self.tx, id, version, by, "sai", rule).await {
                Ok(message) => (message, false),
                Err(refusal) => return refused(&refusal),
            },
        };
        if is_approved {
            self.plan(&message).await;
        }
        true
    }

    async fn plan(&mut self, message: &Message) {
        let (now, worth) = (self.tx.now(), TimeDelta::hours(1));
        schedule::plan_post(&mut self.tx, message.ward, message.id, message.version, now, worth)
            .await
            .expect("planned");
    }

    async fn recheck(&mut self) {
        let (ward, rule) = (self.cast.ward, self.rule());
        schedule::void_fallen(&mut self.tx, ward, rule, |_| TimeDelta::zero()).await.expect("looked at");
        for message in schedule::complete(&mut self.tx, ward, rule).await.expect("looked at") {
            self.plan(&message).await;
        }
    }

    /// Gives whether it left.
    async fn tick(&mut self) -> bool {
        let rule = self.rule();
        let mut left = false;
        for release in schedule::release_due(&mut self.tx, 8).await.expect("released") {
            let Release::Released(post) = release else { panic!("nothing is late here") };
            if schedule::cleared(&mut self.tx, &post, rule).await.expect("asked").is_some() {
                left = true;
                continue;
            }
            schedule::refuse(&mut self.tx, post.id).await.expect("refused");
            let found = message::lock(&mut self.tx, post.message).await.expect("read");
            let (message, _) = found.expect("a message");
            schedule::void(&mut self.tx, &message, TimeDelta::zero()).await.expect("taken back");
        }
        left
    }

    /// Both are in the same place.
    async fn compare(&mut self, why: &str) {
        let (id, rule) = (self.message.id, self.rule());
        let message = message::message(&mut self.tx, id).await.expect("read").expect("a message");
        let state = match message.state {
            message::State::Submitted => State::Waits,
            message::State::Returned => State::Returned,
            message::State::Approved => State::Approved,
            message::State::Withdrawn => State::Withdrawn,
        };
        assert_eq!((message.version, state), (self.model.version, self.model.state), "{why}");
        let stands = message::approval_stands(&mut self.tx, &message, rule).await.expect("asked");
        assert_eq!(stands, self.model.is_ready(), "{why}");
        let post = schedule::latest_post(&mut self.tx, id).await.expect("read");
        let planned = post.is_some_and(|post| post.state == schedule::State::Planned);
        assert_eq!(planned, self.model.planned, "{why}");
    }

    async fn act(&mut self, action: Action, why: &str) {
        match action {
            Action::Press { who, press, back } => {
                let version = self.model.version - back;
                let taken = self.press(who, press, version).await;
                assert_eq!(taken, self.model.press(who, press, version), "{why}");
            }
            Action::Both { one, other, press } => {
                let version = self.model.version;
                for who in [one, other] {
                    let taken = self.press(who, press, version).await;
                    assert_eq!(taken, self.model.press(who, press, version), "{why}");
                }
            }
            Action::Edit => {
                let (id, author) = (self.message.id, self.cast.people[AUTHOR]);
                let body = body(&format!("bản {}", self.model.version + 1), self.kind);
                let written = message::write_again(&mut self.tx, id, author, &body, None).await.is_ok();
                assert_eq!(written, self.model.edit(), "{why}");
                if written {
                    self.cancel().await;
                }
            }
            Action::Withdraw { who } => {
                let by = self.cast.people[who];
                let withdrawn = message::withdraw(&mut self.tx, self.message.id, by).await.is_ok();
                assert_eq!(withdrawn, self.model.withdraw(who), "{why}");
                if withdrawn {
                    self.cancel().await;
                }
            }
            Action::Grant { who, role } => {
                self.grant(who, role).await;
                self.model.roles[who].insert(role);
            }
            Action::End { who, seen } => {
                ward::end_roles(&mut self.tx, self.cast.ward, self.cast.people[who]).await.expect("ended");
                self.model.end(who);
                if seen {
                    self.recheck().await;
                    self.model.recheck();
                }
            }
            Action::Policy { asked, seen } => {
                self.set_policy(asked).await;
                self.model.asked = asked;
                if seen {
                    self.recheck().await;
                    self.model.recheck();
                }
            }
            Action::Duty { who } => {
                if self.model.roles[who].contains(&Role::Approver) {
                    let length = TimeDelta::hours(8);
                    let person = self.cast.people[who];
                    ward::take_duty(&mut self.tx, self.cast.ward, person, length).await.expect("taken");
                    self.model.on_duty.insert(who);
                }
            }
            Action::Away { who } => {
                let today = loa::calendar::day(self.tx.now());
                let person = self.cast.people[who];
                ward::enter_absence(&mut self.tx, self.cast.ward, person, (today, today), None)
                    .await
                    .expect("entered");
            }
            Action::Recall | Action::Tick => {}
        }
    }

    async fn cancel(&mut self) {
        let id = self.message.id;
        schedule::cancel_unsent(&mut self.tx, id, TimeDelta::zero(), None).await.expect("cancelled");
    }

    /// After it has left: it is recalled, and no button brings it out again.
    async fn after(&mut self, random: &mut Random, why: &str) {
        let by = self.cast.people[1];
        message::recall(&mut self.tx, self.message.id, by).await.expect("recalled");
        for _ in 0..4 {
            let who = random.place(PEOPLE);
            let version = self.model.version;
            assert!(!self.press(who, Press::Approve, version).await, "{why}");
            self.recheck().await;
            assert!(!self.tick().await, "{why}");
        }
    }
}

fn refused(refusal: &message::Refusal) -> bool {
    assert!(!matches!(refusal, message::Refusal::Store(_)), "{refusal:?}");
    false
}

async fn play(store: &Store, cast: &Cast, seed: u64) -> bool {
    let mut random = Random(seed);
    let asked = actions::asked(&mut random);
    let urgent = random.below(3) == 0;
    let kind = if urgent { Kind::Urgent } else { Kind::Notice };
    let mut tx = store.begin().await.expect("a transaction");
    let author = cast.people[AUTHOR];
    let at: Option<DateTime<Utc>> = None;
    let message =
        message::create(&mut tx, cast.ward, author, None, &body("bản 1", kind), at).await.expect("a message");
    let mut play = Play { tx, cast, model: Model::new(asked, urgent), message, kind };
    play.set_policy(asked).await;
    for who in 0..PEOPLE {
        let role = actions::role(&mut random);
        play.grant(who, role).await;
        play.model.roles[who].insert(role);
    }
    let mut past = Vec::new();
    for _ in 0..LONG {
        let action = actions::action(&mut random);
        past.push(action);
        let why = format!("seed {seed}: {past:?}: {:?}", play.model);
        play.act(action, &why).await;
        if action == Action::Tick {
            let left = play.tick().await;
            assert_eq!(left, play.model.tick(), "{why}");
            if left {
                play.after(&mut random, &why).await;
                return true;
            }
        }
        play.compare(&why).await;
    }
    false
}

#[tokio::test]
async fn nothing_leaves_by_the_rows_but_what_the_required_people_approved() {
    let folder = tempfile::tempdir().expect("a folder");
    let address = format!("sqlite:{}", folder.path().join("loa.db").display());
    let store = Store::open(&address, Access::Beside, Clock::frozen_at(monday())).await.expect("a database");
    let mut tx = store.begin().await.expect("a transaction");
    let ward = ward::create_ward(&mut tx, "Phường Hồ Sen", "UBND phường Hồ Sen").await.expect("a ward").id;
    let mut people = Vec::new();
    for _ in 0..PEOPLE {
        people.push(ward::person_without_account(&mut tx, ward).await.expect("a person"));
    }
    let units = ward::units(&mut tx, ward).await.expect("units");
    let units = units.iter().take(UNITS).map(|unit| unit.id).collect();
    tx.commit().await.expect("a commit");
    let cast = Cast { ward, people, units };
    let cases = number("LOA_CASES").map_or(2_000, |_| cases() / 100);
    let mut left = 0;
    for seed in 0..cases {
        left += u64::from(play(&store, &cast, seed).await);
    }
    assert!(left > cases / 50, "sequences must reach the end, too: {left}");
    say(&format!("{cases} sequences through the store, {left} of them to the end"));
}
