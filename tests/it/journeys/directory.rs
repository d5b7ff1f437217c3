//! The ward's directory in chat: found, renamed, merged, split, given out and taken in.

use std::time::Instant;

use chrono::TimeDelta;
use loa::app::stage::{Persona, Place, Seen};
use loa::conversation::directory_table as table;
use loa::i18n::Lang;
use loa::sheet::{self, Cell, Sheet};
use loa::ward::store as ward;

use crate::house::{House, journey};

const PRIVATE: Place = Place::Private;

/// `/phuong` with what is looked for: the neighbourhood's screen.
async fn open(house: &House, who: Persona, wanted: &str, then: &str) -> Seen {
    house.say(who, PRIVATE, &format!("/phuong {wanted}")).await;
    house.see(who, PRIVATE, then).await
}

async fn list(house: &House, who: Persona) -> Seen {
    house.say(who, PRIVATE, "/phuong").await;
    let home = house.see(who, PRIVATE, "Đơn vị có nhóm chat").await;
    house.press(who, PRIVATE, &home, "Tổ dân phố", "tổ dân phố. ✅ đã đăng ký").await
}

fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    let rows = rows.iter().map(|row| row.iter().map(|text| Cell::from(*text)).collect()).collect();
    sheet::xlsx(&Sheet { name: "Tổ".into(), widths: vec![12; 8], rows }).unwrap()
}

/// An administrator sends a table; the report.
async fn send(house: &House, who: Persona, bytes: &[u8], then: &str) -> Seen {
    let all = list(house, who).await;
    house.press(who, PRIVATE, &all, "Nhập từ Excel", "Xin điền vào bảng này").await;
    house.stage.document(who, PRIVATE, "to.xlsx", bytes).await.unwrap();
    house.see(who, PRIVATE, then).await
}

journey!(a_renamed_neighbourhood_is_found_by_its_old_name_and_loses_nothing, |house| {
    let cast = house.cast().await;
    let me = cast.administrator;
    let one = open(&house, me, "1", "01 · Tổ dân phố số 1").await;
    let edit = house.press(me, PRIVATE, &one, "Sửa tổ", "muốn sửa gì").await;
    house.press(me, PRIVATE, &edit, "Đổi tên", "Xin viết tên mới").await;
    house.say(me, PRIVATE, "Tổ dân phố Hồ Sen 1").await;
    house.see(me, PRIVATE, "Đã đổi tên “Tổ dân phố số 1” thành “Tổ dân phố Hồ Sen 1”").await;
    let found = open(&house, me, "to dan pho so 1", "01 · Tổ dân phố Hồ Sen 1").await;
    assert!(found.text.contains("Trước đây: 01 · Tổ dân phố số 1 (đến 04/05/2026)"), "{}", found.text);
    assert!(found.text.contains("Tổ trưởng: Bình") && found.text.contains("đang nhận tin"), "{}", found.text);
    open(&house, me, "không có", "Không có tổ nào là “không có”").await;
    // What comes next is looked for, too.
    house.say(me, PRIVATE, "hồ sen").await;
    house.see(me, PRIVATE, "01 · Tổ dân phố Hồ Sen 1").await;
    house.publish(&cast, "Tin sau khi đổi tên").await;
});

/// A resident who has agreed, and whose question from a group is open.
async fn question(house: &House, who: Persona, group: Place) {
    house.unit_chat_of("KTHTDT").await;
    house.stage.start(who, "").await.unwrap();
    // Chats are handled side by side: only then is it known that they can be written to.
    house.see(who, PRIVATE, "nhắn câu hỏi").await;
    house.say(who, group, "/hoi Ngõ 15 xuống cấp, ổ gà nhiều, bao giờ phường sửa đường?").await;
    let notice = house.see(who, PRIVATE, "xin ông/bà đồng ý").await;
    house.press(who, PRIVATE, &notice, "Đồng ý", "Cảm ơn ông/bà đã đồng ý").await;
    house.settle().await;
    assert_eq!(house.count("questions WHERE state = 'open'").await, 1);
}

