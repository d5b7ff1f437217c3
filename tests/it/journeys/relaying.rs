//! What people pass on where no bot can: pieces, reminders, reasons, other ways than a group, and who
//! asks from there.

use chrono::{NaiveTime, TimeDelta};
use loa::app::stage::{Persona, Place, Seen};
use loa::calendar::Nudge;
use loa::delivery::Coverage;
use loa::schedule;

use super::posting::submit_for;
use crate::house::{Database, House, journey, run};

const PRIVATE: Place = Place::Private;

async fn coverage(house: &House) -> Coverage {
    let mut tx = house.store.read().await.unwrap();
    let post = schedule::posts(&mut tx, house.ward.id, 1).await.unwrap()[0].id;
    schedule::coverage(&mut tx, house.ward.id, post).await.unwrap()
}

/// State and reason of each relay, in order of neighbourhoods.
async fn relays(house: &House) -> Vec<(String, String)> {
    let rows = coverage(house).await.rows.into_iter().filter(|row| row.relay.is_some());
    rows.map(|row| (row.state, row.reason.unwrap_or_default())).collect()
}

/// What a person has been shown that holds these words.
async fn all_with(house: &House, who: Persona, words: &str) -> Vec<Seen> {
    let shown = house.stage.messages(who, PRIVATE).await.unwrap();
    shown.into_iter().filter(|message| message.text.contains(words)).collect()
}

/// A cast and the head of a relay.
async fn with_relay(house: &House) -> (crate::people::Cast, Persona) {
    let cast = house.cast().await;
    let head = house.stage.person("Dung").await.unwrap();
    house.relay(2, cast.administrator, head).await;
    (cast, head)
}

/// Submits a message as soon as approved; what its author was told before.
async fn submit(house: &House, editor: Persona, text: &str) -> String {
    house.say(editor, PRIVATE, "/soan").await;
    let groups = house.see(editor, PRIVATE, "Tin mới thuộc nhóm nội dung nào").await;
    house.press(editor, PRIVATE, &groups, "Không thuộc nhóm nào", "Xin viết nội dung").await;
    house.say(editor, PRIVATE, text).await;
    let photo = house.see(editor, PRIVATE, "Nếu có ảnh").await;
    let when = house.press(editor, PRIVATE, &photo, "Không có ảnh", "Đăng lúc nào").await;
    let confirm = house.press(editor, PRIVATE, &when, "Ngay khi được duyệt", "Gửi duyệt?").await;
    house.press(editor, PRIVATE, &confirm, "Gửi duyệt", "Đã gửi duyệt").await;
    when.text
}

async fn add_way(house: &House, administrator: Persona, head: Persona, label: &str) {
    house.say(head, PRIVATE, "/to").await;
    let own = house.see(head, PRIVATE, "Tổ trưởng tự đăng tin").await;
    let ways = house.press(head, PRIVATE, &own, "Loa, bảng tin, nhóm khác", "ông/bà đăng giúp").await;
    house.stage.press(head, PRIVATE, &ways, label).await.unwrap();
    if label.contains("Zalo") {
        house.see(head, PRIVATE, "Nhóm này tên là gì").await;
        house.say(head, PRIVATE, "Khu tập thể A").await;
    }
    let card = house.see(administrator, PRIVATE, "nhận đưa tin của phường tới").await;
    house.press(administrator, PRIVATE, &card, "Xác nhận", "Đã xác nhận").await;
    house.settle().await;
}

