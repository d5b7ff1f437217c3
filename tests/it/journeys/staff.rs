//! Administrators: staff by invitation, neighbourhoods, the plan.

use loa::app::stage::{Persona, Place, link_code};
use loa::ward::Role;

use crate::house::{House, PLAN, journey};

async fn home(house: &House, administrator: Persona) -> loa::app::stage::Seen {
    house.say(administrator, Place::Private, "/phuong").await;
    house.see(administrator, Place::Private, "Đơn vị có nhóm chat").await
}

journey!(an_invitation_lets_one_person_in, |house| {
    let administrator = house.staff("Hạnh", Role::Administrator, None).await;
    let home = home(&house, administrator).await;
    let staff = house.press(administrator, Place::Private, &home, "Cán bộ", "Cán bộ của phường").await;
    let which = house.press(administrator, Place::Private, &staff, "Mời cán bộ", "Mời vào vai trò nào").await;
    let unit =
        house.press(administrator, Place::Private, &which, "Cán bộ trả lời", "Cán bộ của đơn vị nào").await;
    house.press(administrator, Place::Private, &unit, "Trạm Y tế", "Xin viết họ tên").await;
    house.say(administrator, Place::Private, "hai\ndòng").await;
    house.see(administrator, Place::Private, "trong một dòng").await;
    house.say(administrator, Place::Private, "Nguyễn Thị Thu").await;
    let invitation = house.see(administrator, Place::Private, "Nguyễn Thị Thu (Cán bộ trả lời)").await;
    let code = invitation.text.split_whitespace().find_map(link_code).unwrap();
    let (thu, other) =
        (house.stage.person("Thu").await.unwrap(), house.stage.person("Người khác").await.unwrap());
    house.stage.start(thu, &code).await.unwrap();
    house.see(thu, Place::Private, "Kính chào Nguyễn Thị Thu").await;
    house.stage.start(other, &code).await.unwrap();
    house.see(other, Place::Private, "Liên kết này đã được dùng").await;
    house.settle().await;
    assert_eq!(house.column("SELECT role FROM roles ORDER BY role").await, ["administrator", "officer"]);
    assert_eq!(house.kept(&code).await, Vec::<String>::new(), "only a hash of the link is kept");
});

journey!(roles_that_ended_count_no_more_from_that_moment, |house| {
    let administrator = house.staff("Hạnh", Role::Administrator, None).await;
    let editor = house.staff("Minh", Role::Editor, None).await;
    house.staff("Hà", Role::Approver, None).await;
    house.say(editor, Place::Private, "/soan").await;
    let groups = house.see(editor, Place::Private, "Tin mới thuộc nhóm nội dung nào").await;
    let writes =
        house.press(editor, Place::Private, &groups, "Không thuộc nhóm nào", "Xin viết nội dung").await;
    house.end_roles(administrator, editor, "Minh").await;
    // What is half written goes no further, by words or by button.
    house.say(editor, Place::Private, "Tin dở").await;
    house.see(editor, Place::Private, "dành cho người soạn tin").await;
    let toast = house.press_data(editor, Place::Private, &writes, "ws").await;
    assert!(toast.contains("dành cho người soạn tin"), "{toast}");
    house.say(editor, Place::Private, "/soan").await;
    house.see(editor, Place::Private, "dành cho người soạn tin").await;
    assert_eq!(house.count("messages").await, 0);
});

journey!(a_former_editor_can_neither_see_nor_withdraw_their_messages, |house| {
    let administrator = house.staff("Hạnh", Role::Administrator, None).await;
    let editor = house.staff("Minh", Role::Editor, None).await;
    house.staff("Hà", Role::Approver, None).await;
    house.submit(editor, "Tin của tôi").await;
    house.say(editor, Place::Private, "/soan").await;
    let own = house.see(editor, Place::Private, "Tin của ông/bà").await;
    let mine = house.press(editor, Place::Private, &own, "Tin 1", "Tin 1, bản 1 –").await;
    house.end_roles(administrator, editor, "Minh").await;
    for (message, label) in [(&own, "Tin 1"), (&mine, "Sửa"), (&mine, "Rút")] {
        let toast = house.toast(editor, Place::Private, message, label).await;
        assert!(toast.contains("dành cho người soạn tin"), "{label}: {toast}");
    }
    assert_eq!(house.column("SELECT state FROM messages").await, ["submitted"]);
});

journey!(the_last_administrator_stays, |house| {
    let administrator = house.staff("Hạnh", Role::Administrator, None).await;
    let home_screen = home(&house, administrator).await;
    let staff = house.press(administrator, Place::Private, &home_screen, "Cán bộ", "Cán bộ của phường").await;
    let one = house.press(administrator, Place::Private, &staff, "Hạnh", "Kết thúc mọi vai trò").await;
    let toast = house.toast(administrator, Place::Private, &one, "Kết thúc mọi vai trò").await;
    assert!(toast.contains("quản trị viên duy nhất"), "{toast}");
    let second = house.staff("Tâm", Role::Administrator, None).await;
    house.end_roles(second, administrator, "Hạnh").await;
    house.say(administrator, Place::Private, "/phuong").await;
    house.see(administrator, Place::Private, "chỉ quản trị viên của phường").await;
    assert_eq!(house.count("roles WHERE ended_at IS NULL").await, 1);
});

