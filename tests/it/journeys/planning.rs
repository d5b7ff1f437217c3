//! A plan that was read with doubts: they are decided one at a time, by several people, and what
//! nobody decided is not used. Plans stand side by side.

use loa::app::stage::{Persona, Place, Seen};
use loa::ward::Role;

use super::slots::press;
use crate::house::{House, journey};
use crate::plans::{DIRTY, word_of};

const PRIVATE: Place = Place::Private;

/// A letter of our own that goes before the plan in the same file.
const LETTER: &str = "ỦY BAN NHÂN DÂN\nPHƯỜNG HỒ SEN\nSố: 57/UBND-KTHTDT\nHồ Sen, ngày 20 tháng 4 năm 2026\n\
    V/v triển khai tuyên truyền an toàn giao thông\n\nKính gửi: Các đơn vị và tổ dân phố trên địa bàn phường\n\n\
    Ủy ban nhân dân phường gửi kèm theo Kế hoạch để các đơn vị, tổ dân phố thực hiện./.\n\n\
    TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\n\n";

/// “Kế hoạch” under `/phuong`.
pub async fn plans(house: &House, who: Persona) -> Seen {
    house.settle().await;
    house.say(who, PRIVATE, "/phuong").await;
    house.settle().await;
    let home = house.see(who, PRIVATE, "Đơn vị có nhóm chat").await;
    press(house, who, &home, "Kế hoạch", "Xin gửi tệp kế hoạch").await
}

/// Sends a file as a plan; what was read of it.
pub async fn send(house: &House, who: Persona, name: &str, bytes: &[u8]) -> Seen {
    plans(house, who).await;
    house.stage.document(who, PRIVATE, name, bytes).await.unwrap();
    house.settle().await;
    house.see(who, PRIVATE, "Đã đọc kế hoạch, chưa dùng").await
}

fn has(seen: &Seen, label: &str) -> bool {
    seen.buttons.iter().flatten().any(|button| button.label.contains(label))
}

/// The newest message of the bot with these words.
async fn newest(house: &House, who: Persona, words: &str) -> Seen {
    house.settle().await;
    let shown = house.stage.messages(who, PRIVATE).await.unwrap();
    let found = shown.into_iter().rev().find(|message| message.text.contains(words));
    found.unwrap_or_else(|| panic!("“{words}” is not shown"))
}