journey!(a_long_text_is_handed_over_in_pieces_that_fit, |house| {
    let (cast, head) = with_relay(&house).await;
    let text = "Phường phun thuốc diệt muỗi ở các ngõ trong tuần này. ".repeat(60);
    let told = submit(&house, cast.editor, text.trim()).await;
    assert!(told.contains("Dán vào nhóm Zalo: 2 phần"), "{told}");
    house.approve(cast.approver, "chờ duyệt").await;
    house.see(cast.approver, Place::Private, "bắt đầu gửi").await;
    house.advance(TimeDelta::seconds(61)).await;
    house.see(head, PRIVATE, "sao chép lần lượt 2 phần").await;
    let pieces = all_with(&house, head, "phun thuốc diệt muỗi").await;
    assert_eq!(pieces.len(), 2);
    assert!(pieces.iter().all(|piece| piece.text.encode_utf16().count() <= 2_000));
    assert!(pieces[0].buttons.is_empty() && pieces[1].buttons.len() == 2);
    assert!(pieces[1].text.contains("Hỏi phường: https://t.me/"), "{}", pieces[1].text);
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let whole = words(&format!("{} {}", pieces[0].text, pieces[1].text));
    assert!(whole.join(" ").contains(&words(&text).join(" ")), "nothing is lost between them");
});

journey!(whoever_said_nothing_is_reminded_and_nobody_else, |house| {
    let (cast, head) = with_relay(&house).await;
    let third = house.stage.person("Én").await.unwrap();
    house.relay(3, cast.administrator, third).await;
    house.publish(&cast, "Họp tổ sáng thứ Bảy").await;
    let relay = house.see(third, PRIVATE, "Họp tổ sáng thứ Bảy").await;
    house.stage.press(third, PRIVATE, &relay, "Đã đăng").await.unwrap();
    house.advance(TimeDelta::minutes(118)).await;
    assert!(all_with(&house, head, "chưa ạ").await.is_empty());
    house.advance(TimeDelta::minutes(2)).await;
    let first = house.see(head, PRIVATE, "đã tới nhóm của Tổ dân phố số 2 chưa ạ").await;
    assert!(first.text.contains("“Họp tổ sáng thứ Bảy”"), "{}", first.text);
    house.advance(TimeDelta::hours(20)).await;
    assert_eq!(all_with(&house, head, "chưa ạ").await.len(), 1, "not at night");
    house.advance(TimeDelta::hours(2)).await;
    let past = house.see(head, PRIVATE, "ông/bà không phải làm nữa").await;
    assert_eq!(relays(&house).await[0], ("expired".to_owned(), "too_late".to_owned()));
    // It was posted in time, but only now they say so.
    house.press(head, PRIVATE, &past, "Đã đăng", "xác nhận muộn").await;
    house.advance(TimeDelta::days(2)).await;
    assert_eq!(all_with(&house, head, "chưa ạ").await.len(), 2, "never after their word");
    assert!(all_with(&house, third, "chưa ạ").await.is_empty());
    let found = coverage(&house).await;
    let late: Vec<bool> = found.rows.iter().map(|row| row.late).collect();
    assert_eq!((found.covered, late), (3, vec![false, true, false]));
    house.say(cast.approver, PRIVATE, "/dophu").await;
    let sheet = house.see(cast.approver, PRIVATE, "Đã tới 3/3").await;
    assert!(sheet.text.contains("số 2: nhóm Zalo, xác nhận muộn lúc 09:"), "{}", sheet.text);
    // Said again, the first time counts.
    house.stage.press(third, PRIVATE, &relay, "Đã đăng").await.unwrap();
    house.settle().await;
    assert!(!coverage(&house).await.rows[2].late);
});

journey!(what_nobody_reminds_of_at_night_waits_for_the_morning, |house| {
    let (cast, head) = with_relay(&house).await;
    submit_for(&house, cast.editor, "Cắt điện ngày mai", "4/5 20h").await;
    house.approve(cast.approver, "chờ duyệt").await;
    house.advance(TimeDelta::minutes(10 * 60 + 59)).await;
    house.advance(TimeDelta::minutes(1)).await;
    house.advance(TimeDelta::seconds(61)).await;
    house.see(head, PRIVATE, "Cắt điện ngày mai").await;
    house.advance(TimeDelta::hours(10)).await;
    assert!(all_with(&house, head, "chưa ạ").await.is_empty(), "it is six in the morning");
    house.advance(TimeDelta::minutes(30)).await;
    house.see(head, PRIVATE, "chưa ạ").await;
});

