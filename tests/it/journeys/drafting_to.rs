//! To whom a message goes, and in which language: each group gets exactly its own.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use loa::app::stage::{Persona, Place, Seen};
use serde_json::Value;

use super::drafting::{PRIVATE, code_below};
use crate::house::{House, journey};
use crate::people::Cast;

impl House {
    /// An administrator opens one neighbourhood's screen.
    async fn open_place(&self, administrator: Persona, number: u32) -> Seen {
        self.say(administrator, PRIVATE, "/phuong").await;
        let home = self.see(administrator, PRIVATE, "Đơn vị có nhóm chat").await;
        let list = self.press(administrator, PRIVATE, &home, "Tổ dân phố", "⏳ chờ xác nhận").await;
        self.press(administrator, PRIVATE, &list, &format!("số {number}"), "Ngôn ngữ nhóm").await
    }

    async fn set_area(&self, administrator: Persona, number: u32, area: &str) {
        let place = self.open_place(administrator, number).await;
        self.press(administrator, PRIVATE, &place, "Khu vực", "ở khu vực nào").await;
        self.say(administrator, PRIVATE, area).await;
        self.see(administrator, PRIVATE, &format!("Khu vực: {area}")).await;
    }

    async fn set_language(&self, administrator: Persona, number: u32, language: &str) {
        let place = self.open_place(administrator, number).await;
        let ask = self.press(administrator, PRIVATE, &place, "Ngôn ngữ nhóm", "đọc tiếng nào").await;
        let words = format!("Ngôn ngữ nhóm: {language}");
        self.press(administrator, PRIVATE, &ask, language, &words).await;
    }
}

/// Four neighbourhoods: the first three in one area, reading Vietnamese, English and both.
struct Ward {
    cast: Cast,
    groups: [(Persona, Place); 4],
}

impl Ward {
    async fn come(house: &House) -> Self {
        let cast = house.cast().await;
        let mut groups = [(cast.head, cast.group); 4];
        for (number, name) in [(2, "Cúc"), (3, "Dung"), (4, "Em")] {
            let head = house.stage.person(name).await.unwrap();
            let group = house.neighbourhood(number, cast.administrator, head, &[]).await;
            groups[usize::try_from(number - 1).unwrap()] = (head, group);
        }
        for number in 1..=3 {
            house.set_area(cast.administrator, number, "Khu A").await;
        }
        house.set_area(cast.administrator, 4, "Khu B").await;
        house.set_language(cast.administrator, 2, "Tiếng Anh").await;
        house.set_language(cast.administrator, 3, "Cả hai").await;
        Self { cast, groups }
    }

    /// The words below the album in each group; none where there is no album.
    async fn captions(&self, house: &House) -> Vec<Option<String>> {
        let mut captions = Vec::new();
        for (head, group) in self.groups {
            let parts = house.parts(head, group).await;
            assert!(parts.is_empty() || parts.len() == 3, "{parts:?}");
            captions.push(parts.first().map(|part| part.text.clone()));
        }
        captions
    }
}

const ASK: &str = "Hỏi phường";

