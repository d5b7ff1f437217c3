//! Two wards with one bot: nobody of the one sees or changes anything of the other, whatever
//! they press and say.

use std::collections::{BTreeMap, BTreeSet};

use loa::app::stage::Place;
use loa::plan;
use loa::ward::store as ward;

use super::people::{any_message, settle_in};
use super::table::{BUTTONS, LAST, Rows};
use crate::house::{House, PLAN, journey};

/// Stands in all words of the first ward, and nowhere else.
const MARK: &str = "DAUVET888";
/// How the messages there are called.
const NUMBERS: &str = "tin 77";
/// What names things there.
const NAMES: &[(&str, &str)] = &[
    ("people", "name"),
    ("units", "name"),
    ("neighbourhoods", "name"),
    ("content_groups", "name"),
    ("plans", "title"),
];

/// Rows as text, by their table.
type Dump = BTreeSet<(String, String)>;

/// All rows but those of what came in, which holds what was pressed as it was pressed, and of who
/// is there to work.
async fn dump(house: &House) -> Dump {
    let is_sqlite = house.folder().is_some();
    let tables = if is_sqlite {
        "SELECT name FROM sqlite_master WHERE type = 'table'"
    } else {
        "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema()"
    };
    let mut rows = Dump::new();
    for table in house.column(tables).await {
        if table == "inbox" || table.starts_with("sqlite_") || table.starts_with('_') {
            continue;
        }
        let columns = if is_sqlite {
            let columns = house.column(&format!("SELECT name FROM pragma_table_info('{table}')")).await;
            let quoted: Vec<String> = columns.iter().map(|c| format!("'{c}=' || quote({c})")).collect();
            quoted.join(" || ' ' || ")
        } else {
            "CAST(t AS TEXT)".to_owned()
        };
        for row in house.column(&format!("SELECT {columns} FROM {table} t")).await {
            rows.insert((table.clone(), row.to_lowercase()));
        }
    }
    rows
}

/// The ids in a row, with and without hyphens.
fn ids(row: &str) -> BTreeSet<String> {
    let row = row.replace('-', "");
    let runs = row.split(|c: char| !c.is_ascii_hexdigit());
    runs.filter(|run| run.len() == 32).map(str::to_owned).collect()
}

/// The ids of everything that belongs to a ward: what its rows name, and what names that. The bot,
/// and the question which ward somebody means, are of both.
fn ids_of(rows: &Dump, ward: &str, other: &str) -> BTreeSet<String> {
    let of_bots = rows.iter().filter(|(table, _)| table == "bots");
    let bots: BTreeSet<String> = of_bots.flat_map(|(_, row)| ids(row)).collect();
    let mut rows: Vec<BTreeSet<String>> =
        rows.iter().map(|(_, row)| ids(row).difference(&bots).cloned().collect()).collect();
    rows.retain(|row| !(row.contains(ward) && row.contains(other)));
    let mut known = BTreeSet::from([ward.to_owned()]);
    loop {
        let (theirs, rest): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| !row.is_disjoint(&known));
        if theirs.is_empty() {
            return known;
        }
        known.extend(theirs.into_iter().flatten());
        rows = rest;
    }
}

/// The id that a row begins with, if it does.
fn id_of(row: &str) -> Option<String> {
    let row = row.replace('-', "");
    let mut runs = row.split(|c: char| !c.is_ascii_hexdigit());
    runs.find(|run| run.len() == 32).map(str::to_owned)
}

/// The rows that are gone, new or other than they were and have to do with these ids. The question
/// which ward somebody means goes with them who ask to be forgotten.
fn touched(before: &Dump, after: &Dump, of: &BTreeSet<String>, wards: [&str; 2]) -> Vec<String> {
    let of_both = before.iter().filter(|(_, row)| wards.into_iter().all(|ward| ids(row).contains(ward)));
    let of_both: BTreeSet<String> = of_both.filter_map(|(_, row)| id_of(row)).collect();
    let mark = MARK.to_lowercase();
    let theirs = before.symmetric_difference(after).filter(|(_, row)| {
        let is_of_both = id_of(row).is_some_and(|id| of_both.contains(&id));
        !is_of_both && (!ids(row).is_disjoint(of) || row.contains(&mark))
    });
    let say = |row: &(String, String)| {
        let when = if before.contains(row) { "before" } else { "after" };
        format!("{when}: {} {}", row.0, row.1)
    };
    theirs.map(say).collect()
}

/// A second ward beside the first, with a plan; from now on it is the house's.
async fn second_ward(house: &mut House) {
    house.stop().await;
    let mut tx = house.store.begin().await.unwrap();
    let made = ward::create_ward(&mut tx, "Phường Đông Ngạc", "UBND phường Đông Ngạc").await.unwrap();
    let read = plan::import::read(PLAN.as_bytes()).unwrap();
    plan::store_plan(&mut tx, made.id, &read, "plan.txt", PLAN.as_bytes(), None).await.unwrap();
    tx.commit().await.unwrap();
    house.ward = made;
    house.start().await;
}