journey!(why_it_was_not_posted_is_asked_and_later_means_again, |house| {
    let (cast, head) = with_relay(&house).await;
    house.publish(&cast, "Lịch tiêm chủng").await;
    let relay = house.see(head, PRIVATE, "Lịch tiêm chủng").await;
    let why = house.press(head, PRIVATE, &relay, "Không đăng được", "chưa đăng được").await;
    assert_eq!(relays(&house).await, [("failed".to_owned(), "not_posted".to_owned())]);
    house.press(head, PRIVATE, &why, "Không vào được nhóm", "không vào được nhóm").await;
    assert_eq!(relays(&house).await, [("failed".to_owned(), "no_access".to_owned())]);
    house.say(cast.approver, PRIVATE, "/dophu").await;
    house.see(cast.approver, PRIVATE, "tổ trưởng không vào được nhóm").await;
    house.advance(TimeDelta::hours(3)).await;
    assert!(all_with(&house, head, "chưa ạ").await.is_empty(), "they have said what is the matter");
    let again = house.press(head, PRIVATE, &relay, "Không đăng được", "Để sau").await;
    house.press(head, PRIVATE, &again, "Để sau", "tôi nhắc lại lúc 14:").await;
    assert_eq!(relays(&house).await, [("waiting".to_owned(), "not_confirmed_yet".to_owned())]);
    house.advance(TimeDelta::hours(2)).await;
    let asked = house.see(head, PRIVATE, "chưa ạ").await;
    house.press(head, PRIVATE, &asked, "Đã đăng", "Đã ghi nhận: ông/bà đã đăng tin này").await;
    assert_eq!(relays(&house).await, [("sent".to_owned(), String::new())]);
    let row = coverage(&house).await.rows.remove(1);
    assert_eq!(row.by.as_deref(), Some("Dung"), "who says so");
});

journey!(what_is_urgent_goes_on_to_staff, |house| {
    let (cast, head) = with_relay(&house).await;
    house.submit_urgent(cast.editor, "Cháy ở ngõ 5, tránh xa").await;
    house.approve(cast.approver, "chờ duyệt").await;
    house.see(head, PRIVATE, "Cháy ở ngõ 5").await;
    house.settle().await;
    house.advance(TimeDelta::minutes(15)).await;
    house.see(head, PRIVATE, "Nhờ ông/bà làm ngay").await;
    house.advance(TimeDelta::minutes(30)).await;
    let told = house.see(cast.approver, PRIVATE, "sau 45 phút còn 1 nơi chưa xác nhận").await;
    assert!(told.text.contains("Tổ dân phố số 2"), "{}", told.text);
    house.advance(TimeDelta::hours(1)).await;
    assert_eq!(all_with(&house, cast.approver, "sau 45 phút").await.len(), 1);
});