journey!(two_languages_and_an_album_go_to_one_area, |house| {
    let ward = Ward::come(&house).await;
    let (editor, approver) = (ward.cast.editor, ward.cast.approver);
    house.begin_to_write(editor).await;
    house.send_album(editor, "81", "Họp tổ <b>19h</b>", 3).await;
    let counted = house.see(editor, PRIVATE, "Đã nhận 3 ảnh, video").await;
    let when = house.press(editor, PRIVATE, &counted, "Xem trước", "Đăng lúc nào").await;
    house.press(editor, PRIVATE, &when, "Thêm bản tiếng Anh", "Xin viết bản tiếng Anh").await;
    house.stage.say_html(editor, PRIVATE, "Meeting at <b>7 pm</b>").await.unwrap();
    let when = house.see(editor, PRIVATE, "Đăng lúc nào").await;
    let first = house.press(editor, PRIVATE, &when, "Gửi: tất cả 4 tổ", "Tin gửi tới: tất cả 4 tổ").await;
    let names = house.press(editor, PRIVATE, &first, "Theo khu vực", "Xin bấm để chọn").await;
    let names = house.press(editor, PRIVATE, &names, "Khu A", "khu vực Khu A (3 tổ)").await;
    let when = house.press(editor, PRIVATE, &names, "Xong", "Đăng lúc nào").await;
    house.submit_from(editor, &when).await;
    let card = house.approve_and_wait(approver).await;
    assert!(card.text.contains("Gửi tới: khu vực Khu A (3 tổ)"), "{}", card.text);
    assert!(card.text.contains("đi kèm: 3") && card.text.contains("Có bản tiếng Anh"), "{card:?}");
    assert!(house.shown(approver, PRIVATE).await.contains("Sen\n\nMeeting at 7 pm"));
    house.see(ward.cast.administrator, PRIVATE, "tới 3 nhóm").await;
    let before = house.stage.ledger(0).await.unwrap().len();
    house.advance(TimeDelta::seconds(61)).await;

    // Each group has exactly its own, and what is there is what the author was shown last.
    let captions = ward.captions(&house).await;
    let speaker = "📢 UBND phường Hồ Sen";
    let ask = house.parts(ward.groups[1].0, ward.groups[1].1).await[0].text.clone();
    let ask = ask.rsplit_once("\n\n").unwrap().1.to_owned();
    assert_ne!(ask, ASK, "the link is in the group's language too");
    assert_eq!(captions[0].as_deref(), Some(&*format!("{speaker}\n\nHọp tổ 19h\n\n{ASK}")));
    assert_eq!(captions[1].as_deref(), Some(&*format!("{speaker}\n\nMeeting at 7 pm\n\n{ask}")));
    let both = format!("{speaker}\n\nHọp tổ 19h\n\nMeeting at 7 pm\n\n{ASK}");
    assert_eq!(captions[2].as_deref(), Some(&*both));
    assert_eq!(captions[3], None, "not meant");
    let previews = house.parts(editor, PRIVATE).await;
    let shown: Vec<_> = previews[previews.len() - 9..].iter().map(|m| m.text.clone()).collect();
    for caption in captions.iter().flatten() {
        assert!(shown.contains(caption), "{caption} was shown: {shown:?}");
    }

    // One call and one row a group; the proof names every part.
    let calls = house.stage.ledger(u64::try_from(before).unwrap()).await.unwrap();
    let albums: Vec<&Value> = calls.iter().filter(|call| call["method"] == "sendMediaGroup").collect();
    assert_eq!(albums.len(), 3);
    let sent: BTreeSet<String> = albums
        .iter()
        .map(|call| {
            let ids = call["result"].as_array().unwrap().iter().map(|m| m["message_id"].to_string());
            serde_json::to_string(&ids.collect::<Vec<_>>()).unwrap()
        })
        .collect();
    let proofs = house.column("SELECT proof FROM outgoing WHERE group_id IS NOT NULL").await;
    assert_eq!(proofs.len(), 3, "one row a group, and none for who is not meant");
    assert_eq!(proofs.into_iter().collect::<BTreeSet<_>>(), sent);
    assert_eq!(
        house
            .count("sent_messages s JOIN outgoing o ON o.id = s.outgoing_id WHERE o.group_id IS NOT NULL")
            .await,
        9
    );
    assert_eq!(house.count("letters").await, 3, "one letter a language");
    let sheet = house.coverage_sheet(approver, "Đã tới 3/3 tổ dân phố").await;
    assert!(!sheet.text.contains("số 4"), "{}", sheet.text);

    // A correction changes the words of each in its own language, and nothing else.
    house.say(editor, PRIVATE, "/soan").await;
    let own = house.see(editor, PRIVATE, "Tin của ông/bà").await;
    let mine = house.press(editor, PRIVATE, &own, "Tin 1", "Đính chính").await;
    house.press(editor, PRIVATE, &mine, "Đính chính", "xin gửi nội dung đúng").await;
    house.say(editor, PRIVATE, "Họp tổ 20h").await;
    let confirm = house.see(editor, PRIVATE, "tin trong các nhóm được sửa ngay").await;
    assert!(confirm.buttons.iter().flatten().all(|b| !b.label.contains("Gửi: ")), "it goes to who has it");
    house.press(editor, PRIVATE, &confirm, "Sửa bản tiếng Anh", "Xin viết bản tiếng Anh").await;
    house.say(editor, PRIVATE, "Meeting at 8 pm").await;
    let confirm = house.see(editor, PRIVATE, "tin trong các nhóm được sửa ngay").await;
    house.press(editor, PRIVATE, &confirm, "Gửi duyệt", "bản đính chính của tin").await;
    house.approve(approver, "ĐÍNH CHÍNH tin 1").await;
    house.see(approver, PRIVATE, "Đang đính chính tin 1 ở 3 nhóm").await;
    house.settle().await;
    let captions = ward.captions(&house).await;
    assert!(captions[0].as_ref().unwrap().contains("Họp tổ 20h\n\n(Đã đính chính lúc"), "{captions:?}");
    assert!(captions[1].as_ref().unwrap().contains("Meeting at 8 pm\n\n(Corrected"), "{captions:?}");
    assert!(captions[2].as_ref().unwrap().contains("Họp tổ 20h\n\nMeeting at 8 pm\n\n("), "{captions:?}");
    assert_eq!(captions[3], None);
    house.coverage_sheet(approver, "Đã sửa 3/3 nhóm").await;
    let part = house.parts(ward.cast.head, ward.cast.group).await.remove(0);
    house.stage.start(ward.cast.resident, &code_below(&part)).await.unwrap();
    house.see(ward.cast.resident, PRIVATE, "điều gì về tin vừa đọc").await;

    // A recall takes every part away, everywhere.
    let sheet = house.coverage_sheet(approver, "Đã sửa 3/3").await;
    let sure = house.press(approver, PRIVATE, &sheet, "Thu hồi tin", "khỏi mọi nhóm").await;
    house.press(approver, PRIVATE, &sure, "Thu hồi", "đã thu hồi tin").await;
    house.settle().await;
    assert_eq!(ward.captions(&house).await, [None, None, None, None]);
    house.coverage_sheet(approver, "Đã thu hồi ở 3/3 nhóm").await;
    assert!(house.stage.refused().await.unwrap().is_empty());
});

