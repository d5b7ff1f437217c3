//! Copies of the database beside a running service, and what may not happen after the way back.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::TimeDelta;
use loa::app::stage::Place;
use loa::app::{Problem, Service};
use loa::store::{self, Access, Error, Store};
use loa::ward::Role;
use loa::ward::store as ward;

use crate::house::{House, journey};
use crate::journeys::posting::submit_for;

const COPIES: &str = "SELECT state FROM outgoing WHERE group_id IS NOT NULL ORDER BY channel, state";
const POSTS: &str = "SELECT state FROM posts ORDER BY id";

impl House {
    /// A copy of the database as it is now.
    async fn backup(&self, name: &str) -> PathBuf {
        let file = self.root().join(name);
        store::backup(&self.config.database_url, &file, &self.clock).await.expect("a copy is made");
        file
    }

    /// The service stops, the copy is brought back; the service is still stopped.
    async fn restore(&mut self, file: &Path) {
        self.stop().await;
        self.store.close().await;
        store::restore(&self.config.database_url, file, &self.clock).await.expect("the copy is restored");
        self.store = Store::open(&self.config.database_url, Access::Beside, self.clock.clone())
            .await
            .expect("a database");
    }
}

journey!(a_campaign_that_left_after_the_copy_is_not_sent_again_by_itself, |house| {
    let cast = house.cast().await;
    let second = house.stage.person("Cúc").await.unwrap();
    let group2 = house.neighbourhood(2, cast.administrator, second, &[]).await;
    let third = house.stage.person("Dung").await.unwrap();
    house.relay(3, cast.administrator, third).await;
    house.submit(cast.editor, "Phun thuốc muỗi").await;
    house.approve(cast.approver, "chờ duyệt").await;
    house.see(cast.approver, Place::Private, "bắt đầu gửi").await;
    house.settle().await;
    let copy = house.backup("copy").await;
    house.advance(TimeDelta::seconds(61)).await;
    house.see(cast.head, cast.group, "Phun thuốc muỗi").await;
    house.see(second, group2, "Phun thuốc muỗi").await;
    house.see(third, Place::Private, "Phun thuốc muỗi").await;
    house.restore(&copy).await;
    assert_eq!(house.column(COPIES).await, ["waiting", "waiting", "waiting"], "so says the copy");
    house.start().await;
    let held = house.see(cast.approver, Place::Private, "đã quá giờ nên đang chờ").await;
    assert!(held.text.contains("các nhóm có thể đã nhận tin này"), "{}", held.text);
    let times = async |house: &House| {
        let mut times = Vec::new();
        for (who, place) in [(cast.head, cast.group), (second, group2), (third, Place::Private)] {
            times.push(house.shown(who, place).await.matches("Phun thuốc muỗi").count());
        }
        times
    };
    for hours in [0, 1, 11, 24] {
        house.advance(TimeDelta::hours(hours)).await;
        assert_eq!(times(&house).await, [1, 1, 1], "{hours} hours on");
    }
    // The mark is taken: another start asks nobody again.
    assert_eq!(house.count("heartbeats WHERE name = 'restored'").await, 0);
    house.stop().await;
    house.start().await;
    house.settle().await;
    let asked = house.shown(cast.approver, Place::Private).await.matches("lẽ ra đăng lúc").count();
    assert_eq!((asked, house.column(POSTS).await), (1, vec!["held".to_owned()]));
    house.press(cast.approver, Place::Private, &held, "Đăng ngay", "Đã cho đăng").await;
    house.advance(TimeDelta::zero()).await;
    house.advance(TimeDelta::seconds(61)).await;
    assert_eq!(times(&house).await, [2, 2, 2], "a person has decided, even a day later");
    // Whom we ask to post by hand says so of the copy that there is.
    let paste = house.see(third, Place::Private, "Phun thuốc muỗi").await;
    assert_eq!(house.toast(third, Place::Private, &paste, "Đã đăng").await, "Cảm ơn ông/bà.");
    house.settle().await;
    assert_eq!(house.column(COPIES).await, ["sent", "sent", "sent"]);
});

journey!(copies_in_the_minute_for_second_thoughts_wait_for_a_person_too, |house| {
    let cast = house.cast().await;
    house.submit(cast.editor, "Chưa đi").await;
    house.approve(cast.approver, "chờ duyệt").await;
    house.see(cast.approver, Place::Private, "bắt đầu gửi").await;
    house.settle().await;
    let copy = house.backup("copy").await;
    house.restore(&copy).await;
    house.start().await;
    let held = house.see(cast.approver, Place::Private, "đã quá giờ nên đang chờ").await;
    house.advance(TimeDelta::seconds(61)).await;
    house.advance(TimeDelta::hours(1)).await;
    assert!(!house.shown(cast.head, cast.group).await.contains("Chưa đi"));
    house.press(cast.approver, Place::Private, &held, "Không đăng", "đã dừng").await;
    house.advance(TimeDelta::hours(24)).await;
    assert_eq!(house.column(POSTS).await, ["stopped"]);
    assert_eq!(house.column(COPIES).await, ["cancelled"]);
});