journey!(doubts_are_decided_one_at_a_time_and_what_is_not_decided_is_not_used, |house| {
    let first = house.staff("Hạnh", Role::Administrator, None).await;
    let second = house.staff("Bình", Role::Administrator, None).await;
    let read = send(&house, first, "KH giao thong.docx", &word_of(&format!("{LETTER}{DIRTY}"))).await;
    assert!(read.text.contains("Còn 6/6 điểm chưa chắc"), "{}", read.text);
    assert!(read.text.contains("song song với 1 kế hoạch"), "{}", read.text);
    assert_eq!(house.count("plans").await, 1, "nothing is in force yet");
    // The number is blank: it is filled in, once the words are a number.
    let number = press(&house, first, &read, "Xem 6 điểm", "Điểm 1/6: số kế hoạch").await;
    assert!(number.text.contains("“Số: /KH-UBND") && number.text.contains("còn trống"), "{}", number.text);
    assert!(!has(&number, "Đúng"), "there is nothing to confirm");
    house.press(first, PRIVATE, &number, "Ghi vào", "Xin viết số kế hoạch").await;
    house.say(first, PRIVATE, "chưa có").await;
    house.see(first, PRIVATE, "Tôi chưa hiểu. Xin viết số kế hoạch").await;
    house.say(first, PRIVATE, "21/KH-UBND").await;
    let date = newest(&house, first, "Điểm 2/6: ngày ban hành").await;
    let group = press(&house, first, &date, "Bỏ qua", "Điểm 3/6: nhóm nội dung").await;
    assert!(group.text.contains("Tôi đọc là: 1.4 An toàn giao thông, trật tự đô thị"), "{}", group.text);
    assert!(group.text.contains("bị nhảy hoặc lặp"), "{}", group.text);
    // Somebody else goes on with it, and sees what was decided.
    let list = plans(&house, second).await;
    let summary = press(&house, second, &list, "Xem tiếp (2/6)", "Còn 4/6 điểm chưa chắc").await;
    assert!(summary.text.contains("21/KH-UBND"), "{}", summary.text);
    let theirs = press(&house, second, &summary, "Xem 4 điểm", "Điểm 3/6").await;
    let back = press(&house, second, &theirs, "Trang trước", "Điểm 2/6").await;
    assert!(back.text.contains("Đã quyết: bỏ qua (Hạnh)"), "{}", back.text);
    let back = press(&house, second, &back, "Trang trước", "Điểm 1/6").await;
    assert!(back.text.contains("Đã sửa thành: 21/KH-UBND (Hạnh)"), "{}", back.text);
    let on = press(&house, second, &back, "Trang sau", "Điểm 2/6").await;
    let on = press(&house, second, &on, "Trang sau", "Điểm 3/6").await;
    press(&house, second, &on, "Đúng", "Điểm 4/6: nhiệm vụ").await;
    // The first one's screen is old by now: theirs stands.
    let toast = house.toast(first, PRIVATE, &group, "Bỏ qua").await;
    assert!(toast.contains("Bình vừa quyết điểm này"), "{toast}");
    let group = newest(&house, first, "Điểm 3/6").await;
    assert!(group.text.contains("Đã quyết: đúng (Bình)"), "{}", group.text);
    let duty = press(&house, first, &group, "Trang sau", "Điểm 4/6: nhiệm vụ").await;
    assert!(duty.text.contains("Tôi đọc là: Chế độ thông tin, báo cáo"), "{}", duty.text);
    let report = press(&house, first, &duty, "Bỏ qua", "Điểm 5/6: ngày báo cáo").await;
    assert!(report.text.contains("15/06/2026") && report.text.contains("Không ghi năm"), "{}", report.text);
    // A decision may be taken back by anybody.
    let duty = press(&house, first, &report, "Trang trước", "Đã quyết: bỏ qua (Hạnh)").await;
    let duty = press(&house, first, &duty, "Quyết lại", "Điểm 4/6").await;
    let report = press(&house, first, &duty, "Bỏ qua", "Điểm 5/6").await;
    house.press(first, PRIVATE, &report, "Sửa", "Xin viết ngày báo cáo").await;
    house.say(first, PRIVATE, "20/6/2026").await;
    let unsaid = newest(&house, first, "Điểm 6/6: ngày báo cáo").await;
    // Half of it survives a restart; the last point stays open and is not used.
    house.stop().await;
    house.start().await;
    let summary = press(&house, first, &unsaid, "Để sau", "Còn 1/6 điểm chưa chắc").await;
    let used =
        press(&house, first, &summary, "Dùng kế hoạch này, bỏ 1 điểm chưa quyết", "Đã nhập kế hoạch").await;
    assert!(used.text.contains("Nhóm nội dung: 3") && used.text.contains("không dùng: 1"), "{}", used.text);
    let of_new = |columns: &str, table: &str| {
        format!(
            "SELECT {columns} FROM {table} WHERE plan_id = (SELECT id FROM plans WHERE number = '21/KH-UBND')"
        )
    };
    assert_eq!(house.column(&of_new("due_on", "report_dates")).await, ["2026-06-20"]);
    let groups = format!("{} ORDER BY position", of_new("number", "content_groups"));
    assert_eq!(house.column(&groups).await, ["1.1", "1.2", "1.4"]);
    assert!(!used.text.contains("15/12"), "{}", used.text);
    let decided = "SELECT detail FROM audit WHERE act = 'plan_finding' ORDER BY n";
    assert_eq!(house.column(decided).await[..2], ["number edit 21/KH-UBND", "date skip"]);
    // Whoever still has it open is told.
    let stale = newest(&house, second, "Điểm 4/6").await;
    let toast = house.toast(second, PRIVATE, &stale, "Đúng").await;
    assert!(toast.contains("đã được dùng hoặc đã bỏ"), "{toast}");
});

