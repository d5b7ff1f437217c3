use proptest::prelude::*;

use super::*;

fn said(text: &str) -> String {
    written_out(text, "xem trong nhóm của tổ")
}

#[test]
fn what_is_written_short_is_said_whole() {
    for (written, spoken) in [
        ("UBND phường thông báo", "Ủy ban nhân dân phường thông báo"),
        ("CSGT, BHYT và VSMT", "cảnh sát giao thông, bảo hiểm y tế và vệ sinh môi trường"),
        ("TP. Hà Nội", "thành phố Hà Nội"),
        ("TP.HCM", "thành phố Hồ Chí Minh"),
        ("P. Hồ Sen", "phường Hồ Sen"),
        ("TDP số 5", "tổ dân phố số năm"),
        ("HĐND&UBND", "Hội đồng nhân dân và Ủy ban nhân dân"),
        ("ông/bà", "ông bà"),
        ("số 39-KH/ĐU", "số ba mươi chín kế hoạch Đảng ủy"),
        ("Mã XKD", "Mã ích ca dê"),
        ("COVID-19", "cô-vít mười chín"),
        ("🔔 📢 Họp tổ ✅", "Họp tổ"),
        ("• Mang theo (bản sao) giấy tờ", "Mang theo, bản sao, giấy tờ"),
    ] {
        assert_eq!(said(written), spoken, "{written}");
    }
}

#[test]
fn dates_are_said_as_people_say_them() {
    for (written, spoken) in [
        ("ngày 03/6", "ngày mùng ba tháng sáu"),
        ("Ngày 10/12/2026", "Ngày mùng mười tháng mười hai năm hai nghìn không trăm hai mươi sáu"),
        ("sáng 15/4", "sáng ngày mười lăm tháng tư"),
        ("ngày 3 tháng 4", "ngày mùng ba tháng tư"),
        ("mùng 5/1", "mùng năm tháng một"),
        ("15-20/6", "ngày mười lăm đến ngày hai mươi tháng sáu"),
        ("từ 28/5 - 02/6", "từ ngày hai mươi tám tháng năm đến ngày mùng hai tháng sáu"),
        ("tháng 6/2026", "tháng sáu năm hai nghìn không trăm hai mươi sáu"),
        ("quý II/2026", "quý hai năm hai nghìn không trăm hai mươi sáu"),
        ("Thứ 4", "Thứ tư"),
        ("ngõ 12/5 phố Chợ", "ngõ mười hai trên năm phố Chợ"),
        ("năm 2026", "năm hai nghìn không trăm hai mươi sáu"),
    ] {
        assert_eq!(said(written), spoken, "{written}");
    }
}

#[test]
fn times_are_said_with_their_part_of_the_day_once() {
    for (written, spoken) in [
        ("7h30", "bảy giờ ba mươi phút sáng"),
        ("07:30", "bảy giờ ba mươi phút sáng"),
        ("lúc 19h30,", "lúc bảy giờ ba mươi phút tối,"),
        ("8h sáng", "tám giờ sáng"),
        ("chiều 14h", "chiều hai giờ"),
        ("12h", "mười hai giờ trưa"),
        ("0h15", "mười hai giờ mười lăm phút đêm"),
        ("8h00-11h30", "tám giờ sáng đến mười một giờ ba mươi phút trưa"),
        ("8h - 11h", "tám giờ sáng đến mười một giờ trưa"),
        ("trong 2h", "trong hai giờ"),
        ("trực 24/24h", "trực hai mươi tư trên hai mươi tư giờ"),
        ("7 giờ 30 phút", "bảy giờ ba mươi phút"),
    ] {
        assert_eq!(said(written), spoken, "{written}");
    }
}

#[test]
fn numbers_to_call_are_said_digit_by_digit() {
    for (written, spoken) in [
        ("ĐT 0912345678.", "điện thoại không chín một hai, ba bốn năm, sáu bảy tám."),
        ("gọi 0912 345 678 nhé", "gọi không chín một hai, ba bốn năm, sáu bảy tám nhé"),
        ("024.3825.3855", "không hai bốn, ba tám hai năm, ba tám năm năm"),
        ("1900 1234", "một chín không không, một hai ba bốn"),
        ("gọi 113 hoặc 115", "gọi một một ba hoặc một một năm"),
        ("113 hộ", "một trăm mười ba hộ"),
        ("+84 912 345 678", "cộng tám bốn, chín một hai, ba bốn năm, sáu bảy tám"),
    ] {
        assert_eq!(said(written), spoken, "{written}");
    }
}

