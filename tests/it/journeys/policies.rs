//! Whose word a message needs: two people, a deputy, a unit; and what becomes of what was approved
//! when a role is lost or a rule changes.

use chrono::TimeDelta;
use loa::app::stage::{Persona, Place, Seen};
use loa::ward::Role;

use crate::house::{House, journey};

const PRIVATE: Place = Place::Private;

/// The screen with the ward's rule.
async fn rule(house: &House, administrator: Persona) -> Seen {
    house.say(administrator, PRIVATE, "/phuong").await;
    let home = house.see(administrator, PRIVATE, "Đơn vị có nhóm chat").await;
    let rules = house.press(administrator, PRIVATE, &home, "Quy tắc duyệt", "Quy tắc duyệt của từng").await;
    house.press(administrator, PRIVATE, &rules, "Quy tắc chung", "Số người duyệt").await
}

/// Presses these buttons on it, each of which comes back to it with these words.
async fn set(house: &House, administrator: Persona, steps: &[(&str, &str)]) -> Seen {
    let mut screen = rule(house, administrator).await;
    for (label, then) in steps {
        screen = house.press(administrator, PRIVATE, &screen, label, then).await;
    }
    house.settle().await;
    screen
}

const TWO: &[(&str, &str)] = &[("2 người", "Số người duyệt: 2")];

async fn away_today(house: &House, who: Persona) {
    house.say(who, PRIVATE, "/tamvang").await;
    let screen = house.see(who, PRIVATE, "vắng từ ngày nào").await;
    house.press(who, PRIVATE, &screen, "Hôm nay", "Đã ghi: ông/bà vắng").await;
}

/// A message that is submitted for 17:00 of this Monday.
async fn submit_for_five(house: &House, editor: Persona, text: &str) {
    let screen = house.last_screen(editor, text, Some("4/5 17h")).await;
    house.press(editor, PRIVATE, &screen, "Gửi duyệt", "Đã gửi duyệt").await;
    house.settle().await;
}

async fn states(house: &House) -> Vec<String> {
    house.column("SELECT state FROM messages ORDER BY number").await
}

async fn times(house: &House, who: Persona, words: &str) -> usize {
    house.shown(who, PRIVATE).await.matches(words).count()
}

journey!(two_people_approve_and_the_deputy_stands_in_for_who_is_away, |house| {
    let cast = house.cast().await;
    let second = house.staff("Tùng", Role::Approver, None).await;
    let deputy = house.staff("Lan", Role::Approver, None).await;
    set(&house, cast.administrator, TWO).await;
    let picked = [("Người duyệt thay", "Ai duyệt thay"), ("Lan", "Người duyệt thay: Lan")];
    set(&house, cast.administrator, &picked).await;
    // While everybody is there the deputy is left alone.
    house.submit(cast.editor, "Họp tổ lúc 19h").await;
    let card = house.see(cast.approver, PRIVATE, "Tin 1, bản 1 chờ duyệt").await;
    assert!(card.text.contains("Còn thiếu: 2 người duyệt · hạn 09:00 Thứ Ba, 05/05/2026"), "{}", card.text);
    house.see(second, PRIVATE, "Tin 1, bản 1 chờ duyệt").await;
    house.settle().await;
    assert_eq!(times(&house, deputy, "chờ duyệt").await, 0);
    away_today(&house, second).await;
    house.submit(cast.editor, "Tiêm chủng sáng mai").await;
    let card = house.see(cast.approver, PRIVATE, "Tin 2, bản 1 chờ duyệt").await;
    let stands_in = house.see(deputy, PRIVATE, "Tin 2, bản 1 chờ duyệt").await;
    house.settle().await;
    assert_eq!(times(&house, second, "Tin 2").await, 0, "who is away is left alone");
    let toast = house.toast(cast.approver, PRIVATE, &card, "Duyệt").await;
    assert!(toast.contains("Tin còn thiếu: 1 người duyệt"), "{toast}");
    let again = house.toast(cast.approver, PRIVATE, &card, "Duyệt").await;
    assert!(again.contains("đã quyết định bản này"), "one person is not two: {again}");
    house.advance(TimeDelta::minutes(2)).await;
    assert_eq!(house.count("posts").await, 0, "nothing leaves by one word");
    house.press(deputy, PRIVATE, &stands_in, "Duyệt", "Lan đã duyệt").await;
    house.settle().await;
    house.advance(TimeDelta::seconds(61)).await;
    let shown = house.shown(cast.head, cast.group).await;
    assert!(shown.contains("Tiêm chủng") && !shown.contains("Họp tổ"), "{shown}");
    let roles = house.column("SELECT detail FROM audit WHERE act = 'approve' ORDER BY n").await;
    assert_eq!(roles, ["approver", "approver"], "the log says under which role");
});

