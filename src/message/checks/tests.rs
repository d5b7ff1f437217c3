use chrono::{Datelike, NaiveDate, TimeDelta};
use proptest::prelude::*;

use super::*;
use crate::calendar::instant;
use crate::text::Span;

/// Tuesday, 5 May 2026, 9 o'clock.
fn now() -> DateTime<Utc> {
    at("2026-05-05")
}

fn at(day: &str) -> DateTime<Utc> {
    instant(day.parse::<NaiveDate>().unwrap().and_hms_opt(9, 0, 0).unwrap())
}

fn look(text: &str) -> Vec<Finding> {
    let own = ["hosen.example".to_owned()];
    findings(&Rich::plain(text), Facts { at: now(), official: &own })
}

/// Short names of what is found, as the tables below write them.
fn names(found: &[Finding]) -> Vec<String> {
    let name = |concern: &Concern| match concern {
        Concern::Long { .. } => "long".to_owned(),
        Concern::LinkBroken => "broken".to_owned(),
        Concern::LinkOpen => "http".to_owned(),
        Concern::LinkShortened { .. } => "shortened".to_owned(),
        Concern::LinkUnofficial { .. } => "unofficial".to_owned(),
        Concern::LinkOther { .. } => "other".to_owned(),
        Concern::Weekday { date } => format!("weekday {date}"),
        Concern::NoSuchDay => "no day".to_owned(),
        Concern::DayPast { date } => format!("past {date}"),
        Concern::NoSuchTime => "no time".to_owned(),
        Concern::Phone => "phone".to_owned(),
        Concern::SourceHalf => "source".to_owned(),
        Concern::Blank => "blank".to_owned(),
        Concern::Hard { instead } => format!("hard {instead}"),
        Concern::Short { meaning } => format!("short {}", meaning.as_deref().unwrap_or("?")),
    };
    found.iter().map(|finding| name(&finding.concern)).collect()
}

