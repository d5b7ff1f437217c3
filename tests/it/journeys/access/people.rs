//! Everybody of a ward, and one of everything that buttons are about.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use loa::app::stage::{Persona, Place, Seen};
use loa::delivery;
use loa::message;
use loa::question::store as questions;
use loa::schedule;
use loa::schedule::recurrence::Rule;
use loa::schedule::slots;
use loa::text::Rich;
use loa::ward::Role;
use loa::ward::store as ward;
use uuid::Uuid;

use super::super::slots::TUESDAYS;
use crate::house::House;
use crate::plans::{DIRTY, word_of};

/// The unit that answers for roads.
const UNIT: &str = "KTHTDT";
/// Characters of a person's or an answer's id in a button beside another id.
const KEY: usize = 20;

/// Everybody who acts, in the order of the letters of [`super::table::ALL`].
pub struct People {
    pub columns: [(&'static str, Persona); 6],
    /// Where a head and their resident are, and where the officer reads.
    pub groups: [(Persona, Place); 2],
}

/// What buttons are about, by the names that stand in the table.
pub struct Things(BTreeMap<&'static str, String>);

impl Things {
    /// What a button carries: with what there is, or with ids of nothing.
    pub fn fill(&self, data: &str, is_real: bool) -> String {
        let mut filled = data.to_owned();
        for (name, value) in &self.0 {
            let nothing = &Uuid::nil().simple().to_string()[..value.len().min(32)];
            filled = filled.replace(&format!("{{{name}}}"), if is_real { value } else { nothing });
        }
        assert!(!filled.contains('{'), "nothing stands for {filled}");
        filled
    }
}

/// A message of the bot in somebody's private chat, on which buttons are pressed.
pub async fn any_message(house: &House, who: Persona) -> Seen {
    let messages = house.stage.messages(who, Place::Private).await.unwrap();
    messages.into_iter().find(|m| m.from.as_ref().is_some_and(|from| from.is_bot)).unwrap()
}

/// Everybody, with a post that is out; all words have this mark. Where the bot serves several
/// wards, a resident says first which is theirs.
pub async fn everybody(house: &House, mark: &str) -> People {
    let cast = house.cast().await;
    let officer = house.staff("Sơn", Role::Officer, Some(UNIT)).await;
    let chat = house.unit_chat(UNIT, cast.administrator, &[officer]).await;
    house.stage.start(cast.resident, "").await.unwrap();
    house.settle().await;
    let first = any_message(house, cast.resident).await;
    if first.text.contains("phường nào") {
        house.stage.press(cast.resident, Place::Private, &first, &house.ward.name).await.unwrap();
        house.settle().await;
    }
    house.publish(&cast, &format!("Tin để thử quyền {mark}")).await;
    People {
        columns: [
            ("resident", cast.resident),
            ("head", cast.head),
            ("editor", cast.editor),
            ("officer", officer),
            ("approver", cast.approver),
            ("administrator", cast.administrator),
        ],
        groups: [(cast.head, cast.group), (officer, chat)],
    }
}

/// The same, with everything that buttons are about.
pub async fn settle_in(house: &House, mark: &str) -> (People, Things) {
    let people = everybody(house, mark).await;
    let [(_, resident), _, (_, editor), .., (_, administrator)] = people.columns;
    house.submit(editor, &format!("Tin chờ duyệt {mark}")).await;
    let road = format!("Ngõ 15 xuống cấp {mark}, ổ gà nhiều, bao giờ phường sửa đường?");
    house.say(resident, Place::Private, &road).await;
    let notice = house.see(resident, Place::Private, "xin ông/bà đồng ý").await;
    house.press(resident, Place::Private, &notice, "Đồng ý", "Cảm ơn ông/bà đã đồng ý").await;
    let (officer, chat) = people.groups[1];
    house.see(officer, chat, "Ngõ 15").await;
    let plan = format!("KH {mark}.docx");
    super::super::planning::send(house, administrator, &plan, &word_of(DIRTY)).await;
    house.settle().await;
    let things = things(house, mark).await;
    (people, things)
}

async fn things(house: &House, mark: &str) -> Things {
    let mut tx = house.store.begin().await.unwrap();
    let id = house.ward.id;
    let unit = ward::unit_by_code(&mut tx, id, UNIT).await.unwrap().unwrap().id;
    let group = ward::groups(&mut tx, id).await.unwrap().remove(0);
    let staff = ward::staff(&mut tx, id).await.unwrap();
    let holder = |role| staff.iter().find(|row| row.role == role).unwrap().person.id;
    let (administrator, officer) = (holder(Role::Administrator), holder(Role::Officer));
    let post = schedule::posts(&mut tx, id, 1).await.unwrap().remove(0);
    let copy = delivery::copies(&mut tx, post.id).await.unwrap()[0].id;
    let waiting = message::submitted(&mut tx, id).await.unwrap().remove(0).id;
    let question = questions::in_state(&mut tx, id, loa::question::State::Open).await.unwrap().remove(0).id;
    let words = Rich::plain(&format!("Sẽ xem lại {mark}."));
    let answer = questions::write_answer(&mut tx, question, unit, officer, &words, None, None).await.unwrap();
    let canned =
        questions::add_canned(&mut tx, unit, &format!("Câu mẫu {mark}"), &words, officer).await.unwrap();
    let days = [1, 2].map(|day| NaiveDate::from_ymd_opt(2026, 7, day).unwrap());
    let absence = ward::enter_absence(&mut tx, id, officer, (days[0], days[1]), None).await.unwrap().unwrap();
    let content_group = loa::plan::content_groups(&mut tx, id).await.unwrap().remove(0).id;
    let rule = Rule::from_json(TUESDAYS).expect("a rule");
    let slot = slots::put_slot(&mut tx, id, content_group, mark, &rule, administrator).await.unwrap();
    let plan = loa::plan::in_force(&mut tx, id).await.unwrap().remove(0).id;
    let proposal = loa::plan::open_proposals(&mut tx, id).await.unwrap().remove(0).id;
    tx.commit().await.unwrap();
    let whole = |id: Uuid| id.simple().to_string();
    let key = |id: Uuid| whole(id)[32 - KEY..].to_owned();
    Things(BTreeMap::from([
        ("ward", whole(id.0)),
        ("unit", whole(unit.0)),
        ("neighbourhood", whole(group.neighbourhood.0)),
        ("group", whole(group.id.0)),
        ("head_key", key(group.head.0)),
        ("administrator", whole(administrator.0)),
        ("officer", whole(officer.0)),
        ("officer_key", key(officer.0)),
        ("message", whole(post.message.0)),
        ("waiting", whole(waiting.0)),
        ("post", whole(post.id.0)),
        ("copy", whole(copy.0)),
        ("question", whole(question.0)),
        ("answer", whole(answer.0)),
        ("canned", whole(canned.0)),
        ("canned_key", key(canned.0)),
        ("absence", whole(absence.0)),
        ("content_group", whole(content_group.0)),
        ("slot", whole(slot.0)),
        ("plan", whole(plan.0)),
        ("proposal", whole(proposal.0)),
    ]))
}