journey!(a_neighbourhood_has_a_loudspeaker_a_board_and_a_meeting_beside_its_group, |house| {
    let (cast, head) = with_relay(&house).await;
    for label in ["Thêm loa", "Thêm bảng tin", "Thêm cuộc họp tổ", "Thêm nhóm Zalo"] {
        add_way(&house, cast.administrator, head, label).await;
    }
    let text = "UBND phường họp lúc 19h30 ngày 03/6. Xem https://hanoi.gov.vn/hop";
    let told = submit(&house, cast.editor, text).await;
    assert!(told.contains("Đọc trên loa: khoảng 1 phút"), "{told}");
    house.approve(cast.approver, "chờ duyệt").await;
    house.see(cast.approver, Place::Private, "bắt đầu gửi").await;
    house.advance(TimeDelta::seconds(61)).await;
    house.see(head, PRIVATE, "dán vào nhóm “Khu tập thể A” của Tổ dân phố số 2").await;
    house.see(head, PRIVATE, "đọc bản dưới đây trên loa của Tổ dân phố số 2 vào Thứ Hai").await;
    let aloud = house.see(head, PRIVATE, "Kính thưa bà con").await;
    let spoken = "Ủy ban nhân dân phường họp lúc bảy giờ ba mươi phút tối ngày mùng ba tháng sáu. \
                  Xem trong nhóm của tổ";
    assert!(aloud.text.contains(spoken), "{}", aloud.text);
    let board = house.see(head, PRIVATE, "in trang này, dán lên bảng tin").await;
    assert_eq!(board.document.as_ref().map(|file| file.name.as_str()), Some("thong-bao-1.pdf"));
    house.see(head, PRIVATE, "phổ biến tin dưới đây tại cuộc họp").await;
    let found = coverage(&house).await;
    assert_eq!((found.neighbourhoods, found.covered, found.rows.len()), (2, 1, 6), "counted once");
    house.press(head, PRIVATE, &aloud, "Đã phát", "Đã ghi nhận").await;
    house.press(head, PRIVATE, &board, "Đã dán", "Đã ghi nhận").await;
    let found = coverage(&house).await;
    assert_eq!((found.neighbourhoods, found.covered), (2, 2), "and still once");
    house.say(cast.approver, PRIVATE, "/dophu").await;
    let sheet = house.see(cast.approver, PRIVATE, "Đã tới 2/2").await;
    for line in ["đã đọc trên loa lúc", "đã dán bảng tin lúc", "họp tổ, chờ xác nhận"] {
        assert!(sheet.text.contains(line), "{line}: {}", sheet.text);
    }
    // The page is not kept in the row once it has left.
    let kept = house.count("outgoing WHERE state = 'sent' AND content LIKE '%thong-bao-1.pdf%'").await;
    assert_eq!(kept, 0);
    // A recall asks each of them, in its own words.
    let sure = house.press(cast.approver, PRIVATE, &sheet, "Thu hồi tin", "khỏi mọi nhóm").await;
    house.press(cast.approver, PRIVATE, &sure, "Thu hồi", "đã thu hồi tin").await;
    house.settle().await;
    house.see(head, PRIVATE, "nếu đã đọc tại loa của Tổ dân phố số 2, xin báo lại bà con").await;
    let down = house.see(head, PRIVATE, "xin gỡ khỏi bảng tin của Tổ dân phố số 2").await;
    house.press(head, PRIVATE, &down, "Đã gỡ", "không còn tin này").await;
    assert!(house.stage.refused().await.unwrap().is_empty());
});

journey!(a_picture_is_asked_for_only_where_the_ward_wants_it, |house| {
    let (cast, head) = with_relay(&house).await;
    house.publish(&cast, "Tin một").await;
    let relay = house.see(head, PRIVATE, "Tin một").await;
    let noted = house.press(head, PRIVATE, &relay, "Đã đăng", "Đã ghi nhận").await;
    assert!(!noted.text.contains("gửi một ảnh"), "{}", noted.text);
    house.stop().await;
    house.config.rules.relay_photo = true;
    house.config.rules.relay_reminders =
        vec![Nudge::After(30), Nudge::NextDay(NaiveTime::from_hms_opt(9, 0, 0).unwrap())];
    house.start().await;
    house.publish(&cast, "Tin hai").await;
    house.advance(TimeDelta::minutes(30)).await;
    let asked = house.see(head, PRIVATE, "Tin “Tin hai” đã tới").await;
    house.press(head, PRIVATE, &asked, "Đã đăng", "gửi một ảnh").await;
    house.stage.photo(head, PRIVATE).await.unwrap();
    house.see(head, PRIVATE, "Đã nhận ảnh").await;
    house.settle().await;
    assert_eq!(house.count("relay_asks WHERE photo IS NOT NULL").await, 1);
    assert_eq!(house.count("question_media").await, 0, "it is no question's");
});