journey!(nobody_sees_or_changes_anything_of_another_ward, |house| {
    let (_, theirs) = settle_in(&house, MARK).await;
    house.settle().await;
    let first = house.ward.id.0.simple().to_string();
    for (table, column) in NAMES {
        house.meddle(&format!("UPDATE {table} SET {column} = {column} || ' {MARK}'")).await;
    }
    house.meddle("UPDATE messages SET number = number + 770").await;
    second_ward(&mut house).await;
    let (people, _) = settle_in(&house, "NGAC111").await;
    house.settle().await;
    let before = dump(&house).await;
    let second = house.ward.id.0.simple().to_string();
    let of_first = ids_of(&before, &first, &second);
    assert!(of_first.len() > 100, "{}", of_first.len());
    assert!(!of_first.contains(&second), "they have nothing in common");
    let said_before = house.stage.ledger(0).await.unwrap().len();
    let press = async |column: usize| {
        let (name, who) = people.columns[column];
        let message = any_message(&house, who).await;
        let mut wrong = Vec::new();
        for data in [BUTTONS, LAST].into_iter().flatten().flat_map(Rows::data) {
            // Everybody may say that they live in another ward; then they are its residents.
            if data.starts_with("wd:") {
                continue;
            }
            let packed = theirs.fill(data.trim_start_matches('!'), true);
            let toast = house.press_data(who, Place::Private, &message, &packed).await;
            if toast.contains(MARK) {
                wrong.push(format!("{name} presses {data}: “{toast}”"));
            }
            // What a press asked for is given, too.
            if toast.is_empty() && data.contains('{') && name != "resident" {
                house.say(who, Place::Private, "Thử quyền").await;
            }
        }
        for command in [
            "/phuong",
            "/phuong 01",
            "/to",
            "/dophu",
            "/duyet",
            "/hopthu",
            "/nhap",
            "/cauhoi",
            "/lich",
            "/soan",
            "/dangky",
            "/chuyengiao",
            "/tamvang",
            "/dulieu",
            "/hoi",
            "/trogiup",
        ] {
            house.say(who, Place::Private, command).await;
        }
        wrong
    };
    // In their own groups, too, which a unit's chat lets do more.
    let press_in_group = async |at: usize| {
        let (who, place) = people.groups[at];
        let shown = house.stage.messages(who, place).await.unwrap();
        let message = shown.into_iter().rfind(|m| m.from.as_ref().is_some_and(|from| from.is_bot)).unwrap();
        let mut wrong = Vec::new();
        for data in
            BUTTONS.iter().flat_map(Rows::data).filter(|data| data.contains('{') && !data.starts_with("wd:"))
        {
            let packed = theirs.fill(data.trim_start_matches('!'), true);
            let toast = house.press_data(who, place, &message, &packed).await;
            if toast.contains(MARK) {
                wrong.push(format!("{data} in a group: “{toast}”"));
            }
        }
        wrong
    };
    let done = tokio::join!(press(0), press(1), press(2), press(3), press(4), press(5));
    let in_groups = tokio::join!(press_in_group(0), press_in_group(1));
    let wrong = [done.0, done.1, done.2, done.3, done.4, done.5, in_groups.0, in_groups.1].concat();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    house.settle().await;
    // Whatever was said since, also what was written over since.
    let said = house.stage.ledger(0).await.unwrap();
    assert!(said.len() > said_before + 1_000, "everything was answered: {}", said.len() - said_before);
    let code = house.column("SELECT code FROM questions ORDER BY asked_at, id").await.remove(0);
    let marks = [MARK.to_lowercase(), NUMBERS.to_owned(), loa::question::spoken(&code)];
    let is_told = |call: &str| marks.iter().any(|mark| call.to_lowercase().contains(mark));
    let calls = said[said_before..].iter().map(ToString::to_string);
    let told: Vec<String> = calls.filter(|call| is_told(call) || !ids(call).is_disjoint(&of_first)).collect();
    assert!(told.is_empty(), "of the first ward: {}", told.join("\n"));
    let after = dump(&house).await;
    let touched = touched(&before, &after, &of_first, [&first, &second]);
    assert!(touched.is_empty(), "of the first ward: {}", touched.join("\n"));
    // The commands were answered with the ward's own.
    let of: BTreeMap<&str, _> = people.columns.into_iter().collect();
    for (name, words) in [
        ("administrator", "01 · Tổ dân phố số 1"),
        ("head", "đang nhận tin"),
        ("officer", "Lịch đăng tin"),
        ("approver", "Đã tới 1/1"),
    ] {
        let shown = house.shown(of[name], Place::Private).await;
        assert!(shown.contains(words), "{name} is not shown “{words}”");
    }
});