journey!(after_two_days_a_recalled_album_says_so_in_each_language, |house| {
    let ward = Ward::come(&house).await;
    let (editor, approver) = (ward.cast.editor, ward.cast.approver);
    house.begin_to_write(editor).await;
    house.send_album(editor, "82", "Họp tổ 19h", 3).await;
    let counted = house.see(editor, PRIVATE, "Đã nhận 3 ảnh, video").await;
    let when = house.press(editor, PRIVATE, &counted, "Xem trước", "Đăng lúc nào").await;
    house.press(editor, PRIVATE, &when, "Thêm bản tiếng Anh", "Xin viết bản tiếng Anh").await;
    house.say(editor, PRIVATE, "Meeting at 7 pm").await;
    let when = house.see(editor, PRIVATE, "Đăng lúc nào").await;
    house.submit_from(editor, &when).await;
    house.approve_and_wait(approver).await;
    house.advance(TimeDelta::seconds(61)).await;
    house.advance(TimeDelta::hours(48)).await;
    let sheet = house.coverage_sheet(approver, "Đã tới 4/4").await;
    let sure = house.press(approver, PRIVATE, &sheet, "Thu hồi tin", "khỏi mọi nhóm").await;
    house.press(approver, PRIVATE, &sure, "Thu hồi", "đã thu hồi tin").await;
    house.settle().await;
    let captions = ward.captions(&house).await;
    assert!(captions[0].as_ref().unwrap().contains("đã được thu hồi"), "{captions:?}");
    assert!(captions[1].as_ref().unwrap().contains("recalled"), "{captions:?}");
    assert!(captions.iter().flatten().all(|c| !c.contains("19h") && !c.contains("7 pm")), "{captions:?}");
});