journey!(what_was_read_can_be_dropped_and_read_again, |house| {
    let administrator = house.staff("Hạnh", Role::Administrator, None).await;
    let read = send(&house, administrator, "kh.txt", DIRTY.as_bytes()).await;
    let doubt = press(&house, administrator, &read, "Xem 6 điểm", "Điểm 1/6").await;
    press(&house, administrator, &doubt, "Bỏ qua", "Điểm 2/6").await;
    // The same file again is the same proposal.
    let again = send(&house, administrator, "kh-2.txt", DIRTY.as_bytes()).await;
    let again = newest(&house, administrator, "Còn 5/6").await.message_id.max(again.message_id);
    assert_eq!(house.count("plan_proposals").await, 1);
    let shown = house.stage.messages(administrator, PRIVATE).await.unwrap();
    let again = shown.into_iter().find(|message| message.message_id == again).unwrap();
    press(&house, administrator, &again, "Bỏ bản này", "Đã bỏ bản vừa đọc").await;
    assert_eq!(house.count("plans").await, 1);
    send(&house, administrator, "kh.txt", DIRTY.as_bytes()).await;
    newest(&house, administrator, "Còn 6/6").await;
    assert_eq!(house.count("plan_proposals").await, 2);
});

journey!(plans_stand_side_by_side_and_one_of_them_ends, |house| {
    let cast = house.cast().await;
    let admin = cast.administrator;
    let read = send(&house, admin, "kh.txt", DIRTY.as_bytes()).await;
    let doubts =
        [("Bỏ qua", "Điểm 2/6"), ("Bỏ qua", "Điểm 3/6"), ("Đúng", "Điểm 4/6"), ("Bỏ qua", "Điểm 5/6")];
    let mut doubt = press(&house, admin, &read, "Xem 6 điểm", "Điểm 1/6").await;
    for (label, then) in doubts {
        doubt = press(&house, admin, &doubt, label, then).await;
    }
    let doubt = press(&house, admin, &doubt, "Đúng", "Điểm 6/6").await;
    let summary = press(&house, admin, &doubt, "Đúng", "Đã quyết hết các điểm chưa chắc").await;
    press(&house, admin, &summary, "Dùng kế hoạch này", "Đã nhập kế hoạch").await;
    // A message is for a content group of one of the two.
    house.say(cast.editor, PRIVATE, "/soan").await;
    let choose = house.see(cast.editor, PRIVATE, "Tin mới thuộc kế hoạch nào").await;
    let groups =
        press(&house, cast.editor, &choose, "Tuyên truyền an toàn", "Tin mới thuộc nhóm nội dung nào").await;
    assert!(has(&groups, "1.4 An toàn giao thông") && !has(&groups, "1.3 "), "{:?}", groups.buttons);
    let choose = press(&house, cast.editor, &groups, "Kế hoạch khác", "Tin mới thuộc kế hoạch nào").await;
    let groups = press(&house, cast.editor, &choose, "Thông tin, tuyên truyền", "nhóm nội dung nào").await;
    assert!(has(&groups, "1.3 Y tế") && !has(&groups, "1.4 An toàn giao thông"), "{:?}", groups.buttons);
    // Slots are made for the groups of both, and both plans' days come.
    let mut tx = house.store.read().await.unwrap();
    let all = loa::plan::content_groups(&mut tx, house.ward.id).await.unwrap();
    assert_eq!(all.iter().filter(|group| group.number == "1.1").count(), 2);
    let days = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
    let found = loa::plan::anniversaries(&mut tx, house.ward.id, days("2026-10-01"), days("2026-11-20"));
    let names: Vec<String> = found.await.unwrap().into_iter().map(|found| found.name).collect();
    assert!(names.iter().any(|name| name.contains("Giải phóng Thủ đô")), "{names:?}");
    assert!(names.iter().any(|name| name.contains("nạn nhân giao thông")), "{names:?}");
    drop(tx);
    // One of them ends; its groups can be chosen no longer, until it is used again.
    let list = plans(&house, admin).await;
    assert!(list.text.contains("Kế hoạch đang dùng: 2"), "{}", list.text);
    let plan = press(&house, admin, &list, "Tuyên truyền an toàn", "• 1.2 Vỉa hè, lòng đường").await;
    let ask = press(&house, admin, &plan, "Ngừng dùng", "3 nhóm nội dung").await;
    let ended = press(&house, admin, &ask, "Đúng, ngừng dùng", "Đã ngừng dùng kế hoạch").await;
    house.say(cast.editor, PRIVATE, "/soan").await;
    let groups = house.see(cast.editor, PRIVATE, "Tin mới thuộc nhóm nội dung nào").await;
    assert!(!has(&groups, "An toàn giao thông"));
    press(&house, admin, &ended, "Dùng lại", "Đã dùng lại kế hoạch").await;
    assert_eq!(house.count("plans WHERE ended_at IS NULL").await, 2);
});
