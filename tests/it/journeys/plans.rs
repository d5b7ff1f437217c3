//! Plans come as files of Word, PDF and Excel, and as files that are none.

use chrono::TimeDelta;
use loa::app::stage::{Persona, Place, Seen};
use loa::ward::Role;

use super::slots::press;
use crate::house::{House, journey};
use crate::plans::{DOCX, LOCKED, PDF, PICTURE, XLSX, bomb};

const NEWEST: &str = "SELECT number FROM content_groups
    WHERE plan_id = (SELECT id FROM plans ORDER BY imported_at DESC, id DESC LIMIT 1) ORDER BY position";
const GROUPS: [&str; 7] = ["1.1", "1.2", "1.3", "2.1", "2.2", "3.1", "3.2"];

/// An administrator sends a plan without doubts, and uses it with one tap.
async fn import(house: &House, administrator: Persona, name: &str, bytes: &[u8]) -> String {
    let read = send(house, administrator, name, bytes, "Đã đọc kế hoạch, chưa dùng").await;
    assert!(read.text.contains("Không có điểm nào chưa chắc"), "{}", read.text);
    house.press(administrator, Place::Private, &read, "Dùng kế hoạch này", "Đã nhập kế hoạch").await.text
}

/// An administrator sends a file as the plan.
async fn send(house: &House, administrator: Persona, name: &str, bytes: &[u8], then: &str) -> Seen {
    // The newest plan is the one that counts: not in the same moment as the ward's first.
    house.advance(TimeDelta::minutes(1)).await;
    house.say(administrator, Place::Private, "/phuong").await;
    let home = house.see(administrator, Place::Private, "Phường Hồ Sen").await;
    house.press(administrator, Place::Private, &home, "Kế hoạch", "Xin gửi tệp kế hoạch").await;
    house.stage.document(administrator, Place::Private, name, bytes).await.unwrap();
    house.see(administrator, Place::Private, then).await
}

journey!(a_plan_of_word_is_imported_with_its_own_numbers, |house| {
    let administrator = house.staff("Hạnh", Role::Administrator, None).await;
    let told = import(&house, administrator, "KE HOACH.docx", DOCX).await;
    assert!(told.contains("công tác tuyên truyền, cổ động") && told.contains("Nhóm nội dung: 7"), "{told}");
    assert!(told.contains("15/06/2026, 15/11/2026"), "{told}");
    assert_eq!(house.column(NEWEST).await, GROUPS);
    send(&house, administrator, "lan-hai.docx", DOCX, "đã được nhập trước đây").await;
    assert_eq!(house.count("plans").await, 2);
});

journey!(a_plan_as_pdf_is_imported_whatever_it_is_called, |house| {
    let administrator = house.staff("Hạnh", Role::Administrator, None).await;
    let told = import(&house, administrator, "ke-hoach.txt", PDF).await;
    assert!(told.contains("Nhóm nội dung: 7") && told.contains("15/06/2026, 15/11/2026"), "{told}");
    assert_eq!(house.column(NEWEST).await, GROUPS);
});

journey!(a_workbook_of_items_is_imported, |house| {
    let administrator = house.staff("Hạnh", Role::Administrator, None).await;
    let read = send(&house, administrator, "lich.xlsx", XLSX, "Còn 1/1 điểm chưa chắc").await;
    let doubt = press(&house, administrator, &read, "Xem 1 điểm", "Không thấy tên kế hoạch").await;
    assert!(doubt.text.contains("Tôi đọc là: tin, bài tháng 5 năm 2026"), "{}", doubt.text);
    let read = press(&house, administrator, &doubt, "Đúng", "Đã quyết cả 1 điểm").await;
    let told = press(&house, administrator, &read, "Dùng kế hoạch này", "Đã nhập kế hoạch").await.text;
    assert!(told.contains("tin, bài tháng 5 năm 2026"), "{told}");
    assert_eq!(house.column(NEWEST).await, ["1.8", "1.7"]);
});

journey!(files_that_harm_get_one_sentence_and_change_nothing, |house| {
    let administrator = house.staff("Hạnh", Role::Administrator, None).await;
    let (plans, groups) = (house.count("plans").await, house.count("content_groups").await);
    for (name, bytes, says) in [
        ("khoa.pdf", LOCKED.to_vec(), "Tệp có mật khẩu"),
        ("anh-chup.pdf", PICTURE.to_vec(), "Tệp là ảnh chụp"),
        ("nua.docx", DOCX[..DOCX.len() / 2].to_vec(), "Tệp bị hỏng"),
        ("bom.docx", bomb(100_000_000), "Tệp nặng hơn một kế hoạch"),
    ] {
        let told = send(&house, administrator, name, &bytes, says).await.text;
        assert!(told.contains("chưa nhập gì") && told.lines().count() == 1, "{name}: {told}");
    }
    assert_eq!((house.count("plans").await, house.count("content_groups").await), (plans, groups));
    // The step is kept: the right file may follow at once.
    house.stage.document(administrator, Place::Private, "dung.pdf", PDF).await.unwrap();
    house.see(administrator, Place::Private, "Đã đọc kế hoạch").await;
});

journey!(a_file_that_cannot_be_looked_at_now_is_asked_for_again, |house| {
    let administrator = house.staff("Hạnh", Role::Administrator, None).await;
    house.stop().await;
    house.config.program = house.root().join("nothing");
    house.start().await;
    let told = send(&house, administrator, "ke-hoach.pdf", PDF, "chưa đọc được tệp lúc này").await.text;
    assert!(told.contains("Xin gửi lại"), "{told}");
    assert_eq!(house.count("plans").await, 1);
});