journey!(half_of_the_time_is_said_once_and_its_end_brings_the_deputy, |house| {
    let cast = house.cast().await;
    let deputy = house.staff("Lan", Role::Approver, None).await;
    let steps = [
        ("4 giờ làm việc", "Hạn duyệt: 4 giờ"),
        ("Người duyệt thay", "Ai duyệt thay"),
        ("Lan", "Người duyệt thay: Lan"),
    ];
    set(&house, cast.administrator, &steps).await;
    house.submit(cast.editor, "Thu gom rác").await;
    let card = house.see(cast.approver, PRIVATE, "chờ duyệt").await;
    assert!(card.text.contains("hạn 14:00 Thứ Hai"), "lunch does not count: {}", card.text);
    house.advance(TimeDelta::minutes(119)).await;
    assert_eq!(times(&house, cast.approver, "đang chờ ý kiến").await, 0);
    house.advance(TimeDelta::minutes(1)).await;
    let reminder = house.see(cast.approver, PRIVATE, "Tin 1 đang chờ ý kiến").await;
    // Neither a restart nor another look says it again.
    house.stop().await;
    house.start().await;
    house.advance(TimeDelta::minutes(179)).await;
    assert_eq!(times(&house, cast.approver, "đang chờ ý kiến").await, 1);
    assert_eq!(times(&house, deputy, "Tin 1").await, 0);
    house.advance(TimeDelta::minutes(1)).await;
    let stands_in = house.see(deputy, PRIVATE, "Tin 1, bản 1 chờ duyệt").await;
    for who in [cast.editor, cast.administrator] {
        let told = house.see(who, PRIVATE, "Tin 1 đã quá hạn duyệt").await;
        assert!(told.text.contains("thiếu: 1 người duyệt. Tôi đã nhờ Lan"), "{}", told.text);
    }
    house.advance(TimeDelta::days(1)).await;
    assert_eq!(times(&house, cast.editor, "đã quá hạn duyệt").await, 1);
    assert_eq!(times(&house, cast.administrator, "đã quá hạn duyệt").await, 1);
    assert_eq!(times(&house, deputy, "Tin 1, bản 1 chờ duyệt").await, 1);
    // The button below the reminder opens the newest version.
    house.press(cast.approver, PRIVATE, &reminder, "Mở tin 1", "Tin 1, bản 1 chờ duyệt").await;
    house.settle().await;
    assert_eq!(house.count("approval_cards WHERE opened_at IS NOT NULL").await, 1);
    house.press(deputy, PRIVATE, &stands_in, "Duyệt", "Lan đã duyệt").await;
    assert_eq!(states(&house).await, ["approved"]);
});

journey!(a_unit_agrees_with_the_facts_and_that_is_no_approval, |house| {
    let cast = house.cast().await;
    let officer = house.staff("Sơn", Role::Officer, Some("CA")).await;
    let steps = [("Đơn vị góp ý", "Cán bộ của đơn vị nào"), ("Công an phường", "góp ý nội dung: Công an")];
    set(&house, cast.administrator, &steps).await;
    house.submit(cast.editor, "Cảnh báo lừa đảo qua điện thoại").await;
    let theirs = house.see(officer, PRIVATE, "Tin 1, bản 1 chờ duyệt").await;
    let card = house.see(cast.approver, PRIVATE, "Tin 1, bản 1 chờ duyệt").await;
    assert!(card.text.contains("Còn thiếu: 1 người duyệt, ý kiến Công an phường"), "{}", card.text);
    let labels: Vec<&str> = theirs.buttons.iter().flatten().map(|b| b.label.as_str()).collect();
    assert_eq!(labels, ["Đồng ý nội dung", "Trả lại"], "an officer approves nothing");
    let data = house.button_data(cast.approver, PRIVATE, card.message_id, "Duyệt").await;
    let toast = house.press_data(officer, PRIVATE, &theirs, &data).await;
    assert!(toast.contains("chỉ người duyệt"), "{toast}");
    let data = house.button_data(officer, PRIVATE, theirs.message_id, "Đồng ý").await;
    let toast = house.press_data(cast.approver, PRIVATE, &card, &data).await;
    assert!(toast.contains("chỉ người duyệt"), "an approver is no officer: {toast}");
    let toast = house.toast(cast.approver, PRIVATE, &card, "Duyệt").await;
    assert!(toast.contains("còn thiếu: ý kiến Công an phường"), "{toast}");
    house.advance(TimeDelta::minutes(2)).await;
    assert_eq!(house.count("posts").await, 0);
    let toast = house.toast(officer, PRIVATE, &theirs, "Đồng ý nội dung").await;
    assert!(toast.contains("đã đủ ý kiến"), "{toast}");
    house.settle().await;
    house.see(cast.editor, PRIVATE, "Tin 1 đã đủ ý kiến duyệt").await;
    house.advance(TimeDelta::seconds(61)).await;
    house.see(cast.head, cast.group, "Cảnh báo lừa đảo").await;
});

