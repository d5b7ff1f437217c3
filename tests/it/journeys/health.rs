//! Groups that closed to the bot and opened again, and a platform that did not answer for a while.

use chrono::TimeDelta;
use loa::app::stage::Place;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::house::{House, journey};

const COPIES: &str = "SELECT state FROM outgoing WHERE group_id IS NOT NULL ORDER BY state";
const REMOVED: &str = "Tôi đã bị gỡ khỏi nhóm của Tổ dân phố số 1";

async fn times_told(house: &House, who: loa::app::stage::Persona, words: &str) -> usize {
    house.shown(who, Place::Private).await.matches(words).count()
}

journey!(a_removal_that_nobody_heard_of_is_found_at_the_next_post_and_told_once, |house| {
    let cast = house.cast().await;
    house.settle().await;
    house.stop().await;
    house.stage.bot_member(cast.head, cast.group, "remove", None).await.unwrap();
    house.lose_updates().await;
    house.start().await;
    house.submit(cast.editor, "Tin tới muộn").await;
    house.approve(cast.approver, "chờ duyệt").await;
    house.see(cast.approver, Place::Private, "bắt đầu gửi").await;
    house.advance(TimeDelta::seconds(61)).await;
    house.see(cast.head, Place::Private, REMOVED).await;
    house.see(cast.approver, Place::Private, "Không tới được: 1 nhóm").await;
    house.advance(TimeDelta::minutes(10)).await;
    assert_eq!(times_told(&house, cast.head, REMOVED).await, 1);
    // Back within the time for which it is worth posting, the group gets it after all.
    house.stage.add_bot(cast.head, cast.group, None).await.unwrap();
    house.see(cast.head, Place::Private, "nhận tin lại được").await;
    house.see(cast.head, cast.group, "Tin tới muộn").await;
    house.see(cast.approver, Place::Private, "đã gửi xong: 1/1").await;
    house.settle().await;
    assert_eq!(house.column(COPIES).await, ["sent"]);
    assert_eq!(times_told(&house, cast.head, "nhận tin lại được").await, 1);
    house.nothing_lost_nothing_twice("Tin tới muộn").await;
});

journey!(what_is_too_late_is_not_delivered_when_the_bot_is_back, |house| {
    let cast = house.cast().await;
    house.stage.bot_member(cast.head, cast.group, "remove", None).await.unwrap();
    house.see(cast.head, Place::Private, REMOVED).await;
    house.submit(cast.editor, "Tin đã cũ").await;
    house.approve(cast.approver, "chờ duyệt").await;
    house.see(cast.approver, Place::Private, "bắt đầu gửi").await;
    house.advance(TimeDelta::seconds(61)).await;
    house.advance(TimeDelta::hours(13)).await;
    house.stage.add_bot(cast.head, cast.group, None).await.unwrap();
    house.see(cast.head, Place::Private, "nhận tin lại được").await;
    house.settle().await;
    assert_eq!(house.column(COPIES).await, ["failed"]);
    assert!(!house.shown(cast.head, cast.group).await.contains("Tin đã cũ"));
});

journey!(what_a_silenced_group_missed_comes_when_it_opens_unless_its_post_was_ended, |house| {
    let cast = house.cast().await;
    let second = house.stage.person("Cúc").await.unwrap();
    house.neighbourhood(2, cast.administrator, second, &[]).await;
    house.settle().await;
    house.stop().await;
    house.stage.bot_member(cast.head, cast.group, "mute", None).await.unwrap();
    house.lose_updates().await;
    house.start().await;
    for text in ["Tin thứ nhất", "Tin thứ hai"] {
        house.submit(cast.editor, text).await;
        house.approve(cast.approver, "chờ duyệt").await;
        house.see(cast.approver, Place::Private, "bắt đầu gửi").await;
        house.advance(TimeDelta::seconds(61)).await;
    }
    house.see(cast.head, Place::Private, "không còn quyền gửi tin").await;
    // The second post is ended for good before the group opens.
    house
        .meddle(
            "UPDATE posts SET state = 'stopped' WHERE id = (SELECT id FROM posts ORDER BY id DESC LIMIT 1)",
        )
        .await;
    house.stage.bot_member(cast.head, cast.group, "unmute", None).await.unwrap();
    house.see(cast.head, Place::Private, "nhận tin lại được").await;
    house.see(cast.head, cast.group, "Tin thứ nhất").await;
    house.settle().await;
    assert!(!house.shown(cast.head, cast.group).await.contains("Tin thứ hai"));
});

journey!(a_send_that_succeeds_in_a_closed_group_opens_it, |house| {
    let cast = house.cast().await;
    house.settle().await;
    // As after a removal and a return of which no update ever came.
    house.meddle("UPDATE chats SET state = 'gone', told = 'gone' WHERE kind = 'group'").await;
    house.publish(&cast, "Tin vẫn tới").await;
    house.see(cast.head, Place::Private, "nhận tin lại được").await;
    house.settle().await;
    assert_eq!(house.column("SELECT state FROM chats WHERE kind = 'group'").await, ["open"]);
});

