//! Who may do what: every command and every button, pressed by everybody.

mod people;
mod table;
mod wards;

use std::collections::BTreeSet;

use loa::app::stage::Place;
use loa::i18n::Lang;

use crate::house::journey;
use people::{any_message, everybody, settle_in};
use table::{
    ADMINISTRATOR, ALL, APPROVER, BUTTONS, HEAD, LAST, NO_ADMINISTRATOR, NO_APPROVER, NO_HEAD, NO_OFFICER,
    NO_STAFF, NO_WRITER, OFFICER, Rows, STAFF, WRITERS,
};

fn may(column: usize, who: &str) -> bool {
    who.contains(&ALL[column..=column])
}

#[test]
fn every_button_stands_in_the_table() {
    let strays = table::strays(&loa::conversation::button_codes());
    assert!(strays.is_empty(), "buttons without a row, or rows without a button: {strays:?}");
}

journey!(every_button_is_for_those_whom_the_table_names, |house| {
    let (people, things) = settle_in(&house, "QUYEN555").await;
    let press = async |column: usize, table: &[Rows]| {
        let (name, who) = people.columns[column];
        let message = any_message(&house, who).await;
        let mut wrong = Vec::new();
        for rows in table {
            let may = may(column, rows.who);
            for data in rows.data() {
                let (data, is_real) = data.strip_prefix('!').map_or((data, true), |data| (data, !may));
                let data = things.fill(data, is_real);
                let toast = house.press_data(who, Place::Private, &message, &data).await;
                if rows.told.iter().any(|told| toast.contains(told)) == may {
                    wrong.push(format!("{name} presses {data}: “{toast}”"));
                }
            }
        }
        wrong
    };
    for table in [BUTTONS, LAST] {
        // What an administrator does must not change who the others are.
        let done = tokio::join!(
            press(0, table),
            press(1, table),
            press(2, table),
            press(3, table),
            press(4, table),
            press(5, table)
        );
        let wrong = [done.0, done.1, done.2, done.3, done.4, done.5].concat();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
    house.settle().await;
    let states = house.column("SELECT state FROM messages ORDER BY number").await;
    assert_eq!(states[..2], ["approved", "submitted"], "what is out stays out, and what waits waits");
    assert_eq!(house.column("SELECT state FROM posts").await, ["released"]);
    assert_eq!(house.count("roles WHERE ended_at IS NULL").await, 4);
    assert_eq!(
        house.column("SELECT state FROM neighbourhood_groups WHERE channel = 'telegram'").await,
        ["confirmed"]
    );
    assert_eq!(house.count("inbox WHERE outcome <> 'handled' AND outcome <> 'not for us'").await, 0);
});

/// What each command is for, who may say it, what the others are told, and what it is answered
/// with.
const COMMANDS: &[(&str, &str, &str, &str)] = &[
    ("/phuong", ADMINISTRATOR, NO_ADMINISTRATOR[0], "Đơn vị có nhóm chat"),
    ("/soan", WRITERS, NO_WRITER[0], "Tin mới thuộc nhóm nội dung nào"),
    ("/duyet", APPROVER, NO_APPROVER[0], "Không có tin nào chờ"),
    ("/dophu", STAFF, NO_STAFF[0], "Đã tới 1/1"),
    ("/nhap", OFFICER, NO_OFFICER[0], "Người dân hỏi gì"),
    ("/to", HEAD, NO_HEAD[0], "đang nhận tin"),
    ("/dangky", HEAD, NO_HEAD[0], "đang nhận tin"),
    ("/chuyengiao", HEAD, NO_HEAD[0], "cho người nhận việc"),
    ("/phuong 01", ADMINISTRATOR, NO_ADMINISTRATOR[0], "01 · Tổ dân phố số 1"),
    ("/hoi", ALL, "—", "Mời ông/bà viết câu hỏi"),
    ("/cauhoi", ALL, "—", "chưa gửi câu hỏi nào"),
    ("/dulieu", ALL, "—", "Dữ liệu của ông/bà"),
    ("/rutdongy", ALL, "—", "các câu hỏi chưa trả lời sẽ được xóa và phường không trả lời nữa"),
    ("/xoa", ALL, "—", "Tôi sẽ xóa mọi câu hỏi"),
    ("/ngonngu", ALL, "—", "Which language"),
    ("/trogiup", ALL, "—", "ho"),
    ("/lich", STAFF, NO_STAFF[0], "Lịch đăng tin"),
    ("/tamvang", STAFF, NO_STAFF[0], "vắng từ ngày nào"),
    ("/help", ALL, "—", "ho"),
    ("/start", ALL, "—", "ho"),
];

/// The commands that the program knows, by its own words.
fn known_commands() -> BTreeSet<String> {
    let source = include_str!("../../../../src/conversation/heard.rs");
    let (_, after) = source.split_once("fn command_of<").expect("commands are told apart");
    let (body, _) = after.split_once("\n}\n").expect("somewhere that ends");
    let arms = body.lines().filter_map(|line| line.trim().split_once(" => ")).map(|(arm, _)| arm);
    // The names stand between quotation marks.
    let named = arms.filter(|arm| arm.starts_with('"')).flat_map(|arm| arm.split('"').skip(1).step_by(2));
    let offered = loa::conversation::commands(Lang::Vi).into_iter().flatten().map(|(name, _)| name);
    named.chain(offered).chain(loa::conversation::GROUP_COMMANDS.iter().copied()).map(str::to_owned).collect()
}

#[test]
fn every_command_stands_in_the_table() {
    let known = known_commands();
    assert!(known.len() >= 20 && known.contains("tamvang"), "{known:?}");
    let named: BTreeSet<String> = COMMANDS
        .iter()
        .filter_map(|(command, ..)| command[1..].split(' ').next())
        .chain(["hopthu"])
        .map(str::to_owned)
        .collect();
    assert_eq!(known, named);
}

journey!(every_command_is_for_those_whom_the_table_names, |house| {
    let people = everybody(&house, "QUYEN555").await;
    let say = async |column: usize| {
        let (_, who) = people.columns[column];
        for (command, who_may, refused, done) in COMMANDS {
            house.say(who, Place::Private, command).await;
            let words = if may(column, who_may) { done } else { refused };
            house.see(who, Place::Private, words).await;
        }
        // Who answers sees the questions, other staff how many there are.
        let words = match (may(column, OFFICER), may(column, STAFF)) {
            (true, _) => "Không có câu hỏi nào chờ trả lời",
            (false, true) => "Cả phường: 0 câu hỏi",
            (false, false) => NO_OFFICER[0],
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