journey!(chosen_neighbourhoods_and_tags_and_nobody_is_no_audience, |house| {
    let cast = house.cast().await;
    let second = house.stage.person("Cúc").await.unwrap();
    let group2 = house.neighbourhood(2, cast.administrator, second, &[]).await;
    let place = house.open_place(cast.administrator, 2).await;
    house.press(cast.administrator, PRIVATE, &place, "Nhãn", "cách nhau bằng dấu phẩy").await;
    house.say(cast.administrator, PRIVATE, &"dài".repeat(40)).await;
    house.see(cast.administrator, PRIVATE, "Tôi chưa ghi được").await;
    house.say(cast.administrator, PRIVATE, "gần chợ, chung cư").await;
    house.see(cast.administrator, PRIVATE, "Nhãn: chung cư, gần chợ").await;

    let editor = cast.editor;
    house.begin_to_write(editor).await;
    house.say(editor, PRIVATE, "Kiểm tra chung cư").await;
    let photo = house.see(editor, PRIVATE, "Nếu có ảnh").await;
    let when = house.press(editor, PRIVATE, &photo, "Không có ảnh", "Đăng lúc nào").await;
    let first = house.press(editor, PRIVATE, &when, "Gửi: tất cả 2 tổ", "Tin gửi tới").await;
    let places = house.press(editor, PRIVATE, &first, "Chọn từng tổ", "Xin bấm để chọn").await;
    let places = house.press(editor, PRIVATE, &places, "số 1", "1 tổ đã chọn (Tổ dân phố số 1)").await;
    let places = house.press(editor, PRIVATE, &places, "số 1", "chưa chọn tổ nào").await;
    let toast = house.toast(editor, PRIVATE, &places, "Xong").await;
    assert!(toast.contains("Chưa có tổ nào nhận tin này"), "{toast}");
    let first = house.press(editor, PRIVATE, &places, "Quay lại", "Tin gửi tới: chưa chọn").await;
    let tags = house.press(editor, PRIVATE, &first, "Theo nhãn", "Xin bấm để chọn").await;
    let tags = house.press(editor, PRIVATE, &tags, "chung cư", "nhãn chung cư (1 tổ)").await;
    let when = house.press(editor, PRIVATE, &tags, "Xong", "Đăng lúc nào").await;
    house.submit_from(editor, &when).await;
    house.approve_and_wait(cast.approver).await;
    house.advance(TimeDelta::seconds(61)).await;
    house.see(second, group2, "Kiểm tra chung cư").await;
    assert!(!house.shown(cast.head, cast.group).await.contains("Kiểm tra chung cư"));
    let sheet = house.coverage_sheet(cast.approver, "Đã tới 1/1 tổ dân phố").await;
    assert!(!sheet.text.contains("số 1:"), "{}", sheet.text);
});

journey!(who_splits_a_neighbourhood_hears_which_messages_wait_for_the_whole_one, |house| {
    let cast = house.cast().await;
    let (editor, me) = (cast.editor, cast.administrator);
    house.begin_to_write(editor).await;
    house.say(editor, PRIVATE, "Chỉ cho tổ 1").await;
    let photo = house.see(editor, PRIVATE, "Nếu có ảnh").await;
    let when = house.press(editor, PRIVATE, &photo, "Không có ảnh", "Đăng lúc nào").await;
    let first = house.press(editor, PRIVATE, &when, "Gửi: tất cả 1 tổ", "Tin gửi tới").await;
    let places = house.press(editor, PRIVATE, &first, "Chọn từng tổ", "Xin bấm để chọn").await;
    let places = house.press(editor, PRIVATE, &places, "số 1", "1 tổ đã chọn (Tổ dân phố số 1)").await;
    let when = house.press(editor, PRIVATE, &places, "Xong", "Đăng lúc nào").await;
    house.submit_from(editor, &when).await;
    house.submit(editor, "Cho tất cả").await;
    let place = house.open_place(me, 1).await;
    let edit = house.press(me, PRIVATE, &place, "Sửa tổ", "Tách tổ").await;
    house.press(me, PRIVATE, &edit, "Tách tổ", "Xin viết mã và tên của tổ mới").await;
    house.say(me, PRIVATE, "01B, Tổ dân phố số 1B").await;
    let done = house.see(me, PRIVATE, "Đã tách Tổ dân phố số 1B từ Tổ dân phố số 1").await;
    assert!(done.text.contains("⚠️ Tin 1 đang chờ, chỉ gửi cho Tổ dân phố số 1. Nếu"), "{}", done.text);
});
