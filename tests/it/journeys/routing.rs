//! Routes that a ward changes itself, and what its staff corrected.

use loa::app::stage::Place;
use loa::question::State;
use loa::question::route::store as routes;
use loa::question::store as questions;
use loa::ward::Role;

use crate::house::journey;

journey!(an_administrator_changes_who_answers, |house| {
    let administrator = house.staff("Hạnh", Role::Administrator, None).await;
    house.say(administrator, Place::Private, "/phuong").await;
    let home = house.see(administrator, Place::Private, "Đơn vị có nhóm chat").await;
    let units =
        house.press(administrator, Place::Private, &home, "Phân luồng câu hỏi", "chuyển theo từ ngữ").await;
    let field =
        house.press(administrator, Place::Private, &units, "Trạm Y tế", "Xin chọn một lĩnh vực").await;
    let words = house
        .press(administrator, Place::Private, &field, "Y tế, dịch bệnh", "Từ dẫn tới lĩnh vực này")
        .await;
    house.press(administrator, Place::Private, &words, "Thêm từ", "Xin viết một từ").await;
    house.say(administrator, Place::Private, "hai\ndòng").await;
    house.see(administrator, Place::Private, "trong một dòng").await;
    house.say(administrator, Place::Private, "Bọ xít hút máu").await;
    house.see(administrator, Place::Private, "Đã thêm “bọ xít hút máu”").await;
    let file = house.column("SELECT file FROM routes").await.remove(0);
    assert!(file.contains("\"bọ xít hút máu\""));
    assert_eq!(house.column("SELECT act FROM audit WHERE act = 'routes'").await, ["routes"]);
    // The same word twice is refused with why, and nothing changes.
    house.press(administrator, Place::Private, &words, "Thêm từ", "Xin viết một từ").await;
    house.say(administrator, Place::Private, "bọ xít hút máu").await;
    house.see(administrator, Place::Private, "chỉ ghi một lần").await;
    assert_eq!(house.column("SELECT file FROM routes").await, [file]);
    // The running service takes the change up by itself.
    let open = async || {
        house.say(administrator, Place::Private, "/phuong").await;
        let home = house.see(administrator, Place::Private, "Đơn vị có nhóm chat").await;
        house.press(administrator, Place::Private, &home, "Phân luồng câu hỏi", "chuyển theo từ ngữ").await
    };
    let units = open().await;
    house.press(administrator, Place::Private, &units, "Thử một câu", "Xin viết một câu").await;
    let mut is_taken_up = false;
    for _ in 0..60 {
        house.say(administrator, Place::Private, "Nhà tôi có bọ xít hút máu, hỏi ai ạ?").await;
        house.see(administrator, Place::Private, "Chuyển tới:").await;
        is_taken_up = house.shown(administrator, Place::Private).await.contains("Vì các từ: bọ xít hút máu");
        if is_taken_up {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    }
    assert!(is_taken_up, "the routes of the ward count");
    // A group has only units that exist.
    let units = open().await;
    let groups =
        house.press(administrator, Place::Private, &units, "Nhóm nội dung", "Xin chọn nhóm để đổi").await;
    house.press(administrator, Place::Private, &groups, "1.8", "KTHTDT, CA").await;
    house.say(administrator, Place::Private, "XX").await;
    house.see(administrator, Place::Private, "“XX”").await;
    house.say(administrator, Place::Private, "ca, kthtdt").await;
    house.see(administrator, Place::Private, "Nhóm 1.8: CA, KTHTDT").await;
});

journey!(a_corrected_case_is_forgotten_with_its_question, |house| {
    let works = house.unit_chat_of("KTHTDT").await;
    let resident = house.stage.person("Lan").await.unwrap();
    house.stage.start(resident, "").await.unwrap();
    house.say(resident, Place::Private, "Ngõ 15 nhiều ổ gà DAUVET, bao giờ phường sửa đường?").await;
    let notice = house.see(resident, Place::Private, "xin ông/bà đồng ý").await;
    house.press(resident, Place::Private, &notice, "Đồng ý", "Cảm ơn ông/bà đã đồng ý").await;
    house.see(works.0, works.1, "DAUVET").await;
    house.settle().await;
    let mut tx = house.store.begin().await.unwrap();
    let question = questions::in_state(&mut tx, house.ward.id, State::Open).await.unwrap().remove(0);
    routes::correct(&mut tx, house.ward.id, question.id, &question.text, "VP").await.unwrap();
    routes::correct(&mut tx, house.ward.id, question.id, &question.text, "CA").await.unwrap();
    let learned = routes::corrected(&mut tx, house.ward.id).await.unwrap();
    assert_eq!(learned.iter().map(|case| case.label.as_str()).collect::<Vec<_>>(), ["CA"], "as it was last");
    tx.commit().await.unwrap();
    house.say(resident, Place::Private, "/xoa").await;
    let sure = house.see(resident, Place::Private, "Tôi sẽ xóa mọi câu hỏi").await;
    house.press(resident, Place::Private, &sure, "Xóa tất cả", "đã xóa nội dung").await;
    house.settle().await;
    assert_eq!(house.count("route_examples").await, 0);
    assert_eq!(house.column("SELECT CAST(learned AS TEXT) FROM routes").await, ["3"]);
});
