//! A ward's day, played by people who wait as long as it takes: what they say and press is an
//! update, and an update must survive a kill, so nobody says anything twice. Only where two
//! equal messages stand in a chat (a declared repeat) a person may have to try the other one.

mod wait;

use std::sync::Mutex;
use std::time::Duration;

use anyhow::{Context, bail};
use chrono::TimeDelta;
use loa::app::stage::{Persona, Place, Seen, Stage, link_code};
use loa::ward::{Purpose, Role, store as ward};
use tokio::time::Instant;

use super::facts::{Asked, Told, Written};
use super::random::Random;
use super::volume::{is_watched_out, pending};
use crate::house::House;
use wait::Mark;

/// How long a person waits, in real time: several kills and starts.
const PATIENCE: Duration = Duration::from_mins(1);
/// The unit that the questions of the play belong to.
const WORKS: &str = "KTHTDT";

/// People and places, and what was said and done so far.
pub struct Play {
    stage: Stage,
    url: String,
    cast: Cast,
    told: Mutex<Told>,
    random: Mutex<Random>,
}

struct Cast {
    editor: Persona,
    approver: Persona,
    officer: Persona,
    works: Place,
    groups: Vec<(Persona, Place)>,
    relay: Persona,
    /// In the first and the second group.
    residents: Vec<Persona>,
}

impl Play {
    /// Staff, a unit's chat, groups and a relay come in.
    pub async fn begin(house: &House) -> anyhow::Result<Self> {
        let stage = house.stage.clone();
        let nobody = Persona(0);
        let cast = Cast {
            editor: nobody,
            approver: nobody,
            officer: nobody,
            works: Place::Private,
            groups: Vec::new(),
            relay: nobody,
            residents: Vec::new(),
        };
        let told = Mutex::new(Told::default());
        let random = Mutex::new(Random(1));
        let mut play = Self { stage, url: house.sandbox.url(), cast, told, random };
        let administrator = play.staff(house, "Hạnh", Role::Administrator, None).await?;
        play.cast.editor = play.staff(house, "Minh", Role::Editor, None).await?;
        play.cast.approver = play.staff(house, "Hà", Role::Approver, None).await?;
        play.cast.officer = play.staff(house, "Dũng", Role::Officer, Some(WORKS)).await?;
        play.cast.works = play.unit_chat(house, WORKS, administrator).await?;
        for number in 1..=3 {
            let resident = play.stage.person(&format!("Dân {number}")).await?;
            let head = play.stage.person(&format!("Tổ trưởng {number}")).await?;
            let group = play.neighbourhood(house, number, administrator, head, resident).await?;
            play.cast.groups.push((head, group));
            if number < 3 {
                play.cast.residents.push(resident);
            }
        }
        play.cast.relay = play.relay(house, 4, administrator).await?;
        play.told.lock().expect("a lock").groups = 4;
        Ok(play)
    }

    /// One round: a post from the first word to the groups, while residents ask and are answered.
    pub async fn round(&mut self, round: usize) -> anyhow::Result<()> {
        let (first, second) = (self.cast.residents[0], self.cast.residents[1]);
        let (group1, group2) = (self.cast.groups[0].1, self.cast.groups[1].1);
        let newcomer = self.stage.person(&format!("Dân mới {round}")).await?;
        tokio::try_join!(
            self.write_and_post(round),
            self.ask(round * 10 + 1, first, group1, round == 1),
            self.ask(round * 10 + 2, second, group2, round == 1),
            self.ask(round * 10 + 3, newcomer, Place::Private, true),
        )?;
        Ok(())
    }

    /// What people did.
    pub fn told(self) -> Told {
        self.told.into_inner().expect("a lock")
    }

    /// Waits until everything that came in is handled and everything that is due has left.
    pub async fn settle(&self, house: &House) -> anyhow::Result<()> {
        let until = Instant::now() + PATIENCE;
        let mut change = 0;
        loop {
            // Looked at first: what comes of a look meanwhile is seen below.
            let is_watched_out = is_watched_out(house).await;
            let mut tx = house.store.read().await?;
            let bots = ward::bot_of_ward(&mut tx, house.ward.id).await?;
            let bot = bots.context("the ward has its bot")?.id;
            let open = loa::inbox::chats(&mut tx, bot, "", 20).await?;
            let waiting = loa::delivery::waiting(&mut tx, bot).await?;
            drop(tx);
            let at_rest = open.is_empty() && waiting == 0 && is_watched_out;
            if at_rest && pending(house).await? == 0 {
                break;
            }
            if Instant::now() > until {
                bail!("the service does not come to rest: {open:?} to handle, {waiting} to send");
            }
            self.something_new(&mut change, Duration::from_millis(100)).await?;
        }
        Ok(())
    }

