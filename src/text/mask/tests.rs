use proptest::prelude::*;

use super::*;

fn bare(text: &str) -> usize {
    text.chars().filter(char::is_ascii_digit).count()
}

#[test]
fn numbers_that_lead_to_a_person_are_covered() {
    for text in [
        "0912345678",
        "gọi 0912.345.678 nhé",
        "gọi 0912 345 678",
        "ĐT: 091-234-5678.",
        "sdt 09 82 74 15 63",
        "0 9 8 2 7 4 1 5 6 3",
        "+84912345678",
        "+84 912 345 678",
        "+84 (0)912 345 678",
        "(+84) 91 234 56 78",
        "84912345678",
        "0084 912 345 678",
        "Zalo0912345678",
        "o912345678",
        "(024) 3825 4321",
        "024 38254321",
        "024.3825.4321",
        "04 3825 4321",
        "máy bàn 38254321",
        "01234567890",
        "CCCD 001085012345",
        "cccd 001 085 012 345",
        "căn cước 001085 012345",
        "001.085.012.345",
        "CMND 012345678",
        "cmnd 012.345.678",
        "cmnd 112 345 678",
        "chứng minh 212.345.678",
        "STK 19034567890123 Techcombank",
        "stk 1903 4567 8901 23",
        "thẻ 9704 3612 3456 7890",
        "9704-3612-3456-7890",
        "số tài khoản là: 123456",
        "STK Vietinbank 123-456-78",
        "0912345678/0982345671",
        "0912345678 0982345671",
        "0912 345 678 - 0982 345 671",
    ] {
        let masked = mask(text);
        assert_eq!(bare(&masked), 0, "{text} became {masked}");
        assert_eq!(masked.chars().count(), text.chars().count());
    }
}

#[test]
fn a_country_code_and_a_house_beside_a_number_may_stay() {
    assert_eq!(mask("+84 912345678"), "+84 •••••••••");
    assert_eq!(mask("nhà 05 0912345678"), "nhà 05 ••••••••••");
    assert_eq!(
        mask("số 12, ngõ 5, 0912 345 678, từ 12/05/2026"),
        "số 12, ngõ 5, •••• ••• •••, từ 12/05/2026"
    );
    assert_eq!(mask("mã 402 917, sđt 0982 345 671"), "mã 402 917, sđt •••• ••• •••");
}

#[test]
fn addresses_are_covered() {
    assert_eq!(mask("thư: lan.nguyen@example.com.vn."), "thư: •••.••••••@•••••••.•••.••.");
    assert_eq!(mask("hỏi @loa_bot nhé"), "hỏi @loa_bot nhé");
    assert_eq!(mask("giá 5@ 3"), "giá 5@ 3");
}

#[test]
fn what_is_nobodys_number_stays() {
    for text in [
        "04/05/2026",
        "ngày 04-05-2026",
        "03.05.2026 08:30",
        "03-05-2026 08.30-11.30",
        "2026-05-04 10:00",
        "20260504",
        "cấp ngày 12.03.2021",
        "CCCD cấp 12 03 2021",
        "31122026",
        "19h30, 8h-11h30",
        "07.30-11.30 13.30-17.00",
        "nhiệm kỳ 2021-2026",
        "các năm 2023 2024 2025 2026",
        "1.234.567 đồng",
        "1.234.567.890 đ",
        "912.345.678 đồng",
        "1.012.345.678 đồng",
        "84.912.345.678 đồng",
        "1 012 345 678 đồng",
        "5000000000 đồng",
        "số tiền 150000000đ",
        "chuyển vào tài khoản 1.000.000.000 đồng",
        "1 234 567 890 đồng",
        "phí 50.000-100.000 đồng",
        "câu hỏi 402 917",
        "402917",
        "402 917, 511 203 và 620 114",
        "402 917 511 203",
        "tài khoản của tôi bị lỗi, mã số 402 917",
        "số 12 ngách 34/56 ngõ 789",
        "số 02, 04, 06, 08, 10",
        "nhà 03-05-07-09-11",
        "các phòng 01 02 03 04 05",
        "P.1203 tòa CT2",
        "12/BC-UBND",
        "Số 356/2025/NĐ-CP ngày 31/12/2025",
        "Luật 91/2025/QH15",
        "hồ sơ 000.00.19.H26-260504-0012",
        "xe 29A-123.45, 30F 12345",
        "113, 114, 115",
        "113 114 115",
        "gọi 1022 hoặc 19001234",
        "1900 1234",
        "điện 3 pha 380V, cáp 24 sợi",
        "diện tích 120000 m2",
        "21.0123456, 105.8123456",
        "23.000 hộ, 90 tổ",
    ] {
        assert_eq!(mask(text), text);
    }
}

