//! A campaign to a thousand groups, fifty of them unwell in ten ways: coverage accounts for every
//! one, a correction reaches every copy that can be reached, and the rest are named.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use loa::app::stage::{Persona, Place};
use loa::channel::Channel;
use loa::delivery::{Coverage, How, PostKind};
use loa::schedule;
use serde_json::json;

use crate::house::{House, journey};

const GROUPS: usize = 1_000;
/// What ails groups, so many each.
const WAYS: [&str; 10] = [
    "kicked",
    "muted",
    "gone",
    "migrated",
    "drop_answer",
    "429",
    "500",
    "message_id_0",
    "blocked",
    "uneditable",
];
const EACH: usize = 5;
const OLD: &str = "Tiêm chủng thứ Bảy";
const NEW: &str = "Tiêm chủng Chủ nhật";

/// The groups by what ails them, by their titles; the well ones are under "".
type Wards = BTreeMap<&'static str, BTreeSet<String>>;

/// Makes the neighbourhoods, well and unwell mixed, and orders the trouble of the post.
async fn thousand(house: &House, owner: Persona) -> (Wards, BTreeMap<String, i64>) {
    let ill = WAYS.len() * EACH;
    let mut well = house.new_groups(GROUPS - 3 * EACH, "Tổ", owner).await.into_iter().enumerate();
    let mut well = std::iter::from_fn(|| well.next().map(|(n, id)| (id, format!("Tổ {}", n + 1))));
    let (mut wards, mut ids) = (Wards::new(), BTreeMap::new());
    for n in 0..ill {
        let way = WAYS[n % WAYS.len()];
        let mut chats: Vec<(i64, String)> = (0..GROUPS / ill - 1).filter_map(|_| well.next()).collect();
        for (id, title) in &chats {
            wards.entry("").or_default().insert(title.clone());
            ids.insert(title.clone(), *id);
        }
        let title = format!("Tổ {way} {n}");
        let (id, title) = match way {
            "gone" => (-1_009_000_000_000 - i64::try_from(n).unwrap(), title),
            "migrated" => {
                let Place::Group(id) = house.stage.group(&title, owner, &[]).await.unwrap() else { panic!() };
                house.stage.bot_member(owner, Place::Group(id), "add", None).await.unwrap();
                (id, title)
            }
            "blocked" => {
                let head = house.stage.person(&title).await.unwrap();
                house.stage.start(head, "").await.unwrap();
                (head.0, title)
            }
            _ => well.next().unwrap(),
        };
        match way {
            "kicked" | "migrated" | "drop_answer" | "429" | "500" | "message_id_0" => {
                let fault = json!({"kind": way, "method": "sendMessage", "chat": id, "retry_after": 1});
                house.control("fault", fault).await;
            }
            "muted" => house.stage.bot_member(owner, Place::Group(id), "mute", None).await.unwrap(),
            "uneditable" => {
                let fault = json!({"kind": way, "method": "editMessageText", "chat": id});
                house.control("fault", fault).await;
            }
            _ => {}
        }
        wards.entry(way).or_default().insert(title.clone());
        ids.insert(title.clone(), id);
        if way == "blocked" {
            house.settle().await;
            house.control("block", json!({"person": id})).await;
            house.register_all(Channel::Relay, &[(id, title)]).await;
        } else {
            chats.push((id, title));
        }
        house.register_all(Channel::Telegram, &chats).await;
    }
    (wards, ids)
}

async fn newest_coverage(house: &House) -> Coverage {
    let mut tx = house.store.read().await.unwrap();
    let post = loa::schedule::posts(&mut tx, house.ward.id, 1).await.unwrap()[0].id;
    schedule::coverage(&mut tx, house.ward.id, post).await.unwrap()
}

/// How many rows say what, by state and reason.
fn counted(coverage: &Coverage) -> BTreeMap<(String, String), usize> {
    let mut counts = BTreeMap::new();
    for row in &coverage.rows {
        *counts.entry((row.state.clone(), row.reason.clone().unwrap_or_default())).or_default() += 1;
    }
    counts
}

fn expected(counts: &[(&str, &str, usize)]) -> BTreeMap<(String, String), usize> {
    counts.iter().map(|(state, reason, n)| (((*state).to_owned(), (*reason).to_owned()), *n)).collect()
}