journey!(of_planned_posts_only_those_whose_time_has_come_wait, |house| {
    let cast = house.cast().await;
    submit_for(&house, cast.editor, "Tin mười giờ", "4/5 10h").await;
    house.approve(cast.approver, "chờ duyệt").await;
    house.see(cast.editor, Place::Private, "Tin được đăng lúc").await;
    submit_for(&house, cast.editor, "Tin mười một giờ", "4/5 11h").await;
    house.approve(cast.approver, "chờ duyệt").await;
    house.settle().await;
    house.advance(TimeDelta::minutes(59)).await;
    let copy = house.backup("copy").await;
    house.advance(TimeDelta::minutes(1)).await;
    house.advance(TimeDelta::seconds(61)).await;
    house.see(cast.head, cast.group, "Tin mười giờ").await;
    // Two minutes late: no gap, but a restore.
    house.restore(&copy).await;
    house.start().await;
    house.see(cast.approver, Place::Private, "đã quá giờ nên đang chờ").await;
    assert_eq!(house.column(POSTS).await, ["held", "planned"]);
    house.advance(TimeDelta::hours(1)).await;
    house.advance(TimeDelta::seconds(61)).await;
    house.see(cast.head, cast.group, "Tin mười một giờ").await;
    assert_eq!(house.shown(cast.head, cast.group).await.matches("Tin mười giờ").count(), 1);
});

journey!(what_was_approved_after_the_copy_is_not_posted_again, |house| {
    let cast = house.cast().await;
    house.submit(cast.editor, "Duyệt dở").await;
    house.settle().await;
    let copy = house.backup("copy").await;
    house.approve(cast.approver, "chờ duyệt").await;
    house.see(cast.approver, Place::Private, "bắt đầu gửi").await;
    house.advance(TimeDelta::seconds(61)).await;
    house.see(cast.head, cast.group, "Duyệt dở").await;
    house.restore(&copy).await;
    house.start().await;
    house.advance(TimeDelta::hours(1)).await;
    assert_eq!(house.shown(cast.head, cast.group).await.matches("Duyệt dở").count(), 1);
    assert_eq!(house.count("posts").await, 0, "nobody has approved it");
});

journey!(a_restore_and_a_service_exclude_each_other, |house| {
    let copy = house.backup("copy").await;
    let wards = house.count("wards").await;
    house.store.close().await;
    let refused = store::restore(&house.config.database_url, &copy, &house.clock).await;
    assert!(matches!(refused, Err(Error::InUse(_))), "{refused:?}");
    let said = Problem::from(refused.unwrap_err()).say(loa::i18n::Lang::Vi);
    assert!(said.contains("Xin dừng loa đó trước"), "{said}");
    assert_eq!(house.count("wards").await, wards);
    house.stop().await;
    if house.folder().is_some() {
        // A command that has the file open is in the way, too.
        let beside =
            Store::open(&house.config.database_url, Access::Beside, house.clock.clone()).await.unwrap();
        let tx = beside.read().await.unwrap();
        let refused = store::restore(&house.config.database_url, &copy, &house.clock).await;
        assert!(matches!(refused, Err(Error::InUse(_))), "{refused:?}");
        drop(tx);
        beside.close().await;
    } else {
        // Somebody who reads keeps the restore waiting, and so the service from starting.
        let pool = sqlx::PgPool::connect(&house.config.database_url).await.unwrap();
        let mut reader = pool.begin().await.unwrap();
        sqlx::query("SELECT name FROM wards").execute(&mut *reader).await.unwrap();
        let restoring = store::restore(&house.config.database_url, &copy, &house.clock);
        let meanwhile = async {
            let waits = "SELECT COUNT(*) FROM pg_locks WHERE NOT granted AND relation = 'wards'::regclass";
            while sqlx::query_as::<_, (i64,)>(waits).fetch_one(&pool).await.unwrap().0 == 0 {
                tokio::time::sleep(std::time::Duration::from_millis(10)).await;
            }
            let started = Service::start(&house.config, house.clock.clone()).await;
            assert!(matches!(started, Err(Problem::Store(Error::InUse(_)))), "{started:?}");
            let no = house.root().join("no");
            let copied = store::backup(&house.config.database_url, &no, &house.clock).await;
            assert!(matches!(copied, Err(Error::InUse(_))), "{copied:?}");
            reader.rollback().await.unwrap();
        };
        let (restored, ()) = tokio::join!(restoring, meanwhile);
        restored.expect("restored once nobody is in its way");
        pool.close().await;
    }
    store::restore(&house.config.database_url, &copy, &house.clock).await.expect("nobody is there");
    house.start().await;
    assert_eq!(house.count("wards").await, wards);
});