    async fn staff(
        &self,
        house: &House,
        name: &str,
        role: Role,
        unit: Option<&str>,
    ) -> anyhow::Result<Persona> {
        let unit = match unit {
            Some(code) => Some(house.unit(code).await.id),
            None => None,
        };
        let link = house.link(&Purpose::Staff { role, unit, name: name.to_owned() }).await;
        let person = self.stage.person(name).await?;
        self.stage.start(person, &link).await?;
        self.expect(person, Place::Private, "với vai trò", &Mark(0)).await?;
        Ok(person)
    }

    async fn unit_chat(&self, house: &House, code: &str, administrator: Persona) -> anyhow::Result<Place> {
        let unit = house.unit(code).await.id;
        let link = house.link(&Purpose::UnitChat { unit }).await;
        let chat = self.stage.group("Phòng Kinh tế", administrator, &[self.cast.officer]).await?;
        self.stage.add_bot(administrator, chat, Some(&link)).await?;
        self.expect(administrator, chat, "nhận câu hỏi của", &Mark(0)).await?;
        Ok(chat)
    }

    async fn neighbourhood(
        &self,
        house: &House,
        number: u32,
        administrator: Persona,
        head: Persona,
        resident: Persona,
    ) -> anyhow::Result<Place> {
        let (name, link) = house.head_link(number).await;
        self.stage.start(head, &link).await?;
        let welcome = self.expect(head, Place::Private, &name, &Mark(0)).await?;
        let code = welcome.url("Thêm trợ lý vào nhóm").and_then(link_code).context("a link")?;
        let group = self.stage.group(&format!("Bà con tổ {number}"), head, &[resident]).await?;
        self.stage.add_bot(head, group, Some(&code)).await?;
        self.confirm(administrator, &name).await?;
        self.expect(head, group, "không đọc các tin nhắn khác", &Mark(0)).await?;
        Ok(group)
    }

    async fn relay(&self, house: &House, number: u32, administrator: Persona) -> anyhow::Result<Persona> {
        let head = self.stage.person("Tổ trưởng Zalo").await?;
        let (name, link) = house.head_link(number).await;
        self.stage.start(head, &link).await?;
        let welcome = self.expect(head, Place::Private, &name, &Mark(0)).await?;
        self.press(head, Place::Private, &welcome, "Tổ dùng Zalo", "chờ phường xác nhận").await?;
        self.confirm(administrator, &name).await?;
        self.expect(head, Place::Private, "Phường đã xác nhận", &Mark(0)).await?;
        Ok(head)
    }

    async fn confirm(&self, administrator: Persona, name: &str) -> anyhow::Result<()> {
        let card = self.expect(administrator, Place::Private, name, &Mark(0)).await?;
        self.press(administrator, Place::Private, &card, "Xác nhận", &format!("Đã xác nhận {name}"))
            .await
            .map(|_| ())
    }

    async fn write_and_post(&self, round: usize) -> anyhow::Result<()> {
        let Cast { editor, approver, relay, .. } = self.cast;
        let (old, marker) = (format!("p{round}a"), format!("p{round}b"));
        let mark = self.mark(editor, Place::Private).await?;
        self.stage.say(editor, Place::Private, "/soan").await?;
        let groups = self.expect(editor, Place::Private, "Tin mới thuộc nhóm nội dung nào", &mark).await?;
        self.press(editor, Place::Private, &groups, "Không thuộc nhóm nào", "Xin viết nội dung").await?;
        let submitted = self.write(editor, &old, round, false).await?;
        let number = number_of(&submitted)?;
        self.note(|told| {
            told.posts.push(Written { number, marker: marker.clone(), old: old.clone(), approved: false });
        });

        let card = self.card(approver, number, 1).await?;
        let why = format!("Vì sao trả lại tin {number}?");
        self.press(approver, Place::Private, &card, "Trả lại", &why).await?;
        let mark = self.mark(approver, Place::Private).await?;
        self.stage.say(approver, Place::Private, "Xin ghi rõ địa điểm.").await?;
        self.expect(approver, Place::Private, &format!("Đã trả lại tin {number}"), &mark).await?;
        let returned =
            self.expect(editor, Place::Private, &format!("trả lại tin {number}:"), &Mark(0)).await?;
        self.press(editor, Place::Private, &returned, "Sửa", &format!("Sửa tin {number}:")).await?;
        self.write(editor, &marker, round, true).await?;

        let card = self.card(approver, number, 2).await?;
        // Not the card's new words: pressed where it stands twice, the other one gets them, or none.
        let released = format!("Tin {number} sẽ bắt đầu gửi tới 4 nhóm");
        self.press(approver, Place::Private, &card, "Duyệt", &released).await?;
        self.note(|told| told.posts.last_mut().expect("the post").approved = true);
        self.expect(editor, Place::Private, &format!("đã duyệt tin {number}."), &Mark(0)).await?;
        self.stage.advance(TimeDelta::seconds(61)).await?;
        let relayed = self.expect(relay, Place::Private, &marker, &Mark(0)).await?;
        self.press(relay, Place::Private, &relayed, "Đã đăng", "Đã ghi nhận").await?;
        Ok(())
    }

