//! The ways to people that a plan names.

use super::outline::{self, Kind, Outline};
use super::{Named, words};

/// What is looked for, folded, and what it is called.
const CHANNELS: [(&str, &str); 46] = [
    ("loa truyen thanh", "Loa truyền thanh"),
    ("dai truyen thanh", "Đài truyền thanh"),
    ("he thong truyen thanh", "Loa truyền thanh"),
    ("truyen thanh co so", "Loa truyền thanh"),
    ("cong thong tin dien tu", "Cổng thông tin điện tử"),
    ("cong trang thong tin dien tu", "Cổng, trang thông tin điện tử"),
    ("trang thong tin dien tu", "Trang thông tin điện tử"),
    ("website", "Trang thông tin điện tử"),
    ("fanpage", "Fanpage"),
    ("facebook", "Facebook"),
    ("nhom zalo", "Nhóm Zalo"),
    ("zalo", "Zalo"),
    ("youtube", "YouTube"),
    ("tiktok", "TikTok"),
    ("mang xa hoi", "Mạng xã hội"),
    ("nhom tro chuyen", "Nhóm trò chuyện"),
    ("tin nhan", "Tin nhắn"),
    ("ihanoi", "iHanoi"),
    ("bang tin dien tu", "Bảng tin điện tử"),
    ("bang tin", "Bảng tin"),
    ("bang dien tu", "Bảng điện tử"),
    ("man hinh led", "Màn hình LED"),
    ("man hinh cong cong", "Màn hình công cộng"),
    ("man hinh", "Màn hình"),
    ("pa no", "Pa nô"),
    ("pano", "Pa nô"),
    ("ap phich", "Áp phích"),
    ("bang ron", "Băng rôn"),
    ("khau hieu", "Khẩu hiệu"),
    ("to roi", "Tờ rơi"),
    ("to gap", "Tờ gấp"),
    ("ban tin", "Bản tin"),
    ("to chuc hop bao", "Họp báo"),
    ("bao chi", "Báo chí"),
    ("truyen hinh", "Truyền hình"),
    ("infographic", "Infographic"),
    ("video", "Video"),
    ("podcast", "Podcast"),
    ("sinh hoat chi bo", "Sinh hoạt chi bộ"),
    ("hop chi bo", "Sinh hoạt chi bộ"),
    ("hop to dan pho", "Họp tổ dân phố"),
    ("bao cao vien", "Báo cáo viên"),
    ("tuyen truyen vien", "Tuyên truyền viên"),
    ("xe luu dong", "Xe lưu động"),
    ("co dong truc quan", "Cổ động trực quan"),
    ("hoi nghi", "Hội nghị"),
];

/// What the press does: there it is not a way, but speaks itself.
const SPEAKS: [&str; 5] = ["phan anh", "neu", "quan tam", "dua tin", "hoi"];

pub(super) fn find(outline: &Outline) -> Vec<Named> {
    let mut forms = vec![false; outline.closing];
    for section in &outline.sections {
        if section.kind == Some(Kind::Forms) {
            forms[section.at..outline.end(section.at)].fill(true);
        }
    }
    // "3. Các hình thức tuyên truyền" inside another section.
    for at in (0..outline.closing).filter(|&at| outline.rank(at) < 7 && outline.is_heading(at)) {
        if outline::announced(&outline.blocks[at].text) == Some((Kind::Forms, false)) {
            forms[at..outline.end(at)].fill(true);
        }
    }
    let start = outline.sections.first().map_or(0, |section| section.at);
    let mut found: Vec<Named> = Vec::new();
    for at in (start..outline.closing).filter(|&at| !outline.is_money(at)) {
        let block = &outline.blocks[at];
        let tokens: Vec<_> = words::tokens(&block.text).into_iter().filter(|token| !joins(token)).collect();
        let mut next = 0;
        while next < tokens.len() {
            // Of two names at one place the longer one: "nhóm Zalo" before "Zalo".
            let here = CHANNELS
                .iter()
                .filter(|(phrase, _)| words::phrase_at(&tokens, next, phrase))
                .max_by_key(|(phrase, _)| phrase.len());
            let Some((phrase, name)) = here else {
                next += 1;
                continue;
            };
            let after = next + phrase.split(' ').count();
            if *phrase == "bao chi" && SPEAKS.iter().any(|act| words::phrase_at(&tokens, after, act)) {
                next = after;
                continue;
            }
            let (line, confidence) = (block.line_at(tokens[next].start), if forms[at] { 1.0 } else { 0.7 });
            match found.iter_mut().find(|known| known.name == *name) {
                Some(known) => known.confidence = known.confidence.max(confidence),
                None => found.push(Named { name: (*name).to_owned(), line, confidence }),
            }
            next = after;
        }
    }
    found
}

/// Marks inside a name ("pa-nô", "cổng/trang"); all others end one: "trực ban; tin cảnh báo".
fn joins(token: &words::Token) -> bool {
    token.mark().is_some_and(|mark| matches!(mark, '-' | '/' | '"'))
}

#[cfg(test)]
mod tests {
    use super::super::{Doubts, blocks, lines};
    use super::*;

    #[test]
    fn channels_are_named_once_and_surely_where_forms_are_listed() {
        let text = "I. NỘI DUNG\n- Tin trên các nhóm Zalo\nII. HÌNH THỨC\n- Loa truyền thanh, bảng tin, pa-nô; nhóm Zalo";
        let outline = Outline::new(blocks::join(&lines::clean(text)), &mut Doubts::default());
        let found = find(&outline);
        let seen: Vec<_> = found.iter().map(|c| (c.name.as_str(), c.line, c.confidence)).collect();
        assert_eq!(
            seen,
            [("Nhóm Zalo", 2, 1.0), ("Loa truyền thanh", 4, 1.0), ("Bảng tin", 4, 1.0), ("Pa nô", 4, 1.0)]
        );
    }

    #[test]
    fn forms_may_be_listed_inside_a_section_and_the_press_may_speak_itself() {
        let text = "I. NỘI DUNG\n- Trả lời vấn đề báo chí phản ánh trên Facebook\nII. CƠ CHẾ THÔNG TIN\n1. Phối hợp\n- Cung cấp tin cho báo chí\n2. Các hình thức tuyên truyền\n- Qua bảng tin điện tử; tổ chức họp báo; tổng hợp báo cáo của các ban; tin nóng";
        let outline = Outline::new(blocks::join(&lines::clean(text)), &mut Doubts::default());
        let found = find(&outline);
        let seen: Vec<_> = found.iter().map(|c| (c.name.as_str(), c.line, c.confidence)).collect();
        assert_eq!(
            seen,
            [("Facebook", 2, 0.7), ("Báo chí", 5, 0.7), ("Bảng tin điện tử", 7, 1.0), ("Họp báo", 7, 1.0)]
        );
    }
}