journey!(a_copy_made_while_others_write_is_of_one_moment, |house| {
    let is_over = Arc::new(AtomicBool::new(false));
    let written = {
        let (store, is_over) = (house.store.clone(), Arc::clone(&is_over));
        tokio::spawn(async move {
            let mut pairs = 0;
            while !is_over.load(Ordering::Acquire) {
                let mut tx = store.begin().await.expect("a transaction");
                for half in ["a", "b"] {
                    let name = format!("Phường {pairs}{half}");
                    ward::create_ward(&mut tx, &name, "x").await.expect("a ward");
                }
                tx.commit().await.expect("a commit");
                pairs += 1;
            }
            pairs
        })
    };
    let mut copies = Vec::new();
    for n in 0..3 {
        let before = house.count("wards").await;
        let copy = house.backup(&format!("copy{n}")).await;
        copies.push((before, copy, house.count("wards").await));
        while house.count("wards").await < before + 2 {
            tokio::task::yield_now().await;
        }
    }
    is_over.store(true, Ordering::Release);
    assert!(written.await.expect("it writes") > 2);
    for (before, copy, after) in copies {
        house.restore(&copy).await;
        let wards = house.count("wards").await;
        assert!((before..=after).contains(&wards), "{before} to {after}: {wards}");
        assert_eq!((wards - 1) % 2, 0, "no half of a pair");
        assert_eq!(house.count("units").await % wards, 0, "each with all of its units");
    }
    house.start().await;
});

journey!(what_was_erased_is_in_no_copy_made_afterwards, |house| {
    let (officer, chat) = house.unit_chat_of("KTHTDT").await;
    let resident = house.stage.person("Lan").await.unwrap();
    house.stage.start(resident, "").await.unwrap();
    house.say(resident, Place::Private, "Ngõ 15 xuống cấp DAUVET777, bao giờ phường sửa đường?").await;
    let notice = house.see(resident, Place::Private, "xin ông/bà đồng ý").await;
    house.press(resident, Place::Private, &notice, "Đồng ý", "Cảm ơn ông/bà đã đồng ý").await;
    house.see(officer, chat, "DAUVET777").await;
    house.settle().await;
    let holds = |file: &Path| {
        fs::read(file).expect("readable").windows(9).any(|bytes| bytes == "DAUVET777".as_bytes())
    };
    assert!(holds(&house.backup("before").await), "the search finds what is kept");
    house.say(resident, Place::Private, "/xoa").await;
    let sure = house.see(resident, Place::Private, "Tôi sẽ xóa mọi câu hỏi").await;
    house.press(resident, Place::Private, &sure, "Xóa tất cả", "đã xóa nội dung").await;
    house.settle().await;
    assert!(!holds(&house.backup("after").await));
});

journey!(what_is_no_whole_copy_changes_nothing, |house| {
    house.staff("Hà", Role::Approver, None).await;
    let copy = house.backup("copy").await;
    let bytes = fs::read(&copy).unwrap();
    let middle = bytes.len() / 2;
    let bad = house.root().join("bad");
    // In the middle of a page SQLite does not notice a changed letter, only a changed structure.
    let mut overwritten = bytes.clone();
    overwritten[middle..middle + 4096].fill(0xff);
    let other: &[u8] =
        if house.folder().is_some() { b"loa backup 1 postgresql\n{" } else { b"SQLite format 3\0" };
    house.stop().await;
    house.store.close().await;
    for (what, bytes) in [
        ("empty", &b""[..]),
        ("words", b"a letter to the ward, not a backup"),
        ("its first half", &bytes[..middle]),
        ("written over", &overwritten),
        ("of the other kind", other),
    ] {
        fs::write(&bad, bytes).unwrap();
        let refused = store::restore(&house.config.database_url, &bad, &house.clock).await;
        let is_told = matches!(refused, Err(Error::NotABackup { .. } | Error::BackupOfOther { .. }));
        assert!(is_told, "{what}: {refused:?}");
    }
    fs::remove_file(&bad).unwrap();
    let missing = store::restore(&house.config.database_url, &bad, &house.clock).await;
    assert!(matches!(missing, Err(Error::NotReadable { .. })), "{missing:?}");
    let left: Vec<String> = fs::read_dir(house.root())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.contains("restor"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
    assert_eq!(house.count("roles").await, 1);
    assert_eq!(house.count("heartbeats WHERE name = 'restored'").await, 0);
    house.start().await;
});
