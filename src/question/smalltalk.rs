//! What somebody says who asks nothing: a greeting, thanks, an advertisement. The router has one
//! label for all of them; which answer fits is decided here, by words.

use crate::text::folded_words;

/// What was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmallTalk {
    /// A greeting, or anything else that asks for nothing.
    Greeting,
    Thanks,
    Advertisement,
    /// That somebody is about to ask, without the question.
    Opening,
}

/// Words of who sells, lends or hires, folded.
const SELLS: &[&str] = &[
    "khuyen mai",
    "giam gia",
    "sale",
    "hot deal",
    "flash sale",
    "uu dai",
    "voucher",
    "ma giam",
    "ban can ho",
    "ban nha",
    "ban dat",
    "can ban",
    "thanh ly",
    "cho thue",
    "sang nhuong",
    "chinh chu",
    "vay tien",
    "vay von",
    "vay nhanh",
    "cho vay",
    "giai ngan",
    "the chap",
    "lai suat",
    "dau tu",
    "hoa hong",
    "tuyen dung",
    "tuyen nhan vien",
    "tuyen ctv",
    "viec nhe",
    "thu nhap",
    "nhan day kem",
    "nhan gia su",
    "gia si",
    "ship",
    "freeship",
    "dat hang",
    "don hang",
    "inbox",
    "ib em",
    "ib minh",
    "nhan rieng",
    "link o bio",
    "combo",
    "gia re",
    "gia goc",
    "gia thuong luong",
    "bao hanh",
    "khai truong",
    "spa",
    "order",
    "http",
    "www",
    "ban chung cu",
    "moi gioi",
    "suat ngoai giao",
    "lh zalo",
    "lien he zalo",
    "phong tro",
    "mat bang kinh doanh",
    "xa kho",
    "ib e",
    "can ib",
    "nhan giat",
    "nhan lam cua",
    "nhan khoan",
    "nhan thong tac",
    "sua dieu hoa",
    "chuyen nha",
    "goi la den",
    "giao tan",
    "like trang",
    "nhan qua",
    "trung iphone",
    "selling",
];
/// Words of who thanks, folded.
const THANKS: &[&str] = &[
    "cam on",
    "camon",
    "cam onn",
    "cam ta",
    "biet on",
    "da ta",
    "tri an",
    "thank",
    "thanks",
    "thank you",
    "thanhs",
    "tks",
    "thks",
    "thx",
    "ghi nhan su",
    "hoan nghenh",
    "tuyet voi",
    "khen",
    "khen ngoi",
    "nhiet tinh",
];

/// Words of who is about to ask, folded: whom they speak to, how they call themselves, that they ask.
const OPENS: &[&str] = &[
    "a",
    "ad",
    "admin",
    "alo",
    "anh",
    "ba",
    "bac",
    "ban",
    "biet",
    "bo",
    "bot",
    "ca",
    "cai",
    "can",
    "cau",
    "chao",
    "chau",
    "cho",
    "chi",
    "chu",
    "chut",
    "chuyen",
    "co",
    "con",
    "cung",
    "da",
    "day",
    "dc",
    "dieu",
    "dum",
    "duoc",
    "em",
    "gi",
    "gium",
    "giup",
    "hoi",
    "ho",
    "ik",
    "it",
    "k",
    "khong",
    "ko",
    "la",
    "lam",
    "may",
    "minh",
    "moi",
    "mot",
    "muon",
    "nay",
    "nguoi",
    "nha",
    "nhe",
    "nhieu",
    "nho",
    "o",
    "oi",
    "ong",
    "phep",
    "phien",
    "phuong",
    "the",
    "thi",
    "ti",
    "toi",
    "tui",
    "ubnd",
    "u",
    "va",
    "vai",
    "vang",
    "voi",
    "xin",
    "y",
    "an",
    "ask",
    "can",
    "could",
    "have",
    "hello",
    "hey",
    "hi",
    "i",
    "may",
    "one",
    "please",
    "question",
    "something",
    "to",
    "want",
    "would",
    "like",
    "you",
];
/// One of them has to be there.
const ASKS: &[&str] = &["hoi", "ask", "question"];

/// Whether words, folded, only say that somebody is about to ask.
pub(crate) fn is_opening<'a>(words: impl Iterator<Item = &'a str> + Clone) -> bool {
    words.clone().all(|word| OPENS.contains(&word)) && words.clone().any(|word| ASKS.contains(&word))
}

impl SmallTalk {
    /// What a text is that asks nothing. Who sells often thanks too; so that comes first.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let words = folded_words(text);
        let has = |known: &[&str]| known.iter().any(|word| words.contains(&format!(" {word} ")));
        if is_opening(words.split_whitespace()) {
            Self::Opening
        } else if has(SELLS) {
            Self::Advertisement
        } else if has(THANKS) {
            Self::Thanks
        } else {
            Self::Greeting
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_gets_what_fits() {
        use SmallTalk::{Advertisement, Greeting, Opening, Thanks};
        for (said, is) in [
            ("Chào bot", Greeting),
            ("alo co ai khong", Greeting),
            ("Xin chào phường ạ", Greeting),
            ("Hello", Greeting),
            ("Chúc bà con tổ 12 cuối tuần vui vẻ", Greeting),
            ("👍👍👍", Greeting),
            ("test", Greeting),
            ("", Greeting),
            ("Hôm nay trời đẹp ghê, cả nhà đi tập thể dục chưa", Greeting),
            ("Cảm ơn phường đã sửa đèn nhanh quá ạ", Thanks),
            ("cam on nhieu a", Thanks),
            ("ok ad, tks ad nha", Thanks),
            ("THANK YOU!", Thanks),
            ("Em nhận được phản hồi rồi, cảm ơn anh chị nhiều", Thanks),
            ("Hot deal giảm 50% combo nail, link ở bio nha cả nhà", Advertisement),
            ("Vay tiền nhanh không thế chấp, giải ngân trong ngày, inbox em nhé", Advertisement),
            ("Nhận dạy kèm toán lý hóa tại nhà, sinh viên sư phạm kinh nghiệm", Advertisement),
            (
                "Bán căn hộ tập thể tầng 3, diện tích 60m2, giá thương lượng, ai quan tâm nhắn riêng",
                Advertisement,
            ),
            ("nhan thong tac cong hut be phot gia re co mat sau 15 phut", Advertisement),
            ("selling a used bike, message me", Advertisement),
            ("Cán bộ phường rất nhiệt tình, tôi muốn khen", Thanks),
            ("Good morning everyone, have a nice day!", Greeting),
            ("Cháu ơi bà hỏi cái này", Opening),
            ("alo cho em hỏi chút ạ", Opening),
            ("Phường ơi cho tôi hỏi với", Opening),
            ("Hello, can I ask you something?", Opening),
            ("Shop khai trương, giảm giá 30%, cảm ơn cả nhà ủng hộ", Advertisement),
        ] {
            assert_eq!(SmallTalk::of(said), is, "{said}");
        }
    }
}