/// From the neighbourhood's screen to what can be changed there.
async fn edit(house: &House, who: Persona, wanted: &str, name: &str) -> Seen {
    let one = open(house, who, wanted, name).await;
    house.press(who, PRIVATE, &one, "Sửa tổ", "muốn sửa gì").await
}

journey!(a_merged_neighbourhood_takes_groups_questions_and_history_along, |house| {
    let cast = house.cast().await;
    let me = cast.administrator;
    let other = house.stage.person("Cúc").await.unwrap();
    house.neighbourhood(2, me, other, &[]).await;
    house.publish(&cast, "Tin trước khi nhập").await;
    question(&house, cast.resident, cast.group).await;
    // A link for its head that nobody has opened yet.
    let (_, link) = house.head_link(1).await;
    let screen = edit(&house, me, "01", "01 · Tổ dân phố số 1").await;
    let which = house.press(me, PRIVATE, &screen, "Nhập vào tổ khác", "nhập vào tổ nào").await;
    let sure = house.press(me, PRIVATE, &which, "02 · Tổ dân phố số 2", "Việc này không quay lại được").await;
    assert!(sure.text.contains("1 nhóm và 1 câu hỏi đang chờ"), "{}", sure.text);
    let forged = house.button_data(me, PRIVATE, sure.message_id, "Nhập tổ").await;
    house.press(me, PRIVATE, &sure, "Nhập tổ", "Đã nhập Tổ dân phố số 1 vào Tổ dân phố số 2").await;
    house.see(cast.head, PRIVATE, "Tổ dân phố số 1 đã nhập vào Tổ dân phố số 2").await;
    let toast = house.press_data(me, PRIVATE, &sure, &forged).await;
    assert!(toast.contains("đã có người xử lý"), "{toast}");
    // The old name leads to the new one, also by code.
    for wanted in ["Tổ dân phố số 1", "01"] {
        let now = open(&house, me, wanted, "02 · Tổ dân phố số 2").await;
        assert!(now.text.contains("Trước đây: 01 · Tổ dân phố số 1"), "{}", now.text);
        assert!(now.text.contains("Bà con tổ 1") && now.text.contains("Bà con tổ 2"), "{}", now.text);
        assert!(now.text.contains("Tổ trưởng: Cúc") && now.text.contains("Tổ phó: Bình"), "{}", now.text);
    }
    assert_eq!(house.count("questions WHERE state = 'open'").await, 1);
    // The earlier post counts one neighbourhood now, with both copies; the next goes to both groups.
    house.say(cast.approver, PRIVATE, "/dophu").await;
    house.see(cast.approver, PRIVATE, "Đã tới 1/1 tổ dân phố").await;
    house.publish(&cast, "Tin sau khi nhập").await;
    house.settle().await;
    assert_eq!(house.count("outgoing WHERE group_id IS NOT NULL AND state = 'sent'").await, 4);
    let late = house.stage.person("Dung").await.unwrap();
    house.stage.start(late, &link).await.unwrap();
    house.see(late, PRIVATE, "Kính chào ông/bà tổ trưởng Tổ dân phố số 2").await;
    // The code stays what it was.
    house.say(me, PRIVATE, "/phuong").await;
    let all = list(&house, me).await;
    house.press(me, PRIVATE, &all, "Thêm tổ", "mỗi dòng một tổ").await;
    house.say(me, PRIVATE, "01, Tổ dân phố mới").await;
    house.see(me, PRIVATE, "Mã 01 đã nhập vào tổ 02").await;
});