#[test]
fn money_shares_and_measures_are_said() {
    for (written, spoken) in [
        ("1.500.000 đồng", "một triệu năm trăm nghìn đồng"),
        ("500.000đ", "năm trăm nghìn đồng"),
        ("50.000đ/hộ/tháng", "năm mươi nghìn đồng mỗi hộ mỗi tháng"),
        ("200.000 VNĐ", "hai trăm nghìn đồng"),
        ("95%", "chín mươi lăm phần trăm"),
        ("98,5 %", "chín mươi tám phẩy năm phần trăm"),
        ("40m2", "bốn mươi mét vuông"),
        ("40 m²", "bốn mươi mét vuông"),
        ("5-7 ngày", "năm đến bảy ngày"),
        ("02 tin", "hai tin"),
        ("nhà 12A", "nhà mười hai A"),
        ("mã 402917", "mã bốn trăm linh hai nghìn chín trăm mười bảy"),
    ] {
        assert_eq!(said(written), spoken, "{written}");
    }
}

#[test]
fn an_address_is_left_out_with_what_led_to_it() {
    let all = "Chi tiết xem tại: https://hanoi.gov.vn/tin/12?x=3. Xin cảm ơn!";
    assert_eq!(said(all), "Chi tiết xem trong nhóm của tổ. Xin cảm ơn!");
    assert_eq!(said("dichvucong.gov.vn"), "Xem trong nhóm của tổ");
    assert_eq!(said("Họp tối nay. Xem https://a.vn/x"), "Họp tối nay. Xem trong nhóm của tổ");
    assert_eq!(said("thư: a.b@hosen.vn"), "thư xem trong nhóm của tổ");
}

#[test]
fn long_texts_take_sessions_and_lose_nothing() {
    let text = "Một câu có sáu từ. ".repeat(400);
    assert_eq!(minutes(&text, 120), 17);
    let parts = sessions(&text, 120);
    assert_eq!(parts.len(), 2);
    assert!(parts.iter().all(|part| minutes(part, 120) <= SESSION_MINUTES));
    let count = |text: &str| text.split_whitespace().count();
    assert_eq!(parts.iter().map(|part| count(part)).sum::<usize>(), count(&text));
    assert_eq!(sessions("Một câu.", 120), ["Một câu."]);
    assert_eq!(minutes("", 0), 1);
}

proptest! {
    /// Whatever is written, nothing is left that cannot be said.
    #[test]
    fn no_figure_and_no_address_is_left(text in "([0-9]{1,4}|[a-zàảđĐƯA-Z]{1,5}|[/.:,%hđ()-]| |\n|https://a.vn/x|🔔){0,60}") {
        let said = said(&text);
        prop_assert!(!said.chars().any(|c| c.is_numeric()), "{said}");
        prop_assert!(!said.contains("://"), "{said}");
        prop_assert!(!said.contains("  ") && !said.contains("\n\n\n"), "{said:?}");
    }

    #[test]
    fn plain_words_stay_as_they_are(words in prop::collection::vec("[a-zăâêôơưđ]{3,6}", 1..20)) {
        let text = words.join(" ");
        prop_assume!(words.iter().all(|word| !TO_LINK.contains(&word.as_str())));
        prop_assert_eq!(said(&text), text);
    }

    #[test]
    fn whatever_comes_is_read_without_panic(text in "\\PC{0,200}") {
        let _ = said(&text);
    }
}

#[test]
fn sentences_begin_with_a_capital_letter() {
    for (text, said) in [
        ("ra khỏi nhà. điện thoại: không hai bốn", "Ra khỏi nhà. Điện thoại: không hai bốn"),
        ("mời bà con!\nủy ban nhân dân", "Mời bà con!\nỦy ban nhân dân"),
        ("“đường số ba” ạ? vâng", "“Đường số ba” ạ? Vâng"),
        ("", ""),
    ] {
        assert_eq!(begun(text), said);
    }
}
