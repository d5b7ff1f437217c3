//! Brings the sample into a ward that is set up: people by their links, messages and questions by
//! what their authors say and press, one after the other as the weeks go by.

use std::collections::HashMap;

use anyhow::{Context, ensure};
use chrono::{NaiveDateTime, TimeDelta};

use super::super::demo::{Cast, join_group, press};
use super::super::guide;
use super::super::stage::{Persona, Place, Seen, Stage};
use super::{Fate, Message, Question, Sample};
use crate::i18n;
use crate::plan;
use crate::schedule::slots;
use crate::store::Store;
use crate::ward::store as ward;
use crate::ward::{Purpose, Reads, Role, Ward};

const PRIVATE: Place = Place::Private;

/// What happens in the ward, each at its time.
#[derive(Clone, Copy)]
enum Step<'a> {
    Write(&'a Message),
    Ask(&'a Question),
    Answer(&'a Question),
}

struct Filling<'a> {
    stage: &'a Stage,
    store: &'a Store,
    ward: Ward,
    cast: &'a Cast,
    opens: NaiveDateTime,
    /// Groups of neighbourhoods by code, chats of units with their officer by code, residents by
    /// name.
    groups: HashMap<String, Place>,
    chats: HashMap<String, (Persona, Place)>,
    residents: HashMap<String, Persona>,
    /// Questions as their units see them, by their words.
    cards: HashMap<&'a str, Seen>,
    written: usize,
}

/// Brings the sample in, and the clock to the moment at which it opens.
///
/// # Errors
/// If a step does not lead to what it should.
pub(in crate::app) async fn fill(
    sample: &Sample,
    stage: &Stage,
    store: &Store,
    cast: &Cast,
) -> anyhow::Result<()> {
    let mut tx = store.read().await?;
    let ward = ward::wards(&mut tx).await?.into_iter().next().context("a ward")?;
    drop(tx);
    let mut filling = Filling {
        stage,
        store,
        ward,
        cast,
        opens: sample.ward.opens,
        groups: HashMap::from([("01".to_owned(), cast.group1)]),
        chats: HashMap::from([("KTHTDT".to_owned(), (cast.officer, cast.works))]),
        residents: HashMap::new(),
        cards: HashMap::new(),
        written: 0,
    };
    filling.neighbourhoods(sample).await?;
    filling.staff(sample).await?;
    filling.slots(sample).await?;
    for (at, step) in steps(sample) {
        filling.until(at).await?;
        match step {
            Step::Write(message) => filling.write(message).await?,
            Step::Ask(question) => filling.ask(question).await?,
            Step::Answer(question) => filling.answer(question).await?,
        }
    }
    filling.until(filling.opens).await
}

fn steps(sample: &Sample) -> Vec<(NaiveDateTime, Step<'_>)> {
    let mut steps: Vec<_> = sample.messages.iter().map(|m| (m.at, Step::Write(m))).collect();
    for question in &sample.questions {
        steps.push((question.at, Step::Ask(question)));
        steps.extend(question.answered_at.map(|at| (at, Step::Answer(question))));
    }
    steps.sort_by_key(|(at, _)| *at);
    steps
}

impl<'a> Filling<'a> {
    async fn until(&self, at: NaiveDateTime) -> anyhow::Result<()> {
        let by = i18n::from_hanoi(at) - self.stage.now().await?;
        if by > TimeDelta::zero() { self.stage.advance(by).await } else { Ok(()) }
    }

    /// The ward's list, and the heads of those that are not in the play.
    async fn neighbourhoods(&mut self, sample: &Sample) -> anyhow::Result<()> {
        let mut tx = self.store.begin().await?;
        let mut links = Vec::new();
        for place in &sample.ward.neighbourhoods {
            let number: u32 = place.code.parse()?;
            let name = format!("Tổ dân phố số {number}");
            let id = ward::put_neighbourhood(&mut tx, self.ward.id, &place.code, &name).await?;
            let known = ward::neighbourhood(&mut tx, self.ward.id, id).await?;
            let mut described = known.context("a neighbourhood")?;
            described.area.clone_from(&place.area);
            described.tags.clone_from(&place.tags);
            described.reads = Reads::from_code(&place.reads).context("a language")?;
            ward::describe_neighbourhood(&mut tx, self.ward.id, &described).await?;
            if let (Some(head), Some(title)) = (&place.head, &place.group) {
                let link = Purpose::Head { neighbourhood: id };
                let link = ward::make_link(&mut tx, self.ward.id, &link, None).await?;
                links.push((number, place, head, title, link));
            }
        }
        tx.commit().await?;
        let stage = self.stage;
        for (number, place, head, title, link) in links {
            let (vi, en) = guide::head(number);
            let head = stage.person_noted(head, (&vi, &en)).await?;
            let mut members = Vec::new();
            for member in &place.members {
                let (vi, en) = guide::resident(number);
                let resident = stage.person_noted(member, (&vi, &en)).await?;
                self.residents.insert(member.clone(), resident);
                members.push(resident);
            }
            let group = stage.group(title, head, &members).await?;
            stage.start(head, &link).await?;
            let welcome = stage.see(head, PRIVATE, "tổ trưởng").await?;
            join_group(stage, self.cast.administrator, head, &welcome, Some(group)).await?;
            self.groups.insert(place.code.clone(), group);
        }
        Ok(())
    }

    async fn staff(&mut self, sample: &Sample) -> anyhow::Result<()> {
        let (stage, administrator) = (self.stage, self.cast.administrator);
        for staff in &sample.ward.staff {
            let mut tx = self.store.begin().await?;
            let unit = match &staff.unit {
                Some(code) => {
                    Some(ward::unit_by_code(&mut tx, self.ward.id, code).await?.context("a unit")?.id)
                }
                None => None,
            };
            let purpose = Purpose::Staff { role: staff.role()?, unit, name: staff.name.clone() };
            let link = ward::make_link(&mut tx, self.ward.id, &purpose, None).await?;
            let chat = match unit {
                Some(unit) => {
                    Some(ward::make_link(&mut tx, self.ward.id, &Purpose::UnitChat { unit }, None).await?)
                }
                None => None,
            };
            tx.commit().await?;
            let person = stage.person_noted(&staff.name, guide::staff(staff.role()?)).await?;
            stage.start(person, &link).await?;
            stage.see(person, PRIVATE, "với vai trò").await?;
            if let (Some(code), Some(title), Some(chat)) = (&staff.unit, &staff.chat, chat) {
                let place = stage.group(title, administrator, &[person]).await?;
                stage.add_bot(administrator, place, Some(&chat)).await?;
                stage.see(administrator, place, "nhận câu hỏi của").await?;
                self.chats.insert(code.clone(), (person, place));
            }
        }
        Ok(())
    }

    async fn slots(&self, sample: &Sample) -> anyhow::Result<()> {
        let mut tx = self.store.begin().await?;
        let groups = plan::content_groups(&mut tx, self.ward.id).await?;
        let people = ward::people_with(&mut tx, self.ward.id, Role::Administrator).await?;
        let by = people.first().context("an administrator")?.id;
        for slot in &sample.ward.slots {
            let group = groups.iter().find(|group| group.number == slot.group).context("a group")?;
            slots::put_slot(&mut tx, self.ward.id, group.id, "", &slot.rule, by).await?;
        }
        Ok(tx.commit().await?)
    }

    /// A message from its author's first word to its fate.
    async fn write(&mut self, message: &Message) -> anyhow::Result<()> {
        let (stage, editor, approver) = (self.stage, self.cast.editor, self.cast.approver);
        self.written += 1;
        let n = self.written;
        let when = self.compose(message).await?;
        let confirm = match message.fate {
            Fate::Slot => press(stage, editor, &when, "Khung giờ tới", "ở khung giờ").await?,
            Fate::Planned => {
                press(stage, editor, &when, "Giờ khác", "Xin viết ngày giờ").await?;
                stage.say(editor, PRIVATE, message.post_at.as_deref().context("a time")?).await?;
                stage.see(editor, PRIVATE, "Gửi duyệt? Tin được đăng lúc").await?
            }
            _ => press(stage, editor, &when, "Ngay khi được duyệt", "Gửi duyệt?").await?,
        };
        press(stage, editor, &confirm, "Gửi duyệt", &format!("Đã gửi duyệt tin {n}, bản 1")).await?;
        let card = stage.see(approver, PRIVATE, &format!("Tin {n}, bản 1 chờ duyệt")).await?;
        if let Some(reason) = &message.reason {
            press(stage, approver, &card, "Trả lại", "Vì sao trả lại").await?;
            stage.say(approver, PRIVATE, reason).await?;
            let returned = stage.see(editor, PRIVATE, reason).await?;
            if message.earlier.is_some() {
                press(stage, editor, &returned, "Sửa", "xin gửi nội dung mới").await?;
                let when = self.say_without_photo(&message.text).await?;
                let confirm = press(stage, editor, &when, "Ngay khi được duyệt", "Gửi duyệt?").await?;
                press(stage, editor, &confirm, "Gửi duyệt", &format!("Đã gửi duyệt tin {n}, bản 2")).await?;
                stage.see(approver, PRIVATE, &format!("Tin {n}, bản 2 chờ duyệt")).await?;
            }
        }
        match message.fate {
            Fate::Waiting | Fate::Returned => {}
            Fate::Slot | Fate::Planned => {
                press(stage, approver, &card, "Duyệt", "đã duyệt").await?;
            }
            Fate::Posted => {
                press(stage, approver, &card, "Duyệt", "đã duyệt").await?;
                stage.see(approver, PRIVATE, "bắt đầu gửi").await?;
                self.posted(message).await?;
            }
        }
        Ok(())
    }

    /// Up to the question when it is to be posted.
    async fn compose(&self, message: &Message) -> anyhow::Result<Seen> {
        let (stage, editor) = (self.stage, self.cast.editor);
        stage.say(editor, PRIVATE, "/soan").await?;
        let groups = stage.see(editor, PRIVATE, "Tin mới thuộc nhóm nội dung nào").await?;
        press(stage, editor, &groups, &format!("{} ", message.group), "Xin viết nội dung").await?;
        let first = message.earlier.as_ref().unwrap_or(&message.text);
        let mut when = self.say_without_photo(first).await?;
        if let Some(english) = &message.english {
            press(stage, editor, &when, "Thêm bản tiếng Anh", "Xin viết bản tiếng Anh").await?;
            stage.say_html(editor, PRIVATE, english.trim()).await?;
            when = stage.see(editor, PRIVATE, "Đăng lúc nào").await?;
        }
        if let Some(area) = &message.area {
            let kinds = press(stage, editor, &when, "Gửi: tất cả", "Tin gửi tới").await?;
            let areas = press(stage, editor, &kinds, "Theo khu vực", "Xin bấm để chọn").await?;
            let chosen = press(stage, editor, &areas, area, &format!("khu vực {area}")).await?;
            when = press(stage, editor, &chosen, "Xong", "Đăng lúc nào").await?;
        }
        Ok(when)
    }

    async fn say_without_photo(&self, text: &str) -> anyhow::Result<Seen> {
        let (stage, editor) = (self.stage, self.cast.editor);
        stage.say_html(editor, PRIVATE, text.trim()).await?;
        let photo = stage.see(editor, PRIVATE, "Nếu có ảnh").await?;
        press(stage, editor, &photo, "Không có ảnh", "Đăng lúc nào").await
    }

    /// Out it goes; who posts by hand has done so, but for what came on the last day.
    async fn posted(&self, message: &Message) -> anyhow::Result<()> {
        let (stage, cast) = (self.stage, self.cast);
        stage.advance(TimeDelta::seconds(61)).await?;
        let heading = heading(&message.text);
        stage.see(cast.head1, cast.group1, heading).await?;
        if message.area.is_none() {
            let relay = stage.see(cast.head3, PRIVATE, heading).await?;
            if message.at.date() < self.opens.date() {
                stage.press(cast.head3, PRIVATE, &relay, "Đã đăng").await?;
                stage.see(cast.head3, PRIVATE, "Đã ghi nhận").await?;
            }
        }
        Ok(())
    }

    async fn ask(&mut self, question: &'a Question) -> anyhow::Result<()> {
        let stage = self.stage;
        let asker = *self.residents.get(&question.asker).context("a resident")?;
        let group = *self.groups.get(&question.neighbourhood).context("a group")?;
        let (officer, chat) = *self.chats.get(&question.unit).context("a unit's chat")?;
        stage.say(asker, group, &format!("/hoi {}", question.text)).await?;
        let taken = stage.see(asker, group, "mã số").await?;
        stage.start(asker, &taken.link_code().context("a link")?).await?;
        let notice = stage.see(asker, PRIVATE, "xin ông/bà đồng ý").await?;
        press(stage, asker, &notice, "Đồng ý", "Cảm ơn ông/bà đã đồng ý").await?;
        stage.see(asker, PRIVATE, "Chậm nhất").await?;
        let card = stage.see(officer, chat, &question.text).await?;
        self.cards.insert(&question.text, card);
        Ok(())
    }

    async fn answer(&self, question: &Question) -> anyhow::Result<()> {
        let stage = self.stage;
        let (officer, chat) = *self.chats.get(&question.unit).context("a unit's chat")?;
        let card = self.cards.get(question.text.as_str()).context("a question that was asked")?;
        let answer = question.answer.as_deref().context("an answer")?;
        stage.reply(officer, chat, card.message_id, answer).await?;
        stage.see(officer, chat, "Đã gửi câu trả lời").await?;
        let asker = *self.residents.get(&question.asker).context("a resident")?;
        let shown = stage.see(asker, PRIVATE, answer).await?;
        ensure!(!shown.text.is_empty(), "the answer came");
        Ok(())
    }
}

/// The words of a message's first line, without looks.
fn heading(text: &str) -> &str {
    let line = text.trim().lines().next().unwrap_or_default();
    line.trim_start_matches("<b>").trim_end_matches("</b>")
}
