//! What an answer might still lack, pointed out before it is sent and never forbidden. Pure; the
//! words that give it away are in one table, folded.

use crate::text::folded_words;

/// What could make an answer more useful.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hint {
    /// Too few words to help anybody.
    TooShort,
    /// Says that the question was noted, and nothing about it.
    Evasive,
    /// Promises something without saying by when.
    NoDate,
    /// Sends the asker somewhere without an address or a number.
    NoPlace,
    /// Speaks of a paper that is not attached.
    NoPaper,
}

/// Fewer words than this say too little.
const WORDS_MIN: usize = 3;
/// Phrases that put the asker off.
const EVASIVE: &[&str] = &[
    "da ghi nhan",
    "xin ghi nhan",
    "ghi nhan y kien",
    "se xem xet",
    "dang xem xet",
    "se nghien cuu",
    "dang nghien cuu",
    "se kiem tra",
    "dang kiem tra",
    "da tiep nhan",
    "se phan anh lai",
    "vui long cho",
    "noted",
    "will look into",
    "under review",
];
const PROMISE: &[&str] = &["se", "sap", "du kien", "will", "soon"];
const DATE: &[&str] = &[
    "hom nay",
    "ngay mai",
    "sang mai",
    "chieu mai",
    "chieu nay",
    "toi nay",
    "thu hai",
    "thu ba",
    "thu tu",
    "thu nam",
    "thu sau",
    "thu bay",
    "chu nhat",
    "trong tuan",
    "trong thang",
    "trong ngay",
    "sang nay",
    "tuan nay",
    "tuan sau",
    "cuoi tuan",
    "dau tuan",
    "thang nay",
    "thang sau",
    "cuoi thang",
    "dau thang",
    "quy",
    "today",
    "tomorrow",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "this week",
    "next week",
    "this month",
    "next month",
];
const GO: &[&str] =
    &["lien he", "den gap", "toi gap", "den truc tiep", "mang ho so", "nop tai", "contact", "go to"];
const PAPER: &[&str] =
    &["mau don", "quyet dinh so", "thong bao so", "van ban so", "cong van so", "kem theo", "attached"];

/// The hints for an answer; none if it needs no second look. `has_media`: something is attached.
#[must_use]
pub fn hints(answer: &str, has_media: bool) -> Vec<Hint> {
    let line = folded_words(answer);
    let words: Vec<&str> = line.split_whitespace().collect();
    let says = |phrases: &[&str]| phrases.iter().any(|phrase| line.contains(&format!(" {phrase} ")));
    let has_number = words.iter().any(|word| word.bytes().any(|b| b.is_ascii_digit()));
    let has_date = has_number || says(DATE);
    let mut found = Vec::new();
    if words.len() < WORDS_MIN && !has_date && !has_media {
        found.push(Hint::TooShort);
    }
    if says(EVASIVE) && !has_date {
        found.push(Hint::Evasive);
    } else if says(PROMISE) && !has_date {
        found.push(Hint::NoDate);
    }
    if says(GO) && !has_number {
        found.push(Hint::NoPlace);
    }
    if says(PAPER) && !has_media {
        found.push(Hint::NoPaper);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_answer_lacks() {
        for (answer, expected) in [
            ("Đã vá xong.", &[][..]),
            ("Vá xong trước ngày 15/05.", &[]),
            ("Tổ môi trường sẽ thu gom vào sáng mai.", &[]),
            ("Ok", &[Hint::TooShort]),
            ("Phường đã ghi nhận ý kiến của ông/bà.", &[Hint::Evasive]),
            ("DA TIEP NHAN, DANG KIEM TRA", &[Hint::Evasive]),
            ("Đã ghi nhận, tổ cây xanh cắt tỉa xong trước 20/5.", &[]),
            ("Phường sẽ sửa đường.", &[Hint::NoDate]),
            ("Xin ông/bà liên hệ bộ phận một cửa.", &[Hint::NoPlace]),
            ("Xin liên hệ bộ phận một cửa, 57 Hàng Bột.", &[]),
            ("Ông/bà điền mẫu đơn rồi nộp tại phường.", &[Hint::NoPlace, Hint::NoPaper]),
            ("15/05", &[]),
        ] {
            assert_eq!(hints(answer, false), expected, "{answer}");
        }
        assert_eq!(hints("Mẫu đơn kèm theo đây ạ.", true), []);
    }
}