journey!(a_split_neighbourhood_shares_its_groups_and_questions_go_with_them, |house| {
    let cast = house.cast().await;
    let me = cast.administrator;
    house.publish(&cast, "Tin trước khi tách").await;
    question(&house, cast.resident, cast.group).await;
    let screen = edit(&house, me, "01", "01 · Tổ dân phố số 1").await;
    house.press(me, PRIVATE, &screen, "Tách tổ", "Xin viết mã và tên của tổ mới").await;
    house.say(me, PRIVATE, "01, Tổ dân phố số 1B").await;
    house.see(me, PRIVATE, "Mã 01 đã có tổ dùng").await;
    house.say(me, PRIVATE, "01b, Tổ dân phố số 1B").await;
    house.see(me, PRIVATE, "Đã tách Tổ dân phố số 1B từ Tổ dân phố số 1").await;
    let which = house.see(me, PRIVATE, "nay thuộc tổ mới?").await;
    house.press(me, PRIVATE, &which, "Chuyển nhóm “Bà con tổ 1”", "01B · Tổ dân phố số 1B").await;
    house.say(cast.approver, PRIVATE, "/dophu").await;
    let sheet = house.see(cast.approver, PRIVATE, "Đã tới 1/2 tổ dân phố").await;
    assert!(sheet.text.contains("Tổ dân phố số 1: "), "the old one has no group: {}", sheet.text);
    assert_eq!(house.count("questions WHERE state = 'open'").await, 1);
    house.publish(&cast, "Tin sau khi tách").await;
    // A mistake is moved back, and taken off where it belongs to nobody.
    let one = open(&house, me, "01B", "01B · Tổ dân phố số 1B").await;
    let groups = house.press(me, PRIVATE, &one, "Nhóm của tổ", "đang nhận tin").await;
    let to = house.press(me, PRIVATE, &groups, "Chuyển “Bà con tổ 1”", "Nhóm này thuộc tổ nào").await;
    let back = house.press(me, PRIVATE, &to, "01 · Tổ dân phố số 1", "01 · Tổ dân phố số 1").await;
    let groups = house.press(me, PRIVATE, &back, "Nhóm của tổ", "đang nhận tin").await;
    let sure = house.press(me, PRIVATE, &groups, "Gỡ “Bà con tổ 1”", "không đăng tin vào nhóm này nữa").await;
    house.press(me, PRIVATE, &sure, "Gỡ nhóm", "Chưa đăng ký nhóm").await;
    house.see(cast.head, PRIVATE, "Phường đã gỡ nhóm của ông/bà khỏi Tổ dân phố số 1").await;
    assert_eq!(house.column("SELECT state FROM neighbourhood_groups").await, ["off"]);
    house.submit(cast.editor, "Tin không tới").await;
    house.approve(cast.approver, "chờ duyệt").await;
    house.see(cast.approver, Place::Private, "bắt đầu gửi").await;
    house.advance(TimeDelta::seconds(61)).await;
    assert!(!house.shown(cast.head, cast.group).await.contains("Tin không tới"));
});

