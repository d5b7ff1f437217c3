//! A newer version of a plan: what it changes is shown, and what hangs on the old one goes on.

use chrono::NaiveDate;
use loa::app::stage::Place;
use loa::plan::ContentGroupId;
use loa::ward::Role;

use super::planning::{plans, send};
use super::slots::{TUESDAYS, due, press, put_slot, submit_in_slot, until, week};
use crate::house::{House, PLAN, journey};

const PRIVATE: Place = Place::Private;

/// The content group of this number in force.
async fn id_of(house: &House, number: &str) -> ContentGroupId {
    let mut tx = house.store.read().await.unwrap();
    let groups = loa::plan::content_groups(&mut tx, house.ward.id).await.unwrap();
    groups.into_iter().find(|group| group.number == number).expect("a content group").id
}

journey!(a_newer_version_keeps_a_slot_and_a_planned_message, |house| {
    let cast = house.cast().await;
    let admin = cast.administrator;
    put_slot(&house, "1.1", TUESDAYS).await;
    put_slot(&house, "1.3", TUESDAYS).await;
    submit_in_slot(&house, cast.editor, "1.1", "Tin cho khung giờ").await;
    house.approve(cast.approver, "Tin 1, bản 1 chờ duyệt").await;
    house.see(cast.editor, PRIVATE, "Tin chờ khung giờ 08:00 Thứ Ba, 05/05/2026").await;
    let before = id_of(&house, "1.1").await;
    let health = id_of(&house, "1.3").await;
    // Another number of the same title: asked. Groups are renumbered, renamed, dropped and new; a
    // day and a report date move; a duty is gone.
    let newer = PLAN
        .replace("Số 18-KH/ĐU", "Số 29-KH/ĐU")
        .replace(
            "1.1. Hạ tầng đô thị và vệ sinh môi trường",
            "1.1. Hạ tầng đô thị, vệ sinh môi trường và cây xanh",
        )
        .replace("1.3. Y tế và chăm sóc sức khỏe", "1.3. Chuyển đổi số, an toàn trên mạng")
        .replace("(05/6)", "(06/6)")
        .replace("tháng 6, tháng 9 và tháng 12", "tháng 6 và tháng 12")
        .replace(
            "6. Công an phường\n\n- Cảnh báo về an ninh",
            "6. Công an phường\n\n- Tuần tra, cảnh báo về an ninh",
        );
    let read = send(&house, admin, "ban-moi.txt", newer.as_bytes()).await;
    assert!(read.text.contains("Đây là bản mới của kế hoạch “Thông tin"), "{}", read.text);
    let seen = press(&house, admin, &read, "Đúng, bản mới", "Thay cho kế hoạch").await;
    assert!(seen.text.contains("➖ Nhiệm vụ: Chế độ báo cáo"), "it is doubtful: {}", seen.text);
    let doubt = press(&house, admin, &seen, "Xem 1 điểm", "Điểm 1/1: nhiệm vụ").await;
    let seen = press(&house, admin, &doubt, "Đúng", "Đã quyết hết các điểm chưa chắc").await;
    for line in [
        "✏️ Nhóm nội dung: 1.1 Hạ tầng đô thị, vệ sinh môi trường và cây xanh (trước: 1.1 Hạ tầng đô thị và vệ sinh môi trường)",
        "➕ Nhóm nội dung: 1.3 Chuyển đổi số, an toàn trên mạng",
        "➖ Nhóm nội dung: 1.3 Y tế và chăm sóc sức khỏe",
        "✏️ Ngày: Ngày Môi trường thế giới (06/06) (trước: 05/06)",
        "➖ Ngày báo cáo: 10/09/2026",
        "✏️ Nhiệm vụ: Công an phường",
        "✏️ Nhiệm vụ: Chế độ báo cáo",
    ] {
        assert!(seen.text.contains(line), "{line}: {}", seen.text);
    }
    assert_eq!(seen.text.matches(['➕', '➖', '✏']).count(), 7, "{}", seen.text);
    // Nothing has changed yet; then the groups go on with their ids.
    assert_eq!(house.count("plans").await, 1);
    let used = press(&house, admin, &seen, "Dùng kế hoạch này", "Đã nhập kế hoạch").await;
    assert_eq!(id_of(&house, "1.1").await, before);
    assert_ne!(id_of(&house, "1.3").await, health);
    // The group that is gone has a slot: it rests only once somebody says so.
    assert!(
        used.text.contains("Còn 1 khung giờ đang chạy") && used.text.contains("1.3 Y tế"),
        "{}",
        used.text
    );
    assert_eq!(house.count("slots WHERE is_paused").await, 0);
    let plan = press(&house, admin, &used, "Tạm dừng 1 khung giờ", "Đã tạm dừng 1 khung giờ").await;
    assert!(
        plan.text.contains("Không còn trong kế hoạch:\n• 1.3 Y tế và chăm sóc sức khỏe"),
        "{}",
        plan.text
    );
    assert_eq!(house.count("slots WHERE is_paused").await, 1);
    // The message keeps its opening under its group's new name, and leaves in it.
    let shown = week(&house, cast.editor).await;
    assert!(
        shown.text.contains("Thứ Ba, 05/05/2026\n🕗 08:00 tin 1 (1.1 Hạ tầng đô thị, vệ sinh"),
        "{}",
        shown.text
    );
    until(&house, "2026-05-05T08:00").await;
    assert_eq!(due(&house).await, ["2026-05-05T08:00"]);
    // After the time for second thoughts.
    until(&house, "2026-05-05T08:10").await;
    house.see(cast.head, cast.group, "Tin cho khung giờ").await;
    // The group comes back in a third version: as itself, with its slot.
    let third = newer
        .replace("Số 29-KH/ĐU", "Số 30-KH/ĐU")
        .replace("1.3. Chuyển đổi số, an toàn trên mạng", "1.3. Y tế và chăm sóc sức khỏe");
    let read = send(&house, admin, "ban-ba.txt", third.as_bytes()).await;
    let seen = press(&house, admin, &read, "Đúng, bản mới", "➕ Nhóm nội dung: 1.3 Y tế").await;
    press(&house, admin, &seen, "Dùng kế hoạch này", "Đã nhập kế hoạch").await;
    assert_eq!(id_of(&house, "1.3").await, health);
    // An older version that is sent again is known, with what took its place.
    plans(&house, admin).await;
    house.stage.document(admin, PRIVATE, "ban-moi.txt", newer.as_bytes()).await.unwrap();
    house.see(admin, PRIVATE, "đã có bản mới thay").await;
});