journey!(a_list_with_a_broken_line_adds_nothing, |house| {
    let administrator = house.staff("Hạnh", Role::Administrator, None).await;
    let home = home(&house, administrator).await;
    let list = house.press(administrator, Place::Private, &home, "Tổ dân phố", "Có 0 tổ dân phố").await;
    house.press(administrator, Place::Private, &list, "Thêm tổ", "Xin gửi danh sách").await;
    house.say(administrator, Place::Private, "01, Tổ dân phố số 1\nhỏng\n03, Tổ dân phố số 3").await;
    house.see(administrator, Place::Private, "Dòng “hỏng” chưa đúng").await;
    assert_eq!(house.count("neighbourhoods").await, 0);
    house.say(administrator, Place::Private, "01, Tổ dân phố số 1\n02, Tổ dân phố số 2").await;
    house.see(administrator, Place::Private, "Đã ghi 2 tổ dân phố").await;
    house.see(administrator, Place::Private, "Có 2 tổ dân phố").await;
    assert_eq!(house.column("SELECT code FROM neighbourhoods ORDER BY code").await, ["01", "02"]);
});

journey!(a_plan_comes_as_a_file_and_what_is_none_changes_nothing, |house| {
    let administrator = house.staff("Hạnh", Role::Administrator, None).await;
    let stranger = house.stage.person("Khách").await.unwrap();
    let ask = async |then: &str, name: &str, bytes: &[u8]| {
        let home = home(&house, administrator).await;
        house.press(administrator, Place::Private, &home, "Kế hoạch", "Xin gửi tệp kế hoạch").await;
        house.stage.document(administrator, Place::Private, name, bytes).await.unwrap();
        house.see(administrator, Place::Private, then).await
    };
    let groups = house.count("content_groups").await;
    assert!(groups > 0);
    ask("Tệp này không phải là kế hoạch", "ghi-chep.txt", "Mua sữa, mua bánh.\n".as_bytes()).await;
    let jpeg = [&[0xff, 0xd8, 0xff, 0xe0, 0, 16][..], b"JFIF\0", &[1, 1, 0, 0, 1, 0x80, 0xfe, 0]].concat();
    ask("Tệp là ảnh chụp", "ke-hoach.txt", &jpeg).await;
    ask("Tệp trống", "ke-hoach.txt", b" \n").await;
    ask("đã được nhập trước đây", "ke-hoach.txt", PLAN.as_bytes()).await;
    assert_eq!((house.count("plans").await, house.count("content_groups").await), (1, groups));
    let newer = PLAN.replace("Số 18-KH/ĐU", "Số 19-KH/ĐU");
    let read = ask("Đây là bản mới của kế hoạch", "ke-hoach-moi.txt", newer.as_bytes()).await;
    assert_eq!(house.count("plans").await, 1, "it is read and not in force");
    assert!(!read.buttons.iter().flatten().any(|button| button.label.contains("Dùng kế hoạch")));
    let read = house.press(administrator, Place::Private, &read, "bản mới", "Thay cho kế hoạch").await;
    house.press(administrator, Place::Private, &read, "Dùng kế hoạch này", "Đã nhập kế hoạch").await;
    assert_eq!(house.count("plans").await, 2);
    assert_eq!(house.count("content_groups").await, groups, "the same groups");
    // Not asked for, or from somebody else, a file is not even fetched.
    house.stage.document(administrator, Place::Private, "x.txt", b"abc").await.unwrap();
    house.see(administrator, Place::Private, "Muốn nhập kế hoạch").await;
    house.stage.start(stranger, "").await.unwrap();
    house.stage.document(stranger, Place::Private, "x.txt", PLAN.as_bytes()).await.unwrap();
    house.see(stranger, Place::Private, "thuộc câu hỏi nào").await;
    assert_eq!(house.count("plans").await, 2);
});

journey!(a_restart_in_the_middle_of_drafting_loses_nothing, |house| {
    let editor = house.staff("Minh", Role::Editor, None).await;
    let approver = house.staff("Hà", Role::Approver, None).await;
    house.say(editor, Place::Private, "/soan").await;
    let groups = house.see(editor, Place::Private, "Tin mới thuộc nhóm nội dung nào").await;
    house.press(editor, Place::Private, &groups, "Không thuộc nhóm nào", "Xin viết nội dung").await;
    house.stop().await;
    // Said while nobody listens.
    house.say(editor, Place::Private, "Viết dở thì mất điện").await;
    house.start().await;
    let photo = house.see(editor, Place::Private, "Nếu có ảnh").await;
    let when = house.press(editor, Place::Private, &photo, "Không có ảnh", "Đăng lúc nào").await;
    house.settle().await;
    house.stop().await;
    house.start().await;
    let confirm = house.press(editor, Place::Private, &when, "Ngay khi được duyệt", "Gửi duyệt?").await;
    house.press(editor, Place::Private, &confirm, "Gửi duyệt", "Đã gửi duyệt tin 1").await;
    let card = house.see(approver, Place::Private, "chờ duyệt").await;
    assert!(card.text.contains("Viết dở thì mất điện"), "{}", card.text);
});