    /// Writes what was asked for and submits it. Every other round's message has a picture,
    /// which stays when its words are written again.
    async fn write(&self, editor: Persona, marker: &str, round: usize, again: bool) -> anyhow::Result<Seen> {
        let text = format!("<b>Thu gom rác</b> sáng thứ Bảy tại sân nhà văn hóa, lần {round}, {marker}.");
        let with_picture = round.is_multiple_of(2);
        let mark = self.mark(editor, Place::Private).await?;
        self.stage.say_html(editor, Place::Private, &text).await?;
        let when = if with_picture && again {
            self.expect(editor, Place::Private, "Đăng lúc nào", &mark).await?
        } else {
            let photo = self.expect(editor, Place::Private, "Nếu có ảnh", &mark).await?;
            if with_picture {
                let mark = self.mark(editor, Place::Private).await?;
                self.stage.photo(editor, Place::Private).await?;
                self.expect(editor, Place::Private, "Đăng lúc nào", &mark).await?
            } else {
                self.press(editor, Place::Private, &photo, "Không có ảnh", "Đăng lúc nào").await?
            }
        };
        let confirm = self.press(editor, Place::Private, &when, "Ngay khi được duyệt", "Gửi duyệt?").await?;
        self.press(editor, Place::Private, &confirm, "Gửi duyệt", "Đã gửi duyệt tin").await
    }

    async fn card(&self, approver: Persona, number: i64, version: i32) -> anyhow::Result<Seen> {
        let words = format!("Tin {number}, bản {version} chờ duyệt");
        self.expect(approver, Place::Private, &words, &Mark(0)).await
    }

    /// A resident asks, agrees where that is still missing, and is answered.
    async fn ask(&self, number: usize, who: Persona, place: Place, fresh: bool) -> anyhow::Result<()> {
        let (marker, answer) = (format!("q{number}x"), format!("a{number}x"));
        let words = format!("Ngõ 15 xuống cấp, ổ gà nhiều, bao giờ phường sửa đường? {marker}");
        if place == Place::Private {
            self.stage.start(who, "").await?;
            self.expect(who, Place::Private, "Kính chào", &Mark(0)).await?;
        }
        let mark = self.mark(who, place).await?;
        self.note(|told| told.questions.push(Asked { marker: marker.clone(), answer: None }));
        if place == Place::Private {
            self.stage.say(who, place, &words).await?;
        } else {
            self.stage.say(who, place, &format!("/hoi {words}")).await?;
        }
        let taken = self.expect(who, place, "mã số", &mark).await?;
        if fresh {
            if place != Place::Private {
                self.stage.start(who, &taken.link_code().context("a link")?).await?;
            }
            let notice = self.expect(who, Place::Private, "xin ông/bà đồng ý", &Mark(0)).await?;
            self.press(who, Place::Private, &notice, "Đồng ý", "Cảm ơn ông/bà đã đồng ý").await?;
            self.expect(who, Place::Private, "Chậm nhất", &Mark(0)).await?;
        }
        self.answer(&marker, &answer).await?;
        self.expect(who, Place::Private, &answer, &Mark(0)).await?;
        Ok(())
    }

    /// The officer answers by replying to the card; where it stands there twice, to the one
    /// that the bot knows.
    async fn answer(&self, question: &str, answer: &str) -> anyhow::Result<()> {
        let Cast { officer, works, .. } = self.cast;
        loop {
            let card = self.expect(officer, works, question, &Mark(0)).await?;
            self.note(|told| {
                let asked = told.questions.iter_mut().find(|q| q.marker == question);
                asked.expect("the question").answer = Some(answer.to_owned());
            });
            let words = format!("Đơn vị thi công vá xong trong tuần này. {answer}");
            let said = self.stage.reply(officer, works, card.message_id, &words).await?;
            let heard = |m: &Seen| m.text.contains("Đã gửi câu trả lời") || m.text.contains("Muốn trả lời");
            let reaction = self
                .wait(officer, works, |m| {
                    m.reply_to.as_ref().is_some_and(|r| r.message_id == said) && heard(m)
                })
                .await
                .with_context(|| format!("no reaction to the answer {answer}"))?;
            if reaction.text.contains("Đã gửi câu trả lời") {
                return Ok(());
            }
        }
    }

    fn note(&self, change: impl FnOnce(&mut Told)) {
        change(&mut self.told.lock().expect("a lock"));
    }
}

/// "Đã gửi duyệt tin 12, bản 1." tells 12.
fn number_of(submitted: &Seen) -> anyhow::Result<i64> {
    let after = submitted.text.split("tin ").nth(1).context("a number")?;
    let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
    Ok(digits.parse()?)
}
