//! The whole loop without a token and without a network: a ward, its sandbox and the service
//! in one process, in a temporary folder. `--script` plays it without a person and checks
//! every step; without it, the sample ward is set up and waits for whoever opens the page.

use std::path::PathBuf;

use anyhow::{Context, bail, ensure};
use chrono::TimeDelta;

use super::guide;
use super::sample::{self, Sample};
use super::stage::{Persona, Place, Seen, Stage, link_code};
use super::{Problem, Service};
use crate::clock::Clock;
use crate::config::{Config, Delivery, Secret};
use crate::i18n::{self, Lang};
use crate::plan;
use crate::question::store as questions;
use crate::sandbox::{self, Options, Sandbox};
use crate::schedule;
use crate::store::{Access, Store};
use crate::ward::store as ward;
use crate::ward::{self as ward_types, Purpose, Role};

/// The plan of the script, where no other is given.
pub const PLAN: &str = include_str!("demo-plan.txt");

/// What to show.
#[derive(Clone, Debug, Default)]
pub struct DemoOptions {
    pub plan: Option<PathBuf>,
    /// To play the script, not to set up the sample ward.
    pub script: bool,
    pub port: Option<u16>,
    /// This program's file, where the process is another one, as in tests.
    pub program: Option<PathBuf>,
}

/// A ward with its people, a sandbox and the service.
pub struct Demo {
    folder: PathBuf,
    pub sandbox: Sandbox,
    service: Service,
    pub stage: Stage,
    /// The plan's file, and what is in it.
    plan: (String, Vec<u8>),
    groups: usize,
    /// What the ward is filled with; nothing for the script and for a plan of one's own.
    sample: Option<Sample>,
    /// The first administrator's link.
    link: String,
}

/// The people of the play.
pub(super) struct Cast {
    pub administrator: Persona,
    pub editor: Persona,
    pub approver: Persona,
    pub officer: Persona,
    pub head1: Persona,
    head2: Persona,
    pub head3: Persona,
    pub resident: Persona,
    pub group1: Place,
    group2: Place,
    pub works: Place,
}