journey!(a_plan_of_the_same_number_takes_the_place_of_the_old_one_unless_somebody_says_no, |house| {
    let first = house.staff("Hạnh", Role::Administrator, None).await;
    let second = house.staff("Bình", Role::Administrator, None).await;
    let newer = PLAN.replace("1.5. Giáo dục và an sinh xã hội", "1.5. Giáo dục, trợ giúp và an sinh xã hội");
    let read = send(&house, first, "ban-moi.txt", newer.as_bytes()).await;
    assert!(
        read.text.contains("Thay cho kế hoạch") && !read.text.contains("Đây là bản mới"),
        "{}",
        read.text
    );
    // Another version is put in force meanwhile: what was shown does not hold any more.
    let other = PLAN.replace("1.4. An ninh trật tự", "1.4. An ninh, trật tự công cộng");
    let theirs = send(&house, second, "ban-khac.txt", other.as_bytes()).await;
    press(&house, second, &theirs, "Dùng kế hoạch này", "Đã nhập kế hoạch").await;
    let again = press(&house, first, &read, "Dùng kế hoạch này", "vừa thay đổi").await;
    assert!(again.text.contains("✏️ Nhóm nội dung: 1.4 An ninh trật tự"), "{}", again.text);
    // “Another plan”: it stands beside.
    let beside = press(&house, first, &again, "Kế hoạch khác", "song song với 1 kế hoạch").await;
    press(&house, first, &beside, "Dùng kế hoạch này", "Đã nhập kế hoạch").await;
    assert_eq!(house.count("plans WHERE ended_at IS NULL").await, 2);
    // What both name is missing once.
    let mut tx = house.store.read().await.unwrap();
    let day: NaiveDate = "2026-06-05".parse().unwrap();
    assert_eq!(loa::plan::anniversaries(&mut tx, house.ward.id, day, day).await.unwrap().len(), 1);
});
