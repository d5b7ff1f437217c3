//! Numbers in Vietnamese words.

const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
const SCALES: [&str; 3] = ["", "nghìn", "triệu"];
/// Longer numbers are codes, read digit by digit.
pub(super) const DIGITS_MAX: usize = 15;

/// "2026": "hai nghìn không trăm hai mươi sáu".
pub(super) fn read(number: u64) -> String {
    let mut words = Vec::new();
    billions(number, &mut words);
    if words.is_empty() { DIGITS[0].to_owned() } else { words.join(" ") }
}

fn billions(number: u64, words: &mut Vec<&'static str>) {
    const BILLION: u64 = 1_000_000_000;
    let had = number >= BILLION;
    if had {
        billions(number / BILLION, words);
        words.push("tỷ");
    }
    let mut is_first = !had;
    for scale in (0..3).rev() {
        let group = number % BILLION / 1_000_u64.pow(scale) % 1_000;
        if group == 0 {
            continue;
        }
        hundreds(group, is_first, words);
        let name = SCALES[scale as usize];
        if !name.is_empty() {
            words.push(name);
        }
        is_first = false;
    }
}

/// Three digits. `is_first`: nothing stands before them, so that what is not there is not said.
fn hundreds(group: u64, is_first: bool, words: &mut Vec<&'static str>) {
    let digit = |n: u64| DIGITS[usize::try_from(n).unwrap_or(0) % 10];
    let (hundred, ten, one) = (group / 100, group / 10 % 10, group % 10);
    if hundred > 0 || !is_first {
        words.extend([digit(hundred), "trăm"]);
    }
    match ten {
        0 if one > 0 && (hundred > 0 || !is_first) => words.push("linh"),
        0 => {}
        1 => words.push("mười"),
        _ => words.extend([digit(ten), "mươi"]),
    }
    match (ten, one) {
        (_, 0) => {}
        (2.., 1) => words.push("mốt"),
        (2.., 4) => words.push("tư"),
        (1.., 5) => words.push("lăm"),
        _ => words.push(digit(one)),
    }
}

/// Digit by digit: "0912" is "không chín một hai". What is no digit is left out.
pub(super) fn spell(digits: &str) -> String {
    let names = digits.chars().filter_map(|c| c.to_digit(10)).map(|n| DIGITS[n as usize]);
    names.collect::<Vec<_>>().join(" ")
}

/// As digits are written: a number, or one by one where it is too long for one.
pub(super) fn read_digits(digits: &str) -> String {
    match digits.parse() {
        Ok(number) if digits.len() <= DIGITS_MAX => read(number),
        _ => spell(digits),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_said_as_people_say_them() {
        for (number, words) in [
            (0, "không"),
            (4, "bốn"),
            (10, "mười"),
            (15, "mười lăm"),
            (21, "hai mươi mốt"),
            (24, "hai mươi tư"),
            (55, "năm mươi lăm"),
            (100, "một trăm"),
            (105, "một trăm linh năm"),
            (110, "một trăm mười"),
            (1_005, "một nghìn không trăm linh năm"),
            (2_026, "hai nghìn không trăm hai mươi sáu"),
            (23_000, "hai mươi ba nghìn"),
            (1_500_000, "một triệu năm trăm nghìn"),
            (1_000_000_001, "một tỷ không trăm linh một"),
        ] {
            assert_eq!(read(number), words);
        }
        assert_eq!(read_digits("05"), "năm");
        assert_eq!(spell("0912"), "không chín một hai");
        assert!(read(u64::MAX).len() > 50);
    }
}