fn joints() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["", " ", ".", "-"])
}

/// Digits with a joint before each of these places.
fn cut(digits: &str, places: &[usize], joint: &str) -> String {
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if places.contains(&at) {
            text.push_str(joint);
        }
        text.push(digit);
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_but_letters_and_digits_changes_and_once_is_enough(text in "\\PC{0,80}") {
        let masked = mask(&text);
        prop_assert_eq!(text.chars().count(), masked.chars().count());
        for (was, is) in text.chars().zip(masked.chars()) {
            prop_assert!(was == is || (is == COVER && was.is_alphanumeric()));
        }
        prop_assert_eq!(mask(&masked), masked);
    }

    #[test]
    fn mobiles_are_covered_however_they_are_written(
        network in prop::sample::select(vec!['3', '5', '7', '8', '9']),
        rest in "[0-9]{8}",
        joint in joints(),
        places in prop::sample::select(vec![vec![4, 7], vec![3, 6], vec![4, 6, 8], vec![5], vec![3, 7]]),
        around in prop::sample::select(vec![("gọi ", " nhé"), ("(", ")"), ("ĐT:", "."), ("Bà Lan, số 5, ", ", ngõ 7")]),
    ) {
        let number = cut(&format!("0{network}{rest}"), &places, joint);
        let masked = mask(&format!("{}{number}{}", around.0, around.1));
        prop_assert!(masked.starts_with(around.0) && masked.ends_with(around.1), "{}", masked);
        prop_assert_eq!(bare(&masked), bare(around.0) + bare(around.1));
    }

    #[test]
    fn cards_are_covered_however_they_are_written(
        province in 1..97_u32,
        rest in "[0-9]{9}",
        joint in joints(),
        places in prop::sample::select(vec![vec![3, 6, 9], vec![6], vec![4, 8], vec![3, 4], vec![3, 6]]),
    ) {
        let digits = format!("{province:03}{rest}");
        let places = if joint.is_empty() || places == [3, 4] { vec![] } else { places };
        let masked = mask(&format!("Tôi tên Lan, {}, hỏi thủ tục", cut(&digits, &places, joint)));
        prop_assert_eq!(bare(&masked), 0, "{}", masked);
    }

    #[test]
    fn dates_amounts_and_codes_stay(
        day in 1..32_u32, month in 1..13_u32, year in 1900..2100_u32,
        thousands in prop::collection::vec(0..1000_u32, 1..4), lead in 1..1000_u32,
        code in 100_000..1_000_000_u32,
        joint in prop::sample::select(vec!["/", "-", "."]),
        hour in 0..24_u32, minute in 0..60_u32,
    ) {
        let amount: String = thousands.iter().map(|n| format!(".{n:03}")).collect();
        let code = code.to_string();
        for text in [
            format!("{day:02}{joint}{month:02}{joint}{year} {hour:02}:{minute:02}"),
            format!("{hour:02}.{minute:02} {day:02}{joint}{month:02}{joint}{year}"),
            format!("{lead}{amount} đồng"),
            format!("mã số {} {}", &code[..3], &code[3..]),
            format!("{lead}/BC-UBND, số {hour} ngõ {minute}"),
        ] {
            prop_assert_eq!(mask(&text), text);
        }
    }
}

#[test]
fn of_an_answer_for_others_only_what_its_asker_wrote_is_covered() {
    let known = "Nhà tôi ở ngõ 5, gọi +84 912 345 678, CCCD 001203004567, thư lan@example.vn";
    for (answer, shown) in [
        ("Đã gọi 0912345678 sáng 05/05.", "Đã gọi •••••••••• sáng 05/05."),
        ("Gọi 0912 345 678 hoặc 024 3825 0000.", "Gọi •••• ••• ••• hoặc 024 3825 0000."),
        ("CCCD 001203004567, đường dây nóng 0987654321", "CCCD ••••••••••••, đường dây nóng 0987654321"),
        ("Trả lời tới Lan@example.vn", "Trả lời tới •••@•••••••.••"),
        ("0912345678, 0987654321", "••••••••••, 0987654321"),
        ("Ngõ 5, trước 17:00, gọi 1022", "Ngõ 5, trước 17:00, gọi 1022"),
        ("", ""),
    ] {
        assert_eq!(mask_known(answer, known), shown);
    }
}
