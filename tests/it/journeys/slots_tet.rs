//! A queue over a month across Tết of 2027: days off by law and by the ward, a Saturday that is
//! worked instead, lunar days, a message withdrawn on the way.

use chrono::{DateTime, TimeDelta, Utc};
use loa::app::stage::Place;
use loa::calendar::Marked;
use loa::ward::store as ward;

use super::slots::{due, press, put_slot, submit_in_slot, until, week};
use crate::house::{House, journey};

const PRIVATE: Place = Place::Private;

/// The ward is off on Friday 12/02 too and works on Saturday 13/02 for it.
async fn swap_days(house: &House) {
    let mut tx = house.store.begin().await.unwrap();
    ward::turn_calendar(&mut tx, house.ward.id).await.unwrap();
    for (day, marked) in
        [("2027-02-12", Marked::Off("Nghỉ bù".into())), ("2027-02-13", Marked::Work("Làm bù".into()))]
    {
        ward::mark_day(&mut tx, house.ward.id, day.parse().unwrap(), &marked).await.unwrap();
    }
    tx.commit().await.unwrap();
}

journey!(a_slot_queue_over_a_month_across_tet, |house| {
    let cast = house.cast().await;
    house.stop().await;
    let begin: DateTime<Utc> = "2027-01-25T09:00:00+07:00".parse().unwrap();
    house.clock.set(begin);
    house.start().await;
    let regular = r#"{"days": {"week": {"on": ["tue", "fri"], "every": 1}}, "times": ["08:00:00"],
        "holidays": "next_working_day"}"#;
    put_slot(&house, "1.1", regular).await;
    let first = r#"{"days": {"month": ["first_working"]}, "times": ["09:30:00"]}"#;
    put_slot(&house, "1.2", first).await;
    let moon = r#"{"days": {"lunar": [{"day": 1}, {"day": 15}]}, "times": ["07:00:00"], "holidays": "keep"}"#;
    put_slot(&house, "2.1", moon).await;
    let mut number = 0;
    for (group, text) in [
        ("1.1", "Vệ sinh trước Tết"),
        ("1.1", "Thu gom rác dịp Tết"),
        ("1.1", "Chỗ đỗ xe dịp Tết"),
        ("1.1", "Vệ sinh sau Tết"),
        ("1.1", "Tuần lễ xanh"),
        ("1.2", "Giờ tiếp dân tháng Hai"),
        ("2.1", "Chúc mừng năm mới"),
        ("2.1", "Rằm tháng Giêng"),
    ] {
        number += 1;
        submit_in_slot(&house, cast.editor, group, text).await;
        house.approve(cast.approver, &format!("Tin {number}, bản 1 chờ duyệt")).await;
        house.settle().await;
    }
    // What staff are shown before the ward changes its calendar: Tết ends on Friday the 12th.
    let shown = week(&house, cast.editor).await;
    let queues = press(&house, cast.editor, &shown, "Sắp xếp tin chờ", "đang chờ khung giờ").await;
    let queue = press(&house, cast.editor, &queues, "(5) 1.1", "4. Tin 4: 08:00 Thứ Sáu, 12/02/2027").await;
    swap_days(&house).await;
    let queues = press(&house, cast.editor, &queue, "Quay lại", "đang chờ khung giờ").await;
    let queue = press(&house, cast.editor, &queues, "(5) 1.1", "4. Tin 4: 08:00 Thứ Bảy, 13/02/2027").await;
    for line in ["1. Tin 1: 08:00 Thứ Ba, 26/01/2027", "3. Tin 3: 08:00 Thứ Ba, 02/02/2027"] {
        assert!(queue.text.contains(line), "{line}: {}", queue.text);
    }
    // Day by day through the month; each message arrives when it was promised and never twice.
    let mut gone = Vec::new();
    for (moment, text) in [
        ("2027-01-26T08:00", "Vệ sinh trước Tết"),
        // The second one is withdrawn, so the third one moves up.
        ("2027-01-29T08:00", "Chỗ đỗ xe dịp Tết"),
        ("2027-02-01T09:30", "Giờ tiếp dân tháng Hai"),
        ("2027-02-02T08:00", "Vệ sinh sau Tết"),
        ("2027-02-06T07:00", "Chúc mừng năm mới"),
        // Friday 5, Tuesday 9 and Friday 12 are off: one opening, on the Saturday that is worked.
        ("2027-02-13T08:00", "Tuần lễ xanh"),
        ("2027-02-20T07:00", "Rằm tháng Giêng"),
    ] {
        until(&house, moment).await;
        // After the time for second thoughts.
        house.advance(TimeDelta::seconds(90)).await;
        house.see(cast.head, cast.group, text).await;
        gone.push(moment.to_owned());
        assert_eq!(due(&house).await, gone);
        if gone.len() == 1 {
            house.say(cast.editor, PRIVATE, "/soan").await;
            let own = house.see(cast.editor, PRIVATE, "Tin của ông/bà").await;
            let second = house.press(cast.editor, PRIVATE, &own, "Tin 2 –", "Tin 2, bản 1 –").await;
            house.press(cast.editor, PRIVATE, &second, "Rút", "Đã rút tin 2").await;
        }
    }
    let shown = house.shown(cast.head, cast.group).await;
    assert!(!shown.contains("Thu gom rác dịp Tết"), "withdrawn");
    assert_eq!(house.count("slot_queue").await, 0);
    assert!(house.stage.refused().await.unwrap().is_empty());
});
