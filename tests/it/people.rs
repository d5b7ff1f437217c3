//! How people come in and what they do in every other journey: staff by link, heads with their
//! groups, editors who submit and approvers who approve.

use chrono::TimeDelta;
use loa::app::stage::{Persona, Place, Seen, link_code};
use loa::ward::store as ward;
use loa::ward::{Purpose, Role, UnitId};

use crate::house::House;

/// Who posts and who asks, where a journey needs all of them.
#[derive(Clone, Copy, Debug)]
pub struct Cast {
    pub administrator: Persona,
    pub editor: Persona,
    pub approver: Persona,
    pub head: Persona,
    pub group: Place,
    /// A member of the group, a stranger to the bot.
    pub resident: Persona,
}

impl House {
    /// A member of staff, let in by a link as the ward makes it.
    pub async fn staff(&self, name: &str, role: Role, unit: Option<&str>) -> Persona {
        let person = self.stage.person(name).await.expect("a person");
        self.let_in(person, name, role, unit).await;
        person
    }

    /// Gives a person one more role.
    pub async fn let_in(&self, person: Persona, name: &str, role: Role, unit: Option<&str>) {
        let unit: Option<UnitId> = match unit {
            Some(code) => Some(self.unit(code).await.id),
            None => None,
        };
        let link = self.link(&Purpose::Staff { role, unit, name: name.to_owned() }).await;
        self.stage.start(person, &link).await.expect("the link opens");
        self.see(person, Place::Private, "với vai trò").await;
    }

    /// A unit's chat, with this administrator and these members.
    pub async fn unit_chat(&self, code: &str, administrator: Persona, members: &[Persona]) -> Place {
        let unit = self.unit(code).await;
        let link = self.link(&Purpose::UnitChat { unit: unit.id }).await;
        let chat = self.stage.group(&unit.name, administrator, members).await.expect("a group");
        self.stage.add_bot(administrator, chat, Some(&link)).await.expect("the bot is added");
        self.see(administrator, chat, "nhận câu hỏi của").await;
        chat
    }

    /// The chat of a unit with one officer of it, set up by an administrator of its own.
    pub async fn unit_chat_of(&self, code: &str) -> (Persona, Place) {
        let administrator = self.staff(&format!("Quản trị {code}"), Role::Administrator, None).await;
        let officer = self.staff(&format!("Cán bộ {code}"), Role::Officer, Some(code)).await;
        (officer, self.unit_chat(code, administrator, &[officer]).await)
    }

    /// An administrator, an editor, an approver, and one neighbourhood with its group.
    pub async fn cast(&self) -> Cast {
        let administrator = self.staff("Hạnh", Role::Administrator, None).await;
        let editor = self.staff("Minh", Role::Editor, None).await;
        let approver = self.staff("Hà", Role::Approver, None).await;
        let head = self.stage.person("Bình").await.expect("a person");
        let resident = self.stage.person("Lan").await.expect("a person");
        let group = self.neighbourhood(1, administrator, head, &[resident]).await;
        Cast { administrator, editor, approver, head, group, resident }
    }

    /// A registered and confirmed group of a new neighbourhood.
    pub async fn neighbourhood(
        &self,
        number: u32,
        administrator: Persona,
        head: Persona,
        members: &[Persona],
    ) -> Place {
        let (name, link) = self.head_link(number).await;
        self.stage.start(head, &link).await.expect("the link opens");
        let welcome = self.stage.see(head, Place::Private, &name).await.expect("a welcome");
        let code = welcome.url("Thêm trợ lý vào nhóm").and_then(link_code).expect("a link");
        let group = self.stage.group(&format!("Bà con tổ {number}"), head, members).await.expect("a group");
        self.stage.add_bot(head, group, Some(&code)).await.expect("the bot is added");
        self.confirm(administrator).await;
        self.stage.see(head, group, "không đọc các tin nhắn khác").await.expect("a welcome in the group");
        group
    }

    /// A confirmed relay of a new neighbourhood.
    pub async fn relay(&self, number: u32, administrator: Persona, head: Persona) {
        let (name, link) = self.head_link(number).await;
        self.stage.start(head, &link).await.expect("the link opens");
        let welcome = self.stage.see(head, Place::Private, &name).await.expect("a welcome");
        self.press(head, Place::Private, &welcome, "Tổ dùng Zalo", "chờ phường xác nhận").await;
        self.confirm(administrator).await;
        self.stage.see(head, Place::Private, "Phường đã xác nhận").await.expect("a word to the head");
    }

    /// A new neighbourhood, and the link for its head.
    pub async fn head_link(&self, number: u32) -> (String, String) {
        let name = format!("Tổ dân phố số {number}");
        let mut tx = self.store.begin().await.expect("a transaction");
        let id = ward::put_neighbourhood(&mut tx, self.ward.id, &format!("{number:02}"), &name)
            .await
            .expect("a neighbourhood");
        tx.commit().await.expect("a commit");
        (name, self.link(&Purpose::Head { neighbourhood: id }).await)
    }