journey!(a_thousand_groups_are_accounted_for_and_a_correction_reaches_all_it_can, |house| {
    let administrator = house.staff("Hạnh", loa::ward::Role::Administrator, None).await;
    let editor = house.staff("Minh", loa::ward::Role::Editor, None).await;
    let approver = house.staff("Hà", loa::ward::Role::Approver, None).await;
    let owner = house.stage.person("Trưởng ban").await.unwrap();
    let (wards, ids) = thousand(&house, owner).await;
    let well = wards[""].len();
    assert_eq!((ids.len(), well), (GROUPS, GROUPS - WAYS.len() * EACH));

    house.submit(editor, OLD).await;
    house.approve(approver, "chờ duyệt").await;
    house.see(approver, Place::Private, "bắt đầu gửi tới 1000 nhóm").await;
    house.advance(TimeDelta::seconds(61)).await;
    let first = newest_coverage(&house).await;
    assert_eq!(first.rows.len(), GROUPS);
    assert_eq!(
        counted(&first),
        expected(&[
            ("sent", "", well + 4 * EACH),
            ("unknown", "unknown", 2 * EACH),
            ("failed", "removed", EACH),
            ("failed", "no_right", EACH),
            ("failed", "chat_gone", EACH),
            ("waiting", "blocked", EACH),
        ])
    );
    assert_eq!(first.covered, well + 4 * EACH);

    // Five more lose the bot before the correction comes: the old one stands there.
    let lost: BTreeSet<String> = wards[""].iter().take(EACH).cloned().collect();
    for title in &lost {
        house
            .control("fault", json!({"kind": "kicked", "method": "editMessageText", "chat": ids[title]}))
            .await;
    }
    house.write_correction(editor, 1, NEW).await;
    house.approve(approver, "ĐÍNH CHÍNH tin 1").await;
    house.see(approver, Place::Private, "Đang đính chính tin 1 ở 985 nhóm").await;
    house.settle().await;
    let second = newest_coverage(&house).await;
    assert_eq!((second.kind, second.rows.len()), (PostKind::Correction, GROUPS));
    assert_eq!(
        counted(&second),
        expected(&[
            ("sent", "", well - EACH + 6 * EACH),
            ("failed", "removed", EACH),
            ("waiting", "blocked", EACH),
            ("none", "removed", EACH),
            ("none", "no_right", EACH),
            ("none", "chat_gone", EACH),
        ])
    );
    assert_eq!(second.done(), (well + 5 * EACH, well + 7 * EACH));

    // What the platform took is what the rows say, once each.
    let by = |how: How| -> Vec<String> {
        let mut titles: Vec<String> =
            second.rows.iter().filter(|r| r.how == Some(how)).filter_map(|r| r.group.clone()).collect();
        titles.sort();
        titles
    };
    let of = |ways: &[&str]| -> Vec<String> {
        let mut titles: Vec<String> = ways.iter().flat_map(|way| wards[way].iter().cloned()).collect();
        titles.retain(|title| !lost.contains(title));
        titles.sort();
        titles
    };
    let edited = house.called("editMessageText", NEW).await;
    assert_eq!(edited, of(&["", "429", "migrated"]), "every copy that can be edited is, once");
    assert_eq!(by(How::Edited), edited);
    let posted = house
        .called(
            "sendMessage",
            &format!("Đính chính: nội dung dưới đây thay cho tin trước.\n\n📢 UBND phường Hồ Sen\n\n{NEW}"),
        )
        .await;
    assert_eq!(posted, of(&["uneditable", "drop_answer", "500", "message_id_0"]));
    assert_eq!(by(How::Replied), of(&["uneditable"]));
    assert_eq!(by(How::Anew), of(&["drop_answer", "500", "message_id_0"]));
    let named: BTreeSet<String> =
        second.rows.iter().filter(|row| row.state != "sent").map(|row| row.neighbourhood.clone()).collect();
    let unreached = ["kicked", "muted", "gone", "blocked"].iter().flat_map(|way| wards[way].iter());
    assert_eq!(named, unreached.chain(&lost).cloned().collect());
    assert!(
        second.rows.iter().all(|row| row.state == "sent" || row.reason.is_some()),
        "each with its reason"
    );
    house.coverage_sheet(administrator, "Đã sửa 975/985 nhóm").await;
});
