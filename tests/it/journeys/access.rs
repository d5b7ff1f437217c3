//! Who may do what: every command and every button, pressed by everybody.

use loa::app::stage::{Persona, Place, Seen};
use loa::delivery;
use loa::message;
use loa::schedule;
use loa::ward::Role;
use loa::ward::store as ward;

use crate::house::{House, journey};

/// Everybody who acts, in the order of the columns below.
struct People {
    resident: Persona,
    head: Persona,
    editor: Persona,
    officer: Persona,
    approver: Persona,
    administrator: Persona,
}

impl People {
    fn columns(&self) -> [(&'static str, Persona); 6] {
        [
            ("resident", self.resident),
            ("head", self.head),
            ("editor", self.editor),
            ("officer", self.officer),
            ("approver", self.approver),
            ("administrator", self.administrator),
        ]
    }
}

const ALL: &str = "RHEOPA";
const ADMINISTRATOR: &str = "A";
const WRITERS: &str = "EOP";
const APPROVER: &str = "P";
const STOPPERS: &str = "PA";
const STAFF: &str = "EOPA";
const HEAD: &str = "H";

/// What each of them is told who may not.
const NO_ADMINISTRATOR: &str = "chỉ quản trị viên của phường";
const NO_WRITER: &str = "dành cho người soạn tin";
const NO_APPROVER: &str = "chỉ người duyệt của phường";
const NO_STOPPER: &str = "chỉ người duyệt hoặc quản trị viên";
const NO_STAFF: &str = "dành cho cán bộ phường";
const NO_HEAD: &str = "dành cho tổ trưởng";
const NO_OFFICER: &str = "dành cho cán bộ trả lời";

/// A message of the bot in everybody's private chat, on which buttons are pressed.
async fn people(house: &House) -> People {
    let cast = house.cast().await;
    let officer = house.staff("Sơn", Role::Officer, Some("KTHTDT")).await;
    house.stage.start(cast.resident, "").await.unwrap();
    house.publish(&cast, "Tin để thử quyền").await;
    People {
        resident: cast.resident,
        head: cast.head,
        editor: cast.editor,
        officer,
        approver: cast.approver,
        administrator: cast.administrator,
    }
}

async fn any_message(house: &House, who: Persona) -> Seen {
    let messages = house.stage.messages(who, Place::Private).await.unwrap();
    messages.into_iter().find(|m| m.from.as_ref().is_some_and(|from| from.is_bot)).unwrap()
}

/// Every kind of button: its data, who may press it, and what the others are told.
async fn buttons(house: &House) -> Vec<(String, &'static str, &'static str)> {
    let mut tx = house.store.read().await.unwrap();
    let id = house.ward.id;
    let unit = ward::units(&mut tx, id).await.unwrap()[0].id.0.simple();
    let neighbourhood = ward::neighbourhoods(&mut tx, id).await.unwrap()[0].id.0.simple();
    let group = ward::groups(&mut tx, id).await.unwrap()[0].id.0.simple();
    let staff = ward::staff(&mut tx, id).await.unwrap();
    let last = staff.iter().find(|row| row.role == Role::Administrator).unwrap().person.id.0.simple();
    let post = schedule::posts(&mut tx, id, 1).await.unwrap().remove(0);
    let version = post.version;
    let message = message::message(&mut tx, post.message).await.unwrap().unwrap().id.0.simple();
    let copy = delivery::copies(&mut tx, post.id).await.unwrap()[0].id.0.simple();
    let post = post.id.0.simple();
    let nothing = uuid::Uuid::nil().simple();
    let content_group = loa::plan::content_groups(&mut tx, id).await.unwrap()[0].id.0.simple();
    let plan = loa::plan::in_force(&mut tx, id).await.unwrap()[0].id.0.simple();
    let planning = ["4a", "4b", "4d", "4e", "4h", "4i", "4l", "4m"].map(|code| format!("{code}:{plan}"));
    let read = ["4p", "4q", "4r", "4s", "4t"].map(|code| format!("{code}:{nothing}"));
    let doubts = ["4u", "4v", "4w", "4x", "4y"].map(|code| format!("{code}:{nothing}:0"));
    let units = [
        format!("4j:{plan}:0"),
        format!("4k:{plan}:0.CA"),
        format!("4n:{content_group}"),
        format!("4o:{content_group}:CA"),
    ];
    let administrators = [
        "h".into(),
        "u".into(),
        format!("u1:{unit}"),
        format!("ul:{unit}"),
        "n:0".into(),
        "na".into(),
        format!("n1:{neighbourhood}"),
        format!("nl:{neighbourhood}"),
        "s".into(),
        "si".into(),
        "sr:editor".into(),
        format!("su:{unit}"),
        format!("s1:{last}"),
        format!("se:{last}"),
        "pf".into(),
        "r0".into(),
        "r1:YT".into(),
        "r2:field-health".into(),
        "r3:field-health".into(),
        "r4:field-health".into(),
        "r5".into(),
        "r6:1.8".into(),
        "r7".into(),
        format!("gc:{group}"),
        format!("gr:{group}"),
        // The directory, and who is in office. Nothing here takes anything away.
        "2a".into(),
        format!("2b:{neighbourhood}"),
        format!("2c:{neighbourhood}"),
        format!("2d:{neighbourhood}"),
        format!("2e:{neighbourhood}"),
        format!("2f:{neighbourhood}:99"),
        format!("2g:{neighbourhood}:99"),
        format!("2h:{neighbourhood}"),
        "2i".into(),
        "2j".into(),
        "2k".into(),
        "2l".into(),
        "2m".into(),
        format!("2n:{neighbourhood}"),
        format!("2o:{group}"),
        format!("2p:{group}:99"),
        format!("2q:{group}"),
        format!("2r:{nothing}"),
        format!("3d:{neighbourhood}"),
        format!("3e:{nothing}"),
        format!("3l:{neighbourhood}"),
        format!("3m:{neighbourhood}:x"),
        format!("3n:{neighbourhood}:x"),
    ];
    let writers = [
        format!("wg:{nothing}"),
        format!("4f:{nothing}"),
        "4g".into(),
        "wn".into(),
        "wp".into(),
        "w0".into(),
        "wt:1790000000".into(),
        "wo".into(),
        "ws".into(),
        "wa".into(),
        "wx".into(),
        format!("m1:{message}"),
        format!("me:{message}"),
    ];
    let approvers = [format!("ap:{message}:{version}"), format!("rt:{message}:{version}")];
    let stoppers = [format!("st:{post}"), format!("ph:{post}"), format!("cs:{copy}"), format!("cr:{copy}")];
    let heads = [
        format!("rd:{copy}"),
        format!("rf:{copy}"),
        format!("hr:{neighbourhood}"),
        format!("3b:{group}"),
        format!("3f:{neighbourhood}"),
        "3k".into(),
        format!("3o:{neighbourhood}:1"),
    ];
    let everybody = [
        "cy:2020-01".into(),
        "cn".into(),
        format!("qf:{nothing}:VP"),
        format!("qw:{nothing}"),
        "cw".into(),
        "er".into(),
        "lg:vi".into(),
        format!("wd:{nothing}"),
        "ih:khongdung".into(),
        "3c".into(),
        "3h:khongdung".into(),
        "3i:khongdung".into(),
        "không:là:gì".into(),
    ];
    let mut table = Vec::new();
    let mut add = |rows: &[String], who, told| {
        table.extend(rows.iter().map(|row| (row.clone(), who, told)));
    };
    add(&administrators, ADMINISTRATOR, NO_ADMINISTRATOR);
    add(&planning, ADMINISTRATOR, NO_ADMINISTRATOR);
    add(&read, ADMINISTRATOR, NO_ADMINISTRATOR);
    add(&doubts, ADMINISTRATOR, NO_ADMINISTRATOR);
    add(&units, ADMINISTRATOR, NO_ADMINISTRATOR);
    add(&writers, WRITERS, NO_WRITER);
    add(&approvers, APPROVER, NO_APPROVER);
    add(&stoppers, STOPPERS, NO_STOPPER);
    add(&[format!("cv:{post}")], STAFF, NO_STAFF);
    add(&heads, HEAD, NO_HEAD);
    add(&[format!("3j:{neighbourhood}")], "HA", NO_HEAD);
    // Last, because the editor's own message is withdrawn by it.
    add(&[format!("mw:{message}")], WRITERS, NO_WRITER);
    add(&everybody, ALL, "—");
    table
}

fn may(column: usize, who: &str) -> bool {
    who.contains(&ALL[column..=column])
}

journey!(every_button_is_for_those_whom_the_table_names, |house| {
    let people = people(&house).await;
    let table = buttons(&house).await;
    let columns = people.columns();
    let press = async |column: usize| {
        let (name, who) = columns[column];
        let message = any_message(&house, who).await;
        let mut wrong = Vec::new();
        for (data, who_may, told) in &table {
            let toast = house.press_data(who, Place::Private, &message, data).await;
            if toast.contains(told) == may(column, who_may) {
                wrong.push(format!("{name} presses {data}: “{toast}”"));
            }
        }
        wrong
    };
    // What an administrator does must not change who the others are.
    let done = tokio::join!(press(0), press(1), press(2), press(3), press(4), press(5));
    let wrong = [done.0, done.1, done.2, done.3, done.4, done.5].concat();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    house.settle().await;
    assert_eq!(house.column("SELECT state FROM messages").await, ["approved"], "what is out stays out");
    assert_eq!(house.column("SELECT state FROM posts").await, ["released"]);
    assert_eq!(house.count("roles WHERE ended_at IS NULL").await, 4);
    assert_eq!(
        house.column("SELECT state FROM neighbourhood_groups WHERE channel = 'telegram'").await,
        ["confirmed"]
    );
    assert_eq!(house.count("inbox WHERE outcome <> 'handled' AND outcome <> 'not for us'").await, 0);
});

journey!(every_command_is_for_those_whom_the_table_names, |house| {
    let people = people(&house).await;
    let table = [
        ("/phuong", ADMINISTRATOR, NO_ADMINISTRATOR, "Đơn vị có nhóm chat"),
        ("/soan", WRITERS, NO_WRITER, "Tin mới thuộc nhóm nội dung nào"),
        ("/duyet", APPROVER, NO_APPROVER, "Không có tin nào chờ"),
        ("/dophu", STAFF, NO_STAFF, "Đã tới 1/1"),
        ("/nhap", "O", NO_OFFICER, "Người dân hỏi gì"),
        ("/to", HEAD, NO_HEAD, "đang nhận tin"),
        ("/dangky", HEAD, NO_HEAD, "đang nhận tin"),
        ("/chuyengiao", HEAD, NO_HEAD, "cho người nhận việc"),
        ("/phuong 01", ADMINISTRATOR, NO_ADMINISTRATOR, "01 · Tổ dân phố số 1"),
        ("/hoi", ALL, "—", "Mời ông/bà viết câu hỏi"),
        ("/cauhoi", ALL, "—", "chưa gửi câu hỏi nào"),
        ("/dulieu", ALL, "—", "Dữ liệu của ông/bà"),
        ("/rutdongy", ALL, "—", "các câu hỏi chưa trả lời sẽ được xóa và phường không trả lời nữa"),
        ("/xoa", ALL, "—", "Tôi sẽ xóa mọi câu hỏi"),
        ("/ngonngu", ALL, "—", "Which language"),
        ("/trogiup", ALL, "—", "ho"),
    ];
    let columns = people.columns();
    let say = async |column: usize| {
        let (_, who) = columns[column];
        for (command, who_may, refused, done) in table {
            house.say(who, Place::Private, command).await;
            let words = if may(column, who_may) { done } else { refused };
            house.see(who, Place::Private, words).await;
        }
        // Who answers sees the questions, other staff how many there are.
        let words = match (may(column, "O"), may(column, STAFF)) {
            (true, _) => "Không có câu hỏi nào chờ trả lời",
            (false, true) => "Cả phường: 0 câu hỏi",
            (false, false) => NO_OFFICER,
        };
        house.say(who, Place::Private, "/hopthu").await;
        house.see(who, Place::Private, words).await;
    };
    tokio::join!(say(0), say(1), say(2), say(3), say(4), say(5));
});

journey!(in_a_group_staff_commands_say_only_where_to_go, |house| {
    let cast = house.cast().await;
    for (who, name) in [(cast.approver, "approver"), (cast.administrator, "administrator")] {
        let Place::Group(chat) = cast.group else { panic!("a group") };
        house.control("member", serde_json::json!({"chat": chat, "person": who.0, "action": "add"})).await;
        for command in
            ["duyet", "phuong", "dophu", "hopthu", "nhap", "soan", "dulieu", "cauhoi", "xoa", "chuyengiao"]
        {
            let text = format!("/{command}@{}", house.bot_name());
            let said = house.stage.say(who, cast.group, &text).await.unwrap();
            house.settle().await;
            let shown = house.stage.messages(who, cast.group).await.unwrap();
            let answers: Vec<_> = shown.iter().filter(|m| m.message_id > said).collect();
            assert!(
                answers.len() == 1 && answers[0].text.contains("chat riêng"),
                "{name} {command}: {answers:?}"
            );
        }
    }
});