impl Drop for Demo {
    fn drop(&mut self) {
        // Nothing of a demo is worth keeping; a folder that cannot go is the system's to clean.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Demo {
    /// Sets everything up: the ward, the sandbox, the service.
    ///
    /// # Errors
    /// If the plan cannot be read, the port is taken, or something cannot be started.
    pub async fn open(options: &DemoOptions) -> anyhow::Result<Self> {
        let program = options.program.clone().unwrap_or_else(|| Config::default().program);
        let sample = if options.script || options.plan.is_some() { None } else { Some(Sample::load()?) };
        let own = if sample.is_some() { sample::PLAN } else { PLAN };
        let (name, bytes, read) = match &options.plan {
            Some(path) => {
                let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let read = plan::document::apart::read(&program, &bytes).await;
                (name, bytes, read)
            }
            // Our own needs no process of its own.
            None => {
                let read = plan::import::read(own.as_bytes());
                ("ke-hoach-2026.txt".to_owned(), own.as_bytes().to_vec(), read)
            }
        };
        let document =
            read.map_err(|e| anyhow::anyhow!("{}", crate::conversation::plan_problem(e).say(Lang::Vi)))?;
        // A Monday morning in the plan's year, so that days and deadlines read well.
        let monday = chrono::NaiveDate::from_ymd_opt(2026, 5, 4)
            .and_then(|d| d.and_hms_opt(9, 0, 0))
            .map(i18n::from_hanoi)
            .context("a date")?;
        let clock = Clock::running_from(sample.as_ref().map_or(monday, Sample::begins));
        let folder = std::env::temp_dir().join(format!("loa-demo-{}", ward_types::new_secret()));
        std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
        let listener =
            tokio::net::TcpListener::bind(("127.0.0.1", options.port.unwrap_or(0))).await.map_err(|_| {
                let port = i64::from(options.port.unwrap_or(0));
                anyhow::anyhow!("{}", i18n::Text::DemoPortTaken { port }.say(Lang::Vi))
            })?;
        let sandbox = sandbox::serve(listener, Options::default(), clock.clone()).await?;
        let mut config = Config {
            database_url: format!("sqlite:{}", folder.join("loa.db").display()),
            delivery: Delivery::unlimited(),
            program,
            ..Config::default()
        };
        config.telegram.token = Some(Secret::new(sandbox.token()));
        config.telegram.api_url = Some(sandbox.url());
        let store = Store::open(&config.database_url, Access::Beside, clock.clone()).await?;
        let mut tx = store.begin().await?;
        let made = ward::create_ward(&mut tx, "Phường Hồ Sen", "UBND phường Hồ Sen").await?;
        let purpose = Purpose::Staff { role: Role::Administrator, unit: None, name: String::new() };
        let link = ward::make_link(&mut tx, made.id, &purpose, None).await?;
        tx.commit().await?;
        store.close().await;
        let service = Service::start(&config, clock).await.map_err(told)?;
        let mut stage = Stage::new(&sandbox.url());
        if options.script {
            stage = stage.with_transcript();
        }
        let plan = (name, bytes);
        let groups = document.content_groups.len();
        Ok(Self { folder, sandbox, service, stage, plan, groups, sample, link })
    }

    /// The address of the chat page.
    #[must_use]
    pub fn url(&self) -> String {
        self.sandbox.url()
    }

    /// Brings staff in, registers two groups and a relay, and then the sample's people, messages and
    /// questions: a ward that is ready to be tried.
    ///
    /// # Errors
    /// If a step does not lead to what it should.
    pub async fn set_up(&self) -> anyhow::Result<()> {
        let cast = self.first_run().await?;
        if let Some(sample) = &self.sample {
            sample::fill(sample, &self.stage, self.service.store(), &cast).await?;
        }
        guide::show(&self.stage, &cast).await
    }

    /// Plays the whole loop and checks the outcome of every step.
    ///
    /// # Errors
    /// If a step does not lead to what it should.
    pub async fn play(&self) -> anyhow::Result<()> {
        let cast = self.first_run().await?;
        self.write_and_post(&cast).await?;
        self.ask_and_answer(&cast).await?;
        self.check().await
    }

    async fn first_run(&self) -> anyhow::Result<Cast> {
        let stage = &self.stage;
        stage.scene("Quản trị viên đầu tiên vào bằng liên kết một lần");
        let administrator = stage.person_noted("Trần Thị Hạnh", guide::ADMINISTRATOR).await?;
        stage.start(administrator, &self.link).await?;
        stage.see(administrator, Place::Private, "Quản trị viên").await?;
        let home = stage.see(administrator, Place::Private, "Đơn vị có nhóm chat").await?;

        stage.scene("Kế hoạch của phường, gửi bằng tệp");
        press(stage, administrator, &home, "Kế hoạch", "gửi tệp kế hoạch").await?;
        stage.document(administrator, Place::Private, &self.plan.0, &self.plan.1).await?;
        let read = stage.see(administrator, Place::Private, "Đã đọc kế hoạch, chưa dùng").await?;
        let decided = self.decide(administrator, read).await?;
        let imported = press(stage, administrator, &decided, "Dùng kế hoạch này", "Đã nhập kế hoạch").await?;
        ensure!(
            imported.text.contains(&format!("Nhóm nội dung: {}\n", self.groups)),
            "all content groups are taken over: {}",
            imported.text
        );
        stage.say(administrator, Place::Private, "/phuong").await?;
        let home = stage.see(administrator, Place::Private, "Đơn vị có nhóm chat").await?;

        stage.scene("Tổ dân phố");
        let list = press(stage, administrator, &home, "Tổ dân phố", "Có 0 tổ dân phố").await?;
        press(stage, administrator, &list, "Thêm tổ", "mỗi dòng một tổ").await?;
        stage
            .say(
                administrator,
                Place::Private,
                "01, Tổ dân phố số 1\n02, Tổ dân phố số 2\n03, Tổ dân phố số 3",
            )
            .await?;
        stage.see(administrator, Place::Private, "Đã ghi 3 tổ dân phố").await?;
        let list = stage.see(administrator, Place::Private, "Có 3 tổ dân phố").await?;

        stage.scene("Mời cán bộ");
        let editor = self.invite(administrator, "Nguyễn Văn Minh", Role::Editor, None).await?;
        let approver = self.invite(administrator, "Lê Thu Hà", Role::Approver, None).await?;
        let unit = Some("Phòng Kinh tế, Hạ tầng");
        let officer = self.invite(administrator, "Phạm Quốc Dũng", Role::Officer, unit).await?;

        stage.scene("Nhóm chat của đơn vị");
        let works = stage.group("Phòng Kinh tế – nhóm làm việc", administrator, &[officer]).await?;
        stage.say(administrator, Place::Private, "/phuong").await?;
        let home = stage.see(administrator, Place::Private, "Đơn vị có nhóm chat").await?;
        let units = press(stage, administrator, &home, "Đơn vị", "Các đơn vị").await?;
        let unit = press(stage, administrator, &units, "Phòng Kinh tế", "Chưa có nhóm chat").await?;
        let link = press(stage, administrator, &unit, "Gắn nhóm chat", "nhóm làm việc").await?;
        stage.add_bot(administrator, works, Some(&code(&link)?)).await?;
        stage.see(administrator, works, "nhận câu hỏi của").await?;

        stage.scene("Tổ trưởng đăng ký nhóm của tổ");
        let (vi, en) = guide::resident(1);
        let resident = stage.person_noted("Vũ Thị Lan", (&vi, &en)).await?;
        let (vi, en) = guide::head(1);
        let head1 = stage.person_noted("Đỗ Văn Bình", (&vi, &en)).await?;
        let (vi, en) = guide::head(2);
        let head2 = stage.person_noted("Hoàng Thị Mai", (&vi, &en)).await?;
        let head3 = stage.person_noted("Ngô Đức Thắng", guide::HEAD3).await?;
        let group1 = stage.group("Bà con tổ 1", head1, &[resident]).await?;
        let group2 = stage.group("Tổ 2 đoàn kết", head2, &[]).await?;
        self.register(administrator, &list, "Tổ dân phố số 1", head1, Some(group1)).await?;
        self.register(administrator, &list, "Tổ dân phố số 2", head2, Some(group2)).await?;
        self.register(administrator, &list, "Tổ dân phố số 3", head3, None).await?;
        Ok(Cast {
            administrator,
            editor,
            approver,
            officer,
            head1,
            head2,
            head3,
            resident,
            group1,
            group2,
            works,
        })
    }

    /// Says of everything doubtful in the plan that it is as it was read.
    async fn decide(&self, administrator: Persona, mut seen: Seen) -> anyhow::Result<Seen> {
        let has = |seen: &Seen, label: &str| seen.buttons.iter().flatten().any(|b| b.label.contains(label));
        if !has(&seen, "điểm chưa chắc") {
            return Ok(seen);
        }
        seen = press(&self.stage, administrator, &seen, "điểm chưa chắc", "Điểm ").await?;
        loop {
            // Where nothing was read, there is nothing to confirm.
            let label = ["Đúng", "Đã xem"].into_iter().find(|label| has(&seen, label)).unwrap_or("Bỏ qua");
            // The last one leads back to the summary, which speaks of these points, too.
            seen = press(&self.stage, administrator, &seen, label, "iểm ").await?;
            if has(&seen, "Dùng kế hoạch này") {
                return Ok(seen);
            }
        }
    }

    async fn invite(
        &self,
        administrator: Persona,
        name: &str,
        role: Role,
        unit: Option<&str>,
    ) -> anyhow::Result<Persona> {
        let stage = &self.stage;
        let note = guide::staff(role);
        let role = match role {
            Role::Administrator => "Quản trị viên",
            Role::Editor => "Người soạn tin",
            Role::Approver => "Người duyệt",
            Role::Officer => "Cán bộ trả lời",
        };
        stage.say(administrator, Place::Private, "/phuong").await?;
        let home = stage.see(administrator, Place::Private, "Đơn vị có nhóm chat").await?;
        let staff = press(stage, administrator, &home, "Cán bộ", "Cán bộ của phường").await?;
        let roles = press(stage, administrator, &staff, "Mời cán bộ", "Mời vào vai trò nào").await?;
        match unit {
            None => {
                press(stage, administrator, &roles, role, "Xin viết họ tên").await?;
            }
            Some(unit) => {
                let units = press(stage, administrator, &roles, role, "Cán bộ của đơn vị nào").await?;
                press(stage, administrator, &units, unit, "Xin viết họ tên").await?;
            }
        }
        stage.say(administrator, Place::Private, name).await?;
        let link = stage.see(administrator, Place::Private, name).await?;
        let person = stage.person_noted(name, note).await?;
        stage.start(person, &code(&link)?).await?;
        stage.see(person, Place::Private, role).await?;
        Ok(person)
    }

    async fn register(
        &self,
        administrator: Persona,
        list: &Seen,
        name: &str,
        head: Persona,
        group: Option<Place>,
    ) -> anyhow::Result<()> {
        let stage = &self.stage;
        stage.say(administrator, Place::Private, "/phuong").await?;
        let home = stage.see(administrator, Place::Private, "Đơn vị có nhóm chat").await?;
        let list =
            press(stage, administrator, &home, "Tổ dân phố", "Có 3 tổ dân phố").await.unwrap_or(list.clone());
        let page = press(stage, administrator, &list, name, "Chưa đăng ký nhóm").await?;
        let link = press(stage, administrator, &page, "Liên kết cho tổ trưởng", "chuyển liên kết").await?;
        stage.start(head, &code(&link)?).await?;
        let welcome = stage.see(head, Place::Private, "tổ trưởng").await?;
        join_group(stage, administrator, head, &welcome, group).await
    }

    async fn write_and_post(&self, cast: &Cast) -> anyhow::Result<()> {
        let stage = &self.stage;
        let Cast { editor, approver, head3, .. } = *cast;
        stage.scene("Soạn tin theo kế hoạch");
        stage.say(editor, Place::Private, "/soan").await?;
        let groups = stage.see(editor, Place::Private, "Tin mới thuộc nhóm nội dung nào").await?;
        ensure!(
            groups.buttons.len() == self.groups.min(40) + 3,
            "the plan's content groups are offered: {} buttons",
            groups.buttons.len()
        );
        let chosen = groups
            .buttons
            .iter()
            .flatten()
            .find(|b| {
                let folded = crate::text::fold(&b.label);
                folded.contains("ha tang") || folded.contains("moi truong")
            })
            .or_else(|| groups.buttons.iter().flatten().next())
            .context("a content group")?
            .label
            .clone();
        press(stage, editor, &groups, &chosen, "Xin viết nội dung").await?;
        stage
            .say_html(
                editor,
                Place::Private,
                "<b>Thu gom rác cồng kềnh</b> sáng thứ Bảy 09/05/2026, từ 7 giờ đến 11 giờ, tại sân nhà văn hóa. Ông/bà mang đồ cũ ra trước 10 giờ.",
            )
            .await?;
        stage.see(editor, Place::Private, "Nếu có ảnh").await?;
        stage.photo(editor, Place::Private).await?;
        let preview = stage.see(editor, Place::Private, "📢 UBND phường Hồ Sen").await?;
        ensure!(
            preview.photo.is_some() && preview.html.contains("<b>Thu gom"),
            "the preview is what arrives"
        );
        let when = stage.see(editor, Place::Private, "Đăng lúc nào").await?;
        let confirm = press(stage, editor, &when, "Ngay khi được duyệt", "Gửi duyệt?").await?;
        press(stage, editor, &confirm, "Gửi duyệt", "Đã gửi duyệt tin 1").await?;

        stage.scene("Người duyệt trả lại một lần, tác giả sửa, rồi duyệt");
        let card = stage.see(approver, Place::Private, "Tin 1, bản 1 chờ duyệt").await?;
        press(stage, approver, &card, "Trả lại", "Vì sao trả lại").await?;
        stage.say(approver, Place::Private, "Xin ghi rõ nhà văn hóa tổ nào.").await?;
        let returned = stage.see(editor, Place::Private, "Xin ghi rõ nhà văn hóa tổ nào").await?;
        press(stage, editor, &returned, "Sửa", "xin gửi nội dung mới").await?;
        stage
            .say_html(
                editor,
                Place::Private,
                "<b>Thu gom rác cồng kềnh</b> sáng thứ Bảy 09/05/2026, từ 7 giờ đến 11 giờ, tại sân nhà văn hóa tổ 1. Ông/bà mang đồ cũ ra trước 10 giờ.",
            )
            .await?;
        let when = stage.see(editor, Place::Private, "Đăng lúc nào").await?;
        let confirm = press(stage, editor, &when, "Ngay khi được duyệt", "Gửi duyệt?").await?;
        press(stage, editor, &confirm, "Gửi duyệt", "Đã gửi duyệt tin 1, bản 2").await?;
        let card = stage.see(approver, Place::Private, "Tin 1, bản 2 chờ duyệt").await?;
        press(stage, approver, &card, "Duyệt", "đã duyệt").await?;
        stage.see(editor, Place::Private, "đã duyệt tin 1").await?;
        stage.see(approver, Place::Private, "bắt đầu gửi tới 3 nhóm").await?;

        stage.scene("Sau 60 giây để kịp dừng, tin tới các nhóm");
        stage.advance(TimeDelta::seconds(61)).await?;
        for (head, group) in [(cast.head1, cast.group1), (cast.head2, cast.group2)] {
            let post = stage.see(head, group, "nhà văn hóa tổ 1").await?;
            ensure!(post.text.starts_with("📢 UBND phường Hồ Sen"), "the post names its issuer");
            ensure!(post.url("Hỏi phường").is_some(), "the post has its button");
            ensure!(post.photo.is_some(), "the post has its picture");
        }
        stage.see(head3, Place::Private, "Nhờ ông/bà sao chép tin").await?;
        let relay = stage.see(head3, Place::Private, "nhà văn hóa tổ 1").await?;
        let thanks = stage.press(head3, Place::Private, &relay, "Đã đăng").await?;
        ensure!(thanks.toast.as_deref() == Some("Cảm ơn ông/bà."), "the tap is answered: {thanks:?}");
        stage.see(head3, Place::Private, "Đã ghi nhận").await?;

        stage.scene("Độ phủ");
        stage.say(approver, Place::Private, "/dophu").await?;
        let sheet = stage.see(approver, Place::Private, "Đã tới 3/3 tổ dân phố").await?;
        ensure!(sheet.text.contains("tổ trưởng báo đã đăng"), "the relay's proof is shown");
        Ok(())
    }

    async fn ask_and_answer(&self, cast: &Cast) -> anyhow::Result<()> {
        let stage = &self.stage;
        let Cast { resident, group1, officer, works, .. } = *cast;
        stage.scene("Một người dân hỏi trong nhóm");
        let asked = tokio::time::Instant::now();
        stage.say(resident, group1, "/hoi Ngõ 15 xuống cấp, ổ gà nhiều, bao giờ phường sửa đường?").await?;
        let taken = stage.see(resident, group1, "mã số").await?;
        let within = asked.elapsed();
        ensure!(!taken.text.contains("Lan"), "no personal data in the group");
        stage.start(resident, &code(&taken)?).await?;
        let notice = stage.see(resident, Place::Private, "xin ông/bà đồng ý").await?;
        press(stage, resident, &notice, "Đồng ý", "Cảm ơn ông/bà đã đồng ý").await?;
        let acknowledged = stage.see(resident, Place::Private, "Chậm nhất").await?;
        ensure!(acknowledged.text.contains("Phòng Kinh tế"), "the question is with its unit");
        ensure!(
            acknowledged.text.contains("Thứ Hai, 11/05/2026"),
            "five working days: {}",
            acknowledged.text
        );

        stage.scene("Cán bộ trả lời bằng cách trả lời tin");
        let card = stage.see(officer, works, "Ngõ 15 xuống cấp").await?;
        stage.advance(TimeDelta::hours(2)).await?;
        stage
            .reply(
                officer,
                works,
                card.message_id,
                "Phòng đã kiểm tra ngõ 15 sáng nay. Đơn vị thi công vá ổ gà xong trước ngày 15/05/2026.",
            )
            .await?;
        stage.see(officer, works, "Đã gửi câu trả lời").await?;
        let answer = stage.see(resident, Place::Private, "vá ổ gà").await?;
        ensure!(answer.text.contains("Phòng Kinh tế"), "the answer names its unit");
        stage.scene(&format!("Báo nhận sau {} ms", within.as_millis()));
        Ok(())
    }

    /// Looks at the rows themselves: coverage, timeline, audit log, nothing refused.
    async fn check(&self) -> anyhow::Result<()> {
        let mut tx = self.service.store().read().await?;
        let wards = ward::wards(&mut tx).await?;
        let first = wards.first().context("a ward")?;
        let posts = schedule::posts(&mut tx, first.id, 1).await?;
        let post = posts.first().context("a post")?;
        let coverage = schedule::coverage(&mut tx, first.id, post.id).await?;
        ensure!(coverage.covered == 3 && coverage.neighbourhoods == 3, "coverage: {coverage:?}");
        self.stage.scene("Bảng độ phủ");
        for row in &coverage.rows {
            self.stage.note_line(&format!(
                "{} · {} · {} · {} · {}",
                row.neighbourhood,
                row.channel.map_or("", crate::channel::Channel::code),
                row.state,
                row.at.map(i18n::time).unwrap_or_default(),
                row.proof.clone().unwrap_or_default()
            ));
        }
        self.stage.scene("Dòng thời gian của câu hỏi");
        let answered = questions::in_state(&mut tx, first.id, crate::question::State::Answered).await?;
        let question = answered.first().context("an answered question")?;
        let units = ward::units(&mut tx, first.id).await?;
        for step in questions::timeline(&mut tx, question.id).await? {
            let unit = units.iter().find(|u| Some(u.id) == step.unit_id).map(|u| u.name.clone());
            self.stage.note_line(&format!(
                "{} · {} · {}",
                i18n::moment(step.at, Lang::Vi),
                step.event,
                unit.unwrap_or_default()
            ));
        }
        let entries = crate::audit::entries(&mut tx, first.id).await?;
        if let Some(n) = crate::audit::first_break(&entries) {
            bail!("the audit log breaks at entry {n}");
        }
        let refused = self.stage.refused().await?;
        ensure!(refused.is_empty(), "the platform refused calls: {refused:?}");
        Ok(())
    }
}

/// A head who was welcomed brings the bot into a group, or will post by hand where there is none;
/// the administrator confirms.
pub(super) async fn join_group(
    stage: &Stage,
    administrator: Persona,
    head: Persona,
    welcome: &Seen,
    group: Option<Place>,
) -> anyhow::Result<()> {
    match group {
        Some(group) => {
            let url = welcome.url("Thêm trợ lý vào nhóm").context("a button that adds the bot")?;
            stage.add_bot(head, group, link_code(url).as_deref()).await?;
            stage.see(head, group, "chờ phường xác nhận").await?;
        }
        None => {
            press(stage, head, welcome, "Tổ dùng Zalo", "chờ phường xác nhận").await?;
        }
    }
    let card = stage.see(administrator, Place::Private, "Xác nhận").await?;
    press(stage, administrator, &card, "Xác nhận", "Đã xác nhận").await?;
    stage.see(head, Place::Private, "Phường đã xác nhận").await?;
    if let Some(group) = group {
        stage.see(head, group, "không đọc các tin nhắn khác").await?;
    }
    Ok(())
}

/// Presses a button in private and waits for what it should bring.
pub(super) async fn press(
    stage: &Stage,
    who: Persona,
    message: &Seen,
    label: &str,
    then: &str,
) -> anyhow::Result<Seen> {
    stage.press(who, Place::Private, message, label).await?;
    stage.see(who, Place::Private, then).await
}

fn code(message: &Seen) -> anyhow::Result<String> {
    message.link_code().with_context(|| format!("a link in: {}", message.text))
}

fn told(problem: Problem) -> anyhow::Error {
    anyhow::anyhow!("{}", problem.say(Lang::Vi))
}