journey!(an_officer_returns_what_is_wrong_and_an_administrator_is_the_second_approver, |house| {
    let cast = house.cast().await;
    let officer = house.staff("Sơn", Role::Officer, Some("CA")).await;
    set(&house, cast.administrator, TWO).await;
    let steps = [
        ("Quản trị viên duyệt thứ hai", "người duyệt hoặc quản trị viên"),
        ("Đơn vị góp ý", "Cán bộ của đơn vị nào"),
        ("Công an phường", "góp ý nội dung: Công an"),
    ];
    set(&house, cast.administrator, &steps).await;
    house.submit(cast.editor, "Cấm đường từ 6h").await;
    let theirs = house.see(officer, PRIVATE, "Tin 1, bản 1 chờ duyệt").await;
    house.press(officer, PRIVATE, &theirs, "Trả lại", "Vì sao trả lại").await;
    house.say(officer, PRIVATE, "Cấm từ 7h.").await;
    house.see(cast.editor, PRIVATE, "Sơn trả lại tin 1: Cấm từ 7h.").await;
    house.submit(cast.editor, "Cấm đường từ 7h").await;
    let card = house.see(cast.administrator, PRIVATE, "Tin 2, bản 1 chờ duyệt").await;
    house.toast(cast.administrator, PRIVATE, &card, "Duyệt").await;
    let theirs = house.see(officer, PRIVATE, "Tin 2, bản 1 chờ duyệt").await;
    house.toast(officer, PRIVATE, &theirs, "Đồng ý nội dung").await;
    let card = house.see(cast.approver, PRIVATE, "Tin 2, bản 1 chờ duyệt").await;
    house.settle().await;
    assert_eq!(states(&house).await, ["returned", "submitted"], "no approver yet");
    house.press(cast.approver, PRIVATE, &card, "Duyệt", "Hà đã duyệt").await;
    assert_eq!(states(&house).await, ["returned", "approved"]);
    let said =
        house.column("SELECT act || ' ' || detail FROM audit WHERE subject LIKE 'message:%' ORDER BY n");
    let said = said.await;
    let words =
        ["return officer: Cấm từ 7h.", "approve administrator", "consent officer", "approve approver"];
    for word in words {
        assert!(said.iter().any(|line| line == word), "{word}: {said:?}");
    }
});

journey!(what_an_approver_approved_waits_again_when_they_lose_the_role, |house| {
    let cast = house.cast().await;
    let other = house.staff("Tùng", Role::Approver, None).await;
    submit_for_five(&house, cast.editor, "Văn nghệ ở nhà văn hóa").await;
    house.approve(cast.approver, "Tin 1, bản 1 chờ duyệt").await;
    house.see(cast.editor, PRIVATE, "Tin được đăng lúc 17:00").await;
    house.end_roles(cast.administrator, cast.approver, "Hà").await;
    let told = times(&house, cast.administrator, "1 tin đã duyệt mà chưa đăng nay phải chờ duyệt lại").await;
    assert_eq!(told, 1, "whoever ended the role knows what follows");
    house.see(cast.editor, PRIVATE, "Tin 1 chưa đăng được vì nay còn thiếu: 1 người duyệt").await;
    house.settle().await;
    assert_eq!(states(&house).await, ["submitted"]);
    assert_eq!(house.column("SELECT state FROM posts").await, ["cancelled"]);
    // The role that is given again does not bring the word back.
    house.let_in(cast.approver, "Hà", Role::Approver, None).await;
    house.advance(TimeDelta::hours(9)).await;
    assert!(!house.shown(cast.head, cast.group).await.contains("Văn nghệ"));
    house.approve(other, "Còn thiếu: 1 người duyệt").await;
    house.see(other, PRIVATE, "bắt đầu gửi").await;
    house.advance(TimeDelta::seconds(61)).await;
    house.see(cast.head, cast.group, "Văn nghệ").await;
});