/// A text, what is found in it, and the words that the first finding names.
const TABLE: &[(&str, &[&str], &str)] = &[
    // Days and weekdays.
    ("Họp dân thứ Hai 12/5.", &["weekday 2026-05-12"], "thứ Hai 12/5"),
    ("Họp dân thứ Ba 12/5.", &[], ""),
    ("Họp dân Thứ Hai, ngày 12/05/2026.", &["weekday 2026-05-12"], "Thứ Hai, ngày 12/05/2026"),
    ("Họp sáng thứ Bảy 09/05/2026, từ 7 giờ.", &[], ""),
    ("Họp thứ 7, 7h30 ngày 10/5.", &["weekday 2026-05-10"], "thứ 7, 7h30 ngày 10/5"),
    ("Họp thứ Bảy, từ 7 giờ đến 11 giờ, ngày 9/5.", &[], ""),
    ("Họp Chủ nhật 10/5.", &[], ""),
    ("Họp CN 9/5.", &["weekday 2026-05-09"], "CN 9/5"),
    ("Họp T7 (9/5).", &[], ""),
    ("Họp T6 (9/5).", &["weekday 2026-05-09"], "T6 (9/5"),
    ("Họp ngày 12/5 (thứ Tư).", &["weekday 2026-05-12"], "12/5 (thứ Tư"),
    ("Họp ngày 12/5 (thứ Ba).", &[], ""),
    ("Hop dan thu hai 12/5", &["weekday 2026-05-12"], "thu hai 12/5"),
    ("Phường thu hai loại phí từ 12/5.", &[], ""),
    ("Nhận đăng ký từ thứ Hai đến thứ Sáu, 12/5.", &[], ""),
    ("Thứ Bảy hằng tuần, bắt đầu từ 12/5.", &[], ""),
    ("Kỳ họp lần thứ hai, ngày 12/5.", &[], ""),
    ("Thứ Năm 14/5 và thứ Sáu 15/5.", &[], ""),
    ("Thứ Năm 14/5 và thứ Bảy 15/5.", &["weekday 2026-05-15"], "thứ Bảy 15/5"),
    ("Ngày 12 tháng 5 năm 2026 (thứ Hai).", &["weekday 2026-05-12"], "12 tháng 5 năm 2026 (thứ Hai"),
    ("Thứ Hai ngày 4 tháng 1.", &["weekday 2026-01-04"], "Thứ Hai ngày 4 tháng 1"),
    ("Thứ Sáu ngày 1/1/2027.", &[], ""),
    ("Ngày 31/6 phường nhận hồ sơ.", &["no day"], "31/6"),
    ("Ngày 30/02/2027 phường nhận hồ sơ.", &["no day"], "30/02/2027"),
    ("Ngày 12/15 phường nhận hồ sơ.", &["no day"], "12/15"),
    ("Lễ hội ngày 30/2 âm lịch.", &[], ""),
    // Days that have passed.
    ("Sáng 2/5, phường thu gom đồ cũ.", &["past 2026-05-02"], "2/5"),
    ("Đăng ký trước ngày 30/4/2026.", &["past 2026-04-30"], "30/4/2026"),
    ("Thứ Bảy 2/5, 7 giờ: thu gom đồ cũ.", &["past 2026-05-02"], "Thứ Bảy 2/5"),
    ("Ngày 2/5 vừa qua, phường đã thu gom đồ cũ.", &[], ""),
    ("Hôm nay 5/5, phường thu gom đồ cũ.", &[], ""),
    ("Từ ngày 1/5, phường nhận hồ sơ cả sáng thứ Bảy.", &[], ""),
    ("Từ 1/5 đến 31/5: khám sức khỏe.", &[], ""),
    ("Ngày 30/4/1975, đất nước thống nhất.", &[], ""),
    ("Theo Kế hoạch số 12/KH-UBND ngày 3/4/2026, phường phun thuốc muỗi.", &[], ""),
    // What is no day.
    ("Nhà số 12/5 ngõ 45/6, phố Hồ Sen.", &[], ""),
    ("Hơn 1/2 số hộ đã phân loại rác.", &[], ""),
    ("Đường dây nóng trực 24/7.", &[], ""),
    ("Kế hoạch tháng 5/2026.", &[], ""),
    ("Điểm thi 9.5 và 8-12 người.", &[], ""),
    // Times.
    ("Cắt điện lúc 25h ngày 9/5.", &["no time"], "25h"),
    ("Cắt điện từ 8h75 đến 11h.", &["no time"], "8h75"),
    ("Cắt điện 7:65.", &["no time"], "7:65"),
    ("Cắt điện 24h30.", &["no time"], "24h30"),
    ("Cắt điện 7h-25h.", &["no time"], "25h"),
    ("Cắt điện 8 giờ 90 phút.", &["no time"], "8 giờ 90"),
    ("Trả lời trong 48h, trực 24h/24h, bản đồ tỷ lệ 1:75.", &[], ""),
    ("Cắt điện từ 8 giờ 20/5 đến 24h.", &[], ""),
    // Links.
    ("Xem http://hosen.hanoi.gov.vn/lich", &["http"], "http://hosen.hanoi.gov.vn/lich"),
    ("Xem https://hosen.hanoi.gov.vn/lich.", &[], ""),
    ("Xem https://lich.hosen.example", &[], ""),
    ("Xem bit.ly/2abc", &["shortened"], "bit.ly/2abc"),
    ("Xem https://hosen-gov.vn.site/x", &["unofficial"], "https://hosen-gov.vn.site/x"),
    ("Xem www.phuong-ho-sen.com", &["unofficial"], "www.phuong-ho-sen.com"),
    ("Xem https:/hosen.gov.vn", &["broken"], "https:/hosen.gov.vn"),
    ("Xem https://hosen", &["broken"], "https://hosen"),
    ("Thư: ubnd@hosen.gov.vn, tệp mau.docx", &[], ""),
    // Phones.
    ("Liên hệ 0912 345 67.", &["phone"], "0912 345 67"),
    ("Liên hệ 0912 345 678, 024.3851.2345 hoặc 1022.", &[], ""),
    ("Gọi 0123 456 7890.", &["phone"], "0123 456 7890"),
    ("Đường dây nóng: 1900 1009, 113, 114, 115.", &[], ""),
    ("Gọi +84 912 345 678.", &[], ""),
    ("Điện thoại: 3851 2345.", &["phone"], "3851 2345"),
    ("Liên hệ nộp 150.000 đồng.", &[], ""),
    ("Gọi 0912345678 0987654321.", &[], ""),
    // Sources and blanks.
    ("Theo Kế hoạch số của UBND phường.", &["source"], "Kế hoạch số"),
    ("Theo Kế hoạch số …/KH-UBND, phường phun thuốc.", &["source"], "Kế hoạch số"),
    ("Theo Kế hoạch số 12/KH-UBND, phường phun thuốc.", &[], ""),
    ("Phường thông báo số lượng chỗ còn lại.", &[], ""),
    ("Họp lúc [giờ, ngày] tại nhà văn hóa.", &["blank"], "[giờ, ngày]"),
    ("Họp tại ...... tổ 5.", &["blank"], "Họp tại"),
    // Words.
    ("Phường triển khai thực hiện thu gom rác.", &["hard làm"], "triển khai thực hiện"),
    ("Ông/bà làm TTHC tại phường.", &["short thủ tục hành chính"], "TTHC"),
    ("Thủ tục hành chính (TTHC): ông/bà làm TTHC tại phường.", &[], ""),
    ("Phòng KTHTĐT trả lời.", &["short kinh tế hạ tầng và đô thị"], "KTHTĐT"),
    ("Mang theo mẫu BKLM.", &["short ?"], "BKLM"),
    ("UBND phường, CCCD, BHYT, mã QR.", &[], ""),
    ("THÔNG BÁO CẮT NƯỚC TDP 5", &[], ""),
];