    async fn confirm(&self, administrator: Persona) {
        let card = self.stage.see(administrator, Place::Private, "Xác nhận").await.expect("a card");
        self.press(administrator, Place::Private, &card, "Xác nhận", "Đã xác nhận").await;
    }

    /// An editor writes a message and submits it, to be posted as soon as approved.
    pub async fn submit(&self, editor: Persona, text: &str) -> Seen {
        self.stage.say(editor, Place::Private, "/soan").await.expect("said");
        let groups = self.see(editor, Place::Private, "Tin mới thuộc nhóm nội dung nào").await;
        self.press(editor, Place::Private, &groups, "Không thuộc nhóm nào", "Xin viết nội dung").await;
        self.stage.say_html(editor, Place::Private, text).await.expect("said");
        let photo = self.see(editor, Place::Private, "Nếu có ảnh").await;
        let when = self.press(editor, Place::Private, &photo, "Không có ảnh", "Đăng lúc nào").await;
        let confirm = self.press(editor, Place::Private, &when, "Ngay khi được duyệt", "Gửi duyệt?").await;
        self.press(editor, Place::Private, &confirm, "Gửi duyệt", "Đã gửi duyệt").await
    }

    /// An editor writes a message up to the last screen, for a time that is typed or for as soon
    /// as it is approved.
    pub async fn last_screen(&self, editor: Persona, text: &str, time: Option<&str>) -> Seen {
        self.say(editor, Place::Private, "/soan").await;
        let groups = self.see(editor, Place::Private, "Tin mới thuộc nhóm nội dung nào").await;
        self.press(editor, Place::Private, &groups, "Không thuộc nhóm nào", "Xin viết nội dung").await;
        self.say(editor, Place::Private, text).await;
        let photo = self.see(editor, Place::Private, "Nếu có ảnh").await;
        let when = self.press(editor, Place::Private, &photo, "Không có ảnh", "Đăng lúc nào").await;
        let Some(time) = time else {
            return self.press(editor, Place::Private, &when, "Ngay khi được duyệt", "Gửi duyệt?").await;
        };
        self.press(editor, Place::Private, &when, "Giờ khác", "Xin viết ngày giờ").await;
        self.say(editor, Place::Private, time).await;
        self.see(editor, Place::Private, "Gửi duyệt? Tin được đăng lúc").await
    }

    /// An editor writes an urgent message and submits it.
    pub async fn submit_urgent(&self, editor: Persona, text: &str) {
        let screen = self.last_screen(editor, text, None).await;
        let screen = self.press(editor, Place::Private, &screen, "Tin khẩn", "Gửi duyệt tin khẩn?").await;
        self.press(editor, Place::Private, &screen, "Gửi duyệt", "Đã gửi duyệt").await;
    }

    /// An approver approves what waits in a card, and the clock is looked at.
    pub async fn approve(&self, approver: Persona, card: &str) {
        let card = self.see(approver, Place::Private, card).await;
        // A card can be closed from the moment at which it is known that it was sent.
        self.settle().await;
        self.press(approver, Place::Private, &card, "Duyệt", "đã duyệt").await;
        self.look_at_the_clock().await;
    }

    /// A message that leaves, whoever gets it.
    pub async fn release(&self, cast: &Cast, text: &str) {
        self.submit(cast.editor, text).await;
        self.approve(cast.approver, "chờ duyệt").await;
        self.see(cast.approver, Place::Private, "bắt đầu gửi").await;
        self.advance(TimeDelta::seconds(61)).await;
    }

    /// A message that every group has got.
    pub async fn publish(&self, cast: &Cast, text: &str) {
        self.release(cast, text).await;
        self.see(cast.head, cast.group, text).await;
    }

    /// The words of the newest file that the bot sent a person in private.
    pub async fn file_of(&self, who: Persona) -> String {
        String::from_utf8(self.bytes_of(who).await).expect("words")
    }

    /// The newest file that the bot sent a person in private.
    pub async fn bytes_of(&self, who: Persona) -> Vec<u8> {
        let url = format!("{}/control/chat?person={}&chat=bot", self.sandbox.url(), who.0);
        let shown: serde_json::Value =
            reqwest::get(url).await.expect("an answer").json().await.expect("JSON");
        let mut messages = shown["messages"].as_array().expect("messages").iter().rev();
        let path = messages.find_map(|m| m["document"]["url"].as_str()).expect("a file");
        let file = reqwest::get(format!("{}{path}", self.sandbox.url())).await.expect("the file");
        file.bytes().await.expect("bytes").to_vec()
    }

    /// An administrator ends all roles of a person.
    pub async fn end_roles(&self, administrator: Persona, person: Persona, name: &str) {
        self.say(administrator, Place::Private, "/phuong").await;
        let home = self.see(administrator, Place::Private, "Đơn vị có nhóm chat").await;
        let staff = self.press(administrator, Place::Private, &home, "Cán bộ", "Cán bộ của phường").await;
        let one = self.press(administrator, Place::Private, &staff, name, "Kết thúc mọi vai trò").await;
        self.press(administrator, Place::Private, &one, "Kết thúc mọi vai trò", "Đã kết thúc").await;
        self.see(person, Place::Private, "đã kết thúc").await;
    }
}