journey!(the_directory_goes_out_and_comes_back_with_errors_per_row, |house| {
    let cast = house.cast().await;
    let me = cast.administrator;
    let all = list(&house, me).await;
    house.press(me, PRIVATE, &all, "Xuất Excel", "Danh bạ 1 tổ dân phố").await;
    let file = house.bytes_of(me).await;
    send(&house, me, &file, "0 tổ mới, 0 tổ được sửa, 1 tổ giữ nguyên, 0 dòng cần sửa").await;
    let head: &[&str] = &["Mã", "Tên tổ", "Khu vực", "Nhãn", "Số hộ", "Chi bộ", "Tổ trưởng", "Điện thoại"];
    let bytes = workbook(&[
        head,
        &["1", "Tổ dân phố Một", "Khu A", "chợ, chung cư", "350", "Chi bộ 1", "Ông Bình", "0912 345 678"],
        &["02", "Tổ dân phố số 2"],
        &["02", "Tổ dân phố số 3"],
        &["", "Tổ không mã"],
        &["04", "Tổ dân phố số 4", "", "", "nhiều"],
        &["05", "Tổ dân phố số 5", "", "", "", "", "", "12"],
    ]);
    let report = send(&house, me, &bytes, "1 tổ mới, 1 tổ được sửa, 0 tổ giữ nguyên, 4 dòng cần sửa").await;
    for line in [
        "Dòng 4: ❌ trùng mã với dòng 3.",
        "Dòng 5: ❌ thiếu mã tổ.",
        "Dòng 6: ❌ số hộ “nhiều” không phải là số.",
        "Dòng 7: ❌ “12” không phải là số điện thoại.",
    ] {
        assert!(report.text.contains(line), "{line}: {}", report.text);
    }
    assert_eq!(house.count("neighbourhoods").await, 1, "nothing before the button");
    house.stop().await;
    house.start().await;
    let forged = house.button_data(me, PRIVATE, report.message_id, "Ghi 2 tổ").await;
    house.press(me, PRIVATE, &report, "Ghi 2 tổ", "Đã ghi 2 tổ dân phố").await;
    let toast = house.press_data(me, PRIVATE, &report, &forged).await;
    assert!(toast.contains("đã có người xử lý"), "{toast}");
    let one = open(&house, me, "tổ dân phố số 1", "01 · Tổ dân phố Một").await;
    for line in ["Số hộ: 350", "Chi bộ: Chi bộ 1", "Liên hệ: Ông Bình, 0912345678", "Nhãn: chung cư, chợ"]
    {
        assert!(one.text.contains(line), "{line}: {}", one.text);
    }
    open(&house, me, "ông bình", "01 · Tổ dân phố Một").await;
    send(&house, me, b"xin chao", "Tệp này không có bảng với cột Mã").await;
    house.say(me, PRIVATE, "đây ạ").await;
    house.see(me, PRIVATE, "Xin gửi bảng Excel (.xlsx) của danh bạ").await;
});

journey!(a_citys_directory_comes_in_at_once, |house| {
    let me = house.staff("Hạnh", loa::ward::Role::Administrator, None).await;
    let mut rows = vec![vec![Cell::from("Mã"), Cell::from("Tên tổ"), Cell::from("Số hộ")]];
    for n in 1..=5_400 {
        let code = format!("{n:04}");
        let name = format!("Tổ dân phố số {n}");
        rows.push(vec![Cell::Text(code), Cell::Text(name), Cell::Number(250 + n % 250)]);
    }
    let bytes = sheet::xlsx(&Sheet { name: "Tổ".into(), widths: vec![8, 30, 8], rows }).unwrap();
    let begun = Instant::now();
    let report = send(&house, me, &bytes, "5400 tổ mới, 0 tổ được sửa").await;
    house.press(me, PRIVATE, &report, "Ghi 5400 tổ", "Đã ghi 5400 tổ dân phố").await;
    eprintln!("5,400 rows: {} ms", begun.elapsed().as_millis());
    assert_eq!(house.count("neighbourhoods WHERE households > 0").await, 5_400);
    let mut tx = house.store.read().await.unwrap();
    let entries = ward::entries(&mut tx, house.ward.id).await.unwrap();
    assert_eq!((entries[0].place.code.as_str(), entries[5_399].place.code.as_str()), ("0001", "5400"));
    let again = sheet::xlsx(&table::sheet(&entries, Lang::Vi)).unwrap();
    send(&house, me, &again, "0 tổ mới, 0 tổ được sửa, 5400 tổ giữ nguyên").await;
});

journey!(who_helps_is_named_with_a_phone_or_not_at_all, |house| {
    let cast = house.cast().await;
    let me = cast.administrator;
    let all = list(&house, me).await;
    house.press(me, PRIVATE, &all, "Người giúp tổ trưởng", "xin ông/bà gọi Phường Hồ Sen").await;
    house.say(me, PRIVATE, "Chị Hoa").await;
    house.see(me, PRIVATE, "Xin viết họ tên, dấu phẩy, rồi số điện thoại").await;
    house.say(me, PRIVATE, "Chị Hoa, 0912 345 678").await;
    let now = house.see(me, PRIVATE, "xin ông/bà gọi Chị Hoa, số 0912345678").await;
    house.press(me, PRIVATE, &now, "Dùng người phụ trách Văn phòng", "xin ông/bà gọi Phường Hồ Sen").await;
});