#[test]
fn what_is_wrong_is_found_and_what_is_right_is_left_alone() {
    assert!(TABLE.len() >= 60);
    for (text, expected, words) in TABLE {
        let found = look(text);
        assert_eq!(names(&found), *expected, "{text}");
        if let Some(first) = found.first() {
            assert_eq!(first.words, *words, "{text}");
        }
    }
}

#[test]
fn a_link_that_shows_another_address_is_named() {
    let link = |shown: &str, link: &str| {
        let mut text = Rich::plain("Xem ");
        let link = Some(link.to_owned());
        text.push(Span { text: shown.to_owned(), link, ..Span::default() });
        names(&findings(&text, Facts { at: now(), official: &[] }))
    };
    assert_eq!(link("hosen.gov.vn", "https://hosen-gov.com/a"), ["other", "unofficial"]);
    assert_eq!(link("hosen.gov.vn", "https://www.hosen.gov.vn/a"), [] as [&str; 0]);
    assert_eq!(link("lịch thu gom", "https://hosen.gov.vn/lich"), [] as [&str; 0]);
    assert_eq!(link("gọi tổ trưởng", "tel:0912345678"), [] as [&str; 0]);
}

#[test]
fn a_long_text_is_named_and_no_longer_one_twice() {
    assert_eq!(names(&look(&"Rác. ".repeat(400))), ["long"]);
    assert_eq!(names(&look("TTHC và TTHC")), ["short thủ tục hành chính"]);
}

/// Messages as they are posted, parted by lines of dashes, with the day of their post.
const GOOD: &str = include_str!("../../../tests/data/messages/good.txt");

#[test]
fn good_messages_give_no_alarm() {
    let mut n = 0;
    for part in GOOD.split("\n---\n") {
        let (day, text) = part.trim().split_once('\n').expect("a day and a text");
        let found = findings(&Rich::plain(text), Facts { at: at(day), official: &[] });
        assert!(found.is_empty(), "{found:?} in {text}");
        n += 1;
    }
    assert!(n >= 20, "{n}");
}

#[test]
fn plans_have_no_impossible_days_links_or_numbers() {
    let plans = [
        include_str!("../../app/demo-plan.txt"),
        include_str!("../../../tests/data/plans/district-dashes.txt"),
        include_str!("../../../tests/data/plans/letters.txt"),
    ];
    for line in plans.iter().flat_map(|plan| plan.lines()) {
        let mut found = findings(&Rich::plain(line), Facts { at: at("2023-01-05"), official: &[] });
        // A plan is written in the words of offices, leaves its number to be filled in, and names
        // days of each year.
        found.retain(|finding| {
            !matches!(
                finding.concern,
                Concern::DayPast { .. }
                    | Concern::Hard { .. }
                    | Concern::Short { .. }
                    | Concern::SourceHalf
                    | Concern::Blank
            )
        });
        assert!(found.is_empty(), "{found:?} in {line}");
    }
}

proptest! {
    #[test]
    fn whatever_is_written_is_looked_at(text in "\\PC{0,200}") {
        let found = look(&text);
        let whole = Rich::plain(&text).words();
        for finding in found {
            prop_assert!(
                whole.contains(&finding.words) || finding.concern == Concern::Blank,
                "{finding:?}"
            );
        }
    }

    #[test]
    fn pieces_of_what_people_write_are_looked_at(pieces in prop::collection::vec(
        prop::sample::select(vec![
            "thứ", "Hai", "ngày", "12", "/", "5", "tháng", "năm", "2026", "31/2", "25h", ":", "75", "[", "]",
            "số", "Kế hoạch", "0912", "345", ".", " ", "\n", "https://", "gov.vn", "TTHC", "CN", "T2", "-", "(",
            "âm lịch", "từ", "đến", "....", "tổ chức thực hiện",
        ]),
        0..30,
    )) {
        let _ = look(&pieces.concat());
        let _ = look(&pieces.join(" "));
    }

    /// Of every day of two years, exactly its own weekday gives no finding.
    #[test]
    fn weekdays_are_those_of_the_calendar(days in 0_i64..300, said in 0_u32..7, with_year in any::<bool>()) {
        let now = now();
        let date = day(now) + TimeDelta::days(days);
        // Without a year, a day more than half a year ahead is one that has passed.
        prop_assume!(with_year || days < 180);
        let name = ["thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"][said as usize];
        let form = if with_year { date.format("%d/%m/%Y") } else { date.format("%-d/%-m") };
        let found = look(&format!("Họp tổ dân phố {name}, {form} tại nhà văn hóa."));
        if date.weekday().num_days_from_monday() == said {
            prop_assert_eq!(found, vec![]);
        } else {
            prop_assert_eq!(&found[0].concern, &Concern::Weekday { date });
            prop_assert_eq!(found.len(), 1);
        }
    }
}

use crate::calendar::day;
