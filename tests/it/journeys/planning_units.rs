//! Units that carry a plan out: proposed by what it says, confirmed by a person, named in gaps.

use chrono::TimeDelta;
use loa::app::stage::Place;

use super::planning::{plans, send};
use super::slots::{TUESDAYS, press, put_slot, until, week};
use crate::house::{PLAN, journey};

const PRIVATE: Place = Place::Private;

journey!(units_are_responsible_once_a_person_has_confirmed_them, |house| {
    let cast = house.cast().await;
    let admin = cast.administrator;
    put_slot(&house, "1.4", TUESDAYS).await;
    let shown = week(&house, cast.editor).await;
    let missing = press(&house, cast.editor, &shown, "Còn thiếu", "1.4 An ninh trật tự").await;
    assert!(!missing.text.contains("phụ trách"), "nobody has said so: {}", missing.text);
    let list = plans(&house, admin).await;
    let plan = press(&house, admin, &list, "Thông tin, tuyên truyền", "• 1.4 An ninh trật tự").await;
    let bodies = press(&house, admin, &plan, "Đơn vị phụ trách", "ứng với đơn vị nào").await;
    assert!(bodies.text.contains("❔ 6. Công an phường: có lẽ là Công an phường"), "{}", bodies.text);
    assert_eq!(house.count("plan_bodies").await, 0);
    // One of them is put right, the rest is right.
    let choose = press(&house, admin, &bodies, "2. Văn phòng HĐND", "là đơn vị nào của phường").await;
    let bodies =
        press(&house, admin, &choose, "Không phải đơn vị", "2. Văn phòng HĐND và UBND: không phải đơn vị")
            .await;
    let bodies = press(&house, admin, &bodies, "Đúng cả", "✅ 6. Công an phường: Công an phường").await;
    assert!(!bodies.text.contains('❔'), "{}", bodies.text);
    let leads = press(&house, admin, &bodies, "Ai phụ trách", "❔ 1.4 An ninh trật tự").await;
    assert_eq!(house.count("content_group_units WHERE confirmed_by IS NOT NULL").await, 0);
    let choose = press(&house, admin, &leads, "1.5 ", "Đơn vị nào phụ trách").await;
    let leads =
        press(&house, admin, &choose, "Trạm Y tế", "✅ 1.5 Giáo dục và an sinh xã hội: Trạm Y tế").await;
    let leads = press(&house, admin, &leads, "Đúng cả", "✅ 1.4 An ninh trật tự").await;
    assert!(!leads.text.contains('❔'), "{}", leads.text);
    // On demand and in the weekly word.
    let shown = week(&house, cast.editor).await;
    let missing = press(&house, cast.editor, &shown, "Còn thiếu", "1.4 An ninh trật tự").await;
    let line = "05/05/2026: 1.4 An ninh trật tự và phòng cháy, chữa cháy – phụ trách: Công an phường";
    assert!(missing.text.contains(line), "{}", missing.text);
    until(&house, "2026-05-11T08:00").await;
    let told = house.see(cast.approver, PRIVATE, "những việc còn thiếu trong 14 ngày tới").await;
    assert!(told.text.contains("– phụ trách: Công an phường"), "{}", told.text);
    // A newer version keeps both.
    let newer = PLAN.replace("1.2. Thủ tục hành chính", "1.2. Thủ tục hành chính trực tuyến");
    let proposal = send(&house, admin, "ban-moi.txt", newer.as_bytes()).await;
    let used = press(&house, admin, &proposal, "Dùng kế hoạch này", "Đã nhập kế hoạch").await;
    let bodies =
        press(&house, admin, &used, "Đơn vị phụ trách", "✅ 6. Công an phường: Công an phường").await;
    press(&house, admin, &bodies, "Ai phụ trách", "✅ 1.5 Giáo dục và an sinh xã hội: Trạm Y tế").await;
    house.advance(TimeDelta::days(7)).await;
    // A round anniversary says so.
    let mut tx = house.store.read().await.unwrap();
    let day = "2027-07-27".parse().unwrap();
    let found = loa::plan::anniversaries(&mut tx, house.ward.id, day, day).await.unwrap();
    assert_eq!(found[0].years, Some(80));
});