journey!(whoever_reads_it_elsewhere_can_ask_about_it, |house| {
    let (cast, head) = with_relay(&house).await;
    house.publish(&cast, "Lịch họp dân").await;
    let relay = house.see(head, PRIVATE, "Hỏi phường: https://t.me/").await;
    let code = relay.link_code().expect("a link in the words");
    house.stage.start(cast.resident, &code).await.unwrap();
    house.see(cast.resident, PRIVATE, "điều gì về tin vừa đọc").await;
    house.say(cast.resident, PRIVATE, "Ngõ 15 xuống cấp, ổ gà nhiều, bao giờ phường sửa đường?").await;
    house.see(cast.resident, PRIVATE, "xin ông/bà đồng ý").await;
    house.settle().await;
    assert_eq!(house.count("questions WHERE post_id IS NOT NULL").await, 1, "the message is known");
});

journey!(a_week_is_seen_as_a_picture_and_as_a_table, |house| {
    let (cast, head) = with_relay(&house).await;
    house.publish(&cast, "Tin trong tuần").await;
    let relay = house.see(head, PRIVATE, "Tin trong tuần").await;
    house.say(cast.approver, PRIVATE, "/dophu").await;
    let sheet = house.see(cast.approver, PRIVATE, "Đã tới 1/2").await;
    let week = house.press(cast.approver, PRIVATE, &sheet, "Độ phủ cả tuần", "04/05/2026 – 10/05/2026: 50 %");
    let week = week.await;
    assert!(week.photo.is_some() && week.text.contains("Chỉ tiêu theo kế hoạch: 100 %"), "{}", week.text);
    assert!(week.text.contains("Không thuộc nhóm nội dung nào: 50 % (1/2)"), "{}", week.text);
    let file = house.press(cast.approver, PRIVATE, &week, "Tệp Excel", "Bảng độ phủ của tuần").await;
    assert_eq!(file.document.map(|file| file.name).as_deref(), Some("do-phu-2026-05-04.xlsx"));
    house.stage.press(head, PRIVATE, &relay, "Đã đăng").await.unwrap();
    house.settle().await;
    let mut tx = house.store.read().await.unwrap();
    let day = |text: &str| text.parse().unwrap();
    let found = schedule::sheet(&mut tx, house.ward.id, day("2026-05-04"), day("2026-05-10")).await.unwrap();
    let table = loa::conversation::sheet_table(&found, loa::i18n::Lang::Vi);
    let bytes = loa::sheet::xlsx(&table).unwrap();
    drop(tx);
    let rows = loa::plan::document::rows(&bytes).unwrap();
    assert!(rows.len() >= 5, "a heading, two neighbourhoods, the sum, one content group");
    let told = format!("{rows:?}");
    for words in ["Tổ dân phố số 2", "tổ trưởng báo đã đăng lúc", "2/2 (100 %)", "Chỉ tiêu"]
    {
        assert!(told.contains(words), "{words}: {told}");
    }
    // A week without posts has no picture.
    let before = house.press(cast.approver, PRIVATE, &week, "Tuần trước", "chưa đăng tin nào").await;
    assert!(before.photo.is_none());
    house.say(cast.resident, PRIVATE, "/dophu").await;
    house.see(cast.resident, PRIVATE, "dành cho cán bộ").await;
});

#[test]
fn a_deployment_that_reminds_of_nothing_is_left_in_peace() {
    run(async {
        let Some(mut house) = House::build(Database::Sqlite).await else { return };
        house.config.rules.relay_reminders = Vec::new();
        house.start().await;
        let (cast, head) = with_relay(&house).await;
        house.publish(&cast, "Không nhắc").await;
        house.advance(TimeDelta::days(2)).await;
        assert!(all_with(&house, head, "chưa ạ").await.is_empty());
        house.close().await;
    });
}
