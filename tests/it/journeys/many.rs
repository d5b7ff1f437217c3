//! Many messages from one table.

use std::io::{Cursor, Write};

use loa::app::stage::{Persona, Place, Seen};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::slots::until;
use crate::house::{House, journey};

const PRIVATE: Place = Place::Private;
const MODEL: &[u8] = include_bytes!("../../../src/conversation/reuse/model.xlsx");
const HEAD: [&str; 6] = ["Ngày đăng", "Giờ đăng", "Nhóm nội dung", "Tiêu đề", "Nội dung", "Đơn vị"];

/// A workbook with these rows of text.
fn workbook(rows: &[[&str; 6]]) -> Vec<u8> {
    let mut sheet = String::from("<worksheet><sheetData>");
    for (n, row) in std::iter::once(&HEAD).chain(rows).enumerate() {
        sheet.push_str(&format!("<row r=\"{}\">", n + 1));
        for (letter, text) in ('A'..).zip(row) {
            let at = format!("{letter}{}", n + 1);
            sheet.push_str(&format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"));
        }
        sheet.push_str("</row>");
    }
    sheet.push_str("</sheetData></worksheet>");
    let book =
        r#"<workbook xmlns:r="r"><sheets><sheet name="Tin" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    let links = r#"<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>"#;
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", links),
        ("xl/worksheets/sheet1.xml", &sheet),
    ] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// An editor sends a table; the report.
async fn send(house: &House, editor: Persona, bytes: &[u8], then: &str) -> Seen {
    house.say(editor, PRIVATE, "/soan").await;
    let begun = house.see(editor, PRIVATE, "Tin mới thuộc nhóm nội dung nào").await;
    house.press(editor, PRIVATE, &begun, "Từ bảng Excel", "Xin điền mỗi tin một dòng").await;
    house.stage.document(editor, PRIVATE, "bang.xlsx", bytes).await.unwrap();
    house.see(editor, PRIVATE, then).await
}

journey!(rows_that_are_right_become_messages_and_the_others_say_what_is_wrong, |house| {
    let cast = house.cast().await;
    let editor = cast.editor;
    let bytes = workbook(&[
        ["05/05/2026", "8h30", "1.1", "Thu gom rác", "Sáng thứ Ba 05/05/2026, tại sân nhà văn hóa.", "VP"],
        ["31/2", "8h", "1.1", "", "Tin sai ngày", ""],
        ["06/05/2026", "17:00", "", "", "Họp tổ dân phố thứ Hai 06/05/2026.", ""],
        ["06/05/2026", "17h", "9.9", "", "Tin sai nhóm", ""],
        ["05/05/2026", "8h30", "1.1", "Thu gom rác", "Sáng thứ Ba 05/05/2026, tại sân nhà văn hóa.", "VP"],
        ["07/05/2026", "8h", "", "", "Tin sai đơn vị", "Sở Y tế"],
    ]);
    let report = send(&house, editor, &bytes, "2 dòng đúng, 4 dòng cần sửa").await;
    for line in [
        "Dòng 3: ❌ “31/2” không phải ngày giờ có thật.",
        "Dòng 5: ❌ kế hoạch không có nhóm nội dung “9.9”.",
        "Dòng 6: ❌ giống hệt dòng 2.",
        "Dòng 7: ❌ phường không có đơn vị “Sở Y tế”.",
        "Dòng 4: ⚠️ “thứ Hai 06/05/2026”: đúng ra là Thứ Tư, 06/05/2026.",
    ] {
        assert!(report.text.contains(line), "{line}: {}", report.text);
    }
    assert_eq!(house.count("messages").await, 0, "nothing before the button");
    // A restart in between loses nothing, and a second press submits nothing again.
    house.stop().await;
    house.start().await;
    house.press(editor, PRIVATE, &report, "Gửi duyệt 2 tin", "Đã gửi duyệt 2 tin").await;
    let told = house.shown(editor, PRIVATE).await;
    assert!(told.contains("• Tin 1: 08:30 05/05/2026\n• Tin 2: 17:00 06/05/2026"), "{told}");
    assert_eq!(house.count("messages WHERE state = 'submitted' AND post_at IS NOT NULL").await, 2);
    house.see(cast.approver, PRIVATE, "2 tin chờ duyệt. Xin gõ /duyet").await;
    house.say(cast.approver, PRIVATE, "/duyet").await;
    house.approve(cast.approver, "Tin 1, bản 1 chờ duyệt").await;
    until(&house, "2026-05-05T08:30").await;
    until(&house, "2026-05-05T08:32").await;
    house.see(cast.head, cast.group, "Sáng thứ Ba 05/05/2026, tại sân nhà văn hóa.").await;
});

journey!(a_table_that_is_none_gets_one_sentence_and_the_model_is_empty, |house| {
    let cast = house.cast().await;
    send(&house, cast.editor, MODEL, "Bảng chưa có dòng nào, chưa ghi gì").await;
    send(&house, cast.editor, b"xin chao", "Tệp này không có bảng tin, chưa ghi gì").await;
    // The next file is still awaited.
    house.stage.document(cast.editor, PRIVATE, "bang.xlsx", &workbook(&[HEAD; 101])).await.unwrap();
    house.see(cast.editor, PRIVATE, "Bảng có 101 dòng, nhiều hơn 100").await;
    house.say(cast.editor, PRIVATE, "đây ạ").await;
    house.see(cast.editor, PRIVATE, "Xin gửi tệp bảng Excel (.xlsx)").await;
    // The model itself went out as a file.
    let calls = house.stage.ledger(0).await.unwrap();
    assert!(calls.iter().any(|call| call["method"] == "sendDocument"
        && call["result"]["document"]["file_name"] == "bang-tin-mau.xlsx"));
    assert_eq!(house.count("messages").await, 0);
});