journey!(a_role_that_ended_behind_the_programs_back_lets_nothing_out, |house| {
    let cast = house.cast().await;
    house.staff("Tùng", Role::Approver, None).await;
    submit_for_five(&house, cast.editor, "Văn nghệ ở nhà văn hóa").await;
    house.approve(cast.approver, "Tin 1, bản 1 chờ duyệt").await;
    house.settle().await;
    house
        .meddle(
            "UPDATE roles SET ended_at = granted_at WHERE role = 'approver' AND person_id IN
                (SELECT id FROM people WHERE name = 'Hà')",
        )
        .await;
    house.advance(TimeDelta::hours(8)).await;
    house.see(cast.editor, PRIVATE, "Tin 1 chưa đăng được").await;
    house.advance(TimeDelta::hours(2)).await;
    assert!(!house.shown(cast.head, cast.group).await.contains("Văn nghệ"));
    assert_eq!(states(&house).await, ["submitted"]);
    assert_eq!(house.count("outgoing WHERE group_id IS NOT NULL").await, 0);
});

journey!(a_stricter_rule_takes_back_what_waits_and_a_looser_one_lets_it_go, |house| {
    let cast = house.cast().await;
    let second = house.staff("Tùng", Role::Approver, None).await;
    submit_for_five(&house, cast.editor, "Lịch cắt nước").await;
    house.approve(cast.approver, "Tin 1, bản 1 chờ duyệt").await;
    house.settle().await;
    assert_eq!(states(&house).await, ["approved"]);
    let screen = set(&house, cast.administrator, &[("2 người", "1 tin phải chờ duyệt lại")]).await;
    assert_eq!(states(&house).await, ["submitted"]);
    assert_eq!(house.column("SELECT state FROM posts").await, ["cancelled"]);
    house.see(cast.editor, PRIVATE, "Tin 1 chưa đăng được vì nay còn thiếu: 1 người duyệt").await;
    // Only the one who has not decided is asked again.
    assert_eq!(times(&house, cast.approver, "Còn thiếu: 1 người duyệt").await, 1, "their first card");
    house.see(second, PRIVATE, "Còn thiếu: 1 người duyệt").await;
    house.press(cast.administrator, PRIVATE, &screen, "1 người", "1 tin đã đủ ý kiến").await;
    house.settle().await;
    assert_eq!(states(&house).await, ["approved"]);
    house.see(cast.editor, PRIVATE, "Tin 1 đã đủ ý kiến duyệt. Giờ đăng: 17:00").await;
    house.advance(TimeDelta::hours(8)).await;
    house.advance(TimeDelta::seconds(61)).await;
    house.see(cast.head, cast.group, "Lịch cắt nước").await;
    assert_eq!(house.count("audit WHERE act = 'approval_policy'").await, 2);
});

journey!(only_administrators_change_the_rules, |house| {
    let cast = house.cast().await;
    let screen = rule(&house, cast.administrator).await;
    let data = house.button_data(cast.administrator, PRIVATE, screen.message_id, "2 người").await;
    house.submit(cast.editor, "Tin").await;
    let card = house.see(cast.approver, PRIVATE, "chờ duyệt").await;
    let toast = house.press_data(cast.approver, PRIVATE, &card, &data).await;
    assert!(toast.contains("chỉ quản trị viên"), "{toast}");
    assert_eq!(house.count("approval_policies").await, 0);
    let toast = house.press_data(cast.administrator, PRIVATE, &screen, &format!("{data}9")).await;
    assert!(toast.contains("không"), "a made-up value sets nothing: {toast}");
    assert_eq!(house.count("approval_policies").await, 0);
});