/// A cable to the sandbox that can be pulled out and put back.
struct Cable {
    url: String,
    from: std::net::SocketAddr,
    to: std::net::SocketAddr,
    plugged: Option<tokio::task::JoinHandle<()>>,
}

impl Cable {
    async fn plug_in(to: std::net::SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let from = listener.local_addr().expect("an address");
        let plugged = Some(tokio::spawn(carry(listener, to)));
        Self { url: format!("http://{from}"), from, to, plugged }
    }

    /// Every connection ends and no new one begins.
    async fn pull(&mut self) {
        if let Some(task) = self.plugged.take() {
            task.abort();
            let _ = task.await;
        }
    }

    async fn put_back(&mut self) {
        let listener = TcpListener::bind(self.from).await.expect("the port is still free");
        self.plugged = Some(tokio::spawn(carry(listener, self.to)));
    }
}

async fn carry(listener: TcpListener, to: std::net::SocketAddr) {
    let mut lines = JoinSet::new();
    while let Ok((mut here, _)) = listener.accept().await {
        lines.spawn(async move {
            if let Ok(mut there) = TcpStream::connect(to).await {
                let _ = copy_bidirectional(&mut here, &mut there).await;
            }
        });
    }
}

mod an_outage_is_told_once_it_is_over_and_loses_nothing {
    use super::*;
    use crate::house::Database;

    async fn play(database: Database) {
        let Some(mut house) = House::build(database).await else { return };
        let mut cable = Cable::plug_in(house.sandbox.address()).await;
        house.config.telegram.api_url = Some(cable.url.clone());
        house.start().await;
        let cast = house.cast().await;
        house.campaign(cast.head, 29).await;
        house.submit(cast.editor, "Tin qua bão").await;
        house.approve(cast.approver, "chờ duyệt").await;
        house.see(cast.approver, Place::Private, "bắt đầu gửi").await;
        house.settle().await;
        cable.pull().await;
        house.stage.advance(TimeDelta::seconds(61)).await.unwrap();
        // 09:01: it falls due and cannot leave.
        wait_for(&house, "paces WHERE down_since IS NOT NULL", 1).await;
        house.stage.advance(TimeDelta::minutes(41)).await.unwrap();
        wait_for(&house, "paces WHERE logged_at IS NOT NULL", 1).await;
        assert!(crate::log::kept().contains("the platform has not answered since"));
        let checked = check(&house).await;
        assert!(checked.contains("Không liên lạc được với Telegram từ 09:01"), "{checked}");
        assert!(checked.contains("tin đang chờ, tin cũ nhất từ 09:01"), "{checked}");
        assert_eq!(house.column("SELECT state FROM posts").await, ["released"], "nobody has to decide");
        let doubt = house.count("outgoing WHERE state = 'unknown'").await;
        assert!(doubt <= 8, "at most what was under way: {doubt}");
        cable.put_back().await;
        let told =
            house.see(cast.administrator, Place::Private, "tôi không liên lạc được với Telegram").await;
        assert!(told.text.contains("Từ 09:01 đến 09:42"), "{}", told.text);
        assert!(told.text.contains("tin đang chờ, tin cũ nhất từ 09:01"), "{}", told.text);
        house.see(cast.approver, Place::Private, "đã gửi xong").await;
        house.settle().await;
        assert_eq!(house.column(COPIES).await, vec!["sent"; 30]);
        house.nothing_lost_nothing_twice("Tin qua bão").await;
        house.advance(TimeDelta::minutes(5)).await;
        assert_eq!(times_told(&house, cast.administrator, "không liên lạc được").await, 1);
        assert_eq!(times_told(&house, cast.approver, "không liên lạc được").await, 0);
        house.close().await;
    }

    /// What `loa check` says beside the running service.
    async fn check(house: &House) -> String {
        let mut command = tokio::process::Command::new(env!("CARGO_BIN_EXE_loa"));
        command.arg("check").current_dir(house.root()).env_clear();
        command.env("LOA_DATABASE_URL", &house.config.database_url);
        command.env("LOA_TELEGRAM_TOKEN", house.sandbox.token());
        command.env("LOA_TELEGRAM_API_URL", house.config.telegram.api_url.as_deref().unwrap_or_default());
        let done = command.output().await.expect("the program runs");
        assert_eq!(done.status.code(), Some(1), "something is wrong, and the code says so");
        String::from_utf8(done.stdout).expect("text")
    }

    /// Waits until so many rows are there.
    async fn wait_for(house: &House, rows: &str, n: u64) {
        while house.count(rows).await < n {
            house.look_at_the_clock().await;
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn sqlite() {
        play(Database::Sqlite).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        play(Database::Postgres).await;
    }
}
